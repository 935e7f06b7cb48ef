from __future__ import annotations

from itertools import permutations as orders

import networkx as nx
import numpy as np
import pytest
from networks import ADVICE, typed

import powermap
from powermap.errors import PowermapError, UnknownChoiceError
from powermap.inference.predictors import difference, ends, receiver, relation, same, sender
from powermap.inference.qap import mrqap, qap_correlation
from powermap.inference.shuffled_pairs import Pairs
from powermap.network import Network, assemble

#: Krackhardt (1987), as `ht_friends` and `ht_reports` in R's networkdata package: whom each manager calls a
#: friend, and to whom each reports.
FRIENDS = """
.1.1...1...1...1..... 1................1..1 .............1....1.. 11.....1...1...11.... .1......1.1..1..1.1.1
.1....1.1..1....1...1 ..................... ...1................. ..................... ..1.1..11..1...1...1.
11111..11..11.1.111.. 1..1............1...1 ....1.....1.......... ......1.......1...... 1.1.11..1.1..1....1..
11................... 111111111111.111..111 .1................... 111.1.....11.11....1. ..........1......1...
.1.........1....11...
"""
REPORTS = """
.1................... ......1.............. .............1....... .1................... .............1.......
....................1 ..................... ....................1 .............1....... .................1...
.................1... ....................1 .............1....... ......1.............. .............1.......
.1................... ....................1 ......1.............. .............1....... .............1.......
......1..............
"""
TENURE = [9, 20, 13, 8, 3, 28, 30, 11, 5, 9, 27, 9, 0, 10, 8, 5, 12, 9, 5, 12, 13]
DEPARTMENT = [4, 4, 2, 4, 2, 1, 0, 1, 2, 3, 3, 1, 2, 2, 2, 4, 1, 3, 2, 2, 1]


def ties(text: str) -> np.ndarray:
    return np.array([[float(c == "1") for c in row] for row in text.split()])


def managers(silent: tuple[int, ...] = (), text: str = ADVICE) -> Network:
    return typed(text.replace(" ", "\n"), sectors=[str(d) for d in DEPARTMENT], silent=silent)


def predictors(network: Network) -> dict:
    return {
        "friends": managers(text=FRIENDS),
        "reports": ties(REPORTS),
        "same department": same(network),
        "tenure": difference(network, TENURE, "tenure"),
    }


def four_errors(p: float, draws: int, draws_there: int) -> float:
    return 4 * np.sqrt(max(p * (1 - p), 0.25 / draws_there) * (1 / draws + 1 / draws_there)) + 1 / draws


def test_krackhardts_managers_as_in_r():
    """R sna 2.7-1, netlm(nullhyp="qap"), 5,000 permutations."""
    network = managers()
    result = mrqap(network, predictors(network), permutations=4999)
    table = result.table.set_index("predictor")
    assert table["estimate"].to_numpy() == pytest.approx(
        [0.50812953881, 0.14595050735, 0.52837084022, -0.093611611062, -0.011020154955], rel=1e-9
    )
    assert table["t"].to_numpy() == pytest.approx(
        [12.543599419, 2.6103038168, 4.5504275355, -1.5579367758, -3.5189942488], rel=1e-9
    )
    there = {
        "p": [0.0782, 0, 0.173, 0.0242],
        "p_lower": [0.9586, 1, 0.0912, 0.0094],
        "p_upper": [0.0414, 0, 0.9088, 0.9906],
    }
    for column, values in there.items():
        for here, value in zip(table[column].iloc[1:], values, strict=True):
            assert here == pytest.approx(value, abs=four_errors(value, 4999, 5000))
    assert np.isnan(table.loc["intercept", "p"])
    # By definition, the squared correlation of ties and fitted values.
    rows = np.column_stack([np.ones(len(result.data.tie)), result.data.design])
    fitted = rows @ table["estimate"].to_numpy()
    assert result.fit["r2"] == pytest.approx(np.corrcoef(fitted, result.data.tie)[0, 1] ** 2, rel=1e-9)


