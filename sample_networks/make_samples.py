"""Write the sample workbooks again: python sample_networks/make_samples.py [FOLDER].

Same script, same bytes. The invented partnerships come from casts.py, the real one from source/.
"""

from __future__ import annotations

import csv
import io
import random
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from casts import ASHWORTHY, FERNBRIDGE, LIVED, STATUTORY, TIDEWICK, VOLUNTARY, Actor
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).parent
WRITTEN = datetime(2026, 1, 5)

Row = Sequence[object]
Strengths = dict[tuple[str, str], int]  # (who answered, whom they named): 1 to 5


# What the invented partnerships have in common -----------------------------------------------------------------


def who_responded(cast: list[Actor], rate: Mapping[str, float], rng: random.Random) -> set[str]:
    """Draw who answers: in each voice, the given share of its members, rounded."""
    answered: set[str] = set()
    for voices in dict.fromkeys(actor.voices for actor in cast):
        own = [actor.name for actor in cast if actor.voices == voices]
        shuffled = sorted(own, key=lambda _: rng.random())
        answered.update(shuffled[: round(rate[voices.split("; ")[0]] * len(own))])
    return answered


def draw_ties(
    cast: list[Actor], luck: Mapping[tuple[str, str], float], *, density: float, lift: float = 1.0
) -> Strengths:
    """Draw who names whom: likelier towards actors with pull, and within the same sector.

    *luck* is one number from 0 to 1 for each pair. Kept from round to round, it keeps most ties; *lift* raises
    the pull of lived-experience groups.
    """
    ties: Strengths = {}
    for a in cast:
        for b in cast:
            pull = min(1.0, b.pull * lift) if LIVED in b.voices else b.pull
            chance = min(0.95, density * pull * (1.6 if a.sector == b.sector else 1.0))
            if a is not b and luck[a.name, b.name] < chance:
                # The luckier the pair, the stronger the tie: 1 (least) to 5 (most).
                ties[a.name, b.name] = 5 - int(5 * luck[a.name, b.name] / chance)
    return ties


def draw_luck(cast: list[Actor], rng: random.Random) -> dict[tuple[str, str], float]:
    """Draw a number from 0 to 1 for each pair of actors; half of the pairs see each other alike."""
    luck: dict[tuple[str, str], float] = {}
    for a in cast:
        for b in cast:
            alike = (b.name, a.name) in luck and rng.random() < 0.5
            luck[a.name, b.name] = luck[b.name, a.name] if alike else rng.random()
    return luck


def weaker(ties: Strengths, rng: random.Random, keep: float) -> Strengths:
    """Return a second relation on some of the same pairs: kept with probability *keep*, up to two steps weaker."""
    return {pair: max(1, s - int(3 * rng.random())) for pair, s in ties.items() if rng.random() < keep}


# The four workbooks --------------------------------------------------------------------------------------------


def health_inequalities() -> Workbook:
    """Fernbridge: three rounds, in which the lived-experience groups are named more and more."""
    rng = random.Random(20260105)  # noqa: S311
    works_luck = draw_luck(FERNBRIDGE, rng)
    rates = {
        "1": {STATUTORY: 0.9, VOLUNTARY: 0.8, LIVED: 0.6, "Housing": 1.0},
        "2": {STATUTORY: 0.85, VOLUNTARY: 0.85, LIVED: 0.7, "Housing": 0.5},
        "3": {STATUTORY: 0.9, VOLUNTARY: 0.9, LIVED: 0.85, "Housing": 1.0},
    }
    lifts = {"1": 1.0, "2": 1.5, "3": 2.0}
    organisations: list[Row] = [("Round", "Organisation", "Sector", "Voice", "Board seat", "Responded")]
    ties: list[Row] = [("Round", "From", "To", "Relation", "Strength")]
    for label, rate in rates.items():
        cast = [actor for actor in FERNBRIDGE if not actor.rounds or label in actor.rounds]
        answered = who_responded(cast, rate, rng)
        for pair in works_luck:
            if label != "1" and rng.random() < 0.15:
                works_luck[pair] = rng.random()
        works = draw_ties(cast, works_luck, density=0.3, lift=lifts[label])
        trusts = weaker(works, rng, keep=0.6)
        organisations += [(label, a.name, a.sector, a.voices, yes(a.seat), yes(a.name in answered)) for a in cast]
        for relation, drawn in (("Works with", works), ("Trusts", trusts)):
            ties += [(label, a, b, relation, s) for (a, b), s in sorted(drawn.items()) if a in answered]
    return workbook(
        "Fernbridge health inequalities partnership",
        [
            "An invented partnership in an invented city. No organisation here exists.",
            "14 voluntary-sector grantees, two of them peer-led, with their statutory partners, two housing "
            "bodies and lived-experience groups, asked in three rounds.",
            "Organisations: one row for each organisation in each round. Some join or leave between rounds. "
            "'Board seat' says who sits on the partnership board; 'Responded' says who answered.",
            "Relationships: 'From' answered, and named 'To'.",
            "Works with: how often do you work together? 1 = once or twice a year, 5 = every week.",
            "Trusts: how far do you trust them to act fairly by the people you serve? 1 = a little, 5 = fully.",
            "How it was made: at first others name the lived-experience groups far less often than the average; by "
            "round 3 the gap has narrowed, but not closed. Response differs by voice and by round.",
        ],
        {"Organisations": organisations, "Relationships": ties},
    )


