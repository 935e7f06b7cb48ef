from __future__ import annotations

from itertools import permutations as orders

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from partnerships import labelled, partnership

from powermap.errors import PowermapError, UnknownChoiceError
from powermap.inference.family import holm
from powermap.inference.interval import Draws, interval, smallest_gap, two_sided
from powermap.inference.labels import shuffle
from powermap.inference.permutation import counted, draws_of, permutation_test
from powermap.inference.senders import senders
from powermap.measures.balance import representation
from powermap.measures.position import actor_measures, nominations_received

LIVED, VOLUNTARY, STATUTORY = "Lived experience", "Voluntary sector", "Statutory"


def scores(network, values, name="score"):
    return pd.DataFrame({name: np.asarray(values, dtype=float)}, index=list(network.names))


def drawn(network, group=LIVED, *, permutations=999, seed=1):
    values = nominations_received(network).to_numpy()
    pieces = counted(network, "nominations_received")
    return draws_of(network, network.groups(), values[:, None], [pieces], permutations=permutations, seed=seed,
                    cache={}, wanted=[group])[0][group][0]  # fmt: skip


def test_p_matches_every_arrangement_of_the_labels_within_those_who_answered_and_those_who_did_not():
    # 5 who answered, 3 who did not; three have two voices, which move together. All 5! x 3! orders counted.
    values = np.array([3.0, 0.0, 1.0, 5.0, 2.0, 4.0, 1.0, 1.0])
    both = f"{STATUTORY}+{VOLUNTARY}"
    voices = [LIVED, LIVED, f"{LIVED}+{VOLUNTARY}", both, STATUTORY, STATUTORY, LIVED, both]
    ties = np.ones((8, 8)) - np.eye(8)
    network = labelled(ties, voices, np.array([True] * 5 + [False] * 3))
    result = permutation_test(network, measures=scores(network, values), permutations=20_000).table
    for row in result.itertuples():
        member = np.array([row.group in voice.split("+") for voice in voices], dtype=float)
        held = np.array([
            member[list(first)] @ values[:5] + member[list(second)] @ values[5:]
            for first in orders(range(5)) for second in orders(range(5, 8))
        ])  # fmt: skip
        observed = member @ values
        exact = min(1.0, 2 * min((held <= observed).mean(), (held >= observed).mean()))
        # Four standard errors of 20,000 draws.
        assert row.p == pytest.approx(exact, abs=2 * 4 * np.sqrt(exact / 2 * (1 - exact / 2) / 20_000) + 1e-4)
        assert row.expected == pytest.approx(1, abs=0.35)


def test_the_exact_mean_is_the_mean_over_every_arrangement():
    network = labelled(np.ones((6, 6)) - np.eye(6), [LIVED, LIVED, STATUTORY, STATUTORY, LIVED, STATUTORY],
                       np.array([True] * 4 + [False] * 2))  # fmt: skip
    values = np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0])
    draws = draws_of(network, network.groups(), values[:, None], [None], permutations=50, seed=1, cache={})[0][
        LIVED
    ][0]
    # 2 of the 4 who answered on average hold half of 15; 1 of the 2 silent half of 48.
    assert draws.mean_first == pytest.approx(7.5 + 24)
    assert draws.mean_second == pytest.approx(1.5 + 8)


def test_a_voice_that_alone_is_silent_cannot_be_told_from_silence():
    ties = np.zeros((8, 8))
    ties[:5, 1:5] = 1
    np.fill_diagonal(ties, 0)
    network = labelled(ties, [STATUTORY] * 5 + [LIVED] * 3, np.array([True] * 5 + [False] * 3))
    table = permutation_test(network, permutations=199).table
    row = table[(table["group"] == LIVED) & (table["measure"] == "nominations_received")].iloc[0]
    assert row["representation"] == 0
    assert row["p"] == 1
    assert (row["low"], row["high"]) == (0, pytest.approx(8 / 3))
    assert np.isnan(row["smallest_gap"])


