"""Rows of a table that are no data: headings between the rows, remarks below them, totals."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from powermap.survey.names import name_in, name_key
from powermap.vocabulary import TOTALS, key, sector_named, voice_named, voices_of_sector

if TYPE_CHECKING:
    from powermap.survey.model import Issue
    from powermap.survey.shape import Shape
    from powermap.survey.sheet import Sheet

_TABLES = ("actors", "ties", "grid", "matrix")
#: A longer sheet was written by a program.
_MOST_ROWS = 20_000
_REMARK = re.compile(
    r"\*|[^\s=]{1,15}\s*=\s*\S"
    r"|(?:completed|compiled|collected|collated|prepared|produced|filled in|entered|facilitated|created|printed"
    r"|exported|downloaded) (?:by|on|at|from)\b"
    r"|\(?(?:notes?|sources?|key|legend|nb|n\.b\.|(?:last )?updated|comments?|data)\s*[:*]",
    re.I,
)
_TOTAL = re.compile(r"(?:grand )?totals?(?: \d+)?")
#: Below a gap, a text is a remark if it has this many words, or ends in a full stop and has this many.
_LONG, _SENTENCE = 9, 4


def leave_out_asides(shapes: Mapping[Sheet, Shape]) -> list[Issue]:
    """Empty the rows that are headings, remarks or totals, in place, so that no reader takes them for data.

    A row that holds a name which is in a full row elsewhere is data.
    """
    named: set[str] | None = None
    issues = []
    for sheet, shape in shapes.items():
        if shape.kind not in _TABLES or sheet.lines or len(sheet.rows) > _MOST_ROWS:
            continue
        rows = [r for r in range(shape.header + 1, len(sheet.rows)) if _may_be_aside(sheet.rows[r])]
        if rows and named is None:
            named = _named_in(shapes)
        issues += _leave_out(sheet, shape, rows, named or set())
    return issues


def _may_be_aside(row: list[Any]) -> bool:
    filled = [cell for cell in row if cell != ""]
    return len(filled) == 1 or any(map(_names_total, filled[:2])) or (bool(filled) and row[0] == "")


def _names_total(cell: Any) -> bool:
    return isinstance(cell, str) and (key(cell) in TOTALS or _TOTAL.fullmatch(key(cell)) is not None)


def _named_in(shapes: Mapping[Sheet, Shape]) -> set[str]:
    """Return the names in rows with more than one cell, and along the top of grids, as they are compared."""
    named: set[str] = set()
    for sheet, shape in shapes.items():
        for column in (shape.columns.get(part) for part in ("from", "to", "name")):
            if column is not None:
                named.update(
                    name_key(name_in(row[column]))
                    for row in sheet.rows[shape.header + 1 :]
                    if row[column] != "" and len(row) - row.count("") > 1 and not _names_total(row[column])
                )
        if shape.kind in ("grid", "matrix"):
            named.update(name_key(name_in(sheet.rows[shape.header][column])) for column in shape.answers)
    return named


def _leave_out(sheet: Sheet, shape: Shape, rows: list[int], named: set[str]) -> list[Issue]:
    side = shape.columns["from" if shape.kind == "ties" else "name"]
    texts = [row[side] for row in sheet.rows[shape.header + 1 :] if isinstance(row[side], str) and row[side] != ""]
    mostly_upper = sum(text.isupper() for text in texts) * 2 > len(texts)
    # A list in sections begins with a heading. A single word between full rows is somebody without a sector.
    first = next((row for row in sheet.rows[shape.header + 1 :] if any(cell != "" for cell in row)), [])
    in_sections = len(first) - first.count("") == 1
    issues = []
    for r in rows:
        row = sheet.rows[r]
        filled = [column for column, cell in enumerate(row) if cell != ""]
        text = row[filled[0]]
        if _is_total(sheet, shape, row, side, named):
            issues.append(sheet.issue("note", "total-ignored", "A row of totals was left out.", at=(r, filled[0])))
        elif len(filled) == 1 and filled[0] <= side and isinstance(text, str) and name_key(text) not in named:
            kind = _kind_of_aside(
                sheet, shape, r, filled[0], capitals_tell=in_sections and not mostly_upper, in_sections=in_sections
            )
            if not kind:
                continue
            issues.append(_said_of(sheet, shape, (r, filled[0]), remark=kind == "remark", doubt=kind == "perhaps"))
        else:
            continue
        row[:] = [""] * len(row)
    return issues


def _is_total(sheet: Sheet, shape: Shape, row: list[Any], side: int, named: Collection[str]) -> bool:
    name = row[side]
    if shape.kind in ("grid", "matrix"):
        return name == "" and _adds_up(sheet, shape, row)  # one with a name is told by the reader of grids
    if not isinstance(name, str) or name == "":  # 'Total' in the column of numbers before the names, and a count
        return any(map(_names_total, row[:side]))
    if not _names_total(name) or name_key(name) in named:
        return False
    return all(row[column] == "" or not isinstance(row[column], str) for column in _words_of(shape))


def _words_of(shape: Shape) -> list[int]:
    """Return the columns that hold a word in every row that is data."""
    return [column for part, column in shape.columns.items() if part in ("to", "sector")]


def _adds_up(sheet: Sheet, shape: Shape, row: list[Any]) -> bool:
    """Tell whether a row without a name holds the sums of the columns above it."""
    sums = [(row[column], column) for column in shape.answers if row[column] != ""]
    if len(sums) < 2 or not all(isinstance(cell, int | float) for cell, _ in sums):
        return False
    above = sheet.rows[shape.header + 1 : next(i for i, other in enumerate(sheet.rows) if other is row)]

    def total(column: int) -> float:
        return math.fsum(line[column] for line in above if isinstance(line[column], int | float))

    return all(cell == total(column) for cell, column in sums) and any(cell for cell, _ in sums)


def _kind_of_aside(
    sheet: Sheet, shape: Shape, r: int, column: int, *, capitals_tell: bool, in_sections: bool
) -> str:
    """Return 'heading', 'remark', 'perhaps' (a heading by its capitals alone) or '' for a row with one text."""
    text = name_in(sheet.rows[r][column])
    if len(shape.columns) + len(shape.answers) < 2:
        return ""  # a list of names only
    after_gap = all(cell == "" for cell in sheet.rows[r - 1])
    words = len(text.split())
    if _REMARK.match(text) or (after_gap and (words >= _LONG or (words >= _SENTENCE and text.endswith(".")))):
        return "remark"
    followed = r + 1 < len(sheet.rows) and sum(cell != "" for cell in sheet.rows[r + 1]) > 1
    if not followed:
        return ""
    if any(r1 == r and c1 == column and c2 > c1 for r1, c1, _, c2 in sheet.merged):
        return "heading"
    group = _voices(text)
    if group and ("sector" in key(text).split() or group & _voices_below(sheet, shape, r)):
        return "heading"
    if group and in_sections and "sector" not in shape.columns:
        return "heading"
    if text.isupper() and capitals_tell and words > 1:
        return "perhaps"
    return ""


def _voices(text: str) -> set[str]:
    """Return the groups that a text is a word for, if it is one."""
    sector, voice = sector_named(text), voice_named(text)
    return {*(voices_of_sector(sector) if sector else ()), *((voice,) if voice else ())}


def _voices_below(sheet: Sheet, shape: Shape, r: int) -> set[str]:
    """Return the groups that the sector in the row below is a word for."""
    if "sector" not in shape.columns:
        return set()
    return _voices(name_in(sheet.rows[r + 1][shape.columns["sector"]]))


def _said_of(sheet: Sheet, shape: Shape, at: tuple[int, int], *, remark: bool, doubt: bool) -> Issue:
    said = name_in(sheet.rows[at[0]][at[1]])
    said = said if len(said) <= 60 else said[:60] + "…"
    if remark:
        message = f"A remark, '{said}', was left out."
        return sheet.issue("note", "row-ignored", message, "If it is a name, fill in its row.", at=at)
    message = f"'{said}' stands alone in its row; it was taken for a heading and left out."
    fix = "If it is a name, fill in its row."
    if shape.kind == "actors" and "sector" not in shape.columns:
        fix = "If it is the sector of the rows below, add a column 'sector'. " + fix
    return sheet.issue("warning" if doubt else "note", "row-ignored", message, fix, at=at)
