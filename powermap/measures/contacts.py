"""Who an actor's contacts are, and how much about them was seen: what the measures of single actors stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from powermap.errors import UnknownChoiceError
from powermap.measures.kernels import answered, sparse
from powermap.measures.two_steps import between_ties
from powermap.network import Bools, Floats, Network, Whole

if TYPE_CHECKING:
    from scipy.sparse import csr_array

#: Who counts as a contact: those who name the actor, those it names, or both.
Direction: TypeAlias = Literal["in", "out", "either"]


def contacts(network: Network, direction: Direction = "either") -> csr_array:
    """Return a sparse array of 0 and 1 in which each row marks the contacts of an actor; do not change it.

    Parameters
    ----------
    network : Network
    direction : {'in', 'out', 'either'}
        Those who name the actor, those whom it names, or all of them.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("B", "C")]))
    >>> contacts(network).toarray().tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
    """
    ties = sparse(network)
    if direction == "out":
        return ties
    if direction == "in":
        return ties.T.tocsr()
    if direction == "either":
        return ties.maximum(ties.T).tocsr()
    raise UnknownChoiceError(
        f"There are no contacts in the direction '{direction}'.", fix="Use 'in', 'out' or 'either'."
    )


def known(network: Network, direction: Direction = "either") -> Bools:
    """Return of which actors anything was observed in that direction: said about them, by them, or either.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B")]), respondents=["A"])
    >>> known(network, "in").tolist(), known(network, "out").tolist()
    ([False, True], [True, False])
    """
    about = np.asarray(network.observable_about > 0, dtype=bool)
    # Who had nobody to name did not fail to answer, but neither is there anything to count.
    by = np.asarray(answered(network) & (network.nameable_from > 0), dtype=bool)
    return about if direction == "in" else by if direction == "out" else np.asarray(about | by)


def seen_with(network: Network, member: Floats | None = None) -> Floats:
    """Return with how many members of each group each actor's tie was observed, from one side or from both.

    Parameters
    ----------
    network : Network
    member : (n, g) array of float, optional
        Who belongs to which group; without it, everybody is of one.

    Returns
    -------
    (n, g) array of float

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]), respondents=["A"])
    >>> seen_with(network)[:, 0].tolist()
    [2.0, 1.0, 1.0]
    """
    own = np.ones((len(network), 1)) if member is None else np.asarray(member, dtype=float)
    there, listed = network.responded, network.listed
    both = there & listed
    count = (
        np.outer(there, own[listed].sum(axis=0))
        + np.outer(listed, own[there].sum(axis=0))
        - np.outer(both, own[both].sum(axis=0))
        - own * both[:, None]
    )
    one, other, change = _exceptions(network)
    np.add.at(count, one, own[other] * change[:, None])
    np.add.at(count, other, own[one] * change[:, None])
    return np.asarray(count)


def answers_among(network: Network, near: csr_array) -> tuple[Floats, Floats]:
    """Return how much was observed among the contacts of each actor.

    Parameters
    ----------
    network : Network
    near : (n, n) sparse array
        As `contacts` returns it.

    Returns
    -------
    answers, pairs : (n,) arrays of float
        Answers of one contact about another; and pairs of contacts of whom at least one's answer was observed.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("A", "C"), ("C", "B")]), respondents=["A", "C"])
    >>> [found.tolist() for found in answers_among(network, contacts(network))]
    [[1.0, 2.0, 1.0], [1.0, 1.0, 1.0]]
    """
    from scipy.sparse import csr_array

    n = len(network)
    there, listed = network.responded, network.listed
    kinds = np.stack([there & listed, there & ~listed, listed & ~there], axis=1).astype(float)
    full, silent_name, named_only = (near @ kinds).T
    answers = (full + silent_name) * (full + named_only) - full
    pairs = full * (full - 1) / 2 + full * (silent_name + named_only) + silent_name * named_only
    heard = network.besides[network.responded[network.besides[:, 0]]]
    change = np.concatenate([np.ones(len(heard)), -np.ones(len(network.left_out))])
    if change.size:
        ends = np.concatenate([heard, network.left_out])
        answers = answers + ties_among(near, csr_array((change, (ends[:, 0], ends[:, 1])), shape=(n, n)))
        one, other, difference = _exceptions(network)
        pairs = pairs + ties_among(near, csr_array((difference, (one, other)), shape=(n, n)))
    return answers, pairs


def ties_among(near: csr_array, ties: csr_array) -> Floats:
    """Return the sum of *ties* between the contacts of each actor.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("A", "C"), ("C", "B")]))
    >>> ties_among(contacts(network), sparse(network)).tolist()
    [1.0, 1.0, 1.0]
    """
    return np.asarray(between_ties(near, ties, near).sum(axis=1))


def over(numerator: Any, denominator: Any) -> Floats:
    """Return the quotient; NaN where there is nothing to divide by.

    Examples
    --------
    >>> over(np.array([1.0, 1.0]), np.array([2.0, 0.0]))
    array([0.5, nan])
    """
    quotient = np.full(np.shape(numerator), np.nan)
    np.divide(numerator, denominator, out=quotient, where=np.asarray(denominator) > 0)
    return quotient


def by_actor(network: Network, name: str, values: Any) -> pd.Series:
    """Return one value per actor as a Series of that name.

    Examples
    --------
    >>> import networkx as nx
    >>> by_actor(Network.from_graph(nx.DiGraph([("A", "B")])), "size", [1, 2]).to_dict()
    {'A': 1.0, 'B': 2.0}
    """
    return pd.Series(values, index=pd.Index(network.names, name="actor", dtype=object), name=name, dtype=float)


def table_by_actor(network: Network, columns: dict[str, Any]) -> pd.DataFrame:
    """Return several values per actor as a table.

    Examples
    --------
    >>> import networkx as nx
    >>> table_by_actor(Network.from_graph(nx.DiGraph([("A", "B")])), {"size": [1.0, 2.0]})
           size
    actor
    A       1.0
    B       2.0
    """
    return pd.DataFrame(columns, index=pd.Index(network.names, name="actor", dtype=object))


def _exceptions(network: Network) -> tuple[Whole, Whole, Floats]:
    """Return the pairs whose being seen differs from what response and list alone would say, and by how much."""
    heard = network.besides[network.responded[network.besides[:, 0]]]
    pairs = np.unique(np.sort(np.concatenate([heard, network.left_out]), axis=1), axis=0)
    one, other = pairs[:, 0], pairs[:, 1]
    there, listed = network.responded, network.listed
    expected = (there[one] & listed[other]) | (there[other] & listed[one])
    seen = network.observed(one, other) | network.observed(other, one)
    change = seen.astype(float) - expected.astype(float)
    differs = change != 0
    return one[differs], other[differs], change[differs]
