"""Who holds the network together: R, every set tried out, removing actors one by one, and hand counts."""

from __future__ import annotations

from itertools import combinations
from math import isnan

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ADVICE, MOUNT_SI, TEXAS, golden, random_network, typed

from powermap.errors import PowermapError
from powermap.measures.key_players import (
    bridges,
    components,
    cut_actors,
    fragmentation,
    key_players,
    loss_if_gone,
    set_reach,
)
from powermap.measures.sets import best_found
from powermap.network import Network

KITE = Network.from_graph(nx.krackhardt_kite_graph())
#: R's keyplayer 1.0.4, a tie in either direction: fragment without actors 1 and 5, and without 1; mreach.closeness
#: and mreach.degree (one step) of 1 and 5; and the best pair to take out, tried out by combn.
R_KEYPLAYER = {
    "texas": (TEXAS, (0.291831357049, 0.287439613527, 0.760869565217, 12, (3, 8), 0.339920948617)),
    "si": (MOUNT_SI, (0.827272727273, 0.780303030303, 0.545454545455, 6, (1, 3), 0.827272727273)),
    "advice": (ADVICE, (0.166666666667, 0.160526315789, 0.973684210526, 18, (2, 15), 0.187134502924)),
}


@pytest.mark.parametrize("name", list(R_KEYPLAYER))
def test_agrees_with_r(name: str) -> None:
    text, (both, one, near, reached, pair, most) = R_KEYPLAYER[name]
    network = typed(text)
    n = len(network)
    assert fragmentation(network, ["n0", "n4"], distances=True) == pytest.approx(both, rel=1e-8)
    assert fragmentation(network, ["n0"], distances=True) == pytest.approx(one, rel=1e-8)
    # R leaves the set out of the sum and of the number of actors, and counts m-reach.
    assert (set_reach(network, ["n0", "n4"]) * n - 2) / (n - 2) == pytest.approx(near, rel=1e-8)
    assert set_reach(network, ["n0", "n4"], steps=1) * n - 2 == pytest.approx(reached)
    best = key_players(network, 2)
    assert best["actor"].tolist() == [f"n{i - 1}" for i in pair]
    assert best["value"].tolist() == pytest.approx([most, most], rel=1e-8)
    assert best["exact"].all()


def test_the_kite() -> None:
    # Borgatti (2003, 2006): taking out the actor with most ties (4th) leaves the kite in one piece; taking out the
    # one most in between (8th) leaves pieces of seven and two: F = 1 - (7 * 6 + 2 * 1) / (9 * 8).
    assert fragmentation(KITE) == fragmentation(KITE, ["3"]) == 0
    assert fragmentation(KITE, ["7"]) == pytest.approx(1 - 44 / 72)
    assert key_players(KITE, 1, distances=False)["actor"].tolist() == ["7"]
    assert (
        key_players(KITE, 2, "reach")["value"].tolist()
        == [max(set_reach(KITE, pair) for pair in combinations(KITE.names, 2))] * 2
    )
    table = loss_if_gone(KITE, ["x"] * 8 + ["y"] * 2)
    assert table.loc["7"].tolist() == [2, 14, 14 / 36, 1]
    assert table.loc["8"].tolist() == [1, 8, 8 / 36, 1]
    assert (table.drop(index=["7", "8"])[["cut_off", "pairs_lost", "share_lost"]] == 0).all(axis=None)
    assert cut_actors(KITE) == 2
    assert bridges(KITE).to_numpy().tolist() == [["7", "8", 2], ["8", "9", 1]]