def test_krackhardts_managers_in_a_logistic_fit_as_in_r():
    """R sna 2.7-1, netlogit, 600 permutations; z from R's glm.fit with epsilon=1e-15, as netlogit stops early."""
    network = managers()
    result = mrqap(network, predictors(network), method="logistic", permutations=399)
    table = result.table
    assert table["estimate"].to_numpy() == pytest.approx(
        [0.0459936422670, 0.6350935814920, 3.3193653493097, -0.3907682178168, -0.0486779629263], rel=1e-7
    )
    assert table["t"].to_numpy() == pytest.approx(
        [0.26450884210544, 2.57125279983846, 3.17359665366408, -1.45907096043272, -3.38896156494723], rel=1e-7
    )
    for here, value in zip(table["p"].iloc[1:], [0.0733, 0, 0.19, 0.0317], strict=True):
        assert here == pytest.approx(value, abs=four_errors(value, 399, 600))
    assert result.fit["deviance"] == pytest.approx(535.001559747, rel=1e-9)
    assert result.fit["aic"] == pytest.approx(545.001559747, rel=1e-9)


def test_without_direction_as_in_r():
    """R sna 2.7-1, netlm(mode="graph", nullhyp="qapspp"), 2,000 permutations, on pmax(m, t(m)) of each network."""
    network = managers()
    given = predictors(network) | {"reports": np.maximum(ties(REPORTS), ties(REPORTS).T)}
    table = mrqap(network, given, directed=False, permutations=1999).table
    assert table["estimate"].to_numpy() == pytest.approx(
        [0.68110632767397, 0.19759443600707, 0.37258132206647, -0.11954131932115, -0.00851236176531], rel=1e-9
    )
    assert table["t"].to_numpy() == pytest.approx(
        [12.35134853500, 3.05673261928, 3.18781400215, -1.41984418641, -2.06985385330], rel=1e-9
    )
    for here, value in zip(table["p"].iloc[1:], [0.018, 0.014, 0.220, 0.189], strict=True):
        assert here == pytest.approx(value, abs=four_errors(value, 1999, 2000))


def test_answers_that_were_not_seen_are_left_out_as_in_r():
    """R sna 2.7-1, netlm(nullhyp="classical") with the rows of managers 3, 8 and 15 as NA."""
    network = managers(silent=(2, 7, 14))
    result = mrqap(network, predictors(network), permutations=99)
    assert result.table["estimate"].to_numpy() == pytest.approx(
        [0.4625467946276, 0.1522185158140, 0.5762007763549, -0.0994148212452, -0.0109161918419], rel=1e-9
    )
    assert result.table["t"].to_numpy() == pytest.approx(
        [10.62797551469, 2.61493416664, 4.67164414224, -1.53392550733, -3.36525682285], rel=1e-9
    )
    assert "360 of the 420 possible pairs were observed and are used" in result.summary()
    assert "'works with, round 1' is not known of 60" in result.summary()


@pytest.mark.parametrize(
    ("silent", "directed", "there"),
    [((), True, 0.15458545205), ((2, 7, 14), True, 0.166985433434), ((), False, 0.222251474879)],
)
def test_correlation_as_in_r(silent, directed, there):
    """R sna 2.7-1, gcor; without direction on pmax(m, t(m)) with mode="graph"."""
    friends = relation(managers(text=FRIENDS), label="friends")
    result = qap_correlation(managers(silent), friends, directed=directed, permutations=99)
    assert result.correlation == pytest.approx(there, rel=1e-9)


def test_p_of_a_correlation_as_in_r():
    """R sna 2.7-1, qaptest with gcor, 5,000 permutations: two runs gave 0.0238 and 0.0230."""
    result = qap_correlation(managers(), ties(FRIENDS), permutations=9999)
    assert result.p_upper == pytest.approx(0.0234, abs=four_errors(0.0234, 9999, 10_000))
    assert result.p_lower == pytest.approx(0.984, abs=four_errors(0.984, 9999, 5000))


