from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from networks import TEXAS, golden, typed
from partnerships import labelled, partnership

from powermap.errors import PowermapError, UnknownChoiceError
from powermap.inference.nulls import KEPT, cug_test, null_networks
from powermap.measures.balance import reciprocity
from powermap.measures.structure import centralisation, transitivity
from powermap.network import Network, assemble

#: R 4.2.2, sna 2.7-1, on emon$Texas, 20,000 networks each: cug.test(g, f, cmode = ...), with f grecip (edgewise),
#: gtrans (weak), centralization (degree, cmode indegree): mean and sd over the networks, and the shares of them at
#: or below and at or above the observed 0.61290323, 0.48493151, 0.37152778.
CUG = {
    ("size", "reciprocity"): (0.4990897, 0.035461, 0.99965, 0.00035),
    ("size", "transitivity"): (0.4983236, 0.0226659, 0.2781, 0.7219),
    ("size", "centralisation"): (0.2068596, 0.0490387, 0.99695, 0.00335),
    ("density", "reciprocity"): (0.3094419, 0.0401871, 1, 0),
    ("density", "transitivity"): (0.3077222, 0.0143378, 1, 0),
    ("density", "centralisation"): (0.1987956, 0.0495573, 0.9996, 0.00565),
    ("dyads", "reciprocity"): (0.6129032, 0, 1, 1),
    ("dyads", "transitivity"): (0.3064357, 0.0177934, 1, 0),
    ("dyads", "centralisation"): (0.1971376, 0.0498564, 0.99895, 0.00595),
    # igraph 1.3.5: 20,000 times rewire(g, keeping_degseq(niter = 20 * ecount(g))).
    ("degrees", "reciprocity"): (0.4021500, 0.0332251, 1, 0),
    ("degrees", "transitivity"): (0.4017934, 0.0100608, 1, 0),
}
MEASURES = {"reciprocity": reciprocity, "transitivity": transitivity, "centralisation": centralisation}


@pytest.mark.parametrize("given", KEPT)
def test_agrees_with_r_within_the_error_of_both(given):
    draws = 300
    table = cug_test(typed(TEXAS), MEASURES, given=given, draws=draws).table.set_index("measure")
    for (mode, measure), (mean, sd, low, high) in CUG.items():
        if mode != given:
            continue
        row = table.loc[measure]
        # Four standard errors of both simulations, of the mean, the standard deviation and the shares.
        error = 4 * sd * np.sqrt(1 / draws + 1 / 20_000)
        assert row["mean"] == pytest.approx(mean, abs=error + 1e-6)
        assert row["sd"] == pytest.approx(sd, abs=error + 1e-6)
        for share, told in ((low, "p_low"), (high, "p_high")):
            spread = max(share * (1 - share), 1 / 20_000)
            assert row[told] == pytest.approx(share, abs=4 * np.sqrt(spread / draws) + 1 / draws)


def partly_seen() -> Network:
    """Return 12 actors of whom 3 did not answer, one could not be named, and some left answers out."""
    rng = np.random.default_rng(3)
    ties = rng.random((12, 12)) < 0.35
    np.fill_diagonal(ties, val=False)
    answers = np.array([[0, 1], [1, 0], [4, 7], [5, 2], [8, 3]])
    full = assemble(
        tuple("abcdefghijkl"), ties * rng.choice([1.0, 2, 5], (12, 12)), responded=np.arange(12) < 9,
        seat=np.zeros(12, dtype=bool), sector=(None,) * 12, voices=((),) * 12, relation="works with", round="1",
    )  # fmt: skip
    codes = full.senders * 12 + full.receivers
    kept = ~np.isin(codes, answers @ [12, 1]) & (full.receivers != 6)
    listed = np.arange(12) != 6
    return replace(full, senders=full.senders[kept], receivers=full.receivers[kept], listed=listed,
                   tie_strengths=full.tie_strengths[kept], left_out=answers)  # fmt: skip


def kept_of(network):
    """Return what each kind of null keeps."""
    ties, seen = network.ties, network.observable
    both = seen & seen.T
    mutual, alone = (ties & ties.T & both).sum(), (ties & ~both).sum()
    return {
        "size": (),
        "density": (ties.sum(), tuple(np.sort(network.tie_strengths))),
        "dyads": (ties.sum(), mutual, alone, tuple(np.sort(network.tie_strengths))),
        "degrees": (tuple(ties.sum(0)), tuple(ties.sum(1)), tuple(np.round(network.strength.sum(1), 9))),
    }


