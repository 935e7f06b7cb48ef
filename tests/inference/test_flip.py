from __future__ import annotations

from dataclasses import replace
from functools import partial

import networkx as nx
import numpy as np
import pytest
from partnerships import labelled, partnership

import powermap
from powermap.findings import _flip_in_words
from powermap.inference.family import holm
from powermap.inference.flip import FlipPoint, _Silent, flip_points
from powermap.inference.permutation import counted, draws_of, permutation_test, row_of
from powermap.inference.senders import senders
from powermap.measures.kernels import answered
from powermap.measures.position import nominations_received
from powermap.network import with_answers
from powermap.output.map import render_map
from powermap.output.report import render_report
from powermap.output.workbook import tables
from powermap.verdicts import shows

LIVED, VOLUNTARY, STATUTORY = "Lived experience", "Voluntary sector", "Statutory"
HEADLINE = "nominations_received"
PAIR = (LIVED, HEADLINE)


def likely(seed: int = 4) -> powermap.Network:
    """Return a network in which a shortfall of lived experience is likely, and not robust."""
    return partnership(seed, power=(1, 1, 0.5), response=(0.8, 0.8, 0.8))


def flipped(network, side=1, claim="under", permutations=999):
    test = permutation_test(
        network, measures=nominations_received(network).to_frame(), permutations=permutations, seed=1
    )
    return test, flip_points(network, test, {PAIR: ((side,), partial(shows, claim))})[PAIR]


def test_each_silent_member_answers_as_a_real_respondent_did():
    # By hand: 0 to 2 statutory and 3 to 5 lived experience answered, 6 (statutory) and 7 (lived experience) did
    # not. Of the statutory, 1 names lived experience most (3 and 5); of lived experience, 4 does (3, 5 and 7).
    ties = np.zeros((8, 8))
    for a, b in [(0, 1), (0, 3), (1, 3), (1, 5), (2, 0), (3, 4), (3, 0), (4, 3), (4, 5), (4, 7), (5, 1)]:
        ties[a, b] = 1
    there = np.array([1, 1, 1, 1, 1, 1, 0, 0], dtype=bool)
    network = labelled(ties, [STATUTORY] * 3 + [LIVED] * 3 + [STATUTORY, LIVED], there)
    own = network.groups()[LIVED]
    made = _Silent(network, "voice", np.array([6, 7]), HEADLINE)
    donors, order = made.against(own, 1)
    assert donors.tolist() == [1, 4]
    answers = made.answers(np.array([0, 1]), donors)
    assert np.flatnonzero(answers[0]).tolist() == [3, 5]
    # 4 named 7, so 7 names 4: an answer about oneself does not exist.
    assert np.flatnonzero(answers[1]).tolist() == [3, 4, 5]
    assert order.tolist() == [1, 0]
    # To speak against 'more than their share', statutory 2 names only statutory 0; lived experience 5 statutory 1.
    assert made.against(own, -1)[0].tolist() == [2, 5]


def test_with_fewer_than_three_of_a_voice_who_answered_anybody_s_answers_count():
    ties = np.zeros((8, 8))
    ties[0, [4, 5, 6]] = 1
    ties[1:4, 0] = 1
    there = np.array([1, 1, 1, 1, 1, 1, 0, 0], dtype=bool)
    network = labelled(ties, [STATUTORY] * 4 + [LIVED] * 4, there)
    made = _Silent(network, "voice", np.array([6, 7]), HEADLINE)
    donors = made.against(network.groups()[LIVED], 1)[0]
    assert donors.tolist() == [0, 0]
    assert made.foreign(donors).all()
    assert not made.foreign(np.array([4, 5])).any()


def after(network, test, who, number, permutations=999):
    """Return whether the claim shows after the first *number* of these silent have answered, worked out apart.

    The network with their answers is made whole, and its nominations tested with the shuffles of the first.
    """
    silent = np.flatnonzero(~answered(network))
    made = _Silent(network, "voice", silent, HEADLINE)
    donors, _ = made.against(network.groups()[LIVED], 1)
    strength, observable, responded = network.strength.copy(), network.observable.copy(), network.responded.copy()
    for name in who[:number]:
        i = network.names.index(name)
        k = int(np.flatnonzero(silent == i)[0])
        strength[i], observable[i], responded[i] = made.answers(np.array([k]), donors)[0], network.nameable[i], True
    told = with_answers(replace(network, responded=responded), strength, observable)
    values = nominations_received(told).to_numpy()[:, None]
    draws, members = draws_of(told, told.groups(), values, [counted(told, HEADLINE)], permutations=permutations,
                              seed=1, cache={}, strata=(~answered(network)).astype(np.intp))[0][LIVED]  # fmt: skip
    row = row_of(draws, senders(told, told.groups(), HEADLINE)[LIVED], LIVED, HEADLINE, members, 0.95)
    p = test.table.set_index(["group", "measure"])["p"].copy()
    p[PAIR] = row["p"]
    row["p_holm"] = holm(p.to_numpy())[list(p.index).index(PAIR)]
    return shows("under", row)


