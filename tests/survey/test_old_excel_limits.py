"""Hostile workbooks of Excel 97 to 2003: a small file asks for no more memory or time than a large one."""

from __future__ import annotations

import base64
import struct
import zlib

import pytest
from survey.made_files import XLS, peak_memory, refused, ties
from survey.seen import codes

from powermap import read_survey
from powermap.survey import repeated_texts
from powermap.survey.old_excel import DamagedError, open_old


def old(*, change=None):
    """Return a workbook as xlwt writes it, with its sheet 'Relationships' as records; *change* edits the bytes."""
    content = bytearray(zlib.decompress(base64.b85decode(XLS)))
    if change:
        change(content)
    return bytes(content)


def find(content, kind, size):
    """Return where a record stands."""
    return content.index(struct.pack("<HH", kind, size))


NUMBER = (0x027E, 10)


DIMENSIONS = (0x0200, 14)


def last(content, kind, size):
    return content.rindex(struct.pack("<HH", kind, size))


def test_a_cell_in_the_last_corner_of_an_old_file(tmp_path):
    def far(content):  # the answer goes from the sheet's third column to its last corner
        at = last(content, *NUMBER)
        struct.pack_into("<HH", content, at + 4, 65_535, 255)

    _, extents, cut = open_old(old(change=far), 4_000_000, 20_000, 200)
    assert extents["Relationships"].cells == 65_536 * 256
    assert cut == {"Relationships"}
    path = tmp_path / "corner.xls"
    path.write_bytes(old(change=far))
    survey = read_survey(path)
    assert {"sheet-cut", "blank-answer"} <= codes(survey)
    assert peak_memory(path) < 60


def test_a_size_that_an_old_file_only_claims(tmp_path):
    def claim(content):
        at = find(content, *DIMENSIONS)
        while at >= 0:
            struct.pack_into("<IIHH", content, at + 4, 0, 0xFFFFFFFF, 0, 0xFFFF)
            at = content.find(struct.pack("<HH", *DIMENSIONS), at + 1)

    path = tmp_path / "claim.xls"
    path.write_bytes(old(change=claim))
    assert ties(read_survey(path)) == [("Council", "Hub", 3.0)]


@pytest.mark.parametrize("place", ["folder", "table of tables", "chain"])
def test_chains_of_an_old_file_that_go_round_in_a_circle(tmp_path, place):
    def circle(content):
        table = 512 + 512 * struct.unpack_from("<I", content, 76)[0]
        folder = struct.unpack_from("<I", content, 48)[0]
        if place == "folder":
            struct.pack_into("<I", content, table + 4 * folder, folder)
        elif place == "chain":
            struct.pack_into("<I", content, table, 0)
        else:
            struct.pack_into("<I", content, 68, 1)
            struct.pack_into("<I", content, 512 + 512 + 508, 1)

    content = old(change=circle)
    with pytest.raises(DamagedError):
        open_old(content, 4_000_000, 20_000, 200)
    path = tmp_path / "circle.xls"
    path.write_bytes(content)
    refused(path, "damaged")


def test_error_values_of_an_old_file(tmp_path):
    content = bytearray(old())
    at = last(content, *NUMBER)
    stream_end = content.index(struct.pack("<HH", 0x000A, 0), at)
    row_and_column = bytes(content[at + 4 : at + 8])
    new = struct.pack("<HH", 0x0205, 8) + row_and_column + b"\0\0\x17\x01"
    rest = bytes(content[at + 14 : stream_end + 4])
    content[at : stream_end + 4] = new + rest + bytes(2)
    path = tmp_path / "error.xls"
    path.write_bytes(content)
    survey = read_survey(path)
    assert ties(survey) == [("Council", "Hub", 3.0)]
    (issue,) = [issue for issue in survey.issues if issue.code == "cell-error"]
    assert (issue.sheet, issue.cell) == ("Relationships", "C3")
    assert "#REF!" in issue.message


def test_a_text_that_an_old_file_shows_a_million_times(monkeypatch, tmp_path):
    monkeypatch.setattr(repeated_texts, "MOST_TEXT", 10)
    monkeypatch.setattr("powermap.survey.old_excel.MOST_TEXT", 10)
    path = tmp_path / "texts.xls"
    path.write_bytes(old())
    refused(path, "repetition")
