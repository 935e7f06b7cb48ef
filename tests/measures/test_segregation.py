"""Segregation: against netseg, printed values of the papers, and by hand.

Values of R's netseg are on the networks typed in `networks`. Tests with measures of mixing are in `test_mixing`.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from networks import by_sector, golden

from powermap.measures import mixing, segregation
from powermap.network import Network

#: netseg's ssi(), undirected.
SPECTRAL = {
    "texas": [
        0, 0.5526848699397, 0.2609665727526, 0.3201556561588, 0.3401760826483, 0.1872306070473, 0.3445022693724,
        0.1257267925432, 0.6502718212532, 0.2156611316915, 0.2703390831173, 0.3224351625308, 0.4204317953181,
        0.3845141771527, 0.3304762327966, 0.376428288815, 0.3481392495169, 0.3438344904879, 0.09090909090909,
        0.09090909090909, 0.0958493918629, 0.6006909334396, 0.7618517983273, 0.9764684769943, 0.9134103275572,
    ],
    "mount si": [
        0, 0, 0.6677171603663, 0, 0.6677171603663, 0.6268491204738, 0, 0.6268491204738, 0.7706296946471, 0, 0, 0, 0,
    ],
    "advice": [
        0.1943951253191, 0.1696594044298, 0.2970143943233, 0.2153241033462, 0.3515470218515, 0.22284367677, 0,
        0.1765728329876, 0.2793048738677, 0.1336873035473, 0.1467679805959, 0.1855581582604, 0.5041210712096,
        0.5899747240981, 0.3546114546133, 0.2946235404312, 0.1180824643475, 0.122747452885, 0.4420758494933,
        0.3064690878373, 0.2467395261452,
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", list(SPECTRAL))
def test_spectral_segregation_as_netseg(name: str) -> None:
    """Apart from isolates, of which netseg says 0."""
    network = by_sector(name)
    tied = np.bincount(np.concatenate([network.senders, network.receivers]), minlength=len(network)) > 0
    found = segregation.spectral_segregation(network)
    assert found[tied].tolist() == pytest.approx(np.array(SPECTRAL[name])[tied].tolist(), rel=1e-8)
    assert found[~tied].isna().all()


def test_spectral_segregation_of_the_papers_city() -> None:
    """Echenique & Fryer (2007), figure III: a town of 5 by 6 blocks and the values printed in it, in percent."""
    town = ["222222", "112212", "112212", "111122", "222222"]
    graph = nx.grid_2d_graph(5, 6)
    found = segregation.spectral_segregation(
        Network.from_graph(graph), [town[row][column] for row, column in graph]
    )
    place = {node: i for i, node in enumerate(graph)}
    printed = {"b1": 87, "b2": 62, "c1": 126, "c2": 92, "d1": 93, "d3": 29, "d4": 10, "c5": 25, "b5": 25}
    for name, value in printed.items():
        assert round(100 * found.iloc[place["abcde".index(name[0]), int(name[1]) - 1]]) == value


def test_freeman_on_whites_kinship() -> None:
    """Freeman (1978): 10 kinship positions, 22 pairs that may meet; printed .26. The others: netseg's own tests."""
    names = ["Mother", "Sister", "Brother's wife", "Sister's daughter", "Brother's daughter"]
    names += ["Father", "Brother", "Sister's husband", "Brother's son", "Sister's son"]
    pairs = "01 03 04 05 06 08 09 13 14 15 19 24 35 45 46 56 58 59 68 69 78 79"
    graph = nx.Graph([(names[int(a)], names[int(b)]) for a, b in pairs.split()])
    network = Network.from_graph(graph)
    women = [str(name in names[:5]) for name in network.names]
    assert round(segregation.freeman_segregation(network, women), 2) == 0.26
    assert mixing.assortativity(network, women) == pytest.approx(0.180124, abs=5e-7)
    assert segregation.gupta_anderson_may(network, women) == pytest.approx(0.1801242, abs=5e-8)


def test_dissimilarity_by_hand() -> None:
    """The golden network: a sends 3/8 to a, b nothing; a receives all from a, b 5/7."""
    table = segregation.tie_dissimilarity(golden())
    assert table[["group", "other"]].to_numpy().tolist() == [["a", "b"]]
    assert table[["sent", "received"]].to_numpy().tolist() == [pytest.approx([3 / 8, 2 / 7])]


def test_a_large_group_is_solved_sparsely() -> None:
    """A circle of 400, all of one group: each has all its contacts inside, so that the index is 1."""
    found = segregation.spectral_segregation(Network.from_graph(nx.cycle_graph(400)), ["a"] * 400)
    assert found.to_numpy() == pytest.approx(np.ones(400))
