"""A few hundred spoiled files on every run of the tests; many thousands by hand, see `fuzz_reader`."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz import fuzz_reader, whole_files

FILES = 300


#: A list of organisations, which is read beside others only.
ALONE = "tabs.csv"


@pytest.mark.parametrize("name", sorted(set(whole_files.whole_files()) - {ALONE}))
def test_the_good_files_are_read(name, tmp_path):
    assert fuzz_reader.read_as_check_does(name, whole_files.whole_files()[name], tmp_path) == "read"


def test_spoiled_files_give_a_survey_or_a_message():
    outcomes = list(fuzz_reader.outcomes(FILES, seed=11))
    assert sorted(outcome.number for outcome in outcomes) == list(range(FILES))
    wrong = [outcome for outcome in outcomes if outcome.kind not in ("read", "refused")]
    assert not wrong, "\n".join(f"{one.number} {one.name}: {one.kind} {one.detail}" for one in wrong)
    kinds = [outcome.kind for outcome in outcomes]
    assert min(kinds.count("read"), kinds.count("refused")) > FILES // 10  # neither all whole nor all broken


def test_the_same_number_is_the_same_file():
    whole = whole_files.whole_files()
    assert fuzz_reader.spoiled_file(5, 1, whole) == fuzz_reader.spoiled_file(5, 1, whole)
    assert len({fuzz_reader.spoiled_file(number, 1, whole)[1] for number in range(50)}) > 45


def test_what_goes_wrong_is_seen(monkeypatch):
    def fail(name: str, content: bytes, folder: Path) -> str:
        raise KeyError(name)

    monkeypatch.setattr(fuzz_reader, "read_as_check_does", fail)
    outcome = fuzz_reader.outcome_of(3, 1, whole_files.whole_files(), Path())
    assert outcome.kind == "raised KeyError"
    assert "fail" in outcome.detail
