"""Krackhardt's four: pair by pair after his words, trees, and networks too large to look at every pair.

That they agree with R stands in test_structure.
"""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import golden, random_network

from powermap.errors import PowermapError, UnknownChoiceError
from powermap.measures.bounds import MOST_RANKED
from powermap.measures.krackhardt import (
    krackhardt_connectedness,
    krackhardt_efficiency,
    krackhardt_hierarchy,
    least_upper_bound,
)
from powermap.network import Network


def bounded(network: Network, *, top: bool) -> float:
    """Look at every pair: of those above both, does one reach all the others, or (*top*) do they all reach it?"""
    graph, without, most = network.graph, 0, 0.0
    above = {name: {name} | nx.descendants(graph, name) for name in graph}
    for part in nx.weakly_connected_components(graph):
        most += (len(part) - 1) * (len(part) - 2) / 2
        for pair in combinations(part, 2):
            shared = above[pair[0]] & above[pair[1]]
            reach = {
                one: shared <= above[one] if not top else all(one in above[x] for x in shared) for one in shared
            }
            without += not any(reach.values())
    return 1 - without / most if most else np.nan


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), density=st.sampled_from([0.05, 0.1, 0.2]))
def test_pair_by_pair(seed: int, density: float) -> None:
    network = random_network(np.random.default_rng(seed), 12, density=density, response=1)
    for top in (False, True):
        np.testing.assert_allclose(least_upper_bound(network, top=top), bounded(network, top=top))


def test_of_two_bosses_side_by_side_neither_is_the_least() -> None:
    # c and d report to a and b, who report to e. sna 2.7 says 1: it takes e, who is above a and b.
    ties = [("c", "a"), ("c", "b"), ("d", "a"), ("d", "b"), ("a", "e"), ("b", "e")]
    network = Network.from_graph(nx.DiGraph(ties))
    assert least_upper_bound(network) == pytest.approx(1 - 1 / 6)
    assert least_upper_bound(network, top=True) == 1
    # Up the other way, only (a, b) has c and d side by side with nobody above; likewise any pair with both.
    assert least_upper_bound(network, upwards="naming") == least_upper_bound(
        Network.from_graph(nx.DiGraph([(b, a) for a, b in ties]))
    )
    assert least_upper_bound(Network.from_graph(nx.DiGraph([(i, (i - 1) // 2) for i in range(1, 15)]))) == 1


def test_a_chain_of_command_is_1_on_each() -> None:
    # Krackhardt (1994): an out-tree, and only that, is 1 on all four. Here each names its superior.
    tree = Network.from_graph(nx.DiGraph([(i, (i - 1) // 3) for i in range(1, 40)]))
    four = (krackhardt_connectedness, krackhardt_hierarchy, krackhardt_efficiency, least_upper_bound)
    assert [measure(tree) for measure in four] == [1, 1, 1, 1]


def test_more_than_64_who_are_above_one_another() -> None:
    # In a chain everybody but the pair stands above or below both; beside it, one who reports to nobody in it.
    chain = [(i, i - 1) for i in range(1, 150)]
    assert least_upper_bound(Network.from_graph(nx.DiGraph(chain))) == 1
    # x is above the last alone, so that x and each of the 149 others have nobody above both.
    beside = Network.from_graph(nx.DiGraph([*chain, (149, "x")]))
    assert least_upper_bound(beside) == pytest.approx(1 - 149 / (150 * 149 / 2))


def test_thousands() -> None:
    tree = Network.from_graph(nx.DiGraph([(i, (i - 1) // 10) for i in range(1, 5_500)]))
    assert least_upper_bound(tree) == 1
    with pytest.raises(PowermapError, match="10,001"):
        least_upper_bound(Network.from_graph(nx.DiGraph([(i, 0) for i in range(1, MOST_RANKED + 1)])))


def test_an_unknown_way_up_is_refused() -> None:
    with pytest.raises(UnknownChoiceError, match="way up"):
        least_upper_bound(golden(), upwards="down")
