"""The shape that a mapping gives a sheet: what it says, and for the rest what would be recognised."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from powermap.survey.answers import Worded, number_in
from powermap.survey.headers import header_key, header_rows, parts_played
from powermap.survey.mapped_columns import column_called, columns_headed, free_column, what_is_there, wrong_mapping
from powermap.survey.mapping import IGNORE, NO_HEADER, NUMBERED, SheetMap
from powermap.survey.names import name_in, name_key
from powermap.survey.pairs import headed
from powermap.survey.scores import score_columns
from powermap.survey.shape import Kind, Shape
from powermap.survey.shapes import ROLES, readings, recognise
from powermap.survey.sheet import Sheet
from powermap.survey.tie_shapes import tidy_shape
from powermap.vocabulary import OTHER_HEADERS, TOTALS, key

#: The parts without which a shape cannot be read.
NEEDED: dict[str, tuple[str, ...]] = {
    "ties": ("from", "to"),
    "actors": ("name",),
    "matrix": ("name",),
    "grid": ("name",),
    "wide": ("name",),
    "attendance": ("name",),
    "aliases": ("alias", "means"),
}
#: Shapes that can be read from the mapping alone, where nothing would be recognised.
_PLAIN = ("ties", "actors", "matrix", "grid", "aliases")
AS_SAID = "as the mapping says"


@dataclass(frozen=True, eq=False)
class Labelled(Sheet):
    """A square of answers to which a mapping gave names: rows[0] and the first column stand nowhere in the file."""

    def cell(self, row: int, column: int) -> str:
        """Return the cell as Excel writes it; '' for a name."""
        return super().cell(row, column) if row and column else ""

    def heading(self, column: int, text: str) -> str:
        """Return what to call a column."""
        return super().heading(column, text) if column else "the names, in order"


def as_mapped(sheet: Sheet, said: SheetMap) -> Sheet:
    """Return the sheet as a mapping makes it: its answers marked with what they mean, named, shown."""
    rows = sheet.rows
    if said.words:
        meaning = {_as_compared(word): number for word, number in said.words.items()}

        def worded(cell: Any) -> Any:
            if cell == "" or not isinstance(cell, str | int | float) or isinstance(cell, bool):
                return cell
            text = name_in(cell)
            at = _as_compared(text)
            return Worded(text, meaning[at]) if at in meaning else cell

        rows = [[worded(cell) for cell in row] for row in rows]
    shown = replace(sheet, rows=rows, hidden=sheet.hidden and not said.hidden)
    if said.header == NO_HEADER:
        return headed(shown)
    return _labelled(shown, said) if said.names else shown


def _as_compared(word: str) -> str:
    return word.strip() if number_in(word) is not None else key(word) or word


def _labelled(sheet: Sheet, said: SheetMap) -> Sheet:
    size = len(sheet.rows)
    names = [str(number) for number in range(1, size + 1)] if said.names == (NUMBERED,) else list(said.names)
    if size != len(names) or (size and len(sheet.rows[0]) != size):
        width = len(sheet.rows[0]) if size else 0
        raise wrong_mapping(
            sheet,
            said,
            f"{len(names)} names do not fit {size} rows and {width} columns",
            "'names' is for a square of answers without any labels: one name for each row, in the order of both.",
        )
    rows = [["", *names], *([name, *row] for name, row in zip(names, sheet.rows, strict=True))]
    return Labelled(
        sheet.file, sheet.name, rows, sheet.top - 1, sheet.left - 1, title=sheet.title, hidden=sheet.hidden
    )


def mapped_shape(sheet: Sheet, said: SheetMap, known: Collection[str] = ()) -> Shape:
    """Return the shape of a sheet as a mapping says, and as recognised where it says nothing.

    Raises
    ------
    UnknownChoiceError
        A column is not there, or a part that the shape needs is missing; the message says which.
    """
    if said.shape == IGNORE:
        return Shape("none", reason="the mapping says to leave it out")
    shape = _laid_out(sheet, said, known) if said.settles_shape else recognise(sheet, known)
    if shape.kind == "none":
        return shape
    columns = dict(shape.columns)
    for part, text in (("relation", said.relation), ("round", said.round)):
        column = free_column(sheet, shape, part, text)
        if column is not None:  # 'Ties.round=Date' speaks of the column, and not of a round called 'Date'
            columns[part] = column
            shape = replace(shape, unused=tuple(c for c in shape.unused if c != column))
            relation, round_ = ("", said.round) if part == "relation" else (said.relation, "")
            said = replace(said, relation=relation, round=round_, columns={**said.columns, part: text})
    for part, text in (("relation", said.relation), ("round", said.round)):
        if text and not said.columns.get(part):
            columns.pop(part, None)
    if said.relation:
        columns.pop("relation header", None)
        if len(shape.answers) > 1 and shape.kind == "ties":
            raise wrong_mapping(
                sheet,
                said,
                f"The relation '{said.relation}' is given for {len(shape.answers)} columns of answers",
                "Each is a relation of its own; leave out 'relation', or name one column of answers.",
            )
    freed = set(shape.columns.values()) - set(columns.values())
    unused = tuple(sorted({*shape.unused, *freed}))
    if isinstance(sheet, Labelled):
        shape = replace(shape, reason=f"a square of {len(sheet.rows) - 1} names, {AS_SAID}", confidence=1.0)
    of_all = {name: getattr(said, name) for name in ("relation", "round", "blank", "respondents")}
    return replace(shape, columns=columns, unused=unused, **of_all)


def _laid_out(sheet: Sheet, said: SheetMap, known: Collection[str]) -> Shape:
    if not sheet.rows:
        return Shape("none", reason="it is empty")
    found = list(readings(sheet, known))
    kind = said.shape or _kind_of(sheet, said, found)
    base = _like(kind, found, sheet, known)
    if base is None and kind not in _PLAIN:
        seen = recognise(sheet, known)
        what = f"as '{seen.kind}': {seen.reason}" if seen.kind != "none" else f"but {seen.reason}"
        raise wrong_mapping(sheet, said, f"This sheet cannot be read as '{kind}'", f"It looks {what}.")
    header = _header(sheet, said, base)
    if base is not None and base.header != header:
        base = None
    row = sheet.rows[header]
    given = _columns_given(sheet, header, said)
    columns = dict(base.columns) if base else parts_played(row, ROLES.get(kind, ()))
    if kind == "actors" and not base:
        columns |= score_columns(sheet, header, columns | given)
    left_out = {column_called(sheet, header, text, "leave_out", said) for text in said.leave_out}
    taken = {*given.values(), *left_out}
    columns = {part: at for part, at in columns.items() if at not in taken and part not in said.columns} | given
    answers = tuple(column_called(sheet, header, text, "answers", said) for text in said.answers)
    shape = base or Shape(_as_kind(kind), header)
    if kind == "ties":
        columns, answers = _of_ties(sheet, header, said, columns, answers, base)
    elif kind in ("grid", "matrix", "attendance"):
        columns, answers = _of_grid(sheet, header, columns, answers, base)
    elif kind == "wide":
        shape = _without(shape, left_out)
        answers = answers or shape.answers
    answers = tuple(column for column in answers if column not in {*columns.values(), *left_out})
    for part in NEEDED.get(kind, ()):
        if part not in columns:
            raise wrong_mapping(
                sheet, said, f"No column is known to play the part '{part}'", what_is_there(sheet, header)
            )
    if kind in ("grid", "matrix", "attendance") and not answers:
        along = "meeting" if kind == "attendance" else "partner"
        raise wrong_mapping(sheet, said, f"No column of this grid is a {along}", what_is_there(sheet, header))
    used = {*columns.values(), *answers}
    unused = tuple(column for column, cell in enumerate(row) if cell != "" and column not in used)
    reason = _in_words(sheet, header, columns, answers, kind)
    return replace(
        shape,
        kind=_as_kind(kind),
        header=header,
        columns=columns,
        answers=answers,
        unused=unused,
        confidence=1.0,
        reason=f"{reason}, {AS_SAID}",
        layout=_attended(shape, answers) if kind == "attendance" else shape.layout,
        mapped=True,
    )


def _columns_given(sheet: Sheet, header: int, said: SheetMap) -> dict[str, int]:
    """Return the column of each part that a mapping names; only 'to' and 'relation header' may be one column."""
    given = {part: column_called(sheet, header, text, part, said) for part, text in said.columns.items() if text}
    if len(set(given.values())) < len(given):
        twice = next(part for part, column in given.items() if list(given.values()).count(column) > 1)
        if {part for part, column in given.items() if column == given[twice]} != {"to", "relation header"}:
            raise wrong_mapping(
                sheet, said, f"The column for '{twice}' is named for another part too", "Name each column once."
            )
    return given


def _like(kind: str, found: Sequence[Shape], sheet: Sheet, known: Collection[str]) -> Shape | None:
    """Return the shape, of those that were found, that is of a kind; who attends what needs no more than ticks."""
    base = next((shape for shape in found if shape.kind == kind or {shape.kind, kind} == {"grid", "matrix"}), None)
    if base is None and kind == "attendance":
        from powermap.survey.attendance import as_attendance

        return as_attendance(sheet, known, asked=True)
    return base


def _attended(shape: Shape, events: tuple[int, ...]) -> Any:
    """Return where attendances stand, with the columns that a mapping leaves of them."""
    from powermap.survey.attendance import Layout

    return shape.layout._replace(events=events) if shape.layout else Layout(events, False, None)


def _as_kind(kind: str) -> Kind:
    return kind  # type: ignore[return-value]  # the mapping allows no other


def _kind_of(sheet: Sheet, said: SheetMap, found: Sequence[Shape]) -> str:
    """Return the shape meant by a mapping that names parts but no shape."""
    fitting = [kind for kind, parts in NEEDED.items() if set(parts) & set(said.columns)]
    seen = [shape.kind for shape in found if shape.kind != "none"]
    likely = [kind for kind in seen if kind in fitting or not fitting]
    if likely:
        return likely[0]
    if "ties" in fitting or "aliases" in fitting:
        return fitting[0]
    raise wrong_mapping(
        sheet, said, "The mapping does not say which shape this sheet has", 'Add: shape = "ties", or another.'
    )


def _header(sheet: Sheet, said: SheetMap, base: Shape | None) -> int:
    """Return the row of headers: the one that is given, or that has what is named, or that was recognised."""
    if said.header == NO_HEADER:
        return 0
    if said.header:
        row = said.header - 1 - sheet.top
        if not 0 <= row < len(sheet.rows):
            last = sheet.top + len(sheet.rows)
            raise wrong_mapping(
                sheet,
                said,
                f"Row {said.header} cannot hold the headers",
                f"The sheet is filled from row {sheet.top + 1} to row {last}.",
            )
        return row
    texts = [text for text in (*said.columns.values(), *said.answers, *said.leave_out) if text]
    rows = header_rows(sheet)
    if base is not None:
        rows = [base.header, *(row for row in rows if row != base.header)]
    hits = {row: sum(bool(columns_headed(sheet, row, text)) for text in texts) for row in rows}
    best = max(hits.values(), default=0)
    if best:
        return next(row for row in rows if hits[row] == best)
    if base is not None:
        return base.header
    return next((row for row in rows if sum(cell != "" for cell in sheet.rows[row]) > 1), rows[0])


def _of_ties(
    sheet: Sheet, header: int, said: SheetMap, columns: dict[str, int], answers: tuple[int, ...], base: Shape | None
) -> tuple[dict[str, int], tuple[int, ...]]:
    """Settle which columns hold answers, where from and to are known."""
    if columns.get("relation header", columns.get("to")) != columns.get("to"):
        columns.pop("relation header")
    if answers:
        return {
            part: at for part, at in columns.items() if part != "strength" or "strength" in said.columns
        }, answers
    if "strength" in said.columns or not {"from", "to"} <= columns.keys():
        return columns, ()
    if base is not None and base.answers:
        return columns, base.answers
    if "strength" in columns:
        return columns, ()
    settled = tidy_shape(sheet, header, columns)
    return settled.columns, settled.answers


def _of_grid(
    sheet: Sheet, header: int, columns: dict[str, int], answers: tuple[int, ...], base: Shape | None
) -> tuple[dict[str, int], tuple[int, ...]]:
    """Settle who stands down the side and along the top, where a mapping does not say."""
    row = sheet.rows[header]
    if "name" not in columns:
        taken = {*columns.values(), *answers}
        side = [c for c in range(len(row)) if c not in taken and _texts_below(sheet, header, c)]
        if side:
            columns = {"name": side[0], **columns}
    if not answers:
        answers = (
            base.answers
            if base is not None
            else tuple(
                column
                for column, cell in enumerate(row)
                if column > columns.get("name", -1)
                and column not in columns.values()
                and cell != ""
                and name_key(name_in(cell)) not in TOTALS
                and header_key(cell) not in OTHER_HEADERS
            )
        )
    return columns, answers


def _texts_below(sheet: Sheet, header: int, column: int) -> bool:
    cells = [row[column] for row in sheet.rows[header + 1 :] if row[column] != ""]
    return bool(cells) and sum(isinstance(cell, str) for cell in cells) * 2 > len(cells)


def _without(shape: Shape, left_out: Collection[int]) -> Shape:
    """Return the shape of a sheet with a row per respondent, without some of its columns about partners."""
    questions = []
    for question in shape.layout.questions:
        partners = tuple(pair for pair in question.partners if pair[0] not in left_out)
        if partners:
            questions.append(question._replace(partners=partners))
    return replace(shape, layout=shape.layout._replace(questions=tuple(questions)))


def _in_words(sheet: Sheet, header: int, columns: dict[str, int], answers: tuple[int, ...], kind: str) -> str:
    said = [f"{part} in {_heading(sheet, header, column)}" for part, column in columns.items()]
    if answers:
        first = ", ".join(_heading(sheet, header, column) for column in answers[:3])
        more = f" and {len(answers) - 3} more" if len(answers) > 3 else ""
        said.append(f"{'partners' if kind in ('grid', 'matrix') else 'answers'} in {first}{more}")
    return ", ".join(said)


def _heading(sheet: Sheet, header: int, column: int) -> str:
    return sheet.heading(column, name_in(sheet.rows[header][column])[:40])
