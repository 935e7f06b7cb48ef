"""Shuffled voice labels: who would hold how much if power had nothing to do with voice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from powermap.measures.kernels import answered
from powermap.network import Bools, Floats, Network

#: Shuffles are made in blocks of this many, each from its own seed.
BLOCK = 512


@dataclass(frozen=True, eq=False)
class Labels:
    """Every shuffle of the labels of some actors.

    An actor's label is its whole set of voices, which moves together. Labels move only among actors of the same
    stratum (those who answered, and those who did not).

    Parameters
    ----------
    order : (n,) array of int
        The actors, sorted by stratum: the columns of *shuffled*.
    strata : tuple of slice
        Where each stratum stands in *order*.
    belongs : (kinds, groups) array of bool
        Which groups a label belongs to.
    actual : (n,) array of int
        The label each actor has.
    shuffled : (draws, n) array of int
        The label each actor gets in each shuffle.
    """

    order: NDArray[np.intp]
    strata: tuple[slice, ...]
    belongs: Bools
    actual: NDArray[np.intp]
    shuffled: NDArray[np.int16]

    @property
    def members(self) -> Bools:
        """(n, groups) array of bool: who belongs to each group, in the order of *order*."""
        return np.asarray(self.belongs[self.actual], dtype=bool)

    def held(self, values: Floats, groups: Bools) -> Floats:
        """Return what each group holds of each column of *values* in every shuffle.

        Parameters
        ----------
        values : (n, columns) array of float
            In the order of *order*.
        groups : (kinds, columns) array of bool
            Which labels count towards each column.

        Returns
        -------
        (columns, draws) array of float
        """
        total = np.zeros((len(self.shuffled), values.shape[1]))
        for label in range(len(self.belongs)):
            columns = np.flatnonzero(groups[label])
            if not len(columns):
                continue
            part = np.ascontiguousarray(values[:, columns])
            for start in range(0, len(self.shuffled), BLOCK):
                block = slice(start, start + BLOCK)
                total[block, columns] += (self.shuffled[block] == label).astype(np.float64) @ part
        return np.ascontiguousarray(total.T)

    def expected(self, values: Floats, member: Bools) -> float:
        """Return what a group of these members holds on average over all shuffles, exactly."""
        return float(sum(values[part].sum() * member[part].mean() for part in self.strata))


def shuffle(
    network: Network,
    groups: dict[str, Bools],
    among: Bools,
    *,
    draws: int,
    seed: int,
    progress: Callable[[str, int, int], None] | None = None,
) -> Labels:
    """Shuffle the labels of the actors *among*, within those who answered and those who did not.

    Block b of the shuffles comes from the b-th child of *seed*, so that it does not matter in how many blocks or
    processes they are made.
    """
    membership = np.array(list(groups.values()), dtype=bool).reshape(len(groups), len(network)).T
    chosen = np.flatnonzero(among)
    there = answered(network)
    order = np.concatenate([chosen[there[chosen]], chosen[~there[chosen]]])
    first = int(there[chosen].sum())
    strata = tuple(part for part in (slice(0, first), slice(first, len(order))) if part.start < part.stop)
    belongs, actual = np.unique(membership[order], axis=0, return_inverse=True)
    actual = actual.reshape(-1)
    shuffled = np.empty((draws, len(order)), dtype=np.int16)
    starts = range(0, draws, BLOCK)
    for start, child in zip(starts, np.random.SeedSequence(seed).spawn(len(starts)), strict=True):
        rng = np.random.default_rng(child)
        rows = min(BLOCK, draws - start)
        for part in strata:
            # A whole block is drawn even where the last is cut short: fewer draws are then the first of more.
            block = rng.permuted(np.tile(actual[part].astype(np.int16), (BLOCK, 1)), axis=1)
            shuffled[start : start + rows, part] = block[:rows]
        if progress is not None:
            progress("Shuffling the voices", start + rows, draws)
    return Labels(order, strata, belongs, actual, shuffled)
