"""Every measure at once: none is missing, none warns on odd networks, none depends on the order of actors."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from networks import ADVICE, TEXAS, TEXAS_SECTORS, golden, typed

from powermap.measures import tables as tables_module
from powermap.measures.catalogue import MEASURES
from powermap.measures.tables import function_of, measure_tables
from powermap.network import Network, from_ties

#: These need to be told more than a network or a survey: two answers, a set of actors, numbers of the user's own.
TOLD_MORE = {"assortativity_numeric", "set_reach", "classes_by_group"}
#: Circles and cores are found by a seeded search, in the order of the actors; equally good ones may
#: differ; and of two brokers alike the first is named.
SEARCHED = (
    "community", "in_core", "core_", "key_player", "group_brokerage_by_chance", "rich_club",
    "broker_dependence.broker",
)  # fmt: skip


def odd_networks() -> dict[str, Network]:
    alone = nx.DiGraph()
    alone.add_node("A", sector="NHS", seat=True)
    pair = nx.DiGraph([("A", "B")])
    full = nx.complete_graph(5, create_using=nx.DiGraph)
    nx.set_node_attributes(full, "NHS", "sector")
    star = nx.DiGraph([("A", other) for other in "BCDE"])
    nx.set_node_attributes(star, {"A": "NHS", "B": "VCSE"}, "sector")
    star.nodes["A"]["seat"] = True
    return {
        "nobody": Network.from_graph(nx.DiGraph()),
        "one": Network.from_graph(alone),
        "two": Network.from_graph(pair),
        "no ties": Network.from_graph(nx.empty_graph(4, create_using=nx.DiGraph)),
        "complete, one group": Network.from_graph(full),
        "some without a group": Network.from_graph(star),
        "all unobserved": Network.from_graph(star, respondents=[]),
        "one answered": Network.from_graph(star, respondents=["A"]),
        "two parts": Network.from_graph(nx.disjoint_union(full, full)),
    }


@pytest.mark.parametrize("name", list(odd_networks()))
def test_odd_networks_give_values_or_nan_and_no_warning(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_module, "PowermapError", KeyError)  # nothing may refuse a network of this size
    network = odd_networks()[name]
    told = measure_tables(network)
    assert list(told["Every actor"]["actor"]) == list(network.names)
    for table in told.values():
        finite = [column for column in table if not str(column).startswith("seat_steps.steps")]  # inf: no way there
        numbers = table[finite].select_dtypes("number").to_numpy(dtype=float)
        assert not np.isinf(numbers).any()


def test_every_measure_of_a_network_is_there() -> None:
    network = typed(TEXAS, sectors=TEXAS_SECTORS, silent=(3, 9), seats=(2, 5))
    told = measure_tables(network)
    columns = {str(column).split(".")[0] for column in told["Every actor"]}
    there = {*told, *told["Whole network"]["measure"]}
    for name in MEASURES:
        of_survey = next(iter(function_of(name).__code__.co_varnames)) == "survey"
        found = name in there or name in columns or any(column.startswith(name) for column in columns)
        assert found or of_survey or name in TOLD_MORE, f"{name} is in no table"


@pytest.mark.parametrize("text", [ADVICE, TEXAS], ids=["advice", "texas"])
def test_the_order_of_actors_changes_no_value(text: str) -> None:
    """Relabelling actors permutes results: true of every measure of structure."""
    first = typed(text, sectors=(TEXAS_SECTORS * 2)[: len(text.split())], silent=(1,), seats=(0, 4))
    order = np.random.default_rng(3).permutation(len(first))
    place = np.argsort(order)
    second = from_ties(
        tuple(first.names[i] for i in order),
        np.stack([place[first.senders], place[first.receivers]], axis=1),
        first.tie_strengths,
        responded=first.responded[order],
        seat=first.seat[order],
        sector=tuple(first.sector[i] for i in order),
        voices=tuple(first.voices[i] for i in order),
        relation=first.relation,
        round=first.round,
    )
    one, other = (measure_tables(network) for network in (first, second))
    kept = [c for c in one["Every actor"] if not str(c).startswith(SEARCHED)]
    actors = other["Every actor"][kept].set_index("actor").loc[list(first.names)].reset_index()
    pd.testing.assert_frame_equal(one["Every actor"][kept], actors, rtol=1e-7, atol=1e-9, check_dtype=False)
    whole = [
        table["Whole network"][~table["Whole network"]["measure"].str.startswith(SEARCHED)]
        for table in (one, other)
    ]
    pd.testing.assert_frame_equal(*whole, rtol=1e-7, atol=1e-9)
    for name, table in one.items():
        if name.startswith((*SEARCHED, "Every", "Whole")) or {"actor", "ways_actors"} & set(table):
            continue
        pd.testing.assert_frame_equal(table, other[name], rtol=1e-7, atol=1e-9, check_dtype=False)


def test_by_voice_and_by_sector_stand_in_one_table() -> None:
    table = measure_tables(golden())["mixing_matrix"]
    assert table[table["by"] == "sector"]["ties"].tolist() == [3, 5, 0, 2]  # as netseg in R has it
