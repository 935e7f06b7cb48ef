"""Open a spreadsheet safely: sheets of cells that remember where they stood.

What kind of file it is, is read from its first bytes and not from its name. A stray cell at the far end of a
sheet, or a zip that unpacks to gigabytes, costs a message and not the memory of the machine.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from powermap.errors import UnreadableFileError
from powermap.survey.appearance import fill_down, in_block, leave_out_unseen
from powermap.survey.cell_errors import CellError
from powermap.survey.extent import Extent
from powermap.survey.extents import extents_of, near_copy
from powermap.survey.names import INVISIBLE
from powermap.survey.repeated_texts import TooBigError
from powermap.survey.sheet import Sheet, column_letters

if TYPE_CHECKING:
    from powermap.survey.model import Issue

#: More bytes than any partnership survey has; beyond, the file is refused unread.
LARGEST_FILE = 100_000_000
#: A sheet whose used area has more cells or rows, or columns that Excel does not have, is read only as far as
#: FAR_ROW and FAR_COLUMN.
MOST_CELLS, MOST_ROWS, MOST_COLUMNS = 4_000_000, 250_000, 16_384
FAR_ROW, FAR_COLUMN = 20_000, 200

_SAVE_AS = "Open it in Excel, choose Save As, 'Excel Workbook (.xlsx)', and use that file."
_EXCEL = frozenset((".xlsx", ".xlsm", ".xls", ".xlsb", ".xltx", ".xltm", ".ods"))

#: First bytes of files that people attach by mistake.
_OTHER_KINDS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"II*\x00", "a picture"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format", "a database"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)


def open_workbook(path: Path, label: str) -> tuple[list[Sheet], list[Issue]]:
    """Return the sheets of a spreadsheet or text file, and what is to be said about the file itself.

    Parameters
    ----------
    path : Path
    label : str
        What the file is called in messages.

    Raises
    ------
    UnreadableFileError
        The file is missing, empty, damaged, locked by a password, too big, or not a spreadsheet.
    """
    content = _bytes_of(path, label)
    if content.startswith(b"PK"):
        return _from_zip(path, content, label)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _from_ole(path, content, label)
    for start, kind in _OTHER_KINDS:
        if content.startswith(start) and not (
            len(start) == 2 and content[:200].isascii() and b"\0" not in content[:200]
        ):
            raise UnreadableFileError(
                f"This is {kind}, not a spreadsheet.", where=label, fix="Give powermap the Excel or CSV file."
            )
    from powermap.survey.graph_files import read_network_text, read_network_xml

    network = read_network_xml(content, label, path.stem)
    if network is not None:
        return network
    if content.lstrip()[:200].lower().startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta")):
        raise UnreadableFileError("This is a web page or XML file, not a spreadsheet.", where=label, fix=_SAVE_AS)
    if path.suffix.lower() in _EXCEL:
        raise UnreadableFileError(
            "This file is damaged, or is not really an Excel file.", where=label, fix=_SAVE_AS
        )
    network = read_network_text(content, label, path.stem)
    if network is not None:
        return network
    from powermap.survey.delimited import read_delimited

    rows, notes = read_delimited(content, label)
    different = set(chain.from_iterable(rows))
    sheet = _trimmed(label, "", rows, title=path.stem, different=different)
    return [sheet], notes + leave_out_unseen(sheet, different)


def _bytes_of(path: Path, label: str) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableFileError("This is a folder.", where=label, fix="Name the spreadsheet file inside it.")
        if not path.exists():
            fix = "Check the name and the folder."
            if str(path).startswith("-"):
                fix = f"If it is an option, write it before '--'; if it is a file, check its name (./{path})."
            raise UnreadableFileError("There is no such file.", where=label, fix=fix)
        if not path.is_file():
            raise UnreadableFileError("This is not a file.", where=label, fix="Name a spreadsheet file.")
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableFileError(
                "This file is too big to be a partnership survey (over 100 MB).",
                where=label,
                fix="Copy the survey's sheets into a new workbook.",
            )
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFileError(
            f"This file cannot be opened ({reason}).",
            where=label,
            fix="Close it in other programs, and check that you may read it.",
        ) from error
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableFileError("This file is empty.", where=label, fix="Save it again from where it was made.")
    return content


def _from_zip(path: Path, content: bytes, label: str) -> tuple[list[Sheet], list[Issue]]:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {name.replace("\\", "/").lower() for name in archive.namelist()}
            mimetype = archive.read("mimetype")[:100] if "mimetype" in archive.namelist() else b""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise _damaged(label) from error
    if any(part.startswith("word/") for part in parts) or b"opendocument.text" in mimetype:
        kind = "a Word document"
    elif any(part.startswith("ppt/") for part in parts) or b"presentation" in mimetype:
        kind = "a presentation"
    elif any(part.startswith("index/") and part.endswith(".iwa") for part in parts):
        kind = "an Apple Numbers or Pages document"
    elif any(part.startswith("xl/") for part in parts) or b"spreadsheet" in mimetype or "content.xml" in parts:
        return _from_calamine(label, lambda: _measured(path, content))
    else:
        kind = "a zip archive"
    fix = (
        "Take the spreadsheet out of it first."
        if kind == "a zip archive"
        else _SAVE_AS.replace("Open it in Excel", "Open it")
    )
    raise UnreadableFileError(f"This is {kind}, not a spreadsheet.", where=label, fix=fix)


def _from_ole(path: Path, content: bytes, label: str) -> tuple[list[Sheet], list[Issue]]:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise _locked(label)
    if not (holds("Workbook") or holds("Book")):
        kind = "a Word document" if holds("WordDocument") else "not a spreadsheet"
        raise UnreadableFileError(f"This is {kind}.", where=label, fix="Give powermap the Excel or CSV file.")
    from powermap.survey.old_excel import open_old

    return _from_calamine(label, lambda: open_old(content, MOST_CELLS, FAR_ROW, FAR_COLUMN))


#: A workbook that is safe to lay out in memory, how far each of its sheets reaches, and which were cut.
Measured = tuple[bytes, dict[str, Extent], set[str]]


def _measured(path: Path, content: bytes) -> Measured:
    """Return a zipped workbook without the cells far from the tables."""
    extents = extents_of(path)
    far = {
        name
        for name, extent in extents.items()
        if extent.cells > MOST_CELLS or extent.last_row > MOST_ROWS or extent.last_column >= MOST_COLUMNS
    }
    return near_copy(path, FAR_ROW, FAR_COLUMN) if far else content, extents, far


def _from_calamine(label: str, measure: Callable[[], Measured]) -> tuple[list[Sheet], list[Issue]]:
    import python_calamine

    try:
        with _panics_unseen():
            return _laid_out(label, *measure())
    except TooBigError as error:
        raise UnreadableFileError(
            f"This workbook is too big to read: {error}.",
            where=label,
            fix="Copy the survey's tables into a new workbook, without the empty rows and columns beyond them.",
        ) from error
    except python_calamine.PasswordError as error:
        raise _locked(label) from error
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic inside the reader is not an Exception
        raise _damaged(label, str(error)) from error


def _laid_out(
    label: str, content: bytes, extents: dict[str, Extent], far: set[str]
) -> tuple[list[Sheet], list[Issue]]:
    import io

    import python_calamine

    _check_cells(extents.values())  # an old workbook is laid out as a whole when it is opened
    issues: list[Issue] = []
    sheets = []
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    _check_cells(extents.get(entry.name, Extent()) for entry in book.sheets_metadata)  # one may be there twice
    entries: dict[str, list[Any]] = {}  # each name stands for one sheet, however often a damaged workbook lists it
    for entry in book.sheets_metadata:
        if entry.typ == python_calamine.SheetTypeEnum.WorkSheet:
            entries.setdefault(entry.name, []).append(entry)
    for entry, *again in entries.values():
        extent = extents.get(entry.name, Extent())
        block = book.get_sheet_by_name(entry.name)
        top, left = block.start or (0, 0)
        rows: list[list[Any]] = block.to_python(skip_empty_area=True)
        different = set(chain.from_iterable(rows))
        hidden = entry.visible != python_calamine.SheetVisibleEnum.Visible
        if block.merged_cell_ranges:
            extent.merged = [(*first, *last) for first, last in block.merged_cell_ranges]
        title = INVISIBLE.sub("", entry.name).strip()
        sheet = _trimmed(
            label, entry.name, rows, top, left, title=title, hidden=hidden, extent=extent, different=different
        )
        sheets.append(sheet)
        issues += leave_out_unseen(sheet, different)
        if entry.name in far:
            issues.append(_cut(sheet, extent))
        if again:
            message = f"The workbook lists sheet '{title}' {len(again) + 1} times; it was read once."
            issues.append(sheet.issue("note", "sheet-ignored", message, "Nothing, if its rows are all there."))
    return sheets, issues


def _check_cells(extents: Iterable[Extent]) -> None:
    if sum(min(extent.cells, MOST_CELLS) for extent in extents) > 2 * MOST_CELLS:
        raise TooBigError("its sheets have more cells than a survey ever holds")


@contextmanager
def _panics_unseen() -> Iterator[None]:
    """Hold standard error back, and let it go where all went well: a panic of the reader writes a traceback."""
    import tempfile

    with tempfile.TemporaryFile() as aside:
        try:
            there = os.dup(2)
        except OSError:  # there is no standard error
            yield
            return
        os.dup2(aside.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(there, 2)
            os.close(there)
        aside.seek(0)
        while said := aside.read(1 << 16):
            os.write(2, said)


def _cut(sheet: Sheet, extent: Extent) -> Issue:
    far = f"{column_letters(extent.last_column)}{extent.last_row + 1}"
    return sheet.issue(
        "warning",
        "sheet-cut",
        f"The sheet reaches as far as {far}; only its first {FAR_ROW:,} rows and {FAR_COLUMN} columns were read.",
        "Delete the rows and columns beyond the table, and save.",
    )


def _trimmed(
    file: str,
    name: str,
    rows: list[list[Any]],
    top: int = 0,
    left: int = 0,
    *,
    title: str,
    hidden: bool = False,
    extent: Extent | None = None,
    different: Collection[Any],
) -> Sheet:
    """Return a Sheet with stripped text, the error values put back, and no empty rows or columns at its margin.

    *extent* holds what the cells alone do not tell: errors, merged cells, hidden rows and columns. *different*
    holds each different cell of the rows.
    """
    extent = extent or Extent()
    if any(cell != cell.strip() for cell in different if type(cell) is str):
        rows = [[cell.strip() if type(cell) is str else cell for cell in row] for row in rows]
    if extent.errors:
        rows, top, left = _with_errors(rows, top, left, extent.errors), 0, 0
    width = max(map(len, rows), default=0)
    if min(map(len, rows), default=0) < width:
        for line in rows:
            line.extend([""] * (width - len(line)))
    first = next((i for i, line in enumerate(rows) if any(cell != "" for cell in line)), len(rows))
    last = next((i for i in range(len(rows), first, -1) if any(cell != "" for cell in rows[i - 1])), first)
    rows = rows[first:last]
    used = next((j for j in range(width, 0, -1) if any(line[j - 1] != "" for line in rows)), 0)
    if used < width:
        rows = [line[:used] for line in rows]
    top += first
    merged = in_block(extent.merged, rows, top, left)
    return Sheet(
        file,
        name,
        rows,
        top,
        left,
        title,
        hidden,
        merged=merged,
        filled=fill_down(rows, merged),
        hidden_rows=tuple(sorted(row - top for row in extent.hidden_rows if 0 <= row - top < len(rows))),
        hidden_columns=tuple(
            sorted(column - left for column in extent.hidden_columns if 0 <= column - left < used)
        ),
    )


def _with_errors(rows: list[list[Any]], top: int, left: int, errors: dict[tuple[int, int], str]) -> list[list[Any]]:
    """Return the rows from A1 on, with the error values that the reader gave as empty cells, or not at all."""
    near = {at: text for at, text in errors.items() if at[0] < FAR_ROW or at[0] < top + len(rows)}
    near = {at: text for at, text in near.items() if at[1] < FAR_COLUMN}
    full: list[list[Any]] = [[] for _ in range(top)] + [[""] * left + row for row in rows]
    full += [[] for _ in range(max((row for row, _ in near), default=-1) + 1 - len(full))]
    for (row, column), text in near.items():
        line = full[row]
        line += [""] * (column + 1 - len(line))
        if line[column] == "":
            line[column] = CellError(text)
    return full


def _damaged(label: str, detail: str = "") -> UnreadableFileError:
    said = f" ({detail[:200]})" if detail else ""
    return UnreadableFileError(f"This file is damaged and cannot be opened{said}.", where=label, fix=_SAVE_AS)


def _locked(label: str) -> UnreadableFileError:
    return UnreadableFileError(
        "This workbook is locked by a password.",
        where=label,
        fix="In Excel: File, Info, Protect Workbook, Encrypt with Password; clear the password, and save.",
    )
