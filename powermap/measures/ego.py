"""Each actor's own surroundings: how many contacts it has, how they are tied, and what lies behind them.

Contacts are those that the actor names and those that name it, each once, unless a measure says otherwise. Only
observed answers count: a silent actor is seen with the contacts that others report. Strength is not used unless a
measure says so.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from powermap.errors import UnknownChoiceError
from powermap.measures import contacts as near_by
from powermap.measures.alters import alter_diversity, alter_exposure  # noqa: F401  (they can be had from here, too)
from powermap.measures.contacts import Direction, by_actor, contacts, known, over, seen_with, table_by_actor
from powermap.measures.kernels import answered, seen_both_ways, undirected
from powermap.measures.position import in_degree, in_strength, out_degree, out_strength
from powermap.measures.steps import Steps, steps_in_and_out
from powermap.measures.surroundings import parts_left_without, sole_ways
from powermap.network import Floats, Network


def total_degree(network: Network, *, normalised: bool = False) -> pd.Series:
    """With how many others does this actor have a tie, in either direction?

    A tie that goes both ways counts once; igraph's mode 'all' and sna's 'freeman' count it twice, which is
    `in_degree` + `out_degree`. *normalised*: over the number of others of whom the tie was observed from one side
    or both; the two directions by themselves are `nominations_received` and `out_degree`.

    Returns
    -------
    Series of float, 0 to n - 1, or 0 to 1
        Higher means tied to more. Strength and direction are not used; an isolate has 0. NaN where nothing about
        the actor was observed. Unobserved answers count as no tie: a silent actor has only those that others
        report, and groups that answered less look less tied.

    References
    ----------
    Freeman (1979), Centrality in social networks.

    Examples
    --------
    >>> import networkx as nx
    >>> total_degree(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("C", "B")]))).to_dict()
    {'A': 1.0, 'B': 2.0, 'C': 1.0}
    """
    count = np.diff(contacts(network).indptr).astype(float)
    share = over(count, seen_with(network)[:, 0]) if normalised else count
    return by_actor(network, "total_degree", np.where(known(network), share, np.nan))


def opsahl_degree(network: Network, *, alpha: float = 0.5, direction: str = "in") -> pd.Series:
    """How much is this actor named, when both the number of ties and their strength count?

    k^(1 - alpha) s^alpha, with k the number and s the total strength of the ties received (*direction* 'in') or
    given ('out'). With *alpha* 0 it is the degree, with 1 the strength; above 1, few strong ties beat many weak.

    Returns
    -------
    Series of float, 0 upwards
        Higher means named by more, or more strongly. 0 for an isolate. NaN where no answer about the actor (for
        'out': of the actor) was observed. Unobserved answers count as no tie, so that it grows with the number of
        actors who answered, as `in_degree` does.

    References
    ----------
    Opsahl, Agneessens & Skvoretz (2010), Node centrality in weighted networks.

    Examples
    --------
    >>> import networkx as nx
    >>> opsahl_degree(Network.from_graph(nx.DiGraph([("A", "B"), ("C", "B")]))).to_dict()
    {'A': 0.0, 'B': 2.0, 'C': 0.0}
    """
    if direction not in ("in", "out"):
        raise UnknownChoiceError(f"Ties have no direction '{direction}'.", fix="Use 'in' or 'out'.")
    number = in_degree(network) if direction == "in" else out_degree(network)
    strength = in_strength(network) if direction == "in" else out_strength(network)
    few = number.clip(lower=1)
    return (few * (strength / few) ** alpha).where(number != 0, 0.0).rename("opsahl_degree")


def eccentricity(network: Network) -> pd.DataFrame:
    """How many steps is the farthest other that still has a way to or from this actor, and how many have none?

    The most steps of any shortest path along ties that ends at the actor ('in', from others that answered) or
    starts at it ('out'). Those without a path are counted apart: as endless they would hide all others, and igraph,
    which passes them over, gives 0 where there is no path at all.

    Returns
    -------
    DataFrame
        eccentricity_in, unreached_in, eccentricity_out, unreached_out: whole numbers, 0 to n - 1. Higher means
        farther off, or more out of reach. Strength is not used, and ways through silent actors are not seen.
        Eccentricity is NaN where nobody is in reach; the first two are NaN where no answer about the actor was
        observed, the others where it did not answer.

    References
    ----------
    Hage & Harary (1995), Eccentricity and centrality in networks.

    Examples
    --------
    >>> import networkx as nx
    >>> eccentricity(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))).loc["B"].tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    columns = {}
    for way, found, others in _both_ways(network):
        columns[f"eccentricity_{way}"] = np.where(found.reached > 0, found.farthest, np.nan) + 0 * others
        columns[f"unreached_{way}"] = others - found.reached
    return table_by_actor(network, columns)


