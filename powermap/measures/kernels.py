"""What several measures stand on: the igraph graph of a network, and strength turned into length."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from weakref import WeakKeyDictionary

import igraph
import numpy as np

from powermap.network import Bools, Floats, Network

_GRAPHS: WeakKeyDictionary[Network, igraph.Graph] = WeakKeyDictionary()

#: igraph takes two paths for equally long when they differ by less than 1e-10 of their sum. Whole numbers keep
#: clear of that as long as no path can be longer than this.
_LONGEST_EXACT_PATH = 2**32


def digraph(network: Network) -> igraph.Graph:
    """Return the observed ties as a directed igraph graph, made once per network; do not change it.

    The edges stand in the order of ``np.nonzero(network.ties)``.
    """
    if network not in _GRAPHS:
        _GRAPHS[network] = igraph.Graph(n=len(network), edges=np.argwhere(network.ties), directed=True)
    return _GRAPHS[network]


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
    nobody_to_name = network.responded & ~network.nameable.any(axis=1)
    return np.asarray(network.observable.any(axis=1) | nobody_to_name, dtype=bool)


def lengths(strengths: Floats, actors: int) -> Floats:
    """Return how long each tie is for shortest paths: in proportion to 1 / strength, as whole numbers.

    Whole numbers, so that paths of equal length come out exactly equal: 1/3 + 1/3 + 1/3 in decimals is not
    always 1. Where the strengths have no common multiple that is small enough (sums of money, say), the plain
    1 / strength is returned, and igraph's own tolerance (1e-10 of the length) decides which paths are equal.

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
    return (1.0 / strengths) if whole is None else np.array(whole, dtype=float)[which]


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


def steps_from(ties: Bools, start: Bools) -> Floats:
    """Return the fewest steps from any actor of *start* to each actor: 0 for themselves, inf if unreachable.

    Examples
    --------
    >>> chain = np.eye(4, k=1, dtype=bool)
    >>> steps_from(chain, np.array([False, True, False, False]))
    array([inf,  0.,  1.,  2.])
    """
    steps = np.where(start, 0.0, np.inf)
    frontier, step = start, 0
    while frontier.any():
        step += 1
        frontier = ties[frontier].any(axis=0) & np.isinf(steps)
        steps[frontier] = step
    return steps
