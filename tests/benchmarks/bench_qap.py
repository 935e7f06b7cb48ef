"""How long do the shuffles of an MRQAP take, beside what only moving the numbers takes, and two usual ways?

usage: python tests/benchmarks/bench_qap.py [--sizes 50 100 200] [--predictors 4] [--permutations 1000] [--logistic]

On directed networks at random, everybody answering, in seconds of processor time per 1,000 permutations, the least
of several goes, taken in turn so that a busy machine slows all alike:

- mrqap: the whole call, from matrices to p-values.
- gathering: only putting what is left of each predictor into the shuffled orders, the same orders and the same way.
- plainly: only that, as it is usually done: rows and columns of one matrix after the other.
- batched: residualise once, take the shuffled residuals with one index array for all of a batch, and project them
  with the thin Q of the other predictors, one predictor after the other; the usual fast way in NumPy.
- loop: a least-squares fit for each shuffle and predictor (1 go in 20 of the permutations).

To hold: mrqap at most half of batched, and at most twice gathering, at n = 200 with 4 predictors.

Measured on two cores with ten other processes, n = 200: mrqap 0.18 s, gathering 0.08, batched 1.5. What is done
once (0.02 s) counts in mrqap: of 1,000 permutations it took 1.7 to 2.2 times gathering from run to run, of
3,000 2.0.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from powermap.inference.pair_data import pair_data
from powermap.inference.qap import mrqap
from powermap.inference.qap_linear import Left
from powermap.inference.qap_result import MrqapResult
from powermap.inference.shuffled_pairs import Shuffled

GOES = 15


def matrices(n: int, predictors: int, seed: int = 1) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return an outcome and predictors: ties, being alike, a difference, a sender, and more ties."""
    rng = np.random.default_rng(seed)
    group, size = rng.integers(0, 5, n), rng.random(n)
    kinds = [
        (rng.random((n, n)) < 0.1).astype(float),
        (group[:, None] == group).astype(float),
        np.abs(size[:, None] - size),
        np.repeat(rng.random(n)[:, None], n, axis=1),
    ]
    kinds += [(rng.random((n, n)) < 0.1).astype(float) for _ in range(predictors - len(kinds))]
    outcome = (rng.random((n, n)) < 0.1 + 0.1 * kinds[0]).astype(float)
    return outcome, {f"x{i}": kind for i, kind in enumerate(kinds[:predictors])}


def design_of(outcome: np.ndarray, given: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    apart = ~np.eye(len(outcome), dtype=bool)
    columns = [np.ones(apart.sum()), *(one[apart] for one in given.values())]
    return apart, outcome[apart], np.column_stack(columns)


def residual(others: np.ndarray, column: np.ndarray) -> np.ndarray:
    return column - others @ np.linalg.lstsq(others, column, rcond=None)[0]


def batched(outcome: np.ndarray, given: dict[str, np.ndarray], orders: np.ndarray) -> np.ndarray:
    n, batch = len(outcome), 50
    apart, tie, design = design_of(outcome, given)
    rows, columns = np.nonzero(apart)
    t = np.empty((len(orders), design.shape[1] - 1))
    for k in range(1, design.shape[1]):
        others = np.delete(design, k, axis=1)
        left = np.zeros((n, n))
        left[apart] = residual(others, design[:, k])
        thin = np.linalg.qr(others)[0]
        of_outcome = tie - thin @ (thin.T @ tie)
        for start in range(0, len(orders), batch):
            some = orders[start : start + batch]
            moved = left.ravel().take(some[:, rows] * n + some[:, columns])
            square = (moved**2).sum(axis=1) - ((moved @ thin) ** 2).sum(axis=1)
            partial = moved @ of_outcome / np.sqrt(square * (of_outcome @ of_outcome))
            t[start : start + batch, k - 1] = partial * np.sqrt((len(tie) - design.shape[1]) / (1 - partial**2))
    return t


def loop(outcome: np.ndarray, given: dict[str, np.ndarray], orders: np.ndarray) -> None:
    apart, tie, design = design_of(outcome, given)
    for k in range(1, design.shape[1]):
        others = np.delete(design, k, axis=1)
        left = np.zeros(outcome.shape)
        left[apart] = residual(others, design[:, k])
        for order in orders:
            rows = np.column_stack([others, left[np.ix_(order, order)][apart]])
            inner, corner = np.linalg.qr(rows)
            estimate = np.linalg.solve(corner, inner.T @ tie)
            np.sqrt(np.linalg.inv(corner @ corner.T)[-1, -1] * ((tie - rows @ estimate) ** 2).mean())


def seconds(call: Callable[[], object]) -> float:
    begun = time.process_time()
    call()
    return time.process_time() - begun


def least_seconds(n: int, predictors: int, permutations: int) -> dict[str, float]:
    """Return the least time of each way, after checking that two of them agree."""
    outcome, given = matrices(n, predictors)
    data = pair_data(outcome, given, directed=True, strength=False)
    orders = np.concatenate(list(data.pairs.shuffles(permutations, 1)))
    moved = Shuffled(Left(data).matrices(data.pairs, 1))
    few = orders[: max(1, permutations // 20)]

    def gather() -> None:
        for order in orders:
            moved.to(order)

    left = [side[:, :, k].copy() for side in moved.sides for k in range(side.shape[2])][:predictors]

    def plainly() -> None:
        for order in orders:
            for one in left:
                one[order][:, order]

    def ours() -> MrqapResult:
        return mrqap(outcome, given, permutations=permutations)

    differ = np.abs(batched(outcome, given, few) - ours().draws[: len(few)]).max()
    assert differ < 1e-6, f"the two ways differ by {differ}"
    ways: dict[str, Callable[[], object]] = {
        "mrqap": ours,
        "gathering": gather,
        "plainly": plainly,
        "batched": lambda: batched(outcome, given, orders),
    }
    least = dict.fromkeys(ways, np.inf)
    for go in range(GOES):
        for name, way in ways.items():
            if name != "batched" or go < 3:
                least[name] = min(least[name], seconds(way))
    least["loop"] = seconds(lambda: loop(outcome, given, few)) * permutations / len(few)
    return {name: took * 1000 / permutations for name, took in least.items()}


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--sizes", type=int, nargs="+", default=[50, 100, 200])
    asked.add_argument("--predictors", type=int, default=4)
    asked.add_argument("--permutations", type=int, default=1000)
    asked.add_argument("--logistic", action="store_true")
    options = asked.parse_args()
    print("seconds per 1,000 permutations")
    print("n    mrqap  gathering  plainly  batched    loop  mrqap/gathering  mrqap/plainly  batched/mrqap")
    for n in options.sizes:
        took = least_seconds(n, options.predictors, options.permutations)
        ours, moving, plainly, batched, loop = took.values()
        print(f"{n:<4d} {ours:5.3f}  {moving:9.3f}  {plainly:7.3f}  {batched:7.3f}  {loop:6.2f}  "
              f"{ours / moving:15.2f}  {ours / plainly:13.2f}  {batched / ours:13.2f}")  # fmt: skip
    if options.logistic:
        for n in options.sizes:
            begun = time.process_time()
            mrqap(*matrices(n, options.predictors), method="logistic", permutations=64)
            print(f"{n:<4d} logistic: {(time.process_time() - begun) * 1000 / 64:.2f}")


if __name__ == "__main__":
    main()
