"""Hostile files: a small file asks for no more memory or time than a large one, and never for a traceback."""

from __future__ import annotations

import base64
import io
import re
import struct
import subprocess
import sys
import zipfile
import zlib

import openpyxl
import pytest
from survey.test_files import TABLE, XLS, ods, ods_row, raw_xlsx, record, refused, ties, xlsb, xml_row

from powermap import read_survey
from powermap.errors import PowermapError
from powermap.network import MOST_ACTORS
from powermap.survey import repeated_texts, settle
from powermap.survey.old_excel import DamagedError, open_old
from powermap.survey.summary import as_text

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = xml_row(1, "from", "to", "strength")


def codes(survey):
    return {issue.code for issue in survey.issues}


# ---- workbooks of Excel 97 to 2003


def old(*, change=None):
    """Return a workbook as xlwt writes it, with its sheet 'Relationships' as records; *change* edits the bytes."""
    content = bytearray(zlib.decompress(base64.b85decode(XLS)))
    if change:
        change(content)
    return bytes(content)


def find(content, kind, size):
    """Return where a record stands."""
    return content.index(struct.pack("<HH", kind, size))


LABEL = (0x00FD, 10)
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


# ---- zipped workbooks


def with_texts(path, cells, text):
    """Write a workbook whose cells all show one shared text."""
    shown = "".join(
        f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c><c r="B{i}" t="s"><v>0</v></c></row>' for i in range(2, cells)
    )
    raw_xlsx(path, HEAD + shown)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}" uniqueCount="1"><si><t>{text}</t></si></sst>'.encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="rId2" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", link.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


def test_a_text_that_is_shown_in_many_cells(tmp_path):
    path = tmp_path / "texts.xlsx"
    with_texts(path, 5_000, "x" * 32_000)
    assert path.stat().st_size < 100_000
    refused(path, "repetition")
    assert peak_memory(path) < 100
    with_texts(path, 5_000, "Council")
    assert read_survey(path).actors["name"].tolist() == ["Council"]


def test_one_long_text_beside_many_short_ones_is_read(monkeypatch, tmp_path):
    monkeypatch.setattr(repeated_texts, "MOST_TEXT", 20_000)
    path = tmp_path / "comment.xlsx"
    with_texts(path, 40, f"A</t></si><si><t>{'x' * 5_000}")  # 78 cells show the short one, none the long one
    assert read_survey(path).actors["name"].tolist() == ["A"]


def test_a_list_of_texts_that_claims_to_be_long(tmp_path):
    path = tmp_path / "claim.xlsx"
    with_texts(path, 3, "A")
    content = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(content, "w") as copy:
        for name in archive.namelist():
            part = archive.read(name)
            copy.writestr(name, part.replace(b'uniqueCount="1"', b'uniqueCount="99999999999"'))
    path.write_bytes(content.getvalue())
    refused(path, "too big", "list of texts")


def test_a_text_that_an_opendocument_file_repeats(tmp_path):
    path = tmp_path / "repeated.ods"
    text = "x" * 32_000
    cell = f'<table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>{text}</text:p>'
    row = f'<table:table-row table:number-rows-repeated="10000">{cell}</table:table-cell></table:table-row>'
    ods(path, f'<table:table table:name="Ties">{ods_row("from", "to")}{row}</table:table>')
    refused(path, "repetition")
    assert peak_memory(path) < 100


def test_a_text_that_a_binary_workbook_repeats(tmp_path):
    path = tmp_path / "texts.xlsb"
    xlsb(path, TABLE)
    text = struct.pack("<BI", 0, 32_000) + ("x" * 32_000).encode("utf-16-le")
    cells = b"".join(
        record(0, struct.pack("<I", i) + bytes(13)) + record(7, struct.pack("<III", 0, 0, 0)) for i in range(3_000)
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.bin", record(159, struct.pack("<II", 1, 1)) + record(19, text))
        archive.writestr("xl/worksheets/sheet2.bin", record(129) + record(145) + cells + record(146) + record(130))
    refused(path, "repetition")


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576" t="n"><v>1</v></c>',
        '<c r = "XFD1048576"><v>1</v></c>',
        "<c\nr='XFD1048576'><v>1</v></c>",
        '<c r="C2147483648"><v>1</v></c>',
        '<c r="A99999999999999999999"><v>1</v></c>',
        '<c s=">" r="XFD1048576"><v>1</v></c>',
        '<c s="/>" r="XFD1048576"><v>1</v></c>',
        '<c r="XFD1048576" s="/>"><v>1</v></c>',
        '<c r="A1048576" r="XFD1048576"><v>1</v></c>',
        '<c r="A1048576"r="XFD1048576"><v>1</v></c>',
        '<c r="A1048576" s=">" r="XFD1048576"><v>1</v></c>',
        '<!-- <c  --><c r="A1048576" r="XFD1048576"><v>1</v></c>',
        f'<x:c xmlns:x="{MAIN}" r="XFD1048576"><x:v>1</x:v></x:c>',
    ],
)
def test_a_cell_far_out_however_it_is_written(tmp_path, cell):
    path = tmp_path / "far.xlsx"
    raw_xlsx(path, HEAD + xml_row(2, "A", "B", "2") + f'<row r="1048576">{cell}</row>')
    try:
        assert ties(read_survey(path)) == [("A", "B", 2.0)]
    except PowermapError as error:
        assert "damaged" in str(error) or "too big" in str(error)  # noqa: PT017
    assert peak_memory(path) < 100


