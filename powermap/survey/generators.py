"""Name generators: each respondent names partners in numbered columns, with what was asked about each beside them.

partner_1, partner_2, ...; 'Partner 1', 'Partner 1 strength'; 'Name 1', 'How often 1'.
"""

from __future__ import annotations

import re
from typing import Any

from powermap.survey.answers import meanings, say_how_read
from powermap.survey.cells import answer_in, short_name
from powermap.survey.forms import Head
from powermap.survey.headers import PLAIN_STRENGTH, is_generic, names_relation
from powermap.survey.names import is_no_name, is_nobody, name_in, name_key
from powermap.survey.partner_columns import BODIES, Question, Slot, is_no_partner, relation_in
from powermap.survey.questions import Respondent, Said
from powermap.survey.raw import Answer, Raw
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet
from powermap.vocabulary import key, sector_named

_NAME_WORDS = frozenset(
    ("partner", "organisation", "organization", "org", "name", "agency", "contact", "person", "actor", "alter",
     "group", "who", "member", "nominee", "named", "of", "the", "body", "charity", "service", "number", "no", "q",
     "question")
)  # fmt: skip
_KIND_WORDS = frozenset(("type", "kind", "relationship", "relation", "tie", "link", "connection"))

#: What stands before and after the number -> {number: column}
Numbered = dict[tuple[str, str], dict[int, int]]


def slot_questions(rows: list[list[Any]], heads: list[Head]) -> list[Question]:
    """Return the questions that are answered by naming partners in numbered places.

    Of the headers 'Partner 1', 'Partner 1 strength', ... there is one; of a form, in which the places stand below
    questions of their own, there may be several. A block that rates the places ('How often? - Partner 1') belongs
    to the question before it that names them.
    """
    whole = slot_question(rows, heads)
    if whole:
        return [whole]
    blocks: dict[tuple[str, str], list[Head]] = {}
    for head in heads:
        if head.item:
            blocks.setdefault((head.block, head.question), []).append(head)
    found: list[tuple[str, list[Head]]] = []
    for (_, asked), own in blocks.items():
        places = _places(asked, own)
        if slot_question(rows, places):
            found.append((asked, places))
        elif found:
            found[-1][1].extend(Head(head.column, f"{asked} {head.item}", "") for head in own)
    questions = [(asked, slot_question(rows, places)) for asked, places in found or _by_relation(rows, heads)]
    return [question._replace(relation=relation_in(asked)) for asked, question in questions if question]


def _by_relation(rows: list[list[Any]], heads: list[Head]) -> list[tuple[str, list[Head]]]:
    """Return the numbered places whose header says the relation: 'advice1', 'advice2', 'trust1', 'trust2'.

    Nothing in such a header says that names stand below it; so a third of them must stand in another column too.
    """
    series = {parts: columns for parts, columns in numbered(heads).items() if len(columns) > 1}
    places = {column for columns in series.values() for column in columns.values()}
    others = {head.column for head in heads} - places
    names = [_names_in(rows, [column]) for column in others]
    found = []
    for parts, columns in series.items():
        named = _names_in(rows, list(columns.values())) if names_relation(" ".join(parts)) else set()
        if named and any(len(named & other) * 3 >= len(named) for other in names):
            first = min(columns.values())
            title = next(head.question for head in heads if head.column == first)
            asked = re.sub(r"(?<!\d)\d{1,2}(?!\d)", " ", title).replace("_", " ")
            slots = [Head(column, f"partner {number}", "") for number, column in columns.items()]
            found.append((" ".join(asked.split()), slots))
    return found


def _names_in(rows: list[list[Any]], columns: list[int]) -> set[str]:
    cells = (row[column] for row in rows for column in columns)
    return {name_key(name_in(cell)) for cell in cells if isinstance(cell, str) and not is_no_name(cell)}


