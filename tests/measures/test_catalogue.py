"""The catalogue, the functions and the columns name the same measures."""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from networks import golden

from powermap.measures import balance, coverage, position
from powermap.measures.catalogue import BY_ROOM, MEASURES, SHOWN

ACTOR = [name for name, measure in SHOWN.items() if measure.scope == "actor"]
OTHERS = [name for name, measure in SHOWN.items() if measure.scope != "actor"]


def public_functions(module: ModuleType) -> dict[str, FunctionType]:
    return {
        name: function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


def test_columns_functions_and_catalogue_agree() -> None:
    assert list(position.actor_measures(golden()).columns) == ACTOR
    assert set(public_functions(position)) - {"actor_measures"} == set(ACTOR)
    # Of coverage, these are parts of the answer rather than measures of their own.
    rest = set(public_functions(balance)) | set(public_functions(coverage))
    assert rest - {"coverage", "wilson_interval", "percent"} == set(OTHERS)


@pytest.mark.parametrize("room", list(BY_ROOM))
def test_a_room_holds_what_its_catalogue_lists(room: str) -> None:
    assert set(public_functions(import_module(f"powermap.measures.{room}"))) == set(BY_ROOM[room])


def test_every_room_has_a_catalogue() -> None:
    # The other files hold what these rooms stand on.
    assert set(BY_ROOM) <= {path.stem for path in Path(position.__file__).parent.glob("*.py")}


def test_no_name_stands_twice() -> None:
    assert len(MEASURES) == len(SHOWN) + sum(map(len, BY_ROOM.values()))


@pytest.mark.parametrize("name", ACTOR)
def test_a_measure_is_called_by_its_own_name(name: str) -> None:
    column = getattr(position, name)(golden())
    assert column.name == name
    assert list(column.index) == list(golden().names)


@pytest.mark.parametrize("name", list(MEASURES))
def test_every_measure_is_documented(name: str) -> None:
    measure = MEASURES[name]
    assert all(measure[:7]), "an entry is empty"
    assert measure.question.endswith("?")
    rooms = [import_module(f"powermap.measures.{room}") for room, listed in BY_ROOM.items() if name in listed]
    functions = [public_functions(room) for room in rooms or (position, balance, coverage)]
    words = inspect.getdoc(next(own[name] for own in functions if name in own)) or ""
    assert words.splitlines()[0].endswith("?")
    for part in ("Returns", "References", "Examples", "NaN"):
        assert part in words, f"{name} does not say: {part}"
    for year in (word.strip(";,()") for word in measure.reference.split()):
        assert not year.isdigit() or year in words, f"{name}: {year} is in the catalogue, not in the docstring"


def test_the_tested_measures_are_those_of_power_held() -> None:
    tested = [name for name, measure in MEASURES.items() if measure.tested]
    assert tested == ["nominations_received", "strength_received", "harmonic_in", "betweenness", "pagerank"]


def test_claims_are_drawn_from_what_shuffled_labels_can_test() -> None:
    claimed = [name for name, measure in MEASURES.items() if measure.claimed]
    assert claimed == ["nominations_received", "strength_received", "betweenness"]
    assert not any(measure.bent for measure in MEASURES.values() if measure.tested)


def test_labels_are_unique() -> None:
    labels = [measure.label for measure in MEASURES.values()]
    assert len(set(labels)) == len(labels)
