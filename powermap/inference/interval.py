"""One group on one measure: how likely is its share by chance, and which shares fit what was observed.

The scale model: members of a group hold q times what they would hold if voice did not matter. Undoing that
(dividing what they hold by q) must leave values that look shuffled. What a shuffle b of the undone values gives
the group is linear in c = 1/q - 1: first[b] + c * second[b], where *first* is what shuffle b gives it of the
observed values and *second* how much of that was the group's own. The group itself holds A (1 + c). So shuffle b
holds exactly as much as the group at c_b = (first[b] - A) / (A - second[b]), and as many shuffles hold at most as
much as the group at c as have c_b <= c: the interval is read off the sorted c_b, and no search is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from powermap.inference.senders import Senders, t_quantile
from powermap.measures.coverage import wilson_interval
from powermap.network import Bools, Floats

#: The chance of showing a gap at which it counts as one that the network could have shown.
POWER = 0.8
Z_POWER = NormalDist().inv_cdf(POWER)


@dataclass(frozen=True, eq=False)
class Draws:
    """What a group holds of one measure, and what shuffled labels would give it.

    Parameters
    ----------
    held, total : float
        What the group holds, and what all actors hold.
    share_of_actors : float
        The group's share of the actors.
    first, second : (draws,) array of float
        What each shuffle gives the group of all values, and of the group's own.
    mean_first, mean_second : float
        Their exact means over all shuffles.
    pieces : float
        How many separate things the total is made of (nominations, say); NaN if it is not made of pieces.
    """

    held: float
    total: float
    share_of_actors: float
    first: Floats
    second: Floats
    mean_first: float
    mean_second: float
    pieces: float = np.nan

    @property
    def representation(self) -> float:
        """The group's share of what is held, over its share of the actors."""
        return self.held / self.total / self.share_of_actors if self.total > 0 else np.nan

    @property
    def tolerance(self) -> float:
        """Differences up to this are rounding, not differences."""
        return 1e-9 * self.total

    @property
    def testable(self) -> bool:
        """Whether any shuffle gives the group something else than what its own members hold."""
        moved = np.abs(self.first - self.held) + np.abs(self.second - self.held)
        return bool(self.total > 0 and np.any(moved > self.tolerance))

    @property
    def undone(self) -> float:
        """The c of the point estimate: 1 + c is what the group's values are multiplied by to undo its gap."""
        spread = self.held - self.mean_second
        if self.held <= self.tolerance:
            return np.inf
        if spread <= self.tolerance:
            return 0.0  # the group fills whole strata: nothing to compare with
        return max((self.mean_first - self.held) / spread, -1.0)

    @property
    def expected(self) -> float:
        """The representation that goes with no gap, given who answered."""
        if not self.total > 0:
            return np.nan
        c = self.undone
        if not np.isfinite(c) or 1 + c <= 1e-12:
            return self.mean_first / self.total / self.share_of_actors
        return self._at(1 + c)

    def _at(self, factor: float) -> float:
        """Return the representation when what the group holds is multiplied by *factor*."""
        if np.isinf(factor):
            return 1 / self.share_of_actors
        own = self.held * factor
        return own / (own + self.total - self.held) / self.share_of_actors


def one_sided(draws: Draws) -> tuple[float, float]:
    """How often would a shuffle give the group as little, and as much, as it holds?

    Returns
    -------
    float, float
        (1 + shuffles with at most as much) / (1 + shuffles), and the same with at least as much.

    References
    ----------
    Phipson & Smyth (2010), Permutation p-values should never be zero.
    """
    away = draws.first - draws.held
    n = len(draws.first) + 1
    low = (1 + np.count_nonzero(away <= draws.tolerance)) / n
    high = (1 + np.count_nonzero(away >= -draws.tolerance)) / n
    return float(low), float(high)


def two_sided(draws: Draws) -> float:
    """How often would a shuffle be at least as far out, on either side? Twice the smaller side, at most 1."""
    return min(1.0, 2 * min(one_sided(draws)))


def interval(draws: Draws, confidence: float) -> tuple[float, float]:
    """Which representations fit what was observed?

    The values that the two-sided test does not reject, under the scale model above. It excludes the expected
    representation exactly when the two-sided p is at most 1 - confidence. A measure made of pieces is never
    given a narrower interval than Wilson's for that many independent pieces: a handful of nominations may all
    have gone elsewhere; and fewer pieces scatter more for their number, see `_further_scatter`.

    Returns
    -------
    float, float
        From 0 to 1 / the group's share of actors; these two where the data say nothing.
    """
    if not draws.total > 0:
        return np.nan, np.nan
    most = 1 / draws.share_of_actors
    if not draws.testable:
        return 0.0, most
    rejected = two_sided(draws) <= 1 - confidence
    nothing, everything = draws.held <= draws.tolerance, draws.total - draws.held <= draws.tolerance
    unscalable = nothing or everything or 1 + draws.undone <= 1e-12
    low, high = (0.0, most) if unscalable else _inverted(draws, confidence)
    pieces = draws.pieces
    if np.isfinite(pieces):
        fewest, largest = wilson_interval(pieces * draws.held / draws.total, pieces, confidence=confidence)
        fewest, largest = fewest / draws.share_of_actors, largest / draws.share_of_actors
        low = fewest if everything else min(low, fewest)
        high = largest if nothing else max(high, largest)
    expected, here = draws.expected, draws.representation
    if rejected and here < expected:
        high = min(high, expected * (1 - 1e-9))
    elif rejected:
        low = max(low, expected * (1 + 1e-9))
    else:
        low, high = min(low, expected), max(high, expected)
    return min(low, here), max(high, here)


