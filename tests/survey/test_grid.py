"""Matrices and grids: what a blank cell, a blank row and a missing column mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from powermap import read_survey
from powermap.errors import UnrecognisedSurveyError


def ties(survey):
    return {(row[1], row[2]): row[4] for row in survey.ties.itertuples(index=False)}


def test_matrix_with_zeros(workbook):
    rows = [
        [None, "A", "B", "C", "D"],
        ["A", None, 2, 0, None],
        ["B", 1, None, 0, 3],
        ["C", None, None, None, None],
        ["D", 0, 0, 0, None],
    ]
    survey = read_survey(workbook({"Works with": rows}))
    assert ties(survey) == {("A", "B"): 2, ("B", "A"): 1, ("B", "D"): 3}
    assert survey.relations == ("Works with",)
    # the sheet says 0, so the blank of somebody who answered is missing; C is blank: did not respond
    assert survey.unanswered[["from", "to", "why"]].values.tolist() == [["A", "D", "blank"]]
    assert survey.members["responded"].tolist() == [True, True, False, True]
    assert {(i.code, i.cell) for i in survey.issues} >= {("did-not-respond", "A4")}
    assert not survey.listed


def test_matrix_of_ticks(workbook):
    rows = [["", "A", "B", "C"], ["A", None, "x", None], ["B", "✓", None, None], ["C", None, "Y", None]]
    survey = read_survey(workbook({"Sheet1": rows}))
    assert ties(survey) == {("A", "B"): 1, ("B", "A"): 1, ("C", "B"): 1}
    assert not len(survey.unanswered)
    assert "blank-is-no-tie" in {issue.code for issue in survey.issues}
    assert survey.network().observable.sum() == 6


def test_matrix_with_actors_sheet_and_titles(workbook):
    rows = [
        ["How often do you meet? (0-3)"],
        [],
        [None, None, "Council", "Hub", "Peers", "Total"],
        [None, "Council", "-", 1, 2, 3],
        [None, "Hub", 0, "-", 3, 3],
        [None, "Total", 0, 1, 5, 6],
    ]
    survey = read_survey(
        workbook(
            {
                "Matrix": rows,
                "Organisations": [
                    ["name", "sector", "responded"],
                    ["Council", "LA", 1],
                    ["Hub", "VCS", 1],
                    ["Peers", "LE", 0],
                ],
            }
        )
    )
    assert ties(survey) == {("Council", "Hub"): 1, ("Council", "Peers"): 2, ("Hub", "Peers"): 3}
    assert survey.actors["name"].tolist() == ["Council", "Hub", "Peers"]
    assert survey.members["responded"].tolist() == [True, True, False]
    assert not survey.response_assumed
    assert [i.code for i in survey.issues].count("total-ignored") == 2


def test_grid_of_some_partners(workbook):
    rows = [["Respondent", "Council", "Trust"], ["Council", None, 1], ["Hub", 2, 0], ["Peers", 3, 3]]
    survey = read_survey(workbook({"Grid": rows}))
    assert ties(survey) == {
        ("Council", "Trust"): 1,
        ("Hub", "Council"): 2,
        ("Peers", "Council"): 3,
        ("Peers", "Trust"): 3,
    }
    assert survey.listed == {("tie", "1"): ("Council", "Trust")}
    network = survey.network()
    named = dict(zip(network.names, network.nameable.any(axis=0), strict=True))
    assert named == {"Council": True, "Hub": False, "Peers": False, "Trust": True}
    # only a column: did not respond
    assert dict(zip(survey.members["name"], survey.members["responded"], strict=True))["Trust"] is False


def test_grid_known_by_its_actors_sheet(workbook):
    survey = read_survey(
        workbook(
            {
                "Organisations": [
                    ["name", "sector"],
                    ["Hub", "VCS"],
                    ["Peers", "LE"],
                    ["Council", "LA"],
                    ["Trust", "NHS"],
                ],
                "Answers": [
                    ["Organisation", "Council", "Trust", "Comments"],
                    ["Hub", 150, 0, "busy"],
                    ["Peers", 20, 300, None],
                ],
            }
        )
    )
    assert ties(survey) == {("Hub", "Council"): 150, ("Peers", "Council"): 20, ("Peers", "Trust"): 300}


def test_grid_with_round_and_sector_columns(workbook):
    rows = [
        ["Respondent", "Sector", "Round", "Council", "Hub"],
        ["Council", "LA", 1, None, 2],
        ["Hub", "VCS", 1, 3, None],
        ["Council", "LA", 2, None, 1],
        ["Hub", "VCS", 2, 0, None],
    ]
    survey = read_survey(workbook({"Grid": rows}))
    assert survey.rounds == ("1", "2")
    assert survey.ties.values.tolist() == [
        ["1", "Council", "Hub", "tie", 2.0],
        ["1", "Hub", "Council", "tie", 3.0],
        ["2", "Council", "Hub", "tie", 1.0],
    ]
    assert survey.actors["sector"].tolist() == ["Local authority", "Voluntary and community"]


def test_one_matrix_per_relation(workbook):
    rows = [[None, "A", "B", "C"], ["A", 0, 1, 1], ["B", 0, 0, 1], ["C", 0, 0, 0]]
    survey = read_survey(workbook({"Works with": rows, "Trusts": rows}))
    assert survey.relations == ("Works with", "Trusts")
    assert len(survey.ties) == 6


def test_one_matrix_per_round(workbook):
    rows = [[None, "A", "B", "C"], ["A", 0, 1, 1], ["B", 0, 0, 1], ["C", 0, 0, 0]]
    survey = read_survey(workbook({"Trust - Round 1": rows, "Trust - Round 2": rows}))
    assert survey.relations == ("Trust",)
    assert survey.rounds == ("1", "2")


def test_numeric_names(workbook):
    rows = [[None, 1, 2, 3], [1, 0, 1, 1], [2, 0, 0, 5], [3, 1, 0, 0]]
    assert ties(read_survey(workbook({"Sheet1": rows}))) == {
        ("1", "2"): 1,
        ("1", "3"): 1,
        ("2", "3"): 5,
        ("3", "1"): 1,
    }


def test_respondent_marked_yes_with_a_blank_row_left_all_answers_out(workbook):
    organisations = [["name", "sector", "responded"], ["A", "NHS", "yes"], ["B", "NHS", "yes"], ["C", "NHS", "no"]]
    with_zero = [[None, "A", "B", "C"], ["A", None, 1, 0], ["B", None, None, None], ["C", None, None, None]]
    survey = read_survey(workbook({"Organisations": organisations, "Matrix": with_zero}))
    assert survey.unanswered[["from", "to"]].values.tolist() == [["B", "A"], ["B", "C"]]
    ticks = [[None, "A", "B", "C"], ["A", None, "x", None], ["B", None, None, None], ["C", None, None, None]]
    survey = read_survey(workbook({"Organisations": organisations, "Matrix": ticks}, "ticks.xlsx"))
    assert not len(survey.unanswered)
    assert survey.network().observable.sum() == 4


def test_matrix_without_names_is_not_guessed_at(workbook):
    rows = [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    with pytest.raises(UnrecognisedSurveyError, match="numbers without names"):
        read_survey(workbook({"Page 1": rows}))


def test_table_of_figures_is_no_grid(workbook):
    rows = [["Organisation", "Staff", "Income"], ["A", 20, 400000], ["B", 3, 25000], ["C", 12, 90000]]
    with pytest.raises(UnrecognisedSurveyError):
        read_survey(workbook({"Figures": rows}))


def test_board_named_as_partner_is_a_partner(workbook):
    rows = [
        ["Respondent", "A", "Health Board", "Steering group"],
        ["A", None, 1, 0],
        ["B", 1, 1, 1],
        ["C", 1, 0, 1],
    ]
    survey = read_survey(workbook({"Grid": rows}))
    assert ("B", "Steering group") in ties(survey)
    assert ("A", "Health Board") in ties(survey)


def test_csv_matrix(text):
    survey = read_survey(text(",A,B\nA,,2\nB,0,\n", "trust.csv"))
    assert ties(survey) == {("A", "B"): 2}
    assert survey.relations == ("trust",)


@pytest.mark.parametrize("word", ["Organisation", "Org", "Actor", "Partner"])
def test_names_that_look_like_headers(workbook, word):
    a, b, c = f"{word} A", f"{word} B", f"{word} C"
    rows = [[None, a, b, c], [a, None, 1, 0], [b, 2, None, 0], [c, 0, 3, None]]
    assert ties(read_survey(workbook({"Sheet1": rows}))) == {(a, b): 1, (b, a): 2, (c, b): 3}


def test_partners_called_as_headers_are_in_a_grid(workbook):
    names = ["Organisation A", "Organisation B", "Organisation C"]
    rows = [["Respondent", *names], [names[0], None, 1, 0], [names[1], 2, None, 3], [names[2], 0, 1, None]]
    survey = read_survey(workbook({"Works with": rows}))
    assert survey.actors["name"].tolist() == names
    assert len(survey.ties) == 4


def test_a_row_of_answers_in_words_is_no_header_of_a_roster(workbook):
    # Below the row of the Council, the answers of its partners look like those to questions in it.
    rows = [
        ["Respondent", "Council", "Hub", "Peers", "Faith"],
        ["Council", None, "Not at all", "A great deal", "A great deal"],
        ["Hub", "A great deal", None, "A great deal", "A small amount"],
        ["Peers", "Not at all", "A great deal", None, "Not at all"],
    ]
    survey = read_survey(workbook({"Trust": rows}))
    assert survey.actors["name"].tolist() == ["Council", "Hub", "Peers", "Faith"]
    assert [layout.shape for layout in survey.layouts] == ["grid"]
    assert len(survey.ties) == 6


def test_a_partner_whose_answers_are_numbers_is_no_column_of_respondents(workbook, tmp_path):
    # A file for each organisation, read together: all names but one are known from the other files.
    names = ["Acorn Trust", "Borough Council", "Carers Voice", "Police", "Hope House", "Age UK"]
    paths, expected = [], set()
    for i, name in enumerate(names):
        others = [other for other in names if other not in (name, names[i - 1])]
        answers = [(i + j) % 2 for j in range(len(others))]
        expected |= {(name, other) for other, answer in zip(others, answers, strict=True) if answer}
        book = Path(workbook({"Trust": [["Respondent", *others], [name, *answers]]}))
        if name != "Carers Voice":
            paths.append(book.rename(tmp_path / f"{name}.xlsx"))
    survey = read_survey(*paths)
    assert sorted(survey.actors["name"]) == sorted(names)
    assert set(ties(survey)) == {tie for tie in expected if tie[0] != "Carers Voice"}
