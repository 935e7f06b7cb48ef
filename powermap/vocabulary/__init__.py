"""The words powermap knows: sectors, voices and what they are called in UK partnerships, as data.

A *sector* is one per actor. A *voice* is a group whose say is examined; an actor may have several.
A sector that is not listed here keeps its own name, and is examined as a voice under that name.
"""

from powermap.vocabulary.answers import CROSSES, FOUR_AMOUNTS, MISSING, NO, NOBODY, SCALES, TICKS, YES
from powermap.vocabulary.headers import (
    ACTOR_SHEETS,
    GENERIC_WORDS,
    HEADER_WORDS,
    HEADERS,
    OTHER_HEADERS,
    RELATION_WORDS,
    ROUND_WORDS,
    SENSITIVE,
    TOTALS,
    is_sensitive,
)
from powermap.vocabulary.sectors import (
    LEGAL_ENDINGS,
    LIVED_EXPERIENCE,
    SECTORS,
    STATUTORY,
    VOICES,
    VOLUNTARY,
    Sector,
    sector_named,
    voice_named,
    voices_of_sector,
)
from powermap.vocabulary.words import in_order, key

__all__ = [
    "ACTOR_SHEETS",
    "CROSSES",
    "FOUR_AMOUNTS",
    "GENERIC_WORDS",
    "HEADERS",
    "HEADER_WORDS",
    "LEGAL_ENDINGS",
    "LIVED_EXPERIENCE",
    "MISSING",
    "NO",
    "NOBODY",
    "OTHER_HEADERS",
    "RELATION_WORDS",
    "ROUND_WORDS",
    "SCALES",
    "SECTORS",
    "SENSITIVE",
    "STATUTORY",
    "TICKS",
    "TOTALS",
    "VOICES",
    "VOLUNTARY",
    "YES",
    "Sector",
    "in_order",
    "is_sensitive",
    "key",
    "sector_named",
    "voice_named",
    "voices_of_sector",
]
