"""Grid and classes from the scores of a list of organisations, and cuts at the middle of scales in words."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from powermap import read_survey
from powermap.cli import main
from powermap.errors import UnknownChoiceError
from powermap.measures.power_interest import power_interest_grid, salience_class
from powermap.measures.rated import received, survey_of
from powermap.survey.form_text import form_questions
from powermap.survey.partner_list import Partner
from powermap.survey.template import blank_survey

NAMES = ("Council", "ICB", "Hope", "Peers", "Carers")
SECTORS = ("Local authority", "NHS", "VCSE", "Lived experience", "Lived experience")
LISTED = "scores in the list of organisations, by nobody named"
#: power, interest, legitimacy, urgency
SCORES = ((5, 2, "High", "no"), (4, 2, "Medium", "no"), (3, 4, "High", "yes"), (1, 5, "Low", "yes"),
          (2, 5, "high", "yes"))  # fmt: skip
HEADERS = ("Power (1-5)", "Interest (1-5)", "Legitimacy", "Urgency")


def workbook(path, headers=HEADERS, scores=SCORES, *, rated=None):
    """Write a list with scores and a sheet of who works with whom; *rated* is what all others say of each."""
    book = openpyxl.Workbook()
    stakeholders = book.active
    stakeholders.title = "Stakeholders"
    stakeholders.append(["Name", "Sector", "Responded", *headers])
    for name, sector, own in zip(NAMES, SECTORS, scores, strict=True):
        stakeholders.append([name, sector, "yes", *own])
    answers = book.create_sheet("Answers")
    answers.append(["From", "To", "Works with", *(("Power (0-4)", "Interest (0-4)") if rated else ())])
    for rater in NAMES:
        for to in NAMES:
            if rater != to:
                answers.append([rater, to, 1 + (to > rater), *(rated[to] if rated else ())])
    book.save(path)
    return path


def measured(path, *options):
    out = path.with_name("measures.xlsx")
    done = CliRunner().invoke(main, ["measures", str(path), "--out", str(out), "--permutations", "99", *options])
    assert done.exit_code == 0, done.output
    return pd.read_excel(out, sheet_name=None, engine="openpyxl")


def test_the_command_writes_the_scores_of_the_list_by_hand(tmp_path):
    told = measured(workbook(tmp_path / "survey.xlsx"))
    grid = told["power_interest_grid"].set_index("actor")
    assert grid["quadrant"].to_dict() == {
        "Council": "keep satisfied", "ICB": "keep satisfied", "Hope": "key player", "Peers": "keep informed",
        "Carers": "keep informed",
    }  # fmt: skip
    assert grid["power"].to_list() == [5, 4, 3, 1, 2]
    assert set(grid["power_cut"]) == set(grid["interest_cut"]) == {3}
    assert set(grid["power_cut_from"]) == set(grid["interest_cut_from"]) == {"middle of the scale"}
    assert set(grid["source"]) == {LISTED}
    assert grid[["raters", "holds_without_any"]].isna().all(axis=None)
    # Council: of power, 2 above in a range of 4; of interest, 1 below in a range of 3. Hope: power is on the cut.
    assert grid.loc["Council", "distance"] == pytest.approx(1 / 3)
    assert grid.loc["Hope", "distance"] == 0
    salience = told["salience_class"].set_index("actor")
    assert salience["class"].to_dict() == {
        "Council": "dominant", "ICB": "dominant", "Hope": "definitive", "Peers": "demanding", "Carers": "dependent",
    }  # fmt: skip
    # Low, Medium, High are 1, 2, 3 of 0 to 4; yes and no are 1 and 0.
    assert salience.loc["ICB", ["legitimacy_cut", "urgency_cut"]].to_list() == [2, 0.5]
    assert set(salience["legitimacy_cut_from"]) == {"middle of the scale of words, 0 to 4"}
    assert set(salience["urgency_cut_from"]) == {"middle of the scale"}
    counts = told["classes_by_group"].set_index(["by", "of", "group", "class"])
    assert counts.loc[("voice", "power_interest_grid.list", "Lived experience", "keep informed")].to_list() == [
        2,
        1,
    ]
    assert counts.loc[("sector", "salience_class.list", "NHS", "dominant")].to_list() == [1, 1]
    actors = told["Actors"].set_index("actor")
    assert actors["power_interest_grid.list.quadrant"].to_dict() == grid["quadrant"].to_dict()
    assert "power_interest_grid.quadrant" not in actors


def test_ratings_and_scores_stand_side_by_side_and_are_never_mixed(tmp_path):
    rated = {"Council": (4, 4), "ICB": (4, 0), "Hope": (0, 4), "Peers": (0, 0), "Carers": (0, 0)}
    path = workbook(tmp_path / "survey.xlsx", HEADERS[:2], [row[:2] for row in SCORES], rated=rated)
    told = measured(path, "--relation", "Works with")
    grid = told["power_interest_grid"].set_index(["source", "actor"])["quadrant"]
    assert grid["ratings by others"].to_dict() == {
        "Council": "key player", "ICB": "keep satisfied", "Hope": "keep informed", "Peers": "minimal effort",
        "Carers": "minimal effort",
    }  # fmt: skip
    assert grid[LISTED].to_list() == ["keep satisfied"] * 2 + ["key player"] + ["keep informed"] * 2
    raters = told["power_interest_grid"].groupby("source")["raters"].sum(min_count=1)
    assert raters["ratings by others"] == 20
    assert pd.isna(raters[LISTED])
    actors = told["Actors"].set_index("actor")
    assert actors.loc["Council", "power_interest_grid.quadrant"] == "key player"
    assert actors.loc["Council", "power_interest_grid.list.quadrant"] == "keep satisfied"
    assert set(told["classes_by_group"]["of"]) == {"power_interest_grid", "power_interest_grid.list"}
    survey = read_survey(path)
    assert set(power_interest_grid(survey)["source"]) == {"ratings by others"}
    assert set(power_interest_grid(survey, source="list")["source"]) == {LISTED}


def test_a_relation_that_is_named_is_never_replaced_by_the_list(tmp_path):
    survey = read_survey(workbook(tmp_path / "survey.xlsx"))
    assert set(power_interest_grid(survey)["source"]) == {LISTED}
    for asked in ({"source": "ratings"}, {"power": "Works with"}):
        with pytest.raises(UnknownChoiceError, match="No relation of this survey asks for"):
            power_interest_grid(survey, **asked)
    with pytest.raises(UnknownChoiceError, match="no source 'team'"):
        power_interest_grid(survey, source="team")


def test_where_no_scale_is_known_the_median_cuts(tmp_path):
    survey = read_survey(workbook(tmp_path / "survey.xlsx", ("Influence", "Interest", "Legitimacy", "Urgency")))
    grid = power_interest_grid(survey)
    assert set(grid["power_cut"]) == {3}  # of 5, 4, 3, 1, 2
    assert set(grid["interest_cut"]) == {4}  # of 2, 2, 4, 5, 5
    assert set(grid["power_cut_from"]) == set(grid["interest_cut_from"]) == {"median"}
    assert power_interest_grid(survey, cuts=(4, 5)).loc["Hope", "quadrant"] == "minimal effort"
    assert set(power_interest_grid(survey, cuts=(4, 5))["power_cut_from"]) == {"given"}


def test_an_actor_without_a_score_is_unknown(tmp_path):
    scores = [list(row) for row in SCORES]
    scores[2][0], scores[3][3] = None, "?"
    survey = read_survey(workbook(tmp_path / "survey.xlsx", scores=scores))
    assert power_interest_grid(survey).loc["Hope", "quadrant"] == "unknown"
    assert salience_class(survey).loc[["Hope", "Peers"], "class"].to_list() == ["unknown", "unknown"]
    assert power_interest_grid(survey).loc["Peers", "quadrant"] == "keep informed"


def test_one_score_alone_makes_no_grid(tmp_path):
    path = workbook(tmp_path / "survey.xlsx", HEADERS[:1], [row[:1] for row in SCORES])
    assert not {"power_interest_grid", "salience_class", "classes_by_group"} & set(measured(path))
    with pytest.raises(UnknownChoiceError, match="interest"):
        power_interest_grid(read_survey(path), source="list")


def test_two_scales_in_two_lists_make_no_grid(tmp_path):
    path = workbook(tmp_path / "survey.xlsx", HEADERS[:2], [row[:2] for row in SCORES])
    book = openpyxl.load_workbook(path)
    more = book.create_sheet("Members")
    for row in (["Name", "Sector", "Power", "Interest"], ["Trust", "NHS", "High", "Low"]):
        more.append(row)
    book.save(path)
    survey = read_survey(path)
    assert [(i.sheet, i.cell) for i in survey.issues if i.code == "mixed-scales"] == [
        ("Members", "C2"),
        ("Members", "D2"),
    ]
    with pytest.raises(UnknownChoiceError, match="The power of organisations is scored on 2 scales"):
        power_interest_grid(survey)
    assert "power_interest_grid" not in measured(path)


def test_each_round_has_its_own_scale(tmp_path):
    book = openpyxl.Workbook()
    for round_, header, rows in ((1, "(1-5)", [(5, 1), (2, 4)]), (2, "(1-10)", [(5, 6), (9, 1)])):
        sheet = book.create_sheet(f"Organisations round {round_}")
        sheet.append(["Name", "Sector", "Round", f"Power {header}", f"Interest {header}"])
        for name, own in zip(("Council", "Peers"), rows, strict=True):
            sheet.append([name, "NHS", round_, *own])
    answers = book.create_sheet("Answers")
    for row in (["From", "To", "Round"], *(["Council", "Peers", round_] for round_ in (1, 2))):
        answers.append(row)
    book.remove(book.worksheets[0])
    book.save(tmp_path / "survey.xlsx")
    survey = read_survey(tmp_path / "survey.xlsx")
    first, second = power_interest_grid(survey, 1), power_interest_grid(survey, "2")
    assert first["quadrant"].to_list() == ["keep satisfied", "keep informed"]  # cut at 3
    assert second["quadrant"].to_list() == ["keep informed", "keep satisfied"]  # cut at 5.5
    assert [set(one["power_cut"]) for one in (first, second)] == [{3}, {5.5}]
    with pytest.raises(UnknownChoiceError):
        power_interest_grid(survey, "3")


# --- scales in words --------------------------------------------------------------------------------------


def test_the_middle_of_the_words_of_powermaps_own_survey(tmp_path):
    partners = [Partner(name, sector) for name, sector in zip(NAMES, SECTORS, strict=True)]
    blank = blank_survey(partners, relations=("works with", "power", "interest"))
    book = openpyxl.load_workbook(io.BytesIO(blank))
    ties = book["Relationships"]
    assert [cell.value for cell in ties[1]] == ["From", "To", "works with", "power", "interest"]
    # Nobody says 'A great deal': its page of words tells that it could have been said, and so where the middle is.
    says = {"Council": ("A fair amount", "Not at all"), "ICB": ("Not at all", "A fair amount")}
    for row, (rater, to) in enumerate(((r, t) for t in says for r in NAMES if r != t), 2):
        for column, value in enumerate((rater, to, "Often", *says[to]), 1):
            ties.cell(row, column).value = value
    path = tmp_path / "survey.xlsx"
    book.save(path)
    survey = read_survey(path)
    assert {relation: tuple(scale) for relation, scale in survey.scales.items()} == {
        "works with": (0, 4, True), "power": (0, 3, True), "interest": (0, 3, True),
    }  # fmt: skip
    grid = measured(path, "--relation", "works with")["power_interest_grid"].set_index("actor")
    assert grid.loc[["Council", "ICB"], "quadrant"].to_list() == ["keep satisfied", "keep informed"]
    assert set(grid["power_cut"]) == set(grid["interest_cut"]) == {1.5}  # the median of 2 and 0 is 1
    assert set(grid["interest_cut_from"]) == {"middle of the scale of words, 0 to 3"}


@pytest.mark.parametrize("tool", ["google", "microsoft"])
def test_the_middle_of_the_words_of_a_form(tmp_path, tool):
    asked = form_questions([Partner(name) for name in NAMES], tool, relations=("power", "interest"))
    grids = [question for question in asked if question.rows]
    heads = [f"{q.title} [{row}]" if tool == "google" else row for q in grids for row in q.rows]
    first = ["Timestamp"] if tool == "google" else ["Id", "Start time", "Completion time", "Email", "Name"]
    rows = [[*first, asked[0].title, *heads]]
    for i, rater in enumerate(NAMES, 1):
        said = ["2 - A fair amount"] * len(NAMES) + ["1 - A small amount"] * len(NAMES)
        rows.append([*([f"2026-01-0{i}"] if tool == "google" else [i, "", "", "anonymous", ""]), rater, *said])
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = tmp_path / "answers.xlsx"
    book.save(path)
    grid = power_interest_grid(read_survey(path))
    assert set(grid["quadrant"]) == {"keep satisfied"}
    assert set(grid["power_cut_from"]) == {"middle of the scale of words, 0 to 3"}


@pytest.mark.parametrize(
    ("answers", "cut", "cut_from"),
    [
        (("Not at all", "A little", "A lot"), 2, "middle of the scale of words, 0 to 4"),
        (("Strongly disagree", "Agree", "Strongly agree"), 2, "middle of the scale of words, 0 to 4"),
        (("Low", "Medium", "High"), 2, "middle of the scale of words, 0 to 4"),
        (("Not at all", "A fair amount", "A fair amount"), 1.5, "middle of the scale of words, 0 to 3"),
        (("A small amount", "A small amount", "A small amount"), 1.5, "middle of the scale of words, 0 to 3"),
        (("2 - A little", "5 - A great deal", "1 - Not at all"), 3, "middle of the scale of words, 1 to 5"),
        (("2 - A little", "4 - A lot", "1 - Not at all"), 2, "median"),  # who knows whether there was a 5
        (("Not at all", "A little", 4), 1, "median"),  # a number among words: the scale is not known
        ((1, 4, 4), 4, "median"),
    ],
)
def test_the_middle_of_a_scale_in_words(answers, cut, cut_from):
    lines = [f"{rater},{to},{said},{said}" for to, said in zip("DEF", answers, strict=True) for rater in "ABC"]
    grid = power_interest_grid(survey_of("\n".join(["from,to,power,interest", *lines])))
    assert set(grid["power_cut"]) == {cut}
    assert set(grid["power_cut_from"]) == {cut_from}


def test_a_relation_asked_on_two_scales_has_none(tmp_path):
    book = openpyxl.Workbook()
    for title, said in (("Power 2024", "A lot"), ("Power 2025", 3)):
        sheet = book.create_sheet(title)
        for row in (["", *"ABC"], *([a, *(said if a != b else None for b in "ABC")] for a in "ABC")):
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(tmp_path / "survey.xlsx")
    survey = read_survey(tmp_path / "survey.xlsx")
    assert survey.relations == ("Power",)
    assert not survey.scales


def test_the_lowest_answer_of_a_known_scale_is_no_tick():
    survey = survey_of("from,to,power (1-5),works with\nA,B,1,x\nB,C,1,x\nC,A,1,x\n")
    assert len(received(survey, "power (1-5)", None)[1]) == 3  # who was not asked about somebody did not rate it 0
    assert len(received(survey, "works with", None)[1]) == 6
