"""A row per respondent: exports of forms, and rosters with a block of partners for each question.

A column is taken to be about a partner only if there is proof: its item is an organisation that answered, or that
a list names, or its question says that it is about organisations. Opinions in a grid are no partners.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any, Literal, NamedTuple

from powermap.survey.answers import meanings, number_in
from powermap.survey.extents import CellError
from powermap.survey.forms import Form, Head, form_in, in_brackets, is_not_real
from powermap.survey.headers import header_key, names_relation, parts_played
from powermap.survey.name_lists import pieces_of
from powermap.survey.names import is_no_name, name_in, name_key
from powermap.survey.shapes import Shape
from powermap.survey.workbook import Sheet
from powermap.vocabulary import CROSSES, HEADERS, TICKS, TOTALS, key, sector_named, voice_named


class Question(NamedTuple):
    """One question about partners. *relation* is '' where no header says what was asked.

    *kind*: 'grid' = an answer in each cell; 'options' = each cell holds the choices that apply, and each choice is
    a relation of its own; 'names' = one cell holds the names of all partners chosen.
    """

    relation: str
    kind: Literal["grid", "options", "names"]
    partners: tuple[tuple[int, str], ...]
    #: What a cell repeats where it was chosen, if not the partner's name.
    choice: str = ""


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


_BODY = r"organi[sz]ations?|org|agency|agencies|groups?|service|team|company|charity|employer|partners?|bodies"
_OWN = re.compile(
    rf"(?:\b(?:your|you|own|answering|responding|respondents?|completing|behalf|representing)\b.*\b(?:{_BODY})\b"
    rf"|\b(?:{_BODY})\b.*\b(?:your|you|own|answering|responding|respondents?|completing|represented)\b"
    rf"|^(?:what is the )?name of (?:the )?(?:{_BODY})\b)"
)
_NOT_OWN = re.compile(
    r"\b(?:sector|type of|kind of|role|size|staff|income|turnover|email|phone|postcode|website|how many|how long"
    r"|other organi[sz]ations?|other partners?|with your|to your|from your)\b"
)
_PERSON = frozenset(
    ("name", "full name", "fullname", "your name", "respondent", "respondent name", "name of respondent", "who",
     "names", "nodeid", "first name", "last name")
)  # fmt: skip
_BODIES = re.compile(r"\b(?:organi[sz]ations?|partners?|agencies|bodies|charities|services|groups?)\b")
_NO_PARTNER = frozenset(
    ("other", "others", "any other", "other please specify", "other please state", "please specify", "comments",
     "none", "none of the above", "none of these", "dont know", "n a")
)  # fmt: skip
_MOST_OPTIONS = 12


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
        row = sheet.rows[header]
        if sum(isinstance(cell, str) and cell != "" for cell in row) < 2:
            continue
        for heads, body in (_two_rows(sheet, header), _one_row(sheet, header)):
            if heads:
                shape = _wide(sheet, body - 1, body, sheet.rows[body:], heads, known, None)
                if isinstance(shape, Shape) and shape.layout.proven:
                    return shape
    return None


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
    groups = _groups(heads)
    items = {item for group in groups.values() for item in group.values()}
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
    questions, proven = _questions(rows, free, names, set(people), form)
    separator = form.separator if form else ", "
    lists = _name_questions(rows, free, questions, names, who, separator) if form else []
    if form and not questions and lists and _is_tidy(heads, rows, lists, separator):
        return "each row names one partner"
    questions += lists
    if not questions:
        return _candidates(groups)
    questions.sort(key=lambda question: question.partners[0][0])
    used = {*columns.values(), *(column for question in questions for column, _ in question.partners)}
    unused = tuple(head.column for head in heads if head.column not in used | {other})
    partners = len({name_key(partner) for question in questions for _, partner in question.partners if partner})
    what = f"an export of {form.tool}: " if form else ""
    asked = f"{len(questions)} question{'s' if len(questions) > 1 else ''}"
    about = f" about {partners} partners" if partners else ""
    by = f"who answered is in the column '{_title(heads, who)}'"
    reason = f"{what}one respondent per row, {asked}{about}; {by}"
    wide = Wide(form, body, tuple(questions), other, separator, proven or bool(lists))
    shape = Shape("wide", header, columns, tuple(sorted(used - set(columns.values()))), unused, 0.95, reason)
    return replace(shape, layout=wide)


def _title(heads: list[Head], column: int) -> str:
    return next((head.question[:60] for head in heads if head.column == column), "")


# --- who answered -----------------------------------------------------------------------------------------


def _who_answered(
    rows: list[list[Any]], heads: list[Head], partners: Collection[str], form: Form | None
) -> int | None:
    """Return the column of the respondent's own organisation, by its header, else by the names in it."""
    ranked: list[tuple[int, float, int, int]] = []
    columns = [(head.column, header_key(head.question)) for head in heads if not head.item or _asks_own(head)]
    if form and "name" in form.about:
        columns.append((form.about["name"], "name"))
    for column, text in columns:
        cells = {
            name_key(name_in(row[column]))
            for row in rows
            if isinstance(row[column], str) and not is_no_name(row[column])
        }
        if not cells:
            continue
        shared = len(cells & set(partners)) / len(cells)
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
    if other is not None and row[other] != "" and (is_no_name(row[who]) or key(name_in(row[who])) in _NO_PARTNER):
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
    columns = parts_played(titles, ("round",), exactly=True)
    for role, known in (("sector", sector_named), ("voice", voice_named)):
        for column in parts_played(titles, (role,)).values():
            words = {
                name_in(row[column]) for row in rows if isinstance(row[column], str) and not is_no_name(row[column])
            }
            exact = header_key(titles[column]) in HEADERS[role]
            if words and (exact or sum(known(word) is not None for word in words) * 2 >= len(words)):
                columns[role] = column
    return columns


