"""Trust, influence and legitimacy: hand counts, printed examples, and what is no rating."""

from __future__ import annotations

from math import isnan, nan, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powermap.errors import UnknownChoiceError
from powermap.measures import trust
from powermap.measures.rated import survey_of

#: Shrout & Fleiss (1979), Table 2: six targets, rated by four judges. Printed: ICC(1,1) = .17, ICC(1,4) = .44.
SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))

#: A small partnership in words. Peers are trusted and have little power; Council the other way round.
ITEMS = "Reliability,Shared mission,Openness,Power and influence,Involvement,Contribution of resources"
RATERS = ("Council", "Hub", "Peers", "Trust", "Faith")
LOW, HIGH = "A small amount,A small amount,Not at all", "A great deal,A fair amount,A great deal"


def partnership():
    lines = [f"from,to,{ITEMS}"]
    for rater in RATERS:
        lines += [f"{rater},Peers,{HIGH},{LOW}"] if rater != "Peers" else []
        lines += [f"{rater},Council,{LOW},{HIGH}"] if rater != "Council" else []
    lines.append(f"Council,Hub,{','.join(['A fair amount'] * 6)}")
    return survey_of("\n".join(lines))


def influence(*rows):
    return survey_of("\n".join(["from,to,influence", *rows]))


def test_scores_by_hand():
    score = trust.trust_score(partnership())
    assert score.loc["Peers"].to_list() == pytest.approx([8 / 3, 3, 2, 3, 1, 4])
    # 'A fair amount' is 2 of 0 to 3, above the middle.
    assert score.loc["Council"].to_list() == pytest.approx([2 / 3, 1, 1, 0, 0, 4])
    assert score.loc["Hub"].to_list() == [2, 2, 2, 2, 1, 1]
    assert score.loc["Faith"].isna().sum() == 5
    assert score.loc["Faith", "raters"] == 0
    assert list(trust.value_score(partnership()).columns) == [
        "value", "influence", "involvement", "resources", "fair_or_more", "raters",
    ]  # fmt: skip


def test_not_at_all_counts_and_a_missing_answer_does_not():
    survey = survey_of("from,to,trust,works\nA,D,0,1\nB,D,Don't know,1\nC,D,3,1\nD,C,,1\n")
    got = trust.trust_score(survey, items={"trusted": "trust"})
    assert got.loc["D", ["trusted", "raters"]].to_list() == [1.5, 2]
    assert got.loc["C", "raters"] == 0  # a blank


def test_a_partner_without_a_row_was_not_rated():
    assert trust.reputed_influence(influence("A,B,4", "C,B,2", "A,C,0")).loc["B", "raters"] == 2


def test_ticks_count_whoever_could_have_ticked():
    got = trust.perceived_influence(survey_of("from,to,influences decisions\nA,B,x\nC,B,x\nB,C,x\n"))
    assert got["others"].to_dict() == {"A": 0, "B": 1, "C": 0.5}
    assert got["raters"].to_dict() == {"A": 2, "B": 2, "C": 2}


def test_middle_of_the_scale_decides_what_is_fair():
    survey = survey_of("from,to,Reliability\nA,B,3\nC,B,2\nD,B,4\n")  # the lowest, 1, was never given
    items = {"reliability": "Reliability"}
    assert trust.trust_score(survey, items=items, scale=(1, 4)).loc["B", "fair_or_more"] == pytest.approx(2 / 3)
    assert trust.trust_score(survey, items=items, scale=(1, 3)).loc["B", "fair_or_more"] == 1


def test_the_gap_is_of_z_scores_and_small_counts_are_told():
    gap = trust.trust_power_gap(partnership())
    trusted, power = np.array([8 / 3, 2 / 3, 2]), np.array([1, 3, 2])
    z = [(values - values.mean()) / values.std(ddof=1) for values in (trusted, power)]
    assert gap.loc[["Peers", "Council", "Hub"], "gap"].to_list() == pytest.approx(list(z[0] - z[1]))
    assert gap["kind"].to_dict() == {
        "Council": "powerful, not trusted",
        "Peers": "trusted, not powerful",
        "Hub": "too few raters",
        "Trust": "unknown",
        "Faith": "unknown",
    }
    assert trust.trust_power_gap(partnership(), least=3)["kind"]["Peers"] == "neither"


