"""Least squares over pairs, and what shuffled actors make of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from powermap.errors import PowermapError
from powermap.inference.pair_data import PairData
from powermap.inference.shuffled_pairs import Pairs, Shuffled, drawn
from powermap.network import Floats, Whole

#: What is left of a shuffled predictor beside the others, as a share of its square, below which it is nothing.
NOTHING = 1e-12

Progress = Callable[[str, int, int], None]


class Left:
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


def linear_fit(data: PairData) -> tuple[Floats, Floats, dict[str, float]]:
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


def linear_draws(
    data: PairData, permutations: int, seed: int, exact: bool, progress: Progress | None
) -> tuple[Floats, bool]:
    """Return the partial correlation of the outcome with each shuffled predictor, the others held equal."""
    pairs, left = data.pairs, Left(data)
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
            products[i] = beside([onto.T @ side for side in sides], k)
            if first == 0:
                squares[i] = beside([there @ side**2 for side in sides], k)
        with_basis, with_rest = products[:, :-1], products[:, -1]
        own = np.einsum("bak,ak->bk", with_basis, unit)
        # Of the shuffled predictor, what is left beside the others.
        square = squares - (with_basis**2).sum(axis=1) + own**2
        length = np.sqrt(np.where(square > NOTHING * np.maximum(squares, NOTHING), square, np.nan) * outcome_square)
        return np.asarray(np.clip((with_rest + fixed * own) / length, -1, 1))

    return drawn(pairs, of_block, k, draws=permutations, seed=seed, exact=exact, progress=progress)


def beside(sides: list[Floats], k: int) -> Floats:
    """Return the columns of all sides one beside the other, without those that only fill up."""
    return (sides[0] if len(sides) == 1 else np.concatenate(sides, axis=-1))[..., :k]
