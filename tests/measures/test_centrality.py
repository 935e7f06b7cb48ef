"""Centrality: against R and networkx on real networks, printed examples, hand counts and theory."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import r_centrality
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ADVICE, MOUNT_SI, TEXAS, golden, random_network, typed

from powermap.errors import UnknownChoiceError
from powermap.measures import centrality, position, steps
from powermap.measures.catalogue.centrality import CENTRALITY
from powermap.measures.contacts import contacts
from powermap.measures.kernels import lengths
from powermap.measures.spectra import largest_eigenvalue
from powermap.network import Network, with_answers

REAL = [(TEXAS, r_centrality.TEXAS), (MOUNT_SI, r_centrality.MOUNT_SI), (ADVICE, r_centrality.ADVICE)]


@pytest.mark.parametrize(("text", "expected"), REAL, ids=["texas", "si", "advice"])
def test_agrees_with_r_on_real_networks(text: str, expected: dict[str, list[float]]) -> None:
    network = typed(text)
    found = {
        "closeness_in": centrality.closeness_in(network, raw=True),
        "closeness_out": centrality.closeness_out(network, raw=True),
        "alpha_05": centrality.alpha_centrality(network, alpha=0.05),
        "hub": centrality.hub(network),
        "authority": centrality.authority(network),
        # Off the core R has 0, and we have none.
        "eigenvector_either": centrality.eigenvector(network, direction="either").fillna(0),
        "bonacich_out_0.1": centrality.bonacich_power(network, beta=0.1, direction="out"),
        "bonacich_out_-0.1": centrality.bonacich_power(network, beta=-0.1, direction="out"),
        "bonacich_either_0.1": centrality.bonacich_power(network, beta=0.1, direction="either"),
        "bonacich_either_-0.1": centrality.bonacich_power(network, beta=-0.1, direction="either"),
        "information": centrality.information(network),
    }
    for name, values in found.items():
        if name in expected:
            np.testing.assert_allclose(values, expected[name], rtol=1e-8, atol=1e-10, err_msg=name)


def test_sna_counts_isolates_into_information() -> None:
    """infocent leaves isolates out of the matrix but divides by all 13: 1/sna = L + 1/64 + T/13 - 1/(8 x 13).

    Stephenson & Zelen's n is that of the points of the matrix, 8 here; with it, 1/I = L + T/8. From one follows
    the other, as all diagonal entries L sum to T.
    """
    ours = centrality.information(typed(MOUNT_SI)).to_numpy()
    on = ours > 0
    inverse = 1 / ours[on]
    total = inverse.sum() / 2  # sum of (L + T/8) over 8 is 2 T
    sna = 1 / (inverse - total / 8 + 1 / 64 + total / 13 - 1 / (8 * 13))
    np.testing.assert_allclose(sna, np.array(r_centrality.MOUNT_SI["information_sna"])[on], rtol=1e-9)


def test_bonacich_1987() -> None:
    """The printed values: his Figure 1 (a hierarchy A - B - C and D), and network c, a line of five.

    As igraph's own tests have them.
    """
    figure1 = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C"), ("B", "D")]))
    printed = {0: (0.89, 1.79), 0.2: (1.15, 1.64), 0.4: (1.34, 1.49), 0.6: (1.48, 1.35), 0.8: (1.59, 1.22)}
    for beta, values in printed.items():
        found = centrality.bonacich_power(figure1, beta=beta, direction="out")
        assert found.round(2).tolist() == [*values, 0, 0]
    line = Network.from_graph(nx.Graph([(1, 2), (1, 3), (2, 4), (3, 5)]))
    for beta, values in {
        -0.5: (0, 1.58, 0), -0.4: (0.73, 1.45, 0.36), -0.3: (0.97, 1.34, 0.49), -0.2: (1.09, 1.27, 0.54),
        -0.1: (1.15, 1.23, 0.58), 0: (1.2, 1.2, 0.6), 0.1: (1.22, 1.17, 0.61), 0.2: (1.25, 1.16, 0.62),
        0.3: (1.26, 1.14, 0.63), 0.4: (1.27, 1.13, 0.64), 0.5: (1.28, 1.12, 0.64),
    }.items():  # fmt: skip
        found = centrality.bonacich_power(line, beta=beta, direction="either").abs().round(2)
        assert tuple(found[["1", "2", "4"]]) == values, beta


def test_bonacich_on_the_golden_fixture() -> None:
    """Agreed by sna and igraph, who count ties sent; being named is the same of the ties turned round."""
    plus = centrality.bonacich_power(golden(), beta=0.1, direction="out")
    minus = centrality.bonacich_power(golden(), beta=-0.1, direction="out")
    np.testing.assert_allclose(plus, [1.5337, 1.4515, 1.0618, 0.4758, 0.4326, 0], atol=5e-5)
    np.testing.assert_allclose(minus, [1.4445, 1.564, 0.938, 0.5127, 0.5697, 0], atol=5e-5)
    turned = Network.from_graph(golden().graph.reverse())
    pd.testing.assert_series_equal(centrality.bonacich_power(turned, beta=0.1), plus)


def test_sensitivity_holds_each_setting() -> None:
    network = typed(ADVICE)
    table = centrality.bonacich_sensitivity(network)
    assert list(table) == ["-0.75", "-0.5", "-0.25", "0", "0.25", "0.5", "0.75"]
    np.testing.assert_allclose(table["0.75"], centrality.bonacich_power(network))
    np.testing.assert_allclose((table**2).mean(), 1)
    degree = position.in_degree(network)
    np.testing.assert_allclose(table["0"], degree / np.sqrt((degree**2).mean()))


@pytest.mark.parametrize("text", [TEXAS, ADVICE])
def test_agrees_with_networkx(text: str) -> None:
    network = typed(text)
    graph, either = network.graph, nx.Graph(network.graph)
    np.testing.assert_allclose(centrality.closeness_in(network), list(nx.closeness_centrality(graph).values()))
    away = nx.closeness_centrality(graph.reverse())
    np.testing.assert_allclose(centrality.closeness_out(network), [away[name] for name in network.names])
    flow = nx.current_flow_betweenness_centrality(either, weight=None)
    np.testing.assert_allclose(
        centrality.current_flow_betweenness(network), [flow[name] for name in network.names], rtol=1e-8
    )
    information = nx.information_centrality(either, weight=None)
    np.testing.assert_allclose(
        centrality.information(network) / len(network), [information[name] for name in network.names], rtol=1e-8
    )
    katz = nx.katz_centrality_numpy(graph, alpha=0.05, normalized=False)
    np.testing.assert_allclose(1 + 0.05 * centrality.katz(network, alpha=0.05), list(katz.values()), rtol=1e-9)


def test_prestige_agrees_with_sna() -> None:
    """sna 2.7-1, prestige(cmode =) 'domain.proximity' and 'eigenvector.rownorm' over their sum, advice network."""
    network = typed(ADVICE)
    found = centrality.proximity_prestige(network)
    np.testing.assert_allclose(found, r_centrality.ADVICE_PROXIMITY, rtol=1e-9)
    np.testing.assert_allclose(centrality.rank_prestige(network), r_centrality.ADVICE_RANK, rtol=1e-8)
    whole, core = centrality.rank_prestige(network, shared=False), centrality.eigenvector(network)
    np.testing.assert_allclose(whole, core / core.sum())


def test_bonacich_and_lloyd_by_hand() -> None:
    """The graphs of igraph's alpha centrality examples, solved by hand."""
    chain = Network.from_graph(nx.DiGraph([(1, 3), (2, 3), (3, 4), (4, 5)]))
    assert centrality.alpha_centrality(chain, alpha=1)[["1", "2", "3", "4", "5"]].tolist() == [1, 1, 3, 4, 5]
    star = Network.from_graph(nx.DiGraph([(2, 1), (3, 1), (4, 1), (5, 1)]))
    assert centrality.alpha_centrality(star, alpha=1)["1"] == 5
    assert centrality.alpha_centrality(star, alpha=1, own=[0, 1, 2, 3, 4])["1"] == 10


