"""Directions in tables of ties: one way, both, or none that is known."""

from __future__ import annotations

import pytest
from survey.seen import found, ties

from powermap import read_survey
from powermap.survey.network_tables import way_of


@pytest.mark.parametrize(
    ("cell", "way"),
    [
        ("Mutual", "<->"),
        ("UNDIRECTED", "<->"),
        ("both", "<->"),
        ("two-way", "<->"),
        ("<->", "<->"),
        (False, "<->"),
        ("directed", "->"),
        (" One way", "->"),
        ("→", "->"),
        (True, "->"),
        ("<-", "<-"),
        ("", ""),
        ("sideways", "?"),
    ],
)
def test_way_of(cell, way):
    assert way_of(cell) == way


def test_directions_in_a_list(workbook):
    rows = [
        ["from", "to", "direction", "strength"],
        ["A", "B", "both", 2],
        ["A", "C", "->", 1],
        ["A", "D", "<-", 4],
        ["B", "C", None, 3],
        ["B", "D", "sideways", 1],
        ["C", "D", "mutual", 0],
        ["D", "E", "mutual", "Don't know"],
    ]
    survey = read_survey(workbook({"Ties": rows}))
    assert ties(survey) == [
        ("A", "B", 2.0),
        ("B", "A", 2.0),
        ("A", "C", 1.0),
        ("D", "A", 4.0),
        ("B", "C", 3.0),
        ("B", "D", 1.0),
    ]
    # a mutual 'no' is no tie either way; a missing answer is missing one way only
    assert survey.unanswered[["from", "to"]].values.tolist() == [["D", "E"]]
    responded = survey.members.set_index("name")["responded"]
    assert responded["C"]
    assert not responded["E"]
    (unknown,) = found(survey, "direction-unknown")
    assert (unknown.level, unknown.sheet, unknown.cell) == ("warning", "Ties", "C6")


def test_direction_beside_headers_that_are_not_from_and_to(workbook):
    rows = [["Organisation", "Partner", "Direction"], ["A", "B", "mutual"], ["B", "C", "directed"]]
    assert ties(read_survey(workbook({"Sheet1": rows}))) == [("A", "B", 1.0), ("B", "A", 1.0), ("B", "C", 1.0)]


def test_mutual_tie_given_from_both_ends_counts_once(workbook):
    rows = [["from", "to", "direction"], ["A", "B", "mutual"], ["B", "A", "mutual"]]
    survey = read_survey(workbook({"Ties": rows}))
    assert ties(survey) == [("A", "B", 1.0), ("B", "A", 1.0)]
    assert {issue.level for issue in found(survey, "duplicate-tie")} == {"note"}


def test_type_that_is_a_relation_stays_one(workbook):
    rows = [["from", "to", "type"], ["A", "B", "funds"], ["B", "A", "directed"], ["C", "A", "advises"]]
    assert read_survey(workbook({"Ties": rows})).relations == ("funds", "directed", "advises")
