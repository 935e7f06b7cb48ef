"""The mapping that powermap writes: with it, every layout reads as it does without."""

from __future__ import annotations

import tomllib

import pytest

from powermap import read_survey
from powermap.errors import UnknownChoiceError
from powermap.survey.written_map import written_map

ACTORS = [["Members 2024"], [], ["Sector", "Organisation", "Board"], ["NHS", "Acme", "yes"], ["VCS", "Beta", "no"]]
#: layout: sheets of a workbook
LAYOUTS = {
    "two sheets, titles above": {
        "Organisations": ACTORS,
        "Ties": [["Who works with whom"], ["from", "to", "How often", "Notes"], ["Acme", "Beta", "Often", "x"],
                 ["Beta", "Acme", "Don't know", None], ["Beta", "Gamma", "Never", None]],
    },
    "a relation column": {"Ties": [["from", "to", "relation"], ["A", "B", "trusts"], ["B", "A", "funds"]]},
    "a column for each relation": {
        "Ties": [["from", "to", "Trust", "Advice"], ["A", "B", 2, None], ["B", "A", 1, 3], ["A", "C", None, None]]
    },
    "the header is the relation": {"S": [["Organisation", "Works with"], ["A", "B"], ["B", "C"], ["C", "A"]]},
    "one header twice": {"S": [["name", "from", "to", "name"], [1, "A", "B", 2], [2, "B", "C", 4]]},
    "a sheet for each round": {
        "Round 1": [["from", "to", "strength"], ["A", "B", "Weekly"], ["B", "A", "Never"]],
        "Round 2": [["from", "to", "strength"], ["A", "B", "Monthly"], ["B", "A", "Daily"]],
    },
    "a grid for each relation and round": {
        "Trust 2022": [["", "A", "B", "C"], ["A", None, 1, 0], ["B", 2, None, 1], ["C", None, 1, None]],
        "Trust 2023": [["", "A", "B", "C"], ["A", None, 2, 0], ["B", 2, None, 1], ["C", 1, 1, None]],
        "Advice": [["", "A", "B", "C"], ["A", None, "x", None], ["B", "x", None, None], ["C", None, "x", None]],
    },
    "a grid with totals and a note": {
        "Contact": [["Name", "Sector", "A", "B", "Total", "Comment"],
                    ["A", "NHS", None, "Often", 3, "hm"],
                    ["B", "VCS", "Rarely", None, 1, ""], ["D", "VCS", "Never", "Often", 1, ""]]
    },
    "partners called like columns": {"S": [["", "A", "B"], ["A", None, 1], ["B", 2, None]]},
    "a grid nothing proves": {"S": [["Who", "Council", "Trust"], ["A", 1, 2], ["B", 0, 3]]},
    "a grid whose columns answered": {
        "S": [["Respondents along the top"], ["", "A", "B", "C"],
              ["A", 0, 1, 2], ["B", 3, 0, 0], ["C", 1, 1, 0]],
    },
    "a roster": {"S": [["Organisation", "Trust: A", "Trust: B", "Contact: A", "Contact: B"],
                       ["A", None, 3, None, 1],
                       ["B", 2, None, 5, None], ["C", 1, 1, 4, 2]]},
    "sheets not used": {
        "Read me": [["Ask Sam"]], "Ties": [["from", "to"], ["A", "B"]], "Costs": [["x", 1], ["y", 2]]
    },
    "aliases": {
        "Ties": [["from", "to"], ["A", "B"], ["Bee", "A"]],
        "Aliases": [["alias", "means"], ["Bee", "B"]],
    },
}  # fmt: skip


def same(one, other):
    for table in ("actors", "ties", "members", "unanswered"):
        assert getattr(one, table).equals(getattr(other, table)), table
    for part in ("listed", "rounds", "relations", "response_assumed", "sources"):
        assert getattr(one, part) == getattr(other, part), part
    # What was guessed and is now given needs no note.
    grave = [[issue for issue in survey.issues if issue.level == "error"] for survey in (one, other)]
    assert grave[0] == grave[1]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_read_with_its_own_map(workbook, text, layout):
    path = workbook(LAYOUTS[layout])
    written = written_map(path)
    survey = read_survey(path, mapping=text(written, "map.toml"))
    same(read_survey(path), survey)
    assert "as the mapping says" in survey.shape
    assert written == written_map(path), "the same file gives the same text"
    again = written_map(path, mapping=text(written, "map.toml"))
    assert tomllib.loads(again) == tomllib.loads(written), "a map written with a map is that map"


def test_several_files_and_hidden_sheets(workbook, text):
    book = workbook({"Ties": [["from", "to"], ["A", "B"]], "Old": [["from", "to"], ["C", "D"]]}, hidden=("Old",))
    csv = text("name,sector\nA,NHS\nB,VCS\n", "Ties.csv")
    for hidden in (False, True):
        written = written_map(book, csv, hidden=hidden)
        same(read_survey(book, csv, hidden=hidden), read_survey(book, csv, mapping=text(written, "m.toml")))


