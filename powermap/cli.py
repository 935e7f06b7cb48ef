"""The command line: each command parses, calls one public function and prints what was done.

Exit codes: 0 done; 1 the file or its data has a problem; 2 the command was not used as it should be.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from powermap import __version__
from powermap.errors import PowermapError
from powermap.survey.summary import printable

if TYPE_CHECKING:
    from rich.console import Console

    from powermap.analysis import Analysis
    from powermap.survey.model import Survey

Command = Callable[..., Any]

DEFAULT_SAMPLE = "health_inequalities_partnership"
ISSUES_SHOWN = 12


class Told(click.ClickException):
    """A problem told in plain words, with the exit code that belongs to it."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(printable(message))
        self.exit_code = exit_code  # type: ignore[misc]  # click's own is for the class


def _told_plainly(command: Command) -> Command:
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


def _file(*names: str, of: str, text: str) -> Command:
    """Return the option for a file or folder to write."""
    return click.option(*names, type=click.Path(path_type=Path), metavar=of, help=text)


_HIDDEN = click.option("--hidden", is_flag=True, help="Read hidden sheets too.")
_MAP = click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="MAP",
    help="How to read a sheet: a file as --write-map writes it, or 'SHEET.PART=VALUE'. May be given several times.",
)


def _survey_options(command: Command) -> Command:
    """Give *command* the files to read and the choice of a relation and a round."""
    options = [
        click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."),
        click.option("--actors", type=click.Path(path_type=Path), help="A file that lists the organisations."),
        _HIDDEN,
        _MAP,
        click.option("--relation", help="Which question to look at; the first in the file without it."),
        click.option("--round", "wave", help="Which round to look at; the latest without it."),
    ]
    return functools.reduce(lambda made, option: option(made), reversed(options), command)


def _test_options(command: Command) -> Command:
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


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="powermap")
def main() -> None:
    r"""See who holds power in a partnership, and who is not heard.

    \b
    Start here:
      powermap demo                    make an example report and map
      powermap check workshop.xlsx     see how your file was understood
      powermap report workshop.xlsx    make the report and the map

    Exit codes: 0 done; 1 the file or its data has a problem; 2 the command was not used as it should be.
    """
    # The matrices are small: several threads (of BLAS, of igraph) only wait for one another on a busy machine.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not have the letters of a name
            stream.reconfigure(errors="replace")


@main.command(short_help="Make the report, the map and the workbook of measures.")
@_survey_options
@_file("--out", "-o", of="FOLDER", text="Where to write; FILE-powermap without it.")
@_test_options
@_told_plainly
def report(files: tuple[Path, ...], out: Path | None, force: bool, **chosen: Any) -> None:
    r"""Make the report, the map and the workbook of measures from a survey FILE.

    \b
    Example:
      powermap report workshop.xlsx --out results
    writes results/report.html (to read and print), results/map.html (to explore) and
    results/measures.xlsx (every number).
    """
    from powermap.output.report import write_results

    folder = out or Path(f"{files[0].stem}-powermap")
    with _analysed(files, **chosen) as (survey, analysis, inputs):
        written = write_results(analysis, folder, survey=survey, force=force, inputs=inputs)
    _say_written(written)


@main.command("map", short_help="Draw the interactive map: one page that works offline.")
@_survey_options
@_file("--out", "-o", of="FILE.html", text="The file to write; FILE-map.html without it.")
@click.option(
    "--named-ties", is_flag=True, help="Show who named whom even where the question is a personal judgement."
)
@_test_options
@_told_plainly
def map_command(files: tuple[Path, ...], out: Path | None, named_ties: bool, force: bool, **chosen: Any) -> None:
    r"""Draw the interactive map of a survey FILE: one HTML page that works offline.

    \b
    Example:
      powermap map workshop.xlsx --round 2 --out map.html
    """
    from powermap.output.map import write_map
    from powermap.output.report import positions_of

    target = out or Path(f"{files[0].stem}-map.html")
    with _analysed(files, **chosen) as (survey, analysis, inputs):
        positions = positions_of(survey, analysis.network.relation)
        write_map(analysis, target, positions=positions, named_ties=named_ties, force=force, inputs=inputs)
    _say_written([target])


