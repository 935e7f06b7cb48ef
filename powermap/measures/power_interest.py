"""Power, interest, legitimacy and urgency: Mendelow's grid, and the classes of Mitchell, Agle and Wood.

A survey asks for them with questions about each partner ('How much power does it have?', 'How interested is it?').
What an actor says of itself does not count. Or the list of organisations scores them, in columns called so: that is
the judgement of whoever made the list, and is told as such. The two are never mixed. Which half an actor is in
depends on where the cut is, so that the cut is told, and where it comes from. Numbers from elsewhere go to
`powermap.measures.stakeholders`.
"""

# ruff: noqa: A002  (a round of the survey is called so everywhere)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan
from typing import Literal, NamedTuple

import pandas as pd

from powermap.errors import UnknownChoiceError
from powermap.measures import rated, stakeholders
from powermap.measures.stakeholders import Cuts
from powermap.network import By, Network
from powermap.survey.model import Survey
from powermap.survey.scales import Scale

Round = str | int | None
Asked = str | None
Source = Literal["ratings", "list"] | None

#: Where the numbers are from, in words.
SOURCES = {
    "ratings": "ratings by others",
    "list": "scores in the list of organisations, by nobody named",
}

#: Of whom it is not known in which quadrant or class they are.
UNKNOWN = ("unknown", "too few raters")


def power_interest_grid(
    survey: Survey,
    round: Round = None,
    *,
    source: Source = None,
    power: Asked = None,
    interest: Asked = None,
    cuts: Cuts = (None, None),
    fewest: int = rated.FEWEST_RATERS,
) -> pd.DataFrame:
    r"""Where does each actor stand between power and interest, as others or a list see it, and how surely?

    Ratings are the strengths that others gave; unobserved answers are left out.

    Parameters
    ----------
    survey : Survey
    round : str, optional
        May be left out where the survey has only one.
    source : {'ratings', 'list'}, optional
        Ratings by others, or the scores in the list of organisations (`Survey.scores`): what whoever made the list
        thinks, for those who facilitate and for nobody else. By default the ratings, where the survey asks for all.
    power, interest : str, optional
        The relations that ask for them; by default the ones with 'power', or else 'influen', and with 'interest' in
        their names. A question about shared, common or conflicting interests is no question about interest.
    cuts : pair of float or None
        From which mean rating, or score, an actor counts as high. Without it: the middle of the answer scale, where
        the header states the scale, as in 'Power (1-5)', or where it was answered with ticks, yes and no, or words
        that powermap knows (`Survey.scales`: 'Not at all' to 'A great deal' is 0 to 3, so 1.5; of Low, Medium, High
        it is Medium); else the median of the actors that have both values. The middle does not depend on who else
        was rated; the median makes about half of them high whatever they are, and parts nobody where none is below
        it, as where all have the same, or most of them the lowest.
    fewest : int
        With fewer raters on either question, an actor is put nowhere, and its ratings are not told. Scores in a
        list have no raters, and are told as they are.

    Returns
    -------
    DataFrame, indexed by actor
        power, interest (mean ratings by others, in units of the answer scale; NaN with fewer than *fewest* raters).
        quadrant: 'key player' high on both; 'keep satisfied' power only; 'keep informed' interest only; 'minimal
        effort' neither; 'too few raters'; 'unknown' where nobody rated it, or the cut is NaN. power_cut,
        interest_cut; above_power, above_interest (the value less its cut; on the cut is high); distance (0 to 1:
        how far the nearer cut is, in parts of the range of those values; higher means surer; NaN where unknown,
        or where all values are the same); holds_without_any (True: the quadrant is the same whichever one rater is
        left out, with the cuts as they are; None where unknown, and of scores); power_cut_from, interest_cut_from
        (in words: 'given', 'middle of the scale', 'middle of the scale of words, 0 to 3', 'median'); source (in
        words); raters (of the question that fewer answered; NaN of scores). Silent actors are rated by others all
        the same. The names are the paper's, and say what managers commonly do with such actors. In a partnership
        'keep informed' is who cares and is not heard.

    Raises
    ------
    UnknownChoiceError
        No relation asks for power or for interest and the list does not score both; or more than one asks; or the
        list scores one of them on two scales; or there is no such source or round.

    References
    ----------
    Mendelow (1991), Environmental scanning: the impact of the stakeholder concept; Eden & Ackermann (1998),
    Making strategy.

    Examples
    --------
    >>> survey = rated.survey_of(
    ...     "from,to,Power (1-5),Interest (1-5)\nA,D,5,2\nB,D,4,1\nC,D,5,2\nA,C,2,5\nB,C,1,4\nD,C,2,5\nC,A,3,3\n"
    ... )
    >>> table = power_interest_grid(survey)
    >>> table.loc[["C", "D", "A"], ["quadrant", "power_cut", "power_cut_from", "raters"]]
                 quadrant  power_cut        power_cut_from  raters
    actor
    C       keep informed        3.0  middle of the scale       3
    D      keep satisfied        3.0  middle of the scale       3
    A      too few raters        3.0  middle of the scale       1
    """
    seen = _seen(survey, round, source, {"power": power, "interest": interest}, cuts, fewest)
    table = stakeholders.quadrants(seen.mean["power"], seen.mean["interest"], cuts=seen.cuts)
    holds = _holds(seen, table, known=table["quadrant"] != "unknown")
    table["quadrant"] = _or_too_few(table["quadrant"], seen.raters, fewest)
    return table.assign(holds_without_any=holds, **_told(seen, table), raters=seen.raters.min(axis=1))


