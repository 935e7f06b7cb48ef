"""From what the sheets said to a Survey: names, rounds, who responded, one answer per tie."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from powermap.survey.actors import Actor, Reader, lists_without_sectors
from powermap.survey.aliases import Proposal, proposal_issues, proposals_in
from powermap.survey.attendance import settle_attendance
from powermap.survey.checks import found
from powermap.survey.coded import Coded, Whole, coded, different, first_alike, texts_at
from powermap.survey.model import Issue, Survey
from powermap.survey.own_grids import off_own_grid
from powermap.survey.ratings import own_answers, said_no, self_rating
from powermap.survey.raw import Answer, Raw
from powermap.survey.response import Tie, asked_in_lists, left_out, who_responded
from powermap.survey.rounds import in_time_order
from powermap.survey.scales import Scale
from powermap.survey.scores import settle_scores
from powermap.survey.settle_names import read_codes_as_names, settle_names
from powermap.vocabulary import key

ONLY_ROUND = "1"
#: As many are tested and drawn (a test holds that it is the limit of a Network), and as many names are compared.
MOST_ACTORS, MOST_COMPARED = 5_000, 20_000


def settle(raw: Raw, *, shape: str, sources: tuple[str, ...]) -> Survey:
    """Return the Survey that *raw* amounts to."""
    issues: list[Issue] = raw.issues
    read_codes_as_names(raw, issues)
    rounds, only = _settle_rounds(raw, issues)
    by_attendance = bool(raw.attendance) and not (raw.answers or raw.named_nobody or raw.respondents)
    name_of = settle_names(raw, issues)
    relation_of = _settle_relations(raw, issues)
    compared = len(set(name_of.values())) <= MOST_COMPARED
    proposals = proposals_in(raw, name_of) if compared else []
    actors = _settle_actors(raw, name_of, proposals, issues)
    if len(actors) > MOST_ACTORS:
        issues.append(_too_many(len(actors), compared, sources))
    attended = settle_attendance(raw, actors, only, issues, alone=by_attendance)
    answers = coded(raw.answers, name_of, relation_of, only)
    kept = _one_answer_each(answers, issues)
    answered = _who_answered(raw, answers, name_of, only)
    members = _settle_members(raw, actors, rounds, answers, kept, issues)
    responded = who_responded(actors, members, answered, issues)
    assumed = not (raw.respondents or any(actor.responded for actor in actors.values()))
    kept_missing = left_out(raw, answers, name_of, relation_of, only, responded, issues, assumed=assumed)
    off_grid, told = off_own_grid(raw, answers, name_of, relation_of, only, responded)
    kept_missing |= off_grid
    issues += told
    # the pages of a blank survey say that whoever answers counts as having responded
    by_rule = bool(raw.own_choices) and {sheet.file for sheet in answers.sheet_codes()[0]} <= raw.own_choices.keys()
    if assumed and not by_attendance and not by_rule:
        issues.append(
            found(
                "note",
                "response-assumed",
                "The file does not say who responded; whoever has an outgoing answer was taken to have responded.",
                "Add a column 'responded' (yes or no) to the list of organisations.",
                file=sources[0] if len(sources) == 1 else "",
            )
        )
    gaps = _gaps(answers, kept, responded, kept_missing)
    scores = settle_scores(actors, members, issues)
    return Survey(
        actors=_table(
            ("name", "sector", "voices", "seat"),
            [(actor.name, actor.sector, actor.voices, actor.seat) for actor in actors.values()],
        ),
        ties=_ties(answers, kept),
        members=_table(("round", "name", "responded"), [(*member, said) for member, said in responded.items()]),
        unanswered=_table(("round", "from", "to", "relation", "why"), [(*tie, why) for tie, why in gaps.items()]),
        listed=_who_was_listed(raw, answers, name_of, relation_of, only, members),
        attendance=_table(("round", "actor", "event", "relation"), attended),
        said_no=said_no(raw, answers, kept, relation_of),
        own_answers=own_answers(raw, answers, name_of, relation_of, only),
        response_assumed=assumed,
        shape=shape,
        sources=sources,
        issues=(*dict.fromkeys(issues), *raw.issues.rest()),  # a line of a network file can say one thing twice
        proposals=tuple(proposals),
        rounds=rounds,
        relations=tuple(dict.fromkeys(relation_of.values())),
        scales=_settle_scales(raw, relation_of),
        scores=scores,
    )


def _table(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Return a table whose texts stay Python objects: a missing sector is None, never NaN."""
    kinds = {"strength": float, "seat": bool, "responded": bool}
    by_column = list(zip(*rows, strict=True)) if rows else [() for _ in columns]
    return pd.DataFrame(
        {
            name: pd.Series(list(values), dtype=kinds.get(name, object))
            for name, values in zip(columns, by_column, strict=True)
        }
    )


