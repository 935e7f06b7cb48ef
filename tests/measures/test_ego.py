"""Surroundings: against R and networkx on real networks, printed examples, hand counts and theory."""

from __future__ import annotations

from itertools import combinations
from math import log

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import r_centrality
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ADVICE, MOUNT_SI, TEXAS, TEXAS_SECTORS, golden, random_network, typed

from powermap.errors import UnknownChoiceError
from powermap.measures import ego, position
from powermap.measures.catalogue.ego import EGO
from powermap.measures.contacts import answers_among, contacts, seen_with
from powermap.measures.kernels import digraph
from powermap.measures.steps import steps_in_and_out
from powermap.network import Network, from_ties, with_answers


@pytest.mark.parametrize(
    ("text", "expected"),
    [(TEXAS, r_centrality.TEXAS_EGO), (MOUNT_SI, r_centrality.MOUNT_SI_EGO)],
    ids=["texas", "si"],
)
def test_agrees_with_r_on_real_networks(text: str, expected: dict[str, list[float]]) -> None:
    network = typed(text)
    table = ego.reach(network, normalised=False).join(ego.eccentricity(network).fillna(0))
    table = table.join(ego.local_clustering(network)).join(ego.total_degree(network))
    for name, values in expected.items():
        np.testing.assert_allclose(table[name], values, rtol=1e-9, err_msg=name)
    np.testing.assert_array_equal(table["reach_in_1"], position.in_degree(network))
    np.testing.assert_array_equal(table["unreached_out"], np.isinf(distances(network)).sum(axis=1))


def distances(network: Network) -> np.ndarray:
    found = np.full((len(network), len(network)), np.inf)
    for i, there in nx.all_pairs_shortest_path_length(network.graph):
        for j, steps in there.items():
            found[network.names.index(i), network.names.index(j)] = steps
    return found


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 70), density=st.sampled_from([0.03, 0.1, 0.4]))
def test_steps_equal_networkx(seed: int, n: int, density: float) -> None:
    network = random_network(np.random.default_rng(seed), n, density=density)
    far = distances(network)
    np.fill_diagonal(far, np.inf)
    for steps, away in zip(steps_in_and_out(network), (far.T, far), strict=True):
        there = np.isfinite(away)
        np.testing.assert_array_equal(steps.reached, there.sum(axis=1))
        np.testing.assert_array_equal(steps.total, np.where(there, away, 0).sum(axis=1))
        np.testing.assert_array_equal(steps.farthest, np.where(there, away, 0).max(axis=1))
        for step in (1, 2, 3):
            np.testing.assert_array_equal(steps.within[:, step - 1], (away <= step).sum(axis=1))


def test_steps_from_more_actors_than_are_swept_at_once() -> None:
    """1,100 actors, against igraph, which goes from one actor at a time."""
    network = random_network(np.random.default_rng(1), 1_100, density=0.003)
    graph = digraph(network)
    for steps, mode in zip(steps_in_and_out(network), ("in", "out"), strict=True):
        away = np.array(graph.distances(mode=mode))
        np.fill_diagonal(away, np.inf)
        there = np.isfinite(away)
        np.testing.assert_array_equal(steps.reached, there.sum(axis=1))
        np.testing.assert_array_equal(steps.total, np.where(there, away, 0).sum(axis=1))
        np.testing.assert_array_equal(steps.farthest, np.where(there, away, 0).max(axis=1))
        np.testing.assert_array_equal(steps.within[:, 2], (away <= 3).sum(axis=1))


def test_steps_along_a_chain_too_long_to_sweep() -> None:
    """In a ring of 100 everybody reaches everybody, in 1 to 99 steps; a chain of 70 stops at its end."""
    both = nx.disjoint_union(nx.cycle_graph(100, nx.DiGraph), nx.path_graph(70, nx.DiGraph))
    into, out = steps_in_and_out(Network.from_graph(both))
    for steps in (into, out):
        assert set(steps.total[:100]) == {99 * 100 / 2}
        assert set(steps.reached[:100]) == set(steps.farthest[:100]) == {99}
        assert set(map(tuple, steps.within[:100])) == {(1, 2, 3)}
    assert out.reached[100:].tolist() == out.farthest[100:].tolist() == list(range(69, -1, -1))
    assert into.total[[100, 103, 169]].tolist() == [0, 6, 69 * 70 / 2]


