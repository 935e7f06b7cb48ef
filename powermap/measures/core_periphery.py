"""Is there a core, who is in it, and is it more than chance?"""

from __future__ import annotations

from math import isnan, lgamma, nan

import numpy as np
import pandas as pd

from powermap.errors import UnknownChoiceError
from powermap.measures.communities import community, community_match  # noqa: F401  (they can be had from here, too)
from powermap.measures.contacts import by_actor
from powermap.measures.core_pattern import (
    BETWEEN,
    Dyads,
    best_core,
    coreness_by_least_squares,
    dyads_of,
    rewired,
    within_most_tied,
)
from powermap.measures.kernels import membership, undirected
from powermap.network import Bools, By, Floats, Network

#: Starts of the search for a core in a test, the same for the network and for those it is compared with.
_TEST_STARTS = 2


def in_core(network: Network, between: str = "ignored", *, seed: int = 1) -> pd.Series:
    """Does this actor belong to the core, whose members are tied with each other, or to the periphery?

    The core for which ties correlate most with the ideal: all ties within the core, none within the periphery.
    The best of all cores of up to 14 actors. Above, found by a search that may miss the best by a little: from the
    most tied actors (Lip 2011) and from random changes, actors change sides one by one; above 1,000 actors from the
    most tied only, and many at once while that is better.

    Parameters
    ----------
    network : Network
    between : {'ignored', 'tied', 'untied'}
        What is ideal between core and periphery: anything; all ties, as in a star; no ties.
    seed : int
        For the random changes.

    Returns
    -------
    Series of 1 (core) and 0 (periphery)
        Higher means in the core. Ties count in both directions, strength is not used. Answers that were not
        observed, and the diagonal, are left out. Where several cores fit alike, the first found. NaN where
        nothing by or about the actor was observed, and for all where no core can be told: no ties, or all.

    References
    ----------
    Borgatti & Everett (1999), Models of core/periphery structures; Lip (2011), A fast algorithm for the discrete
    core/periphery bipartitioning problem.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.Graph([("A", "B"), ("B", "C"), ("C", "A"), ("A", "D"), ("B", "E"), ("C", "F")])
    >>> in_core(Network.from_graph(graph)).tolist()
    [1.0, 1.0, 1.0, 0.0, 0.0, 0.0]
    """
    dyads = dyads_of(network)
    core, fit = best_core(dyads, _known(between), seed)
    return by_actor(network, "in_core", np.where(_heard(dyads) & (not isnan(fit)), core.astype(float), np.nan))


def continuous_coreness(network: Network) -> pd.Series:
    """How near to the middle of the network is this actor, if there is one middle and no sharp edge to it?

    The values c, of length 1 together, whose products c_i c_j come nearest (least squares, diagonal left out) to
    whether i named j, looked for from the share of each actor's ties that are there. So actors in like places get
    like values; in a network with several middles another c, which tells them apart, may come a little nearer.

    Returns
    -------
    Series of float, 0 to 1
        Higher means nearer to the middle. Ties count in both directions; strength is not used. 0 for isolates.
        Answers that were not observed are left out. NaN where nothing about the actor was observed, or there is
        no tie at all.

    References
    ----------
    Borgatti & Everett (1999), Models of core/periphery structures; Boyd, Fitzgerald, Mahutga & Smith (2010),
    Computing continuous core/periphery structures for social relations data with MINRES/SVD.

    Examples
    --------
    >>> import networkx as nx
    >>> continuous_coreness(Network.from_graph(nx.complete_graph(4))).round(4).tolist()
    [0.5, 0.5, 0.5, 0.5]
    """
    dyads = dyads_of(network)
    values, _ = coreness_by_least_squares(dyads)
    return by_actor(network, "continuous_coreness", np.where(_heard(dyads), values, np.nan))


def core_fit(network: Network, model: str = "discrete", between: str = "ignored", *, seed: int = 1) -> float:
    """How well does a core with a periphery describe the network?

    The correlation, over observed answers, of whether i named j with the ideal pattern of `in_core`, or with the
    products of `continuous_coreness`.

    Parameters
    ----------
    network : Network
    model : {'discrete', 'continuous'}
    between, seed
        As in `in_core`; for the discrete model.

    Returns
    -------
    float, up to 1
        Higher means nearer to the ideal. Any network has some fit: see `core_fit_test`. Strength is not used. NaN
        where there are no ties, or all.

    References
    ----------
    Borgatti & Everett (1999), Models of core/periphery structures; Boyd et al. (2010) for the continuous one.

    Examples
    --------
    >>> import networkx as nx
    >>> core_fit(Network.from_graph(nx.star_graph(5)), between="tied")
    1.0
    """
    return _fit(dyads_of(network), model, _known(between), seed, None)


