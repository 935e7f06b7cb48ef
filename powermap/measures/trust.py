"""Trust, influence held and influence deserved, as others rate them.

A rating is an answer that was given, 'not at all' (0) among them; a partner whom a respondent did not list was not
rated. Where a question was answered with ticks alone, so that every answer is 1, whoever could have ticked an actor
and did not counts as 0. What an actor says of itself never counts, but in `perceived_influence`. Few raters say
little, and give themselves away: the column *raters* lets a page hide rows with fewer than 3.
"""

# ruff: noqa: A002  (a round of the survey is called so everywhere)

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import nan

import numpy as np
import pandas as pd

from powermap.measures import rated
from powermap.measures.kernels import membership
from powermap.measures.rated import INFLUENCE, TRUST, VALUE, items_in, per_actor, raters, received, spread
from powermap.network import By
from powermap.survey.model import Survey

Round = str | int | None
Asked = str | None
Items = Mapping[str, str] | None
Scale = tuple[float, float] | None

#: Fewer raters say little of an actor.
_FEWEST_RATERS = 3


def trust_score(survey: Survey, round: Round = None, *, items: Items = None, scale: Scale = None) -> pd.DataFrame:
    r"""How reliable, true to the shared mission and open do others find each actor?

    The mean of what others answered about each item, and the mean of the items. Power, involvement and resources
    are no part of it, by design: a score that contains them marks trusted but poor groups down. They are in
    `value_score`.

    Parameters
    ----------
    survey : Survey
    round : str, optional
        May be left out where the survey has only one.
    items : mapping of str to str, optional
        The relation that asks for each item; by default the relations with 'reliab', 'mission' and 'open' in their
        names. All are taken to have one scale.
    scale : pair of float, optional
        The lowest and highest answer; by default the lowest and highest given on any of the items.

    Returns
    -------
    DataFrame, indexed by actor
        trust, one column per item: in units of the answer scale, higher means trusted more. fair_or_more: share
        of the ratings in the upper half of the scale, its middle included, 0 to 1: 'a fair amount or more' where
        there are four amounts. raters: how many rated the actor on any item. NaN where nobody rated it; trust is
        NaN where any item has no rating. Silent actors are rated by others all the same.

    References
    ----------
    Varda et al. (2008), Core dimensions of connectivity in public health collaboratives (the PARTNER survey).

    Examples
    --------
    >>> survey = rated.survey_of("from,to,Reliability,Mission,Openness\nA,C,4,4,1\nB,C,2,3,1\nC,A,3,3,3\n")
    >>> trust_score(survey, scale=(1, 4))
           trust  reliability  shared_mission  openness  fair_or_more  raters
    actor
    A        3.0          3.0             3.0       3.0           1.0       1
    C        2.5          3.0             3.5       1.0           0.5       2
    B        NaN          NaN             NaN       NaN           NaN       0
    """
    return rated.score(survey, round, "trust", items or items_in(survey, TRUST), scale)


def value_score(survey: Survey, round: Round = None, *, items: Items = None, scale: Scale = None) -> pd.DataFrame:
    r"""How much influence, involvement and resources do others say that each actor brings?

    As `trust_score`, of the other three items of the PARTNER survey. It marks small and poor groups down by
    design, as they have less power and fewer resources to bring: read its parts, and never as a sum with trust.

    Parameters
    ----------
    survey, round, items, scale
        As in `trust_score`; by default the relations with 'influen' or 'power', 'involv', and 'resourc' or
        'contribut' in their names.

    Returns
    -------
    DataFrame, indexed by actor
        value, influence, involvement, resources: in units of the answer scale, higher means brings more.
        fair_or_more, raters, and what is NaN: as in `trust_score`.

    References
    ----------
    Varda et al. (2008), Core dimensions of connectivity in public health collaboratives (the PARTNER survey).

    Examples
    --------
    >>> survey = rated.survey_of("from,to,Power,Involvement,Resources\nA,B,4,3,2\nB,A,1,3,1\n")
    >>> value_score(survey)["value"].round(2).to_dict()
    {'A': 1.67, 'B': 3.0}
    """
    return rated.score(survey, round, "value", items or items_in(survey, VALUE), scale)


