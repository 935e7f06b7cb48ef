"""Rosters: a row per respondent and a block of partners for each question; name generators; turned grids."""

from __future__ import annotations

import openpyxl
import pytest

from powermap import read_survey
from powermap.errors import UnrecognisedSurveyError

NAMES = ("Council", "Hub", "Peers")
TRUST = {("Council", "Hub"): 3, ("Council", "Peers"): 1, ("Hub", "Council"): 2, ("Hub", "Peers"): 4}
CONTACT = {("Council", "Hub"): 4, ("Hub", "Council"): 4, ("Hub", "Peers"): 1}
#: Council and Hub answered; Peers is only named. Two blocks: trust, contact.
BODY = [["Council", None, 3, 1, None, 4, 0], ["Hub", 2, None, 4, 4, None, 1]]


def ties(survey, relation=None):
    rows = survey.ties.itertuples(index=False)
    return {(row[1], row[2]): row[4] for row in rows if relation in (None, row[3])}


def codes(survey):
    return [issue.code for issue in survey.issues]


@pytest.mark.parametrize(
    "header",
    [
        [*(f"Trust: {n}" for n in NAMES), *(f"Contact: {n}" for n in NAMES)],
        [*(f"Trust - {n}" for n in NAMES), *(f"Contact - {n}" for n in NAMES)],
        [*(f"{n} (trust)" for n in NAMES), *(f"{n} (contact)" for n in NAMES)],
        [*(f"{n} - trust" for n in NAMES), *(f"{n} - contact" for n in NAMES)],
        [*(f"Q3 Trust [{n}]" for n in NAMES), *(f"Q4 Contact [{n}]" for n in NAMES)],
        [*(f"trust_{n}" for n in NAMES), *(f"contact_{n}" for n in NAMES)],
    ],
    ids=["colon", "dash", "round brackets", "partner first", "square brackets", "underscore"],
)
def test_a_block_for_each_question(workbook, header):
    survey = read_survey(workbook({"Answers": [["Organisation", *header], *BODY]}))
    first, second = survey.relations
    assert "trust" in first.lower()
    assert "contact" in second.lower()
    assert ties(survey, first) == TRUST
    assert ties(survey, second) == CONTACT
    assert dict(zip(survey.members["name"], survey.members["responded"], strict=True)) == {
        "Council": True,
        "Hub": True,
        "Peers": False,
    }


@pytest.mark.parametrize(
    "top", [["", "Trust", None, None, "Contact", None, None], ["Organisation", "Trust", "", "", "Contact", "", ""]]
)
def test_two_header_rows(workbook, top):
    below = [None if top[0] else "Organisation", *NAMES, *NAMES]
    survey = read_survey(workbook({"Answers": [["Survey of partners"], top, below, *BODY]}))
    assert survey.relations == ("Trust", "Contact")
    assert ties(survey, "Trust") == TRUST
    assert ties(survey, "Contact") == CONTACT


def test_two_header_rows_merged(tmp_path):
    book = openpyxl.Workbook()
    for row in ([None, "Trust", None, None, "Contact", None, None], ["Organisation", *NAMES, *NAMES], *BODY):
        book.active.append(row)
    book.active.merge_cells("B1:D1")
    book.active.merge_cells("E1:G1")
    book.save(tmp_path / "merged.xlsx")
    survey = read_survey(tmp_path / "merged.xlsx")
    assert ties(survey, "Trust") == TRUST
    assert ties(survey, "Contact") == CONTACT


def test_sector_beside_and_a_row_left_blank(workbook):
    header = ["Organisation", "Sector", *(f"Trust: {n}" for n in NAMES), *(f"Contact: {n}" for n in NAMES)]
    rows = [[row[0], sector, *row[1:]] for row, sector in zip(BODY, ("LA", "VCS"), strict=True)]
    survey = read_survey(workbook({"Answers": [header, *rows, ["Peers", "LE"]]}))
    assert survey.actors["sector"].tolist() == ["Local authority", "Voluntary and community", "Lived experience"]
    assert survey.members["responded"].tolist() == [True, True, False]
    assert codes(survey).count("did-not-respond") == 1
    assert ties(survey, "Trust") == TRUST


