"""The mess around tables: merged and hidden cells, headings between rows, totals, several tables on a sheet."""

from __future__ import annotations

import base64
import json
import re
import zipfile
import zlib
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from powermap import read_survey
from powermap.cli import main
from powermap.errors import UnrecognisedSurveyError

ORGANISATIONS = [["name", "sector"], ["Council", "Local authority"], ["Hub", "VCSE"], ["Peers", "Peer-led charity"]]
TIES = [["from", "to", "strength"], ["Council", "Hub", 3], ["Hub", "Peers", 1], ["Peers", "Council", 2]]
READ = [("Council", "Hub", 3.0), ("Hub", "Peers", 1.0), ("Peers", "Council", 2.0)]


def ties(survey, *columns):
    columns = columns or ("from", "to", "strength")
    return [tuple(row) for row in survey.ties[list(columns)].itertuples(index=False)]


def found(survey, code):
    return [issue for issue in survey.issues if issue.code == code]


def places(survey, code):
    return [(issue.level, issue.sheet, issue.cell) for issue in found(survey, code)]


@pytest.fixture
def edited(tmp_path):
    """Write a workbook from {sheet: rows}, after *edit* has had the openpyxl sheets."""

    def write(sheets, edit, name="survey.xlsx"):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        edit(*book)
        path = tmp_path / name
        book.save(path)
        return path

    return write


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


# ---- cells that Excel made something else of


def test_formula_never_calculated_is_told_with_how_to_mend_it(workbook):
    rows = [["from", "to", "trust"], ["Council", "Hub", 3], ["Hub", "Peers", "=1+1"], ["Peers", "Council", 2]]
    survey = read_survey(workbook({"Ties": rows}))
    assert ties(survey, "from", "to", "relation", "strength") == [
        ("Council", "Hub", "trust", 3.0),
        ("Peers", "Council", "trust", 2.0),
    ]
    (issue,) = found(survey, "cell-error")
    assert (issue.level, issue.cell) == ("error", "C3")
    assert "never calculated" in issue.message
    assert "Open the file in Excel and save it" in issue.fix


def test_formula_never_calculated_in_a_list_of_organisations(workbook):
    rows = [["name", "sector", "seat"], ["=A1", "NHS", "no"], ["Council", "=1+1", "=1/0"], ["Hub", "VCSE", "no"]]
    survey = read_survey(workbook({"Members": rows, "Ties": TIES}))
    assert places(survey, "missing-name") == [("error", "Members", "A2")]
    assert places(survey, "cell-error") == [("error", "Members", "B3"), ("error", "Members", "C3")]
    for issue in (*found(survey, "missing-name"), *found(survey, "cell-error")):
        assert "Open the file in Excel and save it" in issue.fix
    assert not found(survey, "not-yes-or-no")


def test_date_that_was_a_range(workbook):
    rows = [["from", "to", "strength"], ["Council", "Hub", date(2024, 2, 1)], ["Hub", "Council", 2]]
    (issue,) = found(read_survey(workbook({"Ties": rows})), "not-a-number")
    assert "'1-2'" in issue.message


def test_dates_where_answers_belong_do_not_hide_the_question(workbook):
    rows = [["from", "to", "trust", "meets"]]
    rows += [[f"A{i}", "Hub", i + 1, date(2024, 2, 1) if i % 2 else 3] for i in range(4)]
    survey = read_survey(workbook({"Ties": rows}))
    assert survey.relations == ("trust", "meets")
    assert places(survey, "not-a-number") == [("error", "Ties", "D3"), ("error", "Ties", "D5")]


# ---- rows that are no data


def test_headings_between_the_rows_of_a_list(edited):
    rows = [
        ["Name", "Sector"],
        ["STATUTORY SECTOR"],
        ["Council", "Local authority"],
        ["Voluntary sector"],
        ["Hub", "VCSE"],
        ["Everyone else"],
        ["Peers", "Peer-led charity"],
    ]
    path = edited({"Members": rows, "Ties": TIES}, lambda sheet, _: sheet.merge_cells("A6:B6"))
    survey = read_survey(path)
    assert survey.actors["name"].tolist() == ["Council", "Hub", "Peers"]
    assert places(survey, "row-ignored") == [
        ("note", "Members", "A2"),
        ("note", "Members", "A4"),
        ("note", "Members", "A6"),
    ]


