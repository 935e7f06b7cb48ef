"""The pages of a blank survey that people read: instructions, who sees the answers, notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from powermap.spreadsheet import set_text
from powermap.survey.own_pages import HOW_TO_FILL_IN, NOTES, WHO_SEES_WHAT
from powermap.vocabulary import is_sensitive

if TYPE_CHECKING:
    from openpyxl import Workbook

    from powermap.survey.asked import Asked

_START, _CONSENT, _NOTES = "Start here", "Who sees this", "Notes"
TITLES = (_START, _CONSENT, _NOTES)
#: Width of a page in letters, how many of them are sure to fit in a line, and the height of a line in points.
_WIDTH, _LETTERS, _LINE = 80, 78, 16
_CHANGE = "Words in [square brackets] are for the person who runs the survey to fill in. Change any of this text."


def head(sheet: Any, heading: str, below: str = "") -> None:
    """Put the heading, by which powermap knows the page, into A1, and a line below it."""
    from openpyxl.styles import Font

    set_text(sheet["A1"], heading)
    sheet["A1"].font = Font(bold=True, size=14)
    if below:
        set_text(sheet["A2"], below)


def add_instructions(book: Workbook, asked: Sequence[Asked], *, roster: bool) -> None:
    """Add the page that says how to fill the survey in."""
    if roster:
        how = [
            "Each question has a sheet of its own: " + ", ".join(f"'{one.relation}'" for one in asked) + ".",
            "Find your organisation in the first column. Its row is yours: choose an answer below each partner.",
            "The grey cell is your own organisation: leave it empty. Another empty cell counts as no answer.",
        ]
    else:
        how = [
            "On the sheet 'Relationships', use a row for each partner you answer about.",
            "Choose your own organisation under 'From', the partner under 'To', then an answer to each question.",
            "Leave out a partner that you have nothing to do with, or answer with the first word of the list.",
        ]
    lines = [
        "What this is about",
        "This survey asks how the organisations of the partnership relate to one another: about [15] minutes.",
        "Please read 'Who sees this' first. Taking part is up to you.",
        "What to do",
        *how,
        "Click on a cell and an arrow appears beside it: choose from the list.",
        "'Never' and 'Not at all' mean that there is nothing of the kind. If you do not know, or would rather not "
        "say, choose 'Don't know': it counts as no answer.",
        "The sheet 'Organisations' lists the partners. Check your own row: sector, voice, and whether you have a "
        "seat where decisions are made. Please leave 'Responded' to the person who runs the survey: where it is "
        "empty, whoever has answered something counts as having responded, and nobody else.",
        "The questions",
        *(f"{one.relation}: {one.question}" for one in asked),
        "Sending it back",
        "Save the workbook and send it to [name, e-mail address] by [date].",
    ]
    headings = ("What this is about", "What to do", "The questions", "Sending it back")
    _page(book, _START, HOW_TO_FILL_IN, lines, headings)


def add_consent(book: Workbook, asked: Sequence[Asked]) -> None:
    """Add the page that says who sees what; its words are to be edited."""
    personal = [one.relation for one in asked if is_sensitive(one.relation)]
    shown = [one.relation for one in asked if not is_sensitive(one.relation)]

    def quoted(relations: list[str]) -> str:
        return ", ".join(f"'{relation}'" for relation in relations)

    lines = ["Who runs this survey", "[Organisation and name] runs this survey for [the partnership]."]
    lines += [
        "Who sees your answers",
        "The people who put the results together, [names], see every answer.",
        "The results are a map and a report. They go to [the partners, the board, the funder].",
        "They name the organisations, and say which of them answered. They name no person.",
    ]
    if shown:
        lines.append(
            f"Ties between organisations may be shown: for {quoted(shown)}, the map shows which organisation named "
            "which."
        )
    if personal:
        lines.append(
            f"Single answers to personal questions are not shown: for {quoted(personal)}, the map and the report "
            "do not show who gave which answer. They may show how often an organisation was named, and how "
            "many it named. In a small partnership, somebody may still guess."
        )
    lines += [
        "What you can do",
        "Taking part is up to your organisation. You may leave out any question, without giving a reason.",
        "You may ask to see, correct or take back your answers until [date]: [name, e-mail address].",
        "How long answers are kept",
        "This file is kept by [organisation] until [date], and then deleted.",
        "By sending this file back, your organisation agrees to this.",
    ]
    headings = ("Who runs this survey", "Who sees your answers", "What you can do", "How long answers are kept")
    _page(book, _CONSENT, WHO_SEES_WHAT, lines, headings)


def add_notes(book: Workbook) -> None:
    """Add the page for whatever has no other place."""
    lines = ["Write here what the answers do not say. powermap does not read this page."]
    _page(book, _NOTES, NOTES, lines, ())


def _page(book: Workbook, title: str, heading: str, lines: Sequence[str], headings: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet: Any = book.create_sheet(title)
    head(sheet, heading)
    sheet.column_dimensions["A"].width = _WIDTH
    row = 2
    for line in [*lines, _CHANGE] if headings else lines:
        row += 2 if line in headings else 1
        cell = sheet.cell(row, 1)
        set_text(cell, line)
        sheet.row_dimensions[row].height = _LINE * -(-len(line) // _LETTERS)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if line in headings:
            cell.font = Font(bold=True)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
