"""Workbooks of NodeXL: group headings in row 1, headers in row 2, the columns of its template."""

from __future__ import annotations

import openpyxl
from survey.network_tables import PARTNERS
from survey.seen import found, ties

from powermap import read_survey

EDGE_COLUMNS = [
    ("", "Vertex 1"),
    ("", "Vertex 2"),
    ("Visual Properties", "Color"),
    ("", "Width"),
    ("", "Style"),
    ("", "Opacity"),
    ("", "Visibility"),
    ("Labels", "Label"),
    ("", "Label Text Color"),
    ("", "Label Font Size"),
    ("Graph Metrics", "Reciprocated?"),
    ("Do Not Change", "ID"),
    ("", "Dynamic Filter"),
    ("Other Columns", "Add Your Own Columns Here"),
    ("", "Relationship"),
    ("", "Edge Weight"),
]


VERTEX_COLUMNS = [
    ("", "Vertex"),
    ("Visual Properties", "Color"),
    ("", "Shape"),
    ("", "Size"),
    ("", "Opacity"),
    ("", "Image File"),
    ("", "Visibility"),
    ("Labels", "Label"),
    ("", "Label Fill Color"),
    ("", "Label Position"),
    ("", "Tooltip"),
    ("Layout", "Layout Order"),
    ("", "X"),
    ("", "Y"),
    ("", "Locked?"),
    ("", "Polar R"),
    ("", "Polar Angle"),
    ("Graph Metrics", "Degree"),
    ("", "In-Degree"),
    ("", "Out-Degree"),
    ("", "Betweenness Centrality"),
    ("", "Closeness Centrality"),
    ("", "Eigenvector Centrality"),
    ("", "PageRank"),
    ("", "Clustering Coefficient"),
    ("", "Reciprocated Vertex Pair Ratio"),
    ("Do Not Change", "ID"),
    ("", "Dynamic Filter"),
    ("Other Columns", "Add Your Own Columns Here"),
    ("", "Sector"),
]


def nodexl(path, *, relationship=True):
    book = openpyxl.Workbook()
    edges = book.active
    edges.title = "Edges"

    def fill(sheet, columns, rows):
        for column, (heading, name) in enumerate(columns, start=1):
            sheet.cell(1, column, heading or None)
            sheet.cell(2, column, name)
        for r, row in enumerate(rows, start=3):
            for column, (_, name) in enumerate(columns, start=1):
                sheet.cell(r, column, row.get(name))

    columns = [pair for pair in EDGE_COLUMNS if relationship or pair[1] != "Relationship"]
    fill(
        edges,
        columns,
        [
            {"Vertex 1": "Borough Council", "Vertex 2": "City Hospital", "Width": 3, "Opacity": 40, "ID": 3,
             "Reciprocated?": "Yes", "Relationship": "Works with", "Edge Weight": 2},
            {"Vertex 1": "City Hospital", "Vertex 2": "Borough Council", "Width": 3, "Opacity": 40, "ID": 4,
             "Reciprocated?": "Yes", "Relationship": "Works with", "Edge Weight": 1},
            {"Vertex 1": "Borough Council", "Vertex 2": "Peers", "Width": 1, "Opacity": 40, "ID": 5,
             "Reciprocated?": "No", "Relationship": "Funds", "Edge Weight": 5},
        ],
    )  # fmt: skip
    vertices = book.create_sheet("Vertices")
    fill(
        vertices,
        VERTEX_COLUMNS,
        [
            {"Vertex": name, "Sector": sector, "Label": name[:3], "Size": 3, "X": 10.5, "Degree": 2, "ID": i}
            for i, (name, sector) in enumerate(PARTNERS, start=3)
        ],
    )
    groups = book.create_sheet("Groups")
    groups.append(["", "Visual Properties"])
    groups.append(["Group", "Vertex Color", "Label", "Vertices"])
    groups.append(["G1", "0, 12, 96", "", 2])
    members = book.create_sheet("Group Vertices")
    for row in (["Group", "Vertex", "Vertex ID"], ["G1", "Borough Council", 3], ["G2", "Peers", 6]):
        members.append(row)
    metrics = book.create_sheet("Overall Metrics")
    for row in (["Graph Metric", "Value"], ["Graph Type", "Directed"], ["Vertices", 4]):
        metrics.append(row)
    book.create_sheet("Misc").append(["NodeXL"])
    book["Misc"].sheet_state = "hidden"
    book.save(path)
    return path


def test_nodexl_workbook(tmp_path):
    survey = read_survey(nodexl(tmp_path / "nodexl.xlsx"))
    assert ties(survey, "from", "to", "relation", "strength") == [
        ("Borough Council", "City Hospital", "Works with", 2.0),
        ("City Hospital", "Borough Council", "Works with", 1.0),
        ("Borough Council", "Peers", "Funds", 5.0),
    ]
    assert survey.actors["name"].tolist() == [name for name, _ in PARTNERS]
    assert survey.actors["sector"].tolist()[0] == "Local authority"
    assert {issue.sheet for issue in found(survey, "sheet-ignored")} == {
        "Groups",
        "Group Vertices",
        "Overall Metrics",
        "Misc",
    }
    assert not [issue for issue in survey.issues if issue.level != "note"]


def test_nodexl_undirected_graph(tmp_path):
    path = nodexl(tmp_path / "nodexl.xlsx")
    book = openpyxl.load_workbook(path)
    book["Overall Metrics"]["B2"] = "Undirected"
    book.save(path)
    survey = read_survey(path)
    assert ("Peers", "Borough Council", "Funds", 5.0) in ties(survey, "from", "to", "relation", "strength")
    assert [(issue.sheet, issue.cell) for issue in found(survey, "undirected-ties")] == [("Overall Metrics", "A2")]


def test_nodexl_without_a_relation(tmp_path):
    survey = read_survey(nodexl(tmp_path / "nodexl.xlsx", relationship=False))
    assert survey.relations == ("tie",)
    assert ties(survey)[0] == ("Borough Council", "City Hospital", 2.0)
