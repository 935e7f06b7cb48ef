"""What measures of long chains of ties stand on: leading eigenvectors, chains that fade, and currents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from powermap.measures.kernels import digraph
from powermap.network import MOST_ACTORS, Bools, Floats, Network

if TYPE_CHECKING:
    from scipy.sparse import csr_array

#: Up to so many actors a full matrix is quicker than a sparse one.
_SMALL = 200

#: A sum of chains that has not settled after so many steps is as good as never ending.
_MOST_STEPS = 100_000

#: Rows of a full matrix are handled in parts of this size.
_NUMBERS_AT_ONCE = 1_000_000


def leading(matrix: csr_array) -> tuple[float, Floats]:
    """Return the largest eigenvalue, and its right eigenvector scaled to a largest value of 1.

    Parameters
    ----------
    matrix : sparse array of float, 0 or more
        Every actor must reach every other along it: the vector is then the only one, and above 0.

    Returns
    -------
    float and array; NaN where the numbers do not settle, as on very long chains.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> value, vector = leading(csr_array(np.array([[0.0, 4.0], [1.0, 0.0]])))
    >>> round(value, 12), vector.round(12).tolist()
    (2.0, [1.0, 0.5])
    """
    values, vectors = _eigen(matrix)
    if values is None or vectors is None:
        return np.nan, np.full(matrix.shape[0], np.nan)
    which = int(np.argmax(values.real))
    vector = np.abs(vectors[:, which].real)
    return float(values[which].real), vector / vector.max()


def largest_eigenvalue(network: Network, matrix: csr_array) -> float:
    """Return the largest eigenvalue of a matrix of the network's ties; 0 where no chain of ties comes back.

    Only ties inside a strong component can make a chain endless. Elsewhere the numbers would be noise. Where the
    eigenvalue does not settle, as on chains of thousands, it is a bound from above that is close by.

    Parameters
    ----------
    network : Network
    matrix : sparse array
        The ties, in either direction or in both.

    Examples
    --------
    >>> import networkx as nx
    >>> from powermap.measures.kernels import sparse
    >>> for ties in ([("A", "B"), ("B", "C")], [("A", "B"), ("B", "A")]):
    ...     network = Network.from_graph(nx.DiGraph(ties))
    ...     print(largest_eigenvalue(network, sparse(network)))
    0.0
    1.0
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not matrix.nnz:
        return 0.0
    part = connected_components(matrix, directed=True, connection="strong")[1]
    ties = coo_array(matrix)
    inside = part[ties.row] == part[ties.col]
    if not inside.any():
        return 0.0
    on = np.unique(ties.row[inside])
    inside_ties = coo_array((ties.data * inside, (ties.row, ties.col)), matrix.shape).tocsr()[on][:, on]
    values, _ = _eigen(inside_ties)
    return _upper_bound(inside_ties) if values is None else float(values.real.max())


def _upper_bound(matrix: csr_array) -> float:
    """Return the least bound of Collatz and Wielandt: no eigenvalue is above the largest (Mx)_i / x_i, if x > 0."""
    vector, bound = np.ones(matrix.shape[0]), np.inf
    for _ in range(300):
        ahead = matrix @ vector
        on = vector > 1e-200  # what is left behind so far belongs to a part with a smaller eigenvalue
        bound = min(bound, float((ahead[on] / vector[on]).max()))
        vector = (ahead + vector) / (ahead + vector).max()
    return bound


def _eigen(matrix: csr_array) -> tuple[Floats | None, Floats | None]:
    from scipy.sparse.linalg import ArpackNoConvergence, eigs

    n = matrix.shape[0]
    if n <= _SMALL:
        values, vectors = np.linalg.eig(matrix.toarray())
        return values, vectors
    try:
        values, vectors = eigs(matrix, k=1, which="LR", v0=np.ones(n), maxiter=1_000)
    except ArpackNoConvergence:
        return None, None
    return values, vectors


def largest_core(matrix: csr_array) -> Bools:
    """Return who is in the largest set whose members all reach each other; nobody where two are equally large.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> largest_core(csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 0, 0]]))).tolist()
    [True, True, False]
    """
    from scipy.sparse.csgraph import connected_components

    part = connected_components(matrix, directed=True, connection="strong")[1]
    size = np.bincount(part) if len(part) else np.zeros(1, dtype=int)
    if size.max() < 2 or (size == size.max()).sum() > 1:
        return np.zeros(len(part), dtype=bool)
    return np.asarray(part == np.argmax(size))


def leading_in_core(matrix: csr_array, *, shared: bool = False) -> Floats:
    """Return the leading eigenvector inside the largest core, NaN outside it.

    Parameters
    ----------
    matrix : sparse array
    shared : bool
        Divide each column by its sum inside the core, so that each actor hands on 1 in all.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> leading_in_core(csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 0, 0.0]]))).round(12).tolist()
    [1.0, 1.0, nan]
    """
    core = largest_core(matrix)
    values = np.full(len(core), np.nan)
    if core.any():
        inside = matrix[core][:, core]
        if shared:
            inside = inside.multiply(1 / inside.sum(axis=0)).tocsr()
        values[core] = leading(inside)[1]
    return values


