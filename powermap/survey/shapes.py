"""Which of the known layouts a sheet has, how sure that is, and why, in words.

- ties: one answer per row, under headers such as from, to, strength
- actors: one organisation per row, under headers such as name, sector
- matrix: the same names along the top and down the side
- grid: respondents down the side, partners along the top
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from powermap.survey.answers import Worded, meanings, yes_or_no
from powermap.survey.checks import ISSUES_HEADING
from powermap.survey.extents import CellError
from powermap.survey.headers import (
    PLACE,
    PLAIN_STRENGTH,
    header_key,
    is_generic,
    may_name_bodies,
    names_relation,
    parts_played,
)
from powermap.survey.names import name_in, name_key
from powermap.survey.network_tables import are_directions
from powermap.survey.own_pages import own_page
from powermap.survey.rounds import round_in_title, rounds_of_columns
from powermap.survey.shape import Shape
from powermap.survey.workbook import Sheet, column_letters
from powermap.vocabulary import (
    HEADERS,
    OTHER_HEADERS,
    TOTALS,
    key,
)

_TIE_ROLES = ("from", "to", "relation", "strength", "round")
ACTOR_ROLES = ("name", "sector", "voice", "seat", "responded", "round", "id")
_ENDS = ("name", "from", "to")
#: The parts that columns of a sheet can play, by its shape.
ROLES = {"ties": (*_TIE_ROLES, "direction"), "actors": (*ACTOR_ROLES, "tags")}
_GRID_ROLES = ("sector", "voice", "seat", "responded", "round")
#: A header is looked for in this many rows, and the names of a grid in this many columns.
_HEADER_ROWS, _LABEL_COLUMNS = 40, 4
#: How sure a grid is whose columns may be anything.
NO_PROOF = 0.2
#: A sheet with more rows is a list and no grid.
_MOST_RESPONDENTS = 5_000
#: Headers that could as well be the name of an organisation's column: enough beside a 'to', not alone.
_WEAK_FROM = frozenset(key(word) for word in HEADERS["name"]) | {"id"}

#: Headers of columns that hold no answers; 'Contact' may be a person, or how often.
_NO_ANSWERS = OTHER_HEADERS - {"contact"}


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
    from powermap.survey.actor_lists import as_actors
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
        lambda: _as_ties(sheet, known),
        lambda: form,
        lambda: as_turned_attendance(sheet, known),
        lambda: _as_grid(sheet, known, sure=True),
        lambda: as_attendance(sheet, known),
        lambda: as_actors(sheet),
        lambda: as_named_pairs(sheet, known),
        lambda: or_candidates(_as_grid(sheet, known, sure=False), sheet),
    )
    yield from filter(None, (way() for way in ways))


def _of_network(sheet: Sheet) -> Shape:
    """Return the shape of what a network program wrote; only the parts of its attributes are to be found."""
    header = sheet.rows[0]
    if header[0] == "from":
        shape = tidy_shape(sheet, 0, {**_parts_of_ties(sheet, 0), "from": 0, "to": 1})
    elif header[0] == "actor":
        from powermap.survey.attendance import Layout

        shape = Shape("attendance", 0, {"name": 0}, (1,), layout=Layout((1,), True, 2))
    else:
        columns = {role: column + 1 for role, column in parts_played(header[1:], ACTOR_ROLES[1:-1]).items()}
        from powermap.survey.actor_lists import without_opinions

        columns = {"name": 0, **without_opinions(sheet, 0, columns)}
        unused = tuple(column for column in range(1, len(header)) if column not in columns.values())
        shape = Shape("actors", 0, columns, (), unused)
    attributes = sorted({*shape.columns.values(), *shape.answers} - {shape.columns.get(end) for end in _ENDS})
    said = ", ".join(f"'{name_in(header[column])}'" for column in attributes)
    return replace(shape, confidence=1.0, reason=f"{sheet.network}{f'; attributes {said}' if said else ''}")


def header_rows(sheet: Sheet) -> list[int]:
    """Return the rows in which headers are looked for."""
    # Of a header merged over two or three rows, the last has the headers below the groups, too.
    upper = {r for r1, _, r2, _ in sheet.filled if r2 - r1 <= 2 for r in range(r1, r2)}
    rows = [i for i, row in enumerate(sheet.rows[: 4 * _HEADER_ROWS]) if any(cell != "" for cell in row)]
    return [i for i in rows[:_HEADER_ROWS] if i not in upper]


def below(sheet: Sheet, header: int, column: int) -> list[Any]:
    """Return the cells of a column below its header, without the blank ones."""
    return [row[column] for row in sheet.rows[header + 1 :] if row[column] != ""]


def _as_ties(sheet: Sheet, known: Collection[str]) -> Shape | None:
    for header in header_rows(sheet):
        columns = _who_and_whom(sheet, header)
        if "from" in columns and "to" in columns:
            # Partners called 'Organisation A' and 'Organisation B' along the top of a grid are no headers.
            before = range(min(columns["from"], columns["to"]) + 1)
            grids = (_grid_at(sheet, header, side, known, sure=True) for side in before)
            return next(filter(None, grids), None) or tidy_shape(sheet, header, columns)
    return None


def _who_and_whom(sheet: Sheet, header: int) -> dict[str, int]:
    row = sheet.rows[header]
    columns = _parts_of_ties(sheet, header)
    if "to" in columns and "from" not in columns:
        return _with_weak_from(sheet, header, columns)
    if "from" in columns and "to" not in columns:
        return _with_relation_as_to(sheet, header, columns)
    if "from" not in columns:
        weak = next((column for column, cell in enumerate(row) if header_key(cell) in _WEAK_FROM), None)
        if weak is not None:
            return _with_relation_as_to(sheet, header, {**columns, "from": weak}, must_overlap=True)
    return columns


def _parts_of_ties(sheet: Sheet, header: int) -> dict[str, int]:
    """Return which column plays which part; a column of directions, such as Gephi's 'Type', is no relation."""
    row = list(sheet.rows[header])
    columns = parts_played(row, ("from", "to", "direction"), exactly=True)
    direction = columns.get("direction")
    if direction is not None and not ({"from", "to"} <= set(columns) or "direct" in header_key(row[direction])):
        direction = None  # 'Type' beside from and to may be a direction; elsewhere it is a sector
    if direction is not None and are_directions(header_key(row[direction]), below(sheet, header, direction)):
        row[direction] = ""
    else:
        direction = None
    columns = parts_played(row, _TIE_ROLES)
    while {"from", "to", "relation"} <= set(columns) and not _names_each_tie(sheet, header, columns["relation"]):
        row[columns["relation"]] = ""
        columns = parts_played(row, _TIE_ROLES)
    return columns if direction is None else {**columns, "direction": direction}


