"""What a model is asked: the ready formulas, and what has no answer, said in words before anything is fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isinf
from typing import Any

import numpy as np

from powermap.errors import PowermapError
from powermap.inference.family import FEWEST
from powermap.inference.model_data import View, listed, one_round, only_complete, several_rounds
from powermap.network import Bools, Floats, Network

#: How fast further partners in common count less; fixed, as estimating it takes more ties than partnerships have.
DECAY = 0.5

SHARES = "shares a voice"
NO_SECTOR = "(no sector)"
ANOTHER = "Use another formula."


@dataclass(frozen=True)
class Term:
    """One term: how the library is told of it, how it names its coefficient, and what it is in words."""

    code: str
    name: str
    label: str
    kind: str
    group: str = ""


EDGES = Term("edges", "edges", "ties in general", "edges")
MUTUAL = Term("mutual", "mutual", "the tie is returned", "mutual")
SAME = Term("nodematch('sector')", "nodematch.sector", "same sector", "match", "sector")


@dataclass(eq=False)
class Question:
    """A model to fit.

    Parameters
    ----------
    terms : list of Term
    graphs : list of igraph.Graph
        One per round; pairs that were not observed are marked.
    directed : bool
    actors, answers, missing : int
    notes : list of str
    reference : str
    """

    terms: list[Term]
    graphs: list[Any]
    directed: bool
    actors: int
    answers: int
    missing: int
    notes: list[str]
    reference: str

    def named(self, name: str) -> Term:
        """Return the term that the library names so; in a formula of your own, one made from its name."""
        made = Term(name, name, name, "closure" if name.startswith("gwesp.") else "own")
        return next((term for term in (*self.terms, EDGES, MUTUAL, SAME) if term.name == name), made)


def ask(
    networks: Network | Sequence[Network], formula: str, attributes: Mapping[str, Sequence[Any]] | None
) -> Question:
    """Return the model of one network, or of what changes over several, or say why there is none to fit."""
    view = one_round(networks) if isinstance(networks, Network) else several_rounds(networks)
    more = _attributes(view.network, attributes)
    covariates: dict[str, Floats] = {}
    reference = ""
    if formula == "homophily":
        terms = _homophily(view)
    elif formula == "popularity":
        terms, covariates, reference = _popularity(view)
    else:
        only_complete(view)
        _check_size(view)
        view.undirect()
        terms = _closure(view) if formula == "closure" else [Term(formula.strip(), "", formula, "own")]
    kept = view.kept
    sector = [view.network.sector[i] or NO_SECTOR for i in kept]
    if NO_SECTOR in sector and "sector" in formula:
        view.notes.append(f"Actors without a sector are taken as a sector of their own, '{NO_SECTOR}'.")
    described: dict[str, list[Any]] = {
        **{name: own[kept].astype(int).tolist() for name, own in view.network.groups("voice").items()},
        "sector": sector, "seat": view.network.seat[kept].astype(int).tolist(),
        **{name: [values[i] for i in kept] for name, values in more.items()},
    }  # fmt: skip
    once = 1 if view.directed else 2
    about = view.seen[1:] or view.seen
    answers = sum(int(seen.sum()) for seen in about) // once
    pairs = len(about) * len(kept) * (len(kept) - 1) // once
    graphs = view.graphs(described, covariates)
    return Question(terms, graphs, view.directed, len(kept), answers, pairs - answers, view.notes, reference)


def _attributes(network: Network, given: Mapping[str, Sequence[Any]] | None) -> dict[str, list[Any]]:
    more = {str(name): list(values) for name, values in (given or {}).items()}
    for name, values in more.items():
        if len(values) != len(network):
            raise PowermapError(
                f"'{name}' has {len(values)} values for {len(network)} actors.",
                fix="Give one value per actor, in the order of network.names.",
            )
        gone = [network.names[i] for i, value in enumerate(values) if value is None or value != value]
        if gone:
            raise PowermapError(f"'{name}' has no value for {listed(gone)}.", fix="Fill it in.")
        endless = [network.names[i] for i, value in enumerate(values) if isinstance(value, float) and isinf(value)]
        if endless:
            raise PowermapError(f"'{name}' is infinite for {listed(endless)}.", fix="Give a finite number.")
    return more


def _homophily(view: View) -> list[Term]:
    known = np.array([sector is not None for sector in view.network.sector], dtype=bool)
    _prepare(view, known, "sector")
    sector = np.array([view.network.sector[i] for i in view.kept])
    if len(set(sector)) == 1:
        raise PowermapError(f"All actors are of one sector, '{sector[0]}'.", fix=ANOTHER)
    _check(view, {"same sector": (sector[:, None] == sector).astype(float)})
    names, sizes = np.unique(sector, return_counts=True)
    sharing, others = int(sizes[sizes > 1].sum()), len(sector) - int(sizes.max())
    if min(sharing, others) < FEWEST:
        who = f"are of another sector than '{names[sizes.argmax()]}'"
        if sharing < FEWEST:
            who = "share a sector with another"
        raise PowermapError(
            f"Only {min(sharing, others)} of the actors {who}. With fewer than {FEWEST}, a result would be about "
            "single actors and not about sectors.",
            fix=ANOTHER,
        )
    return [EDGES, SAME]


def _popularity(view: View) -> tuple[list[Term], dict[str, Floats], str]:
    groups = view.network.groups("voice")
    _prepare(view, np.array([bool(voices) for voices in view.network.voices], dtype=bool), "voice")
    large = {name: members for name, members in groups.items() if members[view.keep].sum() >= FEWEST}
    small = [name for name in groups if name not in large and groups[name][view.keep].any()]
    if small:
        view.notes.append(f"Not in the model, because they have fewer than {FEWEST} members: {listed(small)}.")
        known = np.any([*large.values(), np.zeros(len(view.network), dtype=bool)], axis=0)
        view.only(known, "they have no other voice")
    if len(large) < 2 or all(members[view.keep].all() for members in large.values()):
        raise PowermapError(
            f"There are no two voices to compare, with at least {FEWEST} members each.", fix=ANOTHER
        )
    _check_size(view)
    own = {name: members[view.keep] for name, members in large.items()}
    member = np.array(list(own.values())).T
    reference = _reference(own)
    how, kind, label = ("nodeicov", "named", "named") if view.directed else ("nodecov", "has", "has")
    columns: dict[str, Floats] = {}
    terms = [EDGES]
    for name, members in own.items():
        if name != reference:
            given = members.astype(float)
            columns[name] = given + (0 if view.directed else given[:, None]) + np.zeros((len(given), 1))
            terms.append(Term(f"{how}({name!r})", f"{how}.{name}", f"{label}: {name}", kind, name))
    shares = ((member.astype(int) @ member.T) > 0).astype(float)
    covariates = {}
    if _rank(view, {**columns, SHARES: shares}) > _rank(view, columns):
        columns[SHARES] = covariates[SHARES] = shares
        terms.append(Term(f"edgecov({SHARES!r})", f"edgecov.{SHARES}", SHARES, "shares"))
    else:
        view.notes.append(
            "Whether actors name those that share a voice cannot be told from the rest in the answers seen (as "
            "where all members of a voice are silent). It is not in the model: a voice that answered less may seem "
            "to be named less for that alone."
        )
    _check(view, columns)
    return terms, covariates, reference


def _reference(own: dict[str, Bools]) -> str:
    """Return the voice that others are compared with: the one that most have alone; the largest, if none is."""
    single = np.sum(list(own.values()), axis=0) == 1
    return max(own, key=lambda name: (int((own[name] & single).sum()), int(own[name].sum())))


def _closure(view: View) -> list[Term]:
    _check(view, {})
    ties, seen = view.ties[-1], view.seen[-1]
    if not (ties & (ties.astype(int) @ ties.astype(int) > 0)).any():
        raise PowermapError(
            "No tie seen is between two that have a partner in common, so that closure cannot be estimated.",
            fix=ANOTHER,
        )
    closure = Term(f"gwesp({DECAY}, fixed=TRUE)", f"gwesp{'.OTP' if view.directed else ''}.fixed.{DECAY}",
                   "closes a triangle", "closure")  # fmt: skip
    if not view.directed:
        return [EDGES, closure]
    both = np.triu(seen & seen.T)
    kinds = {"both name": ties & ties.T, "just one names": ties ^ ties.T, "neither names": ~(ties | ties.T)}
    for what, pairs in kinds.items():
        if not (both & pairs).any():
            raise PowermapError(
                f"There is no pair, of those where both answers were seen, in which {what} the other, so that "
                "reciprocity cannot be estimated.",
                fix=ANOTHER,
            )
    return [EDGES, MUTUAL, closure]


def _prepare(view: View, known: Bools, what: str) -> None:
    if len(known) and not known[view.keep].any():
        raise PowermapError(f"No actor has a {what}.", fix=f"{ANOTHER[:-1]}, or fill it in in the survey.")
    view.only(known, f"they have no {what}")
    _check_size(view)
    view.undirect()


def _check_size(view: View) -> None:
    if len(view.kept) < 3:
        raise PowermapError(
            f"A model needs at least 3 actors; there are {len(view.kept)} here. {' '.join(view.notes)}".strip()
        )
    if not view.seen[-1].any():
        raise PowermapError(
            "No answer between these actors was observed.", fix="Check in the survey who is marked as responding."
        )


def _check(view: View, columns: dict[str, Floats]) -> None:
    """Say what cannot be estimated, and why, of terms that each pair has for itself."""
    for word, (pairs, ties) in view.parts().items():
        y = np.concatenate([one[there] for there, one in zip(pairs, ties, strict=True)])
        before = {
            "tie": "",
            "new tie": " and that had no tie before",
            "kept tie": " and that had a tie before",
        }[word]
        if not len(y) or y.all() or not y.any():
            what = "there is none" if not len(y) else f"{'all have' if y.all() else 'none has'} a {word}"
            raise PowermapError(f"Of the pairs whose answer was seen{before}, {what}: there is nothing to compare.")
        for name, values in columns.items():
            _check_column(name, np.concatenate([values[there] for there in pairs]), y, word)


def _check_column(name: str, x: Floats, y: Bools, word: str) -> None:
    sides = np.unique(x)
    if len(sides) == 1:
        raise PowermapError(
            f"'{name}' is the same for every pair that could have a {word}, so that it cannot be estimated.",
            fix=ANOTHER,
        )
    for side in sides if len(sides) == 2 else ():
        ties = y[x == side]
        if ties.all() or not ties.any():
            end = "infinity" if ties.all() else "zero"
            raise PowermapError(
                f"{'Every' if ties.all() else 'No'} pair {'with' if side else 'without'} '{name}' has a {word} in "
                f"the {len(ties)} answers seen: the odds run off to {end} and have no estimate.",
                fix="Report that as it is, and use another formula.",
            )


def _rank(view: View, columns: dict[str, Floats]) -> int:
    pairs = view.seen[-1]
    design = np.column_stack([np.ones(int(pairs.sum())), *(values[pairs] for values in columns.values())])
    return int(np.linalg.matrix_rank(np.unique(design, axis=0)))