def refitted(tie, others, matrix, order, pairs):
    """Return t of a shuffled matrix in an ordinary fit together with the others."""
    rows = np.column_stack([*others, matrix[np.ix_(order, order)].reshape(-1)[pairs]])
    estimate, (square,), _, _ = np.linalg.lstsq(rows, tie, rcond=None)
    error = np.sqrt(np.linalg.inv(rows.T @ rows)[-1, -1] * square / (len(tie) - rows.shape[1]))
    return estimate[-1] / error


@pytest.mark.parametrize("directed", [True, False])
def test_p_matches_every_order_of_the_actors_with_a_new_fit_for_each(directed):
    rng = np.random.default_rng(4)
    made = rng.random((3, 5, 5))
    outcome, one, other = made if directed else made + made.transpose(0, 2, 1)
    pairs = np.flatnonzero(~np.eye(5, dtype=bool) if directed else np.tril(np.ones((5, 5)), -1))
    tie, x, z = (matrix.reshape(-1)[pairs] for matrix in (outcome, one, other))
    constant = np.ones(len(pairs))
    own = x - np.column_stack([constant, z]) @ np.linalg.lstsq(np.column_stack([constant, z]), x, rcond=None)[0]
    left = np.zeros(25)
    left[pairs] = own
    left = left.reshape(5, 5) if directed else left.reshape(5, 5) + left.reshape(5, 5).T
    every = np.array([refitted(tie, [constant, z], left, list(order), pairs) for order in orders(range(5))])
    result = mrqap(outcome, {"one": one, "other": other}, directed=directed)
    drawn = mrqap(outcome, {"one": one, "other": other}, directed=directed, exact=False, permutations=4999)
    assert result.every
    assert result.permutations == 119
    assert "All 120 orders" in result.summary()
    row, of_drawn = result.table.iloc[1], drawn.table.iloc[1]
    assert row["t"] == pytest.approx(every[0], rel=1e-9)
    for column, exact in (
        ("p", (np.abs(every) >= abs(every[0]) - 1e-9).mean()),
        ("p_lower", (every <= every[0] + 1e-9).mean()),
        ("p_upper", (every >= every[0] - 1e-9).mean()),
    ):
        assert row[column] == pytest.approx(exact, abs=1e-12)
        assert of_drawn[column] == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 4999) + 1e-3)


def test_every_order_keeps_the_silent_among_themselves():
    # 4 answered and 3 did not: 4! x 3! orders, and no row that was heard lands on a silent one.
    seen = ~np.eye(7, dtype=bool)
    seen[4:] = False
    every = np.concatenate([np.arange(7)[None], *Pairs(seen, directed=True).every()])
    assert len(every) == len({tuple(order) for order in every.tolist()}) == 24 * 6
    assert (np.sort(every[:, :4]) == range(4)).all()
    assert (np.sort(every[:, 4:]) == range(4, 7)).all()


@pytest.mark.parametrize("method", ["linear", "logistic"])
def test_draws_with_answers_missing_are_those_of_new_fits(method):
    rng = np.random.default_rng(8)
    outcome, one, other = (rng.random((3, 10, 10)) < 0.4).astype(float)
    outcome[rng.random((10, 10)) < 0.2] = np.nan
    outcome[3] = np.nan
    result = mrqap(outcome, {"one": one, "other": other}, method=method, permutations=20)
    pairs = result.data.pairs
    assert not pairs.steady
    tie, x, z = (pairs.column(matrix) for matrix in (outcome, one, other))
    constant = np.ones(len(tie))
    others = np.column_stack([constant, z])
    left = pairs.filled(x - others @ np.linalg.lstsq(others, x, rcond=None)[0], 1)
    shuffles = next(pairs.shuffles(20, 1))
    assert (shuffles[:, 3] == 3).all()  # the silent one stays where it is
    for order, drawn in zip(shuffles, result.draws[:, 0], strict=True):
        if method == "linear":
            assert drawn == pytest.approx(refitted(tie, [constant, z], left, order, pairs.cells), rel=1e-9)
        else:
            rows = np.column_stack([others, 3 * left[np.ix_(order, order)].reshape(-1)[pairs.cells]])
            here = np.zeros(3)
            for _ in range(25):  # Newton's steps from nought
                chance = 1 / (1 + np.exp(-rows @ here))
                inverse = np.linalg.inv(rows.T @ (rows * (chance * (1 - chance))[:, None]))
                here = here + inverse @ rows.T @ (tie - chance)
            assert drawn == pytest.approx(here[2] / np.sqrt(inverse[2, 2]), rel=1e-4)


