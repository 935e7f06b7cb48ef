from __future__ import annotations

import numpy as np
import pytest
from partnerships import labelled, partnership

from powermap.analysis import analyse
from powermap.findings import find
from powermap.inference.missing import check_missing
from powermap.inference.permutation import permutation_test
from powermap.measures.position import nominations_received
from powermap.network import with_answers
from powermap.verdicts import Seen, judge, worth_checking

LIVED, VOLUNTARY, STATUTORY = "Lived experience", "Voluntary sector", "Statutory"
HEADLINE = "nominations_received"


def headline_findings(network, *, permutations=999, seed=1):
    values = nominations_received(network).to_frame()
    test = permutation_test(network, measures=values, permutations=permutations, seed=seed)
    return find(network, test, check_missing(network, test, worth_checking(network, test)))


def of(findings, group, measure=HEADLINE):
    return next(finding for finding in findings if (finding.group, finding.measure) == (group, measure))


def claims_in(runs, claims, **drawn):
    found = 0
    for seed in range(runs):
        findings = headline_findings(partnership(seed, **drawn), permutations=499, seed=seed)
        found += any(finding.claim in claims for finding in findings)
    return found / runs


@pytest.mark.parametrize("spread", [0.0, 0.5])
def test_nobody_is_said_to_be_excluded_because_fewer_of_them_answered(spread):
    # Simulation A1: ties independent of sector, response 80, 40 and 30%.
    assert claims_in(150, ("under", "over"), spread=spread) <= 0.05


def test_in_a_full_network_without_gaps_one_in_twenty_or_fewer_shows_one():
    # 5% plus three standard errors of 200 runs.
    assert (
        claims_in(200, ("under", "over"), response=(1, 1, 1), spread=0.5) <= 0.05 + 3 * (0.05 * 0.95 / 200) ** 0.5
    )


@pytest.mark.parametrize(
    "drawn",
    [
        {"across": 0.08},
        {"across": 0.04},
        {"across": 0.08, "activity": 0.5, "spread": 0.3},
        {"across": 0.08, "activity": 0.8, "spread": 0.3, "response": (0.8, 0.6, 0.4)},
        {"across": 0.08, "response": (0.9, 0.6, 0.15)},
        {"across": 0.08, "response": (0.9, 0.6, 0.0)},
    ],
)
def test_nobody_is_said_to_be_excluded_where_voices_name_their_own_and_fewer_of_some_answered(drawn):
    # At full response every voice is named as much as the others; what was seen is bent against those who answered
    # less, and the test on it alone rejects in a quarter to nine tenths of these networks.
    assert claims_in(100, ("under", "over"), **drawn) <= 0.05 + 2 * (0.05 * 0.95 / 100) ** 0.5


@pytest.mark.parametrize(
    ("drawn", "runs"),
    [
        ({"sizes": (50, 50, 20), "density": 0.1, "across": 0.05}, 60),
        ({"density": 0.1, "across": 0.05}, 120),
        ({"sizes": (30, 30), "power": (1, 1), "density": 0.1, "across": 0.05, "response": (1, 1)}, 120),
    ],
)
def test_nobody_is_said_to_be_excluded_where_voices_name_their_own_and_some_name_many(drawn, runs):
    # All answered, every voice is named alike on average; shuffles alone claim a gap in up to 28% of these.
    drawn = {"activity": 0.8, "response": (1, 1, 1)} | drawn
    found = sum(
        any(
            one.claim in ("under", "over") for one in analyse(partnership(seed, **drawn), permutations=499).findings
        )
        for seed in range(runs)
    )
    assert found / runs <= 0.05 + 2 * (0.05 * 0.95 / runs) ** 0.5


def test_homophily_bends_what_was_seen_so_that_the_check_is_needed():
    rejected = 0
    for seed in range(60):
        network = partnership(seed, across=0.04)
        table = permutation_test(network, measures=nominations_received(network).to_frame(), permutations=499).table
        rejected += bool((table["p_holm"] <= 0.05).any())
    assert rejected / 60 > 0.5


