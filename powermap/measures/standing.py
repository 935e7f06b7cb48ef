"""Which ranks of standing the answers leave open, whatever the measure."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from powermap.measures.kernels import blocks_of, returned, runs, sparse
from powermap.measures.two_steps import find
from powermap.network import Bools, Floats, Network, Whole

#: How many pairs are compared in one go, which bounds the memory.
_AT_ONCE = 4_000_000


def rank_intervals(network: Network) -> pd.DataFrame:
    """Between which ranks of standing does this actor lie, whatever the measure?

    Actor i stands at least as high as j if all who name j name i too. Every ranking that respects this, as one by
    nominations or by being named by the much-named does, puts an actor between its best and its worst rank; how
    far these are apart says how little the answers settle. A rank is 1 + the number of actors placed higher.
    Where every tie goes both ways, i and j themselves are left aside, as Schoch & Brandes have it; on one-way
    ties that is no order (of A names B names C, A would come before B, B before C, but A not before C).

    Returns
    -------
    DataFrame
        Indexed by actor: best, worst (1 to the number of ranked actors; *lower* means higher standing), above
        (actors that stand higher in every such ranking), below (lower in every one), equal (always level).
        Strength is not used; unobserved answers count as no tie. NaN for an actor about which no answer was
        observed; it is not ranked.

    References
    ----------
    Schoch & Brandes (2016), Re-conceptualizing centrality in social networks.

    Examples
    --------
    >>> import networkx as nx
    >>> rank_intervals(Network.from_graph(nx.DiGraph([("A", "B"), ("A", "C"), ("B", "C"), ("B", "D")])))
           best  worst  above  below  equal
    actor
    A       4.0    4.0    3.0    0.0    0.0
    B       2.0    3.0    1.0    1.0    0.0
    C       1.0    1.0    0.0    3.0    0.0
    D       2.0    3.0    1.0    1.0    0.0
    """
    ranked = network.observable_about > 0
    named_by = np.bincount(network.receivers, minlength=len(network))
    # Who is named by nobody stands no higher than anybody.
    nobody = ranked & (named_by == 0)
    below = np.where(ranked & ~nobody, nobody.sum(), 0).astype(float)
    above = np.where(nobody, ranked.sum() - nobody.sum(), 0).astype(float)
    equal = np.where(nobody, nobody.sum() - 1, 0).astype(float)
    for total, found in zip((above, below, equal), _standing(network), strict=True):
        total += found
    table = {
        "best": 1 + above,
        "worst": ranked.sum() - below - equal,
        "above": above,
        "below": below,
        "equal": equal,
    }
    index = pd.Index(network.names, name="actor", dtype=object)
    return pd.DataFrame({name: np.where(ranked, values, np.nan) for name, values in table.items()}, index=index)


def _standing(network: Network) -> tuple[Floats, Floats, Floats]:
    """Return how many of those who are named stand higher than each actor, lower, and level with it.

    i stands at least as high as j if all who name j name i too; where every tie goes both ways, i and j aside.
    Actors named by the same are looked at once for all of them.

    Returns
    -------
    higher, lower, level : (n,) arrays of float
        0 for actors that nobody names.
    """
    kind, example = _named_alike(network)
    size = np.bincount(kind[kind >= 0], minlength=len(example)).astype(float)
    higher, lower, level = np.zeros((3, len(example)))
    level += size - 1
    for below, above, alike in _compared(network, kind, example):
        level += np.bincount(below[alike], weights=size[above[alike]], minlength=len(size))
        higher += np.bincount(below[~alike], weights=size[above[~alike]], minlength=len(size))
        lower += np.bincount(above[~alike], weights=size[below[~alike]], minlength=len(size))
    # Of kind -1 is the last, of whom there are none.
    return np.append(higher, 0.0)[kind], np.append(lower, 0.0)[kind], np.append(level, 0.0)[kind]


def _named_alike(network: Network) -> tuple[Whole, Whole]:
    """Return of which kind each actor is, those of one kind being named by the same, and an example of each.

    Actors whom nobody names are of no kind, -1.
    """
    lists = sparse(network).T.tocsr()
    first, kind, example = lists.indptr.tolist(), np.full(len(network), -1), list[int]()
    known: dict[bytes, int] = {}
    for actor in np.flatnonzero(np.diff(lists.indptr)).tolist():
        namers = lists.indices[first[actor] : first[actor + 1]].tobytes()
        kind[actor] = known.setdefault(namers, len(known))
        if kind[actor] == len(example):
            example.append(actor)
    return kind, np.array(example, dtype=np.intp)


def _compared(network: Network, kind: Whole, example: Whole) -> Iterator[tuple[Whole, Whole, Bools]]:
    """Yield pairs of kinds of which the second stands at least as high as the first, and whether they are level.

    Whoever stands as high as j is named by each of j's namers: those named by the one of them who names the fewest
    are taken, and dropped as soon as one of the others, again from those who name few to those who name many, does
    not name them. A hub that names everybody comes last, when few are left.
    """
    n, both_ways, ties = len(network), bool(returned(network).all()), sparse(network)
    codes = network.senders * n + network.receivers  # in order, as networks keep their ties
    named, lists = ties[:, example], ties.T.tocsr()[example]
    count, row = np.diff(lists.indptr), np.repeat(np.arange(len(example)), np.diff(lists.indptr))
    namers = lists.indices[np.lexsort((np.diff(ties.indptr)[lists.indices], row))].astype(np.intp)
    start = lists.indptr[:-1]
    rarest = namers[start]
    for some in blocks_of(np.diff(named.indptr)[rarest], _AT_ONCE):
        which, place = runs(named.indptr, rarest[some])
        below, above = which + some.start, named.indices[place].astype(np.intp)
        if both_ways:  # that namer may stand higher itself: whether it names itself is left aside
            below = np.concatenate([below, np.arange(some.start, some.stop)])
            above = np.concatenate([above, kind[rarest[some]]])
        below, above = below[below != above], above[below != above]
        nth = 0
        while below.size:
            namer, whom = namers[start[below] + nth], example[above]
            too = find(codes, namer * n + whom)[0] | (both_ways & (namer == whom))
            below, above, nth = below[too], above[too], nth + 1
            through = count[below] == nth
            yield below[through], above[through], count[below[through]] == count[above[through]]
            below, above = below[~through], above[~through]
