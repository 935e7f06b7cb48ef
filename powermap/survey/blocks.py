"""Several tables on one sheet: parted where each can be read on its own, and told where one cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from powermap.survey.answers import meanings, number_in
from powermap.survey.appearance import Range
from powermap.survey.headers import parts_played
from powermap.survey.names import name_in, name_key
from powermap.survey.shape import Shape
from powermap.survey.shapes import recognise
from powermap.survey.sheet import Sheet

if TYPE_CHECKING:
    from powermap.survey.model import Issue

#: A longer or larger sheet is one list, and so is one with more gaps.
_MOST_ROWS, _MOST_CELLS, _MOST_GAPS = 5_000, 500_000, 40
#: A table's header stands in one of its first rows.
_HEADER_WITHIN = 4
_OF_ACTORS = ("name", "sector", "voice", "seat", "responded", "id")

Span = tuple[int, int]


def tables_in(sheet: Sheet) -> tuple[list[Sheet], list[Issue]]:
    """Return the tables of a sheet, each as a sheet of its own, and what is to be said.

    Tables are parted by an empty row or column, and only where either side is a whole table with headers.
    """
    height, width = len(sheet.rows), len(sheet.rows[0]) if sheet.rows else 0
    if sheet.lines or height > _MOST_ROWS or height * width > _MOST_CELLS:
        return [sheet], []
    issues: list[Issue] = []
    parts = [part for below in _below_one_another(sheet, issues) for part in _side_by_side(below)]
    if len(parts) > 1:
        areas = " and ".join(
            f"{part.cell(0, 0)}:{part.cell(len(part.rows) - 1, len(part.rows[0]) - 1)}" for part in parts
        )
        message = f"This sheet holds {len(parts)} tables, in {areas}; each was read on its own."
        issues.append(sheet.issue("note", "several-tables", message))
    return parts, issues


def _is_table(sheet: Sheet, shape: Shape) -> bool:
    """Tell whether this is surely a table with headers of its own: a name such as 'Team' may look like one."""
    if shape.kind in ("grid", "matrix"):
        return shape.confidence > 0.5
    row = sheet.rows[shape.header]
    if shape.kind == "ties":
        return len(parts_played(row, ("from", "to"), exactly=True)) == 2
    return shape.kind == "actors" and len(parts_played(row, _OF_ACTORS, exactly=True)) > 1


def _below_one_another(sheet: Sheet, issues: list[Issue]) -> list[Sheet]:
    width = len(sheet.rows[0]) if sheet.rows else 0
    spans = list(_filled_spans([any(cell != "" for cell in row) for row in sheet.rows]))
    if not 1 < len(spans) <= _MOST_GAPS:
        return [sheet]
    parts: list[list[Span]] = [[spans[0]]]
    for span in spans[1:]:
        part = parts[-1]
        own = _cut(sheet, span, (0, width))
        shape = recognise(own)
        so_far = _cut(sheet, (part[0][0], part[-1][1]), (0, width))
        above = recognise(so_far)
        if len(so_far.rows) <= above.header + 1:
            part.append(span)  # only headers so far
        elif _is_table(so_far, above) and _is_table(own, shape) and shape.header < _HEADER_WITHIN:
            title = part.pop() if len(part) > 1 and _is_title(sheet, part[-1]) else None
            parts.append([title, span] if title else [span])
        elif _is_other_table(so_far, above, own):
            message = f"Below the table is another, without headers that powermap knows ({_area(own)}); left out."
            fix = "If it holds answers, move it to a sheet of its own, with the headers from, to and strength."
            issues.append(own.issue("warning", "table-ignored", message, fix, at=(0, _first_filled(own))))
            for r in range(*span):
                sheet.rows[r][:] = [""] * width
        else:
            part.append(span)
    if len(parts) == 1:
        return [sheet]
    return [_titled(_cut(sheet, (part[0][0], part[-1][1]), (0, width))) for part in parts]


def _side_by_side(sheet: Sheet) -> list[Sheet]:
    if not sheet.rows:
        return [sheet]
    height = len(sheet.rows)
    spans = list(_filled_spans([any(row[c] != "" for row in sheet.rows) for c in range(len(sheet.rows[0]))]))
    if not 1 < len(spans) <= _MOST_GAPS:
        return [sheet]
    whole = recognise(sheet)
    used = [*whole.columns.values(), *whole.answers] if whole.kind in ("ties", "grid", "matrix", "wide") else []
    parts: list[Span] = [spans[0]]
    for span in spans[1:]:
        apart = all(column < span[0] for column in used) or all(column >= span[0] for column in used)
        left, right = _cut(sheet, (0, height), parts[-1]), _cut(sheet, (0, height), span)
        if apart and all(_is_table(side, recognise(side)) for side in (left, right)):
            parts.append(span)
        else:
            parts[-1] = (parts[-1][0], span[1])
    return [sheet] if len(parts) == 1 else [_titled(_cut(sheet, (0, height), span)) for span in parts]


def _filled_spans(filled: list[bool]) -> Iterator[Span]:
    """Yield (start, end) of each run of True.

    >>> list(_filled_spans([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    start = None
    for place, there in enumerate([*filled, False]):
        if there and start is None:
            start = place
        elif not there and start is not None:
            yield start, place
            start = None


def _cut(sheet: Sheet, rows: Span, columns: Span) -> Sheet:
    """Return a part of a sheet, as a sheet that knows where it stood; empty rows at its end are left off."""
    (r1, r2), (c1, c2) = rows, columns
    cells = [row[c1:c2] for row in sheet.rows[r1:r2]]
    first = next((i for i, row in enumerate(cells) if any(cell != "" for cell in row)), 0)
    last = next((i for i in range(len(cells), 0, -1) if any(cell != "" for cell in cells[i - 1])), 0)
    cells, r1, r2 = cells[first:last], r1 + first, r1 + last

    def inside(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
        return tuple(
            (a - r1, b - c1, min(c, r2 - 1) - r1, min(d, c2 - 1) - c1)
            for a, b, c, d in ranges
            if r1 <= a < r2 and c1 <= b < c2
        )

    return replace(
        sheet,
        rows=cells,
        top=sheet.top + r1,
        left=sheet.left + c1,
        merged=inside(sheet.merged),
        filled=inside(sheet.filled),
        hidden_rows=tuple(row - r1 for row in sheet.hidden_rows if r1 <= row < r2),
        hidden_columns=tuple(column - c1 for column in sheet.hidden_columns if c1 <= column < c2),
    )


def _titled(part: Sheet) -> Sheet:
    """Call a part by the line above its header: of two grids on a sheet, that says which relation each holds."""
    shape = recognise(part)
    lines = [[cell for cell in row if cell != ""] for row in part.rows[: shape.header]]
    said = [line[0] for line in lines if len(line) == 1 and isinstance(line[0], str)]
    return replace(part, title=name_in(said[-1])) if said and shape.kind != "actors" else part


def _is_title(sheet: Sheet, span: Span) -> bool:
    cells = [cell for row in sheet.rows[span[0] : span[1]] for cell in row if cell != ""]
    return len(cells) == 1 and isinstance(cells[0], str)


def _is_other_table(above: Sheet, shape: Shape, own: Sheet) -> bool:
    """Tell whether rows below an empty one are no more of the table.

    Numbers stand where names belong; or none of the names is in the table, and no answer, or a header, is beside.
    """
    if shape.kind == "none" or max(len(row) - row.count("") for row in own.rows) < 2:
        return False
    known: set[str] = set()
    names: list[Any] = []
    for column in (shape.columns.get(part) for part in ("from", "to", "name")):
        if column is None:
            continue
        there = [row[column] for row in above.rows[shape.header + 1 :] if row[column] != ""]
        below = [row[column] for row in own.rows if row[column] != ""]
        if sum(map(_is_number, below)) * 2 >= max(len(below), 1) and not any(map(_is_number, there)):
            return True
        known.update(name_key(name_in(cell)) for cell in there)
        names += below
    if shape.kind in ("grid", "matrix"):
        known.update(name_key(name_in(above.rows[shape.header][column])) for column in shape.answers)
    if any(name_key(name_in(cell)) in known for cell in names):
        return False
    answers = [*shape.answers, *(column for part, column in shape.columns.items() if part == "strength")]
    if shape.kind == "ties":
        return bool(answers) and all(row[column] == "" for row in own.rows for column in answers)
    first = [own.rows[0][column] for column in answers if own.rows[0][column] != ""]
    return bool(first) and all(isinstance(cell, str) for cell in first) and not meanings(first).usable


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) or (isinstance(cell, str) and number_in(cell) is not None)


def _first_filled(sheet: Sheet) -> int:
    return next(column for column, cell in enumerate(sheet.rows[0]) if cell != "")


def _area(sheet: Sheet) -> str:
    last = max(column for row in sheet.rows for column, cell in enumerate(row) if cell != "")
    return f"{sheet.cell(0, _first_filled(sheet))}:{sheet.cell(len(sheet.rows) - 1, last)}"
