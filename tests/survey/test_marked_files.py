"""The marked copy of files of other kinds, of several, and of what openpyxl would lose."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from survey.marked_copies import colour, edit, follow, listed, opened

from powermap import read_survey
from powermap.survey.marked import COLOURS, marked_copy


def test_a_csv_becomes_a_workbook_in_which_nothing_is_a_formula(text):
    rows = 'from,to,strength\n"=HYPERLINK(""http://x"")",B,3\n+A,@B,banana\n-1,#N/A,007\n'
    path = text("sep=,\n" + rows, "ties [1].csv")
    book = opened(path)
    sheet = book["ties (1)"]
    assert (sheet["A3"].value, sheet["A3"].data_type) == ('=HYPERLINK("http://x")', "s")
    assert sheet["A3"].quotePrefix
    assert [sheet[c].data_type for c in ("A4", "B4", "B5", "C5")] == ["s"] * 4
    assert sheet["C5"].value == "007"
    assert sheet["C4"].comment.text.startswith("powermap found:\nError: 'banana'")
    assert "values only" in book.worksheets[0]["A2"].value
    assert {row["link"] for row in listed(book) if row["Code"] == "not-a-number"} == {"'ties (1)'!C4"}


def test_values_of_an_ods_stand_where_they_stood(tmp_path):
    from survey.made_files import ods, ods_row

    path = tmp_path / "survey.ods"
    gap = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    rows = ods_row("from", "to", "strength") + ods_row("A", "B", 2) + ods_row("B", "A", "banana")
    ods(path, f'<table:table table:name="Ties">{gap}{rows}</table:table>')
    sheet = opened(path)["Ties"]
    assert [cell.value for cell in sheet[5]] == ["A", "B", 2]
    assert colour(sheet["C6"]) == COLOURS["error"]


def test_values_of_an_xlsb_and_an_xls(tmp_path):
    import base64
    import zlib

    from survey.made_files import TABLE, XLS, xlsb

    xlsb(tmp_path / "survey.xlsb", {**TABLE, (2, 0): "B", (2, 1): "A", (2, 2): -1.0})
    sheet = opened(tmp_path / "survey.xlsb")["Ties"]
    assert [cell.value for cell in sheet[2]] == ["A", "B", 2]
    assert colour(sheet["C3"]) == COLOURS["error"]
    (tmp_path / "old.xls").write_bytes(zlib.decompress(base64.b85decode(XLS)))
    assert "Council" in {cell.value for ws in opened(tmp_path / "old.xls").worksheets for row in ws for cell in row}


def test_several_files_are_one_workbook(workbook, text):
    answers = workbook({"Ties": [["from", "to", "strength"], ["A", "B", "banana"], ["B", "A", 1]]}, "answers.xlsx")
    actors = text("name,sector\nA,NHS\nB,\n", "ties.csv")
    book = opened(answers, actors)
    assert book.sheetnames == ["Issues", "Ties", "ties ties"]
    rows = {row["Code"]: row for row in listed(book)}
    assert (rows["not-a-number"]["File"], rows["not-a-number"]["link"]) == ("answers.xlsx", "'Ties'!C2")
    assert (rows["sector-missing"]["File"], rows["sector-missing"]["link"]) == ("ties.csv", "'ties ties'!B3")


def test_two_files_of_one_name_are_told_apart(tmp_path, text):
    (tmp_path / "two").mkdir()
    one = text("from,to,strength\nA,B,x\nB,A,?!\n", "ties.csv")
    two = tmp_path / "two" / "ties.csv"
    two.write_text("from,to,strength\nA,C,1\nC,A,banana\n", encoding="utf-8")
    book = opened(one, two, one)
    links = {row["File"]: row["link"] for row in listed(book) if row["Code"] == "not-a-number"}
    assert follow(book, links[str(two)]).value == "banana"


def with_part(path, name, content=b"x"):
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/media/image1.png", "pictures"),
        ("xl/charts/chart1.xml", "charts"),
        ("xl/threadedComments/threadedComment1.xml", "threads of comments"),
        ("xl/ctrlProps/ctrlProp1.xml", "form controls"),
        ("docMetadata/LabelInfo.xml", "sensitivity label"),
        ("xl/new/thing.xml", "parts that powermap does not know (xl/new/thing.xml)"),
    ],
)
def test_what_the_copy_has_lost_is_said(workbook, part, said):
    path = with_part(workbook({"Ties": [["from", "to"], ["A", "B"]]}, "survey.xlsm"), part)
    content = marked_copy(read_survey(path), path)
    assert said in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["A2"].value
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert part not in archive.namelist()
        assert b"macroEnabled" not in archive.read("[Content_Types].xml")


def test_a_plain_workbook_loses_nothing(workbook):
    book = opened(workbook({"Ties": [["from", "to"], ["A", "B"]]}))
    assert book.worksheets[0]["A2"].value == (
        "Mend your own file, not this copy, and check it again. Each link jumps to its cell."
    )


def test_an_extension_that_openpyxl_drops_is_said(workbook):
    path = workbook({"Ties": [["from", "to"], ["A", "B"]]})
    uri = "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"  # x14:dataValidations, in Excel's own files
    edit(path, "xl/worksheets/sheet1.xml", b"</worksheet>", f'<extLst><ext uri="{uri}"/></extLst></worksheet>')
    assert "drop-down lists that refer to another sheet" in opened(path).worksheets[0]["A2"].value


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ('<protectedRanges><protectedRange name="r" sqref="A1"/></protectedRanges>', "open to editing"),
        ('<legacyDrawingHF r:id="rId9"/>', "pictures in headers and footers"),
    ],
)
def test_what_is_lost_from_inside_a_sheet_is_said(workbook, inside, said):
    path = workbook({"Ties": [["from", "to"], ["A", "B"]]})
    edit(path, "xl/worksheets/sheet1.xml", b"</sheetData>", f"</sheetData>{inside.replace('r:id', 'id')}")
    assert said in opened(path).worksheets[0]["A2"].value


def test_a_workbook_that_openpyxl_cannot_load_is_copied_by_its_values(workbook):
    path = workbook({"Ties": [["from", "to", "strength"], ["A", "B", "banana"], ["B", "A", 1]]})
    edit(path, "xl/styles.xml", b"<cellXfs", '<cellXfs><xf numFmtId="x"/></cellXfs><cellXfs')
    with pytest.raises(TypeError):
        openpyxl.load_workbook(path)
    book = opened(path)
    assert "its formats could not be read" in book.worksheets[0]["A2"].value
    assert colour(book["Ties"]["C2"]) == COLOURS["error"]


def test_a_file_without_cells_is_only_listed(text):
    path = text('*Vertices 2\n1 "A"\n2 "B"\n*Arcs\n1 2 3\n2 2 1\n', "ties.net")
    book = opened(path)
    assert book.sheetnames == ["Issues"]
    assert "'ties.net' has no sheets to copy" in book.worksheets[0]["A2"].value
    assert len(listed(book)) == len(read_survey(path).issues) > 0


def test_what_openpyxl_prints_goes_nowhere(workbook, capsys):
    """It prints where a named style has no format; in front of JSON that would break it."""
    path = workbook({"Ties": [["from", "to", "strength"], ["A", "B", "banana"], ["B", "A", 1]]})
    edit(path, "xl/styles.xml", b'<cellStyle name="Normal" xfId="0"', '<cellStyle name="Normal" xfId="7"')
    with pytest.raises(IndexError):
        openpyxl.load_workbook(path)
    assert "out of range" in capsys.readouterr().out
    assert colour(opened(path)["Ties"]["C2"]) == COLOURS["error"]
    assert capsys.readouterr().out == ""
