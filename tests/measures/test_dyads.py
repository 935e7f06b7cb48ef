"""Pairs of actors: R's values, the formula of the paper, hand counts, and pairs of which one side was not heard."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ADVICE, MOUNT_SI, TEXAS, golden, random_network, typed

from powermap.errors import UnknownChoiceError
from powermap.measures import dyads
from powermap.measures.rated import survey_of
from powermap.network import Network, assemble

# R 4.2, sna 2.7: rowSums(simmelian(net)).
SIMMELIAN = {
    ADVICE: [3, 2, 3, 6, 4, 0, 6, 4, 0, 8, 0, 2, 2, 3, 4, 3, 3, 14, 4, 3, 10],
    MOUNT_SI: [5, 0, 4, 0, 4, 2, 0, 4, 0, 0, 0, 3, 0],
    TEXAS: [2, 4, 13, 3, 7, 7, 0, 3, 8, 0, 3, 7, 3, 8, 4, 3, 0, 4, 7, 4, 4, 6, 4, 2, 2],
}
# sna: mutuality(net), the number of mutual pairs.
MUTUAL = {ADVICE: 45, MOUNT_SI: 13, TEXAS: 57}


def katz_powell(network: Network, mutual: float) -> float:
    """Katz & Powell (1955) for free choice, as kp_reciprocity in R's netmem (Espinosa-Rada) has it."""
    ties = network.matrix()
    n, total, squares = len(network), ties.sum(), (ties.sum(axis=1) ** 2).sum()
    most = total * (n - 1) ** 2 - total**2 + squares
    return (2 * (n - 1) ** 2 * mutual - total**2 + squares) / most


@pytest.mark.parametrize("text", [ADVICE, MOUNT_SI, TEXAS], ids=["advice", "mount si", "texas"])
def test_r_and_the_paper_agree(text):
    network = typed(text)
    assert dyads.simmelian_ties(network).to_list() == SIMMELIAN[text]
    assert dyads.mutuality_index(network) == pytest.approx(katz_powell(network, MUTUAL[text]), rel=1e-10)


def test_fixed_choice():
    # The same with *fixed*, each names d: [2 (n - 1) M - n d^2] / [n d (n - 1 - d)]; here n = 6, d = 2, M = 3.
    ties = [(0, 1), (1, 0), (2, 3), (3, 2), (4, 5), (5, 4), (0, 2), (1, 3), (2, 4), (3, 5), (4, 0), (5, 1)]
    network = Network.from_graph(nx.DiGraph(ties))
    assert dyads.mutuality_index(network) == pytest.approx((2 * 5 * 3 - 6 * 4) / (6 * 2 * 3))


def test_golden():
    assert dyads.simmelian_ties(golden()).to_list() == [0] * 6
    assert dyads.mutuality_index(golden()) == pytest.approx(katz_powell(golden(), 0))


def test_only_pairs_heard_both_ways_count():
    """The expected mutual pairs over every observed pair, in plain loops."""
    rng = np.random.default_rng(3)
    for _ in range(8):
        network = random_network(rng, 9, density=0.5, response=0.7)
        gone = network.observable & (rng.random((9, 9)) < 0.2)
        network = assemble(
            network.names, network.strength, missing=gone, responded=network.responded, seat=network.seat,
            sector=network.sector, voices=network.voices, relation="r", round="1", listed=rng.random(9) < 0.8,
        )  # fmt: skip
        seen = network.observable & network.observable.T
        named, heard = (network.ties & seen).sum(axis=1), seen.sum(axis=1)
        share = [a / b if b else 0 for a, b in zip(named, heard, strict=True)]
        pairs = [(i, j) for i in range(9) for j in range(i) if seen[i, j]]
        expected = sum(share[i] * share[j] for i, j in pairs)
        mutual = sum(network.ties[i, j] and network.ties[j, i] for i, j in pairs)
        most = named.sum() / 2
        got = dyads.mutuality_index(network)
        assert got == pytest.approx((mutual - expected) / (most - expected)) if most > expected else isnan(got)


def test_silent_actors():
    graph = nx.DiGraph(nx.Graph([("A", "B"), ("B", "C"), ("A", "C")]))
    got = dyads.simmelian_ties(Network.from_graph(graph, respondents=["A", "B"]))
    assert got.to_dict() == pytest.approx({"A": 0, "B": 0, "C": np.nan}, nan_ok=True)


def layers(*rows):
    return survey_of("\n".join(["from,to,relation,strength", *rows]))


def test_relations_by_hand():
    survey = layers("A,B,money,2", "A,B,advice,1", "B,A,advice,3", "A,C,advice,1", "C,A,trust,1")
    # Pairs: AB (money, advice), BA, AC, CA: 5 over 4.
    assert dyads.multiplexity(survey) == 1.25
    table = dyads.relation_overlap(survey, relations=["money", "advice"])
    assert table.iloc[0].to_list() == ["money", "advice", 1, 3, 1 / 3, 1, 1 / 3]
    assert len(dyads.relation_overlap(survey)) == 3
    assert dyads.relation_overlap(survey, relations=["money"]).empty


