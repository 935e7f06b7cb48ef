"""What is in the page of the map, and above all what is not."""

import base64
import hashlib
import json
import re
import subprocess
import sys

import networkx as nx
import numpy as np
import pytest

from powermap.analysis import analyse
from powermap.errors import OutputError
from powermap.network import Network
from powermap.output.files import is_ours
from powermap.output.layout import positions
from powermap.output.map import render_map, write_map
from powermap.output.map.scene import measures_shown


def data_of(html):
    """Return what the script reads, parsed as the browser parses it."""
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)[1])


def blocks(html, tag):
    return re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.S)


def test_the_page_says_what_it_is_and_lets_nothing_in_or_out(analysed):
    html = render_map(analysed())
    assert html.startswith('<!doctype html>\n<html lang="en-GB">')
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in html
    policy = dict(part.split(" ", 1) for part in re.search(r'Policy" content="([^"]*)"', html)[1].split("; "))
    assert policy["default-src"] == policy["connect-src"] == policy["form-action"] == "'none'"

    def hashes(tag):
        return {
            f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
            for text in blocks(html, tag)
        }

    assert set(policy["script-src"].split()) == hashes("script")
    assert set(policy["style-src"].split()) == hashes("style")
    assert not re.search(r"<(link|img|iframe|base|object|embed)\b|\ssrc=|\sstyle=|\son\w+=", _without_scripts(html))
    assert "sourceMappingURL" not in html


def _without_scripts(html):
    return re.sub(r"<(script|style)[^>]*>.*?</\1>", "", html, flags=re.S)


def test_the_same_input_gives_the_same_bytes_in_another_process_too(analysed, tmp_path):
    first = render_map(analysed())
    assert render_map(analysed()) == first
    program = (
        "import networkx as nx\nfrom powermap.analysis import analyse\nfrom powermap.network import Network\n"
        "from powermap.output.map import render_map\nimport hashlib\n"
        "g = nx.gnp_random_graph(60, 0.1, seed=1, directed=True)\n"
        "nx.set_node_attributes(g, {i: 'NHS' if i % 2 else 'Faith' for i in g}, 'sector')\n"
        "print(hashlib.sha256(render_map(analyse(Network.from_graph(g), permutations=99)).encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program], capture_output=True, check=True, env=_environment(salt)
        ).stdout
        for salt in ("1", "2")
    }
    assert len(runs) == 1


def _environment(salt):
    import os

    return {**os.environ, "PYTHONHASHSEED": salt}


def test_only_what_the_map_shows_is_in_the_page(analysed):
    analysis = analysed()
    data = data_of(render_map(analysis))
    assert set(data) == {"nodes", "edges", "options", "measures", "tiesShown", "order"}
    assert set(data["nodes"][0]) == {
        *("id", "label", "shape", "color", "x", "y", "sector", "voices", "seat"),
        *("answered", "asked", "silent", "leftOut", "values"),
    }
    assert {key for edge in data["edges"] for key in edge} == {"from", "to", "arrows", "width"}
    ties = {(int(edge["from"]), int(edge["to"])) for edge in data["edges"]}
    assert ties == set(map(tuple, np.argwhere(analysis.network.ties).tolist()))


def test_no_number_tells_how_strong_a_single_tie_is(analysed):
    analysis = analysed()
    data = data_of(render_map(analysis))
    assert len({edge["width"] for edge in data["edges"]}) <= 3  # five strengths were given
    named = analysis.network.ties.sum(axis=0)
    for node, received in zip(data["nodes"], named, strict=True):
        assert "in_strength" not in node["values"]
        assert "out_strength" not in node["values"]
        assert (node["values"]["strength_received"] is None) == (0 < received < 3)
    assert any(0 < received < 3 for received in named)


@pytest.mark.parametrize("relation", ["trusts", "Who influences decisions?", "Rating of reliability"])
def test_where_answers_are_personal_no_tie_and_no_trace_of_one_is_in_the_page(analysed, relation):
    analysis = analysed(relation=relation)
    html = render_map(analysis)
    data = data_of(html)
    assert data["edges"] == []
    assert not data["tiesShown"]
    assert {key for node in data["nodes"] for key in node["values"]} <= {
        "nominations_received",
        "strength_received",
    }
    assert "on purpose" in html
    assert "Who named whom, as a table" not in html
    shifted = dict(positions(analysis.network))
    assert render_map(analysis, positions=shifted) == html  # places would give ties away
    open_page = render_map(analysis, named_ties=True)
    assert len(data_of(open_page)["edges"]) == int(analysis.network.ties.sum())
    assert {edge["width"] for edge in data_of(open_page)["edges"]} == {1.0}


