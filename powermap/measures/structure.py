"""The network as a whole: how centred on a few, how joined up, how far across, how clustered."""

from __future__ import annotations

from math import nan

import numpy as np
import pandas as pd

from powermap.errors import UnknownChoiceError
from powermap.measures.kernels import digraph, returned, seen_both_ways, undirected
from powermap.measures.position import betweenness
from powermap.measures.triples import TRIADS, closed_and_all, closed_and_all_ways, seen_dyads, triads
from powermap.measures.whole import (
    centred,
    degree_centralisation,
    leading_vector,
    share,
    shortest_paths,
)
from powermap.network import Network


def centralisation(network: Network, of: str = "degree", direction: str = "in") -> float:
    """How far is the whole network centred on one actor?

    Sum over actors of (largest value - own value), over what that sum is in the most centred network there is.

    Parameters
    ----------
    network : Network
    of : {'degree', 'closeness', 'betweenness', 'eigenvector'}
    direction : {'in', 'out', 'total', 'either'}
        'in': being named, or reached; 'out': naming, or reaching; 'total', for degree: both added up; 'either',
        for closeness: a tie in either direction counts. Betweenness is always directed, and the eigenvector
        always of ties in either direction: neither reads *direction*.

    Returns
    -------
    float, 0 to 1
        Higher means centred on one; 0 means all alike. Strength is not used; isolates count. Degree is the share
        of the observed answers. Who did not answer is left out, other than from in-degree. NaN with
        fewer than three actors (two for degree in and out), where nothing was observed, for closeness where not
        everybody is reached, and for the eigenvector where there is no tie or two parts share the lead.

    Notes
    -----
    As sna 2.7: `centralization` with degree (indegree, outdegree, freeman), closeness, betweenness and evcent
    (undirected, of length 1). igraph scales the eigenvector to a largest value of 1 and so gives another number.

    References
    ----------
    Freeman (1979), Centrality in social networks: conceptual clarification; Butts (2008), sna, for the
    eigenvector.

    Examples
    --------
    >>> import networkx as nx
    >>> star = Network.from_graph(nx.star_graph(4))
    >>> centralisation(star, "degree", "total"), centralisation(star, "betweenness")
    (1.0, 1.0)
    """
    n = len(network)
    if of == "degree" and direction in ("in", "out", "total"):
        return degree_centralisation(network, direction)
    if of == "closeness" and direction in ("in", "out", "either"):
        graph = undirected(network) if direction == "either" else digraph(network)
        if n < 3 or not graph.is_connected(mode="strong"):
            return nan
        mode = "all" if direction == "either" else direction
        near = np.array(graph.closeness(mode=mode, normalized=True), dtype=float)
        most = (n - 1) * (n - 2) / (2 * n - 3) if direction == "either" else (n - 1) ** 2 / n
        return centred(near, most)
    if of == "betweenness":
        between = betweenness(network, weighted=False).dropna().to_numpy()
        return centred(between, len(between) - 1.0)
    if of == "eigenvector":
        return centred(leading_vector(network), (n - 2) / np.sqrt(2))
    raise UnknownChoiceError(
        f"There is no centralisation of '{of}' with direction '{direction}'.",
        fix="Use degree (in, out, total), closeness (in, out, either), betweenness or eigenvector.",
    )


def dyadic_reciprocity(network: Network, *, empty: bool = False) -> float:
    """In how many of the pairs that are tied at all do both sides name each other?

    Mutual pairs over mutual and one-sided pairs, of pairs whose both answers were observed. The share of *ties*
    that is returned is `reciprocity`. With *empty*, pairs without a tie count as agreeing, as sna's default does:
    (mutual + empty) over all pairs, which is high in any sparse network.

    Returns
    -------
    float, 0 to 1
        Higher means more pairs name each other. Strength is not used. NaN where there is no such pair.

    References
    ----------
    Wasserman & Faust (1994), Social Network Analysis; sna's `grecip`, dyadic.nonnull (and dyadic with *empty*).

    Examples
    --------
    >>> import networkx as nx
    >>> dyadic_reciprocity(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("B", "C")])))
    0.5
    """
    mutual, one_sided, null = dyad_census(network)["dyads"]
    agreeing, pairs = mutual, mutual + one_sided
    return share(agreeing + null, pairs + null) if empty else share(agreeing, pairs)


def transitivity(network: Network, *, directed: bool = True) -> float:
    """If A names B and B names C, how often does A name C?

    Ways i -> j -> k with a tie i -> k, over all whose answer i -> k was observed. Not *directed*: pairs of an
    actor's contacts that are tied, over all that were seen both ways, with a tie in either direction.

    Returns
    -------
    float, 0 to 1
        Higher means more closed circles. Strength is not used. NaN where there is no such way (sna says 1).

    References
    ----------
    Holland & Leinhardt (1971), Transitivity in structural models of small groups; Wasserman & Faust (1994). As
    sna's `gtrans` (weak) and, not directed, igraph's `transitivity` (global).

    Examples
    --------
    >>> import networkx as nx
    >>> transitivity(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C"), ("A", "C"), ("C", "D")])))
    0.3333333333333333
    """
    if directed:
        return share(*closed_and_all_ways(network))
    closed, pairs = closed_and_all(network)
    return share(float(closed.sum()), float(pairs.sum()))


