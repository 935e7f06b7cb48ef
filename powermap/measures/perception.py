"""What raters make of power: how much influence they see, how far they agree, and where they differ.

Of influence unless another relation is named; any with ratings will do. What a rating is, is told in
`powermap.measures.trust`.
"""

# ruff: noqa: A002  (a round of the survey is called so everywhere)

from __future__ import annotations

from math import nan

import numpy as np
import pandas as pd

from powermap.measures import rated, round_robin
from powermap.measures.blocks import over
from powermap.measures.kernels import membership
from powermap.measures.rated import INFLUENCE, items_in, per_actor, raters, received, spread
from powermap.network import By
from powermap.survey.model import Survey

Round = str | int | None
Asked = str | None


def influence_between_groups(
    survey: Survey, relation: Asked = None, round: Round = None, *, by: By = "sector"
) -> pd.DataFrame:
    r"""Which groups disagree about who holds power?

    Ratings are the strengths that others gave; unobserved answers are left out.

    Parameters
    ----------
    survey, relation, round
        As in `reputed_influence`.
    by
        As in `ratings_by_group`.

    Returns
    -------
    DataFrame
        A row per group of raters (from_group) and of rated (to_group): ratings, raters, rated (how many of each),
        mean, sd (n - 1, over the ratings: how far they lie apart), apart (the mean less that of all ratings about
        the rated group: above 0, these raters see more power there than others do) and spread (of the rated
        group: its highest mean from any group of raters less its lowest). In units of the answer scale. NaN where
        there are no ratings, sd with fewer than two.

    References
    ----------
    Kenny & La Voie (1984), The social relations model, for ratings as by whom and of whom.

    Examples
    --------
    >>> survey = rated.survey_of("from,to,influence\nA,B,4\nC,B,2\nB,A,3\nC,A,4\n")
    >>> table = influence_between_groups(survey, by=["x", "x", "y"])
    >>> table[["from_group", "to_group", "ratings", "mean", "apart", "spread"]]
      from_group to_group  ratings  mean  apart  spread
    0          x        x        2   3.5   0.25     0.5
    1          x        y        0   NaN    NaN     NaN
    2          y        x        2   3.0  -0.25     0.5
    3          y        y        0   NaN    NaN     NaN
    """
    network, given = received(survey, relation or items_in(survey, INFLUENCE)["influence"], round)
    return rated.between(given, *membership(network, by))


def reputed_influence(survey: Survey, relation: Asked = None, round: Round = None) -> pd.DataFrame:
    r"""How much influence do others typically see in each actor, and how far do they differ?

    Ratings are the strengths that others gave; unobserved answers are left out.

    Parameters
    ----------
    survey, round
        As in `trust_score`.
    relation : str, optional
        By default the one that asks for influence; any relation with ratings will do.

    Returns
    -------
    DataFrame, indexed by actor
        median, low_quartile, high_quartile (interpolated, as R's type 7), iqr (between the quartiles: higher means
        that raters differ more), lowest, highest, raters. In units of the answer scale; NaN where nobody rated it.

    References
    ----------
    Schiffer & Hauck (2010), Net-Map: heights of towers of influence, whose medians and quartiles are compared.

    Examples
    --------
    >>> survey = rated.survey_of("from,to,influence\nA,D,1\nB,D,2\nC,D,4\nD,A,3\n")
    >>> reputed_influence(survey).loc["D", ["median", "iqr", "raters"]].to_list()
    [2.0, 1.5, 3.0]
    """
    table = spread(survey, relation or items_in(survey, INFLUENCE)["influence"], round)
    table.insert(4, "iqr", table["high_quartile"] - table["low_quartile"])
    return table[["median", "low_quartile", "high_quartile", "iqr", "lowest", "highest", "raters"]]