def test_partners_that_are_listed_elsewhere(workbook):
    listed = [["name", "sector"], ["Council", "LA"], ["Hub", "VCS"], ["Peers", "LE"]]
    rows = [["Organisation", "Trust: Council", "Trust: Peers", "Comments"], ["Hub", 2, 3, "busy"]]
    survey = read_survey(workbook({"Organisations": listed, "Answers": rows}))
    assert ties(survey) == {("Hub", "Council"): 2, ("Hub", "Peers"): 3}
    assert survey.relations == ("Trust",)
    assert survey.listed == {("Trust", "1"): ("Council", "Peers")}


def test_opinions_are_no_roster(workbook):
    header = ["Organisation", "Meetings: useful", "Meetings: long", "Board: useful", "Board: long"]
    rows = [header, ["Council", 3, 4, 2, 1], ["Hub", 5, 4, 4, 2], ["Peers", 1, 1, 2, 3]]
    with pytest.raises(UnrecognisedSurveyError):
        read_survey(workbook({"Views": rows}))


# --- name generators --------------------------------------------------------------------------------------


def test_names_in_numbered_columns(workbook):
    rows = [
        ["Organisation", "partner_1", "partner_2", "partner_3"],
        ["Council", "Hub", "Peers"],
        ["Hub", "Council", None, "Mind"],
        ["Peers"],
    ]
    survey = read_survey(workbook({"Answers": rows}))
    assert ties(survey) == {
        ("Council", "Hub"): 1,
        ("Council", "Peers"): 1,
        ("Hub", "Council"): 1,
        ("Hub", "Mind"): 1,
    }
    assert dict(zip(survey.members["name"], survey.members["responded"], strict=True)) == {
        "Council": True,
        "Hub": True,
        "Peers": False,
        "Mind": False,
    }
    assert ("did-not-respond", "A4") in {(issue.code, issue.cell) for issue in survey.issues}
    assert not survey.listed  # anybody could have been named


def test_names_with_strength_and_type(workbook):
    header = ["Respondent"]
    for i in (1, 2):
        header += [f"Partner {i}", f"Partner {i} strength", f"Partner {i} type"]
    rows = [
        header,
        ["Council", "Hub", 3, "funds", "Peers", 2, "refers to"],
        ["Hub", "Council", "Don't know", "funds", None, None, None],
    ]
    survey = read_survey(workbook({"Answers": rows}))
    assert survey.relations == ("funds", "refers to")
    assert ties(survey, "funds") == {("Council", "Hub"): 3}
    assert ties(survey, "refers to") == {("Council", "Peers"): 2}
    assert survey.unanswered.values.tolist() == [["1", "Hub", "Council", "funds", "Don't know"]]


@pytest.mark.parametrize("asked", ["{}{}", "{}_{}", "Who gives you {}? {}"])
def test_numbered_columns_called_by_their_relation(workbook, asked):
    header = ["organisation", *(asked.format(what, n) for what in ("advice", "support") for n in (1, 2))]
    rows = [["Council", "Hub", "Peers", "Hub", ""], ["Hub", "Council", "", "Peers", ""]]
    survey = read_survey(workbook({"Answers": [header, *rows]}))
    advice, support = survey.relations
    assert "advice" in advice
    assert "support" in support
    ties = {(row[1], row[2], row[3]) for row in survey.ties.itertuples(index=False)}
    assert ties == {
        ("Council", "Hub", advice),
        ("Council", "Peers", advice),
        ("Hub", "Council", advice),
        ("Council", "Hub", support),
        ("Hub", "Peers", support),
    }


