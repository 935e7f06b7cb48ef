"""What the measures of each actor's own surroundings are called, ask and mean."""

from powermap.measures.catalogue.entry import NOBODY_ASKED, SILENT, Measure

_UNSEEN = "nothing about the actor was observed"
_EITHER = f"in: {NOBODY_ASKED}; out: {SILENT}"

EGO: dict[str, Measure] = {
    "total_degree": Measure(
        "Contacts (count)", "With how many others does the actor have a tie, in either direction?",
        "actor", "tied to more", "0 to n - 1", _UNSEEN, "Freeman 1979", bent=True),
    "opsahl_degree": Measure(
        "Named, in number and strength (Opsahl)",
        "How much is the actor named, when both the number of ties and their strength count?",
        "actor", "named by more, or more strongly", "0 upwards", NOBODY_ASKED, "Opsahl, Agneessens & Skvoretz 2010",
        bent=True),
    "eccentricity": Measure(
        "Farthest other (eccentricity)",
        "How many steps is the farthest other that still has a way to or from the actor, and how many have none?",
        "actor", "farther off, or more out of reach", "0 to n - 1", f"{_EITHER}; eccentricity: nobody is in reach",
        "Hage & Harary 1995", bent=True),
    "reach": Measure(
        "Reach in one, two and three steps",
        "What share of the others is within one, two and three steps of the actor, on the way to it and from it?",
        "actor", "more within reach", "0 to 1", _EITHER, "Borgatti 2006", bent=True),
    "reach_efficiency": Measure(
        "Reach for each contact",
        "How many others are within two steps of the actor, for each contact that it has?",
        "actor", "each contact opens the way to, or from, more others", "1 upwards",
        "the actor has no contact that way",
        "Borgatti 2006; Hanneman & Riddle 2005", bent=True),
    "local_clustering": Measure(
        "Closely knit contacts (clustering)", "How many of the actor's contacts are in contact with each other?",
        "actor", "more closely knit; low means it stands between contacts", "0 to 1",
        "the actor has fewer than two contacts, or no answer among them was observed", "Watts & Strogatz 1998",
        bent=True),
    "ego_density": Measure(
        "Ties among contacts (density)",
        "What share of the ties that could be among the actor's contacts is there?",
        "actor", "more closely knit", "0 to 1",
        "the actor has fewer than two contacts, or no answer among them was observed",
        "Wasserman & Faust 1994; Stork & Richards 1992"),
    "net_flow": Measure(
        "Receives less gives (net flow)", "Does the actor receive more than it gives?",
        "actor", "receives more than it gives", "any number, in units of the answer scale; imbalance: -1 to 1",
        "no pair was observed from both sides; imbalance: nothing flows", "Emerson 1962"),
    "broker_dependence": Measure(
        "Dependence on one contact",
        "How much of what lies behind the actor's contacts can it reach through one of them only?",
        "actor", "more dependent", "steps 0 to n - 1; shares 0 to 1", f"{SILENT}, or nobody is two steps away",
        "Emerson 1962; Hamilton, Hileman & Bodin 2020", bent=True),
    "articulation": Measure(
        "Cut points", "Would the network fall apart if the actor left, and how many would be cut off?",
        "actor", "more hangs on the actor", "0 to n - 1", _UNSEEN, "Tarjan 1972", bent=True),
}  # fmt: skip
