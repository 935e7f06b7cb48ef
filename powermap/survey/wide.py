"""A row per respondent: exports of forms, and rosters with a block of partners for each question."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any, NamedTuple

from powermap.survey.answers import meanings, yes_or_no
from powermap.survey.attendance import was_there
from powermap.survey.direction import RESPONDENTS
from powermap.survey.forms import Form, Head, form_in, is_not_real
from powermap.survey.generators import numbered, slot_questions
from powermap.survey.headers import header_key, names_relation, parts_played
from powermap.survey.names import is_no_name, name_in, name_key
from powermap.survey.partner_columns import (
    Question,
    candidates,
    form_separator,
    groups_of,
    is_no_partner,
    is_tidy,
    may_list_names,
    name_questions,
    partner_questions,
    separator_in,
)
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet
from powermap.vocabulary import HEADERS, key, sector_named, voice_named


class Wide(NamedTuple):
    """The layout of a sheet with a row per respondent."""

    form: Form | None
    body: int
    questions: tuple[Question, ...]
    #: The column of those who chose 'Other' as their organisation.
    other: int | None
    separator: str
    #: Whether some partner is known to be one.
    proven: bool
    #: Columns that are not used, and what they ask.
    ignored: tuple[tuple[int, str], ...] = ()


#: Headers of a list of ties, in which a cell names one partner, or several in Kumu's way.
_ENDS = frozenset(("from", "to", "source", "target", "strength", "weight"))
#: A sheet with more rows is a list of ties.
MOST_RESPONDENTS = 5_000
_BODY = r"organi[sz]ations?|org|agency|agencies|groups?|service|team|company|charity|employer|partners?|bodies"
_OWN = re.compile(
    rf"(?:\b(?:your|you|own|answering|responding|respondents?|completing|behalf|representing)\b.*\b(?:{_BODY})\b"
    rf"|\b(?:{_BODY})\b.*\b(?:your|you|own|answering|responding|respondents?|completing|represented)\b"
    rf"|^(?:what is the )?name of (?:the )?(?:{_BODY})\b)"
)
_NOT_OWN = re.compile(
    r"\b(?:sector|type of|kind of|role|size|staff|income|turnover|email|phone|postcode|website|how many|how long"
    r"|other organi[sz]ations?|other partners?|with your|to your|from your|person|your name|full name|contact|job"
    r"|position|title|consent|agree)\b"
)
#: What is written in beside 'Other' names those only who chose it.
_OTHER = re.compile(r"\bother\b(?: (?:please )?(?:specify|state))?(?: text)?$|^if other\b")
_PERSON = frozenset(
    ("name", "full name", "fullname", "your name", "respondent", "respondent name", "name of respondent", "who",
     "names", "nodeid", "first name", "last name")
)  # fmt: skip


def as_form(sheet: Sheet, known: Collection[str]) -> Shape | None:
    """Return the shape of an export of a form: 'wide', or 'none' and why; None where it is no export."""
    form = form_in(sheet)
    if form is None:
        return None
    rows = [row for row in sheet.rows[form.body :] if not is_not_real(form, row)]
    shape = _wide(sheet, form.header, form.body, rows, list(form.heads), known, form)
    if isinstance(shape, str):
        return Shape("none", header=form.header, reason=f"it is an export of {form.tool}, but {shape}")
    return shape


def as_roster(sheet: Sheet, known: Collection[str]) -> Shape | None:
    """Return the shape of a roster: several blocks of columns, each about the same partners; None if it is none."""
    for header in range(min(len(sheet.rows) - 1, 12)):
        if len(sheet.rows) - header - 2 > MOST_RESPONDENTS:
            continue
        row = sheet.rows[header]
        texts = [cell for cell in row if isinstance(cell, str) and cell != ""]
        if len(texts) < 2 or _are_answers(texts):
            continue
        for heads, body in (_two_rows(sheet, header), _one_row(sheet, header)):
            if _may_be_roster(heads):
                shape = _wide(sheet, body - 1, body, sheet.rows[body:], heads, known, None)
                if isinstance(shape, Shape) and shape.layout.proven and not _says_who_answered(shape):
                    return shape
    return None


def _says_who_answered(shape: Shape) -> bool:
    """Tell whether what stands above the names is no question but 'Answers from': the columns answered."""
    return any(header_key(question.relation) in RESPONDENTS for question in shape.layout.questions)


def _are_answers(texts: list[str]) -> bool:
    """Tell whether most of these cells are answers: a row of a grid, and no header."""
    found = meanings(texts)
    answers = sum(cell in found.numbers or cell in found.missing or was_there(cell) is not None for cell in texts)
    return answers * 2 > len(texts)


def _may_be_roster(heads: list[Head]) -> bool:
    """Tell whether several headers are made alike, before the rows below them are looked at."""
    alike = any(len(columns) > 1 for (way, _), columns in groups_of(heads).items() if way != "plain")
    alike = alike or any(len(columns) > 1 for columns in numbered(heads).values())
    titles = {header_key(head.question) for head in heads}
    lists = len(heads) > 1 and not titles & _ENDS and any(map(may_list_names, titles))
    return alike or lists


def _one_row(sheet: Sheet, header: int) -> tuple[list[Head], int]:
    heads = [
        Head(column, name_in(cell), "")
        for column, cell in enumerate(sheet.rows[header])
        if isinstance(cell, str) and cell
    ]
    return heads, header + 1


def _two_rows(sheet: Sheet, header: int) -> tuple[list[Head], int]:
    """The question stands above the first of its partners, merged or not, and the partners below it."""
    above, below = sheet.rows[header], sheet.rows[header + 1]
    heads: list[Head] = []
    question, block = "", ""
    spread = 0
    for column, (upper, lower) in enumerate(zip(above, below, strict=True)):
        if not (isinstance(upper, str) and isinstance(lower, str)):
            return [], 0
        if upper and name_in(upper) == question and block:
            upper = ""  # a merged header, of which every cell has been given the text
        if upper:
            question, block = name_in(upper), str(column)
        if upper and not lower:
            heads.append(Head(column, question, ""))
            question = ""
        elif lower and question:
            spread += not upper
            heads.append(Head(column, question, name_in(lower), block))
        elif lower:
            heads.append(Head(column, name_in(lower), ""))
    return (heads, header + 2) if spread else ([], 0)


def _wide(
    sheet: Sheet,
    header: int,
    body: int,
    rows: list[list[Any]],
    heads: list[Head],
    known: Collection[str],
    form: Form | None,
) -> Shape | str:
    """Settle who answered and which columns ask about partners; say in words why that cannot be done."""
    if not rows:
        return "nobody has answered it yet"
    if len(rows) > MOST_RESPONDENTS:
        return f"it has {len(rows):,} rows, more than any survey has respondents"
    slots = slot_questions(rows, heads)
    taken = {column for question in slots for column, _ in question.partners}
    heads = [head for head in heads if head.column not in taken]
    groups = groups_of(heads)
    items = {item for group in groups.values() for item in group.values()}
    items |= {name_in(row[slot.name]) for row in rows for question in slots for slot in question.slots}
    who = _who_answered(rows, heads, {name_key(item) for item in items} | set(known), form)
    if who is None:
        return "no column says which organisation answered"
    other = next((head.column for head in heads if head.column > who and _asks_other(head, heads, who)), None)
    cells = [own_name(row, who, other) for row in rows]
    people = [name_key(name_in(cell)) for cell in cells if not is_no_name(cell)]
    if not people:
        return "its column of who answered is empty"
    columns = {"name": who, **_beside(rows, heads, who)}
    free = [head for head in heads if head.column not in {*columns.values(), other}]
    names = {*known, *people}
    questions, proven = partner_questions(rows, free, names, set(people), form)
    separator = form_separator(form, rows, free, names) if form else separator_in(rows, free)
    lists = name_questions(rows, free, questions, names, who, separator) if separator else []
    if form and not questions and lists and is_tidy(heads, rows, lists, separator):
        return "each row names one partner"
    questions += lists + slots
    if not questions:
        return candidates(groups)
    questions.sort(key=lambda question: question.partners[0][0])
    used = {*columns.values(), *(column for question in questions for column, _ in question.partners)}
    unused = tuple((head.column, _full_title(head)) for head in heads if head.column not in used | {other})
    partners = len({name_key(partner) for question in questions for _, partner in question.partners if partner})
    what = f"an export of {form.tool}: " if form else ""
    asked = f"{len(questions)} question{'s' if len(questions) > 1 else ''}"
    about = f" about {partners} partners" if partners else ""
    by = f"who answered is in the column '{name_in(sheet.rows[header][who])[:60] or _title(heads, who)}'"
    reason = f"{what}one respondent per row, {asked}{about}; {by}"
    wide = Wide(form, body, tuple(questions), other, separator or ", ", proven or bool(lists or slots), unused)
    shape = Shape("wide", header, columns, tuple(sorted(used - set(columns.values()))), (), 0.95, reason)
    return replace(shape, layout=wide)


def _full_title(head: Head) -> str:
    return f"{head.question}: {head.item}" if head.item else head.question


def _title(heads: list[Head], column: int) -> str:
    return next((head.question[:60] for head in heads if head.column == column), "")


# --- who answered -----------------------------------------------------------------------------------------


def _who_answered(
    rows: list[list[Any]], heads: list[Head], partners: Collection[str], form: Form | None
) -> int | None:
    """Return the column of the respondent's own organisation, by its header, else by the names in it."""
    ranked: list[tuple[int, float, int, int]] = []
    asked_about = set(partners)
    columns = [(head.column, header_key(head.question)) for head in heads if not head.item or _asks_own(head)]
    if form and "name" in form.about:
        columns.append((form.about["name"], "name"))
    for column, text in columns:
        cells = {
            name_key(name_in(row[column]))
            for row in rows
            if isinstance(row[column], str) and not is_no_name(row[column])
        }
        if not cells or _OTHER.search(text):
            continue
        shared = len(cells & asked_about) / len(cells)
        own = bool(_OWN.search(text)) and not _NOT_OWN.search(text) and not _asks_about_others(text)
        body = text in HEADERS["from"] or text in HEADERS["name"]
        if text in _PERSON:
            own = body = False
        if own or body:
            ranked.append((3 if own else 2, shared, -column, column))
        elif shared >= 0.5 and len(cells) * 2 > len(rows) and not _asks_about_others(text):
            # Nothing says that this is who answered, but the names in it are those that were asked about.
            ranked.append((1 if shared < 1 else 2, shared, -column, column))
    return max(ranked)[-1] if ranked else None


