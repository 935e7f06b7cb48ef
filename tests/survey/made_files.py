"""Workbooks of every kind, made byte by byte, and what is read or refused of them."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile

import pytest

from powermap import read_survey
from powermap.errors import UnreadableFileError

#: A workbook of 1997 with the sheets Organisations and Relationships, as xlwt 1.3.0 writes it (zlib, base 85).
XLS = (
    "c-rk)Pe>F|82`ODyY4Ew?wSS~*dp}LyhN8Sx|Nt6%FLi7f*RLN7uOk?9S?RW%RB}_r=pACrHj?2Kh&Xa9Ri~cK@eyjI|T(D)aiTQ"
    "%+y*7?LtY${D$|vZ@xeC-n{R7e`a3ICl+SzH!b2PbU?$ZQ;CWKnV?eX-^4+B$5E_bN2xdgHWVtO6v&D&p47aIs2HkvFGAv8=s8i~"
    "1C=uvLyu`>lIw_r+y`B#KD3Jv<(|ZCDls&2zv`H#nQmfwmu;Ui-OrM1OxwwJL7c{Xs;70Im&g6Gg>^Ba0uR~e9ZUA00WVY@U%D<_"
    "+b|ATSv~h}Dw;#pm<2_yJ7Z)lJ-2{*3gIliI7#5MKUbe61Nr*O1xWsNtvpghenW<UNjT?(O2laj^VX2k)Zmykq#N11Zf8v+uM|sR"
    "SJ9Wrxx(S>SbiD(ByyK!ay0bO49(ztCT*J*WkshsZltrhTHuJ8)^kaH+#WWqtUaLthsOuV<7DTFE~?I3<|w7VZPFT^x2=pZWDi%V"
    "=koFpU$Z>a@T93GI*3~46Fha|v;i#N`SkkeKyT_SOD1_sa5s)^>P_L`vhpD37;7}9%C?p1Zl+iGsau$DVp>lLPxbcR29G&3#Wq)2"
    "yPewE%XpL8QNZsce){9_N6phqsa?d+buV71pL?5{K?{x8Ao;6n3T>iI+`6goIOW&ETVmcbZTw}qiORUwcgNcuYq5eVW)n=^J2g7O"
    "vlm6|1=~x{Ua-C9*~=pKlI=sDy*v6UGdg4)9w;R(em}5&G1NA247H*$tXLDn$oD%*chQ1~Y9&NejoU?8#oJf{v4Z$&CB#>H-jcng"
    "A8izic7Ol@0t5&UAi!@RyyLg#en9Y1QXPCE-hZ7HDyzY7lK&QcFzK@Cv$P8a)fOho%Ad^$3;$W7L?8cup~5L@-NFb4xE~{B=Pw=b"
    "MdACD>=^%ZQ>fhbSIg<=UvB>!$0`(c"
)


def ties(survey):
    return [tuple(row) for row in survey.ties[["from", "to", "strength"]].itertuples(index=False)]


def refused(path, *words, error=UnreadableFileError):
    with pytest.raises(error) as caught:
        read_survey(path)
    said = str(caught.value)
    assert all(word in said for word in words), said
    assert caught.value.where
    return said


def ods(path, body):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?>'
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/"'
            ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            "</manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
            ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
            ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
            ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
            f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        )


def ods_cell(value):
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    number = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {number}><text:p>{value}</text:p></table:table-cell>"


def ods_row(*cells, attributes=""):
    return f"<table:table-row{attributes}>{''.join(map(ods_cell, cells))}</table:table-row>"


def record(kind, content=b""):
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, sizes = len(content), b""
    while True:
        sizes += bytes([size & 0x7F | (0x80 if size > 127 else 0)])
        size >>= 7
        if not size:
            return head + sizes + content


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(path, cells):
    """Write a binary workbook with one sheet 'Ties' from {(row, column): value} ([MS-XLSB])."""
    rows = {}
    for (row, column), value in cells.items():
        kind, content = (6, wide(value)) if isinstance(value, str) else (5, struct.pack("<d", value))
        rows.setdefault(row, []).append(record(kind, struct.pack("<II", column, 0) + content))
    last = max(rows), max(column for _, column in cells)
    data = b"".join(
        record(0, struct.pack("<I", row) + bytes(13)) + b"".join(own) for row, own in sorted(rows.items())
    )
    sheet = (
        record(129)
        + record(148, struct.pack("<IIII", 0, last[0], 0, last[1]))
        + record(145)
        + data
        + record(146)
        + record(130)
    )
    book = (
        record(131)
        + record(143)
        + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Ties"))
        + record(144)
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<?xml version="1.0"?><Types xmlns="{package}/content-types"><Default Extension="bin"'
            ' ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        )
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<?xml version="1.0"?><Relationships xmlns="{package}/relationships"><Relationship Id="rId1"'
            f' Type="{office}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
        )
        archive.writestr("xl/workbook.bin", book + record(132))
        archive.writestr("xl/worksheets/sheet1.bin", sheet)


TABLE = {(0, 0): "from", (0, 1): "to", (0, 2): "strength", (1, 0): "A", (1, 1): "B", (1, 2): 2.0}


def raw_xlsx(path, sheet_xml, *, compress=zipfile.ZIP_DEFLATED):
    """Write a workbook around the XML of one sheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w", compress) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}">'
            '<sheets><sheet name="Ties" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{sheet_xml}</sheetData></worksheet>'
        )


def xml_row(number, *cells):
    inside = "".join(
        f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for i, cell in enumerate(cells)
    )
    return f'<row r="{number}">{inside}</row>'


def archive(*names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name in names:
            file.writestr(name, "<x/>")
    return content.getvalue()


HEAD = xml_row(1, "from", "to", "strength")


def peak_memory(path):
    """Return by how many megabytes the reader grew, in a process of its own."""
    code = (
        "import sys, resource; from powermap import read_survey; import pandas, python_calamine\n"
        "from powermap.errors import PowermapError\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: read_survey(sys.argv[1])\n"
        "except PowermapError: pass\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return float(done.stdout) / (1024 if sys.platform == "darwin" else 1)
