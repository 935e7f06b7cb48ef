"""The workbooks of Excel 97 to 2003 (.xls): how far each sheet reaches, before it is laid out in memory.

Such a file is a small file system ([MS-CFB]) with a stream of records in it ([MS-XLS]). The spreadsheet reader
follows its chains without end where they go round in a circle, and lays a sheet out as a full rectangle, whatever
the file claims of its size. Here the stream is taken out strictly, cells far from the table are left out, and what
is handed on is a container of our own around it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from powermap.survey.cell_errors import ERRORS
from powermap.survey.extent import Extent
from powermap.survey.repeated_texts import MOST_TEXT, too_long

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR, _END = 0xFFFFFFFA, 0xFFFFFFFE
_STREAMS = ("Workbook", "Book", "WORKBOOK", "BOOK")
#: Excel 97 to 2003 has no more.
_MOST_COLUMNS = 256
#: Streams smaller than this stand in the small sectors of the container.
_SMALL_STREAM, _SMALL_SECTOR = 4096, 64

_FORMULA, _END_OF_PART, _PASSWORD, _SHEET, _START_OF_PART = 0x0006, 0x000A, 0x002F, 0x0085, 0x0809
_SEVERAL_NUMBERS, _DIMENSIONS, _TRUTH_OR_ERROR = 0x00BD, 0x0200, 0x0205
#: Records of cells: row and column come first.
_CELLS = frozenset((_FORMULA, _SEVERAL_NUMBERS, 0x00D6, 0x00FD, 0x0203, 0x0204, _TRUTH_OR_ERROR, 0x027E))
_TEXTS, _CONTINUED, _SHOWN_TEXT = 0x00FC, 0x003C, 0x00FD
#: The text that a formula gave, and an empty cell, which the reader passes over.
_TEXT_OF_FORMULA, _NO_CELL = 0x0207, 0x0201


class DamagedError(Exception):
    """The container does not hold together."""


def open_old(content: bytes, most_cells: int, rows: int, columns: int) -> tuple[bytes, dict[str, Extent], set[str]]:
    """Return a container that is safe to read, how far each sheet reaches, and which sheets were cut.

    A sheet whose rectangle has more than *most_cells* cells is cut to so many *rows* and *columns*.

    Raises
    ------
    DamagedError
        The container does not hold together.
    TooBigError
        Its cells show more text than a survey ever holds.
    """
    stream = bytearray(_workbook_in(content))
    extents: dict[str, Extent] = {}
    cut: set[str] = set()
    parts: list[tuple[int, str]] = []
    for at, kind, size in _records(stream, 0):
        if kind == _PASSWORD and stream[at + 4 : at + 6] != b"\0\0":
            return _container(stream), {}, set()  # all that follows is in cipher; the reader will say so
        if kind == _SHEET and size > 7:
            parts.append(
                (struct.unpack_from("<I", stream, at + 4)[0], _sheet_name(bytes(stream[at + 10 : at + 4 + size])))
            )
        if kind == _END_OF_PART:
            break
    _check_texts(stream, [start for start, _ in parts])
    for start, name in parts:
        extent = extents[name] = _measure(stream, start)
        if extent.cells > most_cells or extent.last_column >= _MOST_COLUMNS:
            cut.add(name)
            _cut(stream, start, rows, columns)
    return _container(stream), extents, cut


def _check_texts(stream: bytearray, starts: list[int]) -> None:
    """Add up the text that the cells of all sheets show; each text is written once, and shown by its number.

    Raises
    ------
    TooBigError
        It is too much.
    """
    lengths = list(_text_lengths(stream))
    shown = 0
    for start in starts:
        for _, at, kind, size in _records_of_sheet(stream, start):
            if kind == _SHOWN_TEXT and size >= 10:
                which = struct.unpack_from("<I", stream, at + 10)[0]
                shown += lengths[which] if which < len(lengths) else 0
    if shown > MOST_TEXT:
        raise too_long()


def _text_lengths(stream: bytearray) -> Iterator[int]:
    """Yield the length of each text in the list of texts, which runs over several records ([MS-XLS] 2.4.265)."""
    pieces: list[bytes] = []
    for at, kind, size in _records(stream, 0):
        if kind == _TEXTS:
            pieces = [bytes(stream[at + 12 : at + 4 + size])]
        elif kind == _CONTINUED and pieces:
            pieces.append(bytes(stream[at + 4 : at + 4 + size]))
        elif pieces:
            break
    data, place = b"", 0
    pieces.reverse()
    while pieces or place + 3 <= len(data):
        if place + 3 > len(data):
            data, place = pieces.pop(), 0
            continue
        length, flags = struct.unpack_from("<HB", data, place)
        yield length
        place += 3
        after = 0
        if flags & 8 and place + 2 <= len(data):
            after, place = 4 * struct.unpack_from("<H", data, place)[0], place + 2
        if flags & 4 and place + 4 <= len(data):
            after, place = after + struct.unpack_from("<I", data, place)[0], place + 4
        width = 1 + (flags & 1)
        while length and (place < len(data) or pieces):
            if place >= len(data):  # the rest of a text begins with a flag of its own
                data, place = pieces.pop(), 1
                width = 1 + (data[0] & 1) if data else 1
            taken = min(length, max((len(data) - place) // width, 0))
            length, place = length - taken, place + taken * width if taken else len(data)
        place += after
        while place > len(data) and pieces:
            place, data = place - len(data), pieces.pop()


def _measure(stream: bytearray, start: int) -> Extent:
    """Return how far the sheet that begins at *start* reaches, and its errors; drop what it claims of its size."""
    extent = Extent()
    for depth, at, kind, size in _records_of_sheet(stream, start):
        if kind == _DIMENSIONS:
            struct.pack_into("<H", stream, at, _NO_CELL)
        elif kind in _CELLS and size >= 6:
            row, first, last = _place(stream, at, kind, size)
            extent.reach(row, last)
            error = _error_in(kind, bytes(stream[at + 4 : at + 4 + size]))
            if error and depth <= 1:
                extent.errors[row, first] = error
    return extent


def _cut(stream: bytearray, start: int, rows: int, columns: int) -> None:
    """Make empty cells of those beyond *rows* and *columns*."""
    beyond = False
    for _, at, kind, size in _records_of_sheet(stream, start):
        if kind in _CELLS and size >= 6:
            row, _, last = _place(stream, at, kind, size)
            beyond = row >= rows or last >= columns
        if beyond and (kind in _CELLS or kind == _TEXT_OF_FORMULA):
            struct.pack_into("<H", stream, at, _NO_CELL)


def _place(stream: bytearray, at: int, kind: int, size: int) -> tuple[int, int, int]:
    """Return the row, the first and the last column of a record of cells."""
    row, first = struct.unpack_from("<HH", stream, at + 4)
    return row, first, first + (max(size // 6 - 2, 0) if kind == _SEVERAL_NUMBERS else 0)


def _error_in(kind: int, content: bytes) -> str:
    """Return the error that a cell shows; '' where it shows none."""
    if kind == _TRUTH_OR_ERROR and len(content) >= 8 and content[7] == 1:
        return ERRORS.get(content[6], "#ERROR!")
    if kind == _FORMULA and len(content) >= 14 and content[12:14] == b"\xff\xff" and content[6] == 2:
        return ERRORS.get(content[8], "#ERROR!")
    return ""


def _records_of_sheet(stream: bytearray, start: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the records of a sheet, and before each how deep it stands: those of a chart in it stand deeper."""
    depth = 0
    for at, kind, size in _records(stream, start):
        depth += (kind == _START_OF_PART) - (kind == _END_OF_PART)
        if kind == _END_OF_PART and depth <= 0:
            return
        yield depth, at, kind, size


