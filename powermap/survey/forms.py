"""Exports of form tools: whose it is, which rows are headers, and what each column asks about whom.

Google Forms, Microsoft Forms, SurveyMonkey, Qualtrics and Online Surveys (Jisc) all write a row per response and
a column per item. They differ in where the question stands and where the item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from powermap.survey.names import name_in
from powermap.survey.sheet import Sheet
from powermap.vocabulary import key


class Head(NamedTuple):
    """What a column asks: *question* about *item*. *item* is '' where the question stands alone."""

    column: int
    question: str
    item: str
    #: Columns of one block share it; '' where the export does not say.
    block: str = ""


class Form(NamedTuple):
    """An export: the tool, its header row, where answers begin, and what the columns are."""

    tool: str
    header: int
    body: int
    heads: tuple[Head, ...]
    #: Columns about the response itself: times, addresses, ids, people.
    about: dict[str, int]
    #: How the choices of one cell are parted.
    separator: str


#: Columns that each tool writes by itself. What stands in them is about a person and is never shown.
_ABOUT = {
    "Google Forms": ("timestamp", "email address", "username", "score"),
    "Microsoft Forms": (
        "id", "start time", "completion time", "email", "name", "last modified time", "language", "total points",
        "quiz feedback", "grade posted time"),
    "SurveyMonkey": (
        "respondent id", "collector id", "start date", "end date", "ip address", "email address", "first name",
        "last name", "custom data 1", "custom data 2", "custom data 3", "custom data 4", "custom data 5",
        "date created", "date modified"),
    "Qualtrics": (
        "startdate", "enddate", "status", "ipaddress", "progress", "duration in seconds", "finished",
        "recordeddate", "responseid", "recipientlastname", "recipientfirstname", "recipientemail",
        "externalreference", "externaldatareference", "locationlatitude", "locationlongitude",
        "distributionchannel", "userlanguage", "responseset", "q recaptchascore"),
    "Online Surveys": (
        "unique response number", "urn", "completion date", "start date", "end date", "submitted",
        "response id", "date started", "date submitted", "completion time", "username", "email"),
}  # fmt: skip
#: What tells a tool: each of these headers, all of one group.
_SIGNS = (
    ("SurveyMonkey", ("respondent id", "collector id")),
    ("Microsoft Forms", ("id", "start time", "completion time")),
    ("Online Surveys", ("unique response number",)),
    ("Online Surveys", ("urn", "q1")),
    ("Google Forms", ("timestamp",)),
)
#: Codes in the first row of Qualtrics; its second and third rows may have been deleted.
_QUALTRICS = frozenset(("startdate", "enddate", "recordeddate", "responseid", "ipaddress", "distributionchannel"))
_NUMBERED = re.compile(r"Q?(\d+)((?:[._](?:\d+|[a-z]{1,4}))*)[.:]?(?:\s+(.+))?", re.DOTALL | re.IGNORECASE)
_ANSWERED = re.compile(r"\d{4}-\d\d-\d\d|\d{1,3}(?:\.\d{1,3}){3}$|\S+@\S+\.\w+$")
#: What SurveyMonkey writes below a question that has no items.
_NO_ITEM = frozenset(("", "response", "open ended response"))
_HEADER_ROWS = 8


def form_in(sheet: Sheet) -> Form | None:
    """Return the export that a sheet holds, or None where no tool's own columns are there."""
    for header, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        if any(isinstance(cell, str) and cell.startswith('{"ImportId"') for cell in row):
            codes = max(0, header - 2)
            heads = header > 0 and all(_may_be_header(sheet.rows[r]) for r in (codes, header - 1))
            return _qualtrics(sheet, codes, header - 1, header + 1) if heads else None
    for header, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        keys = _keys(row)
        keys |= {"q1"} if any(re.match(r"q1\b|q1_", text) for text in keys) else set()
        if len(keys & _QUALTRICS) > 2:
            below = _keys(sheet.rows[header + 1]) if _has_row(sheet, header + 1) else set()
            texts = header + 1 if below & {"response id", "start date"} else header
            return _qualtrics(sheet, header, texts, texts + 1)
        for tool, signs in _SIGNS:
            if keys >= set(signs) and (tool != "Google Forms" or key(str(row[0])) == "timestamp"):
                if tool == "SurveyMonkey":
                    return _survey_monkey(sheet, header)
                if tool == "Online Surveys":
                    return _online_surveys(sheet, header)
                return _one_row(sheet, header, tool)
    return None


def _keys(row: Iterable[Any]) -> set[str]:
    return {key(cell) for cell in row if isinstance(cell, str)}


def _may_be_header(row: Iterable[Any]) -> bool:
    """Tell whether a row holds no times or addresses, as a response does."""
    return not any(isinstance(cell, date) or _ANSWERED.match(str(cell)) for cell in row)


def _has_row(sheet: Sheet, row: int) -> bool:
    return row < len(sheet.rows)


def _about(row: Iterable[Any], tool: str) -> dict[str, int]:
    """Return the columns that the tool wrote, by header; a question called 'Name' comes after them."""
    about: dict[str, int] = {}
    for column, cell in enumerate(row):
        text = key(cell) if isinstance(cell, str) else ""
        if text in _ABOUT[tool]:
            about.setdefault(text, column)
    return about


def _texts(sheet: Sheet, row: int) -> list[str]:
    return [name_in(cell) if isinstance(cell, str | int | float) else "" for cell in sheet.rows[row]]


