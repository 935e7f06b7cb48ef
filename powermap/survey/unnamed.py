"""A square of answers without names, as programs for matrices write them: read with numbers for names, and told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from powermap.survey.answers import number_in
from powermap.survey.shape import Shape

if TYPE_CHECKING:
    from powermap.survey.mapping import SheetMap
    from powermap.survey.model import Issue
    from powermap.survey.sheet import Sheet

#: A smaller square may be anything.
_SMALLEST = 4
_MOST_LEVELS, _HIGHEST = 11, 10
_SURE = 0.7


def number_squares(
    sheets: list[Sheet],
    shapes: dict[Sheet, Shape],
    issues: list[Issue],
    recognised: Callable[[list[Sheet]], dict[Sheet, Shape]],
    about: dict[Sheet, SheetMap],
) -> tuple[list[Sheet], dict[Sheet, Shape]]:
    """Return the sheets, with names put to every square of answers that has none, and their shapes.

    Only where no sheet says who named whom: beside one that does, a square of numbers is something else. What a
    mapping says *about* a sheet is said of the one with names, too.
    """
    # What a square of numbers alone was taken for, its own numbers as headers, is never right.
    squares = [sheet for sheet in sheets if not (sheet.hidden or sheet.lines) and _is_square(sheet, shapes[sheet])]
    others = (shape.kind for sheet, shape in shapes.items() if sheet not in squares)
    if not squares or any(kind not in ("none", "actors", "aliases") for kind in others):
        return sheets, shapes
    from powermap.survey.mapped import as_mapped
    from powermap.survey.mapping import NUMBERED
    from powermap.survey.mapping import SheetMap as Named

    for sheet in squares:
        size = len(sheet.rows)
        message = f"This square of numbers has no names; its rows and columns were called 1 to {size}, in order."
        fix = (
            "Write the names along the top and down the side; or, if you know their order, fill them in in the "
            "mapping that 'powermap check FILE --write-map map.toml' writes, and give it with --map."
        )
        issues.append(sheet.issue("warning", "no-names", message, fix, at=(0, 0)))
    named = {sheet: as_mapped(sheet, Named(sheet.title, names=(NUMBERED,))) for sheet in squares}
    about.update((named[sheet], about[sheet]) for sheet in squares if sheet in about)
    sheets = [named.get(sheet, sheet) for sheet in sheets]
    shapes = recognised(sheets)
    for sheet in named.values():
        reason = f"a square of {len(sheet.rows) - 1} rows and columns of numbers without names"
        shapes[sheet] = replace(shapes[sheet], reason=reason, confidence=_SURE)
    return sheets, shapes


def _is_square(sheet: Sheet, shape: Shape) -> bool:
    """Tell whether these are as many rows as columns of numbers on a scale, with one thing down the diagonal.

    Not where the first row and column hold each number once: they may be the names.
    """
    rows, size = sheet.rows, len(sheet.rows)
    if shape.mapped or size < _SMALLEST or len(rows[0]) != size:
        return False
    if len(set(rows[0][1:])) == size - 1 and len({row[0] for row in rows[1:]}) == size - 1:
        return False
    numbers = [[None if cell == "" else _number(cell) for cell in row] for row in rows]
    diagonal = {row[i] for i, row in enumerate(numbers)}
    others = {number for i, row in enumerate(numbers) for j, number in enumerate(row) if i != j}
    levels = others - {None}
    return (
        len(diagonal) == 1
        and diagonal <= {None, 0.0, 1.0}
        and 1 <= len(levels) <= _MOST_LEVELS
        and all(number is not None and 0 <= number <= _HIGHEST for number in levels)
        and any(levels)
        and (None in others or 0.0 in others)
    )


def _number(cell: Any) -> float:
    """Return a number in a cell; -1, which is no answer, for anything else."""
    number = None if isinstance(cell, bool) else number_in(cell) if isinstance(cell, str) else cell
    return float(number) if isinstance(number, int | float) and number == number else -1.0
