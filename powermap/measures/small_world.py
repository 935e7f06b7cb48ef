"""Are there close circles, and yet few steps between any two?"""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

import igraph
import numpy as np
import pandas as pd

from powermap.measures.core_pattern import igraph_seeded
from powermap.measures.kernels import answered, undirected
from powermap.measures.whole import share
from powermap.network import Network

#: What networks at random are like, and what this one is measured by.
AS_MANY_TIES, AS_MANY_EACH = "as many ties", "as many ties each"


def small_world(network: Network, *, draws: int = 20, seed: int = 1) -> pd.DataFrame:
    """Do circles close more often than at random, while the others are as few steps away?

    Sigma: how many times as often an actor's contacts are tied as in networks at random, over how many times as
    many steps it is from one actor to another. The networks at random have as many ties, dealt out among all pairs
    (Erdos and Renyi's), or as many ties for each actor (rewired): what the second leaves is not owed to the few
    who have many ties.

    Parameters
    ----------
    network : Network
    draws : int
        How many networks at random; their means count.
    seed : int

    Returns
    -------
    DataFrame
        A row for each kind of networks at random: at_random, actors, clustering (of the pairs of contacts of one
        actor, the share that are tied; 0 to 1), clustering_random, distance (mean steps of pairs with a path; 1
        upwards), distance_random, sigma (0 upwards). Higher sigma means more of a small world; above 1 Humphries &
        Gurney call it one. It grows with the number of actors, so compare networks of one size. Strength and
        direction are not used: a tie either way counts. Who did not answer is left out; a single answer left out
        counts as no tie. NaN where nobody has two contacts, where no circle closes at random, and without draws. In
        a network of several parts, steps tell little.

    References
    ----------
    Watts & Strogatz (1998), Collective dynamics of small-world networks; Humphries & Gurney (2008), Network
    'small-world-ness', for sigma with the share of closed triads; Maslov & Sneppen (2002), for rewiring.

    Examples
    --------
    >>> import networkx as nx
    >>> ring = Network.from_graph(nx.watts_strogatz_graph(40, 6, 0.05, seed=1))
    >>> found = small_world(ring)
    >>> found[["at_random", "clustering", "distance"]].round(2), (found["sigma"] > 2).tolist()
    (           at_random  clustering  distance
    0       as many ties        0.48       2.7
    1  as many ties each        0.48       2.7, [True, True])
    """
    graph = _contacts_by_name(network)
    own, rows = _shape(graph), []
    for kind in (AS_MANY_TIES, AS_MANY_EACH):
        drawn = [_shape(random) for random in _at_random(graph, kind, draws, seed)]
        closed, steps = np.mean(drawn, axis=0).tolist() if drawn else (nan, nan)
        sigma = share(share(own[0], closed), share(own[1], steps))
        rows.append((kind, graph.vcount(), own[0], closed, own[1], steps, sigma))
    names = ["at_random", "actors", "clustering", "clustering_random", "distance", "distance_random", "sigma"]
    return pd.DataFrame(rows, columns=names)


def _contacts_by_name(network: Network) -> igraph.Graph:
    """Return who is tied with whom of those that answered, in the order of names: draws hang on no other order."""
    there = sorted(np.flatnonzero(answered(network)).tolist(), key=lambda actor: network.names[actor])
    place = np.full(len(network), -1, dtype=np.intp)
    place[there] = np.arange(len(there))
    ends = place[np.array(undirected(network).get_edgelist(), dtype=np.intp).reshape(-1, 2)]
    ends = np.sort(ends[(ends >= 0).all(axis=1)], axis=1)
    return igraph.Graph(n=len(there), edges=np.unique(ends, axis=0))


def _shape(graph: igraph.Graph) -> tuple[float, float]:
    """Return how many of the pairs of somebody's contacts are tied, and the mean number of steps."""
    return graph.transitivity_undirected(mode="nan"), graph.average_path_length(directed=False, unconn=True)


def _at_random(graph: igraph.Graph, kind: str, draws: int, seed: int) -> Iterator[igraph.Graph]:
    random = graph.copy()
    for _ in range(draws):
        with igraph_seeded(seed := seed + 1):
            if kind == AS_MANY_TIES:
                random = igraph.Graph.Erdos_Renyi(n=graph.vcount(), m=graph.ecount())
            else:
                random.rewire()
        yield random