@pytest.mark.parametrize("seed", [3, 4, 8, 11])
def test_the_claim_shows_without_the_last_of_those_needed_and_not_with_it(seed):
    network = likely(seed)
    test, found = flipped(network)
    if found.needed is None:
        assert found.who == ()
        return
    assert len(found.who) == found.needed == sum(count for _, count in found.voices)
    assert not after(network, test, found.who, found.needed)
    assert found.needed == 1 or after(network, test, found.who, found.needed - 1)
    assert found.needed <= found.at_random <= found.silent


@pytest.mark.parametrize(("seed", "response"), [(10, (0.9, 0.5, 0.5)), (217, (0.5, 0.9, 0.9))])
def test_the_number_is_the_first_along_the_order_though_the_claim_shows_again_after_all(seed, response):
    network = partnership(seed, sizes=(14, 8, 6), response=response, density=0.25, power=(1, 1, 0.4))
    test, found = flipped(network)
    silent = np.flatnonzero(~answered(network))
    _, order = _Silent(network, "voice", silent, HEADLINE).against(network.groups()[LIVED], 1)
    who = [network.names[i] for i in silent[order]]
    shown = [after(network, test, who, number) for number in range(1, len(who) + 1)]
    assert shown[-1]
    assert found.needed == shown.index(False) + 1
    assert list(found.who) == who[: found.needed]


def test_as_many_shuffles_count_as_the_test_had():
    # With the first 999 of them, 5 would seem enough.
    network = partnership(8, sizes=(14, 8, 6), response=(0.85, 0.8, 0.8), density=0.25, power=(1, 1, 0.35))
    test, found = flipped(network, permutations=4999)
    shown = [after(network, test, found.who, number, permutations=4999) for number in range(1, found.needed + 1)]
    assert shown == [True] * 5 + [False]


def test_those_needed_are_silent_and_belong_to_the_voices_told():
    network = likely()
    _, found = flipped(network)
    assert found.silent == int((~network.responded).sum())
    silent = {name for name, there in zip(network.names, network.responded, strict=True) if not there}
    assert set(found.who) <= silent
    told = dict(found.voices)
    for voice, own in network.groups().items():
        assert told.get(voice, 0) == sum(own[network.names.index(name)] for name in found.who)


def test_nobody_silent_or_a_measure_that_follows_paths_has_no_flip_point():
    network = partnership(4, power=(1, 1, 0.5), response=(1, 1, 1))
    test = permutation_test(network, permutations=99)
    assert flip_points(network, test, {PAIR: ((1,), partial(shows, "under"))}) == {}
    network = likely()
    test = permutation_test(network, permutations=99)
    assert flip_points(network, test, {(LIVED, "betweenness"): ((1,), partial(shows, "under"))}) == {}
    assert flip_points(network, test, {}) == {}


def test_the_same_seed_gives_the_same_answer_with_the_shuffles_of_the_test_or_without():
    network = likely()
    test, found = flipped(network)
    test.cache.clear()
    assert flip_points(network, test, {PAIR: ((1,), partial(shows, "under"))})[PAIR] == found


def test_a_gap_too_large_for_the_silent_to_undo_says_so():
    network = partnership(3, power=(1, 1, 0.1), response=(0.95, 0.95, 0.95), density=0.25)
    _, found = flipped(network)
    assert (found.needed, found.at_random, found.who) == (None, None, ())
    assert "could not undo this" in found.summary()


@pytest.fixture(scope="module")
def analysis():
    return powermap.analyse(likely(), permutations=999)


def test_the_finding_tells_how_many_and_of_which_voices_and_names_nobody(analysis):
    finding = next(one for one in analysis.findings if (one.group, one.measure) == PAIR)
    assert (finding.claim, finding.evidence) == ("under", "likely")
    assert isinstance(finding.flip, FlipPoint)
    flip = finding.flip
    assert [count for _, count in flip.voices] == [flip.needed]
    told = f"all from {flip.voices[0][0]}"
    assert (
        f"If {flip.needed} of the {flip.silent} silent members ({told}) had answered like the respondent"
        in finding.limits
    )
    assert f"whose answers favour {PAIR[0]} most, this would no longer show" in finding.limits
    assert all(name not in finding.limits + finding.text for name in flip.who)
    for html in (render_report(analysis), render_map(analysis)):
        assert f"If {flip.needed} of the {flip.silent} silent members" in html


