"""GraphML and GEXF: as the programs write them, and what a hostile or broken file may not do."""

from __future__ import annotations

import tempfile
from pathlib import Path

import igraph
import networkx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from powermap import read_survey
from powermap.errors import PowermapError, UnreadableFileError, UnrecognisedSurveyError

GRAPHML = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
GEXF = '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'


def ties(survey):
    return {(row[1], row[2]): row[4] for row in survey.ties.itertuples(index=False)}


def by_relation(survey):
    found = {}
    for row in survey.ties.itertuples(index=False):
        found.setdefault((row[0], row[3]), {})[row[1], row[2]] = row[4]
    return found


def codes(survey):
    return {issue.code for issue in survey.issues}


@pytest.fixture
def graphml(text):
    return lambda body, name="net.graphml": read_survey(text(f"{GRAPHML}{body}</graphml>", name))


@pytest.fixture
def gexf(text):
    return lambda body, name="net.gexf": read_survey(text(f"{GEXF}{body}</gexf>", name))


# ---- GraphML


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


# ---- GEXF


def test_gephi_file(gexf):
    """As Gephi 0.10 writes it: attributes, drawing, weight on each edge, type where it is not the default."""
    survey = gexf(
        '<meta lastmodifieddate="2024-01-15"><creator>Gephi 0.10.1</creator></meta>\n'
        '<graph defaultedgetype="directed" idtype="string" mode="static">\n'
        '<attributes class="node" mode="static"><attribute id="sector" title="Sector" type="string"/>'
        '<attribute id="degree" title="Degree" type="integer"/></attributes>\n'
        '<nodes count="3"><node id="0" label="Council"><attvalues><attvalue for="sector" value="LA"/>'
        '<attvalue for="degree" value="2"/></attvalues>'
        '<viz:size value="10.0"/><viz:color r="1" g="2" b="3"/></node>\n'
        '<node id="1" label="Hub"><attvalues><attvalue for="sector" value="VCSE"/></attvalues></node>\n'
        '<node id="2" label="Peers"/></nodes>\n'
        '<edges count="3"><edge id="0" source="0" target="1" weight="3.0"><attvalues/></edge>\n'
        '<edge id="1" source="1" target="2" type="undirected"/>\n'
        '<edge id="2" source="2" target="0" type="mutual" weight="2"/></edges></graph>'
    )
    assert ties(survey) == {
        ("Council", "Hub"): 3,
        ("Hub", "Peers"): 1,
        ("Peers", "Hub"): 1,
        ("Peers", "Council"): 2,
        ("Council", "Peers"): 2,
    }
    assert survey.actors["sector"].tolist() == ["Local authority", "Voluntary and community", None]
    assert "'Degree'" in next(issue.message for issue in survey.issues if issue.code == "columns-ignored")


def test_gexf_edges_have_no_direction_unless_it_says_so(gexf):
    nodes = '<nodes><node id="a" label="A"/><node id="b" label="B"/></nodes>'
    edge = '<edges><edge source="a" target="b"/></edges>'
    assert len(gexf(f"<graph>{nodes}{edge}</graph>").ties) == 2
    assert len(gexf(f'<graph defaultedgetype="directed">{nodes}{edge}</graph>').ties) == 1


def test_gexf_relations_and_hierarchy_and_older_forms(gexf):
    survey = gexf(
        '<graph defaultedgetype="directed"><attributes class="edge">'
        '<attribute id="0" title="round" type="integer"><default>1</default></attribute></attributes>'
        '<attributes class="node"><attribute id="0" title="type" type="string"/></attributes>\n'
        '<nodes><node id="a" label="A"><attvalues><attvalue id="0" value="NHS"/></attvalues>'
        '<nodes><node id="b" label="B"/></nodes></node></nodes>\n'
        '<edges><edge id="1" source="a" target="b" kind="trusts"/>'
        '<edge id="2" source="a" target="b" kind="funds">'
        '<attvalues><attvalue for="0" value="2"/></attvalues></edge>'
        "</edges></graph>"
    )
    assert by_relation(survey) == {("1", "trusts"): {("A", "B"): 1}, ("2", "funds"): {("A", "B"): 1}}
    assert survey.actors["sector"].tolist() == ["NHS", None]


def test_gexf_times_are_ignored_and_said(gexf):
    survey = gexf(
        '<graph mode="dynamic" defaultedgetype="directed"><nodes><node id="a" label="A" start="1"/>\n'
        '<node id="b" label="B"/></nodes><edges><edge source="a" target="b">'
        "<spells><spell start='1'/></spells></edge></edges></graph>"
    )
    assert ties(survey) == {("A", "B"): 1}
    assert "times-ignored" in codes(survey)


# ---- what a file is, and what it may not do


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings(tmp_path, encoding):
    declared = encoding.removesuffix("-sig")
    body = (
        '<graph edgedefault="directed"><node id="Café"/><node id="Hub"/><edge source="Café" target="Hub"/></graph>'
    )
    content = f'<?xml version="1.0" encoding="{declared}"?><graphml>{body}</graphml>'
    (tmp_path / "net.txt").write_bytes(content.encode(encoding))
    assert ties(read_survey(tmp_path / "net.txt")) == {("Café", "Hub"): 1}
    (tmp_path / "net.xml").write_bytes(f"<graphml>{body}</graphml>".encode("cp1252"))
    survey = read_survey(tmp_path / "net.xml")
    assert ties(survey) == {("Café", "Hub"): 1}
    assert "encoding-guessed" in codes(survey)


