"""How long are 2,000 names held against one another? python tests/benchmarks/bench_names.py

Beside it, in the same run, what rapidfuzz alone needs to score every pair of them once.
"""

from __future__ import annotations

import random
import statistics
import time

from rapidfuzz import fuzz, process

from powermap.survey.aliases import propose

WORDS = ["Orchard", "Compass", "Anchor", "Cedar", "Falcon", "Pioneer", "Quarry", "Juniper", "Kestrel", "Cobalt"]
KINDS = ("Project", "Kitchen", "Trust", "Carers", "Network", "Forum", "Centre", "Collective")


def names(n: int, seed: int = 1) -> list[str]:
    """Return n different names, a tenth of them with two letters swapped."""
    rng = random.Random(seed)
    made: dict[str, None] = {}
    while len(made) < n:
        name = f"{' '.join(rng.sample(WORDS, 3))} {rng.choice(KINDS)}"
        if len(made) % 10 == 9:
            at = rng.randrange(1, len(name) - 2)
            name = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        made[name] = None
    return list(made)


def seconds(work) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    some = names(2_000)
    ours, alone = [], []
    for _ in range(5):
        ours.append(seconds(lambda: propose(some, listed=some[:1_800])))
        alone.append(seconds(lambda: process.cdist(some, some, scorer=fuzz.ratio, workers=1)))
    a, b = statistics.median(ours), statistics.median(alone)
    print(f"2,000 names: {a:.2f} s; rapidfuzz on every pair: {b:.2f} s; ratio {a / b:.2f}")


if __name__ == "__main__":
    main()
