"""Mendelow's grid and the eight classes of Mitchell, Agle and Wood: cuts stated, nothing guessed."""

from __future__ import annotations

from itertools import product
from math import isnan

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powermap.errors import PowermapError
from powermap.measures.power_interest import classes_by_group, power_interest_grid, salience_class
from powermap.measures.rated import survey_of
from powermap.measures.trust import perceived_influence
from powermap.network import Network

POWER = pd.Series({"a": 5.0, "b": 1.0, "c": 4.0, "d": 2.0, "e": np.nan})
INTEREST = pd.Series({"a": 4.0, "b": 5.0, "c": 1.0, "d": 2.0, "e": 3.0})


def test_four_quadrants_by_hand():
    grid = power_interest_grid(POWER, INTEREST, cuts=(3, 3))
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
    grid = power_interest_grid(POWER, INTEREST)
    assert grid["power_cut"].to_list() == [3] * 5  # the median of 5, 1, 4, 2: e lacks power
    assert grid["interest_cut"].to_list() == [3] * 5  # of 4, 5, 1, 2
    assert power_interest_grid(POWER, INTEREST, cuts=(None, 4.5))["interest_cut"].to_list() == [4.5] * 5


def test_on_the_cut_is_high_and_unsure():
    grid = power_interest_grid(POWER, INTEREST, cuts=(5, 3))
    assert grid.loc["a", ["quadrant", "distance"]].to_list() == ["key player", 0]


def test_from_ratings_of_a_survey():
    survey = survey_of("from,to,Power,Interest\nA,B,4,1\nB,A,1,4\nC,B,4,2\nB,C,3,3\n")
    values = (perceived_influence(survey, name)["others"] for name in ("Power", "Interest"))
    assert power_interest_grid(*values, cuts=(2.5, 2.5))["quadrant"].to_dict() == {
        "A": "keep informed",
        "B": "keep satisfied",
        "C": "key player",
    }


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
    table = salience_class(*columns)
    assert [tuple(row) for row in table[["class", "salience"]].to_numpy()] == [FIGURE[case] for case in cases]
    assert table["attributes"].to_list() == [sum(case) for case in cases]
    assert table["power"].to_list() == [case[0] for case in cases]


def test_what_is_unknown_has_no_class():
    table = salience_class(
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
        power_interest_grid(POWER, INTEREST, cuts=(3, 3))["quadrant"], Network.from_graph(graph)
    ).set_index(["group", "class"])
    assert table.loc[("x", "keep informed")].to_list() == [1, 0.5]
    assert table.loc[("y", "keep informed")].to_list() == [1, 0.5]
    assert table.loc[("y", "unknown"), "members"] == 1
    assert isnan(table.loc[("y", "unknown"), "share"])
    assert table.loc[("y", "minimal effort"), "members"] == 0


def test_little_is_no_error():
    none = pd.Series([], dtype=float)
    assert power_interest_grid(none, none).empty
    assert salience_class(none, none, none).empty
    one = pd.Series({"a": 2.0})
    assert power_interest_grid(one, one).loc["a", "quadrant"] == "key player"
    assert isnan(power_interest_grid(one, one).loc["a", "distance"])
    unknown = pd.Series({"a": np.nan, "b": np.nan})
    assert set(power_interest_grid(unknown, unknown)["quadrant"]) == {"unknown"}
    assert set(salience_class(unknown, unknown, unknown)["class"]) == {"unknown"}
    assert classes_by_group(none.astype(object), Network.from_graph(nx.DiGraph())).empty


def test_an_actor_with_two_values_is_told():
    with pytest.raises(PowermapError, match="'a' has more than one value for interest"):
        power_interest_grid(POWER, pd.Series([1.0, 2.0], index=["a", "a"]))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=8), st.integers(1, 9))
def test_units_do_not_matter(values, unit):
    power, interest = (pd.Series([float(row[i]) for row in values]) for i in range(2))
    grid = power_interest_grid(power, interest)
    scaled = power_interest_grid(power * unit + 3, interest)
    assert scaled["quadrant"].equals(grid["quadrant"])
    pd.testing.assert_series_equal(scaled["distance"], grid["distance"])
    assert grid["distance"].dropna().between(0, 1).all()
