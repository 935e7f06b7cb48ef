"""How much an actor's contacts overlap: what each of them brings that the others do not.

A tie in either direction makes a contact. Only observed ties count.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from powermap.measures.contacts import by_actor
from powermap.measures.holes import largest, mutual, scaled
from powermap.measures.two_steps import between_ties
from powermap.network import Network


def effective_size(network: Network, *, weighted: bool = False) -> pd.Series:
    """How many of this actor's contacts bring it something that the others do not?

    The number of contacts less how much they overlap: sum over contacts j of 1 - sum over q of p(i, q) m(j, q).
    z(i, j) is the tie from i to j plus that from j to i; p(i, q) = z(i, q) / sum of z(i, .);
    m(j, q) = z(j, q) / largest z(j, .). A tie in either direction makes a contact; one that goes both ways weighs
    double. On ties that all go both ways this is Borgatti's n - 2t / n, as networkx has it; on directed or
    weighted ties networkx 3.6 divides by the wrong maximum unless it is given ``nodes``.

    Parameters
    ----------
    network : Network
    weighted : bool
        z from strengths instead of 1 for each tie.

    Returns
    -------
    Series of float, from 1 to the number of contacts
        Higher means more contacts that do not know each other. Strength is not used unless *weighted*. NaN for an
        actor without observed tie. Unobserved answers count as no tie: silent actors lack contacts and mostly come
        out too low; others may be too high, as ties among silent contacts are missing, or too low, as contacts
        are.

    References
    ----------
    Burt (1992), Structural Holes; Borgatti (1997), Structural holes: unpacking Burt's redundancy measures.

    Examples
    --------
    >>> import networkx as nx
    >>> effective_size(Network.from_graph(nx.Graph([("A", "B"), ("A", "C"), ("B", "C"), ("A", "D")]))).tolist()
    [2.3333333333333335, 1.0, 1.0, 1.0]
    """
    both = mutual(network, weighted)
    contacts = np.diff(both.indptr).astype(float)
    part = scaled(both, both.sum(axis=1))
    near = scaled(both, largest(both))
    overlap = between_ties((both > 0).astype(float), near, part).sum(axis=1)
    return by_actor(network, "effective_size", np.where(contacts > 0, contacts - overlap, np.nan))


def efficiency(network: Network, *, weighted: bool = False) -> pd.Series:
    """What share of this actor's contacts brings it something that the others do not?

    `effective_size` over the number of contacts.

    Returns
    -------
    Series of float, above 0 to 1
        Higher means fewer contacts that overlap; 1 means that no two of them have a tie. A tie that goes both ways
        weighs double; strength is not used unless *weighted*; unobserved answers count as no tie. NaN for an actor
        without observed tie.

    References
    ----------
    Burt (1992), Structural Holes.

    Examples
    --------
    >>> import networkx as nx
    >>> efficiency(Network.from_graph(nx.Graph([("A", "B"), ("A", "C")]))).to_dict()
    {'A': 1.0, 'B': 1.0, 'C': 1.0}
    """
    contacts = np.diff(mutual(network, weighted).indptr).astype(float)
    values = effective_size(network, weighted=weighted).to_numpy() / np.where(contacts > 0, contacts, np.nan)
    return by_actor(network, "efficiency", values)


def hierarchy(network: Network, *, weighted: bool = False) -> pd.Series:
    """Is what hems this actor in the doing of one contact, or of all alike?

    The Coleman-Theil index of the constraint that comes from each of the N contacts: sum of r ln r, over N ln N,
    with r(j) = c(i, j) / mean of c(i, .) and c(i, j) = (p(i, j) + sum over q of p(i, q) p(q, j)) squared; p as in
    `effective_size`. Some packages put in each contact's own constraint instead, which is another thing.

    Returns
    -------
    Series of float, 0 to 1
        Higher means that fewer contacts make the constraint; 0 means all alike. A tie that goes both ways weighs
        double; strength is not used unless *weighted*; unobserved answers count as no tie. NaN with fewer than two
        contacts, where there is nothing to share.

    References
    ----------
    Burt (1992), Structural Holes.

    Examples
    --------
    >>> import networkx as nx
    >>> hierarchy(Network.from_graph(nx.Graph([("A", "B"), ("A", "C")]))).to_dict()
    {'A': 0.0, 'B': nan, 'C': nan}
    """
    both = mutual(network, weighted)
    part = scaled(both, both.sum(axis=1))
    near = (both > 0).astype(float)
    constraint = (part + between_ties(part, part, near)).power(2).tocsr()
    contacts = np.diff(near.indptr).astype(float)
    share = scaled(constraint, constraint.sum(axis=1))  # r / N
    share.data = share.data * np.log(np.where(share.data > 0, share.data, 1))  # too small a part comes out as 0
    values, several = np.full(len(network), np.nan), contacts > 1
    values[several] = 1 + share.sum(axis=1)[several] / np.log(contacts[several])
    return by_actor(network, "hierarchy", np.where(values < 1e-12, 0.0, values))