def test_holm_equals_r():
    # R 4.2: p.adjust(c(.0009, .031, .012, .3, .012, .049), "holm")
    adjusted = holm(np.array([0.0009, 0.031, 0.012, 0.3, 0.012, 0.049]))
    assert adjusted == pytest.approx([0.0054, 0.0930, 0.0600, 0.3000, 0.0600, 0.0980])
    assert np.isnan(holm(np.array([np.nan, 0.02]))[0])
    assert holm(np.array([np.nan, 0.02]))[1] == 0.02


def test_the_table_holds_the_representations_of_the_measures_room():
    network = partnership(3)
    measures = actor_measures(network)[["nominations_received", "betweenness", "pagerank"]]
    table = permutation_test(network, measures=measures, permutations=99).table
    expected = representation(measures, network.groups())
    columns = ["group", "measure", "members", "share_of_actors", "share_held", "representation"]
    pd.testing.assert_frame_equal(table[columns], expected[columns])


def test_same_seed_same_table_another_seed_another():
    network = partnership(5)
    first, again, other = (permutation_test(network, permutations=299, seed=seed).table for seed in (7, 7, 8))
    pd.testing.assert_frame_equal(first, again)
    assert not first["p"].equals(other["p"])


def test_fewer_draws_are_the_first_of_more_so_blocks_do_not_matter():
    network = partnership(5)
    everyone = np.ones(len(network), dtype=bool)
    few = shuffle(network, network.groups(), everyone, draws=700, seed=3)
    many = shuffle(network, network.groups(), everyone, draws=1500, seed=3)
    assert np.array_equal(many.shuffled[:700], few.shuffled)
    assert not np.array_equal(many.shuffled[:512], many.shuffled[512:1024])


def test_a_shuffle_moves_labels_only_among_those_who_answered_and_those_who_did_not():
    network = partnership(5)
    labels = shuffle(network, network.groups(), np.ones(len(network), dtype=bool), draws=50, seed=1)
    assert len(labels.strata) == 2
    for part in labels.strata:
        assert np.array_equal(np.sort(labels.shuffled[:, part]), np.tile(np.sort(labels.actual[part]), (50, 1)))
        assert len(set(network.responded[labels.order[part]])) == 1


def test_measures_do_not_change_each_others_result():
    network = partnership(9)
    measures = actor_measures(network)[["nominations_received", "betweenness", "constraint"]]
    together = permutation_test(network, measures=measures, permutations=199).table
    for name in measures:
        alone = permutation_test(network, measures=measures[[name]], permutations=199).table
        of_all = together[together["measure"] == name].reset_index(drop=True)
        for column in ("p", "low", "high", "expected"):
            assert of_all[column].to_numpy() == pytest.approx(alone[column].to_numpy(), rel=1e-12, nan_ok=True)


small_values = st.lists(st.integers(0, 6), min_size=9, max_size=14)


@settings(max_examples=60, deadline=None)
@given(values=small_values, size=st.integers(1, 6), q=st.floats(0.2, 5), seed=st.integers(0, 99))
def test_the_interval_holds_exactly_the_gaps_that_the_test_does_not_reject(values, size, q, seed):
    n = len(values)
    network = labelled(np.ones((n, n)) - np.eye(n), [LIVED] * size + [STATUTORY] * (n - size))
    x = np.array(values, dtype=float)
    draws = _plain(network, x, seed)
    if not draws.testable or not 0 < draws.held < draws.total or 1 + draws.undone <= 1e-12:
        return
    # What the group would hold were its gap q, and the test of that: divide by q and shuffle.
    undone = np.where(np.arange(n) < size, x / q, x)
    p = two_sided(_plain(network, undone, seed))
    factor = q * (1 + draws.undone)
    here = draws._at(factor)
    low, high = interval(draws, 0.9)
    if p > 0.1:
        assert low - 1e-9 <= here <= high + 1e-9
    elif min(abs(here - low), abs(here - high), abs(here - draws.representation)) > 1e-9:
        assert not low < here < high or _between(here, draws.representation, low, high)


def _plain(network, x, seed):
    return draws_of(network, network.groups(), x[:, None], [None], permutations=199, seed=seed, cache={})[0][LIVED][
        0
    ]