def test_heading_is_offered_as_the_sector_where_there_is_none(workbook):
    rows = [["Name", "Seat"], ["Charities"], ["Hub", "yes"], ["Peers", "no"], ["Councils"], ["Council", "yes"]]
    survey = read_survey(workbook({"Members": rows, "Ties": TIES}))
    assert survey.actors["name"].tolist() == ["Hub", "Peers", "Council"]
    assert survey.actors["sector"].tolist() == [None] * 3  # proposed, not done
    assert all("add a column 'sector'" in issue.fix for issue in found(survey, "row-ignored"))


def test_group_without_a_sector_that_nobody_names_stays(workbook):
    # the very actors that must not be lost: lived experience, not named, a row not filled in
    rows = [["Name", "Sector"], ["Carers"], ["Council", "LA"], ["Service users"], ["Hub", "NHS"], ["Peers", "VCSE"]]
    survey = read_survey(workbook({"Members": rows, "Ties": TIES}))
    assert {"Carers", "Service users"} <= set(survey.actors["name"])
    rows = [["Name", "Seat"], ["Council", "yes"], ["Service users"], ["Hub", "no"], ["Peers", "no"]]
    survey = read_survey(workbook({"Members": rows, "Ties": TIES}))
    assert "Service users" in set(survey.actors["name"])


@pytest.mark.parametrize(
    "name", ["Source Mentoring", "Key Changes", "Notes for Life", "Update Wigan", "Carers Inc."]
)
def test_name_that_begins_like_a_remark_is_a_name(workbook, name):
    survey = read_survey(workbook({"Members": [*ORGANISATIONS, [name]], "Ties": TIES}))
    assert name in survey.actors["name"].tolist()


def test_organisation_without_a_sector_is_no_heading(workbook):
    rows = [["Name", "Sector"], ["Age UK"], ["Council", "Local authority"], ["Hub"], ["Charities", None], ["Peers"]]
    extra = [["Hub", "Charities", 2]]
    survey = read_survey(workbook({"Members": rows, "Ties": [*TIES, *extra]}))
    assert survey.actors["name"].tolist() == ["Age UK", "Council", "Hub", "Charities", "Peers"]
    assert not found(survey, "row-ignored")


def test_capitals_alone_are_a_warning(workbook):
    rows = [
        ["Name", "Sector"],
        ["OTHER BODIES"],
        ["Council", "Local authority"],
        ["Hub", "VCSE"],
        ["Peers", "VCSE"],
    ]
    survey = read_survey(workbook({"Members": rows, "Ties": TIES}))
    assert places(survey, "row-ignored") == [("warning", "Members", "A2")]
    shouted = [["Name", "Sector"], ["AGE UK"], ["COUNCIL", "Local authority"], ["HUB", "VCSE"], ["PEERS", "VCSE"]]
    survey = read_survey(workbook({"Members": shouted, "Ties": TIES}))
    assert "AGE UK" in survey.actors["name"].tolist()


def test_remarks_and_totals_below_a_list(workbook):
    rows = [*ORGANISATIONS, ["Total", 3], [], ["Source: the partnership's address list, 2023"]]
    answers = [*TIES, ["Total", None, 6], [], ["* one answer was given by phone"]]
    survey = read_survey(workbook({"Members": rows, "Ties": answers}))
    assert survey.actors["name"].tolist() == ["Council", "Hub", "Peers"]
    assert ties(survey) == READ
    assert places(survey, "total-ignored") == [("note", "Members", "A5"), ("note", "Ties", "A5")]
    assert places(survey, "row-ignored") == [("note", "Members", "A7"), ("note", "Ties", "A7")]
    assert not [issue for issue in survey.issues if issue.level == "error"]


