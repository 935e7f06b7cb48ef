"""What the README says can be run, run."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from powermap.cli import main
from powermap.samples import sample_path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line[2:] for block in re.findall(r"```console\n(.*?)```", README, re.S) for line in block.splitlines()]
COMMANDS += re.findall(r"`(powermap (?:check|map|measures|report|demo|template)[^`]*)`", README)


def test_there_are_commands_to_test() -> None:
    assert len(COMMANDS) >= 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a reader would have it; the commands are run in it one after the other."""
    made = tmp_path_factory.mktemp("reader")
    shutil.copy(sample_path("mental_health_transformation"), made / "FILE")
    book = openpyxl.load_workbook(sample_path("mental_health_transformation"))
    slip = book["Relationships"]["B2"]
    slip.value = f"{slip.value[:-2]}{slip.value[-1]}{slip.value[-2]}"
    book.save(made / "workshop.xlsx")
    (made / "list.csv").write_text(
        "name,sector\nBorough Council,Council\nPeers,Lived experience\n", encoding="utf-8"
    )
    shutil.copytree(ROOT / "sample_networks", made / "sample_networks")
    return made


def test_every_command_runs(folder: Path) -> None:
    for command in dict.fromkeys(COMMANDS):
        words = shlex.split(command)
        assert words[0] == "powermap"
        run = [sys.executable, "-c", "from powermap.cli import main; main(prog_name='powermap')", *words[1:]]
        done = subprocess.run(run, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, f"{command}: {done.stderr}"


def test_the_main_command_makes_the_files_it_names(tmp_path: Path) -> None:
    (line,) = re.findall(r"<!-- main command -->\n```sh\n(.*)\n", README)
    words = shlex.split(line.split("&&")[-1])
    assert words[0].endswith("powermap")
    run = [sys.executable, "-c", "from powermap.cli import main; main(prog_name='powermap')", *words[1:]]
    shutil.copytree(ROOT / "sample_networks", tmp_path / "sample_networks")
    subprocess.run(run, cwd=tmp_path, capture_output=True, check=True)
    (folder,) = re.findall(r"writes a folder `([^`]+)`", README)
    named = re.findall(r"`(\w+\.(?:html|xlsx))`", README.split("writes a folder")[1].split(".\n")[0])
    assert sorted(path.name for path in (tmp_path / folder).iterdir()) == sorted(set(named))


def test_the_python_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", README, re.S)
    assert blocks
    names: dict[str, object] = {}  # who reads on has run what stands above
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)


def test_links_and_files_are_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
    for named in re.findall(r"`((?:sample_networks|notebooks|tests|powermap|\.ci)/[\w./]*)`", README):
        assert (ROOT / named).exists(), named


def test_every_command_and_every_option_of_the_readme_exists() -> None:
    options = {name for command in main.commands.values() for option in command.params for name in option.opts}
    assert set(re.findall(r"`(--[a-z-]+)", README)) <= options
