"""How far groups keep apart: indices of segregation, by group and of the whole network.

Which actors, ties and answers count, and what ``directed=False`` means: see `powermap.measures.mixing`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from powermap.measures import blocks
from powermap.measures.blocks import over
from powermap.measures.kernels import partition
from powermap.network import By, Network


def segregation_matrix(network: Network, by: By = "sector") -> pd.DataFrame:
    """Is each group tied more densely inside than to the others?

    Only observed answers count; strength is not used.

    Returns
    -------
    DataFrame
        One row per group: group; density_within, density_to_others (ties sent over answers observed); smi, the
        segregation matrix index: their difference over their sum, -1 to 1; higher means it keeps more to itself, 0
        that it makes no difference. R's netseg takes the first group's ties to the other for both. NaN where no
        such answer was observed, or both densities are 0.

    References
    ----------
    Fershtman (1997), Cohesive group detection in a social network, for two groups; here each against all others.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("A", "C"), ("C", "D")]))
    >>> segregation_matrix(network, ["x", "x", "y", "y"])["smi"].tolist()
    [0.6, 1.0]
    """
    names, ties, answers = blocks.against_rest(network, by)
    within, across, _ = over(ties, answers)
    table = {"group": names, "density_within": within, "density_to_others": across}
    return pd.DataFrame(table | {"smi": over(within - across, within + across)})


def odds_within(network: Network, by: By = "sector", *, directed: bool = True, corrected: bool = True) -> float:
    """How much likelier is a tie inside a group than between groups, as a ratio of odds?

    (ties within / pairs within without a tie) / (ties between / pairs between without a tie). Where one of the four
    counts is 0, 0.5 is added to each, unless ``corrected=False``. A pair is one observed answer, whichever way it
    runs; with ``directed=False``, two actors of whom either told. Strength is not used.

    Returns
    -------
    float, 0 or more
        1 means that groups make no difference, higher means more ties within. NaN where no answer inside a
        group, or none between groups, was observed; uncorrected, also where it would divide by 0.

    References
    ----------
    Moody (2001), Race, school integration, and friendship segregation; Haldane (1956), for the 0.5.

    Examples
    --------
    >>> import networkx as nx
    >>> odds_within(Network.from_graph(nx.DiGraph([("A", "B"), ("A", "C"), ("C", "D")])), ["x", "x", "y", "y"])
    7.0
    """
    ties, answers = blocks.square(network, by, directed=directed)
    counts = np.array([np.trace(ties), ties.sum(), np.trace(answers), answers.sum()]) / (1 if directed else 2)
    a, total, within, pairs = counts
    return float(blocks.odds_ratio((a, within - a, total - a, pairs - within - total + a), corrected=corrected))


def freeman_segregation(network: Network, by: By = "sector", *, directed: bool = False) -> float:
    """How many of the ties between groups that chance would give are missing?

    1 - (share of ties that run between groups) / (share of the pairs observed that are between groups). Of pairs
    that are tied or not, told by either: strength and direction are not used. ``directed=True`` counts each
    observed answer by itself.

    Returns
    -------
    float, up to 1
        1 means no tie between groups, 0 as many as by chance, below 0 more than that (Freeman wrote 0 for that).
        Higher means more segregated. NaN where there is no tie, or no pair between groups was observed.

    References
    ----------
    Freeman (1978), Segregation in social networks; for any number of groups, Bojanowski & Corten (2014).

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("A", "C"), ("C", "D")]))
    >>> round(freeman_segregation(network, ["x", "x", "y", "y"]), 4)
    0.5
    """
    ties, answers = blocks.square(network, by, directed=directed)
    across = over(ties.sum() - np.trace(ties), ties.sum())
    return float(1 - over(across, over(answers.sum() - np.trace(answers), answers.sum())))


def gupta_anderson_may(network: Network, by: By = "sector", *, directed: bool = True) -> float:
    """How much does each group keep to itself, when small groups weigh as much as large ones?

    (sum over groups of the share of the ties it sends that stay inside - 1) / (groups - 1); the sum is that of the
    eigenvalues of the matrix of shares. Strength is not used; unobserved answers count as no tie.

    Returns
    -------
    float, -1 / (groups - 1) to 1
        1 means all ties stay inside, 0 that groups make no difference. Higher means more to themselves. What netseg
        says of directed networks is wrong. NaN with fewer than two groups, or where one sends no tie.

    References
    ----------
    Gupta, Anderson & May (1989), Networks of sexual contacts: implications for the pattern of spread of HIV.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("A", "C"), ("C", "D")]))
    >>> round(gupta_anderson_may(network, ["x", "x", "y", "y"]), 4)
    0.6667
    """
    ties, _ = blocks.square(network, by, directed=directed)
    return float(over(over(np.diag(ties), ties.sum(axis=1)).sum() - 1, len(ties) - 1))


def spectral_segregation(network: Network, by: By = "sector") -> pd.Series:
    """How deep inside its own group does this actor sit: are its contacts of its group, and theirs too?

    Of actors that ties inside a group join, take the shares of each one's contacts that the others make up. The
    largest eigenvalue of that matrix is how segregated they are together; the eigenvector, with mean 1, parts it
    among them. Contacts are actors of which either named the other; strength and direction are not used, and
    unobserved answers count as no tie.

    Returns
    -------
    Series of float, 0 or more
        Higher means more among its own; the mean over a group is the index of the group, 0 to 1. 0 where all
        contacts are of other groups; a combination of voices is a group. NaN for an actor without contacts (netseg
        says 0) or without a group.

    References
    ----------
    Echenique & Fryer (2007), A measure of segregation based on social interactions.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C"), ("C", "D")]))
    >>> spectral_segregation(network, ["x", "x", "y", "y"]).round(4).tolist()
    [0.8284, 0.5858, 0.5858, 0.8284]
    """
    index = pd.Index(network.names, name="actor", dtype=object)
    values = blocks.shares_among_own(network, partition(network, by)[1])
    return pd.Series(values, index=index, name="spectral_segregation", dtype=float)


def tie_dissimilarity(network: Network, by: By = "sector") -> pd.DataFrame:
    """How differently do two groups spread their ties over the groups?

    Half the sum over groups of |share of the one's ties - share of the other's|: the part of the one's ties that
    would have to go elsewhere to be spread like the other's. A combination of voices is a group. Strength is not
    used; unobserved answers count as no tie.

    Returns
    -------
    DataFrame
        One row per pair of groups: group, other; sent, received (of ties sent, and of ties received); 0 (spread
        alike) to 1 (no group in common). Higher means more different. NaN where one of the two has no such tie.

    References
    ----------
    Duncan & Duncan (1955), A methodological analysis of segregation indexes, here of ties.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("A", "C"), ("C", "D")]))
    >>> tie_dissimilarity(network, ["x", "x", "y", "y"]).round(4).to_numpy().tolist()
    [['x', 'y', 0.6667, 0.5]]
    """
    names, _ = partition(network, by)
    ties, _ = blocks.square(network, by)
    one, other = np.triu_indices(len(names), 1)
    columns = {"group": np.array(names, dtype=object)[one], "other": np.array(names, dtype=object)[other]}
    columns |= {way: blocks.apart(rows)[one, other] for way, rows in (("sent", ties), ("received", ties.T))}
    return pd.DataFrame(columns)
