"""What the tags in the parts of a zipped workbook say, found without parsing the part."""

from __future__ import annotations

import re
from xml.sax.saxutils import unescape


def column_number(letters: bytes) -> int:
    """Return the number of the column with these letters, counted from 0.

    >>> column_number(b"A"), column_number(b"ab")
    (0, 27)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def attribute(tag: bytes, name: bytes) -> str:
    """Return the value of an attribute, whatever its prefix; '' where the tag has none.

    >>> attribute(b'<sheet name="A &amp; B" r:id="rId1"/>', b"id")
    'rId1'
    """
    match = re.search(rb"""(?<![\w-])(?:\w+:)?""" + name + rb"""=(?:"([^"]*)"|'([^']*)')""", tag)
    if match is None:
        return ""
    text = (match[1] if match[1] is not None else match[2]).decode("utf-8", "replace")
    return unescape(text, {"&quot;": '"', "&apos;": "'"})


def unreference(text: str) -> str:
    """Replace numeric character references, which `unescape` leaves alone."""
    return re.sub(
        r"&#(x?)([0-9a-fA-F]{1,6});",
        lambda match: chr(min(int(match[2], 16 if match[1] else 10), 0x10FFFF)),
        text,
    )
