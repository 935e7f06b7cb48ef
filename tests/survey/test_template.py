"""The blank survey: filled in as people fill it in, it reads as it was meant, and without an issue."""

from __future__ import annotations

import io
import random
import re
import zipfile

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from powermap import read_survey
from powermap.errors import UnknownChoiceError
from powermap.survey.asked import PARTNER_ITEMS, questions_asked
from powermap.survey.own_pages import NOTES, WORDS
from powermap.survey.partner_list import Partner
from powermap.survey.template import blank_survey
from powermap.vocabulary import SCALES, SECTORS, is_sensitive, key

PARTNERS = (
    Partner("Borough Council", "Local authority", "", True),
    Partner("=Age UK", "Voluntary and community"),
    Partner("-Hub", "Voluntary and community", "", False),
    Partner("@Peers", "Peer-led organisation"),
    Partner("Faith, Hope & Charity", "Faith", "Lived experience; Voluntary sector"),
)
RELATIONS = ("works with", "trusts", "gives advice to")
SHAPES = ("tidy", "roster")


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def typed(cell, text):
    """Put a text in as one chosen from a drop-down: never a formula."""
    cell.value = text
    cell.data_type = "s"


def fill_in(book, asked, *, seed, shape, who=PARTNERS[:4], mark=True):
    """Answer at random for *who*, and return what was answered: {(from, to, relation): number or None}."""
    choose = random.Random(seed)
    meant = {}
    pairs = [(p.name, q.name) for p in who for q in PARTNERS if p is not q]
    for row, (sender, receiver) in enumerate(pairs, 2):
        for place, one in enumerate(asked):
            word, meant[sender, receiver, one.relation] = choose.choice(one.words)
            if shape == "tidy":
                cell = book["Relationships"].cell(row, 3 + place)
            else:
                grid = book[one.relation]
                down = next(r for r in range(2, grid.max_row + 1) if grid.cell(r, 1).value == sender)
                cell = grid.cell(down, next(c for c in range(2, 9) if grid.cell(1, c).value == receiver))
            cell.value = word
        if shape == "tidy":
            typed(book["Relationships"].cell(row, 1), sender)
            typed(book["Relationships"].cell(row, 2), receiver)
    if mark:
        names = {partner.name for partner in who}
        for row, partner in enumerate(PARTNERS, 2):
            book["Organisations"].cell(row, 5).value = "yes" if partner.name in names else "no"
    return meant


def assert_as_meant(survey, meant):
    read = {(row[1], row[2], row[3]): row[4] for row in survey.ties.itertuples(index=False)}
    assert read == {tie: number for tie, number in meant.items() if number}
    missing = {tuple(row) for row in survey.unanswered[["from", "to", "relation"]].values.tolist()}
    assert missing == {tie for tie, number in meant.items() if number is None}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("items", [False, True], ids=["plain", "partner items"])
@pytest.mark.parametrize("relations", [RELATIONS[:1], RELATIONS], ids=["one", "three"])
def test_filled_in_it_reads_as_meant_without_an_issue(tmp_path, shape, items, relations):
    asked = questions_asked(relations, partner_items=items)
    content = blank_survey(PARTNERS, shape=shape, relations=relations, partner_items=items)
    for seed in range(4):
        book = opened(content)
        meant = fill_in(book, asked, seed=seed, shape=shape)
        path = tmp_path / f"{seed}.xlsx"
        book.save(path)
        survey = read_survey(path)
        assert survey.issues == ()
        assert survey.relations == tuple(one.relation for one in asked)
        assert_as_meant(survey, meant)
        assert survey.actors["name"].tolist() == [partner.name for partner in PARTNERS]
        assert survey.actors["sector"].tolist() == [partner.sector for partner in PARTNERS]
        assert survey.actors["seat"].tolist() == [True, False, False, False, False]
        assert survey.actors["voices"].iloc[4] == ("Lived experience", "Voluntary sector")
        assert survey.members["responded"].tolist() == [True] * 4 + [False]
        assert not survey.response_assumed


