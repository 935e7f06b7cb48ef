"""The network as a whole: against R, hand counts, dense counting over what was observed, and theory."""

from __future__ import annotations

from itertools import combinations, permutations
from math import isnan, nan

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ADVICE, MOUNT_SI, TEXAS, golden, random_network, typed

from powermap.errors import UnknownChoiceError
from powermap.measures import structure
from powermap.measures.krackhardt import (
    krackhardt_connectedness,
    krackhardt_efficiency,
    krackhardt_hierarchy,
    least_upper_bound,
)
from powermap.measures.structure import (
    centralisation,
    diameter,
    dyad_census,
    dyadic_reciprocity,
    mean_clustering,
    mean_distance,
    transitivity,
    triad_census,
    unreachable_share,
)
from powermap.measures.triples import TRIADS
from powermap.network import Network, assemble

#: sna 2.7 and igraph 1.3.5 under R 4.2.2, in the order of `floats`; sna closeness only where all are reached.
R_VALUES = {
    "golden": [
        0.32, 0.32, 0.1, 0.200892857143, nan, nan, 0.07, 0.172760631543, 0, 0.333333333333, 0.230769230769, 0.48,
        0.444444444444, 2, 2, 1.444444444444, 1.333333333333, 1, 0.8, 0.8, 1,
    ],
    "texas": [
        0.371527777778, 0.414930555556, 0.410326086957, 0.4800406983, nan, nan, 0.200558304668, 0.222490233127,
        0.441860465116, 0.76, 0.484931506849, 0.575371549894, 0.664200318429, 4, 3, 1.810763888889,
        1.613333333333, 1, 0.08, 0.71875, 1,
    ],
    "si": [
        0.3125, 0.3125, 0.340909090909, nan, nan, nan, 0.099852693603, 0.331422810368, 0.65, 0.910256410256,
        0.727272727273, 0.833333333333, 0.842857142857, 3, 3, 1.464285714286, 1.321428571429, 0.358974358974, 0,
        0.469387755102, 1,
    ],
    "advice": [
        0.47, 0.575, 0.384210526316, 0.480175827374, 0.391108024159, 0.309416872098, 0.210296052632,
        0.117172119335, 0.310344827586, 0.52380952381, 0.663978494624, 0.734508816121, 0.765298430336, 3, 2,
        1.640476190476, 1.309523809524, 1, 0, 0.575, 1,
    ],
}  # fmt: skip
#: sna 2.7: mutual, asymmetric, null; and the sixteen triads (igraph says the same).
R_CENSUS = {
    "golden": ([0, 10, 5], [1, 2, 0, 4, 2, 7, 0, 0, 3, 1, 0, 0, 0, 0, 0, 0]),
    "texas": ([57, 72, 171], [475, 522, 432, 92, 34, 91, 122, 166, 31, 7, 95, 26, 42, 37, 88, 40]),
    "si": ([13, 7, 58], [131, 42, 73, 0, 1, 0, 1, 5, 2, 0, 8, 2, 3, 1, 9, 8]),
    "advice": ([45, 100, 65], [74, 153, 90, 160, 86, 49, 59, 101, 190, 2, 72, 62, 78, 17, 107, 30]),
}
#: Padgett's Florentine families: marriages.
MARRIAGES = (
    "Medici-Acciaiuoli Ginori-Albizzi Guadagni-Albizzi Medici-Albizzi Castellani-Barbadori Medici-Barbadori "
    "Guadagni-Bischeri Peruzzi-Bischeri Strozzi-Bischeri Peruzzi-Castellani Strozzi-Castellani "
    "Lamberteschi-Guadagni Tornabuoni-Guadagni Ridolfi-Medici Salviati-Medici Tornabuoni-Medici Salviati-Pazzi "
    "Strozzi-Peruzzi Strozzi-Ridolfi Tornabuoni-Ridolfi"
)


def known(name: str) -> Network:
    texts = {"texas": TEXAS, "si": MOUNT_SI, "advice": ADVICE}
    return typed(texts[name]) if name in texts else golden()


