"""Whether groups have as much as others: on average, one by one, and among those that have most.

Which actors count, and how: see `powermap.measures.inequality`. Parity and superiority take values of any sign.
"""

from __future__ import annotations

from math import ceil, nan

import numpy as np
import pandas as pd

from powermap.errors import UnknownChoiceError
from powermap.measures.blocks import chances_of_draw, one_per_actor, over
from powermap.measures.kernels import membership
from powermap.network import Bools, By, Floats, Network

#: Sums that are equal, as 0.1 + 0.2 and 0.3, come out apart by less than this part of the largest value.
ROUNDING = 1e-12


def parity_ratio(
    values: pd.Series, network: Network, by: By = "sector", *, reference: str | None = None
) -> pd.DataFrame:
    """How much does the average member of a group have, next to the average of the others?

    Direction, strength and unobserved answers count as they do in *values*.

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
        reference_mean: 0 upwards where no value is below 0; 1 is parity, 0.5 half, higher means more). NaN where
        one of the two has no member with a value, or the reference mean is not above 0.

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

    Over all pairs of a member and an other: the share in which the member has more, equal pairs counting half
    (what rounding parts is equal). It is Mann & Whitney's U over the number of pairs, and looks at order alone.
    Direction, strength and unobserved answers count as they do in *values*.

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
        unit = np.abs(np.concatenate([own, other])).max(initial=0.0) or 1.0
        own, other = own / unit, np.sort(other / unit)
        less, no_more = (np.searchsorted(other, own + step, side="right").sum() for step in (-ROUNDING, ROUNDING))
        share = float(over((less + no_more) / 2, len(own) * len(other)))
        rows.append((name, len(own), len(other), share, 2 * share - 1))
    return pd.DataFrame(rows, columns=["group", "members", "others", "superiority", "cliffs_delta"])


def top_holders(values: pd.Series, network: Network, by: By = "sector", *, top: float = 0.1) -> pd.DataFrame:
    """Who is among the few that have most: is it each group's share, or could chance have done it?

    The top are the ceil(top * n) actors with the largest values, and all that have as much as the last of them
    (what rounding parts is equal). Direction, strength and unobserved answers count as they do in *values*.

    Returns
    -------
    DataFrame
        One row per group: group; members (with a value); in_top; share_of_top, share_of_actors (0 to 1); expected
        (members in the top, were it drawn at random); p_more, p_fewer (how likely so many or more, so few or
        fewer, would be; 0 to 1). Higher share_of_top means more of the top. Small p means that chance would seldom
        do it; with several groups, one of them will look so more easily. NaN where no actor has a value.

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
    column = one_per_actor(values, network)
    counted = member.any(axis=1) & ~np.isnan(column)
    member, column = member[counted], column[counted]
    n = len(column)
    # Without the small number, rounding makes four of 0.1 * 30.
    last = np.sort(column)[n - ceil(top * n - 1e-9)] if n else nan
    at_top = (column >= last) | np.isclose(column, last, rtol=ROUNDING, atol=0)
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


def _against(
    values: pd.Series, network: Network, by: By, reference: str | None, *, apart: bool = False
) -> list[tuple[str, Floats, Floats]]:
    """Return of each group its name, its members' values, and those of the others; *apart*, of others not in it."""
    names, member = membership(network, by)
    column = one_per_actor(values, network)
    counted = member.any(axis=1) & np.isfinite(column)
    if reference is not None and reference not in names:
        raise UnknownChoiceError(f"No actor belongs to '{reference}'.", fix=f"Use one of: {', '.join(names)}.")
    rows = []
    for name, own in zip(names, member.T, strict=True):
        others: Bools = ~own if reference is None else member[:, names.index(reference)] & ~(own & apart)
        rows.append((name, column[counted & own], column[counted & others]))
    return rows
