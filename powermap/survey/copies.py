"""A workbook to mark: the survey's own where it can be kept as it is, else its values at the same addresses."""

from __future__ import annotations

import contextlib
import io
import math
import re
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from powermap.errors import PowermapError
from powermap.spreadsheet import LONGEST_TEXT, set_text, writable
from powermap.survey.cell_errors import CellError
from powermap.survey.sheet import Sheet
from powermap.survey.workbook import open_workbook

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: Beyond these a workbook is not loaded with its formats, and a sheet is not copied at all.
MOST_BYTES = 60_000_000
MOST_CELLS = 500_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LONGEST_TITLE = 31

#: Parts of a workbook that the copy has too, that it does not need, or that are counted one by one.
_KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/.*|docProps/.*|xl/_rels/.*|xl/(workbook|styles|sharedStrings|calcChain)\.xml"
    r"|xl/(theme|worksheets|chartsheets|tables|pivotTables|pivotCache|externalLinks|persons|media)/.*"
    r"|xl/drawings/.*|xl/charts/.*|xl/comments/?\d*.*\.xml|.*/",
    re.IGNORECASE,
)
#: Parts that openpyxl does not keep, in words.
_LOST = (
    (r"xl/vbaProject.*|xl/macrosheets/.*|xl/vbaData\.xml", "macros"),
    (r"xl/activeX/.*|xl/ctrlProps/.*", "buttons and other form controls"),
    (r"xl/threadedComments/.*", "the threads of comments (their text is kept)"),
    (r"xl/slicer.*|xl/timeline.*", "slicers and timelines"),
    (r"xl/connections\.xml|xl/queryTables/.*|xl/model/.*|customXml/.*", "data connections and data of add-ins"),
    (r"xl/embeddings/.*", "embedded documents"),
    (r"xl/diagrams/.*", "drawn shapes and text boxes"),
    (r"xl/printerSettings/.*", "printer settings"),
    (r"xl/richData/.*|xl/metadata\.xml|xl/cellimages\.xml", "pictures in cells and data types of newer Excel"),
    (r"docMetadata/.*", "the sensitivity label"),
    (r"_xmlsignatures/.*", "the digital signature"),
    (r"xl/revisions/.*", "the history of changes"),
    (r"customUI/.*", "changes to the ribbon"),
)
#: What openpyxl warns of while it loads, in words; '' where nothing is lost that anybody sees.
_WARNED = (
    ("Data Validation extension", "drop-down lists that refer to another sheet"),
    ("Conditional Formatting extension", "conditional formatting of newer Excel"),
    ("Sparkline", "sparklines"),
    ("Slicer", "slicers and timelines"),
    ("Timeline", "slicers and timelines"),
    ("xtension", "features of newer Excel"),
    ("Shapes and drawings will be lost", "drawn shapes and text boxes"),
    ("Unable to read chart", ""),  # charts are counted
    ("image", ""),  # pictures are counted
    ("merged range but has a comment", "comments inside merged cells"),
    ("header or footer", "the header or footer of printed pages"),
    ("Print area", "a print area"),
    ("marked as a date", "dates outside Excel's calendar (they show as errors)"),
    ("stylesheet", ""),
    ("default style", ""),
)
#: What stands in a part and is lost, in words.
_LOST_INSIDE = (
    (r"xl/drawings/[^/]*\.xml", rb"<(?:\w+:)?(?:sp|grpSp|cxnSp)[\s>]", "drawn shapes and text boxes"),
    (r"xl/drawings/[^/]*\.vml", rb"""ObjectType=["'](?!Note)""", "buttons and other form controls"),
    (
        r"xl/worksheets/[^/]*\.xml",
        rb"<(?:\w+:)?protectedRanges[\s>]",
        "ranges of a protected sheet open to editing",
    ),
    (r"xl/worksheets/[^/]*\.xml", rb"<(?:\w+:)?legacyDrawingHF[\s/]", "pictures in headers and footers"),
    (r"xl/worksheets/[^/]*\.xml", rb"<(?:\w+:)?picture\s", "pictures behind the cells"),
)
_SPAN = re.compile(
    rb"""<(?:\w+:)?(?:mergeCell|hyperlink|comment)\s[^>]*?\bref=["']\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)["']""",
    re.IGNORECASE,
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


@dataclass
class Copy:
    """A workbook that may be changed; *sheets* by (file, sheet) as issues give them; *notes* say what it lacks."""

    book: Workbook
    sheets: dict[tuple[str, str], Worksheet] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    cells: int = 0


def copy_of(files: Mapping[str, Path]) -> Copy:
    """Return a workbook with the sheets of all *files*, which are given by what issues call them.

    The first .xlsx or .xlsm among them keeps its formats and formulas; of all others the values are copied.
    """
    from openpyxl import Workbook

    copy: Copy | None = None
    rest = dict(files)
    why = {}
    for label, path in files.items():
        if copy is None:
            loaded = _loaded(path, label)
            if isinstance(loaded, Copy):
                copy = loaded
                del rest[label]
            elif loaded:
                why[label] = loaded
        else:
            why[label] = "only one file can keep its formats"
    if copy is None:
        copy = Copy(Workbook())
        copy.book.remove(copy.book.worksheets[0])
    for label, path in rest.items():
        _add_values(copy, label, path, why.get(label, ""), several=len(files) > 1)
    return copy


def title_for(text: str, book: Workbook) -> str:
    """Return a name for a new sheet of *book*: one that Excel allows and that no other sheet has.

    >>> from openpyxl import Workbook
    >>> title_for("Ties [2024/25]", Workbook()), title_for("sheet", Workbook())
    ('Ties (2024-25)', 'sheet (2)')
    """
    plain = re.sub(r"[:*?/\\\s]", lambda match: " " if match[0].isspace() else "-", writable(text))
    plain = _cut(plain.replace("[", "(").replace("]", ")").strip(" '"), LONGEST_TITLE).strip(" '") or "Sheet"
    taken = {name.casefold() for name in book.sheetnames} | {"history"}  # Excel keeps that name to itself
    title, number = plain, 1
    while title.casefold() in taken:
        number += 1
        ending = f" ({number})"
        title = _cut(plain, LONGEST_TITLE - len(ending)) + ending
    return title


def _cut(text: str, length: int) -> str:
    """Return the start of *text*, as long as Excel counts: in UTF-16."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")


def _loaded(path: Path, label: str) -> Copy | str:
    """Return the workbook with its formats; where that cannot be, the reason ('' = it is of another kind)."""
    from openpyxl import load_workbook
    from python_calamine import CalamineWorkbook

    content = path.read_bytes()
    if not content.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                return ""
            reason = _too_much(archive)
            if reason:
                return reason
            # openpyxl warns, and in one place prints; what is printed would stand in the middle of our JSON.
            with warnings.catch_warnings(record=True) as warned, contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("always")
                book = load_workbook(io.BytesIO(content), rich_text=True)
            names = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
            if not set(names) <= set(book.sheetnames):  # openpyxl passes over sheets that it does not find
                return "its formats could not be read"
            copy = Copy(book, {(label, sheet.title): sheet for sheet in book.worksheets})
            copy.notes += _not_kept(archive, copy, [str(warning.message) for warning in warned], label)
    except Exception:  # whatever openpyxl cannot load, powermap has read another way
        return "its formats could not be read"
    book.template = False
    return copy


def _too_much(archive: zipfile.ZipFile) -> str:
    """Say why a workbook is not to be loaded with its formats; '' where it may."""
    from openpyxl.utils import column_index_from_string

    parts = [entry for entry in archive.infolist() if entry.filename.lower().endswith((".xml", ".rels", ".vml"))]
    if sum(entry.file_size for entry in parts) > MOST_BYTES:
        return "it is too large to keep its formats"
    area = 0
    for entry in parts:
        data = archive.read(entry)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            return "its formats could not be read safely"
        for left, top, right, bottom in _SPAN.findall(data):
            first, last = (column_index_from_string(letters.decode()) for letters in (left, right))
            area += (abs(int(bottom) - int(top)) + 1) * (abs(last - first) + 1)
    return "it has merged cells without end" if area > MOST_CELLS else ""


def _not_kept(archive: zipfile.ZipFile, copy: Copy, warned: list[str], label: str) -> list[str]:
    """Say what the workbook has and openpyxl's copy of it has not, and what is to be known about the rest."""
    names = archive.namelist()
    lost = [*_lost_parts(names, copy), *_lost_inside(archive)]
    for text in warned:
        lost.append(next((words for part, words in _WARNED if part in text), text))
    said = "; ".join(word for word in dict.fromkeys(lost) if word)
    notes = [f"Not in this copy, but still in '{label}': {said}."] if said else []
    if any(getattr(sheet, "_charts", ()) for sheet in copy.book.worksheets):
        notes.append("Charts may look different.")
    if any("comments" in name.lower() and name.endswith(".xml") for name in names):
        notes.append("Comments that were there keep their text, but not the size and look of their boxes.")
    sheets = [name for name in names if re.fullmatch(r"xl/worksheets/[^/]*\.xml", name, re.IGNORECASE)]
    if any(_FORMULA.search(archive.read(name)) for name in sheets):
        notes.append("Formulas are kept without their results; Excel works them out when it opens the copy.")
    return notes


def _lost_parts(names: list[str], copy: Copy) -> list[str]:
    """Return what the parts hold that are not in the copy, in words."""
    lost, others = [], []
    for name in names:
        words = [words for pattern, words in _LOST if re.fullmatch(pattern, name, re.IGNORECASE)]
        lost += words
        if not words and not _KEPT.fullmatch(name):
            others.append(name)
    sheets: list[Any] = [*copy.book.worksheets, *copy.book.chartsheets]
    pictures = sum(name.lower().startswith("xl/media/") for name in names)
    charts = sum(re.fullmatch(r"xl/charts/chart(ex)?\d*\.xml", name, re.IGNORECASE) is not None for name in names)
    if pictures > sum(len(getattr(sheet, "_images", ())) for sheet in sheets):
        lost.append("pictures")
    if charts > sum(len(sheet._charts) for sheet in sheets):
        lost.append("charts")
    if others:
        lost.append(f"parts that powermap does not know ({', '.join(others[:5])})")
    return lost


def _lost_inside(archive: zipfile.ZipFile) -> list[str]:
    """Return what stands inside the parts and is not in the copy, in words."""
    return [
        words
        for pattern, sign, words in _LOST_INSIDE
        for name in archive.namelist()
        if re.fullmatch(pattern, name, re.IGNORECASE) and re.search(sign, archive.read(name))
    ]


def _add_values(copy: Copy, label: str, path: Path, why: str, *, several: bool) -> None:
    """Add the sheets of a file as powermap reads them: values, at the addresses where they stand."""
    try:
        sheets = [sheet for sheet in open_workbook(path, label)[0] if not sheet.network]
    except PowermapError:
        sheets = []
    if not sheets:
        copy.notes.append(f"'{label}' has no sheets to copy; what was found in it is only listed.")
        return
    because = f", because {why}" if why else ""
    copy.notes.append(f"Of '{label}' this copy has the values only, without formats, formulas and macros{because}.")
    for sheet in sheets:
        cells = sum(cell != "" for row in sheet.rows for cell in row)
        if copy.cells + cells > MOST_CELLS:
            copy.notes.append(f"'{sheet.title}' is too large to copy; what was found in it is only listed.")
            continue
        copy.cells += cells
        name = sheet.title or path.stem
        clash = several and name.casefold() in {title.casefold() for title in copy.book.sheetnames}
        made = copy.book.create_sheet(title_for(f"{path.stem} {name}" if clash else name, copy.book))
        made.sheet_state = "hidden" if sheet.hidden else "visible"
        copy.sheets[label, sheet.name] = made
        _fill(made, sheet, copy.notes)


def _fill(made: Worksheet, sheet: Sheet, notes: list[str]) -> None:
    cut = outside = False
    for r, row in enumerate(sheet.rows, sheet.top + 1):
        for c, value in enumerate(row, sheet.left + 1):
            if value == "":
                continue
            if r > LAST_ROW or c > LAST_COLUMN:
                outside = True
                continue
            cut |= isinstance(value, str) and writable(value) != value
            _put(made.cell(r, c), value)
    if cut:
        notes.append(
            f"In '{sheet.title}' control characters are shown as \N{REPLACEMENT CHARACTER}, "
            f"and texts of more than {LONGEST_TEXT:,} characters are cut."
        )
    if outside:
        notes.append(f"'{sheet.title}' is larger than a sheet of Excel; what is beyond was not copied.")


def _put(cell: Any, value: Any) -> None:
    """Put a value that powermap read into a cell; whatever Excel cannot hold, as text."""
    if isinstance(value, CellError):
        cell.value = writable(value)  # '#REF!' becomes an error again
    elif isinstance(value, str):
        set_text(cell, value)
    elif isinstance(value, float) and not math.isfinite(value):
        set_text(cell, str(value))
    elif isinstance(value, date) and value.year < 1900:
        set_text(cell, value.isoformat())
    else:
        cell.value = value
