"""Tables as network tools write them: Kumu, Gephi, Polinode, NodeXL.

They are tidy lists; what is their own is here: a direction of each tie, several targets in one cell, tags, and
sheets that hold no survey.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from powermap.survey.names import is_no_name, name_in
from powermap.vocabulary import key, voice_named

if TYPE_CHECKING:
    from powermap.survey.model import Issue
    from powermap.survey.sheet import Sheet

#: What a cell of a column 'direction' says: from the first to the second, from the second to the first, or both.
ONE_WAY = frozenset(("directed", "one way", "one-way", "oneway", "->", "-->", "→", "=>", "forward", "unilateral"))
OTHER_WAY = frozenset(("<-", "<--", "←", "<=", "reverse", "reversed", "backward", "incoming"))
BOTH_WAYS = frozenset(
    (
        "mutual",
        "undirected",
        "both",
        "both ways",
        "both directions",
        "two way",
        "two-way",
        "twoway",
        "bidirectional",
        "bi-directional",
        "reciprocal",
        "reciprocated",
        "<->",
        "<-->",
        "<=>",
        "<>",
        "↔",
        "⇄",
        "⇆",
        "--",
        "none",
    )
)

#: Sheets of a NodeXL workbook beside Edges and Vertices.
_NODEXL = re.compile(
    r"groups|group vertices|group edges|overall metrics|misc|metrics|time series.*|.*top items.*|words|word pairs"
    r"|twitter search.*|edge stats|vertex stats|sentiment.*|.* report",
    re.IGNORECASE,
)


def way_of(cell: Any) -> str:
    """Return which way a tie runs by its cell: '->', '<-', '<->', '' where it does not say, '?' if not known.

    >>> way_of("Mutual"), way_of("directed"), way_of(""), way_of("perhaps")
    ('<->', '->', '', '?')
    """
    if isinstance(cell, bool):  # a column 'directed' of TRUE and FALSE
        return "->" if cell else "<->"
    text = " ".join(str(cell).casefold().replace("_", " ").split())
    if text in ("true", "false"):
        return "->" if text == "true" else "<->"
    if text in BOTH_WAYS:
        return "<->"
    if text in ONE_WAY:
        return "->"
    return "<-" if text in OTHER_WAY else "?" if text else ""


def are_directions(header: str, cells: Iterable[Any]) -> bool:
    """Tell whether a column says which way ties run: under 'direction' some cells do, under 'type' all do.

    >>> are_directions("type", ["Directed", "Mutual", ""]), are_directions("type", ["Funding", "Mutual"])
    (True, False)
    """
    ways = [way_of(cell) for cell in dict.fromkeys(cells) if cell != ""]
    known = [way for way in ways if way != "?"]
    return bool(known) and (len(known) == len(ways) or "direct" in header)


def pairs(sender: str, receivers: Iterable[str], way: str) -> list[tuple[str, str, bool]]:
    """Return (from, to, whether this is the way back) for each receiver.

    >>> pairs("A", ["B"], "<->"), pairs("A", ["B"], "<-")
    ([('A', 'B', False), ('B', 'A', True)], [('B', 'A', False)])
    """
    out = []
    for receiver in receivers:
        out.append((receiver, sender, False) if way == "<-" else (sender, receiver, False))
        if way == "<->":
            out.append((receiver, sender, True))
    return out


def say_directions(sheet: Sheet, header: int, column: int) -> list[Issue]:
    """Return what is to be said about the direction of ties: how many run both ways, which cells say neither."""
    issues = []
    count = {"->": 0, "<-": 0, "<->": 0, "": 0}
    for r in range(header + 1, len(sheet.rows)):
        cell = sheet.rows[r][column]
        way = way_of(cell)
        if way != "?":
            count[way] += any(other != "" for other in sheet.rows[r])
            continue
        message = f"'{name_in(cell)[:60]}' is no direction; the tie was taken to run one way, as it is written."
        fix = "Write directed, mutual or undirected."
        issues.append(sheet.issue("warning", "direction-unknown", message, fix, at=(r, column)))
    said = [
        f"{count[way]:,} {text}"
        for way, text in (
            ("<->", "run both ways and count from either end to the other"),
            ("->", "run one way"),
            ("<-", "run from the second to the first"),
            ("", "do not say, and were taken to run one way, as they are written"),
        )
        if count[way]
    ]
    if count["<->"] or count["<-"] or count[""]:
        message = f"Which way ties run, by row: {'; '.join(said)}."
        issues.append(sheet.issue("note", "undirected-ties", message, at=(header, column)))
    return issues


def targets_in(cell: Any) -> list[Any]:
    """Return the partners named in one cell: Kumu separates several by '|'.

    >>> targets_in("Council | City Hospital"), targets_in("Age UK, Salford")
    (['Council', 'City Hospital'], ['Age UK, Salford'])
    """
    if not isinstance(cell, str) or "|" not in cell:
        return [cell]
    parts = [part.strip() for part in cell.split("|")]
    return [part for part in parts if not is_no_name(part)] or [cell]


def voices_in_tags(cell: Any) -> tuple[str, ...]:
    """Return the voices among the tags of a cell; any other tag says nothing.

    >>> voices_in_tags("north | Lived experience; charity"), voices_in_tags("patients' garden")
    (('Lived experience', 'Voluntary sector'), ())
    """
    if not isinstance(cell, str):
        return ()
    voices = (voice_named(tag) for tag in re.split(r"[|;,\n]", cell))
    return tuple(dict.fromkeys(voice for voice in voices if voice is not None))


def sheets_left_out(sheets: Iterable[Sheet]) -> Mapping[Sheet, str]:
    """Return the sheets that a network tool does not count as data, and why."""
    reasons = {}
    nodexl = {sheet.file for sheet in sheets if _has_vertices(sheet)}
    for sheet in sheets:
        if "(ignore)" in sheet.title.casefold().replace(" ", ""):
            reasons[sheet] = "its name says '(ignore)'"
        elif sheet.file in nodexl and _NODEXL.fullmatch(sheet.title.strip()):
            reasons[sheet] = "NodeXL keeps its groups and metrics there"
    return reasons


def undirected_files(sheets: Iterable[Sheet]) -> dict[str, Issue]:
    """Return the files whose NodeXL metrics call the graph undirected, each with the note that says so."""
    return {
        sheet.file: sheet.issue(
            "note",
            "undirected-ties",
            "NodeXL calls this graph undirected; each tie counts from either end to the other.",
            at=(r, column),
        )
        for sheet in sheets
        if key(sheet.title) == "overall metrics"
        for r, row in enumerate(sheet.rows[:50])
        for column, cell in enumerate(row[:-1])
        if cell == "Graph Type" and str(row[column + 1]).casefold() == "undirected"
    }


def _has_vertices(sheet: Sheet) -> bool:
    """Tell whether the headers of NodeXL's sheet of edges are in one of the first rows."""
    return any(
        {"Vertex 1", "Vertex 2"} <= {cell for cell in row if isinstance(cell, str)} for row in sheet.rows[:3]
    )