def hubs(matrix: csr_array) -> Floats:
    """Return the hub scores of Kleinberg's iteration, which starts with 1 for everybody; all 0 without ties.

    Where several vectors are as good, the iteration ends at what they have in common with its start.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> hubs(csr_array(np.array([[0, 1, 1], [0, 0, 1], [0, 0, 0.0]]))).round(6).tolist()
    [1.0, 0.618034, 0.0]
    """
    from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh

    n = matrix.shape[0]
    if not matrix.nnz:
        return np.zeros(n)
    back = matrix.T.tocsr()
    if n <= _SMALL:
        values, vectors = np.linalg.eigh((matrix @ back).toarray())
        best = vectors[:, values > values[-1] * (1 - 1e-10)]
        found = best @ best.sum(axis=0)
    else:
        both = LinearOperator((n, n), matvec=lambda x: matrix @ (back @ x), dtype=float)
        try:
            found = np.abs(eigsh(both, k=1, which="LA", v0=np.ones(n), maxiter=1_000)[1][:, 0])
        except ArpackNoConvergence:
            return np.full(n, np.nan)
    found = np.abs(found)
    # Who names nobody is no hub: what is left there is rounding.
    found[np.diff(matrix.indptr) == 0] = 0.0
    return np.asarray(found / found.max())


def fading(matrix: csr_array, factor: float, start: Floats, largest: float) -> Floats:
    """Return the x for which x = start + factor * matrix x: chains of ties that count for less the longer they are.

    Parameters
    ----------
    matrix : sparse array
    factor : float
        What a step further counts, compared with the step before.
    start : array of float
    largest : float
        The largest eigenvalue. Below 1 / *largest* x is the sum of all chains; beyond, it is whatever solves the
        equation, up to 5,000 actors, and NaN above or where nothing does.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> fading(csr_array(np.array([[0, 1], [1, 0.0]])), 0.5, np.ones(2), 1.0).round(12).tolist()
    [2.0, 2.0]
    """
    n = len(start)
    if n > _SMALL and abs(factor) * largest < 1:
        total = term = start
        for _ in range(_MOST_STEPS):
            term = factor * (matrix @ term)
            total = total + term
            if np.abs(term).max() <= 1e-15 * np.abs(total).max():
                return np.asarray(total)
        return np.full(n, np.nan)
    if n > MOST_ACTORS or not np.isfinite(factor):
        return np.full(n, np.nan)
    try:
        return np.linalg.solve(np.eye(n) - factor * matrix.toarray(), start)
    except np.linalg.LinAlgError:
        return np.full(n, np.nan)


def potentials(matrix: csr_array) -> Floats:
    """Return the pseudo-inverse of the Laplacian of a connected undirected graph, a full matrix.

    Entry (i, j) less entry (k, j) is the difference of potential of i and k when a unit of current enters at j.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> potentials(csr_array(np.array([[0, 1], [1, 0.0]]))).round(12).tolist()
    [[0.25, -0.25], [-0.25, 0.25]]
    """
    from scipy.linalg.lapack import dpotrf, dpotri

    n = matrix.shape[0]
    full = matrix.toarray(order="F")
    np.subtract(1 / n, full, out=full)
    full[np.diag_indices(n)] += matrix.sum(axis=1)
    triangle, _ = dpotrf(full, lower=1, overwrite_a=1)
    inverse, _ = dpotri(triangle, lower=1, overwrite_c=1)
    inverse += np.tril(inverse, -1).T  # above the diagonal there are zeros
    inverse -= 1 / n
    return np.asarray(inverse)


def currents(matrix: csr_array) -> Floats:
    """Return the current through each actor of a connected undirected graph, summed over the pairs of others.

    The current along a tie is the difference of potential between its ends. Sorting where the current would have
    to enter by what it sends along the tie gives the sum over all pairs at once.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> currents(csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0.0]]))).round(12).tolist()
    [0.0, 1.0, 0.0]
    """
    from scipy.sparse import coo_array

    n = matrix.shape[0]
    potential = potentials(matrix)
    ties = coo_array(matrix)
    one, other = ties.row[ties.row < ties.col], ties.col[ties.row < ties.col]
    through = np.zeros(n)
    rank = 2 * np.arange(n) - n + 1
    at_once = max(_NUMBERS_AT_ONCE // n, 1)
    for start in range(0, len(one), at_once):
        i, j = one[start : start + at_once], other[start : start + at_once]
        along = potential[i] - potential[j]
        for end in (i, j):
            at_end = along[np.arange(len(end)), end]
            own = np.abs(along - at_end[:, None]).sum(axis=1)
            np.add.at(through, end, -own / 2)
        along.sort(axis=1)
        every = along @ rank / 2
        np.add.at(through, i, every)
        np.add.at(through, j, every)
    return np.maximum(through, 0.0)


def connected_parts(network: Network) -> list[np.ndarray]:
    """Return the places of the actors of each part of at least two in which ties, either way, lead to everybody.

    Examples
    --------
    >>> import networkx as nx
    >>> [part.tolist() for part in connected_parts(Network.from_graph(nx.DiGraph([("A", "B")])))]
    [[0, 1]]
    """
    return [np.array(part) for part in digraph(network).connected_components(mode="weak") if len(part) > 1]
