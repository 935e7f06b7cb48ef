"""Tidy workbooks and text files: which cells become which ties, by hand count."""

from __future__ import annotations

import json

import pytest
from survey.seen import codes, found, ties

from powermap import read_survey
from powermap.errors import UnrecognisedSurveyError

ORGANISATIONS = [["name", "sector"], ["Council", "Local authority"], ["Hub", "VCSE"], ["Peers", "Peer-led charity"]]


def test_two_sheets(workbook):
    path = workbook(
        {
            "Organisations": ORGANISATIONS,
            "Relationships": [["from", "to", "strength"], ["Council", "Hub", 3], ["Hub", "Council", 1]],
        }
    )
    survey = read_survey(path)
    assert ties(survey) == [("Council", "Hub", 3.0), ("Hub", "Council", 1.0)]
    assert survey.actors.to_dict("records") == [
        {"name": "Council", "sector": "Local authority", "voices": ("Statutory",), "seat": False},
        {"name": "Hub", "sector": "Voluntary and community", "voices": ("Voluntary sector",), "seat": False},
        {
            "name": "Peers",
            "sector": "Peer-led organisation",
            "voices": ("Lived experience", "Voluntary sector"),
            "seat": False,
        },
    ]
    assert (survey.rounds, survey.relations, survey.sources) == (("1",), ("tie",), ("survey.xlsx",))
    assert survey.response_assumed
    assert survey.members["responded"].tolist() == [True, True, False]


def test_columns_are_those_of_the_model(workbook):
    survey = read_survey(workbook({"Ties": [["from", "to"], ["A", "B"]]}))
    assert list(survey.actors) == ["name", "sector", "voices", "seat"]
    assert list(survey.ties) == ["round", "from", "to", "relation", "strength"]
    assert list(survey.members) == ["round", "name", "responded"]
    assert list(survey.unanswered) == ["round", "from", "to", "relation", "why"]
    assert survey.actors["sector"].tolist() == [None, None]
    assert ties(survey) == [("A", "B", 1.0)]


def test_three_kinds_of_answer_stay_apart(workbook):
    rows = [
        ["from", "to", "strength"],
        ["A", "B", "Often"],
        ["A", "C", "Never"],
        ["A", "D", "Don’t know"],
        ["B", "A", 0],
        ["C", "A", None],
    ]
    survey = read_survey(workbook({"Relationships": rows}))
    assert ties(survey) == [("A", "B", 3.0)]
    assert survey.unanswered[["from", "to", "why"]].values.tolist() == [["A", "D", "Don’t know"]]
    network = survey.network()
    place = {name: i for i, name in enumerate(network.names)}
    assert network.observable[place["A"], place["C"]]
    assert not network.observable[place["A"], place["D"]]
    # 0 is an answer; a blank is none
    responded = dict(zip(survey.members["name"], survey.members["responded"], strict=True))
    assert responded == {"A": True, "B": True, "C": False, "D": False}


def test_respondent_without_ties_counts(workbook):
    path = workbook(
        {
            "Organisations": [
                ["name", "sector", "responded"],
                ["A", "NHS", "✓"],
                ["B", "NHS", 1],
                ["C", "NHS", None],
            ],
            "Ties": [["from", "to"], ["A", "C"]],
        }
    )
    assert read_survey(path).members["responded"].tolist() == [True, True, False]


def test_names_by_code(workbook):
    path = workbook(
        {
            "Nodes": [["Id", "Label", "Sector"], [1, "Council", "council"], [2, "Hub", "charity"]],
            "Edges": [["Source", "Target", "Weight"], [1, 2, 3]],
        }
    )
    survey = read_survey(path)
    assert ties(survey) == [("Council", "Hub", 3.0)]
    assert "id-for-name" in codes(survey)


def test_numbers_as_names(workbook):
    survey = read_survey(workbook({"Ties": [["from", "to"], [1.0, 2], [2, "10"]]}))
    assert survey.actors["name"].tolist() == ["1", "2", "10"]


def test_list_without_answers(workbook):
    with pytest.raises(UnrecognisedSurveyError, match="no sheet says who named whom") as caught:
        read_survey(workbook({"Organisations": ORGANISATIONS}))
    assert "from, to and strength" in caught.value.fix


def test_nothing_recognised_says_what_was_seen(workbook):
    with pytest.raises(UnrecognisedSurveyError) as caught:
        read_survey(workbook({"Budget": [["Item", "Cost"], ["Room", 40]], "Empty": []}))
    assert "'Budget'" in str(caught.value)
    assert "'Item', 'Cost'" in str(caught.value)


def test_dictionary_is_plain_json(workbook):
    path = workbook(
        {
            "Organisations": [["name", "sector", "seat"], ["A", None, "yes"], ["B", "NHS", None]],
            "Ties": [["from", "to", "strength"], ["A", "B", 2], ["B", "A", "DK"]],
        }
    )
    said = json.loads(json.dumps(read_survey(path).to_dict(), allow_nan=False))
    assert said["actors"][0] == {
        "name": "A",
        "sector": None,
        "voices": [],
        "seat": True,
        "respondent": True,
        "rounds_answered": ["1"],
    }
    assert said["ties"] == [{"round": "1", "from": "A", "to": "B", "relation": "tie", "strength": 2.0}]
    assert said["unanswered"][0]["why"] == "DK"


