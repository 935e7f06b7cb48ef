"""The ways from each actor to those with a seat, and back: what the measures of voice paths stand on.

*to* follows ties from the actor to a seat-holder;
*from* follows them from a seat-holder to the actor, so that it is *to* with every tie turned round.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import igraph
import numpy as np

from powermap.errors import UnknownChoiceError
from powermap.measures.kernels import heard_with, sparse, steps_from
from powermap.network import Bools, Floats, Network, Whole

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Way: TypeAlias = Literal["to", "from"]

#: How many actors are looked from at once.
_AT_ONCE = 1024

#: Shortest ways are followed to each of so many seat-holders.
MOST_SEATS = 50


class Ways(NamedTuple):
    """The ways of one direction, every tie pointing towards the seats."""

    ties: csr_array
    seat: Bools
    #: Steps to the nearest seat: 0 for who has one, inf where there is no way.
    steps: Floats
    #: Of whom at least one answer that could make the last step was observed.
    seen: Bools


def ways(network: Network, way: Way = "to") -> Ways:
    """Return the ways of one direction.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("B", "C")])
    >>> graph.nodes["C"]["seat"] = True
    >>> ways(Network.from_graph(graph)).steps.tolist(), ways(Network.from_graph(graph), "from").steps.tolist()
    ([2.0, 1.0, 0.0], [inf, inf, 0.0])
    """
    if way not in ("to", "from"):
        raise UnknownChoiceError(f"There is no way '{way}'.", fix="Use 'to' (to a seat) or 'from' (from a seat).")
    ties = sparse(network) if way == "to" else sparse(network).T.tocsr()
    seen = heard_with(network, network.seat)[0 if way == "to" else 1]
    return Ways(ties, network.seat, steps_from(ties.T, network.seat), seen)


def targets(own: Ways, *, nearest: bool) -> Iterator[Ways]:
    """Yield the ways to each seat-holder for itself, or once those to the nearest.

    Of more than 50 seat-holders 50 stand for all, drawn at random with a fixed seed.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("B", "C")])
    >>> graph.nodes["B"]["seat"] = graph.nodes["C"]["seat"] = True
    >>> [one.steps.tolist() for one in targets(ways(Network.from_graph(graph)), nearest=False)]
    [[1.0, 0.0, inf], [2.0, 1.0, 0.0]]
    """
    if nearest:
        yield own
        return
    seats, back = np.flatnonzero(own.seat), own.ties.T.tocsr()
    if len(seats) > MOST_SEATS:
        seats = np.sort(np.random.default_rng(0).choice(seats, MOST_SEATS, replace=False))
    for seat in seats:
        only = np.arange(len(own.seat)) == seat
        yield own._replace(seat=only, steps=steps_from(back, only))


def nearness(ties: csr_array, starts: Whole) -> Floats:
    """Return of each actor the sum of 1 / steps from each of *starts* that reaches it, itself aside.

    Breadth-first from 1,024 actors at a time, with a bit for each of them.

    Examples
    --------
    >>> import networkx as nx
    >>> ties = sparse(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")])))
    >>> nearness(ties, np.array([0, 1])).tolist()
    [0.0, 1.0, 1.5]
    """
    total = np.zeros(ties.shape[0])
    for first in range(0, len(starts), _AT_ONCE):
        rows = starts[first : first + _AT_ONCE]
        place = np.arange(len(rows))
        seen = np.zeros((ties.shape[0], -(-len(rows) // 64)), dtype=np.uint64)
        seen.view(np.uint8)[rows, place // 8] = 1 << (place % 8)
        front, step = seen[rows], 0
        while len(rows):
            step += 1
            onward = ties[rows]
            order = np.argsort(onward.indices, kind="stable")
            there = onward.indices[order]
            changes = np.flatnonzero(np.diff(there, prepend=-1))
            if not len(changes):
                break
            sender = np.repeat(np.arange(len(rows)), np.diff(onward.indptr))[order]
            arrived = np.bitwise_or.reduceat(front[sender], changes, axis=0)
            rows = there[changes]
            front = arrived & ~seen[rows]
            new = front.any(axis=1)
            rows, front = rows[new], front[new]
            seen[rows] |= front
            total[rows] += np.unpackbits(front.view(np.uint8), axis=1).sum(axis=1) / step
    return total


def next_steps(own: Ways) -> tuple[csr_array, list[Whole]]:
    """Return how an actor's shortest ways part at its next step, and the actors one, two, ... steps away.

    Returns
    -------
    parts : (n, n) sparse array
        Row i, column j: the share of the shortest ways of i to the nearest seats that go on through j.
    levels : list of array of int
        ``levels[d]`` are the actors d steps away; those with a seat come first.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("A", "C"), ("B", "D"), ("C", "D")])
    >>> graph.nodes["D"]["seat"] = True
    >>> next_steps(ways(Network.from_graph(graph)))[0].toarray()[0].tolist()
    [0.0, 0.5, 0.5, 0.0]
    """
    from scipy.sparse import csr_array

    n = len(own.seat)
    edges = own.ties.tocoo()
    there = own.steps[edges.row], own.steps[edges.col]
    nearer = np.isfinite(there[0]) & (there[0] == there[1] + 1)
    rows, columns = edges.row[nearer], edges.col[nearer]
    shortest = csr_array((np.ones(len(rows)), (rows, columns)), shape=(n, n))
    order = np.argsort(own.steps, kind="stable")[: np.isfinite(own.steps).sum()]
    found = own.steps[order]
    levels = np.split(order, np.flatnonzero(np.diff(found)) + 1) if len(order) else []

    # Only the proportions within a level count; scaled to 1, the numbers of ways never get too large.
    count, scale = own.seat.astype(float), np.ones(n)
    for level in levels[1:]:
        number = shortest[level] @ count
        scale[level] = 1 / number
        count[level] = number / number.max()
    parts = shortest.copy()
    parts.data = count[shortest.indices] * np.repeat(scale, np.diff(shortest.indptr))
    return parts, levels


def avoiding(parts: csr_array, levels: list[Whole], allowed: Bools) -> Floats:
    """Return the share of each actor's shortest ways that meet only allowed actors in between, for each column.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("A", "C"), ("B", "D"), ("C", "D")])
    >>> graph.nodes["D"]["seat"] = True
    >>> parts, levels = next_steps(ways(Network.from_graph(graph)))
    >>> avoiding(parts, levels, np.array([[True], [False], [True], [True]]))[0].tolist()
    [0.5]
    """
    share, passed = np.zeros(allowed.shape), np.zeros(allowed.shape)
    for d, level in enumerate(levels):
        share[level] = parts[level] @ passed if d else 1.0
        passed[level] = share[level] * allowed[level] if d else 1.0
    return share


def passing(parts: csr_array, levels: list[Whole], start: Floats) -> Floats:
    """Return how many of the ways that start somewhere pass each actor on from somebody else, for each column.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("A", "C"), ("B", "D"), ("C", "D")])
    >>> graph.nodes["D"]["seat"] = True
    >>> parts, levels = next_steps(ways(Network.from_graph(graph)))
    >>> passing(parts, levels, np.array([[1.0], [0.0], [0.0], [0.0]])).ravel().tolist()
    [0.0, 0.5, 0.5, 1.0]
    """
    flow = start.copy()
    for level in reversed(levels[1:]):
        onward = parts[level]
        nearer = np.unique(onward.indices)
        flow[nearer] += onward[:, nearer].T @ flow[level]
    return np.asarray(flow - start)


def cut_off(own: Ways, start: Floats) -> Floats:
    """Return how many of those that start reach a seat only through each actor, or at it, for each column.

    Actors on every way are the dominators of a graph that starts at the seats and follows ties backwards; how
    many hang on one is summed up the tree of dominators.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("B", "C"), ("A", "C"), ("E", "A"), ("C", "D")])
    >>> graph.nodes["D"]["seat"] = True
    >>> cut_off(ways(Network.from_graph(graph)), np.ones((5, 1))).ravel().tolist()
    [1.0, 0.0, 3.0, 0.0, 4.0]
    """
    n = len(own.seat)
    edges = own.ties.tocoo()
    going_on = ~own.seat[edges.row]  # a way ends at the first seat
    seats = np.flatnonzero(own.seat)
    backward = np.concatenate([
        np.stack([edges.col[going_on], edges.row[going_on]], axis=1),
        np.stack([np.full(len(seats), n), seats], axis=1),
    ])  # fmt: skip
    above = np.array(igraph.Graph(n=n + 1, edges=backward, directed=True).dominator(n, mode="out"), dtype=float)
    above = np.where(above >= 0, above, -1).astype(np.intp)
    hanging = np.concatenate([start * np.isfinite(own.steps)[:, None], np.zeros((1, start.shape[1]))])
    below = np.flatnonzero(above >= 0)
    for level in reversed(_levels_of_tree(above, below, root=n)):
        np.add.at(hanging, above[level], hanging[level])
    return np.asarray(hanging[:n] - start * np.isfinite(own.steps)[:, None])


def _levels_of_tree(above: Whole, below: Whole, root: int) -> list[Whole]:
    """Return who hangs directly on the root, who on those, and so on."""
    from scipy.sparse import csr_array

    tree = csr_array((np.ones(len(below)), (above[below], below)), shape=(len(above), len(above)))
    depth = steps_from(tree, np.arange(len(above)) == root)[below]
    order = np.argsort(depth, kind="stable")
    return np.split(below[order], np.flatnonzero(np.diff(depth[order])) + 1) if len(below) else []


class Cuts:
    """Finds the fewest actors that part some actors from every seat.

    Every actor is two points with a pipe between them, as wide as that actor counts; the cut is where the
    greatest flow is held up (Menger; Ford and Fulkerson).

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("A", "C"), ("B", "E"), ("C", "E"), ("E", "D")])
    >>> graph.nodes["D"]["seat"] = True
    >>> own = np.array([True, False, False, False, False])
    >>> Cuts(ways(Network.from_graph(graph))).between(own, removable=~own).tolist()
    [3]
    """

    def __init__(self, own: Ways) -> None:
        self.seat, self.steps = own.seat, own.steps
        self.places = np.flatnonzero(np.isfinite(own.steps))  # nobody else is on a way to a seat
        place = np.full(len(own.seat), -1)
        place[self.places] = np.arange(len(self.places))
        edges = own.ties.tocoo()
        kept = (place[edges.row] >= 0) & (place[edges.col] >= 0) & ~own.seat[edges.row]
        self.ties = np.stack([place[edges.row[kept]], place[edges.col[kept]]], axis=1)

    def between(self, start: Bools, removable: Bools) -> Whole:
        """Return a smallest set of removable actors without which nobody of *start* that is left has a way.

        Nobody with a seat is ever removed. Somebody of *start* who names a seat-holder must be removable.
        """
        n = len(self.places)
        sources = np.flatnonzero(start[self.places] & ~self.seat[self.places])
        if not len(sources):
            return np.empty(0, dtype=np.intp)
        sinks, every = np.flatnonzero(self.seat[self.places]), np.arange(n)
        edges = np.concatenate([
            np.stack([every, every + n], axis=1),
            np.stack([self.ties[:, 0] + n, self.ties[:, 1]], axis=1),
            np.stack([np.full(len(sources), 2 * n), sources], axis=1),
            np.stack([sinks + n, np.full(len(sinks), 2 * n + 1)], axis=1),
        ])  # fmt: skip
        width = np.full(len(edges), float(n + 1))
        width[:n] = np.where((removable & ~self.seat)[self.places], 1.0, n + 1)
        graph = igraph.Graph(n=2 * n + 2, edges=edges, directed=True)
        near = np.zeros(2 * n + 2, dtype=bool)
        near[graph.mincut(2 * n, 2 * n + 1, capacity=width.tolist()).partition[0]] = True
        return self.places[near[:n] & ~near[n : 2 * n]]
