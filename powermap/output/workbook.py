"""Every number of an analysis as tables: a workbook for Excel, a JSON object, or a CSV of the actors."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from powermap import __version__
from powermap.errors import OutputError
from powermap.measures.catalogue import MEASURES, SHOWN
from powermap.measures.tables import function_of, measure_tables
from powermap.output.files import write_atomically
from powermap.spreadsheet import FORMULA_STARTS, saved, set_text, writable

if TYPE_CHECKING:
    import pandas as pd

    from powermap.analysis import Analysis
    from powermap.inference.flip import FlipPoint
    from powermap.survey.model import Survey


#: silent ... who would undo it: `FlipPoint`. The names are for the facilitator, and stand on no page.
_FINDINGS = ["group", "measure", "claim", "evidence", "text", "limits", "silent", "silent that would undo it",
             "chosen at random", "who would undo it"]  # fmt: skip


def _home(name: str) -> str:
    return f"{function_of(name).__module__}.{name}"


def _flip(flip: FlipPoint | None) -> tuple[Any, ...]:
    if flip is None:
        return float("nan"), float("nan"), float("nan"), None
    needed = (float("nan") if number is None else number for number in (flip.needed, flip.at_random))
    return (flip.silent, *needed, "; ".join(flip.who) or None)


def tables(analysis: Analysis, *, every: bool = False, survey: Survey | None = None) -> dict[str, pd.DataFrame]:
    """What are the numbers of this analysis, as tidy tables?

    Parameters
    ----------
    analysis : Analysis
    every : bool
        Every measure that powermap knows, and not only those that the report shows.
    survey : Survey, optional
        The one that the network is from, for measures of several questions or of attendance.

    Returns
    -------
    dict of sheet name to DataFrame: About, Coverage, Actors, Voices, Access, Reciprocation, Findings, with *every*
    those of `measure_tables`, and Glossary. Full precision; an undefined value is NaN.
    """
    import pandas as pd

    network = analysis.network
    about = [
        ("What this is", f"Measures computed by powermap {__version__}"),
        ("Relation", network.relation),
        ("Round", network.round),
        ("Who responded", "assumed: whoever named someone" if network.response_assumed else "as the file says"),
        ("Permutations", analysis.permutations),
        ("Seed", analysis.seed),
        ("Null hypothesis", analysis.test.null),
        ("Reciprocity of ties", analysis.reciprocity),
        *zip(
            ("Reciprocity of ties, 95% interval from", "Reciprocity of ties, 95% interval to"),
            analysis.reciprocity_interval,
            strict=True,
        ),
        *(
            row
            for name, value, expected, low, high in analysis.balance.itertuples()
            for row in (
                (f"Balance by sector: {_label(name)}", value),
                (f"Balance by sector: {_label(name)}, average with sectors shuffled", expected),
                (f"Balance by sector: {_label(name)}, 2.5% of shuffles are below", low),
                (f"Balance by sector: {_label(name)}, 2.5% of shuffles are above", high),
            )
        ),
        ("Blank cells", "not defined, or not observed because the actor did not answer"),
    ]
    told = measure_tables(network, survey) if every else {}
    actors = network.actors.join(told.pop("Every actor").set_index("actor") if every else analysis.actors)
    actors["voices"] = ["; ".join(voices) for voices in actors["voices"]]
    findings = [
        (f.group, f.measure, f.claim, f.evidence, f.text, f.limits, *_flip(f.flip)) for f in analysis.findings
    ]
    glossary = [
        (name, m.label, m.question, m.scope, m.higher, m.range, m.undefined, m.reference, _home(name))
        for name, m in (MEASURES if every else SHOWN).items()
    ]
    glossary_columns = ["name", "label", "question", "scope", "higher means", "range", "undefined", "reference",
                        "function"]  # fmt: skip
    return {
        "About": pd.DataFrame(about, columns=["item", "value"]),
        "Coverage": analysis.coverage.table,
        "Actors": actors.reset_index(),
        "Voices": analysis.representation,
        "Access": told.pop("access", analysis.access),
        "Reciprocation": told.pop("reciprocation", analysis.reciprocation),
        "Findings": pd.DataFrame(findings, columns=_FINDINGS),
        **{name: table for name, table in told.items() if name != "representation"},
        "Glossary": pd.DataFrame(glossary, columns=glossary_columns),
    }


def write_measures(
    analysis: Analysis,
    path: str | Path,
    *,
    survey: Survey | None = None,
    force: bool = False,
    inputs: Iterable[str | Path] = (),
) -> None:
    """Write every measure of a network to a .xlsx or .json file, or the table of actors to a .csv file.

    A name in a .csv that Excel would run as a formula is written with an apostrophe before it.

    Parameters
    ----------
    analysis : Analysis
    path : str or Path
        Its ending chooses the format.
    survey : Survey, optional
        The one that the network is from, for measures of several questions or of attendance.
    force : bool
        Replace a file that powermap did not write.
    inputs : iterable of paths
        Files that must never be replaced.

    Raises
    ------
    OutputError
        The ending is none of the three, or the file cannot be written.
    """
    path = Path(path)
    makers = {".xlsx": measures_xlsx, ".json": measures_json, ".csv": measures_csv}
    make = makers.get(path.suffix.lower())
    if make is None:
        raise OutputError(
            f"Measures cannot be written as '{path.suffix or path.name}'.",
            where=str(path),
            fix="Give a name that ends in .xlsx, .csv or .json.",
        )
    write_atomically(path, make(tables(analysis, every=True, survey=survey)), force=force, inputs=tuple(inputs))


def measures_csv(told: dict[str, pd.DataFrame]) -> bytes:
    """Return the table of actors as CSV: UTF-8 with a byte-order mark, as Excel expects it."""
    table = told["Actors"]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([_csv_cell(_plain(value)) for value in row] for row in table.itertuples(index=False))
    return out.getvalue().encode("utf-8-sig")


def measures_json(told: dict[str, pd.DataFrame]) -> bytes:
    """Return every table as one JSON object: table name -> list of rows."""
    made: dict[str, Any] = {"generator": f"powermap {__version__}"}
    for name, table in told.items():
        columns = list(table.columns)
        made[name.lower()] = [
            dict(zip(columns, map(_plain, row), strict=True)) for row in table.itertuples(index=False)
        ]
    return (json.dumps(made, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def measures_xlsx(told: dict[str, pd.DataFrame]) -> bytes:
    """Return every table as a sheet of one workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "powermap"
    for name, table in told.items():
        _write_sheet(book.create_sheet(name), table)
    return saved(book)


def _write_sheet(sheet: Any, table: pd.DataFrame) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    bold = Font(bold=True)
    sheet.freeze_panes = "B2"
    for i, column in enumerate(table.columns):
        longest = max([len(str(column)), *(len(v) for v in table[column] if isinstance(v, str))])
        sheet.column_dimensions[get_column_letter(i + 1)].width = min(max(longest + 2, 10), 60)

    def cell(value: Any) -> Any:
        value = _plain(value)
        if not isinstance(value, str):
            return value
        if not value.startswith((*FORMULA_STARTS, "#")):
            return writable(value)
        made = WriteOnlyCell(sheet)
        set_text(made, value)
        return made

    heads = []
    for column in table.columns:
        head = WriteOnlyCell(sheet, str(column))
        head.font = bold
        heads.append(head)
    sheet.append(heads)
    for row in table.itertuples(index=False):
        sheet.append([cell(value) for value in row])


def _label(measure: str) -> str:
    return MEASURES[measure].label


def _plain(value: Any) -> Any:
    """Return a value as plain Python: NaN, infinity and pandas' missing become None, several values a text."""
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if value is None or isinstance(value, str | bool | int):
        return value
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not (abs(value) < float("inf")):
        return None
    return value


def _csv_cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