@main.command(short_help="Compute every measure, as xlsx, csv or json.")
@click.option(
    "--list",
    "listed",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda *given: _list_measures(*given),
    help="Explain every measure, and stop.",
)
@_survey_options
@_file("--out", "-o", of="FILE", text="A .xlsx, .csv or .json file; FILE-measures.xlsx without it.")
@_test_options
@_told_plainly
def measures(files: tuple[Path, ...], out: Path | None, force: bool, **chosen: Any) -> None:
    r"""Compute the measures of every actor and every voice of a survey FILE.

    \b
    Example:
      powermap measures workshop.xlsx --out measures.csv
    A .csv holds the table of actors; a .xlsx or .json holds every table.
    """
    from powermap.output.workbook import write_measures

    target = out or Path(f"{files[0].stem}-measures.xlsx")
    with _analysed(files, **chosen) as (_survey, analysis, inputs):
        write_measures(analysis, target, force=force, inputs=inputs)
    _say_written([target])


@main.command(short_help="Say how a file was understood, and what is wrong in which cell.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--actors", type=click.Path(path_type=Path), help="A file that lists the organisations.")
@_HIDDEN
@_MAP
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json is one object, for programs.",
)
@_file("--marked-copy", "marked", of="FILE.xlsx", text="Write a copy with each problem coloured and commented.")
@_file("--write-map", "map_file", of="FILE.toml", text="Write how each sheet is read, to edit and give to --map.")
@_file("--write-aliases", "aliases", of="FILE.csv", text="Write the names that may be one body, to say yes or no.")
@click.option("--force", is_flag=True, help="Replace files that powermap did not write.")
@click.option(
    "--codes",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda *given: _list_codes(*given),
    help="Explain every code of an issue, and stop.",
)
@_told_plainly
def check(
    files: tuple[Path, ...],
    actors: Path | None,
    hidden: bool,
    mapping: tuple[str, ...],
    form: str,
    marked: Path | None,
    map_file: Path | None,
    aliases: Path | None,
    force: bool,
) -> None:
    r"""Say how a survey FILE was understood, and what is wrong in which cell.

    \b
    Example:
      powermap check workshop.xlsx --marked-copy marked.xlsx
      powermap check workshop.xlsx --write-map map.toml --write-aliases aliases.csv
    Once these two are filled in: powermap report workshop.xlsx aliases.csv --map map.toml
    Exit code 1 means that something in the file could not be used.
    """
    from powermap import read_survey
    from powermap.output.files import write_atomically
    from powermap.survey import summary

    inputs = (*files, *([actors] if actors else []))
    read: tuple[Path, ...] = (*inputs, *(Path(given) for given in mapping if Path(given).exists()))
    if map_file:  # written even where the files cannot be read without it
        from powermap.survey.written_map import written_map

        text = written_map(*inputs, hidden=hidden, mapping=mapping, called=map_file.name)
        write_atomically(map_file, text.encode(), force=force, inputs=read)
        _say(f"Written: {map_file}", err=form == "json")
    survey = read_survey(*inputs, hidden=hidden, mapping=mapping)
    if aliases and survey.proposals:
        from powermap.survey.aliases import aliases_csv

        write_atomically(aliases, aliases_csv(survey).encode("utf-8-sig"), force=force, inputs=read)
    elif aliases:
        _say(f"Not written: {aliases}, as no two names look like one body.", err=True)
    if marked:
        from powermap.output.marked import write_marked_copy

        write_marked_copy(survey, marked, inputs=inputs, force=force)
    if form == "json":
        import json

        click.echo(json.dumps(survey.to_dict(), indent=1))
    else:
        _show(lambda: summary.as_text(survey), lambda console: summary.show(survey, console))
    for path in filter(None, (marked, aliases if survey.proposals else None)):
        _say(f"Written: {path}", err=form == "json")
    if any(issue.level == "error" for issue in survey.issues):
        raise click.exceptions.Exit(1)


