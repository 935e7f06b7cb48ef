"""Exports of Microsoft Forms, as it writes them: a row per response, and what each column is about."""

from __future__ import annotations

from datetime import datetime

import openpyxl
import pytest
from survey.form_exports import answered, assert_private, codes, ties

from powermap import read_survey
from powermap.errors import UnrecognisedSurveyError

MICROSOFT = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]


def microsoft(workbook, header, *rows):
    when = datetime(2024, 3, 1, 10, 15, 32)
    full = [[i, when, when, "anonymous", "Sam Smith", None, *row] for i, row in enumerate(rows, 1)]
    return workbook({"Sheet1": [[*MICROSOFT, *header], *full]})


def test_microsoft_likert(workbook):
    # The header of a Likert statement is the statement; Excel numbers those that are there already.
    header = [
        "Name of your organisation\xa0",
        "Council",
        "Hub",
        "Peers",
        "Council2",
        "Hub2",
        "Peers2",
        "How was it?",
    ]
    survey = read_survey(
        microsoft(
            workbook,
            header,
            ["Council", None, "Often", "Never", None, "Agree", "Disagree", "Good"],
            ["Hub", "Sometimes", None, "Never", "Strongly agree", None, "Agree", "Fine"],
        )
    )
    assert survey.relations == ("question 1", "question 2")
    assert ties(survey, "question 1") == {("Council", "Hub"): 3, ("Hub", "Council"): 2}
    assert ties(survey, "question 2")["Hub", "Council"] == 4
    assert codes(survey).count("question-unnamed") == 2
    assert answered(survey) == {"Council", "Hub"}
    assert_private(survey, "Sam Smith", "anonymous", "2024")


def test_microsoft_partners_that_did_not_answer(workbook):
    header = [
        "Organisation",
        "Council",
        "Hub",
        "Age UK",
        "Mind",
        "Council2",
        "Hub2",
        "Age UK2",
        "Mind2",
        "Is it useful?",
    ]
    rows = [
        ["Council", None, "Often", "Never", "Often", None, "Agree", "Agree", "Disagree", "Often"],
        ["Hub", "Often", None, "Always", "Never", "Agree", None, "Agree", "Agree", "Never"],
    ]
    survey = read_survey(microsoft(workbook, header, *rows))
    assert survey.actors["name"].tolist() == ["Council", "Hub", "Age UK", "Mind"]
    assert survey.members["responded"].tolist() == [True, True, False, False]
    assert ties(survey, "question 1") == {
        ("Council", "Hub"): 3,
        ("Council", "Mind"): 3,
        ("Hub", "Council"): 3,
        ("Hub", "Age UK"): 4,
    }
    found = [(issue.level, issue.cell) for issue in survey.issues if issue.code == "partner-assumed"]
    assert found == [("warning", "J1"), ("warning", "N1")]


def test_microsoft_people(workbook):
    header = ["Sam Smith", "Bob Ray", "Cat Poe"]
    path = microsoft(workbook, header, [None, "Often", "Never"], ["Often", None, "Often"])
    book = openpyxl.load_workbook(path)
    book.active["E3"] = "Bob Ray"
    book.save(path)
    survey = read_survey(path)  # a survey among people, who are asked about by name
    assert ties(survey) == {("Sam Smith", "Bob Ray"): 3, ("Bob Ray", "Sam Smith"): 3, ("Bob Ray", "Cat Poe"): 3}


def test_microsoft_question_and_statement(workbook):
    header = ["Your organisation", "Trust.Council", "Trust.Hub", "Trust.Peers"]
    survey = read_survey(microsoft(workbook, header, ["Council", None, 3, 1], ["Hub", 2, None, 4]))
    assert survey.relations == ("Trust",)
    assert ties(survey) == {
        ("Council", "Hub"): 3,
        ("Council", "Peers"): 1,
        ("Hub", "Council"): 2,
        ("Hub", "Peers"): 4,
    }


def test_microsoft_choices(workbook):
    header = ["Which organisation are you from?", "Who do you work with?"]
    survey = read_survey(
        microsoft(workbook, header, ["Council", "Hub;Health, Work and Care;"], ["Hub", "Council;"], ["Peers", None])
    )
    assert ties(survey) == {("Council", "Hub"): 1, ("Council", "Health, Work and Care"): 1, ("Hub", "Council"): 1}
    assert answered(survey) == {"Council", "Hub", "Peers"}
    assert_private(survey, "Sam Smith")


def test_microsoft_name_of_a_person_is_not_who_answered(workbook):
    with pytest.raises(UnrecognisedSurveyError, match="which organisation answered"):
        read_survey(microsoft(workbook, ["Council", "Hub"], [3, 2], [1, 0]))
