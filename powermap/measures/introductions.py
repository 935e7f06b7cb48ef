"""Who should get to know whom, so that a group gets through to those who decide."""

from __future__ import annotations

from typing import NamedTuple

import igraph
import numpy as np
import pandas as pd

from powermap.errors import PowermapError
from powermap.measures.kernels import answered, membership
from powermap.network import Bools, By, Floats, Network, Whole

#: Every two actors are looked at, with the ways of every member to both: ten seconds for 1,000 actors and one tie.
MOST_INTRODUCED = 1_000


class Ways(NamedTuple):
    """The network in the order of names, so that of introductions that help alike the first by name is told."""

    names: tuple[str, ...]
    #: (n, n) who names whom, and may be introduced to whom: neither named the other, as at least one of them said.
    ties: Bools
    free: Bools
    #: (n,) who has a seat.
    seat: Bools


def introductions(network: Network, by: By = "voice", *, ties: int = 1) -> pd.DataFrame:
    """Which two actors, once they know each other, bring each group nearest to those who decide?

    The reach of a group is the mean, over its members without a seat that answered, of 1 / steps to the nearest
    seat-holder along ties; 0 for a member without a way. Every two actors of whom neither named the other are
    tried out, with a tie both ways. With more *ties*, the best is added and the next is looked for: the first is
    the best there is, all of them together need not be.

    Parameters
    ----------
    network : Network
    by : {'voice', 'sector'} or sequence of str or None
    ties : int
        How many introductions for each group.

    Returns
    -------
    DataFrame
        One row per group and introduction: group, step (1 upwards), one, other (names), reach (before),
        reach_after; 0 to 1, higher means nearer. Of introductions that help alike, the first by name. Strength is
        not used. No row where nobody has a seat, no member without one answered, or none would help; nothing is
        NaN. That two do not name each other is all that is known of them: whether they should meet is for those to
        say who know them.

    Raises
    ------
    PowermapError
        With more than 1,000 actors, where it takes too long.

    References
    ----------
    Crescenzi, D'Angelo, Severini & Velaj (2016), Greedily improving our own closeness centrality in a network; Lin
    (1999), Social networks and status attainment, for nearness to those who decide.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.Graph([("Ann", "Bea"), ("Bea", "Cas"), ("Dee", "Eve"), ("Eve", "Trust")])
    >>> graph.nodes["Trust"]["seat"] = True
    >>> introductions(Network.from_graph(graph), ["x", "x", "x", None, None, None]).round(3)
      group  step  one  other  reach  reach_after
    0     x     1  Bea  Trust    0.0        0.667
    """
    if len(network) > MOST_INTRODUCED:
        raise PowermapError(
            f"To try out every introduction among {len(network):,} actors takes too long; powermap does so for up "
            f"to {MOST_INTRODUCED:,}.",
            fix="Keep the actors of one partnership.",
        )
    order = np.array(sorted(range(len(network)), key=lambda actor: network.names[actor]), dtype=np.intp)
    names, member = membership(network, by)
    counted = (member & answered(network)[:, None] & ~network.seat[:, None])[order]
    start, rows = _ways(network, order), []
    for group, name in enumerate(names):
        own, free, tied = np.flatnonzero(counted[:, group]), start.free, start.ties
        for step in range(1, ties + 1):
            before, after, one, other = _best(own, start._replace(ties=tied, free=free))
            if not after > before + 1e-12:
                break
            rows.append((name, step, start.names[one], start.names[other], before, after))
            met = np.zeros_like(tied)
            met[[one, other], [other, one]] = True
            tied, free = tied | met, free & ~met
    return pd.DataFrame(rows, columns=["group", "step", "one", "other", "reach", "reach_after"])


def _ways(network: Network, order: Whole) -> Ways:
    ties = network.ties[np.ix_(order, order)]
    said = network.observable[np.ix_(order, order)]
    free = ~(ties | ties.T) & (said | said.T) & ~np.eye(len(order), dtype=bool)
    return Ways(tuple(network.names[actor] for actor in order), ties, free, network.seat[order])


def _best(own: Whole, ways: Ways) -> tuple[float, float, int, int]:
    """Return the reach of these members, that after the best introduction, and whose that is."""
    if not len(own) or not ways.seat.any() or not ways.free.any():
        return 0.0, 0.0, 0, 0
    graph = igraph.Graph.Adjacency(ways.ties.astype(int))
    to_all = np.array(graph.distances(source=own.tolist(), mode="out"), dtype=float)
    to_seat = np.array(graph.distances(source=np.flatnonzero(ways.seat).tolist(), mode="in"), dtype=float).min(
        axis=0
    )
    now, best, pair = to_seat[own], -1.0, (0, 0)
    for one in range(len(ways.seat) - 1):
        others = one + 1 + np.flatnonzero(ways.free[one, one + 1 :])
        # By the new tie, one way or the other.
        there = to_all[:, [one]] + 1 + to_seat[others]
        back = to_all[:, others] + 1 + to_seat[one]
        reach = _near(np.minimum(np.minimum(there, back), now[:, None]))
        if len(others) and reach.max() > best + 1e-12:
            best, pair = float(reach.max()), (one, int(others[np.flatnonzero(reach > reach.max() - 1e-12)[0]]))
    return float(_near(now[:, None])[0]), best, *pair


def _near(steps: Floats) -> Floats:
    return np.asarray((1 / steps).mean(axis=0))
