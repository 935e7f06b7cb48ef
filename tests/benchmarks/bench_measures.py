"""How long does the whole table of measures take, how much memory, and how do both grow?

usage: python tests/benchmarks/bench_measures.py [--sizes 200 1000 5000 20000] [--networkx-up-to 1000] [--star 0]

Networks at random with ten ties per actor, strengths 1 to 4, five sectors, nine in ten responding, one in twenty
with a seat. Every measure of position, brokerage, balance and mixing is computed by `measure_tables` in a process
of its own, whose largest memory is told. In the same process and up to the given size, networkx computes what both
have, on the same graph, and the ratio of the times is printed: per measure, and of all together.

Where R is installed with igraph and sna, what these need for the same is printed too, up to that size.

Everything runs on one thread: on a machine that does other things too, the threads of BLAS wait for each other for
longer than small matrices take. What takes less than a second is timed three times, each on a new network, and the
least is told.

The exponent of a measure is that of its time between the two largest sizes (time grows with n to that power): 2 is
n times m for measures of paths, 1 is m for the rest. Times below a hundredth of a second are not fitted; exponents
of those below half a second have differed by up to 0.5 from run to run. What is not plainly of one kind or the
other:

- the steps between all are counted once, `steps_in_and_out`, for every measure that needs them;
- `seat_steps` is one of paths, as its mean of 1 / steps needs the steps to every seat-holder, not to the nearest;
- betweenness is sampled above 5,000 actors, so that from 5,000 on it grows with m only; `bridging` stops at 300;
- information and current-flow betweenness take a full matrix, n^3, and stop at 5,000;
- measures of two steps (brokers, shared contacts, triads) grow with the ways of two steps, m times the number of
  ties per actor, which is the same here for all n. By an actor that names everybody there are n^2 such ways, which
  are not listed: ``--star 20000`` tells what a network takes in which one is tied with all others, both ways.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")  # before NumPy

import networkx as nx
import numpy as np

from powermap.measures import tables
from powermap.measures.catalogue import BY_ROOM, SHOWN
from powermap.measures.position import actor_measures
from powermap.measures.steps import steps_in_and_out
from powermap.network import Network, from_ties
from powermap.vocabulary import voices_of_sector

SECTORS = ("NHS", "Local authority", "Voluntary and community", "Lived experience", "Housing")
ROOMS = {
    "position": (
        *SHOWN,
        *BY_ROOM["closeness"],
        *BY_ROOM["centrality"],
        *BY_ROOM["ego"],
        *BY_ROOM["alters"],
    ),
    "brokerage": (*BY_ROOM["structural_holes"], *BY_ROOM["brokerage"]),
    "balance": (
        *BY_ROOM["inequality"],
        *BY_ROOM["parity"],
        *BY_ROOM["groups"],
        *BY_ROOM["group_centrality"],
        *BY_ROOM["paths"],
        *BY_ROOM["standing"],
    ),
    "mixing": (*BY_ROOM["mixing"], *BY_ROOM["segregation"]),
    "structure": (
        *BY_ROOM["structure"],
        *BY_ROOM["core_periphery"],
        *BY_ROOM["communities"],
        *BY_ROOM["key_players"],
        *BY_ROOM["dyads"],
    ),
}
#: What takes no longer than so many seconds is timed so often.
WORTH_AGAIN, GOES = 1.0, 3

#: Measures that follow paths between all: n times m. All others are to grow with m.
OF_PATHS = {
    "steps_in_and_out",
    "actor_measures", "closeness_in", "closeness_out", "proximity_prestige", "betweenness_error", "eccentricity",
    "reach", "reach_efficiency", "ev_brokerage", "group_closeness", "group_betweenness", "gatekeepers",
    "passing_groups", "voice_paths", "diameter", "mean_distance", "unreachable_share", "fragmentation",
    "centralisation", "loss_if_gone", "smallest_cut", "holds_the_way", "key_players", "seat_steps",
}  # fmt: skip


def random_network(n: int, ties: int = 10, seed: int = 1) -> Network:
    rng = np.random.default_rng(seed)
    pairs = np.stack([np.repeat(np.arange(n), ties), rng.integers(0, n, n * ties)], axis=1)
    return network_of(n, pairs, rng)


def star(n: int) -> Network:
    others = np.arange(1, n)
    pairs = np.stack([np.zeros(n - 1, dtype=np.intp), others], axis=1)
    return network_of(n, np.concatenate([pairs, pairs[:, ::-1]]), np.random.default_rng(1))


def network_of(n: int, pairs: np.ndarray, rng: np.random.Generator) -> Network:
    sector = tuple(SECTORS[i] for i in rng.integers(0, len(SECTORS), n))
    return from_ties(
        tuple(f"Organisation {i}" for i in range(n)),
        pairs,
        rng.integers(1, 5, len(pairs)).astype(float),
        responded=rng.random(n) < 0.9,
        seat=rng.random(n) < 0.05,
        sector=sector,
        voices=tuple(voices_of_sector(own) for own in sector),
        relation="works with",
        round="1",
    )


def timed(made: Callable[[], Network]) -> dict[str, float]:
    """Return the least seconds of every measure in the whole table, of `actor_measures` as one, and of steps."""
    took: dict[str, float] = {}
    inside = tables._values

    def clocked(name: str, work: Callable[..., Any], *given: Any) -> Any:
        begun = time.process_time()  # a busy machine would bend the exponents
        found = work(*given)
        took[name] = min(took.get(name, math.inf), time.process_time() - begun)
        return found

    def of_table(name: str, *given: Any) -> Any:
        return [] if took.get(name, 0.0) > WORTH_AGAIN else clocked(name, inside, name, *given)

    try:
        for go in range(GOES):
            network = made()
            if not go:
                clocked("steps_in_and_out", steps_in_and_out, network)
                headline = clocked("actor_measures", actor_measures, network)
            # A measure of the headline that is asked for by itself takes its own values from there.
            tables.actor_measures = lambda _, told=headline: told
            tables._values = of_table
            tables.measure_tables(network)
    finally:
        tables._values, tables.actor_measures = inside, actor_measures
    return took


def pairs(network: Network) -> dict[str, tuple[Callable[[], Any], Callable[[], Any]]]:
    """Return what powermap and networkx both have: two calls each, on graphs made beforehand."""
    graph = network.graph
    both_ways = graph.to_undirected()
    sector = nx.get_node_attributes(graph, "sector")
    for _, _, data in graph.edges(data=True):
        data["length"] = 1 / data["strength"]
    nx.set_node_attributes(graph, sector, "sector")
    in_group = [[name for name in graph if sector[name] == own] for own in SECTORS]
    of = tables.function_of
    return {
        "in_degree": (lambda: of("in_degree")(network), lambda: nx.in_degree_centrality(graph)),
        "harmonic_in": (lambda: of("harmonic_in")(network), lambda: nx.harmonic_centrality(graph)),
        "betweenness": (
            lambda: of("betweenness")(network),
            lambda: nx.betweenness_centrality(graph, weight="length"),
        ),
        "pagerank": (lambda: of("pagerank")(network), lambda: nx.pagerank(graph, weight=None)),
        "constraint": (lambda: of("constraint")(network), lambda: nx.constraint(graph)),
        "coreness": (lambda: of("coreness")(network), lambda: nx.core_number(both_ways)),
        "closeness_in": (lambda: of("closeness_in")(network), lambda: nx.closeness_centrality(graph)),
        "eigenvector": (
            lambda: of("eigenvector")(network, direction="either"),
            lambda: nx.eigenvector_centrality_numpy(both_ways),
        ),
        "katz": (lambda: of("katz")(network), lambda: nx.katz_centrality(graph, alpha=0.02, max_iter=5000)),
        "hub, authority": (lambda: (of("hub")(network), of("authority")(network)), lambda: nx.hits(graph)),
        "eccentricity": (
            lambda: of("eccentricity")(network),
            lambda: [max(nx.single_source_shortest_path_length(graph, name).values()) for name in graph],
        ),
        "local_clustering": (lambda: of("local_clustering")(network), lambda: nx.clustering(both_ways)),
        "articulation": (lambda: of("articulation")(network), lambda: list(nx.articulation_points(both_ways))),
        "effective_size": (lambda: of("effective_size")(network), lambda: nx.effective_size(both_ways)),
        "assortativity": (
            lambda: of("assortativity")(network),
            lambda: nx.attribute_assortativity_coefficient(graph, "sector"),
        ),
        "mixing_matrix": (
            lambda: of("mixing_matrix")(network),
            lambda: nx.attribute_mixing_matrix(graph, "sector", normalized=False),
        ),
        "reciprocity": (lambda: of("reciprocity")(network), lambda: nx.overall_reciprocity(graph)),
        "group_degree": (
            lambda: of("group_degree")(network, "sector"),
            lambda: [nx.group_in_degree_centrality(graph, own) for own in in_group],
        ),
        "transitivity": (
            lambda: of("transitivity")(network, directed=False),
            lambda: nx.transitivity(both_ways),
        ),
        "triad_census": (lambda: of("triad_census")(network), lambda: nx.triadic_census(graph)),
        "mean_distance": (
            lambda: of("mean_distance")(network),
            lambda: sum(sum(d.values()) for _, d in nx.all_pairs_shortest_path_length(graph)),
        ),
    }


def against_networkx(network: Network, runs: int = 3) -> dict[str, tuple[float, float]]:
    """Return the best seconds of powermap and of networkx; each run on a network that nothing is cached for."""
    found: dict[str, tuple[float, float]] = {}
    for run in range(runs):
        fresh = random_network(len(network), seed=1 + run)
        for name, calls in pairs(fresh).items():
            seconds = []
            for call in calls:
                if run and name in ("betweenness", "constraint") and call is calls[1]:
                    seconds.append(found[name][1])  # these take networkx minutes: once is enough
                    continue
                start = time.perf_counter()
                call()
                seconds.append(time.perf_counter() - start)
            known = found.get(name, (math.inf, math.inf))
            found[name] = (min(known[0], seconds[0]), min(known[1], seconds[1]))
    return found


IN_R = """
suppressMessages({library(igraph); library(sna, exclude = c("betweenness", "closeness", "degree"))})
told <- read.csv(commandArgs(TRUE)[1], header = FALSE)
n <- as.integer(commandArgs(TRUE)[2])
g <- graph_from_data_frame(told[, 1:2], vertices = 0:(n - 1))
length <- 12 / told[, 3]
group <- rep(1:5, length.out = n)
m <- as_adjacency_matrix(g, sparse = FALSE)
clock <- function(name, work) cat(name, system.time(work)[["elapsed"]], "\n")
clock("betweenness", igraph::betweenness(g, weights = length))
clock("closeness", igraph::closeness(g, mode = "in"))
clock("harmonic", igraph::harmonic_centrality(g, mode = "in"))
clock("pagerank", page_rank(g))
clock("constraint", constraint(g))
clock("coreness", coreness(g))
clock("triad_census", igraph::triad_census(g))
clock("sna_brokerage", brokerage(m, group))
"""


def in_r(network: Network) -> dict[str, float]:
    """Return the seconds that R's igraph and sna need; {} where R, or one of these, is not installed."""
    if not shutil.which("Rscript"):
        return {}
    with tempfile.TemporaryDirectory() as folder:
        ties = Path(folder, "ties.csv")
        columns = (network.senders, network.receivers, network.tie_strengths)
        np.savetxt(ties, np.stack(columns, axis=1), fmt="%d", delimiter=",")
        script = Path(folder, "clock.R")
        script.write_text(IN_R, encoding="utf-8")
        command = ["Rscript", str(script), str(ties), str(len(network))]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return {name: float(seconds) for name, seconds in (line.split() for line in done.stdout.splitlines())}