def reach(network: Network, *, normalised: bool = True) -> pd.DataFrame:
    """How many others are within one, two and three steps of this actor, on the way to it and from it?

    *normalised*: over the others that answered, for those who reach the actor ('in'); over all n - 1 others, for
    those whom it reaches ('out'). One step in is the share of those who answered that name the actor.

    Returns
    -------
    DataFrame
        reach_in_1 to reach_in_3, reach_out_1 to reach_out_3: 0 to 1, or counts. Higher means more within reach.
        Strength is not used. 0 for an isolate. 'in' is NaN where no answer about the actor was observed, 'out'
        where it did not answer. Ways through silent actors are not seen.

    References
    ----------
    Borgatti (2006), Identifying sets of key players in a social network.

    Examples
    --------
    >>> import networkx as nx
    >>> reach(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))).loc["A"].tolist()
    [0.0, 0.0, 0.0, 0.5, 1.0, 1.0]
    """
    columns = {}
    for way, found, others in _both_ways(network):
        for step, within in enumerate(found.within.T, start=1):
            columns[f"reach_{way}_{step}"] = over(within, others) if normalised else within + 0 * others
    return table_by_actor(network, columns)


def reach_efficiency(network: Network) -> pd.DataFrame:
    """How many others are within two steps of this actor, for each contact that it has?

    Those within two steps over those within one. Contacts who all know the same others add little, and make it
    low. (UCINET divides by the sum of the contacts' own contacts instead, and reports that in percent.)

    Returns
    -------
    DataFrame
        reach_efficiency_in, reach_efficiency_out: 1 upwards. Higher means that each contact opens the way to, or
        from, more others. Strength is not used; unobserved answers count as no tie. NaN where the actor has no
        contact that way, 'in' also where no answer about it was observed, 'out' where it did not answer.

    References
    ----------
    Borgatti (2006), Identifying sets of key players in a social network, for reach; Hanneman & Riddle (2005),
    Introduction to Social Network Methods, for its efficiency.

    Examples
    --------
    >>> import networkx as nx
    >>> reach_efficiency(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")])))["reach_efficiency_out"].to_dict()
    {'A': 2.0, 'B': 1.0, 'C': nan}
    """
    columns = {
        f"reach_efficiency_{way}": over(found.within[:, 1], found.within[:, 0])
        for way, found, _ in _both_ways(network)
    }
    return table_by_actor(network, columns)


def local_clustering(network: Network) -> pd.Series:
    """How many of this actor's contacts are in contact with each other?

    Pairs of contacts with a tie, over pairs of contacts of whom at least one's answer about the other was observed.
    Strength and direction are not used: contacts and ties count either way, as in igraph's transitivity(type =
    'local') of the undirected graph; networkx's clustering of a directed graph is another measure (Fagiolo's).

    Returns
    -------
    Series of float, 0 to 1
        Higher means more closely knit; low, that the actor stands between contacts. NaN with fewer than two
        contacts (networkx: 0), and where no answer among them was observed.

    References
    ----------
    Watts & Strogatz (1998), Collective dynamics of small-world networks.

    Examples
    --------
    >>> import networkx as nx
    >>> ties = [("A", "B"), ("B", "C"), ("C", "A"), ("C", "D")]
    >>> local_clustering(Network.from_graph(nx.DiGraph(ties))).round(3).to_dict()
    {'A': 1.0, 'B': 1.0, 'C': 0.333, 'D': nan}
    """
    near = contacts(network)
    number = np.diff(near.indptr).astype(float)
    share = np.array(undirected(network).transitivity_local_undirected(mode="zero"), dtype=float)
    _, pairs = near_by.answers_among(network, near)
    return by_actor(network, "local_clustering", over(share * number * (number - 1) / 2, pairs))


def ego_density(network: Network) -> pd.Series:
    """What share of the ties that could be among this actor's contacts is there?

    Ties from one contact to another, over observed answers of contacts about contacts. Unlike in
    `local_clustering`, a pair has two ties, one each way.

    Returns
    -------
    Series of float, 0 to 1
        Higher means more closely knit. Strength is not used. NaN with fewer than two contacts, and where no
        answer among them was observed.

    References
    ----------
    Wasserman & Faust (1994), Social Network Analysis; Stork & Richards (1992), Nonrespondents in communication
    network studies, for observed answers.

    Examples
    --------
    >>> import networkx as nx
    >>> ties = [("A", "B"), ("B", "C"), ("C", "B"), ("C", "A")]
    >>> ego_density(Network.from_graph(nx.DiGraph(ties))).to_dict()
    {'A': 1.0, 'B': 0.5, 'C': 0.5}
    """
    near = contacts(network)
    answers, _ = near_by.answers_among(network, near)
    ties = near_by.ties_among(near, contacts(network, "out"))
    return by_actor(network, "ego_density", over(ties, answers))


