"""Who ties to whom, by group.

Groups are sectors unless said otherwise. Only ties and answers between actors that have a group count. In tables
by group an actor with two voices counts in both, unless said otherwise; measures of the whole network take each
combination of voices that occurs as a group of its own. Strength is not used. ``directed=False`` takes two actors
as tied where either named the other, and as observed where either told: what R's netseg has is mostly that.
"""

from __future__ import annotations

from math import nan

import numpy as np
import pandas as pd

from powermap.measures import blocks
from powermap.measures.blocks import over
from powermap.measures.kernels import membership, partition, sparse
from powermap.measures.segregation import (  # noqa: F401  (they can be had from here, too)
    freeman_segregation,
    gupta_anderson_may,
    odds_within,
    segregation_matrix,
    spectral_segregation,
    tie_dissimilarity,
)
from powermap.network import By, Network


def mixing_matrix(network: Network, by: By = "sector") -> pd.DataFrame:
    """Who names whom, by group, and is that more or less than chance?

    Only observed answers count, each by itself; strength is not used.

    Returns
    -------
    DataFrame
        One row per sending and receiving group: from_group, to_group; ties; observable (answers observed); density
        (ties / observable, 0 to 1); expected (ties, were all spread over the observed answers at random); ratio
        (ties / expected: 1 as by chance, higher means more; from 1 upwards is what the alpha image of a block
        model marks); odds_ratio (of a tie here against elsewhere; 0.5 is added to the four counts where one is 0).
        NaN where no such answer was observed; odds_ratio also where there is nothing elsewhere.

    References
    ----------
    Moody (2001), Race, school integration, and friendship segregation; Newman (2003); Haldane (1956), for the 0.5.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("A", "C")]))
    >>> mixing_matrix(network, ["x", "x", "y"])[["ties", "expected", "ratio"]].to_numpy().tolist()
    [[2.0, 1.0, 2.0], [1.0, 1.0, 1.0], [0.0, 1.0, 0.0], [0.0, 0.0, nan]]
    """
    names, member = membership(network, by)
    table, answers = blocks.between(network, np.column_stack([member, member.any(axis=1)]))
    ties, total, seen, pairs = table[:-1, :-1].ravel(), table[-1, -1], answers[:-1, :-1].ravel(), answers[-1, -1]
    expected = np.nan_to_num(over(total * seen, pairs))
    called, g = np.array(names, dtype=object), len(names)
    columns = {"from_group": np.repeat(called, g), "to_group": np.tile(called, g)}
    columns |= {"ties": ties.astype(int), "observable": seen.astype(int), "density": over(ties, seen)}
    columns |= {"expected": expected, "ratio": over(ties, expected)}
    columns["odds_ratio"] = blocks.odds_ratio((ties, seen - ties, total - ties, pairs - seen - total + ties))
    return pd.DataFrame(columns)


def ei_index(network: Network, by: By = "sector", *, directed: bool = True, rescaled: bool = False) -> float:
    """Do ties run between the groups more than within them?

    (ties between groups - ties within) / all ties. Never read it alone: it depends on the sizes of the groups (see
    `ei_expected`), and 0 may hide that all ties between two groups run one way (see `mixing_matrix`). Strength is
    not used. Unobserved answers count as no tie, so that those who answered decide it; ``directed=False`` counts
    pairs in which either named the other.

    Returns
    -------
    float, -1 to 1
        Higher means more ties to other groups; -1 means none. With ``rescaled``, -1 and 1 are the least and the
        most that as many ties could give over the answers observed. NaN where there is no tie, or, rescaled, no
        leeway.

    References
    ----------
    Krackhardt & Stern (1988), Informal networks and organizational crises; rescaled as UCINET describes it.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("A", "C")]))
    >>> round(ei_index(network, ["x", "x", "y"]), 4), ei_index(network, ["x", "x", "y"], rescaled=True)
    (-0.3333, -1.0)
    """
    ties, answers = blocks.square(network, by, directed=directed)
    inside, total = np.trace(ties), ties.sum()
    plain = over(total - 2 * inside, total)
    return float(blocks.rescaled_ei(inside, total, np.trace(answers), answers.sum()) if rescaled else plain)


