"""How well a core and a periphery fit a network: the sums, the search, and networks to compare with."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from math import nan
from typing import TYPE_CHECKING, NamedTuple

import igraph
import numpy as np

from powermap.measures.kernels import returned
from powermap.network import Bools, Floats, Network, Whole

if TYPE_CHECKING:
    from scipy.sparse import csr_array

#: What is ideal between core and periphery: nothing is asked; ties; no ties.
BETWEEN = ("ignored", "tied", "untied")
#: Fits that differ by less are equal.
_EQUAL = 1e-12
#: How closely least squares are found.
_CLOSELY = {"ftol": 1e-15, "gtol": 1e-10, "maxiter": 500}
#: Of up to so many actors every core is tried out.
_EVERY_CORE = 14
#: In networks of up to so many actors they change sides one by one.
_ONE_BY_ONE = 1_000
#: In each round half as many swaps are tried as there are ties.
_ROUNDS = 20
#: Starts of the search besides the best one by degree, for networks of up to so many actors.
_STARTS = ((60, 200), (200, 20), (1_000, 5))


class Dyads(NamedTuple):
    """Ties and observed answers, each in both directions together."""

    ties: csr_array
    responded: Floats
    listed: Floats
    #: What was observed besides (1), or left out (-1).
    besides: csr_array

    def tied(self, weight: Floats) -> Floats:
        """Return per actor the ties to and from others, each counted by the *weight* of the other."""
        return np.asarray(self.ties @ weight)

    def seen(self, weight: Floats) -> Floats:
        """Return per actor the observed answers by and about it, each counted by the *weight* of the other."""
        by = self.responded * (self.listed * weight).sum()
        about = self.listed * (self.responded * weight).sum()
        own = 2 * self.responded * self.listed * weight
        return np.asarray(by + about - own + self.besides @ weight)


def dyads_of(network: Network, senders: Whole | None = None, receivers: Whole | None = None) -> Dyads:
    """Return the ties, or other ties in their place, and the observed answers of a network.

    Examples
    --------
    >>> import networkx as nx
    >>> dyads = dyads_of(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")])))
    >>> dyads.tied(np.ones(3)).tolist(), dyads.seen(np.ones(3)).tolist()
    ([1.0, 2.0, 1.0], [4.0, 4.0, 4.0])
    """
    senders = network.senders if senders is None else senders
    receivers = network.receivers if receivers is None else receivers
    heard = network.besides[network.responded[network.besides[:, 0]]]
    extra = np.concatenate([heard, network.left_out])
    sign = np.repeat([1.0, -1.0], [len(heard), len(network.left_out)])
    n = len(network)
    return Dyads(
        _both_ways(senders, receivers, np.ones(len(senders)), n),
        network.responded.astype(float),
        network.listed.astype(float),
        _both_ways(extra[:, 0], extra[:, 1], sign, n),
    )


def _both_ways(one: Whole, other: Whole, values: Floats, n: int) -> csr_array:
    from scipy.sparse import csr_array

    ends = np.concatenate([one, other]), np.concatenate([other, one])
    return csr_array((np.tile(values, 2), ends), shape=(n, n))


class _Sums(NamedTuple):
    """Sums within the core, and of all that core members have to do with."""

    ties: Floats
    seen: Floats
    ties_of: Floats
    seen_of: Floats

    def fits(self, all_ties: float, all_seen: float, between: str) -> Floats:
        """Return the correlation of ties with the ideal pattern; -inf where it is not defined."""
        ideal, right, n, m = self.seen, self.ties, all_seen + 0 * self.seen, all_ties + 0 * self.ties
        if between == "tied":
            ideal, right = self.seen_of - self.seen, self.ties_of - self.ties
        elif between == "ignored":
            n, m = n - (self.seen_of - 2 * self.seen), m - (self.ties_of - 2 * self.ties)
        spread = m * (n - m) * ideal * (n - ideal)
        fit = np.full(spread.shape, -np.inf)
        np.divide(n * right - m * ideal, np.sqrt(np.maximum(spread, 0)), out=fit, where=spread > 0)
        return fit


def best_core(
    dyads: Dyads, between: str = "ignored", seed: int = 1, starts: int | None = None
) -> tuple[Bools, float]:
    """Return the core that correlates most with the ideal pattern, and that correlation; NaN if there is none.

    From the best core made of the most tied actors, and from random changes of what was found, actors change
    sides one by one as long as the fit improves. Of up to 14 actors every core is tried out instead of the changes.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.Graph([("A", "B"), ("B", "C"), ("C", "A"), ("A", "D"), ("B", "E"), ("C", "F")])
    >>> core, fit = best_core(dyads_of(Network.from_graph(graph)))
    >>> core.tolist(), round(fit, 4)
    ([True, True, True, False, False, False], 1.0)
    """
    rng, n = np.random.default_rng(seed), dyads.ties.shape[0]
    if starts is None:
        starts = next((count for most, count in _STARTS if n <= most), 0)
    best, fit = _climb(dyads, _most_tied(dyads, between), between)
    if 2 < n <= _EVERY_CORE:
        core, other = _best_of_every(dyads, between)
        return (core, other) if other > fit + _EQUAL else (best, fit if np.isfinite(fit) else nan)
    for _ in range(starts if fit < 1 - _EQUAL and n > 2 else 0):
        core, other = _climb(dyads, best ^ (rng.random(n) < rng.uniform(0.05, 0.5)), between)
        if other > fit + _EQUAL:
            best, fit = core, other
    return best, (fit if np.isfinite(fit) else nan)


def _best_of_every(dyads: Dyads, between: str) -> tuple[Bools, float]:
    """Return the best core of all that there are."""
    n = dyads.ties.shape[0]
    cores = np.arange(2**n)[:, None] >> np.arange(n) & 1 == 1
    sums = []
    asked = np.outer(dyads.responded, dyads.listed)
    np.fill_diagonal(asked, 0)
    for pairs in (dyads.ties.toarray(), asked + asked.T + dyads.besides.toarray()):
        sums.append(((cores @ pairs) * cores).sum(axis=1) / 2)
        sums.append(cores @ pairs.sum(axis=1))
    every = sums[1][-1] / 2, sums[3][-1] / 2
    fits = _Sums(sums[0], sums[2], sums[1], sums[3]).fits(*every, between)
    return cores[int(fits.argmax())], float(fits.max())


def within_most_tied(dyads: Dyads, order: Whole) -> tuple[Floats, Floats]:
    """Return the ties, and the observed answers, among the first 1, 2, 3, ... actors of *order*.

    Examples
    --------
    >>> import networkx as nx
    >>> ties, seen = within_most_tied(dyads_of(Network.from_graph(nx.DiGraph([("A", "B")]))), np.array([1, 0]))
    >>> ties.tolist(), seen.tolist()
    ([0.0, 1.0], [0.0, 2.0])
    """
    n = len(order)
    place = np.empty(n, dtype=np.intp)
    place[order] = np.arange(n)

    def among(pairs: csr_array) -> Floats:
        both = pairs.tocoo()
        last = np.maximum(place[both.coords[0]], place[both.coords[1]])
        return np.asarray(np.cumsum(np.bincount(last, weights=both.data, minlength=n)) / 2)

    by, about = dyads.responded[order], dyads.listed[order]
    seen = np.cumsum(by) * np.cumsum(about) - np.cumsum(by * about)
    return among(dyads.ties), seen + among(dyads.besides)


def _most_tied(dyads: Dyads, between: str) -> Bools:
    """Return the best core of those that hold everybody with more ties than the others (Lip 2011)."""
    n = dyads.ties.shape[0]
    ties, seen = dyads.tied(np.ones(n)), dyads.seen(np.ones(n))
    order = np.argsort(-ties / np.maximum(seen, 1), kind="stable")
    sums = _Sums(*within_most_tied(dyads, order), np.cumsum(ties[order]), np.cumsum(seen[order]))
    fits = sums.fits(ties.sum() / 2, seen.sum() / 2, between)
    core = np.zeros(n, dtype=bool)
    core[order[: int(fits.argmax()) + 1 if n else 0]] = True
    return core


class _Place(NamedTuple):
    """A core on the way to the best one, and what tells how its fit would change."""

    core: Bools
    #: (n,) ties, and observed answers, of each actor with the core.
    ties: Floats
    seen: Floats
    sums: _Sums
    fit: float


def _climb(dyads: Dyads, core: Bools, between: str) -> tuple[Bools, float]:
    """Let the actor change sides that improves the fit most, until none does.

    In networks of more than 1,000 actors many do so at once, half as many each time that this would not be better
    than the best of them alone; that takes a few dozen rounds where one by one they would grow with the network.
    """
    n = len(core)
    if not n:
        return core, -np.inf
    ties_of, seen_of = dyads.tied(np.ones(n)), dyads.seen(np.ones(n))
    every = float(ties_of.sum()) / 2, float(seen_of.sum()) / 2

    def place(core: Bools) -> _Place:
        ties, seen = dyads.tied(core.astype(float)), dyads.seen(core.astype(float))
        sums = _Sums(ties[core].sum() / 2, seen[core].sum() / 2, ties_of[core].sum(), seen_of[core].sum())
        return _Place(core, ties, seen, sums, float(sums.fits(*every, between)))

    here, at_once = place(core.copy()), n if n > _ONE_BY_ONE else 1
    while True:
        way = np.where(here.core, -1.0, 1.0)
        steps = _Sums(way * here.ties, way * here.seen, way * ties_of, way * seen_of)
        after = _Sums(*(old + step for old, step in zip(here.sums, steps, strict=True)))
        fits = after.fits(*every, between)
        one = int(fits.argmax())
        if not fits[one] > here.fit + _EQUAL:
            return here.core, here.fit
        if at_once > 1:
            better = np.flatnonzero(fits > here.fit + _EQUAL)
            some = better[np.argsort(-fits[better], kind="stable")[:at_once]]
            other = here.core.copy()
            other[some] = ~other[some]
            there = place(other)
            here, at_once = (there, at_once) if there.fit > fits[one] else (here, len(some) // 2)
        else:
            _change(dyads, here, one, way[one])
            here = here._replace(sums=_Sums(*(value[one] for value in after)), fit=float(fits[one]))


def _change(dyads: Dyads, here: _Place, one: int, way: float) -> None:
    """Let one actor change sides, and count its ties and answers in (*way* 1) or out (-1)."""
    here.core[one] = not here.core[one]
    _add(here.ties, dyads.ties, one, way)
    _add(here.seen, dyads.besides, one, way)
    here.seen[:] += way * (dyads.responded * dyads.listed[one] + dyads.listed * dyads.responded[one])
    here.seen[one] -= way * 2 * dyads.responded[one] * dyads.listed[one]


def _add(counts: Floats, pairs: csr_array, one: int, way: float) -> None:
    row = slice(pairs.indptr[one], pairs.indptr[one + 1])
    counts[pairs.indices[row]] += way * pairs.data[row]


def coreness_by_least_squares(dyads: Dyads) -> tuple[Floats, float]:
    """Return the c, of length 1, whose products c_i c_j come nearest to the ties, and their correlation.

    Examples
    --------
    >>> import networkx as nx
    >>> values, fit = coreness_by_least_squares(dyads_of(Network.from_graph(nx.complete_graph(4))))
    >>> values.round(6).tolist(), fit
    ([0.5, 0.5, 0.5, 0.5], nan)
    """
    from scipy.optimize import minimize

    n = dyads.ties.shape[0]
    ones = np.ones(n)
    c = np.sqrt(dyads.tied(ones) / np.maximum(dyads.seen(ones), 1))
    if not c.any():
        return np.full(n, nan), nan
    c = np.abs(minimize(_misfit, c, (dyads,), "L-BFGS-B", jac=True, options=_CLOSELY).x)
    for _ in range(200):
        # The mean, as of two areas, of the old value and the one that is best given the others' old values.
        squares = dyads.seen(c**2)
        new = np.sqrt(c * np.divide(dyads.tied(c), squares, out=np.zeros(n), where=squares > 0))
        done = np.abs(new - c).max() <= 1e-13 * new.max()
        c = new
        if done:
            break
    count, ties = dyads.seen(ones).sum() / 2, dyads.tied(ones).sum() / 2
    product, square, both = (
        c @ dyads.seen(c) / 2,
        c**2 @ dyads.seen(c**2) / 2,
        c @ dyads.tied(c) / 2,
    )
    spread = (count * ties - ties**2) * (count * square - product**2)
    fit = (count * both - ties * product) / np.sqrt(spread) if spread > 1e-9 * count**2 * ties * square else nan
    return c / np.linalg.norm(c), float(np.clip(fit, -1, 1))


def _misfit(c: Floats, dyads: Dyads) -> tuple[float, Floats]:
    """Return half the sum of squares, but for what does not depend on c, and its slope."""
    tied, seen = dyads.tied(c), dyads.seen(c**2)
    return float((c**2 * seen).sum() / 4 - (c * tied).sum() / 2), c * seen - tied


@contextmanager
def igraph_seeded(seed: int) -> Iterator[None]:
    """Let igraph draw its random numbers from *seed* for a while."""
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


def rewired(network: Network, draws: int, seed: int) -> Iterator[tuple[Whole, Whole]]:
    """Yield ties at random of which everybody has as many, to and from, as in the network.

    Ends of ties are swapped, ten times as often as there are ties. Where every tie goes both ways, so do these.
    Ties stand only where an answer was observed: to put them elsewhere, or to drop those that come to stand there,
    would leave fewer among what was observed than in the network itself.
    """
    rng, mutual = np.random.default_rng(seed), bool(returned(network).all())
    ends = np.stack([network.senders, network.receivers])
    ends = ends[:, ends[0] < ends[1]] if mutual else ends
    for _ in range(draws):
        for _ in range(_ROUNDS):
            ends = _swapped(network, ends, rng, mutual=mutual)
        one, other = np.concatenate([ends, ends[::-1]], axis=1) if mutual else ends
        yield one, other


def _swapped(network: Network, ends: Whole, rng: np.random.Generator, *, mutual: bool) -> Whole:
    """Return the ties, paired by lot, with the receivers of each two swapped wherever that makes two new ties.

    Not where two pairs would make the same tie, or one a tie that another may give up: then no round could go back
    as easily as it came, and some networks would come out more often than others.
    """
    first, second = rng.permutation(ends.shape[1])[: ends.shape[1] // 2 * 2].reshape(2, -1)
    (a, b), (c, d) = ends[:, first], ends[:, second]
    if mutual:
        turned = rng.random(len(c)) < 0.5
        c, d = np.where(turned, d, c), np.where(turned, c, d)
    one, other = np.stack([a, c]), np.stack([d, b])
    if mutual:
        one, other = np.minimum(one, other), np.maximum(one, other)
    code = np.concatenate([ends, np.stack([one.ravel(), other.ravel()])], axis=1)
    _, which, times = np.unique(code[0] * len(network) + code[1], return_inverse=True, return_counts=True)
    # A new tie is made once and was not there; a tie that was there is not made again.
    once = times[which.ravel()] == 1
    new = once[ends.shape[1] :].reshape(one.shape) & once[np.stack([first, second])]
    new &= network.observed(one, other) & (network.observed(other, one) | (not mutual))
    swap = new.all(axis=0)
    made = ends.copy()
    made[:, first[swap]] = one[0, swap], other[0, swap]
    made[:, second[swap]] = one[1, swap], other[1, swap]
    return made