# --- columns about partners -------------------------------------------------------------------------------

#: (way of writing, question) -> {column: partner}
Groups = dict[tuple[str, str], dict[int, str]]
_BETWEEN = (" - ", " – ", " — ", ": ", " | ", " > ", ".", "_", ":")


def _groups(heads: list[Head]) -> Groups:
    """Return every way in which the headers may be split into question and partner."""
    groups: Groups = {}
    for head in heads:
        for way, question, item in _splits(head):
            if item and key(item) not in _NO_PARTNER and name_key(item) not in TOTALS:
                groups.setdefault((way, question), {})[head.column] = item
    return groups


def _splits(head: Head) -> Iterator[tuple[str, str, str]]:
    if head.item:
        yield f"form {head.block}", head.question, head.item
        for way, asked, item in _in_text(head.item):
            yield f"{way} in {head.block}", f"{head.question}: {asked}", item
        return
    yield "plain", "", head.question
    again = re.fullmatch(r"(.*[^\d\s])\s?([2-9])", head.question)
    if again:  # Excel numbers a header that is there already: 'Council', 'Council2'
        yield "plain", again[2], again[1]
    yield from _in_text(head.question)


def _in_text(text: str) -> Iterator[tuple[str, str, str]]:
    bracket = in_brackets(text)
    if bracket:
        yield "[]", bracket[0], bracket[1]
    round_bracket = re.fullmatch(r"(.*\S)\s*\(([^()]+)\)", text)
    if round_bracket:
        yield "()", round_bracket[2], round_bracket[1]
        yield ")(", round_bracket[1], round_bracket[2]
    for between in _BETWEEN:
        first, found, rest = text.partition(between)
        if not found or not first.strip() or not rest.strip():
            continue
        start, _, last = text.rpartition(between)
        yield f"{between}>", first.strip(), rest.strip()
        yield f"<{between}", last.strip(), start.strip()
        if start != first:
            yield f"{between}>>", start.strip(), last.strip()
            yield f"<<{between}", rest.strip(), first.strip()


