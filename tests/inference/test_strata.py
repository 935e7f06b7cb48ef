from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from partnerships import labelled, partnership

from powermap.errors import PowermapError, UnknownChoiceError
from powermap.inference.family import benjamini_hochberg
from powermap.inference.interval import two_sided
from powermap.inference.labels import arrangements, shuffle
from powermap.inference.missing import check_missing
from powermap.inference.permutation import draws_of, permutation_test
from powermap.inference.strata import degree_classes, strata_of
from powermap.measures.position import nominations_received

LIVED, STATUTORY = "Lived experience", "Statutory"


def everybody(n):
    return np.ones((n, n)) - np.eye(n)


def test_benjamini_hochberg_equals_r():
    # R 4.2: p.adjust(c(.0009, .031, .012, .3, .012, .049), "BH"), and with NA.
    adjusted = benjamini_hochberg(np.array([0.0009, 0.031, 0.012, 0.3, 0.012, 0.049]))
    assert adjusted == pytest.approx([0.0054, 0.0465, 0.0240, 0.3000, 0.0240, 0.0588])
    assert benjamini_hochberg(np.array([np.nan, 0.02, 0.5])) == pytest.approx([np.nan, 0.04, 0.5], nan_ok=True)
    assert len(benjamini_hochberg(np.empty(0))) == 0


def test_both_adjustments_stand_beside_each_other_over_the_same_family():
    table = permutation_test(partnership(3, response=(1, 1, 1)), permutations=199).table
    assert (table["p_bh"].isna() == table["p_holm"].isna()).all()
    told = table[table["p_holm"].notna()]
    assert (told["p_bh"] <= told["p_holm"]).all()
    assert (told["p_bh"] >= told["p"] - 1e-12).all()


@pytest.mark.parametrize("within", ["response", None])
def test_every_arrangement_is_counted_once_and_p_is_a_share_of_them(within):
    # 4 of 9, the last three silent. Counted by hand over the choices of members: C(9, 4) = 126 freely; within
    # response, two of the six who answered and two of the three who did not: C(6, 2) x C(3, 2) = 45.
    values = np.array([3.0, 0.0, 1.0, 5.0, 2.0, 4.0, 1.0, 1.0, 6.0])
    member = np.array([1, 1, 0, 0, 0, 0, 1, 1, 0], dtype=bool)
    responded = np.arange(9) < 6
    network = labelled(everybody(9), [LIVED if one else STATUTORY for one in member], responded)
    result = permutation_test(network, measures=pd.Series(values, list(network.names)), within=within, exact=True)
    held = [
        values[list(chosen)].sum()
        for chosen in combinations(range(9), 4)
        if within is None or sum(place < 6 for place in chosen) == 2
    ]
    assert result.arrangements == {"measure": len(held)} == {"measure": 45 if within else 126}
    observed = values[member].sum()
    low, high = np.mean(np.array(held) <= observed), np.mean(np.array(held) >= observed)
    assert result.table["p"].to_numpy() == pytest.approx(np.full(2, min(1, 2 * min(low, high))))
    assert f"every arrangement of the labels: {len(held)} for measure" in result.summary()
    assert ("also answered" in result.null) == (within is not None)


def test_whole_sets_of_voices_move_in_every_arrangement():
    voices = [LIVED, f"{LIVED}+{STATUTORY}", STATUTORY, STATUTORY, LIVED, "", STATUTORY]
    network = labelled(everybody(7), voices)
    among = np.array([bool(voice) for voice in voices])
    labels = shuffle(network, network.groups(), among, draws=1, seed=1, exact=True)
    # 6! / (2! 1! 3!) = 60 different orders, the observed one left out.
    assert labels.every
    assert len(labels.shuffled) == 59 == len(np.unique(labels.shuffled, axis=0))
    assert not (labels.shuffled == labels.actual).all(axis=1).any()
    assert (np.sort(labels.shuffled) == np.sort(labels.actual)).all()


def test_more_than_twenty_thousand_arrangements_are_drawn_from():
    # choose(18, 6) = 18,564 and choose(18, 9) = 48,620.
    few, many = (labelled(everybody(18), [LIVED] * k + [STATUTORY] * (18 - k)) for k in (6, 9))
    for network, expected in ((few, {"score": 18564}), (many, {})):
        scores = pd.Series(np.arange(18.0), list(network.names), name="score")
        result = permutation_test(network, measures=scores, exact=True, permutations=99)
        assert result.arrangements == expected
    drawn = permutation_test(many, measures=scores, permutations=99).table
    pd.testing.assert_frame_equal(drawn, result.table)
    assert arrangements(np.arange(3000), (slice(0, 3000),)) > 20_000


def test_labels_given_are_combined_with_response():
    network = partnership(4)
    place = np.arange(60) % 3
    strata = strata_of(network, [f"place {k}" for k in place])
    pairs = {(int(k), bool(there)) for k, there in zip(place, network.responded, strict=True)}
    assert len(set(strata.tolist())) == len(pairs) == 6
    for stratum in range(6):
        inside = strata == stratum
        assert len(set(place[inside])) == len(set(network.responded[inside])) == 1
    labels = shuffle(network, network.groups(), np.ones(60, dtype=bool), draws=40, seed=1, strata=strata)
    for part in labels.strata:
        assert len(set(strata[labels.order[part]])) == 1
        assert (np.sort(labels.shuffled[:, part]) == np.sort(labels.actual[part])).all()


