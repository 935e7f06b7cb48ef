"""What the sheets said, before names, rounds and duplicates are settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from powermap.survey.aliases import Alias
    from powermap.survey.model import Issue
    from powermap.survey.workbook import Sheet


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


class ActorRow(NamedTuple):
    """One row of a list of actors.

    *columns* says which column of the sheet plays which part, *tags* which of its tags are voices.
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


@dataclass
class Raw:
    """Everything read so far."""

    answers: list[Answer] = field(default_factory=list)
    actors: list[ActorRow] = field(default_factory=list)
    #: Respondents that named nobody, by round: they answered.
    named_nobody: list[tuple[str | None, str]] = field(default_factory=list)
    #: Who is known to have responded, by round: whoever sent in a form.
    respondents: list[tuple[str | None, str]] = field(default_factory=list)
    #: Names in rows without any answer, where respondents name partners freely.
    silent: list[str] = field(default_factory=list)
    grids: list[GridBlock] = field(default_factory=list)
    attendance: list[Attended] = field(default_factory=list)
    #: What lists of aliases say, confirmed or not.
    aliases: list[Alias] = field(default_factory=list)
    #: Where each name was first seen.
    seen: dict[str, tuple[Sheet, int, int]] = field(default_factory=dict)
    #: Whether some sheet is a list of all actors, so that a name not on it is worth a warning.
    has_list: bool = False
    #: Lists of actors that have no column for their sector.
    without_sectors: list[Sheet] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
