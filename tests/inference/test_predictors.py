"""Predictors of ties that are made from attributes, and from the last round: by hand."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from powermap.errors import PowermapError, UnknownChoiceError
from powermap.inference.predictors import difference, ends, receiver, same, sender
from powermap.inference.qap import mrqap, qap_correlation
from powermap.network import Network


def test_predictors_of_attributes_and_rounds():
    graph = nx.DiGraph([("A", "B"), ("B", "C"), ("C", "D")])
    voices = {"A": ["Carers", "Youth"], "B": ["Carers"], "C": [], "D": ["Youth"]}
    nx.set_node_attributes(graph, voices, "voices")
    network = Network.from_graph(graph)
    shared = same(network, "voice").matrix
    assert shared[0].tolist()[:2] == [1, 1]
    assert shared[0, 3] == 1
    assert shared[1, 3] == 0
    assert np.isnan(shared[2]).all()  # C has no voice, and that is not a voice
    group = network.voices[1][0]
    assert sender(network, group).matrix[:, 0].tolist() == pytest.approx([1, 1, np.nan, 0], nan_ok=True)
    assert receiver(network, group).matrix[0].tolist() == pytest.approx([1, 1, np.nan, 0], nan_ok=True)
    assert ends(network, group).matrix[0].tolist() == pytest.approx([2, 2, np.nan, 1], nan_ok=True)
    assert difference(network, [1, 4, np.nan, 0], "age").matrix[1].tolist() == pytest.approx(
        [3, 0, np.nan, 4], nan_ok=True
    )
    with pytest.raises(UnknownChoiceError, match=f"There is no group 'Nobody' here. The groups are: .*{group}"):
        sender(network, "Nobody")
    with pytest.raises(PowermapError, match="one finite number for each of the 4 actors"):
        difference(network, [1, 2], "age")


def test_the_last_round_is_matched_by_name():
    rng = np.random.default_rng(6)
    now = pd.DataFrame(rng.random((8, 8)), index=list("ABCDEFGH"), columns=list("ABCDEFGH"))
    before = now.add(rng.random((8, 8))).reindex(index=list("HXGFEDCB"), columns=list("HXGFEDCB"), fill_value=9.0)
    result = qap_correlation(now, before, permutations=99)
    kept = list("BCDEFGH")
    apart = ~np.eye(7, dtype=bool)
    there = np.corrcoef(now.loc[kept, kept].to_numpy()[apart], before.loc[kept, kept].to_numpy()[apart])[0, 1]
    assert result.correlation == pytest.approx(there)
    assert "42 of the 56 possible pairs" in result.summary()
    with pytest.raises(PowermapError, match="No actor of the outcome is in 'last'"):
        mrqap(now, {"last": before.rename(index=str.lower, columns=str.lower)})
