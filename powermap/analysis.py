"""Everything that is worked out about one network, in one place, for the pages and files that show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from powermap.descriptions import describe
from powermap.findings import Finding, find, worth_checking
from powermap.inference.missing import check_missing
from powermap.inference.permutation import PermutationResult, permutation_test, power_measures
from powermap.measures.balance import access, balance, reciprocation, reciprocity
from powermap.measures.coverage import Coverage, coverage
from powermap.measures.position import actor_measures
from powermap.network import Network


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
        The table of *test*.
    balance : dict of str to float
        `balance` by sector, for each tested measure.
    access, reciprocation : DataFrame
        By voice.
    reciprocity : float
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
    balance: dict[str, float]
    access: pd.DataFrame
    reciprocation: pd.DataFrame
    reciprocity: float
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
    step = progress or _silent
    step("Measuring each member", 0, 1)
    actors = actor_measures(network)
    step("Measuring each member", 1, 1)
    tested = actors[power_measures(network)]
    test = permutation_test(network, measures=tested, permutations=permutations, seed=seed, progress=progress)
    step("Checking the missing answers", 0, 1)
    missing = check_missing(network, test, worth_checking(network, test))
    test.cache.clear()  # the shuffles are large, and can be made again from the seed
    step("Checking the missing answers", 1, 1)
    findings = find(network, test, missing)
    of_sectors = {str(name): balance(tested[name], network) for name in tested}
    reached, returned, mutual = access(network), reciprocation(network), reciprocity(network)
    return Analysis(
        network=network,
        coverage=coverage(network),
        actors=actors,
        representation=test.table,
        balance=of_sectors,
        access=reached,
        reciprocation=returned,
        reciprocity=mutual,
        test=test,
        missing=missing,
        findings=findings,
        descriptions=describe(reached, returned, mutual, of_sectors, test, findings),
        seed=seed,
        permutations=permutations,
    )


def _silent(stage: str, done: int, total: int) -> None:
    """Say nothing."""