def salience_class(
    survey: Survey,
    round: Round = None,
    *,
    source: Source = None,
    power: Asked = None,
    legitimacy: Asked = None,
    urgency: Asked = None,
    cuts: Cuts = (None, None, None),
    fewest: int = rated.FEWEST_RATERS,
) -> pd.DataFrame:
    r"""Which of power, legitimacy and urgency do others, or a list, see in each actor, and what is it called?

    Ratings are the strengths that others gave; unobserved answers are left out.

    Parameters
    ----------
    survey, round, source, fewest
        As in `power_interest_grid`.
    power, legitimacy, urgency : str, optional
        The relations that ask for them; by default as in `power_interest_grid`, and the ones with 'legitim' and
        with 'urgen' in their names. Legitimacy: its claim is seen as right; urgency: its claim cannot wait.
    cuts : three floats or None
        From which mean rating, or score, an actor has the attribute. Without it, as in `power_interest_grid`; the
        median is of all that were rated on that question.

    Returns
    -------
    DataFrame, indexed by actor
        power, legitimacy, urgency (True, False, or None where unknown), attributes (0 to 3, NaN where unknown),
        class and salience. With one (latent): 'dormant' power, 'discretionary' legitimacy, 'demanding' urgency.
        With two (expectant): 'dominant' power and legitimacy, 'dangerous' power and urgency, 'dependent'
        legitimacy and urgency. With all: 'definitive'. With none: 'no stakeholder'. 'too few raters', and 'unknown'
        where one is unknown. power_cut, legitimacy_cut, urgency_cut; holds_without_any (as in
        `power_interest_grid`); power_cut_from, legitimacy_cut_from, urgency_cut_from, source (in words); raters (of
        the question that fewest answered; NaN of scores). Higher attributes mean that managers attend to it more.
        The names are the paper's: 'dependent' are those in the right, in need, and without power.

    Raises
    ------
    UnknownChoiceError
        As for `power_interest_grid`, with the three.

    References
    ----------
    Mitchell, Agle & Wood (1997), Toward a theory of stakeholder identification and salience.

    Examples
    --------
    >>> survey = rated.survey_of(
    ...     "from,to,Power (1-5),Legitimacy (1-5),Urgency (1-5)\nA,D,5,4,1\nB,D,4,5,1\nC,D,5,3,2\n"
    ... )
    >>> salience_class(survey).loc["D", ["class", "salience"]].to_list()
    ['dominant', 'expectant']
    """
    asked = {"power": power, "legitimacy": legitimacy, "urgency": urgency}
    seen = _seen(survey, round, source, asked, cuts, fewest)
    table = stakeholders.classes(*(seen.mean[name] for name in asked), cuts=seen.cuts)
    holds = _holds(seen, table, known=table["class"] != "unknown")
    for column in ("class", "salience"):
        table[column] = _or_too_few(table[column], seen.raters, fewest)
    return table.assign(holds_without_any=holds, **_told(seen, table), raters=seen.raters.min(axis=1))


