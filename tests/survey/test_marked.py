"""The marked copy: what is coloured, commented and linked, and that all else stays as it was."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from survey.marked_copies import colour, follow, listed, opened

from powermap import read_survey
from powermap.survey.checks import found
from powermap.survey.marked import COLOURS, marked_copy

ACTORS = [["name", "sector", "seat"], ["A", "NHS", "yes"], ["B", "Local authority", "no"]]


HOSTILE = "O'Brien's & co"


LOOK = ("font", "fill", "border", "alignment", "protection")


def save(book, path):
    book.save(path)
    return path


@pytest.fixture
def messy(tmp_path):
    """A workbook with formats, formulas, dates, a hidden sheet and four kinds of issue."""
    book = openpyxl.Workbook()
    actors = book.active
    actors.title = "Organisations"
    for row in [[*ACTORS[0], "joined"], [*ACTORS[1], date(2024, 1, 2)], ["B", "Local authority", "often"]]:
        actors.append(row)
    for cell in actors[1]:
        cell.fill, cell.font = PatternFill("solid", fgColor="FF002060"), Font(color="FFFFFFFF", bold=True)
    actors["D3"] = datetime(2024, 3, 4, 5, 6, 7)
    actors["G1"], actors["G3"] = "notes", "=COUNTA(A2:A99)"
    actors["F1"] = "share"
    actors["F2"], actors["F2"].number_format = 0.123456789012345, "0.00%"
    actors["F3"] = CellRichText("plain ", TextBlock(InlineFont(b=True), "bold  "), "end")
    actors["G2"] = "=text"
    actors["G2"].data_type = "s"
    actors["B3"].comment = Comment("Ask Jo", "Jo")
    actors["C3"].comment = Comment("Ask Sam", "Sam")
    actors.add_data_validation(DataValidation("list", formula1='"yes,no"', sqref="C2:C99"))
    actors.column_dimensions["A"].width = 33
    actors.protection.sheet = True
    ties = book.create_sheet(HOSTILE)
    for row in [["from", "to", "strength"], ["A", "B", 3], ["B", "A", "banana"], ["A", "A", 2], ["A", "Zed", 1]]:
        ties.append(row)
    hidden = book.create_sheet("Archive")
    hidden.append(["old", "minutes"])
    hidden.sheet_state = "hidden"
    book.active = 1
    return save(book, tmp_path / "survey.xlsx")


def test_every_issue_is_listed_with_a_link_to_its_cell(messy):
    book, survey = opened(messy), read_survey(messy)
    rows = listed(book)
    assert {(r["Level"], r["Code"], r["Cell"], r["What"]) for r in rows} == {
        (i.level, i.code, i.cell or None, i.message) for i in survey.issues
    }
    assert len(rows) == len(survey.issues) > 5
    assert [r["Level"] for r in rows] == sorted((r["Level"] for r in rows), key=["error", "warning", "note"].index)
    assert all(r["What to do"] for r in rows)
    for row, issue in zip(rows, sorted(survey.issues, key=lambda i: list(COLOURS).index(i.level)), strict=True):
        if issue.sheet:
            cell = follow(book, row["link"])
            assert (cell.parent.title, cell.coordinate) == (issue.sheet, issue.cell or "A1")


def test_the_list_is_the_first_sheet_and_easy_to_use(messy):
    book = opened(messy)
    sheet = book.worksheets[0]
    assert book.sheetnames == ["Issues", "Organisations", HOSTILE, "Archive"]
    assert book.active is sheet
    assert [s.sheet_view.tabSelected for s in book.worksheets] == [True, False, False, False]
    assert [cell.value for cell in sheet[3]] == ["Level", "Code", "Sheet", "Cell", "What", "What to do"]
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == f"A3:F{sheet.max_row}"
    assert sheet.column_dimensions["E"].width > 40
    assert sheet["A1"].value == "What powermap found in survey.xlsx: 2 errors, 2 warnings, 3 notes."


def test_cells_are_coloured_by_level_and_commented(messy):
    book = opened(messy)
    ties, actors = book[HOSTILE], book["Organisations"]
    assert {cell.coordinate: colour(cell) for row in ties for cell in row if colour(cell)} == {
        "C3": COLOURS["error"],
        "C4": COLOURS["warning"],
        "B5": COLOURS["warning"],
    }
    said = ties["C3"].comment.text
    assert said.startswith("powermap found:\nError: 'banana' is not an answer that powermap knows.")
    assert "\nWhat to do: Use a number" in said
    assert colour(actors["D1"]) == COLOURS["note"]
    assert (actors["D1"].font.color.rgb, actors["D1"].font.b) == ("FF000000", True), "white on pale cannot be read"


def test_somebody_elses_comment_stays(messy):
    sheet = opened(messy)["Organisations"]
    assert (sheet["B3"].comment.text, sheet["B3"].comment.author) == ("Ask Jo", "Jo")
    assert sheet["C3"].comment.text.startswith("Ask Sam\n\npowermap found:\nError: Whether this organisation")
    assert sheet["C3"].comment.author == "Sam"


def test_all_other_cells_are_as_they_were(messy):
    before, after = openpyxl.load_workbook(messy, rich_text=True), opened(messy)
    marks = {("Organisations", c) for c in ("C3", "D1")} | {(HOSTILE, c) for c in ("C3", "C4", "B5")}
    for sheet in before.worksheets:
        for row in sheet:
            for cell in row:
                twin = after[sheet.title][cell.coordinate]
                assert (twin.value, twin.data_type, twin.number_format) == (
                    cell.value,
                    cell.data_type,
                    cell.number_format,
                )
                if (sheet.title, cell.coordinate) not in marks:
                    assert all(repr(getattr(twin, part)) == repr(getattr(cell, part)) for part in LOOK)
    actors = after["Organisations"]
    assert actors["D3"].value == datetime(2024, 3, 4, 5, 6, 7)
    assert actors["G3"].value == "=COUNTA(A2:A99)"
    assert (actors["G2"].value, actors["G2"].data_type) == ("=text", "s")
    assert (
        actors.data_validations.dataValidation[0].sqref
        == before["Organisations"].data_validations.dataValidation[0].sqref
    )
    assert actors.column_dimensions["A"].width == 33
    assert actors.protection.sheet
    assert after["Archive"].sheet_state == "hidden"


def test_the_original_is_untouched_and_the_bytes_are_the_same_each_time(messy):
    before = messy.read_bytes()
    survey = read_survey(messy)
    assert marked_copy(survey, messy) == marked_copy(survey, messy)
    assert messy.read_bytes() == before


def test_checking_the_copy_reads_the_same_survey(messy, tmp_path):
    """Somebody will check the copy instead of the file; the list in it is not part of the survey."""
    survey = read_survey(messy)
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(marked_copy(survey, messy))
    again = read_survey(copy)
    mine, theirs = again.to_dict(), survey.to_dict()
    del mine["issues"], theirs["issues"]
    assert mine == theirs
    reasons = [issue.message for issue in again.issues if issue.sheet == "Issues"]
    assert reasons == ["Sheet 'Issues' was not used: it is the list of issues that powermap made."]
    book = opened(copy)
    assert book.sheetnames[:2] == ["Issues (2)", "Issues"]
    assert book[HOSTILE]["C3"].comment.text.count("powermap found:") == 1
    assert book["Organisations"]["C3"].comment.text.count("Ask Sam") == 1


def test_an_issue_in_a_hidden_sheet_is_marked_and_said_to_be_hidden(messy):
    survey = read_survey(messy)
    issue = found("warning", "self-tie", "Old.", file="survey.xlsx", sheet="Archive", cell="B1")
    object.__setattr__(survey, "issues", (issue,))
    book = opened(messy, survey=survey)
    (row,) = listed(book)
    assert row["Sheet"] == "Archive (hidden)"
    assert follow(book, row["link"]).comment.text.startswith("powermap found:\nWarning: Old.")
    assert book["Archive"].sheet_state == "hidden", "what was hidden may be confidential"
    assert "Unhide" in book.worksheets[0]["A2"].value


def test_several_issues_in_one_cell_are_one_comment_in_the_gravest_colour(workbook):
    path = workbook({"Ties": [["from", "to"], ["A", "B"]]})
    survey = read_survey(path)
    many = [found("note", "name-spelling", f"Note {i}.", file=path.name, sheet="Ties", cell="B2") for i in range(9)]
    error = found("error", "missing-name", "Bad\x00 name.", file=path.name, sheet="Ties", cell="B2")
    object.__setattr__(survey, "issues", (*many, error))
    cell = opened(path, survey=survey)["Ties"]["B2"]
    assert colour(cell) == COLOURS["error"]
    said = cell.comment.text.splitlines()
    assert said[:2] == ["powermap found:", "Error: Bad\N{REPLACEMENT CHARACTER} name."]
    assert said[-1] == "... and 2 more, on the first sheet."


def test_a_comment_in_merged_cells_sits_on_the_top_left_one(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [["from", "to"], ["A", "B"], ["A", "C"]]:
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    path = save(book, tmp_path / "merged.xlsx")
    survey = read_survey(path)
    issue = found("error", "missing-name", "No name.", file="merged.xlsx", sheet="Sheet", cell="A3")
    object.__setattr__(survey, "issues", (issue,))
    copy = opened(path, survey=survey)
    assert copy["Sheet"]["A2"].comment.text.startswith("powermap found:\nError: No name.")
    assert colour(copy["Sheet"]["A2"]) == COLOURS["error"]
    assert listed(copy)[0]["link"] == "'Sheet'!A3"


@pytest.mark.parametrize("name", ["Issues", "ISSUES"])
def test_a_sheet_of_that_name_keeps_it(workbook, name):
    path = workbook({"Ties": [["from", "to"], ["A", "B"]], name: [["our", "own"]]})
    assert opened(path).sheetnames == ["Issues (2)", "Ties", name]


@pytest.mark.parametrize("cell", ["", "ZZZ1", "A0", "A1048577", "line 3", "B2:C3", "XFE1", "B2;DROP"])
def test_a_place_that_is_no_cell_is_listed_and_links_to_the_sheet(workbook, cell):
    path = workbook({"Ties": [["from", "to"], ["A", "B"]]})
    survey = read_survey(path)
    issue = found("error", "missing-name", "No name.", file=path.name, sheet="Ties", cell=cell)
    elsewhere = found("note", "sheet-ignored", "Gone.", file=path.name, sheet="No such sheet", cell="A1")
    object.__setattr__(survey, "issues", (issue, elsewhere))
    rows = listed(opened(path, survey=survey))
    assert [(row["Cell"], row["link"]) for row in rows] == [(cell or None, "'Ties'!A1"), ("A1", None)]


def test_the_parts_of_a_comment_belong_together(messy):
    """Excel repairs a file whose comments lack their drawing, or the sheet its link to it (ECMA-376 18.3.1.51)."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    with zipfile.ZipFile(io.BytesIO(marked_copy(read_survey(messy), messy))) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        kinds = archive.read("[Content_Types].xml").decode()
        drawn = 0
        for name in names:
            if name.endswith((".xml", ".rels", ".vml")):
                ET.fromstring(archive.read(name))
            if not re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
                continue
            legacy = ET.fromstring(archive.read(name)).find(f"{main}legacyDrawing")
            rels = name.replace("worksheets/", "worksheets/_rels/") + ".rels"
            if rels not in names:
                assert legacy is None
                continue
            targets = {r.get("Id"): r.get("Target").lstrip("/") for r in ET.fromstring(archive.read(rels))}
            assert targets[legacy.get(relation)] in names
            comments = next(target for target in targets.values() if "comments/" in target)
            count = len(ET.fromstring(archive.read(comments)).findall(f".//{main}comment"))
            assert archive.read(targets[legacy.get(relation)]).count(b'ObjectType="Note"') == count > 0
            assert f'PartName="/{comments}"' in kinds
            drawn += count
    assert drawn == 6, "five marked cells, and the comment of Jo"
