"""'How much power does Age UK have?', a column for each partner: names that are known, and nothing guessed."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from powermap import read_survey
from powermap.cli import main

NAMES = ("Council", "The ICB", "Hope & Faith", "Peers", "Carers")
LISTED = [["Name", "Sector"], *([name, "VCSE"] for name in NAMES)]
FORM = ["Timestamp", "Which organisation do you represent?"]
#: What each says of all others; the first of two questions.
SAYS = {"Council": 4, "The ICB": 1, "Hope & Faith": 2, "Peers": 3, "Carers": 5}


def answers(*questions, names=NAMES, form=True):
    """Return the answers to questions of which each has a column for each name; nobody answers about itself."""
    heads = [question.format(name) for question in questions for name in names]
    rows = [[*(FORM if form else FORM[1:]), *heads]]
    for day, own in enumerate(NAMES, 1):
        said = [None if name == own else SAYS[own] for _ in questions for name in names]
        rows.append([*([f"2026-01-0{day}"] if form else []), own, *said])
    return rows


def issues(survey, *codes):
    return [(issue.code, issue.cell) for issue in survey.issues if issue.code in codes]


@pytest.mark.parametrize("form", [True, False])
@pytest.mark.parametrize(
    ("question", "relation"),
    [
        ("How much power does {} have?", "How much power does ... have?"),
        ("How much power does {} have in the area? (1-5)", "How much power does ... have in the area? (1-5)"),
        ("In your view, does {} share what it knows?", "In your view, does ... share what it knows?"),
        ("Power of {} (1-5)", "Power of ... (1-5)"),
        ("How would you rate {}'s influence on the plan?", "How would you rate ... influence on the plan?"),
        ("Do you know {}’s plans (1-5)?", "Do you know ... plans (1-5)?"),
        ("How well does {} know the ICB's plans?", "How well does ... know the ICB's plans?"),
    ],
)
def test_what_differs_is_the_partner_and_the_rest_the_relation(workbook, form, question, relation):
    survey = read_survey(workbook({"Organisations": LISTED, "Answers": answers(question, form=form)}))
    assert survey.relations == (relation,)
    told = {(row.rater, row.rated): row.rating for row in survey.ratings().itertuples(index=False)}
    assert told == {(a, b): SAYS[a] for a in NAMES for b in NAMES if a != b}
    assert issues(survey, "name-inside") == [("name-inside", "C1" if form else "B1")]
    assert not issues(survey, "partner-unknown", "columns-ignored", "unlisted-actor")


def test_two_questions_make_the_grid_of_power_and_interest(workbook, tmp_path):
    asked = ("How much power does {} have? (1-5)", "How interested is {} in our work? (1-5)")
    path = workbook({"Organisations": LISTED, "Answers": answers(*asked)})
    out = tmp_path / "measures.xlsx"
    done = CliRunner().invoke(main, ["measures", str(path), "--out", str(out), "--permutations", "99"])
    assert done.exit_code == 0, done.output
    grid = pd.read_excel(out, sheet_name="power_interest_grid", engine="openpyxl").set_index("actor")
    # The others say of the Council 1, 2, 3, 5 and of Carers 4, 1, 2, 3, to both questions.
    assert grid.loc["Council", ["power", "interest", "raters"]].to_list() == [2.75, 2.75, 4]
    assert grid.loc["Carers", "power"] == 2.5
    assert grid.loc[["Council", "The ICB"], "quadrant"].to_list() == ["minimal effort", "key player"]  # 3.5
    assert set(grid["power_cut_from"]) == {"middle of the scale"}


def test_the_check_says_so(workbook):
    path = workbook({"Organisations": LISTED, "Answers": answers("How much power does {} have?")})
    done = CliRunner().invoke(main, ["check", str(path)])
    assert done.exit_code == 0, done.output
    assert (
        "The 5 columns 'How much power does ... have?' are one question, about 'Council', 'The ICB'" in done.output
    )


def test_a_name_that_nobody_knows_is_left_out_and_that_is_said(workbook):
    rows = answers("How much power does {} have?", names=(*NAMES[:3], "Somebody Else", "Carers"))
    survey = read_survey(workbook({"Organisations": LISTED, "Answers": rows}))
    said = issues(survey, "partner-unknown", "columns-ignored")
    assert said == [("columns-ignored", "F1"), ("partner-unknown", "F1")]
    assert set(survey.ratings()["rated"]) == {"Council", "The ICB", "Hope & Faith", "Carers"}
    assert "Somebody Else" not in set(survey.actors["name"])


def test_a_name_that_only_holds_a_known_one_is_said_too_and_oneself_is_nobody_unknown(workbook):
    rows = answers("How would you rate {}'s influence?", names=(*NAMES[:3], "Carers Direct", "Carers"))
    rows = [[*row, "How would you rate your own influence?" if i == 0 else 3] for i, row in enumerate(rows)]
    survey = read_survey(workbook({"Organisations": LISTED, "Answers": rows}))
    assert issues(survey, "partner-unknown") == [("partner-unknown", "F1")]
    assert set(survey.ratings()["rated"]) == {"Council", "The ICB", "Hope & Faith", "Carers"}


def test_the_question_number_and_the_article_make_no_difference(workbook):
    rows = answers("How much power does {} have?")
    names = [name.replace("Peers", "the Peers") for name in NAMES]
    rows[0][2:] = [f"{i}. How much power does {name} have?" for i, name in enumerate(names, 3)]
    survey = read_survey(workbook({"Organisations": LISTED, "Answers": rows}))
    assert survey.relations == ("How much power does ... have?",)
    assert len(survey.ratings()) == 20


def test_names_of_those_who_answered_will_do(workbook):
    survey = read_survey(workbook({"Answers": answers("How much power does {} have?")}))
    assert len(survey.ratings()) == 20


@pytest.mark.parametrize(
    "heads",
    [
        # two names in each: which is the partner?
        [f"How far does {a} trust {b} with money?" for a, b in zip(NAMES, NAMES[::-1], strict=True)],
        # one column alone
        ["How much power does Council have?", "What else?", "Why?", "Anything to add?", "May we call you?"],
        # the same name again
        ["How much power does Council have?"] * 5,
        # nothing around the name says that it is a question
        [f"Our {name} budget" for name in NAMES],
    ],
)
def test_no_question_is_made_of_what_is_unsure(workbook, heads):
    rows = [[*FORM, *heads, "Do you work with Council?", "Do you work with Peers?"]]
    rows += [["2026-01-01", own, *[3] * 5, 1, 0] for own in NAMES]
    survey = read_survey(workbook({"Organisations": LISTED, "Answers": rows}))
    assert survey.relations == ("Do you work with",)
    assert not issues(survey, "name-inside")


def test_words_below_are_no_answers(workbook):
    rows = answers("How much power does {} have?", "What should {} do next?")
    for i, row in enumerate(rows[1:]):
        row[7:] = [f"idea {i} {j}" for j in range(5)]
    survey = read_survey(workbook({"Organisations": LISTED, "Answers": rows}))
    assert survey.relations == ("How much power does ... have?",)
    assert [code for code, _ in issues(survey, "columns-ignored")] == ["columns-ignored"]


def test_the_mapping_that_is_written_reads_the_same(workbook, tmp_path):
    path = workbook({"Organisations": LISTED, "Answers": answers("How much power does {} have?")})
    done = CliRunner().invoke(main, ["check", str(path), "--write-map", str(tmp_path / "map.toml")])
    assert done.exit_code == 0, done.output
    again = read_survey(path, mapping=tmp_path / "map.toml")
    assert again.ties.equals(read_survey(path).ties)
    assert openpyxl.load_workbook(path).sheetnames == ["Organisations", "Answers"]
