"""Tidy workbooks and text files: which cells become which ties, by hand count."""

from __future__ import annotations

import json

import pytest

from powermap import read_survey
from powermap.errors import UnrecognisedSurveyError

ORGANISATIONS = [["name", "sector"], ["Council", "Local authority"], ["Hub", "VCSE"], ["Peers", "Peer-led charity"]]


def ties(survey, *columns):
    columns = columns or ("from", "to", "strength")
    return [tuple(row) for row in survey.ties[list(columns)].itertuples(index=False)]


def found(survey, code):
    return [issue for issue in survey.issues if issue.code == code]


def codes(survey):
    return {issue.code for issue in survey.issues}


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


@pytest.mark.parametrize(
    ("sender", "receiver", "strength"),
    [
        ("From", "To", "Weight"),
        ("SOURCE", "Target", "Value"),
        ("Respondent", "Partner", "How often (0-4)"),
        ("Organisation", "Partner organisation", "Frequency"),
        ("Who answered", "Who was named", "Rating"),
        ("from_org", "to_org", "score"),
        ("Your organisation", "Partner name", "How strong is the relationship?"),
        ("Organisation A", "Organisation B", "Tie strength"),
        ("ego", "alter", "closeness"),
    ],
)
def test_header_names(workbook, sender, receiver, strength):
    survey = read_survey(workbook({"Data": [[sender, receiver, strength], ["A", "B", 2], ["B", "C", 4]]}))
    assert ties(survey) == [("A", "B", 2.0), ("B", "C", 4.0)]
    assert survey.relations == ("tie",)


@pytest.mark.parametrize(
    ("name", "sector", "voice", "seat", "responded"),
    [
        ("Organisation", "Type", "Voice", "On the board", "Completed survey"),
        ("Label", "Category", "Voices", "Decision maker?", "Respondent"),
        ("Actor", "Organisation type", "Whose voice", "Steering group seat", "Has responded"),
        (
            "Organisation name",
            "Which sector?",
            "Voice group",
            "Has a seat on the partnership board",
            "Survey completed (Y/N)",
        ),
    ],
)
def test_headers_of_actors(workbook, name, sector, voice, seat, responded):
    survey = read_survey(
        workbook(
            {
                "Members": [
                    [name, sector, voice, seat, responded],
                    ["Council", "council", None, "yes", "Y"],
                    ["Hub", "charity", "Lived experience; VCSE", "no", "n"],
                ],
                "Ties": [["from", "to"], ["Council", "Hub"]],
            }
        )
    )
    first, second = survey.actors.to_dict("records")
    assert first == {"name": "Council", "sector": "Local authority", "voices": ("Statutory",), "seat": True}
    assert second["voices"] == ("Lived experience", "Voluntary sector")
    assert not second["seat"]
    assert survey.members["responded"].tolist() == [True, False]
    assert not survey.response_assumed


def test_title_rows_blank_margins_and_notes_do_not_matter(workbook):
    path = workbook(
        {
            "Read me": [["This workbook was made after the workshop."], ["Please ask Sam."]],
            "Members": [
                ["Fernbridge partnership"],
                [],
                [None, "Name", "Sector"],
                [None, "Council", "council"],
                [None, "Hub", "vcs"],
            ],
            "Answers": [
                ["Answers to question 4"],
                [None],
                [None, None, "From", "To", "Strength", None, "Comments"],
                [],
                [None, None, "Council", "Hub", 2, None, "good"],
                [],
                [None, None, "Hub", "Council", "sort of", None, None],
            ],
        }
    )
    survey = read_survey(path)
    assert ties(survey) == [("Council", "Hub", 2.0)]
    wrong = next(issue for issue in survey.issues if issue.level == "error")
    assert (wrong.code, wrong.file, wrong.sheet, wrong.cell) == ("not-a-number", "survey.xlsx", "Answers", "E7")
    assert {issue.sheet for issue in survey.issues if issue.code == "sheet-ignored"} == {"Read me"}
    assert "'Comments'" in next(issue.message for issue in survey.issues if issue.code == "columns-ignored")


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


