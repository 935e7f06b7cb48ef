"""Hostile files: a small file asks for no more memory or time than a large one, and never for a traceback."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from survey.made_files import HEAD, TABLE, ods, ods_row, peak_memory, raw_xlsx, record, refused, ties, xlsb, xml_row
from survey.seen import codes

from powermap import read_survey
from powermap.errors import PowermapError
from powermap.network import MOST_ACTORS
from powermap.survey import repeated_texts, settle
from powermap.survey.summary import as_text

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


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
