"""Tidy lists of ties: one answer per row, or one pair per row with a column for each question."""

from __future__ import annotations

import math
from collections.abc import Iterator
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from powermap.survey.answers import Meanings, how_to_mend, meanings, say_how_read
from powermap.survey.cells import answer_in, is_unused, no_name, short_name
from powermap.survey.headers import PLAIN_STRENGTH, below, header_key, is_generic, names_relation
from powermap.survey.names import for_each, is_no_name, is_nobody, name_in
from powermap.survey.network_tables import pairs, say_directions, targets_in, way_of
from powermap.survey.plain_rows import plain_rows, relation_in
from powermap.survey.raw import Answer, Raw
from powermap.survey.rounds import round_label, rounds_of_columns
from powermap.survey.scales import check_scale
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet, column_letters
from powermap.vocabulary import HEADERS, OTHER_HEADERS, is_sensitive, key

if TYPE_CHECKING:
    from powermap.survey.model import Issue

#: A column of answers has no more different words.
_MOST_WORDS = 12


def read_ties(sheet: Sheet, shape: Shape, relation: str, round_of_sheet: str | None, raw: Raw) -> None:
    """Add the answers of a tidy list, and what is wrong in it, to *raw*.

    *relation* and *round_of_sheet* hold where no column says otherwise.
    """
    questions = questions_of(sheet, shape, relation)
    how = how_read(sheet, shape, questions, raw)
    if questions == [(None, questions[0][1])] and not sheet.network:
        raw.issues += _say_no_strength(sheet, shape)
    if "direction" in shape.columns:
        raw.issues += say_directions(sheet, shape.header, shape.columns["direction"])
    ticked = columns_of_ticks(sheet, shape, questions, how, raw)
    plain = plain_rows(sheet, shape, questions, how, ticked, round_of_sheet)
    rounds = rounds_of_columns(sheet.rows[shape.header], shape.answers)
    of_column: dict[int | None, str] = {column: round_ for column, (round_, _) in rounds.items()}
    start = 0
    for i in plain.odd:
        plain.add_to(raw, start, i)
        _read_row(sheet, shape, shape.header + 1 + i, questions, how, ticked, round_of_sheet, of_column, raw)
        start = i + 1
    plain.add_to(raw, start, len(sheet.rows) - shape.header - 1)


def _say_no_strength(sheet: Sheet, shape: Shape) -> list[Issue]:
    """Return the issue that tells which columns may be the answer, where none was taken for it."""
    count = sum(any(cell != "" for cell in row) for row in sheet.rows[shape.header + 1 :])
    header, likely = sheet.rows[shape.header], []
    for column in shape.unused:
        cells = below(sheet, shape.header, column)
        repeated = len(set(cells)) <= min(_MOST_WORDS, len(cells) - 1)
        if header_key(header[column]) not in OTHER_HEADERS and repeated and len(cells) * 2 > count:
            likely.append(column)
    if not likely:
        return []
    said = ", ".join(sheet.heading(column, name_in(header[column])[:60]) for column in likely)
    word = name_in(below(sheet, shape.header, likely[0])[0])[:40]
    message = f"No column was taken for the answer, so every row counts as a tie of strength 1. It may be {said}."
    fix = (
        f'If so: --map "{sheet.title}.strength=column {column_letters(sheet.left + likely[0])}", and say what each '
        f'word means: --map "{sheet.title}.words.{word}=2". If each row is a tie, nothing.'
    )
    return [sheet.issue("warning", "no-strength", message, fix, at=(shape.header, likely[0]))]