def test_a_sheet_whose_part_has_another_name(tmp_path):
    path = tmp_path / "renamed.xlsx"
    raw_xlsx(path, HEAD + xml_row(2, "A", "B", "2") + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    content = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(content, "w") as copy:
        for name in archive.namelist():
            part = archive.read(name).replace(b"worksheets/sheet1.xml", b"pages/one.data")
            copy.writestr(name.replace("worksheets/sheet1.xml", "pages/one.data"), part)
    path.write_bytes(content.getvalue())
    assert ties(read_survey(path)) == [("A", "B", 2.0)]


def test_one_sheet_that_is_listed_many_times(tmp_path):
    path = tmp_path / "again.xlsx"
    raw_xlsx(path, HEAD + '<row r="9"><c r="XFD9"><v>1</v></c></row>')
    content = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(content, "w") as copy:
        for name in archive.namelist():
            entry = b'<sheet name="Ties" sheetId="1" r:id="rId1"/>'
            copy.writestr(name, archive.read(name).replace(entry, entry * 300))
    path.write_bytes(content.getvalue())
    refused(path, "too big")


def test_a_sheet_that_is_listed_again_is_read_once(tmp_path):
    path = tmp_path / "again.xlsx"
    raw_xlsx(path, HEAD + xml_row(2, "A", "B", "2"))
    content = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(content, "w") as copy:
        for name in archive.namelist():
            entry = b'<sheet name="Ties" sheetId="1" r:id="rId1"/>'
            copy.writestr(name, archive.read(name).replace(entry, entry * 300))
    path.write_bytes(content.getvalue())
    survey = read_survey(path)
    assert ties(survey) == [("A", "B", 2.0)]
    told = [issue.message for issue in survey.issues if issue.code == "sheet-ignored"]
    assert told == ["The workbook lists sheet 'Ties' 300 times; it was read once."]


def test_cells_without_a_place_are_counted_by_the_row(tmp_path):
    row = "<row><c><v>1</v></c><c><v>2</v></c><c><v>0</v></c></row>"
    head = (
        "<row>"
        + "".join(f'<c t="inlineStr"><is><t>{t}</t></is></c>' for t in ("from", "to", "strength"))
        + "</row>"
    )
    raw_xlsx(tmp_path / "bare.xlsx", head + row * 60_000)
    survey = read_survey(tmp_path / "bare.xlsx")
    assert survey.actors["name"].tolist() == ["1", "2"]


def test_a_million_rows(tmp_path):
    path = tmp_path / "rows.xlsx"
    rows = "".join(f'<row r="{i}"><c r="A{i}"><v>1</v></c></row>' for i in range(3, 1_048_577, 3))
    raw_xlsx(path, HEAD + xml_row(2, "A", "B", "2") + rows)
    assert peak_memory(path) < 400
    text = tmp_path / "rows.csv"
    text.write_text("from,to\n" + "A,B\n" * 300_000)
    refused(text, "300,001 rows")


def test_a_tag_without_end_and_a_great_space(tmp_path):
    path = tmp_path / "space.xlsx"
    raw_xlsx(path, HEAD + xml_row(2, "A", "B", "2") + " " * 60_000_000)
    assert ties(read_survey(path)) == [("A", "B", 2.0)]
    raw_xlsx(path, HEAD + xml_row(2, "A", "B", "2") + "<c" + " " * 3_000_000 + 'r="XFD1048576"><v>1</v></c>')
    refused(path, "damaged")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
def test_entities_in_a_workbook_are_not_expanded(tmp_path, part):
    path = tmp_path / "laughs.xlsx"
    raw_xlsx(path, HEAD + xml_row(2, "A", "B&j;", "2"))
    laughs = "".join(f'<!ENTITY {name} "{f"&{chr(ord(name) - 1)};" * 10}">' for name in "bcdefghij")
    content = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(content, "w") as copy:
        for name in archive.namelist():
            declared = f'<!DOCTYPE x [<!ENTITY a "ha">{laughs}]>'.encode() if name == part else b""
            copy.writestr(name, declared + archive.read(name))
    path.write_bytes(content.getvalue())
    refused(path, "damaged")
    assert peak_memory(path) < 60


def test_a_panic_of_the_reader_writes_no_traceback(tmp_path, capfd):
    path = tmp_path / "panic.xlsb"
    xlsb(path, TABLE)
    content = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(content, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, archive.read(name).replace(b"rId1", b"rId7"))
    path.write_bytes(content.getvalue())
    refused(path, "damaged")
    assert capfd.readouterr() == ("", "")


def test_a_cell_of_ten_megabytes(tmp_path):
    raw_xlsx(tmp_path / "cell.xlsx", HEAD + xml_row(2, "x " * 5_000_000, "B", "2"))
    survey = read_survey(tmp_path / "cell.xlsx")
    assert "long-name" in codes(survey)
    assert max(map(len, survey.actors["name"])) < 300
    assert len(as_text(survey)) < 5_000
    for cells in (["x" * 10_000_000, "B", "2"], ["A", "B", "x" * 10_000_000], ["A", "B", "(" * 10_000_000]):
        raw_xlsx(tmp_path / "cell.xlsx", HEAD + xml_row(2, "A", "B", "2") + xml_row(3, *cells))
        assert ("A", "B", 2.0) in ties(read_survey(tmp_path / "cell.xlsx"))
    text = tmp_path / "cell.csv"
    text.write_text('from,to\n"' + "x " * 5_000_000 + '",B\n')
    refused(text, "cell")


def test_a_column_that_excel_does_not_have(tmp_path):
    xlsb(tmp_path / "far.xlsb", {**TABLE, (3, 524_288): 1.0})
    refused(tmp_path / "far.xlsb", "far out")
    raw_xlsx(tmp_path / "far.xlsx", HEAD + xml_row(2, "A", "B", "2") + '<row r="3"><c r="AAAA3"><v>1</v></c></row>')
    survey = read_survey(tmp_path / "far.xlsx")
    assert ties(survey) == [("A", "B", 2.0)]
    assert "sheet-cut" in codes(survey)


def test_a_table_of_sixteen_thousand_columns(tmp_path):
    header = ",".join(["from", "to", *(f"Question {i}" for i in range(16_000))])
    path = tmp_path / "wide.csv"
    path.write_text(header + "\nA,B" + ",3" * 16_000 + "\n")
    assert len(read_survey(path).ties) == 16_000


def test_more_issues_than_anybody_reads(monkeypatch, text):
    monkeypatch.setattr("powermap.survey.raw.MOST_ALIKE", 10)
    survey = read_survey(text("from,to,strength\nA,B,banana\n" + "A,B,1\n" * 30))
    found = [issue.code for issue in survey.issues]
    assert found.count("conflicting-tie") == 10
    assert found.count("not-a-number") == 1
    (more,) = [issue for issue in survey.issues if issue.code == "and-more"]
    assert more.level == "note"
    assert "30 issues 'conflicting-tie'" in more.message


def test_more_gaps_than_tables(tmp_path):
    path = tmp_path / "gaps.csv"
    path.write_text(("a,b,c,,d,e,f,," * 500 + "\n") * 6)
    with pytest.raises(PowermapError):
        read_survey(path)


def test_more_actors_than_a_matrix_can_hold(tmp_path):
    path = tmp_path / "actors.csv"
    path.write_text("from,to\n" + "".join(f"A,Org {i}\n" for i in range(5_001)))
    survey = read_survey(path)
    (said,) = [issue for issue in survey.issues if issue.code == "too-many-actors"]
    assert said.message == "There are 5,002 organisations; powermap reports on up to 5,000."
    assert settle.MOST_ACTORS == MOST_ACTORS
    with pytest.raises(PowermapError, match="5,002 actors"):
        survey.network().matrix()


def test_names_of_more_actors_than_anybody_compares(monkeypatch, text):
    monkeypatch.setattr(settle, "MOST_ACTORS", 2)
    monkeypatch.setattr(settle, "MOST_COMPARED", 2)
    survey = read_survey(text("from,to\nSalford Hub,Salfrod Hub\nSalfrod Hub,Bury Hub\n"))
    assert not survey.proposals
    (said,) = [issue for issue in survey.issues if issue.code == "too-many-actors"]
    assert said.message.endswith("Names that may be one body were not looked for.")


# ---- what is never run, and never fetched


def test_macros_and_links_to_other_files_are_left_alone(tmp_path):
    path = tmp_path / "macros.xlsm"
    raw_xlsx(
        path,
        HEAD
        + '<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2" t="inlineStr"><is><t>B</t></is></c>'
        '<c r="C2"><f>[1]Sheet1!A1</f><v>4</v></c></row>',
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b"Shell" * 100)
        archive.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            '<Relationships><Relationship Id="rId1" Target="http://192.0.2.1/x.xlsx" TargetMode="External"/>'
            "</Relationships>",
        )
    assert ties(read_survey(path)) == [("A", "B", 4.0)]  # the value that Excel saw last