def test_more_than_four_predictors_and_the_order_they_come_in_change_nothing():
    rng = np.random.default_rng(2)
    outcome, *given = rng.random((7, 9, 9))
    named = {f"x{i}": one for i, one in enumerate(given)}
    there = mrqap(outcome, named, permutations=50)
    back = mrqap(outcome, dict(reversed(named.items())), permutations=50)
    assert there.draws == pytest.approx(back.draws[:, ::-1], rel=1e-9)
    assert mrqap(outcome, named, permutations=20).draws.tolist() == there.draws[:20].tolist()


def test_shuffles_seldom_reject_what_is_not_there_though_answers_are_missing():
    # Senders and receivers differ, in the outcome and in the predictor; a third answers less than the others.
    rng = np.random.default_rng(1)
    rejected, runs, n = 0, 150, 14
    for seed in range(runs):
        more = rng.normal(size=(4, n)) * 0.7
        outcome = more[0][:, None] + more[1] + rng.normal(size=(n, n)) > 0.5
        one = more[2][:, None] + more[3] + rng.normal(size=(n, n)) > 0.5
        outcome = np.where(rng.random((n, n)) < 0.15, np.nan, outcome)
        outcome[rng.random(n) < np.where(np.arange(n) < 5, 0.4, 0.1)] = np.nan
        rejected += mrqap(outcome, {"one": one}, permutations=59, seed=seed).table["p"][1] <= 0.05
    assert rejected <= 14  # of 150 at 5%, 14 or fewer in 98 of 100 such series (binomial)


def test_ctrl_c_gives_what_was_done_and_says_so():
    told = []

    def progress(stage, done, total):
        told.append((stage, done, total))
        if done >= 96:
            raise KeyboardInterrupt

    result = mrqap(managers(), {"friends": ties(FRIENDS)}, permutations=999, progress=progress)
    assert (result.permutations, result.asked, len(result.draws)) == (96, 999, 96)
    assert "Stopped early, after 96 of 999 permutations" in result.summary()
    whole = mrqap(managers(), {"friends": ties(FRIENDS)}, permutations=96)
    assert "So few" not in whole.summary()
    few = mrqap(managers(), {"friends": ties(FRIENDS), "reports": ties(REPORTS)}, permutations=32)
    assert "So few could show nothing: 39 or more are needed" in few.summary()  # 2 / (1 + 39) is 5%
    assert result.table.equals(whole.table)
    assert told == [("Shuffling the members", done, 999) for done in (32, 64, 96)]


def test_two_networks_of_the_same_name_correlate():
    one, other = (Network.from_graph(nx.gnp_random_graph(9, 0.4, seed=seed, directed=True)) for seed in (1, 2))
    result = qap_correlation(one, other, permutations=99)
    # numpy's own correlation over the 72 pairs; both are called 'ties, round 1'.
    apart = ~np.eye(9, dtype=bool)
    assert result.correlation == pytest.approx(np.corrcoef(one.ties[apart], other.ties[apart])[0, 1])
    assert result.table["other"].item() == f"{result.table['outcome'].item()} (other)"