def test_next_round_reads_with_the_map_of_the_last(workbook, text):
    head = [["Survey of the partnership"], ["Lead body", "Works with whom", "How often?"]]
    first = workbook({"Round 1": [*head, ["A", "B", "Hot"], ["B", "A", "Cold"]]}, "one.xlsx")
    mapping = [text(written_map(first), "map.toml"), "Round *.from=Lead body", "Round *.shape=ties",
               "Round *.to=Works with whom", "Round *.words.Hot=2", "Round *.words.Cold=no tie"]  # fmt: skip
    settled = text(written_map(first, mapping=mapping[1:]), "settled.toml")
    assert 'name = "Round *"' in settled.read_text(encoding="utf-8")
    rows = [["Again"], [], ["Note", *head[1]], ["n", "A", "B", "Cold"], ["n", "B", "C", "Hot"]]
    second = workbook({"Round 2": rows}, "two.xlsx")
    survey = read_survey(second, mapping=settled)
    assert survey.ties[["round", "from", "to", "strength"]].values.tolist() == [["2", "B", "C", 2.0]]
    assert survey.unanswered.empty
    gone = workbook({"Round 3": [["Lead body", "Works with", "How often?"], ["A", "B", "Hot"]]}, "three.xlsx")
    with pytest.raises(UnknownChoiceError, match="'Works with whom' \\(for 'to'\\)") as caught:
        read_survey(gone, mapping=settled)
    assert "'Works with'" in caught.value.fix
    with pytest.raises(UnknownChoiceError, match="'Round \\*'"):
        read_survey(workbook({"Ties": head}, "four.xlsx"), mapping=settled)


def test_an_unknown_sheet_gives_lines_to_complete(workbook, text):
    path = workbook({"Data": [["Body", "Whom", 'The "warmth"'], ["A", "B", "Hot"], ["B", "A", "Cold"]]})
    written = written_map(path)
    assert tomllib.loads(written) == {"sheet": [{"name": "Data", "shape": "ignore"}]}
    done = written.replace('shape = "ignore"\n', "", 1)
    for line, filled in (
        ('# shape = "ties"', 'shape = "ties"'),
        ("# [sheet.columns]", "[sheet.words]\nHot = 2\nCold = 1\n[sheet.columns]"),
        ('# from = ""', 'from = "Body"'),
        ('# to = ""', 'to = "Whom"'),
        ('# strength = ""', 'strength = "column C"'),
    ):
        assert line in done
        done = done.replace(line, filled)
    survey = read_survey(path, mapping=text(done, "map.toml"))
    assert survey.ties["strength"].tolist() == [2.0, 1.0]


def test_an_unsure_sheet_shows_what_else_it_could_be(workbook):
    path = workbook(LAYOUTS["a grid nothing proves"])
    (layout,) = read_survey(path).layouts
    assert layout.confidence < 0.6
    (issue,) = [issue for issue in read_survey(path).issues if issue.code == "shape-unsure"]
    assert '--map "S.shape=grid"' in issue.fix
    assert "50% sure" in written_map(path)
    settled = read_survey(path, mapping="S.shape=grid")
    assert settled.layouts[0].confidence == 1
    assert not [issue for issue in settled.issues if issue.code == "shape-unsure"]


def test_layouts_say_which_column_plays_which_part(workbook):
    survey = read_survey(workbook(LAYOUTS["two sheets, titles above"]))
    actors, ties = survey.layouts
    assert actors.columns == (("name", "B 'Organisation'"), ("sector", "A 'Sector'"), ("seat", "C 'Board'"))
    assert ties.columns == (("from", "A 'from'"), ("to", "B 'to'"), ("strength", "C 'How often'"))
    assert ties.unused == ("D 'Notes'",)
    assert any("left out: D 'Notes'" in line for line in ties.lines())


def test_hostile_titles_and_headers_stay_text(text):
    header = 'from;to;"""]\n[sheet]\n# x = ""'
    path = text(f'"{header[:5]}";to;"a ""b"" \\ \'c\' \u202e"\nA;B;2\nB;A;1\n', 'we"ird [1] # .csv')
    same(read_survey(path), read_survey(path, mapping=text(written_map(path), "map.toml")))


def test_a_square_that_the_mapping_names(workbook, text):
    path = workbook({"Page 1": [[0, 1, 0], [1, 0, 2], [0, 2, 0]]})
    assert '# names = "numbered"' in written_map(path)
    given = "Page 1.names=A; B; C"
    written = text(written_map(path, mapping=given), "map.toml")
    same(read_survey(path, mapping=given), read_survey(path, mapping=written))


def test_the_map_of_one_csv_file_reads_the_next_file_whatever_it_is_called(tmp_path):
    rows = "From,To,How often?\nCouncil,Trust,{}\nTrust,Peers,Monthly\n"
    first, later = tmp_path / "messy.csv", tmp_path / "autumn.csv"
    first.write_text(rows.format("Weekly"), encoding="utf-8")
    later.write_text(rows.format("Never"), encoding="utf-8")
    mapping = tmp_path / "map.toml"
    mapping.write_text(written_map(first), encoding="utf-8")
    told = [(row["from"], row["to"]) for row in read_survey(later, mapping=mapping).ties.to_dict("records")]
    assert told == [("Trust", "Peers")]  # 'Never' is no tie
