"""The report: one page in plain English, coverage first, that can be read, printed and sent round."""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from powermap import __version__
from powermap.audience import hides_access, hides_share
from powermap.findings import HEADLINE, limit
from powermap.inference.family import FEWEST
from powermap.measures.balance import FEWEST_TIES
from powermap.measures.catalogue import SHOWN
from powermap.measures.coverage import percent
from powermap.output.files import write_all_atomically, write_atomically
from powermap.output.map.scene import isolated
from powermap.output.report.picture import forest, picture

if TYPE_CHECKING:
    import pandas as pd

    from powermap.analysis import Analysis
    from powermap.network import Network
    from powermap.survey.model import Survey


#: What stands in a cell whose number would give away single answers.
TOO_FEW_MEMBERS = f"fewer than {FEWEST} members: not shown"
TOO_FEW_TIES = f"fewer than {FEWEST_TIES} ties: not shown"
ALL_OR_NONE = "all or none: not shown"


def write_results(
    analysis: Analysis,
    folder: str | Path,
    *,
    survey: Survey | None = None,
    force: bool = False,
    inputs: Iterable[str | Path] = (),
) -> list[Path]:
    """Write the report, the map and the workbook of measures into *folder*: all three, or none.

    Returns
    -------
    list of the paths written.

    Raises
    ------
    OutputError
        A file that powermap did not write is in the way (and *force* is not set), or nothing can be written there.
    """
    from powermap.output.map import render_map
    from powermap.output.workbook import measures_xlsx, tables

    folder = Path(folder)
    positions = None if survey is None else positions_of(survey, analysis.network.relation)
    files = [
        (folder / "report.html", render_report(analysis, survey=survey, positions=positions, beside=True).encode()),
        (folder / "map.html", render_map(analysis, positions=positions).encode()),
        (folder / "measures.xlsx", measures_xlsx(tables(analysis))),
    ]
    write_all_atomically(files, force=force, inputs=tuple(inputs))
    return [path for path, _content in files]


def write_report(
    analysis: Analysis,
    path: str | Path,
    *,
    survey: Survey | None = None,
    force: bool = False,
    inputs: Iterable[str | Path] = (),
) -> None:
    """Write the report of *analysis* as one HTML page.

    Parameters
    ----------
    analysis : Analysis
    path : str or Path
    survey : Survey, optional
        Where the network came from: names the file, the other rounds and how many problems were found.
    force : bool
        Replace a file that powermap did not write.
    inputs : iterable of paths
        Files that must never be replaced.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    content = render_report(analysis, survey=survey).encode()
    write_atomically(Path(path), content, force=force, inputs=tuple(inputs))


def positions_of(survey: Survey, relation: str) -> dict[str, tuple[float, float]]:
    """Where does each actor stand on the page? From every round together, so that the maps can be compared."""
    from powermap.output.layout import positions

    return positions(*(survey.network(relation, wave) for wave in survey.rounds))


def render_report(
    analysis: Analysis,
    *,
    survey: Survey | None = None,
    positions: Mapping[str, tuple[float, float]] | None = None,
    beside: bool = False,
) -> str:
    """Return the report as an HTML page.

    Parameters
    ----------
    positions : mapping of actor to (x, y), optional
        Where the actors stand; computed when left out.
    beside : bool
        Whether map.html and measures.xlsx lie beside the page, so that it can link to them.
    """
    network = analysis.network
    table = analysis.representation
    small = _small(analysis)
    voices = [_voice_row(row, small) for row in table[table["measure"] == HEADLINE].to_dict("records")]
    access = [] if hides_access(network) else _access_rows(analysis.access, small, network)
    page: str = _template().render(
        version=__version__,
        title="Who holds power, and who is heard",
        relation=network.relation,
        round=network.round,
        rounds=survey.rounds if survey else (network.round,),
        several_rounds=bool(survey and len(survey.rounds) > 1),
        n=len(network),
        ties=int(network.ties.sum()),
        coverage_words=analysis.coverage.summary(by_voice=False).splitlines(),
        response_assumed=network.response_assumed,
        coverage_rows=[_coverage_row(row) for row in analysis.coverage.table.to_dict("records")],
        headline=[found for found in analysis.findings if found.measure == HEADLINE],
        other_findings=[found for found in analysis.findings if found.measure != HEADLINE],
        descriptions=analysis.descriptions,
        picture=picture(analysis, positions),
        map_name="map.html" if beside else "",
        map_href=quote("map.html"),
        measures_name="measures.xlsx" if beside else "",
        measures_href=quote("measures.xlsx"),
        voices=voices,
        forest=forest([row for row in voices if not row["too_few"]]),
        access=access,
        access_incomplete=any("+" in str(cell) for row in access for cell in row.values()),
        reciprocation=[_returned_row(row, small, network) for row in analysis.reciprocation.to_dict("records")],
        without_voice=sum(not own for own in network.voices),
        problems=_problems(survey),
        null=analysis.test.null,
        permutations=f"{analysis.permutations:,}",
        seed=analysis.seed,
        comparisons=int(table["p_holm"].notna().sum()),
        unseen=bool(analysis.coverage.share < 1),
        glossary=list(SHOWN.values()),
        isolated=lambda text: isolated(text, network.groups("voice")),
        sources=", ".join(Path(source).name for source in survey.sources) if survey else "",
    )
    return page


@cache
def _style() -> tuple[str, str]:
    """Return the style sheet and its hash for the page's security policy."""
    style = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
    return style, base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    style, style_hash = _style()
    environment.globals |= {"style": Markup(style), "style_hash": style_hash}  # noqa: S704  our own file, not data
    return environment.get_template("page.html.j2")


