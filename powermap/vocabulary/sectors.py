"""Sectors, voices, and what they are called in UK partnerships."""

from __future__ import annotations

from typing import NamedTuple

from powermap.vocabulary.words import key

LIVED_EXPERIENCE = "Lived experience"
VOLUNTARY = "Voluntary sector"
STATUTORY = "Statutory"

#: Voices in the order in which they are shown; any other voice follows, in alphabetical order.
VOICES: dict[str, tuple[str, ...]] = {
    LIVED_EXPERIENCE: (
        "lived experience", "le", "lived-experience", "experts by experience", "expert by experience", "ebe",
        "people with lived experience", "service users", "service user", "peer", "peers", "peer group",
        "peer groups", "peer led", "user led", "patients", "patient group", "patient voice", "carers",
        "residents", "community members", "citizens", "patients and public", "patients and the public",
        "patient and public voice", "the public", "members of the public", "general public",
    ),
    VOLUNTARY: (
        "voluntary sector", "voluntary", "vcs", "vcse", "vcfse", "vcsfe", "vcso", "voluntary and community",
        "voluntary & community", "voluntary and community sector", "voluntary community and social enterprise",
        "community and voluntary", "community and voluntary sector", "voluntary community",
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


#: Endings of a name that say what kind of body it is in law, not which body.
LEGAL_ENDINGS = frozenset(("ltd", "limited", "cic", "cio", "scio", "plc", "llp", "trust", "charity", "inc", "community interest company",
                           "charitable incorporated organisation"))  # fmt: skip
