"""Does the reader give a survey or a message, and in time, whatever was done to a file?

Takes a good file of every format, spoils it, and reads it as `powermap check` does, in worker processes that can be
stopped. Run by hand for many files:

    python tests/fuzz/fuzz_reader.py --files 20000 --workers 2 --keep failures

File number 7 of seed 1 is always the same file: `--only 7` makes and reads it again, here, with a traceback.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import multiprocessing
import multiprocessing.connection
import random
import re
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

sys.path[:0] = [str(Path(__file__).parents[1])]

from fuzz import whole_files

#: Seconds of computing that no file of this size may take; a worker that is busy longer by the clock is stopped.
LIMIT = 5.0
CLOCK_LIMIT = 4 * LIMIT
#: Bytes of memory that a worker may hold.
MEMORY = 2 << 30


class Outcome(NamedTuple):
    """What became of a file: 'read', 'refused', or what went wrong."""

    number: int
    name: str
    kind: str
    detail: str = ""
    seconds: float = 0.0


# ---- spoiling


def spoiled(content: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """Return a file with one to five things done to it: to its bytes, or to a part inside if it is a zip."""
    if content.startswith(b"PK") and rng.random() < 0.9:
        return _spoiled_inside(content, rng)
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        content = _spoiled_once(content, rng.choice(others), rng)
    return content


def _spoiled_inside(content: bytes, rng: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = list(parts)
    telling = [
        name for name in names if "sheet" in name or "workbook" in name or "content" in name or "Str" in name
    ]
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        name = rng.choice(telling if telling and rng.random() < 0.8 else names)
        parts[name] = _spoiled_once(parts[name], parts[rng.choice(names)], rng)
    if rng.random() < 0.05:
        parts.pop(rng.choice(names))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def _spoiled_once(content: bytes, other: bytes, rng: random.Random) -> bytes:
    """Return *content* with something done to it that leaves more or less of its form."""
    if content.lstrip()[:1] == b"<" and rng.random() < 0.6:
        return _other_value(content, rng)
    if content.startswith(b"\xd0\xcf") and rng.random() < 0.7:  # the stream of an old workbook, in its container
        return content[:512] + _changed(content[512:4608], rng) + content[4608:]
    way = rng.randrange(4)
    if way == 0:
        return _changed(content, rng)
    if way == 1:
        return _other_field(content, rng)
    return _other_piece(content, other, rng)


def _changed(content: bytes, rng: random.Random) -> bytes:
    """Return content of the same length with a few bits, or some bytes in a row, changed."""
    bits = bytearray(content or b"\0")
    if rng.random() < 0.7:
        for _ in range(rng.choice((1, 1, 4, 32))):
            bits[rng.randrange(len(bits))] ^= 1 << rng.randrange(8)
    else:
        start = rng.randrange(len(bits))
        bits[start : start + 4] = rng.choice((rng.randbytes(4), b"\xff\xff\xff\xff", b"\0\0\0\0"))[
            : len(bits) - start
        ]
    return bytes(bits)


def _other_field(content: bytes, rng: random.Random) -> bytes:
    """Return text with another number, or another cell between two delimiters."""
    if rng.random() < 0.5:
        digits = [i for i, byte in enumerate(content) if 48 <= byte <= 57] or [0]
        at = rng.choice(digits)
        return content[:at] + rng.choice(whole_files.NUMBERS) + content[at + 1 :]
    marks = [i for i, byte in enumerate(content) if byte in b'",;\t\n '] or [0, len(content)]
    at = rng.randrange(max(len(marks) - 1, 1))
    end = marks[at + 1] if at + 1 < len(marks) else len(content)
    return content[: marks[at] + 1] + rng.choice(whole_files.PIECES) + content[end:]


def _other_piece(content: bytes, other: bytes, rng: random.Random) -> bytes:
    """Return content of which a piece is gone, doubled, random, or from elsewhere; or which breaks off."""
    start = rng.randrange(len(content) + 1)
    end = min(len(content), start + rng.choice((1, 2, 4, 16, 64, 512)))
    at = rng.randrange(len(other) + 1)
    piece = rng.choice(
        (
            b"",
            content[start:end] * rng.choice((2, 3, 50, 1000)),
            rng.randbytes(end - start),
            other[at : at + rng.choice((4, 64, 1024))],
            rng.choice(whole_files.PIECES) + content[start:end],
        )
    )
    return content[:start] + piece + (content[end:] if rng.random() < 0.9 else b"")


def _other_value(content: bytes, rng: random.Random) -> bytes:
    """Return XML that is still XML: with another attribute value or text, or one element taken out or doubled."""
    values = list(re.finditer(rb"""(?<==")[^"]*(?=")|(?<==')[^']*(?=')|(?<=>)[^<>]+(?=<)|<[^<>?!]*/>""", content))
    if not values:
        return content
    match = rng.choice(values)
    if match[0].startswith(b"<"):
        return content[: match.start()] + match[0] * rng.choice((0, 2, 300)) + content[match.end() :]
    other = rng.choice((*whole_files.NUMBERS, *whole_files.PLAIN_PIECES, rng.choice(values)[0].strip(b"<>/")))
    return content[: match.start()] + other.replace(b"<", b"&lt;") + content[match.end() :]


def spoiled_file(number: int, seed: int, whole: dict[str, bytes]) -> tuple[str, bytes]:
    """Return the name and content of the file with this number."""
    rng = random.Random(f"{seed}-{number}")
    name = rng.choice(sorted(whole))
    alike = [content for other, content in sorted(whole.items()) if Path(other).suffix == Path(name).suffix]
    return name, spoiled(whole[name], alike, rng)


# ---- reading


