"""Mappings: what they settle, and what is said when they speak of something that is not there."""

from __future__ import annotations

import pytest

from powermap import read_survey
from powermap.errors import PowermapError, UnknownChoiceError, UnreadableFileError, UnrecognisedSurveyError

#: No header of it is known to powermap, nor any of its answers.
UNKNOWN = {
    "Data": [
        ["Warmth survey"],
        ["Body", "Whom", "Warmth"],
        ["A", "B", "Hot"],
        ["B", "A", "Cold"],
        ["B", "C", "Tepid"],
    ]
}
WORDS = {"Hot": 3, "Tepid": 1, "Cold": "no tie"}
MAP = {
    "sheet": [
        {
            "name": "Data",
            "shape": "ties",
            "columns": {"from": "Body", "to": "Whom", "strength": "Warmth"},
            "words": WORDS,
        }
    ]
}
MAP_FILE = """
[[sheet]]
name = "D*"
shape = "ties"
[sheet.columns]
from = "body"        # capitals do not matter
to = "column B"
strength = "C"
[sheet.words]
"Hot" = 3
"Tepid" = 1
"Cold" = "no tie"
"""
SETTINGS = [
    "Data.shape=ties",
    "Data.from=Body",
    "Data.to=col B",
    "Data.strength=Warmth",
    "Data.words.Hot=3",
    "Data.words.Tepid=1",
    "Data.words.Cold=0",
]
TIES = [("A", "B", 3.0), ("B", "C", 1.0)]


def ties(survey, *columns):
    return [tuple(row) for row in survey.ties[list(columns or ("from", "to", "strength"))].itertuples(index=False)]


def codes(survey):
    return {issue.code for issue in survey.issues}


def test_nothing_is_recognised_without(workbook):
    with pytest.raises(PowermapError):
        read_survey(workbook(UNKNOWN))


def test_file_dict_and_settings_say_the_same(workbook, text):
    path = workbook(UNKNOWN)
    for mapping in (MAP, text(MAP_FILE, "map.toml"), str(text(MAP_FILE, "map.toml")), SETTINGS):
        survey = read_survey(path, mapping=mapping)
        assert ties(survey) == TIES
        assert "as the mapping says" in survey.shape
        assert survey.unanswered.empty
        (note,) = [issue for issue in survey.issues if issue.code == "words-read-as"]
        assert "'Hot' = 3" in note.message


def test_a_word_may_be_missing(workbook):
    survey = read_survey(workbook(UNKNOWN), mapping=[MAP, "Data.words.cold=missing"])
    assert survey.unanswered[["from", "to", "why"]].values.tolist() == [["B", "A", "Cold"]]


def test_a_number_may_be_a_code_for_missing(workbook):
    rows = [["from", "to", "strength"], ["A", "B", 2], ["B", "A", 9], ["A", "C", 0]]
    survey = read_survey(workbook({"Ties": rows}), mapping="Ties.words.9=missing")
    assert ties(survey) == [("A", "B", 2.0)]
    assert survey.unanswered["why"].tolist() == ["9"]


def test_what_comes_later_wins(workbook):
    sheets = {"Round 1": [["from", "to"], ["A", "B"]], "Round 2": [["from", "to"], ["A", "B"]]}
    everywhere = {"sheet": [{"relation": "trusts"}, {"name": "* 2", "relation": "works with"}]}
    survey = read_survey(workbook(sheets), mapping=everywhere)
    assert ties(survey, "round", "relation") == [("1", "trusts"), ("2", "works with")]


def test_a_sheet_may_be_left_out_or_its_part_turned_off(workbook):
    sheets = {
        "Ties": [["from", "to", "strength", "round"], ["A", "B", 2, 1]],
        "More": [["from", "to"], ["C", "D"]],
        "Members": [["name", "sector"], ["A", "NHS"]],
    }
    mapping = {
        "sheet": [{"name": "more", "shape": "ignore"}, {"name": "Ties", "columns": {"strength": "", "round": ""}}]
    }
    survey = read_survey(workbook(sheets), mapping=mapping)
    assert ties(survey) == [("A", "B", 1.0)]
    assert survey.rounds == ("1",)
    assert "leave it out" in next(issue.message for issue in survey.issues if issue.code == "sheet-ignored")
    unused = next(issue.message for issue in survey.issues if issue.code == "columns-ignored")
    assert "C 'strength', D 'round'" in unused


