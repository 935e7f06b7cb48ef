"""The mess around tables: merged and hidden cells, headings between rows, totals, several tables on a sheet."""

from __future__ import annotations

from datetime import date

import pytest
from survey.messy_sheets import GRID, ORGANISATIONS, READ, TIES, places
from survey.seen import found, ties

from powermap import read_survey

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
