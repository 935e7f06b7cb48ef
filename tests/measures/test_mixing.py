"""Mixing: against netseg, igraph and networkx, printed values of the papers, hand counts and theory.

Values of R's netseg, sna 2.7-1 and igraph 1.3.5 are on the networks typed in `networks`; netseg 0.1.8 for Python.
"""

from __future__ import annotations

from itertools import product
from math import isnan, log, nan

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import by_sector, golden, random_network

from powermap.measures import mixing
from powermap.network import Network, assemble

#: What R's netseg says; directed, then on the graph with a tie where either direction exists.
NETSEG = {
    "texas": {
        "ei_index": (0.2688172043011, 0.3178294573643),
        "odds_within": (1.317191283293, 1.152497225305),
        "assortativity": (0.03159195199435, 0.009127055846738),  # directed: igraph
        "gupta_anderson_may": (None, 0.001352672320414),
    },
    "mount si": {
        "ei_index": (0.1515151515152, 0.1),
        "odds_within": (1.780701754386, 2.147727272727),
        "assortativity": (-0.1097345132743, -0.1195928753181),
    },
    "advice": {
        "ei_index": (0.5157894736842, 0.5172413793103),
        "odds_within": (1.211226851852, 1.405303030303),
        "assortativity": (0.02390296111309, -0.03219543763145),
        "gupta_anderson_may": (None, -0.03056563823351),
    },
}
COLEMAN = {
    "texas": {"City": 0.1304347826087, "County": 0, "Federal": nan, "Private": 0.01818181818182,
              "State": 0.1070780399274},
    "mount si": {"County": -1, "Federal": nan, "Private": 0.4, "State": -1},
    "advice": {"0": nan, "1": 0.1666666666667, "2": -0.2559523809524, "3": 0.01960784313725, "4": 0.2},
}  # fmt: skip


def whole(name: str, network: Network, **options: bool) -> float:
    more = {"corrected": False} if name == "odds_within" else {}
    return getattr(mixing, name)(network, **more, **options)


@pytest.mark.parametrize("name", list(NETSEG))
def test_the_whole_network_as_netseg_and_igraph(name: str) -> None:
    network = by_sector(name)
    for measure, (directed, undirected) in NETSEG[name].items():
        assert whole(measure, network, directed=False) == pytest.approx(undirected, rel=1e-8)
        if directed is not None:
            assert whole(measure, network, directed=True) == pytest.approx(directed, rel=1e-8)


@pytest.mark.parametrize("name", list(COLEMAN))
def test_homophily_as_netseg(name: str) -> None:
    found = mixing.homophily(by_sector(name)).set_index("group")["coleman"].to_dict()
    assert found == pytest.approx(COLEMAN[name], rel=1e-8, nan_ok=True)


def test_mixing_counts_as_netseg() -> None:
    table = mixing.mixing_matrix(by_sector("texas")).set_index(["from_group", "to_group"])["ties"]
    order = ["City", "County", "Federal", "Private", "State"]
    assert table[list(product(order, order))].tolist() == [
        2, 6, 0, 2, 2, 9, 47, 3, 8, 27, 0, 1, 0, 0, 1, 4, 9, 1, 2, 4, 6, 26, 4, 5, 17,
    ]  # fmt: skip


def test_the_golden_network() -> None:
    """Values agreed by netseg for R and Python, networkx and igraph, or by hand; netseg for R errs on b's SMI."""
    network = golden()
    table = mixing.mixing_matrix(network)
    assert table["ties"].tolist() == [3, 5, 0, 2]
    assert table["density"].tolist() == pytest.approx([0.5, 5 / 9, 0, 1 / 3])
    assert table["expected"].tolist() == pytest.approx([2, 3, 3, 2])
    assert table["ratio"].tolist() == pytest.approx([1.5, 5 / 3, 0, 1])
    # a to a against elsewhere: 3 of 6, 7 of 24. b to a has no tie: 0.5 is added to each count.
    assert table["odds_ratio"].tolist() == pytest.approx(
        [3 * 17 / (3 * 7), 5 * 16 / (4 * 5), 0.5 * 11.5 / (9.5 * 10.5), 1]
    )
    assert mixing.ei_index(network) == 0
    assert mixing.ei_expected(network) == pytest.approx((18 - 12) / 30)
    assert mixing.homophily(network)["coleman"].tolist() == pytest.approx([-0.0625, 1])
    assert mixing.odds_within(network) == pytest.approx(13 / 7)
    assert log(mixing.odds_within(network)) == pytest.approx(0.6190, abs=5e-5)
    assert mixing.segregation_matrix(network)["smi"].tolist() == pytest.approx([-1 / 19, 1])
    assert mixing.assortativity(network) == pytest.approx(0.1935, abs=5e-5)
    assert mixing.assortativity(network, directed=False) == pytest.approx(-0.0101, abs=5e-5)  # netseg for R
    assert mixing.freeman_segregation(network) == pytest.approx(1 / 6)


