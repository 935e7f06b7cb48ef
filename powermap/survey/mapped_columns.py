"""The column that a mapping means, by its header or its letter."""

from __future__ import annotations

import re
from functools import lru_cache

from powermap.errors import UnknownChoiceError
from powermap.survey.headers import header_key
from powermap.survey.mapping import SheetMap
from powermap.survey.names import name_in, name_key
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet, column_letters

_LETTERS = re.compile(r"(?:col(?:umn)?\.?\s+)?([A-Z]{1,3})", re.IGNORECASE)


def free_column(sheet: Sheet, shape: Shape, part: str, text: str) -> int | None:
    """Return the column that *text* is the header of, if it plays no other part."""
    if not text or shape.kind == "wide":
        return None
    free = {*shape.unused, shape.columns.get(part)}
    called = [column for column in columns_headed(sheet, shape.header, text) if column in free]
    return called[0] if len(called) == 1 else None


def columns_headed(sheet: Sheet, header: int, text: str) -> list[int]:
    """Return the columns whose header is *text*, exactly or else but for case, punctuation and brackets."""
    exact, same, alike = _headings(tuple(name_in(cell) for cell in sheet.rows[header]))
    return exact.get(name_in(text)) or same.get(name_key(text)) or alike.get(header_key(text)) or []


@lru_cache(maxsize=8)
def _headings(row: tuple[str, ...]) -> tuple[dict[str, list[int]], ...]:
    """Return the columns of each heading, of each name like it, and of each without what stands in brackets."""
    found: tuple[dict[str, list[int]], ...] = {}, {}, {}
    for column, text in enumerate(row):
        if text:
            for columns, called in zip(found, (text, name_key(text), header_key(text)), strict=True):
                columns.setdefault(called, []).append(column)
    for columns in found:
        columns.pop("", None)
    return found


def column_called(sheet: Sheet, header: int, text: str, part: str, said: SheetMap) -> int:
    """Return the column that a mapping names by its header or its letter."""
    called = columns_headed(sheet, header, text)
    if len(called) == 1:
        return called[0]
    if called:
        letters = " and ".join(column_letters(sheet.left + column) for column in called)
        raise wrong_mapping(
            sheet,
            said,
            f"The columns {letters} are both called '{text}' (for '{part}')",
            f'Name it by its letter: "column {column_letters(sheet.left + called[0])}".',
        )
    letters_given = _LETTERS.fullmatch(text.strip())
    if letters_given and (text.strip().isupper() or " " in text.strip()):
        column = -1
        for letter in letters_given[1].upper():
            column = (column + 1) * 26 + ord(letter) - 65
        if 0 <= column - sheet.left < len(sheet.rows[header]):
            return column - sheet.left
    raise wrong_mapping(sheet, said, f"No column is called '{text}' (for '{part}')", what_is_there(sheet, header))


def column_name(sheet: Sheet, header: int, column: int) -> str:
    """Return what a mapping calls a column: its header if no other has it, else its letter.

    >>> sheet = Sheet("a.csv", "", [["from", "to", "to"]])
    >>> column_name(sheet, 0, 0), column_name(sheet, 0, 2)
    ('from', 'column C')
    """
    text = name_in(sheet.rows[header][column])
    if text and columns_headed(sheet, header, text) == [column]:
        return text
    return f"column {column_letters(sheet.left + column)}"


def what_is_there(sheet: Sheet, header: int) -> str:
    """Return the headers there are, for whoever named one that is not."""
    titles = [f"'{name_in(cell)[:40]}'" for cell in sheet.rows[header] if cell != ""]
    more = f" and {len(titles) - 25} more" if len(titles) > 25 else ""
    return f'Row {sheet.top + header + 1} has: {", ".join(titles[:25])}{more}. A letter will do too: "column C".'


def wrong_mapping(sheet: Sheet, said: SheetMap, what: str, fix: str) -> UnknownChoiceError:
    """Return the error that says *what* a mapping got wrong, in which sheet, and how to mend it."""
    name = f"sheet '{sheet.name}' of {sheet.file}" if sheet.name else sheet.file
    return UnknownChoiceError(f"{what} in {name}.", where=said.where, fix=fix)
