"""Exports of Google Forms, as it writes them: a row per response, and what each column is about."""

from __future__ import annotations

import pytest
from survey.form_exports import answered, as_csv, assert_private, codes, ties

from powermap import read_survey
from powermap.errors import UnrecognisedSurveyError

NEVER, OFTEN = "Never", "Often"


# --- Google Forms -----------------------------------------------------------------------------------------


ASK = "How often do you work with each organisation?"


GOOGLE = [
    ["Timestamp", "Email Address", "Which organisation do you represent?", "What sector is it in?"]
    + [f"{ASK} [{name}]" for name in ("Council", "Hub (North)", "Peers")]
    + [f"Who do you trust? [{name}]" for name in ("Council", "Hub (North)", "Peers")]
    + ["Any comments?"],
    ["2024/03/01 10:15:32 am GMT", "sam@council.gov", "Council", "Local authority", "", OFTEN, NEVER, "", "Yes",
     "No", ""],
    ["2024/03/01 11:00:00 am GMT", "jo@hub.org", "Hub (North)", "Charity", "Sometimes", "", "Don't know", "Yes", "",
     "Yes", "Ask Jo Bloggs"],
]  # fmt: skip


def test_google_grid(text):
    survey = read_survey(text(as_csv(GOOGLE), "Partnership survey.csv"))
    assert survey.relations == (ASK, "Who do you trust?")
    assert ties(survey, ASK) == {("Council", "Hub (North)"): 3, ("Hub (North)", "Council"): 2}
    assert ties(survey, "Who do you trust?") == {
        ("Council", "Hub (North)"): 1,
        ("Hub (North)", "Council"): 1,
        ("Hub (North)", "Peers"): 1,
    }
    assert survey.unanswered.values.tolist() == [["1", "Hub (North)", "Peers", ASK, "Don't know"]]
    # Who sent the form in responded; Peers could be named and did not answer.
    assert answered(survey) == {"Council", "Hub (North)"}
    assert set(survey.members["name"]) == {"Council", "Hub (North)", "Peers"}
    assert not survey.response_assumed
    assert not survey.listed
    assert survey.actors["sector"].tolist() == ["Local authority", "Voluntary and community", None]
    assert_private(survey, "sam@", "jo@", "10:15", "Jo Bloggs")
    assert "Google Forms" in survey.shape


def test_google_blank_is_missing_where_never_could_be_chosen(text):
    rows = [row[:7] for row in GOOGLE]
    rows[1][5] = ""
    survey = read_survey(text(as_csv(rows)))
    assert survey.unanswered[["from", "to", "why"]].values.tolist() == [
        ["Council", "Hub (North)", "blank"],
        ["Hub (North)", "Peers", "Don't know"],
    ]


def google_boxes(*cells, people=("Council", "Hub", "Peers")):
    return as_csv(
        [["Timestamp", "Your organisation", "Which organisations do you work with?"]]
        + [["01/03/2024 10:15:32", who, cell] for who, cell in zip(people, cells, strict=False)]
    )


@pytest.mark.parametrize("tool", [["Timestamp"], ["ID", "Start time", "Completion time"], []])
def test_partner_named_in_the_question_itself(text, tool):
    names = ["Council", "Hub (North)", "Peers", "Food Bank"]
    header = [*tool, "Your organisation", *(f"How would you rate your relationship with {name}?" for name in names)]
    header += ["How would you rate your day?", "How would you rate your lunch?"]
    rows = [
        [*("1" for _ in tool), name, *("" if i == j else i + j for j in range(4)), 5, 5]
        for i, name in enumerate(names[:3])
    ]
    survey = read_survey(text(as_csv([header, *rows])))
    assert survey.relations == ("How would you rate your relationship with",)
    assert ties(survey) == {(names[i], names[j]): i + j for i in range(3) for j in range(4) if i != j and i + j}
    assert answered(survey) == set(names[:3])
    (left,) = [issue for issue in survey.issues if issue.code == "columns-ignored"]
    assert "lunch" in left.message


def test_google_check_boxes(text):
    survey = read_survey(text(google_boxes("Hub, Peers", "Council", "")))
    assert survey.relations == ("Which organisations do you work with?",)
    assert ties(survey) == {("Council", "Hub"): 1, ("Council", "Peers"): 1, ("Hub", "Council"): 1}
    assert answered(survey) == {"Council", "Hub", "Peers"}
    assert "named-nobody" in codes(survey)
    assert survey.network().observable.sum() == 6


def test_google_check_boxes_in_the_file_downloaded_from_the_form(text):
    # the CSV of Google Forms itself parts choices by ';', a linked sheet by ', '
    survey = read_survey(text(google_boxes("Hub;Health, Work and Care", "Council;Peers", "Hub")))
    assert ties(survey) == {
        ("Council", "Hub"): 1,
        ("Council", "Health, Work and Care"): 1,
        ("Hub", "Council"): 1,
        ("Hub", "Peers"): 1,
        ("Peers", "Hub"): 1,
    }
    assert "names-unsplit" not in codes(survey)


def test_google_check_boxes_with_commas_in_names(text):
    known = text(
        'name,sector\nCouncil,LA\nHub,VCS\nPeers,LE\n"Health, Work and Care",NHS\nWork and Care,NHS\n', "o.csv"
    )
    survey = read_survey(
        text(google_boxes("Hub, Health, Work and Care", "Health, Work and Care, Peers", "Hub")), known
    )
    assert ties(survey) == {
        ("Council", "Hub"): 1,
        ("Council", "Health, Work and Care"): 1,
        ("Hub", "Health, Work and Care"): 1,
        ("Hub", "Peers"): 1,
        ("Peers", "Hub"): 1,
    }
    assert "names-unsplit" not in codes(survey)


