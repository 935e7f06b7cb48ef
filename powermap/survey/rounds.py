"""Rounds: what they are called and in which order they come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from powermap.survey.cell_errors import CellError
from powermap.survey.headers import is_generic
from powermap.survey.names import name_in
from powermap.vocabulary import MISSING, ROUND_WORDS, key

_NUMBERED = re.compile(
    r"(?:survey )?(?:round|wave|time ?point|time|year|phase|period|r|w|t) ?0*(\d{1,4})", re.IGNORECASE
)
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_IN_WORDS = {"one": 1, "i": 1, "two": 2, "ii": 2, "three": 3, "iii": 3, "four": 4, "iv": 4}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"({'|'.join(_MONTHS)})[a-z]* (\d{{4}}|\d\d)")
#: The month in which, about, a part of a year begins.
_SEASONS = {"q1": 1, "spring": 3, "q2": 4, "summer": 6, "q3": 7, "autumn": 9, "fall": 9, "q4": 10, "winter": 12}
#: How long after the start: '12 months', 'month 6', '1 year follow up'.
_AFTER = re.compile(
    r"(?:(?:after|at) )?\d{1,3} ?(?:months?|mths?|weeks?|years?|yrs?)(?: (?:follow ?up|later|on|review|survey))?"
    r"|(?:months?|weeks?) ?\d{1,3}|follow ?up ?\d{1,2}"
)
_YEAR = r"(?:19|20)\d\d"
_PART = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|(?:spring|summer|autumn|fall|winter)(?: +term)?|q[1-4])"
)
#: What a title may say of a round, the surest first.
_IN_TITLE = tuple(
    re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")
    for pattern in (
        r"(?:end +of +)?(?:round|wave|time ?point|time|year|yr|phase|period|survey|r|w|t|y) *0*(?P<number>\d{1,3})",
        rf"(?:round|wave|phase) +(?P<word>{'|'.join(_IN_WORDS)})",
        rf"(?P<ordinal>{'|'.join(_ORDINALS)}) +(?:round|wave|phase|survey)",
        rf"(?:\d{{1,2}}(?:st|nd|rd|th)? +)?(?P<part>{_PART} +{_YEAR}|{_YEAR} +{_PART})",
        rf"(?P<date>{_YEAR} *(?:0[1-9]|1[0-2]) *(?:0[1-9]|[12]\d|3[01]))",
        rf"(?:fy *)?(?P<years>{_YEAR} +\d\d)",
        rf"(?:fy *|(?:round|wave|time|year|phase|period) +)?(?P<year>{_YEAR})",
        r"(?P<stage>baseline|midline|midpoint|endline|follow ?up)",
    )
)
#: A round only in a title that says nothing else: 'pre survey', 'edges_after', and not 'Post Office'.
_STAGES = re.compile(rf"(?<!\S)(?:{'|'.join(ROUND_WORDS)})(?!\S)")


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

    >>> [round_in_title(title) for title in ("Round 1", "Ties 2023", "12 months", "network_autumn_2022", "Sheet1")]
    ['1', '2023', '12 months', 'autumn 2022', None]
    """
    if _is_round(title):
        return name_in(title)
    return next((label for label, _, _ in _said(title)), None)


def without_round(title: str) -> str:
    """Return the name of a sheet without the round that it speaks of.

    >>> without_round("Trust - round 2"), without_round("Trust (Round 1, May 2023)")
    ('Trust', 'Trust')
    """
    if _is_round(title):
        return ""
    spans = [(start, end) for _, start, end in _said(title)]
    for start, end in sorted(spans, reverse=True):
        title = f"{title[:start]} {title[end:]}"
    return " ".join(re.sub(r"\(\W*\)|\[\W*\]", " ", title).split()).strip(" -–—_:,;()") if spans else title


def for_any_round(title: str) -> str:
    """Return the name of a sheet or file with * in the place of what another round would have otherwise.

    >>> [for_any_round(title) for title in ("Round 1", "survey_2023", "Wave II", "Autumn 2022 ties", "Ties")]
    ['Round *', 'survey_*', 'Wave *', '* 20* ties', 'Ties']
    """
    if _is_round(title):
        return re.sub(rf"{_PART}|\d{{1,4}}", "*", title, flags=re.IGNORECASE)
    for _, start, end in sorted(_said(title), key=lambda said: said[1], reverse=True):
        said = re.sub(_PART, "*", title[start:end], flags=re.IGNORECASE)
        if said != title[start:end]:
            said = re.sub(r"\d\d(?!\d)", "*", said)
        else:
            said = re.sub(r"\d+(?:\W\d+)*", "*", said)
            said = re.sub(rf"(?i)(?<![^\W_])(?:{'|'.join((*_ORDINALS, *_IN_WORDS))})(?![^\W_])", "*", said)
        title = title[:start] + said + title[end:]
    return title


