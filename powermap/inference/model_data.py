"""Which ties and answers a model is given: of whom, in which rounds, and with or without direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from powermap.errors import PowermapError
from powermap.network import Bools, Floats, Network


@dataclass(eq=False)
class View:
    """Who is in the model, and the ties and answers between them, a pair of matrices per round.

    Parameters
    ----------
    network : Network
        Of the last round; what is known of the actors is taken from it.
    keep : (n,) array of bool
        Which of its actors are in the model.
    ties, seen : list of (kept, kept) arrays of bool
        Ties that were observed, and pairs whose answer was, in that round and all before it.
    directed : bool
    notes : list of str
        What was left out or taken for granted, in plain English.
    """

    network: Network
    keep: Bools
    ties: list[Bools]
    seen: list[Bools]
    directed: bool
    notes: list[str]

    @property
    def kept(self) -> list[int]:
        """The places of the actors in the model."""
        return [int(i) for i in np.flatnonzero(self.keep)]

    def parts(self) -> dict[str, tuple[list[Bools], list[Bools]]]:
        """Return, for each set of coefficients, the pairs it is about and their ties, a matrix per change.

        In one round there is one set, for ties. Over rounds there is one for new ties, about pairs that had none,
        and one for kept ties.
        """
        if len(self.ties) == 1:
            return {"tie": (self.seen, self.ties)}
        before, after, seen = self.ties[:-1], self.ties[1:], self.seen[1:]
        return {
            "new tie": ([there & ~had for there, had in zip(seen, before, strict=True)], after),
            "kept tie": ([there & had for there, had in zip(seen, before, strict=True)], after),
        }

    def only(self, known: Bools, why: str) -> None:
        """Leave out the actors that are not *known*, and note *why*."""
        gone = [self.network.names[i] for i in self.kept if not known[i]]
        if gone:
            self.notes.append(f"Left out, because {why}: {listed(gone)}.")
            inside = np.ix_(known[self.keep], known[self.keep])
            self.ties, self.seen = [one[inside] for one in self.ties], [one[inside] for one in self.seen]
            self.keep = self.keep & known

    def undirect(self) -> None:
        """Take ties to have no direction where all are returned: each would count twice, and seem twice as sure."""
        both = [(ties & seen.T, ties.T & seen) for ties, seen in zip(self.ties, self.seen, strict=True)]
        if all(bool((there == back).all() and there.any()) for there, back in both):
            self.directed = False
            self.ties = [ties | ties.T for ties in self.ties]
            self.seen = [seen | seen.T for seen in self.seen]
            self.notes.append(
                "Every tie is returned, so ties are taken to have no direction, and each counts once."
            )

    def graphs(self, described: dict[str, list[Any]], covariates: dict[str, Floats]) -> list[Any]:
        """Return an igraph.Graph per round, as the library takes it: pairs that were not observed are 'na'."""
        import igraph

        graphs = []
        for ties, seen in zip(self.ties, self.seen, strict=True):
            gone = ~seen & ~np.eye(len(ties), dtype=bool)
            edges, missing = (np.argwhere(one if self.directed else np.triu(one)) for one in (ties, gone))
            pairs = np.vstack([edges, missing]).tolist()
            graph = igraph.Graph(n=len(ties), edges=pairs, directed=self.directed)
            graph.es["na"] = [False] * len(edges) + [True] * len(missing)
            for name, values in described.items():
                graph.vs[name] = values
            for name, matrix in covariates.items():
                graph[name] = matrix
            graphs.append(graph)
        return graphs


def one_round(network: Network) -> View:
    """Return what a model of one network is given."""
    notes: list[str] = []
    seen = _observed(network, notes)
    everybody = np.ones(len(network), dtype=bool)
    return View(network, everybody, [network.ties & seen], [seen], directed=True, notes=notes)


def several_rounds(networks: Sequence[Network]) -> View:
    """Return what a model of the changes between networks is given: the actors that are in all of them."""
    if isinstance(networks, Network) or len(networks) < 2:
        raise PowermapError(
            "What changes can only be seen from two or more rounds.",
            fix="Give a list: [survey.network('works with', round) for round in survey.rounds].",
        )
    last, notes = networks[-1], list[str]()
    everywhere = set(last.names).intersection(*(network.names for network in networks))
    gone = sorted(set().union(*(network.names for network in networks)) - everywhere)
    if gone:
        notes.append(f"Left out, because they are not in every round: {listed(gone)}.")
    keep = np.array([name in everywhere for name in last.names], dtype=bool)
    ties: list[Bools] = []
    seen: list[Bools] = []
    for network in networks:
        place = {name: i for i, name in enumerate(network.names)}
        inside = np.ix_(*[[place[name] for name in last.names if name in everywhere]] * 2)
        observed = _observed(network, notes)[inside]
        seen.append(observed & seen[-1] if seen else observed)
        ties.append(network.ties[inside] & seen[-1])
    if any(_groups(network, everywhere) != _groups(last, everywhere) for network in networks):
        notes.append("Some sectors or voices differ between rounds; those of the last round are used.")
    return View(last, keep, ties, seen, directed=True, notes=list(dict.fromkeys(notes)))


def only_complete(view: View) -> None:
    """Leave out who did not answer in an earlier round: what others do there depends on their answers."""
    if len(view.seen) == 1:
        return
    known = np.ones(len(view.network), dtype=bool)
    known[view.kept] = view.seen[-2].any(axis=1)
    view.only(known, "they did not answer in an earlier round")
    gaps = ~view.seen[-2] & ~np.eye(len(view.kept), dtype=bool)
    if gaps.any():
        one, other = (view.network.names[view.kept[k]] for k in np.argwhere(gaps)[0])
        raise PowermapError(
            f"This model needs every answer of the earlier rounds, and {int(gaps.sum())} are missing, such as what "
            f"'{one}' says of '{other}'.",
            fix="Use 'homophily' or 'popularity', which do without.",
        )


def _groups(network: Network, names: set[str]) -> dict[str, Any]:
    everyone = zip(network.names, network.sector, network.voices, strict=True)
    return {name: (sector, set(voices)) for name, sector, voices in everyone if name in names}


def _observed(network: Network, notes: list[str]) -> Bools:
    """Return which answers count. One that can only be a yes says nothing about when it is yes."""
    seen: Bools = network.observable & network.listed
    lost = int((network.ties & ~seen).sum())
    if lost:
        notes.append(
            f"Round {network.round}: {lost} ties to actors that were not on the list are left out, as it is not "
            "known who did not name them."
        )
    return seen


def listed(names: Sequence[str]) -> str:
    """Return names as a list in words.

    Examples
    --------
    >>> listed(["Trust", "Council"])
    "'Trust', 'Council'"
    """
    shown = ", ".join(f"'{name}'" for name in names[:10])
    return shown if len(names) <= 10 else f"{shown} and {len(names) - 10} more"
