"""Position: against R, a six-actor network that four packages agree on, exact path counting, and theory."""

from __future__ import annotations

from fractions import Fraction
from math import inf

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import r_values
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ADVICE, MOUNT_SI, TEXAS, golden, random_network, typed

from powermap.measures import position
from powermap.measures.kernels import lengths, steps_from
from powermap.measures.position import actor_measures, betweenness
from powermap.network import Network, with_answers


@pytest.mark.parametrize(
    ("text", "expected"),
    [(TEXAS, r_values.TEXAS), (MOUNT_SI, r_values.MOUNT_SI), (ADVICE, r_values.ADVICE)],
    ids=["texas", "si", "advice"],
)
def test_agrees_with_r_on_real_networks(text: str, expected: dict[str, list[float]]) -> None:
    network = typed(text)
    n = len(network)
    table = actor_measures(network)
    table["harmonic_in"] *= n - 1
    table["harmonic_out"] *= n - 1
    table["betweenness"] = betweenness(network, weighted=False, normalised=False)
    for name, values in expected.items():
        np.testing.assert_allclose(table[name], values, atol=1e-8, err_msg=name)
    np.testing.assert_allclose(
        betweenness(network, weighted=False), np.array(expected["betweenness"]) / ((n - 1) * (n - 2)), atol=1e-10
    )
    np.testing.assert_allclose(table["nominations_received"], np.array(expected["in_degree"]) / (n - 1))


def test_strengths_agree_with_r() -> None:
    network = typed(TEXAS)
    table = actor_measures(network)
    np.testing.assert_allclose(
        betweenness(network, normalised=False), r_values.TEXAS_WEIGHTED_BETWEENNESS, atol=1e-9
    )
    np.testing.assert_allclose(
        table["betweenness"], np.array(r_values.TEXAS_WEIGHTED_BETWEENNESS) / (24 * 23), atol=1e-11
    )
    np.testing.assert_array_equal(table["in_strength"], r_values.TEXAS_IN_STRENGTH)
    np.testing.assert_array_equal(table["out_strength"], r_values.TEXAS_OUT_STRENGTH)
    np.testing.assert_allclose(table["strength_received"], np.array(r_values.TEXAS_IN_STRENGTH) / 24)


def test_silent_actors_are_unobserved_not_unconnected() -> None:
    network = typed(TEXAS, silent=r_values.SILENT)
    table, answered = actor_measures(network), network.responded
    for name in ("out_degree", "out_strength", "harmonic_out", "betweenness"):
        np.testing.assert_array_equal(table[name].isna(), ~answered, err_msg=name)
    for name in ("nominations_received", "in_degree", "harmonic_in", "pagerank", "coreness", "constraint"):
        assert table[name].notna().all(), name
    raw = betweenness(network, weighted=False, normalised=False)
    np.testing.assert_allclose(raw[answered], np.array(r_values.TEXAS_SILENT["betweenness"])[answered], atol=1e-9)
    # 22 answered: 21 others could start a path, to any of 23.
    np.testing.assert_allclose(betweenness(network, weighted=False), raw / (21 * 23))
    np.testing.assert_allclose(table["pagerank"], r_values.TEXAS_SILENT["pagerank"], atol=1e-11)
    # By hand from the drawing: actor 2 is named by 3, 4, 5, 6 (all answered) and 8 (silent); actor 8 by 2 and 19
    # (neither), so 4 of 22 and 6 of 22; actor 1 is named by 2 and 8 (silent) and six more, of 21.
    assert table["nominations_received"].iloc[1] == 4 / 22
    assert table["nominations_received"].iloc[0] == 6 / 21
    assert table["in_degree"].iloc[0] == 6


