"""UCINET: DL text in the forms that its help describes (analytictech.com/ucinet/help/hs5000.htm), and matrices."""

from __future__ import annotations

import pytest

from powermap import read_survey
from powermap.errors import UnreadableFileError, UnrecognisedSurveyError


def ties(survey):
    return {(row[1], row[2]): row[4] for row in survey.ties.itertuples(index=False)}


def by_relation(survey):
    found = {}
    for row in survey.ties.itertuples(index=False):
        found.setdefault((row[0], row[3]), {})[row[1], row[2]] = row[4]
    return found


def codes(survey):
    return {issue.code for issue in survey.issues}


@pytest.fixture
def dl(text):
    return lambda content, name="trust.txt", encoding="utf-8": read_survey(text(content, name, encoding))


#: The same network in each form: Ann names Bob (2) and Cem (1), Bob names Ann (1).
SAME = {("Ann", "Bob"): 2, ("Ann", "Cem"): 1, ("Bob", "Ann"): 1}
FORMS = {
    "labels before": "DL N=3\nFORMAT = FULLMATRIX\nLABELS:\nAnn,Bob,Cem\nDATA:\n0 2 1\n1 0 0\n0 0 0\n",
    "all on one line": 'dl n=3 format=fullmatrix labels:\nAnn "Bob" Cem\ndata: 0 2 1 1 0 0 0 0 0',
    "no format": "dl n = 3\nlabels:\nAnn\nBob\nCem\ndata:\n0 2\n1 1 0\n0\n0,0,0",
    "labels embedded": "dl n=3 format=fm\nlabels embedded\ndata:\n  Ann Bob Cem\nAnn 0 2 1\nBob 1 0 0\nCem 0 0 0",
    "size left out": "dl\nlabels embedded:\ndata:\nAnn Bob Cem\nAnn 0 2 1\nBob 1 0 0\nCem 0 0 0",
    "row labels embedded": "dl n=3\nrow labels embedded\ndata:\nAnn 0 2 1\nBob 1 0 0\nCem 0 0 0",
    "column labels embedded": "dl n=3\ncolumn labels embedded\ndata:\nAnn Bob Cem\n0 2 1\n1 0 0\n0 0 0",
    "row and column labels": (
        'DL NR=3, NC=3\nFORMAT = FULLMATRIX DIAGONAL PRESENT\nROW LABELS:\n"Ann"\n"Bob"\n"Cem"\n'
        'COLUMN LABELS:\n"Ann"\n"Bob"\n"Cem"\nDATA:\n 0 2 1\n 1 0 0\n 0 0 0\n'
    ),
    "labels listed and embedded": (
        'DL\nN=3\nROW LABELS:\n"Ann"\n"Bob"\n"Cem"\nROW LABELS EMBEDDED\nCOLUMN LABELS:\n"Ann"\n"Bob"\n"Cem"\n'
        'COLUMN LABELS EMBEDDED\nDATA:\n"Ann" "Bob" "Cem"\n"Ann" 0 2 1\n"Bob" 1 0 0\n"Cem" 0 0 0\n'
    ),
    "labels listed and said to be embedded": (
        'DL\nN=3\nROW LABELS:\n"Ann"\n"Bob"\n"Cem"\nROW LABELS EMBEDDED\nCOLUMN LABELS:\n"Ann"\n"Bob"\n"Cem"\n'
        "COLUMN LABELS EMBEDDED\nDATA:\n0 2 1\n1 0 0\n0 0 0\n"
    ),
    "diagonal absent": "dl n=3 diagonal=absent\nlabels:\nAnn Bob Cem\ndata:\n2 1\n1 0\n0 0\n",
    "edges by number": "dl n=3 format=edgelist1\nlabels:\nAnn, Bob, Cem\ndata:\n1 2 2\n1 3\n2 1 1.0\n",
    "edges by label": "DL n=3\nformat = edgelist1\nlabels:\nAnn, Bob, Cem\ndata:\nAnn bob 2\nAnn CEM\nBob Ann 1\n",
    "edges embedded": "DL n 3\nformat = el1\nlabels embedded:\ndata:\nAnn Bob 2\nAnn Cem 1\nBob Ann\n",
    "keywords after labels": "dl n=3\nlabels:\nAnn Bob Cem\nformat=edgelist1\ndata:\n1 2 2\n1 3\n2 1\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_forms(dl, form):
    survey = dl(FORMS[form])
    assert ties(survey) == SAME
    assert survey.actors["name"].tolist() == ["Ann", "Bob", "Cem"]
    assert survey.relations == ("trust",)
    assert "DL" in survey.shape
    assert {issue.cell for issue in survey.issues} == {""}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(dl, encoding, ending):
    content = 'dl n=2 format=edgelist1\nlabels embedded\ndata:\n"Café" Hub 3\n'
    survey = dl(content.replace("\n", ending), "a.dl", encoding)
    assert ties(survey) == {("Café", "Hub"): 3}
    assert ("encoding-guessed" in codes(survey)) == (encoding == "cp1252")


def test_node_lists(dl):
    """Everyone in the line after the first is named by the first; a line of one names nobody, and answered."""
    survey = dl('dl n 4 format = nodelist1\nlabels embedded\ndata:\nA B C\nB A\n"Peer Group"\n')
    assert ties(survey) == {("A", "B"): 1, ("A", "C"): 1, ("B", "A"): 1}
    responded = dict(zip(survey.members["name"], survey.members["responded"], strict=True))
    assert responded == {"A": True, "B": True, "C": False, "Peer Group": True}
    survey = dl("dl n=3 format=nodelist1b\nlabels:\nA B C\ndata:\n2 2 3\n0\n1 1\n")
    assert ties(survey) == {("A", "B"): 1, ("A", "C"): 1, ("C", "A"): 1}


def test_without_labels_actors_are_numbers_and_isolates_stay(dl):
    survey = dl("dl n=4 format=edgelist1\ndata:\n1 2\n2 3\n")
    assert survey.actors["name"].tolist() == ["1", "2", "3", "4"]


def test_matrices_are_relations(dl):
    content = "DL N=2 NM=2\nLABELS:\nA B\nMATRIX LABELS:\nworks with\nDATA:\n0 1 0 0\n0 0 5 0\n"
    survey = dl(content.replace("works with", '"works with" trusts'))
    assert by_relation(survey) == {("1", "works with"): {("A", "B"): 1}, ("1", "trusts"): {("B", "A"): 5}}
    survey = dl(content.replace("works with", "works with, trusts"))  # two labels, parted by a comma
    assert survey.relations == ("works with", "trusts")
    survey = dl(content.replace("MATRIX LABELS:\nworks with\n", ""))
    assert survey.relations == ("matrix 1", "matrix 2")


def test_matrices_called_after_rounds_are_rounds(dl):
    survey = dl("DL N=2 NM=2\nLABELS:\nA B\nLEVEL LABELS:\nWave1 Wave2\nDATA:\n0 1 0 0\n0 0 5 0\n", "net.txt")
    assert survey.rounds == ("1", "2")
    assert by_relation(survey) == {("1", "tie"): {("A", "B"): 1}, ("2", "tie"): {("B", "A"): 5}}


def test_labels_embedded_in_every_matrix(dl):
    one = "A B\nA 0 1\nB 0 0\n"
    survey = dl(f"dl n=2 nm=2\nlabels embedded\nmatrix labels:\nx y\ndata:\n{one}{one.replace('1', '2')}")
    assert by_relation(survey) == {("1", "x"): {("A", "B"): 1}, ("1", "y"): {("A", "B"): 2}}


def test_three_kinds_of_answer(dl):
    """A number is a tie, 0 is none, and UCINET's 1E+38 or a dot is missing."""
    survey = dl("dl n=3\nlabels:\nA B C\ndata:\n0 2 0\n1E+38 0 .\n1 1 0\n")
    assert ties(survey) == {("A", "B"): 2, ("C", "A"): 1, ("C", "B"): 1}
    assert survey.unanswered[["from", "to"]].values.tolist() == [["B", "A"], ["B", "C"]]
    network = survey.network()
    assert network.observable.sum() == 4  # of A and of C; B answered nothing that can be used


def test_diagonal_is_left_out_and_said(dl):
    survey = dl("dl n=2\nlabels:\nA B\ndata:\n1 1\n0 1\n")
    assert ties(survey) == {("A", "B"): 1}
    (issue,) = [issue for issue in survey.issues if issue.code == "self-tie"]
    assert "Line 5" in issue.message


def test_half_matrices_count_both_ways(dl):
    both = {("A", "B"): 1, ("B", "A"): 1, ("B", "C"): 3, ("C", "B"): 3}
    lower = dl("dl n=3 format=lowerhalf diagonal absent\nlabels:\nA B C\ndata:\n1\n0 3\n")
    upper = dl("dl n=3 format=upperhalf\nlabels:\nA B C\ndata:\n0 1 0\n0 3\n0\n")
    assert ties(lower) == ties(upper) == both
    (issue,) = [issue for issue in lower.issues if issue.code == "undirected-ties"]
    assert issue.message.startswith("Line 5: 2 ties")


def test_issues_name_the_line(dl):
    survey = dl("dl n=3 format=edgelist1\nlabels:\nA B C\ndata:\n1 2 2\n1 2 3\n3 1 -1\n")
    said = {issue.code: issue for issue in survey.issues}
    assert said["conflicting-tie"].message.startswith("Line 6: ")
    assert "line 5" in said["conflicting-tie"].message
    assert said["negative-strength"].message.startswith("Line 7: ")
    assert said["negative-strength"].where == "trust.txt"


def test_number_of_actors_that_differs_is_said(dl):
    survey = dl("dl n=5 format=edgelist1\nlabels embedded\ndata:\nA B\n")
    assert [issue.level for issue in survey.issues if issue.code == "count-differs"] == ["warning"]


def test_two_actors_of_one_label_are_kept_apart(dl):
    survey = dl("dl n=3\nlabels:\nHub hub Council\ndata:\n0 1 0 0 0 1 0 0 0\n")
    assert survey.actors["name"].tolist() == ["Hub", "hub (2)", "Council"]
    assert "label-repeated" in codes(survey)


def test_same_shape_as_dl_is_not_enough(text):
    path = text("DL,Council,Hub\nCouncil,,1\nHub,1,0\n", "grid.csv")
    assert ties(read_survey(path)) == {("Council", "Hub"): 1, ("Hub", "Council"): 1}


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("dl n=3\nlabels:\nA B C\n0 1 0\n", 5, "no line 'data:'"),
        ("dl n=3\nlabels:\nA B\ndata:\n0 1 0\n", 2, "2 labels, where it says that there are 3"),
        ("dl n=3\nlabels:\nA B C\ndata:\n0 1 0\n1 0 1\n0 1\n", 7, "row 3, column 3"),
        ("dl n=2\nlabels:\nA B\ndata:\n0 1\n1 0\n0 1\n", 7, "more values"),
        ("dl n=2\ndata:\nA B\nA 0 1\nB 0 0\n", 3, "'A' stands where a number should be"),
        ("dl n=2\nlabels embedded\ndata:\nA B\nB 0 1\nA 0 0\n", 5, "Row 1 is labelled 'B'"),
        ("dl n=2 format=edgelist1\nlabels:\nA B\ndata:\n1 2\n1 3\n", 6, "'3' is not one of the actors"),
        ("dl n=2 format=edgelist1\nlabels embedded\ndata:\nAge UK Hub 1\n", 4, "4 parts"),
        ("dl n=2 format=nodelist1\nlabels embedded\ndata:\nAge UK, Hub\n", 4, "make one name"),
        ("dl n=2\nformat=blockmatrix\ndata:\n1 2\n", 2, "'blockmatrix'"),
        ("dl n=999999999\ndata:\n1 2\n", 1, "too big"),
        ("dl format=fullmatrix\ndata:\n1 2\n", 1, "how many actors"),
        ("dl nr=3\ndata:\n1 2 3\n", 1, "only one of its sizes"),
        ("dl nr=2 nc=3\ndata:\n1 0 1\n0\n", 4, "2 rows of 3 values"),
        ("dl nr=2 nc=3\ndata:\n1 0 x\n0 1 0\n", 3, "'x' stands where"),
        ("dl nr=1 nc=1 format=el2\nrow labels:\nA\ncolumn labels:\nX\ndata:\nA Q\n", 7, "'Q' is neither"),
        ("dl nr=1 nc=1 format=el2\nlabels embedded\ndata:\nAge UK X 1\n", 4, "4 parts"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text, content, line, words):
    with pytest.raises(UnreadableFileError) as caught:
        read_survey(text(content, "broken.dl"))
    assert caught.value.where == f"broken.dl, line {line}"
    assert words in caught.value.what
    assert caught.value.fix


@pytest.mark.parametrize(
    "content",
    [
        "dl nr=2, nc=3\nrow labels:\nA B\ncolumn labels:\nX Y Z\ndata:\n1 0 1\n0 1 .\n",
        "dl nr=2, nc=3\nlabels embedded\ndata:\nX Y Z\nA 1 0 1\nB 0 1 .\n",
        "dl nr=2, nc=3\nrow labels embedded\ncolumn labels:\nX Y Z\ndata:\nA 1 0 1\nB 0 1 .\n",
        "dl nr=2 nc=3 format=edgelist2\nrow labels:\nA B\ncolumn labels:\nX Y Z\ndata:\n1 1\nA Z 1\nB 2\n2 1 0\n",
        "dl nr=2 nc=3 format=nodelist2\nlabels embedded\ndata:\nA X Z\nB Y\n",
    ],
)
def test_two_modes_are_attendance_and_no_ties(text, content):
    survey = read_survey(text(content, "boards.dl"))
    assert survey.attendance[["actor", "event"]].values.tolist() == [["A", "X"], ["A", "Z"], ["B", "Y"]]
    assert not len(survey.ties)
    assert {issue.cell for issue in survey.issues} == {""}


def test_square_of_two_modes_is_no_network(text):
    survey = read_survey(text("dl n=2\nrow labels:\nA B\ncolumn labels:\nX Y\ndata:\n1 0\n0 1\n", "boards.dl"))
    assert survey.attendance[["actor", "event"]].values.tolist() == [["A", "X"], ["B", "Y"]]


@pytest.mark.parametrize(
    "content",
    [
        "dl n=2\nlabels embedded\ndata:\nX Y\nA 1 0\nB 0 1\n",
        'dl nr=3, nc=2\ncolumn labels:\n"sex"\n"grade"\ndata:\n1 10\n2 10\n1 12\n',  # a table of attributes
    ],
)
def test_what_is_no_network_among_actors_is_said_plainly(text, content):
    with pytest.raises(UnrecognisedSurveyError, match="two-mode"):
        read_survey(text(content, "boards.dl"))


def test_no_ties(text):
    with pytest.raises(UnrecognisedSurveyError, match="no ties"):
        read_survey(text("dl n=2 format=edgelist1\nlabels:\nA B\ndata:\n", "empty.dl"))


# ---- UCINET's matrices in a workbook: labels in row 1 and column 1, a sheet per matrix


def test_matrices_in_a_workbook(workbook):
    matrix = [[None, "AGE UK", "COUNCIL", "HUB"], ["AGE UK", 0, 1, 0], ["COUNCIL", 1, 0, 0], ["HUB", 0, 3, 0]]
    advice = [[None, "AGE UK", "COUNCIL", "HUB"], ["AGE UK", 0, 0, 0], ["COUNCIL", 0, 0, 2], ["HUB", 0, 0, 0]]
    survey = read_survey(workbook({"Works with": matrix, "Advice": advice}))
    assert by_relation(survey) == {
        ("1", "Works with"): {("AGE UK", "COUNCIL"): 1, ("COUNCIL", "AGE UK"): 1, ("HUB", "COUNCIL"): 3},
        ("1", "Advice"): {("COUNCIL", "HUB"): 2},
    }
    assert survey.shape.count("square matrix") == 2


def test_matrix_in_a_workbook_whose_labels_are_numbers(workbook):
    matrix = [[None, 1, 2, 3], [1, 0, 1, 0], [2, 1, 0, 0], [3, 0, 3, 0]]
    assert ties(read_survey(workbook({"Sheet1": matrix}))) == {("1", "2"): 1, ("2", "1"): 1, ("3", "2"): 3}
