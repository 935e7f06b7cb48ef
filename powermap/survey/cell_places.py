"""Where the cells of a sheet's XML stand, found in one sweep where they are written as programs write them.

Excel, LibreOffice, Google and openpyxl all begin a cell with <c r="B7". Anything else is left to a closer look.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_MOST_LETTERS, _MOST_DIGITS = 3, 7
#: As far beyond the beginning of a cell as is looked.
_BEYOND = bytes(32)


def as_text(data: bytes) -> NDArray[np.uint8]:
    """Return XML as an array of its bytes, with some blank ones after it."""
    return np.frombuffer(data + _BEYOND, np.uint8)


def begins_of_cells(text: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Return where <c stands, as cells begin with it, and so may other tags.

    >>> begins_of_cells(as_text(b'<cols></cols><c r="B7">')).tolist()
    [0, 13]
    """
    return places_of(b"<c", text)


def last_place(text: NDArray[np.uint8], begins: NDArray[np.intp]) -> tuple[int, int] | None:
    """Return the last row and the last column, counted from 0, that the cells name; (-1, -1) without cells.

    None where a cell begins otherwise, or is empty and so does not count: look at these one by one.

    >>> text = as_text(b'<row r="7"><c r="B7" t="n"><v>1</v></c><c r="AA7"><v>2</v></c></row>')
    >>> last_place(text, begins_of_cells(text))
    (6, 26)
    >>> text = as_text(b'<row r="7"><c t="n"><v>1</v></c></row>')
    >>> last_place(text, begins_of_cells(text)) is None
    True
    """
    if not _go_on(text, begins, b'<c r="').all() or _has_empty_cell(text):
        return None
    place = begins + len('<c r="')
    column, place = _number(text, place, ord("A"), 26, _MOST_LETTERS)
    row, place = _number(text, place, ord("0"), 10, _MOST_DIGITS)
    if (text[place] != ord('"')).any() or not (row.all() and column.all()):
        return None
    return int(row.max(initial=0)) - 1, int(column.max(initial=0)) - 1


def _has_empty_cell(text: NDArray[np.uint8]) -> bool:
    """Tell whether a tag that closes itself may be one of a cell."""
    ends = places_of(b"/>", text)
    if not ends.size:
        return False
    begins = np.flatnonzero(text == ord("<"))
    before = np.searchsorted(begins, ends)
    tags = begins[np.maximum(before - 1, 0)]
    return bool((before == 0).any() or (text[tags + 1] == ord("c")).any())


def refers_once(text: NDArray[np.uint8], begins: NDArray[np.intp]) -> bool:
    """Tell whether surely no cell or row says twice where it stands, and nothing is put between marks of a comment.

    >>> texts = as_text(b'<row r="7"><c r="B7" t="n">'), as_text(b'<row r="7"><c r="B7" r="C9">')
    >>> [refers_once(text, begins_of_cells(text)) for text in texts]
    [True, False]
    """
    before, given = text[:-1], text[1:] == ord("=")
    spaced = text[0] == ord("=") or (given & (before <= ord(" "))).any()
    if spaced or places_of(b"<!", text).size:
        return False
    # Every r= belongs to the beginning of a cell or of a row.
    cells, rows = _go_on(text, begins, b"<c r="), _go_on(text, places_of(b"<r", text), b"<row r=")
    known = np.count_nonzero(cells) + np.count_nonzero(rows)
    return bool(known == np.count_nonzero(given & (before == ord("r"))))


def _go_on(text: NDArray[np.uint8], begins: NDArray[np.intp], tag: bytes) -> NDArray[np.bool_]:
    """Tell of each place at which the first two letters of a tag stand whether the others follow."""
    on = np.ones(len(begins), np.bool_)
    for i, letter in enumerate(tag[2:], 2):
        on &= text[begins + i] == letter
    return on


def places_of(word: bytes, text: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Return the places at which a short word stands.

    >>> places_of(b"<c", as_text(b"<c><v></c><c>")).tolist()
    [0, 10]
    """
    end = len(text) - len(word) + 1
    there = text[:end] == word[0]
    for i, letter in enumerate(word[1:], 1):
        there &= text[i : end + i] == letter
    return np.flatnonzero(there)


def _number(
    text: NDArray[np.uint8], place: NDArray[np.intp], first: int, base: int, most: int
) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Read a number at each place, in figures from *first* on; return the numbers, and the places after them.

    'A' counts as 1, '0' as 0.
    """
    number = np.zeros(len(place), np.int64)
    least = 1 if base == 26 else 0
    for _ in range(most):
        figure = text[place] - np.uint8(first)  # below the first it wraps around to a large number
        there = figure < base
        if not there.any():
            break
        number = np.where(there, number * base + figure + least, number)
        place = place + there
    return number, place
