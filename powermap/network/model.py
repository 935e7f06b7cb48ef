"""Network: one relation in one round, with who was asked and who answered.

A non-respondent's outgoing ties are *unobserved*, not absent. The dyad i -> j is *observable* if i responded,
j could have been named, and i did not leave that answer out.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence, Sized
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from powermap.errors import PowermapError, UnknownChoiceError
from powermap.vocabulary import SECTORS, VOICES, in_order

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

#: A matrix of more takes more memory than the machine of a facilitator has.
MOST_ACTORS = 5_000

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Whole = NDArray[np.intp]
#: What actors are grouped by: 'voice', 'sector', or the group of each actor.
By: TypeAlias = "str | Sequence[str | None]"

NO_PAIRS = np.empty((0, 2), dtype=np.intp)


@dataclass(frozen=True, eq=False)
class Network:
    """One relation in one round. Made by `Survey.network` or `Network.from_graph`.

    Ties are kept as lists, so that a network of many thousands of actors fits; the (n, n) arrays are made when
    they are first asked for, up to 5,000 actors, and are read-only.

    Parameters
    ----------
    names : tuple of str
        The actors, in the order of every array and table.
    senders, receivers : (m,) array of int
        Each observed tie: who named whom, as places in *names*; in the order of senders, then receivers.
    tie_strengths : (m,) array of float, above 0
    listed : (n,) array of bool
        Who could be named by everybody.
    responded, seat : (n,) array of bool
    sector : tuple of str or None
    voices : tuple of tuples of str
    relation, round : str
    response_assumed : bool
        True where a survey file does not say who responded, so that whoever gave an answer is taken to have.
        Always False for a network made by `from_graph`, where whoever calls it says who answered.
    besides : (k, 2) array of int
        Sender and receiver of what could be named though the receiver is not listed.
    left_out : (k, 2) array of int
        Sender and receiver of the answers that somebody who responded left out.
    """

    names: tuple[str, ...]
    senders: Whole
    receivers: Whole
    tie_strengths: Floats
    listed: Bools
    responded: Bools
    seat: Bools
    sector: tuple[str | None, ...]
    voices: tuple[tuple[str, ...], ...]
    relation: str = "tie"
    round: str = "1"
    response_assumed: bool = False
    besides: Whole = field(default_factory=NO_PAIRS.copy)
    left_out: Whole = field(default_factory=NO_PAIRS.copy)

    def __post_init__(self) -> None:
        lists = (self.senders, self.receivers, self.tie_strengths, self.besides, self.left_out)
        for array in (*lists, self.listed, self.responded, self.seat):
            array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.names)

    def __repr__(self) -> str:
        return f"<Network '{self.relation}', round {self.round}: {len(self)} actors, {len(self.senders)} ties>"

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
        from powermap.network.making import from_graph

        return from_graph(graph, respondents=respondents, relation=relation, round=round)

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
        ties = zip(self.senders.tolist(), self.receivers.tolist(), self.tie_strengths.tolist(), strict=True)
        graph.add_edges_from((self.names[i], self.names[j], {"strength": value}) for i, j, value in ties)
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
    def strength(self) -> Floats:
        """(n, n) array of float: above 0 where i named j; 0 elsewhere. Read-only."""
        strength = self._square(float)
        strength[self.senders, self.receivers] = self.tie_strengths
        strength.setflags(write=False)
        return strength

    @cached_property
    def ties(self) -> Bools:
        """(n, n) array of bool: True where a tie was observed. Read-only."""
        ties = self._square(bool)
        ties[self.senders, self.receivers] = True
        ties.setflags(write=False)
        return ties

    @cached_property
    def nameable(self) -> Bools:
        """(n, n) array of bool: where i could have named j, had i answered. The diagonal is False. Read-only."""
        nameable = self._square(bool) | self.listed
        nameable[tuple(self.besides.T)] = True
        np.fill_diagonal(nameable, val=False)
        nameable.setflags(write=False)
        return nameable

    @cached_property
    def observable(self) -> Bools:
        """(n, n) array of bool: where i responded, j could be named, and the answer is not missing. Read-only."""
        observable = self.nameable & self.responded[:, None]
        observable[tuple(self.left_out.T)] = False
        observable.setflags(write=False)
        return observable

    def _square(self, kind: type) -> NDArray[Any]:
        if len(self) > MOST_ACTORS:
            raise PowermapError(
                f"A matrix of {len(self):,} actors takes too much memory; powermap makes those of up to "
                f"{MOST_ACTORS:,}.",
                fix="Keep the actors of one partnership, or use measures that need no matrix.",
            )
        return np.zeros((len(self), len(self)), dtype=kind)

    @cached_property
    def observable_from(self) -> Floats:
        """(n,) array of float: how many answers of each actor were observed. Read-only."""
        return self._counted(0)

    @cached_property
    def observable_about(self) -> Floats:
        """(n,) array of float: how many answers about each actor were observed. Read-only."""
        return self._counted(1)

    @cached_property
    def nameable_from(self) -> Floats:
        """(n,) array of float: how many others each actor could have named, had it answered. Read-only."""
        count = self.listed.sum() - self.listed + np.bincount(self.besides[:, 0], minlength=len(self))
        return _read_only(count.astype(float))

    def _counted(self, side: int) -> Floats:
        """Count the observed answers of each actor (*side* 0) or about each (1), without a matrix."""
        here, there = (self.responded, self.listed) if side == 0 else (self.listed, self.responded)
        count = np.where(here, int(there.sum()) - there, 0)
        heard = self.besides[self.responded[self.besides[:, 0]]]
        count = count + np.bincount(heard[:, side], minlength=len(self))
        return _read_only((count - np.bincount(self.left_out[:, side], minlength=len(self))).astype(float))

    def observed(self, senders: Whole, receivers: Whole) -> Bools:
        """Return of each pair of actors whether what the first says of the second was observed.

        Examples
        --------
        >>> import networkx as nx
        >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A")]), respondents=["A"])
        >>> network.observed(np.array([0, 1]), np.array([1, 0])).tolist()
        [True, False]
        """
        codes = senders * len(self) + receivers
        besides, left_out = (pairs @ np.array([len(self), 1]) for pairs in (self.besides, self.left_out))
        nameable = (self.listed[receivers] & (senders != receivers)) | np.isin(codes, besides)
        return np.asarray(self.responded[senders] & nameable & ~np.isin(codes, left_out))

    def answers_between(self, groups: Bools | Floats) -> Floats:
        """Return how many answers of each group about each group were observed.

        Parameters
        ----------
        groups : (n, g) array
            A column per group: who belongs to it. Groups may overlap; an actor counts in each of its own.

        Returns
        -------
        (g, g) array of float, rows answer about columns. An actor's answer about itself is never counted.
        """
        own = np.asarray(groups, dtype=float)
        there = own * self.responded[:, None]
        seen = np.outer(there.sum(axis=0), own[self.listed].sum(axis=0)) - there[self.listed].T @ own[self.listed]
        heard = self.besides[self.responded[self.besides[:, 0]]]
        seen += own[heard[:, 0]].T @ own[heard[:, 1]]
        return np.asarray(seen - own[self.left_out[:, 0]].T @ own[self.left_out[:, 1]])

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
        return bool(self.tie_strengths.size and np.ptp(self.tie_strengths) > 0)

    def groups(self, by: By = "voice") -> dict[str, Bools]:
        """Return who belongs to each group.

        Parameters
        ----------
        by : {'voice', 'sector'} or sequence of str or None
            Voices may overlap; sectors do not. Actors without either belong to no group. A sequence gives a group
            of your own for each actor, in the order of *names*; None for no group.

        Returns
        -------
        dict of str to (n,) array of bool, in the order of the vocabulary.
        """
        if isinstance(by, str) and by == "voice":
            labels = [set(voices) for voices in self.voices]
            order: dict[str, Any] = dict(VOICES)
        elif isinstance(by, str) and by == "sector":
            labels = [set() if sector is None else {sector} for sector in self.sector]
            order = dict(SECTORS)
        elif not isinstance(by, str) and isinstance(by, Sized) and len(by) == len(self):
            labels = [set() if own is None or own != own else {str(own)} for own in by]
            order = {}
        else:
            raise UnknownChoiceError(
                f"Actors cannot be grouped by '{by}'.", fix="Use 'voice', 'sector', or a group for each actor."
            )
        names = in_order(set().union(*labels), order)
        return {name: np.array([name in own for own in labels], dtype=bool) for name in names}


def _read_only(array: Floats) -> Floats:
    array.setflags(write=False)
    return array