def test_chains_that_never_fade_have_no_katz() -> None:
    pair = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A")]))
    assert centrality.katz(pair, alpha=1).isna().all()
    assert centrality.alpha_centrality(pair, alpha=1).isna().all()
    np.testing.assert_allclose(centrality.katz(pair, share=0.5), [2, 2])  # 1 + 1/2 + 1/4 + ...


def test_eigenvectors_are_given_in_the_one_core_only() -> None:
    chain = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    assert centrality.eigenvector(chain).isna().all()
    two = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("C", "D"), ("D", "C")]))
    assert centrality.eigenvector(two).isna().all()
    # A and B turn round; C is named by both but names nobody.
    core = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("A", "C"), ("B", "C")]))
    assert centrality.eigenvector(core).round(12).tolist()[:2] == [1, 1]
    assert np.isnan(centrality.eigenvector(core)["C"])


def test_closeness_of_a_small_part_is_not_the_best() -> None:
    """A pair apart from a star of five: raw closeness is 1 for each of the pair, as for nobody in the star."""
    network = Network.from_graph(nx.disjoint_union(nx.star_graph(4), nx.path_graph(2)))
    assert centrality.closeness_in(network, raw=True)["5"] == 1
    np.testing.assert_allclose(centrality.closeness_in(network)[["0", "5"]], [4 / 6, 1 / 6])


