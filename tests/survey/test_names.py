"""Which spellings are one name, and which are never joined."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powermap import read_survey
from powermap.survey.names import name_in, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Age UK Salford", "age  uk salford "),
        ("St. Mary's", "St Mary’s"),
        ("Health & Care", "Health and Care"),
        ("Café Nova", "Cafe\u0301 Nova"),
        ("Well-being Hub", "Well being Hub"),
        ("Age\u00a0UK", "Age UK"),
        ("Ｈｕｂ", "Hub"),
        ("The Hub (Leeds)", "The Hub, Leeds"),
        ("St Ann`s Hospice", "St Ann´s Hospice"),
        ("St Ann`s Hospice", "St. Ann's Hospice"),
        ("Tameside &amp; Glossop", "Tameside and Glossop"),
        ("Sunrise Housing Ltd.", "Sunrise Housing Limited"),
        ("Sunrise C.I.C.", "Sunrise CIC"),
        ("Sunrise CIO", "Sunrise Charitable Incorporated Organisation"),
    ],
)
def test_same_key(one, other):
    assert name_key(name_in(one)) == name_key(name_in(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Age UK Salford", "Age UK Bolton"),
        ("Hub 1", "Hub 2"),
        ("Over 50", "Over 50+"),
        ("***", "+++"),
        ("Mind", "Minds"),
        ("Sunrise CIC", "Sunrise CIO"),
        ("Limited", "Ltd"),
        ("R&D; Unit", "R; Unit"),
    ],
)
def test_different_key(one, other):
    assert name_key(one) != name_key(other)


def names(workbook, listed, *ties):
    sheets = {"Ties": [["from", "to"], *map(list, ties)]}
    if listed:
        sheets["Organisations"] = [["name", "sector"], *([name, "VCS"] for name in listed)]
    survey = read_survey(workbook(sheets))
    return survey.actors["name"].tolist(), [issue.code for issue in survey.issues]


def test_legal_ending_is_looked_past_and_listed(workbook):
    found, codes = names(workbook, ["Sunrise Carers CIC", "Council"], ("Council", "Sunrise Carers"))
    assert found == ["Sunrise Carers CIC", "Council"]
    assert codes.count("name-spelling") == 1
    assert "unlisted-actor" not in codes


def test_legal_ending_between_two_listed_bodies_counts(workbook):
    found, _ = names(workbook, ["Sunrise", "Sunrise Trust", "Council"], ("Council", "Sunrise"))
    assert found == ["Sunrise", "Sunrise Trust", "Council"]


def test_two_endings_are_two_bodies(workbook):
    found, _ = names(workbook, [], ("Council", "Sunrise Ltd"), ("Hub", "Sunrise CIC"))
    assert found == ["Council", "Sunrise Ltd", "Hub", "Sunrise CIC"]


def test_three_alike_are_left_apart(workbook):
    found, _ = names(workbook, [], ("A", "Sunrise Ltd"), ("B", "Sunrise CIC"), ("C", "Sunrise"))
    assert {"Sunrise Ltd", "Sunrise CIC", "Sunrise"} <= set(found)


def test_names_that_name_each_other_are_two_bodies(workbook):
    found, _ = names(workbook, [], ("Sunrise", "Sunrise Trust"), ("A", "Sunrise"))
    assert found == ["Sunrise", "Sunrise Trust", "A"]


def test_names_named_side_by_side_are_two_bodies(workbook):
    found, _ = names(workbook, [], ("A", "Sunrise"), ("A", "Sunrise Trust"))
    assert found == ["A", "Sunrise", "Sunrise Trust"]


def test_list_decides_the_spelling(workbook):
    found, codes = names(workbook, ["Health & Care", "Hub"], ("HEALTH AND CARE", "hub"))
    assert found == ["Health & Care", "Hub"]
    assert codes.count("name-spelling") == 2


def test_hostile_names_stay_text(workbook):
    hostile = ["</script><img src=x onerror=alert(1)>", "=cmd|' /C calc'!A1", "a\u202eb\u0007c"]
    found, _ = names(
        workbook, [], *((name.replace("\u0007", ""), "Hub") for name in hostile if not name.startswith("="))
    )
    assert found == ["</script><img src=x onerror=alert(1)>", "Hub", "abc"]


@given(st.text())
def test_key_is_settled(name):
    clean = name_in(name)
    assert name_in(clean) == clean
    assert not clean or name_key(name_in(f"  {clean}\t")) == name_key(clean)
