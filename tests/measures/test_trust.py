"""Trust, influence and legitimacy: hand counts, printed examples, and what is no rating."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from powermap.errors import UnknownChoiceError
from powermap.measures import trust
from powermap.measures.rated import survey_of

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
