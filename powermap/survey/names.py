"""One actor, many spellings: what is joined, and what is only proposed.

Spellings that differ in case, spaces, apostrophes, '&' and 'and', or punctuation are the same name; so are 'Ltd'
and 'Limited', and other endings that are short for each other. A legal ending (Ltd, CIC, Trust) is looked past only
where nothing speaks against it. Nothing else is ever joined.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from powermap.survey.cell_errors import CellError
from powermap.vocabulary import LEGAL_ENDINGS, MISSING, NOBODY, key

LONGEST_NAME = 200
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
#: What people type for an apostrophe.
_APOSTROPHES = re.compile("[`´ʼʹ′‘]")
#: Legal endings, as in `name_key`, that are another one in full or with dots.
_SHORT_ENDING = {
    "limited": "ltd", "c i c": "cic", "community interest company": "cic", "c i o": "cio", "p l c": "plc",
    "charitable incorporated organisation": "cio", "public limited company": "plc", "incorporated": "inc",
}  # fmt: skip
_LONG_ENDING = re.compile(rf"(?<=\S )({'|'.join(sorted(_SHORT_ENDING, key=len, reverse=True))})$")


@lru_cache(maxsize=20_000, typed=True)  # typed: TRUE and 1 are different names
def name_in(cell: Any) -> str:
    """Return the name in a cell: its text without control characters, spaces made single; 2.0 is '2'.

    >>> name_in(" Age\u00a0UK  Salford "), name_in(2.0)
    ('Age UK Salford', '2')
    """
    if isinstance(cell, str):
        return " ".join(INVISIBLE.sub("", cell).split())
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """Return the name as it is compared.

    >>> name_key("St. Mary’s  & Co") == name_key("ST MARY'S AND CO")
    True
    >>> name_key("Sunrise C.I.C."), name_key("Sunrise Community Interest Company")
    ('sunrise cic', 'sunrise cic')
    """
    text = _APOSTROPHES.sub("'", name)  # before NFKC, which makes a space of some
    if "&" in text and ";" in text:
        text = html.unescape(text)  # a form on the web wrote '&amp;'
    as_key = key(unicodedata.normalize("NFKC", text).replace("+", " plus "))
    return _LONG_ENDING.sub(lambda found: _SHORT_ENDING[found[1]], as_key) or name.casefold()


def is_nobody(cell: Any) -> bool:
    """Tell whether a cell where a partner belongs says that there is none."""
    return isinstance(cell, str) and key(cell) in NOBODY


@lru_cache(maxsize=20_000, typed=True)
def is_no_name(cell: Any) -> bool:
    """Tell whether a cell holds no name: empty, an error, 'N/A', a dash."""
    if isinstance(cell, CellError) or cell == "":
        return True
    return isinstance(cell, str) and (key(cell) in MISSING or not name_in(cell).strip("-–—.?/*#_ "))


def for_each(cells: Sequence[Any], work: Callable[[Any], Any]) -> list[Any]:
    """Return *work* of each cell, done once for each different one; TRUE and 1 are different.

    >>> for_each([True, 1, "a", 1], str)
    ['True', '1', 'a', '1']
    """
    if len(set(map(type, cells))) == 1:
        return list(map(_Done(work).__getitem__, cells))
    done = _Done(lambda kind_and_cell: work(kind_and_cell[1]))
    return list(map(done.__getitem__, zip(map(type, cells), cells, strict=True)))


class _Done(dict[Any, Any]):
    """What a piece of work gives, once it has been done."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        super().__init__()
        self.work = work

    def __missing__(self, about: Any) -> Any:
        self[about] = given = self.work(about)
        return given


def without_ending(name_as_key: str) -> str:
    """Return a name's key without its legal ending.

    >>> without_ending("sunrise carers cic"), without_ending("trust")
    ('sunrise carers', 'trust')
    """
    words = name_as_key.split()
    for length in (1, 3):
        if len(words) > length and " ".join(words[-length:]) in LEGAL_ENDINGS:
            return " ".join(words[:-length])
    return name_as_key


#: Who names whom, and who was asked about each, by `name_key`.
Company = tuple[set[tuple[str, str]], dict[str, set[Any]]]


def join_spellings(
    listed: Iterable[str], named: Iterable[str], company: Callable[[], Company]
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return which name each spelling stands for, and the other spellings of names that have several.

    Parameters
    ----------
    listed : iterable of str
        Names on the list of actors, if there is one. Their spelling is kept.
    named : iterable of str
        Names in the answers, in order of appearance.
    company : callable
        Who names whom, asked for only where a legal ending is all that differs: a body that names another, or is
        asked about beside it, is not the other.
    """
    listed = list(dict.fromkeys(listed))
    key_of = {name: name_key(name) for name in (*listed, *named)}
    first: dict[str, str] = {}
    for name, as_key in key_of.items():
        first.setdefault(as_key, name)
    same = _same_but_for_ending(list(first), {key_of[name] for name in listed}, company)
    name_of: dict[str, str] = {}
    spellings: dict[str, list[str]] = {}
    for name, as_key in key_of.items():
        kept = name_of[name] = first[same.get(as_key, as_key)]
        if name != kept:
            spellings.setdefault(kept, []).append(name)
    return name_of, spellings


def _same_but_for_ending(keys: Sequence[str], on_list: set[str], company: Callable[[], Company]) -> dict[str, str]:
    """Return the keys that are another key with or without a legal ending, where nothing speaks against it."""
    stems: dict[str, list[str]] = {}
    for as_key in keys:
        stems.setdefault(without_ending(as_key), []).append(as_key)
    # Sunrise and Sunrise CIC may be one; Sunrise CIC and Sunrise Ltd, or all three, may not.
    pairs = [
        (stem, *alike)
        for stem, alike in stems.items()
        if len(alike) == 2 and stem in alike and not set(alike) <= on_list
    ]
    if not pairs:
        return {}
    names, asked = company()
    same = {}
    for stem, one, other in pairs:
        apart = (one, other) in names or (other, one) in names or asked.get(one, set()) & asked.get(other, set())
        if not apart:
            kept = one if one in on_list else other if other in on_list else stem
            same[other if kept == one else one] = kept
    return same
