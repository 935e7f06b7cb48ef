"""Lists of ties: one answer per row, under headers such as from, to, strength.

The reading of such a list is in `powermap.survey.tidy`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from powermap.survey.answers import holds_answers, meanings, yes_or_no
from powermap.survey.grid_shapes import grid_at
from powermap.survey.headers import (
    PLACE,
    PLAIN_STRENGTH,
    below,
    header_key,
    header_rows,
    is_generic,
    names_relation,
    parts_played,
)
from powermap.survey.names import name_in, name_key
from powermap.survey.network_tables import are_directions
from powermap.survey.rounds import round_in_title, rounds_of_columns
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet
from powermap.vocabulary import HEADERS, OTHER_HEADERS, key

TIE_ROLES = ("from", "to", "relation", "strength", "round")

#: Headers that could as well be the name of an organisation's column: enough beside a 'to', not alone.
_WEAK_FROM = frozenset(key(word) for word in HEADERS["name"]) | {"id"}
#: Headers of columns that hold no answers; 'Contact' may be a person, or how often.
_NO_ANSWERS = OTHER_HEADERS - {"contact"}


def as_ties(sheet: Sheet, known: Collection[str]) -> Shape | None:
    """Return the shape of a list of ties, if the headers of who answered and whom they named are there."""
    for header in header_rows(sheet):
        columns = _who_and_whom(sheet, header)
        if "from" in columns and "to" in columns:
            # Partners called 'Organisation A' and 'Organisation B' along the top of a grid are no headers.
            before = range(min(columns["from"], columns["to"]) + 1)
            grids = (grid_at(sheet, header, side, known, sure=True) for side in before)
            return next(filter(None, grids), None) or tidy_shape(sheet, header, columns)
    return None


def _who_and_whom(sheet: Sheet, header: int) -> dict[str, int]:
    row = sheet.rows[header]
    columns = parts_of_ties(sheet, header)
    if "to" in columns and "from" not in columns:
        return _with_weak_from(sheet, header, columns)
    if "from" in columns and "to" not in columns:
        return _with_relation_as_to(sheet, header, columns)
    if "from" not in columns:
        weak = next((column for column, cell in enumerate(row) if header_key(cell) in _WEAK_FROM), None)
        if weak is not None:
            return _with_relation_as_to(sheet, header, {**columns, "from": weak}, must_overlap=True)
    return columns


def parts_of_ties(sheet: Sheet, header: int) -> dict[str, int]:
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
    columns = parts_played(row, TIE_ROLES)
    while {"from", "to", "relation"} <= set(columns) and not _names_each_tie(sheet, header, columns["relation"]):
        row[columns["relation"]] = ""
        columns = parts_played(row, TIE_ROLES)
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
    like_answers = [column for column in free if holds_answers(below(sheet, header, column), years=False)]
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
    answers = tuple(column for column in asked if holds_answers(below(sheet, header, column), years=False))
    relations = [relation for _, relation in rounds_of_columns(row, answers).values()]
    return answers if relations and ("relation" not in columns or all(map(is_generic, relations))) else ()
