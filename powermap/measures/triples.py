"""Dyads and triples of which everything was seen: what census, transitivity and clustering count."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from powermap.measures.kernels import seen_both_ways, sparse, undirected
from powermap.measures.two_steps import between_ties
from powermap.network import Bools, Floats, Network, Whole

if TYPE_CHECKING:
    from scipy.sparse import csr_array

#: How many numbers a block of a sparse product may hold, which bounds the memory.
_BLOCK = 4_000_000
#: Holland and Leinhardt's names of the triads, in the order of igraph and sna.
TRIADS = (
    "003", "012", "102", "021D", "021U", "021C", "111D", "111U", "030T", "030C", "201", "120D", "120U", "120C",
    "210", "300",
)  # fmt: skip


class Seen(NamedTuple):
    """Between whom both answers were seen: every pair of *whole*, less *without*, and *besides*."""

    whole: Bools
    without: Whole
    besides: Whole

    def dyads(self) -> int:
        """Return how many pairs of actors that is."""
        whole = int(self.whole.sum())
        return whole * (whole - 1) // 2 - len(self.without) + len(self.besides)


def seen_dyads(network: Network) -> Seen:
    """Return between whom both answers were seen, without a matrix.

    Examples
    --------
    >>> import networkx as nx
    >>> seen_dyads(Network.from_graph(nx.DiGraph([("A", "B"), ("C", "B")]), respondents=["A", "B"])).dyads()
    1
    """
    whole = np.asarray(network.responded & network.listed, dtype=bool)
    without = network.left_out[whole[network.left_out].all(axis=1)]
    beside = network.besides[network.responded[network.besides].all(axis=1)]
    one, other = beside.T
    beside = beside[network.observed(one, other) & network.observed(other, one)]
    return Seen(whole, _pairs(without), _pairs(beside))


def _pairs(ordered: Whole) -> Whole:
    return np.unique(np.sort(ordered, axis=1), axis=0).astype(np.intp)


def closed_and_all(network: Network) -> tuple[Floats, Floats]:
    """Return per actor how many pairs of its contacts are tied, and how many pairs there are.

    A tie in either direction counts, and only pairs that were seen both ways.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("B", "C"), ("C", "A"), ("C", "D")])
    >>> [counts.tolist() for counts in closed_and_all(Network.from_graph(graph))]
    [[1.0, 1.0, 1.0, 0.0], [1.0, 1.0, 3.0, 0.0]]
    """
    seen, n = seen_dyads(network), len(network)
    ties = np.array(undirected(network).get_edgelist(), dtype=np.intp).reshape(-1, 2)
    known = seen_both_ways(network)
    tied = _symmetric(ties, n)
    both = _symmetric(_pairs(np.stack([network.senders[known], network.receivers[known]], axis=1)), n)
    closed = between_ties(tied, both, tied).sum(axis=1) / 2
    contacts = tied @ seen.whole.astype(float)
    pairs = contacts * (contacts - 1) / 2
    for some, sign in ((seen.without, -1.0), (seen.besides, 1.0)):
        for block in _blocks(tied, some):
            pairs += sign * tied[block[:, 0]].multiply(tied[block[:, 1]]).sum(axis=0)
    return closed, pairs


def closed_and_all_ways(network: Network) -> tuple[float, float]:
    """Return how many ways i -> j -> k have a tie i -> k, and how many there are whose i -> k was observed.

    Examples
    --------
    >>> import networkx as nx
    >>> closed_and_all_ways(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C"), ("A", "C"), ("C", "D")])))
    (1.0, 3.0)
    """
    ties, listed = sparse(network), network.listed
    into, out = (ties.sum(axis=axis) for axis in (0, 1))
    back = ties.multiply(ties.T).sum(axis=0)
    # To those who are not on the list, what i said of k was seen only where it is among `besides`.
    every = into @ out - back.sum()
    unseen = (ties @ ~listed).astype(float) @ into - back[~listed].sum()
    every -= unseen
    beside = network.besides[~listed[network.besides[:, 1]]]
    beside = beside[network.observed(*beside.T)]
    blank = network.left_out[listed[network.left_out[:, 1]]]
    every += _between(ties, beside) - _between(ties, blank[network.responded[blank[:, 0]]])
    return float(between_ties(ties, ties, ties).sum()), float(every)


def triads(network: Network) -> Whole:
    """Return how many triads of each kind there are among actors that answered and that all could name.

    Triads with a dyad of which an answer was left out are not counted.

    Examples
    --------
    >>> import networkx as nx
    >>> triads(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))).tolist()
    [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    """
    seen = seen_dyads(network)
    if seen.whole.sum() < 3:
        return np.zeros(16, dtype=np.intp)
    return _every_triad(sparse(network)[seen.whole][:, seen.whole]) - _triads_with(network, seen)


def _every_triad(ties: csr_array) -> Whole:
    """Return how many triads of each kind there are.

    Only those of three tied dyads are looked for. Of two, there are as many as pairs of ties that meet, less those
    that a third tie closes; what has one is told by how many dyads there are, and what has none is the rest.
    """
    n, kinds = ties.shape[0], _kinds()
    mutual = ties.multiply(ties.T).tocsr()
    out = (ties - mutual).tocsr()
    out.eliminate_zeros()
    # As in the codes of `_kinds`: it names the other only, is named by it only, or both.
    ways = (out, out.T.tocsr(), mutual)
    tied, degree, turned = ties.maximum(ties.T).tocsr(), [way.sum(axis=1) for way in ways], (1, 0, 2)
    found = np.zeros(16)
    for a, b in combinations_with_replacement(range(3), 2):
        times = 1 if a == b else 2
        meet = times * (degree[a] @ degree[b] - (degree[a].sum() if a == b else 0))  # each pair of ties twice
        closed = between_ties(ways[turned[a]], ways[b], tied)
        for c, way in enumerate(ways):
            three = times * closed.multiply(way).sum()  # each triad six times, over all a, b and c
            found[kinds[(a + 1) + 4 * (b + 1) + 16 * (c + 1)]] += three / 6
            meet -= three
        found[kinds[(a + 1) + 4 * (b + 1)]] += meet / 2
    counts, code = np.rint(found).astype(np.intp), np.arange(64)
    for kind, own, dyads in ((1, (1, 2), out.nnz), (2, (3,), mutual.nnz // 2)):
        held = np.zeros(16, dtype=np.intp)
        held[kinds] = sum(np.isin(code // place % 4, own) for place in (1, 4, 16))
        counts[kind] = dyads * (n - 2) - held @ counts
    counts[0] = n * (n - 1) * (n - 2) // 6 - counts.sum()
    return counts


def _triads_with(network: Network, seen: Seen) -> Whole:
    """Count the triads that hold a dyad with an answer left out, each once: with the first such dyad it has."""
    from scipy.sparse import csr_array

    counts, n, (one, other) = np.zeros(16, dtype=np.intp), len(network), seen.without.T
    if not one.size:
        return counts
    ties, kinds = sparse(network), _kinds()
    order = np.arange(1, len(one) + 1)
    ends = np.concatenate([one, other]), np.concatenate([other, one])
    first = csr_array((np.concatenate([order, order]), ends), shape=(n, n))
    back = ties.T.tocsr()
    step = max(1, _BLOCK // max(n, 1))
    for start in range(0, len(one), step):
        i, j, own = one[start : start + step], other[start : start + step], order[start : start + step, None]
        third = np.broadcast_to(seen.whole, (len(i), n)).copy()
        third[np.arange(len(i)), i] = third[np.arange(len(i)), j] = False
        for end in (i, j):
            earlier = first[end].toarray()
            third &= (earlier == 0) | (earlier >= own)
        code = (_dense(ties, i, j) + 2 * _dense(ties, j, i))[:, None]
        for bit, (matrix, end) in enumerate(((ties, i), (back, i), (ties, j), (back, j)), start=2):
            code = code + (matrix[end].toarray() > 0) * 2**bit
        counts += np.bincount(kinds[code[third]], minlength=16)
    return counts


def _dense(ties: csr_array, senders: Whole, receivers: Whole) -> Whole:
    return np.asarray(ties[senders, receivers]).reshape(-1).astype(np.intp)


def _kinds() -> Whole:
    """Return the kind of triad for each of the 64 ways in which three actors can be tied."""
    import igraph

    ways = ((0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1))
    graphs = (
        igraph.Graph(n=3, edges=[way for bit, way in enumerate(ways) if code >> bit & 1], directed=True)
        for code in range(64)
    )
    # Empty triads come out as NaN or 1, by the version of igraph.
    return np.array([next((k for k, v in enumerate(g.triad_census()) if v == 1), 0) for g in graphs])


def _symmetric(pairs: Whole, n: int) -> csr_array:
    from scipy.sparse import csr_array

    both = np.concatenate([pairs, pairs[:, ::-1]])
    return csr_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(n, n))


def _between(ties: csr_array, pairs: Whole) -> float:
    """Return how many ways of two steps lead from the first to the second of each pair."""
    back = ties.T.tocsr()
    return sum(
        (float(ties[block[:, 0]].multiply(back[block[:, 1]]).sum()) for block in _blocks(ties, pairs)), start=0.0
    )


def _blocks(ties: csr_array, pairs: Whole) -> Iterator[Whole]:
    step = max(1, _BLOCK // max(1, int(np.diff(ties.indptr).max(initial=1))))
    return (pairs[start : start + step] for start in range(0, len(pairs), step))