def ei_expected(network: Network, by: By = "sector", *, directed: bool = True) -> float:
    """What would the E-I index be if ties paid no heed to groups?

    (answers observed between groups - within) / all answers observed. Strength and direction are not used;
    ``directed=False`` counts pairs about which either told.

    Returns
    -------
    float, -1 to 1
        Higher means that the sizes of the groups alone make for more ties between them. An `ei_index` above it
        means more ties to other groups than chance would give. NaN where no answer was observed.

    References
    ----------
    Krackhardt & Stern (1988), Informal networks and organizational crises.

    Examples
    --------
    >>> import networkx as nx
    >>> round(ei_expected(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")])), ["x", "x", "y"]), 4)
    0.3333
    """
    _, answers = blocks.square(network, by, directed=directed)
    return float(over(answers.sum() - 2 * np.trace(answers), answers.sum()))


def ei_groups(network: Network, by: By = "sector") -> pd.DataFrame:
    """Do each group's ties run to and from others more than among its members?

    Strength is not used. Of silent actors only the ties received are seen, and expected is over answers observed.

    Returns
    -------
    DataFrame
        One row per group: group; internal (ties among members); sent, received (ties to and from others); ei
        ((sent + received - internal) / all three; -1 to 1, higher means turned outwards); expected (were every
        observed answer as likely a tie); rescaled (-1 and 1 are the least and the most possible with as many ties).
        A tie inside counts once, in UCINET once for each end. NaN where there is no tie, answer or leeway.

    References
    ----------
    Krackhardt & Stern (1988), Informal networks and organizational crises.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("A", "C")]))
    >>> ei_groups(network, ["x", "x", "y"])[["group", "internal", "sent", "received", "ei"]].to_numpy().tolist()
    [['x', 2, 1, 0, -0.3333333333333333], ['y', 0, 0, 1, 1.0]]
    """
    names, ties, answers = blocks.against_rest(network, by)
    total, asked = ties.sum(axis=0), answers.sum(axis=0)
    counts = dict(zip(("internal", "sent", "received"), ties.astype(int), strict=True))
    ei, expected = over(total - 2 * ties[0], total), over(asked - 2 * answers[0], asked)
    rescaled = blocks.rescaled_ei(ties[0], total, answers[0], asked)
    return pd.DataFrame({"group": names, **counts, "ei": ei, "expected": expected, "rescaled": rescaled})


def ei_actors(network: Network, by: By = "sector") -> pd.DataFrame:
    """Do this actor's ties run to and from other groups more than its own?

    A tie counts whichever way it runs, twice where returned; strength is not used.

    Returns
    -------
    DataFrame
        Indexed by actor: internal, external (ties sent and received), ei ((external - internal) / both; -1 to 1,
        higher means turned outwards), expected (were every observed answer by or about the actor as likely a tie).
        A combination of voices is a group. NaN for an actor without a group; ei where there is no tie. Of an actor
        that did not answer, ties received alone are seen, and expected is about those alone.

    References
    ----------
    Krackhardt & Stern (1988); Everett & Borgatti (2012), Categorical attribute based centrality.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("A", "C")]))
    >>> ei_actors(network, ["x", "x", "y"]).loc["A"].round(4).to_dict()
    {'internal': 2.0, 'external': 1.0, 'ei': -0.3333, 'expected': 0.0}
    """
    names, group = partition(network, by)
    member, grouped = group[:, None] == np.arange(len(names)), group >= 0
    contacts = sparse(network) @ member.astype(float) + sparse(network).T @ member.astype(float)
    of_own, of_all = [], []
    for count in (contacts, np.add(*blocks.answers_with(network, member))):
        of_own.append(np.where(grouped, (count * member).sum(axis=1), nan))
        of_all.append(np.where(grouped, count.sum(axis=1), nan))
    ei, expected = (over(total - 2 * own, total) for own, total in zip(of_own, of_all, strict=True))
    table = {"internal": of_own[0], "external": of_all[0] - of_own[0], "ei": ei, "expected": expected}
    return pd.DataFrame(table, index=pd.Index(network.names, name="actor", dtype=object))


