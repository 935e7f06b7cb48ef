"""What the tests of exported forms share: rows as CSV, and what was read of them."""

from __future__ import annotations

import csv
import io


def as_csv(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def ties(survey, relation=None):
    rows = survey.ties.itertuples(index=False)
    return {(row[1], row[2]): row[4] for row in rows if relation in (None, row[3])}


def codes(survey):
    return [issue.code for issue in survey.issues]


def answered(survey):
    return set(survey.members.loc[survey.members["responded"], "name"])


def assert_private(survey, *personal):
    """No person, address or time is an actor, a tie or a part of what is said."""
    said = survey.shape + " ".join(f"{issue.message} {issue.fix} {issue.where}" for issue in survey.issues)
    said += " ".join(survey.actors["name"]) + " ".join(survey.relations)
    for text in personal:
        assert text not in said
