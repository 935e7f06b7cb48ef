"""The blank survey: a workbook to hand out that reads without an issue when it comes back filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from powermap.errors import UnknownChoiceError
from powermap.spreadsheet import saved, set_text
from powermap.survey import template_pages as pages
from powermap.survey.asked import Asked, Words, questions_asked
from powermap.survey.headers import is_generic
from powermap.survey.names import is_no_name, is_nobody, name_key
from powermap.survey.network_tables import targets_in
from powermap.survey.own_pages import ANSWER, MEANS, MISSING, WORDS
from powermap.survey.partner_list import Partner
from powermap.survey.rounds import round_in_title
from powermap.survey.shapes import recognise
from powermap.survey.sheet import Sheet, column_letters
from powermap.survey.tidy import questions_of
from powermap.vocabulary import SECTORS, TOTALS, VOICES

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Layout = Literal["tidy", "roster"]

#: Not the creator of powermap's results: those may be written anew, a survey that people fill in may not.
CREATOR = "powermap blank survey"
_HEAD, _GREY = "FFE3ECF5", "FFBFBFBF"
#: Rows that are ready for further organisations, and for ties.
_SPARE, _FEWEST_TIES, _MOST_TIES = 30, 500, 20_000
_MOST_IN_ROSTER = 400
_ORGANISATIONS, _TIES, _WORDS = "Organisations", "Relationships", "Words"
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$")
_LONGEST_SHEET_NAME = 31

_ABOUT_ORGANISATIONS = (
    ("Name", "The organisation's name. Add organisations that are missing at the end."),
    ("Sector", "Choose a sector, or write another."),
    ("Voice", "Whose voice it brings. Empty: the one of its sector. Several: write them with ; between."),
    ("Seat", "Does it sit where the partnership's decisions are made? yes or no."),
    (
        "Responded",
        "For the person who runs the survey. Left empty, whoever answers something counts as having responded; "
        "write yes for one that answered and has no ties.",
    ),
)


def blank_survey(
    partners: Sequence[Partner],
    *,
    shape: Layout = "tidy",
    relations: Sequence[str] = ("works with",),
    partner_items: bool = False,
) -> bytes:
    """Return a workbook that asks who relates to whom, ready to hand out.

    Parameters
    ----------
    partners : sequence of Partner
        As `read_partners` gives them.
    shape : {'tidy', 'roster'}
        'tidy': a row for each pair; 'roster': a sheet for each question, respondents down, partners along the top.
    relations : sequence of str
        What is asked about each partner; 'works with' becomes the name of the relation.
    partner_items : bool
        Ask about trust and value too (see `powermap.survey.asked.PARTNER_ITEMS`).

    Returns
    -------
    bytes
        Of an .xlsx file; the same for the same arguments.

    Raises
    ------
    UnknownChoiceError
        A relation could not be read back under its name, or there are too few or too many partners.

    Examples
    --------
    >>> blank_survey([Partner("Council"), Partner("Age UK")])[:2]
    b'PK'
    """
    import openpyxl

    asked = questions_asked(relations, partner_items=partner_items)
    _check(partners, asked, shape)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = CREATOR
    pages.add_instructions(book, asked, roster=shape == "roster")
    pages.add_consent(book, asked)
    names = _add_organisations(book, partners)
    ranges = _ranges_of(asked)
    if shape == "roster":
        for one in asked:
            _add_grid(book, one, partners, ranges[one.words])
    else:
        _add_ties(book, asked, names, len(partners), ranges)
    pages.add_notes(book)
    _add_words(book, partners, asked)
    return saved(book)


def _check(partners: Sequence[Partner], asked: Sequence[Asked], shape: Layout) -> None:
    """Raise where what comes back would not be read as it was meant."""
    if len(partners) < 2:
        raise UnknownChoiceError("A survey needs two partners or more.", fix="Add organisations to the list.")
    if shape == "roster" and len(partners) > _MOST_IN_ROSTER:
        raise UnknownChoiceError(
            f"{len(partners)} partners are too many for a grid (at most {_MOST_IN_ROSTER}).",
            fix="Use the tidy shape, with a row for each pair.",
        )
    names = [partner.name for partner in partners]
    for name in names:
        if is_no_name(name) or is_nobody(name) or name_key(name) in TOTALS or targets_in(name) != [name]:
            fix = "Write it with another word, or without '|'."
            raise UnknownChoiceError(f"'{name}' would not be read as the name of an organisation.", fix=fix)
    known = {name_key(name) for name in names}
    if shape == "roster":
        for one in asked:
            _check_sheet_name(one.relation)
        answers = [[one.words[1][0] if row != column else "" for column in names] for row in names]
        rows = [["Respondent", *names], *([name, *row] for name, row in zip(names, answers, strict=True))]
        found = recognise(Sheet("", asked[0].relation, rows, title=asked[0].relation), known)
        if (found.kind, found.header, found.answers) != ("matrix", 0, tuple(range(1, len(names) + 1))):
            what = "A grid with these partners would not be read as one: a name is also a word for something else."
            raise UnknownChoiceError(what, fix="Use the tidy shape, or write names in full, not 'To' or 'Partner'.")
        return
    header = ["From", "To", *(one.relation for one in asked)]
    first = [one.words[1][0] for one in asked]
    sheet = Sheet("", _TIES, [header, [*names[:2], *first], [*names[1::-1], *first]], title=_TIES)
    found = recognise(sheet, known)
    read = [relation for _, relation in questions_of(sheet, found, "tie")] if found.kind == "ties" else []
    for one in asked:
        if one.relation not in read:
            raise UnknownChoiceError(
                f"'{one.relation}' cannot be a relation: powermap takes a column of that name for something else.",
                fix="Use a verb that says what one does with the other, such as 'works with' or 'gives advice to'.",
            )


def _check_sheet_name(relation: str) -> None:
    taken = {_ORGANISATIONS, _TIES, _WORDS, *pages.TITLES, "History"}
    if len(relation) > _LONGEST_SHEET_NAME or _NOT_IN_SHEET_NAME.search(relation):
        what = f"'{relation}' cannot be the name of a sheet, as a roster needs."
    elif relation.casefold() in {name.casefold() for name in taken}:
        what = f"'{relation}' is the name of another sheet."
    elif is_generic(relation) or round_in_title(relation) is not None:
        what = f"'{relation}' does not say what one does with the other, or speaks of a round."
    else:
        return
    fix = f"Use at most {_LONGEST_SHEET_NAME} letters, none of [ ] : * ? / \\, such as 'works with'."
    raise UnknownChoiceError(what, fix=fix)


def _sheet(book: Workbook, title: str, header: Sequence[str], widths: Sequence[float]) -> Worksheet:
    """Add a sheet with a row of headers that stays in sight and is printed on every page."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet: Worksheet = book.create_sheet(title)
    for column, (text, width) in enumerate(zip(header, widths, strict=True)):
        cell = sheet.cell(1, column + 1)
        set_text(cell, text)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_HEAD)
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
        sheet.column_dimensions[column_letters(column)].width = width
    sheet.print_title_rows = "1:1"
    sheet.print_options.gridLines = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return sheet


