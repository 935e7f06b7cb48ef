"""The interval of reciprocity against bootstrap and jackknife by hand, the slow bootstrap, and known truth."""

from __future__ import annotations

import numpy as np
import pytest
from partnerships import labelled

from powermap.inference.bootstrap import bootstrap
from powermap.inference.returned_ties import reciprocity_interval
from powermap.measures.balance import reciprocity


def drawn(seed: int, n: int = 30, response: float = 0.7):
    """Return a network in which four in ten pairs say the same, and members name, and are named, unevenly."""
    rng = np.random.default_rng([seed, 3])
    names, named = rng.gamma(4, 0.25, n), rng.gamma(4, 0.25, n)
    ties = rng.random((n, n)) < np.minimum(0.15 * names[:, None] * named, 1)
    alike = np.triu(rng.random((n, n)) < 0.4, 1)
    ties = np.where(alike.T, ties.T, ties).astype(float)
    np.fill_diagonal(ties, 0)
    return labelled(ties, ["NHS"] * n, rng.random(n) < response)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    # Truth: over 2,000 such networks in which all answered, .486 of all ties are returned. 400 runs gave .958.
    inside = [low <= 0.486 <= high for low, high in (reciprocity_interval(drawn(s), draws=100) for s in range(150))]
    assert np.mean(inside) >= 0.93 - 3 * (0.05 * 0.95 / 150) ** 0.5


def test_it_is_what_the_bootstrap_of_whole_networks_gives():
    network = drawn(1, response=1.0)
    slow = bootstrap(network, reciprocity, draws=400).table.iloc[0]
    low, high = reciprocity_interval(network, draws=2000)
    # That one lets two copies of an actor answer like another pair: one in n pairs, and its errors are drawn.
    assert (low, high) == pytest.approx((slow["low"], slow["high"]), abs=0.05)


def test_a_ring_with_one_returned_tie_by_hand():
    # 0 <-> 1, 1 -> 2, 2 -> 0: of 4 ties 2 are returned. Without 0, 1 or 2: 0 of 1, 0 of 1, 2 of 2. Jackknife:
    # (3 - 2) / 6 x (2/3) = 1/9, so 1/3; the bootstrap is undefined where one actor is drawn three times (1 in 9).
    ties = np.array([[0, 1, 0], [1, 0, 1], [1, 0, 0]], dtype=float)
    assert np.isnan(reciprocity_interval(labelled(ties, ["NHS"] * 3))).all()


@pytest.mark.parametrize("ties", [np.zeros((4, 4)), np.ones((4, 4)) - np.eye(4), np.triu(np.ones((4, 4)), 1)])
def test_without_ties_or_with_all_or_none_returned_there_is_no_interval(ties):
    assert np.isnan(reciprocity_interval(labelled(ties, ["NHS"] * 4))).all()


@pytest.mark.parametrize("n", [0, 1, 2])
def test_with_fewer_than_three_actors_there_is_none(n):
    assert np.isnan(reciprocity_interval(labelled(np.ones((n, n)) - np.eye(n), ["NHS"] * n))).all()
