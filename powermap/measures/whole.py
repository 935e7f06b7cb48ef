"""Counts and sums over the whole network, on which `structure` stands."""

from __future__ import annotations

from math import nan
from typing import NamedTuple
from weakref import WeakKeyDictionary

import igraph
import numpy as np

from powermap.errors import PowermapError
from powermap.measures.kernels import undirected
from powermap.measures.steps import steps_in_and_out
from powermap.network import MOST_ACTORS, Floats, Network

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


def pairs_without_bound(ranks: igraph.Graph, size: Floats, *, top: bool = False) -> float:
    """Return how many pairs of actors have no least upper bound in a graph without cycles, whose ties lead up.

    Parameters
    ----------
    ranks : igraph.Graph
        Each vertex stands for actors that can all reach each other.
    size : (c,) array of float
        How many actors that is.
    top : bool
        Look for one above all the others that are above both, instead of one below them.

    Examples
    --------
    >>> pairs_without_bound(igraph.Graph([(0, 1), (2, 1), (2, 3)], directed=True), np.ones(4))
    2.0
    """
    c = ranks.vcount()
    if c > MOST_ACTORS:
        raise PowermapError(
            f"Least upper bounds among {c:,} actors take too much memory; powermap counts those of up to "
            f"{MOST_ACTORS:,}.",
            fix="Keep the actors of one partnership.",
        )
    # From the top down, so that of the actors above both of a pair the last in order is the nearest.
    order = np.array(ranks.topological_sorting(mode="in"), dtype=np.intp)
    place, size = np.argsort(order), size[order]
    above = np.eye(c, dtype=bool)
    for i, vertex in enumerate(order):
        above[i] |= above[place[ranks.successors(vertex)]].any(axis=0)
    many, without = above.sum(axis=1), 0.0
    for i in range(c):
        own = np.flatnonzero(above[i])
        shared = above[: i + 1, own]
        count = shared.sum(axis=1)
        if top:
            highest = own[shared.argmax(axis=1)]
            bound = (shared & above[np.ix_(own, highest)].T).sum(axis=1) == count
        else:
            lowest = own[len(own) - 1 - shared[:, ::-1].argmax(axis=1)]
            bound = many[lowest] == count
        pairs = size[i] * size[: i + 1]
        pairs[i] = size[i] * (size[i] - 1) / 2
        without += float(pairs[(count == 0) | ~bound].sum())
    return without
