"""Who is near: in how few steps the others reach an actor, and it reaches them.

Only observed answers count, and strength is not used. Ways through silent actors are not seen.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from powermap.measures.contacts import by_actor, known, over
from powermap.measures.kernels import answered
from powermap.measures.steps import Steps, steps_in_and_out
from powermap.network import Floats, Network


def closeness_in(network: Network, *, raw: bool = False) -> pd.Series:
    """In how few steps do the others reach this actor, counting against it those who cannot?

    (r / a) * (r / sum of steps), with r the number of others that reach the actor and a the number of others that
    answered (n - 1 at full response): the mean closeness of those who reach it, times their share. *raw* is 1
    over the sum of steps, over those who reach it only, as igraph has it: there, an actor that a single other
    reaches looks closest of all. networkx's closeness is this one at full response.

    Returns
    -------
    Series of float, 0 to 1
        Higher means reached in fewer steps by more; 1 means named by all who answered. 0 (*raw*: NaN) where nobody
        reaches the actor. NaN where no answer about the actor was observed. Strength is not used. Paths through
        silent actors are not seen.

    References
    ----------
    Freeman (1979), Centrality in social networks; Wasserman & Faust (1994), Social Network Analysis, for several
    components.

    Examples
    --------
    >>> import networkx as nx
    >>> closeness_in(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))).round(3).to_dict()
    {'A': 0.0, 'B': 0.5, 'C': 0.667}
    """
    there = answered(network)
    values = _closeness(steps_in_and_out(network)[0], there.sum() - there, raw=raw)
    return by_actor(network, "closeness_in", np.where(known(network, "in"), values, np.nan))


def closeness_out(network: Network, *, raw: bool = False) -> pd.Series:
    """In how few steps does this actor reach the others, counting against it those whom it cannot?

    As `closeness_in`, along the ties that the actor and those whom it names report, over all n - 1 others.

    Returns
    -------
    Series of float, 0 to 1
        Higher means reaches more in fewer steps; 1 means names everybody. Strength is not used. 0 (*raw*: NaN)
        where it reaches nobody. NaN for an actor that did not answer.

    References
    ----------
    Freeman (1979), Centrality in social networks; Wasserman & Faust (1994), Social Network Analysis.

    Examples
    --------
    >>> import networkx as nx
    >>> closeness_out(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))).round(3).to_dict()
    {'A': 0.667, 'B': 0.5, 'C': 0.0}
    """
    values = _closeness(steps_in_and_out(network)[1], np.full(len(network), len(network) - 1), raw=raw)
    return by_actor(network, "closeness_out", np.where(known(network, "out"), values, np.nan))


def proximity_prestige(network: Network) -> pd.Series:
    """How large is the part of the network that reaches this actor, and how near is it?

    The share of the others that reach the actor, over their mean number of steps: `closeness_in` under the name
    that studies of prestige know. sna's 'domain.proximity' is 0 for whoever is not reached by all.

    Returns
    -------
    Series of float, 0 to 1
        Higher means reached by more, from nearer. Strength is not used. 0 where nobody reaches the actor; NaN
        where no answer about it was observed.

    References
    ----------
    Lin (1976), Foundations of Social Research; Wasserman & Faust (1994), Social Network Analysis.

    Examples
    --------
    >>> import networkx as nx
    >>> proximity_prestige(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))).round(3).to_dict()
    {'A': 0.0, 'B': 0.5, 'C': 0.667}
    """
    return closeness_in(network).rename("proximity_prestige")


def _closeness(steps: Steps, others: Floats, *, raw: bool) -> Floats:
    if raw:
        return over(np.ones(len(others)), steps.total)
    near = np.nan_to_num(over(steps.reached, steps.total))
    return near * over(steps.reached, others)
