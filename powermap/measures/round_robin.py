"""Who rates, who is rated, and the pair: how the variance of ratings of each other parts into these.

A rating is y = mean + a(rater) + b(rated) + g(rater, rated). Half the mean squared difference of two ratings is the
whole variance V where they have no actor in common, V - var(a) where they have the rater in common, and so on; so
each part is a difference of two such means. Where every pair rated each other, this is the analysis of variance of
Warner, Kenny & Stoto (1979), as no other sums of squares that treat all actors alike have these expectations. Where
some ratings are missing, it needs neither to leave others out nor to fill any in.
"""

from __future__ import annotations

from math import nan
from typing import NamedTuple

import numpy as np

from powermap.network import Floats, Whole

#: What is left of rounding is no variance: this part of the sum of squares.
_ROUNDING = 1e-12


class Parts(NamedTuple):
    """Estimated variances and covariances, each NaN where no two ratings tell it; a variance may come out below 0.

    Parameters
    ----------
    rater, rated, pair : float
        Variances of a, b and g; the last holds chance as well.
    rater_rated, pair_back : float
        Covariances: of what an actor gives with what it gets; of what is left to a pair, both ways.
    """

    rater: float
    rated: float
    pair: float
    rater_rated: float
    pair_back: float


def parts(rater: Whole, rated: Whole, rating: Floats, n: int) -> Parts:
    """Return the parts of the variance of ratings that *n* actors gave each other.

    Parameters
    ----------
    rater, rated : (k,) array of int
        Who rates whom, 0 to n - 1; never itself, and nobody twice.
    rating : (k,) array of float
    n : int

    Examples
    --------
    What each gives is its own number, 1 to 4: all of the variance, 5 / 3, lies with the rater.

    >>> rater, rated = np.nonzero(~np.eye(4, dtype=bool))
    >>> [round(part, 3) for part in parts(rater, rated, rater + 1.0, 4)]
    [1.667, 0.0, 0.0, 0.0, 0.0]
    """
    y = rating - rating.mean() if len(rating) else rating  # differences alone count: this spares digits
    gives, gets = _sums(rater, y, n), _sums(rated, y, n)
    by_rater, by_rated, every = _within(*gives), _within(*gets), _within(*_sums(np.zeros_like(rater), y, 1))
    _, one, other = np.intersect1d(rater * n + rated, rated * n + rater, assume_unique=True, return_indices=True)
    by_pair = np.array([len(one), ((y[one] - y[other]) ** 2).sum()]) / 2
    by_chain = _chained(gives, gets) - 2 * by_pair  # a pair both ways was counted as two chains
    whole = _half_mean(every - by_rater - by_rated - by_chain - by_pair)
    small = _ROUNDING * float((y**2).sum())
    found = [whole - _half_mean(pairs) for pairs in (by_rater, by_rated, by_chain, by_pair)]
    gave, got, both, back = (0.0 if abs(value) <= small else value for value in found)
    return Parts(gave, got, whole - gave - got, both, back - 2 * both)


def _sums(who: Whole, y: Floats, n: int) -> tuple[Floats, Floats, Floats]:
    """Return of each actor how many ratings there are, their sum, and the sum of their squares."""
    count = np.bincount(who, minlength=n).astype(float)
    return count, np.bincount(who, y, n).astype(float), np.bincount(who, y**2, n).astype(float)


def _within(count: Floats, total: Floats, squares: Floats) -> Floats:
    """Return how many pairs of ratings one and the same actor has, and the sum of their squared differences."""
    return np.array([(count * (count - 1) / 2).sum(), (count * squares - total**2).sum()])


def _chained(gives: tuple[Floats, Floats, Floats], gets: tuple[Floats, Floats, Floats]) -> Floats:
    """Return the same of pairs of ratings in which one actor rates in the one and is rated in the other."""
    (out, given, given_squares), (into, got, got_squares) = gives, gets
    return np.array([(out * into).sum(), (into * given_squares + out * got_squares - 2 * given * got).sum()])


def _half_mean(pairs: Floats) -> float:
    count, squares = pairs.tolist()
    return squares / count / 2 if count > 0 else nan
