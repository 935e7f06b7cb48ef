"""Ratings: answers about others, 'not at all' among them, and what respondents say of themselves.

A tie is an answer above zero. Where respondents rate each other, 'not at all' is a rating as well, and is something
else than not having been asked: in a list, a partner without a row was not rated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from powermap.survey.answers import Meanings, meanings
from powermap.survey.coded import Coded, Whole, texts_at
from powermap.vocabulary import is_sensitive

if TYPE_CHECKING:
    from powermap.survey.model import Issue, Survey
    from powermap.survey.raw import Answer, Raw


def said_no(raw: Raw, answers: Coded, kept: Whole, relation_of: Mapping[str, str]) -> pd.DataFrame:
    """Return the answers that say 'no tie' in so many words, or 0: round, from, to, relation.

    A blank cell that was read as no tie is none of them: whether it was looked at cannot be told.
    """
    places = kept[~answers.missing[kept] & (answers.strength[kept] == 0)]
    sheets, sheet = answers.sheet_codes()
    place_of = {own: code for code, own in enumerate(sheets)}
    relation = {name: code for code, name in enumerate(answers.relations)}
    # In a grid all zeros were written, or none was; in a list, and where a mapping says that a blank is no tie as
    # well, the cell tells.
    says_no, look = (np.ones((len(sheets), len(relation)), dtype=bool) for _ in range(2))
    for grid in raw.grids:
        if grid.sheet in place_of:
            at = (place_of[grid.sheet], relation[relation_of[grid.relation]])
            says_no[at], look[at] = grid.says_no, not grid.blank_is_missing
    places = places[says_no[sheet[places], answers.relation[places]]]
    unsure = look[sheet[places], answers.relation[places]]
    written = ~unsure
    said = answers.answers
    written[unsure] = [
        _is_written(said.sheet[place].rows, said.row[place], said.column[place])
        for place in places[unsure].tolist()
    ]
    places = places[written]
    parts = {
        "round": (answers.rounds, answers.round),
        "from": (answers.names, answers.sender),
        "to": (answers.names, answers.receiver),
        "relation": (answers.relations, answers.relation),
    }
    # There can be as many as there are pairs of actors: codes take an eighth of the memory of texts.
    made = {
        name: pd.Categorical.from_codes(codes[places], categories=texts) for name, (texts, codes) in parts.items()
    }
    return pd.DataFrame(made)


def _is_written(rows: list[list[Any]], row: int, column: int) -> bool:
    return not (row < len(rows) and column < len(rows[row])) or rows[row][column] != ""


def own_answers(
    raw: Raw, answers: Coded, name_of: Mapping[str, str], relation_of: Mapping[str, str], only: str
) -> pd.DataFrame:
    """Return what respondents say of themselves: round, actor, relation, strength (0 or more).

    A diagonal that holds nothing but 0 is how a matrix is filled in, and says nothing.
    """
    places = np.flatnonzero((answers.sender == answers.receiver) & ~answers.missing)
    rows = [
        (*texts, float(value))
        for *texts, value in zip(
            texts_at(answers.rounds, answers.round[places]),
            texts_at(answers.names, answers.sender[places]),
            texts_at(answers.relations, answers.relation[places]),
            answers.strength[places],
            strict=True,
        )
    ]
    in_grids = [
        (own.round or only, name_of[own.sender], relation_of[own.relation], own.strength) for own in raw.own
    ]
    filled_in = {(round_, relation) for round_, _, relation, strength in in_grids if strength > 0}
    rows += [row for row in in_grids if (row[0], row[2]) in filled_in]
    columns = ("round", "actor", "relation", "strength")
    table = pd.DataFrame(
        {
            name: pd.Series([row[i] for row in rows], dtype=float if name == "strength" else object)
            for i, name in enumerate(columns)
        }
    )
    return table.drop_duplicates(list(columns[:3]), ignore_index=True)


def keep_own(cell: Any, found: Meanings, answer: Answer, raw: Raw) -> None:
    """Keep what a respondent says of itself in a grid, if the cell says it in the words of the others."""
    if cell in found.numbers:
        raw.own.append(answer._replace(strength=found.numbers[cell]))
    if any(number > 0 for number in meanings([cell]).numbers.values()):
        raw.issues.append(self_rating(answer, kept=cell in found.numbers))


def self_rating(answer: Answer, *, kept: bool = True) -> Issue:
    """Return what is said of somebody who answers about itself: a slip, unless it was asked to rate."""
    at, name = (answer.row, answer.column), answer.sender
    if kept and is_sensitive(answer.relation):
        message = f"'{name}' rates itself on '{answer.relation[:80]}'; this is no tie, and was kept apart."
        return answer.sheet.issue("note", "self-tie", message, "Nothing, if the name is right.", at=at)
    message, fix = f"'{name}' names itself; this was left out.", "Correct the name, or delete the answer."
    return answer.sheet.issue("warning", "self-tie", message, fix, at=at)


def ratings(survey: Survey, relation: str, round_: str) -> pd.DataFrame:
    """Return the ratings of one relation in one round: see `Survey.ratings`."""
    parts = []
    for table in (survey.ties, survey.said_no):
        own = table[(table["relation"] == relation) & (table["round"] == round_)]
        ends = {"rater": own["from"].astype(object), "rated": own["to"].astype(object)}
        parts.append(pd.DataFrame(ends).assign(rating=own.get("strength", 0.0)))
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
