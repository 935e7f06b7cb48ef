"""How far each sheet of a zipped workbook reaches, before anything is read into memory.

The spreadsheet reader lays a sheet out as a full rectangle: one stray cell in the last corner of an otherwise
small sheet would ask it for half a terabyte. It also gives error values, and formulas that were never
calculated, as empty cells. Both are found here, in one pass over the parts of the zip.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import unescape

from powermap.survey.cell_places import as_text, begins_of_cells, last_place, places_of, refers_once
from powermap.survey.repeated_texts import (
    MOST_TEXT,
    Texts,
    TooBigError,
    binary_records,
    check_binary_texts,
    too_long,
)

#: Unpacked bytes in all; a workbook with more is refused.
MOST_BYTES = 250_000_000
#: Small enough to stay in the cache of the processor: a sheet is swept in half the time of pieces of 1 MB.
_PIECE = 1 << 18
_LONGEST_TAG = 65_536

_CELL = re.compile(rb"""<c\s[^>]*?\br\s*=\s*["']([A-Za-z]+)([0-9]+)["'][^>]*(?<!/)>""")
_BARE_CELL = re.compile(rb"""<c(?=[\s>])(?![^>]*?\sr\s*=\s*["'])""")
_PREFIX = re.compile(rb"<(/?)\w+:(?=c[\s>])")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["']([0-9]+)["']""")
_NEXT_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
#: A tag of a row or cell that holds a '>' in quotation marks, where it seems to end.
_ODD_TAG = re.compile(rb"""<(?:\w+:)?(?:c|row)\s(?:[^>"']|"[^">]*"|'[^'>]*')*(?:"[^">]*|'[^'>]*)>""")
_TWICE = re.compile(
    rb"""<(?:\w+:)?(?:c|row)\s(?:(?:[^>"']|"[^"]*"|'[^']*')*?(?<![\w:.-])r\s*=\s*(?:"[^"]*"|'[^']*')){2}"""
)
#: What may be the value of an attribute that no program writes: with a '>', in single quotes, after a space.
_ODD_VALUE = re.compile(rb"""=(?!"[^">]*")""")
_TWO_WAYS = "a tag of it can be read in two ways"
_END_OF_CELL = re.compile(rb"</(?:\w+:)?c>")
_WHOLE_CELL = re.compile(rb"""<(?:\w+:)?c\s([^>]*?)(?<!/)>(.*?)</(?:\w+:)?c>""", re.S)
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)([0-9]+)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)<")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ODS_ELEMENT = re.compile(
    rb"""<table:(?:table|table-row|table-column|(?:covered-)?table-cell)(?:\s(?:[^>"']|"[^"]*"|'[^']*')*)?>|<text:p"""
)

_HIDDEN = re.compile(rb"""<(?:\w+:)?(row|col)\s([^>]*?\bhidden=["'](?:1|true)["'][^>]*)>""")
#: Rows and columns beyond these are not remembered as hidden.
_MOST_ROWS, _MOST_COLUMNS = 100_000, 2_000

NOT_CALCULATED = "a formula that was never calculated"


class CellError(str):
    """A cell that shows an error instead of a value, such as #REF!."""

    __slots__ = ()


@dataclass
class Extent:
    """The last row and column with content in a sheet, counted from 0, and what its cells alone do not tell.

    *errors*: the cells that show an error, or were never calculated. *merged*: first row, first column, last row,
    last column. Hidden rows and columns are remembered only where a survey can be.
    """

    last_row: int = -1
    last_column: int = -1
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    #: While an xlsx sheet is looked through: its last column that a cell names, and the cells of the row so far
    #: that name none.
    named_column: int = -1
    bare: int = 0

    @property
    def cells(self) -> int:
        """How many cells the rectangle from A1 has."""
        return (self.last_row + 1) * (self.last_column + 1)

    def reach(self, row: int, column: int) -> None:
        """Stretch to this cell."""
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)


