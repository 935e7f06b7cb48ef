"""The cells of a row: whether any is used, the name or the answer in one, and what is wrong with it."""

from __future__ import annotations

import math
from typing import Any

from powermap.survey.answers import Meanings, how_to_mend
from powermap.survey.model import Issue
from powermap.survey.names import LONGEST_NAME, name_in
from powermap.survey.raw import Raw
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet


def is_unused(shape: Shape, row: list[Any]) -> bool:
    """Tell whether a row is blank, or belongs to a key beside the table: its filled columns play no part."""
    return all(row[column] == "" for column in (*shape.columns.values(), *shape.answers))


def short_name(sheet: Sheet, r: int, column: int, raw: Raw, part: Any = None) -> str:
    """Return the name in a cell, or in a *part* of it, cut if it is very long."""
    name = name_in(sheet.rows[r][column] if part is None else part)
    if len(name) <= LONGEST_NAME:
        if name not in raw.seen:
            raw.seen[name] = (sheet, r, column)
        return name
    raw.issues.append(
        sheet.issue(
            "warning",
            "long-name",
            f"This name has {len(name):,} letters; it was cut after {LONGEST_NAME}.",
            "Use a shorter name.",
            at=(r, column),
        )
    )
    name = name[:LONGEST_NAME] + "…"
    raw.seen.setdefault(name, (sheet, r, column))
    return name


def no_name(sheet: Sheet, row: list[Any], r: int, column: int, whose: str) -> Issue:
    """Return the issue of a cell that should hold the name of *whose*, and does not."""
    cell = row[column]
    said = "is missing" if cell == "" else f"is '{name_in(cell)[:60]}', which is no name"
    return sheet.issue(
        "error",
        "missing-name",
        f"The name of {whose} {said}; this row was left out.",
        how_to_mend(cell, "Write the name, or delete the row."),
        at=(r, column),
    )


def answer_in(
    cell: Any, found: Meanings, sheet: Sheet, at: tuple[int, int], raw: Raw, *, blank_warns: bool = True
) -> tuple[float, str]:
    """Return (strength, '') or (nan, why it is missing), and add what is wrong with the cell to *raw*."""
    if cell == "":
        if blank_warns:
            raw.issues.append(
                sheet.issue(
                    "warning",
                    "blank-answer",
                    "This row names a partner but has no answer; it counts as missing.",
                    "Write the answer, 0 for no tie, or 'Don't know'.",
                    at=at,
                )
            )
        return math.nan, "blank"
    if cell in found.numbers:
        return found.numbers[cell], ""
    if cell in found.missing:
        return math.nan, found.missing[cell]
    code, message, fix = found.unusable[cell]
    if code == "not-a-number" and isinstance(cell, str):
        fix += f' Or say what it means, as a number: --map "{sheet.title}.words.{name_in(cell)[:40]}=2".'
    raw.issues.append(sheet.issue("error", code, f"{message} It counts as missing.", fix, at=at))
    return math.nan, "not usable"
