"""Who is held to be powerful, beside who is named: does the one follow from the other?"""

# ruff: noqa: A002  (a round of the survey is called so everywhere)

from __future__ import annotations

from math import nan

import numpy as np
import pandas as pd

from powermap.measures import rated
from powermap.measures.position import nominations_received
from powermap.network import Network
from powermap.survey.model import Survey


def reputation_gap(
    survey: Survey, network: Network, relation: str | None = None, round: str | int | None = None
) -> pd.DataFrame:
    r"""Who is held to be more, or less, influential than the ties that others report would have it?

    Ratings are the strengths that others gave; unobserved answers are left out, of ratings as of nominations.

    Parameters
    ----------
    survey : Survey
        Whose raters say how much influence each actor has.
    network : Network
        Of another relation of the survey, in which being named is what an actor holds.
    relation : str, optional
        By default the one that asks for influence; any relation with ratings will do.
    round : str or int, optional
        May be left out where the survey has only one.

    Returns
    -------
    DataFrame, indexed by actor
        influence (mean rating by others), raters; nominations (`nominations_received` in *network*);
        rank_influence, rank_nominations: 1 is the highest, equal ones share the mean of their ranks, of the actors
        that have both; gap: rank_nominations - rank_influence; higher means held to be more influential than it is
        named. NaN where the actor was not rated, or nobody who answered could have named it. Where *network* is of
        the relation that was rated, both are the same answers and the gap says nothing.

    References
    ----------
    Krackhardt (1990), Assessing the political landscape, for reputed power beside place in the network.

    Examples
    --------
    >>> survey = rated.survey_of(
    ...     "from,to,works with,influence\nA,B,1,2\nB,C,1,4\nC,B,1,2\nA,C,0,5\nC,A,0,1\nB,A,1,1\n"
    ... )
    >>> reputation_gap(survey, survey.network("works with"))["gap"].to_dict()
    {'A': -0.5, 'B': -1.0, 'C': 1.5}
    """
    power = rated.spread(survey, relation or rated.items_in(survey, rated.INFLUENCE)["influence"], round)
    named = nominations_received(network)
    table = pd.DataFrame({"influence": power["mean"], "raters": power["raters"]}).reindex(named.index)
    table["nominations"] = named
    both = table[["influence", "nominations"]].dropna()
    for name in both:
        table[f"rank_{name}"] = both[name].round(12).rank(ascending=False).reindex(table.index)
    table["gap"] = table["rank_nominations"] - table["rank_influence"]
    return table


def reputation_match(
    survey: Survey, network: Network, relation: str | None = None, round: str | int | None = None
) -> float:
    r"""Are those who are held to be influential also those who are named?

    Spearman's rank correlation of what `reputation_gap` ranks: ratings, which are strengths, and being named.
    Unobserved answers are left out.

    Parameters
    ----------
    survey, network, relation, round
        As in `reputation_gap`.

    Returns
    -------
    float, -1 to 1
        Higher means that the same actors are held to be influential and are named; 0 that one says nothing of the
        other. NaN with fewer than three actors that have both, or where all have as much of one.

    References
    ----------
    Krackhardt (1990), Assessing the political landscape; Spearman (1904), The proof and measurement of association
    between two things.

    Examples
    --------
    >>> survey = rated.survey_of(
    ...     "from,to,works with,influence\nA,B,1,2\nB,C,1,4\nC,B,1,2\nA,C,0,5\nC,A,0,1\nB,A,1,1\n"
    ... )
    >>> round(reputation_match(survey, survey.network("works with")), 4)
    0.0
    """
    ranks = reputation_gap(survey, network, relation, round)[["rank_influence", "rank_nominations"]].dropna()
    if len(ranks) < 3 or (ranks.nunique() < 2).any():
        return nan
    return float(np.corrcoef(ranks.to_numpy().T)[0, 1])