def _names_each_tie(sheet: Sheet, header: int, column: int) -> bool:
    """Tell whether a column may say the relation: it is not empty, nor a label that only some ties have."""
    filled = len(below(sheet, header, column))
    if header_key(sheet.rows[header][column]) != "label":
        return filled > 0
    return filled == sum(any(cell != "" for cell in row) for row in sheet.rows[header + 1 :])


def _with_weak_from(sheet: Sheet, header: int, columns: dict[str, int]) -> dict[str, int]:
    """'Organisation' beside 'Partner' says who answered, if the partner column holds names."""
    row = sheet.rows[header]
    partners = below(sheet, header, columns["to"])[:200]
    if sum(yes_or_no(cell) is not None and isinstance(cell, str) for cell in partners) * 2 > len(partners):
        return columns
    for column, cell in enumerate(row):
        if column not in columns.values() and header_key(cell) in _WEAK_FROM:
            return {"from": column, **columns}
    return columns


def _with_relation_as_to(
    sheet: Sheet, header: int, columns: dict[str, int], *, must_overlap: bool = False
) -> dict[str, int]:
    """A column headed 'Works with' that holds names says whom, and its header which relation."""
    senders = {name_key(name_in(cell)) for cell in below(sheet, header, columns["from"])}
    for column, cell in enumerate(sheet.rows[header]):
        if column in columns.values() or not names_relation(cell):
            continue
        named = [value for value in below(sheet, header, column)[:500] if isinstance(value, str)]
        overlap = sum(name_key(name_in(value)) in senders for value in named)
        if named and (overlap * 2 >= len(named) or not (must_overlap or meanings(named).numbers)):
            return {**columns, "to": column, "relation header": column}
    return columns


def tidy_shape(sheet: Sheet, header: int, columns: dict[str, int]) -> Shape:
    """Settle which of the columns beside from and to hold answers."""
    row = sheet.rows[header]
    free = [column for column, cell in enumerate(row) if column not in columns.values() and _may_ask(cell)]
    like_answers = [column for column in free if _holds_answers(below(sheet, header, column), years=False)]
    strength = columns.get("strength")
    answers = _columns_for_rounds(sheet, header, columns)
    if answers:
        columns = {role: column for role, column in columns.items() if role != "strength"}
    elif strength is not None and "relation" in columns:
        # 'type of tie' and 'frequency' beside 'reliability', 'influence', ...: a column for each question
        items = [column for column in like_answers if names_relation(row[column])]
        if len(items) > 1 and _rates_each_pair_once(sheet, header, columns):
            answers = tuple(sorted([strength, *items]))
            columns = {role: column for role, column in columns.items() if role not in ("strength", "relation")}
    elif strength is not None:
        # 'frequency' beside 'trust': two questions, a column each
        plain = header_key(row[strength]) in PLAIN_STRENGTH
        also = [
            column
            for column in like_answers
            if names_relation(row[column]) or (not plain and header_key(row[column]) in PLACE["strength"])
        ]
        if also:
            answers = tuple(sorted([strength, *also]))
            columns = {role: column for role, column in columns.items() if role != "strength"}
    elif strength is None and like_answers and ("relation" not in columns or len(like_answers) == 1):
        if len(like_answers) == 1 and ("relation" in columns or "relation header" in columns):
            columns = {**columns, "strength": like_answers[0]}
        else:
            answers = tuple(like_answers)
    used = {*columns.values(), *answers}
    unused = tuple(column for column, cell in enumerate(row) if cell != "" and column not in used)
    said = ", ".join(f"'{name_in(row[column])}'" for column in sorted(used))
    each = "question" if not rounds_of_columns(row, answers) else "round"
    what = "one answer per row" if not answers else f"one pair per row, a column for each {each}"
    return Shape("ties", header, columns, answers, unused, 0.95, f"{what}, under the headers {said}")


