from __future__ import annotations

from dataclasses import replace
from itertools import product

import networkx as nx
import numpy as np
import pytest
from networks import TEXAS, golden, random_network, typed
from partnerships import labelled, partnership
from scipy.stats import t as student

from powermap.errors import PowermapError
from powermap.inference.bootstrap import bootstrap
from powermap.inference.comparison import compare_networks
from powermap.inference.numbers import headline_numbers
from powermap.inference.resampling import Resampler
from powermap.measures.balance import reciprocity, representation
from powermap.measures.coverage import density
from powermap.measures.position import nominations_received
from powermap.network import Network, with_answers

LIVED, VOLUNTARY, STATUTORY = "Lived experience", "Voluntary sector", "Statutory"
TIES = np.array([[0, 1, 1, 0], [0, 0, 1, 0], [1, 0, 0, 1], [0, 0, 0, 0]])


def of(ties, **about):
    return Network.from_graph(nx.from_numpy_array(np.asarray(ties), create_using=nx.DiGraph), **about)


def test_the_bootstrap_error_of_a_density_by_every_draw_there_is():
    # 4 actors: all 4^4 draws by their definition. Copies of one actor take one of the 6 pairs, with sums of
    # 1, 2, 0, 1, 0, 1: mean 5/6, variance 17/36.
    sums = [TIES[i, j] + TIES[j, i] for i in range(4) for j in range(i)]
    means, variances = [], []
    for drawn in product(range(4), repeat=4):
        pairs = [(i, j) for a, i in enumerate(drawn) for j in drawn[:a]]
        known = sum(TIES[i, j] + TIES[j, i] for i, j in pairs if i != j)
        copies = sum(i == j for i, j in pairs)
        means.append((known + copies * np.mean(sums)) / 12)
        variances.append(copies * np.var(sums) / 144)
    exact = np.sqrt(np.var(means) + np.mean(variances))
    row = bootstrap(of(TIES), density, draws=1500).table.iloc[0]
    assert row["estimate"] == pytest.approx(5 / 12)
    assert row["se_bootstrap"] == pytest.approx(exact, rel=0.07)


def test_the_jackknife_error_by_hand():
    # Without 0, 1, 2, 3 in turn: 2, 3, 1, 4 of 6 ties; deviations from 2.5/6 are -.5, .5, -1.5, 1.5 sixths.
    # Sum of squares 5/36, times (4 - 2) / 8.
    row = bootstrap(of(TIES), density, draws=2).table.iloc[0]
    assert row["se_jackknife"] == pytest.approx((5 / 36 / 4) ** 0.5)


def test_the_jackknife_is_unbiased_where_single_answers_are_all_that_scatters():
    # 100 networks of 12 with independent pairs: variance of a density of .3 over 132 answers.
    rng = np.random.default_rng(2)
    squares = []
    for _ in range(100):
        sampler = Resampler(random_network(rng, 12))
        squares.append((sampler.left_out(density) ** 2).to_numpy().sum())
    assert np.mean(squares) == pytest.approx(0.3 * 0.7 / 132, rel=0.15)


def test_an_actor_drawn_keeps_its_answers_its_silence_and_what_is_said_of_it():
    network = partnership(3, sizes=(4, 4, 4))
    observable = network.observable & (np.random.default_rng(1).random((12, 12)) < 0.9)
    network = with_answers(network, network.strength, observable)
    drawn = np.array([3, 0, 7, 3, 11, 5, 5, 2])
    made = Resampler(network, "voice").made_of(drawn, np.random.default_rng(1))
    apart = drawn[:, None] != drawn
    cross = np.ix_(drawn, drawn)
    assert np.array_equal(made.observable[apart], network.observable[cross][apart])
    assert np.array_equal(made.strength[apart], network.strength[cross][apart])
    assert made.voices == tuple(network.voices[i] for i in drawn)
    assert made.names[3] == f"{network.names[3]} (2)"
    copies = ~apart & ~np.eye(8, dtype=bool)
    assert np.array_equal(made.observable[copies], network.responded[drawn][np.nonzero(copies)[0]])


