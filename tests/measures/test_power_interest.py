"""Mendelow's grid and the classes of Mitchell, Agle and Wood: cuts stated, nothing guessed, nobody exposed."""

from __future__ import annotations

from itertools import product
from math import isnan
from pathlib import Path

import networkx as nx
import numpy as np
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from powermap import read_survey
from powermap.cli import main
from powermap.errors import PowermapError, UnknownChoiceError
from powermap.measures.power_interest import classes_by_group, power_interest_grid, salience_class
from powermap.measures.rated import survey_of
from powermap.measures.stakeholders import classes, quadrants
from powermap.measures.tables import measure_tables
from powermap.network import Network

POWER = pd.Series({"a": 5.0, "b": 1.0, "c": 4.0, "d": 2.0, "e": np.nan})
INTEREST = pd.Series({"a": 4.0, "b": 5.0, "c": 1.0, "d": 2.0, "e": 3.0})


def test_four_quadrants_by_hand():
    grid = quadrants(POWER, INTEREST, cuts=(3, 3))
    assert grid["quadrant"].to_dict() == {
        "a": "key player",
        "b": "keep informed",
        "c": "keep satisfied",
        "d": "minimal effort",
        "e": "unknown",
    }
    assert grid.loc["a", ["above_power", "above_interest"]].to_list() == [2, 1]
    assert grid.loc["a", "distance"] == 1 / 4  # interest is 1 above its cut, and runs from 1 to 5
    assert grid.loc["d", "distance"] == 1 / 4
    assert isnan(grid.loc["e", "distance"])


def test_the_cut_is_told():
    grid = quadrants(POWER, INTEREST)
    assert grid["power_cut"].to_list() == [3] * 5  # the median of 5, 1, 4, 2: e lacks power
    assert grid["interest_cut"].to_list() == [3] * 5  # of 4, 5, 1, 2
    assert quadrants(POWER, INTEREST, cuts=(None, 4.5))["interest_cut"].to_list() == [4.5] * 5


def test_on_the_cut_is_high_and_unsure():
    grid = quadrants(POWER, INTEREST, cuts=(5, 3))
    assert grid.loc["a", ["quadrant", "distance"]].to_list() == ["key player", 0]


# Mitchell, Agle & Wood (1997), figure 2: (power, legitimacy, urgency).
FIGURE = {
    (True, False, False): ("dormant", "latent"),
    (False, True, False): ("discretionary", "latent"),
    (False, False, True): ("demanding", "latent"),
    (True, True, False): ("dominant", "expectant"),
    (True, False, True): ("dangerous", "expectant"),
    (False, True, True): ("dependent", "expectant"),
    (True, True, True): ("definitive", "definitive"),
    (False, False, False): ("no stakeholder", "none"),
}


@pytest.mark.parametrize("numbers", [False, True])
def test_the_eight_classes_of_the_figure(numbers):
    cases = list(product([True, False], repeat=3))
    columns = [pd.Series([case[i] for case in cases]) for i in range(3)]
    if numbers:
        columns = [column * 3.0 + 1 for column in columns]  # 1 and 4; the medians are 2.5
    table = classes(*columns)
    assert [tuple(row) for row in table[["class", "salience"]].to_numpy()] == [FIGURE[case] for case in cases]
    assert table["attributes"].to_list() == [sum(case) for case in cases]
    assert table["power"].to_list() == [case[0] for case in cases]


def test_what_is_unknown_has_no_class():
    table = classes(
        pd.Series({"a": True, "b": None}, dtype=object), pd.Series({"a": 1.0, "b": 5.0}), pd.Series({"a": True}),
        cuts=(None, 3, None),
    )  # fmt: skip
    assert table.loc["b", ["class", "salience"]].to_list() == ["unknown", "unknown"]
    assert isnan(table.loc["b", "attributes"])
    assert table.loc["b", "power"] is None
    assert table.loc["b", "legitimacy"] is True
    assert table.loc["a", "class"] == "dangerous"


