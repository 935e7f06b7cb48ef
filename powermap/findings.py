"""What may be said about each group, how sure it is, and what limits it.

A statement never claims more than its test shows, and 'not significant' is never said as 'no gap'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, nan
from typing import Any, Literal

import pandas as pd

from powermap.inference.permutation import COUNTED, FEWEST, PermutationResult
from powermap.measures.catalogue import MEASURES
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

#: Below this share of answers seen, results describe those who answered. Costenbader & Valente (2003) found even
#: nominations received to be stable down to about half.
SEEN_FOR_CLAIMS = 0.5

#: Below this share, paths through silent members are missed too often (Costenbader & Valente 2003).
SEEN_FOR_PATHS = 0.75

#: A difference from 1 in what would be expected from who answered that is worth saying.
NOTEWORTHY = 0.05

_ORDER = {"under": 0, "over": 1, "proportionate": 2, "uncertain": 3, "cannot tell": 4}


@dataclass(frozen=True)
class Finding:
    """What may be said about one group on one measure.

    Parameters
    ----------
    group, measure : str
        As in `PermutationResult.table`; group is '' where there are no groups.
    claim : {'under', 'over', 'proportionate', 'none'}
        What is claimed: the group holds less than its share, more, about its share; or nothing.
    evidence : {'robust', 'likely', 'uncertain', 'cannot tell'}
        robust = the claim holds whatever the missing answers say; likely = it holds on the answers seen, and
        when the missing ones are filled in; uncertain = the test does not decide; cannot tell = too few members or
        answers for this network to have shown it.
    text : str
        The statement in plain English.
    limits : str
        What limits it; may be empty.
    numbers : dict of str to float
        The numbers behind it; without those that would expose single members.
    """

    group: str
    measure: str
    claim: Claim
    evidence: Evidence
    text: str
    limits: str
    numbers: dict[str, float]


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
    responded = network.observable.any(axis=1)
    groups = network.groups(by)
    answered = {group: int((own & responded).sum()) for group, own in groups.items()}
    members = {group: int(own.sum()) for group, own in groups.items()}
    silent = (group for group, count in members.items() if count >= FEWEST and not answered[group])
    share = int(network.observable.sum()) / nameable if nameable else nan
    return Seen(share, members, answered, next(silent, ""))


def worth_checking(network: Network, test: PermutationResult) -> list[tuple[str, str]]:
    """Return the (group, measure) of the rows whose verdict depends on the answers that were not seen."""
    seen = seen_of(network, test.by)
    rows = [row for row in rows_of(test) if not _withheld(row, seen)]
    return [(row["group"], row["measure"]) for row in rows if _gap(row) != "none" or _equivalent(row)]


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
    gap = _gap(row)
    if gap != "none":
        return _judge_gap(gap, row, seen, checked)
    if _equivalent(row):
        return _judge_equivalence(row, seen, checked)
    if not isfinite(row["smallest_gap"]):
        too_few_draws = 2 / (permutations + 1) > LEVEL / row["comparisons"]
        return Verdict("none", "cannot tell", "permutations" if too_few_draws else "power")
    return Verdict("none", "uncertain", "undecided")


def _withheld(row: Mapping[str, Any], seen: Seen) -> str:
    """Return why nothing can be said, or ''."""
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


def _gap(row: Mapping[str, Any]) -> Claim:
    """Return which way a gap is shown on the answers seen: by the test, and by the interval."""
    if not row["p_holm"] <= LEVEL:
        return "none"
    if row["representation"] < min(1, row["expected"]) and row["high"] < 1:
        return "under"
    if row["representation"] > max(1, row["expected"]) and row["low"] > 1:
        return "over"
    return "none"


def _judge_gap(gap: Claim, row: Mapping[str, Any], seen: Seen, checked: Mapping[str, Any] | None) -> Verdict:
    if seen.all:
        return Verdict(gap, "robust", "all seen")
    if checked is None:
        return Verdict("none", "uncertain", "filled in")
    if checked["p_worst"] <= LEVEL and checked["p_nothing"] <= LEVEL:
        return Verdict(gap, "robust", "bounds")
    unknown = _unknown_pattern(row, seen)
    if unknown:
        return Verdict("none", "uncertain", unknown)
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


def find(network: Network, test: PermutationResult, checked: pd.DataFrame) -> tuple[Finding, ...]:
    """Return what may be said about each group, the headline measure first.

    Every group gets a finding on nominations received; on other measures only where something is claimed.

    Parameters
    ----------
    network : Network
    test : PermutationResult
    checked : DataFrame
        What `check_missing` returned for `worth_checking`.

    Examples
    --------
    >>> import networkx as nx
    >>> from powermap.analysis import analyse
    >>> graph = nx.DiGraph([(a, b) for a in range(20) for b in range(12) if a != b])
    >>> nx.set_node_attributes(graph, {a: "NHS" if a < 12 else "Peers" for a in graph}, "sector")
    >>> findings = analyse(Network.from_graph(graph)).findings
    >>> [(finding.group, finding.claim, finding.evidence) for finding in findings[:2]]
    [('Peers', 'under', 'robust'), ('Statutory', 'over', 'robust')]
    """
    if not len(test.table):
        return (_no_groups(network),)
    seen = seen_of(network, test.by)
    after = {(row["group"], row["measure"]): row for row in checked.to_dict("records")}
    findings = []
    for row in rows_of(test):
        also = after.get((row["group"], row["measure"]))
        verdict = judge(row, seen, also, test.permutations)
        if verdict.claim != "none" or row["measure"] == HEADLINE:
            findings.append(_put(row, verdict, seen, also or {}, network.response_assumed))
    return tuple(sorted(findings, key=_place))


def rows_of(test: PermutationResult) -> list[dict[str, Any]]:
    """Return the rows of the test, each with how many others its group is compared with, and of how many rows."""
    comparisons = int(test.table["p_holm"].notna().sum())
    rows: list[dict[str, Any]] = test.table.to_dict("records")
    for row in rows:
        share = row["share_of_actors"]
        row["all"] = round(row["members"] / share) if share > 0 else 0
        row["others"] = row["all"] - row["members"]
        row["comparisons"] = max(comparisons, 1)
    return rows


def _place(finding: Finding) -> tuple[bool, int, int]:
    key = finding.evidence if finding.claim == "none" else finding.claim
    return finding.measure != HEADLINE, _ORDER[key], list(MEASURES).index(finding.measure)


#: What a group receives or holds on each tested measure, in words.
_HELD = {
    "nominations_received": ("receive", "the nominations"),
    "strength_received": ("receive", "the strength of all nominations"),
    "harmonic_in": ("hold", "the closeness (being few steps away for the others)"),
    "betweenness": ("hold", "the in-between positions (lying on the shortest way between two others)"),
    "pagerank": ("hold", "the standing (being named by those who are much named themselves)"),
}

_WHY_GAP = {
    "all seen": "Every answer was seen, and chance alone would seldom do this, even allowing for all "
    "{comparisons} comparisons made.",
    "bounds": "Chance alone would seldom do this, even allowing for all {comparisons} comparisons made, and no set "
    "of missing answers would undo it.",
    "filled in": "Chance alone would seldom do this, even allowing for all {comparisons} comparisons made, and it "
    "still holds when the missing answers are filled in from those that were seen.",
}

_WHY_EQUIVALENT = {
    "all seen": "Every answer was seen, and a gap of more than a fifth is ruled out.",
    "filled in": "A gap of more than a fifth is ruled out on the answers seen, and when the missing ones are "
    "filled in from them.",
}

#: Where a gap shows on the answers seen but is not claimed.
_UNCERTAIN = {
    "filled in": "There is a gap in the answers that were seen, but it may come from who answered: it does not "
    "reliably hold when the missing answers are filled in.",
    "own silence": "What was seen may come from who answered: {answered} of the {members} did, so that how they "
    "name one another is hardly known.",
    "silent group": "What was seen may come from who answered: nobody from {silent} did.",
    "undecided": "The answers do not decide whether they {verb} less than their share, more, or their share. This "
    "is not evidence that there is no gap.",
}

_CANNOT_TELL = {
    "few members": "With fewer than 3, a result would be about single members and not about a group, so none is "
    "given.",
    "few others": "There are fewer than 3 others to compare them with, so no result is given.",
    "nothing held": "No nominations were seen that could be compared.",
    "few answers": "Fewer than half of the possible answers were seen ({seen}), too few for a statement about a "
    "group.",
    "paths": "This measure follows paths through the whole network and is not read where less than three "
    "quarters of the answers were seen ({seen}).",
    "permutations": "Too few permutations were drawn for any gap to show; run the analysis again with more.",
    "power": "There are too few members or answers: even if they held nothing at all, this network would probably "
    "not have shown it. This is not evidence that there is no gap.",
}


def _put(
    row: Mapping[str, Any], verdict: Verdict, seen: Seen, checked: Mapping[str, Any], assumed: bool
) -> Finding:
    """Put a verdict into words."""
    verb, held = _HELD.get(row["measure"], ("hold", f"'{MEASURES[row['measure']].label}'"))
    words = {
        "verb": verb,
        "comparisons": row["comparisons"],
        "members": seen.members[row["group"]],
        "answered": seen.answered[row["group"]] or "none",
        "silent": seen.silent_group,
        "seen": _percent(seen.share),
    }
    hidden = verdict.why in ("few members", "few others")
    shown = not hidden and isfinite(row["representation"])
    text = _numbers_in_words(row, verb, held) if shown else f"{row['group']}: {_count(row)}."
    if shown and abs(row["expected"] - 1) > NOTEWORTHY:
        text += f" Going by who answered, {row['expected']:.2f} would be expected without any gap."
    if verdict.claim == "none":
        reason = _CANNOT_TELL if verdict.evidence == "cannot tell" else _UNCERTAIN
        text += f" {verdict.evidence.capitalize()}: {_lower(reason[verdict.why].format(**words))}"
    else:
        text += f" {verdict.evidence.capitalize()}: {_claim_in_words(row, verdict, verb)} "
        reason = _WHY_EQUIVALENT if verdict.claim == "proportionate" else _WHY_GAP
        text += reason[verdict.why].format(**words)
    numbers = {} if hidden else _numbers(row, checked)
    limits = "" if hidden else _limits(row, verdict, seen, assumed)
    return Finding(row["group"], row["measure"], verdict.claim, verdict.evidence, text, limits, numbers)


def _numbers_in_words(row: Mapping[str, Any], verb: str, held: str) -> str:
    share, ratio = _percent(row["share_of_actors"]), row["representation"]
    return (
        f"{row['group']}: {_count(row)} ({share}), who {verb} {_percent(row['share_held'])} of {held}. That is "
        f"{ratio:.2f} {'times' if ratio >= 1 else 'of'} their share (95% interval {row['low']:.2f} to "
        f"{row['high']:.2f})."
    )


def _count(row: Mapping[str, Any]) -> str:
    among = "members who answered" if row["measure"] == "betweenness" else "members"
    return f"{row['members']} of the {row['all']} {among}"


def _claim_in_words(row: Mapping[str, Any], verdict: Verdict, verb: str) -> str:
    if verdict.claim == "proportionate":
        return f"they {verb} about their share."
    small = EQUIVALENT[0] <= row["low"] and row["high"] <= EQUIVALENT[1]
    size = ", though by no more than a fifth" if small else ""
    return f"they {verb} {'less' if verdict.claim == 'under' else 'more'} than their share{size}."


def _limits(row: Mapping[str, Any], verdict: Verdict, seen: Seen, assumed: bool) -> str:
    parts = []
    members, answered = seen.members[row["group"]], seen.answered[row["group"]]
    if not seen.all and isfinite(seen.share):
        who = f"all {members} of them" if answered == members else f"{answered or 'none'} of the {members}"
        parts.append(f"{_percent(seen.share)} of the possible answers were seen; {who} answered.")
    if assumed:
        parts.append("The survey does not say who responded; whoever gave an answer is taken to have.")
    if verdict.claim not in ("under", "over") and isfinite(row["smallest_gap"]):
        parts.append(
            f"A group this size would probably have shown a gap here only if it held {row['smallest_gap']:.2f} of "
            "its share or less."
        )
    return " ".join(parts)


def _numbers(row: Mapping[str, Any], checked: Mapping[str, Any]) -> dict[str, float]:
    names = ("members", "share_of_actors", "share_held", "representation", "low", "high", "expected", "p",
             "p_holm", "smallest_gap")  # fmt: skip
    after = ("filled_in", "p_holm_filled_in", "worst", "p_worst", "p_nothing")
    numbers = {name: float(row[name]) for name in names} | {
        name: float(checked[name]) for name in after if name in checked
    }
    return {name: value for name, value in numbers.items() if isfinite(value)}


def _no_groups(network: Network) -> Finding:
    text = "Cannot tell: nothing can be said about groups, because "
    if len(network):
        text += "no member has a sector or a voice. Add a column 'Sector' to the list of organisations."
    else:
        text += "this network has no members."
    return Finding("", HEADLINE, "none", "cannot tell", text, "", {})


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
