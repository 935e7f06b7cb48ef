from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from partnerships import labelled, partnership

from powermap.errors import PowermapError, UnknownChoiceError
from powermap.inference.group_permutation import difference_test, group_test
from powermap.measures.position import nominations_received

LIVED, STATUTORY = "Lived experience", "Statutory"

#: Hollander & Wolfe (1973), Nonparametric Statistical Methods, p. 69: permeability of the chorioamnion at term
#: and at 12 to 26 weeks, as in the example of R's wilcox.test.
TERM = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
EARLIER = [1.15, 0.88, 0.90, 0.74, 1.21]


def everybody(n):
    return np.ones((n, n)) - np.eye(n)


def two_groups(values, members, responded=None):
    n = len(values)
    network = labelled(everybody(n), [LIVED] * members + [STATUTORY] * (n - members), responded)
    return network, pd.Series(np.asarray(values, dtype=float), list(network.names), name="score")


def every_difference(values, members):
    n = len(values)
    for chosen in combinations(range(n), members):
        inside = np.isin(np.arange(n), chosen)
        yield values[inside].mean() - values[~inside].mean()


def exact_p(values, members):
    drawn = np.array(list(every_difference(values, members)))
    observed = values[:members].mean() - values[members:].mean()
    return min(1.0, 2 * min((drawn <= observed + 1e-9).mean(), (drawn >= observed - 1e-9).mean()))


def test_the_difference_in_means_is_held_against_every_choice_of_members():
    # R 4.2: d <- combn(15, 10, function(k) mean(x[k]) - mean(x[-k])) over the 3,003 choices;
    # 2 * min(mean(d <= d0 + 1e-9), mean(d >= d0 - 1e-9)) = 0.12720613, d0 = 0.337.
    network, scores = two_groups(TERM + EARLIER, 10)
    result = difference_test(network, scores)
    row = result.table.set_index("group").loc[LIVED]
    assert result.arrangements == {"score": 3003}
    assert (row["value"], row["mean"], row["mean_of_others"]) == pytest.approx((0.337, 1.313, 0.976))
    assert row["p"] == pytest.approx(0.12720613, abs=1e-7)
    assert row["expected"] == pytest.approx(0, abs=1e-12)


def test_the_interval_holds_exactly_the_shifts_that_are_not_rejected():
    values = np.array([3.2, 1.1, 4.0, 2.5, 0.3, 1.9, 2.8, 0.7, 1.4])
    network, scores = two_groups(values, 4)
    row = difference_test(network, scores, confidence=0.9).table.iloc[0]
    for limit, outside in ((row["low"], -1), (row["high"], 1)):
        for step, kept in ((1e-6 * outside, False), (-1e-6 * outside, True)):
            shifted = values - np.where(np.arange(9) < 4, limit + step, 0)
            assert (exact_p(shifted, 4) > 0.1) == kept
    assert row["low"] < row["value"] < row["high"]


@pytest.mark.parametrize("seed", range(12))
def test_the_interval_leaves_out_no_difference_just_when_p_is_small(seed):
    rng = np.random.default_rng(seed)
    values = rng.integers(-4, 5, 24) + np.where(np.arange(24) < 8, 2, 0)
    network, scores = two_groups(values, 8, np.arange(24) % 4 > 0)
    row = difference_test(network, scores, permutations=499, seed=seed).table.iloc[0]
    assert (row["p"] <= 0.05) == (not row["low"] <= 0 <= row["high"])


def test_a_large_number_added_to_all_values_changes_nothing():
    network, scores = two_groups(TERM + EARLIER, 10)
    plain, moved = (difference_test(network, values).table for values in (scores, scores + 1e6))
    for column in ("value", "low", "high", "p", "expected"):
        assert moved[column].to_numpy() == pytest.approx(plain[column].to_numpy(), abs=1e-6)


