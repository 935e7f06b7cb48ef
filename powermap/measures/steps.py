"""How many steps everybody is from everybody, counted without a matrix; and betweenness from a sample of starts."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from powermap.measures.kernels import answered, blocks_of, digraph, lengths, runs
from powermap.network import Floats, Network, Whole

#: Steps are counted from this many actors at once, a bit for each.
_AT_ONCE = 1024

#: Rows of bits for so many ties fit in the fast memory of a processor.
_NEAR = 2_048

#: Where somebody is farther off than this, there are chains so long that one actor at a time is quicker.
_DEEP = 64

#: Reach is kept for so many steps.
FEW_STEPS = 3

#: Betweenness is sampled from this many actors, in this many parts whose spread tells the error.
PIVOTS, PARTS = 500, 25

#: Up to so many actors betweenness is exact.
EXACT_UP_TO = 5_000

Bits: TypeAlias = NDArray[np.uint64]

_SAMPLED: WeakKeyDictionary[Network, dict[bool, tuple[Floats, Floats]]] = WeakKeyDictionary()
_STEPS: WeakKeyDictionary[Network, tuple[Steps, Steps]] = WeakKeyDictionary()


class Steps(NamedTuple):
    """Of each actor: whom it reaches (or who reaches it), itself not counted."""

    #: (n, 3) how many within one, two and three steps.
    within: Floats
    #: (n,) how many at all.
    reached: Floats
    #: (n,) the sum of the steps to those.
    total: Floats
    #: (n,) the most steps to any of those; 0 where there is nobody.
    farthest: Floats
    #: (n,) the sum of 1 / steps to those.
    near: Floats


class _Ties(NamedTuple):
    """The ties by who names, and by who is named."""

    #: Those whom i names are ``receivers[first[i] : first[i + 1]]``.
    first: Whole
    receivers: Whole
    #: Those who name ``named[i]`` are ``senders[begin[i] : begin[i + 1]]``.
    senders: Whole
    named: Whole
    begin: Whole


def steps_in_and_out(network: Network) -> tuple[Steps, Steps]:
    """Return how many steps the others are away from each actor, and it from them; found once per network.

    Breadth-first from 1,024 actors at a time, with a bit for each of them, which does the work of 64 in one.

    Returns
    -------
    into, out : Steps

    Examples
    --------
    >>> import networkx as nx
    >>> into, out = steps_in_and_out(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")])))
    >>> into.total.tolist(), out.within.tolist()
    ([0.0, 1.0, 3.0], [[1.0, 2.0, 2.0], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0]])
    """
    if network not in _STEPS:
        back = np.argsort(network.receivers, kind="stable")
        into = _steps_to_each(network.senders, network.receivers, len(network))
        out = _steps_to_each(network.receivers[back], network.senders[back], len(network)) if into else None
        _STEPS[network] = (into, out) if into and out else (_one_by_one(network, "in"), _one_by_one(network, "out"))
    return _STEPS[network]


def _steps_to_each(senders: Whole, receivers: Whole, n: int) -> Steps | None:
    """Return from how many, and how far, each is reached; the ties are in the order of those who send."""
    found = Steps(np.zeros((n, FEW_STEPS)), *np.zeros((4, n)))
    order = np.argsort(receivers, kind="stable")
    named, begin = np.unique(receivers[order], return_index=True)
    ties = _Ties(
        np.searchsorted(senders, np.arange(n + 1)), receivers, senders[order], named, np.append(begin, len(order))
    )
    for start in range(0, n, _AT_ONCE):
        if not _sweep(np.arange(start, min(start + _AT_ONCE, n)), ties, found):
            return None
    return found


def _one_by_one(network: Network, mode: str) -> Steps:
    graph = digraph(network)
    within = [np.array(graph.neighborhood_size(order=step + 1, mode=mode)) - 1.0 for step in range(FEW_STEPS)]
    total = np.rint(1 / np.nan_to_num(np.array(graph.closeness(mode=mode, normalized=False)), nan=np.inf))
    share = np.nan_to_num(np.array(graph.closeness(mode=mode, normalized=True)))
    farthest = np.array(graph.eccentricity(mode=mode), dtype=float)
    near = np.nan_to_num(np.array(graph.harmonic_centrality(mode=mode, normalized=False), dtype=float))
    return Steps(np.stack(within, axis=1), np.rint(share * total), total, farthest, near)


def _sweep(starts: Whole, ties: _Ties, found: Steps) -> bool:
    """Add what is reached from *starts*; False, and stop, where somebody is too far off for this."""
    seen = np.zeros((len(ties.first) - 1, -(-len(starts) // 64)), dtype=np.uint64)
    place = np.arange(len(starts))
    seen.view(np.uint8)[starts, place // 8] = 1 << (place % 8)
    rows, front, step = starts, seen[starts], 0
    while rows.size and step < _DEEP:
        step += 1
        rows, arrived = _one_step(rows, front, ties)
        front = arrived & ~seen[rows]
        number = _ones(front)
        new = number > 0
        rows, front, number = rows[new], front[new], number[new]
        seen[rows] |= front
        found.within[rows, step - 1 :] += number[:, None]
        found.reached[rows] += number
        found.total[rows] += number * step
        found.farthest[rows] = np.maximum(found.farthest[rows], step)
        found.near[rows] += number / step
    return not rows.size


def _one_step(rows: Whole, front: Bits, ties: _Ties) -> tuple[Whole, Bits]:
    """Return who is named by any of *rows*, and from where these were reached, put together."""
    sender, place = runs(ties.first, rows)
    if 2 * len(place) < len(ties.receivers):
        there = ties.receivers[place]
        order = np.argsort(there, kind="stable")
        there = there[order]
        change = np.flatnonzero(np.diff(there, prepend=-1))
        arrived = np.bitwise_or.reduceat(front[sender[order]], change, axis=0) if len(change) else front[:0]
        return there[change], arrived
    # Where most ties are followed, all of them are, as they stand in order; in parts that stay in the fast memory.
    every = np.zeros((len(ties.first) - 1, front.shape[1]), dtype=np.uint64)
    every[rows] = front
    arrived = np.empty((len(ties.named), front.shape[1]), dtype=np.uint64)
    for some in blocks_of(np.diff(ties.begin), _NEAR):
        begin, end = ties.begin[some.start], ties.begin[some.stop]
        arrived[some] = np.bitwise_or.reduceat(every[ties.senders[begin:end]], ties.begin[some] - begin, axis=0)
    return ties.named, arrived


def _ones(bits: Bits) -> Whole:
    """Return how many bits of each row are 1."""
    if hasattr(np, "bitwise_count"):
        return np.asarray(np.bitwise_count(bits).sum(axis=1, dtype=np.intp))
    return np.asarray(np.unpackbits(bits.view(np.uint8), axis=1).sum(axis=1, dtype=np.intp))  # NumPy below 2


def sampled_betweenness(
    network: Network, length: list[float] | None = None, *, pivots: int = PIVOTS, seed: int = 0
) -> tuple[Floats, Floats]:
    """Return betweenness estimated from paths that start at some actors only, and the standard error of that.

    The actors to start from are drawn at random, without replacement, from those that name anybody. The error is
    told by how far parts of the sample differ, so it is itself uncertain by about a seventh.

    Parameters
    ----------
    network : Network
    length : list of float, optional
        Of each tie; without it, each is one step.
    pivots : int
        How many to start from; where there are no more than that, the result is exact and the error 0.
    seed : int

    Returns
    -------
    estimate, error : (n,) arrays of float
        Not normalised. The error of an actor that is on no sampled path is 0 too: it is below what was looked
        at, not known exactly.

    References
    ----------
    Brandes & Pich (2007), Centrality estimation in large networks.

    Examples
    --------
    >>> import networkx as nx
    >>> estimate, error = sampled_betweenness(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")])))
    >>> estimate.tolist(), error.tolist()
    ([0.0, 1.0, 0.0], [0.0, 0.0, 0.0])
    """
    n, graph = len(network), digraph(network)
    starts = np.unique(network.senders)
    if len(starts) <= pivots:
        return np.array(graph.betweenness(weights=length), dtype=float), np.zeros(n)
    drawn = np.random.default_rng(seed).permutation(starts)[:pivots]
    parts = np.array_split(drawn, min(PARTS, pivots))
    means = np.array(
        [np.array(graph.betweenness(weights=length, sources=part.tolist())) / len(part) for part in parts]
    )
    sizes = np.array([len(part) for part in parts], dtype=float)
    mean = sizes @ means / pivots
    spread = np.sqrt((sizes @ (means - mean) ** 2) / (len(parts) - 1) / pivots) if len(parts) > 1 else mean * np.nan
    not_drawn = np.sqrt(1 - pivots / len(starts))
    return len(starts) * mean, len(starts) * spread * not_drawn


def paths_between(network: Network, *, weighted: bool = True) -> tuple[Floats, Floats]:
    """Return on how many shortest paths each actor is, and the standard error of that.

    Exact, with an error of 0, up to 5,000 actors; sampled above, once per network.

    Examples
    --------
    >>> import networkx as nx
    >>> [found.tolist() for found in paths_between(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")])))]
    [[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    weighted = weighted and network.weighted
    length = lengths(network.tie_strengths, len(network)).tolist() if weighted else None
    if len(network) <= EXACT_UP_TO:
        return np.array(digraph(network).betweenness(weights=length), dtype=float), np.zeros(len(network))
    sampled = _SAMPLED.setdefault(network, {})
    if weighted not in sampled:
        sampled[weighted] = sampled_betweenness(network, length)
    return sampled[weighted]


def between_pairs(network: Network, paths: Floats, *, normalised: bool = True) -> Floats:
    """Return *paths* over the pairs of others that there are; NaN for actors that did not answer.

    Examples
    --------
    >>> import networkx as nx
    >>> between_pairs(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")])), np.array([0.0, 1.0, 0.0])).tolist()
    [0.0, 0.5, 0.0]
    """
    there = answered(network)
    if not normalised:
        return np.where(there, paths, np.nan)
    pairs = np.where(there, (there.sum() - there) * max(len(network) - 2, 0), 0)
    quotient = np.full(len(network), np.nan)
    np.divide(paths, pairs, out=quotient, where=pairs > 0)
    return quotient
