"""What a test is given: values of each actor, as a table, a Series, or a function that gives either."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pandas as pd

from powermap.errors import PowermapError
from powermap.network import Floats, Network

#: A table with a column per measure, one measure, or a function of the network that gives either.
Measured: TypeAlias = "pd.DataFrame | pd.Series | Callable[[Network], pd.DataFrame | pd.Series]"


def as_table(network: Network, measures: Measured) -> pd.DataFrame:
    """Return the values of each actor as a table, whichever way they were given."""
    given = measures(network) if callable(measures) else measures
    if isinstance(given, pd.Series):
        name = given.name if given.name is not None else getattr(measures, "__name__", "measure")
        given = given.to_frame(str(name))
    if not isinstance(given, pd.DataFrame):
        raise PowermapError(
            f"A measure of actors is a table or a Series with a number for each, not a {type(given).__name__}.",
            fix="Give pandas.Series(values, index=network.names).",
        )
    return given


def values_of(network: Network, measures: pd.DataFrame, *, at_least: float = -np.inf) -> Floats:
    """Return the values as an array, or say what is wrong with them.

    Parameters
    ----------
    measures : DataFrame
        One row per actor, in the order of ``network.names``; NaN where undefined.
    at_least : float
        The smallest value that makes sense.
    """
    if list(map(str, measures.index)) != list(network.names):
        raise PowermapError(
            "The measures do not belong to the actors of this network.",
            fix="Give one row per actor, in the order of network.names.",
        )
    try:
        values: Floats = measures.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as wrong_kind:
        raise PowermapError("The measures are not all numbers.", fix="Leave out columns of text.") from wrong_kind
    for column, name in enumerate(measures.columns):
        wrong = (values[:, column] < at_least) | np.isinf(values[:, column])
        if wrong.any():
            held = f"'{name}' is {values[wrong, column][0]} for '{network.names[int(np.flatnonzero(wrong)[0])]}'"
            if np.isfinite(at_least):
                raise PowermapError(
                    f"{held}; a share of it makes no sense.", fix="Test measures whose values are zero or above."
                )
            raise PowermapError(f"{held}; no mean can be taken of it.", fix="Leave it empty where it is undefined.")
    return values


def enough_draws(permutations: int) -> None:
    """Refuse a test without any permutation, or with part of one."""
    if not isinstance(permutations, int | np.integer) or permutations < 1:
        raise PowermapError(
            f"A test needs a whole number of permutations, at least one, not {permutations}.",
            fix="Use 9999.",
        )


def check_confidence(confidence: float) -> None:
    """Refuse a confidence that is none."""
    if not 0 < confidence < 1:
        raise PowermapError(f"Confidence lies between 0 and 1, not at {confidence}.", fix="Use 0.95.")
