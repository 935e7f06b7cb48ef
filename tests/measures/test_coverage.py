"""Coverage: against R, published intervals, hand counts and a simulation with known truth."""

from __future__ import annotations

from math import nan

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import r_values
from hypothesis import given
from hypothesis import strategies as st
from networks import ADVICE, MOUNT_SI, TEXAS, golden, typed

from powermap.measures.coverage import agreement, coverage, density, observable_share, wilson_interval
from powermap.network import Network, assemble, with_answers


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_interval_as_published(successes: int, trials: int, low: float, high: float) -> None:
    """Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3."""
    assert wilson_interval(successes, trials) == pytest.approx((low, high), abs=5e-5)


@given(trials=st.integers(1, 500), data=st.data())
def test_wilson_interval_holds_the_rate_and_mirrors(trials: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, trials))
    low, high = wilson_interval(successes, trials)
    assert 0 <= low <= successes / trials <= high <= 1
    assert wilson_interval(trials - successes, trials) == pytest.approx((1 - high, 1 - low))


def partnership(*, missing: bool = False, assumed: bool = False) -> Network:
    """Return two lived experience groups (one answered), a peer charity with two voices, a trust and no-voice D.

    Answered: A, C, D. Ties: A-B, A-C, C-A, C-B, D-C.
    """
    names = ("A", "B", "C", "D")
    strength = np.zeros((4, 4))
    for i, j in [(0, 1), (0, 2), (2, 0), (2, 1), (3, 2)]:
        strength[i, j] = 1
    left_out = np.zeros((4, 4), dtype=bool)
    left_out[0, 3] = missing
    return assemble(
        names,
        strength,
        responded=np.array([True, False, True, True]),
        seat=np.zeros(4, dtype=bool),
        sector=(None,) * 4,
        voices=(("Lived experience",), ("Lived experience", "Voluntary sector"), ("Statutory",), ()),
        relation="works with",
        round="1",
        missing=left_out,
        response_assumed=assumed,
    )


def test_counts_by_hand() -> None:
    seen = coverage(partnership(missing=True))
    counts = ["members", "responded", "observable", "nameable"]
    by_group = seen.table.set_index("group")
    assert by_group.index.tolist() == ["Lived experience", "Voluntary sector", "Statutory", "All"]
    assert by_group.loc["Lived experience", counts].tolist() == [2, 1, 2, 6]
    assert by_group.loc["Voluntary sector", counts].tolist() == [1, 0, 0, 3]
    assert by_group.loc["Statutory", counts].tolist() == [1, 1, 3, 3]
    assert by_group.loc["All", counts].tolist() == [4, 3, 8, 12]
    assert by_group["rate"].tolist() == [0.5, 0, 1, 0.75]
    assert by_group["share"].tolist() == [2 / 6, 0, 1, 8 / 12]
    assert tuple(by_group.loc["All", ["low", "high"]]) == wilson_interval(3, 4)
    assert (seen.observable, seen.nameable, seen.share, seen.unanswered) == (8, 12, 8 / 12, 1)
    assert seen.density == 5 / 8


def test_are_the_silent_named_more_by_hand() -> None:
    """A is named by 1 of 2 (C, not D), C by 2 of 2, D by 0 of 2: mean .5. Silent B by 2 of 3."""
    seen = coverage(partnership())
    assert seen.named_respondents == pytest.approx(0.5)
    assert seen.named_silent == pytest.approx(2 / 3)
    assert seen.silent_named_more == pytest.approx(1 / 6)
    assert np.isnan(coverage(golden()).silent_named_more)


def test_agreement_by_hand() -> None:
    """Heard both ways: A-C (both claim it), A-D (neither), C-D (one does); B is silent. 1 of 2."""
    assert agreement(partnership()) == 0.5
    # With A's answer about D left out nothing changes; with D's about C left out only A-C remains.
    assert agreement(partnership(missing=True)) == 0.5


@pytest.mark.parametrize(
    ("text", "expected"), [(TEXAS, 0.4418604651163), (MOUNT_SI, 0.65), (ADVICE, 0.3103448275862)]
)
def test_agreement_at_full_response_as_r(text: str, expected: float) -> None:
    """R sna 2.7-1, grecip(measure = "dyadic.nonnull")."""
    assert agreement(typed(text)) == pytest.approx(expected)


def test_density_as_r() -> None:
    """R sna 2.7-1: gden(g), and gden(g) with the rows of the silent set to NA."""
    assert density(typed(TEXAS)) == pytest.approx(0.31)
    assert density(typed(TEXAS, silent=r_values.SILENT)) == pytest.approx(0.3049242424242)
    assert density(golden()) == pytest.approx(10 / 30)