def test_same_file_same_survey(workbook):
    path = workbook({"Organisations": ORGANISATIONS, "Ties": [["from", "to"], ["Hub", "Peers"], ["Peers", "HUB"]]})
    assert read_survey(path).to_dict() == read_survey(path).to_dict()


def test_each_relation_has_its_own_scale(workbook):
    rows = [
        ["from", "to", "relation", "strength"],
        ["A", "B", "works with", "Weekly"],
        ["B", "A", "works with", "Never"],
        ["A", "B", "trusts", "A great deal"],
        ["B", "A", "trusts", "Not at all"],
    ]
    survey = read_survey(workbook({"Ties": rows}))
    assert ties(survey, "relation", "strength") == [("works with", 4.0), ("trusts", 4.0)]
    assert "mixed-scales" not in codes(survey)
    assert [issue.code for issue in survey.issues].count("words-read-as") == 2


def test_words_among_numbers_are_told(workbook):
    rows = [["from", "to", "strength"], ["A", "B", 5], ["B", "A", "Often"]]
    assert "mixed-scales" in codes(read_survey(workbook({"Ties": rows})))


def test_row_of_a_prepared_list_left_blank_is_no_answer(workbook):
    rows = [
        ["from", "to", "Works with", "Trusts"],
        ["A", "B", "x", None],
        ["B", "A", None, None],
        ["A", "C", None, "x"],
    ]
    survey = read_survey(workbook({"Ties": rows}))
    assert dict(zip(survey.members["name"], survey.members["responded"], strict=True)) == {
        "A": True,
        "B": False,
        "C": False,
    }
    assert next((issue.code, issue.cell) for issue in survey.issues if issue.level == "warning") == (
        "blank-answer",
        "C3",
    )


@pytest.mark.parametrize(
    ("cell", "voices", "split"),
    [
        ("Children/young people", ("Children/young people",), False),  # neither side is known: one voice
        ("Black/Asian/minority ethnic; Carers", ("Black/Asian/minority ethnic", "Lived experience"), False),
        ("Gypsy, Roma and Traveller", ("Gypsy, Roma and Traveller",), False),
        ("Young people, older people", ("Young people", "older people"), False),
        ("Voluntary/community", ("Voluntary sector",), False),  # one voice that is known
        ("Patients / the public", ("Lived experience",), False),
        ("Lived experience/VCSE", ("Lived experience", "Voluntary sector"), True),
        ("Carers/young people", ("Lived experience", "young people"), True),  # one side is known
        ("Men/women", ("Men", "women"), True),  # 'Women' stands alone in another row
    ],
)
def test_a_slash_may_stand_inside_a_voice(workbook, cell, voices, split):
    rows = [["name", "sector", "voice"], ["A", "VCSE", cell], ["B", "VCSE", "women; Faith"]]
    survey = read_survey(workbook({"Organisations": rows, "Ties": [["from", "to"], ["A", "B"]]}))
    assert survey.actors["voices"].iloc[0] == voices
    notes = [issue for issue in survey.issues if issue.code == "voice-split"]
    assert [(note.cell, cell in note.message) for note in notes] == ([("C2", True)] if split else [])


def test_total_beside_the_names(workbook):
    members = [["No.", "Organisation", "Sector"], [1, "A", "NHS"], [2, "B", "VCSE"], ["Total", 2, None]]
    survey = read_survey(workbook({"Members": members, "Ties": [["From", "To"], ["A", "B"]]}))
    assert survey.actors["name"].tolist() == ["A", "B"]
    assert [issue.cell for issue in found(survey, "total-ignored")] == ["A4"]


def test_answer_that_is_not_known_can_be_given_a_number(workbook):
    path = workbook({"Ties": [["From", "To", "Strength"], ["A", "B", "3-5"], ["B", "A", 2]]})
    (issue,) = found(read_survey(path), "not-a-number")
    assert '--map "Ties.words.3-5=2"' in issue.fix
    assert read_survey(path, mapping="Ties.words.3-5=4").ties["strength"].tolist() == [4.0, 2.0]


def test_a_key_beside_the_table_is_longer(workbook):
    ties = [["From", "To", "Strength", None, "Key", None], ["A", "B", 2, None, 0, "none"]]
    members = [["Name", "Sector", None, "Key"], ["A", "NHS", None, "LA = council"]]
    sheets = {"Ties": [*ties, [None, None, None, None, 1, "some"]], "Members": [*members, [None, None, None, "x"]]}
    survey = read_survey(workbook(sheets))
    assert "missing-name" not in codes(survey)
    assert found(survey, "columns-ignored")[0].message == "Columns that were not used: E 'Key', F (no header)."


def test_several_names_in_one_cell_are_told(workbook):
    answers = [
        ["Gaddum", "Mind", 3],
        ["Mind", "Gaddum", 2],
        ["Mind", "NHS GM, Gaddum", 2],
        ["NHS GM", "Sale, Hale", 1],
    ]
    survey = read_survey(workbook({"Ties": [["From", "To", "Strength"], *answers]}))
    (issue,) = found(survey, "several-names")  # 'Sale, Hale' may be one body: neither is named elsewhere
    assert issue.cell == "B4"
    assert "2 others, 'NHS GM' and 'Gaddum'" in issue.message
    assert "NHS GM, Gaddum" in survey.actors["name"].tolist()
