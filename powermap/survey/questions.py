"""Reads the answers to one question about partners, from the rows of all respondents."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from powermap.survey.answers import Meanings, meanings, say_how_read
from powermap.survey.cells import answer_in
from powermap.survey.name_lists import NameList, split_names
from powermap.survey.names import is_no_name, is_nobody, name_in, name_key
from powermap.survey.partner_columns import Question, is_tick, means_nothing, options_in
from powermap.survey.ratings import keep_own
from powermap.survey.raw import Answer, GridBlock, Raw
from powermap.survey.scales import check_scale
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet
from powermap.vocabulary import MISSING, key

if TYPE_CHECKING:
    from powermap.survey.wide import Wide

#: Tools that can write the number of a choice in the place of its text.
_NUMBERS_CHOICES = ("Qualtrics", "Online Surveys", "SurveyMonkey")


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


def say_unnamed(sheet: Sheet, shape: Shape, question: Question, asked: str, raw: Raw) -> None:
    """Say what a question is called that no header names."""
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


def say_assumed(sheet: Sheet, shape: Shape, question: Question, raw: Raw) -> None:
    """Say which columns were taken as partners only because they stand beside some that are."""
    names = [f"'{partner}'" for column, partner in question.partners if column in question.assumed]
    raw.issues.append(
        sheet.issue(
            "warning",
            "partner-assumed",
            f"{', '.join(names)}: taken as partners that did not answer, as they stand beside partners and are "
            "answered on the same scale.",
            "List the organisations on a sheet 'Organisations'; give others a question as header.",
            at=(shape.header, question.assumed[0]),
        )
    )


def say_inside(sheet: Sheet, shape: Shape, question: Question, raw: Raw) -> None:
    """Say which columns were taken for one question with the name of a partner inside, and which were not."""
    names = ", ".join(f"'{partner}'" for _, partner in question.partners)
    first = question.partners[0][0]
    message = f"The {len(question.partners)} columns '{question.relation[:80]}' are one question, about {names}."
    raw.issues.append(sheet.issue("note", "name-inside", message, at=(shape.header, first)))
    for column in question.strangers:
        said = sheet.heading(column, name_in(sheet.rows[shape.header][column])[:80])
        message = f"{said} asks the same about somebody who neither answered nor is on a list; it was left out."
        fix = "List the partner on a sheet 'Organisations', spelt as it is here."
        raw.issues.append(sheet.issue("warning", "partner-unknown", message, fix, at=(shape.header, column)))


def read_block(
    sheet: Sheet, shape: Shape, question: Question, asked: str, people: list[Respondent], raw: Raw
) -> list[Said]:
    """Return the answers of one block; a blank is missing where 'never' or 0 could have been chosen."""
    top = shape.header
    partners = {column: short_name_of(sheet, top, column, partner, raw) for column, partner in question.partners}
    keys = {column: name_key(name) for column, name in partners.items()}
    asked_of = [(p.row, column) for p in people for column in partners if keys[column] != p.own]
    ticks, found = _meanings_in(sheet, question, asked, partners, asked_of, top, raw)
    first = question.partners[0][0]
    numbers = set(found.numbers.values())
    blank_is_missing = shape.blank == "missing" if shape.blank else 0.0 in numbers
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
        skipped = blank_is_missing or not person.finished or (not answered and not only_ticks and not shape.blank)
        for column, partner in partners.items():
            cell = row[column]
            if keys[column] == person.own:
                own = Answer(person.round, asked, person.name, person.name, 0.0, "", sheet, person.row, column)
                keep_own(cell, found, own, raw)
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
    if blanks and not shape.blank:
        _say_blanks(sheet, (top, first), asked, raw)
    rounds = frozenset(person.round for person in people)
    listed, says_no = tuple(partners.values()), 0.0 in numbers
    raw.grids.append(GridBlock(asked, rounds, listed, tuple(blank_rows), blank_is_missing, sheet, says_no))
    return said


def _meanings_in(
    sheet: Sheet,
    question: Question,
    asked: str,
    partners: dict[int, str],
    asked_of: list[tuple[int, int]],
    header: int,
    raw: Raw,
) -> tuple[set[tuple[int, str]], Meanings]:
    """Return the (column, cell) of what only ticks a partner, and what all other cells mean; say how it was read.

    *asked_of* holds the row and column of each answer about somebody else.
    """
    ticks: set[tuple[int, str]] = set()
    cells: list[Any] = []
    for r, column in asked_of:
        cell = sheet.rows[r][column]
        if type(cell) is str and is_tick(cell, question.choice or partners[column]):
            ticks.add((column, cell))
        else:
            cells.append(cell)
    found = meanings(cells)
    at = (header, question.partners[0][0])
    title = f"the question '{asked[:80]}'"
    raw.issues += say_how_read(found, sheet, at, title)
    raw.issues += check_scale(
        found,
        f"{asked} {sheet.rows[at[0]][at[1]]}",
        sheet,
        at,
        title,
        lambda: ((sheet.rows[r][column], (r, column)) for r, column in asked_of),
    )
    raw.keep_scale(asked, found, f"{asked} {sheet.rows[at[0]][at[1]]}")
    return ticks, found


def short_name_of(sheet: Sheet, r: int, column: int, partner: str, raw: Raw) -> str:
    """Return the name of a partner, and remember the header in which it was first seen."""
    name = name_in(partner)[:200]
    raw.seen.setdefault(name, (sheet, r, column))
    return name


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


def read_options(
    sheet: Sheet, shape: Shape, question: Question, asked: str, people: list[Respondent], raw: Raw
) -> list[Said]:
    """Return the answers of a block in whose cells several choices may stand: each choice is a relation."""
    partners = {
        column: short_name_of(sheet, shape.header, column, partner, raw) for column, partner in question.partners
    }
    keys = {column: name_key(name) for column, name in partners.items()}
    chosen = {
        cell: options_in(cell) for p in people for c in partners if isinstance(cell := sheet.rows[p.row][c], str)
    }
    options = list(dict.fromkeys(option for pieces in chosen.values() for option in pieces))
    real = [option for option in options if not means_nothing(option) and key(option) not in MISSING]
    name = {option: f"{asked}: {option}" if asked else option for option in real}
    at = (shape.header, question.partners[0][0])
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


def read_names(
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
