"""What can be wrong or worth knowing in a survey file: every code, and how an issue is made."""

from __future__ import annotations

from powermap.survey.model import Issue, Level

#: Every issue code, and what it means.
CODES: dict[str, str] = {
    # the file
    "sheet-ignored": "A sheet was not used, and why.",
    "sheet-cut": "A sheet has a cell very far out; only the part near its top left corner was read.",
    "columns-ignored": "Columns that play no part were not used.",
    "encoding-guessed": "A text file is not in UTF-8, and was read as Windows text.",
    "csv-quotes": "Quotation marks in a text file do not match up.",
    "file-repeated": "The same file was given twice, and read once.",
    # actors
    "no-actors": "No sheet lists the organisations, so their sectors are not known.",
    "unlisted-actor": "A name in the answers is not on the list of organisations; it was added.",
    "not-in-round": "An organisation is in a round's answers but not on its list; it was added to the round.",
    "duplicate-actor": "An organisation is listed twice; the first row was used.",
    "missing-name": "A name is missing or is not a name; the row was left out.",
    "long-name": "A name is very long, and was cut.",
    "name-spelling": "A name is spelled in ways that differ in case, punctuation or legal form; read as one.",
    "id-for-name": "Answers use the codes of the list of organisations, and were read as the names.",
    "sector-read-as": "A sector was understood as one of powermap's own.",
    "sector-unknown": "A sector powermap does not know; it keeps its name, and is examined as a voice.",
    "sector-missing": "No sector is given.",
    "voice-read-as": "A voice was understood as one of powermap's own.",
    "voice-unknown": "A voice powermap does not know; it keeps its name.",
    "not-yes-or-no": "A cell that should say yes or no says something else.",
    # who answered, and when
    "response-assumed": "The file does not say who responded; whoever has an outgoing answer did.",
    "response-conflict": "Marked as not having responded, but has answers; counted as having responded.",
    "did-not-respond": "A row of a grid is blank: that organisation did not respond.",
    "round-missing": "A round is missing.",
    "rounds-unused": "The list of organisations has rounds and the answers have none; its rounds were not used.",
    # answers
    "not-a-number": "A cell that should hold an answer holds something else; the answer counts as missing.",
    "negative-strength": "A strength below zero; the answer counts as missing.",
    "infinite-strength": "A strength that is not finite; the answer counts as missing.",
    "cell-error": "A formula gives an error or was never calculated; the cell counts as missing.",
    "blank-answer": "A row names a partner without an answer; the answer counts as missing.",
    "blank-is-no-tie": "Blank cells were read as no tie, because nothing in the sheet says 'no' or 0.",
    "words-read-as": "Answers in words, and the numbers they were read as.",
    "mixed-scales": "The words of one column belong to different scales.",
    "relation-missing": "A row does not say which relation it is about.",
    "relation-spelling": "A relation is spelled in several ways; read as one.",
    "named-nobody": "A respondent wrote that it names nobody.",
    "total-ignored": "A row or column of totals was left out.",
    # ties
    "self-tie": "An organisation names itself; left out.",
    "duplicate-tie": "The same answer is given twice.",
    "conflicting-tie": "Two different answers are given for the same tie; the first was used.",
    "no-overlap": "No column of a grid is also a row of it, so it may be a list of meetings and not of partners.",
}


def found(
    level: Level, code: str, message: str, fix: str = "", *, file: str = "", sheet: str = "", cell: str = ""
) -> Issue:
    """Return an Issue whose code is in CODES.

    >>> found("warning", "self-tie", "'Council' names itself; this was left out.", file="a.csv", cell="B2").where
    'a.csv, cell B2'
    """
    if code not in CODES:
        raise KeyError(code)
    return Issue(level, code, message, fix, file, sheet, cell)
