"""A list of ties whose headers say nothing, or that has none: known by two columns that share names, and told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from powermap.survey.answers import meanings
from powermap.survey.names import is_no_name, name_in, name_key
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet, column_letters
from powermap.survey.tie_shapes import tidy_shape

if TYPE_CHECKING:
    from powermap.survey.mapping import SheetMap
    from powermap.survey.model import Issue

_SURE = 0.7
#: In fewer rows, two columns may share names by chance.
_FEWEST = 3
_MOST_COLUMNS = 30
#: A column of answers has no more different ones.
_MOST_LEVELS = 12


class Headed(Sheet):
    """A list without headers, with letters for them: rows[0] stands nowhere in the file."""

    def cell(self, row: int, column: int) -> str:
        """Return the cell as Excel writes it; '' for a header."""
        return super().cell(row, column) if row else ""

    def heading(self, column: int, text: str) -> str:
        """Return what to call a column."""
        return f"column {column_letters(self.left + column)}"


def headed(sheet: Sheet) -> Headed:
    """Return a list whose first row holds no headers with 'column A', 'column B', ... above it."""
    width = len(sheet.rows[0]) if sheet.rows else 0
    titles = [f"column {column_letters(sheet.left + column)}" for column in range(width)]
    hidden_rows = tuple(row + 1 for row in sheet.hidden_rows)
    return Headed(
        sheet.file,
        sheet.name,
        [titles, *sheet.rows],
        sheet.top - 1,
        sheet.left,
        title=sheet.title,
        hidden=sheet.hidden,
        hidden_rows=hidden_rows,
        hidden_columns=sheet.hidden_columns,
    )


def lists_of_pairs(
    sheets: list[Sheet],
    shapes: dict[Sheet, Shape],
    issues: list[Issue],
    recognised: Callable[[list[Sheet]], dict[Sheet, Shape]],
    about: dict[Sheet, SheetMap],
) -> tuple[list[Sheet], dict[Sheet, Shape]]:
    """Return the sheets and their shapes, with those read as ties in which two columns share their names.

    Only where no sheet says who named whom: beside one that does, such a list is something else. A relation or a
    round that a mapping gives for all answers of a sheet, in *about*, holds.
    """
    if any(shape.kind not in ("none", "actors", "aliases") for shape in shapes.values()):
        return sheets, shapes
    unread = [sheet for sheet in sheets if shapes[sheet].kind == "none" and not (sheet.hidden or sheet.lines)]
    unread = [sheet for sheet in unread if not shapes[sheet].mapped and len(sheet.rows) > _FEWEST]
    pairs = {sheet: pair for sheet in unread if (pair := _pair_in(sheet)) is not None}
    without = {sheet: headed(sheet) for sheet, pair in pairs.items() if not _has_headers(sheet, pair)}
    sheets = [without.get(sheet, sheet) for sheet in sheets]
    if without:
        shapes = recognised(sheets)
    for sheet, pair in pairs.items():
        shape, issue = _shape_of(without.get(sheet, sheet), pair)
        if sheet in about and len(shape.answers) < 2:
            said = about[sheet]
            shape = replace(shape, relation=said.relation, round=said.round, blank=said.blank)
        shapes[without.get(sheet, sheet)] = shape
        issues.append(issue)
    return sheets, shapes


def _pair_in(sheet: Sheet) -> tuple[int, int] | None:
    """Return the two columns of names of a list, if there are two and no more."""
    width = min(len(sheet.rows[0]), _MOST_COLUMNS)
    names = {column: texts for column in range(width) if (texts := _names_down(sheet, column))}
    good = [pair for pair in combinations(names, 2) if _shared(names[pair[0]], names[pair[1]])]
    return good[0] if len(good) == 1 else None


def _names_down(sheet: Sheet, column: int) -> set[str]:
    """Return the names in a column that holds a name in every row, as they are compared; none for answers."""
    cells = [row[column] for row in sheet.rows if any(cell != "" for cell in row)]
    if not all(isinstance(cell, str) and not is_no_name(cell) for cell in cells):
        return set()
    found = meanings(cells)
    if any(cell in found.numbers or cell in found.missing for cell in cells):
        return set()
    return {name_key(name_in(cell)) for cell in cells}


def _shared(one: set[str], other: set[str]) -> bool:
    both = len(one & other)
    return both > 1 and both * 2 >= min(len(one), len(other))


def _has_headers(sheet: Sheet, pair: tuple[int, int]) -> bool:
    """Tell whether the first row holds headers: its words are no names below, and above numbers stand words."""
    first, body = sheet.rows[0], sheet.rows[1:]
    below = {name_key(name_in(row[column])) for row in body for column in pair}
    if any(name_key(name_in(first[column])) in below for column in pair):
        return False
    beside = [
        column for column in range(len(first)) if column not in pair and any(row[column] != "" for row in body)
    ]
    return all(isinstance(first[c], str) and first[c] not in {row[c] for row in body} for c in beside)


def _shape_of(sheet: Sheet, pair: tuple[int, int]) -> tuple[Shape, Issue]:
    columns = {"from": pair[0], "to": pair[1]}
    beside = [column for column in range(len(sheet.rows[0])) if column not in pair and _like_answers(sheet, column)]
    if len(beside) == 1:
        columns["strength"] = beside[0]
    shape = tidy_shape(sheet, 0, columns)
    one, other = (sheet.heading(column, name_in(sheet.rows[0][column])) for column in pair)
    what = " has no headers" if isinstance(sheet, Headed) else ""
    reason = f"{one} and {other} share their names"
    message = (
        f"Sheet '{sheet.title}'{what}: {reason}, so it was read as ties from the first to the second of these."
    )
    setting = f"{sheet.title}.header=none" if isinstance(sheet, Headed) else f"{sheet.title}.shape=ties"
    letters = [f"column {sheet.letters(column)}" for column in pair]
    strength = f' --map "{sheet.title}.strength=column {sheet.letters(beside[0])}"' if len(beside) == 1 else ""
    fix = (
        f'If the ties run the other way: --map "{setting}" --map "{sheet.title}.from={letters[1]}" '
        f'--map "{sheet.title}.to={letters[0]}"{strength}. To be sure, write the headers from, to and strength '
        "above the columns. The file that --write-map writes has all of it, ready to edit."
    )
    at = (0, pair[0]) if not isinstance(sheet, Headed) else (1, pair[0])
    return replace(shape, confidence=_SURE, reason=reason), sheet.issue(
        "warning", "headers-unknown", message, fix, at=at
    )


def _like_answers(sheet: Sheet, column: int) -> bool:
    cells: list[Any] = [row[column] for row in sheet.rows[1:] if row[column] != ""]
    found = meanings(cells)
    known = all(cell in found.numbers or cell in found.missing for cell in cells)
    return bool(found.numbers) and known and len(found.numbers) <= _MOST_LEVELS
