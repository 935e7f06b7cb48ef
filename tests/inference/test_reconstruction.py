from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from networks import TEXAS, typed
from partnerships import labelled, partnership

from powermap.errors import PowermapError
from powermap.inference.bounds import bounds
from powermap.inference.permutation import permutation_test
from powermap.inference.reconstruction import missing_bounds, reconstruct
from powermap.measures.balance import representation
from powermap.measures.coverage import agreement, density
from powermap.measures.position import nominations_received
from powermap.network import Network, with_answers

LIVED, STATUTORY = "Lived experience", "Statutory"


def of(ties, silent=(), relation="works with"):
    graph = nx.DiGraph(ties)
    return Network.from_graph(graph, respondents=[n for n in graph if n not in silent], relation=relation)


def test_each_missing_answer_becomes_that_of_the_other_side_with_its_strength():
    network = typed(TEXAS, silent=(2, 7))
    made = reconstruct(network, symmetric=True).network
    others = [i for i in range(25) if i not in (2, 7)]
    for silent in (2, 7):
        assert np.array_equal(made.strength[silent, others], network.strength[others, silent])
        assert made.observable[silent, others].all()
    assert np.array_equal(made.strength[others], network.strength[others])


def test_what_neither_side_answered_stays_missing():
    result = reconstruct(of([("A", "B"), ("C", "A"), ("D", "B")], silent="CD"), symmetric=True)
    # C and D could each name three; A and B answered about them, they did not about each other.
    assert result.table[["actor", "missing", "taken", "named", "still_missing"]].to_numpy().tolist() == [
        ["C", 3, 2, 0, 1],
        ["D", 3, 2, 0, 1],
    ]
    assert not result.network.observable[2:, 2:].any()
    assert "2 are still missing" in result.summary()


def test_a_single_answer_that_was_left_out_is_taken_too():
    network = of([("A", "B"), ("B", "A"), ("C", "A")])
    observable = network.observable.copy()
    observable[1, 0] = False
    made = reconstruct(with_answers(network, network.strength, observable), symmetric=True).network
    assert made.observable[1, 0]
    assert made.ties[1, 0]


def test_it_says_how_often_the_two_sides_agree():
    network = of([("A", "B"), ("B", "C"), ("C", "B"), ("A", "D")], silent="D")
    result = reconstruct(network, symmetric=True)
    assert result.agreement == agreement(network) == 0.5
    assert "50%" in result.summary()
    doubtful = reconstruct(of([("A", "B"), ("A", "C"), ("A", "D")], silent="D"), symmetric=True)
    assert "Do not rely" in doubtful.summary()


@pytest.mark.parametrize(("relation", "symmetric"), [("works with", False), ("trusts", True), ("influence", True)])
def test_only_where_the_relation_is_said_to_mean_the_same_from_both_ends(relation, symmetric):
    with pytest.raises(PowermapError, match="impute"):
        reconstruct(of([("A", "B")], silent="B", relation=relation), symmetric=symmetric)


def test_nothing_to_take_where_everything_was_seen():
    network = typed(TEXAS)
    result = reconstruct(network, symmetric=True)
    assert not len(result.table)
    assert np.array_equal(result.network.strength, network.strength)


def in_degree_of_first(network):
    return float(network.ties[:, 0].sum())


def test_bounds_of_a_count_by_hand():
    # A is named by B. D and E are silent; B named two, the most. Nobody more names A, or both do.
    network = of([("A", "B"), ("B", "A"), ("B", "C"), ("C", "B"), ("A", "D"), ("C", "E")], silent="DE")
    row = missing_bounds(network, in_degree_of_first).table.iloc[0]
    assert row[["observed", "silent_name_nobody", "low", "high"]].tolist() == [1, 1, 1, 3]
    assert row["low_when"] == "nobody"


def test_density_lies_between_naming_nobody_and_as_many_as_the_one_that_named_most():
    network = partnership(5, sizes=(8, 8, 4))
    row = missing_bounds(network, density).table.iloc[0]
    ties, silent = len(network.senders), int((~network.responded).sum())
    most = np.bincount(network.senders).max()
    assert row["low"] == pytest.approx(ties / 380)
    assert row["high"] == pytest.approx((ties + silent * most) / 380)
    capped = missing_bounds(network, density, largest=2).table["high"].item()
    assert capped == pytest.approx((ties + silent * 2) / 380)
    everybody = missing_bounds(network, density, largest=19).table["high"].item()
    assert everybody == pytest.approx((ties + silent * 19) / 380)


def test_they_lie_within_the_exact_bounds_of_a_share_of_nominations():
    def of_lived(network):
        table = representation(nominations_received(network), network.groups()).set_index("group")
        return table.loc[LIVED, "representation"]

    network = partnership(2, sizes=(10, 10, 5))
    row = missing_bounds(network, of_lived).table.iloc[0]
    values = nominations_received(network).to_frame()
    test = permutation_test(network, measures=values, permutations=99)
    pair = (LIVED, "nominations_received")
    exact = [bounds(network, network.groups(), test, {pair: under})[pair]["worst"] for under in (False, True)]
    assert exact[0] <= row["low"] < row["observed"] < row["high"] <= exact[1]
    assert row["high_when"] == f"members of '{LIVED}'"
    assert row["low_when"] == f"others than '{LIVED}'"


def test_those_whose_answers_would_tell_most_come_first():
    # D could name three, C (who left out one answer) one more.
    network = of([("A", "B"), ("A", "C"), ("A", "D"), ("B", "A"), ("C", "A")], silent="D")
    observable = network.observable.copy()
    observable[2, 1] = False
    result = missing_bounds(with_answers(network, network.strength, observable), lambda n: float(n.ties.sum()))
    assert result.matters[["number", "actor", "low", "high", "swing"]].to_numpy().tolist() == [
        ["number", "D", 5.0, 8.0, 3.0],
        ["number", "C", 5.0, 6.0, 1.0],
    ]
    assert "The answers of D and C would tell most." in result.summary()


def test_filled_in_ties_are_as_strong_as_the_strongest_and_the_seen_stay():
    network = typed(TEXAS, silent=(3,))
    result = missing_bounds(network, lambda n: {"sum": n.strength.sum(), "rest": n.strength[4:].sum()})
    most = np.bincount(network.senders).max()
    table = result.table.set_index("number")
    assert table.loc["sum", "high"] == network.strength.sum() + most * 4
    assert table.loc["rest", "low"] == table.loc["rest", "high"] == table.loc["rest", "observed"]


def test_where_everything_was_seen_there_is_nothing_to_bound():
    result = missing_bounds(typed(TEXAS), density)
    row = result.table.iloc[0]
    assert row["low"] == row["high"] == row["observed"]
    assert not len(result.matters)
    assert result.summary() == "Every answer was seen: there is nothing to bound."


@pytest.mark.parametrize("n", [0, 1, 2])
def test_no_one_two_and_all_silent(n):
    network = labelled(np.zeros((n, n)), [STATUTORY] * n, np.zeros(n, dtype=bool))
    row = missing_bounds(network, density).table.iloc[0]
    assert np.isnan(row["observed"])
    # Of two silent actors, both, one or none may have named the other.
    assert np.isnan(row["high"]) if n < 2 else (row["low"], row["high"]) == (0, 1)


def test_negative_numbers_are_refused():
    for wrong in ({"largest": -1}, {"draws": -1}):
        with pytest.raises(PowermapError):
            missing_bounds(typed(TEXAS), density, **wrong)
