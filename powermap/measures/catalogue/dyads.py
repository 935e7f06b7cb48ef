"""What the measures of pairs of actors are called, ask and mean."""

from powermap.measures.catalogue.entry import SILENT, Measure

DYADS: dict[str, Measure] = {
    "mutuality_index": Measure(
        "Mutuality beyond chance", "How much more often are ties returned than chance would have it?",
        "network", "more is returned; 0 means as much as by chance", "up to 1",
        "no tie was observed both ways, or everybody names everybody", "Katz & Powell 1955"),
    "simmelian_ties": Measure(
        "Simmelian ties", "How many ties does the actor have that are returned and lie inside a clique of three?",
        "actor", "more ties that a third party holds together: harder to break, and less room to act alone",
        "0 to n - 1", SILENT, "Krackhardt 1998", bent=True),
    "multiplexity": Measure(
        "Kinds per tie (multiplexity)", "Of how many kinds is the tie from one actor to another, on average?",
        "network", "ties are of more kinds at once", "1 to the number of relations",
        "no pair that was observed in all relations has a tie", "Battiston, Nicosia & Latora 2014"),
    "relation_overlap": Measure(
        "Overlap of relations", "How far do two relations tie the same actors?",
        "network", "the two tie more of the same actors", "0 to 1",
        "neither relation has a tie that was observed in both", "Battiston, Nicosia & Latora 2014"),
    "power_dependence": Measure(
        "Power and dependence", "Who depends more on whom?",
        "network", "power: the other depends more on the actor; joint: both depend more on each other",
        "power -1 to 1, joint 0 to 2", "the answer about the support of the one for the other was not observed",
        "Emerson 1962; Casciaro & Piskorski 2005"),
}  # fmt: skip
