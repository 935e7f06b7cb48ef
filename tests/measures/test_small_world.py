"""Small worlds: every network there is of a few actors, lattices whose shape is known, and who did not answer."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from powermap.measures.small_world import small_world
from powermap.network import Network


def network_of(graph: nx.Graph) -> Network:
    return Network.from_graph(graph)


def every_network(actors: int, ties: int) -> list[nx.Graph]:
    found = []
    for edges in combinations(combinations(range(actors), 2), ties):
        graph = nx.empty_graph(actors)
        graph.add_edges_from(edges)
        found.append(graph)
    return found


def steps(graph: nx.Graph) -> float:
    """Return the mean over pairs with a path."""
    lengths = [far for _, to in nx.all_pairs_shortest_path_length(graph) for far in to.values() if far]
    return float(np.mean(lengths))


def test_a_ring_in_which_each_knows_the_two_next_on_either_side() -> None:
    # Watts & Strogatz (1998): k = 4 contacts close 3 (k - 2) / 4 (k - 1) = 1/2 of their pairs. Of the 19 others,
    # 4 are one step away, 4 two, 4 three, 4 four and 3 five.
    found = small_world(network_of(nx.circulant_graph(20, [1, 2])))
    assert found["clustering"].tolist() == [0.5, 0.5]
    assert found["distance"].tolist() == pytest.approx(2 * [(4 * (1 + 2 + 3 + 4) + 3 * 5) / 19])
    assert (found["sigma"] > 1.5).all()


@pytest.mark.parametrize("kind", ["as many ties", "as many ties each"])
def test_networks_at_random_are_as_all_that_there_are(kind: str) -> None:
    """Means over draws are those over every network with 6 actors and 7 ties, with the same degrees or without."""
    own = nx.Graph([(0, 1), (0, 2), (0, 3), (1, 2), (1, 4), (2, 5), (3, 4)])
    own.add_nodes_from(range(6))
    degrees = [degree for _, degree in sorted(own.degree())]
    alike = [
        graph
        for graph in every_network(6, 7)
        if kind == "as many ties" or [degree for _, degree in sorted(graph.degree())] == degrees
    ]
    draws = 3_000
    row = small_world(network_of(own), draws=draws).set_index("at_random").loc[kind]
    for name, of in (("clustering", nx.transitivity), ("distance", steps)):
        values = np.array([of(graph) for graph in alike])
        error = values.std() / np.sqrt(draws)
        # Rewired networks follow one on another, and so vary somewhat more.
        assert abs(row[f"{name}_random"] - values.mean()) < 6 * error
        assert row[name] == pytest.approx(of(own))
    assert row["sigma"] == pytest.approx(
        (row["clustering"] / row["clustering_random"]) / (row["distance"] / row["distance_random"])
    )


def test_a_complete_network_is_like_any_other() -> None:
    assert small_world(network_of(nx.complete_graph(6)))["sigma"].tolist() == [1, 1]


def test_no_circle_closes_in_a_star() -> None:
    sigma = small_world(network_of(nx.star_graph(6)))["sigma"]
    assert sigma[0] == 0  # networks with as many ties have circles
    assert np.isnan(sigma[1])  # a star is the only one of its degrees


def test_a_network_at_random_is_no_small_world() -> None:
    found = small_world(network_of(nx.gnm_random_graph(80, 600, seed=4)), draws=40)
    assert found["sigma"].between(0.9, 1.1).all()


def test_who_did_not_answer_is_left_out() -> None:
    graph = nx.relabel_nodes(nx.DiGraph(nx.circulant_graph(12, [1, 2])), str)
    whole, who = Network.from_graph(graph), list(graph)
    graph.add_edges_from((name, "silent") for name in who)
    partly = Network.from_graph(graph, respondents=who)
    pd.testing.assert_frame_equal(small_world(partly), small_world(whole))


def test_nothing_to_compare() -> None:
    for graph in (nx.empty_graph(0), nx.empty_graph(3), nx.path_graph(2)):
        assert small_world(network_of(graph))["sigma"].isna().all()
    without = small_world(network_of(nx.complete_graph(4)), draws=0)
    assert without["sigma"].isna().all()
    assert without["clustering"].tolist() == [1, 1]


def test_the_same_seed_gives_the_same() -> None:
    network = network_of(nx.karate_club_graph())
    pd.testing.assert_frame_equal(small_world(network, seed=3), small_world(network, seed=3))
    assert not small_world(network, seed=3).equals(small_world(network, seed=4))