def test_ctrl_c_among_all_orders_gives_nothing_as_the_first_of_them_are_no_random_draw():
    def progress(stage, done, total):
        raise KeyboardInterrupt

    one, other = np.random.default_rng(1).random((2, 6, 6))
    with pytest.raises(KeyboardInterrupt):
        qap_correlation(one, other, progress=progress)


def test_readings_in_plain_english():
    network = managers()
    linear = mrqap(network, predictors(network), permutations=999)
    assert linear.readings[0].startswith(
        "friends: a tie is 15 percentage points more likely where there is a tie of 'friends', the other "
        "predictors being equal. Uncertain: shuffled members often show as much (p = 0.0"
    )
    assert "This is no evidence that it makes no difference." in linear.readings[0]
    assert "tenure: a tie is 1.1 percentage points less likely for each 1 more" in linear.summary()
    logistic = mrqap(network, predictors(network), method="logistic", permutations=99)
    # exp(3.3193653493) = 27.6
    assert logistic.readings[1].startswith("reports: the odds of a tie are 28 times as high where 'reports' holds")
    assert "<table" in logistic._repr_html_()
    pair = qap_correlation(network, relation(managers(text=FRIENDS), label="friends"))
    assert "'works with, round 1' and 'friends' have a correlation of 0.15" in pair.summary()
    assert "<table" in pair._repr_html_()
    assert pair.table["pairs"].tolist() == [420]


def bad(n=8):
    rng = np.random.default_rng(3)
    return rng.random((n, n)), rng.random((n, n)), rng.random((n, n))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda y, x, z: (y, {"x": np.ones((8, 8))}), "'x' is 1 for every pair that is used"),
        (lambda y, x, z: (np.ones((8, 8)), {"x": x}), "'outcome' is 1 for every pair"),
        (lambda y, x, z: (y, {"x": x, "z": z, "w": 3 * x - z + 7}), "'w' is made up of 'x' and 'z'"),
        (lambda y, x, z: (y, {"x": x, "z": z, "w": x}), "'w' is made up of 'x', so"),
        (lambda y, x, z: (1 + x - 2 * z, {"x": x, "z": z}), "'outcome' is made up of the predictors"),
        (lambda y, x, z: (y * np.nan, {"x": x}), "0 of the 56 possible pairs were observed"),
        (lambda y, x, z: (y[:2, :2], {"x": x[:2, :2]}), "too few to say anything about 1 predictor"),
        (lambda y, x, z: (y[:0, :0], {"x": x[:0, :0]}), "too few to say anything"),
        (lambda y, x, z: (y, {"x": x[:4, :4]}), "'x' is about 4 actors, and the outcome about 8"),
        (lambda y, x, z: (y, {"x": x[:4]}), "'x' is no square matrix"),
        (lambda y, x, z: (y, {"x": np.where(x > 0.5, np.inf, x)}), "'x' has an infinite value"),
        (lambda y, x, z: (y, {"x": [["a"]]}), "'x' has something that is no number"),
        (lambda y, x, z: (y, {}), "There is no predictor"),
        (lambda y, x, z: (y, x), "must be a list, or a dictionary"),
        (lambda y, x, z: (y, {"outcome": x}), "'outcome' is the name of two things"),
        (lambda y, x, z: (y, {"x": managers()}), "'x' has names of actors, and the outcome has not"),
    ],
)
def test_bad_input_is_told_by_name(change, message):
    outcome, given = change(*bad())
    with pytest.raises(PowermapError, match=message):
        mrqap(outcome, given, permutations=99)