def _between(here, point, low, high):
    """The interval is stretched to hold the point estimate; what lies in between may have been rejected."""
    return low == point <= here or here <= point == high


@settings(max_examples=80, deadline=None)
@given(values=small_values, size=st.integers(1, 8), seed=st.integers(0, 99), pieces=st.booleans())
def test_the_interval_holds_the_point_and_excludes_what_is_expected_just_when_p_is_small(
    values, size, seed, pieces
):
    n = len(values)
    answered = np.arange(n) % 3 > 0
    network = labelled(np.ones((n, n)) - np.eye(n), [LIVED] * size + [STATUTORY] * (n - size), answered)
    x = np.array(values, dtype=float)
    found = draws_of(network, network.groups(), x[:, None], [x if pieces else None], permutations=199, seed=seed,
                     cache={})  # fmt: skip
    draws = found[0][LIVED][0]
    low, high = interval(draws, 0.95)
    if not draws.total > 0:
        assert np.isnan([low, high]).all()
        return
    assert 0 <= low <= draws.representation <= high <= 1 / draws.share_of_actors + 1e-9
    assert (two_sided(draws) <= 0.05) == (not low <= draws.expected <= high)


@pytest.mark.parametrize(
    ("power", "spread", "response", "sizes"),
    [
        (0.6, 0.5, (1, 1, 1), (25, 25, 10)),
        (0.6, 0.0, (0.9, 0.8, 0.7), (25, 25, 10)),
        (0.2, 0.5, (1, 1, 1), (25, 25, 10)),
        (2.0, 0.5, (1, 1, 1), (25, 25, 10)),
        (0.5, 0.5, (1, 1, 1), (8, 8, 4)),
    ],
)
def test_the_interval_holds_the_truth_in_95_of_100_networks(power, spread, response, sizes):
    share = sizes[2] / sum(sizes)
    truth = power / (power * share + 1 - share)
    runs, inside = 200, 0
    for seed in range(runs):
        network = partnership(seed, sizes=sizes, power=(1, 1, power), spread=spread, response=response)
        low, high = interval(drawn(network, seed=seed), 0.95)
        inside += low <= truth <= high
    # Four standard errors of 200 runs below 95%.
    assert inside / runs > 0.95 - 4 * (0.95 * 0.05 / runs) ** 0.5


@pytest.mark.parametrize(("n", "members", "response"), [(30, 5, 0.9), (40, 8, 0.9), (40, 8, 0.5), (100, 20, 0.9)])
def test_four_of_five_networks_show_the_smallest_gap_they_are_said_to_show(n, members, response):
    sizes, rates, level = (n - members, 0, members), (response,) * 3, 0.1
    gaps = [
        smallest_gap(drawn(partnership(seed, sizes=sizes, response=rates, spread=0.5), permutations=499), level)
        for seed in range(60)
    ]
    gap, share = float(np.nanmean(gaps)), members / n
    power = gap * (1 - share) / (1 - gap * share)
    runs, shown = 150, 0
    for seed in range(runs):
        network = partnership(seed + 1000, sizes=sizes, response=rates, spread=0.5, power=(1, 1, power))
        draws = drawn(network, permutations=499, seed=seed)
        shown += two_sided(draws) <= level and draws.representation < 1
    assert 0.65 < shown / runs < 0.95


def test_the_smallest_gap_agrees_with_the_power_of_the_one_sided_test():
    # Simulation A2 of the project, 300 runs x 499 permutations (one-sided 5% is two-sided 10%): with 8 of
    # 40 and 90% response, a group that gets half its due is found in 79%; with 12 of 60 in 95% (three quarters of
    # its due: 40%); with 4 of 20 in 30%.
    def gap(n, members):
        found = [
            smallest_gap(
                drawn(partnership(seed, sizes=(n - members, 0, members), response=(0.9,) * 3, spread=0.5)), 0.1
            )
            for seed in range(40)
        ]
        mean = float(np.nanmean(found))
        return mean * (1 - 0.2) / (1 - 0.2 * mean)

    assert gap(40, 8) == pytest.approx(0.5, abs=0.05)
    assert 0.5 < gap(60, 12) < 0.75
    assert gap(20, 4) < 0.4


