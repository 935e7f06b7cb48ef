"""How a sheet is laid out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["ties", "actors", "matrix", "grid", "wide", "attendance", "aliases", "none"]


@dataclass(frozen=True)
class Shape:
    """How a sheet is laid out.

    Parameters
    ----------
    kind : str
    header : int
        The row of the sheet's block that holds the headers.
    columns : dict of str to int
        Which column plays which part.
    answers : tuple of int
        Columns of answers: one per relation in a tidy list, one per partner in a grid.
    unused : tuple of int
        Columns with a header that play no part.
    confidence : float
        0 to 1.
    reason : str
        Why, in words: for 'none', what was seen instead.
    way : {'->', '<->'}
        Which way ties run where no column says so.
    layout : object
        What else the reader of this kind of sheet needs to know.
    mapped : bool
        Whether a mapping says so.
    relation, round, blank, respondents : str
        What a mapping says of all its answers; '' where it says nothing.
    """

    kind: Kind
    header: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    answers: tuple[int, ...] = ()
    unused: tuple[int, ...] = ()
    confidence: float = 0.0
    reason: str = ""
    way: str = "->"
    layout: Any = None
    mapped: bool = False
    relation: str = ""
    round: str = ""
    blank: str = ""
    respondents: str = ""
