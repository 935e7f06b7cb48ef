"""Do circles in the network, tied more within than to others, follow the groups?"""

from __future__ import annotations

from math import nan

import numpy as np
import pandas as pd

from powermap.errors import UnknownChoiceError
from powermap.measures.contacts import by_actor
from powermap.measures.core_pattern import igraph_seeded
from powermap.measures.kernels import partition, undirected
from powermap.network import By, Network, Whole

#: Up to so many actors the best of 100 searches for communities is kept, each until nothing changes, and up to so
#: many the best of ten; of more, one of five rounds. Of some trees of nine actors one search in eight finds it.
_SEARCHED_MOST, _SEARCHED_OFTEN = 60, 2_000


def community(network: Network, *, seed: int = 1) -> pd.Series:
    """In which circle, tied more within than to others, is this actor?

    The Leiden algorithm, which makes modularity as large as it can: the best of 100 runs (above 60 actors, of ten),
    each until nothing changes, or, above 2,000 actors, one run of five rounds. Strength and direction are not
    used: a tie either way counts. Unobserved answers count as no tie.

    Returns
    -------
    Series of float, 1 upwards
        A number for each circle; a higher number means a smaller circle, and nothing else. An isolate is one of
        its own. NaN where there is no tie. Circles describe a network; other runs may draw them elsewhere.

    References
    ----------
    Traag, Waltman & van Eck (2019), From Louvain to Leiden: guaranteeing well-connected communities; Newman &
    Girvan (2004) for modularity.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.Graph([("A", "B"), ("B", "C"), ("C", "A"), ("C", "D"), ("D", "E"), ("E", "F"), ("F", "D")])
    >>> community(Network.from_graph(graph)).tolist()
    [1.0, 1.0, 1.0, 2.0, 2.0, 2.0]
    """
    graph = undirected(network)
    if not graph.ecount():
        return by_actor(network, "community", np.full(len(network), nan))
    with igraph_seeded(seed):
        many = 100 if len(network) <= _SEARCHED_MOST else 10
        often, rounds = (many, -1) if len(network) <= _SEARCHED_OFTEN else (1, 5)
        runs = [graph.community_leiden("modularity", n_iterations=rounds) for _ in range(often)]
    found = np.array(max(runs, key=lambda run: round(run.modularity, 12)).membership, dtype=np.intp)
    _, first, which, size = np.unique(found, return_index=True, return_inverse=True, return_counts=True)
    place = np.empty(len(first), dtype=float)
    place[np.lexsort((first, -size))] = np.arange(1, len(first) + 1)
    return by_actor(network, "community", place[which])


def community_match(network: Network, by: By = "sector", *, average: str = "mean", seed: int = 1) -> float:
    """Do the circles in the network follow the groups?

    Adjusted mutual information of `community` and the groups: (I - E) / (mean of both entropies - E), with I the
    mutual information and E what it is when labels are shuffled. Where groups overlap, each combination of groups
    that occurs is one. Strength and direction are not used; unobserved answers count as no tie.

    Parameters
    ----------
    network : Network
    by : {'sector', 'voice'} or sequence
    average : {'mean', 'max'}
        The mean of the entropies, as scikit-learn has it, or the larger, as in the paper.
    seed : int
        For `community`.

    Returns
    -------
    float, up to 1
        Higher means circles follow groups; 0 means no more than by chance, 1 means they are the same. Actors
        without a group are left out. NaN where there is no tie, or fewer than two groups or circles.

    References
    ----------
    Vinh, Epps & Bailey (2010), Information theoretic measures for clusterings comparison.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.Graph([("A", "B"), ("B", "C"), ("C", "A"), ("C", "D"), ("D", "E"), ("E", "F"), ("F", "D")])
    >>> community_match(Network.from_graph(graph), list("xxxyyy"))
    1.0
    """
    if average not in ("mean", "max"):
        raise UnknownChoiceError(f"'{average}' is no average here.", fix="Use 'mean' or 'max'.")
    _, group = partition(network, by)
    circle = community(network, seed=seed).to_numpy()
    counted = (group >= 0) & ~np.isnan(circle)
    return _adjusted_information(group[counted], circle[counted].astype(np.intp), average)


def _adjusted_information(one: Whole, other: Whole, average: str) -> float:
    from scipy.special import gammaln, xlogy

    n = len(one)
    a, b = (np.unique(labels, return_counts=True)[1].astype(float) for labels in (one, other))
    if min(len(a), len(b)) < 2:
        return nan
    cells = np.unique(np.stack([one, other], axis=1), axis=0, return_counts=True)[1] / n
    entropy = [-xlogy(size / n, size / n).sum() for size in (a, b)]
    found = entropy[0] + entropy[1] + xlogy(cells, cells).sum()
    expected = 0.0
    for x, x_many in zip(*np.unique(a, return_counts=True), strict=True):
        for y, y_many in zip(*np.unique(b, return_counts=True), strict=True):
            k = np.arange(max(1.0, x + y - n), min(x, y) + 1)
            fixed = gammaln(x + 1) + gammaln(y + 1) + gammaln(n - x + 1) + gammaln(n - y + 1) - gammaln(n + 1)
            free = gammaln(k + 1) + gammaln(x - k + 1) + gammaln(y - k + 1) + gammaln(n - x - y + k + 1)
            expected += x_many * y_many * float((k / n * np.log(n * k / (x * y)) * np.exp(fixed - free)).sum())
    most = max(entropy) if average == "max" else sum(entropy) / 2
    return float((found - expected) / (most - expected)) if most - expected > 1e-12 else nan
