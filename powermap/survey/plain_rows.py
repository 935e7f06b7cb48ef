"""Rows of a list of answers in which nothing needs saying: read column by column, each different cell once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from powermap.survey.cell_errors import CellError
from powermap.survey.names import LONGEST_NAME, for_each, is_no_name, is_nobody, name_in
from powermap.survey.rounds import round_label, rounds_of_columns

if TYPE_CHECKING:
    from powermap.survey.answers import Meanings
    from powermap.survey.raw import Raw
    from powermap.survey.shape import Shape
    from powermap.survey.sheet import Sheet

#: Strength and why it is missing; None where the cell needs a look of its own.
Told = tuple[float, str] | None
_UNTOLD = (math.nan, "")


@dataclass(frozen=True, eq=False)
class PlainRows:
    """The rows below a header, read as columns.

    Parameters
    ----------
    sheet, shape
    senders, receivers : list of str or None
        One for each row.
    parts : tuple of list
        What `Answers` takes, in its order: *each* entries for every row.
    each : int
        How many questions a row answers.
    odd : list of int
        The rows, counted from the first below the header, that must be read one by one: a name or an answer is
        missing or cannot be used, a cell names several partners, ties run both ways.
    """

    sheet: Sheet
    shape: Shape
    senders: list[str | None]
    receivers: list[str | None]
    parts: tuple[list[Any], ...]
    each: int
    odd: list[int]

    def add_to(self, raw: Raw, start: int, end: int) -> None:
        """Add the answers of the rows from *start* up to *end*, none of which is odd."""
        if start == end:
            return
        columns, seen = self.shape.columns, raw.seen
        first: list[tuple[int, int, str]] = []  # where each name stands first: row, sender before receiver
        for turn, names in enumerate((self.senders, self.receivers)):
            row_of = dict(zip(reversed(names[start:end]), range(end - 1, start - 1, -1), strict=True))
            first += [(i, turn, name) for name, i in row_of.items() if name is not None and name not in seen]
        for i, turn, name in sorted(first):
            seen.setdefault(name, (self.sheet, self.shape.header + 1 + i, columns[("from", "to")[turn]]))
        raw.answers.extend_parts(*(part[start * self.each : end * self.each] for part in self.parts))


def plain_rows(
    sheet: Sheet,
    shape: Shape,
    questions: Sequence[tuple[int | None, str]],
    how: Mapping[tuple[int, str], Meanings],
    ticked: set[int],
    round_of_sheet: str | None,
) -> PlainRows:
    """Read the rows of a list, and tell which are odd.

    Parameters
    ----------
    sheet, shape
    questions : list of (column, relation)
    how : dict of (column, relation) to Meanings
        What the answers mean; the relation is '' where no column says it.
    ticked : set of int
        The columns in which a blank is no tie.
    round_of_sheet : str, optional
        Where no column says the round.
    """
    body, columns = sheet.rows[shape.header + 1 :], shape.columns
    count, each = len(body), len(questions)
    if "direction" in columns or shape.way == "<->":
        return PlainRows(sheet, shape, [], [], tuple([] for _ in range(9)), each, list(range(count)))

    def down(part: str) -> list[Any]:
        return list(map(itemgetter(columns[part]), body))

    repeated_header = sheet.rows[shape.header][columns["from"]]
    senders = for_each(down("from"), lambda cell: None if cell == repeated_header else _name(cell))
    receivers = for_each(down("to"), lambda cell: _one_partner(cell, several="|" if not sheet.network else None))
    rounds = for_each(down("round"), round_label) if "round" in columns else [round_of_sheet] * count
    of_column = rounds_of_columns(sheet.rows[shape.header], shape.answers)
    relations = for_each(down("relation"), relation_in) if "relation" in columns else None
    how_in: dict[int | None, dict[str, Meanings]] = {}
    for (column, about), found in how.items():
        how_in.setdefault(column, {})[about] = found
    told = [
        _told_down(
            body, column, relations, how_in.get(column, {}), _blank(shape, column in ticked, alone=each == 1)
        )
        for column, _ in questions
    ]
    needed = [senders, receivers, *told]
    needed += [rounds] if "round" in columns else []
    needed += [relations] if relations is not None else []
    odd = sorted({i for entries in needed if None in entries for i, entry in enumerate(entries) if entry is None})
    if each > 1:  # a row without any answer is told
        asked = [column for column, _ in questions if column is not None]
        unanswered = {i for i, row in enumerate(body) if all(row[column] == "" for column in asked)}
        odd = sorted(unanswered.union(odd)) if len(asked) == each else odd
    answers = [answer or _UNTOLD for answer in _woven(told)] if odd else _woven(told)
    one, other = (receivers, senders) if shape.way == "<-" else (senders, receivers)
    parts = (
        _woven([[of_column[column][0]] * count if column in of_column else rounds for column, _ in questions]),
        _woven([relations or [asked] * count for _, asked in questions]),
        _woven([one] * each),
        _woven([other] * each),
        list(map(itemgetter(0), answers)),
        list(map(itemgetter(1), answers)),
        [sheet] * (count * each),
        _woven([list(range(shape.header + 1, len(sheet.rows)))] * each),
        [columns["to"] if column is None else column for column, _ in questions] * count,
    )
    return PlainRows(sheet, shape, senders, receivers, parts, each, odd)


def _woven(columns: Sequence[list[Any]]) -> list[Any]:
    """Return the entries row by row: the first of each column, the second of each, ...

    >>> _woven([[1, 2], ["a", "b"]])
    [1, 'a', 2, 'b']
    """
    return columns[0] if len(columns) == 1 else list(chain.from_iterable(zip(*columns, strict=True)))


def _told_down(
    body: list[list[Any]],
    column: int | None,
    relations: list[str | None] | None,
    how: Mapping[str, Meanings],
    blank: Told,
) -> list[Told]:
    """Return what each cell of a column of answers tells; where there is no column, each row is a tie."""
    if column is None:
        return [(1.0, "")] * len(body)
    told_about: dict[str | None, dict[Any, Told]] = {
        about: {
            "": blank,
            **{cell: (number, "") for cell, number in found.numbers.items()},
            **{cell: (math.nan, why) for cell, why in found.missing.items()},
        }
        for about, found in how.items()
    }
    if relations is None:
        told = told_about.get("", {"": blank})
        return list(map(told.get, map(itemgetter(column), body)))
    told_about[None] = {}
    return [told_about[about].get(row[column]) for row, about in zip(body, relations, strict=True)]


def _blank(shape: Shape, ticked: bool, *, alone: bool) -> Told:
    """Return what a blank cell tells of a question; nothing where it is the only one, and no mapping says."""
    if shape.blank:
        return (0.0, "") if shape.blank == "no tie" else (math.nan, "blank")
    if alone:
        return None
    return (0.0, "") if ticked else (math.nan, "blank")


def relation_in(cell: Any) -> str | None:
    """Return the relation that a cell names; None where it is empty or shows an error."""
    return None if cell == "" or isinstance(cell, CellError) else name_in(cell)


def _name(cell: Any) -> str | None:
    """Return the name in a cell; None where there is none, or something is to be said about it."""
    if is_no_name(cell):
        return None
    name = name_in(cell)
    return name if len(name) <= LONGEST_NAME else None


def _one_partner(cell: Any, *, several: str | None) -> str | None:
    """Return the partner in a cell; None where it says 'nobody', or may name *several*."""
    if is_nobody(cell) or (several is not None and isinstance(cell, str) and several in cell):
        return None
    return _name(cell)