def _questions(
    rows: list[list[Any]], heads: list[Head], names: Collection[str], people: set[str], form: Form | None
) -> tuple[list[Question], bool]:
    """Return the questions about partners, and whether any partner is proven to be one."""
    groups = _groups(heads)
    hits = {
        group: [column for column, item in columns.items() if name_key(item) in names]
        for group, columns in groups.items()
    }
    total = len({column for (way, _), found in hits.items() if way != "plain" for column in found})
    taken: set[int] = set()
    questions: list[Question] = []
    proven = False
    order = sorted(groups, key=lambda group: (-len(hits[group]), not group[0].startswith("form"), group[1] == ""))
    for group in order:
        way, asked = group
        columns = {column: item for column, item in groups[group].items() if column not in taken}
        found = [column for column in hits[group] if column in columns]
        if way == "plain":
            if form is None:
                continue
            columns = _run(rows, columns, found)
        written = bool(form) and way.startswith(("form", "[]"))
        alone = (len(found) if way == "plain" else total) < 2 and not written
        sure = _enough(len(found), len(columns), len(people)) and not alone
        if not sure and not (written and _surely_bodies(asked, columns)):
            continue
        choice = asked.rpartition(": ")[2] if " in " in way else ""
        kind = _kind(rows, columns, choice)
        if kind and not (form is None and len(columns) < 2):
            proven |= sure
            taken |= set(columns)
            relation = "" if way == "plain" else _relation(asked)
            questions.append(Question(relation, kind, tuple(sorted(columns.items())), choice))
    return questions, proven


def _enough(hits: int, items: int, people: int) -> bool:
    """Tell whether so many of the items are known names that all of them are partners."""
    return hits > 0 and (hits * 3 >= items or hits * 2 >= people)


def _surely_bodies(asked: str, columns: dict[int, str]) -> bool:
    """Tell whether the question itself says that its items are organisations to name."""
    text = key(asked)
    plain = all(
        len(item) <= 80 and "?" not in item and not re.match(r"(?i)(?:i|we|my|our)\b", item)
        for item in columns.values()
    )
    return len(columns) > 1 and plain and names_relation(text) and bool(_BODIES.search(text))


def _run(rows: list[list[Any]], columns: dict[int, str], found: list[int]) -> dict[int, str]:
    """Return the named columns and those beside them that are answered in the same words, or lie between two."""
    if not found:
        return {}
    words = {cell for row in rows for column in found if isinstance(cell := row[column], str) and cell}
    words = {word for word in words if number_in(word) is None}
    run = dict.fromkeys(found)
    for side, step in ((min(found), -1), (max(found), 1)):
        column = side + step
        while column in columns and words and "?" not in columns[column]:
            cells = {cell for row in rows if (cell := row[column]) != ""}
            if not cells or not cells <= words:
                break
            run[column] = None
            column += step
    between = range(min(run), max(run) + 1)
    return {
        column: item
        for column, item in columns.items()
        if column in run or (column in between and _answers(rows, column))
    }


def _answers(rows: list[list[Any]], column: int) -> bool:
    cells = [row[column] for row in rows if row[column] != ""]
    found = meanings(cells)
    return bool(cells) and sum(cell in found.numbers or cell in found.missing for cell in cells) * 5 >= 4 * len(
        cells
    )


