"""Lists of actors: one actor per row, with its sector, voices, seat and whether it responded."""

from __future__ import annotations

from typing import Any

from powermap.survey.answers import how_to_mend, yes_or_no
from powermap.survey.cell_errors import CellError
from powermap.survey.cells import is_unused, no_name, short_name
from powermap.survey.names import is_no_name, name_in
from powermap.survey.network_tables import voices_in_tags
from powermap.survey.raw import ActorRow, Raw
from powermap.survey.rounds import round_label
from powermap.survey.scores import read_scores
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet
from powermap.vocabulary import MISSING, key


def read_actors(sheet: Sheet, shape: Shape, round_of_sheet: str | None, raw: Raw) -> None:
    """Add the actors of a list, and what is wrong in it, to *raw*."""
    columns = shape.columns
    raw.has_list = True
    if "sector" not in columns and "voice" not in columns:
        raw.without_sectors.append(sheet)
    marked = "responded" in columns and any(
        row[columns["responded"]] != "" for row in sheet.rows[shape.header + 1 :]
    )
    scores = read_scores(sheet, shape, raw)
    for r in range(shape.header + 1, len(sheet.rows)):
        row = sheet.rows[r]
        if row == sheet.rows[shape.header] or is_unused(shape, row):
            continue
        if is_no_name(row[columns["name"]]) and ("id" not in columns or is_no_name(row[columns["id"]])):
            raw.issues.append(no_name(sheet, row, r, columns["name"], "the organisation"))
            continue
        row_of = actor_row(sheet, shape, r, round_of_sheet, raw, marked=marked)
        raw.actors.append(row_of._replace(scores=scores.get(r, {})))


def actor_row(
    sheet: Sheet, shape: Shape, r: int, round_of_sheet: str | None, raw: Raw, *, marked: bool
) -> ActorRow:
    """Return the actor in row *r*; *marked* = the column of who responded is filled in."""
    row, columns = sheet.rows[r], shape.columns
    name = short_name(sheet, r, columns["name"], raw)
    if is_no_name(row[columns["name"]]) and "id" in columns:
        name = short_name(sheet, r, columns["id"], raw)
        message = f"This actor has no name; its code '{name}' was used."
        raw.issues.append(sheet.issue("note", "name-from-id", message, at=(r, columns["name"])))
    for part in ("sector", "voice", "seat", "responded"):
        if part in columns and isinstance(row[columns[part]], CellError):
            message = f"The {part} of '{name}' cannot be read: its cell is '{row[columns[part]]}'."
            fix = how_to_mend(row[columns[part]], "Write it in the cell.")
            raw.issues.append(sheet.issue("error", "cell-error", message, fix, at=(r, columns[part])))
    round_ = round_of_sheet
    if "round" in columns:
        round_ = round_label(row[columns["round"]])
        if round_ is None:
            raw.issues.append(
                sheet.issue(
                    "warning",
                    "round-missing",
                    f"The round of '{name}' is missing; it was taken to be there in every round.",
                    "Give its round.",
                    at=(r, columns["round"]),
                )
            )
    return ActorRow(
        name,
        name_in(row[columns["id"]]) if "id" in columns and not is_no_name(row[columns["id"]]) else "",
        _words(row, columns.get("sector")),
        _words(row, columns.get("voice")),
        _yes(sheet, r, columns.get("seat"), "has a seat", raw),
        _yes(sheet, r, columns.get("responded"), "responded", raw) if marked else None,
        round_,
        sheet,
        r,
        columns,
        voices_in_tags(row[columns["tags"]]) if "tags" in columns else (),
    )


def _words(row: list[Any], column: int | None) -> str:
    """Return the text of a cell, '' where it is missing."""
    if column is None or isinstance(row[column], CellError):
        return ""
    text = name_in(row[column])
    return "" if key(text) in MISSING or not key(text) else text


def _yes(sheet: Sheet, r: int, column: int | None, what: str, raw: Raw) -> bool | None:
    if column is None:
        return None
    cell = sheet.rows[r][column]
    said = yes_or_no(cell)
    if said is None and not isinstance(cell, CellError):
        raw.issues.append(
            sheet.issue(
                "error",
                "not-yes-or-no",
                f"Whether this organisation {what} should be yes or no, not '{name_in(cell)[:60]}'; taken as no.",
                "Write yes or no.",
                at=(r, column),
            )
        )
    return bool(said)
