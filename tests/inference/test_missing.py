from __future__ import annotations

import numpy as np
import pytest
from partnerships import labelled, partnership

from powermap.inference.bounds import bounds
from powermap.inference.missing import Donors, check_missing, unobserved
from powermap.inference.permutation import permutation_test
from powermap.measures.position import nominations_received
from powermap.network import completed, with_answers

LIVED, VOLUNTARY, STATUTORY = "Lived experience", "Voluntary sector", "Statutory"
HEADLINE = "nominations_received"


def checked(network, *groups, permutations=999):
    test = permutation_test(
        network, measures=nominations_received(network).to_frame(), permutations=permutations, seed=2
    )
    return check_missing(network, test, [(group, HEADLINE) for group in groups]).set_index("group")


def test_nothing_to_check_where_everything_was_seen():
    assert not len(checked(partnership(1, response=(1, 1, 1)), LIVED))


def test_filling_in_leaves_what_was_seen_and_fills_only_what_could_have_been_said():
    network = partnership(4)
    filled = Donors(network, network.groups()).filled_in(np.random.default_rng(1))
    assert np.array_equal(filled[network.observable], network.strength[network.observable])
    assert not filled[~network.nameable].any()
    assert filled[unobserved(network)].any()


def test_filled_in_densities_follow_those_of_the_members_with_the_same_voice():
    # Voices name their own kind at .5, others at .1; half of each answers. 60 + 60 members, 50 completions.
    rng = np.random.default_rng(8)
    own = np.repeat([0, 1], 60)
    ties = (rng.random((120, 120)) < np.where(own[:, None] == own[None, :], 0.5, 0.1)).astype(float)
    np.fill_diagonal(ties, 0)
    network = labelled(ties, [LIVED] * 60 + [STATUTORY] * 60, np.arange(120) % 2 == 0)
    donors, gaps = Donors(network, network.groups()), unobserved(network)
    filled = np.mean([donors.filled_in(rng) for _ in range(50)], axis=0)
    inside, outside = gaps & (own[:, None] == own[None, :]), gaps & (own[:, None] != own[None, :])
    assert filled[inside].mean() == pytest.approx(0.5, abs=0.03)
    assert filled[outside].mean() == pytest.approx(0.1, abs=0.02)


def test_bounds_by_hand():
    # Four statutory members name one another, nobody names the two lived-experience members, one of whom is silent
    # and so is one statutory member (3).
    ties = np.zeros((6, 6))
    for a, b in [(0, 1), (0, 2), (0, 3), (1, 0), (1, 3), (2, 0), (4, 1)]:
        ties[a, b] = 1
    network = labelled(ties, [STATUTORY] * 4 + [LIVED] * 2, np.array([1, 1, 1, 0, 1, 0], dtype=bool))
    found = at_worst(network, (LIVED, True), (STATUTORY, False))
    # At worst 3 names 4 and 5, and 5 names 4: 3 of 10 nominations, each over the 5 who could have named them.
    assert found[LIVED]["worst"] == pytest.approx((3 / 10) / (2 / 6))
    assert found[STATUTORY]["worst"] == pytest.approx((7 / 10) / (4 / 6))


def at_worst(network, *gaps, permutations=499):
    test = permutation_test(
        network, measures=nominations_received(network).to_frame(), permutations=permutations, seed=2
    )
    found = bounds(network, network.groups(), test, {(group, HEADLINE): under for group, under in gaps})
    return {group: row for (group, _), row in found.items()}


def adversary(rng, gaps, network, own, towards):
    """Fill missing answers in one of many ways, from none to all, evenly or piled on few."""
    side = own if towards else ~own
    way = rng.integers(4)
    if way == 0:
        return gaps & (rng.random(gaps.shape) < rng.random())
    if way == 1:
        return gaps & side & (rng.random(gaps.shape) < rng.random())
    named = np.argsort(-network.ties.sum(axis=0) * side, kind="stable")
    few = np.isin(np.arange(len(network)), named[: rng.integers(1, side.sum() + 1)])
    return gaps & few & (side if way == 2 else True)


def test_the_worst_case_is_worse_than_every_way_to_fill_in_a_small_network():
    network = partnership(11, sizes=(8, 0, 4), response=(0.8, 0.8, 0.8), density=0.3)
    found = at_worst(network, (LIVED, True), (STATUTORY, False))
    rng, gaps = np.random.default_rng(1), unobserved(network)
    for group, own in network.groups().items():
        for _ in range(300):
            filled = completed(
                network, np.where(adversary(rng, gaps, network, own, bool(rng.integers(2))), 1.0, network.strength)
            )
            x = nominations_received(filled).to_numpy()
            share = x[own].sum() / x.sum() / own.mean()
            worst = found[group]["worst"]
            assert share <= worst + 1e-9 if group == LIVED else share >= worst - 1e-9


