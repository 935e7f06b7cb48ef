"""Who answered, and how much of the network was seen: to be read before any result."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt
from statistics import NormalDist

import numpy as np
import pandas as pd

from powermap.measures.kernels import answered, returned, seen_both_ways
from powermap.measures.position import nominations_received
from powermap.network import Bools, Network

#: Below this response a group's answers describe those who answered, and stand for nobody else.
DESCRIPTIVE_BELOW = 0.5

#: That the silent are named more is said only from this many times as much, beyond this many standard errors, and
#: with this many on either side: less is what chance does.
NAMED_MORE, STANDARD_ERRORS, FEWEST_COMPARED = 1.25, 2, 3


@dataclass(frozen=True, eq=False)
class Coverage:
    """Who answered, and how much of the network was seen. Made by `coverage`.

    Parameters
    ----------
    table : DataFrame
        One row per voice and a last row 'All': group, members, responded (of whom an answer was seen: who left
        every answer blank did not), rate, low, high (Wilson interval),
        observable and nameable (dyads with a sender in the group), share (observable over nameable).
    observable, nameable : int
        Dyads of the whole network that were observed, and that could have been had everybody answered.
    share : float
        Observable over nameable; NaN where nothing could be named.
    response_assumed : bool
        True where nobody said who responded, so that whoever gave an answer is taken to have.
    unanswered : int
        Dyads left out by actors of whom another answer was seen.
    all_blank : int
        Actors that are said to have responded and left every answer blank; they count as silent.
    named_respondents, named_silent : float
        Mean nominations received of the actors that responded, and of those that did not.
    silent_named_more : float
        The second less the first: above 0, the silent are named more than those who answered, so that the
        network lacks the answers of some of its most named members; NaN where everybody or nobody responded.
    silent_named_more_error : float
        Its standard error, with unequal variances (Welch 1947); NaN with fewer than two on either side.
    agreement, density : float
        See the functions of that name.
    confidence : float
        Of the interval.
    """

    table: pd.DataFrame
    observable: int
    nameable: int
    share: float
    response_assumed: bool
    unanswered: int
    all_blank: int
    named_respondents: float
    named_silent: float
    silent_named_more: float
    silent_named_more_error: float
    agreement: float
    density: float
    confidence: float = 0.95

    def summary(self, *, by_voice: bool = True) -> str:
        """Return in plain English who answered and what that limits, a sentence or two per line.

        Parameters
        ----------
        by_voice : bool
            Say for each voice how many answered; left out where the table stands beside it.
        """
        voices, everybody = self.table[:-1], self.table.iloc[-1]
        if not everybody["members"]:
            return "This network has no members."
        sentences = [f"{_answered_words(everybody)}, {self.confidence:.0%} interval {_interval_words(everybody)}."]
        if by_voice:
            sentences += [f"{row['group']}: {_answered_words(row)}." for _, row in voices.iterrows()]
        if self.response_assumed:
            sentences.append(
                "The survey does not say who responded. It was assumed that whoever gave an answer responded, "
                "and that whoever gave none did not; if somebody answered that they work with nobody, they are "
                "counted as silent."
            )
        if self.nameable:
            sentences.append(
                f"{self.observable:,} of {self.nameable:,} possible answers about who is tied to whom were seen "
                f"({percent(self.share)}); every result counts these only."
            )
        if self.unanswered:
            left = "answer was" if self.unanswered == 1 else "answers were"
            sentences.append(f"{self.unanswered:,} single {left} left out by members who responded.")
        if self.all_blank:
            who = "1 member is" if self.all_blank == 1 else f"{self.all_blank:,} members are"
            sentences.append(
                f"{who} said to have responded, but left every answer blank, and so counted as silent."
            )
        sentences += self._limits(voices, everybody)
        return "\n".join(sentences)

    def _limits(self, voices: pd.DataFrame, everybody: pd.Series) -> list[str]:
        sentences = []
        if everybody["rate"] < DESCRIPTIVE_BELOW:
            sentences.append(
                "Fewer than half of all members answered: read every result as a description of those who did, "
                "not of the partnership."
            )
        for _, row in voices.iterrows():
            if row["rate"] < DESCRIPTIVE_BELOW:
                sentences.append(
                    f"{row['group']}: fewer than half answered. Read what is said about whom they name as a "
                    "description of those who answered."
                )
        if self._silent_stand_out(everybody):
            sentences.append(
                f"Members who did not answer are named, on average, by {percent(self.named_silent)} of those who "
                f"could name them, members who did by {percent(self.named_respondents)}: what well-known members "
                "would have said is missing."
            )
        return sentences

    def _silent_stand_out(self, everybody: pd.Series) -> bool:
        """Tell whether the silent are named more than those who answered, by more than chance would have it."""
        responded = everybody["responded"]
        enough = min(responded, everybody["members"] - responded) >= FEWEST_COMPARED
        more = self.named_silent >= NAMED_MORE * self.named_respondents
        return bool(enough and more and self.silent_named_more > STANDARD_ERRORS * self.silent_named_more_error)

    def _repr_html_(self) -> str:
        return str(self.table.to_html(index=False, float_format=lambda value: f"{value:.2f}", na_rep="unknown"))


def coverage(network: Network, *, confidence: float = 0.95) -> Coverage:
    """Who answered, by voice, and how much of the network was seen?

    Parameters
    ----------
    network : Network
    confidence : float
        Of the Wilson intervals of the response rates.

    Returns
    -------
    Coverage
        Actors with several voices count in each; the row 'All' counts everybody once, also those without a voice.

    References
    ----------
    Stork & Richards (1992), Nonrespondents in communication network studies; Wilson (1927), Probable inference;
    Huisman (2009), Imputation of missing network data; Welch (1947) for means with unequal variances.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("A", "B"), ("C", "B"), ("A", "C")])
    >>> nx.set_node_attributes(graph, {"A": "NHS", "B": "Lived experience", "C": "NHS"}, "sector")
    >>> seen = coverage(Network.from_graph(graph, respondents=["A", "C"]))
    >>> seen.table[["group", "members", "responded", "observable", "nameable"]]
                  group  members  responded  observable  nameable
    0  Lived experience        1          0           0         2
    1         Statutory        2          2           4         4
    2               All        3          2           4         6
    """
    everybody = np.ones(len(network), dtype=bool)
    groups = [*network.groups("voice").items(), ("All", everybody)]
    named, there = nominations_received(network).to_numpy(), answered(network)
    respondents, silent = _mean(named[there]), _mean(named[~there])
    return Coverage(
        table=pd.DataFrame([_row(network, name, own, confidence) for name, own in groups]),
        observable=int(network.observable_from.sum()),
        nameable=int(network.nameable_from.sum()),
        share=observable_share(network),
        response_assumed=network.response_assumed,
        unanswered=int((network.nameable_from - network.observable_from)[there].sum()),
        all_blank=int((network.responded & ~there).sum()),
        named_respondents=respondents,
        named_silent=silent,
        silent_named_more=silent - respondents,
        silent_named_more_error=sqrt(_squared_error(named[there]) + _squared_error(named[~there])),
        agreement=agreement(network),
        density=density(network),
        confidence=confidence,
    )


def wilson_interval(successes: float, trials: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Between which shares does the true one plausibly lie, when *successes* of *trials* were seen?

    Parameters
    ----------
    successes, trials : float
        Whole numbers, or what a share of something amounts to.
    confidence : float

    Returns
    -------
    tuple of float, low and high, within 0 to 1
        (NaN, NaN) without trials.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference.

    Examples
    --------
    >>> [round(limit, 3) for limit in wilson_interval(8, 10)]
    [0.49, 0.943]
    """
    if trials == 0:
        return nan, nan
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, z2 = successes / trials, z * z
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = z * sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials)) / (1 + z2 / trials)
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == trials else min(1.0, middle + half)
    return low, high