def mean_clustering(network: Network) -> float:
    """How often, on average over actors, do an actor's contacts know each other?

    Mean over actors of: pairs of its contacts that are tied, over pairs that were seen both ways. Strength and
    direction are not used: a tie either way counts. Contacts who did not answer are left out.

    Returns
    -------
    float, 0 to 1
        Higher means closer circles. Actors with fewer than two contacts are left out, as igraph does
        ('localaverage'; networkx counts them as 0). NaN where everybody is left out.

    References
    ----------
    Watts & Strogatz (1998), Collective dynamics of small-world networks.

    Examples
    --------
    >>> import networkx as nx
    >>> round(mean_clustering(Network.from_graph(nx.Graph([("A", "B"), ("B", "C"), ("C", "A"), ("C", "D")]))), 4)
    0.7778
    """
    closed, pairs = closed_and_all(network)
    return float((closed[pairs > 0] / pairs[pairs > 0]).mean()) if (pairs > 0).any() else nan


def diameter(network: Network, *, directed: bool = True) -> float:
    """How many steps apart are the two actors that are furthest apart?

    The longest shortest path, over pairs with a path the way ties run (*directed* False: either way);
    `unreachable_share` says how many have none.

    Returns
    -------
    float, 1 upwards, whole
        Higher means further across. Strength is not used. Unobserved answers count as no tie: paths are missing,
        which makes it longer or, where pairs seem to have none, shorter. NaN where there is no tie.

    References
    ----------
    Wasserman & Faust (1994), Social Network Analysis.

    Examples
    --------
    >>> import networkx as nx
    >>> diameter(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")])))
    2.0
    """
    return shortest_paths(network, directed=directed).longest or nan


def mean_distance(network: Network, *, directed: bool = True) -> float:
    """How many steps is it from one actor to another, on average?

    Mean length of the shortest paths, over pairs with a path the way ties run (*directed* False: either way);
    `unreachable_share` says how many have none.

    Returns
    -------
    float, 1 upwards
        Higher means further apart. Strength is not used. Unobserved answers count as no tie: paths are missing,
        which makes it longer or, where pairs seem to have none, shorter. NaN where there is no tie.

    References
    ----------
    Watts & Strogatz (1998), Collective dynamics of small-world networks; as igraph's `mean_distance`.

    Examples
    --------
    >>> import networkx as nx
    >>> mean_distance(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")])))
    1.3333333333333333
    """
    paths = shortest_paths(network, directed=directed)
    return share(paths.steps, paths.pairs)


def unreachable_share(network: Network) -> float:
    """From how many actors to how many others is there no path at all along the direction of ties?

    Ordered pairs without a path, over pairs of an actor that answered and another.

    Returns
    -------
    float, 0 to 1
        Higher means less joined up. Strength is not used. Paths through silent actors were not seen, so that of
        those who answered this is 'at most'. NaN where nobody answered or there is one actor.

    References
    ----------
    Wasserman & Faust (1994), Social Network Analysis, for reachability.

    Examples
    --------
    >>> import networkx as nx
    >>> unreachable_share(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")])))
    0.5
    """
    pairs = int((network.observable_from > 0).sum()) * (len(network) - 1)
    return share(pairs - shortest_paths(network).pairs, pairs)


def dyad_census(network: Network) -> pd.DataFrame:
    """How many pairs name each other, how many one-sidedly, how many not at all?

    Returns
    -------
    DataFrame
        Rows mutual, asymmetric, null: kind, dyads (0 upwards; higher means more such pairs). Only pairs whose
        both answers were observed count; none is ever NaN. Strength is not used.

    References
    ----------
    Holland & Leinhardt (1970), A method for detecting structure in sociometric data.

    Examples
    --------
    >>> import networkx as nx
    >>> dyad_census(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("B", "C")])))["dyads"].tolist()
    [1, 1, 1]
    """
    seen, mutual = seen_both_ways(network), int(returned(network).sum()) // 2
    one_sided = int(seen.sum()) - 2 * mutual
    counts = [mutual, one_sided, seen_dyads(network).dyads() - mutual - one_sided]
    return pd.DataFrame({"kind": ["mutual", "asymmetric", "null"], "dyads": counts})


def triad_census(network: Network) -> pd.DataFrame:
    """How many groups of three are there of each of the sixteen kinds?

    Named by the mutual, asymmetric and null pairs in it, and Down, Up, Cyclic or Transitive: 030T is a transitive
    triad, 030C a cycle, 300 three that all name each other.

    Returns
    -------
    DataFrame
        Sixteen rows: triad, count (0 upwards; higher means more of them). Only triads count whose actors answered
        and could be named by all, and left no answer about each other out; none is NaN. Strength is not used.

    References
    ----------
    Holland & Leinhardt (1970), A method for detecting structure in sociometric data; order as igraph and sna.

    Examples
    --------
    >>> import networkx as nx
    >>> triad_census(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C"), ("A", "C")]))).query("count > 0")
      triad  count
    8  030T      1
    """
    return pd.DataFrame({"triad": list(TRIADS), "count": triads(network)})