def test_leaving_out_a_sheet_that_is_not_there_is_said(workbook):
    mapping = {"sheet": [{"name": "Notes*", "shape": "ignore"}]}
    survey = read_survey(workbook({"Ties": [["from", "to"], ["A", "B"]]}), mapping=mapping)
    (note,) = [issue for issue in survey.issues if issue.code == "mapping-unused"]
    assert "'Notes*'" in note.message
    assert note.file == "the mapping"


def test_a_grid_that_nothing_gives_away(workbook):
    rows = [["Who", "Acme", "Beta", "Total", "Remark"], ["X", "Hot", "Cold", 1, "-"], ["Y", None, "Hot", 2, "ok"]]
    mapping = {"sheet": [{"name": "S", "shape": "grid", "relation": "warms to", "blank": "missing", "words": WORDS,
                          "leave_out": ["Remark"]}]}  # fmt: skip
    survey = read_survey(workbook({"S": rows}), mapping=mapping)
    assert ties(survey, "from", "to", "relation", "strength") == [
        ("X", "Acme", "warms to", 3.0),
        ("Y", "Beta", "warms to", 3.0),
    ]
    assert survey.unanswered[["from", "to", "why"]].values.tolist() == [["Y", "Acme", "blank"]]
    again = read_survey(workbook({"S": rows}), mapping=[mapping, "S.blank=no tie"])
    assert again.unanswered.empty


def test_blank_answers_in_a_list(workbook):
    path = workbook({"Ties": [["from", "to", "strength"], ["A", "B", 2], ["A", "C", None]]})
    assert len(read_survey(path).unanswered) == 1
    assert "blank-answer" in codes(read_survey(path))
    assert len(read_survey(path, mapping="Ties.blank=missing").unanswered) == 1
    assert read_survey(path, mapping="Ties.blank=no tie").unanswered.empty
    assert codes(read_survey(path, mapping="Ties.blank=no tie")) == {"no-actors", "response-assumed"}


def test_columns_of_answers(workbook):
    rows = [["from", "to", "useful", "cost"], ["A", "B", 2, 900], ["B", "A", 1, 300]]
    path = workbook({"Ties": rows})
    survey = read_survey(path, mapping={"sheet": [{"name": "Ties", "answers": ["cost"]}]})
    assert ties(survey, "relation", "strength") == [("cost", 900.0), ("cost", 300.0)]
    survey = read_survey(path, mapping="Ties.answers=useful; cost")
    assert survey.relations == ("useful", "cost")


def test_the_header_row_moves_with_the_headers(workbook):
    moved = {"Data": [["Round two"], [], ["Note", "x"], *UNKNOWN["Data"][1:]]}
    assert ties(read_survey(workbook(moved), mapping=MAP)) == TIES
    assert ties(read_survey(workbook(UNKNOWN), mapping=[MAP, "Data.header=2"])) == TIES


def test_a_hidden_sheet_is_read_where_the_mapping_says(workbook):
    sheets = {"Ties": [["from", "to"], ["A", "B"]], "Old": [["from", "to"], ["C", "D"]]}
    path = workbook(sheets, hidden=("Old",))
    assert ties(read_survey(path)) == [("A", "B", 1.0)]
    assert ties(read_survey(path, mapping="Old.shape=ties")) == [("A", "B", 1.0)]
    assert ties(read_survey(path, mapping="Old.hidden=yes")) == [("A", "B", 1.0), ("C", "D", 1.0)]


def test_a_csv_file_goes_by_its_name(text):
    one = text("Body;Whom\nA;B\n", "round 1.csv")
    two = text("Body;Whom\nB;A\n", "round 2.csv")
    mapping = {"sheet": [{"name": "round *.csv", "columns": {"from": "Body", "to": "Whom"}}]}
    assert ties(read_survey(one, two, mapping=mapping), "round", "from") == [("1", "A"), ("2", "B")]
    mapping = {"sheet": [{"name": "round *", "file": "*1.csv", "round": 2024, **mapping["sheet"][0]}]}
    assert ties(read_survey(one, mapping=mapping), "round", "from") == [("2024", "A")]


