"""What a sector looks like: a colour and a shape, so that colour is never the only sign.

The colours start from Okabe & Ito (2008) and were darkened until each has a contrast of 3:1 or more against a
white page (WCAG 2.2, 1.4.11), and moved apart until any two differ by 19 or more in CIE Lab for people with
protanopia, deuteranopia and tritanopia (as simulated by Machado, Oliveira & Fernandes 2009).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from powermap.vocabulary import SECTORS, in_order


class Style(NamedTuple):
    """How the actors of one sector are drawn; the shapes are those of vis-network."""

    colour: str
    shape: str


COLOURS = ("#004083", "#d67c1e", "#077348", "#c973c0", "#815e02", "#2e80e1", "#610c0e", "#212939")
SHAPES = ("dot", "square", "triangle", "diamond", "hexagon", "triangleDown", "star")
#: The same shapes as SVG paths, centred in a box from -10 to 10.
OUTLINES = {
    "dot": "M-8 0A8 8 0 1 0 8 0A8 8 0 1 0 -8 0Z",
    "square": "M-7 -7H7V7H-7Z",
    "triangle": "M0 -8.5L8.5 6.5H-8.5Z",
    "diamond": "M0 -9.5L9.5 0L0 9.5L-9.5 0Z",
    "hexagon": "M8.5 0L4.25 7.4H-4.25L-8.5 0L-4.25 -7.4H4.25Z",
    "triangleDown": "M0 8.5L8.5 -6.5H-8.5Z",
    "star": "M0 -9.5L2.8 -3.1L9.5 -2.9L4.3 1.7L6 8.6L0 4.8L-6 8.6L-4.3 1.7L-9.5 -2.9L-2.8 -3.1Z",
}
#: The sectors whose say is mostly in question never share their colour or shape with another.
KEPT_APART = {
    "Voluntary and community": Style("#d67c1e", "triangle"),
    "Lived experience": Style("#077348", "diamond"),
    "Peer-led organisation": Style("#c973c0", "hexagon"),
}
#: An actor whose sector was not given.
NO_SECTOR = Style("#6b7280", "dot")
NO_SECTOR_LABEL = "Sector not given"


def styles(sectors: Iterable[str | None]) -> dict[str | None, Style]:
    """How is each sector drawn? In the order of the vocabulary, so that the same sectors always look the same.

    Up to seven have a colour and a shape of their own; up to twenty beside those kept apart, a pair of their own.

    Parameters
    ----------
    sectors : iterable of str or None
        May name a sector many times; None is an actor without one, and comes last.

    Returns
    -------
    dict of sector to Style, in the order of the legend.

    Examples
    --------
    >>> styles(["Police", None, "NHS", "NHS"])["NHS"]
    Style(colour='#004083', shape='dot')
    >>> list(styles(["Police", None, "NHS", "NHS"]))
    ['NHS', 'Police', None]
    """
    given = set(sectors)
    named = in_order({sector for sector in given if sector is not None}, SECTORS)
    kept = {sector: KEPT_APART[sector] for sector in named if sector in KEPT_APART}
    colours = [colour for colour in COLOURS if colour not in {look.colour for look in kept.values()}]
    shapes = [shape for shape in SHAPES if shape not in {look.shape for look in kept.values()}]
    others = [sector for sector in named if sector not in kept]
    free = {sector: Style(colours[i % len(colours)], shapes[i % len(shapes)]) for i, sector in enumerate(others)}
    looks: dict[str | None, Style] = {sector: kept.get(sector) or free[sector] for sector in named}
    if None in given:
        looks[None] = NO_SECTOR
    return looks