def test_kite() -> None:
    """Krackhardt (1990), the kite: Diane has most contacts, Heather holds Ike and Jane, who end the tail."""
    network = Network.from_graph(nx.krackhardt_kite_graph())  # 0 Andre ... 3 Diane ... 7 Heather, 8 Ike, 9 Jane
    assert ego.total_degree(network).tolist() == [4, 4, 3, 6, 3, 5, 5, 3, 2, 1]
    table = ego.articulation(network)
    assert table.index[table["cut_point"] == 1].tolist() == ["7", "8"]
    assert table.loc[["7", "8"], "cut_off"].tolist() == [2, 1]
    assert ego.eccentricity(network)["eccentricity_out"].tolist() == [4, 4, 4, 4, 4, 3, 3, 2, 3, 4]
    assert ego.local_clustering(network)["3"] == pytest.approx(8 / 15)  # nx.clustering says so too
    assert ego.ego_density(network)["3"] == pytest.approx(8 / 15)


def test_opsahl_agneessens_skvoretz_2010() -> None:
    """Six actors with strengths: k^(1 - alpha) s^alpha from k and s counted by hand."""
    graph = nx.Graph()
    ties = [("A", "B", 4), ("A", "C", 2), ("B", "C", 1), ("B", "D", 4), ("B", "E", 2), ("E", "F", 1)]
    graph.add_weighted_edges_from(ties, weight="strength")
    network = Network.from_graph(graph)
    number, strength = np.array([2, 4, 2, 1, 2, 1]), np.array([6, 11, 3, 4, 3, 1])
    for alpha in (0, 0.5, 1, 1.5):
        found = ego.opsahl_degree(network, alpha=alpha)
        np.testing.assert_allclose(found[list("ABCDEF")], number ** (1 - alpha) * strength**alpha)
    assert ego.opsahl_degree(network).round(1).tolist()[:2] == [3.5, 6.6]
    out = ego.opsahl_degree(typed(TEXAS), alpha=1, direction="out")
    np.testing.assert_allclose(out, position.out_strength(typed(TEXAS)))
    with pytest.raises(UnknownChoiceError, match="Use 'in' or 'out'"):
        ego.opsahl_degree(network, direction="either")


def test_golden_fixture_by_hand() -> None:
    network = golden()
    # 1 names 2, 4, 5 and is named by 3. Among those four: 2-3, 2-4, 3-5, 4-5 of 6 pairs.
    assert ego.total_degree(network).tolist() == [4, 4, 3, 3, 4, 2]
    assert ego.total_degree(network, normalised=True)["1"] == 4 / 5
    assert ego.local_clustering(network)["1"] == 4 / 6
    assert ego.ego_density(network)["1"] == 4 / 12
    flow = ego.net_flow(network)
    np.testing.assert_allclose(flow["net_flow"], position.in_degree(network) - position.out_degree(network))
    # 1 reaches 3 (through 2) and 6 (through 2 and 5) in two steps.
    assert ego.broker_dependence(network).loc["1"].tolist() == [2, 0.5, 0.5, "2"]
    # 5 names 6, who names nobody.
    assert ego.broker_dependence(network).loc["5", "two_steps"] == 0
    assert np.isnan(ego.broker_dependence(network).loc["5", "through_one"])
    # 1's contacts 2 and 3 are of its own group a, 4 and 5 of b; 6 of b is none.
    assert ego.alter_exposure(network, "sector").loc["1"].tolist() == [0.5, 0.5, 0.5]
    mixed = ego.alter_diversity(network).loc["1"]
    assert mixed.tolist() == pytest.approx([0.5, 1, log(2), 1])  # (2 x 1 - 2 x 0) / (2 x 1 + 2 x 0)


def test_diversity_agrees_with_the_formulas_on_the_texas_search() -> None:
    network = typed(TEXAS, sectors=TEXAS_SECTORS)
    table, either = ego.alter_diversity(network), network.ties | network.ties.T
    for i in range(25):
        near = [TEXAS_SECTORS[j] for j in np.flatnonzero(either[i])]
        p = np.array([near.count(name) / len(near) for name in set(near)])
        a, b = near.count(TEXAS_SECTORS[i]), len(near) - near.count(TEXAS_SECTORS[i])
        c, d = TEXAS_SECTORS.count(TEXAS_SECTORS[i]) - 1 - a, 25 - TEXAS_SECTORS.count(TEXAS_SECTORS[i]) - b
        blau = 1 - (p**2).sum()
        q = (a * d - b * c) / (a * d + b * c) if a * d + b * c else np.nan
        assert table.iloc[i].tolist() == pytest.approx([blau, blau / 0.8, -(p * np.log(p)).sum(), q], nan_ok=True)


