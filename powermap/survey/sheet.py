"""A sheet: rows of cells that remember where they stood, and the issues pinned to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from powermap.survey.appearance import Range
from powermap.survey.checks import found

if TYPE_CHECKING:
    from powermap.survey.model import Issue, Level


def column_letters(column: int) -> str:
    """Return the letters of the column with this number, counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet, or a CSV file: rows of cells without the empty margin, and where that block stood.

    Parameters
    ----------
    file, name : str
        As an issue gives them; a CSV file has no sheet name.
    rows : list of list
        str (stripped; '' where empty), int, float, bool, date, time, timedelta or CellError. Rows are equally long.
    top, left : int
        Row and column of rows[0][0] in the file, counted from 0.
    title : str
        What the sheet is called; for a CSV file its name without the ending.
    hidden : bool
    network, lines : str, tuple of int
        For the file of a network program, which has no cells: what kind of file it is, and the line of each row.
    merged, filled : tuple of (first row, first column, last row, last column)
        Merged cells, and those whose value was put in all their rows.
    hidden_rows, hidden_columns : tuple of int
        Those of the block.
    """

    file: str
    name: str
    rows: list[list[Any]]
    top: int = 0
    left: int = 0
    title: str = ""
    hidden: bool = False
    network: str = ""
    lines: tuple[int, ...] = ()
    merged: tuple[Range, ...] = ()
    filled: tuple[Range, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()

    def cell(self, row: int, column: int) -> str:
        """Return the cell rows[row][column] as Excel writes it: 'C7'; 'line 7' where there are no cells."""
        if self.lines:
            return f"line {self.lines[row]}"
        return f"{column_letters(self.left + column)}{self.top + row + 1}"

    def letters(self, column: int) -> str:
        """Return the letters of a column of the block."""
        return column_letters(self.left + column)

    def heading(self, column: int, text: str) -> str:
        """Return what to call the column under the header *text*: "C 'strength'"; "'strength'" without cells."""
        return f"'{text}'" if self.lines else f"{column_letters(self.left + column)} '{text}'"

    def issue(
        self, level: Level, code: str, message: str, fix: str = "", *, at: tuple[int, int] | None = None
    ) -> Issue:
        """Return an issue with this sheet, pinned to rows[at] if given."""
        if self.lines:
            place = f"Line {self.lines[at[0]]}: " if at and self.lines[at[0]] else ""
            return found(level, code, place + message, fix, file=self.file, sheet=self.name)
        return found(level, code, message, fix, file=self.file, sheet=self.name, cell=self.cell(*at) if at else "")
