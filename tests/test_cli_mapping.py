"""Mappings and lists of aliases on the command line: written, filled in, given back."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from powermap.cli import main

TIES = "Body;Whom;Warmth\nCouncil;GMMH;Hot\nGreater Manchester Mental Health;Council;Cold\nCouncil;Hub;Tepid\n"
MAP = """
[[sheet]]
name = "ties"
shape = "ties"
[sheet.columns]
from = "Body"
to = "Whom"
strength = "Warmth"
[sheet.words]
Hot = 3
Tepid = 1
Cold = "no tie"
"""


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ties.csv").write_text(TIES, encoding="utf-8")
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(arguments))
    assert "Traceback" not in done.output
    return done.exit_code, done.output


def test_an_unknown_file_gets_a_map_to_complete(there: Path) -> None:
    code, said = run("check", "ties.csv", "--write-map", "new.toml")
    assert code == 1
    assert "Written: new.toml" in said
    assert "--write-map" in said
    assert tomllib.loads((there / "new.toml").read_text(encoding="utf-8"))["sheet"][0]["shape"] == "ignore"


def test_check_says_what_plays_which_part(there: Path) -> None:
    code, said = run("check", "ties.csv", "--map", "map.toml")
    assert code == 0
    assert "from = A 'Body'; to = B 'Whom'; strength = C 'Warmth'" in said
    assert "as the mapping says" in said
    code, said = run("check", "ties.csv", "--map", "map.toml", "--map", "ties.strength=")
    assert "left out: C 'Warmth'" in said


def test_settings_do_without_a_file(there: Path) -> None:
    words = [f"ties.words.{word}" for word in ("Hot=3", "Tepid=1", "Cold=0")]
    given = ["ties.shape=ties", "ties.from=Body", "ties.to=column B", "ties.strength=Warmth", *words]
    code, said = run("check", "ties.csv", *(part for one in given for part in ("--map", one)), "--format", "json")
    assert code == 0
    assert [tie["strength"] for tie in json.loads(said)["ties"]] == [3.0, 1.0]


def test_aliases_are_written_filled_in_and_given_back(there: Path) -> None:
    _, said = run("check", "ties.csv", "--map", "map.toml", "--write-aliases", "aliases.csv")
    assert "Written: aliases.csv" in said
    filled = (there / "aliases.csv").read_bytes().replace(b"Health,,", b"Health,yes,")
    assert filled.startswith(b"\xef\xbb\xbf"), "so that Excel reads its letters right"
    (there / "aliases.csv").write_bytes(filled)
    _, said = run("check", "ties.csv", "aliases.csv", "--map", "map.toml", "--format", "json")
    assert [actor["name"] for actor in json.loads(said)["actors"]] == [
        "Council",
        "Greater Manchester Mental Health",
        "Hub",
    ]
    _, said = run("check", "ties.csv", "aliases.csv", "--map", "map.toml", "--write-aliases", "aliases.csv")
    assert "Not written: aliases.csv" in said
    assert (there / "aliases.csv").read_bytes() == filled


@pytest.mark.parametrize("option", ["--write-map", "--write-aliases"])
def test_what_somebody_filled_in_is_not_replaced(there: Path, option: str) -> None:
    mine = there / "mine"
    mine.write_text("mine", encoding="utf-8")
    code, said = run("check", "ties.csv", "--map", "map.toml", option, "mine")
    assert code == 2
    assert "--force" in said
    assert mine.read_text(encoding="utf-8") == "mine"
    assert run("check", "ties.csv", "--map", "map.toml", option, "mine", "--force")[0] == 0
    code, said = run("check", "ties.csv", "--map", "map.toml", option, "map.toml", "--force")
    assert code == 2
    assert (there / "map.toml").read_text(encoding="utf-8") == MAP


@pytest.mark.parametrize("command", ["report", "map", "measures"])
def test_every_command_takes_a_map(there: Path, command: str) -> None:
    code, said = run(command, "ties.csv", "--map", "map.toml", "--permutations", "99", "--out", "out.json")
    if command == "map":
        code, said = run(command, "ties.csv", "--map", "map.toml", "--permutations", "99", "--out", "out.html")
    assert code == 0, said
    assert "Written: " in said
    code, said = run(command, "ties.csv", "--map", "ties.frm=Body")
    assert code == 2
    assert "from, to, relation" in said


def test_a_bad_map_is_told_by_its_line(there: Path) -> None:
    (there / "map.toml").write_text('[[sheet]]\nname = "ties"\nshape = ties\n', encoding="utf-8")
    code, said = run("check", "ties.csv", "--map", "map.toml")
    assert code == 1
    assert "map.toml: " in said
    assert "line 3" in said
