"""How many of those who did not answer would have to speak against a claim to undo it?

What they would have said is not known, but what others like them said is. Each silent member in turn is taken to
answer as one real respondent did: of those with the same voices (of everybody, where fewer than three of them
answered), the one whose answers speak most against the claim. Nobody is given answers that nobody gave.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from powermap.inference.bounds import DRAWS_PER_COMPARISON, MANY, Pair
from powermap.inference.family import COUNTED, FEWEST, holm
from powermap.inference.labels import Labels
from powermap.inference.permutation import PermutationResult, draws_of, row_of
from powermap.inference.senders import Senders
from powermap.measures.kernels import answered, partition
from powermap.network import Bools, Floats, Network, Whole

#: So many places along the order of the silent are looked at, evenly spread: all of them where there are no more.
LOOKS = 32

#: At random: the median over this many orders in which the silent might have answered, each to a twentieth of
#: the silent, because it takes time and no decision hangs on it.
ORDERS, ROUGHLY = 3, 20

#: Beyond `MANY` actors, fewer shuffles than the test had must do. With fewer, the number is one or two off: of 14
#: networks of 28, 1,200 to 1,800 shuffles in place of 9,999 gave another number in 6.
FEWEST_SHUFFLES = 999

#: So many networks are shuffled at once, which bounds the memory that it takes.
TOGETHER = 64

#: A row of the test, after some of the silent have answered; does it still show what is claimed?
Shows = Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True)
class FlipPoint:
    """How many silent members would undo a claim.

    Parameters
    ----------
    silent : int
        How many could have answered and did not.
    needed : int or None
        The smallest number of them, those that matter most first, after whose answers the claim no longer shows
        on the answers seen; None if it still does after any number of theirs.
    at_random : int or None
        The same with the silent taken in random order: the median over three orders, to a twentieth of the
        silent where there are more than twenty. None as *needed*, where most random orders do not undo it, and
        beyond 400 actors, where it takes long.
    voices : tuple of (str, int)
        To which voices those needed belong, and how many to each.
    who : tuple of str
        Those needed, the one that matters most first. For the facilitator only: never on a page that is sent
        round.
    seed : int
        Of the random orders and the shuffles.
    of_anybody : bool
        Whether some of the silent (of those needed, where any are) answer as one of all respondents did, because
        fewer than three of their own voices answered.
    """

    silent: int
    needed: int | None
    at_random: int | None
    voices: tuple[tuple[str, int], ...]
    who: tuple[str, ...]
    seed: int
    of_anybody: bool = False

    def summary(self) -> str:
        """Return it as a plain sentence that names nobody.

        >>> FlipPoint(6, 2, 3, (("Statutory", 2),), ("Trust", "Council"), 1).summary()
        '2 of the 6 that did not answer could undo this by answering as the respondents that speak most against it.'
        """
        if self.needed is None:
            return f"The {self.silent} that did not answer could not undo this by answering as others did."
        return (
            f"{self.needed} of the {self.silent} that did not answer could undo this by answering as the "
            "respondents that speak most against it."
        )


def flip_points(
    network: Network, test: PermutationResult, claims: Mapping[Pair, tuple[tuple[int, ...], Shows]]
) -> dict[Pair, FlipPoint]:
    """How many silent members would have to answer against each claim to undo it?

    Parameters
    ----------
    network : Network
    test : PermutationResult
        Of this network.
    claims : mapping of (group, measure) to (sides, shows)
        sides: the ways in which answers speak against the claim, 1 for naming the group more than its share, -1
        for less. shows: told a row as in `PermutationResult.table`, whether it still shows what is claimed.

    Returns
    -------
    dict of (group, measure) to FlipPoint
        For sums of ties only, and where somebody is silent. Labels are shuffled as in the test, among those who
        answered and those who did not.

    Notes
    -----
    Answers of those that matter least may speak for the claim even so, or make it surer, so that it may be gone
    after some and show again after all. Every number is therefore tried where up to 32 are silent; beyond, 32
    numbers evenly spread, and the first after which the claim is gone is found by halving what lies before it.
    The claim shows without the last of those needed, and does not with it.

    References
    ----------
    In the spirit of Walsh et al. (2014), The statistical significance of randomized controlled trial results is
    frequently fragile: a case for a Fragility Index.
    """
    silent = np.flatnonzero(~answered(network) & network.nameable.any(axis=1))
    pairs = [pair for pair in claims if pair[1] in COUNTED]
    if not len(silent) or not answered(network).any() or not pairs:
        return {}
    made = {measure: _Silent(network, test.by, silent, measure) for measure in {pair[1] for pair in pairs}}
    tracks = []
    for pair in pairs:
        own = network.groups(test.by)[pair[0]]
        for side in claims[pair][0]:
            donors, order = made[pair[1]].against(own, side)
            tracks.append(_Track(pair, claims[pair][1], donors, order, 0, len(silent)))
    tries = _Tries(network, test, made)
    gone = _gone(tracks, tries, LOOKS)
    _halve(gone, tries)
    rng = np.random.default_rng([test.seed, len(silent)])
    orders = [rng.permutation(len(silent)) for _ in range(ORDERS if len(network) <= MANY else 0)]
    at_random = _gone([_Track(one.pair, one.shows, one.donors, order, 0, len(silent))
                       for one in gone for order in orders], tries, ROUGHLY)  # fmt: skip
    found = {}
    for pair in pairs:
        first = min((one for one in gone if one.pair == pair), key=lambda one: one.high, default=None)
        if first is None:
            donors = next(one.donors for one in tracks if one.pair == pair)
            foreign = made[pair[1]].foreign(donors)
            found[pair] = FlipPoint(len(silent), None, None, (), (), test.seed, bool(foreign.any()))
            continue
        others = sorted(one.high for one in at_random if one.pair == pair and one.donors is first.donors)
        middle = max(first.high, others[ORDERS // 2]) if len(others) > ORDERS // 2 else None
        needed = first.order[: first.high]
        chosen = silent[needed]
        names, group = partition(network, test.by)
        voices = tuple((name, int((group[chosen] == k).sum())) for k, name in enumerate(names))
        found[pair] = FlipPoint(
            len(silent), first.high, middle, tuple(one for one in voices if one[1]),
            tuple(network.names[i] for i in chosen), test.seed,
            bool(made[pair[1]].foreign(first.donors)[needed].any()),
        )  # fmt: skip
    return found


@dataclass(eq=False)
class _Track:
    """The search along one order of the silent: the claim shows after *low* answers, and not after *high*."""

    pair: Pair
    shows: Shows
    donors: Whole
    order: Whole
    low: int
    high: int


def _gone(tracks: list[_Track], tries: _Tries, looks: int) -> list[_Track]:
    """Return those along which the claim is gone somewhere, with *high* the first place looked at where it is."""
    places = [_places(track.high, looks) for track in tracks]
    asked = [track for track, own in zip(tracks, places, strict=True) for _ in own]
    shown = iter(tries.show(asked, [number for own in places for number in own]))
    found = []
    for track, own in zip(tracks, places, strict=True):
        gone = [number for number, still in zip(own, [next(shown) for _ in own], strict=True) if not still]
        if gone:
            track.high = gone[0]
            track.low = max((number for number in own if number < gone[0]), default=0)
            found.append(track)
    return found


def _places(number: int, looks: int) -> list[int]:
    """Return as many numbers from 1 to *number*, evenly spread, the last included.

    >>> _places(3, 20), _places(10, 4)
    ([1, 2, 3], [3, 5, 8, 10])
    """
    looks = min(number, looks)
    return [-(-number * k // looks) for k in range(1, looks + 1)]


def _halve(tracks: list[_Track], tries: _Tries) -> None:
    """Bring *low* and *high* of each track together."""
    while open_ := [track for track in tracks if track.high - track.low > 1]:
        middles = [(track.low + track.high) // 2 for track in open_]
        for track, middle, still in zip(open_, middles, tries.show(open_, middles), strict=True):
            if still:
                track.low = middle
            else:
                track.high = middle


class _Silent:
    """What silent members add to one measure when each answers as another did."""

    def __init__(self, network: Network, by: str, silent: Whole, measure: str) -> None:
        self.silent, self.there = silent, answered(network)
        self.ties = network.strength if measure == "strength_received" else network.ties.astype(float)
        self.nameable = network.nameable[silent]
        groups = network.groups(by)
        self.voiced = np.any(list(groups.values()), axis=0)
        self.kind = partition(network, by)[1]
        self.about = network.observable.sum(axis=0).astype(float)
        self.received, self.named = self.ties.sum(axis=0), network.ties.sum(axis=0).astype(float)
        self.given = self.ties[self.there]

    def against(self, own: Bools, side: int) -> tuple[Whole, Whole]:
        """Return as which respondent each silent member answers, and in which order the silent matter."""
        counts = self.voiced & (self.about > 0)
        share = (own & counts).sum() / counts.sum()
        weight = np.where(counts, side * (own - share) / np.maximum(self.about, 1), 0.0)
        score = np.where(self.there, self.ties @ weight, -np.inf)
        donors = np.empty(len(self.silent), dtype=np.intp)
        for kind in np.unique(self.kind[self.silent]):
            pool = self.there & (self.kind == kind)
            pool = pool if pool.sum() >= FEWEST else self.there
            donors[self.kind[self.silent] == kind] = np.argmax(np.where(pool, score, -np.inf))
        effect = self.answers(np.arange(len(donors)), donors) @ weight
        return donors, np.argsort(-effect, kind="stable")

    def foreign(self, donors: Whole) -> Bools:
        """Return which silent members answer as somebody of other voices did."""
        return np.asarray(self.kind[donors] != self.kind[self.silent], dtype=bool)

    def answers(self, which: Whole, donors: Whole) -> Floats:
        """Return what these silent members answer: what their donors did, with itself and the donor swapped."""
        rows, me, donor = np.arange(len(which)), self.silent[which], donors[which]
        given = self.ties[donor]
        given[rows, donor] = given[rows, me]
        given[rows, me] = 0.0
        return given * self.nameable[which]

    def after(self, track: _Track, number: int, own: Bools) -> tuple[Floats, Floats, Senders]:
        """Return each actor's value and ties, and what each respondent gives, after *number* have answered."""
        which = track.order[:number]
        added = self.answers(which, track.donors)
        about = self.about + self.nameable[which].sum(axis=0)
        heard = about > 0
        values = np.where(heard, (self.received + added.sum(axis=0)) / np.maximum(about, 1), np.nan)
        counts = self.voiced & heard
        sides = np.column_stack([counts & own, counts & ~own]) / np.maximum(about, 1)[:, None]
        given = np.concatenate([self.given @ sides, added @ sides])
        senders = Senders(given[:, 0], given[:, 1], int((own & counts).sum()) / int(counts.sum()))
        return values, self.named + (added > 0).sum(axis=0), senders


