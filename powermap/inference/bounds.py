"""Would a gap hold whatever the answers that were not seen had said?

The representation of a group is bounded exactly: it is furthest from the claim when every missing answer speaks
against it. A p-value has no such bound, because it also depends on how unequally single members are named; it is
therefore taken at its largest over completed networks that differ in that too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from powermap.inference.family import COUNTED, in_family
from powermap.inference.interval import one_sided
from powermap.inference.permutation import PermutationResult, draws_of
from powermap.inference.senders import Senders
from powermap.network import Bools, Floats, Network, completed

Pair = tuple[str, str]

#: What is to hold whatever the missing answers say is not left to few shuffles.
FEWEST_DRAWS, STANDARD_ERRORS = 9999, 3

#: Beyond this many actors shuffling takes long, and is done no more often than this for each comparison: the
#: smallest p is then a fifth of what Holm's correction asks for at 5%.
MANY, DRAWS_PER_COMPARISON = 400, 200


@dataclass(frozen=True, eq=False)
class _Completed:
    """What a group and each actor would receive in one completed network."""

    received: Floats
    given: Senders


def bounds(
    network: Network, groups: dict[str, Bools], test: PermutationResult, under: dict[Pair, bool]
) -> dict[Pair, dict[str, float]]:
    """Return whether each gap would hold even if every missing answer spoke against it.

    Parameters
    ----------
    under : dict of (group, measure) to bool
        The gaps that the answers seen show, and whether each is a shortfall.

    Returns
    -------
    dict of (group, measure) to dict
        For sums of ties: worst (representation with every missing answer against the gap, with the greatest
        strength that was seen), p_holm_worst (largest p in its direction over the completed networks, with three
        standard errors of the shuffling, times the number of comparisons there are at full response: what Holm's
        correction never exceeds), holds_at_worst
        (1 or 0: the representation stays on its side of 1, so does the interval that takes each respondent as
        one draw, and p_holm_worst is within the level). p_holm_worst is 1 where the first two already fail.

    References
    ----------
    Manski (1995), Identification Problems in the Social Sciences.
    """
    level = 1 - test.confidence
    complete = completed(network, network.strength)
    comparisons = _comparisons(groups, test)
    result: dict[Pair, dict[str, float]] = {}
    open_: dict[Pair, list[_Completed]] = {}
    for (group, measure), below in under.items():
        if measure not in COUNTED:
            continue
        made = list(_completions(complete, network, groups, group, measure))
        worst = made[0 if below else 1].given
        share = worst.given.sum() / (worst.given.sum() + worst.elsewhere.sum())
        result[group, measure] = {
            "worst": float(share / worst.share_of_actors), "p_holm_worst": 1.0, "holds_at_worst": 0.0
        }  # fmt: skip
        if all(_on_its_side(one.given, below, test.confidence) for one in made):
            open_[group, measure] = made
    for pair, p in _largest_p(complete, groups, test, open_, under, comparisons).items():
        adjusted = min(1.0, p * comparisons)
        result[pair] |= {"p_holm_worst": adjusted, "holds_at_worst": float(adjusted <= level)}
    return result


def _on_its_side(given: Senders, below: bool, confidence: float) -> bool:
    low, high = given.limits(confidence)
    return high < 1 if below else low > 1


def _completions(
    complete: Network, network: Network, groups: dict[str, Bools], group: str, measure: str
) -> Iterator[_Completed]:
    """Yield completed networks: all missing answers in the group, all outside it, none, and piled on few.

    Piled: each member that left answers out names, of the group or of the others, the one that was named most,
    or as many of them as the member that named most did name.
    """
    gaps = network.nameable & ~network.observable
    rows = np.flatnonzero(gaps.any(axis=1))
    gaps = gaps[rows]
    ties = network.strength if measure == "strength_received" else network.ties.astype(float)
    most = float(ties.max(initial=0.0))
    own, voiced = groups[group], np.any(list(groups.values()), axis=0)
    popular = np.argsort(-network.ties.sum(axis=0), kind="stable")
    named = network.ties.sum(axis=1)
    caps = np.maximum(named.max(initial=0) - named[rows], 1)
    fills = [gaps & own, gaps & ~own, np.zeros_like(gaps)]
    for side in (own, ~own):
        order = popular[side[popular]]
        nth = np.cumsum(gaps[:, order], axis=1)
        for depth in (np.ones_like(caps), caps):
            piled = np.zeros_like(gaps)
            piled[:, order] = gaps[:, order] & (nth <= depth[:, None])
            fills.append(piled)
    asked = complete.observable.sum(axis=0)
    counts = voiced & (asked > 0)
    weight = np.where(counts, 1 / np.maximum(asked, 1), 0.0)
    sides = np.column_stack([own, ~own]) * weight[:, None]
    base, received = ties @ sides, ties.sum(axis=0)
    there = complete.observable.any(axis=1)
    share = int((own & counts).sum()) / int(counts.sum())
    for fill in fills:
        added = most * fill
        given = base.copy()
        given[rows] += added @ sides
        values = np.where(asked > 0, (received + added.sum(axis=0)) / np.maximum(asked, 1), np.nan)
        yield _Completed(values, Senders(given[there, 0], given[there, 1], share))


def _largest_p(
    complete: Network,
    groups: dict[str, Bools],
    test: PermutationResult,
    made: dict[Pair, list[_Completed]],
    under: dict[Pair, bool],
    comparisons: int,
) -> dict[Pair, float]:
    """Return the largest directed p of each pair over its completed networks, in which everybody answered."""
    columns = [(pair, one.received) for pair, all_ in made.items() for one in all_]
    if not columns:
        return {}
    permutations = max(test.permutations, FEWEST_DRAWS)
    if len(complete) > MANY:
        permutations = min(permutations, DRAWS_PER_COMPARISON * comparisons)
    found = draws_of(complete, groups, np.column_stack([values for _, values in columns]), [None] * len(columns),
                     permutations=permutations, seed=test.seed, cache={},
                     wanted=[[pair[0]] for pair, _ in columns], intervals=False)  # fmt: skip
    largest = dict.fromkeys(made, 0.0)
    for (pair, _), draws in zip(columns, found, strict=True):
        p = one_sided(draws[pair[0]][0])[0 if under[pair] else 1]
        # With the errors added, a test with as many other shuffles would hardly undo what holds here.
        unsure = p + STANDARD_ERRORS * float(np.sqrt(p / test.permutations))
        largest[pair] = max(largest[pair], min(1.0, 2 * unsure))
    return largest


def _comparisons(groups: dict[str, Bools], test: PermutationResult) -> int:
    """Return of how many rows something could be claimed, had everybody answered everything."""
    voiced = int(np.any(list(groups.values()), axis=0).sum())
    sizes = [int(own.sum()) for own in groups.values()]
    measures = test.table["measure"].unique()
    return sum(in_family(measure, size, voiced - size) for measure in measures for size in sizes)
