"""How far a sheet reaches, and what its cells alone do not tell."""

from __future__ import annotations

from dataclasses import dataclass, field

#: Rows and columns beyond these are not remembered as hidden.
MOST_ROWS_HIDDEN, MOST_COLUMNS_HIDDEN = 100_000, 2_000


@dataclass
class Extent:
    """The last row and column with content in a sheet, counted from 0, and what its cells alone do not tell.

    *errors*: the cells that show an error, or were never calculated. *merged*: first row, first column, last row,
    last column. Hidden rows and columns are remembered only where a survey can be.
    """

    last_row: int = -1
    last_column: int = -1
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    #: While an xlsx sheet is looked through: its last column that a cell names, and the cells of the row so far
    #: that name none.
    named_column: int = -1
    bare: int = 0

    @property
    def cells(self) -> int:
        """How many cells the rectangle from A1 has."""
        return (self.last_row + 1) * (self.last_column + 1)

    def reach(self, row: int, column: int) -> None:
        """Stretch to this cell."""
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)
