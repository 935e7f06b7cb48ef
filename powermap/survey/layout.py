"""How each sheet was read, in words: its shape, how sure that is, which column plays which part, what is unused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from powermap.survey.names import name_in
from powermap.survey.shape import Shape
from powermap.survey.shapes import readings
from powermap.survey.sheet import Sheet

if TYPE_CHECKING:
    from powermap.survey.model import Issue

#: With less confidence, a shape is unsure, and what else the sheet could be is told.
SURE = 0.6
_KINDS = {
    "ties": "tidy list of answers",
    "actors": "list of organisations",
    "matrix": "square matrix",
    "grid": "grid of respondents by partners",
    "wide": "one respondent per row",
    "attendance": "who attends what",
    "aliases": "list of aliases",
}
_LONGEST = 60
_MOST_SHOWN = 8
#: More dates are no rounds.
_MOST_ROUNDS = 6


@dataclass(frozen=True)
class Layout:
    """How one sheet was read.

    Parameters
    ----------
    file, sheet : str
    shape : str
        As a mapping file calls it: ties, actors, matrix, grid, wide, attendance, aliases, or none.
    confidence : float
        0 to 1; 1 where a mapping says so.
    reason : str
        Why, in words.
    columns : tuple of (part, column)
        Which column plays which part, such as ("from", "A 'Who answered'").
    answers, unused : tuple of str
        Columns of answers (questions or partners); columns that play no part.
    others : tuple of (shape, reason)
        What else the sheet could be, where that is unsure.
    """

    file: str
    sheet: str
    shape: str
    confidence: float
    reason: str
    columns: tuple[tuple[str, str], ...] = ()
    answers: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()

    def lines(self) -> list[str]:
        """Say it in plain English, in one to four lines."""
        if self.shape == "none":
            return [f"'{self.sheet}': not used: {self.reason}"]
        sure = "" if self.confidence >= 1 else f", {self.confidence:.0%} sure"
        lines = [f"'{self.sheet}': {_KINDS.get(self.shape, self.shape)} ({self.shape}{sure}): {self.reason}"]
        parts = [f"{part} = {column}" for part, column in self.columns]
        if self.answers:
            parts.append(f"answers = {_some(self.answers)}")
        if parts:
            lines.append(f"    columns: {'; '.join(parts)}")
        if self.unused:
            lines.append(f"    left out: {_some(self.unused)}")
        if self.confidence < SURE:
            lines.append(f"    unsure: {how_to_settle(self)}")
        return lines


def _short(text: str) -> str:
    """Return a long header without its middle: what tells the questions of a form apart is at their end."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"


def _some(columns: tuple[str, ...]) -> str:
    more = f" and {len(columns) - _MOST_SHOWN} more" if len(columns) > _MOST_SHOWN else ""
    return ", ".join(columns[:_MOST_SHOWN]) + more


def layout_of(sheet: Sheet, shape: Shape, known: Collection[str] = ()) -> Layout:
    """Return how *sheet* was read as *shape*; *known* as for `recognise`."""
    if shape.kind == "none":
        return Layout(sheet.file, sheet.title, "none", 1.0, shape.reason)
    header = sheet.rows[shape.header]

    def column(at: int) -> str:
        return sheet.heading(at, _short(name_in(header[at])))

    others: dict[str, str] = {}
    if shape.confidence < SURE:
        found = (other for other in readings(sheet, known) if other.kind not in (shape.kind, "none"))
        others = {other.kind: other.reason for other in found}
    return Layout(
        sheet.file,
        sheet.title,
        shape.kind,
        shape.confidence,
        shape.reason,
        tuple((part, column(at)) for part, at in shape.columns.items() if part != "relation header"),
        tuple(map(column, shape.answers)),
        tuple(map(column, shape.unused)),
        tuple(others.items()),
    )


def how_to_settle(layout: Layout) -> str:
    """Say what else a sheet could be, and how to settle it."""
    could = "; ".join(f"{shape} ({reason})" for shape, reason in layout.others)
    could = f"It could also be {could}. " if could else "It may hold something else, such as scores. "
    return (
        f'{could}To settle it: --map "{layout.sheet}.shape={layout.shape}" if it is what it was taken for, '
        f'--map "{layout.sheet}.shape=ignore" to leave it out, or edit the file that --write-map writes.'
    )


def how_to_round(sheet: Sheet, shape: Shape, unused: Sequence[int]) -> str:
    """Say how to take one of the unused columns for the rounds, if it holds a few dates again and again."""
    for column in unused if "round" not in shape.columns else ():
        cells = [row[column] for row in sheet.rows[shape.header + 1 :] if row[column] != ""]
        distinct = set(cells)
        dates = all(isinstance(cell, date) for cell in distinct)
        if dates and 1 < len(distinct) <= _MOST_ROUNDS and len(cells) >= 2 * len(distinct):
            text = name_in(sheet.rows[shape.header][column])
            return f'If {sheet.heading(column, text)} tells the rounds: --map "{sheet.title}.round={text}".'
    return ""


def say_unsure(sheet: Sheet, layout: Layout) -> list[Issue]:
    """Return the issue that tells that the shape of a sheet is unsure, if it is."""
    if layout.confidence >= SURE:
        return []
    kind = _KINDS.get(layout.shape, layout.shape)
    message = f"Sheet '{layout.sheet}' was taken for a {kind} ({layout.confidence:.0%} sure): {layout.reason}."
    return [sheet.issue("note", "shape-unsure", message, how_to_settle(layout))]
