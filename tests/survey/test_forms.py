"""Exports of forms, as each tool writes them: a row per response, and what each column is about.

Layouts as in public exports: Google Forms and Microsoft Forms responses; SurveyMonkey with two header rows;
Qualtrics CSV with ImportIds in the third row; Online Surveys (Jisc) with numbered questions.
"""

from __future__ import annotations

import csv
import io
from datetime import datetime

import openpyxl
import pytest

from powermap import read_survey
from powermap.errors import UnrecognisedSurveyError

NEVER, OFTEN = "Never", "Often"


def as_csv(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def ties(survey, relation=None):
    rows = survey.ties.itertuples(index=False)
    return {(row[1], row[2]): row[4] for row in rows if relation in (None, row[3])}


def codes(survey):
    return [issue.code for issue in survey.issues]


def answered(survey):
    return set(survey.members.loc[survey.members["responded"], "name"])


def assert_private(survey, *personal):
    """No person, address or time is an actor, a tie or a part of what is said."""
    said = survey.shape + " ".join(f"{issue.message} {issue.fix} {issue.where}" for issue in survey.issues)
    said += " ".join(survey.actors["name"]) + " ".join(survey.relations)
    for text in personal:
        assert text not in said


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


# --- Microsoft Forms --------------------------------------------------------------------------------------

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


# --- SurveyMonkey -----------------------------------------------------------------------------------------

MONKEY = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name",
          "Last Name", "Custom Data 1"]  # fmt: skip
ABOUT = ["118052219061", "446111201", "03/01/2024 10:15:32 AM", "03/01/2024 10:20:00 AM", "192.0.2.7", "sam@x.org",
         "Sam", "Smith", ""]  # fmt: skip


def test_survey_monkey(text):
    rows = [
        [
            *MONKEY,
            "Which organisation do you represent?",
            "",
            "How often do you meet?",
            "",
            "",
            "Who do you fund?",
            "",
            "",
            "Comments",
        ],
        [
            *[""] * 9,
            "Response",
            "Other (please specify)",
            "Council",
            "Hub",
            "Peers",
            "Council",
            "Hub",
            "Peers",
            "Open-Ended Response",
        ],
        [*ABOUT, "Council", "", "", "Weekly", "Never", "", "Hub", "Peers", ""],
        [*ABOUT, "Other (please specify)", "Hub", "Monthly", "", "Yearly", "", "", "", "Call me, Sam"],
    ]
    survey = read_survey(text(as_csv(rows)))
    assert survey.relations == ("How often do you meet?", "Who do you fund?")
    assert ties(survey, "How often do you meet?") == {
        ("Council", "Hub"): 4,
        ("Hub", "Council"): 3,
        ("Hub", "Peers"): 1,
    }
    # check boxes: the option's own text stands where it was chosen
    assert ties(survey, "Who do you fund?") == {("Council", "Hub"): 1, ("Council", "Peers"): 1}
    assert answered(survey) == {"Council", "Hub"}
    assert_private(survey, "192.0.2", "sam@", "Smith", "Call me")


def test_survey_monkey_grid_with_several_choices(text):
    items = [f"{name} - {what}" for name in ("Council", "Hub", "Peers") for what in ("Advice", "Money")]
    rows = [
        [*MONKEY, "Name of organisation", "What do you get?", *[""] * 5],
        [*[""] * 9, "Open-Ended Response", *items],
        [*ABOUT, "Council", "", "", "Advice", "Money", "", ""],
        [*ABOUT, "Hub", "Advice", "", "", "", "Advice", "Money"],
    ]
    survey = read_survey(text(as_csv(rows)))
    assert set(survey.relations) == {"What do you get?: Advice", "What do you get?: Money"}
    assert ties(survey, "What do you get?: Money") == {("Council", "Hub"): 1, ("Hub", "Peers"): 1}


# --- Qualtrics --------------------------------------------------------------------------------------------

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


# --- Online Surveys (Jisc) --------------------------------------------------------------------------------


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
