"""What may be claimed about a group, and how sure that is: the rules, without the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, nan
from typing import Any, Literal

import pandas as pd

from powermap.inference.family import COUNTED, FEWEST, SEEN_FOR_CLAIMS, SEEN_FOR_PATHS
from powermap.inference.missing import shown
from powermap.inference.permutation import PermutationResult
from powermap.measures.kernels import answered
from powermap.network import Network

Claim = Literal["under", "over", "proportionate", "none"]
Evidence = Literal["robust", "likely", "uncertain", "cannot tell"]

HEADLINE = "nominations_received"

#: A result holds when its p-value, adjusted for all comparisons made, is at most this.
LEVEL = 0.05

#: A representation between these counts as in proportion. A ratio of four fifths is the usual line in law and
#: in tests of equivalence (Schuirmann 1987); the upper limit is its mirror image.
EQUIVALENT = (0.8, 1.25)

#: With fewer members of a group who answered, how they name one another cannot be filled in from what was seen.
FEWEST_ANSWERS = 3


@dataclass(frozen=True)
class Verdict:
    """A claim, how sure it is, and which sentence says why."""

    claim: Claim
    evidence: Evidence
    why: str


@dataclass(frozen=True)
class Seen:
    """How much was seen of the network: what every judgement depends on."""

    share: float
    members: Mapping[str, int]
    answered: Mapping[str, int]
    silent_group: str

    @property
    def all(self) -> bool:
        """Whether every answer that could be given was seen."""
        return self.share == 1


def seen_of(network: Network, by: str) -> Seen:
    """Return how much of *network* was seen, who answered in each group, and a group in which nobody did."""
    nameable = int(network.nameable.sum())
    responded = answered(network)
    groups = network.groups(by)
    heard = {group: int((own & responded).sum()) for group, own in groups.items()}
    members = {group: int(own.sum()) for group, own in groups.items()}
    silent = (group for group, count in members.items() if count >= FEWEST and not heard[group])
    share = int(network.observable.sum()) / nameable if nameable else nan
    return Seen(share, members, heard, next(silent, ""))


def worth_checking(network: Network, test: PermutationResult) -> list[tuple[str, str]]:
    """Return the (group, measure) of the rows that say something else with the missing answers filled in.

    Those whose verdict depends on them, and the nominations received of every group that is tested, whose interval
    is shown.
    """
    seen = seen_of(network, test.by)
    return [
        (row["group"], row["measure"])
        for row in rows_of(test)
        if (row["measure"] == HEADLINE and isfinite(row["p"]))
        or (not _withheld(row, seen) and (gap_seen(row) != "none" or _equivalent(row)))
    ]


def judge(row: Mapping[str, Any], seen: Seen, checked: Mapping[str, Any] | None, permutations: int) -> Verdict:
    """Return what may be claimed from one row of the test.

    Parameters
    ----------
    row : mapping
        A row of `PermutationResult.table`.
    seen : Seen
    checked : mapping or None
        Its row of `check_missing`.
    permutations : int
    """
    withheld = _withheld(row, seen)
    if withheld:
        return Verdict("none", "cannot tell", withheld)
    gap = gap_seen(row)
    if gap != "none" and not _beyond_senders(gap, row):
        return Verdict("none", "uncertain", "senders")
    if gap != "none":
        return _judge_gap(gap, row, seen, checked)
    if _equivalent(row):
        return _judge_equivalence(row, seen, checked)
    if not isfinite(row["smallest_gap"]):
        too_few_draws = 2 / (permutations + 1) > LEVEL / row["comparisons"]
        return Verdict("none", "cannot tell", "permutations" if too_few_draws else "power")
    return Verdict("none", "uncertain", "undecided")


def shows(claim: Claim, row: Mapping[str, Any]) -> bool:
    """Tell whether the answers seen show *claim*, as every claim needs it before the missing ones are looked at."""
    if claim == "proportionate":
        return gap_seen(row) == "none" and _equivalent(row)
    return claim == gap_seen(row) != "none" and _beyond_senders(claim, row)


def _withheld(row: Mapping[str, Any], seen: Seen) -> str:
    """Return why nothing can be said, or ''."""
    if not row["members"] and seen.members[row["group"]] >= FEWEST:
        return "unheard"
    if row["members"] < FEWEST:
        return "few members"
    if row["others"] < FEWEST:
        return "few others"
    if not isfinite(row["representation"]):
        return "nothing held"
    if not seen.share >= SEEN_FOR_CLAIMS:
        return "few answers"
    if row["measure"] not in COUNTED and not seen.share >= SEEN_FOR_PATHS:
        return "paths"
    return ""


def gap_seen(row: Mapping[str, Any]) -> Claim:
    """Return which way a gap is shown on the answers seen: by the test, and by its interval."""
    if not row["p_holm"] <= LEVEL:
        return "none"
    if row["representation"] < min(1, row["expected"]) and row["high"] < 1:
        return "under"
    if row["representation"] > max(1, row["expected"]) and row["low"] > 1:
        return "over"
    return "none"


def _beyond_senders(gap: Claim, row: Mapping[str, Any]) -> bool:
    """Tell whether a gap also shows with each respondent taken as one draw, where the measure is a sum of ties."""
    if row["measure"] not in COUNTED:
        return True
    if gap == "under":
        return bool(row["high_senders"] < min(1, row["expected"]))
    return bool(row["low_senders"] > max(1, row["expected"]))


def _judge_gap(gap: Claim, row: Mapping[str, Any], seen: Seen, checked: Mapping[str, Any] | None) -> Verdict:
    if seen.all:
        return Verdict(gap, "robust", "all seen")
    if checked is None:
        return Verdict("none", "uncertain", "filled in")
    if checked["holds_at_worst"] == 1:
        return Verdict(gap, "robust", "bounds")
    unknown = _unknown_pattern(row, seen)
    if unknown:
        return Verdict("none", "uncertain", unknown)
    if row["measure"] in COUNTED:
        further = checked["high_filled_in"] < 1 if gap == "under" else checked["low_filled_in"] > 1
    else:
        further = checked["filled_in"] < 1 if gap == "under" else checked["filled_in"] > 1
    if checked["p_holm_filled_in"] <= LEVEL and further:
        return Verdict(gap, "likely", "filled in")
    return Verdict("none", "uncertain", "filled in")


def _equivalent(row: Mapping[str, Any]) -> bool:
    """Tell whether 'in proportion' is shown on the answers seen.

    Only for nominations and their strength: measures that follow paths differ so little between members that
    they would look in proportion whatever happens.
    """
    return row["measure"] in COUNTED and _in_proportion(row["low_90"], row["high_90"], row["share_of_actors"])


def _in_proportion(low: float, high: float, share: float) -> bool:
    """Tell whether a group and all others are in proportion: two one-sided tests at 5% each (Schuirmann 1987).

    The others too, because a group of nine tenths cannot hold much more than its share whatever happens.
    """
    others = (1 - share * high) / (1 - share), (1 - share * low) / (1 - share)
    return bool(min(low, others[0]) >= EQUIVALENT[0] and max(high, others[1]) <= EQUIVALENT[1])


def _judge_equivalence(row: Mapping[str, Any], seen: Seen, checked: Mapping[str, Any] | None) -> Verdict:
    if seen.all:
        return Verdict("proportionate", "robust", "all seen")
    if checked is None:
        return Verdict("none", "uncertain", "undecided")
    unknown = _unknown_pattern(row, seen)
    if unknown:
        return Verdict("none", "uncertain", unknown)
    if _in_proportion(checked["low_90_filled_in"], checked["high_90_filled_in"], row["share_of_actors"]):
        return Verdict("proportionate", "likely", "filled in")
    return Verdict("none", "uncertain", "undecided")


def _unknown_pattern(row: Mapping[str, Any], seen: Seen) -> str:
    """Return why the missing answers cannot be filled in from those seen, or ''."""
    if seen.answered[row["group"]] < FEWEST_ANSWERS:
        return "own silence"
    return "silent group" if seen.silent_group else ""


def rows_of(test: PermutationResult, checked: pd.DataFrame | None = None) -> list[dict[str, Any]]:
    """Return the rows of the test, each with how many others its group is compared with, and of how many rows.

    With *checked*, what `check_missing` returned, also with the interval that is shown.
    """
    comparisons = int(test.table["p_holm"].notna().sum())
    rows: list[dict[str, Any]] = shown(test.table, checked).to_dict("records")
    for row in rows:
        share = row["share_of_actors"]
        row["all"] = round(row["members"] / share) if share > 0 else 0
        row["others"] = row["all"] - row["members"]
        row["comparisons"] = max(comparisons, 1)
    return rows