def extents_of(path: Path) -> dict[str, Extent]:
    """Return how far each sheet reaches, by sheet name; {} entries are missing where that cannot be told.

    Every part is unpacked once, in pieces and to its real end, whatever size the zip claims for it.

    Raises
    ------
    TooBigError
        It unpacks to more than a survey ever holds, or its texts do once each stands in all of its cells.
    """
    with zipfile.ZipFile(path) as archive:
        left = MOST_BYTES
        found: dict[str, Extent] = {}
        small: dict[str, bytes] = {}
        texts = Texts()
        for entry in archive.infolist():
            # The claimed size is not to be trusted: with a limit of our own, unpacking goes on to the real end.
            entry.file_size = 1 << 62
            name = entry.filename
            lower = name.lower()
            kept: list[bytes] = []
            tail = b""
            for piece in _pieces(archive, entry):
                left -= len(piece)
                if left < 0:
                    raise TooBigError(f"it unpacks to more than {MOST_BYTES // 1_000_000} MB")
                if lower.endswith((".rels", ".bin", "workbook.xml")) or lower == "content.xml":
                    kept.append(piece)
                elif "sharedstrings" in lower:
                    texts.listed(piece)
                else:  # whatever it is called, the workbook may say that it is a sheet
                    tail = _scan(tail + piece, found.setdefault(name, Extent()), texts)
            if kept:
                small[name] = b"".join(kept)
        if texts.may_be_too_long:
            texts.count(archive)
    if "content.xml" in small:
        return _ods_extents(small["content.xml"])
    check_binary_texts(small)
    for name, data in small.items():
        if "sheet" in name.lower() and name.lower().endswith(".bin"):
            found[name] = _binary_extent(data)
    return _by_sheet_name(small, found)


def near_copy(path: Path, rows: int, columns: int) -> bytes:
    """Return a copy of an xlsx workbook, in memory, without the cells beyond these many rows and columns.

    Raises
    ------
    TooBigError
        The workbook is of another kind, or its cells do not say where they stand.
    """

    def near(match: re.Match[bytes]) -> bytes:
        place = _REFERENCE.search(match[1])
        return match[0] if place and int(place[2]) <= rows and _column(place[1]) < columns else b""

    copy = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(copy, "w") as target:
        for entry in archive.infolist():
            lower = entry.filename.lower()
            if (lower.endswith(".bin") and "sheet" in lower) or lower == "content.xml":
                raise TooBigError("a sheet has a cell very far out")
            with target.open(entry.filename, "w") as part:
                rest = b""
                for piece in _pieces(archive, entry):
                    data = rest + piece
                    if _BARE_CELL.search(_PREFIX.sub(rb"<\1", data[: data.rfind(b">") + 1])):
                        raise TooBigError("a sheet has a cell very far out")
                    ends = [match.end() for match in _END_OF_CELL.finditer(data, max(len(data) - 65_536, 0))]
                    end = ends[-1] if ends else 0
                    part.write(_WHOLE_CELL.sub(near, data[:end]))
                    rest = data[end:]
                part.write(_WHOLE_CELL.sub(near, rest))
    return copy.getvalue()


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while piece := part.read(_PIECE):
            yield piece


def _scan(piece: bytes, extent: Extent, texts: Texts) -> bytes:
    """Stretch *extent* to the cells in *piece*; return the unfinished end, to go before the next piece."""
    end = piece.rfind(b">") + 1
    data, begun = piece[:end], piece.rfind(b"<", end)
    if b":" in data and b":c" in data:
        data = _PREFIX.sub(rb"<\1", data)
    unfinished = piece[begun:] if begun >= 0 else b""
    if len(unfinished) > _LONGEST_TAG:
        raise ValueError("a tag of it has no end")
    text = as_text(data)
    begins = begins_of_cells(text)
    if not refers_once(text, begins):
        _check_tags(data)
    texts.used(data, text)
    last = last_place(text, begins)
    if last is not None:
        extent.named_column = max(extent.named_column, last[1])
        extent.reach(*last)
    else:
        if _ODD_VALUE.search(data):
            _check_tags(data)
        _see_cells(data, extent)
    single = b"'" in data and b"'e'" in data
    if single or places_of(b'"e"', text).size or places_of(b"<f", text).size or b":f>" in data:
        _see_errors(data, extent)
    _see_hidden(data, extent)
    start = max(data.rfind(b"<c "), data.rfind(b"<row"), len(data) - _LONGEST_TAG, 0)
    return data[start:] + unfinished


