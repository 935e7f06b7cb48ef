"""Workbooks that powermap writes: the same bytes each time, and text that stays text."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

# The same content gives the same bytes, so no file of ours carries the moment it was written.
NO_DATE = (1980, 1, 1, 0, 0, 0)
NO_DATE_ISO = b"1980-01-01T00:00:00Z"
#: As many characters as a cell of Excel holds.
LONGEST_TEXT = 32_767
#: What a program may take for a formula when it opens a text file; some take the wide signs of Asian keyboards too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    r"""Return *text* as a workbook can hold it: without control characters, and not too long for a cell.

    >>> writable("Coun\x00cil")
    'Coun�cil'
    """
    text = _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def set_text(cell: Any, text: str) -> None:
    """Put *text* into an openpyxl cell as text, whatever it begins with: a name that starts with '=' is a name."""
    cell.value = writable(text)
    cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True  # it stays text when somebody edits the cell


def saved(book: Any) -> bytes:
    """Return an openpyxl workbook as bytes that do not depend on the moment it is saved."""
    raw = io.BytesIO()
    book.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>" + NO_DATE_ISO, content)
            new.writestr(zipfile.ZipInfo(name, NO_DATE), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