def mental_health() -> Workbook:
    """Ashworthy: one round, answers in words, some non-respondents and some "Don't know"."""
    rng = random.Random(20260106)  # noqa: S311
    answered = who_responded(ASHWORTHY, {STATUTORY: 0.85, VOLUNTARY: 0.8, LIVED: 0.7}, rng)
    works = draw_ties(ASHWORTHY, draw_luck(ASHWORTHY, rng), density=0.22)
    sway = weaker(works, rng, keep=0.55)
    often = ["1 - Once a year", "2 - Every few months", "3 - Monthly", "4 - Weekly", "5 - Daily"]
    much = ["1 - A little", "2 - Somewhat", "3 - Quite a lot", "4 - A lot", "5 - A great deal"]
    ties: list[Row] = [("From", "To", "Relation", "Strength")]
    for relation, drawn, words in (("Works with", works, often), ("Influences decisions", sway, much)):
        for (a, b), s in sorted(drawn.items()):
            if a in answered:
                unsure = relation == "Influences decisions" and rng.random() < 0.04
                ties.append((a, b, relation, "Don't know" if unsure else words[s - 1]))
    organisations: list[Row] = [("Organisation", "Sector", "Voice", "Board seat", "Responded")]
    organisations += [(a.name, a.sector, a.voices, yes(a.seat), yes(a.name in answered)) for a in ASHWORTHY]
    return workbook(
        "Ashworthy mental health transformation system",
        [
            "An invented system in an invented town. No organisation here exists.",
            "Hospitals, primary care, social care, voluntary organisations and peer groups, asked once.",
            "Relationships: 'From' answered, and named 'To'. The strength is an answer in words after its number.",
            "Works with: how often? Influences decisions: how far does it influence yours?",
            "'Don't know' is neither a yes nor a no: powermap leaves such a pair out of the count.",
            "How it was made: others name a peer group less than half as often as the average.",
        ],
        {"Organisations": organisations, "Relationships": ties},
    )


def health_anchors() -> Workbook:
    """Tidewick: a square matrix. Nobody is left out, but the voluntary sector answers less."""
    rng = random.Random(20260107)  # noqa: S311
    rate = {STATUTORY: 0.9, VOLUNTARY: 0.6, "Education": 1.0, "Housing": 0.7, "Business": 1.0}
    answered = who_responded(TIDEWICK, rate, rng)
    ties = draw_ties(TIDEWICK, draw_luck(TIDEWICK, rng), density=0.24)
    names = [actor.name for actor in TIDEWICK]
    matrix: list[Row] = [("Learns from", *names)]
    for a in names:
        cells: list[object] = [None] * len(names)
        if a in answered:
            cells = [None if a == b or rng.random() < 0.01 else ties.get((a, b), 0) for b in names]
        matrix.append((a, *cells))
    organisations: list[Row] = [("Organisation", "Sector", "Steering group seat", "Responded")]
    organisations += [(a.name, a.sector, yes(a.seat), yes(a.name in answered)) for a in TIDEWICK]
    return workbook(
        "Tidewick health anchors learning network",
        [
            "An invented network in an invented place. No organisation here exists.",
            "Hospital trusts, councils, university and colleges, housing associations, community anchors and a "
            "chamber of trade, asked once: from whom do you learn, and how much?",
            "Learns from: a square matrix. Each row is the answer of one organisation about those in the columns: "
            "0 = not at all, 1 = a little, 5 = a great deal. A row without any answer did not respond. A blank "
            "in a row with answers is an answer left out.",
            "How it was made: every voice is named equally often on average, and nobody is left out. Only the "
            "response differs: fewer of the voluntary organisations answered.",
        ],
        {"Organisations": organisations, "Learns from": matrix},
    )


def texas() -> Workbook:
    """Texas: who was in contact with whom in a flood response, and how others rated each (Drabek et al. 1981)."""
    actors, contacts = read_csv("texas_organisations.csv"), read_csv("texas_contacts.csv")
    organisations: list[Row] = [("Organisation", "Sector", "Voice")]
    organisations += [
        (texas_name(r["name"]), texas_sector(r["sponsorship"]), texas_voice(r["name"], r["sponsorship"]))
        for r in actors
    ]
    ties: list[Row] = [("From", "To", "Relation", "Strength")]
    ties += [
        (texas_name(r["from"]), texas_name(r["to"]), "In contact with", 5 - int(r["frequency"])) for r in contacts
    ]
    ratings: list[Row] = [("Organisation", "Command score", "Decision score", "Paid staff", "Volunteers")]
    columns = ("command_rank_score", "decision_rank_score", "paid_staff", "volunteer_staff")
    ratings += [(texas_name(r["name"]), *(number(r[column]) for column in columns)) for r in actors]
    return workbook(
        "Texas Hill Country search and rescue, 1978",
        [
            "Real: 25 organisations in the search and rescue after the Texas Hill Country floods.",
            "Source: Drabek, T. E., Tamminga, H. L., Kilijanek, T. S. and Adams, C. R. (1981). Data from Managing "
            "Multiorganizational Emergency Responses. Monograph 33, Institute of Behavioral Science, University of "
            "Colorado. As in the data set 'emon' (Texas) of the R package 'network'.",
            "Relationships: 'From' reported contact with 'To'. Strength turns the source's code round: 4 = "
            "continuously, 3 = about once an hour, 2 = every few hours, 1 = about once a day or less.",
            "Sector: who sponsors the organisation, as in the source. Voice: added here; see the README.",
            "Independent ratings: mean rank, turned round so that more is more prominent, in the command structure "
            "and in decisions, as informants judged it. Blank where the source has none. Not a survey answer.",
            "The source does not say who answered; the Salvation Army reports no contact.",
        ],
        {"Organisations": organisations, "Relationships": ties, "Independent ratings": ratings},
    )


