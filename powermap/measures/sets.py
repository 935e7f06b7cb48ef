"""What a set of actors does for the network, and which set does it best: what `key_players` stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations
from math import nan

import numpy as np

from powermap.errors import PowermapError, UnknownChoiceError
from powermap.measures.kernels import digraph, undirected
from powermap.network import MOST_ACTORS, Floats, Network, Whole


def places_of(network: Network, names: Iterable[str]) -> Whole:
    """Return where these actors stand in ``network.names``, each once.

    >>> import networkx as nx
    >>> places_of(Network.from_graph(nx.path_graph(["A", "B", "C"])), ["C", "A"]).tolist()
    [0, 2]
    """
    place = {name: i for i, name in enumerate(network.names)}
    wanted = [str(name) for name in ([names] if isinstance(names, str) else names)]
    unknown = [name for name in wanted if name not in place]
    if unknown:
        raise UnknownChoiceError(f"'{unknown[0]}' is not in this network.", fix="Use names as in `network.names`.")
    return np.unique(np.array([place[name] for name in wanted], dtype=np.intp))


def fragmented(network: Network, places: Whole, distances: bool) -> float:
    """Return how far apart the others are without these: the share of pairs without a path, or 1 - mean 1 / steps.

    >>> import networkx as nx
    >>> fragmented(Network.from_graph(nx.path_graph(3)), np.array([1]), False)
    1.0
    """
    graph = undirected(network)
    graph = graph - places.tolist() if len(places) else graph
    n = graph.vcount()
    if n < 2:
        return nan
    if not distances:
        sizes = np.array(graph.connected_components().sizes(), dtype=float)
        return float(1 - sizes @ (sizes - 1) / (n * (n - 1)))
    bins = graph.path_length_hist(directed=False).bins() if graph.ecount() else []
    return float(1 - 2 * sum(count / steps for steps, _, count in bins) / (n * (n - 1)))


def nearness(network: Network, places: Whole, steps: int | None, direction: str) -> Floats:
    """Return for each of *places*: 1 / steps from it to everybody, or 1 within *steps* and 0 beyond.

    >>> import networkx as nx
    >>> nearness(Network.from_graph(nx.path_graph(3)), np.array([0]), None, "either").tolist()
    [[1.0, 1.0, 0.5]]
    """
    if direction not in ("either", "out", "in"):
        raise UnknownChoiceError(f"'{direction}' is not a direction.", fix="Use 'either', 'out' or 'in'.")
    if len(places) > MOST_ACTORS:
        raise PowermapError(
            f"Distances between {len(places):,} actors take too much memory; powermap searches among up to "
            f"{MOST_ACTORS:,}.",
            fix="Keep the actors of one partnership, or ask `set_reach` about a set.",
        )
    graph, mode = (undirected(network), "all") if direction == "either" else (digraph(network), direction)
    far = np.array(graph.distances(source=places.tolist(), mode=mode), dtype=float)
    far = far.reshape(len(places), len(network))
    if steps is not None:
        return (far <= steps).astype(float)
    return np.asarray(1 / np.maximum(far, 1))


def best_of_all(value: Callable[[Whole], float], n: int, size: int) -> Whole:
    """Try out every set of so many of *n*; of those that are alike the first counts.

    >>> best_of_all(lambda places: float(places.sum()), 4, 2).tolist()
    [2, 3]
    """
    best, most = np.arange(min(n, size)), -1.0
    for places in combinations(range(n), size):
        here = value(np.array(places))
        if here > most + 1e-12:
            best, most = np.array(places), here
    return best


def best_found(value: Callable[[Whole], float], candidates: Whole, size: int) -> Whole:
    """Add the best actor one by one; then swap one for another as long as that improves the set.

    Of those that are alike the first is added: two exits can be closed only together, and closing one is no gain.

    >>> best_found(lambda places: float(places.sum()), np.arange(4), 2).tolist()
    [2, 3]
    """
    chosen: list[int] = []
    while len(chosen) < size:
        free = [i for i in candidates.tolist() if i not in chosen]
        chosen.append(max(free, key=lambda i: round(value(np.array([*chosen, i])), 12)))
    now, improved = value(np.array(chosen)), True
    while improved:
        improved = False
        for leaving in list(chosen):
            stay = [i for i in chosen if i != leaving]
            free = [i for i in candidates.tolist() if i not in chosen]
            values = [value(np.array([*stay, i])) for i in free]
            if values and max(values) > now + 1e-12:
                now, improved = max(values), True
                chosen = [*stay, free[values.index(now)]]
                break
    return np.sort(np.array(chosen))
