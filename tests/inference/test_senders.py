from __future__ import annotations

import numpy as np
import pytest
from partnerships import labelled, partnership

from powermap.inference.senders import senders, t_quantile
from powermap.measures.balance import representation
from powermap.measures.position import nominations_received, strength_received
from powermap.network import with_answers

LIVED, STATUTORY = "Lived experience", "Statutory"


@pytest.mark.parametrize(
    ("freedom", "expected"),
    [
        (1, 12.706204736),
        (2, 4.302652730),
        (3, 3.182446305),
        (10, 2.228138852),
        (59, 2.000995378),
        (998, 1.962343846),
    ],
)
def test_t_quantile_as_r(freedom, expected):
    # R 4.2: qt(.975, c(1, 2, 3, 10, 59, 998))
    assert t_quantile(0.975, freedom) == pytest.approx(expected, abs=1e-8)


def test_the_interval_of_a_ratio_by_hand():
    # Five answered. To lived experience (3, 4), and the others: 0 gives 1, 2; 1: 0, 2; 2: 2, 0; 3: 1, 1; 4: 0, 1.
    # So sum y = 4 and sum x = 10, R = .4; e = y - .4 x = -.2, -.8, 1.2, .2, -.4 with sum of squares 2.32;
    # standard error sqrt(5 / 4 * 2.32) / 10 = .170294; t(.975, 4) = 2.776445 (R 4.2: qt).
    ties = np.zeros((5, 5))
    for a, b in [(0, 3), (0, 1), (0, 2), (1, 0), (1, 2), (2, 3), (2, 4), (3, 4), (3, 0), (4, 1)]:
        ties[a, b] = 1
    given = senders(labelled(ties, [STATUTORY] * 3 + [LIVED] * 2), dict(groups(3, 2)), "nominations_received")[
        LIVED
    ]
    reach = 2.776445 * 0.170294
    assert given.error() == pytest.approx(0.170294, abs=1e-6)
    assert given.limits(0.95) == pytest.approx((max(0, 0.4 - reach) / 0.4, (0.4 + reach) / 0.4), abs=1e-5)


def groups(a, b):
    first = np.arange(a + b) < a
    return (STATUTORY, first), (LIVED, ~first)


def test_the_sums_are_what_the_test_is_about_whoever_answered_and_whatever_was_left_out():

    network = partnership(2, response=(0.8, 0.7, 0.6))
    rng = np.random.default_rng(1)
    observable = network.observable & (rng.random((60, 60)) < 0.9)
    strength = np.where(observable, network.strength * rng.integers(1, 5, (60, 60)), 0)
    network = with_answers(network, strength, observable)
    for measure, values in (
        ("nominations_received", nominations_received(network)),
        ("strength_received", strength_received(network)),
    ):
        rows = representation(values, network.groups()).set_index("group")
        for group, given in senders(network, network.groups(), measure).items():
            share = given.given.sum() / (given.given.sum() + given.elsewhere.sum())
            assert share == pytest.approx(rows.loc[group, "share_held"])
            assert given.share_of_actors == pytest.approx(rows.loc[group, "share_of_actors"])
            assert len(given.given) == network.observable.any(axis=1).sum()


def test_the_interval_holds_the_truth_where_voices_name_their_own_and_some_name_many():
    # Every voice is named alike on average. Shuffles alone cover it in about 7 of 10 of these networks.
    runs, inside = 200, 0
    for seed in range(runs):
        network = partnership(seed, sizes=(50, 50, 20), response=(1, 1, 1), density=0.1, across=0.05, activity=0.8)
        low, high = senders(network, network.groups(), "nominations_received")[STATUTORY].limits(0.95)
        inside += low <= 1 <= high
    assert inside / runs > 0.95 - 4 * (0.95 * 0.05 / runs) ** 0.5


def test_few_respondents_and_nothing_given():
    ties = np.zeros((6, 6))
    ties[0, 1:] = 1
    one = labelled(ties, [STATUTORY] * 3 + [LIVED] * 3, np.arange(6) == 0)
    assert senders(one, one.groups(), "nominations_received")[LIVED].limits(0.95) == (0.0, 5 / 3)
    nothing = labelled(np.zeros((6, 6)), [STATUTORY] * 3 + [LIVED] * 3)
    assert np.isnan(senders(nothing, nothing.groups(), "nominations_received")[LIVED].limits(0.95)).all()
    assert senders(nothing, {}, "nominations_received") == {}
