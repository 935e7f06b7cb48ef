"""GraphML and GEXF: as the programs write them, and what a hostile or broken file may not do."""

from __future__ import annotations

import tempfile
from pathlib import Path

import igraph
import networkx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from survey.graph_xml import by_relation, ties

from powermap import read_survey


def partnership(kind=networkx.DiGraph):
    """Three organisations with every attribute that powermap knows."""
    graph = kind()
    graph.add_node("Peers", sector="Lived experience", seat=False, responded=True)
    graph.add_node("Council", sector="Local authority", seat=True, responded=True)
    graph.add_node("Hub", sector="VCSE", seat=False, responded=False)
    graph.add_edge("Peers", "Council", weight=2.0, relation="trusts")
    graph.add_edge("Council", "Hub", weight=0.0, relation="trusts")
    return graph


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_file_that_networkx_writes(tmp_path, ending):
    path = tmp_path / f"net.{ending}"
    getattr(networkx, f"write_{ending}")(partnership(), path)
    survey = read_survey(path)
    assert survey.actors["name"].tolist() == ["Peers", "Council", "Hub"]
    assert survey.actors["sector"].tolist() == ["Lived experience", "Local authority", "Voluntary and community"]
    assert survey.actors["seat"].tolist() == [False, True, False]
    assert survey.members["responded"].tolist() == [True, True, False]
    assert by_relation(survey) == {("1", "trusts"): {("Peers", "Council"): 2}}
    assert not survey.response_assumed
    assert {issue.level for issue in survey.issues} <= {"note"}


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_undirected_counts_both_ways(tmp_path, ending):
    path = tmp_path / f"net.{ending}"
    getattr(networkx, f"write_{ending}")(partnership(networkx.Graph), path)
    survey = read_survey(path)
    assert ties(survey) == {("Peers", "Council"): 2, ("Council", "Peers"): 2}
    (issue,) = [issue for issue in survey.issues if issue.code == "undirected-ties"]
    assert "2 ties" in issue.message
    assert issue.message.startswith("Line ")


def test_file_that_igraph_writes(tmp_path):
    """igraph calls the nodes n0, n1 and keeps the name in an attribute."""
    graph = igraph.Graph([(0, 1), (2, 1)], n=4, directed=True)
    graph.vs["name"] = ["Age UK", "Council", "Hub", "Lone group"]
    graph.vs["sector"] = ["VCSE", "LA", "VCSE", "VCSE"]
    graph.es["weight"] = [2, 3]
    graph.write_graphml(str(tmp_path / "igraph.graphml"))
    survey = read_survey(tmp_path / "igraph.graphml")
    assert ties(survey) == {("Age UK", "Council"): 2, ("Hub", "Council"): 3}
    assert survey.actors["name"].tolist() == ["Age UK", "Council", "Hub", "Lone group"]


NAMES = st.sampled_from(
    [
        "Age UK",
        "A|B",
        "O’Brien & Sons",
        'The "Hub"',
        "<b>",
        "Café",
        "1",
        "n0",
        "from",
        "to",
        "Council, the",
        "名",
        "a" * 99,
    ]
)


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
@settings(max_examples=60, deadline=2000)
@given(edges=st.dictionaries(st.tuples(NAMES, NAMES), st.integers(1, 9), min_size=1), directed=st.booleans())
def test_any_network_that_networkx_writes(ending, edges, directed):
    graph = networkx.DiGraph() if directed else networkx.Graph()
    graph.add_weighted_edges_from((one, other, weight) for (one, other), weight in edges.items())
    both = graph.to_directed()
    expected = {(one, other): weight for one, other, weight in both.edges(data="weight") if one != other}
    assume(expected)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "net.xml")
        getattr(networkx, f"write_{ending}")(graph, path)
        survey = read_survey(path)
    assert ties(survey) == expected
    assert set(survey.actors["name"]) == set(graph)


def test_an_edge_whose_answer_cannot_be_used_is_told_once(graphml):
    survey = graphml(
        '<key id="w" for="edge" attr.name="weight"/>\n'
        '<graph edgedefault="undirected"><node id="A"/><node id="B"/>\n'
        '<edge source="A" target="B"><data key="w">banana</data></edge></graph>'
    )
    assert survey.unanswered[["from", "to"]].values.tolist() == [["A", "B"], ["B", "A"]]
    assert [issue.message[:7] for issue in survey.issues if issue.level == "error"] == ["Line 5:"]


def test_direction_of_each_edge_and_defaults_of_keys(graphml):
    survey = graphml(
        '<key id="d0" for="node" attr.name="sector" attr.type="string"><default>VCSE</default></key>\n'
        '<key id="d1" for="edge" attr.name="weight" attr.type="int"><default>5</default></key>\n'
        '<graph edgedefault="undirected">\n'
        '<node id="A"><data key="d0">NHS</data></node><node id="B"/><node id="C"/>\n'
        '<edge source="A" target="B"/>\n'
        '<edge source="B" target="C" directed="true"><data key="d1">1</data></edge>\n'
        "</graph>"
    )
    assert ties(survey) == {("A", "B"): 5, ("B", "A"): 5, ("B", "C"): 1}
    assert survey.actors["sector"].tolist() == ["NHS", "Voluntary and community", "Voluntary and community"]