def net_flow(network: Network) -> pd.DataFrame:
    """Does this actor receive more than it gives?

    net_flow: strength received less strength given; imbalance: that over the sum of both. Only ties between two
    actors whose answers about each other were both observed count, as from the silent nothing could come back.
    Without strengths each tie is 1.

    Returns
    -------
    DataFrame
        net_flow, in units of the answer scale, and imbalance, -1 (only gives) to 1 (only receives). Higher means
        receives more than it gives. NaN where no such pair was observed; imbalance also where nothing flows.

    References
    ----------
    Emerson (1962), Power-dependence relations.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_weighted_edges_from([("A", "B", 3), ("B", "A", 1)], weight="strength")
    >>> net_flow(Network.from_graph(graph)).loc["B"].tolist()
    [2.0, 0.5]
    """
    seen, n = seen_both_ways(network), len(network)
    strength = network.tie_strengths * seen
    received = np.bincount(network.receivers, weights=strength, minlength=n)
    given = np.bincount(network.senders, weights=strength, minlength=n)
    pairs = network.observable_from + network.observable_about - seen_with(network)[:, 0]
    net = np.where(pairs > 0, received - given, np.nan)
    return table_by_actor(network, {"net_flow": net, "imbalance": over(net, received + given)})


def broker_dependence(network: Network, *, direction: Direction = "out") -> pd.DataFrame:
    """How much of what lies behind this actor's contacts can it reach through one of them only?

    Of the others that are two steps away (and not one): the share that only one contact leads to, whichever it
    is; the largest share that hangs on one and the same contact; and that contact. Longer ways round are no help
    here: they take a third to pass the message on. It is the brokers' exclusivity of Hamilton and others, seen
    from the side of whoever depends. *direction* 'in' asks who reaches the actor, 'either' ignores direction.

    Returns
    -------
    DataFrame
        two_steps (how many), through_one and through_broker (0 to 1), broker (a name, the first where several are
        equal). Higher means more dependent. Strength is not used. Where nobody is two steps away the shares are
        NaN, and there is no broker; NaN throughout where nothing was observed in that direction. What silent
        contacts would open is not seen.

    References
    ----------
    Emerson (1962), Power-dependence relations; Hamilton, Hileman & Bodin (2020), Evaluating heterogeneous
    brokerage.

    Examples
    --------
    >>> import networkx as nx
    >>> ties = [("A", "B"), ("A", "C"), ("B", "D"), ("B", "E"), ("C", "E")]
    >>> broker_dependence(Network.from_graph(nx.DiGraph(ties))).loc[["A"]]
           two_steps  through_one  through_broker broker
    actor
    A            2.0          0.5             0.5      B
    """
    reached, sole, most, contact = sole_ways(contacts(network, direction))
    there = known(network, direction)
    names = [network.names[j] if j >= 0 and there[i] else None for i, j in enumerate(contact.tolist())]
    shares = (over(np.where(there, part, np.nan), reached) for part in (sole, most))
    columns = dict(zip(("through_one", "through_broker"), shares, strict=True))
    table = table_by_actor(network, {"two_steps": np.where(there, reached, np.nan), **columns})
    return table.assign(broker=pd.Series(names, index=table.index, dtype=object))


def articulation(network: Network) -> pd.DataFrame:
    """Would the network fall apart if this actor left, and how many would be cut off?

    Strength and direction are not used: two actors are tied if either named the other.

    Returns
    -------
    DataFrame
        cut_point: 1 where the others of its connected part would fall into several, else 0; parts: into how many;
        cut_off: how many would be outside the largest of those. Higher means that more hangs on the actor. 0
        throughout for an isolate. NaN where nothing about the actor was observed. Unobserved answers count as no
        tie: unseen ones may be ways round, or lead to others, so that with silent actors there may be fewer cut
        points, or more.

    References
    ----------
    Tarjan (1972), Depth-first search and linear graph algorithms.

    Examples
    --------
    >>> import networkx as nx
    >>> articulation(Network.from_graph(nx.Graph([("A", "B"), ("B", "C"), ("C", "D")]))).loc["B"].tolist()
    [1.0, 2.0, 1.0]
    """
    parts, lost = parts_left_without(network)
    columns = {"cut_point": (parts > 1).astype(float), "parts": parts, "cut_off": lost}
    return table_by_actor(
        network, {name: np.where(known(network), values, np.nan) for name, values in columns.items()}
    )


def _both_ways(network: Network) -> list[tuple[str, Steps, Floats]]:
    """Return the steps each way, and how many others there are to count: NaN where nothing was observed."""
    into, out = steps_in_and_out(network)
    there = answered(network)
    answering = np.where(known(network, "in"), there.sum() - there, np.nan)
    others = np.where(known(network, "out"), len(network) - 1.0, np.nan)
    return [("in", into, answering), ("out", out, others)]
