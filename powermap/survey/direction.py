"""Which side of a grid answered: those down the side, or those along the top."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from powermap.survey.answers import meanings, yes_or_no
from powermap.survey.headers import header_key
from powermap.survey.names import is_no_name, name_in, name_key
from powermap.survey.raw import Raw
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet
from powermap.vocabulary import HEADERS, TOTALS

if TYPE_CHECKING:
    from powermap.survey.model import Issue

Side = Literal["side", "top", "unsure"]

_WHO = r"(?:respondents?|who answered|answered|answering|responded)"
_APART = r"(?:(?!column|top|row|side)[^.;,]){0,40}"
_TOP, _DOWN = r"(?:columns?|along the top|across the top)", r"(?:rows?|down the side)"


def _beside(where: str, arrow: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b{_WHO}\b{_APART}\b{where}\b|\b{where}\b{_APART}\b{_WHO}\b|\b(?:{_WHO}|from)\s*{arrow}", re.IGNORECASE
    )


_TOP_ANSWERED = _beside(_TOP, r"(?:→|->|=>|>)")
_DOWN_ANSWERED = _beside(_DOWN, r"(?:↓|\|v\b)")
#: 'To \\ From' in a corner: what is down the side, then what is along the top.
_CORNER = re.compile(r"(?:to|target|partners?|named)\s*[/\\|]\s*(?:from|source|respondents?)", re.IGNORECASE)
_USUAL_CORNER = re.compile(r"(?:from|source|respondents?)\s*[/\\|]\s*(?:to|target|partners?|named)", re.IGNORECASE)
RESPONDENTS = frozenset(
    ("respondents", "respondent", "answered by", "who answered", "from", "answers from", "responses from")
)
_NAMED = frozenset(
    ("to", "target", "targets", "named", "who was named", "receiver", "nominee", "organisation named",
     "partner named", "about")
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Turned(Sheet):
    """A grid whose columns have become its rows. It still says where each cell stood in the file."""

    across: tuple[int, ...] = ()

    def cell(self, row: int, column: int) -> str:
        """Return where rows[row][column] stood in the file."""
        return super().cell(column, self.across[row])

    def heading(self, column: int, text: str) -> str:
        """Return what to call what has become a column: a row of the file."""
        return f"row {self.top + column + 1} '{text}'"


def turn_grids(sheets: list[Sheet], shapes: dict[Sheet, Shape], raw: Raw) -> list[Sheet]:
    """Return the sheets with each grid turned whose respondents stand along the top; say where that is unsure.

    The shapes of turned grids are added to *shapes*, and the issues to *raw*.
    """
    answered = {True: set[str](), False: set[str]()}
    for sheet, shape in shapes.items():
        if shape.kind == "actors" and "responded" in shape.columns:
            _add_responded(sheet, shape, answered)
    out = []
    for sheet in sheets:
        shape = shapes[sheet]
        if shape.kind not in ("grid", "matrix"):
            out.append(sheet)
            continue
        side, why = who_answered(sheet, shape, answered[True], answered[False])
        if shape.respondents:
            side, why = ("top" if shape.respondents == "top" else "side"), "the mapping says so"
        if side == "top":
            new, turned_shape = turned(sheet, shape)
            del shapes[sheet]
            shapes[new] = replace(turned_shape, reason=f"{shape.reason}; those along the top answered: {why}")
            raw.issues += [_say_turned(sheet, shape, why), *_say_left_out(sheet, shape)]
            out.append(new)
            continue
        if side == "unsure":
            raw.issues.append(_say_unsure(sheet, shape))
        out.append(sheet)
    return out


def _add_responded(sheet: Sheet, shape: Shape, answered: dict[bool, set[str]]) -> None:
    for row in sheet.rows[shape.header + 1 :]:
        name, mark = row[shape.columns["name"]], row[shape.columns["responded"]]
        if not is_no_name(name):
            answered[bool(yes_or_no(mark))].add(name_key(name_in(name)))


def who_answered(sheet: Sheet, shape: Shape, yes: Collection[str], no: Collection[str]) -> tuple[Side, str]:
    """Return which side of a grid answered, and how that is known.

    *yes* and *no* hold the `name_key` of those that a list says did and did not respond.
    """
    header, side = shape.header, shape.columns["name"]
    corner = name_in(sheet.rows[header][side]) if isinstance(sheet.rows[header][side], str) else ""
    titles = [name_in(cell) for row in sheet.rows[:header] for cell in row if isinstance(cell, str) and cell]
    for text in (corner, *titles):
        top, down = bool(_TOP_ANSWERED.search(text)), bool(_DOWN_ANSWERED.search(text))
        if _CORNER.search(text) or (top and not down):
            return "top", f"'{text[:80]}'"
        if _USUAL_CORNER.search(text) or (down and not top):
            return "side", f"'{text[:80]}'"
    above = [
        name_in(cell) for row in sheet.rows[max(0, header - 1) : header] for cell in row[side + 1 :] if cell != ""
    ]
    if any(header_key(text) in RESPONDENTS for text in above):
        return "top", f"'{above[0][:80]}' above them"
    if header_key(corner) in _NAMED:
        return "top", f"those down the side are headed '{corner}'"
    if header_key(corner) in HEADERS["from"] or header_key(corner) in set(HEADERS["name"]) - set(HEADERS["to"]):
        return "side", f"they are headed '{corner}'"
    return _by_who_responded(sheet, shape, yes, no)


def _by_who_responded(sheet: Sheet, shape: Shape, yes: Collection[str], no: Collection[str]) -> tuple[Side, str]:
    header, side = shape.header, shape.columns["name"]
    people = [sheet.rows[r] for r in people_down(sheet, shape)]
    rows = {name_key(name_in(row[side])): any(row[column] != "" for column in shape.answers) for row in people}
    columns = {
        name_key(name_in(sheet.rows[header][column])): any(row[column] != "" for row in people)
        for column in shape.answers
    }
    if yes and no:
        # Whoever is marked as silent can have no answers: a row, or a column, that is filled speaks against a side.
        down = any(filled and name in no for name, filled in rows.items())
        along = any(filled and name in no for name, filled in columns.items())
        if down != along:
            return ("top", "the list says who responded") if down else ("side", "the list says who responded")
    if len(rows.keys() ^ columns.keys()) <= 0.2 * len(rows.keys() | columns.keys()):
        # Where 'no' is written out, a blank row is somebody silent. If a column is blank, it may be the columns.
        odd = not all(columns.values()) and all(rows.values())
        odd = odd and 0.0 in meanings(row[column] for row in people for column in shape.answers).numbers.values()
        return ("unsure", "") if odd else ("side", "as is usual in a square matrix")
    return "unsure", ""


def people_down(sheet: Sheet, shape: Shape) -> list[int]:
    """Return the rows of a grid that have a name down the side."""
    side = shape.columns["name"]
    return [
        r
        for r in range(shape.header + 1, len(sheet.rows))
        if not is_no_name(cell := sheet.rows[r][side]) and name_key(str(cell)) not in TOTALS
    ]


def turned(sheet: Sheet, shape: Shape) -> tuple[Sheet, Shape]:
    """Return a grid with its columns as rows, and its shape."""
    side = shape.columns["name"]
    across = (side, *shape.answers)
    rows = [[row[column] for row in sheet.rows] for column in across]
    new = Turned(
        sheet.file,
        sheet.name,
        rows,
        sheet.top,
        sheet.left,
        sheet.title,
        sheet.hidden,
        sheet.network,
        sheet.lines,
        across=across,
    )
    columns = {"name": shape.header}
    return new, replace(shape, header=0, columns=columns, answers=tuple(people_down(sheet, shape)), unused=())


def _say_turned(sheet: Sheet, shape: Shape, why: str) -> Issue:
    at = (shape.header, shape.columns["name"])
    message = f"Those along the top were read as the respondents ({why})."
    return sheet.issue(
        "note", "grid-turned", message, "If those down the side answered, write 'Respondent' here.", at=at
    )


def _say_left_out(sheet: Sheet, shape: Shape) -> list[Issue]:
    """Say which rows and columns of a grid that is turned are totals, or play no part."""
    header, side = shape.header, shape.columns["name"]
    totals = [(r, side) for r in range(header + 1, len(sheet.rows)) if name_key(str(sheet.rows[r][side])) in TOTALS]
    beside = [*shape.unused, *(column for role, column in shape.columns.items() if role != "name")]
    names = {column: name_in(sheet.rows[header][column]) for column in beside}
    totals += [(header, column) for column, text in names.items() if name_key(text) in TOTALS]
    issues = [
        sheet.issue("note", "total-ignored", "A row or column of totals was left out.", at=at) for at in totals
    ]
    others = [column for column, text in names.items() if name_key(text) not in TOTALS]
    if others:
        said = ", ".join(sheet.heading(column, names[column][:60]) for column in others)
        message = f"Columns that were not used: {said}."
        issues.append(sheet.issue("note", "columns-ignored", message, at=(header, others[0])))
    return issues


def _say_unsure(sheet: Sheet, shape: Shape) -> Issue:
    header, side = shape.header, shape.columns["name"]
    down = people_down(sheet, shape)
    first = name_in(sheet.rows[down[0]][side])[:40] if down else ""
    along = name_in(sheet.rows[header][shape.answers[0]])[:40]
    return sheet.issue(
        "warning",
        "grid-direction",
        f"This grid does not say which side answered: the {len(down)} down the side ('{first}', ...) or the "
        f"{len(shape.answers)} along the top ('{along}', ...). Those down the side were taken as the respondents.",
        "If that is right, write 'Respondent' in this cell; if those along the top did, write 'Respondent ->'.",
        at=(header, side),
    )
