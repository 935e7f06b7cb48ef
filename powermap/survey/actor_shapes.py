"""Lists of organisations: one per row, under headers such as name, sector."""

from __future__ import annotations

from typing import Any

from powermap.survey.answers import yes_or_no
from powermap.survey.grid_shapes import are_names
from powermap.survey.headers import below, header_key, header_rows, parts_played
from powermap.survey.names import name_in
from powermap.survey.network_tables import voices_in_tags
from powermap.survey.scores import score_columns, speaks_of_scores
from powermap.survey.shape import Shape
from powermap.survey.shapes import ACTOR_ROLES
from powermap.survey.sheet import Sheet
from powermap.vocabulary import ACTOR_SHEETS, key


def as_actors(sheet: Sheet) -> Shape | None:
    """Return the shape of a list of organisations, or None where a sheet is none."""
    names_actors = any(word in ACTOR_SHEETS for word in key(sheet.title).split())
    for header in header_rows(sheet):
        row = sheet.rows[header]
        columns = parts_played(row, ACTOR_ROLES)
        columns = without_opinions(sheet, header, columns)
        if "voice" not in columns:
            columns |= _tags_with_voices(sheet, header)
        others = {"sector", "voice", "seat", "responded"} & set(columns)
        if "name" not in columns and others:
            columns |= _names_without_header(sheet, header)
        if "name" not in columns and "id" in columns:
            columns["name"] = columns.pop("id")
        listed = names_actors or ("name" in columns and speaks_of_scores(sheet, header, columns))
        columns |= score_columns(sheet, header, columns)
        if "name" in columns and (others or (listed and len(below(sheet, header, columns["name"])) > 0)):
            unused = tuple(
                column for column, cell in enumerate(row) if cell != "" and column not in columns.values()
            )
            said = ", ".join(f"'{name_in(row[column])}'" for column in sorted(columns.values()))
            return Shape(
                "actors", header, columns, (), unused, 0.9, f"one organisation per row, under the headers {said}"
            )
    return None


def _tags_with_voices(sheet: Sheet, header: int) -> dict[str, int]:
    """Return the column of tags, if a voice is among them."""
    found = parts_played(sheet.rows[header], ("tags",), exactly=True)
    return found if any(voices_in_tags(cell) for at in found.values() for cell in below(sheet, header, at)) else {}


def _names_without_header(sheet: Sheet, header: int) -> dict[str, int]:
    """Return the column of names that has no header, as programs write an index."""
    for column, cell in enumerate(sheet.rows[header]):
        names = below(sheet, header, column)
        texts = [name for name in names if isinstance(name, str)]
        if header_key(cell) in ("", "unnamed 0", "index") and texts == names and are_names(texts):
            return {"name": column}
    return {}


def without_opinions(sheet: Sheet, header: int, columns: dict[str, int]) -> dict[str, int]:
    """Return *columns* without those that should say yes or no and do not."""
    return {
        role: column
        for role, column in columns.items()
        if role not in ("seat", "responded") or _says_yes_or_no(below(sheet, header, column))
    }


def _says_yes_or_no(cells: list[Any]) -> bool:
    distinct = set(cells)
    return sum(yes_or_no(cell) is not None for cell in distinct) * 2 >= len(distinct)
