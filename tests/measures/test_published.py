"""Worked examples that others published, network and values, typed in from where they can be read.

What could not be read is not claimed: of Gould & Fernandez (1989), Krackhardt (1990) and Bonacich (1987) the
networks and values come through those who reprint or recompute them, as said with each.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from networks import typed

from powermap.measures import (
    balance,
    brokerage,
    centrality,
    core_periphery,
    coverage,
    key_players,
    mixing,
    position,
    segregation,
    structure,
)
from powermap.measures.flow import flow_betweenness
from powermap.network import Network

#: Krackhardt (1990), Assessing the political landscape; the ties as his KrackPlot 3 has them (KITE.NET, kept in
#: Batagelj's Pajek data, where j to a are Jane to Andre), and as igraph's and networkx's tests do.
KITE = {
    "Andre": "Beverley Carol Diane Fernando", "Beverley": "Diane Ed Garth", "Carol": "Diane Fernando",
    "Diane": "Ed Fernando Garth", "Ed": "Garth", "Fernando": "Garth Heather", "Garth": "Heather", "Heather": "Ike",
    "Ike": "Jane",
}  # fmt: skip

#: Borgatti et al. (2012), The Camp '92 dataset: campnet, the three with whom each of 18 on a course had most to do,
#: the running example of Borgatti, Everett, Johnson & Agneessens, Analyzing Social Networks Using R. Typed from
#: campnet-example.uci in Borgatti's own package xucinet; the first eight are women.
CAMP = """
...11......1......
..........1....11.
...11.1...........
.....111..........
1.1..1............
...11..1..........
..111.............
...1.11...........
1..........1.1....
........1..1.1....
.1.............11.
1.......1....1....
......1.......1..1
1.......1..1......
........1......1.1
..........1.....11
..........1....1.1
..............111.
"""
GENDER = ["woman"] * 8 + ["man"] * 10

#: Michael (1997), Labor dispute reconciliation in a forest products manufacturing facility: who talked with whom in
#: a sawmill on strike, as strike.paj of de Nooy, Mrvar & Batagelj, Exploratory Social Network Analysis with Pajek.
STRIKE = {
    "Frank": "Gill", "Gill": "Ike Hal John", "Ike": "Mike Bob", "Mike": "Bob", "Hal": "John Bob",
    "John": "Karl Lanny Bob", "Karl": "Lanny Ozzie", "Lanny": "Bob", "Bob": "Alejandro Norm",
    "Alejandro": "Carlos Eduardo Domingo", "Carlos": "Eduardo Domingo", "Eduardo": "Domingo",
    "Norm": "Ozzie Vern Paul Utrecht Sam", "Vern": "Ted", "Paul": "Quint", "Quint": "Utrecht Russ",
    "Utrecht": "Russ Sam", "Russ": "Ted", "Sam": "Xavier Wendle", "Xavier": "Wendle",
}  # fmt: skip
SPANISH, YOUNG = (
    {"Alejandro", "Carlos", "Eduardo", "Domingo"},
    {"Frank", "Gill", "Ike", "Mike", "Hal", "John", "Karl", "Lanny", "Bob"},
)

#: Knoke & Wood (1981), Organized for action: exchange of information among ten organisations in Indianapolis; and
#: their sector (government, voluntary, private). Typed from Knok.dat and KnokSec.clu in Batagelj's Pajek data.
KNOKE = """
.1..1.1.1.
1.111.111.
.1.1111..1
11..1.1...
1111..1111
..1...1.1.
.1.11.....
11.11.1.1.
.1..1.1...
111.1.1...
"""
KNOKE_SECTORS = list("gvgpgvpvgv")


def undirected(ties: dict[str, str]) -> Network:
    return Network.from_graph(nx.Graph([(one, other) for one, others in ties.items() for other in others.split()]))


CAMPNET, INFORMATION, SAWMILL = typed(CAMP), typed(KNOKE), undirected(STRIKE)
STRIKE_GROUPS = ["Spanish" if name in SPANISH else "young" if name in YOUNG else "old" for name in SAWMILL.names]


def test_krackhardts_kite() -> None:
    """The most central differs by measure: Diane, Heather, and Fernando with Garth."""
    kite = undirected(KITE)
    assert {name: int(value) for name, value in position.in_degree(kite).items()} == {
        "Andre": 4, "Beverley": 4, "Carol": 3, "Diane": 6, "Ed": 3, "Fernando": 5, "Garth": 5, "Heather": 3,
        "Ike": 2, "Jane": 1,
    }  # fmt: skip
    # The values of networkx's tests (test_krackhardt_kite_graph, raw and normalised, and test_krackhardt_closeness)
    # and, for closeness, of R igraph's ("closeness works").
    assert position.betweenness(kite, normalised=False).div(2).round(3).to_dict() == {
        "Andre": 0.833, "Beverley": 0.833, "Carol": 0, "Diane": 3.667, "Ed": 0, "Fernando": 8.333, "Garth": 8.333,
        "Heather": 14, "Ike": 8, "Jane": 0,
    }  # fmt: skip
    assert position.betweenness(kite)[["Andre", "Diane", "Fernando", "Heather", "Ike"]].round(3).tolist() == [
        0.023, 0.102, 0.231, 0.389, 0.222,
    ]  # fmt: skip
    assert centrality.closeness_in(kite).round(3).to_dict() == {
        "Andre": 0.529, "Beverley": 0.529, "Carol": 0.5, "Diane": 0.6, "Ed": 0.5, "Fernando": 0.643, "Garth": 0.643,
        "Heather": 0.6, "Ike": 0.429, "Jane": 0.31,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ties", "printed"),
    [
        (
            [(1, 2), (1, 3), (1, 4), (2, 5), (3, 6), (4, 7)],
            dict.fromkeys((-0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4), (1.62, 1.08, 0.54)),
        ),
        (
            [(1, 2), (1, 3), (1, 4), (2, 5), (2, 6), (3, 7), (3, 8), (4, 9), (4, 10)],
            {
                -0.4: (-1, 1.67, -0.33), -0.3: (0.36, 1.81, 0.12), -0.2: (1, 1.67, 0.33), -0.1: (1.3, 1.55, 0.43),
                0: (1.46, 1.46, 0.49), 0.1: (1.57, 1.4, 0.52), 0.2: (1.63, 1.36, 0.54), 0.3: (1.68, 1.33, 0.56),
                0.4: (1.72, 1.3, 0.57),
            },
        ),
        (
            [(1, j) for j in (2, 3, 4)] + [(i, 3 * i + j) for i in (2, 3, 4) for j in (-1, 0, 1)],
            {
                -0.4: (-1.72, 1.53, -0.57), -0.3: (-0.55, 2.03, -0.18), -0.2: (0.44, 2.05, 0.15),
                -0.1: (1.01, 1.91, 0.34), 0: (1.33, 1.78, 0.44), 0.1: (1.52, 1.67, 0.51), 0.2: (1.65, 1.59, 0.55),
                0.3: (1.74, 1.53, 0.58), 0.4: (1.8, 1.48, 0.6),
            },
        ),
    ],
    ids=["d", "e", "f"],
)  # fmt: skip
def test_bonacich_of_his_other_networks(
    ties: list[tuple[int, int]], printed: dict[float, tuple[float, float, float]]
) -> None:
    """Bonacich (1987), Power and centrality, networks d to f: the centre, who is next to it, and who is outside.

    Networks and values as in the tests of R igraph ('Power centrality works'); Figure 1 and network c stand in
    test_centrality.
    """
    network = Network.from_graph(nx.Graph(ties))
    for beta, values in printed.items():
        found = centrality.bonacich_power(network, beta=beta, direction="either").round(2)
        assert tuple(found[["1", "2", "5"]]) == values, beta


def test_freemans_formulas_on_a_chain_of_five() -> None:
    """Freeman (1979), Centrality in social networks: his formulas, worked out by hand; his table was not read.

    Degrees 1 2 2 2 1: below the largest by 2, of (n - 1)(n - 2) = 12. On 0 3 4 3 0 of the 6 ways between others:
    below by 10, of 4 x 6. Steps add up to 10 7 6 7 10; in a star, closeness is below by 4 x (1 - 4/7) = 12/7.
    """
    chain = Network.from_graph(nx.path_graph(5))
    assert position.betweenness(chain).mul(6).round(10).tolist() == [0, 3, 4, 3, 0]
    assert centrality.closeness_in(chain).tolist() == pytest.approx([4 / 10, 4 / 7, 4 / 6, 4 / 7, 4 / 10])
    assert structure.centralisation(chain, "degree", "total") == pytest.approx(2 / 12)
    assert structure.centralisation(chain, "betweenness") == pytest.approx(10 / 24)
    below = 2 * (4 / 6 - 4 / 10) + 2 * (4 / 6 - 4 / 7)
    assert structure.centralisation(chain, "closeness", "either") == pytest.approx(below / (12 / 7))


def test_betweenness_of_campnet() -> None:
    # The attribute Betweenness of campnet-example.uci, "as reported in the book".
    assert position.betweenness(CAMPNET, normalised=False).tolist() == pytest.approx([
        78.3333, 0, 1.3333, 32.5, 39.5, 6.3333, 12.5, 0.5, 58.8333, 0, 5, 16.3333, 0, 2.3333, 54.6667, 16.8333,
        13.6667, 47.3333,
    ], abs=1e-4)  # fmt: skip


def test_cohesion_of_campnet() -> None:
    """xucinet's xcohesion, printed in its tests (_snaps/xcohesion.md) after UCINET's report of that name.

    Its transitivity is directed, and its connectedness the share of ordered pairs with a path.
    """
    camp = CAMPNET
    strong = key_players.components(camp).set_index("kind").loc["strong"]
    report = {
        "Density": coverage.density(camp),
        "In-Centralization": structure.centralisation(camp, "degree", "in"),
        "Out-Centralization": structure.centralisation(camp, "degree", "out"),
        "Components": strong["number"],
        "Largest Component": strong["largest"],
        "Connectedness": 1 - structure.unreachable_share(camp),
        "Transitivity/Closure": structure.transitivity(camp),
        "Avg Distance": structure.mean_distance(camp),
        "Diameter": structure.diameter(camp),
        "Arc Reciprocity": balance.reciprocity(camp),
        "Dyad Reciprocity": structure.dyadic_reciprocity(camp),
    }
    assert {name: round(float(value), 3) for name, value in report.items()} == {
        "Density": 0.176, "In-Centralization": 0.125, "Out-Centralization": 0, "Components": 4,
        "Largest Component": 10, "Connectedness": 0.673, "Transitivity/Closure": 0.484, "Avg Distance": 2.874,
        "Diameter": 7, "Arc Reciprocity": 0.704, "Dyad Reciprocity": 0.543,
    }  # fmt: skip
    shares = structure.dyad_census(camp).set_index("kind")["dyads"] / 153
    assert shares.round(3).to_dict() == {"mutual": 0.124, "asymmetric": 0.105, "null": 0.771}


def test_mixing_of_women_and_men_of_campnet() -> None:
    """xucinet's xmixing and xhomophily (_snaps); Yule's Q is (odds - 1) / (odds + 1)."""
    table = mixing.mixing_matrix(CAMPNET, GENDER).set_index(["from_group", "to_group"])
    cells = [("woman", "woman"), ("woman", "man"), ("man", "woman"), ("man", "man")]
    assert table.loc[cells, "ties"].tolist() == [20, 4, 5, 25]
    assert table.loc[cells, "expected"].round(3).tolist() == [9.882, 14.118, 14.118, 15.882]
    assert table.loc[cells, "density"].round(3).tolist() == [0.357, 0.05, 0.062, 0.278]
    assert table.loc[cells, "ratio"].round(3).tolist() == [2.024, 0.283, 0.354, 1.574]
    assert round(mixing.ei_index(CAMPNET, GENDER), 3) == -0.667
    assert round(mixing.assortativity(CAMPNET, GENDER), 3) == 0.664
    odds = segregation.odds_within(CAMPNET, GENDER)
    assert round((odds - 1) / (odds + 1), 3) == 0.764


def test_core_and_periphery_of_campnet() -> None:
    """xucinet's xcoreperiphery (_snaps): in two classes, what lies between them left out; and continuous.

    Its tests hold the continuous values against a run of UCINET.
    """
    # Lee, Steve, Bert and Russ.
    assert np.flatnonzero(core_periphery.in_core(CAMPNET)).tolist() == [10, 15, 16, 17]
    assert round(core_periphery.core_fit(CAMPNET), 3) == 0.36
    assert core_periphery.continuous_coreness(CAMPNET).round(3).tolist() == [
        0.257, 0.011, 0.296, 0.508, 0.353, 0.385, 0.377, 0.334, 0.122, 0.053, 0.016, 0.147, 0.061, 0.118, 0.038,
        0.026, 0.022, 0.032,
    ]  # fmt: skip


def test_structural_holes_of_campnet() -> None:
    """xucinet's xstructuralholes (_snaps), which its tests hold against a run of UCINET.

    UCINET leaves out what contacts do beyond the actor's surroundings, and powermap does not. So constraint and
    hierarchy are worked out in each actor's surroundings alone; effective size looks no farther anyhow.
    """
    graph = CAMPNET.graph
    near = {name: {name, *graph.predecessors(name), *graph.successors(name)} for name in graph}
    own = {name: Network.from_graph(graph.subgraph(group)) for name, group in near.items()}
    assert brokerage.effective_size(CAMPNET).round(3).tolist() == [
        3.857, 1, 2, 3.875, 3.571, 2.333, 3.857, 1.6, 3.071, 1, 1.667, 2.143, 2.333, 1.75, 2.9, 3.062, 2.214,
        2.786,
    ]  # fmt: skip
    assert [round(position.constraint(network)[name], 3) for name, network in own.items()] == [
        0.436, 1.024, 0.804, 0.516, 0.39, 0.611, 0.537, 0.933, 0.601, 1.08, 0.823, 0.702, 0.728, 0.79, 0.649,
        0.615, 0.718, 0.628,
    ]  # fmt: skip
    assert [abs(round(brokerage.hierarchy(network)[name], 3)) for name, network in own.items()] == [
        0.088, 0.041, 0.108, 0.13, 0.026, 0.052, 0.145, 0.151, 0.18, 0, 0.01, 0.088, 0.077, 0.125, 0.245, 0.084,
        0.084, 0.09,
    ]  # fmt: skip


def test_gould_and_fernandez_of_the_strike() -> None:
    """Printed in 'Centrality and Brokerage in statnet' (revised 31 January 2022), a lab that runs sna on this file.

    The page names no author. It takes b_IO for the gatekeeper; here both ways count the same.
    """
    table = brokerage.brokerage_roles(SAWMILL, STRIKE_GROUPS)
    roles = table[["coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total"]]
    printed = {
        "Utrecht": [8, 0, 0, 0, 0, 8], "Norm": [18, 0, 5, 5, 0, 28], "Hal": [2, 0, 0, 0, 0, 2],
        "Russ": [4, 0, 0, 0, 0, 4], "Karl": [0, 0, 2, 2, 0, 4], "Bob": [14, 0, 10, 10, 2, 36],
        "Quint": [4, 0, 0, 0, 0, 4], "Ozzie": [0, 0, 1, 1, 0, 2], "Ike": [4, 0, 0, 0, 0, 4],
        "Ted": [2, 0, 0, 0, 0, 2], "Sam": [8, 0, 0, 0, 0, 8], "Vern": [2, 0, 0, 0, 0, 2],
        "Gill": [10, 0, 0, 0, 0, 10], "Lanny": [2, 0, 0, 0, 0, 2], "Alejandro": [0, 0, 3, 3, 0, 6],
        "Paul": [2, 0, 0, 0, 0, 2], "John": [12, 0, 0, 0, 0, 12],
    }  # fmt: skip
    for name, row in roles.iterrows():
        assert row.tolist() == printed.get(str(name), [0] * 6), name


def test_key_players_of_the_strike() -> None:
    """Printed in the same: 1 - connectedness, before and after the three that keyplayer's kpset finds leave."""
    assert key_players.fragmentation(SAWMILL) == 0
    assert key_players.fragmentation(SAWMILL, ["Norm", "Bob", "Gill"]) == pytest.approx(0.747619, abs=5e-7)
    best = key_players.key_players(SAWMILL, 3, distances=False)
    assert set(best["actor"]) == {"Norm", "Bob", "Gill"}


