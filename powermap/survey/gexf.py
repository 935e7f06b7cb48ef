"""GEXF files, versions 1.1 to 1.3, as Gephi and networkx write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from powermap.survey.graph_attributes import Tie, Vertex, sheets_from
from powermap.survey.graph_sheets import fault, times_ignored
from powermap.survey.graph_xml import Element, parse_xml

if TYPE_CHECKING:
    from powermap.survey.model import Issue
    from powermap.survey.sheet import Sheet

_TIMES = ("start", "end", "startopen", "endopen", "timestamp", "timestamps", "intervals")
_WAYS = {"directed": 1, "undirected": 2, "mutual": 2}


def read_gexf(content: bytes, label: str, title: str) -> tuple[list[Sheet], list[Issue]]:
    """Return a GEXF file as a sheet of actors and a sheet of ties.

    Raises
    ------
    UnreadableFileError
        The file is damaged, or a tie names an actor that is not there.
    UnrecognisedSurveyError
        There is no network in it.
    """
    root, issues = parse_xml(content, label)
    graph = next(iter(root.own("graph")), None)
    if graph is None:
        raise fault(label, root.line, "This GEXF file has no graph.", "Export it again.")
    titles, defaults = _declared(graph)
    vertices: dict[str, Vertex] = {}
    times = 0
    for node in graph.all("node"):
        own = _id(label, node, "id")
        if own in vertices:
            raise fault(label, node.line, f"Node '{own[:60]}' is there twice.", "Give each node an id of its own.")
        attributes = {**defaults["node"], **_values(node, titles["node"])}
        if node.attributes.get("label", "").strip():
            attributes = {"label": node.attributes["label"], **_but(attributes, "label")}
        vertices[own] = Vertex(own, node.line, attributes)
        times = times or (node.line if _has_times(node) else 0)
    ties = []
    weighed = any("weight" in edge.attributes for edge in graph.all("edge"))
    for edge in graph.all("edge"):
        attributes = {**defaults["edge"], **_values(edge, titles["edge"])}
        if weighed:  # 1 where it is left out, as the format says
            attributes = {"weight": edge.attributes.get("weight", "1"), **_but(attributes, "weight")}
        for said in ("kind", "label"):
            if edge.attributes.get(said, "").strip():
                attributes.setdefault(said, edge.attributes[said])
        ends = _id(label, edge, "source"), _id(label, edge, "target")
        ties.append(Tie(*ends, edge.line, _ways(label, edge, graph), attributes))
        times = times or (edge.line if _has_times(edge) else 0)
    if times:
        issues.append(times_ignored(label, times))
    sheets, said_too = sheets_from(label, title, "GEXF", vertices, ties)
    return sheets, issues + said_too


def _but(attributes: dict[str, str], title: str) -> dict[str, str]:
    return {own: text for own, text in attributes.items() if own.lower() != title}


def _ways(label: str, edge: Element, graph: Element) -> int:
    said = edge.attributes.get("type") or graph.attributes.get("defaultedgetype") or "undirected"
    ways = _WAYS.get(said.strip().lower())
    if ways is None:
        what = f"The type of this edge is '{said[:40]}', which is none of directed, undirected and mutual."
        raise fault(label, edge.line, what, "Correct it; the relation belongs in an attribute called 'relation'.")
    return ways


def _declared(graph: Element) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Return, of nodes and of edges, the titles of attributes by their ids, and their defaults by their titles."""
    titles: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    for attributes in graph.own("attributes"):
        part = attributes.attributes.get("class", "node").strip().lower()
        for attribute in attributes.own("attribute"):
            own = attribute.attributes.get("id", "")
            title = attribute.attributes.get("title") or own
            titles.setdefault(part, {})[own] = title
            for default in attribute.own("default"):
                defaults.setdefault(part, {})[title] = default.text.strip()
    return titles, defaults


def _values(element: Element, titles: dict[str, str]) -> dict[str, str]:
    """Return the values of a node or edge by their titles; of several at different times, the first."""
    values: dict[str, str] = {}
    for group in element.own("attvalues"):
        for value in group.own("attvalue"):
            own = value.attributes.get("for") or value.attributes.get("id", "")  # 'id' up to version 1.1
            values.setdefault(titles.get(own, own), value.attributes.get("value", ""))
    return values


def _has_times(element: Element) -> bool:
    if any(time in element.attributes for time in _TIMES) or element.own("spells"):
        return True
    values = (value for group in element.own("attvalues") for value in group.own("attvalue"))
    return any(time in value.attributes for value in values for time in _TIMES)


def _id(label: str, element: Element, attribute: str) -> str:
    own = element.attributes.get(attribute, "").strip()
    if not own:
        raise fault(label, element.line, f"This {element.tag} has no {attribute}.", "Export the file again.")
    return own
