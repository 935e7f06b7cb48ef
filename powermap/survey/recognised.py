"""Which shape each of several sheets has: what one lists helps to tell what another is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from powermap.errors import UnknownChoiceError
from powermap.survey.headers import header_key
from powermap.survey.names import for_each, is_no_name, name_in, name_key
from powermap.survey.network_tables import sheets_left_out
from powermap.survey.shape import Shape
from powermap.survey.shapes import recognise
from powermap.vocabulary import HEADERS

if TYPE_CHECKING:
    from powermap.survey.mapping import SheetMap
    from powermap.survey.sheet import Sheet

#: Headers of a column that may hold codes, where a label or a name stands beside it.
_CODES = ("node", "vertex", "actor", "entity")


def recognise_all(sheets: list[Sheet], about: dict[Sheet, SheetMap], *, hidden: bool) -> dict[Sheet, Shape]:
    """Return the shape of each sheet; a second look at a grid knows the names that other sheets list."""

    def look(sheet: Sheet, known: set[str]) -> Shape:
        if sheet not in about:
            return recognise(sheet, known)
        from powermap.survey.mapped import mapped_shape

        return mapped_shape(sheet, about[sheet], known)

    left_out = dict(sheets_left_out(sheets))
    if not hidden:
        left_out |= {sheet: "it is hidden" for sheet in sheets if sheet.hidden}
    left_out = {sheet: why for sheet, why in left_out.items() if sheet.hidden or not _is_wanted(about.get(sheet))}
    shapes: dict[Sheet, Shape] = {}
    doubtful: set[Sheet] = set()
    for sheet in sheets:
        try:
            shapes[sheet] = Shape("none", reason=left_out[sheet]) if sheet in left_out else look(sheet, set())
        except UnknownChoiceError:  # it may be as the mapping says once the names are known
            shapes[sheet] = Shape("none")
            doubtful.add(sheet)
    known = listed_names(shapes)
    for sheet, shape in shapes.items():
        again = known and sheet not in left_out and shape.kind not in ("ties", "matrix")
        if again or sheet in doubtful:
            shapes[sheet] = look(sheet, known)
    lists = [sheet for sheet, shape in shapes.items() if shape.kind == "actors" and not shape.mapped]
    for sheet in lists:
        shapes[sheet] = _with_best_names(sheet, shapes)
    return shapes


def lists_alone(shapes: dict[Sheet, Shape]) -> dict[Sheet, Shape]:
    """Return the shapes of lists of organisations with columns of boards, where no sheet says who named whom.

    Who sits on what is all that such files tell.
    """
    if not all(shape.kind in ("none", "actors", "aliases") for shape in shapes.values()):
        return {}
    from powermap.survey.attendance import as_attendance

    lists = [sheet for sheet, shape in shapes.items() if shape.kind == "actors" and not shape.mapped]
    found = {sheet: as_attendance(sheet, set(), alone=True) for sheet in lists}
    return {sheet: attended for sheet, attended in found.items() if attended}


def _names_in_answers(shapes: dict[Sheet, Shape]) -> set[str]:
    """Return the names that the answers speak of, as they are compared."""
    named: set[str] = set()
    for sheet, shape in shapes.items():
        if shape.kind == "ties":
            named |= _names_down(sheet, shape.header, shape.columns["from"])
            named |= _names_down(sheet, shape.header, shape.columns["to"])
        elif shape.kind == "wide":
            named |= _names_down(sheet, shape.layout.body - 1, shape.columns["name"])
            named |= {name_key(partner) for asked in shape.layout.questions for _, partner in asked.partners}
        elif shape.kind in ("grid", "matrix"):
            named |= _names_down(sheet, shape.header, shape.columns["name"])
            named |= {name_key(name_in(sheet.rows[shape.header][column])) for column in shape.answers}
    return named


def _is_wanted(said: SheetMap | None) -> bool:
    if said is None:
        return False
    from powermap.survey.mapping import IGNORE

    return said.settles_shape and said.shape != IGNORE


def listed_names(shapes: dict[Sheet, Shape]) -> set[str]:
    """Return the names on every list of actors, as they are compared."""
    known: set[str] = set()
    for sheet, shape in shapes.items():
        if shape.kind == "actors":
            known |= _names_down(sheet, shape.header, shape.columns["name"])
    return known


def _names_down(sheet: Sheet, header: int, column: int) -> set[str]:
    cells = [row[column] for row in sheet.rows[header + 1 :]]
    names = for_each(cells, lambda cell: None if is_no_name(cell) else name_key(name_in(cell)))
    return {name for name in names if name is not None}


def _names_each(sheet: Sheet, shape: Shape, column: int) -> bool:
    """Tell whether a column has a name of its own for every row of a list."""
    rows = [row for row in sheet.rows[shape.header + 1 :] if any(cell != "" for cell in row)]
    return len(_names_down(sheet, shape.header, column)) == len(rows)


def _with_best_names(sheet: Sheet, shapes: dict[Sheet, Shape]) -> Shape:
    """Where a list has columns for 'Name' and for 'Organisation', take the one that the answers speak of."""
    shape = shapes[sheet]
    header = sheet.rows[shape.header]
    there = [shape.columns["name"]]
    there += [column for column, cell in enumerate(header) if header_key(cell) in HEADERS["name"]]
    others = [column for column in there if column not in shape.columns.values()]
    there = [there[0], *others]
    if not others:
        return shape
    named = _names_in_answers(shapes)
    hits = {column: len(_names_down(sheet, shape.header, column) & named) for column in there}
    best = max(there, key=lambda column: hits[column])
    if best == there[0] or not hits[best]:
        return shape
    if header_key(header[best]) in _CODES and "id" not in shape.columns and _names_each(sheet, shape, there[0]):
        unused = tuple(column for column in shape.unused if column != best)
        return replace(shape, columns={**shape.columns, "id": best}, unused=unused)
    unused = tuple(sorted({*shape.unused, there[0]} - {best}))
    return replace(shape, columns={**shape.columns, "name": best}, unused=unused)
