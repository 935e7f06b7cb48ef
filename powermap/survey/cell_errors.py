"""Cells that show an error in place of a value: what stands for one, and what each is called."""

from __future__ import annotations

NOT_CALCULATED = "a formula that was never calculated"


class CellError(str):
    """A cell that shows an error instead of a value, such as #REF!."""

    __slots__ = ()


#: By the code that the binary files of Excel (.xls, .xlsb) hold.
ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}
