"""Brokerage: against R, networkx, the golden network, counting triple by triple, and theory."""

from __future__ import annotations

from itertools import permutations, product

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ADVICE, MOUNT_SI, TEXAS, TEXAS_SECTORS, golden, random_network, typed

from powermap.measures.brokerage import (
    bridging,
    brokerage_exclusivity,
    brokerage_roles,
    brokered_pairs,
    effective_size,
    efficiency,
    ev_brokerage,
    group_brokerage,
    group_brokerage_by_chance,
    hierarchy,
)
from powermap.measures.position import constraint
from powermap.network import Network, with_answers

ROLES = ["coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total"]
EXPECTED, Z = [f"{role}_expected" for role in ROLES], [f"{role}_z" for role in ROLES]
#: The department of each of Krackhardt's managers, as in R's networkdata.
DEPARTMENTS = list("442421012331222413221")
seeds = st.integers(0, 10**6)


def messy(seed: int, n: int = 7) -> Network:
    """Return a network with silent and unlisted actors, and answers left out."""
    rng = np.random.default_rng(seed)
    full = random_network(rng, n, density=0.4, response=0.8, sectors=("a", "b", "c"))
    return with_answers(full, full.strength, full.observable & (rng.random((n, n)) < 0.9))


def triples(network: Network) -> list[tuple[int, int, int]]:
    """Return sender, broker and receiver of each open pair, one by one."""
    seen, ties = network.observable, network.ties
    return [
        (i, j, k)
        for i, j, k in permutations(range(len(network)), 3)
        if ties[i, j] and ties[j, k] and seen[i, k] and not ties[i, k]
    ]


def role_of(a: object, b: object, c: object) -> str:
    if a == b == c:
        return "coordinator"
    if a == c:
        return "itinerant"
    return "representative" if a == b else "gatekeeper" if b == c else "liaison"


def test_golden_fixture() -> None:
    """As sna 2.7 and networkx agree."""
    table = brokerage_roles(golden(), "sector")
    assert table["total"].tolist() == [2, 2, 2, 1, 3, 0]
    assert table["coordinator"].tolist() == [1, 1, 1, 0, 1, 0]
    assert table["representative"].tolist() == [1, 1, 1, 0, 0, 0]
    assert table["gatekeeper"].tolist() == [0, 0, 0, 1, 2, 0]
    np.testing.assert_allclose(effective_size(golden()), [2, 3, 5 / 3, 5 / 3, 3, 2])


def test_roles_as_r() -> None:
    """R sna 2.7-1, brokerage(): by actor raw, exp and z; summed over groups raw.gli and exp.gli.

    sna names the roles w_I, w_O, b_IO, b_OI, b_O, t; its z per actor agree with a simulation.
    """
    table = brokerage_roles(typed(TEXAS), TEXAS_SECTORS)
    assert table.loc["n2", ROLES].tolist() == [8, 29, 26, 42, 61, 166]
    assert table.loc["n5", ROLES].tolist() == [0, 21, 8, 10, 15, 54]
    np.testing.assert_allclose(
        table.loc["n1", EXPECTED].to_numpy(float), [1.32618, 10.874676, 6.299355, 6.299355, 11.803002, 36.602568]
    )
    np.testing.assert_allclose(
        table.loc["n1", Z].to_numpy(float)[:4],
        [1.721417803687, -1.642058254636, -0.8377821945777, -1.22750679028],
        rtol=1e-9,
    )
    assert table.loc["n0", Z].isna().tolist() == [True, False, True, True, False, False]  # the only federal one
    every = group_brokerage(typed(TEXAS), TEXAS_SECTORS).groupby("role", sort=False)[["raw", "expected"]].sum()
    assert every["raw"].tolist() == [103, 125, 167, 160, 197, 752]
    np.testing.assert_allclose(
        every["expected"], [122.141178, 173.72958, 173.72958, 173.72958, 271.734282, 915.0642]
    )


def test_roles_of_managers_as_r() -> None:
    """R sna 2.7-1, ht_advice by department."""
    table = brokerage_roles(typed(ADVICE), DEPARTMENTS)
    assert table.loc["n0", ROLES].tolist() == [1, 2, 2, 11, 8, 24]
    assert table.loc["n6", ROLES].tolist() == [0, 7, 0, 0, 31, 38]
    np.testing.assert_allclose(
        table.loc["n0", Z].to_numpy(float),
        [0.3710333226661, -1.592466500697, -0.8516871686212, 1.211319150611, -1.482609608196, -1.185506505361],
        rtol=1e-9,
    )
    every = group_brokerage(typed(ADVICE), DEPARTMENTS).groupby("role", sort=False)[["raw", "expected"]].sum()
    assert every["raw"].tolist() == [28, 69, 95, 62, 246, 500]


