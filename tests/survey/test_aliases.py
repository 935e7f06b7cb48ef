"""Names that may be one body: what is proposed, what never is, and what joins only once somebody says so."""

from __future__ import annotations

import csv
import io
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from powermap import read_survey
from powermap.survey.aliases import aliases_csv, propose
from powermap.survey.names import name_key


def proposed(*names, listed=(), sectors=None):
    return {(row.name, row.proposed) for row in propose(names, listed=listed, sectors=sectors).itertuples()}


def codes(survey):
    return [issue.code for issue in survey.issues]


def actors(survey):
    return survey.actors["name"].tolist()


@pytest.mark.parametrize(
    ("kept", "other"),
    [
        ("Salford Council", "Salfrod Council"),
        ("Salford Council", "Aslford Council"),
        ("Age UK Salford", "Age UK Slaford"),
        ("Healthwatch Bury", "Health watch Bury"),
        ("University of Salford", "Salford University"),
        ("Salford City Council", "Salford Council"),
        ("Bury Metropolitan Borough Council", "Bury Council"),
        ("Salford Voluntary Action", "Salford Volunteer Action"),
        ("Leeds Carers Association", "Leeds Carers Assoc"),
        ("Cornerstone Project", "Cornerstone Projects"),
        ("Greater Manchester Mental Health", "GMMH"),
        ("Greater Manchester Mental Health NHS Foundation Trust", "GMMH"),
        ("Greater Manchester Mental Health (GMMH)", "GMMH"),
        ("Greater Manchester Mental Health (GMMH)", "Greater Manchester Mental Health"),
        ("MFT (Manchester Foundation Trust)", "MFT"),
        ("MFT (Manchester Foundation Trust)", "Manchester Foundation Trust"),
        ("CVS - Council for Voluntary Service", "CVS"),
        ("Salford Community and Voluntary Services", "Salford CVS"),
        ("Leeds City Council", "LCC"),
        ("Café Santé", "Cafe Sante"),
        ("The Big Life Group", "Big Life Group"),
        ("Saint Mary's Centre", "St Mary's Centre"),
        ("GMMH", "GMMH NHS FT"),
        ("NHS Greater Manchester ICB", "GM ICB"),
        ("Greater Manchester Mental Health NHS FT", "GMMH"),
        ("Organisation of the north", "Organisation of teh north"),
    ],
)
def test_proposed(kept, other):
    for names in ((kept, other), (other, kept)):
        (pair,) = propose(names, listed=[kept]).itertuples()
        assert (pair.name, pair.proposed) == (other, kept)
        assert 50 < pair.score <= 100
        assert pair.why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Age UK Salford", "Age UK Bolton"),
        ("Age UK", "Age UK Salford"),
        ("Ward 3", "Ward 4"),
        ("Ward 13", "Ward 31"),
        ("Team A", "Team B"),
        ("Hub One", "Hub Two"),
        ("First Steps", "Fifth Steps"),
        ("Locality Group II", "Locality Group III"),
        ("North Manchester Hub", "South Manchester Hub"),
        ("Northern Care Alliance", "Southern Care Alliance"),
        ("Eastside Carers", "Westside Carers"),
        ("Healthwatch Boston", "Healthwatch Bolton"),
        ("Mind in Barnet", "Mind in Barnes"),
        ("Citizens Advice Stockport", "Citizens Advice Southport"),
        ("Nottingham Council", "Nottinghamshire Council"),
        ("Salford Carers", "Salford Careers"),
        ("Mental Health Forum", "Dental Health Forum"),
        ("Salford Men", "Salford Women"),
        ("Salford Council", "Salford NHS Trust"),
        ("Salford Carers", "Salford Young Carers"),
        ("Salford", "Salford Council"),
        ("LCC", "LBC"),
        ("Bury Hub", "Busy Hub"),
        ("Derby City Council", "Derby County Council"),
        ("St Mary's Church", "St Mark's Church"),
        ("The Hub (Leeds)", "Leeds"),
        ("A", "B"),
    ],
)
def test_never_proposed(one, other):
    assert proposed(one, other) == set()
    assert proposed(one, other, listed=[one]) == set()


def test_two_on_the_list_need_more_than_a_letter():
    listed = ["Cornerstone Project", "Cornerstone Projects"]
    assert proposed(*listed) != set()
    assert proposed(*listed, listed=listed) == set()
    swapped = ["Salford Hub Project", "Salfrod Hub Project"]
    assert proposed(*swapped, listed=swapped) == {(swapped[1], swapped[0])}
    assert proposed(*swapped, listed=swapped, sectors={swapped[0]: "NHS", swapped[1]: "VCS"}) == set()


def test_words_that_several_names_have_are_no_slips_of_each_other():
    one, other = "Wibsey Carers", "Wibley Carers"
    assert proposed(one, other) == {(other, one)}
    right = ["Wibsey Church", "Wibsey Hub", "Wibley Church", "Wibley Hub"]
    assert not {(one, other), (other, one)} & proposed(one, other, *right, listed=right)


