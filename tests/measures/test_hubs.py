"""Hubs that name everybody: what is counted by shortcut equals what the definitions give, one pair at a time."""

from itertools import permutations, product
from math import comb

import networkx as nx
import numpy as np
import pytest

from powermap.measures.brokerage import brokerage_exclusivity, brokered_pairs
from powermap.measures.ego import broker_dependence
from powermap.measures.kernels import returned, sparse
from powermap.measures.paths import rank_intervals
from powermap.measures.structure import triad_census
from powermap.measures.triples import TRIADS
from powermap.measures.two_steps import between_ties
from powermap.network import Network

LEAVES = 3_000


def star() -> Network:
    """A hub, 'O0', and many others; the ties go both ways."""
    graph: nx.DiGraph[int] = nx.DiGraph(nx.star_graph(LEAVES))
    return Network.from_graph(nx.relabel_nodes(graph, {i: f"O{i}" for i in graph}))


def with_hubs(seed: int, *, n: int = 30, both_ways: bool = False, silent: bool = False) -> Network:
    """Ties at random; one actor names everybody, one is named by everybody, one is both."""
    rng = np.random.default_rng(seed)
    graph = nx.gnp_random_graph(n, rng.choice([0.02, 0.1, 0.3]), seed=seed, directed=True)
    others = range(3, n)
    graph.add_edges_from((hub, other) for hub in (0, 2) for other in others)
    graph.add_edges_from((other, hub) for hub in (1, 2) for other in others)
    if both_ways:
        graph = nx.DiGraph(graph.to_undirected())
    graph = nx.relabel_nodes(graph, {i: f"O{i}" for i in graph})
    there = [name for name in graph if rng.random() < 0.7] if silent else None
    return Network.from_graph(graph, respondents=there)


NETWORKS = [with_hubs(s, both_ways=s % 2 == 1, silent=s % 3 == 2) for s in range(12)]


def brokers_of(network: Network) -> dict[tuple[int, int], set[int]]:
    """Every open pair that somebody stands between, and who does: by definition, pair by pair."""
    ties = set(zip(network.senders.tolist(), network.receivers.tolist(), strict=True))
    every = np.arange(len(network))
    asked = network.observed(*np.meshgrid(every, every, indexing="ij"))
    found: dict[tuple[int, int], set[int]] = {}
    for i, j, k in permutations(range(len(network)), 3):
        if (i, j) in ties and (j, k) in ties and asked[i, k] and (i, k) not in ties:
            found.setdefault((i, k), set()).add(j)
    return found


@pytest.mark.parametrize("network", NETWORKS)
def test_between_ties_is_the_product_where_asked(network: Network) -> None:
    ties = sparse(network)
    full = ties.toarray()
    for first, second, ends in product((ties, ties.T.tocsr()), repeat=3):
        expected = (first.toarray() @ second.toarray()) * ends.toarray()
        assert np.array_equal(between_ties(first, second, ends).toarray(), expected)
    weighted = (ties * 0.5).tocsr()
    assert np.allclose(between_ties(weighted, ties, weighted).toarray(), (full @ full) * full / 4, atol=1e-14)


@pytest.mark.parametrize("network", NETWORKS)
def test_exclusivity_counts_the_pairs_of_an_only_broker(network: Network) -> None:
    brokers = brokers_of(network)
    table = brokerage_exclusivity(network).fillna(0)
    for actor, name in enumerate(network.names):
        own = [pair for pair, through in brokers.items() if actor in through]
        assert table.loc[name, "brokered"] == len(own)
        assert table.loc[name, "alone"] == sum(brokers[pair] == {actor} for pair in own)


