"""What several measures stand on: the igraph graph of a network, and strength turned into length."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import igraph
import numpy as np

from powermap.network import Bools, By, Floats, Network, Whole

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_GRAPHS: WeakKeyDictionary[Network, igraph.Graph] = WeakKeyDictionary()
_UNDIRECTED: WeakKeyDictionary[Network, igraph.Graph] = WeakKeyDictionary()
_SQUARES: WeakKeyDictionary[Network, csr_array] = WeakKeyDictionary()

#: igraph takes two paths for equally long when they differ by less than 1e-10 of their sum. Whole numbers keep
#: clear of that as long as no path can be longer than this.
_LONGEST_EXACT_PATH = 2**32


def digraph(network: Network) -> igraph.Graph:
    """Return the observed ties as a directed igraph graph, made once per network; do not change it.

    The edges stand in the order of ``network.senders``.
    """
    if network not in _GRAPHS:
        edges = np.stack([network.senders, network.receivers], axis=1)
        _GRAPHS[network] = igraph.Graph(n=len(network), edges=edges, directed=True)
    return _GRAPHS[network]


def undirected(network: Network) -> igraph.Graph:
    """Return the graph in which two actors are tied if either named the other, once; do not change it.

    Examples
    --------
    >>> import networkx as nx
    >>> undirected(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("B", "C")]))).get_edgelist()
    [(0, 1), (1, 2)]
    """
    if network not in _UNDIRECTED:
        ends = np.sort(np.stack([network.senders, network.receivers], axis=1), axis=1)
        _UNDIRECTED[network] = igraph.Graph(n=len(network), edges=np.unique(ends, axis=0))
    return _UNDIRECTED[network]


def sparse(network: Network, *, strength: bool = False) -> csr_array:
    """Return the observed ties as a sparse array of float, rows name columns; do not change it.

    Examples
    --------
    >>> import networkx as nx
    >>> sparse(Network.from_graph(nx.DiGraph([("A", "B"), ("C", "B")]))).sum(axis=0).tolist()
    [0.0, 2.0, 0.0]
    """
    from scipy.sparse import csr_array

    if strength:
        values = network.tie_strengths
    elif network in _SQUARES:
        return _SQUARES[network]
    else:
        values = np.ones(len(network.senders))
    made = csr_array((values, (network.senders, network.receivers)), shape=(len(network), len(network)))
    if not strength:
        _SQUARES[network] = made
    return made


def membership(network: Network, by: By = "voice") -> tuple[list[str], Bools]:
    """Return the names of the groups, and an (n, g) array of who belongs to which; groups may overlap.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B")]))
    >>> names, member = membership(network, ["x", None])
    >>> names, member.tolist()
    (['x'], [[True], [False]])
    """
    groups = network.groups(by)
    return list(groups), np.array(list(groups.values()), dtype=bool).reshape(len(groups), len(network)).T


def partition(network: Network, by: By = "sector") -> tuple[list[str], Whole]:
    """Return the names of groups that do not overlap, and to which each actor belongs, -1 for none.

    Where actors belong to several groups, as they may with voices, each combination that occurs is a group of
    its own, called 'Lived experience + VCS'.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("B", "C")])
    >>> nx.set_node_attributes(graph, {"A": ["VCS", "Carers"], "B": ["VCS"], "C": []}, "voices")
    >>> names, group = partition(Network.from_graph(graph), "voice")
    >>> names, group.tolist()
    (['VCS', 'Carers + VCS'], [1, 0, -1])
    >>> partition(Network.from_graph(graph), ["x", "y", "z"])[0]
    ['x', 'y', 'z']
    """
    names, member = membership(network, by)
    cells, group = np.unique(member[:, ::-1], axis=0, return_inverse=True)
    called = [" + ".join(name for name, own in zip(names, cell[::-1], strict=True) if own) for cell in cells]
    order = sorted((i for i in range(len(cells)) if called[i]), key=lambda i: (cells[i].sum(), i))
    place = np.full(len(cells), -1, dtype=np.intp)
    place[order] = np.arange(len(order))
    return [called[i] for i in order], place[group.reshape(-1)]


def answered(network: Network) -> Bools:
    """Return who answered: those of whom at least one answer was seen, or who responded and had nobody to name.

    The one rule for every measure, test and sentence. Somebody who is said to have responded and left every
    answer blank told as little as somebody who did not respond.

    Examples
    --------
    >>> import networkx as nx
    >>> answered(Network.from_graph(nx.DiGraph([("A", "B")]), respondents=["A"])).tolist()
    [True, False]
    """
    nobody_to_name = network.responded & (network.nameable_from == 0)
    return np.asarray((network.observable_from > 0) | nobody_to_name, dtype=bool)


def seen_both_ways(network: Network) -> Bools:
    """Return of each tie whether the receiver's answer about the sender was observed too.

    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("B", "C")]), respondents=["A", "B"])
    >>> seen_both_ways(network).tolist(), returned(network).tolist()
    ([True, True, False], [True, True, False])
    """
    return network.observed(network.receivers, network.senders)


def returned(network: Network) -> Bools:
    """Return of each tie whether it is returned."""
    n = len(network)
    there = network.senders * n + network.receivers
    return np.asarray(np.isin(network.receivers * n + network.senders, there))


def lengths(strengths: Floats, actors: int) -> Floats:
    """Return how long each tie is for shortest paths: in proportion to 1 / strength, as whole numbers.

    Whole numbers, so that paths of equal length come out exactly equal: 1/3 + 1/3 + 1/3 in decimals is not
    always 1. Where the strengths have no common multiple that is small enough (sums of money, say), the plain
    1 / strength is returned, in units of the shortest, and igraph's own tolerance (1e-10 of the length) decides
    which paths are equal.

    Parameters
    ----------
    strengths : array of float, all above zero
    actors : int
        No path has more ties than actors less one.

    Examples
    --------
    >>> lengths(np.array([1.0, 2.0, 4.0, 1.5]), 4)
    array([12.,  6.,  3.,  8.])
    """
    distinct, which = np.unique(strengths, return_inverse=True)
    whole = _whole_lengths(distinct.tolist(), _LONGEST_EXACT_PATH // max(actors, 1))
    if whole is None:
        with np.errstate(over="ignore"):  # a million million million times as strong is as good as infinitely so
            return np.asarray(np.minimum(distinct[-1] / strengths, 1e300))
    return np.array(whole, dtype=float)[which]


def _whole_lengths(distinct: list[float], largest: int) -> list[int] | None:
    fractions = [Fraction(value).limit_denominator(10_000) for value in distinct]
    multiple = 1
    for value, fraction in zip(distinct, fractions, strict=True):
        if abs(fraction - Fraction(value)) > Fraction(value) / 10**12:
            return None
        multiple = lcm(multiple, fraction.numerator)
        if multiple > 10**30:
            return None
    whole = [int(multiple / fraction) for fraction in fractions]
    shared = gcd(*whole) or 1
    whole = [value // shared for value in whole]
    return whole if max(whole, default=0) <= largest else None


def row_blocks(first: csr_array, second: csr_array, most: int = 4_000_000) -> Iterator[slice]:
    """Yield slices of rows of *first*, so that each slice times *second* stays below *most* products.

    A sparse product over two steps can be far larger than the network; slice by slice it fits in memory.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> ties = csr_array(np.ones((4, 4)))
    >>> list(row_blocks(ties, ties, most=40))
    [slice(0, 2, None), slice(2, 4, None)]
    """
    return blocks_of(first.astype(bool).astype(float) @ np.diff(second.indptr), most)


def blocks_of(sizes: Floats | Whole, most: int) -> Iterator[slice]:
    """Yield slices of things of these sizes, each slice as long as its sum stays below *most*.

    Examples
    --------
    >>> list(blocks_of(np.array([2, 2, 9, 1]), most=5))
    [slice(0, 2, None), slice(2, 3, None), slice(3, 4, None)]
    """
    size = np.concatenate([[0], np.cumsum(sizes)])
    start = 0
    while start < len(sizes):
        stop = max(int(np.searchsorted(size, size[start] + most, side="right")) - 1, start + 1)
        yield slice(start, stop)
        start = stop


def runs(first: Whole, rows: Whole) -> tuple[Whole, Whole]:
    """Return for which of *rows*, in turn, and the places from ``first[i]`` up to ``first[i + 1]`` of each row i.

    Examples
    --------
    >>> [found.tolist() for found in runs(np.array([0, 2, 3, 5]), np.array([2, 0]))]
    [[0, 0, 1, 1], [3, 4, 0, 1]]
    """
    count = first[rows + 1] - first[rows]
    which = np.repeat(np.arange(len(rows)), count)
    return which, np.arange(len(which)) + np.repeat(first[rows] - (np.cumsum(count) - count), count)


def steps_from(
    ties: csr_array | Bools | tuple[Whole, Whole], start: Bools, *, all_to: tuple[Bools, Bools] | None = None
) -> Floats:
    """Return the fewest steps from any actor of *start* to each actor: 0 for themselves, inf if unreachable.

    Parameters
    ----------
    ties : (n, n) sparse array, or array of bool, or two (m,) arrays of int
        Rows name columns; or those who name, and whom they name.
    start : (n,) array of bool
    all_to : two (n,) arrays of bool, optional
        Whoever is in the first also has a tie to everybody in the second; so many ties need no list.

    Examples
    --------
    >>> chain = np.eye(4, k=1, dtype=bool)
    >>> steps_from(chain, np.array([False, True, False, False]))
    array([inf,  0.,  1.,  2.])
    >>> last, second = np.arange(4) == 3, np.arange(4) == 1
    >>> steps_from(chain, last, all_to=(last, second))
    array([inf,  1.,  2.,  0.])
    """
    senders, receivers = ties if isinstance(ties, tuple) else ties.nonzero()
    order = np.argsort(senders, kind="stable")
    receivers, first = receivers[order], np.searchsorted(senders[order], np.arange(len(start) + 1))
    steps = np.where(start, 0.0, np.inf)
    frontier, step = np.flatnonzero(start), 0
    while len(frontier):
        step += 1
        reached = np.unique(receivers[runs(first, frontier)[1]])
        if all_to is not None and all_to[0][frontier].any():
            reached, all_to = np.union1d(reached, np.flatnonzero(all_to[1])), None
        frontier = reached[np.isinf(steps[reached])]
        steps[frontier] = step
    return steps


def heard_with(network: Network, whom: Bools) -> tuple[Bools, Bools]:
    """Return whose answer about at least one of *whom* was observed, and about whom the answer of one of them was.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A")]), respondents=["A"])
    >>> [side.tolist() for side in heard_with(network, np.array([False, True]))]
    [[True, False], [False, False]]
    """
    sides = []
    for here, there, own, other in (
        (network.responded, network.listed, 0, 1),
        (network.listed, network.responded, 1, 0),
    ):
        known = there & whom
        count = np.where(here, int(known.sum()) - known, 0)
        besides = network.besides[network.responded[network.besides[:, 0]]]
        for pairs, sign in ((besides, 1), (network.left_out, -1)):
            count += sign * np.bincount(pairs[whom[pairs[:, other]], own], minlength=len(network))
        sides.append(np.asarray(count > 0))
    return sides[0], sides[1]