def test_an_acronym_of_two_names_is_offered_both():
    names = ["Leeds City Council", "Lancaster City Council", "LCC"]
    assert proposed(*names) == {("LCC", names[0]), ("LCC", names[1])}


def test_all_proposals_can_be_accepted():
    """None leads on to a further proposal: confirmed together, they make no chain."""
    names = ["GMMH", "Greater Manchester Mental Health", "Greater Manchester Mental Health (GMMH)",
             "Greater Manchester Mental Helath"]  # fmt: skip
    pairs = proposed(*names)
    assert {name for name, _ in pairs} == set(names) - {names[2]}
    assert not {name for name, _ in pairs} & {target for _, target in pairs}


def test_bodies_that_answer_about_each_other_are_not_proposed(workbook):
    path = workbook({"Ties": [["from", "to"], ["Cornerstone Project", "Cornerstone Projects"]]})
    assert read_survey(path).proposals == ()
    grid = [["", "Cornerstone Project", "Cornerstone Projects"], ["Hub", 1, 2], ["Cornerstone Project", 0, None]]
    assert read_survey(workbook({"S": grid}, "g.xlsx")).proposals == ()


TIES = [
    ["from", "to"],
    ["Council", "GMMH"],
    ["Greater Manchester Mental Health", "Council"],
    ["GMMH", "Hub"],
]
FULL = "Greater Manchester Mental Health"


def test_left_apart_until_confirmed(workbook):
    survey = read_survey(workbook({"Ties": TIES}))
    assert "GMMH" in actors(survey)
    (issue,) = [issue for issue in survey.issues if issue.code == "name-proposal"]
    assert (issue.level, issue.cell) == ("warning", "B2")
    assert "90 of 100" in issue.message
    assert propose(survey)[["name", "proposed", "score"]].values.tolist() == [["GMMH", FULL, 90.0]]


@pytest.mark.parametrize("header", [("alias", "means"), ("Name", "Same as"), ("alias", "actor"), ("Alias", "Name")])
def test_confirmed_in_a_sheet(workbook, header):
    survey = read_survey(workbook({"Ties": TIES, "Aliases": [list(header), ["gmmh", FULL]]}))
    assert actors(survey) == ["Council", FULL, "Hub"]
    assert survey.ties[["from", "to"]].values.tolist() == [["Council", FULL], [FULL, "Council"], [FULL, "Hub"]]
    assert "name-proposal" not in codes(survey)
    assert codes(survey).count("alias-joined") == 1


@pytest.mark.parametrize(
    ("same", "joined", "asked_again"),
    [("yes", True, False), ("Y", True, False), ("no", False, False), ("", False, True), ("maybe", False, False)],
)
def test_only_yes_joins_and_no_is_not_asked_again(workbook, text, same, joined, asked_again):
    path = workbook({"Ties": TIES})
    written = aliases_csv(read_survey(path))
    rows = list(csv.reader(io.StringIO(written)))
    assert rows[0][:3] == ["alias", "means", "same (yes/no)"]
    assert rows[1][:4] == ["GMMH", FULL, "", "90"]
    filled = text(written.replace(f"{FULL},,", f"{FULL},{same},"), "aliases.csv")
    survey = read_survey(path, filled)
    assert ("GMMH" in actors(survey)) is not joined
    assert ("name-proposal" in codes(survey)) is asked_again
    assert ("not-yes-or-no" in codes(survey)) is (same == "maybe")


def test_a_list_of_aliases_lying_beside_the_file_is_not_read(workbook, text):
    text(f"alias,means\nGMMH,{FULL}\n", "aliases.csv")
    assert "GMMH" in actors(read_survey(workbook({"Ties": TIES})))


def aliased(workbook, *rows):
    ties = [["from", "to"], *([f"Body {letter}", "Hub"] for letter in "PQRS")]
    aliases = [["alias", "means"], *([f"Body {one}", f"Body {other}"] for one, other in rows)]
    survey = read_survey(workbook({"Ties": ties, "Aliases": aliases}))
    wrong = [(issue.level, issue.sheet, issue.cell) for issue in survey.issues if issue.code == "alias-conflict"]
    return "".join(name[-1] for name in actors(survey) if name != "Hub"), wrong


def test_contradictions_are_errors_at_their_cells_and_join_nothing(workbook):
    assert aliased(workbook, "PQ", "PQ") == ("QRS", [])
    assert aliased(workbook, "PQ", "PR") == ("PQRS", [("error", "Aliases", "B3")])
    chain = [("error", "Aliases", "B2")]
    assert aliased(workbook, "PQ", "QR") == ("PRS", chain), "P is left apart, Q is R"
    cycle = [("error", "Aliases", "B2"), ("error", "Aliases", "B3")]
    assert aliased(workbook, "PQ", "QP") == ("PQRS", cycle)
    assert aliased(workbook, "PP") == ("PQRS", [])


