"""Cells that hold several names: 'Council, Hub, Peers', where a name may itself hold a comma.

Names that are known are found whole, the longest first. Of the rest, two pieces are parted only where some other
cell has one without the other: an option of a form is always written whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import NamedTuple

from powermap.survey.names import name_key
from powermap.vocabulary import key


class NameList(NamedTuple):
    """The names in one cell, and those pieces of it that may be one name or several."""

    names: tuple[str, ...]
    unsure: tuple[tuple[str, ...], ...]


def pieces_of(text: str, separator: str) -> list[str]:
    """Return what stands between the separators.

    >>> pieces_of("Council;Hub, the;", ";")
    ['Council', 'Hub, the']
    """
    return [piece.strip() for piece in text.split(separator) if piece.strip()]


def split_names(cells: Iterable[str], separator: str, known: Collection[str]) -> dict[str, NameList]:
    """Return the names in each different cell.

    Parameters
    ----------
    cells : iterable of str
    separator : str
        ', ' (Google Forms), ',' (Qualtrics) or ';' (Microsoft Forms, where names are never unsure).
    known : collection of str
        The `name_key` of every name that the file gives elsewhere.

    Examples
    --------
    >>> cells = ["Health, Work and Care, Hub", "Hub, Peers", "Peers"]
    >>> split_names(cells, ", ", {"health work and care"})["Health, Work and Care, Hub"]
    NameList(names=('Health, Work and Care', 'Hub'), unsure=())
    """
    cut = {cell: pieces_of(cell, separator) for cell in dict.fromkeys(cells)}
    if "," not in separator:
        return {
            cell: NameList(tuple(name for piece in pieces for name in _at_commas(piece, known)), ())
            for cell, pieces in cut.items()
        }
    longest = max((name.count(" ") for name in known), default=0) + 1
    parted = {cell: _with_known(pieces, separator, known, longest) for cell, pieces in cut.items()}
    apart = _seen_apart(parted.values())
    return {cell: _one_cell(runs, separator, apart) for cell, runs in parted.items()}


def _at_commas(piece: str, known: Collection[str]) -> list[str]:
    """Part a piece at its commas too, where it is no known name and each part is one."""
    parts = pieces_of(piece, ",")
    return parts if name_key(piece) not in known and all(name_key(part) in known for part in parts) else [piece]


#: A name that is known, or a run of pieces that are not.
Runs = list[str | list[str]]


def _with_known(pieces: list[str], separator: str, known: Collection[str], longest: int) -> Runs:
    """Find the known names among the pieces, the longest first."""
    runs: Runs = []
    at = 0
    while at < len(pieces):
        most = min(len(pieces), at + longest)
        found = next(
            (end for end in range(most, at, -1) if name_key(separator.join(pieces[at:end])) in known), None
        )
        if found is not None:
            runs.append(separator.join(pieces[at:found]))
            at = found
            continue
        if runs and isinstance(runs[-1], list):
            runs[-1].append(pieces[at])
        else:
            runs.append([pieces[at]])
        at += 1
    return runs


def _seen_apart(cells: Iterable[Runs]) -> set[tuple[str, str]]:
    """Return the pairs of unknown neighbours of which one is somewhere without the other."""
    before: dict[str, set[str]] = {}
    after: dict[str, set[str]] = {}
    for runs in cells:
        for run in runs:
            if isinstance(run, str):
                continue
            keys = [key(piece) for piece in run]
            for left, right in zip(["", *keys], [*keys, ""], strict=True):
                after.setdefault(left, set()).add(right)
                before.setdefault(right, set()).add(left)
    return {
        (left, right)
        for left, followers in after.items()
        for right in followers
        if left and right and (len(followers) > 1 or len(before[right]) > 1)
    }


def _one_cell(runs: Runs, separator: str, apart: set[tuple[str, str]]) -> NameList:
    names: list[str] = []
    unsure: list[tuple[str, ...]] = []
    for run in runs:
        if isinstance(run, str):
            names.append(run)
            continue
        group = [run[0]]
        for left, right in pairwise(run):
            if (key(left), key(right)) in apart:
                _close(group, names, unsure, separator)
                group = []
            group.append(right)
        _close(group, names, unsure, separator)
    return NameList(tuple(names), tuple(unsure))


def _close(group: list[str], names: list[str], unsure: list[tuple[str, ...]], separator: str) -> None:
    """Read pieces that nothing parts as names of their own, except what begins in lower case or with 'and'."""
    if len(group) == 1:
        names.append(group[0])
        return
    unsure.append(tuple(group))
    for place, piece in enumerate(group):
        if place and piece[0].islower():
            names[-1] += separator + piece
        else:
            names.append(piece)