@pytest.mark.parametrize("of", [sender, receiver, ends])
def test_a_group_of_fewer_than_three_or_all_but_so_many_is_not_tested(of):
    network = managers()
    for members, fine in ((2, False), (3, True), (18, True), (19, False)):
        groups = ["in"] * members + ["out"] * (21 - members)
        given = [of(network, "in", groups)]
        if fine:
            assert mrqap(network, given, permutations=9).permutations == 9
            continue
        with pytest.raises(PowermapError, match=f"'{of.__name__}: in' tells fewer than 3 actors"):
            mrqap(network, given, permutations=9)
    with pytest.raises(PowermapError, match="'same group' tells fewer than 3 actors from the others"):
        mrqap(network, [same(network, ["in"] * 19 + ["a", "b"])], permutations=9)
    # Of three members two did not answer: what one sends is what one actor sends.
    silent = managers(silent=(0, 1))
    with pytest.raises(PowermapError, match="fewer than 3 actors"):
        mrqap(silent, [sender(silent, "in", ["in"] * 3 + ["out"] * 18)], permutations=9)


def test_choices_that_do_not_go_together():
    y, x, _ = bad()
    with pytest.raises(UnknownChoiceError, match="Use 'linear' or 'logistic'"):
        mrqap(y, {"x": x}, method="probit")
    with pytest.raises(PowermapError, match="at least one, not 0"):
        mrqap(y, {"x": x}, permutations=0)
    with pytest.raises(PowermapError, match="'outcome' has values other than 0 and 1"):
        mrqap(y, {"x": x}, method="logistic")
    with pytest.raises(PowermapError, match="'x' depends on direction"):
        mrqap(y + y.T, {"x": x}, directed=False)
    network = managers()
    with pytest.raises(PowermapError, match=r"'sender: Other' depends on direction, .*'ends' instead"):
        mrqap(network, [sender(network, np.asarray(TENURE), label="sender: Other")], directed=False)


def test_separation_is_told_by_name():
    rng = np.random.default_rng(5)
    outcome, one, near = (rng.random((3, 12, 12)) < 0.4).astype(float)
    outcome[one == 1] = 1
    with pytest.raises(PowermapError, match=r"'one' \(where it is 1, every one of the \d+ pairs has a tie\)"):
        mrqap(outcome, {"near": near, "one": one}, method="logistic")
    assert mrqap(outcome, {"near": near, "one": one}, permutations=99).table["p"][2] <= 0.02
    scale = rng.random((12, 12))
    with pytest.raises(PowermapError, match="'scale' tell some pairs with a tie"):
        mrqap(scale > 0.5, {"near": near, "scale": scale}, method="logistic")
    # Nearly the same is another matter: R's glm has an answer here, with standard errors of 36,775.
    with pytest.raises(PowermapError, match=r"^'scale' and 'nearly' can hardly be told apart"):
        mrqap(near, {"scale": scale, "one": one, "nearly": scale + 1e-5 * one[::-1]}, method="logistic")


def test_where_nobody_can_be_shuffled_nothing_is_claimed():
    # Each of three answered about different others, so that none can take the place of another.
    outcome = np.array([[0, 1, 0.0], [1, 0, np.nan], [np.nan] * 3])
    outcome[:, 0] = np.nan
    outcome = np.pad(outcome, (0, 1), constant_values=np.nan)
    outcome[0, 3], outcome[1, 3] = 1, 0
    other = np.arange(16.0).reshape(4, 4) ** 2
    assert qap_correlation(outcome, other, permutations=20).p == 1


def test_strength_instead_of_ties_by_the_public_names():
    strength = np.array([[0, 3, 1, 0], [2, 0, 0, 5], [1, 1, 0, 4], [0, 2, 3, 0.0]])
    network = assemble(
        tuple("ABCD"), strength, responded=np.ones(4, dtype=bool), seat=np.zeros(4, dtype=bool), sector=(None,) * 4,
        voices=((),) * 4, relation="shares money", round="1",
    )  # fmt: skip
    other = strength.T + np.arange(4)
    apart = ~np.eye(4, dtype=bool)
    result = powermap.qap_correlation(network, other, strength=True, permutations=20)
    assert result.correlation == pytest.approx(np.corrcoef(strength[apart], other[apart])[0, 1])
    fit = powermap.mrqap(network, {"other": other}, strength=True, permutations=20)
    assert fit.readings[0].startswith("other: 'shares money, round 1' is ")