def test_an_answer_left_out_of_one_relation_takes_the_pair_out():
    survey = layers("A,B,money,2", "A,B,advice,Don't know", "B,A,advice,3", "B,A,money,1", "A,C,advice,1")
    assert dyads.multiplexity(survey) == 1.5  # BA twice, AC once
    table = dyads.relation_overlap(survey).iloc[0]
    assert (table["relation"], table["both"], table["either"], table["of_relation"]) == ("money", 1, 2, 1)


def test_overlap_equals_sets_on_random_layers():
    rng = np.random.default_rng(5)
    pairs = [(i, j) for i in range(8) for j in range(8) if i != j]
    lines = [f"N{i},N{j},{name},1" for name in "xy" for i, j in pairs if rng.random() < 0.4]
    survey = layers(*lines)
    x, y = (
        {(a, b) for a, b, name in survey.ties[["from", "to", "relation"]].itertuples(index=False) if name == own}
        for own in "xy"
    )
    table = dyads.relation_overlap(survey).iloc[0]
    assert table["jaccard"] == len(x & y) / len(x | y)
    assert dyads.multiplexity(survey) == (len(x) + len(y)) / len(x | y)


def test_dependence_by_hand():
    graph = nx.DiGraph()
    graph.add_weighted_edges_from([("B", "A", 2), ("C", "A", 6), ("A", "B", 1), ("D", "C", 1)], weight="strength")
    table = dyads.power_dependence(Network.from_graph(graph)).set_index(["actor", "other"])
    assert table.loc[("B", "A")].to_list() == [1, 0.25, -0.75, 1.25]
    assert table.loc[("A", "C")].to_list() == [0.75, 0, -0.75, 0.75]
    assert table.loc[("C", "D")].to_list() == [1, 0, -1, 1]
    turned = Network.from_graph(graph.reverse())
    named = dyads.power_dependence(turned, support="named").set_index(["actor", "other"])
    pd.testing.assert_frame_equal(named.loc[table.index], table)


def test_dependence_on_somebody_silent_is_unknown():
    graph = nx.DiGraph([("A", "B"), ("C", "A")])
    table = dyads.power_dependence(Network.from_graph(graph, respondents=["A", "C"])).set_index(["actor", "other"])
    assert table.loc[("A", "B"), "other_depends"] == 1
    assert isnan(table.loc[("A", "B"), "depends"])
    assert isnan(table.loc[("A", "B"), "power"])
    named = dyads.power_dependence(Network.from_graph(graph, respondents=["A", "C"]), support="named")
    assert isnan(named.set_index(["actor", "other"]).loc[("A", "B"), "other_depends"])


def test_support_runs_one_of_two_ways():
    with pytest.raises(UnknownChoiceError, match="sideways"):
        dyads.power_dependence(golden(), support="sideways")


DEGENERATE = {
    "nobody": nx.DiGraph(),
    "one": nx.DiGraph({"A": []}),
    "two": nx.DiGraph({"A": [], "B": []}),
    "complete": nx.DiGraph(nx.complete_graph(4)),
}


@pytest.mark.parametrize("name", DEGENERATE)
@pytest.mark.parametrize("silent", [False, True])
def test_degenerate(name, silent):
    network = Network.from_graph(DEGENERATE[name], respondents=[] if silent else None)
    assert isnan(dyads.mutuality_index(network))
    ties = dyads.simmelian_ties(network)
    assert ties.isna().all() if silent else (ties == (3 if name == "complete" else 0)).all()
    table = dyads.power_dependence(network)
    assert len(table) == (6 if name == "complete" and not silent else 0)
    assert (table["power"] == 0).all()
    assert list(table["joint"]) == pytest.approx([2 / 3] * len(table))


def test_relations_without_ties():
    survey = layers("A,B,money,0", "B,A,money,0", "A,B,advice,0")
    assert isnan(dyads.multiplexity(survey))
    assert isnan(dyads.relation_overlap(survey)["jaccard"][0])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 9))
def test_what_theory_says(seed, n):
    rng = np.random.default_rng(seed)
    network = random_network(rng, n, strengths=(1.0, 2.0, 3.0))
    order = rng.permutation(n)
    shuffled = assemble(
        tuple(network.names[i] for i in order), network.strength[np.ix_(order, order)],
        responded=network.responded, seat=network.seat, sector=network.sector, voices=network.voices,
        relation="r", round="1",
    )  # fmt: skip
    want = dyads.simmelian_ties(network)
    assert dyads.simmelian_ties(shuffled)[list(network.names)].equals(want)
    index = dyads.mutuality_index(network)
    assert dyads.mutuality_index(shuffled) == pytest.approx(index, nan_ok=True)
    double = replace(network, tie_strengths=network.tie_strengths * 2)
    table = dyads.power_dependence(network)
    pd.testing.assert_frame_equal(dyads.power_dependence(double), table)
    turned = Network.from_graph(network.graph.reverse())
    assert dyads.simmelian_ties(turned).equals(want)
    # Somebody has to depend on whoever another has power over; shares of one actor sum to one.
    back = table[["other", "other_depends"]].set_axis(["actor", "depends"], axis=1)
    depends = pd.concat([table[["actor", "depends"]], back])
    sums = depends.groupby("actor")["depends"].sum()
    assert all(value == pytest.approx(1) or value == 0 for value in sums)
