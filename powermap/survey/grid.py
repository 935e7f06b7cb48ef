"""Grids: respondents down the side, partners along the top; a matrix is one in which the two are the same."""

from __future__ import annotations

import math
from itertools import chain
from typing import Any, NamedTuple

from powermap.survey.answers import Meanings, meanings, say_how_read
from powermap.survey.cells import answer_in, short_name
from powermap.survey.listed_actors import actor_row
from powermap.survey.names import is_no_name, name_in, name_key
from powermap.survey.ratings import keep_own
from powermap.survey.raw import Answer, GridBlock, Raw
from powermap.survey.rounds import round_label
from powermap.survey.scales import check_scale
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet
from powermap.vocabulary import TOTALS

#: The row of somebody down the side, the name there, and its `name_key`.
Person = tuple[int, str, str]


class _Block(NamedTuple):
    """What a grid asks, of whom, and what its cells mean.

    *partners* and *keys*: the name and the `name_key` above each column of answers. *others*: by the `name_key` of
    somebody down the side, the columns about others. *told*: the strength that a cell means, or why it is missing.
    """

    relation: str
    partners: dict[int, str]
    keys: dict[int, str]
    others: dict[str, list[int]]
    found: Meanings
    told: dict[Any, tuple[float, str]]


def read_grid(sheet: Sheet, shape: Shape, relation: str, round_of_sheet: str | None, raw: Raw) -> None:
    """Add the answers of a grid or matrix, and what is wrong in it, to *raw*.

    A blank cell of somebody who answered is missing if the sheet says 'no' or 0 anywhere, and no tie if it never
    does. A row without any answer is somebody who did not respond.
    """
    people = _people_in(sheet, shape, raw)
    partners = {column: short_name(sheet, shape.header, column, raw) for column in shape.answers}
    keys = {column: name_key(name) for column, name in partners.items()}
    others = {own: [column for column in partners if keys[column] != own] for own in {own for _, _, own in people}}
    found = _meanings_in(sheet, shape, people, others, relation, raw)
    # a blank survey offers 'Never', whether or not somebody has chosen it
    no_could_be_said = 0.0 in found.numbers.values() or sheet.file in raw.own_choices
    blank_is_missing = shape.blank == "missing" if shape.blank else no_could_be_said
    told: dict[Any, tuple[float, str]] = {
        "": (math.nan, "blank") if blank_is_missing else (0.0, ""),
        **{cell: (number, "") for cell, number in found.numbers.items()},
        **{cell: (math.nan, why) for cell, why in found.missing.items()},
    }
    block = _Block(relation, partners, keys, others, found, told)
    blank_rows: list[tuple[str | None, str, int]] = []
    rounds = set()
    blanks = False
    for person in people:
        r, name, own = person
        row = sheet.rows[r]
        round_ = round_label(row[shape.columns["round"]]) if "round" in shape.columns else round_of_sheet
        rounds.add(round_)
        cells = [row[column] for column in others[own]]
        if cells.count("") == len(cells):
            blank_rows.append((round_, name, r))
            continue
        blanks = blanks or "" in cells
        _read_row(sheet, person, round_, cells, block, raw)
    if blanks and not blank_is_missing and not shape.blank:
        raw.issues.append(
            sheet.issue(
                "note",
                "blank-is-no-tie",
                "Blank cells were read as no tie, as nothing in this grid says 'no' or 0.",
                "If a blank means that the question was not answered, write 0 where there is no tie.",
            )
        )
    _say_left_out(sheet, shape, people, keys, raw)
    listed, says_no = tuple(partners.values()), 0.0 in found.numbers.values()
    raw.grids.append(
        GridBlock(relation, frozenset(rounds), listed, tuple(blank_rows), blank_is_missing, sheet, says_no)
    )
    _actors_beside(sheet, shape, people, round_of_sheet, raw)


