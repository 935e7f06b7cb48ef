"""What a blank survey asks about partners: the questions, and the words to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from powermap.errors import UnknownChoiceError
from powermap.survey.names import name_in
from powermap.vocabulary import is_sensitive, key

#: Words to choose from and what they mean: 0 is no tie, None is a missing answer.
Words = tuple[tuple[str, int | None], ...]
HOW_OFTEN: Words = (
    ("Never", 0),
    ("Rarely", 1),
    ("Sometimes", 2),
    ("Often", 3),
    ("Always", 4),
    ("Don't know", None),
)
HOW_MUCH: Words = (
    ("Not at all", 0),
    ("A small amount", 1),
    ("A fair amount", 2),
    ("A great deal", 3),
    ("Don't know", None),
)


class Asked(NamedTuple):
    """A question about each partner: what the relation is called, what is asked, the words to choose from."""

    relation: str
    question: str
    words: Words


#: Three items of trust, three of value, as in the PARTNER survey (Varda et al. 2008), in words of our own.
PARTNER_ITEMS = (
    Asked("Reliability", "How far can you rely on this partner to do what it says it will do?", HOW_MUCH),
    Asked("Shared mission", "How far does this partner want what the partnership is there for?", HOW_MUCH),
    Asked("Openness", "How openly can you talk with this partner, also when you disagree?", HOW_MUCH),
    Asked("Power and influence", "How much can this partner get things done or changed in the area?", HOW_MUCH),
    Asked("Involvement", "How much does this partner take part in what the partnership does?", HOW_MUCH),
    Asked(
        "Contribution of resources",
        "How much does this partner give to the partnership: money, staff time, knowledge, places?",
        HOW_MUCH,
    ),
)


def questions_asked(relations: Sequence[str], *, partner_items: bool = False) -> tuple[Asked, ...]:
    """Return the questions of a survey: one for each relation, and the items of trust and value if wanted.

    A relation that is a personal judgement (trust, influence, ...) is asked as 'how much', others as 'how often'.

    Raises
    ------
    UnknownChoiceError
        A relation is empty or asked twice.

    Examples
    --------
    >>> [(asked.relation, asked.words[1]) for asked in questions_asked(["works with", "trusts"])]
    [('works with', ('Rarely', 1)), ('trusts', ('A small amount', 1))]
    """
    asked = []
    for relation in map(name_in, relations):
        if not key(relation):
            raise UnknownChoiceError(f"The relation '{relation}' has no words.", fix="Write it as in 'works with'.")
        how, words = ("How much", HOW_MUCH) if is_sensitive(relation) else ("How often", HOW_OFTEN)
        asked.append(
            Asked(relation, f"{how} is this true of your organisation and this partner: {relation}?", words)
        )
    asked += PARTNER_ITEMS if partner_items else ()
    keys = [key(one.relation) for one in asked]
    for one in asked:
        if keys.count(key(one.relation)) > 1:
            raise UnknownChoiceError(f"'{one.relation}' is asked twice.", fix="Name each relation once.")
    return tuple(asked)
