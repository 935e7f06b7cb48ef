"""What a sheet may be whose headers say nothing: told by the names on a list, or by what would settle it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from powermap.survey.answers import meanings
from powermap.survey.cell_errors import CellError
from powermap.survey.grid_shapes import NO_PROOF
from powermap.survey.headers import header_rows, may_name_bodies, parts_played
from powermap.survey.names import is_no_name, name_in, name_key
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet
from powermap.survey.tie_shapes import tidy_shape

#: How sure a list of ties is that is known by the names in it alone.
_LIKELY = 0.7
#: A scale has no more words, and each stands there more than once.
_MOST_WORDS = 8


def as_named_pairs(sheet: Sheet, known: Collection[str]) -> Shape | None:
    """Return the shape of a list of ties by its names: two columns hold names of the list of organisations."""
    names = set(known)
    for header in header_rows(sheet)[:5] if names else ():
        row = sheet.rows[header]
        pair = [column for column in range(len(row)) if _mostly_known(_below(sheet, header, column), names)]
        if len(pair) == 2:
            columns = parts_played(row, ("relation", "strength", "round"))
            columns = {part: column for part, column in columns.items() if column not in pair}
            shape = tidy_shape(sheet, header, {"from": pair[0], "to": pair[1], **columns})
            said = " and ".join(f"'{name_in(row[column])}'" for column in pair)
            return replace(shape, confidence=_LIKELY, reason=f"{said} hold names of the list of organisations")
    return None


def _below(sheet: Sheet, header: int, column: int) -> list[Any]:
    return [row[column] for row in sheet.rows[header + 1 :] if row[column] != ""]


def _mostly_known(cells: list[Any], known: set[str]) -> bool:
    texts = {name_key(name_in(cell)) for cell in cells if isinstance(cell, str)}
    return len(texts & known) > 1 and len(texts & known) >= 0.8 * len(set(cells))


def _unknown_words(sheet: Sheet) -> str:
    """Say that a sheet may be a grid whose answers are words that powermap does not know; '' where it is not."""
    for header in header_rows(sheet)[:5]:
        row = sheet.rows[header]
        top = [column for column in range(1, len(row)) if isinstance(row[column], str) and row[column] != ""]
        body = [line for line in sheet.rows[header + 1 :] if isinstance(line[0], str) and line[0] != ""]
        cells = [line[column] for line in body for column in top if not is_no_name(line[column])]
        count = Counter(cell for cell in cells if isinstance(cell, str))
        if len(top) < 3 or len(body) < 3 or not count or len(count) > _MOST_WORDS:
            continue
        bodies = may_name_bodies([row[column] for column in top])
        repeated = sum(count.values()) == len(cells) >= 2 * len(count)
        unknown = [word for word in count if word not in meanings(list(count)).numbers]
        if bodies and repeated and unknown:
            words = ", ".join(f"'{name_in(word)[:30]}'" for word in unknown)
            setting = f'--map "{sheet.title}.words.{name_in(unknown[0])[:30]}=3"'
            grid = f"it may be a grid of {len(body)} names down the side and {len(top)} along the top"
            mean = "mean" if len(unknown) > 1 else "means"
            return f"{grid}, but what {words} {mean} is not known: say it for each, such as {setting}"
    return ""


def or_candidates(shape: Shape | None, sheet: Sheet) -> Shape | None:
    """Return a grid; where nothing shows that its columns are partners, 'none' and what would settle it."""
    if shape is None or shape.confidence > NO_PROOF:
        return shape
    some = ", ".join(f"'{name_in(sheet.rows[shape.header][column])[:40]}'" for column in shape.answers[:4])
    return Shape(
        "none",
        reason=f"it may be a grid ({shape.reason}), but nothing shows that {some} are organisations; if they are, "
        f"list them on a sheet 'Organisations', or say so: --map \"{sheet.title}.shape=grid\"",
    )


def what_is_seen(sheet: Sheet) -> str:
    """Say what a sheet without a known shape holds."""
    first = next((row for row in sheet.rows if sum(cell != "" for cell in row) > 1), sheet.rows[0])
    texts = [f"'{name_in(cell)[:30]}'" for cell in first if cell != ""][:6]
    if not any(isinstance(cell, str) and not isinstance(cell, CellError) for row in sheet.rows for cell in row):
        return f"it holds {len(sheet.rows)} rows of numbers without names"
    begins = f"a row of it begins {', '.join(texts)}"
    return _unknown_words(sheet) or f"no row of it has headers for who answered and whom they named; {begins}"