@pytest.mark.parametrize("shape", SHAPES)
def test_words_mean_the_same_whichever_of_them_were_chosen(tmp_path, shape):
    # 'Not at all' and 'A great deal' alone belong to two scales of the reader; the page of words says which.
    book = opened(blank_survey(PARTNERS, shape=shape, relations=["trusts", "works with"]))
    pairs = [("Borough Council", "=Age UK"), ("=Age UK", "Borough Council")]
    for row, (pair, word) in enumerate(zip(pairs, ("Not at all", "A great deal"), strict=True)):
        if shape == "tidy":
            sheet = book["Relationships"]
            for column, text in enumerate((*pair, word, "Never"), 1):
                typed(sheet.cell(2 + row, column), text)
        else:
            book["trusts"].cell(2 + row, 3 - row).value = word
            book["works with"].cell(2 + row, 3 - row).value = "Never"
    path = tmp_path / "s.xlsx"
    book.save(path)
    survey = read_survey(path)
    assert survey.ties[["from", "to", "strength"]].values.tolist() == [["=Age UK", "Borough Council", 3.0]]
    assert "words-read-as" not in {issue.code for issue in survey.issues}


def test_words_changed_on_their_page_are_read_as_the_page_says(tmp_path):
    book = opened(blank_survey(PARTNERS))
    words = {cell.value: cell for (cell,) in book["Words"]["A4:A9"]}
    words["Often"].value = "Yn aml"
    sheet = book["Relationships"]
    for row, word in enumerate(("Yn aml", "Quarterly"), 2):
        for column, text in enumerate((PARTNERS[row - 2].name, PARTNERS[4].name, word), 1):
            typed(sheet.cell(row, column), text)
    path = tmp_path / "s.xlsx"
    book.save(path)
    survey = read_survey(path)
    assert survey.ties["strength"].tolist() == [3.0, 2.0]
    (note,) = [issue for issue in survey.issues if issue.code == "words-read-as"]
    assert "Quarterly" in note.message, "a word that is not on the page is told"
    assert "Yn aml" not in note.message


@pytest.mark.parametrize("shape", SHAPES)
def test_a_copy_from_each_organisation_reads_as_one_survey(tmp_path, shape):
    asked = questions_asked(RELATIONS)
    content = blank_survey(PARTNERS, shape=shape, relations=RELATIONS)
    meant, paths = {}, []
    for place, partner in enumerate(PARTNERS[:3]):
        book = opened(content)
        meant |= fill_in(book, asked, seed=place, shape=shape, who=(partner,), mark=False)
        paths.append(tmp_path / f"answers {place}.xlsx")
        book.save(paths[-1])
    survey = read_survey(*paths)
    assert_as_meant(survey, meant)
    assert survey.issues == ()  # who responded is as the page of instructions says
    assert survey.members["responded"].tolist() == [True, True, True, False, False]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("mark", [True, False])
def test_sectors_and_voices_of_the_list_need_no_word(tmp_path, shape, mark):
    # neither is one that powermap knows, but both are on the page of words to choose from
    who = (*PARTNERS[:4], Partner("Youth Voice", "Sport", "Children/young people; Gypsy, Roma and Traveller"))
    book = opened(blank_survey(who, shape=shape))
    typed(book["Organisations"]["C2"], "Children/young people")
    if mark:
        for row in range(2, 7):
            book["Organisations"].cell(row, 5).value = "yes" if row == 2 else "no"
    if shape == "tidy":
        for column, text in enumerate(("Borough Council", "Youth Voice", "Often"), 1):
            typed(book["Relationships"].cell(2, column), text)
    else:
        book["works with"]["F2"].value = "Often"
    path = tmp_path / "s.xlsx"
    book.save(path)
    survey = read_survey(path)
    assert survey.issues == ()
    assert survey.ties[["from", "to", "strength"]].values.tolist() == [["Borough Council", "Youth Voice", 3.0]]
    assert survey.actors["voices"].iloc[0] == ("Children/young people",)
    assert survey.actors["voices"].iloc[4] == ("Children/young people", "Gypsy, Roma and Traveller")
    assert survey.members["responded"].tolist() == [True, False, False, False, False]
    if shape == "roster":  # an empty cell is no answer, though nobody has chosen Never
        assert survey.unanswered["from"].tolist() == ["Borough Council"] * 3