def test_copies_of_an_actor_take_a_pair_of_its_own_group():
    ties = np.zeros((6, 6))
    ties[:3, :3] = 1 - np.eye(3)
    network = labelled(ties, [STATUTORY] * 3 + [LIVED] * 3)
    sampler, rng = Resampler(network, "voice"), np.random.default_rng(1)
    made = [sampler.made_of(np.array([0, 0, 4, 4]), rng).ties for _ in range(30)]
    assert all(ties[0, 1] and ties[1, 0] and not ties[2, 3] and not ties[3, 2] for ties in made)


def test_unlisted_actors_stay_unlisted():
    hidden = replace(golden(), listed=np.arange(6) > 0, besides=np.array([[2, 0]]))
    made = Resampler(hidden).made_of(np.array([0, 2, 0, 4]), np.random.default_rng(1))
    assert made.nameable.astype(int).tolist() == [[0, 1, 0, 1], [1, 0, 1, 1], [0, 1, 0, 1], [0, 1, 0, 0]]
    assert made.ties[1].tolist() == [True, False, True, True]


def test_headline_numbers_are_those_of_the_measures():
    network = partnership(6)
    found = headline_numbers(network)
    received = nominations_received(network)
    groups = network.groups()
    for row in representation(received, groups).itertuples():
        assert found[f"representation: {row.group}"] == pytest.approx(row.representation)
        own = groups[row.group]
        assert found[f"ratio: {row.group}"] == pytest.approx(received[own].mean() / received[~own].mean())
    assert (found["density"], found["reciprocity"]) == (density(network), reciprocity(network))
    block = np.ix_(groups[LIVED], groups[STATUTORY])
    expected = network.ties[block].sum() / network.observable[block].sum()
    assert found[f"density: {LIVED} to {STATUTORY}"] == pytest.approx(expected)


def test_intervals_cover_the_truth_about_as_often_as_they_say():
    # Known truth: density .15 and a representation of 1, in partnerships of 40 with members of differing rates.
    inside = []
    for seed in range(18):
        network = partnership(seed + 900, sizes=(16, 16, 8), response=(0.9, 0.8, 0.6), spread=0.5, activity=0.5)
        table = bootstrap(network, draws=40, seed=seed).table.set_index("number")
        for number, truth in (("density", 0.15), (f"representation: {LIVED}", 1), (f"ratio: {STATUTORY}", 1)):
            inside.append(table.loc[number, "low"] <= truth <= table.loc[number, "high"])
    assert np.mean(inside) >= 0.85


def test_a_density_inside_a_group_is_as_sure_as_its_few_respondents_make_it():
    # 4 of the 6 with lived experience answered: Student's t at 3 degrees of freedom reaches 3.182 standard errors
    # (any table of it), at the 17 of all 18 actors 2.110.
    network = partnership(3, sizes=(6, 6, 6), response=(1, 1, 1), density=0.4)
    responded = np.arange(18) < 16
    network = labelled(
        network.strength * responded[:, None], [STATUTORY] * 6 + ["Other"] * 6 + [LIVED] * 6, responded
    )
    table = bootstrap(network, draws=60).table.set_index("number")
    for number, t in ((f"density: {LIVED} to {LIVED}", 3.182), (f"density: {LIVED} to {STATUTORY}", 2.110)):
        row = table.loc[number]
        assert np.log(row["estimate"] / row["low"]) == pytest.approx(t * row["se"] / row["estimate"], rel=1e-3)


def test_the_same_seed_gives_the_same_and_fewer_draws_are_the_first_of_more():
    network = partnership(1, sizes=(5, 5, 5))
    more, fewer = (bootstrap(network, density, draws=draws, seed=4).replicates for draws in (70, 55))
    assert more.iloc[:55].equals(fewer)


def test_groups_of_the_callers_own_go_along():
    table = bootstrap(of(TIES), by=["x", "x", "y", None], draws=20).table
    assert {"density: x to y", "representation: x"} <= set(table["number"])