def test_yed_keeps_its_labels_in_the_drawing(graphml):
    survey = graphml(
        '<key for="node" id="d6" yfiles.type="nodegraphics"/>'
        '<key for="edge" id="d10" yfiles.type="edgegraphics"/>\n'
        '<graph edgedefault="directed" id="G">\n'
        '<node id="n0"><data key="d6"><y:ShapeNode><y:Fill color="#FFCC00"/><y:NodeLabel>Council</y:NodeLabel>'
        "</y:ShapeNode></data></node>\n"
        '<node id="n1" yfiles.foldertype="group"><graph edgedefault="directed" id="n1:"><node id="n1::n0">'
        '<data key="d6"><y:ShapeNode><y:NodeLabel>Hub</y:NodeLabel></y:ShapeNode></data></node></graph></node>\n'
        '<edge id="e0" source="n0" target="n1::n0"><data key="d10"><y:PolyLineEdge>'
        "<y:EdgeLabel>trusts</y:EdgeLabel></y:PolyLineEdge></data></edge></graph>"
    )
    assert by_relation(survey) == {("1", "trusts"): {("Council", "Hub"): 1}}


def test_a_graph_for_each_relation(graphml):
    nodes = '<node id="A"/><node id="B"/>'
    survey = graphml(
        f'<graph id="works with" edgedefault="directed">{nodes}<edge source="A" target="B"/></graph>\n'
        f'<graph id="trusts" edgedefault="directed">{nodes}<edge source="B" target="A"/></graph>'
    )
    assert by_relation(survey) == {("1", "works with"): {("A", "B"): 1}, ("1", "trusts"): {("B", "A"): 1}}
    assert len(survey.actors) == 2


def test_an_attribute_for_each_question_and_round(graphml):
    survey = graphml(
        '<key id="t" for="edge" attr.name="trust" attr.type="int"/>'
        '<key id="i" for="edge" attr.name="influence" attr.type="int"/>'
        '<key id="w" for="edge" attr.name="wave" attr.type="int"/>\n'
        '<graph edgedefault="directed"><node id="A"/><node id="B"/>\n'
        '<edge source="A" target="B"><data key="t">3</data><data key="i">0</data><data key="w">1</data></edge>\n'
        '<edge source="A" target="B"><data key="t">4</data><data key="i">1</data><data key="w">2</data></edge>\n'
        "</graph>"
    )
    assert by_relation(survey) == {
        ("1", "trust"): {("A", "B"): 3},
        ("2", "trust"): {("A", "B"): 4},
        ("2", "influence"): {("A", "B"): 1},
    }


def test_names_come_from_the_label_unless_two_are_the_same(graphml):
    key = '<key id="l" for="node" attr.name="label" attr.type="string"/>'
    graph = '<graph edgedefault="directed"><node id="n0"><data key="l">{}</data></node>\n'
    graph += '<node id="n1"><data key="l">{}</data></node>\n<edge source="n0" target="n1"/></graph>'
    assert ties(graphml(key + graph.format("Hub", "Council"))) == {("Hub", "Council"): 1}
    survey = graphml(key + graph.format("Hub", "Hub"))
    assert ties(survey) == {("Hub", "Hub (n1)"): 1}
    (issue,) = [issue for issue in survey.issues if issue.code == "label-repeated"]
    assert issue.message.startswith("Line 4: ")
    # An attribute that could be a name elsewhere is none beside a label.
    assert ties(graphml(key.replace("label", "group") + graph.format("x", "y"))) == {("n0", "n1"): 1}


def test_attributes_for_drawing_are_no_answers(graphml):
    keys = "".join(
        f'<key id="{name}" for="all" attr.name="{name}" attr.type="int"/>' for name in ("r", "size", "Width", "x")
    )
    data = "".join(f'<data key="{name}">3</data>' for name in ("r", "size", "Width", "x"))
    survey = graphml(
        f'{keys}<graph edgedefault="directed"><node id="A">{data}</node><node id="B"/>'
        f'<edge source="A" target="B">{data}</edge></graph>'
    )
    assert survey.ties.values.tolist() == [["1", "A", "B", "tie", 1.0]]
    (issue,) = [issue for issue in survey.issues if issue.code == "columns-ignored"]
    assert "'Width'" in issue.message


def test_words_and_missing_answers_are_read_as_in_sheets(graphml):
    survey = graphml(
        '<key id="w" for="edge" attr.name="How often do you meet?" attr.type="string"/>\n'
        '<graph edgedefault="directed"><node id="A"/><node id="B"/><node id="C"/>\n'
        '<edge source="A" target="B"><data key="w">Often</data></edge>\n'
        '<edge source="A" target="C"><data key="w">Never</data></edge>\n'
        '<edge source="B" target="A"><data key="w">banana</data></edge>\n'
        '<edge source="C" target="A"><data key="w">Don\'t know</data></edge>\n'
        '<edge source="C" target="B"><data key="w">Often</data></edge></graph>'
    )
    assert ties(survey) == {("A", "B"): 3, ("C", "B"): 3}
    assert survey.unanswered["from"].tolist() == ["B", "C"] or survey.unanswered["from"].tolist() == ["C"]
    (wrong,) = [issue for issue in survey.issues if issue.level == "error"]
    assert (wrong.code, wrong.cell, wrong.file) == ("not-a-number", "", "net.graphml")
    assert wrong.message.startswith("Line 7: ")
