"""What powermap says when it cannot go on: what is wrong, where, and how to mend it."""

from __future__ import annotations


class PowermapError(Exception):
    """Something the person at the keyboard can mend.

    Parameters
    ----------
    what : str
        What is wrong, in one plain sentence.
    where : str, optional
        File, sheet and cell, as the person sees them ("partners.xlsx, sheet 'Ties', cell C7").
    fix : str, optional
        What to do about it.

    Examples
    --------
    >>> print(PowermapError("This file is empty.", where="ties.csv", fix="Save it again from Excel."))
    ties.csv: This file is empty. Save it again from Excel.
    """

    #: What the command line returns: 1 = the data or the file, 2 = how the command was used.
    exit_code = 1

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.fix = what, where, fix

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}{' ' + self.fix if self.fix else ''}"


class UnreadableFileError(PowermapError):
    """A file that is missing, empty, corrupt, locked by a password or of a kind powermap does not read."""


class UnrecognisedSurveyError(PowermapError):
    """A file that opens, but in which no sheet looks like a survey."""


class UnknownChoiceError(PowermapError, ValueError):
    """A relation, round, group or measure that is not in this survey; the message lists those that are."""

    exit_code = 2


class OutputError(PowermapError):
    """A result that cannot be written where it was asked for."""

    exit_code = 2
