"""Read spreadsheets of a partnership survey: from any of the known layouts to a Survey."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from powermap.errors import UnreadableFileError, UnrecognisedSurveyError
from powermap.survey.aliases import read_aliases
from powermap.survey.appearance import say_appearance
from powermap.survey.asides import leave_out_asides
from powermap.survey.attendance import read_attendance
from powermap.survey.blocks import tables_in
from powermap.survey.checks import found
from powermap.survey.code_key import with_texts
from powermap.survey.direction import turn_grids
from powermap.survey.grid import read_grid
from powermap.survey.layout import how_to_round, layout_of, say_unsure
from powermap.survey.listed_actors import read_actors
from powermap.survey.names import name_in, name_key
from powermap.survey.network_tables import sheets_left_out, undirected_files
from powermap.survey.own_pages import own_choices, own_page, with_own_words
from powermap.survey.pairs import lists_of_pairs
from powermap.survey.raw import Raw
from powermap.survey.recognised import listed_names, lists_alone, recognise_all
from powermap.survey.rounds import round_in_title
from powermap.survey.several import say_several_names
from powermap.survey.shape import Shape
from powermap.survey.sheet import Sheet
from powermap.survey.tidy import read_ties
from powermap.survey.titles import relations_of, rounds_of
from powermap.survey.unnamed import number_squares
from powermap.survey.workbook import open_workbook
from powermap.vocabulary import TOTALS

# The readers of other layouts, and of mappings, are imported where a file needs them.
if TYPE_CHECKING:
    from powermap.survey.mapping import Given, SheetMap, SurveyMap
    from powermap.survey.model import Survey

WHAT_WORKS = (
    "powermap reads a sheet with the columns from, to and strength (one answer per row), or a grid with "
    "respondents down the side and partners along the top; and, for the organisations, a sheet with the "
    "columns name and sector. Where the headers are called otherwise, say which is which in the mapping that "
    "'powermap check FILE --write-map map.toml' writes."
)


#: Kinds of sheets that say who named whom.
_OF_ANSWERS = ("ties", "grid", "matrix", "wide")
_READ_HIDDEN = "To read it, unhide it in Excel, or use the option --hidden."


class Plan(NamedTuple):
    """How every sheet is to be read."""

    sheets: list[Sheet]
    sources: tuple[str, ...]
    shapes: dict[Sheet, Shape]
    rounds: dict[Sheet, str | None]
    relations: dict[Sheet, str]
    #: The shapes before any grid was turned, of the sheets as they stand in the file.
    found: dict[Sheet, Shape]

    @property
    def answers(self) -> list[Sheet]:
        """The sheets that hold answers."""
        return [sheet for sheet in self.sheets if self.shapes[sheet].kind in _OF_ANSWERS]


def plan(
    paths: Sequence[str | os.PathLike[str]], raw: Raw, *, hidden: bool = False, mapping: SurveyMap | None = None
) -> Plan:
    """Open the files and settle how every sheet is to be read; what is wrong with a file is added to *raw*."""
    sheets, sources = _open_all(paths, raw)
    raw.own_choices = own_choices(sheets)
    sheets, decoded = with_texts(with_own_words(sheets))
    raw.issues += decoded
    about = _mapped(sheets, mapping, raw) if mapping else {}
    sheets = _parted(sheets, about, raw, hidden=hidden)
    shapes = recognise_all(sheets, about, hidden=hidden)
    asides = leave_out_asides(shapes)
    if asides:  # without those rows, what seemed a grid may be a matrix
        raw.issues += asides
        shapes = recognise_all(sheets, about, hidden=hidden)
    sheets, shapes = number_squares(
        sheets, shapes, raw.issues, lambda named: recognise_all(named, about, hidden=hidden), about
    )
    sheets, shapes = lists_of_pairs(
        sheets, shapes, raw.issues, lambda named: recognise_all(named, about, hidden=hidden), about
    )
    shapes |= lists_alone(shapes)
    for file, note in undirected_files(sheets).items():
        raw.issues.append(note)
        shapes |= {
            sheet: replace(shape, way="<->")
            for sheet, shape in shapes.items()
            if sheet.file == file and shape.kind == "ties"
        }
    recognised = dict(shapes)
    sheets = turn_grids(sheets, shapes, raw)
    answers = [sheet for sheet in sheets if shapes[sheet].kind in _OF_ANSWERS]
    rounds = rounds_of(sheets, shapes, answers)
    rounds |= {sheet: shape.round for sheet, shape in shapes.items() if shape.round}
    relations = relations_of(answers, shapes, rounds, raw.issues)
    relations |= {sheet: shape.relation for sheet, shape in shapes.items() if shape.relation}
    raw.aliases += mapping.aliases if mapping else ()
    return Plan(sheets, sources, shapes, rounds, relations, recognised)


def _mapped(sheets: list[Sheet], mapping: SurveyMap, raw: Raw) -> dict[Sheet, SheetMap]:
    """Make the sheets, in place, what a mapping makes of them; return what it says of each."""
    from powermap.survey.mapped import as_mapped

    for entry in mapping.unused(sheets):
        message = f"The mapping leaves out sheets called '{entry.name}'; there are none."
        raw.issues.append(found("note", "mapping-unused", message, file=entry.where))
    about: dict[Sheet, SheetMap] = {}
    for place, sheet in enumerate(sheets):
        entry_of = mapping.about(sheet)
        if entry_of is not None:
            sheets[place] = as_mapped(sheet, entry_of)
            about[sheets[place]] = entry_of
    return about


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep Python from searching for unreachable cycles while rows pile up: they form none, and are many."""
    there = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if there:
            gc.enable()


