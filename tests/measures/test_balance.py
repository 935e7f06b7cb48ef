"""Balance, access and reciprocation: against R, networkx, every possible completion, hand counts and theory."""

from __future__ import annotations

from itertools import product
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ADVICE, MOUNT_SI, TEXAS, TEXAS_SECTORS, golden, random_network, typed

from powermap.errors import UnknownChoiceError
from powermap.measures.balance import access, balance, reciprocation, reciprocity, representation
from powermap.measures.position import in_degree
from powermap.network import Network, assemble


def voiced(voices: list[tuple[str, ...]], *, sectors: bool = False) -> Network:
    """Return a network of actors with these voices (and the first as sector), without ties."""
    n = len(voices)
    return assemble(
        tuple(f"n{i}" for i in range(n)),
        np.zeros((n, n)),
        responded=np.ones(n, dtype=bool),
        seat=np.zeros(n, dtype=bool),
        sector=tuple(own[0] if own and sectors else None for own in voices),
        voices=tuple(voices),
        relation="works with",
        round="1",
    )


def test_representation_by_hand() -> None:
    """Golden network, in-degrees 1, 1, 1, 2, 3, 2: group a holds 3 of 10 with half of the actors."""
    table = representation(in_degree(golden()), golden().groups("sector")).set_index("group")
    assert table["share_held"].tolist() == [0.3, 0.7]
    assert table["representation"].tolist() == [0.6, 1.4]
    assert table["members"].tolist() == [3, 3]


def test_representation_on_texas_by_hand() -> None:
    """Private (Red Cross, Salvation Army, REACT): 3 of 25 organisations, in-degrees 8 + 4 + 5 of 186."""
    network = typed(TEXAS, sectors=TEXAS_SECTORS)
    table = representation(in_degree(network), network.groups("sector")).set_index("group")
    assert table.loc["Private", "representation"] == pytest.approx((17 / 186) / (3 / 25))


def test_only_actors_with_a_group_and_a_value_count() -> None:
    values = pd.DataFrame({"x": [1.0, np.nan, 3.0, 100.0], "y": [1.0, 1.0, 1.0, 1.0]})
    groups = {"g": np.array([True, True, False, False]), "h": np.array([False, False, True, False])}
    table = representation(values, groups).set_index(["group", "measure"])
    assert table.loc[("g", "x"), ["members", "share_of_actors", "share_held"]].tolist() == [1, 0.5, 0.25]
    assert table.loc[("g", "x"), "representation"] == 0.5
    assert table.loc[("g", "y"), ["members", "share_of_actors"]].tolist() == [2, 2 / 3]


def test_representation_undefined_is_nan() -> None:
    groups = {"g": np.array([True, False]), "h": np.array([False, True])}
    nothing = representation(pd.Series([0.0, 0.0]), groups)
    assert nothing["representation"].isna().all()
    assert nothing["share_of_actors"].tolist() == [0.5, 0.5]
    silent = representation(pd.Series([1.0, np.nan], name="x"), groups).set_index("group")
    assert silent.loc["g", "representation"] == 1
    assert np.isnan(silent.loc["h", "representation"])
    assert len(representation(pd.Series([1.0, 2.0]), {})) == 0
    endless = representation(pd.Series([1.0, np.inf]), groups)
    assert endless[["share_held", "representation"]].isna().all(axis=None)
    assert endless["share_of_actors"].tolist() == [0.5, 0.5]


measure = st.lists(st.floats(0, 1e6), min_size=1, max_size=30).filter(lambda values: sum(values) > 1e-6)


@given(values=measure, data=st.data())
def test_representation_weighs_to_one_over_a_partition(values: list[float], data: st.DataObject) -> None:
    cell = np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(values), max_size=len(values))))
    groups = {str(c): cell == c for c in np.unique(cell)}
    table = representation(pd.Series(values), groups)
    assert (table["share_of_actors"] * table["representation"]).sum() == pytest.approx(1)
    everybody = representation(pd.Series(values), {"all": np.ones(len(values), dtype=bool)})
    assert everybody["representation"].tolist() == [pytest.approx(1)]