def test_golden_fixture() -> None:
    """Agreed by sna, networkx and igraph (betweenness, constraint, harmonic)."""
    table = actor_measures(golden())
    np.testing.assert_allclose(betweenness(golden(), normalised=False), [2, 1.5, 1.5, 0.5, 2.5, 0])
    np.testing.assert_allclose(table["constraint"], [0.6285, 0.4314, 0.5972, 0.5972, 0.4314, 0.5], atol=5e-5)
    np.testing.assert_allclose(table["harmonic_in"], [0.3, 0.3, 0.3, 0.5, 0.7, 0.7])
    # R igraph 1.3.5: harmonic_centrality(mode = "out") / 5, page_rank, coreness of the collapsed graph.
    np.testing.assert_allclose(table["harmonic_out"], np.array([4, 4, 3.5, 1.5, 1, 0]) / 5)
    np.testing.assert_allclose(
        table["pagerank"], [0.110546638, 0.100412948, 0.097541736, 0.128863284, 0.251401977, 0.311233417], atol=1e-9
    )
    np.testing.assert_array_equal(table["coreness"], [3, 3, 3, 3, 3, 2])


def test_coreness_counts_a_tie_that_goes_both_ways_once() -> None:
    """A reciprocated star is a star: every actor is in the 1-core and none in the 2-core (Seidman 1983)."""
    star = Network.from_graph(nx.star_graph(4))
    np.testing.assert_array_equal(position.coreness(star), [1, 1, 1, 1, 1])


def brute_force_betweenness(strength: np.ndarray) -> list[Fraction]:
    """Count shortest paths in exact fractions: pair by pair, from distances found by relaxing every tie n times."""
    n = len(strength)
    length = {
        (i, j): 1 / Fraction(strength[i, j]).limit_denominator(10**6)
        for i in range(n)
        for j in range(n)
        if strength[i, j]
    }
    distance: dict[tuple[int, int], Fraction] = {(i, i): Fraction(0) for i in range(n)}
    for _ in range(n):
        for (i, j), step in length.items():
            for s in range(n):
                if (s, i) in distance and distance[s, i] + step < distance.get((s, j), inf):
                    distance[s, j] = distance[s, i] + step

    def paths(s: int, t: int) -> int:
        if s == t:
            return 1
        return sum(
            paths(s, i)
            for i in range(n)
            if (i, t) in length and distance.get((s, i), inf) + length[i, t] == distance[s, t]
        )

    total = [Fraction(0)] * n
    for (s, t), far in distance.items():
        for v in range(n):
            on_path = distance.get((s, v), inf) + distance.get((v, t), inf) == far
            if s != t and v not in (s, t) and on_path:
                total[v] += Fraction(paths(s, v) * paths(v, t), paths(s, t))
    return total


@settings(deadline=None, max_examples=120)
@given(
    seed=st.integers(0, 10**6),
    n=st.integers(3, 7),
    density=st.sampled_from([0.3, 0.6, 0.9]),
    strengths=st.sampled_from(
        [
            (1, 2, 3, 4, 5),
            (1, 2),
            (0.1, 0.2, 0.3),
            (1 / 3, 2 / 3, 1),
            (3.25, 4.5, 2.75),
            (1234.56, 98.7, 0.07, 31.4159),
        ]
    ),
)
def test_betweenness_equals_exact_path_counting(
    seed: int, n: int, density: float, strengths: tuple[float, ...]
) -> None:
    network = random_network(np.random.default_rng(seed), n, density=density, strengths=strengths)
    expected = [float(value) for value in brute_force_betweenness(network.strength)]
    np.testing.assert_allclose(betweenness(network, normalised=False), expected, atol=1e-9)


def test_equal_paths_in_decimals_are_equal() -> None:
    """Two ways from A to D, 1/0.1 + 1/0.3 + 1/0.7 in different orders: half of the path goes through each."""
    graph = nx.DiGraph()
    steps = [("A", "B", 0.1), ("B", "C", 0.3), ("C", "D", 0.7), ("A", "E", 0.7), ("E", "F", 0.1), ("F", "D", 0.3)]
    graph.add_weighted_edges_from(steps, weight="strength")
    between = betweenness(Network.from_graph(graph), normalised=False)
    np.testing.assert_allclose(between[["B", "C", "E", "F"]], [1.5, 1.5, 1.5, 1.5])


