"""Where networks come from: lists of ties, squares of strengths, graphs, and surveys."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from powermap.errors import PowermapError
from powermap.network.model import NO_PAIRS, Bools, Floats, Network, Whole
from powermap.vocabulary import voices_of_sector

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from powermap.survey.model import Survey


def from_ties(
    names: tuple[str, ...],
    pairs: Whole,
    strengths: Floats,
    *,
    responded: Bools,
    seat: Bools,
    sector: tuple[str | None, ...],
    voices: tuple[tuple[str, ...], ...],
    relation: str,
    round: str,  # noqa: A002
    listed: Bools | None = None,
    missing: Whole | None = None,
    response_assumed: bool = False,
) -> Network:
    """Put a Network together: from who answered and who was listed follows what is observable.

    Parameters
    ----------
    pairs : (m, 2) array of int
        Who named whom. Of a pair that comes twice the last counts; self-ties, and ties of an actor that did not
        respond or that left the answer out, are no observed ties.
    strengths : (m,) array of float, above 0
    listed : (n,) array of bool, optional
        Who could be named; everyone without it.
    missing : (k, 2) array of int, optional
        Single answers that were left out.
    """
    n = len(names)
    listed = np.ones(n, dtype=bool) if listed is None else listed.copy()
    pairs, strengths = _once(pairs, strengths, n)
    besides = pairs[~listed[pairs[:, 1]]]
    left_out = NO_PAIRS if missing is None else _once(missing, np.ones(len(missing)), n)[0]
    nameable = listed[left_out[:, 1]] | np.isin(_codes(left_out, n), _codes(besides, n))
    left_out = left_out[nameable & responded[left_out[:, 0]]]
    seen = responded[pairs[:, 0]] & ~np.isin(_codes(pairs, n), _codes(left_out, n))
    return Network(
        names,
        np.ascontiguousarray(pairs[seen, 0]),
        np.ascontiguousarray(pairs[seen, 1]),
        strengths[seen],
        listed,
        responded,
        seat,
        sector,
        voices,
        relation,
        round,
        response_assumed,
        besides,
        left_out,
    )


def _codes(pairs: Whole, n: int) -> Whole:
    return np.asarray(pairs[:, 0] * n + pairs[:, 1])


def _once(pairs: Whole, values: Floats, n: int) -> tuple[Whole, Floats]:
    """Return each pair of two actors once, in order, with the last of its values."""
    codes = _codes(pairs, n)[::-1]
    _, place = np.unique(codes, return_index=True)
    place = len(codes) - 1 - place
    place = place[pairs[place, 0] != pairs[place, 1]]
    return pairs[place], values[place]


def assemble(
    names: tuple[str, ...],
    strength: Floats,
    *,
    missing: Bools | None = None,
    **about: Any,
) -> Network:
    """Put a Network together from a square of strengths, 0 for no tie; otherwise as `from_ties`.

    Parameters
    ----------
    missing : (n, n) array of bool, optional
        Single answers that a respondent left out.
    """
    pairs = np.argwhere(strength > 0)
    gaps = None if missing is None else np.argwhere(missing)
    return from_ties(names, pairs, strength[tuple(pairs.T)], missing=gaps, **about)


def with_answers(network: Network, strength: Floats, observable: Bools) -> Network:
    """Return *network* as if these answers, and no others, had been observed.

    Parameters
    ----------
    strength : (n, n) array of float
        0 for no tie; what stands where nothing is observable is not looked at.
    observable : (n, n) array of bool
        Within ``network.nameable``. An actor with an observable answer responded, whether or not it did before.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A")]))
    >>> with_answers(network, network.strength, np.array([[False, True], [False, False]]))
    <Network 'tie', round 1: 2 actors, 1 ties>
    """
    observable = observable & network.nameable
    responded = network.responded | observable.any(axis=1)
    pairs = np.argwhere((strength > 0) & observable)
    return replace(
        network,
        senders=np.ascontiguousarray(pairs[:, 0]),
        receivers=np.ascontiguousarray(pairs[:, 1]),
        tie_strengths=strength[tuple(pairs.T)],
        responded=responded,
        left_out=np.argwhere(network.nameable & responded[:, None] & ~observable),
    )


def completed(network: Network, strength: Floats) -> Network:
    """Return *network* as if everybody had answered everything, with these strengths, 0 for no tie.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]), respondents=["A"])
    >>> int(completed(network, network.strength).observable.sum())
    6
    """
    everybody = replace(network, responded=np.ones(len(network), dtype=bool))
    return with_answers(everybody, strength, network.nameable)


def network_of(survey: Survey, relation: str, round: str) -> Network:  # noqa: A002
    """Return the network of one relation in one round of *survey*; `Survey.network` checks the choice."""
    members = survey.members[survey.members["round"] == round]
    responded = dict(zip(members["name"], members["responded"], strict=True))
    actors = survey.actors[survey.actors["name"].isin(responded.keys())]
    names = tuple(actors["name"])
    index = {name: i for i, name in enumerate(names)}

    def of_this(table: pd.DataFrame) -> pd.DataFrame:
        return table[(table["relation"] == relation) & (table["round"] == round)]

    def pairs(table: pd.DataFrame) -> Whole:
        ends = [table[end].map(index).to_numpy(dtype=np.intp) for end in ("from", "to")]
        return np.stack(ends, axis=1)

    ties = of_this(survey.ties)
    on_list = survey.listed.get((relation, round))
    chosen = None if on_list is None else set(on_list)
    return from_ties(
        names,
        pairs(ties),
        ties["strength"].to_numpy(dtype=float),
        responded=np.array([responded[name] for name in names], dtype=bool),
        seat=actors["seat"].to_numpy(dtype=bool),
        sector=tuple(None if value is None or value != value else str(value) for value in actors["sector"]),
        voices=tuple(actors["voices"]),
        relation=relation,
        round=round,
        listed=None if chosen is None else np.array([name in chosen for name in names], dtype=bool),
        missing=pairs(of_this(survey.unanswered)),
        response_assumed=survey.response_assumed,
    )


def from_graph(
    graph: nx.Graph[Any],
    *,
    respondents: Iterable[Hashable] | None,
    relation: str,
    round: str,  # noqa: A002
) -> Network:
    """Return a Network from a networkx graph: see `Network.from_graph`."""
    if graph.is_multigraph():
        raise PowermapError("A network has one tie from one actor to another; this graph is a multigraph.")
    nodes = list(graph)
    names = tuple(str(node) for node in nodes)
    index = {node: i for i, node in enumerate(nodes)}
    ties: list[tuple[int, int, float]] = []
    for a, b, data in graph.edges(data=True):
        value = float(data.get("strength", data.get("weight", 1.0)))
        if not (np.isfinite(value) and value > 0):
            raise PowermapError(f"The tie from '{a}' to '{b}' has strength {value}; it must be above zero.")
        ties.append((index[a], index[b], value))
        if not graph.is_directed():
            ties.append((index[b], index[a], value))
    data_of = [graph.nodes[node] for node in nodes]
    if respondents is not None:
        answered = set(respondents)
        responded = np.array([node in answered for node in nodes], dtype=bool)
    else:
        responded = np.array([bool(data.get("respondent", True)) for data in data_of], dtype=bool)
    sector = tuple(None if data.get("sector") is None else str(data["sector"]) for data in data_of)
    voices = tuple(_voices(data, own) for data, own in zip(data_of, sector, strict=True))
    pairs = np.array([tie[:2] for tie in ties], dtype=np.intp).reshape(-1, 2)
    return from_ties(
        names,
        pairs,
        np.array([tie[2] for tie in ties], dtype=float),
        responded=responded,
        seat=np.array([bool(data.get("seat", False)) for data in data_of], dtype=bool),
        sector=sector,
        voices=voices,
        relation=relation,
        round=round,
    )


def _voices(data: dict[str, Any], sector: str | None) -> tuple[str, ...]:
    given = data.get("voices", data.get("voice"))
    if given is None:
        return () if sector is None else voices_of_sector(sector)
    return (given,) if isinstance(given, str) else tuple(given)