def test_density_is_right_under_unequal_response() -> None:
    """True density .15, response .8/.4/.3: counting the silent rows as empty gives .083 instead."""
    rng = np.random.default_rng(3)
    rates = np.repeat([0.8, 0.4, 0.3], [25, 25, 10])
    corrected, naive = [], []
    for _ in range(100):
        ties = rng.random((60, 60)) < 0.15
        np.fill_diagonal(ties, val=False)
        network = Network.from_graph(nx.DiGraph(ties), respondents=np.flatnonzero(rng.random(60) < rates))
        corrected.append(density(network))
        naive.append(network.ties.sum() / (60 * 59))
    assert np.mean(corrected) == pytest.approx(0.15, abs=0.003)
    assert np.mean(naive) == pytest.approx(0.083, abs=0.004)


@pytest.mark.parametrize("respondents", [None, []])
@pytest.mark.parametrize("n", [0, 1, 3])
def test_nothing_to_see_is_nan(n: int, respondents: list[int] | None) -> None:
    network = Network.from_graph(nx.empty_graph(n, nx.DiGraph), respondents=respondents)
    seen = coverage(network)
    assert np.isnan(agreement(network))
    assert np.isnan(observable_share(network)) == (n < 2)
    assert np.isnan(density(network)) == (n < 2 or respondents == [])
    assert seen.table["group"].tolist() == ["All"]
    if n == 0:
        assert seen.table[["rate", "low", "high", "share"]].isna().all(axis=None)
        assert seen.summary() == "This network has no members."
    else:
        assert f"of {n} member{'' if n == 1 else 's'} answered" in seen.summary()


def test_summary_says_who_answered_and_what_that_limits() -> None:
    words = coverage(partnership(missing=True)).summary()
    assert "3 of 4 members answered (75%)" in words
    assert "Voluntary sector: 0 of 1 member answered (0%)." in words
    assert "Voluntary sector: fewer than half answered." in words
    assert "Lived experience: fewer than half" not in words  # exactly half
    assert "8 of 12 possible answers about who is tied to whom were seen (67%)" in words
    assert "1 single answer was left out by members who responded." in words
    assert "would have said is missing" not in words, "one silent member is no group"
    assert "assumed" not in words


@pytest.mark.parametrize(("ratio", "said"), [(1.0, (0, 0.05)), (2.0, (0.9, 1))])
def test_it_is_said_that_the_silent_are_named_more_where_they_are_and_not_on_noise(
    ratio: float, said: tuple[float, float]
) -> None:
    rng = np.random.default_rng(5)
    times, runs = 0, 100
    for _ in range(runs):
        silent = rng.random(60) < 0.3
        ties = rng.random((60, 60)) < np.where(silent, 0.15 * ratio, 0.15)
        np.fill_diagonal(ties, val=False)
        network = Network.from_graph(nx.DiGraph(ties), respondents=np.flatnonzero(~silent))
        times += "would have said is missing" in coverage(network).summary()
    assert said[0] <= times / runs <= said[1]


def test_the_error_of_how_much_more_the_silent_are_named_by_hand() -> None:
    """Named by the three who answered, over how many could: .5, 0, .5 and 1/3, 2/3, 1 for the three silent."""
    ties = np.zeros((6, 6))
    for i, j in [(0, 2), (1, 0), (0, 3), (1, 4), (2, 4), (0, 5), (1, 5), (2, 5)]:
        ties[i, j] = 1
    graph = nx.DiGraph(ties)
    seen = coverage(Network.from_graph(graph, respondents=[0, 1, 2]))
    assert seen.silent_named_more == pytest.approx(2 / 3 - 1 / 3)
    assert seen.silent_named_more_error == pytest.approx(((1 / 12) / 3 + (1 / 9) / 3) ** 0.5)


def test_who_left_every_answer_blank_did_not_answer() -> None:
    blank = np.zeros((4, 4), dtype=bool)
    blank[2] = True
    network = partnership()

    observable = network.observable & ~blank
    network = with_answers(network, network.strength, observable)
    seen = coverage(network)
    assert seen.table["responded"].tolist() == [1, 0, 0, 2]
    assert (seen.all_blank, seen.unanswered) == (1, 0)
    assert "1 member is said to have responded, but left every answer blank" in seen.summary()


def test_summary_says_when_response_was_assumed() -> None:
    assert "It was assumed that whoever gave an answer responded" in coverage(partnership(assumed=True)).summary()


def test_summary_warns_when_most_are_silent() -> None:
    network = Network.from_graph(nx.path_graph(5, nx.DiGraph), respondents=[0, 1])
    assert "Fewer than half of all members answered" in coverage(network).summary()


def test_html_shows_hostile_names_as_text() -> None:
    graph = nx.DiGraph([("A", "B")])
    nx.set_node_attributes(graph, "<img src=x onerror=alert(1)>", "sector")
    html = coverage(Network.from_graph(graph))._repr_html_()
    assert "<img" not in html
    assert "&lt;img" in html


def test_wilson_without_trials_is_nan() -> None:
    pd.testing.assert_series_equal(pd.Series(wilson_interval(0, 0)), pd.Series([nan, nan]))