def perceived_influence(survey: Survey, relation: Asked = None, round: Round = None) -> pd.DataFrame:
    r"""How much influence do others see in each actor, and how much does it see in itself?

    Ratings are the strengths of answers; unobserved ones are left out. A silent actor is rated by others all the
    same.

    Parameters
    ----------
    survey, relation, round
        As in `reputed_influence`.

    Returns
    -------
    DataFrame, indexed by actor
        others (mean rating), itself (its own rating, as in ``survey.own_answers``), difference (itself - others:
        above 0, it sees more influence in itself than others do), raters (others only). In units of the answer
        scale; NaN where there is no such rating. Few surveys ask respondents to rate themselves; then itself is
        NaN throughout.

    References
    ----------
    Krackhardt (1990), Assessing the political landscape, for power as others see it; Kenny & La Voie (1984).

    Examples
    --------
    >>> survey = rated.survey_of("from,to,influence\nA,B,4\nB,B,2\nB,A,3\n")
    >>> perceived_influence(survey).loc["B"].to_list()
    [4.0, 2.0, -2.0, 1.0]
    """
    asked = relation or items_in(survey, INFLUENCE)["influence"]
    network, given = received(survey, asked, round)
    own = survey.own_answers
    own = own[(own["relation"] == network.relation) & (own["round"] == network.round)]
    others = per_actor(network, given.groupby("rated")["rating"].mean())
    itself = own.set_index("actor")["strength"].reindex(others.index)
    table = pd.DataFrame({"others": others, "itself": itself, "difference": itself - others})
    return table.assign(raters=raters(network, given))


def rater_agreement(
    survey: Survey, relation: Asked = None, round: Round = None, *, levels: int | None = None
) -> pd.DataFrame:
    r"""How far do those who rate an actor agree about it?

    rwg = 1 - s^2 / ((A^2 - 1) / 12): the variance of the ratings (n - 1) against that of answers picked at random
    from A levels. Ratings are the strengths that others gave; unobserved answers are left out.

    Parameters
    ----------
    survey, relation, round
        As in `reputed_influence`.
    levels : int, optional
        How many answers there were to choose from; by default the highest rating given less the lowest, plus 1.

    Returns
    -------
    DataFrame, indexed by actor
        rwg, 0 to 1: 1 means all raters say the same; 0.7 and more is commonly taken as agreement; 0 that they
        differ as much as answers at random, or more. variance, raters. NaN with fewer than two raters, or one
        level.

    References
    ----------
    James, Demaree & Wolf (1984), Estimating within-group interrater reliability.

    Examples
    --------
    >>> survey = rated.survey_of("from,to,influence\nA,D,4\nB,D,4\nC,D,5\nA,B,1\n")
    >>> rater_agreement(survey, levels=5).loc["D", "rwg"].round(4)
    np.float64(0.8333)
    """
    network, given = received(survey, relation or items_in(survey, INFLUENCE)["influence"], round)
    if levels is None:
        levels = int(np.ptp(given["rating"])) + 1 if len(given) else 1
    variance = per_actor(network, given.groupby("rated")["rating"].var())
    chance = (levels**2 - 1) / 12 if levels > 1 else nan
    table = pd.DataFrame({"rwg": (1 - variance / chance).clip(lower=0), "variance": variance})
    return table.assign(raters=raters(network, given))


def rater_consistency(survey: Survey, relation: Asked = None, round: Round = None) -> pd.DataFrame:
    r"""How much of the difference between ratings is difference between the actors that are rated?

    Ratings are the strengths that others gave; unobserved answers are left out. From the mean squares between
    actors (B) and within (W), each actor with raters of its own:
    ICC(1) = (B - W) / (B + (k - 1) W); ICC(k) = (B - W) / B.

    Parameters
    ----------
    survey, relation, round
        As in `reputed_influence`.

    Returns
    -------
    DataFrame
        One row. icc_1, up to 1: of a single rating; icc_k, up to 1: of the mean of k ratings; higher means that
        raters tell actors apart alike, 0 or less that they do no better than chance. k: raters per actor (where
        actors differ in it, (N - sum of squares / N) / (actors - 1), somewhat less than the mean). actors, ratings
        (N). NaN with fewer than two actors rated, without two ratings of one, or where all ratings are the same.

    References
    ----------
    Shrout & Fleiss (1979), Intraclass correlations: uses in assessing rater reliability; their ICC(1,1) and
    ICC(1,k), with k for unequal numbers after Snedecor & Cochran (1967).

    Examples
    --------
    >>> survey = rated.survey_of("from,to,influence\nA,B,4\nC,B,4\nA,C,1\nB,C,2\n")
    >>> rater_consistency(survey).round(3).values.tolist()
    [[0.923, 0.96, 2.0, 2.0, 4.0]]
    """
    _, given = received(survey, relation or items_in(survey, INFLUENCE)["influence"], round)
    icc_1, icc_k, k = rated.intraclass(given)
    counts = {"actors": [given["rated"].nunique()], "ratings": [len(given)]}
    return pd.DataFrame({"icc_1": [icc_1], "icc_k": [icc_k], "k": [k], **counts})


