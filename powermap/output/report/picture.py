"""The two pictures of the report, as numbers and SVG paths: the network, and the voices against their share."""

from __future__ import annotations

import math
from collections.abc import Mapping
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from powermap.output import layout
from powermap.output.map.scene import HEADLINE, measures_shown
from powermap.output.palette import NO_SECTOR_LABEL, styles
from powermap.vocabulary import is_sensitive

if TYPE_CHECKING:
    from powermap.analysis import Analysis

WIDTH, HEIGHT, MARGIN = 960.0, 680.0, np.array([80.0, 44.0])
SMALLEST, LARGEST = 6.0, 20.0
FONT = 12.0
MOST_LABELS = 60

#: Outlines of unit size, by shape name.
SHAPES = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    "triangle": ((0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
    "triangleDown": ((0, 1.15), (1.1, -0.85), (-1.1, -0.85)),
    "hexagon": tuple((math.sin(k * math.pi / 3), math.cos(k * math.pi / 3)) for k in range(6)),
    "star": tuple(
        (r * math.sin(k * math.pi / 5), -r * math.cos(k * math.pi / 5))
        for k, r in enumerate((1.25, 0.55) * 5)
    ),
}  # fmt: skip


def outline(shape: str, x: float, y: float, size: float) -> str:
    """Return the SVG path of a shape at (x, y); a circle for 'dot' and any shape not known.

    >>> outline("square", 0, 0, 10)
    'M-9.0 -9.0L9.0 -9.0L9.0 9.0L-9.0 9.0Z'
    """
    corners = SHAPES.get(shape)
    if corners is None:
        r = f"{size:.1f}"
        return f"M{x - size:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * size:.1f} 0a{r} {r} 0 1 0 {-2 * size:.1f} 0Z"
    return "M" + "L".join(f"{x + size * dx:.1f} {y + size * dy:.1f}" for dx, dy in corners) + "Z"


def picture(analysis: Analysis, positions: Mapping[str, tuple[float, float]] | None) -> dict[str, Any]:
    """Lay the network out in a fixed box: what the report's template draws.

    Where single ties are personal judgements none is drawn, and the places give none away either.
    """
    network = analysis.network
    draw_ties = not is_sensitive(network.relation)
    if draw_ties:
        positions = positions or layout.positions(network)
        at = np.array([positions[name] for name in network.names], dtype=float).reshape(-1, 2)
    else:
        at = layout.by_sector(network.sector)
    at = _into_box(at)
    nominations = np.array(measures_shown(analysis)[HEADLINE], dtype=float)
    known = ~np.isnan(nominations)
    largest = np.nanmax(nominations, initial=0.0)
    scaled = np.sqrt(np.nan_to_num(nominations) / largest) if largest > 0 else np.zeros(len(network))
    sizes = SMALLEST + (LARGEST - SMALLEST) * scaled
    looks = styles(network.sector)
    named = len(network) <= MOST_LABELS
    nodes = [
        {
            "x": f"{x:.1f}",
            "text_y": f"{y + sizes[i] + FONT + 1:.1f}",
            "path": outline(looks[network.sector[i]].shape, x, y, sizes[i]),
            "colour": _fill(looks[network.sector[i]].colour, known=known[i], answered=network.responded[i]),
            "answered": bool(network.responded[i]),
            "lines": wrap(_shortened(network.names[i], 46), 20) if named else [],
        }
        for i, (x, y) in enumerate(at.tolist())
    ]
    pairs = np.argwhere(np.triu(network.ties | network.ties.T)) if draw_ties else np.empty((0, 2), dtype=int)
    ends = np.hstack([at[pairs[:, 0]], at[pairs[:, 1]]]) if len(at) else np.empty((0, 4))
    return {
        "box": f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
        "label": f"Network of {len(network)} actors, coloured by sector. The map holds the same as a table.",
        "opacity": f"{min(0.5, 40 / max(len(pairs), 1) + 0.12):.2f}",
        "font": f"{FONT:.0f}",
        "edges": [[f"{value:.1f}" for value in end] for end in ends.tolist()],
        "nodes": nodes,
        "withheld": not draw_ties,
        "any_silent": not network.responded.all(),
        "any_unknown": not known.all(),
        "legend": [
            {"label": sector or NO_SECTOR_LABEL, "colour": look.colour, "path": outline(look.shape, 0, 0, 7)}
            for sector, look in looks.items()
        ],
    }


def _into_box(at: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Stretch positions over the box, each axis by itself: nearness has no meaning of its own."""
    if not len(at):
        return at
    low, span = at.min(axis=0), np.ptp(at, axis=0)
    unit = np.where(span > 0, (at - low) / np.where(span > 0, span, 1), 0.5)
    inside: np.ndarray[Any, np.dtype[np.float64]] = MARGIN + unit * (np.array([WIDTH, HEIGHT]) - 2 * MARGIN)
    return inside


def _fill(colour: str, *, known: bool, answered: bool) -> str:
    """Return the colour as on the map: half way to white where it did not answer, white where size says nothing."""
    if not known:
        return "#ffffff"
    paler = "".join(f"{(int(colour[k : k + 2], 16) + 256) // 2:02x}" for k in (1, 3, 5))
    return colour if answered else f"#{paler}"


def _shortened(name: str, longest: int = 26) -> str:
    """Return *name* without its middle where it is too long: names that begin alike often differ at the end."""
    tail = longest // 3
    return name if len(name) <= longest else f"{name[: longest - tail - 1].rstrip()}…{name[-tail:].lstrip()}"


def forest(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Place each voice's representation and interval on a doubling axis from 1/8 to 4."""
    left, right = 200.0, 620.0
    lowest, highest = math.log2(1 / 8), math.log2(4)

    def across(value: float) -> float:
        place = lowest if value <= 0 else min(max(math.log2(value), lowest), highest)
        return left + (right - left) * (place - lowest) / (highest - lowest)

    placed: list[dict[str, Any]] = []
    for row in rows:
        low, point, high = row["raw"]
        if math.isnan(point):
            continue
        ends = (point, point) if math.isnan(low) or math.isnan(high) else (low, high)
        x_low, x_point, x_high = across(ends[0]), across(point), across(ends[1])
        placed.append({
            "group": _shortened(row["group"]),
            "y": 24 + 30 * len(placed),
            "low": f"{x_low:.1f}",
            "point": f"{x_point:.1f}",
            "high": f"{x_high:.1f}",
        })  # fmt: skip
    foot = 20 + 30 * len(placed)
    ticks = [(1 / 8, "⅛"), (1 / 4, "¼"), (1 / 2, "½"), (1, "1 = its share"), (2, "2"), (4, "4")]
    return {
        "rows": placed,
        "foot": foot,
        "height": foot + 50,
        "middle": f"{(left + right) / 2:.0f}",
        "ticks": [{"x": f"{across(value):.1f}", "label": label, "one": value == 1} for value, label in ticks],
    }