def core_fit_test(
    network: Network,
    model: str = "discrete",
    between: str = "ignored",
    *,
    draws: int = 199,
    seed: int = 1,
) -> pd.DataFrame:
    """Does a core describe the network better than networks at random in which all have as many ties?

    That some are named by many is already in their degrees. The fit is compared with that of networks in which ends
    of ties were swapped at random: everybody names as many, and is named by as many, as before, and ties stand only
    where an answer was observed. Where all ties go both ways, so do those; else whether ties are returned is left
    to chance. Strength is not used.

    Parameters
    ----------
    network, model, between
        As in `core_fit`.
    draws : int
        How many networks at random.
    seed : int

    Returns
    -------
    DataFrame
        One row: model, between, fit, expected (mean fit at random), spread (its standard deviation), p = (1 +
        how many fit at least as well) / (1 + draws), draws, seed. Higher fit than expected means more of a core
        than degrees bring about. Where few ties can be swapped, p is near 1. NaN where `core_fit` is, or with no
        draws. The search is shorter than that of `core_fit`, for all alike.

    References
    ----------
    Kojaku & Masuda (2018), Core-periphery structure requires something else in the network; Phipson & Smyth
    (2010) for p.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.gnp_random_graph(12, 0.3, seed=1, directed=True))
    >>> core_fit_test(network, draws=9)[["model", "draws", "seed"]]
          model  draws  seed
    0  discrete      9     1
    """
    fit = _fit(dyads_of(network), model, _known(between), seed, _TEST_STARTS)
    drawn = np.array(
        [
            _fit(dyads_of(network, *ends), model, between, seed, _TEST_STARTS)
            for ends in rewired(network, 0 if isnan(fit) else draws, seed)
        ]
    )
    drawn = drawn[~np.isnan(drawn)]
    p = (1 + int((drawn >= fit - 1e-9).sum())) / (1 + len(drawn)) if len(drawn) else nan
    expected, spread = (float(drawn.mean()), float(drawn.std())) if len(drawn) else (nan, nan)
    columns = ["model", "between", "fit", "expected", "spread", "p", "draws", "seed"]
    return pd.DataFrame([(model, between, fit, expected, spread, p, draws, seed)], columns=columns)


def core_share(network: Network, by: By = "voice", between: str = "ignored", *, seed: int = 1) -> pd.DataFrame:
    """How much of the core does each group hold, and how many of its members are in it?

    The core is that of `in_core`: ties count in both directions, over observed answers; strength is not used.

    Returns
    -------
    DataFrame
        One row per group: group; members (of whom something was observed); in_core; share_in_core (of members);
        share_of_core and share_of_actors (0 to 1); odds_ratio (the members' odds of being in the core over those
        of others; with 0.5 added to each count where one is 0); p (Fisher's exact test, two-sided). Higher means
        more of the core. Actors without a group count among the others. An actor with two voices counts in
        both. NaN where there is no core, no member, or nobody else.

    References
    ----------
    Borgatti & Everett (1999), Models of core/periphery structures; Fisher (1935), The logic of inductive
    inference; Haldane (1956) for the 0.5.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.Graph([("A", "B"), ("B", "C"), ("C", "A"), ("A", "D"), ("B", "E"), ("C", "F")])
    >>> table = core_share(Network.from_graph(graph), ["x", "x", "y", "y", "y", "y"])
    >>> table[["group", "members", "in_core", "share_in_core", "p"]]
      group  members  in_core  share_in_core    p
    0     x        2        2           1.00  0.4
    1     y        4        1           0.25  0.4
    """
    core = in_core(network, between, seed=seed).to_numpy()
    known = ~np.isnan(core)
    names, member = membership(network, by)
    rows = []
    for name, own in zip(names, member.T & known, strict=True):
        inside, size, whole = int(core[own].sum()), int(own.sum()), int(core[known].sum())
        cells = np.array([inside, size - inside, whole - inside, known.sum() - size - whole + inside], dtype=float)
        share_in, share_of = (part / all_ if all_ else nan for part, all_ in ((inside, size), (inside, whole)))
        told = 0 < size < known.sum() and whole > 0
        a, b, c, d = cells + 0.5 if (cells == 0).any() else cells
        odds, p = (a * d / (b * c), _fisher(inside, size, whole, int(known.sum()))) if told else (nan, nan)
        of_actors = size / known.sum() if known.any() else nan
        rows.append((name, size, inside, share_in, share_of, of_actors, odds, p))
    columns = [
        "group",
        "members",
        "in_core",
        "share_in_core",
        "share_of_core",
        "share_of_actors",
        "odds_ratio",
        "p",
    ]
    return pd.DataFrame(rows, columns=columns)


