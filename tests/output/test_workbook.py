"""The tables: what is in them, what a hostile name may not do there, and that they are the same each time."""

from __future__ import annotations

import csv
import io
import json
import math
from importlib import import_module
from pathlib import Path

import networkx as nx
import openpyxl
import pandas as pd
import pytest
from networks import GOLDEN_TIES

import powermap
from powermap.errors import OutputError
from powermap.output.workbook import measures_csv, measures_json, measures_xlsx, tables

HOSTILE = '=HYPERLINK("http://example.invalid","x")'


def golden_graph() -> nx.DiGraph:
    graph = nx.DiGraph()
    for node in range(1, 7):
        graph.add_node(node, sector="NHS" if node > 3 else "Lived experience")
    graph.add_edges_from(GOLDEN_TIES)
    return graph


@pytest.fixture(scope="module")
def analysis() -> powermap.Analysis:
    return powermap.analyse(powermap.Network.from_graph(golden_graph()), permutations=99)


@pytest.fixture(scope="module")
def hostile() -> powermap.Analysis:
    graph = nx.DiGraph([(HOSTILE, "@SUM(A1)"), ("@SUM(A1)", "-1+1"), ("-1+1", "A\x01B")])
    nx.set_node_attributes(graph, "NHS", "sector")
    return powermap.analyse(powermap.Network.from_graph(graph), permutations=99)


def test_the_workbook_holds_the_full_precision(analysis: powermap.Analysis) -> None:
    book = openpyxl.load_workbook(io.BytesIO(measures_xlsx(tables(analysis))))
    rows = list(book["Actors"].values)
    betweenness = [row[rows[0].index("betweenness")] for row in rows[1:]]
    # sna: 2, 1.5, 1.5, .5, 2.5, 0; divided by (6 - 1)(6 - 2)
    assert betweenness == pytest.approx([0.1, 0.075, 0.075, 0.025, 0.125, 0.0])
    assert set(book.sheetnames) == {
        "About", "Coverage", "Actors", "Voices", "Access", "Reciprocation", "Findings", "Glossary"
    }  # fmt: skip


def test_the_json_and_the_csv_hold_the_same_actors(analysis: powermap.Analysis) -> None:
    told = json.loads(measures_json(tables(analysis)))
    rows = list(csv.DictReader(io.StringIO(measures_csv(tables(analysis)).decode("utf-8-sig"))))
    assert [row["actor"] for row in rows] == [row["actor"] for row in told["actors"]]
    for a, b in zip(rows, told["actors"], strict=True):
        assert float(a["in_degree"]) == b["in_degree"]


def test_undefined_is_empty_everywhere_and_never_zero() -> None:
    graph = golden_graph()
    silent = powermap.analyse(powermap.Network.from_graph(graph, respondents=[1, 2, 3, 4, 5]), permutations=99)
    assert math.isnan(tables(silent)["Actors"].set_index("actor").loc["6", "out_degree"])
    rows = json.loads(measures_json(tables(silent)))["actors"]
    assert {row["actor"]: row["out_degree"] for row in rows}["6"] is None
    last = list(csv.DictReader(io.StringIO(measures_csv(tables(silent)).decode("utf-8-sig"))))[-1]
    assert (last["actor"], last["out_degree"]) == ("6", "")


def test_the_voices_have_every_measure_and_say_what_each_row_is_good_for(analysis: powermap.Analysis) -> None:
    rows = json.loads(measures_json(tables(analysis)))["voices"]
    assert {row["measure"] for row in rows} == set(analysis.actors.columns)
    uses = {row["measure"]: row["use"] for row in rows}
    assert uses["pagerank"] == "tested, not claimed"
    assert uses["coreness"] == "described; bent by unequal response"
    assert all(row["p"] is None and row["low_shown"] is None for row in rows if row["measure"] == "coreness")


def test_the_balance_stands_beside_what_chance_gives(analysis: powermap.Analysis) -> None:
    about = dict(tables(analysis)["About"].itertuples(index=False))
    label = "Balance by sector: Nominations received"
    assert about[label] == analysis.balance.loc["nominations_received", "value"]
    assert (
        about[f"{label}, average with sectors shuffled"] == analysis.balance.loc["nominations_received", "expected"]
    )


def test_a_name_is_never_a_formula(hostile: powermap.Analysis) -> None:
    book = openpyxl.load_workbook(io.BytesIO(measures_xlsx(tables(hostile))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert HOSTILE in [cell.value for cell in cells]
    rows = list(csv.reader(io.StringIO(measures_csv(tables(hostile)).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:4]] == [f"'{HOSTILE}", "'@SUM(A1)", "'-1+1"]


def test_the_same_analysis_gives_the_same_bytes(analysis: powermap.Analysis) -> None:
    for make in (measures_xlsx, measures_json, measures_csv):
        assert make(tables(analysis)) == make(tables(analysis))


def test_an_unknown_ending_is_refused_in_words(analysis: powermap.Analysis, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"ends in \.xlsx, \.csv or \.json"):
        powermap.write_measures(analysis, tmp_path / "measures.pdf")
    assert not list(tmp_path.iterdir())


def test_a_measures_file_is_replaced_until_somebody_else_saved_it(
    analysis: powermap.Analysis, tmp_path: Path
) -> None:
    path = tmp_path / "measures.xlsx"
    powermap.write_measures(analysis, path)
    powermap.write_measures(analysis, path)
    book = openpyxl.load_workbook(path)
    book.properties.lastModifiedBy = "A. Person"  # as Excel does when somebody saves
    book.save(path)
    with pytest.raises(OutputError, match="did not write"):
        powermap.write_measures(analysis, path)


def test_every_table_reads_back_into_pandas(analysis: powermap.Analysis) -> None:
    book = pd.read_excel(io.BytesIO(measures_xlsx(tables(analysis))), sheet_name=None, engine="openpyxl")
    for name, table in tables(analysis).items():
        assert list(book[name].columns) == list(table.columns)
        assert len(book[name]) == len(table)


def test_the_glossary_says_which_function_each_number_is(hostile: powermap.Analysis) -> None:
    for every in (False, True):
        glossary = tables(hostile, every=every)["Glossary"]
        for name, function in zip(glossary["name"], glossary["function"], strict=True):
            module, _, called = function.rpartition(".")
            assert called == name
            assert callable(getattr(import_module(module), called))
