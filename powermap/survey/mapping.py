"""A mapping says how the sheets of a survey are to be read, where powermap is unsure or should read them otherwise.

It is a small TOML file, single settings such as 'Ties.from=Who answered', or a dict of the same form:

    [[sheet]]
    name = "Round *"           # which sheets, * stands for anything; of a CSV file, the name of the file
    shape = "ties"             # or actors, matrix, grid, wide, aliases, ignore
    relation = "Works with"
    [sheet.columns]            # by header, or by letter: "column C"; "" = no column plays this part
    from = "Who answered"
    [sheet.words]
    "Now and again" = 2

    [aliases]
    "GMMH" = "Greater Manchester Mental Health"

Where several entries fit a sheet, what comes later wins.
"""

from __future__ import annotations

import math
import os
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_args

from powermap.errors import UnknownChoiceError, UnreadableFileError
from powermap.survey.aliases import Alias
from powermap.survey.answers import number_in, yes_or_no
from powermap.survey.names import name_in, name_key
from powermap.survey.shape import Kind
from powermap.survey.sheet import Sheet
from powermap.vocabulary import HEADERS, key

IGNORE = "ignore"
SHAPES = (*(kind for kind in get_args(Kind) if kind != "none"), IGNORE)
BLANKS = ("missing", "no tie")
SIDES = ("side", "top")
NUMBERED = "numbered"
#: As the row of the headers: there is none.
NO_HEADER = -1
#: The parts that a column can play.
PARTS = (*HEADERS, "alias", "means", "same")

#: What a caller may give: files, settings ('Sheet1.from=Column B'), dicts, or several of them.
Given = str | os.PathLike[str] | Mapping[str, Any]


@dataclass(frozen=True)
class SheetMap:
    """What a mapping says about the sheets that fit *name* and *file*; a field is empty where it says nothing.

    Parameters
    ----------
    name, file : str
        '*' stands for anything; capitals do not matter.
    shape : str
        One of SHAPES.
    header : int
        The row of the headers, as Excel counts; NO_HEADER where there is none.
    hidden : bool
        Whether to read the sheet although it is hidden.
    relation, round : str
        For answers that no column says them of; or the header of a column that says it and plays no other part.
    blank : str
        What a blank answer is: 'missing' or 'no tie'.
    respondents : str
        Where those who answered stand in a grid: down the 'side' or along the 'top'.
    columns : dict
        The column that plays each part: its header or 'column C'; '' for none.
    answers, leave_out : tuple of str
        Columns of answers, one per question or partner; columns that play no part.
    names : tuple of str
        Who stands down the side and along the top of a square of answers without labels; NUMBERED = '1', '2', ...
    words : dict
        What an answer means: a number (0 is no tie), or None for missing.
    where : str
        Where this was said, for messages.
    """

    name: str = "*"
    file: str = "*"
    shape: str = ""
    header: int = 0
    hidden: bool = False
    relation: str = ""
    round: str = ""
    blank: str = ""
    respondents: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    words: Mapping[str, float | None] = field(default_factory=dict)
    where: str = ""

    def fits(self, sheet: Sheet) -> bool:
        """Tell whether this speaks of *sheet*."""
        called = (sheet.title,) if sheet.name else (sheet.title, Path(sheet.file).name)
        return any(_fits(self.name, text) for text in called) and _fits(self.file, Path(sheet.file).name)

    @property
    def settles_shape(self) -> bool:
        """Whether this says anything about the layout."""
        return bool(self.shape or self.header or self.columns or self.answers or self.leave_out)


_SETTINGS = tuple(entry.name for entry in fields(SheetMap) if entry.name != "where")


@dataclass(frozen=True)
class SurveyMap:
    """A whole mapping."""

    sheets: tuple[SheetMap, ...] = ()
    aliases: tuple[Alias, ...] = ()

    def about(self, sheet: Sheet) -> SheetMap | None:
        """Return all that is said about a sheet, or None; what comes later wins."""
        fitting = [entry for entry in self.sheets if entry.fits(sheet)]
        if not fitting:
            return None
        joined = fitting[0]
        for entry in fitting[1:]:
            said = {
                name: getattr(entry, name)
                for name in _SETTINGS
                if getattr(entry, name) and name not in ("columns", "words")
            }
            columns, words = {**joined.columns, **entry.columns}, {**joined.words, **entry.words}
            where = joined.where if entry.where in joined.where else f"{joined.where}, {entry.where}"
            joined = replace(joined, **said, columns=columns, words=words, where=where)
        return joined

    def unused(self, sheets: Iterable[Sheet]) -> list[SheetMap]:
        """Return the entries that fit none of *sheets*, of those that leave something out; raise for any other.

        Raises
        ------
        UnknownChoiceError
        """
        sheets = list(sheets)
        left = [entry for entry in self.sheets if not any(entry.fits(sheet) for sheet in sheets)]
        for entry in left:
            if entry.shape != IGNORE:
                there = ", ".join(f"'{sheet.title}'" for sheet in sheets) or "none"
                of_file = f" in a file '{entry.file}'" if entry.file != "*" else ""
                raise UnknownChoiceError(
                    f"The mapping speaks of a sheet '{entry.name}'{of_file}; no sheet is called so.",
                    where=entry.where,
                    fix=f"The sheets: {there}. Correct the name; * stands for anything, as in 'Round *'.",
                )
        return left


