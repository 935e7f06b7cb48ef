"""What QAP correlation and regression found: the table, and how to read it in plain English."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp, isfinite
from typing import Any

import numpy as np
import pandas as pd

from powermap.inference.pair_data import PairData
from powermap.network import Floats

#: A result is told as one from this p on, as everywhere in powermap.
LEVEL = 0.05

CORRELATION_NULL = (
    "Who has which place in the one has nothing to do with who has which place in the other: its actors could as "
    "well be any others of whom the same was seen."
)

REGRESSION_NULL = (
    "With the other predictors held equal, a predictor has nothing to do with the outcome: what is its own could "
    "as well be about any other actors of whom the same was seen."
)


@dataclass(frozen=True, eq=False)
class QapCorrelationResult:
    """What `powermap.qap_correlation` found.

    Parameters
    ----------
    data : PairData
        The pairs that were used.
    correlation : float
        Pearson's, -1 to 1.
    p, p_lower, p_upper : float
        How often shuffles are as far from nought, as low, and as high.
    draws : (permutations,) array of float
        The correlation of each shuffle; NaN where a shuffle left nothing to correlate.
    permutations, asked : int
        How many shuffles were done, and how many were asked for.
    seed : int
    every : bool
        Whether the shuffles are all the orders of the actors that there are, so that no chance is left in p.
    null : str
        The hypothesis that p is about.
    """

    data: PairData
    correlation: float
    p: float
    p_lower: float
    p_upper: float
    draws: Floats = field(repr=False)
    permutations: int
    asked: int
    seed: int
    every: bool = False
    null: str = CORRELATION_NULL

    @property
    def table(self) -> pd.DataFrame:
        """One row: outcome, other, correlation, p, p_lower, p_upper, pairs."""
        row = {
            "outcome": self.data.outcome.label,
            "other": self.data.labels[0],
            "correlation": self.correlation,
            "p": self.p,
            "p_lower": self.p_lower,
            "p_upper": self.p_upper,
            "pairs": len(self.data.pairs),
        }
        return pd.DataFrame([row])

    def summary(self) -> str:
        """Return the result in a few plain sentences."""
        low, high = self.typical
        one, other = self.data.outcome.label, self.data.labels[0]
        reading = (
            f"'{one}' and '{other}' have a correlation of {self.correlation:.2f}; with shuffled members it would "
            f"mostly lie between {low:.2f} and {high:.2f}. "
        )
        if self.p <= LEVEL:
            how = "is more often high" if self.correlation > 0 else "is more often low"
            reading += f"Where the one is high, the other {how} than chance alone explains (p = {_p(self.p)})."
        else:
            reading += f"Chance alone often gives as much (p = {_p(self.p)}), which is no evidence that they have "
            reading += "nothing to do with each other."
        return f"{reading} {self.data.used()} {_how_many(self)}"

    @property
    def typical(self) -> tuple[float, float]:
        """What 95 in 100 shuffles lie between."""
        there = self.draws[~np.isnan(self.draws)]
        low, high = np.quantile(there, [0.025, 0.975]) if len(there) else (np.nan, np.nan)
        return float(low), float(high)

    def _repr_html_(self) -> str:
        return _html(self.summary(), self.table)


@dataclass(frozen=True, eq=False)
class MrqapResult:
    """What `powermap.mrqap` found.

    Parameters
    ----------
    data : PairData
        The pairs that were used.
    table : DataFrame
        A row for the intercept and each predictor: predictor, estimate, se, t (z in a logistic fit), p (two-sided:
        how often shuffles give a t as far from nought), p_lower, p_upper (as low, as high), p_holm (after Holm's
        correction over the predictors). se and t are those of an ordinary fit and are not to be read by
        themselves: pairs are not independent. The intercept is not tested: it has no actors to shuffle.
    method : {'linear', 'logistic'}
    fit : dict of str to float
        r2, r2_adjusted; or deviance, null_deviance (of the intercept alone), aic, r2_mcfadden.
    draws : (permutations, predictors) array of float
        t of each shuffle; NaN where a shuffle left nothing to test, which counts as being as far out.
    permutations, asked : int
        How many shuffles were done, and how many were asked for.
    seed : int
    every : bool
        Whether the shuffles are all the orders of the actors that there are, so that no chance is left in p.
    null : str
        The hypothesis that the p-values are about.
    """

    data: PairData
    table: pd.DataFrame
    method: str
    fit: dict[str, float]
    draws: Floats = field(repr=False)
    permutations: int
    asked: int
    seed: int
    every: bool = False
    null: str = REGRESSION_NULL

    @property
    def readings(self) -> tuple[str, ...]:
        """A plain sentence or two about each predictor."""
        rows = self.table.iloc[1:].itertuples(index=False)
        return tuple(self._reading(row, one.words) for row, one in zip(rows, self.data.predictors, strict=True))

    def summary(self) -> str:
        """Return the result in a few plain sentences."""
        names = {"r2": "R2", "r2_mcfadden": "McFadden's R2"}
        value = next((f"{name} {self.fit[key]:.2f}" for key, name in names.items() if key in self.fit), "")
        parts = [*self.readings, self.data.used(), f"The whole: {value}. {_how_many(self)}"]
        return "\n".join(parts)

    def _reading(self, row: Any, words: str) -> str:
        held = ", the other predictors being equal" if len(self.data.predictors) > 1 else ""
        text = f"{row.predictor}: {self._size(row.estimate)} {words}{held}."
        if row.p_holm <= LEVEL:
            return (
                f"{text} Shuffled members would seldom show as much (p = {_p(row.p_holm)} after Holm's correction)."
            )
        if row.p <= LEVEL:
            return (
                f"{text} Uncertain: by itself it would stand out (p = {_p(row.p)}), but not among "
                f"{len(self.data.predictors)} predictors (p = {_p(row.p_holm)} after Holm's correction)."
            )
        return (
            f"{text} Uncertain: shuffled members often show as much (p = {_p(row.p)}). This is no evidence that it "
            "makes no difference."
        )

    def _size(self, estimate: float) -> str:
        if self.method == "logistic":
            return f"the odds of a tie are {_number(exp(min(estimate, 700.0)))} times as high"
        if self.data.binary:
            more = "more" if estimate >= 0 else "less"
            return f"a tie is {_number(100 * abs(estimate))} percentage points {more} likely"
        return f"'{self.data.outcome.label}' is {_number(abs(estimate))} {'higher' if estimate >= 0 else 'lower'}"

    def _repr_html_(self) -> str:
        return _html(self.summary(), self.table)


def _how_many(result: QapCorrelationResult | MrqapResult) -> str:
    done = f"{result.permutations:,} permutations, seed {result.seed}."
    if result.every:
        done = f"All {result.permutations + 1:,} orders of the members were gone through."
    if result.permutations < result.asked:
        done = (
            f"Stopped early, after {result.permutations:,} of {result.asked:,} permutations (seed {result.seed}): "
            "p is rougher than was asked for."
        )
    tested = len(result.data.predictors)
    if tested / (result.permutations + 1) > LEVEL:
        needed = "" if result.every else f": {tested * round(1 / LEVEL) - 1:,} or more are needed"
        done += f" So few could show nothing{needed}."
    undefined = int(np.isnan(result.draws).reshape(len(result.draws), -1).any(axis=1).sum())
    if undefined:
        done += f" {undefined:,} of them left nothing to test and count as being as far out as what was observed."
    return f"{done} Null hypothesis: {result.null}"


def _p(p: float) -> str:
    return f"{p:.2g}" if p < 0.1 else f"{p:.2f}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if isfinite(value) and value >= 100 else f"{value:.2g}"


def _html(summary: str, table: pd.DataFrame) -> str:
    from html import escape

    text = "".join(f"<p>{escape(line)}</p>" for line in summary.split("\n"))
    return f"{text}{table.to_html(index=False, float_format='{:.3g}'.format)}"
