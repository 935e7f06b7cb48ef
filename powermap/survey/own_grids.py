"""Who could be named by whom, where grids on one question list different organisations, or a list asks it too.

Somebody that answered in a grid was not asked about those that the grid leaves out. That they are not named there
says nothing, and must not count as 'no tie'.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from powermap.survey.coded import Coded, different
from powermap.survey.raw import GridBlock, Raw
from powermap.survey.sheet import Sheet

if TYPE_CHECKING:
    from powermap.survey.model import Issue
    from powermap.survey.response import Tie

#: A grid of one or two rows may list what its owner chose to; whom that leaves out was asked about all the same.
FEWEST_ROWS = 3

WHY = "not in the grid that it answered"


class _Asked(NamedTuple):
    """One question in one round: where its grids stand, whom each lists, who has a row there.

    And who wrote a list, where anybody can be named; and who has a grid of its own, which lists whom it chose to,
    or is said to have named nobody.
    """

    listed: dict[Sheet, set[str]]
    rows: dict[Sheet, set[str]]
    in_lists: set[str]
    of_own: set[str]
    own_lists: dict[Sheet, set[str]]


def off_own_grid(
    raw: Raw,
    answers: Coded,
    name_of: dict[str, str],
    relation_of: dict[str, str],
    only: str,
    responded: dict[tuple[str, str], bool],
) -> tuple[dict[Tie, str], list[Issue]]:
    """Return the answers that nobody was asked for, as missing, and what to say of that.

    Parameters
    ----------
    responded : mapping of (round, name) to bool
        Everybody who was part of the partnership in each round.
    """
    missing: dict[Tie, str] = {}
    issues: list[Issue] = []
    for (relation, round_), asked in _asked(raw, answers, name_of, relation_of, only).items():
        members = [name for of, name in responded if of == round_]
        issues += _own_lists(relation, asked)
        nameable = members if asked.in_lists else set().union(*asked.listed.values())
        if all(own.issuperset(nameable) for own in asked.listed.values()):
            continue
        left: dict[str, set[str]] = {}
        for name in members:
            sheets = [sheet for sheet, there in asked.rows.items() if name in there]
            if not responded[round_, name] or name in asked.in_lists | asked.of_own or not sheets:
                continue
            known = {name}.union(*(asked.listed[sheet] for sheet in sheets))
            left[name] = {other for other in nameable if other not in known}
        missing |= {(round_, name, other, relation): WHY for name, others in left.items() for other in others}
        about = [name for name in members if any(name in others for others in left.values())]
        if about:
            alike = all(others | {name} >= set(about) for name, others in left.items() if others)
            by = sum(map(bool, left.values()))
            issues.append(_told(next(iter(asked.listed)), relation, about, by, alike=alike))
    return missing, issues


def _asked(
    raw: Raw, answers: Coded, name_of: dict[str, str], relation_of: dict[str, str], only: str
) -> dict[tuple[str, str], _Asked]:
    found: dict[tuple[str, str], _Asked] = {}
    for grid in raw.grids:
        for said in grid.rounds:
            asked = found.setdefault((relation_of[grid.relation], said or only), _Asked({}, {}, set(), set(), {}))
            asked.listed.setdefault(grid.sheet, set()).update(name_of[name] for name in grid.partners)
            asked.rows.setdefault(grid.sheet, set()).update(_blank(grid, said, name_of))
    sheets, sheet = answers.sheet_codes()
    for place in different(sheet, answers.relation, answers.round, answers.sender) if found else ():
        round_, name, _, relation = answers.tie(place)
        if (relation, round_) in found:
            asked = found[relation, round_]
            asked.rows.get(sheets[sheet[place]], asked.in_lists).add(name)
    for said, spelling in raw.named_nobody if found else ():
        for (_, round_), asked in found.items():
            if round_ == (said or only):
                asked.of_own.add(name_of[spelling])
    for asked in found.values():
        for own in [one for one, there in asked.rows.items() if len(there) < FEWEST_ROWS]:
            owners = asked.rows.pop(own)
            asked.of_own.update(owners)
            asked.own_lists[own] = asked.listed.pop(own) | owners
    return found


def _blank(grid: GridBlock, round_: str | None, name_of: dict[str, str]) -> list[str]:
    return [name_of[spelling] for said, spelling, _ in grid.blank_rows if said == round_]


def _own_lists(relation: str, asked: _Asked) -> list[Issue]:
    """Return a note where grids of one or two rows differ in whom they list: a guess is not made in silence."""
    lists = asked.own_lists
    everybody = set().union(*lists.values(), *asked.listed.values())
    shorter = [sheet for sheet, own in lists.items() if not own.issuperset(everybody)]
    if not shorter:
        return []
    how_many = "1 grid of one or two rows leaves" if len(shorter) == 1 else (
        f"{len(shorter)} grids of one or two rows leave"
    )  # fmt: skip
    message = f"On '{relation}', {how_many} out organisations that others list; these count as not named there."
    fix = "If they were not asked about, add a column for each with 'don't know' in it."
    return [shorter[0].issue("note", "own-list", message, fix)]


def _told(sheet: Sheet, relation: str, about: Collection[str], by: int, *, alike: bool) -> Issue:
    """Return what to say; *alike*: nobody of whom it is said was asked about any of those named."""
    names = ", ".join(f"'{name}'" for name in list(about)[:5]) + (" and others" if len(about) > 5 else "")
    who = "1 that answered was" if by == 1 else f"{by} that answered were"
    message = (
        f"'{relation}' is asked in grids that do not list the same organisations, or in a list as well: {who} not "
        f"asked about {'' if alike else 'some of '}{names}; what they would have said counts as missing."
    )
    return sheet.issue("warning", "own-grid", message, "Ask everybody about the same organisations.", at=None)