def rating_variance(survey: Survey, relation: Asked = None, round: Round = None) -> pd.DataFrame:
    r"""How much of the difference between ratings lies with who rates, with who is rated, and with the pair?

    The social relations model, of strengths as ratings, from rater to rated: rating = mean + how much the rater
    sees in everybody + how much everybody sees in the rated + what is left to the two. Where everybody rated
    everybody, the analysis of variance of round robins; where ratings are missing, the same from those that are
    there, each pair of ratings alike, without filling in any. It takes ratings for missing whatever they would
    have been: who rates only whom it thinks much of bends it.

    Parameters
    ----------
    survey, relation, round
        As in `reputed_influence`.

    Returns
    -------
    DataFrame
        One row. rater, rated, pair: variances, in units of the answer scale squared; one below 0 is an estimate of
        0. The last holds chance, and what the pair has of its own. share_rater, share_rated, share_pair: of their
        sum, with those below 0 as 0; 0 to 1. Higher share_rated means more agreement about who has it; higher
        share_rater, that some see more in everybody. give_and_get: correlation of what an actor sees in others
        with what they see in it; pair_both_ways: of what is left to a pair, from the one and from the other; -1 to
        1. actors (that rated or were rated, the silent among them), ratings. NaN with fewer than four actors, as
        no two ratings then are of different actors throughout, and where no two ratings tell it; shares where all
        ratings are the same, correlations where a variance is not above 0. With six actors the standard error of a
        variance may be as large as itself.

    References
    ----------
    Warner, Kenny & Stoto (1979), A new round robin analysis of variance for social interaction data; Kenny & La
    Voie (1984), The social relations model. They call the rater actor, and the rated partner.

    Examples
    --------
    >>> rows = "A,B,4\nA,C,2\nA,D,1\nB,A,3\nB,C,2\nB,D,1\nC,A,3\nC,B,4\nC,D,1\nD,A,3\nD,B,4\nD,C,2\n"
    >>> rating_variance(rated.survey_of("from,to,influence\n" + rows))[["share_rater", "share_rated"]]
       share_rater  share_rated
    0          0.0          1.0
    """
    network, given = received(survey, relation or items_in(survey, INFLUENCE)["influence"], round)
    rater, seen = (given[end].to_numpy(dtype=np.intp) for end in ("rater", "rated"))
    parts = round_robin.parts(rater, seen, given["rating"].to_numpy(dtype=float), len(network))
    variances = np.array([parts.rater, parts.rated, parts.pair])
    shares = over(variances.clip(min=0), variances.clip(min=0).sum())
    above = np.where(variances > 0, variances, nan)
    table = {"rater": parts.rater, "rated": parts.rated, "pair": parts.pair}
    table |= dict(zip(("share_rater", "share_rated", "share_pair"), shares, strict=True))
    table["give_and_get"] = np.clip(parts.rater_rated / np.sqrt(above[0] * above[1]), -1, 1)
    table["pair_both_ways"] = np.clip(parts.pair_back / above[2], -1, 1)
    return pd.DataFrame([table | {"actors": len(np.union1d(rater, seen)), "ratings": len(given)}])