def test_aliases_in_a_mapping(workbook):
    path = workbook(
        {"Ties": [["from", "to"], ["Council", "GMMH"], ["Greater Manchester Mental Health", "Council"]]}
    )
    full = "Greater Manchester Mental Health"
    for mapping in ({"aliases": {"gmmh": full}}, f"aliases.GMMH={full}"):
        survey = read_survey(path, mapping=mapping)
        assert ties(survey) == [("Council", full, 1.0), (full, "Council", 1.0)]
        assert "alias-joined" in codes(survey)


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("Dta.from=Body", "'Data'"),
        ("Data.from=Sender", "'Body', 'Whom', 'Warmth'"),
        ("Data.from=column Z", "for 'from'"),
        ("Data.shape=table", "ties, actors, matrix, grid"),
        ("Data.shape=ties", "the part 'from'"),
        ("Data.shape=wide", "cannot be read as 'wide'"),
        ("Data.blank=zero", "missing, no tie"),
        ("Data.frm=Body", "from, to, relation"),
        (["Data.shape=ties", "Data.header=99"], "row 1 to row 5"),
        ("Data.header=two", "number of a row"),
        ("Data.words.Hot=warm", "'Hot'"),
        ("Data.words.Hot=-1", "'Hot'"),
        ("from=Body", "SHEET.PART=VALUE"),
        (["Data.from=Body", "Data.to=Body"], "Name each column once"),
        ({"sheets": []}, "sheet, aliases"),
        ({"sheet": [{"nmae": "Data"}]}, "name, file, shape"),
        ({"sheet": [{"name": "Data", "columns": {"from": 3}}]}, "table of texts"),
        ({"sheet": "Data"}, "[[sheet]]"),
        ({"aliases": ["GMMH"]}, "Aliases"),
    ],
)
def test_what_means_nothing_is_told_with_what_is_there(workbook, mapping, said):
    with pytest.raises(UnknownChoiceError) as caught:
        read_survey(workbook(UNKNOWN), mapping=mapping)
    assert said in str(caught.value)
    assert caught.value.where


def test_two_columns_of_one_name_need_a_letter(workbook):
    path = workbook({"S": [["Body", "Body", "Score"], ["A", "B", 1], ["B", "A", 2]]})
    with pytest.raises(UnknownChoiceError, match="A and B"):
        read_survey(path, mapping=["S.shape=ties", "S.from=Body", "S.to=column B"])
    assert ties(read_survey(path, mapping=["S.from=column A", "S.to=column B"])) == [
        ("A", "B", 1.0),
        ("B", "A", 2.0),
    ]


def test_bad_files(tmp_path, workbook, text):
    path = workbook(UNKNOWN)
    with pytest.raises(UnreadableFileError, match="line 3") as caught:
        read_survey(path, mapping=text('[[sheet]]\nname = "Data"\nshape = ties\n', "map.toml"))
    assert "shape = ties" in caught.value.fix
    assert caught.value.where == "map.toml"
    binary = tmp_path / "b.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    for bad in (binary, tmp_path, tmp_path / "none.toml", "nothing"):
        with pytest.raises(UnreadableFileError):
            read_survey(path, mapping=bad)


SQUARE = [[0, 1, 0], [1, 0, 2], [0, 2, 0]]


def test_a_square_without_labels_is_numbered_or_named(workbook, text):
    path = workbook({"Page 1": SQUARE})
    survey = read_survey(path, mapping="Page 1.names=numbered")
    assert ties(survey) == [("1", "2", 1.0), ("2", "1", 1.0), ("2", "3", 2.0), ("3", "2", 2.0)]
    named = read_survey(path, mapping=["Page 1.names=Hub; Council; Peers", "Page 1.relation=trusts"])
    assert ties(named)[0] == ("Hub", "Council", 1.0)
    assert named.relations == ("trusts",)
    wrong = workbook({"Page 1": [[0, 1, "often"], [1, 0, 2], ["banana", 2, 0]]}, "wrong.xlsx")
    cells = [issue.cell for issue in read_survey(wrong, mapping="Page 1.names=numbered").issues if issue.cell]
    assert "A3" in cells
    with pytest.raises(UnknownChoiceError, match="2 names do not fit 3 rows and 3 columns"):
        read_survey(path, mapping="Page 1.names=Hub; Council")


def test_a_code_is_not_taken_for_another_number(workbook):
    rows = [["from", "to", "strength"], ["A", "B", 1.5], ["B", "A", "-15"], ["A", "C", 15]]
    survey = read_survey(workbook({"Ties": rows}), mapping="Ties.words.15=missing")
    assert ties(survey) == [("A", "B", 1.5)]
    assert survey.unanswered["why"].tolist() == ["not usable", "15"]


def test_what_may_be_a_grid_shows_how_to_say_so(workbook):
    rows = [["", "Leadership", "Trust", "Morale"], ["Gaddum", 3, 4, 2], ["Mind", 2, 3, 1], ["NHS GM", 1, 2, 3]]
    path = workbook({"Ratings": rows})
    with pytest.raises(UnrecognisedSurveyError, match=r'--map "Ratings\.shape=grid"'):
        read_survey(path)
    assert len(read_survey(path, mapping="Ratings.shape=grid").ties) == 9
