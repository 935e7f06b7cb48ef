"""Pajek networks and projects, as its manual describes them (mrvar.fdv.uni-lj.si/pajek/pajekman.pdf)."""

from __future__ import annotations

import igraph
import networkx
import pytest

from powermap import read_survey
from powermap.errors import UnreadableFileError

VERTICES = '*Vertices 3\n1 "Age UK" 0.1000 0.2000 0.5000\n2 "Council" 0.3 0.4 box ic Red\n3 "Hub"\n'


def ties(survey):
    return {(row[1], row[2]): row[4] for row in survey.ties.itertuples(index=False)}


def by_relation(survey):
    found = {}
    for row in survey.ties.itertuples(index=False):
        found.setdefault((row[0], row[3]), {})[row[1], row[2]] = row[4]
    return found


@pytest.fixture
def net(text):
    return lambda content, name="net.txt", encoding="utf-8": read_survey(text(content, name, encoding))


def test_arcs_go_one_way_and_edges_both(net):
    survey = net(VERTICES + "*Arcs\n1 2 3\n*Edges\n2 3 2.5 c Blue\n")
    assert ties(survey) == {("Age UK", "Council"): 3, ("Council", "Hub"): 2.5, ("Hub", "Council"): 2.5}
    (issue,) = [issue for issue in survey.issues if issue.code == "undirected-ties"]
    assert issue.message.startswith("Line 8: ")
    assert {issue.cell for issue in survey.issues} == {""}


def test_lists_and_comments_and_blank_lines(net):
    survey = net(
        f"% made by hand\n\n{VERTICES}\n*Arcslist\n% a comment\n1 2 3\n*Edgeslist\n2 3\n", "works_with.net"
    )
    assert ties(survey) == {
        ("Age UK", "Council"): 1,
        ("Age UK", "Hub"): 1,
        ("Council", "Hub"): 1,
        ("Hub", "Council"): 1,
    }
    assert survey.relations == ("works with",)


def test_matrix_says_who_named_nobody(net):
    """A row of zeros is an answer: nobody is missing."""
    survey = net(VERTICES + "*Matrix\n0 2 0\n0 0 0\n1 0 0\n")
    assert ties(survey) == {("Age UK", "Council"): 2, ("Hub", "Age UK"): 1}
    assert survey.network().observable.sum() == 6


def test_relations(net):
    content = VERTICES + '*Arcs :1 "works with"\n1 2 1\n*Arcs :2 "trusts"\n1 2 4\n*Edges :2\n2 3 1\n'
    survey = net(content)
    assert by_relation(survey) == {
        ("1", "works with"): {("Age UK", "Council"): 1},
        ("1", "trusts"): {("Age UK", "Council"): 4, ("Council", "Hub"): 1, ("Hub", "Council"): 1},
    }
    survey = net(VERTICES + "*Arcs\n1: 1 2 1\n7: 1 3 1\n")
    assert survey.relations == ("relation 1", "relation 7")
    survey = net(VERTICES + '*Arcs :1 "Trust 2022"\n1 2\n*Arcs :2 "Trust 2023"\n1 3\n')
    assert (survey.rounds, survey.relations) == (("2022", "2023"), ("Trust",))


def test_labels(net):
    survey = net('*Vertices 5\n1 Council 0.1 0.2\n2 "A \\"real\\" hub"\n4 "Peer\\nGroup"\n*Arcs\n1 2\n3 5\n4 1\n')
    assert survey.actors["name"].tolist() == ["Council", 'A "real" hub', "3", "Peer Group", "5"]
    survey = net('*Vertices 2\n1 "Hub"\n2 "hub"\n*Arcs\n1 2\n')
    assert survey.actors["name"].tolist() == ["Hub", "hub (2)"]


