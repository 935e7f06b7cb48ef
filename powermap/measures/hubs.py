"""Who stands between whom, counted without a list of all pairs that a hub which names everybody joins.

Such a hub stands between nearly all pairs there are, and a list of them grows with the square of the network. Each
hub is a bit instead, and all actors who name the same hubs, or are named by the same, are counted at once. Pairs
that others stand between are listed, and what hubs do for these is put right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from powermap.measures.kernels import blocks_of, row_blocks
from powermap.network import Bools, Floats, Whole

if TYPE_CHECKING:
    from scipy.sparse import csr_array

#: A bit for each hub.
Bits: TypeAlias = NDArray[np.uint64]

#: Who joins more than this part of all pairs is a hub; there is a bit for each of the largest 64.
_HUB, _MOST_HUBS = 1 / 64, 64
#: How many pairs are looked at in one go, which bounds the memory.
_AT_ONCE = 4_000_000
#: More than any number of ways, or sum of labels, between two actors; sums of it stay exact.
_CLOSED = 2.0**40


class Hubs(NamedTuple):
    """Who joins so many pairs that these are not listed, and whom."""

    #: Places of the hubs.
    places: Whole
    #: (n,) the hubs one step ahead of each actor, and those of which it is one step ahead.
    ahead: Bits
    behind: Bits

    def among(self, chosen: Bools) -> np.uint64:
        """Return the bits of the hubs that are among *chosen*, an (n,) array."""
        return np.uint64(sum(1 << hub for hub in np.flatnonzero(chosen[self.places]).tolist()))


def hubs_of(first: csr_array, second: csr_array) -> Hubs:
    """Return those who stand between more than one in 64 of all pairs.

    Parameters
    ----------
    first, second : (n, n) sparse arrays
        The first and the second steps.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> star = csr_array(np.array([[0, 1.0, 1.0, 1.0], [1.0, 0, 0, 0], [1.0, 0, 0, 0], [0, 0, 0, 0]]))
    >>> hubs = hubs_of(star, star)
    >>> hubs.ahead.tolist(), hubs.behind.tolist()
    ([6, 1, 1, 0], [6, 1, 1, 1])
    """
    n = first.shape[0]
    joined = np.bincount(first.indices, minlength=n) * np.diff(second.indptr).astype(float)
    places = np.flatnonzero(joined > _HUB * n**2)
    places = np.sort(places[np.argsort(-joined[places], kind="stable")[:_MOST_HUBS]])
    ahead, behind, before = np.zeros(n, dtype=np.uint64), np.zeros(n, dtype=np.uint64), first.tocsc()
    for hub, place in enumerate(places.tolist()):
        bit = np.uint64(1 << hub)
        ahead[before.indices[before.indptr[place] : before.indptr[place + 1]]] |= bit
        behind[second.indices[second.indptr[place] : second.indptr[place + 1]]] |= bit
    return Hubs(places, ahead, behind)


def crowds(hubs: Hubs, senders: Floats, receivers: Floats) -> Iterator[tuple[Bits, Floats, Floats]]:
    """Yield which hubs join two crowds, who name the same hubs or are named by the same; a block at a time.

    Parameters
    ----------
    senders, receivers : (n, g) arrays of float
        What is to be summed over each crowd.

    Yields
    ------
    joining : (a, b) array of bits
    senders, receivers : (a, g) and (b, g) arrays of float

    Examples
    --------
    >>> hubs = Hubs(np.array([0]), np.array([0, 1, 1], dtype=np.uint64), np.array([0, 1, 0], dtype=np.uint64))
    >>> [[found.tolist() for found in block] for block in crowds(hubs, np.ones((3, 1)), np.ones((3, 1)))]
    [[[[0, 0], [0, 1]], [[1.0], [2.0]], [[2.0], [1.0]]]]
    """
    (one, some), (other, others) = (
        _summed(bits, values) for bits, values in ((hubs.ahead, senders), (hubs.behind, receivers))
    )
    for rows in blocks_of(np.full(len(one), len(other)), _AT_ONCE):
        yield one[rows, None] & other, some[rows], others


def _summed(bits: Bits, values: Floats) -> tuple[Bits, Floats]:
    kinds, kind = np.unique(bits, return_inverse=True)
    total = np.zeros((len(kinds), values.shape[1]))
    np.add.at(total, kind.reshape(-1), values)
    return kinds, total


def pairs_apart(
    first: csr_array, second: csr_array, closed: csr_array, hubs: Whole, labels: Floats
) -> Iterator[tuple[Whole, Whole, Floats, Floats]]:
    """Yield which pairs that are not closed others than hubs stand between, and how many; a block at a time.

    Parameters
    ----------
    labels : (g, n) array of float, 0 or more
        What is to be summed over those who stand between.

    Yields
    ------
    start, end : (p,) arrays of int
    ways : (p,) array of float
    sums : (g, p) array of float

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> ties, places = csr_array(np.array([[0, 1.0, 0], [1.0, 0, 1.0], [0, 0, 0]])), np.arange(3.0)[None]
    >>> some = pairs_apart(ties, ties, csr_array(np.eye(3)), np.array([], dtype=int), places)
    >>> [[found.tolist() for found in block] for block in some]
    [[[0], [2], [1.0], [[1.0]]]]
    """
    from scipy.sparse import csr_array, dia_array, hstack, vstack

    n, hub = first.shape[0], np.zeros(first.shape[0], dtype=bool)
    hub[hubs] = True
    starts, small = np.repeat(np.arange(n), np.diff(first.indptr)), ~hub[first.indices]
    steps = csr_array((first.data[small], (starts[small], first.indices[small])), shape=(n, n))
    # A second step of its own marks the pairs that are closed.
    onward = vstack([second, dia_array((np.full((1, n), _CLOSED), [0]), shape=(n, n))], format="csr")
    steps = hstack([steps, closed], format="csr")
    for rows in row_blocks(steps, onward):
        own = steps[rows]
        pairs = (own @ onward).tocoo()
        is_open = pairs.data < _CLOSED
        start, end, ways = (
            pairs.row[is_open].astype(np.intp),
            pairs.col[is_open].astype(np.intp),
            pairs.data[is_open],
        )
        sums = np.empty((len(labels), len(ways)))
        for one, label in enumerate(labels):
            # A product of the same pattern, as all in it is above 0, stands in the same order.
            times = np.append(label + 1, np.ones(n))[own.indices]
            labelled = csr_array((own.data * times, own.indices, own.indptr), shape=own.shape)
            sums[one] = (labelled @ onward).data[is_open] - ways
        yield start + rows.start, end, ways, sums


def only_through(first: csr_array, second: csr_array, closed: csr_array) -> tuple[Floats, csr_array]:
    """Return how many each actor reaches over two steps, and how many of those by one and the same other only.

    Parameters
    ----------
    first, second : (n, n) sparse arrays
        The first and the second steps.
    closed : (n, n) sparse array
        Pairs that do not count.

    Returns
    -------
    reached : (n,) array of float
    only : (n, n) sparse array
        Row i, column j: how many i reaches only through j.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> ties = csr_array(np.array([[0, 1, 1, 0, 0], [0, 0, 0, 1, 1], [0, 0, 0, 1, 0], [0] * 5, [0] * 5], float))
    >>> reached, only = only_through(ties, ties, csr_array(np.eye(5)))
    >>> reached.tolist(), only.toarray()[0].tolist()
    ([2.0, 0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0, 0.0])
    """
    from scipy.sparse import csr_array

    n, hubs = first.shape[0], hubs_of(first, second)
    reached, by_hub = _by_hubs(hubs, closed)
    only = csr_array((n, n))
    for start, end, ways, (by,) in pairs_apart(first, second, closed, hubs.places, np.arange(float(n))[None]):
        joining = hubs.ahead[start] & hubs.behind[end]
        free = joining == 0
        reached += np.bincount(start[free], minlength=n)
        by_hub -= _counted(start, joining, by_hub.shape)
        alone = free & (ways == 1)
        # Entries of the same place are added up.
        only = only + csr_array(
            (alone[alone].astype(float), (start[alone], by[alone].astype(np.intp))), shape=(n, n)
        )
    i, hub = by_hub.nonzero()
    return reached, only + csr_array((by_hub[i, hub], (i, hubs.places[hub])), shape=(n, n))


def _by_hubs(hubs: Hubs, closed: csr_array) -> tuple[Floats, Floats]:
    """Return how many each actor reaches by hubs, and (n, hubs) how many of them by one hub only."""
    n, bits = len(hubs.ahead), [np.uint64(1 << hub) for hub in range(len(hubs.places))]
    reached, alone = [np.zeros(0)], [np.zeros((0, len(bits)))]
    for joining, _, many in crowds(hubs, np.ones((n, 1)), np.ones((n, 1))):
        reached.append((joining != 0) @ many[:, 0])
        alone.append(np.array([(joining == bit) @ many[:, 0] for bit in bits]).reshape(len(bits), len(joining)).T)
    crowd = np.unique(hubs.ahead, return_inverse=True)[1].reshape(-1)
    start = np.repeat(np.arange(n), np.diff(closed.indptr))
    joining = hubs.ahead[start] & hubs.behind[closed.indices]
    total = np.concatenate(reached)[crowd] - np.bincount(start[joining != 0], minlength=n)
    return np.asarray(total), np.concatenate(alone)[crowd] - _counted(start, joining, (n, len(bits)))


def _counted(start: Whole, joining: Bits, shape: tuple[int, ...]) -> Floats:
    """Return how many pairs that start at each actor one hub only joins, a column for each hub."""
    one = (joining != 0) & (joining & (joining - np.uint64(1)) == 0)
    hub = np.log2(joining[one].astype(float)).astype(np.intp)
    return np.bincount(start[one] * shape[1] + hub, minlength=shape[0] * shape[1]).reshape(shape).astype(float)