def test_a_personal_number_that_rests_on_one_or_two_answers_is_left_out():
    # Only A and B answered: what C receives is what A and B said.
    ties = nx.DiGraph([("A", "C"), ("B", "C"), ("A", "B")])
    ties.add_node("D")
    analysis = analyse(Network.from_graph(ties, respondents=["A", "B"], relation="trusts"), permutations=9)
    assert np.isnan(measures_shown(analysis)["nominations_received"]).all()
    assert not np.isnan(measures_shown(analysis, named_ties=True)["nominations_received"]).all()


def personal(received):
    """Return the analysis of ten who all said whom they trust: actor k is named by *received*[k] of the others."""
    ties = nx.DiGraph()
    ties.add_nodes_from(f"A{k}" for k in range(10))
    for k, named_by in enumerate(received):
        ties.add_edges_from([(f"A{j}", f"A{k}") for j in range(10) if j != k][:named_by])
    return analyse(Network.from_graph(ties, respondents=list(ties), relation="trusts"), permutations=9)


def test_nobody_and_everybody_would_tell_what_each_answered_and_are_left_out():
    shown = measures_shown(personal([0, 1, 2, 3, 8, 9, 4, 4, 4, 4]))["nominations_received"]
    assert np.isnan(shown).tolist() == [True, True, True, False, False, True, False, False, False, False]
    assert shown[3] == pytest.approx(3 / 9)
    assert "fewer than three of those who answered named it, or all of them did" in render_map(
        personal([0, 1, 2, 3, 8, 9, 4, 4, 4, 4])
    )


def test_who_left_a_personal_answer_out_is_not_in_the_page():
    analysis = personal([4] * 10)
    for named_ties in (False, True):
        for node in data_of(render_map(analysis, named_ties=named_ties))["nodes"]:
            assert ({"asked", "silent", "leftOut"} <= set(node)) == named_ties
            assert bool({"asked", "silent", "leftOut"} & set(node)) == named_ties


def test_what_is_left_out_cannot_be_read_off_the_size_in_the_report_either():
    from powermap.output.report import render_report

    def drawn(received):
        return render_report(personal(received)).split('class="network"')[1].split("</svg>")[0]

    # Nought, one, two and all of nine look the same; three of nine does not.
    assert drawn([0, 1, 2, 9, 5, 5, 5, 5, 5, 5]) == drawn([2, 9, 0, 1, 5, 5, 5, 5, 5, 5])
    assert drawn([0, 1, 2, 9, 5, 5, 5, 5, 5, 5]) != drawn([0, 1, 3, 9, 5, 5, 5, 5, 5, 5])


def test_where_answers_are_missing_the_table_says_so(analysed):
    said = "counts are &lsquo;at least&rsquo;, and 0 need not mean &lsquo;nobody&rsquo;"
    assert said in render_map(analysed())
    everybody = nx.DiGraph([("A", "B"), ("B", "A"), ("B", "C"), ("C", "A")])
    assert said not in render_map(analyse(Network.from_graph(everybody), permutations=9))


def test_only_silent_members_could_have_named_it():
    network = Network.from_graph(nx.DiGraph([("A", "B"), ("A", "C")]), respondents=["A"])
    html = render_map(analyse(network, permutations=9))
    ties = re.findall(r'<th scope="row" class="name">A</th><td class="name">(.*?)</td>', html)
    assert ties[-1] == "nobody who could name it answered"


def test_a_voice_written_from_right_to_left_does_not_move_the_numbers_beside_it():
    from powermap.output.report import render_report

    health = "\u0635\u062d\u0629"
    graph = nx.gnp_random_graph(12, 0.4, seed=1, directed=True)
    nx.set_node_attributes(graph, {k: health if k < 6 else "NHS" for k in graph}, "sector")
    analysis = analyse(Network.from_graph(graph), permutations=9)
    for page in (render_map(analysis), render_report(analysis)):
        assert f"\u2068{health}\u2069: 6 of the 12 members" in page
        assert f"{health}:" not in page
        assert "\u2068Statutory" not in page


