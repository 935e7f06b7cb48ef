"""What may go with a tie between two actors: being alike, who sends, who receives, another tie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from powermap.errors import PowermapError, UnknownChoiceError
from powermap.measures.kernels import membership
from powermap.network import By, Floats, Network

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Predictor:
    """What is known of each pair of actors.

    Parameters
    ----------
    label : str
        Its name in tables.
    matrix : (n, n) array of float
        Row: who sends, column: who receives. NaN where it is not known.
    words : str
        Which pairs have more of it, to follow 'a tie is more likely ...'.
    names : tuple of str, optional
        The actors, so that those of another round or relation can be matched; without it, they are taken to
        stand in the order of the outcome.
    of_ties : bool
        Whether it is made of ties: then, where direction is left out, two have it if either way has it.
    of_group : bool
        Whether it tells members of a group from others: a fit then needs three of each.
    """

    label: str
    matrix: Floats
    words: str
    names: tuple[str, ...] | None = None
    of_ties: bool = False
    of_group: bool = False


def same(network: Network, by: By = "sector", *, label: str | None = None) -> Predictor:
    """Are the two actors of the same sector, or do they share a voice?

    1 where they share a group, 0 where not; NaN where either has no group: not knowing is not a group.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    >>> same(network, ["x", "x", "y"]).matrix.tolist()
    [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    _, member = membership(network, by)
    shared = (member.astype(float) @ member.T.astype(float) > 0).astype(float)
    known = member.any(axis=1)
    shared[~known] = shared[:, ~known] = np.nan
    kind = by if isinstance(by, str) else "group"
    return Predictor(
        label or f"same {kind}", shared, f"between two of the same {kind}", network.names, of_group=True
    )


def sender(network: Network, of: str | Sequence[float], by: By = "voice", *, label: str | None = None) -> Predictor:
    """Does it matter who names: a member of a group, or somebody with more of something?

    Parameters
    ----------
    of : str or sequence of numbers
        A group of *by*, which gives 1 to its members, 0 to others, NaN to actors without any group; or a number
        for each actor, in the order of ``network.names``.
    label : str
        Needed with numbers: what they are.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B")]))
    >>> sender(network, [3, 5], label="years").matrix.tolist()
    [[3.0, 3.0], [5.0, 5.0]]
    """
    values, name, words = _of_actor(network, of, by, label)
    matrix = np.repeat(values[:, None], len(values), axis=1)
    told = (
        f"if the one who names is of {words}" if isinstance(of, str) else f"for each 1 more of {words} of who names"
    )
    return Predictor(label or f"sender: {name}", matrix, told, network.names, of_group=isinstance(of, str))


def receiver(
    network: Network, of: str | Sequence[float], by: By = "voice", *, label: str | None = None
) -> Predictor:
    """Does it matter who is named? As `sender`, for the actor at the other end.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B")]))
    >>> receiver(network, [3, 5], label="years").matrix.tolist()
    [[3.0, 5.0], [3.0, 5.0]]
    """
    values, name, words = _of_actor(network, of, by, label)
    matrix = np.repeat(values[None, :], len(values), axis=0)
    told = f"if the one who is named is of {words}"
    if not isinstance(of, str):
        told = f"for each 1 more of {words} of who is named"
    return Predictor(label or f"receiver: {name}", matrix, told, network.names, of_group=isinstance(of, str))


def ends(network: Network, of: str | Sequence[float], by: By = "voice", *, label: str | None = None) -> Predictor:
    """How much of it have the two together? For ties without direction, where nobody sends or receives.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]))
    >>> ends(network, "x", ["x", "x", "y"]).matrix.tolist()
    [[2.0, 2.0, 1.0], [2.0, 2.0, 1.0], [1.0, 1.0, 0.0]]
    """
    values, name, words = _of_actor(network, of, by, label)
    told = f"for each of the two that is of {words}"
    if not isinstance(of, str):
        told = f"for each 1 more of {words} that the two have together"
    both = values[:, None] + values[None, :]
    return Predictor(label or f"ends: {name}", both, told, network.names, of_group=isinstance(of, str))


def difference(network: Network, values: Sequence[float], label: str) -> Predictor:
    """How far apart are the two actors in a number, whichever has more?

    Parameters
    ----------
    values : sequence of numbers
        One for each actor, in the order of ``network.names``; NaN where not known.
    label : str
        What they are: 'tenure'.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B")]))
    >>> difference(network, [3, 5], "tenure").matrix.tolist()
    [[0.0, 2.0], [2.0, 0.0]]
    """
    own = _numbers(network, values, label)
    return Predictor(
        f"difference in {label}",
        np.abs(own[:, None] - own[None, :]),
        f"for each 1 more of difference in {label}",
        network.names,
    )


def relation(network: Network, *, strength: bool = False, label: str | None = None) -> Predictor:
    """Is there another tie between the two: of another relation, or in the last round?

    Answers that were not observed are NaN. Actors are matched by name, so that a round with other actors serves.

    Parameters
    ----------
    network : Network
    strength : bool
        How strong it is, instead of whether there is one.
    label : str, optional
        Relation and round, without it.

    Examples
    --------
    >>> import networkx as nx
    >>> relation(Network.from_graph(nx.DiGraph([("A", "B")]), respondents=["A"])).matrix.tolist()
    [[nan, 1.0], [nan, nan]]
    """
    name = label or f"{network.relation}, round {network.round}"
    words = f"for each 1 more of strength of '{name}'" if strength else f"where there is a tie of '{name}'"
    return Predictor(name, observed_matrix(network, strength=strength), words, network.names, of_ties=True)


def observed_matrix(network: Network, *, strength: bool = False) -> Floats:
    """Return what was answered about each pair, NaN where no answer was observed."""
    return np.where(network.observable, network.matrix(strength=strength), np.nan)


def predictor(given: Any, label: str) -> Predictor:
    """Return as a Predictor what was given as one, as a network, a table or a matrix.

    Parameters
    ----------
    given : Predictor, Network, DataFrame or (n, n) array
        A table has the names of actors as index and columns.
    label : str
        Its name, or an empty text to keep its own.
    """
    if isinstance(given, Predictor):
        return replace(given, label=label or given.label)
    if isinstance(given, Network):
        return relation(given, label=label or None)
    label = label or "predictor"
    if hasattr(given, "columns") and hasattr(given, "index"):
        matrix, names = _of_table(given, label)
    else:
        matrix, names = _square(given, label), None
    off = matrix[~np.eye(len(matrix), dtype=bool)]
    binary = bool(((off == 0) | (off == 1) | np.isnan(off)).all())
    words = f"where '{label}' holds" if binary else f"for each 1 more of '{label}'"
    return Predictor(label, matrix, words, names)


def without_direction(one: Predictor, matrix: Floats) -> Floats:
    """Return *matrix* of a predictor for pairs without direction.

    Of ties the stronger of the two ways counts, and both must have been observed: going by the one that was
    would count a tie that only the silent one sees as none.
    """
    if one.of_ties:
        return np.maximum(matrix, matrix.T)
    if not np.array_equal(matrix, matrix.T, equal_nan=True):
        raise PowermapError(
            f"'{one.label}' depends on direction, and this fit leaves direction out.",
            fix="Use directed=True, or 'ends' instead of 'sender' and 'receiver', or a symmetric matrix.",
        )
    return matrix


def aligned(one: Predictor, names: tuple[str, ...] | None, n: int) -> Floats:
    """Return the matrix of a predictor for the actors of the outcome; NaN for those that it does not know."""
    if one.names is None or one.names == names:
        if len(one.matrix) != n:
            raise PowermapError(
                f"'{one.label}' is about {len(one.matrix)} actors, and the outcome about {n}.",
                fix="Give one row and one column for each actor of the outcome, in the same order.",
            )
        return one.matrix
    if names is None:
        raise PowermapError(
            f"'{one.label}' has names of actors, and the outcome has not, so that they cannot be matched.",
            fix="Give the outcome as a Network or as a table with names.",
        )
    place = {name: i for i, name in enumerate(one.names)}
    where = np.array([place.get(name, -1) for name in names], dtype=np.intp)
    known = where >= 0
    if not known.any():
        raise PowermapError(
            f"No actor of the outcome is in '{one.label}'.", fix="Check that both spell the names alike."
        )
    matrix = np.full((n, n), np.nan)
    matrix[np.ix_(known, known)] = one.matrix[np.ix_(where[known], where[known])]
    return matrix


def _of_actor(network: Network, of: str | Sequence[float], by: By, label: str | None) -> tuple[Floats, str, str]:
    """Return a number for each actor, what it is called, and in a sentence."""
    if not isinstance(of, str):
        if not label:
            raise PowermapError("Numbers need a name.", fix="Say what they are: label='years in the partnership'.")
        return _numbers(network, of, label), label, label
    names, member = membership(network, by)
    if of not in names:
        told = ", ".join(f"'{name}'" for name in names) or "none"
        raise UnknownChoiceError(f"There is no group '{of}' here.", fix=f"The groups are: {told}.")
    values = member[:, names.index(of)].astype(float)
    values[~member.any(axis=1)] = np.nan
    return values, of, f"'{of}'"


def _numbers(network: Network, values: Sequence[float], label: str) -> Floats:
    try:
        own = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise PowermapError(f"'{label}' has something that is no number.", fix="Use nan where unknown.") from None
    if own.shape != (len(network),) or np.isinf(own).any():
        raise PowermapError(
            f"'{label}' needs one finite number for each of the {len(network)} actors.",
            fix="Give them in the order of network.names, with nan where unknown.",
        )
    return own


def _of_table(table: pd.DataFrame, label: str) -> tuple[Floats, tuple[str, ...]]:
    rows, columns = tuple(map(str, table.index)), tuple(map(str, table.columns))
    if rows != columns or len(set(rows)) != len(rows):
        raise PowermapError(
            f"The rows and columns of '{label}' are not the same actors in the same order, each once.",
            fix="Use table.reindex(index=names, columns=names).",
        )
    return _square(table.to_numpy(), label), rows


def _square(given: Any, label: str) -> Floats:
    try:
        matrix = np.array(given, dtype=float)
    except (TypeError, ValueError):
        raise PowermapError(f"'{label}' has something that is no number.", fix="Use nan where unknown.") from None
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise PowermapError(
            f"'{label}' is no square matrix: its shape is {matrix.shape}.",
            fix="Give one row and one column for each actor.",
        )
    if np.isinf(matrix).any():
        raise PowermapError(f"'{label}' has an infinite value.", fix="Use nan where unknown.")
    return matrix