@settings(deadline=None, max_examples=25)
@given(seed=seeds)
def test_roles_and_pairs_one_by_one(seed: int) -> None:
    """Count every triple, with silent actors, answers left out, and actors without a group."""
    network = messy(seed)
    labels = [None if i == 3 else sector for i, sector in enumerate(network.sector)]
    table = brokerage_roles(network, labels)
    found = triples(network)
    brokers = {pair: {j for i, j, k in found if (i, k) == pair} for pair in {(i, k) for i, _, k in found}}
    silent = ~network.observable.any(axis=1)
    for j, name in enumerate(network.names):
        if silent[j] or labels[j] is None:
            assert table.loc[name].isna().all()
            continue
        mine = [(i, k) for i, b, k in found if b == j and labels[i] and labels[k]]
        played = [role_of(labels[i], labels[j], labels[k]) for i, k in mine]
        assert table.loc[name, ROLES].tolist() == [*map(played.count, ROLES[:5]), len(mine)]
    alone = brokerage_exclusivity(network)
    for j in np.flatnonzero(~silent):
        assert alone["brokered"].iloc[j] == sum(b == j for _, b, _ in found)
        assert alone["alone"].iloc[j] == sum(own == {j} for own in brokers.values())
    expected = {}
    for g, f, t in product("abc", repeat=3):
        of_two = [own for (i, k), own in brokers.items() if labels[i] == f and labels[k] == t]
        own = [{j for j in some if labels[j] == g} for some in of_two]
        if any(own):
            only = sum(some == mine for some, mine in zip(of_two, own, strict=True))
            pairs = sum(map(bool, own))
            expected[g, f, t] = [sum(map(len, own)), pairs, pairs / len(of_two), only, only / len(of_two)]
    pairs_table = brokered_pairs(network, labels).set_index(["group", "from_group", "to_group"])
    assert {key: list(row) for key, row in zip(pairs_table.index, pairs_table.to_numpy(), strict=True)} == expected


def exact_moments(network: Network, labels: list[str], brokers: set[int], role: str) -> tuple[float, float]:
    """Return mean and variance of a count under independent ties, from the covariance of each two triples."""
    seen = network.observable
    d = network.ties[seen].mean()
    some = [
        ({(i, j), (j, k)}, (i, k))
        for i, j, k in permutations(range(len(network)), 3)
        if seen[i, j] and seen[j, k] and seen[i, k] and j in brokers
        and role in ("total", role_of(labels[i], labels[j], labels[k]))
    ]  # fmt: skip
    chance = d**2 * (1 - d)
    variance = 0.0
    for there, absent in some:
        for others, gone in some:
            clash = absent in others or gone in there
            both = 0 if clash else d ** len(there | others) * (1 - d) ** len({absent, gone})
            variance += both - chance**2
    return chance * len(some), variance


@settings(deadline=None, max_examples=12)
@given(seed=seeds, response=st.sampled_from([1.0, 0.7]))
def test_group_moments_are_exact(seed: int, response: float) -> None:
    network = random_network(np.random.default_rng(seed), 6, density=0.4, response=response, sectors=("a", "b"))
    labels = [str(sector) for sector in network.sector]
    table = group_brokerage(network, "sector")
    each = brokerage_roles(network, "sector")
    for row in table.to_dict("records"):
        own = {i for i in range(6) if labels[i] == row["group"]}
        mean, variance = exact_moments(network, labels, own, row["role"])
        assert row["expected"] == pytest.approx(mean)
        assert row["z"] == pytest.approx(
            (row["raw"] - mean) / variance**0.5 if variance > 1e-12 else np.nan, nan_ok=True
        )
        for i in own & set(np.flatnonzero(network.observable.any(axis=1))):
            mean, variance = exact_moments(network, labels, {i}, row["role"])
            assert each[f"{row['role']}_expected"].iloc[i] == pytest.approx(mean)
            z = each[f"{row['role']}_z"].iloc[i]
            raw = each[row["role"]].iloc[i]
            assert z == pytest.approx((raw - mean) / variance**0.5 if variance > 1e-12 else np.nan, nan_ok=True)


