"""Broken files of network programs: whatever stands in them, nothing but a message for the person."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powermap import read_survey
from powermap.errors import PowermapError

WHOLE = {
    "matrix.dl": """DL N=3 NM=2
FORMAT=FULLMATRIX
LABELS:
"Age UK" Council Hub
MATRIX LABELS:
x y
DATA:
0 1 2
3 0 0
0 1E+38 0
0 1 2 3 0 0 0 0 0
""",
    "edges.dl": """dl n=3 format=edgelist1
labels embedded
data:
"Age UK" Council 2
Council Hub
!
Hub Council 1
""",
    "nodes.dl": "dl n=3 format=nodelist1\nlabels:\nA,B,C\ndata:\n1 2 3\n2 1\n3\n",
    "boards.dl": "dl nr=2 nc=3\nrow labels:\nA B\ncolumn labels:\nX Y Z\ndata:\n1 0 1\n0 1 .\n",
    "affiliation.dl": "dl nr=2 nc=2 format=edgelist2\nlabels embedded\ndata:\nA X\nB Y 1\n",
    "boards.net": '*Vertices 3 1\n1 "A"\n2 "X"\n3 "Y"\n*Edges\n1 2\n*Matrix\n1 0\n',
    "net.net": """*Network x
*Vertices 3
1 "Age UK" 0.1 0.2 ic Red
2 Council
3 "Hub" [1-2]
*Arcs :1 "trusts"
1 2 3
*Edges :2
2 3 1
*Arcslist
1 2 3
*Matrix
0 1 0
0 0 1
1 0 0
*Partition sector
*Vertices 3
1
2
1
*Vector v
*Vertices 3
.1
.2
.3
""",
    "net.graphml": """<?xml version="1.0"?>
<graphml><key id="k" for="node" attr.name="sector"><default>VCSE</default></key>
<key id="w" for="edge" attr.name="weight"/>
<graph edgedefault="undirected"><node id="A"><data key="k">NHS</data></node><node id="B"/>
<edge source="A" target="B" directed="true"><data key="w">2</data></edge></graph></graphml>
""",
    "net.gexf": """<?xml version="1.0"?>
<gexf><graph defaultedgetype="mutual"><attributes class="node"><attribute id="0" title="sector"/></attributes>
<nodes><node id="a" label="A"><attvalues><attvalue for="0" value="NHS"/></attvalues></node>
<node id="b" label="B"/></nodes><edges><edge source="a" target="b" weight="2" kind="trusts"/></edges></graph></gexf>
""",
}
#: Pieces that mean something to one of the readers.
PIECES = st.sampled_from(
    ["dl", "n=3", "nr=2", "nc=3", "nm=2", "format=edgelist1", "format=nodelist1b", "lowerhalf", "labels:",
     "embedded", "data:", "!", "*Vertices", "*Arcs", "*Edges", "*Matrix", "*Network", "*Partition", ":1",
     '"x"', '"', "1", "2", "-1", "0", "1e400", "nan", "inf", "1E+38", "99999999999999999999", "[1-2]", "%",
     '<node id="q"/>', '<edge source="A" target="B"/>', "<graph>", "</graph>", "<!DOCTYPE", "&amp;", "&x;",
     "<data", "<![CDATA[", "]]>", "<?xml", "\0", "\x0b", "２", "²", "é"]
)  # fmt: skip


def read(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "broken.txt")
        path.write_bytes(content)
        with contextlib.suppress(PowermapError):
            read_survey(path)


@pytest.mark.parametrize("name", WHOLE)
def test_whole_and_cut_off_at_every_byte(name):
    content = WHOLE[name].encode()
    for length in range(4, len(content) + 1):
        read(content[:length])


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=150, deadline=2000)
@given(data=st.data())
def test_pieces_and_bytes_put_in_and_taken_out(name, data):
    content = WHOLE[name].encode()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = min(len(content), start + data.draw(st.integers(0, 12)))
        piece = data.draw(st.one_of(st.binary(max_size=6), PIECES.map(lambda text: f" {text}\n".encode())))
        content = content[:start] + piece + content[end:]
    read(content)


HEADS = [
    "dl n=3 format=fullmatrix\nlabels embedded\ndata:\n",
    "dl n=3 format=edgelist1\ndata:\n",
    "dl nm=2 n=2\nlabels:\n",
    "dl format=nodelist1\nlabels embedded\ndata:\n",
    "dl nr=2 nc=2\nlabels embedded\ndata:\n",
    "dl nr=2 nc=2 format=nodelist2\ndata:\n",
    "*Vertices 3 2\n*Matrix\n",
    "*Vertices 3\n",
    "*Vertices 3\n1 A\n2 B\n3 C\n*Arcs\n",
    '*Vertices 2\n*Matrix :1 "x"\n',
    "*Network\n",
    "<graphml><graph edgedefault='directed'>",
    "<gexf><graph><nodes>",
]


@pytest.mark.parametrize("head", HEADS)
@settings(max_examples=100, deadline=2000)
@given(
    rest=st.one_of(
        st.binary(max_size=200), st.lists(PIECES, max_size=30).map(lambda words: " ".join(words).encode())
    )
)
def test_anything_after_a_valid_head(head, rest):
    read(head.encode() + rest)