def rich_club(network: Network, *, draws: int = 20, seed: int = 1) -> pd.DataFrame:
    """Are the most tied actors tied among themselves more than their many ties alone would bring about?

    For each number k: of the answers observed among actors with ties to more than k others (in either direction),
    the share that are ties; beside its mean in networks at random with the same degrees (see `core_fit_test`).

    Returns
    -------
    DataFrame
        A row per k that occurs below the largest: more_than (k), actors, share_tied (0 to 1), at_random, ratio.
        Higher than 1 means a rich club. Strength is not used. NaN where nothing was observed among them, or
        nothing at random is tied.

    References
    ----------
    Zhou & Mondragon (2004), The rich-club phenomenon in the Internet topology; Colizza et al. (2006), Detecting
    rich-club ordering in complex networks.

    Examples
    --------
    >>> import networkx as nx
    >>> rich_club(Network.from_graph(nx.star_graph(3)), draws=0)[["more_than", "actors", "share_tied"]]
       more_than  actors  share_tied
    0          0       4         0.5
    1          1       1         NaN
    """
    contacts = np.array(undirected(network).degree(), dtype=np.intp)
    levels = np.unique(np.append(contacts, 0))[:-1]
    actors = np.array([(contacts > k).sum() for k in levels], dtype=np.intp)
    order = np.argsort(-contacts, kind="stable")

    def tied(dyads: Dyads) -> Floats:
        ties, seen = within_most_tied(dyads, order)
        part, whole = ties[actors - 1], seen[actors - 1]
        share = np.full(len(part), nan)
        np.divide(part, whole, out=share, where=(whole > 0) & (actors > 1))
        return share

    found = tied(dyads_of(network))
    drawn = [tied(dyads_of(network, *ends)) for ends in rewired(network, draws if len(levels) else 0, seed)]
    random = np.mean(drawn, axis=0) if drawn else np.full(len(levels), nan)
    ratio = np.divide(found, random, out=np.full(len(levels), nan), where=random > 0)
    table = {"more_than": levels, "actors": actors, "share_tied": found, "at_random": random, "ratio": ratio}
    return pd.DataFrame(table)


def _fit(dyads: Dyads, model: str, between: str, seed: int, starts: int | None) -> float:
    if model == "discrete":
        return best_core(dyads, between, seed, starts)[1]
    if model == "continuous":
        return coreness_by_least_squares(dyads)[1]
    raise UnknownChoiceError(f"There is no model '{model}' of a core.", fix="Use 'discrete' or 'continuous'.")


def _known(between: str) -> str:
    if between not in BETWEEN:
        raise UnknownChoiceError(
            f"'{between}' says nothing about ties between core and periphery.", fix=f"Use {', '.join(BETWEEN)}."
        )
    return between


def _heard(dyads: Dyads) -> Bools:
    return np.asarray(dyads.seen(np.ones(dyads.ties.shape[0])) > 0, dtype=bool)


def _fisher(inside: int, size: int, whole: int, n: int) -> float:
    """Return the two-sided p of Fisher's exact test: all tables no likelier than this one."""
    ways = np.arange(max(0, size + whole - n), min(size, whole) + 1)
    log = np.array([_choices(whole, k) + _choices(n - whole, size - k) for k in ways.tolist()]) - _choices(n, size)
    likely = np.exp(log)
    return float(min(1.0, likely[likely <= likely[inside - ways[0]] * (1 + 1e-7)].sum()))


def _choices(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
