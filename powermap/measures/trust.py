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

import numpy as np
import pandas as pd

from powermap.measures import rated
from powermap.measures.perception import (  # noqa: F401  (they can be had from here, too)
    influence_between_groups,
    perceived_influence,
    rater_agreement,
    rater_consistency,
    reputed_influence,
)
from powermap.measures.rated import INFLUENCE, TRUST, VALUE, items_in, per_actor, raters, received, spread
from powermap.network import By
from powermap.survey.model import Survey

Round = str | int | None
Asked = str | None
Items = Mapping[str, str] | None
Scale = tuple[float, float] | None


def trust_score(survey: Survey, round: Round = None, *, items: Items = None, scale: Scale = None) -> pd.DataFrame:
    r"""How reliable, true to the shared mission and open do others find each actor?

    The mean of what others answered about each item, and the mean of the items. Ratings are the strengths that
    others gave, 'not at all' (0) among them; unobserved answers are left out. Where all are ticks, one that was
    not given counts as 0. Power, involvement and resources are no part of it, by design: a score that contains
    them marks trusted but poor groups down. They are in `value_score`.

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
    Ratings are the strengths that others gave; unobserved answers are left out.

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

    Ratings are the strengths that others gave; unobserved answers are left out.

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
    standard deviations (n - 1). Ratings are the strengths that others gave; unobserved answers are left out.

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
        trust, influence (mean ratings), z_trust, z_influence, gap (above 0: trusted more than powerful), kind
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
    kinds = np.where(fewer < rated.FEWEST_RATERS, "too few raters", kinds)
    table["kind"] = np.where(table["gap"].isna(), "unknown", kinds)
    return table.assign(raters=fewer)


def legitimacy_gap(survey: Survey, round: Round = None, *, has: Asked = None, should: Asked = None) -> pd.DataFrame:
    r"""How much more influence should each actor have than it has, as those say who answered both?

    Mean of (should have - has), over the raters who answered both questions about the actor, and no others.
    Ratings are the strengths that they gave; unobserved answers are left out.

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