def test_no_gap_where_nobody_differs():
    survey = survey_of("from,to,trust,influence\nA,B,3,1\nB,A,3,4\nC,A,3,4\n")
    assert trust.trust_power_gap(survey, trust="trust")["gap"].isna().all()


def test_legitimacy_is_paired_by_rater():
    survey = survey_of(
        "from,to,Influence,Influence it should have\n"
        "A,D,1,4\nB,D,3,3\nC,D,0,Don't know\nD,A,Don't know,2\nA,B,4,0\nC,B,2,3\n"
    )
    got = trust.legitimacy_gap(survey)
    assert got.loc["D"].to_list() == [3.5, 2, 1.5, 0.5, 0, 2]  # C did not say what D should have
    assert got.loc["B"].to_list() == [1.5, 3, -1.5, 0.5, 0.5, 2]
    assert isnan(got.loc["A", "gap"])


def test_groups_count_members_once_and_raters_once():
    table = trust.ratings_by_group(partnership(), by=["x", "y", None, "y", "y"]).set_index(["group", "measure"])
    actors = trust.trust_score(partnership()).index.to_list()
    assert actors == ["Council", "Peers", "Hub", "Trust", "Faith"]
    assert table.loc[("y", "reliability")].to_list() == [3, 1, 4, 3]
    assert table.loc[("y", "trust"), "mean"] == pytest.approx(8 / 3)
    assert table.loc[("x", "trust_power_gap"), "mean"] < 0 < table.loc[("y", "trust_power_gap"), "mean"]
    assert ("x", "legitimacy_gap") not in table.index


def test_legitimacy_by_group():
    survey = survey_of("from,to,Influence,Influence it should have\nA,B,1,4\nC,B,1,2\nB,A,4,3\n")
    table = trust.ratings_by_group(survey, by=["v", "w", "w"]).set_index(["group", "measure"])
    assert table.loc[("w", "legitimacy_gap"), ["rated", "raters", "mean"]].to_list() == [1, 2, 2]


def test_disagreement_between_groups_by_hand():
    survey = influence("A,C,4", "B,C,5", "D,C,1", "C,A,2", "D,A,3", "A,B,5")
    actors = trust.reputed_influence(survey).index.to_list()
    by = ["x" if name in "AB" else "y" for name in actors]
    table = trust.influence_between_groups(survey, by=by).set_index(["from_group", "to_group"])
    assert table.loc[("x", "y")].to_list() == pytest.approx([2, 2, 1, 4.5, sqrt(0.5), 4.5 - 10 / 3, 3.5])
    assert table.loc[("y", "y")].to_list()[:4] == [1, 1, 1, 1]
    assert isnan(table.loc[("y", "y"), "sd"])
    assert table.loc[("x", "x"), "mean"] == 5
    assert table.loc[("y", "x"), "mean"] == 2.5


def test_median_and_quartiles_equal_r():
    # R 4.2: quantile(c(1, 2, 2, 5, 9)), IQR(...)
    got = trust.reputed_influence(influence("A,Z,1", "B,Z,2", "C,Z,2", "D,Z,5", "E,Z,9"))
    assert got.loc["Z"].to_list() == [2, 2, 5, 3, 1, 9, 5]


def test_shrout_and_fleiss():
    rows = [f"J{j},T{t},{value}" for t, line in enumerate(SHROUT_FLEISS) for j, value in enumerate(line)]
    got = trust.rater_consistency(influence(*rows)).iloc[0]
    assert round(got["icc_1"], 2) == 0.17
    assert round(got["icc_k"], 2) == 0.44
    assert got[["icc_1", "icc_k"]].to_list() == pytest.approx([0.165741768405, 0.442797133679])  # R 4.2, anova()
    assert got[["k", "actors", "ratings"]].to_list() == [4, 6, 24]


