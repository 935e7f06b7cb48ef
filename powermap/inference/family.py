"""Which results could be claimed at all, and how their p-values are adjusted for there being several."""

from __future__ import annotations

import numpy as np

from powermap.measures.catalogue import MEASURES
from powermap.measures.coverage import observable_share
from powermap.network import Floats, Network

#: Measures that are sums of ties: their intervals allow for how few ties there were, and for who named many.
COUNTED = ("nominations_received", "strength_received")

#: With fewer members, or fewer others to compare with, a result would be about single members.
FEWEST = 3

#: Below this share of answers seen, results describe those who answered. Costenbader & Valente (2003) found even
#: nominations received to be stable down to about half.
SEEN_FOR_CLAIMS = 0.5

#: Below this share, paths through silent members are missed too often (Costenbader & Valente 2003).
SEEN_FOR_PATHS = 0.75


def seen_enough(network: Network, measure: str) -> bool:
    """Tell whether enough answers were seen for a claim from *measure*."""
    return observable_share(network) >= (SEEN_FOR_CLAIMS if measure in COUNTED else SEEN_FOR_PATHS)


def claimable(measure: str) -> bool:
    """Tell whether shuffled labels are a fair comparison for *measure*; a measure of the caller's own may be."""
    return measure not in MEASURES or MEASURES[measure].claimed


def in_family(measure: str, members: int, others: int) -> bool:
    """Tell whether something could be claimed of a group of *members* from *measure*, were enough seen."""
    return claimable(measure) and min(members, others) >= FEWEST


def holm(p: Floats) -> Floats:
    """Adjust p-values so that the chance of even one false alarm among them stays at the level (Holm 1979).

    Undefined p-values stay undefined and are not counted.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03, 0.005])).round(3).tolist()
    [0.03, 0.06, 0.06, 0.02]
    """
    adjusted = np.full(len(p), np.nan)
    there = np.flatnonzero(~np.isnan(p))
    ranked = there[np.argsort(p[there], kind="stable")]
    steps = np.maximum.accumulate(p[ranked] * (len(ranked) - np.arange(len(ranked))))
    adjusted[ranked] = np.minimum(steps, 1.0)
    return adjusted


def benjamini_hochberg(p: Floats) -> Floats:
    """Adjust p-values so that of the gaps called, no more than the level are false on average.

    Less strict than `holm`: it bounds the share of false alarms, not the chance of even one. It holds for tests
    that are independent or go up together, as a group's share on several measures does; shares of groups that make
    up one whole go against each other, so that Holm's decides what is claimed. Undefined p-values stay undefined
    and are not counted.

    References
    ----------
    Benjamini & Hochberg (1995), Controlling the false discovery rate; Benjamini & Yekutieli (2001), The control of
    the false discovery rate in multiple testing under dependency.

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03, 0.005])).round(3).tolist()
    [0.02, 0.04, 0.04, 0.02]
    """
    adjusted = np.full(len(p), np.nan)
    there = np.flatnonzero(~np.isnan(p))
    ranked = there[np.argsort(-p[there], kind="stable")]
    m = len(ranked)
    adjusted[ranked] = np.minimum(np.minimum.accumulate(p[ranked] * m / np.arange(m, 0, -1)), 1.0)
    return adjusted
