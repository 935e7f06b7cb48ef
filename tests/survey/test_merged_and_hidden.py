"""Merged and hidden cells, rows, columns and sheets."""

from __future__ import annotations

import base64
import json
import re
import zipfile
import zlib

import pytest
from click.testing import CliRunner
from survey.messy_sheets import ORGANISATIONS, READ, TIES, places
from survey.seen import found, ties

from powermap import read_survey
from powermap.cli import main
from powermap.errors import UnrecognisedSurveyError

# ---- merged cells


def test_name_merged_over_several_rows_stands_for_each(edited):
    rows = [["from", "to", "strength"], ["Council", "Hub", 3], [None, "Peers", 1], ["Hub", "Council", 2]]
    survey = read_survey(edited({"Ties": rows}, lambda sheet: sheet.merge_cells("A2:A3")))
    assert ties(survey) == [("Council", "Hub", 3.0), ("Council", "Peers", 1.0), ("Hub", "Council", 2.0)]
    assert places(survey, "merged-filled") == [("note", "Ties", "A2")]
    assert "A2:A3" in found(survey, "merged-filled")[0].message
    # a cell that is empty and not merged is a missing name
    assert places(read_survey(edited({"Ties": rows}, lambda sheet: None)), "missing-name") == [
        ("error", "Ties", "A3")
    ]


def test_sector_merged_over_its_organisations(edited):
    rows = [["Name", "Sector"], ["Council", "Local authority"], ["Hub", "VCSE"], ["Peers", None]]
    survey = read_survey(edited({"Members": rows, "Ties": TIES}, lambda sheet, _: sheet.merge_cells("B3:B4")))
    assert survey.actors["sector"].tolist()[1:] == ["Voluntary and community"] * 2


def test_title_merged_along_a_row_is_no_header(edited):
    rows = [["Fernbridge partnership"], [], *TIES]
    survey = read_survey(edited({"Ties": rows}, lambda sheet: sheet.merge_cells("A1:C1")))
    assert ties(survey) == READ
    assert not found(survey, "merged-filled")


def test_headers_merged_over_two_rows(edited):
    rows = [
        ["Name", "Sector", "Attendance", None],
        [None, None, "Spring", "Autumn"],
        ["Council", "Local authority", 1, 2],
        ["Hub", "VCSE", 3, 0],
    ]

    def edit(sheet, _):
        for cells in ("A1:A2", "B1:B2", "C1:D1"):
            sheet.merge_cells(cells)

    survey = read_survey(edited({"Members": rows, "Ties": TIES}, edit))
    assert survey.actors["name"].tolist()[:2] == ["Council", "Hub"]
    assert "Name" not in survey.actors["name"].tolist()


def test_label_merged_down_the_side_of_a_grid(edited):
    rows = [
        [None, None, "Council", "Hub", "Peers"],
        ["Who answered", "Council", None, 3, 0],
        [None, "Hub", 0, None, 1],
        [None, "Peers", 2, 0, None],
    ]
    survey = read_survey(edited({"Sheet1": rows}, lambda sheet: sheet.merge_cells("A2:A4")))
    assert ties(survey) == READ


#: The sheet Ties of an xls file, as xlwt 1.3.0 writes it, with A2:A3 merged (zlib, base 85).
XLS = (
    "c-rk)O=uHA6#iy6n?KStsj1KkB^0b$dl3(MsaqAT7fTdD5kZr7)zFy8COzmut2IYK@T7Pt^x~!J#UB*Wn+Kty2caM&iYHHkf`>Ni"
    "o3|55YYq))(X!vNZ{EC_Z{ORUH#58YW-eZte$ZXTGVFqmniGP*!6xVo)hjVjyW>c;UIyuOJp5M(1!*At2A;OP4#+W-<6VV@`@WYX"
    "fsb^az<G=m@>X&cv4>+w3mL;8Nr5|LiK2_6>R>s_avjTi-18aBA+}s+IY@mg;yC8ak^Y@3i;ro&+!lqr?jz>Rvt=7P@k(a#<r~87"
    "YhbsXP3Qj2h8|x8GoW!Bw(^#p&Q*}00i3~iCkcG3&(s%5&%U~L0kZ#CY7aEA-_(4-B%D*6;AKQGugex6j%2Ok0(S6{>Sqg1+l6zK"
    "qoo4biY431pDCTC-UlW!29UBWyGV(!w=j_(&E~>#rRJF(TQalTIO8KE$I#Atobx_Lju!5IeS0vIGEcH)l3lxN{ze%l99)qMB1ho{"
    "DIw$SXU0~RSNW<NSnp<;plqeGFV(4({ZriM8n^b5pY4oy=B5UHGwJ0ohaUHoKbc!dpB=7VOw7JFr_oD$&=~RMF@*s!Aa381cw*K|"
    "q1J~FEW3VND}q`~#qOw$tsRR9vl?gV*5uO>ziOI#R+256um!UX)n71MKAlUNtVwoMv9)FF=X8IX@-4aUxcC%TW3FFu^(LNm=IV;A"
    "Guu#Xo!K(}&nha--QTqiJY;pKVTTXHg9i^DJb3Wn!Nb~y;5S?MJzl<X8tO|Sp#JMD(pmF<ldM@BMuCnJeVFb;o=O`RTFRgGFhu=Y"
    "VuhUg|3ZnQ<lV+NG91Tv%lS)RdZO`uR!ofjxhd4D|5__?{$>9^0ap3aTm"
)