def rounds_in(relations: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return (round, relation) for relations that are called after rounds; ('', relation) if not all are.

    >>> rounds_in(["Trust 2022", "Trust 2023"])
    {'Trust 2022': ('2022', 'Trust'), 'Trust 2023': ('2023', 'Trust')}
    >>> rounds_in(["Trust", "Round 1"])
    {'Trust': ('', 'Trust'), 'Round 1': ('', 'Round 1')}
    """
    relations = list(dict.fromkeys(relations))
    split = {name: (round_in_title(name) or "", without_round(name)) for name in relations}
    if all(round_ for round_, _ in split.values()) and len(set(split.values())) == len(relations) > 1:
        return split
    return {name: ("", name) for name in relations}


def rounds_of_columns(header: Sequence[Any], columns: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return (round, relation) of *columns* of answers, where all are called after rounds and there are several.

    >>> rounds_of_columns(["From", "To", "Trust 2022", "Trust 2023"], (2, 3))
    {2: ('2022', 'Trust'), 3: ('2023', 'Trust')}
    """
    titles = {column: name_in(header[column]) for column in columns}
    called = rounds_in(titles.values())
    found = {column: called[title] for column, title in titles.items()}
    rounds = {round_ for round_, _ in found.values()}
    return found if len(rounds - {""}) > 1 and len(set(titles.values())) == len(titles) else {}


def _is_round(title: str) -> bool:
    """Tell whether a title says nothing but a round."""
    text = key(title)
    return text in ROUND_WORDS or bool(_AFTER.fullmatch(text) or _MONTH.fullmatch(text))


def _said(title: str) -> list[tuple[str, int, int]]:
    """Return what a title says of rounds, the surest first: what each is called, and where it stands."""
    # Letter for letter as long as the title, so that places in one are places in the other.
    text = "".join(c.lower() if c.isalnum() and len(c.lower()) == 1 else " " for c in title)
    found: list[tuple[str, int, int]] = []
    for pattern in _IN_TITLE:
        for match in pattern.finditer(text):
            # The '1' of 'Round 1, May 2023' is no day.
            spans = (span for span in (match.span(), match.span(match.lastgroup or 0)) if _apart(span, found))
            span, label = next(spans, None), _label(match, title)
            if span and label:
                found.append((label, *span))
    for match in () if found else _STAGES.finditer(text):
        start, end = match.span()
        if is_generic(f"{title[:start]} {title[end:]}"):
            return [(title[start:end], start, end)]
    return found


def _apart(span: tuple[int, int], found: list[tuple[str, int, int]]) -> bool:
    return all(span[1] <= start or span[0] >= end for _, start, end in found)


def _label(match: re.Match[str], title: str) -> str:
    kind = match.lastgroup or ""
    text = " ".join(match[kind].split())
    digits = re.sub(r"\D", "", text)
    if kind == "word":
        return str(_IN_WORDS[text])
    if kind == "ordinal":
        return str(_ORDINALS[text])
    if kind == "date":
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    if kind == "years":  # 2022-23, but not 2022-07
        return f"{digits[:4]}-{digits[4:]}" if (int(digits[2:4]) + 1) % 100 == int(digits[4:]) else ""
    if kind in ("part", "stage"):
        written = title[match.start(kind) : match.end(kind)]
        return " ".join(re.sub(r"[\W_]+", " ", written).split()) if kind == "part" else written
    return text


def in_time_order(labels: set[str]) -> tuple[str, ...]:
    """Return the rounds in order: '2' before '10', 'Baseline' before 'Follow-up'.

    >>> in_time_order({"10", "2", "1"}), in_time_order({"Follow-up", "Baseline"})
    (('1', '2', '10'), ('Baseline', 'Follow-up'))
    >>> in_time_order({"Spring 2024", "Autumn 2023"})
    ('Autumn 2023', 'Spring 2024')
    """
    words = {word: place for place, word in enumerate(ROUND_WORDS)}

    def place(label: str) -> tuple[Any, ...]:
        text = key(label)
        month = _MONTH.fullmatch(text)
        part = re.fullmatch(rf"(?:({_YEAR}) )?({'|'.join(_SEASONS)}|[a-z]{{3,9}})(?: term)?(?: ({_YEAR}))?", text)
        if month:
            text = f"{month[2]} {_MONTHS.index(month[1]) + 1}"
        elif part and (part[1] or part[3]) and _month_of(part[2]):
            text = f"{part[1] or part[3]} {_month_of(part[2])}"
        pieces = [
            (0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in re.findall(r"\d+|\D+", text)
        ]
        return (words.get(text, len(words)), pieces, label)

    return tuple(sorted(labels, key=place))


def _month_of(part: str) -> int:
    """Return the month in which a part of a year begins; 0 for what is none."""
    return _SEASONS.get(part) or (_MONTHS.index(part[:3]) + 1 if part[:3] in _MONTHS else 0)