@pytest.mark.parametrize(
    ("drawn", "least"),
    [
        ({"power": (1, 1, 0.25), "response": (0.97, 0.97, 1)}, 8),
        ({"sizes": (12, 36, 12), "power": (2.5, 1, 1), "response": (0.93,) * 3, "spread": 0.3}, 5),
        ({"sizes": (24, 36), "power": (0.45, 1), "response": (1, 0.87)}, 3),
    ],
)
def test_what_is_said_to_hold_whatever_the_missing_answers_say_is_not_undone_by_any(drawn, least):
    # 20 networks, each robust claim tried against six ways to fill in what is missing: by the p that Holm's
    # correction gives there, by each respondent as one draw, and by the side of 1.
    claims, rng = 0, np.random.default_rng(3)
    for seed in range(20):
        network = partnership(seed, **({"density": 0.25} | drawn))
        gaps = unobserved(network)
        if not gaps.any():
            continue
        test = permutation_test(network, permutations=499)
        asked = [(group, HEADLINE) for group in network.groups()]
        checked = check_missing(network, test, asked)
        for row in checked[checked["holds_at_worst"] == 1].itertuples():
            own, claims = network.groups()[row.group], claims + 1
            for attempt in range(6):
                filled = completed(
                    network, np.where(adversary(rng, gaps, network, own, bool(attempt % 2)), 1.0, network.strength)
                )
                after = permutation_test(filled, permutations=2999).table.set_index(["group", "measure"])
                after = after.loc[row.group, HEADLINE]
                assert after["p_holm"] <= 0.05
                below = row.worst < 1
                assert after["high_senders"] < 1 if below else after["low_senders"] > 1
    assert claims >= least


def test_blank_answers_that_hide_half_of_the_ties_to_a_voice_give_no_robust_claim():
    # At full response every voice is named alike; one answer in a hundred is blank, and all of those would have
    # named lived experience.
    robust = 0
    for seed in range(60):
        network = partnership(seed, response=(1, 1, 1))
        hidden = network.ties & network.groups()[LIVED] & (np.random.default_rng(seed).random((60, 60)) < 0.5)
        observable = network.observable & ~hidden
        network = with_answers(network, network.strength, observable)
        test = permutation_test(network, measures=nominations_received(network).to_frame(), permutations=499)
        robust += (check_missing(network, test, [(LIVED, HEADLINE)])["holds_at_worst"] == 1).any()
    assert robust / 60 <= 0.05


def test_a_real_gap_with_few_missing_answers_survives_every_bound():
    network = partnership(3, power=(1, 1, 0.15), response=(0.97, 0.97, 1), density=0.25)
    assert unobserved(network).any()
    found = checked(network, LIVED).loc[LIVED]
    assert found["holds_at_worst"] == 1
    assert found["filled_in"] < found["worst"] < 1
    assert found["p_holm_worst"] <= 0.05


def test_paths_are_filled_in_but_not_bounded():
    network = partnership(3, power=(1, 1, 0.3), response=(0.9, 0.9, 0.9))
    test = permutation_test(network, permutations=499)
    found = check_missing(network, test, [(LIVED, "betweenness"), (LIVED, "pagerank")])
    assert found["measure"].tolist() == ["betweenness", "pagerank"]
    assert found["p_filled_in"].between(0, 1).all()
    assert found[["worst", "p_holm_worst", "holds_at_worst", "low_filled_in"]].isna().all(axis=None)


def test_filled_in_evidence_is_never_stronger_than_what_was_seen():
    network = partnership(6, power=(1, 1, 0.4), response=(0.8, 0.8, 0.8))
    test = permutation_test(network, permutations=499)
    asked = [(row.group, row.measure) for row in test.table.itertuples()]
    found = check_missing(network, test, asked).set_index(["group", "measure"])
    observed = test.table.set_index(["group", "measure"])["p_holm"]
    there = observed.loc[found.index]
    assert (found["p_holm_filled_in"][there.notna()] >= there[there.notna()] - 1e-12).all()
    assert found["p_holm_filled_in"][there.isna()].isna().all()


def test_same_seed_same_answer():
    network = partnership(6)
    assert checked(network, LIVED, STATUTORY).equals(checked(network, LIVED, STATUTORY))


def test_left_out_single_answers_are_filled_in_too():
    network = partnership(2, response=(1, 1, 1))
    observable = network.observable.copy()
    observable[:30, 55] = False
    gappy = with_answers(network, network.strength, observable)
    found = checked(gappy, LIVED)
    assert len(found) == 1
    assert np.isfinite(found.loc[LIVED, "p_filled_in"])