#: The same in the XML of an OpenDocument spreadsheet, as LibreOffice 7 writes it, with row 3 and column C hidden.
ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body>
<office:spreadsheet><table:table table:name="Ties"><table:table-column table:number-columns-repeated="2"/>
<table:table-column table:visibility="collapse"/><table:table-column table:number-columns-repeated="16381"/>
<table:table-row>{from}{to}{strength}<table:table-cell table:number-columns-repeated="16381"/></table:table-row>
<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="1"
 table:number-rows-spanned="2"><text:p>Council</text:p></table:table-cell>{Hub}{3}</table:table-row>
<table:table-row table:visibility="collapse"><table:covered-table-cell/>{Peers}{1}</table:table-row>
<table:table-row>{Hub}{Council}{2}</table:table-row>
<table:table-row table:number-rows-repeated="1048572"><table:table-cell table:number-columns-repeated="16384"/>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


MANIFEST = """<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/"
 manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"""


MERGED = [("Council", "Hub", 3.0), ("Council", "Peers", 1.0), ("Hub", "Council", 2.0)]


def test_merged_cells_of_an_old_excel_file(tmp_path):
    path = tmp_path / "old.xls"
    path.write_bytes(zlib.decompress(base64.b85decode(XLS)))
    survey = read_survey(path)
    assert ties(survey) == MERGED
    assert places(survey, "merged-filled") == [("note", "Ties", "A2")]


def test_merged_and_hidden_cells_of_an_opendocument_file(tmp_path):
    def cell(match):
        value = match[1]
        kind = f'float" office:value="{value}' if value.isdecimal() else "string"
        return f'<table:table-cell office:value-type="{kind}"><text:p>{value}</text:p></table:table-cell>'

    path = tmp_path / "survey.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST.replace("\n", ""))
        archive.writestr("content.xml", re.sub(r"\{(\w+)\}", cell, ODS.replace("\n", "")))
    survey = read_survey(path)
    assert ties(survey) == MERGED
    assert places(survey, "merged-filled") == [("note", "Ties", "A2")]
    assert places(survey, "hidden-cells") == [("note", "Ties", "C3")]


# ---- hidden


def test_hidden_rows_and_columns_are_read_and_said(edited):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["C"].hidden = True

    survey = read_survey(edited({"Ties": TIES}, hide))
    assert ties(survey) == READ
    assert places(survey, "hidden-cells") == [("note", "Ties", "C3")]
    assert "rows 3-4 and columns C" in found(survey, "hidden-cells")[0].message


def test_hidden_sheets_are_read_when_asked(workbook):
    path = workbook({"Ties": TIES, "Organisations": ORGANISATIONS}, hidden=("Organisations",))
    survey = read_survey(path)
    assert survey.actors["sector"].tolist() == [None] * 3
    (note,) = found(survey, "sheet-ignored")
    assert (note.sheet, "--hidden" in note.fix) == ("Organisations", True)
    survey = read_survey(path, hidden=True)
    assert survey.actors["sector"].tolist()[0] == "Local authority"
    assert not found(survey, "sheet-ignored")
    with pytest.raises(UnrecognisedSurveyError, match="--hidden"):
        read_survey(workbook({"Notes": [["Hello"]], "Ties": TIES}, "only.xlsx", hidden=("Ties",)))


def test_command_reads_hidden_sheets_when_asked(workbook):
    path = workbook({"Notes": [["Hello"]], "Ties": TIES}, hidden=("Ties",))
    refused = CliRunner().invoke(main, ["check", str(path)])
    assert (refused.exit_code, "--hidden" in refused.output) == (1, True)
    read = CliRunner().invoke(main, ["check", str(path), "--hidden", "--format", "json"])
    assert read.exit_code == 0
    assert len(json.loads(read.output)["ties"]) == 3
