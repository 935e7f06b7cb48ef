"""Files as partnerships keep them: title rows, abbreviations, ticks and letters, registers, lists in one cell."""

from __future__ import annotations

import pytest

from powermap import read_survey
from powermap.errors import UnrecognisedSurveyError

NAMES = ("Anytown Council", "NHS Anytown ICB", "GP Fed", "VCSE rep", "Carers Hub")


def ties(survey, relation=None):
    rows = survey.ties.itertuples(index=False)
    return {(row[1], row[2]): row[4] for row in rows if relation in (None, row[3])}


def codes(survey):
    return [issue.code for issue in survey.issues]


def test_ticks_with_a_title_above_and_a_key_below(workbook):
    rows = [["Mapping workshop, 12th March"], ["Tick those you work with"], [], ["Organisation", *NAMES[:3]]]
    rows += [[NAMES[0], None, "✓", None], [NAMES[1], "✓", None, "✓"], [NAMES[2], None, "✓", None]]
    rows += [[], ["✓ = work together"], ["Completed by J Smith - March 2024"], ["Notes: Police left early"]]
    survey = read_survey(workbook({"Who works with who": rows}))
    assert survey.actors["name"].tolist() == list(NAMES[:3])
    assert len(ties(survey)) == 4
    assert codes(survey).count("row-ignored") == 3
    assert "did-not-respond" not in codes(survey)


def test_a_remark_below_a_csv_is_no_missing_name(text):
    lines = "Organisation;Partner;Strength\nCafé;Council;4\nCouncil;Café;2\n;;\nCompleted by J Smith;;\n"
    survey = read_survey(text(lines, encoding="cp1252"))
    assert ties(survey) == {("Café", "Council"): 4, ("Council", "Café"): 2}
    assert not [issue for issue in survey.issues if issue.level == "error"]


@pytest.mark.parametrize(
    "header",
    [
        ["Who filled it in", "Who do you work with", "How often"],
        ["Responding org", "Partner org", "Frequency of contact"],
        ["Completed by", "Partner agency", "How often"],
    ],
)
def test_plain_headers(workbook, header):
    rows = [header, ["GP Fed", "Carers Hub", "Weekly"], ["Carers Hub", "GP Fed", "Never"]]
    assert ties(read_survey(workbook({"Links": rows}))) == {("GP Fed", "Carers Hub"): 4}


def test_headers_that_say_nothing_above_names_of_the_list(workbook):
    listed = [["Name", "Sector"], ["Sam Jones", "LA"], ["Priya Shah", "NHS"], ["Al Reed", "VCS"]]
    rows = [
        ["Column1", "Column2", "How often"],
        ["Sam Jones", "Al Reed", "weekly"],
        ["Al Reed", "Priya Shah", "daily"],
    ]
    survey = read_survey(workbook({"Contacts": listed, "Sheet2": rows}))
    assert ties(survey) == {("Sam Jones", "Al Reed"): 4, ("Al Reed", "Priya Shah"): 5}
    layout = next(layout for layout in survey.layouts if layout.sheet == "Sheet2")
    assert layout.confidence < 0.9
    assert "names of the list" in layout.reason


def test_people_who_speak_to_people(workbook):
    rows = [["Person", "Speaks to", "How often"], ["Sam", "Al", "weekly"], ["Al", "Sam", "daily"]]
    survey = read_survey(workbook({"Who talks to who": rows}))
    assert ties(survey) == {("Sam", "Al"): 4, ("Al", "Sam"): 5}


def matrix(*words):
    a, b, c = words
    return [
        ["", *NAMES[:4]],
        [NAMES[0], "-", a, b, ""],
        [NAMES[1], a, "-", a, c],
        [NAMES[2], b, a, "-", ""],
        [NAMES[3], c, "", b, "-"],
    ]


def test_high_medium_and_low_by_their_letters(workbook):
    survey = read_survey(workbook({"Sheet1": matrix("H", "M", "L")}))
    found = ties(survey)
    assert found[NAMES[0], NAMES[1]] > found[NAMES[0], NAMES[2]] > found[NAMES[1], NAMES[3]] > 0
    (note,) = [issue for issue in survey.issues if issue.code == "words-read-as"]
    assert "'L' = 1, 'M' = 2, 'H' = 3" in note.message