def _fits(pattern: str, text: str) -> bool:
    parts = (re.escape(part) for part in _folded(pattern).split("*"))
    return re.fullmatch(".*".join(parts), _folded(text), re.DOTALL) is not None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def load_mapping(given: Given | Sequence[Given] | None) -> SurveyMap:
    """What does a mapping say?

    Parameters
    ----------
    given : path, str, dict, or several of them
        A TOML file; a setting ('Ties.from=Who answered', 'Ties.words.Often=3', 'aliases.GMMH=Greater Manchester
        Mental Health'); or a dict of the same form as the file. Of several, what comes later wins.

    Raises
    ------
    UnreadableFileError
        The file is missing or not TOML; the message names the line.
    UnknownChoiceError
        It has a key or a value that means nothing; the message lists those that do.

    Examples
    --------
    >>> load_mapping("Ties.from=Column B").sheets[0].columns
    {'from': 'Column B'}
    """
    if given is None:
        return SurveyMap()
    several = [given] if isinstance(given, str | os.PathLike | Mapping) else list(given)
    sheets: list[SheetMap] = []
    aliases: list[Alias] = []
    for one in several:
        data, label = _data(one)
        made = _survey_map(data, label)
        sheets += made.sheets
        aliases += made.aliases
    return SurveyMap(tuple(sheets), tuple(aliases))


def _data(given: Given) -> tuple[Mapping[str, Any], str]:
    if isinstance(given, Mapping):
        return given, "the mapping"
    if isinstance(given, str) and "=" in given and not Path(given).exists():
        return _setting(given), f"--map '{given}'"
    path = Path(given)
    try:
        content = path.read_bytes()
        return tomllib.loads(content.decode("utf-8-sig")), path.name
    except (OSError, ValueError) as error:
        if isinstance(error, tomllib.TOMLDecodeError):
            what, fix = f"This mapping is not valid TOML: {error}.", _how_to_mend(str(error), content)
        elif isinstance(error, UnicodeDecodeError):
            what, fix = "This mapping is not a text file in UTF-8.", "Write one with: powermap check --write-map."
        else:
            what = (
                f"There is no mapping '{given}' that can be opened ({getattr(error, 'strerror', None) or error})."
            )
            fix = "Give a TOML file, or a setting such as 'Ties.from=Who answered'."
        raise UnreadableFileError(what, where=path.name, fix=fix) from error


def _how_to_mend(said: str, content: bytes) -> str:
    line = re.search(r"line (\d+)", said)
    lines = content.decode("utf-8-sig").splitlines()
    shown = lines[int(line[1]) - 1].strip()[:80] if line and int(line[1]) <= len(lines) else ""
    quotes = 'Names and texts stand in quotation marks: from = "Who answered".'
    return f"Look at: {shown} {quotes}" if shown else quotes


def _setting(text: str) -> dict[str, Any]:
    """Return the dict that 'Sheet.part=value' amounts to."""
    left, _, value = text.partition("=")
    left, value = left.strip(), value.strip()
    sheet, dot, part = left.rpartition(".")
    part = part.strip().replace(" ", "_")
    if left.startswith("aliases.") and part.casefold() not in (*_SETTINGS, *PARTS):
        return {"aliases": {left.removeprefix("aliases."): value}}
    before, worded, word = left.rpartition(".words.")
    if worded:
        number = number_in(value)
        return {"sheet": [{"name": before, "words": {word: value if number is None else number}}]}
    if not dot or not sheet or not part:
        raise UnknownChoiceError(
            f"'{text}' is not a setting.",
            where="--map",
            fix="Write SHEET.PART=VALUE, such as 'Ties.from=Who answered', or name a TOML file.",
        )
    part = part.casefold()
    made: Any = value
    if part in ("answers", "leave_out") or (part == "names" and value != NUMBERED):
        made = [piece.strip() for piece in value.split(";")]
    elif part == "header" and value.isdecimal():
        made = int(value)
    elif part == "hidden":
        made = bool(yes_or_no(value))
    if part in _SETTINGS:
        return {"sheet": [{"name": sheet, part: made}]}
    part = part.removeprefix("columns.")
    return {"sheet": [{"name": sheet.removesuffix(".columns"), "columns": {part: value}}]}


def _survey_map(data: Mapping[str, Any], label: str) -> SurveyMap:
    _only(data, ("sheet", "aliases"), label, "the mapping")
    entries = data.get("sheet", [])
    if isinstance(entries, Mapping):
        entries = [entries]
    _expect(isinstance(entries, list | tuple), label, "sheet", "a table [[sheet]] for each sheet")
    aliases = data.get("aliases", {})
    _expect(
        _is_table(aliases) and all(isinstance(name, str) for name in aliases.values()),
        label,
        "aliases",
        'a table of names in quotation marks: "GMMH" = "Greater Manchester Mental Health"',
    )
    place = Sheet(label, "", [])
    where: dict[str, tuple[int, int] | None] = {"alias": None, "means": None}
    return SurveyMap(
        tuple(_sheet_map(entry, number, label) for number, entry in enumerate(entries, 1)),
        tuple(Alias(name_in(name), name_in(means), True, place, where) for name, means in aliases.items()),
    )