def test_prefixes_comments_and_doctype_before_the_graph(text):
    survey = read_survey(
        text(
            '<?xml version="1.0"?>\n<!-- <gexf> -->\n<!DOCTYPE graphml SYSTEM "http://example.org/graphml.dtd">\n'
            '<g:graphml xmlns:g="http://graphml.graphdrawing.org/xmlns"><g:graph edgedefault="directed">'
            '<g:node id="A"/><g:node id="B"/><g:edge source="A" target="B"/></g:graph></g:graphml>',
            "net.txt",
        )
    )
    assert ties(survey) == {("A", "B"): 1}


LAUGHS = "".join(f'<!ENTITY l{i} "{10 * ("&l" + str(i - 1) + ";")}">' for i in range(1, 12))
ONE = '<graph edgedefault="directed"><node id="A"/><node id="B"/><edge source="A" target="B"/></graph>'


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE graphml [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE graphml [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE graphml [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>',
        '<!DOCTYPE graphml [<!ENTITY x "harmless">]>',
        '<!DOCTYPE graphml SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
@pytest.mark.parametrize("root", ["graphml", "gexf"])
def test_entities_are_refused(text, root, doctype):
    uses = "&l11;" if "l11" in doctype else "&x;"
    head = doctype.replace("graphml", root)
    in_attribute = ONE.replace('"A"', f'"A{uses}"', 1)
    content = f"{head}\n<{root}>{in_attribute}</{root}>"
    body = f"{head}\n<{root}>{ONE}<desc>{uses}</desc></{root}>"
    for hostile in (content, body):
        with pytest.raises(UnreadableFileError) as caught:
            read_survey(text(hostile, "hostile.xml"))
        assert "line" in caught.value.where


def test_deep_and_large_files_are_refused(text, monkeypatch):
    deep = "<graph edgedefault='directed'><node id='n{}'>"
    content = GRAPHML + "".join(deep.format(i) for i in range(5000))
    with pytest.raises(UnreadableFileError, match="nested too deeply"):
        read_survey(text(content, "deep.graphml"))
    monkeypatch.setattr("powermap.survey.graph_xml.MOST_ELEMENTS", 100)
    with pytest.raises(UnreadableFileError, match="too big"):
        read_survey(text(GRAPHML + "<graph>" + "<node id='a'/>" * 200, "large.graphml"))


def test_as_many_attributes_as_nodes_are_bounded(text, monkeypatch):
    monkeypatch.setattr("powermap.survey.graph_sheets.MOST_CELLS", 1000)
    keys = "".join(f'<key id="k{i}" for="node" attr.name="k{i}"/>' for i in range(100))
    nodes = "".join(f'<node id="n{i}"><data key="k{i}">x</data></node>' for i in range(100))
    with pytest.raises(UnreadableFileError, match="too big"):
        read_survey(
            text(f'{GRAPHML}{keys}<graph>{nodes}<edge source="n0" target="n1"/></graph></graphml>', "w.graphml")
        )


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (GRAPHML + '<graph>\n<node id="A"/>\n<edge source="A" target="Z"/></graph></graphml>', 5, "'Z'"),
        (GRAPHML + '<graph>\n<node id="A"/>\n<node id="A"/></graph></graphml>', 5, "twice"),
        (GRAPHML + "<graph>\n<node/></graph></graphml>", 4, "no id"),
        (GRAPHML + '<graph>\n<node id="A"/>\n<edge source="A"/></graph></graphml>', 5, "no target"),
        (GRAPHML + "<graph>\n<hyperedge/></graph></graphml>", 4, "hyperedge"),
        (GRAPHML + '<graph>\n<node id="A">', 4, "breaks off"),
        (GRAPHML + "</graphml>", 2, "no graph"),
        (GEXF + "</gexf>", 2, "no graph"),
        (GEXF + '<graph><nodes>\n<node id="a"/>\n<node id="a"/></nodes></graph></gexf>', 5, "twice"),
        (
            GEXF
            + '<graph><nodes><node id="a"/></nodes>\n<edges><edge source="a" target="q"/></edges></graph></gexf>',
            4,
            "'q'",
        ),
        (
            GEXF + '<graph><node id="a"/>\n<edge source="a" target="a" type="x"/></graph></gexf>',
            4,
            "none of directed",
        ),
        ('<?xml version="1.0" encoding="nonsense"?><graphml/>', 1, ""),
        ('<?xml version="1.0" encoding="utf-32"?><graphml/>', 1, ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text, content, line, words):
    with pytest.raises(UnreadableFileError) as caught:
        read_survey(text(content, "broken.xml"))
    assert caught.value.where == f"broken.xml, line {line}"
    assert words in caught.value.what
    assert caught.value.fix


def test_no_ties_is_said(graphml):
    with pytest.raises(UnrecognisedSurveyError, match="no ties"):
        graphml('<graph edgedefault="directed"><node id="A"/></graph>')


def test_other_xml_is_refused_as_before(text):
    for content in ("<?xml version='1.0'?><Workbook/>", "<html><graphml/></html>", "<graphml"):
        with pytest.raises(PowermapError):
            read_survey(text(content, "export.xls"))
