"""What the measure of new ties is called, asks and means."""

from powermap.measures.catalogue.entry import Measure

INTRODUCTIONS: dict[str, Measure] = {
    "introductions": Measure(
        "Introductions that would help most",
        "Which two actors, once they know each other, bring the group nearest to those who decide?",
        "group", "nearer: the mean of 1 over the steps to the nearest seat", "0 to 1",
        "never: a group that no introduction would help, or without a member who answered, is not listed",
        "Crescenzi, D'Angelo, Severini & Velaj 2016; Lin 1999", bent=True),
}  # fmt: skip
