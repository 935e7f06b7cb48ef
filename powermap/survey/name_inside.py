"""Questions with the partner's name inside: 'How much power does Age UK have?', a column for each partner.

Columns belong together where nothing but the name differs. A name is one that answered or that a list has, never a
guess: a column with the same words around something else is left out, and that is said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from powermap.survey.forms import Head
from powermap.survey.headers import names_relation
from powermap.survey.names import name_key
from powermap.vocabulary import key

#: What stands in the place of the name, in what the relation is called.
GAP = "..."
#: A longer header is no question about one partner, and a longer span no name.
_MOST_WORDS, _LONGEST = 40, 10
#: Words around the name, at least, where none of them speaks of a relation.
_FEWEST_AROUND = 3
_ONESELF = frozenset(("", "your", "your own", "our", "our own", "your organisation", "your own organisation"))


class Around(NamedTuple):
    """The words before and after a name."""

    before: str
    after: str

    @property
    def asked(self) -> str:
        """What the relation is called."""
        return f"{self.before} {GAP} {self.after}".strip()


def questions_around_names(
    heads: list[Head], texts: dict[int, str], names: Collection[str]
) -> list[tuple[Around, dict[int, str], tuple[int, ...]]]:
    """Return what is asked around names, the partner in each column, and the columns about somebody not known.

    Parameters
    ----------
    heads : list of Head
    texts : dict of int to str
        The header of each of them, without a number before it.
    names : collection of str
        The `name_key` of those who answered or are on a list.

    Examples
    --------
    >>> heads = [Head(1, "How much power does the ICB have?", ""), Head(2, "How much power does Hope have?", "")]
    >>> asked = questions_around_names(heads, {head.column: head.question for head in heads}, {"icb", "hope"})
    >>> asked[0][0].asked, asked[0][1]
    ('How much power does ... have?', {1: 'ICB', 2: 'Hope'})
    """
    found: dict[tuple[str, str], list[tuple[int, Around, str]]] = {}
    for head in heads:
        parted = _parted(texts[head.column], names)
        if parted is not None:
            around, name = parted
            found.setdefault((key(around.before), key(around.after)), []).append((head.column, around, name))
    asked = {around: columns for around, columns in found.items() if _differ(columns)}
    taken = {column for columns in asked.values() for column, _, _ in columns}
    out = []
    for (before, after), columns in asked.items():
        others = (head.column for head in heads if head.column not in taken)
        strangers = tuple(column for column in others if _is_like(key(texts[column]), before, after))
        out.append((columns[0][1], {column: name for column, _, name in columns}, strangers))
    return out


def _differ(columns: list[tuple[int, Around, str]]) -> bool:
    """Tell whether there are several columns, each about another."""
    return len({name_key(name) for *_, name in columns}) == len(columns) > 1


def _parted(text: str, names: Collection[str]) -> tuple[Around, str] | None:
    """Return what stands around the only name in a header, with something after it, and the name."""
    words = text.split()
    if not 3 <= len(words) <= _MOST_WORDS:
        return None
    spans = list(_spans(words, names)) or list(_spans(words, names, of="'s"))
    if not spans:
        return None
    start, end, name = max(spans, key=lambda span: (span[1] - span[0], -span[0]))
    if end == len(words) or any(one < start or other > end for one, other, _ in spans):
        return None  # it ends with the name, which other readings know; or two names stand in it
    before = words[: start - 1] if start and key(words[start - 1]) == "the" else words[:start]
    around = Around(" ".join(before), " ".join(words[end:]))
    said = key(f"{around.before} {around.after}")
    enough = sum(word.isalpha() for word in said.split()) >= _FEWEST_AROUND or names_relation(said)
    return (around, name) if enough and key(around.after) else None


def _spans(words: list[str], names: Collection[str], of: str = "") -> Iterator[tuple[int, int, str]]:
    """Yield where each known name begins and ends, 'the Council' being Council; with "'s", of the Council's."""
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
            span = " ".join(words[start:end]).strip(" ,;:.?!\"'“”‘’")
            if of and not span.replace("’", "'").endswith(of):
                continue
            name = span[: len(span) - len(of)]
            if name_key(name) in names:
                yield start, end, name


def _is_like(text: str, before: str, after: str) -> bool:
    """Tell whether a header has the same words around something else, that is not whoever answers."""
    inside = text.removeprefix(before).removesuffix(after).strip()
    return text.startswith(f"{before} ".lstrip()) and text.endswith(f" {after}") and inside not in _ONESELF
