"""Who stands above both of two actors, in a network in which ties lead up and never back."""

from __future__ import annotations

import igraph
import numpy as np
from numpy.typing import NDArray

from powermap.errors import PowermapError
from powermap.network import Bools, Floats, Whole

#: Of how many it is found out: every pair is looked at, so that twice as many take eight times as long.
MOST_RANKED = 10_000

#: Rows of bits, a bit for each actor.
Bits = NDArray[np.uint64]
#: The first and the last bit that is 1 in a byte, from the right.
_FIRST = np.array([0] + [(byte & -byte).bit_length() - 1 for byte in range(1, 256)])
_LAST = np.array([0] + [byte.bit_length() - 1 for byte in range(1, 256)])


def pairs_without_bound(ranks: igraph.Graph, size: Floats, *, top: bool = False) -> float:
    """Return how many pairs of actors have no least upper bound in a graph without cycles, whose ties lead up.

    Parameters
    ----------
    ranks : igraph.Graph
        Each vertex stands for actors that can all reach each other.
    size : (c,) array of float
        How many actors that is.
    top : bool
        Look for one above all the others that are above both, instead of one below them all.

    Examples
    --------
    >>> pairs_without_bound(igraph.Graph([(0, 1), (2, 1), (2, 3)], directed=True), np.ones(4))
    2.0
    """
    c = ranks.vcount()
    if c > MOST_RANKED:
        raise PowermapError(
            f"Least upper bounds among {c:,} actors take too long; powermap counts those of up to {MOST_RANKED:,}.",
            fix="Keep the actors of one partnership.",
        )
    # From the top down, so that of the actors above both of a pair the last in order is the nearest.
    order = np.array(ranks.topological_sorting(mode="in"), dtype=np.intp)
    size, above = size[order], _reached(ranks, order, "out")
    below = _reached(ranks, order, "in") if top else above
    without = 0.0
    for i in range(c):
        words = np.flatnonzero(above[i])
        shared = above[: i + 1, words] & above[i, words]
        found = below[_edge(shared, words, first=top)[:, None], words]
        # Whoever is above the nearest is above both: it is the least if there is nobody else.
        bound = ((found & shared if top else found) == shared).all(axis=1)
        pairs = size[i] * size[: i + 1]
        pairs[i] = size[i] * (size[i] - 1) / 2
        without += float(pairs[~(bound & shared.any(axis=1))].sum())
    return without


def _reached(ranks: igraph.Graph, order: Whole, mode: str) -> Bits:
    """Return for each vertex, in that order, whom it reaches (or who reaches it, mode 'in'), itself included."""
    c, place = len(order), np.argsort(order)
    bits = np.zeros((c, -(-c // 64)), dtype=np.uint64)
    bits.view(np.uint8)[np.arange(c), np.arange(c) // 8] = 1 << (np.arange(c) % 8)
    for i in range(c) if mode == "out" else range(c - 1, -1, -1):
        bits[i] |= np.bitwise_or.reduce(bits[place[ranks.neighbors(order[i], mode=mode)]], axis=0)
    return bits


def _edge(bits: Bits, words: Whole, *, first: bool) -> Whole:
    """Return the place of the first, or last, bit that is 1 in each row of these words; 0 where there is none."""
    octets = np.ascontiguousarray(bits).view(np.uint8)
    some: Bools = octets != 0
    column = some.argmax(axis=1) if first else octets.shape[1] - 1 - some[:, ::-1].argmax(axis=1)
    octet = octets[np.arange(len(octets)), column]
    place = 64 * words[column // 8] + 8 * (column % 8) + (_FIRST if first else _LAST)[octet]
    return np.asarray(np.where(octet > 0, place, 0), dtype=np.intp)
