"""How sure is a number of a network, taking its actors as a sample of those that might have been there?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from math import nan

import numpy as np
import pandas as pd

from powermap.errors import PowermapError
from powermap.inference.family import FEWEST
from powermap.inference.numbers import Numbers, as_page, grouped, headline_numbers, numbers_of
from powermap.inference.resampling import BLOCK, Resampler, generators
from powermap.inference.senders import t_quantile
from powermap.inference.values import check_confidence
from powermap.measures.kernels import answered
from powermap.network import Bools, By, Floats, Network

Progress = Callable[[str, int, int], None]

#: A number that is undefined in more than this share of the draws has no interval.
MOST_UNDEFINED = 0.1

TABLE = ["number", "estimate", "se", "low", "high", "se_bootstrap", "se_jackknife", "defined"]

NULL = "None is tested: the draws show how far a number would scatter if other actors like these had been there."


@dataclass(frozen=True, eq=False)
class BootstrapResult:
    """What `bootstrap` found.

    Parameters
    ----------
    table : DataFrame
        One row per number: number, estimate, se, low, high, se_bootstrap, se_jackknife, defined (share of the draws
        in which the number was defined).
    replicates : DataFrame
        One row per draw, one column per number.
    draws, seed : int
    confidence : float
        Of low and high.
    null : str
    """

    table: pd.DataFrame
    replicates: pd.DataFrame = field(repr=False)
    draws: int
    seed: int
    confidence: float
    null: str = NULL

    def summary(self) -> str:
        """Return the result in plain sentences, one per number."""
        lines = [
            f"{row['number']}: {row['estimate']:.3g}, "
            + (
                f"likely between {row['low']:.3g} and {row['high']:.3g}."
                if np.isfinite(row["low"])
                else "too little was seen, or there are too few members, to say how sure that is."
            )
            for row in self.table.to_dict("records")
        ]
        how = (
            f"{self.confidence:.0%} intervals from {self.draws:,} draws of the actors with replacement (seed "
            f"{self.seed}). They allow for which actors happened to be there, not for what the silent would say."
        )
        return "\n".join([*lines, how])

    def _repr_html_(self) -> str:
        return as_page(self.summary(), self.table)


def bootstrap(
    network: Network,
    numbers: Numbers | None = None,
    *,
    by: By = "voice",
    draws: int = 1000,
    seed: int = 1,
    confidence: float = 0.95,
    progress: Progress | None = None,
) -> BootstrapResult:
    """How far might this number be off, taking the actors as a sample of those that might have been there?

    *se_bootstrap* is the standard deviation over networks of actors drawn with replacement, *se_jackknife* the
    square root of (n - 2) / 2n times the sum of the squared deviations when each actor is left out in turn
    (Snijders & Borgatti 1999). An answer that was not observed stays unobserved in every draw, as does the
    silence of an actor: see `powermap.inference.resampling`. Neither error is right for both sources of
    scatter. Write A for the variance that actors bring (some name, or are named, more) and D for that of single
    answers. The bootstrap counts A + 3D, as an actor's own scatter is drawn along with it; the jackknife A / 2
    + D, as it takes single answers as all there is. So 4 jackknife squared - bootstrap squared is A + D, which
    is what *se* squared is, and never less than the jackknife's; the bootstrap's alone stands where the number
    is undefined without some actor. The interval is the estimate, times or over exp(t se / estimate) where the
    number is positive and never below 0 in a draw, and plus or minus t se otherwise, with t of n - 1 degrees of
    freedom (for a density inside a group, of the members that answered less 1: it rests on them alone).

    Parameters
    ----------
    network : Network
    numbers : callable, optional
        Takes a Network, returns a number, or several as a dict or Series. Without it, `headline_numbers`: density,
        reciprocity, densities between groups, representation, and the ratio of nominations received.
    by : {'voice', 'sector'} or sequence
        Groups of `headline_numbers`, and of which pairs stand in for two copies of an actor.
    draws, seed : int
    confidence : float
    progress : callable, optional
        Called with the stage in words, how much is done, and out of how much.

    Returns
    -------
    BootstrapResult
        Limits are NaN for headline numbers of groups with fewer than 3 members, where a number did not scatter at
        all (no ties between two groups say little about what others would have), and where it was undefined in more
        than 1 in 10 draws.

    Raises
    ------
    PowermapError
        There are fewer than 3 actors.

    Notes
    -----
    Coverage of the 95% intervals, in per cent, in 400 simulated partnerships each with known truth (400 draws;
    standard error about 1). Members are named, and name, at rates with a coefficient of variation of one half (15
    actors: .4); in the last row all at the same rate. To be quick, copies of an actor said nothing of each other.

    ====================================== ======= ============== ===== =========================
    actors, response by voice              density representation ratio density inside the lowest
    ====================================== ======= ============== ===== =========================
    15 (6, 5, 4), all                      96      94-96          92-94 90
    40 (16, 16, 8), 90, 80 and 60%         97      94-97          92-95 95
    60 (25, 25, 10), 80, 40 and 30%        94      95-96          94-96 89
    60, all, one voice named half as often 96      95-98          94-96 97
    120 (50, 50, 20), 80, 40 and 30%       95      94-98          95-98 90
    60, 80, 40 and 30%, single answers only 97     96-98          96-98 94
    ====================================== ======= ============== ===== =========================

    Densities from one group to another: 94 to 97. Density inside was simulated with n - 1 degrees of freedom; with
    those of the group instead, 400 groups each of 4 to 25 members of whom 3 to 20 answered had 93 to 99 in place of
    91 to 98, the most where fewest answered. The bootstrap's own error covers 95 to 100 (density inside: 90 and
    more), the jackknife's 80 to 98. This function itself, with 100 draws, covered in 150 partnerships of each of
    the first four rows: density 94 to 96, representation 95 on average (90 to 99), ratio 93 (89 to 97; the standard
    error of one is about 2). For reciprocity see `powermap.inference.returned_ties`.

    References
    ----------
    Snijders & Borgatti (1999), Non-parametric standard errors and tests for network statistics; Owen (2007), The
    pigeonhole bootstrap, for what drawing both ends of an answer does to its variance.

    Examples
    --------
    >>> import networkx as nx
    >>> from powermap.measures.coverage import density
    >>> graph = nx.gnp_random_graph(20, 0.3, seed=1, directed=True)
    >>> result = bootstrap(Network.from_graph(graph), density, draws=200)
    >>> result.table[["number", "estimate", "se", "low", "high"]].round(2).to_dict("records")
    [{'number': 'density', 'estimate': 0.32, 'se': 0.04, 'low': 0.25, 'high': 0.4}]
    """
    check(draws, confidence, len(network))
    network, kind = grouped(network, by), by if isinstance(by, str) else "voice"
    of = numbers if numbers is not None else partial(headline_numbers, by=kind)
    sampler, n = Resampler(network, kind), len(network)
    estimate = numbers_of(of, network)
    rows = []
    for i, rng in enumerate(generators(draws, seed), start=1):
        rows.append(numbers_of(of, sampler.made_of(rng.integers(n, size=n), rng)))
        if progress is not None and i % BLOCK == 0:
            progress("Drawing the actors again", i, draws)
    replicates = pd.DataFrame(rows).reindex(columns=estimate.index)
    table = _errors(estimate, replicates, sampler.left_out(of).reindex(columns=estimate.index))
    half = (1 + confidence) / 2
    t = np.full(len(table), t_quantile(half, n - 1))
    if numbers is None:
        for group, heard in heard_inside(network, kind).items():
            t[(table["number"] == f"density: {group} to {group}").to_numpy()] = t_quantile(half, max(heard - 1, 1))
    table = _limits(table, replicates, t, shares=numbers is None)
    if numbers is None:
        table.loc[no_verdict(network, kind, table["number"]), ["low", "high"]] = nan
    return BootstrapResult(table[TABLE], replicates, draws, seed, confidence)


def heard_inside(network: Network, by: By) -> dict[str, int]:
    """Return how many members of each group answered: a density inside it rests on so many, and on nobody else."""
    there = answered(network)
    return {group: int((own & there).sum()) for group, own in network.groups(by).items()}


def no_verdict(network: Network, by: By, numbers: Iterable[str]) -> Bools:
    """Return which headline numbers are about a group with too few members for an interval."""
    few = {name for name, own in network.groups(by).items() if own.sum() < FEWEST}
    about = [{name for name in few if _is_about(number, name)} for number in numbers]
    return np.array([bool(found) for found in about], dtype=bool)


def _is_about(number: str, group: str) -> bool:
    _, _, groups = number.partition(": ")
    return groups == group or groups.startswith(f"{group} to ") or groups.endswith(f" to {group}")


def check(draws: int, confidence: float, actors: int) -> None:
    """Say what is wrong with what was asked for, if anything."""
    if draws < 2:
        raise PowermapError(f"A standard error needs at least two draws, not {draws}.", fix="Use 1000.")
    check_confidence(confidence)
    if actors < FEWEST:
        raise PowermapError(
            f"How sure a number is cannot be told from {actors} actor{'' if actors == 1 else 's'}.",
            fix=f"It takes {FEWEST} or more.",
        )


def together(boot: Floats, jack: Floats) -> Floats:
    """Return the standard errors that those of bootstrap and jackknife make together: see `bootstrap`.

    >>> together(np.array([1.7, 3.0]), np.array([1.0, 1.0])).round(2).tolist()
    [1.05, 1.0]
    """
    return np.asarray(np.maximum(4 * jack**2 - boot**2, jack**2) ** 0.5, dtype=float)


def standard_error(replicates: pd.DataFrame, left_out: pd.DataFrame) -> Floats:
    """Return the standard error of each number."""
    boot = replicates.std(ddof=1).to_numpy(dtype=float)
    both = together(boot, _jackknife(left_out))
    # Where leaving out an actor makes the number undefined, the jackknife has lost what that actor brings.
    return np.asarray(np.where(left_out.isna().any().to_numpy(), boot, both), dtype=float)


def _jackknife(left_out: pd.DataFrame) -> Floats:
    return np.asarray((left_out**2).sum(min_count=1).to_numpy(dtype=float) ** 0.5, dtype=float)


def _errors(estimate: pd.Series, replicates: pd.DataFrame, left_out: pd.DataFrame) -> pd.DataFrame:
    """Return the three standard errors of each number."""
    boot = replicates.std(ddof=1).to_numpy(dtype=float)
    defined = replicates.notna().mean().to_numpy(dtype=float)
    # Draws that are equal but for rounding do not scatter.
    scatters = boot > 1e-12 * np.abs(estimate.to_numpy(dtype=float))
    enough = (defined >= 1 - MOST_UNDEFINED) & estimate.notna().to_numpy() & scatters
    return pd.DataFrame(
        {
            "number": estimate.index,
            "estimate": estimate.to_numpy(dtype=float),
            "se": np.where(enough, standard_error(replicates, left_out), nan),
            "se_bootstrap": boot,
            "se_jackknife": _jackknife(left_out),
            "defined": defined,
        }
    )


def _limits(table: pd.DataFrame, replicates: pd.DataFrame, t: Floats, *, shares: bool) -> pd.DataFrame:
    """Add the interval; *shares* tells that densities and reciprocity are among the numbers, at most 1."""
    estimate, reach = table["estimate"].to_numpy(), t * table["se"].to_numpy()
    positive = (estimate > 0) & (replicates.min().to_numpy(dtype=float) >= 0)
    low, high = span(estimate, reach, positive)
    if shares:
        share = table["number"].str.startswith(("density", "reciprocity")).to_numpy()
        high = np.where(share, np.minimum(high, 1.0), high)
    return table.assign(low=low, high=high)


def span(estimate: Floats, reach: Floats, positive: Bools) -> tuple[Floats, Floats]:
    """Return the limits of intervals that reach so far: by a factor for numbers that are above 0 by nature.

    >>> span(np.array([1.0, 1.0]), np.array([0.5, 0.5]), np.array([True, False]))
    (array([0.60653066, 0.5       ]), array([1.64872127, 1.5       ]))
    """
    share = np.divide(reach, estimate, out=np.zeros(len(estimate)), where=positive)
    with np.errstate(over="ignore"):
        factor = np.exp(share)
    low, high = (
        np.where(positive, estimate / factor, estimate - reach),
        np.where(positive, estimate * factor, estimate + reach),
    )
    return np.where(np.isnan(reach), nan, low), np.where(np.isnan(reach), nan, high)