def test_a_strong_tie_is_a_short_one() -> None:
    """Weight read as distance, as networkx does, would send the path round by the weak ties."""
    graph = nx.DiGraph()
    ties = [("A", "Strong", 5), ("Strong", "B", 5), ("A", "Weak", 1), ("Weak", "B", 1)]
    graph.add_weighted_edges_from(ties, weight="strength")
    between = betweenness(Network.from_graph(graph), normalised=False)
    assert between["Strong"] == 1
    assert between["Weak"] == 0


def test_lengths_of_strengths_that_have_little_in_common() -> None:
    np.testing.assert_allclose(lengths(np.array([1e300, 1e299, 7e-300]), 3), [1, 10, 1e300])


def test_lengths_are_whole_where_they_can_be() -> None:
    found = lengths(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), 1000)
    np.testing.assert_array_equal(found, [60, 30, 20, 15, 12])
    np.testing.assert_array_equal(lengths(np.array([0.1, 0.2, 0.3]), 10), [6, 3, 2])
    np.testing.assert_array_equal(lengths(np.array([3000.0, 6000.0]), 10), [2, 1])
    np.testing.assert_array_equal(lengths(np.array([1e-9, 1.0]), 10), 1 / np.array([1e-9, 1.0]))
    assert lengths(np.array([]), 0).size == 0


def test_many_distinct_strengths_do_not_stop_betweenness() -> None:
    """Strengths without a small common multiple: shortest paths are then unique, and networkx is right."""
    rng = np.random.default_rng(5)
    network = random_network(rng, 40, density=0.2, strengths=tuple(rng.lognormal(size=2000)))
    graph = network.graph
    for _, _, data in graph.edges(data=True):
        data["length"] = 1 / data["strength"]
    expected = nx.betweenness_centrality(graph, weight="length", normalized=True)
    np.testing.assert_allclose(betweenness(network), list(expected.values()), atol=1e-12)


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), n=st.integers(2, 12), response=st.sampled_from([1.0, 0.6]))
def test_relabelling_actors_permutes_results(seed: int, n: int, response: float) -> None:
    rng = np.random.default_rng(seed)
    network = random_network(rng, n, strengths=(1, 2, 3), response=response)
    order = rng.permutation(n)
    graph = nx.DiGraph()
    graph.add_nodes_from((network.names[i], {"respondent": bool(network.responded[i])}) for i in order)
    graph.add_edges_from(network.graph.edges(data=True))
    relabelled = actor_measures(Network.from_graph(graph))
    pd.testing.assert_frame_equal(relabelled, actor_measures(network).iloc[order], rtol=1e-7, atol=1e-10)


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), n=st.integers(2, 12))
def test_an_isolate_changes_no_count_and_no_path(seed: int, n: int) -> None:
    network = random_network(np.random.default_rng(seed), n, strengths=(1, 2, 3))
    graph = network.graph
    graph.add_node("isolate")
    larger = Network.from_graph(graph)
    raw = ["in_degree", "out_degree", "in_strength", "out_strength", "constraint", "coreness"]
    before, after = actor_measures(network), actor_measures(larger)
    pd.testing.assert_frame_equal(after[raw].iloc[:-1], before[raw])
    np.testing.assert_allclose(
        betweenness(larger, normalised=False).iloc[:-1], betweenness(network, normalised=False), atol=1e-12
    )
    np.testing.assert_allclose(after["harmonic_in"].iloc[:-1] * n, before["harmonic_in"] * (n - 1))
    assert after.loc["isolate", raw].tolist()[:4] == [0, 0, 0, 0]
    assert np.isnan(after.loc["isolate", "constraint"])


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), n=st.integers(0, 12), response=st.sampled_from([1.0, 0.5, 0.0]))
def test_ranges(seed: int, n: int, response: float) -> None:
    table = actor_measures(random_network(np.random.default_rng(seed), n, density=0.5, response=response))
    for name in ("nominations_received", "harmonic_in", "harmonic_out", "betweenness", "pagerank"):
        known = table[name].dropna()
        assert ((known >= 0) & (known <= 1 + 1e-12)).all(), name
    if table["pagerank"].notna().any():
        assert table["pagerank"].sum() == pytest.approx(1)
    assert list(table.index) == [f"n{i}" for i in range(n)]
    assert all(kind == np.float64 for kind in table.dtypes)