def _too_many(actors: int, compared: bool, sources: tuple[str, ...]) -> Issue:
    spellings = "" if compared else " Names that may be one body were not looked for."
    return found(
        "warning",
        "too-many-actors",
        f"There are {actors:,} organisations; powermap reports on up to {MOST_ACTORS:,}.{spellings}",
        "Check that the columns read as names hold names, and keep the rows of one partnership.",
        file=sources[0] if len(sources) == 1 else "",
    )


def _settle_rounds(raw: Raw, issues: list[Issue]) -> tuple[tuple[str, ...], str]:
    """Return the rounds, and the round of answers that do not say theirs."""
    said = set(raw.answers.round) | {round_ for round_, _ in raw.named_nobody}
    said |= {round_ for grid in raw.grids for round_ in grid.rounds}
    said |= set() if said else {item.round for item in raw.attendance}
    in_answers = {round_ for round_ in said if round_ is not None}
    in_list = {row.round for row in raw.actors if row.round is not None}
    if not in_answers:
        if len(in_list) > 1:
            sheet = next(row.sheet for row in raw.actors if row.round is not None)
            issues.append(
                sheet.issue(
                    "warning",
                    "rounds-unused",
                    f"This list has rounds ({', '.join(in_time_order(in_list))}), but the answers have none; "
                    "everyone was taken to be in one round.",
                    "Add a column 'round' to the answers.",
                )
            )
            raw.actors = [row._replace(round=None) for row in raw.actors]
            return (ONLY_ROUND,), ONLY_ROUND
        only = next(iter(in_list), ONLY_ROUND)
        return (only,), only
    said_of = zip(raw.answers.sheet, raw.answers.round, strict=True)
    without = dict.fromkeys(sheet for sheet, round_ in said_of if round_ is None) if None in said else {}
    for sheet in without:
        issues.append(
            sheet.issue(
                "warning",
                "round-missing",
                f"These answers do not say their round, while others do; they were taken as round {ONLY_ROUND}.",
                "Add a column 'round'.",
            )
        )
    return in_time_order(in_answers | in_list | ({ONLY_ROUND} if without else set())), ONLY_ROUND


def _settle_relations(raw: Raw, issues: list[Issue]) -> dict[str, str]:
    """Return the relation that each spelling stands for, in order of appearance."""
    first: dict[str, str] = {}
    relation_of: dict[str, str] = {}
    for spelling in dict.fromkeys([*raw.answers.relation, *(grid.relation for grid in raw.grids)]):
        relation_of[spelling] = first.setdefault(key(spelling) or spelling, spelling)
        if relation_of[spelling] != spelling:
            message = f"Relation '{spelling}' was read as '{relation_of[spelling]}'."
            if spelling in raw.answers.relation:
                answer = raw.answers[raw.answers.relation.index(spelling)]
                issue = answer.sheet.issue("note", "relation-spelling", message, at=(answer.row, answer.column))
            else:
                grid = next(grid for grid in raw.grids if grid.relation == spelling)
                issue = grid.sheet.issue("note", "relation-spelling", message)
            issues.append(issue)
    return relation_of


