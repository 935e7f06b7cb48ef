"""Whatever a file holds, reading it gives a survey or a message, and what was written is what is read."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from powermap import read_survey
from powermap.errors import PowermapError

WORDS = st.sampled_from(
    ["from", "to", "strength", "name", "sector", "voice", "seat", "responded", "round", "relation", "Council",
     "Hub", "Peers", "A", "B", "C", "Never", "Often", "Don't know", "x", "yes", "no", "NHS", "Total", "#REF!",
     "N/A", "nobody",     "1 - low", "-", "Round 1", "Works with", "Trusts"]
)  # fmt: skip
CELLS = st.one_of(
    st.none(),
    WORDS,
    WORDS,
    st.integers(-3, 2030),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
)
GRIDS = st.lists(st.lists(CELLS, max_size=7), max_size=9)
QUICK = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def check(*paths: Path) -> None:
    try:
        survey = read_survey(*paths)
    except PowermapError:
        return
    json.dumps(survey.to_dict(), allow_nan=False)
    assert set(survey.ties["from"]) | set(survey.ties["to"]) <= set(survey.actors["name"])
    assert survey.actors["name"].is_unique
    assert not survey.ties.duplicated(["round", "from", "to", "relation"]).any()
    assert (survey.ties["from"] != survey.ties["to"]).all()
    assert (survey.ties["strength"] > 0).all()
    responded = {(row.round, row.name) for row in survey.members.itertuples() if row.responded}
    assert set(zip(survey.ties["round"], survey.ties["from"], strict=True)) <= responded
    for relation in survey.relations:
        for round_ in survey.rounds:
            network = survey.network(relation, round_)
            there = (survey.ties["relation"] == relation) & (survey.ties["round"] == round_)
            assert network.ties.sum() == there.sum()


@QUICK
@given(st.dictionaries(st.sampled_from(["Ties", "Organisations", "Round 1", "Trust", "Notes"]), GRIDS, min_size=1))
def test_any_cells(sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    with TemporaryDirectory() as folder:
        path = Path(folder, "any.xlsx")
        book.save(path)
        check(path)


@QUICK
@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=9), st.sampled_from(",;\t|"))
def test_any_delimited_words(rows, delimiter):
    with TemporaryDirectory() as folder:
        path = Path(folder, "any.csv")
        path.write_text("\n".join(delimiter.join(row) for row in rows), encoding="utf-8")
        check(path)


STARTS = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le")]


@QUICK
@given(
    st.binary(max_size=400), st.sampled_from(["a.xlsx", "a.csv", "a.xls", "a.ods", "a"]), st.sampled_from(STARTS)
)
def test_any_bytes(content, name, start):
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(start + content)
        check(path)


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    book = openpyxl.Workbook()
    book.active.title = "Organisations"
    for row in (["name", "sector"], ["A", "NHS"], ["B", "VCS"]):
        book.active.append(row)
    sheet = book.create_sheet("Ties")
    for row in (["from", "to", "strength"], ["A", "B", 2], ["B", "A", 0]):
        sheet.append(row)
    path = tmp_path_factory.mktemp("good") / "good.xlsx"
    book.save(path)
    return path.read_bytes()


@QUICK
@given(data=st.data())
def test_any_broken_workbook(good, data):
    broken = bytearray(good)
    for place in data.draw(st.lists(st.integers(0, len(broken) - 1), min_size=1, max_size=8)):
        broken[place] = data.draw(st.integers(0, 255))
    with TemporaryDirectory() as folder:
        path = Path(folder, "broken.xlsx")
        path.write_bytes(broken)
        check(path)


NAMES = st.lists(
    st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8).map(lambda text: f"Org {text}"),
    min_size=2,
    max_size=8,
    unique_by=lambda text: text.casefold(),
)


@st.composite
def surveys(draw):
    from powermap.survey.names import name_key

    names = draw(NAMES.filter(lambda names: len({name_key(name) for name in names}) == len(names)))
    pairs = st.tuples(
        st.sampled_from(["1", "2", "10"]),
        st.sampled_from(names),
        st.sampled_from(names),
        st.sampled_from(["works with", "trusts"]),
    )
    ties = draw(
        st.dictionaries(pairs.filter(lambda pair: pair[1] != pair[2]), st.integers(1, 9), min_size=1, max_size=20)
    )
    return names, ties


@QUICK
@given(surveys())
def test_what_is_written_is_read(survey):
    names, ties = survey
    book = openpyxl.Workbook()
    book.active.title = "Organisations"
    book.active.append(["Organisation", "Sector"])
    for name in names:
        book.active.append([name, "NHS"])
    sheet = book.create_sheet("Relationships")
    sheet.append(["Round", "From", "To", "Relation", "Strength"])
    for (round_, sender, receiver, relation), strength in ties.items():
        sheet.append([int(round_), sender, receiver, relation, strength])
    with TemporaryDirectory() as folder:
        path = Path(folder, "survey.xlsx")
        book.save(path)
        found = read_survey(path)
    read = {(row[0], row[1], row[2], row[3]): row[4] for row in found.ties.itertuples(index=False)}
    assert read == ties
    assert found.actors["name"].tolist() == names
    # A 9 among 1s is used, and told. Names that differ in accents, in the order of letters or in doubled ones
    # ('Org Y', 'Org Ŷ') may be one body, which is asked about; they stay apart above.
    asked = ("off-scale", "name-proposal")
    assert [issue.code for issue in found.issues if issue.code not in asked] == ["response-assumed"]
    assert all(letters(proposal.name) == letters(proposal.proposed) for proposal in found.proposals)


def letters(name: str) -> set[str]:
    """Return the different letters of a name, without accents."""
    parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return {letter for letter in parted if not unicodedata.combining(letter)}


@QUICK
@given(st.lists(st.lists(st.sampled_from([0, 1, 2, 5]), min_size=5, max_size=5), min_size=5, max_size=5))
def test_matrix_is_read_as_written(matrix):
    names = [f"Body {letter}" for letter in "VWXYZ"]
    book = openpyxl.Workbook()
    book.active.append(["", *names])
    for name, row in zip(names, matrix, strict=True):
        book.active.append([name, *row])
    with TemporaryDirectory() as folder:
        path = Path(folder, "matrix.xlsx")
        book.save(path)
        network = read_survey(path).network()
    want = [[value if i != j else 0 for j, value in enumerate(row)] for i, row in enumerate(matrix)]
    assert network.names == tuple(names)
    assert network.matrix(strength=True).tolist() == want
    assert network.observable.sum() == 20


FORM_WORDS = st.sampled_from(
    ["Timestamp", "ID", "Start time", "Completion time", "Name", "Respondent ID", "Collector ID", "URN", "Q1",
     "Q2_1", "StartDate", "EndDate", "ResponseId", '{"ImportId":"QID1"}', "Status", "Survey Preview", "Finished",
     "False", "Your organisation", "Organisation", "Trust [Council]", "Trust [Hub]", "Trust: Council", "Trust: Hub",
     "Council", "Hub", "Council2", "Partner 1", "Partner 2", "Partner 1 strength", "Who do you work with?",
     "Council, Hub", "Council;Hub;", "Response", "Other (please specify)", "Other", "Often", "Never", "x",
     "Present", "Board", "Meeting", "Respondent ->", "2024-01-09", "Sector", "NHS", "1", "3", ""]
)  # fmt: skip


@QUICK
@given(
    st.dictionaries(
        st.sampled_from(["Form Responses 1", "Attendance", "Organisations", "Trust"]),
        st.lists(st.lists(st.one_of(FORM_WORDS, CELLS), min_size=1, max_size=8), min_size=1, max_size=7),
        min_size=1,
        max_size=2,
    )
)
def test_any_form(sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    with TemporaryDirectory() as folder:
        path = Path(folder, "form.xlsx")
        book.save(path)
        check(path)


@QUICK
@given(
    st.lists(
        st.lists(st.sampled_from(["", "Never", "Rarely", "Often"]), min_size=4, max_size=4), min_size=4, max_size=4
    ),
    st.integers(1, 4),
)
def test_form_is_read_as_written(answers, responded):
    names = ["Council", "Hub, the", "Peers (North)", "Age UK"]
    level = {"Rarely": 1.0, "Often": 3.0}
    book = openpyxl.Workbook()
    book.active.append(["Timestamp", "Your organisation", *(f"How often do you meet? [{name}]" for name in names)])
    for i in range(responded):
        row = ["" if i == j else cell for j, cell in enumerate(answers[i])]
        book.active.append(["t", names[i], *row])
    with TemporaryDirectory() as folder:
        path = Path(folder, "form.xlsx")
        book.save(path)
        survey = read_survey(path)
    pairs = [(i, j) for i in range(responded) for j in range(4) if i != j]
    want = {(names[i], names[j]): level[answers[i][j]] for i, j in pairs if answers[i][j] in level}
    assert {(row[1], row[2]): row[4] for row in survey.ties.itertuples(index=False)} == want
    assert set(survey.members.loc[survey.members["responded"], "name"]) == set(names[:responded])
    said_never = any(answers[i][j] == "Never" for i, j in pairs)
    if said_never:  # then a blank is a question left out
        blank = {(names[i], names[j]) for i, j in pairs if answers[i][j] == ""}
        assert {(row[1], row[2]) for row in survey.unanswered.itertuples(index=False)} == blank
