"""Groups: against networkx 3.6 (group centralities), R 4.2.2 (fisher.test), brute force, hand counts and theory."""

from __future__ import annotations

from itertools import pairwise, permutations
from math import log

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ADVICE, TEXAS, TEXAS_SECTORS, golden, random_network, typed

from powermap.measures import groups
from powermap.measures.balance import reciprocation
from powermap.measures.groups import (
    attention,
    exposure,
    group_betweenness,
    group_closeness,
    group_degree,
    innermost_share,
    isolation,
    reciprocation_pairs,
    voice_density,
    voice_overlap,
)
from powermap.measures.position import betweenness
from powermap.network import Network, assemble

ALL = (
    "reciprocation_pairs", "attention", "innermost_share", "isolation", "voice_density", "exposure",
    "voice_overlap", "group_degree", "group_closeness", "group_betweenness",
)  # fmt: skip


def texas() -> Network:
    return typed(TEXAS, sectors=TEXAS_SECTORS)


def test_the_golden_network_by_hand() -> None:
    """a sends b five ties of nine, none comes back; 3 of 6 ties inside a, 2 of 6 inside b; density 10 / 30."""
    network = golden()
    pairs = reciprocation_pairs(network, "sector")
    assert pairs["sent"].tolist() == [3, 5, 0, 2]
    assert pairs["returned"].tolist() == [0, 0, 0, 0]
    assert pairs["received"].tolist() == [3, 0, 5, 2]
    assert pairs["share_returned"].tolist() == pytest.approx([0, 0, np.nan, 0], nan_ok=True)
    assert pairs["asymmetry"].tolist() == pytest.approx([0, 5 / 9, -5 / 9, 0])
    heard = attention(network, "sector")
    assert heard["named"].tolist() == [0, 5]
    assert heard["expected"].tolist() == pytest.approx([3, 3])
    assert heard["attention"].tolist() == pytest.approx([0, 5 / 3])
    density = voice_density(network, "sector")
    assert density[["within", "to_others", "from_others"]].to_numpy().tolist() == [
        pytest.approx([0.5, 5 / 9, 0]), pytest.approx([1 / 3, 0, 5 / 9]),
    ]  # fmt: skip
    # 1 names 2, 4, 5; 2 names 3, 4, 6; 3 names 1, 5: a third, a third, a half of a. 4 and 5 name b alone, 6 nobody.
    met = exposure(network, "sector")
    assert met["exposure"].tolist() == pytest.approx(
        [(1 / 3 + 1 / 3 + 1 / 2) / 3, (2 / 3 + 2 / 3 + 1 / 2) / 3, 0, 1]
    )
    assert met["members"].tolist() == [3, 3, 2, 2]
    assert met["expected"].tolist() == pytest.approx([0.4, 0.6, 0.6, 0.4])
    # 4 is named by 1 and 2, of a; 5 by 1 and 3 of a, and 4; 6 by 2 of a, and 5.
    came = exposure(network, "sector", received=True)
    assert came["exposure"].tolist()[2:] == pytest.approx([(1 + 2 / 3 + 1 / 2) / 3, (0 + 1 / 3 + 1 / 2) / 3])
    near = group_closeness(network, "sector").set_index("group")
    assert near["closeness_in"].tolist() == [0, 1]
    assert near["closeness_out"].tolist() == [1, 0]
    assert group_degree(network, "sector")[["named_by", "names"]].to_numpy().tolist() == [[0, 1], [1, 0]]


def test_silent_actors_by_hand() -> None:
    """Golden with 4 and 6 silent: 4 -> 5 is gone; 4 and 6 are named, so no isolates; only 5 answered of b."""
    network = Network.from_graph(golden().graph, respondents=["1", "2", "3", "5"])
    pairs = reciprocation_pairs(network, "sector")
    # Heard both ways: a with 5 (1 -> 5 and 3 -> 5), and inside a.
    assert pairs["sent"].tolist() == [3, 2, 0, 0]
    assert pairs["asymmetry"].tolist() == pytest.approx([0, 2 / 3, -2 / 3, np.nan], nan_ok=True)
    assert attention(network, "sector")["observable"].tolist() == [3, 9]
    assert attention(network, "sector")["expected"].tolist() == pytest.approx([3 * 9 / 20, 9 * 9 / 20])
    table = isolation(network, "sector").set_index("group")
    assert table["answered"].tolist() == [3, 1]
    assert table["silent_unnamed"].tolist() == [0, 0]
    # Of b, 5 alone could name; of the others all three could be heard about it.
    assert group_degree(network, "sector")[["named_by", "names"]].to_numpy().tolist() == [[0, 1], [1, 0]]
    assert group_closeness(network, "sector")["reached_in"].tolist() == [0, 3]


