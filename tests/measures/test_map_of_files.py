"""The map in the docstring of `powermap.measures` names every file once, and tells which of them hold measures."""

from __future__ import annotations

import re
from pathlib import Path

import powermap.measures
from powermap.measures.catalogue import MEASURES
from powermap.measures.tables import function_of


def named(part: str) -> list[str]:
    places = [re.sub(r"\(.*?\)", "", line).split(":", 1)[1].split("\n\n")[0] for line in part.split("\n- ")[1:]]
    return [name.strip() for place in places for name in place.split(",")]


def test_the_map_is_complete_and_says_where_the_measures_are():
    rooms, others = map(named, str(powermap.measures.__doc__).split("What several of them stand on"))
    there = [path.stem for path in Path(powermap.measures.__path__[0]).glob("*.py") if path.stem != "__init__"]
    assert sorted(rooms + others) == sorted(there)
    homes = {function_of(name).__module__.rpartition(".")[2] for name in MEASURES}
    assert homes <= set(rooms)
    assert not homes & set(others)
