"""How far each sheet of a zipped workbook reaches, before anything is read into memory.

The spreadsheet reader lays a sheet out as a full rectangle: one stray cell in the last corner of an otherwise
small sheet would ask it for half a terabyte. It also gives error values, and formulas that were never
calculated, as empty cells. Both are found here, in one pass over the parts of the zip.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from powermap.survey.binary_extents import binary_extent, binary_sheets
from powermap.survey.cell_errors import NOT_CALCULATED
from powermap.survey.cell_places import as_text, begins_of_cells, last_place, places_of, refers_once
from powermap.survey.extent import MOST_COLUMNS_HIDDEN, MOST_ROWS_HIDDEN, Extent
from powermap.survey.ods_extents import ods_extents
from powermap.survey.part_tags import attribute, column_number, unreference
from powermap.survey.repeated_texts import Texts, TooBigError, check_binary_texts

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
_HIDDEN = re.compile(rb"""<(?:\w+:)?(row|col)\s([^>]*?\bhidden=["'](?:1|true)["'][^>]*)>""")


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
        return ods_extents(small["content.xml"])
    check_binary_texts(small)
    for name, data in small.items():
        if "sheet" in name.lower() and name.lower().endswith(".bin"):
            found[name] = binary_extent(data)
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
        return match[0] if place and int(place[2]) <= rows and column_number(place[1]) < columns else b""

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
        last = column_number(max((len(c), c.upper()) for c, _ in cells)[1])
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
        at = (int(place[2]) - 1, column_number(place[1]))
        if b't="e"' in attributes or b"t='e'" in attributes:
            extent.errors[at] = value[1].decode("utf-8", "replace") if value else "#ERROR!"
        elif value is None and (b"<f" in inside or b":f>" in inside) and b't="str"' not in attributes:
            extent.errors[at] = NOT_CALCULATED


def _see_hidden(data: bytes, extent: Extent) -> None:
    if b" hidden=" in data:
        for kind, attributes in _HIDDEN.findall(data):
            if kind == b"row":
                row = int(attribute(attributes, b"r") or 0)
                extent.hidden_rows.update([row - 1] if row <= MOST_ROWS_HIDDEN else [])
            else:
                first, last = (int(attribute(attributes, name) or 0) for name in (b"min", b"max"))
                extent.hidden_columns.update(range(first - 1, min(last, MOST_COLUMNS_HIDDEN)))


def _by_sheet_name(small: dict[str, bytes], extents: dict[str, Extent]) -> dict[str, Extent]:
    """Return *extents* by the name on the tab rather than by the name of the part."""
    book = next((data for name, data in small.items() if name.lower().endswith("xl/workbook.xml")), None)
    links = next(
        (data for name, data in small.items() if re.search(r"workbook\.(xml|bin)\.rels$", name.lower())), b""
    )
    part_of = {attribute(tag, b"Id"): attribute(tag, b"Target") for tag in _RELATIONSHIP.findall(links)}
    if book is None:
        binary = next((data for name, data in small.items() if name.lower().endswith("workbook.bin")), b"")
        sheets = binary_sheets(binary)
    else:
        sheets = [(unreference(attribute(tag, b"name")), attribute(tag, b"id")) for tag in _SHEET.findall(book)]
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
