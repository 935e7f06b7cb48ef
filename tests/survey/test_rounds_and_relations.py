"""Tidy lists whose rounds and relations stand in files, sheets, columns, or several of them at once."""

from __future__ import annotations

from datetime import date

import pytest
from survey.seen import codes, ties

from powermap import read_survey
from powermap.survey.written_map import written_map

FIRST = [("Council", "Hub", 3.0), ("Hub", "Council", 1.0)]
SECOND = [("Council", "Hub", 2.0), ("Peers", "Council", 4.0)]


def rows(answers, *more, header=("from", "to", "strength")):
    return [list(header), *([*answer, *more] for answer in answers)]


def csv(table):
    return "".join(",".join(map(str, row)) + "\n" for row in table)


def by_round(survey, relation=None):
    ties = survey.ties if relation is None else survey.ties[survey.ties["relation"] == relation]
    return {
        name: [tuple(row) for row in own[["from", "to", "strength"]].itertuples(index=False)]
        for name, own in ties.groupby("round", sort=False)
    }


@pytest.mark.parametrize(
    ("names", "rounds"),
    [
        (("round1.csv", "round2.csv"), ("1", "2")),
        (("ties_2022.csv", "ties_2023.csv"), ("2022", "2023")),
        (("Wave 1.csv", "Wave 10.csv"), ("1", "10")),
        (("baseline.csv", "follow-up.csv"), ("baseline", "follow-up")),
        (("network_autumn_2022.csv", "network_spring_2023.csv"), ("autumn 2022", "spring 2023")),
        (("Survey March 2023.csv", "Survey Sept 2023.csv"), ("March 2023", "Sept 2023")),
        (("ties 2022-23.csv", "ties 2023-24.csv"), ("2022-23", "2023-24")),
        (("edges_2023-03-14.csv", "edges_20230912.csv"), ("2023-03-14", "2023-09-12")),
        (("Q4 2022.csv", "Q2 2023.csv"), ("Q4 2022", "Q2 2023")),
        (("Baseline 2021 links.csv", "Follow-up 2022 links.csv"), ("2021", "2022")),
        (("pre-survey.csv", "post-survey.csv"), ("pre", "post")),
        (("First round.csv", "second wave.csv"), ("1", "2")),
        (("Wave I.csv", "Wave II.csv"), ("1", "2")),
    ],
)
def test_a_file_for_each_round(text, names, rounds):
    first, second = text(csv(rows(FIRST)), names[0]), text(csv(rows(SECOND)), names[1])
    for paths in ((first, second), (second, first)):
        survey = read_survey(*paths)
        assert survey.rounds == rounds
        assert by_round(survey) == dict(zip(rounds, (FIRST, SECOND), strict=True))
        assert survey.relations == ("tie",)


def test_a_workbook_for_each_round(workbook):
    first = workbook(
        {
            "Members": [["name", "sector"], ["Council", "Local authority"], ["Hub", "VCSE"]],
            "Ties": rows(FIRST),
        },
        "2022.xlsx",
    )
    second = workbook(
        {
            "Members": [["name", "sector"], ["Council", "Local authority"], ["Hub", "VCSE"], ["Peers", "VCSE"]],
            "Ties": rows(SECOND),
        },
        "2023.xlsx",
    )
    survey = read_survey(second, first)
    assert survey.rounds == ("2022", "2023")
    assert by_round(survey) == {"2022": FIRST, "2023": SECOND}
    members = survey.members.groupby("round", sort=False)["name"].agg(list)
    assert members.to_dict() == {"2022": ["Council", "Hub"], "2023": ["Council", "Hub", "Peers"]}
    assert not [issue for issue in survey.issues if issue.code in ("duplicate-actor", "conflicting-tie")]


