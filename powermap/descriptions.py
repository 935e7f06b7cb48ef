"""What is described about the whole network, and not tested: access to decisions, returned ties, balance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite, nan
from typing import Any

import pandas as pd

from powermap.audience import hides_access, hides_balance, hides_share
from powermap.findings import HEADLINE, Finding
from powermap.inference.family import FEWEST
from powermap.inference.permutation import PermutationResult
from powermap.measures.balance import FEWEST_TIES, reciprocity
from powermap.measures.catalogue import MEASURES
from powermap.measures.coverage import percent
from powermap.network import Network


def describe(
    access: pd.DataFrame,
    reciprocation: pd.DataFrame,
    network: Network,
    balance: pd.DataFrame,
    test: PermutationResult,
    findings: Iterable[Finding],
    both_ways: tuple[float, float] = (nan, nan),
) -> tuple[str, ...]:
    """Say in plain English what the network looks like, without claiming that chance could not have done it.

    Groups, and shares of groups, of fewer than 3 members, and shares of fewer than 5 ties, are left out: they
    would describe single members, or give away single answers; so would, on a personal question, what one or two
    seat-holders answered, a share of all or none, and a balance from which one could work out what the members of a
    small sector hold. Of a single sector no balance is told: nothing could be out of it.
    """
    members = dict(zip(access["group"], access["members"], strict=True))
    large = reciprocation[reciprocation["group"].map(members).ge(FEWEST)] if len(reciprocation) else reciprocation
    sentences = [] if hides_access(network) else _access(access, network)
    sentences += [_returned(row, network) for row in large.to_dict("records")]
    mutual = reciprocity(network)
    limits = f" (95% interval {percent(both_ways[0])} to {percent(both_ways[1])})" if isfinite(both_ways[0]) else ""
    if int((network.ties & network.observable.T).sum()) >= FEWEST_TIES and not hides_share(network, mutual):
        sentences.append(
            f"Of all ties between two members that both answered, {percent(mutual)} are returned{limits}."
        )
    sentences.append("" if hides_balance(network) else _balance(balance, network))
    return (*(sentence for sentence in sentences if sentence), *_without_claim(test, findings))


def _balance(balance: pd.DataFrame, network: Network) -> str:
    if len(network.groups("sector")) < 2 or HEADLINE not in balance.index:
        return ""
    even, by_chance, low, high = balance.loc[HEADLINE, ["value", "expected", "low_expected", "high_expected"]]
    if not isfinite(even):
        return ""
    return (
        f"Balance of nominations by sector: {even:.2f}. At 1, every sector would be named in proportion to its "
        f"size; for that, {percent(1 - even)} of the nominations would have to go to another sector. Chance "
        f"alone, with the sectors shuffled, gives {by_chance:.2f} on average, and between {low:.2f} and "
        f"{high:.2f} in 95 of 100 shuffles."
    )


def _access(access: pd.DataFrame, network: Network) -> list[str]:
    if not len(access):
        return []
    if not access["seats"].sum():
        return ["The survey does not say who has a seat where decisions are made, so that access to them is not "
                "described."]  # fmt: skip
    return [sentence for row in access.to_dict("records") for sentence in _reach(row, network)]


def _reach(row: Mapping[str, Any], network: Network) -> list[str]:
    to, source = row["observed_to"], row["observed_from"]
    if row["members"] < FEWEST or max(to, source) < FEWEST:
        return []

    def how_many(name: str, of: int, one: str, several: str) -> str:
        count = round(row[name] * of)
        open_ended = not row["complete"] and count != of
        least = "" if not open_ended else "at least " if count else "as far as was seen, "
        return f"{least}{count} of {of} {one if count == 1 else several}"

    parts = []
    if to >= FEWEST and not hides_share(network, row["to_direct"]):
        parts.append(how_many("to_direct", to, "whose answers were seen names a seat-holder",
                              "whose answers were seen name a seat-holder"))  # fmt: skip
        parts.append(how_many("to_two_step", to, "reaches one within two steps", "reach one within two steps"))
    if source >= FEWEST and not hides_share(network, row["from_direct"]):
        parts.append(how_many("from_direct", source, "is named by", "are named by")
                     + (" one" if parts else " a seat-holder"))  # fmt: skip
    have = "has a seat" if row["seats"] == 1 else "have a seat"
    seated = f"{row['group']}: {row['seats']} of the {row['members']} members {have} where decisions are made."
    return [f"{seated} Of those without, {', '.join(parts)}." if parts else seated]


def _returned(row: Mapping[str, Any], network: Network) -> str:
    parts = []
    if row["ties_out"] >= FEWEST_TIES and not hides_share(network, row["share_returned"]):
        parts.append(f"of {row['ties_out']} ties to others, {percent(row['share_returned'])} are returned")
    if row["ties_in"] >= FEWEST_TIES and not hides_share(network, row["share_answered"]):
        parts.append(f"of {row['ties_in']} ties from others, its members return {percent(row['share_answered'])}")
    return f"{row['group']}: {'; '.join(parts)} (where both sides answered)." if parts else ""


def _without_claim(test: PermutationResult, findings: Iterable[Finding]) -> list[str]:
    """Name what was tested and not told of; results from which nothing can be claimed are in the tables only."""
    told = {(finding.group, finding.measure) for finding in findings}
    names: dict[str, list[str]] = {}
    for row in test.table[test.table["p_holm"].notna()].to_dict("records"):
        if (row["group"], row["measure"]) not in told:
            names.setdefault(MEASURES[row["measure"]].label, []).append(row["group"])
    if not names:
        return []
    listed = "; ".join(f"{label}: {', '.join(groups)}" for label, groups in names.items())
    return [f"Also tested, without a result that can be claimed, which is not evidence of no gap. {listed}."]
