"""The words agree with each other: none means two things, none is written in a way that never matches."""

from __future__ import annotations

import pytest

from powermap.survey.headers import header_key
from powermap.vocabulary import (
    CROSSES,
    HEADER_WORDS,
    HEADERS,
    MISSING,
    NO,
    SCALES,
    SECTORS,
    TICKS,
    VOICES,
    YES,
    is_sensitive,
    key,
    sector_named,
    voice_named,
    voices_of_sector,
)


def test_every_sector_and_voice_is_found_under_its_own_name():
    assert all(sector_named(name) == name for name in SECTORS)
    assert all(voice_named(name) == name for name in VOICES)


@pytest.mark.parametrize(
    ("word", "sector", "voices"),
    [
        ("VCSE", "Voluntary and community", ("Voluntary sector",)),
        ("Charities", "Voluntary and community", ("Voluntary sector",)),
        ("ICB", "NHS", ("Statutory",)),
        ("borough council", "Local authority", ("Statutory",)),
        ("Experts-by-Experience", "Lived experience", ("Lived experience",)),
        ("peer-led charity", "Peer-led organisation", ("Lived experience", "Voluntary sector")),
        ("Housing Association", "Housing", ("Housing",)),
        ("service users", "Lived experience", ("Lived experience",)),
    ],
)
def test_words_of_uk_partnerships(word, sector, voices):
    assert sector_named(word) == sector
    assert voices_of_sector(sector) == voices


def test_unknown_sector_speaks_for_itself():
    assert sector_named("Federal") is None
    assert voices_of_sector("Federal") == ("Federal",)


def test_no_word_says_yes_and_no():
    assert not YES & NO
    assert not TICKS & CROSSES
    assert not (TICKS | CROSSES) & MISSING
    assert not YES & MISSING


def test_a_header_is_written_as_it_is_compared():
    for role, words in HEADERS.items():
        assert len(set(words)) == len(words), role
        assert all(header_key(word) == word for word in words), role
    assert all(key(word) == word for words in HEADER_WORDS.values() for word in words)


def test_from_and_to_share_no_header():
    assert not set(HEADERS["from"]) & set(HEADERS["to"])
    assert not set(HEADERS["from"]) & set(HEADERS["strength"])


def test_scales_start_at_no_tie_and_share_no_clash_with_marks():
    for name, words in SCALES.items():
        assert min(words.values()) == 0, name
        assert all(word not in TICKS for word in words), name


@pytest.mark.parametrize(
    ("relation", "sensitive"),
    [
        ("Trusts", True),
        ("How open are they?", True),
        ("influence", True),
        ("How interested is this partner in the work?", True),
        ("Legitimacy", True),
        ("Urgency of its claim", True),
        ("works with", False),
        ("shares money", False),
    ],
)
def test_sensitive(relation, sensitive):
    assert is_sensitive(relation) is sensitive