def test_isolation_by_hand() -> None:
    """0 and 1 name each other; 2 names 0; 3 is alone; 4 is silent and unnamed; 5 is silent and named by 0."""
    graph = nx.DiGraph([(0, 1), (1, 0), (2, 0), (0, 5)])
    graph.add_nodes_from([3, 4])
    network = Network.from_graph(graph, respondents=[0, 1, 2, 3])
    own = ["g"] * 6
    row = isolation(network, own).iloc[0].to_dict()
    assert {name: row[name] for name in ("members", "answered", "isolates", "pendants", "by_one_tie")} == {
        "members": 6, "answered": 4, "isolates": 1, "pendants": 2, "by_one_tie": 1,
    }  # fmt: skip
    assert (row["share_isolated"], row["share_pendant"], row["share_by_one_tie"]) == (0.25, 0.5, 0.25)
    assert row["silent_unnamed"] == 1


def test_innermost_share_as_fisher_test_of_r() -> None:
    """Texas: 14 of 25 have coreness 8. Sample log odds by hand; fisher.test(...)$p.value."""
    table = innermost_share(texas(), "sector")
    assert table["group"].tolist() == ["City", "County", "Federal", "Private", "State"]
    assert table["innermost"].tolist() == [2, 7, 0, 1, 4]
    expected = [0.48666666666667, 1, 0.44, 0.56478260869565, 0.66086956521739]
    assert table["p"].tolist() == pytest.approx(expected, rel=1e-8)
    by_hand = [
        2.5 * 11.5 / (0.5 * 12.5),
        7 * 5 / (6 * 7),
        0.5 * 10.5 / (1.5 * 14.5),
        9 / (2 * 13),
        4 * 9 / (2 * 10),
    ]
    assert table["log_odds"].tolist() == pytest.approx([log(odds) for odds in by_hand])
    assert table["share_of_innermost"].sum() == pytest.approx(1)
    first = [i == 0 for i in range(25)]
    assert innermost_share(texas(), "sector", core=first)["share_of_innermost"].tolist() == [0, 0, 1, 0, 0]


def test_voices_overlap() -> None:
    graph = nx.DiGraph([(0, 1), (1, 2), (2, 0), (3, 0)])
    nx.set_node_attributes(graph, {0: ["P", "V"], 1: ["P"], 2: ["V", "W"], 3: []}, "voices")
    network = Network.from_graph(graph)
    table = voice_overlap(network)
    assert table[["group", "other", "actors"]].to_numpy().tolist() == [
        ["P", "V", 1], ["P", "W", 0], ["V", "P", 1], ["V", "W", 1], ["W", "P", 0], ["W", "V", 1],
    ]  # fmt: skip
    assert table["share_of_group"].tolist() == [0.5, 0, 0.5, 0.5, 0, 1]
    # 0 is in P and in V, so that 0 -> 1 is inside P, and from V to P; 3 has no voice and does not count.
    assert voice_density(network)["within"].tolist() == pytest.approx([1 / 2, 1 / 2, np.nan], nan_ok=True)
    assert attention(network)["named"].tolist() == [1, 1, 1]
    assert voice_overlap(golden(), "sector")["actors"].tolist() == [0, 0]


def brute_betweenness(network: Network, own: np.ndarray) -> float:
    """Count, over ordered pairs of others, the share of shortest paths that pass any member."""
    graph = network.graph
    members = {name for name, inside in zip(network.names, own, strict=True) if inside}
    others = [name for name in graph if name not in members]
    total = 0.0
    for one, other in permutations(others, 2):
        if nx.has_path(graph, one, other):
            paths = list(nx.all_shortest_paths(graph, one, other))
            total += sum(any(step in members for step in path) for path in paths) / len(paths)
    return total / (len(others) * (len(others) - 1)) if len(others) > 1 else np.nan


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 9), density=st.sampled_from([0.15, 0.3, 0.6]))
def test_group_centrality_as_networkx(seed: int, n: int, density: float) -> None:
    rng = np.random.default_rng(seed)
    network = random_network(rng, n, density=density)
    own = rng.random(n) < 0.4
    by, graph = ["g" if inside else None for inside in own], network.graph
    members = [name for name, inside in zip(network.names, own, strict=True) if inside]
    found = group_betweenness(network, by)
    if not members:
        assert len(found) == 0
        return
    assert found["betweenness"].iloc[0] == pytest.approx(brute_betweenness(network, own), nan_ok=True)
    if len(members) == n:
        assert group_degree(network, by)[["named_by", "names"]].isna().all(axis=None)
        assert np.isnan(group_closeness(network, by)["closeness_in"].iloc[0])
        return
    degree = group_degree(network, by).iloc[0]
    assert degree["names"] == pytest.approx(nx.group_out_degree_centrality(graph, members))
    assert degree["named_by"] == pytest.approx(nx.group_in_degree_centrality(graph, members))
    near = group_closeness(network, by).iloc[0]
    if near["reached_in"] == n - len(members):
        assert near["closeness_in"] == pytest.approx(nx.group_closeness_centrality(graph, members))
    if nx.is_strongly_connected(graph) and n - len(members) > 1 and len(members) < 3:
        theirs = nx.group_betweenness_centrality(graph, members)
        assert found["betweenness"].iloc[0] == pytest.approx(theirs)


