"""How unequally a measure is spread over actors, and over groups; `parity` sets groups against each other.

Of any actor measure: *values* has one value per actor, in the order of ``network.names``. Actors without a value
are left out; in measures by group so are those without a group, and in tables by group an actor with two voices
counts in both, unless said otherwise. Shares make sense of values of 0 or more alone: with a negative or infinite
value they are NaN. For parity and superiority, which take values of any sign, an infinite one is none. Whether an
actor sends or receives, and how strength and unobserved answers count, is said where the values come from. With
measures that unequal response bends, groups differ for that alone.
"""

from __future__ import annotations

from math import nan

import numpy as np
import pandas as pd

from powermap.errors import UnknownChoiceError
from powermap.measures.blocks import one_per_actor, over
from powermap.measures.kernels import partition
from powermap.measures.parity import (  # noqa: F401  (they can be had from here, too)
    parity_ratio,
    superiority,
    top_holders,
)
from powermap.network import By, Floats, Network


def gini(values: pd.Series) -> float:
    """How unequally is a measure spread over actors?

    Half the mean difference between any two actors, over the mean. Actors without a value are left out; direction,
    strength and unobserved answers count as they do in *values*.

    Returns
    -------
    float, 0 to (n - 1) / n
        0 means all have the same, higher means more unequal; (n - 1) / n, one has everything. Values of 0 count.
        Times n / (n - 1) it is what some packages call unbiased. NaN where the values sum to nothing or one is
        below 0.

    References
    ----------
    Gini (1912), Variabilita e mutabilita.

    Examples
    --------
    >>> gini(pd.Series([1.0, 2.0, 3.0, 4.0])), gini(pd.Series([0.0, 0.0, 0.0, 1.0]))
    (0.25, 0.75)
    """
    held = np.sort(_held(values))
    n = len(held)
    return float(over((2 * np.arange(1, n + 1) - n - 1) @ held, n * held.sum()))


def theil(values: pd.Series) -> float:
    """How unequally is a measure spread over actors, in a form that parts into within and between groups?

    Theil's T: the mean of x / m * ln(x / m), with m the mean, and 0 for x = 0. Actors without a value are left
    out; direction, strength and unobserved answers count as they do in *values*.

    Returns
    -------
    float, 0 to ln(n)
        0 means all have the same, higher means more unequal; ln(n), one has everything. NaN where the values sum to
        nothing or one is below 0.

    References
    ----------
    Theil (1967), Economics and information theory.

    Examples
    --------
    >>> round(theil(pd.Series([1.0, 3.0])), 4), theil(pd.Series([2.0, 2.0]))
    (0.1308, 0.0)
    """
    return _theil(_held(values))


def theil_groups(values: pd.Series, network: Network, by: By = "sector") -> pd.DataFrame:
    """How much of the inequality is within each group, and how much between groups?

    Theil's T is the sum over groups of (share held * T within) + (share held * ln(share held / share of actors)).
    Actors without a value are left out; direction, strength and unobserved answers count as they do in *values*.

    Returns
    -------
    DataFrame
        One row per group: group, members (those with a value); share_of_actors, share_held; within (T among its
        members); within_part, between_part (what the group adds to T of all; a group that holds less than its share
        takes from it, one without a value adds 0). Higher means more unequal. A combination of voices is a group.
        NaN where the values sum to nothing or one is below 0, or within, where those of the group do.

    References
    ----------
    Theil (1967), Economics and information theory.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("C", "D")]))
    >>> table = theil_groups(pd.Series([1.0, 3.0, 2.0, 2.0]), network, ["x", "x", "y", "y"])
    >>> table[["group", "share_held", "within", "within_part", "between_part"]].round(4)
      group  share_held  within  within_part  between_part
    0     x         0.5  0.1308       0.0654           0.0
    1     y         0.5  0.0000       0.0000           0.0
    """
    names, group = partition(network, by)
    column = one_per_actor(values, network)
    counted = (group >= 0) & ~np.isnan(column)
    held, group = _held(column[counted], whole=True), group[counted]
    members = np.bincount(group, minlength=len(names))
    of_actors = over(members, len(group))
    share = over(np.bincount(group, weights=held, minlength=len(names)), held.sum())
    within = np.array([_theil(held[group == g]) for g in range(len(names))])
    ratio = over(share, of_actors)
    table = {
        "group": names,
        "members": members,
        "share_of_actors": of_actors,
        "share_held": share,
        "within": within,
    }
    table["within_part"] = np.where(share == 0, 0.0, share * within)
    table["between_part"] = share * np.log(ratio, out=np.zeros(len(names)), where=ratio > 0)
    return pd.DataFrame(table)


