"""Words and marks as numbers, and what is missing."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powermap.survey.answers import meanings, number_in, yes_or_no
from powermap.vocabulary import MISSING, SCALES


@pytest.mark.parametrize(
    "scale",
    [
        ["Never", "Rarely", "Sometimes", "Often", "Always"],
        ["Not at all", "A little", "Somewhat", "Quite a lot", "A great deal"],
        ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"],
        ["Never", "Yearly", "Quarterly", "Monthly", "Weekly", "Daily"],
        ["no relationship", "Not close", "Fairly close", "Close", "Very close"],
        ["No interaction", "Networking", "Co-operation", "Coordination", "Collaboration"],
        [
            "Not at all effective",
            "Slightly effective",
            "Moderately effective",
            "Very effective",
            "Extremely effective",
        ],
        ["No trust at all", "Low trust", "Moderate trust", "High trust", "Complete trust"],
        ["NEVER", "once a year", "Every 3 months", "once a month", "Once a week", "every day"],
    ],
)
def test_scales_are_in_order_from_no_tie(scale):
    found = meanings(scale)
    assert [found.numbers[word] for word in scale] == [float(i) for i in range(len(scale))]
    assert len(found.scales) == 1
    assert found.words == found.numbers


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1 - Not at all", 1), ("4 - Quite a lot", 4), ("3: often", 3), ("2. A little", 2), ("0 = never", 0),
        ("5 (daily)", 5), ("1e2", 100), ("none", 0), ("(3) Often", 3), ("A little (2)", 2), ("Always [5]", 5),
        ("Once a year or less", 1), ("3-4 times a year", 2), ("Every couple of months", 2.5), ("about monthly", 3),
        ("2-3 times a month", 3), ("At least fortnightly", 3.5), ("More than once a week", 4),
        ("Weekly or more", 4),
        ("x", 1), ("X", 1), ("✓", 1), ("✔", 1), ("Yes", 1), ("y", 1), ("TRUE", 1), (True, 1), ("No", 0),
        ("false", 0),
        (False, 0), ("✗", 0), ("3", 3), (" 3.5", 3.5), (4, 4), ("£1,500", 1500), ("3,5", 3.5),
    ],
)  # fmt: skip
def test_numbers_and_marks(cell, number):
    assert meanings([cell]).numbers == {cell: float(number)}


@pytest.mark.parametrize(
    "cell",
    [
        "Don't know",
        "Don’t know",
        "DK",
        "N/A",
        "n/a",
        "NA",
        "Prefer not to say",
        "-",
        "?",
        "Not applicable",
        "Not sure",
        "9 - Don't know",  # the number of a choice is no strength
        "0 = Prefer not to say",
        "(6) N/A",
        "Don't know (6)",
        "Don't know / can't say",
        "Not enough information",
    ],
)
def test_missing(cell):
    found = meanings([cell])
    assert found.missing == {cell: cell}
    assert not found.numbers


@pytest.mark.parametrize(
    "cell",
    [
        "10-20",
        "1-2 times",
        "banana",
        "5%",
        "nan",
        "1_000",
        "--3",
        "often or so",
        "٪",
        "N/A - no contact",
        "Important",
    ],
)
def test_not_guessed_at(cell):
    assert meanings([cell]).unusable[cell][0] == "not-a-number"


@pytest.mark.parametrize(
    ("cell", "code"),
    [(-1, "negative-strength"), ("-1", "negative-strength"), ("−2", "negative-strength"),
     ("inf", "infinite-strength"), ("1e16", "infinite-strength"), (1.7e308, "infinite-strength"),
     (math.inf, "infinite-strength"), ("-inf", "infinite-strength"), (math.nan, "not-a-number")],
)  # fmt: skip
def test_impossible(cell, code):
    ((said, _, fix),) = meanings([cell]).unusable.values()
    assert said == code
    assert fix


def test_word_of_two_scales_is_read_with_its_neighbours():
    assert meanings(["Rarely", "Often"]).numbers["Rarely"] == 1
    assert meanings(["not at all", "a great deal"]).scales == ("how much",)
    assert (
        meanings(["Rarely", "Strongly agree"]).scales == ("how often", "agreement")
        or len(meanings(["Rarely", "Strongly agree"]).scales) == 2
    )


def test_no_word_is_both_missing_and_an_answer():
    for words in SCALES.values():
        assert not set(words) & MISSING
        assert min(words.values()) == 0


def test_yes_or_no():
    assert [yes_or_no(cell) for cell in ("yes", "Y", 1, 1.0, True, "✓", "x", "Chair", "1")] == [True] * 9
    assert [yes_or_no(cell) for cell in ("no", "N", 0, False, "", "N/A", "not completed", "0", "-")] == [False] * 9
    assert [yes_or_no(cell) for cell in (2, "perhaps", "2", 0.5)] == [None] * 4


@given(st.floats(min_value=0, max_value=1e15))
def test_numbers_keep_their_value(number):
    assert number_in(repr(number)) == number
    assert meanings([number]).numbers == {number: number}


@given(st.lists(st.text(max_size=20)))
def test_every_cell_means_exactly_one_thing(cells):
    found = meanings(cells)
    for cell in set(cells) - {""}:
        assert (cell in found.numbers) + (cell in found.missing) + (cell in found.unusable) == 1
    assert all(0 <= number < math.inf for number in found.numbers.values())
