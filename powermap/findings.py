"""What may be said about each group, how sure it is, and what limits it.

A statement never claims more than its test shows, and 'not significant' is never said as 'no gap'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import Any

import pandas as pd

from powermap.audience import hides_who_matters
from powermap.inference.flip import FlipPoint, flip_points
from powermap.inference.permutation import PermutationResult
from powermap.measures.catalogue import MEASURES
from powermap.measures.coverage import percent
from powermap.network import Network
from powermap.verdicts import EQUIVALENT, Claim, Evidence, Seen, Verdict, gap_seen, judge, rows_of, seen_of, shows
from powermap.verdicts import HEADLINE as HEADLINE

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
        robust = every answer was seen, or the claim would hold even if every missing answer spoke against it;
        likely = it holds on the answers seen, and when the missing ones are filled in from them; uncertain = the
        test does not decide; cannot tell = too few members or answers for this network to have shown it.
    text : str
        The statement in plain English.
    limits : str
        What limits it; may be empty.
    numbers : dict of str to float
        The numbers behind it; without those that would expose single members.
    flip : FlipPoint or None
        How many of those who did not answer could undo the claim, or a gap in the answers seen that is not claimed
        because of them; None where there is neither, the claim is robust, nobody is silent, or the measure follows
        paths. It holds names, which are for the facilitator only.
    """

    group: str
    measure: str
    claim: Claim
    evidence: Evidence
    text: str
    limits: str
    numbers: dict[str, float]
    flip: FlipPoint | None = None


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
    told = []
    for row in rows_of(test, checked):
        also = after.get((row["group"], row["measure"]))
        verdict = judge(row, seen, also, test.permutations)
        if verdict.claim != "none" or row["measure"] == HEADLINE:
            told.append((row, verdict, also or {}))
    at_stake = {(row["group"], row["measure"]): _at_stake(row, verdict) for row, verdict, _ in told}
    fragile = {pair: (_AGAINST[what], partial(shows, what)) for pair, what in at_stake.items() if what != "none"}
    flips = flip_points(network, test, fragile)
    findings = []
    for row, verdict, also in told:
        flip = flips.get((row["group"], row["measure"]))
        findings.append(_put(row, verdict, seen, also, flip, network))
    return tuple(sorted(findings, key=_place))


def _at_stake(row: Mapping[str, Any], verdict: Verdict) -> Claim:
    """Return what the missing answers could undo: a claim, or a gap in the answers seen that may come from them."""
    if verdict.claim == "none":
        return gap_seen(row) if verdict.why in _FROM_SILENCE else "none"
    return "none" if verdict.evidence == "robust" else verdict.claim


def _place(finding: Finding) -> tuple[bool, int, int]:
    key = finding.evidence if finding.claim == "none" else finding.claim
    return finding.measure != HEADLINE, _ORDER[key], list(MEASURES).index(finding.measure)


#: In which ways answers speak against a claim: 1 by naming the group more than its share, -1 by less.
_AGAINST: dict[Claim, tuple[int, ...]] = {"under": (1,), "over": (-1,), "proportionate": (1, -1)}

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
    "bounds": "Chance alone would seldom do this, even allowing for all {comparisons} comparisons made, and it "
    "would hold even if every missing answer spoke against it.",
    "filled in": "Chance alone would seldom do this, even allowing for all {comparisons} comparisons made, and it "
    "still holds when the missing answers are filled in from those that were seen.",
}

_WHY_EQUIVALENT = {
    "all seen": "Every answer was seen, and a share more than a fifth below or a quarter above is ruled out.",
    "filled in": "A share more than a fifth below or a quarter above is ruled out on the answers seen, and when "
    "the missing ones are filled in from them.",
}

#: Where a gap shows on the answers seen but is not claimed.
_UNCERTAIN = {
    "filled in": "There is a gap in the answers that were seen, but it may come from who answered: it does not "
    "reliably hold when the missing answers are filled in.",
    "senders": "There is a gap, but it may come from a few members who name many: it does not hold when the "
    "answers of each member count as one draw.",
    "own silence": "What was seen may come from who answered: {answered} of the {members} did, so that how they "
    "name one another is hardly known.",
    "silent group": "What was seen may come from who answered: nobody from {silent} did.",
    "undecided": "The answers do not decide whether they {verb} less than their share, more, or their share. This "
    "is not evidence that there is no gap.",
}

#: Of these, the ones in which it is the silence that keeps a gap from being claimed.
_FROM_SILENCE = ("filled in", "own silence", "silent group")

_CANNOT_TELL = {
    "unheard": "No answer about any of them was seen.",
    "few members": "With fewer than 3, a result would be about single members and not about a group, so none is "
    "given.",
    "few others": "There are fewer than 3 others to compare them with, so no result is given.",
    "nothing held": "No nominations were seen that could be compared.",
    "few answers": "Fewer than half of the possible answers were seen ({seen}), too few for a statement about a "
    "group.",
    "paths": "This measure follows paths through the whole network and is not read where less than three "
    "quarters of the answers were seen ({seen}).",
    "permutations": "Too few permutations were drawn for any gap to show; run the analysis again with more.",
    "power": "With so few members or answers, this network would probably not have shown a gap even if they held "
    "nothing at all. This is not evidence that there is no gap.",
}


