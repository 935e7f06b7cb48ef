"""Ratings: 'not at all' is one, a partner without a row has none, and what one says of oneself is kept apart."""

from __future__ import annotations

from powermap import read_survey


def rated(survey, relation=None):
    return {(row.rater, row.rated): row.rating for row in survey.ratings(relation).itertuples(index=False)}


def own(survey):
    return {(row.actor, row.relation): row.strength for row in survey.own_answers.itertuples(index=False)}


def test_not_at_all_in_a_list_is_a_rating(text):
    survey = read_survey(
        text(
            "from,to,Reliability,Openness\n"
            "A,B,A fair amount,A great deal\n"
            "B,A,Not at all,\n"
            "A,C,A small amount,Not at all\n"
            "C,A,Not at all,Don't know\n"
            "C,C,A great deal,Not at all\n"
        )
    )
    assert rated(survey, "Reliability") == {("A", "B"): 2, ("A", "C"): 1, ("B", "A"): 0, ("C", "A"): 0}
    assert rated(survey, "openness") == {("A", "B"): 3, ("A", "C"): 0}
    assert own(survey) == {("C", "Reliability"): 3, ("C", "Openness"): 0}
    assert [(i.level, i.cell) for i in survey.issues if i.code == "self-tie"] == [("note", "C6")]


def test_zero_in_a_grid_is_a_rating_and_a_blank_beside_it_is_none(text):
    survey = read_survey(text(",A,B,C\nA,3,0,2\nB,1,0,\nC,0,3,\n", "influence.csv"))
    assert rated(survey) == {("A", "B"): 0, ("A", "C"): 2, ("B", "A"): 1, ("C", "A"): 0, ("C", "B"): 3}
    assert own(survey) == {("A", "influence"): 3, ("B", "influence"): 0}


def test_blanks_where_nothing_says_no_are_no_ratings(text):
    survey = read_survey(text(",A,B,C\nA,,,2\nB,1,,\nC,,3,\n", "influence.csv"))
    assert rated(survey) == {("A", "C"): 2, ("B", "A"): 1, ("C", "B"): 3}
    assert len(survey.said_no) == 0


def test_a_blank_that_a_mapping_calls_no_tie_is_no_rating(text):
    path = text(",A,B,C\nA,,0,2\nB,1,,\nC,,3,\n", "influence.csv")
    survey = read_survey(path, mapping="influence.blank=no tie")
    assert rated(survey) == {("A", "B"): 0, ("A", "C"): 2, ("B", "A"): 1, ("C", "B"): 3}
    assert survey.unanswered.empty


def test_a_diagonal_of_zeros_says_nothing(text):
    survey = read_survey(text(",A,B,C\nA,0,0,2\nB,1,0,2\nC,1,3,0\n", "influence.csv"))
    assert len(survey.own_answers) == 0
    assert not [issue for issue in survey.issues if issue.code == "self-tie"]


def test_naming_oneself_is_a_slip_where_nobody_is_rated(text):
    survey = read_survey(text("from,to,how often\nA,B,3\nB,B,2\n"))
    assert [issue.level for issue in survey.issues if issue.code == "self-tie"] == ["warning"]


def test_ratings_of_a_form(workbook):
    names = ("Council", "Hub", "Peers")
    header = ["Timestamp", "Your organisation", *(f"How much influence has it? [{name}]" for name in names)]
    rows = [["2024-01-09", "Council", 4, 0, 2], ["2024-01-09", "Hub", 3, 2, 0], ["2024-01-09", "Peers", 4, 1, 3]]
    survey = read_survey(workbook({"Form Responses 1": [header, *rows]}))
    (relation,) = survey.relations
    assert rated(survey) == {
        ("Council", "Hub"): 0, ("Council", "Peers"): 2, ("Hub", "Council"): 3,
        ("Hub", "Peers"): 0, ("Peers", "Council"): 4, ("Peers", "Hub"): 1,
    }  # fmt: skip
    assert own(survey) == {("Council", relation): 4, ("Hub", relation): 2, ("Peers", relation): 3}
