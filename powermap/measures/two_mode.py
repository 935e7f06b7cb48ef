"""Two-mode networks: actors and the tables that they sit at: meetings, boards or events.

Everybody counts as observed: a list of who attends is not an answer that somebody may have left out. Those who
attend and are no actors of the survey count as the others do, and have no group.
"""

# ruff: noqa: A002  (a round of the survey is called so everywhere)

from __future__ import annotations

from math import nan
from typing import Literal

import numpy as np
import pandas as pd

from powermap.errors import PowermapError, UnknownChoiceError
from powermap.measures.kernels import membership
from powermap.network import MOST_ACTORS, Bools, By, Floats, Network, Whole, from_ties
from powermap.network.model import NO_PAIRS
from powermap.survey.model import Survey

Asked = str | None
Round = str | int | None


def project(
    survey: Survey,
    relation: Asked = None,
    round: Round = None,
    *,
    weights: Literal["shared", "newman"] = "shared",
) -> Network:
    r"""Who attends the same meetings or boards, and how many of them?

    Two actors are tied in both directions where they share an event; strength = the number of events shared.
    To attend together is not to work together: with one large meeting all are tied.

    Parameters
    ----------
    survey : Survey
        One with attendance.
    relation, round : str, optional
        Only this kind of attendance, or this round.
    weights : {'shared', 'newman'}
        'newman': an event with k actors counts 1 / (k - 1), so that all that an actor shares at one event comes
        to 1, and a small meeting ties closer than a large one.

    Returns
    -------
    Network
        All actors of the survey, and whoever else attends; no value is NaN, as everybody counts as observed.
        Strength is above 0, and higher the more events are shared. Who shares none with anybody is an isolate.

    Raises
    ------
    UnknownChoiceError
        The survey has no attendance, or none of this kind.
    PowermapError
        So many attend together that the pairs would not fit in memory (25 million).

    References
    ----------
    Breiger, R. (1974). The duality of persons and groups. Social Forces 53(2), 181-190. Newman, M. (2001).
    Scientific collaboration networks II. Physical Review E 64, 016132, for the weights.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from powermap import read_survey
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "boards.csv")
    ...     _ = path.write_text("Name,Board,Forum,Panel\nCouncil,x,x,\nPeers,,x,x\nTrust,x,x,\n")
    ...     survey = read_survey(path)
    >>> project(survey).strength.tolist()
    [[0.0, 1.0, 2.0], [1.0, 0.0, 1.0], [2.0, 1.0, 0.0]]
    >>> project(survey, weights="newman").strength.tolist()
    [[0.0, 0.5, 1.5], [0.5, 0.0, 0.5], [1.5, 0.5, 0.0]]
    """
    from scipy.sparse import coo_array, csr_array

    if weights not in ("shared", "newman"):
        raise UnknownChoiceError(f"Weights cannot be '{weights}'.", fix="Use 'shared' or 'newman'.")
    table, there = _attendance(survey, relation, round)
    size = there.sum(axis=0)
    if (size**2).sum() > MOST_ACTORS**2:
        raise PowermapError(
            f"Everybody at one table is tied to everybody else there: {(size**2).sum():,.0f} pairs are too many.",
            fix="Leave out the largest meetings, or use measures that need no pairs, such as seats_by_group.",
        )
    each = 1 / np.maximum(size - 1, 1) if weights == "newman" else np.ones(len(size))
    shared = coo_array(csr_array(there * each) @ csr_array(there.T))
    apart = shared.row != shared.col
    pairs = np.stack([shared.row[apart], shared.col[apart]], axis=1).astype(np.intp)
    said = str(round) if round is not None else ", ".join(dict.fromkeys(survey.attendance["round"]))
    return _network(survey, table, pairs, shared.data[apart], relation or "attends together", said)


