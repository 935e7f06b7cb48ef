"""What the silent might have said: as others report it, and between which bounds any number of a network lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from powermap.errors import PowermapError
from powermap.inference.missing import unobserved
from powermap.inference.numbers import Numbers, as_page, grouped, numbers_of
from powermap.measures.coverage import agreement, percent
from powermap.network import Bools, By, Floats, Network, completed, with_answers
from powermap.vocabulary import is_sensitive

#: Where the two sides report alike less often than this, what one says tells little about the other.
FEWEST_AGREE = 0.5

#: So often the missing answers are given at random, at the largest number of names.
AT_RANDOM = 20

TABLE = ("number", "observed", "silent_name_nobody", "low", "low_when", "high", "high_when")

NULL = "None is tested: every way in which the missing answers are taken to have gone is one network."


@dataclass(frozen=True, eq=False)
class ReconstructionResult:
    """What `reconstruct` made.

    Parameters
    ----------
    network : Network
        With the answers that could be taken from the other side.
    table : DataFrame
        One row per actor with missing answers: actor, missing (answers), taken (from the other side), named (of
        those, how many are ties), still_missing.
    agreement : float
        How often the two sides report alike where both answered: what the step rests on. NaN where no such pair
        has a tie.
    """

    network: Network = field(repr=False)
    table: pd.DataFrame
    agreement: float

    def summary(self) -> str:
        """Return what was filled in, and whether the answers seen support it, in plain sentences."""
        missing, taken = int(self.table["missing"].sum()), int(self.table["taken"].sum())
        text = (
            f"Of {missing:,} missing answers {taken:,} were taken from what the other side said; "
            f"{missing - taken:,} are still missing, as neither side answered."
        )
        if np.isnan(self.agreement):
            return f"{text} Whether the two sides report alike cannot be told from the answers seen."
        alike = f"Where both sides answered and either named the other, both did in {percent(self.agreement)}"
        if self.agreement < FEWEST_AGREE:
            return (
                f"{text} {alike} of the pairs: too few for one side's word to stand for the other's. Do not "
                "rely on numbers of ties from this network."
            )
        return f"{text} {alike} of the pairs."

    def _repr_html_(self) -> str:
        return as_page(self.summary(), self.table)


def reconstruct(network: Network, *, symmetric: bool = False) -> ReconstructionResult:
    """What would the silent have said, if it is what the others say of them?

    Each missing answer of i about j becomes j's answer about i, with its strength, where j's was seen. Where
    neither was, it stays missing. Only for relations that mean the same from both ends ('works with', 'meets'):
    whom one trusts or goes to for advice need not trust one back, and the silent would come out exactly as
    popular as they are active.

    Parameters
    ----------
    network : Network
    symmetric : bool
        Say True to confirm that the relation means the same from both ends; powermap cannot know.

    Returns
    -------
    ReconstructionResult

    Raises
    ------
    PowermapError
        *symmetric* is not True, or the question is about trust, influence or another judgement, which never is.

    References
    ----------
    Stork & Richards (1992), Nonrespondents in communication network studies: it needs that those who answered
    confirm one another's reports, and that the silent are much like them.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("C", "A")]), respondents=["A", "C"])
    >>> result = reconstruct(network, symmetric=True)
    >>> sorted(result.network.graph.edges)
    [('A', 'B'), ('B', 'A'), ('C', 'A')]
    >>> result.table.to_dict("records")
    [{'actor': 'B', 'missing': 2, 'taken': 2, 'named': 1, 'still_missing': 0}]
    """
    if is_sensitive(network.relation):
        raise PowermapError(
            f"'{network.relation}' is a judgement of one side: what others say of the silent is not what they "
            "would have said.",
            fix="Use powermap.impute, which fills in many times and says how sure that leaves you.",
        )
    if symmetric is not True:
        raise PowermapError(
            f"Missing answers can be taken from the other side only if '{network.relation}' means the same from "
            "both ends, as 'works with' does and 'goes to for advice' does not.",
            fix="Confirm it with symmetric=True, or use powermap.impute.",
        )
    gaps = unobserved(network)
    taken = gaps & network.observable.T
    strength = np.where(taken, network.strength.T, network.strength)
    made = with_answers(network, strength, network.observable | taken)
    who = np.flatnonzero(gaps.any(axis=1))
    table = pd.DataFrame(
        {
            "actor": np.array([*network.names, None], dtype=object)[who],
            "missing": gaps[who].sum(axis=1),
            "taken": taken[who].sum(axis=1),
            "named": (taken & (strength > 0))[who].sum(axis=1),
            "still_missing": (gaps & ~taken)[who].sum(axis=1),
        }
    )
    return ReconstructionResult(made, table, agreement(network))


@dataclass(frozen=True, eq=False)
class BoundsResult:
    """What `missing_bounds` found.

    Parameters
    ----------
    table : DataFrame
        One row per number: number; observed (on the answers seen); silent_name_nobody (with every missing answer a
        'no'); low, low_when, high, high_when (the smallest and largest over all the ways, and which way that was).
    ways : DataFrame
        Indexed by way: what each number is when the missing answers went that way.
    matters : DataFrame
        One row per number and actor with missing answers, those that matter most first: number, actor, low, high
        (when only this actor's missing answers are known, over all the ways), swing (high less low).
    largest : int
        How many each silent actor names at most.
    draws, seed : int
        How many of the ways were drawn at random.
    null : str
    """

    table: pd.DataFrame
    ways: pd.DataFrame = field(repr=False)
    matters: pd.DataFrame
    largest: int
    draws: int
    seed: int
    null: str = NULL

    def summary(self) -> str:
        """Return, for each number, its bounds and whose answers would narrow them most, in plain sentences."""
        if not len(self.matters):
            return "Every answer was seen: there is nothing to bound."
        lines = []
        for row in self.table.to_dict("records"):
            if np.isnan(row["low"]):
                lines.append(f"{row['number']}: undefined, however the missing answers went.")
                continue
            lines.append(
                f"{row['number']}: {_shown(row['observed'])} on the answers seen; from {row['low']:.3g} (if the "
                f"silent named {row['low_when']}) to {row['high']:.3g} (if they named {row['high_when']})."
            )
            own = self.matters[(self.matters["number"] == row["number"]) & (self.matters["swing"] > 0)]
            first = own["actor"].head(3).tolist()
            if first:
                lines[-1] += f" The answers of {_listed(first)} would tell most."
        how = (
            f"The silent are taken to name nobody, or up to {self.largest} each, in {len(self.ways)} ways "
            f"({self.draws} of them at random, seed {self.seed}). Other ways may go further."
        )
        return "\n".join([*lines, how])

    def _repr_html_(self) -> str:
        return as_page(self.summary(), self.table)


def missing_bounds(
    network: Network,
    numbers: Numbers,
    *,
    by: By = "voice",
    largest: int | None = None,
    draws: int = AT_RANDOM,
    seed: int = 1,
) -> BoundsResult:
    """Between which values would this number lie, whatever the missing answers said? And whose matter most?

    The network is completed with every missing answer a 'no'; and with each silent actor naming as many as
    anybody did (whoever answered in part: as many more as makes that), which are the most named, the least named,
    members of each group, all but them, those who name it, those who do not, or anybody at random. For the share
    of nominations of one group `powermap.analyse` bounds exactly; of any other number this is as far as these ways
    go.

    Parameters
    ----------
    network : Network
    numbers : callable
        Takes a Network, returns a number, or several as a dict or Series.
    by : {'voice', 'sector'} or sequence
        The groups that the silent may name first.
    largest : int, optional
        How many a silent actor names at most; without it, as many as the one that named most, or as there are to
        name where nobody answered.
    draws : int
        How often at random.
    seed : int

    Returns
    -------
    BoundsResult
        Filled-in ties have the greatest strength that was seen. Where everything was seen, low and high are the
        observed value.

    Raises
    ------
    PowermapError
        *largest* or *draws* is below 0.

    References
    ----------
    Manski (1995), Identification Problems in the Social Sciences, for bounds in place of guesses.

    Examples
    --------
    B did not answer, and could name A, C, or both.

    >>> import networkx as nx
    >>> from powermap.measures.coverage import density
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("C", "A"), ("A", "C")]), respondents=["A", "C"])
    >>> result = missing_bounds(network, density)
    >>> result.table[["number", "observed", "low", "high"]].round(3).to_dict("records")
    [{'number': 'density', 'observed': 0.75, 'low': 0.5, 'high': 0.833}]
    >>> result.matters["actor"].tolist()
    ['B']
    """
    if (largest is not None and largest < 0) or draws < 0:
        raise PowermapError("Nobody can name fewer than 0.", fix="Use 0 or more for largest and draws.")
    network = grouped(network, by)
    ways = Ways(network, by if isinstance(by, str) else "voice", largest=largest, draws=draws, seed=seed)
    observed = numbers_of(numbers, network)
    fills = dict(ways.fills())
    found = {how: numbers_of(numbers, completed(network, ways.strength(fill))) for how, fill in fills.items()}
    table = pd.DataFrame(found).T
    single: dict[str, pd.DataFrame] = {}
    for i in np.flatnonzero(ways.gaps.any(axis=1)).tolist():
        own = np.zeros_like(ways.gaps)
        own[i] = ways.gaps[i]
        seen = network.observable | own
        # Several ways may come to the same for one actor.
        rows = {fill[i].tobytes(): fill & own for fill in fills.values()}
        made = [with_answers(network, ways.strength(fill), seen) for fill in rows.values()]
        single[network.names[i]] = pd.DataFrame([numbers_of(numbers, one) for one in made])
    matters = [
        {"number": number, "actor": actor, "low": values[number].min(), "high": values[number].max()}
        for number in observed.index
        for actor, values in single.items()
    ]
    return BoundsResult(
        pd.DataFrame([_range(number, observed[number], table[number]) for number in observed.index]),
        table,
        _ranked(pd.DataFrame(matters, columns=["number", "actor", "low", "high"])),
        ways.largest,
        draws if ways.gaps.any() else 0,
        seed,
    )


class Ways:
    """The ways in which the missing answers of a network may have gone: whom the silent name first.

    Parameters
    ----------
    network : Network
    by : {'voice', 'sector'}
    largest : int, optional
    draws, seed : int
    """

    def __init__(self, network: Network, by: By, *, largest: int | None, draws: int, seed: int) -> None:
        self.network, self.draws, self.seed = network, draws, seed
        self.gaps = unobserved(network)
        self.groups = network.groups(by)
        named = np.bincount(network.senders, minlength=len(network))
        # Where nobody answered, that nobody named anybody tells nothing.
        named_most = named if network.observable.any() else network.nameable.sum(axis=1)
        self.largest = int(named_most.max(initial=0)) if largest is None else largest
        # Whoever left single answers out and named that many already may yet name one more.
        self.most = np.maximum(self.largest - named, min(self.largest, 1))

    def strength(self, fill: Bools) -> Floats:
        """Return the strengths, with the ties of *fill* as strong as the strongest that was seen."""
        strongest = float(self.network.tie_strengths.max(initial=0.0)) or 1.0
        return np.where(fill, strongest, self.network.strength)

    def fills(self) -> Iterator[tuple[str, Bools]]:
        """Yield in words whom the silent name, and an (n, n) array of bool: which missing answers are ties."""
        n = len(self.network)
        yield "nobody", np.zeros((n, n), dtype=bool)
        if not self.gaps.any():
            return
        popular = np.broadcast_to(np.bincount(self.network.receivers, minlength=n).astype(float), (n, n))
        yield "the most named", self._first(popular)
        yield "the least named", self._first(-popular)
        for group, own in self.groups.items():
            # Much named and much preferred: a preference outweighs any number of nominations.
            yield f"members of '{group}'", self._first(popular + n * own)
            yield f"others than '{group}'", self._first(popular + n * ~own)
        yield "those who name them", self._first(popular + n * self.network.ties.T)
        yield "those who do not name them", self._first(popular + n * ~self.network.ties.T)
        rng = np.random.default_rng(self.seed)
        for k in range(self.draws):
            yield f"anybody, draw {k + 1}", self._first(rng.random((n, n)))

    def _first(self, preferred: Floats) -> Bools:
        """Return each silent actor's answers with as many ties as it may name, to those that it prefers."""
        order = np.argsort(np.where(self.gaps, -preferred, np.inf), axis=1, kind="stable")
        rank = np.empty_like(order)
        np.put_along_axis(rank, order, np.broadcast_to(np.arange(len(order)), order.shape), axis=1)
        return np.asarray(self.gaps & (rank < self.most[:, None]))


def _range(number: str, observed: float, values: pd.Series) -> dict[str, object]:
    there = values.dropna()
    none = float(values.iloc[0])
    if there.empty:
        return dict(zip(TABLE, (number, observed, none, np.nan, "", np.nan, ""), strict=True))
    low, high = str(there.idxmin()), str(there.idxmax())
    return dict(
        zip(TABLE, (number, observed, none, float(there.min()), low, float(there.max()), high), strict=True)
    )


def _ranked(matters: pd.DataFrame) -> pd.DataFrame:
    """Add the swing, and put those who matter most first, number by number in the order they came."""
    matters = matters.assign(swing=(matters["high"] - matters["low"]).astype(float))
    parts = [
        own.sort_values("swing", ascending=False, kind="stable", na_position="last")
        for _, own in matters.groupby("number", sort=False)
    ]
    return pd.concat(parts, ignore_index=True) if parts else matters


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _shown(value: float) -> str:
    return "undefined" if np.isnan(value) else f"{value:.3g}"
