"""Tables as Kumu writes them."""

from __future__ import annotations

from survey.seen import found, ties

from powermap import read_survey

ELEMENTS = [
    ["Label", "Type", "Description", "Tags"],
    ["Borough Council", "Local authority", "The unitary authority.\n\nSource: its site", "statutory body|north"],
    ["City Hospital", "NHS", None, None],
    ["Age UK, Salford", "Charity", None, "older people"],
    ["Peers", "Charity", None, "north | Lived experience"],
]


CONNECTIONS = [
    ["From", "To", "Direction", "Label", "Type", "Description", "Tags", "Strength"],
    ["Borough Council", "City Hospital", "mutual", None, "Works with", None, None, 3],
    ["Borough Council", "Peers|Age UK, Salford", "directed", "new!", "Funds", None, None, 1],
    ["Peers", "City Hospital", "undirected", None, "Works with", None, None, 2],
]


KUMU_TIES = [
    ("Borough Council", "City Hospital", "Works with", 3.0),
    ("City Hospital", "Borough Council", "Works with", 3.0),
    ("Borough Council", "Peers", "Funds", 1.0),
    ("Borough Council", "Age UK, Salford", "Funds", 1.0),
    ("Peers", "City Hospital", "Works with", 2.0),
    ("City Hospital", "Peers", "Works with", 2.0),
]


def test_kumu_workbook(workbook):
    survey = read_survey(
        workbook(
            {
                "Elements": ELEMENTS,
                "Connections": CONNECTIONS,
                "Old list (ignore)": [["From", "To"], ["Peers", "Borough Council"]],
            },
            "kumu-export.xlsx",
        )
    )
    assert ties(survey, "from", "to", "relation", "strength") == KUMU_TIES
    assert survey.relations == ("Works with", "Funds")
    assert survey.actors["sector"].tolist() == [
        "Local authority",
        "NHS",
        "Voluntary and community",
        "Voluntary and community",
    ]
    (left_out,) = found(survey, "sheet-ignored")
    assert (left_out.sheet, "(ignore)" in left_out.message) == ("Old list (ignore)", True)
    (both,) = found(survey, "undirected-ties")
    assert (both.level, both.sheet, both.cell) == ("note", "Connections", "C1")
    assert "2 run both ways" in both.message
    assert "1 run one way" in both.message
    (several,) = found(survey, "several-targets")
    assert (several.sheet, several.cell) == ("Connections", "B3")


def test_kumu_tag_that_is_a_voice_is_one_and_no_other(workbook):
    survey = read_survey(workbook({"Elements": ELEMENTS, "Connections": CONNECTIONS}))
    voices = dict(zip(survey.actors["name"], survey.actors["voices"], strict=True))
    assert voices["Peers"] == ("Voluntary sector", "Lived experience")
    assert voices["Borough Council"] == ("Statutory",)
    (note,) = found(survey, "tag-is-voice")
    assert (note.level, note.sheet, note.cell) == ("note", "Elements", "D5")
    # tags that say nothing about voices are told as unused
    other = [[*row[:3], "north"] for row in ELEMENTS[1:]]
    survey = read_survey(workbook({"Elements": [ELEMENTS[0], *other], "Connections": CONNECTIONS}))
    (unused,) = (issue for issue in found(survey, "columns-ignored") if issue.sheet == "Elements")
    assert "'Tags'" in unused.message


def test_kumu_csv_files(text):
    def table(rows):
        cells = (["" if cell is None else f'"{cell}"' for cell in row] for row in rows)
        return "\n".join(",".join(row) for row in cells) + "\n"

    survey = read_survey(text(table(ELEMENTS), "elements.csv"), text(table(CONNECTIONS), "connections.csv"))
    assert ties(survey, "from", "to", "relation", "strength") == KUMU_TIES
    assert found(survey, "several-targets")[0].file == "connections.csv"
    assert not found(survey, "unlisted-actor")


def test_kumu_label_on_some_connections_is_no_relation(workbook):
    rows = [["From", "To", "Label"], ["A", "B", "new!"], ["B", "C", None]]
    survey = read_survey(workbook({"Connections": rows}))
    assert survey.relations == ("tie",)
    assert not found(survey, "relation-missing")