def _share(value: float) -> str:
    """Return a share as a percentage: '33%', or a dash where it is not defined."""
    return "–" if math.isnan(value) else percent(value)


def _times(value: float) -> str:
    """Return a ratio with two decimals: '0.47', or a dash where it is not defined."""
    return "–" if math.isnan(value) else "no limit" if math.isinf(value) else f"{value:.2f}"


def _coverage_row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "group": row["group"],
        "all": row["group"] == "All",
        "members": row["members"],
        "responded": row["responded"],
        "rate": _share(row["rate"]),
        "interval": "–" if math.isnan(row["low"]) else f"{_share(row['low'])} to {_share(row['high'])}",
        "share": _share(row["share"]),
    }


def _small(analysis: Analysis) -> set[str]:
    """Return the voices that get no number of their own on a page that is sent round: it would be a member's."""
    voices = analysis.network.groups("voice")
    everybody = sum(bool(own) for own in analysis.network.voices)
    return {name for name, own in voices.items() if min(own.sum(), everybody - own.sum()) < FEWEST}


def _voice_row(row: dict[str, Any], small: set[str]) -> dict[str, Any]:
    p = row["p_holm"]
    return {
        "group": row["group"],
        "members": row["members"],
        "too_few": row["group"] in small,
        "share_of_actors": _share(row["share_of_actors"]),
        "share_held": _share(row["share_held"]),
        "representation": _times(row["representation"]),
        "interval": (
            "–" if math.isnan(row["low_shown"]) else f"{limit(row['low_shown'])} to {limit(row['high_shown'])}"
        ),
        "expected": _times(row["expected"]),
        "p_holm": "–" if math.isnan(p) else "under 0.001" if p < 0.001 else f"{p:.3f}",
        "smallest_gap": _times(row["smallest_gap"]),
        "raw": (row["low_shown"], row["representation"], row["high_shown"]),
    }


def _counted(share: float, of: int, complete: bool) -> str:
    """Return 'how many of how many': '3 of 8'; '3+' where unseen answers could add to it."""
    if math.isnan(share) or not of:
        return "–"
    if of < FEWEST:
        return TOO_FEW_MEMBERS
    count = round(share * of)
    return f"{count}{'' if complete or count == of else '+'} of {of}"


def _access_rows(table: pd.DataFrame, small: set[str], network: Network) -> list[dict[str, Any]]:
    if not len(table) or not table["seats"].sum():
        return []
    rows = []
    for row in table.to_dict("records"):
        to, source, complete = int(row["observed_to"]), int(row["observed_from"]), bool(row["complete"])
        distance = row["mean_distance_to"]
        reaching = 0 if math.isnan(distance) else round(to * (1 - row["unreachable_to"]))
        # On a personal question the steps tell as well whether it is all or none that name a seat-holder.
        hidden: tuple[str, ...] = ()
        if to >= FEWEST and hides_share(network, row["to_direct"]):
            hidden += ("to_direct", "to_two_step", "mean_distance_to")
        if source >= FEWEST and hides_share(network, row["from_direct"]):
            hidden += ("from_direct", "from_two_step")
        rows.append({
            "group": row["group"],
            "too_few": row["group"] in small,
            "members": row["members"],
            "seats": row["seats"],
            "to_direct": _counted(row["to_direct"], to, complete),
            "to_two_step": _counted(row["to_two_step"], to, complete),
            "from_direct": _counted(row["from_direct"], source, complete),
            "from_two_step": _counted(row["from_two_step"], source, complete),
            "mean_distance_to": (
                TOO_FEW_MEMBERS if 0 < reaching < FEWEST else "–" if math.isnan(distance) else f"{distance:.1f}"
            ),
        } | dict.fromkeys(hidden, ALL_OR_NONE))  # fmt: skip
    return rows


def _returned_row(row: dict[str, Any], small: set[str], network: Network) -> dict[str, Any]:
    def shown(share: float, ties: int) -> str:
        if ties >= FEWEST_TIES and hides_share(network, share):
            return ALL_OR_NONE
        return TOO_FEW_TIES if 0 < ties < FEWEST_TIES else _share(share)

    return {
        "group": row["group"],
        "too_few": row["group"] in small,
        "ties_out": row["ties_out"],
        "share_returned": shown(row["share_returned"], row["ties_out"]),
        "ties_in": row["ties_in"],
        "share_answered": shown(row["share_answered"], row["ties_in"]),
    }


def _problems(survey: Survey | None) -> str:
    """Return how many problems the file had, without quoting a cell: the page goes to other people."""
    if survey is None:
        return ""
    counts = {
        "could not be used": sum(issue.level == "error" for issue in survey.issues),
        "should be looked at": sum(issue.level == "warning" for issue in survey.issues),
    }
    found = [
        f"{count} {'thing' if count == 1 else 'things'} that {what}" for what, count in counts.items() if count
    ]
    return f"{' and '.join(found)} {'was' if sum(counts.values()) == 1 else 'were'} found" if found else ""