GRID = [
    [None, "Council", "Hub", "Peers"],
    ["Council", None, 3, 0],
    ["Hub", 0, None, 1],
    ["Peers", 2, 0, None],
]


def test_headings_remarks_and_totals_in_a_grid(workbook):
    rows = [
        [*GRID[0], "Total"],
        ["Statutory partners"],
        [*GRID[1], 3],
        ["VOLUNTARY SECTOR"],
        [*GRID[2], 1],
        [*GRID[3], 2],
        [None, 2, 3, 1, 6],
        [],
        ["Note: 0 means no contact."],
    ]
    survey = read_survey(workbook({"Sheet1": rows}))
    assert ties(survey) == READ
    assert survey.actors["name"].tolist() == ["Council", "Hub", "Peers"]
    assert [cell for _, _, cell in places(survey, "row-ignored")] == ["A2", "A4", "A9"]
    assert ("note", "Sheet1", "B7") in places(survey, "total-ignored")
    assert not [issue for issue in survey.issues if issue.level != "note" and issue.code != "no-actors"]


def test_silent_partner_in_a_grid_is_no_heading(workbook):
    rows = [[*GRID[0], "Charities"], *([*row, 0] for row in GRID[1:]), ["Charities"]]
    survey = read_survey(workbook({"Sheet1": rows}))
    assert "Charities" in survey.actors["name"].tolist()
    assert not found(survey, "row-ignored")


def test_blank_rows_and_columns_inside_tables(workbook):
    rows = [[row[0], None, *row[1:]] for row in TIES]
    survey = read_survey(workbook({"Ties": [rows[0], [], rows[1], [], [], *rows[2:]], "Members": ORGANISATIONS}))
    assert ties(survey) == READ
    grid = [[*row[:2], None, *row[2:]] for row in GRID]
    survey = read_survey(workbook({"Sheet1": [grid[0], grid[1], [], *grid[2:]]}))
    assert ties(survey) == READ
    assert not found(survey, "several-tables")


# ---- several tables on one sheet


def test_tables_below_one_another(workbook):
    for sheets in ([*ORGANISATIONS, [], *TIES], [*TIES, [], [], ["Members"], *ORGANISATIONS]):
        survey = read_survey(workbook({"Sheet1": sheets}))
        assert ties(survey) == READ
        assert survey.actors["sector"].tolist()[0] == "Local authority"
        assert places(survey, "several-tables") == [("note", "Sheet1", "")]
    wrong = [*ORGANISATIONS, [], TIES[0], ["Council", "Hub", "banana"]]
    survey = read_survey(workbook({"Sheet1": [*wrong, ["Hub", "Council", 1]]}))
    assert places(survey, "not-a-number") == [("error", "Sheet1", "C7")]


def test_tables_side_by_side(workbook):
    rows = [[*tie, None, *actor] for tie, actor in zip(TIES, ORGANISATIONS, strict=True)]
    survey = read_survey(workbook({"Sheet1": rows}))
    assert ties(survey) == READ
    assert survey.actors["sector"].tolist()[0] == "Local authority"
    assert "A1:C4 and E1:F4" in found(survey, "several-tables")[0].message


def test_grids_below_one_another_are_called_by_their_titles(workbook):
    rows = [["Trust"], *GRID, [], ["Shares money"], [], *GRID[:2], ["Hub", 5, None, 0], GRID[3]]
    survey = read_survey(workbook({"Sheet1": rows}))
    assert survey.relations == ("Trust", "Shares money")
    money = survey.ties[survey.ties["relation"] == "Shares money"]
    assert money[["from", "to", "strength"]].values.tolist() == [
        ["Council", "Hub", 3.0],
        ["Hub", "Council", 5.0],
        ["Peers", "Council", 2.0],
    ]


def test_summary_below_a_list_is_not_taken_for_ties(workbook):
    pairs = [row[:2] for row in TIES]
    survey = read_survey(workbook({"Ties": [*pairs, [], ["Sector", "Count"], ["NHS", 5], ["VCSE", 2]]}))
    assert ties(survey) == [(one, other, 1.0) for one, other, _ in READ]
    assert places(survey, "table-ignored") == [("warning", "Ties", "A6")]
    assert "A6:B8" in found(survey, "table-ignored")[0].message


