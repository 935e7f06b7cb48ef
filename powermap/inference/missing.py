"""Would a result still hold if the answers that were not seen had been?

Two questions, from the weaker to the stronger. *Filled in*: does it hold when the missing answers are filled in
from the pattern of those that were seen? *Bounds*: does it hold whatever the missing answers say?
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from powermap.errors import PowermapError
from powermap.inference.bounds import Pair, bounds
from powermap.inference.family import COUNTED, holm
from powermap.inference.interval import Draws, one_sided
from powermap.inference.permutation import EQUIVALENCE, PermutationResult, both_limits, counted, draws_of
from powermap.inference.senders import Senders, senders
from powermap.measures import position
from powermap.measures.kernels import answered
from powermap.network import Bools, Floats, Network, completed

#: How often the missing answers are filled in.
IMPUTATIONS = 20

#: In how many of the completed networks a result must hold.
NEARLY_ALL = 0.9

#: Beyond this many actors filling in takes long, and is done fewer times: once for each per cent of the answers
#: that is missing (White, Royston & Wood 2011), and no more than this for measures that follow paths.
MANY, IMPUTATIONS_OF_PATHS = 400, 5

COLUMNS = ["group", "measure", "filled_in", "low_filled_in", "high_filled_in", "p_filled_in", "p_holm_filled_in",
           "low_90_filled_in", "high_90_filled_in", "worst", "p_holm_worst", "holds_at_worst"]  # fmt: skip


def unobserved(network: Network) -> Bools:
    """Return where an answer could have been given and was not seen: (n, n) array of bool."""
    return np.asarray(network.nameable & ~network.observable, dtype=bool)


def check_missing(network: Network, test: PermutationResult, asked: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """Which results would hold if the missing answers had been seen?

    Parameters
    ----------
    network : Network
    test : PermutationResult
        Of this network, on measures of `powermap.measures.position`.
    asked : iterable of (group, measure)
        Which of its rows to check.

    Returns
    -------
    DataFrame
        One row per group and measure asked; none where everything was observed.

        - filled_in: representation, median over the completed networks; low_filled_in, high_filled_in: what the
          limits of its interval, which covers those by shuffles and by respondents, stay within in 9 of 10 of
          them; p_filled_in: what the p-value in the direction of the observed gap does not exceed in 9 of 10;
          p_holm_filled_in: the larger of that and the observed p, after Holm over all comparisons;
          low_90_filled_in, high_90_filled_in: as low and high, for equivalence. Limits are NaN for measures that
          follow paths.
        - worst, p_holm_worst, holds_at_worst: as `powermap.inference.bounds.bounds` returns them; NaN where the
          answers seen show no gap, and for measures that follow paths, which cannot be bounded this way.

    References
    ----------
    Huisman (2009), Imputation of missing network data, and Krause et al. (2020) for filling in by groups; Rubin &
    Schenker (1986) for drawing donors. The usual median of the p-values (Eekhout, van de Wiel & Heymans 2017)
    takes no account of how much the completed networks differ, and claimed too much in simulations where members
    name their own kind.
    """
    pairs = list(dict.fromkeys(asked))
    if not pairs or not unobserved(network).any():
        return pd.DataFrame(columns=COLUMNS)
    if test.within != "response":
        raise PowermapError(
            "What the missing answers could change is checked for the test within response status only.",
            fix="Run permutation_test without 'within' for this.",
        )
    groups = network.groups(test.by)
    observed = test.table.set_index(["group", "measure"]).loc[pairs]
    under = dict(zip(pairs, observed["representation"] < observed["expected"], strict=True))
    shown = dict(zip(pairs, observed["p_holm"] <= 1 - test.confidence, strict=True))
    rows = _filled_in(network, groups, test, under)
    for pair, found in bounds(network, groups, test, {pair: under[pair] for pair in pairs if shown[pair]}).items():
        rows[pair] |= found
    told = [{"group": group, "measure": measure, **rows[group, measure]} for group, measure in pairs]
    return _adjusted(pd.DataFrame(told, columns=COLUMNS), test.table)


def _filled_in(
    network: Network, groups: dict[str, Bools], test: PermutationResult, under: dict[Pair, bool]
) -> dict[Pair, dict[str, float]]:
    """Return what becomes of each (group, measure) in completed networks; *under* is the side of its gap."""
    measures = list(dict.fromkeys(measure for _, measure in under))
    filled = _completed(network, groups, test.seed, measures)
    pooled = {}
    for with_interval in (True, False):
        chosen = [measure for measure in measures if (measure in COUNTED) == with_interval]
        columns = [(measure, one) for measure in chosen for one in filled[measure]]
        wanted = [[group for group, of in under if of == measure] for measure, _ in columns]
        values = [(measure, one.values) for measure, one in columns]
        found = _draws(network, groups, test, values, wanted, intervals=with_interval)
        for group, measure in under:
            if measure in chosen:
                own = [(draws[group], one.given.get(group))
                       for (of, one), draws in zip(columns, found, strict=True) if of == measure]  # fmt: skip
                pooled[group, measure] = _pooled(own, under[group, measure], with_interval, test.confidence)
    return pooled


@dataclass(frozen=True, eq=False)
class Completed:
    """One measure in one completed network, and what each respondent gives each group there."""

    values: Floats
    given: dict[str, Senders]


def _completed(
    network: Network, groups: dict[str, Bools], seed: int, measures: list[str]
) -> dict[str, list[Completed]]:
    """Return, for each measure, its values in each of the completed networks."""
    rng = np.random.default_rng([seed, IMPUTATIONS])
    donors = Donors(network, groups)
    times = paths = IMPUTATIONS
    if len(network) > MANY:
        share = unobserved(network).sum() / network.nameable.sum()
        times = int(np.clip(np.ceil(100 * share), 1, IMPUTATIONS))
        paths = min(times, IMPUTATIONS_OF_PATHS)
    values: dict[str, list[Completed]] = {measure: [] for measure in measures}
    for i in range(times if set(measures) & set(COUNTED) else paths):
        complete = completed(network, donors.filled_in(rng))
        for measure in measures:
            if measure in COUNTED or i < paths:
                given = senders(complete, groups, measure) if measure in COUNTED else {}
                values[measure].append(Completed(getattr(position, measure)(complete).to_numpy(dtype=float), given))
    return values


class Donors:
    """What silent members might have answered, going by members with the same voices that did answer.

    Each silent member takes a donor among the members with the same voices that answered (anybody that answered,
    where none of them did). It names members of each kind at the rate at which its donor did, and within a kind
    those more that were named more by others. A single answer that was left out is filled in the same way, with
    the member as its own donor. The donors themselves are first drawn with replacement, so that a pattern that
    rests on two or three members varies as much as it should.
    """

    def __init__(self, network: Network, groups: dict[str, Bools]) -> None:
        n = len(network)
        membership = np.array(list(groups.values()), dtype=bool).reshape(len(groups), n).T
        _, kind = np.unique(membership, axis=0, return_inverse=True)
        self.network, self.kind = network, kind.reshape(-1)
        self.gaps = unobserved(network)
        to_kind = (self.kind[:, None] == np.arange(self.kind.max() + 1)).astype(float)
        ties, seen = network.ties.astype(float), network.observable.astype(float)
        named, asked = ties @ to_kind, seen @ to_kind
        overall = ties.sum() / max(seen.sum(), 1.0)
        block = (to_kind.T @ named + overall) / (to_kind.T @ asked + 1)
        # One more answer at the rate of the block, so that a donor that could name few is not all or nothing.
        self.rate = (named + block[self.kind]) / (asked + 1)
        usual = (seen * block[np.ix_(self.kind, self.kind)]).sum(axis=0)
        self.popularity = (ties.sum(axis=0) + 1) / (usual + 1)
        self.answered = answered(network)
        self.strengths = network.strength[network.ties]

    def filled_in(self, rng: np.random.Generator) -> Floats:
        """Return the strengths with every missing answer filled in once."""
        chance = self.chances(rng)
        rows, columns = np.nonzero(self.gaps)
        named = rng.random(len(rows)) < chance[rows, columns]
        return self.with_ties(rows[named], columns[named], rng)

    def chances(self, rng: np.random.Generator) -> Floats:
        """Return the chance of every answer to be a tie, with a donor drawn for each silent member."""
        rate = self.rate[self._donors(rng)][:, self.kind]
        return np.asarray(np.minimum(rate * self.popularity, 1.0), dtype=float)

    def with_ties(self, rows: NDArray[np.intp], columns: NDArray[np.intp], rng: np.random.Generator) -> Floats:
        """Return the strengths with these ties among the missing answers, as strong as some that were seen."""
        strength = self.network.strength.copy()
        if len(rows) and len(self.strengths):
            strength[rows, columns] = rng.choice(self.strengths, size=len(rows))
        return strength

    def _donors(self, rng: np.random.Generator) -> NDArray[np.intp]:
        donor = np.arange(len(self.network))
        everyone = np.flatnonzero(self.answered)
        if not len(everyone):
            return donor
        for kind in range(int(self.kind.max()) + 1):
            silent = np.flatnonzero((self.kind == kind) & ~self.answered)
            pool = np.flatnonzero((self.kind == kind) & self.answered)
            pool = pool if len(pool) else everyone
            donor[silent] = rng.choice(rng.choice(pool, size=len(pool)), size=len(silent))
        return donor


def _draws(
    network: Network,
    groups: dict[str, Bools],
    test: PermutationResult,
    columns: list[tuple[str, Floats]],
    wanted: list[list[str]],
    *,
    intervals: bool,
) -> list[dict[str, Draws]]:
    """Test each (measure, values) as the measure was: the same shuffles, and no more pieces than were observed."""
    if not columns:
        return []
    values = np.column_stack([column for _, column in columns])
    pieces = [counted(network, measure) for measure, _ in columns]
    found = draws_of(network, groups, values, pieces, permutations=test.permutations, seed=test.seed,
                     cache=test.cache, wanted=wanted, intervals=intervals)  # fmt: skip
    return [{group: draws for group, (draws, _) in column.items()} for column in found]


def _directed(draws: Draws, under: bool) -> float:
    """Return twice the one-sided p-value on the side of the observed gap, at most 1."""
    if not draws.total > 0:
        return 1.0
    low, high = one_sided(draws)
    return min(1.0, 2 * (low if under else high))


def _pooled(
    filled: list[tuple[Draws, Senders | None]], under: bool, with_interval: bool, confidence: float
) -> dict[str, float]:
    pooled = {
        "filled_in": float(np.median([draws.representation for draws, _ in filled])),
        "p_filled_in": _reached([_directed(draws, under) for draws, _ in filled]),
    }
    if with_interval:
        for name, of in (("", confidence), ("_90", EQUIVALENCE)):
            limits = np.array([both_limits(draws, given, of) for draws, given in filled])
            pooled[f"low{name}_filled_in"] = -_reached(-limits[:, 0])
            pooled[f"high{name}_filled_in"] = _reached(limits[:, 1])
    return pooled


def _reached(values: Iterable[float]) -> float:
    """Return the value that nearly all of *values* do not exceed."""
    return float(np.quantile(np.asarray(values), NEARLY_ALL, method="inverted_cdf"))


def shown(table: pd.DataFrame, checked: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the table of a test with the interval that may be shown for each row.

    Parameters
    ----------
    table : DataFrame
        `PermutationResult.table`.
    checked : DataFrame, optional
        What `check_missing` returned.

    Returns
    -------
    DataFrame
        Four more columns: low_filled_in, high_filled_in, as in *checked*, NaN where nothing was filled in;
        low_shown, high_shown: the interval that covers low to high, low_senders to high_senders, and the one
        filled in.
    """
    limits = ["low_filled_in", "high_filled_in"]
    if checked is None or not len(checked):
        told = table.assign(low_filled_in=np.nan, high_filled_in=np.nan)
    else:
        told = table.merge(checked[["group", "measure", *limits]], on=["group", "measure"], how="left")
    low, high = ([f"{end}{of}" for of in ("", "_senders", "_filled_in")] for end in ("low", "high"))
    return told.assign(
        low_shown=told[low].astype(float).min(axis=1), high_shown=told[high].astype(float).max(axis=1)
    )


def _adjusted(checked: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Add the Holm-adjusted p of 'observed, and filled in': both must hold, so the larger p counts."""
    both = dict(zip(zip(table["group"], table["measure"], strict=True), table["p"], strict=True))
    keys = list(zip(checked["group"], checked["measure"], strict=True))
    claimable = dict(zip(both, table["p_holm"].notna(), strict=True))
    filled = dict(zip(keys, checked["p_filled_in"].to_numpy(dtype=float), strict=True))
    both |= {key: max(both[key], p) for key, p in filled.items() if not np.isnan(p)}
    family = [p if claimable[key] else np.nan for key, p in both.items()]
    adjusted = dict(zip(both, holm(np.array(family, dtype=float)), strict=True))
    checked["p_holm_filled_in"] = [np.nan if np.isnan(filled[key]) else adjusted[key] for key in keys]
    return checked