def test_a_confirmed_alias_of_two_listed_bodies_is_told(workbook):
    sheets = {
        "Organisations": [["name", "sector"], ["Sunrise", "VCS"], ["Dawn", "NHS"], ["Hub", "NHS"]],
        "Ties": [["from", "to"], ["Sunrise", "Hub"], ["Hub", "Dawn"]],
        "Aliases": [["alias", "means"], ["Dawn", "Sunrise"]],
    }
    survey = read_survey(workbook(sheets))
    assert actors(survey) == ["Sunrise", "Hub"]
    assert "duplicate-actor" in codes(survey)


def test_an_alias_may_bring_a_name_that_stands_nowhere(workbook):
    rows = [["alias", "means"], ["Council", "Fernbridge Council"], [None, "X"], ["Nowhere", "Hub"]]
    survey = read_survey(workbook({"Ties": TIES, "Aliases": rows}))
    assert actors(survey)[0] == "Fernbridge Council"
    assert {"alias-unused", "missing-name"} <= set(codes(survey))


def test_names_that_a_program_would_run_are_written_with_an_apostrophe_and_read_back(workbook, text):
    ties = [
        ["from", "to"],
        ["Hub", "=SUM project (SP)"],
        ["+Cornerstone Project", "Hub"],
        ["Hub", "+Cornerstone Projcet"],
    ]
    path = text("\r\n".join(",".join(row) for row in ties), "ties.csv")
    survey = read_survey(path)
    written = aliases_csv(survey)
    assert written.splitlines()[1].startswith("'+Cornerstone Projcet,'+Cornerstone Project,")
    joined = read_survey(path, text(written.replace(",,", ",yes,", 1), "aliases.csv"))
    assert "+Cornerstone Projcet" not in actors(joined)


def test_two_thousand_names_in_a_second():
    """Every ninth name is there a second time with two letters swapped: these are found, and nothing else is."""
    words = [
        "Harbour",
        "Bridge",
        "Meadow",
        "Lantern",
        "Orchard",
        "Compass",
        "Anchor",
        "Wisteria",
        "Cedar",
        "Falcon",
    ]
    words += ["Pioneer", "Quarry", "Juniper", "Lighthouse", "Tapestry", "Marigold", "Kestrel", "Bramble", "Cobalt"]
    words += ["Foundry"]
    names = [f"{' '.join(three)} {kind}" for three in combinations(words, 3) for kind in ("Project", "Kitchen")][
        :1800
    ]
    slips = {f"{name[:2]}{name[3]}{name[2]}{name[4:]}": name for name in names[::9]}
    found = propose([*names, *slips], listed=names)
    assert set(zip(found["name"], found["proposed"], strict=True)) == set(slips.items())
    assert len(slips) == 200


def test_names_that_are_all_alike_are_not_proposed():
    """Codes that each differ by a letter from dozens: nobody could say for which one is a slip."""
    codes = ["abcdefgh" + "".join(three) for three in product("abcdefghijklm", repeat=3)]
    assert propose(codes[:2_000]).empty
    assert len(propose(codes[:8])) > 1


def test_how_two_names_differ_is_said():
    assert propose(["The Big Life", "Big Life"])["why"].tolist() == ["they differ in 'the' only"]
    assert propose(["Bury Mind", "Mind in Bury"])["why"].tolist() == ["the same words in another order"]


NAMES = st.lists(
    st.one_of(
        st.lists(
            st.sampled_from(["age", "uk", "salford", "bolton", "north", "south", "ward", "3", "4", "of", "hub"]),
            min_size=1, max_size=4,
        ).map(" ".join),
        st.text(max_size=12),
    ).map(str.strip),
    min_size=2, max_size=10,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(NAMES, st.booleans())
def test_proposals_name_what_is_there_and_lead_nowhere_further(names, listed):
    found = propose(names, listed=names[:4] if listed else ())
    assert set(found["name"]) | set(found["proposed"]) <= set(names)
    assert found["score"].between(0, 100).all()
    for row in found.itertuples():
        assert name_key(row.name) != name_key(row.proposed)
        digits = [[word for word in name_key(name).split() if word.isdigit()] for name in (row.name, row.proposed)]
        assert sorted(digits[0]) == sorted(digits[1])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(names=st.lists(st.sampled_from(
    ["Age UK Salford", "Age UK Slaford", "AGE UK SALFORD", "Age UK Bolton", "GMMH", FULL, f"{FULL} (GMMH)", "Hub 3",
     "Hub 4", "Hub", "The Hub", "Hub Ltd", "Salford Council", "Salford City Council", "Council of Salford"]),
    min_size=2, max_size=8, unique=True))  # fmt: skip
def test_nothing_listed_is_joined_unless_it_is_the_same_name(tmp_path_factory, names):
    path = tmp_path_factory.mktemp("names")
    listing = path / "organisations.csv"
    listing.write_text("name,sector\n" + "".join(f"{name},NHS\n" for name in names), encoding="utf-8")
    ties = path / "ties.csv"
    ties.write_text("from,to\n" + "".join(f"Somebody,{name}\n" for name in names), encoding="utf-8")
    there = actors(read_survey(listing, ties))
    assert {name_key(name) for name in there} == {name_key(name) for name in [*names, "Somebody"]}
