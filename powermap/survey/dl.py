"""UCINET's DL text files: matrices, edge lists and node lists, with their labels before or among the data."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from powermap.survey.checks import found
from powermap.survey.dl_header import COMMA_PART, DATA, TOKEN, Header, listed, parts, read_header, value_of, words
from powermap.survey.dl_two_mode import is_two_mode, read_two_mode
from powermap.survey.graph_sheets import (
    MOST_ACTORS,
    MOST_CELLS,
    TieRow,
    actor_names,
    actor_sheet,
    both_ways,
    fault,
    is_number,
    tie_sheet,
    too_big,
    two_mode,
)
from powermap.survey.names import name_key
from powermap.survey.rounds import rounds_in

if TYPE_CHECKING:
    from powermap.survey.model import Issue
    from powermap.survey.sheet import Sheet


@dataclass
class _File:
    """A DL file under way: its header, the tokens of its data with their lines, and the ties found."""

    label: str
    header: Header
    data_line: int
    lines: list[tuple[int, str]]
    names: list[str] = field(default_factory=list)
    named_on: dict[str, int] = field(default_factory=dict)
    ties: list[tuple[int, str, str, str, int]] = field(default_factory=list)
    undirected: list[int] = field(default_factory=list)
    diagonal: list[tuple[int, str]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def read_dl(text: str, label: str, title: str) -> tuple[list[Sheet], list[Issue]]:
    """Return a DL file as a sheet of actors and a sheet of ties; one of two modes as a sheet of attendance.

    Raises
    ------
    UnreadableFileError
        The file breaks off, or its data are not what its first lines say.
    UnrecognisedSurveyError
        It has no ties, or two modes in a form that is not read.
    """
    start = DATA.search(text)
    if start is None:
        last = text.count("\n") + 1
        raise fault(label, last, "This DL file has no line 'data:'.", "Export it again from UCINET.")
    header = read_header(text[: start.start()], label)
    line = text.count("\n", 0, start.end()) + 1
    lines = [(line + i, part) for i, part in enumerate(text[start.end() :].split("\n")) if part.strip()]
    if is_two_mode(header, label):
        return [read_two_mode(header, label, title, lines, line)], []
    file = _File(label, header, line, lines)
    _read_labels(file)
    if header.format in ("full", "lower", "upper"):
        _read_matrices(file)
    else:
        _read_lists(file)
    return _as_sheets(file, title)


def _read_labels(file: _File) -> None:
    """Take the labels that stand before the data; the numbers 1 to n where none do."""
    sizes = file.header.sizes
    size = sizes.get("rows", 0)
    general = listed(file.header, file.label, "", size)
    rows, columns = (
        listed(file.header, file.label, "row", size) or general,
        listed(file.header, file.label, "col", size) or general,
    )
    labels = rows or columns
    if not labels and not file.header.embedded:
        labels = [(0, str(i + 1)) for i in range(size)]
    _name(file, labels)


def _name(file: _File, labels: list[tuple[int, str]]) -> None:
    """Make the actors those with these (line, label)."""
    vertices = [(line, str(i)) for i, (line, _) in enumerate(labels, start=1)]
    file.names, issues = actor_names(file.label, vertices, [text for _, text in labels])
    file.named_on = dict(zip(file.names, (line for line, _ in labels), strict=True))
    file.issues += issues


# ---- matrices


def _read_matrices(file: _File) -> None:
    header = file.header
    tokens = [
        (line, match[1] if match[1] is not None else match[2], match[1] is not None)
        for line, text in file.lines
        for match in TOKEN.finditer(text)
    ]
    size = header.sizes.get("rows", 0)
    if not size and "col" in header.embedded and tokens:
        size = sum(line == tokens[0][0] for line, *_ in tokens)
    if not size:
        raise fault(file.label, 1, "This DL file does not say how many actors there are.", "Write n= after DL.")
    matrices = header.sizes.get("matrices", 1)
    if size * size * matrices > MOST_CELLS:
        raise fault(
            file.label, 1, "This network is too big to be a partnership survey.", "Check the sizes it gives."
        )
    reader = _MatrixReader(file, tokens, size)
    for matrix in range(matrices):
        reader.matrix(matrix)
    if reader.at < len(tokens):
        line, said, _ = tokens[reader.at]
        raise fault(
            file.label,
            line,
            f"There are more values than the {matrices * size} rows of the matrix hold, from '{said[:40]}' on.",
            "Check n, and the diagonal. If the labels stand in the matrix, write 'labels embedded' before it.",
        )


@dataclass
class _MatrixReader:
    """Takes the values of matrices one after the other, whatever lines they stand on."""

    file: _File
    tokens: list[tuple[int, str, bool]]
    size: int
    at: int = 0

    def _next(self, what: str) -> tuple[int, str]:
        if self.at >= len(self.tokens):
            last = self.tokens[-1][0] if self.tokens else self.file.data_line
            raise fault(
                self.file.label,
                last,
                f"The file ends where {what} should be.",
                "Check n, and whether the diagonal is there; or export it again.",
            )
        line, text, _ = self.tokens[self.at]
        self.at += 1
        return line, text

    def _value(self, row: int, column: int) -> tuple[int, str]:
        line, text = self._next(f"the value in row {row + 1}, column {column + 1} of the matrix")
        value = value_of(text)
        if value is None:
            raise fault(
                self.file.label,
                line,
                f"'{text[:40]}' stands where a number should be (row {row + 1}, column {column + 1}).",
                "Check n. If the labels stand in the matrix, write 'labels embedded' before 'data:'.",
            )
        return line, value

    def _values(self, row: int, columns: list[int]) -> list[tuple[int, str]]:
        """Take the values of one row, as (line, value)."""
        ahead = self.tokens[self.at : self.at + len(columns)]
        values = [(line, value) for line, text, _ in ahead if (value := value_of(text)) is not None]
        if len(values) < len(columns):
            return [self._value(row, column) for column in columns]  # which tells the first that is wrong
        self.at += len(columns)
        return values

    def _embedded_columns(self) -> None:
        """Take the labels over a matrix; where the labels are known already, they may be left out."""
        names = self.file.names
        ahead = [text for _, text, _ in self.tokens[self.at : self.at + self.size]]
        if names and [name_key(text) for text in ahead] != [name_key(name) for name in names]:
            return
        own = [self._next(f"label {i + 1} of the columns") for i in range(self.size)]
        if not names:
            _name(self.file, own)

    def _embedded_row(self, row: int, rows: list[tuple[int, str]]) -> None:
        """Take the label at the start of a row: it must be that of the column with its number."""
        line, text = self._next(f"the label of row {row + 1}")
        names = [name_key(name) for name in self.file.names]
        own = name_key(text)
        if row < len(names) and own != names[row]:
            if own in names:
                what = (
                    f"Row {row + 1} is labelled '{text[:40]}', and column {row + 1} '{self.file.names[row][:40]}'."
                )
                raise fault(self.file.label, line, what, "Put rows and columns in the same order.")
            if is_number(text) and self.file.header.labels:
                self.at -= 1  # the labels are listed before the data, and not embedded after all
                return
            if is_number(text):
                what = f"The label of row {row + 1} should stand here, not '{text[:40]}'."
                raise fault(self.file.label, line, what, "Check n, and begin each row with its label.")
            raise two_mode(self.file.label, line, self.size, self.size)
        rows.append((line, text))

    def matrix(self, matrix: int) -> None:
        """Take one matrix."""
        file, header = self.file, self.file.header
        if "col" in header.embedded:
            self._embedded_columns()
        rows: list[tuple[int, str]] = []
        cells: list[tuple[int, int, int, str]] = []
        for row in range(self.size):
            if "row" in header.embedded:
                self._embedded_row(row, rows)
            columns = self._columns(row)
            values = zip(columns, self._values(row, columns), strict=True)
            cells += [(line, row, column, text) for column, (line, text) in values]
        if not file.names:
            _name(file, rows)
        for line, row, column, text in cells:
            if row == column:
                if _is_tie(text):
                    file.diagonal.append((line, file.names[row]))
                continue
            file.ties.append((line, file.names[row], file.names[column], text, matrix))
            if header.format != "full":
                file.ties.append((line, file.names[column], file.names[row], text, matrix))
                if _is_tie(text):
                    file.undirected.append(line)

    def _columns(self, row: int) -> list[int]:
        """Return the columns that a row has."""
        first = row if self.file.header.format == "upper" else 0
        last = row if self.file.header.format == "lower" else self.size - 1
        return [column for column in range(first, last + 1) if self.file.header.diagonal or column != row]


@lru_cache(maxsize=10_000)
def _is_tie(value: str) -> bool:
    return is_number(value) and float(value) > 0


# ---- lists


def _read_lists(file: _File) -> None:
    resolve = _Resolver(file)
    matrix = 0
    row = 0
    for line, text in file.lines:
        if text.strip() == "!":
            matrix, row = matrix + 1, 0
        elif file.header.format == "edges":
            _edge(file, resolve, line, text, matrix)
        else:
            _nodes(file, resolve, line, text, matrix, row)
            row += 1
    size = file.header.sizes.get("rows")
    if size and file.header.embedded and resolve.names and len(resolve.names) != size:
        message = f"This file says that there are {size} actors, and names {len(resolve.names)}."
        fix = "If some have no ties, list all labels before the data; put names with spaces in quotation marks."
        file.issues.append(found("warning", "count-differs", message, fix, file=file.label))
    if file.header.embedded:
        file.names = list(resolve.names.values())


class _Resolver:
    """Says which actor a word in the data stands for: a number, a label, or a new label where they are embedded."""

    def __init__(self, file: _File) -> None:
        self.file = file
        self.names = {name_key(name): name for name in file.names}
        self.by_number = dict(enumerate(file.names, start=1)) if not file.header.embedded else {}

    def __call__(self, line: int, word: str) -> str:
        number = int(word) if word.isascii() and word.isdigit() and len(word) < 10 else None
        if number in self.by_number:
            return self.by_number[number]
        own = name_key(word)
        if own not in self.names:
            if not self.file.header.embedded:
                at_most = f" There are {len(self.by_number)}." if number is not None and self.by_number else ""
                raise fault(
                    self.file.label,
                    line,
                    f"'{word[:40]}' is not one of the actors.{at_most}",
                    "Correct it, or write 'labels embedded' before 'data:' if the data hold the names themselves.",
                )
            if len(self.names) >= MOST_ACTORS:
                raise too_big(self.file.label, line)
            self.names[own] = word
            self.file.named_on[word] = line
        return self.names[own]


def _edge(file: _File, resolve: _Resolver, line: int, text: str, matrix: int) -> None:
    """Read one line of an edge list: two actors, and perhaps a strength."""
    said = words(text)
    if not _is_edge(said):
        said = parts(text)
    if not _is_edge(said):
        raise fault(
            file.label,
            line,
            f"This line has {len(words(text))} parts, where there should be two actors and perhaps a strength.",
            "Put names with spaces in quotation marks.",
        )
    strength = said[2] if len(said) == 3 else "1"
    strength = value_of(strength) or strength
    file.ties.append((line, resolve(line, said[0]), resolve(line, said[1]), strength, matrix))


def _is_edge(said: list[str]) -> bool:
    return len(said) == 2 or (len(said) == 3 and is_number(said[2]))


def _nodes(file: _File, resolve: _Resolver, line: int, text: str, matrix: int, row: int) -> None:
    """Read one line of a node list: who answered, and whom it named."""
    said = words(text)
    spaced = "," in text and any(" " in plain.strip() for _, plain in COMMA_PART.findall(text))
    if not said or (file.header.embedded and spaced):
        what = "It cannot be told which of these words make one name."
        raise fault(file.label, line, what, "Put names with spaces in quotation marks.")
    named = said[1:]
    if file.header.format == "counted nodes":
        if said[0] != str(len(named)) or row >= len(file.names):
            what = f"This line should begin with how many partners follow ({len(named)}), for row {row + 1}."
            raise fault(file.label, line, what, "Export it again from UCINET, as nodelist1.")
        sender = file.names[row]
    else:
        sender = resolve(line, said[0])
    if not named:  # a line of its own: it answered, and named nobody
        file.ties.append((line, sender, "nobody", "0", matrix))
    for word in named:
        file.ties.append((line, sender, resolve(line, word), "1", matrix))


# ---- sheets


def _as_sheets(file: _File, title: str) -> tuple[list[Sheet], list[Issue]]:
    relations = _relations(file)
    called = rounds_in(relations)
    headers = ["strength"]
    rounds = any(round_ for round_, _ in called.values())
    named = any(relation for _, relation in called.values())
    further = [[relation] * named + [round_] * rounds for round_, relation in (called[text] for text in relations)]
    rows: list[TieRow] = [
        (line, [sender, receiver, strength, *further[matrix]])
        for line, sender, receiver, strength, matrix in file.ties
    ]
    headers += ["relation"] * named + ["round"] * rounds
    network = f"UCINET DL file, {len(file.names)} actors"
    issues = file.issues + both_ways(file.label, file.undirected)
    if file.diagonal:
        line, name = file.diagonal[0]
        others = f", as have {len(file.diagonal) - 1} others" if len(file.diagonal) > 1 else ""
        message = f"Line {line}: '{name}' has a tie to itself on the diagonal{others}; the diagonal was left out."
        issues.append(found("note", "self-tie", message, file=file.label))
    actors = actor_sheet(file.label, title, network, (), [(file.named_on[name], [name]) for name in file.names])
    return [actors, tie_sheet(file.label, title, network, headers, rows)], issues


def _relations(file: _File) -> list[str]:
    """Return what each matrix is called; '' where there is only one, without a label."""
    count = max(file.header.sizes.get("matrices", 1), max((tie[4] for tie in file.ties), default=0) + 1)
    labels = [
        label
        for _, label in listed(file.header, file.label, "mat", count)
        or listed(file.header, file.label, "lev", count)
    ]
    if len(labels) > len({name_key(label) for label in labels}):
        labels = [f"{label} ({i + 1})" for i, label in enumerate(labels)]
    return labels or ([""] if count == 1 else [f"matrix {i + 1}" for i in range(count)])