def seats_by_group(
    survey: Survey, relation: Asked = None, round: Round = None, *, by: By = "voice"
) -> pd.DataFrame:
    r"""Has each group its share of the seats, table by table?

    The group's share of the seats, over its share of the actors. A list of who attends has no strength or
    direction, and all of it counts as observed.

    Parameters
    ----------
    survey, relation, round
        As in `project`.
    by : {'voice', 'sector'} or sequence of str or None
        An actor with two voices counts in both. Actors without a group, and their seats, are left out. A sequence
        is in the order of ``survey.attendance_matrix(relation, round)``.

    Returns
    -------
    DataFrame
        A row per group and table, and one for 'All tables' together: group, table, seats, share_of_seats,
        share_of_actors, representation (0 or more: 1 means in proportion, higher means more). NaN for a table at
        which nobody with a group sits.

    References
    ----------
    Arnstein (1969), A ladder of citizen participation, for a say at the table; Taagepera & Laakso (1980) for the
    ratio of two shares.

    Examples
    --------
    >>> from powermap.measures.rated import survey_of
    >>> survey = survey_of("Name,Board,Forum\nCouncil,x,x\nPeers,,x\nTrust,x,x\n")
    >>> table = seats_by_group(survey, by=["Statutory", "Peers", "Statutory"])
    >>> table[["group", "table", "seats", "representation"]].round(2)
           group       table  seats  representation
    0      Peers       Board      0             0.0
    1      Peers       Forum      1             1.0
    2      Peers  All tables      1             0.6
    3  Statutory       Board      2             1.5
    4  Statutory       Forum      2             1.0
    5  Statutory  All tables      4             1.2
    """
    table, there, names, member = _seated(survey, relation, round, by)
    grouped = member.any(axis=1)
    every = np.column_stack([there, there.sum(axis=1)])
    seats, whole = member.T.astype(float) @ every, every[grouped].sum(axis=0)
    of_seats = np.divide(seats, whole, out=np.full(seats.shape, nan), where=whole > 0)
    of_actors = member.sum(axis=0)[:, None] / max(grouped.sum(), 1)
    tables = [*table.columns, "All tables"]
    return pd.DataFrame(
        {
            "group": np.repeat(np.array(names, dtype=object), len(tables)),
            "table": tables * len(names),
            "seats": seats.ravel().astype(int),
            "share_of_seats": of_seats.ravel(),
            "share_of_actors": np.broadcast_to(of_actors, seats.shape).ravel(),
            "representation": (of_seats / of_actors).ravel(),
        }
    )


def tables_attended(survey: Survey, relation: Asked = None, round: Round = None) -> pd.Series:
    r"""At how many tables does each actor sit?

    A list of who attends has no strength or direction, and all of it counts as observed.

    Parameters
    ----------
    survey, relation, round
        As in `project`.

    Returns
    -------
    Series of float, 0 to the number of tables
        Higher means that the actor sits at more. 0 for an actor of the survey that attends nothing; never NaN.

    References
    ----------
    Borgatti & Everett (1997), Network analysis of 2-mode data: degree.

    Examples
    --------
    >>> from powermap.measures.rated import survey_of
    >>> survey = survey_of("Name,Board,Forum\nCouncil,x,x\nPeers,,x\n")
    >>> tables_attended(survey).to_dict()
    {'Council': 2.0, 'Peers': 1.0}
    """
    table, there = _attendance(survey, relation, round)
    return pd.Series(there.sum(axis=1), index=table.index, name="tables_attended")


def table_sizes(survey: Survey, relation: Asked = None, round: Round = None, *, by: By = "voice") -> pd.DataFrame:
    r"""How many sit at each table, and of how many groups?

    A list of who attends has no strength or direction, and all of it counts as observed.

    Parameters
    ----------
    survey, relation, round, by
        As in `seats_by_group`.

    Returns
    -------
    DataFrame
        A row per table: table, seats (1 or more), share_of_actors (0 to 1: higher means that more of all sit
        there), groups (how many groups have a seat), without_group (seats of actors without a group). Never NaN.

    References
    ----------
    Borgatti & Everett (1997), Network analysis of 2-mode data: degree of the events.

    Examples
    --------
    >>> from powermap.measures.rated import survey_of
    >>> survey = survey_of("Name,Board,Forum\nCouncil,x,x\nPeers,,x\n")
    >>> table_sizes(survey, by=["x", "y"])
       table  seats  share_of_actors  groups  without_group
    0  Board      1              0.5       1              0
    1  Forum      2              1.0       2              0
    """
    table, there, _, member = _seated(survey, relation, round, by)
    seats = there.sum(axis=0)
    return pd.DataFrame(
        {
            "table": list(table.columns),
            "seats": seats.astype(int),
            "share_of_actors": seats / max(len(table), 1),
            "groups": ((member.T.astype(float) @ there) > 0).sum(axis=0).astype(int),
            "without_group": there[~member.any(axis=1)].sum(axis=0).astype(int),
        }
    )