# ---- names that are more than they show


def test_marks_that_turn_the_direction_of_writing(workbook, tmp_path):
    from powermap.survey.aliases import aliases_csv
    from powermap.survey.written_map import written_map

    path = workbook(
        {
            "Ties\u202e": [
                ["fr\u200bom", "to", "rel\u202eation", "strength"],
                ["A\u202e", "B", "Trusts\u2066", 2],
                ["B", "A", "Trusts", "\u202e3"],
            ]
        }
    )
    survey = read_survey(path)
    assert survey.relations == ("Trusts",)
    assert ties(survey) == [("A", "B", 2.0), ("B", "A", 3.0)]
    (note,) = [issue for issue in survey.issues if issue.code == "unseen-characters"]
    assert (note.level, note.cell) == ("note", "A1")
    assert "A1, C1, A2, C2, D3" in note.message
    written = [as_text(survey), aliases_csv(survey), written_map(path)]
    assert not any(re.search("[\u202a-\u202e\u2066-\u2069]", text) for text in written)
    mapped = tmp_path / "map.toml"
    mapped.write_text(written_map(path), encoding="utf-8")
    assert ties(read_survey(path, mapping=mapped)) == ties(survey)


def test_control_characters_in_names_of_a_text_file(tmp_path):
    """One in every name, as some databases write them, is told and left out; the file is text all the same."""
    path = tmp_path / "control.csv"
    path.write_bytes(
        b"from,to,strength\nSalford Carers Hub\x07,Salford City Coun\x00cil,3\n"
        + b"Salford City Coun\x00cil,Salford Carers H\x1bub,2\n" * 30
    )
    survey = read_survey(path)
    assert ties(survey) == [
        ("Salford Carers Hub", "Salford City Council", 3.0),
        ("Salford City Council", "Salford Carers Hub", 2.0),
    ]
    (note,) = [issue for issue in survey.issues if issue.code == "unseen-characters"]
    assert "62 cells (A2, B2, A3, B3" in note.message