@_collector_at_rest()
def read_survey(
    *paths: str | os.PathLike[str], hidden: bool = False, mapping: Given | Sequence[Given] | None = None
) -> Survey:
    r"""What did the survey say, and what is wrong with the file?

    Reads xlsx, xlsm, xls, xlsb, ods, csv, tsv and txt, and what network programs write (UCINET DL, Pajek, GraphML,
    GEXF), whatever the file is called: tidy lists (one answer per
    row, or one column per relation), square matrices, grids of respondents by partners, and lists of actors, on as
    many sheets or files as there are. Nothing is dropped, joined or guessed in silence: see `Survey.issues`.

    Parameters
    ----------
    *paths : str or path
        One workbook, or several files (such as answers and a list of organisations).
    hidden : bool
        Whether to read hidden sheets too.
    mapping : path, str, dict, or several of them, optional
        How to read sheets that powermap would read otherwise: see `powermap.survey.mapping.load_mapping`.

    Returns
    -------
    Survey
        Three answers stay apart: a tie (strength above 0), no tie (0, 'Never', 'No'; not stored, the dyad is
        observed), and a missing answer ("Don't know", blank; in `Survey.unanswered`, the dyad is unobserved).

    Raises
    ------
    UnreadableFileError
        A file is missing, empty, damaged, locked, or of a kind that powermap does not read.
    UnrecognisedSurveyError
        No sheet holds answers in a layout that powermap knows.
    UnknownChoiceError
        The mapping speaks of a sheet, a column or a setting that is not there.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "ties.csv")
    ...     _ = path.write_text("from,to,strength\nCouncil,Trust,3\nTrust,Council,Don't know\n")
    ...     survey = read_survey(path)
    >>> survey.ties.to_dict("records")
    [{'round': '1', 'from': 'Council', 'to': 'Trust', 'relation': 'tie', 'strength': 3.0}]
    >>> survey.unanswered["why"].tolist(), survey.response_assumed
    (["Don't know"], True)
    """
    from powermap.survey.settle import settle

    raw, said = Raw(), None
    if mapping is not None:
        from powermap.survey.mapping import load_mapping

        said = load_mapping(mapping)
    planned = plan(paths, raw, hidden=hidden, mapping=said)
    sheets, sources, shapes, rounds, relations, _ = planned
    if not planned.answers and not any(shape.kind == "attendance" for shape in shapes.values()):
        raise _unrecognised(sheets, shapes, sources)
    known = listed_names(shapes)
    layouts = {sheet: layout_of(sheet, shapes[sheet], known) for sheet in sheets if sheet.rows}
    for sheet in sheets:
        shape = shapes[sheet]
        if shape.kind == "none":
            if sheet.rows and not own_page(sheet):
                message = f"Sheet '{sheet.title}' was not used: {shape.reason}."
                fix = _READ_HIDDEN if sheet.hidden and not hidden else ""
                raw.issues.append(sheet.issue("note", "sheet-ignored", message, fix))
            continue
        raw.issues += say_appearance(sheet)
        _say_unused(sheet, shape, raw)
        raw.issues += say_unsure(sheet, layouts[sheet])
        if shape.kind == "aliases":
            read_aliases(sheet, shape.header, shape.columns, raw)
        elif shape.kind == "actors":
            read_actors(sheet, shape, rounds[sheet], raw)
        elif shape.kind == "ties":
            read_ties(sheet, shape, relations[sheet], rounds[sheet], raw)
        elif shape.kind == "attendance":
            read_attendance(sheet, shape, round_in_title(sheet.title), raw)
        elif shape.kind == "wide":
            from powermap.survey.respondents import read_wide

            read_wide(sheet, shape, relations[sheet], rounds[sheet], raw, known=known, listed=bool(known))
        else:
            read_grid(sheet, shape, relations[sheet], rounds[sheet], raw)
    spoke = raw.named_nobody or raw.respondents or (raw.attendance and not planned.answers)
    if not (raw.answers or spoke) or (not spoke and _none_usable(planned, raw)):
        raise _without_answers(planned.answers or sheets, raw)
    raw.issues += say_several_names(raw)
    survey = settle(raw, shape=_in_words(sheets, shapes), sources=sources)
    return replace(survey, layouts=tuple(layouts.values()))


