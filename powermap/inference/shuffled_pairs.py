"""Pairs of actors, and what shuffling the actors does to a matrix about them.

Which pairs can be used is kept in a mask of observed pairs, and three things follow from it. Pairs that were not
observed are left out of the fit. Actors are shuffled only among those of whom the same kind of thing was seen:
those who answered among themselves, and those who did not among themselves, so that a silent row never lands on
one that was heard, and silence cannot pass as a pattern. And where single answers are missing, a gap that a shuffle
puts where a pair was seen needs a value: it gets what the rest of its row and column suggest, and a remainder drawn
from the others, so that it varies as they do. (With nought instead, shuffles vary too little: with a quarter of the
answers left out, and senders and receivers that differ, 5% became 5 to 7% in a simulation.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, permutations, product
from math import factorial, prod

import numpy as np

from powermap.inference.labels import MOST_ARRANGEMENTS
from powermap.network import Bools, Floats, Whole

#: Shuffles are made in blocks of this many, each from its own seed; Ctrl-C loses no more than one block.
BLOCK = 32

#: How often row and column means are taken in turn, to find what they add up to.
ROUNDS = 50

#: So many matrices are moved at once: NumPy copies 8, 16 and 32 bytes at a time faster than any other number.
WIDTHS = (1, 2, 4)


@dataclass(frozen=True, eq=False)
class Pairs:
    """The pairs of actors that a fit stands on.

    Parameters
    ----------
    seen : (n, n) array of bool
        Where everything was observed; the diagonal is False. Symmetric where *directed* is False.
    directed : bool
        Whether i, j and j, i are two pairs or one.

    Examples
    --------
    >>> seen = ~np.eye(4, dtype=bool)
    >>> seen[3] = False  # the last actor did not answer
    >>> pairs = Pairs(seen, directed=True)
    >>> len(pairs), [part.tolist() for part in pairs.strata], pairs.steady
    (9, [[3], [0, 1, 2]], True)
    """

    seen: Bools
    directed: bool

    def __len__(self) -> int:
        return len(self.cells)

    @cached_property
    def cells(self) -> Whole:
        """Where each pair stands in a matrix laid out row after row; undirected, in the half below the diagonal."""
        return np.flatnonzero(self.seen if self.directed else np.tril(self.seen))

    @cached_property
    def strata(self) -> list[Whole]:
        """The actors among whom shuffles are made: alike in whether they were heard, and heard about."""
        kind = 2 * self.seen.any(axis=1) + self.seen.any(axis=0)
        return [np.flatnonzero(kind == one) for one in np.unique(kind)]

    @cached_property
    def steady(self) -> bool:
        """Whether no shuffle moves a gap: between any two strata, all pairs are seen or none is."""
        for one in self.strata:
            for other in self.strata:
                block = self.seen[np.ix_(one, other)]
                pairs = len(one) * len(other) - (len(one) if one is other else 0)
                if block.any() and block.sum() < pairs:
                    return False
        return True

    def column(self, matrix: Floats) -> Floats:
        """Return what *matrix* says of each pair."""
        return np.asarray(matrix.reshape(-1)[self.cells], dtype=float)

    def square(self, column: Floats) -> Floats:
        """Return a matrix with the value of each pair in its place, and nought where there is none."""
        n = len(self.seen)
        flat = np.zeros(n * n)
        flat[self.cells] = column
        matrix: Floats = flat.reshape(n, n)
        return matrix if self.directed else matrix + matrix.T

    def filled(self, column: Floats, seed: int) -> Floats:
        """Return a matrix of what is to be shuffled, with a value in each gap that a shuffle could move.

        Examples
        --------
        Of rows and columns that add up, a gap gets what they add up to:

        >>> matrix = np.add.outer([0.0, 1, 2, 3], [0.0, 10, 20, 30])
        >>> seen = ~np.eye(4, dtype=bool)
        >>> seen[3, 0] = False
        >>> pairs = Pairs(seen, directed=True)
        >>> float(pairs.filled(pairs.column(matrix), seed=1)[3, 0].round(6))
        3.0
        """
        matrix = self.square(column)
        if self.steady:
            return matrix
        rows, columns = np.zeros(len(matrix)), np.zeros(len(matrix))
        of_rows, of_columns = (np.maximum(self.seen.sum(axis=axis), 1) for axis in (1, 0))
        for _ in range(ROUNDS):
            rows = (matrix - self.seen * columns).sum(axis=1) / of_rows
            columns = (matrix - self.seen * rows[:, None]).sum(axis=0) / of_columns
        suggested = rows[:, None] + columns
        rest = self.column(matrix - suggested)
        drawn_rest = np.random.default_rng([seed, ROUNDS]).choice(rest, size=matrix.shape)
        value = suggested + drawn_rest
        if not self.directed:
            value = np.tril(suggested + suggested.T, -1) / 2 + np.tril(drawn_rest, -1)
            value += value.T
        heard, heard_about = (np.asarray(self.seen.any(axis=axis)) for axis in (1, 0))
        gap = ~self.seen & heard[:, None] & heard_about
        np.fill_diagonal(gap, val=False)
        return np.where(gap, value, matrix)

    @property
    def arrangements(self) -> int:
        """In how many orders shuffles can put the actors; those that differ only by name count as several."""
        return prod(factorial(len(part)) for part in self.strata)

    def every(self) -> Iterator[Whole]:
        """Yield every order but the one that is there, a block at a time.

        >>> pairs = Pairs(~np.eye(3, dtype=bool), directed=True)
        >>> [block.tolist() for block in pairs.every()]
        [[[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]]
        """
        ways = islice(product(*(permutations(part.tolist()) for part in self.strata)), 1, None)
        where = np.concatenate(self.strata)
        for some in iter(lambda: list(islice(ways, BLOCK)), []):
            orders = np.empty((len(some), len(where)), dtype=np.intp)
            orders[:, where] = [[actor for part in way for actor in part] for way in some]
            yield orders

    def shuffles(self, draws: int, seed: int) -> Iterator[Whole]:
        """Yield shuffled orders of the actors, a block at a time: block b comes from the b-th child of *seed*."""
        n, starts = len(self.seen), range(0, draws, BLOCK)
        for start, child in zip(starts, np.random.SeedSequence(seed).spawn(len(starts)), strict=True):
            rng = np.random.default_rng(child)
            orders = np.empty((BLOCK, n), dtype=np.intp)
            for part in self.strata:
                # A whole block is drawn even where the last is cut short: fewer draws are the first of more.
                orders[:, part] = rng.permuted(np.tile(part, (BLOCK, 1)), axis=1)
            yield orders[: min(BLOCK, draws - start)]


class Shuffled:
    """Matrices whose rows and columns are put in a new order, all in the same one.

    The matrices lie side by side, so that one cell of each is copied at once, which is faster than taking each by
    itself.

    Examples
    --------
    >>> moved = Shuffled([np.arange(9.0).reshape(3, 3)])
    >>> moved.to(np.array([2, 0, 1]))[0][:, 0].reshape(3, 3).tolist()
    [[8.0, 6.0, 7.0], [2.0, 0.0, 1.0], [5.0, 3.0, 4.0]]
    """

    def __init__(self, matrices: Sequence[Floats]) -> None:
        self.sides: list[Floats] = []
        for start in range(0, len(matrices), WIDTHS[-1]):
            some = matrices[start : start + WIDTHS[-1]]
            width = next(width for width in WIDTHS if width >= len(some))
            side = np.zeros((*some[0].shape, width))
            side[:, :, : len(some)] = np.stack(some, axis=-1)
            self.sides.append(side)
        # Made once: asking the system for new memory at every shuffle takes longer than the copying.
        self.spare = [(np.empty_like(side), np.empty_like(side)) for side in self.sides]

    def to(self, order: Whole) -> list[Floats]:
        """Return the matrices in this order, each side as (n * n, width); the next call writes over them."""
        moved = []
        for side, (rows, both) in zip(self.sides, self.spare, strict=True):
            side.take(order, axis=0, out=rows, mode="clip")
            rows.take(order, axis=1, out=both, mode="clip")
            moved.append(both.reshape(-1, side.shape[2]))
        return moved


def drawn(
    pairs: Pairs,
    of_block: Callable[[Whole], Floats],
    columns: int,
    *,
    draws: int,
    seed: int,
    exact: bool,
    progress: Callable[[str, int, int], None] | None,
) -> tuple[Floats, bool]:
    """Return what *of_block* makes of every shuffle, or of those done when Ctrl-C was pressed.

    With *exact*, shuffles are all the orders that there are, where these are few enough.

    Returns
    -------
    (draws, columns) array of float
        Shorter after Ctrl-C; if not even one block was done then, or all orders are gone through,
        KeyboardInterrupt goes on its way.
    bool
        Whether these are all the orders that there are, but the one that is there.
    """
    done = [np.empty((0, columns))]
    every = exact and pairs.arrangements <= MOST_ARRANGEMENTS
    draws = pairs.arrangements - 1 if every else draws
    try:
        for orders in pairs.every() if every else pairs.shuffles(draws, seed):
            done.append(of_block(orders))
            if progress is not None:
                progress("Shuffling the members", sum(map(len, done)), draws)
    except KeyboardInterrupt:
        if len(done) == 1 or every:  # all orders come one after the other: the first of them are no random draw
            raise
    return np.concatenate(done), every
