"""Tidy lists: which column plays which part, by its header and what stands below."""

from __future__ import annotations

import pytest
from survey.seen import codes, found, ties

from powermap import read_survey
from powermap.errors import UnrecognisedSurveyError


@pytest.mark.parametrize(
    ("sender", "receiver", "strength"),
    [
        ("From", "To", "Weight"),
        ("SOURCE", "Target", "Value"),
        ("Respondent", "Partner", "How often (0-4)"),
        ("Organisation", "Partner organisation", "Frequency"),
        ("Who answered", "Who was named", "Rating"),
        ("from_org", "to_org", "score"),
        ("Your organisation", "Partner name", "How strong is the relationship?"),
        ("Organisation A", "Organisation B", "Tie strength"),
        ("ego", "alter", "closeness"),
    ],
)
def test_header_names(workbook, sender, receiver, strength):
    survey = read_survey(workbook({"Data": [[sender, receiver, strength], ["A", "B", 2], ["B", "C", 4]]}))
    assert ties(survey) == [("A", "B", 2.0), ("B", "C", 4.0)]
    assert survey.relations == ("tie",)


@pytest.mark.parametrize(
    ("name", "sector", "voice", "seat", "responded"),
    [
        ("Organisation", "Type", "Voice", "On the board", "Completed survey"),
        ("Label", "Category", "Voices", "Decision maker?", "Respondent"),
        ("Actor", "Organisation type", "Whose voice", "Steering group seat", "Has responded"),
        (
            "Organisation name",
            "Which sector?",
            "Voice group",
            "Has a seat on the partnership board",
            "Survey completed (Y/N)",
        ),
    ],
)
def test_headers_of_actors(workbook, name, sector, voice, seat, responded):
    survey = read_survey(
        workbook(
            {
                "Members": [
                    [name, sector, voice, seat, responded],
                    ["Council", "council", None, "yes", "Y"],
                    ["Hub", "charity", "Lived experience; VCSE", "no", "n"],
                ],
                "Ties": [["from", "to"], ["Council", "Hub"]],
            }
        )
    )
    first, second = survey.actors.to_dict("records")
    assert first == {"name": "Council", "sector": "Local authority", "voices": ("Statutory",), "seat": True}
    assert second["voices"] == ("Lived experience", "Voluntary sector")
    assert not second["seat"]
    assert survey.members["responded"].tolist() == [True, False]
    assert not survey.response_assumed


def test_title_rows_blank_margins_and_notes_do_not_matter(workbook):
    path = workbook(
        {
            "Read me": [["This workbook was made after the workshop."], ["Please ask Sam."]],
            "Members": [
                ["Fernbridge partnership"],
                [],
                [None, "Name", "Sector"],
                [None, "Council", "council"],
                [None, "Hub", "vcs"],
            ],
            "Answers": [
                ["Answers to question 4"],
                [None],
                [None, None, "From", "To", "Strength", None, "Comments"],
                [],
                [None, None, "Council", "Hub", 2, None, "good"],
                [],
                [None, None, "Hub", "Council", "sort of", None, None],
            ],
        }
    )
    survey = read_survey(path)
    assert ties(survey) == [("Council", "Hub", 2.0)]
    wrong = next(issue for issue in survey.issues if issue.level == "error")
    assert (wrong.code, wrong.file, wrong.sheet, wrong.cell) == ("not-a-number", "survey.xlsx", "Answers", "E7")
    assert {issue.sheet for issue in survey.issues if issue.code == "sheet-ignored"} == {"Read me"}
    assert "'Comments'" in next(issue.message for issue in survey.issues if issue.code == "columns-ignored")


def test_column_per_relation(workbook):
    rows = [
        ["From", "To", "Works with", "Trusts", "Comments"],
        ["A", "B", 2, 4, "fine"],
        ["A", "C", 1, None, None],
        ["B", "A", None, 0, None],
    ]
    survey = read_survey(workbook({"Relationships": rows}))
    assert survey.relations == ("Works with", "Trusts")
    assert ties(survey, "from", "to", "relation", "strength") == [
        ("A", "B", "Works with", 2.0),
        ("A", "B", "Trusts", 4.0),
        ("A", "C", "Works with", 1.0),
    ]
    # 'Trusts' says 0 somewhere, so its blank is missing; 'Works with' never does
    assert survey.unanswered[["from", "to", "relation"]].values.tolist() == [["A", "C", "Trusts"]]
    assert "blank-is-no-tie" in codes(survey)


