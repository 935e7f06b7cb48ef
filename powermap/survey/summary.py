"""How a survey was understood and what is wrong in it, as text: a table on a terminal, aligned lines elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from powermap.survey.checks import CODES, what_to_do
from powermap.survey.model import LEVELS

if TYPE_CHECKING:
    from rich.console import Console

    from powermap.survey.model import Issue, Survey

_ISSUE_HEADERS = ("level", "code", "where", "what", "what to do")
_CODE_HEADERS = ("code", "level", "what it means", "what to do")
_STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}
#: A cell that is longer does not push the cells of all other lines to the right.
_WIDEST = 90
_MOST_NAMED = 40


def printable(text: str) -> str:
    """Return *text* without control characters: a name in a file must not drive the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def understood(survey: Survey) -> list[str]:
    """How was this survey read?"""
    answered = survey.members["responded"].groupby(survey.members["round"], sort=False).agg(["sum", "size"])
    assumed = " (assumed: whoever named someone)" if survey.response_assumed else ""
    lines = ["Sheets:", *(f"  {line}" for layout in survey.layouts for line in layout.lines())]
    lines.append(f"Relations: {_some(survey.relations) or 'none'}")
    for wave in survey.rounds:
        ties = int((survey.ties["round"] == wave).sum())
        yes, members = answered.loc[wave, "sum"], answered.loc[wave, "size"]
        lines.append(f"Round {wave}: {yes} of {members} actors answered{assumed}; {ties} ties")
    sectors = Counter(sector or "no sector given" for sector in survey.actors["sector"])
    lines.append("Sectors: " + _some([f"{name} {count}" for name, count in sorted(sectors.items())]))
    counts = Counter(issue.level for issue in survey.issues)
    lines.append("Issues: " + ", ".join(f"{counts[level]} {level}{'s' * (counts[level] != 1)}" for level in LEVELS))
    return [printable(line) for line in lines]


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def as_text(survey: Survey) -> str:
    """Return how the survey was read, then every issue on a line of its own, the gravest first."""
    lines = understood(survey)
    rows = [
        [(issue.level, issue.code, issue.where, issue.message, what_to_do(issue)) for issue in issues]
        for _, issues in _by_level(survey.issues)
    ]
    if rows:
        lines += ["", *_aligned(_ISSUE_HEADERS, rows)]
    return "\n".join(lines)


def show(survey: Survey, console: Console) -> None:
    """Print how the survey was read, then a table of issues for each level."""
    from rich.text import Text

    for line in understood(survey):
        console.print(Text(line))
    for level, issues in _by_level(survey.issues):
        title = f"{level.capitalize()}s ({len(issues)})"
        rows = [(issue.where, f"{issue.message} [{issue.code}]", what_to_do(issue)) for issue in issues]
        _print_table(console, title, _STYLES[level], ("where", "what", "what to do"), rows)


def codes_as_text() -> str:
    """Return the table of issue codes: level, meaning and what to do, a line for each."""
    return "\n".join(_aligned(_CODE_HEADERS, [_code_rows()]))


def show_codes(console: Console) -> None:
    """Print the table of issue codes."""
    _print_table(console, "Issue codes", "bold", _CODE_HEADERS, _code_rows())


def _code_rows() -> list[tuple[str, ...]]:
    return [(name, " or ".join(code.levels), code.meaning, code.fix) for name, code in CODES.items()]


def _by_level(issues: Iterable[Issue]) -> list[tuple[str, list[Issue]]]:
    issues = list(issues)
    groups = [(level, [issue for issue in issues if issue.level == level]) for level in LEVELS]
    return [(level, group) for level, group in groups if group]


def _one_line(text: str) -> str:
    return " ".join(printable(text).split())


def _aligned(headers: Sequence[str], groups: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """Return lines whose cells stand below one another, with an empty line between groups.

    >>> _aligned(("a", "b"), [[("1", "x")], [("200", "y")]])
    ['a    b', '1    x', '', '200  y']
    """
    made = [[[_one_line(cell) for cell in row] for row in group] for group in groups]
    table = [list(headers), *(row for group in made for row in group)]
    widths = [min(max(map(len, column)), _WIDEST) for column in zip(*table, strict=True)]
    lines = [_line(headers, widths)]
    for place, group in enumerate(made):
        lines += [""] * (place > 0) + [_line(row, widths) for row in group]
    return lines


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _print_table(
    console: Console, title: str, style: str, headers: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title, style=style), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold", no_wrap=header == "code")
    for row in rows:
        table.add_row(*(Text(_one_line(cell)) for cell in row))  # Text: a name in brackets is not markup
    console.print(table)
