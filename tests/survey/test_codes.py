"""The table of issue codes says what the code does: every code, its levels, and a test for each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from powermap.survey.checks import CODES, found, what_to_do
from powermap.survey.model import LEVELS

HERE = Path(__file__).parent
ROOM = Path(find_spec("powermap.survey").submodule_search_locations[0])
#: The files of the table itself.
TABLE = {"file_codes.py", "actor_codes.py", "answer_codes.py"}
#: Functions that make an issue; the level is their first argument and the code their second.
MAKERS = {"issue", "found"}


def texts(node: ast.AST) -> set[str]:
    """Every string in an expression: one, or those of 'a' if ... else 'b'."""
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


@lru_cache
def trees(folder: Path) -> tuple[tuple[str, ast.Module], ...]:
    return tuple((file.name, ast.parse(file.read_text(encoding="utf-8"))) for file in sorted(folder.rglob("*.py")))


@lru_cache
def strings(folder: Path) -> dict[str, set[str]]:
    return {name: texts(tree) for name, tree in trees(folder)}


def made() -> Iterator[tuple[str, set[str], set[str]]]:
    """Each call that makes an issue: where, the levels and the codes that stand in it (none = a variable)."""
    for name, tree in trees(ROOM):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and len(node.args) > 1:
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in MAKERS:
                    yield f"{name}:{node.lineno}", texts(node.args[0]), texts(node.args[1])


def test_the_calls_are_found():
    assert sum(bool(codes) for _, _, codes in made()) > 30


@pytest.mark.parametrize("call", list(made()), ids=lambda call: call[0])
def test_what_is_said_is_in_the_table(call):
    _, levels, codes = call
    assert codes <= set(CODES)
    for code in codes:
        assert levels <= set(CODES[code].levels), f"say in CODES that '{code}' can be {levels}"


@pytest.mark.parametrize("code", CODES)
def test_what_is_in_the_table_is_said(code):
    users = [name for name, said in strings(ROOM).items() if name not in TABLE and code in said]
    assert users, "nothing makes this issue: take it out of CODES"
    levels = set().union(*(said for _, said, codes in made() if code in codes))
    assert not levels or levels == set(CODES[code].levels)


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_test_that_names_it(code):
    assert [name for name, said in strings(HERE).items() if name != Path(__file__).name and code in said]


@pytest.mark.parametrize("code", CODES)
def test_every_code_says_what_it_means_and_what_to_do(code):
    levels, meaning, fix = CODES[code]
    assert levels
    assert list(levels) == [level for level in LEVELS if level in levels]
    for text in (meaning, fix):
        assert text.endswith(".")
        assert text[0].isupper()
    assert levels == ("note",) or not fix.startswith("Nothing"), "whatever is wrong can be mended"


def test_an_issue_without_advice_of_its_own_gets_that_of_its_code():
    assert what_to_do(found("note", "duplicate-tie", "Twice.")) == CODES["duplicate-tie"].fix
    assert what_to_do(found("note", "duplicate-tie", "Twice.", "Delete one.")) == "Delete one."
