"""Answers in numbers against their scale: the one that the header states, or that the other answers show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from powermap.survey.answers import OwnWord
from powermap.survey.wordings import number_beside
from powermap.vocabulary import FOUR_AMOUNTS, SCALES, key

if TYPE_CHECKING:
    from powermap.survey.answers import Meanings
    from powermap.survey.model import Issue
    from powermap.survey.sheet import Sheet

#: '(1-5)', '[0 to 4]', '(scale of 1 - 10)', '(1–5 scale)'.
_RANGE = re.compile(
    r"[(\[]\s*(?:on a |on )?(?:scale)?\s*(?:of|from|:)?\s*(\d{1,3})\s*(?:-|–|—|to|\.\.)\s*(\d{1,3})"
    r"\s*(?:scale|points?)?\s*[)\]]",
    re.IGNORECASE,
)
#: '1 = Not at all', in a legend.
_LEGEND = re.compile(r"(?<![\d.])(\d{1,3})\s*=\s*([^\W\d_][^,;)\]=\d]*)")
_NO_TIE = frozenset(word for scale in SCALES.values() for word, number in scale.items() if number == 0)
#: What statistics programs write where there is no answer.
_NO_ANSWER = frozenset((77.0, 88.0, 97.0, 98.0, 99.0, 777.0, 888.0, 997.0, 998.0, 999.0))

#: A scale is taken from the other answers only if there are this many, and goes no higher than this.
_ENOUGH, _HIGHEST = 8, 10

Placed = Callable[[], Iterable[tuple[Any, tuple[int, int]]]]


class Scale(NamedTuple):
    """The lowest and the highest answer that could be given; *in_words*: by the words, and not as a header says."""

    lowest: float
    highest: float
    in_words: bool = False


def bounds_in(header: str) -> tuple[int, int] | None:
    """Return the lowest and highest answer that a header states, or None.

    >>> bounds_in("Trust (1-5)"), bounds_in("Trust (1 = Not at all, 4 = A lot)"), bounds_in("Ties (2022-2023)")
    ((1, 5), (1, 4), None)
    """
    said = _RANGE.search(header)
    numbers = [int(said[1]), int(said[2])] if said else [int(number) for number, _ in _LEGEND.findall(header)]
    if len(numbers) < 2 or min(numbers) > 1 or not 2 <= max(numbers) <= 100:
        return None
    return min(numbers), max(numbers)


def scale_of(found: Meanings, header: str) -> Scale | None:
    """Return the scale of answers: as their header states it, or as their words tell; None where that is not known.

    Of the words of a blank survey, its own page tells what else could be chosen. Of other words it is the scale of
    the vocabulary that has them all, with the same numbers: the question may have offered fewer. Of words with
    other numbers beside them it is known once both its ends were chosen, as '1 - Never' and '5 - Always'. It is not
    known where numbers other than 0 stand among words.

    >>> from powermap.survey.answers import meanings
    >>> scale_of(meanings(["a little", "a lot"]), "Power"), scale_of(meanings([2, 3]), "Power (1-5)")
    (Scale(lowest=0.0, highest=4.0, in_words=True), Scale(lowest=1.0, highest=5.0, in_words=False))
    >>> scale_of(meanings(["2 - A fair amount", "3 - A great deal"]), "Power"), scale_of(meanings([2, 3]), "Power")
    (Scale(lowest=0.0, highest=3.0, in_words=True), None)
    """
    beside = {cell: number_beside(cell) for cell in found.words}
    bounds = bounds_in(header)
    if bounds and all(beside.values()):
        return Scale(float(bounds[0]), float(bounds[1]))
    own = [cell for cell in found.numbers if isinstance(cell, OwnWord)]
    plain = {number for cell, number in found.numbers.items() if cell not in found.words}
    if not found.words or plain - {0.0}:
        return None
    if own:
        ends = set.intersection(*(set(cell.ends) for cell in own)) if len(own) == len(found.words) else set()
        return Scale(*ends.pop(), in_words=True) if len(ends) == 1 else None
    numbers = {key(said[1] if (said := beside[cell]) else cell): number for cell, number in found.words.items()}
    fitting = [name for name, scale in SCALES.items() if numbers.items() <= scale.items()]
    if FOUR_AMOUNTS & numbers.keys() and "four amounts" in fitting:
        fitting = ["four amounts"]
    if len(found.scales) == 1 and not any(beside.values()):
        fitting = list(found.scales)  # with the wordings that the vocabulary does not hold
    if fitting:
        return Scale(0.0, max(SCALES[fitting[0]].values()), in_words=True)
    return _between_ends(numbers) if all(beside.values()) else None


def _between_ends(numbers: dict[str, float]) -> Scale | None:
    """Return the scale of words with numbers of their own, if the lowest and the highest of one scale are there."""
    low, high = (end(numbers, key=lambda word: numbers[word]) for end in (min, max))
    ends = any(scale.get(low) == 0 and scale.get(high) == max(scale.values()) for scale in SCALES.values())
    return Scale(numbers[low], numbers[high], in_words=True) if ends else None


def check_scale(
    found: Meanings,
    header: str,
    sheet: Sheet,
    at: tuple[int, int],
    where: str,
    placed: Placed,
    *,
    ties: bool = True,
) -> list[Issue]:
    """Return what is wrong with numbers for their scale; those outside a stated one become unusable in *found*.

    Parameters
    ----------
    found : Meanings
    header : str
        What stands above the answers, or in the corner of a grid.
    sheet, at, where
        The header's place, and what to call the column or grid.
    placed : callable
        Yields each cell with its place; called only where one of them may be wrong.
    ties : bool
        Whether 0 means that there is no tie, on any scale.
    """
    bounds = bounds_in(header)
    coded = _codes_of_no_answer(found, sheet, at, where)
    if bounds:
        _keep_within(found, bounds, ties=ties)
        odd: frozenset[Any] = frozenset()
    else:
        odd = _far_above(found, placed)
    issues = _no_tie_with_a_number(found, header, sheet, at, where) if ties else []
    if odd:
        highest = max(number for cell, number in found.numbers.items() if cell not in odd)
        for cell, place in placed():
            if cell in odd:
                message = f"{cell} stands among answers of at most {highest:g}; it was used as it is."
                fix = "Correct it if it is a slip of the keyboard."
                issues.append(sheet.issue("warning", "off-scale", message, fix, at=place))
    return coded + issues


def _codes_of_no_answer(found: Meanings, sheet: Sheet, at: tuple[int, int], where: str) -> list[Issue]:
    """Take 99 and its like as missing where all other answers keep to a scale up to ten, and say so."""
    codes = [cell for cell, number in found.numbers.items() if number in _NO_ANSWER and cell not in found.words]
    rest = {number for cell, number in found.numbers.items() if cell not in codes}
    if not codes or len(rest) < 3 or max(rest) > _HIGHEST or not all(number.is_integer() for number in rest):
        return []
    for cell in codes:
        found.missing[cell] = f"{found.numbers.pop(cell):g}"
    said = " and ".join(sorted({found.missing[cell] for cell in codes}))
    message = f"In {where}, {said} was read as no answer, as the other answers go up to {max(rest):g}."
    fix = "Leave such cells empty, or correct the number if it is an answer."
    return [sheet.issue("warning", "missing-code", message, fix, at=at)]


def _keep_within(found: Meanings, bounds: tuple[int, int], *, ties: bool) -> None:
    """Take the numbers outside *bounds* as unusable; of *ties*, 0 is none on any scale."""
    low, high = bounds
    outside = [
        cell
        for cell, number in found.numbers.items()
        if cell not in found.words
        and not (ties and number == 0)
        and not low <= number <= high
        and not isinstance(cell, bool)
    ]
    for cell in outside:
        number = found.numbers.pop(cell)
        message = f"{number:g} is outside the scale that the header states, {low} to {high}."
        found.unusable[cell] = ("out-of-range", message, "Correct the answer, or the header.")


def _far_above(found: Meanings, placed: Placed) -> frozenset[Any]:
    """Return the answers far above a scale of whole numbers that nearly all the others keep to."""
    levels = sorted(set(found.numbers.values()))
    if len(levels) < 3 or not all(level.is_integer() for level in levels):
        return frozenset()
    highest = max((level for level in levels if level <= _HIGHEST), default=0.0)
    while highest > 0 and min((level for level in levels if level > highest), default=0) <= 2 * highest:
        highest = max((level for level in levels if level < highest), default=0.0)
    if highest < 3 or levels[-1] <= highest:
        return frozenset()
    count = Counter(cell for cell, _ in placed() if cell in found.numbers)
    odd = frozenset(cell for cell in count if found.numbers[cell] > highest)
    above = sum(count[cell] for cell in odd)
    others = count.total() - above
    return odd if others >= _ENOUGH and above <= max(1, others // 20) else frozenset()


def _no_tie_with_a_number(
    found: Meanings, header: str, sheet: Sheet, at: tuple[int, int], where: str
) -> list[Issue]:
    """Say that '1 - Not at all' is a tie by its number and none by its words."""
    said = {number: cell for cell, number in found.numbers.items() if number > 0 and _says_no_tie(cell)}
    there = set(found.numbers.values())
    for text, words in _LEGEND.findall(header):
        if key(words) in _NO_TIE and float(text) > 0 and float(text) in there:
            said.setdefault(float(text), f"{text} = {words.strip()}")
    return [
        sheet.issue(
            "warning",
            "number-says-tie",
            f"In {where}, '{text}' was read as {number:g}, a tie, for its number; its words say there is none.",
            f"If it means no tie, write 0 instead of {number:g}.",
            at=at,
        )
        for number, text in sorted(said.items())
    ]


def _says_no_tie(cell: Any) -> bool:
    numbered = number_beside(cell) if isinstance(cell, str) else None
    return numbered is not None and key(numbered[1]) in _NO_TIE
