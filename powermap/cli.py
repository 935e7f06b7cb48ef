"""The command line: each command parses, calls one public function and prints what was done.

Exit codes: 0 done; 1 the file or its data has a problem; 2 the command was not used as it should be.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from powermap import __version__
from powermap.command_line import (
    HIDDEN,
    MAP,
    analysis_options,
    file_option,
    progress,
    say,
    say_chosen,
    say_issues,
    say_written,
    show,
    survey_options,
    told_plainly,
)

if TYPE_CHECKING:
    from powermap.analysis import Analysis
    from powermap.survey.model import Survey

DEFAULT_SAMPLE = "health_inequalities_partnership"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="powermap")
def main() -> None:
    """See who holds power in a partnership, and who is not heard.

    \b
    Start here:
      powermap demo                    make an example report and map
      powermap check workshop.xlsx     see how your file was understood
      powermap report workshop.xlsx    make the report and the map
      powermap template --partners list.csv    make a blank survey to hand out

    Exit codes: 0 done; 1 the file or its data has a problem; 2 the command was not used as it should be.
    """
    # The matrices are small: several threads (of BLAS, of igraph) only wait for one another on a busy machine.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not have the letters of a name
            stream.reconfigure(errors="replace")


@main.command(short_help="Make the report, the map and the workbook of measures.")
@survey_options
@file_option("--out", "-o", of="FOLDER", text="Where to write; FILE-powermap without it.")
@analysis_options
@told_plainly
def report(files: tuple[Path, ...], out: Path | None, force: bool, **chosen: Any) -> None:
    """Make the report, the map and the workbook of measures from a survey FILE.

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
    say_written(written)


@main.command("map", short_help="Draw the interactive map: one page that works offline.")
@survey_options
@file_option("--out", "-o", of="FILE.html", text="The file to write; FILE-map.html without it.")
@click.option(
    "--named-ties", is_flag=True, help="Show who named whom even where the question is a personal judgement."
)
@analysis_options
@told_plainly
def map_command(files: tuple[Path, ...], out: Path | None, named_ties: bool, force: bool, **chosen: Any) -> None:
    """Draw the interactive map of a survey FILE: one HTML page that works offline.

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
    say_written([target])


@main.command(short_help="Compute every measure, as xlsx, csv or json.")
@click.option(
    "--list",
    "listed",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda *given: _list_measures(*given),
    help="List every measure, one line each, and stop.",
)
@survey_options
@file_option("--out", "-o", of="FILE", text="A .xlsx, .csv or .json file; FILE-measures.xlsx without it.")
@analysis_options
@told_plainly
def measures(files: tuple[Path, ...], out: Path | None, force: bool, **chosen: Any) -> None:
    """Compute the measures of every actor and every voice of a survey FILE.

    \b
    Example:
      powermap measures workshop.xlsx --out measures.csv
    A .csv holds the table of actors; a .xlsx or .json holds every table, and a glossary that says of each
    measure what it asks, its range, when it is undefined, and its reference.
    """
    from powermap.output.workbook import write_measures

    target = out or Path(f"{files[0].stem}-measures.xlsx")
    with _analysed(files, **chosen) as (survey, analysis, inputs):
        write_measures(analysis, target, survey=survey, force=force, inputs=inputs)
    say_written([target])


@main.command(short_help="Say how a file was understood, and what is wrong in which cell.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--actors", type=click.Path(path_type=Path), help="A file that lists the organisations.")
@HIDDEN
@MAP
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json is one object, for programs.",
)
@file_option(
    "--marked-copy", "marked", of="FILE.xlsx", text="Write a copy with each problem coloured and commented."
)
@file_option(
    "--write-map", "map_file", of="FILE.toml", text="Write how each sheet is read, to edit and give to --map."
)
@file_option(
    "--write-aliases", "aliases", of="FILE.csv", text="Write the names that may be one body, to say yes or no."
)
@click.option("--force", is_flag=True, help="Replace files that powermap did not write.")
@click.option(
    "--codes",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda *given: _list_codes(*given),
    help="Explain every code of an issue, and stop.",
)
@told_plainly
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
    """Say how a survey FILE was understood, and what is wrong in which cell.

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
        say(f"Written: {map_file}", err=form == "json")
    survey = read_survey(*inputs, hidden=hidden, mapping=mapping)
    if aliases and survey.proposals:
        from powermap.survey.aliases import aliases_csv

        write_atomically(aliases, aliases_csv(survey).encode("utf-8-sig"), force=force, inputs=read)
    elif aliases:
        say(f"Not written: {aliases}, as no two names look like one body.", err=True)
    if marked:
        from powermap.output.marked import write_marked_copy

        write_marked_copy(survey, marked, inputs=inputs, force=force)
    if form == "json":
        import json

        click.echo(json.dumps(survey.to_dict(), indent=1))
    else:
        show(lambda: summary.as_text(survey), lambda console: summary.show(survey, console))
    for path in filter(None, (marked, aliases if survey.proposals else None)):
        say(f"Written: {path}", err=form == "json")
    if any(issue.level == "error" for issue in survey.issues):
        raise click.exceptions.Exit(1)


