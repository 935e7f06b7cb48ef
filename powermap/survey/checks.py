"""What can be wrong or worth knowing in a survey file: every code, and how an issue is made."""

from __future__ import annotations

from powermap.survey.actor_codes import ACTOR_CODES
from powermap.survey.answer_codes import ANSWER_CODES
from powermap.survey.file_codes import FILE_CODES
from powermap.survey.issue_code import Code
from powermap.survey.model import Issue, Level

#: How the first cell of the list of issues in a marked copy begins; such a sheet is not part of the survey.
ISSUES_HEADING = "What powermap found in "

#: Every issue code. `powermap check --codes` prints this table.
CODES: dict[str, Code] = FILE_CODES | ACTOR_CODES | ANSWER_CODES


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