def _choose_from(
    sheet: Worksheet, source: str, cells: str, title: str, prompt: str, *, others: bool = False
) -> None:
    """Give *cells* a drop-down; *others* lets people write something else after a question."""
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    rule.errorStyle = "warning" if others else "stop"
    rule.errorTitle = "Not on the list"
    rule.error = "This is not one of the choices. Keep it?" if others else "Please choose one of the words listed."
    # Excel takes 32 letters of a title and 255 of a text, and calls the file damaged beyond.
    rule.promptTitle, rule.prompt = title[:32], prompt[:255]
    rule.showInputMessage = True
    rule.add(cells)
    sheet.add_data_validation(rule)


def _add_organisations(book: Workbook, partners: Sequence[Partner]) -> str:
    """Add the list of organisations; return the range of their names."""
    headers = [header for header, _ in _ABOUT_ORGANISATIONS]
    sheet = _sheet(book, _ORGANISATIONS, headers, (40, 28, 28, 10, 12))
    for row, partner in enumerate(partners, 2):
        said = "" if partner.seat is None else "yes" if partner.seat else "no"
        for column, text in enumerate((partner.name, partner.sector, partner.voices, said), 1):
            if text:
                set_text(sheet.cell(row, column), text)
    last = 1 + len(partners) + _SPARE
    sectors, voices = _sectors(partners), _voices(partners)
    sources = (
        f"{_WORDS}!$D$4:$D${3 + len(sectors)}",
        f"{_WORDS}!$F$4:$F${3 + len(voices)}",
        '"yes,no"',
        '"yes,no"',
    )
    for place, ((header, prompt), source) in enumerate(zip(_ABOUT_ORGANISATIONS[1:], sources, strict=True)):
        cells = f"{'BCDE'[place]}2:{'BCDE'[place]}{last}"
        _choose_from(sheet, source, cells, header, prompt, others=place < 2)
    sheet.freeze_panes = "B2"
    return f"{_ORGANISATIONS}!$A$2:$A${last}"


