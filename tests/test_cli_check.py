"""`powermap check`: its table, its codes and its marked copy, run as people run it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console

from powermap import read_survey
from powermap.samples import sample_path
from powermap.survey import summary
from powermap.survey.checks import CODES, what_to_do

COMMAND = [sys.executable, "-c", "from powermap.cli import main; main(prog_name='powermap')", "check"]
MESSY = (
    "from,to,strength\nA,B,3\nB,A,banana\n[bold]B,[bold]B,2\n"
    + "".join(f"A,Partner {i},wrong {i}\n" for i in range(30))
    + "C,A,Don't know\n"
)


def check(*args: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *map(str, args)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    path = tmp_path / "ties.csv"
    path.write_text(MESSY, encoding="utf-8")
    return path


def test_the_text_is_a_table_with_every_issue_the_gravest_first(messy: Path, tmp_path: Path) -> None:
    done = check(messy, cwd=tmp_path)
    assert done.returncode == 1
    head = done.stdout.split("\n\n")[1].splitlines()[0]
    assert head.split() == ["level", "code", "where", "what", "what", "to", "do"]
    rows = [line for part in done.stdout.split("\n\n")[1:] for line in part.splitlines()][1:]
    survey = read_survey(messy)
    assert len(rows) == len(survey.issues) > 30
    levels = [row.split()[0] for row in rows]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    where, what = head.index("where"), head.index("what")
    for row, issue in zip(
        rows, sorted(survey.issues, key=lambda i: ["error", "warning", "note"].index(i.level)), strict=True
    ):
        assert row[where:what].strip() == issue.where
        assert row[what:].startswith(issue.message)
        assert row.endswith(what_to_do(issue))


def test_a_terminal_gets_a_table_for_each_level(messy: Path) -> None:
    out = io.StringIO()
    summary.show(read_survey(messy), Console(file=out, force_terminal=True, width=120, highlight=False))
    told = out.getvalue()
    assert told.index("Errors (31)") < told.index("Warnings (") < told.index("Notes (")
    assert "[bold]B" in told, "a name in brackets is a name, not a style"
    for cell in ("cell C3", "cell C34"):
        assert cell in told


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is asked for")
@pytest.mark.parametrize(("args", "said"), [(["ties.csv"], "Errors (31)"), (["--codes"], "Issue codes")])
def test_on_a_real_terminal(messy: Path, args: list[str], said: str) -> None:
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *args], cwd=messy.parent, stdout=theirs, stderr=theirs, stdin=theirs
    ) as running:
        os.close(theirs)
        told = b""
        while True:
            try:
                piece = os.read(ours, 65_536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            told += piece
        running.wait()
    os.close(ours)
    assert said in told.decode()
    assert "\x1b[" in told.decode()


def test_a_pipe_gets_no_colours_and_no_rich(messy: Path, tmp_path: Path) -> None:
    assert "\x1b" not in check(messy, cwd=tmp_path).stdout
    code = f"import sys\nfrom powermap.cli import main\nmain(['check', {str(messy)!r}], standalone_mode=False)"
    code = code.replace("main([", "try:\n main([") + "\nexcept BaseException: pass\nprint('rich' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


def test_codes_explains_every_code_without_a_file(tmp_path: Path) -> None:
    done = check("--codes", cwd=tmp_path)
    assert done.returncode == 0
    rows = {line.split()[0]: line for line in done.stdout.splitlines()[1:]}
    assert set(rows) == set(CODES)
    for name, code in CODES.items():
        assert code.meaning in rows[name]
        assert code.fix in rows[name]
        assert all(level in rows[name] for level in code.levels)


def test_a_marked_copy_is_written_and_the_file_left_alone(messy: Path, tmp_path: Path) -> None:
    before = messy.read_bytes()
    done = check(messy, "--marked-copy", "out/marked.xlsx", cwd=tmp_path)
    assert done.returncode == 1, "something in the file could still not be used"
    assert done.stdout.splitlines()[-1] == f"Written: {Path('out/marked.xlsx')}"
    book = openpyxl.load_workbook(tmp_path / "out" / "marked.xlsx")
    assert book.sheetnames == ["Issues", "ties"]
    assert "banana" in book["ties"]["C3"].comment.text
    assert messy.read_bytes() == before


def test_json_stays_one_object_beside_a_marked_copy(messy: Path, tmp_path: Path) -> None:
    plain = check(messy, "--format", "json", cwd=tmp_path)
    done = check(messy, "--format", "json", "--marked-copy", "m.xlsx", cwd=tmp_path)
    assert done.stdout == plain.stdout
    issues = json.loads(done.stdout)["issues"]
    assert {"level", "code", "message", "fix", "file", "sheet", "cell"} == set(issues[0])
    assert all(issue["fix"] for issue in issues)  # what to do, as in the table, and 'Nothing' where it is nothing
    assert "Written: m.xlsx" in done.stderr


def test_a_marked_copy_never_replaces_the_file_or_somebody_elses(tmp_path: Path) -> None:
    book = tmp_path / "survey.xlsx"
    book.write_bytes(sample_path("texas_search_and_rescue").read_bytes())
    before = book.read_bytes()
    assert check(book, "--marked-copy", book, "--force", cwd=tmp_path).returncode == 2
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    mine = other.read_bytes()
    done = check(book, "--marked-copy", other, cwd=tmp_path)
    assert (done.returncode, other.read_bytes(), book.read_bytes()) == (2, mine, before)
    assert check(book, "--marked-copy", other, "--force", cwd=tmp_path).returncode == 0
    first = other.read_bytes()
    assert check(book, "--marked-copy", other, cwd=tmp_path).returncode == 0, "ours is replaced"
    assert other.read_bytes() == first != mine


def test_a_marked_copy_of_another_kind_is_a_usage_error(messy: Path, tmp_path: Path) -> None:
    done = check(messy, "--marked-copy", "m.csv", cwd=tmp_path)
    assert (done.returncode, (tmp_path / "m.csv").exists()) == (2, False)
    assert "ends in .xlsx" in done.stderr
