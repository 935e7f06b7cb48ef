"""What the sheets said, before names, rounds and duplicates are settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from powermap.survey.checks import found

if TYPE_CHECKING:
    from powermap.survey.aliases import Alias
    from powermap.survey.answers import Meanings
    from powermap.survey.model import Issue
    from powermap.survey.scales import Scale
    from powermap.survey.scores import Score
    from powermap.survey.sheet import Sheet


#: So many issues of one kind are listed.
MOST_ALIKE = 5_000


class Answer(NamedTuple):
    """One answer of one respondent about one partner. *round* is None where the file does not say.

    *why* is '' for an answer (strength 0 = no tie), else why it is missing.
    """

    round: str | None
    relation: str
    sender: str
    receiver: str
    strength: float
    why: str
    sheet: Sheet
    row: int
    column: int


@dataclass
class Answers:
    """All answers, as one list for each part of `Answer`: what stands at one place in each belongs together.

    There can be as many as there are pairs of actors, and lists of plain values are quick to go through.
    """

    round: list[str | None] = field(default_factory=list)
    relation: list[str] = field(default_factory=list)
    sender: list[str] = field(default_factory=list)
    receiver: list[str] = field(default_factory=list)
    strength: list[float] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    sheet: list[Sheet] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.sender)

    def __getitem__(self, place: int) -> Answer:
        return Answer._make(part[place] for part in self._parts())

    def __iter__(self) -> Iterator[Answer]:
        return map(Answer._make, zip(*self._parts(), strict=True))

    def append(self, answer: Answer) -> None:
        """Add one answer."""
        for part, value in zip(self._parts(), answer, strict=True):
            part.append(value)

    def extend(self, answers: Iterable[Answer]) -> None:
        """Add answers one by one."""
        for answer in answers:
            self.append(answer)

    def extend_parts(self, *parts: Iterable[Any]) -> None:
        """Add many answers at once: as many values for each part, in the order of `Answer`."""
        for part, values in zip(self._parts(), parts, strict=True):
            part.extend(values)

    def names(self) -> Iterator[str]:
        """Return the names as they stand: who answered, then who was named, answer by answer."""
        return chain.from_iterable(zip(self.sender, self.receiver, strict=True))

    @property
    def ties(self) -> set[tuple[str, str]]:
        """Who names whom, as the names stand."""
        rows = zip(self.sender, self.receiver, self.strength, strict=True)
        return {(sender, receiver) for sender, receiver, strength in rows if strength > 0}

    def _parts(self) -> tuple[list[Any], ...]:
        return (
            self.round,
            self.relation,
            self.sender,
            self.receiver,
            self.strength,
            self.why,
            self.sheet,
            self.row,
            self.column,
        )


class ActorRow(NamedTuple):
    """One row of a list of actors.

    *columns* says which column of the sheet plays which part, *tags* which of its tags are voices, *scores* how
    much power and the like the list gives it.
    """

    name: str
    code: str
    sector: str
    voices: str
    seat: bool | None
    responded: bool | None
    round: str | None
    sheet: Sheet
    row: int
    columns: dict[str, int]
    tags: tuple[str, ...] = ()
    scores: Mapping[str, Score] = {}


class Attended(NamedTuple):
    """Somebody took part in a meeting, or sits on a board."""

    round: str | None
    actor: str
    event: str
    relation: str
    sheet: Sheet
    row: int
    column: int


class GridBlock(NamedTuple):
    """One grid, for what its cells alone do not tell: who was listed, which rows are blank."""

    relation: str
    rounds: frozenset[str | None]
    partners: tuple[str, ...]
    blank_rows: tuple[tuple[str | None, str, int], ...]
    blank_is_missing: bool
    sheet: Sheet
    #: Whether some cell says 'no' or 0.
    says_no: bool = False


class Told(list["Issue"]):
    """Issues in the order in which they were found; of one code no more than MOST_ALIKE, the others are counted.

    A list of a hundred thousand tells a person no more, and takes more memory than the survey.
    """

    def __init__(self, issues: Iterable[Issue] = ()) -> None:
        super().__init__()
        self.of_code: Counter[str] = Counter()
        self.extend(issues)

    def append(self, issue: Issue) -> None:
        """Add one issue, or count it."""
        self.of_code[issue.code] += 1
        if self.of_code[issue.code] <= MOST_ALIKE:
            super().append(issue)

    def extend(self, issues: Iterable[Issue]) -> None:
        """Add issues one by one."""
        for issue in issues:
            self.append(issue)

    def __iadd__(self, issues: Iterable[Issue]) -> Told:  # type: ignore[override, misc]  # a list's own takes any
        self.extend(issues)
        return self

    def rest(self) -> list[Issue]:
        """Return how many more there are of each code than are listed."""
        return [
            found(
                "note",
                "and-more",
                f"There are {count:,} issues '{code}'; the first {MOST_ALIKE:,} are listed.",
                "Mend these first, or what causes them all.",
            )
            for code, count in self.of_code.items()
            if count > MOST_ALIKE
        ]


@dataclass
class Raw:
    """Everything read so far."""

    answers: Answers = field(default_factory=Answers)
    actors: list[ActorRow] = field(default_factory=list)
    #: Respondents that named nobody, by round: they answered.
    named_nobody: list[tuple[str | None, str]] = field(default_factory=list)
    #: Who is known to have responded, by round: whoever sent in a form.
    respondents: list[tuple[str | None, str]] = field(default_factory=list)
    #: Names in rows without any answer, where respondents name partners freely.
    silent: list[str] = field(default_factory=list)
    grids: list[GridBlock] = field(default_factory=list)
    #: What respondents say of themselves in grids, where it stands apart from the answers about others.
    own: list[Answer] = field(default_factory=list)
    attendance: list[Attended] = field(default_factory=list)
    #: What lists of aliases say, confirmed or not.
    aliases: list[Alias] = field(default_factory=list)
    #: Where each name was first seen.
    seen: dict[str, tuple[Sheet, int, int]] = field(default_factory=dict)
    #: Whether some sheet is a list of all actors, so that a name not on it is worth a warning.
    has_list: bool = False
    #: Lists of actors that have no column for their sector.
    without_sectors: list[Sheet] = field(default_factory=list)
    #: The scale of each relation's answers, for each column, block or grid of them; None where it is not known.
    scales: dict[str, set[Scale | None]] = field(default_factory=dict)
    #: Sectors and voices that the files offer which are blank surveys filled in.
    own_choices: dict[str, set[str]] = field(default_factory=dict)
    issues: Told = field(default_factory=Told)

    def keep_scale(self, relation: str, found: Meanings, header: str) -> None:
        """Remember on which scale a relation was answered in one place."""
        from powermap.survey.scales import scale_of

        if found.numbers:
            self.scales.setdefault(relation, set()).add(scale_of(found, header))
