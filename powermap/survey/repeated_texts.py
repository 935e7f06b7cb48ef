"""How much text a workbook holds once each of its texts stands in every cell that shows it.

Excel writes a text once, and in each cell its number: a file of a few kilobytes can ask for gigabytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from powermap.survey.cell_places import places_of

#: Bytes of text in all cells together.
MOST_TEXT = 100_000_000
#: A list of texts that claims to be longer would be given room for that many before the first is read.
_MOST_TEXTS = 5_000_000
_CLAIMED = re.compile(rb"""\buniqueCount\s*=\s*["']([0-9]+)""")
_TEXT = re.compile(rb"<(?:\w+:)?si[\s>]")
_WHICH = re.compile(rb"""\bt\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v(?:\s[^>]*)?>\s*([0-9]{1,9})""")
_TEXT_RECORD, _SHOWN_RECORD = 19, 7


class TooBigError(Exception):
    """The workbook comes to more than a survey ever holds."""


def too_long() -> TooBigError:
    """Return what is said of a workbook with too much text."""
    return TooBigError(f"with every repetition its texts come to more than {MOST_TEXT // 1_000_000} MB")


class Texts:
    """The texts of an xlsx workbook, as its parts go by: a bound first, and a count only where that is passed."""

    def __init__(self) -> None:
        self.lists: list[bytes] = []
        self.cells = 0

    def listed(self, piece: bytes) -> None:
        """Take in a piece of the list of texts."""
        if any(int(number[:9]) > _MOST_TEXTS for number in _CLAIMED.findall(piece)):
            raise TooBigError("its list of texts claims to be longer than any survey's")
        self.lists.append(piece)

    def used(self, piece: bytes, text: NDArray[np.uint8]) -> None:
        """Take in a piece of a sheet, as bytes and as an array of them."""
        self.cells += places_of(b'"s"', text).size  # the type of a cell, or at worst something else
        if b"'" in piece:
            self.cells += piece.count(b"'s'")

    @property
    def lengths(self) -> list[int]:
        """The length of each text, with its tags."""
        starts = [match.start() for match in _TEXT.finditer(b"".join(self.lists))]
        ends = [*starts[1:], sum(map(len, self.lists))]
        return [end - start for start, end in zip(starts, ends, strict=False)]

    @property
    def may_be_too_long(self) -> bool:
        """Whether it would be too much if every cell showed the longest text."""
        return self.cells * max(self.lengths, default=0) > MOST_TEXT

    def count(self, archive: zipfile.ZipFile) -> None:
        """Add up what the cells show.

        Raises
        ------
        TooBigError
            It is too much.
        """
        lengths, total = self.lengths, 0
        for entry in archive.infolist():
            tail = b""
            with archive.open(entry) as part:
                while piece := part.read(1 << 20):
                    data = tail + piece
                    end = max(data.rfind(b"<c "), data.rfind(b":c "), 0) or len(data)
                    total += sum(lengths[n] for n in map(int, _WHICH.findall(data[:end])) if n < len(lengths))
                    tail = data[end:]
            total += sum(lengths[n] for n in map(int, _WHICH.findall(tail)) if n < len(lengths))
            if total > MOST_TEXT:
                raise too_long()


def check_binary_texts(parts: Mapping[str, bytes]) -> None:
    """Do the same for an xlsb workbook: *parts* by name.

    Raises
    ------
    TooBigError
        The cells show too much text.
    """
    lists = [data for name, data in parts.items() if name.lower().endswith("sharedstrings.bin")]
    lengths = [len(text) for data in lists for kind, text in binary_records(data) if kind == _TEXT_RECORD]
    total = 0
    for name, data in parts.items():
        if lengths and "sheet" in name.lower() and name.lower().endswith(".bin"):
            for kind, cell in binary_records(data):
                if kind == _SHOWN_RECORD and len(cell) >= 12:
                    which = int.from_bytes(cell[8:12], "little")
                    total += lengths[which] if which < len(lengths) else 0
    if total > MOST_TEXT:
        raise too_long()


def binary_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a binary workbook part: their kind and content ([MS-XLSB] 2.1.4)."""
    at = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind & 0x80 and at < len(data):
            kind = (kind & 0x7F) | ((data[at] & 0x7F) << 7)
            at += 1
        size = shift = 0
        while at < len(data) and shift < 28:
            size |= (data[at] & 0x7F) << shift
            at, shift = at + 1, shift + 7
            if not data[at - 1] & 0x80:
                break
        yield kind, data[at : at + size]
        at += size
