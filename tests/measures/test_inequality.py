"""Inequality: against R 4.2.2 (stats: wilcox.test, phyper), SciPy, printed formulas, hand counts and theory."""

from __future__ import annotations

from collections.abc import Callable
from math import log

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import TEXAS, TEXAS_SECTORS, typed
from scipy import stats

from powermap.errors import PowermapError
from powermap.measures import inequality
from powermap.measures.inequality import (
    gini,
    herfindahl,
    palma_ratio,
    parity_ratio,
    superiority,
    theil,
    theil_between,
    theil_groups,
    top_holders,
    top_share,
)
from powermap.measures.position import in_degree
from powermap.network import Network

WHOLE: dict[str, Callable[[pd.Series], float]] = {
    name: getattr(inequality, name) for name in ("gini", "theil", "herfindahl", "top_share", "palma_ratio")
}


def actors(groups: list[str | None]) -> Network:
    """Return a network without ties of as many actors as there are groups."""
    return Network.from_graph(nx.empty_graph(len(groups), nx.DiGraph))


def texas() -> tuple[pd.Series, Network]:
    network = typed(TEXAS, sectors=TEXAS_SECTORS)
    return in_degree(network), network


def test_texas_as_in_r() -> None:
    """In-degrees of the Texas network: Gini as the mean difference over all pairs, the rest from their formulas."""
    values, network = texas()
    assert gini(values) == pytest.approx(0.21806451612903, rel=1e-8)
    assert theil(values) == pytest.approx(0.076619285407811, rel=1e-8)
    assert herfindahl(values) == pytest.approx(0.046363741473003, rel=1e-8)
    assert palma_ratio(values) == pytest.approx(0.70652173913044, rel=1e-8)
    assert theil_between(values, network) == pytest.approx(0.013850382906951 / 0.076619285407811, rel=1e-8)
    parity = parity_ratio(values, network)["parity_ratio"].tolist()
    expected = [1.4636363636364, 0.84694686756542, 1.0786516853933, 0.73767258382643, 1.1962962962963]
    assert parity == pytest.approx(expected, rel=1e-8)


def test_superiority_as_wilcox_test_of_r() -> None:
    """W over the number of pairs."""
    table = superiority(*texas())
    assert table["group"].tolist() == ["City", "County", "Federal", "Private", "State"]
    expected = [0.8695652173913, 0.3974358974359, 0.625, 0.3030303030303, 0.57894736842105]
    assert table["superiority"].tolist() == pytest.approx(expected, rel=1e-8)


def test_top_holders_as_phyper_of_r() -> None:
    """The top fifth of 25 are 5, and two more that have as much as the fifth."""
    table = top_holders(*texas(), top=0.2)
    assert table["in_top"].tolist() == [2, 3, 0, 0, 2]
    expected = [0.07, 0.84485125858124, 1, 1, 0.55652173913044]
    assert table["p_more"].tolist() == pytest.approx(expected, rel=1e-8)
    expected = [1, 0.44965675057208, 0.72, 0.35478260869565, 0.80632411067194]
    assert table["p_fewer"].tolist() == pytest.approx(expected, rel=1e-8)
    assert table["expected"].tolist() == pytest.approx([7 * n / 25 for n in (2, 13, 1, 3, 6)])


@settings(deadline=None, max_examples=60)
@given(values=st.lists(st.integers(0, 6), min_size=2, max_size=25), data=st.data())
def test_against_scipy(values: list[int], data: st.DataObject) -> None:
    groups = data.draw(st.lists(st.sampled_from("ab"), min_size=len(values), max_size=len(values)))
    column, own = pd.Series(values, dtype=float), np.array(groups) == "a"
    network = actors(groups)
    if own.any() and not own.all():
        u = stats.mannwhitneyu(column[own], column[~own], method="asymptotic").statistic
        row = superiority(column, network, groups).set_index("group").loc["a"]
        assert row["superiority"] == pytest.approx(u / (own.sum() * (~own).sum()))
        assert row["cliffs_delta"] == pytest.approx(2 * row["superiority"] - 1)
    for row in top_holders(column, network, groups, top=0.3).itertuples():
        drawn = round(row.in_top / row.share_of_top) if row.share_of_top else None
        if drawn:
            chance = stats.hypergeom(len(values), row.members, drawn)
            assert row.p_more == pytest.approx(chance.sf(row.in_top - 1), rel=1e-8)
            assert row.p_fewer == pytest.approx(chance.cdf(row.in_top), rel=1e-8)


