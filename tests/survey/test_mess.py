"""The mess around tables: merged and hidden cells, headings between rows, totals, several tables on a sheet."""

from __future__ import annotations

import json
from datetime import date

import openpyxl
import pytest
from click.testing import CliRunner

from powermap import read_survey
from powermap.cli import main
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


def test_formula_never_calculated_in_a_list_of_organisations(workbook):
    rows = [["name", "sector", "seat"], ["=A1", "NHS", "no"], ["Council", "=1+1", "=1/0"], ["Hub", "VCSE", "no"]]
    survey = read_survey(workbook({"Members": rows, "Ties": TIES}))
    assert places(survey, "missing-name") == [("error", "Members", "A2")]
    assert places(survey, "cell-error") == [("error", "Members", "B3"), ("error", "Members", "C3")]
    for issue in (*found(survey, "missing-name"), *found(survey, "cell-error")):
        assert "Open the file in Excel and save it" in issue.fix
    assert not found(survey, "not-yes-or-no")


def test_date_that_was_a_range(workbook):
    rows = [["from", "to", "strength"], ["Council", "Hub", date(2024, 2, 1)], ["Hub", "Council", 2]]
    (issue,) = found(read_survey(workbook({"Ties": rows})), "not-a-number")
    assert "'1-2'" in issue.message


def test_dates_where_answers_belong_do_not_hide_the_question(workbook):
    rows = [["from", "to", "trust", "meets"]]
    rows += [[f"A{i}", "Hub", i + 1, date(2024, 2, 1) if i % 2 else 3] for i in range(4)]
    survey = read_survey(workbook({"Ties": rows}))
    assert survey.relations == ("trust", "meets")
    assert places(survey, "not-a-number") == [("error", "Ties", "D3"), ("error", "Ties", "D5")]


# ---- rows that are no data


def test_headings_between_the_rows_of_a_list(edited):
    rows = [
        ["Name", "Sector"],
        ["STATUTORY SECTOR"],
        ["Council", "Local authority"],
        ["Voluntary sector"],
        ["Hub", "VCSE"],
        ["Everyone else"],
        ["Peers", "Peer-led charity"],
    ]
    path = edited({"Members": rows, "Ties": TIES}, lambda sheet, _: sheet.merge_cells("A6:B6"))
    survey = read_survey(path)
    assert survey.actors["name"].tolist() == ["Council", "Hub", "Peers"]
    assert places(survey, "row-ignored") == [
        ("note", "Members", "A2"),
        ("note", "Members", "A4"),
        ("note", "Members", "A6"),
    ]


def test_heading_is_offered_as_the_sector_where_there_is_none(workbook):
    rows = [["Name", "Seat"], ["Charities"], ["Hub", "yes"], ["Peers", "no"], ["Councils"], ["Council", "yes"]]
    survey = read_survey(workbook({"Members": rows, "Ties": TIES}))
    assert survey.actors["name"].tolist() == ["Hub", "Peers", "Council"]
    assert survey.actors["sector"].tolist() == [None] * 3  # proposed, not done
    assert all("add a column 'sector'" in issue.fix for issue in found(survey, "row-ignored"))


def test_group_without_a_sector_that_nobody_names_stays(workbook):
    # the very actors that must not be lost: lived experience, not named, a row not filled in
    rows = [["Name", "Sector"], ["Carers"], ["Council", "LA"], ["Service users"], ["Hub", "NHS"], ["Peers", "VCSE"]]
    survey = read_survey(workbook({"Members": rows, "Ties": TIES}))
    assert {"Carers", "Service users"} <= set(survey.actors["name"])
    rows = [["Name", "Seat"], ["Council", "yes"], ["Service users"], ["Hub", "no"], ["Peers", "no"]]
    survey = read_survey(workbook({"Members": rows, "Ties": TIES}))
    assert "Service users" in set(survey.actors["name"])


@pytest.mark.parametrize(
    "name", ["Source Mentoring", "Key Changes", "Notes for Life", "Update Wigan", "Carers Inc."]
)
def test_name_that_begins_like_a_remark_is_a_name(workbook, name):
    survey = read_survey(workbook({"Members": [*ORGANISATIONS, [name]], "Ties": TIES}))
    assert name in survey.actors["name"].tolist()


