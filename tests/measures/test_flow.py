"""Flow betweenness: R's values, the theorem of cuts, and what was not observed."""

from __future__ import annotations

from itertools import permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import MOUNT_SI, TEXAS, golden, random_network, typed

from powermap.measures.centrality import current_flow_betweenness
from powermap.measures.flow import MOST_PIPED, flow_betweenness
from powermap.network import Network

#: R 4.2.2, sna 2.7-1: flowbet(), rawflow by strength and, with ignore.eval, without; and normflow by strength.
R_FLOW = {
    MOUNT_SI: (
        [118, 0, 84, 0, 102, 52, 0, 58, 29, 0, 0, 54, 0],
        [36, 0, 21, 0, 33, 14, 0, 17, 10, 0, 0, 20, 0],
        [
            0.30809399478, 0, 0.21875, 0, 0.26493506494, 0.12121212121, 0, 0.14910025707, 0.06458797327, 0, 0,
            0.13366336634, 0,
        ],
    ),
    TEXAS: (
        [
            166, 136, 1136, 306, 518, 348, 176, 590, 694, 0, 372, 600, 163, 541, 528, 232, 297, 270, 568, 280, 422,
            502, 388, 77, 89,
        ],
        [
            59, 53, 368, 132, 178, 175, 48, 176, 242, 0, 118, 167, 76, 206, 179, 120, 124, 103, 172, 94, 145, 133,
            123, 36, 41,
        ],
        [
            0.01953860640, 0.01591760300, 0.14019498951, 0.03673469388, 0.06341045416, 0.04208489539, 0.02057516951,
            0.07157588257, 0.08553118068, 0, 0.04479768786, 0.07343941248, 0.01913594741, 0.06640481159,
            0.06403881140, 0.02739726027, 0.03448275862, 0.03196022727, 0.06959078657, 0.03351286655, 0.05078219013,
            0.06110772976, 0.04628414649, 0.00884244373, 0.01015054745,
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", list(R_FLOW), ids=["mount si", "texas"])
def test_agrees_with_sna(text: str) -> None:
    raw, plain, share = R_FLOW[text]
    network = typed(text)
    assert flow_betweenness(network, normalised=False).tolist() == raw
    assert flow_betweenness(network, weighted=False, normalised=False).tolist() == plain
    np.testing.assert_allclose(flow_betweenness(network), share, atol=1e-10)


def test_golden() -> None:
    # The same: flowbet() of the golden network, raw and normflow.
    assert flow_betweenness(golden(), normalised=False).tolist() == [5, 5, 4, 2, 4, 0]
    np.testing.assert_allclose(flow_betweenness(golden()), [0.3125, 5 / 17, 2 / 9, 0.1, 2 / 9, 0], atol=1e-12)


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 10**6))
def test_the_largest_flow_is_the_smallest_cut(seed: int) -> None:
    """Menger: with ties that carry one, the flow is how many ties have to go. Counted by networkx."""
    rng = np.random.default_rng(seed)
    network = random_network(rng, 6, density=0.4, response=1)
    graph, found = network.graph, flow_betweenness(network, weighted=False, normalised=False)
    for actor in network.names:
        rest = nx.restricted_view(graph, [actor], [])
        pairs = permutations([name for name in network.names if name != actor], 2)
        lost = sum(len(nx.minimum_edge_cut(graph, a, b)) - len(nx.minimum_edge_cut(rest, a, b)) for a, b in pairs)
        assert found[actor] == lost


def test_strength_is_what_a_tie_carries() -> None:
    # From A to D: 3 by B and 1 by C, whose tie to D carries 1. Of A's 4 to D, 3 stop without B and 1 without C.
    graph = nx.DiGraph()
    graph.add_weighted_edges_from([("A", "B", 3), ("B", "D", 5), ("A", "C", 2), ("C", "D", 1)], weight="strength")
    network = Network.from_graph(graph)
    assert flow_betweenness(network, normalised=False).to_dict() == {"A": 0, "B": 3, "C": 1, "D": 0}
    # Among A, C and D flow 2 and 4 and 1; among A, B and D 3 and 4 and 5.
    assert flow_betweenness(network)[["B", "C"]].tolist() == [3 / 7, 1 / 12]
    # A tenth everywhere is the same share.
    tenth = nx.DiGraph()
    tenth.add_weighted_edges_from([(a, b, 0.1 * w["strength"]) for a, b, w in graph.edges(data=True)], "strength")
    assert flow_betweenness(Network.from_graph(tenth)).to_dict() == pytest.approx(
        flow_betweenness(network).to_dict()
    )


@pytest.mark.parametrize("unit", [2.0, 0.125, 1e-300, 1e300])
def test_all_of_one_strength_carry_that(unit: float) -> None:
    # Flows grow with the strengths: twice as strong, twice as much. By sna, 5, 5, 4, 2, 4 and 0 where all are 1.
    graph = golden().graph
    nx.set_edge_attributes(graph, unit, "strength")
    raw = flow_betweenness(Network.from_graph(graph), normalised=False)
    np.testing.assert_allclose(raw, np.multiply([5, 5, 4, 2, 4, 0], unit))


def test_in_a_tree_there_is_one_way() -> None:
    # Where there is one way only, all that is carried follows it: flows, currents and shortest paths agree.
    tree = Network.from_graph(nx.balanced_tree(2, 3))
    paths = nx.betweenness_centrality(nx.balanced_tree(2, 3))
    np.testing.assert_allclose(flow_betweenness(tree), [paths[int(name)] for name in tree.names])
    np.testing.assert_allclose(flow_betweenness(tree), current_flow_betweenness(tree), atol=1e-12)


def test_ways_round_let_more_through() -> None:
    # In a circle half of what two others exchange goes round the other way; in a complete network an actor carries
    # one of n - 1 ties that could be cut.
    circle, complete = (Network.from_graph(graph) for graph in (nx.cycle_graph(7), nx.complete_graph(6)))
    np.testing.assert_allclose(flow_betweenness(circle), 1 / 2)
    np.testing.assert_allclose(flow_betweenness(complete), 1 / 5)


def test_what_was_not_observed() -> None:
    graph = nx.DiGraph([("A", "B"), ("B", "C"), ("A", "S")])
    network = Network.from_graph(graph, respondents=["A", "B", "C"])
    found = flow_betweenness(network)
    assert np.isnan(found["S"])
    # Among A, C and S: A to C and A to S flow, and the first stops without B.
    assert found["B"] == 1 / 2
    alone = flow_betweenness(Network.from_graph(nx.DiGraph([("A", "B")])))
    assert alone.isna().all()  # between others nothing flows
    assert flow_betweenness(Network.from_graph(nx.path_graph(MOST_PIPED + 1))).isna().all()