@pytest.mark.parametrize("n", [0, 1, 2, 3])
@pytest.mark.parametrize("respondents", [[], None])
def test_tiny_and_silent_networks_are_undefined_not_errors(n: int, respondents: list[int] | None) -> None:
    table = actor_measures(Network.from_graph(nx.empty_graph(n, nx.DiGraph), respondents=respondents))
    assert len(table) == n
    if n < 2 or respondents == []:
        assert table.isna().all(axis=None)
    else:
        assert table.drop(columns=["betweenness", "constraint", "pagerank"]).eq(0).all(axis=None)
        assert table["constraint"].isna().all()
        assert table["betweenness"].isna().all() == (n == 2)


def test_answers_left_out_do_not_count_as_no() -> None:
    graph = nx.DiGraph([("A", "B")])
    graph.add_nodes_from(["C", "D"])
    complete = Network.from_graph(graph)
    observable = complete.observable.copy()
    observable[2, 1] = False  # C left out its answer about B
    observable[3] = False  # D answered nothing
    network = with_answers(complete, complete.strength, observable)
    table = actor_measures(network)
    assert table.loc["B", "nominations_received"] == 1
    assert table.loc["A", "nominations_received"] == 0
    assert np.isnan(table.loc["D", "out_degree"])
    assert table.loc["C", "out_degree"] == 0
    assert table.loc["B", "harmonic_in"] == 0.5  # of A and C, who answered something, A reaches B


def test_steps_from_equals_networkx() -> None:
    network = typed(ADVICE)
    start = np.zeros(21, dtype=bool)
    start[[1, 5]] = True
    expected = nx.multi_source_dijkstra_path_length(network.graph, {"n1", "n5"})
    found = steps_from(network.ties, start)
    assert {name: step for name, step in zip(network.names, found, strict=True) if np.isfinite(step)} == expected


def test_measures_do_not_change_what_they_are_given() -> None:
    network = typed(TEXAS, silent=r_values.SILENT)
    before = network.strength.copy(), network.observable.copy()
    first, second = actor_measures(network), actor_measures(network)
    pd.testing.assert_frame_equal(first, second, check_exact=True)
    np.testing.assert_array_equal(network.strength, before[0])
    np.testing.assert_array_equal(network.observable, before[1])


def test_unequal_response_bends_total_degree_but_no_tested_measure() -> None:
    """Ties that are independent of sector, response .8/.4/.3: the truth is a ratio of 1 to the statutory sector.

    Total degree shows about .71 (voluntary) and .64 (lived experience). Expected: received ties come from
    .8 * 25 + .4 * 25 + .3 * 10 = 33 respondents, sent ones need an answer, so (33 + 59 r) / (33 + 59 * .8) with
    r = .4 and .3: .706 and .633, give or take that nobody names itself. Counting the betweenness of the silent as
    zero would show .51 and .42. Over 300 runs the standard error is below .01, for betweenness about .02.
    """
    rng = np.random.default_rng(20)
    rates = np.repeat([0.8, 0.4, 0.3], [25, 25, 10])
    sector = np.repeat(["statutory", "voluntary", "lived experience"], [25, 25, 10])
    means = []
    for _ in range(300):
        ties = rng.random((60, 60)) < 0.15
        np.fill_diagonal(ties, val=False)
        network = Network.from_graph(nx.DiGraph(ties), respondents=np.flatnonzero(rng.random(60) < rates))
        table = actor_measures(network)
        table["total_degree"] = table["in_degree"] + table["out_degree"].fillna(0)
        means.append(table.groupby(sector).mean())
    mean = pd.concat(means).groupby(level=0).mean()
    ratio = mean.loc[["voluntary", "lived experience"]] / mean.loc["statutory"]
    assert ratio["total_degree"].tolist() == pytest.approx([0.71, 0.64], abs=0.03)
    for name in ("nominations_received", "strength_received", "harmonic_in", "pagerank"):
        assert ratio[name].tolist() == pytest.approx([1, 1], abs=0.03), name
    assert ratio["betweenness"].tolist() == pytest.approx([1, 1], abs=0.06)