def test_by_hand() -> None:
    values = pd.Series([0.0, 0.0, 2.0, 6.0])
    assert gini(values) == pytest.approx((2 * (2 + 6) * 2 + 2 * 4) / (2 * 16 * 2))
    assert theil(values) == pytest.approx((log(1) * 1 + 3 * log(3)) / 4)
    assert herfindahl(values) == pytest.approx((4 + 36) / 64)
    assert herfindahl(values, normalised=True) == pytest.approx((40 / 64 - 1 / 4) / (3 / 4))
    assert top_share(values, top=1) == 0.75
    assert top_share(values, top=9) == 1
    assert np.isnan(palma_ratio(values))  # the lower four in ten hold nothing
    assert palma_ratio(pd.Series([1.0, 1.0, 2.0, 6.0])) == pytest.approx(0.4 * 6 / 1.6)


def test_theil_by_group_by_hand() -> None:
    """Shares .25 and .75 with half of the actors each; x: 1 and 3; y: 6 and 6."""
    values, groups = pd.Series([1.0, 3.0, 6.0, 6.0]), ["x", "x", "y", "y"]
    table = theil_groups(values, actors(groups), groups)
    assert table["share_held"].tolist() == [0.25, 0.75]
    assert table["within"].tolist() == pytest.approx([(0.5 * log(0.5) + 1.5 * log(1.5)) / 2, 0])
    assert table["between_part"].tolist() == pytest.approx([0.25 * log(0.5), 0.75 * log(1.5)])
    nothing = theil_groups(pd.Series([0.0, 0.0, 6.0, 6.0]), actors(groups), groups)
    assert nothing[["within_part", "between_part"]].to_numpy().tolist() == [[0, 0], [0, pytest.approx(log(2))]]
    assert nothing["within"].isna().tolist() == [True, False]


def test_a_group_without_a_value_takes_no_part() -> None:
    """A sector that is silent throughout has no out-degree; what the others have is parted without it."""
    values, groups = pd.Series([1.0, 3.0, 6.0, 6.0, np.nan]), ["x", "x", "y", "y", "z"]
    without = theil_between(values[:4], actors(groups[:4]), groups[:4])
    assert theil_between(values, actors(groups), groups) == without > 0
    silent = theil_groups(values, actors(groups), groups).iloc[2]
    assert silent[["members", "share_of_actors", "share_held", "within_part", "between_part"]].tolist() == [0] * 5


def test_parity_by_hand() -> None:
    """Actors without a group or a value do not count; who has both voices counts in both."""
    graph = nx.empty_graph(5, nx.DiGraph)
    nx.set_node_attributes(graph, {0: ["P"], 1: ["P", "V"], 2: ["V"], 3: [], 4: ["V"]}, "voices")
    network, values = Network.from_graph(graph), pd.Series([2.0, 4.0, 9.0, 100.0, np.nan])
    table = parity_ratio(values, network, "voice")
    assert table[["members", "others"]].to_numpy().tolist() == [[2, 1], [2, 1]]
    assert table["parity_ratio"].tolist() == pytest.approx([3 / 9, 6.5 / 2])
    table = parity_ratio(values, network, "voice", reference="V")
    assert table["parity_ratio"].tolist() == pytest.approx([3 / 6.5, 1])
    table = superiority(values, network, "voice", reference="V")
    assert table["superiority"].tolist() == pytest.approx([0, np.nan], nan_ok=True)
    assert table["others"].tolist() == [1, 0]


positive = st.lists(st.floats(1e-3, 1e6), min_size=1, max_size=30)


@given(values=positive, factor=st.floats(1e-3, 1e3), copies=st.integers(2, 4))
def test_scale_order_and_copies(values: list[float], factor: float, copies: int) -> None:
    """What the theory of inequality asks for: only shares count, and who holds them does not."""
    column = pd.Series(values)
    for name, measure in WHOLE.items():
        assert measure(column * factor) == pytest.approx(measure(column), rel=1e-9, abs=1e-9), name
        assert measure(column[::-1]) == pytest.approx(measure(column), rel=1e-9, abs=1e-9), name
    many = pd.concat([column] * copies)
    for measure in (gini, theil, palma_ratio):
        assert measure(many) == pytest.approx(measure(column), rel=1e-9, abs=1e-9)
    assert herfindahl(many) == pytest.approx(herfindahl(column) / copies)
    n = len(values)
    assert -1e-12 <= gini(column) <= (n - 1) / n + 1e-12
    assert -1e-12 <= theil(column) <= log(n) + 1e-12
    assert 1 / n - 1e-12 <= herfindahl(column) <= 1 + 1e-12
    assert palma_ratio(column) >= 0.25 - 1e-9


