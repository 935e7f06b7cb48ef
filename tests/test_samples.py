"""The sample workbooks: written by their script, read without a complaint, and true to how they were made."""

import csv
import doctest
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from powermap import actor_measures, read_survey
from powermap.samples import sample_names, sample_path

FOLDER = Path(__file__).parent.parent / "sample_networks"
WORKBOOKS = sorted(FOLDER.glob("*.xlsx"))
INVENTED = ["health_anchors_network", "health_inequalities_partnership", "mental_health_transformation"]


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    sys.path.insert(0, str(FOLDER))
    try:
        spec = importlib.util.spec_from_file_location("make_samples", FOLDER / "make_samples.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(FOLDER))
    return module


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_script_writes_what_is_there_to_the_cell(maker: ModuleType, tmp_path: Path) -> None:
    maker.main(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in WORKBOOKS} == set(maker.SAMPLES)
    for path in WORKBOOKS:
        assert cells(path) == cells(tmp_path / path.name)


def test_the_script_writes_the_same_bytes_twice(maker: ModuleType) -> None:
    for make in maker.SAMPLES.values():
        assert maker.to_bytes(make()) == maker.to_bytes(make())


def test_the_samples_are_those_that_ship() -> None:
    assert sample_names() == [path.stem for path in WORKBOOKS]
    assert len(WORKBOOKS) >= 4


def test_the_readme_speaks_of_every_sample() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in WORKBOOKS if path.name not in text] == []


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_a_sample_opens_on_a_page_that_explains_it(path: Path) -> None:
    book = load_workbook(path)
    assert book.sheetnames[0] == "Read me"
    assert book.active.title == "Read me"
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes in ("A2", "B2")
        assert all(cell.font.bold for cell in sheet[1])


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_a_sample_is_read_without_an_error_or_a_warning(path: Path) -> None:
    issues = read_survey(path).issues
    assert [issue for issue in issues if issue.level == "error"] == []
    # What a sample leaves out on purpose is a missing answer, and nothing else is to be looked at.
    assert [issue for issue in issues if issue.level == "warning"] == []


def test_fernbridge_has_fourteen_grantees_in_three_rounds() -> None:
    survey = read_survey(sample_path("health_inequalities_partnership"))
    assert survey.rounds == ("1", "2", "3")
    assert survey.relations == ("Works with", "Trusts")
    grantees = survey.actors["voices"].map(lambda voices: "Voluntary sector" in voices)
    assert grantees.sum() == 14
    assert not survey.response_assumed
    sizes = [len(survey.network("works with", label)) for label in survey.rounds]
    assert sizes == [34, 36, 34]


def share_named(sample: str, relation: str, label: str, voice: str) -> float:
    """How often the voice is named by those who answered, against the average of all."""
    network = read_survey(sample_path(sample)).network(relation, label)
    could = network.observable.sum(axis=0)
    received = network.ties.sum(axis=0) / could
    return float(received[network.groups()[voice]].mean() / received.mean())


def test_fernbridge_lived_experience_is_named_little_then_more_never_enough() -> None:
    # Counted from the sheets with plain pandas, outside powermap: nominations over those who could have given them.
    by_round = [
        share_named("health_inequalities_partnership", "works with", label, "Lived experience") for label in "123"
    ]
    assert by_round == pytest.approx([0.360, 0.459, 0.585], abs=0.005)


def test_tidewick_leaves_nobody_out_although_the_voluntary_sector_answers_less() -> None:
    survey = read_survey(sample_path("health_anchors_network"))
    network = survey.network()
    voluntary, statutory = network.groups()["Voluntary sector"], network.groups()["Statutory"]
    assert (network.responded[voluntary].sum(), voluntary.sum()) == (4, 7)
    assert (network.responded[statutory].sum(), statutory.sum()) == (7, 8)
    assert share_named("health_anchors_network", survey.relations[0], "1", "Voluntary sector") > 0.95