@pytest.mark.parametrize(
    "below",
    [
        [["Sector", "Count"], ["NHS", 5], ["VCSE", 2]],
        [["Key", "Meaning"], ["0", "Never"], ["1", "Rarely"]],
        [["Meeting", "Date"], ["Board", "May"]],
    ],
)
def test_other_table_below_is_left_out_and_said(workbook, below):
    for table in (TIES, GRID):
        if table is GRID and below[0][0] == "Meeting":
            continue
        survey = read_survey(workbook({"Sheet1": [*table, [], *below]}))
        assert ties(survey) == READ
        assert survey.actors["name"].tolist() == ["Council", "Hub", "Peers"]
        assert [issue.level for issue in found(survey, "table-ignored")] == ["warning"]


def test_rows_below_a_gap_stay_in_the_table(workbook):
    # who did not answer yet, in a grid and in a list; an answer that cannot be read
    survey = read_survey(workbook({"Sheet1": [*GRID, [], ["Carers", "banana", 2, None], ["Youth", 1, 0, 2]]}))
    assert {"Carers", "Youth"} <= set(survey.actors["name"])
    survey = read_survey(workbook({"Ties": [*TIES, [], ["Carers", "Youth", None], ["Carers", "Hub", None]]}))
    assert {"Carers", "Youth"} <= set(survey.actors["name"])
    assert not found(survey, "table-ignored")


def test_legend_in_lines_below_a_grid(workbook):
    survey = read_survey(workbook({"Sheet1": [*GRID, [], ["0 = never"], ["3 = often"]]}))
    assert survey.actors["name"].tolist() == ["Council", "Hub", "Peers"]
    assert [cell for _, _, cell in places(survey, "row-ignored")] == ["A6", "A7"]


def test_list_with_empty_column_between_who_and_whom_is_one_table(workbook):
    rows = [["Organisation", "Sector", None, "Partner", "Type"], ["Council", "LA", None, "Hub", "VCSE"]]
    survey = read_survey(workbook({"Sheet1": [*rows, ["Hub", "VCSE", None, "Council", "LA"]]}))
    assert ties(survey) == [("Council", "Hub", 1.0), ("Hub", "Council", 1.0)]


def test_command_reads_hidden_sheets_when_asked(workbook):
    path = workbook({"Notes": [["Hello"]], "Ties": TIES}, hidden=("Ties",))
    refused = CliRunner().invoke(main, ["check", str(path)])
    assert (refused.exit_code, "--hidden" in refused.output) == (1, True)
    read = CliRunner().invoke(main, ["check", str(path), "--hidden", "--format", "json"])
    assert read.exit_code == 0
    assert len(json.loads(read.output)["ties"]) == 3


# ---- whatever the gaps


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 12), max_size=5),
    st.lists(st.integers(0, 3), max_size=2),
    st.permutations(["Council", "Hub", "Carers", "Youth", "Charities", "Sector X", "Total Fitness CIC", "Team"]),
)
def test_gaps_lose_no_tie(rows_after, columns_after, names):
    """Empty rows and columns anywhere below the header change nothing about what is read."""
    answers = [[names[i], names[(i * 3 + 1) % 8], i % 5] for i in range(8)]
    answers = [row for row in answers if row[0] != row[1]]
    table = [["from", "to", "strength"], *answers]
    for place in sorted(rows_after, reverse=True):
        table.insert(place, ["", "", ""])
    for place in sorted(columns_after, reverse=True):
        table = [[*row[:place], "", *row[place:]] for row in table]
    text = "".join(",".join(map(str, row)) + "\n" for row in table)
    with TemporaryDirectory() as folder:
        path = Path(folder, "ties.csv")
        path.write_text(text, encoding="utf-8")
        survey = read_survey(path)
    assert ties(survey) == [(one, other, float(number)) for one, other, number in answers if number]
    assert {name for row in answers for name in row[:2]} == set(survey.actors["name"])