def test_groups_of_fewer_than_three_are_described_and_have_no_interval():
    network = labelled(np.ones((6, 6)) - np.eye(6) - np.eye(6, k=1), [STATUTORY] * 4 + [LIVED] * 2)
    table = bootstrap(network, draws=60).table.set_index("number")
    assert np.isnan(table.loc[f"representation: {LIVED}", ["low", "high"]].astype(float)).all()
    assert np.isfinite(table.loc[f"representation: {LIVED}", "estimate"])
    assert np.isfinite(table.loc["density", "low"])


@pytest.mark.parametrize("ties", [np.zeros((5, 5)), np.ones((5, 5)) - np.eye(5)], ids=["none", "all"])
def test_what_does_not_scatter_has_no_interval(ties):
    result = bootstrap(of(ties), density, draws=20)
    assert np.isnan(result.table[["se", "low", "high"]].to_numpy(dtype=float)).all()
    assert "to say how sure that is" in result.summary()


def test_a_network_in_which_nobody_answered_is_undefined():
    result = bootstrap(of(TIES, respondents=[]), draws=20)
    assert result.table["estimate"].isna().all()
    assert result.table["low"].isna().all()


@pytest.mark.parametrize("n", [0, 1, 2])
def test_fewer_than_three_actors_are_refused(n):
    with pytest.raises(PowermapError, match="cannot be told"):
        bootstrap(of(np.zeros((n, n))), density)


def test_draws_and_confidence_out_of_range_are_refused():
    with pytest.raises(PowermapError, match="two draws"):
        bootstrap(of(TIES), draws=1)
    with pytest.raises(PowermapError, match="Confidence"):
        bootstrap(of(TIES), confidence=95)


def test_networks_of_different_actors_are_as_far_apart_as_their_errors_add_up_to():
    rng = np.random.default_rng(3)
    one, other = random_network(rng, 14), random_network(rng, 18, density=0.5)
    other = Network.from_graph(nx.relabel_nodes(other.graph, lambda name: f"other {name}"))
    row = compare_networks(one, other, density, draws=300).table.iloc[0]
    alone = [bootstrap(network, density, draws=300, seed=5).table["se"].item() for network in (one, other)]
    assert row["se"] == pytest.approx(np.hypot(*alone), rel=0.12)
    assert row["difference"] == pytest.approx(density(other) - density(one))


def test_the_same_actors_in_two_rounds_are_drawn_together_in_whatever_order_they_stand():
    # The second round adds a tie to each of the first ten: what actors are like is in both, and cancels out.
    network = partnership(5, sizes=(10, 10, 10), response=(1, 1, 1), spread=1, activity=1)
    ties = network.ties.copy()
    ties[np.arange(10), (np.arange(10) + 11) % 30] = True
    later = labelled(ties, [voices[0] for voices in network.voices])
    turned = Network.from_graph(later.graph.subgraph(later.names[::-1]).copy())
    apart = bootstrap(network, density, draws=200).table["se"].item()
    found = [compare_networks(network, second, density, draws=200) for second in (later, turned)]
    assert found[0].table["se"].item() < apart / 2
    assert found[0].table.equals(found[1].table)
    assert found[0].shared == 30


def test_p_by_students_t():
    # scipy.stats.t, with one degree of freedom less than there are actors.
    rng = np.random.default_rng(4)
    row = compare_networks(random_network(rng, 10), random_network(rng, 10, density=0.4), density, draws=100).table
    t = (row["difference"] / row["se"]).item()
    assert row["p"].item() == pytest.approx(2 * student.sf(abs(t), 9))


def test_identical_networks_do_not_scatter_and_no_difference_is_not_claimed():
    result = compare_networks(typed(TEXAS), typed(TEXAS), density, draws=20)
    assert np.isnan(result.table["p"].item())
    assert "cannot be told" in result.summary()


def test_a_list_of_groups_fits_one_network_only():
    with pytest.raises(PowermapError, match="only one of them"):
        compare_networks(of(TIES), of(TIES), by=["x", "x", "y", "y"])
