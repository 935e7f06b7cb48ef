"""Reads a sheet with a row per respondent: exports of forms, and rosters."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Any, NamedTuple

from powermap.survey.answers import Meanings, meanings, say_how_read
from powermap.survey.forms import is_not_real, is_unfinished
from powermap.survey.name_lists import NameList, split_names
from powermap.survey.names import is_no_name, is_nobody, name_in, name_key
from powermap.survey.raw import Answer, GridBlock, Raw
from powermap.survey.rounds import round_label
from powermap.survey.shapes import Shape
from powermap.survey.tidy import actor_row, answer_in, short_name
from powermap.survey.wide import Question, Wide, is_no_partner, is_tick, means_nothing, options_in, own_name
from powermap.survey.workbook import Sheet
from powermap.vocabulary import MISSING, key

#: Tools that can write the number of a choice in the place of its text.
_NUMBERS_CHOICES = ("Qualtrics", "Online Surveys", "SurveyMonkey")
_EMAIL = re.compile(r"\S+@\S+\.\S+")


class Respondent(NamedTuple):
    """One row: who answered, in which round; *finished* is False where the tool says it was broken off."""

    row: int
    name: str
    own: str
    round: str | None
    finished: bool


class Said(NamedTuple):
    """An answer; *implied* where a cell was left blank and means that there is no tie."""

    answer: Answer
    implied: bool


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
    said: list[Said] = []
    unnamed = sum(not question.relation for question in wide.questions)
    options = sum(question.kind == "options" for question in wide.questions)
    for place, question in enumerate(wide.questions, 1):
        asked = question.relation or (relation if unnamed == 1 else f"question {place}")
        if not question.relation and unnamed > 1:
            _say_unnamed(sheet, shape, question, asked, raw)
        if question.kind == "names":
            said += _names(sheet, question, asked, wide, people, known, raw)
        elif question.kind == "options":
            said += _options(sheet, question, asked if options > 1 else "", people, raw)
        else:
            said += _grid(sheet, shape, question, asked, people, raw)
    raw.answers += _one_each(sheet, shape, people, said, raw)
    _say_who_responded(sheet, wide, people, raw)
    if not listed and set(shape.columns) & {"sector", "voice"}:
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


# --- questions --------------------------------------------------------------------------------------------


def _say_unnamed(sheet: Sheet, shape: Shape, question: Question, asked: str, raw: Raw) -> None:
    column, partner = question.partners[0]
    raw.issues.append(
        sheet.issue(
            "note",
            "question-unnamed",
            f"The columns from '{partner}' on do not say what was asked; it is called '{asked}'.",
            "Write the question before the name in each header, such as 'Trust: Council'.",
            at=(shape.header, column),
        )
    )


def _grid(
    sheet: Sheet, shape: Shape, question: Question, asked: str, people: list[Respondent], raw: Raw
) -> list[Said]:
    """Return the answers of one block; a blank is missing where 'never' or 0 could have been chosen."""
    top = shape.header
    partners = {column: short_name_of(sheet, top, column, partner, raw) for column, partner in question.partners}
    keys = {column: name_key(name) for column, name in partners.items()}
    ticks: set[Any] = set()
    cells: list[Any] = []
    for person in people:
        row = sheet.rows[person.row]
        for column, partner in partners.items():
            if keys[column] != person.own:
                cell = row[column]
                if type(cell) is str and is_tick(cell, question.choice or partner):
                    ticks.add((column, cell))
                else:
                    cells.append(cell)
    found = meanings(cells)
    first = question.partners[0][0]
    raw.issues += say_how_read(found, sheet, (top, first), f"the question '{asked[:80]}'")
    numbers = set(found.numbers.values())
    blank_is_missing = 0.0 in numbers
    only_ticks = numbers <= {1.0} and (bool(numbers) or bool(ticks))
    _warn_of_numbers(sheet, shape, found, asked, first, raw)
    said: list[Said] = []
    blank_rows: list[tuple[str | None, str, int]] = []
    blanks = False
    for person in people:
        row = sheet.rows[person.row]
        answered = [column for column in partners if row[column] != "" and keys[column] != person.own]
        if not answered and shape.layout.form is None and all(row[column] == "" for column in shape.answers):
            blank_rows.append((person.round, person.name, person.row))
            continue
        skipped = blank_is_missing or not person.finished or (not answered and not only_ticks)
        for column, partner in partners.items():
            cell = row[column]
            if keys[column] == person.own:
                _check_own(cell, person, sheet, (person.row, column), raw)
                continue
            implied = cell == ""
            if implied:
                blanks = blanks or not skipped
                strength, why = (math.nan, "blank") if skipped else (0.0, "")
            elif (column, cell) in ticks:
                strength, why = 1.0, ""
            else:
                strength, why = answer_in(cell, found, sheet, (person.row, column), raw)
            answer = Answer(person.round, asked, person.name, partner, strength, why, sheet, person.row, column)
            said.append(Said(answer, implied))
    if blanks:
        _say_blanks(sheet, (top, first), asked, raw)
    rounds = frozenset(person.round for person in people)
    raw.grids.append(GridBlock(asked, rounds, tuple(partners.values()), tuple(blank_rows), blank_is_missing, sheet))
    return said


def short_name_of(sheet: Sheet, r: int, column: int, partner: str, raw: Raw) -> str:
    """Return the name of a partner, and remember the header in which it was first seen."""
    name = name_in(partner)[:200]
    raw.seen.setdefault(name, (sheet, r, column))
    return name


def _check_own(cell: Any, person: Respondent, sheet: Sheet, at: tuple[int, int], raw: Raw) -> None:
    if any(number > 0 for number in meanings([cell]).numbers.values()):
        raw.issues.append(
            sheet.issue(
                "warning",
                "self-tie",
                f"'{person.name}' answers about itself; this was left out.",
                "Clear the cell, or check that the right organisation is given.",
                at=at,
            )
        )


def _warn_of_numbers(sheet: Sheet, shape: Shape, found: Meanings, asked: str, column: int, raw: Raw) -> None:
    form = shape.layout.form
    numbers = set(found.numbers.values())
    if form and form.tool in _NUMBERS_CHOICES and not found.words and len(numbers) > 1 and min(numbers) > 0:
        raw.issues.append(
            sheet.issue(
                "warning",
                "choice-numbers",
                f"The answers to '{asked[:80]}' are numbers from {min(numbers):g} to {max(numbers):g}. If these "
                "number the choices, the lowest may mean 'never', but it was read as a weak tie.",
                "Export again with the text of the choices.",
                at=(shape.header, column),
            )
        )


def _say_blanks(sheet: Sheet, at: tuple[int, int], asked: str, raw: Raw) -> None:
    raw.issues.append(
        sheet.issue(
            "note",
            "blank-is-no-tie",
            f"Blank cells in the question '{asked[:80]}' were read as no tie, as nothing in it says 'no' or 0.",
            "If a blank means that the question was not answered, write 0 where there is no tie.",
            at=at,
        )
    )


def _options(sheet: Sheet, question: Question, asked: str, people: list[Respondent], raw: Raw) -> list[Said]:
    """Return the answers of a block in whose cells several choices may stand: each choice is a relation."""
    partners = {column: short_name_of(sheet, 0, column, partner, raw) for column, partner in question.partners}
    keys = {column: name_key(name) for column, name in partners.items()}
    chosen = {
        cell: options_in(cell) for p in people for c in partners if isinstance(cell := sheet.rows[p.row][c], str)
    }
    options = list(dict.fromkeys(option for pieces in chosen.values() for option in pieces))
    real = [option for option in options if not means_nothing(option) and key(option) not in MISSING]
    name = {option: f"{asked}: {option}" if asked else option for option in real}
    at = (shape_row(sheet, question), question.partners[0][0])
    if real:
        quoted = ", ".join(f"'{option}'" for option in real)
        message = f"Each choice in '{question.relation[:80]}' was read as a relation of its own: {quoted}."
        raw.issues.append(sheet.issue("note", "choices-are-relations", message, at=at))
    said: list[Said] = []
    for person in people:
        row = sheet.rows[person.row]
        for column, partner in partners.items():
            if keys[column] == person.own:
                continue
            cell = row[column]
            here = chosen.get(cell, []) if isinstance(cell, str) else []
            why = next((option for option in here if key(option) in MISSING), "")
            why = "blank" if cell == "" and not person.finished else why
            for option in real:
                strength = math.nan if why else float(option in here)
                answer = Answer(
                    person.round, name[option], person.name, partner, strength, why, sheet, person.row, column
                )
                said.append(Said(answer, cell == ""))
    if any(item.implied for item in said):
        _say_blanks(sheet, at, question.relation, raw)
    rounds = frozenset(person.round for person in people)
    raw.grids += [GridBlock(name[option], rounds, tuple(partners.values()), (), False, sheet) for option in real]
    return said


def shape_row(sheet: Sheet, question: Question) -> int:
    """Return the last header row in which the first column of a question has a text."""
    column, partner = question.partners[0]
    return next((r for r, row in enumerate(sheet.rows[:10]) if partner and partner in str(row[column])), 0)


def _names(
    sheet: Sheet, question: Question, asked: str, wide: Wide, people: list[Respondent], known: set[str], raw: Raw
) -> list[Said]:
    """Return the ties to the partners whose names stand in one cell."""
    column = question.partners[0][0]
    cells = {person.row: cell for person in people if isinstance(cell := sheet.rows[person.row][column], str)}
    full = [cell for cell in cells.values() if cell and not is_nobody(cell) and key(cell) not in MISSING]
    partners = {name_key(partner) for other in wide.questions for _, partner in other.partners if partner}
    parted = split_names(full, wide.separator, known | partners | {person.own for person in people})
    said: list[Said] = []
    nobody = 0
    for person in people:
        cell = cells.get(person.row, "")
        if cell in parted:
            _warn_of_unsure(sheet, (person.row, column), parted[cell], raw)
            for text in parted[cell].names:
                if not is_no_name(text):
                    name = short_name_of(sheet, person.row, column, text, raw)
                    answer = Answer(person.round, asked, person.name, name, 1.0, "", sheet, person.row, column)
                    said.append(Said(answer, implied=False))
        elif person.finished and key(cell) not in MISSING:
            nobody += 1
        else:
            said += _missing(sheet, (person.row, column), asked, wide, people, cell)
    if nobody:
        count = "1 respondent" if nobody == 1 else f"{nobody} respondents"
        message = f"{count} chose nobody in '{asked[:80]}'; this was read as naming nobody."
        raw.issues.append(sheet.issue("note", "named-nobody", message, at=(wide.body - 1, column)))
    return said


def _missing(
    sheet: Sheet, at: tuple[int, int], asked: str, wide: Wide, people: list[Respondent], cell: str
) -> list[Said]:
    """Return the missing answers of somebody who did not say whom it would name, about everyone known here."""
    me = next(person for person in people if person.row == at[0])
    names = {person.own: person.name for person in people}
    names |= {name_key(partner): partner for other in wide.questions for _, partner in other.partners if partner}
    why = cell or "blank"
    return [
        Said(Answer(me.round, asked, me.name, name, math.nan, why, sheet, *at), implied=not cell)
        for own, name in names.items()
        if own != me.own
    ]


def _warn_of_unsure(sheet: Sheet, at: tuple[int, int], names: NameList, raw: Raw) -> None:
    for pieces in names.unsure:
        quoted = ", ".join(f"'{piece}'" for piece in pieces)
        raw.issues.append(
            sheet.issue(
                "warning",
                "names-unsplit",
                f"Whether {quoted} are names apart, or parts of one name with a comma in it, cannot be told; "
                "they were read as names apart unless one begins in lower case.",
                "List the organisations on a sheet of their own: names on it are found whole.",
                at=at,
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
