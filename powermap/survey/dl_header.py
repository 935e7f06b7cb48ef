"""What stands before the data of a UCINET DL file: sizes, format and labels."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import lru_cache

from powermap.survey.answers import meanings
from powermap.survey.graph_sheets import MOST_ACTORS, fault, is_number, too_big

_START = re.compile(
    r"\s*dl\b[\s,]*(?:n\w{0,4}\s*=|n[rcm]?\s+\d|format\b|(?:row|col|mat|level)?\w*\s*labels?\b|data\s*:|diagonal\b|title\b)",
    re.IGNORECASE,
)
DATA = re.compile(r"(?<![\w\"])data\s*:", re.IGNORECASE)
_LABELS = re.compile(r"(?<!\w)(?:(row|col|mat|lev)[a-z]*\s*)?labels?\s*(?:(embedded)\s*:?|:)", re.IGNORECASE)
_SIZE = re.compile(r"(?<!\w)(n[a-z]{0,5})(?:\s*=\s*|\s+)(\d{1,9})(?!\w)", re.IGNORECASE)
_FORMAT = re.compile(r"(?<!\w)format(?:\s*[=:])?\s*(\w+)", re.IGNORECASE)
_DIAGONAL = re.compile(r"(?<!\w)diagonal(?:\s*=)?\s*(absent|present)", re.IGNORECASE)
#: After a list of labels, a line that begins with one of these is no label.
_KEYWORD_LINE = re.compile(
    r"^[ \t]*(?:format\s*[=:]|n[a-z]{0,5}\s*=\s*\d|diagonal(?:\s*=)?\s*(?:absent|present))", re.I | re.M
)
TOKEN = re.compile(r'"([^"\n]*)"|([^\s,;]+)')
COMMA_PART = re.compile(r'\s*"([^"\n]*)"\s*|([^,\t"]+)')

#: UCINET's own mark for a missing value is 1E+38.
_MISSING_FROM = 1e37
#: There are labels for rows, columns and matrices, and each may be said to be embedded.
_MOST_LISTS = 20
_FORMATS = {
    "full": ("fullmatrix", "fm", "full", "matrix"),
    "lower": ("lowerhalf", "lh", "lower"),
    "upper": ("upperhalf", "uh", "upper"),
    "edges": ("edgelist1", "edgelist", "el1", "el"),
    "nodes": ("nodelist1", "nodelist", "nl1", "nl"),
    "counted nodes": ("nodelist1b", "nl1b"),
    "two-mode edges": ("edgelist2", "el2"),
    "two-mode nodes": ("nodelist2", "nl2"),
}
_FORMAT_OF = {word: name for name, words in _FORMATS.items() for word in words}


@dataclass
class Header:
    """What stands before the data."""

    sizes: dict[str, int] = field(default_factory=dict)
    format: str = "full"
    diagonal: bool = True
    #: The text of each list of labels and the line on which it begins, by whose labels they are.
    labels: dict[str, tuple[int, str]] = field(default_factory=dict)
    embedded: set[str] = field(default_factory=set)


def is_dl(text: str) -> bool:
    """Tell whether a text is a DL file.

    >>> is_dl("dl n=3 format=edgelist1"), is_dl("DL,Council,Trust")
    (True, False)
    """
    return _START.match(text[:5000]) is not None


def read_header(text: str, label: str) -> Header:
    """Return what the first lines say; among labels, a keyword counts only at the start of a line."""
    header = Header()
    marks = list(_LABELS.finditer(text))
    if len(marks) > _MOST_LISTS:
        raise fault(label, 1, f"This DL file has {len(marks)} lists of labels.", "Export it again from UCINET.")
    plain = text[: marks[0].start()] if marks else text
    for i, mark in enumerate(marks):
        kind = (mark[1] or "").lower()
        until = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        inside = text[mark.end() : until]
        keyword = _KEYWORD_LINE.search(inside)
        if keyword or mark[2]:
            rest = keyword.start() if keyword else 0
            plain += "\n" + inside[rest:]
            inside = inside[:rest]
        if mark[2]:
            header.embedded.update({kind} if kind else {"row", "col"})
        else:
            header.labels[kind] = (text.count("\n", 0, mark.end()) + 1, inside)
    for name, number in _SIZE.findall(plain):
        header.sizes[_size_called(name.lower())] = int(number)
    if "n" in header.sizes:
        header.sizes["rows"] = header.sizes["columns"] = header.sizes.pop("n")
    if max(header.sizes.values(), default=0) > MOST_ACTORS:
        raise too_big(label, 1)
    said = _FORMAT.search(plain)
    if said:
        header.format = _FORMAT_OF.get(said[1].lower(), "")
        if not header.format:
            raise fault(
                label,
                text.count("\n", 0, max(text.lower().find("format"), 0)) + 1,
                f"powermap does not read DL files in the format '{said[1][:40]}'.",
                "Export it from UCINET as a full matrix, edgelist1 or nodelist1.",
            )
    diagonal = _DIAGONAL.search(plain)
    header.diagonal = diagonal is None or diagonal[1].lower() == "present"
    return header


def _size_called(name: str) -> str:
    if name.startswith(("nrel", "nresp", "nm", "nl")):
        return "matrices"
    if name.startswith(("nr", "ni")):
        return "rows"
    return "columns" if name.startswith(("nc", "nj")) else "n"


def listed(header: Header, label: str, kind: str, size: int) -> list[tuple[int, str]]:
    """Return the (line, label) of one list; parted by commas and lines if that gives as many as there should be."""
    first, text = header.labels.get(kind, (0, ""))
    lines = list(enumerate(text.split("\n"), start=first))
    labels = [(line, word) for line, part in lines for word in words(part)]
    if not labels or len(labels) == size or not size:
        return labels
    between = [(line, word) for line, part in lines for word in parts(part) if word]
    if len(between) == size:
        return between
    raise fault(
        label,
        first,
        f"This DL file lists {len(labels)} labels, where it says that there are {size}.",
        "Give one label each, and put those with spaces in quotation marks.",
    )


def words(text: str) -> list[str]:
    """Return the words of a line: parted by spaces and commas, but for those in quotation marks."""
    return [quoted or plain for quoted, plain in TOKEN.findall(text)]


def parts(text: str) -> list[str]:
    """Return the parts of a line between its commas and tabs."""
    return [(quoted or plain).strip() for quoted, plain in COMMA_PART.findall(text)]


@lru_cache(maxsize=10_000)
def value_of(text: str) -> str | None:
    """Return a value, 'missing' where UCINET or the writer says so; None where it is none.

    >>> value_of("2"), value_of("1E+38"), value_of("."), value_of("Hub")
    ('2', 'missing', 'missing', None)
    """
    if is_number(text):
        return "missing" if _MISSING_FROM <= abs(float(text)) < math.inf else text
    return "missing" if meanings([text]).missing else None