def test_a_large_gap_is_found():
    assert claims_in(60, ("under",), power=(1, 1, 0.4), response=(0.9, 0.9, 0.9), spread=0.5) > 0.6
    assert claims_in(60, ("under",), power=(1, 1, 0.4), response=(1, 1, 1), spread=0.5) > 0.7


def test_in_proportion_is_seldom_said_of_a_group_at_the_edge_of_equivalence():
    # q = .75 of 10 in 60 is a representation of .78: just outside .8 to 1.25.
    said = sum(
        of(headline_findings(partnership(seed, power=(1, 1, 0.75), response=(1, 1, 1))), LIVED).claim
        == "proportionate"
        for seed in range(100)
    )
    assert said / 100 <= 0.05 + 3 * (0.05 * 0.95 / 100) ** 0.5


def excluded(response=(1, 1, 1), seed=3, power=0.3):
    return partnership(seed, power=(1, 1, power), response=response, density=0.25)


def test_a_gap_in_a_fully_observed_network_is_robust_and_said_with_its_numbers():
    finding = of(headline_findings(excluded()), LIVED)
    assert (finding.claim, finding.evidence) == ("under", "robust")
    assert finding.text.startswith("Lived experience: 10 of the 60 members (17%), who receive ")
    assert f"{finding.numbers['representation']:.2f} of their share (95% interval" in finding.text
    assert "filled in" not in finding.text
    assert "Robust: they receive less than their share." in finding.text
    assert finding.limits == ""


def test_a_gap_that_holds_when_filled_in_but_not_at_worst_is_likely():
    finding = of(headline_findings(excluded(response=(0.8, 0.8, 0.8))), LIVED)
    assert (finding.claim, finding.evidence) == ("under", "likely")
    assert "filled in" in finding.text
    assert "of the possible answers were seen" in finding.limits


def test_a_gap_that_homophily_and_silence_explain_is_uncertain_and_says_why():
    for seed in range(20):
        network = partnership(seed, across=0.04)
        findings = headline_findings(network)
        table = permutation_test(network, measures=nominations_received(network).to_frame()).table
        for row in table[table["p_holm"] <= 0.001].itertuples():
            finding = of(findings, row.group)
            if finding.evidence == "uncertain":
                assert "may come from who answered" in finding.text or "how they name one another" in finding.text
                return
    pytest.fail("no network in which the check mattered")


def test_where_nobody_of_a_voice_answered_a_gap_is_not_claimed():
    network = partnership(2, power=(1, 1, 0.5), response=(1, 1, 0))
    finding = of(headline_findings(network), LIVED)
    assert finding.claim == "none"
    assert "none of the 10 answered" in finding.limits


def test_not_significant_is_not_said_as_no_gap():
    finding = of(headline_findings(partnership(1, response=(1, 1, 1), spread=0.8)), LIVED)
    assert (finding.claim, finding.evidence) == ("none", "uncertain")
    assert "This is not evidence that there is no gap." in finding.text
    assert f"{finding.numbers['smallest_gap']:.2f} of its share or less" in finding.limits


def test_in_proportion_needs_its_own_test():
    findings = headline_findings(partnership(1, sizes=(80, 80, 40), response=(1, 1, 1)))
    for finding in findings:
        assert (finding.claim, finding.evidence) == ("proportionate", "robust")
        assert "more than a fifth below or a quarter above is ruled out" in finding.text
        assert 0.8 <= finding.numbers["low"] <= finding.numbers["high"] <= 1.25