def test_organisation_without_a_sector_is_no_heading(workbook):
    rows = [["Name", "Sector"], ["Age UK"], ["Council", "Local authority"], ["Hub"], ["Charities", None], ["Peers"]]
    extra = [["Hub", "Charities", 2]]
    survey = read_survey(workbook({"Members": rows, "Ties": [*TIES, *extra]}))
    assert survey.actors["name"].tolist() == ["Age UK", "Council", "Hub", "Charities", "Peers"]
    assert not found(survey, "row-ignored")


def test_capitals_alone_are_a_warning(workbook):
    rows = [
        ["Name", "Sector"],
        ["OTHER BODIES"],
        ["Council", "Local authority"],
        ["Hub", "VCSE"],
        ["Peers", "VCSE"],
    ]
    survey = read_survey(workbook({"Members": rows, "Ties": TIES}))
    assert places(survey, "row-ignored") == [("warning", "Members", "A2")]
    shouted = [["Name", "Sector"], ["AGE UK"], ["COUNCIL", "Local authority"], ["HUB", "VCSE"], ["PEERS", "VCSE"]]
    survey = read_survey(workbook({"Members": shouted, "Ties": TIES}))
    assert "AGE UK" in survey.actors["name"].tolist()


def test_remarks_and_totals_below_a_list(workbook):
    rows = [*ORGANISATIONS, ["Total", 3], [], ["Source: the partnership's address list, 2023"]]
    answers = [*TIES, ["Total", None, 6], [], ["* one answer was given by phone"]]
    survey = read_survey(workbook({"Members": rows, "Ties": answers}))
    assert survey.actors["name"].tolist() == ["Council", "Hub", "Peers"]
    assert ties(survey) == READ
    assert places(survey, "total-ignored") == [("note", "Members", "A5"), ("note", "Ties", "A5")]
    assert places(survey, "row-ignored") == [("note", "Members", "A7"), ("note", "Ties", "A7")]
    assert not [issue for issue in survey.issues if issue.level == "error"]


GRID = [
    [None, "Council", "Hub", "Peers"],
    ["Council", None, 3, 0],
    ["Hub", 0, None, 1],
    ["Peers", 2, 0, None],
]


def test_headings_remarks_and_totals_in_a_grid(workbook):
    rows = [
        [*GRID[0], "Total"],
        ["Statutory partners"],
        [*GRID[1], 3],
        ["VOLUNTARY SECTOR"],
        [*GRID[2], 1],
        [*GRID[3], 2],
        [None, 2, 3, 1, 6],
        [],
        ["Note: 0 means no contact."],
    ]
    survey = read_survey(workbook({"Sheet1": rows}))
    assert ties(survey) == READ
    assert survey.actors["name"].tolist() == ["Council", "Hub", "Peers"]
    assert [cell for _, _, cell in places(survey, "row-ignored")] == ["A2", "A4", "A9"]
    assert ("note", "Sheet1", "B7") in places(survey, "total-ignored")
    assert not [issue for issue in survey.issues if issue.level != "note" and issue.code != "no-actors"]


def test_silent_partner_in_a_grid_is_no_heading(workbook):
    rows = [[*GRID[0], "Charities"], *([*row, 0] for row in GRID[1:]), ["Charities"]]
    survey = read_survey(workbook({"Sheet1": rows}))
    assert "Charities" in survey.actors["name"].tolist()
    assert not found(survey, "row-ignored")


def test_blank_rows_and_columns_inside_tables(workbook):
    rows = [[row[0], None, *row[1:]] for row in TIES]
    survey = read_survey(workbook({"Ties": [rows[0], [], rows[1], [], [], *rows[2:]], "Members": ORGANISATIONS}))
    assert ties(survey) == READ
    grid = [[*row[:2], None, *row[2:]] for row in GRID]
    survey = read_survey(workbook({"Sheet1": [grid[0], grid[1], [], *grid[2:]]}))
    assert ties(survey) == READ
    assert not found(survey, "several-tables")


# ---- several tables on one sheet


def test_tables_below_one_another(workbook):
    for sheets in ([*ORGANISATIONS, [], *TIES], [*TIES, [], [], ["Members"], *ORGANISATIONS]):
        survey = read_survey(workbook({"Sheet1": sheets}))
        assert ties(survey) == READ
        assert survey.actors["sector"].tolist()[0] == "Local authority"
        assert places(survey, "several-tables") == [("note", "Sheet1", "")]
    wrong = [*ORGANISATIONS, [], TIES[0], ["Council", "Hub", "banana"]]
    survey = read_survey(workbook({"Sheet1": [*wrong, ["Hub", "Council", 1]]}))
    assert places(survey, "not-a-number") == [("error", "Sheet1", "C7")]