@pytest.mark.parametrize("shape", SHAPES)
def test_nobody_has_answered_yet(tmp_path, shape):
    from powermap.errors import UnrecognisedSurveyError

    path = tmp_path / "s.xlsx"
    path.write_bytes(blank_survey(PARTNERS, shape=shape))
    with pytest.raises(UnrecognisedSurveyError):
        read_survey(path)


def test_the_words_are_those_the_reader_knows():
    for one in questions_asked(RELATIONS, partner_items=True):
        scale = "four amounts" if is_sensitive(one.relation) else "how often"
        assert {key(word): float(number) for word, number in one.words if number is not None}.items() <= (
            SCALES[scale].items()
        )
    assert all(is_sensitive(item.relation) for item in PARTNER_ITEMS)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_drop_down_offers_what_it_should_and_opens_in_excel(shape):
    book = opened(blank_survey(PARTNERS, shape=shape, relations=RELATIONS, partner_items=True))
    offered = {}
    for sheet in book:
        for rule in sheet.data_validations.dataValidation:
            # Excel calls a workbook damaged beyond these lengths.
            assert len(rule.formula1) <= 255
            assert len(rule.promptTitle) <= 32
            assert len(rule.prompt) <= 255
            assert len(rule.errorTitle) <= 32
            assert len(rule.error) <= 255
            if rule.formula1.startswith('"'):
                choices = rule.formula1.strip('"').split(",")
            else:
                title, _, cells = rule.formula1.replace("$", "").partition("!")
                choices = [cell.value for (cell,) in book[title][cells]]
            for where in rule.sqref.ranges:
                offered[sheet.title, where.coord] = (choices, rule.errorStyle)
    asked = questions_asked(RELATIONS, partner_items=True)
    names = [partner.name for partner in PARTNERS]
    columns = {cells[0]: found for (title, cells), found in offered.items() if title == "Organisations"}
    assert set(SECTORS) <= set(columns["B"][0])
    assert None not in columns["B"][0] + columns["C"][0]
    assert columns["D"] == columns["E"] == (["yes", "no"], "stop")
    for place, one in enumerate(asked):
        words = ([word for word, _ in one.words], "stop")
        if shape == "roster":
            assert offered[one.relation, "B2:F6"] == words
        else:
            cells = next(
                cells for title, cells in offered if title == "Relationships" and cells[0] == "CDEFGHIJK"[place]
            )
            assert offered["Relationships", cells] == words
            assert range_boundaries(cells)[3] > 20, "as many rows as there are pairs"
    if shape == "tidy":
        for letter in "AB":
            found = next(
                f for (title, cells), f in offered.items() if title == "Relationships" and cells[0] == letter
            )
            assert found[0][:5] == names
            assert set(found[0][5:]) == {None}, "room for organisations that are added"


def test_the_grey_cells_of_a_roster_are_its_diagonal():
    sheet = opened(blank_survey(PARTNERS, shape="roster"))["works with"]
    grey = {(cell.row, cell.column) for row in sheet["B2:F6"] for cell in row if cell.fill.fill_type == "solid"}
    assert grey == {(place, place) for place in range(2, 7)}


@pytest.mark.parametrize("shape", SHAPES)
def test_names_stay_text_and_the_bytes_are_the_same(shape):
    content = blank_survey(PARTNERS, shape=shape)
    assert content == blank_survey(PARTNERS, shape=shape)
    assert b"<f>" not in b"".join(
        zipfile.ZipFile(io.BytesIO(content)).read(name)
        for name in zipfile.ZipFile(io.BytesIO(content)).namelist()
        if name.startswith("xl/worksheets/")
    )
    sheet = opened(content)["Organisations"]
    assert [sheet.cell(row, 1).value for row in range(2, 7)] == [partner.name for partner in PARTNERS]
    assert [sheet.cell(row, 1).quotePrefix for row in range(2, 7)] == [False, True, True, True, False]


def test_the_consent_says_what_is_shown_and_what_is_not():
    book = opened(blank_survey(PARTNERS, relations=RELATIONS))
    said = " ".join(str(cell.value) for row in book["Who sees this"].rows for cell in row if cell.value)
    assert re.search(r"Ties between organisations may be shown: for 'works with', 'gives advice to'", said)
    assert re.search(r"Single answers to personal questions are not shown: for 'trusts'", said)
    assert "[date]" in said


