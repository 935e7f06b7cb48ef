"""The study of tests/benchmarks/bench_honesty.py in small: fixed seeds, few partnerships, wider tolerances."""

from __future__ import annotations

import pytest
from honesty import Cell, study, summary

from powermap.inference.permutation import permutation_test
from powermap.measures.position import nominations_received


@pytest.mark.parametrize(
    ("cell", "runs"),
    [
        (Cell(15, "80%"), 40),
        (Cell(40, "100%"), 80),
        (Cell(40, "90/60/50%"), 40),
        (Cell(40, "80/40/30%"), 40),
        (Cell(120, "90/60/50%", own=True), 25),
    ],
    ids=str,
)
def test_where_nobody_is_excluded_few_reports_say_so_and_intervals_hold_the_truth(cell, runs):
    found = summary(cell, study(cell, range(runs)))
    # 5%, and two standard errors of so many runs; 93% less three of them.
    assert found["any"] <= 0.05 + 2 * (0.05 * 0.95 / runs) ** 0.5
    assert found["nominations"] <= found["any"]
    assert found["shown"] >= 0.93 - 3 * (0.07 * 0.93 / runs) ** 0.5


def test_a_large_gap_in_forty_is_found_in_most_and_not_bent():
    # 400 runs of the study: power .91, interval .94; a voice held at a quarter of its due.
    cell = Cell(40, "100%", 0.25)
    found = summary(cell, study(cell, range(40)))
    assert found["power"] == found["robust"] > 0.91 - 3 * (0.91 * 0.09 / 40) ** 0.5
    assert abs(found["bias"]) < 0.05
    assert found["interval"] > 0.94 - 3 * (0.94 * 0.06 / 40) ** 0.5


def test_a_small_group_that_is_named_little_scatters_more_than_shuffles_show():
    # 20 of 120 at a quarter of their due, 18 nominations on average for others. In variance, relative to the mean,
    # their own values scatter by .25 + 4/18, others by .25 + 1/18, and shuffles spread the difference over all
    # (by hand: an interval 1.15 times as wide is due). Without that, .90 of the intervals held the truth.
    cell, inside = Cell(120, "100%", 0.25), 0
    for seed in range(400):
        network = cell.drawn(seed)
        test = permutation_test(network, measures=nominations_received, permutations=399, seed=seed)
        low, high = test.table.set_index("group").loc["Lived experience", ["low", "high"]]
        inside += low <= cell.truth("Lived experience") <= high
    assert inside / 400 >= 0.93


def test_the_truth_by_hand():
    # 8 of 40 get half: 8 x .5 of 8 x .5 + 32 is 1/9 of all, over a fifth of the members.
    assert Cell(40, "100%", 0.5).truth("Lived experience") == pytest.approx(5 / 9)
    assert Cell(40, "100%", 0.5).truth("Statutory") == pytest.approx(10 / 9)
