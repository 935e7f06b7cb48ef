"""A good file of every format that is read, to be spoiled: small, so that what is done to it tells."""

from __future__ import annotations

import base64
import csv
import functools
import io
import re
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Any

import openpyxl

from powermap.spreadsheet import saved

sys.path[:0] = [str(Path(__file__).parents[1])]

from survey import (
    made_files,
    test_google_forms,
    test_graph_fuzz,
    test_kumu,
    test_mapping,
    test_merged_and_hidden,
    test_nodexl,
    test_qualtrics,
    test_rosters,
    test_survey_monkey,
)

Rows = list[list[Any]]

LISTED: Rows = [
    ["Organisation", "Sector", "Voice", "Seat", "Responded", "Code"],
    ["Borough Council", "Local authority", None, "yes", "yes", "BC"],
    ["City Hospital NHS Trust", "NHS", None, "yes", "no", "CH"],
    ["Café Ltd", "VCSE", "Lived experience", "no", "yes", "CA"],
    ["Peers (North)", "Peer-led charity", "Lived experience; Carers", None, "yes", "PN"],
]
TIDY: Rows = [
    ["Partnership survey 2023"],
    ["Round", "From", "To", "Relation", "Strength", "Notes"],
    [1, "Borough Council", "City Hospital NHS Trust", "Works with", 3, None],
    [1, "Café", "Borough Council", "Trusts", "4 - Quite a lot", "see file"],
    [2, "PN", "Cafe Ltd", "Works with", "Don't know", None],
    [2, "Peers (North)", "Borough Council", "Works with", 0, None],
    [None, "Total", None, None, 7, None],
]
MATRIX: Rows = [
    ["Respondent", "Borough Council", "City Hospital", "Café", "Peers", "Total"],
    ["Borough Council", None, 3, 0, "x", 3],
    ["City Hospital", 2, None, 1, 1, 4],
    ["Café", None, None, None, None, None],
    ["Peers", 5, "N/A", 2, None, 7],
]
ALIASES: Rows = [
    ["alias", "means", "same (yes/no)", "score", "why", "where"],
    ["Cafe", "Café Ltd", "yes", 90, "differ by one letter", "survey.xlsx, cell B4"],
    ["'=BC", "Borough Council", "no", 80, "", ""],
    ["CHT", "City Hospital NHS Trust", "", 80, "", ""],
]
MONKEY = [
    [*test_survey_monkey.MONKEY, "Which organisation?", "", "How often do you meet?", "", "", "Comments"],
    [*[""] * 9, "Response", "Other (please specify)", "Council", "Hub", "Peers", "Open-Ended Response"],
    [*test_survey_monkey.ABOUT, "Council", "", "", "Weekly", "Never", ""],
    [*test_survey_monkey.ABOUT, "Other (please specify)", "Hub", "Monthly", "", "Yearly", "Call me"],
]
QUALTRICS = [
    [*test_qualtrics.QUALTRICS, "Q1", "Q5_1", "Q5_2", "Q5_3"],
    [
        *test_qualtrics.QUALTRICS_TEXT,
        "Your organisation",
        "How often? - Council",
        "How often? - Hub",
        "How often? - Peers",
    ],
    [f'{{"ImportId":"QID{i}"}}' for i in range(16)],
    ["2024-03-01 10:15:32", *[""] * 5, "True", "", "R_1", "", "", "", "Council", "", "Often", "Never"],
    ["2024-03-01 10:15:32", *[""] * 5, "False", "", "R_2", "", "", "", "Hub", "Rarely", "", ""],
]
GENERATOR: Rows = [
    ["Organisation", "Partner 1", "Partner 1 strength", "Partner 2", "Partner 2 strength"],
    ["Council", "Hub", 3, "Peers", 1],
    ["Hub", "Council", "often", None, None],
    ["Peers", "none", None, None, None],
]
ATTENDANCE: Rows = [
    ["Organisation", "Health Board", "Steering group", "Housing forum"],
    ["Council", "x", "✓", None],
    ["Hub", "Y", None, 1],
    ["Peers", None, None, "yes"],
]

