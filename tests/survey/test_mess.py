"""The mess around tables: merged and hidden cells, headings between rows, totals, several tables on a sheet."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from powermap import read_survey
from powermap.errors import UnrecognisedSurveyError

ORGANISATIONS = [["name", "sector"], ["Council", "Local authority"], ["Hub", "VCSE"], ["Peers", "Peer-led charity"]]
TIES = [["from", "to", "strength"], ["Council", "Hub", 3], ["Hub", "Peers", 1], ["Peers", "Council", 2]]
READ = [("Council", "Hub", 3.0), ("Hub", "Peers", 1.0), ("Peers", "Council", 2.0)]


def ties(survey, *columns):
    columns = columns or ("from", "to", "strength")
    return [tuple(row) for row in survey.ties[list(columns)].itertuples(index=False)]


def found(survey, code):
    return [issue for issue in survey.issues if issue.code == code]


def places(survey, code):
    return [(issue.level, issue.sheet, issue.cell) for issue in found(survey, code)]


@pytest.fixture
def edited(tmp_path):
    """Write a workbook from {sheet: rows}, after *edit* has had the openpyxl sheets."""

    def write(sheets, edit, name="survey.xlsx"):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        edit(*book)
        path = tmp_path / name
        book.save(path)
        return path

    return write


# ---- merged cells


def test_name_merged_over_several_rows_stands_for_each(edited):
    rows = [["from", "to", "strength"], ["Council", "Hub", 3], [None, "Peers", 1], ["Hub", "Council", 2]]
    survey = read_survey(edited({"Ties": rows}, lambda sheet: sheet.merge_cells("A2:A3")))
    assert ties(survey) == [("Council", "Hub", 3.0), ("Council", "Peers", 1.0), ("Hub", "Council", 2.0)]
    assert places(survey, "merged-filled") == [("note", "Ties", "A2")]
    assert "A2:A3" in found(survey, "merged-filled")[0].message
    # a cell that is empty and not merged is a missing name
    assert places(read_survey(edited({"Ties": rows}, lambda sheet: None)), "missing-name") == [
        ("error", "Ties", "A3")
    ]


def test_sector_merged_over_its_organisations(edited):
    rows = [["Name", "Sector"], ["Council", "Local authority"], ["Hub", "VCSE"], ["Peers", None]]
    survey = read_survey(edited({"Members": rows, "Ties": TIES}, lambda sheet, _: sheet.merge_cells("B3:B4")))
    assert survey.actors["sector"].tolist()[1:] == ["Voluntary and community"] * 2


def test_title_merged_along_a_row_is_no_header(edited):
    rows = [["Fernbridge partnership"], [], *TIES]
    survey = read_survey(edited({"Ties": rows}, lambda sheet: sheet.merge_cells("A1:C1")))
    assert ties(survey) == READ
    assert not found(survey, "merged-filled")


def test_headers_merged_over_two_rows(edited):
    rows = [
        ["Name", "Sector", "Attendance", None],
        [None, None, "Spring", "Autumn"],
        ["Council", "Local authority", 1, 2],
        ["Hub", "VCSE", 3, 0],
    ]

    def edit(sheet, _):
        for cells in ("A1:A2", "B1:B2", "C1:D1"):
            sheet.merge_cells(cells)

    survey = read_survey(edited({"Members": rows, "Ties": TIES}, edit))
    assert survey.actors["name"].tolist()[:2] == ["Council", "Hub"]
    assert "Name" not in survey.actors["name"].tolist()


def test_label_merged_down_the_side_of_a_grid(edited):
    rows = [
        [None, None, "Council", "Hub", "Peers"],
        ["Who answered", "Council", None, 3, 0],
        [None, "Hub", 0, None, 1],
        [None, "Peers", 2, 0, None],
    ]
    survey = read_survey(edited({"Sheet1": rows}, lambda sheet: sheet.merge_cells("A2:A4")))
    assert ties(survey) == READ


# ---- hidden


def test_hidden_rows_and_columns_are_read_and_said(edited):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["C"].hidden = True

    survey = read_survey(edited({"Ties": TIES}, hide))
    assert ties(survey) == READ
    assert places(survey, "hidden-cells") == [("note", "Ties", "C3")]
    assert "rows 3-4 and columns C" in found(survey, "hidden-cells")[0].message


def test_hidden_sheets_are_read_when_asked(workbook):
    path = workbook({"Ties": TIES, "Organisations": ORGANISATIONS}, hidden=("Organisations",))
    survey = read_survey(path)
    assert survey.actors["sector"].tolist() == [None] * 3
    (note,) = found(survey, "sheet-ignored")
    assert (note.sheet, "--hidden" in note.fix) == ("Organisations", True)
    survey = read_survey(path, hidden=True)
    assert survey.actors["sector"].tolist()[0] == "Local authority"
    assert not found(survey, "sheet-ignored")
    with pytest.raises(UnrecognisedSurveyError, match="--hidden"):
        read_survey(workbook({"Notes": [["Hello"]], "Ties": TIES}, "only.xlsx", hidden=("Ties",)))


# ---- cells that Excel made something else of


def test_formula_never_calculated_is_told_with_how_to_mend_it(workbook):
    rows = [["from", "to", "trust"], ["Council", "Hub", 3], ["Hub", "Peers", "=1+1"], ["Peers", "Council", 2]]
    survey = read_survey(workbook({"Ties": rows}))
    assert ties(survey, "from", "to", "relation", "strength") == [
        ("Council", "Hub", "trust", 3.0),
        ("Peers", "Council", "trust", 2.0),
    ]
    (issue,) = found(survey, "cell-error")
    assert (issue.level, issue.cell) == ("error", "C3")
    assert "never calculated" in issue.message
    assert "Open the file in Excel and save it" in issue.fix


def test_dates_where_answers_belong_do_not_hide_the_question(workbook):
    rows = [["from", "to", "trust", "meets"]]
    rows += [[f"A{i}", "Hub", i + 1, date(2024, 2, 1) if i % 2 else 3] for i in range(4)]
    survey = read_survey(workbook({"Ties": rows}))
    assert survey.relations == ("trust", "meets")
    assert places(survey, "not-a-number") == [("error", "Ties", "D3"), ("error", "Ties", "D5")]
