"""What makes reading quick must change nothing that is read, and load nothing that is not needed."""

import gc
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from powermap import read_survey
from powermap.errors import PowermapError
from powermap.survey import plain_rows, tidy
from powermap.survey.cell_places import as_text, begins_of_cells, last_place, refers_once
from powermap.survey.coded import first_alike
from powermap.survey.extent import Extent
from powermap.survey.extents import _see_cells
from powermap.survey.sheet import column_letters

NAMES = ["Council", "Trust", "Age UK", "Police", "Hub", "Peer group"]
ODD_NAMES = [*NAMES, "council", "", "N/A", "nobody", "Council | Trust", "x" * 250, 1, True, 1.0, "from", "\u200b"]
ANSWERS = [0, 1, 2, 3, 4, 5, True, 2.5, "", "Don't know", "Never", "Often", "junk", -1, 99]
ROUNDS = [1, 2.0, "Wave 2", "Baseline", "", "N/A"]
RELATIONS = ["Works with", "works with", "Trust", "", 1, True]
COLUMNS = (
    ["strength"],
    ["strength", "round"],
    ["strength", "relation"],
    ["strength", "relation", "round"],
    ["Works with", "Trusts", "Refers to"],
    [],
    ["strength (1-5)"],
    ["strength", "direction"],
)


def random_list(chance: random.Random) -> list[list[object]]:
    """A list of answers in which some rows are plain and others are not."""
    header = ["from", "to", *chance.choice(COLUMNS)]
    pools: dict[str, list[object]] = {"round": ROUNDS, "relation": RELATIONS, "direction": ["->", "mutual", ""]}
    plain = chance.choice([0.5, 0.9, 1.0])
    rows: list[list[object]] = [list(header)]
    for _ in range(chance.choice([3, 12, 30])):
        row: list[object] = []
        for title in header:
            pool = pools.get(title, ANSWERS)
            if title in ("from", "to"):
                pool = ODD_NAMES
            usual = NAMES if title in ("from", "to") else pool[:2]
            row.append(chance.choice(list(usual) if chance.random() < plain else pool))
        rows.append(list(header) if chance.random() < 0.02 else row)
    return rows


def said(path: Path) -> object:
    try:
        survey = read_survey(path)
    except PowermapError as error:
        return str(error)
    return survey.to_dict(), survey.members.values.tolist()


@pytest.mark.parametrize("seed", range(60))
def test_plain_rows_are_read_as_one_by_one(
    workbook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    path = workbook({"Ties": random_list(random.Random(seed))})
    quick = said(path)

    def all_odd(*given: object) -> plain_rows.PlainRows:
        read = plain_rows.plain_rows(*given)  # type: ignore[arg-type]
        return replace(read, odd=list(range(len(read.sheet.rows) - read.shape.header - 1)))

    monkeypatch.setattr(tidy, "plain_rows", all_odd)
    assert said(path) == quick


def test_most_rows_of_an_ordinary_list_are_plain(
    workbook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    odd: list[int] = []

    def counted(*given: object) -> plain_rows.PlainRows:
        read = plain_rows.plain_rows(*given)  # type: ignore[arg-type]
        odd.extend(read.odd)
        return read

    monkeypatch.setattr(tidy, "plain_rows", counted)
    rows = [[a, b, "Often", "Round 1"] for a in NAMES for b in NAMES if a != b]
    rows[4][2] = "perhaps"
    read_survey(workbook({"Ties": [["from", "to", "strength", "round"], *rows]}))
    assert odd == [4]


@pytest.mark.parametrize("seed", range(40))
def test_cells_are_found_at_once_where_one_by_one_finds_them(seed: int) -> None:
    chance = random.Random(seed)
    xml = ""
    for _ in range(chance.randint(1, 60)):
        place = f"{column_letters(int(16_384 * chance.random() ** 4))}{int(10 ** (6 * chance.random()))}"
        xml += chance.choice(
            [
                f'<row r="{place[-1]}"><c r="{place}"><v>1</v></c></row>',
                f'<c r="{place}" s="2" t="s"><v>1</v></c>',
                f'<c r="{place}" t="inlineStr"><is><t>a c r="Z1" d</t></is></c>',
            ]
        )
    slow = Extent()
    _see_cells(xml.encode(), slow)
    text = as_text(xml.encode())
    assert last_place(text, begins_of_cells(text)) == (slow.last_row, slow.last_column)


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="A1"><v>1</v></c><c><v>1</v></c>',
        '<c s="1" r="ZZ9"><v>1</v></c>',
        "<c r='ZZ9'><v>1</v></c>",
        '<c  r="ZZ9"><v>1</v></c>',
        '<c r="a1"><v>1</v></c>',
        '<c r="XFD99" s="1"/>',
        '<c r="A12345678"><v>1</v></c>',
        '<c r="A"><v>1</v></c>',
        '<c r="7"><v>1</v></c>',
        '<c r="A1',
    ],
)
def test_what_no_program_writes_is_looked_at_one_by_one(xml: str) -> None:
    text = as_text(xml.encode())
    assert last_place(text, begins_of_cells(text)) is None


@pytest.mark.parametrize(
    "xml",
    [
        '<row r="1"><c r="A1" r="ZZ9">',
        '<row><c r="A1" r="ZZ9">',
        '<c r="A1" t="s"r="ZZ9">',
        '<c r="A1" r = "ZZ9">',
        '<c r="A1" x:r="ZZ9">',
        '<c r="A1"><!-- > -->',
    ],
)
def test_a_cell_with_two_places_is_seen(xml: str) -> None:
    text = as_text(xml.encode())
    assert not refers_once(text, begins_of_cells(text))


def test_many_kinds_of_combinations_are_told_apart() -> None:
    # 2e9 x 2e9 x 2e9 combinations fit no 64 bits.
    chance = np.random.default_rng(1)
    columns = [chance.integers(0, 2_000_000_000, 300) for _ in range(3)]
    columns = [np.concatenate((column, column[:50])) for column in columns]
    assert first_alike(*columns).tolist() == [*range(300), *range(50)]


def test_the_collector_of_cycles_is_left_as_it_was(text: Callable[..., Path]) -> None:
    assert gc.isenabled()
    read_survey(text("from,to\nA,B\n"))
    assert gc.isenabled()
    with pytest.raises(PowermapError):
        read_survey("no such file.xlsx")
    assert gc.isenabled()
    gc.disable()
    try:
        read_survey(text("from,to\nA,B\n"))
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_tidy_workbook_loads_no_reader_of_another_format(workbook: Callable[..., Path]) -> None:
    path = workbook({"Ties": [["from", "to"], ["A", "B"]], "Organisations": [["name", "sector"], ["A", "NHS"]]})
    ask = f"import sys, powermap\npowermap.read_survey({str(path)!r})\nprint(*sys.modules)"
    loaded = set(subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True).stdout.split())
    others = (
        "dl",
        "pajek",
        "graph_files",
        "graph_xml",
        "graphml",
        "gexf",
        "delimited",
        "old_excel",
        "mapping",
        "mapped",
    )
    others += ("respondents", "written_map", "marked", "template")
    assert "powermap.survey.tidy" in loaded
    assert not {f"powermap.survey.{name}" for name in others} & loaded
    assert not {"tomllib", "scipy", "openpyxl"} & loaded
