"""Which spelling is which actor: codes read as names, spellings joined, and what is said of them."""

from __future__ import annotations

from typing import Any

from powermap.survey.aliases import join_confirmed
from powermap.survey.model import Issue
from powermap.survey.names import join_spellings, name_key
from powermap.survey.raw import Raw


def read_codes_as_names(raw: Raw, issues: list[Issue]) -> None:
    """Where answers name actors by the code of the list, put the name."""
    names = {name_key(row.name) for row in raw.actors}
    codes: dict[str, set[str]] = {}
    for row in raw.actors:
        if row.code:
            codes.setdefault(name_key(row.code), set()).add(row.name)
    name_of = {code: min(own) for code, own in codes.items() if len(own) == 1 and code not in names}
    if not name_of:
        return
    used: dict[str, str] = {}

    def read(name: str) -> str:
        meant = name_of.get(name_key(name))
        if meant is None:
            return name
        used.setdefault(name, meant)
        return meant

    meant = {name: read(name) for name in raw.answers.names()}
    raw.answers.sender = [meant[name] for name in raw.answers.sender]
    raw.answers.receiver = [meant[name] for name in raw.answers.receiver]
    raw.named_nobody = [(round_, read(name)) for round_, name in raw.named_nobody]
    raw.respondents = [(round_, read(name)) for round_, name in raw.respondents]
    raw.grids = [
        grid._replace(
            partners=tuple(map(read, grid.partners)),
            blank_rows=tuple((round_, read(name), row) for round_, name, row in grid.blank_rows),
        )
        for grid in raw.grids
    ]
    if used:
        code, name = next(iter(used.items()))
        sheet, r, column = raw.seen[code]
        message = (
            f"{len(used)} codes in the answers were read as the names of the list, such as '{code}' as '{name}'."
        )
        issues.append(sheet.issue("note", "id-for-name", message, at=(r, column)))


def settle_names(raw: Raw, issues: list[Issue]) -> dict[str, str]:
    """Return the name that each spelling stands for."""
    listed = [row.name for row in raw.actors] if raw.has_list else []
    named: dict[str, None] = {}
    for grid in raw.grids:
        named.update(dict.fromkeys(grid.partners))
        named.update((name, None) for _, name, _ in grid.blank_rows)
    named.update(dict.fromkeys(raw.answers.names()))
    named.update((name, None) for _, name in raw.named_nobody + raw.respondents)
    named.update(dict.fromkeys(raw.silent))
    if not named:
        named.update((item.actor, None) for item in raw.attendance)
    named.update((row.name, None) for row in raw.actors)
    name_of, spellings = join_spellings(listed, _in_order(raw, named), lambda: _named_together(raw))
    for name, others in spellings.items():
        for other in others:
            sheet, r, column = raw.seen[other]
            message = f"'{other}' was read as '{name}'."
            fix = "If these are two bodies, give them names that differ by more."
            issues.append(sheet.issue("note", "name-spelling", message, fix, at=(r, column)))
    join_confirmed(raw, name_of, issues)
    return name_of


def _in_order(raw: Raw, named: dict[str, None]) -> list[str]:
    """Return the names in the order in which they stood in the file: down a grid, then along it."""
    return [name for name in raw.seen if name in named] + [name for name in named if name not in raw.seen]


def _named_together(raw: Raw) -> tuple[set[tuple[str, str]], dict[str, set[Any]]]:
    """Return who names whom, and who was asked about each, by `name_key`."""
    as_key = {name: name_key(name) for name in raw.seen}
    pairs = {(as_key[sender], as_key[receiver]) for sender, receiver in raw.answers.ties}
    asked: dict[str, set[Any]] = {}
    for answer in raw.answers:
        asked.setdefault(as_key[answer.receiver], set()).add((answer.round, answer.relation, as_key[answer.sender]))
    return pairs, asked