def _inverted(draws: Draws, confidence: float) -> tuple[float, float]:
    """Return the representations at the outermost c that the test does not reject."""
    away = draws.first - draws.held
    away[np.abs(away) <= draws.tolerance] = 0.0
    spread = draws.held - draws.second
    level = spread <= draws.tolerance  # the shuffle left the group all that it holds, whatever c is
    spread[level] = 1.0
    at_most = np.where(level, np.where(away > 0, np.inf, -1.0), away / spread)
    at_least = np.where(level, np.inf, at_most)
    n = len(at_most) + 1
    # The smallest number of shuffles on the far side with which the one-sided p is above half of what is left.
    count = int(np.floor((1 - confidence) / 2 * n + 1e-9))
    smallest, largest = -1.0, np.inf
    if count >= 1:
        smallest = float(np.partition(at_most, count - 1)[count - 1])
        largest = float(np.partition(at_least, n - 1 - count)[n - 1 - count])
    undone = 1 + draws.undone
    with np.errstate(divide="ignore"):
        limits = np.divide(undone, 1 + np.array([largest, smallest])) ** _further_scatter(draws)
    return draws._at(float(limits[0])), draws._at(float(limits[1]))


def _further_scatter(draws: Draws) -> float:
    """Return by how much the values of a group scatter more than shuffles can show, as a ratio of at least 1.

    Undoing a gap multiplies what few nominations a group has, and with them the chance in their number: a member
    named 4 times in place of 16 has values that, made 16, scatter four times as much in variance as those of
    somebody named 16 times (Poisson). Shuffles spread that over everybody. It matters where the group is the
    smaller part, as its own scatter decides then (Welch 1947). It is 1 where there is no gap, so that p is as it
    was, and where shuffles show too much.
    """
    if not np.isfinite(draws.pieces):
        return 1.0
    c, share, piece = draws.undone, draws.share_of_actors, draws.total / draws.pieces
    shuffles = float(np.var(draws.first + c * draws.second))
    more = (1 - share) * (1 - 2 * share) * draws.held * (1 + c) * piece * c
    return float(np.sqrt(1 + max(more, 0.0) / shuffles)) if shuffles > draws.tolerance**2 else 1.0


def smallest_gap(draws: Draws, level: float, given: Senders | None = None, confidence: float = 0.95) -> float:
    """What is the smallest shortfall that this network would probably have shown?

    The highest representation below the expected one that a test at *level* (two-sided) would have rejected in
    4 of 5 networks like this one. Networks like this one: the observed gap is undone, the labels are shuffled,
    and the group's values are multiplied by q. With *given*, what each respondent gives, the interval that takes
    each of them as one draw must lie below the expected representation and below 1 as well: a claim needs both.

    Returns
    -------
    float
        0 to 1 or so; closer to 1 means smaller gaps would have shown. NaN if even holding nothing at all would
        not have been shown.
    """
    if not draws.testable or draws.total - draws.held <= draws.tolerance:
        return np.nan
    gap_free = _gap_free(draws)
    if gap_free is None:
        return np.nan
    first, second, mean, total = gap_free
    typical = float(np.quantile(first, POWER))
    if total - typical <= draws.tolerance:
        return np.nan

    reach = t_quantile((1 + confidence) / 2, len(given.given) - 1) if given and len(given.given) > 1 else np.inf
    limit = draws.share_of_actors * min(1.0, draws.expected)
    piece = draws.total / draws.pieces if np.isfinite(draws.pieces) else 0.0

    def shown_at(q: float) -> bool:
        # Fewer pieces scatter more for their number: each of them is kept with probability q (binomial).
        scatter = Z_POWER * (q * (1 - q) * mean * piece) ** 0.5
        holds = q * mean + float(np.hypot(q * (typical - mean), scatter))
        share = holds / (holds + total - typical)
        shuffled = first - (1 - q) * second
        bar = share * (total - (1 - q) * mean) + draws.tolerance
        if 2 * float(1 + np.count_nonzero(shuffled <= bar)) / (len(first) + 1) > level:
            return False
        if given is None or not np.isfinite(draws.undone):
            return True
        error = given.error(q * (1 + draws.undone), piece)
        typical_share = max(share, q * mean / (q * mean + total - mean) + Z_POWER * error)
        return typical_share + reach * error < limit

    if not shown_at(0.0):
        return np.nan
    shown, hidden = 0.0, 1.0
    for _ in range(14):
        q = (shown + hidden) / 2
        shown, hidden = (q, hidden) if shown_at(q) else (shown, q)
    return shown * mean / (shown * mean + total - mean) / draws.share_of_actors


def _gap_free(draws: Draws) -> tuple[Floats, Floats, float, float] | None:
    """Return first, second, the mean of first, and the total, as they would be without the observed gap."""
    c = draws.undone
    if np.isfinite(c):
        mean = draws.held * (1 + c)
        return draws.first + c * draws.second, (1 + c) * draws.second, mean, mean + draws.total - draws.held
    share = draws.mean_first / draws.total
    if share >= 1:
        return None
    # The group holds nothing that could be multiplied: give it what the others hold on average.
    fair = draws.first / (1 - share)
    return fair, fair * share, draws.mean_first / (1 - share), draws.total / (1 - share)


def typical_pieces(values: Floats, member: Bools) -> float:
    """Return how many equal holders a measure that is not made of pieces amounts to, where a group has none of it.

    Kish's effective number, (sum of x)^2 / sum of x^2; NaN unless the group, or everybody else, holds nothing.
    """
    if values[member].any() and values[~member].any():
        return np.nan
    square = float((values**2).sum())
    return float(values.sum()) ** 2 / square if square > 0 else np.nan