def test_a_gap_between_places_is_none_within_them():
    # The north names and is named twice as much; of the lived experience, 8 of 10 are in the south.
    north = np.array([True] * 15 + [False] * 15)
    voices = [LIVED] * 2 + [STATUTORY] * 13 + [LIVED] * 8 + [STATUTORY] * 7
    network = labelled(everybody(30), voices)
    scores = pd.Series(np.where(north, 10.0, 5.0), list(network.names), name="score")
    freely = permutation_test(network, measures=scores, within=None, permutations=999).table
    inside = permutation_test(network, measures=scores, within=np.where(north, "N", "S"), permutations=999).table
    # Fisher's exact test, one-sided, of 2 of 15 against 8 of 15 (R 4.2: fisher.test, 0.02508), doubled.
    assert freely["p"].iloc[0] == pytest.approx(0.0502, abs=4 * 2 * np.sqrt(0.0251 * 0.9749 / 999))
    assert inside["p"].iloc[0] == 1
    assert inside["expected"].iloc[0] == pytest.approx(inside["representation"].iloc[0])


def test_freely_gives_the_same_as_within_response_where_everybody_answered():
    network = partnership(2, response=(1, 1, 1))
    first, second = (permutation_test(network, within=w, permutations=199).table for w in ("response", None))
    pd.testing.assert_frame_equal(first, second)


def test_classes_of_degree_keep_equals_together_and_are_of_about_equal_size():
    network = partnership(6, sizes=(40, 40, 20), response=(0.8, 0.8, 0.8), spread=0.5)
    classes = np.array(degree_classes(network))
    received = nominations_received(network).to_numpy()
    for word, part in (("answered", network.responded), ("did not answer", ~network.responded)):
        assert all(own.startswith(word) for own in classes[part])
        by_class = [received[classes == own] for own in set(classes[part])]
        ranges = sorted((own.min(), own.max()) for own in by_class)
        assert 2 <= len(ranges) <= 5
        assert all(before[1] < after[0] for before, after in pairwise(ranges))
        assert min(len(own) for own in by_class) >= 4


def test_within_degree_a_gap_that_is_all_degree_is_none():
    network = partnership(8, response=(1, 1, 1), power=(1, 1, 0.3))
    received = nominations_received(network)
    class_mean = received.groupby(np.array(degree_classes(network))).transform("mean")
    both = permutation_test(network, measures=class_mean, permutations=499).table.set_index("group")["p"]
    inside = permutation_test(network, measures=class_mean, within="degree", permutations=499).table
    assert both[LIVED] < 0.05
    assert (inside["p"] == 1).all()


def test_a_function_is_asked_for_the_values():
    network = partnership(3)
    by_function = permutation_test(network, measures=nominations_received, permutations=99).table
    by_table = permutation_test(network, measures=nominations_received(network).to_frame(), permutations=99).table
    pd.testing.assert_frame_equal(by_function, by_table)
    assert set(by_function["measure"]) == {"nominations_received"}


@pytest.mark.parametrize("n", [0, 1, 2])
@pytest.mark.parametrize("within", ["response", "degree", None])
def test_with_hardly_any_actors_there_is_one_arrangement_and_no_gap(n, within):
    table = permutation_test(labelled(everybody(n), [LIVED] * n), within=within, exact=True).table
    assert not (table["p"] < 1).any()
    assert table["p_bh"].isna().all()


def test_the_shuffles_of_the_whole_and_of_a_part_are_not_mixed_up_where_labels_cross_response():
    # Freely, a measure of those who answered is shuffled among them alone.
    network = partnership(5)
    values = np.where(network.responded, np.arange(60.0), np.nan)
    voices = network.groups()
    found = draws_of(network, voices, values[:, None], [None], permutations=199, seed=1, cache={},
                     strata=strata_of(network, None))[0]  # fmt: skip
    there = draws_of(network, voices, values[:, None], [None], permutations=199, seed=1, cache={})[0]
    for group, (draws, members) in found.items():
        assert members == (voices[group] & network.responded).sum()
        assert two_sided(draws) == two_sided(there[group][0])


def test_what_labels_cannot_be_shuffled_within_is_refused():
    network = partnership(1)
    with pytest.raises(UnknownChoiceError, match="within 'colour'"):
        permutation_test(network, within="colour")
    with pytest.raises(PowermapError, match="59 labels"):
        permutation_test(network, within=["a"] * 59)
    with pytest.raises(PowermapError, match="another order"):
        permutation_test(network, within=pd.Series("a", index=list(network.names)).iloc[::-1])
    for wrong in (5, dict.fromkeys(network.names, "a"), pd.DataFrame({"place": ["a"] * 60}), np.zeros((60, 2))):
        with pytest.raises(PowermapError, match=type(wrong).__name__):
            permutation_test(network, within=wrong)
    with pytest.raises(PowermapError, match="classes"):
        degree_classes(network, 0)
    with pytest.raises(PowermapError, match="not all numbers"):
        permutation_test(network, measures=pd.DataFrame({"a": ["x"] * 60}, index=list(network.names)))
    with pytest.raises(PowermapError, match="not a list"):
        permutation_test(network, measures=lambda _: [1.0] * 60)
    result = permutation_test(network, within=None, permutations=99)
    with pytest.raises(PowermapError, match="within response status only"):
        check_missing(network, result, [(LIVED, "nominations_received")])


def test_actors_without_a_label_are_kept_together():
    network = labelled(everybody(6), [LIVED] * 3 + [STATUTORY] * 3)
    assert strata_of(network, ["a", None, np.nan, "a", "b", "None"]).tolist() == [2, 0, 0, 2, 3, 1]
