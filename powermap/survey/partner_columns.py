"""Columns about partners: how a header splits into question and partner, and what proves that it is one.

A column is about a partner only if its item is an organisation that answered or that a list names, or if its
question says that it is about organisations. Opinions in a grid are no partners.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Literal, NamedTuple

from powermap.survey.answers import meanings
from powermap.survey.cell_errors import CellError
from powermap.survey.forms import Form, Head, in_brackets
from powermap.survey.headers import names_relation, parts_played
from powermap.survey.name_inside import questions_around_names
from powermap.survey.name_lists import pieces_of
from powermap.survey.names import name_in, name_key
from powermap.vocabulary import CROSSES, TICKS, TOTALS, key


class Slot(NamedTuple):
    """One numbered place for a partner: the column of its name, of each answer about it, and of the kind of tie."""

    name: int
    answers: tuple[tuple[int, str], ...]
    kind: int | None


class Question(NamedTuple):
    """One question about partners. *relation* is '' where no header says what was asked.

    *kind*: 'grid' = an answer in each cell; 'options' = each cell holds the choices that apply, and each choice is
    a relation of its own; 'names' = one cell holds the names of all partners chosen; 'slots' = each of several
    numbered columns holds one name.
    """

    relation: str
    kind: Literal["grid", "options", "names", "slots"]
    partners: tuple[tuple[int, str], ...]
    #: What a cell repeats where it was chosen, if not the partner's name.
    choice: str = ""
    #: Columns taken as partners only because they stand beside some that are.
    assumed: tuple[int, ...] = ()
    #: For 'slots', numbered columns in which partners are named freely.
    slots: tuple[Slot, ...] = ()
    #: Whether the names stand inside the question; and columns that ask the same of somebody who is not known.
    inside: bool = False
    strangers: tuple[int, ...] = ()


BODIES = re.compile(r"\b(?:organi[sz]ations?|partners?|agencies|bodies|charities|services|groups?)\b")
NO_PARTNER = frozenset(
    ("other", "others", "any other", "other please specify", "other please state", "please specify", "comments",
     "none", "none of the above", "none of these", "dont know", "n a")
)  # fmt: skip
_MOST_OPTIONS = 12
#: Excel numbers a header that is there already: 'Council2'.
_AGAIN = re.compile(r"(.*[^\d\s])\s?([2-9])")

#: The name stands at the end of the question itself, of no more than so many words.
_SENTENCE, _MOST_WORDS = "sentence", 40

#: (way of writing, question) -> {column: partner}
Groups = dict[tuple[str, str], dict[int, str]]
_BETWEEN = (" - ", " – ", " — ", ": ", " | ", " > ", ".", "_", ":")


def groups_of(heads: list[Head]) -> Groups:
    """Return every way in which the headers may be split into question and partner."""
    groups: Groups = {}
    for head in heads:
        for way, question, item in _splits(head):
            if item and key(item) not in NO_PARTNER and name_key(item) not in TOTALS:
                groups.setdefault((way, question), {})[head.column] = item
    return groups


def _splits(head: Head) -> Iterator[tuple[str, str, str]]:
    if head.item:
        yield f"form {head.block}", head.question, head.item
        for way, asked, item in _in_text(head.item):
            yield f"{way} in {head.block}", f"{head.question}: {asked}", item
        return
    yield "plain", "", head.question
    again = _AGAIN.fullmatch(head.question)
    if again:
        yield "plain", again[2], again[1]
    yield from _in_text(head.question)
    words = head.question.split()[:_MOST_WORDS]
    for k in range(3, len(words)):  # 'How often do you meet the Council?'
        yield _SENTENCE, " ".join(words[:k]), " ".join(words[k:]).rstrip(" ?.:!")


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


def partner_questions(
    rows: list[list[Any]], heads: list[Head], names: Collection[str], people: set[str], form: Form | None
) -> tuple[list[Question], bool]:
    """Return the questions about partners, and whether any partner is proven to be one."""
    groups = groups_of(heads)
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
            columns = _run(rows, columns, found, {*names, *map(name_key, columns.values())})
        written = bool(form) and way.startswith(("form", "[]"))
        alone = (len(found) if way == "plain" else total) < 2 and not written
        sure = _enough(len(found), len(columns), len(people)) and not alone
        if way == _SENTENCE and len(found) * 3 < len(columns) * 2:  # the rest may be about anything
            continue
        if not sure and not (written and _surely_bodies(asked, columns)):
            continue
        choice = asked.rpartition(": ")[2] if " in " in way else ""
        kind = _kind(rows, columns, choice)
        if kind and not (form is None and len(columns) < 2):
            proven |= sure
            taken |= set(columns)
            relation = "" if way == "plain" else relation_in(asked)
            beside = tuple(sorted(set(columns) - set(found))) if way == "plain" else ()
            questions.append(Question(relation, kind, tuple(sorted(columns.items())), choice, beside))
    questions += _with_names_inside(rows, [head for head in heads if head.column not in taken], names)
    return questions, proven or any(question.inside for question in questions)


def _with_names_inside(rows: list[list[Any]], heads: list[Head], names: Collection[str]) -> list[Question]:
    """Return the questions that have the name of each partner inside, where nothing but answers stands below."""
    texts = {head.column: relation_in(head.question) for head in heads if not head.item}
    found = questions_around_names([head for head in heads if not head.item], texts, names)
    return [
        Question(around.asked, "grid", tuple(sorted(partners.items())), inside=True, strangers=strangers)
        for around, partners, strangers in found
        if all(_answers(rows, column) or all(row[column] == "" for row in rows) for column in partners)
        and any(_answers(rows, column) for column in partners)
    ]


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
    return len(columns) > 1 and plain and names_relation(text) and bool(BODIES.search(text))


def _run(
    rows: list[list[Any]], columns: dict[int, str], found: list[int], names: Collection[str]
) -> dict[int, str]:
    """Return the named columns, and those beside them that read like names and are answered on the same scale."""
    if not found:
        return {}
    scale = [row[column] for row in rows for column in found if row[column] != ""]
    run = dict.fromkeys(found)
    for side, step, last in ((min(found), -1, -1), (max(found), 1, max(columns) + 1)):
        for column in range(side + step, last, step):
            if (
                column not in columns
                or not _like_a_name(columns[column], names)
                or not _same_scale(rows, column, scale)
            ):
                break
            run[column] = None
    between = range(min(run), max(run) + 1)
    return {
        column: item
        for column, item in columns.items()
        if column in run or (column in between and _answers(rows, column) and _like_a_name(item, names))
    }


def _like_a_name(item: str, names: Collection[str]) -> bool:
    """Tell whether a header may be a partner: short, no question, and not the second column of another name."""
    again = _AGAIN.fullmatch(item)
    if again and name_key(again[1]) in names:
        return False
    return (
        "?" not in item
        and len(item.split()) <= 7
        and not re.search(r"(?i)^(?:i|we|my|our|how|what|which|any)\b|\d+\s*(?:-|–|to)\s*\d+", item)
    )


def _same_scale(rows: list[list[Any]], column: int, scale: list[Any]) -> bool:
    """Tell whether a column is answered in the words, or within the numbers, of others."""
    cells = [row[column] for row in rows if row[column] != ""]
    here, there = meanings(cells), meanings(scale)
    if not cells or here.unusable or bool(here.words) != bool(there.words):
        return False
    if here.words:
        return len(meanings([*cells, *scale]).scales) == 1
    return max(here.numbers.values(), default=0) <= max(there.numbers.values(), default=0)


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
    if good * 2 >= len(cells):
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


def relation_in(asked: str) -> str:
    """Return what to call the relation: the question without its number.

    >>> relation_in("Q3. How often do you meet? "), relation_in("Trust:")
    ('How often do you meet?', 'Trust')
    """
    text = re.sub(r"^\s*(?:Q(?:uestion)?\s*)?\d+\s*[.):-]\s+", "", asked, flags=re.IGNORECASE)
    return " ".join(text.split()).rstrip(" :-–—_") or asked


# --- one cell for all partners ----------------------------------------------------------------------------


def name_questions(
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
        bodies = bool(BODIES.search(key(head.question)))
        if head.column in taken or head.item or not (bodies or names_relation(head.question)):
            continue
        pairs = [
            (row[head.column], row[who]) for row in rows if isinstance(row[head.column], str) and row[head.column]
        ]
        cells = [cell for cell, _ in pairs]
        answers = meanings(cells).numbers
        if sum(cell in answers for cell in cells) * 2 >= len(cells):  # 'None' among names is no scale
            continue
        pieces = {name_key(piece) for cell in cells for piece in pieces_of(cell, separator)}
        pieces |= {name_key(cell) for cell in cells} & partners  # a name with a comma in it
        hits = len(pieces & partners)
        several = sum(len(pieces_of(cell, separator)) > 1 for cell in cells)
        if not names_relation(head.question) and (not several or hits * 2 < len(pieces)):
            continue
        if hits and (hits * 3 >= len(pieces) or (several and bodies)):
            out.append(Question(relation_in(head.question), "names", ((head.column, ""),)))
    return out


def may_list_names(text: str) -> bool:
    """Tell whether a header may stand above cells that each list several partners.

    >>> may_list_names("Key partners"), may_list_names("Who do you trust?"), may_list_names("Sector")
    (True, True, False)
    """
    return names_relation(text) or bool(re.search(r"\b(?:partners|linked|links|connected)\b", key(text)))


def separator_in(rows: list[list[Any]], heads: list[Head]) -> str:
    """Return what parts the names in the cells of a sheet that no tool has written; '' where none holds several."""
    cells = _lists_in(rows, heads)
    return next((mark for mark in (";", "|", "\n", ", ") if any(mark in cell for cell in cells)), "")


def form_separator(form: Form, rows: list[list[Any]], heads: list[Head], names: Collection[str]) -> str:
    """Return what parts the names in the cells of an export: what its tool writes, or ';' where that finds more.

    Google Forms writes ', ' into a sheet, and ';' into the CSV file that is downloaded from the form itself.
    """
    cells = _lists_in(rows, heads)
    if not any(";" in cell for cell in cells):
        return form.separator
    found = {
        mark: sum(name_key(piece) in names for cell in cells for piece in pieces_of(cell, mark))
        for mark in (form.separator, ";")
    }
    return max(found, key=lambda mark: found[mark])


def _lists_in(rows: list[list[Any]], heads: list[Head]) -> list[str]:
    return [
        cell
        for head in heads
        if may_list_names(head.question) and not head.item
        for row in rows
        if isinstance(cell := row[head.column], str)
    ]


def is_tidy(heads: list[Head], rows: list[list[Any]], lists: list[Question], separator: str) -> bool:
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


def candidates(groups: Groups) -> str:
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
    return isinstance(cell, str) and key(cell) in NO_PARTNER


def means_nothing(cell: str) -> bool:
    """Tell whether an option says that there is no tie."""
    word = key(cell)
    return word in CROSSES or word in NO_PARTNER or (word not in TICKS and meanings([cell]).numbers.get(cell) == 0)