def homophily(network: Network, by: By = "sector") -> pd.DataFrame:
    """Does each group name its own members more than chance would have it?

    Of s ties sent, w stay inside; e would, if members chose at random among those about whom their answer was
    observed. coleman = (w - e) / (s - e) where w >= e, else (w - e) / e. With the group's share q of the actors who
    could be named, inbreeding = (w/s - q) / (1 - q). Strength is not used; who did not answer sends no ties.

    Returns
    -------
    DataFrame
        One row per group: group; sent, within, expected (ties); coleman, -1 to 1: 1 means names its own only, 0 as
        by chance, -1 others only; inbreeding, up to 1, 0 in proportion. Higher means more to itself. At full
        response e is s (n_g - 1) / (n - 1), as in netseg; Coleman's examples took s n_g / n. NaN where the group
        sends no tie, or none or all could go inside (a group of one cannot name its own).

    References
    ----------
    Coleman (1958), Relational analysis; Currarini, Jackson & Pin (2009), An economic model of friendship.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("A", "C"), ("C", "D")]))
    >>> homophily(network, ["x", "x", "y", "y"])[["coleman", "inbreeding"]].round(4).to_numpy().tolist()
    [[0.5, 0.3333], [1.0, 1.0]]
    """
    names, member = membership(network, by)
    everybody = member.any(axis=1)
    answers, about = blocks.answers_with(network, np.column_stack([member, everybody]))
    sent_by = np.where(everybody, sparse(network) @ everybody.astype(float), 0.0)
    sent, within = member.T @ sent_by, np.diag(blocks.between(network, member)[0])
    chance = np.nan_to_num(over(answers[:, :-1], answers[:, -1:]))
    expected = (member * chance * sent_by[:, None]).sum(axis=0)
    excess = within - expected
    coleman = np.where(excess >= 0, over(excess, sent - expected), over(excess, expected))
    known = everybody & (about[:, -1] > 0)
    share = over(member[known].sum(axis=0), known.sum())
    inbreeding = over(over(within, sent) - share, 1 - share)
    table = {"group": names, "sent": sent.astype(int), "within": within.astype(int)}
    table["expected"] = np.where(sent > 0, expected, nan)
    for name, values in (("coleman", coleman), ("inbreeding", inbreeding)):
        table[name] = np.where((expected > 0) & (expected < sent), values, nan)
    return pd.DataFrame(table)


def assortativity(network: Network, by: By = "sector", *, directed: bool = True) -> float:
    """Do ties join actors of the same group, given how many ties each group sends and receives?

    (share of ties within - share expected) / (1 - share expected); expected is the sum over groups of the share of
    ties it sends times the share it receives. Strength is not used; unobserved answers count as no tie.

    Returns
    -------
    float, -1 to 1
        1 means all ties are within groups, 0 as by chance; higher means more within. Equal to igraph and networkx
        on directed networks; R's netseg gives what ``directed=False`` gives. NaN without ties, or where all are
        within one group.

    References
    ----------
    Newman (2003), Mixing patterns in networks.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("A", "C"), ("C", "D")]))
    >>> round(assortativity(network, ["x", "x", "y", "y"]), 4)
    0.5
    """
    ties, _ = blocks.square(network, by, directed=directed)
    total = ties.sum()
    expected = over(ties.sum(axis=1) @ ties.sum(axis=0), total**2)
    return float(over(over(np.trace(ties), total) - expected, 1 - expected))


def assortativity_numeric(network: Network, values: pd.Series, *, directed: bool = True) -> float:
    """Do ties join actors that are alike on a number?

    The correlation, over ties, of the sender's value with the receiver's. *values* is in the order of
    ``network.names``; ties with an end that has none are left out. Strength is not used; unobserved answers count
    as no tie.

    Returns
    -------
    float, -1 to 1
        Higher means that those with much name those with much; below 0, that they name those with little. NaN
        where there are fewer than two ties, or all senders or all receivers have the same value.

    References
    ----------
    Newman (2003), Mixing patterns in networks.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C"), ("C", "A")]))
    >>> assortativity_numeric(network, pd.Series([1.0, 2.0, 3.0]))
    -0.5
    """
    column = np.asarray(values, dtype=float)
    both = np.array([column[side] for side in blocks.ends(network, directed=directed)])
    return blocks.correlation(*both[:, np.isfinite(both).all(axis=0)])
