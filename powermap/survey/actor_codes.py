"""What can be said of actors, their names, who answered, and when."""

from __future__ import annotations

from powermap.survey.issue_code import ERROR, NOTE, WARNING, Code

ACTOR_CODES: dict[str, Code] = {
    # actors
    "no-actors": Code(
        WARNING,
        "No sheet lists the organisations, so their sectors are not known.",
        "Add a sheet 'Organisations' with the columns name and sector, or give a second file with them.",
    ),
    "unlisted-actor": Code(
        WARNING,
        "A name in the answers is not on the list of organisations; it was added.",
        "Add it to the list, or correct its name.",
    ),
    "not-in-round": Code(
        WARNING,
        "An organisation is in a round's answers but not on its list; it was added to the round.",
        "Add it to the list for that round, or correct the answer.",
    ),
    "duplicate-actor": Code(
        WARNING,
        "An organisation is listed twice; the first row was used.",
        "Keep one row, or give two bodies different names.",
    ),
    "missing-name": Code(
        ERROR,
        "A name is missing or is not a name; the row was left out.",
        "Write the name, or delete the row.",
    ),
    "long-name": Code(WARNING, "A name is very long, and was cut.", "Use a shorter name."),
    "name-spelling": Code(
        NOTE,
        "A name is spelled in ways that differ in case, punctuation or legal form; read as one.",
        "Nothing, if they are one body; if they are two, give them names that differ by more.",
    ),
    "name-proposal": Code(
        ("warning", "note"),
        "A name may be another spelling of, or short for, a second one; they were left apart.",
        "If they are one body, say so in a list of aliases; 'check --write-aliases' writes one to fill in.",
    ),
    "alias-joined": Code(
        NOTE,
        "A name was read as another, because a list of aliases says so.",
        "Nothing, unless the alias is wrong.",
    ),
    "alias-unused": Code(NOTE, "An alias is in no answer and on no list.", "Nothing, unless it is misspelt."),
    "alias-conflict": Code(
        ERROR,
        "Aliases contradict one another, or one leads on to another; the name was left apart.",
        "Say for each alias once which name it means in the end.",
    ),
    "id-for-name": Code(
        NOTE,
        "Answers use the codes of the list of organisations, and were read as the names.",
        "Nothing, unless a code is itself a name.",
    ),
    "sector-read-as": Code(
        NOTE, "A sector was understood as one of powermap's own.", "Nothing, unless it means another sector."
    ),
    "sector-unknown": Code(
        NOTE,
        "A sector powermap does not know; it keeps its name, and is examined as a voice.",
        "Nothing, unless it is another spelling of a sector that is there.",
    ),
    "sector-missing": Code(WARNING, "No sector is given.", "Fill in the sector, or add a column 'sector'."),
    "voice-read-as": Code(
        NOTE, "A voice was understood as one of powermap's own.", "Nothing, unless it means another voice."
    ),
    "voice-split": Code(
        NOTE,
        "Voices with '/' between them were read as several.",
        "Nothing, if they are; if it is one voice, write it with 'and' in place of '/'.",
    ),
    "voice-unknown": Code(
        NOTE,
        "A voice powermap does not know; it keeps its name.",
        "Nothing, unless it is another spelling of a voice that is there, or several: then write ';' between them.",
    ),
    "not-yes-or-no": Code(
        ERROR, "A cell that should say yes or no says something else.", "Write yes or no in the cell."
    ),
    # scores
    "scores-listed": Code(
        NOTE,
        "A list of organisations scores their power, interest, legitimacy or urgency; only 'measures' shows that.",
        "Nothing, unless a column is something else: then say with --map that it plays no part.",
    ),
    "score-unusable": Code(
        ERROR,
        "A score in the list of organisations cannot be read, or is on another scale than the rest of its column.",
        "Use numbers throughout, or words such as Low, Medium, High, or yes and no.",
    ),
    "scores-left-out": Code(
        WARNING,
        "A column called as one of scores was left out, as most of what stands in it is none.",
        "Use numbers throughout, or words such as Low, Medium, High, or yes and no.",
    ),
    "score-blank": Code(
        NOTE,
        "Blank cells among ticks were read as no, because nothing in the column says 'no' or 0.",
        "If a blank means that nobody knows, write '?' there, and 'no' where the answer is no.",
    ),
    # who answered, and when
    "response-assumed": Code(
        NOTE,
        "The file does not say who responded; whoever has an outgoing answer did.",
        "Add a column 'responded' (yes or no) to the list of organisations.",
    ),
    "response-conflict": Code(
        WARNING,
        "Not marked as having responded, but has answers; counted as having responded.",
        "Correct the mark, or delete the answers.",
    ),
    "did-not-respond": Code(
        NOTE,
        "A row of a grid is blank: that organisation did not respond.",
        "Nothing; if it did respond and names nobody, write 0 in its row.",
    ),
    "no-row": Code(
        NOTE,
        "Somebody responded, but a grid has no row for it: what it would have answered there is missing.",
        "Add a row, with 0 where there is no tie.",
    ),
    "own-list": Code(
        NOTE,
        "A grid of one or two rows leaves out organisations that others list: they count as not named there.",
        "If they were not asked about, add a column for each with 'don't know' in it.",
    ),
    "own-grid": Code(
        WARNING,
        "Grids on one question list different organisations, or a list asks it too: nobody was asked about those "
        "that its own grid leaves out.",
        "Ask everybody about the same organisations.",
    ),
    "test-response": Code(
        NOTE, "Rows of a form that are previews or tests were left out.", "Nothing, unless one is a real response."
    ),
    "response-unfinished": Code(
        WARNING,
        "A response was not finished; what it left blank counts as missing.",
        "Ask the organisation to finish, or delete the row if it should not count.",
    ),
    "respondent-twice": Code(
        WARNING,
        "An organisation answered twice in one round: where the two differ, the first answer was used.",
        "Keep one row for each organisation and round.",
    ),
    "round-missing": Code(("error", "warning"), "A round is missing.", "Write the round, or add a column 'round'."),
    "rounds-unused": Code(
        WARNING,
        "The list of organisations has rounds and the answers have none; its rounds were not used.",
        "Add a column 'round' to the answers.",
    ),
}
