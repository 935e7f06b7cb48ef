"""What the findings say of partnerships whose truth is known: the study behind the promise of honesty.

Used by tests/benchmarks/bench_honesty.py, which makes the table in `powermap.inference`, and by a fast test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from partnerships import partnership

from powermap.findings import HEADLINE, find
from powermap.inference.missing import check_missing, shown
from powermap.inference.permutation import permutation_test
from powermap.measures.balance import representation
from powermap.measures.position import betweenness, nominations_received
from powermap.verdicts import worth_checking

#: Statutory, voluntary sector and lived experience, in the proportions of simulation A1: 25, 25 and 10 of 60.
SIZES = {15: (6, 6, 3), 40: (16, 16, 8), 120: (50, 50, 20)}
RESPONSES = {
    "100%": (1.0, 1.0, 1.0),
    "80%": (0.8, 0.8, 0.8),
    "60%": (0.6, 0.6, 0.6),
    "90/60/50%": (0.9, 0.6, 0.5),
    "80/40/30%": (0.8, 0.4, 0.3),
}
LIVED = "Lived experience"


@dataclass(frozen=True)
class Cell:
    """One kind of partnership.

    Parameters
    ----------
    n : int
    response : str
        One of `RESPONSES`.
    power : float
        Members with lived experience are named this many times what they would be (1: nobody is excluded).
    own : bool
        Voices name their own kind twice as often as the others, and some members name far more than others
        (coefficient of variation 0.5); at full response every voice is still named alike.
    """

    n: int
    response: str
    power: float = 1.0
    own: bool = False

    def drawn(self, seed: int, *, all_answer: bool = False) -> Any:
        """Return one such partnership; popularity varies by 0.5 (coefficient of variation), density is .15."""
        further: dict[str, float] = {"across": 0.1, "activity": 0.5} if self.own else {}
        response = RESPONSES["100%" if all_answer else self.response]
        return partnership(
            seed, sizes=SIZES[self.n], response=response, power=(1, 1, self.power), spread=0.5, **further
        )

    def truth(self, group: str) -> float:
        """Return the representation of nominations that *group* has in the long run."""
        share = SIZES[self.n][2] / self.n
        return (self.power if group == LIVED else 1.0) / (self.power * share + 1 - share)


#: The second partnership of a seed, in `own_gap`, has another one.
AGAIN = 1_000_000


def told(cell: Cell, seed: int, permutations: int = 499) -> pd.DataFrame:
    """Return what is said of each voice, by nominations and betweenness, beside what all answers would have shown.

    The same steps as `powermap.analyse`, without the measures that are not tested.
    """
    network = cell.drawn(seed)
    measures = pd.concat([nominations_received(network), betweenness(network)], axis=1)
    test = permutation_test(network, measures=measures, permutations=permutations, seed=seed)
    checked = check_missing(network, test, worth_checking(network, test))
    table = shown(test.table, checked)
    said = {(one.group, one.measure): one for one in find(network, test, checked)}
    pairs = list(zip(table["group"], table["measure"], strict=True))
    everybody = cell.drawn(seed, all_answer=True)
    fully = representation(pd.concat([nominations_received(everybody), betweenness(everybody)], axis=1),
                           everybody.groups()).set_index(["group", "measure"])["representation"]  # fmt: skip
    return table.assign(
        claim=[said[pair].claim if pair in said else "none" for pair in pairs],
        evidence=[said[pair].evidence if pair in said else "" for pair in pairs],
        full=[fully.get(pair, np.nan) for pair in pairs],
        seed=seed,
    )[["seed", "group", "measure", "claim", "evidence", "representation", "low", "high", "low_shown", "high_shown",
       "p", "p_holm", "smallest_gap", "high_senders", "full"]]  # fmt: skip


def own_gap(cell: Cell, seed: int, permutations: int = 499) -> pd.DataFrame:
    """Return what is said where lived experience gets what another partnership of *cell* says it would have shown.

    No rows where that one says that no gap would have shown.
    """
    fair = told(cell, seed, permutations).set_index(["group", "measure"])
    gap = float(fair["smallest_gap"].get((LIVED, HEADLINE), np.nan))
    if not gap > 0:
        return fair.reset_index().iloc[:0]
    share = SIZES[cell.n][2] / cell.n
    power = gap * (1 - share) / (1 - gap * share)
    return told(replace(cell, power=power), seed + AGAIN, permutations)


def study(
    cell: Cell,
    seeds: Iterable[int],
    permutations: int = 499,
    each: Callable[..., Any] = map,
    of: Callable[[Cell, int, int], pd.DataFrame] = told,
) -> pd.DataFrame:
    """Return what is said of the partnerships of *seeds*; *each* may be the map of a pool of processes."""
    return pd.concat(list(each(partial(_of_seed, of, cell, permutations), list(seeds))), ignore_index=True)


def _of_seed(
    of: Callable[[Cell, int, int], pd.DataFrame], cell: Cell, permutations: int, seed: int
) -> pd.DataFrame:
    return of(cell, seed, permutations)


def summary(cell: Cell, said: pd.DataFrame) -> dict[str, float]:
    """Return how often what is said of *cell* is right.

    - nominations, betweenness: in how many reports a gap is claimed of a voice by that measure, the voice for
      which that is most often so; any: a gap of any voice by any measure.
    - test_alone: any, had the test with Holm's correction alone decided.
    - power, robust: a shortfall of lived experience in nominations is claimed; and is called robust.
    - in_proportion: lived experience is said to be in proportion.
    - bias, bias_betweenness: mean representation of lived experience less the truth, or less what all answers
      would have shown.
    - interval, shown: how often the interval of the test, and the one that pages show, of lived experience's
      nominations hold the truth; shown_all: the latter over all voices; shown_full: how often it holds what
      everybody's answers would have shown.
    - gap: the mean of the smallest gap (lived experience, nominations) where one could be told; can_show: in how
      many it could; seen_below: on the answers seen, a shortfall is shown as a claim needs it.
    """
    gap = said["claim"].isin(["under", "over"])
    runs = said["seed"].nunique()
    per = said[gap].groupby(["measure", "group"]).size() / runs
    of_lived = said[(said["group"] == LIVED) & (said["measure"] == HEADLINE)]
    between = said[(said["group"] == LIVED) & (said["measure"] == "betweenness")]
    headline = said[(said["measure"] == HEADLINE) & said["representation"].notna()]
    lived = of_lived[of_lived["representation"].notna()]
    truth = headline["group"].map({group: cell.truth(group) for group in headline["group"].unique()})
    goal = cell.truth(LIVED)

    def covers(rows: pd.DataFrame, low: str, high: str, value: Any) -> float:
        return float(((rows[low] <= value) & (value <= rows[high])).mean())

    below = (of_lived["p_holm"] <= 0.05) & (of_lived["high"] < 1) & (of_lived["high_senders"] < 1)
    return {
        "runs": runs,
        "nominations": float(per.get(HEADLINE, pd.Series([0.0])).max()),
        "betweenness": float(per.get("betweenness", pd.Series([0.0])).max()),
        "any": said.loc[gap, "seed"].nunique() / runs,
        "test_alone": said.loc[said["p_holm"] <= 0.05, "seed"].nunique() / runs,
        "power": float((of_lived["claim"] == "under").sum() / runs),
        "robust": float(((of_lived["claim"] == "under") & (of_lived["evidence"] == "robust")).sum() / runs),
        "in_proportion": float((of_lived["claim"] == "proportionate").sum() / runs),
        "bias": float(lived["representation"].mean() - goal),
        "bias_betweenness": float((between["representation"] - between["full"]).mean()),
        "interval": covers(lived, "low", "high", goal),
        "shown": covers(lived, "low_shown", "high_shown", goal),
        "shown_all": covers(headline, "low_shown", "high_shown", truth),
        "shown_full": covers(lived, "low_shown", "high_shown", lived["full"]),
        "gap": float(of_lived["smallest_gap"].mean()),
        "can_show": float(of_lived["smallest_gap"].notna().mean()),
        "seen_below": float(below.mean()),
    }