def labels_of(files: Sequence[Path]) -> list[str]:
    """Return what each file is called in messages: its name, or its path where two have the same name."""
    names = [file.name for file in dict.fromkeys(files)]
    return [file.name if names.count(file.name) == 1 and file.name else str(file) for file in files]


def _open_all(paths: Sequence[str | os.PathLike[str]], raw: Raw) -> tuple[list[Sheet], tuple[str, ...]]:
    if not paths:
        raise UnreadableFileError("No file was given.", fix="Name the spreadsheet of the survey.")
    files = [Path(path) for path in paths]
    sheets: list[Sheet] = []
    sources: list[str] = []
    done: set[str] = set()
    for file, label in zip(files, labels_of(files), strict=True):
        same = os.path.realpath(file) if "\0" not in str(file) else str(file)
        if same in done:
            raw.issues.append(
                found("note", "file-repeated", "This file was given twice; it was read once.", file=label)
            )
            continue
        done.add(same)
        opened, issues = open_workbook(file, label)
        sheets += opened
        sources.append(label)
        raw.issues += issues
    return sheets, tuple(sources)


def _parted(sheets: list[Sheet], about: dict[Sheet, SheetMap], raw: Raw, *, hidden: bool) -> list[Sheet]:
    """Return the tables of all sheets: those of a sheet that holds several, each as a sheet of its own."""
    left_out = sheets_left_out(sheets)
    parted: list[Sheet] = []
    for sheet in sheets:
        if sheet in left_out or (sheet.hidden and not hidden):
            parted.append(sheet)
            continue
        tables, issues = tables_in(sheet)
        if sheet in about:
            said, end = about[sheet], tables[0].top + len(tables[0].rows)
            if len(tables) > 1 or said.header > end:  # the mapping speaks of the sheet as it stands
                tables, issues = [sheet], []
            about[tables[0]] = said
        parted += tables
        raw.issues += issues
    return parted