@main.command(short_help="Make an example report and map.")
@click.option("--sample", help="Which example; --list shows them.")
@click.option("--list", "listed", is_flag=True, help="List the examples, and stop.")
@click.option(
    "--out",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    default=Path("powermap-demo"),
    show_default=True,
    help="Where to write.",
)
@click.option("--force", is_flag=True, help="Replace files that powermap did not write.")
@_told_plainly
def demo(sample: str | None, listed: bool, out: Path, force: bool) -> None:
    r"""Make an example: a survey workbook that comes with powermap, its report and its map.

    \b
    Example:
      powermap demo --out example
    """
    from powermap.output.report import write_results
    from powermap.samples import copy_sample, sample_names

    if listed:
        click.echo("\n".join(sample_names()))
        return
    workbook = copy_sample(sample or DEFAULT_SAMPLE, out, force=force)
    with _analysed((workbook,), actors=None, relation=None, wave=None, permutations=9_999, seed=1) as (
        survey,
        analysis,
        inputs,
    ):
        written = write_results(analysis, out, survey=survey, force=force, inputs=inputs)
    _say_written([workbook, *written])


@contextmanager
def _analysed(
    files: tuple[Path, ...],
    *,
    actors: Path | None,
    relation: str | None,
    wave: str | None,
    permutations: int,
    seed: int,
    hidden: bool = False,
    mapping: tuple[str, ...] = (),
) -> Iterator[tuple[Survey, Analysis, tuple[Path, ...]]]:
    """Read, choose, analyse; show progress on a terminal until the caller has written its files."""
    inputs = (*files, *([actors] if actors else []))
    with _progress() as step:
        from powermap import read_survey
        from powermap.analysis import analyse

        step("Reading", 0, 0)
        survey = read_survey(*inputs, hidden=hidden, mapping=mapping)
        inputs = (*inputs, *(Path(given) for given in mapping if Path(given).exists()))
        relation, wave = survey.choose(relation, wave)
        analysis = analyse(survey.network(relation, wave), permutations=permutations, seed=seed, progress=step)
        step("Writing", 0, 0)
        yield survey, analysis, inputs
    _say_chosen(survey, relation, wave)
    _say_issues(survey)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
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


def _say(text: str, *, err: bool = False) -> None:
    click.echo(printable(text), err=err)


def _say_written(paths: list[Path]) -> None:
    for path in paths:
        _say(f"Written: {path}")


def _say_chosen(survey: Survey, relation: str, wave: str) -> None:
    """Say on standard error which relation and round were taken, where there was a choice."""
    for kind, taken, there, option in (
        ("question", relation, survey.relations, "--relation"),
        ("round", wave, survey.rounds, "--round"),
    ):
        if len(there) > 1:
            _say(f"Looked at {kind} '{taken}' of {', '.join(map(repr, there))} ({option} takes another).", err=True)


def _say_issues(survey: Survey) -> None:
    """Say on standard error what was found wrong in the file: errors and warnings, the first few in full."""
    found = [issue for issue in survey.issues if issue.level != "note"]
    if not found:
        return
    found.sort(key=lambda issue: issue.level != "error")
    for issue in found[:ISSUES_SHOWN]:
        _say(f"{issue.level.capitalize()}: {issue.where}: {issue.message} {issue.fix}".rstrip(), err=True)
    if len(found) > ISSUES_SHOWN:
        _say(f"... and {len(found) - ISSUES_SHOWN} more.", err=True)
    _say(f"See all with: powermap check {' '.join(_quoted(s) for s in survey.sources)}", err=True)


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _show(text: Callable[[], str], on: Callable[[Console], None]) -> None:
    """Print on a terminal as *on* does, with tables; elsewhere what *text* returns."""
    if not sys.stdout.isatty():
        click.echo(text())
        return
    from rich.console import Console

    on(Console(highlight=False))


def _list_codes(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Print what each code of an issue means, and stop."""
    if not wanted:
        return
    from powermap.survey import summary

    _show(summary.codes_as_text, summary.show_codes)
    ctx.exit()


def _list_measures(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Print what each measure asks and means, and stop."""
    if not wanted:
        return
    from powermap.measures.catalogue import MEASURES

    for name, measure in MEASURES.items():
        _say(f"{name}  ({measure.scope}, {measure.range})\n    {measure.question}\n    Higher: {measure.higher}")
        _say(f"    Undefined: {measure.undefined}\n    {measure.reference}")
    ctx.exit()