def _settle_scales(raw: Raw, relation_of: dict[str, str]) -> dict[str, Scale]:
    """Return the scale of each relation that was answered on one known scale wherever it was asked."""
    found: dict[str, set[Scale | None]] = {}
    for spelling, scales in raw.scales.items():
        if spelling in relation_of:
            found.setdefault(relation_of[spelling], set()).update(scales)
    return {relation: scale for relation, scales in found.items() if len(scales) == 1 and (scale := scales.pop())}


def _settle_actors(
    raw: Raw, name_of: dict[str, str], proposals: Sequence[Proposal], issues: list[Issue]
) -> dict[str, Actor]:
    """Return the actors by name: the listed ones in their order, then those only named."""
    reader = Reader(raw.actors, raw.own_choices)
    actors: dict[str, Actor] = {}
    for row in raw.actors:
        name = name_of[row.name]
        if name in actors:
            reader.again(actors[name], row)
        else:
            actors[name] = reader.actor(row, name)
    issues += reader.issues
    issues += lists_without_sectors(raw, [actors[name_of[row.name]] for row in raw.actors])
    unlisted = {name for name in name_of.values() if name not in actors} if raw.has_list else set()
    near: dict[str, list[str]] = {}
    for proposal in proposals:
        near.setdefault(proposal.name, []).append(proposal.proposed)
    for name in dict.fromkeys(name_of.values()):
        if name in actors:
            continue
        actors[name] = Actor(name)
        if raw.has_list:
            sheet, r, column = raw.seen[name]
            offers = " or ".join(f"'{other}'" for other in near.get(name, ()))
            did_you_mean = f" Did you mean {offers}?" if offers else ""
            issues.append(
                sheet.issue(
                    "warning",
                    "unlisted-actor",
                    f"'{name}' is not on the list of organisations; it was added, without a sector.",
                    f"Add it to the list, or correct its name.{did_you_mean}",
                    at=(r, column),
                )
            )
    issues += proposal_issues(raw, proposals, unlisted)
    if not (raw.has_list or any(row.sector or row.voices for row in raw.actors)):
        issues.append(
            found(
                "warning",
                "no-actors",
                "No sheet lists the organisations, so their sectors are not known and groups cannot be compared.",
                "Add a sheet 'Organisations' with the columns name and sector, or give a second file with them.",
            )
        )
    return actors


def _one_answer_each(answers: Coded, issues: list[Issue]) -> Whole:
    """Return the places of the first answer to each (round, from, to, relation); say what was left out."""
    itself = answers.sender == answers.receiver
    first = first_alike(answers.sender, answers.receiver, answers.round, answers.relation)
    is_first = first == np.arange(len(first))
    for place in np.flatnonzero(np.where(itself, answers.strength > 0, ~is_first)).tolist():
        tie, answer = answers.tie(place), answers.answers[place]
        if not itself[place]:
            issues.append(_given_twice(tie, answers.answers[first[place]], answer))
            continue
        issues.append(self_rating(answer._replace(sender=tie[1])))
    return np.flatnonzero(is_first & ~itself)


def _ties(answers: Coded, kept: Whole) -> pd.DataFrame:
    places = kept[~answers.missing[kept] & (answers.strength[kept] > 0)]
    texts = {
        "round": texts_at(answers.rounds, answers.round[places]),
        "from": texts_at(answers.names, answers.sender[places]),
        "to": texts_at(answers.names, answers.receiver[places]),
        "relation": texts_at(answers.relations, answers.relation[places]),
    }
    ties = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in texts.items()})
    return ties.assign(strength=answers.strength[places])


def _gaps(
    answers: Coded, kept: Whole, responded: dict[tuple[str, str], bool], skipped: dict[Tie, str]
) -> dict[Tie, str]:
    """Return why each answer is missing that somebody who responded did not give, or skipped with a whole row."""
    there = set(map(answers.tie, kept.tolist())) if skipped else set()
    gaps = {tie: why for tie, why in skipped.items() if tie not in there}  # the others are answered elsewhere
    for place in kept[answers.missing[kept]].tolist():
        round_, sender, *_ = tie = answers.tie(place)
        if responded.get((round_, sender)):
            gaps[tie] = answers.answers.why[place]
    return gaps


