"""How far could a group's share of the nominations come from a few members who name many?

Shuffled labels take actors as interchangeable. Where members name their own kind, and some name far more than
others, a group's share hangs on how much its own members happen to name, which no shuffle shows. Every respondent
is one draw here: the share that a group receives is a ratio of two sums over respondents, with the standard error
of a ratio.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import atan, cos, pi, sin, sqrt

import numpy as np

from powermap.measures.kernels import answered
from powermap.network import Bools, Floats, Network


@dataclass(frozen=True, eq=False)
class Senders:
    """What each respondent gives a group, and everybody else.

    Parameters
    ----------
    given, elsewhere : (respondents,) array of float
        Each answer weighs 1 / the answers seen about its receiver, so that the sums are what the group, and
        everybody else, hold of nominations (or strength) received.
    share_of_actors : float
    """

    given: Floats
    elsewhere: Floats
    share_of_actors: float

    def limits(self, confidence: float) -> tuple[float, float]:
        """Between which representations does the group's lie, taking each respondent as one draw?

        The share R = sum y / sum x, with y what a respondent gives the group and x all that it gives, plus and
        minus t times its standard error, sqrt(m / (m - 1) * sum (y - R x)^2) / sum x, over m respondents.

        Returns
        -------
        float, float
            0 to 1 / the group's share of actors; these two where fewer than two answered, NaN where nothing is
            given.

        References
        ----------
        Cochran (1977), Sampling Techniques, for the ratio; Liang & Zeger (1986), Longitudinal data analysis
        using generalized linear models, for standard errors by cluster.
        """
        total = self.given.sum() + self.elsewhere.sum()
        if not total > 0:
            return np.nan, np.nan
        if len(self.given) < 2:
            return 0.0, 1 / self.share_of_actors
        share = self.given.sum() / total
        reach = t_quantile((1 + confidence) / 2, len(self.given) - 1) * self.error()
        low, high = max(share - reach, 0.0), min(share + reach, 1.0)
        return float(low / self.share_of_actors), float(high / self.share_of_actors)

    def error(self, factor: float = 1.0, piece: float = 0.0) -> float:
        """Return the standard error of the group's share, were it given *factor* times as much.

        Where each tie is kept with probability *factor*, their number scatters too: *piece* is what one tie
        amounts to (0 leaves that out).
        """
        m, given = len(self.given), factor * self.given
        total = given.sum() + self.elsewhere.sum()
        share = given.sum() / total
        squares = ((given * (1 - share) - share * self.elsewhere) ** 2).sum()
        squares += max(1 - factor, 0) * given.sum() * piece * (1 - share) ** 2
        return float(np.sqrt(m / (m - 1) * squares) / total)


def senders(network: Network, groups: dict[str, Bools], measure: str) -> dict[str, Senders]:
    """Return for each group what the respondents of *network* give it of nominations or of strength.

    Only what is given to actors with a group counts, as in the test.
    """
    if not groups:
        return {}
    about = network.observable.sum(axis=0)
    voiced = np.any(list(groups.values()), axis=0) & (about > 0)
    weight = np.where(voiced, 1 / np.maximum(about, 1), 0.0)
    respondents = answered(network)
    ties = network.strength if measure == "strength_received" else network.ties
    masks = np.column_stack([voiced, *groups.values()]) * weight[:, None]
    sums = (ties[respondents] if not respondents.all() else ties) @ masks
    return {
        group: Senders(sums[:, k], sums[:, 0] - sums[:, k], int((own & voiced).sum()) / max(int(voiced.sum()), 1))
        for k, (group, own) in enumerate(groups.items(), start=1)
        if (own & voiced).any()
    }


@lru_cache(maxsize=256)
def t_quantile(probability: float, freedom: int) -> float:
    """Return the quantile (above one half) of Student's t, by halving on its exact distribution.

    References
    ----------
    Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 26.7.3 and 26.7.4.

    Examples
    --------
    >>> [round(t_quantile(0.975, freedom), 3) for freedom in (1, 2, 9, 59)]
    [12.706, 4.303, 2.262, 2.001]
    """
    low, high = 0.0, 1.0
    while _within(high, freedom) < 2 * probability - 1:
        low, high = high, 2 * high
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < 2 * probability - 1 else (low, middle)
    return (low + high) / 2


def _within(t: float, freedom: int) -> float:
    """Return the probability that Student's t lies between -t and t."""
    angle = atan(t / sqrt(freedom))
    odd = freedom % 2
    term = cos(angle) if odd else 1.0
    total = term if freedom > 1 else 0.0
    for k in range(2 + odd, freedom - 1, 2):
        term *= (k - 1) / k * cos(angle) ** 2
        total += term
    total *= sin(angle)
    return 2 / pi * (angle + total) if odd else total
