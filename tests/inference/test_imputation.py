from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from networks import TEXAS, typed
from partnerships import labelled, partnership

from powermap.errors import PowermapError
from powermap.inference.imputation import Reciprocal, freedom, given_the_other, impute, pooled
from powermap.inference.missing import Donors, unobserved
from powermap.inference.resampling import generators
from powermap.measures.balance import reciprocity
from powermap.measures.coverage import density
from powermap.network import Network, completed, with_answers

STATUTORY, LIVED = "Statutory", "Lived experience"


def returning(seed, n=50, response=0.7):
    """Draw a network of which half the ties are returned, and the same with silent members."""
    rng = np.random.default_rng([seed, 3])
    kind = rng.choice(4, p=[0.7, 0.1, 0.1, 0.1], size=(n, n))
    upper = np.triu(np.ones((n, n), dtype=bool), k=1)
    ties = (upper & np.isin(kind, [1, 3])).astype(float) + (upper & np.isin(kind, [2, 3])).T
    voices = [STATUTORY] * (n // 2) + [LIVED] * (n - n // 2)
    return labelled(ties, voices), labelled(ties, voices, rng.random(n) < response)


def test_what_was_seen_stays_and_only_what_could_have_been_said_is_filled_in():
    network = partnership(4)
    observable = network.observable & (np.random.default_rng(2).random((60, 60)) < 0.9)
    network = with_answers(network, network.strength, observable)
    filled = Reciprocal(network, "voice").filled_in(np.random.default_rng(1))
    assert np.array_equal(filled[observable], network.strength[observable])
    assert not filled[~network.nameable].any()
    assert filled[unobserved(network)].any()


def test_ties_are_returned_as_often_as_those_that_were_seen():
    # Of the ties 2 x .1 are in mutual pairs and .1 + .1 are not: a half is returned. Filled in by groups alone,
    # the silent return one in five.
    off = {"reciprocal": [], "groups": []}
    for seed in range(20):
        whole, seen = returning(seed)
        truth = reciprocity(whole)
        ways = {"reciprocal": Reciprocal(seen, "voice"), "groups": Donors(seen, seen.groups())}
        for name, way in ways.items():
            filled = [reciprocity(completed(seen, way.filled_in(rng))) for rng in generators(4, seed)]
            off[name].append(np.mean(filled) - truth)
    assert abs(np.mean(off["reciprocal"])) < 0.03
    assert np.mean(off["groups"]) < -0.08


def test_the_interval_holds_what_the_whole_network_shows():
    inside = []
    for seed in range(15):
        whole, seen = returning(seed + 100, n=40)
        table = impute(seen, lambda n: {"density": density(n), "reciprocity": reciprocity(n)}, draws=0).table
        truths = (density(whole), reciprocity(whole))
        inside += [
            row["low_here"] <= truth <= row["high_here"]
            for row, truth in zip(table.to_dict("records"), truths, strict=True)
        ]
    assert np.mean(inside) >= 0.85


@pytest.mark.parametrize(("ties", "above"), [("returned", True), ("never", False)])
def test_ties_that_are_always_or_never_returned(ties, above):
    way = np.triu(np.random.default_rng(1).random((12, 12)) < 0.4, k=1)
    network = labelled((way | way.T if ties == "returned" else way).astype(float), [STATUTORY] * 12)
    odds = [Reciprocal(network, "voice").odds_ratio(rng) for rng in generators(9, 1)]
    assert (np.array(odds) > 20).all() if above else (np.array(odds) < 0.5).all()


def test_without_a_tie_whose_other_side_was_seen_nothing_is_made_of_the_other_side():
    network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]), respondents=["A"])
    assert Reciprocal(network, "voice").odds_ratio(np.random.default_rng(1)) == 1


