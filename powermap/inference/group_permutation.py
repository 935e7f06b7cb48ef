"""Does a number of a group, whichever you choose, differ from what shuffled labels give?

`permutation_test` is for shares of power. Here: the difference in means of any values, negative ones too, and any
number that a function gives each group.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from powermap.errors import PowermapError
from powermap.inference.family import FEWEST, benjamini_hochberg, holm
from powermap.inference.group_result import GroupPermutationResult
from powermap.inference.interval import Draws
from powermap.inference.labels import Labels, shuffle
from powermap.inference.permutation import Progress, arrangements_of, draws_of
from powermap.inference.strata import Within, null_of, strata_of
from powermap.inference.values import Measured, as_table, check_confidence, enough_draws, values_of
from powermap.network import Bools, By, Floats, Network

#: A function of a network and of who belongs to each group, that gives one number for each group.
GroupMeasure: TypeAlias = "Callable[[Network, dict[str, Bools]], Mapping[str, float] | Sequence[float] | pd.Series]"

#: How often the progress of a slow measure is told.
STEPS = 100


def difference_test(
    network: Network,
    measures: Measured,
    *,
    by: By = "voice",
    within: Within = "response",
    exact: bool = True,
    permutations: int = 9999,
    seed: int = 1,
    confidence: float = 0.95,
    progress: Progress | None = None,
) -> GroupPermutationResult:
    """Do the members of a group have other values than everybody else, beyond chance?

    The statistic is the mean of the members less the mean of all other actors that have a group and a defined
    value. The interval holds the shifts d for which the test does not reject that members have what they would
    have otherwise, plus d.

    Parameters
    ----------
    network : Network
    measures : DataFrame, Series, or function of a network that returns one
        Any values of actors, in the order of ``network.names``; NaN where undefined. Higher need not mean more
        power.
    by : {'voice', 'sector'} or sequence of str or None
    within : {'response', 'degree', None} or sequence
        Among whom labels are shuffled; see `powermap.inference.strata.strata_of`.
    exact : bool
        Go through every arrangement of the labels where there are at most 20,000; p is then the share of them that
        is as far out, the observed one included, twice the smaller side.
    permutations, seed : int
    confidence : float
    progress : callable, optional

    Returns
    -------
    GroupPermutationResult
        NaN for a group without members with a value, or without others; limits are NaN too where no arrangement
        changes the difference.

    References
    ----------
    Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses, for shuffles within blocks and for
    intervals by inversion; Phipson & Smyth (2010) for p.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([(a, b) for a in range(8) for b in range(4) if a != b])
    >>> for node in graph:
    ...     graph.nodes[node]["sector"] = "NHS" if node < 4 else "Housing"
    >>> network = Network.from_graph(graph)
    >>> gap = pd.Series([2.0, 1, 1, 3, -1, 0, -2, -1], list(network.names), name="gap")
    >>> result = difference_test(network, gap, by="sector")
    >>> result.table[["group", "value", "low", "high", "p"]].round(3)
         group  value  low  high      p
    0      NHS   2.75  1.0   5.0  0.029
    1  Housing  -2.75 -5.0  -1.0  0.029
    >>> result.arrangements
    {'gap': 70}
    """
    enough_draws(permutations)
    check_confidence(confidence)
    given = as_table(network, measures)
    values = values_of(network, given)
    # A shift of all values changes no difference of means, and smaller numbers are rounded less.
    there = ~np.isnan(values)
    middle = np.divide(np.nansum(values, axis=0), there.sum(axis=0), out=np.zeros(values.shape[1]),
                       where=there.any(axis=0))  # fmt: skip
    centred = values - middle
    ones = np.where(there, 1.0, np.nan)
    groups = network.groups(by)
    cache: dict[bytes, Labels] = {}
    strata = None if isinstance(within, str) and within == "response" else strata_of(network, within)
    found = draws_of(network, groups, np.hstack([centred, ones]), [None] * (2 * values.shape[1]), seed=seed,
                     permutations=permutations, cache=cache, strata=strata, exact=exact,
                     progress=progress)  # fmt: skip
    names = [str(name) for name in given.columns]
    rows = []
    for k, name in enumerate(names):
        # Values rounded apart are no difference: neither of the spread, nor of what was taken off it.
        rounding = 1e-9 * np.nanmax(np.abs(centred[:, k]), initial=0) + 1e-12 * abs(middle[k])
        for group in groups:
            draws, counts = found[k][group][0], found[values.shape[1] + k][group][0]
            row = _difference(draws, counts, float(middle[k]), float(rounding), confidence)
            rows.append({"group": group, "measure": name} | row)
    every = arrangements_of(network, groups, values, names, strata, cache) if exact else {}
    columns = ["group", "measure", "members", "others", "mean", "mean_of_others", "value", "low", "high",
               "expected", "p", "p_holm", "p_bh", "undefined"]  # fmt: skip
    return _result(rows, columns, by, within, every, permutations, seed, confidence)


def _difference(
    draws: Draws, counts: Draws, middle: float, rounding: float, confidence: float
) -> dict[str, float | int]:
    """Return one row. *counts* are the draws of a column of ones: who counts, and who stays in a shuffle."""
    members = 0 if np.isnan(counts.total) else round(counts.held)
    others = 0 if np.isnan(counts.total) else round(counts.total) - members
    row: dict[str, float | int] = {"members": members, "others": others, "undefined": 0}
    if not members or not others:
        undefined = dict.fromkeys(("mean", "mean_of_others", "value", "low", "high", "expected", "p"), np.nan)
        return undefined | row
    scale = 1 / members + 1 / others

    def difference(held: Any) -> Any:
        return held * scale - draws.total / others

    value, drawn = float(difference(draws.held)), np.asarray(difference(draws.first))
    row |= {
        "mean": middle + draws.held / members,
        "mean_of_others": middle + (draws.total - draws.held) / others,
        "value": value,
        "expected": float(difference(draws.mean_first)),
        "low": np.nan,
        "high": np.nan,
        "p": np.nan,
    }
    if min(members, others) >= FEWEST:
        away = drawn - value
        away[np.abs(away) <= rounding * scale] = 0.0
        row["p"] = _p(away)
        stays = counts.second * scale - members / others
        row["low"], row["high"] = _shifts(away, stays, 1 - confidence)
    return row


def _p(away: Floats) -> float:
    """Return the two-sided p: twice the smaller side. Arrangements without a value count on both."""
    unknown = np.isnan(away)
    sides = [1 + np.count_nonzero(unknown | side) for side in (away <= 0, away >= 0)]
    return min(1.0, 2 * min(sides) / (len(away) + 1))


def _shifts(away: Floats, stays: Floats, level: float) -> tuple[float, float]:
    """Return the smallest and the largest shift that the test does not reject at *level*.

    With the shift d taken off the members, arrangement b differs from the observed one by
    away[b] + d (1 - stays[b]), where stays[b] is the difference in the share of the group's own members: it changes
    sides at d = -away[b] / (1 - stays[b]).
    """
    moved = 1 - stays > 1e-12
    if not (away[moved] != 0).any():
        return np.nan, np.nan
    turns = np.sort(-away[moved] / (1 - stays[moved])) + 0.0
    # Where the group keeps all its members, the arrangement is a tie at every shift.
    needed = int(level / 2 * (len(away) + 1) + 1e-9) - int(np.count_nonzero(~moved))
    if needed < 1:
        return -np.inf, np.inf
    return float(turns[needed - 1]), float(turns[-needed])


def group_test(
    network: Network,
    measures: GroupMeasure | Mapping[str, GroupMeasure],
    *,
    by: By = "voice",
    within: Within = "response",
    exact: bool = True,
    permutations: int = 9999,
    seed: int = 1,
    confidence: float = 0.95,
    progress: Progress | None = None,
) -> GroupPermutationResult:
    """Does any number that a function gives each group differ from what shuffled labels give?

    Labels of actors without a group are not shuffled. The measure is asked again for every arrangement, which takes
    time; no interval is given, for that would take as much again for every shift.

    Parameters
    ----------
    network : Network
    measures : function, or dict of functions by name
        Of the network and a dict of (n,) arrays of bool, who belongs to each group; returns a number for each
        group, as a dict, a Series or in the order of the groups; NaN where undefined. For a measure of powermap
        that takes *by*, give it ``np.where(groups[name], "in", "out")``.
    by : {'voice', 'sector'} or sequence of str or None
    within, exact, permutations, seed, confidence, progress
        As for `difference_test`.

    Returns
    -------
    GroupPermutationResult
        Ctrl-C gives the result of the shuffles done so far; its *permutations* says how many these are. Of all
        arrangements, the first are no random draw, so that Ctrl-C then stops for good.

    References
    ----------
    Good (2005), for shuffles within blocks; Phipson & Smyth (2010) for p.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([(a, b) for a in range(8) for b in range(8) if a != b and a // 4 == b // 4])
    >>> def ties_inside(network, groups):
    ...     return {name: network.ties[np.ix_(own, own)].sum() for name, own in groups.items()}
    >>> halves = ["a"] * 4 + ["b"] * 4
    >>> result = group_test(Network.from_graph(graph), ties_inside, by=halves)
    >>> result.table[["group", "value", "expected", "p"]].round(3)
      group  value  expected      p
    0     a   12.0     5.143  0.057
    1     b   12.0     5.143  0.057
    """
    enough_draws(permutations)
    check_confidence(confidence)
    given = dict(measures) if isinstance(measures, Mapping) else {_name(measures): measures}
    groups = network.groups(by)
    if not groups:
        return _result([], GROUP_COLUMNS, by, within, {}, permutations, seed, confidence)
    voiced = np.any(list(groups.values()), axis=0)
    labels = shuffle(network, groups, voiced, draws=permutations, seed=seed, strata=strata_of(network, within),
                     exact=exact)  # fmt: skip
    observed = _asked(given, network, groups)
    drawn = _asked_of_shuffles(given, network, labels, groups, observed.shape, progress)
    whole = labels.every and len(drawn) == len(labels.shuffled)
    done = permutations if whole else len(drawn)
    rows = []
    for k, name in enumerate(given):
        for g, (group, own) in enumerate(groups.items()):
            members = int(own.sum())
            row = _of_group(float(observed[k, g]), drawn[:, k, g], members, int(voiced.sum()) - members)
            rows.append({"group": group, "measure": name} | row)
    every = dict.fromkeys(given, len(labels.shuffled) + 1) if whole else {}
    return _result(rows, GROUP_COLUMNS, by, within, every, done, seed, confidence)


GROUP_COLUMNS = ["group", "measure", "members", "others", "value", "expected", "p", "p_holm", "p_bh", "undefined"]


def _asked_of_shuffles(
    measures: Mapping[str, GroupMeasure],
    network: Network,
    labels: Labels,
    groups: dict[str, Bools],
    shape: tuple[int, ...],
    progress: Progress | None,
) -> Floats:
    """Return what the measures give for every shuffle, or for those done when Ctrl-C was pressed."""
    drawn, done = np.empty((len(labels.shuffled), *shape)), 0
    step = max(1, len(drawn) // STEPS)
    try:
        for row in labels.shuffled:
            who = np.zeros((len(groups), len(network)), dtype=bool)
            who[:, labels.order] = labels.belongs[row].T
            drawn[done] = _asked(measures, network, dict(zip(groups, who, strict=True)))
            done += 1
            if progress is not None and done % step == 0:
                progress("Measuring the shuffled groups", done, len(drawn))
    except KeyboardInterrupt:
        if not done:
            raise
    # All arrangements come in an order, so that the first of them are no random draw.
    if done < len(drawn) and labels.every:
        raise KeyboardInterrupt
    return drawn[:done]


def _of_group(value: float, drawn: Floats, members: int, others: int) -> dict[str, float | int]:
    known = np.append(drawn[np.isfinite(drawn)], [value] if np.isfinite(value) else [])
    p = np.nan
    if min(members, others) >= FEWEST and not np.isnan(value):
        rounding = 1e-9 * np.abs(known).max(initial=0)
        below, above = drawn < value - rounding, drawn > value + rounding  # infinite values compare as they should
        p = _p(np.where(np.isnan(drawn), np.nan, above.astype(float) - below))
    return {
        "members": members,
        "others": others,
        "value": value,
        "expected": float(known.mean()) if len(known) else np.nan,
        "p": p,
        "undefined": int(np.isnan(drawn).sum()),
    }


def _asked(measures: Mapping[str, GroupMeasure], network: Network, groups: dict[str, Bools]) -> Floats:
    """Return the (measures, groups) numbers, or say what is wrong with them."""
    numbers = np.empty((len(measures), len(groups)))
    for k, (name, measure) in enumerate(measures.items()):
        told = measure(network, dict(groups))
        try:
            if isinstance(told, Mapping | pd.Series):
                told = [told[group] for group in groups]
            numbers[k] = np.asarray(told, dtype=float).reshape(len(groups))
        except (KeyError, TypeError, ValueError) as wrong:
            raise PowermapError(
                f"'{name}' does not give one number for each of the groups {', '.join(groups)}.",
                fix="Return a dict with a number for each group.",
            ) from wrong
    return numbers


def _name(measure: Any) -> str:
    return str(getattr(measure, "__name__", "measure"))


def _result(
    rows: list[dict[str, Any]],
    columns: list[str],
    by: By,
    within: Within,
    every: dict[str, int],
    permutations: int,
    seed: int,
    confidence: float,
) -> GroupPermutationResult:
    table = pd.DataFrame(rows, columns=columns)
    p = table["p"].to_numpy(dtype=float)
    table["p_holm"], table["p_bh"] = holm(p), benjamini_hochberg(p)
    inside = "nothing" if within is None else within if isinstance(within, str) else "labels"
    return GroupPermutationResult(
        table,
        permutations,
        seed,
        null_of(within),
        confidence,
        by if isinstance(by, str) else "group",
        inside,
        every,
    )