def test_names_with_two_questions_about_each(workbook):
    header = ["Your organisation", "Name 1", "How often 1", "Trust 1", "Name 2", "How often 2", "Trust 2"]
    rows = [
        header,
        ["Council", "Hub", "Weekly", 4, "Peers", "Yearly", 0],
        ["Hub", "Council", "Monthly", 2, None, "Weekly", None],
    ]
    survey = read_survey(workbook({"Answers": rows}))
    assert survey.relations == ("How often", "Trust")
    assert ties(survey, "How often") == {("Council", "Hub"): 4, ("Council", "Peers"): 1, ("Hub", "Council"): 3}
    assert ties(survey, "Trust") == {("Council", "Hub"): 4, ("Hub", "Council"): 2}
    (issue,) = [issue for issue in survey.issues if issue.level == "error"]
    assert (issue.code, issue.cell) == ("missing-name", "E3")


def test_organisation_1_and_2_are_still_a_list(workbook):
    rows = [["Organisation 1", "Organisation 2", "Strength"], ["Council", "Hub", 3], ["Hub", "Council", 2]]
    assert ties(read_survey(workbook({"Ties": rows}))) == {("Council", "Hub"): 3, ("Hub", "Council"): 2}


# --- which side answered ----------------------------------------------------------------------------------

#: Down the side: partners. Along the top: Hub and Peers, who answered about Council, Trust and Hub.
GRID = [[None, "Hub", "Peers"], ["Council", 3, 2], ["Trust", 0, 1], ["Hub", None, 4]]
BY_COLUMN = {("Hub", "Council"): 3, ("Peers", "Council"): 2, ("Peers", "Trust"): 1, ("Peers", "Hub"): 4}
BY_ROW = {("Council", "Hub"): 3, ("Council", "Peers"): 2, ("Trust", "Peers"): 1, ("Hub", "Peers"): 4}


@pytest.mark.parametrize("corner", ["Respondent ->", "Respondents across the top", "To \\ From", "Named"])
def test_corner_says_that_the_columns_answered(workbook, corner):
    survey = read_survey(workbook({"Sheet1": [[corner, *GRID[0][1:]], *GRID[1:]]}))
    assert ties(survey) == BY_COLUMN
    assert ("grid-turned", "A1") in {(issue.code, issue.cell) for issue in survey.issues}
    assert "grid-direction" not in codes(survey)


@pytest.mark.parametrize("corner", ["Respondent", "Organisation", "From \\ To", "Respondent ↓"])
def test_corner_says_that_the_rows_answered(workbook, corner):
    survey = read_survey(workbook({"Sheet1": [[corner, *GRID[0][1:]], *GRID[1:]]}))
    assert ties(survey) == BY_ROW
    assert not {"grid-turned", "grid-direction"} & set(codes(survey))


def test_title_says_that_the_columns_answered(workbook):
    survey = read_survey(workbook({"Sheet1": [["Columns: respondents; rows: the partners they rated"], [], *GRID]}))
    assert ties(survey) == BY_COLUMN


def test_header_above_the_names_says_that_the_columns_answered(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Partner", "Answers from", None], [None, "Council", "Hub"], ["Council", None, 2], ["Hub", 3, None],
                ["Peers", 1, 0]):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    book.save(tmp_path / "s.xlsx")
    survey = read_survey(tmp_path / "s.xlsx")
    ties = {(row[1], row[2]): row[4] for row in survey.ties.itertuples(index=False)}
    assert ties == {("Council", "Hub"): 3, ("Council", "Peers"): 1, ("Hub", "Council"): 2}
    assert "grid-turned" in {issue.code for issue in survey.issues}


def test_list_says_who_responded(workbook):
    listed = [
        ["name", "sector", "responded"],
        ["Hub", "VCS", "yes"],
        ["Peers", "LE", "yes"],
        ["Council", "LA", "no"],
        ["Trust", "NHS", "no"],
    ]
    survey = read_survey(workbook({"Organisations": listed, "Answers": GRID}))
    assert ties(survey) == BY_COLUMN
    assert "response-conflict" not in codes(survey)


def test_grid_that_does_not_say_which_side_answered(workbook):
    survey = read_survey(workbook({"Sheet1": GRID}))
    assert ties(survey) == BY_ROW
    (issue,) = [issue for issue in survey.issues if issue.code == "grid-direction"]
    assert (issue.level, issue.cell) == ("warning", "A1")
    assert "'Respondent ->'" in issue.fix