def _given_twice(tie: Tie, first: Answer, again: Answer) -> Issue:
    where = first.sheet.cell(first.row, first.column)
    if first.sheet is not again.sheet:
        where = f"{first.sheet.file}, {where}" if not first.sheet.name else f"sheet '{first.sheet.name}', {where}"
    at = (again.row, again.column)
    ends = f"from '{tie[1]}' to '{tie[2]}'"
    if _said(first) == _said(again):
        message = f"The answer {ends} is given twice, here and in {where}; it counts once."
        return again.sheet.issue("note", "duplicate-tie", message, at=at)
    message = f"The answer {ends} is {_said(again)} here and {_said(first)} in {where}; the first was used."
    return again.sheet.issue("warning", "conflicting-tie", message, "Keep the right one.", at=at)


def _said(answer: Answer) -> str:
    return "missing" if answer.why else f"{answer.strength:g}"


def _who_answered(raw: Raw, answers: Coded, name_of: dict[str, str], only: str) -> set[tuple[str, str]]:
    """Return the (round, name) of everyone with an outgoing answer; a cell left blank is none."""
    round_, sender = answers.round[~answers.blank], answers.sender[~answers.blank]
    places = different(round_, sender)
    answered = {(answers.rounds[round_[place]], answers.names[sender[place]]) for place in places}
    return answered | {(round_ or only, name_of[name]) for round_, name in raw.named_nobody + raw.respondents}


def _settle_members(
    raw: Raw,
    actors: dict[str, Actor],
    rounds: tuple[str, ...],
    answers: Coded,
    kept: Whole,
    issues: list[Issue],
) -> dict[tuple[str, str], None]:
    """Return the (round, name) of everyone who was part of the partnership in each round."""
    by_round = any(row.round is not None for row in raw.actors) and raw.has_list
    members: dict[tuple[str, str], None] = {}
    seen_in = _first_seen(answers, kept) if by_round else {}
    for round_ in rounds:
        for name, actor in actors.items():
            if not by_round or round_ in actor.rounds or None in actor.rounds:
                members[round_, name] = None
            elif (round_, name) in seen_in:
                members[round_, name] = None
                if actor.rounds:
                    answer = answers.answers[seen_in[round_, name]]
                    issues.append(
                        answer.sheet.issue(
                            "warning",
                            "not-in-round",
                            f"'{name}' is not on the list for round {round_}; it was added to that round.",
                            "Add it to the list for that round, or correct the answer.",
                            at=(answer.row, answer.column),
                        )
                    )
    return members


def _first_seen(answers: Coded, kept: Whole) -> dict[tuple[str, str], int]:
    """Return the place of the first answer, other than 'no tie', by or about everyone in each round."""
    there = kept[answers.missing[kept] | (answers.strength[kept] > 0)]
    ends = np.column_stack((answers.sender[there], answers.receiver[there])).ravel()
    rounds = answers.round[there].repeat(2)
    return {
        (answers.rounds[rounds[i]], answers.names[ends[i]]): int(there[i // 2]) for i in different(rounds, ends)
    }


def _who_was_listed(
    raw: Raw,
    answers: Coded,
    name_of: dict[str, str],
    relation_of: dict[str, str],
    only: str,
    members: dict[tuple[str, str], None],
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return who could be named, where only grids asked and they did not list every member."""
    if not raw.grids:
        return {}
    open_to_all = asked_in_lists(raw, answers)
    listed: dict[tuple[str, str], dict[str, None]] = {}
    for grid in raw.grids:
        for round_ in grid.rounds:
            asked = (relation_of[grid.relation], round_ or only)
            listed.setdefault(asked, {}).update((name_of[name], None) for name in grid.partners)
    return {
        asked: tuple(names)
        for asked, names in listed.items()
        if asked not in open_to_all and set(names) != {name for round_, name in members if round_ == asked[1]}
    }
