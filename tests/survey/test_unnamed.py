"""A square of answers without any names: read with numbers for names where nothing else can be meant, and told."""

from __future__ import annotations

import pytest

from powermap import read_survey
from powermap.errors import UnrecognisedSurveyError
from powermap.survey.written_map import written_map

SQUARE = [[0, 1, 2, 0, 0], [1, 0, 0, 2, 1], [2, 0, 0, 1, 0], [0, 1, 1, 0, 2], [0, 0, 0, 1, 0]]
TIES = {(str(i + 1), str(j + 1)): n for i, row in enumerate(SQUARE) for j, n in enumerate(row) if n}


def ties(survey):
    return {(row[1], row[2]): row[4] for row in survey.ties.itertuples(index=False)}


def test_a_square_of_numbers(workbook, text):
    blank = [[None if i == j else cell for j, cell in enumerate(row)] for i, row in enumerate(SQUARE)]
    lines = "".join(",".join(map(str, row)) + "\n" for row in SQUARE)
    for path in (workbook({"Page 1": SQUARE}), workbook({"Page 1": blank}, "b.xlsx"), text(lines)):
        survey = read_survey(path)
        assert ties(survey) == TIES
        assert survey.actors["name"].tolist() == list("12345")
        (issue,) = [issue for issue in survey.issues if issue.code == "no-names"]
        assert (issue.level, issue.cell) == ("warning", "A1")
        assert "1 to 5" in issue.message
        assert survey.layouts[0].confidence < 0.9


def test_the_mapping_that_is_written_holds_the_names_to_fill_in(workbook, tmp_path):
    path = workbook({"Page 1": SQUARE})
    mapping = written_map(path)
    for number, name in enumerate(["Council", "Hub", "Peers", "ICB", "Mind"], 1):
        mapping = mapping.replace(f'"{number}",', f'"{name}",')
    file = tmp_path / "map.toml"
    file.write_text(mapping)
    survey = read_survey(path, mapping=file)
    assert ties(survey)["Council", "Peers"] == 2
    assert "no-names" not in {issue.code for issue in survey.issues}


@pytest.mark.parametrize(
    "rows",
    [
        [row[:4] for row in SQUARE],  # not square
        [row[:3] for row in SQUARE[:3]],  # too small to tell
        [[i * j + 0.5 for j in range(5)] for i in range(5)],  # money, say
        [[1900 + i + j for j in range(5)] for i in range(5)],
        [[(i + j) % 5 for j in range(5)] for i in range(5)],  # other numbers down the diagonal
        [[1] * 5 for _ in range(5)],
        [["x" if cell else "" for cell in row] for row in SQUARE],
    ],
)
def test_other_numbers_are_no_square_of_answers(workbook, rows):
    with pytest.raises(UnrecognisedSurveyError):
        read_survey(workbook({"Page 1": rows}))


def test_numbers_along_the_top_and_down_the_side_are_names(workbook):
    rows = [[None, 7, 8, 9, 6], [7, None, 1, 1, 2], [8, 2, None, 1, 2], [9, 1, 1, None, 2], [6, 2, 2, 1, None]]
    assert read_survey(workbook({"Data": rows})).actors["name"].tolist() == ["7", "8", "9", "6"]


def test_a_square_beside_answers_is_left_alone(workbook):
    survey = read_survey(workbook({"Ties": [["from", "to"], ["A", "B"]], "Scores": SQUARE}))
    assert survey.actors["name"].tolist() == ["A", "B"]


def test_squares_in_two_files_are_two_relations(workbook):
    other = [[cell and 3 - cell for cell in row] for row in SQUARE]
    survey = read_survey(workbook({"Page 1": SQUARE}, "friends.xlsx"), workbook({"Page 1": other}, "valued.xlsx"))
    assert survey.relations == ("friends", "valued")
    own = survey.ties.groupby("relation").size()
    assert own.to_dict() == {"friends": len(TIES), "valued": len(TIES)}
    codes = [issue.code for issue in survey.issues]
    assert "conflicting-tie" not in codes
    assert codes.count("relation-from-file") == 2


def test_what_a_mapping_says_of_all_answers_holds_for_a_square_and_for_a_list_without_headers(workbook):
    survey = read_survey(workbook({"Page 1": SQUARE}), mapping=["Page 1.relation=friends", "Page 1.round=2022"])
    assert (survey.relations, survey.rounds) == (("friends",), ("2022",))
    assert ties(survey) == TIES
    blank = [[None if i == j else cell or None for j, cell in enumerate(row)] for i, row in enumerate(SQUARE)]
    path = workbook({"Page 1": blank}, "blank.xlsx")
    assert read_survey(path).unanswered.empty
    assert len(read_survey(path, mapping="Page 1.blank=missing").unanswered) == 20 - len(TIES)
    pairs = [["Ann", "Bo", 2], ["Bo", "Cy", 1], ["Cy", "Ann", 3], ["Cy", "Bo", 1]]
    survey = read_survey(workbook({"Page 1": pairs}, "pairs.xlsx"), mapping="Page 1.relation=friends")
    assert survey.relations == ("friends",)
    assert ties(survey)["Cy", "Ann"] == 3
