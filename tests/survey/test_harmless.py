"""What a file may hold and never does: macros, links, formulas, and names that are more than they show."""

from __future__ import annotations

import re
import zipfile

import openpyxl
import pytest
from survey.made_files import HEAD, raw_xlsx, ties

from powermap import read_survey
from powermap.survey.summary import as_text

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
