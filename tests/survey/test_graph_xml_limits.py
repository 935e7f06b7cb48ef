"""GraphML and GEXF: what a file is, and what a hostile or broken one may not do."""

from __future__ import annotations

import pytest
from survey.graph_xml import GEXF, GRAPHML, codes, ties

from powermap import read_survey
from powermap.errors import PowermapError, UnreadableFileError, UnrecognisedSurveyError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings(tmp_path, encoding):
    declared = encoding.removesuffix("-sig")
    body = (
        '<graph edgedefault="directed"><node id="Café"/><node id="Hub"/><edge source="Café" target="Hub"/></graph>'
    )
    content = f'<?xml version="1.0" encoding="{declared}"?><graphml>{body}</graphml>'
    (tmp_path / "net.txt").write_bytes(content.encode(encoding))
    assert ties(read_survey(tmp_path / "net.txt")) == {("Café", "Hub"): 1}
    (tmp_path / "net.xml").write_bytes(f"<graphml>{body}</graphml>".encode("cp1252"))
    survey = read_survey(tmp_path / "net.xml")
    assert ties(survey) == {("Café", "Hub"): 1}
    assert "encoding-guessed" in codes(survey)


def test_prefixes_comments_and_doctype_before_the_graph(text):
    survey = read_survey(
        text(
            '<?xml version="1.0"?>\n<!-- <gexf> -->\n<!DOCTYPE graphml SYSTEM "http://example.org/graphml.dtd">\n'
            '<g:graphml xmlns:g="http://graphml.graphdrawing.org/xmlns"><g:graph edgedefault="directed">'
            '<g:node id="A"/><g:node id="B"/><g:edge source="A" target="B"/></g:graph></g:graphml>',
            "net.txt",
        )
    )
    assert ties(survey) == {("A", "B"): 1}


LAUGHS = "".join(f'<!ENTITY l{i} "{10 * ("&l" + str(i - 1) + ";")}">' for i in range(1, 12))


ONE = '<graph edgedefault="directed"><node id="A"/><node id="B"/><edge source="A" target="B"/></graph>'


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE graphml [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE graphml [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE graphml [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>',
        '<!DOCTYPE graphml [<!ENTITY x "harmless">]>',
        '<!DOCTYPE graphml SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
@pytest.mark.parametrize("root", ["graphml", "gexf"])
def test_entities_are_refused(text, root, doctype):
    uses = "&l11;" if "l11" in doctype else "&x;"
    head = doctype.replace("graphml", root)
    in_attribute = ONE.replace('"A"', f'"A{uses}"', 1)
    content = f"{head}\n<{root}>{in_attribute}</{root}>"
    body = f"{head}\n<{root}>{ONE}<desc>{uses}</desc></{root}>"
    for hostile in (content, body):
        with pytest.raises(UnreadableFileError) as caught:
            read_survey(text(hostile, "hostile.xml"))
        assert "line" in caught.value.where


def test_deep_and_large_files_are_refused(text, monkeypatch):
    deep = "<graph edgedefault='directed'><node id='n{}'>"
    content = GRAPHML + "".join(deep.format(i) for i in range(5000))
    with pytest.raises(UnreadableFileError, match="nested too deeply"):
        read_survey(text(content, "deep.graphml"))
    monkeypatch.setattr("powermap.survey.graph_xml.MOST_ELEMENTS", 100)
    with pytest.raises(UnreadableFileError, match="too big"):
        read_survey(text(GRAPHML + "<graph>" + "<node id='a'/>" * 200, "large.graphml"))


def test_as_many_attributes_as_nodes_are_bounded(text, monkeypatch):
    monkeypatch.setattr("powermap.survey.graph_sheets.MOST_CELLS", 1000)
    keys = "".join(f'<key id="k{i}" for="node" attr.name="k{i}"/>' for i in range(100))
    nodes = "".join(f'<node id="n{i}"><data key="k{i}">x</data></node>' for i in range(100))
    with pytest.raises(UnreadableFileError, match="too big"):
        read_survey(
            text(f'{GRAPHML}{keys}<graph>{nodes}<edge source="n0" target="n1"/></graph></graphml>', "w.graphml")
        )


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (GRAPHML + '<graph>\n<node id="A"/>\n<edge source="A" target="Z"/></graph></graphml>', 5, "'Z'"),
        (GRAPHML + '<graph>\n<node id="A"/>\n<node id="A"/></graph></graphml>', 5, "twice"),
        (GRAPHML + "<graph>\n<node/></graph></graphml>", 4, "no id"),
        (GRAPHML + '<graph>\n<node id="A"/>\n<edge source="A"/></graph></graphml>', 5, "no target"),
        (GRAPHML + "<graph>\n<hyperedge/></graph></graphml>", 4, "hyperedge"),
        (GRAPHML + '<graph>\n<node id="A">', 4, "breaks off"),
        (GRAPHML + "</graphml>", 2, "no graph"),
        (GEXF + "</gexf>", 2, "no graph"),
        (GEXF + '<graph><nodes>\n<node id="a"/>\n<node id="a"/></nodes></graph></gexf>', 5, "twice"),
        (
            GEXF
            + '<graph><nodes><node id="a"/></nodes>\n<edges><edge source="a" target="q"/></edges></graph></gexf>',
            4,
            "'q'",
        ),
        (
            GEXF + '<graph><node id="a"/>\n<edge source="a" target="a" type="x"/></graph></gexf>',
            4,
            "none of directed",
        ),
        ('<?xml version="1.0" encoding="nonsense"?><graphml/>', 1, ""),
        ('<?xml version="1.0" encoding="utf-32"?><graphml/>', 1, ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text, content, line, words):
    with pytest.raises(UnreadableFileError) as caught:
        read_survey(text(content, "broken.xml"))
    assert caught.value.where == f"broken.xml, line {line}"
    assert words in caught.value.what
    assert caught.value.fix


def test_no_ties_is_said(graphml):
    with pytest.raises(UnrecognisedSurveyError, match="no ties"):
        graphml('<graph edgedefault="directed"><node id="A"/></graph>')


def test_other_xml_is_refused_as_before(text):
    for content in ("<?xml version='1.0'?><Workbook/>", "<html><graphml/></html>", "<graphml"):
        with pytest.raises(PowermapError):
            read_survey(text(content, "export.xls"))
