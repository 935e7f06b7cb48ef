"""Networks of actors drawn with replacement from a network.

An actor is drawn with its own answers, its silence, and what others say of it. An answer that was not observed
stays unobserved in every draw: nothing is filled in, and measures go on counting observed answers only. Where
an actor is drawn twice, what its two copies say of each other is taken from a pair of actors drawn at random
among the pairs observed both ways (Snijders & Borgatti 1999), both of the same group as the actor where there
is such a pair. The copies of a silent actor are silent about each other too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from powermap.inference.numbers import Numbers, numbers_of
from powermap.measures.kernels import partition
from powermap.network import By, Network, Whole

#: Draws are made in blocks of this many, each from its own seed.
BLOCK = 50


class Resampler:
    """Draws the actors of a network with replacement, and puts together the network that they make.

    Parameters
    ----------
    network : Network
    by : {'voice', 'sector'} or sequence, optional
        What a pair must have in common with an actor to stand in for its two copies. Without it, any pair may.
    """

    def __init__(self, network: Network, by: By | None = None) -> None:
        self.network = network
        kind = np.zeros(len(network), dtype=np.intp) if by is None else partition(network, by)[1]
        one, other = np.nonzero(np.triu(network.observable & network.observable.T))
        # Each pair in both orders, so that no direction is preferred.
        self.one, self.other = np.concatenate([one, other]), np.concatenate([other, one])
        self.kind = kind
        alike = kind[self.one] == kind[self.other]
        everywhere = np.arange(len(self.one))
        self.pools = {
            k: pool if len(pool) else everywhere
            for k in np.unique(kind).tolist()
            for pool in [np.flatnonzero(alike & (kind[self.one] == k))]
        }

    def made_of(self, drawn: Whole, rng: np.random.Generator) -> Network:
        """Return the network that the actors *drawn* make; an actor may be drawn several times.

        Parameters
        ----------
        drawn : (m,) array of int
            Places in ``network.names``.
        """
        network = self.network
        cross = np.ix_(drawn, drawn)
        strength, nameable = network.strength[cross], network.nameable[cross]
        observable = network.observable[cross]
        responded, listed = network.responded[drawn], network.listed[drawn]
        first, second = self._copies(drawn)
        nameable[first, second] = nameable[second, first] = listed[first]
        if len(self.one) and len(first):
            heard = responded[first] & listed[first]
            first, second = first[heard], second[heard]
            pair = self._pairs(self.kind[drawn[first]], rng)
            one, other = self.one[pair], self.other[pair]
            strength[first, second], strength[second, first] = (
                network.strength[one, other],
                network.strength[other, one],
            )
            observable[first, second] = observable[second, first] = True
        np.fill_diagonal(nameable, val=False)
        ties = np.argwhere((strength > 0) & observable)
        return replace(
            network,
            names=_names(network, drawn),
            senders=np.ascontiguousarray(ties[:, 0]),
            receivers=np.ascontiguousarray(ties[:, 1]),
            tie_strengths=strength[tuple(ties.T)],
            listed=listed,
            responded=responded,
            seat=network.seat[drawn],
            sector=tuple(network.sector[i] for i in drawn),
            voices=tuple(network.voices[i] for i in drawn),
            besides=np.empty((0, 2), dtype=np.intp) if listed.all() else np.argwhere(nameable & ~listed),
            left_out=np.argwhere(nameable & responded[:, None] & ~observable),
        )

    def left_out(self, numbers: Numbers) -> pd.DataFrame:
        """Return the numbers with each actor left out in turn: how far from their mean, times a factor.

        With the factor, the square root of (n - 2) / 2n, the squares add up to the variance that the jackknife
        gives (Snijders & Borgatti 1999).
        """
        n = len(self.network)
        nothing_drawn = np.random.default_rng(0)  # no actor comes twice
        rows = [numbers_of(numbers, self.made_of(np.delete(np.arange(n), i), nothing_drawn)) for i in range(n)]
        table = pd.DataFrame(rows)
        return (table - table.mean()) * ((n - 2) / (2 * n)) ** 0.5

    def _pairs(self, kinds: Whole, rng: np.random.Generator) -> Whole:
        pair = np.empty(len(kinds), dtype=np.intp)
        for k in np.unique(kinds).tolist():
            here = kinds == k
            pair[here] = rng.choice(self.pools[k], size=int(here.sum()))
        return pair

    @staticmethod
    def _copies(drawn: Whole) -> tuple[Whole, Whole]:
        """Return each two places at which the same actor was drawn."""
        first, second = np.nonzero(np.triu(drawn[:, None] == drawn, k=1))
        return first, second


def _names(network: Network, drawn: Whole) -> tuple[str, ...]:
    """Return the names of the actors drawn, 'Trust (2)' for a second copy of Trust."""
    times: dict[int, int] = {}
    names = []
    for i in drawn.tolist():
        times[i] = times.get(i, 0) + 1
        names.append(network.names[i] if times[i] == 1 else f"{network.names[i]} ({times[i]})")
    return tuple(names)


def generators(draws: int, seed: int | Sequence[int]) -> Iterator[np.random.Generator]:
    """Yield what each draw is made with: a generator per block, so that fewer draws are the first of more.

    >>> [round(float(rng.random()), 3) for rng in generators(2, 1)] == [
    ...     round(float(rng.random()), 3) for rng, _ in zip(generators(60, 1), range(2))]
    True
    """
    for child in np.random.SeedSequence(seed).spawn(-(-draws // BLOCK)):
        rng = np.random.default_rng(child)
        for _ in range(min(BLOCK, draws)):
            yield rng
        draws -= BLOCK
