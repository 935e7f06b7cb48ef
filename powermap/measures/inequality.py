"""How unequally a measure is spread over actors, and over groups.

Of any actor measure: *values* has one value per actor, in the order of ``network.names``. Actors without a value
are left out; in measures by group so are those without a group, and in tables by group an actor with two voices
counts in both, unless said otherwise. Shares make sense of values of 0 or more alone: with a negative or infinite
value they are NaN. For parity and superiority, which take values of any sign, an infinite one is none. Whether an
actor sends or receives, and how strength and unobserved answers count, is said where the values come from. With
measures that unequal response bends, groups differ for that alone.
"""

from __future__ import annotations

from math import ceil, nan

import numpy as np
import pandas as pd

from powermap.errors import UnknownChoiceError
from powermap.measures.blocks import chances_of_draw, over
from powermap.measures.kernels import membership, partition
from powermap.network import Bools, By, Floats, Network


def gini(values: pd.Series) -> float:
    """How unequally is a measure spread over actors?

    Half the mean difference between any two actors, over the mean.

    Returns
    -------
    float, 0 to (n - 1) / n
        0 means all have the same, higher means more unequal; (n - 1) / n, one has everything. Values of 0 count.
        Times n / (n - 1) it is what some packages call unbiased. NaN where the values sum to nothing.

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

    Theil's T: the mean of x / m * ln(x / m), with m the mean, and 0 for x = 0.

    Returns
    -------
    float, 0 to ln(n)
        0 means all have the same, higher means more unequal; ln(n), one has everything. NaN where the values sum to
        nothing.

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

    Returns
    -------
    DataFrame
        One row per group: group, members (those with a value); share_of_actors, share_held; within (T among its
        members); within_part, between_part (what the group adds to T of all; a group that holds less than its share
        takes from it, one without a value adds 0). Higher means more unequal. A combination of voices is a group.
        NaN where the values sum to nothing, or within, where those of the group do.

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
    column = _column(values, network)
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

    The sum over groups of share held * ln(share held / share of actors), over Theil's T.

    Returns
    -------
    float, 0 to 1
        0 means that the groups have the same mean, 1 that within each all have the same; higher means that groups
        explain more. With few actors in a group, chance alone makes it large. A combination of voices is a group.
        NaN where all have the same, or nothing.

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

    The sum of the squared shares; normalised, (H - 1/n) / (1 - 1/n).

    Returns
    -------
    float, 1/n to 1; normalised, 0 to 1
        Higher means in fewer hands; 1 over it is how many actors with equal shares would give the same. NaN where
        the values sum to nothing; normalised, also with one actor.

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
    """What share of a measure do the few that have most hold?

    Returns
    -------
    float, top / n to 1
        Higher means that those *top* actors hold more. NaN where the values sum to nothing.

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

    Where a tenth of the actors is not a whole number, the last one counts in part.

    Returns
    -------
    float, 1/4 upwards
        1/4 means all have the same, higher means more unequal at the ends. NaN where the lower four in ten hold
        nothing, as is common for measures that are 0 for many.

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


def parity_ratio(
    values: pd.Series, network: Network, by: By = "sector", *, reference: str | None = None
) -> pd.DataFrame:
    """How much does the average member of a group have, next to the average of the others?

    Parameters
    ----------
    values : Series of float
    network : Network
    by : {'sector', 'voice'} or sequence
    reference : str, optional
        The group to compare with; without it, all that are not of the group but of some other.

    Returns
    -------
    DataFrame
        One row per group: group; members, others (those with a value); mean, reference_mean; parity_ratio (mean /
        reference_mean: 1 is parity, 0.5 half, higher means more). NaN where one of the two has no member with a
        value, or the reference mean is not above 0.

    References
    ----------
    The ratio of two groups' rates, as in Feldman et al. (2015), Certifying and removing disparate impact; of means.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("C", "B")]))
    >>> parity_ratio(pd.Series([1.0, 3.0, 4.0]), network, ["x", "x", "y"])
      group  members  others  mean  reference_mean  parity_ratio
    0     x        2       1   2.0             4.0           0.5
    1     y        1       2   4.0             2.0           2.0
    """
    rows = []
    for name, own, other in _against(values, network, by, reference):
        mean, other_mean = (over(side.sum(), len(side)) for side in (own, other))
        rows.append((name, len(own), len(other), float(mean), float(other_mean), float(over(mean, other_mean))))
    columns = ["group", "members", "others", "mean", "reference_mean", "parity_ratio"]
    return pd.DataFrame(rows, columns=columns)


