"""How each group fares: who returns its ties, who pays attention, who is in the core, who hangs on by one tie.

Groups are voices unless said otherwise, and may overlap: an actor with two voices counts in both. Only ties and
answers between actors that have a group count, unless said otherwise. Strength is not used.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

import numpy as np
import pandas as pd

from powermap.measures import blocks
from powermap.measures.blocks import over
from powermap.measures.group_centrality import (  # noqa: F401  (they can be had from here, too)
    group_betweenness,
    group_closeness,
    group_degree,
)
from powermap.measures.kernels import answered, membership, returned, seen_both_ways, sparse, undirected
from powermap.measures.position import coreness
from powermap.network import By, Network


def reciprocation_pairs(network: Network, by: By = "voice") -> pd.DataFrame:
    """Of the ties that one group sends another, how many are returned?

    Only where both actors were heard about each other, so that silent actors are left out. Strength is not used.

    Returns
    -------
    DataFrame
        One row per sending and receiving group: from_group, to_group; sent (ties), returned; share_returned (0 to
        1, higher means more come back); received (ties that the other sends); asymmetry ((sent - received) / pairs
        heard both ways: -1 to 1, above 0 where more is sent than comes). NaN where there is no such tie or pair.

    References
    ----------
    Wasserman & Faust (1994), Social Network Analysis, for reciprocity, here between each two groups.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("A", "C")]))
    >>> reciprocation_pairs(network, ["x", "y", "y"]).iloc[1, 2:].astype(float).tolist()
    [2.0, 1.0, 0.5, 1.0, 0.5]
    """
    names, member = membership(network, by)
    seen, back = seen_both_ways(network), returned(network)
    sent, mutual = (blocks.between(network, member, only=kept)[0] for kept in (seen, seen & back))
    answers = network.answers_between(member)
    both = answers + answers.T - blocks.pairs_between(network, member)
    columns = _pairs(names) | {"sent": sent.ravel().astype(int), "returned": mutual.ravel().astype(int)}
    columns |= {"share_returned": over(mutual, sent).ravel(), "received": sent.T.ravel().astype(int)}
    return pd.DataFrame(columns | {"asymmetry": over(sent - sent.T, both).ravel()})


def attention(network: Network, by: By = "voice") -> pd.DataFrame:
    """Do the others name the group more, or less, than the density would give?

    Strength is not used.

    Returns
    -------
    DataFrame
        One row per group: group; named (ties from others to members); observable (their answers about members that
        were observed); rate (named / observable); expected (observable times the density among all that have a
        group); attention (named / expected: 0 or more, 1 as the density would give, higher means more). NaN where
        no such answer was observed; attention also where there are no ties.

    References
    ----------
    Moody (2001), Race, school integration, and friendship segregation in America, for ties over those expected.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("A", "C")]))
    >>> attention(network, ["x", "x", "y"])[["group", "named", "observable", "expected", "attention"]]
      group  named  observable  expected  attention
    0     x      0           2       1.0        0.0
    1     y      1           2       1.0        1.0
    """
    names, ties, answers = blocks.against_rest(network, by)
    everybody = np.any(membership(network, by)[1], axis=1, keepdims=True).reshape(-1, 1)
    in_all = [float(part.sum()) for part in blocks.between(network, everybody)]
    named, observable = ties[2], answers[2]
    expected = observable * over(in_all[0], in_all[1])
    columns = {"group": names, "named": named.astype(int), "observable": observable.astype(int)}
    columns |= {"rate": over(named, observable), "expected": np.where(observable > 0, expected, nan)}
    return pd.DataFrame(columns | {"attention": over(named, expected)})


def innermost_share(network: Network, by: By = "voice", *, core: Sequence[bool] | None = None) -> pd.DataFrame:
    """What share of the innermost, most densely tied actors are of each group, and could chance have done it?

    The innermost are not the core of `in_core`, which `core_share` counts. Strength and direction are not used: a
    tie either way joins two. Unobserved answers count as no tie, so that silent actors look nearer the edge.

    Parameters
    ----------
    network : Network
    by : {'voice', 'sector'} or sequence
    core : sequence of bool, optional
        Who counts as innermost, one per actor; without it, those with the largest `coreness`.

    Returns
    -------
    DataFrame
        One row per group: group; members, innermost; share_of_innermost, share_of_actors (of those with a group; 0
        to 1); log_odds (of being innermost as a member against others; 0.5 is added to the four counts where one
        is 0; R's fisher.test estimates it otherwise); p (how likely a share as unlikely, or more so, would be by
        chance: Fisher's exact test, two-sided, as in fisher.test). Higher means more of the innermost. NaN where
        nobody is, as without ties; log_odds also where everybody is, or where there are no others.

    References
    ----------
    Fisher (1935), The design of experiments; Seidman (1983) for coreness; Haldane (1956) for the 0.5.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C"), ("C", "A"), ("C", "D")]))
    >>> table = innermost_share(network, ["x", "x", "y", "y"])
    >>> table[["group", "innermost", "share_of_innermost", "log_odds", "p"]].round(4)
      group  innermost  share_of_innermost  log_odds    p
    0     x          2              0.6667    1.6094  1.0
    1     y          1              0.3333   -1.6094  1.0
    """
    names, member = membership(network, by)
    depth = coreness(network).to_numpy()
    deepest = (depth == depth.max(initial=-1)) & (depth > 0)
    grouped = member.any(axis=1)
    inside = (deepest if core is None else np.asarray(core, dtype=bool)) & grouped
    drawn, n = int(inside.sum()), int(grouped.sum())
    held, members = member[inside].sum(axis=0), member.sum(axis=0)
    odds = blocks.odds_ratio((held, members - held, drawn - held, n - members - drawn + held))
    p = [nan] * len(names)
    if drawn:
        for place, (size, own) in enumerate(zip(members.tolist(), held.tolist(), strict=True)):
            chances = blocks.chances_of_draw(n, size, drawn)
            p[place] = min(1.0, float(chances[chances <= chances[own] * (1 + 1e-7)].sum()))
    columns = {"group": names, "members": members, "innermost": held}
    columns |= {"share_of_innermost": over(held, drawn)}
    known = (odds > 0) & (0 < drawn < n)
    log_odds = np.log(odds, out=np.full(len(names), nan), where=known)
    return pd.DataFrame(columns | {"share_of_actors": over(members, n), "log_odds": log_odds, "p": p})


def isolation(network: Network, by: By = "voice") -> pd.DataFrame:
    """How many members are on their own, or hang on by one contact or one tie?

    Of the members that answered: an isolate names nobody and nobody who answered names it; a pendant has one
    contact, whichever of the two named the other; it hangs on by one tie where only one of them did. Ties with
    actors without a group count. Strength is not used.

    Returns
    -------
    DataFrame
        One row per group: group; members, answered; isolates, pendants, by_one_tie (among the pendants);
        share_isolated, share_pendant, share_by_one_tie (of those that answered, 0 to 1; higher means more on the
        edge); silent_unnamed: members that did not answer and that nobody named, who may be isolates or not. While
        anybody is silent, the isolates may be fewer. Shares are NaN where no member answered.

    References
    ----------
    Wasserman & Faust (1994), Social Network Analysis, for isolates and pendants.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("C", "A")]))
    >>> isolation(network, ["x"] * 3)[["group", "answered", "isolates", "pendants", "by_one_tie"]]
      group  answered  isolates  pendants  by_one_tie
    0     x         3         0         2           1
    """
    names, member = membership(network, by)
    there, contacts = answered(network), np.array(undirected(network).degree(), dtype=int)
    ties = np.bincount(np.concatenate([network.senders, network.receivers]), minlength=len(network))
    kinds = {"members": there | True, "answered": there, "isolates": there & (contacts == 0)}
    kinds |= {"pendants": there & (contacts == 1), "by_one_tie": there & (ties == 1)}
    counts = {name: member[kind].sum(axis=0) for name, kind in kinds.items()}
    shares = {"isolates": "share_isolated", "pendants": "share_pendant", "by_one_tie": "share_by_one_tie"}
    columns = {"group": names, **counts}
    columns |= {share: over(counts[kind], counts["answered"]) for kind, share in shares.items()}
    return pd.DataFrame(columns | {"silent_unnamed": member[~there & (contacts == 0)].sum(axis=0)})


def voice_density(network: Network, by: By = "voice") -> pd.DataFrame:
    """How many of the possible ties are there within each group, and across to others and from them?

    Of ties sent, each for itself; strength is not used.

    Returns
    -------
    DataFrame
        One row per group: group; within, to_others, from_others (ties over the answers observed, 0 to 1; higher
        means more); observable_within, observable_to, observable_from (how many answers that is). NaN where there
        is none.

    References
    ----------
    Stork & Richards (1992), Nonrespondents in communication network studies, for densities over observed answers.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("A", "C")]))
    >>> voice_density(network, ["x", "x", "y"])[["group", "within", "to_others", "from_others"]]
      group  within  to_others  from_others
    0     x     1.0        0.5          0.0
    1     y     NaN        0.0          0.5
    """
    names, ties, answers = blocks.against_rest(network, by)
    densities = dict(zip(("within", "to_others", "from_others"), over(ties, answers), strict=True))
    ways = ("observable_within", "observable_to", "observable_from")
    return pd.DataFrame({"group": names, **densities} | dict(zip(ways, answers.astype(int), strict=True)))


def exposure(network: Network, by: By = "voice", *, received: bool = False) -> pd.DataFrame:
    """Of those whom the average member of a group names, what share is of each group?

    The mean over members of (ties to the group / ties to any group). To its own group it is called isolation (xPx).
    Strength is not used; who did not answer names nobody, and is no part of the mean.

    Returns
    -------
    DataFrame
        One row per group and group met: from_group, to_group; members (that name somebody); exposure (0 to 1,
        higher means meets more of them; adds up to 1 where groups do not overlap); expected (the mean over the same
        members of the share that the group has in their observed answers). ``received=True`` looks at those that
        name the members instead. NaN where no member names anybody.

    References
    ----------
    Lieberson (1981), An asymmetrical approach to segregation; Massey & Denton (1988), The dimensions of residential
    segregation. An actor's contacts stand in for an area's residents.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("A", "C")]))
    >>> exposure(network, ["x", "x", "y"]).iloc[:2]
      from_group to_group  members  exposure  expected
    0          x        x        2      0.75       0.5
    1          x        y        2      0.25       0.5
    """
    names, member = membership(network, by)
    everybody = np.column_stack([member, member.any(axis=1)])
    ties = sparse(network).T if received else sparse(network)
    met, asked = ties @ everybody.astype(float), blocks.answers_with(network, everybody)[int(received)]
    active = (member & (met[:, -1:] > 0)).astype(float)
    count = active.sum(axis=0)
    columns = _pairs(names) | {"members": np.repeat(count, len(names)).astype(int)}
    for column, numbers in (("exposure", met), ("expected", asked)):
        share = np.nan_to_num(over(numbers[:, :-1], numbers[:, -1:]))
        columns[column] = over(active.T @ share, count[:, None]).ravel()
    return pd.DataFrame(columns)


def voice_overlap(network: Network, by: By = "voice") -> pd.DataFrame:
    """How many actors have which two voices?

    Of the list of actors, silent ones included: ties, their strength and direction are not used.

    Returns
    -------
    DataFrame
        One row per group and other group: group, other; actors (in both); share_of_group (of the group's members,
        0 to 1; higher means more of them are of the other too; NaN for a group without members). Sectors do not
        overlap.

    References
    ----------
    Breiger (1974), The duality of persons and groups.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B")])
    >>> nx.set_node_attributes(graph, {"A": ["Carers", "VCS"], "B": ["VCS"]}, "voices")
    >>> voice_overlap(Network.from_graph(graph))
        group   other  actors  share_of_group
    0  Carers     VCS       1             1.0
    1     VCS  Carers       1             0.5
    """
    names, member = membership(network, by)
    shared = member.T.astype(int) @ member.astype(int)
    pairs = _pairs(names)
    table = {"group": pairs["from_group"], "other": pairs["to_group"], "actors": shared.ravel()}
    table["share_of_group"] = over(shared, np.diag(shared)[:, None]).ravel()
    apart = ~np.eye(len(names), dtype=bool).ravel()
    return pd.DataFrame(table)[apart].reset_index(drop=True)


def _pairs(names: list[str]) -> dict[str, object]:
    called = np.array(names, dtype=object)
    return {"from_group": np.repeat(called, len(names)), "to_group": np.tile(called, len(names))}
