"""Items of trust and value as the PARTNER survey asks them (Varda et al. 2008), and answers against their scale."""

from __future__ import annotations

import pytest

from powermap import read_survey
from powermap.survey.answers import meanings
from powermap.survey.scales import bounds_in
from powermap.vocabulary import is_sensitive

#: Three items of trust, three of value; the answers are four words.
ITEMS = [
    "Reliability",
    "In support of mission",
    "Open to discussion",
    "Power/Influence",
    "Level of involvement",
    "Resource contribution",
]
WORDS = ["Not at all", "A small amount", "A fair amount", "A great deal"]
PAIRS = [("Council", "Hub"), ("Council", "Peers"), ("Hub", "Council"), ("Peers", "Council")]


def found(survey, code):
    return [issue for issue in survey.issues if issue.code == code]


def strengths(survey, relation):
    here = survey.ties[survey.ties["relation"] == relation]
    return {(row[0], row[1]): row[2] for row in here[["from", "to", "strength"]].values.tolist()}


def test_items_in_words_as_columns_of_an_edge_list(workbook):
    rows = [["Respondent", "Partner", *ITEMS]]
    rows += [[*pair, *(WORDS[(i + j) % 4] for j in range(6))] for i, pair in enumerate(PAIRS)]
    survey = read_survey(workbook({"Responses": rows}))
    assert survey.relations == tuple(ITEMS)
    for j, item in enumerate(ITEMS):
        expected = {pair: float((i + j) % 4) for i, pair in enumerate(PAIRS) if (i + j) % 4}
        assert strengths(survey, item) == expected
    assert survey.unanswered.empty
    assert all(is_sensitive(item) for item in ITEMS)
    assert len(found(survey, "words-read-as")) == 6
    assert "'Not at all' = 0 (no tie)" in found(survey, "words-read-as")[0].message


@pytest.mark.parametrize("frequency", ["How often", "Frequency", "Strength"])
def test_items_in_numbers_beside_a_frequency(workbook, frequency):
    rows = [["from", "to", frequency, *ITEMS]]
    rows += [[*pair, 2, 1, 2, 3, 4, 1, 2] for pair in PAIRS]
    survey = read_survey(workbook({"Ties": rows}))
    assert set(ITEMS) < set(survey.relations)
    assert len(survey.relations) == 7
    assert set(strengths(survey, "Level of involvement").values()) == {1.0}  # a number stays the number
    assert not [issue for issue in survey.issues if issue.level == "error"]


def test_items_beside_a_frequency_and_a_type_of_relationship(workbook):
    rows = [["Organization", "Partner", "Frequency of interaction", "Type of relationship", *ITEMS]]
    rows += [
        [*pair, "Every Week", kind, 1, 2, 3, 4, 1, 2]
        for pair, kind in zip(PAIRS, ("Informal", "Contract") * 2, strict=True)
    ]
    survey = read_survey(workbook({"Ties": rows}))
    assert set(survey.relations) == {"Frequency of interaction", *ITEMS}
    (left,) = found(survey, "columns-ignored")
    assert "Type of relationship" in left.message
    # a second row about a pair is about another relation: then the type says which
    again = read_survey(
        workbook({"Ties": [*rows, [*PAIRS[0], "Every Week", "Grant", 1, 2, 3, 4, 1, 2]]}, "again.xlsx")
    )
    assert set(again.relations) == {"Informal", "Contract", "Grant"}


def test_items_as_grids(workbook):
    names = ["Council", "Hub", "Peers"]
    sheets = {
        item.replace("/", " "): [
            [None, *names],
            *([name, *(None if name == other else WORDS[(i + j) % 4] for j, other in enumerate(names))]
              for i, name in enumerate(names)),
        ]
        for item in ITEMS
    }  # fmt: skip
    survey = read_survey(workbook(sheets))
    assert survey.relations == tuple(sheets)
    assert strengths(survey, "Reliability") == {
        ("Council", "Hub"): 1.0,
        ("Council", "Peers"): 2.0,
        ("Hub", "Council"): 1.0,
        ("Hub", "Peers"): 3.0,
        ("Peers", "Council"): 2.0,
        ("Peers", "Hub"): 3.0,
    }


def test_four_amounts_have_equal_steps():
    assert meanings(WORDS).numbers == dict(zip(WORDS, (0.0, 1.0, 2.0, 3.0), strict=True))
    assert meanings(WORDS[2:]).numbers == {"A fair amount": 2.0, "A great deal": 3.0}
    assert meanings(["Not at all", "A little", "Quite a lot", "A great deal"]).numbers["A great deal"] == 4.0


def test_item_that_lacks_the_middle_words_is_read_with_the_scale_of_the_others(workbook):
    rows = [["from", "to", "Reliability", "Openness"]]
    rows += [
        ["A", "B", "A fair amount", "A great deal"],
        ["B", "A", "Not at all", None],
        ["A", "C", "A small amount", "A great deal"],
    ]
    survey = read_survey(workbook({"Ties": rows}))
    assert set(strengths(survey, "Openness").values()) == {3.0}
    # there was a way to say no, so a blank is a missing answer
    assert survey.unanswered[["from", "to", "relation"]].values.tolist() == [["B", "A", "Openness"]]