def test_networkx_errs_on_three_members() -> None:
    """Between 0 and 2 every way leads through 1, and 3 or 4: all of them. networkx 3.6 says 1.125."""
    network = Network.from_graph(nx.Graph([(0, 1), (1, 3), (1, 4), (2, 3), (2, 4)]))
    by = ["g" if name in ("1", "3", "4") else None for name in network.names]
    assert group_betweenness(network, by)["betweenness"].tolist() == [1]


def test_a_group_of_one_is_an_actor() -> None:
    """The set measures of one actor are the actor's own: here betweenness in the advice network, equal to sna's."""
    network = typed(ADVICE)
    table = group_betweenness(network, list(network.names)).set_index("group")["betweenness"]
    alone = betweenness(network)
    assert table[list(alone.index)].to_numpy() == pytest.approx(alone.to_numpy())


def test_a_draw_of_sources_says_how_sure_it_is() -> None:
    network = random_network(np.random.default_rng(3), 60, density=0.06)
    by = ["g"] * 6 + [None] * 54
    exact = group_betweenness(network, by).iloc[0]
    assert exact["standard_error"] == 0
    draws = [group_betweenness(network, by, sources=30, seed=seed).iloc[0] for seed in range(60)]
    values, errors = (np.array([draw[name] for draw in draws]) for name in ("betweenness", "standard_error"))
    assert abs(values.mean() - exact["betweenness"]) < 3 * values.std() / np.sqrt(60)
    assert errors.mean() == pytest.approx(values.std(ddof=1), rel=0.35)
    again = group_betweenness(network, by, sources=30, seed=5).iloc[0]
    assert again["betweenness"] == draws[5]["betweenness"]