def test_groups_overlap_and_the_unknown_are_no_share():
    graph = nx.DiGraph([("a", "b"), ("c", "d"), ("e", "a")])
    nx.set_node_attributes(graph, {"a": ["x"], "b": ["x", "y"], "c": ["y"], "d": [], "e": ["y"]}, "voices")
    table = classes_by_group(
        quadrants(POWER, INTEREST, cuts=(3, 3))["quadrant"], Network.from_graph(graph)
    ).set_index(["group", "class"])
    assert table.loc[("x", "keep informed")].to_list() == [1, 0.5]
    assert table.loc[("y", "keep informed")].to_list() == [1, 0.5]
    assert table.loc[("y", "unknown"), "members"] == 1
    assert isnan(table.loc[("y", "unknown"), "share"])
    assert table.loc[("y", "minimal effort"), "members"] == 0


def test_little_is_no_error():
    none = pd.Series([], dtype=float)
    assert quadrants(none, none).empty
    assert classes(none, none, none).empty
    one = pd.Series({"a": 2.0})
    assert quadrants(one, one, cuts=(2, 2)).loc["a", "quadrant"] == "key player"
    assert isnan(quadrants(one, one, cuts=(2, 2)).loc["a", "distance"])
    unknown = pd.Series({"a": np.nan, "b": np.nan})
    assert set(quadrants(unknown, unknown)["quadrant"]) == {"unknown"}
    assert set(classes(unknown, unknown, unknown)["class"]) == {"unknown"}
    assert classes_by_group(none.astype(object), Network.from_graph(nx.DiGraph())).empty


def test_a_median_that_most_have_as_their_lowest_makes_nobody_powerful():
    # Of 1, 1, 1, 5 the median is 1, and nobody is below it. Of 5, 5, 5, 1 it is 5, and one is.
    few, many = (pd.Series([*values], index=[*"abcd"]) for values in ((1, 1, 1, 5), (5, 5, 5, 1)))
    grid = quadrants(few, many)
    assert grid["power_cut"].isna().all()
    assert set(grid["quadrant"]) == {"unknown"}
    assert grid["interest_cut"].to_list() == [5] * 4
    assert quadrants(many, many)["quadrant"].to_list() == [*["key player"] * 3, "minimal effort"]
    assert classes(few, many, many)["power"].to_list() == [None] * 4
    assert quadrants(few, many, cuts=(3, 3))["quadrant"].to_list() == [*["keep informed"] * 3, "keep satisfied"]


def test_words_and_missing_cuts_are_refused_in_words():
    one, words = pd.Series({"a": 1, "b": 2}), pd.Series({"a": 1, "b": "High"})
    with pytest.raises(PowermapError, match="The interest of 'b' is 'High', which is no number"):
        quadrants(one, words)
    with pytest.raises(PowermapError, match="There are 1 cuts for power, legitimacy, urgency"):
        classes(one, one, one, cuts=(2,))


def test_a_median_parts_nobody_where_all_are_the_same():
    same = pd.Series({"a": 2.0, "b": 2.0})
    assert set(quadrants(same, pd.Series({"a": 1.0, "b": 3.0}))["quadrant"]) == {"unknown"}
    assert set(classes(same, same, same)["class"]) == {"unknown"}
    assert set(quadrants(same, same, cuts=(3, 2))["quadrant"]) == {"keep informed"}


def test_an_actor_with_two_values_is_told():
    with pytest.raises(PowermapError, match="'a' has more than one value for interest"):
        quadrants(POWER, pd.Series([1.0, 2.0], index=["a", "a"]))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=8), st.integers(1, 9))
def test_units_do_not_matter(values, unit):
    power, interest = (pd.Series([float(row[i]) for row in values]) for i in range(2))
    grid = quadrants(power, interest)
    scaled = quadrants(power * unit + 3, interest)
    assert scaled["quadrant"].equals(grid["quadrant"])
    pd.testing.assert_series_equal(scaled["distance"], grid["distance"])
    assert grid["distance"].dropna().between(0, 1).all()


# --- workbooks --------------------------------------------------------------------------------------------

