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

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd

from powermap.errors import UnknownChoiceError
from powermap.inference.family import holm
from powermap.inference.pair_data import pair_data
from powermap.inference.predictors import Predictor, predictor
from powermap.inference.qap_linear import Progress, linear_draws, linear_fit
from powermap.inference.qap_logistic import logistic_draws, logistic_fit
from powermap.inference.qap_result import MrqapResult, QapCorrelationResult
from powermap.inference.values import enough_draws
from powermap.network import Floats, Network

#: Values that differ by less than this are the same but for rounding; z, which ends a search, is less exact.
ROUNDING, ROUNDING_OF_Z = 1e-8, 1e-5

Given: TypeAlias = Predictor | Network | pd.DataFrame | Floats


def qap_correlation(
    outcome: Given,
    other: Given,
    *,
    directed: bool = True,
    strength: bool = False,
    exact: bool = True,
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
    exact : bool
        Go through every order of the actors where there are at most 20,000 (7 actors, or 9 in two parts); p is then
        the share of them that is as far out, the observed one included.
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
    enough_draws(permutations)
    one, two = (
        predictor(given, "") if isinstance(given, Predictor | Network) else None for given in (outcome, other)
    )
    name = "other" if two is None else two.label
    name = f"{name} (other)" if one is not None and name == one.label else name
    data = pair_data(outcome, {name: other}, directed=directed, strength=strength)
    tie, column = (values - values.mean() for values in (data.tie, data.design[:, 0]))
    correlation = float(np.clip(tie @ column / np.sqrt((tie @ tie) * (column @ column)), -1, 1))
    partial, every = linear_draws(data, permutations, seed, exact, progress)
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
        asked=len(draws) if every else permutations,
        seed=seed,
        every=every,
    )


def mrqap(
    outcome: Given,
    predictors: Mapping[str, Given] | Sequence[Given],
    *,
    method: str = "linear",
    directed: bool = True,
    strength: bool = False,
    exact: bool = True,
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
    exact : bool
        Go through every order of the actors where there are at most 20,000 (7 actors, or 9 in two parts); p is then
        the share of them that is as far out, the observed one included.
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
        A predictor is the same for every pair, tells a group of fewer than 3 from the others, is made up of other
        predictors, or tells ties from gaps without fail (logistic); or there are too few pairs. The message names
        it.

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
    enough_draws(permutations)
    data = pair_data(outcome, predictors, directed=directed, strength=strength)
    if method == "linear":
        estimate, error, fit = linear_fit(data)
        partial, every = linear_draws(data, permutations, seed, exact, progress)
        freedom = len(data.pairs) - len(data.labels) - 1
        with np.errstate(divide="ignore"):
            draws = partial * np.sqrt(freedom / np.maximum(1 - partial**2, 0))
    else:
        estimate, error, fit = logistic_fit(data)
        draws, every = logistic_draws(data, permutations, seed, exact, progress)
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
        asked=len(draws) if every else permutations,
        seed=seed,
        every=every,
    )


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