def test_workbooks_for_rounds_and_one_list_for_all(workbook):
    first = workbook({"Trust": rows(FIRST)}, "survey round 1.xlsx")
    second = workbook({"Trust": rows(SECOND)}, "survey round 2.xlsx")
    members = workbook(
        {"Members": [["name", "sector"], ["Council", "LA"], ["Hub", "VCSE"], ["Peers", "VCSE"]]}, "m.xlsx"
    )
    survey = read_survey(first, second, members)
    assert by_round(survey) == {"1": FIRST, "2": SECOND}
    assert survey.relations == ("Trust",)
    assert survey.members.groupby("round").size().to_dict() == {"1": 3, "2": 3}


def test_files_that_name_no_round_are_one(workbook):
    survey = read_survey(
        workbook({"Trust": rows(FIRST)}, "survey_2023_north.xlsx"),
        workbook({"Trust": rows(SECOND[1:])}, "survey_2023_south.xlsx"),
    )
    assert survey.rounds == ("1",)
    assert len(survey.ties) == 3


def test_column_and_sheet_say_more_than_the_file(workbook):
    first = workbook({"Ties": rows(FIRST, "Baseline", header=("from", "to", "strength", "round"))}, "2022.xlsx")
    second = workbook({"Round 9": rows(SECOND)}, "2023.xlsx")
    assert by_round(read_survey(first, second)) == {"Baseline": FIRST, "9": SECOND}


def test_sheets_for_rounds_with_a_column_for_each_relation(workbook):
    header = ["from", "to", "Works with", "Trusts"]
    sheets = {
        "2022": [header, ["Council", "Hub", 3, 1], ["Hub", "Council", 1, 0]],
        "2023": [header, ["Council", "Hub", 2, "Don't know"], ["Peers", "Council", 4, 4]],
    }
    survey = read_survey(workbook(sheets))
    assert by_round(survey, "Works with") == {"2022": FIRST, "2023": SECOND}
    assert by_round(survey, "Trusts") == {"2022": [("Council", "Hub", 1.0)], "2023": [("Peers", "Council", 4.0)]}
    assert survey.unanswered[["round", "relation"]].values.tolist() == [["2023", "Trusts"]]


def test_files_for_relations_and_rounds_with_columns_for_both_left_out(text):
    survey = read_survey(
        text(csv(rows(FIRST)), "trust_2022.csv"),
        text(csv(rows(SECOND)), "trust_2023.csv"),
        text(csv(rows(SECOND)), "works_with_2022.csv"),
        text(csv(rows(FIRST)), "works_with_2023.csv"),
    )
    assert set(survey.relations) == {"trust", "works with"}
    assert by_round(survey, "trust") == {"2022": FIRST, "2023": SECOND}
    assert by_round(survey, "works with") == {"2022": SECOND, "2023": FIRST}


def test_relation_column_and_round_column_and_direction_at_once(workbook):
    table = [
        ["wave", "source", "target", "relationship", "direction", "weight"],
        [1, "Council", "Hub", "Works with", "mutual", 3],
        [1, "Council", "Hub", "Funds", "directed", 1],
        [2, "Council", "Hub | Peers", "Works with", "directed", 2],
    ]
    survey = read_survey(workbook({"Edges": table}))
    assert by_round(survey, "Works with") == {
        "1": [("Council", "Hub", 3.0), ("Hub", "Council", 3.0)],
        "2": [("Council", "Hub", 2.0), ("Council", "Peers", 2.0)],
    }
    assert by_round(survey, "Funds") == {"1": [("Council", "Hub", 1.0)]}


@pytest.mark.parametrize(
    ("first", "second"),
    [("Round 1", "Round 2"), ("Autumn 2022", "Spring 2023"), ("Mar-23", "Sep-23"), ("Wave I", "Wave II")],
)
def test_the_map_of_one_round_fits_the_next(workbook, tmp_path, first, second):
    header = ("Body asked", "Body spoken of", "Mark")
    written = tmp_path / "map.toml"
    mapping = {"sheet": [{"name": first, "columns": dict(zip(("from", "to", "strength"), header, strict=True))}]}
    survey = read_survey(workbook({first: rows(FIRST, header=header)}), mapping=mapping)
    assert by_round(survey) == {survey.rounds[0]: FIRST}
    written.write_text(written_map(workbook({first: rows(FIRST, header=header)}), mapping=mapping))
    assert read_survey(workbook({second: rows(SECOND, header=header)}), mapping=written).ties.shape[0] == 2