@pytest.mark.parametrize("heading", [NOTES, WORDS])
def test_only_our_own_pages_are_passed_over(workbook, heading):
    # The heading below other rows, or with more words, is somebody else's sheet.
    ties = {"Ties": [["from", "to"], ["A", "B"], ["B", "A"]]}
    for rows in ([[heading + " 2023"], ["odd"]], [["odd"], [heading]]):
        survey = read_survey(workbook({**ties, "Other": rows}))
        assert "sheet-ignored" in {issue.code for issue in survey.issues}
    survey = read_survey(workbook({**ties, "Other": [[heading], ["odd"]]}))
    assert "sheet-ignored" not in {issue.code for issue in survey.issues}
    assert [layout.shape for layout in survey.layouts] == ["ties", "none"]


@pytest.mark.parametrize(
    ("shape", "relation"),
    [
        ("tidy", "notes"),
        ("tidy", "comments"),
        ("tidy", "round"),
        ("tidy", " ?! "),
        ("tidy", "strength"),
        ("roster", "Organisations"),
        ("roster", "trust/respect"),
        ("roster", "relationships"),
        ("roster", "works with in year 2"),
        ("roster", "a relation that is longer than a sheet"),
    ],
)
def test_a_relation_that_could_not_be_read_back_is_refused(shape, relation):
    with pytest.raises(UnknownChoiceError):
        blank_survey(PARTNERS, shape=shape, relations=[relation])


def test_a_question_is_asked_once_and_of_two_or_more():
    with pytest.raises(UnknownChoiceError, match="asked twice"):
        blank_survey(PARTNERS, relations=["Openness"], partner_items=True)
    with pytest.raises(UnknownChoiceError, match="two partners"):
        blank_survey(PARTNERS[:1])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["Total", "Hub | Spoke", "None", "N/A"])
def test_a_name_that_could_not_be_read_back_is_refused(shape, name):
    with pytest.raises(UnknownChoiceError, match="would not be read as the name"):
        blank_survey([*PARTNERS, Partner(name)], shape=shape)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "names",
    [
        ["Organisation A", "Organisation B", "Organisation C"],
        ["Partner 1", "Partner 2", "Group 1", "Group 2"],
        ["Board", "Trust", "Team", "NHS"],
        ["Age UK, Salford", "Café «Zoë»", "O'Neill & Co", "2023", "Round 1"],
    ],
)
def test_names_that_are_also_words_for_something_else(tmp_path, shape, names):
    partners = [Partner(name, "NHS") for name in names]
    book = opened(blank_survey(partners, shape=shape, partner_items=True))
    pairs = [(i, j) for i in range(len(names)) for j in range(len(names)) if i != j]
    for row, (i, j) in enumerate(pairs, 2):
        if shape == "tidy":
            typed(book["Relationships"].cell(row, 1), names[i])
            typed(book["Relationships"].cell(row, 2), names[j])
        for place, one in enumerate(questions_asked(["works with"], partner_items=True)):
            cell = (
                book["Relationships"].cell(row, 3 + place)
                if shape == "tidy"
                else book[one.relation].cell(i + 2, j + 2)
            )
            cell.value = one.words[1 + (i + j + place) % 3][0]
        book["Organisations"].cell(i + 2, 5).value = "yes"
    path = tmp_path / "s.xlsx"
    book.save(path)
    survey = read_survey(path)
    assert survey.actors["name"].tolist() == names
    assert len(survey.ties) == 7 * len(pairs)
    assert {issue.code for issue in survey.issues} <= {"name-proposal"}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_question_to_which_nobody_knows_the_answer(tmp_path, shape):
    asked = questions_asked(["works with", "trusts"])
    book = opened(blank_survey(PARTNERS, shape=shape, relations=["works with", "trusts"]))
    meant = fill_in(book, asked, seed=1, shape=shape)
    rows = book["Relationships"]["D2:D17"] if shape == "tidy" else book["trusts"]["B2:F5"]
    for row in rows:
        for cell in row:
            if cell.value:
                cell.value = "Don't know"
    path = tmp_path / "s.xlsx"
    book.save(path)
    survey = read_survey(path)
    assert survey.issues == ()
    assert_as_meant(survey, {tie: None if tie[2] == "trusts" else number for tie, number in meant.items()})
