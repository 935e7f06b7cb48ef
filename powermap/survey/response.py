"""Who responded, and which questions they left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from powermap.survey.coded import Coded, different
from powermap.survey.raw import GridBlock, Raw

if TYPE_CHECKING:
    from powermap.survey.actors import Actor
    from powermap.survey.model import Issue

#: (round, from, to, relation)
Tie = tuple[str, str, str, str]


def who_responded(
    actors: dict[str, Actor],
    members: dict[tuple[str, str], None],
    answered: set[tuple[str, str]],
    issues: list[Issue],
) -> dict[tuple[str, str], bool]:
    """Return who responded in each round: as the list says, else whoever has an outgoing answer."""
    responded = {}
    for round_, name in members:
        actor = actors[name]
        said = actor.responded.get(round_, actor.responded.get(None))
        there = (round_, name) in answered
        if said is False and there and actor.row is not None:
            row = actor.row
            column = row.columns.get("responded", row.columns["name"])
            issues.append(
                row.sheet.issue(
                    "warning",
                    "response-conflict",
                    f"'{name}' is not marked as having responded, but has answers in round {round_}; "
                    "it counts as having responded.",
                    "Correct the mark, or delete the answers.",
                    at=(row.row, column),
                )
            )
        responded[round_, name] = there or bool(said)
    return responded


def left_out(
    raw: Raw,
    answers: Coded,
    name_of: dict[str, str],
    relation_of: dict[str, str],
    only: str,
    responded: dict[tuple[str, str], bool],
    issues: list[Issue],
    *,
    assumed: bool,
) -> dict[Tie, str]:
    """Return the answers that are missing because a grid has no row, or a blank one, for somebody who responded.

    A blank row of a grid in which nothing says 'no' means 'names nobody' only where the file says that its owner
    responded; where that was assumed from another question, this one was left out.
    """
    missing: dict[Tie, str] = {}
    silent = {(row.round, name_of[row.name]) for row in raw.actors if row.responded is False}
    for grid in raw.grids:
        for said, spelling, r in grid.blank_rows:
            round_, name = said or only, name_of[spelling]
            if responded.get((round_, name)):
                if grid.blank_is_missing or assumed:
                    missing |= _missing_in(grid, (round_, name, "blank"), name_of, relation_of)
            elif grid.sheet.file in raw.own_choices:
                continue  # the pages of a blank survey say that a blank row is no response
            elif not silent & {(round_, name), (None, name)}:  # else the list says so, and it was believed
                issues.append(_silent(grid, name, r))
    for (relation, round_), (grids, there) in _rows_of(raw, answers, name_of, relation_of, only).items():
        absent = [name for (of, name), said in responded.items() if of == round_ and said and name not in there]
        if not absent:
            continue
        for grid in grids:
            for name in absent:
                missing |= _missing_in(grid, (round_, name, "no row in this grid"), name_of, relation_of)
        names = ", ".join(f"'{name}'" for name in absent[:5]) + (" and others" if len(absent) > 5 else "")
        message = f"Responded, but without a row on '{relation}': {names}; these answers count as missing."
        issues.append(grids[0].sheet.issue("note", "no-row", message, "Add a row, with 0 where there is no tie."))
    return missing


def _missing_in(
    grid: GridBlock, whose: tuple[str, str, str], name_of: dict[str, str], relation_of: dict[str, str]
) -> dict[Tie, str]:
    """Return the answers of a grid that are missing; *whose* is round, name, and why."""
    round_, name, why = whose
    others = (name_of[partner] for partner in grid.partners if name_of[partner] != name)
    return {(round_, name, other, relation_of[grid.relation]): why for other in others}


def _silent(grid: GridBlock, name: str, row: int) -> Issue:
    message = f"The row of '{name}' is blank; it was taken not to have responded."
    fix = "If it answered and names nobody, write 0 in its row."
    return grid.sheet.issue("note", "did-not-respond", message, fix, at=(row, 0))


def asked_in_lists(raw: Raw, answers: Coded) -> set[tuple[str, str]]:
    """Return the (relation, round) of what is asked elsewhere than in a grid too, where anybody can be named."""
    sheets, sheet = answers.sheet_codes()
    grid_sheets = {grid.sheet for grid in raw.grids}
    in_list = np.array([own not in grid_sheets for own in sheets], dtype=bool)[sheet]
    relation, round_ = answers.relation[in_list], answers.round[in_list]
    places = different(relation, round_)
    return {(answers.relations[relation[place]], answers.rounds[round_[place]]) for place in places}


def _rows_of(
    raw: Raw, answers: Coded, name_of: dict[str, str], relation_of: dict[str, str], only: str
) -> dict[tuple[str, str], tuple[list[GridBlock], set[str]]]:
    """Return, for what only grids ask, those grids and everybody who has a row on one of their sheets."""
    if not raw.grids:
        return {}
    on_sheet: dict[tuple[int, str], set[str]] = {}
    sheets, sheet = answers.sheet_codes()
    for place in different(sheet, answers.round, answers.sender):
        round_, name, *_ = answers.tie(place)
        on_sheet.setdefault((id(sheets[sheet[place]]), round_), set()).add(name)
    for grid in raw.grids:
        for said, spelling, _ in grid.blank_rows:
            on_sheet.setdefault((id(grid.sheet), said or only), set()).add(name_of[spelling])
    elsewhere: dict[str, set[str]] = {}
    for said, spelling in [*raw.named_nobody, *raw.respondents]:
        elsewhere.setdefault(said or only, set()).add(name_of[spelling])
    in_lists = asked_in_lists(raw, answers)
    rows: dict[tuple[str, str], tuple[list[GridBlock], set[str]]] = {}
    for grid in raw.grids:
        for said in grid.rounds:
            asked = (relation_of[grid.relation], said or only)
            if asked not in in_lists:
                grids, there = rows.setdefault(asked, ([], set(elsewhere.get(asked[1], ()))))
                grids.append(grid)
                there |= on_sheet.get((id(grid.sheet), asked[1]), set())
    return rows