def _rates_each_pair_once(sheet: Sheet, header: int, columns: dict[str, int]) -> bool:
    """Tell whether no pair has a second row, as it would have where each row is about a relation of its own."""
    pairs = [
        tuple(row[columns[role]] for role in ("from", "to", "round") if role in columns)
        for row in sheet.rows[header + 1 :]
    ]
    return len(set(pairs)) == len(pairs)


def _may_ask(cell: Any) -> bool:
    """Tell whether answers may stand below a header: not below 'Any other comments'."""
    text = header_key(cell)
    return bool(text) and text not in _NO_ANSWERS and text.split()[-1] not in ("comment", "comments", "notes")


def _columns_for_rounds(sheet: Sheet, header: int, columns: dict[str, int]) -> tuple[int, ...]:
    """Return the columns of answers, if each is headed by its round, as in 'Trust 2022', 'Trust 2023'."""
    row, taken = sheet.rows[header], {column for role, column in columns.items() if role != "strength"}
    titles = {column: name_in(cell) for column, cell in enumerate(row) if cell != "" and column not in taken}
    if "round" in columns or sum(round_in_title(title) is not None for title in titles.values()) < 2:
        return ()
    asked = (column for column in titles if header_key(row[column]) not in OTHER_HEADERS)
    answers = tuple(column for column in asked if _holds_answers(below(sheet, header, column), years=False))
    relations = [relation for _, relation in rounds_of_columns(row, answers).values()]
    return answers if relations and ("relation" not in columns or all(map(is_generic, relations))) else ()


def _holds_answers(cells: list[Any], *, years: bool) -> bool:
    """Tell whether nearly all of these cells are answers; whole years are not, unless *years*.

    Errors, and dates that Excel made of answers such as 1-2, do not count either way.
    """
    count = Counter(cells)
    errors = sum(times for cell, times in count.items() if isinstance(cell, CellError))
    plain = {cell: times for cell, times in count.items() if not isinstance(cell, CellError | date)}
    asked = sum(plain.values())
    if not plain or asked * 2 < len(cells):
        return 0 < errors == len(cells)
    if all(isinstance(cell, Worded) for cell in plain):
        return True  # the workbook or a mapping says what each means
    found = meanings(plain)
    good = sum(times for cell, times in plain.items() if cell in found.numbers or cell in found.missing)
    if good < 0.8 * asked or not found.numbers:
        return False
    return years or not all(1900 <= number <= 2100 for number in found.numbers.values())


def _as_grid(sheet: Sheet, known: Collection[str], *, sure: bool) -> Shape | None:
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
            shape = _grid_at(sheet, header, side, known, sure=sure)
            if shape is not None and (best is None or shape.confidence > best.confidence):
                best = shape
        if best is not None and best.confidence > 0.9:
            break
    return best


def _grid_at(sheet: Sheet, header: int, side: int, known: Collection[str], *, sure: bool) -> Shape | None:
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
    labels = (
        (r, name_key(name_in(row[side])))
        for r, row in enumerate(islice(sheet.rows, header + 1, None), header + 1)
        if row[side] != ""
    )
    side_of = dict(islice((label for label in labels if label[1] not in TOTALS), _MOST_RESPONDENTS + 1))
    if not 0 < len(side_of) <= _MOST_RESPONDENTS:
        return None
    rows, down = list(side_of), list(side_of.values())
    names = set(down) | set(known)
    columns = {"name": side}
    for role, column in parts_played(row, _GRID_ROLES, exactly=True).items():
        # 'Board' or 'Steering group' on top of a grid is more likely a partner than a part.
        partner = role == "seat" and "seat" not in header_key(row[column])
        if column != side and not partner and name_key(name_in(row[column])) not in names:
            columns[role] = column
    partners = {
        column: text
        for column, text in top.items()
        if column not in columns.values() and text not in TOTALS and (text in names or text not in OTHER_HEADERS)
    }
    hits = sum(text in names for text in partners.values())
    if not are_names(list(partners.values())) or (not are_names(down) and "round" not in columns):
        return None
    # Numbers down the side are names only where the same stand along the top.
    if not hits and (sure or all(isinstance(sheet.rows[r][side], int | float) for r in rows)):
        return None
    full = [sheet.rows[r][c] for r in rows for c in partners if sheet.rows[r][c] != ""]
    # The same names along the top and down the side are a matrix, whatever the words in it are.
    whole = sure and len(partners) > 2 and set(partners.values()) == set(down)
    if full and not (whole or _holds_answers(full, years=sure)):
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
