"""Who is central: the measures that papers and other tools know, beside those that the report shows.

Only observed answers count. Names received are what gives standing, unless a measure says otherwise; strength is
not used unless it says so. Where a measure takes the direction 'either', two actors are tied if one of them named
the other, so that a silent actor is seen with the ties that others report, and looks less central than it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from powermap.errors import UnknownChoiceError
from powermap.measures import spectra
from powermap.measures.closeness import (  # noqa: F401  (they can be had from here, too)
    closeness_in,
    closeness_out,
    proximity_prestige,
)
from powermap.measures.contacts import Direction, by_actor, contacts, known, over, table_by_actor
from powermap.measures.kernels import sparse
from powermap.measures.steps import EXACT_UP_TO, between_pairs, paths_between
from powermap.network import MOST_ACTORS, Network


def rank_prestige(network: Network, *, shared: bool = True) -> pd.Series:
    """How much standing does this actor have, when each hands its own on to those whom it names?

    The p for which p_j = sum over i of p_i a_ij / (ties of i inside the core), in the core: the largest set whose
    members all reach each other. *shared* False hands all of it to each (no division), and p is then the
    eigenvector (sna's cmode 'eigenvector'; this one is its 'eigenvector.rownorm').

    Returns
    -------
    Series of float, above 0, summing to 1 in the core
        Higher means named by those with standing, who name few. Strength is not used. Unobserved answers count as
        no tie, so that silent actors are outside the core. NaN outside the core, where no such p exists, and for
        all where there is no core of two or two are equally large.

    References
    ----------
    Seeley (1949), The net of reciprocal influence; Wasserman & Faust (1994), Social Network Analysis.

    Examples
    --------
    >>> import networkx as nx
    >>> ties = [("A", "B"), ("B", "A"), ("B", "C"), ("C", "A")]
    >>> rank_prestige(Network.from_graph(nx.DiGraph(ties))).round(6).to_dict()
    {'A': 0.4, 'B': 0.4, 'C': 0.2}
    """
    values = spectra.leading_in_core(contacts(network, "in"), shared=shared)
    return by_actor(network, "rank_prestige", over(values, np.full(len(values), np.nansum(values))))


def eigenvector(network: Network, *, direction: Direction = "in") -> pd.Series:
    """How much is this actor tied to those who are themselves well tied?

    The x for which x_i is in proportion to the sum of x over those who name i (*direction* 'in'), whom it names
    ('out') or both ('either', the only one that many tools have), in the core: the largest set whose members all
    reach each other. Off it, x is 0 or at the mercy of rounding, so none is given; igraph gives 0 there.

    Returns
    -------
    Series of float, above 0 to 1, largest 1
        Higher means named by those who are themselves named. Strength is not used. NaN outside the core, and for
        all where there is no core of two, two are equally large, or the numbers do not settle (chains of
        thousands). Unobserved answers count as no tie: a silent actor is in no core of 'in' or 'out'.

    References
    ----------
    Bonacich (1972), Factoring and weighting approaches to status scores and clique identification.

    Examples
    --------
    >>> import networkx as nx
    >>> eigenvector(Network.from_graph(nx.path_graph(["A", "B", "C"], nx.Graph))).round(3).to_dict()
    {'A': 0.707, 'B': 1.0, 'C': 0.707}
    """
    return by_actor(network, "eigenvector", spectra.leading_in_core(contacts(network, direction)))


def katz(network: Network, *, share: float = 0.5, alpha: float | None = None) -> pd.Series:
    """How much is this actor named, directly and through others, when each further step counts for less?

    The number of chains of ties that end at the actor, one of k ties counting alpha^(k - 1): nominations, plus
    alpha times the nominations of those who nominate, and so on. alpha is *share* / lambda, with lambda the
    largest eigenvalue (taken as 1 where no chain comes back), or as given. networkx's is 1 + alpha times this.

    Returns
    -------
    Series of float, 0 upwards
        Higher means named by more, and by those who are named. Strength is not used; unobserved answers count as
        no tie. 0 where nobody names the actor. NaN where no answer about it was observed, and for all where alpha
        is 1 / lambda or more, as the sum never ends.

    References
    ----------
    Katz (1953), A new status index derived from sociometric analysis.

    Examples
    --------
    >>> import networkx as nx
    >>> katz(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))).to_dict()
    {'A': 0.0, 'B': 1.0, 'C': 1.5}
    """
    ties = contacts(network, "in")
    largest = spectra.largest_eigenvalue(network, ties)
    factor = _factor(share, alpha, largest)
    ends = abs(factor) * largest < 1
    values = spectra.fading(ties, factor, ties.sum(axis=1), largest) if ends else np.full(len(network), np.nan)
    return by_actor(network, "katz", np.where(known(network, "in"), values, np.nan))


def alpha_centrality(
    network: Network, *, share: float = 0.5, alpha: float | None = None, own: Sequence[float] | None = None
) -> pd.Series:
    """How much standing does this actor have, from outside and from those who name it?

    The x for which x_i = own_i + alpha * sum of x over those who name i. *own* is the standing that each has from
    elsewhere (1 without it); alpha is *share* / lambda, with lambda the largest eigenvalue (taken as 1 where no
    chain comes back), or as given. igraph's alpha_centrality is this with its alpha given.

    Returns
    -------
    Series of float, at least own
        Higher means more from both. Strength is not used; unobserved answers count as no tie. own where nobody
        names the actor. NaN where no answer about it was observed. Beyond 1 / lambda the equation is solved as it
        stands, and says little; NaN where it has no solution.

    References
    ----------
    Bonacich & Lloyd (2001), Eigenvector-like measures of centrality for asymmetric relations.

    Examples
    --------
    >>> import networkx as nx
    >>> alpha_centrality(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))).to_dict()
    {'A': 1.0, 'B': 1.5, 'C': 1.75}
    """
    ties = contacts(network, "in")
    largest = spectra.largest_eigenvalue(network, ties)
    start = np.ones(len(network)) if own is None else np.asarray(own, dtype=float)
    values = spectra.fading(ties, _factor(share, alpha, largest), start, largest)
    return by_actor(network, "alpha_centrality", np.where(known(network, "in"), values, np.nan))


def hub(network: Network) -> pd.Series:
    """How much does this actor name those whom good hubs name?

    Hub scores are the sum of the authority scores of those named, and authority scores the sum of the hub scores
    of those who name; repeated from 1 for everybody until they settle, and scaled to a largest of 1.

    Returns
    -------
    Series of float, 0 to 1
        Higher means names more of the authorities: well informed, not powerful. Strength is not used. 0 for who
        names none of them. NaN for an actor that did not answer, and for all where there are no ties.

    References
    ----------
    Kleinberg (1999), Authoritative sources in a hyperlinked environment.

    Examples
    --------
    >>> import networkx as nx
    >>> hub(Network.from_graph(nx.DiGraph([("A", "B"), ("A", "C"), ("B", "C")]))).round(3).to_dict()
    {'A': 1.0, 'B': 0.618, 'C': 0.0}
    """
    found = spectra.hubs(sparse(network)) if len(network.senders) else np.full(len(network), np.nan)
    return by_actor(network, "hub", np.where(known(network, "out"), found, np.nan))


def authority(network: Network) -> pd.Series:
    """How much is this actor named by those who name the much-named?

    See `hub`: it is the hub score of the ties turned round.

    Returns
    -------
    Series of float, 0 to 1
        Higher means named by better hubs. Strength is not used; unobserved answers count as no tie. 0 for who is
        named by none of them. NaN where no answer about the actor was observed, and for all where there are no
        ties.

    References
    ----------
    Kleinberg (1999), Authoritative sources in a hyperlinked environment.

    Examples
    --------
    >>> import networkx as nx
    >>> authority(Network.from_graph(nx.DiGraph([("A", "B"), ("A", "C"), ("B", "C")]))).round(3).to_dict()
    {'A': 0.0, 'B': 0.618, 'C': 1.0}
    """
    found = spectra.hubs(contacts(network, "in")) if len(network.senders) else np.full(len(network), np.nan)
    return by_actor(network, "authority", np.where(known(network, "in"), found, np.nan))


def bonacich_power(
    network: Network, *, share: float = 0.75, beta: float | None = None, direction: Direction = "in"
) -> pd.Series:
    """How powerful is this actor, when power comes from contacts who have much, or who have little?

    c = s (I - beta M)^-1 M 1, s such that the squares sum to the number of actors. beta is *share* / lambda, with
    lambda the largest eigenvalue (taken as 1 where no chain comes back), or as given. Above 0, power is having
    powerful contacts; below 0, having contacts that depend on the actor; 0 is the degree. M holds those who name
    the actor ('in'), whom it names ('out', the only one in sna's bonpow and igraph's power_centrality) or both
    ('either', for bargaining). See `bonacich_sensitivity` for how much hangs on beta.

    Returns
    -------
    Series of float, mean square 1
        Higher means more powerful. Strength is not used; unobserved answers count as no tie. An isolate has 0.
        NaN where nothing was observed in that direction, and for all where there are no ties. Beyond 1 / lambda the
        equation is solved as it stands, which says little.

    References
    ----------
    Bonacich (1987), Power and centrality: a family of measures.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.path_graph(["A", "B", "C", "D", "E"]))
    >>> bonacich_power(network, share=-0.75, direction="either").round(2).to_dict()
    {'A': 0.29, 'B': 1.5, 'C': 0.57, 'D': 1.5, 'E': 0.29}
    """
    ties = contacts(network, direction)
    largest = spectra.largest_eigenvalue(network, ties)
    values = spectra.fading(ties, _factor(share, beta, largest), ties.sum(axis=1), largest)
    values = np.where(known(network, direction), values, np.nan)
    square = np.nanmean(values**2) if np.isfinite(values).any() else 0.0
    return by_actor(network, "bonacich_power", values / np.sqrt(square) if square > 0 else values * np.nan)


def bonacich_sensitivity(
    network: Network,
    *,
    shares: Sequence[float] = (-0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75),
    direction: Direction = "in",
) -> pd.DataFrame:
    """How much does Bonacich power hang on what is assumed of powerful contacts?

    Returns
    -------
    DataFrame
        `bonacich_power` of each actor, mean square 1; a column for each share of 1 / lambda. Higher means more
        powerful; a row that changes little is safe to report. *direction*, and what is NaN, as there; strength is
        not used, and unobserved answers count as no tie.

    References
    ----------
    Bonacich (1987), Power and centrality: a family of measures.

    Examples
    --------
    >>> import networkx as nx
    >>> bonacich_sensitivity(Network.from_graph(nx.star_graph(["A", "B", "C"])), shares=(-0.5, 0.5)).round(2)
           -0.5   0.5
    actor
    A      1.65  1.29
    B      0.37  0.82
    C      0.37  0.82
    """
    columns = {f"{share:g}": bonacich_power(network, share=share, direction=direction) for share in shares}
    return table_by_actor(network, columns)


def information(network: Network) -> pd.Series:
    """How much gets through between this actor and the others, over all paths and not only the shortest?

    The harmonic mean, over the actors of its connected part (itself included, endlessly near), of what gets
    through: many and short paths let through more. That is 1 / (L_ii + trace(L) / n), L the pseudo-inverse of the
    Laplacian and n the size of the part. Strength and direction are not used: two actors are tied if either named
    the other. Unobserved answers count as no tie. In one part, networkx's is this over n, and sna's infocent this;
    sna counts isolates into n, and of several parts it makes nothing.

    Returns
    -------
    Series of float, 0 upwards
        Higher means more gets through; compare inside a connected part only. 0 for an isolate. NaN where nothing
        about the actor was observed, and in parts of more than 5,000, as it takes a full matrix.

    References
    ----------
    Stephenson & Zelen (1989), Rethinking centrality: methods and examples.

    Examples
    --------
    >>> import networkx as nx
    >>> information(Network.from_graph(nx.path_graph(["A", "B", "C"]))).round(3).to_dict()
    {'A': 1.0, 'B': 1.5, 'C': 1.0}
    """
    ties, values = contacts(network), np.zeros(len(network))
    for part in spectra.connected_parts(network):
        if len(part) == 2:
            values[part] = 2.0  # the formula, without a matrix for each of many pairs
        elif len(part) <= MOST_ACTORS:
            own = np.diag(spectra.potentials(ties[part][:, part]))
            values[part] = 1 / (own + own.mean())
        else:
            values[part] = np.nan
    return by_actor(network, "information", np.where(known(network), values, np.nan))


def current_flow_betweenness(network: Network) -> pd.Series:
    """How much of what wanders between two others, by any path, passes through this actor?

    The current through the actor when one unit enters at s and leaves at t, summed over pairs of others, over the
    (n - 1)(n - 2) / 2 pairs there are; nothing flows between parts that are not connected. Strength and direction
    are not used: two actors are tied if either named the other. Unobserved answers count as no tie. As networkx;
    Newman also counts the pairs that an actor is itself an end of.

    Returns
    -------
    Series of float, 0 to 1
        Higher means more passes through. 0 for who is on no path. NaN where nothing about the actor was observed,
        with fewer than three actors, and in parts of more than 5,000, as it takes a full matrix.

    References
    ----------
    Newman (2005), A measure of betweenness centrality based on random walks.

    Examples
    --------
    >>> import networkx as nx
    >>> current_flow_betweenness(Network.from_graph(nx.path_graph(["A", "B", "C"]))).round(6).to_dict()
    {'A': 0.0, 'B': 1.0, 'C': 0.0}
    """
    n, ties = len(network), contacts(network)
    values = np.zeros(n)
    for part in (part for part in spectra.connected_parts(network) if len(part) > 2):
        small = len(part) <= MOST_ACTORS
        values[part] = spectra.currents(ties[part][:, part]) if small else np.nan
    pairs = np.where(known(network), (n - 1) * (n - 2) / 2, 0)
    return by_actor(network, "current_flow_betweenness", over(values, pairs))


def betweenness_error(network: Network, *, weighted: bool = True, normalised: bool = True) -> pd.Series:
    """How far off may this actor's betweenness be, where it was worked out from a sample?

    The standard error of `betweenness` with the same options: 0 up to 5,000 actors, where it is exact; above,
    from how far parts of the sample differ (500 actors to start from, in 25 parts).

    Returns
    -------
    Series of float, 0 upwards, in the units of betweenness
        Higher means less sure. Of those most in between, the true value is within two of these about nine times in
        ten; of all, five to eight: much of what they are between starts near them, where a sample seldom does. An
        actor on no sampled path has 0, which means too small to be seen. Strength, direction and unobserved
        answers count as they do in `betweenness`. NaN where it is.

    References
    ----------
    Brandes & Pich (2007), Centrality estimation in large networks.

    Examples
    --------
    >>> import networkx as nx
    >>> betweenness_error(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))).to_dict()
    {'A': 0.0, 'B': 0.0, 'C': 0.0}
    """
    exact = len(network) <= EXACT_UP_TO
    error = np.zeros(len(network)) if exact else paths_between(network, weighted=weighted)[1]
    error = between_pairs(network, error, normalised=normalised)
    return by_actor(network, "betweenness_error", error)


def _factor(share: float, given: float | None, largest: float) -> float:
    """Return what a step further counts; where no chain comes back, any would do, and *share* itself is taken."""
    if given is None and not -1 < share < 1:
        raise UnknownChoiceError(f"No share of {share:g} can be used.", fix="Use a number between -1 and 1.")
    return share / max(largest, 1.0) if given is None else given
