"""What the measures of who is central are called, ask and mean."""

from powermap.measures.catalogue.entry import NOBODY_ASKED, SILENT, Measure

_UNSEEN = "nothing about the actor was observed"
_NO_CORE = "the actor is outside the largest set whose members all reach each other"

CENTRALITY: dict[str, Measure] = {
    "rank_prestige": Measure(
        "Prestige handed on (rank prestige)",
        "How much standing does the actor have, when each hands its own on to those whom it names?",
        "actor", "named by those with standing, who name few", "above 0, summing to 1", _NO_CORE,
        "Seeley 1949; Wasserman & Faust 1994", bent=True),
    "eigenvector": Measure(
        "Named by the well named (eigenvector)",
        "How much is the actor named by those who are themselves well named?",
        "actor", "named by those who are themselves named", "above 0 to 1, largest 1", _NO_CORE, "Bonacich 1972",
        bent=True),
    "katz": Measure(
        "Named, directly and through others (Katz)",
        "How much is the actor named, directly and through others, when each further step counts for less?",
        "actor", "named by more, and by those who are named", "0 upwards", NOBODY_ASKED, "Katz 1953", bent=True),
    "alpha_centrality": Measure(
        "Standing from outside and inside (alpha)",
        "How much standing does the actor have, from outside and from those who name it?",
        "actor", "more from both", "1 upwards", NOBODY_ASKED, "Bonacich & Lloyd 2001", bent=True),
    "hub": Measure(
        "Knows whom to ask (hub)", "How much does the actor name those whom other good hubs name?",
        "actor", "names more of those who are much named; well informed, not powerful", "0 to 1, largest 1",
        f"{SILENT}, or there are no ties", "Kleinberg 1999", bent=True),
    "authority": Measure(
        "Named by good hubs (authority)", "How much is the actor named by those who name the much-named?",
        "actor", "named by better hubs", "0 to 1, largest 1", f"{NOBODY_ASKED}, or there are no ties",
        "Kleinberg 1999", bent=True),
    "bonacich_power": Measure(
        "Power through contacts (Bonacich)",
        "How powerful is the actor, when power comes from being named by those who have it?",
        "actor", "more powerful; with a share below 0, named by those whom few others name",
        "any number; the mean square is 1", f"{NOBODY_ASKED}, or there are no ties", "Bonacich 1987", bent=True),
    "bonacich_sensitivity": Measure(
        "Bonacich power at several settings",
        "How much does Bonacich power hang on what is assumed of powerful contacts?",
        "actor", "more powerful; a row that changes little is safe to report", "any number; the mean square is 1",
        f"{NOBODY_ASKED}, or there are no ties", "Bonacich 1987", bent=True),
    "information": Measure(
        "Open to information (information centrality)",
        "How much gets through between the actor and the others, over all paths and not only the shortest?",
        "actor", "more gets through; compare inside a connected part only", "0 upwards",
        f"{_UNSEEN}, or its part of the network has more than 5,000 actors", "Stephenson & Zelen 1989", bent=True),
    "current_flow_betweenness": Measure(
        "In between, by any path (current flow)",
        "How much of what wanders between two others, by any path, passes through the actor?",
        "actor", "more passes through", "0 to 1",
        f"{_UNSEEN}, there are no two others, or its part of the network has more than 5,000 actors",
        "Newman 2005", bent=True),
    "betweenness_error": Measure(
        "Error of betweenness",
        "How far off may the actor's betweenness be, where it was worked out from a sample?",
        "actor", "less sure; 0 up to 5,000 actors, where betweenness is exact", "0 upwards",
        f"{SILENT}, or there are no two others", "Brandes & Pich 2007"),
}  # fmt: skip
