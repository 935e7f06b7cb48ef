"""Counts and sums over the whole network, on which `structure` stands."""

from __future__ import annotations

from math import nan
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from powermap.measures.kernels import undirected
from powermap.measures.steps import steps_in_and_out
from powermap.network import Floats, Network

_UNDIRECTED: WeakKeyDictionary[Network, Paths] = WeakKeyDictionary()


def share(part: float, whole: float) -> float:
    """Divide; NaN where there is nothing to divide by.

    >>> share(1, 4), share(1, 0)
    (0.25, nan)
    """
    return float(part / whole) if whole > 0 else nan


def centred(values: Floats, most: float) -> float:
    """Return the sum of what each value is below the largest, over the *most* it could be.

    >>> centred(np.array([1.0, 0.0, 0.0]), 2.0)
    1.0
    """
    total = float((values.max() - values).sum()) if len(values) else nan
    return float(total / most) if most > 0 else nan


def degree_centralisation(network: Network, direction: str) -> float:
    """Return how far shares of observed answers, to ('in'), by ('out') or both ('total'), centre on one actor.

    >>> import networkx as nx
    >>> degree_centralisation(Network.from_graph(nx.DiGraph([("A", "B"), ("C", "B")])), "in")
    1.0
    """
    n = len(network)
    named, names = (np.bincount(ends, minlength=n) for ends in (network.receivers, network.senders))
    about, by = network.observable_about, network.observable_from
    ties = {"in": named, "out": names, "total": named + names}[direction]
    seen = {"in": about, "out": by, "total": about + by}[direction]
    there = seen > 0 if direction == "in" else by > 0
    most = float(there.sum()) - 1
    if direction == "total":
        # The most centred network is a star: answers between its centre and the others are ties, no others are.
        most = nan
        for listed in (True, False):
            centre = there & (network.listed == listed)
            if centre.any():
                between = network.listed.astype(float) + (network.responded & listed)
                below = 1 - np.minimum(between[there] / seen[there], 1)
                most = np.fmax(most, float(below.sum() - below[centre[there]].min()))
    return centred(ties[there] / seen[there], most)


def leading_vector(network: Network) -> Floats:
    """Return the leading eigenvector, of length 1, of ties in either direction; NaN where two parts share the lead.

    >>> import networkx as nx
    >>> leading_vector(Network.from_graph(nx.path_graph(3))).round(4).tolist()
    [0.5, 0.7071, 0.5]
    """
    graph, n = undirected(network), len(network)
    best, lead, vector = 0.0, 0, np.full(n, nan)
    for part in graph.connected_components():
        # The leading value of a part is at most its largest degree.
        if len(part) < 2 or max(graph.degree(part)) < best - 1e-9:
            continue
        scores, value = graph.induced_subgraph(part).eigenvector_centrality(scale=False, return_eigenvalue=True)
        if value > best + 1e-9:
            best, lead, vector = value, 1, np.zeros(n)
            vector[sorted(part)] = np.abs(scores)
        elif value > best - 1e-9:
            lead += 1
    return vector / np.linalg.norm(vector) if lead == 1 else np.full(n, nan)


class Paths(NamedTuple):
    """Shortest paths, over all pairs with a path: ordered pairs where ties have a direction."""

    pairs: float
    steps: float
    longest: float


def shortest_paths(network: Network, *, directed: bool = True) -> Paths:
    """Return how many pairs are joined by a path, all their steps, and the most; counted once per network.

    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    >>> tuple(shortest_paths(network)), tuple(shortest_paths(network, directed=False))
    ((3.0, 4.0, 2.0), (3.0, 4.0, 2.0))
    """
    if directed:
        _, out = steps_in_and_out(network)
        return Paths(float(out.reached.sum()), float(out.total.sum()), float(out.farthest.max(initial=0)))
    if network not in _UNDIRECTED:
        graph = undirected(network)
        bins = graph.path_length_hist(directed=False).bins() if graph.ecount() else []
        pairs = np.array([count for _, _, count in bins], dtype=float)
        steps = float((pairs * np.arange(1, len(pairs) + 1)).sum())
        _UNDIRECTED[network] = Paths(float(pairs.sum()), steps, float(len(pairs)))
    return _UNDIRECTED[network]


def possible_within_parts(network: Network) -> tuple[int, float]:
    """Return how many weak parts there are, and how many answers within them were observed.

    >>> import networkx as nx
    >>> possible_within_parts(Network.from_graph(nx.DiGraph([("A", "B"), ("C", "D")])))
    (2, 4.0)
    """
    parts = undirected(network).connected_components()
    part = np.array(parts.membership, dtype=np.intp)
    here, there = network.responded, network.listed
    of = [np.bincount(part[who], minlength=len(parts)).astype(float) for who in (here, there, here & there)]
    heard = network.besides[network.responded[network.besides[:, 0]]]
    inside = [float((part[pairs[:, 0]] == part[pairs[:, 1]]).sum()) for pairs in (heard, network.left_out)]
    return len(parts), float(of[0] @ of[1] - of[2].sum()) + inside[0] - inside[1]