def test_kleinberg_ends_where_everybody_is_started_alike() -> None:
    """Two stars of the same size: all vectors over both are as good, and the iteration from 1 keeps them even."""
    graph = nx.DiGraph([("A", "X"), ("A", "Y"), ("B", "Z"), ("B", "W"), ("C", "V")])
    assert centrality.hub(Network.from_graph(graph))[["A", "B", "C"]].round(12).tolist() == [1, 1, 0]
    assert centrality.authority(Network.from_graph(graph))[["X", "W", "V"]].round(12).tolist() == [1, 1, 0]


def test_silence_is_not_absence() -> None:
    graph = nx.DiGraph([("A", "B"), ("B", "A"), ("A", "C")])
    graph.add_nodes_from("D")
    network = Network.from_graph(graph, respondents=["A", "B"])
    assert centrality.closeness_out(network).isna().tolist() == [False, False, True, True]
    assert centrality.hub(network).isna().tolist() == [False, False, True, True]
    # C is reached by both who answered, from 1 and 2 steps; A by the one other that did.
    np.testing.assert_allclose(centrality.closeness_in(network)[["A", "C", "D"]], [1, 2 / 3, 0])
    observable = network.observable.copy()
    observable[:, 3] = False
    unasked = with_answers(network, network.strength, observable)
    for name in ("closeness_in", "katz", "alpha_centrality", "authority", "bonacich_power"):
        assert np.isnan(getattr(centrality, name)(unasked)["D"]), name


@pytest.mark.parametrize("weighted", [True, False])
def test_sampled_betweenness_is_near_and_says_how_near(weighted: bool) -> None:
    """Against exact betweenness: right on average, and as far off from run to run as the error says."""
    network = random_network(np.random.default_rng(4), 300, density=0.02, strengths=(1, 2, 3))
    length = lengths(network.tie_strengths, 300).tolist() if weighted else None
    exact = position.betweenness(network, weighted=weighted, normalised=False).to_numpy()
    runs = [steps.sampled_betweenness(network, length, pivots=100, seed=seed) for seed in range(40)]
    estimates, errors = np.array(runs).transpose(1, 0, 2)
    busy = exact > np.median(exact)
    spread = estimates.std(axis=0, ddof=1) / np.sqrt((errors**2).mean(axis=0))
    assert abs(spread[busy].mean() - 1) < 0.1
    assert abs((estimates.mean(axis=0) / exact - 1)[busy].mean()) < 0.02
    assert 0.8 < (abs(estimates - exact) <= 2 * errors)[:, busy].mean() < 0.97
    np.testing.assert_array_equal(steps.sampled_betweenness(network, length, pivots=300)[0], exact)


