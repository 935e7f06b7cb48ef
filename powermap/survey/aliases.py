"""Names that may be one body: proposed with a score, left apart, and joined only once somebody has said so.

A list of aliases is a sheet called Aliases, or a file aliases.csv that is given with the others: a column for the
alias, a column for what it means, and, if there is one, a column 'same' in which only 'yes' joins.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from powermap.spreadsheet import FORMULA_STARTS
from powermap.survey.answers import yes_or_no
from powermap.survey.headers import header_key
from powermap.survey.likeness import Likeness, alike
from powermap.survey.model import Survey
from powermap.survey.names import is_no_name, name_in, name_key
from powermap.survey.places import tells_apart
from powermap.survey.shape import Shape
from powermap.vocabulary import key, sector_named

if TYPE_CHECKING:
    import pandas as pd

    from powermap.survey.model import Issue
    from powermap.survey.raw import Raw
    from powermap.survey.sheet import Sheet

#: What the columns of a list of aliases are called, by the part they play; the first is what powermap writes.
HEADERS: dict[str, tuple[str, ...]] = {
    "alias": ("alias", "other name", "also known as", "aka", "spelling", "name"),
    "means": ("means", "same as", "stands for", "is", "actor", "organisation", "organization", "main name", "name"),
    "same": ("same", "same body", "is it the same", "are they the same", "confirmed", "confirm", "join", "yes no"),
}
SHEET_WORDS = frozenset(("alias", "aliases", "synonyms"))
_WRITTEN = ("alias", "means", "same (yes/no)", "score", "why", "where")
#: As many are offered for one name.
_MOST_OFFERS = 3


class Alias(NamedTuple):
    """A row of a list of aliases; *same* is None where nobody has said yet.

    *cells* says where each part stands; None in a mapping file.
    """

    name: str
    means: str
    same: bool | None
    sheet: Sheet
    cells: dict[str, tuple[int, int] | None]


class Proposal(NamedTuple):
    """*name* may be the body called *proposed*. They are left apart."""

    name: str
    proposed: str
    score: float
    why: str


def propose(
    names: Survey | Iterable[str], *, listed: Iterable[str] = (), sectors: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Which names may be one body?

    Never two that differ in a place, a direction or a number; of two names that are both on the list of actors,
    only such as differ in spaces, the order of their words or swapped letters, and not in their sector.

    Parameters
    ----------
    names : Survey or iterable of str
    listed : iterable of str
        The names that are on a list of actors. With a Survey this and the sectors are known.
    sectors : mapping of name to str, optional

    Returns
    -------
    DataFrame
        name, proposed (what it may be), score (0 to 100, higher means more alike), why. The most alike first.

    Examples
    --------
    >>> propose(["Salford Council", "Salfrod Council", "Age UK Salford", "Age UK Bolton"]).values.tolist()
    [['Salfrod Council', 'Salford Council', 93.3, "'salford' and 'salfrod' differ by one letter or two"]]
    """
    import pandas as pd

    rows = names.proposals if isinstance(names, Survey) else proposals(list(names), list(listed), sectors or {})
    return pd.DataFrame(list(rows), columns=list(Proposal._fields))


def proposals(
    names: Sequence[str],
    listed: Sequence[str] = (),
    sectors: Mapping[str, str] | None = None,
    *,
    rosters: Iterable[Collection[str]] = (),
    apart: Callable[[str, str], bool] = lambda one, other: False,
) -> list[Proposal]:
    """Return the proposals for *names*, the most alike first.

    *rosters* are lists on which no body stands twice, such as the partners along the top of a grid; *apart* tells
    whether two names, by their `name_key`, are known to be two bodies.
    """
    place = {name: i for i, name in enumerate(dict.fromkeys((*listed, *names)))}
    on_list = set(listed)
    together = [set(roster) for roster in rosters] + [on_list]
    sector_of = sectors or {}
    found: list[tuple[str, str, Likeness]] = []
    for pair in alike(place, on_list):
        one, other = pair.one, pair.other
        if any(one in roster and other in roster for roster in together):
            one_sector, other_sector = sector_of.get(one), sector_of.get(other)
            if not pair.plain or (one_sector and other_sector and key(one_sector) != key(other_sector)):
                continue
        if not apart(name_key(one), name_key(other)):
            # The list is right; then the longer name of an acronym; then whichever came first.
            longer = -1 if "stand" in pair.why else 0
            rank = {name: (name not in on_list, longer * len(name), place[name]) for name in (one, other)}
            proposed, name = sorted((one, other), key=rank.__getitem__)
            found.append((name, proposed, pair))
    return _without_chains(found)


