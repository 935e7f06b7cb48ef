"""Attendance: who takes part in which meeting or board, kept apart from ties."""

from __future__ import annotations

from datetime import date

import networkx as nx
import pytest

import powermap
from powermap import read_survey
from powermap.errors import UnrecognisedSurveyError

BOARDS = [
    ["Organisation", "Health Board", "Steering group", "Housing forum"],
    ["Council", "x", 1, None],
    ["Hub", "✓", None, "Y"],
    ["Peers", None, None, "yes"],
]


def codes(survey):
    return {issue.code for issue in survey.issues}


def attended(survey):
    return {(row.actor, row.event) for row in survey.attendance.itertuples(index=False)}


WANT = {
    ("Council", "Health Board"),
    ("Council", "Steering group"),
    ("Hub", "Health Board"),
    ("Hub", "Housing forum"),
    ("Peers", "Housing forum"),
}


def test_a_workbook_of_attendance_alone(workbook):
    survey = read_survey(workbook({"Sheet1": BOARDS}))
    assert attended(survey) == WANT
    assert survey.relations == ()
    assert len(survey.ties) == 0
    assert survey.actors["name"].tolist() == ["Council", "Hub", "Peers"]
    assert {"attendance", "attendance-only"} <= codes(survey)
    assert survey.attendance_matrix().astype(int).values.tolist() == [[1, 1, 0], [1, 0, 1], [0, 0, 1]]
    assert survey.to_dict()["attendance"][0] == {
        "round": "1",
        "actor": "Council",
        "event": "Health Board",
        "relation": "attendance",
    }


def test_projection_counts_the_meetings_shared(workbook):
    survey = read_survey(workbook({"Sheet1": [*BOARDS, ["Trust", "x", "x", "x"]]}))
    network = powermap.project(survey)
    # hand count: M M' without its diagonal
    assert network.matrix(strength=True).tolist() == [[0, 1, 0, 2], [1, 0, 1, 2], [0, 1, 0, 1], [2, 2, 1, 0]]
    assert network.observable.sum() == 12
    assert network.names == ("Council", "Hub", "Peers", "Trust")


def test_projection_equals_networkx_on_random_attendance(workbook):
    import numpy as np

    there = np.random.default_rng(4).random((12, 7)) < 0.3
    rows = [["Organisation", *(f"Meeting {j}" for j in range(7))]]
    rows += [[f"Org {i}", *("x" if cell else None for cell in line)] for i, line in enumerate(there)]
    survey = read_survey(workbook({"Attendance": rows}))
    two_mode = nx.Graph()
    two_mode.add_nodes_from(f"Org {i}" for i in range(12))
    two_mode.add_edges_from((f"Org {i}", ("m", j)) for i, j in np.argwhere(there))
    want = nx.bipartite.weighted_projected_graph(two_mode, [f"Org {i}" for i in range(12)])
    found = powermap.project(survey).graph
    assert {(a, b): data["strength"] for a, b, data in found.edges(data=True)} == {
        (a, b): w for x, y, w in want.edges(data="weight") for a, b in ((x, y), (y, x))
    }


def test_dates_as_meetings(workbook):
    rows = [
        ["Name", date(2024, 1, 9), date(2024, 2, 6)],
        ["Council", "Present", "Apologies"],
        ["Hub", "Present", "Present"],
    ]
    survey = read_survey(workbook({"Attendance": rows}))
    assert attended(survey) == {("Council", "2024-01-09"), ("Hub", "2024-01-09"), ("Hub", "2024-02-06")}


def test_the_organisation_attends_and_not_the_person(workbook):
    rows = [
        ["Name", "Organisation", "12 Jan 2024", "9 Feb 2024"],
        ["Jo B", "Council", "x", None],
        ["Al K", "Council", "x", "x"],
    ]
    rows += [["Bo L", "Hub", None, "x"]]
    survey = read_survey(workbook({"Board attendance": rows}))
    assert survey.actors["name"].tolist() == ["Council", "Hub"]
    assert attended(survey) == {("Council", "12 Jan 2024"), ("Council", "9 Feb 2024"), ("Hub", "9 Feb 2024")}
    assert powermap.project(survey).matrix(strength=True).tolist() == [[0, 1], [1, 0]]


