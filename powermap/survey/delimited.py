"""Text files: which encoding, which delimiter, which cells."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from powermap.errors import UnreadableFileError
from powermap.survey.checks import found

if TYPE_CHECKING:
    from powermap.survey.model import Issue

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 60
_MOST_CELLS, _MOST_ROWS = 5_000_000, 250_000
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")


def read_delimited(content: bytes, label: str) -> tuple[list[list[str]], list[Issue]]:
    r"""Return the rows of a delimited text file, and what is to be said about how it was read.

    Comma, semicolon, tab or bar; UTF-8, UTF-16 or Windows cp1252.

    Raises
    ------
    UnreadableFileError
        The file is not text, or is too big.

    Examples
    --------
    >>> read_delimited(b"from;to\nCouncil;Trust, the\n", "ties.csv")
    ([['from', 'to'], ['Council', 'Trust, the']], [])
    """
    text, issues = decoded(content, label)
    hint = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if hint:
        delimiter, blank = hint[1], [[""]]  # the hint stays a row, so that cells keep their place
        text = text[hint.end() :]
    else:
        delimiter, blank = _delimiter(text), []
    try:
        rows, said = _rows(text, delimiter)
    except csv.Error as error:
        raise UnreadableFileError(
            f"This text file cannot be split into cells ({error}).", where=label, fix="Save it as CSV from Excel."
        ) from error
    if said:
        issues.append(
            found(
                "warning",
                "csv-quotes",
                f"The quotation marks in this file do not match up ({said}); look at names that hold one.",
                "Save it again as CSV from Excel.",
                file=label,
            )
        )
    cells = sum(map(len, rows))
    if len(rows) > _MOST_ROWS or cells > _MOST_CELLS:
        raise UnreadableFileError(
            f"This file has {len(rows):,} rows and {cells:,} cells, which is more than a survey ever has.",
            where=label,
            fix="Keep only the rows and columns of the survey.",
        )
    return blank + rows, issues


def decoded(content: bytes, label: str) -> tuple[str, list[Issue]]:
    """Return the text of a file, and a note where its encoding had to be guessed.

    Raises
    ------
    UnreadableFileError
        The file is not text.
    """
    issues: list[Issue] = []
    sample = content[:4000]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif content.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8-sig"
    elif sample[1::2].count(0) > len(sample) // 3 and sample[::2].count(0) < len(sample) // 20:
        encoding = "utf-16-le"
    elif sample[::2].count(0) > len(sample) // 3 and sample[1::2].count(0) < len(sample) // 20:
        encoding = "utf-16-be"
    else:
        encoding = "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
        issues.append(
            found(
                "note",
                "encoding-guessed",
                "This file is not in UTF-8; it was read as Windows text. Check accents, pounds and dashes.",
                "In Excel, save as 'CSV UTF-8 (Comma delimited)'.",
                file=label,
            )
        )
    control = len(_CONTROL.findall(text)) + text.count("\ufffd")
    if control > max(10, len(text) // 20):  # a picture has more; a survey may have one in every name
        raise UnreadableFileError(
            "This is not a text file, nor a kind of spreadsheet that powermap reads.",
            where=label,
            fix="Give powermap an .xlsx, .xls, .ods or .csv file.",
        )
    return text, issues


def _delimiter(text: str) -> str:
    """Return the delimiter with which most rows have the same number of cells, above one."""
    lines = "\n".join(text[:200_000].splitlines()[:_SAMPLE])
    best, most = ",", (0, 0)
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(lines), delimiter=delimiter) if row]
        except csv.Error:
            continue
        split = [width for width in widths if width > 1]
        if split:
            usual = max(set(split), key=lambda width: (split.count(width), width))
            score = (split.count(usual), usual)
            if score > most:
                best, most = delimiter, score
    return best


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], str]:
    """Return the rows, and what is wrong with the quotation marks, if anything."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)), ""
    except csv.Error as error:
        said = str(error)
    if "unexpected end" not in said and "larger than" not in said:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), said
    # A quotation mark that is never closed would swallow the rest of the file into one cell.
    plain = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return [[cell.strip().strip('"') for cell in row] for row in plain], "one is never closed"