def _people_in(sheet: Sheet, shape: Shape, raw: Raw) -> list[Person]:
    """Return who stands down the side, and say which rows are of nobody."""
    side = shape.columns["name"]
    people: list[Person] = []
    for r in range(shape.header + 1, len(sheet.rows)):
        cell = sheet.rows[r][side]
        if name_key(str(cell)) in TOTALS:
            raw.issues.append(sheet.issue("note", "total-ignored", "A row of totals was left out.", at=(r, side)))
        elif not is_no_name(cell):
            name = short_name(sheet, r, side, raw)
            people.append((r, name, name_key(name)))
        elif any(sheet.rows[r][column] != "" for column in shape.answers):
            raw.issues.append(
                sheet.issue(
                    "error",
                    "missing-name",
                    "This row has answers but no name of who gave them; it was left out.",
                    "Write the name.",
                    at=(r, side),
                )
            )
    return people


def _meanings_in(
    sheet: Sheet, shape: Shape, people: list[Person], others: dict[str, list[int]], relation: str, raw: Raw
) -> Meanings:
    """Return what the answers of the grid mean, and say how they were read; what one says of oneself is none."""
    at = (shape.header, shape.columns["name"])
    found = meanings(chain.from_iterable([sheet.rows[r][c] for c in others[own]] for r, _, own in people))
    raw.issues += say_how_read(found, sheet, at, "this grid")
    said = " ".join(
        name_in(cell) for row in sheet.rows[: at[0] + 1] for cell in row[: at[1] + 1] if isinstance(cell, str)
    )
    raw.issues += check_scale(
        found,
        f"{said} {sheet.title}",
        sheet,
        at,
        "this grid",
        lambda: ((sheet.rows[r][column], (r, column)) for r, _, own in people for column in others[own]),
    )
    raw.keep_scale(relation, found, f"{said} {sheet.title}")
    return found


def _read_row(sheet: Sheet, person: Person, round_: str | None, cells: list[Any], block: _Block, raw: Raw) -> None:
    """Add the answers of one respondent; *cells* are those about others."""
    r, name, own = person
    columns = block.others[own]
    for column in block.partners if len(cells) < len(block.partners) or not block.told.keys() >= set(cells) else ():
        cell = sheet.rows[r][column]
        if block.keys[column] == own:
            itself = Answer(round_, block.relation, name, name, 0.0, "", sheet, r, column)
            keep_own(cell, block.found, itself, raw)
        elif cell not in block.told:
            answer_in(cell, block.found, sheet, (r, column), raw)
    answers = [block.told.get(cell, (math.nan, "not usable")) for cell in cells]
    raw.answers.extend_parts(
        *([value] * len(cells) for value in (round_, block.relation, name)),
        [block.partners[column] for column in columns],
        [strength for strength, _ in answers],
        [why for _, why in answers],
        [sheet] * len(cells),
        [r] * len(cells),
        columns,
    )


def _say_left_out(sheet: Sheet, shape: Shape, people: list[Person], keys: dict[int, str], raw: Raw) -> None:
    for column in shape.unused:
        if name_key(str(sheet.rows[shape.header][column])) in TOTALS:
            at = (shape.header, column)
            raw.issues.append(sheet.issue("note", "total-ignored", "A column of totals was left out.", at=at))
    if shape.confidence <= 0.5 and not {own for _, _, own in people} & set(keys.values()):
        raw.issues.append(
            sheet.issue(
                "warning",
                "no-overlap",
                "None of the partners along the top is also a respondent down the side.",
                "If the columns are meetings or boards, this sheet does not say who names whom.",
            )
        )


def _actors_beside(sheet: Sheet, shape: Shape, people: list[Person], round_of_sheet: str | None, raw: Raw) -> None:
    """Read sector, voice, seat and who responded, where the grid has columns for them."""
    beside = set(shape.columns) - {"name", "round"}
    if not beside:
        return
    marked = "responded" in beside and any(sheet.rows[r][shape.columns["responded"]] != "" for r, _, _ in people)
    for r, _, _ in people:
        raw.actors.append(actor_row(sheet, shape, r, round_of_sheet, raw, marked=marked))
