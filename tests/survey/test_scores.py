"""Scores in a list of organisations: kept apart from the answers, nothing guessed, every odd cell named."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from powermap import read_survey
from powermap.cli import main
from powermap.errors import UnknownChoiceError

NAMES = ("Council", "ICB", "Hope", "Peers", "Carers")
SECTORS = dict(zip(NAMES, ("Local authority", "NHS", "VCSE", "Lived experience", "Lived experience"), strict=True))
TIES = [["From", "To", "Strength"], *([a, b, 1 + (a < b)] for a in NAMES for b in NAMES if a != b)]


def listed(columns, *, sectors=True):
    """Return a list of the five, with these columns of scores: header -> five cells."""
    rows = [["Name", "Sector", *columns] if sectors else ["Name", *columns]]
    for i, name in enumerate(NAMES):
        rows.append([name, *([SECTORS[name]] if sectors else []), *(cells[i] for cells in columns.values())])
    return rows


def scores(survey, attribute, column="score"):
    own = survey.scores[survey.scores["attribute"] == attribute]
    return dict(zip(own["actor"], own[column], strict=True))


def issues(survey, *codes):
    return [(i.code, i.cell) for i in survey.issues if i.code in codes]


def checked(path):
    """Return the issues as `powermap check` tells them: (code, cell)."""
    done = CliRunner().invoke(main, ["check", str(path), "--format", "json"])
    return {(issue["code"], issue["cell"]) for issue in json.loads(done.output)["issues"]}, done


def test_numbers_words_and_ticks(workbook):
    columns = {
        "Power (1-5)": [5, 4, 3, 1, 2],
        "Interest": ["Low", "Medium", "high", "Very high", "None"],
        "Legitimacy": ["yes", "No", "Y", "n", "?"],
        "Urgency": ["x", None, None, "X", None],
    }
    survey = read_survey(workbook({"Stakeholders": listed(columns), "Answers": TIES}))
    assert scores(survey, "power") == {"Council": 5, "ICB": 4, "Hope": 3, "Peers": 1, "Carers": 2}
    assert scores(survey, "interest") == {"Council": 1, "ICB": 2, "Hope": 3, "Peers": 4, "Carers": 0}
    assert scores(survey, "legitimacy") == {"Council": 1, "ICB": 0, "Hope": 1, "Peers": 0}
    assert scores(survey, "urgency") == {"Council": 1, "ICB": 0, "Hope": 0, "Peers": 1, "Carers": 0}
    ends = survey.scores.groupby("attribute")[["lowest", "highest", "in_words"]].agg(["min", "max"])
    assert ends.loc["power"].to_list() == [1, 1, 5, 5, False, False]
    assert ends.loc["interest"].to_list() == [0, 0, 4, 4, True, True]
    assert ends.loc["legitimacy"].to_list() == ends.loc["urgency"].to_list() == [0, 0, 1, 1, False, False]
    assert issues(survey, "score-blank", "score-unusable", "cell-error", "columns-ignored") == [
        ("score-blank", "F1")
    ]
    assert [(i.level, i.cell) for i in survey.issues if i.code == "scores-listed"] == [("note", "C1")]
    assert survey.scored().loc["Carers"].fillna(-1).to_dict() == {
        "power": 2, "interest": 0, "legitimacy": -1, "urgency": 0,
    }  # fmt: skip


def test_a_scale_is_known_only_where_something_tells_it(workbook):
    columns = {"Power": [5, 4, 3, 1, 2], "Interest 1-10": [5, 4, 3, 1, 2], "Urgency": [1, 0, 0, 1, 0]}
    survey = read_survey(workbook({"Stakeholders": listed(columns), "Answers": TIES}))
    first = survey.scores.groupby("attribute")[["lowest", "highest"]].first()
    assert first.fillna(-1).to_numpy().tolist() == [[1, 10], [-1, -1], [0, 1]]  # interest, power, urgency


@pytest.mark.parametrize("title", ["Sheet1", "Stakeholders"])
def test_two_columns_of_scores_make_a_list_without_sectors(workbook, title):
    columns = {"Level of influence (1-5)": [5, 4, 3, 1, 2], "Interest (1-5)": [2, 2, 4, 5, 5]}
    survey = read_survey(workbook({title: listed(columns, sectors=False), "Answers": TIES}))
    assert tuple(survey.actors["name"]) == NAMES  # and no organisation called 'Interest (1-5)'
    assert scores(survey, "power")["Council"] == 5
    layout = next(layout for layout in survey.layouts if layout.sheet == title)
    assert layout.columns[1:] == (("power", "B 'Level of influence (1-5)'"), ("interest", "C 'Interest (1-5)'"))


def test_what_is_called_power_is_no_organisation_whatever_stands_below(workbook):
    columns = {"Power (1-5)": ["?", None, "?", 1, -2], "Interest": ["so so", 2, "hm", "eh", 5]}
    survey = read_survey(workbook({"Sheet1": listed(columns, sectors=False), "Answers": TIES}))
    assert tuple(survey.actors["name"]) == NAMES
    assert scores(survey, "power") == {"Peers": 1}
    assert issues(survey, "score-unusable", "scores-left-out") == [
        ("scores-left-out", "C2"), ("score-unusable", "B6"),
    ]  # fmt: skip


def test_no_scores_of_a_sheet_where_respondents_speak_of_themselves(workbook):
    rows = listed({"Power": [5, 4, 3, 1, 2], "Interest": [2, 2, 4, 5, 5]})
    for header in ("Your organisation", "Respondent"):
        rows[0][0] = header
        survey = read_survey(workbook({"Organisations": rows, "Answers": TIES}))
        assert survey.scores.empty


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (-1, "score-unusable"),
        (0, "score-unusable"),  # the header says that the lowest is 1
        (6, "score-unusable"),
        (10**308, "score-unusable"),
        ("1e999", "score-unusable"),
        ("High", "score-unusable"),
        ("yes", "score-unusable"),
        ("biggish", "score-unusable"),
        ("=1/0", "cell-error"),
        ("=B2+1", "cell-error"),
        ("#REF!", "cell-error"),
        ("n/a", None),
        ("Don't know", None),
        ("?", None),
        (None, None),
    ],
)
def test_whatever_cannot_be_used_is_named_and_the_rest_is_kept(workbook, cell, code):
    columns = {"Power (1-5)": [5, 4, cell, 1, 2], "Interest (1-5)": [2, 2, 4, 5, 5]}
    path = workbook({"Stakeholders": listed(columns), "Answers": TIES})
    assert scores(read_survey(path), "power") == {"Council": 5, "ICB": 4, "Peers": 1, "Carers": 2}
    told, done = checked(path)
    assert {(one, at) for one, at in told if at == "C4"} == ({(code, "C4")} if code else set())
    assert done.exit_code == (1 if code else 0)


def test_a_number_among_words_and_a_word_of_another_scale(workbook):
    columns = {
        "Power": ["High", "Low", 3, "Medium", "Low"],
        "Interest": ["High", "Low", "Agree", "Medium", "Low"],
        "Legitimacy": ["yes", "no", "Medium", "no", "yes"],
        "Urgency": [1, "no", "yes", 0, "yes"],  # 1 and 0 are yes and no
    }
    survey = read_survey(workbook({"Stakeholders": listed(columns), "Answers": TIES}))
    assert issues(survey, "score-unusable") == [("score-unusable", at) for at in ("C4", "D4", "E4")]
    assert scores(survey, "power") == {"Council": 3, "ICB": 1, "Peers": 2, "Carers": 1}
    assert scores(survey, "urgency") == {"Council": 1, "ICB": 0, "Hope": 1, "Peers": 0, "Carers": 1}


def test_words_with_their_numbers_are_numbers(workbook):
    columns = {"Power": ["5 - High", 4, "3 - Medium", "1 - Low", 2], "Interest": [1, 2, 3, 4, 5]}
    survey = read_survey(workbook({"Stakeholders": listed(columns), "Answers": TIES}))
    assert scores(survey, "power") == {"Council": 5, "ICB": 4, "Hope": 3, "Peers": 1, "Carers": 2}
    assert not issues(survey, "score-unusable")


def test_areas_of_interest_are_no_scores(workbook):
    columns = {
        "Interest": ["Housing", "Mental health", "Youth", "Housing; debt", "Carers"],
        "Power": [1, 2, 3, 4, 5],
    }
    survey = read_survey(workbook({"Stakeholders": listed(columns), "Answers": TIES}))
    assert scores(survey, "interest") == {}
    assert issues(survey, "columns-ignored", "scores-left-out", "score-unusable") == [("columns-ignored", "C1")]


def test_a_column_of_which_little_can_be_read_is_left_out_and_that_is_said(workbook):
    columns = {"Power": ["biggish", "so so", "hm", "High", None], "Interest": [1, 2, 3, 4, 5]}
    survey = read_survey(workbook({"Stakeholders": listed(columns), "Answers": TIES}))
    assert scores(survey, "power") == {}
    assert issues(survey, "scores-left-out", "score-unusable") == [("scores-left-out", "C2")]


def test_of_two_columns_that_may_score_the_same_one_is_taken_and_the_other_told(workbook):
    columns = {"Influence": [1, 1, 1, 2, 3], "Power": [5, 4, 3, 1, 2], "Power (again)": [2, 2, 2, 2, 1]}
    survey = read_survey(workbook({"Stakeholders": listed(columns), "Answers": TIES}))
    assert scores(survey, "power") == {"Council": 5, "ICB": 4, "Hope": 3, "Peers": 1, "Carers": 2}
    said = next(issue for issue in survey.issues if issue.code == "columns-ignored")
    assert said.message == "Columns that were not used: C 'Influence', E 'Power (again)'."
    told = next(issue for issue in survey.issues if issue.code == "scores-listed")
    assert told.message.endswith(
        " Left out, though called as scores of the same: C 'Influence' and E 'Power (again)'."
    )
    assert not issues(survey, "scores-left-out")


@pytest.mark.parametrize(
    ("cells", "cell"),
    [
        (["90%", "80%", "5%", "10%", None], "C2"),
        (["+++", "++", "+", "+", "++"], "C2"),
        (["=2+3", "=1", "=B2", "=4", "=5"], "C2"),  # never calculated
        (["01234 567890", "07700 900123", None, "0161 4960000", "?"], "C2"),
        ([None, 7700900123, 1614960000, 2079460000, 1632960001], "C3"),
        ([45000, 120000, 3000, 999, 2500], "C2"),
    ],
)
def test_a_column_that_holds_none_but_looks_so_is_left_out_and_that_is_said(workbook, cells, cell):
    survey = read_survey(
        workbook({"Stakeholders": listed({"Power": cells, "Interest": [1, 2, 3, 4, 5]}), "Answers": TIES})
    )
    assert scores(survey, "power") == {}
    assert issues(survey, "scores-left-out", "score-unusable") == [("scores-left-out", cell)]


@pytest.mark.parametrize("said", ["None", "No", 0])
def test_declared_interests_are_no_scores(workbook, said):
    columns = {"Interest": [said, said, "Chair of Hope", None, said], "Power": [1, 2, 3, 4, 5]}
    survey = read_survey(workbook({"Stakeholders": listed(columns), "Answers": TIES}))
    assert scores(survey, "interest") == {}
    assert [at for _, at in issues(survey, "columns-ignored")] == ["C1"]


def test_words_on_two_scales_alone_say_nothing_of_the_blank(workbook):
    columns = {"Urgency": ["Very urgent", "Not urgent", None, "High", "Urgent"], "Power": [1, 2, 3, 4, 5]}
    survey = read_survey(workbook({"Stakeholders": listed(columns), "Answers": TIES}))
    assert scores(survey, "urgency") == {}
    assert not issues(survey, "score-blank")
    told = [issue for issue in survey.issues if issue.code == "score-unusable"]
    assert [issue.cell for issue in told] == ["C2", "C3", "C5", "C6"]
    assert all("stands among words on other scales" in issue.message for issue in told[:3])


def test_a_number_too_large_for_a_score_is_named(workbook):
    columns = {"Power": [5, 4, 2024, 1, 2], "Interest": [1, 2, 3, 4, 1000]}
    survey = read_survey(workbook({"Stakeholders": listed(columns), "Answers": TIES}))
    assert scores(survey, "power") == {"Council": 5, "ICB": 4, "Peers": 1, "Carers": 2}
    assert scores(survey, "interest")["Carers"] == 1000
    assert issues(survey, "score-unusable") == [("score-unusable", "C4")]


def test_a_cross_beside_a_tick_is_neither_yes_nor_no(workbook):
    columns = {
        "Power": ["✓", "x", "✓", None, "X"],
        "Interest": ["✓", "✗", "✓", None, "✗"],
        "Urgency": ["x", None, "x", "n", "X"],
    }
    survey = read_survey(workbook({"Stakeholders": listed(columns), "Answers": TIES}))
    assert scores(survey, "power") == {"Council": 1, "Hope": 1}  # and a blank is no 'no'
    assert scores(survey, "interest") == {"Council": 1, "ICB": 0, "Hope": 1, "Carers": 0}
    assert scores(survey, "urgency") == {"Council": 1, "Hope": 1, "Peers": 0, "Carers": 1}
    assert issues(survey, "score-unusable", "score-blank") == [("score-unusable", "C3"), ("score-unusable", "C6")]


@pytest.mark.parametrize(
    "header",
    ["Power /10", "Power/10", "Power out of 10", "Power: 1 to 10 scale", "Power (1-10 scale)", "Power - H/M/L"],
)
def test_a_scale_after_the_header_does_not_hide_what_is_scored(workbook, header):
    columns = {header: [5, 4, 3, 1, 2], "Interest": [1, 2, 3, 4, 5]}
    survey = read_survey(workbook({"Stakeholders": listed(columns), "Answers": TIES}))
    assert scores(survey, "power") == {"Council": 5, "ICB": 4, "Hope": 3, "Peers": 1, "Carers": 2}
    known = survey.scores.loc[survey.scores["attribute"] == "power", "highest"].dropna()
    assert set(known) == ({10} if "1" in header.replace("10", "") else set())


def test_of_an_actor_listed_twice_the_first_row_counts(workbook):
    rows = listed({"Power (1-5)": [5, 4, 3, 1, 2], "Interest (1-5)": [2, 2, 4, 5, 5]})
    rows.append(["council", "Local authority", 1, 2])
    survey = read_survey(workbook({"Stakeholders": rows, "Answers": TIES}))
    assert scores(survey, "power")["Council"] == 5
    said = next(issue for issue in survey.issues if issue.code == "duplicate-actor")
    assert said.cell == "A7"
    assert "different power '5' and '1'; the first" in said.message


def test_a_second_list_adds_what_the_first_does_not_say(workbook):
    first = listed({"Power (1-5)": [5, 4, None, 1, 2]})
    second = listed({"Power (1-5)": [1, 1, 3, 1, 2], "Interest (1-5)": [2, 2, 4, 5, 5]}, sectors=False)
    survey = read_survey(workbook({"Organisations": first, "Scores": second, "Answers": TIES}))
    assert scores(survey, "power") == {"Council": 5, "ICB": 4, "Hope": 3, "Peers": 1, "Carers": 2}
    assert scores(survey, "interest") == {"Council": 2, "ICB": 2, "Hope": 4, "Peers": 5, "Carers": 5}
    assert [i.cell for i in survey.issues if i.code == "duplicate-actor"] == ["A2", "A3"]  # Council, ICB differ


def test_two_lists_on_two_scales_are_said_to_be_so(workbook):
    one, two = listed({"Power (1-5)": [5, 4, 3, 1, 2]}), listed({"Power": ["High", "Low", "Low", "High", "High"]})
    survey = read_survey(workbook({"Members": one[:4], "Partners": [two[0], *two[4:]], "Answers": TIES}))
    assert issues(survey, "mixed-scales") == [("mixed-scales", "C2")]


def test_scores_by_round(workbook):
    rows = [["Name", "Sector", "Round", "Power (1-5)"]]
    rows += [[name, SECTORS[name], 1, 2] for name in NAMES] + [[name, SECTORS[name], 2, 4] for name in NAMES]
    ties = [[*TIES[0], "Round"], *([*row, round_] for row in TIES[1:] for round_ in (1, 2))]
    survey = read_survey(workbook({"Stakeholders": rows, "Answers": ties}))
    assert survey.scored(1)["power"].to_list() == [2] * 5
    assert survey.scored("2")["power"].to_list() == [4] * 5
    assert not issues(survey, "duplicate-actor")
    with pytest.raises(UnknownChoiceError):
        survey.scored()


def test_a_mapping_says_which_column_scores_what(workbook):
    columns = {"Clout": [5, 4, 3, 1, 2], "Interest": [2, 2, 4, 5, 5]}
    path = workbook({"Stakeholders": listed(columns), "Answers": TIES})
    assert scores(read_survey(path), "power") == {}
    mapped = read_survey(path, mapping=["Stakeholders.power=Clout", "Stakeholders.interest="])
    assert scores(mapped, "power")["Council"] == 5
    assert scores(mapped, "interest") == {}


def test_a_mapping_says_what_a_word_among_numbers_is(workbook):
    columns = {"Power (1-5)": [5, 4, "Massive", 1, 2], "Interest": ["Huge", "Tiny", "Huge", "Tiny", "Tiny"]}
    path = workbook({"Stakeholders": listed(columns), "Answers": TIES})
    words = ["Stakeholders.words.Massive=5", "Stakeholders.words.Huge=2", "Stakeholders.words.Tiny=1"]
    survey = read_survey(path, mapping=[*words, "Stakeholders.interest=Interest"])
    assert scores(survey, "power")["Hope"] == 5
    assert scores(survey, "interest") == {"Council": 2, "ICB": 1, "Hope": 2, "Peers": 1, "Carers": 1}
    assert set(scores(survey, "interest", "highest").values()) != {1}  # 1 and 2 are no yes and no
    assert not issues(survey, "score-unusable")


def test_headers_again_and_rows_of_nobody_have_no_scores(workbook):
    rows = listed({"Power (1-5)": [5, 4, 3, 1, 2], "Interest (1-5)": [2, 2, 4, 5, 5]})
    rows[4:4] = [list(rows[0])]
    rows.append([None, None, 4, 4])
    survey = read_survey(workbook({"Stakeholders": rows, "Answers": TIES}))
    assert len(survey.scores) == 10
    assert issues(survey, "score-unusable", "missing-name") == [("missing-name", "A8")]


def test_the_mapping_that_is_written_keeps_them(workbook, tmp_path):
    columns = {"Influence (1-5)": [5, 4, 3, 1, 2], "Interest (1-5)": [2, 2, 4, 5, 5]}
    path = workbook({"Stakeholders": listed(columns), "Answers": TIES})
    done = CliRunner().invoke(main, ["check", str(path), "--write-map", str(tmp_path / "map.toml")])
    assert done.exit_code == 0, done.output
    again = read_survey(path, mapping=tmp_path / "map.toml")
    assert again.scores.equals(read_survey(path).scores)
    assert len(again.scores) == 10


def test_nobody_but_the_facilitator_sees_them(workbook, tmp_path):
    columns = {"Power (1-5)": [5, 4, 3, 1, 2], "Interest (1-5)": [2, 2, 4, 5, 5]}
    made = {}
    for kind, own in (("with", columns), ("without", {})):
        (tmp_path / kind).mkdir()
        path = workbook({"Stakeholders": listed(own), "Answers": TIES}).rename(tmp_path / kind / "survey.xlsx")
        out = tmp_path / kind / "out"
        done = CliRunner().invoke(main, ["report", str(path), "--out", str(out), "--permutations", "99"])
        assert done.exit_code == 0, done.output
        made[kind] = [(out / name).read_bytes() for name in ("report.html", "map.html", "measures.xlsx")]
        assert "power" not in json.dumps(read_survey(path).to_dict()["actors"])
    assert made["with"] == made["without"]


def test_without_scores_there_are_none(text):
    survey = read_survey(text("from,to,strength\nA,B,1\n"))
    assert survey.scores.empty
    assert survey.scored().isna().all(axis=None)
    assert survey.scored().index.to_list() == ["A", "B"]