def _without_chains(found: Sequence[tuple[str, str, Likeness]]) -> list[Proposal]:
    """Return proposals of which all can be accepted: what is proposed for a name is not itself proposed away."""
    best: dict[str, str] = {}
    for name, proposed, _ in found:
        best.setdefault(name, proposed)
    made: dict[tuple[str, str], Proposal] = {}
    offers: dict[str, int] = {}
    for name, proposed, pair in found:
        passed = {name}
        why = pair.why
        while proposed in best and proposed not in passed and _places(proposed) == _places(best[proposed]):
            passed.add(proposed)
            why += f"; '{proposed}' may in turn be '{best[proposed]}'"
            proposed = best[proposed]
        if proposed != name and (name, proposed) not in made and offers.get(name, 0) < _MOST_OFFERS:
            offers[name] = offers.get(name, 0) + 1
            made[name, proposed] = Proposal(name, proposed, pair.score, why)
    return list(made.values())


def _places(name: str) -> set[str]:
    return {word for word in name_key(name).split() if tells_apart(word)}


def as_aliases(sheet: Sheet) -> Shape | None:
    """Return the shape of a list of aliases, known by the name of its sheet and by its headers."""
    called_so = bool(SHEET_WORDS & set(key(sheet.title).split()))
    for header, row in enumerate(sheet.rows[:20]):
        keys = [header_key(cell) for cell in row]
        columns: dict[str, int] = {}
        for part, words in HEADERS.items():
            there = [word for word in words if word in keys and keys.index(word) not in columns.values()]
            if there:
                columns[part] = keys.index(there[0])
        ours = all(part in columns and keys[columns[part]] == words[0] for part, words in HEADERS.items())
        if ours or (called_so and {"alias", "means"} <= columns.keys()):
            said = ", ".join(f"'{name_in(row[column])}'" for column in columns.values())
            return Shape("aliases", header, columns, (), (), 0.95, f"one alias per row, under the headers {said}")
    return None


def read_aliases(sheet: Sheet, header: int, columns: Mapping[str, int], raw: Raw) -> None:
    """Add the rows of a list of aliases to *raw*."""
    for r in range(header + 1, len(sheet.rows)):
        row = sheet.rows[r]
        cells = {part: row[column] for part, column in columns.items()}
        at: dict[str, tuple[int, int] | None] = {part: (r, column) for part, column in columns.items()}
        if all(cell == "" for cell in cells.values()):
            continue
        same = _said(cells["same"], sheet, at["same"], raw) if "same" in cells else True
        if same and (is_no_name(cells["alias"]) or is_no_name(cells["means"])):
            part = "alias" if is_no_name(cells["alias"]) else "means"
            message = "One of the two names is missing; this row was left out."
            raw.issues.append(
                sheet.issue("error", "missing-name", message, "Write the name, or delete the row.", at=at[part])
            )
        else:
            raw.aliases.append(Alias(_plain(cells["alias"]), _plain(cells["means"]), same, sheet, at))


def _said(cell: Any, sheet: Sheet, at: tuple[int, int] | None, raw: Raw) -> bool | None:
    if cell == "":
        return None
    said = yes_or_no(cell)
    if said is None:
        message = (
            f"Whether the two names are one body should be yes or no, not '{name_in(cell)[:60]}'; taken as no."
        )
        raw.issues.append(sheet.issue("error", "not-yes-or-no", message, "Write yes or no.", at=at))
    return bool(said)


def _plain(cell: Any) -> str:
    """Return the name in a cell, without the apostrophe that keeps Excel from running it."""
    name = name_in(cell)
    return name[1:] if name.startswith("'") and name[1:].startswith(FORMULA_STARTS) else name


def join_confirmed(raw: Raw, name_of: dict[str, str], issues: list[Issue]) -> None:
    """Put what each confirmed alias means into *name_of*, and say so; what contradicts itself joins nothing."""
    usable = _usable([row for row in raw.aliases if row.same], issues)
    if not usable:
        return
    by_key = {name_key(spelling): kept for spelling, kept in name_of.items()}
    used: set[str] = set()
    meant = {}
    for spelling, kept in name_of.items():
        row = usable.get(name_key(spelling)) or usable.get(name_key(kept))
        if row is not None:
            used.add(name_key(row.name))
            meant[spelling] = by_key.get(name_key(row.means), row.means)
            sheet, r, column = raw.seen[spelling]
            message = f"'{spelling}' was read as '{meant[spelling]}', as {_place(row)} says."
            issues.append(sheet.issue("note", "alias-joined", message, at=(r, column)))
            raw.seen.setdefault(meant[spelling], raw.seen[spelling])
    name_of.update(meant)
    for as_key, row in usable.items():
        if as_key not in used:
            message = f"'{row.name}' is in no answer and on no list; this alias was not needed."
            issues.append(row.sheet.issue("note", "alias-unused", message, at=row.cells["alias"]))