SECTORS = {
    "Council": "Local authority", "ICB": "NHS", "Hope": "VCSE", "Peers": "Lived experience",
    "Carers": "Lived experience",
}  # fmt: skip
#: What the others say of each: rater -> power, interest, legitimacy, urgency. Carers answered nothing.
ABOUT = {
    "Council": {"ICB": (5, 2, 4, 1), "Hope": (5, 1, 4, 2), "Peers": (5, 3, 4, 3)},
    "ICB": {"Council": (4, 3, 3, 1), "Hope": (5, 1, 3, 1), "Peers": (3, 2, 3, 1)},
    "Hope": {"Council": (2, 5, 4, 3), "ICB": (3, 4, 5, 3), "Peers": (4, 3, 3, 3)},
    "Peers": {"Council": (1, 5, 2, 5), "ICB": (1, 5, 2, 4), "Hope": (1, 5, 2, 3)},
    "Carers": {"Council": (1, 5, 5, 4), "ICB": (2, 4, 5, 4), "Hope": (3, 5, 5, 5), "Peers": (2, 4, 5, 5)},
}
#: Means by hand: power 5, 4, 3, 1, 2; interest 2, 2, 4, 5, 4.5.
QUADRANTS = {
    "Council": "keep satisfied", "ICB": "keep satisfied", "Hope": "key player", "Peers": "keep informed",
    "Carers": "keep informed",
}  # fmt: skip
#: Means by hand: legitimacy 4, 3, 4, 2, 5; urgency 2, 1, 3, 4, 4.5.
SALIENCE = {
    "Council": "dominant", "ICB": "dominant", "Hope": "definitive", "Peers": "demanding", "Carers": "dependent",
}  # fmt: skip
QUESTIONS = ("Power (1-5)", "Interest (1-5)", "Legitimacy (1-5)", "Urgency (1-5)")


def workbook(path, asked=QUESTIONS, *, own=(), words=None, about=ABOUT):
    """Write a list of organisations and a sheet of answers, a question a column; *own* are ratings of oneself."""
    book = openpyxl.Workbook()
    listed = book.active
    listed.title = "Organisations"
    for row in [
        ("Name", "Sector", "Responded"),
        *((a, s, "no" if a == "Carers" else "yes") for a, s in SECTORS.items()),
    ]:
        listed.append(row)
    answers = book.create_sheet("Answers")
    answers.append(["From", "To", "Works with", *asked])
    for to, said in about.items():
        for rater, numbers in said.items():
            told = numbers if words is None else [words[number] for number in numbers]
            answers.append([rater, to, 1 + (to == "Hope"), *told[: len(asked)]])
    for row in own:
        answers.append(row)
    book.save(path)
    return path


def measured(path: Path, *options: str) -> dict[str, pd.DataFrame]:
    out = path.with_name("measures.xlsx")
    done = CliRunner().invoke(
        main, ["measures", str(path), "--out", str(out), "--force", "--permutations", "99", *options]
    )
    assert done.exit_code == 0, done.output
    return pd.read_excel(out, sheet_name=None, engine="openpyxl")


def test_the_command_writes_grid_and_classes_by_hand(tmp_path):
    own = [("Council", "Council", 5, 1, 5, 1, 5), ("Peers", "Peers", 5, 5, 1, 5, 1)]  # no rating by others
    told = measured(workbook(tmp_path / "survey.xlsx", own=own))
    grid = told["power_interest_grid"].set_index("actor")
    assert grid["quadrant"].to_dict() == QUADRANTS
    assert grid["power"].to_dict() == {"Council": 5, "ICB": 4, "Hope": 3, "Peers": 1, "Carers": 2}
    assert grid["interest"].to_dict() == {"Council": 2, "ICB": 2, "Hope": 4, "Peers": 5, "Carers": 4.5}
    assert grid["raters"].to_dict() == {"Council": 3, "ICB": 3, "Hope": 3, "Peers": 3, "Carers": 4}
    assert set(grid["power_cut"]) == set(grid["interest_cut"]) == {3}
    assert set(grid["power_cut_from"]) == set(grid["interest_cut_from"]) == {"middle of the scale"}
    # Of power, 2 above in a range of 4; of interest, 1 below in a range of 3.
    assert grid.loc["Council", "distance"] == pytest.approx(1 / 3)
    # Without its highest rating: of the Council, power 5, interest 1.5; of ICB, power 3.5, interest 1.5; of Hope,
    # power 2.5, below the cut. Without its lowest: of the Council, interest 2.5; of ICB, 2.5; of Carers, power 7/3.
    assert grid["holds_without_any"].to_dict() == {
        "Council": True, "ICB": True, "Hope": False, "Peers": True, "Carers": True,
    }  # fmt: skip
    salience = told["salience_class"].set_index("actor")
    # Hope as above; of ICB, legitimacy is 3, 3, 3; of the Council, urgency without the lowest, 1, is 2.5.
    assert salience["holds_without_any"].to_dict() == grid["holds_without_any"].to_dict()
    assert salience["class"].to_dict() == SALIENCE
    assert salience.loc["Hope", ["attributes", "salience", "urgency_cut"]].to_list() == [3, "definitive", 3]
    counts = told["classes_by_group"].set_index(["by", "of", "group", "class"])
    assert counts.loc[("voice", "power_interest_grid", "Lived experience", "keep informed")].to_list() == [2, 1]
    assert counts.loc[("voice", "power_interest_grid", "Statutory", "keep satisfied")].to_list() == [2, 1]
    assert counts.loc[("sector", "salience_class", "NHS", "dominant")].to_list() == [1, 1]
    assert counts.loc[("voice", "salience_class", "Lived experience", "dependent")].to_list() == [1, 0.5]
    assert (
        dict(zip(told["Actors"]["actor"], told["Actors"]["power_interest_grid.quadrant"], strict=True)) == QUADRANTS
    )