def test_a_group_that_holds_nothing_has_an_interval_that_starts_at_nothing():
    rng = np.random.default_rng(4)
    ties = (rng.random((40, 40)) < 0.2).astype(float)
    ties[:, :8] = 0
    np.fill_diagonal(ties, 0)
    network = labelled(ties, [LIVED] * 8 + [STATUTORY] * 32)
    row = permutation_test(network).table.iloc[0]
    assert (row["representation"], row["low"]) == (0, 0)
    # Rule of three, for one side: no more than about 3.8 of all nominations (Wilson for none of them).
    nominations = ties.sum()
    assert row["high"] == pytest.approx(3.84 / (nominations + 3.84) / 0.2, rel=0.01)
    assert row["p_holm"] < 0.05
    others = permutation_test(network).table
    over = others[(others["group"] == STATUTORY) & (others["measure"] == "nominations_received")].iloc[0]
    assert over["representation"] == pytest.approx(1 / 0.8)
    assert 1 < over["low"] < over["high"] == pytest.approx(1.25)


def test_a_few_nominations_do_not_give_a_narrow_interval_even_if_all_are_named_alike():
    ring = np.roll(np.eye(12), 1, axis=1)
    row = permutation_test(labelled(ring, [LIVED] * 4 + [STATUTORY] * 8), permutations=199).table.iloc[0]
    assert row["p"] == 1
    # Wilson's interval for 4 of 12 (R 4.2: prop.test(4, 12, correct = FALSE)): 0.1381 to 0.6094.
    assert (row["low"], row["high"]) == pytest.approx((3 * 0.1381, 3 * 0.6094), abs=5e-4)


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_tiny_networks_have_a_table_and_no_claim(n):
    ties = np.ones((n, n)) - np.eye(n)
    table = permutation_test(labelled(ties, [LIVED] * n), permutations=19).table
    assert len(table) == (4 if n else 0)
    assert not (table["p"] < 1).any()


def test_without_ties_or_answers_everything_is_undefined():
    silent = labelled(np.zeros((6, 6)), [LIVED] * 3 + [STATUTORY] * 3, np.zeros(6, dtype=bool))
    empty = labelled(np.zeros((6, 6)), [LIVED] * 3 + [STATUTORY] * 3)
    for network in (silent, empty):
        table = permutation_test(network, permutations=19).table
        of_nominations = table[table["measure"] == "nominations_received"]
        assert (
            of_nominations[["representation", "low", "high", "p", "p_holm", "smallest_gap"]].isna().all(axis=None)
        )


def test_actors_without_a_voice_are_left_out():
    ties = np.ones((7, 7)) - np.eye(7)
    network = labelled(ties, [LIVED, LIVED, "", STATUTORY, STATUTORY, STATUTORY, ""])
    table = permutation_test(network, measures=scores(network, [1, 1, 1000, 2, 2, 2, 1000]), permutations=99).table
    assert table.loc[0, "share_of_actors"] == pytest.approx(2 / 5)
    assert table.loc[0, "share_held"] == pytest.approx(2 / 8)


def test_what_cannot_be_tested_is_refused_with_a_way_out():
    network = partnership(1)
    with pytest.raises(PowermapError, match="makes no sense"):
        permutation_test(network, measures=scores(network, np.full(60, -1.0)))
    with pytest.raises(PowermapError, match="do not belong"):
        permutation_test(network, measures=scores(network, np.ones(60)).iloc[::-1])
    with pytest.raises(PowermapError, match="at least one, not 0"):
        permutation_test(network, permutations=0)
    with pytest.raises(PowermapError, match=r"a whole number of permutations, .* not 10000\.0"):
        permutation_test(network, permutations=1e4)
    for wrong in (0, 1, -1, np.nan):
        with pytest.raises(PowermapError, match="between 0 and 1"):
            permutation_test(network, confidence=wrong)
    with pytest.raises(UnknownChoiceError):
        permutation_test(network, by="colour")