def test_a_list_of_attendances(text):
    survey = read_survey(
        text(
            "Organisation,Meeting,Date\nCouncil,Board,9 Jan\nHub,Board,9 Jan\nCouncil,Forum,6 Feb\n", "who came.csv"
        )
    )
    assert attended(survey) == {("Council", "Board"), ("Hub", "Board"), ("Council", "Forum")}
    assert survey.attendance["relation"].unique().tolist() == ["who came"]


def test_attendance_beside_ties(workbook):
    ties = [["from", "to", "strength"], ["Council", "Hub", 3], ["Hub", "Council", 2]]
    survey = read_survey(workbook({"Ties": ties, "Attendance": [*BOARDS, ["Sam Smith", "x", None, None]]}))
    assert survey.relations == ("tie",)
    assert survey.actors["name"].tolist() == ["Council", "Hub"]  # who attends does not become an actor
    assert ("Sam Smith", "Health Board") in attended(survey)
    (issue,) = [issue for issue in survey.issues if issue.code == "attendance-unlisted"]
    assert "2 of the 4" in issue.message
    assert "Sam Smith" not in issue.message
    assert "attendance-only" not in codes(survey)


def test_a_mark_that_is_no_mark(workbook):
    survey = read_survey(workbook({"Attendance": [*BOARDS, ["Trust", "see minutes", "x", "x"]]}))
    assert [(i.code, i.cell) for i in survey.issues if i.level == "error"] == [("not-yes-or-no", "B5")]


def test_a_board_in_a_list_of_organisations_is_a_seat(workbook):
    ties = [["from", "to"], ["A", "B"], ["B", "A"]]
    rows = [["Organisation", "Sector", "Board", "Steering group"], ["A", "NHS", "x", None], ["B", "VCS", None, "x"]]
    survey = read_survey(workbook({"Organisations": rows, "Ties": ties}))
    assert survey.actors["seat"].tolist() == [True, False]
    assert len(survey.attendance) == 0


def test_report_on_attendance_alone_says_what_to_do(workbook):
    from click.testing import CliRunner

    from powermap.cli import main

    path = workbook({"Sheet1": BOARDS})
    with pytest.raises(UnrecognisedSurveyError, match="who attends what"):
        read_survey(path).choose()
    done = CliRunner().invoke(main, ["report", str(path)])
    assert done.exit_code == 1
    assert "who attends what" in done.output
    assert "columns from, to and strength" in done.output
    checked = CliRunner().invoke(main, ["check", str(path)])
    assert checked.exit_code == 0
    assert "attendance" in checked.output


TURNED = [list(line) for line in zip(*BOARDS, strict=True)]


def turned(corner):
    return [[corner, *TURNED[0][1:]], *TURNED[1:]]


@pytest.mark.parametrize("corner", [None, "Board", "Meeting", "Name"])
@pytest.mark.parametrize("title", ["Sheet1", "Attendance", "Who", "Boards"])
def test_boards_down_the_side_and_organisations_along_the_top(workbook, title, corner):
    survey = read_survey(workbook({title: turned(corner)}))
    assert attended(survey) == WANT
    assert survey.relations == ()
    assert sorted(survey.actors["name"]) == ["Council", "Hub", "Peers"]
    assert codes(survey) == {"attendance", "attendance-only", "no-actors"}
    assert "down the side" in survey.layouts[0].reason


def test_boards_down_the_side_beside_a_list_and_ties(workbook):
    ties = [["from", "to", "strength"], ["Council", "Hub", 3], ["Hub", "Council", 2]]
    people = [["Name", "Sector"], ["Council", "NHS"], ["Hub", "VCSE"], ["Peers", "VCSE"]]
    survey = read_survey(workbook({"Organisations": people, "Ties": ties, "Sheet3": turned(None)}))
    assert attended(survey) == WANT
    assert survey.relations == ("tie",)
    assert survey.actors["name"].tolist() == ["Council", "Hub", "Peers"]


def test_dates_of_meetings_down_the_side(workbook):
    rows = [
        ["Date", "Council", "Hub"],
        [date(2024, 1, 9), "Present", "Apologies"],
        [date(2024, 2, 6), None, "Present"],
    ]
    survey = read_survey(workbook({"Attendance": rows}))
    assert attended(survey) == {("Council", "2024-01-09"), ("Hub", "2024-02-06")}


