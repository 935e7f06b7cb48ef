"""The marked copy: the survey's workbook with every problem coloured, commented and listed."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from powermap.spreadsheet import saved, set_text, writable
from powermap.survey.checks import ISSUES_HEADING, what_to_do
from powermap.survey.copies import LAST_COLUMN, LAST_ROW, Copy, copy_of, title_for
from powermap.survey.model import LEVELS
from powermap.survey.read import labels_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from powermap.survey.model import Issue, Survey

AUTHOR = "powermap"
#: The light colours that Excel itself uses for bad and neutral cells, and a pale blue; text on them is black.
COLOURS = {"error": "FFFFC7CE", "warning": "FFFFEB9C", "note": "FFDDEBF7"}
_INK = "FF000000"
_OURS = "powermap found:"
#: Excel draws each comment of a sheet when it opens it, and knows no more than 65,530 links in one.
MOST_COMMENTS = 1_000
MOST_LINKS = 65_000
_MOST_IN_COMMENT = 8

_HEADERS = {"Level": 10, "Code": 20, "File": 24, "Sheet": 26, "Cell": 9, "What": 70, "What to do": 55}
_TOP = 3
_LINE = 15.0


class Place(NamedTuple):
    """An issue, and where it stands in the copy: a sheet and cell ('' = none), as far as it has them."""

    issue: Issue
    sheet: Worksheet | None
    cell: str


def marked_copy(survey: Survey, *paths: str | os.PathLike[str]) -> bytes:
    """Where in the workbook does each issue stand?

    Parameters
    ----------
    survey : Survey
    *paths : str or path
        The files that *survey* was read from, as they were given to `read_survey`. They are not changed.

    Returns
    -------
    bytes
        An .xlsx workbook: the first sheet, Issues, lists every issue and links to its cell; the cells are coloured
        by level and carry a comment. The first .xlsx or .xlsm file keeps its formats and formulas as far as
        openpyxl can; of other files the values are copied. At the top of the first sheet stands what was not kept.
    """
    files = [Path(path) for path in paths]
    named = zip(labels_of(files), files, strict=True)
    copy = copy_of({label: file for label, file in named if label in survey.sources})
    rank = {level: place for place, level in enumerate(LEVELS)}
    places = sorted((_place(issue, copy, survey) for issue in survey.issues), key=lambda p: rank[p.issue.level])
    notes = _mark_cells(places)
    _list_issues(copy, places, survey, notes)
    copy.book.properties.creator = AUTHOR
    copy.book.properties.lastModifiedBy = None
    return saved(copy.book)


def _place(issue: Issue, copy: Copy, survey: Survey) -> Place:
    file = issue.file or (survey.sources[0] if len(survey.sources) == 1 else "")
    sheet = copy.sheets.get((file, issue.sheet))
    return Place(issue, sheet, _address(issue.cell) if sheet is not None else "")


def _address(cell: str) -> str:
    """Return the address if Excel has such a cell, else ''."""
    from openpyxl.utils import column_index_from_string

    match = re.fullmatch(r"([A-Z]{1,3})([1-9]\d{0,6})", cell)
    there = match and column_index_from_string(match[1]) <= LAST_COLUMN and int(match[2]) <= LAST_ROW
    return cell if there else ""


def _mark_cells(places: Sequence[Place]) -> list[str]:
    """Colour and comment the cells of *places*, the gravest first; return what is to be said about it."""
    found: dict[Any, list[Issue]] = {}
    for issue, sheet, cell in places:
        if sheet is not None and cell:
            found.setdefault(_anchor(sheet, cell), []).append(issue)
    commented: Counter[str] = Counter()
    for cell, issues in found.items():
        _colour(cell, COLOURS[issues[0].level])
        commented[cell.parent.title] += 1
        if commented[cell.parent.title] <= MOST_COMMENTS:
            _comment(cell, issues)
    return [
        f"On '{title}' only the first {MOST_COMMENTS:,} of {cells:,} coloured cells have a comment."
        for title, cells in commented.items()
        if cells > MOST_COMMENTS
    ]


def _anchor(sheet: Worksheet, address: str) -> Any:
    """Return the cell; of merged cells the top left one, which alone can be coloured and commented."""
    from openpyxl.cell.cell import MergedCell

    cell = sheet[address]
    if isinstance(cell, MergedCell):
        span = next(span for span in sheet.merged_cells.ranges if address in span)
        cell = sheet.cell(span.min_row, span.min_col)
    return cell


def _colour(cell: Any, colour: str) -> None:
    from openpyxl.styles import PatternFill

    _set_font(cell, color=_INK)  # a white text would vanish on a light ground
    cell.fill = PatternFill("solid", fgColor=colour)


def _set_font(cell: Any, **changes: Any) -> None:
    """Change part of a cell's font, and keep the rest."""
    from copy import copy

    font = copy(cell.font)
    for part, value in changes.items():
        setattr(font, part, value)
    cell.font = font