def test_without_a_scale_in_the_question_the_median_cuts_and_says_so(tmp_path):
    grid = measured(workbook(tmp_path / "survey.xlsx", ("Influence", "How interested is it?")))[
        "power_interest_grid"
    ]
    assert set(grid["power_cut"]) == {3}  # of 5, 4, 3, 1, 2
    assert set(grid["interest_cut"]) == {4}  # of 2, 2, 4, 5, 4.5
    assert set(grid["power_cut_from"]) == {"median"}
    assert dict(zip(grid["actor"], grid["quadrant"], strict=True)) == QUADRANTS  # Hope is on both cuts


def test_questions_in_words_of_a_form(tmp_path):
    words = {1: "Not at all", 2: "A small amount", 3: "A fair amount", 4: "A great deal", 5: "Don't know"}
    asked = ("How much power does this partner have?", "How interested is this partner in our work?")
    grid = measured(workbook(tmp_path / "survey.xlsx", asked, words=words))["power_interest_grid"].set_index(
        "actor"
    )
    # Power, 'Don't know' left out: ICB 3 and 2 of two raters; Hope 1, 2, 3; Peers 0, 0, 0; Carers 0, 1, 2, 1.
    assert grid["power"].dropna().to_dict() == {"Hope": 2, "Peers": 0, "Carers": 1}
    # All said 'Don't know' of the power of Council and of the interest of Peers.
    assert grid["quadrant"].to_dict() == {
        "Council": "unknown", "ICB": "too few raters", "Hope": "too few raters", "Peers": "unknown",
        "Carers": "too few raters",
    }  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    [
        ("Power",),
        ("Interest",),
        ("Power", "Shared interests"),
        ("Power", "How far do we have conflicting interests?"),
        ("Power and interest",),
        ("Power over money", "Interest", "Power over people"),
        ("Legitimacy", "Urgency"),
    ],
)
def test_no_grid_where_the_survey_does_not_ask_for_both(tmp_path, asked):
    survey = read_survey(workbook(tmp_path / "survey.xlsx", asked))
    told = measure_tables(survey.network("Works with"), survey)
    assert not {"power_interest_grid", "salience_class", "classes_by_group"} & set(told)
    assert not any(str(column).startswith("power_interest") for column in told["Every actor"])
    with pytest.raises(UnknownChoiceError, match="relation"):
        power_interest_grid(survey)


@pytest.mark.parametrize(
    ("power", "interest"),
    [
        ("Power", "Interest"),
        ("How powerful is it?", "How interested is it in sharing what it learns?"),
        ("Power and influence", "Level of interest"),
        ("Influence on decisions", "Interest (1-5)"),
    ],
)
def test_the_wordings_of_facilitators(tmp_path, power, interest):
    asked = read_survey(workbook(tmp_path / "survey.xlsx", (power, interest, "Influence it should have")))
    assert power_interest_grid(asked)["quadrant"].to_dict() == QUADRANTS


def test_grid_alone_where_nobody_asks_for_legitimacy(tmp_path):
    survey = read_survey(workbook(tmp_path / "survey.xlsx", ("Power and influence", "Interest")))
    told = measure_tables(survey.network("Works with"), survey)
    assert set(told["classes_by_group"]["of"]) == {"power_interest_grid"}
    assert "salience_class" not in told


