"""Nobody was asked about those that its own grid leaves out: by hand, on real workbooks."""

from __future__ import annotations

from pathlib import Path

import powermap
from powermap import read_survey

LIST = [["Name", "Sector"], *([name, "NHS"] for name in "ABCD"), *([name, "Lived experience"] for name in "EFG")]
#: A to G answer in a grid that lists A to D only.
GRID = [
    ["", "A", "B", "C", "D"],
    ["A", "", 1, 0, 1],
    ["B", 1, "", 0, 0],
    ["C", 0, 1, "", 1],
    ["D", 1, 1, 0, ""],
    ["E", 1, 0, 0, 0],
    ["F", 0, 1, 0, 0],
    ["G", 0, 0, 1, 0],
]


def unasked(survey):
    return {(row[1], row[2]) for row in survey.unanswered.itertuples(index=False) if "grid" in row[4]}


def said(survey):
    return [issue for issue in survey.issues if issue.code == "own-grid"]


def test_a_grid_and_a_list_on_one_question(workbook):
    more = [["From", "To", "Relation"], ["A", "E", "works with"], ["E", "F", "works with"]]
    survey = read_survey(workbook({"Actors": LIST, "works with": GRID, "More": more}))
    # A and E wrote a list, where anybody can be named; the five others were asked about A to D alone.
    assert unasked(survey) == {(one, other) for one in "BCDFG" for other in "EFG" if one != other}
    (issue,) = said(survey)
    assert "5 that answered were not asked about 'E', 'F', 'G'" in issue.message
    network = survey.network()
    about = dict(zip(network.names, network.observable.sum(axis=0).tolist(), strict=True))
    assert about == {"A": 6, "B": 6, "C": 6, "D": 6, "E": 1, "F": 2, "G": 2}


def test_no_exclusion_is_claimed_where_nobody_was_asked(workbook):
    names = [f"Org {i:02}" for i in range(24)]
    actors = [
        ["Name", "Sector"],
        *([name, "NHS" if i < 20 else "Lived experience"] for i, name in enumerate(names)),
    ]
    grid = [["", *names[:20]]]
    grid += [
        [name, *("" if i == j else int((3 * i + 5 * j) % 7 < 2) for j in range(20))] for i, name in enumerate(names)
    ]
    more = [["From", "To", "Relation"], [names[0], names[3], "works with"], [names[21], names[22], "works with"]]
    survey = read_survey(workbook({"Actors": actors, "works with": grid, "More": more}))
    findings = powermap.analyse(survey.network(), permutations=499).findings
    assert all(finding.claim == "none" for finding in findings if finding.group == "Lived experience")


def test_two_grids_that_list_different_organisations(workbook):
    first = [["", "A", "B", "C", "D"], *GRID[1:5]]
    second = [["", "E", "F", "G"], ["A", 1, 0, 0], ["E", "", 1, 1], ["F", 0, "", 1], ["G", 1, 0, ""]]
    path = workbook({"Actors": LIST, "works with": first, "works with (2)": second})
    survey = read_survey(path, mapping=["works with (2).relation=works with"])
    assert survey.relations == ("works with",)
    # A has a row in both. B, C and D were not asked about E to G, nor those about A to D.
    expected = {(one, other) for one in "BCD" for other in "EFG"} | {
        (one, other) for one in "EFG" for other in "ABCD"
    }
    assert unasked(survey) == expected
    (issue,) = said(survey)  # E was not asked about A, but about F
    assert "6 that answered were not asked about some of 'A', 'B', 'C', 'D', 'E' and others;" in issue.message


def test_one_grid_for_all_or_a_list_for_all_is_as_it_was(workbook):
    alone = read_survey(workbook({"Actors": LIST, "works with": GRID}))
    assert not said(alone)
    assert alone.listed == {("works with", "1"): ("A", "B", "C", "D")}
    rows = [["From", "To"], ["A", "E"], ["E", "F"]]
    assert not said(read_survey(workbook({"Actors": LIST, "works with": rows})))


def test_a_list_on_another_question_opens_no_grid(workbook):
    trust = [["From", "To", "Relation"], ["A", "E", "trusts"], ["B", "F", "trusts"], ["C", "", "trusts"]]
    survey = read_survey(workbook({"Actors": LIST, "works with": GRID, "Trust": trust}))
    assert not unasked(survey)
    assert survey.listed == {("works with", "1"): ("A", "B", "C", "D")}


def test_a_file_of_ones_own_with_a_partner_added_does_not_take_away_what_others_said(workbook):
    own = [["", "A", "B", "H"], ["C", 1, 0, 1]]
    grid = [["", "A", "B", "C"], ["A", "", 1, 1], ["B", 0, "", 1], ["D", 1, 0, 0]]
    path = workbook({"works with": grid, "more": own})
    survey = read_survey(path, mapping=["more.shape=grid", "more.relation=works with"])
    assert {(row[1], row[2]) for row in survey.ties.itertuples(index=False)} >= {("C", "H"), ("A", "C")}
    assert not unasked(survey)
    assert not said(survey)


def test_grids_of_ones_own_that_differ_are_read_as_no_tie_and_that_is_said(workbook, tmp_path):
    names = ["Acorn Trust", "Borough Council", "Hope House", "Police"]
    paths = []
    for i, name in enumerate(names):
        others = [other for other in names if other != name and (i != 0 or other != "Police")]
        book = Path(workbook({"Trust": [["Respondent", *others], [name, *([1] * len(others))]]}))
        paths.append(book.rename(tmp_path / f"{name}.xlsx"))
    survey = read_survey(*paths)
    assert len(survey.ties) == 2 + 3 + 3 + 3
    assert not len(survey.unanswered)
    (note,) = [issue for issue in survey.issues if issue.code == "own-list"]
    assert note.message.startswith(
        "On 'Trust', 1 grid of one or two rows leaves out organisations that others list"
    )
    assert note.file == "Acorn Trust.xlsx"
    alike = read_survey(*paths[1:])
    assert "own-list" not in {issue.code for issue in alike.issues}
