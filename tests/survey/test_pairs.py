"""Lists of ties whose headers say nothing, or that have none: every row is read, and what was guessed is told."""

from __future__ import annotations

import pytest

from powermap import read_survey
from powermap.errors import UnrecognisedSurveyError
from powermap.survey.written_map import written_map

LIST = "Mind,Gaddum,3\nGaddum,Mind,1\nAge UK,Mind,0\nMind,Age UK,Don't know\n"
TIES = [("Mind", "Gaddum", 3.0), ("Gaddum", "Mind", 1.0)]


def ties(survey):
    return [tuple(row) for row in survey.ties[["from", "to", "strength"]].itertuples(index=False)]


def codes(survey):
    return [issue.code for issue in survey.issues]


def test_without_headers_no_row_is_lost(text):
    survey = read_survey(text(LIST))
    assert ties(survey) == TIES
    assert survey.unanswered["why"].tolist() == ["Don't know"]
    (issue,) = (issue for issue in survey.issues if issue.code == "headers-unknown")
    assert (issue.level, issue.cell) == ("warning", "A1")
    assert "column A and column B share their names" in issue.message


def test_issues_name_the_cells_of_the_file(text):
    survey = read_survey(
        text(LIST + "Gaddum,Age UK,perhaps\n"),
        mapping={
            "sheet": [{"header": "none", "columns": {"from": "column A", "to": "column B", "strength": "column C"}}]
        },
    )
    assert [issue.cell for issue in survey.issues if issue.code == "not-a-number"] == ["C5"]


def test_it_is_settled_by_its_own_map_and_by_the_settings_that_are_shown(text, tmp_path):
    path, written = text(LIST), tmp_path / "map.toml"
    written.write_text(written_map(path))
    assert 'header = "none"' in written.read_text()
    survey = read_survey(path, mapping=written)
    assert ties(survey) == TIES
    assert "headers-unknown" not in codes(survey)
    title = path.stem
    said = [f"{title}.header=none", f"{title}.from=column B", f"{title}.to=column A", f"{title}.strength=column C"]
    assert ties(read_survey(path, mapping=said)) == [(to, sender, strength) for sender, to, strength in TIES]


def test_headers_that_say_nothing_are_no_names(workbook):
    rows = [["Lead", "Support", "Depth"], ["Mind", "Gaddum", 3], ["Gaddum", "Mind", 1], ["Age UK", "Mind", 0]]
    survey = read_survey(workbook({"Sheet1": rows}))
    assert ties(survey) == TIES
    assert "Lead" not in survey.actors["name"].tolist()
    assert "headers-unknown" in codes(survey)


def test_beside_a_sheet_that_says_who_named_whom_such_a_list_is_left_out(workbook):
    plain = [line.split(",") for line in LIST.splitlines()]
    survey = read_survey(workbook({"Ties": [["From", "To"], ["Mind", "Gaddum"]], "Old": plain}))
    assert ties(survey) == [("Mind", "Gaddum", 1.0)]
    assert "sheet-ignored" in codes(survey)


@pytest.mark.parametrize(
    "content",
    [
        "Mind,Jo\nGaddum,Sam\nAge UK,Kit\nHub,Lee\n",  # people and where they are from
        "often,never\nnever,often\nsometimes,often\n",
        "a,b,a\nb,a,b\na,b,b\n",  # three columns of the same names
    ],
)
def test_other_lists_are_not_taken_for_ties(text, content):
    with pytest.raises(UnrecognisedSurveyError):
        read_survey(text(content))
