"""What tests look at in a survey: its ties as rows, the issues of one code, and which codes there are."""

from __future__ import annotations


def ties(survey, *columns):
    columns = columns or ("from", "to", "strength")
    return [tuple(row) for row in survey.ties[list(columns)].itertuples(index=False)]


def found(survey, code):
    return [issue for issue in survey.issues if issue.code == code]


def codes(survey):
    return {issue.code for issue in survey.issues}
