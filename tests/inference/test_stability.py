from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from networks import TEXAS, typed
from partnerships import partnership

from powermap.errors import PowermapError, UnknownChoiceError
from powermap.inference.stability import overlap, silenced, stability
from powermap.measures.position import nominations_received, out_degree
from powermap.network import Network, with_answers


def test_silencing_takes_the_answers_and_leaves_what_others_say():
    network = typed(TEXAS)
    left = silenced(network, [2, 5])
    observable = network.observable.copy()
    observable[[2, 5]] = False
    assert np.array_equal(left.observable, observable)
    assert np.array_equal(left.ties, network.ties & observable)
    assert network.responded.all()


def test_silencing_drops_the_answers_that_the_silent_had_left_out():
    network = typed(TEXAS)
    observable = network.observable.copy()
    observable[2, 7] = observable[3, 7] = False
    left = silenced(with_answers(network, network.strength, observable), [2])
    assert left.left_out.tolist() == [[3, 7]]


def test_the_curve_averages_over_what_every_way_of_silencing_one_of_four_gives():
    # Of four one is silenced; each of the four ways is drawn about as often (numpy.corrcoef of hand sums).
    ties = np.array([[0, 1, 1, 0], [1, 0, 1, 0], [1, 0, 0, 1], [0, 1, 1, 0]])
    graph = nx.from_numpy_array(ties, create_using=nx.DiGraph)
    network = Network.from_graph(graph)
    full = ties.sum(axis=0) / 3
    each = []
    for gone in range(4):
        left = np.delete(ties, gone, axis=0)
        about = np.array([3 if i == gone else 2 for i in range(4)])
        each.append(np.corrcoef(full, left.sum(axis=0) / about)[0, 1])
    result = stability(network, ["nominations_received"], dropped=[0.25], draws=1200)
    row = result.curve.iloc[0]
    assert row["silenced"] == 1
    assert row["correlation"] == pytest.approx(np.mean(each), abs=4 * np.std(each) / 1200**0.5)
    assert (row["low"], row["high"]) == pytest.approx((min(each), max(each)))
    assert row["enough"] == pytest.approx(np.mean(np.array(each) >= 0.7), abs=0.04)


def test_overlap_of_ties_is_the_mean_over_every_way_of_breaking_them_where_one_side_has_none():
    rng = np.random.default_rng(1)
    for _ in range(20):
        first, second = rng.integers(0, 3, 7).astype(float), rng.permutation(7).astype(float)
        top = set(np.argsort(-second)[:3].tolist())
        best = sorted(first, reverse=True)[2]
        sure, level = np.flatnonzero(first > best).tolist(), np.flatnonzero(first == best).tolist()
        ways = [len(top & {*sure, *some}) / 3 for some in combinations(level, 3 - len(sure))]
        assert overlap(first, second, 3) == pytest.approx(np.mean(ways))


def test_only_actors_with_both_values_are_compared():
    assert overlap(np.array([5.0, np.nan, 3.0, 1.0]), np.array([1.0, 9.0, 2.0, np.nan]), 1) == 0
    assert np.isnan(overlap(np.array([5.0, np.nan]), np.array([1.0, 9.0]), 2))


def test_a_steady_pattern_is_good_and_pure_chance_is_not():
    # Members who are named at very different rates keep their order; in ties at random there is none to keep.
    steady = stability(partnership(3, response=(1, 1, 1), spread=0.8), ["nominations_received"], draws=40)
    chance = stability(
        partnership(3, sizes=(10, 10, 5), response=(1, 1, 1), density=0.05), ["betweenness"], draws=40
    )
    assert steady.table["verdict"].item() == "good"
    assert chance.table["verdict"].item() == "do not use"
    assert "Do not use" in chance.summary()
    assert steady.curve["correlation"].is_monotonic_decreasing


def test_no_less_is_silenced_than_is_said_and_somebody_is_left():
    result = stability(partnership(3, sizes=(3, 2, 2), response=(1, 1, 1), density=0.4), [out_degree], draws=2)
    assert (result.curve["silenced"] / 7 >= result.curve["dropped"] - 1e-9).all()
    assert result.curve["silenced"].max() == 6
    two = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("B", "C")]), respondents=["A", "B"])
    assert set(stability(two, [nominations_received], draws=3).curve["silenced"]) == {1}


def test_the_same_for_all_cannot_tell():
    result = stability(Network.from_graph(nx.complete_graph(6, nx.DiGraph)), ["nominations_received"], draws=3)
    assert np.isnan(result.table["coefficient"].item())
    assert result.table["verdict"].item() == "cannot tell"
    assert "cannot tell" in result.summary()


def test_the_same_seed_gives_the_same_and_every_measure_sees_the_same_draws():
    network = typed(TEXAS)
    alone = stability(network, ["betweenness"], draws=5, dropped=[0.2, 0.4])
    both = stability(network, ["nominations_received", "betweenness"], draws=5, dropped=[0.4, 0.2])
    of_it = both.curve[both.curve["measure"] == "betweenness"].reset_index(drop=True)
    assert of_it.equals(alone.curve)
    assert "<table" in both._repr_html_()


@pytest.mark.parametrize(
    "wrong", [{"dropped": [0.0]}, {"dropped": []}, {"dropped": [1.0]}, {"draws": 0}, {"top": 0}]
)
def test_numbers_out_of_range_are_refused(wrong):
    with pytest.raises(PowermapError):
        stability(typed(TEXAS), **wrong)


@pytest.mark.parametrize("respondents", [[], ["A"]])
def test_with_fewer_than_two_answers_nobody_can_be_left_out(respondents):
    network = Network.from_graph(nx.DiGraph([("A", "B")]), respondents=respondents)
    with pytest.raises(PowermapError, match="nobody can be left out"):
        stability(network)


def test_a_measure_that_is_none_of_an_actor_is_refused_with_those_that_are():
    for name in ("density", "Series", "popularity"):
        with pytest.raises(UnknownChoiceError, match="nominations_received"):
            stability(typed(TEXAS), [name])