def test_an_actor_with_two_voices_counts_in_both() -> None:
    graph = nx.DiGraph([("A", "B"), ("A", "C"), ("A", "D")])
    nx.set_node_attributes(graph, {"A": ["x", "y"], "B": ["x", "y"], "C": ["y"], "D": []}, "voices")
    table = ego.alter_exposure(Network.from_graph(graph))
    assert table.loc["A"].to_dict() == {"x": 0.5, "y": 1, "isolation": 1}  # B counts once in isolation
    assert np.isnan(table.loc["D", "isolation"])
    assert table.loc["D", ["x", "y"]].tolist() == [1, 1]
    # As a partition: B is 'x + y', C 'y'; D has no group.
    assert ego.alter_diversity(Network.from_graph(graph), "voice").loc["A", "blau"] == 0.5


def with_gaps(rng: np.random.Generator, n: int) -> Network:
    """Return a network in which some are silent, some not listed, and some answers left out."""
    pairs = np.argwhere((rng.random((n, n)) < 0.3) & ~np.eye(n, dtype=bool))
    missing = np.argwhere((rng.random((n, n)) < 0.2) & ~np.eye(n, dtype=bool))
    return from_ties(
        tuple(f"n{i}" for i in range(n)), pairs, np.ones(len(pairs)),
        responded=rng.random(n) < 0.6, seat=np.zeros(n, dtype=bool), sector=(None,) * n, voices=((),) * n,
        relation="x", round="1", listed=rng.random(n) < 0.7, missing=missing,
    )  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 9))
def test_what_was_seen_is_counted_pair_by_pair(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    network = with_gaps(rng, n)
    member = rng.integers(0, 2, (n, 2)).astype(float)
    seen, near = network.observable, contacts(network)
    np.testing.assert_array_equal(seen_with(network, member), (seen | seen.T) @ member)
    answers, pairs = answers_among(network, near)
    for i, own in enumerate(near.toarray() > 0):
        places = np.flatnonzero(own)
        assert answers[i] == seen[np.ix_(places, places)].sum()
        assert pairs[i] == sum(seen[j, k] or seen[k, j] for j, k in combinations(places, 2))


def test_what_was_not_seen_is_not_a_no() -> None:
    graph = nx.DiGraph([("A", "B"), ("A", "C"), ("A", "D"), ("D", "A"), ("D", "B")])
    network = Network.from_graph(graph, respondents=["A", "D"])
    # Among B, C and D only D answered: B-D is tied, C-D is not, nothing is known of B-C.
    assert ego.local_clustering(network)["A"] == 0.5
    assert ego.ego_density(network)["A"] == 0.5
    # B and C could give nothing back: only A and D are even.
    assert ego.net_flow(network).loc["A"].tolist() == [0, 0]
    assert ego.net_flow(network).loc["B"].isna().all()
    assert ego.total_degree(network, normalised=True)["B"] == 1  # of A and D; about B and C nothing is known
    assert ego.reach(network).loc["B"].iloc[:3].tolist() == [1, 1, 1]
    assert ego.reach(network).loc["B"].iloc[3:].isna().all()
    observable = network.observable.copy()
    observable[:, 2] = False
    unasked = with_answers(network, network.strength * observable, observable)
    assert ego.articulation(unasked).loc["C"].isna().all()
    assert np.isnan(ego.total_degree(unasked)["C"])


def test_imbalance_of_strengths() -> None:
    network = typed(TEXAS)
    table = ego.net_flow(network)
    into, out = position.in_strength(network), position.out_strength(network)
    np.testing.assert_allclose(table["net_flow"], into - out)
    np.testing.assert_allclose(table["imbalance"], (into - out) / (into + out))
    assert table["net_flow"].sum() == 0


def test_doubling_strengths_changes_what_is_in_their_units() -> None:
    network = typed(TEXAS)
    graph = network.graph
    for _, _, data in graph.edges(data=True):
        data["strength"] *= 2
    twice = Network.from_graph(graph)
    np.testing.assert_allclose(ego.opsahl_degree(twice), ego.opsahl_degree(network) * 2**0.5)
    np.testing.assert_allclose(ego.net_flow(twice), ego.net_flow(network) * [2, 1])
    for name in set(EGO) - {"opsahl_degree", "net_flow"}:
        pd.testing.assert_frame_equal(
            pd.DataFrame(getattr(ego, name)(twice)), pd.DataFrame(getattr(ego, name)(network))
        )


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 16), density=st.sampled_from([0.05, 0.1, 0.25]))
def test_cut_points_and_dependence_one_by_one(seed: int, n: int, density: float) -> None:
    """Take each actor out, and follow each pair of ties, in turn."""
    network = random_network(np.random.default_rng(seed), n, density=density)
    either = nx.Graph(network.graph)
    cut, hangs = ego.articulation(network), ego.broker_dependence(network)
    for name in network.names if n > 1 else ():
        rest = either.subgraph(nx.node_connected_component(either, name) - {name})
        sizes = [len(part) for part in nx.connected_components(rest)]
        assert cut.loc[name].tolist() == [len(sizes) > 1, len(sizes), sum(sizes) - max(sizes, default=0)]
        first = set(network.graph[name])
        ways = pd.Series([k for j in first for k in network.graph[j] if k != name and k not in first], dtype=object)
        count = ways.value_counts()
        assert hangs.loc[name, "two_steps"] == len(count)
        if len(count):
            assert hangs.loc[name, "through_one"] == pytest.approx((count == 1).mean())
            sole = set(count.index[count == 1])
            assert hangs.loc[name, "through_broker"] == pytest.approx(
                max(len(sole & set(network.graph[j])) for j in first) / len(count)
            )


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10**6), n=st.integers(2, 12), response=st.sampled_from([1.0, 0.6]))
def test_relabelling_permutes_and_ranges_hold(seed: int, n: int, response: float) -> None:
    rng = np.random.default_rng(seed)
    network = random_network(rng, n, strengths=(1, 2, 3), response=response, sectors=("a", "b", "c"))
    order = rng.permutation(n)
    graph = nx.DiGraph()
    for i in order:
        graph.add_node(network.names[i], sector=network.sector[i], respondent=bool(network.responded[i]))
    graph.add_edges_from(network.graph.edges(data=True))
    other = Network.from_graph(graph)
    for name in EGO:
        # Of equal brokers the first is named, and order is what was changed.
        extra = {"by": "sector"} if name == "alter_exposure" else {}
        before, after = (
            pd.DataFrame(getattr(ego, name)(one, **extra)).drop(columns="broker", errors="ignore")
            for one in (network, other)
        )
        np.testing.assert_allclose(after, before.iloc[order], rtol=1e-9, atol=1e-12, err_msg=name)
        if EGO[name].range == "0 to 1":
            values = before.drop(columns="two_steps", errors="ignore")
            assert ((values >= 0) & (values <= 1 + 1e-12) | values.isna()).all(axis=None), name


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), n=st.integers(2, 12))
def test_an_isolate_beside_them_and_ties_turned_round(seed: int, n: int) -> None:
    network = random_network(np.random.default_rng(seed), n)
    graph = network.graph
    turned = Network.from_graph(graph.reverse())
    graph.add_node("isolate")
    larger = Network.from_graph(graph)
    for name in ("total_degree", "local_clustering", "ego_density", "net_flow", "articulation", "reach_efficiency"):
        np.testing.assert_array_equal(getattr(ego, name)(larger).iloc[:-1], getattr(ego, name)(network), name)
    assert ego.total_degree(larger)["isolate"] == 0
    assert np.isnan(ego.local_clustering(larger)["isolate"])
    np.testing.assert_array_equal(ego.net_flow(turned), -ego.net_flow(network))
    into_and_out = ego.reach(turned)[[f"reach_{way}_{step}" for way in ("out", "in") for step in (1, 2, 3)]]
    np.testing.assert_array_equal(into_and_out, ego.reach(network))
    np.testing.assert_array_equal(ego.articulation(turned), ego.articulation(network))