@pytest.mark.parametrize(
    ("headers", "rounds", "relation"),
    [
        (("Round 1", "Round 2"), ("1", "2"), "tie"),
        ((2022, 2023), ("2022", "2023"), "tie"),
        (("Strength 2022", "Strength 2023"), ("2022", "2023"), "tie"),
        (("Trust (autumn 2022)", "Trust (spring 2023)"), ("autumn 2022", "spring 2023"), "Trust"),
        (("Baseline", "Follow-up"), ("Baseline", "Follow-up"), "tie"),
    ],
)
def test_a_column_for_each_round(workbook, tmp_path, headers, rounds, relation):
    table = [
        ["From", "To", *headers],
        ["Council", "Hub", 3, 2],
        ["Hub", "Council", 1, None],
        ["Hub", "Peers", 0, 4],
    ]
    path, written = workbook({"Ties": table}), tmp_path / "map.toml"
    survey = read_survey(path)
    assert (survey.rounds, survey.relations) == (rounds, (relation,))
    first, second = by_round(survey)[rounds[0]], by_round(survey)[rounds[1]]
    assert first == [("Council", "Hub", 3.0), ("Hub", "Council", 1.0)]
    assert second == [("Council", "Hub", 2.0), ("Hub", "Peers", 4.0)]
    assert survey.unanswered[["round", "from", "to", "why"]].values.tolist() == [
        [rounds[1], "Hub", "Council", "blank"]
    ]
    written.write_text(written_map(path))
    assert read_survey(path, mapping=written).ties.equals(survey.ties)


def test_columns_for_relations_and_rounds_at_once(workbook):
    header = ["From", "To", "Direction", "Trust R1", "Trust R2", "Funds R1", "Funds R2"]
    survey = read_survey(workbook({"Ties": [header, ["Council", "Hub", "directed", 1, 2, 3, 4]]}))
    assert (survey.rounds, survey.relations) == (("1", "2"), ("Trust", "Funds"))
    assert by_round(survey, "Funds") == {"1": [("Council", "Hub", 3.0)], "2": [("Council", "Hub", 4.0)]}


def test_a_relation_in_each_row_and_a_column_for_each_round(workbook):
    table = [
        ["From", "To", "Relation", "2022", "2023"],
        ["Council", "Hub", "Trust", 1, 2],
        ["Hub", "Council", "Funds", 0, 4],
    ]
    survey = read_survey(workbook({"Ties": table}))
    assert by_round(survey, "Trust") == {"2022": [("Council", "Hub", 1.0)], "2023": [("Council", "Hub", 2.0)]}
    assert by_round(survey, "Funds") == {"2023": [("Hub", "Council", 4.0)]}


def test_one_column_called_after_a_round_is_no_round_of_its_own(workbook):
    table = [["From", "To", "Trust 2022", "Joint work"], ["Council", "Hub", 1, 2], ["Hub", "Council", 0, 4]]
    survey = read_survey(workbook({"Ties": table}))
    assert (survey.rounds, survey.relations) == (("1",), ("Trust 2022", "Joint work"))


def test_a_column_of_dates_is_offered_for_the_rounds(workbook):
    march, autumn = date(2023, 3, 1), date(2023, 9, 4)
    answers = [[march, "Council", "Hub", 3], [march, "Hub", "Council", 1], [autumn, "Council", "Hub", 2]]
    answers.append([autumn, "Hub", "Council", 0])
    path = workbook({"Ties": [["Date", "From", "To", "Strength"], *answers]})
    (issue,) = (issue for issue in read_survey(path).issues if issue.code == "columns-ignored")
    assert '--map "Ties.round=Date"' in issue.fix
    survey = read_survey(path, mapping="Ties.round=Date")
    assert survey.rounds == ("2023-03-01", "2023-09-04")
    assert by_round(survey)["2023-09-04"] == [("Council", "Hub", 2.0)]