def test_more_paths_than_a_number_holds() -> None:
    """520 layers of four, each naming all of the next: 4 ** 518 paths; half of one layer is on half of them."""
    layers, width = 520, 4
    at = np.arange(layers * width).reshape(layers, width)
    steps = np.array([(i, j) for one, other in pairwise(at) for i in one for j in other])
    n = layers * width
    network = Network(
        tuple(map(str, range(n))), steps[:, 0].copy(), steps[:, 1].copy(), np.ones(len(steps)),
        np.ones(n, dtype=bool), np.ones(n, dtype=bool), np.zeros(n, dtype=bool), (None,) * n, ((),) * n,
    )  # fmt: skip
    from powermap.measures.blocks import passing

    member = np.zeros((n, 1), dtype=bool)
    member[at[260, :2]] = True
    past = passing(network, member, at[0, :1])[0, 0]
    assert past == pytest.approx((layers - 261) * width / 2)


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 12), response=st.sampled_from([1.0, 0.6]))
def test_relabelling_permutes(seed: int, n: int, response: float) -> None:
    rng = np.random.default_rng(seed)
    network = random_network(rng, n, response=response, density=0.2, sectors=("a", "b", "c"))
    order = rng.permutation(n)
    moved = assemble(
        tuple(network.names[i] for i in order), network.strength[np.ix_(order, order)] * 2,
        responded=network.responded[order], seat=network.seat[order],
        sector=tuple(network.sector[i] for i in order), voices=tuple(network.voices[i] for i in order),
        relation="works with", round="1",
    )  # fmt: skip
    for name in ALL:
        pd.testing.assert_frame_equal(getattr(groups, name)(network), getattr(groups, name)(moved))


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), n=st.integers(2, 12), response=st.sampled_from([1.0, 0.6]))
def test_what_theory_says(seed: int, n: int, response: float) -> None:
    rng = np.random.default_rng(seed)
    network = random_network(rng, n, response=response, density=0.3, sectors=("a", "b"))
    # Two groups: what one sends the other, as `reciprocation` counts it of the one.
    pairs, rows = reciprocation_pairs(network), reciprocation(network).set_index("group")
    for pair in pairs[pairs["from_group"] != pairs["to_group"]].itertuples():
        assert [pair.sent, pair.returned] == rows.loc[pair.from_group, ["ties_out", "returned"]].tolist()
    assert (pairs["asymmetry"].fillna(0) <= 1).all()
    flat = pairs.set_index(["from_group", "to_group"])["asymmetry"]
    for one, other in flat.index:
        assert flat[one, other] == pytest.approx(-flat[other, one], nan_ok=True)
    met = exposure(network)
    total = met.groupby("from_group")[["exposure", "expected"]].sum(min_count=1)
    assert total.dropna().to_numpy() == pytest.approx(1)
    if response == 1:
        # All ties turned round: what was named names, what reached is reached.
        back = Network.from_graph(network.graph.reverse())
        turned = group_degree(back).rename(columns={"names": "named_by", "named_by": "names"})
        pd.testing.assert_frame_equal(group_degree(network), turned[["group", "members", "named_by", "names"]])
        ways = "reached_in", "closeness_in", "reached_out", "closeness_out"
        assert group_closeness(network)[list(ways)].to_numpy() == pytest.approx(
            group_closeness(back)[[*ways[2:], *ways[:2]]].to_numpy(), nan_ok=True
        )
        between = group_betweenness(network)["betweenness"].tolist()
        assert between == pytest.approx(group_betweenness(back)["betweenness"].tolist(), nan_ok=True)
        # Beside a copy of itself, nothing inside a group changes but that twice as many are so.
        twice = Network.from_graph(nx.disjoint_union(network.graph, network.graph))
        one, two = isolation(network), isolation(twice)
        assert (two["isolates"] == 2 * one["isolates"]).all()
        assert exposure(twice)["exposure"].tolist() == pytest.approx(met["exposure"].tolist(), nan_ok=True)


DEGENERATE = {
    "nobody": (nx.DiGraph(), []),
    "one": (nx.empty_graph(1, nx.DiGraph), ["a"]),
    "no ties": (nx.empty_graph(3, nx.DiGraph), ["a", "a", "b"]),
    "complete": (nx.complete_graph(4, nx.DiGraph), ["a", "a", "b", "b"]),
    "one group": (nx.path_graph(3, nx.DiGraph), ["a", "a", "a"]),
    "no group": (nx.path_graph(3, nx.DiGraph), [None, None, None]),
    "groups of one": (nx.path_graph(2, nx.DiGraph), ["a", "b"]),
}


@pytest.mark.parametrize("kind", list(DEGENERATE))
@pytest.mark.parametrize("respondents", [None, []])
def test_degenerate_networks(kind: str, respondents: list[str] | None) -> None:
    graph, by = DEGENERATE[kind]
    network = Network.from_graph(graph, respondents=respondents)
    for name in ALL:
        table = getattr(groups, name)(network, by)
        assert str(table.columns[0]) in ("group", "from_group")
        numbers = table.select_dtypes(float)
        assert not np.isinf(numbers.to_numpy()).any()
        if kind in ("nobody", "no group"):
            assert len(table) == 0
        if respondents == [] and name in ("group_degree", "group_closeness", "group_betweenness", "attention"):
            assert numbers.isna().all(axis=None), name


def test_defined_values_at_the_edges() -> None:
    graph, by = DEGENERATE["complete"]
    network = Network.from_graph(graph)
    assert attention(network, by)["attention"].tolist() == [1, 1]
    assert group_closeness(network, by)["closeness_in"].tolist() == [1, 1]
    assert group_betweenness(network, by)["betweenness"].tolist() == [0, 0]
    assert innermost_share(network, by)["share_of_innermost"].tolist() == [0.5, 0.5]
    assert innermost_share(network, by)["log_odds"].isna().all()
    alone = Network.from_graph(DEGENERATE["no ties"][0])
    assert isolation(alone, ["a", "a", "b"])["share_isolated"].tolist() == [1, 1]
    assert innermost_share(alone, ["a", "a", "b"])[["share_of_innermost", "p"]].isna().all(axis=None)
    assert group_closeness(alone, ["a", "a", "b"])["closeness_in"].tolist() == [0, 0]
    assert attention(alone, ["a", "a", "b"])["attention"].isna().all()