SAMPLES = {
    "health_inequalities_partnership.xlsx": health_inequalities,
    "mental_health_transformation.xlsx": mental_health,
    "health_anchors_network.xlsx": health_anchors,
    "texas_search_and_rescue.xlsx": texas,
}


# Texas, from the source's words to ours ------------------------------------------------------------------------

TEXAS_NAMES = {
    "US.Army.MAST..Ft..Sam.Houston.": "US Army MAST (Fort Sam Houston)",
    "Kerrville..South..Volunteer.Fire.Department": "Kerrville (South) Volunteer Fire Department",
    "REACT..Kerrville.": "REACT (Kerrville)",
    "Kendal.County.Sheriffs.Office": "Kendall County Sheriff's Office",
}


def texas_name(source: str) -> str:
    """Return a readable name; 'Kendal' in the source is Kendall County."""
    return TEXAS_NAMES.get(source) or source.replace(".", " ").replace("Sheriffs", "Sheriff's")


def texas_sector(sponsorship: str) -> str:
    """Return the sponsorship; 'Private' there means not of the state, which is no business sector."""
    return "Private (non-government)" if sponsorship == "Private" else sponsorship


def texas_voice(source: str, sponsorship: str) -> str:
    """Return the voice given here."""
    if source in ("Red.Cross", "Salvation.Army"):
        return VOLUNTARY
    return "Volunteer radio club" if source.startswith("REACT") else STATUTORY


def read_csv(name: str) -> list[dict[str, str]]:
    """Return the rows of a file in source/."""
    with (HERE / "source" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def number(text: str) -> float | None:
    """Return the number, or nothing where the source has none."""
    return None if text == "NA" else float(text)


# Excel ---------------------------------------------------------------------------------------------------------


def yes(value: bool) -> str:
    """Return what a person would type."""
    return "Yes" if value else "No"


def workbook(title: str, notes: list[str], sheets: Mapping[str, Sequence[Row]]) -> Workbook:
    """Return a workbook with a 'Read me' sheet, then *sheets* with a bold header that stays in view."""
    book = Workbook()
    book.properties.creator, book.properties.title = "powermap sample", title
    book.properties.created = WRITTEN
    front = book.active
    assert isinstance(front, Worksheet)  # noqa: S101
    front.title = "Read me"
    front.column_dimensions["A"].width = 100
    for i, line in enumerate([title, *notes], start=1):
        cell = front.cell(i, 1, line)
        cell.font = Font(bold=i == 1, size=14 if i == 1 else 11)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for name, rows in sheets.items():
        fill_sheet(book.create_sheet(name), rows, square=name == "Learns from")
    return book


def fill_sheet(sheet: Worksheet, rows: Sequence[Row], *, square: bool) -> None:
    """Write *rows*: bold header frozen; in a square sheet also the first column, and the headers upright."""
    for row in rows:
        sheet.append(list(row))
    sheet.freeze_panes = "B2" if square else "A2"
    for i, cell in enumerate(sheet[1]):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color="E7EDF3")
        if square and i > 0:
            cell.alignment = Alignment(text_rotation=90, vertical="bottom")
    for i, column in enumerate(zip(*rows, strict=True), start=1):
        widest = max(len(str(value)) for value in column if value is not None)
        sheet.column_dimensions[get_column_letter(i)].width = 5 if square and i > 1 else min(widest, 60) + 3
    if not square:
        sheet.auto_filter.ref = sheet.dimensions


def parts(book: Workbook) -> Iterator[tuple[str, bytes]]:
    """Yield the files inside the workbook, with the time of writing taken out."""
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "docProps/core.xml":
                stamp = WRITTEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, data)
            yield name, data


def to_bytes(book: Workbook) -> bytes:
    """Return the workbook as bytes that depend on its content alone."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts(book):
            info = zipfile.ZipInfo(name, date_time=WRITTEN.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()


def main(folder: Path = HERE) -> None:
    """Write every sample into *folder*."""
    for name, make in SAMPLES.items():
        (folder / name).write_bytes(to_bytes(make()))
        print(folder / name)


if __name__ == "__main__":
    main(*(Path(arg) for arg in sys.argv[1:2]))