def _say_unused(sheet: Sheet, shape: Shape, raw: Raw) -> None:
    header = sheet.rows[shape.header]
    unused = [column for column in shape.unused if sheet.network or name_key(name_in(header[column])) not in TOTALS]
    said = [sheet.heading(column, name_in(header[column])[:60]) for column in unused]
    if shape.kind in ("ties", "actors", "grid", "matrix") and not sheet.network:
        used = {*shape.columns.values(), *shape.answers}
        body = sheet.rows[shape.header + 1 :]
        without = (column for column, cell in enumerate(header) if cell == "" and column not in used)
        filled = [column for column in without if any(row[column] != "" for row in body)]
        said += [f"{sheet.letters(column)} (no header)" for column in filled]
        unused = sorted([*unused, *filled])
    if unused:
        fix = how_to_round(sheet, shape, unused) if shape.kind in _OF_ANSWERS else ""
        message = f"Columns that were not used: {', '.join(said)}."
        raw.issues.append(sheet.issue("note", "columns-ignored", message, fix, at=(shape.header, unused[0])))


def _in_words(sheets: list[Sheet], shapes: dict[Sheet, Shape]) -> str:
    """Say how the file was laid out."""
    names = {
        "ties": "tidy list of answers",
        "actors": "list of organisations",
        "matrix": "square matrix",
        "grid": "grid",
        "wide": "row per respondent",
        "attendance": "attendance",
        "aliases": "list of aliases",
    }
    return "; ".join(
        f"{names[shapes[sheet].kind]} in '{sheet.title}' ({shapes[sheet].reason})"
        for sheet in sheets
        if shapes[sheet].kind in names
    )


def _unrecognised(
    sheets: list[Sheet], shapes: dict[Sheet, Shape], sources: tuple[str, ...]
) -> UnrecognisedSurveyError:
    where = ", ".join(sources)
    if any(shape.kind == "actors" for shape in shapes.values()):
        what = "There is a list of organisations, but no sheet says who named whom."
    elif not sheets:
        what = "This workbook has no sheets to read."
    else:
        what = "No sheet looks like a survey."
    seen = "; ".join(
        f"'{sheet.title}': " + (shapes[sheet].reason if shapes[sheet].kind == "none" else "a list of organisations")
        for sheet in sheets[:20]
    )
    fix = WHAT_WORKS
    if any(sheet.hidden for sheet in sheets):
        fix += " To read hidden sheets, unhide them in Excel, or use the option --hidden."
    return UnrecognisedSurveyError(f"{what}{f' Seen: {seen}.' if seen else ''}", where=where, fix=fix)


def _none_usable(planned: Plan, raw: Raw) -> bool:
    """Tell whether grids hold words in the place of answers, and no tie."""
    grids = all(planned.shapes[sheet].kind in ("grid", "matrix") for sheet in planned.answers)
    return grids and not raw.answers.ties and sum(issue.code == "not-a-number" for issue in raw.issues) > 2


def _without_answers(answers: list[Sheet], raw: Raw) -> UnrecognisedSurveyError:
    sheet = answers[0]
    place = ", ".join(filter(None, (sheet.file, f"sheet '{sheet.name}'" if sheet.name else "")))
    errors = [issue for issue in raw.issues if issue.level == "error"]
    if errors:
        first = errors[0]
        where = f"The first, in cell {first.cell}: " if first.cell else ""
        what = f"None of its {len(errors)} answers can be used. {where}{first.message}"
        return UnrecognisedSurveyError(what, where=place, fix=first.fix)
    return UnrecognisedSurveyError(
        "This sheet has its headers, but no answers below them.",
        where=place,
        fix="Fill in the answers, and save.",
    )