def test_words_and_numbers_of_one_scale_are_told(workbook):
    rows = [["from", "to", "trust"], ["A", "B", "Not at all"], ["A", "C", "A fair amount"], ["B", "C", 4]]
    survey = read_survey(workbook({"Ties": rows}))
    (mixed,) = found(survey, "mixed-scales")
    assert (mixed.level, mixed.cell) == ("warning", "C1")
    assert "numbers" in mixed.message


def test_legend_in_the_header_leaves_the_numbers_and_says_so(workbook):
    header = "Reliability (1 = Not at all, 2 = A small amount, 3 = A fair amount, 4 = A great deal)"
    rows = [["from", "to", header], ["A", "B", 1], ["A", "C", 4], ["B", "C", 5], ["C", "A", 0]]
    survey = read_survey(workbook({"Ties": rows}))
    assert survey.ties["strength"].tolist() == [1.0, 4.0]
    assert [issue.cell for issue in found(survey, "number-says-tie")] == ["C1"]
    assert [issue.cell for issue in found(survey, "out-of-range")] == ["C4"]
    assert survey.unanswered[["from", "to"]].values.tolist() == [["B", "C"]]


def test_no_warning_where_no_tie_has_no_number_or_zero(workbook):
    rows = [["from", "to", "trust"], ["A", "B", "0 - Not at all"], ["A", "C", "3 - A great deal"]]
    survey = read_survey(workbook({"Ties": rows}))
    assert survey.ties["strength"].tolist() == [3.0]
    assert not found(survey, "number-says-tie")


# ---- ranges


@pytest.mark.parametrize(
    ("header", "bounds"),
    [
        ("Trust (1-5)", (1, 5)),
        ("Trust (0–4)", (0, 4)),
        ("Trust [1 to 10]", (1, 10)),
        ("Trust (scale of 1-7)", (1, 7)),
        ("Trust (1-5 scale)", (1, 5)),
        ("Trust (1=low, 5=high)", (1, 5)),
        ("Trust (from 1 to 5)", (1, 5)),
        ("Ties (2022-2023)", None),
        ("Meetings (1-2 per month)", None),
        ("Question 1-5", None),
        ("Trust (1)", None),
        ("Ages (18-25)", None),
        ("", None),
    ],
)
def test_bounds_in(header, bounds):
    assert bounds_in(header) == bounds


def scale(workbook, *answers, header="strength"):
    rows = [["from", "to", header], *([f"A{i}", f"B{i}", answer] for i, answer in enumerate(answers))]
    return read_survey(workbook({"Ties": rows}))


ONE_TO_FIVE = (1, 2, 3, 4, 5, 3, 2, 1, 4, 5)


def test_slip_of_the_keyboard_is_used_and_told(workbook):
    survey = scale(workbook, *ONE_TO_FIVE, 55)
    (odd,) = found(survey, "off-scale")
    assert (odd.level, odd.sheet, odd.cell) == ("warning", "Ties", "C12")
    assert survey.ties["strength"].tolist()[-1] == 55


@pytest.mark.parametrize("answers", [(*ONE_TO_FIVE, 99, 98, 99), ("0 = Never", "1 = Rarely", "4 = Always", 99, 98)])
def test_number_that_stands_for_no_answer(workbook, answers):
    survey = scale(workbook, *answers)
    (told,) = found(survey, "missing-code")
    assert (told.level, told.cell) == ("warning", "C1")
    assert "98 and 99" in told.message
    assert set(survey.unanswered["why"]) == {"98", "99"}
    assert survey.ties["strength"].max() <= 5


@pytest.mark.parametrize("answers", [(20, 35, 60, 99), (99, 99, 1), (*ONE_TO_FIVE, 88.5)])
def test_number_that_may_well_be_an_answer(workbook, answers):
    assert not found(scale(workbook, *answers), "missing-code")


@pytest.mark.parametrize(
    "answers",
    [
        (*ONE_TO_FIVE, 10),  # not beyond twice the highest
        (*ONE_TO_FIVE, 3.5, 55),  # not whole numbers
        (1, 2, 3, 55),  # too few to show a scale
        (*range(1, 60, 6), 300),  # numbers of days, not a scale
        (0, 1, 1, 0, 1, 1, 0, 1, 1, 5),  # ticks
        (*ONE_TO_FIVE, 55, 44, 33, 22),  # more than a slip
        (1500, 2000, 500, 1, 2, 3, 4, 5, 1, 2),  # money
    ],
)
def test_no_scale_is_seen_where_there_is_none(workbook, answers):
    assert not found(scale(workbook, *answers), "off-scale")


def test_range_above_a_grid(workbook):
    rows = [["Trust (1-5)", "A", "B", "C"], ["A", None, 5, 0], ["B", 1, None, 6], ["C", 2, 3, None]]
    survey = read_survey(workbook({"Sheet1": rows}))
    (wrong,) = found(survey, "out-of-range")
    assert (wrong.level, wrong.cell) == ("error", "D3")
    assert survey.unanswered[["from", "to"]].values.tolist() == [["B", "C"]]


def test_slip_in_a_grid(workbook):
    names = ["A", "B", "C", "D"]
    rows = [[None, *names], *([name, *((i + j) % 5 + 1 for j in range(4))] for i, name in enumerate(names))]
    rows[1][4] = 44
    (odd,) = found(read_survey(workbook({"Sheet1": rows})), "off-scale")
    assert odd.cell == "E2"
