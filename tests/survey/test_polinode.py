"""Workbooks as Polinode uploads and exports them: the sheets Nodes and Edges."""

from __future__ import annotations

from survey.network_tables import PARTNERS
from survey.seen import found, ties

from powermap import read_survey


def test_polinode_workbook(workbook):
    survey = read_survey(
        workbook(
            {
                "Nodes": [["Name", "Sector", "Founded"], *([*partner, 1990] for partner in PARTNERS)],
                "Edges": [
                    ["Source", "Target", "Works with", "Trusts", "Since"],
                    ["Borough Council", "City Hospital", 3, 4, 2019],
                    ["City Hospital", "Age UK, Salford", 1, 0, 2020],
                ],
            }
        )
    )
    assert ties(survey, "from", "to", "relation", "strength") == [
        ("Borough Council", "City Hospital", "Works with", 3.0),
        ("Borough Council", "City Hospital", "Trusts", 4.0),
        ("City Hospital", "Age UK, Salford", "Works with", 1.0),
    ]
    assert len(survey.actors) == 4
    assert not found(survey, "unlisted-actor")
    assert "'Since'" in next(issue.message for issue in found(survey, "columns-ignored") if issue.sheet == "Edges")


def test_polinode_attribute_of_edges_in_words(workbook):
    survey = read_survey(
        workbook(
            {
                "Nodes": [["Name", "Sector"], *PARTNERS],
                "Edges": [
                    ["Source", "Target", "Relationship", "Weight"],
                    ["Borough Council", "City Hospital", "Funding", 2],
                    ["Peers", "City Hospital", "Advice", 1],
                ],
            }
        )
    )
    assert ties(survey, "from", "relation", "strength") == [
        ("Borough Council", "Funding", 2.0),
        ("Peers", "Advice", 1.0),
    ]
