"""A logistic fit over pairs, and what shuffled actors make of it."""

from __future__ import annotations

import numpy as np

from powermap.errors import PowermapError
from powermap.inference.logistic import LARGEST_VARIANCE, Logistic, deviance, logistic
from powermap.inference.pair_data import PairData
from powermap.inference.qap_linear import Left, Progress, beside
from powermap.inference.shuffled_pairs import Shuffled, drawn
from powermap.network import Floats, Whole

#: In a logistic fit without an answer, a predictor whose last step, for a spread of 1, is longer has none itself.
STILL_RUNNING = 0.01


def _scaled(data: PairData) -> tuple[Floats, Floats, Floats]:
    """Return the predictors as rows with mean 0 and spread 1, after a row of ones; their means and spreads."""
    mean, spread = data.design.mean(axis=0), data.design.std(axis=0)
    return np.vstack([np.ones(len(data.tie)), ((data.design - mean) / spread).T]), mean, spread


def logistic_fit(data: PairData) -> tuple[Floats, Floats, dict[str, float]]:
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
    """Return the error that names the predictors whose coefficients run off, or can hardly be told apart."""
    step = np.abs(found.step)
    if step.max() < STILL_RUNNING:
        error = np.diag(found.covariance)[1:]
        vague = " and ".join(f"'{data.labels[i]}'" for i in np.flatnonzero(~(error < LARGEST_VARIANCE)))
        return PowermapError(
            f"{vague or 'The predictors'} can hardly be told apart, so that the logistic fit has no answer.",
            fix="Leave one of them out, or use method='linear'.",
        )
    runs = [i for i, size in enumerate(step[1:]) if not size < STILL_RUNNING]
    who = " and ".join(f"'{data.labels[i]}'" for i in runs) or "the predictors together"
    tell = "tell" if len(runs) != 1 else "tells"
    for i in runs:
        values = np.unique(data.design[:, i])
        for value in values if len(values) == 2 else ():
            of = data.tie[data.design[:, i] == value]
            if np.ptp(of) == 0:
                every = f"every one of the {len(of):,} pairs has {'a' if of[0] else 'no'} tie"
                who, tell = f"'{data.labels[i]}' (where it is {value:g}, {every})", "tells"
    return PowermapError(
        f"The logistic fit has no answer: {who} {tell} some pairs with a tie from those without one without fail, "
        "so that its coefficient would be infinite.",
        fix="Leave it out, or use method='linear'.",
    )


def logistic_draws(
    data: PairData, permutations: int, seed: int, exact: bool, progress: Progress | None
) -> tuple[Floats, bool]:
    """Return z of each shuffled predictor, fitted together with the others."""
    pairs, left = data.pairs, Left(data)
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
            shuffled = beside([side[pairs.cells] for side in moved.to(order)], k)
            for i in range(k):
                others[i][-1] = size * shuffled[:, i]
                found = logistic(others[i], data.tie, starts[i], tolerance=1e-12)
                error = found.covariance[-1, -1]
                z[b, i] = found.coefficients[-1] / np.sqrt(error) if found.settled and error > 0 else np.nan
        return z

    return drawn(pairs, of_block, k, draws=permutations, seed=seed, exact=exact, progress=progress)