def test_column_per_relation(workbook):
    rows = [
        ["From", "To", "Works with", "Trusts", "Comments"],
        ["A", "B", 2, 4, "fine"],
        ["A", "C", 1, None, None],
        ["B", "A", None, 0, None],
    ]
    survey = read_survey(workbook({"Relationships": rows}))
    assert survey.relations == ("Works with", "Trusts")
    assert ties(survey, "from", "to", "relation", "strength") == [
        ("A", "B", "Works with", 2.0),
        ("A", "B", "Trusts", 4.0),
        ("A", "C", "Works with", 1.0),
    ]
    # 'Trusts' says 0 somewhere, so its blank is missing; 'Works with' never does
    assert survey.unanswered[["from", "to", "relation"]].values.tolist() == [["A", "C", "Trusts"]]
    assert "blank-is-no-tie" in codes(survey)


def test_two_questions_called_by_their_scale(workbook):
    rows = [["from", "to", "frequency", "trust"], ["A", "B", 3, 1], ["B", "A", 2, 2]]
    survey = read_survey(workbook({"Ties": rows}))
    assert survey.relations == ("frequency", "trust")


def test_relation_column_and_its_spellings(workbook):
    rows = [
        ["from", "to", "relation", "strength"],
        ["A", "B", "Works with", 1],
        ["A", "B", "trusts", 2],
        ["B", "A", "works with", 3],
    ]
    survey = read_survey(workbook({"Ties": rows}))
    assert survey.relations == ("Works with", "trusts")
    assert "relation-spelling" in codes(survey)


def test_relation_from_sheet_and_header(workbook):
    rows = [["from", "to", "strength"], ["A", "B", 1]]
    assert read_survey(workbook({"Trust": rows}, "a.xlsx")).relations == ("Trust",)
    assert read_survey(workbook({"Relationships": rows}, "b.xlsx")).relations == ("tie",)
    rows = [["from", "to", "How much do you trust them?"], ["A", "B", 1]]
    assert read_survey(workbook({"Sheet1": rows}, "c.xlsx")).relations == ("How much do you trust them?",)
    rows = [["Organisation", "Works with"], ["A", "B"], ["B", "C"], ["C", "A"]]
    assert read_survey(workbook({"Sheet1": rows}, "d.xlsx")).relations == ("Works with",)
    rows = [["from", "to", "How often do you work together?"], ["A", "B", 1]]
    assert read_survey(workbook({"Sheet1": rows}, "e.xlsx")).relations == ("works with",)


def test_rounds_as_a_column_come_in_order(workbook):
    rows = [["round", "from", "to"], [10, "A", "B"], [2, "A", "B"], ["Wave 2", "B", "A"], [1.0, "B", "A"]]
    survey = read_survey(workbook({"Ties": rows}))
    assert survey.rounds == ("1", "2", "10")
    assert ties(survey, "round", "from") == [("10", "A"), ("2", "A"), ("2", "B"), ("1", "B")]


def test_rounds_as_sheets(workbook):
    rows = [["from", "to"], ["A", "B"]]
    survey = read_survey(workbook({"Round 1": rows, "Round 2": [*rows, ["B", "A"]], "Round 10": rows}))
    assert survey.rounds == ("1", "2", "10")
    assert survey.relations == ("tie",)
    assert len(survey.network(round=2).names) == 2
    assert read_survey(workbook({"2023": rows, "2024": rows}, "years.xlsx")).rounds == ("2023", "2024")


def test_rounds_as_files(text):
    first = text("from,to\nA,B\n", "survey_2023.csv")
    second = text("from,to\nB,A\n", "survey_2024.csv")
    assert read_survey(first, second).rounds == ("2023", "2024")
    assert read_survey(first).rounds == ("1",)


def test_members_of_each_round(workbook):
    survey = read_survey(
        workbook(
            {
                "Organisations": [
                    ["round", "name", "sector", "responded"],
                    [1, "A", "NHS", "yes"],
                    [1, "B", "NHS", "no"],
                    [2, "A", "NHS", "no"],
                    [2, "C", "VCS", "yes"],
                ],
                "Ties": [["round", "from", "to"], [1, "A", "B"], [2, "C", "A"]],
            }
        )
    )
    assert survey.members.values.tolist() == [
        ["1", "A", True],
        ["1", "B", False],
        ["2", "A", False],
        ["2", "C", True],
    ]
    assert survey.network(round="2").names == ("A", "C")
    assert not [issue for issue in survey.issues if issue.level != "note"]


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