def test_extremes_of_fragmentation() -> None:
    # Borgatti (2006): 0 when all is one part, 1 when all are isolates; DF is 0 only where all are tied.
    full, none = Network.from_graph(nx.complete_graph(5)), Network.from_graph(nx.empty_graph(5))
    for distances in (False, True):
        assert fragmentation(full, distances=distances) == 0
        assert fragmentation(none, distances=distances) == 1
    halves = Network.from_graph(nx.disjoint_union(nx.complete_graph(5), nx.complete_graph(5)))
    # Two parts of five: F = 1 - 2 * 5 * 4 / 90, and with all distances 1, DF is the same.
    assert fragmentation(halves) == fragmentation(halves, distances=True) == pytest.approx(1 - 40 / 90)
    star = Network.from_graph(nx.star_graph(6))
    assert fragmentation(star, ["0"]) == 1
    assert set_reach(star, ["0"]) == 1
    assert set_reach(star, ["1"]) == pytest.approx((1 + 1 + 5 / 2) / 7)


def test_reach_has_a_direction() -> None:
    chain = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    assert set_reach(chain, ["A"], direction="out") == pytest.approx((1 + 1 + 0.5) / 3)
    assert set_reach(chain, ["A"], direction="in") == pytest.approx(1 / 3)
    assert set_reach(chain, "A", direction="out", steps=1) == pytest.approx(2 / 3)
    assert key_players(chain, 1, "reach", direction="in")["actor"].tolist() == ["C"]


def test_components_as_igraph_counts_them() -> None:
    # igraph 1.3.5: parts, largest; weak and strong.
    for network, expected in (
        (golden(), [[1, 6], [4, 3]]),
        (typed(TEXAS), [[1, 25], [2, 24]]),
        (typed(MOUNT_SI), [[6, 8], [6, 8]]),
        (typed(ADVICE), [[1, 21], [1, 21]]),
    ):
        assert components(network)[["number", "largest"]].to_numpy().tolist() == expected
    table = components(typed(MOUNT_SI)).set_index("kind")
    assert table.loc["weak", "sizes"] == (8, 1, 1, 1, 1, 1)
    assert table.loc["weak", "alone"] == 5
    assert cut_actors(typed(MOUNT_SI)) == 1  # igraph: articulation_points
    assert cut_actors(typed(TEXAS)) == 0


GRAPHS = st.builds(
    lambda seed, n, density, response: random_network(
        np.random.default_rng(seed), n, density=density, response=response, sectors=("a", "b", "c")
    ),
    st.integers(0, 10_000),
    st.integers(1, 14),
    st.sampled_from([0.02, 0.06, 0.1, 0.2]),
    st.sampled_from([1.0, 0.6]),
)


@settings(max_examples=60, deadline=None)
@given(GRAPHS)
def test_removing_actors_and_ties_one_by_one_says_the_same(network: Network) -> None:
    graph = network.graph.to_undirected()
    sector = dict(zip(network.names, network.sector, strict=True))

    def joined(kept: nx.Graph, apart: bool) -> int:
        pairs = (pair for part in nx.connected_components(kept) for pair in combinations(part, 2))
        return sum(not apart or sector[one] != sector[other] for one, other in pairs)

    table = loss_if_gone(network)
    for name in network.names:
        left = graph.copy()
        left.remove_node(name)
        # What was joined, also by way of the actor, but for its own pairs.
        before = [nx.Graph(), nx.Graph()]
        for part in nx.connected_components(graph):
            nx.add_path(before[0], sorted(part - {name}))
            before[0].add_nodes_from(part - {name})
        pairs, cross = (joined(before[0], apart) for apart in (False, True))
        lost, cross_lost = pairs - joined(left, False), cross - joined(left, True)
        own = nx.node_connected_component(graph, name)
        largest = max((len(part) for part in nx.connected_components(left.subgraph(own - {name}))), default=0)
        expected = [len(own) - 1 - largest, lost, lost / pairs if pairs else np.nan]
        np.testing.assert_allclose(table.loc[name], [*expected, cross_lost / cross if cross else np.nan])
        assert fragmentation(network, [name]) == pytest.approx(
            1 - joined(left, False) / (len(left) * (len(left) - 1) / 2) if len(left) > 1 else np.nan, nan_ok=True
        )
    found = {frozenset(row[:2]): row[2] for row in bridges(network).itertuples(index=False)}
    assert set(found) == {frozenset(tie) for tie in nx.bridges(graph)}
    for (one, other), cut_off in ((tuple(tie), cut) for tie, cut in found.items()):
        left = graph.copy()
        left.remove_edge(one, other)
        assert cut_off == min(len(nx.node_connected_component(left, end)) for end in (one, other))
    cut = [name for name in network.names if table.loc[name, "pairs_lost"] > 0]
    assert cut_actors(network) == (len(cut) if graph.size() else pytest.approx(np.nan, nan_ok=True))