def _comment(cell: Any, issues: list[Issue]) -> None:
    """Comment a cell; a comment that somebody wrote there stays, above ours."""
    from openpyxl.comments import Comment

    parts = [
        f"{issue.level.capitalize()}: {issue.message}\nWhat to do: {what_to_do(issue)}"
        for issue in issues[:_MOST_IN_COMMENT]
    ]
    if len(issues) > _MOST_IN_COMMENT:
        parts.append(f"... and {len(issues) - _MOST_IN_COMMENT} more, on the first sheet.")
    text = "\n".join((_OURS, *(part if len(part) <= 1_000 else part[:1_000] + "…" for part in parts)))
    author = AUTHOR
    theirs = cell.comment.text.partition(_OURS)[0].rstrip() if cell.comment else ""
    if theirs:
        author = cell.comment.author or AUTHOR
        text = f"{theirs}\n\n{text}"
    lines = sum(1 + len(line) // 48 for line in text.splitlines())
    cell.comment = Comment(writable(text), writable(author), height=min(30 + 18 * lines, 500), width=340)


def _list_issues(copy: Copy, places: Sequence[Place], survey: Survey, notes: list[str]) -> None:
    """Put the sheet that lists every issue in front of all others."""
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for other in copy.book.worksheets:
        other.sheet_view.tabSelected = False  # two selected sheets would be edited as one
    sheet = copy.book.create_sheet(title_for("Issues", copy.book), 0)
    copy.book.active = 0
    sheet.sheet_view.tabSelected = True
    headers = [name for name in _HEADERS if name != "File" or len(survey.sources) > 1]
    for column, name in enumerate(headers, 1):
        sheet.column_dimensions[get_column_letter(column)].width = _HEADERS[name]
        set_text(sheet.cell(_TOP, column), name)
        _set_font(sheet.cell(_TOP, column), b=True)
    most = LAST_ROW - _TOP
    for row, place in enumerate(places[:most], _TOP + 1):
        _list_issue(sheet, row, headers, place)
    if len(places) > min(most, MOST_LINKS):
        notes.append(f"The first {MOST_LINKS:,} of {len(places):,} issues have links, as many as Excel allows.")
    width = sum(_HEADERS[name] for name in headers)
    _introduce(sheet, len(headers), width, _heading(survey), _advice(places, copy.notes + notes))
    last = get_column_letter(len(headers))
    sheet.auto_filter.ref = f"A{_TOP}:{last}{max(_TOP + min(len(places), most), _TOP + 1)}"
    sheet.freeze_panes = f"A{_TOP + 1}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for row_of_cells in sheet.iter_rows(min_row=_TOP + 1):
        for cell in row_of_cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)


def _list_issue(sheet: Worksheet, row: int, headers: list[str], place: Place) -> None:
    issue = place.issue
    where = place.sheet.title if place.sheet is not None else issue.sheet or "(the whole file)"
    hidden = place.sheet is not None and place.sheet.sheet_state != "visible"
    texts = {
        "Level": issue.level,
        "Code": issue.code,
        "File": issue.file,
        "Sheet": f"{where} (hidden)" if hidden else where,
        "Cell": issue.cell,
        "What": issue.message,
        "What to do": what_to_do(issue),
    }
    for column, name in enumerate(headers, 1):
        if texts[name]:
            set_text(sheet.cell(row, column), texts[name])
    lines = max(_lines(texts[name], _HEADERS[name]) for name in headers)
    if lines > 1:  # not every program makes room for a text that is wrapped
        sheet.row_dimensions[row].height = _LINE * min(lines, 20)
    _colour(sheet.cell(row, 1), COLOURS[issue.level])
    if place.sheet is not None and row - _TOP <= MOST_LINKS:
        _link(
            sheet.cell(row, headers.index("Cell" if place.cell else "Sheet") + 1), place.sheet, place.cell or "A1"
        )


def _lines(text: str, width: int) -> int:
    """How many lines does *text* take in a column this wide, at most?"""
    return 1 + len(text) * 11 // (10 * width)


def _link(cell: Any, sheet: Worksheet, address: str) -> None:
    """Make *cell* a link that jumps to a cell of this workbook."""
    from openpyxl.utils import quote_sheetname
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(sheet.title)}!{address}")
    _set_font(cell, color="FF0563C1", u="single")


def _heading(survey: Survey) -> str:
    counts = Counter(issue.level for issue in survey.issues)
    said = ", ".join(f"{counts[level]} {level}{'s' if counts[level] != 1 else ''}" for level in LEVELS)
    return f"{ISSUES_HEADING}{', '.join(survey.sources)}: {said}."


def _advice(places: Sequence[Place], notes: list[str]) -> str:
    advice = ["Mend your own file, not this copy, and check it again. Each link jumps to its cell."]
    if any(place.sheet is not None and place.sheet.sheet_state != "visible" for place in places):
        advice.append("Links to a hidden sheet work once it is shown: right-click the name of any sheet, Unhide.")
    return " ".join(advice + list(dict.fromkeys(notes)))


def _introduce(sheet: Worksheet, columns: int, width: int, heading: str, advice: str) -> None:
    from openpyxl.styles import Alignment

    for row, text in ((1, heading), (2, advice)):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
        cell = sheet.cell(row, 1)
        set_text(cell, text)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.row_dimensions[row].height = _LINE * min(_lines(text, width), 12)
    _set_font(sheet.cell(1, 1), b=True)
