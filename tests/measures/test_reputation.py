"""Reputation beside nominations: hand counts, SciPy, and who was not rated or not named."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from scipy.stats import rankdata, spearmanr

from powermap.measures import rated
from powermap.measures.position import nominations_received
from powermap.measures.reputation import reputation_gap, reputation_match
from powermap.survey.model import Survey


def answers(n: int, seed: int) -> Survey:
    """Return a survey in which everybody says of everybody whether they work together and how influential it is."""
    rng = np.random.default_rng(seed)
    lines = [
        f"n{i},n{j},{int(rng.random() < 0.4)},{int(rng.integers(1, 6))}"
        for i in range(n)
        for j in range(n)
        if i != j
    ]
    return rated.survey_of("from,to,works with,influence\n" + "\n".join(lines) + "\n")


def test_by_hand() -> None:
    # Seen as influential: D 5, B 4, A and C 2. Named, by the three who could: A thrice, B twice, C and D once.
    survey = rated.survey_of(
        "from,to,works with,influence\n"
        "B,A,1,2\nC,A,1,1\nD,A,1,3\nA,B,1,4\nC,B,1,4\nD,B,0,4\nA,C,1,2\nB,C,0,2\nD,C,0,2\nA,D,1,5\nB,D,0,5\nC,D,0,5\n"
    )
    table = reputation_gap(survey, survey.network("works with")).loc[["A", "B", "C", "D"]]
    assert table["influence"].tolist() == [2, 4, 2, 5]
    assert table["nominations"].tolist() == pytest.approx([1, 2 / 3, 1 / 3, 1 / 3])
    assert table["rank_influence"].tolist() == [3.5, 2, 3.5, 1]
    assert table["rank_nominations"].tolist() == [1, 2, 3.5, 3.5]
    assert table["gap"].tolist() == [-2.5, 0, 0, 2.5]  # D is held to be more than it is named, A less
    assert table["raters"].tolist() == [3, 3, 3, 3]
    # Of deviations from 2.5: (1)(-1.5) + (-.5)(-.5) + (1)(1) + (-1.5)(1), over 4.5.
    assert reputation_match(survey, survey.network("works with")) == pytest.approx(-1.75 / 4.5)


@pytest.mark.parametrize("seed", range(5))
def test_as_scipy(seed: int) -> None:
    survey = answers(9, seed)
    network = survey.network("works with")
    ratings = survey.ratings("influence", network.round).groupby("rated")["rating"].mean()
    influence = ratings.loc[list(network.names)].to_numpy()
    named = nominations_received(network).to_numpy()
    table = reputation_gap(survey, network)
    np.testing.assert_allclose(table["gap"], rankdata(-named) - rankdata(-influence))
    assert reputation_match(survey, network) == pytest.approx(spearmanr(influence, named).statistic)


def test_who_was_not_rated_has_no_rank() -> None:
    survey = rated.survey_of(
        "from,to,works with,influence\nA,B,1,3\nB,A,0,1\nA,C,1,\nB,C,0,\nC,A,1,2\nC,B,1,5\nA,D,0,4\nB,D,1,4\n"
    )
    table = reputation_gap(survey, survey.network("works with"))
    assert np.isnan(
        table.loc["C", ["influence", "rank_influence", "rank_nominations", "gap"]].to_numpy(float)
    ).all()
    assert sorted(table["rank_influence"].dropna()) == [1.5, 1.5, 3]


def test_alike_or_too_few() -> None:
    two = rated.survey_of("from,to,works with,influence\nA,B,1,3\nB,A,0,1\n")
    assert isnan(reputation_match(two, two.network("works with")))
    alike = rated.survey_of("from,to,works with,influence\nA,B,1,3\nB,A,1,3\nA,C,1,3\nC,B,0,3\nB,C,0,3\nC,A,1,3\n")
    assert isnan(reputation_match(alike, alike.network("works with")))
