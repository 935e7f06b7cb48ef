"""Who holds the network together, who reaches it, and what falls apart without whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import comb, nan

import numpy as np
import pandas as pd

from powermap.errors import UnknownChoiceError
from powermap.measures.kernels import digraph, partition, undirected
from powermap.measures.pieces import pieces_without, tree_of_blocks
from powermap.measures.sets import best_found, best_of_all, fragmented, nearness, places_of
from powermap.measures.whole import share
from powermap.network import By, Floats, Network, Whole

#: Up to so many sets of actors are tried out, all of them.
_ALL_SETS = 10_000
#: With distances, only while sets x actors x ties are no more than this: about a minute.
_MOST_STEPS = 4e9
#: Above that, who is taken out is chosen from so many that are most in between.
_MOST_CANDIDATES = 100


def components(network: Network) -> pd.DataFrame:
    """Into how many separate parts does the network fall, and how large are they?

    Weak: joined by ties, whatever their direction. Strong: each can reach each along the direction of ties.

    Returns
    -------
    DataFrame
        A row for weak and one for strong: kind; number of parts; largest (actors in it); share_in_largest (0 to 1,
        higher means more joined up; NaN without actors); alone (parts of one actor; weak ones are isolates); sizes,
        the largest first. Strength is not used. Unobserved answers count as no tie, so that there may be fewer
        parts than this, and silent actors are always alone in the strong sense.

    References
    ----------
    Harary, Norman & Cartwright (1965), Structural Models; Wasserman & Faust (1994).

    Examples
    --------
    >>> import networkx as nx
    >>> components(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("B", "C")])))
         kind  number  largest  share_in_largest  alone   sizes
    0    weak       1        3          1.000000      0    (3,)
    1  strong       2        2          0.666667      1  (2, 1)
    """
    rows = []
    for kind in ("weak", "strong"):
        sizes = sorted(digraph(network).connected_components(mode=kind).sizes(), reverse=True)
        largest = max(sizes, default=0)
        rows.append((kind, len(sizes), largest, share(largest, len(network)), sizes.count(1), tuple(sizes)))
    return pd.DataFrame(rows, columns=["kind", "number", "largest", "share_in_largest", "alone", "sizes"])


def fragmentation(network: Network, without: Iterable[str] = (), *, distances: bool = False) -> float:
    """How far does the network fall apart when some actors leave?

    F: the share of pairs, of those who stay, that no path joins. With *distances*, DF: 1 - mean over pairs of
    1 / steps between them, so that long ways count as half apart. This is Borgatti's KPP-Neg of the set *without*.

    Parameters
    ----------
    network : Network
    without : iterable of str
        Names of who leaves; nobody by default.
    distances : bool

    Returns
    -------
    float, 0 to 1
        Higher means more apart. Strength and direction are not used: a tie either way joins; isolates count.
        Unobserved answers count as no tie, so that with silent actors it is 'at most'. NaN with fewer than two
        actors left.

    References
    ----------
    Borgatti (2006), Identifying sets of key players in a social network. Pairs are of those left, as in R's
    keyplayer.

    Examples
    --------
    >>> import networkx as nx
    >>> line = Network.from_graph(nx.path_graph(["A", "B", "C", "D", "E"]))
    >>> fragmentation(line), round(fragmentation(line, ["C"]), 4), round(fragmentation(line, distances=True), 4)
    (0.0, 0.6667, 0.3583)
    """
    return fragmented(network, places_of(network, without), distances)


def set_reach(network: Network, of: Iterable[str], *, steps: int | None = None, direction: str = "either") -> float:
    """How well do these actors together reach everybody?

    Mean over all actors of 1 / steps from the nearest of the set; the set itself counts as 1, who is not reached
    as 0. With *steps*, the share of all actors within so many steps of the set, itself included. This is
    Borgatti's KPP-Pos.

    Parameters
    ----------
    network : Network
    of : iterable of str
        Names of the set.
    steps : int, optional
    direction : {'either', 'out', 'in'}
        A tie in either direction carries; only from who names to who is named; or only the other way round.

    Returns
    -------
    float, 0 to 1
        Higher means reaches more in fewer steps; 1 means that all others are tied with the set. Strength is not
        used, and unless *direction* says so direction is not used either. Unobserved answers count as no tie, so
        that with silent actors it is 'at least'. NaN for an empty set.

    References
    ----------
    Borgatti (2006), Identifying sets of key players in a social network. Some programs leave the set out of the
    sum, or of the number of actors too.

    Examples
    --------
    >>> import networkx as nx
    >>> line = Network.from_graph(nx.path_graph(["A", "B", "C", "D", "E"]))
    >>> set_reach(line, ["C"]), set_reach(line, ["B", "D"]), set_reach(line, ["A"], steps=2)
    (0.8, 1.0, 0.6)
    """
    places = places_of(network, of)
    if not len(places):
        return nan
    return float(nearness(network, places, steps, direction).max(axis=0).sum() / len(network))


def key_players(
    network: Network,
    size: int = 1,
    aim: str = "hold",
    *,
    distances: bool = True,
    steps: int | None = None,
    direction: str = "either",
) -> pd.DataFrame:
    """Which few actors together hold the network together most, or reach it best?

    Parameters
    ----------
    network : Network
    size : int
        How many actors.
    aim : {'hold', 'reach'}
        'hold': without them the network falls apart most (`fragmentation`, KPP-Neg); 'reach': together they are
        nearest to everybody (`set_reach`, KPP-Pos).
    distances : bool
        As in `fragmentation`.
    steps, direction
        As in `set_reach`.

    Returns
    -------
    DataFrame
        A row per actor of the best set: actor, value (of the whole set; 0 to 1, higher means more key), exact.
        Strength is not used, and unless *direction* says so direction is not used either. Unobserved answers count
        as no tie, so that with silent actors the value is 'at most' ('reach': 'at least'). Every set is tried out
        where there are no more than 10,000 of them (or fewer in a large network, where distances take long); else
        actors are added and swapped one by one as long as the value improves, which may miss the best, and *exact*
        is False. To hold, they are then chosen from the 100 that are most in between. Of sets that are alike the
        first in the order of names. NaN where too few are left.

    References
    ----------
    Borgatti (2006), Identifying sets of key players in a social network.

    Examples
    --------
    >>> import networkx as nx
    >>> line = Network.from_graph(nx.path_graph(["A", "B", "C", "D", "E"]))
    >>> key_players(line, 2, "reach")
      actor  value  exact
    0     A    1.0   True
    1     D    1.0   True
    """
    n = len(network)
    if not 1 <= size <= max(n, 1):
        raise UnknownChoiceError(f"A set of {size} cannot be chosen from {n:,} actors.", fix=f"Choose 1 to {n:,}.")
    if aim not in ("hold", "reach"):
        raise UnknownChoiceError(f"Actors are not key to '{aim}'.", fix="Use 'hold' or 'reach'.")
    ties = undirected(network).ecount() if aim == "hold" and distances else 0
    exact = comb(n, size) <= _ALL_SETS and comb(n, size) * n * ties <= _MOST_STEPS
    value = _value_of(network, aim, distances, steps, direction)
    if exact:
        best = best_of_all(value, n, size)
    elif aim == "reach":
        best = best_found(value, np.arange(n), size)
    else:
        between = np.array(undirected(network).betweenness(), dtype=float)
        best = best_found(value, np.argsort(-between, kind="stable")[: max(size, _MOST_CANDIDATES)], size)
    table = {"actor": [network.names[i] for i in best], "value": value(best) if n else nan, "exact": exact}
    return pd.DataFrame(table, columns=["actor", "value", "exact"])


def _value_of(
    network: Network, aim: str, distances: bool, steps: int | None, direction: str
) -> Callable[[Whole], float]:
    """Return how well a set of actors does what is aimed at."""
    if aim == "hold":
        return lambda places: fragmented(network, places, distances)
    near = nearness(network, np.arange(len(network)), steps, direction)
    return lambda places: float(near[places].max(axis=0).sum() / len(network))


def loss_if_gone(network: Network, by: By = "sector") -> pd.DataFrame:
    """What falls apart if this actor leaves?

    Returns
    -------
    DataFrame
        Indexed by actor.

        - cut_off: how many others of its part are no longer joined with the largest piece that is left of it.
        - pairs_lost: pairs of others that were joined by a path, and no longer are.
        - share_lost: of the pairs of others that were joined; 0 to 1. NaN where there were none.
        - cross_share_lost: the same of pairs from different groups; where groups overlap, each combination is
          one. Who has no group is left out. NaN where there were none.

        Higher means that more hangs on the actor; 0 means that nothing falls apart. Strength and direction are not
        used: a tie either way joins. Unobserved answers count as no tie: silent actors may join more pairs, and of
        those that were seen to be joined what is lost is 'at most'.

    References
    ----------
    Tarjan (1972), Depth-first search and linear graph algorithms, for the actors that cut; Borgatti (2006).

    Examples
    --------
    >>> import networkx as nx
    >>> loss_if_gone(Network.from_graph(nx.path_graph(["A", "B", "C", "D"])), ["x", "x", "x", "y"])
           cut_off  pairs_lost  share_lost  cross_share_lost
    actor
    A          0.0         0.0    0.000000               0.0
    B          1.0         2.0    0.666667               0.5
    C          1.0         2.0    0.666667               1.0
    D          0.0         0.0    0.000000               NaN
    """
    n = len(network)
    names, group = partition(network, by)
    own = np.concatenate([np.ones((n, 1)), group[:, None] == np.arange(len(names))], axis=1)
    tree = tree_of_blocks(network, own)
    actor, pieces, others = pieces_without(tree, own)
    largest = np.zeros(n)
    np.maximum.at(largest, actor, pieces[:, 0])
    columns = {"cut_off": others[:, 0] - largest}
    for kind in (_pairs, _cross_pairs):
        lost = kind(others) - np.bincount(actor, weights=kind(pieces), minlength=n)
        # Of all pairs of others anywhere: those of the network, less those in its part, and back those without it.
        parts = np.unique(np.array(undirected(network).connected_components().membership), return_index=True)[1]
        joined = kind(tree.part[parts]).sum() - kind(tree.part) + kind(others)
        share = np.divide(lost, joined, out=np.full(n, nan), where=joined > 0)
        columns |= {"pairs_lost": lost, "share_lost": share} if kind is _pairs else {"cross_share_lost": share}
    return pd.DataFrame(columns, index=pd.Index(network.names, name="actor", dtype=object))


def cut_actors(network: Network) -> float:
    """On how many actors does it hang that others are joined at all?

    Actors without whom some of the others would no longer be joined by any path (articulation points).
    `loss_if_gone` says what hangs on each.

    Returns
    -------
    float, 0 upwards, whole
        Higher means more fragile. Strength and direction are not used: a tie either way joins. Unobserved answers
        count as no tie: with silent actors there may be fewer, as they are ways round, or more, as they join
        others. NaN where there is no tie.

    References
    ----------
    Tarjan (1972), Depth-first search and linear graph algorithms.

    Examples
    --------
    >>> import networkx as nx
    >>> cut_actors(Network.from_graph(nx.path_graph(4)))
    2.0
    """
    graph = undirected(network)
    return float(len(graph.articulation_points())) if graph.ecount() else nan


def bridges(network: Network) -> pd.DataFrame:
    """Which single ties hold parts of the network together, and how many would be cut off without them?

    Returns
    -------
    DataFrame
        A row per tie without which its two sides would not be joined: one, other, cut_off (actors on the smaller
        side; 1 upwards, higher means more hangs on it; never NaN). Strength and direction are not used: a tie
        counts as one, whoever named whom. Unobserved answers count as no tie: with silent actors there may be fewer
        of these, and others.

    References
    ----------
    Tarjan (1974), A note on finding the bridges of a graph.

    Examples
    --------
    >>> import networkx as nx
    >>> bridges(Network.from_graph(nx.path_graph(["A", "B", "C", "D"])))
      one other  cut_off
    0   A     B        1
    1   B     C        2
    2   C     D        1
    """
    n = len(network)
    tree = tree_of_blocks(network, np.ones((n, 1)))
    pairs = np.flatnonzero(tree.block_size == 2)
    lower = np.full(len(tree.block_size) + 1, -1, dtype=np.intp)
    lower[np.minimum(tree.parent[:n] - n, len(tree.block_size))] = np.arange(n)
    ends = np.sort(np.stack([tree.parent[n + pairs], lower[pairs]], axis=1), axis=1)
    side = tree.below[n + pairs, 0]
    smaller = np.minimum(side, tree.part[ends[:, 0], 0] - side).astype(int)
    order = np.lexsort((ends[:, 1], ends[:, 0]))
    one, other = ([network.names[i] for i in ends[order, side]] for side in (0, 1))
    return pd.DataFrame({"one": one, "other": other, "cut_off": smaller[order]})


def _pairs(sums: Floats) -> Floats:
    return np.asarray(sums[:, 0] * (sums[:, 0] - 1) / 2)


def _cross_pairs(sums: Floats) -> Floats:
    grouped = sums[:, 1:]
    return np.asarray((grouped.sum(axis=1) ** 2 - (grouped**2).sum(axis=1)) / 2)
