"""What columns, sheets and questions are called, and which questions are personal."""

from __future__ import annotations

from powermap.vocabulary.words import key

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


def _scored(how: tuple[str, ...], *nouns: str) -> tuple[str, ...]:
    """Return each word with what stands around it above scores: 'power', 'level of power', 'how powerful'."""
    around = ("level of {}", "{} level", "{} score", "{} rating", "degree of {}", "amount of {}", "how much {}")
    named = (*nouns, *(text.format(noun) for noun in nouns for text in around))
    return (*named, *how, *(f"how {word}" for word in how))


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
    "power": _scored(("powerful", "influential"), "power", "power and influence", "influence and power",
                     "power influence", "influence power", "influence"),
    "interest": _scored(("interested",), "interest", "interest in the work", "interest in our work",
                        "interest in this work", "interest in the project", "interest in the partnership"),
    "legitimacy": _scored(("legitimate",), "legitimacy"),
    "urgency": _scored(("urgent",), "urgency"),
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

#: Rounds that are words, in the order of time.
ROUND_WORDS = ("baseline", "before", "pre", "start", "midline", "midpoint", "mid point", "mid", "interim", "during",
               "endline", "end", "after", "post", "follow up")  # fmt: skip
