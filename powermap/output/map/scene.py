"""What goes into the map, and what stays out of it: the network as pyvis holds it, and the words beside it."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from powermap.measures.catalogue import SHOWN
from powermap.network import Floats, Network
from powermap.output.layout import by_sector, layout
from powermap.output.palette import NO_SECTOR_LABEL, styles
from powermap.vocabulary import is_sensitive

if TYPE_CHECKING:
    import pyvis.network

    from powermap.analysis import Analysis

HEADLINE = "nominations_received"
NO_VOICE_LABEL = "Voice not given"
#: A number that rests on fewer answers than this is left out: it would tell what one actor said about another.
FEWEST_ANSWERS = 3
#: What turns the direction of writing: letters written from right to left, and signs made for it.
_TURNS = frozenset({"R", "AL", "AN", "RLE", "LRE", "RLO", "LRO", "RLI", "LRI", "FSI"})
#: Sums of strengths: with one tie, the sum is that tie's strength.
_NEVER_SHOWN = ("in_strength", "out_strength")
#: What can be shown where single answers are personal: what an actor received from all, never what it gave.
_SHOWN_WHEN_SENSITIVE = ("nominations_received", "strength_received")

_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"labelHighlightBold": False, "font": {"multi": False}},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.4}}, "selectionWidth": 0},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "dragNodes": False,
        "multiselect": False,
        "hideEdgesOnDrag": False,
        "tooltipDelay": 100000,
    },
}


def shows_ties(network: Network, *, named_ties: bool = False) -> bool:
    """Tell whether single ties may be shown: not where they are personal judgements, unless asked for.

    Examples
    --------
    >>> import networkx as nx
    >>> shows_ties(Network.from_graph(nx.DiGraph([("A", "B")]), relation="trusts"))
    False
    """
    return named_ties or not is_sensitive(network.relation)


def measures_shown(analysis: Analysis, *, named_ties: bool = False) -> dict[str, list[float]]:
    """Return the numbers that may be shown, per measure in the order of SHOWN, NaN where there is none.

    Left out: sums of strengths, and a mean strength or a share that rests on fewer than three answers, from
    which one could tell what a single actor answered. Where single answers are personal judgements, only what
    an actor received is left, and that only where at least three named it and not everybody who answered did:
    'nobody' and 'everybody' would tell what each of them said.
    """
    network, actors = analysis.network, analysis.actors
    open_ties = shows_ties(network, named_ties=named_ties)
    named = network.ties.sum(axis=0)
    asked = network.observable.sum(axis=0)
    shown: dict[str, list[float]] = {}
    for key, measure in SHOWN.items():
        if measure.scope != "actor" or key in _NEVER_SHOWN or key not in actors:
            continue
        if not open_ties and key not in _SHOWN_WHEN_SENSITIVE:
            continue
        if key == "strength_received" and not network.weighted:
            continue
        values = actors[key].to_numpy(dtype=float)
        if key == "strength_received":
            values = np.where((named > 0) & (named < FEWEST_ANSWERS), np.nan, values)
        if not open_ties:
            values = np.where((named < FEWEST_ANSWERS) | (named == asked), np.nan, values)
        shown[key] = values.tolist()
    return shown


def places(network: Network, positions: Mapping[str, Any] | None, *, open_ties: bool) -> Floats:
    """Return where each actor stands, x and y from 0 to 1.

    Where ties are not shown, the places do not come from them either: two that stand together would give away
    what the page leaves out. An actor that *positions* does not know stands in the middle of those it is tied to.
    """
    if not open_ties:
        return by_sector(network.sector)
    if positions is None:
        return layout(network.ties | network.ties.T)
    known = np.array([name in positions for name in network.names], dtype=bool)
    if not known.any():
        return layout(network.ties | network.ties.T)
    every = np.array([positions[name][:2] for name in positions], dtype=float)
    low, high = every.min(axis=0), every.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    at = np.full((len(network), 2), 0.5)
    given = np.array([positions[name][:2] for name in network.names if name in positions], dtype=float)
    at[known] = np.where(high > low, (given - low) / span, 0.5)
    tied = network.ties | network.ties.T
    for i in np.flatnonzero(~known):
        beside = at[tied[i] & known]
        at[i] = beside.mean(axis=0) + 0.02 if len(beside) else (0.5, 1.0)
    clipped: Floats = np.clip(np.nan_to_num(at, nan=0.5), 0.0, 1.0)
    return clipped


def significant(value: float) -> float | None:
    """Return *value* with three significant digits, None where there is none.

    >>> significant(0.123456), significant(float("nan"))
    (0.123, None)
    """
    return None if math.isnan(value) else float(f"{value:.3g}")


def pyvis_network(
    analysis: Analysis, *, positions: Mapping[str, Any] | None = None, named_ties: bool = False
) -> pyvis.network.Network:
    """Return the network as pyvis holds it: who is on the map, whom they name, and nothing else about them."""
    from pyvis.network import Network as Held

    network = analysis.network
    open_ties = shows_ties(network, named_ties=named_ties)
    looks = styles(network.sector)
    values = measures_shown(analysis, named_ties=named_ties)
    at = places(network, positions, open_ties=open_ties)
    asked, nameable = network.observable.sum(axis=0), network.nameable
    left_out = (nameable & ~network.observable).sum(axis=1) * network.responded
    held = Held(directed=True, cdn_resources="in_line")
    held.set_options(json.dumps(_OPTIONS))
    for i, name in enumerate(network.names):
        look = looks[network.sector[i]]
        held.add_node(
            str(i),
            label=name or " ",
            shape=look.shape,
            color=look.colour,
            x=round(float(at[i, 0]), 4),
            y=round(float(at[i, 1]), 4),
            sector=network.sector[i] or NO_SECTOR_LABEL,
            voices=list(network.voices[i]) or [NO_VOICE_LABEL],
            seat=bool(network.seat[i]),
            answered=bool(network.responded[i]),
            values={key: significant(column[i]) for key, column in values.items()},
        )
        if open_ties:  # who left an answer out, and who is short of one, would tell about whom
            held.nodes[-1] |= {
                "asked": int(asked[i]),
                "silent": int(nameable[:, i].sum() - asked[i]),
                "leftOut": int(left_out[i]),
            }
    if open_ties:
        width = _widths(network)
        for i, j in np.argwhere(network.ties).tolist():
            held.add_edge(str(i), str(j), width=width[i, j])
    return held


def _widths(network: Network) -> Floats:
    """Return line widths in three steps only, so that a strength cannot be read off a line.

    One width for all where strengths are personal judgements.
    """
    if not network.weighted or is_sensitive(network.relation):
        return np.ones(network.strength.shape)
    there = network.strength[network.ties]
    third = (there.max() - there.min()) / 3
    return np.select(
        [network.strength > there.min() + 2 * third, network.strength > there.min() + third], [2.4, 1.6], 1.0
    )


def table_rows(analysis: Analysis, values: Mapping[str, list[float]]) -> list[dict[str, Any]]:
    """Return the rows of the table on the page, in alphabetical order."""
    network = analysis.network
    rows = [
        {
            "id": str(i),
            "name": name,
            "sector": network.sector[i] or NO_SECTOR_LABEL,
            "voices": ", ".join(network.voices[i]) or NO_VOICE_LABEL,
            "seat": bool(network.seat[i]),
            "answered": bool(network.responded[i]),
            "values": [digits(column[i]) for column in values.values()],
        }
        for i, name in enumerate(network.names)
    ]
    return sorted(rows, key=lambda row: (row["name"].casefold(), row["name"]))


def tie_rows(network: Network, order: list[int]) -> list[dict[str, Any]]:
    """Return for each actor, in the *order* given, who named it and whom it named."""
    place = {actor: k for k, actor in enumerate(order)}

    def names(members: list[int]) -> str:
        return "; ".join(network.names[k] for k in sorted(members, key=place.__getitem__))

    return [
        {
            "name": network.names[i],
            "named_by": names(np.flatnonzero(network.ties[:, i]).tolist()),
            "asked": int(network.observable[:, i].sum()),
            "names": names(np.flatnonzero(network.ties[i]).tolist()),
            "answered": bool(network.responded[i]),
        }
        for i in order
    ]


def isolated(text: str, names: Iterable[str]) -> str:
    r"""Return *text* with each of *names* that is written from right to left kept from turning what follows it.

    >>> isolated("\u0635\u062d: 5 of 6", ["\u0635\u062d", "NHS"]) == "\u2068\u0635\u062d\u2069: 5 of 6"
    True
    """
    for name in sorted(names, key=len, reverse=True):
        if any(unicodedata.bidirectional(sign) in _TURNS for sign in name):
            text = text.replace(name, f"\u2068{name}\u2069")
    return text


def digits(value: float) -> str:
    """Return *value* with three significant digits, as text: a dash where there is none.

    >>> digits(12.0), digits(0.12345), digits(1234.5), digits(0.0), digits(float("nan"))
    ('12', '0.123', '1230', '0', '–')
    """
    if math.isnan(value):
        return "–"
    rounded = float(f"{value:.3g}")
    return f"{rounded:.0f}" if abs(rounded) >= 100 else f"{rounded:.12g}"
