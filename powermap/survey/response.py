"""Who responded, and which questions they left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

    def is_missing(grid: GridBlock, round_: str, name: str, why: str) -> None:
        for partner in grid.partners:
            if name_of[partner] != name:
                missing[round_, name, name_of[partner], relation_of[grid.relation]] = why

    for grid in raw.grids:
        for said, spelling, r in grid.blank_rows:
            round_, name = said or only, name_of[spelling]
            if not responded.get((round_, name)):
                message = f"The row of '{name}' is blank; it was taken not to have responded."
                fix = "If it answered and names nobody, write 0 in its row."
                issues.append(grid.sheet.issue("note", "did-not-respond", message, fix, at=(r, 0)))
            elif grid.blank_is_missing or assumed:
                is_missing(grid, round_, name, "blank")
    for (relation, round_), (grids, there) in _rows_of(raw, name_of, relation_of, only).items():
        absent = [name for (of, name), said in responded.items() if of == round_ and said and name not in there]
        if not absent:
            continue
        for grid in grids:
            for name in absent:
                is_missing(grid, round_, name, "no row in this grid")
        names = ", ".join(f"'{name}'" for name in absent[:5]) + (" and others" if len(absent) > 5 else "")
        message = f"Responded, but without a row on '{relation}': {names}; these answers count as missing."
        issues.append(grids[0].sheet.issue("note", "no-row", message, "Add a row, with 0 where there is no tie."))
    return missing


def _rows_of(
    raw: Raw, name_of: dict[str, str], relation_of: dict[str, str], only: str
) -> dict[tuple[str, str], tuple[list[GridBlock], set[str]]]:
    """Return, for what only grids ask, those grids and everybody who has a row on one of their sheets."""
    on_sheet: dict[tuple[int, str], set[str]] = {}
    for answer in raw.answers:
        on_sheet.setdefault((id(answer.sheet), answer.round or only), set()).add(name_of[answer.sender])
    for grid in raw.grids:
        for said, spelling, _ in grid.blank_rows:
            on_sheet.setdefault((id(grid.sheet), said or only), set()).add(name_of[spelling])
    elsewhere: dict[str, set[str]] = {}
    for said, spelling in [*raw.named_nobody, *raw.respondents]:
        elsewhere.setdefault(said or only, set()).add(name_of[spelling])
    grid_sheets = {id(grid.sheet) for grid in raw.grids}
    in_lists = {
        (relation_of[answer.relation], answer.round or only)
        for answer in raw.answers
        if id(answer.sheet) not in grid_sheets
    }
    rows: dict[tuple[str, str], tuple[list[GridBlock], set[str]]] = {}
    for grid in raw.grids:
        for said in grid.rounds:
            asked = (relation_of[grid.relation], said or only)
            if asked not in in_lists:
                grids, there = rows.setdefault(asked, ([], set(elsewhere.get(asked[1], ()))))
                grids.append(grid)
                there |= on_sheet.get((id(grid.sheet), asked[1]), set())
    return rows
