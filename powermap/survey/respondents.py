"""Reads a sheet with a row per respondent: exports of forms, and rosters."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from powermap.survey.cells import short_name
from powermap.survey.forms import is_not_real, is_unfinished
from powermap.survey.generators import read_slots
from powermap.survey.listed_actors import actor_row
from powermap.survey.names import is_no_name, name_key
from powermap.survey.partner_columns import is_no_partner
from powermap.survey.questions import (
    Respondent,
    Said,
    read_block,
    read_names,
    read_options,
    say_assumed,
    say_inside,
    say_unnamed,
)
from powermap.survey.raw import Answer, Raw
from powermap.survey.rounds import round_label
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet
from powermap.survey.wide import Wide, own_name

_EMAIL = re.compile(r"\S+@\S+\.\S+")


def read_wide(
    sheet: Sheet,
    shape: Shape,
    relation: str,
    round_of_sheet: str | None,
    raw: Raw,
    *,
    known: set[str],
    listed: bool,
) -> None:
    """Add the answers of a sheet with a row per respondent, and what is wrong in it, to *raw*.

    *relation* is for a question that no header names; *known* holds the `name_key` of names on other sheets;
    *listed* tells that some other sheet lists the actors, so that sectors given here are not needed.
    """
    wide: Wide = shape.layout
    people = _respondents(sheet, shape, wide, round_of_sheet, raw)
    if wide.ignored:
        quoted = ", ".join(sheet.heading(column, text[:60]) for column, text in wide.ignored)
        at = (shape.header, wide.ignored[0][0])
        raw.issues.append(sheet.issue("note", "columns-ignored", f"Columns that were not used: {quoted}.", at=at))
    said: list[Said] = []
    unnamed = sum(not question.relation and question.kind != "slots" for question in wide.questions)
    options = sum(question.kind == "options" for question in wide.questions)
    for place, question in enumerate(wide.questions, 1):
        asked = question.relation or (relation if unnamed == 1 else f"question {place}")
        numbered = wide.form is not None and bool(re.fullmatch(r"Q\d+", question.relation))
        if numbered or (not question.relation and unnamed > 1 and question.kind != "slots"):
            say_unnamed(sheet, shape, question, asked, raw)
        if question.assumed:
            say_assumed(sheet, shape, question, raw)
        if question.inside:
            say_inside(sheet, shape, question, raw)
        if question.kind == "names":
            said += read_names(sheet, question, asked, wide, people, known, raw)
        elif question.kind == "slots":
            said += read_slots(sheet, shape, question, question.relation or relation, people, raw)
        elif question.kind == "options":
            said += read_options(sheet, shape, question, asked if options > 1 else "", people, raw)
        else:
            said += read_block(sheet, shape, question, asked, people, raw)
    raw.answers.extend(_one_each(sheet, shape, people, said, raw))
    _say_who_responded(sheet, wide, people, raw)
    if not listed and set(shape.columns) & {"sector", "voice", "seat"}:
        first = {(person.round, person.own): person for person in reversed(people)}
        raw.actors += [
            actor_row(sheet, shape, person.row, person.round, raw, marked=False)
            for person in reversed(first.values())
        ]
    if not wide.proven:
        raw.issues.append(
            sheet.issue(
                "warning",
                "no-overlap",
                "None of the partners asked about is also a respondent, or on a list of organisations.",
                "Add a sheet 'Organisations' that lists the partners; if they are none, leave this sheet out.",
            )
        )


# --- who answered -----------------------------------------------------------------------------------------


def _respondents(sheet: Sheet, shape: Shape, wide: Wide, round_of_sheet: str | None, raw: Raw) -> list[Respondent]:
    people: list[Respondent] = []
    left_out: list[int] = []
    who = shape.columns["name"]
    for r in range(wide.body, len(sheet.rows)):
        row = sheet.rows[r]
        if all(cell == "" for cell in row):
            continue
        if wide.form and is_not_real(wide.form, row):
            left_out.append(r)
            continue
        cell = own_name(row, who, wide.other)
        column = who if cell is row[who] or wide.other is None else wide.other
        if is_no_name(cell) or is_no_partner(cell) or _EMAIL.search(str(cell)):
            _say_nameless(sheet, shape, r, column, raw)
            continue
        name = short_name(sheet, r, column, raw)
        round_ = round_label(row[shape.columns["round"]]) if "round" in shape.columns else round_of_sheet
        finished = not (wide.form and is_unfinished(wide.form, row))
        people.append(Respondent(r, name, name_key(name), round_, finished))
    if left_out:
        count = (
            "1 row is a preview or test" if len(left_out) == 1 else f"{len(left_out)} rows are previews or tests"
        )
        raw.issues.append(
            sheet.issue(
                "note", "test-response", f"{count} of the form, and no response; left out.", at=(left_out[0], 0)
            )
        )
    return people


def _say_nameless(sheet: Sheet, shape: Shape, r: int, column: int, raw: Raw) -> None:
    row = sheet.rows[r]
    if any(row[answer] != "" for answer in shape.answers):
        raw.issues.append(
            sheet.issue(
                "error",
                "missing-name",
                "This response does not say which organisation answered; it was left out.",
                "Write the organisation's name in this cell.",
                at=(r, column),
            )
        )


def _say_who_responded(sheet: Sheet, wide: Wide, people: list[Respondent], raw: Raw) -> None:
    answered = {
        (answer.sheet, answer.row) for answer in raw.answers if answer.why != "blank" and answer.sheet is sheet
    }
    for person in people:
        if wide.form or (sheet, person.row) in answered:
            raw.respondents.append((person.round, person.name))
        if not person.finished:
            raw.issues.append(
                sheet.issue(
                    "warning",
                    "response-unfinished",
                    f"The response of '{person.name}' was not finished; what it left blank counts as missing.",
                    "Ask it to finish, or delete the row if it should not count.",
                    at=(person.row, 0),
                )
            )


# --- one organisation, several rows -----------------------------------------------------------------------


def _one_each(sheet: Sheet, shape: Shape, people: list[Respondent], said: list[Said], raw: Raw) -> list[Answer]:
    """Return the answers, with those of a second response only where the first has none."""
    rows: dict[tuple[str | None, str], list[Respondent]] = {}
    for person in people:
        rows.setdefault((person.round, person.own), []).append(person)
    again = {key_: who for key_, who in rows.items() if len(who) > 1}
    if not again:
        return [answer for answer, _ in said]
    twice = {person.row: key_ for key_, who in again.items() for person in who}
    answers: list[Answer] = []
    kept: dict[tuple[Any, ...], Said] = {}
    added: Counter[int] = Counter()
    differ: Counter[int] = Counter()
    for item in said:
        answer = item.answer
        if answer.row not in twice:
            answers.append(answer)
            continue
        tie = (*twice[answer.row], answer.relation, name_key(answer.receiver))
        first = kept.setdefault(tie, item)
        if item.implied or answer.why or first is item:
            if first is item and answer.row != again[twice[answer.row]][0].row and not (item.implied or answer.why):
                added[answer.row] += 1
            continue
        if first.implied or first.answer.why:
            kept[tie] = item
            added[answer.row] += 1
        elif first.answer.strength != answer.strength:
            differ[answer.row] += 1
    for who in again.values():
        for person in who[1:]:
            _say_twice(sheet, shape, who[0], person, added[person.row], differ[person.row], raw)
    return answers + [item.answer for item in kept.values()]


def _say_twice(
    sheet: Sheet, shape: Shape, first: Respondent, again: Respondent, added: int, differ: int, raw: Raw
) -> None:
    column = shape.columns["name"]
    raw.issues.append(
        sheet.issue(
            "warning",
            "respondent-twice",
            f"'{again.name}' has answered before, in {sheet.cell(first.row, column)}. Where the two differ "
            f"({differ} answers) the first was used; {added} answers that the first does not have were added.",
            "Keep one row for each organisation and round.",
            at=(again.row, column),
        )
    )
