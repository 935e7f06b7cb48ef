from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from partnerships import labelled, partnership

from powermap.analysis import analyse
from powermap.measures.position import actor_measures


def test_it_bundles_what_the_rooms_return_and_is_the_same_each_time():
    network = partnership(3)
    first, second = (analyse(network, permutations=299, seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(first.actors, actor_measures(network))
    assert first.representation is first.test.table
    pd.testing.assert_frame_equal(first.representation, second.representation)
    assert first.findings == second.findings
    assert first.descriptions == second.descriptions
    assert set(first.balance) == {"nominations_received", "harmonic_in", "betweenness", "pagerank"}
    assert (first.permutations, first.seed) == (299, 5)


def test_progress_is_told_from_nothing_to_everything():
    told = []
    analyse(partnership(3), permutations=1200, progress=lambda *step: told.append(step))
    for stage in {stage for stage, _, _ in told}:
        done = [part / whole for name, part, whole in told if name == stage]
        assert done == sorted(done)
        assert done[-1] == 1


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_tiny_networks_are_analysed_without_a_claim(n):
    for ties in (np.zeros((n, n)), np.ones((n, n)) - np.eye(n)):
        result = analyse(labelled(ties, ["Lived experience", "Statutory", "Statutory", "", "Statutory"][:n]))
        assert {finding.claim for finding in result.findings} == {"none"}
        assert result.summary()


def test_descriptions_leave_out_what_would_show_single_members():
    rng = np.random.default_rng(1)
    ties = (rng.random((20, 20)) < 0.3).astype(float)
    np.fill_diagonal(ties, 0)
    descriptions = analyse(
        labelled(ties, ["Lived experience"] * 2 + ["Statutory"] * 18), permutations=99
    ).descriptions
    assert not any(text.startswith("Lived experience:") for text in descriptions)
    assert any(text.startswith("Statutory:") for text in descriptions)


def test_no_scipy_and_no_networkx_on_the_way():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from partnerships import partnership\n"
        "from powermap.analysis import analyse; analyse(partnership(1), permutations=199)\n"
        "assert not {'scipy', 'networkx'} & {name.split('.')[0] for name in sys.modules}, 'imported'"
    )
    from pathlib import Path

    subprocess.run([sys.executable, "-c", code, str(Path(__file__).parent)], check=True)
