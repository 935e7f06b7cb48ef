"""The survey workbooks that come with powermap."""

from __future__ import annotations

from pathlib import Path

from powermap.errors import OutputError, UnknownChoiceError


def _folder() -> Path:
    """Return where the samples lie: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "sample_networks"
    return installed if installed.is_dir() else package.parent / "sample_networks"


def sample_names() -> list[str]:
    """Which sample workbooks are there?

    >>> "texas_search_and_rescue" in sample_names()
    True
    """
    return sorted(path.stem for path in _folder().glob("*.xlsx"))


def sample_path(name: str) -> Path:
    """Where is the sample workbook of this name?

    Raises
    ------
    UnknownChoiceError
        There is no such sample; the message lists those that are there.

    >>> sample_path("texas_search_and_rescue").name
    'texas_search_and_rescue.xlsx'
    """
    path = _folder() / f"{Path(name).stem}.xlsx"
    if path.stem not in sample_names():
        raise UnknownChoiceError(f"There is no sample '{name}'.", fix=f"Samples: {', '.join(sample_names())}.")
    return path


def copy_sample(name: str, folder: Path, *, force: bool = False) -> Path:
    """Copy a sample workbook into *folder*, without touching a copy that somebody changed.

    Raises
    ------
    OutputError
        A different file of that name is there, or the folder cannot be written to.
    """
    from powermap.output.files import write_atomically

    source = sample_path(name)
    target = folder / source.name
    content = source.read_bytes()
    if target.exists() and not force:
        if target.is_file() and target.read_bytes() == content:
            return target
        raise OutputError(
            "This file is there already, and differs from the sample.",
            where=str(target),
            fix="Give another folder with --out, or --force to replace it.",
        )
    write_atomically(target, content, force=True)
    return target