def observable_share(network: Network) -> float:
    """What share of the answers that could have been given about ties was observed?

    Of answers, 'no tie' among them: strength and direction are not used.

    Returns
    -------
    float, 0 to 1
        Higher means more was seen; 1 means everybody answered everything. NaN where nobody could name anybody.

    References
    ----------
    Huisman (2009), Imputation of missing network data; Krause et al. (2020), Missing data in cross-sectional
    networks.

    Examples
    --------
    >>> import networkx as nx
    >>> observable_share(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]), respondents=["A"])).__round__(3)
    0.333
    """
    return _share(int(network.observable_from.sum()), int(network.nameable_from.sum()))


def density(network: Network) -> float:
    """What share of the ties that could be observed is there?

    Ties over the answers observed.

    Returns
    -------
    float, 0 to 1
        Higher means more ties; one that is returned is two. Strength is not used. NaN where no answer was observed.

    References
    ----------
    Stork & Richards (1992), Nonrespondents in communication network studies.

    Examples
    --------
    >>> import networkx as nx
    >>> density(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "C")]), respondents=["A"]))
    0.5
    """
    return _share(len(network.senders), int(network.observable_from.sum()))


def agreement(network: Network) -> float:
    """Where either side claims a tie and both answered, how often do both claim it?

    Sum of min(a_ij, a_ji) over sum of max(a_ij, a_ji), over pairs observed in both directions.

    Returns
    -------
    float, 0 to 1
        Higher means the two sides report alike; for a relation that both sides ought to see (works with), low
        agreement casts doubt on single answers. Strength is not used. NaN where no such pair has a tie.

    References
    ----------
    Stork & Richards (1992), Nonrespondents in communication network studies; Marsden (1990), Network data and
    measurement.

    Examples
    --------
    >>> import networkx as nx
    >>> agreement(Network.from_graph(nx.DiGraph([("A", "B"), ("B", "A"), ("B", "C")])))
    0.5
    """
    mutual = int(returned(network).sum()) // 2
    return _share(mutual, int(seen_both_ways(network).sum()) - mutual)