def test_balance_by_hand() -> None:
    """Golden network: a holds .3 and b .7 of the in-degree, half of the actors each: 1 - (.2 + .2) / 2."""
    assert balance(in_degree(golden()), golden()) == pytest.approx(0.8)


def test_balance_for_overlapping_voices_takes_the_combinations() -> None:
    """Cells: P (2 of 4), V (1), P and V (1), holding 2, 1 and 5 of 8: 1 - (.25 + .125 + .375) / 2.

    The last actor has no voice and does not count.
    """
    network = voiced([("P",), ("P",), ("V",), ("V", "P"), ()])
    values = pd.Series([1.0, 1.0, 1.0, 5.0, 50.0])
    assert balance(values, network, by="voice") == pytest.approx(1 - 0.75 / 2)


@given(values=measure, data=st.data())
def test_balance_is_one_only_in_proportion(values: list[float], data: st.DataObject) -> None:
    cell = data.draw(st.lists(st.sampled_from("abc"), min_size=len(values), max_size=len(values)))
    network = voiced([(c,) for c in cell], sectors=True)
    found = balance(pd.Series(values), network)
    assert 0 <= found <= 1 + 1e-12
    held = pd.Series(values).groupby(cell).sum() / sum(values)
    of_actors = pd.Series(cell).value_counts(normalize=True)
    assert (found == pytest.approx(1, abs=1e-9)) == bool(np.allclose(held, of_actors[held.index], atol=2e-9))


def test_balance_undefined_is_nan() -> None:
    assert np.isnan(balance(pd.Series([1.0, 2.0]), voiced([(), ()])))
    assert np.isnan(balance(pd.Series([0.0, 0.0]), voiced([("a",), ("b",)], sectors=True)))
    assert np.isnan(balance(pd.Series([np.nan, np.nan]), voiced([("a",), ("b",)], sectors=True)))
    assert np.isnan(balance(pd.Series([], dtype=float), voiced([])))
    assert np.isnan(balance(pd.Series([1.0, np.inf]), voiced([("a",), ("b",)], sectors=True)))


# Rows name columns: 0 and 1 are peers, 2 a charity, 3 and 4 trusts; trust 3 has a seat.
WAY_TO_DECISIONS = """
..1..
.....
...1.
..1..
1....
"""
OWN = ["Peers", "Peers", "Charity", "Trust", "Trust"]


def test_access_by_hand() -> None:
    """Peer 0 gets to the seat in two steps, peer 1 not at all; the seat-holder reaches the charity only."""
    table = access(typed(WAY_TO_DECISIONS, sectors=OWN, seats=(3,))).set_index("group")
    peers = table.loc["Peers"]
    assert peers[["members", "seats", "without_seat", "observed_to", "observed_from"]].tolist() == [2, 0, 2, 2, 2]
    assert peers[["to_direct", "to_two_step", "from_direct", "from_two_step"]].tolist() == [0, 0.5, 0, 0]
    assert peers[["mean_distance_to", "unreachable_to", "unreachable_from"]].tolist() == [2, 0.5, 1]
    assert np.isnan(peers["mean_distance_from"])
    charity = table.loc["Charity", ["to_direct", "from_direct", "mean_distance_to", "mean_distance_from"]]
    assert charity.tolist() == [1, 1, 1, 1]
    # The seat-holding trust is left out; trust 4 names peer 0, three steps from the seat.
    trust = table.loc["Trust"]
    assert trust[["members", "seats", "without_seat", "to_two_step", "mean_distance_to"]].tolist() == [
        2,
        1,
        1,
        0,
        3,
    ]
    assert table["complete"].all()


