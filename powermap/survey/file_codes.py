"""What can be said of a file, its sheets, and the tables of network tools."""

from __future__ import annotations

from powermap.survey.issue_code import NOTE, WARNING, Code

FILE_CODES: dict[str, Code] = {
    # the file
    "sheet-ignored": Code(
        NOTE,
        "A sheet was not used, and why.",
        "Nothing, unless it holds answers: then give its columns the headers from, to and strength, "
        "or say in a mapping how to read it (--write-map).",
    ),
    "shape-unsure": Code(
        NOTE,
        "The layout of a sheet is not sure: it was read as the likeliest.",
        "Say what it is with --map, or in the mapping that --write-map writes.",
    ),
    "sheet-cut": Code(
        WARNING,
        "A sheet has a cell very far out; only the part near its top left corner was read.",
        "Delete the rows and columns beyond the table, and save.",
    ),
    "columns-ignored": Code(
        NOTE,
        "Columns that play no part were not used.",
        "Nothing, unless one of them matters: then give it a header that powermap knows, "
        "or say with --map which part it plays.",
    ),
    "mapping-unused": Code(
        NOTE, "The mapping leaves out a sheet that is not there.", "Nothing, unless its name is misspelt."
    ),
    "encoding-guessed": Code(
        NOTE,
        "A text file is not in UTF-8, and was read as Windows text.",
        "Look at accents, pounds and dashes; save it in Excel as 'CSV UTF-8 (Comma delimited)'.",
    ),
    "unseen-characters": Code(
        NOTE,
        "Characters that cannot be seen, such as one that turns the direction of writing, were left out of cells.",
        "Nothing; to be rid of the note, type the text of these cells anew.",
    ),
    "csv-quotes": Code(
        WARNING,
        "Quotation marks in a text file do not match up.",
        "Look at the names that hold one, and save the file again as CSV from Excel.",
    ),
    "several-tables": Code(
        NOTE, "A sheet holds several tables; each was read on its own.", "Nothing; a sheet for each is clearer."
    ),
    "table-ignored": Code(
        WARNING,
        "Below a table, after an empty row, is another that powermap does not know; it was left out.",
        "If it holds answers, move it to a sheet of its own, with the headers from, to and strength.",
    ),
    "row-ignored": Code(
        ("warning", "note"),
        "A row with one text only was taken for a heading or a remark, and left out.",
        "If it is a name, fill in its row.",
    ),
    "merged-filled": Code(
        NOTE,
        "The value of a cell merged over several rows was read in each of them.",
        "Nothing; if it belongs to the first row only, unmerge the cells.",
    ),
    "hidden-cells": Code(
        NOTE, "Hidden rows and columns of a sheet were read.", "Nothing; delete what should not count."
    ),
    "and-more": Code(
        NOTE,
        "There are so many issues of one kind that not all are listed.",
        "Mend the first, or what causes them.",
    ),
    "too-many-actors": Code(
        WARNING,
        "There are more organisations than powermap reports on.",
        "Check that the columns read as names hold names, and keep the rows of one partnership.",
    ),
    "file-repeated": Code(NOTE, "The same file was given twice, and read once.", "Name each file once."),
    # the file of a network program
    "undirected-ties": Code(
        NOTE,
        "Ties without a direction, or that go both ways, count in both directions.",
        "Nothing; if only one side answered, draw such ties as arrows.",
    ),
    "times-ignored": Code(
        NOTE,
        "A network file says when actors or ties were there; times were not used.",
        "Save the network of each round as a file of its own.",
    ),
    "label-repeated": Code(
        WARNING,
        "Two actors of a network file have one label; they were kept apart.",
        "Give each a label of its own; if they are one, make them one vertex.",
    ),
    "count-differs": Code(
        WARNING,
        "A network file says another number of actors than it names.",
        "List the labels of all actors before the data; put names with spaces in quotation marks.",
    ),
    # tables of network tools
    "direction-unknown": Code(
        WARNING,
        "A direction is neither one way nor both; the tie was taken to run one way, as it is written.",
        "Write directed, mutual or undirected.",
    ),
    "several-names": Code(
        WARNING,
        "A name in the answers is made of the names of others, such as 'A; B'; it was kept as one of its own.",
        "If the cell names several, give each a row of its own. If it is one body, add it to the list.",
    ),
    "several-targets": Code(
        NOTE, "A cell names several partners, separated by '|'; each is a tie.", "Nothing, unless it is one name."
    ),
    "tag-is-voice": Code(
        NOTE,
        "A tag is the name of a voice, and was read as one.",
        "Nothing; a column 'voice' says it better.",
    ),
    "headers-unknown": Code(
        WARNING,
        "No header says who answered and whom they named, but two columns share names: they were read as such.",
        "Write the headers from, to and strength above the columns, or settle it in a mapping (--write-map).",
    ),
    "no-names": Code(
        WARNING,
        "A square of answers has no names; its rows and columns were numbered.",
        "Write the names along the top and down the side, or fill them in in a mapping.",
    ),
    "name-from-id": Code(NOTE, "An actor has no name; its code was used.", "Write its name."),
}
