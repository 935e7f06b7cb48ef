"""Several tables on a sheet, and the gaps between and inside them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from survey.messy_sheets import GRID, ORGANISATIONS, READ, TIES, places
from survey.seen import found, ties

from powermap import read_survey

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


# ---- whatever the gaps


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 12), max_size=5),
    st.lists(st.integers(0, 3), max_size=2),
    st.permutations(["Council", "Hub", "Carers", "Youth", "Charities", "Sector X", "Total Fitness CIC", "Team"]),
)
def test_gaps_lose_no_tie(rows_after, columns_after, names):
    """Empty rows and columns anywhere below the header change nothing about what is read."""
    answers = [[names[i], names[(i * 3 + 1) % 8], i % 5] for i in range(8)]
    answers = [row for row in answers if row[0] != row[1]]
    table = [["from", "to", "strength"], *answers]
    for place in sorted(rows_after, reverse=True):
        table.insert(place, ["", "", ""])
    for place in sorted(columns_after, reverse=True):
        table = [[*row[:place], "", *row[place:]] for row in table]
    text = "".join(",".join(map(str, row)) + "\n" for row in table)
    with TemporaryDirectory() as folder:
        path = Path(folder, "ties.csv")
        path.write_text(text, encoding="utf-8")
        survey = read_survey(path)
    assert ties(survey) == [(one, other, float(number)) for one, other, number in answers if number]
    assert {name for row in answers for name in row[:2]} == set(survey.actors["name"])
