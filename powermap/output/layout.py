"""Where the actors stand on the page: near those they are tied to, never on top of one another.

A pivot MDS start (Brandes & Pich 2007) gives the overall shape, and always the same one; a few force steps
(Fruchterman & Reingold 1991) open it up; the rest is housekeeping, so that names can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from powermap.network import Network

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: A page is wider than it is high; the room an actor takes is too, because names are.
ASPECT = 1.5
_PIVOTS = 50
_GOLDEN_ANGLE = 2.399963229728653


def layout(tied: Bools) -> Floats:
    """Where does each actor stand, so that the tied are near and nobody is hidden?

    Parameters
    ----------
    tied : (n, n) array of bool
        Who is tied to whom, in either direction. To keep the places between rounds, give the ties of all
        rounds together.

    Returns
    -------
    (n, 2) array of float
        x and y from 0 to 1, the longer way of the network along x. The same input gives the same places.
        Actors without a tie stand in rows below the others.

    Examples
    --------
    >>> import numpy as np
    >>> layout(np.array([[False, True], [True, False]])).round(6).tolist()
    [[0.0, 0.5], [1.0, 0.5]]
    """
    tied = tied | tied.T
    np.fill_diagonal(tied, val=False)
    n = len(tied)
    if n < 2:
        return np.full((n, 2), 0.5)
    components = _components(tied)
    drawn = [_one_component(tied[np.ix_(part, part)]) for part in components]
    places = np.empty((n, 2))
    for part, at in zip(components, _packed(drawn), strict=True):
        places[part] = at
    return _to_unit_box(_spread(places))


def positions(*networks: Network) -> dict[str, tuple[float, float]]:
    """Where does each actor stand, the same in every round? Computed on the ties of all *networks* together.

    Examples
    --------
    >>> import networkx as nx
    >>> from powermap.network import Network
    >>> sorted(positions(Network.from_graph(nx.DiGraph([("Council", "Trust"), ("Trust", "Charity")]))))
    ['Charity', 'Council', 'Trust']
    """
    names = list(dict.fromkeys(name for network in networks for name in network.names))
    index = {name: i for i, name in enumerate(names)}
    tied = np.zeros((len(names), len(names)), dtype=bool)
    for network in networks:
        own = np.array([index[name] for name in network.names], dtype=int)
        tied[np.ix_(own, own)] |= network.ties
    return dict(zip(names, map(tuple, layout(tied).tolist()), strict=True))


def by_sector(sectors: Sequence[str | None]) -> Floats:
    """Where does each actor stand, when the places must give away nothing about who is tied to whom?

    Each sector has a cluster of its own, the largest first, and its actors stand in it in the order given.

    Returns
    -------
    (n, 2) array of float, x and y from 0 to 1.

    Examples
    --------
    >>> by_sector(["NHS", "NHS", "Police"]).round(3).tolist()
    [[1.0, 0.0], [0.0, 0.318], [0.5, 1.0]]
    """
    groups: dict[str | None, list[int]] = {}
    for i, sector in enumerate(sectors):
        groups.setdefault(sector, []).append(i)
    if len(sectors) < 2:
        return np.full((len(sectors), 2), 0.5)
    order = sorted(groups.values(), key=len, reverse=True)
    places = np.empty((len(sectors), 2))
    for members, at in zip(order, _packed([_sunflower(len(members)) for members in order]), strict=True):
        places[members] = at
    return _to_unit_box(places)


def _components(tied: Bools) -> list[NDArray[np.int64]]:
    """Return the members of each connected part, the largest first."""
    unseen = np.ones(len(tied), dtype=bool)
    parts = []
    for start in range(len(tied)):
        if unseen[start]:
            inside = _steps_from(tied, start) >= 0
            unseen &= ~inside
            parts.append(np.flatnonzero(inside))
    return sorted(parts, key=len, reverse=True)


def _steps_from(tied: Bools, start: int) -> NDArray[np.int64]:
    """Return the number of steps from *start* to each actor, -1 where there is no path."""
    steps = np.full(len(tied), -1)
    frontier = np.array([start])
    distance = 0
    while frontier.size:
        steps[frontier] = distance
        distance += 1
        frontier = np.flatnonzero(tied[frontier].any(axis=0) & (steps < 0))
    return steps


def _one_component(tied: Bools) -> Floats:
    """Return places for a connected network, about one unit of room per actor, centred on 0."""
    n = len(tied)
    if n == 1:
        return np.zeros((1, 2))
    if n == 2:
        return np.array([[-0.5, 0.0], [0.5, 0.0]])
    places = _forced(_pivot_mds(tied), tied)
    # The longer way lies along x; which end is left is settled by the first actor off the centre.
    axes = np.linalg.eigh(np.cov(places.T))[1][:, ::-1]
    places = np.asarray((places - places.mean(axis=0)) @ axes)
    for k in (0, 1):
        first = np.flatnonzero(np.abs(places[:, k]) > 1e-6)
        if first.size and places[first[0], k] > 0:
            places[:, k] *= -1
    wide, high = np.ptp(places, axis=0)
    # A chain is not blown up to a square: what gives it height is noise.
    flatness = np.clip(ASPECT * high / wide, 0.3, 1.0)
    evened: Floats = _evened(places) * [np.sqrt(n * ASPECT), flatness * np.sqrt(n / ASPECT)]
    return evened


def _pivot_mds(tied: Bools) -> Floats:
    """Return a first drawing from the distances to pivots, each the actor furthest from those before it."""
    n = len(tied)
    pivot = int(tied.sum(axis=1).argmax())
    nearest = np.full(n, n)
    rows = []
    for _ in range(min(n, _PIVOTS)):
        steps = _steps_from(tied, pivot)
        rows.append(steps)
        nearest = np.minimum(nearest, steps)
        pivot = int(nearest.argmax())
    squared = np.array(rows, dtype=float) ** 2
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1, keepdims=True) + squared.mean()
    vectors = np.linalg.eigh(centred @ centred.T)[1][:, ::-1][:, :2]
    places = centred.T @ vectors
    # Actors with the same ties would fall on one point: a small spiral keeps them apart, always the same way.
    scale = np.abs(places).max() or 1.0
    started: Floats = places / scale + 0.02 * _sunflower(n) / np.sqrt(n)
    return started


def _sunflower(n: int) -> Floats:
    """Return n evenly spread places, about one unit of room each, centred on 0."""
    turn = np.arange(n) * _GOLDEN_ANGLE
    radius = np.sqrt((np.arange(n) + 0.5 * (n > 1)) / np.pi)
    return np.column_stack([radius * np.cos(turn), radius * np.sin(turn)])


def _forced(start: Floats, tied: Bools) -> Floats:
    """Let ties pull and all pairs push, for a few dozen cooling steps."""
    n = len(start)
    steps = int(np.clip(30_000 / n, 30, 200))
    x = _rounded(start * np.sqrt(n) / 2)
    source, target = (ends.astype(np.intp) for ends in np.nonzero(np.triu(tied)))
    # A tie between two busy actors says less than one between two quiet ones, and pulls less.
    degree = tied.sum(axis=1)
    pull = 1.0 / np.sqrt(np.maximum(degree[source], degree[target]))
    push = np.empty((n, n))
    one = np.ones(n)
    for heat in np.linspace(0.12 * np.sqrt(n), 0.02, steps):
        _squared_distances(x, out=push)
        np.maximum(push, 0.01, out=push)
        np.reciprocal(push, out=push)
        pushed = push @ np.column_stack([x, one])
        force = x * pushed[:, 2:] - pushed[:, :2]
        along = x[target] - x[source]
        along *= (np.sqrt(np.einsum("ij,ij->i", along, along)) * pull)[:, None]
        for k in (0, 1):
            force[:, k] += np.bincount(source, along[:, k], n) - np.bincount(target, along[:, k], n)
        length = np.sqrt(np.einsum("ij,ij->i", force, force))
        x = _rounded(x + force * (np.minimum(length, heat) / np.maximum(length, 1e-9))[:, None])
    return x


def _rounded(x: Floats) -> Floats:
    """Drop the last bits, in which one computer (or number of processors) differs from another.

    Left in, they would grow from step to step until the same survey gave two different maps.
    """
    return np.round(x * 4096) / 4096


def _squared_distances(x: Floats, out: Floats) -> None:
    """Fill *out* with the squared distances between all pairs: one matrix product, |a|^2 + |b|^2 - 2ab."""
    square = np.einsum("ij,ij->i", x, x)
    one = np.ones_like(square)
    np.matmul(np.column_stack([x, square, one]), np.column_stack([-2 * x, one, square]).T, out=out)


def _evened(places: Floats) -> Floats:
    """Fill the box from -0.5 to 0.5: partly where the forces put an actor, partly its place in the order."""
    order = places.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / (len(places) - 1) - 0.5
    low, high = places.min(axis=0), places.max(axis=0)
    # Three actors in a row have no height.
    flat = high - low < 1e-9 * np.max(high - low)
    linear = (places - low) / np.where(flat, 1.0, high - low) - 0.5
    return np.where(flat, 0.0, 0.4 * linear + 0.6 * order)


def _packed(drawn: list[Floats]) -> list[Floats]:
    """Put the parts beside one another: the largest on top, the others in centred rows below it."""
    boxes = [np.ptp(at, axis=0) + 1.0 for at in drawn]
    room = sum(width * height for width, height in boxes)
    page = max(max(width for width, _ in boxes), np.sqrt(room * ASPECT))
    rows: list[list[int]] = []
    filled = np.inf
    for i, (width, _) in enumerate(boxes):
        if filled + width > page:
            rows.append([])
            filled = 0.0
        rows[-1].append(i)
        filled += width
    out = [np.empty(0)] * len(drawn)
    top = 0.0
    for row in rows:
        height = max(boxes[i][1] for i in row)
        left = -sum(boxes[i][0] for i in row) / 2
        for i in row:
            middle = [left + boxes[i][0] / 2, top + height / 2]
            out[i] = drawn[i] - (drawn[i].min(axis=0) + drawn[i].max(axis=0)) / 2 + middle
            left += boxes[i][0]
        top += height
    return out


def _spread(places: Floats, *, apart: tuple[float, float] = (0.85, 0.62)) -> Floats:
    """Push apart those whose room (an ellipse, about one actor's share of the page) overlaps."""
    n = len(places)
    x = places / apart
    square = np.empty((n, n))
    for _ in range(int(np.clip(12_000 / n, 12, 60))):
        _squared_distances(x, out=square)
        a, b = np.nonzero(square < 1.0)
        a, b = a[a < b], b[a < b]
        gap = x[a] - x[b]
        distance = np.sqrt(np.einsum("ij,ij->i", gap, gap))
        overlap = np.maximum(1.0 - distance, 0.0)
        if not overlap.any():
            break
        gap *= (0.5 * overlap / np.maximum(distance, 1e-3))[:, None]
        for k in (0, 1):
            x[:, k] += np.bincount(a, gap[:, k], n) - np.bincount(b, gap[:, k], n)
    return x * apart


def _to_unit_box(places: Floats) -> Floats:
    low, high = places.min(axis=0), places.max(axis=0)
    flat = high - low < 1e-9
    return np.where(flat, 0.5, (places - low) / np.where(flat, 1.0, high - low))
