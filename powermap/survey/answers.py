"""From what stands in a cell to an answer: a number, or missing and why, or something that cannot be used.

A tie, no tie and a missing answer stay three different things: 3, 0 and "Don't know".
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from powermap.survey.cell_errors import CellError
from powermap.survey.wordings import frequency, is_missing, number_beside, without_shared_words
from powermap.vocabulary import CROSSES, FOUR_AMOUNTS, MISSING, NO, SCALES, TICKS, YES, key

if TYPE_CHECKING:
    from powermap.survey.sheet import Sheet

#: A longer text is no answer; a larger number is no strength, and sums of such have no end.
LONGEST_ANSWER, LARGEST_STRENGTH = 1_000, 1e15
_DECIMAL_COMMA = re.compile(r"([+-]?\d+),(\d{1,2}|\d{4,})")


class Worded(str):
    """An answer of which a mapping says what it means: a number, 0 for no tie, or None for missing."""

    __slots__ = ("number",)
    number: float | None

    def __new__(cls, text: str, number: float | None) -> Worded:
        """Return *text* with its meaning."""
        made = super().__new__(cls, text)
        made.number = number
        return made


class OwnWord(Worded):
    """An answer of which the workbook itself says what it means, so that nothing need be said of it.

    *ends*: the lowest and highest of the answers it stands among there; several where it stands in several lists.
    """

    __slots__ = ("ends",)
    ends: tuple[tuple[float, float], ...]

    def __new__(cls, text: str, number: float | None, ends: tuple[tuple[float, float], ...] = ()) -> OwnWord:
        """Return *text* with its meaning."""
        made = str.__new__(cls, text)
        made.number, made.ends = number, ends
        return made


@dataclass
class Meanings:
    """What the different cells of a column, or of a grid, mean.

    Parameters
    ----------
    numbers : dict of cell to float
        0 = no tie.
    missing : dict of cell to str
        Why.
    unusable : dict of cell to (code, message, fix)
        The answer counts as missing, with an error.
    words : dict of str to float
        The answers in words, as they were read.
    scales : tuple of str
        The scales that the words belong to; more than one if no scale knows all of them.
    """

    numbers: dict[Any, float] = field(default_factory=dict)
    missing: dict[Any, str] = field(default_factory=dict)
    unusable: dict[Any, tuple[str, str, str]] = field(default_factory=dict)
    words: dict[str, float] = field(default_factory=dict)
    scales: tuple[str, ...] = ()

    @property
    def usable(self) -> int:
        """How many different answers could be understood."""
        return len(self.numbers) + len(self.missing)


def meanings(cells: Iterable[Any], *, beside: Collection[str] = ()) -> Meanings:
    """Return what each different cell means; empty cells are left out.

    Words are read with the one scale that knows all of them ('how often', 'agreement', ...). *beside* holds the
    words, as `key` gives them, of other questions on the sheet: they tell which of two alike scales was printed.

    Examples
    --------
    >>> found = meanings(["Never", "Sometimes", "Don't know", "4 - Always", "", 2.0])
    >>> found.numbers
    {'4 - Always': 4.0, 2.0: 2.0, 'Never': 0.0, 'Sometimes': 2.0}
    >>> found.missing
    {"Don't know": "Don't know"}
    """
    out = Meanings()
    in_words: dict[str, str] = {}
    for cell in dict.fromkeys(cells):
        if cell == "":
            continue
        if isinstance(cell, Worded):
            _worded(cell, out)
        elif isinstance(cell, str) and not isinstance(cell, CellError):
            _text(cell, out, in_words)
        else:
            _typed(cell, out)
    _read_words(in_words, out, beside)
    given = _scale_given(cell for cell in out.numbers if isinstance(cell, Worded))
    out.scales = tuple(dict.fromkeys((*out.scales, *given)))
    return out


def _scale_given(words: Iterable[Worded]) -> tuple[str, ...]:
    """Return the scale that the mapping gives to its words too, if it is one of those known."""
    given = {key(word): word.number for word in words if word.number is not None and not number_beside(word)}
    return tuple(name for name, scale in SCALES.items() if given and given.items() <= scale.items())[:1]


def _worded(cell: Worded, out: Meanings) -> None:
    if cell.number is None:
        out.missing[cell] = str(cell)
    else:
        out.numbers[cell] = out.words[str(cell)] = cell.number


def _typed(cell: Any, out: Meanings) -> None:
    if isinstance(cell, CellError):
        fix = how_to_mend(cell, "Put the answer itself in the cell.")
        out.unusable[cell] = ("cell-error", f"This cell is {_named(cell)}.", fix)
    elif isinstance(cell, bool | int | float):
        _number(cell, float(cell), out)
    elif isinstance(cell, date | time | timedelta):
        perhaps = f", perhaps of '{cell.day}-{cell.month}'" if isinstance(cell, date) else ""
        what = f"Excel has made this cell a date or time ({cell}){perhaps}."
        out.unusable[cell] = ("not-a-number", what, "Format the cell as text or number, and type the answer again.")
    else:
        out.unusable[cell] = ("not-a-number", f"'{cell}' is not an answer that powermap knows.", _HOW)


def how_to_mend(cell: Any, otherwise: str) -> str:
    """Return what to do about a cell: calculate the formula in it, if that was never done.

    >>> how_to_mend("", "Write the name.")
    'Write the name.'
    """
    if isinstance(cell, CellError) and not cell.startswith("#"):
        return "Open the file in Excel and save it, so that the formula is calculated; or write its value."
    return otherwise


def _named(cell: CellError) -> str:
    return f"an error, {cell}" if cell.startswith("#") else str(cell)


_HOW = "Use a number, a word such as Never, Sometimes, Often, or 'Don't know'."


def _number(cell: Any, number: float, out: Meanings) -> None:
    if math.isnan(number):
        out.unusable[cell] = ("not-a-number", "This cell holds 'not a number'.", _HOW)
    elif math.isinf(number):
        out.unusable[cell] = ("infinite-strength", "This strength is not a finite number.", _HOW)
    elif number > LARGEST_STRENGTH:
        out.unusable[cell] = ("infinite-strength", f"This strength is too large to be one ({number:g}).", _HOW)
    elif number < 0:
        out.unusable[cell] = (
            "negative-strength",
            f"A strength cannot be below zero ({number:g}).",
            "Use 0 for no tie.",
        )
    else:
        out.numbers[cell] = number


def number_in(text: str) -> float | None:
    """Return the number that *text* is, with pounds, thousands and decimal comma; None if it is none.

    >>> number_in("£1,500"), number_in("3,5"), number_in("often")
    (1500.0, 3.5, None)
    """
    text = text.replace("−", "-").replace("\xa0", " ").strip()
    comma = _DECIMAL_COMMA.fullmatch(text)
    plain = f"{comma[1]}.{comma[2]}" if comma else re.sub(r"^([+-]?)[£$€]\s*|^[£$€]\s*", r"\1", text)
    if not comma and re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", plain):
        plain = plain.replace(",", "")
    if "_" in plain:
        return None
    try:
        return float(plain)
    except ValueError:
        return None


def _text(cell: str, out: Meanings, in_words: dict[str, str]) -> None:
    number = number_in(cell)
    if number is not None:
        _number(cell, number, out)
        return
    if len(cell) > LONGEST_ANSWER:  # no answer, and long to look through
        in_words[cell] = cell
        return
    word = key(cell)
    beside = number_beside(cell)
    if is_missing(beside[1] if beside else cell) or (not word and set(cell) <= set("-–—.?/*")):
        out.missing[cell] = cell
    elif beside:
        out.numbers[cell] = out.words[cell] = beside[0]
    elif word in TICKS or cell in TICKS:
        out.numbers[cell] = 1.0
    elif word in CROSSES or cell in CROSSES:
        out.numbers[cell] = 0.0
    else:
        in_words[cell] = word


def _read_words(in_words: dict[str, str], out: Meanings, beside: Collection[str]) -> None:
    """Read the words with the scale that knows most of them; the rest with the next that does."""
    known_somewhere = {word for scale in SCALES.values() for word in scale}
    left = {cell: word if word in known_somewhere else frequency(word) or word for cell, word in in_words.items()}
    if left and not known_somewhere.issuperset(left.values()):
        shorter = without_shared_words(set(left.values()))
        if known_somewhere.issuperset(shorter.values()):
            left = {cell: shorter.get(word, word) for cell, word in left.items()}
    scales = []
    while left:
        scale = _scale_of(set(left.values()), set(beside))
        known = {cell: SCALES[scale][word] for cell, word in left.items() if word in SCALES[scale]}
        if not known:
            break
        scales.append(scale)
        out.numbers.update(known)
        out.words.update(known)
        left = {cell: word for cell, word in left.items() if cell not in known}
    out.scales = tuple(scales)
    for cell in left:
        said = cell if len(cell) <= 60 else cell[:60] + "…"
        out.unusable[cell] = ("not-a-number", f"'{said}' is not an answer that powermap knows.", _HOW)


def _scale_of(words: set[str], beside: set[str]) -> str:
    """Return the scale that knows most of the words; the first of several."""
    four, further = set(SCALES["four amounts"]), set(SCALES["how much"]) - set(SCALES["four amounts"])
    if words <= four and (words | beside) & FOUR_AMOUNTS and not beside & further:
        return "four amounts"
    return max(SCALES, key=lambda name: sum(word in SCALES[name] for word in words))


def yes_or_no(cell: Any) -> bool | None:
    """Return whether a cell says yes, with False for an empty one; None where it says neither.

    >>> yes_or_no("✓"), yes_or_no("No"), yes_or_no(""), yes_or_no("perhaps")
    (True, False, False, None)
    """
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return {0.0: False, 1.0: True}.get(cell)
    if not isinstance(cell, str) or isinstance(cell, CellError):
        return None
    word = key(cell)
    if cell in YES or word in YES:
        return True
    if cell in NO or word in NO or word in MISSING or not word:
        return False
    if re.match(r"(yes|no)\b\W+\w", cell, re.IGNORECASE):  # 'Yes - by phone'
        return word.startswith("yes")
    number = number_in(cell)
    return {0.0: False, 1.0: True}.get(number) if number is not None else None


def say_how_read(found: Meanings, sheet: Sheet, at: tuple[int, int], where: str) -> list[Any]:
    """Return the issues that tell how the words of a column or grid were read."""
    issues = []
    own = {str(cell) for cell in found.numbers if isinstance(cell, OwnWord)}
    words = {word: number for word, number in found.words.items() if word not in own}
    if words:
        order = sorted(words.items(), key=lambda item: item[1])
        said = ", ".join(f"'{word}' = {number:g}{' (no tie)' if number == 0 else ''}" for word, number in order)
        issues.append(sheet.issue("note", "words-read-as", f"Answers in {where} were read as: {said}.", at=at))
    numbers = any(value > 1 for cell, value in found.numbers.items() if cell not in found.words)
    mixed = [f"'{scale}'" for scale in found.scales] + (["numbers"] if numbers and found.scales else [])
    if len(mixed) > 1:
        issues.append(
            sheet.issue(
                "warning",
                "mixed-scales",
                f"The answers in {where} mix different scales ({', '.join(mixed)}).",
                "Put each question in a column of its own, or use numbers throughout.",
                at=at,
            )
        )
    return issues


def holds_answers(cells: list[Any], *, years: bool) -> bool:
    """Tell whether nearly all of these cells are answers; whole years are not, unless *years*.

    Errors, and dates that Excel made of answers such as 1-2, do not count either way.
    """
    count = Counter(cells)
    errors = sum(times for cell, times in count.items() if isinstance(cell, CellError))
    plain = {cell: times for cell, times in count.items() if not isinstance(cell, CellError | date)}
    asked = sum(plain.values())
    if not plain or asked * 2 < len(cells):
        return 0 < errors == len(cells)
    if all(isinstance(cell, Worded) for cell in plain):
        return True  # the workbook or a mapping says what each means
    found = meanings(plain)
    good = sum(times for cell, times in plain.items() if cell in found.numbers or cell in found.missing)
    if good < 0.8 * asked or not found.numbers:
        return False
    return years or not all(1900 <= number <= 2100 for number in found.numbers.values())