def test_times_are_ignored_and_said(net):
    survey = net('*Vertices 2\n1 "A" [1-3]\n2 "B" [1-*]\n*Arcs\n1 2 1 [2]\n')
    assert ties(survey) == {("A", "B"): 1}
    assert [issue.message[:7] for issue in survey.issues if issue.code == "times-ignored"] == ["Line 2:"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(net, encoding, ending):
    survey = net('*Vertices 2\n1 "Café"\n2 "Hub"\n*Arcs\n1 2\n'.replace("\n", ending), "a.net", encoding)
    assert ties(survey) == {("Café", "Hub"): 1}


def test_project_with_partitions(net):
    survey = net(
        f"*Network Trust\n{VERTICES}*Arcs\n1 2\n\n*Partition Sector\n*Vertices 3\nVCSE\nLA\nVCSE\n\n"
        "*Partition Seat\n*Vertices 3\n0\n1\n0\n\n*Partition All Degree of N1\n*Vertices 3\n4\n1\n2\n\n"
        "*Vector Closeness\n*Vertices 3\n0.1\n0.2\n0.3\n",
        "project.paj",
    )
    assert ties(survey) == {("Age UK", "Council"): 1}
    assert survey.relations == ("Trust",)
    assert survey.actors["sector"].tolist() == [
        "Voluntary and community",
        "Local authority",
        "Voluntary and community",
    ]
    assert survey.actors["seat"].tolist() == [False, True, False]
    (unused,) = [issue for issue in survey.issues if issue.code == "columns-ignored"]
    assert "All Degree of N1" in unused.message
    assert "Closeness" in unused.message


def test_project_with_a_network_for_each_round_or_relation(net):
    one, two = f"{VERTICES}*Arcs\n1 2\n", f"{VERTICES}*Arcs\n3 2\n"
    survey = net(f"*Network Trust round 1.net\n{one}\n*Network Trust round 2.net\n{two}", "project.paj")
    assert by_relation(survey) == {
        ("1", "Trust"): {("Age UK", "Council"): 1},
        ("2", "Trust"): {("Hub", "Council"): 1},
    }
    survey = net(f"*Network Trust\n{one}\n*Network Advice\n{two}", "project.paj")
    assert by_relation(survey) == {
        ("1", "Trust"): {("Age UK", "Council"): 1},
        ("1", "Advice"): {("Hub", "Council"): 1},
    }
    assert len(survey.actors) == 3


def test_sectors_from_a_second_file(net, text):
    actors = text("name,sector\nAge UK,VCSE\nCouncil,LA\nHub,VCSE\n", "organisations.csv")
    network = text(VERTICES + "*Arcs\n1 2\n", "trust.net")
    for paths in ((actors, network), (network, actors)):
        survey = read_survey(*paths)
        assert survey.actors["sector"].tolist() == [
            "Voluntary and community",
            "Local authority",
            "Voluntary and community",
        ]
        assert not [issue for issue in survey.issues if issue.level != "note"]


def test_rounds_from_files(text):
    first = text(VERTICES + "*Arcs\n1 2\n", "trust_2022.net")
    second = text(VERTICES + "*Arcs\n1 3\n", "trust_2023.net")
    survey = read_survey(first, second)
    assert survey.rounds == ("2022", "2023")
    assert survey.members["round"].value_counts().to_dict() == {"2022": 3, "2023": 3}


def test_actors_that_differ_by_their_legal_ending_only_are_two(net):
    survey = net('*Vertices 3\n1 "Sunrise"\n2 "Sunrise CIC"\n3 "Hub"\n*Arcs\n3 1\n3 2\n')
    assert survey.actors["name"].tolist() == ["Sunrise", "Sunrise CIC", "Hub"]


def test_file_that_networkx_writes(tmp_path):
    graph = networkx.DiGraph()
    graph.add_node("Lone group")
    graph.add_edge("Age UK", "Council", weight=2.0)
    graph.add_edge("Council", "Hub", weight=1.0)
    networkx.write_pajek(graph, tmp_path / "nx.net")
    survey = read_survey(tmp_path / "nx.net")
    assert ties(survey) == {("Age UK", "Council"): 2, ("Council", "Hub"): 1}
    assert "Lone group" in survey.actors["name"].tolist()


def test_file_that_igraph_writes(tmp_path):
    graph = igraph.Graph([(0, 1), (2, 1)], n=4, directed=True)
    graph.vs["name"] = ["Age UK", "Council", "Hub", "Lone group"]
    graph.es["weight"] = [2, 3]
    graph.write_pajek(str(tmp_path / "igraph.net"))
    survey = read_survey(tmp_path / "igraph.net")
    assert ties(survey) == {("Age UK", "Council"): 2, ("Hub", "Council"): 3}
    assert len(survey.actors) == 4


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (VERTICES + "*Arcs\n1 2\n1 9\n", 7, "no vertex '9'"),
        (VERTICES + "*Arcs\n1\n", 6, "two vertices"),
        (VERTICES + "*Arcs\nAge Council\n", 6, "no vertex 'Age'"),
        ('*Vertices 2\n1 "A"\n1 "B"\n*Arcs\n1 2\n', 3, "Vertex 1 stands here and on line 2"),
        ('*Vertices 2\n1 "A\n2 "B"\n', 2, "never closed"),
        ("*Vertices 2\n1 Age UK\n2 Hub\n*Arcs\n1 2\n", 2, "where the label"),
        ('*Vertices 2\n3 "C"\n', 2, "no vertex '3'"),
        ("*Vertices\n1 A\n", 1, "how many vertices"),
        ("*Vertices 999999999\n*Arcs\n1 2\n", 1, "too big"),
        (VERTICES + "*Matrix\n0 1\n", 6, "3 rows of 3 values"),
        (VERTICES + "*Matrix\n0 x 1\n", 6, "'x' stands where a number"),
        ("*Arcs\n1 2\n", 1, "before any vertices"),
        ("*Network x\n1 2\n", 2, "before '*Vertices'"),
        ("*Vertices 4\n1\n1\n2\n2\n", 2, "partition or vector"),
        ("*Partition x\n*Vertices 2\n1\n2\n", 1, "no network"),
        (f"*Network\n{VERTICES}*Arcs\n1 2\n*Partition sector\n*Vertices 3\n1\n2\n", 8, "2 values"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text, content, line, words):
    with pytest.raises(UnreadableFileError) as caught:
        read_survey(text(content, "broken.net"))
    assert caught.value.where == f"broken.net, line {line}"
    assert words in caught.value.what
    assert caught.value.fix


TWO_MODES = '*Vertices 4 2\n1 "A"\n2 "B"\n3 "Board"\n4 "Forum"\n'


@pytest.mark.parametrize(
    "body", ["*Edges\n1 3\n1 4\n2 4\n", "*Arcs\n1 3 1\n4 1\n2 4\n2 3 0\n", "*Matrix\n1 1\n0 1\n"]
)
def test_two_modes_are_attendance_and_no_ties(net, body):
    survey = net(TWO_MODES + body, "boards.net")
    assert survey.attendance[["actor", "event"]].values.tolist() == [["A", "Board"], ["A", "Forum"], ["B", "Forum"]]
    assert not len(survey.ties)


def test_tie_within_a_mode_is_refused(text):
    with pytest.raises(UnreadableFileError, match="of one mode") as caught:
        read_survey(text(TWO_MODES + "*Edges\n1 2\n", "boards.net"))
    assert caught.value.where == "boards.net, line 7"


def test_list_that_begins_with_a_star_is_no_pajek_file(text):
    assert ties(read_survey(text("from,to\n*Arcs,Hub\nHub,*Arcs\n", "a.csv")))


def test_more_networks_than_a_survey_has(text):
    part = "*Network x\n*Vertices 2\n1 A\n2 B\n*Arcs\n1 2\n*Partition sector\n*Vertices 2\n1\n2\n"
    assert len(read_survey(text(part * 3, "a.net")).ties) > 0
    with pytest.raises(UnreadableFileError, match="more networks"):
        read_survey(text(part * 1_000, "b.net"))
