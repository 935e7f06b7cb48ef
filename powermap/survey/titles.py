"""What the names of sheets and files say of all their answers: which round, and which relation."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from powermap.survey.headers import is_generic, names_relation
from powermap.survey.names import is_no_name, name_in, name_key
from powermap.survey.rounds import round_in_title, without_round
from powermap.survey.tidy import questions_of
from powermap.vocabulary import key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from powermap.survey.model import Issue
    from powermap.survey.shape import Shape
    from powermap.survey.sheet import Sheet

#: What answers are about that nothing says more of.
UNNAMED = "tie"


def rounds_of(sheets: list[Sheet], shapes: dict[Sheet, Shape], answers: list[Sheet]) -> dict[Sheet, str | None]:
    """Return the round that the name of each sheet speaks of; None where it says nothing reliable."""
    said = {sheet: round_in_title(sheet.title) for sheet in sheets}
    of_file = {sheet.file: round_in_title(Path(sheet.file).stem) for sheet in answers}
    if None not in of_file.values() and len(set(of_file.values())) > 1:  # 2022.xlsx and 2023.xlsx
        said.update((sheet, of_file.get(sheet.file)) for sheet in sheets if said[sheet] is None)
    files = [sheet for sheet in answers if not sheet.name]
    lists = [sheet for sheet in sheets if shapes[sheet].kind == "actors"]
    # One file called survey_2023.csv, or one list called Members 2023, tells nothing; two that differ do.
    for group in (files, lists):
        if len({said[sheet] for sheet in group}) < 2 or None in (said[sheet] for sheet in group):
            said.update((sheet, None) for sheet in group)
    return said


def relations_of(
    answers: list[Sheet], shapes: dict[Sheet, Shape], rounds: Mapping[Sheet, str | None], issues: list[Issue]
) -> dict[Sheet, str]:
    """Return the relation of each sheet, for answers that name none; *issues* gets where a file's name tells it."""
    titles = {sheet: _spaced(sheet.title) for sheet in answers}
    several = len({key(title) for title in titles.values()}) > 1
    returned = _are_returns(answers, shapes)
    relations = {}
    for sheet, title in titles.items():
        # A grid has nowhere else to say its relation; a list has, so the name of its sheet must read like one.
        grid = sheet.name and shapes[sheet].kind != "ties"
        telling = names_relation(title) and (sheet.name or len(title.split()) <= 3)
        if not is_generic(title) and ((several and not returned) or grid or telling):
            relations[sheet] = title
        else:
            relations[sheet] = "works with" if _asks_about_work(sheet, shapes[sheet]) else UNNAMED
    unnamed = [sheet for sheet in answers if relations[sheet] == UNNAMED and _is_unnamed(sheet, shapes[sheet])]
    told = _told_by_files(unnamed, shapes, rounds)
    relations |= told
    if several or told:
        by_file = [sheet for sheet in answers if sheet in told or (not sheet.name and relations[sheet] != UNNAMED)]
        issues += [_say_told(sheet, relations[sheet]) for sheet in by_file if _is_unnamed(sheet, shapes[sheet])]
    return relations


def _spaced(title: str) -> str:
    return without_round(title).replace("_", " ")


def _asks_about_work(sheet: Sheet, shape: Shape) -> bool:
    if shape.kind != "ties":
        return False
    headers = (key(cell) for cell in sheet.rows[shape.header] if isinstance(cell, str))
    return any("work with" in text or "works with" in text or "work together" in text for text in headers)


def _is_unnamed(sheet: Sheet, shape: Shape) -> bool:
    """Tell whether nothing in a sheet, nor in a mapping, says what its answers are about."""
    if shape.relation or shape.kind not in ("ties", "grid", "matrix"):
        return False
    if shape.kind != "ties":
        return True
    return "relation" not in shape.columns and UNNAMED in dict(questions_of(sheet, shape, UNNAMED)).values()


def _told_by_files(
    unnamed: list[Sheet], shapes: dict[Sheet, Shape], rounds: Mapping[Sheet, str | None]
) -> dict[Sheet, str]:
    """Return what the names of files say of answers that would be one relation, though the same people gave both.

    Files in which each respondent answered for itself are parts of one relation, and stay so.
    """
    files = {sheet: _spaced(Path(sheet.file).stem) for sheet in unnamed}
    apart = any(
        one.file != other.file
        and key(files[one]) != key(files[other])
        and rounds[one] == rounds[other]
        and _same_people(one, other, shapes)
        for one, other in combinations(unnamed, 2)
    )
    return {sheet: title for sheet, title in files.items() if not is_generic(title)} if apart else {}


def _same_people(one: Sheet, other: Sheet, shapes: dict[Sheet, Shape]) -> bool:
    """Tell whether two sheets have the answers of largely the same respondents; not where one is a copy."""
    first, second = _who_answered(one, shapes[one]), _who_answered(other, shapes[other])
    fewest = min(len(first), len(second))
    return fewest > 1 and 2 * len(first & second) >= fewest and one.rows != other.rows


def _who_answered(sheet: Sheet, shape: Shape) -> set[str]:
    """Return who has an answer in a list or grid, as names are compared."""
    side = shape.columns.get("from", shape.columns.get("name", 0))
    return {
        name_key(name_in(row[side]))
        for row in sheet.rows[shape.header + 1 :]
        if not is_no_name(row[side]) and (shape.kind == "ties" or any(row[c] != "" for c in shape.answers))
    }


def _are_returns(answers: list[Sheet], shapes: dict[Sheet, Shape]) -> bool:
    """Tell whether each file holds the answers of the one body it is called after, as 'Council.csv' may."""
    if len(answers) < 2 or any(sheet.name for sheet in answers):
        return False
    for sheet in answers:
        who = _who_answered(sheet, shapes[sheet]) if shapes[sheet].kind in ("ties", "grid", "matrix") else set()
        if len(who) != 1 or f" {who.pop()} " not in f" {name_key(_spaced(sheet.title))} ":
            return False
    return True


def _say_told(sheet: Sheet, relation: str) -> Issue:
    message = (
        f"Nothing in this file says what its answers are about; they were called '{relation}', after the file."
    )
    fix = (
        "Nothing, if that is right. Else give the sheet the name of its relation, such as 'Trusts', or put it in "
        "the mapping that --write-map writes. Files of different rounds need the round in their names: 'ties 2023'."
    )
    return sheet.issue("note", "relation-from-file", message, fix)