def test_fewer_than_three_raters_are_not_told(tmp_path):
    about = {name: dict(list(said.items())[: 3 - (name == "Hope")]) for name, said in ABOUT.items()}
    survey = read_survey(workbook(tmp_path / "survey.xlsx", about=about))
    grid, salience = power_interest_grid(survey), salience_class(survey)
    assert grid.loc["Hope", ["quadrant", "raters"]].to_list() == ["too few raters", 2]
    assert grid.loc["Hope", ["power", "interest", "above_power", "distance", "holds_without_any"]].isna().all()
    assert salience.loc["Hope", ["class", "salience"]].to_list() == ["too few raters"] * 2
    assert salience.loc["Hope", ["power", "legitimacy", "urgency", "attributes"]].isna().all()
    assert grid.drop(index="Hope")["quadrant"].to_dict() == {k: v for k, v in QUADRANTS.items() if k != "Hope"}
    counts = classes_by_group(grid["quadrant"], survey.network("Power (1-5)")).set_index(["group", "class"])
    assert counts.loc[("Voluntary sector", "too few raters"), "members"] == 1
    assert counts.loc["Voluntary sector"]["share"].isna().all()
    assert power_interest_grid(survey, fewest=2).loc["Hope", "power"] == 2.5  # 2 and 3


def test_one_rater_is_too_few_everywhere(tmp_path):
    about = {name: {"ICB": (3, 3, 3, 3)} for name in ABOUT if name != "ICB"}
    grid = power_interest_grid(read_survey(workbook(tmp_path / "survey.xlsx", about=about)))
    assert grid["quadrant"].to_dict() == {
        "Council": "too few raters", "ICB": "unknown", "Hope": "too few raters", "Peers": "too few raters",
        "Carers": "too few raters",
    }  # fmt: skip
    assert grid["power"].isna().all()


def test_the_same_said_of_all(tmp_path):
    about = {name: dict.fromkeys(said, (2, 4)) for name, said in ABOUT.items()}
    stated = power_interest_grid(read_survey(workbook(tmp_path / "stated.xlsx", QUESTIONS[:2], about=about)))
    assert set(stated["quadrant"]) == {"keep informed"}
    assert stated["distance"].isna().all()
    plain = power_interest_grid(read_survey(workbook(tmp_path / "plain.xlsx", ("Power", "Interest"), about=about)))
    assert set(plain["quadrant"]) == {"unknown"}
    assert plain["power_cut"].isna().all()
    assert set(plain["power_cut_from"]) == {"none, as a median would part nobody"}


def test_hardly_anything_known_is_no_error(tmp_path):
    about = {name: dict.fromkeys(said, ("Don't know",) * 4) for name, said in ABOUT.items()}
    about["ICB"]["Council"] = (2, 3, 4, 5)
    survey = read_survey(workbook(tmp_path / "survey.xlsx", about=about))
    for named in (power_interest_grid(survey)["quadrant"], salience_class(survey)["class"]):
        assert named.to_dict() == dict.fromkeys(SECTORS, "unknown") | {"ICB": "too few raters"}


def test_ticks_are_cut_at_half_of_those_who_could_tick():
    survey = survey_of("from,to,power,interest\nA,B,x,\nC,B,x,\nD,B,,x\nA,C,,x\nB,C,,x\nD,C,x,x\nB,D,,\n")
    grid = power_interest_grid(survey)
    assert grid.loc["B", ["power", "interest"]].to_list() == pytest.approx([2 / 3, 1 / 3])
    assert grid.loc[["B", "C"], "quadrant"].to_list() == ["keep satisfied", "keep informed"]
    assert set(grid["power_cut"]) == {0.5}


def test_relations_and_cuts_of_ones_own():
    lines = [f"{rater},{to},{p},{i}" for to, p, i in (("D", 5, 1), ("E", 1, 5)) for rater in "ABC"]
    survey = survey_of("\n".join(["from,to,clout,stake", *lines]))
    grid = power_interest_grid(survey, power="clout", interest="stake", cuts=(2, None))
    assert grid.loc[["D", "E"], "quadrant"].to_list() == ["keep satisfied", "keep informed"]
    assert grid.loc["D", ["power_cut_from", "interest_cut_from"]].to_list() == ["given", "median"]