@main.command(short_help="Make a blank survey to hand out, or the text of an online form.")
@click.option(
    "--partners",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    help="A list of the organisations: names in one column, with their sectors beside them if you have them.",
)
@file_option("--out", "-o", of="FILE.xlsx", text="The file to write; survey.xlsx without it.")
@click.option(
    "--shape",
    type=click.Choice(["tidy", "roster"]),
    default="tidy",
    show_default=True,
    help="tidy: a row for each pair; roster: a grid for each question.",
)
@click.option(
    "--relation",
    "relations",
    multiple=True,
    default=("works with",),
    show_default=True,
    metavar="WORDS",
    help="What to ask about each partner. May be given several times.",
)
@click.option(
    "--partner-items", is_flag=True, help="Ask about trust and value too, in the way of the PARTNER survey."
)
@click.option(
    "--form",
    type=click.Choice(["google", "microsoft"]),
    help="Print the questions to paste into an online form instead; with --out, write them to a text file.",
)
@click.option("--force", is_flag=True, help="Replace a file that is there: a survey may hold answers.")
@told_plainly
def template(
    partners: Path,
    out: Path | None,
    shape: Literal["tidy", "roster"],
    relations: tuple[str, ...],
    partner_items: bool,
    form: Literal["google", "microsoft"] | None,
    force: bool,
) -> None:
    """Make a blank survey: a workbook to hand out, with drop-downs, or the text of an online form.

    \b
    Example:
      powermap template --partners list.csv --relation "works with" -o survey.xlsx
      powermap template --partners list.csv --form google
    Once it is filled in: powermap report survey.xlsx

    Its page 'Who sees this' promises that single answers to personal questions are not shown: change it if you
    will draw the map with --named-ties.
    """
    from powermap.output.files import write_atomically
    from powermap.survey.partner_list import read_partners

    listed, issues = read_partners(partners)
    if form:
        from powermap.survey.form_text import form_text

        text = form_text(listed, form, relations=relations, partner_items=partner_items)
        if out is None:
            say(text.rstrip())
        content = text.encode("utf-8-sig")
    else:
        from powermap.survey.template import blank_survey

        out = out or Path("survey.xlsx")
        if out.suffix.lower() != ".xlsx":
            raise click.UsageError(
                f"A blank survey is an Excel workbook: give '{out.name}' a name that ends in .xlsx."
            )
        content = blank_survey(listed, shape=shape, relations=relations, partner_items=partner_items)
    if out:
        write_atomically(out, content, force=force, inputs=(partners,))
    say_issues(issues)
    without = sum(not partner.sector for partner in listed)
    say(f"Listed: {len(listed)} organisations, {without} of them without a sector.", err=True)
    if out:
        say_written([out])


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
@told_plainly
def demo(sample: str | None, listed: bool, out: Path, force: bool) -> None:
    """Make an example: a survey workbook that comes with powermap, its report and its map.

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
    say_written([workbook, *written])


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
    with progress() as step:
        from powermap import read_survey
        from powermap.analysis import analyse

        step("Reading", 0, 0)
        survey = read_survey(*inputs, hidden=hidden, mapping=mapping)
        inputs = (*inputs, *(Path(given) for given in mapping if Path(given).exists()))
        relation, wave = survey.choose(relation, wave)
        analysis = analyse(survey.network(relation, wave), permutations=permutations, seed=seed, progress=step)
        step("Writing", 0, 0)
        yield survey, analysis, inputs
    say_chosen(survey, relation, wave)
    say_issues(survey.issues, survey.sources)


def _list_codes(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Print what each code of an issue means, and stop."""
    if not wanted:
        return
    from powermap.survey import summary

    show(summary.codes_as_text, summary.show_codes)
    ctx.exit()


def _list_measures(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Print what each measure asks, one line each, and stop."""
    if not wanted:
        return
    from powermap.measures.catalogue import MEASURES

    longest = max(map(len, MEASURES))
    for name, measure in MEASURES.items():
        say(f"{name:{longest}}  {measure.scope:7}  {measure.question}")
    ctx.exit()
