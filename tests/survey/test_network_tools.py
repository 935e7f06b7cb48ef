"""Tables as Kumu, Gephi, Polinode and NodeXL write them."""

from __future__ import annotations

import openpyxl
import pytest

from powermap import read_survey
from powermap.survey.network_tables import way_of

PARTNERS = [
    ["Borough Council", "Local authority"],
    ["City Hospital", "NHS"],
    ["Age UK, Salford", "Charity"],
    ["Peers", "Charity"],
]


def ties(survey, *columns):
    columns = columns or ("from", "to", "strength")
    return [tuple(row) for row in survey.ties[list(columns)].itertuples(index=False)]


def found(survey, code):
    return [issue for issue in survey.issues if issue.code == code]


# ---- Kumu: its import guide (docs.kumu.io, 'Structure your data for Kumu') gives the headers and the '|'

ELEMENTS = [
    ["Label", "Type", "Description", "Tags"],
    ["Borough Council", "Local authority", "The unitary authority.\n\nSource: its site", "statutory body|north"],
    ["City Hospital", "NHS", None, None],
    ["Age UK, Salford", "Charity", None, "older people"],
    ["Peers", "Charity", None, "north | Lived experience"],
]
CONNECTIONS = [
    ["From", "To", "Direction", "Label", "Type", "Description", "Tags", "Strength"],
    ["Borough Council", "City Hospital", "mutual", None, "Works with", None, None, 3],
    ["Borough Council", "Peers|Age UK, Salford", "directed", "new!", "Funds", None, None, 1],
    ["Peers", "City Hospital", "undirected", None, "Works with", None, None, 2],
]
KUMU_TIES = [
    ("Borough Council", "City Hospital", "Works with", 3.0),
    ("City Hospital", "Borough Council", "Works with", 3.0),
    ("Borough Council", "Peers", "Funds", 1.0),
    ("Borough Council", "Age UK, Salford", "Funds", 1.0),
    ("Peers", "City Hospital", "Works with", 2.0),
    ("City Hospital", "Peers", "Works with", 2.0),
]


def test_kumu_workbook(workbook):
    survey = read_survey(
        workbook(
            {
                "Elements": ELEMENTS,
                "Connections": CONNECTIONS,
                "Old list (ignore)": [["From", "To"], ["Peers", "Borough Council"]],
            },
            "kumu-export.xlsx",
        )
    )
    assert ties(survey, "from", "to", "relation", "strength") == KUMU_TIES
    assert survey.relations == ("Works with", "Funds")
    assert survey.actors["sector"].tolist() == [
        "Local authority",
        "NHS",
        "Voluntary and community",
        "Voluntary and community",
    ]
    (left_out,) = found(survey, "sheet-ignored")
    assert (left_out.sheet, "(ignore)" in left_out.message) == ("Old list (ignore)", True)
    (both,) = found(survey, "undirected-ties")
    assert (both.level, both.sheet, both.cell) == ("note", "Connections", "C1")
    assert "2 run both ways" in both.message
    assert "1 run one way" in both.message
    (several,) = found(survey, "several-targets")
    assert (several.sheet, several.cell) == ("Connections", "B3")


def test_kumu_tag_that_is_a_voice_is_one_and_no_other(workbook):
    survey = read_survey(workbook({"Elements": ELEMENTS, "Connections": CONNECTIONS}))
    voices = dict(zip(survey.actors["name"], survey.actors["voices"], strict=True))
    assert voices["Peers"] == ("Voluntary sector", "Lived experience")
    assert voices["Borough Council"] == ("Statutory",)
    (note,) = found(survey, "tag-is-voice")
    assert (note.level, note.sheet, note.cell) == ("note", "Elements", "D5")
    # tags that say nothing about voices are told as unused
    other = [[*row[:3], "north"] for row in ELEMENTS[1:]]
    survey = read_survey(workbook({"Elements": [ELEMENTS[0], *other], "Connections": CONNECTIONS}))
    (unused,) = (issue for issue in found(survey, "columns-ignored") if issue.sheet == "Elements")
    assert "'Tags'" in unused.message


def test_kumu_csv_files(text):
    def table(rows):
        cells = (["" if cell is None else f'"{cell}"' for cell in row] for row in rows)
        return "\n".join(",".join(row) for row in cells) + "\n"

    survey = read_survey(text(table(ELEMENTS), "elements.csv"), text(table(CONNECTIONS), "connections.csv"))
    assert ties(survey, "from", "to", "relation", "strength") == KUMU_TIES
    assert found(survey, "several-targets")[0].file == "connections.csv"
    assert not found(survey, "unlisted-actor")


def test_kumu_label_on_some_connections_is_no_relation(workbook):
    rows = [["From", "To", "Label"], ["A", "B", "new!"], ["B", "C", None]]
    survey = read_survey(workbook({"Connections": rows}))
    assert survey.relations == ("tie",)
    assert not found(survey, "relation-missing")


# ---- directions