def _places(asked: str, own: list[Head]) -> list[Head]:
    """Return the items of a block as headers of their own; below a question about partners, '1' is 'partner 1'."""
    bodies = bool(BODIES.search(key(asked)))
    return [
        Head(head.column, f"partner {head.item}" if bodies and key(head.item).isdecimal() else head.item, "")
        for head in own
    ]


def slot_question(rows: list[list[Any]], heads: list[Head]) -> Question | None:
    """Return the numbered places in which partners are named, or None where there are fewer than two."""
    series = {parts: columns for parts, columns in numbered(heads).items() if len(columns) > 1}
    named = [parts for parts, columns in series.items() if _holds_names(rows, parts, columns)]
    if not named:
        return None
    chosen = max(
        named, key=lambda parts: (len(series[parts]), "name" in " ".join(parts).split(), -len(" ".join(parts)))
    )
    places = series[chosen]
    answers: dict[tuple[str, str], dict[int, int]] = {}
    kinds: dict[int, int] = {}
    for parts, columns in series.items():
        if parts == chosen or len(columns.keys() & places.keys()) < 2:
            continue
        what = _hold(rows, columns)
        if what == "answers":
            answers[parts] = columns
        elif what == "kinds" and set(" ".join(parts).split()) & _KIND_WORDS:
            kinds = columns
    title = {head.column: head.question if not head.item else f"{head.question} {head.item}" for head in heads}
    relation = {
        parts: _what_was_asked(parts, chosen, title[min(columns.values())], alone=len(answers) == 1)
        for parts, columns in answers.items()
    }
    slots = tuple(
        Slot(
            column,
            tuple((columns[number], relation[parts]) for parts, columns in answers.items() if number in columns),
            kinds.get(number),
        )
        for number, column in sorted(places.items())
    )
    used = [column for slot in slots for column in (slot.name, *(c for c, _ in slot.answers), slot.kind)]
    partners = tuple((column, "") for column in sorted(column for column in used if column is not None))
    return Question("", "slots", partners, slots=slots)


def numbered(heads: list[Head]) -> Numbered:
    """Return the headers that differ only in a number."""
    series: Numbered = {}
    for head in heads:
        text = f"{head.question} {head.item}".strip()
        for match in re.finditer(r"(?<!\d)(\d{1,2})(?!\d)", text):
            parts = (key(text[: match.start()]), key(text[match.end() :]))
            if any(parts):
                series.setdefault(parts, {}).setdefault(int(match[1]), head.column)
    return series


def _holds_names(rows: list[list[Any]], parts: tuple[str, str], columns: dict[int, int]) -> bool:
    words = re.sub(r"\d+", " ", " ".join(parts)).split()
    if (
        not words
        or not set(words) <= _NAME_WORDS
        or not set(words) - {"of", "the", "number", "no", "q", "question"}
    ):
        return False
    cells = [row[column] for row in rows for column in columns.values() if row[column] != ""]
    texts = [cell for cell in cells if isinstance(cell, str)]
    found = meanings(texts)
    return (
        bool(texts)
        and len(texts) * 10 >= 9 * len(cells)
        and sum(t in found.numbers for t in texts) * 2 < len(texts)
    )


def _hold(rows: list[list[Any]], columns: dict[int, int]) -> str:
    cells = [row[column] for row in rows for column in columns.values() if row[column] != ""]
    found = meanings(cells)
    good = sum(cell in found.numbers or cell in found.missing for cell in cells)
    if cells and good * 5 >= 4 * len(cells):
        return "answers"
    texts = {name_in(cell) for cell in cells if isinstance(cell, str)}
    sectors = sum(sector_named(text) is not None for text in texts)
    return "kinds" if texts and sectors * 2 < len(texts) <= 12 else ""