def test_gould_and_fernandez_of_knoke() -> None:
    """R 4.2.2, sna 2.7-1: brokerage() by sector."""
    table = brokerage.brokerage_roles(INFORMATION, KNOKE_SECTORS)
    roles = ["coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total"]
    assert table[roles].to_numpy().tolist() == [
        [0, 0, 0, 2, 0, 2], [1, 5, 3, 5, 7, 21], [0, 5, 1, 1, 2, 9], [0, 1, 1, 0, 0, 2], [5, 3, 7, 7, 5, 27],
        [0, 1, 0, 0, 0, 1], [0, 1, 0, 4, 1, 6], [0, 0, 0, 0, 0, 0], [0, 1, 0, 1, 0, 2], [0, 1, 0, 0, 0, 1],
    ]  # fmt: skip
    np.testing.assert_allclose(
        table.loc["n1", [f"{role}_expected" for role in roles]].to_numpy(float),
        [0.81021399177, 1.89049931413, 2.43064197531, 2.43064197531, 2.16057064472, 9.72256790123],
    )
    np.testing.assert_allclose(
        table.loc["n1", [f"{role}_z" for role in roles]].to_numpy(float),
        [0.201866109927, 2.02087112749, 0.283798132426, 1.280703840676, 2.8689973686367, 2.312168833989],
    )


def test_flow_of_knoke() -> None:
    """R 4.2.2, sna 2.7-1: flowbet(), rawflow and normflow."""
    assert flow_betweenness(INFORMATION, normalised=False).tolist() == [20, 50, 38, 20, 65, 8, 34, 16, 17, 16]
    np.testing.assert_allclose(
        flow_betweenness(INFORMATION),
        [0.08, 0.21097046414, 0.15139442231, 0.08, 0.27542372881, 0.02836879433, 0.13765182186, 0.06177606178,
         0.06692913386, 0.06106870229],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        ("aaa", "coordinator"),
        ("aba", "itinerant"),
        ("abb", "gatekeeper"),
        ("aab", "representative"),
        ("abc", "liaison"),
    ],
)
def test_the_five_roles_of_gould_and_fernandez(groups: str, role: str) -> None:
    """The ways in which A -> B -> C lies across groups, as sna's help on brokerage() has them after the paper."""
    chain = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    played = brokerage.brokerage_roles(chain, list(groups)).loc["B"]
    roles = ["coordinator", "itinerant", "representative", "gatekeeper", "liaison"]
    assert [name for name in roles if played[name]] == [role]
    assert played["total"] == played[role] == 1
