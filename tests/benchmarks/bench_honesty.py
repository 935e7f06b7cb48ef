"""How often are the findings wrong, and how often do they see what is there? A study of simulated partnerships.

usage: python tests/benchmarks/bench_honesty.py [--runs 2000] [--permutations 1999] [--processes 1]
       [--only none,gap,planted,own] [--sizes 15,40,120] [--out results.json]

Four parts, each for 15, 40 and 120 members (6/6/3, 16/16/8, 50/50/20) and several response rates; the seeds are
0, 1, 2 and so on, so that every number can be made again whatever the number of processes. What --out holds
already is not run again.

- none: nobody is excluded. How often is a gap claimed, with binomial intervals (Wilson 1927)?
- gap: lived experience gets what a partnership of the same kind says it would probably have shown (its own
  smallest gap). That should show in about 80%.
- planted: lived experience gets half, or a quarter, of what it would get. Power, bias, coverage.
- own: nobody is excluded, but voices name their own kind twice as often, and some members name many.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from honesty import RESPONSES, SIZES, Cell, own_gap, study, summary, told

from powermap.measures.coverage import wilson_interval

COLUMNS = ("nominations", "betweenness", "any", "test_alone", "power", "robust", "in_proportion", "bias",
           "bias_betweenness", "interval", "shown", "shown_all", "shown_full", "gap", "can_show",
           "seen_below")  # fmt: skip


def cells(part: str, sizes: list[int]) -> Iterator[Cell]:
    """Yield the kinds of partnerships of *part*."""
    for n in sizes:
        if part in ("none", "gap"):
            # At 80/40/30% the share of answers seen is often below one half, of which no gap is promised.
            yield from (Cell(n, response) for response in RESPONSES if part == "none" or response != "80/40/30%")
        elif part == "own":
            yield from (Cell(n, response, own=True) for response in ("100%", "90/60/50%"))
        else:
            yield from (Cell(n, response, power) for response in ("100%", "90/60/50%") for power in (0.5, 0.25))


def line(part: str, cell: Cell, found: dict[str, float]) -> str:
    low, high = wilson_interval(found["any"] * found["runs"], found["runs"])
    numbers = " ".join(f"{found[name]:>8.3f}" for name in COLUMNS)
    return (f"{part:8}{cell.n:>4} {cell.response:>10} {cell.power:>6.3g} {int(found['runs']):>6} {numbers}"
            f"  any: {low:.3f} to {high:.3f}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=2000, help="partnerships of each kind")
    parser.add_argument("--permutations", type=int, default=1999)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--only", default="none,gap,planted,own", help="which parts, with commas")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="how many members, with commas")
    parser.add_argument("--out", type=Path, help="also write every number here, as one JSON object a line")
    chosen = parser.parse_args()
    before = [json.loads(line) for line in chosen.out.open()] if chosen.out and chosen.out.exists() else []
    done = {(one["part"], one["n"], one["response"], one["due"], one["of"]): one for one in before}
    print(f"{'part':8}{'n':>4} {'response':>10} {'power':>6} {'runs':>6} "
          + " ".join(f"{name[:8]:>8}" for name in COLUMNS))  # fmt: skip
    with multiprocessing.Pool(chosen.processes) as pool:
        each: Any = map if chosen.processes == 1 else pool.imap
        for part in chosen.only.split(","):
            for cell in cells(part, [int(n) for n in chosen.sizes.split(",")]):
                start = time.perf_counter()
                found = done.get((part, cell.n, cell.response, cell.power, chosen.runs))
                if found is None:
                    of = own_gap if part == "gap" else told
                    said = study(cell, range(chosen.runs), chosen.permutations, each, of)
                    if said.empty:  # no gap at all would have shown
                        continue
                    found = summary(cell, said)
                    if chosen.out:
                        kind = {"part": part, "n": cell.n, "response": cell.response, "due": cell.power}
                        with chosen.out.open("a") as file:
                            file.write(json.dumps(kind | {"of": chosen.runs} | found) + "\n")
                print(line(part, cell, found), f"({time.perf_counter() - start:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