def in_brackets(text: str) -> tuple[str, str] | None:
    """Return the question and the row of a grid's header as Google Forms writes it; None if it is none.

    >>> in_brackets("How often do you meet? [Hub (North)]")
    ('How often do you meet?', 'Hub (North)')
    """
    match = re.fullmatch(r"(.*?\S)\s*\[(.+)\]", text, re.DOTALL)
    return (match[1], match[2].strip()) if match else None


def _one_row(sheet: Sheet, header: int, tool: str) -> Form:
    about = _about(sheet.rows[header], tool)
    heads = []
    for column, text in enumerate(_texts(sheet, header)):
        if column in about.values() or not text:
            continue
        split = in_brackets(text)
        heads.append(Head(column, split[0], split[1], key(split[0])) if split else Head(column, text, ""))
    return Form(tool, header, header + 1, tuple(heads), about, ", " if tool == "Google Forms" else ";")


def _survey_monkey(sheet: Sheet, header: int) -> Form:
    """Two header rows: the question above the first of its columns, and below it the option or the row."""
    about = _about(sheet.rows[header], "SurveyMonkey")
    above = _texts(sheet, header)
    below = _texts(sheet, header + 1) if _has_row(sheet, header + 1) else [""] * len(above)
    # A file of which somebody has deleted the second row has a number below 'Respondent ID'.
    two = not below[about["respondent id"]]
    heads = []
    question, block = "", ""
    for column, text in enumerate(above):
        if column in about.values():
            question = ""
            continue
        if text:
            question, block = text, f"{column}"
        item = below[column] if two else ""
        if question:
            heads.append(Head(column, question, "" if key(item) in _NO_ITEM else item, block if two else ""))
    return Form("SurveyMonkey", header, header + (2 if two else 1), tuple(heads), about, ", ")


def _online_surveys(sheet: Sheet, header: int) -> Form:
    """'3. How often ...?' and after it '3.1.a. Council': the number says which question a column belongs to."""
    about = _about(sheet.rows[header], "Online Surveys")
    asked: dict[str, str] = {}
    heads = []
    for column, text in enumerate(_texts(sheet, header)):
        if column in about.values() or not text:
            continue
        match = _NUMBERED.fullmatch(text)
        number, below, said = (match[1], match[2], (match[3] or "").strip()) if match else ("", "", text)
        if match and not below:
            asked[number] = said
        split = in_brackets(said) if below and number not in asked else None
        if split:
            heads.append(Head(column, split[0], split[1], number))
            continue
        question = asked.get(number) or f"Q{number}" if below and said else ""
        if question:
            letter = re.search(r"[._]\d+[._]([a-z]+)$", below)
            heads.append(Head(column, question, said, number + (letter[1] if letter else "")))
        else:
            heads.append(Head(column, said, ""))
    return Form("Online Surveys", header, header + 1, tuple(heads), about, ", ")


def _qualtrics(sheet: Sheet, codes: int, texts: int, body: int) -> Form:
    """Codes such as Q5_1 in the first row, 'Question - Item' in the second."""
    about = _about(sheet.rows[codes], "Qualtrics")
    if codes == texts:
        about |= _about([str(cell).replace(" ", "") for cell in sheet.rows[codes]], "Qualtrics")
    said = _texts(sheet, texts)
    blocks: dict[str, list[int]] = {}
    numbered: set[str] = set()
    for column, code in enumerate(_texts(sheet, codes)):
        if column not in about.values() and said[column]:
            base = re.fullmatch(r"(.+?)_\d+(?:_\d+)?(?:_TEXT)?", code, re.IGNORECASE)
            if base and code.upper().endswith("_TEXT") and said[column].endswith(" - Text"):
                base = None  # what was written beside 'Other'; otherwise, a box of a form to fill in
            blocks.setdefault(base[1] if base else code, []).append(column)
            numbered |= {base[1]} if base else set()
    heads = []
    for code, columns in blocks.items():
        question = _in_common([said[column] for column in columns]) if code in numbered else ""
        for column in columns:
            item = said[column][len(question) :].removeprefix(" - ").strip() if question else ""
            asked = (question or said[column]).removesuffix(" - Selected Choice").strip()
            heads.append(Head(column, asked, item, code))
    heads.sort()
    return Form("Qualtrics", texts, body, tuple(heads), about, ",")


def _in_common(texts: list[str]) -> str:
    """Return the question that the headers of one block begin with: up to the last ' - ' that all share."""
    if len(texts) == 1:
        return texts[0].rpartition(" - ")[0]
    shared = texts[0]
    for text in texts[1:]:
        while not text.startswith(shared):
            shared = shared[:-1]
    return shared.rpartition(" - ")[0]


#: Numbers that Qualtrics writes for what kind of response a row is: previews, tests and spam.
_NOT_REAL = frozenset(("1", "2", "8", "9", "12", "17", "40", "48"))


def is_not_real(form: Form, row: list[Any]) -> bool:
    """Tell whether a row is a preview, a test or spam, and no response of a partner."""
    if form.tool != "Qualtrics" or "status" not in form.about:
        return False
    said = key(name_in(row[form.about["status"]]))
    return said in _NOT_REAL or any(word in said.split() for word in ("preview", "test", "spam"))


def is_unfinished(form: Form, row: list[Any]) -> bool:
    """Tell whether the tool says that a response was broken off."""
    if form.tool != "Qualtrics" or "finished" not in form.about:
        return False
    return key(name_in(row[form.about["finished"]])) in ("false", "0", "no")
