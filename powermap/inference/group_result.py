"""What the tests of `powermap.inference.group_permutation` found: the table, and its reading in plain English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from powermap.inference.family import FEWEST
from powermap.inference.labels import how_drawn


@dataclass(frozen=True, eq=False)
class GroupPermutationResult:
    """What `difference_test` or `group_test` found.

    Parameters
    ----------
    table : DataFrame
        One row per group and measure: group, measure, members, others (who count), value, expected (mean of the
        value over the arrangements), p (two-sided: twice the smaller side), p_holm, p_bh (adjusted over all rows
        that were tested), undefined (arrangements in which the measure had no value; they count as being as far
        out, on both sides). Of differences also mean, mean_of_others, low, high (the shifts of the group's values
        that the test would not reject). p is NaN for groups with fewer than 3 members or others.
    permutations, seed : int
    null : str
        The hypothesis that the p-values are about.
    confidence : float
        Of low and high; 1 - confidence is the level at which rows are counted in the summary.
    by, within : str
        What the groups are; what labels were shuffled within.
    arrangements : dict of str to int
        Of each measure for which all arrangements of the labels were gone through, how many there are.
    """

    table: pd.DataFrame
    permutations: int
    seed: int
    null: str
    confidence: float
    by: str
    within: str
    arrangements: Mapping[str, int] = field(default_factory=dict)

    def summary(self) -> str:
        """Return the result in a few plain sentences."""
        level = 1 - self.confidence + 1e-12
        n = int(self.table["p"].notna().sum())
        strict, loose = (int((self.table[column] <= level).sum()) for column in ("p_holm", "p_bh"))
        drawn = how_drawn(self.permutations, self.seed, self.arrangements, self.table["measure"])
        small = sorted(set(self.table.loc[self.table[["members", "others"]].min(axis=1) < FEWEST, "group"]))
        untested = (
            f" With fewer than {FEWEST} members, or others to compare with, described and not tested: "
            f"{', '.join(small)}."
            if small
            else ""
        )
        return (
            f"{n} comparison{'' if n == 1 else 's'} of a {self.by} tested; {strict} "
            f"differ{'s' if strict == 1 else ''} from chance after Holm's correction, {loose} after Benjamini and "
            f"Hochberg's ({drawn}).{untested} Null hypothesis: {self.null}"
        )

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p>{escape(self.summary())}</p>{self.table.to_html(index=False, float_format='{:.3g}'.format)}"