def test_words_that_mean_nothing_to_powermap_are_asked_about_and_can_be_given(workbook):
    rows = matrix("Green", "Amber", "Red")
    path = workbook({"Links": rows})
    with pytest.raises(UnrecognisedSurveyError) as caught:
        read_survey(path)
    assert "Green" in str(caught.value)
    assert "can be used" in str(caught.value)
    words = ["Links.words.Green=3", "Links.words.Amber=2", "Links.words.Red=1"]
    assert ties(read_survey(path, mapping=words))[NAMES[0], NAMES[1]] == 3
    # with names that are not the same along the top
    rows[0] = ["", "Council", "ICB", "GP Federation", "VCSE"]
    path = workbook({"Links": rows}, "other.xlsx")
    with pytest.raises(UnrecognisedSurveyError) as caught:
        read_survey(path)
    assert '--map "Links.words.Green=3"' in str(caught.value)
    survey = read_survey(path, mapping=words)
    assert ties(survey)[NAMES[0], "ICB"] == 3
    assert "Green" not in set(survey.actors["name"])


def test_partners_listed_in_one_cell(workbook):
    rows = [
        ["Organisation", "Sector", "Key partners"],
        ["Council", "Local government", "ICB; GP Fed"],
        ["ICB", "NHS", "Council"],
        ["GP Fed", "NHS", "ICB, Police"],
        ["Police", "Police", "None"],
    ]
    survey = read_survey(workbook({"Sheet1": rows}))
    assert survey.actors["name"].tolist() == ["Council", "ICB", "GP Fed", "Police"]
    assert set(ties(survey)) == {
        ("Council", "ICB"),
        ("Council", "GP Fed"),
        ("ICB", "Council"),
        ("GP Fed", "ICB"),
        ("GP Fed", "Police"),
    }
    assert survey.actors["sector"].notna().all()


def test_two_check_box_questions(text):
    ask = "Which partners do you work with? (tick all)", "Which partners do you find most influential?"
    rows = [f'Timestamp,Name of your organisation,"{ask[0]}","{ask[1]}"']
    rows += ['t,Council,"ICB, GP Fed","ICB, Police"', 't,ICB,"Council, Police","Council, Police"']
    rows += ['t,GP Fed,"ICB, Council","ICB, Council"']
    survey = read_survey(text("\n".join(rows) + "\n"))
    assert survey.relations == ask
    assert ("ICB", "Police") in ties(survey, ask[1])


def test_a_register_of_attendance(workbook):
    rows = [["Board attendance 2023/24"], ["Organisation", "Apr", "Jun", "Sep"]]
    rows += [["Council", "✓", "✓", "Apols"], ["Hub", "Apols", "✓", "✓"], ["Peers", "✓", "", "Apols"]]
    survey = read_survey(workbook({"Attendance": rows}))
    assert survey.attendance_matrix().to_numpy().tolist() == [
        [True, True, False],
        [False, True, True],
        [True, False, False],
    ]
    assert len(survey.ties) == 0


@pytest.mark.parametrize(
    "titles",
    [
        ("Baseline", "12 months", "24 months"),
        ("Baseline", "6 month follow-up", "12 month follow-up"),
        ("March 2023", "September 2023", "January 2024"),
        ("Sep 23", "Jan 24", "Apr 24"),
        ("Month 0", "Month 6", "Month 12"),
    ],
)
def test_rounds_as_tabs(workbook, titles):
    strengths = dict(zip(titles, (1, 2, 3), strict=True))
    survey = read_survey(workbook({t: [["From", "To", "Strength"], ["A", "B", n]] for t, n in strengths.items()}))
    assert survey.relations == ("tie",)
    assert survey.rounds == titles
    assert survey.ties["strength"].tolist() == [1, 2, 3]


def test_the_spellings_of_a_matrix_are_proposed_though_each_is_asked_about_the_other(workbook):
    top = ["", "Council", "GP Federation", "Carers Hub CIC"]
    rows = [top, ["Council", None, 2, 1], ["GP Fed", 1, 0, 2], ["Carers Hub", 2, 1, "n/a"]]
    survey = read_survey(workbook({"Works with": rows}))
    pairs = {frozenset((row.name, row.proposed)) for row in survey.proposals}
    assert frozenset(("GP Fed", "GP Federation")) in pairs
    joined = set(survey.actors["name"])
    assert (
        frozenset(("Carers Hub", "Carers Hub CIC")) in pairs or len(joined & {"Carers Hub", "Carers Hub CIC"}) == 1
    )


@pytest.mark.parametrize("title", ["Trust ", " Trust", "Trust\u200b "])
def test_a_space_at_the_end_of_a_tab(workbook, title):
    rows = [["", "A Hub", "B Hub", "C Hub"], ["A Hub", None, 1, 0], ["B Hub", 2, None, 1], ["C Hub", 0, 1, None]]
    survey = read_survey(workbook({title: rows}))
    assert survey.relations == ("Trust",)
    assert survey.network(survey.relations[0]).ties.sum() == 4
