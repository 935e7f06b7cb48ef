"""The map in the docstring of `powermap.survey` names every file of the folder once, and none that is not there."""

import re
from pathlib import Path

import powermap.survey


def test_the_map_names_every_file_once():
    said = powermap.survey.__doc__
    places = [re.sub(r"\(.*?\)", "", part).split(":", 1)[1] for part in said.split("\n- ")[1:]]
    named = [name.strip() for place in places for name in place.split(",")]
    there = [path.stem for path in Path(powermap.survey.__file__).parent.glob("*.py") if path.stem != "__init__"]
    assert sorted(named) == sorted(there)