def ratings_by_group(
    survey: Survey, round: Round = None, *, by: By = "voice", relations: Items = None
) -> pd.DataFrame:
    r"""How do others rate the members of each group, question by question?

    Parameters
    ----------
    survey, round
        As in `trust_score`.
    by : {'voice', 'sector'} or sequence of str or None
        An actor with two voices counts in both; one without any in none.
    relations : mapping of str to str, optional
        What to call each relation; by default the items of trust and value that the survey asks for, and, where
        it asks for all that they need, trust, value, trust_power_gap and legitimacy_gap.

    Returns
    -------
    DataFrame
        A row per group and measure: group, measure, members, rated (members that have a value), raters (how many
        different actors rated them), mean (of the values of the members, so that each counts once: higher means
        rated higher, in units of the answer scale; NaN where no member was rated).

    References
    ----------
    Varda et al. (2008), Core dimensions of connectivity in public health collaboratives.

    Examples
    --------
    >>> survey = rated.survey_of("from,to,Reliability\nA,B,4\nC,B,2\nB,A,3\nC,A,4\n")
    >>> ratings_by_group(survey, by=["x", "x", None])
      group      measure  members  rated  raters  mean
    0     x  reliability        2      2       3  3.25
    """
    items = {name: items_in(survey, words, all_=False) for name, words in (("trust", TRUST), ("value", VALUE))}
    asked = relations or items["trust"] | items["value"]
    given = {name: received(survey, relation, round) for name, relation in asked.items()}
    values = {name: per_actor(net, own.groupby("rated")["rating"].mean()) for name, (net, own) in given.items()}
    for name, (value, parts) in ({} if relations else _composed(survey, round, items)).items():
        values[name] = value
        given[name] = (given[parts[0]][0], pd.concat([given[part][1] for part in parts]))
    rows = []
    groups = next(iter(given.values()))[0].groups(by) if given else {}
    for (group, own), (name, value) in product(groups.items(), values.items()):
        counted = given[name][1]
        who = counted.loc[own[counted["rated"]], "rater"].nunique()
        rows.append((group, name, int(own.sum()), int(value[own].count()), who, value[own].mean()))
    return pd.DataFrame(rows, columns=["group", "measure", "members", "rated", "raters", "mean"])


def trust_power_gap(
    survey: Survey, round: Round = None, *, trust: Asked = None, influence: Asked = None, least: float = 1.0
) -> pd.DataFrame:
    r"""Who is trusted but not powerful, or powerful but not trusted, as others see it?

    z(trust received) - z(influence received); z is the distance from the mean over actors that have both, in
    standard deviations (n - 1).

    Parameters
    ----------
    survey, round
        As in `trust_score`.
    trust, influence : str, optional
        The relations; by default the mean of the three items of `trust_score`, and the influence of `value_score`.
    least : float
        From this gap, in standard deviations, and with trust and influence on different sides of their means, an
        actor is called one or the other.

    Returns
    -------
    DataFrame, indexed by actor
        trust, influence (mean ratings), z_trust, z_influence, gap (higher means trusted more than powerful), kind
        ('trusted, not powerful', 'powerful, not trusted', 'neither', 'too few raters' below 3, or 'unknown'),
        raters (the fewer of those of trust and of influence). NaN where either was not rated, or all have the same.

    References
    ----------
    Varda et al. (2008) for the items; Mitchell, Agle & Wood (1997), who keep legitimacy apart from power.

    Examples
    --------
    >>> survey = rated.survey_of("from,to,trust,influence\nA,B,4,1\nB,C,2,4\nC,A,3,1\nB,A,3,3\n")
    >>> trust_power_gap(survey, trust="trust")["gap"].round(2).to_dict()
    {'A': 0.22, 'B': 1.87, 'C': -2.09}
    """
    asked = influence or items_in(survey, INFLUENCE)["influence"]
    trusted = trust_score(survey, round) if trust is None else spread(survey, trust, round)
    power = spread(survey, asked, round)
    table = pd.DataFrame({"trust": trusted["trust" if trust is None else "mean"], "influence": power["mean"]})
    both = table.dropna()
    for name in ("trust", "influence"):
        table[f"z_{name}"] = rated.standardised(both[name]).reindex(table.index)
    table["gap"] = table["z_trust"] - table["z_influence"]
    fewer = np.minimum(trusted["raters"], power["raters"])
    apart = (table["z_trust"] * table["z_influence"] <= 0) & (table["gap"].abs() >= least)
    kinds = np.where(table["gap"] > 0, "trusted, not powerful", "powerful, not trusted")
    kinds = np.where(apart, kinds, "neither")
    kinds = np.where(fewer < _FEWEST_RATERS, "too few raters", kinds)
    table["kind"] = np.where(table["gap"].isna(), "unknown", kinds)
    return table.assign(raters=fewer)