@pytest.mark.parametrize("n", [0, 1, 2, 3])
@pytest.mark.parametrize("respondents", [[], None])
@pytest.mark.parametrize("make", [nx.empty_graph, nx.complete_graph])
def test_tiny_silent_and_complete_networks(n: int, respondents: list[int] | None, make: object) -> None:
    network = Network.from_graph(make(n, nx.DiGraph), respondents=respondents)  # type: ignore[operator]
    for name in EGO:
        values = pd.DataFrame(getattr(ego, name)(network))
        assert len(values) == n
        if n < 2 or respondents == []:
            assert values.isna().all(axis=None), name
    if n == 3 and respondents is None and make is nx.complete_graph:
        assert ego.local_clustering(network).tolist() == [1, 1, 1]
        assert ego.articulation(network).iloc[0].tolist() == [0, 1, 0]


def test_one_group_and_no_group() -> None:
    network = typed(ADVICE)
    one, none = ego.alter_diversity(network, ["x"] * 21), ego.alter_diversity(network, [None] * 21)
    assert one["blau"].eq(0).all()
    assert one[["iqv", "yules_q"]].isna().all(axis=None)
    assert none.isna().all(axis=None)
    assert ego.alter_exposure(network, [None] * 21).isna().all(axis=None)


def test_assembled_networks_are_not_changed() -> None:
    network = typed(TEXAS, silent=(1, 7))
    before = network.strength.copy()
    for name in EGO:
        pd.testing.assert_frame_equal(*(pd.DataFrame(getattr(ego, name)(network)) for _ in range(2)))
    np.testing.assert_array_equal(network.strength, before)
