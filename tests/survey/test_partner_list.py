"""The list of partners from which a blank survey is made."""

from __future__ import annotations

import pytest

from powermap.errors import UnrecognisedSurveyError
from powermap.survey.partner_list import Partner, read_partners


def names(*paths):
    return [partner.name for partner in read_partners(*paths)[0]]


@pytest.mark.parametrize(
    "content",
    [
        "name\nCouncil\nAge UK\nTeam\n",
        "Council\nAge UK\nTeam\n",
        "Organisation,Contact\nCouncil,Jo\nAge UK,Sam\nTeam,Al\n",
        "\ufeffPartner organisation\r\n  Council\r\nAge\u00a0UK\r\n\r\nTeam\r\ncouncil \r\n",
        "List of partners\n\nName\nCouncil\nAge UK\nTeam\n",
    ],
)
def test_names_alone(text, content):
    assert names(text(content, "list.csv")) == ["Council", "Age UK", "Team"]


def test_names_with_a_comma_in_quotes(text):
    assert names(text('"Health, Work and Care"\nHub\n', "list.csv")) == ["Health, Work and Care", "Hub"]


def test_sectors_voices_and_seats_are_kept(workbook):
    rows = [
        ["Organisation", "Type", "Voice", "On the board"],
        ["Council", "LA", None, "yes"],
        ["Sunrise", "Charity", "Experts by experience; VCSE", "no"],
        ["Sheriff", "Federal", None, None],
    ]
    partners, issues = read_partners(workbook({"Members": rows, "Minutes": [["a remark"]]}))
    assert partners == (
        Partner("Council", "Local authority", "", True),
        Partner("Sunrise", "Voluntary and community", "Lived experience; Voluntary sector", False),
        Partner("Sheriff", "Federal", "", False),
    )
    assert not [issue for issue in issues if issue.level == "error"]


def test_a_missing_sector_is_no_issue_and_a_name_twice_is(text):
    partners, issues = read_partners(text("name,sector\nHub,\nCouncil,LA\nHub,Charity\n"))
    assert [partner.sector for partner in partners] == ["", "Local authority"]
    assert [issue.code for issue in issues if issue.level == "warning"] == ["duplicate-actor"]


def test_the_survey_of_the_last_round(workbook):
    ties = [["from", "to", "strength"], ["A", "B", 1], ["C", "A", 2]]
    assert names(workbook({"Ties": ties})) == ["A", "B", "C"]
    listed = workbook({"Organisations": [["name", "sector"], ["B", "NHS"], ["A", "LA"]], "Ties": ties}, "two.xlsx")
    assert names(listed) == ["B", "A"], "the list, not whoever was named"


def test_no_list_is_told(workbook):
    with pytest.raises(UnrecognisedSurveyError, match="one column, headed 'name'"):
        read_partners(workbook({"Sheet1": [[1, 2, 3], [4, 5, 6]]}))


def test_a_blank_survey_is_a_list_too(tmp_path):
    from powermap.survey.template import blank_survey

    partners = (
        Partner("=Hub", "Faith", "Lived experience", True),
        Partner("Council", "Local authority", "", False),
    )
    path = tmp_path / "survey.xlsx"
    path.write_bytes(blank_survey(partners))
    assert read_partners(path) == (partners, ())
