"""The words powermap knows: sectors, voices and what they are called in UK partnerships, as data.

A *sector* is one per actor. A *voice* is a group whose say is examined; an actor may have several.
A sector that is not listed here keeps its own name, and is examined as a voice under that name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

LIVED_EXPERIENCE = "Lived experience"
VOLUNTARY = "Voluntary sector"
STATUTORY = "Statutory"

#: Voices in the order in which they are shown; any other voice follows, in alphabetical order.
VOICES: dict[str, tuple[str, ...]] = {
    LIVED_EXPERIENCE: (
        "lived experience", "le", "lived-experience", "experts by experience", "expert by experience", "ebe",
        "people with lived experience", "service users", "service user", "peer", "peers", "peer group",
        "peer groups", "peer led", "user led", "patients", "patient group", "patient voice", "carers",
        "residents", "community members", "citizens", "patients and public", "patients and the public",
        "patient and public voice", "the public", "members of the public", "general public",
    ),
    VOLUNTARY: (
        "voluntary sector", "voluntary", "vcs", "vcse", "vcfse", "vcsfe", "vcso", "voluntary and community",
        "voluntary & community", "voluntary and community sector", "voluntary community and social enterprise",
        "community and voluntary", "community and voluntary sector", "voluntary community",
        "voluntary organisation", "voluntary organisations", "community organisation", "community organisations",
        "community group", "community sector", "charity", "charities", "third sector", "ngo", "non profit",
        "not for profit", "social enterprise", "civil society",
    ),
    STATUTORY: ("statutory", "statutory sector", "public sector", "statutory partner", "statutory partners"),
}  # fmt: skip


class Sector(NamedTuple):
    """A sector: the voices its actors have unless the file says otherwise, and other words for it."""

    voices: tuple[str, ...]
    synonyms: tuple[str, ...]


SECTORS: dict[str, Sector] = {
    "NHS": Sector((STATUTORY,), (
        "health", "health service", "nhs trust", "nhs england", "nhs provider", "nhs commissioner", "icb", "ics",
        "integrated care board", "ccg", "clinical commissioning group", "commissioner", "health board",
        "nhs organisation")),
    "Hospital": Sector((STATUTORY,), (
        "hospitals", "acute", "acute trust", "acute care", "hospital trust", "secondary care",
        "nhs foundation trust", "foundation trust", "nhs hospital")),
    "Mental health trust": Sector((STATUTORY,), ("mental health provider", "nhs mental health", "mental health")),
    "Primary care": Sector((STATUTORY,), (
        "gp", "gps", "general practice", "pcn", "primary care network", "gp federation", "gp practice")),
    "Community health": Sector((STATUTORY,), ("community health services", "community trust", "community nhs")),
    "Public health": Sector((STATUTORY,), ("public health team",)),
    "Local authority": Sector((STATUTORY,), (
        "la", "council", "councils", "local government", "borough council", "county council", "city council",
        "district council", "unitary authority", "local council", "local authorities")),
    "Social care": Sector((STATUTORY,), ("adult social care", "childrens services", "social services")),
    "Police and justice": Sector((STATUTORY,), (
        "police", "justice", "criminal justice", "probation", "prison", "courts", "police and crime")),
    "Fire and rescue": Sector((STATUTORY,), ("fire", "fire service", "fire and rescue service")),
    "Statutory": Sector((STATUTORY,), ("statutory sector", "public sector", "statutory partner", "public")),
    "Voluntary and community": Sector((VOLUNTARY,), VOICES[VOLUNTARY]),
    "Faith": Sector((VOLUNTARY,), ("faith group", "faith sector", "faith organisation", "church", "mosque")),
    "Lived experience": Sector((LIVED_EXPERIENCE,), VOICES[LIVED_EXPERIENCE]),
    "Peer-led organisation": Sector((LIVED_EXPERIENCE, VOLUNTARY), (
        "peer led organisation", "peer led charity", "user led organisation", "user led charity", "ulo",
        "peer led", "user led", "lived experience organisation", "lived experience led organisation")),
    "Housing": Sector(("Housing",), ("housing association", "registered social landlord", "social housing")),
    "Education": Sector(("Education",), (
        "school", "schools", "college", "university", "academic", "higher education", "research")),
    "Business": Sector(("Business",), ("private", "private sector", "company", "commercial", "business sector")),
    "Funder": Sector(("Funder",), ("foundation", "grant maker", "grant-maker", "funders")),
}  # fmt: skip


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """Return *text* as it is compared: lower case, '&' as 'and', no punctuation, single spaces.

    >>> key("  Voluntary & Community-Sector ")
    'voluntary and community sector'
    """
    text = text.casefold().replace("&", " and ").replace("'", "").replace("’", "")
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


_SECTOR_OF = {key(word): name for name, entry in SECTORS.items() for word in (*entry.synonyms, name)}
_VOICE_OF = {key(word): name for name, words in VOICES.items() for word in (*words, name)}


def sector_named(text: str) -> str | None:
    """Return the sector that *text* is a word for, or None.

    >>> sector_named("VCSE"), sector_named("borough council"), sector_named("Federal")
    ('Voluntary and community', 'Local authority', None)
    """
    return _SECTOR_OF.get(key(text))


def voice_named(text: str) -> str | None:
    """Return the voice that *text* is a word for, or None.

    >>> voice_named("Experts by experience"), voice_named("banana")
    ('Lived experience', None)
    """
    return _VOICE_OF.get(key(text))


def voices_of_sector(sector: str) -> tuple[str, ...]:
    """Return the voices an actor of *sector* has when the file does not say: its own name if unknown.

    >>> voices_of_sector("Peer-led organisation"), voices_of_sector("Federal")
    (('Lived experience', 'Voluntary sector'), ('Federal',))
    """
    known = SECTORS.get(sector)
    return known.voices if known else (sector,)


def in_order(labels: set[str], order: Mapping[str, object]) -> list[str]:
    """Return *labels* in the order of the vocabulary, the unknown ones after it, alphabetically.

    >>> in_order({"Federal", "Statutory", "Lived experience"}, VOICES)
    ['Lived experience', 'Statutory', 'Federal']
    """
    place = {name: i for i, name in enumerate(order)}
    return sorted(labels, key=lambda label: (place.get(label, len(place)), label))


#: Words in a relation's name that make single answers personal: who trusts or rates whom is not shown on a map.
SENSITIVE = (
    "trust",
    "influence",
    "power",
    "reliab",
    "open",
    "value",
    "respect",
    "honest",
    "listen",
    "rating",
    "mission",
    "involvement",
    "contribut",
    "interest",
    "legitim",
    "urgen",
)


def is_sensitive(relation: str) -> bool:
    """Tell whether single answers on *relation* are personal judgements that a shared page must not show.

    >>> is_sensitive("Who do you trust?"), is_sensitive("works with")
    (True, False)
    """
    text = key(relation)
    return any(word in text for word in SENSITIVE)


_BODY = (
    "organisation",
    "organization",
    "org",
    "actor",
    "name",
    "id",
    "node",
    "partner",
    "member",
    "agency",
    "group",
    "whom",
)


def _of(*heads: str) -> tuple[str, ...]:
    """Return each word on its own and before every word for a body: 'from', 'from organisation', 'from org'."""
    return (*heads, *(f"{head} {body}" for head in heads for body in _BODY))


#: What a column is called, by the part it plays. Earlier words win where two columns could play the same part.
HEADERS: dict[str, tuple[str, ...]] = {
    "name": (
        "vertex", "name", "organisation name", "organization name", "org name", "organisation", "organization", "org", "actor",
        "label", "actor name", "node", "node name", "name of organisation", "name of organization",
        "name of the organisation", "partner organisation", "partner organization", "partner name", "partner", "agency",
        "agency name", "member", "member name", "member organisation", "body", "group name", "stakeholder",
        "stakeholder name", "entity", "institution", "respondent name", "your organisation", "respondent", "who", "person", "group",
        "organisations", "partners", "members", "actors", "names", "element", "service", "team"),
    "id": ("id", "code", "org id", "organisation id", "actor id", "node id", "key", "abbreviation", "acronym",
           "short name", "ref", "reference", "number", "no"),
    "sector": (
        "sector", "sector name", "sector type", "organisation sector", "organisation type", "type of organisation", "organization type",
        "type of organization", "org type", "type", "category", "kind", "what sector", "which sector", "group type",
        "stakeholder type", "member type", "partner type", "sponsor"),
    "voice": ("voice", "voices", "voice group", "voice groups", "whose voice", "represents", "perspective"),
    "seat": (
        "seat", "has a seat", "has seat", "seat on board", "seat on the board", "seat at the table", "on the board", "on board", "board", "board member",
        "sits on the board", "sits on board", "board seat", "decision maker", "decision makers", "decision making",
        "decision making seat", "decision maker seat", "on the steering group", "steering group", "steering group member",
        "partnership board", "on partnership board", "on the partnership board", "makes decisions", "governance seat",
        "sits where decisions are made", "decision seat", "has a seat on the board", "member of the board", "decides"),
    "responded": (
        "responded", "respondent", "response", "response status", "completed survey", "completed the survey", "completed", "survey completed",
        "survey returned", "returned survey", "returned", "replied", "reply", "answered", "answered survey",
        "answered the survey", "took part", "participated", "responded to survey", "responded to the survey", "did they respond", "has responded",
        "filled in", "survey complete", "status", "survey status", "survey response", "respondents"),
    "round": (
        "round", "survey round", "wave", "survey wave", "year", "survey year", "time", "time point", "timepoint", "period", "phase",
        "round number", "wave number", "year of survey", "round no"),
    "from": (
        *_of("from", "source", "respondent", "sender", "ego", "nominator", "rater", "reporting", "origin"),
        "who answered", "who filled it in", "who filled this in", "filled in by", "completed by", "who completed it",
        "who completed this", "responding organisation", "responding organization", "responding org", "responding agency",
        "answered by", "who is answering", "who are you", "your name", "which organisation are you from",
        "which organisation are you", "your group", "name of respondent", "who responded", "named by", "reporter", "survey respondent", "from who",
        "from label", "source label", "tail", "your organisation", "your organization", "your organisation name",
        "name of your organisation", "organisation answering", "answering organisation", "organisation a", "organisation 1",
        "org a", "org 1", "org1", "actor 1", "actor a", "node 1", "node a", "person a", "vertex 1", "from element"),
    "to": (
        *_of("to", "target", "receiver", "recipient", "alter", "nominee", "named", "nominated", "destination"),
        "partner", "partner organisation", "partner organization", "partner org", "partner agency", "partner name", "who they named", "who was named", "who they work with", "to who",
        "to label", "target label", "head", "organisation named", "works with whom", "who do you work with",
        "organisation b", "organisation 2", "org b", "org 2", "org2", "actor 2", "actor b", "node 2", "node b", "person b", "about", "vertex 2", "to element"),
    "relation": (
        "relation", "relationship", "relationship type", "relation type", "type of relationship", "type of relation",
        "type", "tie type", "type of tie", "kind of tie", "kind of relationship", "link type", "connection type", "edge type", "question", "tie", "link",
        "connection", "layer", "relation name", "network", "survey question", "kind", "category", "label"),
    "strength": (
        "strength", "tie strength", "strength of tie", "strength of relationship", "relationship strength", "strength of the relationship", "weight", "edge weight", "value", "score",
        "answer", "response", "frequency", "frequency of contact", "contact frequency", "how often", "rating", "closeness", "how close", "level", "intensity", "amount", "quality",
        "how strong", "how much", "how frequently", "how often do you work together", "rank", "w"),
    "direction": (
        "direction", "directed", "direction of tie", "direction of the tie", "tie direction", "link direction",
        "edge direction", "directionality", "type", "edge type", "link type"),
    "tags": ("tags", "tag"),
}  # fmt: skip

#: A header with one of these words in it plays the part too, where no header is called by one of the names above.
HEADER_WORDS: dict[str, tuple[str, ...]] = {
    "sector": ("sector", "organisation type", "organization type"),
    "voice": ("voice", "voices"),
    "seat": ("seat", "board", "decision", "decisions", "steering", "governance", "executive"),
    "responded": ("responded", "respond", "completed", "answered", "returned", "replied", "respondent", "participated"),
    "strength": ("how often", "how much", "how strong", "how strongly", "how close", "how frequently", "strength",
                 "frequency", "rating", "how important", "how well"),
    "relation": ("relation", "relationship", "type of tie", "kind of tie"),
    "round": ("survey round", "survey wave"),
}  # fmt: skip

#: A column of names under one of these, beside a column of who answered: the column names whom, the header says how.
#: In a sheet's name, the same words say which relation the sheet holds.
RELATION_WORDS = (
    "work with", "works with", "working with", "work together", "collaborat", "trust", "advice", "advise", "inform",
    "refer", "fund", "learn", "seek", "seeks", "turn to", "turns to", "talk", "talks", "help", "helps", "value", "values",
    "money", "resource", "influen", "contact", "communicat", "support", "share", "shares", "meet", "know",
    "listen", "respect", "friend", "valued", "reliab", "mission", "openness", "open to", "involvement", "contribut", "speak", "speaks",
    "power", "interest", "legitim", "urgen",
)  # fmt: skip

#: Words that do not name the relation: on a strength column or a sheet.
_GENERIC_WORDS = """tie ties edge edges link links connection connections relationship relationships relation relations network
    networks matrix matrices grid roster sheet data survey answers responses results export list page table csv xlsx
    round wave year time phase period tidy long edgelist adjacency full final copy new of and the a in partnership
    form raw clean cleaned input map powermap sna social question questions tab worksheet blad feuil tabelle hoja
    directed undirected weighted sample test example organisations organizations organisation partners partner actors
    nodes respondents respondent answer response row rows column columns who whom"""
GENERIC_WORDS = frozenset(_GENERIC_WORDS.split())

#: Names of sheets or files that list the actors.
_ACTOR_SHEETS = """organisation organisations organization organizations org orgs actor actors node nodes member members partner
    partners attribute attributes element elements vertices stakeholder stakeholders agencies bodies people who
    respondents participants"""
ACTOR_SHEETS = frozenset(_ACTOR_SHEETS.split())

#: Columns that are neither a relation nor any part of a tie, whatever they hold.
OTHER_HEADERS = frozenset(
    key(word)
    for word in (
        "comment", "comments", "note", "notes", "description", "details", "other", "email", "e-mail", "date", "timestamp",
        "start time", "completion time", "id", "response id", "record id", "row", "row number", "no", "number", "index", "ref", "reference",
        "tags", "url", "link", "website", "phone", "postcode", "address", "colour", "color", "image", "contact", "contact name",
        "direction", "directed", "from sector", "to sector", "from type", "to type", "since", "start", "end", "start date", "end date",
        "year", "year started", "year met", "x", "y", "latitude", "longitude", "consent", "unnamed 0",
        "width", "style", "opacity", "visibility", "label text color", "label font size", "reciprocated", "dynamic filter",
        "add your own columns here", "relationship date", "timeset", "interval", "tooltip", "image file", "image url",
    )
)  # fmt: skip

#: Rows and columns of a grid that add others up.
TOTALS = frozenset(("total", "totals", "sum", "sums", "grand total", "average", "mean", "count", "row total", "column total",
                    "in degree", "out degree", "indegree", "outdegree", "degree"))  # fmt: skip

#: Marks: there is a tie, there is none.
TICKS = frozenset(("yes", "y", "true", "t", "x", "✓", "✔", "☑", "☒", "✅", "■", "tick", "ticked", "1"))
CROSSES = frozenset(("no", "n", "false", "f", "✗", "✘", "☐", "❌", "none", "nil", "0"))

#: Answers to whether somebody responded, or has a seat.
YES = TICKS | frozenset(
    key(word)
    for word in (
        "complete", "completed", "responded",
        "respondent", "answered", "returned", "replied", "done", "partial", "partly", "partially", "partially completed",
        "member", "chair", "co chair", "vice chair", "deputy chair", "board member", "voting", "voting member", "seat", "has a seat", "on the board",
    )
)  # fmt: skip
NO = CROSSES | frozenset(
    key(word)
    for word in (
        "not", "not completed", "incomplete", "no response", "did not respond",
        "non respondent", "nonrespondent", "not responded", "no reply", "not returned", "declined", "refused", "no seat", "not yet", "outstanding", "not a member",
        "non voting", "pending", "not sent", "not answered", "did not answer", "didnt answer", "didnt respond", "missing",
    )
)  # fmt: skip

#: Answers that are missing: neither a tie nor the absence of one.
MISSING = frozenset(
    key(word)
    for word in (
        "don't know", "do not know", "dk", "d/k", "dunno", "unknown", "not known", "not sure", "unsure", "can't say", "cannot say", "can't remember",
        "n/a", "na", "n.a.", "not applicable", "does not apply", "prefer not to say", "prefer not to answer", "rather not say", "would rather not say", "pnts",
        "refused", "declined", "declined to answer", "no answer", "no response", "not answered", "did not answer", "not asked", "skip", "skipped",
        "missing", "blank", "null", "no opinion", "don't know / not applicable", "don't know/not sure", "unclear", "tbc", "to be confirmed",
        "don't know or prefer not to say", "no idea", "not stated", "i don't know", "we don't know", "n/k", "nk", "can't tell", "cannot tell",
        "not enough information", "insufficient information", "no information", "not able to say", "unable to say", "no view",
        "don't want to say", "would prefer not to say", "i would prefer not to say", "i'd prefer not to say", "don't know enough to say",
    )
)  # fmt: skip

#: Written in the place of a partner by a respondent who names nobody.
NOBODY = frozenset(("none", "nobody", "no one", "noone", "no body", "nil", "none named", "no partners", "named nobody", "no organisations"))  # fmt: skip

#: Answers in words, scale by scale. 0 is no tie. A column is read with the one scale that knows all its words.
SCALES: dict[str, dict[str, float]] = {
    scale: {key(word): float(number) for number, words in levels for word in words}
    for scale, levels in {
        "how often": (
            (0, ("never", "not at all", "no contact", "not in contact", "none of the time")),
            (1, ("rarely", "seldom", "hardly ever", "hardly at all", "very rarely", "almost never", "once", "a little of the time")),
            (2, ("sometimes", "occasionally", "now and then", "from time to time", "once in a while", "some of the time")),
            (3, ("often", "frequently", "regularly", "usually", "fairly often", "quite often", "most of the time", "a lot of the time")),
            (4, ("always", "very often", "all the time", "all of the time", "constantly", "continuously", "very frequently", "almost always")),
        ),
        "how regularly": (
            (0, ("never", "not at all", "no contact", "not in contact", "not in the last year", "not in the past year", "never or less than once a year",
                 "never we only interact on issues unrelated to the collaborative")),
            (0.5, ("less than once a year", "less than yearly", "less than annually", "less often than once a year", "every few years")),
            (1, ("yearly", "annually", "once a year", "every year", "less than quarterly", "about once a year", "less than once a quarter",
                 "a few times a year", "several times a year", "once or twice a year", "twice a year", "every six months", "six monthly",
                 "every 6 months", "half yearly", "biannually", "less than once a month", "less often", "less than monthly", "at least yearly", "at least once a year", "per year", "rarely")),
            (2, ("quarterly", "every quarter", "once a quarter", "every three months", "every few months", "termly", "at least quarterly",
                 "about once a quarter", "at least once a quarter", "every 3 months")),
            (2.5, ("every two months", "every 2 months", "every other month", "every couple of months", "bimonthly", "bi monthly",
                   "every 2 3 months", "every 2 to 3 months", "every two to three months", "every two or three months")),
            (3, ("less than weekly", "less than once a week", "monthly", "every month", "once a month", "about once a month", "at least monthly", "at least once a month", "a few times a month",
                 "several times a month", "1 3 times a month")),
            (3.5, ("fortnightly", "every two weeks", "every fortnight", "twice a month", "every other week", "every 2 weeks", "biweekly", "bi weekly", "every couple of weeks")),
            (4, ("less than daily", "less than once a day", "weekly", "every week", "once a week", "about once a week", "at least weekly", "at least once a week", "a few times a week",
                 "several times a week", "most weeks", "twice a week")),
            (5, ("daily", "every day", "once a day", "about once a day", "at least daily", "at least once a day", "most days", "several times a day", "a few times a day", "twice a day", "more than once a day")),
        ),
        "how much": (
            (0, ("not at all", "none at all", "nothing", "never", "not")),
            (1, ("a little", "a small amount", "slightly", "very little", "to a small extent", "a bit", "little", "not much", "not very much", "a little bit")),
            (2, ("somewhat", "a fair amount", "moderately", "some", "to some extent", "a moderate amount", "partly", "a moderate extent", "to a moderate extent")),
            (3, ("quite a lot", "quite a bit", "a lot", "mostly", "very much", "to a large extent", "considerably", "much", "very")),
            (4, ("a great deal", "completely", "extremely", "totally", "to a great extent", "entirely", "fully", "to a very large extent")),
        ),
        "agreement": (
            (0, ("strongly disagree", "disagree strongly", "completely disagree", "totally disagree")),
            (1, ("disagree", "tend to disagree", "slightly disagree", "somewhat disagree")),
            (2, ("neither agree nor disagree", "neither agree or disagree", "neither", "neutral", "undecided")),
            (3, ("agree", "tend to agree", "slightly agree", "somewhat agree")),
            (4, ("strongly agree", "agree strongly", "completely agree", "totally agree")),
        ),
        "how close": (
            (0, ("no relationship", "no tie", "no link", "no connection", "not connected", "do not work together", "don't work together",
                 "we don't work together", "we do not work together", "do not know them", "don't know them", "never heard of them", "none",
                 "not at all close", "no at all", "no")),
            (1, ("not close", "distant", "aware of", "aware", "not very close", "weak", "very weak", "very distant", "low", "very low", "l")),
            (2, ("fairly close", "somewhat close", "slightly close", "acquainted", "medium", "moderate", "moderately close", "average", "med", "m")),
            (3, ("close", "quite close", "strong", "fairly strong", "quite strong", "high", "h")),
            (4, ("very close", "very strong", "extremely close", "extremely strong", "integrated", "partnership", "full partnership",
                 "very high", "complete", "full")),
        ),
        "working together": (
            (0, ("no interaction", "no contact", "no relationship", "no working relationship", "not working together", "none",
                 "unaware", "unaware of them", "not aware", "not aware of them", "do not work together", "don't work together",
                 "we don't work together", "we do not work together")),
            (1, ("aware", "aware of", "aware of them", "awareness", "coexistence", "co existence", "coexist", "networking", "network",
                 "communication", "communicating", "communicate")),
            (2, ("cooperation", "cooperating", "cooperate", "co operation", "co operating", "co operate")),
            (3, ("coordination", "coordinating", "coordinate", "co ordination", "co ordinating", "co ordinate")),
            (4, ("coalition", "collaboration", "collaborating", "collaborate")),
            (5, ("integration", "integrated", "fully integrated", "partnership", "full partnership")),
        ),
        "quality": (
            (0, ("no relationship", "none", "no contact")),
            (1, ("very poor", "very bad", "terrible", "very weak", "very dissatisfied")),
            (2, ("poor", "bad", "weak", "dissatisfied", "fairly dissatisfied", "somewhat dissatisfied")),
            (3, ("fair", "average", "ok", "okay", "neither good nor poor", "neither good nor bad", "adequate", "satisfactory", "acceptable", "neutral",
                 "neither satisfied nor dissatisfied")),
            (4, ("good", "strong", "satisfied", "fairly satisfied", "somewhat satisfied")),
            (5, ("very good", "excellent", "outstanding", "very strong", "very satisfied")),
        ),
        "four amounts": (
            (0, ("not at all",)),
            (1, ("a small amount",)),
            (2, ("a fair amount",)),
            (3, ("a great deal",)),
        ),
    }.items()
}  # fmt: skip

#: Words that tell the four amounts of the PARTNER survey from 'how much', which has further steps between them.
FOUR_AMOUNTS = frozenset(("a small amount", "a fair amount"))

#: Endings of a name that say what kind of body it is in law, not which body.
LEGAL_ENDINGS = frozenset(("ltd", "limited", "cic", "cio", "scio", "plc", "llp", "trust", "charity", "inc", "community interest company",
                           "charitable incorporated organisation"))  # fmt: skip

#: Rounds that are words, in the order of time.
ROUND_WORDS = ("baseline", "before", "pre", "start", "midline", "midpoint", "mid point", "mid", "interim", "during",
               "endline", "end", "after", "post", "follow up")  # fmt: skip