def _records(stream: bytearray, start: int) -> Iterator[tuple[int, int, int]]:
    """Yield where each record stands, its kind, and the size of its content."""
    at = start
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if at + 4 + size > len(stream):
            return
        yield at, kind, size
        at += 4 + size


def _sheet_name(text: bytes) -> str:
    """Return the name of a sheet: of Excel 97 on with a flag before it, of older ones in the letters of Windows."""
    length = text[0]
    if len(text) >= 2 and text[1] in (0, 1) and len(text) == 2 + length * (1 + text[1]):
        return text[2:].decode("utf-16-le" if text[1] else "latin-1", "replace").replace("\0", "")
    return bytes(text[1 : 1 + length]).decode("cp1252", "replace").replace("\0", "")


# ---- the container


def _workbook_in(content: bytes) -> bytes:
    """Return the stream of the workbook, following every chain once."""
    if len(content) < 512 or not content.startswith(_SIGNATURE):
        raise DamagedError("it breaks off")
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in (9, 12):
        raise DamagedError("its sectors have no size")
    size = 1 << shift
    folder, small_table, table_of_tables = (struct.unpack_from("<I", content, at)[0] for at in (48, 60, 68))
    table = _table(content, size, table_of_tables)
    entries = b"".join(_chain(content, size, size, table, folder))
    found: dict[str, tuple[int, ...]] = {}
    root: tuple[int, ...] | None = None
    for at in range(0, len(entries) - 127, 128):
        name = entries[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
        place = struct.unpack_from("<II", entries, at + 116)
        root = root or place
        found.setdefault(name, place)
    stream = next((found[name] for name in _STREAMS if name in found), None)
    if stream is None or root is None:
        raise DamagedError("it holds no workbook")
    first, length = stream
    if length >= _SMALL_STREAM:
        return b"".join(_chain(content, size, size, table, first))[:length]
    small = b"".join(_chain(content, size, size, table, root[0]))[: root[1]]
    links = b"".join(_chain(content, size, size, table, small_table))
    numbers = struct.unpack(f"<{len(links) // 4}I", links[: len(links) // 4 * 4])
    return b"".join(_chain(small, _SMALL_SECTOR, 0, numbers, first))[:length]


def _table(content: bytes, size: int, further: int) -> tuple[int, ...]:
    """Return which sector follows each."""
    sectors = list(struct.unpack_from("<109I", content, 76))
    seen: set[int] = set()
    while further < _LAST_SECTOR:
        part = _sector(content, size, size, further)
        if further in seen or len(part) < size:
            raise DamagedError("its list of sectors goes round in a circle")
        seen.add(further)
        *more, further = struct.unpack(f"<{size // 4}I", part)
        sectors += more
    sectors = [sector for sector in sectors if sector < _LAST_SECTOR]
    if len(sectors) * size > len(content):
        raise DamagedError("its list of sectors is longer than the file")
    links = b"".join(_sector(content, size, size, sector) for sector in sectors)
    return struct.unpack(f"<{len(links) // 4}I", links[: len(links) // 4 * 4])


def _chain(content: bytes, size: int, before: int, table: tuple[int, ...], sector: int) -> Iterator[bytes]:
    """Yield the sectors of a chain; *before* the first stand so many bytes."""
    seen = 0
    while sector < _LAST_SECTOR:
        seen += 1
        if seen > len(table):
            raise DamagedError("a chain of sectors goes round in a circle")
        yield _sector(content, size, before, sector)
        if sector >= len(table):
            raise DamagedError("a chain of sectors leads out of the file")
        sector = table[sector]


def _sector(content: bytes, size: int, before: int, sector: int) -> bytes:
    start = before + sector * size
    if start >= len(content):
        raise DamagedError("a chain of sectors leads out of the file")
    return content[start : start + size]


def _container(stream: bytes | bytearray) -> bytes:
    """Return the plainest container around the stream of a workbook: sectors of 4,096 bytes, one chain."""
    size = 4096
    body = bytes(stream).ljust(_SMALL_STREAM, b"\0")
    body += bytes(-len(body) % size)
    sectors = len(body) // size
    tables = -(-(sectors + 1) // (size // 4 - 1))
    links = [*range(1, sectors), _END, _END, *[0xFFFFFFFD] * tables]
    links += [0xFFFFFFFF] * (tables * size // 4 - len(links))
    head = bytearray(_SIGNATURE + bytes(504))
    struct.pack_into("<HHHHH", head, 24, 0x3E, 4, 0xFFFE, 12, 6)
    struct.pack_into("<IIIIIIIIII", head, 40, 1, tables, sectors, 0, _SMALL_STREAM, _END, 0, _END, 0, sectors + 1)
    for place in range(1, 109):
        struct.pack_into("<I", head, 76 + 4 * place, sectors + 1 + place if place < tables else 0xFFFFFFFF)
    entries = _entry("Root Entry", 5, 0, 0) + _entry("Workbook", 2, 0, max(len(stream), _SMALL_STREAM))
    return b"".join(
        (bytes(head), bytes(size - 512), body, entries.ljust(size, b"\0"), struct.pack(f"<{len(links)}I", *links))
    )


def _entry(name: str, kind: int, start: int, length: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    none = 0xFFFFFFFF
    child = 1 if kind == 5 else none
    return struct.pack("<64sHBBIII16x4x8x8xIQ", text, len(text), kind, 1, none, none, child, start, length)
