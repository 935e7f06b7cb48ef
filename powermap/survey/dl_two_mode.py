"""UCINET DL files of two modes: who belongs to what. They are read as attendance, and never as ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from powermap.survey.dl_header import TOKEN, Header, listed, value_of, words
from powermap.survey.graph_sheets import MOST_CELLS, TieRow, attendance_sheet, fault, too_big, two_mode
from powermap.survey.names import name_key

if TYPE_CHECKING:
    from powermap.survey.sheet import Sheet

Labels = list[str]


def is_two_mode(header: Header, label: str) -> bool:
    """Tell whether rows and columns are different things: by their numbers, their labels or the format."""
    rows, columns = header.sizes.get("rows"), header.sizes.get("columns")
    if header.format.startswith("two-mode") or rows != columns:
        return True
    own = [name_key(text) for _, text in listed(header, label, "row", rows or 0)]
    other = [name_key(text) for _, text in listed(header, label, "col", columns or 0)]
    return bool(own and other and own != other)


def read_two_mode(header: Header, label: str, title: str, lines: list[tuple[int, str]], line: int) -> Sheet:
    """Return the rows of a two-mode file as those who attend, its columns as what they attend.

    Raises
    ------
    UnreadableFileError
        The data are not what the first lines say.
    UnrecognisedSurveyError
        The values are not 0 and 1, as in a table of attributes.
    """
    rows, columns = header.sizes.get("rows", 0), header.sizes.get("columns", 0)
    if rows * columns > MOST_CELLS:
        raise too_big(label, 1)
    if header.format != "full" and not header.format.startswith("two-mode"):
        raise two_mode(label, line, rows, columns)
    if header.format == "full" and not (rows and columns):
        what = "This DL file says only one of its sizes, nr and nc."
        raise fault(label, 1, what, "Write both, or n= if rows and columns are the same actors.")
    actors = [text for _, text in listed(header, label, "row", rows)]
    events = [text for _, text in listed(header, label, "col", columns)]
    if header.format == "full":
        found = _matrix(header, label, lines, line, actors, events)
    else:
        found = _pairs(header, label, lines, actors, events)
    network = f"UCINET DL file, two-mode, {rows or len({cells[0] for _, cells in found})} rows"
    return attendance_sheet(label, title, network, found)


def _matrix(
    header: Header, label: str, lines: list[tuple[int, str]], last: int, actors: Labels, events: Labels
) -> list[TieRow]:
    rows, columns = header.sizes["rows"], header.sizes["columns"]
    tokens = [(line, match[1] or match[2] or "") for line, text in lines for match in TOKEN.finditer(text)]
    above = [text for _, text in tokens[:columns]]
    if "col" in header.embedded and (not events or above == events):
        events, tokens = above, tokens[columns:]
    in_rows = "row" in header.embedded and len(tokens) == rows * (columns + 1)
    width = columns + in_rows
    if len(tokens) != rows * width:
        what = f"There should be {rows} rows of {columns} values, and there are {len(tokens)} values."
        raise fault(label, tokens[-1][0] if tokens else last, what, "Check nr and nc, and where the labels stand.")
    found: list[TieRow] = []
    for row in range(rows):
        own = tokens[row * width : (row + 1) * width]
        actor = own[0][1] if in_rows else actors[row] if actors else f"row {row + 1}"
        for column, (line, text) in enumerate(own[in_rows:]):
            event = events[column] if events else f"column {column + 1}"
            value = value_of(text)
            if value is None:
                what = f"'{text[:40]}' stands where a number should be (row {row + 1}, column {column + 1})."
                raise fault(label, line, what, "Check nr and nc, and where the labels stand.")
            if value == "missing":
                found.append((line, [actor, event, "?"]))
            elif float(value) not in (0, 1):
                raise two_mode(label, line, rows, columns)
            elif float(value):
                found.append((line, [actor, event, "yes"]))
    return found


def _pairs(
    header: Header, label: str, lines: list[tuple[int, str]], actors: Labels, events: Labels
) -> list[TieRow]:
    """Read a list of pairs (edgelist2), or of what each row belongs to (nodelist2)."""
    found: list[TieRow] = []
    for line, text in lines:
        said = words(text)
        there = "yes"
        if header.format == "two-mode edges":
            if len(said) not in (2, 3) or (len(said) == 3 and value_of(said[2]) is None):
                what = f"This line has {len(said)} parts, where there should be two names and perhaps a value."
                raise fault(label, line, what, "Put names with spaces in quotation marks.")
            value = value_of(said[2]) if len(said) == 3 else "1"
            there = "?" if value in ("missing", None) else "yes" if float(value) else "no"
            said = said[:2]
        if not said or len(found) > MOST_CELLS:
            raise too_big(label, line)
        actor = _meant(label, line, said[0], actors, "row")
        found += [(line, [actor, _meant(label, line, word, events, "column"), there]) for word in said[1:]]
    return found


def _meant(label: str, line: int, word: str, labels: Labels, what: str) -> str:
    """Return the label that a word of the data stands for: by its number, or itself."""
    number = int(word) if word.isascii() and word.isdecimal() and len(word) < 10 else 0
    if not labels:
        return f"{what} {number}" if number else word
    if 1 <= number <= len(labels):
        return labels[number - 1]
    if word not in labels:
        said = f"'{word[:40]}' is neither a {what} label nor the number of one."
        raise fault(label, line, said, "Correct it, or put labels with spaces in quotation marks.")
    return word