def percent(share: float) -> str:
    """Return *share* in whole per cent; 'over 99%' and 'under 1%' where rounding would say all or none.

    >>> percent(0.5), percent(0.999), percent(0.001), percent(1.0), percent(0.1 * 3 + 0.7 - 1e-15)
    ('50%', 'over 99%', 'under 1%', '100%', '100%')
    """
    if share != share:
        return "unknown"
    share = round(share, 12)  # a sum of parts may be a hair off
    if 0.995 <= share < 1:
        return "over 99%"
    return "under 1%" if 0 < share < 0.005 else f"{share:.0%}"


def _row(network: Network, name: str, own: Bools, confidence: float) -> dict[str, object]:
    members, responded = int(own.sum()), int((own & answered(network)).sum())
    observable, nameable = int(network.observable_from[own].sum()), int(network.nameable_from[own].sum())
    low, high = wilson_interval(responded, members, confidence=confidence)
    return {
        "group": name,
        "members": members,
        "responded": responded,
        "rate": _share(responded, members),
        "low": low,
        "high": high,
        "observable": observable,
        "nameable": nameable,
        "share": _share(observable, nameable),
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else nan


def _mean(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else nan


def _squared_error(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.var(ddof=1) / known.size) if known.size > 1 else nan


def _answered_words(row: pd.Series) -> str:
    members = "member" if row["members"] == 1 else "members"
    return f"{row['responded']} of {row['members']} {members} answered ({percent(row['rate'])})"


def _interval_words(row: pd.Series) -> str:
    return f"{percent(row['low'])} to {percent(row['high'])}"