def one_size(n: int, compared: bool) -> None:
    """Print, as JSON, the seconds of every measure, the largest memory, and the comparison."""
    took = timed(lambda: random_network(n))
    network = random_network(n)
    try:
        import resource

        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    except ImportError:  # Windows
        memory = math.nan
    told = {"took": took, "memory": memory, "networkx": {}, "R": {}}
    if compared:
        told |= {"networkx": against_networkx(network), "R": in_r(network)}
    print(json.dumps(told))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 1_000, 5_000, 20_000])
    parser.add_argument("--networkx-up-to", type=int, default=1_000)
    parser.add_argument("--star", type=int, default=0)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        one_size(chosen.one, chosen.one <= chosen.networkx_up_to)
        return
    told = {}
    for n in chosen.sizes:
        command = [sys.executable, __file__, "--one", str(n), "--networkx-up-to", str(chosen.networkx_up_to)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        told[n] = json.loads(done.stdout.splitlines()[-1])
        _print_size(n, told[n])
    if len(chosen.sizes) > 1:
        _print_growth(told)
    if chosen.star:
        took = sorted(timed(lambda: star(chosen.star)).items(), key=lambda one: -one[1])
        longest = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in took[:10])
        print(f"\nA star of {chosen.star:,} actors: {sum(seconds for _, seconds in took):.1f} s; longest {longest}")