def classes_by_group(classes: pd.Series, network: Network, by: By = "voice") -> pd.DataFrame:
    """How many members of each group are in each quadrant or class?

    Direction, strength and unobserved answers count as they do in *classes*.

    Parameters
    ----------
    classes : Series of str, indexed by actor
        As `power_interest_grid` and `salience_class` return them.
    network : Network
        Who belongs to which group. Actors without a group are left out; one with two voices counts in both.
    by : {'voice', 'sector'} or sequence of str or None

    Returns
    -------
    DataFrame
        A row per group and class: group, class, members, share (of the members whose class is known, 0 to 1:
        higher means more of the group; NaN for 'unknown', for 'too few raters', and where none is known).

    References
    ----------
    Mendelow (1991) and Mitchell, Agle & Wood (1997) for the classes.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("Council", "Peers"), ("Peers", "Trust")]))
    >>> classes = pd.Series({"Council": "key player", "Peers": "keep informed", "Trust": "key player"})
    >>> classes_by_group(classes, network, by=["Statutory", "Peers", "Statutory"])
           group          class  members  share
    0      Peers  keep informed        1    1.0
    1      Peers     key player        0    0.0
    2  Statutory  keep informed        0    0.0
    3  Statutory     key player        2    1.0
    """
    own = classes.reindex(list(network.names)).fillna("unknown").astype(object)
    there = ~own.isin(UNKNOWN).to_numpy()
    rows = []
    for group, members in network.groups(by).items():
        known = int((members & there).sum())
        for name in sorted(set(own)):
            count = int((members & (own == name).to_numpy()).sum())
            rows.append((group, name, count, count / known if known and name not in UNKNOWN else nan))
    return pd.DataFrame(rows, columns=["group", "class", "members", "share"])


class _Seen(NamedTuple):
    """How much of each attribute is seen in each actor, a column for each; and from where it counts as high."""

    #: NaN with too few raters.
    mean: pd.DataFrame
    #: The mean without the rater that says most, and without the one that says least.
    lowest: pd.DataFrame
    highest: pd.DataFrame
    #: NaN of scores.
    raters: pd.DataFrame
    #: None for a median.
    cuts: list[float | None]
    #: What each cut is, in words.
    cut_is: list[str]
    source: str


def _seen(
    survey: Survey, round_: Round, source: Source, given: Mapping[str, Asked], cuts: Cuts, fewest: int
) -> _Seen:
    """Return what others say of each actor; or the list, where they are not asked for all and it scores all."""
    if source not in (None, *SOURCES):
        raise UnknownChoiceError(f"There is no source '{source}'.", fix="Its sources: 'ratings', 'list'.")
    if source != "list":
        asked = {name: relation or rated.attribute_in(survey, name) for name, relation in given.items()}
        if all(asked.values()):
            return _ratings(survey, round_, asked, cuts, fewest)
        if source or any(given.values()) or not set(given) <= set(survey.scores["attribute"]):
            raise rated.none_asks(survey, next(name for name, relation in asked.items() if not relation))
    return _scores(survey, round_, list(given), cuts)