def superiority(
    values: pd.Series, network: Network, by: By = "sector", *, reference: str | None = None
) -> pd.DataFrame:
    """How often does a member of a group have more than one of the others?

    Over all pairs of a member and an other: the share in which the member has more, equal pairs counting half. It
    is Mann & Whitney's U over the number of pairs, and looks at order alone.

    Parameters
    ----------
    values : Series of float
        Of any sign.
    network : Network
    by : {'sector', 'voice'} or sequence
    reference : str, optional
        The group to compare with; without it, all that are not of the group but of some other.

    Returns
    -------
    DataFrame
        One row per group: group; members, others (those with a value); superiority (0 to 1; 0.5 is parity, higher
        means that members have more); cliffs_delta (2 * superiority - 1; -1 to 1). Who is in both counts as a
        member. NaN where there is no pair.

    References
    ----------
    Cliff (1993), Dominance statistics; Vargha & Delaney (2000), A critique of the common language effect size.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("C", "B")]))
    >>> superiority(pd.Series([1.0, 3.0, 1.0]), network, ["x", "x", "y"])
      group  members  others  superiority  cliffs_delta
    0     x        2       1         0.75           0.5
    1     y        1       2         0.25          -0.5
    """
    rows = []
    for name, own, other in _against(values, network, by, reference, apart=True):
        other = np.sort(other)
        below = np.searchsorted(other, own, side="left").sum() + np.searchsorted(other, own, side="right").sum()
        share = float(over(below / 2, len(own) * len(other)))
        rows.append((name, len(own), len(other), share, 2 * share - 1))
    return pd.DataFrame(rows, columns=["group", "members", "others", "superiority", "cliffs_delta"])


def top_holders(values: pd.Series, network: Network, by: By = "sector", *, top: float = 0.1) -> pd.DataFrame:
    """Who is among the few that have most: is it each group's share, or could chance have done it?

    The top are the ceil(top * n) actors with the largest values, and all that have as much as the last of them.

    Returns
    -------
    DataFrame
        One row per group: group; members (with a value); in_top; share_of_top, share_of_actors; expected (members
        in the top, were it drawn at random); p_more, p_fewer (how likely so many or more, so few or fewer, would
        be). Higher share_of_top means more of the top. Small p means that chance would seldom do it; with several
        groups, one of them will look so more easily. NaN where no actor has a value.

    References
    ----------
    Fisher (1935), The design of experiments, for the exact test.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("C", "D")]))
    >>> table = top_holders(pd.Series([9.0, 8.0, 1.0, 1.0]), network, ["x", "x", "y", "y"], top=0.5)
    >>> table[["group", "in_top", "share_of_top", "expected", "p_more", "p_fewer"]].round(4)
      group  in_top  share_of_top  expected  p_more  p_fewer
    0     x       2           1.0       1.0  0.1667   1.0000
    1     y       0           0.0       1.0  1.0000   0.1667
    """
    if not 0 < top <= 1:
        raise UnknownChoiceError(
            f"The top {top} cannot be taken.", fix="Ask for a part of the actors, such as 0.1."
        )
    names, member = membership(network, by)
    column = _column(values, network)
    counted = member.any(axis=1) & ~np.isnan(column)
    member, column = member[counted], column[counted]
    n = len(column)
    # Without the small number, rounding makes four of 0.1 * 30.
    last = np.sort(column)[n - ceil(top * n - 1e-9)] if n else nan
    at_top = column >= last
    drawn = int(at_top.sum())
    rows = []
    for name, own in zip(names, member.T, strict=True):
        size, inside = int(own.sum()), int((own & at_top).sum())
        chances = chances_of_draw(n, size, drawn)
        p = (chances[inside:].sum(), chances[: inside + 1].sum()) if n else (nan, nan)
        shares = float(over(inside, drawn)), float(over(size, n)), float(over(drawn * size, n))
        rows.append((name, size, inside, *shares, *(min(float(value), 1.0) for value in p)))
    columns = ["group", "members", "in_top", "share_of_top", "share_of_actors", "expected", "p_more", "p_fewer"]
    return pd.DataFrame(rows, columns=columns)


def _column(values: pd.Series, network: Network) -> Floats:
    column = np.asarray(values, dtype=float)
    if len(column) != len(network):
        raise UnknownChoiceError(
            f"There are {len(column)} values for {len(network)} actors.", fix="Give one value per actor, in order."
        )
    return column


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


def _against(
    values: pd.Series, network: Network, by: By, reference: str | None, *, apart: bool = False
) -> list[tuple[str, Floats, Floats]]:
    """Return of each group its name, its members' values, and those of the others; *apart*, of others not in it."""
    names, member = membership(network, by)
    column = _column(values, network)
    counted = member.any(axis=1) & np.isfinite(column)
    if reference is not None and reference not in names:
        raise UnknownChoiceError(f"No actor belongs to '{reference}'.", fix=f"Use one of: {', '.join(names)}.")
    rows = []
    for name, own in zip(names, member.T, strict=True):
        others: Bools = ~own if reference is None else member[:, names.index(reference)] & ~(own & apart)
        rows.append((name, column[counted & own], column[counted & others]))
    return rows
