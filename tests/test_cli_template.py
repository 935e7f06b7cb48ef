"""`powermap template`: a blank survey on disk, run as people run it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from powermap.cli import main
from powermap.output.files import is_ours

COMMAND = [sys.executable, "-c", "from powermap.cli import main; main(prog_name='powermap')"]
LIST = "name,sector\nCouncil,LA\n=Age UK,Charity\nPeers,\n"


def run(*args: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *map(str, args)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_from_a_list_to_a_survey_to_a_report(listed: Path, tmp_path: Path) -> None:
    done = run("template", "--partners", listed, "-o", "survey.xlsx", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["Written: survey.xlsx"]
    assert "Listed: 3 organisations, 1 of them without a sector" in done.stderr
    path = tmp_path / "survey.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Start here", "Who sees this", "Organisations", "Relationships", "Notes", "Words"]
    names = [book["Organisations"].cell(row, 1).value for row in (2, 3, 4)]
    book["Organisations"]["B4"] = "Lived experience"
    for row, (sender, receiver) in enumerate([(0, 1), (1, 0), (2, 0), (2, 1)], 2):
        for column, text in enumerate((names[sender], names[receiver], "Often"), 1):
            cell = book["Relationships"].cell(row, column)
            cell.value, cell.data_type = text, "s"
        book["Organisations"].cell(min(row, 4), 5).value = "yes"
    book.save(path)
    done = run("check", path, cwd=tmp_path)
    assert done.returncode == 0
    assert "Issues: 0 errors, 0 warnings, 0 notes" in done.stdout
    assert "'Words': not used: it is the page of words to choose from" in done.stdout
    done = run("report", path, "--permutations", "99", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_survey_is_never_replaced_without_force(listed: Path, tmp_path: Path) -> None:
    path = tmp_path / "survey.xlsx"
    assert run("template", "--partners", listed, cwd=tmp_path).returncode == 0
    assert not is_ours(path), "people write into it"
    blank = path.read_bytes()
    book = openpyxl.load_workbook(path)
    book["Relationships"]["A2"] = "Council"
    book.save(path)
    filled = path.read_bytes()
    done = run("template", "--partners", listed, cwd=tmp_path)
    assert (done.returncode, path.read_bytes()) == (2, filled)
    assert "survey.xlsx" in done.stderr
    assert "--force" in done.stderr
    assert run("template", "--partners", listed, "--force", cwd=tmp_path).returncode == 0
    assert path.read_bytes() == blank


def test_the_list_is_never_replaced(listed: Path, tmp_path: Path) -> None:
    assert run("template", "--partners", listed, "-o", "survey.xlsx", cwd=tmp_path).returncode == 0
    before = (tmp_path / "survey.xlsx").read_bytes()
    done = run("template", "--partners", "survey.xlsx", "-o", "survey.xlsx", "--force", cwd=tmp_path)
    assert (done.returncode, (tmp_path / "survey.xlsx").read_bytes()) == (2, before)


@pytest.mark.parametrize("tool", ["google", "microsoft"])
def test_a_form_is_printed_or_written(listed: Path, tmp_path: Path, tool: str) -> None:
    args = ["template", "--partners", listed, "--form", tool, "--relation", "works with", "--relation", "trusts"]
    printed = run(*args, cwd=tmp_path)
    assert printed.returncode == 0, printed.stderr
    assert "Title: trusts" in printed.stdout
    done = run(*args, "-o", "form.txt", cwd=tmp_path)
    assert done.stdout.splitlines() == ["Written: form.txt"]
    assert (tmp_path / "form.txt").read_text(encoding="utf-8-sig").rstrip() == printed.stdout.rstrip()
    assert run(*args, "-o", "form.txt", cwd=tmp_path).returncode == 2, "somebody may have changed it"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["form.txt", "list.csv"]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["-o", "survey.csv"], "ends in .xlsx"),
        (["--relation", "notes"], "'notes' cannot be a relation"),
        (["--relation", "a/b", "--shape", "roster"], "'a/b' cannot be the name of a sheet"),
        (["--partner-items", "--relation", "openness"], "asked twice"),
    ],
)
def test_what_cannot_be_made_is_told_and_nothing_written(
    listed: Path, tmp_path: Path, args: list[str], told: str
) -> None:
    done = run("template", "--partners", listed, *args, cwd=tmp_path)
    assert done.returncode == 2
    assert told in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]


def test_a_list_that_cannot_be_read(tmp_path: Path) -> None:
    done = run("template", "--partners", "missing.csv", cwd=tmp_path)
    assert done.returncode == 1
    assert "missing.csv" in done.stderr


def test_help_has_a_worked_example() -> None:
    told = CliRunner().invoke(main, ["template", "--help"])
    assert told.exit_code == 0
    assert "powermap template --partners list.csv" in told.output.split("Example:")[1]
    assert "\\b" not in told.output
