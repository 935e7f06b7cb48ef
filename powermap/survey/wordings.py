"""One answer, many wordings: '(3) Often' and 'Often (3)', "Don't know / can't say", 'About monthly or more'."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from powermap.vocabulary import MISSING, key

_NUMBER_FIRST = re.compile(r"[(\[]?(\d+(?:\.\d+)?)\s*[-–—:=.)(\[\]]\s*([^\W\d_].*)", re.DOTALL)
_NUMBER_LAST = re.compile(r"(.*[^\W\d_][^\d]*?)\s*[(\[=]\s*(\d+(?:\.\d+)?)\s*[)\]]?", re.DOTALL)
_BETWEEN = re.compile(r"\s*[/(),;]\s*|\s+[-–—]\s+|\s+or\s+", re.IGNORECASE)

_ROUGHLY = r"(?:about|around|approximately|approx|roughly|on average|at least|usually|once(?= every)|only) "
_OR_SO = r" (?:or (?:more|less)(?: often| frequently)?|or so|or above|on average)"
_ADVERBS = {
    "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year",
    "annually": "year",
}  # fmt: skip
_COUNT = r"once|once or twice|twice|several|a few|many|multiple|more than once|(?:\w+ (?:to |or )?)?\w+(?= times)"
_PER_UNIT = re.compile(rf"(?:({_COUNT})(?: times)? )?(?:a|an|per|each|every|in a) (day|week|month|quarter|year)")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def number_beside(cell: str) -> tuple[float, str] | None:
    """Return the number that an answer in words has before or after it, and the words; None if it has none.

    >>> number_beside("4 - Quite a lot"), number_beside("(1) Never"), number_beside("A little (2)")
    ((4.0, 'Quite a lot'), (1.0, 'Never'), (2.0, 'A little'))
    >>> number_beside("1-2 times a year"), number_beside("often")
    (None, None)
    """
    first = _NUMBER_FIRST.match(cell)
    if first:
        return float(first[1]), first[2].rstrip(" )]")
    last = _NUMBER_LAST.fullmatch(cell)
    return (float(last[2]), last[1].strip()) if last else None


def is_missing(text: str) -> bool:
    """Tell whether an answer in words says that there is none, in one wording or two.

    >>> is_missing("Don't know / can't say"), is_missing("N/A"), is_missing("N/A - we never meet")
    (True, True, False)
    """
    if key(text) in MISSING:
        return True
    parts = [key(part) for part in _BETWEEN.split(text) if part]
    return len(parts) > 1 and set(parts) <= MISSING


def frequency(word: str) -> str:
    """Return how often, in the words of the scale 'how regularly', from the `key` of some other wording; or ''.

    >>> frequency("about monthly or more often"), frequency("2 3 times a month"), frequency("often or so")
    ('once a month', 'a few times a month', '')
    """
    plain = re.sub(rf"^(?:{_ROUGHLY})+|{_OR_SO}$", "", word)
    if plain in _ADVERBS:
        return f"once a {_ADVERBS[plain]}"
    match = _PER_UNIT.fullmatch(plain)
    if not match:
        return plain if plain != word and re.search(r"\b(?:week|month|year|fortnight|quarter)", plain) else ""
    count, unit = match.groups()
    if count in (None, "once", "one"):
        return f"once a {unit}"
    numbers = [_NUMBERS.get(text, int(text) if text.isdecimal() else 0) for text in count.split()]
    if unit == "year" and max(numbers) > 2:
        return "quarterly" if min(number for number in numbers if number) > 2 else "a few times a year"
    return f"twice a {unit}" if count in ("twice", "two", "2") else f"a few times a {unit}"


def without_shared_words(words: Collection[str]) -> dict[str, str]:
    """Return answers without the word that they share: what they are about, and not how much.

    >>> without_shared_words(["not important", "very important", "don't mind"])
    {'not important': 'not', 'very important': 'very'}
    """
    count = Counter(part for word in words for part in set(word.split()) - {"not", "very", "a", "at", "all"})
    shared, times = max(count.items(), key=lambda item: item[1], default=("", 0))
    if times < 2 or times * 2 <= len(words):
        return {}
    return {
        word: " ".join(rest)
        for word in words
        if shared in (parts := word.split()) and (rest := [part for part in parts if part != shared])
    }
