"""Survey: what a spreadsheet said, as tidy tables, with the problems that were found in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from powermap.errors import UnknownChoiceError, UnrecognisedSurveyError
from powermap.vocabulary import is_sensitive

if TYPE_CHECKING:
    import pandas as pd

    from powermap.network import Network
    from powermap.survey.aliases import Proposal
    from powermap.survey.layout import Layout
    from powermap.survey.scales import Scale

Level = Literal["error", "warning", "note"]
#: The gravest first.
LEVELS: tuple[Level, ...] = ("error", "warning", "note")


@dataclass(frozen=True)
class Issue:
    """Something about the data that the person should know, pinned to where it stands.

    Parameters
    ----------
    level : {'error', 'warning', 'note'}
        error = something could not be used; warning = it was used, look at it; note = how it was understood.
    code : str
        Short and stable, such as 'self-tie'.
    message, fix : str
        What is wrong, and what to do about it, in plain English.
    file, sheet, cell : str
        Where; '' where it does not apply. *cell* as Excel writes it ('C7').
    """

    level: Level
    code: str
    message: str
    fix: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""

    @property
    def where(self) -> str:
        """The place in words: "partners.xlsx, sheet 'Ties', cell C7"."""
        sheet = f"sheet '{self.sheet}'" if self.sheet else ""
        cell = f"cell {self.cell}" if self.cell else ""
        return ", ".join(part for part in (self.file, sheet, cell) if part)


def _no_attendance() -> pd.DataFrame:
    return _no_rows("round", "actor", "event", "relation")


def _no_noes() -> pd.DataFrame:
    return _no_rows("round", "from", "to", "relation")


def _no_own_answers() -> pd.DataFrame:
    return _no_rows("round", "actor", "relation", "strength")


def _no_scores() -> pd.DataFrame:
    table = _no_rows("round", "actor", "attribute", "score", "lowest", "highest", "in_words")
    return table.astype({"score": float, "lowest": float, "highest": float, "in_words": bool})


def _no_rows(*columns: str) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({name: pd.Series([], dtype=float if name == "strength" else object) for name in columns})


@dataclass(frozen=True, eq=False)
class Survey:
    """Everything a survey file said, in tidy tables. `powermap.read_survey` makes one.

    Parameters
    ----------
    actors : DataFrame
        One row per actor: name (str), sector (str, or None where not given), voices (tuple of str),
        seat (bool: sits where decisions are made).
    ties : DataFrame
        One row per tie: round, from, to, relation (str), strength (float > 0; 1 where none was asked).
    members : DataFrame
        One row per actor and round: round, name, responded (bool). An actor that is not a member of a
        round was not part of the partnership then, and could not be named.
    unanswered : DataFrame
        Answers that are missing ("Don't know", blank): round, from, to, relation, why. These dyads are
        unobserved, which is neither a tie nor the absence of one.
    listed : mapping of (relation, round) to names, optional
        Who could be named, where a question listed only some members.
    attendance : DataFrame
        Who takes part in which meeting or board: round, actor, event, relation. These are not ties:
        see `attendance_matrix` and `powermap.project`.
    said_no : DataFrame
        Answers that say 'no tie' in so many words, or 0: round, from, to, relation. A blank is none of them,
        nor is a partner whom a respondent did not list: see `ratings`.
    own_answers : DataFrame
        What respondents say of themselves, which is no tie: round, actor, relation, strength (float >= 0).
    scales : mapping of relation to Scale, optional
        The lowest and highest answer of a relation, and whether its words tell (else its header does): of the
        relations where that is known, and the same wherever they were asked.
    scores : DataFrame
        How much power, interest, legitimacy and urgency the list of organisations gives each: round, actor,
        attribute, score, and the scale as far as it is known: lowest, highest (NaN if not), in_words (bool).
        Whoever made the list judges so, and nobody else: these are no ratings, and no network, map or report has
        them. See `scored`.
    response_assumed : bool
        True where the file does not say who responded, so that whoever has an outgoing answer did.
    shape : str
        How the file was laid out, in words.
    issues : tuple of Issue
        What was found wrong or worth knowing while reading.
    proposals : tuple of Proposal
        Names that may be one body, and were left apart: name, proposed, score, why.
    layouts : tuple of Layout
        How each sheet was read: its shape, how sure that is, which column plays which part, what was left out.

    Examples
    --------
    >>> import powermap
    >>> survey = powermap.read_survey("sample_networks/health_inequalities_partnership.xlsx")
    >>> survey
    <Survey: 36 actors, 1,372 ties; rounds 1, 2, 3; relations 'Works with', 'Trusts'; issues: 1>
    >>> survey.rounds, survey.relations[0]
    (('1', '2', '3'), 'Works with')
    """

    actors: pd.DataFrame
    ties: pd.DataFrame
    members: pd.DataFrame
    unanswered: pd.DataFrame
    listed: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    attendance: pd.DataFrame = field(default_factory=_no_attendance)
    said_no: pd.DataFrame = field(default_factory=_no_noes)
    own_answers: pd.DataFrame = field(default_factory=_no_own_answers)
    scales: Mapping[str, Scale] = field(default_factory=dict)
    scores: pd.DataFrame = field(default_factory=_no_scores)
    response_assumed: bool = False
    shape: str = ""
    sources: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    rounds: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    layouts: tuple[Layout, ...] = ()

    def __repr__(self) -> str:
        relations = ", ".join(f"'{name}'" for name in self.relations) or "none"
        counts = f"{len(self.actors):,} actors, {len(self.ties):,} ties; rounds {', '.join(self.rounds)}"
        return f"<Survey: {counts}; relations {relations}; issues: {len(self.issues)}>"

    def network(self, relation: str | None = None, round: str | int | None = None) -> Network:  # noqa: A002
        """Return the network of one relation in one round.

        Parameters
        ----------
        relation, round : str, optional
            May be left out where the survey has only one.

        Raises
        ------
        UnknownChoiceError
            The survey has no such relation or round, or it has several and none was chosen.
        """
        from powermap.network import network_of

        return network_of(
            self,
            _choose("relation", relation, self.relations),
            _choose("round", None if round is None else str(round), self.rounds),
        )

    def choose(self, relation: str | None = None, round: str | int | None = None) -> tuple[str, str]:  # noqa: A002
        """Return the relation and round to look at: what is asked for, else a sensible first look.

        That is the latest round, and the first relation that is not a personal judgement such as trust.

        Raises
        ------
        UnknownChoiceError
            The survey has no such relation or round.
        UnrecognisedSurveyError
            The survey has attendance only.
        """
        if not self.relations and len(self.attendance):
            raise UnrecognisedSurveyError(
                "This file says who attends what, and not who works with whom; that alone cannot be reported on.",
                where=", ".join(self.sources),
                fix="Add a sheet of answers with the columns from, to and strength; or, in Python, make the "
                "network of those who attend the same meetings with powermap.project(survey).",
            )
        plain = [name for name in self.relations if not is_sensitive(name)]
        if relation is None and self.relations:
            relation = (plain or self.relations)[0]
        if round is None and self.rounds:
            round = self.rounds[-1]  # noqa: A001
        return (
            _choose("relation", relation, self.relations),
            _choose("round", None if round is None else str(round), self.rounds),
        )

    def ratings(self, relation: str | None = None, round: str | int | None = None) -> pd.DataFrame:  # noqa: A002
        """Return every rating that was given, 'not at all' (0) among them: rater, rated, rating.

        Only what was answered: a partner whom a respondent did not list was not rated, which is not the same as
        'not at all'. What respondents say of themselves is in `own_answers`.

        Parameters
        ----------
        relation, round : str, optional
            May be left out where the survey has only one.
        """
        from powermap.survey.ratings import ratings

        return ratings(
            self,
            _choose("relation", relation, self.relations),
            _choose("round", None if round is None else str(round), self.rounds),
        )

    def scored(self, round: str | int | None = None) -> pd.DataFrame:  # noqa: A002
        r"""Return what the list of organisations scores: a row per member, a column for power, interest, ...

        NaN where it says nothing. `powermap.measures.stakeholders` makes quadrants and classes of such columns.

        Parameters
        ----------
        round : str, optional
            May be left out where the survey has only one.

        Raises
        ------
        UnknownChoiceError
            The survey has no such round, or it has several and none was chosen.

        Examples
        --------
        >>> import pathlib, powermap, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     ties, listed = pathlib.Path(folder, "ties.csv"), pathlib.Path(folder, "organisations.csv")
        ...     _ = ties.write_text("from,to,strength\nCouncil,Peers,1\n")
        ...     _ = listed.write_text("name,sector,power,interest\nCouncil,NHS,High,2\nPeers,VCSE,Low,5\n")
        ...     survey = powermap.read_survey(ties, listed)
        >>> survey.scored()[["power", "interest"]].to_dict("index")
        {'Council': {'power': 3.0, 'interest': 2.0}, 'Peers': {'power': 1.0, 'interest': 5.0}}
        """
        from powermap.survey.scores import scored

        return scored(self, _choose("round", None if round is None else str(round), self.rounds))

    def attendance_matrix(self, relation: str | None = None, round: str | int | None = None) -> pd.DataFrame:  # noqa: A002
        """Return who attends what: a row per actor, a column per meeting or board, True where it attends.

        Parameters
        ----------
        relation, round : str, optional
            Only this kind of attendance, or this round; all of them without.
        """
        import pandas as pd

        table = self.attendance
        if relation is not None:
            table = table[table["relation"] == _choose("relation", relation, table["relation"].unique())]
        if round is not None:
            table = table[table["round"] == _choose("round", str(round), table["round"].unique())]
        events = list(dict.fromkeys(table["event"]))
        actors = list(dict.fromkeys([*self.actors["name"], *table["actor"]]))
        matrix = pd.DataFrame(False, index=pd.Index(actors, name="actor"), columns=events)
        there = matrix.to_numpy(copy=True)
        there[matrix.index.get_indexer(table["actor"]), matrix.columns.get_indexer(table["event"])] = True
        return pd.DataFrame(there, index=matrix.index, columns=events)

    def to_dict(self) -> dict[str, Any]:
        """Return the survey as plain lists and dictionaries: what `powermap check --format json` prints."""
        from powermap.survey.checks import what_to_do

        answered: dict[str, list[str]] = {}
        for row in self.members[self.members["responded"]].itertuples(index=False):
            answered.setdefault(row.name, []).append(row.round)
        actors = [
            {
                "name": row.name,
                "sector": row.sector,
                "voices": list(row.voices),
                "seat": bool(row.seat),
                "respondent": row.name in answered,
                "rounds_answered": answered.get(row.name, []),
            }
            for row in self.actors.itertuples(index=False)
        ]
        return {
            "shape": self.shape,
            "rounds": list(self.rounds),
            "relations": list(self.relations),
            "response_assumed": self.response_assumed,
            "actors": actors,
            "ties": self.ties.to_dict("records"),
            "unanswered": self.unanswered.to_dict("records"),
            "attendance": self.attendance.to_dict("records"),
            "issues": [asdict(issue) | {"fix": what_to_do(issue)} for issue in self.issues],
        }


def _choose(kind: str, wanted: str | None, there: Iterable[str]) -> str:
    """Return the one of *there* that is wanted; the only one when none is named."""
    there = list(there)
    if wanted is None:
        if len(there) == 1:
            return there[0]
        what = f"This survey has {len(there)} {kind}s; name the one you want."
    else:
        for name in there:
            if name.strip().casefold() == wanted.strip().casefold():
                return name
        what = f"This survey has no {kind} '{wanted}'."
    names = ", ".join(f"'{name}'" for name in there) or "none"
    raise UnknownChoiceError(what, fix=f"Its {kind}s: {names}.")