def _read_row(
    sheet: Sheet,
    shape: Shape,
    r: int,
    questions: list[tuple[int | None, str]],
    how: dict[tuple[int, str], Meanings],
    ticked: set[int],
    round_of_sheet: str | None,
    round_of_column: dict[int | None, str],
    raw: Raw,
) -> None:
    row, asked_in = sheet.rows[r], shape.columns.get("relation")
    ends = _ends(sheet, shape, r, round_of_sheet, raw)
    if ends is None:
        return
    round_, sender, receivers = ends
    way = way_of(row[shape.columns["direction"]]) if "direction" in shape.columns else shape.way
    ties = pairs(sender, receivers, way)
    unanswered = all(column is not None and row[column] == "" for column, _ in questions)
    for column, asked in questions:
        round_ = round_of_column.get(column, round_)
        about = asked if asked_in is None else _relation_in(sheet, r, asked_in, asked, raw)
        if column is None:
            for one, other, _ in ties:
                raw.answers.append(Answer(round_, about, one, other, 1.0, "", sheet, r, shape.columns["to"]))
            continue
        cell = row[column]
        if cell == "" and shape.blank and not (unanswered and len(questions) > 1):
            strength, why = (0.0, "") if shape.blank == "no tie" else (math.nan, "blank")
        elif cell == "" and not unanswered:
            strength, why = (0.0, "") if column in ticked else (math.nan, "blank")
        else:
            first = column == questions[0][0]
            found = how[column, about if asked_in is not None else ""]
            strength, why = answer_in(cell, found, sheet, (r, column), raw, blank_warns=first)
        for one, other, back in ties:
            if not (back and why):  # who did not answer says nothing about the way back either
                raw.answers.append(Answer(round_, about, one, other, strength, why, sheet, r, column))


def how_read(
    sheet: Sheet, shape: Shape, questions: list[tuple[int | None, str]], raw: Raw
) -> dict[tuple[int, str], Meanings]:
    """Return what the answers mean, by column and, where one column holds several relations, by relation."""
    header, asked_in = sheet.rows[shape.header], shape.columns.get("relation")
    asked_of = {column: asked for column, asked in questions if column is not None}
    body = sheet.rows[shape.header + 1 :]
    abouts = [""] * len(body) if asked_in is None else for_each([row[asked_in] for row in body], relation_in)
    cells: dict[tuple[int, str], list[Any]] = {}
    for about, *answers in dict.fromkeys(zip(abouts, *(map(itemgetter(c), body) for c in asked_of), strict=True)):
        for (column, asked), cell in zip(asked_of.items(), answers, strict=True):
            cells.setdefault((column, asked if about is None else about), []).append(cell)
    several = len(cells) > 1
    beside = {key(cell) for own in cells.values() for cell in set(own) if isinstance(cell, str)} if several else ()
    how = {}
    for (column, about), own in cells.items():
        found = how[column, about] = meanings(own, beside=beside)
        title = f"column {sheet.heading(column, name_in(header[column]))}"
        title += f" for '{about}'" if about else ""
        at = (shape.header, column)
        raw.issues += say_how_read(found, sheet, at, title)

        def placed(column: int = column, about: str = about) -> Iterator[tuple[Any, tuple[int, int]]]:
            otherwise = asked_of[column]
            for r, (row, own) in enumerate(zip(body, abouts, strict=True), shape.header + 1):
                if (otherwise if own is None else own) == about:
                    yield row[column], (r, column)

        raw.issues += check_scale(found, name_in(header[column]), sheet, at, title, placed)
        raw.keep_scale(about or asked_of[column], found, name_in(header[column]))
    return how


def columns_of_ticks(
    sheet: Sheet,
    shape: Shape,
    questions: list[tuple[int | None, str]],
    how: dict[tuple[int, str], Meanings],
    raw: Raw,
) -> set[int]:
    """Return the columns, of several, in which a blank is no tie: nothing in them says 'no' or 0.

    Where a column beside it says 'Not at all' in words of the same scale, or 0 to the same question in another
    round, there was a way to say no.
    """
    header, body = sheet.rows[shape.header], sheet.rows[shape.header + 1 :]
    ticked: set[int] = set()
    if shape.blank:
        return ticked
    say_no = {scale for found in how.values() if 0.0 in found.numbers.values() for scale in found.scales}
    several = [(column, asked) for column, asked in questions if column is not None and len(questions) > 1]
    found_in = {column: how.get((column, "")) or meanings(row[column] for row in body) for column, _ in several}
    said_no_to = {asked for column, asked in several if 0.0 in found_in[column].numbers.values()}
    for column, asked in several:
        if asked in said_no_to or say_no & set(found_in[column].scales):
            continue
        ticked.add(column)
        if any(row[column] == "" for row in body):
            title = f"column {sheet.heading(column, name_in(header[column]))}"
            raw.issues.append(
                sheet.issue(
                    "note",
                    "blank-is-no-tie",
                    f"Blank cells in {title} were read as no tie, as nothing in it says 'no' or 0.",
                    "If a blank means that the question was not answered, write 0 where there is no tie.",
                    at=(shape.header, column),
                )
            )
    return ticked


