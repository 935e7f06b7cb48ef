"""Is a group's share of power further from its share of the actors than shuffled labels would put it?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from powermap.inference.family import COUNTED, FEWEST, benjamini_hochberg, holm, in_family, seen_enough
from powermap.inference.interval import Draws, interval, smallest_gap, two_sided, typical_pieces
from powermap.inference.labels import Labels, how_drawn, shuffle
from powermap.inference.senders import Senders, senders
from powermap.inference.strata import Within, null_of, strata_of
from powermap.inference.values import Measured, as_table, check_confidence, enough_draws, values_of
from powermap.measures.catalogue import MEASURES
from powermap.measures.kernels import answered
from powermap.measures.position import actor_measures
from powermap.network import Bools, Floats, Network, Whole

#: The confidence of the interval that must lie inside the bounds of equivalence: two one-sided tests at 5%.
EQUIVALENCE = 0.9

NULL = (
    "Voices have nothing to do with power: each actor's whole set of voices could as well belong to any other "
    "actor that also answered, or also did not answer."
)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, eq=False)
class PermutationResult:
    """What `permutation_test` found.

    Parameters
    ----------
    table : DataFrame
        One row per group and measure: group, measure, members (with a defined value), share_of_actors, share_held,
        representation, low, high (interval), expected (representation that goes with no gap, given who answered),
        p (two-sided), p_holm (over the rows about which something could be claimed: groups of 3 or more, with 3
        or more others, on a measure that results are claimed from, where enough was seen; NaN for the rest),
        p_bh (the same after Benjamini and Hochberg; nothing is claimed by it),
        smallest_gap (highest representation below the expected one that would have been shown with 80% power, by
        p after Holm and by the respondents, on the answers seen; NaN if none would), low_90, high_90 (interval
        for equivalence, by shuffles and by respondents together), low_senders, high_senders (interval that
        takes each respondent as one draw; NaN for measures that follow paths). Groups with fewer than 3 members,
        or others, are described and not tested: of these, p and every limit are NaN.
    permutations, seed : int
    null : str
        The hypothesis that the p-values are about.
    confidence : float
        Of low and high.
    by : str
        What the groups are: 'voice' or 'sector'.
    within : str
        What labels were shuffled within: 'response', 'degree', 'nothing', or 'labels' that the caller gave.
    arrangements : dict of str to int
        Of each measure for which all arrangements of the labels were gone through, how many there are.
    """

    table: pd.DataFrame
    permutations: int
    seed: int
    null: str
    confidence: float
    by: str
    cache: dict[bytes, Labels] = field(default_factory=dict, repr=False)
    within: str = "response"
    arrangements: Mapping[str, int] = field(default_factory=dict)

    def summary(self) -> str:
        """Return the result in a few plain sentences."""
        n = int(self.table["p_holm"].notna().sum())
        shown = int((self.table["p_holm"] <= 1 - self.confidence + 1e-12).sum())
        kind = self.by if isinstance(self.by, str) else "group"
        what = f"{n} comparison{'' if n == 1 else 's'} of a {kind} on a measure from which something can be claimed"
        drawn = how_drawn(self.permutations, self.seed, self.arrangements, self.table["measure"])
        return (
            f"{what}; {shown} differ{'s' if shown == 1 else ''} from chance after Holm's correction "
            f"({drawn}). Null hypothesis: {self.null}"
        )

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p>{escape(self.summary())}</p>{self.table.to_html(index=False, float_format='{:.3g}'.format)}"


def power_measures(network: Network) -> list[str]:
    """Which measures of power are tested? Strength only where strengths differ: it repeats nominations otherwise.

    Examples
    --------
    >>> import networkx as nx
    >>> power_measures(Network.from_graph(nx.DiGraph([("A", "B")])))
    ['nominations_received', 'harmonic_in', 'betweenness', 'pagerank']
    """
    tested = [name for name, measure in MEASURES.items() if measure.tested and measure.scope == "actor"]
    return [name for name in tested if network.weighted or name != "strength_received"]


def permutation_test(
    network: Network,
    *,
    by: str = "voice",
    measures: Measured | None = None,
    within: Within = "response",
    exact: bool = False,
    permutations: int = 9999,
    seed: int = 1,
    confidence: float = 0.95,
    progress: Progress | None = None,
) -> PermutationResult:
    """Does a group hold less, or more, of the power than its share of the actors, beyond chance?

    The statistic is the representation of the group: its share of what is held, over its share of the actors,
    among actors that have a group and a defined value. Labels are shuffled within those who answered and those
    who did not, so that silence cannot pass as exclusion (unless *within* says otherwise). The interval inverts
    the test under a scale model: members hold q times what they would hold if group did not matter.

    Shuffles take members as interchangeable. Where they name their own kind, and some name many more than
    others, a group's share of nominations scatters more than shuffles show: *low_senders* and *high_senders*
    allow for that, and a claim needs both. Harmonic closeness and PageRank have no such remedy; they are tested
    and shown, and nothing is claimed from them.

    Parameters
    ----------
    network : Network
    by : {'voice', 'sector'}
        Voices may overlap; an actor's whole set of voices moves together.
    measures : DataFrame, Series, or function of a network that returns one, optional
        Values to test, indexed by actor in the order of ``network.names``, zero or above, NaN where undefined;
        the measures of power when left out. For values that may be negative, and measures of groups, see
        `powermap.inference.group_permutation`.
    within : {'response', 'degree', None} or sequence
        Among whom labels are shuffled: those alike in response; in nominations received as well; everybody; or
        those with the same label (place, size) and response. See `powermap.inference.strata.strata_of`.
    exact : bool
        Go through every arrangement of the labels where there are at most 20,000: p is then the share of them
        that is as far out, the observed one included, twice the smaller side. Left out by default, so that a
        number does not come about in another way when an actor joins.
    permutations : int
    seed : int
    confidence : float
    progress : callable, optional
        Called with the stage in words, how much is done, and out of how much.

    Returns
    -------
    PermutationResult
        Without groups, or without actors, its table has no rows.

    Raises
    ------
    UnknownChoiceError
        *by* is neither 'voice' nor 'sector'.
    PowermapError
        The measures do not belong to these actors, or have negative or infinite values, or the labels to shuffle
        within do not.

    References
    ----------
    Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses, for shuffles within blocks; Phipson &
    Smyth (2010) for p; Holm (1979), A simple sequentially rejective multiple test procedure; Benjamini & Hochberg
    (1995), Controlling the false discovery rate.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([(a, b) for a in range(12) for b in range(4) if a != b])
    >>> for node in graph:
    ...     graph.nodes[node]["sector"] = "NHS" if node < 4 else "Housing"
    >>> result = permutation_test(Network.from_graph(graph), permutations=999)
    >>> result.table[["group", "measure", "representation", "p"]].head(1)
           group               measure  representation      p
    0  Statutory  nominations_received             3.0  0.008
    """
    enough_draws(permutations)
    check_confidence(confidence)
    given = actor_measures(network)[power_measures(network)] if measures is None else as_table(network, measures)
    values = values_of(network, given, at_least=0.0)
    groups = network.groups(by)
    usual = isinstance(within, str) and within == "response"
    strata = None if usual else strata_of(network, within)
    cache: dict[bytes, Labels] = {}
    names = [str(name) for name in given.columns]
    pieces = [counted(network, name) for name in names]
    found = draws_of(network, groups, values, pieces, permutations=permutations, seed=seed, cache=cache,
                     strata=strata, exact=exact, progress=progress)  # fmt: skip
    rows = []
    for name, of_measure in zip(names, found, strict=True):
        given = senders(network, groups, name) if name in COUNTED else {}
        rows += [
            row_of(draws, given.get(group), group, name, members, confidence)
            for group, (draws, members) in of_measure.items()
        ]
    order = {group: i for i, group in enumerate(groups)}
    rows.sort(key=lambda row: order[row["group"]])
    enough = {name: seen_enough(network, name) for name in names}
    family = np.array([_in_family(row) and enough[row["measure"]] for row in rows], dtype=bool)
    level = (1 - confidence) / max(family.sum(), 1)
    for row, claimable in zip(rows, family.tolist(), strict=True):
        draws, given_it = row.pop("draws"), row.pop("senders")
        row["smallest_gap"] = smallest_gap(draws, level, given_it, confidence) if claimable else np.nan
    columns = ["group", "measure", "members", "share_of_actors", "share_held", "representation", "low", "high",
               "expected", "p", "p_holm", "p_bh", "smallest_gap", "low_90", "high_90", "low_senders",
               "high_senders"]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    of_family = np.where(family, table["p"].to_numpy(dtype=float), np.nan)
    table["p_holm"] = holm(of_family)
    table["p_bh"] = benjamini_hochberg(of_family)
    return PermutationResult(
        table, permutations, seed, NULL if usual else null_of(within), confidence, by, cache,
        within="nothing" if within is None else within if isinstance(within, str) else "labels",
        arrangements=arrangements_of(network, groups, values, names, strata, cache) if exact else {},
    )  # fmt: skip


def _in_family(row: dict[str, Any]) -> bool:
    members = row["members"]
    others = _others(members, row["share_of_actors"])
    return in_family(row["measure"], members, others) and not np.isnan(row["p"])


def _others(members: int, share: float) -> int:
    """Return how many actors count beside *members*, who are this share of them."""
    return round(members / share) - members if share > 0 else 0


def both_limits(draws: Draws, given: Senders | None, confidence: float) -> tuple[float, float]:
    """Return the interval that covers the one of the shuffles and, where there is one, that of the respondents."""
    limits = interval(draws, confidence)
    if given is None or not draws.total > 0:
        return limits
    of_senders = given.limits(confidence)
    return min(limits[0], of_senders[0]), max(limits[1], of_senders[1])


def row_of(
    draws: Draws, given: Senders | None, group: str, measure: str, members: int, confidence: float
) -> dict[str, Any]:
    """Return the row of `PermutationResult.table`, before p-values are adjusted, and what it was made from."""
    nothing = np.nan, np.nan
    tested = min(members, _others(members, draws.share_of_actors)) >= FEWEST
    low, high = interval(draws, confidence) if tested else nothing
    low_90, high_90 = both_limits(draws, given, EQUIVALENCE) if tested else nothing
    low_senders, high_senders = nothing if given is None or not tested else given.limits(confidence)
    return {
        "group": group,
        "measure": measure,
        "members": members,
        "share_of_actors": draws.share_of_actors,
        "share_held": draws.held / draws.total if draws.total > 0 else np.nan,
        "representation": draws.representation,
        "low": low,
        "high": high,
        "expected": draws.expected,
        "p": two_sided(draws) if tested and draws.total > 0 else np.nan,
        "low_90": low_90,
        "high_90": high_90,
        "low_senders": low_senders,
        "high_senders": high_senders,
        "draws": draws,
        "senders": given,
    }


def counted(network: Network, measure: str) -> Floats | None:
    """Return how many ties each actor's value is made of, or None where the measure is no sum of ties."""
    return np.asarray(network.ties.sum(axis=0), dtype=float) if measure in COUNTED else None


