"""What a file of a network program says, as sheets: a list of actors and a tidy list of ties.

Each row remembers the line of the file that it came from, so that names, sectors, answers and duplicates are
settled as those of any spreadsheet are, and what is wrong is told by its line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from powermap.errors import UnreadableFileError, UnrecognisedSurveyError
from powermap.survey.checks import found
from powermap.survey.names import name_in, name_key
from powermap.survey.sheet import Sheet

if TYPE_CHECKING:
    from powermap.survey.model import Issue

#: More than any partnership has; beyond, a file is refused before memory is spent on it.
MOST_ACTORS = 50_000
MOST_CELLS = 5_000_000

TieRow = tuple[int, list[Any]]


def fault(label: str, line: int, what: str, fix: str) -> UnreadableFileError:
    """Return the error for a network file that breaks off, or says what it cannot mean, at this line.

    >>> print(fault("trust.net", 14, "There is no vertex 9.", "Correct its number."))
    trust.net, line 14: There is no vertex 9. Correct its number.
    """
    return UnreadableFileError(what, where=f"{label}, line {line}", fix=fix)


def too_big(label: str, line: int) -> UnreadableFileError:
    """Return the error for a network of more actors or ties than any partnership has."""
    what = "This network is too big to be a partnership survey."
    return fault(label, line, what, "Check the sizes that the file gives, or export a smaller network.")


def is_number(text: str) -> bool:
    """Tell whether a word of a network file is a number.

    >>> is_number("2.50"), is_number("1E+38"), is_number("Hub")
    (True, True, False)
    """
    try:
        float(text)
    except ValueError:
        return False
    return "_" not in text


def two_mode(label: str, line: int, rows: int, columns: int) -> UnrecognisedSurveyError:
    """Return the error for a network between two kinds of things."""
    return UnrecognisedSurveyError(
        f"This is a two-mode network or a table of attributes ({rows} by {columns}): it says who belongs to what, "
        "not who named whom.",
        where=f"{label}, line {line}",
        fix="Give powermap a network among the organisations, or the attendance as a sheet with a row per "
        "organisation and a column per meeting.",
    )


def actor_names(
    label: str, vertices: Sequence[tuple[int, str]], labels: Sequence[str]
) -> tuple[list[str], list[Issue]]:
    """Return a name for each vertex: its label, or its id where it has none; no two have the same.

    Parameters
    ----------
    label : str
        What the file is called in messages.
    vertices : sequence of (line, id)
    labels : sequence of str

    Examples
    --------
    >>> names, issues = actor_names("a.net", [(2, "1"), (3, "2"), (4, "3")], ["Hub", "hub", ""])
    >>> names, [issue.code for issue in issues]
    (['Hub', 'hub (2)', '3'], ['label-repeated'])
    """
    taken: set[str] = set()
    names, issues = [], []
    for (line, own), text in zip(vertices, labels, strict=True):
        name = name_in(text) or name_in(own)
        if name_key(name) in taken:
            apart = f"{name} ({name_in(own)})"
            while name_key(apart) in taken:
                apart += "*"
            message = f"Line {line}: A second actor is called '{name[:60]}'; it was kept apart, as '{apart[:70]}'."
            fix = "Give each a label of its own; if they are one, make them one vertex."
            issues.append(found("warning", "label-repeated", message, fix, file=label))
            name = apart
        taken.add(name_key(name))
        names.append(name)
    return names, issues


def actor_sheet(
    label: str, title: str, network: str, headers: Sequence[str], rows: Sequence[TieRow], *, name: str = ""
) -> Sheet:
    """Return the sheet of actors from (line, [name, attribute, ...]) rows."""
    return _sheet(label, title, network, ("name", *headers), rows, name)


def tie_sheet(
    label: str, title: str, network: str, headers: Sequence[str], rows: Sequence[TieRow], *, name: str = ""
) -> Sheet:
    """Return the sheet of ties from (line, [from, to, attribute, ...]) rows.

    Raises
    ------
    UnrecognisedSurveyError
        There are none.
    """
    if not rows:
        raise UnrecognisedSurveyError(
            "This network has no ties.", where=label, fix="Export it again, with its ties (edges, arcs)."
        )
    return _sheet(label, title, network, ("from", "to", *headers), rows, name)


def attendance_sheet(label: str, title: str, network: str, rows: Sequence[TieRow]) -> Sheet:
    """Return the sheet of a two-mode network from (line, [actor, event, 'yes', 'no' or '?']) rows."""
    if not rows:
        raise UnrecognisedSurveyError(
            "This network has no ties.", where=label, fix="Export it again, with its ties (edges, arcs)."
        )
    return _sheet(label, title, network, ("actor", "event", "attended"), rows, "")


def _sheet(
    label: str, title: str, network: str, headers: Sequence[str], rows: Sequence[TieRow], name: str
) -> Sheet:
    if len(rows) * len(headers) > MOST_CELLS:
        raise too_big(label, 1)
    cells = [list(headers)] + [row for _, row in rows]
    return Sheet(label, name, cells, title=title, network=network, lines=(0, *(line for line, _ in rows)))


def both_ways(label: str, lines: Sequence[int]) -> list[Issue]:
    """Return the note that says how many ties have no direction of their own, by the lines that they stand on."""
    if not lines:
        return []
    what = f"{len(lines):,} ties have no direction, or go both ways; each counts"
    if len(lines) == 1:
        what = "A tie has no direction, or goes both ways; it counts"
    message = f"Line {lines[0]}: {what} from either end to the other."
    return [found("note", "undirected-ties", message, file=label)]


def times_ignored(label: str, line: int) -> Issue:
    """Return the note that says that the times in a file play no part."""
    return found(
        "note",
        "times-ignored",
        f"Line {line}: This file says when actors or ties were there; times were not used.",
        "Save the network of each round as a file of its own.",
        file=label,
    )