def read_as_check_does(name: str, content: bytes, folder: Path) -> str:
    """Read a file as `powermap check` does, and return 'read' or 'refused'; what else is raised is a fault."""
    from powermap import read_survey
    from powermap.errors import PowermapError
    from powermap.survey.aliases import aliases_csv
    from powermap.survey.summary import as_text
    from powermap.survey.written_map import written_map

    path = folder / name
    path.write_bytes(content)
    files, mapping = [path], None
    if name.endswith((".toml", ".aliases.csv")):
        files = [folder / "beside.xlsx"]
        files[0].write_bytes(whole_files.beside())
        if name.endswith(".toml"):
            mapping = path
        else:
            files.append(path)
    try:
        survey = read_survey(*files, mapping=mapping)
    except PowermapError as error:
        if not (str(error).strip() and error.what):
            raise ValueError("a refusal without words") from error
        return "refused"
    json.dumps(survey.to_dict(), allow_nan=False)
    as_text(survey).encode()
    aliases_csv(survey).encode()
    written_map(*files, mapping=mapping).encode()
    for relation in survey.relations:
        for wave in survey.rounds:
            survey.network(relation, wave)
    return "read"


def limit_memory() -> None:
    """Let this process fail, rather than the machine, at a file that asks for too much; not on Windows."""
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def outcome_of(number: int, seed: int, whole: dict[str, bytes], folder: Path) -> Outcome:
    """Read the file with this number, and return what became of it."""
    name, content = spoiled_file(number, seed, whole)
    began, detail = time.process_time(), ""
    try:
        kind = read_as_check_does(name, content, folder)
    except BaseException as error:  # a panic inside a reader is not an Exception
        kind, detail = f"raised {type(error).__name__}", traceback.format_exc(limit=-3)
    seconds = time.process_time() - began
    return Outcome(number, name, "slow" if seconds > LIMIT else kind, detail, seconds)


def _work(line: Connection, seed: int) -> None:
    """Read the files whose numbers come along *line*, and send back what became of each."""
    whole = whole_files.whole_files()
    limit_memory()
    with tempfile.TemporaryDirectory() as folder:
        while (number := line.recv()) is not None:
            line.send(outcome_of(number, seed, whole, Path(folder)))


class _Worker:
    def __init__(self, seed: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, other = context.Pipe()
        self.process = context.Process(target=_work, args=(other, seed), daemon=True)
        self.process.start()
        other.close()
        self.number = -1
        self.began = 0.0

    def give(self, number: int | None) -> None:
        self.number, self.began = -1 if number is None else number, time.monotonic()
        self.line.send(number)

    def stop(self) -> None:
        self.process.kill()
        self.process.join()


def outcomes(files: int, *, seed: int = 1, workers: int = 1, first: int = 0) -> Iterator[Outcome]:
    """Yield what became of each of so many spoiled files; a worker that hangs or dies is replaced."""
    numbers = iter(range(first, first + files))
    at_work = []
    for number in [next(numbers) for _ in range(min(workers, files))]:
        at_work.append(_Worker(seed))
        at_work[-1].give(number)
    while at_work:
        multiprocessing.connection.wait([worker.line for worker in at_work], timeout=0.5)
        for worker in list(at_work):
            outcome = _outcome_of(worker)
            if outcome is None:
                continue
            yield outcome
            number = next(numbers, None)
            if number is None:
                worker.stop()
                at_work.remove(worker)
                continue
            if outcome.kind in ("hung", "died"):
                at_work.remove(worker)
                worker = _Worker(seed)
                at_work.append(worker)
            worker.give(number)


def _outcome_of(worker: _Worker) -> Outcome | None:
    """Return what became of the file that a worker has; None while it is at it."""
    try:
        if worker.line.poll():
            received: Outcome = worker.line.recv()
            return received
    except EOFError:
        worker.stop()
        return Outcome(worker.number, "", "died", f"exit code {worker.process.exitcode}")
    # The first file of a worker waits for its imports, too.
    if time.monotonic() - worker.began > CLOCK_LIMIT + 20:
        worker.stop()
        return Outcome(worker.number, "", "hung")
    return None


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", type=int, help="make and read this file here")
    parser.add_argument("--keep", type=Path, help="a folder for the files that went wrong")
    given = parser.parse_args()
    whole = whole_files.whole_files()
    if given.only is not None:
        limit_memory()
        name, content = spoiled_file(given.only, given.seed, whole)
        with tempfile.TemporaryDirectory() as folder:
            print(name, read_as_check_does(name, content, Path(folder)))
        return
    counts: Counter[str] = Counter()
    began, slowest = time.monotonic(), Outcome(-1, "", "")
    for outcome in outcomes(given.files, seed=given.seed, workers=given.workers, first=given.first):
        counts[outcome.kind] += 1
        slowest = max(slowest, outcome, key=lambda one: one.seconds)
        if outcome.kind not in ("read", "refused"):
            name, content = spoiled_file(outcome.number, given.seed, whole)
            print(f"{outcome.number} {name}: {outcome.kind} {outcome.seconds:.1f} s\n{outcome.detail}", flush=True)
            if given.keep:
                given.keep.mkdir(exist_ok=True)
                (given.keep / f"{outcome.number}-{name}").write_bytes(content)
        if sum(counts.values()) % 500 == 0:
            print(f"{sum(counts.values())} files: {dict(counts)}", flush=True)
    print(f"{sum(counts.values())} files in {time.monotonic() - began:.0f} s: {dict(counts)}")
    print(f"the slowest: file {slowest.number} ({slowest.name}), {slowest.seconds:.2f} s")
    raise SystemExit(not set(counts) <= {"read", "refused"})


if __name__ == "__main__":
    main()