def test_shuffles_drawn_agree_with_all_of_them():
    network, scores = two_groups(TERM + EARLIER, 10)
    every, drawn = (difference_test(network, scores, exact=exact).table.iloc[0] for exact in (True, False))
    # Four standard errors of 9,999 draws, doubled for two sides.
    assert drawn["p"] == pytest.approx(every["p"], abs=2 * 4 * np.sqrt(0.07 * 0.93 / 9999))
    assert drawn["p"] != every["p"]


def test_more_silence_in_a_group_is_no_difference_within_response():
    # Whoever did not answer has 0, and 6 of the 10 of lived experience did not.
    responded = np.array([True] * 4 + [False] * 6 + [True] * 14 + [False] * 2)
    network, scores = two_groups(responded.astype(float), 10, responded)
    freely = difference_test(network, scores, within=None).table.iloc[0]
    inside = difference_test(network, scores).table.iloc[0]
    # R 4.2: fisher.test(matrix(c(4, 6, 14, 2), 2), alternative = "less") gives 0.0173881, one-sided.
    assert freely["p"] == pytest.approx(2 * 0.0173881, abs=2 * 4 * np.sqrt(0.0174 / 9999))
    assert inside["p"] == 1
    assert (inside["value"], inside["expected"]) == pytest.approx((freely["value"], freely["value"]))


def inside(network, groups):
    return [network.ties[np.ix_(own, own)].sum() for own in groups.values()]


def test_a_measure_of_groups_is_asked_for_every_arrangement():
    rng = np.random.default_rng(5)
    ties = (rng.random((8, 8)) < 0.4) * everybody(8)
    network = labelled(ties, [LIVED] * 3 + [STATUTORY] * 5)
    result = group_test(network, inside)
    drawn = np.array([ties[np.ix_(chosen, chosen)].sum() for chosen in combinations(range(8), 3)])
    row = result.table.iloc[0]
    assert result.arrangements == {"inside": 56}
    assert (row["value"], row["expected"]) == pytest.approx((ties[:3, :3].sum(), drawn.mean()))
    observed = ties[:3, :3].sum()
    assert row["p"] == pytest.approx(min(1, 2 * min((drawn <= observed).mean(), (drawn >= observed).mean())))


def test_a_mean_as_a_function_gives_what_the_values_give():
    network = partnership(2)
    received = nominations_received(network)

    def apart(_, groups):
        return {name: received[own].mean() - received[~own].mean() for name, own in groups.items()}

    by_function = group_test(network, {"received": apart}, permutations=199, seed=3).table
    by_values = difference_test(network, received.rename("received"), permutations=199, seed=3).table
    for column in ("members", "others", "value", "p", "p_holm", "p_bh"):
        assert by_function[column].to_numpy() == pytest.approx(by_values[column].to_numpy())


def test_arrangements_without_a_value_count_as_being_as_far_out():
    network, _ = two_groups(np.zeros(7), 3)

    def first_two_together(_, groups):
        return [1.0 if own[0] and own[1] else np.nan for own in groups.values()]

    row = group_test(network, first_two_together).table.iloc[0]
    # 35 choices of 3; in the 5 with the first two in it the value is the same, in the 30 others there is none.
    assert (row["undefined"], row["value"], row["expected"], row["p"]) == (30, 1, 1, 1)


def test_infinite_numbers_are_compared_and_not_averaged():
    network, _ = two_groups(np.zeros(7), 3)
    row = group_test(network, lambda _, groups: [np.inf if own[:3].all() else 0.0 for own in groups.values()])
    assert row.table["value"].tolist() == [np.inf, 0]
    assert row.table["p"].iloc[0] == pytest.approx(2 / 35)
    assert row.table["expected"].iloc[0] == 0


def test_small_groups_are_described_and_not_tested():
    network = labelled(everybody(9), [LIVED] * 2 + [STATUTORY] * 6 + ["Voluntary sector"])
    scores = pd.Series(np.arange(9.0), list(network.names), name="score")
    for result in (difference_test(network, scores), group_test(network, inside)):
        by_group = result.table.set_index("group")
        assert by_group["value"].notna().all()
        assert by_group["p"].notna().to_dict() == {LIVED: False, STATUTORY: True, "Voluntary sector": False}
        assert by_group.loc[STATUTORY, "p"] == by_group.loc[STATUTORY, "p_holm"]
        assert "not tested: Lived experience, Voluntary sector." in result.summary()


