"""Everything that is worked out about one network, in one place, for the pages and files that show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from powermap.descriptions import describe
from powermap.errors import PowermapError
from powermap.findings import Finding, find
from powermap.inference.evenness import expected_balance
from powermap.inference.missing import check_missing, shown
from powermap.inference.permutation import PermutationResult, permutation_test, power_measures
from powermap.inference.returned_ties import reciprocity_interval
from powermap.measures.balance import access, balance, reciprocation, reciprocity, representation
from powermap.measures.catalogue import MEASURES
from powermap.measures.coverage import Coverage, coverage
from powermap.measures.position import actor_measures
from powermap.network import MOST_ACTORS, Network
from powermap.verdicts import worth_checking


@dataclass(frozen=True, eq=False)
class Analysis:
    """Everything about one relation in one round. Made by `analyse`.

    Parameters
    ----------
    network : Network
    coverage : Coverage
        Who answered; to be read first.
    actors : DataFrame
        `actor_measures`.
    representation : DataFrame
        One row per voice and actor measure: the columns of *test*'s table; low_filled_in, high_filled_in (interval
        with the missing answers filled in), low_shown, high_shown (interval that covers all of these, as pages show
        it); use: 'claimed from' (findings are drawn from this row), 'tested, not claimed', 'described', or
        'described; bent by unequal response'. Rows that are only described have no interval and no p.
    balance : DataFrame
        By sector, indexed by tested measure: value (`balance`), expected (what shuffled sectors give on average),
        low_expected, high_expected (between which 95 of 100 shuffles lie).
    access, reciprocation : DataFrame
        By voice.
    reciprocity : float
    reciprocity_interval : (float, float)
        `powermap.inference.returned_ties.reciprocity_interval`.
    test : PermutationResult
    missing : DataFrame
        `check_missing`: which results hold when the missing answers are filled in, and whatever they say.
    findings : tuple of Finding
        What may be said about each voice.
    descriptions : tuple of str
        What is described and not tested.
    seed, permutations : int
    """

    network: Network
    coverage: Coverage
    actors: pd.DataFrame
    representation: pd.DataFrame
    balance: pd.DataFrame
    access: pd.DataFrame
    reciprocation: pd.DataFrame
    reciprocity: float
    reciprocity_interval: tuple[float, float]
    test: PermutationResult
    missing: pd.DataFrame
    findings: tuple[Finding, ...]
    descriptions: tuple[str, ...]
    seed: int
    permutations: int

    def summary(self) -> str:
        """Return who answered, the findings and the descriptions, as plain text."""
        return "\n\n".join([self.coverage.summary(), *(f.text for f in self.findings), *self.descriptions])

    def _repr_html_(self) -> str:
        from html import escape

        return "".join(f"<p>{escape(part)}</p>" for part in self.summary().split("\n\n"))


def analyse(
    network: Network,
    *,
    permutations: int = 9999,
    seed: int = 1,
    progress: Callable[[str, int, int], None] | None = None,
) -> Analysis:
    """Who holds power in this network, who is heard, and how sure is that?

    Parameters
    ----------
    network : Network
    permutations : int
    seed : int
        The same network and seed give the same results.
    progress : callable, optional
        Called with the stage in words, how much is done, and out of how much.

    Returns
    -------
    Analysis

    Raises
    ------
    PowermapError
        There are more than 5,000 actors.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("Peers", "Trust"), ("Trust", "Council"), ("Council", "Trust")])
    >>> nx.set_node_attributes(graph, {"Peers": "Lived experience", "Trust": "NHS", "Council": "NHS"}, "sector")
    >>> result = analyse(Network.from_graph(graph), permutations=99)
    >>> print(result.findings[0].text)
    Lived experience: 1 of the 3 members. Cannot tell: with fewer than 3, a result would be about single members and
    not about a group, so none is given.
    """
    if len(network) > MOST_ACTORS:
        raise PowermapError(
            f"There are {len(network):,} actors in round {network.round}; results are tested for up to "
            f"{MOST_ACTORS:,}.",
            fix="Keep the actors of one partnership, or compute the measures alone: powermap.measures.tables.",
        )
    step = progress or _silent
    step("Measuring each member", 0, 1)
    actors = actor_measures(network)
    step("Measuring each member", 1, 1)
    tested = actors[power_measures(network)]
    test = permutation_test(network, measures=tested, permutations=permutations, seed=seed, progress=progress)
    step("Checking the missing answers", 0, 1)
    missing = check_missing(network, test, worth_checking(network, test))
    findings = find(network, test, missing)
    test.cache.clear()  # the shuffles are large, and can be made again from the seed
    step("Checking the missing answers", 1, 1)
    by_chance = expected_balance(tested.to_numpy(dtype=float), network, seed=seed)
    of_sectors = pd.DataFrame(
        {
            "value": [balance(tested[name], network) for name in tested],
            **dict(zip(("expected", "low_expected", "high_expected"), by_chance, strict=True)),
        },
        index=pd.Index(map(str, tested), name="measure"),
    )
    both_ways = reciprocity_interval(network, seed=seed)
    reached, returned, mutual = access(network), reciprocation(network), reciprocity(network)
    return Analysis(
        network=network,
        coverage=coverage(network),
        actors=actors,
        representation=_representation(network, actors, test, missing),
        balance=of_sectors,
        access=reached,
        reciprocation=returned,
        reciprocity=mutual,
        reciprocity_interval=both_ways,
        test=test,
        missing=missing,
        findings=findings,
        descriptions=describe(reached, returned, network, of_sectors, test, findings, both_ways),
        seed=seed,
        permutations=permutations,
    )


def _representation(
    network: Network, actors: pd.DataFrame, test: PermutationResult, missing: pd.DataFrame
) -> pd.DataFrame:
    """Return the row of every voice on every actor measure, with what the test says of those that it tested."""
    every = representation(actors, network.groups(test.by))
    tested = shown(test.table, missing)
    same = ["members", "share_of_actors", "share_held", "representation"]
    table = every.merge(tested.drop(columns=same), on=["group", "measure"], how="left")
    was_tested = table["p"].notna()
    bent = table["measure"].map(lambda name: MEASURES[name].bent)
    described = np.where(bent, "described; bent by unequal response", "described")
    claimed = np.where(table["p_holm"].notna(), "claimed from", "tested, not claimed")
    return table.assign(use=np.where(was_tested, claimed, described))


def _silent(stage: str, done: int, total: int) -> None:
    """Say nothing."""
