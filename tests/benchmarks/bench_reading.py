"""How long does `read_survey` take, against the spreadsheet reader alone yielding the rows of the same workbook?

usage: python tests/benchmarks/bench_reading.py [--rows 100000] [--runs 5]

The floor is python-calamine opening the workbook and turning every sheet into rows of Python values: no reader that
is built on it can be faster. Both are timed in one process, imports excluded, one run of each in turn, so that a
busy machine slows both; what counts is the ratio within a pair, and the median of the pairs is printed. The lists
have 2,000 actors; the last lines are a square matrix, as a workbook (against python-calamine) and as a UCINET DL
file (against splitting its text into numbers).
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from powermap import read_survey

ACTORS = 2_000
SECTORS = ("NHS", "Local authority", "Voluntary and community", "Lived experience", "Housing", "Education")
RELATIONS = ("Works with", "Refers to", "Shares information with")


def write_edge_list(path: Path, rows: int, *, listed: bool, further: bool, seed: int = 1) -> None:
    """Write *rows* different answers; *listed* adds a list of organisations, *further* a round and a relation."""
    rng = np.random.default_rng(seed)
    rounds, relations = (("1", "2"), RELATIONS) if further else (("1",), RELATIONS[:1])
    pairs = ACTORS * (ACTORS - 1)
    chosen = np.sort(rng.choice(pairs * len(rounds) * len(relations), rows, replace=False))
    book = Workbook(write_only=True)
    ties = book.create_sheet("Relationships")
    ties.append(["from", "to", "strength", *(["round", "relation"] if further else [])])
    for number, strength in zip(chosen.tolist(), rng.integers(0, 6, rows).tolist(), strict=True):
        asked, pair = divmod(number, pairs)
        sender, receiver = divmod(pair, ACTORS - 1)
        receiver += receiver >= sender
        row = [f"Organisation {sender:04}", f"Organisation {receiver:04}", strength]
        if further:
            row += [int(rounds[asked % 2]), relations[asked // 2]]
        ties.append(row)
    if listed:
        organisations = book.create_sheet("Organisations")
        organisations.append(["name", "sector", "seat"])
        for i in range(ACTORS):
            sector = SECTORS[int(rng.integers(len(SECTORS)))]
            organisations.append([f"Organisation {i:04}", sector, "yes" if i % 50 == 0 else "no"])
    book.save(path)


def write_matrix(workbook: Path, dl: Path, size: int, seed: int = 1) -> None:
    """Write the same square of answers, a tenth of them ties, as a workbook and as a DL file."""
    rng = np.random.default_rng(seed)
    cells = np.where(rng.random((size, size)) < 0.1, rng.integers(1, 6, (size, size)), 0)
    np.fill_diagonal(cells, 0)
    names = [f"Organisation {i:04}" for i in range(size)]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Works with")
    sheet.append(["", *names])
    for name, row in zip(names, cells.tolist(), strict=True):
        sheet.append([name, *row])
    book.save(workbook)
    labels = "\n".join(f'"{name}"' for name in names)
    lines = "\n".join(" ".join(map(str, row)) for row in cells.tolist())
    dl.write_text(f"dl n={size} format=fullmatrix\nlabels:\n{labels}\ndata:\n{lines}\n", encoding="utf-8")


def rows_alone(path: Path) -> None:
    """Turn every sheet into rows of Python values, and nothing more."""
    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def numbers_alone(path: Path) -> None:
    """Split the text into numbers, and nothing more."""
    data = path.read_text(encoding="utf-8").split("data:\n", 1)[1]
    for line in data.splitlines():
        [float(number) for number in line.split()]


def seconds(work: Callable[[Path], object], path: Path) -> float:
    """Run *work* once, with the rubbish of the run before swept up, and return how long it took."""
    gc.collect()
    start = time.perf_counter()
    work(path)
    return time.perf_counter() - start


def compare(label: str, floor: Callable[[Path], object], path: Path, runs: int) -> None:
    """Time both in turn and print the medians and the median ratio. A first run of each, not counted, warms up."""
    seconds(floor, path), seconds(read_survey, path)
    times = [(seconds(read_survey, path), seconds(floor, path)) for _ in range(runs)]
    ours, alone = median(a for a, _ in times), median(b for _, b in times)
    ratio = median(a / b for a, b in times)
    print(f"{label:44}{ours:8.3f} s{alone:10.3f} s{ratio:9.2f}x", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000, help="answers in the lists")
    parser.add_argument("--size", type=int, default=1_000, help="actors in the matrix")
    parser.add_argument("--runs", type=int, default=5, help="how often each pair is timed")
    chosen = parser.parse_args()
    print(f"{'':44}{'powermap':>10}{'floor':>12}{'ratio':>10}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list.xlsx")
        for listed, further in ((False, False), (True, False), (False, True), (True, True)):
            write_edge_list(path, chosen.rows, listed=listed, further=further)
            label = (
                f"{chosen.rows:,} rows{', round, relation' if further else ''}{', organisations' if listed else ''}"
            )
            compare(label, rows_alone, path, chosen.runs)
        workbook, dl = Path(folder, "matrix.xlsx"), Path(folder, "matrix.dl")
        write_matrix(workbook, dl, chosen.size)
        compare(f"{chosen.size:,} x {chosen.size:,} matrix, xlsx", rows_alone, workbook, chosen.runs)
        compare(f"{chosen.size:,} x {chosen.size:,} matrix, DL", numbers_alone, dl, chosen.runs)


if __name__ == "__main__":
    main()