def test_issue_in_a_turned_grid_is_pinned_where_the_cell_stands(workbook):
    rows = [["Respondent ->", "Hub", "Peers"], ["Council", 3, 2], ["Trust", "banana", 1], ["Hub", None, 4]]
    survey = read_survey(workbook({"Sheet1": rows}))
    assert {(issue.code, issue.cell) for issue in survey.issues if issue.level == "error"} == {
        ("not-a-number", "B3")
    }


def test_totals_of_a_turned_grid(workbook):
    rows = [
        ["Respondent ->", "Hub", "Peers", "Total"],
        ["Council", 3, 2, 5],
        ["Trust", 0, 1, 1],
        ["Total", 3, 3, 6],
    ]
    survey = read_survey(workbook({"Sheet1": rows}))
    assert ties(survey) == {("Hub", "Council"): 3, ("Peers", "Council"): 2, ("Peers", "Trust"): 1}
    assert {issue.cell for issue in survey.issues if issue.code == "total-ignored"} == {"A4", "D1"}


def test_square_matrix_keeps_its_usual_direction(workbook):
    rows = [[None, "A", "B", "C"], ["A", 0, 1, 0], ["B", 0, 0, 0], ["C", 0, 2, 0]]
    survey = read_survey(workbook({"Sheet1": rows}))
    assert ties(survey) == {("A", "B"): 1, ("C", "B"): 2}
    assert not {"grid-turned", "grid-direction"} & set(codes(survey))


@pytest.mark.parametrize(
    "header",
    [
        ["Organisation", "I feel heard", "Meetings are useful", "We share aims"],
        ["Organisation", "How useful are meetings?", "How good is the chair?", "Anything to change?"],
        ["Organisation", "Communication", "Leadership", "Morale"],
    ],
)
def test_opinions_are_no_grid(workbook, header):
    rows = [header, ["Council", 3, 4, 2], ["Hub", 5, 4, 4], ["Peers", 1, 1, 2]]
    with pytest.raises(UnrecognisedSurveyError, match="nothing shows that"):
        read_survey(workbook({"Views": rows}))


# --- several names in one cell ----------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [", ", "; ", ";", "|", "\n"])
def test_several_partners_in_one_cell(workbook, mark):
    rows = [
        ["Organisation", "Who do you work with?"],
        ["Council", f"Hub{mark}Peers"],
        ["Hub", "Council"],
        ["Peers", None],
    ]
    survey = read_survey(workbook({"Answers": rows}))
    assert ties(survey) == {("Council", "Hub"): 1, ("Council", "Peers"): 1, ("Hub", "Council"): 1}
    assert survey.members["responded"].tolist() == [True, True, False]


def test_one_partner_a_row_is_still_a_list(workbook):
    rows = [["Organisation", "Works with"], ["Council", "Hub"], ["Council", "Peers"], ["Hub", "Council"]]
    survey = read_survey(workbook({"Answers": rows}))
    assert ties(survey) == {("Council", "Hub"): 1, ("Council", "Peers"): 1, ("Hub", "Council"): 1}
    assert "respondent-twice" not in codes(survey)


def test_seat_beside_the_answers(workbook):
    header = ["Organisation", "Board member", *(f"Trust: {n}" for n in NAMES)]
    rows = [["Council", "yes", None, 3, 1], ["Hub", "no", 2, None, 4]]
    survey = read_survey(workbook({"Answers": [header, *rows]}))
    assert survey.actors["seat"].tolist() == [True, False, False]


def test_answer_off_the_scale(workbook):
    header = ["Organisation", *(f"Trust (1-5): {n}" for n in NAMES)]
    survey = read_survey(workbook({"Answers": [header, ["Council", None, 3, 55], ["Hub", 2, None, 4]]}))
    assert [(issue.level, issue.cell) for issue in survey.issues if issue.code == "out-of-range"] == [
        ("error", "D2")
    ]
