"""Tables as the data laboratory of Gephi exports them."""

from __future__ import annotations

import pytest
from survey.seen import found, ties

from powermap import read_survey


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_gephi_csv_files(text, delimiter):
    nodes = (
        "Id,Label,timeset,sector,modularity_class\n1,Council,,Local authority,0\n2,Hub,,VCSE,1\n3,Peers,,VCSE,1\n"
    )
    edges = (
        "Source,Target,Type,Id,Label,timeset,Weight\n"
        "1,2,Directed,0,,,2.0\n2,3,Undirected,1,,,1.0\n3,1,Directed,2,,,5.0\n"
    )
    survey = read_survey(
        text(nodes.replace(",", delimiter), "project [Nodes].csv"),
        text(edges.replace(",", delimiter), "project [Edges].csv"),
    )
    assert ties(survey) == [
        ("Council", "Hub", 2.0),
        ("Hub", "Peers", 1.0),
        ("Peers", "Hub", 1.0),
        ("Peers", "Council", 5.0),
    ]
    assert survey.relations == ("tie",)
    assert survey.actors["name"].tolist() == ["Council", "Hub", "Peers"]
    assert survey.actors["sector"].tolist() == ["Local authority", *["Voluntary and community"] * 2]
    assert len(found(survey, "id-for-name")) == 1
    assert "1 run both ways" in found(survey, "undirected-ties")[0].message
    assert not [issue for issue in survey.issues if issue.level == "error"]


def test_gephi_undirected_graph_without_labels(text):
    nodes = "Id,Label,sector\nCouncil,,Local authority\nHub,,VCSE\n"
    edges = "Source,Target,Type,Id,Label,Weight\nCouncil,Hub,Undirected,0,,3\n"
    survey = read_survey(text(nodes, "nodes.csv"), text(edges, "edges.csv"))
    assert ties(survey) == [("Council", "Hub", 3.0), ("Hub", "Council", 3.0)]
    assert survey.actors["sector"].tolist() == ["Local authority", "Voluntary and community"]
    assert [issue.cell for issue in found(survey, "name-from-id")] == ["B2", "B3"]


def test_gephi_edge_label_names_the_relation_where_every_edge_has_one(text):
    edges = "Source,Target,Type,Id,Label,Weight\nA,B,Directed,0,trusts,1\nB,A,Directed,1,funds,2\n"
    survey = read_survey(text(edges, "edges.csv"))
    assert ties(survey, "from", "to", "relation") == [("A", "B", "trusts"), ("B", "A", "funds")]


def test_codes_of_nodes_beside_their_labels(workbook):
    nodes = [["Node", "Label", "Sector"], ["n1", "Gaddum", "VCSE"], ["n2", "NHS GM", "NHS"]]
    ties = [["Source", "Target", "Weight"], ["n1", "n2", 2], ["n2", "n1", 1]]
    survey = read_survey(workbook({"Nodes": nodes, "Edges": ties}))
    assert survey.actors["name"].tolist() == ["Gaddum", "NHS GM"]
    assert survey.ties["from"].tolist() == ["Gaddum", "NHS GM"]
    nodes[1][1] = "NHS GM"  # two of one label: the codes stay
    assert read_survey(workbook({"Nodes": nodes, "Edges": ties})).actors["name"].tolist() == ["n1", "n2"]
