"""Whose answers are missing where a question is asked in a grid of its own: hand counts."""

from __future__ import annotations

import pytest

from powermap import read_survey

NAMES = ["A", "B", "C", "D"]
FULL = [[None, *NAMES], ["A", None, 1, 0, 0], ["B", 1, None, 0, 0], ["C", 0, 1, None, 0], ["D", 0, 0, 1, None]]


def actors(responded):
    return [["name", "sector", "responded"], *([name, "NHS", responded] for name in NAMES)]


@pytest.mark.parametrize("responded", ["yes", None])
def test_no_row_in_one_grid_is_missing_there_and_not_elsewhere(workbook, responded):
    # A, B and C answer both questions; D has no row on 'Trusts': 4 x 3 dyads seen, and 3 x 3.
    survey = read_survey(workbook({"Organisations": actors(responded), "Works with": FULL, "Trusts": FULL[:4]}))
    assert survey.network("Works with").observable.sum() == 12
    trusts = survey.network("Trusts")
    assert trusts.observable.sum(axis=1).tolist() == [3, 3, 3, 0]
    assert [issue.code for issue in survey.issues].count("no-row") == 1


def test_somebody_who_did_not_respond_at_all_is_not_told_twice(workbook):
    survey = read_survey(workbook({"Works with": FULL[:4], "Trusts": FULL[:4]}))
    assert "no-row" not in {issue.code for issue in survey.issues}
    assert survey.network("Trusts").responded.tolist() == [True, True, True, False]


def test_a_blank_row_of_ticks_is_nobody_only_where_the_file_says_that_its_owner_responded(workbook):
    ticks = [
        [None, *NAMES],
        ["A", None, "x", None, None],
        ["B", "x", None, None, None],
        ["C", None, "x", None, None],
    ]
    ticks.append(["D", None, None, None, None])
    told = read_survey(workbook({"Organisations": actors("yes"), "Works with": FULL, "Trusts": ticks}))
    assert told.network("Trusts").observable[3].tolist() == [True, True, True, False]
    assumed = read_survey(workbook({"Works with": FULL, "Trusts": ticks}))
    assert not assumed.network("Trusts").observable[3].any()


def test_a_list_of_the_same_question_needs_no_row(workbook):
    listed = [["from", "to", "relation", "strength"], ["D", "A", "Trusts", 1]]
    survey = read_survey(workbook({"Works with": FULL, "Trusts": FULL[:4], "More": listed}))
    assert survey.network("Trusts").observable[3].tolist() == [True, True, True, False]


@pytest.mark.parametrize("partners", range(2, 12))
def test_the_names_of_a_small_grid_are_those_beside_it(workbook, partners):
    # Two respondents of many partners: the first column holds the names, whatever the numbers beside it.
    names = [f"Body {chr(65 + i)}" for i in range(partners)]
    rows = [[None, *names], *([names[i], *((j + i) % 2 for j in range(partners))] for i in range(2))]
    listed = [["name", "sector"], *([name, "NHS"] for name in names)]
    survey = read_survey(workbook({"Organisations": listed, "Works with": rows}))
    assert set(survey.ties["from"]) <= set(names[:2])
    assert survey.actors["name"].tolist() == names
