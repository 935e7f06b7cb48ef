"""From the attributes of a GraphML or GEXF file to the columns of sheets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from powermap.survey.checks import found
from powermap.survey.graph_sheets import (
    MOST_ACTORS,
    TieRow,
    actor_names,
    actor_sheet,
    both_ways,
    fault,
    tie_sheet,
    too_big,
)
from powermap.survey.names import name_key
from powermap.vocabulary import key

if TYPE_CHECKING:
    from powermap.survey.model import Issue
    from powermap.survey.sheet import Sheet

#: Attributes that hold the name of an actor, the surest first; else its id is its name.
_NAMES = ("name", "label", "organisation name", "organization name", "organisation", "organization", "org name",
          "org", "actor", "actor name", "node name", "nodelabel", "display name", "shared name", "id")  # fmt: skip
#: Attributes that say how a program draws an actor or a tie, or names its parts.
_DRAWING = frozenset(
    ("r", "g", "b", "a", "x", "y", "z", "red", "green", "blue", "alpha", "size", "width", "height", "color",
     "colour", "shape", "opacity", "visibility", "thickness", "position", "font", "fontsize", "labelcolor",
     "linestyle", "arrow", "arrowshape", "marked", "selected", "polar", "locked", "fixed", "order", "id", "edgeid",
     "timeset", "interval", "tooltip", "image", "imagefile", "nodegraphics", "edgegraphics", "portgraphics", "url",
     "description", "suid")
)  # fmt: skip


@dataclass
class Vertex:
    """An actor of the file."""

    id: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass
class Tie:
    """A tie of the file; *ways* is 2 where it counts in both directions."""

    sender: str
    receiver: str
    line: int
    ways: int = 1
    attributes: dict[str, str] = field(default_factory=dict)


def sheets_from(
    label: str, title: str, program: str, vertices: dict[str, Vertex], ties: list[Tie]
) -> tuple[list[Sheet], list[Issue]]:
    """Return a sheet of actors and a sheet of ties, with a column for each attribute but those for drawing.

    Raises
    ------
    UnreadableFileError
        A tie names an actor that is not in the file.
    UnrecognisedSurveyError
        There are no ties.
    """
    if len(vertices) > MOST_ACTORS:
        raise too_big(label, 1)
    for tie in ties:
        for end in (tie.sender, tie.receiver):
            if end not in vertices:
                what = f"This tie names '{end[:60]}', which is not among the actors of the file."
                raise fault(label, tie.line, what, "Add the actor, or correct the tie.")
    called, issues, used = _names(label, vertices)
    name_of = dict(zip(vertices, called, strict=True))
    headers, unused = _columns((vertex.attributes for vertex in vertices.values()), {used} if used else set())
    actors: list[TieRow] = [
        (vertex.line, [name_of[own], *(vertex.attributes.get(header, "").strip() for header in headers)])
        for own, vertex in vertices.items()
    ]
    tie_headers, tie_unused = _columns((tie.attributes for tie in ties), _not_relations(ties))
    rows: list[TieRow] = []
    for tie in ties:
        ends = name_of[tie.sender], name_of[tie.receiver]
        values = [tie.attributes.get(header, "").strip() for header in tie_headers]
        rows.append((tie.line, [*ends, *values]))
        if tie.ways == 2 and ends[0] != ends[1]:
            rows.append((tie.line, [ends[1], ends[0], *values]))
    ignored = list(dict.fromkeys(f"'{name[:60]}'" for name in (*unused, *tie_unused) if name != used))
    if ignored:
        message = f"Attributes for drawing, or without a use here, that were not used: {', '.join(ignored[:40])}."
        issues.append(found("note", "columns-ignored", message, file=label))
    issues += both_ways(label, [tie.line for tie in ties if tie.ways == 2 and tie.sender != tie.receiver])
    network = f"{program} file, {len(vertices)} actors"
    return [
        actor_sheet(label, title, network, headers, actors),
        tie_sheet(label, title, network, tie_headers, rows),
    ], issues


def _names(label: str, vertices: dict[str, Vertex]) -> tuple[list[str], list[Issue], str]:
    """Return a name for each vertex, and the attribute that gave them ('' where the ids did)."""
    titles = {key(title): title for vertex in reversed(vertices.values()) for title in vertex.attributes}
    filled = []
    for word in _NAMES:
        title = titles.get(word)
        texts = [vertex.attributes.get(title, "").strip() for vertex in vertices.values()] if title else []
        there = [name_key(text) for text in texts if text]
        if title and len(there) * 2 > len(vertices):
            filled.append((len(set(there)) < len(there), title, texts))
    # The first in which no two are the same; else the first.
    _, used, texts = min(filled, key=lambda one: one[0], default=(False, "", [""] * len(vertices)))
    ids = [(vertex.line, vertex.id) for vertex in vertices.values()]
    names, issues = actor_names(label, ids, texts)
    return names, issues, used


def _not_relations(ties: list[Tie]) -> set[str]:
    """Return 'label' where the labels of ties are not their relation: missing on some, or nearly all different."""
    labels = {title for tie in ties for title in tie.attributes if key(title) in ("label", "edge label")}
    texts = {title: [tie.attributes.get(title, "").strip() for tie in ties] for title in labels}
    return {
        title
        for title, said in texts.items()
        if not all(said) or (len(set(said)) > 3 and len(set(said)) * 2 > len(said))
    }


def _columns(attributes: Iterable[dict[str, str]], without: set[str]) -> tuple[list[str], list[str]]:
    """Return the titles of the attributes that make columns, and of those that do not; empty ones are neither."""
    titles: dict[str, None] = {}
    for own in attributes:
        titles.update((title, None) for title, text in own.items() if text.strip())
    columns = [title for title in titles if title not in without and key(title).replace(" ", "") not in _DRAWING]
    return columns, [title for title in titles if title not in columns]
