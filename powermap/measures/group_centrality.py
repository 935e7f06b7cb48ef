"""How central a group is as a whole, to all others: a group counts as one body, whoever of it names or is named.

Groups are voices unless said otherwise, and may overlap. Strength is not used.
"""

from __future__ import annotations

from math import nan

import numpy as np
import pandas as pd

from powermap.measures import blocks
from powermap.measures.blocks import over
from powermap.measures.kernels import answered, membership, sparse, steps_from
from powermap.network import MOST_ACTORS, By, Network


def group_degree(network: Network, by: By = "voice") -> pd.DataFrame:
    """What share of all others names somebody of the group, or is named by somebody of it?

    Others are all actors outside the group, with a group or without. Who names two members counts once.
    Strength is not used.

    Returns
    -------
    DataFrame
        One row per group: group; members; named_by (of the others with an observed answer about a member, the share
        that names one), names (of the others about whom a member's answer was observed, the share that is named); 0
        to 1, higher means more. At full response networkx's group in-degree and out-degree centrality. NaN where no
        such answer was observed.

    References
    ----------
    Everett & Borgatti (1999), The centrality of groups and classes.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("C", "A"), ("C", "B"), ("D", "C")]))
    >>> group_degree(network, ["x", "x", None, None]).to_numpy().tolist()
    [['x', 2, 0.5, 0.0]]
    """
    names, member = membership(network, by)
    columns = {"group": names, "members": member.sum(axis=0)}
    answers = blocks.answers_with(network, member)
    for way, asked, ties in (("named_by", answers[0], sparse(network)), ("names", answers[1], sparse(network).T)):
        tied = (ties @ member.astype(float) > 0) & ~member
        columns[way] = over(tied.sum(axis=0), ((asked > 0) & ~member).sum(axis=0))
    return pd.DataFrame(columns)


def group_closeness(network: Network, by: By = "voice") -> pd.DataFrame:
    """In how few steps do all others get to somebody of the group, and somebody of the group to them?

    With d the steps between an other and the nearest member, r of N others reached: (r / N) * (r / sum of d). Ties
    are followed the way they run, one step each: strength is not used.

    Returns
    -------
    DataFrame
        One row per group: group; members; reached_in, closeness_in (from others that answered to the group);
        reached_out, closeness_out (from the group to others); 0 to 1, higher means fewer steps, 1 means all by one.
        0 where nobody is reached. Where all are, closeness_in is networkx's group closeness centrality; elsewhere
        networkx takes those that cannot reach it for 0 steps away. Paths through silent actors are not seen. NaN
        where there are no such others; outwards, where no member answered.

    References
    ----------
    Everett & Borgatti (1999), The centrality of groups and classes; Wasserman & Faust (1994) for r / N.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C"), ("C", "D")]))
    >>> group_closeness(network, [None, None, "x", "x"]).round(4).to_numpy().tolist()
    [['x', 2, 2, 0.6667, 0, 0.0]]
    """
    there, ties, rows = answered(network), sparse(network), []
    back = ties.T.tocsr()
    for name, own in network.groups(by).items():
        row: list[str | int | float] = [name, int(own.sum())]
        for others, way in ((~own & there, back), (~own & (own & there).any(), ties)):
            steps = steps_from(way, own)[others]
            reached = steps[np.isfinite(steps)]
            near = over(len(reached), reached.sum()) if len(reached) else 0.0
            row += [len(reached), float(over(len(reached), len(steps)) * near)]
        rows.append(row)
    columns = ["group", "members", "reached_in", "closeness_in", "reached_out", "closeness_out"]
    return pd.DataFrame(rows, columns=columns)


def group_betweenness(
    network: Network, by: By = "voice", *, sources: int | None = None, seed: int = 0
) -> pd.DataFrame:
    """How often do the shortest ways between two others lead through the group?

    Others are all actors outside the group, with a group or without. Of each ordered pair of them, the first of
    which answered, the share of the shortest paths that pass any member (0 where there is no path); over the
    number of such pairs. Ties are followed the way they run, one step each: strength is not used.

    Parameters
    ----------
    network : Network
    by : {'voice', 'sector'} or sequence
    sources : int, optional
        From how many actors to start, drawn at random; without it, from all up to 5,000 actors, and from 1,000
        above.
    seed : int
        For the draw.

    Returns
    -------
    DataFrame
        One row per group: group; members; betweenness (0 to 1, higher means more often in between); standard_error
        (of the draw; 0 where all were taken). networkx agrees for groups of one or two where every actor reaches
        every other; elsewhere it errs, with three or more even above 1. Paths through silent actors are not seen.
        NaN where there are no two others, or none of them answered.

    References
    ----------
    Everett & Borgatti (1999), The centrality of groups and classes; Brandes & Pich (2007) for the draw.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    >>> group_betweenness(network, [None, "x", None]).to_numpy().tolist()
    [['x', 1, 0.5, 0.0]]
    """
    names, member = membership(network, by)
    start = np.flatnonzero(answered(network))
    if sources is None:
        sources = len(start) if len(network) <= MOST_ACTORS else 1_000
    drawn = start
    if sources < len(start):
        drawn = np.sort(np.random.default_rng(seed).choice(start, max(sources, 1), replace=False))
    shares = blocks.passing(network, member, drawn)
    rows = []
    for name, own, share in zip(names, member.T, shares.T, strict=True):
        outside = share[~own[drawn]]
        others, starts = len(network) - int(own.sum()) - 1, int((~own[start]).sum())
        mean, spread = over(outside.sum(), len(outside) * others), 0.0 if len(outside) == starts else nan
        if 1 < len(outside) < starts:
            spread = float(outside.std(ddof=1) * np.sqrt((1 - len(outside) / starts) / len(outside)))
        rows.append((name, int(own.sum()), float(mean), float(over(spread, others)) + 0 * float(mean)))
    return pd.DataFrame(rows, columns=["group", "members", "betweenness", "standard_error"])
