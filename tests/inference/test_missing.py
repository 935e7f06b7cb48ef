from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from partnerships import labelled, partnership

from powermap.inference.missing import Donors, check_missing, unobserved
from powermap.inference.permutation import permutation_test
from powermap.measures.position import nominations_received

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
    # and so is one statutory member (3). The largest number named is 3.
    ties = np.zeros((6, 6))
    for a, b in [(0, 1), (0, 2), (0, 3), (1, 0), (1, 3), (2, 0), (4, 1)]:
        ties[a, b] = 1
    network = labelled(ties, [STATUTORY] * 4 + [LIVED] * 2, np.array([1, 1, 1, 0, 1, 0], dtype=bool))
    found = checked(network, LIVED).loc[LIVED]
    # At worst 3 names 4 and 5, and 5 names 4: 3 of 10 nominations, each over the 5 who could have named them.
    assert found["worst"] == pytest.approx((3 / 10) / (2 / 6))


def test_the_worst_case_is_worse_than_every_way_to_fill_in_a_small_network():
    network = partnership(11, sizes=(8, 0, 4), response=(0.8, 0.8, 0.8), density=0.3)
    gaps, named = unobserved(network), network.ties.sum(axis=1)
    groups = network.groups()
    found = checked(network, LIVED, STATUTORY)
    rng = np.random.default_rng(1)
    for group in (LIVED, STATUTORY):
        own = groups[group]
        seen = nominations_received(network).to_numpy()
        under = seen[own].sum() / seen.sum() < own.mean()
        for _ in range(300):
            filled = network.ties.copy()
            for sender in np.flatnonzero(gaps.any(axis=1)):
                might = rng.permutation(np.flatnonzero(gaps[sender]))[: rng.integers(0, named.max() + 1)]
                filled[sender, might] = True
            x = filled.sum(axis=0) / network.nameable.sum(axis=0)
            share = x[own].sum() / x.sum() / own.mean()
            assert share <= found.loc[group, "worst"] + 1e-9 if under else share >= found.loc[group, "worst"] - 1e-9


def test_a_real_gap_with_few_missing_answers_survives_every_bound():
    network = partnership(3, power=(1, 1, 0.15), response=(0.97, 0.97, 1), density=0.25)
    assert unobserved(network).any()
    found = checked(network, LIVED).loc[LIVED]
    assert found["p_worst"] <= 0.05
    assert found["p_nothing"] <= 0.05
    assert isnan(found["p_filled_in"]), "what holds whatever the answers say need not be filled in"


def test_paths_are_filled_in_but_not_bounded():
    network = partnership(3, power=(1, 1, 0.3), response=(0.9, 0.9, 0.9))
    test = permutation_test(network, permutations=499)
    found = check_missing(network, test, [(LIVED, "betweenness"), (LIVED, "pagerank")])
    assert found["measure"].tolist() == ["betweenness", "pagerank"]
    assert found["p_filled_in"].between(0, 1).all()
    assert found[["worst", "p_worst", "p_nothing"]].isna().all(axis=None)


def test_filled_in_evidence_is_never_stronger_than_what_was_seen():
    network = partnership(6, power=(1, 1, 0.4), response=(0.8, 0.8, 0.8))
    test = permutation_test(network, permutations=499)
    asked = [(row.group, row.measure) for row in test.table.itertuples()]
    found = check_missing(network, test, asked).set_index(["group", "measure"])
    observed = test.table.set_index(["group", "measure"])["p_holm"]
    assert (found["p_holm_filled_in"] >= observed.loc[found.index] - 1e-12).all()


def test_same_seed_same_answer():
    network = partnership(6)
    assert checked(network, LIVED, STATUTORY).equals(checked(network, LIVED, STATUTORY))


def test_left_out_single_answers_are_filled_in_too():
    network = partnership(2, response=(1, 1, 1))
    observable = network.observable.copy()
    observable[:30, 55] = False
    from dataclasses import replace

    gappy = replace(network, observable=observable, strength=np.where(observable, network.strength, 0))
    found = checked(gappy, LIVED)
    assert len(found) == 1
    assert np.isfinite(found.loc[LIVED, "p_filled_in"])