@pytest.mark.parametrize(
    "rows",
    [
        # who is called a board may be a respondent: it says so, or is named, or answers on a scale
        [["Respondent", "Council", "Hub"], ["Fife Board", "x", "x"], ["Tayside Board", "x", None]],
        [["", "Fife Board", "Tayside Board"], ["Fife Board", None, 1], ["Tayside Board", 1, None], ["Hub", 1, 1]],
        [["", "Council", "Hub", "Mind"], ["Fife Board", 1, 0, 3], ["Tayside Board", 2, 1, 0]],
    ],
)
def test_boards_that_answer_are_respondents(workbook, rows):
    survey = read_survey(workbook({"Sheet1": rows}))
    assert survey.attendance.empty
    assert ("Fife Board", 1.0) in set(survey.ties[["from", "strength"]].itertuples(index=False, name=None))


ROLES = [
    ["Organisation", "Health Board", "Steering group", "Housing forum"],
    ["Council", "Member", "Chair", None],
    ["Hub", "Attends", None, "Observer"],
    ["Peers", None, "Apologies", "Deputy"],
]
WITH_SECTORS = [[line[0], "VCSE" if r else "Sector", *line[1:]] for r, line in enumerate(ROLES)]


@pytest.mark.parametrize("title", ["Sheet1", "Who", "Members", "Boards", "Who sits where", "Organisations"])
@pytest.mark.parametrize("sector", [False, True])
def test_roles_on_a_board_are_read_as_attended_and_told(workbook, title, sector):
    survey = read_survey(workbook({title: WITH_SECTORS if sector else ROLES}))
    assert attended(survey) == WANT | {("Hub", "Housing forum")}
    (told,) = [issue.message for issue in survey.issues if issue.code == "attendance"]
    assert "Read as attends: 'Member', 'Chair', 'Observer', 'Deputy'." in told
    left_out = [issue.message for issue in survey.issues if issue.code == "columns-ignored"]
    assert bool(left_out) == sector  # and not left out in silence
    assert "not-yes-or-no" not in codes(survey)


@pytest.mark.parametrize("title", ["Sheet1", "Who"])
@pytest.mark.parametrize("corner", [None, "Who", "Organisation"])
def test_two_boards_are_enough(workbook, title, corner):
    rows = [[corner, "Health Board", "Housing Board"], ["Council", "x", None], ["Hub", "x", "x"]]
    survey = read_survey(workbook({title: rows}))
    assert attended(survey) == {("Council", "Health Board"), ("Hub", "Health Board"), ("Hub", "Housing Board")}


def test_a_mapping_says_that_ticks_are_attendance(workbook, tmp_path):
    from powermap.survey.written_map import written_map

    rows = [["Organisation", "HWB", "ICP"], ["Council", "x", None], ["Hub", "x", "x"]]
    path = workbook({"Organisations": rows})
    survey = read_survey(path, mapping="Organisations.shape=attendance")
    assert attended(survey) == {("Council", "HWB"), ("Hub", "HWB"), ("Hub", "ICP")}
    assert "columns-ignored" not in codes(survey)
    survey = read_survey(path, mapping=["Organisations.shape=attendance", "Organisations.leave_out=ICP"])
    assert attended(survey) == {("Council", "HWB"), ("Hub", "HWB")}
    for number, table in enumerate((turned("Board"), WITH_SECTORS)):
        path = workbook({"Sheet1": table}, f"{number}.xlsx")
        file = tmp_path / "map.toml"
        file.write_text(written_map(path), encoding="utf-8")
        assert attended(read_survey(path, mapping=file)) == attended(read_survey(path))


def test_a_list_with_boards_beside_a_square_without_names_stays_a_list(workbook):
    square = [[0, 1, 1, 0], [1, 0, 0, 2], [2, 0, 0, 1], [0, 1, 1, 0]]
    survey = read_survey(workbook({"Organisations": WITH_SECTORS, "Page 1": square}))
    assert survey.attendance.empty
    assert len(survey.ties) == 8
    assert "Council" in set(survey.actors["name"])