def test_silent_members_and_seat_holders_are_unobserved() -> None:
    table = access(typed(WAY_TO_DECISIONS, sectors=OWN, seats=(3,), silent=(1, 3))).set_index("group")
    peers = table.loc["Peers"]
    assert peers[["observed_to", "observed_from"]].tolist() == [1, 0]  # peer 1 is silent, and so is the seat
    assert peers[["to_direct", "to_two_step", "unreachable_to"]].tolist() == [0, 1, 0]
    assert peers[["from_direct", "from_two_step", "unreachable_from"]].isna().all()
    assert not table["complete"].any()


def test_nobody_has_a_seat() -> None:
    table = access(typed(WAY_TO_DECISIONS, sectors=OWN))
    assert table["seats"].eq(0).all()
    assert not table["complete"].any()
    shares = ["to_direct", "to_two_step", "from_direct", "from_two_step", "unreachable_to", "unreachable_from"]
    assert table[[*shares, "mean_distance_to", "mean_distance_from"]].isna().all(axis=None)


def test_everybody_has_a_seat() -> None:
    table = access(typed(WAY_TO_DECISIONS, sectors=OWN, seats=(0, 1, 2, 3, 4)))
    assert table["without_seat"].eq(0).all()
    assert table["to_direct"].isna().all()
    assert table["complete"].all()


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 15), density=st.sampled_from([0.05, 0.15, 0.4]))
def test_access_at_full_response_as_networkx(seed: int, n: int, density: float) -> None:
    network = random_network(np.random.default_rng(seed), n, density=density, seats=0.3, sectors=("a", "b", "c"))
    graph, seats = network.graph, {name for name, seat in zip(network.names, network.seat, strict=True) if seat}
    for row in access(network, by="sector").to_dict("records"):
        without = [x for x, data in graph.nodes(data=True) if data["sector"] == row["group"] and x not in seats]
        assert row["without_seat"] == len(without)
        assert row["complete"] == bool(seats)
        if not (without and seats):
            continue
        for way, directed in (("from", graph), ("to", graph.reverse())):
            steps = nx.multi_source_dijkstra_path_length(directed, seats, weight=None)
            far = [steps.get(x, np.inf) for x in without]
            assert row[f"{way}_direct"] == pytest.approx(np.mean([d <= 1 for d in far]))
            assert row[f"{way}_two_step"] == pytest.approx(np.mean([d <= 2 for d in far]))
            assert row[f"unreachable_{way}"] == pytest.approx(np.mean([d == np.inf for d in far]))
            reached = [d for d in far if d < np.inf]
            if reached:
                assert row[f"mean_distance_{way}"] == pytest.approx(np.mean(reached))


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10**6), silent=st.integers(0, 2))
def test_complete_means_that_no_completion_changes_anything(seed: int, silent: int) -> None:
    """Try every way in which two silent actors of four could have answered."""
    rng = np.random.default_rng(seed)
    full = random_network(rng, 4, density=0.4, seats=0.5, sectors=("a", "b"))
    responded = np.arange(4) >= silent
    listed = rng.random(4) < 0.7

    def with_ties(ties: np.ndarray, answered: np.ndarray) -> Network:
        return assemble(
            full.names, ties, responded=answered, seat=full.seat, sector=full.sector, voices=full.voices,
            relation="works with", round="1", listed=listed,
        )  # fmt: skip

    seen = with_ties(np.where(listed & responded[:, None], full.strength, 0.0), responded)
    unknown = np.argwhere(seen.nameable & ~seen.observable)
    found = access(seen).drop(columns="complete")
    same = pd.Series(data=True, index=found.index)
    for ties in product((0.0, 1.0), repeat=len(unknown)):
        completed = seen.strength.copy()
        completed[tuple(unknown.T)] = ties
        other = access(with_ties(completed, np.ones(4, dtype=bool))).drop(columns="complete")
        same &= ((other == found) | (other.isna() & found.isna())).all(axis=1)
    expected = same if seen.seat.any() else same & False
    assert access(seen)["complete"].tolist() == expected.tolist()


@pytest.mark.parametrize(
    ("text", "expected"), [(TEXAS, 0.6129032258065), (MOUNT_SI, 0.7878787878788), (ADVICE, 0.4736842105263)]
)
def test_reciprocity_as_r(text: str, expected: float) -> None:
    """R sna 2.7-1, grecip(measure = "edgewise")."""
    assert reciprocity(typed(text)) == pytest.approx(expected)


