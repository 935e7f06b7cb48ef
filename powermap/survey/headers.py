"""Headers: where they stand, how one is compared, which part it plays, whether it names a relation."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from powermap.vocabulary import GENERIC_WORDS, HEADER_WORDS, HEADERS, RELATION_WORDS, key

if TYPE_CHECKING:
    from powermap.survey.sheet import Sheet

#: Headers of a strength that do not say of what.
PLAIN_STRENGTH = frozenset(("strength", "weight", "value", "score", "answer", "tie strength", "edge weight"))
#: Where each word stands among the words for its part: the earlier wins.
PLACE = {
    role: {word: i for i, word in reversed(list(enumerate(map(key, words))))} for role, words in HEADERS.items()
}


def header_key(cell: Any) -> str:
    """Return a header as it is compared: without what stands in brackets.

    >>> header_key("Strength (1-5)*")
    'strength'
    """
    if not cell or not isinstance(cell, str) or len(cell) > 300:
        return ""
    return key(re.sub(r"\(.*?\)|\[.*?\]", " ", cell)) or key(cell)


def parts_played(header: list[Any], roles: Collection[str], *, exactly: bool = False) -> dict[str, int]:
    """Return which column plays which of *roles*, by its header; *exactly* allows no further words in it.

    >>> parts_played(["Type", "Organisation", "Sector"], ("name", "sector"))
    {'name': 1, 'sector': 2}
    """
    keys = [(column, header_key(cell)) for column, cell in enumerate(header) if isinstance(cell, str) and cell]
    columns: dict[str, int] = {}
    for role in roles:
        best = len(HEADERS[role])
        for column, text in keys:
            if text and column not in columns.values():
                place = PLACE[role].get(text, len(HEADERS[role]))
                if place < best:
                    best, columns[role] = place, column
    for role in () if exactly else HEADER_WORDS:
        if role in roles and role not in columns:
            for column, text in keys:
                if (
                    text
                    and column not in columns.values()
                    and any(f" {word} " in f" {text} " for word in HEADER_WORDS[role])
                ):
                    columns[role] = column
                    break
    return columns


#: Words in the names of organisations.
_BODY = re.compile(
    r"\b(?:councils?|trust|nhs|hospitals?|police|probation|university|college|schools?|academy|association|foundation"
    r"|charity|cent(?:re|er)|hub|forum|network|alliance|partnership|ltd|limited|cic|cio|groups?|services?|society|agency"
    r"|authority|church|mosque|housing|department|teams?|org|organi[sz]ation|partner|carers|peers|residents|club|project"
    r"|surgery|practice|clinic|board|committee|commissioners?|federation|sheriff|army|red cross|advice)\b"
)


def may_name_bodies(labels: list[Any]) -> bool:
    """Tell whether labels that no list knows may be the names of organisations, and not opinions to rate.

    >>> may_name_bodies(["Council", "Age UK", "ICB"]), may_name_bodies(["Staff morale", "Leadership"])
    (True, False)
    """
    texts = [label for label in labels if isinstance(label, str)]
    asks = any("?" in text or len(text.split()) > 8 or re.match(r"(?i)(?:i|we|my|our)\b", text) for text in texts)
    parted = [bool(re.search(r"\S(?:: | - |\s?\[)", text)) for text in texts]
    if asks or not texts or all(parted):
        return False
    like = sum(
        bool(_BODY.search(key(text)) or re.search(r"\b[A-Z]{2,}\b", text) or (" " in text and text.istitle()))
        for text, has_parts in zip(texts, parted, strict=True)
        if not has_parts
    )
    return like * 2 >= len(texts)


def names_relation(text: Any) -> bool:
    """Tell whether a header or the name of a sheet has a word for a relation in it.

    >>> names_relation("Who do you trust?"), names_relation("Sheet1")
    (True, False)
    """
    if not text or not isinstance(text, str):
        return False
    words = f" {key(text)}"
    return any(f" {word}" in words for word in RELATION_WORDS)


def is_generic(text: str) -> bool:
    """Tell whether a header or the name of a sheet says nothing about which relation it holds.

    >>> is_generic("Relationships (2)"), is_generic("Works with")
    (True, False)
    """
    return all(word in GENERIC_WORDS for word in re.sub(r"\d+", " ", key(text)).split())


#: A header is looked for in this many rows.
_HEADER_ROWS = 40


def header_rows(sheet: Sheet) -> list[int]:
    """Return the rows in which headers are looked for."""
    # Of a header merged over two or three rows, the last has the headers below the groups, too.
    upper = {r for r1, _, r2, _ in sheet.filled if r2 - r1 <= 2 for r in range(r1, r2)}
    rows = [i for i, row in enumerate(sheet.rows[: 4 * _HEADER_ROWS]) if any(cell != "" for cell in row)]
    return [i for i in rows[:_HEADER_ROWS] if i not in upper]


def below(sheet: Sheet, header: int, column: int) -> list[Any]:
    """Return the cells of a column below its header, without the blank ones."""
    return [row[column] for row in sheet.rows[header + 1 :] if row[column] != ""]
