"""Who sits at which table: Davis, Gardner and Gardner's women, networkx's projections, hand counts."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import isnan

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from powermap import read_survey
from powermap.errors import PowermapError, UnknownChoiceError
from powermap.measures import two_mode
from powermap.measures.catalogue.two_mode import TWO_MODE
from powermap.measures.rated import survey_of

#: Davis, Gardner & Gardner (1941), Deep South, as networkx has them.
DAVIS = nx.davis_southern_women_graph()
WOMEN, EVENTS = DAVIS.graph["top"], DAVIS.graph["bottom"]


def grid(actors, events, there):
    lines = [",".join(["Name", *(f"Meeting {event}" for event in events)])]
    lines += [",".join([actor, *("x" if (actor, event) in there else "" for event in events)]) for actor in actors]
    return survey_of("\n".join(lines))


@cache
def women():
    return grid(WOMEN, EVENTS, {(a, b) for a, b in DAVIS.edges} | {(b, a) for a, b in DAVIS.edges})


@pytest.mark.parametrize(
    ("weights", "projection"),
    [
        ("shared", nx.bipartite.weighted_projected_graph),
        ("newman", nx.bipartite.collaboration_weighted_projected_graph),
    ],
)
def test_southern_women_projected(weights, projection):
    want = {frozenset(pair): weight for *pair, weight in projection(DAVIS, WOMEN).edges(data="weight")}
    network = two_mode.project(women(), weights=weights)
    ends = ([network.names[i] for i in side] for side in (network.senders, network.receivers))
    got = {frozenset(pair): value for *pair, value in zip(*ends, network.tie_strengths, strict=True)}
    assert got == pytest.approx(want)
    assert len(network.senders) == 2 * len(want)
    # Each event that a woman shares with anybody comes to 1.
    if weights == "newman":
        attended = two_mode.tables_attended(women())
        assert network.strength.sum(axis=1).tolist() == pytest.approx(attended.to_list())


def test_southern_women_counted():
    # Breiger (1974): the sizes of the events, and how many each woman attended.
    attended = two_mode.tables_attended(women())
    assert attended.loc[WOMEN].to_list() == [8, 7, 8, 7, 4, 4, 4, 3, 4, 4, 4, 6, 7, 8, 5, 2, 2, 2]
    sizes = two_mode.table_sizes(women()).set_index("table").loc[[f"Meeting E{i}" for i in range(1, 15)]]
    assert sizes["seats"].to_list() == [3, 3, 6, 4, 8, 8, 10, 14, 12, 5, 4, 6, 3, 3]
    assert sizes["without_group"].equals(sizes["seats"])
    assert sizes["share_of_actors"].to_list() == pytest.approx([size / 18 for size in sizes["seats"]])


def test_the_two_cliques_of_women_sit_apart():
    first = [i < 9 for i in range(18)]  # Evelyn to Pearl, and the others: the two groups of Davis et al.
    table = two_mode.sits_with(women(), by=["a" if own else "b" for own in first])
    ratio = table.set_index(["from_group", "to_group"])["ratio"]
    assert ratio["a", "a"] > 1 < ratio["b", "b"]
    assert ratio["a", "b"] == ratio["b", "a"] < 1
    # Over all pairs, as many sit together as are expected.
    sizes = (3, 3, 6, 4, 8, 8, 10, 14, 12, 5, 4, 6, 3, 3)
    assert table["together"].drop(2).sum() == sum(size * (size - 1) // 2 for size in sizes)
    assert table["expected"].drop(2).sum() == pytest.approx(table["together"].drop(2).sum())


def test_expected_company_in_plain_loops():
    rng = np.random.default_rng(2)
    there = (rng.random((9, 5)) < 0.4) | (np.arange(9)[:, None] % 5 == np.arange(5))  # everybody sits somewhere
    actors, events = [f"Org {i}" for i in range(9)], list(range(5))
    survey = grid(actors, events, {(actors[i], j) for i, j in np.argwhere(there)})
    by = ["x", "x", "y", None, "y", "x", "y", "y", None]
    table = two_mode.sits_with(survey, by=by).set_index(["from_group", "to_group"])
    seats = there.sum(axis=1)
    pairs = [(i, j) for i in range(9) for j in range(9) if i != j]
    chance = sum((there[i] & there[j]).sum() for i, j in pairs) / sum(seats[i] * seats[j] for i, j in pairs)
    for g, h in (("x", "x"), ("x", "y"), ("y", "y")):
        own = [(i, j) for i, j in pairs if by[i] == g and by[j] == h]
        half = 2 if g == h else 1
        assert table.loc[(g, h), "together"] == sum((there[i] & there[j]).sum() for i, j in own) / half
        assert table.loc[(g, h), "expected"] == pytest.approx(
            chance * sum(seats[i] * seats[j] for i, j in own) / half
        )


SHEETS = {
    "organisations": "name,sector,voice\nCouncil,Local authority,\nHospital,NHS,\n"
    "Peers,Voluntary,Lived experience; Voluntary sector\nHub,Voluntary,\nNobody,,\n",
    "ties": "from,to\nCouncil,Hub\nHub,Council\n",
    "attendance": "Name,Board,Forum\nCouncil,x,x\nHospital,x,\nPeers,,x\nHub,,x\nStranger,x,\n",
}


def read(folder):
    paths = [folder / f"{name}.csv" for name in SHEETS]
    for path in paths:
        path.write_text(SHEETS[path.stem])
    return read_survey(*paths)


def test_seats_by_voice(tmp_path):
    survey = read(tmp_path)
    table = two_mode.seats_by_group(survey).set_index(["group", "table"])
    # Four actors have a voice; they have two seats on the board and three on the forum.
    assert table.loc[("Statutory", "Board")].to_list() == [2, 1, 0.5, 2]
    assert table.loc[("Lived experience", "Forum")].to_list() == pytest.approx([1, 1 / 3, 0.25, 4 / 3])
    assert table.loc[("Voluntary sector", "Forum")].to_list() == pytest.approx([2, 2 / 3, 0.5, 4 / 3])
    assert table.loc[("Voluntary sector", "All tables")].to_list() == pytest.approx([2, 0.4, 0.5, 0.8])
    sizes = two_mode.table_sizes(survey).set_index("table")
    assert sizes.loc["Board"].to_list() == pytest.approx([3, 3 / 6, 1, 1])
    assert sizes.loc["Forum"].to_list() == pytest.approx([3, 3 / 6, 3, 0])
    assert two_mode.tables_attended(survey).to_dict() == {
        "Council": 2, "Hospital": 1, "Peers": 1, "Hub": 1, "Nobody": 0, "Stranger": 1,
    }  # fmt: skip


def test_one_actor_with_two_voices_is_no_company_for_itself(tmp_path):
    table = two_mode.sits_with(read(tmp_path)).set_index(["from_group", "to_group"])
    assert table.loc[("Lived experience", "Lived experience")].to_list()[:2] == [0, 0]
    assert isnan(table.loc[("Lived experience", "Lived experience"), "ratio"])
    assert table.loc[("Lived experience", "Voluntary sector"), "together"] == 1  # with the Hub


def test_a_table_of_one_ties_nobody():
    network = two_mode.project(
        grid(["A1", "B1", "C1"], [1, 2], {("A1", 1), ("B1", 2), ("C1", 2)}), weights="newman"
    )
    assert network.strength.tolist() == [[0, 0, 0], [0, 0, 1], [0, 1, 0]]
    lonely = two_mode.sits_with(grid(["A1", "B1"], [1, 2], {("A1", 1), ("B1", 2)}), by=["x", "y"])
    assert lonely["together"].sum() == 0
    assert lonely["ratio"].isna().all()


def test_nothing_to_attend_and_no_such_weight():
    survey = survey_of("from,to\nA,B\nB,A\n")
    for name in TWO_MODE:
        measure = getattr(two_mode, name)
        with pytest.raises(UnknownChoiceError, match="no attendance"):
            measure(survey)
    with pytest.raises(UnknownChoiceError, match="loud"):
        two_mode.project(women(), weights="loud")


def test_no_groups_no_rows():
    assert two_mode.seats_by_group(women()).empty
    assert two_mode.sits_with(women()).empty


def test_twenty_thousand_at_a_hundred_tables():
    rng = np.random.default_rng(1)
    pairs = np.unique(np.column_stack([rng.integers(0, 20_000, 60_000), rng.integers(0, 100, 60_000)]), axis=0)
    rows = [("1", f"N{i}", f"T{j}", "attendance") for i, j in pairs.tolist()]
    survey = survey_of("Name,Board,Forum\nA,x,\nB,,x\n")
    survey = replace(survey, attendance=pd.DataFrame(rows, columns=survey.attendance.columns))
    by = ["a" if i % 2 else "b" for i in range(len(survey.attendance_matrix()))]
    table = two_mode.sits_with(survey, by=by)
    assert table["ratio"].between(0.9, 1.1).all()
    with pytest.raises(PowermapError, match="too many"):
        two_mode.project(survey)
