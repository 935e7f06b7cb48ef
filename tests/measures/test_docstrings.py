"""What each docstring says of strength, direction and unobserved answers, and whether it is true.

What a measure does not use is said in the same words everywhere, so that it can be tried: networks are changed in
that alone. A measure that says so must not change, and one that does not say so must change in some network.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from itertools import permutations
from math import isclose, isnan
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pytest

from powermap.measures.catalogue import MEASURES
from powermap.measures.rated import survey_of
from powermap.measures.tables import function_of
from powermap.network import Network, assemble

NO_STRENGTH = re.compile(r"strength (is|and direction are) not used", re.I)
NO_DIRECTION = re.compile(r"(direction is|strength and direction are) not used", re.I)
AS_NO_TIE = re.compile(r"unobserved answers count as no tie", re.I)
#: Measures of values of any kind leave it to the values, and some look at the list of actors alone.
ELSEWHERE = re.compile(r"count as they do in|of the list of actors", re.I)

#: What a docstring has to speak of, in one of these words.
SPOKEN_OF = {
    "strength": r"strength",
    "direction": r"direction|either|(one|both|each|that|whichever) ways?\b|way (they|ties) (run|point)"
    r"|along (observed )?ties|\bnam(e|es|ed|ing)\b|\bsen[dt]|receiv|\brate[drs]|that others gave|returned",
    "unobserved answers": r"unobserved|observed|silent|answered|not answer",
}
Square: TypeAlias = np.ndarray
#: Questions about partners among which every measure of ratings finds its own.
ASKED = (
    "Reliability", "Mission", "Openness", "Influence", "Involvement", "Resources", "Influence it should have",
    "Interest", "Legitimacy", "Urgency",
)  # fmt: skip


def words_of(name: str) -> str:
    """Return what a docstring says, without its examples."""
    return " ".join((inspect.getdoc(function_of(name)) or "").partition("\nExamples\n---")[0].split())


@pytest.mark.parametrize("name", list(MEASURES))
def test_it_speaks_of_what_a_reader_asks(name: str) -> None:
    whole = inspect.getdoc(function_of(name)) or ""
    said, _, examples = whole.partition("\nExamples\n---")
    text, _, references = said.partition("\nReferences\n---")
    assert "\nReturns\n---" in text
    assert re.search(r"\b(1[89]|20)\d\d\b", references), f"{name} names no work with its year"
    assert ">>>" in examples
    for what, words in SPOKEN_OF.items():
        assert re.search(words, text, re.I), f"{name} does not speak of {what}"
    assert "see above" not in text, f"help({name}) shows nothing above"


def network_of(strength: Square, silent: Square | None = None, left_out: Square | None = None) -> Network:
    """Return a network of three sectors with two seats, without answers of the *silent* or these *left_out*."""
    n = len(strength)
    responded = np.ones(n, dtype=bool) if silent is None else ~silent
    sector = tuple("abc"[i % 3] for i in range(n))
    return assemble(
        tuple(f"n{i}" for i in range(n)), strength, missing=left_out, responded=responded,
        seat=np.isin(np.arange(n), (1, 4)), sector=sector, voices=tuple((own,) for own in sector),
        relation="works with", round="1",
    )  # fmt: skip


def drawn() -> list[Square]:
    """Return strengths of six networks of nine actors; the last but one names nobody, and in half is not named."""
    rng, found = np.random.default_rng(1), []
    for density in (0.15, 0.2, 0.25, 0.3, 0.35, 0.4):
        strength = rng.integers(1, 6, (9, 9)) * (rng.random((9, 9)) < density).astype(float)
        np.fill_diagonal(strength, 0)
        strength[7] = 0
        strength[:, 7] *= len(found) % 2
        found.append(strength)
    return found


def can_be_tried(name: str) -> bool:
    """Tell whether a measure is of a network, and says itself how answers count."""
    asked = inspect.signature(function_of(name)).parameters
    return "network" in asked and "survey" not in asked and not ELSEWHERE.search(words_of(name))


def told(name: str, network: Network) -> list[Any]:
    """Return all that a measure says of a network."""
    asked = inspect.signature(function_of(name)).parameters
    given: dict[str, Any] = {"network": network, "by": "sector", "draws": 3, "of": ["n0"]}
    given["values"] = pd.Series(np.random.default_rng(0).random(len(network)), index=list(network.names))
    wanted = [
        key for key in asked if key in given and (key != "of" or asked[key].default is inspect.Parameter.empty)
    ]
    return flat(function_of(name)(**{key: given[key] for key in wanted}))


def flat(value: Any) -> list[Any]:
    if isinstance(value, pd.DataFrame):
        return [*value.index, *value.to_numpy(dtype=object).ravel()]
    return [*value.index, *value] if isinstance(value, pd.Series) else [value]


def alike(one: list[Any], other: list[Any]) -> bool:
    return len(one) == len(other) and all(map(same, one, other))


def same(a: Any, b: Any) -> bool:
    if isinstance(a, Real) and isinstance(b, Real):
        return isclose(a, b, rel_tol=1e-7, abs_tol=1e-9) or (isnan(a) and isnan(b))
    return bool(a == b)


def unchanged(name: str, change: Callable[[Square, np.random.Generator], tuple[Network, ...]]) -> bool:
    """Tell whether a measure says the same of every network as of that network changed."""
    rng = np.random.default_rng(2)
    for strength in drawn():
        network, *changed = change(strength, rng)
        before = told(name, network)
        if not all(alike(before, told(name, other)) for other in changed):
            return False
    return True


def other_strengths(strength: Square, rng: np.random.Generator) -> tuple[Network, ...]:
    return network_of(strength), network_of(np.where(strength > 0, rng.integers(1, 6, strength.shape), 0))


def turned_round(strength: Square, rng: np.random.Generator) -> tuple[Network, ...]:
    """Return the network, and it with the two answers of some pairs exchanged."""
    these = np.triu(rng.random(strength.shape) < 0.5, 1)
    return network_of(strength), network_of(np.where(these | these.T, strength.T, strength))


def all_returned(strength: Square, _: np.random.Generator) -> tuple[Network, ...]:
    """Return the network without strengths, and it with every tie returned: the same actors are tied."""
    return network_of((strength > 0) * 1.0), network_of(((strength + strength.T) > 0) * 1.0)


def not_observed(strength: Square, rng: np.random.Generator) -> tuple[Network, ...]:
    """Return the network; it with who names nobody silent; and it with answers that are no tie left out."""
    silent = np.arange(len(strength)) == 7
    left_out = (strength == 0) & ~np.eye(len(strength), dtype=bool) & (rng.random(strength.shape) < 0.15)
    return network_of(strength), network_of(strength, silent), network_of(strength, left_out=left_out)


TRIED = [name for name in MEASURES if can_be_tried(name)]


@pytest.mark.parametrize("name", TRIED)
def test_strength_is_used_unless_it_is_said_not_to_be(name: str) -> None:
    assert unchanged(name, other_strengths) == bool(NO_STRENGTH.search(words_of(name)))


@pytest.mark.parametrize("name", TRIED)
def test_direction_is_used_unless_it_is_said_not_to_be(name: str) -> None:
    if NO_DIRECTION.search(words_of(name)):
        assert unchanged(name, turned_round)
    else:  # measures of returned ties use it without asking who named whom first
        assert not unchanged(name, turned_round) or not unchanged(name, all_returned)


@pytest.mark.parametrize("name", TRIED)
def test_unobserved_answers_count_as_no_tie_where_that_is_said(name: str) -> None:
    assert unchanged(name, not_observed) == bool(AS_NO_TIE.search(words_of(name)))


def test_strength_in_a_survey() -> None:
    """Not of attendance, which has none: see `two_mode`."""
    rng = np.random.default_rng(3)
    pairs = [",".join(pair) for place, pair in enumerate(permutations("ABCDE", 2)) if place % 7 != 3]
    head = ",".join(("from", "to", *ASKED))
    surveys = []
    for _ in range(2):
        answers = [",".join(map(str, row)) for row in rng.integers(1, 6, (len(pairs), len(ASKED)))]
        surveys.append(survey_of("\n".join([head, *map(",".join, zip(pairs, answers, strict=True))])))
    for name in MEASURES:
        function = function_of(name)
        asked = inspect.signature(function).parameters
        if "survey" in asked and not function.__module__.endswith("two_mode"):
            found = []
            for survey in surveys:
                given = {"survey": survey, "network": survey.network("Interest"), "by": list("xxyyy")}
                found.append(flat(function(**{key: given[key] for key in asked if key in given})))
            assert alike(*found) == bool(NO_STRENGTH.search(words_of(name))), name