def legitimacy_gap(survey: Survey, round: Round = None, *, has: Asked = None, should: Asked = None) -> pd.DataFrame:
    r"""How much more influence should each actor have than it has, as those say who answered both?

    Mean of (should have - has), over the raters who answered both questions about the actor, and no others.

    Parameters
    ----------
    survey, round
        As in `trust_score`.
    has, should : str, optional
        The relations; by default the ones with 'influen' or 'power' in their names, without and with 'should',
        'ought' or 'deserv'. Both are taken to have one scale.

    Returns
    -------
    DataFrame, indexed by actor
        should_have, has: mean ratings by those who gave both. gap: above 0, others think that the actor ought to
        have more influence than it has; in units of the answer scale. say_more, say_less: shares of the raters
        with a gap above and below 0. raters. NaN where nobody answered both.

    References
    ----------
    Mitchell, Agle & Wood (1997), who tell legitimacy from power; paired by rater.

    Examples
    --------
    >>> survey = rated.survey_of("from,to,Influence,Influence it should have\nC,A,1,4\nB,A,4,\nA,C,3,0\n")
    >>> legitimacy_gap(survey)["gap"].to_dict()
    {'C': -3.0, 'A': 3.0, 'B': nan}
    """
    network, now = received(survey, has or items_in(survey, INFLUENCE)["influence"], round)
    _, wanted = received(survey, should or rated.should_in(survey), round)
    both = wanted.merge(now, on=["rater", "rated"], suffixes=("_wanted", "_now"))
    gap = both["rating_wanted"] - both["rating_now"]
    both = both.assign(gap=gap, say_more=(gap > 0).astype(float), say_less=(gap < 0).astype(float))
    both = both.rename(columns={"rating_wanted": "should_have", "rating_now": "has"})
    own = both.groupby("rated")
    columns = ("should_have", "has", "gap", "say_more", "say_less")
    table = pd.DataFrame({name: per_actor(network, own[name].mean()) for name in columns})
    return table.assign(raters=raters(network, both))


def influence_between_groups(
    survey: Survey, relation: Asked = None, round: Round = None, *, by: By = "sector"
) -> pd.DataFrame:
    r"""Which groups disagree about who holds power?

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
    from A levels.

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

    From the mean squares between actors (B) and within (W), each actor with raters of its own:
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


def _composed(
    survey: Survey, round_: Round, items: dict[str, dict[str, str]]
) -> dict[str, tuple[pd.Series, list[str]]]:
    """Return what is made of several items, as far as the survey asks for them, and of which items."""
    made = {}
    for name, words in (("trust", TRUST), ("value", VALUE)):
        if len(items[name]) == len(words):
            made[name] = (rated.score(survey, round_, name, items[name], None)[name], list(words))
    if "influence" in items["value"]:
        if "trust" in made:
            made["trust_power_gap"] = (trust_power_gap(survey, round_)["gap"], [*TRUST, "influence"])
        if rated.should_in(survey, needed=False):
            made["legitimacy_gap"] = (legitimacy_gap(survey, round_)["gap"], ["influence"])
    return made