#: What stands in the place of a number, and what is put in anywhere.
NUMBERS = (
    b"0",
    b"-1",
    b"9",
    b"99999",
    b"1048577",
    b"99999999999999999999",
    b"1e999",
    b"NaN",
    b"1.5",
    b"2147483648",
)
PIECES = (
    b"",
    b"\0",
    b"\xff",
    b"\xff\xfe",
    b"\xe2\x80\xae",
    b"\r",
    b"\n\n",
    b'"',
    b"''",
    b",,,,",
    b";",
    b"\t",
    b"=1+1",
    b"@SUM(A1)",
    b"&amp;",
    b"&x;",
    b"&#0;",
    b"<",
    b"/>",
    b"]]>",
    b"<!DOCTYPE a [<!ENTITY x 'y'>]>",
    b"[[sheet]]",
    b"\nname = ",
    b"{}",
    b"[",
    b"from",
    b"to",
    b"name",
    b"Total",
    b"Never",
    b"nan",
    b"inf",
    b"1e999",
    b"-0",
    b"2023-02-30",
    b"#REF!",
    b'<c r="XFD1048576"><v>1</v></c>',
    b'<c r="A0"><v>1</v></c>',
    b'<c t="s"><v>99999</v></c>',
    b'<c t="e"><v>#N/A</v></c>',
    b'<mergeCell ref="A1:XFD1048576"/>',
    b'<col min="1" max="16384" hidden="1"/>',
    b' hidden="1"',
    b' r="ZZZ9999999"',
    b' table:number-rows-repeated="1000000"',
    b' table:number-columns-repeated="99999"',
    b"*Vertices 1000000000\n",
    b"*Arcs\n",
    b"dl n=1000000\n",
    b"labels embedded\n",
)
#: Pieces that leave XML as it is.
PLAIN_PIECES = (
    *(piece for piece in PIECES if re.fullmatch(rb"[\w=@,;.#/ -]*", piece)),
    b"s",
    b"str",
    b"inlineStr",
    b"e",
    b"b",
    b"d",
    b"A1",
    b"XFD1048576",
    b"A1:XFD1048576",
    b"ZZZ9999999",
    b"rId9",
    b"../x.xml",
    b"1,000",
    b"99999999",
    "\u202eesrever".encode(),
    b"hidden",
    b"true",
    b"mutual",
)


def _workbook(sheets: dict[str, Rows], merge: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
    return saved(book)


def _csv(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


@functools.cache
def beside() -> bytes:
    """Return the workbook that mappings and lists of aliases are read with."""
    return _workbook({**test_mapping.UNKNOWN, "Organisations": LISTED, "Relationships": TIDY})


@functools.cache
def whole_files() -> dict[str, bytes]:
    """Return the good files by name; '.toml' is a mapping, '.aliases.csv' a list of aliases."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "made")
        test_nodexl.nodexl(path)
        nodexl = path.read_bytes()
        made_files.xlsb(
            path, {(i, j): v for i, row in enumerate(MATRIX) for j, v in enumerate(row) if v is not None}
        )
        xlsb = path.read_bytes()
        rows = [[cell if cell is not None else "" for cell in row] for row in TIDY[1:]]
        made_files.ods(
            path,
            f'<table:table table:name="Ties">{"".join(made_files.ods_row(*row) for row in rows)}</table:table>',
        )
        ods = path.read_bytes()
    return {
        "tidy.xlsx": _workbook({"Organisations": LISTED, "Relationships": TIDY}),
        "matrix.xlsx": _workbook({"Works with": MATRIX}, "G2:G3"),
        "kumu.xlsx": _workbook({"Elements": test_kumu.ELEMENTS, "Connections": test_kumu.CONNECTIONS}),
        "nodexl.xlsx": nodexl,
        "form.xlsx": _workbook({"Form responses 1": test_google_forms.GOOGLE}),
        "roster.xlsx": _workbook(
            {
                "Answers": [
                    ["", "Trust", None, None, "Contact"],
                    ["Organisation", *test_rosters.NAMES, *test_rosters.NAMES],
                    *test_rosters.BODY,
                ]
            },
            "B1:D1",
        ),
        "generator.xlsx": _workbook({"Answers": GENERATOR, "Attendance": ATTENDANCE, "Aliases": ALIASES}),
        "binary.xlsb": xlsb,
        "old.xls": zlib.decompress(base64.b85decode(made_files.XLS)),
        "merged.xls": zlib.decompress(base64.b85decode(test_merged_and_hidden.XLS)),
        "open.ods": ods,
        "tidy.csv": _csv(TIDY[1:]),
        "semicolons.csv": _csv(TIDY, ";", "cp1252"),
        "tabs.csv": _csv(LISTED, "\t", "utf-16"),
        "matrix.csv": _csv(MATRIX, ",", "utf-8-sig"),
        "google.csv": _csv(test_google_forms.GOOGLE),
        "monkey.csv": _csv(MONKEY),
        "qualtrics.csv": _csv(QUALTRICS),
        "generator.csv": _csv(GENERATOR),
        "attendance.csv": _csv(ATTENDANCE),
        "map.toml": test_mapping.MAP_FILE.encode()
        + b'[[sheet]]\nname = "Rel*"\nblank = "missing"\n[aliases]\n"PN" = "Peers (North)"\n',
        "names.aliases.csv": _csv(ALIASES),
        **{name: content.encode() for name, content in test_graph_fuzz.WHOLE.items()},
    }
