"""Files of every kind: what is read, and what is refused with a message that helps."""

from __future__ import annotations

import base64
import struct
import zlib

import openpyxl
import pytest
from survey.made_files import TABLE, XLS, archive, ods, ods_row, raw_xlsx, refused, ties, xlsb, xml_row

from powermap import read_survey
from powermap.errors import PowermapError, UnreadableFileError, UnrecognisedSurveyError

TIES = "from,to,strength\nCafé Ltd,Hub,3\nHub,Café Ltd,0\n"


# ---- text files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(text, encoding, delimiter):
    survey = read_survey(text(TIES.replace(",", delimiter), encoding=encoding))
    assert ties(survey) == [("Café Ltd", "Hub", 3.0)]
    guessed = [issue for issue in survey.issues if issue.code == "encoding-guessed"]
    assert bool(guessed) == (encoding == "cp1252")


@pytest.mark.parametrize("name", ["ties.csv", "ties.tsv", "ties.txt", "TIES.CSV", "ties"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_names_and_line_ends(text, name, ending):
    assert ties(read_survey(text(TIES.replace("\n", ending), name))) == [("Café Ltd", "Hub", 3.0)]


def test_commas_in_names(text):
    survey = read_survey(text('from,to\n"Smith, Jones & Co",Hub\nHub,"Smith, Jones & Co"\n'))
    assert survey.actors["name"].tolist() == ["Smith, Jones & Co", "Hub"]
    survey = read_survey(text("from;to\nSmith, Jones;Hub\nHub;Smith, Jones\n"))
    assert survey.actors["name"].tolist() == ["Smith, Jones", "Hub"]


def test_separator_hint_and_title_keep_the_cells_in_place(text):
    survey = read_survey(text("sep=;\nOur survey\nfrom;to;strength\nA;B;2\nB;A;banana\n"))
    (wrong,) = [issue for issue in survey.issues if issue.level == "error"]
    assert (wrong.file, wrong.sheet, wrong.cell) == ("ties.csv", "", "C5")


def test_edge_list_with_actor_file(text):
    answers = text(TIES)
    actors = text(
        "name,sector,seat\nCafé,social enterprise,no\nHub,council,yes\nPeers,peer group,no\n", "actors.csv"
    )
    for paths in ((answers, actors), (actors, answers)):
        survey = read_survey(*paths)
        assert survey.actors["name"].tolist() == ["Café", "Hub", "Peers"]
        assert survey.actors["seat"].tolist() == [False, True, False]
        assert ties(survey) == [("Café", "Hub", 3.0)]


def test_quotation_mark_never_closed_does_not_swallow_the_rest(text):
    survey = read_survey(text('from,to,strength\n"The Hub,A,1\nA,B,2\nB,A,3\n'))
    assert ties(survey) == [("The Hub", "A", 1.0), ("A", "B", 2.0), ("B", "A", 3.0)]
    assert [issue.level for issue in survey.issues if issue.code == "csv-quotes"] == ["warning"]


def test_same_file_twice_counts_once(text):
    path = text(TIES)
    survey = read_survey(path, path)
    assert survey.sources == ("ties.csv",)
    assert [issue.level for issue in survey.issues if issue.code == "file-repeated"] == ["note"]


# ---- kinds of workbook


def test_xls(tmp_path):
    path = tmp_path / "old.xls"
    path.write_bytes(zlib.decompress(base64.b85decode(XLS)))
    survey = read_survey(path)
    assert ties(survey) == [("Council", "Hub", 3.0)]
    assert survey.actors["sector"].tolist() == ["Local authority", "Voluntary and community"]


def test_xlsm_and_a_wrong_ending(workbook, tmp_path):
    path = workbook({"Ties": [["from", "to"], ["A", "B"]]}, "survey.xlsm")
    assert ties(read_survey(path)) == [("A", "B", 1.0)]
    copy = tmp_path / "survey.csv"
    copy.write_bytes(path.read_bytes())
    assert ties(read_survey(copy)) == [("A", "B", 1.0)]


def test_ods(tmp_path):
    path = tmp_path / "survey.ods"
    rows = ods_row("from", "to", "strength") + ods_row("A", "B", 2)
    empty = (
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    ods(path, f'<table:table table:name="Ties">{rows}{empty}</table:table>')
    assert ties(read_survey(path)) == [("A", "B", 2.0)]


def test_ods_that_repeats_a_filled_row_without_end(tmp_path):
    path = tmp_path / "bomb.ods"
    rows = ods_row("from", "to") + ods_row("A", "B", attributes=' table:number-rows-repeated="100000000"')
    ods(path, f'<table:table table:name="Ties">{rows}</table:table>')
    refused(path, "too big")


def test_xlsb(tmp_path):
    xlsb(tmp_path / "survey.xlsb", TABLE)
    assert ties(read_survey(tmp_path / "survey.xlsb")) == [("A", "B", 2.0)]


def test_xlsb_with_a_cell_in_the_last_corner(tmp_path):
    xlsb(tmp_path / "far.xlsb", {**TABLE, (1_048_575, 16_383): 1.0})
    refused(tmp_path / "far.xlsb", "far out")


# ---- large and hostile workbooks


def test_stray_cell_in_the_last_corner(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Ties"
    for row in (["from", "to", "strength"], ["A", "B", 2], ["B", "A", "banana"]):
        sheet.append(row)
    sheet["XFD1048576"] = "stray"
    book.save(tmp_path / "far.xlsx")
    survey = read_survey(tmp_path / "far.xlsx")
    assert ties(survey) == [("A", "B", 2.0)]
    (cut,) = [issue for issue in survey.issues if issue.code == "sheet-cut"]
    assert (cut.level, cut.sheet) == ("warning", "Ties")
    assert "XFD1048576" in cut.message
    assert [issue.cell for issue in survey.issues if issue.level == "error"] == ["C3"]


def test_million_formatted_rows(tmp_path):
    path = tmp_path / "formatted.xlsx"
    empty = "".join(f'<row r="{i}"><c r="A{i}" s="1"/><c r="B{i}" s="1"/></row>' for i in range(3, 300_000))
    raw_xlsx(
        path,
        xml_row(1, "from", "to")
        + xml_row(2, "A", "B")
        + empty
        + '<row r="1048576"><c r="XFD1048576" s="1"/></row>',
    )
    survey = read_survey(path)
    assert ties(survey) == [("A", "B", 1.0)]
    assert "sheet-cut" not in {issue.code for issue in survey.issues}


def test_cells_that_do_not_say_where_they_stand(tmp_path):
    path = tmp_path / "bare.xlsx"
    cells = "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in ("from", "to"))
    names = "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in ("A", "B"))
    raw_xlsx(path, f"<row>{cells}</row><row>{names}</row>")
    assert ties(read_survey(path)) == [("A", "B", 1.0)]
    raw_xlsx(path, f'<row r="1">{cells}</row><row r="1048576">{names * 5000}</row>')
    refused(path, "too big")


def test_zip_bomb(tmp_path, monkeypatch):
    monkeypatch.setattr("powermap.survey.extents.MOST_BYTES", 10_000_000)
    path = tmp_path / "bomb.xlsx"
    raw_xlsx(path, xml_row(1, "from", "to") + " " * 11_000_000)
    assert path.stat().st_size < 1_000_000
    refused(path, "too big")


def test_zip_that_lies_about_its_sizes(tmp_path, monkeypatch):
    monkeypatch.setattr("powermap.survey.extents.MOST_BYTES", 10_000_000)
    path = tmp_path / "liar.xlsx"
    raw_xlsx(path, xml_row(1, "from", "to") + xml_row(2, "A", "B") + " " * 11_000_000)
    content = bytearray(path.read_bytes())
    place = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, place + 24, 100)  # the size that the directory claims for the last part
    path.write_bytes(content)
    refused(path, "too big")


def test_error_values_and_formulas(tmp_path):
    path = tmp_path / "errors.xlsx"
    raw_xlsx(
        path,
        xml_row(1, "from", "to", "strength")
        + '<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2" t="inlineStr"><is><t>B</t></is></c>'
        '<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>B</t></is></c><c r="B3" t="e"><v>#REF!</v></c>'
        '<c r="C3"><v>2</v></c></row>'
        '<row r="4"><c r="A4" t="inlineStr"><is><t>B</t></is></c><c r="B4" t="inlineStr"><is><t>A</t></is></c>'
        '<c r="C4"><f>1+1</f><v>2</v></c></row>'
        '<row r="5"><c r="A5" t="inlineStr"><is><t>B</t></is></c><c r="B5" t="inlineStr"><is><t>C</t></is></c>'
        '<c r="C5"><f>1+1</f></c></row>',
    )
    survey = read_survey(path)
    assert ties(survey) == [("B", "A", 2.0)]
    assert [(i.code, i.cell) for i in survey.issues if i.level == "error"] == [
        ("cell-error", "C2"),
        ("missing-name", "B3"),
        ("cell-error", "C5"),
    ]


# ---- what is refused


def test_missing_folder_and_empty(tmp_path):
    refused(tmp_path / "nowhere.xlsx", "no such file")
    refused(tmp_path, "folder")
    for name in ("empty.xlsx", "empty.csv"):
        (tmp_path / name).write_bytes(b"")
        refused(tmp_path / name, "empty", name)
    (tmp_path / "blank.csv").write_bytes(b"\n \n")
    refused(tmp_path / "blank.csv", "empty")
    with pytest.raises(PowermapError):
        read_survey()
    refused(str(tmp_path / "nul\0.csv"))
    refused("--out", "no such file", "If it is an option, write it before '--'")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("report.pdf", b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        ("renamed.xlsx", b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
        ("photo.csv", b"\xff\xd8\xff\xe0" + bytes(50), "a picture"),
        ("noise.xlsx", bytes(range(1, 256)) * 20, "damaged"),
        ("noise.csv", bytes(range(256)) * 20, "not a text file"),
        ("text.xlsx", b"from,to\nA,B\n", "not really an Excel file"),
        ("export.xls", b"<html><table><tr><td>from</td></tr></table></html>", "web page"),
        ("export.csv", b"<?xml version='1.0'?><Workbook/>", "web page or XML"),
        ("torn.xlsx", b"PK\x03\x04" + bytes(200), "damaged"),
        ("data.csv.gz", b"\x1f\x8b" + bytes(40), "archive"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"), "Word"),
        ("torn.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"), "damaged"),
    ],
)
def test_wrong_kind(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    assert name in refused(path, words)


def test_password(tmp_path):
    path = tmp_path / "secret.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    )
    refused(path, "password")


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("[Content_Types].xml", "word/document.xml"), "a Word document"),
        (("ppt/presentation.xml",), "a presentation"),
        (("Index/Document.iwa",), "Apple Numbers"),
        (("ties.csv",), "a zip archive"),
        (("xl/workbook.xml",), "damaged"),
        (("content.xml",), "damaged"),
    ],
)
def test_other_zips(tmp_path, names, words):
    path = tmp_path / "renamed.xlsx"
    path.write_bytes(archive(*names))
    refused(path, words)


def test_truncated_workbook(workbook):
    path = workbook({"Ties": [["from", "to"], ["A", "B"]]})
    content = path.read_bytes()
    for length in range(1, len(content), 397):
        path.write_bytes(content[:length])
        with pytest.raises(UnreadableFileError):
            read_survey(path)


def test_hidden_sheet_is_left_alone_and_said(workbook):
    rows = [["from", "to"], ["A", "B"]]
    survey = read_survey(workbook({"Ties": rows, "Old": [["from", "to"], ["X", "Y"]]}, hidden=("Old",)))
    assert survey.actors["name"].tolist() == ["A", "B"]
    (issue,) = [issue for issue in survey.issues if issue.code == "sheet-ignored"]
    assert "hidden" in issue.message
    path = workbook({"Read me": [["Hello"]], "Old": rows}, "only.xlsx", hidden=("Old",))
    assert "hidden" in refused(path, error=UnrecognisedSurveyError)


def test_nothing_is_written_and_the_input_is_untouched(text):
    path = text(TIES)
    before = path.read_bytes()
    read_survey(path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_one_issue_is_no_issues(text):
    from powermap.survey.summary import understood

    survey = read_survey(text("from,to,strength\nA,B,3\nB,A,2\n"))
    assert [issue.level for issue in survey.issues] == ["warning", "note"]
    assert understood(survey)[-1] == "Issues: 0 errors, 1 warning, 1 note"
