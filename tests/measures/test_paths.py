"""Voice paths: by hand, by removing actors one by one and set by set, against networkx, and by theory."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ADVICE, random_network, typed

from powermap.errors import UnknownChoiceError
from powermap.measures.balance import access
from powermap.measures.kernels import heard_with
from powermap.measures.paths import (
    gatekeepers,
    holds_the_way,
    passing_groups,
    rank_intervals,
    seat_steps,
    smallest_cut,
    voice_paths,
)
from powermap.network import Network, assemble, with_answers

seeds = st.integers(0, 10**6)

# Peers 0, 1, 2; charities 3, 4; trust 5; board 6 with the seat. Peer 0 reaches it through either charity and then
# the trust; peer 1 only through peer 0; peer 2 not at all. The board names the trust and peer 1.
DRAWN = """
...11..
1......
.......
.....1.
.....1.
......1
.1...1.
"""
OWN = ["Peers", "Peers", "Peers", "Charity", "Charity", "Trust", "Board"]


def drawn(silent: tuple[int, ...] = ()) -> Network:
    return typed(DRAWN, sectors=OWN, seats=(6,), silent=silent)


def reaches(graph: nx.DiGraph, actor: str, seats: set[str]) -> bool:
    return actor in graph and any(seat in graph and nx.has_path(graph, actor, seat) for seat in seats)


def test_steps_by_hand() -> None:
    table = seat_steps(drawn())
    np.testing.assert_array_equal(table["steps_to"], [3, 4, np.inf, 2, 2, 1, np.nan])
    np.testing.assert_array_equal(table["steps_from"], [2, 1, np.inf, 3, 3, 1, np.nan])
    np.testing.assert_allclose(table["harmonic_to"], [1 / 3, 1 / 4, 0, 1 / 2, 1 / 2, 1, np.nan])
    silent = seat_steps(drawn(silent=(0,)))
    assert silent.loc["n0", ["steps_to", "harmonic_to"]].isna().all()
    assert silent.loc["n0", "steps_from"] == 2  # the board named peer 1, and peer 1 named it
    assert silent.loc["n1", "steps_to"] == np.inf


def test_a_group_by_hand() -> None:
    row = voice_paths(drawn()).set_index("group").loc["Peers"]
    assert row[["members", "seats", "observed_to", "observed_from", "reaching"]].tolist() == [3, 0, 3, 3, 2]
    assert row[["within_1_to", "within_2_to", "within_3_to"]].tolist() == [0, 0, 1 / 3]
    assert row[["within_1_from", "within_2_from", "within_3_from"]].tolist() == [1 / 3, 2 / 3, 2 / 3]
    assert row[["distance_to", "distance_from", "unreachable_to", "unreachable_from"]].tolist() == [
        3.5, 1.5, 1 / 3, 1 / 3,
    ]  # fmt: skip
    assert row["harmonic_to"] == pytest.approx((1 / 3 + 1 / 4) / 3)
    assert row["comes_back"] == 1
    board = voice_paths(drawn()).set_index("group").loc["Board"]
    assert board[["members", "seats", "observed_to"]].tolist() == [1, 1, 0]
    assert np.isnan(board["within_1_to"])


def test_gatekeeping_by_hand() -> None:
    table = passing_groups(drawn()).set_index(["group", "through"])
    assert table.loc[("Peers", "Charity"), ["ways", "direct", "any_other", "share"]].tolist() == [2, 0, 1, 1]
    assert table.loc[("Peers", "Trust"), "share"] == 1
    assert table.loc[("Peers", "Board"), "share"] == 0  # the seat is where the way ends
    assert table.loc[("Trust", "Peers"), ["direct", "any_other", "share"]].tolist() == [1, 0, 0]
    back = passing_groups(drawn(), way="from").set_index(["group", "through"])
    assert back.loc[("Peers", "Trust"), ["ways", "direct", "share"]].tolist() == [2, 0.5, 0]
    assert back.loc[("Charity", "Peers"), "share"] == 1


def test_gatekeepers_by_hand() -> None:
    """All words of peers pass the trust and end with the board; peer 1 needs peer 0; either charity will do."""
    table = gatekeepers(drawn()).query("group == 'Peers'").set_index("actor")
    assert table.index.tolist() == ["n5", "n6", "n0", "n3", "n4"]
    assert table["lost"].tolist() == [2, 2, 1, 0, 0]
    np.testing.assert_array_equal(table["share"], [1, np.nan, 1, 0.5, 0.5])
    assert table["sole"].tolist() == [True, True, True, False, False]
    assert table["own"].tolist() == [False, False, True, False, False]
    assert table["seat"].tolist() == [False, True, False, False, False]
    np.testing.assert_array_equal(holds_the_way(drawn()), [1, 0, 0, 0, 0, 4, np.nan])
    assert np.isnan(holds_the_way(drawn(silent=(5,)))["n5"])


def test_cuts_by_hand() -> None:
    row = smallest_cut(drawn()).set_index("group").loc["Peers"]
    assert row.tolist() == [2, 0, 1, "n5", 1, "n0"] or row.tolist() == [2, 0, 1, "n5", 1, "n5"]
    trust = smallest_cut(drawn()).set_index("group").loc["Trust"]
    assert np.isnan(trust["cut"])
    assert trust[["reaching", "direct", "cut_actors", "ways", "ways_actors"]].tolist() == [1, 1, "", 1, "n5"]
    apart = smallest_cut(typed(".....\n" * 5, sectors=["a", "a", "b", "b", "c"], seats=(4,))).set_index("group")
    assert apart["cut"].tolist()[:2] == [0, 0]
    assert np.isnan(apart.loc["c", "cut"])  # its only member has the seat


def test_cut_as_networkx() -> None:
    """Krackhardt's managers: the smallest node cut between a source and a seat, as networkx has it."""
    seats = (0, 5)
    for member in (10, 11, 13, 16):
        labels = ["own" if i == member else None for i in range(21)]
        network = typed(ADVICE, seats=seats)
        graph = network.graph
        graph.add_edges_from((f"n{seat}", "seat") for seat in seats)
        graph.remove_edges_from(
            [edge for seat in seats for edge in graph.out_edges(f"n{seat}") if "seat" not in edge]
        )
        found = smallest_cut(network, labels).loc[0]
        direct = any(network.ties[member, seat] for seat in seats)
        if direct:
            assert np.isnan(found["cut"])
            continue
        # Seats cannot be removed: as many copies of each as there are actors.
        for seat in seats:
            for copy in range(21):
                graph.add_edges_from((name, f"{seat} {copy}") for name, _ in list(graph.in_edges(f"n{seat}")))
                graph.add_edge(f"{seat} {copy}", "seat")
        assert found["cut"] == len(nx.minimum_node_cut(graph, f"n{member}", "seat"))