def test_headers_without_answers(workbook):
    with pytest.raises(UnrecognisedSurveyError, match="no answers"):
        read_survey(workbook({"Relationships": [["from", "to", "strength"]]}))


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


def test_contact_beside_organisation(workbook):
    path = workbook(
        {
            "Members": [["Name", "Organisation", "Sector"], ["Ann", "Council", "LA"], ["Bob", "Hub", "VCS"]],
            "Ties": [["from", "to"], ["Council", "Hub"]],
        }
    )
    survey = read_survey(path)
    assert survey.actors["name"].tolist() == ["Council", "Hub"]
    assert "'Name'" in next(issue.message for issue in survey.issues if issue.code == "columns-ignored")


def test_names_in_a_column_without_header(workbook):
    path = workbook(
        {"Organisations": [[None, "sector"], ["A", "NHS"], ["B", "VCS"]], "Ties": [["from", "to"], ["A", "B"]]}
    )
    assert read_survey(path).actors["sector"].tolist() == ["NHS", "Voluntary and community"]


def test_form_with_who_and_whom(workbook):
    rows = [
        ["Timestamp", "Who are you?", "Who do you work with?", "How often?"],
        ["9:00", "A", "B", 2],
        ["9:05", "B", "C", 3],
    ]
    survey = read_survey(workbook({"Form responses 1": rows}))
    assert ties(survey) == [("A", "B", 2.0), ("B", "C", 3.0)]
    assert survey.relations == ("works with",)


def test_direction_is_no_relation(workbook):
    rows = [["Source", "Target", "Type", "Weight"], ["A", "B", "Directed", 2]]
    assert read_survey(workbook({"Edges": rows})).relations == ("tie",)


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


def test_column_that_may_be_the_answer_is_asked_about(workbook):
    answers = [["A", "B", "Bronze", "x"], ["B", "A", "Gold", "x"], ["A", "C", "Gold", "x"]]
    path = workbook({"Ties": [["From", "To", "Depth", "Comments"], *answers]})
    (issue,) = found(read_survey(path), "no-strength")
    assert (issue.level, issue.cell) == ("warning", "C1")
    assert '--map "Ties.strength=column C"' in issue.fix
    assert "Ties.words.Bronze=2" in issue.fix
    said = ["Ties.strength=column C", "Ties.words.Bronze=2", "Ties.words.Gold=5"]
    survey = read_survey(path, mapping=said)
    assert survey.ties["strength"].tolist() == [2.0, 5.0, 5.0]
    assert not found(survey, "no-strength")


@pytest.mark.parametrize("more", [["Comments"], ["Postcode"], ["Project"]])
def test_columns_that_are_no_answers_are_not_asked_about(workbook, more):
    rows = [["From", "To", *more], ["A", "B", "M1"], ["B", "A", "M2"], ["A", "C", "M3"]]
    assert not found(read_survey(workbook({"Ties": rows})), "no-strength")


def test_contact_may_be_how_often_or_a_person(workbook):
    rows = [["From", "To", "Contact"], ["A", "B", 3], ["B", "A", 0], ["A", "C", "Don't know"]]
    survey = read_survey(workbook({"Ties": rows}))
    assert survey.ties["strength"].tolist() == [3.0]
    assert survey.unanswered["why"].tolist() == ["Don't know"]
    people = [["From", "To", "Contact", "Strength"], ["A", "B", "Jo", 3], ["B", "A", "Sam", 2]]
    assert read_survey(workbook({"Ties": people})).ties["strength"].tolist() == [3.0, 2.0]


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


def test_comments_are_no_answers(workbook):
    header = ["From", "To", "Shares data", "Refers to", "Any other comments"]
    survey = read_survey(workbook({"Ties": [header, ["A", "B", "Yes", "No", "x"], ["B", "A", "No", "Yes", "-"]]}))
    assert survey.relations == ("Shares data", "Refers to")


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
