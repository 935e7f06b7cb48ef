"""Who stands between others if ties are pipes: how much gets through, and how much of it not without this actor."""

from __future__ import annotations

import igraph
import numpy as np
import pandas as pd

from powermap.measures.contacts import by_actor, over
from powermap.measures.kernels import answered, digraph
from powermap.network import Floats, Network

#: Each pair of actors takes a largest flow, and another for each actor that it runs through: a quarter of a million
#: of them, and about ten seconds, for 100 actors with ten ties each. Twice the actors take ten times as long.
MOST_PIPED = 100


def flow_betweenness(network: Network, *, weighted: bool = True, normalised: bool = True) -> pd.Series:
    """How much of what could flow between others, by all ways at once, does not get through without this actor?

    A tie carries at most its strength, from who names to who is named. Sum over ordered pairs of others of the
    largest flow from the one to the other, less the largest flow without the actor; over the sum of the largest
    flows. Unlike in `betweenness`, longer ways round count for as much as the shortest.

    Parameters
    ----------
    network : Network
    weighted : bool
        A tie carries its strength; False lets each carry one.
    normalised : bool
        Divide by all that could flow between others.

    Returns
    -------
    Series of float, 0 to 1 (normalised)
        Higher means more hangs on the actor. 0 where all gets through without it, as for an isolate. NaN for an
        actor that did not answer, through which no way can be observed; where nothing flows between the others
        (normalised); and for all in a network of more than 100 actors, where it takes too long.

    Notes
    -----
    As sna 2.7: `flowbet` (digraph) with normflow, and rawflow where not *normalised*. Where every tie goes both
    ways with one strength, flows are those of the undirected network, and each pair counts twice.

    References
    ----------
    Freeman, Borgatti & White (1991), Centrality in valued graphs: a measure of betweenness based on network flow.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("B", "D"), ("A", "C"), ("C", "D"), ("D", "E")])
    >>> flow_betweenness(Network.from_graph(graph)).round(3).to_dict()
    {'A': 0.0, 'B': 0.143, 'D': 0.6, 'C': 0.143, 'E': 0.0}
    """
    if len(network) > MOST_PIPED:
        return by_actor(network, "flow_betweenness", np.full(len(network), np.nan))
    by_strength = weighted and network.weighted
    stopped, flowing = _flows(network, network.tie_strengths if by_strength else None)
    each = network.tie_strengths.max(initial=0.0) if weighted and not by_strength else 1.0  # all carry the same
    values = over(stopped, flowing) if normalised else stopped * each
    return by_actor(network, "flow_betweenness", np.where(answered(network), values, np.nan))


def _flows(network: Network, capacity: Floats | None) -> tuple[Floats, Floats]:
    """Return how much of the flow between others stops without each actor, and how much there is."""
    n, graph, limits = len(network), digraph(network), None if capacity is None else capacity.tolist()
    without = [_without(network, actor, capacity) for actor in range(n)]
    flow, stopped = np.zeros((n, n)), np.zeros(n)
    gives, takes = np.unique(network.senders).tolist(), np.unique(network.receivers).tolist()
    for source, target in ((j, k) for j in gives for k in takes if j != k):
        found = graph.maxflow(source, target, capacity=limits)
        flow[source, target] = found.value
        # A largest flow goes on without whoever is not on it.
        on = np.bincount(network.senders, weights=found.flow, minlength=n) > 0
        on[[source, target]] = False
        for actor in np.flatnonzero(on):
            rest, left = without[actor]
            stopped[actor] += max(found.value - rest.maxflow_value(source, target, capacity=left), 0.0)
    return stopped, flow.sum() - flow.sum(axis=0) - flow.sum(axis=1)


def _without(network: Network, actor: int, capacity: Floats | None) -> tuple[igraph.Graph, list[float] | None]:
    keep = (network.senders != actor) & (network.receivers != actor)
    edges = np.stack([network.senders[keep], network.receivers[keep]], axis=1)
    graph = igraph.Graph(n=len(network), edges=edges, directed=True)
    return graph, None if capacity is None else capacity[keep].tolist()