def _add_ties(book: Workbook, asked: Sequence[Asked], names: str, partners: int, ranges: dict[Words, str]) -> None:
    headers = ["From", "To", *(one.relation for one in asked)]
    sheet = _sheet(book, _TIES, headers, (36, 36, *(18 for _ in asked)))
    last = 1 + min(max(partners * (partners - 1), _FEWEST_TIES), _MOST_TIES)
    who = "The organisation that answers. Choose its name."
    whom = "The partner it answers about. Choose its name, and use a row for each partner."
    _choose_from(sheet, names, f"A2:A{last}", "From", who, others=True)
    _choose_from(sheet, names, f"B2:B{last}", "To", whom, others=True)
    for column, one in enumerate(asked, 2):
        letters = column_letters(column)
        cells = f"{letters}2:{letters}{last}"
        _choose_from(sheet, ranges[one.words], cells, one.relation, one.question)
    sheet.freeze_panes = "C2"


def _add_grid(book: Workbook, one: Asked, partners: Sequence[Partner], words: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    names = [partner.name for partner in partners]
    sheet = _sheet(book, one.relation, ["Respondent", *names], (36, *(14 for _ in names)))
    for place, name in enumerate(names, 2):
        sheet.cell(1, place).alignment = Alignment(wrap_text=True, vertical="bottom", textRotation=60)
        set_text(sheet.cell(place, 1), name)
        sheet.cell(place, 1).font = Font(bold=True)
        sheet.cell(place, place).fill = PatternFill("solid", fgColor=_GREY)
    sheet.row_dimensions[1].height = 120
    cells = f"B2:{column_letters(len(names))}{len(names) + 1}"
    _choose_from(sheet, words, cells, one.relation, f"{one.question} Leave the grey cells empty.")
    sheet.freeze_panes = "B2"


def _ranges_of(asked: Sequence[Asked]) -> dict[Words, str]:
    """Return where the words of each scale stand on the page of words."""
    ranges: dict[Words, str] = {}
    row = 4
    for words in dict.fromkeys(one.words for one in asked):
        ranges[words] = f"{_WORDS}!$A${row}:$A${row + len(words) - 1}"
        row += len(words) + 1
    return ranges


def _add_words(book: Workbook, partners: Sequence[Partner], asked: Sequence[Asked]) -> None:
    """Add the page of words, from which the drop-downs and the reader take theirs."""
    from openpyxl.styles import Font

    sheet: Any = book.create_sheet(_WORDS)
    pages.head(sheet, WORDS, "You may change a word before you hand this out; the number says how it is read.")
    for column, text in ((1, ANSWER), (2, MEANS), (4, "sectors"), (6, "voices")):
        set_text(sheet.cell(3, column), text)
        sheet.cell(3, column).font = Font(bold=True)
    row = 4
    for words in dict.fromkeys(one.words for one in asked):
        for word, number in words:
            set_text(sheet.cell(row, 1), word)
            sheet.cell(row, 2).value = MISSING if number is None else number
            row += 1
        row += 1
    for column, choices in ((4, _sectors(partners)), (6, _voices(partners))):
        for place, choice in enumerate(choices, 4):
            set_text(sheet.cell(place, column), choice)
    for letters, width in zip("ABCDEF", (22, 10, 4, 30, 4, 30), strict=True):
        sheet.column_dimensions[letters].width = width


def _sectors(partners: Sequence[Partner]) -> list[str]:
    return list(dict.fromkeys((*SECTORS, *(partner.sector for partner in partners if partner.sector))))


def _voices(partners: Sequence[Partner]) -> list[str]:
    own = (voice for partner in partners for voice in partner.voices.split("; ") if voice)
    return list(dict.fromkeys((*VOICES, *own)))
