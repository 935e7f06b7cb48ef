"""Who each actor's contacts are: of which groups, and how mixed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from powermap.measures.contacts import Direction, contacts, over, seen_with, table_by_actor
from powermap.measures.kernels import membership, partition
from powermap.network import By, Network


def alter_exposure(network: Network, by: By = "voice", *, direction: Direction = "either") -> pd.DataFrame:
    """What share of this actor's contacts belongs to each group, and to a group of its own?

    Over the contacts that belong to any group. A contact with two voices counts in both, so shares may sum to more
    than 1. Direction is not used, unless *direction* is 'in' (those who name the actor) or 'out' (those whom it
    names); strength is not used. The mean over the members of a group is that group's exposure to another, xPy, or
    isolation, xPx.

    Returns
    -------
    DataFrame
        A column per group, and isolation: the share of contacts that share a group with the actor; 0 to 1. Higher
        means more of its contacts are of that group. NaN without such contacts; isolation also for an actor without
        a group. Unobserved answers count as no tie: a silent actor's contacts are those that name it.

    References
    ----------
    Lieberson (1981), An asymmetrical approach to segregation; Massey & Denton (1988), The dimensions of
    residential segregation.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("C", "A"), ("A", "D")]))
    >>> alter_exposure(network, ["x", "x", "y", "y"]).round(3).loc["A"].to_dict()
    {'x': 0.333, 'y': 0.667, 'isolation': 0.333}
    """
    names, member = membership(network, by)
    near = contacts(network, direction)
    grouped = near @ member.any(axis=1).astype(float)
    shares = over(near @ member.astype(float), np.repeat(grouped[:, None], len(names), axis=1))
    near_own = near.tocoo()
    alike = (member[near_own.row] & member[near_own.col]).any(axis=1)
    own = np.bincount(near_own.row, weights=alike, minlength=len(network))
    isolation = np.where(member.any(axis=1), over(own, grouped), np.nan)
    return table_by_actor(network, {**dict(zip(names, shares.T, strict=True)), "isolation": isolation})


def alter_diversity(network: Network, by: By = "sector") -> pd.DataFrame:
    """How mixed are this actor's contacts, and does it keep to its own group?

    With p the shares of the groups among the contacts that have one: blau is 1 - sum p^2; iqv is blau over its
    most, 1 - 1/G with G groups in the network; entropy is -sum p ln p. yules_q is (ad - bc) / (ad + bc), with a and
    b the contacts in its own group and in others, c and d those of whom no tie is there though it would have been
    seen. Where groups overlap, each combination that occurs is a group of its own. Strength and direction are not
    used. A silent actor's contacts are those that name it.

    Returns
    -------
    DataFrame
        blau and iqv, 0 to 1, and entropy, 0 to ln G: higher means more mixed. yules_q, -1 (only others) to 1
        (only its own): 0 means no preference, given who there is. NaN without contacts in any group; iqv with one
        group; yules_q for an actor without a group, or where ad and bc are both 0.

    References
    ----------
    Blau (1977), Inequality and Heterogeneity; Agresti & Agresti (1978), Statistical analysis of qualitative
    variation; Teachman (1980), Analysis of population diversity; Yule (1912), On the methods of measuring
    association between two attributes.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("A", "C"), ("A", "D"), ("E", "B")]))
    >>> alter_diversity(network, ["x", "x", "y", "y", "x"]).round(3).loc["A"].to_dict()
    {'blau': 0.444, 'iqv': 0.889, 'entropy': 0.637, 'yules_q': -1.0}
    """
    names, group = partition(network, by)
    member = (group[:, None] == np.arange(len(names))).astype(float)
    count = contacts(network) @ member
    share = over(count, np.repeat(count.sum(axis=1)[:, None], len(names), axis=1))
    blau = 1 - (share**2).sum(axis=1) if names else np.full(len(network), np.nan)
    logs = np.log(np.where(share > 0, share, 1))
    none = seen_with(network, member) - count
    in_own = (count * member).sum(axis=1), (none * member).sum(axis=1)
    elsewhere = count.sum(axis=1) - in_own[0], none.sum(axis=1) - in_own[1]
    ahead, behind = in_own[0] * elsewhere[1], elsewhere[0] * in_own[1]
    columns = {
        "blau": blau,
        "iqv": blau / (1 - 1 / len(names)) if len(names) > 1 else blau * np.nan,
        "entropy": np.where(np.isnan(blau), np.nan, -(np.nan_to_num(share) * logs).sum(axis=1)),
        "yules_q": np.where(group >= 0, over(ahead - behind, ahead + behind), np.nan),
    }
    return table_by_actor(network, columns)