def _ratings(survey: Survey, round_: Round, asked: Mapping[str, str], cuts: Cuts, fewest: int) -> _Seen:
    columns: dict[str, list[pd.Series]] = {}
    at = []
    for (name, relation), cut in zip(asked.items(), cuts, strict=True):
        network, given = rated.received(survey, relation, round_)
        own, raters = given.groupby("rated")["rating"], rated.raters(network, given)
        fewer = (own.size() - 1).astype(float)
        means = (own.mean(), (own.sum() - own.max()) / fewer, (own.sum() - own.min()) / fewer)
        columns[name] = [*(rated.per_actor(network, mean).where(raters >= fewest) for mean in means), raters]
        at.append(_cut(cut, rated.scale_of(survey, relation, given)))
    mean, lowest, highest, count = (
        pd.DataFrame({name: column[part] for name, column in columns.items()}) for part in range(4)
    )
    return _Seen(mean, lowest, highest, count, [cut for cut, _ in at], [what for _, what in at], "ratings")


def _scores(survey: Survey, round_: Round, names: Sequence[str], cuts: Cuts) -> _Seen:
    values = survey.scored(round_)[list(names)]
    if none := [name for name in names if values[name].isna().all()]:
        raise UnknownChoiceError(
            f"The list of organisations scores nobody's {none[0]}.",
            fix=f"Add a column '{none[0]}' to the list, with a number for each organisation.",
        )
    own = survey.scores
    if round_ is not None:
        own = own[own["round"].str.casefold() == str(round_).strip().casefold()]
    at = []
    for name, cut in zip(names, cuts, strict=True):
        scales = own.loc[own["attribute"] == name, ["lowest", "highest", "in_words"]].drop_duplicates()
        if len(scales) > 1:
            said = f"The {name} of organisations is scored on {len(scales)} scales, which cannot be compared."
            raise UnknownChoiceError(said, fix="Score all on one scale.")
        low, high, in_words = scales.iloc[0]
        at.append(_cut(cut, Scale(low, high, bool(in_words)) if low == low else None))
    nobody = values * nan
    return _Seen(values, nobody, nobody, nobody, [cut for cut, _ in at], [what for _, what in at], "list")


def _cut(given: float | None, scale: Scale | None) -> tuple[float | None, str]:
    """Return from where a value counts as high, None for the median, and in words what that is."""
    if given is not None:
        return given, "given"
    if scale is None:
        return None, "median"
    words = f" of words, {scale.lowest:g} to {scale.highest:g}" if scale.in_words else ""
    return (scale.lowest + scale.highest) / 2, f"middle of the scale{words}"


def _holds(seen: _Seen, table: pd.DataFrame, known: pd.Series) -> pd.Series:
    """Return whether each actor stays on its side of every cut whichever one rater is left out; None if unknown."""
    cut = table[[f"{name}_cut" for name in seen.mean]].set_axis(seen.mean.columns, axis=1)
    high = (seen.mean >= cut) & (seen.lowest >= cut)
    low = (seen.mean < cut) & (seen.highest < cut)
    return (high | low).all(axis=1).astype(object).where(known & (seen.source == "ratings"), None)


def _or_too_few(named: pd.Series, counts: pd.DataFrame, fewest: int) -> pd.Series:
    """Return the names, but 'too few raters' where every question was answered about an actor, one by too few."""
    fewer = counts.min(axis=1)
    return named.mask((fewer > 0) & (fewer < fewest), "too few raters")


def _told(seen: _Seen, table: pd.DataFrame) -> dict[str, str]:
    """Return columns that say where each cut, and all the numbers, come from."""
    nobody = "none, as a median would part nobody"
    of_cuts = {
        f"{name}_cut_from": what if table[f"{name}_cut"].notna().any() else nobody
        for name, what in zip(seen.mean, seen.cut_is, strict=True)
    }
    return of_cuts | {"source": SOURCES[seen.source]}