def arrangements_of(
    network: Network,
    groups: dict[str, Bools],
    values: Floats,
    names: list[str],
    strata: Whole | None,
    cache: dict[bytes, Labels],
) -> dict[str, int]:
    """Return of each measure whose arrangements were all gone through how many there are."""
    if not groups:
        return {}
    voiced = np.any(list(groups.values()), axis=0)
    keys = [_among(network, voiced, voiced & ~np.isnan(values[:, k]), strata).tobytes() for k in range(len(names))]
    return {name: len(cache[key].shuffled) + 1 for name, key in zip(names, keys, strict=True) if cache[key].every}


def draws_of(
    network: Network,
    groups: dict[str, Bools],
    values: Floats,
    pieces: Sequence[Floats | None],
    *,
    permutations: int,
    seed: int,
    cache: dict[bytes, Labels],
    wanted: Sequence[Collection[str]] | None = None,
    intervals: bool = True,
    strata: Whole | None = None,
    exact: bool = False,
    progress: Progress | None = None,
) -> list[dict[str, tuple[Draws, int]]]:
    """Return, for each column of *values* and each *wanted* group, what it holds, and how many members count.

    Parameters
    ----------
    values : (n, columns) array of float
    pieces : sequence, one per column
        How many ties each actor's value is made of, or None.
    cache : dict
        Keeps the shuffles by the actors that they are among, so that measures share them.
    wanted : sequence of collections of str, one per column, optional
        All groups without it.
    intervals : bool
        Without it, what shuffles give a group of its own is left out, which only intervals need.
    strata, exact
        As for `shuffle`; the same for all that share a *cache*.
    """
    result: list[dict[str, tuple[Draws, int]]] = [{} for _ in range(values.shape[1])]
    names = list(groups)
    if not names or not values.shape[1]:
        return result
    voiced = np.any(list(groups.values()), axis=0)
    defined = voiced[:, None] & ~np.isnan(values)
    columns_of: dict[bytes, list[int]] = {}
    for column in range(values.shape[1]):
        among = _among(network, voiced, defined[:, column], strata)
        key = among.tobytes()
        columns_of.setdefault(key, []).append(column)
        if key not in cache:
            cache[key] = shuffle(network, groups, among, draws=permutations, seed=seed, strata=strata, exact=exact,
                                 progress=progress)  # fmt: skip
    for key, columns in columns_of.items():
        labels = cache[key]
        pairs = [(k, g) for k, column in enumerate(columns) for g, name in enumerate(names)
                 if wanted is None or name in wanted[column]]  # fmt: skip
        shared = _shared(labels, values[labels.order][:, columns], pairs, intervals)
        for (k, g), (draws, members) in zip(pairs, shared, strict=True):
            ties, there = pieces[columns[k]], defined[:, columns[k]]
            made_of = draws.pieces if ties is None else float(ties[there].sum())
            result[columns[k]][names[g]] = replace(draws, pieces=made_of), members
    return result


