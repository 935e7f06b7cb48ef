"""The partners that a blank survey lists: read from a list of organisations, or of names alone."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from powermap.errors import UnrecognisedSurveyError
from powermap.survey.actors import Actor, Reader
from powermap.survey.headers import header_rows, parts_played
from powermap.survey.listed_actors import read_actors
from powermap.survey.names import join_spellings
from powermap.survey.own_pages import own_page
from powermap.survey.raw import Raw
from powermap.survey.read import Plan, plan, read_survey
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet

if TYPE_CHECKING:
    from powermap.survey.model import Issue


#: A column of names alone has its header in one of these rows; further down, 'Team' is a name.
_HEADER_ROWS = 3


class Partner(NamedTuple):
    """An organisation to be listed; what its list does not say is '' or None."""

    name: str
    sector: str = ""
    voices: str = ""
    seat: bool | None = None


def read_partners(*paths: str | os.PathLike[str]) -> tuple[tuple[Partner, ...], tuple[Issue, ...]]:
    r"""Which organisations does a file list, and what is wrong with the list?

    Parameters
    ----------
    *paths : str or path
        A list of organisations in any layout that `read_survey` knows; names alone, in one column; or last round's
        survey.

    Returns
    -------
    partners : tuple of Partner
        In the order of the list, each once. A sector is called as powermap calls it.
    issues : tuple of Issue

    Raises
    ------
    UnreadableFileError
        A file is missing, damaged or of a kind that powermap does not read.
    UnrecognisedSurveyError
        No sheet lists organisations.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "list.csv")
    ...     _ = path.write_text("Organisation,Sector\nCouncil,LA\nAge UK,Charity\n")
    ...     read_partners(path)[0][1]
    Partner(name='Age UK', sector='Voluntary and community', voices='', seat=None)
    """
    raw = Raw()
    planned = plan(paths, raw)
    lists = [(sheet, planned.shapes[sheet]) for sheet in planned.sheets if planned.shapes[sheet].kind == "actors"]
    if not lists and planned.answers:
        return _named_in_answers(*paths)
    for sheet, shape in lists or _names_alone(planned):
        read_actors(sheet, shape, None, raw)
    if not raw.actors:
        raise UnrecognisedSurveyError(
            "No sheet lists organisations.",
            where=", ".join(planned.sources),
            fix="Put their names in one column, headed 'name'; a column 'sector' beside it is kept.",
        )
    names = [row.name for row in raw.actors]
    name_of, _ = join_spellings(names, (), lambda: (set(), {}))
    reader = Reader(raw.actors, raw.own_choices)
    actors: dict[str, Actor] = {}
    for row in raw.actors:
        name = name_of[row.name]
        if name in actors:
            reader.again(actors[name], row)
        else:
            actors[name] = reader.actor(row, name)
    issues = [issue for issue in (*raw.issues, *reader.issues) if issue.code != "sector-missing"]
    return tuple(map(_partner, actors.values())), tuple(issues)


def _partner(actor: Actor) -> Partner:
    row = actor.row
    assert row is not None  # noqa: S101  every actor of a list has a row
    voices = "; ".join(actor.voices) if row.voices or row.tags else ""
    return Partner(actor.name, actor.sector or "", voices, row.seat)


def _named_in_answers(*paths: str | os.PathLike[str]) -> tuple[tuple[Partner, ...], tuple[Issue, ...]]:
    survey = read_survey(*paths)
    seats = bool(survey.actors["seat"].any())
    partners = [
        Partner(name, sector or "", "", seat if seats else None)
        for name, sector, seat in survey.actors[["name", "sector", "seat"]].itertuples(index=False)
    ]
    return tuple(partners), ()


def _names_alone(planned: Plan) -> list[tuple[Sheet, Shape]]:
    """Return the sheets with a column of names and nothing else that powermap knows."""
    headed: list[tuple[Sheet, Shape]] = []
    bare: list[tuple[Sheet, Shape]] = []
    for sheet in planned.sheets:
        if not sheet.rows or sheet.hidden or own_page(sheet):
            continue
        header, columns = next(
            ((r, found) for r in header_rows(sheet)[:_HEADER_ROWS] if (found := _name_column(sheet, r))), (0, {})
        )
        if columns:
            headed.append((sheet, Shape("actors", header, columns)))
        elif len(sheet.rows[0]) == 1:
            below = replace(sheet, rows=[["name"], *sheet.rows], top=sheet.top - 1)
            bare.append((below, Shape("actors", 0, {"name": 0})))
    return headed or bare


def _name_column(sheet: Sheet, header: int) -> dict[str, int]:
    """Return the column of names below a header; of names alone, one called 'Team' is no header."""
    row, rows = sheet.rows[header], sheet.rows
    first = header == 0 or not any(cell != "" for cell in rows[header - 1])
    apart = first or len(row) - row.count("") > 1
    return parts_played(row, ("name",), exactly=True) if apart and header + 1 < len(rows) else {}