def with_counts(counts: dict[tuple[str, str], int], sizes: dict[str, int]) -> tuple[Network, list[str]]:
    """Return a network with as many ties from group to group as *counts* says, and the group of each actor."""
    group = [name for name, size in sizes.items() for _ in range(size)]
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(group)))
    left = dict(counts)
    for i, j in product(range(len(group)), repeat=2):
        if i != j and left.get((group[i], group[j]), 0):
            graph.add_edge(i, j)
            left[group[i], group[j]] -= 1
    return Network.from_graph(graph), group


def test_homophily_on_colemans_example() -> None:
    """Coleman (1958): 60 boys, 40 girls. Printed, with n_g / n: .375, .167; exact, as netseg: .38125, .175."""
    counts = {("boy", "boy"): 45, ("boy", "girl"): 15, ("girl", "boy"): 20, ("girl", "girl"): 20}
    table = mixing.homophily(*with_counts(counts, {"boy": 60, "girl": 40})).set_index("group")
    assert table["coleman"].to_dict() == pytest.approx({"boy": 0.38125, "girl": 0.175})
    # Inbreeding has n_g / n: (.75 - .6) / .4, (.5 - .4) / .6, which are his printed values.
    assert table["inbreeding"].round(3).to_dict() == {"boy": 0.375, "girl": 0.167}


def test_assortativity_of_newmans_table() -> None:
    """Newman (2003), table I: couples in Catania County by ethnicity, r = 0.621. Counts as in netseg's data."""
    kinds = ["black", "hispanic", "white", "other"]
    rows = [[506, 32, 69, 26], [23, 308, 114, 38], [26, 46, 599, 68], [10, 14, 47, 32]]
    counts = {(f"{a}", f"{b}"): rows[i][j] for i, a in enumerate(kinds) for j, b in enumerate(kinds)}
    found = mixing.assortativity(*with_counts(counts, dict.fromkeys(kinds, 30)))
    assert found == pytest.approx(0.621, abs=4e-3)


def test_e_i_by_hand() -> None:
    """The golden network: a has 3 ties inside, sends 5; b has 2 inside. 12 answers inside, 18 between."""
    table = mixing.ei_groups(golden()).set_index("group")
    assert table.loc["a", ["internal", "sent", "received"]].tolist() == [3, 5, 0]
    assert table["ei"].tolist() == pytest.approx([2 / 8, 3 / 7])
    assert table["expected"].tolist() == pytest.approx([(18 - 6) / 24] * 2)
    # 8 ties, 6 answers inside: 0 to 6 ties inside; 3 is half-way. 7 ties: 2 of 0 to 6.
    assert table["rescaled"].tolist() == pytest.approx([0, 1 / 3])
    actors = mixing.ei_actors(golden())
    assert actors["internal"].tolist() == [2, 2, 2, 1, 2, 1]
    assert actors["external"].tolist() == [2, 2, 1, 2, 2, 1]
    assert actors["expected"].tolist() == pytest.approx([1 / 5] * 6)
    # 12 answers inside, 10 ties: from 0 to 10 could be inside, 5 are.
    assert mixing.ei_index(golden(), rescaled=True) == pytest.approx(0)