def test_ashworthy_keeps_dont_know_apart_from_no() -> None:
    survey = read_survey(sample_path("mental_health_transformation"))
    rows = cells(sample_path("mental_health_transformation"))["Relationships"]
    unsure = [row for row in rows if row[3] == "Don't know"]
    assert len(unsure) == len(survey.unanswered) > 0
    network = survey.network("influences decisions")
    for a, b, *_ in unsure:
        i, j = network.names.index(a), network.names.index(b)
        assert network.responded[i]
        assert not network.observable[i, j]
        assert network.strength[i, j] == 0


@pytest.mark.parametrize("name", INVENTED)
def test_an_invented_sample_says_that_it_is(name: str) -> None:
    front = cells(sample_path(name))["Read me"]
    assert "invented" in str(front[1][0])


# Texas: against the data set 'emon' of the R package network 1.18.1 --------------------------------------------


def test_texas_is_the_published_network() -> None:
    network = read_survey(sample_path("texas_search_and_rescue")).network()
    # R: network.size 25, network.edgecount 186; table(Frequency) 1: 106, 2: 13, 3: 40, 4: 27, turned round here.
    assert len(network) == 25
    values, counts = np.unique(network.strength[network.ties], return_counts=True)
    assert dict(zip(values, counts, strict=True)) == {4: 106, 3: 13, 2: 40, 1: 27}
    # R: rownames with an empty row in as.sociomatrix: Salvation.Army alone.
    assert [name for name, out in zip(network.names, network.responded, strict=True) if not out] == [
        "Salvation Army"
    ]
    assert network.response_assumed


def test_texas_voluntary_sector_is_the_red_cross_and_the_salvation_army() -> None:
    network = read_survey(sample_path("texas_search_and_rescue")).network()
    member = network.groups()["Voluntary sector"]
    assert [name for name, own in zip(network.names, member, strict=True) if own] == ["Red Cross", "Salvation Army"]
    assert set(network.groups("sector")) == {"Federal", "State", "County", "City", "Private (non-government)"}


def test_texas_ratings_are_those_of_the_source() -> None:
    rows = cells(sample_path("texas_search_and_rescue"))["Independent ratings"]
    with (FOLDER / "source" / "texas_organisations.csv").open(encoding="utf-8", newline="") as lines:
        source = list(csv.DictReader(lines))
    decision = [None if row["decision_rank_score"] == "NA" else float(row["decision_rank_score"]) for row in source]
    assert [row[2] for row in rows[1:]] == decision
    # R: emon$Texas %v% "Decision.Rank.Score": 32.3 the highest (Texas Highway Patrol), 5 missing.
    assert rows[3][0] == "Texas Highway Patrol"
    assert max(score for score in decision if score is not None) == 32.3 == rows[3][2]
    assert decision.count(None) == 5


# What the README says ------------------------------------------------------------------------------------------


def test_what_the_readme_says_is_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER.parent)
    failed, tried = doctest.testfile(str(FOLDER / "README.md"), module_relative=False)
    assert tried > 10
    assert failed == 0


def test_tidewick_is_named_equally_often_in_every_voice(maker: ModuleType) -> None:
    pull: dict[str, list[float]] = {}
    for actor in maker.TIDEWICK:
        pull.setdefault(actor.voices, []).append(actor.pull)
    assert {voice: round(sum(values) / len(values), 9) for voice, values in pull.items()} == dict.fromkeys(
        pull, 1.0
    )


def test_texas_ratings_go_with_being_named_and_leave_out_the_non_government_bodies() -> None:
    network = read_survey(sample_path("texas_search_and_rescue")).network()
    rows = cells(sample_path("texas_search_and_rescue"))["Independent ratings"][1:]
    score = pd.Series({str(row[0]): row[2] for row in rows}).dropna().astype(float)
    assert len(score) == 20
    assert not {"Red Cross", "Salvation Army", "REACT (Kerrville)"} & set(score.index)
    named = actor_measures(network)["nominations_received"][score.index]
    assert named.rank().corr(score.rank()) == pytest.approx(0.54, abs=0.005)