ROW = {
    "group": LIVED, "measure": HEADLINE, "members": 10, "others": 50, "all": 60, "share_of_actors": 1 / 6,
    "representation": 0.5, "low": 0.3, "high": 0.7, "low_90": 0.33, "high_90": 0.66, "expected": 1.0,
    "p": 0.001, "p_holm": 0.01, "smallest_gap": 0.6, "comparisons": 12, "low_senders": 0.35, "high_senders": 0.65,
}  # fmt: skip
LEVEL_ROW = ROW | {"representation": 1.0, "low_90": 0.93, "high_90": 1.05, "p": 0.9, "p_holm": 1.0}
HOLDS = {"filled_in": 0.5, "low_filled_in": 0.3, "high_filled_in": 0.8, "p_holm_filled_in": 0.02,
         "holds_at_worst": 0.0, "low_90_filled_in": 0.9, "high_90_filled_in": 1.1}  # fmt: skip


def seen(share=0.8, answered=6, silent_group=""):
    return Seen(share, {LIVED: 10}, {LIVED: answered}, silent_group)


def verdict(row, seen, checked):
    found = judge(row, seen, checked, 9999)
    return found.claim, found.evidence


def test_the_evidence_words_of_a_gap():
    assert verdict(ROW, seen(1.0), None) == ("under", "robust")
    assert verdict(ROW, seen(), HOLDS) == ("under", "likely")
    assert verdict(ROW, seen(), HOLDS | {"holds_at_worst": 1.0}) == ("under", "robust")
    assert verdict(ROW, seen(), HOLDS | {"holds_at_worst": np.nan}) == ("under", "likely")
    assert verdict(ROW, seen(), HOLDS | {"p_holm_filled_in": 0.06}) == ("none", "uncertain")
    assert verdict(ROW, seen(), HOLDS | {"high_filled_in": 1.01}) == ("none", "uncertain")
    paths = ROW | {"measure": "betweenness"}
    assert verdict(paths, seen(), HOLDS | {"high_filled_in": np.nan}) == ("under", "likely")
    assert verdict(paths, seen(), HOLDS | {"filled_in": 1.01}) == ("none", "uncertain")
    assert verdict(ROW | {"high_senders": 1.01}, seen(1.0), None) == ("none", "uncertain")
    assert verdict(ROW | {"high_senders": 0.97, "expected": 0.96}, seen(1.0), None) == ("none", "uncertain")
    assert verdict(ROW, seen(answered=2), HOLDS) == ("none", "uncertain")
    assert verdict(ROW, seen(silent_group=VOLUNTARY), HOLDS) == ("none", "uncertain")
    assert verdict(ROW | {"p_holm": 0.051}, seen(1.0), None) == ("none", "uncertain")
    assert verdict(ROW | {"high": 1.01}, seen(1.0), None) == ("none", "uncertain")
    assert verdict(ROW | {"expected": 0.45}, seen(1.0), None) == ("none", "uncertain")
    over = ROW | {"representation": 1.5, "low": 1.1, "high": 1.9, "low_senders": 1.05, "high_senders": 1.9}
    filled = HOLDS | {"filled_in": 1.4, "low_filled_in": 1.1, "high_filled_in": 1.8}
    assert verdict(over, seen(), filled) == ("over", "likely")
    assert verdict(over | {"low_senders": 0.99}, seen(1.0), None) == ("none", "uncertain")


def test_in_proportion_is_likely_at_most_where_something_was_not_seen():
    assert verdict(LEVEL_ROW, seen(1.0), None) == ("proportionate", "robust")
    assert verdict(LEVEL_ROW, seen(), HOLDS) == ("proportionate", "likely")
    assert verdict(LEVEL_ROW, seen(), HOLDS | {"low_90_filled_in": 0.79}) == ("none", "uncertain")
    assert verdict(LEVEL_ROW, seen(answered=2), HOLDS) == ("none", "uncertain")
    assert verdict(LEVEL_ROW | {"measure": "pagerank"}, seen(1.0), None) == ("none", "uncertain")


def test_nine_tenths_of_the_members_are_not_in_proportion_because_they_cannot_hold_much_more():
    # 54 of 60 at .93 to 1.05 of their share leave the six others between .55 and 1.63 of theirs.
    assert verdict(LEVEL_ROW | {"share_of_actors": 0.9}, seen(1.0), None) == ("none", "uncertain")