def florence(*, pucci: bool = True) -> Network:
    graph = nx.Graph([tuple(pair.split("-")) for pair in MARRIAGES.split()])
    graph.add_nodes_from(["Pucci"] if pucci else [])
    return Network.from_graph(graph)


def floats(network: Network) -> list[float]:
    ways = [("degree", way) for way in ("in", "out", "total")] + [
        ("closeness", way) for way in ("either", "out", "in")
    ]
    return [
        *(centralisation(network, of, way) for of, way in ways),
        centralisation(network, "betweenness"),
        centralisation(network, "eigenvector"),
        dyadic_reciprocity(network),
        dyadic_reciprocity(network, empty=True),
        transitivity(network),
        transitivity(network, directed=False),
        mean_clustering(network),
        diameter(network),
        diameter(network, directed=False),
        mean_distance(network),
        mean_distance(network, directed=False),
        krackhardt_connectedness(network),
        krackhardt_hierarchy(network),
        krackhardt_efficiency(network),
        least_upper_bound(network, upwards="naming"),
    ]


@pytest.mark.parametrize("name", list(R_VALUES))
def test_agrees_with_r(name: str) -> None:
    network = known(name)
    np.testing.assert_allclose(floats(network), R_VALUES[name], rtol=1e-8, atol=1e-12)
    dyads, triads = R_CENSUS[name]
    assert dyad_census(network)["dyads"].tolist() == dyads
    assert triad_census(network)["count"].tolist() == triads


def test_undirected_networks_need_no_convention_of_their_own() -> None:
    network = florence()
    # R 4.2.2, sna 2.7-1 with mode = "graph"; closeness without Pucci, who married nobody.
    assert centralisation(network, "degree", "total") == pytest.approx(0.266666666667)
    assert centralisation(network, "betweenness") == pytest.approx(0.383492063492)
    assert centralisation(network, "eigenvector") == pytest.approx(0.341665198966)
    assert isnan(centralisation(network, "closeness", "either"))
    assert centralisation(florence(pucci=False), "closeness", "either") == pytest.approx(0.322452276110)
    assert krackhardt_connectedness(network) == 0.875
    assert krackhardt_efficiency(network) == pytest.approx(0.867346938776)
    assert krackhardt_hierarchy(network) == 0
    assert transitivity(network) == transitivity(network, directed=False) == pytest.approx(0.191489361702)
    assert mean_clustering(network) == pytest.approx(0.218181818182)
    assert mean_distance(network) == mean_distance(network, directed=False) == pytest.approx(2.485714285714)
    assert diameter(network) == 5
    assert centralisation(florence(pucci=False), "betweenness") == pytest.approx(0.4368131868132)


def test_a_star_is_the_most_centred_network() -> None:
    # Freeman (1979): each index is 1 for a star and 0 for a circle and a complete graph.
    star, circle = Network.from_graph(nx.star_graph(6)), Network.from_graph(nx.cycle_graph(7))
    for of, way in (("degree", "total"), ("closeness", "either"), ("betweenness", "in")):
        assert centralisation(star, of, way) == pytest.approx(1)
        assert centralisation(circle, of, way) == pytest.approx(0, abs=1e-12)
        assert centralisation(Network.from_graph(nx.complete_graph(5)), of, way) == pytest.approx(0, abs=1e-12)
    named_by_all = Network.from_graph(nx.DiGraph([(i, 0) for i in range(1, 7)]))
    assert centralisation(named_by_all, "degree", "in") == 1
    assert centralisation(named_by_all, "degree", "out") == pytest.approx(1 / 36)


def test_the_other_conventions_have_a_name() -> None:
    # igraph scales the eigenvector to 1 and divides by n - 2: 0.252799670031 on the golden network.
    vector = nx.eigenvector_centrality_numpy(golden().graph.to_undirected())
    scaled = sum(1 - value / max(vector.values()) for value in vector.values()) / 4
    assert scaled == pytest.approx(0.252799670031)
    assert centralisation(golden(), "eigenvector") != pytest.approx(scaled)
    # sna's default reciprocity counts empty pairs.
    assert dyadic_reciprocity(golden(), empty=True) == pytest.approx(1 / 3)


