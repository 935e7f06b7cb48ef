"""Shuffled voice labels: who would hold how much if power had nothing to do with voice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from powermap.measures.kernels import answered
from powermap.network import Bools, Floats, Network, Whole

#: Shuffles are made in blocks of this many, each from its own seed.
BLOCK = 512

#: Up to this many different arrangements of the labels are all gone through, where that is asked for.
MOST_ARRANGEMENTS = 20_000


@dataclass(frozen=True, eq=False)
class Labels:
    """Every shuffle of the labels of some actors.

    An actor's label is its whole set of voices, which moves together. Labels move only among actors of the same
    stratum (those who answered, and those who did not, unless other strata were given).

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
    every : bool
        Whether *shuffled* holds every arrangement there is but the observed one, once, and no chance is left. The
        (1 + as far out) / (1 + shuffles) of any p-value is then the share of all arrangements.
    """

    order: NDArray[np.intp]
    strata: tuple[slice, ...]
    belongs: Bools
    actual: NDArray[np.intp]
    shuffled: NDArray[np.int16]
    every: bool = False

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
    strata: Whole | None = None,
    exact: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> Labels:
    """Shuffle the labels of the actors *among*, within strata: without any given, those who answered, and the rest.

    Block b of the shuffles comes from the b-th child of *seed*, so that it does not matter in how many blocks or
    processes they are made. *exact* puts every arrangement in the place of shuffles where there are few enough.
    """
    membership = np.array(list(groups.values()), dtype=bool).reshape(len(groups), len(network)).T
    chosen = np.flatnonzero(among)
    of = (~answered(network)).astype(np.intp) if strata is None else strata
    order = chosen[np.argsort(of[chosen], kind="stable")]
    ends = np.cumsum(np.unique(of[chosen], return_counts=True)[1]).tolist()
    parts = tuple(slice(start, end) for start, end in zip([0, *ends], ends, strict=False))
    belongs, actual = np.unique(membership[order], axis=0, return_inverse=True)
    actual = actual.reshape(-1)
    if exact and arrangements(actual, parts) <= MOST_ARRANGEMENTS:
        return Labels(order, parts, belongs, actual, _others(actual, parts), every=True)
    shuffled = np.empty((draws, len(order)), dtype=np.int16)
    starts = range(0, draws, BLOCK)
    for start, child in zip(starts, np.random.SeedSequence(seed).spawn(len(starts)), strict=True):
        rng = np.random.default_rng(child)
        rows = min(BLOCK, draws - start)
        for part in parts:
            # A whole block is drawn even where the last is cut short: fewer draws are then the first of more.
            block = rng.permuted(np.tile(actual[part].astype(np.int16), (BLOCK, 1)), axis=1)
            shuffled[start : start + rows, part] = block[:rows]
        if progress is not None:
            progress("Shuffling the voices", start + rows, draws)
    return Labels(order, parts, belongs, actual, shuffled)


def arrangements(actual: Whole, strata: tuple[slice, ...]) -> int:
    """Return in how many different ways the labels *actual* can be arranged within the strata.

    Examples
    --------
    >>> arrangements(np.array([0, 0, 1, 1, 0, 1]), (slice(0, 4), slice(4, 6)))
    12
    """
    ways = 1
    for part in strata:
        left = len(actual[part])
        for size in np.unique(actual[part], return_counts=True)[1].tolist():
            ways *= comb(left, size)
            left -= size
            if ways > MOST_ARRANGEMENTS:
                return ways  # far more are never gone through, and the number would grow to thousands of digits
    return ways


def how_drawn(permutations: int, seed: int, arrangements: Mapping[str, int], measures: Iterable[str]) -> str:
    """Say in words what the arrangements of a test were; *arrangements* as in `PermutationResult`.

    >>> how_drawn(9999, 1, {"reach": 70}, ["reach", "pagerank"])
    'every arrangement of the labels: 70 for reach; else 9,999 permutations, seed 1'
    """
    drawn = f"{permutations:,} permutations, seed {seed}"
    if not arrangements:
        return drawn
    every = ", ".join(f"{n:,} for {name}" for name, n in arrangements.items())
    left = set(measures) - set(arrangements)
    return f"every arrangement of the labels: {every}{'; else ' + drawn if left else ''}"


def _others(actual: Whole, strata: tuple[slice, ...]) -> NDArray[np.int16]:
    """Return every arrangement of the labels within the strata, but the observed one."""
    every = np.zeros((1, 0), dtype=np.int16)
    for part in strata:
        own = _ways(actual[part])
        every = np.hstack([np.repeat(every, len(own), axis=0), np.tile(own, (len(every), 1))])
    return np.ascontiguousarray(every[(every != actual).any(axis=1)])


def _ways(labels: Whole) -> NDArray[np.int16]:
    """Return every different order of *labels*: each kind in turn takes any of the places that are left."""
    ways = np.full((1, len(labels)), -1, dtype=np.int16)
    for kind, size in zip(*np.unique(labels, return_counts=True), strict=True):
        left = np.nonzero(ways < 0)[1].reshape(len(ways), -1)
        picks = np.array(list(combinations(range(left.shape[1]), int(size))), dtype=np.intp)
        taken = left[:, picks]
        ways = np.repeat(ways, len(picks), axis=0)
        np.put_along_axis(ways, taken.reshape(len(ways), -1), np.int16(kind), axis=1)
    return ways
