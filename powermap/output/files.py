"""Put finished files in place: whole or not at all, and never over something that is not ours."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from powermap import __version__
from powermap.errors import OutputError

#: Stands in every page (meta generator) and JSON file (key "generator") that powermap writes.
GENERATOR = f"powermap {__version__}"
#: The creator in the document properties of every workbook that powermap writes.
CREATOR = "powermap"
#: A column that only powermap's own CSV files have; every CSV of measures has it in its header.
CSV_MARK = "nominations_received"

_HEAD = 8192
_HTML = re.compile(rb'<meta name="generator" content="powermap[ "]')
_JSON = re.compile(rb'"generator"\s*:\s*"powermap[ "]')
_XLSX = re.compile(rb"<dc:creator>powermap( [0-9.]+\w*)?</dc:creator>")
# Excel writes who saved a workbook last; once somebody has, what is in it is theirs too.
_SAVED_BY = re.compile(rb"<cp:lastModifiedBy>[^<]")


def write_atomically(
    path: str | Path, content: bytes, *, force: bool = False, inputs: Iterable[str | Path] = ()
) -> Path:
    """Write *content* to *path*, whole or not at all.

    Parameters
    ----------
    path : str or Path
        Missing folders on the way are made.
    content : bytes
    force : bool
        Replace an existing file even when powermap did not write it.
    inputs : paths
        Files that were read; they are never written over, not even with *force*.

    Returns
    -------
    Path
        Where the file now is.

    Raises
    ------
    OutputError
        The file cannot or may not be written; nothing was changed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomically(Path(folder) / "new" / "page.html", b"<!doctype html>").read_bytes()
    b'<!doctype html>'
    """
    return write_all_atomically([(path, content)], force=force, inputs=inputs)[0]


def write_all_atomically(
    files: Sequence[tuple[str | Path, bytes]], *, force: bool = False, inputs: Iterable[str | Path] = ()
) -> list[Path]:
    """Write several files so that either all of them are new or none is.

    Every file is first written in full beside its place; only when all are there do they move in. When a
    move fails (on Windows: the old file is open in Excel), the ones already moved are put back.

    Parameters and errors are those of `write_atomically`.
    """
    read = list(inputs)
    # A link is followed, so that the file it stands for is the one that is looked at and replaced.
    targets = [(Path(path), _followed(Path(path)), content) for path, content in files]
    for shown, target, _ in targets:
        _may_be_written(shown, target, force=force, inputs=read)
    if len({target for _, target, _ in targets}) < len(targets):
        raise OutputError("Two results would go into the same file.", fix="Give each its own name.")
    made: list[Path] = []
    waiting: list[Path] = []
    try:
        for shown, target, content in targets:
            with _plainly(shown):
                made += _make_folders(target.parent)
                waiting.append(_write_beside(target, content))
        _move_in(targets, waiting)
    except BaseException:
        for leftover in waiting:
            leftover.unlink(missing_ok=True)
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
    return [shown for shown, _, _ in targets]


def _followed(path: Path) -> Path:
    try:
        return Path(os.path.realpath(path))
    except ValueError as error:  # a NUL in the name
        raise OutputError("This is not a name a file can have.", where=repr(str(path))) from error


def is_ours(path: Path) -> bool:
    """Tell whether powermap wrote the file at *path*, by the mark it leaves inside.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = Path(folder) / "page.html"
    ...     _ = page.write_text("<p>Minutes of the board</p>")
    ...     is_ours(page)
    False
    """
    kind = path.suffix.lower()
    if kind == ".xlsx":
        return _creator_is_ours(path)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    if kind in (".html", ".htm"):
        return _HTML.search(head) is not None
    if kind == ".json":
        return _JSON.search(head) is not None
    if kind == ".csv":
        header = head.splitlines()[0].decode("utf-8-sig", "replace") if head else ""
        return CSV_MARK in [cell.strip('" ') for cell in header.split(",")]
    return False


def _creator_is_ours(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as book, book.open("docProps/core.xml") as properties:
            told = properties.read(_HEAD)
            return _XLSX.search(told) is not None and _SAVED_BY.search(told) is None
    except (OSError, KeyError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile):
        return False


def _may_be_written(shown: Path, target: Path, *, force: bool, inputs: list[str | Path]) -> None:
    """Raise OutputError where *target* must not be touched."""
    where = str(shown)
    try:
        if target.is_dir():
            raise OutputError("This is a folder.", where=where, fix="Give the name of a file in it.")
        if not target.exists():
            return
        if not target.is_file():
            raise OutputError("This is not an ordinary file.", where=where, fix="Give another name.")
        for source in inputs:
            if Path(source).exists() and target.samefile(source):
                raise OutputError(
                    "This is the file that was read; powermap does not write over what you gave it.",
                    where=where,
                    fix="Give the result another name.",
                )
        if not force and not is_ours(target):
            raise OutputError(
                "A file of this name exists already; powermap did not write it, or it is for people to fill in.",
                where=where,
                fix="Give another name, or use --force (force=True) to replace it.",
            )
    except OSError as error:
        raise _in_plain_words(shown, error) from error


def _make_folders(folder: Path) -> list[Path]:
    """Make *folder* and the ones above it that are missing; return those that were made."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _write_beside(target: Path, content: bytes) -> Path:
    """Write *content* into a new file in the folder of *target*, on the same disk, so that a move is one step."""
    beside = target.with_name(f".powermap-{secrets.token_hex(6)}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(content)
        if target.exists():
            shutil.copymode(target, beside)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def _move_in(targets: list[tuple[Path, Path, bytes]], waiting: list[Path]) -> None:
    """Move the waiting files into place; when one cannot, put back what stood there before."""
    before: list[tuple[Path, bytes | None]] = []
    try:
        for (shown, target, _), beside in zip(targets, waiting, strict=True):
            with _plainly(shown):
                old = target.read_bytes() if len(targets) > 1 and target.exists() else None
                beside.replace(target)
                before.append((target, old))
    except BaseException:
        for target, old in reversed(before):
            with contextlib.suppress(OSError):
                target.unlink() if old is None else target.write_bytes(old)
        raise


@contextlib.contextmanager
def _plainly(shown: Path) -> Iterator[None]:
    """Turn what the operating system says into what the person can do about it."""
    try:
        yield
    except OSError as error:
        raise _in_plain_words(shown, error) from error


def _in_plain_words(shown: Path, error: OSError) -> OutputError:
    where = str(shown)
    if isinstance(error, PermissionError):
        if shown.exists():
            return OutputError(
                "The file cannot be replaced: it is open in another program, or you may not change it.",
                where=where,
                fix="Close it (in Excel, for example) and try again, or give another name.",
            )
        return OutputError(
            "You may not write in this folder.",
            where=where,
            fix="Choose a folder of your own, such as Documents.",
        )
    if isinstance(error, NotADirectoryError | FileExistsError):
        return OutputError("Part of this path is a file, not a folder.", where=where, fix="Choose another folder.")
    reason = error.strerror or type(error).__name__
    return OutputError(
        f"The file could not be written ({reason}).",
        where=where,
        fix="Check that the name is one your computer allows and that the disk is not full.",
    )
