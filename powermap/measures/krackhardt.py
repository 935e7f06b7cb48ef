"""How near the network comes to a chain of command: Krackhardt's four, all of them 1 for a tree from one top."""

from __future__ import annotations

import igraph
import numpy as np

from powermap.errors import UnknownChoiceError
from powermap.measures.bounds import pairs_without_bound
from powermap.measures.kernels import digraph, undirected
from powermap.measures.whole import possible_within_parts, share, shortest_paths
from powermap.network import Floats, Network


def krackhardt_connectedness(network: Network) -> float:
    """What share of pairs are joined by a path, whatever the direction of ties?

    Returns
    -------
    float, 0 to 1
        Higher means more joined up; 1 means one part. Strength and direction are not used; isolates count.
        Unobserved answers count as no tie, so that with silent actors it is 'at least'. NaN with fewer than two
        actors (sna says 1).

    References
    ----------
    Krackhardt (1994), Graph theoretical dimensions of informal organizations; sna's `connectedness`.

    Examples
    --------
    >>> import networkx as nx
    >>> krackhardt_connectedness(Network.from_graph(nx.Graph([("A", "B"), ("C", "D")])))
    0.3333333333333333
    """
    n, sizes = len(network), np.array(undirected(network).connected_components().sizes(), dtype=float)
    return share(float(sizes @ (sizes - 1)), n * (n - 1))


def krackhardt_hierarchy(network: Network) -> float:
    """Where one actor can reach another, how often is there no way back?

    1 less the share that is mutual, of pairs in which at least one can reach the other along ties.

    Returns
    -------
    float, 0 to 1
        Higher means more ranked; 1 means no way back anywhere. Strength is not used. Unobserved answers count as
        no tie: who did not answer seems to have no way back, so that one silent actor can make it jump where all
        who answered have one; it may also be too low. NaN where there is no tie.

    References
    ----------
    Krackhardt (1994), Graph theoretical dimensions of informal organizations; sna's `hierarchy` (krackhardt).

    Examples
    --------
    >>> import networkx as nx
    >>> round(krackhardt_hierarchy(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("B", "C")]))), 4)
    0.6667
    >>> all_with_all = nx.complete_graph(["A", "B", "C", "D"], nx.DiGraph)
    >>> [krackhardt_hierarchy(Network.from_graph(all_with_all, respondents=some)) for some in ("ABCD", "ABC")]
    [0.0, 0.5]
    """
    sizes = np.array(digraph(network).connected_components(mode="strong").sizes(), dtype=float)
    mutual = float(sizes @ (sizes - 1)) / 2
    pairs = shortest_paths(network).pairs - mutual
    return share(pairs - mutual, pairs)


def krackhardt_efficiency(network: Network) -> float:
    """How few ties are there beyond those needed to hold each part together?

    1 - (ties - needed) / (observable - needed); in each weak part of s actors s - 1 ties are needed.

    Returns
    -------
    float, 0 to 1
        Higher means fewer spare ties: cheaper, and more fragile. Strength is not used; a tie each way counts twice.
        Only answers that were observed count as possible ties, and with silent actors it may be too high or too
        low. NaN where no more ties were possible.

    References
    ----------
    Krackhardt (1994), Graph theoretical dimensions of informal organizations, for undirected graphs; for directed
    ties as sna's `efficiency`.

    Examples
    --------
    >>> import networkx as nx
    >>> krackhardt_efficiency(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")])))
    1.0
    """
    parts, possible = possible_within_parts(network)
    needed = len(network) - parts
    return 1 - share(len(network.senders) - needed, possible - needed)


def least_upper_bound(network: Network, *, upwards: str = "named", top: bool = False) -> float:
    """Do any two actors that are joined have somebody above both who could settle between them?

    A pair has a least upper bound where, of those whom both can reach along ties (themselves included), one
    reaches all the others: the nearest. 1 - pairs without one / sum over weak parts of (s - 1)(s - 2) / 2.

    Parameters
    ----------
    network : Network
    upwards : {'named', 'naming'}
        Who is above: those who are named, as in 'reports to', or, as sna reads ties, those who name.
    top : bool
        As sna 2.7's `lubness`: look for one whom all the others reach who are above both. Where two stand side by
        side below a third, that finds the third, which is not the least.

    Returns
    -------
    float, 0 to 1
        Higher means more pairs have one; 1 in a tree. Strength is not used. Unobserved answers count as no tie, so
        that with silent actors it may be too low, or too high. NaN where no part has three actors.

    Raises
    ------
    PowermapError
        Where a weak part falls into more than 10,000 strong ones: every two of them are looked at, which takes a
        minute for 10,000.

    References
    ----------
    Krackhardt (1994), Graph theoretical dimensions of informal organizations.

    Examples
    --------
    >>> import networkx as nx
    >>> round(least_upper_bound(Network.from_graph(nx.DiGraph([("A", "B"), ("C", "B"), ("C", "D")]))), 4)
    0.3333
    """
    if upwards not in ("named", "naming"):
        raise UnknownChoiceError(f"'{upwards}' is not a way up.", fix="Use 'named' or 'naming'.")
    ranks, size = _ranks(network, upwards)
    without = most = 0.0
    for part in ranks.connected_components(mode="weak"):
        actors = size[part].sum()
        if actors > 2:
            most += (actors - 1) * (actors - 2) / 2
            without += pairs_without_bound(ranks.induced_subgraph(part), size[sorted(part)], top=top)
    return 1 - share(without, most)


def _ranks(network: Network, upwards: str) -> tuple[igraph.Graph, Floats]:
    """Return strong parts as vertices with ties that lead up, without cycles; and how many actors each has."""
    strong = digraph(network).connected_components(mode="strong")
    size, own = np.array(strong.sizes(), dtype=float), np.array(strong.membership, dtype=np.intp)
    ends = np.stack([own[network.senders], own[network.receivers]], axis=1)
    ends = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)
    ends = ends if upwards == "named" else ends[:, ::-1]
    return igraph.Graph(n=len(size), edges=ends, directed=True), size