def test_shuffles_by_theory() -> None:
    """Shuffling groups of 2, 2 and 2 of the golden network: of its 10 open pairs, by hand.

    Three of six have the same group never, sender and receiver the same in 1 of 5, and so for the other two
    roles, all three differ in 2 of 5.
    """
    labels = ["a", "a", "b", "b", "c", "c"]
    table = group_brokerage_by_chance(golden(), labels, draws=999, seed=3)
    by_role = table.groupby("role", sort=False)["expected"].sum()
    np.testing.assert_allclose(by_role, [0, 2, 2, 2, 4, 10], atol=0.25)
    assert table["p"].between(0.001, 1).all()
    pd.testing.assert_frame_equal(table, group_brokerage_by_chance(golden(), labels, draws=999, seed=3))
    one = group_brokerage_by_chance(golden(), ["a"] * 6, draws=19)
    assert one["z"].isna().all()
    assert (one["p"] == 1).all()


@pytest.mark.parametrize("text", [TEXAS, MOUNT_SI, ADVICE])
def test_effective_size_as_networkx_given_nodes(text: str) -> None:
    """networkx 3.6: right on directed and weighted ties only where `nodes` is given."""
    network = typed(text)
    graph = network.graph
    for weighted, weight in ((False, None), (True, "strength")):
        expected = nx.effective_size(graph, nodes=list(graph), weight=weight)
        # Who names nobody is an isolate to networkx, though others name it.
        names_somebody = [name for name, degree in graph.out_degree if degree]
        found = effective_size(network, weighted=weighted)
        assert found[names_somebody].to_dict() == pytest.approx({name: expected[name] for name in names_somebody})
        assert found.isna().tolist() == [not degree for _, degree in graph.degree]


@settings(deadline=None, max_examples=30)
@given(seed=seeds, n=st.integers(1, 12), density=st.sampled_from([0.1, 0.3, 0.7, 1.0]))
def test_undirected_effective_size_is_borgattis(seed: int, n: int, density: float) -> None:
    graph = nx.gnp_random_graph(n, density, seed=seed)
    expected = list(nx.effective_size(graph).values())
    network = Network.from_graph(graph)
    np.testing.assert_allclose(effective_size(network), expected, atol=1e-12)
    contacts = np.array([d or np.nan for _, d in graph.degree])
    np.testing.assert_allclose(efficiency(network), np.array(expected) / contacts, atol=1e-12)
    np.testing.assert_allclose(effective_size(network, weighted=True), expected, atol=1e-12)


def test_hierarchy_by_hand() -> None:
    """A with B, C, D, where B-C is tied: c(A, B) = (1/3 + 1/6)2 = 1/4 = c(A, C), c(A, D) = 1/9.

    r = 27/22, 27/22, 12/22; 0 in a star, and 1 is neared as one contact makes all constraint.
    """
    kite = Network.from_graph(nx.Graph([("A", "B"), ("A", "C"), ("A", "D"), ("B", "C")]))
    r = np.array([27, 27, 12]) / 22
    assert hierarchy(kite)["A"] == pytest.approx((r * np.log(r)).sum() / (3 * np.log(3)))
    assert constraint(kite)["A"] == pytest.approx(11 / 18)
    star = hierarchy(Network.from_graph(nx.star_graph(4)))
    assert star.iloc[0] == 0
    assert star.iloc[1:].isna().all()
    complete = hierarchy(Network.from_graph(nx.complete_graph(5)))
    np.testing.assert_allclose(complete, 0, atol=1e-9)
    lopsided = nx.Graph()
    lopsided.add_weighted_edges_from([("A", "B", 1000), ("A", "C", 1)], weight="strength")
    assert hierarchy(Network.from_graph(lopsided), weighted=True)["A"] > 0.99
    lopsided.add_weighted_edges_from([("A", "C", 1e-300)], weight="strength")
    assert hierarchy(Network.from_graph(lopsided), weighted=True)["A"] == 1


def test_ev_brokerage() -> None:
    """Golden network by hand, from its betweenness, reach and degrees; (2 b + n - 1) / degree on mutual ties.

    Everett & Valente (2016): Florentine families, undirected; b as Freeman counts it (R sna betweenness 47.5 for
    the Medici among 15 families with ties).
    """
    expected = [(4 / 1 + 7 / 3) / 2, (3.5 / 1 + 6.5 / 3) / 2, (3.5 / 1 + 6.5 / 2) / 2, (3.5 / 2 + 2.5 / 1) / 2,
                (6.5 / 3 + 3.5 / 1) / 2, 0]  # fmt: skip
    np.testing.assert_allclose(ev_brokerage(golden()), expected)
    families = ev_brokerage(Network.from_graph(nx.florentine_families_graph()))
    assert families["Medici"] == pytest.approx((2 * 47.5 + 14) / 6)
    assert families["Pazzi"] == 0
    assert ev_brokerage(Network.from_graph(nx.star_graph(3), respondents=[1, 2, 3])).isna().tolist()[0]