def test_it_says_what_it_did():
    result = permutation_test(partnership(1), permutations=99, seed=4)
    assert "99 permutations, seed 4" in result.summary()
    assert "<table" in result._repr_html_()


def test_untestable_draws_say_nothing():
    draws = Draws(2.0, 4.0, 0.5, np.full(99, 2.0), np.full(99, 2.0), 2.0, 2.0)
    assert interval(draws, 0.95) == (0.0, 2.0)
    assert two_sided(draws) == 1


def test_holm_counts_the_comparisons_about_which_something_could_be_claimed():
    # 8 + 8 + 2 members: nothing is ever claimed of the two, so they cost the others nothing.
    rng = np.random.default_rng(4)
    ties = rng.random((18, 18)) < 0.3
    sectors = ["NHS"] * 8 + ["Faith"] * 8 + ["Housing"] * 2
    network = labelled(ties, sectors)
    table = permutation_test(network, permutations=199).table
    counts = (table["group"] != "Housing") & table["measure"].isin(["nominations_received", "betweenness"])
    assert table.loc[~counts, "p_holm"].isna().all()
    small = table["group"] == "Housing"
    assert table.loc[~small, "p"].notna().all()
    # Described, and not tested.
    assert table.loc[small, ["representation", "expected"]].notna().all(axis=None)
    limits = ["p", "low", "high", "low_90", "high_90", "low_senders", "high_senders", "smallest_gap"]
    assert table.loc[small, limits].isna().all(axis=None)
    # Holm (1979) over the rest: the smallest p times their number.
    smallest = table.loc[counts, "p"].idxmin()
    assert table.loc[smallest, "p_holm"] == min(1, table.loc[smallest, "p"] * counts.sum())


def test_the_family_of_holm_is_what_could_be_claimed():
    full = permutation_test(partnership(1, response=(1, 1, 1)), permutations=199).table
    assert set(full[full["p_holm"].notna()]["measure"]) == {"nominations_received", "betweenness"}
    assert full["p"].notna().all()
    # Too little seen for paths, and then for anything.
    two_thirds = permutation_test(partnership(1, response=(0.7, 0.65, 0.6)), permutations=199).table
    assert set(two_thirds[two_thirds["p_holm"].notna()]["measure"]) == {"nominations_received"}
    least = two_thirds[two_thirds["p_holm"].notna()]["p"].min()
    assert two_thirds["p_holm"].min() == min(1, 3 * least)
    third = permutation_test(partnership(1, response=(0.3, 0.3, 0.3)), permutations=199).table
    assert third["p_holm"].isna().all()


def test_the_smallest_gap_is_what_a_claim_needs_where_some_name_many_of_their_own():
    # 12 of 60, all answered. Held at the gap it names, the voice is found by p and by the respondents in about 4
    # of 5 networks; without the respondents the gap would be too hopeful.
    drawn = {"sizes": (24, 24, 12), "response": (1, 1, 1), "across": 0.10, "activity": 0.8, "spread": 0.3}
    level, runs, gaps, alone = 0.05 / 6, 100, [], []
    for seed in range(40):
        network = partnership(seed, **drawn)
        draws, given = drawn_of(network, seed)
        gaps.append(smallest_gap(draws, level, given))
        alone.append(smallest_gap(draws, level))
    gap = float(np.nanmean(gaps))
    assert gap < np.nanmean(alone)
    power, shown = gap * 0.8 / (1 - gap * 0.2), 0
    for seed in range(runs):
        network = partnership(seed + 1000, **drawn, power=(1, 1, power))
        draws, given = drawn_of(network, seed)
        shown += two_sided(draws) <= level and given.limits(0.95)[1] < 1 and draws.representation < 1
    assert 0.65 < shown / runs < 0.95


def drawn_of(network, seed):
    return (drawn(network, permutations=499, seed=seed),
            senders(network, network.groups(), "nominations_received")[LIVED])  # fmt: skip
