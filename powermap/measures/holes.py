"""What the measures of holes and bridges between an actor's contacts stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from powermap.measures.kernels import digraph, sparse
from powermap.network import Floats, Network, Whole

if TYPE_CHECKING:
    from scipy.sparse import csr_array

#: Every contact is taken away in turn in networks of up to so many actors: a second or two for 300 actors with ten
#: contacts each, ten for 500 and a minute or more for 1,000.
MOST_BRIDGED = 300


def mutual(network: Network, weighted: bool) -> csr_array:
    """Return the ties of each two actors, in both directions, added up.

    Examples
    --------
    >>> import networkx as nx
    >>> mutual(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A")])), weighted=False).toarray().tolist()
    [[0.0, 2.0], [2.0, 0.0]]
    """
    ties = sparse(network, strength=weighted)
    return (ties + ties.T).tocsr()


def scaled(rows: csr_array, by: Floats) -> csr_array:
    """Return *rows*, each divided by its own number.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> scaled(csr_array([[2.0, 2.0], [0.0, 1.0]]), np.array([4.0, 0.0])).toarray().tolist()
    [[0.5, 0.5], [0.0, 0.0]]
    """
    divided = rows.copy()
    divided.data = rows.data * np.repeat(inverse(by), np.diff(rows.indptr))
    return divided


def largest(rows: csr_array) -> Floats:
    """Return the largest value of each row, 0 where there is none.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> largest(csr_array([[2.0, 3.0], [0.0, 0.0]])).tolist()
    [3.0, 0.0]
    """
    most = np.zeros(rows.shape[0])
    np.maximum.at(most, np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr)), rows.data)
    return most


def inverse(values: Floats, missing: float = 0.0) -> Floats:
    """Return 1 / each value above 0; *missing* elsewhere.

    Examples
    --------
    >>> inverse(np.array([2.0, 0.0])).tolist()
    [0.5, 0.0]
    """
    return np.asarray(np.divide(1.0, values, out=np.full(values.shape, missing), where=values > 0))


def loss_of_contacts(network: Network) -> tuple[Whole, Floats]:
    """Return each two actors with a tie, and how much the mean of 1 / steps falls without their ties.

    Steps change only from those starts whose every shortest way to one of the two comes straight from the other,
    so only these are looked at again.

    Examples
    --------
    >>> import networkx as nx
    >>> loss_of_contacts(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C"), ("A", "C")])))[1].round(4).tolist()
    [0.1667, 0.0833, 0.1667]
    """
    n, graph = len(network), digraph(network)
    ties = np.stack([network.senders, network.receivers], axis=1)
    pairs, which = np.unique(np.sort(ties, axis=1), axis=0, return_inverse=True)
    steps = np.array(graph.distances(), dtype=float).reshape(n, n)
    last = (steps[:, ties[:, 0]] + 1 == steps[:, ties[:, 1]]) & np.isfinite(steps[:, ties[:, 1]])
    ways_in = np.zeros((n, n))
    np.add.at(ways_in.T, ties[:, 1], last.T)
    only = last & (ways_in[:, ties[:, 1]] == 1)
    edges = np.split(np.argsort(which.ravel(), kind="stable"), np.cumsum(np.bincount(which.ravel()))[:-1])
    near = np.array(graph.harmonic_centrality(mode="out", normalized=False), dtype=float)
    falls = np.zeros(len(pairs))
    for pair, own in enumerate(edges if len(ties) else []):
        starts = np.flatnonzero(only[:, own].any(axis=1))
        if len(starts):
            without = graph.copy()
            without.delete_edges(own.tolist())
            after = without.harmonic_centrality(starts.tolist(), mode="out", normalized=False)
            falls[pair] = (near[starts] - after).sum()
    return pairs, falls / max(n * (n - 1), 1)