@pytest.mark.parametrize("given", KEPT)
def test_what_is_said_to_be_kept_is_and_ties_stand_only_where_an_answer_was_seen(given):
    network = partly_seen()
    different = set()
    for drawn in null_networks(network, given, draws=70):
        assert kept_of(drawn)[given] == kept_of(network)[given]
        assert not (drawn.ties & ~network.observable).any()
        assert np.array_equal(drawn.observable, network.observable)
        assert set(drawn.tie_strengths) <= {1.0, 2.0, 5.0}
        assert (np.diff(drawn.senders * 12 + drawn.receivers) > 0).all()
        different.add(drawn.ties.tobytes())
    assert len(different) > 60


def small(ties: np.ndarray, hidden: tuple[tuple[int, int], ...] = ()) -> Network:
    n = len(ties)
    network = assemble(
        tuple("abcdefgh"[:n]), ties.astype(float), responded=np.ones(n, dtype=bool), seat=np.zeros(n, dtype=bool),
        sector=(None,) * n, voices=((),) * n, relation="works with", round="1",
    )  # fmt: skip
    return replace(network, left_out=np.array(hidden, dtype=np.intp).reshape(-1, 2))


def every_network(n, hidden):
    """Yield the matrix of every network of n actors without ties at the hidden answers."""
    cells = [(i, j) for i, j in product(range(n), repeat=2) if i != j and (i, j) not in hidden]
    for k in range(len(cells) + 1):
        for chosen in combinations(cells, k):
            ties = np.zeros((n, n), dtype=bool)
            ties[tuple(np.array(chosen, dtype=int).reshape(-1, 2).T)] = True
            yield ties


@pytest.mark.parametrize("given", ["density", "dyads", "degrees"])
def test_every_network_that_keeps_the_same_is_drawn_as_often(given):
    ties = np.array([[0, 1, 1, 0], [0, 0, 1, 1], [1, 0, 0, 0], [1, 0, 0, 0]], dtype=bool)
    hidden = ((2, 3),)
    network = small(ties, hidden)
    alike = {one.tobytes() for one in every_network(4, hidden)
             if kept_of(small(one, hidden))[given][:3] == kept_of(network)[given][:3]
             and one.sum() == ties.sum()}  # fmt: skip
    draws = 400 if given == "degrees" else 4000
    counts = Counter(drawn.ties.tobytes() for drawn in null_networks(network, given, draws=draws, seed=5, swaps=30))
    assert set(counts) == alike
    expected = draws / len(alike)
    # Chi-squared: its mean is one less than the number of networks, its variance twice that; five sds above.
    free = len(alike) - 1
    assert sum((count - expected) ** 2 / expected for count in counts.values()) < free + 5 * np.sqrt(2 * free)


def test_a_circle_of_three_is_turned_round():
    circle = np.roll(np.eye(3, dtype=bool), 1, axis=1)
    counts = Counter(drawn.ties.tobytes() for drawn in null_networks(small(circle), "degrees", draws=200, swaps=30))
    assert set(counts) == {circle.tobytes(), circle.T.copy().tobytes()}
    assert min(counts.values()) > 58  # 100, less six standard errors


def test_p_is_as_often_small_as_it_says_where_nothing_but_degrees_matters():
    # Networks drawn from one: with so few swaps that they are still much alike, p must hold its level.
    start = partnership(7, sizes=(8, 8, 4), response=(1, 1, 1))
    small_p = [
        cug_test(one, reciprocity, given="degrees", draws=9, seed=k, swaps=1).table["p"].item() <= 0.2
        for k, one in enumerate(null_networks(start, "degrees", draws=100, seed=9))
    ]
    assert np.mean(small_p) <= 0.2 + 4 * np.sqrt(0.2 * 0.8 / 100)


def test_same_seed_same_networks_and_fewer_are_the_first_of_more():
    network = typed(TEXAS)
    for given in KEPT:
        few, more, other = (
            [one.strength.tobytes() for one in null_networks(network, given, draws=draws, seed=seed)]
            for draws, seed in ((66, 2), (70, 2), (66, 3))
        )
        assert few == more[:66] != other


