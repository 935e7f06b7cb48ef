"""What every command of the command line shares: its options, errors told plainly, progress, what it prints."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from powermap.errors import PowermapError
from powermap.survey.summary import printable

if TYPE_CHECKING:
    from rich.console import Console

    from powermap.survey.model import Issue, Survey

Command = Callable[..., Any]

ISSUES_SHOWN = 12


class Told(click.ClickException):
    """A problem told in plain words, with the exit code that belongs to it."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(printable(message))
        self.exit_code = exit_code  # type: ignore[misc]  # click's own is for the class


def told_plainly(command: Command) -> Command:
    """Give *command* the option --debug, and turn every error into a sentence unless it is set."""

    @click.option("--debug", is_flag=True, help="Show the full Python traceback when something fails.")
    @functools.wraps(command)
    def run(*args: Any, debug: bool, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except click.exceptions.Exit:
            raise
        except PowermapError as error:
            if debug:
                raise
            raise Told(str(error), error.exit_code) from None
        except click.ClickException:
            raise
        except Exception as error:
            if debug:
                raise
            what = f"powermap stopped at something it should have handled ({type(error).__name__}: {error})."
            how = "Nothing was written. Run the command again with --debug and send us what it prints."
            raise Told(f"{what} {how}", 1) from None

    return run


def file_option(*names: str, of: str, text: str) -> Command:
    """Return the option for a file or folder to write."""
    return click.option(*names, type=click.Path(path_type=Path), metavar=of, help=text)


HIDDEN = click.option("--hidden", is_flag=True, help="Read hidden sheets too.")
MAP = click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="MAP",
    help="How to read a sheet: a file as --write-map writes it, or 'SHEET.PART=VALUE'. May be given several times.",
)


def survey_options(command: Command) -> Command:
    """Give *command* the files to read and the choice of a relation and a round."""
    options = [
        click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."),
        click.option("--actors", type=click.Path(path_type=Path), help="A file that lists the organisations."),
        HIDDEN,
        MAP,
        click.option("--relation", help="Which question to look at; the first in the file without it."),
        click.option("--round", "wave", help="Which round to look at; the latest without it."),
    ]
    return functools.reduce(lambda made, option: option(made), reversed(options), command)


def analysis_options(command: Command) -> Command:
    """Give *command* the options of the permutation test and of writing."""
    options = [
        click.option(
            "--permutations",
            type=click.IntRange(99, 1_000_000),
            default=9_999,
            show_default=True,
            help="How often the test shuffles who belongs to which voice.",
        ),
        click.option(
            "--seed",
            type=click.IntRange(min=0),
            default=1,
            show_default=True,
            help="The same seed gives the same files.",
        ),
        click.option("--force", is_flag=True, help="Replace files that powermap did not write."),
    ]  # fmt: skip
    return functools.reduce(lambda made, option: option(made), reversed(options), command)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function that shows a stage and how far it is: on standard error, only on a terminal."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total or None)


def say(text: str, *, err: bool = False) -> None:
    """Print text in which nothing drives the terminal."""
    click.echo(printable(text), err=err)


def say_written(paths: list[Path]) -> None:
    """Say which files were written."""
    for path in paths:
        say(f"Written: {path}")


def say_chosen(survey: Survey, relation: str, wave: str) -> None:
    """Say on standard error which relation and round were taken, where there was a choice."""
    for kind, taken, there, option in (
        ("question", relation, survey.relations, "--relation"),
        ("round", wave, survey.rounds, "--round"),
    ):
        if len(there) > 1:
            say(f"Looked at {kind} '{taken}' of {', '.join(map(repr, there))} ({option} takes another).", err=True)


def say_issues(issues: Iterable[Issue], sources: Sequence[str] = ()) -> None:
    """Say on standard error what was found wrong in the file: errors and warnings, the first few in full."""
    found = [issue for issue in issues if issue.level != "note"]
    if not found:
        return
    found.sort(key=lambda issue: issue.level != "error")
    for issue in found[:ISSUES_SHOWN]:
        where = f"{issue.where}: " if issue.where else ""
        say(f"{issue.level.capitalize()}: {where}{issue.message} {issue.fix}".rstrip(), err=True)
    if len(found) > ISSUES_SHOWN:
        say(f"... and {len(found) - ISSUES_SHOWN} more.", err=True)
    if sources:
        say(f"See all with: powermap check {' '.join(_quoted(s) for s in sources)}", err=True)


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def show(text: Callable[[], str], on: Callable[[Console], None]) -> None:
    """Print on a terminal as *on* does, with tables; elsewhere what *text* returns."""
    if not sys.stdout.isatty():
        click.echo(text())
        return
    from rich.console import Console

    on(Console(highlight=False))
