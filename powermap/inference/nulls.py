"""Would a network drawn at random look like this one? What is kept (ties, degrees) is for you to say.

A conditional uniform graph test: networks that agree with the observed one in some respects, and are otherwise
drawn with equal chances, show what those respects alone bring about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import pandas as pd

from powermap.errors import PowermapError, UnknownChoiceError
from powermap.inference.family import benjamini_hochberg, holm
from powermap.network import Bools, Floats, Network, Whole

#: A function of a network that gives one number, or several with their names.
NetworkMeasure: TypeAlias = "Callable[[Network], float | Mapping[str, float] | pd.Series]"

#: What every network that is drawn has in common with the observed one, beside the actors and who answered what.
KEPT = {
    "size": "the same actors, each answer a tie or none with equal chances",
    "density": "the same number of ties",
    "dyads": "the same numbers of returned, one-way and absent ties",
    "degrees": "each actor naming, and being named by, as many as it does",
}

#: Networks are drawn in blocks of this many, each from its own seed.
BLOCK = 64

#: At this p the summary says that there is more or less than in networks drawn.
LEVEL = 0.05

#: How many swaps are tried for each tie. Fewer leave networks more like each other.
SWAPS = 20

#: Swaps are tried in at least so many rounds: in a handful of ties most fail.
FEWEST_ROUNDS = 50

#: One in so many answers is asked for at once, at most.
CROWD = 8

#: The share of rounds that rotate ties in threes: swaps alone never turn round a circle of three.
ROTATION = 0.1

Drawn: TypeAlias = "tuple[Whole, Floats]"


@dataclass(frozen=True, eq=False)
class NullResult:
    """What `cug_test` found.

    Parameters
    ----------
    table : DataFrame
        One row per number: measure, observed, mean, sd, low, high (mean, standard deviation and middle 95% over
        the networks drawn), p_low, p_high (how often at most, and at least, as much), p (two-sided: twice the
        smaller), p_holm, p_bh (adjusted over all rows), undefined (networks drawn in which the measure has no
        value; they count on both sides).
    draws, seed : int
    given : str
        What was kept: 'size', 'density', 'dyads' or 'degrees'.
    null : str
        The hypothesis that the p-values are about.
    swaps : int
        How many swaps were tried for each tie of each network; 0 where none were needed.
    unchanged : int
        How many of the networks drawn have the very ties of the observed one.
    """

    table: pd.DataFrame
    draws: int
    seed: int
    given: str
    null: str
    swaps: int
    unchanged: int

    def summary(self) -> str:
        """Return the result in a few plain sentences."""
        told = []
        for row in self.table.to_dict("records"):
            if np.isnan(row["p"]):
                told.append(f"{row['measure']} has no value here.")
                continue
            side = "less than" if row["p_low"] < row["p_high"] else "more than"
            words = f"{side} in" if row["p"] <= LEVEL else "as may be in"
            told.append(
                f"{row['measure']} is {row['observed']:.3g}, {words} networks drawn at random: {row['mean']:.3g} "
                f"on average, {row['low']:.3g} to {row['high']:.3g} in 95 of 100 (p = {row['p']:.3g})."
            )
        how = f"{self.draws:,} networks drawn, seed {self.seed}"
        if self.swaps:
            how += f", {self.swaps:,} swaps tried for each tie"
        alone = " No other such network was found, so nothing can differ." if self.unchanged == self.draws else ""
        return f"{' '.join(told)} ({how}.){alone} Null hypothesis: {self.null}"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p>{escape(self.summary())}</p>{self.table.to_html(index=False, float_format='{:.3g}'.format)}"


def cug_test(
    network: Network,
    measures: NetworkMeasure | Mapping[str, NetworkMeasure],
    *,
    given: str = "density",
    draws: int = 999,
    seed: int = 1,
    swaps: int = SWAPS,
    progress: Callable[[str, int, int], None] | None = None,
) -> NullResult:
    """Does the network have more, or less, of something than networks drawn at random?

    Parameters
    ----------
    network : Network
    measures : function, or dict of functions by name
        Of a network; each returns a number, or a dict or Series of them; NaN where undefined.
    given : {'density', 'size', 'dyads', 'degrees'}
        What the networks drawn have in common with the observed one; see `null_networks`.
    draws, seed : int
    swaps : int
        Of 'degrees': how many swaps are tried for each tie.
    progress : callable, optional
        Called with the stage in words, how much is done, and out of how much.

    Returns
    -------
    NullResult
        Ctrl-C gives the result of the networks drawn so far; its *draws* says how many these are.

    Notes
    -----
    R's sna has this as `cug.test`; its 'size', 'edges' and 'dyad.census' are 'size', 'density' and 'dyads'.

    References
    ----------
    Anderson, Butts & Carley (1999), The interaction of size and density with graph-level indices; Phipson & Smyth
    (2010) for p.

    Examples
    --------
    >>> import networkx as nx
    >>> from powermap.measures.balance import reciprocity
    >>> ring = nx.DiGraph([(i, (i + k) % 12) for i in range(12) for k in (1, -1)])
    >>> result = cug_test(Network.from_graph(ring), reciprocity, draws=199)
    >>> result.table[["measure", "observed", "p"]]
           measure  observed     p
    0  reciprocity       1.0  0.01
    >>> cug_test(Network.from_graph(ring), reciprocity, given="dyads", draws=199).table["p"].item()
    1.0
    """
    if draws < 1:
        raise PowermapError(f"A test needs at least one network drawn, not {draws}.", fix="Use 999.")
    asked = (
        dict(measures)
        if isinstance(measures, Mapping)
        else {str(getattr(measures, "__name__", "measure")): measures}
    )
    observed = _numbers(asked, network)
    names = list(observed)
    drawn = np.full((draws, len(names)), np.nan)
    unchanged = 0
    codes = network.senders * len(network) + network.receivers
    done = 0
    try:
        for one in null_networks(network, given, draws=draws, seed=seed, swaps=swaps):
            told = _numbers(asked, one)
            drawn[done] = [told.get(name, np.nan) for name in names]
            unchanged += int(np.array_equal(one.senders * len(network) + one.receivers, codes))
            done += 1
            if progress is not None and (done % BLOCK == 0 or done == draws):
                progress("Drawing networks", done, draws)
    except KeyboardInterrupt:
        if not done:
            raise
    drawn = drawn[:done]
    rows = [{"measure": name} | _row(observed[name], drawn[:, k]) for k, name in enumerate(names)]
    columns = ["measure", "observed", "mean", "sd", "low", "high", "p_low", "p_high", "p", "p_holm", "p_bh",
               "undefined"]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    p = table["p"].to_numpy(dtype=float)
    table["p_holm"], table["p_bh"] = holm(p), benjamini_hochberg(p)
    null = f"The network is one of those with {KEPT[given]}, all of them equally likely."
    return NullResult(table, done, seed, given, null, swaps if given == "degrees" else 0, unchanged)


def _row(value: float, drawn: Floats) -> dict[str, float]:
    known = drawn[np.isfinite(drawn)]
    row = dict.fromkeys(("mean", "sd", "low", "high", "p_low", "p_high", "p"), np.nan)
    row |= {"observed": value, "undefined": int(np.isnan(drawn).sum())}
    if len(known):
        low, high = np.quantile(known, [0.025, 0.975]).tolist()
        row |= {"mean": float(known.mean()), "sd": float(known.std()), "low": low, "high": high}
    if not np.isnan(value):
        rounding = 1e-9 * max(np.abs(known).max(initial=0), abs(value) if np.isfinite(value) else 0)
        unknown = np.isnan(drawn)
        row["p_low"] = float(1 + np.count_nonzero(unknown | (drawn <= value + rounding))) / (len(drawn) + 1)
        row["p_high"] = float(1 + np.count_nonzero(unknown | (drawn >= value - rounding))) / (len(drawn) + 1)
        row["p"] = min(1.0, 2 * min(row["p_low"], row["p_high"]))
    return row


def _numbers(measures: Mapping[str, NetworkMeasure], network: Network) -> dict[str, float]:
    """Return every number that the measures give."""
    numbers: dict[str, float] = {}
    for name, measure in measures.items():
        told = measure(network)
        try:
            if isinstance(told, Mapping | pd.Series):
                numbers |= {f"{name}: {key}": float(value) for key, value in told.items()}
            else:
                numbers[name] = float(told)
        except (TypeError, ValueError) as wrong:
            raise PowermapError(
                f"'{name}' gives a {type(told).__name__}, and a test needs numbers.",
                fix="Return one number, or a dict of numbers with their names.",
            ) from wrong
    return numbers


def null_networks(
    network: Network, given: str = "density", *, draws: int, seed: int = 1, swaps: int = SWAPS
) -> Iterator[Network]:
    """Which networks could chance have made, with the same actors and the same answers observed?

    Ties are put only where the answer was observed, so that silence stays silence.

    Parameters
    ----------
    network : Network
    given : {'density', 'size', 'dyads', 'degrees'}
        'density': as many ties as there are, anywhere (Erdos-Renyi with a fixed number of ties). 'size': each
        observed answer is a tie with chance 1/2. 'dyads': as many pairs that name each other, name one way, and do
        not, among the pairs observed both ways; and as many ties among those observed one way. 'degrees': each
        actor names as many, and is named by as many, as it is; ties are swapped (a names b, c names d: a names d,
        c names b), and now and then three are rotated.
    draws, seed : int
    swaps : int
        Of 'degrees': how many swaps are tried for each tie. All draws start from one network as many swaps away
        from the observed one, which makes p valid however many these are; with few of them a test only shows less.

    Yields
    ------
    Network
        Strengths go with their sender's ties under 'degrees'; otherwise they are dealt to the ties at random.

    References
    ----------
    Erdos & Renyi (1959); Holland & Leinhardt (1976), Local structure in social networks, for the dyads; Maslov &
    Sneppen (2002) for swaps; Rao, Jana & Bandyopadhyay (1996) for rotations; Besag & Clifford (1989), Generalized
    Monte Carlo significance tests, for the start.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C"), ("C", "D"), ("D", "A")]))
    >>> [one.ties.sum(axis=0).tolist() for one in null_networks(network, "degrees", draws=2)]
    [[1, 1, 1, 1], [1, 1, 1, 1]]
    """
    if given not in KEPT:
        raise UnknownChoiceError(
            f"Networks cannot be drawn with '{given}' kept.", fix=f"Use one of {', '.join(map(repr, KEPT))}."
        )
    if swaps < 1:
        raise PowermapError(f"At least one swap for each tie is needed, not {swaps}.", fix=f"Use {SWAPS}.")
    first, *rest = np.random.SeedSequence(seed).spawn(1 + -(-draws // BLOCK))
    draw = _drawing(network, given, swaps, np.random.default_rng(first))
    left = draws
    for child in rest:
        rng = np.random.default_rng(child)
        for _ in range(min(BLOCK, left)):
            codes, strengths = draw(rng)
            order = np.argsort(codes)
            senders, receivers = np.divmod(codes[order], max(len(network), 1))
            yield replace(network, senders=senders, receivers=receivers, tie_strengths=strengths[order])
        left -= BLOCK


def _drawing(
    network: Network, given: str, swaps: int, rng: np.random.Generator
) -> Callable[[np.random.Generator], Drawn]:
    """Return what draws the codes (sender * n + receiver) of ties, and their strengths."""
    if given == "degrees":
        return _Swaps(network, swaps, rng)
    draw = {"size": _coins, "density": _anywhere, "dyads": _pairs}[given]
    return draw(network)


def _coins(network: Network) -> Callable[[np.random.Generator], Drawn]:
    places = np.flatnonzero(network.observable)
    known = network.tie_strengths if len(network.tie_strengths) else np.ones(1)

    def draw(rng: np.random.Generator) -> Drawn:
        codes = places[rng.random(len(places)) < 0.5]
        # There may be more ties than there were, so that strengths are drawn and put back.
        return codes, known[rng.integers(len(known), size=len(codes))]

    return draw


def _anywhere(network: Network) -> Callable[[np.random.Generator], Drawn]:
    places, strengths = np.flatnonzero(network.observable), network.tie_strengths

    def draw(rng: np.random.Generator) -> Drawn:
        return places[rng.choice(len(places), len(strengths), replace=False)], strengths

    return draw


def _pairs(network: Network) -> Callable[[np.random.Generator], Drawn]:
    n, observable, ties = len(network), network.observable, network.ties
    one, other = np.nonzero(np.triu(observable & observable.T))
    forth, back = one * n + other, other * n + one
    both = int((ties[one, other] & ties[other, one]).sum())
    some = int((ties[one, other] | ties[other, one]).sum())
    half_seen, strengths = observable & ~observable.T, network.tie_strengths
    places, alone = np.flatnonzero(half_seen), int((ties & half_seen).sum())

    def draw(rng: np.random.Generator) -> Drawn:
        chosen = rng.choice(len(forth), some, replace=False)
        mutual, single = chosen[:both], chosen[both:]
        way = np.where(rng.random(len(single)) < 0.5, forth[single], back[single])
        rest = places[rng.choice(len(places), alone, replace=False)]
        return np.concatenate([forth[mutual], back[mutual], way, rest]), strengths[rng.permutation(len(strengths))]

    return draw


class _Swaps:
    """Draws networks in which everybody names, and is named by, as many as observed.

    Ties are tried many at once, in pairs (now and then in threes) made at random. A pair is left alone where a tie
    it asks for is there already or was not observed, or where another pair asks for the same tie or for one that
    this pair has. Were the same pairs tried again, just those that swapped would swap back: each network is then
    reached from each other as easily as the other from it, and all are drawn equally often in the long run.
    """

    def __init__(self, network: Network, swaps: int, rng: np.random.Generator) -> None:
        m = len(network.senders)
        self.strengths = network.tie_strengths
        self.rows = network.senders * len(network)
        # The more cells are asked for at once, the more pairs are in each other's way.
        self.pairs = max(1, min(m, int(network.observable.sum()) // CROWD) // 2)
        self.rounds = max(-(-swaps * m // self.pairs), FEWEST_ROUNDS) if m > 1 else 0
        self.asker = np.full(len(network) ** 2, -1, dtype=np.int32)
        self.crowded = np.zeros(len(network) ** 2, dtype=bool)
        self.taken = (network.ties | ~network.observable).ravel()
        self.receivers = network.receivers.copy()
        self._swap(self.receivers, self.taken, rng)

    def __call__(self, rng: np.random.Generator) -> Drawn:
        receivers = self.receivers.copy()
        self._swap(receivers, self.taken.copy(), rng)
        return self.rows + receivers, self.strengths

    def _swap(self, receivers: Whole, taken: Bools, rng: np.random.Generator) -> None:
        """Swap *receivers* of ties, and keep up which cells are *taken*, both in place."""
        rows, asker, crowded = self.rows, self.asker, self.crowded
        for _ in range(self.rounds):
            size = 3 if rng.random() < ROTATION and len(rows) > 2 else 2
            ties = rng.permutation(len(rows))[: size * min(self.pairs, len(rows) // size)]
            turned = receivers[ties.reshape(-1, size)[:, [*range(1, size), 0]].ravel()]
            have, want = rows[ties] + receivers[ties], rows[ties] + turned
            # Whoever asks last for a cell is noted; who asked before finds another's number there.
            numbers = np.arange(len(ties), dtype=np.int32)
            asker[want] = numbers
            crowded[want[asker[want] != numbers]] = True
            free = ~(taken[want] | crowded[want] | (asker[have] >= 0))
            asker[want], crowded[want] = -1, False
            swapped = np.repeat(free.reshape(-1, size).all(axis=1), size)
            taken[have[swapped]] = False
            taken[want[swapped]] = True
            receivers[ties[swapped]] = turned[swapped]
