"""An outcome and its predictors on the pairs that were observed in all of them, looked over before any fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from powermap.errors import PowermapError
from powermap.inference.family import FEWEST
from powermap.inference.predictors import Predictor, aligned, predictor, relation, without_direction
from powermap.inference.shuffled_pairs import Pairs
from powermap.network import Bools, Floats, Network

#: A predictor of which less than this is left (of its length) beside the others is made up of them, as in R.
COLLINEAR = 1e-7


@dataclass(frozen=True, eq=False)
class PairData:
    """What a fit needs.

    Parameters
    ----------
    outcome : Predictor
    predictors : tuple of Predictor
    pairs : Pairs
        Where all of them were observed.
    tie : (m,) array of float
        The outcome of each pair.
    design : (m, k) array of float
        The predictors of each pair, a column each.
    possible : int
        How many pairs of actors there are.
    left_out : dict of str to int
        Of how many pairs each of them is not known; a pair may be counted more than once.
    """

    outcome: Predictor
    predictors: tuple[Predictor, ...]
    pairs: Pairs
    tie: Floats
    design: Floats
    possible: int
    left_out: dict[str, int]

    @property
    def binary(self) -> bool:
        """Whether the outcome is 0 or 1 throughout."""
        return bool(((self.tie == 0) | (self.tie == 1)).all())

    @property
    def labels(self) -> list[str]:
        """The names of the predictors."""
        return [one.label for one in self.predictors]

    @cached_property
    def basis(self) -> tuple[Floats, Floats]:
        """The predictors less their means, as orthonormal columns (m, k) times a triangle (k, k)."""
        inner, corner = np.linalg.qr(self.design - self.design.mean(axis=0))
        return np.asarray(inner), np.asarray(corner)

    def used(self) -> str:
        """Return in words which pairs the fit stands on."""
        text = f"{len(self.pairs):,} of the {self.possible:,} possible pairs were observed and are used."
        if self.left_out:
            told = "; ".join(f"'{label}' is not known of {count:,}" for label, count in self.left_out.items())
            text += f" Left out: {told}."
        return text


def pair_data(outcome: Any, predictors: Any, *, directed: bool, strength: bool) -> PairData:
    """Return an outcome and its predictors, matched by actor, on the pairs observed in all.

    Raises
    ------
    PowermapError
        Something is not about these actors, is the same for every pair, tells only one or two actors from the
        others, or is made up of others (named); or there are too few pairs.
    """
    of = relation(outcome, strength=strength) if isinstance(outcome, Network) else predictor(outcome, "outcome")
    n = len(of.matrix)
    given = _listed(predictors, of, outcome)
    if not directed:
        of = Predictor(of.label, without_direction(of, of.matrix), of.words, of.names)
    matrices = [aligned(one, of.names, n) for one in given]
    if not directed:
        matrices = [without_direction(one, matrix) for one, matrix in zip(given, matrices, strict=True)]
    apart = ~np.eye(n, dtype=bool)
    possible = apart if directed else np.tril(apart)
    missing = {
        one.label: int((np.isnan(matrix) & possible).sum())
        for one, matrix in zip([of, *given], [of.matrix, *matrices], strict=True)
    }
    seen = apart & ~np.isnan([of.matrix, *matrices]).any(axis=0)
    pairs = Pairs(seen, directed)
    data = PairData(
        of,
        given,
        pairs,
        pairs.column(of.matrix),
        np.column_stack([pairs.column(matrix) for matrix in matrices]),
        int(possible.sum()),
        {label: count for label, count in missing.items() if count},
    )
    _look_over(data)
    return data


def _listed(predictors: Any, of: Predictor, outcome: Any) -> tuple[Predictor, ...]:
    """Return the predictors as a tuple, each with a name of its own."""
    if isinstance(predictors, Mapping):
        given = [predictor(one, str(label)) for label, one in predictors.items()]
    elif isinstance(predictors, Sequence):
        given = [predictor(one, "" if isinstance(one, Predictor | Network) else f"predictor {i}")
                 for i, one in enumerate(predictors, start=1)]  # fmt: skip
    else:
        raise PowermapError(
            "The predictors must be a list, or a dictionary of name to predictor.",
            fix="For one predictor write [it].",
        )
    if not given:
        raise PowermapError("There is no predictor.", fix="Give at least one.")
    labels = [of.label, *(one.label for one in given)]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        raise PowermapError(
            f"'{twice[0]}' is the name of two things in this fit.",
            fix="Give the predictors as a dictionary with a name for each.",
        )
    return tuple(given)


def _about(pairs: Bools, most: int) -> bool:
    """Tell whether every one of these pairs is with one of at most so many actors.

    >>> star, triangle = np.zeros((2, 4, 4), dtype=bool)
    >>> star[0, 1:] = True
    >>> triangle[[0, 1, 2], [1, 2, 0]] = True
    >>> _about(star, 1), _about(triangle, 1), _about(triangle, 2)
    (True, False, True)
    """
    if not pairs.any():
        return True
    for actor in np.argwhere(pairs)[0] if most else ():
        left = pairs.copy()
        left[actor] = left[:, actor] = False
        if _about(left, most - 1):
            return True
    return False


def _few(data: PairData, column: Floats) -> bool:
    """Tell whether what this predictor has, or has not, is all with fewer than three actors."""
    here = np.where(data.pairs.seen, data.pairs.square(column), np.nan)
    return _about(here > column.min(), FEWEST - 1) or _about(here < column.max(), FEWEST - 1)


def _look_over(data: PairData) -> None:
    """Refuse what cannot be fitted, by name."""
    m, k = data.design.shape
    if m <= k + 1:
        raise PowermapError(
            f"{data.used()} That is too few to say anything about {k} predictor{'' if k == 1 else 's'}.",
            fix="Use fewer predictors, or ones that are known of more actors.",
        )
    if np.ptp(data.tie) == 0:
        raise PowermapError(
            f"'{data.outcome.label}' is {data.tie[0]:g} for every pair that is used; nothing can go with that.",
            fix=data.used(),
        )
    for i, label in enumerate(data.labels):
        column = data.design[:, i]
        if np.ptp(column) == 0:
            raise PowermapError(
                f"'{label}' is {column[0]:g} for every pair that is used, so that it explains nothing.",
                fix=f"Leave it out. {data.used()}",
            )
        if data.predictors[i].of_group and _few(data, column):
            raise PowermapError(
                f"'{label}' tells fewer than {FEWEST} actors from the others in the pairs that are used: a result "
                "would be about single actors and not about a group.",
                fix=f"Leave it out, or use larger groups. {data.used()}",
            )
    corner = data.basis[1]
    lengths = np.linalg.norm(corner, axis=0)
    for i, label in enumerate(data.labels):
        if abs(corner[i, i]) < COLLINEAR * lengths[i]:
            share = np.linalg.solve(corner[:i, :i], corner[:i, i]) * lengths[:i] / lengths[i]
            others = [f"'{data.labels[j]}'" for j in np.flatnonzero(np.abs(share) > 1e-6)]
            raise PowermapError(
                f"'{label}' is made up of {' and '.join(others)}, so that they cannot be told apart.",
                fix="Leave one of them out.",
            )
