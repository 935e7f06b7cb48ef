"""Scores in a list of organisations: how much power, interest, legitimacy and urgency its maker sees in each.

They are one judgement, of a team or of somebody, and no ratings by others: they stand apart from the answers, in
`Survey.scores`, where no network, map or report looks.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from powermap.survey.answers import Meanings, Worded, how_to_mend, meanings, number_in
from powermap.survey.cell_errors import CellError
from powermap.survey.headers import PLACE, below, header_key, parts_played
from powermap.survey.names import is_no_name, name_in
from powermap.survey.scales import Scale, bounds_in, check_scale, scale_of
from powermap.survey.wordings import number_beside
from powermap.vocabulary import SCALES, key

if TYPE_CHECKING:
    import pandas as pd

    from powermap.survey.actors import Actor
    from powermap.survey.model import Issue, Survey
    from powermap.survey.raw import Raw
    from powermap.survey.shape import Shape
    from powermap.survey.sheet import Sheet

#: What is scored: the parts that columns of scores play.
ATTRIBUTES = ("power", "interest", "legitimacy", "urgency")
#: 'Power 1-5', 'Power /10', 'Power H/M/L': the scale, without brackets.
_SCALE_AT_END = re.compile(
    r"(?:[\s:,]+(\d{1,3}\s*(?:-|–|—|to)\s*\d{1,3}|out of \d{1,3}|[hl]/m/[lh])(?:\s+scale)?|\s*(/\s*\d{1,3}))\s*$",
    re.IGNORECASE,
)
#: The share of different cells that must be scores, for a column to be one of scores.
_ENOUGH = 0.5
#: A number above it is no score, but a telephone number, a year or an amount of money.
_LARGEST = 1000
#: Beside a tick, a cross may mean yes or no.
_TICKS, _CROSSES = frozenset("✓✔☑✅"), frozenset("x☒")
_WHAT_WORKS = "Use numbers throughout, or words such as Low, Medium, High, or yes and no."
_AMONG = {"numbers": "numbers", "words": "words on one scale", "marks": "yes and no"}
#: Words of several scales alone: none of them says which is meant.
_MIXED = "mixed"


class Score(NamedTuple):
    """How much of something an actor has in the eyes of whoever made the list, and where that stands."""

    value: float
    scale: Scale | None
    sheet: Sheet
    row: int
    column: int


def score_columns(sheet: Sheet, header: int, taken: Mapping[str, int]) -> dict[str, int]:
    """Return which column scores what, of those that are called so, play no other part and mostly hold scores."""
    called = _called_so(sheet, header, taken)
    return {name: at for name, at in called.items() if _hold_scores(below(sheet, header, at)) >= _ENOUGH}


def speaks_of_scores(sheet: Sheet, header: int, taken: Mapping[str, int]) -> bool:
    """Tell whether two columns or more are called as those of scores, whatever they hold: no partner is."""
    free = (cell for column, cell in enumerate(sheet.rows[header]) if column not in taken.values())
    return sum(any(header_key(_in_brackets(cell)) in PLACE[name] for name in ATTRIBUTES) for cell in free) > 1


def _called_so(sheet: Sheet, header: int, taken: Mapping[str, int]) -> dict[str, int]:
    row = sheet.rows[header]
    if "name" in taken and {"your", "respondent"} & set(key(name_in(row[taken["name"]])).split()):
        return {}  # who answered stands there, and speaks of itself
    free = [_in_brackets(cell) if column not in taken.values() else "" for column, cell in enumerate(row)]
    return parts_played(free, ATTRIBUTES, exactly=True)


def _in_brackets(header: Any) -> str:
    """Return a header with the scale at its end in brackets, as scales are looked for.

    >>> _in_brackets("Power 1-5"), _in_brackets("Power (1-5)"), _in_brackets("Power out of 10")
    ('Power (1-5)', 'Power (1-5)', 'Power (out of 10)')
    """
    if not isinstance(header, str):
        return ""
    return _SCALE_AT_END.sub(lambda said: f" ({said[1] or said[2]})", name_in(header))


def _hold_scores(cells: list[Any]) -> float:
    """Return the share of different cells that are scores; 0 where none is."""
    found = _meanings(set(cells))
    if not found.numbers or (found.unusable and not any(found.numbers.values())):
        return 0.0  # 'None' beside 'Chair of Hope' declares interests
    odd = sum(not _is_cross(cell) for cell in found.unusable)
    return 1 - odd / (len(found.numbers) + len(found.unusable))


def _is_cross(cell: Any) -> bool:
    return str(cell).casefold() in _CROSSES


def _meanings(cells: Iterable[Any]) -> Meanings:
    """Return what cells mean as scores: as answers do, but no number is too large, and no cross beside a tick."""
    found = meanings(cells)
    tick = next((cell for cell in found.numbers if str(cell) in _TICKS), None)
    for cell, number in list(found.numbers.items()):
        said = ""
        if number > _LARGEST:
            said = f"{name_in(str(cell))[:60]} is too large for a score."
        elif tick is not None and _is_cross(cell):
            said = f"'{cell}' stands beside '{tick}', and may mean yes or no."
        if said:
            del found.numbers[cell]
            found.words.pop(str(cell), None)
            found.unusable[cell] = ("not-a-number", said, _WHAT_WORKS)
    return found


def read_scores(sheet: Sheet, shape: Shape, raw: Raw) -> dict[int, dict[str, Score]]:
    """Return the scores in each row of a list of organisations; say how they were read, and which were not."""
    columns = {name: shape.columns[name] for name in ATTRIBUTES if name in shape.columns}
    rows = [r for r in range(shape.header + 1, len(sheet.rows)) if _names_somebody(sheet, shape, r)]
    _say_left_out(sheet, shape, raw)
    if not columns:
        return {}
    _say_listed(sheet, shape, columns, raw)
    scores: dict[int, dict[str, Score]] = {}
    for name, column in columns.items():
        found, scale, blank = _read_column(sheet, shape.header, column, rows, raw)
        for r in rows:
            cell = sheet.rows[r][column]
            value = blank if cell == "" else found.numbers.get(cell, math.nan)
            if cell in found.unusable:
                whose = name_in(sheet.rows[r][shape.columns["name"]])[:60]
                raw.issues.append(_unusable(sheet, (r, column), name, whose, found.unusable[cell]))
            elif not math.isnan(value):
                scores.setdefault(r, {})[name] = Score(value, scale, sheet, r, column)
    return scores


def _names_somebody(sheet: Sheet, shape: Shape, r: int) -> bool:
    row = sheet.rows[r]
    named = (row[shape.columns[part]] for part in ("name", "id") if part in shape.columns)
    return row != sheet.rows[shape.header] and not all(map(is_no_name, named))


def _read_column(
    sheet: Sheet, header: int, column: int, rows: list[int], raw: Raw
) -> tuple[Meanings, Scale | None, float]:
    """Return what the cells of a column mean, on which scale, and what a blank one means."""
    title, at = _in_brackets(sheet.rows[header][column]), (header, column)
    where = f"column {sheet.heading(column, name_in(sheet.rows[header][column])[:60])}"
    cells = [sheet.rows[r][column] for r in rows]
    found = _meanings(cell for cell in cells if cell != "")
    crossed = any(map(_is_cross, found.unusable))
    raw.issues += check_scale(
        found, title, sheet, at, where, lambda: ((sheet.rows[r][column], (r, column)) for r in rows), ties=False
    )
    kind = _keep_one_kind(found, cells)
    raw.issues += _say_words(found, sheet, at, where)
    numbers = set(found.numbers.values())
    yes_or_no = kind == "marks" or (numbers == {0.0, 1.0} and not bounds_in(title) and not found.words)
    blank = 0.0 if kind == "marks" and 0.0 not in numbers and not crossed else math.nan
    if blank == 0 and "" in cells:
        message = f"Blank cells in {where} were read as no, as nothing in it says 'no' or 0."
        raw.issues.append(sheet.issue("note", "score-blank", message, at=at))
    return found, Scale(0.0, 1.0) if yes_or_no else scale_of(found, title), blank


def _keep_one_kind(found: Meanings, cells: list[Any]) -> str:
    """Take as unusable what is of another kind than most cells: a word among numbers, a number among words."""
    kinds = {cell: _kind(cell, found) for cell in found.numbers}
    if not kinds:
        return ""
    count = Counter({"given": "words"}.get(kinds[cell], kinds[cell]) for cell in cells if cell in kinds)
    most = max(_AMONG, key=lambda kind: count[kind]) if count.keys() & _AMONG.keys() else "marks"
    if "other words" in count and not count.keys() & _AMONG.keys():
        most = _MIXED
    for cell, kind in kinds.items():
        fits = kind == most or (kind == "no" and most in ("words", "marks"))
        fits = fits or (kind == "given" and most in ("numbers", "words"))
        if fits or (most == "marks" and kind == "numbers" and found.numbers[cell] in (0, 1)):
            continue
        del found.numbers[cell]
        found.words.pop(str(cell), None)
        among = _AMONG.get(most, "words on other scales")
        message = f"'{name_in(cell)[:60]}' stands among {among}, and how it compares with them is not known."
        found.unusable[cell] = ("not-a-number", message, _WHAT_WORKS)
    found.scales = found.scales[:1] if most == "words" else ()
    return most


def _kind(cell: Any, found: Meanings) -> str:
    scale = SCALES[found.scales[0]] if found.scales else {}
    if isinstance(cell, Worded):
        return "given"  # a mapping, or the workbook, says which number it is
    if cell in found.words:
        if number_beside(cell):
            return "numbers"
        return "words" if len(found.scales) == 1 or key(cell) in scale else "other words"
    if isinstance(cell, bool) or (isinstance(cell, str) and number_in(cell) is None):
        return "no" if scale.get(key(str(cell))) == found.numbers[cell] else "marks"  # beside 'Low', or 'yes'
    return "numbers"


# --- what is said of them ---------------------------------------------------------------------------------


def _say_listed(sheet: Sheet, shape: Shape, columns: Mapping[str, int], raw: Raw) -> None:
    header = sheet.rows[shape.header]
    said = " and ".join(sheet.heading(column, name_in(header[column])[:60]) for column in columns.values())
    others = " and ".join(
        sheet.heading(column, name_in(cell)[:60])
        for column, cell in enumerate(header)
        if column not in shape.columns.values()
        and any(header_key(_in_brackets(cell)) in PLACE[name] for name in columns)
    )
    message = (
        f"{said}: read as scores of {', '.join(columns)}, given by whoever made this list. They are no ratings by "
        "others; 'powermap measures' shows them, and no report or map."
    )
    if others:
        message += f" Left out, though called as scores of the same: {others}."
    fix = f'If one is something else: --map "{sheet.title}.{next(iter(columns))}=".'
    raw.issues.append(sheet.issue("note", "scores-listed", message, fix, at=(shape.header, min(columns.values()))))


def _say_left_out(sheet: Sheet, shape: Shape, raw: Raw) -> None:
    """Say which column is called as one of scores and holds few."""
    if shape.mapped or sheet.network:
        return
    for name, column in _called_so(sheet, shape.header, shape.columns).items():
        cells = below(sheet, shape.header, column)
        unusable = _meanings(cells).unusable
        share = _hold_scores(cells)
        if name not in shape.columns and (0 < share < _ENOUGH or (not share and _like_scores(unusable))):
            r = next(r for r in range(shape.header + 1, len(sheet.rows)) if sheet.rows[r][column] in unusable)
            message = (
                f"{sheet.heading(column, name_in(sheet.rows[shape.header][column])[:60])} was left out: most of it "
                f"is no score of {name}, such as '{name_in(sheet.rows[r][column])[:60]}'."
            )
            cell = sheet.rows[r][column]
            fix = how_to_mend(cell, _WHAT_WORKS) if isinstance(cell, CellError) else _WHAT_WORKS
            raw.issues.append(sheet.issue("warning", "scores-left-out", message, fix, at=(r, column)))


def _like_scores(cells: Collection[Any]) -> bool:
    """Tell whether most cells, none of them a score, were meant as such: '90%', '+++', a formula; not 'Housing'."""
    like = (isinstance(cell, CellError) or not re.search(r"[^\W\d_]", name_in(cell)) for cell in cells)
    return sum(like) * 2 > len(cells)


def _say_words(found: Meanings, sheet: Sheet, at: tuple[int, int], where: str) -> list[Issue]:
    words = {word: number for word, number in found.words.items() if not number_beside(word)}
    if not words:
        return []
    order = sorted(words.items(), key=lambda item: item[1])
    said = ", ".join(f"'{word}' = {number:g}" for word, number in order)
    return [sheet.issue("note", "words-read-as", f"Scores in {where} were read as: {said}.", at=at)]


def _unusable(sheet: Sheet, at: tuple[int, int], name: str, whose: str, why: tuple[str, str, str]) -> Issue:
    code, message, _ = why
    cell = sheet.rows[at[0]][at[1]]
    said = f"The {name} of '{whose}' was left out. {message.replace('strength', 'score')}"
    if isinstance(cell, CellError):
        return sheet.issue("error", code, said, how_to_mend(cell, "Write it in the cell."), at=at)
    return sheet.issue("error", "score-unusable", said, f"{_WHAT_WORKS} Leave a cell empty if nobody knows.", at=at)


# --- settled ----------------------------------------------------------------------------------------------


def settle_scores(
    actors: Mapping[str, Actor], members: Collection[tuple[str, str]], issues: list[Issue]
) -> pd.DataFrame:
    """Return the scores of each member of each round: round, actor, attribute, score, lowest, highest, in_words."""
    import pandas as pd

    by_list = {name: [score for own in actors[name].scores.values() for score in own.items()] for name in actors}
    first: dict[str, Score] = {}
    for attribute, score in (pair for own in by_list.values() for pair in own):
        one = first.setdefault(attribute, score)
        if one.scale != score.scale and one.sheet is not score.sheet:
            issues.append(_two_scales(attribute, one, score))
            first[attribute] = score._replace(scale=one.scale)  # said once for each sheet
    rows = []
    for round_, name in members:
        own = {**actors[name].scores.get(None, {}), **actors[name].scores.get(round_, {})}
        for attribute in ATTRIBUTES:
            if attribute in own:
                value, scale, *_ = own[attribute]
                rows.append((round_, name, attribute, value, *(scale or (math.nan, math.nan, False))))
    kinds = dict.fromkeys(("score", "lowest", "highest"), float) | {"in_words": bool}
    names = ("round", "actor", "attribute", "score", "lowest", "highest", "in_words")
    return pd.DataFrame(
        {name: pd.Series([row[i] for row in rows], dtype=kinds.get(name, object)) for i, name in enumerate(names)}
    )


def _two_scales(attribute: str, one: Score, other: Score) -> Issue:
    message = (
        f"The {attribute} of organisations is scored on another scale here than in '{one.sheet.title}', so that "
        "the two cannot be compared."
    )
    fix = "Score all on one scale, such as 1 to 5, and write it into the header: 'Power (1-5)'."
    return other.sheet.issue("warning", "mixed-scales", message, fix, at=(other.row, other.column))


def scored(survey: Survey, round_: str) -> pd.DataFrame:
    """Return the scores of one round side by side: see `Survey.scored`."""
    import pandas as pd

    own = survey.scores[survey.scores["round"] == round_]
    names = survey.members.loc[survey.members["round"] == round_, "name"].to_list()
    index = pd.Index(names, name="actor", dtype=object)
    columns = {
        attribute: own[own["attribute"] == attribute].set_index("actor")["score"].reindex(index)
        for attribute in ATTRIBUTES
    }
    return pd.DataFrame(columns, index=index)
