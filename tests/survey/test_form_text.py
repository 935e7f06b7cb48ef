"""The text of a form: what such a form exports reads as what was answered.

The exports are made as in test_forms: Google Forms as CSV with 'Question [Row]', Microsoft Forms as a workbook with
a column for each statement.
"""

from __future__ import annotations

import csv
import io
import random
from datetime import datetime

import pytest

from powermap import read_survey
from powermap.errors import UnknownChoiceError
from powermap.survey.form_text import form_questions, form_text
from powermap.survey.partner_list import Partner

PARTNERS = (
    Partner("Council", "Local authority"),
    Partner("Age UK - Salford", "Voluntary and community"),
    Partner("Hub (North)", "Voluntary and community"),
    Partner("Health, Work and Care", "NHS"),
    Partner("Peers: Together", "Lived experience"),
    Partner("Sheriff", "Federal"),
)
RELATIONS = ("works with", "trusts")
MICROSOFT = ["ID", "Start time", "Completion time", "Email", "Name"]


def pasted(form, title):
    """Return the lines below each heading of a question, as they stand in the text."""
    block = form.split(f"Title: {title}\n")[1].split("\n\n")[0]
    found, heading = {}, ""
    for line in block.splitlines():
        if line.endswith(":") and line[:-1] in ("Options", "Rows", "Columns", "Statements"):
            heading = line[:-1]
        elif heading:
            found.setdefault(heading, []).append(line)
    return found


def answers(tool, relations, *, items, seed, respondents=PARTNERS[:4]):
    """Return headers, rows, and what was meant, of an export of the form that the text describes."""
    form = form_text(PARTNERS, tool, relations=relations, partner_items=items)
    questions = form_questions(PARTNERS, tool, relations=relations, partner_items=items)
    who, sector, *grids = questions
    assert pasted(form, who.title)["Options"] == [partner.name for partner in PARTNERS]
    choose = random.Random(seed)
    headers, rows = [who.title, sector.title], [[partner.name, partner.sector] for partner in respondents]
    meant = {}
    for grid in grids:
        lines = pasted(form, grid.title)
        items_asked = lines["Rows" if tool == "google" else "Statements"]
        options = lines["Columns" if tool == "google" else "Options"]
        for item, about in zip(items_asked, PARTNERS, strict=True):
            headers.append(f"{grid.title} [{item}]" if tool == "google" else item)
            for row, own in zip(rows, respondents, strict=True):
                chosen = "" if own is about else choose.choice(options)
                row.append(chosen)
                if chosen:
                    number = None if chosen == "Don't know" else int(chosen[0])
                    meant[own.name, about.name, grid.title] = number
    return headers, rows, meant


def google(text, headers, rows):
    out = io.StringIO()
    csv.writer(out).writerows([["Timestamp", *headers], *(["2024/03/01 10:15:32 am GMT", *row] for row in rows)])
    return text(out.getvalue(), "Partnership survey.csv")


def microsoft(workbook, headers, rows):
    when = datetime(2024, 3, 1, 10, 15, 32)
    about = [[place, when, when, "anonymous", None] for place in range(1, len(rows) + 1)]
    full = [[*first, *(cell or None for cell in row)] for first, row in zip(about, rows, strict=True)]
    return workbook({"Sheet1": [[*MICROSOFT, *headers], *full]})


@pytest.mark.parametrize("tool", ["google", "microsoft"])
@pytest.mark.parametrize("items", [False, True], ids=["plain", "partner items"])
def test_the_export_of_the_form_reads_as_answered(text, workbook, tool, items):
    for seed in range(4):
        headers, rows, meant = answers(tool, RELATIONS, items=items, seed=seed)
        path = google(text, headers, rows) if tool == "google" else microsoft(workbook, headers, rows)
        survey = read_survey(path)
        read = {(row[1], row[2], row[3]): row[4] for row in survey.ties.itertuples(index=False)}
        assert read == {tie: number for tie, number in meant.items() if number}
        missing = {tuple(row) for row in survey.unanswered[["from", "to", "relation"]].values.tolist()}
        assert missing == {tie for tie, number in meant.items() if number is None}
        assert set(survey.members.loc[survey.members["responded"], "name"]) == {
            partner.name for partner in PARTNERS[:4]
        }
        assert {partner.name for partner in PARTNERS} == set(survey.actors["name"])
        assert {issue.level for issue in survey.issues} <= {"note"}
        sectors = dict(survey.actors[["name", "sector"]].values.tolist())
        assert sectors["Council"] == "Local authority"


@pytest.mark.parametrize("relation", ["trust: a lot", "trust (1-5)", "trust [much]", "works.with", "works - with"])
def test_a_relation_that_an_export_would_take_apart_is_refused(relation):
    with pytest.raises(UnknownChoiceError):
        form_questions(PARTNERS, "google", relations=[relation])


def test_the_form_says_who_sees_what():
    said = form_text(PARTNERS, "google", relations=RELATIONS)
    assert "Single answers to 'trusts' are not shown" in said
    assert "may show which organisations are tied" in said
    assert "'works with' are not shown" not in said