@pytest.mark.parametrize("network", NETWORKS)
def test_brokered_pairs_by_definition(network: Network) -> None:
    label = ["xyz"[i % 3] if i % 4 else None for i in range(len(network))]
    brokers, group = brokers_of(network), np.array(label, dtype=object)
    table = brokered_pairs(network, label).set_index(["group", "from_group", "to_group"])
    for cell in product("xyz", repeat=3):
        found = [by for (i, k), by in brokers.items() if (group[i], group[k]) == cell[1:]]
        own = [{j for j in by if group[j] == cell[0]} for by in found]
        if not any(own):
            assert cell not in table.index
            continue
        row = table.loc[cell]
        assert row["paths"] == sum(map(len, own))
        assert row["pairs"] == sum(map(bool, own))
        assert row["share"] == pytest.approx(sum(map(bool, own)) / len(found), abs=1e-12)
        assert row["only"] == sum(bool(mine) and mine == by for mine, by in zip(own, found, strict=True))


@pytest.mark.parametrize("network", NETWORKS)
def test_dependence_on_a_broker_by_definition(network: Network) -> None:
    names = network.names
    out: dict[int, set[int]] = {i: set() for i in range(len(network))}
    for i, j in zip(network.senders.tolist(), network.receivers.tolist(), strict=True):
        out[i].add(j)
    table = broker_dependence(network, direction="out")
    for i in np.flatnonzero(table["two_steps"].notna()).tolist():
        far = {k: [j for j in sorted(out[i]) if k in out[j]] for k in range(len(network)) if k != i}
        far = {k: by for k, by in far.items() if by and k not in out[i]}
        assert table["two_steps"].iloc[i] == len(far)
        if far:
            hanging = {j: sum(by == [j] for by in far.values()) for j in sorted(out[i])}
            most = max(hanging, key=lambda j: hanging[j])  # the first where several are equal
            assert table["through_one"].iloc[i] == pytest.approx(sum(hanging.values()) / len(far), abs=1e-12)
            assert table["through_broker"].iloc[i] == pytest.approx(hanging[most] / len(far), abs=1e-12)
            assert table["broker"].iloc[i] == (names[most] if hanging[most] else None)


@pytest.mark.parametrize("network", NETWORKS)
def test_ranks_of_standing_by_definition(network: Network) -> None:
    n, aside = len(network), bool(returned(network).all())
    namers: list[set[int]] = [set() for _ in range(n)]
    for i, j in zip(network.senders.tolist(), network.receivers.tolist(), strict=True):
        namers[j].add(i)
    ranked = [i for i in range(n) if network.observable_about[i] > 0]
    as_high = {(i, j): namers[j] - ({i} if aside else set()) <= namers[i] for i, j in permutations(ranked, 2)}
    table = rank_intervals(network)
    for i in ranked:
        others = [j for j in ranked if j != i]
        above = sum(as_high[j, i] and not as_high[i, j] for j in others)
        below = sum(as_high[i, j] and not as_high[j, i] for j in others)
        equal = sum(as_high[i, j] and as_high[j, i] for j in others)
        expected = [1 + above, len(ranked) - below - equal, above, below, equal]
        assert table.iloc[i].tolist() == expected


@pytest.mark.parametrize("seed", range(4))
def test_triads_as_networkx_counts_them(seed: int) -> None:
    network = with_hubs(seed, both_ways=seed == 3)
    expected = nx.triadic_census(network.graph)
    counts = triad_census(network)
    assert dict(zip(counts["triad"], counts["count"], strict=True)) == {kind: expected[kind] for kind in TRIADS}


def test_a_star_of_thousands_by_hand() -> None:
    network = star()
    alone = brokerage_exclusivity(network).loc["O0"]
    assert alone.tolist() == [LEAVES * (LEAVES - 1)] * 2 + [1.0]
    leaf = broker_dependence(network).loc["O1"]
    assert leaf.tolist() == [LEAVES - 1, 1.0, 1.0, "O0"]
    # All leaves are named by the hub alone, and so are level; the hub is named by all others.
    ranks = rank_intervals(network)
    assert ranks.loc["O0"].tolist() == [1.0, 1.0, 0.0, LEAVES, 0.0]
    assert ranks.loc["O1"].tolist() == [2.0, 2.0, 1.0, 0.0, LEAVES - 1]
    triads = triad_census(network).set_index("triad")["count"]
    assert triads[triads > 0].to_dict() == {
        "003": comb(LEAVES, 3),
        "201": comb(LEAVES, 2),
    }
