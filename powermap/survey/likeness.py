"""Which two names may be one body: how their words differ, with a score and why. Nothing is joined here.

Two names that differ in a place, a direction or a number are never alike; nor are two that differ in words of
which each stands in the name of several bodies.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

from powermap.survey.names import name_key, without_ending
from powermap.survey.places import DIRECTIONS, NUMBERS, TELLING, tells_apart

#: Words that say nothing about which body it is; the last three are slips for 'the' and 'and'.
_FILLERS = "the of for and in at on to a an by with teh hte adn"
FILLERS = frozenset(_FILLERS.split())
#: Words by which the full name of a body is longer than the one in use.
_EXTRAS = """city county borough metropolitan district nhs foundation trust service services team group organisation
    organization centre center charity ltd limited cic cio scio plc llp ft department dept office unit"""
EXTRAS = frozenset(_EXTRAS.split())
ABBREVIATIONS = {
    "assoc": "association", "assn": "association", "org": "organisation", "organization": "organisation",
    "svc": "service", "svcs": "services", "serv": "services", "dept": "department", "govt": "government",
    "hosp": "hospital", "univ": "university", "uni": "university", "soc": "society", "ctr": "centre",
    "cttee": "committee", "mgmt": "management", "natl": "national", "intl": "international", "comm": "community",
    "vol": "voluntary", "fdn": "foundation", "fndn": "foundation", "cncl": "council", "boro": "borough",
    "met": "metropolitan", "programme": "program", "info": "information", "dev": "development", "ed": "education",
    "center": "centre", "fed": "federation", "pship": "partnership", "st": "saint", "ltd": "limited",
}  # fmt: skip
#: With more, only acronyms are looked for: comparing every pair would take long, and nobody would read the result.
MOST_WORDS = 12_000
_MOST_ALIKE = 40
#: A word that is like more words than this is no slip for one of them; a name is tried in so many variants.
_MOST_NEAR, _MOST_VARIANTS = 60, 250

_BRACKETS = re.compile(r"^(?P<first>[^()]+?)\s*\((?P<second>[^()]+)\)$")
_DASH = re.compile(r"^(?P<first>[^()]+?)\s+[-–—:]\s+(?P<second>[^()]+)$")


class Likeness(NamedTuple):
    """Two names that may be one body; *plain* = so alike that even two names on one list may be."""

    one: str
    other: str
    score: float
    why: str
    plain: bool


class _Name(NamedTuple):
    text: str
    words: tuple[str, ...]
    bag: tuple[str, ...]

    @property
    def core(self) -> tuple[str, ...]:
        return tuple(word for word in self.bag if word not in EXTRAS)


def alike(names: Iterable[str], settled: Collection[str] = ()) -> list[Likeness]:
    """Return the pairs of names that may be one body, each pair once.

    Parameters
    ----------
    names : iterable of str
    settled : collection of str
        Names that are known to be right, such as those on a list of actors; words of several of them are no slips.

    Examples
    --------
    >>> for pair in alike(["Salford Council", "Salfrod Council", "Age UK Salford", "Age UK Bolton"]):
    ...     print(pair.one, "/", pair.other, pair.score, pair.why)
    Salford Council / Salfrod Council 93.3 'salford' and 'salfrod' differ by one letter or two
    """
    all_names = [_name(text) for text in dict.fromkeys(names)]
    found: dict[tuple[str, str], Likeness] = {}
    for pair in (
        *_by_acronym(all_names),
        *_by_accents(all_names),
        *_by_spaces(all_names),
        *_by_words(all_names, settled),
    ):
        ends = (pair.one, pair.other) if pair.one < pair.other else (pair.other, pair.one)
        if name_key(pair.one) != name_key(pair.other) and ends not in found:
            found[ends] = pair
    place = {name.text: i for i, name in enumerate(all_names)}
    return sorted(found.values(), key=lambda pair: (-pair.score, place[pair.one], place[pair.other]))


def _name(text: str) -> _Name:
    words = tuple(name_key(text).split())
    return _Name(text, words, tuple(sorted(word for word in words if word not in FILLERS)) or words)


def defined_acronym(text: str) -> tuple[str, str] | None:
    """Return the acronym and the name that a name gives together, or None.

    >>> defined_acronym("Greater Manchester Mental Health (GMMH)")
    ('GMMH', 'Greater Manchester Mental Health')
    >>> defined_acronym("MFT (Manchester Foundation Trust)"), defined_acronym("The Hub (Leeds)")
    (('MFT', 'Manchester Foundation Trust'), None)
    """
    match = _BRACKETS.match(text) or _DASH.match(text)
    if not match:
        return None
    for short, long in ((match["second"], match["first"]), (match["first"], match["second"])):
        letters = re.sub(r"[^A-Za-z]", "", short)
        capitals = sum(letter.isupper() for letter in letters)
        words = name_key(long).split()
        short_enough = 2 <= len(letters) <= 10 and capitals >= 2 and " " not in short.strip()
        if short_enough and len(words) > 1 and _spelled_by(letters.casefold(), words):
            return short.strip(), long.strip()
    return None


def _spelled_by(letters: str, words: Sequence[str]) -> bool:
    """Tell whether each letter stands in the words, in order, the first at the start of the name."""
    text = " ".join(words)
    if not text.startswith(letters[0]):
        return False
    at = 0
    for letter in letters:
        at = text.find(letter, at) + 1
        if not at:
            return False
    return sum(word[0] in letters for word in words) * 2 >= len(words)


def _by_acronym(names: Sequence[_Name]) -> Iterator[Likeness]:
    by_key: dict[str, list[str]] = {}
    for name in names:
        for as_key in dict.fromkeys((" ".join(name.words), without_ending(" ".join(name.words)))):
            by_key.setdefault(as_key, []).append(name.text)
    for name in names:
        defined = defined_acronym(name.text)
        for part in defined or ():
            for other in by_key.get(name_key(part), ()):
                if other != name.text and defined is not None:
                    why = f"'{name.text}' says that '{defined[0]}' stands for '{defined[1]}'"
                    yield Likeness(other, name.text, 98.0, why, True)
    shortened: dict[tuple[str, ...], list[tuple[_Name, str, str]]] = {}
    there = {word for name in names for word in name.words}
    for name in names:
        for left, letters, right, run in _initials(name, there):
            shortened.setdefault((*left, letters, *right), []).append((name, letters, " ".join(run)))
    for name in names:
        plain = tuple(word for word in name.words if word not in FILLERS)
        for whole, initials, spelled in shortened.get(plain, ()):
            score = 90.0 if initials.upper() in name.text else 80.0
            yield Likeness(name.text, whole.text, score, f"'{initials.upper()}' may stand for '{spelled}'", True)


def _initials(
    name: _Name, there: Collection[str]
) -> Iterator[tuple[tuple[str, ...], str, tuple[str, ...], tuple[str, ...]]]:
    """Return the ways to shorten a run of words of a name to their initials: (before, letters, after, run).

    Only initials that are a word of some name, so are *there*, are worth a look.
    """
    for drop_fillers in (True, False):
        words = tuple(word for word in name.words if not (drop_fillers and word in FILLERS))
        if not drop_fillers and not FILLERS & set(words):
            return
        if len(words) > 12:
            continue
        firsts = "".join(word[0] for word in words)
        for start, end in combinations(range(len(words) + 1), 2):
            letters = firsts[start:end]
            if letters not in there:
                continue
            run, left, right = words[start:end], words[:start], words[end:]
            kept = tuple(word for word in (*left, *right) if word not in FILLERS)
            tail = not left and set(right) <= EXTRAS  # GMMH for Greater Manchester Mental Health NHS Trust
            if len(run) < (2 if kept and not tail else 3) or not all(word[0].isalpha() for word in run):
                continue
            around = tuple(tuple(word for word in side if word not in FILLERS) for side in (left, right))
            yield around[0], letters, around[1], run
            if right and set(left) <= EXTRAS and left:
                yield (), letters, around[1], run  # GM ICB for NHS Greater Manchester ICB
            if tail and right:
                yield (), letters, (), (*run, *right)


def _by_accents(names: Sequence[_Name]) -> Iterator[Likeness]:
    """Café Santé, Cafe Sante."""
    first: dict[str, _Name] = {}
    for name in names:
        letters = " ".join(name.words)
        if not letters.isascii():
            apart = unicodedata.normalize("NFD", letters)
            letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
        kept = first.setdefault(letters, name)
        if kept is not name:
            yield Likeness(name.text, kept.text, 97.0, "they differ in accents only", True)


def _by_spaces(names: Sequence[_Name]) -> Iterator[Likeness]:
    """Health watch, Healthwatch."""
    first: dict[str, _Name] = {}
    for name in names:
        kept = first.setdefault("".join(name.words), name)
        if kept is not name and not any(len(word) == 1 or word.isdigit() for word in {*kept.words, *name.words}):
            yield Likeness(name.text, kept.text, 97.0, "they differ in spaces only", True)


def _by_words(names: Sequence[_Name], settled: Collection[str]) -> Iterator[Likeness]:
    """Words in another order, short for others, misspelt, or left out."""
    from rapidfuzz import fuzz

    slips = _slips(names, settled)
    by_bag: dict[tuple[str, ...], list[_Name]] = {}
    by_core: dict[tuple[str, ...], list[_Name]] = {}
    for name in names:
        by_bag.setdefault(name.bag, []).append(name)
        by_core.setdefault(name.core, []).append(name)
    for name in names:
        variants = [
            (other, why or _arranged(name, other), plain)
            for bag, why, plain in _variants(name.bag, slips, by_bag)
            for other in by_bag[bag][:_MOST_ALIKE]
            if other is not name
        ]
        for core, why, _ in _variants(name.core, slips, by_core):
            for other in by_core[core][:_MOST_ALIKE]:
                left_out = _left_out(name, other) if other is not name else ""
                if left_out:
                    variants.append((other, f"{why}; {left_out}" if why else left_out, False))
        for other, why, plain in variants:
            texts = " ".join(name.words), " ".join(other.words)
            score = max(fuzz.ratio(*texts), fuzz.token_sort_ratio(*texts))
            yield Likeness(name.text, other.text, round(score, 1), why, plain)


def _arranged(one: _Name, other: _Name) -> str:
    """Say how two names with the same words, but for small ones, differ."""
    if [word for word in one.words if word not in FILLERS] != [word for word in other.words if word not in FILLERS]:
        return "the same words in another order"
    small = sorted((Counter(one.words) - Counter(other.words)) + (Counter(other.words) - Counter(one.words)))
    return f"they differ in {' and '.join(map(repr, small))} only" if small else "they differ in small words only"


def _left_out(one: _Name, other: _Name) -> str:
    """Say which words, that tell nothing, only one of two names has; '' where each has such words of its own."""
    here = Counter(word for word in one.bag if word in EXTRAS)
    there = Counter(word for word in other.bag if word in EXTRAS)
    more, less = (here, there) if here.total() > there.total() else (there, here)
    shared = len(one.core) + less.total()
    if less - more or not more - less:
        return ""
    if shared < 2:
        word = one.core[0] if one.core else ""
        acronym = len(word) > 2 and word.upper() in one.text and word.upper() in other.text
        if tells_apart(word) or not (len(word) > 4 or acronym):
            return ""
    return "only one has " + " and ".join(f"'{word}'" for word in sorted((more - less).elements()))


_Slips = dict[str, dict[str, tuple[str, bool]]]


def _variants(
    bag: tuple[str, ...], slips: _Slips, there: Container[tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], str, bool]]:
    """Return the bags of words *there* that this may be a slip for: itself, one word changed, two words changed."""
    if bag in there:
        yield bag, "", True
    looked_at = 1
    doubtful = {i: list(slips[word].items())[:_MOST_ALIKE] for i, word in enumerate(bag) if slips.get(word)}
    for count in (1, 2):
        for places in combinations(list(doubtful)[:8], count):
            kept = [word for i, word in enumerate(bag) if i not in places]
            for chosen in product(*(doubtful[i] for i in places)):
                looked_at += 1
                if looked_at > _MOST_VARIANTS:
                    return
                variant = tuple(sorted([*kept, *(word for word, _ in chosen)]))
                if variant in there:
                    why = ", ".join(why for _, (why, _) in chosen)
                    yield variant, why, all(plain for _, (_, plain) in chosen)


def _slips(names: Sequence[_Name], settled: Collection[str]) -> _Slips:
    """Return which words may be slips for which."""
    right = set(settled)
    often = Counter(word for name in names if name.text in right or not right for word in set(name.bag))
    most = 2 if right else 3
    words = list(dict.fromkeys(word for name in names for word in name.bag))
    slips: _Slips = {}

    def enter(one: str, other: str, why: str, plain: bool) -> None:
        slips.setdefault(one, {})[other] = (why, plain)
        slips.setdefault(other, {})[one] = (why, plain)

    there = set(words)
    for word in words:
        full = ABBREVIATIONS.get(word)
        if full in there:
            enter(word, str(full), f"'{word}' may stand for '{full}'", False)
    known: Callable[[str], bool] = lambda word: tells_apart(word) or word in TELLING or often[word] >= most  # noqa: E731
    never = NUMBERS | DIRECTIONS
    groups: dict[str, list[str]] = {}
    for word in words[:MOST_WORDS]:
        if len(word) >= 4 and word not in never and not any(letter.isdigit() for letter in word):
            groups.setdefault(word[0], []).append(word)
            if word[0] != word[1]:
                groups.setdefault(word[1] + "<", []).append(word)  # 'aslford'
    for letter, group in groups.items():
        pool = group if len(letter) == 1 else [*group, *groups.get(letter[0], ())]
        for one, other in _near(group, pool):
            if not (known(one) and known(other)):
                why, plain = _slip(one, other)
                if why:
                    enter(one, other, f"'{one}' and '{other}' {why}", plain)
    return slips


def _near(group: Sequence[str], pool: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs of words that are near enough to be looked at."""
    import numpy as np
    from rapidfuzz import fuzz, process

    scores = process.cdist(group, pool, scorer=fuzz.ratio, score_cutoff=70, dtype=np.uint8, workers=1)
    near = scores > 0
    near[near.sum(axis=1) > _MOST_NEAR] = False
    return [(group[i], pool[j]) for i, j in np.argwhere(near).tolist() if group[i] < pool[j]]


def _slip(one: str, other: str) -> tuple[str, bool]:
    """Return how one word may be a slip for another, and whether it can hardly be anything else; '' if it is none.

    >>> _slip("salford", "salfrod"), _slip("bury", "busy"), _slip("voluntary", "volunteer")[0]
    (('differ by one letter or two', True), ('', False), 'begin alike')
    """
    from rapidfuzz.distance import OSA

    shortest, longest = sorted((len(one), len(other)))
    distance = OSA.distance(one, other)
    swapped = distance == 1 and len(one) == len(other) and Counter(one) == Counter(other)
    doubled = distance < 4 and re.sub(r"(.)\1+", r"\1", one) == re.sub(r"(.)\1+", r"\1", other)
    plain = swapped or doubled
    if one[0] != other[0]:
        return ("differ by two letters swapped", True) if swapped and shortest > 4 else ("", False)
    if (plain and shortest >= 4) or (shortest > 4 and distance <= (1 if shortest < 8 else 2)):
        return "differ by one letter or two", plain
    if shortest > 6 and one[:5] == other[:5] and longest - shortest < 4:
        from rapidfuzz import fuzz

        if fuzz.ratio(one, other) >= 75:
            return "begin alike", False
    return "", False