@pytest.mark.parametrize("few", [1, 2])
def test_one_or_two_members_are_not_shown(few):
    rng = np.random.default_rng(1)
    ties = (rng.random((30, 30)) < 0.2).astype(float)
    np.fill_diagonal(ties, 0)
    findings = analyse(labelled(ties, [LIVED] * few + [STATUTORY] * (30 - few)), permutations=199).findings
    assert {finding.evidence for finding in findings} == {"cannot tell"}
    for finding in findings:
        assert "share" not in finding.text
        assert finding.numbers == {}
        assert finding.measure == HEADLINE


def test_too_few_answers_withhold_every_claim():
    network = partnership(1, power=(1, 1, 0.1), response=(0.4, 0.4, 0.4), density=0.3)
    for finding in headline_findings(network):
        assert (finding.claim, finding.evidence) == ("none", "cannot tell")
        assert "Fewer than half".lower() in finding.text.lower()


def test_measures_that_follow_paths_are_withheld_below_three_quarters():
    network = partnership(5, power=(1, 1, 0.1), response=(0.7, 0.7, 0.7), density=0.3)
    claimed = {finding.measure for finding in analyse(network, permutations=1999).findings}
    assert claimed <= {HEADLINE, "strength_received"}
    full = partnership(5, power=(1, 1, 0.1), response=(1, 1, 1), density=0.3)
    assert "betweenness" in {finding.measure for finding in analyse(full, permutations=1999).findings}


def test_nothing_is_claimed_from_closeness_and_pagerank():
    result = analyse(partnership(5, power=(1, 1, 0.1), response=(1, 1, 1), density=0.3), permutations=999)
    assert {one.measure for one in result.findings} <= {HEADLINE, "betweenness"}
    rows = result.representation.set_index(["measure", "group"]).loc[["harmonic_in", "pagerank"]]
    assert rows["p_holm"].isna().all()
    assert (rows["p"] < 0.05).any()
    assert not any("PageRank" in text or "closeness" in text for text in result.descriptions)


def test_the_interval_that_is_told_covers_the_one_with_the_missing_answers_filled_in():
    finding = of(headline_findings(partnership(4, response=(0.9, 0.8, 0.6), across=0.06)), LIVED)
    numbers = finding.numbers
    assert numbers["low_shown"] == min(numbers["low"], numbers["low_senders"], numbers["low_filled_in"])
    assert numbers["high_shown"] == max(numbers["high"], numbers["high_senders"], numbers["high_filled_in"])
    told = (
        f"{numbers['low_shown']:.2f} to {numbers['high_shown']:.2f}, of the answers seen and with the missing ones"
    )
    assert told in finding.text


@pytest.mark.parametrize("drawn", [{"across": 0.09}, {"across": 0.06, "response": (0.9, 0.8, 0.5)}])
def test_the_interval_that_is_told_holds_what_everybody_s_answers_would_have_shown(drawn):
    # Voices name their own kind, and fewer of some answered: what was seen lies to one side of the truth.
    inside, runs = 0, 60
    for seed in range(runs):
        drawn = {"response": (0.9, 0.7, 0.5)} | drawn
        all_seen = nominations_received(partnership(seed, **(drawn | {"response": (1, 1, 1)}))).to_numpy()
        network = partnership(seed, **drawn)
        own = network.groups()[LIVED]
        truth = all_seen[own].sum() / all_seen.sum() / own.mean()
        numbers = of(headline_findings(network, seed=seed), LIVED).numbers
        inside += numbers["low_shown"] <= truth <= numbers["high_shown"]
    assert inside / runs >= 0.9


def test_how_small_a_gap_is_said_on_either_side():
    from powermap.findings import _claim_in_words
    from powermap.verdicts import Verdict

    small = {"low_shown": 1.03, "high_shown": 1.24}
    assert "by no more than a quarter" in _claim_in_words(small, Verdict("over", "robust", "all seen"), "receive")
    small = {"low_shown": 0.81, "high_shown": 0.97}
    assert "by no more than a fifth" in _claim_in_words(small, Verdict("under", "robust", "all seen"), "receive")
    large = {"low_shown": 0.7, "high_shown": 0.97}
    assert "no more than" not in _claim_in_words(large, Verdict("under", "robust", "all seen"), "receive")


