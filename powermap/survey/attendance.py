"""Attendance: who takes part in which meeting or board. It is kept as it is, and is not read as ties.

A grid (people or organisations down the side, meetings along the top, ticks between), or a list with a row for
each attendance.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from powermap.survey.answers import yes_or_no
from powermap.survey.cell_errors import CellError
from powermap.survey.cells import short_name
from powermap.survey.headers import header_key, header_rows, is_generic, parts_played
from powermap.survey.names import is_no_name, name_in, name_key
from powermap.survey.raw import Attended, Raw
from powermap.survey.rounds import round_label, without_round
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet
from powermap.vocabulary import ACTOR_SHEETS, HEADERS, OTHER_HEADERS, TICKS, TOTALS, key

if TYPE_CHECKING:
    from powermap.survey.model import Issue

_EVENT = re.compile(
    r"\b(?:boards?|committees?|meetings?|forums?|panels?|workshops?|events?|sessions?|steering|sub ?groups?"
    r"|(?:working|task|steering|reference|advisory|project|delivery|strategy) groups?|assembly|agm|conferences?"
    r"|training|taskforce|away ?day|summit|roundtable|cabinet)\b"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH}(?: \d{{1,2}})?(?: \d{{2,4}})?|\d{{1,4}} \d{{1,2}} \d{{1,4}}"
)
_TITLES = frozenset(
    ("attendance", "attendances", "attendees", "attended", "attends", "membership", "memberships", "affiliation",
     "affiliations", "meetings", "boards", "participation", "register", "sits")
)  # fmt: skip
_EVENT_HEADERS = frozenset(
    ("meeting", "meetings", "meeting name", "meeting title", "meeting attended", "meeting date", "name of meeting",
     "date of meeting", "board", "board name", "committee", "committee name", "board or committee", "event",
     "event name", "forum", "session", "workshop", "attended", "attends", "group attended", "sits on",
     "member of", "affiliation", "membership")
)  # fmt: skip
_PERSON = frozenset(
    ("person", "attendee", "participant", "representative", "attendee name", "delegate", "name", "names", "who",
     "full name", "first name", "member name")
)  # fmt: skip
_WERE = frozenset(
    ("present", "attended", "attends", "attend", "attending", "attendee", "in attendance", "in person", "online",
     "remote", "full member", "associate member", "core member", "lead member", "sent deputy", "deputy",
     "alternate", "substitute", "chair", "chairs", "chairman", "chairwoman", "chairperson", "cochair",
     "joint chair", "observer", "observes", "secretary", "secretariat", "treasurer", "trustee", "non voting member",
     "delegate", "representative", "sits", "sits on")
)  # fmt: skip
#: Marks that need no telling.
_PLAINLY = TICKS | {"present", "attended", "attends", "attend", "p"}
_MOST_WORDS = 12
_WERE_NOT = frozenset(
    ("absent", "apologies", "apology", "sent apologies", "did not attend", "dna", "not present", "apols")
)


#: Names of sheets that list actors, or who sits on what.
_OF_PEOPLE = frozenset(("who", "people", "participants", "member", "members"))


class Layout(NamedTuple):
    """Where the attendances stand: *events* are the columns of a grid, or the one column of a list.

    In a grid that is *turned*, they are those who attend, and the meetings stand down the side.
    """

    events: tuple[int, ...]
    listed: bool
    attended: int | None
    turned: bool = False


def is_register(title: str) -> bool:
    """Tell whether the name of a sheet says outright that it holds who was there."""
    return not {"attendance", "attendances", "attendees", "register"}.isdisjoint(key(title).split())


def as_attendance(
    sheet: Sheet, known: Collection[str], *, alone: bool = False, asked: bool = False
) -> Shape | None:
    """Return the shape of a sheet of attendance, or None where it is none.

    A list of actors that says in one column who is on the board stays a list of actors; so does one with sectors,
    but for where it stands *alone*, and who attends what is all that can be had of it. Where a mapping has *asked*
    for attendance, no more is needed than ticks.
    """
    told = asked or bool(_TITLES & set(key(without_round(sheet.title)).split()))
    for header in header_rows(sheet)[:12]:
        shape = (
            _as_list(sheet, header, told=told)
            or _as_turned(sheet, header, known, told=told)
            or _as_grid(sheet, header, known, told=told, alone=alone)
        )
        if shape is not None:
            return shape
    return None


def as_turned_attendance(sheet: Sheet, known: Collection[str]) -> Shape | None:
    """Return the shape of a grid with meetings or boards down the side and who attends along the top, or None."""
    told = bool(_TITLES & set(key(without_round(sheet.title)).split()))
    shapes = (_as_turned(sheet, header, known, told=told) for header in header_rows(sheet)[:12])
    return next(filter(None, shapes), None)


def was_there(cell: Any) -> bool | None:
    """Return whether a cell says that somebody attended; None where it says neither.

    >>> was_there("x"), was_there("Apologies"), was_there(""), was_there("see minutes")
    (True, False, False, None)
    """
    if isinstance(cell, str) and not isinstance(cell, CellError):
        word = key(cell)
        if word in _WERE or cell == "P":
            return True
        if word in _WERE_NOT:
            return False
    return yes_or_no(cell)


def _is_event(cell: Any) -> bool:
    if isinstance(cell, date):
        return True
    return isinstance(cell, str) and bool(_EVENT.search(key(cell)) or _DATE.fullmatch(key(cell)))


def _side(sheet: Sheet, header: int) -> int | None:
    """Return the column of who attends: organisations before people, by the header; else the first, if unheaded."""
    row = sheet.rows[header]
    keys = [header_key(cell) for cell in row[:6]]
    named = [column for column, text in enumerate(keys) if text in HEADERS["name"] or text in _PERSON]
    bodies = [column for column in named if keys[column] not in _PERSON]
    if named:
        return (bodies or named)[0]
    return 0 if row[0] == "" else None


def _as_grid(sheet: Sheet, header: int, known: Collection[str], *, told: bool, alone: bool = False) -> Shape | None:
    row = sheet.rows[header]
    side = _side(sheet, header)
    roles = parts_played(row, ("sector", "voice", "responded", "round"), exactly=True)
    if side is None or ((roles.keys() - {"round"}) and not (told or alone)):
        return None
    body = [line for line in sheet.rows[header + 1 :] if not is_no_name(line[side])]
    down = {name_key(name_in(line[side])) for line in body}
    free = [
        c
        for c in range(side + 1, len(row))
        if row[c] != "" and c not in roles.values() and not isinstance(row[c], CellError)
    ]
    events = [
        c for c in free if name_key(name_in(row[c])) not in TOTALS and _ticks([line[c] for line in body], told=told)
    ]
    like = sum(_is_event(row[c]) for c in events)
    others = {name_key(name_in(row[c])) for c in events} & ({*known} | down)
    # A sheet 'Members' may list organisations, with a column for a seat on the board.
    called = set() if told else set(key(sheet.title).split()) & ACTOR_SHEETS
    boards = like == len(free) and any(header_key(row[c]) not in HEADERS["seat"] for c in free)
    clear = boards and (alone or called <= _OF_PEOPLE)
    lists_actors = bool(called) and not clear
    if len(events) < 2 or len(body) < 2 or others or lists_actors or not (told or like * 2 > len(free)):
        return None
    used = {side, roles.get("round"), *events}
    unused = tuple(c for c, cell in enumerate(row) if cell != "" and c not in used)
    reason = f"{len(down)} down the side, {len(events)} meetings or boards along the top, and ticks between"
    columns = {"name": side, **{role: c for role, c in roles.items() if role == "round"}}
    return Shape(
        "attendance", header, columns, tuple(events), unused, 0.9, reason, layout=Layout(tuple(events), False, None)
    )


def _as_turned(sheet: Sheet, header: int, known: Collection[str], *, told: bool) -> Shape | None:
    """Return the shape of a grid with the meetings or boards down the side, and who attends along the top."""
    row = sheet.rows[header]
    lists_actors = not told and set(key(sheet.title).split()) & ACTOR_SHEETS - _OF_PEOPLE
    found = None if lists_actors else _turned_side(sheet, header, told=told)
    if found is None:
        return None
    side, body = found
    down = {name_key(name_in(line[side])) for line in body}
    free = [
        c
        for c in range(side + 1, len(row))
        if isinstance(row[c], str) and row[c] and not isinstance(row[c], CellError)
    ]
    free = [c for c in free if name_key(name_in(row[c])) not in TOTALS and header_key(row[c]) not in OTHER_HEADERS]
    bodies = [c for c in free if _ticks([line[c] for line in body], told=True)]
    along = {name_key(name_in(row[c])) for c in bodies}
    marks = [line[c] for line in body for c in bodies if line[c] != ""]
    likely = (
        len(bodies) > 1
        and len(bodies) * 2 > len(free)
        and sum(_is_event(row[c]) for c in bodies) * 2 <= len(bodies)
    )
    # Where each is there once, and none is a number on a longer scale: they are names, and ticks below them.
    if (
        not likely
        or len(along) < len(bodies)
        or along & down
        or down & {*known}
        or not marks
        or not _ticks(marks, told=told)
    ):
        return None
    unused = tuple(c for c in range(len(row)) if row[c] != "" and c != side and c not in bodies)
    reason = f"{len(body)} meetings or boards down the side, {len(bodies)} along the top, and ticks between"
    layout = Layout(tuple(bodies), False, None, turned=True)
    return Shape("attendance", header, {"name": side}, tuple(bodies), unused, 0.9, reason, layout=layout)


def _turned_side(sheet: Sheet, header: int, *, told: bool) -> tuple[int, list[list[Any]]] | None:
    """Return the column of meetings or boards down the side, with its rows, if their header or names say so."""
    row = sheet.rows[header]
    for side in range(min(3, len(row) - 1)):
        corner = header_key(row[side])
        headed = corner in _EVENT_HEADERS or (corner == "date" and told)
        # 'Organisation' above them says that they are none, whatever they are called.
        if not headed and corner not in ("", "name") and not told:
            continue
        body = _rows_named_once(sheet, header, side)
        if len(body) > 1 and (headed or sum(_is_event(line[side]) for line in body) * 2 > len(body)):
            return side, body
    return None


def _rows_named_once(sheet: Sheet, header: int, side: int) -> list[list[Any]]:
    """Return the rows below a header that have a name; none where one is there twice, as it soon is in a list."""
    names: set[str] = set()
    body = []
    for line in islice(sheet.rows, header + 1, None):
        cell = line[side]
        if is_no_name(cell) or name_key(name := name_in(cell)) in TOTALS:
            continue
        if name in names:
            return []
        names.add(name)
        body.append(line)
    return body


def _ticks(cells: list[Any], *, told: bool) -> bool:
    """Tell whether a column holds ticks, and little else (less surely where the sheet's name says so)."""
    full = [cell for cell in cells if cell != ""]
    if not full:
        return told
    return sum(was_there(cell) is not None for cell in full) >= (0.5 if told else 0.9) * len(full)


def _as_list(sheet: Sheet, header: int, *, told: bool) -> Shape | None:
    row = sheet.rows[header]
    side = _side(sheet, header)
    event = next((c for c, cell in enumerate(row) if c != side and header_key(cell) in _EVENT_HEADERS), None)
    if event is None and told:
        event = next((c for c, cell in enumerate(row) if c != side and header_key(cell) == "date"), None)
    if side is None or event is None or row[side] == "":
        return None
    body = [line for line in sheet.rows[header + 1 :] if line[side] != "" and line[event] != ""]
    events = {name_in(line[event]) for line in body}
    yes = sum(yes_or_no(line[event]) is not None for line in body)
    again = len({name_in(line[side]) for line in body}) < len(body)
    roles = parts_played(row, ("sector", "voice", "seat", "responded"), exactly=True)
    roles = {role: c for role, c in roles.items() if c not in (side, event)}
    if len(body) < 2 or len(events) < 2 or yes * 2 > len(body) or (roles and not (told or again)):
        return None
    if len(events) == len(body) and not again and not told:
        return None  # nobody attends twice and no meeting has two: this is no attendance
    attended = next(
        (
            c
            for c, cell in enumerate(row)
            if c not in (side, event) and header_key(cell) in ("attended", "present", "attendance")
        ),
        None,
    )
    columns = {"name": side, **parts_played(row, ("round",), exactly=True)}
    used = {event, attended, *columns.values()}
    unused = tuple(c for c, cell in enumerate(row) if cell != "" and c not in used)
    where = name_in(row[event])[:40]
    reason = f"one attendance per row, at one of the {len(events)} meetings or boards in the column '{where}'"
    return Shape(
        "attendance", header, columns, (event,), unused, 0.9, reason, layout=Layout((event,), True, attended)
    )


def read_attendance(sheet: Sheet, shape: Shape, round_of_sheet: str | None, raw: Raw) -> None:
    """Add who attended what, and what is wrong in it, to *raw*."""
    layout: Layout = shape.layout
    title = without_round(sheet.title)
    relation = "attendance" if is_generic(re.sub(r"\d+", " ", title)) else title
    side = shape.columns["name"]
    before = len(raw.attendance)
    names = set()
    words: dict[str, str] = {}
    for r in range(shape.header + 1, len(sheet.rows)):
        row = sheet.rows[r]
        if is_no_name(row[side]) or name_key(name_in(row[side])) in TOTALS:
            continue
        round_ = round_label(row[shape.columns["round"]]) if "round" in shape.columns else round_of_sheet
        for column in layout.events:
            whose = (shape.header, column) if layout.turned else (r, side)
            name = short_name(sheet, *whose, raw)
            names.add(name_key(name))
            mark = row[column]
            if layout.listed:
                event, mark = name_in(row[column]), True if layout.attended is None else row[layout.attended]
                event = "" if row[column] == "" or isinstance(row[column], CellError) else event
            else:
                event = name_in(row[side] if layout.turned else sheet.rows[shape.header][column])
            there = was_there(mark)
            if there is None:
                at = (r, column if layout.attended is None else layout.attended)
                message, fix = (
                    "This cell does not say whether somebody attended; it was taken as no.",
                    "Write yes or no.",
                )
                raw.issues.append(sheet.issue("error", "not-yes-or-no", message, fix, at=at))
            elif there and event:
                raw.attendance.append(Attended(round_, name, event, relation, sheet, r, column))
                if isinstance(mark, str) and not {mark, key(mark)} & _PLAINLY:
                    words.setdefault(key(mark), name_in(mark)[:40])
    events = {item.event for item in raw.attendance[before:]}
    what = f"{len(events)} meetings or boards" if len(events) != 1 else "1 meeting or board"
    message = f"This sheet says who attends what: {len(names)} attend {what}. It holds no ties."
    if words:
        said = [f"'{word}'" for word in words.values()]
        more = f" and {len(said) - _MOST_WORDS} more" if len(said) > _MOST_WORDS else ""
        message += f" Read as attends: {', '.join(said[:_MOST_WORDS])}{more}."
    fix = "If its columns are partners, list them on a sheet 'Organisations'."
    raw.issues.append(sheet.issue("note", "attendance", message, fix))


def settle_attendance(
    raw: Raw, actors: Mapping[str, Any], only: str, issues: list[Issue], *, alone: bool
) -> list[tuple[str, str, str, str]]:
    """Return (round, actor, event, relation) with the names that the actors of the survey have.

    *alone*: there are no answers, so that whoever attends is an actor.
    """
    name_of = {name_key(name): name for name in actors}
    strangers = {name_key(item.actor) for item in raw.attendance} - name_of.keys()
    if strangers:
        sheet = raw.attendance[0].sheet
        all_ = len({name_key(item.actor) for item in raw.attendance})
        message = f"{len(strangers)} of the {all_} who attend are no actors of this survey; they were kept apart."
        issues.append(sheet.issue("note", "attendance-unlisted", message))
    if alone:
        sheet = raw.attendance[0].sheet
        message = "This file says who attends what, and not who works with whom; there are no ties to report on."
        fix = "Add a sheet of answers with the columns from, to and strength."
        issues.append(sheet.issue("warning", "attendance-only", message, fix))
    rows = [
        (item.round or only, name_of.get(name_key(item.actor), item.actor), item.event, item.relation)
        for item in raw.attendance
    ]
    return list(dict.fromkeys(rows))