def test_a_measure_may_give_several_numbers_or_none():
    def census(network):
        return {"ties": int(network.ties.sum()), "reciprocity": reciprocity(network), "never": np.nan}

    result = cug_test(golden(), {"of all": census, "one": lambda _: pd.Series({"a": 1})}, draws=49)
    table = result.table.set_index("measure")
    assert table.index.tolist() == ["of all: ties", "of all: reciprocity", "of all: never", "one: a"]
    assert table.loc["of all: ties", ["observed", "mean", "sd", "p"]].tolist() == [10, 10, 0, 1]
    assert table.loc["of all: never", ["p", "p_holm", "mean"]].isna().all()
    assert table.loc["of all: never", "undefined"] == 49
    assert "of all: never has no value here." in result.summary()


def test_networks_without_a_value_count_on_both_sides():
    network = small(np.array([[0, 1, 1], [0, 0, 0], [0, 0, 0]], dtype=bool))
    same = network.ties.tobytes()
    row = cug_test(network, lambda one: 1.0 if one.ties.tobytes() == same else np.nan, draws=99).table.iloc[0]
    assert (row["p_low"], row["p_high"], row["p"]) == (1, 1, 1)
    assert row["undefined"] > 80  # 14 of the 15 networks with two ties


@pytest.mark.parametrize("given", KEPT)
@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_tiny_and_empty_networks_have_a_defined_result(given, n):
    for ties in (np.zeros((n, n), dtype=bool), ~np.eye(n, dtype=bool)):
        table = cug_test(small(ties), {"ties": lambda one: int(one.ties.sum())}, given=given, draws=9).table
        assert table["observed"].item() == ties.sum()
        if given != "size":
            assert table["p"].item() == 1


def test_where_there_is_no_other_such_network_it_says_so():
    star = np.zeros((6, 6), dtype=bool)
    star[1:, 0] = True
    result = cug_test(small(star), centralisation, given="degrees", draws=19)
    assert result.unchanged == 19
    assert "No other such network was found" in result.summary()


def test_silence_of_all_leaves_nothing_to_draw():
    silent = partnership(1, response=(0, 0, 0))
    for given in KEPT:
        assert cug_test(silent, reciprocity, given=given, draws=9).table["p"].isna().all()


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(UnknownChoiceError, match="'size', 'density', 'dyads', 'degrees'"):
        cug_test(golden(), reciprocity, given="edges")
    with pytest.raises(PowermapError, match="at least one network"):
        cug_test(golden(), reciprocity, draws=0)
    with pytest.raises(PowermapError, match="At least one swap"):
        cug_test(golden(), reciprocity, given="degrees", swaps=0)
    with pytest.raises(PowermapError, match="'words' gives a str"):
        cug_test(golden(), {"words": lambda _: "many"})


def test_it_says_what_it_did_and_how_far_it_is():
    told = []
    result = cug_test(typed(TEXAS), reciprocity, given="degrees", draws=70, seed=4,
                      progress=lambda *step: told.append(step))  # fmt: skip
    assert told == [("Drawing networks", 64, 70), ("Drawing networks", 70, 70)]
    assert result.swaps == 20
    assert result.summary().startswith("reciprocity is 0.613, more than in networks drawn at random: 0.")
    assert "(70 networks drawn, seed 4, 20 swaps tried for each tie.)" in result.summary()
    assert "being named by, as many as it does" in result.null
    assert "<table" in result._repr_html_()


def test_ctrl_c_gives_the_networks_drawn_so_far():
    network = labelled(np.eye(12, k=1) + np.eye(12, k=-1), ["NHS"] * 12)
    asked = []

    def measure(one):
        asked.append(one)
        if len(asked) > 41:  # the observed one, and 40 drawn
            raise KeyboardInterrupt
        return reciprocity(one)

    stopped = cug_test(network, {"reciprocity": measure}, draws=99)
    assert stopped.draws == 40
    pd.testing.assert_frame_equal(stopped.table, cug_test(network, reciprocity, draws=40).table)
    with pytest.raises(KeyboardInterrupt):
        cug_test(network, {"reciprocity": measure}, draws=99)