def test_a_gap_is_not_told_with_an_interval_that_seems_to_hold_one():
    # 4 of 20 whom nobody names hold no place in between: p decides, and their interval ends where it must.
    rng = np.random.default_rng(1)
    ties = rng.random((20, 20)) < 0.4
    ties[:, :4] = False
    findings = analyse(labelled(ties, [LIVED] * 4 + [STATUTORY] * 16), permutations=999).findings
    gap = of(findings, LIVED, "betweenness")
    assert gap.claim == "under"
    assert 0.995 < gap.numbers["high_shown"] < 1
    assert "(95% interval 0.00 to just under 1)" in gap.text


def test_a_voice_about_which_nothing_was_heard_is_not_counted_as_nought_of_nought():

    network = partnership(1, response=(1, 1, 1))
    unheard = network.groups()[LIVED]
    observable = network.observable & ~unheard[None, :]
    network = with_answers(network, network.strength, observable)
    finding = of(headline_findings(network), LIVED)
    assert finding.text == "Lived experience: 10 members. Cannot tell: no answer about any of them was seen."
    assert finding.numbers == {}


def test_too_few_permutations_are_not_blamed_on_the_network():
    finding = of(headline_findings(partnership(1, response=(1, 1, 1), spread=0.8), permutations=19), LIVED)
    assert finding.evidence == "cannot tell"
    assert "run the analysis again with more" in finding.text


def test_a_network_too_small_to_show_exclusion_says_so():
    ties = np.zeros((7, 7))
    ties[:3, 3:] = 1
    finding = of(headline_findings(labelled(ties, [LIVED] * 3 + [STATUTORY] * 4)), LIVED)
    assert (finding.claim, finding.evidence) == ("none", "cannot tell")
    assert "even if they held nothing at all" in finding.text


def test_without_sectors_it_says_how_to_mend_that():
    ties = np.ones((5, 5)) - np.eye(5)
    (finding,) = analyse(labelled(ties, [""] * 5)).findings
    assert finding.evidence == "cannot tell"
    assert "Add a column 'Sector'" in finding.text
    (nobody,) = analyse(labelled(np.zeros((0, 0)), [])).findings
    assert "no members" in nobody.text


def test_what_who_answered_would_lead_one_to_expect_is_said():
    # The silent are named twice as much, and most of the lived-experience members are silent.
    rng = np.random.default_rng(5)
    answered = np.array([True] * 20 + [False] * 5 + [True] * 3 + [False] * 12)
    chance = np.where(answered, 0.15, 0.4)
    ties = (rng.random((40, 40)) < chance[None, :]).astype(float)
    np.fill_diagonal(ties, 0)
    finding = of(headline_findings(labelled(ties, [STATUTORY] * 25 + [LIVED] * 15, answered)), LIVED)
    assert finding.numbers["expected"] > 1.2
    assert f"Going by who answered, {finding.numbers['expected']:.2f} would be expected" in finding.text
    assert finding.claim != "over"


def test_the_order_is_headline_first_then_under_over_proportionate_uncertain():
    findings = analyse(excluded(), permutations=1999).findings
    headline = [finding.measure == HEADLINE for finding in findings]
    assert headline == sorted(headline, reverse=True)
    order = ["under", "over", "proportionate", "none"]
    claims = [order.index(finding.claim) for finding in findings if finding.measure == HEADLINE]
    assert claims == sorted(claims)
    assert sum(headline) == 3


def test_assumed_response_is_among_the_limits():
    from dataclasses import replace

    finding = of(headline_findings(replace(excluded(), response_assumed=True)), LIVED)
    assert "does not say who responded" in finding.limits