@given(values=positive, data=st.data())
def test_theil_parts_add_up(values: list[float], data: st.DataObject) -> None:
    groups = data.draw(st.lists(st.sampled_from("abc"), min_size=len(values), max_size=len(values)))
    column = pd.Series(values)
    table = theil_groups(column, actors(groups), groups)
    assert table[["within_part", "between_part"]].to_numpy().sum() == pytest.approx(theil(column), abs=1e-9)
    between = theil_between(column, actors(groups), groups)
    assert np.isnan(between) or 0 <= between <= 1
    means = [column[np.array(groups) == group].mean() for group in groups]
    if not np.isnan(between) and theil(column) > 1e-6:
        assert between == pytest.approx(theil(pd.Series(means)) / theil(column), abs=1e-6)


@settings(deadline=None)
@given(values=st.lists(st.integers(-3, 3), min_size=2, max_size=20), data=st.data())
def test_superiority_mirrors(values: list[int], data: st.DataObject) -> None:
    groups = data.draw(st.lists(st.sampled_from("ab"), min_size=len(values), max_size=len(values)))
    column, network = pd.Series(values, dtype=float), actors(groups)
    share = superiority(column, network, groups)["superiority"]
    assert superiority(-column, network, groups)["superiority"].tolist() == pytest.approx(
        (1 - share).tolist(), nan_ok=True
    )
    if len(share) == 2:
        assert share.sum() == pytest.approx(1)


NOTHING = {
    "nobody": [],
    "zeros": [0.0, 0.0, 0.0],
    "no value": [np.nan, np.nan],
    "below zero": [-1.0, 2.0, 3.0],
    "without end": [1.0, np.inf],
}


def test_what_rounding_parts_is_equal() -> None:
    """0.1 + 0.2 is 0.3, though it comes out as more: nobody has more, and all three are at the top."""
    values, network = pd.Series([0.1 + 0.2, 0.3, 0.3, 0.1]), actors(["x", "y", "y", None])
    assert values[0] > values[1]
    assert superiority(values, network, ["x", "y", "y", None])["superiority"].tolist() == [0.5, 0.5]
    assert top_holders(values, network, ["x", "y", "y", None])["in_top"].tolist() == [1, 2]
    alike = superiority(values * 1e300, network, ["x", "y", "y", None])
    assert alike["superiority"].tolist() == [0.5, 0.5]


@pytest.mark.parametrize("kind", list(NOTHING))
def test_undefined_is_nan(kind: str) -> None:
    values = pd.Series(NOTHING[kind], dtype=float)
    groups = ["a", "b", "b"][: len(values)]
    for name, measure in WHOLE.items():
        assert np.isnan(measure(values)), name
    assert np.isnan(herfindahl(values, normalised=True))
    network = actors(groups)
    assert np.isnan(theil_between(values, network, groups))
    assert theil_groups(values, network, groups)[["share_held", "between_part"]].isna().all(axis=None)
    for table in (parity_ratio(values, network, groups), superiority(values, network, groups)):
        assert not np.isinf(table.select_dtypes(float).to_numpy()).any()
    top = top_holders(values, network, groups)
    assert len(top) == len(set(groups))
    assert top["p_more"].isna().all() == (kind in ("nobody", "no value"))


def test_one_actor_no_group_and_tiny_values() -> None:
    one = pd.Series([3.0])
    assert [measure(one) for measure in WHOLE.values()] == [0, 0, 1, 1, pytest.approx(0.25)]
    assert np.isnan(herfindahl(one, normalised=True))
    assert len(top_holders(one, actors([None]), [None])) == len(parity_ratio(one, actors([None]), [None])) == 0
    assert parity_ratio(one, actors(["a"]), ["a"])["parity_ratio"].isna().all()
    assert np.isnan(theil_between(one, actors([None]), [None]))
    for size in (5e-324, 1e308):
        assert gini(pd.Series([size, size])) == 0
        assert theil(pd.Series([0.0, size])) == pytest.approx(log(2))
    assert np.isnan(palma_ratio(pd.Series([5e-324, 5e-324, 1e308])))  # more than a number holds
    # Everybody has the same: the top is everybody.
    assert top_holders(pd.Series([1.0] * 4), actors([*"aabb"]), [*"aabb"])["share_of_top"].tolist() == [0.5, 0.5]


def test_what_is_asked_for_must_make_sense() -> None:
    network, values = actors(["a", "b"]), pd.Series([1.0, 2.0])
    with pytest.raises(PowermapError, match="No actor belongs to 'c'"):
        parity_ratio(values, network, ["a", "b"], reference="c")
    with pytest.raises(PowermapError, match="3 values for 2 actors"):
        superiority(pd.Series([1.0, 2.0, 3.0]), network, ["a", "b"])
    with pytest.raises(PowermapError, match="top 0"):
        top_share(values, top=0)
    with pytest.raises(PowermapError, match=r"top 1\.5"):
        top_holders(values, network, ["a", "b"], top=1.5)
