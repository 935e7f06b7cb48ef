"""Introductions: every one there is, tried out with networkx; hand counts; and who may not be introduced."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import random_network

from powermap.errors import PowermapError
from powermap.measures.introductions import introductions
from powermap.network import Network


def reach(graph: nx.DiGraph, members: list[str], seats: list[str]) -> float:
    """Return the mean of 1 / steps to the nearest seat."""
    near = []
    for member in members:
        steps = nx.single_source_shortest_path_length(graph, member)
        near.append(max((1 / steps[seat] for seat in seats if seat in steps), default=0))
    return sum(near) / len(near)


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10**6), density=st.sampled_from([0.1, 0.25]))
def test_every_introduction(seed: int, density: float) -> None:
    rng = np.random.default_rng(seed)
    network = random_network(rng, 8, density=density, response=0.8, sectors=("x", "y"), seats=0.25)
    graph, names, seen, ties = network.graph, network.names, network.observable, network.ties
    seats = [name for name, seat in zip(names, network.seat, strict=True) if seat]
    table = introductions(network, "sector", ties=2)
    for group in ("x", "y"):
        own, now = table[table["group"] == group], graph.copy()
        members = [
            name
            for i, name in enumerate(names)
            if network.sector[i] == group and name not in seats and seen[i].any()
        ]
        free = {
            tuple(sorted((names[i], names[j])))
            for i, j in combinations(range(8), 2)
            if not ties[i, j] and not ties[j, i] and (seen[i, j] or seen[j, i])
        }
        found = own.itertuples()
        for _ in range(2):
            tried = {}
            for one, other in sorted(free) if members and seats else ():
                more = now.copy()
                more.add_edges_from([(one, other), (other, one)])
                tried[one, other] = reach(more, members, seats)
            if not tried or max(tried.values()) <= reach(now, members, seats) + 1e-12:
                break
            row = next(found)
            assert row.reach == pytest.approx(reach(now, members, seats))
            assert row.reach_after == pytest.approx(max(tried.values()))
            # The first by name of those that help most.
            best = next(pair for pair, value in tried.items() if value > max(tried.values()) - 1e-9)
            assert (row.one, row.other) == best
            now.add_edges_from([best, best[::-1]])
            free -= {best}
        assert next(found, None) is None


def test_two_steps_by_hand() -> None:
    # Ann and Cas, who know Bea, stand for one part, Dee alone for another; the Trust decides and knows nobody.
    graph = nx.Graph([("Ann", "Bea"), ("Bea", "Cas")])
    graph.add_nodes_from(["Dee", "Trust"])
    graph.nodes["Trust"]["seat"] = True
    table = introductions(Network.from_graph(graph), ["x", "x", "x", "x", None], ties=5)
    # With Bea: 1/2 + 1 + 1/2 of 4. Then Dee: 1 more. Then Ann, and Cas: 1/2 more each, and nothing is left to gain.
    assert table["other"].tolist() == ["Trust"] * 4
    assert table["one"].tolist() == ["Bea", "Dee", "Ann", "Cas"]
    assert table["reach"].tolist() == [0, 2 / 4, 3 / 4, 3.5 / 4]
    assert table["reach_after"].tolist() == [2 / 4, 3 / 4, 3.5 / 4, 1]


def test_only_who_is_known_not_to_be_tied_is_introduced() -> None:
    # The Trust did not answer, nor did Sid: nobody knows whether they are in touch, and Sid's reach is not counted.
    graph = nx.DiGraph([("Ann", "Sid")])
    graph.add_node("Trust", seat=True)
    network = Network.from_graph(graph, respondents=["Ann"])
    table = introductions(network, ["x", "x", None])
    assert table[["one", "other", "reach", "reach_after"]].to_numpy().tolist() == [["Ann", "Trust", 0, 1]]


def test_nothing_to_gain() -> None:
    complete = nx.complete_graph(4, create_using=nx.DiGraph)
    nx.set_node_attributes(complete, {0: True}, "seat")
    for graph in (complete, nx.path_graph(4), nx.empty_graph(0)):
        assert introductions(Network.from_graph(graph), ["x"] * len(graph)).empty


def test_too_many() -> None:
    with pytest.raises(PowermapError, match="1,001"):
        introductions(Network.from_graph(nx.path_graph(1_001)), ["x"] * 1_001)
