"""Groups against groups: how many ties run between each two, and how many answers about them were observed."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Any

import igraph
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from powermap.errors import UnknownChoiceError
from powermap.measures.kernels import membership, partition, sparse
from powermap.network import Bools, By, Floats, Network, Whole

if TYPE_CHECKING:
    from scipy.sparse import csr_array

#: An array of more rows goes to the sparse solver.
LARGEST_DENSE = 300
#: How many numbers are held at a time while paths are counted.
LARGEST_STATE = 400_000
#: Counts of paths above this are scaled down before they grow past what a number can hold.
MOST_PATHS = 1e150


def over(part: NDArray[Any] | float, whole: NDArray[Any] | float) -> Floats:
    """Divide; NaN where there is nothing to divide by, or so little that no number holds the quotient.

    >>> over(np.array([1.0, 0.0]), np.array([2.0, 0.0])).tolist()
    [0.5, nan]
    """
    part, whole = np.broadcast_arrays(np.asarray(part, dtype=float), np.asarray(whole, dtype=float))
    quotient = np.full(part.shape, nan)
    with np.errstate(over="ignore"):
        np.divide(part, whole, out=quotient, where=whole > 0)
    quotient[np.isinf(quotient)] = nan
    return quotient


def ends(network: Network, *, directed: bool = True) -> tuple[Whole, Whole]:
    """Return the ties; undirected, each pair of which either named the other, once in each direction.

    >>> import networkx as nx
    >>> [side.tolist() for side in ends(Network.from_graph(nx.DiGraph([("A", "B")])), directed=False)]
    [[0, 1], [1, 0]]
    """
    if directed:
        return network.senders, network.receivers
    here = np.concatenate([network.senders, network.receivers])
    there = np.concatenate([network.receivers, network.senders])
    senders, receivers = np.divmod(np.unique(here * len(network) + there), max(len(network), 1))
    return senders, receivers


def square(network: Network, by: By, *, directed: bool = True) -> tuple[Floats, Floats]:
    """Return how many ties, and how many answers observed, each group of a partition has with each.

    Undirected, a pair inside a group counts twice, once from each end.

    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    >>> [table.tolist() for table in square(network, ["x", "x", "y"])]
    [[[1.0, 1.0], [0.0, 0.0]], [[2.0, 2.0], [2.0, 0.0]]]
    """
    names, group = partition(network, by)
    member, g = group[:, None] == np.arange(len(names)), len(names)
    senders, receivers = ends(network, directed=directed)
    kept = np.flatnonzero((group[senders] >= 0) & (group[receivers] >= 0))
    ties = np.bincount(group[senders[kept]] * g + group[receivers[kept]], minlength=g * g).reshape(g, g)
    return ties.astype(float), network.answers_between(member) if directed else pairs_between(network, member)


def between(network: Network, member: Bools, *, only: Bools | None = None) -> tuple[Floats, Floats]:
    """Return how many ties, and how many answers observed, each of groups that may overlap has with each.

    *only* picks ties.

    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    >>> between(network, np.array([[True, True], [True, False], [False, True]]))[0].tolist()
    [[1.0, 1.0], [1.0, 0.0]]
    """
    from scipy.sparse import csr_array

    own, n = member.astype(float), len(network)
    ties = sparse(network)
    if only is not None:
        kept = np.flatnonzero(only)
        ties = csr_array((np.ones(len(kept)), (network.senders[kept], network.receivers[kept])), shape=(n, n))
    return np.asarray(own.T @ (ties @ own)), network.answers_between(member)


def against_rest(network: Network, by: By) -> tuple[list[str], Floats, Floats]:
    """Return the groups, and of each the ties and the answers observed: inside, to the others, from them.

    >>> import networkx as nx
    >>> names, ties, answers = against_rest(Network.from_graph(nx.DiGraph([("A", "B")])), ["x", "y"])
    >>> names, ties.tolist(), answers.tolist()
    (['x', 'y'], [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]], [[0.0, 0.0], [1.0, 1.0], [1.0, 1.0]])
    """
    names, member = membership(network, by)
    rest = member.any(axis=1, keepdims=True) & ~member
    g, inside = len(names), np.arange(len(names))
    ties, answers = (
        np.array([table[inside, inside], table[inside, g + inside], table[g + inside, inside]])
        for table in between(network, np.hstack([member, rest]))
    )
    return names, ties, answers


def answers_with(network: Network, member: Bools) -> tuple[Floats, Floats]:
    """Return how many answers of each actor about each group were observed, and of each group about each actor.

    Both are (n, g), for an (n, g) array of who belongs to which group; nobody answers about itself.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]), respondents=["A", "B"])
    >>> own = np.array([[True, False], [True, False], [False, True]])
    >>> [side.tolist() for side in answers_with(network, own)]
    [[[1.0, 1.0], [1.0, 1.0], [0.0, 0.0]], [[1.0, 0.0], [1.0, 0.0], [2.0, 0.0]]]
    """
    own = np.asarray(member, dtype=float)
    heard = network.besides[network.responded[network.besides[:, 0]]]
    sides = []
    for side, (here, there) in enumerate(
        ((network.responded, network.listed), (network.listed, network.responded))
    ):
        count = here[:, None] * (own[there].sum(axis=0) - there[:, None] * own)
        np.add.at(count, heard[:, side], own[heard[:, 1 - side]])
        np.subtract.at(count, network.left_out[:, side], own[network.left_out[:, 1 - side]])
        sides.append(count)
    return sides[0], sides[1]


def pairs_between(network: Network, member: Bools) -> Floats:
    """Return in how many pairs of an actor of one group and an actor of another either told about the other.

    (g, g), for an (n, g) array of who belongs to which group. Symmetric; a pair inside a group counts twice,
    once from each end.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]), respondents=["A"])
    >>> pairs_between(network, np.array([[True, False], [True, False], [False, True]])).tolist()
    [[2.0, 1.0], [1.0, 0.0]]
    """
    own = np.asarray(member, dtype=float)
    told, heard = np.array([False, False, True, True]), np.array([False, True, False, True])
    either = (told[:, None] & heard) | (heard[:, None] & told)
    kind = 2 * network.responded + network.listed
    of_kind = np.array([own[kind == k].sum(axis=0) for k in range(4)])
    pairs = of_kind.T @ either @ of_kind - own[kind == 3].T @ own[kind == 3]
    # What the lists do not say: answers left out, and answers about somebody who is not listed.
    odd = np.unique(np.sort(np.concatenate([network.besides, network.left_out]), axis=1), axis=0)
    first, second = odd[:, 0], odd[:, 1]
    seen = network.observed(first, second) | network.observed(second, first)
    change = own[first].T @ ((seen.astype(float) - either[kind[first], kind[second]])[:, None] * own[second])
    return np.asarray(pairs + change + change.T)


def chances_of_draw(actors: int, members: int, drawn: int) -> Floats:
    """Return how likely 0, 1, 2, ... members of a group are among *drawn* of all actors, drawn at random.

    Examples
    --------
    >>> chances_of_draw(4, 2, 2).round(4).tolist()
    [0.1667, 0.6667, 0.1667]
    """
    count = np.arange(max(0, drawn + members - actors), min(members, drawn) + 1, dtype=float)
    steps = (members - count) * (drawn - count) / ((count + 1) * (actors - members - drawn + count + 1))
    logs = np.concatenate([[0.0], np.cumsum(np.log(steps[:-1]))])
    chances = np.exp(logs - logs.max())
    return np.concatenate([np.zeros(int(count[0])), chances / chances.sum()])


def odds_ratio(table: tuple[Floats, Floats, Floats, Floats], *, corrected: bool = True) -> Floats:
    """Return a d / (b c) of counts (a, b, c, d); corrected, 0.5 is added to all four where one is 0.

    NaN where a + b or c + d is 0.

    >>> two, none = np.array([2.0]), np.array([0.0])
    >>> odds_ratio((two, two, two, 2 * two)).tolist(), odds_ratio((two, none, two, two)).tolist()
    ([2.0], [5.0])
    """
    a, b, c, d = (np.asarray(count, dtype=float) for count in table)
    add = np.where(np.minimum(np.minimum(a, b), np.minimum(c, d)) == 0, 0.5, 0.0) if corrected else 0.0
    return np.where((a + b > 0) & (c + d > 0), over((a + add) * (d + add), (b + add) * (c + add)), nan)


def leading_vectors(shared: csr_array, scale: Floats) -> Floats:
    """Return of each connected part the largest eigenvalue, spread over actors by the eigenvector times *scale*.

    The mean over a part is the eigenvalue; 0 for a part of one. *shared* is symmetric without negative entries.

    >>> from scipy.sparse import csr_array
    >>> joined = csr_array([[0.0, 0.5, 0.0], [0.5, 0.0, 0.0], [0.0, 0.0, 0.0]])
    >>> leading_vectors(joined, np.array([1.0, 3.0, 1.0])).round(6).tolist()
    [0.25, 0.75, 0.0]
    """
    from scipy.sparse.linalg import eigsh

    n = shared.shape[0]
    edges = np.stack(shared.nonzero(), axis=1)
    part = np.array(igraph.Graph(n=n, edges=edges).connected_components().membership, dtype=int)
    order = np.argsort(part, kind="stable")
    values = np.zeros(n)
    for members in np.split(order, np.flatnonzero(np.diff(part[order])) + 1):
        if len(members) < 2:
            continue
        own = shared[members][:, members]
        if len(members) <= LARGEST_DENSE:
            largest, vectors = np.linalg.eigh(own.toarray())
        else:
            largest, vectors = eigsh(own, k=1, which="LA", v0=np.ones(len(members)), ncv=40)
        spread = np.abs(vectors[:, -1]) * scale[members]
        values[members] = largest[-1] * spread / spread.mean()
    return values


def shares_among_own(network: Network, group: Whole) -> Floats:
    """Return of each actor the index of spectral segregation; NaN without contacts that have a group.

    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C"), ("C", "A")]))
    >>> shares_among_own(network, np.array([0, 0, 1])).tolist()
    [0.5, 0.5, 0.0]
    """
    from scipy.sparse import csr_array

    senders, receivers = ends(network, directed=False)
    kept = (group[senders] >= 0) & (group[receivers] >= 0)
    contacts, n = np.bincount(senders[kept], minlength=len(network)), len(network)
    own = kept & (group[senders] == group[receivers])
    senders, receivers = senders[own], receivers[own]
    # With the square root of both ends' contacts, instead of the one end's, it is symmetric and as large.
    shares = 1 / np.sqrt(contacts[senders] * contacts[receivers])
    shared = csr_array((shares, (senders, receivers)), shape=(n, n))
    return np.where(contacts > 0, leading_vectors(shared, 1 / np.sqrt(np.maximum(contacts, 1))), nan)


def rescaled_ei(
    inside: Floats | float, total: Floats | float, own: Floats | float, asked: Floats | float
) -> Floats:
    """Return E-I stretched to -1 with as many ties inside as *total* ties can have, and to 1 with as few.

    *own* and *asked* are the answers observed inside, and in all.

    >>> rescaled_ei(np.array([1.0, 2.0, 3.0]), 3.0, 3.0, 5.0).tolist()
    [1.0, 0.0, -1.0]
    """
    most, fewest = np.minimum(total, own), np.maximum(total - (asked - own), 0)
    return np.asarray(1 - 2 * over(inside - fewest, most - fewest))


def apart(rows: Floats) -> Floats:
    """Return how different the shares of each two rows are: half the sum of what differs; NaN for a row of zeros.

    >>> apart(np.array([[1.0, 1.0], [0.0, 3.0]])).tolist()
    [[0.0, 0.5], [0.5, 0.0]]
    """
    share = over(rows, rows.sum(axis=1)[:, None])
    # One row at a time: all pairs at once would take groups to the power of three of memory.
    return np.array([np.abs(share - own).sum(axis=1) / 2 for own in share]).reshape(len(rows), len(rows))


def one_per_actor(values: pd.Series, network: Network) -> Floats:
    """Return values as numbers, one per actor in order; UnknownChoiceError where there are more or fewer.

    >>> import networkx as nx
    >>> one_per_actor(pd.Series([1, 2]), Network.from_graph(nx.DiGraph([("A", "B")]))).tolist()
    [1.0, 2.0]
    """
    column = np.asarray(values, dtype=float)
    if len(column) != len(network):
        raise UnknownChoiceError(
            f"There are {len(column)} values for {len(network)} actors.", fix="Give one value per actor, in order."
        )
    return column


def correlation(first: Floats, second: Floats) -> float:
    """Return Pearson's correlation; NaN with fewer than two pairs, or where one of the two never differs.

    >>> round(correlation(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])), 12)
    1.0
    """
    if len(first) < 2 or any(side.min() == side.max() for side in (first, second)):
        return nan
    first, second = (side / np.abs(side).max() for side in (first, second))
    first, second = (side - side.mean() for side in (first, second))
    return float(first @ second / np.sqrt((first @ first) * (second @ second)))


def passing(network: Network, member: Bools, sources: Whole) -> Floats:
    """Return from each source to how many outsiders of each group the shortest paths pass it, shared paths in part.

    (sources, g); 0 for a source in the group itself.

    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "D"), ("A", "C"), ("C", "D")]))
    >>> passing(network, np.array([[False], [True], [False], [False]]), np.array([0])).tolist()
    [[0.5]]
    """
    n, g = len(network), member.shape[1]
    ties = sparse(network)
    found = np.zeros((len(sources), g))
    step = max(1, LARGEST_STATE // max(n * (g + 1), 1))
    for first in range(0, len(sources), step):
        block = sources[first : first + step]
        seen, paths = _paths_around(ties, ~member.T, block)
        for group, outside in enumerate(~member.T):
            past = np.where(seen, 1 - over(paths[group + 1], paths[0]), 0.0).reshape(len(block), n)
            found[first : first + step, group] = np.where(outside[block], past[:, outside].sum(axis=1), 0.0)
    return found


def _paths_around(ties: csr_array, outside: Bools, block: Whole) -> tuple[Bools, Floats]:
    """Return who is reached from each source, and by how many shortest paths: in all, and around each group.

    A place in the flat arrays is source * n + actor. Each step goes over the ties of those reached in the last one.
    """
    n = ties.shape[0]
    front = np.arange(len(block)) * n + block
    seen = np.zeros(len(block) * n, dtype=bool)
    paths = np.zeros((len(outside) + 1, len(seen)))
    paths[0, front], paths[1:, front], seen[front] = 1.0, outside[:, block], True
    latest = np.zeros(len(seen), dtype=np.intp)
    while len(front):
        actor = front % n
        count = ties.indptr[actor + 1] - ties.indptr[actor]
        tie = np.arange(count.sum()) + np.repeat(ties.indptr[actor] - (np.cumsum(count) - count), count)
        here, there = np.repeat(front, count), np.repeat(front - actor, count) + ties.indices[tie]
        new = ~seen[there]
        here, there = here[new], there[new]
        for row in paths:
            np.add.at(row, there, row[here])
        order = np.arange(len(there))
        latest[there] = order
        front = there[latest[there] == order]
        paths[1:, front] *= outside[:, front % n]
        seen[front] = True
        if len(front) and paths[0, front].max() > MOST_PATHS:
            # Only what part of the paths of one source goes where is asked for, so that a common factor is nothing.
            most = np.zeros(len(block))
            np.maximum.at(most, front // n, paths[0, front])
            paths[:, front] /= np.maximum(most, 1)[front // n]
    return seen, paths
