"""Pairs of actors: ties that are returned, ties of several kinds, and who needs whom more."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import nan
from typing import Literal

import numpy as np
import pandas as pd

from powermap.errors import UnknownChoiceError
from powermap.measures.kernels import answered, returned, row_blocks, seen_both_ways
from powermap.network import Floats, Network, Whole
from powermap.survey.model import Survey


def mutuality_index(network: Network) -> float:
    """How much more often are ties returned than chance would have it?

    (M - E) / (L / 2 - E): M mutual pairs among L ties, E the mutual pairs to be expected if everybody named as many
    as it does, whomever. Only pairs observed in both directions count. Where all were observed, this is Katz and
    Powell's index for free choice, [2 (n - 1)^2 M - L^2 + L2] / [L (n - 1)^2 - L^2 + L2], with L2 the sum of the
    squared numbers of choices. R's sna `mutuality` is M alone.

    Returns
    -------
    float, up to 1
        Higher means that more is returned; 1 all, 0 as much as by chance, below 0 less. Strength is not used;
        isolates change nothing but n. NaN where no tie was observed both ways, or where everybody names everybody.

    References
    ----------
    Katz & Powell (1955), Measurement of the tendency toward reciprocation of choice.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("B", "A"), ("C", "D"), ("D", "C")])
    >>> mutuality_index(Network.from_graph(graph)), mutuality_index(Network.from_graph(nx.DiGraph([("A", "B")])))
    (1.0, 0.0)
    """
    seen = seen_both_ways(network)
    named = np.bincount(network.senders[seen], minlength=len(network)).astype(float)
    base, one, other, change = _seen_both_ways_base(network)
    heard = np.where(base, base.sum() - base, 0).astype(float)
    heard += np.bincount(one, change, len(network)) + np.bincount(other, change, len(network))
    chance = np.divide(named, heard, out=np.zeros(len(network)), where=heard > 0)
    expected = (chance[base].sum() ** 2 - (chance[base] ** 2).sum()) / 2
    expected += (change * chance[one] * chance[other]).sum()
    most = seen.sum() / 2
    mutual = returned(network)[seen].sum() / 2
    return float((mutual - expected) / (most - expected)) if most - expected > 1e-12 * max(most, 1.0) else nan


def simmelian_ties(network: Network) -> pd.Series:
    """How many ties does each actor have that are returned and lie inside a clique of three?

    A Simmelian tie: the two name each other, and both have a third whom each names and is named by.

    Returns
    -------
    Series of float, 0 to n - 1
        Higher means more ties that a third party holds together, which are harder to break and leave less room to
        act alone. Row sums of R's sna `simmelian`. Strength is not used. An isolate has 0; NaN for an actor that
        did not answer. Where others did not answer, at least so many.

    References
    ----------
    Krackhardt (1998), Simmelian ties: super strong and sticky.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph(nx.Graph([("A", "B"), ("B", "C"), ("A", "C"), ("C", "D")]))
    >>> simmelian_ties(Network.from_graph(graph)).to_dict()
    {'A': 2.0, 'B': 2.0, 'C': 2.0, 'D': 0.0}
    """
    from scipy.sparse import csr_array

    n, mutual = len(network), returned(network)
    ends = (network.senders[mutual], network.receivers[mutual])
    ties = csr_array((np.ones(len(ends[0])), ends), shape=(n, n))
    count = np.zeros(n)
    for rows in row_blocks(ties, ties):
        shared = ((ties[rows] @ ties) * ties[rows]).tocsr()
        shared.eliminate_zeros()
        count[rows] = np.diff(shared.indptr)
    count[~answered(network)] = nan
    return pd.Series(count, index=pd.Index(network.names, name="actor"), name="simmelian_ties")


def multiplexity(
    survey: Survey,
    round: str | int | None = None,  # noqa: A002
    *,
    relations: Sequence[str] | None = None,
) -> float:
    r"""Of how many kinds is the tie from one actor to another, on average?

    Mean number of relations over the pairs (from, to) with a tie in at least one of them. Only pairs observed in
    all the relations count.

    Parameters
    ----------
    survey : Survey
    round : str, optional
        May be left out where the survey has only one.
    relations : sequence of str, optional
        All of the survey without it. Questions of which one implies the other make the value higher.

    Returns
    -------
    float, 1 to the number of relations
        Higher means that ties are of more kinds at once. Direction counts; strength is not used. NaN where no pair
        that was observed throughout has a tie.

    References
    ----------
    Battiston, Nicosia & Latora (2014), Structural measures for multiplex networks.

    Examples
    --------
    >>> from powermap.measures.rated import survey_of
    >>> survey = survey_of("from,to,relation\nA,B,advice\nA,B,money\nB,A,advice\n")
    >>> multiplexity(survey)
    1.5
    """
    networks = _networks(survey, round, relations)
    counts = _relations_of_pairs(networks)[1]
    return float(counts.mean()) if len(counts) else nan


def relation_overlap(
    survey: Survey,
    round: str | int | None = None,  # noqa: A002
    *,
    relations: Sequence[str] | None = None,
) -> pd.DataFrame:
    r"""How far do two relations tie the same actors?

    Jaccard: pairs (from, to) tied in both relations, over pairs tied in either. Only pairs observed in both count.

    Parameters
    ----------
    survey, round, relations
        As in `multiplexity`.

    Returns
    -------
    DataFrame
        A row per two relations: relation, other, both, either, jaccard (0 to 1, higher means more alike),
        of_relation and of_other (what share of the ties of the one there is in the other too). Direction counts;
        strength is not used. NaN where there is no such tie.

    References
    ----------
    Battiston, Nicosia & Latora (2014), Structural measures for multiplex networks; the index is Jaccard's (1901).

    Examples
    --------
    >>> from powermap.measures.rated import survey_of
    >>> survey = survey_of("from,to,relation\nA,B,advice\nA,B,money\nB,A,advice\n")
    >>> relation_overlap(survey)
      relation  other  both  either  jaccard  of_relation  of_other
    0   advice  money     1       2      0.5          0.5       1.0
    """
    rows = []
    for one, other in combinations(_networks(survey, round, relations), 2):
        pairs, counts = _relations_of_pairs([one, other])
        both, either = int((counts == 2).sum()), len(counts)
        ties = int(np.isin(pairs, _codes(one)).sum())
        shares = (_share(both, either), _share(both, ties), _share(both, either - ties + both))
        rows.append((one.relation, other.relation, both, either, *shares))
    columns = ["relation", "other", "both", "either", "jaccard", "of_relation", "of_other"]
    return pd.DataFrame(rows, columns=columns)


def power_dependence(network: Network, *, support: Literal["received", "named"] = "received") -> pd.DataFrame:
    """Who depends more on whom?

    D(i, j) is the share of i's support that comes from j. The power of i over j is D(j, i) - D(i, j), their joint
    dependence D(i, j) + D(j, i).

    Parameters
    ----------
    support : {'received', 'named'}
        Which way support runs. 'received': a tie is sent to the one it supports ('gives money to'), D(i, j) =
        w(j, i) / sum over k of w(k, i). 'named': one names whom one gets support from ('goes to for advice'),
        D(i, j) = w(i, j) / sum over k of w(i, k).

    Returns
    -------
    DataFrame
        A row per pair with a tie in either direction, in the order of the network: actor, other, depends (actor
        on other, 0 to 1), other_depends (0 to 1), power (of actor over other, -1 to 1: higher means that the
        other depends more), joint (0 to 2: higher means that both depend more on each other). Strength is used.
        Shares are of the support that was observed. Who gets no support depends on nobody: 0. NaN where the
        answer that says how much one supports the other was not observed.

    References
    ----------
    Emerson (1962), Power-dependence relations; Casciaro & Piskorski (2005), Power imbalance, mutual dependence.

    Examples
    --------
    A has all its money from B; B a quarter of its money from A.

    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_weighted_edges_from([("B", "A", 5), ("A", "B", 1), ("C", "B", 3)], weight="strength")
    >>> power_dependence(Network.from_graph(graph))
      actor other  depends  other_depends  power  joint
    0     B     A     0.25            1.0   0.75   1.25
    1     B     C     0.75            0.0  -0.75   0.75
    """
    if support not in ("received", "named"):
        raise UnknownChoiceError(f"Support cannot be '{support}'.", fix="Use 'received' or 'named'.")
    giver, taker = network.senders, network.receivers
    if support == "named":
        giver, taker = taker, giver
    n = len(network)
    total = np.bincount(taker, network.tie_strengths, n)
    share = network.tie_strengths / total[taker]
    pairs = np.unique(np.minimum(giver, taker) * n + np.maximum(giver, taker)) if n else np.empty(0, dtype=np.intp)
    first, second = (pairs // n, pairs % n) if n else (pairs, pairs)
    order = np.argsort(taker * n + giver)
    codes, share = (taker * n + giver)[order], share[order]

    def dependence(of: Whole, on: Whole) -> Floats:
        place = np.minimum(np.searchsorted(codes, of * n + on), len(codes) - 1)
        found = codes[place] == of * n + on if len(codes) else np.zeros(0, dtype=bool)
        seen = network.observed(on, of) if support == "received" else network.observed(of, on)
        return np.where(seen, np.where(found, share[place], 0.0), nan)

    there, back = dependence(first, second), dependence(second, first)
    names = np.array([*network.names, None], dtype=object)[:-1]
    ends = {"actor": names[first], "other": names[second]}
    values = {"depends": there, "other_depends": back, "power": back - there, "joint": there + back}
    return pd.DataFrame({**ends, **values})


def _seen_both_ways_base(network: Network) -> tuple[np.ndarray, Whole, Whole, Floats]:
    """Return among whom all pairs were observed both ways, and the pairs of which that is not so, 1 or -1.

    -1 for a pair among them with an answer left out, 1 for one that was observed though not all could be named.
    """
    base = network.responded & network.listed
    odd = np.unique(np.sort(np.concatenate([network.besides, network.left_out]), axis=1), axis=0)
    one, other = odd[:, 0], odd[:, 1]
    seen = network.observed(one, other) & network.observed(other, one)
    change = seen.astype(float) - (base[one] & base[other])
    return base, one, other, change


def _networks(survey: Survey, round_: str | int | None, relations: Sequence[str] | None) -> list[Network]:
    return [survey.network(relation, round_) for relation in relations or survey.relations]


def _codes(network: Network) -> Whole:
    return np.asarray(network.senders * len(network) + network.receivers)


def _relations_of_pairs(networks: Sequence[Network]) -> tuple[Whole, Whole]:
    """Return the pairs with a tie in one of the networks, as codes, and in how many; if observed in all."""
    if not networks:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    pairs, counts = np.unique(np.concatenate([_codes(network) for network in networks]), return_counts=True)
    n = max(len(networks[0]), 1)
    seen = np.all([network.observed(pairs // n, pairs % n) for network in networks], axis=0)
    return pairs[seen], counts[seen]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else nan