def theil_between(values: pd.Series, network: Network, by: By = "sector") -> float:
    """What part of the inequality among actors is between the groups?

    The sum over groups of share held * ln(share held / share of actors), over Theil's T. Actors without a value
    are left out; direction, strength and unobserved answers count as they do in *values*.

    Returns
    -------
    float, 0 to 1
        0 means that the groups have the same mean, 1 that within each all have the same; higher means that groups
        explain more. With few actors in a group, chance alone makes it large. A combination of voices is a group.
        NaN where all have the same, or nothing, or one is below 0.

    References
    ----------
    Theil (1967), Economics and information theory.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("C", "D")]))
    >>> theil_between(pd.Series([1.0, 1.0, 3.0, 3.0]), network, ["x", "x", "y", "y"])
    1.0
    """
    table = theil_groups(values, network, by)
    between, within = table["between_part"].sum(skipna=False), table["within_part"].sum(skipna=False)
    # What rounding leaves of nothing is no part.
    part = over(between, between + within) if between + within > 1e-12 else nan
    return float(np.clip(part, 0, 1))


def herfindahl(values: pd.Series, *, normalised: bool = False) -> float:
    """How much of a measure is in how few hands?

    The sum of the squared shares; normalised, (H - 1/n) / (1 - 1/n). Actors without a value are left out;
    direction, strength and unobserved answers count as they do in *values*.

    Returns
    -------
    float, 1/n to 1; normalised, 0 to 1
        Higher means in fewer hands; 1 over it is how many actors with equal shares would give the same. NaN where
        the values sum to nothing or one is below 0; normalised, also with one actor.

    References
    ----------
    Hirschman (1945), National power and the structure of foreign trade; Herfindahl (1950).

    Examples
    --------
    >>> herfindahl(pd.Series([1.0, 1.0, 2.0])), round(herfindahl(pd.Series([1.0, 1.0, 2.0]), normalised=True), 4)
    (0.375, 0.0625)
    """
    held = _held(values)
    share = over(held, held.sum())
    index = share @ share if len(share) else nan
    return float(over(index - 1 / len(held), 1 - 1 / len(held)) if normalised and len(held) else index)


def top_share(values: pd.Series, *, top: int = 5) -> float:
    """What share of a measure do the five actors that have most hold?

    *top* says how many, if not five. Actors without a value are left out; direction, strength and unobserved
    answers count as they do in *values*.

    Returns
    -------
    float, top / n to 1
        Higher means that those *top* actors hold more; 1 with no more actors than that. NaN where the values sum to
        nothing or one is below 0.

    Raises
    ------
    UnknownChoiceError
        *top* is below 1.

    References
    ----------
    Hirschman (1945), National power and the structure of foreign trade, for concentration.

    Examples
    --------
    >>> top_share(pd.Series([4.0, 3.0, 2.0, 1.0]), top=2)
    0.7
    """
    if top < 1:
        raise UnknownChoiceError(f"The share of the top {top} cannot be taken.", fix="Ask for the top 1 or more.")
    held = np.sort(_held(values))
    return float(over(held[-top:].sum(), held.sum()))


def palma_ratio(values: pd.Series) -> float:
    """How many times what the lower four in ten hold does the top one in ten hold?

    Where a tenth of the actors is not a whole number, the last one counts in part. Actors without a value are left
    out; direction, strength and unobserved answers count as they do in *values*.

    Returns
    -------
    float, 1/4 upwards
        1/4 means all have the same, higher means more unequal at the ends. NaN where the lower four in ten hold
        nothing, as is common for measures that are 0 for many, or where a value is below 0.

    References
    ----------
    Palma (2011), Homogeneous middles vs. heterogeneous tails; Cobham & Sumner (2013) for the ratio.

    Examples
    --------
    >>> palma_ratio(pd.Series([1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 8.0]))
    2.0
    """
    held = np.sort(_held(values))
    heights = np.concatenate([[0.0], np.cumsum(held)])
    bottom, middle = np.interp([0.4 * len(held), 0.9 * len(held)], np.arange(len(heights)), heights)
    return float(over(heights[-1] - middle, bottom))


def _held(values: pd.Series | Floats, *, whole: bool = False) -> Floats:
    """Return the values there are, over the largest; none (or, *whole*, zeros) where they make no shares."""
    column = np.asarray(values, dtype=float)
    column = column[~np.isnan(column)]
    largest = column.max(initial=0.0)
    if not 0 < largest < np.inf or (column < 0).any():
        return np.zeros(len(column) if whole else 0)
    return np.asarray(column / largest)


def _theil(held: Floats) -> float:
    ratio = over(held, held.mean() if len(held) else 0.0)
    logs = np.log(ratio, out=np.zeros(len(ratio)), where=ratio > 0)
    return float(over((ratio * logs).sum(), len(held))) if len(held) else nan
