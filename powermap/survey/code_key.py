"""Exports of codes: Online Surveys (Jisc) writes Q3_1_a and 2, and a second file, the key, says what they mean."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from powermap.survey.names import name_in
from powermap.survey.sheet import Sheet
from powermap.vocabulary import key

if TYPE_CHECKING:
    from powermap.survey.model import Issue

_CODE = re.compile(r"Q\d+(?:_\w+)?")


class Entry(NamedTuple):
    """What a code asks, and what the numbers of its choices mean."""

    text: str
    choices: dict[str, str]


def with_texts(sheets: list[Sheet]) -> tuple[list[Sheet], list[Issue]]:
    """Return the sheets with the texts of a key in the place of codes, without the key; and what was done."""
    keys = [sheet for sheet in sheets if _is_key(sheet)]
    if not keys:
        return sheets, []
    entries: dict[str, Entry] = {}
    for sheet in keys:
        entries |= _entries(sheet)
    out: list[Sheet] = []
    issues: list[Issue] = []
    for sheet in sheets:
        if sheet in keys:
            continue
        row = next((r for r, cells in enumerate(sheet.rows[:8]) if _is_coded(cells, entries)), None)
        if row is None:
            out.append(sheet)
            continue
        out.append(replace(sheet, rows=_decoded(sheet.rows, row, entries)))
        message = f"Its codes were read as the texts in the key '{keys[0].title}'."
        issues.append(sheet.issue("note", "key-used", message, at=(row, 0)))
    return (out, issues) if issues else (sheets, [])


def _is_key(sheet: Sheet) -> bool:
    first = [key(str(cell)) for cell in sheet.rows[0][:2]] if sheet.rows else []
    return first == ["urn", "unique response number"] and len(sheet.rows[0]) == 2


def _is_coded(cells: list[Any], entries: dict[str, Entry]) -> bool:
    codes = [cell for cell in cells if isinstance(cell, str) and _CODE.fullmatch(cell)]
    return len(codes) > 1 and any(_meaning(code, entries) for code in codes)


def _entries(sheet: Sheet) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    choices: dict[str, str] = {}
    for code, text in (row[:2] for row in sheet.rows[1:]):
        if isinstance(code, str) and _CODE.fullmatch(code):
            choices = {}
            entries[code] = Entry(name_in(text), choices)
        elif code != "":
            choices[name_in(code)] = name_in(text)
    return entries


def _meaning(code: str, entries: dict[str, Entry]) -> tuple[str, dict[str, str]] | None:
    """Return the header that a code stands for, and the texts of its numbers."""
    number = code[1:].replace("_", ".")
    if code in entries:
        return f"{number}. {entries[code].text}", entries[code].choices
    above, _, last = code.rpartition("_")
    if above not in entries or last not in entries[above].choices:
        return None
    # One of several boxes: 1 where it was ticked, 0 where not.
    box = entries[above].choices[last]
    text = f"{entries[above].text} - {box}" if "_" in above else box
    return f"{number}. {text}", {}


def _decoded(rows: list[list[Any]], header: int, entries: dict[str, Entry]) -> list[list[Any]]:
    found = [_meaning(cell, entries) if isinstance(cell, str) else None for cell in rows[header]]
    texts = [name_in(cell) if meant is None else meant[0] for cell, meant in zip(rows[header], found, strict=True)]
    texts = ["Unique Response Number" if key(text) == "urn" else text for text in texts]
    # A question with boxes has no column of its own in which its text could stand.
    asked = {match[1] for text in texts if (match := re.match(r"(\d+)\. ", text))}
    for column, cell in enumerate(rows[header]):
        base = re.match(r"(Q(\d+))_", cell) if isinstance(cell, str) else None
        if base and base[2] not in asked and base[1] in entries and found[column] is not None:
            number, box = texts[column].split(" ", 1)
            texts[column] = f"{number} {entries[base[1]].text} [{box}]"
    out = [list(row) for row in rows]
    out[header] = texts
    for row in out[header + 1 :]:
        for column, meant in enumerate(found):
            if meant and meant[1]:
                row[column] = meant[1].get(name_in(row[column]), row[column])
    return out