def test_the_finding_says_so_where_the_silent_answer_as_somebody_of_another_kind():
    flip = FlipPoint(4, None, None, (), (), 1, of_anybody=True)
    told = _flip_in_words(flip, "Peers", "over", hide_voices=False)
    assert told == (
        "It would still show however many of the 4 silent members had answered like the respondent of their own "
        "kind whose answers favour Peers least (of any kind, where fewer than 3 of their own answered)."
    )


@pytest.mark.parametrize(
    ("flip", "start", "end"),
    [
        ((6, 2, 4, (("NHS", 2),)), "If 2 of the 6 silent members (all from NHS) had",
         "seen; if they were drawn at random, it would take about 4."),
        ((6, 1, 1, (("NHS", 1),)), "If 1 of the 6 silent members (from NHS) had", "seen."),
        ((3, 3, 3, (("NHS", 2), ("X", 1))), "If all 3 silent members (2 from NHS, 1 from X) had", "seen."),
        ((6, 2, 2, (("NHS", 1),)), "If 2 of the 6 silent members (1 from NHS) had", "seen."),
        ((1, 1, 1, (("NHS", 1),)), "If the one silent member (from NHS) had", "seen."),
        ((1, None, None, ()), "It would still show if the one silent member had", "favour Peers most."),
    ],
)  # fmt: skip
def test_one_silent_member_one_voice_and_all_of_them_are_put_in_words_of_their_own(flip, start, end):
    told = _flip_in_words(FlipPoint(*flip, (), 1), "Peers", "under", hide_voices=False)
    assert told.startswith(f"{start} answered like the respondent of their own kind")
    assert told.endswith(end)


def test_a_gap_that_silence_keeps_from_being_claimed_says_whose_answers_matter():
    # Nominations of voluntary-sector members show a gap on the answers seen, which does not hold filled in.
    network = partnership(3, power=(1, 1, 0.3), response=(0.7, 0.6, 0.6))
    finding = next(one for one in powermap.analyse(network, permutations=499).findings if one.group == VOLUNTARY)
    assert (finding.claim, finding.evidence) == ("none", "uncertain")
    assert "There is a gap in the answers that were seen".lower() in finding.text.lower()
    assert f"If {finding.flip.needed} of the {finding.flip.silent} silent members" in finding.limits
    assert "the gap would no longer show on the answers seen" in finding.limits
    # As many as the workbook names; the page names none of them.
    assert len(finding.flip.who) == finding.flip.needed
    assert not any(name in finding.text + finding.limits for name in finding.flip.who)
    assert all(f"from {voice}" in finding.limits for voice, _ in finding.flip.voices)


def test_a_robust_claim_and_no_gap_have_no_flip_point(analysis):
    from_silence = [one for one in analysis.findings if "the answers that were seen" in one.text]
    assert all(one.flip is None for one in analysis.findings if one.claim == "none" and one not in from_silence)
    assert all(one.flip is None for one in analysis.findings if one.evidence == "robust")
    robust = powermap.analyse(partnership(3, power=(1, 1, 0.3), response=(1, 1, 1), density=0.25), permutations=199)
    assert {one.evidence for one in robust.findings if one.claim != "none"} == {"robust"}
    assert all(one.flip is None for one in robust.findings)


def test_on_a_personal_question_the_voices_of_those_who_matter_are_left_out():
    personal = powermap.analyse(replace(likely(), relation="Who do you trust?"), permutations=999)
    limits = next(one for one in personal.findings if (one.group, one.measure) == PAIR).limits
    assert "silent members had answered like" in limits


def test_the_workbook_names_those_who_matter_for_the_facilitator(analysis):
    table = tables(analysis)["Findings"].set_index(["group", "measure"])
    flip = next(one for one in analysis.findings if (one.group, one.measure) == PAIR).flip
    row = table.loc[PAIR]
    assert row["silent"] == flip.silent
    assert row["silent that would undo it"] == flip.needed
    assert row["who would undo it"] == "; ".join(flip.who)
    graph = nx.DiGraph([("A", "B")])
    none = tables(powermap.analyse(powermap.Network.from_graph(graph), permutations=9))["Findings"]
    assert none["who would undo it"].isna().all()
