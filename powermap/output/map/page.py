"""The page of the map: our own template round what pyvis holds, with everything it needs inside it."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from powermap.measures.catalogue import MEASURES
from powermap.measures.coverage import percent
from powermap.output.files import GENERATOR, write_atomically
from powermap.output.map.scene import (
    HEADLINE,
    NO_VOICE_LABEL,
    isolated,
    measures_shown,
    pyvis_network,
    shows_ties,
    table_rows,
    tie_rows,
)
from powermap.output.palette import NO_SECTOR_LABEL, OUTLINES, styles

if TYPE_CHECKING:
    from markupsafe import Markup

    from powermap.analysis import Analysis

#: Above this many ties the lines are left out while the map is moved, so that it follows the hand.
MANY_TIES = 3000
#: What the page runs: the map itself, the names on it, and everything round it.
SCRIPTS = ("map.js", "names.js", "page.js")


def write_map(
    analysis: Analysis,
    path: str | Path,
    *,
    positions: Mapping[str, Any] | None = None,
    named_ties: bool = False,
    title: str | None = None,
    force: bool = False,
    inputs: Iterable[str | Path] = (),
) -> Path:
    """Write the interactive map of *analysis* as one HTML page that works offline and sends nothing anywhere.

    Parameters
    ----------
    analysis : Analysis
    path : str or Path
    positions : mapping of actor to (x, y), optional
        Where the actors stand; `powermap.output.layout.positions` of all rounds keeps them in place from one
        round to the next. Not used where ties are not shown: places would give them away.
    named_ties : bool
        Show who named whom even where that is a personal judgement (trust, influence, ...).
    title : str, optional
    force : bool
        Replace a file that powermap did not write.
    inputs : iterable of paths
        Files that must never be replaced.

    Returns
    -------
    Path
        Where the page is.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    page = render_map(analysis, positions=positions, named_ties=named_ties, title=title)
    return write_atomically(path, page.encode(), force=force, inputs=inputs)


def render_map(
    analysis: Analysis,
    *,
    positions: Mapping[str, Any] | None = None,
    named_ties: bool = False,
    title: str | None = None,
) -> str:
    """Return the page of the map as text; parameters as for `write_map`."""
    network = analysis.network
    open_ties = shows_ties(network, named_ties=named_ties)
    values = measures_shown(analysis, named_ties=named_ties)
    held = pyvis_network(analysis, positions=positions, named_ties=named_ties)
    held.options["interaction"]["hideEdgesOnDrag"] = len(held.edges) > MANY_TIES
    measures = [{"key": key, **MEASURES[key]._asdict()} for key in values]
    rows = table_rows(analysis, values)
    looks = styles(network.sector)
    data = {
        "nodes": held.nodes,
        "edges": held.edges,
        "options": held.options,
        "measures": measures,
        "tiesShown": open_ties,
        "order": [row["id"] for row in rows],
    }
    coverage = analysis.coverage
    page: str = _template().render(
        generator=GENERATOR,
        title=title or f"Partnership map: {network.relation}",
        relation=network.relation,
        round=network.round,
        data=_as_json(data),
        n=len(network),
        n_answered=int(network.responded.sum()),
        n_ties=int(network.ties.sum()),
        open_ties=open_ties,
        unseen=bool(analysis.coverage.share < 1),
        isolated=lambda text: isolated(text, network.groups("voice")),
        response_assumed=network.response_assumed,
        coverage_words=coverage.summary(),
        coverage_rows=[_coverage_row(row) for row in coverage.table.to_dict("records")],
        findings=analysis.findings,
        descriptions=tuple(getattr(analysis, "descriptions", ())),
        sectors=[
            (sector or NO_SECTOR_LABEL, look, OUTLINES[look.shape], network.sector.count(sector))
            for sector, look in looks.items()
        ],
        voices=_voices(network),
        any_seat=bool(network.seat.any()),
        any_silent=not network.responded.all(),
        measures=measures,
        headline=HEADLINE,
        rows=rows,
        tie_rows=tie_rows(network, [int(row["id"]) for row in rows]) if open_ties else [],
    )
    # Half a surrogate pair, as a broken export can hold, has no place in a file.
    return page.encode("utf-8", "replace").decode()


def _voices(network: Any) -> list[tuple[str, int]]:
    voices = [(name, int(members.sum())) for name, members in network.groups("voice").items()]
    without = sum(not own for own in network.voices)
    return voices + ([(NO_VOICE_LABEL, without)] if without else [])


def _coverage_row(row: Mapping[str, Any]) -> dict[str, Any]:
    def share(value: float) -> str:
        return "–" if math.isnan(value) else percent(value)

    return {
        "group": row["group"],
        "members": int(row["members"]),
        "responded": int(row["responded"]),
        "rate": share(row["rate"]),
        "interval": "–" if math.isnan(row["low"]) else f"{share(row['low'])} to {share(row['high'])}",
    }


def _as_json(data: Any) -> Markup:
    r"""Return *data* as JSON that nothing in it can break out of: < > & and the line separators are escaped.

    >>> print(_as_json({"name": "</script>"}))
    {"name":"\u003c/script\u003e"}
    """
    from markupsafe import Markup

    text = json.dumps(data, separators=(",", ":"), allow_nan=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  escaped above; json.dumps writes everything else as ASCII


@cache
def _template() -> Any:
    """Return the template, with the scripts and the style sheet in it, and their hashes in its security policy."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    here = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(here), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    parts = {
        "vis": _vis_network(),
        "script": _script(here),
        "style": (here / "style.css").read_text(encoding="utf-8"),
    }
    for name, text in parts.items():
        environment.globals[name] = Markup(text)  # noqa: S704  our own files and pyvis's, never data
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        environment.globals[f"{name}_hash"] = digest
    return environment.get_template("page.html.j2")


def _script(here: Path) -> str:
    """Return our own script: its parts, one after the other, in a scope of their own."""
    parts = [(here / name).read_text(encoding="utf-8") for name in SCRIPTS]
    return "\n".join(["(() => {", '"use strict";', *parts, "})();"])


def _vis_network() -> str:
    """Return the vis-network script that comes with pyvis, without its pointer to a source map elsewhere."""
    library = resources.files("pyvis") / "lib"
    newest = max(folder.name for folder in library.iterdir() if folder.name.startswith("vis-"))
    text = (library / newest / "vis-network.min.js").read_text(encoding="utf-8")
    return "\n".join(line for line in text.split("\n") if not line.startswith("//# sourceMappingURL"))
