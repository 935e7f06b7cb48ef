"""The pages of a blank survey that hold no answers, and what its own page of words says that answers mean."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from powermap.survey.answers import OwnWord
from powermap.survey.names import name_in
from powermap.survey.sheet import Sheet
from powermap.vocabulary import key

#: What stands in A1 of each page, and only there.
HOW_TO_FILL_IN = "Partnership survey: how to fill it in"
WHO_SEES_WHAT = "Partnership survey: who sees your answers"
NOTES = "Partnership survey: notes"
WORDS = "Partnership survey: the words to choose from"
_PAGES = {
    HOW_TO_FILL_IN: "it is the page of instructions",
    WHO_SEES_WHAT: "it is the page about who sees the answers",
    NOTES: "it is the page for notes",
    WORDS: "it is the page of words to choose from",
}
#: Headers on the page of words.
ANSWER, MEANS = "answer", "read as"
#: How the page says that an answer is missing.
MISSING = "missing"


def own_page(sheet: Sheet) -> str:
    """Return what a page of a blank survey is, in words; '' for any other sheet.

    >>> own_page(Sheet("f.xlsx", "Notes", [["Partnership survey: notes"]]))
    'it is the page for notes'
    """
    first = sheet.rows[0][0] if sheet.rows and (sheet.top, sheet.left) == (0, 0) else ""
    return _PAGES.get(first, "") if isinstance(first, str) else ""


def with_own_words(sheets: list[Sheet]) -> list[Sheet]:
    """Return the sheets with their answers marked with what the page of words in the same file says they mean."""
    words: dict[str, dict[str, _Meaning]] = {}
    for sheet in sheets:
        if sheet.rows and sheet.rows[0][0] == WORDS and own_page(sheet):
            words.setdefault(sheet.file, {}).update(_words_on(sheet))
    return [
        replace(sheet, rows=[[_worded(cell, words[sheet.file]) for cell in row] for row in sheet.rows])
        if words.get(sheet.file) and not own_page(sheet)
        else sheet
        for sheet in sheets
    ]


def own_choices(sheets: list[Sheet]) -> dict[str, set[str]]:
    """Return, for each file that is a blank survey filled in, the `key` of the sectors and voices it offers."""
    choices: dict[str, set[str]] = {}
    for sheet in sheets:
        if sheet.rows and sheet.rows[0][0] == WORDS and own_page(sheet):
            words = {key(cell) for row in sheet.rows for cell in row if isinstance(cell, str)}
            choices.setdefault(sheet.file, set()).update(words)
    return choices


class _Meaning(NamedTuple):
    """What an answer means, and the ends of each list of answers that has it."""

    number: float | None
    ends: tuple[tuple[float, float], ...]


def _words_on(sheet: Sheet) -> dict[str, _Meaning]:
    """Return what the page says that each answer means: a number, or None for missing.

    The answers to choose from stand below one another; an empty cell parts one list of them from the next.
    """
    header = next((row for row in sheet.rows if ANSWER in row and MEANS in row), None)
    if header is None:
        return {}
    answers, means = header.index(ANSWER), header.index(MEANS)
    lists: list[dict[str, float | None]] = [{}]
    for row in sheet.rows[sheet.rows.index(header) + 1 :]:
        answer, number = row[answers], row[means]
        if not isinstance(answer, str) or not key(answer):
            lists.append({})
        elif isinstance(number, int | float) and not isinstance(number, bool) and number >= 0:
            lists[-1][key(answer)] = float(number)
        elif number == MISSING:
            lists[-1][key(answer)] = None
    words: dict[str, _Meaning] = {}
    for own in lists:
        numbers = [number for number in own.values() if number is not None]
        ends = ((min(numbers), max(numbers)),) if numbers else ()
        for word, number in own.items():
            words[word] = _Meaning(number, (*words[word].ends, *ends) if word in words else ends)
    return words


def _worded(cell: Any, words: dict[str, _Meaning]) -> Any:
    if type(cell) is not str or not cell:
        return cell
    word = key(name_in(cell))
    return OwnWord(cell, *words[word]) if word in words else cell
