"""What raters see: hand counts, printed examples, R, and what is no rating."""

from __future__ import annotations

from math import isnan, nan, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powermap.measures import perception, trust
from powermap.measures.rated import survey_of
from powermap.measures.round_robin import parts

#: Shrout & Fleiss (1979), Table 2: six targets, rated by four judges. Printed: ICC(1,1) = .17, ICC(1,4) = .44.
SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))


def influence(*rows):
    return survey_of("\n".join(["from,to,influence", *rows]))


def test_a_partner_without_a_row_was_not_rated():
    assert perception.reputed_influence(influence("A,B,4", "C,B,2", "A,C,0")).loc["B", "raters"] == 2


def test_ticks_count_whoever_could_have_ticked():
    got = perception.perceived_influence(survey_of("from,to,influences decisions\nA,B,x\nC,B,x\nB,C,x\n"))
    assert got["others"].to_dict() == {"A": 0, "B": 1, "C": 0.5}
    assert got["raters"].to_dict() == {"A": 2, "B": 2, "C": 2}


def test_disagreement_between_groups_by_hand():
    survey = influence("A,C,4", "B,C,5", "D,C,1", "C,A,2", "D,A,3", "A,B,5")
    actors = perception.reputed_influence(survey).index.to_list()
    by = ["x" if name in "AB" else "y" for name in actors]
    table = perception.influence_between_groups(survey, by=by).set_index(["from_group", "to_group"])
    assert table.loc[("x", "y")].to_list() == pytest.approx([2, 2, 1, 4.5, sqrt(0.5), 4.5 - 10 / 3, 3.5])
    assert table.loc[("y", "y")].to_list()[:4] == [1, 1, 1, 1]
    assert isnan(table.loc[("y", "y"), "sd"])
    assert table.loc[("x", "x"), "mean"] == 5
    assert table.loc[("y", "x"), "mean"] == 2.5


def test_median_and_quartiles_equal_r():
    # R 4.2: quantile(c(1, 2, 2, 5, 9)), IQR(...)
    got = perception.reputed_influence(influence("A,Z,1", "B,Z,2", "C,Z,2", "D,Z,5", "E,Z,9"))
    assert got.loc["Z"].to_list() == [2, 2, 5, 3, 1, 9, 5]


def test_shrout_and_fleiss():
    rows = [f"J{j},T{t},{value}" for t, line in enumerate(SHROUT_FLEISS) for j, value in enumerate(line)]
    got = perception.rater_consistency(influence(*rows)).iloc[0]
    assert round(got["icc_1"], 2) == 0.17
    assert round(got["icc_k"], 2) == 0.44
    assert got[["icc_1", "icc_k"]].to_list() == pytest.approx([0.165741768405, 0.442797133679])  # R 4.2, anova()
    assert got[["k", "actors", "ratings"]].to_list() == [4, 6, 24]


def test_consistency_with_unequal_numbers_of_raters():
    # R 4.2: anova(lm(c(1, 2, 3, 4, 1.5, 5) ~ factor(c(1, 1, 1, 2, 2, 3)))): mean squares 3.375 and 1.70833333333.
    got = perception.rater_consistency(influence("A,X,1", "B,X,2", "C,X,3", "A,Y,4", "B,Y,1.5", "A,Z,5")).iloc[0]
    among, within, k = 3.375, 1.70833333333, (6 - 14 / 6) / 2
    assert got[["icc_1", "icc_k", "k"]].to_list() == pytest.approx(
        [(among - within) / (among + (k - 1) * within), (among - within) / among, k], rel=1e-8
    )


def test_agreement_against_random_answers():
    # 4, 4, 5, 5: variance 1/3; random answers from 5 levels have variance (25 - 1) / 12 = 2.
    survey = influence("A,Z,4", "B,Z,4", "C,Z,5", "D,Z,5", "A,Y,1", "B,Y,5", "C,X,3")
    got = perception.rater_agreement(survey)
    assert got.loc["Z", "rwg"] == pytest.approx(1 - (1 / 3) / 2)
    assert got.loc["Y", "rwg"] == 0  # variance 8
    assert isnan(got.loc["X", "rwg"])