def _print_size(n: int, told: dict[str, Any]) -> None:
    took = told["took"]
    rooms = {
        room: sum(
            took.get(name, 0.0)
            for name in (("steps_in_and_out", "actor_measures") if room == "position" else ()) + names
        )
        for room, names in ROOMS.items()
    }
    parts = ", ".join(f"{room} {seconds:.2f} s" for room, seconds in rooms.items())
    print(f"\n{n:,} actors: {sum(took.values()):.1f} s ({parts}); {told['memory']:.2f} GB")
    if told["networkx"]:
        for name, (ours, theirs) in told["networkx"].items():
            print(f"    {name:20}{ours:9.4f} s   networkx {theirs:9.4f} s   {theirs / ours:8.1f}x")
        if told["R"]:
            print("    R alone: " + ", ".join(f"{name} {seconds:.3f} s" for name, seconds in told["R"].items()))
        ours, theirs = (sum(both[i] for both in told["networkx"].values()) for i in (0, 1))
        print(
            f"    {'all of these':20}{ours:9.4f} s   networkx {theirs:9.4f} s   {theirs / ours:8.1f}x", flush=True
        )


def _print_growth(told: dict[int, Any]) -> None:
    small, large = sorted(told)[-2:]
    print(f"\nTime grows with n to the power of, from {small:,} to {large:,} actors:")
    for kind, limit in (("paths", 2), ("the rest", 1)):
        powers = {
            name: math.log(seconds / told[small]["took"][name]) / math.log(large / small)
            for name, seconds in told[large]["took"].items()
            if (name in OF_PATHS) == (kind == "paths") and min(seconds, told[small]["took"].get(name, 0)) > 0.01
        }
        said = ", ".join(f"{name} {power:.2f}" for name, power in sorted(powers.items(), key=lambda one: -one[1]))
        print(f"    {kind} (n^{limit}): {said}")


if __name__ == "__main__":
    main()
