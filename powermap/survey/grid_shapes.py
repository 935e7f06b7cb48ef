"""Grids: names along the top and down the side of a sheet, with answers between them.

The reading of such a grid is in `powermap.survey.grid`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice
from typing import Any

from powermap.survey.answers import Worded, holds_answers, meanings
from powermap.survey.cell_errors import CellError
from powermap.survey.headers import header_key, header_rows, may_name_bodies, parts_played
from powermap.survey.names import name_in, name_key
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet, column_letters
from powermap.vocabulary import OTHER_HEADERS, TOTALS

_GRID_ROLES = ("sector", "voice", "seat", "responded", "round")
#: The names of a grid are looked for in this many columns.
_LABEL_COLUMNS = 4
#: How sure a grid is whose columns may be anything.
NO_PROOF = 0.2
#: A sheet with more rows is a list and no grid.
_MOST_RESPONDENTS = 5_000


def as_grid(sheet: Sheet, known: Collection[str], *, sure: bool) -> Shape | None:
    """Look for names along the top and down the side; *sure* asks that the two, or *known*, overlap."""
    best: Shape | None = None
    width = len(sheet.rows[0])
    sides = range(min(width - 1, _LABEL_COLUMNS))
    names = [{name_key(name_in(row[side])) for row in sheet.rows}.union(known) - {""} for side in sides]
    for header in header_rows(sheet):
        along = [name_key(name_in(cell)) for cell in sheet.rows[header]]
        for side in sides:
            if sure and names[side].isdisjoint(along[side + 1 :]):
                continue
            shape = grid_at(sheet, header, side, known, sure=sure)
            if shape is not None and (best is None or shape.confidence > best.confidence):
                best = shape
        if best is not None and best.confidence > 0.9:
            break
    return best


def grid_at(sheet: Sheet, header: int, side: int, known: Collection[str], *, sure: bool) -> Shape | None:
    """Return the grid whose partners stand in row *header* and whose respondents in column *side*, if it is one."""
    row = sheet.rows[header]
    top = {
        c: name_key(name_in(row[c]))
        for c in range(side + 1, len(row))
        if row[c] != "" and not isinstance(row[c], CellError | Worded)
    }
    # Numbers on top are names only beside an empty corner.
    named = row[side] == "" or all(isinstance(row[c], str) for c in top)
    if len(top) < 2 or not named or not are_names(list(top.values())) or _stand_inside(sheet, header, side, top):
        return None
    side_of = _names_down(sheet, header, side)
    if not 0 < len(side_of) <= _MOST_RESPONDENTS:
        return None
    rows, down = list(side_of), list(side_of.values())
    names = set(down) | set(known)
    columns = _columns_beside(row, side, names)
    partners = {
        column: text
        for column, text in top.items()
        if column not in columns.values() and text not in TOTALS and (text in names or text not in OTHER_HEADERS)
    }
    hits = sum(text in names for text in partners.values())
    if not are_names(list(partners.values())) or (not are_names(down) and "round" not in columns):
        return None
    # Numbers down the side are names only where the same stand along the top, or are known as names.
    if all(isinstance(sheet.rows[r][side], int | float) for r in rows) and not any(
        name in known or name in partners.values() for name in down
    ):
        return None
    if not hits and sure:
        return None
    full = [sheet.rows[r][c] for r in rows for c in partners if sheet.rows[r][c] != ""]
    # The same names along the top and down the side are a matrix, whatever the words in it are.
    whole = sure and len(partners) > 2 and set(partners.values()) == set(down)
    if full and not (whole or holds_answers(full, years=sure)):
        return None
    if not (sure and hits > 1 and hits * 2 >= len(partners)):
        # A weak overlap, or none: it is a grid only if nothing but answers on a scale stands there.
        if not (_small_scale(full) and all(isinstance(row[c], str) for c in partners)):
            return None
        if sure and len(partners) < len(top):
            return None
    square = len(set(partners.values()) ^ set(down)) <= 0.2 * len(set(down) | set(partners.values()))
    used = {*columns.values(), *partners}
    unused = tuple(column for column, cell in enumerate(row) if cell != "" and column not in used)
    where = f"row {sheet.top + header + 1} and column {column_letters(sheet.left + side)}"
    if square:
        reason = f"the same {len(partners)} names in {where}"
    else:
        reason = f"{len(down)} respondents and {len(partners)} partners, named in {where}"
    unsure = 0.5 if hits or may_name_bodies([row[c] for c in partners]) else NO_PROOF
    confidence = 0.99 * (hits / len(partners)) if sure else unsure
    return Shape("matrix" if square else "grid", header, columns, tuple(partners), unused, confidence, reason)


def _names_down(sheet: Sheet, header: int, side: int) -> dict[int, str]:
    """Return the row and `name_key` of who stands down the side, totals left out, and no more than a grid has."""
    labels = (
        (r, name_key(name_in(row[side])))
        for r, row in enumerate(islice(sheet.rows, header + 1, None), header + 1)
        if row[side] != ""
    )
    return dict(islice((label for label in labels if label[1] not in TOTALS), _MOST_RESPONDENTS + 1))


def _columns_beside(row: list[Any], side: int, names: set[str]) -> dict[str, int]:
    """Return the columns of a grid that say something of its respondents, their names among them."""
    columns = {"name": side}
    for role, column in parts_played(row, _GRID_ROLES, exactly=True).items():
        # 'Board' or 'Steering group' on top of a grid is more likely a partner than a part.
        partner = role == "seat" and "seat" not in header_key(row[column])
        if column != side and not partner and name_key(name_in(row[column])) not in names:
            columns[role] = column
    return columns


def _stand_inside(sheet: Sheet, header: int, side: int, top: Iterable[int]) -> bool:
    """Tell whether labels that may be answers have the true labels of the table around them."""
    above = any(sum(cell != "" for cell in row) > 2 for row in sheet.rows[:header])
    if not above and (side == 0 or all(cell == "" for row in sheet.rows[header + 1 :] for cell in row[:side])):
        return False
    labels = [sheet.rows[header][column] for column in top]
    found, texts = meanings(labels), {cell for row in sheet.rows[header + 1 :] for cell in row[side + 1 :]}
    answers = sum(cell in found.numbers or cell in found.missing for cell in labels)
    return answers * 2 >= len(labels) or texts.issuperset(labels)


def are_names(texts: list[str]) -> bool:
    """Tell whether labels can be names: hardly any is there twice."""
    return len(texts) >= 1 and len(set(texts)) >= 0.9 * len(texts)


def _small_scale(cells: list[Any]) -> bool:
    """Tell whether cells hold answers on a scale, and not any numbers such as staff or income."""
    found = meanings(cells)
    numbers = set(found.numbers.values())
    return bool(numbers) and len(numbers) <= 11 and max(numbers) <= 10
