"""Which of the known layouts a sheet has, how sure that is, and why, in words.

- ties: one answer per row, under headers such as from, to, strength
- actors: one organisation per row, under headers such as name, sector
- matrix: the same names along the top and down the side
- grid: respondents down the side, partners along the top
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from powermap.survey.checks import ISSUES_HEADING
from powermap.survey.grid_shapes import as_grid
from powermap.survey.headers import parts_played
from powermap.survey.names import name_in
from powermap.survey.own_pages import own_page
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet
from powermap.survey.tie_shapes import TIE_ROLES, as_ties, parts_of_ties, tidy_shape

ACTOR_ROLES = ("name", "sector", "voice", "seat", "responded", "round", "id")
_ENDS = ("name", "from", "to")
#: The parts that columns of a sheet can play, by its shape.
ROLES = {"ties": (*TIE_ROLES, "direction"), "actors": (*ACTOR_ROLES, "tags")}


def recognise(sheet: Sheet, known: Collection[str] = ()) -> Shape:
    """Return the shape of a sheet; *known* holds the `name_key` of names that other sheets list as actors."""
    if not sheet.rows:
        return Shape("none", reason="it is empty")
    if str(sheet.rows[0][0]).startswith(ISSUES_HEADING):
        return Shape("none", reason="it is the list of issues that powermap made")
    page = own_page(sheet)
    if page:
        return Shape("none", reason=page)
    from powermap.survey.last_looks import what_is_seen

    return next(readings(sheet, known), None) or Shape("none", reason=what_is_seen(sheet))


def readings(sheet: Sheet, known: Collection[str] = ()) -> Iterator[Shape]:
    """Yield every shape that a sheet could have, the likeliest first."""
    if sheet.network:
        yield _of_network(sheet)
        return
    from powermap.survey.actor_shapes import as_actors
    from powermap.survey.aliases import as_aliases  # which build on what this file says of shapes
    from powermap.survey.attendance import as_attendance, as_turned_attendance, is_register
    from powermap.survey.last_looks import as_named_pairs, or_candidates
    from powermap.survey.wide import as_form, as_roster

    form = as_form(sheet, known)
    ways: tuple[Callable[[], Shape | None], ...] = (
        lambda: as_aliases(sheet),
        lambda: as_attendance(sheet, known) if is_register(sheet.title) else None,
        lambda: form if form and form.kind == "wide" else None,
        lambda: None if form else as_roster(sheet, known),
        lambda: as_ties(sheet, known),
        lambda: form,
        lambda: as_turned_attendance(sheet, known),
        lambda: as_grid(sheet, known, sure=True),
        lambda: as_attendance(sheet, known),
        lambda: as_actors(sheet),
        lambda: as_named_pairs(sheet, known),
        lambda: or_candidates(as_grid(sheet, known, sure=False), sheet),
    )
    yield from filter(None, (way() for way in ways))


def _of_network(sheet: Sheet) -> Shape:
    """Return the shape of what a network program wrote; only the parts of its attributes are to be found."""
    header = sheet.rows[0]
    if header[0] == "from":
        shape = tidy_shape(sheet, 0, {**parts_of_ties(sheet, 0), "from": 0, "to": 1})
    elif header[0] == "actor":
        from powermap.survey.attendance import Layout

        shape = Shape("attendance", 0, {"name": 0}, (1,), layout=Layout((1,), True, 2))
    else:
        columns = {role: column + 1 for role, column in parts_played(header[1:], ACTOR_ROLES[1:-1]).items()}
        from powermap.survey.actor_shapes import without_opinions

        columns = {"name": 0, **without_opinions(sheet, 0, columns)}
        unused = tuple(column for column in range(1, len(header)) if column not in columns.values())
        shape = Shape("actors", 0, columns, (), unused)
    attributes = sorted({*shape.columns.values(), *shape.answers} - {shape.columns.get(end) for end in _ENDS})
    said = ", ".join(f"'{name_in(header[column])}'" for column in attributes)
    return replace(shape, confidence=1.0, reason=f"{sheet.network}{f'; attributes {said}' if said else ''}")