def test_values_that_are_all_the_same_show_nothing():
    network, scores = two_groups(np.full(10, 0.1), 4)
    row = difference_test(network, scores).table.iloc[0]
    assert row["p"] == 1
    assert row["value"] == pytest.approx(0, abs=1e-12)
    assert np.isnan([row["low"], row["high"]]).all()


@pytest.mark.parametrize("n", [0, 1, 2, 6])
def test_one_group_or_hardly_anybody_has_nothing_to_compare_with(n):
    network = labelled(everybody(n), [LIVED] * n)
    scores = pd.Series(np.arange(float(n)), list(network.names), name="score")
    for result in (difference_test(network, scores), group_test(network, inside)):
        assert len(result.table) == min(n, 1)
        assert result.table["p"].isna().all()
        assert result.summary().startswith("0 comparisons")


def test_values_missing_for_some_or_all():
    network, scores = two_groups(TERM + EARLIER, 10)
    scores.iloc[[0, 12]] = np.nan
    row = difference_test(network, scores).table.iloc[0]
    assert (row["members"], row["others"]) == (9, 4)
    assert row["value"] == pytest.approx(np.mean(TERM[1:]) - np.mean([1.15, 0.88, 0.74, 1.21]))
    scores[:] = np.nan
    nothing = difference_test(network, scores).table
    assert nothing[["value", "p", "low", "high"]].isna().all(axis=None)
    assert nothing["members"].tolist() == [0, 0]


def test_what_is_no_measure_is_refused():
    network, scores = two_groups(np.zeros(7), 3)
    with pytest.raises(PowermapError, match="one number for each of the groups Lived experience, Statutory"):
        group_test(network, lambda _, groups: [1.0])
    with pytest.raises(PowermapError, match="one number"):
        group_test(network, {"half": lambda _, groups: {LIVED: 1.0}})
    with pytest.raises(PowermapError, match="at least one"):
        group_test(network, inside, permutations=0)
    with pytest.raises(PowermapError, match="between 0 and 1"):
        difference_test(network, scores, confidence=1.5)
    with pytest.raises(UnknownChoiceError):
        group_test(network, inside, within="size")
    with pytest.raises(PowermapError, match="no mean can be taken"):
        difference_test(network, scores + np.inf)


def test_it_says_what_it_did_and_how_far_it_is():
    network = partnership(1)
    told = []
    result = group_test(network, inside, permutations=99, seed=4, within=None,
                        progress=lambda *step: told.append(step))  # fmt: skip
    assert told[-1] == ("Measuring the shuffled groups", 99, 99)
    assert "(99 permutations, seed 4)" in result.summary()
    assert result.summary().endswith("any other actor.")
    assert "<table" in result._repr_html_()
    again = group_test(network, inside, permutations=99, seed=4, within=None)
    pd.testing.assert_frame_equal(result.table, again.table)


@pytest.mark.parametrize("exact", [False, True])
def test_ctrl_c_gives_the_shuffles_done_so_far_but_no_part_of_all_arrangements(exact):
    network = labelled(np.triu(np.ones((8, 8)), 1), ["NHS"] * 4 + ["Housing"] * 4)
    asked = []

    def inside(one, groups):
        asked.append(one)
        if len(asked) == 31:
            raise KeyboardInterrupt
        return {name: one.ties[np.ix_(own, own)].sum() for name, own in groups.items()}

    if exact:
        with pytest.raises(KeyboardInterrupt):
            group_test(network, {"inside": inside}, by="sector")
        return
    stopped = group_test(network, {"inside": inside}, by="sector", exact=False, permutations=99)
    assert stopped.permutations == 29
    whole = group_test(network, {"inside": inside}, by="sector", exact=False, permutations=29)
    pd.testing.assert_frame_equal(stopped.table, whole.table)