def test_an_unknown_choice_is_refused() -> None:
    for wrong in (("degree", "sideways"), ("fame", "in")):
        with pytest.raises(UnknownChoiceError, match="centralisation"):
            centralisation(golden(), *wrong)


def partly_seen(seed: int, n: int = 9) -> Network:
    """Return a network with silent actors, some who cannot be named, and answers left out."""
    rng = np.random.default_rng(seed)
    strength = (rng.random((n, n)) < 0.4).astype(float)
    np.fill_diagonal(strength, 0)
    return assemble(
        tuple(f"n{i}" for i in range(n)),
        strength,
        missing=rng.random((n, n)) < 0.1,
        listed=rng.random(n) < 0.8,
        responded=rng.random(n) < 0.8,
        seat=np.zeros(n, dtype=bool),
        sector=(None,) * n,
        voices=((),) * n,
        relation="works with",
        round="1",
    )


@pytest.mark.parametrize("seed", range(25))
def test_only_what_was_observed_counts(seed: int) -> None:
    network = partly_seen(seed)
    n, ties, seen = len(network), network.ties, network.observable
    both, either = seen & seen.T, ties | ties.T
    pairs = [(i, j) for i, j in combinations(range(n), 2) if both[i, j]]
    mutual = sum(ties[i, j] and ties[j, i] for i, j in pairs)
    tied = sum(either[i, j] for i, j in pairs)
    assert dyad_census(network)["dyads"].tolist() == [mutual, tied - mutual, len(pairs) - tied]

    ways = [(i, k) for i, j, k in permutations(range(n), 3) if ties[i, j] and ties[j, k] and seen[i, k]]
    np.testing.assert_equal(transitivity(network), np.mean([ties[way] for way in ways]) if ways else nan)

    circles = [
        [either[i, k] for i, k in combinations(np.flatnonzero(either[j]), 2) if both[i, k]] for j in range(n)
    ]
    flat = [tied for circle in circles for tied in circle]
    np.testing.assert_equal(transitivity(network, directed=False), np.mean(flat) if flat else nan)
    means = [np.mean(circle) for circle in circles if circle]
    np.testing.assert_allclose(mean_clustering(network), np.mean(means) if means else nan)

    whole = network.responded & network.listed
    counts = dict.fromkeys(TRIADS, 0)
    for three in combinations(np.flatnonzero(whole), 3):
        if all(both[i, j] for i, j in combinations(three, 2)):
            counts[nx.triad_type(nx.from_numpy_array(ties[np.ix_(three, three)], create_using=nx.DiGraph))] += 1
    assert triad_census(network)["count"].tolist() == list(counts.values())

    parts = list(nx.weakly_connected_components(nx.from_numpy_array(ties, create_using=nx.DiGraph)))
    possible = sum(seen[np.ix_(list(part), list(part))].sum() for part in parts) - n + len(parts)
    efficiency = 1 - (ties.sum() - n + len(parts)) / possible if possible > 0 else nan
    np.testing.assert_allclose(krackhardt_efficiency(network), efficiency)


def test_silence_does_not_look_like_inequality() -> None:
    # Everybody who answered names everybody: nobody is more central, though four did not answer.
    graph = nx.complete_graph(9, create_using=nx.DiGraph)
    network = Network.from_graph(graph, respondents=range(5))
    assert centralisation(network, "degree", "in") == 0
    assert centralisation(network, "degree", "out") == 0
    assert centralisation(network, "degree", "total") == 0
    # One whom all who answered name, and who names all, is as central as can be.
    star = nx.DiGraph([(0, i) for i in range(1, 9)] + [(i, 0) for i in range(1, 9)])
    partly = Network.from_graph(star, respondents=range(5))
    # The centre named each: one of the four others who answered, or, of those who did not, one of five.
    assert centralisation(partly, "degree", "in") == pytest.approx((4 * 0.75 + 4 * 0.8) / 8)
    assert centralisation(partly, "degree", "total") == pytest.approx(1)
    assert unreachable_share(partly) == 0