def _put(
    row: Mapping[str, Any],
    verdict: Verdict,
    seen: Seen,
    checked: Mapping[str, Any],
    flip: FlipPoint | None,
    network: Network,
) -> Finding:
    """Put a verdict into words."""
    verb, held = _HELD.get(row["measure"], ("hold", f"'{MEASURES[row['measure']].label}'"))
    words = {
        "verb": verb,
        "comparisons": row["comparisons"],
        "members": seen.members[row["group"]],
        "answered": seen.answered[row["group"]] or "none",
        "silent": seen.silent_group,
        "seen": percent(seen.share),
    }
    hidden = verdict.why in ("few members", "few others", "unheard")
    shown = not hidden and isfinite(row["representation"])
    text = _numbers_in_words(row, verb, held, seen) if shown else f"{row['group']}: {_count(row, seen)}."
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
    limits = "" if hidden else _limits(row, verdict, seen, network.response_assumed)
    if flip is not None:
        what = "the gap" if verdict.claim == "none" else "this"
        said = _flip_in_words(flip, row["group"], _at_stake(row, verdict), hides_who_matters(network), what)
        limits = f"{limits} {said}".strip()
    return Finding(row["group"], row["measure"], verdict.claim, verdict.evidence, text, limits, numbers, flip)


def _numbers_in_words(row: Mapping[str, Any], verb: str, held: str, seen: Seen) -> str:
    share, ratio = percent(row["share_of_actors"]), row["representation"]
    of = "" if seen.all else " of the answers seen"
    if isfinite(row["low_filled_in"]):
        of = ", of the answers seen and with the missing ones filled in"
    return (
        f"{row['group']}: {_count(row, seen)} ({share}), who {verb} {percent(row['share_held'])} of {held}. That "
        f"is {ratio:.2f} {'times' if ratio >= 1 else 'of'} their share (95% interval {limit(row['low_shown'])} to "
        f"{limit(row['high_shown'])}{of})."
    )


def limit(value: float) -> str:
    """Return a limit so that one that leaves out 'in proportion' does not look as if it were there.

    >>> limit(0.5), limit(1.0), limit(1 - 1e-9), limit(1.004)
    ('0.50', '1.00', 'just under 1', 'just over 1')
    """
    text = f"{value:.2f}"
    if text != "1.00" or value == 1:
        return text
    return "just under 1" if value < 1 else "just over 1"


def _count(row: Mapping[str, Any], seen: Seen) -> str:
    if not row["members"]:
        size = seen.members[row["group"]]
        return f"{size} member{'' if size == 1 else 's'}"
    among = "members who answered" if row["measure"] == "betweenness" else "members"
    return f"{row['members']} of the {row['all']} {among}"


def _claim_in_words(row: Mapping[str, Any], verdict: Verdict, verb: str) -> str:
    if verdict.claim == "proportionate":
        return f"they {verb} about their share."
    if verdict.claim == "under":
        size = ", though by no more than a fifth" if row["low_shown"] >= EQUIVALENT[0] else ""
        return f"they {verb} less than their share{size}."
    size = ", though by no more than a quarter" if row["high_shown"] <= EQUIVALENT[1] else ""
    return f"they {verb} more than their share{size}."


def _limits(row: Mapping[str, Any], verdict: Verdict, seen: Seen, assumed: bool) -> str:
    parts = []
    members, answered = seen.members[row["group"]], seen.answered[row["group"]]
    if not seen.all and isfinite(seen.share):
        who = f"all {members} of them" if answered == members else f"{answered or 'none'} of the {members}"
        share = percent(seen.share)
        parts.append(f"{share[0].upper()}{share[1:]} of the possible answers were seen; {who} answered.")
    if assumed:
        parts.append("The survey does not say who responded; whoever gave an answer is taken to have.")
    if verdict.claim not in ("under", "over") and isfinite(row["smallest_gap"]):
        gap = f"a gap here only if it held {row['smallest_gap']:.2f} of its share or less"
        parts.append(
            f"A group this size would probably have shown {gap}."
            if seen.all
            else f"On the answers seen, a group this size would probably have shown {gap}; with answers missing, "
            "only a larger gap would have been claimed."
        )
    return " ".join(parts)


def _flip_in_words(flip: FlipPoint, group: str, claim: Claim, hide_voices: bool, what: str = "this") -> str:
    """Say how many silent members could undo a claim, and of which voices; never which ones."""
    side = {"under": "most", "over": "least"}.get(claim, "most, or least")
    like = f"had answered like the respondent of their own kind whose answers favour {group} {side}"
    if flip.of_anybody:
        like += " (of any kind, where fewer than 3 of their own answered)"
    if flip.needed is None:
        some = (
            "if the one silent member" if flip.silent == 1 else f"however many of the {flip.silent} silent members"
        )
        return f"{'It' if what == 'this' else what.capitalize()} would still show {some} {like}."
    some = f"all {flip.silent}" if flip.needed == flip.silent else f"{flip.needed} of the {flip.silent}"
    some = "the one silent member" if flip.silent == 1 else f"{some} silent members"
    who = "" if hide_voices else _from_voices(flip)
    differs = flip.at_random not in (None, flip.needed)
    chance = f"; if they were drawn at random, it would take about {flip.at_random}" if differs else ""
    return f"If {some}{who} {like}, {what} would no longer show on the answers seen{chance}."


def _from_voices(flip: FlipPoint) -> str:
    if len(flip.voices) == 1 and flip.voices[0][1] == flip.needed:
        return f" ({'' if flip.needed == 1 else 'all '}from {flip.voices[0][0]})"
    listed = ", ".join(f"{count} from {voice}" for voice, count in flip.voices)
    return f" ({listed})" if listed else ""


def _numbers(row: Mapping[str, Any], checked: Mapping[str, Any]) -> dict[str, float]:
    names = ("members", "share_of_actors", "share_held", "representation", "low", "high", "low_senders",
             "high_senders", "low_shown", "high_shown", "expected", "p", "p_holm", "smallest_gap")  # fmt: skip
    after = ("filled_in", "low_filled_in", "high_filled_in", "p_holm_filled_in", "worst", "p_holm_worst")
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


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