def test_two_questions_called_by_their_scale(workbook):
    rows = [["from", "to", "frequency", "trust"], ["A", "B", 3, 1], ["B", "A", 2, 2]]
    survey = read_survey(workbook({"Ties": rows}))
    assert survey.relations == ("frequency", "trust")


def test_headers_without_answers(workbook):
    with pytest.raises(UnrecognisedSurveyError, match="no answers"):
        read_survey(workbook({"Relationships": [["from", "to", "strength"]]}))


def test_contact_beside_organisation(workbook):
    path = workbook(
        {
            "Members": [["Name", "Organisation", "Sector"], ["Ann", "Council", "LA"], ["Bob", "Hub", "VCS"]],
            "Ties": [["from", "to"], ["Council", "Hub"]],
        }
    )
    survey = read_survey(path)
    assert survey.actors["name"].tolist() == ["Council", "Hub"]
    assert "'Name'" in next(issue.message for issue in survey.issues if issue.code == "columns-ignored")


def test_names_in_a_column_without_header(workbook):
    path = workbook(
        {"Organisations": [[None, "sector"], ["A", "NHS"], ["B", "VCS"]], "Ties": [["from", "to"], ["A", "B"]]}
    )
    assert read_survey(path).actors["sector"].tolist() == ["NHS", "Voluntary and community"]


def test_form_with_who_and_whom(workbook):
    rows = [
        ["Timestamp", "Who are you?", "Who do you work with?", "How often?"],
        ["9:00", "A", "B", 2],
        ["9:05", "B", "C", 3],
    ]
    survey = read_survey(workbook({"Form responses 1": rows}))
    assert ties(survey) == [("A", "B", 2.0), ("B", "C", 3.0)]
    assert survey.relations == ("works with",)


def test_direction_is_no_relation(workbook):
    rows = [["Source", "Target", "Type", "Weight"], ["A", "B", "Directed", 2]]
    assert read_survey(workbook({"Edges": rows})).relations == ("tie",)


def test_column_that_may_be_the_answer_is_asked_about(workbook):
    answers = [["A", "B", "Bronze", "x"], ["B", "A", "Gold", "x"], ["A", "C", "Gold", "x"]]
    path = workbook({"Ties": [["From", "To", "Depth", "Comments"], *answers]})
    (issue,) = found(read_survey(path), "no-strength")
    assert (issue.level, issue.cell) == ("warning", "C1")
    assert '--map "Ties.strength=column C"' in issue.fix
    assert "Ties.words.Bronze=2" in issue.fix
    said = ["Ties.strength=column C", "Ties.words.Bronze=2", "Ties.words.Gold=5"]
    survey = read_survey(path, mapping=said)
    assert survey.ties["strength"].tolist() == [2.0, 5.0, 5.0]
    assert not found(survey, "no-strength")


@pytest.mark.parametrize("more", [["Comments"], ["Postcode"], ["Project"]])
def test_columns_that_are_no_answers_are_not_asked_about(workbook, more):
    rows = [["From", "To", *more], ["A", "B", "M1"], ["B", "A", "M2"], ["A", "C", "M3"]]
    assert not found(read_survey(workbook({"Ties": rows})), "no-strength")


def test_contact_may_be_how_often_or_a_person(workbook):
    rows = [["From", "To", "Contact"], ["A", "B", 3], ["B", "A", 0], ["A", "C", "Don't know"]]
    survey = read_survey(workbook({"Ties": rows}))
    assert survey.ties["strength"].tolist() == [3.0]
    assert survey.unanswered["why"].tolist() == ["Don't know"]
    people = [["From", "To", "Contact", "Strength"], ["A", "B", "Jo", 3], ["B", "A", "Sam", 2]]
    assert read_survey(workbook({"Ties": people})).ties["strength"].tolist() == [3.0, 2.0]


def test_comments_are_no_answers(workbook):
    header = ["From", "To", "Shares data", "Refers to", "Any other comments"]
    survey = read_survey(workbook({"Ties": [header, ["A", "B", "Yes", "No", "x"], ["B", "A", "No", "Yes", "-"]]}))
    assert survey.relations == ("Shares data", "Refers to")
