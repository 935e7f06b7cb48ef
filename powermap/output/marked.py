"""Write the marked copy of a survey's workbook."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from powermap.errors import OutputError
from powermap.output.files import write_atomically

if TYPE_CHECKING:
    from powermap.survey.model import Survey


def write_marked_copy(
    survey: Survey,
    path: str | os.PathLike[str],
    *,
    inputs: Sequence[str | os.PathLike[str]],
    force: bool = False,
) -> None:
    """Write a copy of the survey's workbook in which each problem is coloured, commented and listed.

    Parameters
    ----------
    survey : Survey
    path : str or path
        Ends in .xlsx.
    inputs : sequence of paths
        The files that *survey* was read from, as they were given to `read_survey`; they are not changed.
    force : bool
        Replace a file that powermap did not write, or that somebody saved since.

    Raises
    ------
    OutputError
        The name does not end in .xlsx, or the file cannot be written.
    """
    from powermap.survey.marked import marked_copy

    if Path(path).suffix.lower() != ".xlsx":
        raise OutputError(
            "A marked copy is an Excel workbook.", where=str(path), fix="Give it a name that ends in .xlsx."
        )
    write_atomically(Path(path), marked_copy(survey, *inputs), force=force, inputs=[Path(file) for file in inputs])
