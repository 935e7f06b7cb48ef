"""What a sheet looks like to a person and not to a reader of cells: merged cells, hidden rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from powermap.survey.names import INVISIBLE

if TYPE_CHECKING:
    from powermap.survey.model import Issue
    from powermap.survey.sheet import Sheet

#: First row, first column, last row, last column, counted from 0.
Range = tuple[int, int, int, int]
_MOST_RANGES = 20_000


def leave_out_unseen(sheet: Sheet, different: Iterable[Any]) -> list[Issue]:
    """Take what cannot be seen out of every cell, in place, and say so: a text must not read other than it shows.

    These are control characters, spaces without a width, and marks that turn the direction of writing. *different*
    holds each different cell of the sheet, and may hold others.
    """
    if all(cell.isprintable() for cell in different if type(cell) is str):
        return []
    found = []
    for r, row in enumerate(sheet.rows):
        for c, cell in enumerate(row):
            if type(cell) is str and not cell.isprintable():
                seen = INVISIBLE.sub("", cell)
                if seen != cell:
                    row[c] = seen.strip()
                    found.append((r, c))
    if not found:
        return []
    listed = _listed([sheet.cell(r, c) for r, c in found])
    cells = "1 cell" if len(found) == 1 else f"{len(found)} cells"
    message = f"Characters that cannot be seen were left out of {cells} ({listed})."
    return [sheet.issue("note", "unseen-characters", message, "Type the text of these cells anew.", at=found[0])]


def in_block(ranges: Iterable[Range], rows: Sequence[Sequence[Any]], top: int, left: int) -> tuple[Range, ...]:
    """Return merged ranges as rows and columns of a block that stands at *top*, *left*; what is outside is cut off.

    >>> in_block([(3, 1, 9, 1), (0, 0, 1, 0)], [["a"], ["b"]], 3, 1)
    ((0, 0, 1, 0),)
    """
    width = len(rows[0]) if rows else 0
    near = []
    for r1, c1, r2, c2 in list(ranges)[:_MOST_RANGES]:
        if r1 >= top and c1 >= left and r1 - top < len(rows) and c1 - left < width:
            near.append((r1 - top, c1 - left, min(r2 - top, len(rows) - 1), min(c2 - left, width - 1)))
    return tuple(sorted(near))


def fill_down(rows: list[list[Any]], merged: Iterable[Range]) -> tuple[Range, ...]:
    """Give every row of a merged cell its value, in place; return the ranges where that was done.

    A cell merged along a row, such as a title, is left alone.

    >>> rows = [["Council", 1], ["", 2], ["", 3]]
    >>> fill_down(rows, [(0, 0, 2, 0)]), rows
    (((0, 0, 2, 0),), [['Council', 1], ['Council', 2], ['Council', 3]])
    """
    filled = []
    for r1, c1, r2, c2 in merged:
        value = rows[r1][c1]
        if value == "" or r1 == r2 or any(rows[r][c1] != "" for r in range(r1 + 1, r2 + 1)):
            continue
        for r in range(r1 + 1, r2 + 1):
            rows[r][c1] = value
        filled.append((r1, c1, r2, c2))
    return tuple(filled)


def say_appearance(sheet: Sheet) -> list[Issue]:
    """Return the notes on what was done about merged cells, and that hidden rows and columns were read."""
    issues = []
    if sheet.filled:
        said = [f"{sheet.cell(r1, c1)}:{sheet.cell(r2, c2)}" for r1, c1, r2, c2 in sheet.filled]
        message = f"Merged cells: the value of each stands for all its rows ({_listed(said)})."
        fix = "If it belongs to the first row only, unmerge the cells."
        issues.append(sheet.issue("note", "merged-filled", message, fix, at=sheet.filled[0][:2]))
    rows = [row for row in sheet.hidden_rows if any(cell != "" for cell in sheet.rows[row])]
    columns = [column for column in sheet.hidden_columns if any(row[column] != "" for row in sheet.rows)]
    if rows or columns:
        said = [f"rows {_runs([sheet.top + row + 1 for row in rows])}"] if rows else []
        said += [f"columns {', '.join(sheet.letters(column) for column in columns)}"] if columns else []
        at = (rows[0] if rows else 0, columns[0] if columns else 0)
        message = f"Hidden {' and '.join(said)} of this sheet were read like the others."
        issues.append(sheet.issue("note", "hidden-cells", message, "Delete what should not count.", at=at))
    return issues


def _listed(parts: list[str]) -> str:
    return ", ".join(parts[:10]) + (f" and {len(parts) - 10} more" if len(parts) > 10 else "")


def _runs(numbers: list[int]) -> str:
    """Return numbers with neighbours joined.

    >>> _runs([3, 5, 6, 7])
    '3, 5-7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return _listed([f"{first}-{last}" if last > first else f"{first}" for first, last in runs])