@pytest.mark.parametrize(
    ("cell", "way"),
    [
        ("Mutual", "<->"),
        ("UNDIRECTED", "<->"),
        ("both", "<->"),
        ("two-way", "<->"),
        ("<->", "<->"),
        (False, "<->"),
        ("directed", "->"),
        (" One way", "->"),
        ("→", "->"),
        (True, "->"),
        ("<-", "<-"),
        ("", ""),
        ("sideways", "?"),
    ],
)
def test_way_of(cell, way):
    assert way_of(cell) == way


def test_directions_in_a_list(workbook):
    rows = [
        ["from", "to", "direction", "strength"],
        ["A", "B", "both", 2],
        ["A", "C", "->", 1],
        ["A", "D", "<-", 4],
        ["B", "C", None, 3],
        ["B", "D", "sideways", 1],
        ["C", "D", "mutual", 0],
        ["D", "E", "mutual", "Don't know"],
    ]
    survey = read_survey(workbook({"Ties": rows}))
    assert ties(survey) == [
        ("A", "B", 2.0),
        ("B", "A", 2.0),
        ("A", "C", 1.0),
        ("D", "A", 4.0),
        ("B", "C", 3.0),
        ("B", "D", 1.0),
    ]
    # a mutual 'no' is no tie either way; a missing answer is missing one way only
    assert survey.unanswered[["from", "to"]].values.tolist() == [["D", "E"]]
    responded = survey.members.set_index("name")["responded"]
    assert responded["C"]
    assert not responded["E"]
    (unknown,) = found(survey, "direction-unknown")
    assert (unknown.level, unknown.sheet, unknown.cell) == ("warning", "Ties", "C6")


def test_direction_beside_headers_that_are_not_from_and_to(workbook):
    rows = [["Organisation", "Partner", "Direction"], ["A", "B", "mutual"], ["B", "C", "directed"]]
    assert ties(read_survey(workbook({"Sheet1": rows}))) == [("A", "B", 1.0), ("B", "A", 1.0), ("B", "C", 1.0)]


def test_mutual_tie_given_from_both_ends_counts_once(workbook):
    rows = [["from", "to", "direction"], ["A", "B", "mutual"], ["B", "A", "mutual"]]
    survey = read_survey(workbook({"Ties": rows}))
    assert ties(survey) == [("A", "B", 1.0), ("B", "A", 1.0)]
    assert {issue.level for issue in found(survey, "duplicate-tie")} == {"note"}


def test_type_that_is_a_relation_stays_one(workbook):
    rows = [["from", "to", "type"], ["A", "B", "funds"], ["B", "A", "directed"], ["C", "A", "advises"]]
    assert read_survey(workbook({"Ties": rows})).relations == ("funds", "directed", "advises")


# ---- Gephi: the data laboratory's export of nodes and edges


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


# ---- Polinode: an upload or export has the sheets Nodes and Edges


def test_polinode_workbook(workbook):
    survey = read_survey(
        workbook(
            {
                "Nodes": [["Name", "Sector", "Founded"], *([*partner, 1990] for partner in PARTNERS)],
                "Edges": [
                    ["Source", "Target", "Works with", "Trusts", "Since"],
                    ["Borough Council", "City Hospital", 3, 4, 2019],
                    ["City Hospital", "Age UK, Salford", 1, 0, 2020],
                ],
            }
        )
    )
    assert ties(survey, "from", "to", "relation", "strength") == [
        ("Borough Council", "City Hospital", "Works with", 3.0),
        ("Borough Council", "City Hospital", "Trusts", 4.0),
        ("City Hospital", "Age UK, Salford", "Works with", 1.0),
    ]
    assert len(survey.actors) == 4
    assert not found(survey, "unlisted-actor")
    assert "'Since'" in next(issue.message for issue in found(survey, "columns-ignored") if issue.sheet == "Edges")


def test_polinode_attribute_of_edges_in_words(workbook):
    survey = read_survey(
        workbook(
            {
                "Nodes": [["Name", "Sector"], *PARTNERS],
                "Edges": [
                    ["Source", "Target", "Relationship", "Weight"],
                    ["Borough Council", "City Hospital", "Funding", 2],
                    ["Peers", "City Hospital", "Advice", 1],
                ],
            }
        )
    )
    assert ties(survey, "from", "relation", "strength") == [
        ("Borough Council", "Funding", 2.0),
        ("Peers", "Advice", 1.0),
    ]


# ---- NodeXL: group headings in row 1, headers in row 2, the columns of its template

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


def test_codes_of_nodes_beside_their_labels(workbook):
    nodes = [["Node", "Label", "Sector"], ["n1", "Gaddum", "VCSE"], ["n2", "NHS GM", "NHS"]]
    ties = [["Source", "Target", "Weight"], ["n1", "n2", 2], ["n2", "n1", 1]]
    survey = read_survey(workbook({"Nodes": nodes, "Edges": ties}))
    assert survey.actors["name"].tolist() == ["Gaddum", "NHS GM"]
    assert survey.ties["from"].tolist() == ["Gaddum", "NHS GM"]
    nodes[1][1] = "NHS GM"  # two of one label: the codes stay
    assert read_survey(workbook({"Nodes": nodes, "Edges": ties})).actors["name"].tolist() == ["n1", "n2"]