def _see_cells(data: bytes, extent: Extent) -> None:
    """Stretch *extent* to the cells, one by one."""
    cells = _CELL.findall(data)
    if cells:
        last = _column(max((len(c), c.upper()) for c, _ in cells)[1])
        extent.named_column = max(extent.named_column, last)
        extent.reach(max(int(row) for _, row in cells) - 1, last)
    if _BARE_CELL.search(data):  # without a reference a cell stands after the one before it
        if _ODD_TAG.search(data):
            raise ValueError(_TWO_WAYS)
        bare = [len(_BARE_CELL.findall(row)) for row in _NEXT_ROW.split(data)]
        bare[0] += extent.bare
        rows = max(map(int, _ROW.findall(data)), default=0)
        extent.reach(max(rows, extent.last_row + len(bare)) - 1, extent.named_column + max(bare))
        extent.bare = bare[-1]


def _check_tags(data: bytes) -> None:
    """Refuse what stands here for this reader and there for another: a cell with two places, a '>' in quotes."""
    if _TWICE.search(data) or _ODD_TAG.search(data):
        raise ValueError(_TWO_WAYS)


def _see_errors(data: bytes, extent: Extent) -> None:
    """Note the cells that show an error, and the formulas without a value."""
    for attributes, inside in _WHOLE_CELL.findall(data):
        place = _REFERENCE.search(attributes)
        if place is None:
            continue
        value = _VALUE.search(inside)
        at = (int(place[2]) - 1, _column(place[1]))
        if b't="e"' in attributes or b"t='e'" in attributes:
            extent.errors[at] = value[1].decode("utf-8", "replace") if value else "#ERROR!"
        elif value is None and (b"<f" in inside or b":f>" in inside) and b't="str"' not in attributes:
            extent.errors[at] = NOT_CALCULATED


def _see_hidden(data: bytes, extent: Extent) -> None:
    if b" hidden=" in data:
        for kind, attributes in _HIDDEN.findall(data):
            if kind == b"row":
                row = int(_attribute(attributes, b"r") or 0)
                extent.hidden_rows.update([row - 1] if row <= _MOST_ROWS else [])
            else:
                first, last = (int(_attribute(attributes, name) or 0) for name in (b"min", b"max"))
                extent.hidden_columns.update(range(first - 1, min(last, _MOST_COLUMNS)))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def _attribute(tag: bytes, name: bytes) -> str:
    match = re.search(rb"""(?<![\w-])(?:\w+:)?""" + name + rb"""=(?:"([^"]*)"|'([^']*)')""", tag)
    if match is None:
        return ""
    text = (match[1] if match[1] is not None else match[2]).decode("utf-8", "replace")
    return unescape(text, {"&quot;": '"', "&apos;": "'"})


def _by_sheet_name(small: dict[str, bytes], extents: dict[str, Extent]) -> dict[str, Extent]:
    """Return *extents* by the name on the tab rather than by the name of the part."""
    book = next((data for name, data in small.items() if name.lower().endswith("xl/workbook.xml")), None)
    links = next(
        (data for name, data in small.items() if re.search(r"workbook\.(xml|bin)\.rels$", name.lower())), b""
    )
    part_of = {_attribute(tag, b"Id"): _attribute(tag, b"Target") for tag in _RELATIONSHIP.findall(links)}
    if book is None:
        binary = next((data for name, data in small.items() if name.lower().endswith("workbook.bin")), b"")
        sheets = _binary_sheets(binary)
    else:
        sheets = [(_unreference(_attribute(tag, b"name")), _attribute(tag, b"id")) for tag in _SHEET.findall(book)]
    result = {}
    worst = max(extents.values(), key=_cells, default=Extent())
    for name, link in sheets:
        target = part_of.get(link, "").lstrip("/")
        known = [extent for part, extent in extents.items() if target and part.lower().endswith(target.lower())]
        # A sheet whose part cannot be told is taken to be as large as the largest.
        result[name] = max(known, key=_cells) if known else Extent(worst.last_row, worst.last_column)
    return result


