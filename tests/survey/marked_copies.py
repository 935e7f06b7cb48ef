"""Marked copies as the tests look at them."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl

from powermap import read_survey
from powermap.survey.marked import marked_copy


def opened(*paths, survey=None):
    """The marked copy of these files, loaded again; its first sheet is the list of issues."""
    content = marked_copy(survey or read_survey(*paths), *paths)
    return openpyxl.load_workbook(io.BytesIO(content), rich_text=True)


def listed(book):
    """Rows of the list of issues, as dictionaries; 'link' is where the row's link leads."""
    sheet = book.worksheets[0]
    header = [cell.value for cell in sheet[3]]
    rows = []
    for cells in sheet.iter_rows(min_row=4):
        row = dict(zip(header, (cell.value for cell in cells), strict=True))
        row["link"] = next((cell.hyperlink.location for cell in cells if cell.hyperlink), None)
        if row["Level"]:
            rows.append(row)
    return rows


def follow(book, location):
    """The cell that a link leads to, read as Excel reads it: 'sheet, with quotes doubled'!C7."""
    match = re.fullmatch(r"(?:'((?:[^']|'')+)'|([^'!]+))!([A-Z]+[0-9]+)", location)
    return book[(match[1] or match[2]).replace("''", "'")][match[3]]


def colour(cell):
    return cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else None


def edit(path, name, old, new):
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for entry, content in parts.items():
            archive.writestr(entry, content)
