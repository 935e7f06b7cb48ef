"""How long does `powermap report` take, against an analyst's own script on the same workbook?

usage: python tests/benchmarks/bench_report.py [--sizes 60,300,1000] [--pairs 5]

Both run as whole processes, in turn, one pair after the other, so that a busy machine slows both. What counts is
the ratio within a pair; the median over the pairs is printed, by the clock and, less moved by what else the machine
does, of processor time. powermap draws 9,999 permutations, the script 999.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np
from openpyxl import Workbook

HERE = Path(__file__).parent
SECTORS = {
    "NHS": (0.2, 2.0),
    "Local authority": (0.18, 1.8),
    "Voluntary and community": (0.27, 1.0),
    "Lived experience": (0.12, 0.6),
    "Housing": (0.1, 1.0),
    "Education": (0.08, 1.0),
    "Police and justice": (0.05, 1.2),
}
TIES_EACH = 8


def write_workbook(n: int, path: Path, seed: int = 1) -> None:
    """Write a partnership of *n* organisations with eight ties each, some named far more than others."""
    rng = np.random.default_rng(seed)
    names = list(SECTORS)
    sector = rng.choice(len(names), n, p=[share for share, _ in SECTORS.values()])
    pull = rng.gamma(2.0, 1.0, n) * np.array([weight for _, weight in SECTORS.values()])[sector]
    book = Workbook()
    organisations = book.active
    organisations.title = "Organisations"
    organisations.append(["name", "sector"])
    for i in range(n):
        organisations.append([f"Organisation {i:04}", names[sector[i]]])
    relationships = book.create_sheet("Relationships")
    relationships.append(["from", "to", "strength"])
    for a in range(n):
        chance = pull * np.where(sector == sector[a], 3.0, 1.0)
        chance[a] = 0.0
        for b in sorted(rng.choice(n, TIES_EACH, replace=False, p=chance / chance.sum())):
            relationships.append([f"Organisation {a:04}", f"Organisation {b:04}", int(rng.integers(1, 6))])
    book.save(path)


def seconds(command: list[str]) -> tuple[float, float]:
    """Run *command* to its end and return how long it took: by the clock, and of the processor."""
    used, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    took = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def compare(label: str, ours: list[str], theirs: list[str], pairs: int) -> None:
    """Time both in turn and print the medians and the median ratio. A first run of each, not counted, warms up."""
    seconds(ours), seconds(theirs)
    times = [(seconds(ours), seconds(theirs)) for _ in range(pairs)]
    mine, other = median(a[0] for a, _ in times), median(b[0] for _, b in times)
    clock, processor = (median(a[i] / b[i] for a, b in times) for i in (0, 1))
    print(f"{label:22}{mine:8.3f} s{other:10.3f} s{clock:9.2f}x{processor:12.2f}x", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="60,300,1000", help="how many organisations, with commas")
    parser.add_argument("--pairs", type=int, default=5, help="how often each pair is timed")
    chosen = parser.parse_args()
    powermap = str(Path(sys.executable).with_name("powermap"))
    print(f"{'':22}{'powermap':>10}{'instead':>12}{'ratio':>10}{'(processor)':>13}")
    compare("--help / import click", [powermap, "--help"], [sys.executable, "-c", "import click"], 4 * chosen.pairs)
    with tempfile.TemporaryDirectory() as folder:
        for n in map(int, chosen.sizes.split(",")):
            book = Path(folder) / f"{n}.xlsx"
            write_workbook(n, book)
            ours = [powermap, "report", str(book), "--out", f"{folder}/ours{n}"]
            theirs = [sys.executable, str(HERE / "analyst_script.py"), str(book), f"{folder}/theirs{n}"]
            compare(f"report, {n} actors", ours, theirs, chosen.pairs)


if __name__ == "__main__":
    main()
