"""What the measures of the network as a whole are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

_NO_TIE = "there is no tie"

STRUCTURE: dict[str, Measure] = {
    "centralisation": Measure(
        "Centralisation", "How far is the whole network centred on one actor?",
        "network", "more centred on one; 0 means all alike (by degree, closeness, betweenness or eigenvector)",
        "0 to 1", "there are too few actors, or, for closeness, not everybody is reached",
        "Freeman 1979; Butts 2008", bent=True),
    "dyadic_reciprocity": Measure(
        "Reciprocity of pairs", "In how many of the pairs that are tied at all do both sides name each other?",
        "network", "more pairs name each other", "0 to 1",
        "there is no tied pair whose both answers were observed", "Wasserman & Faust 1994"),
    "transitivity": Measure(
        "Transitivity", "If A names B and B names C, how often does A name C?",
        "network", "more closed circles", "0 to 1", "there is no such A, B and C",
        "Holland & Leinhardt 1971; Wasserman & Faust 1994"),
    "mean_clustering": Measure(
        "Clustering (mean)", "How often, on average, do an actor's contacts know each other?",
        "network", "closer circles", "0 to 1", "nobody has two contacts that were seen both ways",
        "Watts & Strogatz 1998"),
    "diameter": Measure(
        "Diameter", "How many steps apart are the two that are furthest apart?",
        "network", "further across (pairs with a path only)", "1 upwards", _NO_TIE, "Wasserman & Faust 1994",
        bent=True),
    "mean_distance": Measure(
        "Mean distance", "How many steps is it from one actor to another, on average?",
        "network", "further apart (pairs with a path only)", "1 upwards", _NO_TIE, "Watts & Strogatz 1998",
        bent=True),
    "unreachable_share": Measure(
        "Out of reach", "For how many pairs is there no path from the one to the other?",
        "network", "less joined up; 'at most' where some did not answer", "0 to 1",
        "nobody answered, or there is one actor", "Wasserman & Faust 1994", bent=True),
    "dyad_census": Measure(
        "Dyad census", "How many pairs name each other, how many one-sidedly, how many not at all?",
        "network", "more such pairs", "0 upwards", "never: pairs that were not seen both ways are left out",
        "Holland & Leinhardt 1970"),
    "triad_census": Measure(
        "Triad census", "How many groups of three are there of each of the sixteen kinds?",
        "network", "more such groups", "0 upwards", "never: those not seen all ways are left out",
        "Holland & Leinhardt 1970"),
}  # fmt: skip