def test_numbers_are_rounded_to_three_digits_and_nobody_is_ranked(analysed):
    analysis = analysed()
    html = render_map(analysis)
    for node in data_of(html)["nodes"]:
        for value in node["values"].values():
            assert value is None or value == float(f"{value:.3g}")
    rows = re.findall(r'<tr data-id="\d+"><th scope="row" class="name">(.*?)</th>', html)
    assert rows == sorted(analysis.network.names, key=str.casefold)
    assert "rank" not in _without_scripts(html).lower().replace("pagerank", "")


def test_the_values_are_those_of_the_analysis(analysed):
    analysis = analysed()
    for node in data_of(render_map(analysis))["nodes"]:
        own = analysis.actors.loc[node["label"]]
        for key in ("nominations_received", "out_degree", "betweenness", "constraint"):
            if node["values"][key] is None:
                assert np.isnan(own[key])
            else:
                assert node["values"][key] == pytest.approx(own[key], rel=5e-3)


def test_coverage_comes_before_the_findings_and_both_before_the_table(analysed):
    analysis = analysed()
    html = render_map(analysis)
    places = [html.index(f'id="{part}-heading"') for part in ("map", "coverage", "findings", "table")]
    assert places == sorted(places)
    plain = _without_scripts(html)
    assert "organisations and groups answered" in plain[: plain.index("</header>")]


HOSTILE = "</script><img src=x onerror=alert(1)>\u2028<!--"


def test_a_hostile_name_cannot_leave_the_data_or_the_markup():
    graph = nx.DiGraph([(HOSTILE, "A"), ("A", HOSTILE), ("A", "B"), ("B", "A")])
    graph.nodes[HOSTILE]["sector"] = HOSTILE
    html = render_map(analyse(Network.from_graph(graph, relation=HOSTILE), permutations=9), title=HOSTILE)
    assert "<img" not in html
    assert "<!--" not in _without_scripts(html)
    assert "<script" not in _without_scripts(html)
    assert len(blocks(html, "script")) == 2
    assert data_of(html)["nodes"][0]["label"] == HOSTILE


def test_a_name_may_hold_what_no_file_can(tmp_path):
    graph = nx.DiGraph([("lone \ud800 half", "nul \x00"), ("", " ")])
    write_map(analyse(Network.from_graph(graph), permutations=9), tmp_path / "map.html")
    data = data_of((tmp_path / "map.html").read_text(encoding="utf-8"))
    assert [node["label"] for node in data["nodes"]] == ["lone \ud800 half", "nul \x00", " ", " "]


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_small_networks_have_a_page(n):
    network = Network.from_graph(nx.complete_graph(n, create_using=nx.DiGraph))
    assert len(data_of(render_map(analyse(network, permutations=9)))["nodes"]) == n


def test_the_places_given_are_kept_and_a_newcomer_stands_by_those_it_is_tied_to():
    graph = nx.DiGraph([("A", "B"), ("B", "C"), ("New", "A"), ("New", "B")])
    network = Network.from_graph(graph)
    given = {"A": (0, 0), "B": (10, 0), "C": (10, 4), "Elsewhere": (20, 8)}
    nodes = {n["label"]: n for n in data_of(render_map(analyse(network, permutations=9), positions=given))["nodes"]}
    assert [(nodes[name]["x"], nodes[name]["y"]) for name in "ABC"] == [(0, 0), (0.5, 0), (0.5, 0.5)]
    assert (nodes["New"]["x"], nodes["New"]["y"]) == pytest.approx((0.25, 0), abs=0.03)


def test_the_file_is_ours_is_replaced_and_is_never_an_input(analysed, tmp_path):
    analysis, path = analysed(), tmp_path / "map.html"
    write_map(analysis, path)
    assert is_ours(path)
    write_map(analysis, path)
    with pytest.raises(OutputError):
        write_map(analysis, path, force=True, inputs=[path])


def test_what_the_caller_gave_is_not_changed(analysed):
    analysis = analysed()
    before = analysis.actors.copy(deep=True)
    places = positions(analysis.network)
    kept = dict(places)
    render_map(analysis, positions=places)
    assert analysis.actors.equals(before)
    assert places == kept