def _usable(rows: Sequence[Alias], issues: list[Issue]) -> dict[str, Alias]:
    """Return the aliases by `name_key`: those that neither contradict one another nor lead on to another."""
    by_alias: dict[str, list[Alias]] = {}
    for row in rows:
        if name_key(row.name) != name_key(row.means):
            by_alias.setdefault(name_key(row.name), []).append(row)
    usable: dict[str, Alias] = {}
    for as_key, own in by_alias.items():
        first = own[0]
        for again in own[1:]:
            if name_key(again.means) != name_key(first.means):
                what = f"'{again.name}' is said to be '{again.means}' here and '{first.means}' in {_place(first)}"
                issues.append(_contradiction(again, f"{what}; it was left apart.", "Keep one of the two."))
        if len({name_key(row.means) for row in own}) == 1:
            usable[as_key] = first
    for as_key, row in list(usable.items()):
        further = by_alias.get(name_key(row.means))
        if further:
            what = f"'{row.means}' is itself an alias, of '{further[0].means}', in {_place(further[0])}"
            fix = f"Write what '{row.name}' means in the end; of two names that are aliases of each other keep one."
            issues.append(_contradiction(row, f"{what}; '{row.name}' was left apart.", fix))
            del usable[as_key]
    return usable


def _contradiction(row: Alias, message: str, fix: str) -> Issue:
    return row.sheet.issue("error", "alias-conflict", message, fix, at=row.cells["means"])


def _place(row: Alias) -> str:
    at = row.cells["alias"]
    if at is None:
        return row.sheet.file
    sheet = f"sheet '{row.sheet.name}'" if row.sheet.name else row.sheet.file
    return f"{sheet}, cell {row.sheet.cell(*at)}"


def proposals_in(raw: Raw, name_of: Mapping[str, str]) -> list[Proposal]:
    """Return the proposals for the settled names of a survey."""
    listed = list(dict.fromkeys(name_of[row.name] for row in raw.actors)) if raw.has_list else []
    sectors: dict[str, str] = {}
    for row in raw.actors:
        if row.sector:
            sectors.setdefault(name_of[row.name], sector_named(row.sector) or row.sector)
    rosters = {frozenset(name_of[name] for name in grid.partners) for grid in raw.grids}
    apart = {frozenset((name_key(row.name), name_key(row.means))) for row in raw.aliases if row.same is False}
    others: set[frozenset[str]] = set()

    def known_apart(one: str, other: str) -> bool:
        if not others:  # a body that names another is not the other
            others.update(frozenset(map(name_key, pair)) for pair in raw.answers.ties)
        return frozenset((one, other)) in apart or frozenset((one, other)) in others

    return proposals(list(dict.fromkeys(name_of.values())), listed, sectors, rosters=rosters, apart=known_apart)


def proposal_issues(raw: Raw, found: Iterable[Proposal], unlisted: Collection[str]) -> Iterator[Issue]:
    """Return an issue for each proposal, at the cell where the name first stands.

    A warning, for two names of one body share what it received; a note where the name is not on the list of actors,
    which is itself a warning.
    """
    for name, proposed, score, why in found:
        sheet, r, column = raw.seen[name]
        message = f"'{name}' may be '{proposed}' (score {score:.0f} of 100: {why}); they were left apart."
        fix = (
            "If they are one body, use one name, or say so in a sheet Aliases: "
            f"alias '{name}', means '{proposed}'. If they are two, nothing."
        )
        yield sheet.issue("note" if name in unlisted else "warning", "name-proposal", message, fix, at=(r, column))


def aliases_csv(survey: Survey) -> str:
    r"""Which names should somebody look at, as a file to fill in?

    Returns
    -------
    str
        CSV with the columns alias, means, same (yes/no), score, why and where. Give it back to `read_survey` or
        powermap as a further file: only the rows marked 'yes' join, and those marked 'no' are not proposed again.
    """
    where = [issue.where for issue in survey.issues if issue.code == "name-proposal"]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_WRITTEN)
    for row, place in zip(survey.proposals, where, strict=True):
        cells = (row.name, row.proposed, "", f"{row.score:.0f}", row.why, place)
        writer.writerow(f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in cells)
    return out.getvalue()
