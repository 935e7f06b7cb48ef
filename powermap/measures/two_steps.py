"""What leads over two steps between actors who are tied: of a product of ties, only the entries asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from powermap.measures.kernels import blocks_of, row_blocks, runs
from powermap.network import Bools, Whole

if TYPE_CHECKING:
    from scipy.sparse import csr_array

#: How many entries are looked at in one go, which bounds the memory.
_AT_ONCE = 4_000_000
#: To look up an entry takes as long as so many steps of a sparse product.
_LOOK_UP = 16


def between_ties(first: csr_array, second: csr_array, ends: csr_array) -> csr_array:
    """Return (first @ second) times *ends*, entry by entry.

    Rows of which the product would be far larger than what is asked of it are looked up instead, each entry in the
    shorter of its two lists. That is the work of listing triangles: at most in proportion to m to the power of 1.5.

    Parameters
    ----------
    first, second, ends : (n, m), (m, n) and (n, n) sparse arrays of float

    Returns
    -------
    (n, n) sparse array

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> star = csr_array(np.array([[0, 1.0, 1.0], [1.0, 0, 0], [1.0, 0, 0]]))
    >>> between_ties(star, star, csr_array(np.ones((3, 3)))).toarray().tolist()
    [[2.0, 0.0, 0.0], [0.0, 1.0, 1.0], [0.0, 1.0, 1.0]]
    """
    from scipy.sparse import vstack

    n = ends.shape[0]
    into = second.T.tocsr()
    row = np.repeat(np.arange(n), np.diff(ends.indptr))
    shorter = np.minimum(np.diff(first.indptr)[row], np.diff(into.indptr)[ends.indices])
    steps = np.bincount(
        np.repeat(np.arange(n), np.diff(first.indptr)), weights=np.diff(second.indptr)[first.indices], minlength=n
    )
    dear = steps > _LOOK_UP * np.bincount(row, weights=shorter + 1, minlength=n)
    if not dear.any():
        return _multiplied(first, second, ends)
    order = np.argsort(np.argsort(dear, kind="stable"), kind="stable")
    first, into = first.sorted_indices(), into.sorted_indices()
    parts = [_multiplied(first[~dear], second, ends[~dear]), _looked_up(first[dear], into, ends[dear])]
    return vstack(parts, format="csr")[order]


def _multiplied(first: csr_array, second: csr_array, ends: csr_array) -> csr_array:
    from scipy.sparse import csr_array, vstack

    parts = [(first[rows] @ second).multiply(ends[rows]).tocsr() for rows in row_blocks(first, second)]
    return vstack(parts, format="csr") if parts else csr_array(ends.shape)


def _looked_up(first: csr_array, into: csr_array, ends: csr_array) -> csr_array:
    """Return (first @ into.T) times *ends*."""
    from scipy.sparse import csr_array

    values = np.zeros(ends.nnz)
    row, column = np.repeat(np.arange(ends.shape[0]), np.diff(ends.indptr)), ends.indices
    by_row = np.diff(first.indptr)[row] <= np.diff(into.indptr)[column]
    for mine, short, long, own, other in ((by_row, first, into, row, column), (~by_row, into, first, column, row)):
        entries, n = np.flatnonzero(mine), long.shape[1]
        codes = np.repeat(np.arange(long.shape[0]), np.diff(long.indptr)) * n + long.indices
        for some in blocks_of(np.diff(short.indptr)[own[entries]], _AT_ONCE):
            which, place = runs(short.indptr, own[entries[some]])
            there, found = find(codes, other[entries[some]][which].astype(np.intp) * n + short.indices[place])
            product = short.data[place[there]] * long.data[found]
            values[entries[some]] = np.bincount(which[there], weights=product, minlength=some.stop - some.start)
    return csr_array((values * ends.data, ends.indices, ends.indptr), shape=ends.shape)


def find(codes: Whole, wanted: Whole) -> tuple[Bools, Whole]:
    """Return which of *wanted* are among *codes*, which are in order, and the places of those.

    Examples
    --------
    >>> [found.tolist() for found in find(np.array([2, 5, 7]), np.array([7, 3, 9, 2]))]
    [[True, False, False, True], [2, 0]]
    """
    if not len(codes):
        return np.zeros(len(wanted), dtype=bool), np.empty(0, dtype=np.intp)
    place = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    there = codes[place] == wanted
    return np.asarray(there), place[there]
