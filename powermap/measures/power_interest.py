"""Power, interest, legitimacy and urgency: Mendelow's grid and Mitchell, Agle and Wood's classes.

A survey that asks for them asks with relations, and the ratings that others gave are one way to the values:
``perceived_influence(survey, "Power")["others"]``. A list of actors keeps no numbers; give those as a Series. Which
half an actor is in depends on where the cut is, so that the cut is told, and how far from it each actor is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from powermap.errors import PowermapError
from powermap.network import Bools, By, Network

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


def power_interest_grid(
    power: pd.Series, interest: pd.Series, *, cuts: tuple[float | None, float | None] = (None, None)
) -> pd.DataFrame:
    """Where does each actor stand between power and interest, and how near to another place?

    Parameters
    ----------
    power, interest : Series of float, indexed by actor
        On any scale, higher means more; such as the mean ratings by others, or `nominations_received`.
    cuts : pair of float or None
        From which power, and which interest, an actor counts as high; the median of the actors that have both
        without it. A cut in the middle of the answer scale does not depend on who else was rated; the median
        makes about half of them high whatever they are.

    Returns
    -------
    DataFrame, indexed by actor
        power, interest, quadrant ('key player': high on both; 'keep satisfied': power only; 'keep informed':
        interest only; 'minimal effort': neither; 'unknown' where one is NaN), power_cut, interest_cut, above_power
        and above_interest (the value less its cut), distance (0 to 1: how far the nearer cut is, in parts of the
        range of those values; higher means surer, 0 on a cut; NaN where unknown, or where all values are the same).
        The names are the paper's, and say what managers commonly do with such actors. In a partnership 'keep
        informed' is who cares and is not heard.

    References
    ----------
    Mendelow (1991), Environmental scanning: the impact of the stakeholder concept; Eden & Ackermann (1998),
    Making strategy.

    Examples
    --------
    >>> power = pd.Series({"Council": 5.0, "Peers": 1.0, "Trust": 4.0})
    >>> interest = pd.Series({"Council": 2.0, "Peers": 5.0, "Trust": 4.0})
    >>> power_interest_grid(power, interest, cuts=(3, 3))[["quadrant", "above_power", "distance"]].round(2)
                   quadrant  above_power  distance
    actor
    Council  keep satisfied          2.0      0.33
    Peers     keep informed         -2.0      0.50
    Trust        key player          1.0      0.25
    """
    table = _together({"power": power, "interest": interest})
    known, both = table.notna().all(axis=1), table.dropna()
    apart = pd.DataFrame(index=table.index)
    for name, cut in zip(table.columns[:2].to_list(), cuts, strict=True):
        table[f"{name}_cut"] = float(both[name].median()) if cut is None else float(cut)
        table[f"above_{name}"] = table[name] - table[f"{name}_cut"]
        width = np.ptp(both[name]) if len(both) else 0.0
        apart[name] = table[f"above_{name}"].abs() / (width if width > 0 else nan)
    high = (table[["above_power", "above_interest"]] >= 0).to_numpy()
    table.insert(2, "quadrant", _named(_QUADRANTS, high, known))
    columns = ["power", "interest", "quadrant", "power_cut", "interest_cut", "above_power", "above_interest"]
    return table[columns].assign(distance=apart.min(axis=1).clip(upper=1).where(known))


def salience_class(
    power: pd.Series,
    legitimacy: pd.Series,
    urgency: pd.Series,
    *,
    cuts: Sequence[float | None] = (None, None, None),
) -> pd.DataFrame:
    """Which of power, legitimacy and urgency does each actor have, and what is it called for that?

    Parameters
    ----------
    power, legitimacy, urgency : Series of bool, or of float with higher meaning more, indexed by actor
        Legitimacy: its claim is seen as right, for which `legitimacy_gap` is one source; urgency: its claim cannot
        wait.
    cuts : three floats or None
        From which value an actor has the attribute; the median of each without it. Not used for True and False.

    Returns
    -------
    DataFrame, indexed by actor
        power, legitimacy, urgency (True, False, or None where unknown), attributes (0 to 3, NaN where unknown),
        class and salience. With one (latent): 'dormant' power, 'discretionary' legitimacy, 'demanding' urgency.
        With two (expectant): 'dominant' power and legitimacy, 'dangerous' power and urgency, 'dependent'
        legitimacy and urgency. With all: 'definitive'. With none: 'no stakeholder'. 'unknown' where one is
        unknown. Higher attributes mean that managers attend to it more. The names are the paper's:
        'dependent' are those in the right, in need, and without power.

    References
    ----------
    Mitchell, Agle & Wood (1997), Toward a theory of stakeholder identification and salience.

    Examples
    --------
    >>> power = pd.Series({"Council": True, "Carers": False})
    >>> right, urgent = pd.Series({"Council": 4.0, "Carers": 5.0}), pd.Series({"Council": False, "Carers": True})
    >>> salience_class(power, right, urgent, cuts=(None, 3, None))["class"].to_dict()
    {'Council': 'dominant', 'Carers': 'dependent'}
    """
    table = _together({"power": power, "legitimacy": legitimacy, "urgency": urgency})
    known = table.notna().all(axis=1)
    given = (power, legitimacy, urgency)
    for (name, own), values, cut in zip(table.items(), given, cuts, strict=True):
        from_ = 0.5 if values.dropna().isin([True, False]).all() and cut is None else cut
        from_ = own.median() if from_ is None else from_
        table[name] = (own >= from_).astype(object).where(own.notna(), None)
    high = np.array([[value is True for value in row] for row in table.itertuples(index=False)], dtype=bool)
    high = high.reshape(len(table), 3)
    count = high.sum(axis=1)
    table["attributes"] = np.where(known, count, nan)
    table["class"] = _named(_CLASSES, high, known)
    table["salience"] = np.where(known, np.array(_SALIENCE, dtype=object)[count], "unknown")
    return table


def classes_by_group(classes: pd.Series, network: Network, by: By = "voice") -> pd.DataFrame:
    """How many members of each group are in each quadrant or class?

    Parameters
    ----------
    classes : Series of str, indexed by actor
        As `power_interest_grid` and `salience_class` return them.
    network : Network
        Who belongs to which group. Actors without a group are left out; one with two voices counts in both.
    by : {'voice', 'sector'} or sequence of str or None

    Returns
    -------
    DataFrame
        A row per group and class: group, class, members, share (of the members whose class is known, 0 to 1:
        higher means more of the group; NaN for 'unknown' and where none is known).

    References
    ----------
    Mendelow (1991) and Mitchell, Agle & Wood (1997) for the classes.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("Council", "Peers"), ("Peers", "Trust")]))
    >>> classes = pd.Series({"Council": "key player", "Peers": "keep informed", "Trust": "key player"})
    >>> classes_by_group(classes, network, by=["Statutory", "Peers", "Statutory"])
           group          class  members  share
    0      Peers  keep informed        1    1.0
    1      Peers     key player        0    0.0
    2  Statutory  keep informed        0    0.0
    3  Statutory     key player        2    1.0
    """
    own = classes.reindex(list(network.names)).fillna("unknown").to_numpy(dtype=object)
    rows = []
    for group, members in network.groups(by).items():
        known = int((members & (own != "unknown")).sum())
        for name in sorted(set(own)):
            count = int((members & (own == name)).sum())
            rows.append((group, name, count, count / known if known and name != "unknown" else nan))
    return pd.DataFrame(rows, columns=["group", "class", "members", "share"])


def _together(given: dict[str, pd.Series]) -> pd.DataFrame:
    """Return the values side by side, as float, in the order of the first; NaN for who lacks one."""
    index = pd.Index([], name="actor", dtype=object)
    for name, values in given.items():
        if not values.index.is_unique:
            twice = values.index[values.index.duplicated()][0]
            raise PowermapError(f"'{twice}' has more than one value for {name}.", fix="Give each actor one.")
        index = index.union(values.index, sort=False)
    index = index.rename("actor")
    return pd.DataFrame(
        {name: pd.to_numeric(values.reindex(index)).astype(float) for name, values in given.items()}, index=index
    )


def _named(names: Mapping[Any, str], high: Bools, known: pd.Series) -> list[str]:
    rows = zip(high.tolist(), known.to_list(), strict=True)
    return [names[tuple(row)] if there else "unknown" for row, there in rows]