class _Tries:
    """Tests claims again after some of the silent have answered."""

    def __init__(self, network: Network, test: PermutationResult, made: dict[str, _Silent]) -> None:
        self.network, self.test, self.made = network, test, made
        self.groups = network.groups(test.by)
        family = test.table[test.table["p_holm"].notna()]
        self.p = family["p"].to_numpy(dtype=float)
        self.place = {pair: k for k, pair in enumerate(zip(family["group"], family["measure"], strict=True))}
        self.permutations = test.permutations
        if len(network) > MANY:
            self.permutations = min(test.permutations, max(FEWEST_SHUFFLES, DRAWS_PER_COMPARISON * len(family)))
        # The shuffles of the test, where it still has them; the same are made again where it has not.
        self.cache: dict[bytes, Labels] = {
            key: replace(labels, shuffled=labels.shuffled[: self.permutations])
            for key, labels in test.cache.items()
        }

    def show(self, tracks: list[_Track], numbers: list[int]) -> list[bool]:
        """Return of each track whether its claim still shows after so many have answered."""
        still: list[bool] = []
        for start in range(0, len(tracks), TOGETHER):
            part = slice(start, start + TOGETHER)
            still += self._show(tracks[part], numbers[part])
        return still

    def _show(self, tracks: list[_Track], numbers: list[int]) -> list[bool]:
        after = [self.made[track.pair[1]].after(track, number, self.groups[track.pair[0]])
                 for track, number in zip(tracks, numbers, strict=True)]  # fmt: skip
        found = draws_of(
            self.network, self.groups, np.column_stack([values for values, _, _ in after]),
            [ties for _, ties, _ in after], permutations=self.permutations, seed=self.test.seed, cache=self.cache,
            wanted=[[track.pair[0]] for track in tracks],
        )  # fmt: skip
        still = []
        for track, (_, _, senders), draws in zip(tracks, after, found, strict=True):
            group, measure = track.pair
            row = row_of(draws[group][0], senders, group, measure, draws[group][1], self.test.confidence)
            p, place = self.p.copy(), self.place[track.pair]
            p[place] = row["p"]
            still.append(track.shows(row | {"p_holm": holm(p)[place]}))
        return still
