"""Exports of SurveyMonkey, with two header rows, as in its public examples."""

from __future__ import annotations

from survey.form_exports import answered, as_csv, assert_private, ties

from powermap import read_survey

MONKEY = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name",
          "Last Name", "Custom Data 1"]  # fmt: skip


ABOUT = ["118052219061", "446111201", "03/01/2024 10:15:32 AM", "03/01/2024 10:20:00 AM", "192.0.2.7", "sam@x.org",
         "Sam", "Smith", ""]  # fmt: skip


def test_survey_monkey(text):
    rows = [
        [
            *MONKEY,
            "Which organisation do you represent?",
            "",
            "How often do you meet?",
            "",
            "",
            "Who do you fund?",
            "",
            "",
            "Comments",
        ],
        [
            *[""] * 9,
            "Response",
            "Other (please specify)",
            "Council",
            "Hub",
            "Peers",
            "Council",
            "Hub",
            "Peers",
            "Open-Ended Response",
        ],
        [*ABOUT, "Council", "", "", "Weekly", "Never", "", "Hub", "Peers", ""],
        [*ABOUT, "Other (please specify)", "Hub", "Monthly", "", "Yearly", "", "", "", "Call me, Sam"],
    ]
    survey = read_survey(text(as_csv(rows)))
    assert survey.relations == ("How often do you meet?", "Who do you fund?")
    assert ties(survey, "How often do you meet?") == {
        ("Council", "Hub"): 4,
        ("Hub", "Council"): 3,
        ("Hub", "Peers"): 1,
    }
    # check boxes: the option's own text stands where it was chosen
    assert ties(survey, "Who do you fund?") == {("Council", "Hub"): 1, ("Council", "Peers"): 1}
    assert answered(survey) == {"Council", "Hub"}
    assert_private(survey, "192.0.2", "sam@", "Smith", "Call me")


def test_survey_monkey_grid_with_several_choices(text):
    items = [f"{name} - {what}" for name in ("Council", "Hub", "Peers") for what in ("Advice", "Money")]
    rows = [
        [*MONKEY, "Name of organisation", "What do you get?", *[""] * 5],
        [*[""] * 9, "Open-Ended Response", *items],
        [*ABOUT, "Council", "", "", "Advice", "Money", "", ""],
        [*ABOUT, "Hub", "Advice", "", "", "", "Advice", "Money"],
    ]
    survey = read_survey(text(as_csv(rows)))
    assert set(survey.relations) == {"What do you get?: Advice", "What do you get?: Money"}
    assert ties(survey, "What do you get?: Money") == {("Council", "Hub"): 1, ("Hub", "Peers"): 1}
