"""Would the same actors come out on top if fewer had answered?

Respondents are silenced at random: their answers become unobserved, while what others say of them stays. Each
centrality is worked out again on what is left and compared with its values on all answers seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from powermap.errors import PowermapError, UnknownChoiceError
from powermap.inference.permutation import power_measures
from powermap.measures import centrality, position
from powermap.measures.blocks import correlation
from powermap.measures.catalogue import MEASURES
from powermap.measures.kernels import answered
from powermap.network import Floats, Network

#: A centrality: a value per actor, in the order of ``network.names``.
Centrality = Callable[[Network], pd.Series]

#: Shares of the respondents to be silenced. Beyond one half so that a coefficient can exceed one half.
DROPPED = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75)

#: What the correlation with all answers must be, and in what share of the draws (Epskamp, Borsboom & Fried 2018).
ENOUGH, CERTAINTY = 0.7, 0.95

#: A coefficient below the first is not to be used, above the second it is good (the same).
UNUSABLE, GOOD = 0.25, 0.5

#: Fewer actors with a value have no order that could be stable.
FEWEST_ACTORS = 3

CURVE = ["measure", "dropped", "silenced", "correlation", "low", "high", "enough", "overlap", "defined"]

NULL = "None is tested: respondents are silenced at random, as if fewer had answered."


@dataclass(frozen=True, eq=False)
class StabilityResult:
    """What `stability` found.

    Parameters
    ----------
    table : DataFrame
        One row per measure: measure; coefficient (the largest share of the respondents that can be silenced with a
        correlation of 0.7 or more in 95% of the draws, at
        it and at every smaller share; NaN where the measure is the same for all, or defined for
        fewer than 3); verdict ('good', 'with care', 'do not use', 'cannot tell').
    curve : DataFrame
        One row per measure and share: measure; dropped (share), silenced (respondents); correlation (mean), low,
        high (what 95% of the draws lie between), enough (share of the draws at 0.7 or more), overlap (mean share of
        the top actors that stay), defined (share of the draws with a correlation).
    respondents, top, draws, seed : int
        *top* is how many actors count as the top; *draws* is how many at each share.
    null : str
    """

    table: pd.DataFrame
    curve: pd.DataFrame = field(repr=False)
    respondents: int
    top: int
    draws: int
    seed: int
    null: str = NULL

    def summary(self) -> str:
        """Return in plain sentences how far each measure can be relied on to tell actors apart."""
        lines = [_words(row, self.curve, self.top) for row in self.table.to_dict("records")]
        how = (
            f"From {self.draws:,} draws at each share of the {self.respondents} that answered (seed {self.seed}). "
            "It shows what fewer answers would do if the silent were like the others. What a whole sector that "
            "kept silent would have said it cannot show."
        )
        return "\n".join([*lines, how])

    def _repr_html_(self) -> str:
        from html import escape

        text = "".join(f"<p>{escape(line)}</p>" for line in self.summary().split("\n"))
        return f"{text}{self.curve.to_html(index=False, float_format='{:.3g}'.format)}"


def stability(
    network: Network,
    measures: Sequence[str | Centrality] | None = None,
    *,
    dropped: Sequence[float] = DROPPED,
    top: int | None = None,
    draws: int = 100,
    seed: int = 1,
    progress: Callable[[str, int, int], None] | None = None,
) -> StabilityResult:
    """Would each centrality put the actors in much the same order if fewer had answered?

    At each share, so many of those who answered are silenced at random. The correlation (Pearson) is between the
    values on what is left and those on all answers seen, over the actors that have both; an actor that is silenced
    keeps what it receives and loses what it sends. The overlap is the share of the top actors that are still among
    the top; actors that tie for the last place there count in part.

    Parameters
    ----------
    network : Network
    measures : sequence of str or callable, optional
        Names of actor measures of `powermap.measures.position` or `powermap.measures.centrality`, or functions
        that return a value per actor. Without it, the measures of power that the report tests.
    dropped : sequence of float, above 0 and below 1
    top : int, optional
        Without it, a tenth of the actors, and at least 3.
    draws : int
        At each share.
    seed : int
    progress : callable, optional
        Called with the stage in words, how much is done, and out of how much.

    Returns
    -------
    StabilityResult
        Coefficients run from 0 to the largest share in *dropped*. Higher means more stable: 0.5 or more is good,
        from 0.25 the order may be read with care, and below that not at all.

    Raises
    ------
    PowermapError
        Fewer than 2 actors answered, or a share or number is out of range.
    UnknownChoiceError
        A measure has no function of that name.

    References
    ----------
    Costenbader & Valente (2003), The stability of centrality measures when networks are sampled; Borgatti, Carley
    & Krackhardt (2006), On the robustness of centrality measures under conditions of imperfect data, for the
    overlap; Epskamp, Borsboom & Fried (2018), Estimating psychological networks and their accuracy, for the
    coefficient and how to read it.

    Examples
    --------
    Everybody names the same two: nobody who is silenced changes that.

    >>> import networkx as nx
    >>> graph = nx.DiGraph([(a, b) for a in range(12) for b in range(2) if a != b])
    >>> result = stability(Network.from_graph(graph), ["nominations_received"], draws=20)
    >>> result.table.to_dict("records")
    [{'measure': 'nominations_received', 'coefficient': 0.75, 'verdict': 'good'}]
    """
    functions = _functions(power_measures(network) if measures is None else measures)
    respondents = np.flatnonzero(answered(network) & (network.nameable_from > 0))
    shares = sorted(set(map(float, dropped)))
    if not shares or not (shares[0] > 0 and shares[-1] < 1):
        raise PowermapError("Shares to be silenced lie between 0 and 1.", fix="Use 0.05 to 0.75, say.")
    if draws < 1:
        raise PowermapError(f"Stability needs at least one draw at each share, not {draws}.", fix="Use 100.")
    if top is not None and top < 1:
        raise PowermapError(f"The top has at least one actor, not {top}.", fix="Leave it out for a tenth of them.")
    if len(respondents) < 2:
        raise PowermapError(
            f"Of these actors {len(respondents)} answered; with fewer than 2 nobody can be left out.",
            fix="Stability can be told once more have answered.",
        )
    whole = {name: function(network).to_numpy(dtype=float) for name, function in functions.items()}
    top = min(max(round(len(network) / 10), 3) if top is None else top, len(network))
    # Rounded up, so that no less is silenced than is said; somebody must be left.
    counts = [int(np.ceil(share * len(respondents) - 1e-9)) for share in shares]
    steps = [(share, count) for share, count in zip(shares, counts, strict=True) if count < len(respondents)]
    rows = []
    children = np.random.SeedSequence(seed).spawn(len(steps))
    for done, ((share, count), child) in enumerate(zip(steps, children, strict=True), start=1):
        rng = np.random.default_rng(child)
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in functions}
        for _ in range(draws):
            left = silenced(network, rng.choice(respondents, size=count, replace=False))
            for name, function in functions.items():
                values = function(left).to_numpy(dtype=float)
                found[name].append((_alike(whole[name], values), overlap(whole[name], values, top)))
        rows += [_at(name, share, count, np.array(pairs)) for name, pairs in found.items()]
        if progress is not None:
            progress("Leaving out respondents", done, len(steps))
    curve = pd.DataFrame(rows, columns=CURVE)
    order = {name: i for i, name in enumerate(functions)}
    curve = curve.sort_values("measure", key=lambda names: names.map(order), kind="stable", ignore_index=True)
    told = [_told(name, whole[name], curve[curve["measure"] == name]) for name in functions]
    return StabilityResult(pd.DataFrame(told), curve, len(respondents), top, draws, seed)


def silenced(network: Network, whom: Sequence[int] | np.ndarray) -> Network:
    """Return *network* as if these actors, given by their places, had not answered.

    Examples
    --------
    >>> import networkx as nx
    >>> network = Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A")]))
    >>> left = silenced(network, [0])
    >>> left, left.responded.tolist()
    (<Network 'tie', round 1: 2 actors, 1 ties>, [False, True])
    """
    responded = network.responded.copy()
    responded[whom] = False
    kept = responded[network.senders]
    return replace(
        network,
        senders=network.senders[kept],
        receivers=network.receivers[kept],
        tie_strengths=network.tie_strengths[kept],
        responded=responded,
        left_out=network.left_out[responded[network.left_out[:, 0]]],
    )


def overlap(first: Floats, second: Floats, top: int) -> float:
    """Return what share of the *top* actors by one measure are at the top by another, from 0 to 1.

    Of several that tie for the last places each counts in equal part. Only actors with both values count; NaN where
    there are fewer than *top* of them.

    Examples
    --------
    >>> overlap(np.array([4.0, 3.0, 2.0, 1.0]), np.array([9.0, 1.0, 8.0, 2.0]), 2)
    0.5
    >>> overlap(np.array([4.0, 3.0, 3.0, 1.0]), np.array([9.0, 8.0, 2.0, 1.0]), 2)
    0.75
    """
    there = ~np.isnan(first) & ~np.isnan(second)
    if there.sum() < top:
        return nan
    return float(np.minimum(_in_top(first[there], top), _in_top(second[there], top)).sum() / top)


def _in_top(values: Floats, top: int) -> Floats:
    last = np.partition(values, len(values) - top)[len(values) - top]
    # Equal but for rounding: values come from sums in different orders.
    level = np.abs(values - last) <= 1e-9 * abs(last)
    above = (values > last) & ~level
    return np.asarray(above + level * ((top - above.sum()) / level.sum()), dtype=float)


def _alike(first: Floats, second: Floats) -> float:
    there = ~np.isnan(first) & ~np.isnan(second)
    first, second = first[there], second[there]
    return correlation(first, second) if _differ(first) and _differ(second) else nan


def _differ(values: Floats) -> bool:
    """Tell whether there are enough values, and they differ by more than rounding."""
    return len(values) >= FEWEST_ACTORS and bool(np.ptp(values) > 1e-12 * np.abs(values).max())


def _at(name: str, share: float, count: int, pairs: Floats) -> dict[str, object]:
    correlations = pairs[:, 0][~np.isnan(pairs[:, 0])]
    overlaps = pairs[:, 1][~np.isnan(pairs[:, 1])]
    low, high = np.quantile(correlations, [0.025, 0.975]) if len(correlations) else (nan, nan)
    return {
        "measure": name,
        "dropped": share,
        "silenced": count,
        "correlation": float(correlations.mean()) if len(correlations) else nan,
        "low": float(low),
        "high": float(high),
        # Where no order is left there is no correlation: that draw is not enough either.
        "enough": float((correlations >= ENOUGH - 1e-12).sum() / len(pairs)),
        "overlap": float(overlaps.mean()) if len(overlaps) else nan,
        "defined": len(correlations) / len(pairs),
    }


def _told(name: str, whole: Floats, curve: pd.DataFrame) -> dict[str, object]:
    coefficient = nan
    if _differ(whole[~np.isnan(whole)]):
        held = np.cumprod(curve["enough"].to_numpy() >= CERTAINTY - 1e-12).astype(bool)
        coefficient = float(curve["dropped"].to_numpy()[held].max(initial=0.0))
    return {"measure": name, "coefficient": coefficient, "verdict": verdict(coefficient)}


def verdict(coefficient: float) -> str:
    """Return how a coefficient may be read: 'good', 'with care', 'do not use' or 'cannot tell'.

    >>> verdict(0.5), verdict(0.3), verdict(0.1), verdict(nan)
    ('good', 'with care', 'do not use', 'cannot tell')
    """
    if np.isnan(coefficient):
        return "cannot tell"
    if coefficient >= GOOD:
        return "good"
    return "with care" if coefficient >= UNUSABLE else "do not use"


def _words(row: dict[str, Any], curve: pd.DataFrame, top: int) -> str:
    name, coefficient = row["measure"], row["coefficient"]
    label = MEASURES[name].label if name in MEASURES else name
    if row["verdict"] == "cannot tell":
        return f"{label}: cannot tell. It is the same for all actors, or known of too few, to put them in an order."
    how_far = {
        "good": "Good: the order of the actors holds",
        "with care": "Read with care: broad differences between actors hold, single places do not",
        "do not use": "Do not use it to tell actors apart: the order hangs on who happened to answer",
    }[row["verdict"]]
    much = (
        f"{coefficient:.0%} of those who answered could have kept silent, and the order would be much the same"
        if coefficient > 0
        else "already the smallest loss of answers changes the order too much"
    )
    tenth = curve[(curve["measure"] == name) & (curve["dropped"] >= 0.1 - 1e-9)].head(1)
    stays = "".join(
        f" With {int(one.silenced)} fewer answering, {one.overlap:.0%} of the top {top} stay at the top on average."
        for one in tenth.itertuples()
        if np.isfinite(one.overlap)
    )
    return f"{label}: {how_far} (stability {coefficient:.2f}: {much}).{stays}"


def _functions(measures: Sequence[str | Centrality]) -> dict[str, Centrality]:
    """Return the function of each measure by its name."""
    if isinstance(measures, str) or callable(measures):
        measures = [measures]
    functions: dict[str, Centrality] = {}
    for measure in measures:
        if not isinstance(measure, str):
            functions[getattr(measure, "__name__", f"measure {len(functions) + 1}")] = measure
            continue
        entry = MEASURES.get(measure)
        found = getattr(position, measure, getattr(centrality, measure, None))
        if entry is None or entry.scope != "actor" or found is None:
            rooms = {*vars(position), *vars(centrality)}
            known = [name for name, one in MEASURES.items() if one.scope == "actor" and name in rooms]
            raise UnknownChoiceError(f"There is no centrality '{measure}'.", fix=f"There are: {', '.join(known)}.")
        functions[measure] = found
    return functions
