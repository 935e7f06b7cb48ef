"""GraphML files, as networkx, igraph, Gephi, yEd, visone, Cytoscape and NodeXL write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from powermap.survey.graph_attributes import Tie, Vertex, sheets_from
from powermap.survey.graph_sheets import fault
from powermap.survey.graph_xml import Element, parse_xml

if TYPE_CHECKING:
    from powermap.survey.model import Issue
    from powermap.survey.sheet import Sheet


@dataclass
class _Key:
    """What a key of the file stands for."""

    title: str
    part: str
    default: str | None


def read_graphml(content: bytes, label: str, title: str) -> tuple[list[Sheet], list[Issue]]:
    """Return a GraphML file as a sheet of actors and a sheet of ties.

    Raises
    ------
    UnreadableFileError
        The file is damaged, or a tie names an actor that is not there.
    UnrecognisedSurveyError
        There is no network in it.
    """
    root, issues = parse_xml(content, label)
    graphs = root.own("graph")
    if not graphs:
        raise fault(label, root.line, "This GraphML file has no graph.", "Export it again.")
    keys = {key.attributes.get("id", ""): _key(key) for key in root.all("key")}
    vertices: dict[str, Vertex] = {}
    ties: list[Tie] = []
    for number, graph in enumerate(graphs, start=1):
        _vertices(label, graph, keys, vertices)
        own = _ties(label, graph, keys)
        if len(graphs) > 1:  # a graph for each relation
            for tie in own:
                tie.attributes.setdefault("relation", graph.attributes.get("id") or f"graph {number}")
        ties += own
    sheets, said = sheets_from(label, title, "GraphML", vertices, ties)
    return sheets, issues + said


def _key(element: Element) -> _Key:
    attributes = element.attributes
    default = next((child.text for child in element.own("default")), None)
    title = attributes.get("attr.name") or attributes.get("yfiles.type") or attributes.get("id", "")
    return _Key(title, attributes.get("for", "all"), default)


def _vertices(label: str, graph: Element, keys: dict[str, _Key], vertices: dict[str, Vertex]) -> None:
    here: set[str] = set()
    for node in graph.all("node"):
        own = _id(label, node, "id")
        if own in here:
            raise fault(label, node.line, f"Node '{own[:60]}' is there twice.", "Give each node an id of its own.")
        here.add(own)
        vertex = vertices.setdefault(own, Vertex(own, node.line))
        vertex.attributes = {**_data(node, keys, "node"), **vertex.attributes}


def _ties(label: str, graph: Element, keys: dict[str, _Key]) -> list[Tie]:
    ties = []
    left = [(child, graph) for child in reversed(graph.children)]
    while left:
        element, inside = left.pop()
        if element.tag == "hyperedge":
            what = "This file has a tie among more than two actors (a hyperedge)."
            raise fault(label, element.line, what, "Export it with ties between two.")
        if element.tag == "edge":
            default = inside.attributes.get("edgedefault", "directed")
            said = element.attributes.get("directed", "")
            directed = said.strip().lower() in ("true", "1") if said else default.strip().lower() != "undirected"
            ends = _id(label, element, "source"), _id(label, element, "target")
            ties.append(Tie(*ends, element.line, 1 if directed else 2, _data(element, keys, "edge")))
        inside = element if element.tag == "graph" else inside
        left += [(child, inside) for child in reversed(element.children)]
    return ties


def _id(label: str, element: Element, attribute: str) -> str:
    own = element.attributes.get(attribute, "").strip()
    if not own:
        raise fault(label, element.line, f"This {element.tag} has no {attribute}.", "Export the file again.")
    return own


def _data(element: Element, keys: dict[str, _Key], part: str) -> dict[str, str]:
    """Return the attributes of a node or edge by their titles, defaults among them."""
    values = {
        key.title: key.default for key in keys.values() if key.default is not None and key.part in (part, "all")
    }
    for data in element.own("data"):
        own = data.attributes.get("key", "")
        key = keys.get(own) or _Key(own, "all", None)
        # yEd keeps the label among its drawing.
        drawn = next((below.text for below in data.all("NodeLabel", "EdgeLabel") if below.text.strip()), "")
        if drawn:
            values.setdefault("label", drawn)
        elif not data.children:
            values[key.title] = data.text
    return values
