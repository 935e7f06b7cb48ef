"""What can be wrong or worth knowing in a survey file: every code, and how an issue is made."""

from __future__ import annotations

from typing import NamedTuple

from powermap.survey.model import Issue, Level


class Code(NamedTuple):
    """What an issue code stands for: how serious, what it means, what the person can do."""

    levels: tuple[Level, ...]
    meaning: str
    fix: str


#: How the first cell of the list of issues in a marked copy begins; such a sheet is not part of the survey.
ISSUES_HEADING = "What powermap found in "

_ERROR: tuple[Level, ...] = ("error",)
_WARNING: tuple[Level, ...] = ("warning",)
_NOTE: tuple[Level, ...] = ("note",)

#: Every issue code. `powermap check --codes` prints this table.
CODES: dict[str, Code] = {
    # the file
    "sheet-ignored": Code(
        _NOTE,
        "A sheet was not used, and why.",
        "Nothing, unless it holds answers: then give its columns the headers from, to and strength, "
        "or say in a mapping how to read it (--write-map).",
    ),
    "shape-unsure": Code(
        _NOTE,
        "The layout of a sheet is not sure: it was read as the likeliest.",
        "Say what it is with --map, or in the mapping that --write-map writes.",
    ),
    "sheet-cut": Code(
        _WARNING,
        "A sheet has a cell very far out; only the part near its top left corner was read.",
        "Delete the rows and columns beyond the table, and save.",
    ),
    "columns-ignored": Code(
        _NOTE,
        "Columns that play no part were not used.",
        "Nothing, unless one of them matters: then give it a header that powermap knows, "
        "or say with --map which part it plays.",
    ),
    "mapping-unused": Code(
        _NOTE, "The mapping leaves out a sheet that is not there.", "Nothing, unless its name is misspelt."
    ),
    "encoding-guessed": Code(
        _NOTE,
        "A text file is not in UTF-8, and was read as Windows text.",
        "Look at accents, pounds and dashes; save it in Excel as 'CSV UTF-8 (Comma delimited)'.",
    ),
    "unseen-characters": Code(
        _NOTE,
        "Characters that cannot be seen, such as one that turns the direction of writing, were left out of cells.",
        "Nothing; to be rid of the note, type the text of these cells anew.",
    ),
    "csv-quotes": Code(
        _WARNING,
        "Quotation marks in a text file do not match up.",
        "Look at the names that hold one, and save the file again as CSV from Excel.",
    ),
    "several-tables": Code(
        _NOTE, "A sheet holds several tables; each was read on its own.", "Nothing; a sheet for each is clearer."
    ),
    "table-ignored": Code(
        _WARNING,
        "Below a table, after an empty row, is another that powermap does not know; it was left out.",
        "If it holds answers, move it to a sheet of its own, with the headers from, to and strength.",
    ),
    "row-ignored": Code(
        ("warning", "note"),
        "A row with one text only was taken for a heading or a remark, and left out.",
        "If it is a name, fill in its row.",
    ),
    "merged-filled": Code(
        _NOTE,
        "The value of a cell merged over several rows was read in each of them.",
        "Nothing; if it belongs to the first row only, unmerge the cells.",
    ),
    "hidden-cells": Code(
        _NOTE, "Hidden rows and columns of a sheet were read.", "Nothing; delete what should not count."
    ),
    "and-more": Code(
        _NOTE,
        "There are so many issues of one kind that not all are listed.",
        "Mend the first, or what causes them.",
    ),
    "too-many-actors": Code(
        _WARNING,
        "There are more organisations than powermap reports on.",
        "Check that the columns read as names hold names, and keep the rows of one partnership.",
    ),
    "file-repeated": Code(_NOTE, "The same file was given twice, and read once.", "Name each file once."),
    # the file of a network program
    "undirected-ties": Code(
        _NOTE,
        "Ties without a direction, or that go both ways, count in both directions.",
        "Nothing; if only one side answered, draw such ties as arrows.",
    ),
    "times-ignored": Code(
        _NOTE,
        "A network file says when actors or ties were there; times were not used.",
        "Save the network of each round as a file of its own.",
    ),
    "label-repeated": Code(
        _WARNING,
        "Two actors of a network file have one label; they were kept apart.",
        "Give each a label of its own; if they are one, make them one vertex.",
    ),
    "count-differs": Code(
        _WARNING,
        "A network file says another number of actors than it names.",
        "List the labels of all actors before the data; put names with spaces in quotation marks.",
    ),
    # tables of network tools
    "direction-unknown": Code(
        _WARNING,
        "A direction is neither one way nor both; the tie was taken to run one way, as it is written.",
        "Write directed, mutual or undirected.",
    ),
    "several-names": Code(
        _WARNING,
        "A name in the answers is made of the names of others, such as 'A; B'; it was kept as one of its own.",
        "If the cell names several, give each a row of its own. If it is one body, add it to the list.",
    ),
    "several-targets": Code(
        _NOTE, "A cell names several partners, separated by '|'; each is a tie.", "Nothing, unless it is one name."
    ),
    "tag-is-voice": Code(
        _NOTE,
        "A tag is the name of a voice, and was read as one.",
        "Nothing; a column 'voice' says it better.",
    ),
    "headers-unknown": Code(
        _WARNING,
        "No header says who answered and whom they named, but two columns share names: they were read as such.",
        "Write the headers from, to and strength above the columns, or settle it in a mapping (--write-map).",
    ),
    "no-names": Code(
        _WARNING,
        "A square of answers has no names; its rows and columns were numbered.",
        "Write the names along the top and down the side, or fill them in in a mapping.",
    ),
    "name-from-id": Code(_NOTE, "An actor has no name; its code was used.", "Write its name."),
    # actors
    "no-actors": Code(
        _WARNING,
        "No sheet lists the organisations, so their sectors are not known.",
        "Add a sheet 'Organisations' with the columns name and sector, or give a second file with them.",
    ),
    "unlisted-actor": Code(
        _WARNING,
        "A name in the answers is not on the list of organisations; it was added.",
        "Add it to the list, or correct its name.",
    ),
    "not-in-round": Code(
        _WARNING,
        "An organisation is in a round's answers but not on its list; it was added to the round.",
        "Add it to the list for that round, or correct the answer.",
    ),
    "duplicate-actor": Code(
        _WARNING,
        "An organisation is listed twice; the first row was used.",
        "Keep one row, or give two bodies different names.",
    ),
    "missing-name": Code(
        _ERROR,
        "A name is missing or is not a name; the row was left out.",
        "Write the name, or delete the row.",
    ),
    "long-name": Code(_WARNING, "A name is very long, and was cut.", "Use a shorter name."),
    "name-spelling": Code(
        _NOTE,
        "A name is spelled in ways that differ in case, punctuation or legal form; read as one.",
        "Nothing, if they are one body; if they are two, give them names that differ by more.",
    ),
    "name-proposal": Code(
        ("warning", "note"),
        "A name may be another spelling of, or short for, a second one; they were left apart.",
        "If they are one body, say so in a list of aliases; 'check --write-aliases' writes one to fill in.",
    ),
    "alias-joined": Code(
        _NOTE,
        "A name was read as another, because a list of aliases says so.",
        "Nothing, unless the alias is wrong.",
    ),
    "alias-unused": Code(_NOTE, "An alias is in no answer and on no list.", "Nothing, unless it is misspelt."),
    "alias-conflict": Code(
        _ERROR,
        "Aliases contradict one another, or one leads on to another; the name was left apart.",
        "Say for each alias once which name it means in the end.",
    ),
    "id-for-name": Code(
        _NOTE,
        "Answers use the codes of the list of organisations, and were read as the names.",
        "Nothing, unless a code is itself a name.",
    ),
    "sector-read-as": Code(
        _NOTE, "A sector was understood as one of powermap's own.", "Nothing, unless it means another sector."
    ),
    "sector-unknown": Code(
        _NOTE,
        "A sector powermap does not know; it keeps its name, and is examined as a voice.",
        "Nothing, unless it is another spelling of a sector that is there.",
    ),
    "sector-missing": Code(_WARNING, "No sector is given.", "Fill in the sector, or add a column 'sector'."),
    "voice-read-as": Code(
        _NOTE, "A voice was understood as one of powermap's own.", "Nothing, unless it means another voice."
    ),
    "voice-split": Code(
        _NOTE,
        "Voices with '/' between them were read as several.",
        "Nothing, if they are; if it is one voice, write it with 'and' in place of '/'.",
    ),
    "voice-unknown": Code(
        _NOTE,
        "A voice powermap does not know; it keeps its name.",
        "Nothing, unless it is another spelling of a voice that is there, or several: then write ';' between them.",
    ),
    "not-yes-or-no": Code(
        _ERROR, "A cell that should say yes or no says something else.", "Write yes or no in the cell."
    ),
    # who answered, and when
    "response-assumed": Code(
        _NOTE,
        "The file does not say who responded; whoever has an outgoing answer did.",
        "Add a column 'responded' (yes or no) to the list of organisations.",
    ),
    "response-conflict": Code(
        _WARNING,
        "Not marked as having responded, but has answers; counted as having responded.",
        "Correct the mark, or delete the answers.",
    ),
    "did-not-respond": Code(
        _NOTE,
        "A row of a grid is blank: that organisation did not respond.",
        "Nothing; if it did respond and names nobody, write 0 in its row.",
    ),
    "no-row": Code(
        _NOTE,
        "Somebody responded, but a grid has no row for it: what it would have answered there is missing.",
        "Add a row, with 0 where there is no tie.",
    ),
    "test-response": Code(
        _NOTE, "Rows of a form that are previews or tests were left out.", "Nothing, unless one is a real response."
    ),
    "response-unfinished": Code(
        _WARNING,
        "A response was not finished; what it left blank counts as missing.",
        "Ask the organisation to finish, or delete the row if it should not count.",
    ),
    "respondent-twice": Code(
        _WARNING,
        "An organisation answered twice in one round: where the two differ, the first answer was used.",
        "Keep one row for each organisation and round.",
    ),
    "round-missing": Code(("error", "warning"), "A round is missing.", "Write the round, or add a column 'round'."),
    "rounds-unused": Code(
        _WARNING,
        "The list of organisations has rounds and the answers have none; its rounds were not used.",
        "Add a column 'round' to the answers.",
    ),
    # answers
    "not-a-number": Code(
        _ERROR,
        "A cell that should hold an answer holds something else; the answer counts as missing.",
        "Use a number, a word such as Never, Sometimes, Often, or 'Don't know'.",
    ),
    "negative-strength": Code(
        _ERROR, "A strength below zero; the answer counts as missing.", "Use 0 for no tie, or a number above 0."
    ),
    "infinite-strength": Code(
        _ERROR,
        "A strength that is not finite, or larger than any answer is; the answer counts as missing.",
        "Use a number, a word such as Never, Sometimes, Often, or 'Don't know'.",
    ),
    "cell-error": Code(
        _ERROR,
        "A formula gives an error or was never calculated; the cell counts as missing.",
        "Put the answer itself in the cell, or open the file in Excel and save it.",
    ),
    "no-strength": Code(
        _WARNING,
        "A list has no column that was taken for the answer, though one may be: each row counts as a tie of 1.",
        "Say with --map which column holds the strength and what its words mean; or nothing, if each row is a tie.",
    ),
    "blank-answer": Code(
        _WARNING,
        "A row names a partner without an answer; the answer counts as missing.",
        "Write the answer, 0 for no tie, or 'Don't know'.",
    ),
    "blank-is-no-tie": Code(
        _NOTE,
        "Blank cells were read as no tie, because nothing in the sheet says 'no' or 0.",
        "If a blank means that the question was not answered, write 0 where there is no tie.",
    ),
    "words-read-as": Code(
        _NOTE,
        "Answers in words, and the numbers they were read as.",
        "Nothing, unless a word means something else: then use numbers.",
    ),
    "question-unnamed": Code(
        _NOTE,
        "The columns of a form name partners and not what was asked about them.",
        "Write the question before the name in each header, such as 'Trust: Council'.",
    ),
    "partner-assumed": Code(
        _WARNING,
        "Columns of a form were taken as partners because they stand beside partners and have the same answers.",
        "List the organisations on a sheet of their own, so that partners can be told from other questions.",
    ),
    "choices-are-relations": Code(
        _NOTE,
        "Several choices may stand in one cell; each was read as a relation of its own.",
        "Nothing, unless they are levels of one scale: then put one number or word in each cell.",
    ),
    "key-used": Code(
        _NOTE,
        "The codes of an export were read as the texts that a second file, its key, gives them.",
        "Nothing, unless the key belongs to another survey.",
    ),
    "choice-numbers": Code(
        _WARNING,
        "A form was exported with the numbers of its choices; the lowest may mean 'never'.",
        "Export again with the text of the choices.",
    ),
    "names-unsplit": Code(
        _WARNING,
        "A cell holds several names, and whether a comma parts two of them or belongs to one cannot be told.",
        "List the organisations on a sheet of their own: names on it are found whole.",
    ),
    "out-of-range": Code(
        _ERROR,
        "An answer is outside the scale that its header states; it counts as missing.",
        "Correct the answer, or the header.",
    ),
    "missing-code": Code(
        _WARNING,
        "A number such as 99, far above the scale, was read as no answer.",
        "Leave such cells empty, or correct the number if it is an answer.",
    ),
    "off-scale": Code(
        _WARNING,
        "An answer is far above all others of its column; it was used.",
        "Correct it if it is a slip of the keyboard.",
    ),
    "number-says-tie": Code(
        _WARNING,
        "An answer such as '1 - Not at all' is a tie by its number, and none by its words; the number was used.",
        "If it means no tie, write 0 instead.",
    ),
    "grid-direction": Code(
        _WARNING,
        "A grid does not say which side answered; those down the side were taken as the respondents.",
        "Write 'Respondent' in the corner of the grid, or 'Respondent ->' if those along the top answered.",
    ),
    "grid-turned": Code(
        _NOTE,
        "Those along the top of a grid were read as the respondents.",
        "Nothing, unless those down the side answered: then write 'Respondent' in the corner of the grid.",
    ),
    "relation-from-file": Code(
        _NOTE,
        "Several files hold answers that nothing in them says more of; their names were taken for the relations.",
        "Nothing, if that is right; else name each sheet after its relation, or its round, or say it in a mapping.",
    ),
    "attendance": Code(
        _NOTE,
        "A sheet says who attends which meeting or board; it was kept apart from ties.",
        "Nothing, unless its columns are partners: then list them on a sheet 'Organisations'.",
    ),
    "attendance-only": Code(
        _WARNING,
        "The file says who attends what, and not who works with whom; there is nothing to report on.",
        "Add a sheet of answers with the columns from, to and strength.",
    ),
    "attendance-unlisted": Code(
        _NOTE,
        "Some who attend are no actors of the survey.",
        "Nothing, unless they are organisations of the list under another name.",
    ),
    "mixed-scales": Code(
        _WARNING,
        "The words of one column belong to different scales.",
        "Put each question in a column of its own, or use numbers.",
    ),
    "relation-missing": Code(
        _WARNING, "A row does not say which relation it is about.", "Write the relation in the row."
    ),
    "relation-spelling": Code(
        _NOTE,
        "A relation is spelled in several ways; read as one.",
        "Nothing, if it is one relation; if it is two, give them names that differ by more.",
    ),
    "named-nobody": Code(
        _NOTE, "A respondent wrote that it names nobody.", "Nothing; it counts as having responded."
    ),
    "total-ignored": Code(
        _NOTE,
        "A row or column of totals was left out.",
        "Nothing, unless it is an organisation: then give it another name.",
    ),
    # ties
    "self-tie": Code(
        ("warning", "note"),
        "An organisation names itself, or rates itself; that is no tie.",
        "Correct the name, or delete the answer.",
    ),
    "duplicate-tie": Code(_NOTE, "The same answer is given twice.", "Nothing; it counts once."),
    "conflicting-tie": Code(
        _WARNING, "Two different answers are given for the same tie; the first was used.", "Keep the right one."
    ),
    "no-overlap": Code(
        _WARNING,
        "No column of a grid is also a row of it, so it may be a list of meetings and not of partners.",
        "If the columns are meetings or boards, this sheet does not say who names whom: leave it out.",
    ),
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


def what_to_do(issue: Issue) -> str:
    """Return how to mend an issue: in its own words, else in those of its code."""
    return issue.fix or CODES[issue.code].fix