def _cells(extent: Extent) -> int:
    return extent.cells


def _unreference(text: str) -> str:
    """Replace numeric character references, which `unescape` leaves alone."""
    return re.sub(
        r"&#(x?)([0-9a-fA-F]{1,6});",
        lambda match: chr(min(int(match[2], 16 if match[1] else 10), 0x10FFFF)),
        text,
    )


def _ods_extents(content: bytes) -> dict[str, Extent]:
    """Return how far each sheet of an OpenDocument spreadsheet reaches, its repeated rows and cells counted."""
    extents: dict[str, Extent] = {}
    extent, row, column, rows, cells, counted, columns = Extent(), 0, 0, 1, 1, True, 0
    text_from, repeated = len(content), 0
    for match in _ODS_ELEMENT.finditer(content):
        tag = match[0]
        repeated += max(match.start() - text_from, 0) * (rows * cells - 1)
        text_from = match.start() if tag == b"<text:p" or b"office:" in tag else len(content)
        if tag.startswith(b"<table:table-row"):
            row, column, cells = row + rows, 0, 0
            rows = _times(tag, b"number-rows-repeated")
            if _out_of_sight(tag):
                extent.hidden_rows.update(range(row, min(row + rows, _MOST_ROWS)))
        elif tag.startswith(b"<table:table-column"):
            times = _times(tag, b"number-columns-repeated")
            if _out_of_sight(tag):
                extent.hidden_columns.update(range(columns, min(columns + times, _MOST_COLUMNS)))
            columns += times
        elif tag.startswith((b"<table:table-cell", b"<table:covered")):
            column += cells
            cells = _times(tag, b"number-columns-repeated")
            down, along = _times(tag, b"number-rows-spanned"), _times(tag, b"number-columns-spanned")
            if down > 1 or along > 1:
                extent.merged.append((row, column, row + down - 1, column + along - 1))
            counted = b"office:value" in tag
            if counted:
                extent.reach(row + rows - 1, column + cells - 1)
        elif tag == b"<text:p":
            if not counted:
                extent.reach(row + rows - 1, column + cells - 1)
        else:
            extent = extents.setdefault(_unreference(_attribute(tag, b"name")), Extent())
            row, column, rows, cells, columns = 0, 0, 0, 0, 0
    repeated += (len(content) - text_from) * (rows * cells - 1)
    if repeated > MOST_TEXT:
        raise too_long()
    return extents


def _out_of_sight(tag: bytes) -> bool:
    return _attribute(tag, b"visibility") in ("collapse", "filter")


def _times(tag: bytes, name: bytes) -> int:
    times = _attribute(tag, name)
    return int(times[:12]) if times.isdecimal() else 1


_ROW_HEADER, _FIRST_CELL, _LAST_CELL, _BUNDLED_SHEET = 0, 2, 11, 156
_ERROR_CELLS = (3, 11)
ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}


def _binary_extent(data: bytes) -> Extent:
    extent, row = Extent(), 0
    for kind, content in binary_records(data):
        if kind > _LAST_CELL:
            continue
        if len(content) < 4:  # the reader would take the place of another cell for its own
            raise ValueError("a row or cell of it breaks off")
        if kind == _ROW_HEADER:
            row = struct.unpack_from("<I", content)[0]
        elif kind >= _FIRST_CELL:
            column = struct.unpack_from("<I", content)[0]
            extent.reach(row, column)
            if kind in _ERROR_CELLS and len(content) > 8:
                extent.errors[row, column] = ERRORS.get(content[8], "#ERROR!")
    return extent


def _binary_sheets(data: bytes) -> list[tuple[str, str]]:
    """Return the (name, relationship id) of each sheet in a binary workbook part."""
    sheets = []
    for kind, content in binary_records(data):
        if kind == _BUNDLED_SHEET:
            at, texts = 8, list[str]()
            while len(texts) < 2 and at + 4 <= len(content):
                length = struct.unpack_from("<I", content, at)[0]
                length = 0 if length == 0xFFFFFFFF else length
                texts.append(content[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "replace"))
                at += 4 + 2 * length
            if len(texts) == 2:
                sheets.append((texts[1], texts[0]))
    return sheets
