"""What a fitted model says: its coefficients, how far to trust them, and in which words."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

NULL = (
    "Given the other terms, a term changes nothing: its coefficient is 0, so that the odds of a tie are the same."
)

#: Below this effective size, or above this R-hat, simulated networks are too much alike (Gelman et al. 2013).
LEAST_EFFECTIVE, MOST_R_HAT = 64, 1.1

#: How the odds of each kind of tie are spoken of, and the chance of it where no term applies.
PARTS = {
    "ties": ("a tie", "Where none of the other terms applies, the chance of a tie is"),
    "new ties": ("a new tie", "Without a tie before, and where no other term applies, the chance of one is"),
    "kept ties": (
        "keeping a tie",
        "With a tie before, and where no other term applies, the chance of keeping it is",
    ),
}

#: What each kind of term compares, with the odds that are left to fill in.
WORDS = {
    "match": "Between two actors of one {group}, the odds of {part} are {odds} those between two others{sure}.",
    "shares": "Between two actors that share a voice, the odds of {part} are {odds} those between two others"
    "{sure}.",
    "named": "For a member of '{group}', the odds of {part} to it are {odds} those for a member of just "
    "'{reference}'{sure}.",
    "has": "For a member of '{group}', the odds of {part} are {odds} those for a member of just "
    "'{reference}'{sure}.",
    "mutual": "Where the other names one too, the odds of {part} are {odds} what they are where it does not{sure}.",
    "closure": "Where two have one partner in common, the odds of {part} between them are {odds} what they are "
    "where they have none, and each further partner adds less{sure}.",
    "own": "With one more of '{label}', the odds of {part} are {odds} as high{sure}.",
}


@dataclass(frozen=True, eq=False)
class ModelFit:
    """What `fit_model` or `fit_rounds` found.

    Parameters
    ----------
    table : DataFrame
        One row per term: part ('ties'; over rounds, 'new ties' or 'kept ties'), term (the library's name), label
        (in words), kind, group, estimate (log odds), se, z, p (two-sided, normal), p_holm (over the terms other
        than the overall level of ties, where it is NaN), odds_ratio, low, high (interval of the odds ratio).
    checks : DataFrame
        Of a model fitted by simulation, one row per term: effective_size, r_hat (about 1 when the chains agree) and
        simulation_share (of the squared standard error that is due to simulating). No rows for an exact fit.
    goodness : DataFrame
        Do networks drawn from the model look like this one in what it was not told of? One row per feature: seen,
        expected, low, high (95% of the networks drawn), p.
    formula, terms : str
        What was asked for, and the formula that the library was given.
    method : str
        'exact' (maximum likelihood, found exactly) or 'simulated' (Monte Carlo maximum likelihood).
    actors : int
    answers, missing : int
        How many answers between them were observed, and how many were not and stay missing; over rounds, of the
        changes from one to the next. Where ties have no direction, both answers of a pair are one.
    log_likelihood : float
        NaN where simulated.
    reference : str
        The voice that others are compared with; '' without one.
    notes : tuple of str
        What was left out or taken for granted, in plain English.
    draws, seed : int
        How many networks the last step, or the check of the fit, drew.
    confidence : float
    null : str
    library : str
        Its name and version.
    """

    table: pd.DataFrame
    checks: pd.DataFrame
    goodness: pd.DataFrame
    formula: str
    terms: str
    method: str
    actors: int
    answers: int
    missing: int
    log_likelihood: float
    reference: str
    notes: tuple[str, ...]
    draws: int
    seed: int
    confidence: float
    library: str
    null: str = NULL

    def sentences(self) -> list[str]:
        """Return the result in plain sentences: what was fitted, each term, what to be careful of."""
        how = "exactly" if self.method == "exact" else f"by simulating {self.draws:,} networks at a time"
        terms = "" if self.formula == self.terms else f" ({self.terms})"
        first = (
            f"Which pairs have ties: the model '{self.formula}'{terms}, fitted {how} by {self.library} (seed "
            f"{self.seed}) to {self.answers:,} answers between {self.actors} actors."
        )
        return [first, *(self._reading(row) for _, row in self.table.iterrows()), *self.notes, *self._cautions()]

    def summary(self) -> str:
        """Return the result in plain sentences, one on each line."""
        return "\n".join(self.sentences())

    def _repr_html_(self) -> str:
        from html import escape

        said = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.sentences())
        return f"{said}{self.table.to_html(index=False, float_format='{:.3g}'.format)}"

    def _reading(self, row: pd.Series) -> str:
        part, chance = PARTS[row["part"]]
        if row["kind"] == "edges":
            return f"{chance} about {100 / (1 + math.exp(-row['estimate'])):.2g}%."
        return WORDS[row["kind"]].format(
            group=row["group"], label=row["label"], part=part, odds=f"{_number(row['odds_ratio'])} times",
            reference=self.reference, sure=self._sure(row),
        )  # fmt: skip

    def _sure(self, row: pd.Series) -> str:
        level, several = 1 - self.confidence, int(self.table["p_holm"].notna().sum())
        limits = f"{100 * self.confidence:g}% interval {_number(row['low'])} to {_number(row['high'])}"
        counted = f" counting all {several} terms" if several > 1 else ""
        said = f" ({limits}; p {_p(row['p_holm'])}{counted})"
        if row["p"] > level:
            return f"{said}: the answers do not decide whether they are higher, lower or the same"
        if row["p_holm"] > level:
            return f"{said}: on its own that would count, as one of {several} terms it may be chance"
        return said

    def _cautions(self) -> list[str]:
        said = ["These are ties that go with a term. The model does not say why."]
        if self.missing:
            said.append(
                f"{self.missing:,} answers were not seen and stay missing. The model counts on their being like "
                "those seen, given its terms; where those who stayed silent differ, it is wrong."
            )
        if not self.table["kind"].isin(["mutual", "closure"]).any():
            said.append(
                "Answers are taken as independent of each other, given the terms. Where some actors name many, or "
                "are named by many, its intervals are too narrow and p too small; the findings of the report allow "
                "for that."
            )
        if not self.settled:
            said.append(
                "The simulated networks were too much alike (see checks), so that the numbers may be off. Try "
                "another seed, or a simpler formula."
            )
        unlike = self.goodness.loc[self.goodness["p"] <= 1 - self.confidence, "feature"].tolist()
        if unlike:
            said.append(
                f"Networks drawn from the model do not look like this one in {' and '.join(unlike)}: something "
                "that matters is not in the model, and its intervals are too narrow."
            )
        return said

    @property
    def settled(self) -> bool:
        """Whether the simulation moved enough for its numbers to be trusted; True for an exact fit."""
        enough = (self.checks["effective_size"] >= LEAST_EFFECTIVE) & (self.checks["r_hat"] <= MOST_R_HAT)
        return bool(enough.all())


def _number(value: float) -> str:
    if value >= 1000 or (value != 0 and value < 0.01):
        return f"{value:.1e}"
    return f"{value:.2g}" if value < 10 else f"{value:.0f}"


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"= {value:.2g}"


def no_checks() -> pd.DataFrame:
    """Return the checks of an exact fit: none."""
    return pd.DataFrame({name: np.empty(0) for name in ("term", "effective_size", "r_hat", "simulation_share")})