def test_the_search_that_does_not_try_all_mostly_finds_the_best() -> None:
    found = []
    for seed in range(12):
        network = random_network(np.random.default_rng(seed), 12, density=0.12)

        def value(places: np.ndarray, network: Network = network) -> float:
            return fragmentation(network, [network.names[i] for i in places], distances=True)

        best = key_players(network, 3)
        assert best["exact"].all()
        greedy = value(best_found(value, np.arange(12), 3))
        assert greedy <= best.loc[0, "value"] + 1e-12
        found.append(greedy == pytest.approx(best.loc[0, "value"]))
    assert sum(found) >= 10


def test_a_large_set_is_said_to_be_searched() -> None:
    network = random_network(np.random.default_rng(1), 60, density=0.05)
    held, reached = key_players(network, 4), key_players(network, 4, "reach")
    assert not held["exact"].any()
    assert not reached["exact"].any()
    assert held.loc[0, "value"] == fragmentation(network, held["actor"], distances=True)
    assert reached.loc[0, "value"] == pytest.approx(set_reach(network, reached["actor"]))
    assert held.loc[0, "value"] > fragmentation(network, held["actor"][:3], distances=True)


def test_relabelling_and_isolates() -> None:
    network, graph = typed(TEXAS), typed(TEXAS).graph
    back = Network.from_graph(nx.DiGraph(graph.reverse()))
    graph.add_node("alone")
    more = Network.from_graph(graph)
    n = len(network)
    assert fragmentation(more) == pytest.approx(1 - (1 - fragmentation(network)) * n * (n - 1) / ((n + 1) * n))
    assert set_reach(more, ["n2"]) == pytest.approx(set_reach(network, ["n2"]) * n / (n + 1))
    order = list(network.names)[::-1]
    turned = nx.DiGraph()
    turned.add_nodes_from(order)
    turned.add_edges_from(back.graph.edges)
    table = loss_if_gone(Network.from_graph(turned), [None] * n)
    assert table.loc[list(network.names)].equals(loss_if_gone(back, [None] * n))
    # Silence hides ties, so that nothing can seem more joined up.
    assert fragmentation(typed(TEXAS, silent=(2, 8, 13))) >= fragmentation(network)


def test_nothing_to_lose() -> None:
    for n in (0, 1, 2):
        network = Network.from_graph(nx.empty_graph(n))
        assert loss_if_gone(network).shape == (n, 4)
        assert isnan(cut_actors(network))
        assert bridges(network).empty
        assert isnan(set_reach(network, []))
        assert isnan(fragmentation(network)) == (n < 2)
        assert components(network)["number"].tolist() == [n, n]
        assert len(key_players(network, aim="reach")) == min(n, 1)
    assert isnan(key_players(Network.from_graph(nx.path_graph(2)), 1)["value"][0])
    unseen = Network.from_graph(nx.complete_graph(4, create_using=nx.DiGraph), respondents=[])
    assert fragmentation(unseen) == 1
    assert loss_if_gone(unseen)["share_lost"].isna().all()


def test_an_unknown_name_or_aim_is_refused() -> None:
    for wrong in (
        lambda: fragmentation(KITE, ["Nobody"]),
        lambda: key_players(KITE, 11),
        lambda: key_players(KITE, 0),
        lambda: key_players(KITE, 1, "win"),
        lambda: set_reach(KITE, ["1"], direction="up"),
    ):
        with pytest.raises(PowermapError):
            wrong()
