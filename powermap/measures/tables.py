"""Every measure of a network at once, as tables: what `powermap measures` writes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from importlib import import_module
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any

import pandas as pd

from powermap.errors import PowermapError
from powermap.measures.catalogue import BY_ROOM, MEASURES
from powermap.measures.position import actor_measures
from powermap.measures.power_interest import SOURCES, classes_by_group
from powermap.network import Network

if TYPE_CHECKING:
    from powermap.survey.model import Survey

#: Spread over actors and groups is told of these: what is held, as others see it and as paths have it.
SPREAD_OF = ("nominations_received", "strength_received", "betweenness")
#: Actor measures that put actors into classes, and the column of these: they have a table of their own as well, and
#: the classes are counted by group.
CLASSES = {"power_interest_grid": "quadrant", "salience_class": "class"}
#: What compares with many networks at random, or tries sets of actors, is left out above so many actors: it would
#: take minutes.
MOST_DRAWN = 500
SLOW = ("key_players",)
#: Sheets of Excel have names of at most so many letters.
_LONGEST_TITLE = 31


def measure_tables(network: Network, survey: Survey | None = None) -> dict[str, pd.DataFrame]:
    """What does every measure that powermap knows say about this network?

    Parameters
    ----------
    network : Network
    survey : Survey, optional
        The one that *network* is from; without it, measures of several questions or of attendance are left out.

    Returns
    -------
    dict of str to DataFrame
        - Every actor: one row per actor, in the order of ``network.names``; a column for each actor measure, called
          as in `powermap.MEASURES`, and ``measure.part`` where a measure has several parts.
        - Whole network: one row per value of a measure of the whole network: measure, by, of, label, value. *by* is
          what actors are grouped by, *of* the actor measure whose spread it is.
        - one table for each measure of groups, called as in `powermap.MEASURES`; with a first column *by* where
          groups are voices or sectors, and *of* where it is about an actor measure.
        - power_interest_grid and salience_class, where the survey asks for power and interest, or for power,
          legitimacy and urgency, or the list of organisations scores them: one row per actor, with the columns that
          stand in 'Every actor' too; and classes_by_group, which counts them. Where both are there, the rows of the
          list follow those of the ratings, as *source* tells; elsewhere they are called power_interest_grid.list.

        Values are NaN where undefined. A measure that the survey did not ask for, or that is not computed for a
        network of this size, is left out; above 500 actors that goes for what compares with networks at random,
        and for key players.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("B", "C"), ("C", "B")])
    >>> nx.set_node_attributes(graph, {"A": "VCSE", "B": "NHS", "C": "NHS"}, "sector")
    >>> tables = measure_tables(Network.from_graph(graph))
    >>> list(tables)[:2], "mixing_matrix" in tables
    (['Every actor', 'Whole network'], True)
    """
    headline = actor_measures(network)
    actors, whole, groups = [headline], list[dict[str, Any]](), dict[str, list[pd.DataFrame]]()
    for name, measure in MEASURES.items():
        if name in headline:
            continue
        for keys, value in _values(name, network, survey, headline):
            if isinstance(value, Network):
                continue
            if measure.scope == "actor":
                called = f"{name}.list" if keys.get("source") == "list" else name
                actors.append(_columns(called, value, headline.index))
                if name in CLASSES:
                    groups.setdefault(name, []).append(_told(value, {}))
                    counted = _counted(called, value[CLASSES[name]], network)
                    groups.setdefault("classes_by_group", []).extend(counted)
            elif isinstance(value, pd.DataFrame):
                groups.setdefault(name[:_LONGEST_TITLE], []).append(_told(value, keys))
            else:
                whole.append({"measure": name, "by": "", "of": "", **keys, "label": measure.label, "value": value})
    tables = {
        "Every actor": pd.concat(actors, axis=1).reset_index(),
        "Whole network": pd.DataFrame(whole, columns=["measure", "by", "of", "label", "value"]),
    }
    return tables | {name: _one(parts) for name, parts in groups.items()}


def function_of(name: str) -> Callable[..., Any]:
    """Return the function that computes a measure of `powermap.MEASURES`.

    Examples
    --------
    >>> function_of("gini").__module__
    'powermap.measures.inequality'
    """
    rooms = [room for room, listed in BY_ROOM.items() if name in listed]
    for room in rooms or ("position", "balance", "coverage"):
        module = import_module(f"powermap.measures.{room}")
        if hasattr(module, name):
            found: Callable[..., Any] = getattr(module, name)
            return found
    raise KeyError(name)


def _values(
    name: str, network: Network, survey: Survey | None, headline: pd.DataFrame
) -> list[tuple[dict[str, str], Any]]:
    """Return what a measure says, for each way of asking it: of which values, and by which groups."""
    function = function_of(name)
    asked = signature(function).parameters
    needed = [key for key, one in asked.items() if one.default is Parameter.empty]
    if not set(needed) <= {"network", "survey", "values", "groups"} or needed[:2] == ["network", "values"]:
        return []  # it needs to be told more, such as a set of actors
    if ("draws" in asked or name in SLOW) and len(network) > MOST_DRAWN:
        return []
    if "survey" in needed and survey is None:
        return []
    fixed: dict[str, Any] = {"network": network} if "network" in needed else {}
    if "survey" in needed:
        fixed |= {"survey": survey} | ({"round": network.round} if "round" in asked else {})
    if "groups" in needed:
        fixed["groups"] = network.groups()
    found = []
    for way in _ways(name, asked, network):
        of = {"values": headline[way["of"]]} if "of" in way else {}
        told = {key: way[key] for key in ("by", "source") if key in way}
        try:
            found.append((way, function(**fixed, **of, **told)))
        except PowermapError:  # not asked by this survey, or not for a network of this size
            continue
    return found


def _ways(name: str, asked: Collection[str], network: Network) -> list[dict[str, str]]:
    """Return the ways to ask a measure: by which groups, of which values, from where these are."""
    if "source" in asked:
        return [{"source": source} for source in SOURCES]
    grouped = "by" in asked and MEASURES[name].scope != "actor"
    ways = [{"by": by} for by in ("voice", "sector")] if grouped else [{}]
    if "values" not in asked:
        return ways
    chosen = [of for of in SPREAD_OF if of != "strength_received" or network.weighted]
    return [way | {"of": of} for of in chosen for way in ways]


def _counted(name: str, classes: pd.Series, network: Network) -> list[pd.DataFrame]:
    """Return how many of each voice, and of each sector, are in each class."""
    counted = {by: classes_by_group(classes, network, by) for by in ("voice", "sector")}
    return [_told(table, {"by": by, "of": name}) for by, table in counted.items()]


def _one(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return tables as one; those without rows add nothing but their columns."""
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _columns(name: str, value: pd.Series | pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    """Return the columns of an actor measure, those of one with several parts with its name before them."""
    table = value.to_frame(name) if isinstance(value, pd.Series) else value
    called = {column: column if str(column).startswith(name) else f"{name}.{column}" for column in table}
    return table.rename(columns=called).reindex(index)


def _told(value: pd.DataFrame, keys: dict[str, str]) -> pd.DataFrame:
    """Return a table with columns before it that say what it is by and of."""
    table = value if isinstance(value.index, pd.RangeIndex) else value.reset_index()
    for place, (key, said) in enumerate(keys.items()):
        if key not in table:
            table = table.copy()
            table.insert(place, key, said)
    return table