def test_rescaled_reaches_its_ends() -> None:
    full, sectors = nx.complete_graph(3, nx.DiGraph), ["x", "x", "y"]
    assert isnan(mixing.ei_index(Network.from_graph(full), sectors, rescaled=True))  # only one value is possible
    full.remove_edges_from([(0, 1), (1, 0)])
    assert mixing.ei_index(Network.from_graph(full), sectors, rescaled=True) == 1
    assert mixing.ei_index(Network.from_graph(nx.DiGraph([(0, 1), (1, 0), (0, 2)])), sectors, rescaled=True) == -1


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10**6), n=st.integers(2, 14), density=st.sampled_from([0.1, 0.3, 0.6]))
def test_assortativity_as_igraph_and_networkx(seed: int, n: int, density: float) -> None:
    rng = np.random.default_rng(seed)
    network = random_network(rng, n, density=density, sectors=("a", "b", "c"))
    if not len(network.senders):
        return
    kinds = np.unique(np.array(network.sector), return_inverse=True)[1]
    values = pd.Series(rng.normal(size=n))
    for directed in (True, False):
        graph = igraph.Graph(
            n, list(zip(network.senders, network.receivers, strict=True)), directed=directed
        ).simplify()
        by_group, by_number = graph.assortativity_nominal(kinds), graph.assortativity(values, directed=directed)
        assert mixing.assortativity(network, directed=directed) == pytest.approx(by_group, abs=1e-9, nan_ok=True)
        found = mixing.assortativity_numeric(network, values, directed=directed)
        assert isnan(found) or found == pytest.approx(by_number, rel=1e-8)
    if not isnan(mixing.assortativity(network)):
        theirs = nx.attribute_assortativity_coefficient(network.graph, "sector")
        assert mixing.assortativity(network) == pytest.approx(theirs, abs=1e-9)


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 12), response=st.sampled_from([1.0, 0.6]))
def test_relabelling_permutes_and_groups_keep_their_values(seed: int, n: int, response: float) -> None:
    rng = np.random.default_rng(seed)
    network = random_network(rng, n, response=response, sectors=("a", "b", "c"))
    order = rng.permutation(n)
    moved = assemble(
        tuple(network.names[i] for i in order), network.strength[np.ix_(order, order)],
        responded=network.responded[order], seat=network.seat[order],
        sector=tuple(network.sector[i] for i in order), voices=tuple(network.voices[i] for i in order),
        relation="works with", round="1",
    )  # fmt: skip
    for name in ("mixing_matrix", "ei_groups", "homophily", "segregation_matrix", "tie_dissimilarity"):
        pd.testing.assert_frame_equal(getattr(mixing, name)(network), getattr(mixing, name)(moved))
    for name in (
        "ei_index",
        "ei_expected",
        "odds_within",
        "freeman_segregation",
        "gupta_anderson_may",
        "assortativity",
    ):
        ours = getattr(mixing, name)(network), getattr(mixing, name)(moved)
        assert ours[0] == pytest.approx(ours[1], nan_ok=True)
    pd.testing.assert_frame_equal(mixing.ei_actors(network).loc[list(moved.names)], mixing.ei_actors(moved))
    spectral = mixing.spectral_segregation(network).loc[list(moved.names)]
    pd.testing.assert_series_equal(spectral, mixing.spectral_segregation(moved))


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), n=st.integers(2, 12))
def test_what_theory_says(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    network = random_network(rng, n, strengths=(1.0, 3.0), sectors=("a", "b"))
    back = Network.from_graph(network.graph.reverse())
    # Turning all ties round turns the table round; what does not look at direction stays.
    table, turned = mixing.mixing_matrix(network), mixing.mixing_matrix(back)
    pair = {"from_group": "to_group", "to_group": "from_group"}
    swapped = turned.rename(columns=pair).sort_values(["from_group", "to_group"], ignore_index=True)
    pd.testing.assert_frame_equal(table, swapped[table.columns])
    for name in ("ei_index", "assortativity", "odds_within", "freeman_segregation"):
        assert getattr(mixing, name)(network) == pytest.approx(getattr(mixing, name)(back), nan_ok=True)
    pd.testing.assert_series_equal(mixing.spectral_segregation(network), mixing.spectral_segregation(back))
    # Strength is not used. An isolate changes what chance would give, not what is there.
    graph = network.graph
    for *_, data in graph.edges(data=True):
        data["strength"] *= 2
    pd.testing.assert_frame_equal(table, mixing.mixing_matrix(Network.from_graph(graph)))
    graph.add_node("alone", sector="a")
    more = Network.from_graph(graph)
    assert mixing.ei_index(more) == pytest.approx(mixing.ei_index(network), nan_ok=True)
    assert mixing.assortativity(more) == pytest.approx(mixing.assortativity(network), nan_ok=True)
    assert mixing.mixing_matrix(more)["ties"].sum() == table["ties"].sum() == len(network.senders)


def brute(network: Network, member: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Count pairs of an actor of each group and one of each: tied either way, and told of by either."""
    n, told = len(network), network.observable | network.observable.T
    own = member.astype(float)
    assert told.shape == (n, n)
    return own.T @ (network.ties | network.ties.T) @ own, own.T @ told @ own


@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 10**6), n=st.integers(0, 9))
def test_only_observed_answers_count(seed: int, n: int) -> None:
    """Against the (n, n) arrays: some silent, some not listed, some answers left out, groups that overlap."""
    from powermap.measures.blocks import answers_with, between, pairs_between, square

    rng = np.random.default_rng(seed)
    listed, responded = rng.random(n) < 0.8, rng.random(n) < 0.7
    pairs = np.array([(i, j) for i, j in product(range(n), repeat=2) if i != j], dtype=np.intp).reshape(-1, 2)
    besides = pairs[(rng.random(len(pairs)) < 0.3) & ~listed[pairs[:, 1]]]
    open_ = (listed[pairs[:, 1]] | (pairs[:, None] == besides).all(axis=2).any(axis=1)) & responded[pairs[:, 0]]
    left_out = pairs[open_ & (rng.random(len(pairs)) < 0.2)]
    seen = open_ & ~(pairs[:, None] == left_out).all(axis=2).any(axis=1)
    ties = pairs[seen & (rng.random(len(pairs)) < 0.4)]
    network = Network(
        tuple(f"n{i}" for i in range(n)), ties[:, 0].copy(), ties[:, 1].copy(), np.ones(len(ties)), listed,
        responded, np.zeros(n, dtype=bool), (None,) * n,
        tuple(tuple(v for v in "pq" if rng.random() < 0.5) for _ in range(n)),
        besides=besides, left_out=left_out,
    )  # fmt: skip
    member = rng.random((n, 3)) < 0.5
    _, told = brute(network, member)
    assert pairs_between(network, member).tolist() == told.tolist()
    asked = network.observable.astype(float)
    by_actor, by_group = answers_with(network, member)
    assert by_actor.tolist() == (asked @ member).tolist()
    assert by_group.tolist() == (asked.T @ member).tolist()
    assert between(network, member)[1].tolist() == (member.T @ asked @ member).tolist()
    found = square(network, [str(int(m[0])) for m in member], directed=False)
    one = np.column_stack([~member[:, 0], member[:, 0]])[:, [~member[:, 0].all(), member[:, 0].any()]]
    if n and one.shape[1] == len(found[0]) == 2:
        assert [part.tolist() for part in found] == [part.tolist() for part in brute(network, one)]


def test_silent_actors_by_hand() -> None:
    """Golden with 4 silent: 4 -> 5 is gone, and so are five answers, two of them about its own group."""
    graph = golden().graph
    table = mixing.mixing_matrix(Network.from_graph(graph, respondents=["1", "2", "3", "5", "6"]))
    assert table["observable"].tolist() == [6, 9, 6, 4]
    assert table["ties"].tolist() == [3, 5, 0, 1]
    assert table["expected"].tolist() == pytest.approx([9 * share / 25 for share in (6, 9, 6, 4)])
    network = Network.from_graph(graph, respondents=["1", "2", "3", "5", "6"])
    assert mixing.ei_expected(network) == pytest.approx((15 - 10) / 25)
    # 4 is asked about by five, two of its own: (3 - 2) / 5.
    assert mixing.ei_actors(network).loc["4"].to_dict() == {"internal": 0, "external": 2, "ei": 1, "expected": 0.2}


def test_a_pair_told_of_by_one_is_observed() -> None:
    """Of three actors only the first answered: two of three pairs are seen, both tied, one of two groups' own."""
    network = Network.from_graph(nx.DiGraph([(0, 1), (0, 2)]), respondents=[0])
    assert mixing.ei_expected(network, ["x", "x", "y"], directed=False) == 0
    assert mixing.freeman_segregation(network, ["x", "x", "y"]) == 0


def test_an_actor_with_two_voices_counts_in_both() -> None:
    graph = nx.DiGraph([("peer-led", "charity"), ("peer-led", "peer")])
    nx.set_node_attributes(graph, {"peer-led": ["P", "V"], "charity": ["V"], "peer": ["P"]}, "voices")
    table = mixing.mixing_matrix(Network.from_graph(graph), "voice")
    assert table[["from_group", "to_group", "ties", "observable"]].to_numpy().tolist() == [
        ["P", "P", 1, 2], ["P", "V", 1, 3], ["V", "P", 1, 3], ["V", "V", 1, 2],
    ]  # fmt: skip
    assert mixing.ei_groups(Network.from_graph(graph), "voice")["internal"].tolist() == [1, 1]
    assert mixing.ei_index(Network.from_graph(graph), "voice") == 1  # 'P', 'V' and 'P + V' are three groups


DEGENERATE = {
    "nobody": (nx.DiGraph(), []),
    "one": (nx.empty_graph(1, nx.DiGraph), ["a"]),
    "no ties": (nx.empty_graph(3, nx.DiGraph), ["a", "a", "b"]),
    "complete": (nx.complete_graph(4, nx.DiGraph), ["a", "a", "b", "b"]),
    "one group": (nx.path_graph(3, nx.DiGraph), ["a", "a", "a"]),
    "no group": (nx.path_graph(3, nx.DiGraph), [None, None, None]),
    "groups of one": (nx.path_graph(2, nx.DiGraph), ["a", "b"]),
}
WHOLE = ("ei_index", "ei_expected", "odds_within", "freeman_segregation", "gupta_anderson_may", "assortativity")


@pytest.mark.parametrize("name", list(DEGENERATE))
@pytest.mark.parametrize("respondents", [None, []])
def test_degenerate_networks(name: str, respondents: list[str] | None) -> None:
    graph, by = DEGENERATE[name]
    network = Network.from_graph(graph, respondents=respondents)
    for measure in WHOLE:
        values = [getattr(mixing, measure)(network, by)]
        values += [getattr(mixing, measure)(network, by, directed=way) for way in (True, False) if measure in WHOLE]
        assert all(isinstance(value, float) and not np.isinf(value) for value in values)
        if respondents == [] or name in ("nobody", "one", "no group"):
            assert all(map(isnan, values))
    for measure in ("mixing_matrix", "ei_groups", "homophily", "segregation_matrix", "tie_dissimilarity"):
        table = getattr(mixing, measure)(network, by)
        assert str(table.columns[0]) in ("group", "from_group")
        assert not np.isinf(table.select_dtypes(float).to_numpy()).any()
    assert len(mixing.ei_actors(network, by)) == len(mixing.spectral_segregation(network, by)) == len(network)
    assert isnan(mixing.assortativity_numeric(network, pd.Series(np.ones(len(network)))))


def test_defined_values_at_the_edges() -> None:
    complete = Network.from_graph(DEGENERATE["complete"][0])
    by = DEGENERATE["complete"][1]
    assert mixing.ei_index(complete, by) == mixing.ei_expected(complete, by) == pytest.approx(1 / 3)
    assert mixing.freeman_segregation(complete, by) == pytest.approx(0)
    assert mixing.segregation_matrix(complete, by)["smi"].tolist() == [0, 0]
    assert mixing.homophily(complete, by)["coleman"].tolist() == pytest.approx([0, 0])
    assert mixing.spectral_segregation(complete, by).tolist() == pytest.approx([1 / 3] * 4)
    chain = Network.from_graph(nx.path_graph(3, nx.DiGraph))
    assert mixing.ei_index(chain, ["a"] * 3) == mixing.ei_expected(chain, ["a"] * 3) == -1
    assert mixing.spectral_segregation(chain, ["a"] * 3).mean() == pytest.approx(1)


def test_very_large_numbers_correlate_too() -> None:
    network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C"), ("C", "A")]))
    assert mixing.assortativity_numeric(network, pd.Series([-1e308, 0.0, 1e308])) == pytest.approx(-0.5)


def test_a_missing_group_is_no_group() -> None:
    """networkx takes None for a group of its own, and finds -0.6 or the like."""
    graph = nx.DiGraph([("A", "B"), ("B", "A"), ("C", "D"), ("D", "C"), ("A", "x"), ("x", "C")])
    assert mixing.assortativity(Network.from_graph(graph), ["a", "a", "b", "b", None]) == 1
