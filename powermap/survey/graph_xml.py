"""Read XML safely: elements that know their line, and no entity, external file or endless nesting.

The parser is expat itself: it fetches nothing, gives line numbers, and its hooks let a file that declares entities
be refused before any of them is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.parsers import expat

from powermap.survey.checks import found
from powermap.survey.graph_sheets import fault, too_big

if TYPE_CHECKING:
    from powermap.errors import UnreadableFileError
    from powermap.survey.model import Issue

MOST_ELEMENTS = 2_000_000
DEEPEST = 200
#: More text than any name or answer has; what lies beyond in one element is not kept.
_LONGEST_TEXT = 10_000
_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_PROLOGUE = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
#: A reference to an entity that is not one of XML's own.
_REFERENCE = re.compile(rb"&(?!amp;|lt;|gt;|quot;|apos;|#)[A-Za-z_]")
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']""")


class Element:
    """An element: its name without prefix, its attributes, its text, its children, and the line it begins on."""

    __slots__ = ("attributes", "children", "line", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self.tag, self.attributes, self.line = tag, attributes, line
        self.text = ""
        self.children: list[Element] = []

    def all(self, *tags: str) -> Iterator[Element]:
        """Yield the elements below this one that are called one of *tags*, in the order of the file."""
        left = [*reversed(self.children)]
        while left:
            element = left.pop()
            if element.tag in tags:
                yield element
            left += reversed(element.children)

    def own(self, *tags: str) -> list[Element]:
        """Return the children that are called one of *tags*."""
        return [child for child in self.children if child.tag in tags]


def root_tag(content: bytes) -> str:
    """Return the name of the outermost element of an XML file, in lower case; '' where there is none.

    >>> root_tag(b'<?xml version="1.0"?><!-- <a> --><g:graphml xmlns:g="x"/>')
    'graphml'
    """
    head = content[:20_000]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:4]:
        head = head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(b"<"):
        return ""
    match = _ROOT.search(_PROLOGUE.sub(b"", head))
    return match[2].decode("ascii", "replace").lower() if match else ""


def parse_xml(content: bytes, label: str) -> tuple[Element, list[Issue]]:
    """Return the outermost element of an XML file, and what is to be said about its encoding.

    Raises
    ------
    UnreadableFileError
        The file breaks off or is no XML, declares entities, or is too big or too deeply nested.
    """
    issues: list[Issue] = []
    encoding = None
    declared = _ENCODING.search(content[:500])
    if b"\0" not in content[:4] and (declared is None or declared[1].lower() in (b"utf-8", b"utf8")):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            encoding = "windows-1252"
            message = "This file is not in UTF-8; it was read as Windows text. Check accents, pounds and dashes."
            issues.append(found("note", "encoding-guessed", message, "Export it again as UTF-8.", file=label))
    return _Parser(label, encoding).parse(content.lstrip(b" \t\r\n")), issues


class _Parser:
    """Builds the elements; every hook that could make a small file grow large refuses it."""

    def __init__(self, label: str, encoding: str | None) -> None:
        self.label = label
        self.open: list[Element] = []
        self.root: Element | None = None
        self.elements = 0
        self.content = b""
        self.expat = expat.ParserCreate(encoding)
        self.expat.buffer_text = True
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._text
        self.expat.StartDoctypeDeclHandler = self._doctype
        self.expat.EntityDeclHandler = self._refuse_entity
        self.expat.SkippedEntityHandler = self._refuse_entity

    def parse(self, content: bytes) -> Element:
        """Return the outermost element."""
        self.content = content
        try:
            self.expat.Parse(content, True)
        except expat.ExpatError as error:
            what = f"This file breaks off or is damaged here ({expat.ErrorString(error.code)})."
            raise self._fault(what, "Export it again.", error.lineno) from error
        except (ValueError, LookupError) as error:
            what = f"This file's encoding is not known ({error})."
            raise self._fault(what, "Export it again as UTF-8.") from error
        assert self.root is not None  # noqa: S101  expat refuses a file without an element
        return self.root

    def _fault(self, what: str, fix: str, line: int = 0) -> UnreadableFileError:
        return fault(self.label, line or self.expat.CurrentLineNumber, what, fix)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise too_big(self.label, self.expat.CurrentLineNumber)
        if len(self.open) >= DEEPEST:
            raise self._fault("This file is nested too deeply to be a network.", "Export it again.")
        own = {key.rpartition(":")[2] if key[:6] != "xmlns:" else key: text for key, text in attributes.items()}
        element = Element(name.rpartition(":")[2], own, self.expat.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, name: str) -> None:
        self.open.pop()

    def _text(self, text: str) -> None:
        element = self.open[-1]
        if len(element.text) < _LONGEST_TEXT:
            element.text += text[:_LONGEST_TEXT]

    def _doctype(self, _name: str, system: str | None, *_: object) -> None:
        # Of a definition elsewhere, which is never fetched, expat would drop the entities without a word.
        if system and _REFERENCE.search(self.content.replace(b"\0", b"")):
            self._refuse_entity()

    def _refuse_entity(self, *_: object) -> None:
        raise self._fault(
            "This file declares or uses entities of its own, which can hide harm; it was not read.",
            "Export it again from the program that made it.",
        )
