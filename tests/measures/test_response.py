from __future__ import annotations

from dataclasses import replace
from math import nan

import pandas as pd
import pytest
from networks import golden

from powermap import read_survey
from powermap.measures.coverage import coverage
from powermap.measures.rated import survey_of
from powermap.measures.response import item_nonresponse, response_rate, silent_compared
from powermap.network import Network


def test_response_is_what_coverage_says() -> None:
    network = golden()
    told = response_rate(network, "sector")
    assert told["group"].tolist() == ["a", "b", "All"]
    assert told["rate"].tolist() == [1, 1, 1]
    by_voice = response_rate(network)
    same = coverage(network).table
    pd.testing.assert_frame_equal(by_voice, same[list(by_voice)])


def test_left_out_answers_by_hand(tmp_path) -> None:
    """Of the 3 + 3 answers of A and B, A's about B (blank) and C (not known) are missing; C and D are silent."""
    path = tmp_path / "ties.csv"
    rows = ["from,to,strength", "A,B,", "A,C,Don't know", "A,D,2", "B,A,2", "B,C,0", "B,D,1", "C,A,"]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    told = item_nonresponse(read_survey(path)).iloc[0]
    assert (told["could"], told["left_out"], told["said_unknown"]) == (6, 2, 1)
    assert told["share"] == pytest.approx(1 / 3)
    assert told["mean_named"] == 1.5  # A names D; B names A and D


def test_what_is_said_of_somebody_off_the_list_is_no_answer_left_out() -> None:
    """A could name B, and B could name A; C is on no list. B's 'Don't know' about A is the one answer left out."""
    survey = survey_of("from,to,trust\nA,B,3\nA,C,Don't know\nB,A,Don't know\nB,C,1\nC,A,2\n")
    listed = replace(survey, listed={("trust", "1"): ("A", "B")})
    told = item_nonresponse(listed).iloc[0]
    # A could name B; B A, and C of its own accord; C A and B.
    assert (told["could"], told["left_out"], told["said_unknown"]) == (5, 1, 1)
    everybody = item_nonresponse(survey).iloc[0]
    assert (everybody["could"], everybody["left_out"], everybody["said_unknown"]) == (6, 2, 2)


def test_the_silent_are_compared() -> None:
    network = golden()
    told = silent_compared(network)
    assert told["members"].tolist() == [6, 0]
    # Nominations received are in-degrees 1, 1, 1, 2, 3, 2 over 5 who could: 10 of 30.
    assert told["nominations_received"].tolist() == pytest.approx([1 / 3, nan], nan_ok=True)


def test_nobody_is_nan() -> None:
    import networkx as nx

    nobody = Network.from_graph(nx.DiGraph())
    assert silent_compared(nobody)["nominations_received"].isna().all()
    assert response_rate(nobody)["rate"].isna().all()
