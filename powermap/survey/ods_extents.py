"""How far each sheet of an OpenDocument spreadsheet reaches."""

from __future__ import annotations

import re

from powermap.survey.extent import MOST_COLUMNS_HIDDEN, MOST_ROWS_HIDDEN, Extent
from powermap.survey.part_tags import attribute, unreference
from powermap.survey.repeated_texts import MOST_TEXT, too_long

_ODS_ELEMENT = re.compile(
    rb"""<table:(?:table|table-row|table-column|(?:covered-)?table-cell)(?:\s(?:[^>"']|"[^"]*"|'[^']*')*)?>|<text:p"""
)


def ods_extents(content: bytes) -> dict[str, Extent]:
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
                extent.hidden_rows.update(range(row, min(row + rows, MOST_ROWS_HIDDEN)))
        elif tag.startswith(b"<table:table-column"):
            times = _times(tag, b"number-columns-repeated")
            if _out_of_sight(tag):
                extent.hidden_columns.update(range(columns, min(columns + times, MOST_COLUMNS_HIDDEN)))
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
            extent = extents.setdefault(unreference(attribute(tag, b"name")), Extent())
            row, column, rows, cells, columns = 0, 0, 0, 0, 0
    repeated += (len(content) - text_from) * (rows * cells - 1)
    if repeated > MOST_TEXT:
        raise too_long()
    return extents


def _out_of_sight(tag: bytes) -> bool:
    return attribute(tag, b"visibility") in ("collapse", "filter")


def _times(tag: bytes, name: bytes) -> int:
    times = attribute(tag, name)
    return int(times[:12]) if times.isdecimal() else 1
