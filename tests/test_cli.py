"""The command line, run as people run it: whole processes on real files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from powermap.cli import main
from powermap.samples import sample_path

TEXAS = str(sample_path("texas_search_and_rescue"))
QUICK = ["--permutations", "199"]


def run(*args: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from powermap.cli import main; main(prog_name='powermap')", *map(str, args)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_report_writes_its_three_files_and_says_so(tmp_path: Path) -> None:
    done = run("report", TEXAS, "--out", "results", *QUICK, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    names = ["report.html", "map.html", "measures.xlsx"]
    assert sorted(path.name for path in (tmp_path / "results").iterdir()) == sorted(names)
    assert [Path(line.removeprefix("Written: ")).name for line in done.stdout.splitlines()] == names


def test_progress_is_for_terminals_only(tmp_path: Path) -> None:
    done = run("report", TEXAS, *QUICK, cwd=tmp_path)
    assert "\x1b" not in done.stderr + done.stdout
    assert "Reading" not in done.stderr


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for folder, seed in (("a", 3), ("b", 3), ("c", 4)):
        assert run("report", TEXAS, "--out", folder, "--seed", str(seed), *QUICK, cwd=tmp_path).returncode == 0
    for name in ("report.html", "map.html", "measures.xlsx"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name
    assert (tmp_path / "a" / "report.html").read_bytes() != (tmp_path / "c" / "report.html").read_bytes()


def test_the_input_is_never_touched_even_with_force(tmp_path: Path) -> None:
    book = tmp_path / "survey.xlsx"
    book.write_bytes(Path(TEXAS).read_bytes())
    done = run("measures", book, "--out", book, "--force", *QUICK, cwd=tmp_path)
    assert done.returncode == 2
    assert book.read_bytes() == Path(TEXAS).read_bytes()


def test_someone_elses_file_is_replaced_only_with_force(tmp_path: Path) -> None:
    other = tmp_path / "results" / "map.html"
    other.parent.mkdir()
    other.write_text("<p>minutes</p>")
    done = run("report", TEXAS, "--out", "results", *QUICK, cwd=tmp_path)
    assert (done.returncode, other.read_text()) == (2, "<p>minutes</p>")
    assert list(other.parent.iterdir()) == [other], "no part of the results may be left behind"
    assert "map.html" in done.stderr
    assert run("report", TEXAS, "--out", "results", "--force", *QUICK, cwd=tmp_path).returncode == 0
    assert run("report", TEXAS, "--out", "results", *QUICK, cwd=tmp_path).returncode == 0, "ours is replaced"


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json"])
def test_measures_in_each_format(tmp_path: Path, ending: str) -> None:
    done = run("measures", TEXAS, "--out", f"m{ending}", *QUICK, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"m{ending}").stat().st_size > 1000


def test_measures_of_an_unknown_format_is_a_usage_error(tmp_path: Path) -> None:
    done = run("measures", TEXAS, "--out", "m.docx", cwd=tmp_path)
    assert done.returncode == 2
    assert ".xlsx, .csv or .json" in done.stderr
    assert not (tmp_path / "m.docx").exists()


def test_check_prints_one_json_object(tmp_path: Path) -> None:
    done = run("check", TEXAS, "--format", "json", cwd=tmp_path)
    told = json.loads(done.stdout)
    assert {"shape", "rounds", "actors", "ties", "issues"} <= told.keys()
    assert len(told["actors"]) == 25
    assert len(told["ties"]) == 186, "as many as R's network package has in emon Texas"
    assert {"name", "sector", "voices", "seat", "respondent"} <= told["actors"][0].keys()
    assert {"round", "from", "to", "relation", "strength"} == told["ties"][0].keys()


def test_check_names_the_cell_and_returns_1_when_something_cannot_be_used(tmp_path: Path) -> None:
    book = workbook(
        tmp_path / "w.xlsx",
        Organisations=[["name", "sector"], ["A", "NHS"], ["B", "Charity"], ["C", "Council"]],
        Relationships=[["from", "to", "strength"], ["A", "B", 3], ["B", "C", "banana"], ["C", "A", 2]],
    )
    done = run("check", book, cwd=tmp_path)
    assert done.returncode == 1
    assert "w.xlsx, sheet 'Relationships', cell C3" in done.stdout
    assert "Traceback" not in done.stderr
    done = run("report", book, *QUICK, cwd=tmp_path)
    assert done.returncode == 0, "what can be read still is"
    assert "cell C3" in done.stderr


@pytest.mark.parametrize("command", ["report", "map", "measures", "check"])
@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 broken", b"\x00\x01\x02" * 500, b"%PDF-1.7 hello"])
def test_bad_files_are_told_in_a_sentence_and_leave_nothing_behind(
    tmp_path: Path, command: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "bad.xlsx").write_bytes(content)
    before = sorted(tmp_path.rglob("*"))
    done = run(command, "bad.xlsx", cwd=tmp_path)
    assert done.returncode in (1, 2)
    assert "bad.xlsx" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    done = run("report", "missing.xlsx", "--debug", cwd=tmp_path)
    assert done.returncode != 0
    assert "Traceback" in done.stderr


def test_an_unknown_relation_or_round_lists_those_that_are_there(tmp_path: Path) -> None:
    sample = sample_path("health_inequalities_partnership")
    done = run("report", sample, "--round", "9", cwd=tmp_path)
    assert done.returncode == 2
    assert "'1', '2', '3'" in done.stderr
    done = run("map", sample, "--relation", "hates", cwd=tmp_path)
    assert done.returncode == 2
    assert "'Works with', 'Trusts'" in done.stderr


def test_the_choice_of_round_is_said(tmp_path: Path) -> None:
    done = run("map", sample_path("health_inequalities_partnership"), *QUICK, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "round '3' of '1', '2', '3'" in done.stderr


def test_a_name_cannot_drive_the_terminal(tmp_path: Path) -> None:
    ties = tmp_path / "ties.csv"
    ties.write_text("from,to\nA\x1b[31m,B\nB,B\nB,C\n", encoding="utf-8")
    done = run("check", ties, cwd=tmp_path)
    assert "\x1b" not in done.stdout + done.stderr


def test_demo_makes_an_example_and_spares_a_changed_copy(tmp_path: Path) -> None:
    assert run("demo", cwd=tmp_path).returncode == 0
    made = tmp_path / "powermap-demo"
    copy = made / "health_inequalities_partnership.xlsx"
    assert (made / "report.html").exists()
    assert run("demo", cwd=tmp_path).returncode == 0, "a second run replaces what is ours"
    book = openpyxl.load_workbook(copy)
    book.worksheets[0]["A1"] = "mine"
    book.save(copy)
    changed = copy.read_bytes()
    assert run("demo", cwd=tmp_path).returncode == 2
    assert copy.read_bytes() == changed


@pytest.mark.parametrize("command", ["report", "map", "measures", "check", "demo"])
def test_help_has_a_worked_example(command: str) -> None:
    told = CliRunner().invoke(main, [command, "--help"])
    assert told.exit_code == 0
    lines = [line.strip() for line in told.output.split("Example:")[1].splitlines()]
    assert lines[1].startswith(f"powermap {command}"), "an example stands on a line of its own, to be copied"


def test_measures_list_has_a_line_for_every_measure() -> None:
    from powermap import MEASURES

    told = CliRunner().invoke(main, ["measures", "--list"])
    assert told.exit_code == 0
    lines = told.output.splitlines()
    assert [line.split()[0] for line in lines] == list(MEASURES)
    assert all(line.endswith(measure.question) for line, measure in zip(lines, MEASURES.values(), strict=True))
