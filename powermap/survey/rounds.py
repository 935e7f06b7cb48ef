"""Rounds: what they are called and in which order they come."""

from __future__ import annotations

import re
from typing import Any

from powermap.survey.extents import CellError
from powermap.survey.names import name_in
from powermap.vocabulary import MISSING, ROUND_WORDS, key

_NUMBERED = re.compile(
    r"(?:survey )?(?:round|wave|time ?point|time|year|phase|period|r|w|t) ?0*(\d{1,4})", re.IGNORECASE
)
_IN_TITLE = re.compile(
    r"(?:^|\s)(?:(?:round|wave|time ?point|time|year|phase|period|r|w|t) ?0*(\d{1,4})|((?:19|20)\d\d))(?=\s|$)"
)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"({'|'.join(_MONTHS)})[a-z]* (\d{{4}}|\d\d)")
#: How long after the start: '12 months', 'month 6', '1 year follow up'.
_AFTER = re.compile(
    r"(?:(?:after|at) )?\d{1,3} ?(?:months?|mths?|weeks?|years?|yrs?)(?: (?:follow ?up|later|on|review|survey))?"
    r"|(?:months?|weeks?) ?\d{1,3}|follow ?up ?\d{1,2}"
)


def round_label(cell: Any) -> str | None:
    """Return what a round is called; None for an empty cell. 'Round 2', 'Wave 2' and 2.0 are all '2'.

    >>> round_label("Wave 2"), round_label(2.0), round_label("Baseline"), round_label("")
    ('2', '2', 'Baseline', None)
    """
    if cell == "" or isinstance(cell, CellError):
        return None
    label = name_in(cell)
    if key(label) in MISSING or not key(label):
        return None
    numbered = _NUMBERED.fullmatch(key(label))
    if numbered:
        return numbered[1]
    return label[:-2] if re.fullmatch(r"\d+\.0", label) else label


def round_in_title(title: str) -> str | None:
    """Return the round that the name of a sheet or file speaks of, or None.

    >>> [round_in_title(title) for title in ("Round 1", "Ties 2023", "12 months", "Sheet1")]
    ['1', '2023', '12 months', None]
    """
    text = key(title)
    for word in ROUND_WORDS:
        if text == word:
            return name_in(title)
    if _AFTER.fullmatch(text) or _MONTH.fullmatch(text):
        return name_in(title)
    match = _IN_TITLE.search(text)
    return (match[1] or match[2]) if match else None


def without_round(title: str) -> str:
    """Return the name of a sheet without the round that it speaks of.

    >>> without_round("Trust - round 2")
    'Trust'
    """
    if round_in_title(title) is None:
        return title
    if key(title) in ROUND_WORDS or _AFTER.fullmatch(key(title)) or _MONTH.fullmatch(key(title)):
        return ""
    cut = re.sub(
        r"(?i)(?<![^\W_])(?:(?:round|wave|time ?point|time|year|phase|period|r|w|t)[\s_-]*\d{1,4}"
        r"|(?:19|20)\d\d)(?![^\W_])",
        " ",
        title,
    )
    return " ".join(cut.split()).strip(" -–—_:,;()")


def in_time_order(labels: set[str]) -> tuple[str, ...]:
    """Return the rounds in order: '2' before '10', 'Baseline' before 'Follow-up'.

    >>> in_time_order({"10", "2", "1"}), in_time_order({"Follow-up", "Baseline"})
    (('1', '2', '10'), ('Baseline', 'Follow-up'))
    """
    words = {word: place for place, word in enumerate(ROUND_WORDS)}

    def place(label: str) -> tuple[Any, ...]:
        text = key(label)
        month = _MONTH.fullmatch(text)
        if month:
            text = f"{month[2]} {_MONTHS.index(month[1])}"
        pieces = [
            (0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in re.findall(r"\d+|\D+", text)
        ]
        return (words.get(text, len(words)), pieces, label)

    return tuple(sorted(labels, key=place))
