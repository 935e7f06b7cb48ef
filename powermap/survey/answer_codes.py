"""What can be said of answers and ties."""

from __future__ import annotations

from powermap.survey.issue_code import ERROR, NOTE, WARNING, Code

ANSWER_CODES: dict[str, Code] = {
    # answers
    "not-a-number": Code(
        ERROR,
        "A cell that should hold an answer holds something else; the answer counts as missing.",
        "Use a number, a word such as Never, Sometimes, Often, or 'Don't know'.",
    ),
    "negative-strength": Code(
        ERROR, "A strength below zero; the answer counts as missing.", "Use 0 for no tie, or a number above 0."
    ),
    "infinite-strength": Code(
        ERROR,
        "A strength that is not finite, or larger than any answer is; the answer counts as missing.",
        "Use a number, a word such as Never, Sometimes, Often, or 'Don't know'.",
    ),
    "cell-error": Code(
        ERROR,
        "A formula gives an error or was never calculated; the cell counts as missing.",
        "Put the answer itself in the cell, or open the file in Excel and save it.",
    ),
    "no-strength": Code(
        WARNING,
        "A list has no column that was taken for the answer, though one may be: each row counts as a tie of 1.",
        "Say with --map which column holds the strength and what its words mean; or nothing, if each row is a tie.",
    ),
    "blank-answer": Code(
        WARNING,
        "A row names a partner without an answer; the answer counts as missing.",
        "Write the answer, 0 for no tie, or 'Don't know'.",
    ),
    "blank-is-no-tie": Code(
        NOTE,
        "Blank cells were read as no tie, because nothing in the sheet says 'no' or 0.",
        "If a blank means that the question was not answered, write 0 where there is no tie.",
    ),
    "words-read-as": Code(
        NOTE,
        "Answers in words, and the numbers they were read as.",
        "Nothing, unless a word means something else: then use numbers.",
    ),
    "question-unnamed": Code(
        NOTE,
        "The columns of a form name partners and not what was asked about them.",
        "Write the question before the name in each header, such as 'Trust: Council'.",
    ),
    "partner-assumed": Code(
        WARNING,
        "Columns of a form were taken as partners because they stand beside partners and have the same answers.",
        "List the organisations on a sheet of their own, so that partners can be told from other questions.",
    ),
    "name-inside": Code(
        NOTE,
        "Columns whose headers differ only in the name of a partner inside were read as one question.",
        "Nothing, unless they ask different things.",
    ),
    "partner-unknown": Code(
        WARNING,
        "A column asks what others ask, about somebody who neither answered nor is on a list; it was left out.",
        "Add the partner to a sheet 'Organisations', spelt as in the header.",
    ),
    "choices-are-relations": Code(
        NOTE,
        "Several choices may stand in one cell; each was read as a relation of its own.",
        "Nothing, unless they are levels of one scale: then put one number or word in each cell.",
    ),
    "key-used": Code(
        NOTE,
        "The codes of an export were read as the texts that a second file, its key, gives them.",
        "Nothing, unless the key belongs to another survey.",
    ),
    "choice-numbers": Code(
        WARNING,
        "A form was exported with the numbers of its choices; the lowest may mean 'never'.",
        "Export again with the text of the choices.",
    ),
    "names-unsplit": Code(
        WARNING,
        "A cell holds several names, and whether a comma parts two of them or belongs to one cannot be told.",
        "List the organisations on a sheet of their own: names on it are found whole.",
    ),
    "out-of-range": Code(
        ERROR,
        "An answer is outside the scale that its header states; it counts as missing.",
        "Correct the answer, or the header.",
    ),
    "missing-code": Code(
        WARNING,
        "A number such as 99, far above the scale, was read as no answer.",
        "Leave such cells empty, or correct the number if it is an answer.",
    ),
    "off-scale": Code(
        WARNING,
        "An answer is far above all others of its column; it was used.",
        "Correct it if it is a slip of the keyboard.",
    ),
    "number-says-tie": Code(
        WARNING,
        "An answer such as '1 - Not at all' is a tie by its number, and none by its words; the number was used.",
        "If it means no tie, write 0 instead.",
    ),
    "grid-direction": Code(
        WARNING,
        "A grid does not say which side answered; those down the side were taken as the respondents.",
        "Write 'Respondent' in the corner of the grid, or 'Respondent ->' if those along the top answered.",
    ),
    "grid-turned": Code(
        NOTE,
        "Those along the top of a grid were read as the respondents.",
        "Nothing, unless those down the side answered: then write 'Respondent' in the corner of the grid.",
    ),
    "relation-from-file": Code(
        NOTE,
        "Several files hold answers that nothing in them says more of; their names were taken for the relations.",
        "Nothing, if that is right; else name each sheet after its relation, or its round, or say it in a mapping.",
    ),
    "attendance": Code(
        NOTE,
        "A sheet says who attends which meeting or board; it was kept apart from ties.",
        "Nothing, unless its columns are partners: then list them on a sheet 'Organisations'.",
    ),
    "attendance-only": Code(
        WARNING,
        "The file says who attends what, and not who works with whom; there is nothing to report on.",
        "Add a sheet of answers with the columns from, to and strength.",
    ),
    "attendance-unlisted": Code(
        NOTE,
        "Some who attend are no actors of the survey.",
        "Nothing, unless they are organisations of the list under another name.",
    ),
    "mixed-scales": Code(
        WARNING,
        "The words of one column belong to different scales.",
        "Put each question in a column of its own, or use numbers.",
    ),
    "relation-missing": Code(
        WARNING, "A row does not say which relation it is about.", "Write the relation in the row."
    ),
    "relation-spelling": Code(
        NOTE,
        "A relation is spelled in several ways; read as one.",
        "Nothing, if it is one relation; if it is two, give them names that differ by more.",
    ),
    "named-nobody": Code(
        NOTE, "A respondent wrote that it names nobody.", "Nothing; it counts as having responded."
    ),
    "total-ignored": Code(
        NOTE,
        "A row or column of totals was left out.",
        "Nothing, unless it is an organisation: then give it another name.",
    ),
    # ties
    "self-tie": Code(
        ("warning", "note"),
        "An organisation names itself, or rates itself; that is no tie.",
        "Correct the name, or delete the answer.",
    ),
    "duplicate-tie": Code(NOTE, "The same answer is given twice.", "Nothing; it counts once."),
    "conflicting-tie": Code(
        WARNING, "Two different answers are given for the same tie; the first was used.", "Keep the right one."
    ),
    "no-overlap": Code(
        WARNING,
        "No column of a grid is also a row of it, so it may be a list of meetings and not of partners.",
        "If the columns are meetings or boards, this sheet does not say who names whom: leave it out.",
    ),
}
