"""How far each sheet of a binary workbook (.xlsb) reaches."""

from __future__ import annotations

import struct

from powermap.survey.cell_errors import ERRORS
from powermap.survey.extent import Extent
from powermap.survey.repeated_texts import binary_records

_ROW_HEADER, _FIRST_CELL, _LAST_CELL, _BUNDLED_SHEET = 0, 2, 11, 156
_ERROR_CELLS = (3, 11)


def binary_extent(data: bytes) -> Extent:
    """Return how far the part of a sheet reaches, with the cells that show an error."""
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


def binary_sheets(data: bytes) -> list[tuple[str, str]]:
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
