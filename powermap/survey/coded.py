"""Answers as numbers: each text stands for its place in a list, so that many are settled at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from powermap.survey.raw import Answers

Whole = NDArray[np.int64]
#: Codes that are joined into one stay below this.
_MOST = 2**62


@dataclass(frozen=True, eq=False)
class Coded:
    """The answers of a survey under their settled names, relations and rounds.

    Parameters
    ----------
    answers : Answers
        What was said, as it was spelt.
    names, relations, rounds : list of str
        What the codes stand for.
    sender, receiver, relation, round : array of int
        The codes, one for each answer.
    strength : array of float
    missing, blank : array of bool
        Whether there is no answer, and whether that is because the cell was left blank.
    """

    answers: Answers
    names: list[str]
    relations: list[str]
    rounds: list[str]
    sender: Whole
    receiver: Whole
    relation: Whole
    round: Whole
    strength: NDArray[np.float64]
    missing: NDArray[np.bool_]
    blank: NDArray[np.bool_]

    def tie(self, place: int) -> tuple[str, str, str, str]:
        """Return (round, from, to, relation) of one answer."""
        return (
            self.rounds[self.round[place]],
            self.names[self.sender[place]],
            self.names[self.receiver[place]],
            self.relations[self.relation[place]],
        )

    def sheet_codes(self) -> tuple[list[Any], Whole]:
        """Return the sheets with answers, and which of them each answer stands on."""
        sheets = list(dict.fromkeys(self.answers.sheet))
        return sheets, _codes(self.answers.sheet, {sheet: code for code, sheet in enumerate(sheets)})


def coded(answers: Answers, name_of: Mapping[str, str], relation_of: Mapping[str, str], only: str) -> Coded:
    """Return the answers with codes for their texts; *only* is the round of answers that do not say theirs."""
    names, place_of_name = _places(name_of)
    relations, place_of_relation = _places(relation_of)
    rounds, place_of_round = _places({said: said or only for said in dict.fromkeys(answers.round)})
    count = len(answers)
    why = answers.why if any(answers.why) else []
    nowhere = np.zeros(count, np.bool_)
    return Coded(
        answers,
        names,
        relations,
        rounds,
        sender=_codes(answers.sender, place_of_name),
        receiver=_codes(answers.receiver, place_of_name),
        relation=_codes(answers.relation, place_of_relation),
        round=_codes(answers.round, place_of_round),
        strength=np.fromiter(answers.strength, np.float64, count),
        missing=np.fromiter(map(bool, why), np.bool_, count) if why else nowhere,
        blank=np.fromiter(map("blank".__eq__, why), np.bool_, count) if why else nowhere,
    )


def _places(meaning: Mapping[Any, str]) -> tuple[list[str], dict[Any, int]]:
    """Return the different texts that spellings stand for, and the place of each spelling's among them."""
    texts = list(dict.fromkeys(meaning.values()))
    place = {text: i for i, text in enumerate(texts)}
    return texts, {spelling: place[text] for spelling, text in meaning.items()}


def _codes(values: list[Any], place: Mapping[Any, int]) -> Whole:
    if len(place) == 1:  # all in one round, on one sheet
        return np.zeros(len(values), np.int64)
    return np.fromiter(map(place.__getitem__, values), np.int64, len(values))


def first_alike(*columns: Whole) -> Whole:
    """Return, for each place, the first place at which all the columns hold the same.

    >>> first_alike(np.array([5, 7, 5, 5]), np.array([0, 0, 1, 0])).tolist()
    [0, 1, 2, 0]
    """
    joined = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        size = int(column.max(initial=0)) + 1
        if int(joined.max(initial=0)) + 1 > _MOST // size:
            joined = np.unique(joined, return_inverse=True)[1].reshape(-1)
        joined = joined * size + column
    _, first, which = np.unique(joined, return_index=True, return_inverse=True)
    return first[which.reshape(-1)]


def different(*columns: Whole) -> list[int]:
    """Return the places at which something stands in the columns that stood together nowhere before.

    >>> different(np.array([5, 7, 5, 5]), np.array([0, 0, 1, 0]))
    [0, 1, 2]
    """
    first = first_alike(*columns)
    return np.flatnonzero(first == np.arange(len(first))).tolist()


def texts_at(texts: Iterable[Any], codes: Whole) -> NDArray[np.object_]:
    """Return the texts that codes stand for, as Python objects."""
    table = list(texts)
    found = np.empty(len(table), dtype=object)
    found[:] = table
    return found[codes]
