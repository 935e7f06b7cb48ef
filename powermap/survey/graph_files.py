"""Which files are written by programs for networks: told by what they hold, not by what they are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from powermap.survey.delimited import decoded
from powermap.survey.dl import read_dl
from powermap.survey.dl_header import is_dl
from powermap.survey.gexf import read_gexf
from powermap.survey.graph_xml import root_tag
from powermap.survey.graphml import read_graphml
from powermap.survey.pajek import is_pajek, read_pajek

if TYPE_CHECKING:
    from powermap.survey.model import Issue
    from powermap.survey.sheet import Sheet

Found = tuple[list["Sheet"], list["Issue"]]
_OF_XML: dict[str, Callable[[bytes, str, str], Found]] = {"graphml": read_graphml, "gexf": read_gexf}


def read_network_xml(content: bytes, label: str, title: str) -> Found | None:
    """Return the sheets of a GraphML or GEXF file and what is to be said of it; None if it is neither."""
    read = _OF_XML.get(root_tag(content))
    return read(content, label, title) if read else None


def read_network_text(content: bytes, label: str, title: str) -> Found | None:
    """Return the sheets of a UCINET DL or Pajek file and what is to be said of it; None if it is neither."""
    if b"*" not in content[:20_000] and b"dl" not in content[:5000].lower().replace(b"\0", b""):
        return None
    text, issues = decoded(content, label)
    text = text.replace("\0", "")
    read = read_dl if is_dl(text) else read_pajek if is_pajek(text) else None
    if read is None:
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    sheets, said = read(lines, label, title)
    return sheets, [replace(issue, fix="Save it as UTF-8.") for issue in issues] + said
