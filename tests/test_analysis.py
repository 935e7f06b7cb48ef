from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from partnerships import labelled, partnership

from powermap.analysis import analyse
from powermap.errors import PowermapError
from powermap.inference.evenness import expected_balance
from powermap.measures.balance import balance, representation
from powermap.measures.position import actor_measures, nominations_received
from powermap.network import MOST_ACTORS, Network


def test_it_bundles_what_the_rooms_return_and_is_the_same_each_time():
    network = partnership(3)
    first, second = (analyse(network, permutations=299, seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(first.actors, actor_measures(network))
    measures = first.test.table["measure"]
    tested = first.representation[first.representation["measure"].isin(measures)].reset_index(drop=True)
    pd.testing.assert_frame_equal(tested[list(first.test.table)], first.test.table)
    pd.testing.assert_frame_equal(first.representation, second.representation)
    assert first.findings == second.findings
    assert first.descriptions == second.descriptions
    assert list(first.balance.index) == ["nominations_received", "harmonic_in", "betweenness", "pagerank"]
    pd.testing.assert_frame_equal(first.balance, second.balance)
    assert (first.permutations, first.seed) == (299, 5)


def test_every_actor_measure_has_a_row_for_every_voice_that_says_what_it_is_good_for():
    result = analyse(partnership(3, response=(0.9, 0.8, 0.7)), permutations=199)
    table = result.representation
    assert table["measure"].tolist() == [*actor_measures(result.network)] * 3
    uses = table.groupby("measure")["use"].unique().map(list)
    assert uses["nominations_received"] == uses["betweenness"] == ["claimed from"]
    assert uses["harmonic_in"] == uses["pagerank"] == ["tested, not claimed"]
    assert uses["strength_received"] == uses["out_degree"] == ["described"], (
        "without strengths it is no second test"
    )
    for measure in ("constraint", "coreness", "in_degree", "harmonic_out"):
        assert uses[measure] == ["described; bent by unequal response"]
    described = table["use"].str.startswith("described")
    assert table.loc[described, ["p", "p_holm", "low", "high", "low_shown"]].isna().all(axis=None)
    by_hand = representation(result.actors, result.network.groups())
    pd.testing.assert_frame_equal(table[list(by_hand)], by_hand)


def test_chance_alone_does_not_give_a_balance_of_one():
    # 18 members in sectors of 8, 6 and 4, nobody favoured: what is expected is what such networks have.
    found, expected = [], []
    for seed in range(60):
        network = partnership(seed, sizes=(8, 6, 4), power=(1,) * 3, response=(1,) * 3, spread=0.5)
        values = nominations_received(network)
        found.append(balance(values, network))
        expected.append(expected_balance(values.to_numpy()[:, None], network, seed=seed)[0, 0])
    assert np.mean(expected) < 0.97
    # Four standard errors of the mean of 60.
    assert np.mean(found) == pytest.approx(np.mean(expected), abs=4 * np.std(found) / 60**0.5)


def test_the_expected_balance_is_the_mean_over_every_arrangement():
    ties = np.zeros((5, 5))
    ties[0, 1:4] = ties[1, 2] = ties[2, 3] = ties[4, 3] = 1
    network = labelled(ties, ["NHS", "NHS", "Housing", "Housing", "Housing"], np.array([1, 1, 1, 0, 1], dtype=bool))
    values = nominations_received(network)
    from itertools import permutations

    every = []
    for order in permutations([0, 1, 2, 4]):  # the fourth did not answer and keeps its sector
        sectors = [network.sector[i] for i in (*order[:3], 3, order[3])]
        every.append(balance(values, replace(network, sector=tuple(sectors))))
    mean, low, high = expected_balance(values.to_numpy()[:, None], network)[:, 0]
    # Four standard errors of 999 shuffles; six arrangements that differ, so that the limits are the outermost.
    assert mean == pytest.approx(np.mean(every), abs=4 * np.std(every) / 999**0.5)
    assert (low, high) == pytest.approx((min(every), max(every)))
    assert np.isnan(expected_balance(np.full((5, 1), np.nan), network)).all()


def test_the_descriptions_say_what_chance_would_do_to_the_balance():
    result = analyse(partnership(3), permutations=99)
    told = next(text for text in result.descriptions if text.startswith("Balance"))
    mean, low, high = result.balance.loc["nominations_received", ["expected", "low_expected", "high_expected"]]
    assert f"gives {mean:.2f} on average, and between {low:.2f} and {high:.2f} in 95 of 100 shuffles." in told
    low, high = result.reciprocity_interval
    assert 0.01 < low < high < 0.99
    assert f"are returned (95% interval {100 * low:.0f}% to {100 * high:.0f}%)." in "\n".join(result.descriptions)


def test_no_balance_is_told_of_one_sector_or_where_it_would_give_a_small_one_away():
    ties = np.roll(np.eye(12), 1, axis=1)

    def told(sectors, relation):
        network = replace(labelled(ties, sectors), relation=relation)
        return any(text.startswith("Balance") for text in analyse(network, permutations=99).descriptions)

    assert not told(["NHS"] * 12, "works with")
    # With two sectors, 1 less the balance is how far the share of either is from its size.
    assert told(["Police"] * 2 + ["NHS"] * 10, "works with")
    assert not told(["Police"] * 2 + ["NHS"] * 10, "trusts")
    assert not told(["Police"] + ["Housing"] + ["NHS"] * 10, "trusts")
    assert told(["Police"] * 2 + ["Housing"] * 2 + ["NHS"] * 8, "trusts")
    assert told(["Police"] * 3 + ["NHS"] * 9, "trusts")


def test_nearly_all_is_not_told_as_all_nor_hardly_any_as_none():
    # 201 answered of 202; of 201 nominations, one is of lived experience.
    ties = np.zeros((202, 202))
    ties[:201, 201] = 1
    ties[200, 201], ties[200, 0] = 0, 1
    network = labelled(ties, ["Lived experience"] * 4 + ["Statutory"] * 198)
    network = replace(network, responded=np.arange(202) < 201)
    findings = analyse(network, permutations=99).findings
    lived = next(found for found in findings if found.group == "Lived experience")
    assert "who receive under 1% of the nominations" in lived.text
    assert lived.limits.startswith("Over 99% of the possible answers were seen; all 4 of them answered.")


def test_shares_of_a_handful_of_ties_are_not_told():
    # Lived experience sends 1 tie and gets 6; both sides answered.
    ties = np.zeros((12, 12))
    ties[0, 5] = 1
    ties[5:11, 0] = 1
    network = labelled(ties, ["Lived experience"] * 4 + ["Statutory"] * 8)
    told = [text for text in analyse(network, permutations=99).descriptions if text.startswith("Lived experience")]
    assert told == ["Lived experience: of 6 ties from others, its members return 17% (where both sides answered)."]
    few = analyse(
        labelled(np.where(np.arange(12)[:, None] > 7, 0, ties), ["Lived experience"] * 4 + ["Statutory"] * 8)
    )
    assert not any("returned" in text or "return " in text for text in few.descriptions)


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


def test_too_many_actors_to_test_are_refused_before_any_matrix_is_made() -> None:
    network = Network.from_graph(nx.empty_graph(MOST_ACTORS + 1, create_using=nx.DiGraph))
    with pytest.raises(PowermapError, match="5,001 actors"):
        analyse(network)