def test_as_many_relations_as_columns_are_not_all_printed(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(",".join(["from", "to", *(f"Question {i}" for i in range(900))]) + "\nA,B" + ",3" * 900 + "\n")
    (line,) = [line for line in as_text(read_survey(path)).splitlines() if line.startswith("Relations:")]
    assert line.endswith("Question 39 and 860 more")


FORMULAS = ("=HYPERLINK(0)", "+44 Group", "-Dash", "@home", "＝1+1")


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_names_that_look_like_formulas_stay_text(text, tmp_path, ending):
    from powermap.analysis import analyse
    from powermap.output.workbook import write_measures

    rows = "".join(f'"{a}","{b}",1\n' for a in FORMULAS for b in FORMULAS if a != b)
    survey = read_survey(text("from,to,strength\n" + rows))
    assert set(survey.actors["name"]) == set(FORMULAS)
    target = tmp_path / f"measures.{ending}"
    write_measures(analyse(survey.network(), permutations=99), target)
    if ending == "csv":
        assert not re.search(r'^"?[=+@＝-]', target.read_text(encoding="utf-8-sig"), re.MULTILINE)
    else:
        cells = [cell for sheet in openpyxl.load_workbook(target) for row in sheet for cell in row]
        assert set(FORMULAS) <= {cell.value for cell in cells}
        assert all(cell.data_type != "f" for cell in cells)
        assert all(cell.quotePrefix for cell in cells if cell.value in FORMULAS)  # even when somebody edits it