def test_a_setting_may_name_the_column_of_the_relation_or_say_it(workbook):
    table = [["From", "To", "Strength", "Subject"], ["Council", "Hub", 3, "Money"], ["Hub", "Council", 1, "Advice"]]
    path = workbook({"Ties": table})
    assert set(read_survey(path, mapping="Ties.relation=Subject").relations) == {"Money", "Advice"}
    assert read_survey(path, mapping="Ties.relation=Works with").relations == ("Works with",)
    assert read_survey(path, mapping="Ties.relation=Strength").relations == ("Strength",)  # it plays another part


def test_a_column_without_a_header_that_is_not_used_is_said(workbook):
    table = [["From", "To", "Strength", None], ["Council", "Hub", 3, "ask again"], ["Hub", "Council", 1, None]]
    (issue,) = (i for i in read_survey(workbook({"Ties": table})).issues if i.code == "columns-ignored")
    assert "D (no header)" in issue.message
    assert issue.cell == "D1"


def told_by_file(survey):
    return [(issue.file, issue.message) for issue in survey.issues if issue.code == "relation-from-file"]


def test_workbooks_whose_only_sheet_says_nothing_are_relations_called_after_the_files(workbook):
    for title in ("Sheet1", "Page 1", "Relationships", "Salford"):
        survey = read_survey(
            workbook({title: rows(FIRST)}, "friends.xlsx"), workbook({title: rows(SECOND)}, "staff_advice.xlsx")
        )
        assert survey.relations == ("friends", "staff advice")
        assert by_round(survey, "staff advice") == {"1": SECOND}
        assert [file for file, _ in told_by_file(survey)] == ["friends.xlsx", "staff_advice.xlsx"]
        assert "'staff advice', after the file" in told_by_file(survey)[1][1]
        assert "conflicting-tie" not in {issue.code for issue in survey.issues}


def test_relations_and_rounds_called_after_the_files_of_workbooks(workbook):
    tables = {"friends_2022": FIRST, "friends_2023": SECOND, "advice_2022": SECOND}
    survey = read_survey(*(workbook({"Page 1": rows(table)}, f"{name}.xlsx") for name, table in tables.items()))
    assert by_round(survey, "friends") == {"2022": FIRST, "2023": SECOND}
    assert by_round(survey, "advice") == {"2022": SECOND}


def test_text_files_that_are_relations_are_told(text):
    survey = read_survey(text(csv(rows(FIRST)), "friends.csv"), text(csv(rows(SECOND)), "advice.csv"))
    assert survey.relations == ("friends", "advice")
    assert [file for file, _ in told_by_file(survey)] == ["friends.csv", "advice.csv"]
    named = [text(csv(rows(FIRST, "Trusts", header=("from", "to", "strength", "relation"))), "north.csv")]
    named += [text(csv(rows(SECOND, "Trusts", header=("from", "to", "strength", "relation"))), "south.csv")]
    assert told_by_file(read_survey(*named)) == []


def test_files_that_each_respondent_filled_in_are_one_relation(workbook, text):
    for make in (
        lambda table, name: workbook({"Ties": table}, f"{name}.xlsx"),
        lambda t, n: text(csv(t), f"{n}.csv"),
    ):
        survey = read_survey(make(rows(FIRST[:1]), "Council"), make(rows(FIRST[1:]), "The Hub return"))
        assert survey.relations == ("tie",)
        assert by_round(survey) == {"1": FIRST}
    # a copy is no other relation
    survey = read_survey(workbook({"Ties": rows(FIRST)}, "a.xlsx"), workbook({"Ties": rows(FIRST)}, "b.xlsx"))
    assert survey.relations == ("tie",)
    assert by_round(survey) == {"1": FIRST}


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
