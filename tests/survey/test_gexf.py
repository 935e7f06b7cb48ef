"""GEXF: as Gephi writes it, and its older forms."""

from __future__ import annotations

import pytest
from survey.graph_xml import GEXF, by_relation, codes, ties

from powermap import read_survey


@pytest.fixture
def gexf(text):
    return lambda body, name="net.gexf": read_survey(text(f"{GEXF}{body}</gexf>", name))


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