def test_own_rating_beside_that_of_others():
    got = perception.perceived_influence(influence("A,B,4", "B,B,2", "C,B,5", "B,A,3"))
    assert got.loc["B"].to_list() == [4.5, 2, -2.5, 2]
    assert got.loc["A", "raters"] == 1
    assert isnan(got.loc["A", "itself"])


@pytest.mark.parametrize("rows", [["A,B,2", "B,A,Don't know"], ["A,B,2"], ["A,B,0", "B,A,0"]])
def test_little_is_no_error(rows):
    survey = influence(*rows)
    for measure in (
        perception.reputed_influence, perception.perceived_influence, perception.rater_agreement,
        perception.rater_consistency, perception.rating_variance, perception.influence_between_groups,
        trust.ratings_by_group,
    ):  # fmt: skip
        assert isinstance(measure(survey), pd.DataFrame)
    got = perception.rater_consistency(survey).iloc[0]
    assert isnan(got["icc_1"])


ANSWERS = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE"), st.integers(0, 4)), min_size=2, max_size=12,
    unique_by=lambda row: row[:2],
).filter(lambda rows: any(value > 1 and a != b for a, b, value in rows))  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(ANSWERS, st.randoms())
def test_order_and_self_ratings_change_nothing(rows, shuffle):
    def rated(rows):
        return perception.reputed_influence(influence(*(f"{a},{b},{v}" for a, b, v in rows)))

    want = rated(rows)
    shuffled = shuffle.sample(rows, len(rows))
    pd.testing.assert_frame_equal(rated(shuffled).loc[want.index], want)
    others = [row for row in rows if row[0] != row[1]]
    pd.testing.assert_frame_equal(rated(others), want.loc[rated(others).index])
    counts = {name: sum(b == name for a, b, _ in others) for name in want.index}
    assert want["raters"].to_dict() == counts
    assert np.isnan(want["median"]).to_dict() == {name: count == 0 for name, count in counts.items()}
    assert nan not in want["raters"].to_list()


# --- who rates, who is rated, the pair --------------------------------------------------------------------

#: David Kenny, davidakenny.net/srm/mathsrm.htm: six persons rate each other, rows are the raters.
KENNY = np.array(
    [
        [0, 4, 5, 6, 7, 5],
        [2, 0, 1, 3, 2, 4],
        [5, 4, 0, 3, 2, 6],
        [4, 5, 4, 0, 2, 5],
        [1, 4, 4, 3, 0, 3],
        [5, 7, 5, 3, 9, 0],
    ],
    dtype=float,
)
#: Printed there: the effects of the raters, and the variance of these effects.
KENNY_EFFECTS, KENNY_VARIANCE = (1.208, -1.625, -0.167, -0.208, -1.083, 1.875), 1.772


def rows_of(matrix, there=None):
    there = ~np.eye(len(matrix), dtype=bool) if there is None else there
    return [f"{'ABCDEFGHIJKL'[i]},{'ABCDEFGHIJKL'[j]},{matrix[i, j]:g}" for i, j in np.argwhere(there)]


def parts_of(matrix, there=None):
    there = np.ones(matrix.shape, dtype=bool) if there is None else there
    rater, rated = np.nonzero(there & ~np.eye(len(matrix), dtype=bool))
    return parts(rater, rated, matrix[rater, rated], len(matrix))


def analysis_of_variance(y):
    """Kenny (1994), Interpersonal Perception, appendix B: effects, and their variances less what is not theirs."""
    n, off = len(y), ~np.eye(len(y), dtype=bool)
    rows, columns = (np.where(off, y, 0).sum(axis=axis) / (n - 1) for axis in (1, 0))
    mean = y[off].mean()
    a = (n - 1) ** 2 / (n * (n - 2)) * rows + (n - 1) / (n * (n - 2)) * columns - (n - 1) / (n - 2) * mean
    b = (n - 1) ** 2 / (n * (n - 2)) * columns + (n - 1) / (n * (n - 2)) * rows - (n - 1) / (n - 2) * mean
    g = np.where(off, y - mean - a[:, None] - b, 0)
    pairs = (n - 1) * (n - 2) / 2
    between, within = ((g + g.T) ** 2).sum() / 4 / (pairs - 1), ((g - g.T) ** 2).sum() / 4 / pairs
    pair, back = (between + within) / 2, (between - within) / 2
    own, cross = (pair * (n - 1) + back) / (n * (n - 2)), (back * (n - 1) + pair) / (n * (n - 2))
    return a, (a @ a / (n - 1) - own, b @ b / (n - 1) - own, pair, a @ b / (n - 1) - cross, back)