def test_reach() -> None:
    chain = Network.from_graph(nx.DiGraph([(0, 1), (1, 2)]))
    assert unreachable_share(chain) == 0.5
    # 1 did not answer, so that 0 is known to reach 1 only, and 2 nobody: one of four pairs.
    assert unreachable_share(Network.from_graph(chain.graph, respondents=["0", "2"])) == 0.75
    np.testing.assert_allclose(unreachable_share(golden()), 1 - 18 / 30)  # R: 18 finite distances


NETWORKS = st.builds(
    lambda seed, n, density, response: random_network(
        np.random.default_rng(seed), n, density=density, response=response
    ),
    st.integers(0, 10_000),
    st.integers(0, 9),
    st.sampled_from([0.0, 0.1, 0.3, 0.6, 1.0]),
    st.sampled_from([1.0, 0.6, 0.0]),
)


@settings(max_examples=60, deadline=None)
@given(NETWORKS)
def test_every_value_is_in_its_range_or_nan(network: Network) -> None:
    values = np.array([*floats(network), unreachable_share(network)])
    shares = np.delete(values, [13, 14, 15, 16])
    assert ((shares >= -1e-9) & (shares <= 1 + 1e-9) | np.isnan(shares)).all()
    assert ((values[13:17] >= 1) | np.isnan(values[13:17])).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 10))
def test_relabelling_changes_nothing_and_isolates_little(seed: int, n: int) -> None:
    graph = nx.gnp_random_graph(n, 0.3, seed=seed, directed=True)
    network, before = Network.from_graph(graph), floats(Network.from_graph(graph))
    order = list(np.random.default_rng(seed).permutation(n))
    shuffled = nx.DiGraph()
    shuffled.add_nodes_from(order)
    shuffled.add_edges_from(graph.edges)
    np.testing.assert_allclose(floats(Network.from_graph(shuffled)), before, atol=1e-8)

    back = Network.from_graph(graph.reverse())
    assert centralisation(back, "degree", "in") == pytest.approx(centralisation(network, "degree", "out"))
    for same in (transitivity, mean_distance, krackhardt_hierarchy, krackhardt_efficiency, dyadic_reciprocity):
        np.testing.assert_allclose(same(back), same(network))
    np.testing.assert_allclose(least_upper_bound(back, upwards="naming"), least_upper_bound(network))

    graph.add_node("alone")
    with_isolate = Network.from_graph(graph)
    for same in (
        transitivity,
        mean_distance,
        diameter,
        krackhardt_hierarchy,
        krackhardt_efficiency,
        least_upper_bound,
    ):
        np.testing.assert_allclose(same(with_isolate), same(network))
    assert krackhardt_connectedness(with_isolate) == pytest.approx(
        krackhardt_connectedness(network) * (n - 1) / (n + 1)
    )


def test_nothing_to_count() -> None:
    for n in (0, 1, 2):
        graph: nx.DiGraph = nx.empty_graph(n, create_using=nx.DiGraph)
        network = Network.from_graph(graph)
        assert triad_census(network)["count"].sum() == 0
        assert dyad_census(network)["dyads"].sum() == n * (n - 1) // 2
        assert isnan(mean_distance(network))
        assert isnan(least_upper_bound(network))
        assert isnan(centralisation(network, "degree", "total"))
    unseen = Network.from_graph(nx.complete_graph(4, create_using=nx.DiGraph), respondents=[])
    kinds = [getattr(structure, name) for name in ("transitivity", "mean_distance", "unreachable_share")]
    assert all(isnan(kind(unseen)) for kind in kinds)
    assert isnan(centralisation(unseen))
    assert dyad_census(unseen)["dyads"].sum() == 0
