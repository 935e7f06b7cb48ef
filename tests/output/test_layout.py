"""Actors stand near those they are tied to, apart from everyone else, and in the same place every time."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powermap.network import Network
from powermap.output.layout import ASPECT, by_sector, layout, positions


def tied(graph):
    return nx.to_numpy_array(graph, nodelist=sorted(graph)) > 0


def distances(places):
    """Return the distances between all pairs, in units of the room that one actor has on the page."""
    gap = (places[:, None] - places[None]) * [ASPECT, 1.0]
    return np.linalg.norm(gap, axis=-1) / np.sqrt(ASPECT / len(places))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60), st.floats(0, 0.4), st.integers(0, 10_000))
def test_places_are_in_the_box_the_same_every_time_and_apart(n, density, seed):
    ties = tied(nx.gnp_random_graph(n, density, seed=seed, directed=True)).reshape(n, n)
    before = ties.copy()
    places = layout(ties)
    assert places.shape == (n, 2)
    assert ((places >= 0) & (places <= 1)).all()
    assert (layout(ties) == places).all()
    assert (ties == before).all()
    if n > 1:
        apart = distances(places) + 9 * np.eye(n)
        assert apart.min() > 0.4


@pytest.mark.parametrize(
    "graph", [nx.path_graph(12), nx.grid_2d_graph(6, 5), nx.cycle_graph(20), nx.star_graph(15)]
)
def test_the_tied_stand_nearer_than_the_others(graph):
    graph = nx.convert_node_labels_to_integers(graph)
    ties = tied(graph)
    apart = distances(layout(ties))
    others = ~ties & ~np.eye(len(ties), dtype=bool)
    assert apart[ties].mean() < 0.75 * apart[others].mean()


def test_the_distance_on_the_page_follows_the_number_of_steps():
    graph = nx.convert_node_labels_to_integers(nx.grid_2d_graph(8, 5))
    steps = np.array([[d[j] for j in sorted(graph)] for _, d in sorted(nx.all_pairs_shortest_path_length(graph))])
    pairs = np.triu_indices(len(graph), 1)
    assert np.corrcoef(distances(layout(tied(graph)))[pairs], steps[pairs])[0, 1] > 0.8


def test_two_parts_and_the_untied_have_places_of_their_own():
    graph = nx.disjoint_union_all([nx.complete_graph(8), nx.path_graph(4), nx.empty_graph(3)])
    places = layout(tied(graph))
    one, other = places[:8], places[8:12]
    assert ((one.max(axis=0) < other.min(axis=0)) | (other.max(axis=0) < one.min(axis=0))).any()
    assert places[12:, 1].min() > places[:8, 1].max()  # the untied stand below


def test_a_network_fills_the_page():
    places = layout(tied(nx.gnp_random_graph(40, 0.15, seed=4)))
    occupied = {(int(3 * min(x, 0.999)), int(2 * min(y, 0.999))) for x, y in places.tolist()}
    assert len(occupied) == 6


def test_an_actor_keeps_its_place_from_round_to_round():
    one = nx.relabel_nodes(nx.gnp_random_graph(20, 0.2, seed=1, directed=True), str)
    two = nx.relabel_nodes(nx.gnp_random_graph(22, 0.2, seed=2, directed=True), str)
    rounds = [Network.from_graph(one), Network.from_graph(two)]
    places = positions(*rounds)
    assert set(places) == {str(i) for i in range(22)}
    assert places == positions(*rounds)


def test_places_by_sector_know_nothing_of_ties_and_keep_sectors_together():
    sectors = ["NHS"] * 9 + ["Police"] * 5 + [None] * 2
    places = by_sector(sectors)
    apart = distances(places)
    groups = np.array([str(sector) for sector in sectors])
    same = (groups[:, None] == groups[None]) & ~np.eye(16, dtype=bool)
    assert apart[same].mean() < 0.6 * apart[groups[:, None] != groups[None]].mean()
    assert (apart + 9 * np.eye(16)).min() > 0.3


def test_the_ties_of_a_thousand_actors_are_laid_out():
    ties = tied(nx.gnm_random_graph(1000, 8000, seed=1, directed=True))
    apart = distances(layout(ties)) + 9 * np.eye(1000)
    assert apart.min() > 0.4