def questions_of(sheet: Sheet, shape: Shape, relation: str) -> list[tuple[int | None, str]]:
    """Return the columns of answers and the relation of each; (None, relation) where a row alone is a tie."""
    header, columns = sheet.rows[shape.header], shape.columns
    rounds = rounds_of_columns(header, shape.answers)
    if rounds:
        return [(column, shape.relation or _relation_of(rest, relation)) for column, (_, rest) in rounds.items()]
    if shape.relation:
        return [(shape.answers[0] if shape.answers else columns.get("strength"), shape.relation)]
    if shape.answers:
        if len(shape.answers) == 1 and is_generic(name_in(header[shape.answers[0]])):
            return [(shape.answers[0], relation)]
        return [
            (column, relation if header_key(header[column]) in PLAIN_STRENGTH else name_in(header[column]))
            for column in shape.answers
        ]
    if "relation header" in columns:
        relation = name_in(header[columns["relation header"]])
    strength = columns.get("strength")
    if strength is not None and relation == "tie":
        title = name_in(header[strength])
        if header_key(title) not in map(key, HEADERS["strength"]) and (
            names_relation(title) or is_sensitive(title)
        ):
            relation = title
    return [(strength, relation)]


def _relation_of(title: str, otherwise: str) -> str:
    """Return the relation that the header of a column names without its round."""
    return otherwise if is_generic(title) or header_key(title) in PLAIN_STRENGTH else title


def _ends(
    sheet: Sheet, shape: Shape, r: int, round_of_sheet: str | None, raw: Raw
) -> tuple[str | None, str, list[str]] | None:
    """Return round, sender and receivers of row *r*; None where it has no answer to read."""
    row, columns = sheet.rows[r], shape.columns
    sender, receiver = row[columns["from"]], row[columns["to"]]
    if row == sheet.rows[shape.header] or is_unused(shape, row):
        return None
    if is_no_name(sender):
        raw.issues.append(no_name(sheet, row, r, columns["from"], "who answered"))
        return None
    round_ = round_of_sheet
    if "round" in columns:
        round_ = round_label(row[columns["round"]])
        if round_ is None:
            raw.issues.append(
                sheet.issue(
                    "error",
                    "round-missing",
                    "This row does not say its round; it was left out.",
                    how_to_mend(row[columns["round"]], "Write the round."),
                    at=(r, columns["round"]),
                )
            )
            return None
    if is_nobody(receiver):
        raw.named_nobody.append((round_, short_name(sheet, r, columns["from"], raw)))
        raw.issues.append(
            sheet.issue(
                "note",
                "named-nobody",
                f"'{name_in(sender)}' says that it names nobody; it counts as having responded.",
                at=(r, columns["to"]),
            )
        )
        return None
    if is_no_name(receiver):
        raw.issues.append(no_name(sheet, row, r, columns["to"], "who was named"))
        return None
    at = (r, columns["to"])
    sender = short_name(sheet, r, columns["from"], raw)
    targets = [receiver] if sheet.network else targets_in(receiver)
    if len(targets) > 1:
        message = f"This cell names {len(targets)} partners, separated by '|'; each was read as a tie of its own."
        raw.issues.append(sheet.issue("note", "several-targets", message, at=at))
    return round_, sender, [short_name(sheet, *at, raw, target) for target in targets]


def _relation_in(sheet: Sheet, r: int, column: int, otherwise: str, raw: Raw) -> str:
    cell = sheet.rows[r][column]
    about = relation_in(cell)
    if about is not None:
        return about
    raw.issues.append(
        sheet.issue(
            "warning",
            "relation-missing",
            f"This row does not say which relation it is about; '{otherwise}' was put.",
            "Write the relation.",
            at=(r, column),
        )
    )
    return otherwise