def sits_with(survey: Survey, relation: Asked = None, round: Round = None, *, by: By = "voice") -> pd.DataFrame:
    r"""Which groups sit at the same tables, more or less than chance would have it?

    Pairs of actors at one table, over all tables, against what is expected if every actor kept its number of seats
    and every table its size, and company were left to chance: the number of all such pairs, shared out in
    proportion to the product of the numbers of seats of the two. A list of who attends has no strength or
    direction, and all of it counts as observed.

    Parameters
    ----------
    survey, relation, round, by
        As in `seats_by_group`.

    Returns
    -------
    DataFrame
        A row per group and group, the same either way round: from_group, to_group, together (pairs of actors at a
        table, counted for each table; inside a group each pair once), expected, ratio (0 or more: 1 as by
        chance, higher means that they sit together more). That a group has few seats at all is not in it: see
        `seats_by_group`. NaN where there can be no such pair, or nobody shares a table.

    References
    ----------
    Breiger (1974), The duality of persons and groups; Newman (2003), Mixing patterns in networks, for shares
    expected from sums of rows and columns.

    Examples
    --------
    >>> from powermap.measures.rated import survey_of
    >>> survey = survey_of("Name,Board,Forum\nCouncil,x,\nTrust,x,\nPeers,,x\nCarers,,x\n")
    >>> sits_with(survey, by=["x", "x", "y", "y"]).round(2)
      from_group to_group  together  expected  ratio
    0          x        x         1      0.33    3.0
    1          x        y         0      1.33    0.0
    2          y        x         0      1.33    0.0
    3          y        y         1      0.33    3.0
    """
    _, there, names, member = _seated(survey, relation, round, by)
    own, seats, size = member.astype(float), there.sum(axis=1), there.sum(axis=0)
    at_table = own.T @ there
    both = own.T @ (seats[:, None] * own)  # of those in both groups: an actor is no company for itself
    together = at_table @ at_table.T - both
    chance = np.outer(own.T @ seats, own.T @ seats) - own.T @ ((seats**2)[:, None] * own)
    most = seats.sum() ** 2 - (seats**2).sum()
    expected = chance * ((size * (size - 1)).sum() / most) if most > 0 else np.full(chance.shape, nan)
    once = np.where(np.eye(len(names), dtype=bool), 0.5, 1.0)
    ratio = np.divide(together, expected, out=np.full(chance.shape, nan), where=expected > 0)
    return pd.DataFrame(
        {
            "from_group": np.repeat(np.array(names, dtype=object), len(names)),
            "to_group": names * len(names),
            "together": (together * once).ravel().astype(int),
            "expected": (expected * once).ravel(),
            "ratio": ratio.ravel(),
        }
    )


def _attendance(survey: Survey, relation: Asked, round_: Round) -> tuple[pd.DataFrame, Floats]:
    if not len(survey.attendance):
        raise UnknownChoiceError("This survey has no attendance.", fix="Add a sheet of who attends what.")
    table = survey.attendance_matrix(relation, round_)
    return table, table.to_numpy(dtype=float)


def _seated(
    survey: Survey, relation: Asked, round_: Round, by: By
) -> tuple[pd.DataFrame, Floats, list[str], Bools]:
    """Return who sits where, the names of the groups, and who belongs to which."""
    table, there = _attendance(survey, relation, round_)
    names, member = membership(_network(survey, table, NO_PAIRS, np.empty(0), "", ""), by)
    return table, there, names, member


def _network(
    survey: Survey, table: pd.DataFrame, pairs: Whole, strengths: Floats, relation: str, round_: str
) -> Network:
    names = tuple(table.index)
    about = {row.name: row for row in survey.actors.itertuples(index=False)}
    known = [about.get(name) for name in names]
    return from_ties(
        names,
        pairs,
        strengths,
        responded=np.ones(len(names), dtype=bool),
        seat=np.array([row is not None and bool(row.seat) for row in known], dtype=bool),
        sector=tuple(None if row is None else row.sector for row in known),
        voices=tuple(() if row is None else row.voices for row in known),
        relation=relation,
        round=round_,
    )