def _sheet_map(data: Any, number: int, label: str) -> SheetMap:
    what = f"[[sheet]] number {number}"
    _expect(_is_table(data), label, what, "a table")
    what += f" ('{data['name']}')" if isinstance(data.get("name"), str) else ""
    _only(data, _SETTINGS, label, what)
    for name in ("name", "file", "shape", "relation", "blank", "respondents"):
        _expect(isinstance(data.get(name, ""), str), label, f"{name} in {what}", "a text in quotation marks")
    round_ = data.get("round", "")
    _expect(isinstance(round_, str | int) and not isinstance(round_, bool), label, f"round in {what}", "a text")
    header = data.get("header", 0)
    header = NO_HEADER if isinstance(header, str) and key(header) == "none" else header
    good = type(header) is int and (header == NO_HEADER or header >= ("header" in data))
    _expect(good, label, f"header in {what}", 'the number of a row, or "none"')
    _expect(isinstance(data.get("hidden", False), bool), label, f"hidden in {what}", "true or false")
    columns = data.get("columns", {})
    _expect(_is_texts(columns), label, f"columns in {what}", 'a table of texts: from = "Who answered"')
    _only(columns, PARTS, label, f"columns in {what}")
    for name in ("answers", "leave_out"):
        _expect(_is_list(data.get(name, [])), label, f"{name} in {what}", 'a list of headers: ["Trust", "Advice"]')
    shape = str(data.get("shape", "")).strip().casefold()
    _one_of(shape, SHAPES, label, f"shape in {what}")
    blank = " ".join(str(data.get("blank", "")).casefold().replace("-", " ").replace("_", " ").split())
    _one_of(blank, BLANKS, label, f"blank in {what}")
    _one_of(str(data.get("respondents", "")).strip().casefold(), SIDES, label, f"respondents in {what}")
    return SheetMap(
        name=data.get("name", "*"),
        file=data.get("file", "*"),
        shape=shape,
        header=header,
        hidden=data.get("hidden", False),
        relation=name_in(data.get("relation", "")),
        round=name_in(round_),
        blank=blank,
        respondents=str(data.get("respondents", "")).strip().casefold(),
        columns=dict(columns),
        answers=tuple(data.get("answers", ())),
        leave_out=tuple(data.get("leave_out", ())),
        names=_names(data.get("names", ()), label, what),
        words=_words(data.get("words", {}), label, what),
        where=label,
    )


def _names(data: Any, label: str, what: str) -> tuple[str, ...]:
    if isinstance(data, str) and key(data) == NUMBERED:
        return (NUMBERED,)
    _expect(_is_list(data), label, f"names in {what}", f'"{NUMBERED}", or a list of names in their order')
    names = tuple(name_in(name) for name in data)
    _expect(
        all(names) and len({name_key(name) for name in names}) == len(names),
        label,
        f"names in {what}",
        "a list in which no name is there twice",
    )
    return names


def _words(data: Any, label: str, what: str) -> dict[str, float | None]:
    _expect(_is_table(data), label, f"words in {what}", 'a table: "Now and again" = 2')
    words: dict[str, float | None] = {}
    for word, meaning in data.items():
        good = isinstance(meaning, int | float) and not isinstance(meaning, bool)
        good = good and math.isfinite(meaning) and meaning >= 0
        if isinstance(meaning, str) and key(meaning) in BLANKS:
            words[word] = None if key(meaning) == BLANKS[0] else 0.0
        else:
            _expect(good, label, f"words in {what}", f'for \'{word}\' a number from 0 up, "missing" or "no tie"')
            words[word] = float(meaning)
    return words


def _is_table(data: Any) -> bool:
    return isinstance(data, Mapping) and all(isinstance(name, str) for name in data)


def _is_texts(data: Any) -> bool:
    return _is_table(data) and all(isinstance(text, str) for text in data.values())


def _is_list(data: Any) -> bool:
    return isinstance(data, list | tuple) and all(isinstance(text, str) for text in data)


def _expect(good: bool, label: str, what: str, wanted: str) -> None:
    if not good:
        raise UnknownChoiceError(f"{what[:1].upper()}{what[1:]} should be {wanted}.", where=label)


def _only(data: Mapping[str, Any], known: Collection[str], label: str, what: str) -> None:
    for name in data:
        if name not in known:
            raise UnknownChoiceError(
                f"'{name}' means nothing in {what}.", where=label, fix=f"What does: {', '.join(known)}."
            )


def _one_of(text: str, known: Collection[str], label: str, what: str) -> None:
    if text and text not in known:
        raise UnknownChoiceError(f"{what} is '{text}'.", where=label, fix=f"It can be: {', '.join(known)}.")
