"""Which numbers of a network inference is about: one, several, or those that a report leads with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import pandas as pd

from powermap.measures.balance import reciprocity
from powermap.measures.blocks import over
from powermap.measures.coverage import density
from powermap.measures.kernels import membership
from powermap.network import By, Network

#: One number of a network, or several with their names.
Numbers: TypeAlias = "Callable[[Network], float | Mapping[str, float] | pd.Series]"


def numbers_of(numbers: Numbers, network: Network) -> pd.Series:
    """Return what *numbers* gives for *network*, as a Series of float with a name for each.

    >>> import networkx as nx
    >>> numbers_of(density, Network.from_graph(nx.DiGraph([("A", "B")]))).to_dict()
    {'density': 0.5}
    """
    found = numbers(network)
    if isinstance(found, pd.Series):
        return found.astype(float)
    if isinstance(found, Mapping):
        return pd.Series(dict(found), dtype=float)
    name = getattr(numbers, "__name__", "number")
    return pd.Series({"number" if name == "<lambda>" else name: found}, dtype=float)


def headline_numbers(network: Network, by: By = "voice") -> dict[str, float]:
    """What are the density, the reciprocity, and the gaps between groups, in one go?

    Parameters
    ----------
    network : Network
    by : {'voice', 'sector'} or sequence

    Returns
    -------
    dict of str to float
        'density'; 'reciprocity'; for each two groups 'density: g to h' (ties over observed answers);
        for each group 'representation: g' (share of all nominations received over share of actors, 1 = in
        proportion) and 'ratio: g' (mean nominations received by members over the mean of all others with a group,
        1 = alike). Strength is not used. NaN where undefined.

    Examples
    --------
    >>> import networkx as nx
    >>> found = headline_numbers(Network.from_graph(nx.DiGraph([("A", "B"), ("C", "B")])), ["x", "y", "x"])
    >>> {name: round(value, 3) for name, value in found.items() if name.endswith(("density", ": y", "x to y"))}
    {'density': 0.333, 'density: x to y': 1.0, 'representation: y': 3.0, 'ratio: y': nan}
    """
    found = {"density": density(network), "reciprocity": reciprocity(network)}
    names, member = membership(network, by)
    if not names:
        return found
    own = member.astype(float)
    rate = over(own[network.senders].T @ own[network.receivers], network.answers_between(member)).tolist()
    found |= {
        f"density: {one} to {other}": rate[i][j] for i, one in enumerate(names) for j, other in enumerate(names)
    }
    received = over(np.bincount(network.receivers, minlength=len(network)), network.observable_about)
    counts = member.any(axis=1) & ~np.isnan(received)
    held, size = np.where(counts, np.nan_to_num(received), 0.0) @ own, counts @ own
    total, actors = received[counts].sum(), counts.sum()
    representation = over(over(held, total), over(size, actors)).tolist()
    ratio = over(over(held, size), over(total - held, actors - size)).tolist()
    for i, name in enumerate(names):
        found[f"representation: {name}"], found[f"ratio: {name}"] = representation[i], ratio[i]
    return found


def grouped(network: Network, by: By) -> Network:
    """Return *network* with groups of the caller's own as its voices, so that they go along with its actors.

    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B")]))
    >>> grouped(network, ["x", None]).voices, grouped(network, "voice") is network
    ((('x',), ()), True)
    """
    groups = network.groups(by)
    if isinstance(by, str):
        return network
    own = [tuple(name for name, member in groups.items() if member[i]) for i in range(len(network))]
    return replace(network, voices=tuple(own))


def as_page(summary: str, table: pd.DataFrame) -> str:
    """Return a summary and a table as HTML, for notebooks.

    >>> as_page("a < b", pd.DataFrame({"x": [1]})).split('<table')[0]
    '<p>a &lt; b</p>'
    """
    from html import escape

    text = "".join(f"<p>{escape(line)}</p>" for line in summary.split("\n"))
    return f"{text}{table.to_html(index=False, float_format='{:.3g}'.format)}"
