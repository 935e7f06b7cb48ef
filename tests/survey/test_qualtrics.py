"""Exports of Qualtrics: CSV with ImportIds in the third row, as in its public examples."""

from __future__ import annotations

import pytest
from survey.form_exports import answered, as_csv, assert_private, codes, ties

from powermap import read_survey

QUALTRICS = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished",
             "RecordedDate", "ResponseId", "RecipientLastName", "RecipientFirstName", "RecipientEmail"]  # fmt: skip


QUALTRICS_TEXT = ["Start Date", "End Date", "Response Type", "IP Address", "Progress", "Duration (in seconds)",
                  "Finished", "Recorded Date", "Response ID", "Recipient Last Name", "Recipient First Name",
                  "Recipient Email"]  # fmt: skip


def qualtrics(*rows, status="IP Address", numeric=False):
    meet = "How often do you meet each organisation?"
    codes_ = [*QUALTRICS, "Q1", "Q5_1", "Q5_2", "Q5_3", "Q7"]
    texts = [
        *QUALTRICS_TEXT,
        "Which organisation do you represent?",
        *(f"{meet} - {n}" for n in ("Council", "Hub", "Peers")),
    ]
    texts.append("Which of these organisations do you fund? - Selected Choice")
    ids = [f'{{"ImportId":"{code}"}}' for code in codes_]
    full = []
    for real, finished, *row in rows:
        when = "2024-03-01 10:15:32"
        about = [when, when, real, "192.0.2.7", 100, 23, finished, when, "R_9zx", "Smith", "Sam", "sam@x.org"]
        full.append([*about, *row])
    return as_csv([codes_, texts, ids, *full])


def test_qualtrics(text):
    survey = read_survey(
        text(
            qualtrics(
                ["Survey Preview", "True", "Council", "", "Never", "Never", ""],
                ["IP Address", "True", "Council", "", "Weekly", "Never", "Hub,Peers"],
                ["IP Address", "False", "Hub", "Monthly", "", "", ""],
            )
        )
    )
    meet, fund = survey.relations
    assert meet == "How often do you meet each organisation?"
    assert ties(survey, meet) == {("Council", "Hub"): 4, ("Hub", "Council"): 3}
    assert ties(survey, fund) == {("Council", "Hub"): 1, ("Council", "Peers"): 1}
    issues = {issue.code: issue for issue in survey.issues}
    assert issues["test-response"].cell == "A4"
    assert (issues["response-unfinished"].level, issues["response-unfinished"].cell) == ("warning", "A6")
    # what an unfinished response left blank is missing, not absent
    missing = {tuple(row) for row in survey.unanswered[["from", "to", "relation"]].values.tolist()}
    assert missing == {("Hub", "Peers", meet), ("Hub", "Council", fund), ("Hub", "Peers", fund)}
    assert_private(survey, "192.0.2", "Smith", "R_9zx", "sam@")


def qualtrics_of(columns, *rows):
    """Return an export with these (code, text) columns beside those of the tool."""
    when = "2024-03-01 10:15:32"
    about = [when, when, "IP Address", "192.0.2.7", 100, 23, "True", when, "R_9zx", "", "", ""]
    codes_ = [*QUALTRICS, *(code for code, _ in columns)]
    texts = [*QUALTRICS_TEXT, *(said for _, said in columns)]
    ids = [f'{{"ImportId":"{code}"}}' for code in codes_]
    return as_csv([codes_, texts, ids, *([*about, *row] for row in rows)])


def test_qualtrics_other_organisation_written_in(text):
    who = "Which organisation do you work for?"
    columns = [("Q1", f"{who} - Selected Choice"), ("Q1_4_TEXT", f"{who} - Other - Text")]
    columns += [
        (f"Q5_{n}", f"How often do you meet? - {name}") for n, name in enumerate(("Council", "Hub", "Peers"))
    ]
    columns += [("Q5_9_TEXT", "How often do you meet? - Another: - Text")]
    survey = read_survey(
        text(
            qualtrics_of(
                columns,
                ["Council", "", "", "Weekly", "Never", ""],
                ["Other", "Peers", "Monthly", "Never", "", "the Mosque"],
            )
        )
    )
    assert ties(survey) == {("Council", "Hub"): 4, ("Peers", "Council"): 3}
    assert answered(survey) == {"Council", "Peers"}
    # what is written in about partners is left out, and that is said
    (issue,) = [issue for issue in survey.issues if issue.code == "columns-ignored"]
    assert "Another: - Text" in issue.message


@pytest.mark.parametrize("code", ["Q3_{}", "Q3_{}_TEXT"])
@pytest.mark.parametrize("item", ["Organisation {}", "{}"])
def test_partners_written_into_numbered_boxes(text, code, item):
    asked = "Please list the organisations you work with most."
    often = "How often do you work with each of these organisations?"
    columns = [("Q1", "Your organisation")]
    columns += [(code.format(n), f"{asked} - {item.format(n)}") for n in (1, 2, 3)]
    columns += [(f"Q4_{n}", f"{often} - {item.format(n)}") for n in (1, 2, 3)]
    columns += [(f"Q6_{n}", f"Which organisations advise you? - {item.format(n)}") for n in (1, 2)]
    survey = read_survey(
        text(
            qualtrics_of(
                columns,
                ["Council", "Hub", "Peers", "", "Weekly", "Don't know", "", "Hub", ""],
                ["Hub", "Council", "", "", "Daily", "", "", "Peers", "Council"],
            )
        )
    )
    assert set(survey.relations) == {often, "Which organisations advise you?"}
    assert ties(survey, often) == {("Council", "Hub"): 4, ("Hub", "Council"): 5}
    assert ties(survey, "Which organisations advise you?") == {
        ("Council", "Hub"): 1,
        ("Hub", "Peers"): 1,
        ("Hub", "Council"): 1,
    }
    assert survey.unanswered[["from", "to", "why"]].values.tolist() == [["Council", "Peers", "Don't know"]]
    assert sorted(survey.actors["name"]) == ["Council", "Hub", "Peers"]


def test_qualtrics_numbers_of_choices(text):
    survey = read_survey(
        text(
            qualtrics(
                ["0", "1", "Council", "", "4", "1", ""],
                ["1", "1", "Peers", "1", "1", "", ""],
                ["0", "1", "Hub", "2", "", "1", ""],
            )
        )
    )
    assert ties(survey)["Council", "Peers"] == 1
    assert answered(survey) == {"Council", "Hub"}
    assert {"choice-numbers", "test-response"} <= set(codes(survey))
