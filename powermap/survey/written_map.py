"""Write the mapping that powermap would use for a survey: a TOML file with comments, ready to edit."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from powermap.errors import UnknownChoiceError
from powermap.survey.answers import meanings
from powermap.survey.mapped import Labelled, mapped_shape
from powermap.survey.mapped_columns import column_name
from powermap.survey.mapping import IGNORE, NO_HEADER, Given, SheetMap, load_mapping
from powermap.survey.names import is_no_name, name_in, name_key
from powermap.survey.pairs import Headed
from powermap.survey.raw import Raw
from powermap.survey.read import Plan, plan
from powermap.survey.rounds import for_any_round
from powermap.survey.shape import Shape
from powermap.survey.shapes import readings
from powermap.survey.sheet import Sheet
from powermap.survey.tidy import columns_of_ticks, how_read, questions_of

_HEAD = """\
# How powermap reads {files}. Change what is wrong, save, and give this file with --map:
#   powermap report {first} --map {map}
# The file of the next round is read in the same way, as long as its sheets and headers are called the same.
#
# name     a sheet, or a CSV file; * stands for anything ('Round *'). Of several entries that fit, the later wins.
# shape    ties = one answer per row; actors = one organisation per row; grid, matrix = respondents down the side,
#          partners along the top; wide = one respondent per row; attendance; aliases; ignore = leave it out.
# columns  the column for each part, by its header or as "column C"; "" where no column plays the part.
# words    what an answer means: a number (0 is no tie), "missing" or "no tie".
# blank    what a blank answer is: "missing" or "no tie".
"""
_TAIL = """
# Names that are one body: what is written in the file, and what it means.
# [aliases]
# "GMMH" = "Greater Manchester Mental Health"
"""
_MOST_WORDS = 80
#: Shapes whose answers are numbers or words on a scale, in known columns.
_WITH_ANSWERS = ("ties", "grid", "matrix")
_UNSURE = 0.6


@dataclass
class _Entry:
    """What is written about the sheets that *said* fits, with remarks for its lines."""

    said: SheetMap
    sheets: list[Sheet]
    shape: Shape
    remarks: dict[str, str]
    also: list[str]


def written_map(
    *paths: str | os.PathLike[str],
    hidden: bool = False,
    mapping: Given | Sequence[Given] | None = None,
    called: str = "map.toml",
) -> str:
    """How would powermap read these files, as a mapping to edit?

    Parameters
    ----------
    *paths, hidden, mapping
        As for `read_survey`.
    called : str
        The name that the file will have.

    Returns
    -------
    str
        TOML. Read with it, the files give the same survey as without; so does a later file with the same headers.
    """
    planned = plan(paths, Raw(), hidden=hidden, mapping=load_mapping(mapping))
    known: set[str] = set()
    for sheet, shape in planned.found.items():
        if shape.kind == "actors":
            known |= {name_key(name_in(row[shape.columns["name"]])) for row in sheet.rows[shape.header + 1 :]}
    titles = [(sheet.file, sheet.name) for sheet in planned.found]
    entries = [
        _entry(sheet, shape, planned, known, hidden=hidden)
        for sheet, shape in planned.found.items()
        if sheet.rows and titles.count((sheet.file, sheet.name)) == 1
    ]
    entries = _named(_joined(entries), list(planned.found))
    if [sheet.name for sheet in planned.found] == [""]:  # one CSV file, which the next round calls otherwise
        entries = [replace(entry, said=replace(entry.said, name="*")) for entry in entries]
    first = planned.sources[0] if planned.sources else "FILE"
    quoted = f'"{first}"' if " " in first else first
    text = _HEAD.format(files=_flat(", ".join(planned.sources)), first=_flat(quoted), map=_flat(called))
    parted = dict.fromkeys(sheet.title for sheet in planned.found if titles.count((sheet.file, sheet.name)) > 1)
    for title in parted:
        text += (
            f"\n# Sheet '{_flat(title)}' holds several tables; each is read on its own, and none can be mapped.\n"
        )
        text += "# To map them, give each a sheet of its own.\n"
    return text + "".join(f"\n{_in_toml(entry)}" for entry in entries) + _TAIL


def _entry(sheet: Sheet, shape: Shape, planned: Plan, known: Collection[str], *, hidden: bool) -> _Entry:
    """Return the shortest entry with which a sheet is read as it is without."""
    name = sheet.title
    if shape.kind == "none":
        also = [f"Not used: {shape.reason}."]
        if sheet.hidden and not hidden:
            also.append("To read it, put hidden = true in the place of this shape.")
        else:
            also += _to_fill_in(sheet)
        return _Entry(SheetMap(name, shape=IGNORE), [sheet], shape, {}, also)
    remarks: dict[str, str] = {}
    relation, round_ = _of_all(sheet, shape, planned, remarks)
    found = planned.relations.get(sheet, "tie")
    blank = _blank(sheet, shape, found, remarks)
    base = SheetMap(
        name,
        shape=shape.kind,
        hidden=sheet.hidden,
        relation=relation,
        round=round_,
        blank=blank,
        respondents=shape.respondents,
        names=tuple(name_in(cell) for cell in sheet.rows[0][1:]) if isinstance(sheet, Labelled) else (),
        columns={
            part: column_name(sheet, shape.header, column)
            for part, column in shape.columns.items()
            if part != "relation header" and not (isinstance(sheet, Labelled) and column == 0)
        },
    )
    number, answers = (
        NO_HEADER if isinstance(sheet, Headed) else sheet.top + shape.header + 1,
        tuple(column_name(sheet, shape.header, c) for c in shape.answers),
    )
    said = base
    ways = ((0, ()), (number, ()), (0, answers), (number, answers))
    for header, listed in ways if number != NO_HEADER else ways[1::2]:
        said = replace(base, header=header, answers=listed)
        if _same(sheet, said, shape, known):
            break
    said = replace(said, words=_words(sheet, shape, found))
    if not said.header and not isinstance(sheet, Labelled):
        remarks["header"] = f"# header = {number}  # found by the headers below; counted as Excel does"
    sure = f"{shape.confidence:.0%} sure" if not shape.mapped else "given"
    remarks["shape"] = f"{sure}: {shape.reason}"
    also = []
    if shape.confidence < _UNSURE:
        others = {
            other.kind: other.reason for other in readings(sheet, known) if other.kind not in (shape.kind, "none")
        }
        also += [f'It could also be: shape = "{kind}" ({reason})' for kind, reason in others.items()]
        also.append('If it is none of these: shape = "ignore"')
    if shape.unused:
        unused = ", ".join(sheet.heading(c, name_in(sheet.rows[shape.header][c])[:60]) for c in shape.unused)
        also.append(f"Columns that are not used: {unused}")
    return _Entry(said, [sheet], shape, remarks, also)


def _to_fill_in(sheet: Sheet) -> list[str]:
    """Return the lines with which an unknown sheet could be read, for the person to complete."""
    row = next((row for row in sheet.rows if sum(cell != "" for cell in row) > 1), None)
    if row is None or len(sheet.rows) < 2:
        return []
    if not any(isinstance(cell, str) and cell for line in sheet.rows for cell in line):
        if len(sheet.rows) != len(row):
            return []
        return [
            "To read it, put this in the place of its shape:",
            'names = "numbered"  # or who they are: ["A", "B", ...]',
        ]
    columns = [_text(name_in(cell)[:60]) for cell in row if cell != ""]
    return [
        "To read it, delete the line with its shape, complete these lines, and take away the # before each:",
        'shape = "ties"',
        "[sheet.columns]",
        f'from = ""  # who answered: one of {", ".join(columns[:20])}',
        'to = ""  # whom they named',
        'strength = ""  # what they answered',
        'Where the first row holds no headers: header = "none", and the columns by letter, such as "column A".',
        'For a grid of names down the side and along the top: shape = "grid", and nothing else.',
        'For a list of organisations: shape = "actors", and under [sheet.columns] name = "" and sector = "".',
    ]


def _same(sheet: Sheet, said: SheetMap, shape: Shape, known: Collection[str]) -> bool:
    """Tell whether an entry leads to the same shape."""
    try:
        again = mapped_shape(sheet, said, known)
    except UnknownChoiceError:
        return False
    columns = {part: at for part, at in shape.columns.items() if part != "relation header"}
    same = (again.kind, again.header, again.answers) == (shape.kind, shape.header, shape.answers)
    return same and {part: at for part, at in again.columns.items() if part != "relation header"} == columns


def _of_all(sheet: Sheet, shape: Shape, planned: Plan, remarks: dict[str, str]) -> tuple[str, str]:
    """Return the relation and round to write for all answers of a sheet; '' where they are read from elsewhere."""
    if shape.kind not in _WITH_ANSWERS:
        return shape.relation, shape.round
    relation = shape.relation
    found = planned.relations.get(sheet, "tie")
    by_column = "relation" in shape.columns or (shape.kind == "ties" and shape.answers)
    if not relation and "relation header" in shape.columns:
        relation = name_in(sheet.rows[shape.header][shape.columns["relation header"]])
    elif not relation and not by_column and found != "tie":
        relation = found
    if not relation and not by_column:
        remarks["relation"] = f'# relation = {_text(found)}  # what the answers are about, such as "works with"'
    round_ = planned.rounds.get(sheet)
    if round_ and not shape.round and "round" not in shape.columns:
        remarks["round"] = f"# round = {_text(round_)}  # from the name of the sheet"
    return relation, shape.round


def _blank(sheet: Sheet, shape: Shape, relation: str, remarks: dict[str, str]) -> str:
    """Return what a blank answer is, if that is one thing in the whole sheet."""
    if shape.blank or shape.kind not in _WITH_ANSWERS:
        return shape.blank
    if shape.kind != "ties":
        return "missing" if 0.0 in meanings(_answers(sheet, shape)).numbers.values() else "no tie"
    questions = questions_of(sheet, shape, relation)
    ticked = columns_of_ticks(sheet, shape, questions, how_read(sheet, shape, questions, Raw()), Raw())
    if len(questions) > 1 and len(ticked) in (0, len(questions)):
        return "no tie" if ticked else "missing"
    remarks["blank"] = '# blank = "missing"  # or "no tie"'
    return ""


def _answers(sheet: Sheet, shape: Shape) -> Iterator[Any]:
    """Yield the answers of a grid but for those about oneself."""
    side = shape.columns["name"]
    partners = {column: name_key(name_in(sheet.rows[shape.header][column])) for column in shape.answers}
    for row in sheet.rows[shape.header + 1 :]:
        if not is_no_name(row[side]):
            own = name_key(name_in(row[side]))
            yield from (row[column] for column, partner in partners.items() if partner != own)


def _words(sheet: Sheet, shape: Shape, relation: str) -> dict[str, float | None]:
    """Return what each word means, where it means the same in all columns and for all relations."""
    if shape.kind not in _WITH_ANSWERS:
        return {}
    if shape.kind == "ties":
        how = list(how_read(sheet, shape, questions_of(sheet, shape, relation), Raw()).values())
    else:
        how = [meanings(_answers(sheet, shape))]
    words: dict[str, set[float | None]] = {}
    for found in how:
        for word, number in found.words.items():
            words.setdefault(name_in(word), set()).add(number)
        for cell in found.missing:
            words.setdefault(name_in(cell), set()).add(None)
    by_key: dict[str, set[float | None]] = {}
    for word, numbers in words.items():
        by_key.setdefault(name_key(word), set()).update(numbers)
    plain = {word: next(iter(numbers)) for word, numbers in words.items() if len(by_key[name_key(word)]) == 1}
    order = sorted(plain.items(), key=lambda item: (item[1] is None, item[1] or 0.0, item[0]))
    return dict(order[:_MOST_WORDS]) if any(name_key(word) for word in plain) else {}


def _joined(entries: list[_Entry]) -> list[_Entry]:
    """Return one entry for the sheets that differ in the round in their name only."""
    made: dict[tuple[str, str], list[_Entry]] = {}
    for entry in entries:
        sheet = entry.sheets[0]
        pattern = for_any_round(sheet.title) if entry.shape.kind != "none" else sheet.title
        made.setdefault((pattern, sheet.file if sheet.name else ""), []).append(entry)
    out: list[_Entry] = []
    for (pattern, _), group in made.items():
        first = group[0]
        words = _together(entry.said.words for entry in group)
        alike = {repr(replace(entry.said, name="", words={})) for entry in group}
        if len(alike) == 1 and words is not None:
            sheets = [entry.sheets[0] for entry in group]
            out.append(replace(first, said=replace(first.said, name=pattern, words=words), sheets=sheets))
        else:
            out += group
    return out


def _together(several: Iterable[Any]) -> dict[str, float | None] | None:
    words: dict[str, float | None] = {}
    for own in several:
        for word, number in own.items():
            if words.setdefault(word, number) != number:
                return None
    return words


def _named(entries: list[_Entry], sheets: Sequence[Sheet]) -> list[_Entry]:
    """Make each entry fit its own sheets only: by whole names, or by the file too, where a pattern fits others."""

    def fits_others(said: SheetMap, own: Sequence[Sheet]) -> bool:
        return any(said.fits(sheet) and sheet not in own for sheet in sheets if sheet.rows)

    out = []
    for entry in entries:
        said, first = entry.said, entry.sheets[0]
        if fits_others(said, entry.sheets) and len(entry.sheets) == 1:
            said = replace(said, name=first.title)
        if fits_others(said, entry.sheets):
            said = replace(said, file=Path(first.file).name)
        out.append(replace(entry, said=said))
    return out


def _in_toml(entry: _Entry) -> str:
    said, remarks = entry.said, entry.remarks
    lines = ["[[sheet]]", f"name = {_text(said.name)}"]
    if said.file != "*":
        lines.append(f"file = {_text(said.file)}")
    lines.append(f"shape = {_text(said.shape)}" + (f"  # {_flat(remarks['shape'])}" if "shape" in remarks else ""))
    lines += [f"# {_flat(text)}" for text in entry.also]
    for name in ("header", "hidden", "relation", "round", "respondents", "blank"):
        value = getattr(said, name)
        if value:
            number = "true" if value is True else '"none"' if value == NO_HEADER else str(value)
            shown = number if isinstance(value, int) else _text(value)
            lines.append(f"{name} = {shown}")
        elif name in remarks:
            lines.append(_flat(remarks[name]))
    for part in ("names", "answers"):
        if getattr(said, part):
            lines += [f"{part} = [", *(f"    {_text(name)}," for name in getattr(said, part)), "]"]
    if said.columns:
        lines += ["[sheet.columns]", *(f"{part} = {_text(name)}" for part, name in said.columns.items())]
    if said.words:
        lines += ["[sheet.words]", *(f"{_text(word)} = {_meaning(number)}" for word, number in said.words.items())]
    return "\n".join(lines) + "\n"


def _meaning(number: float | None) -> str:
    return '"missing"' if number is None else f"{number:g}" if number == float(f"{number:g}") else repr(number)


def _text(text: str) -> str:
    """Return a text as TOML writes it."""
    plain = text.encode("utf-8", "replace").decode("utf-8")
    quoted = json.dumps(plain, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in quoted)


def _flat(text: str) -> str:
    """Return a text that fits into a comment."""
    plain = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else " " for c in plain)