def test_chances_given_the_other_side_add_up_and_have_the_odds_ratio():
    p, q = np.array([0.1, 0.5, 0.9]), np.array([0.3, 0.2, 0.6])
    for odds in (0.2, 1.0, 1.0 + 1e-7, 9.0):
        yes, no = (given_the_other(p, q, np.full(3, other), odds) for other in (True, False))
        assert q * yes + (1 - q) * no == pytest.approx(p, rel=1e-6)
        assert yes / (1 - yes) / (no / (1 - no)) == pytest.approx(odds, rel=1e-4)


def test_a_certain_answer_of_the_other_side_tells_nothing():
    sure = given_the_other(np.array([0.4, 0.4]), np.array([0.0, 1.0]), np.array([True, False]), 5.0)
    assert sure.tolist() == [0.4, 0.4]


def test_pooling_by_rubins_rules_by_hand():
    # Five results 1, 2, 3, 4, 5: mean 3, between 2.5; within 2. Total 2 + 1.2 x 2.5 = 5, of which 3/5 is missing.
    # Old degrees of freedom 4 / .36 = 11.111; observed 21/23 x 20 x .4 = 7.304; together 4.407, so 4.
    table = pooled(pd.DataFrame({"x": [1.0, 2, 3, 4, 5], "y": [-1.0, 0, 1, 2, 3]}), np.array([2.0, 2.0]), 21, 0.95)
    assert table[["estimate", "se", "missing_information"]].to_numpy()[0] == pytest.approx([3, 5**0.5, 0.6])
    assert freedom(0.6, 5, 21) == 4
    # R 4.2: qt(.975, 4) = 2.776445. What may be below 0 has a reach to either side, x a factor.
    assert table[["low", "high"]].to_numpy()[1] == pytest.approx([1 - 2.776445 * 5**0.5, 1 + 2.776445 * 5**0.5])
    factor = np.exp(2.776445 * 5**0.5 / 3)
    assert table[["low", "high"]].to_numpy()[0] == pytest.approx([3 / factor, 3 * factor])
    here = np.exp(2.776445 * 3**0.5 / 3)
    assert table[["low_here", "high_here"]].to_numpy()[0] == pytest.approx([3 / here, 3 * here])


def test_where_everything_was_seen_only_the_actors_scatter():
    result = impute(typed(TEXAS), density, imputations=3, draws=10)
    row = result.table.iloc[0]
    assert row["estimate"] == row["low_here"] == row["high_here"] == row["observed"]
    assert row["missing_information"] == 0
    assert row["low"] < row["observed"] < row["high"]


def test_what_is_filled_in_is_the_same_however_often_actors_are_drawn():
    network = partnership(2, sizes=(6, 6, 6))
    alone = impute(network, density, imputations=4, draws=0)
    both = impute(network, density, imputations=4, draws=4)
    assert alone.completed.equals(both.completed)
    assert np.isnan(alone.table["se"].item())
    assert both.table["se"].item() > both.table["se_between"].item()
    assert "as if the silent were like" in both.summary()
    assert "<table" in both._repr_html_()


def test_a_number_undefined_in_a_completed_network_is_undefined():
    network = partnership(2, sizes=(6, 6, 6))
    result = impute(network, lambda n: np.nan, imputations=3, draws=3)
    assert result.table.drop(columns="number").isna().all(axis=None)
    assert "undefined" in result.summary()


@pytest.mark.parametrize("wrong", [{"imputations": 1}, {"draws": 1}, {"draws": -1}, {"confidence": 1}])
def test_numbers_out_of_range_are_refused(wrong):
    with pytest.raises(PowermapError):
        impute(typed(TEXAS), density, **wrong)


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_where_nobody_answered_there_is_nothing_to_fill_in_from(n):
    network = labelled(np.zeros((n, n)), [STATUTORY] * n, np.zeros(n, dtype=bool))
    with pytest.raises(PowermapError, match="Nobody answered"):
        impute(network, density)


def test_one_answer_of_two_actors():
    network = Network.from_graph(nx.DiGraph([("A", "B")]), respondents=["A"])
    table = impute(network, density, imputations=5).table
    assert 0.5 <= table["estimate"].item() <= 1
    assert np.isnan(table["low"].item())