def test_consistency_with_unequal_numbers_of_raters():
    # R 4.2: anova(lm(c(1, 2, 3, 4, 1.5, 5) ~ factor(c(1, 1, 1, 2, 2, 3)))): mean squares 3.375 and 1.70833333333.
    got = trust.rater_consistency(influence("A,X,1", "B,X,2", "C,X,3", "A,Y,4", "B,Y,1.5", "A,Z,5")).iloc[0]
    among, within, k = 3.375, 1.70833333333, (6 - 14 / 6) / 2
    assert got[["icc_1", "icc_k", "k"]].to_list() == pytest.approx(
        [(among - within) / (among + (k - 1) * within), (among - within) / among, k], rel=1e-8
    )


def test_agreement_against_random_answers():
    # 4, 4, 5, 5: variance 1/3; random answers from 5 levels have variance (25 - 1) / 12 = 2.
    survey = influence("A,Z,4", "B,Z,4", "C,Z,5", "D,Z,5", "A,Y,1", "B,Y,5", "C,X,3")
    got = trust.rater_agreement(survey)
    assert got.loc["Z", "rwg"] == pytest.approx(1 - (1 / 3) / 2)
    assert got.loc["Y", "rwg"] == 0  # variance 8
    assert isnan(got.loc["X", "rwg"])


def test_own_rating_beside_that_of_others():
    got = trust.perceived_influence(influence("A,B,4", "B,B,2", "C,B,5", "B,A,3"))
    assert got.loc["B"].to_list() == [4.5, 2, -2.5, 2]
    assert got.loc["A", "raters"] == 1
    assert isnan(got.loc["A", "itself"])


def test_the_item_of_the_survey_goes_before_a_relation_that_is_like_it():
    header = "from,to,Involvement,Shares resources,Contribution of resources,Power"
    assert trust.value_score(survey_of(f"{header}\nA,B,1,2,3,4\nB,A,2,3,1,2\n")).loc["B", "resources"] == 3


def test_a_relation_that_may_be_meant_twice_has_to_be_named():
    survey = survey_of("from,to,Influence on money,Influence on people\nA,B,1,2\nB,A,2,3\n")
    with pytest.raises(UnknownChoiceError, match="2 relations"):
        trust.reputed_influence(survey)
    assert trust.reputed_influence(survey, "Influence on money").loc["B", "median"] == 1
    with pytest.raises(UnknownChoiceError, match="asks for reliability"):
        trust.trust_score(survey)
    with pytest.raises(UnknownChoiceError, match="should have"):
        trust.legitimacy_gap(survey, has="Influence on money")


@pytest.mark.parametrize("rows", [["A,B,2", "B,A,Don't know"], ["A,B,2"], ["A,B,0", "B,A,0"]])
def test_little_is_no_error(rows):
    survey = influence(*rows)
    for measure in (
        trust.reputed_influence, trust.perceived_influence, trust.rater_agreement, trust.rater_consistency,
        trust.influence_between_groups, trust.ratings_by_group,
    ):  # fmt: skip
        assert isinstance(measure(survey), pd.DataFrame)
    got = trust.rater_consistency(survey).iloc[0]
    assert isnan(got["icc_1"])


ANSWERS = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE"), st.integers(0, 4)), min_size=2, max_size=12,
    unique_by=lambda row: row[:2],
).filter(lambda rows: any(value > 1 and a != b for a, b, value in rows))  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(ANSWERS, st.randoms())
def test_order_and_self_ratings_change_nothing(rows, shuffle):
    def rated(rows):
        return trust.reputed_influence(influence(*(f"{a},{b},{v}" for a, b, v in rows)))

    want = rated(rows)
    shuffled = shuffle.sample(rows, len(rows))
    pd.testing.assert_frame_equal(rated(shuffled).loc[want.index], want)
    others = [row for row in rows if row[0] != row[1]]
    pd.testing.assert_frame_equal(rated(others), want.loc[rated(others).index])
    counts = {name: sum(b == name for a, b, _ in others) for name in want.index}
    assert want["raters"].to_dict() == counts
    assert np.isnan(want["median"]).to_dict() == {name: count == 0 for name, count in counts.items()}
    assert nan not in want["raters"].to_list()
