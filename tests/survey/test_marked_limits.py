"""The marked copy of hostile and huge files, and where Excel has no more room."""

from __future__ import annotations

import pytest
from survey.marked_copies import colour, edit, listed, opened

from powermap import read_survey
from powermap.survey import copies, marked
from powermap.survey.marked import COLOURS


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (
            b"</sheetData>",
            '</sheetData><mergeCells count="1"><mergeCell ref="A4:XFD1048576"/></mergeCells>',
            "merged cells without end",
        ),
        (
            b"</sheetData>",
            '</sheetData><hyperlinks><hyperlink ref="E9:XFD1048576" location="A1"/></hyperlinks>',
            "merged cells without end",
        ),
        (b"<worksheet ", "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet ", "safely"),
    ],
)
def test_what_would_never_end_is_copied_by_its_values(workbook, old, new, why):
    path = workbook({"Ties": [["from", "to", "strength"], ["A", "B", "banana"], ["B", "A", 1]]})
    edit(path, "xl/worksheets/sheet1.xml", old, new)
    book = opened(path)
    assert why in book.worksheets[0]["A2"].value
    assert colour(book["Ties"]["C2"]) == COLOURS["error"]


def test_a_sheet_too_large_to_copy_is_listed(workbook, monkeypatch):
    monkeypatch.setattr(copies, "MOST_BYTES", 10)
    monkeypatch.setattr(copies, "MOST_CELLS", 8)
    path = workbook({"Ties": [["from", "to", "strength"], ["A", "B", "banana"], ["B", "A", 1]]})
    book = opened(path)
    assert book.sheetnames == ["Issues"]
    assert "'Ties' is too large to copy" in book.worksheets[0]["A2"].value
    assert {row["Sheet"] for row in listed(book) if row["Code"] == "not-a-number"} == {"Ties"}


def test_comments_and_links_stop_where_excel_does_and_the_list_goes_on(workbook, monkeypatch):
    monkeypatch.setattr(marked, "MOST_COMMENTS", 3)
    monkeypatch.setattr(marked, "MOST_LINKS", 4)
    rows = [["A", "B", f"x{i}"] for i in range(6)]
    path = workbook({"Ties": [["from", "to", "strength"], ["B", "A", 1], ["B", "C", 2], ["A", "C", 3], *rows]})
    survey = read_survey(path)
    book = opened(path, survey=survey)
    assert len(listed(book)) == len(survey.issues) > 6
    assert sum(row["link"] is not None for row in listed(book)) == 4
    cells = [cell for row in book["Ties"] for cell in row]
    assert sum(colour(cell) is not None for cell in cells) == 6
    assert sum(cell.comment is not None for cell in cells) == 3
    said = book.worksheets[0]["A2"].value
    assert "first 3 of 6 coloured cells" in said
    assert "first 4 of" in said


def test_what_excel_cannot_hold_is_cut_and_said(text):
    path = text(f"from,to\nA,{'x' * 40_000}\nA,B\x01\nB,A\n")
    sheet = opened(path)["ties"]
    assert len(sheet["B2"].value) == 32_767
    assert sheet["B3"].value == "B"
    assert "texts of more than 32,767 characters are cut" in opened(path).worksheets[0]["A2"].value