def test_tables_side_by_side(workbook):
    rows = [[*tie, None, *actor] for tie, actor in zip(TIES, ORGANISATIONS, strict=True)]
    survey = read_survey(workbook({"Sheet1": rows}))
    assert ties(survey) == READ
    assert survey.actors["sector"].tolist()[0] == "Local authority"
    assert "A1:C4 and E1:F4" in found(survey, "several-tables")[0].message


def test_grids_below_one_another_are_called_by_their_titles(workbook):
    rows = [["Trust"], *GRID, [], ["Shares money"], [], *GRID[:2], ["Hub", 5, None, 0], GRID[3]]
    survey = read_survey(workbook({"Sheet1": rows}))
    assert survey.relations == ("Trust", "Shares money")
    money = survey.ties[survey.ties["relation"] == "Shares money"]
    assert money[["from", "to", "strength"]].values.tolist() == [
        ["Council", "Hub", 3.0],
        ["Hub", "Council", 5.0],
        ["Peers", "Council", 2.0],
    ]


def test_summary_below_a_list_is_not_taken_for_ties(workbook):
    pairs = [row[:2] for row in TIES]
    survey = read_survey(workbook({"Ties": [*pairs, [], ["Sector", "Count"], ["NHS", 5], ["VCSE", 2]]}))
    assert ties(survey) == [(one, other, 1.0) for one, other, _ in READ]
    assert places(survey, "table-ignored") == [("warning", "Ties", "A6")]
    assert "A6:B8" in found(survey, "table-ignored")[0].message


@pytest.mark.parametrize(
    "below",
    [
        [["Sector", "Count"], ["NHS", 5], ["VCSE", 2]],
        [["Key", "Meaning"], ["0", "Never"], ["1", "Rarely"]],
        [["Meeting", "Date"], ["Board", "May"]],
    ],
)
def test_other_table_below_is_left_out_and_said(workbook, below):
    for table in (TIES, GRID):
        if table is GRID and below[0][0] == "Meeting":
            continue
        survey = read_survey(workbook({"Sheet1": [*table, [], *below]}))
        assert ties(survey) == READ
        assert survey.actors["name"].tolist() == ["Council", "Hub", "Peers"]
        assert [issue.level for issue in found(survey, "table-ignored")] == ["warning"]


def test_rows_below_a_gap_stay_in_the_table(workbook):
    # who did not answer yet, in a grid and in a list; an answer that cannot be read
    survey = read_survey(workbook({"Sheet1": [*GRID, [], ["Carers", "banana", 2, None], ["Youth", 1, 0, 2]]}))
    assert {"Carers", "Youth"} <= set(survey.actors["name"])
    survey = read_survey(workbook({"Ties": [*TIES, [], ["Carers", "Youth", None], ["Carers", "Hub", None]]}))
    assert {"Carers", "Youth"} <= set(survey.actors["name"])
    assert not found(survey, "table-ignored")


def test_legend_in_lines_below_a_grid(workbook):
    survey = read_survey(workbook({"Sheet1": [*GRID, [], ["0 = never"], ["3 = often"]]}))
    assert survey.actors["name"].tolist() == ["Council", "Hub", "Peers"]
    assert [cell for _, _, cell in places(survey, "row-ignored")] == ["A6", "A7"]


def test_list_with_empty_column_between_who_and_whom_is_one_table(workbook):
    rows = [["Organisation", "Sector", None, "Partner", "Type"], ["Council", "LA", None, "Hub", "VCSE"]]
    survey = read_survey(workbook({"Sheet1": [*rows, ["Hub", "VCSE", None, "Council", "LA"]]}))
    assert ties(survey) == [("Council", "Hub", 1.0), ("Hub", "Council", 1.0)]


def test_command_reads_hidden_sheets_when_asked(workbook):
    path = workbook({"Notes": [["Hello"]], "Ties": TIES}, hidden=("Ties",))
    refused = CliRunner().invoke(main, ["check", str(path)])
    assert (refused.exit_code, "--hidden" in refused.output) == (1, True)
    read = CliRunner().invoke(main, ["check", str(path), "--hidden", "--format", "json"])
    assert read.exit_code == 0
    assert len(json.loads(read.output)["ties"]) == 3
