"""Where each actor stands: who is named, who is near, who is in between.

Everything counts observed answers only. What a silent actor would have said is unknown, so its outgoing
measures are NaN; what others said about it is known. An actor counts as having answered when at least one of its
answers was observed; single answers that it left out make its outgoing counts 'at least'.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from powermap.measures.contacts import by_actor, known, over, table_by_actor
from powermap.measures.kernels import answered, digraph, undirected
from powermap.measures.steps import between_pairs, paths_between, steps_in_and_out
from powermap.network import Floats, Network

DAMPING = 0.85


def actor_measures(network: Network) -> pd.DataFrame:
    """Where does each actor stand, on every actor measure?

    Returns
    -------
    DataFrame
        Indexed by actor, in the order of ``network.names``; one column per actor measure of
        `powermap.MEASURES`, in that order. Full precision; NaN where undefined or unobserved.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C"), ("A", "C")]))
    >>> actor_measures(network)[["nominations_received", "in_degree", "out_degree"]]
           nominations_received  in_degree  out_degree
    actor
    A                       0.0        0.0         2.0
    B                       0.5        1.0         1.0
    C                       1.0        2.0         0.0
    """
    columns = (
        nominations_received(network),
        strength_received(network),
        in_degree(network),
        out_degree(network),
        in_strength(network),
        out_strength(network),
        harmonic_in(network),
        harmonic_out(network),
        betweenness(network),
        pagerank(network),
        constraint(network),
        coreness(network),
    )
    return table_by_actor(network, {str(column.name): column for column in columns})


def nominations_received(network: Network) -> pd.Series:
    """What share of the actors who answered and could have named this actor did name it?

    In-degree over the number of observed answers about the actor. It is the headline measure of power: unlike
    total degree or betweenness, it is not bent by how many members of the actor's own group answered, unless
    members mainly name their own kind: then a group that answered less lacks the nominations it would mostly have
    had from its own members, and looks less named than it is.

    Returns
    -------
    Series of float, 0 to 1
        Higher means named by more of those who could. Strength is not used. 0 for an actor nobody named; NaN
        where no answer about the actor was observed.

    References
    ----------
    Freeman (1979), Centrality in social networks, in its normalised form; the denominator counts only
    observed answers (Stork & Richards 1992).

    Examples
    --------
    B did not answer, so only A could be heard about C, and only A and C about B.

    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("C", "B"), ("A", "C")])
    >>> nominations_received(Network.from_graph(graph, respondents=["A", "C"])).to_dict()
    {'A': 0.0, 'B': 1.0, 'C': 1.0}
    """
    return by_actor(network, "nominations_received", over(_named(network), network.observable_about))


def strength_received(network: Network) -> pd.Series:
    """How strong is the average answer about this actor, counting 'did not name' as zero?

    Sum of the strengths received over the number of observed answers about the actor.

    Returns
    -------
    Series of float, 0 or more, in the units of the answer scale
        Higher means named by more, or more strongly. Without strengths the same as `nominations_received`. NaN
        where no answer about the actor was observed.

    References
    ----------
    Barrat et al. (2004), The architecture of complex weighted networks, over observed answers.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_weighted_edges_from([("A", "B", 3), ("C", "B", 2)], weight="strength")
    >>> strength_received(Network.from_graph(graph)).to_dict()
    {'A': 0.0, 'B': 2.5, 'C': 0.0}
    """
    total = np.bincount(network.receivers, weights=network.tie_strengths, minlength=len(network))
    values = over(total, network.observable_about)
    return by_actor(network, "strength_received", values)


def in_degree(network: Network) -> pd.Series:
    """How many actors named this actor?

    Returns
    -------
    Series of float, 0 to n - 1
        Higher means named by more. Strength is not used. Unobserved answers count as no tie, so that it grows
        with the number of actors who answered: to compare actors or groups use `nominations_received`. NaN where
        no answer about the actor was observed.

    References
    ----------
    Freeman (1979), Centrality in social networks.

    Examples
    --------
    >>> import networkx as nx
    >>> in_degree(Network.from_graph(nx.DiGraph([("A", "B"), ("C", "B")]))).to_dict()
    {'A': 0.0, 'B': 2.0, 'C': 0.0}
    """
    return by_actor(network, "in_degree", np.where(known(network, "in"), _named(network), np.nan))


def out_degree(network: Network) -> pd.Series:
    """How many actors did this actor name?

    Returns
    -------
    Series of float, 0 to n - 1
        Higher means names more. Strength is not used. NaN for an actor that did not answer: its ties are
        unobserved, which is not the same as none.

    References
    ----------
    Freeman (1979), Centrality in social networks.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("C", "B")])
    >>> out_degree(Network.from_graph(graph, respondents=["A", "C"])).to_dict()
    {'A': 1.0, 'B': nan, 'C': 1.0}
    """
    named = np.bincount(network.senders, minlength=len(network)).astype(float)
    return by_actor(network, "out_degree", np.where(known(network, "out"), named, np.nan))


def in_strength(network: Network) -> pd.Series:
    """How much strength does this actor receive in all?

    Returns
    -------
    Series of float, 0 or more, in the units of the answer scale
        Higher means named by more, or more strongly. Unobserved answers count as no tie, so that it grows with
        the number of actors who answered: to compare use `strength_received`. NaN where no answer about the actor
        was observed.

    References
    ----------
    Barrat et al. (2004), The architecture of complex weighted networks.

    Examples
    --------
    >>> import networkx as nx
    >>> in_strength(Network.from_graph(nx.DiGraph([("A", "B"), ("C", "B")]))).to_dict()
    {'A': 0.0, 'B': 2.0, 'C': 0.0}
    """
    total = np.bincount(network.receivers, weights=network.tie_strengths, minlength=len(network))
    return by_actor(network, "in_strength", np.where(known(network, "in"), total, np.nan))


def out_strength(network: Network) -> pd.Series:
    """How much strength does this actor give in all?

    Returns
    -------
    Series of float, 0 or more, in the units of the answer scale
        Higher means names more, or more strongly. NaN for an actor that did not answer.

    References
    ----------
    Barrat et al. (2004), The architecture of complex weighted networks.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_weighted_edges_from([("A", "B", 3), ("A", "C", 2)], weight="strength")
    >>> out_strength(Network.from_graph(graph)).to_dict()
    {'A': 5.0, 'B': 0.0, 'C': 0.0}
    """
    total = np.bincount(network.senders, weights=network.tie_strengths, minlength=len(network))
    return by_actor(network, "out_strength", np.where(known(network, "out"), total, np.nan))


def harmonic_in(network: Network) -> pd.Series:
    """How few steps are the others away from reaching this actor?

    Sum of 1 / d(i, j) over the other actors i that answered, over how many of them there are; d counts steps
    along observed ties, and 1 / d is 0 where there is no path.

    Returns
    -------
    Series of float, 0 to 1
        Higher means reached in fewer steps by more; 1 means named by everybody who answered. Strength is not
        used. 0 for an actor nobody named; NaN where no answer about the actor was observed. With non-response
        values may be too low, as paths through silent actors are unobserved, or too high, as the mean is over
        those who answered, and the silent may be further away. No gap between groups is claimed from it: where
        members name their own kind, paths stay inside it, and groups differ by more than shuffled labels show.

    References
    ----------
    Marchiori & Latora (2000), Harmony in the small-world; Rochat (2009), Closeness centrality extended to
    unconnected graphs.

    Examples
    --------
    >>> import networkx as nx
    >>> harmonic_in(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))).to_dict()
    {'A': 0.0, 'B': 0.5, 'C': 0.75}
    """
    # A silent actor has no observed outgoing tie, so that the sum runs over those that answered only.
    there = answered(network)
    others = np.where(known(network, "in"), there.sum() - there, 0)
    return by_actor(network, "harmonic_in", over(steps_in_and_out(network)[0].near, others))


def harmonic_out(network: Network) -> pd.Series:
    """How few steps does this actor need to reach the others?

    Sum of 1 / d(i, j) over all other actors j, over n - 1; d counts steps along observed ties, and 1 / d is 0
    where there is no path.

    Returns
    -------
    Series of float, 0 to 1
        Higher means reaches more in fewer steps; 1 means names everybody. Strength is not used. 0 for an actor
        that names nobody; NaN for an actor that did not answer.

    References
    ----------
    Marchiori & Latora (2000), Harmony in the small-world; Rochat (2009), Closeness centrality extended to
    unconnected graphs.

    Examples
    --------
    >>> import networkx as nx
    >>> harmonic_out(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))).to_dict()
    {'A': 0.75, 'B': 0.5, 'C': 0.0}
    """
    others = np.where(answered(network), len(network) - 1, 0)
    return by_actor(network, "harmonic_out", over(steps_in_and_out(network)[1].near, others))


def betweenness(network: Network, *, weighted: bool = True, normalised: bool = True) -> pd.Series:
    """How often does the shortest way between two other actors lead through this actor?

    Sum over ordered pairs of others of the share of their shortest paths along ties that pass through the actor.
    A strong tie is a short one: its length is 1 / strength, held as whole numbers so that equally short paths are
    counted as such. Above 5,000 actors, paths from 500 of them stand for all, drawn at random with a fixed seed;
    `betweenness_error` in `powermap.measures.centrality` says how far off that may be.

    Parameters
    ----------
    network : Network
    weighted : bool
        Lengths of 1 / strength; False counts each tie as one step.
    normalised : bool
        Divide by the pairs there are: the other actors that answered, times n - 2. At full response that is
        (n - 1)(n - 2).

    Returns
    -------
    Series of float, 0 to 1 (normalised)
        Higher means more often in between. 0 for an actor that is on no shortest path. NaN for an actor that did
        not answer, through which no path can be observed, and, normalised, where there are no pairs.

    References
    ----------
    Freeman (1977), A set of measures of centrality based on betweenness; Brandes (2001), A faster algorithm;
    Newman (2001), Scientific collaboration networks II, for length as 1 / strength; Brandes & Pich (2007),
    Centrality estimation in large networks, for the sample.

    Examples
    --------
    >>> import networkx as nx
    >>> betweenness(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))).to_dict()
    {'A': 0.0, 'B': 0.5, 'C': 0.0}
    """
    paths, _ = paths_between(network, weighted=weighted)
    return by_actor(network, "betweenness", between_pairs(network, paths, normalised=normalised))


def pagerank(network: Network) -> pd.Series:
    """How much attention ends up with this actor, when attention from the much-named counts for more?

    The share of time that somebody spends at the actor who follows ties at random and, with probability 0.15 or
    where there is no tie to follow, starts again at any actor.

    Returns
    -------
    Series of float, 0 to 1, summing to 1
        Higher means named by actors that are themselves named. Strength is not used; unobserved answers count as
        no tie. An actor nobody named has the smallest value, which is above 0. NaN where no answer at all was
        observed. No gap between groups is claimed from it: where members name their own kind, attention stays
        inside it, and groups differ by more than shuffled labels show.

    References
    ----------
    Brin & Page (1998), The anatomy of a large-scale hypertextual Web search engine.

    Examples
    --------
    >>> import networkx as nx
    >>> pagerank(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A")]))).round(6).to_dict()
    {'A': 0.5, 'B': 0.5}
    """
    if not network.observable_from.any():
        return by_actor(network, "pagerank", np.full(len(network), np.nan))
    return by_actor(network, "pagerank", np.array(digraph(network).pagerank(damping=DAMPING), dtype=float))


def constraint(network: Network) -> pd.Series:
    """How much do this actor's contacts all know each other, so that it has nobody else to turn to?

    Sum over contacts j of (p_ij + sum over q of p_iq p_qj) squared; p_ij is the share of the ties to and from i
    that are with j, a tie counting once in each direction.

    Returns
    -------
    Series of float, above 0, up to about 1.4
        Higher means more hemmed in; low means it bridges contacts that do not know each other. Strength is not
        used. NaN for an actor with no observed tie in either direction. Unobserved answers count as no tie, and
        silent actors mostly look more hemmed in than they are: compare groups only where their response is alike.

    References
    ----------
    Burt (1992), Structural Holes; for directed ties as in igraph.

    Examples
    --------
    >>> import networkx as nx
    >>> constraint(Network.from_graph(nx.Graph([("A", "B"), ("B", "C")]))).to_dict()
    {'A': 1.0, 'B': 0.5, 'C': 1.0}
    """
    values = np.array(digraph(network).constraint(), dtype=float)
    tied = np.bincount(np.concatenate([network.senders, network.receivers]), minlength=len(network)) > 0
    return by_actor(network, "constraint", np.where(tied, values, np.nan))


def coreness(network: Network) -> pd.Series:
    """How deep in the densely tied middle of the network does this actor sit?

    The largest k such that the actor belongs to a set whose members each have ties with at least k others of
    the set. Direction is not used: a tie either way, or both ways, counts once.

    Returns
    -------
    Series of float, whole numbers from 0 to n - 1
        Higher means deeper in the middle. Strength is not used. 0 for an actor without ties. NaN where no answer at
        all was observed. Unobserved answers count as no tie, and silent actors look nearer the edge than they are:
        compare groups only where their response is alike.

    References
    ----------
    Seidman (1983), Network structure and minimum degree.

    Examples
    --------
    >>> import networkx as nx
    >>> ties = [("A", "B"), ("B", "A"), ("B", "C"), ("C", "A"), ("C", "D")]
    >>> coreness(Network.from_graph(nx.DiGraph(ties))).to_dict()
    {'A': 2.0, 'B': 2.0, 'C': 2.0, 'D': 1.0}
    """
    if not network.observable_from.any():
        return by_actor(network, "coreness", np.full(len(network), np.nan))
    # igraph counts a tie that goes both ways twice, unless the two are collapsed into one.
    return by_actor(network, "coreness", np.array(undirected(network).coreness(), dtype=float))


def _named(network: Network) -> Floats:
    return np.bincount(network.receivers, minlength=len(network)).astype(float)