def test_one_way_voice() -> None:
    """Golden network: a sends b five ties, b sends a none; edgewise reciprocity 0 (sna)."""
    assert reciprocity(golden()) == 0
    table = reciprocation(golden()).set_index("group")
    assert table.loc["a", ["ties_out", "returned", "share_returned", "ties_in"]].tolist() == [5, 0, 0, 0]
    assert table.loc["b", ["ties_out", "ties_in", "share_answered"]].tolist() == [0, 5, 0]
    assert np.isnan(table.loc["a", "share_answered"])
    assert np.isnan(table.loc["b", "share_returned"])


def test_reciprocation_counts_only_pairs_heard_both_ways() -> None:
    """Peers 0, 1; trusts 2, 3. Trust 3 is silent, so the ties 0-3 and 1-3 say nothing about being returned."""
    drawing = """
    .111
    ...1
    1...
    11..
    """
    table = reciprocation(typed(drawing, sectors=["Peers", "Peers", "Trust", "Trust"], silent=(3,)))
    peers, trusts = table.to_dict("records")
    assert [peers[k] for k in ("ties_out", "returned", "share_returned", "ties_in", "share_answered")] == [
        1,
        1,
        1,
        1,
        1,
    ]
    assert trusts["ties_out"] == 1
    # Ties heard both ways: 0-1 (not returned), 0-2 and 2-0.
    assert reciprocity(typed(drawing, silent=(3,))) == pytest.approx(2 / 3)


def test_reciprocity_is_right_under_unequal_response() -> None:
    """Independent ties of density .15 are returned with chance .15; counting the silent as 'no' gives .083."""
    rng = np.random.default_rng(8)
    rates = np.repeat([0.8, 0.4, 0.3], [25, 25, 10])
    found = []
    for _ in range(100):
        ties = rng.random((60, 60)) < 0.15
        np.fill_diagonal(ties, val=False)
        found.append(
            reciprocity(Network.from_graph(nx.DiGraph(ties), respondents=np.flatnonzero(rng.random(60) < rates)))
        )
    assert np.mean(found) == pytest.approx(0.15, abs=0.015)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_tiny_networks(n: int) -> None:
    network = Network.from_graph(nx.empty_graph(n, nx.DiGraph))
    assert np.isnan(reciprocity(network))
    assert len(access(network)) == len(reciprocation(network)) == 0


def test_access_needs_no_square() -> None:
    """6,000, more than a matrix may have: all name the one seat, which names nobody; then one is silent."""
    star = nx.DiGraph((i, 0) for i in range(1, 6_000))
    nx.set_node_attributes(star, "Peers", "voices")
    star.nodes[0]["seat"] = True
    row = access(Network.from_graph(star)).loc[0]
    assert row[["without_seat", "observed_to", "to_direct", "unreachable_from"]].tolist() == [5999, 5999, 1, 1]
    assert row["complete"]
    row = access(Network.from_graph(star, respondents=range(5_999))).loc[0]
    assert row[["observed_to", "observed_from", "to_direct", "unreachable_from"]].tolist() == [5998, 5999, 1, 1]
    assert not row["complete"]


@pytest.mark.parametrize("by", [None, "size", ["a"], 3, {"a", "b"}])
def test_groups_that_are_none_are_refused_in_words(by: Any) -> None:
    with pytest.raises(UnknownChoiceError, match="cannot be grouped"):
        golden().groups(by)


def test_groups_of_ones_own_may_come_as_a_list_an_array_or_a_column() -> None:
    own = ["x", "x", "y", "y", "y", "x"]
    expected = {"x": [0, 1, 5], "y": [2, 3, 4]}
    for by in (own, tuple(own), np.array(own), pd.Series(own)):
        assert {name: np.flatnonzero(members).tolist() for name, members in golden().groups(by).items()} == expected
