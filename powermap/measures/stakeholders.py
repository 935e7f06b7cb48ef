"""Quadrants and salience classes from numbers: what `power_interest` makes of ratings, and you of your own scores.

Whoever scored the actors elsewhere, such as a team of facilitators in a workshop, gives the scores as Series.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from powermap.errors import PowermapError
from powermap.network import Bools

Cuts = Sequence[float | None]

#: (powerful, interested)
_QUADRANTS = {
    (True, True): "key player",
    (True, False): "keep satisfied",
    (False, True): "keep informed",
    (False, False): "minimal effort",
}
#: (power, legitimacy, urgency)
_CLASSES = {
    (True, True, True): "definitive",
    (True, True, False): "dominant",
    (True, False, True): "dangerous",
    (False, True, True): "dependent",
    (True, False, False): "dormant",
    (False, True, False): "discretionary",
    (False, False, True): "demanding",
    (False, False, False): "no stakeholder",
}
_SALIENCE = ("none", "latent", "expectant", "definitive")


def quadrants(power: pd.Series, interest: pd.Series, *, cuts: Cuts = (None, None)) -> pd.DataFrame:
    """Return where each actor stands between power and interest, and how near to another place.

    Parameters
    ----------
    power, interest : Series of float, indexed by actor
        On any scale, higher means more.
    cuts : pair of float or None
        From which power, and which interest, an actor counts as high; without it, the median of the actors that
        have both. Where none of these is below their median, as of 1, 1, 1, 5, it parts nobody: the cut is NaN.

    Returns
    -------
    DataFrame, indexed by actor
        power, interest, quadrant, power_cut, interest_cut, above_power, above_interest, distance: see
        `powermap.measures.power_interest.power_interest_grid`. 'unknown' where a value or a cut is NaN.

    Raises
    ------
    PowermapError
        An actor has two values of one kind, or one that is no number; or there is not a cut for each kind.

    Examples
    --------
    >>> power = pd.Series({"Council": 5.0, "Peers": 1.0, "Trust": 4.0})
    >>> interest = pd.Series({"Council": 2.0, "Peers": 5.0, "Trust": 4.0})
    >>> quadrants(power, interest, cuts=(3, 3))[["quadrant", "above_power", "distance"]].round(2)
                   quadrant  above_power  distance
    actor
    Council  keep satisfied          2.0      0.33
    Peers     keep informed         -2.0      0.50
    Trust        key player          1.0      0.25
    """
    table = _together({"power": power, "interest": interest}, cuts)
    both = table.dropna()
    apart = pd.DataFrame(index=table.index)
    for name, cut in zip(table.columns[:2].to_list(), cuts, strict=True):
        table[f"{name}_cut"] = _cut_of(both[name], cut)
        table[f"above_{name}"] = table[name] - table[f"{name}_cut"]
        width = np.ptp(both[name]) if len(both) else 0.0
        apart[name] = table[f"above_{name}"].abs() / (width if width > 0 else nan)
    above = table[["above_power", "above_interest"]]
    known = above.notna().all(axis=1)
    table.insert(2, "quadrant", _named(_QUADRANTS, (above >= 0).to_numpy(), known))
    columns = ["power", "interest", "quadrant", "power_cut", "interest_cut", "above_power", "above_interest"]
    return table[columns].assign(distance=apart.min(axis=1).clip(upper=1).where(known))


def classes(
    power: pd.Series, legitimacy: pd.Series, urgency: pd.Series, *, cuts: Cuts = (None, None, None)
) -> pd.DataFrame:
    """Return which of power, legitimacy and urgency each actor has, and what it is called for that.

    Parameters
    ----------
    power, legitimacy, urgency : Series of bool, or of float with higher meaning more, indexed by actor
    cuts : three floats or None
        From which value an actor has the attribute; without it, the median of each, which parts nobody where none
        is below it. True and False need none.

    Returns
    -------
    DataFrame, indexed by actor
        power, legitimacy, urgency (True, False, or None where unknown), attributes (0 to 3, NaN where unknown),
        class, salience, power_cut, legitimacy_cut, urgency_cut: see
        `powermap.measures.power_interest.salience_class`. 'unknown' where one is unknown.

    Raises
    ------
    PowermapError
        An actor has two values of one kind, or one that is no number; or there is not a cut for each kind.

    Examples
    --------
    >>> power = pd.Series({"Council": True, "Carers": False})
    >>> right, urgent = pd.Series({"Council": 4.0, "Carers": 5.0}), pd.Series({"Council": False, "Carers": True})
    >>> classes(power, right, urgent, cuts=(None, 3, None))["class"].to_dict()
    {'Council': 'dominant', 'Carers': 'dependent'}
    """
    given = {"power": power, "legitimacy": legitimacy, "urgency": urgency}
    values = _together(given, cuts)
    table, at = pd.DataFrame(index=values.index), {}
    for (name, own), cut in zip(given.items(), cuts, strict=True):
        yes_or_no = cut is None and own.dropna().isin([True, False]).all()
        at[f"{name}_cut"] = 0.5 if yes_or_no else _cut_of(values[name].dropna(), cut)
        parted = values[name].notna() & (at[f"{name}_cut"] == at[f"{name}_cut"])
        table[name] = (values[name] >= at[f"{name}_cut"]).astype(object).where(parted, None)
    known = table.notna().all(axis=1)
    high = np.array([[value is True for value in row] for row in table.itertuples(index=False)], dtype=bool)
    high = high.reshape(len(table), 3)
    count = high.sum(axis=1)
    table["attributes"] = np.where(known, count, nan)
    table["class"] = _named(_CLASSES, high, known)
    table["salience"] = np.where(known, np.array(_SALIENCE, dtype=object)[count], "unknown")
    return table.assign(**at)


def _cut_of(values: pd.Series, cut: float | None) -> float:
    """Return the cut: the median where none is given, and NaN where that would part nobody from nobody."""
    if cut is not None:
        return float(cut)
    median = float(values.median())
    return median if (values < median).any() else nan


def _together(given: dict[str, pd.Series], cuts: Cuts) -> pd.DataFrame:
    """Return the values side by side, as float, in the order of the first; NaN for who lacks one."""
    if len(cuts) != len(given):
        each = ", ".join(given)
        raise PowermapError(
            f"There are {len(cuts)} cuts for {each}.", fix="Give one for each, or None for its median."
        )
    index = pd.Index([], name="actor", dtype=object)
    for name, values in given.items():
        if not values.index.is_unique:
            twice = values.index[values.index.duplicated()][0]
            raise PowermapError(f"'{twice}' has more than one value for {name}.", fix="Give each actor one.")
        numbers = pd.to_numeric(values, errors="coerce")
        if odd := values.index[numbers.isna() & values.notna()].to_list():
            said = f"The {name} of '{odd[0]}' is '{values[odd[0]]}', which is no number."
            raise PowermapError(said, fix="Write Low, Medium and High as 1, 2 and 3, and nothing as NaN.")
        index = index.union(values.index, sort=False)
    index = index.rename("actor")
    return pd.DataFrame(
        {name: pd.to_numeric(values.reindex(index)).astype(float) for name, values in given.items()}, index=index
    )


def _named(names: Mapping[Any, str], high: Bools, known: pd.Series) -> list[str]:
    rows = zip(high.tolist(), known.to_list(), strict=True)
    return [names[tuple(row)] if there else "unknown" for row, there in rows]