def messy(seed: int, n: int = 8) -> Network:
    rng = np.random.default_rng(seed)
    full = random_network(rng, n, density=0.22, response=0.9, seats=0.25, sectors=("a", "b", "c"))
    return with_answers(full, full.strength, full.observable & (rng.random((n, n)) < 0.95))


@settings(deadline=None, max_examples=20)
@given(seed=seeds, way=st.sampled_from(["to", "from"]))
def test_gatekeepers_and_cuts_by_removing(seed: int, way: str) -> None:
    """Take out every actor, and every set of actors, and see who still has a way."""
    network = messy(seed)
    graph = network.graph if way == "to" else network.graph.reverse()
    seats = {name for name, seat in zip(network.names, network.seat, strict=True) if seat}
    # A way ends at the first seat.
    graph.remove_edges_from([edge for seat in seats for edge in graph.out_edges(seat)])
    table = gatekeepers(network, "sector", way=way).set_index(["group", "actor"])
    cuts = smallest_cut(network, "sector", way=way).set_index("group")
    for group, own in network.groups("sector").items():
        start = [n for n, member in zip(network.names, own, strict=True) if member and n not in seats]
        start = [name for name in start if reaches(graph, name, seats)]

        def left(removed: set[str], some: list[str] = start) -> list[str]:
            rest = graph.subgraph(set(graph) - removed)
            return [name for name in some if reaches(rest, name, seats)]

        others = [name for name in network.names if name not in seats]
        for name in network.names:
            lost = len([x for x in start if x != name]) - len(left({name}))
            known = table["lost"].get((group, name), 0)
            assert known == lost, (group, name)
        outside = [
            name for name, member in zip(network.names, own, strict=True) if not member and name not in seats
        ]
        for column, allowed in (("cut", outside), ("ways", others)):
            sizes = [
                size
                for size in range(len(allowed) + 1)
                if any(not left(set(chosen)) for chosen in combinations(allowed, size))
            ]
            found = cuts.loc[group, column]
            nobody = not seats or not {n for n, m in zip(network.names, own, strict=True) if m} - seats
            if nobody or (column == "cut" and cuts.loc[group, "direct"]):
                assert np.isnan(found)
                continue
            assert found == min(sizes)
            chosen = {name for name in cuts.loc[group, f"{column}_actors"].split("; ") if name}
            assert len(chosen) == found
            assert not left(chosen)