def test_betweenness_above_five_thousand_is_sampled_the_same_each_time() -> None:
    ring = nx.cycle_graph(5_001, nx.DiGraph)
    first = position.betweenness(Network.from_graph(ring))
    error = centrality.betweenness_error(Network.from_graph(ring))
    pd.testing.assert_series_equal(first, position.betweenness(Network.from_graph(ring)))
    # Each is inside half of the ordered pairs of others that there are.
    assert abs(first - 0.5).max() < 0.1
    assert (abs(first - 0.5) <= 2 * error).mean() > 0.9
    assert centrality.betweenness_error(golden()).tolist() == [0] * 6


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), n=st.integers(2, 12), response=st.sampled_from([1.0, 0.6]))
def test_relabelling_permutes_and_ranges_hold(seed: int, n: int, response: float) -> None:
    rng = np.random.default_rng(seed)
    network = random_network(rng, n, strengths=(1, 2, 3), response=response)
    order = rng.permutation(n)
    graph = nx.DiGraph()
    graph.add_nodes_from((network.names[i], {"respondent": bool(network.responded[i])}) for i in order)
    graph.add_edges_from(network.graph.edges(data=True))
    other = Network.from_graph(graph)
    for name in CENTRALITY:
        before, after = getattr(centrality, name)(network), getattr(centrality, name)(other)
        np.testing.assert_allclose(after, before.iloc[order], rtol=1e-6, atol=1e-8, err_msg=name)
        if CENTRALITY[name].range.startswith("0 to 1"):
            assert before.dropna().between(-1e-12, 1 + 1e-9).all(), name


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), n=st.integers(3, 12))
def test_turning_the_ties_round_swaps_in_and_out(seed: int, n: int) -> None:
    network = random_network(np.random.default_rng(seed), n)
    turned = Network.from_graph(network.graph.reverse())
    for one, other in (("closeness_in", "closeness_out"), ("hub", "authority")):
        np.testing.assert_allclose(
            getattr(centrality, one)(network), getattr(centrality, other)(turned), atol=1e-7, err_msg=one
        )
    for name in ("information", "current_flow_betweenness"):
        np.testing.assert_allclose(getattr(centrality, name)(network), getattr(centrality, name)(turned), atol=1e-9)


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10**6), n=st.integers(3, 9))
def test_a_second_copy_beside_it_does_what_theory_says(seed: int, n: int) -> None:
    """Katz, alpha, information and raw closeness stay; closeness falls as half of the others are out of reach."""
    network = random_network(np.random.default_rng(seed), n, density=0.5)
    twice = Network.from_graph(nx.disjoint_union(network.graph, network.graph))
    for name in ("katz", "alpha_centrality", "information", "bonacich_power"):
        once = getattr(centrality, name)(network)
        np.testing.assert_allclose(getattr(centrality, name)(twice), [*once, *once], rtol=1e-8, err_msg=name)
    near = centrality.closeness_out(network)
    np.testing.assert_allclose(centrality.closeness_out(twice).iloc[:n], near * (n - 1) / (2 * n - 1))
    np.testing.assert_array_equal(
        centrality.closeness_in(twice, raw=True).iloc[n:], centrality.closeness_in(network, raw=True)
    )


@pytest.mark.parametrize("n", [0, 1, 2, 3])
@pytest.mark.parametrize("respondents", [[], None])
@pytest.mark.parametrize("make", [nx.empty_graph, nx.complete_graph])
def test_tiny_silent_and_complete_networks(n: int, respondents: list[int] | None, make: object) -> None:
    network = Network.from_graph(make(n, nx.DiGraph), respondents=respondents)  # type: ignore[operator]
    for name in CENTRALITY:
        values = getattr(centrality, name)(network)
        assert len(values) == n
        if n < 2 or respondents == []:
            assert values.isna().all(axis=None), name
        elif make is nx.complete_graph:
            assert np.ptp(values.to_numpy(), axis=0).max() < 1e-9 or values.isna().all(), name


def test_large_networks_take_another_way_to_the_same_numbers() -> None:
    """Above 200 actors the solvers are iterative; NumPy's dense ones are the reference."""
    network = random_network(np.random.default_rng(3), 260, density=0.03)
    a = network.ties.astype(float)
    largest = np.abs(np.linalg.eigvals(a)).max()
    solved = np.linalg.solve(np.eye(260) + 0.75 / largest * a.T, a.sum(axis=0))
    found = centrality.bonacich_power(network, share=-0.75)
    np.testing.assert_allclose(found, solved / np.sqrt((solved**2).mean()), rtol=1e-8)
    left, _, right = np.linalg.svd(a)
    np.testing.assert_allclose(centrality.hub(network), np.abs(left[:, 0]) / np.abs(left[:, 0]).max(), atol=1e-8)
    np.testing.assert_allclose(centrality.authority(network), np.abs(right[0]) / np.abs(right[0]).max(), atol=1e-8)
    expected = np.abs(np.linalg.eigh((a + a.T > 0).astype(float))[1][:, -1])
    np.testing.assert_allclose(
        centrality.eigenvector(network, direction="either"), expected / expected.max(), rtol=1e-8
    )


def test_a_chain_too_long_for_its_eigenvalue_to_settle() -> None:
    """A path of n has 2 cos(pi / (n + 1)), about 2; at its middle, chains of k ties count 2^k / 4^(k - 1): 4.

    The bound taken for it is from above, so that no chain counts for too much.
    """
    path = Network.from_graph(nx.path_graph(4_000))
    assert largest_eigenvalue(path, contacts(path)) == pytest.approx(2 * np.cos(np.pi / 4_001), rel=1e-5)
    assert centrality.katz(path).iloc[2_000] == pytest.approx(4, rel=1e-4)


def test_an_unknown_direction_or_share_is_told() -> None:
    with pytest.raises(UnknownChoiceError, match="Use 'in', 'out' or 'either'"):
        centrality.eigenvector(golden(), direction="up")  # type: ignore[arg-type]
    with pytest.raises(UnknownChoiceError, match="between -1 and 1"):
        centrality.bonacich_power(golden(), share=1)