def _kind(rows: list[list[Any]], columns: dict[int, str], choice: str) -> Literal["grid", "options"] | None:
    """Return how the cells of a block are to be read; None where they are neither answers nor choices."""
    cells = [(row[column], item) for row in rows for column, item in columns.items() if row[column] != ""]
    rest = [cell for cell, item in cells if not is_tick(cell, choice or item)]
    if not cells:
        return "grid"
    found = meanings(rest)
    good = sum(cell in found.numbers or cell in found.missing for cell in rest) + len(cells) - len(rest)
    if good * 5 >= 4 * len(cells):
        return "grid"
    choices: dict[str, int] = {}
    for cell in rest:
        if not isinstance(cell, str) or isinstance(cell, CellError):
            return None
        for piece in options_in(cell):
            choices[piece] = choices.get(piece, 0) + 1
    few = len(choices) <= min(_MOST_OPTIONS, len(rest) // 2)
    return "options" if few and all(len(choice) <= 80 for choice in choices) else None


def is_tick(cell: Any, label: str) -> bool:
    """Tell whether a cell repeats the label of its column: how a chosen option is written."""
    return isinstance(cell, str) and name_key(name_in(cell)) == name_key(label)


def options_in(cell: str) -> list[str]:
    """Return the choices in a cell of a grid in which several may be chosen.

    >>> options_in("Advice,Support"), options_in("Advice, Support"), options_in("Advice;Support;")
    (['Advice', 'Support'], ['Advice', 'Support'], ['Advice', 'Support'])
    """
    return pieces_of(cell, ";") if ";" in cell else pieces_of(cell, ",")


def _relation(asked: str) -> str:
    """Return what to call the relation: the question without its number.

    >>> _relation("Q3. How often do you meet? "), _relation("Trust:")
    ('How often do you meet?', 'Trust')
    """
    text = re.sub(r"^\s*(?:Q(?:uestion)?\s*)?\d+\s*[.):-]\s+", "", asked, flags=re.IGNORECASE)
    return " ".join(text.split()).rstrip(" :-–—_") or asked


# --- one cell for all partners ----------------------------------------------------------------------------


def _name_questions(
    rows: list[list[Any]],
    heads: list[Head],
    questions: list[Question],
    names: Collection[str],
    who: int,
    separator: str,
) -> list[Question]:
    """Return the questions answered by choosing or writing names, all in one cell."""
    taken = {column for question in questions for column, _ in question.partners}
    partners = {*names, *(name_key(partner) for question in questions for _, partner in question.partners)}
    out = []
    for head in heads:
        bodies = bool(_BODIES.search(key(head.question)))
        if head.column in taken or head.item or not (bodies or names_relation(head.question)):
            continue
        pairs = [
            (row[head.column], row[who]) for row in rows if isinstance(row[head.column], str) and row[head.column]
        ]
        cells = [cell for cell, _ in pairs]
        if not cells or meanings(cells).numbers:
            continue
        pieces = {name_key(piece) for cell in cells for piece in (*pieces_of(cell, separator), cell)}
        hits = len(pieces & partners)
        several = sum(len(pieces_of(cell, separator)) > 1 for cell in cells)
        if not names_relation(head.question) and (not several or hits * 2 < len(pieces)):
            continue
        if hits and (hits * 3 >= len(pieces) or (several and bodies)):
            out.append(Question(_relation(head.question), "names", ((head.column, ""),)))
    return out


def _is_tidy(heads: list[Head], rows: list[list[Any]], lists: list[Question], separator: str) -> bool:
    """Tell whether each response names one partner and says how strongly: a list of ties, filled in by form."""
    titles: list[Any] = [""] * (max(head.column for head in heads) + 1)
    for head in heads:
        titles[head.column] = head.question
    single = all(
        len(pieces_of(str(row[column]), separator)) <= 1
        for question in lists
        for column, _ in question.partners
        for row in rows
    )
    return single and "strength" in parts_played(titles, ("strength",))


def _candidates(groups: Groups) -> str:
    """Say which columns might be partners, and what proof is missing."""
    likely = [
        columns for (way, _), columns in groups.items() if way.startswith(("form", "[]")) and len(columns) > 1
    ]
    if not likely:
        return "no question in it asks about partners: no header is the name of an organisation that answered"
    some = ", ".join(f"'{item[:40]}'" for item in list(max(likely, key=len).values())[:4])
    return (
        f"none of the items that it asks about ({some}) is an organisation that answered or that a list names; "
        "if they are partners, add a sheet 'Organisations' that lists them"
    )


def is_no_partner(cell: Any) -> bool:
    """Tell whether a cell or header says 'Other' or 'None of these' in the place of a name."""
    return isinstance(cell, str) and key(cell) in _NO_PARTNER


def means_nothing(cell: str) -> bool:
    """Tell whether an option says that there is no tie."""
    word = key(cell)
    return word in CROSSES or word in _NO_PARTNER or (word not in TICKS and meanings([cell]).numbers.get(cell) == 0)
