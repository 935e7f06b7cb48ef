"""Among whom may labels be shuffled: everybody, those alike in response, in place or size, or in degree?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from powermap.errors import PowermapError, UnknownChoiceError
from powermap.measures.kernels import answered
from powermap.measures.position import nominations_received
from powermap.network import Network, Whole

#: 'response', 'degree', None (freely), or a label for each actor (place, size), which is combined with response.
Within: TypeAlias = "str | Sequence[Any] | NDArray[Any] | pd.Series | None"

#: Five classes of a covariate take away about nine tenths of the bias that comes from it (Cochran 1968).
CLASSES = 5

#: A class of fewer actors is joined with its neighbour: there would be hardly anything to shuffle.
SMALLEST_CLASS = 4


def strata_of(network: Network, within: Within = "response") -> Whole:
    """Return the stratum of each actor; labels are shuffled among actors of the same one.

    Parameters
    ----------
    network : Network
    within : {'response', 'degree', None} or sequence
        'response': those who answered, and those who did not. 'degree': classes of nominations received as well
        (`degree_classes`). None: one stratum. A sequence gives a label for each actor, such as its place or size,
        in the order of ``network.names``; actors without one (None, NaN) are kept together, and nobody changes
        places with an actor of another response status.

    Returns
    -------
    (n,) array of int
        Strata of those who answered come first.

    Raises
    ------
    UnknownChoiceError
        *within* is another word.
    PowermapError
        There are more or fewer labels than actors, or they are in another order.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C"), ("C", "D")]), respondents=["A", "B", "C"])
    >>> strata_of(network).tolist(), strata_of(network, ["north", "south", "north", "north"]).tolist()
    ([0, 0, 0, 1], [0, 1, 0, 2])
    """
    if within is None:
        return np.zeros(len(network), dtype=np.intp)
    silent = ~answered(network)
    if isinstance(within, str) and within == "response":
        return silent.astype(np.intp)
    if isinstance(within, str) and within == "degree":
        labels: Sequence[Any] = degree_classes(network)
    elif isinstance(within, str):
        raise UnknownChoiceError(
            f"Labels cannot be shuffled within '{within}'.",
            fix="Use 'response', 'degree', None for freely, or a label (such as the place) for each actor.",
        )
    else:
        labels = _checked(network, within)
    known = ["" if label is None or label != label else f"={label}" for label in labels]
    codes = np.unique(np.array(known, dtype=str), return_inverse=True)[1].reshape(-1)
    both = silent * (int(codes.max(initial=0)) + 1) + codes
    return np.asarray(np.unique(both, return_inverse=True)[1].reshape(-1), dtype=np.intp)


def _checked(network: Network, labels: Sequence[Any] | NDArray[Any] | pd.Series) -> list[Any]:
    # Of a table or a dictionary, a list would hold the columns or the keys.
    if not isinstance(labels, Collection) or isinstance(labels, Mapping | Set) or getattr(labels, "ndim", 1) != 1:
        raise PowermapError(
            f"Labels to shuffle within are a list; this is of the kind '{type(labels).__name__}'.",
            fix="Give one label for each actor, in the order of network.names.",
        )
    other = (
        isinstance(labels, pd.Series)
        and not isinstance(labels.index, pd.RangeIndex)
        and list(labels.index) != list(network.names)
    )
    if len(labels) != len(network) or other:
        raise PowermapError(
            f"There are {len(labels)} labels to shuffle within for {len(network)} actors, or they are in another "
            "order.",
            fix="Give one label for each actor, in the order of network.names.",
        )
    return list(labels)


def null_of(within: Within) -> str:
    """Return in words what a test that shuffles labels *within* these strata takes to be true.

    >>> print(null_of(None))
    Groups have nothing to do with it: each actor's whole set of groups could as well belong to any other actor.
    """
    alike = {
        "response": "any other actor that also answered, or also did not answer",
        "degree": "any other actor that is named about as often, and also answered or also did not",
        "": "any other actor with the same label (place, size or whatever was given), and that also answered or "
        "also did not",
    }
    whom = "any other actor" if within is None else alike[within if isinstance(within, str) else ""]
    return f"Groups have nothing to do with it: each actor's whole set of groups could as well belong to {whom}."


def degree_classes(network: Network, classes: int = CLASSES) -> list[str]:
    """Which actors are named about as often?

    Those who answered, and those who did not, are each sorted by nominations received (nominations over the answers
    seen about the actor) and cut into *classes* of about equal size. Actors with the same value are never parted,
    and a class of fewer than four is joined with the one below.

    Shuffling labels within classes of a covariate is the conditional permutation test of Rosenbaum; five classes
    suffice by Cochran. Pairing every actor with one other was not chosen: it drops whoever finds no partner.

    Returns
    -------
    list of str, one per actor, in the order of ``network.names``
        'answered, class 1' is named least. Actors about whom no answer was seen are a class of their own.

    References
    ----------
    Rosenbaum (1984), Conditional permutation tests and the propensity score in observational studies; Cochran
    (1968), The effectiveness of adjustment by subclassification in removing bias in observational studies.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([(a, b) for a in range(12) for b in range(6) if a != b])
    >>> sorted(set(degree_classes(Network.from_graph(graph))))
    ['answered, class 1', 'answered, class 2']
    """
    if classes < 1:
        raise PowermapError(f"Actors cannot be cut into {classes} classes.", fix="Use 5.")
    received = nominations_received(network).to_numpy(dtype=float)
    there = answered(network)
    labels = [""] * len(network)
    for word, part in (("answered", there), ("did not answer", ~there)):
        for place in np.flatnonzero(part & np.isnan(received)):
            labels[place] = f"{word}, nobody could name it"
        places = np.flatnonzero(part & ~np.isnan(received))
        for number, chosen in enumerate(_cut(places, received, classes), start=1):
            for place in chosen:
                labels[place] = f"{word}, class {number}"
    return labels


def _cut(places: Whole, received: np.ndarray[Any, Any], classes: int) -> list[Whole]:
    """Cut the actors at *places* into classes of about equal size, from least to most named."""
    size = max(SMALLEST_CLASS, -(-len(places) // classes))
    ranked = places[np.argsort(received[places], kind="stable")]
    # A tie in exact counts may differ in the last digit of the share.
    steps = np.flatnonzero(np.diff(received[ranked]) > 1e-12) + 1
    cut: list[Whole] = []
    start = 0
    for end in (*steps.tolist(), len(ranked)):
        if end - start >= size:
            cut.append(ranked[start:end])
            start = end
    rest = ranked[start:]
    if len(rest) and cut and len(rest) < SMALLEST_CLASS:
        cut[-1] = np.concatenate([cut[-1], rest])
    elif len(rest):
        cut.append(rest)
    return cut
