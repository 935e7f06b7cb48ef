"""Network: one relation in one round, with who was asked and who answered.

A non-respondent's outgoing ties are *unobserved*, not absent. The dyad i -> j is *observable* if i responded,
j could have been named, and i did not leave that answer out.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from powermap.errors import PowermapError, UnknownChoiceError
from powermap.vocabulary import SECTORS, VOICES, in_order, voices_of_sector

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from powermap.survey.model import Survey

#: A matrix of more takes more memory than the machine of a facilitator has.
MOST_ACTORS = 5_000

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Network:
    """One relation in one round. Made by `Survey.network` or `Network.from_graph`.

    Parameters
    ----------
    names : tuple of str
        The actors, in the order of every array and table.
    strength : (n, n) array of float
        strength[i, j] > 0 where i named j; 0 elsewhere; the diagonal is 0. Use `matrix()` for a copy.
    nameable : (n, n) array of bool
        Where i could have named j, had i answered. The diagonal is False.
    observable : (n, n) array of bool
        Where i -> j was observed: i responded, j could be named, and the answer is not missing.
    responded, seat : (n,) array of bool
    sector : tuple of str or None
    voices : tuple of tuples of str
    relation, round : str
    response_assumed : bool
        True where a survey file does not say who responded, so that whoever gave an answer is taken to have.
        Always False for a network made by `from_graph`, where whoever calls it says who answered.
    """

    names: tuple[str, ...]
    strength: Floats
    nameable: Bools
    observable: Bools
    responded: Bools
    seat: Bools
    sector: tuple[str | None, ...]
    voices: tuple[tuple[str, ...], ...]
    relation: str = "tie"
    round: str = "1"
    response_assumed: bool = False

    def __post_init__(self) -> None:
        for array in (self.strength, self.nameable, self.observable, self.responded, self.seat):
            array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.names)

    def __repr__(self) -> str:
        ties = int(np.count_nonzero(self.strength))
        return f"<Network '{self.relation}', round {self.round}: {len(self)} actors, {ties} ties>"

    @classmethod
    def from_graph(
        cls,
        graph: nx.Graph[Any],
        *,
        respondents: Iterable[Hashable] | None = None,
        relation: str = "tie",
        round: str = "1",  # noqa: A002
    ) -> Network:
        """Return a Network from a networkx graph, for people who already have one.

        Parameters
        ----------
        graph : networkx.DiGraph or networkx.Graph
            Node attributes read: sector, voices (or voice), seat, respondent. Edge attributes: strength, or
            weight. An undirected tie counts in both directions. Self-ties are left out.
        respondents : iterable of nodes, optional
            Who answered. Without it, the node attribute 'respondent' decides, and a node without that is taken to
            have answered, by design: a graph on its own has no missing ties, so that a node without outgoing ties
            named nobody. Give this wherever some did not answer. Ties from anybody else are left out, as nobody
            can have reported them.

        Raises
        ------
        PowermapError
            For a multigraph, or a strength that is not a positive number.

        Examples
        --------
        >>> import networkx as nx
        >>> Network.from_graph(nx.DiGraph([("Council", "Trust"), ("Trust", "Charity")]))
        <Network 'tie', round 1: 3 actors, 2 ties>
        """
        if graph.is_multigraph():
            raise PowermapError("A network has one tie from one actor to another; this graph is a multigraph.")
        nodes = list(graph)
        names = tuple(str(node) for node in nodes)
        index = {node: i for i, node in enumerate(nodes)}
        strength = np.zeros((len(nodes), len(nodes)))
        for a, b, data in graph.edges(data=True):
            value = float(data.get("strength", data.get("weight", 1.0)))
            if not (np.isfinite(value) and value > 0):
                raise PowermapError(f"The tie from '{a}' to '{b}' has strength {value}; it must be above zero.")
            strength[index[a], index[b]] = value
            if not graph.is_directed():
                strength[index[b], index[a]] = value
        data_of = [graph.nodes[node] for node in nodes]
        if respondents is not None:
            answered = set(respondents)
            responded = np.array([node in answered for node in nodes], dtype=bool)
        else:
            responded = np.array([bool(data.get("respondent", True)) for data in data_of], dtype=bool)
        sector = tuple(None if data.get("sector") is None else str(data["sector"]) for data in data_of)
        voices = tuple(_voices(data, own) for data, own in zip(data_of, sector, strict=True))
        return assemble(
            names,
            strength,
            responded=responded,
            seat=np.array([bool(data.get("seat", False)) for data in data_of], dtype=bool),
            sector=sector,
            voices=voices,
            relation=relation,
            round=round,
        )

    @property
    def graph(self) -> nx.DiGraph[str]:
        """A fresh networkx.DiGraph: node attributes sector, voices, seat, respondent; edge attribute strength."""
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph(relation=self.relation, round=self.round)
        for i, name in enumerate(self.names):
            graph.add_node(
                name,
                sector=self.sector[i],
                voices=self.voices[i],
                seat=bool(self.seat[i]),
                respondent=bool(self.responded[i]),
            )
        graph.add_edges_from(
            (self.names[i], self.names[j], {"strength": float(self.strength[i, j])})
            for i, j in np.argwhere(self.strength > 0)
        )
        return graph

    @cached_property
    def actors(self) -> pd.DataFrame:
        """One row per actor, indexed by name: sector, voices, seat, responded."""
        import pandas as pd

        return pd.DataFrame(
            {
                "sector": list(self.sector),
                "voices": list(self.voices),
                "seat": self.seat,
                "responded": self.responded,
            },
            index=pd.Index(self.names, name="actor"),
        )

    @cached_property
    def ties(self) -> Bools:
        """(n, n) array of bool: True where a tie was observed. Read-only."""
        ties: Bools = self.strength > 0
        ties.setflags(write=False)
        return ties

    def matrix(self, *, strength: bool = False, unobserved: float = 0.0) -> Floats:
        """Return the adjacency matrix, rows name columns.

        Parameters
        ----------
        strength : bool
            Strengths instead of 0 and 1.
        unobserved : float
            What stands where a tie could have been named but was not observed; nan makes it visible.

        Returns
        -------
        (n, n) array of float, a copy.
        """
        values = self.strength.copy() if strength else self.ties.astype(float)
        if unobserved != 0.0:
            values[self.nameable & ~self.observable] = unobserved
        return values

    @property
    def weighted(self) -> bool:
        """Whether strengths differ from tie to tie."""
        there = self.strength[self.ties]
        return bool(there.size and np.ptp(there) > 0)

    def groups(self, by: str = "voice") -> dict[str, Bools]:
        """Return who belongs to each group.

        Parameters
        ----------
        by : {'voice', 'sector'}
            Voices may overlap; sectors do not. Actors without either belong to no group.

        Returns
        -------
        dict of str to (n,) array of bool, in the order of the vocabulary.
        """
        if by == "voice":
            labels = [set(voices) for voices in self.voices]
            order: dict[str, Any] = dict(VOICES)
        elif by == "sector":
            labels = [set() if sector is None else {sector} for sector in self.sector]
            order = dict(SECTORS)
        else:
            raise UnknownChoiceError(f"Actors cannot be grouped by '{by}'.", fix="Use 'voice' or 'sector'.")
        names = in_order(set().union(*labels), order)
        return {name: np.array([name in own for own in labels], dtype=bool) for name in names}


def _voices(data: dict[str, Any], sector: str | None) -> tuple[str, ...]:
    given = data.get("voices", data.get("voice"))
    if given is None:
        return () if sector is None else voices_of_sector(sector)
    return (given,) if isinstance(given, str) else tuple(given)


def assemble(
    names: tuple[str, ...],
    strength: Floats,
    *,
    responded: Bools,
    seat: Bools,
    sector: tuple[str | None, ...],
    voices: tuple[tuple[str, ...], ...],
    relation: str,
    round: str,  # noqa: A002
    listed: Bools | None = None,
    missing: Bools | None = None,
    response_assumed: bool = False,
) -> Network:
    """Put a Network together: from who answered and who was listed follows what is observable.

    Parameters
    ----------
    listed : (n,) array of bool, optional
        Who could be named; everyone without it.
    missing : (n, n) array of bool, optional
        Single answers that a respondent left out.
    """
    n = len(names)
    nameable = np.ones((n, n), dtype=bool) if listed is None else np.tile(listed, (n, 1))
    nameable = nameable | (strength > 0)
    np.fill_diagonal(nameable, val=False)
    observable = nameable & responded[:, None]
    if missing is not None:
        observable &= ~missing
    strength = np.where(observable, strength, 0.0)
    return Network(
        names,
        strength,
        nameable,
        observable,
        responded,
        seat,
        sector,
        voices,
        relation,
        round,
        response_assumed,
    )


def network_of(survey: Survey, relation: str, round: str) -> Network:  # noqa: A002
    """Return the network of one relation in one round of *survey*; `Survey.network` checks the choice."""
    members = survey.members[survey.members["round"] == round]
    responded = dict(zip(members["name"], members["responded"], strict=True))
    actors = survey.actors[survey.actors["name"].isin(responded.keys())]
    names = tuple(actors["name"])
    if len(names) > MOST_ACTORS:
        raise PowermapError(
            f"There are {len(names):,} actors in round {round}; powermap takes networks of up to {MOST_ACTORS:,}.",
            where=", ".join(survey.sources),
            fix="Keep the actors of one partnership.",
        )
    index = {name: i for i, name in enumerate(names)}
    strength = np.zeros((len(names), len(names)))
    ties = survey.ties
    ties = ties[(ties["relation"] == relation) & (ties["round"] == round)]
    rows, columns = ties["from"].map(index).to_numpy(), ties["to"].map(index).to_numpy()
    strength[rows, columns] = ties["strength"].to_numpy(dtype=float)
    missing = np.zeros((len(names), len(names)), dtype=bool)
    gaps = survey.unanswered
    gaps = gaps[(gaps["relation"] == relation) & (gaps["round"] == round)]
    if len(gaps):
        missing[gaps["from"].map(index).to_numpy(), gaps["to"].map(index).to_numpy()] = True
    on_list = survey.listed.get((relation, round))
    return assemble(
        names,
        strength,
        responded=np.array([responded[name] for name in names], dtype=bool),
        seat=actors["seat"].to_numpy(dtype=bool),
        sector=tuple(None if value is None or value != value else str(value) for value in actors["sector"]),
        voices=tuple(actors["voices"]),
        relation=relation,
        round=round,
        listed=None if on_list is None else np.array([name in set(on_list) for name in names], dtype=bool),
        missing=missing,
        response_assumed=survey.response_assumed,
    )


def project(survey: Survey, relation: str | None = None, round: str | int | None = None) -> Network:  # noqa: A002
    """Who attends the same meetings or boards, and how many of them?

    Two actors are tied in both directions where they share an event; strength = the number of events shared.
    Everybody counts as observed. To attend together is not to work together: with one large meeting all are tied.

    Parameters
    ----------
    survey : Survey
        One with attendance.
    relation, round : str, optional
        Only this kind of attendance, or this round.

    Raises
    ------
    UnknownChoiceError
        The survey has no attendance, or none of this kind.

    References
    ----------
    Breiger, R. (1974). The duality of persons and groups. Social Forces 53(2), 181-190.
    """
    if not len(survey.attendance):
        raise UnknownChoiceError("This survey has no attendance.", fix="Add a sheet of who attends what.")
    table = survey.attendance_matrix(relation, round)
    there = table.to_numpy(dtype=float)
    strength = there @ there.T
    np.fill_diagonal(strength, 0.0)
    names = tuple(table.index)
    about = {row.name: row for row in survey.actors.itertuples(index=False)}
    known = [about.get(name) for name in names]
    return assemble(
        names,
        strength,
        responded=np.ones(len(names), dtype=bool),
        seat=np.array([row is not None and bool(row.seat) for row in known], dtype=bool),
        sector=tuple(None if row is None else row.sector for row in known),
        voices=tuple(() if row is None else row.voices for row in known),
        relation=relation or "attends together",
        round=str(round) if round is not None else ", ".join(dict.fromkeys(survey.attendance["round"])),
    )