@settings(deadline=None, max_examples=15)
@given(seed=seeds, directed=st.booleans())
def test_bridging_by_removing_contacts(seed: int, directed: bool) -> None:
    """Take out every contact and measure all steps again with networkx."""
    graph = nx.gnp_random_graph(8, 0.3, seed=seed, directed=directed)

    def cohesion(some: nx.Graph) -> float:
        steps = [d for _, row in nx.all_pairs_shortest_path_length(some) for d in row.values() if d]
        return sum(1 / d for d in steps) / 56

    found = bridging(Network.from_graph(graph))
    for i in graph:
        falls = []
        for j in set(nx.all_neighbors(graph, i)):
            rest = graph.copy()
            rest.remove_edges_from([edge for edge in [(i, j), (j, i)] if rest.has_edge(*edge)])
            falls.append(cohesion(graph) - cohesion(rest))
        assert found.iloc[i] == pytest.approx(np.mean(falls) if falls else np.nan, nan_ok=True)
    assert bridging(Network.from_graph(nx.cycle_graph(301))).isna().all()  # too many actors


@pytest.mark.parametrize("by", ["voice", "sector", [], ["a"], ["a", None]])
def test_tiny_and_empty(by: str | list[str | None]) -> None:
    sizes = [0, 1, 2] if isinstance(by, str) else [len(by)]
    for n in sizes:
        for network in (
            Network.from_graph(nx.empty_graph(n, nx.DiGraph)),
            Network.from_graph(nx.complete_graph(n, nx.DiGraph)),
            Network.from_graph(nx.complete_graph(n, nx.DiGraph), respondents=[]),
        ):
            assert len(brokerage_roles(network, by)) == len(brokerage_exclusivity(network)) == n
            assert group_brokerage(network, by)["z"].isna().all()
            assert group_brokerage_by_chance(network, by, draws=9)["z"].isna().all()
            assert brokered_pairs(network, by).empty
            for measure in (effective_size, efficiency, hierarchy, ev_brokerage, bridging):
                assert len(measure(network)) == n


def test_a_complete_graph_has_nothing_to_broker() -> None:
    table = group_brokerage(Network.from_graph(nx.complete_graph(6)), list("aaabbb"))
    assert (table["raw"] == 0).all()
    assert (table["expected"] == 0).all()
    assert table["z"].isna().all()


@settings(deadline=None, max_examples=12)
@given(seed=seeds)
def test_metamorphic(seed: int) -> None:
    """Relabelling permutes; reversing swaps representative and gatekeeper; strengths do not count; parts add up."""
    rng = np.random.default_rng(seed)
    network = random_network(rng, 9, strengths=(1, 2, 3), sectors=("a", "b", "c"))
    labels, graph = list(network.sector), network.graph
    table = brokerage_roles(network, labels)
    order = rng.permutation(9)
    shuffled = nx.DiGraph()
    shuffled.add_nodes_from(network.names[i] for i in order)
    shuffled.add_edges_from(graph.edges(data=True))
    again = brokerage_roles(Network.from_graph(shuffled), [labels[i] for i in order])
    pd.testing.assert_frame_equal(again.loc[list(network.names)], table)
    for measure in (effective_size, hierarchy):
        moved = measure(Network.from_graph(shuffled), weighted=True).loc[list(network.names)]
        pd.testing.assert_series_equal(moved, measure(network, weighted=True))
    back = brokerage_roles(Network.from_graph(graph.reverse()), labels)
    swapped = ["coordinator", "itinerant", "gatekeeper", "representative", "liaison", "total"]
    np.testing.assert_array_equal(back[swapped], table[ROLES])
    doubled = graph.copy()
    for _, _, data in doubled.edges(data=True):
        data["strength"] *= 2
    twice = Network.from_graph(doubled)
    np.testing.assert_allclose(effective_size(twice, weighted=True), effective_size(network, weighted=True))
    union = Network.from_graph(nx.disjoint_union(graph, graph))
    np.testing.assert_array_equal(brokerage_roles(union, labels * 2)[ROLES], pd.concat([table, table])[ROLES])
    np.testing.assert_allclose(effective_size(union), [*effective_size(network)] * 2)
    pairs = brokered_pairs(network, labels)
    assert pairs["paths"].sum() == table["total"].sum()
