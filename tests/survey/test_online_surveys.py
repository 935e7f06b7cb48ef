"""Exports of Online Surveys (Jisc), with numbered questions, as in its public examples."""

from __future__ import annotations

import pytest
from survey.form_exports import as_csv, assert_private, ties

from powermap import read_survey
from powermap.errors import UnrecognisedSurveyError


def test_online_surveys_with_codes_in_the_headers(text):
    rows = [
        ["URN", "Q1 Your organisation", "Q2 Trust", "Q2_1 Council", "Q2_2 Hub"],
        ["638954-1", "Council", "", "", "3"],
        ["638954-2", "Hub", "", "2", ""],
    ]
    survey = read_survey(text(as_csv(rows)))
    assert survey.relations == ("Trust",)
    assert ties(survey) == {("Council", "Hub"): 3, ("Hub", "Council"): 2}


def test_online_surveys_without_the_question_says_what_it_is_called(text):
    rows = [
        ["Unique Response Number", "1. Your organisation", "2.1. Council", "2.2. Hub"],
        ["638954-1", "Council", "", "Weekly"],
        ["638954-2", "Hub", "Never", ""],
    ]
    survey = read_survey(text(as_csv(rows)))
    assert survey.relations == ("Q2",)
    (note,) = [issue for issue in survey.issues if issue.code == "question-unnamed"]
    assert (note.cell, "'Q2'" in note.message) == ("C1", True)


def test_online_surveys(text):
    rows = [
        [
            "Unique Response Number",
            "1. Which organisation do you represent?",
            "1.a. If you selected Other, please specify:",
            "2. What sector is it in?",
            "3. How often do you work with each of these?",
            "3.1.a. Council",
            "3.2.a. Hub",
            "3.3.a. Peers",
            "4. Anything else?",
        ],
        ["638954-638945-65461629", "Council", "", "Council", "", "", "Often", "Never", ""],
        ["638954-638945-65461630", "Other", "Hub", "Charity", "", "Sometimes", "", "Don't know", "Ring 01234"],
    ]
    survey = read_survey(text(as_csv(rows), "results-for-partner-2024-03-05-0807.csv"))
    assert survey.relations == ("How often do you work with each of these?",)
    assert ties(survey) == {("Council", "Hub"): 3, ("Hub", "Council"): 2}
    assert survey.unanswered["why"].tolist() == ["Don't know"]
    assert survey.actors["sector"].tolist()[:2] == ["Local authority", "Voluntary and community"]
    assert_private(survey, "638954", "01234")


KEY = [
    ["URN", "Unique Response Number"],
    ["Q1", "Which organisation do you represent?"], ["1", "Council"], ["2", "Hub"], ["3", "Peers"],
    ["Q2", "How often do you work with each of these?"],
    *([f"Q2_{i}_a", name] for i, name in enumerate(("Council", "Hub", "Peers"), 1)),
    ["Q3", "Which organisations do you fund?"], ["1", "Council"], ["2", "Hub"], ["3", "Peers"],
]  # fmt: skip
KEY[6:9] = [line for row in KEY[6:9] for line in (row, ["1", "Never"], ["2", "Sometimes"], ["3", "Often"])]


def test_online_surveys_codes_with_their_key(text):
    # As that tool writes 'responses as codes' and 'key': an own column for the question of a grid, which is empty.
    rows = [
        ["URN", "Q1", "Q2", "Q2_1_a", "Q2_2_a", "Q2_3_a", "Q3_1", "Q3_2", "Q3_3"],
        ["638954-638945-1", "1", "", "", "3", "1", "0", "1", "1"],
        ["638954-638945-2", "2", "", "2", "", "", "0", "0", "0"],
    ]
    answers = text(as_csv(rows), "results-for-partner-2024.csv")
    survey = read_survey(answers, text(as_csv(KEY), "results-for-partner-2024-key.csv"))
    meet, fund = survey.relations
    assert (meet, fund) == ("How often do you work with each of these?", "Which organisations do you fund?")
    assert ties(survey, meet) == {("Council", "Hub"): 3, ("Hub", "Council"): 2}
    assert ties(survey, fund) == {("Council", "Hub"): 1, ("Council", "Peers"): 1}
    assert survey.unanswered.values.tolist() == [["1", "Hub", "Peers", meet, "blank"]]
    assert ("note", "key-used") in {(issue.level, issue.code) for issue in survey.issues}
    with pytest.raises(UnrecognisedSurveyError, match="Online Surveys"):
        read_survey(answers)
