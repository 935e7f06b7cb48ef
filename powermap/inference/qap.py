"""Which pairs have ties, and is it more than shuffled actors would show? QAP correlation and regression.

Pairs that share an actor are not independent, so that the p-values of an ordinary regression are far too small.
QAP (quadratic assignment procedure) shuffles the actors instead: rows and columns of a matrix together, which
keeps everything about it but whom it is about.

In a regression, each predictor is first stripped of what the others say of it, and what is left is shuffled
(double semi-partialling: Dekker, Krackhardt & Snijders 2007), with t as the statistic. With what is left, e, the
coefficient needs no new fit (Frisch, Waugh & Lovell): it follows from the products of the shuffled e with the
outcome and with an orthogonal basis of the predictors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd

from powermap.errors import PowermapError, UnknownChoiceError
from powermap.inference.family import holm
from powermap.inference.logistic import Logistic, deviance, logistic
from powermap.inference.pair_data import PairData, pair_data
from powermap.inference.predictors import Predictor
from powermap.inference.qap_result import MrqapResult, QapCorrelationResult
from powermap.inference.shuffled_pairs import Pairs, Shuffled, drawn
from powermap.network import Floats, Network, Whole

#: What is left of a shuffled predictor beside the others, as a share of its square, below which it is nothing.
NOTHING = 1e-12

#: Values that differ by less than this are the same but for rounding; z, which ends a search, is less exact.
ROUNDING, ROUNDING_OF_Z = 1e-8, 1e-5

#: In a logistic fit without an answer, a predictor whose last step, for a spread of 1, is longer has none itself.
STILL_RUNNING = 0.01

Progress = Callable[[str, int, int], None]
Given: TypeAlias = Predictor | Network | pd.DataFrame | Floats


def qap_correlation(
    outcome: Given,
    other: Given,
    *,
    directed: bool = True,
    strength: bool = False,
    permutations: int = 9999,
    seed: int = 1,
    progress: Progress | None = None,
) -> QapCorrelationResult:
    """Do two relations, or a relation and another matrix, go together more than shuffled actors would show?

    Pearson's correlation over the pairs observed in both. p: how often the actors of *other*, shuffled, give a
    correlation at least as far from nought.

    Parameters
    ----------
    outcome, other : Network, Predictor, DataFrame or (n, n) array
        NaN is unobserved; the diagonal is ignored. Networks, tables and predictors are matched by name.
    directed : bool
        False leaves direction out: two are tied if either named the other, where both answers were observed.
    strength : bool
        Strengths of the outcome, if it is a Network, instead of ties.
    permutations, seed : int
    progress : callable, optional
        Called with the stage in words, how much is done, and out of how much.

    Returns
    -------
    QapCorrelationResult
        -1 to 1; higher means that they go together more. Ctrl-C gives the result of the shuffles done so far.

    Raises
    ------
    PowermapError
        Either is the same for every pair, or fewer than 3 pairs were observed in both.

    References
    ----------
    Hubert (1987), Assignment Methods in Combinatorial Data Analysis; Krackhardt (1987), QAP partialling as a test
    of spuriousness. As `qaptest` with `gcor` in R's sna.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> trusts = rng.random((12, 12)) < 0.3
    >>> works_with = trusts | (rng.random((12, 12)) < 0.2)
    >>> result = qap_correlation(trusts, works_with, permutations=999)
    >>> round(result.correlation, 2), result.p
    (0.71, 0.001)
    """
    _enough(permutations)
    given = {"other": other} if not isinstance(other, Predictor | Network) else [other]
    data = pair_data(outcome, given, directed=directed, strength=strength)
    tie, column = (values - values.mean() for values in (data.tie, data.design[:, 0]))
    correlation = float(np.clip(tie @ column / np.sqrt((tie @ tie) * (column @ column)), -1, 1))
    partial = _linear_draws(data, permutations, seed, progress)
    draws = partial[:, 0]
    p, p_lower, p_upper = _p_values(np.array([correlation]), partial, ROUNDING)
    return QapCorrelationResult(
        data=data,
        correlation=correlation,
        p=float(p[0]),
        p_lower=float(p_lower[0]),
        p_upper=float(p_upper[0]),
        draws=draws,
        permutations=len(draws),
        asked=permutations,
        seed=seed,
    )


def mrqap(
    outcome: Given,
    predictors: Mapping[str, Given] | Sequence[Given],
    *,
    method: str = "linear",
    directed: bool = True,
    strength: bool = False,
    permutations: int = 9999,
    seed: int = 1,
    progress: Progress | None = None,
) -> MrqapResult:
    """Which of several things go with a tie, each with the others held equal?

    Linear: least squares; for ties of 0 and 1 a coefficient is a difference in the chance of a tie. Logistic: for
    0 and 1 only; a coefficient is a difference in the log odds. The p-values come from shuffling actors, with
    double semi-partialling and t (z for the logistic fit) as the statistic.

    Only pairs observed in the outcome and in every predictor count. Actors are shuffled among those who answered
    and among those who did not; where single answers are missing, what is shuffled gets a value there from the
    rest of its row and column (`powermap.inference.shuffled_pairs`).

    Parameters
    ----------
    outcome : Network, Predictor, DataFrame or (n, n) array
        NaN is unobserved; the diagonal is ignored.
    predictors : dict of name to predictor, or list
        Each as *outcome*: another relation or round, what `powermap.inference.predictors` makes of attributes
        (same, sender, receiver, ends, difference), or a matrix of your own. Networks, tables and predictors are
        matched by name; arrays stand in the order of the outcome.
    method : {'linear', 'logistic'}
    directed : bool
        False leaves direction out: two are tied if either named the other, where both answers were observed.
    strength : bool
        Strengths of the outcome, if it is a Network, instead of ties.
    permutations, seed : int
    progress : callable, optional
        Called with the stage in words, how much is done, and out of how much.

    Returns
    -------
    MrqapResult
        Ctrl-C gives the result of the shuffles done so far.

    Raises
    ------
    UnknownChoiceError
        *method* is neither.
    PowermapError
        A predictor is the same for every pair, is made up of others, or tells ties from gaps without fail
        (logistic); or there are too few pairs. The message names it.

    References
    ----------
    Dekker, Krackhardt & Snijders (2007), Sensitivity of MRQAP tests to collinearity and autocorrelation
    conditions. As `netlm` and `netlogit` in R's sna, which have no sound p-values where answers are missing.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> trusts, near = rng.random((2, 12, 12)) < 0.3
    >>> works_with = trusts | (rng.random((12, 12)) < 0.2)
    >>> result = mrqap(works_with, {"trusts": trusts, "near": near}, permutations=999)
    >>> result.table[["predictor", "estimate", "t", "p"]].round(3)
       predictor  estimate       t      p
    0  intercept     0.181   4.793    NaN
    1     trusts     0.824  12.669  0.001
    2       near    -0.022  -0.337  0.748
    """
    if method not in ("linear", "logistic"):
        raise UnknownChoiceError(f"There is no method '{method}'.", fix="Use 'linear' or 'logistic'.")
    _enough(permutations)
    data = pair_data(outcome, predictors, directed=directed, strength=strength)
    if method == "linear":
        estimate, error, fit = _linear(data)
        partial = _linear_draws(data, permutations, seed, progress)
        freedom = len(data.pairs) - len(data.labels) - 1
        with np.errstate(divide="ignore"):
            draws = partial * np.sqrt(freedom / np.maximum(1 - partial**2, 0))
    else:
        estimate, error, fit = _logistic(data)
        draws = _logistic_draws(data, permutations, seed, progress)
    t = estimate / error
    p, p_lower, p_upper = _p_values(t[1:], draws, ROUNDING if method == "linear" else ROUNDING_OF_Z)
    table = pd.DataFrame(
        {
            "predictor": ["intercept", *data.labels],
            "estimate": estimate,
            "se": error,
            "t": t,
            "p": [np.nan, *p],
            "p_lower": [np.nan, *p_lower],
            "p_upper": [np.nan, *p_upper],
            "p_holm": [np.nan, *holm(p)],
        }
    )
    return MrqapResult(
        data=data,
        table=table,
        method=method,
        fit=fit,
        draws=draws,
        permutations=len(draws),
        asked=permutations,
        seed=seed,
    )


def _enough(permutations: int) -> None:
    if permutations < 1:
        raise PowermapError(f"A test needs at least one permutation, not {permutations}.", fix="Use 9999.")


def _p_values(observed: Floats, draws: Floats, rounding: float) -> tuple[Floats, Floats, Floats]:
    """Return two-sided p, and how often shuffles give at most, and at least, what was observed.

    A shuffle that left nothing to test counts as being as far out as what was observed, on every side.
    """
    near = rounding * np.maximum(1, np.abs(observed))
    undefined = np.isnan(draws)
    n = len(draws) + 1
    out = (np.abs(draws) >= np.abs(observed) - near) | undefined
    low, high = (draws <= observed + near) | undefined, (draws >= observed - near) | undefined
    p, p_lower, p_upper = ((1 + side.sum(axis=0)) / n for side in (out, low, high))
    return p, p_lower, p_upper


class _Left:
    """What is left of each predictor when the others are taken out of it, and the basis that it is told in.

    Parameters
    ----------
    basis : (m, 1 + k) array of float
        Orthonormal; the first column is constant.
    unit : (1 + k, k) array of float
        What is left of each predictor, scaled to length 1, in terms of the basis.
    """

    def __init__(self, data: PairData) -> None:
        m = len(data.tie)
        inner, corner = data.basis
        self.basis = np.column_stack([np.full(m, 1 / np.sqrt(m)), inner])
        # The rows of the inverse of X = QR are at right angles to all columns of X but their own.
        unit = np.linalg.inv(corner).T
        self.unit = np.vstack([np.zeros(unit.shape[1]), unit / np.linalg.norm(unit, axis=0)])
        self.columns = self.basis @ self.unit

    def matrices(self, pairs: Pairs, seed: int) -> list[Floats]:
        """Return what is left of each predictor as a matrix to be shuffled."""
        return [pairs.filled(column, seed) for column in self.columns.T]


def _linear(data: PairData) -> tuple[Floats, Floats, dict[str, float]]:
    """Return coefficients and their standard errors, the intercept first, and how well the whole fits."""
    m, k = data.design.shape
    inner, corner = data.basis
    centred, means = data.tie - data.tie.mean(), data.design.mean(axis=0)
    on_basis = inner.T @ centred
    slopes = np.linalg.solve(corner, on_basis)
    left = centred - inner @ on_basis
    unexplained = float(left @ left / (centred @ centred))
    if unexplained < NOTHING:
        raise PowermapError(
            f"'{data.outcome.label}' is made up of the predictors without remainder; there is nothing to test.",
            fix="Leave out the predictor that repeats it.",
        )
    freedom = m - k - 1
    inverse = np.linalg.inv(corner)
    spread = np.r_[1 / m + ((means @ inverse) ** 2).sum(), (inverse**2).sum(axis=1)]
    estimate = np.r_[data.tie.mean() - means @ slopes, slopes]
    error = np.sqrt(spread * (left @ left) / freedom)
    fit = {"r2": 1 - unexplained, "r2_adjusted": 1 - unexplained * (m - 1) / freedom}
    return estimate, error, fit


def _linear_draws(data: PairData, permutations: int, seed: int, progress: Progress | None) -> Floats:
    """Return the partial correlation of the outcome with each shuffled predictor, the others held equal."""
    pairs, left = data.pairs, _Left(data)
    k = len(data.labels)
    tie = data.tie - data.tie.mean()
    on_basis = left.basis.T @ tie
    rest = tie - left.basis @ on_basis
    # Where no gap moves, what is shuffled keeps its sum (nought) and its length (1).
    first = 1 if pairs.steady else 0
    onto = np.zeros((pairs.seen.size, k + 2 - first))
    onto[pairs.cells] = np.column_stack([left.basis[:, first:], rest])
    unit = left.unit[first:]
    fixed = on_basis[first:] @ unit  # what the outcome has of each predictor that is its own
    outcome_square = rest @ rest + fixed**2
    moved = Shuffled(left.matrices(pairs, seed))
    there = np.zeros(pairs.seen.size)
    there[pairs.cells] = 1.0

    def of_block(orders: Whole) -> Floats:
        products = np.empty((len(orders), onto.shape[1], k))
        squares = np.ones((len(orders), k))
        for i, order in enumerate(orders):
            sides = moved.to(order)
            products[i] = _beside([onto.T @ side for side in sides], k)
            if first == 0:
                squares[i] = _beside([there @ side**2 for side in sides], k)
        with_basis, with_rest = products[:, :-1], products[:, -1]
        own = np.einsum("bak,ak->bk", with_basis, unit)
        # Of the shuffled predictor, what is left beside the others.
        square = squares - (with_basis**2).sum(axis=1) + own**2
        length = np.sqrt(np.where(square > NOTHING * np.maximum(squares, NOTHING), square, np.nan) * outcome_square)
        return np.asarray(np.clip((with_rest + fixed * own) / length, -1, 1))

    return drawn(pairs, of_block, k, draws=permutations, seed=seed, progress=progress)


def _beside(sides: list[Floats], k: int) -> Floats:
    """Return the columns of all sides one beside the other, without those that only fill up."""
    return (sides[0] if len(sides) == 1 else np.concatenate(sides, axis=-1))[..., :k]


def _scaled(data: PairData) -> tuple[Floats, Floats, Floats]:
    """Return the predictors as rows with mean 0 and spread 1, after a row of ones; their means and spreads."""
    mean, spread = data.design.mean(axis=0), data.design.std(axis=0)
    return np.vstack([np.ones(len(data.tie)), ((data.design - mean) / spread).T]), mean, spread


def _logistic(data: PairData) -> tuple[Floats, Floats, dict[str, float]]:
    """Return coefficients and their standard errors, the intercept first, and how well the whole fits."""
    if not data.binary:
        raise PowermapError(
            f"'{data.outcome.label}' has values other than 0 and 1, and a logistic fit is about ties or none.",
            fix="Use strength=False, or method='linear'.",
        )
    rows, mean, spread = _scaled(data)
    share = float(data.tie.mean())
    start = np.zeros(len(rows))
    start[0] = np.log(share / (1 - share))
    found = logistic(rows, data.tie, start)
    if not found.settled:
        raise _separated(data, found)
    # Back to the predictors as they were given.
    back = np.diag(np.r_[1.0, 1 / spread])
    back[0, 1:] = -mean / spread
    estimate = back @ found.coefficients
    error = np.sqrt(np.diag(back @ found.covariance @ back.T))
    here, null = deviance(rows, data.tie, found.coefficients), deviance(rows, data.tie, start)
    fit = {"deviance": here, "null_deviance": null, "aic": here + 2 * len(rows), "r2_mcfadden": 1 - here / null}
    return estimate, error, fit


def _separated(data: PairData, found: Logistic) -> PowermapError:
    """Return the error that names the predictors whose coefficients run off."""
    step = np.abs(found.step[1:])
    runs = [i for i, size in enumerate(step) if not size < STILL_RUNNING]
    who = " and ".join(f"'{data.labels[i]}'" for i in runs) or "the predictors together"
    for i in runs:
        values = np.unique(data.design[:, i])
        for value in values if len(values) == 2 else ():
            of = data.tie[data.design[:, i] == value]
            if np.ptp(of) == 0:
                every = f"every one of the {len(of):,} pairs has {'a' if of[0] else 'no'} tie"
                who = f"'{data.labels[i]}' (where it is {value:g}, {every})"
    return PowermapError(
        f"The logistic fit has no answer: {who} tells some pairs with a tie from those without one without fail, "
        "so that its coefficient would be infinite.",
        fix="Leave it out, or use method='linear'.",
    )


def _logistic_draws(data: PairData, permutations: int, seed: int, progress: Progress | None) -> Floats:
    """Return z of each shuffled predictor, fitted together with the others."""
    pairs, left = data.pairs, _Left(data)
    k = len(data.labels)
    rows, _, _ = _scaled(data)
    moved = Shuffled(left.matrices(pairs, seed))
    size = np.sqrt(len(data.tie))  # so that what is shuffled has a spread of 1
    others, starts = [], []
    for i in range(k):
        without = np.delete(rows, i + 1, axis=0)
        start = np.zeros(k)
        share = data.tie.mean()
        start[0] = np.log(share / (1 - share))
        starts.append(np.append(logistic(without, data.tie, start).coefficients, 0.0))
        others.append(np.vstack([without, np.zeros(len(data.tie))]))

    def of_block(orders: Whole) -> Floats:
        z = np.empty((len(orders), k))
        for b, order in enumerate(orders):
            shuffled = _beside([side[pairs.cells] for side in moved.to(order)], k)
            for i in range(k):
                others[i][-1] = size * shuffled[:, i]
                found = logistic(others[i], data.tie, starts[i], tolerance=1e-12)
                error = found.covariance[-1, -1]
                z[b, i] = found.coefficients[-1] / np.sqrt(error) if found.settled and error > 0 else np.nan
        return z

    return drawn(pairs, of_block, k, draws=permutations, seed=seed, progress=progress)