def _what_was_asked(parts: tuple[str, str], name: tuple[str, str], title: str, *, alone: bool) -> str:
    """Return the relation of a series of answers: its header without the number and the words for the partner.

    >>> _what_was_asked(("partner", "how often"), ("partner", ""), "Partner 1: How often", alone=False)
    'How often'
    """
    text = re.sub(r"(?<!\d)\d{1,2}(?!\d)", " ", title)
    for word in {*name[0].split(), *name[1].split()}:
        text = re.sub(rf"(?i)(?<![^\W_]){re.escape(word)}(?![^\W_])", " ", text)
    text = re.sub(
        r"(?i)^(?:with|of|for|to)\b|\b(?:with|of|for|to)\s*$",
        "",
        " ".join(text.replace("_", " ").split()).strip(" :-–."),
    )
    text = text.strip(" :-–.")
    plain = key(text) in PLAIN_STRENGTH or is_generic(text) or not text
    return "" if alone and plain else text or "strength"


def read_slots(
    sheet: Sheet, shape: Shape, question: Question, relation: str, people: list[Respondent], raw: Raw
) -> list[Said]:
    """Return the ties to the partners named in numbered columns, and add what is wrong with them to *raw*."""
    said: list[Said] = []
    rows = [sheet.rows[person.row] for person in people]
    how = {}
    for series in dict.fromkeys(asked for slot in question.slots for _, asked in slot.answers):
        columns = [column for slot in question.slots for column, asked in slot.answers if asked == series]
        how[series] = meanings(row[column] for row in rows for column in columns)
        raw.issues += say_how_read(how[series], sheet, (shape.header, columns[0]), f"'{series or relation}'")
        raw.keep_scale(series or relation, how[series], series or relation)
    for person in people:
        row = sheet.rows[person.row]
        named = 0
        for slot in question.slots:
            cell = row[slot.name]
            if is_nobody(cell) or is_no_name(cell) or is_no_partner(cell):
                if any(
                    row[column] != "" and row[column] not in how[a].missing for column, a in slot.answers
                ) and not is_nobody(cell):
                    _say_nameless(sheet, (person.row, slot.name), raw)
                continue
            named += 1
            partner = short_name(sheet, person.row, slot.name, raw)
            if name_key(partner) == person.own:
                _say_self(sheet, person, (person.row, slot.name), raw)
                continue
            kind = name_in(row[slot.kind]) if slot.kind is not None and row[slot.kind] != "" else ""
            for column, asked in slot.answers or ((slot.name, ""),):
                about = f"{kind}: {asked}" if kind and asked else kind or asked or relation
                strength, why = 1.0, ""
                if slot.answers:
                    strength, why = answer_in(row[column], how[asked], sheet, (person.row, column), raw)
                answer = Answer(person.round, about, person.name, partner, strength, why, sheet, person.row, column)
                said.append(Said(answer, implied=False))
        if not named:
            _say_nobody(sheet, shape, person, raw)
    return said


def _say_nameless(sheet: Sheet, at: tuple[int, int], raw: Raw) -> None:
    raw.issues.append(
        sheet.issue(
            "error",
            "missing-name",
            "There is an answer about a partner, but no name here; it was left out.",
            "Write the partner's name, or clear the answer.",
            at=at,
        )
    )


def _say_self(sheet: Sheet, person: Respondent, at: tuple[int, int], raw: Raw) -> None:
    message, fix = f"'{person.name}' names itself; this was left out.", "Correct the name, or delete it."
    raw.issues.append(sheet.issue("warning", "self-tie", message, fix, at=at))


def _say_nobody(sheet: Sheet, shape: Shape, person: Respondent, raw: Raw) -> None:
    at = (person.row, shape.columns["name"])
    if shape.layout.form:
        message = f"'{person.name}' named nobody; it counts as having responded."
        raw.issues.append(sheet.issue("note", "named-nobody", message, at=at))
        return
    raw.silent.append(person.name)
    message = f"The row of '{person.name}' is blank; it was taken not to have responded."
    raw.issues.append(
        sheet.issue(
            "note", "did-not-respond", message, "If it answered and names nobody, write 'nobody' in its row.", at=at
        )
    )