def own_name(row: list[Any], who: int, other: int | None) -> Any:
    """Return the cell that names the respondent's organisation, which may be written in beside 'Other'."""
    if other is not None and row[other] != "" and (is_no_name(row[who]) or is_no_partner(row[who])):
        return row[other]
    return row[who]


def _asks_own(head: Head) -> bool:
    return bool(_OWN.search(header_key(head.item))) or header_key(head.item) in (
        "organisation",
        "organization",
        "company",
    )


def _asks_about_others(text: str) -> bool:
    return names_relation(text) and not re.search(r"\b(?:name of|represent|behalf)\b", text)


def _asks_other(head: Head, heads: list[Head], who: int) -> bool:
    """Tell whether a column is the 'Other (please specify)' of the question of who answered."""
    text = key(f"{head.question if not head.item else head.item}")
    asked = next((own for own in heads if own.column == who), None)
    near = asked is not None and (head.question == asked.question or head.column == who + 1)
    return near and bool(re.search(r"\b(?:other|specify|not listed)\b", text))


def _beside(rows: list[list[Any]], heads: list[Head], who: int) -> dict[str, int]:
    """Return the columns of the respondent's sector, voice and round, where they surely are."""
    titles: list[Any] = [""] * (max(head.column for head in heads) + 1)
    for head in heads:
        if not head.item and head.column != who:
            titles[head.column] = head.question
    columns = parts_played(titles, ("round", "seat"), exactly=True)
    if "seat" in columns:
        said = {yes_or_no(row[columns["seat"]]) for row in rows}
        columns = columns if None not in said else {role: c for role, c in columns.items() if role != "seat"}
    for role, known in (("sector", sector_named), ("voice", voice_named)):
        for column in parts_played(titles, (role,)).values():
            words = {
                name_in(row[column]) for row in rows if isinstance(row[column], str) and not is_no_name(row[column])
            }
            exact = header_key(titles[column]) in HEADERS[role]
            if words and (exact or sum(known(word) is not None for word in words) * 2 >= len(words)):
                columns[role] = column
    return columns