def test_google_check_boxes_that_cannot_be_split_surely(text):
    survey = read_survey(text(google_boxes("Hub, Health, Work and Care", "Council", "Hub")))
    (issue,) = [issue for issue in survey.issues if issue.code == "names-unsplit"]
    assert (issue.level, issue.cell) == ("warning", "C2")
    assert "'Health', 'Work and Care'" in issue.message
    # elsewhere one of them stands alone: they are two
    survey = read_survey(text(google_boxes("Hub, Health, Work and Care", "Council, Health", "Hub")))
    assert "names-unsplit" not in codes(survey)
    assert ("Council", "Work and Care") in ties(survey)


def test_google_check_box_grid_has_a_relation_for_each_choice(text):
    ask = "What do you do with these organisations?"
    people = ["Council", "Hub", "Peers", "Trust"]
    rows = [["Timestamp", "Your organisation", *(f"{ask} [{name}]" for name in people)]]
    rows += [["t", "Council", "", "Refer people, Share funds", "Refer people", ""]]
    rows += [
        ["t", "Hub", "Share funds", "", "", "Refer people"],
        ["t", "Peers", "Refer people", "Share funds", "", ""],
    ]
    survey = read_survey(text(as_csv(rows)))
    assert survey.relations == ("Refer people", "Share funds")
    assert ties(survey, "Share funds") == {("Council", "Hub"): 1, ("Hub", "Council"): 1, ("Peers", "Hub"): 1}
    assert "choices-are-relations" in codes(survey)


def test_google_form_of_opinions_has_no_partners(text):
    rows = [
        [
            "Timestamp",
            "Your organisation",
            *(f"How far do you agree? [{what}]" for what in ("I feel heard", "It works")),
        ]
    ]
    rows += [["t", "Council", "Agree", "Disagree"], ["t", "Hub", "Agree", "Agree"]]
    with pytest.raises(UnrecognisedSurveyError, match="'I feel heard'"):
        read_survey(text(as_csv(rows)))


def test_opinions_beside_partners_are_left_out(text):
    rows = [[*row] for row in GOOGLE]
    rows[0] += ["How far do you agree? [I feel heard]", "How far do you agree? [It works]", "Marks out of 10"]
    rows[1] += ["Agree", "Agree", 7]
    rows[2] += ["Disagree", "Agree", 9]
    survey = read_survey(text(as_csv(rows)))
    assert set(survey.actors["name"]) == {"Council", "Hub (North)", "Peers"}
    assert len(survey.relations) == 2
    (issue,) = [issue for issue in survey.issues if issue.code == "columns-ignored"]
    assert "I feel heard" in issue.message


def test_form_without_organisations_is_not_read(text):
    rows = [[*row[:2], *row[4:]] for row in GOOGLE]
    with pytest.raises(UnrecognisedSurveyError, match="which organisation answered"):
        read_survey(text(as_csv(rows)))


def test_partners_that_nobody_lists_are_read_with_a_warning(text):
    ask = "How often do you work with these statutory organisations?"
    rows = [
        ["Timestamp", "Your organisation", f"{ask} [Council]", f"{ask} [ICB]"],
        ["t", "Hub", OFTEN, NEVER],
        ["t", "Peers", NEVER, OFTEN],
    ]
    survey = read_survey(text(as_csv(rows)))
    assert ties(survey) == {("Hub", "Council"): 3, ("Peers", "ICB"): 3}
    assert "no-overlap" in codes(survey)


def test_one_organisation_answering_twice(text):
    rows = [[*row] for row in GOOGLE]
    again = [*GOOGLE[1]]
    again[5], again[6] = "Always", OFTEN  # differs from Often, differs from Never
    again[8] = "Yes"
    rows.append(again)
    rows[1][8] = ""  # the first left this out
    survey = read_survey(text(as_csv(rows)))
    assert ties(survey, ASK)["Council", "Hub (North)"] == 3
    assert ("Council", "Peers") not in ties(survey, ASK)
    assert ties(survey, "Who do you trust?")["Council", "Hub (North)"] == 1
    (issue,) = [issue for issue in survey.issues if issue.code == "respondent-twice"]
    assert (issue.level, issue.cell) == ("warning", "C4")
    assert "C2" in issue.message
    assert "2 answers" in issue.message
    assert "1 answers" in issue.message
    assert "conflicting-tie" not in codes(survey)
    assert not len(survey.unanswered[survey.unanswered["from"] == "Council"])


def test_other_organisation_written_in(text):
    rows = [["Timestamp", "Your organisation", "Other (please specify)", "Trust [Council]", "Trust [Hub]"]]
    rows += [["t", "Council", "", "", "3"], ["t", "Other", "Hub", "2", ""]]
    survey = read_survey(text(as_csv(rows)))
    assert ties(survey) == {("Council", "Hub"): 3, ("Hub", "Council"): 2}


def test_an_address_in_the_place_of_an_organisation(text):
    rows = [[*row] for row in GOOGLE]
    rows.append(["t", "x@y.org", "pat@example.org", "", OFTEN, OFTEN, OFTEN, "", "", "", ""])
    survey = read_survey(text(as_csv(rows)))
    (issue,) = [issue for issue in survey.issues if issue.code == "missing-name"]
    assert issue.cell == "C4"
    assert_private(survey, "pat@example.org")


def test_form_that_lists_one_tie_per_response(text):
    rows = [["Timestamp", "Your organisation", "Partner organisation", "How often do you work together?"]]
    rows += [["t", "Council", "Hub", OFTEN], ["t", "Council", "Peers", NEVER], ["t", "Hub", "Council", "Always"]]
    survey = read_survey(text(as_csv(rows)))
    assert ties(survey) == {("Council", "Hub"): 3, ("Hub", "Council"): 4}
