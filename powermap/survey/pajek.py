"""Pajek's text files: a network (.net), or a project (.paj) of networks and partitions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from powermap.survey.checks import found
from powermap.survey.graph_sheets import (
    MOST_ACTORS,
    MOST_CELLS,
    TieRow,
    actor_names,
    actor_sheet,
    attendance_sheet,
    both_ways,
    fault,
    is_number,
    tie_sheet,
    times_ignored,
    too_big,
)
from powermap.survey.headers import names_relation, parts_played
from powermap.survey.rounds import rounds_in

if TYPE_CHECKING:
    from powermap.survey.model import Issue
    from powermap.survey.sheet import Sheet

_START = re.compile(r"\s*(?:%[^\n]*\n\s*)*\*\s*(?:network|vert|arcs|edges|matrix|partition|vector)", re.IGNORECASE)
_SECTION = re.compile(r"\*\s*([a-z]+)(.*)", re.IGNORECASE | re.DOTALL)
_SIZES = re.compile(r"\s*(\d{1,9})(?:\s+(\d{1,9}))?")
_RELATION = re.compile(r"\s*:?\s*(\d{1,9})?\s*(?:\"([^\"]*)\"|(.*))")
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_LINE_RELATION = re.compile(r"\s*(\d{1,9})\s*:\s+(?=\d)")
_TIMES = re.compile(r"\[[\d\s,*-]+\]\s*$")
#: Words that may follow a label without quotation marks; any other is a part of the name.
_LOOKS = frozenset(
    ("ellipse", "box", "diamond", "triangle", "cross", "empty", "house", "man", "woman", "circle", "x_fact",
     "y_fact", "s_size", "phi", "r", "q", "ic", "bc", "bw", "lc", "la", "lr", "lphi", "fos", "font", "hooks", "url",
     "shape")
)  # fmt: skip
#: Networks and partitions in one file: each of the first is looked at with all of the second.
_MOST_PARTS = 200
_TIES = ("arcs", "edges", "arcslist", "edgeslist", "matrix")


@dataclass
class _Network:
    """One network: *labels* holds (line, label) by number, *ties* (line, from, to, strength, relation)."""

    name: str = ""
    line: int = 1
    size: int = 0
    #: Of a two-mode network, how many vertices are of the first mode.
    rows: int = 0
    labels: dict[int, tuple[int, str]] = field(default_factory=dict)
    #: Lines of the vertices that hold one word only, as partitions and vectors do.
    bare: list[int] = field(default_factory=list)
    ties: list[tuple[int, int, int, str, int]] = field(default_factory=list)
    relations: dict[int, str] = field(default_factory=dict)
    #: The lines of its ties without a direction.
    undirected: list[int] = field(default_factory=list)


@dataclass
class _Partition:
    """A class for each vertex, such as its sector; or a vector, permutation or cluster, which plays no part."""

    kind: str
    name: str
    line: int
    size: int = 0
    values: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class _Reader:
    """A file under way: where it stands, and what was read."""

    label: str
    networks: list[_Network] = field(default_factory=list)
    partitions: list[_Partition] = field(default_factory=list)
    section: str = ""
    relation: int = 1
    row: int = 0
    times: int = 0
    skipped: dict[str, int] = field(default_factory=dict)

    @property
    def network(self) -> _Network:
        return self.networks[-1]


def is_pajek(text: str) -> bool:
    r"""Tell whether a text is a Pajek file.

    >>> is_pajek('% by hand\n*Vertices 2\n1 "A"'), is_pajek("* from, to")
    (True, False)
    """
    return _START.match(text[:20_000]) is not None


def read_pajek(text: str, label: str, title: str) -> tuple[list[Sheet], list[Issue]]:
    """Return each network of a Pajek file as a sheet of actors and a sheet of ties.

    Raises
    ------
    UnreadableFileError
        A line says what it cannot mean.
    UnrecognisedSurveyError
        The network is two-mode, or there is none.
    """
    reader = _Reader(label)
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.strip()
        if not line or line.startswith("%"):
            continue
        if line.startswith("*"):
            _open_section(reader, number, line)
        else:
            _read_line(reader, number, line)
    for network in reader.networks:
        if network.bare and not network.ties and len(network.bare) >= len(network.labels):
            raise fault(
                label,
                network.bare[0],
                "This is a Pajek partition or vector, without the network that it belongs to.",
                "Give powermap the network (.net), or a project (.paj) with both.",
            )
    if not reader.networks:
        raise fault(label, 1, "This Pajek file has no network.", "Save the network (.net) from Pajek.")
    return _as_sheets(reader, title)


def _open_section(reader: _Reader, number: int, line: str) -> None:
    match = _SECTION.match(line)
    word, rest = (match[1].lower(), match[2]) if match else ("", "")
    if len(reader.networks) + len(reader.partitions) > _MOST_PARTS:
        raise fault(
            reader.label, number, "This file holds more networks than a survey.", "Keep those of the survey."
        )
    if word == "network":
        reader.networks.append(_Network(rest.strip(), number))
        reader.section = word
    elif word in ("partition", "vector", "permutation", "cluster", "hierarchy"):
        reader.partitions.append(_Partition(word, rest.strip(), number))
        reader.section = word
    elif word.startswith("vert"):
        _open_vertices(reader, number, rest)
    elif word in _TIES:
        _open_ties(reader, number, word, rest)
    else:
        reader.skipped.setdefault(line[:40], number)
        reader.section = "skip"


def _open_vertices(reader: _Reader, number: int, rest: str) -> None:
    sizes = _SIZES.match(rest)
    if sizes is None:
        raise fault(
            reader.label, number, "This line should say how many vertices there are.", "Write '*Vertices 12'."
        )
    size = int(sizes[1])
    if size > MOST_ACTORS:
        raise fault(
            reader.label, number, "This network is too big to be a partnership survey.", "Check the number."
        )
    if reader.section in ("partition", "vector", "permutation", "cluster"):
        reader.partitions[-1].size = size
        reader.section = "values"
        return
    if reader.section != "network":
        reader.networks.append(_Network("", number))
    reader.network.size, reader.network.line, reader.section = size, number, "vertices"
    reader.network.rows = int(sizes[2] or 0) if int(sizes[2] or 0) < size else 0


def _open_ties(reader: _Reader, number: int, word: str, rest: str) -> None:
    if not reader.networks or not reader.network.size:
        raise fault(reader.label, number, "There are ties before any vertices.", "Begin the file with '*Vertices'.")
    match = _RELATION.match(rest)
    assert match is not None  # noqa: S101  every part of the pattern may be empty
    reader.section, reader.row = word, 0
    reader.relation = int(match[1] or 1)
    name = match[2] or (match[3] or "").strip()
    if name:
        reader.network.relations[reader.relation] = name


def _read_line(reader: _Reader, number: int, line: str) -> None:
    if reader.section == "values":
        reader.partitions[-1].values.append((number, line))
    elif reader.section == "vertices":
        _vertex(reader, number, line)
    elif reader.section == "matrix":
        _matrix_row(reader, number, line)
    elif reader.section in _TIES:
        _tie(reader, number, line)
    elif reader.section in ("", "network"):
        raise fault(
            reader.label, number, "This line stands before '*Vertices'.", "Begin the file with '*Vertices'."
        )


def _tokens(reader: _Reader, number: int, line: str) -> list[tuple[str, bool]]:
    """Return the words of a line, and whether each was in quotation marks; notes times in square brackets."""
    if _TIMES.search(line):
        reader.times = reader.times or number
        line = _TIMES.sub("", line)
    words = []
    for match in _TOKEN.finditer(line):
        if match[2] and match[2].startswith('"'):
            raise fault(reader.label, number, "A quotation mark on this line is never closed.", "Close it.")
        words.append((match[2], False) if match[2] else (match[1], True))
    return words


def _vertex(reader: _Reader, number: int, line: str) -> None:
    network = reader.network
    words = _tokens(reader, number, line)
    if len(words) == 1:
        network.bare.append(number)
    if not words or not re.fullmatch(r"\d{1,9}", words[0][0]):
        if len(words) == 1 and is_number(words[0][0]):
            return
        what = "A vertex should begin with its number."
        raise fault(reader.label, number, what, 'Write a number and a label, as in: 1 "Council".')
    own = int(words[0][0])
    label, quoted = words[1] if len(words) > 1 else ("", True)
    if not quoted and len(words) > 2:
        after = words[2][0]
        if not (is_number(after) or after.lower() in _LOOKS):
            what = f"It cannot be told where the label '{label[:40]} {after[:40]}' ends."
            raise fault(reader.label, number, what, "Put labels with spaces in quotation marks.")
    if len(words) > 1:
        if not 1 <= own <= network.size:
            raise _no_such_vertex(reader, number, words[0][0])
        if own in network.labels and network.labels[own][1]:
            what = f"Vertex {own} stands here and on line {network.labels[own][0]}."
            raise fault(reader.label, number, what, "Give each vertex a number of its own.")
    if 1 <= own <= network.size:
        network.labels[own] = (number, " ".join(re.sub(r"\\[nr]", " ", label).replace('\\"', '"').split()))


def _no_such_vertex(reader: _Reader, number: int, said: str) -> Exception:
    what = f"There is no vertex '{said[:40]}': the file says that there are {reader.network.size}."
    return fault(reader.label, number, what, "Correct the number, or that after '*Vertices'.")


def _end(reader: _Reader, number: int, word: str) -> int:
    vertex = int(word) if re.fullmatch(r"[0-9]{1,9}", word) else 0
    if not 1 <= vertex <= reader.network.size:
        raise _no_such_vertex(reader, number, word)
    return vertex


def _tie(reader: _Reader, number: int, line: str) -> None:
    relation = reader.relation
    prefix = _LINE_RELATION.match(line)
    if prefix:
        relation, line = int(prefix[1]), line[prefix.end() :]
    words = [word for word, _ in _tokens(reader, number, line)]
    if len(words) < 2 and not reader.section.endswith("list"):
        raise fault(reader.label, number, "A tie should name two vertices.", "Write their numbers, as in: 1 2.")
    sender = _end(reader, number, words[0]) if words else 0
    if reader.section.endswith("list"):
        ends = [(_end(reader, number, word), "1") for word in words[1:]]
    else:
        strength = words[2] if len(words) > 2 and is_number(words[2]) else "1"
        ends = [(_end(reader, number, words[1]), strength)]
    for receiver, strength in ends:
        reader.network.ties.append((number, sender, receiver, strength, relation))
        if reader.section.startswith("edges") and sender != receiver:
            reader.network.ties.append((number, receiver, sender, strength, relation))
            reader.network.undirected.append(number)


def _matrix_row(reader: _Reader, number: int, line: str) -> None:
    network = reader.network
    values = [word for word, _ in _tokens(reader, number, line)]
    reader.row += 1
    rows, columns = network.rows or network.size, network.size - network.rows
    if reader.row > rows or len(values) != columns:
        what = f"This matrix should have {rows} rows of {columns} values; row {reader.row} has {len(values)}."
        raise fault(reader.label, number, what, "Write one row per line, or correct the numbers after '*Vertices'.")
    if len(network.ties) > MOST_CELLS:
        raise too_big(reader.label, number)
    for column, value in enumerate(values, start=network.rows + 1):
        if not is_number(value):
            raise fault(reader.label, number, f"'{value[:40]}' stands where a number should be.", "Correct it.")
        if column != reader.row or float(value):
            network.ties.append((number, reader.row, column, value, reader.relation))


# ---- sheets


def _as_sheets(reader: _Reader, title: str) -> tuple[list[Sheet], list[Issue]]:
    sheets: list[Sheet] = []
    issues = [times_ignored(reader.label, reader.times)] if reader.times else []
    several = len(reader.networks) > 1
    used: set[int] = set()
    for network in reader.networks:
        own = _plain_name(network.name)
        called = own if own and (several or names_relation(own)) else title
        sheets += _sheets_of(reader, network, called, issues, used, name=own if several else "")
    unused = [f"{part.kind} '{part.name}'" for part in reader.partitions if id(part) not in used]
    unused += [f"'{line}'" for line in reader.skipped]
    if unused:
        fix = "To use a partition, name it sector, voice, seat or responded, in the project of its network."
        message = f"Parts of this Pajek file that were not used: {', '.join(unused[:20])}."
        issues.append(found("note", "columns-ignored", message, fix, file=reader.label))
    return sheets, issues


def _plain_name(name: str) -> str:
    r"""Return what a network or partition is called, without its folder, number, ending and size.

    >>> _plain_name(r"1. C:\survey\Trust.net (12)")
    'Trust'
    """
    name = re.sub(r"^\d+\. ", "", " ".join(name.split()))
    name = re.sub(r" ?\(\d+\)$", "", name)
    name = re.split(r"[\\/]", name)[-1]
    return re.sub(r"\.(net|clu|paj|vec)$", "", name, flags=re.IGNORECASE).strip().strip('"')


def _sheets_of(
    reader: _Reader, network: _Network, title: str, issues: list[Issue], used: set[int], *, name: str
) -> list[Sheet]:
    numbers = range(1, network.size + 1)
    vertices = [(network.labels.get(i, (0, ""))[0], str(i)) for i in numbers]
    names, repeated = actor_names(reader.label, vertices, [network.labels.get(i, (0, ""))[1] for i in numbers])
    issues += repeated
    if network.rows:
        return [_two_mode(reader, network, title, names)]
    headers, columns = _attributes(reader, network, used)
    what = f"Pajek network, {network.size} actors"
    actors: list[TieRow] = [
        (line, [own, *(column[i] for column in columns)])
        for i, ((line, _), own) in enumerate(zip(vertices, names, strict=True))
    ]
    relations = {number: network.relations.get(number, "") for *_, number in network.ties}
    if len(relations) > 1 or any(relations.values()):
        relations = {number: said or f"relation {number}" for number, said in relations.items()}
    for number, said in list(relations.items()):
        if said and list(relations.values()).count(said) > 1:
            relations[number] = f"{said} ({number})"
    called = rounds_in(relations.values())
    rounds = any(round_ for round_, _ in called.values())
    named = any(relation for _, relation in called.values())
    rows: list[TieRow] = []
    for line, sender, receiver, strength, number in network.ties:
        round_, relation = called[relations[number]]
        ends = [names[sender - 1], names[receiver - 1], strength]
        rows.append((line, ends + [relation] * named + [round_] * rounds))
    issues += both_ways(reader.label, network.undirected)
    return [
        actor_sheet(reader.label, title, what, headers, actors, name=name),
        tie_sheet(
            reader.label, title, what, ["strength"] + ["relation"] * named + ["round"] * rounds, rows, name=name
        ),
    ]


def _two_mode(reader: _Reader, network: _Network, title: str, names: list[str]) -> Sheet:
    """Return a two-mode network as attendance: its first vertices attend the others."""
    rows: list[TieRow] = []
    for line, one, other, strength, _ in network.ties:
        first, second = min(one, other), max(one, other)
        if not first <= network.rows < second:
            what = f"This is a two-mode network, but vertices {one} and {other} are of one mode."
            raise fault(reader.label, line, what, f"Tie the first {network.rows} vertices to the others.")
        rows.append((line, [names[first - 1], names[second - 1], "yes" if float(strength) > 0 else "no"]))
    what = f"Pajek network, two-mode, {network.rows} rows"
    return attendance_sheet(
        reader.label, title, what, list({tuple(row): (line, row) for line, row in rows}.values())
    )


def _attributes(reader: _Reader, network: _Network, used: set[int]) -> tuple[list[str], list[list[str]]]:
    """Return the partitions whose name says which part they play, as columns."""
    headers, columns = [], []
    for part in reader.partitions:
        called = _plain_name(part.name)
        if part.kind != "partition" or part.size != network.size:
            continue
        if len(part.values) != part.size:
            what = f"This partition has {len(part.values)} values, where it says that there are {part.size}."
            raise fault(reader.label, part.line, what, "Save the project again from Pajek.")
        if parts_played([called], ("sector", "voice", "seat", "responded")):
            used.add(id(part))
            headers.append(called)
            columns.append([value for _, value in part.values])
    return headers, columns
