"""How words are compared, and in which order labels stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """Return *text* as it is compared: lower case, '&' as 'and', no punctuation, single spaces.

    >>> key("  Voluntary & Community-Sector ")
    'voluntary and community sector'
    """
    text = text.casefold().replace("&", " and ").replace("'", "").replace("’", "")
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


def in_order(labels: set[str], order: Mapping[str, object]) -> list[str]:
    """Return *labels* in the order of the vocabulary, the unknown ones after it, alphabetically.

    >>> from powermap.vocabulary import VOICES
    >>> in_order({"Federal", "Statutory", "Lived experience"}, VOICES)
    ['Lived experience', 'Statutory', 'Federal']
    """
    place = {name: i for i, name in enumerate(order)}
    return sorted(labels, key=lambda label: (place.get(label, len(place)), label))