def test_the_parts_of_a_printed_example():
    effects, variances = analysis_of_variance(KENNY)
    assert effects == pytest.approx(KENNY_EFFECTS, abs=5e-4)
    assert effects.var(ddof=1) == pytest.approx(KENNY_VARIANCE, abs=5e-4)
    # R 4.2 with TripleR 1.5.4: RR(y ~ actor * partner)
    tripler = (1.305555555556, -0.161111111111, 2.377777777778, 0.155555555556, -0.688888888889)
    assert variances == pytest.approx(tripler, abs=1e-11)
    assert tuple(parts_of(KENNY)) == pytest.approx(tripler, abs=1e-11)


def test_the_table_of_a_printed_example():
    got = perception.rating_variance(influence(*rows_of(KENNY))).iloc[0]
    # TripleR's column 'standardized'; the variance of the rated is below 0, and its correlation undefined.
    assert got[["share_rater", "share_pair", "pair_both_ways"]].to_list() == pytest.approx(
        [0.354449472097, 0.645550527903, -0.289719626168]
    )
    assert got["rated"] < 0 == got["share_rated"]
    assert isnan(got["give_and_get"])
    assert got[["actors", "ratings"]].to_list() == [6, 30]


def test_four_are_enough_and_three_are_not():
    four = np.array([[0, 3, 1, 4], [2, 0, 5, 1], [4, 4, 0, 2], [1, 5, 3, 0]], dtype=float)
    # R 4.2 with TripleR 1.5.4
    assert tuple(parts_of(four)) == pytest.approx([-0.75, -1 / 6, 19 / 6, 0.625, -25 / 12])
    three = perception.rating_variance(influence(*rows_of(four[:3, :3]))).iloc[0]
    assert three.drop(["actors", "ratings"]).isna().all()
    assert three[["actors", "ratings"]].to_list() == [3, 6]


@settings(max_examples=30, deadline=None)
@given(st.integers(4, 9), st.integers(0, 2**32 - 1))
def test_where_all_rate_all_it_is_the_analysis_of_variance(n, seed):
    ratings = np.random.default_rng(seed).integers(0, 6, (n, n)).astype(float)
    assert tuple(parts_of(ratings)) == pytest.approx(analysis_of_variance(ratings)[1], abs=1e-9)


def test_known_variances_come_back_on_average_with_ratings_missing():
    """Of 12 actors, 3 are silent; of the other ratings 3 in 10 are missing. Four standard errors either way."""
    truth = (1.0, 0.5, 2.0, 0.3, 0.6)
    rng, found = np.random.default_rng(2), []
    for _ in range(1000):
        both = rng.multivariate_normal([0, 0], [[1, 0.3], [0.3, 0.5]], 12)
        one, other = np.moveaxis(rng.multivariate_normal([0, 0], [[2, 0.6], [0.6, 2]], (12, 12)), -1, 0)
        pair = np.triu(one, 1) + np.triu(other, 1).T
        there = rng.random((12, 12)) < 0.7
        there[:3] = False
        found.append(parts_of(3 + both[:, [0]] + both[:, 1] + pair, there))
    error = np.std(found, axis=0) / sqrt(len(found))
    assert (np.abs(np.mean(found, axis=0) - truth) < 4 * error).all()
    assert (error < 0.03).all()


def test_all_ratings_the_same_part_into_nothing():
    got = perception.rating_variance(influence(*rows_of(np.full((5, 5), 3.0)))).iloc[0]
    assert got[["rater", "rated", "pair"]].to_list() == [0, 0, 0]
    assert got[["share_rater", "share_rated", "share_pair", "give_and_get", "pair_both_ways"]].isna().all()


def test_agreement_about_who_is_rated_high_is_all_with_the_rated():
    got = perception.rating_variance(influence(*rows_of(np.tile([1.0, 2, 3, 4, 5], (5, 1))))).iloc[0]
    assert got[["rater", "rated", "pair"]].to_list() == pytest.approx([0, 2.5, 0])  # the variance of 1 to 5
    assert got[["share_rater", "share_rated", "share_pair"]].to_list() == pytest.approx([0, 1, 0])
