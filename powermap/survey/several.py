"""Names in the answers that are made of the names of others: 'Gaddum; Mind'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from powermap.survey.names import name_key

if TYPE_CHECKING:
    from powermap.survey.model import Issue
    from powermap.survey.raw import Raw

_BETWEEN = re.compile(r"[;,/+|\n]")


def say_several_names(raw: Raw) -> list[Issue]:
    """Return the issues that tell of such names; they may be several bodies, or one, so they stay as they are."""
    may_be = {name for name in raw.seen if _BETWEEN.search(name)}
    if not may_be:
        return []
    named = [name for name in dict.fromkeys(raw.answers.names()) if name in raw.seen]
    joined = [name for name in named if name in may_be]
    listed = {name_key(row.name) for row in raw.actors}
    known = listed | {name_key(name) for name in named}
    issues = []
    for name in joined:
        parts = [part.strip() for part in _BETWEEN.split(name)]
        if name_key(name) not in listed and all(name_key(part) in known for part in parts):
            sheet, r, column = raw.seen[name]
            said = " and ".join(f"'{part}'" for part in parts)
            message = (
                f"'{name}' is made of the names of {len(parts)} others, {said}; it was kept as one of its own."
            )
            fix = "If the cell names several, give each a row of its own. If it is one body, add it to the list."
            issues.append(sheet.issue("warning", "several-names", message, fix, at=(r, column)))
    return issues