@settings(deadline=None, max_examples=20)
@given(seed=seeds, way=st.sampled_from(["to", "from"]), nearest=st.booleans())
def test_shortest_ways_one_by_one(seed: int, way: str, nearest: bool) -> None:
    """List every shortest way with networkx and look whom it passes."""
    network = messy(seed, 9)
    graph = network.graph if way == "to" else network.graph.reverse()
    groups = network.groups("sector")
    seats = [name for name, seat in zip(network.names, network.seat, strict=True) if seat]
    of = dict(zip(network.names, network.sector, strict=True))
    listed: list[tuple[str, set[str], list[list[str]]]] = []
    for name in set(network.names) - set(seats):
        steps = nx.single_source_shortest_path_length(graph, name)
        reached = [seat for seat in seats if seat in steps]
        near = min((steps[seat] for seat in reached), default=0)
        ends = [[s for s in reached if steps[s] == near]] if nearest and reached else [[s] for s in reached]
        for some in ends:
            paths = [path[1:-1] for end in some for path in nx.all_shortest_paths(graph, name, end)]
            listed.append((name, set(some), paths))
    table = passing_groups(network, "sector", way=way, nearest=nearest).set_index(["group", "through"])
    actors = gatekeepers(network, "sector", way=way, nearest=nearest).set_index(["group", "actor"])

    def mean(values: list[float]) -> object:
        return pytest.approx(np.mean(values) if values else np.nan, nan_ok=True)

    for group in groups:
        mine = [(name, ends, paths) for name, ends, paths in listed if of[name] == group]
        for through in set(groups) - {group}:
            row = table.loc[(group, through)]
            assert row["ways"] == len(mine)
            assert row["direct"] == mean([not paths[0] for _, _, paths in mine])
            assert row["share"] == mean(
                [np.mean([through in map(of.get, p) for p in paths]) for _, _, paths in mine]
            )
            others = [np.mean([any(of[x] != group for x in p) for p in paths]) for _, _, paths in mine]
            assert row["any_other"] == mean(others)
        for name in network.names:
            ways = [paths for start, ends, paths in mine if start != name and (nearest or ends != {name})]
            shares = [np.mean([name in p for p in paths]) for paths in ways]
            if (group, name) in actors.index:
                assert actors.loc[(group, name), "share"] == mean(shares)
            else:
                assert not any(shares)


@settings(deadline=None, max_examples=20)
@given(seed=seeds)
def test_paths_and_access_agree(seed: int) -> None:
    network = messy(seed)
    ours, theirs = voice_paths(network), access(network)
    for way in ("to", "from"):
        pairs = [("within_1", "direct"), ("within_2", "two_step"), ("unreachable", "unreachable")]
        for mine, other in pairs:
            other = f"unreachable_{way}" if other == "unreachable" else f"{way}_{other}"
            np.testing.assert_allclose(ours[f"{mine}_{way}"], theirs[other])
        np.testing.assert_allclose(ours[f"distance_{way}"], theirs[f"mean_distance_{way}"])
        seen = network.observable[:, network.seat] if way == "to" else network.observable[network.seat].T
        np.testing.assert_array_equal(heard_with(network, network.seat)[way == "from"], seen.any(axis=1))
    graph, seats = network.graph, {n for n, seat in zip(network.names, network.seat, strict=True) if seat}
    table = seat_steps(network)
    for name in network.names:
        steps = nx.single_source_shortest_path_length(graph, name)
        near = sum(1 / steps[seat] for seat in seats if seat in steps and seat != name)
        if not np.isnan(table.loc[name, "harmonic_to"]):
            assert table.loc[name, "harmonic_to"] == pytest.approx(near / len(seats))


def test_rank_intervals_of_known_graphs() -> None:
    """Schoch & Brandes 2016: threshold graphs, a star among them, are ranked fully; a ring not at all."""
    star = rank_intervals(Network.from_graph(nx.star_graph(4)))
    assert star["best"].tolist() == star["worst"].tolist() == [1, 2, 2, 2, 2]
    ring = rank_intervals(Network.from_graph(nx.cycle_graph(6)))
    assert set(ring["best"]) == {1}
    assert set(ring["worst"]) == {6}
    complete = rank_intervals(Network.from_graph(nx.complete_graph(4)))
    assert complete["worst"].tolist() == [1] * 4
    # A path a-b-c-d: N(a) = {b} lies in N[b] and in N[c], N(d) = {c} as well; b and c cannot be compared.
    path = rank_intervals(Network.from_graph(nx.path_graph(4)))
    assert path["best"].tolist() == [3, 1, 1, 3]
    assert path["worst"].tolist() == [4, 2, 2, 4]


