"""Every issue code: the file that causes it, its level, and the cell it is pinned to."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest

from powermap import read_survey
from powermap.survey.checks import CODES, found

ACTORS = [["name", "sector"], ["A", "NHS"], ["B", "NHS"], ["C", "Federal"]]
TIES = [["from", "to", "strength"], ["A", "B", 1]]
MATRIX = [[None, "A", "B", "C"], ["A", None, 1, 0], ["B", 1, None, 0], ["C", 0, 1, None]]


def with_ties(*rows, header=("from", "to", "strength")):
    return {"Organisations": ACTORS, "Ties": [list(header), *map(list, rows)]}


def with_actors(*rows, header=("name", "sector")):
    return {"Organisations": [list(header), *map(list, rows)], "Ties": TIES}


def with_scores(*cells):
    """Return the three actors with scores of their power."""
    rows = ([*row, cell] for row, cell in zip(ACTORS[1:], cells, strict=True))
    return with_actors(*rows, header=(*ACTORS[0], "Power"))


def asked_inside(*names):
    """Return a question in a column for each name, which stands inside it."""
    rows = [["Your organisation", *(f"How much power does {name} have?" for name in names)]]
    return {"Organisations": ACTORS, "Answers": [*rows, *([own, *[2] * len(names)] for own in "ABC")]}


#: code: (sheets, level, sheet, cell)
CASES = {
    "scores-listed": (with_scores(3, 4, 1), "note", "Organisations", "C1"),
    "score-unusable": (with_scores(3, -4, 1), "error", "Organisations", "C3"),
    "scores-left-out": (with_scores("so so", 4, "hm"), "warning", "Organisations", "C2"),
    "score-blank": (with_scores("x", None, "x"), "note", "Organisations", "C1"),
    "name-inside": (asked_inside("A", "B", "C"), "note", "Answers", "B1"),
    "partner-unknown": (asked_inside("A", "B", "Zed"), "warning", "Answers", "D1"),
    "sheet-ignored": ({"Notes": [["Ask Sam"]], "Ties": TIES}, "note", "Notes", ""),
    "columns-ignored": (
        with_ties(["A", "B", 1, "ok"], header=("from", "to", "strength", "Comments")),
        "note",
        "Ties",
        "D1",
    ),
    "no-actors": ({"Ties": TIES}, "warning", "", ""),
    "unlisted-actor": (with_ties(["A", "B", 1], ["B", "Zed", 1]), "warning", "Ties", "B3"),
    "not-in-round": (
        {
            "Organisations": [["name", "sector", "round"], ["A", "NHS", 1], ["B", "NHS", 1], ["A", "NHS", 2]],
            "Ties": [["from", "to", "round"], ["A", "B", 1], ["A", "B", 2]],
        },
        "warning",
        "Ties",
        "B3",
    ),
    "duplicate-actor": (
        with_actors(["A", "NHS"], ["B", "NHS"], ["a ", "Council"]),
        "warning",
        "Organisations",
        "A4",
    ),
    "missing-name": (with_ties(["A", "B", 1], ["A", None, 2]), "error", "Ties", "B3"),
    "long-name": (with_ties(["A", "B" * 500, 1]), "warning", "Ties", "B2"),
    "name-spelling": (with_ties(["A", "B", 1], ["b.", "A", 1]), "note", "Ties", "A3"),
    "name-proposal": (
        with_actors(["Salford Hub", "NHS"], ["A", "NHS"], ["B", "NHS"])
        | {"Ties": [["from", "to"], ["A", "Salfrod Hub"]]},
        "note",
        "Ties",
        "B2",
    ),
    "alias-joined": (
        with_ties(["A", "Bee", 1]) | {"Aliases": [["alias", "means"], ["Bee", "B"]]},
        "note",
        "Ties",
        "B2",
    ),
    "unseen-characters": (with_ties(["A", "B\u202e", 1]), "note", "Ties", "B2"),
    "headers-unknown": (
        {"Sheet1": [["Mind", "Gaddum"], ["Gaddum", "Mind"], ["Mind", "Age UK"], ["Age UK", "Gaddum"]]},
        "warning",
        "Sheet1",
        "A1",
    ),
    "no-names": ({"Data": [[0, 1, 1, 0], [1, 0, 0, 2], [2, 0, 0, 1], [0, 1, 1, 0]]}, "warning", "Data", "A1"),
    "alias-unused": (
        with_ties(["A", "B", 1]) | {"Aliases": [["alias", "means"], ["Bee", "B"]]},
        "note",
        "Aliases",
        "A2",
    ),
    "alias-conflict": (
        with_ties(["A", "Bee", 1]) | {"Aliases": [["alias", "means"], ["Bee", "B"], ["Bee", "C"]]},
        "error",
        "Aliases",
        "B3",
    ),
    "id-for-name": (
        {
            "Organisations": [["id", "name", "sector"], ["x1", "A", "NHS"], ["x2", "B", "NHS"]],
            "Ties": [["from", "to"], ["x1", "B"]],
        },
        "note",
        "Ties",
        "A2",
    ),
    "sector-read-as": (with_actors(["A", "NHS"], ["B", "charities"]), "note", "Organisations", "B3"),
    "sector-unknown": (with_ties(["A", "B", 1]), "note", "Organisations", "B4"),
    "sector-missing": (with_actors(["A", "NHS"], ["B", None]), "warning", "Organisations", "B3"),
    "voice-read-as": (
        with_actors(["A", "NHS", "peers"], header=("name", "sector", "voice")),
        "note",
        "Organisations",
        "C2",
    ),
    "voice-split": (
        with_actors(["A", "NHS", "Carers/youth"], header=("name", "sector", "voice")),
        "note",
        "Organisations",
        "C2",
    ),
    "voice-unknown": (
        with_actors(["A", "NHS", "Youth"], header=("name", "sector", "voice")),
        "note",
        "Organisations",
        "C2",
    ),
    "not-yes-or-no": (
        with_actors(["A", "NHS", "yes"], ["B", "NHS", "often"], header=("name", "sector", "seat")),
        "error",
        "Organisations",
        "C3",
    ),
    "response-assumed": ({"Ties": TIES}, "note", "", ""),
    "response-conflict": (
        with_actors(["A", "NHS", "no"], header=("name", "sector", "responded")),
        "warning",
        "Organisations",
        "C2",
    ),
    "no-row": (
        {"Organisations": ACTORS, "Works with": MATRIX, "Trusts": MATRIX[:3]},
        "note",
        "Trusts",
        "",
    ),
    "did-not-respond": ({"Sheet1": [*MATRIX[:2], ["B"], MATRIX[3]]}, "note", "Sheet1", "A3"),
    "round-missing": (
        with_ties(["A", "B", 1], ["A", "C", None], header=("from", "to", "round")),
        "error",
        "Ties",
        "C3",
    ),
    "rounds-unused": (
        with_actors(["A", "NHS", 1], ["A", "NHS", 2], header=("name", "sector", "round")),
        "warning",
        "Organisations",
        "",
    ),
    "not-a-number": (with_ties(["A", "B", 2], ["A", "C", "banana"]), "error", "Ties", "C3"),
    "negative-strength": (with_ties(["A", "B", -2]), "error", "Ties", "C2"),
    "infinite-strength": (with_ties(["A", "B", "inf"]), "error", "Ties", "C2"),
    "cell-error": (with_ties(["A", "B", "=1/0"], ["B", "A", 1]), "error", "Ties", "C2"),
    "no-strength": (
        {"Ties": [["From", "To", "Depth"], ["A", "B", "Deep"], ["B", "A", "Deep"], ["A", "C", "Thin"]]},
        "warning",
        "Ties",
        "C1",
    ),
    "blank-answer": (with_ties(["A", "B", 2], ["A", "C", None]), "warning", "Ties", "C3"),
    "blank-is-no-tie": (
        {"Sheet1": [[None, "A", "B", "C"], ["A", None, "x"], ["B", "x"], ["C", "x"]]},
        "note",
        "Sheet1",
        "",
    ),
    "words-read-as": (with_ties(["A", "B", "Often"], ["A", "C", "Never"]), "note", "Ties", "C1"),
    "mixed-scales": (with_ties(["A", "B", "Strongly agree"], ["A", "C", "Weekly"]), "warning", "Ties", "C1"),
    "relation-missing": (
        with_ties(["A", "B", "trusts"], ["A", "C", None], header=("from", "to", "relation")),
        "warning",
        "Ties",
        "C3",
    ),
    "relation-spelling": (
        with_ties(["A", "B", "trusts"], ["A", "C", "Trusts"], header=("from", "to", "relation")),
        "note",
        "Ties",
        "B3",
    ),
    "named-nobody": (with_ties(["A", "B", 1], ["B", "nobody", None]), "note", "Ties", "B3"),
    "total-ignored": ({"Sheet1": [*MATRIX, ["Total", 1, 2, 0]]}, "note", "Sheet1", "A5"),
    "self-tie": (with_ties(["A", "B", 1], ["B", "B", 2]), "warning", "Ties", "C3"),
    "duplicate-tie": (with_ties(["A", "B", 1], ["A", "B", 1]), "note", "Ties", "C3"),
    "conflicting-tie": (with_ties(["A", "B", 1], ["A", "B", 3]), "warning", "Ties", "C3"),
    "direction-unknown": (
        with_ties(["A", "B", "mutual"], ["A", "C", "up"], header=("from", "to", "direction")),
        "warning",
        "Ties",
        "C3",
    ),
    "several-names": (with_ties(["A", "B", 2], ["B", "A", 1], ["A", "A; B", 3]), "warning", "Ties", "B4"),
    "several-targets": (with_ties(["A", "B|C", 1]), "note", "Ties", "B2"),
    "tag-is-voice": (
        with_actors(["A", "NHS", "north"], ["B", "NHS", "peers"], header=("name", "sector", "tags")),
        "note",
        "Organisations",
        "C3",
    ),
    "name-from-id": (
        with_actors(["A", "", "NHS"], ["B", "Bee", "NHS"], header=("id", "name", "sector")),
        "note",
        "Organisations",
        "B2",
    ),
    "out-of-range": (
        with_ties(["A", "B", 2], ["A", "C", 7], header=("from", "to", "strength (1-5)")),
        "error",
        "Ties",
        "C3",
    ),
    "off-scale": (
        with_ties(*(["A", f"X{i}", i % 5 + 1] for i in range(12)), ["A", "B", 55]),
        "warning",
        "Ties",
        "C14",
    ),
    "missing-code": (
        with_ties(["A", "B", 1], ["A", "C", 2], ["A", "D", 3], ["B", "A", 99]),
        "warning",
        "Ties",
        "C1",
    ),
    "number-says-tie": (
        with_ties(["A", "B", "1 - Not at all"], ["A", "C", "4 - A great deal"]),
        "warning",
        "Ties",
        "C1",
    ),
    "shape-unsure": (
        {"Sheet1": [["Who", "Council", "Trust"], ["A", 1, 2], ["B", 0, 3]]},
        "note",
        "Sheet1",
        "",
    ),
    "no-overlap": ({"Sheet1": [["Who", "Council", "Trust"], ["A", 1, 2], ["B", 0, 3]]}, "warning", "Sheet1", ""),
}
#: Caused by text files, by files of network programs or by sheets no library writes; tested in the other files.
ELSEWHERE = {
    "and-more",
    "too-many-actors",
    "several-tables",
    "table-ignored",
    "row-ignored",
    "mapping-unused",
    "relation-from-file",
    "merged-filled",
    "hidden-cells",
    "sheet-cut",
    "encoding-guessed",
    "csv-quotes",
    "file-repeated",
    "undirected-ties",
    "times-ignored",
    "label-repeated",
    "count-differs",
    # forms and rosters
    "test-response",
    "response-unfinished",
    "respondent-twice",
    "question-unnamed",
    "choices-are-relations",
    "choice-numbers",
    "names-unsplit",
    "key-used",
    "partner-assumed",
    "grid-direction",
    "grid-turned",
    "own-grid",
    "own-list",
    "attendance",
    "attendance-only",
    "attendance-unlisted",
}


@pytest.mark.parametrize("code", CASES)
def test_code(workbook, code):
    sheets, level, sheet, cell = CASES[code]
    issues = [issue for issue in read_survey(workbook(sheets)).issues if issue.code == code]
    assert [(issue.level, issue.sheet, issue.cell) for issue in issues] == [(level, sheet, cell)]
    assert issues[0].message.endswith((".", "?"))
    assert level == "note" or issues[0].fix


def test_every_code_has_a_case():
    assert set(CASES) | ELSEWHERE == set(CODES)
    assert not set(CASES) & ELSEWHERE
    others = [path for path in Path(__file__).parent.glob("test_*.py") if path.name != "test_issues.py"]
    files = "".join(path.read_text(encoding="utf-8") for path in others)
    assert all(f'"{code}"' in files for code in ELSEWHERE)


def test_every_code_used_is_in_the_table():
    folder = Path(find_spec("powermap.survey").submodule_search_locations[0])
    used = set()
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in CODES:
                used.add(node.value)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "issue":
                codes = node.args[1]
                assert not isinstance(codes, ast.Constant) or codes.value in CODES
    assert used == set(CODES)
    with pytest.raises(KeyError):
        found("note", "no-such-code", "x")


def test_unlisted_name_is_offered_close_ones_and_never_joined(workbook):
    sheets = {
        "Organisations": [
            ["name", "sector"],
            ["Age UK Salford", "VCS"],
            ["Age UK Bolton", "VCS"],
            ["Council", "LA"],
        ],
        "Ties": [["from", "to"], ["Council", "Age UK Salfrod"], ["Council", "Age UK Bolton"]],
    }
    survey = read_survey(workbook(sheets))
    assert survey.actors["name"].tolist() == ["Age UK Salford", "Age UK Bolton", "Council", "Age UK Salfrod"]
    (issue,) = [issue for issue in survey.issues if issue.code == "unlisted-actor"]
    assert "'Age UK Salford'" in issue.fix
    assert survey.actors["sector"].tolist()[-1] is None


def test_conflict_names_both_cells_and_keeps_the_first(workbook):
    survey = read_survey(workbook(with_ties(["A", "B", 1], ["a", "B", 3])))
    (issue,) = [issue for issue in survey.issues if issue.code == "conflicting-tie"]
    assert issue.cell == "C3"
    assert "C2" in issue.message
    assert survey.ties["strength"].tolist() == [1.0]


def test_bad_answers_are_missing_not_absent(workbook):
    survey = read_survey(
        workbook(with_ties(["A", "B", 1], ["A", "C", "banana"], ["B", "A", -1], ["B", "C", "nan"]))
    )
    assert survey.unanswered[["from", "to"]].values.tolist() == [["A", "C"], ["B", "A"], ["B", "C"]]


def test_all_rows_bad_says_the_first(workbook):
    from powermap.errors import UnrecognisedSurveyError

    with pytest.raises(UnrecognisedSurveyError, match="cell B2") as caught:
        read_survey(workbook(with_ties(["A", None, 1], ["B", "N/A", 2])))
    assert caught.value.where == "survey.xlsx, sheet 'Ties'"


def test_date_where_a_number_belongs(workbook):
    from datetime import date

    survey = read_survey(workbook(with_ties(["A", "B", date(2024, 2, 1)], ["B", "A", True])))
    (issue,) = [issue for issue in survey.issues if issue.level == "error"]
    assert (issue.code, issue.cell) == ("not-a-number", "C2")
    assert "date" in issue.message


def test_unknown_sector_is_one_group_in_all_spellings(workbook):
    survey = read_survey(workbook(with_actors(["A", "Sports club"], ["B", "sports  Club"])))
    assert survey.actors["sector"].tolist() == ["Sports club", "Sports club"]
    assert survey.actors["voices"].tolist() == [("Sports club",), ("Sports club",)]