def _shared(
    labels: Labels, values: Floats, pairs: list[tuple[int, int]], intervals: bool
) -> list[tuple[Draws, int]]:
    """Return the draws, and the number of members that count, for each (column of *values*, group)."""
    there = ~np.isnan(values)
    x = np.nan_to_num(values)
    column_of, group_of = [column for column, _ in pairs], [group for _, group in pairs]
    members, belongs = labels.members[:, group_of], labels.belongs[:, group_of]
    own = x[:, column_of] * members
    first = labels.held(x[:, column_of], belongs)
    second = labels.held(own, belongs) if intervals else np.empty((len(pairs), 0))
    result: list[tuple[Draws, int]] = []
    for k, column in enumerate(column_of):
        values_of, present, member = x[:, column], there[:, column], members[:, k]
        size = int((member & present).sum())
        draws = Draws(
            held=float(values_of[member].sum()),
            total=float(values_of.sum()) if size else np.nan,
            share_of_actors=size / int(present.sum()) if present.any() else np.nan,
            first=first[k],
            second=second[k],
            mean_first=labels.expected(values_of, member),
            mean_second=labels.expected(own[:, k], member),
            pieces=typical_pieces(values_of, member),
        )
        result.append((draws, size))
    return result


def _among(network: Network, voiced: Bools, defined: Bools, strata: Whole | None) -> Bools:
    """Return the actors whose labels are shuffled: those with a group and a defined value.

    Where the values are undefined for all who answered, or all who did not, shuffles among all actors with a
    group serve as well, because labels never cross that line; measures can then share them. Other strata may
    cross it.
    """
    if strata is not None:
        return defined
    there = answered(network)
    for part in (there, ~there):
        inside = defined[voiced & part]
        if inside.any() and not inside.all():
            return defined
    return voiced