@settings(deadline=None, max_examples=60)
@given(seed=seeds, n=st.integers(1, 9), density=st.sampled_from([0.1, 0.3, 0.6]), both_ways=st.booleans())
def test_rank_intervals_by_sets(seed: int, n: int, density: float, both_ways: bool) -> None:
    graph = nx.gnp_random_graph(n, density, seed=seed, directed=not both_ways)
    network = Network.from_graph(graph)
    aside = all(network.ties[j, i] for i, j in zip(network.senders, network.receivers, strict=True))
    named_by = [set(np.flatnonzero(network.ties[:, j])) for j in range(n)]
    order = np.array([[named_by[j] - ({i} if aside else set()) <= named_by[i] for j in range(n)] for i in range(n)])
    order = order.reshape(n, n) & ~np.eye(n, dtype=bool)
    table = rank_intervals(network)
    if n == 1:
        assert table.isna().all(axis=None)  # nobody could name it
        return
    np.testing.assert_array_equal(table["best"], 1 + (order & ~order.T).sum(axis=0))
    np.testing.assert_array_equal(table["worst"], n - order.sum(axis=1))
    np.testing.assert_array_equal(table["equal"], (order & order.T).sum(axis=1))
    # Every measure that keeps the order stays within its interval.
    for scores in (network.ties.sum(axis=0), np.array(list(nx.pagerank(network.graph).values()))):
        rank = 1 + (np.round(scores, 6)[None, :] > np.round(scores, 6)[:, None]).sum(axis=1)
        assert (table["best"] <= rank).all()
        assert (rank <= table["worst"]).all()


@pytest.mark.parametrize("n", [0, 1, 2, 3])
@pytest.mark.parametrize("seats", [0, 1, 3])
@pytest.mark.parametrize("answers", ["none", "all", "silent"])
def test_degenerate(n: int, seats: int, answers: str) -> None:
    ties = np.ones((n, n)) - np.eye(n) if answers == "all" else np.zeros((n, n))
    network = assemble(
        tuple("abc"[:n]), ties, responded=np.full(n, answers != "silent"), seat=np.arange(n) < seats,
        sector=(None,) * n, voices=(("v",),) * n, relation="r", round="1",
    )  # fmt: skip
    for by in ("voice", "sector"):
        assert len(voice_paths(network, by)) == len(smallest_cut(network, by)) == (by == "voice" and n > 0)
        assert passing_groups(network, by).empty
        gatekeepers(network, by)
    steps = seat_steps(network)
    assert steps[network.seat].isna().all(axis=None)
    if answers == "silent" or not min(seats, n):
        assert steps.isna().all(axis=None)
        assert holds_the_way(network).isna().all()
        assert voice_paths(network).filter(regex="within|unreach|dist|harm|back").isna().all(axis=None)
    if answers == "silent":
        assert rank_intervals(network).isna().all(axis=None)


def test_a_way_is_to_or_from() -> None:
    with pytest.raises(UnknownChoiceError, match="Use 'to'"):
        smallest_cut(drawn(), way="back")  # type: ignore[arg-type]


@settings(deadline=None, max_examples=10)
@given(seed=seeds)
def test_metamorphic(seed: int) -> None:
    """Relabelling permutes; turning ties round swaps the ways; strengths and an isolate change no way."""
    rng = np.random.default_rng(seed)
    network = random_network(rng, 9, density=0.2, seats=0.3, sectors=("a", "b"))
    graph, order = network.graph, rng.permutation(list(network.names))
    moved = nx.DiGraph()
    moved.add_nodes_from((name, graph.nodes[name]) for name in order)
    moved.add_edges_from(graph.edges(data=True))
    again = Network.from_graph(moved)
    pd.testing.assert_frame_equal(seat_steps(again).loc[list(network.names)], seat_steps(network))
    pd.testing.assert_frame_equal(rank_intervals(again).loc[list(network.names)], rank_intervals(network))
    pd.testing.assert_frame_equal(passing_groups(again), passing_groups(network))
    pd.testing.assert_frame_equal(voice_paths(again), voice_paths(network))
    back = Network.from_graph(graph.reverse())
    pd.testing.assert_frame_equal(gatekeepers(back, way="from"), gatekeepers(network))
    pd.testing.assert_series_equal(holds_the_way(back, way="from"), holds_the_way(network))
    columns = ["group", "cut", "ways"]
    pd.testing.assert_frame_equal(smallest_cut(back, way="from")[columns], smallest_cut(network)[columns])
    graph.add_node("alone", voices=())
    pd.testing.assert_frame_equal(gatekeepers(Network.from_graph(graph)), gatekeepers(network))
