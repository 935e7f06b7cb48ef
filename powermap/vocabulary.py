"""The words powermap knows: sectors, voices and what they are called in UK partnerships, as data.

A *sector* is one per actor. A *voice* is a group whose say is examined; an actor may have several.
A sector that is not listed here keeps its own name, and is examined as a voice under that name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

LIVED_EXPERIENCE = "Lived experience"
VOLUNTARY = "Voluntary sector"
STATUTORY = "Statutory"

#: Voices in the order in which they are shown; any other voice follows, in alphabetical order.
VOICES: dict[str, tuple[str, ...]] = {
    LIVED_EXPERIENCE: (
        "lived experience", "le", "lived-experience", "experts by experience", "expert by experience", "ebe",
        "people with lived experience", "service users", "service user", "peer", "peers", "peer group",
        "peer groups", "peer led", "user led", "patients", "patient group", "patient voice", "carers",
        "residents", "community members", "citizens",
    ),
    VOLUNTARY: (
        "voluntary sector", "voluntary", "vcs", "vcse", "vcfse", "vcsfe", "vcso", "voluntary and community",
        "voluntary & community", "voluntary and community sector", "voluntary community and social enterprise",
        "voluntary organisation", "voluntary organisations", "community organisation", "community organisations",
        "community group", "community sector", "charity", "charities", "third sector", "ngo", "non profit",
        "not for profit", "social enterprise", "civil society",
    ),
    STATUTORY: ("statutory", "statutory sector", "public sector", "statutory partner", "statutory partners"),
}  # fmt: skip


class Sector(NamedTuple):
    """A sector: the voices its actors have unless the file says otherwise, and other words for it."""

    voices: tuple[str, ...]
    synonyms: tuple[str, ...]


SECTORS: dict[str, Sector] = {
    "NHS": Sector((STATUTORY,), (
        "health", "health service", "nhs trust", "nhs england", "nhs provider", "nhs commissioner", "icb", "ics",
        "integrated care board", "ccg", "clinical commissioning group", "commissioner", "health board",
        "nhs organisation")),
    "Hospital": Sector((STATUTORY,), (
        "hospitals", "acute", "acute trust", "acute care", "hospital trust", "secondary care",
        "nhs foundation trust", "foundation trust", "nhs hospital")),
    "Mental health trust": Sector((STATUTORY,), ("mental health provider", "nhs mental health", "mental health")),
    "Primary care": Sector((STATUTORY,), (
        "gp", "gps", "general practice", "pcn", "primary care network", "gp federation", "gp practice")),
    "Community health": Sector((STATUTORY,), ("community health services", "community trust", "community nhs")),
    "Public health": Sector((STATUTORY,), ("public health team",)),
    "Local authority": Sector((STATUTORY,), (
        "la", "council", "councils", "local government", "borough council", "county council", "city council",
        "district council", "unitary authority", "local council", "local authorities")),
    "Social care": Sector((STATUTORY,), ("adult social care", "childrens services", "social services")),
    "Police and justice": Sector((STATUTORY,), (
        "police", "justice", "criminal justice", "probation", "prison", "courts", "police and crime")),
    "Fire and rescue": Sector((STATUTORY,), ("fire", "fire service", "fire and rescue service")),
    "Statutory": Sector((STATUTORY,), ("statutory sector", "public sector", "statutory partner", "public")),
    "Voluntary and community": Sector((VOLUNTARY,), VOICES[VOLUNTARY]),
    "Faith": Sector((VOLUNTARY,), ("faith group", "faith sector", "faith organisation", "church", "mosque")),
    "Lived experience": Sector((LIVED_EXPERIENCE,), VOICES[LIVED_EXPERIENCE]),
    "Peer-led organisation": Sector((LIVED_EXPERIENCE, VOLUNTARY), (
        "peer led organisation", "peer led charity", "user led organisation", "user led charity", "ulo",
        "peer led", "user led", "lived experience organisation", "lived experience led organisation")),
    "Housing": Sector(("Housing",), ("housing association", "registered social landlord", "social housing")),
    "Education": Sector(("Education",), (
        "school", "schools", "college", "university", "academic", "higher education", "research")),
    "Business": Sector(("Business",), ("private", "private sector", "company", "commercial", "business sector")),
    "Funder": Sector(("Funder",), ("foundation", "grant maker", "grant-maker", "funders")),
}  # fmt: skip


def key(text: str) -> str:
    """Return *text* as it is compared: lower case, '&' as 'and', no punctuation, single spaces.

    >>> key("  Voluntary & Community-Sector ")
    'voluntary and community sector'
    """
    text = text.casefold().replace("&", " and ").replace("'", "").replace("’", "")
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


_SECTOR_OF = {key(word): name for name, entry in SECTORS.items() for word in (*entry.synonyms, name)}
_VOICE_OF = {key(word): name for name, words in VOICES.items() for word in (*words, name)}


def sector_named(text: str) -> str | None:
    """Return the sector that *text* is a word for, or None.

    >>> sector_named("VCSE"), sector_named("borough council"), sector_named("Federal")
    ('Voluntary and community', 'Local authority', None)
    """
    return _SECTOR_OF.get(key(text))


def voice_named(text: str) -> str | None:
    """Return the voice that *text* is a word for, or None.

    >>> voice_named("Experts by experience"), voice_named("banana")
    ('Lived experience', None)
    """
    return _VOICE_OF.get(key(text))


def voices_of_sector(sector: str) -> tuple[str, ...]:
    """Return the voices an actor of *sector* has when the file does not say: its own name if unknown.

    >>> voices_of_sector("Peer-led organisation"), voices_of_sector("Federal")
    (('Lived experience', 'Voluntary sector'), ('Federal',))
    """
    known = SECTORS.get(sector)
    return known.voices if known else (sector,)


def in_order(labels: set[str], order: Mapping[str, object]) -> list[str]:
    """Return *labels* in the order of the vocabulary, the unknown ones after it, alphabetically.

    >>> in_order({"Federal", "Statutory", "Lived experience"}, VOICES)
    ['Lived experience', 'Statutory', 'Federal']
    """
    place = {name: i for i, name in enumerate(order)}
    return sorted(labels, key=lambda label: (place.get(label, len(place)), label))


#: Words in a relation's name that make single answers personal: who trusts or rates whom is not shown on a map.
SENSITIVE = (
    "trust",
    "influence",
    "power",
    "reliab",
    "open",
    "value",
    "respect",
    "honest",
    "listen",
    "rating",
)


def is_sensitive(relation: str) -> bool:
    """Tell whether single answers on *relation* are personal judgements that a shared page must not show.

    >>> is_sensitive("Who do you trust?"), is_sensitive("works with")
    (True, False)
    """
    text = key(relation)
    return any(word in text for word in SENSITIVE)
