"""What the measures of core and periphery are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

_NO_CORE = "there are no ties, or everybody is tied with everybody"

CORE_PERIPHERY: dict[str, Measure] = {
    "in_core": Measure(
        "In the core", "Does the actor belong to the core, whose members are tied with each other?",
        "actor", "1 in the core, 0 in the periphery", "0 or 1",
        f"nothing about the actor was observed, or {_NO_CORE}", "Borgatti & Everett 1999; Lip 2011", bent=True),
    "continuous_coreness": Measure(
        "Nearness to the middle", "How near to the middle of the network is the actor, if it has one middle?",
        "actor", "nearer to the middle", "0 to 1", "nothing about the actor was observed, or there is no tie",
        "Borgatti & Everett 1999; Boyd et al. 2010", bent=True),
    "core_fit": Measure(
        "Fit of a core", "How well does a core with a periphery describe the network?",
        "network", "nearer to the ideal (any network has some fit: compare with networks at random)", "up to 1",
        _NO_CORE, "Borgatti & Everett 1999; Boyd et al. 2010"),
    "core_fit_test": Measure(
        "Fit of a core, against chance",
        "Does a core describe the network better than networks at random in which all have as many ties?",
        "network", "a fit above the expected one: more of a core than the numbers of ties bring about", "p: 0 to 1",
        _NO_CORE, "Kojaku & Masuda 2018; Phipson & Smyth 2010"),
    "core_share": Measure(
        "Share of the core", "How much of the core does the group hold, and how many of its members are in it?",
        "group", "more of the core", "shares 0 to 1; odds ratio 0 upwards",
        "the group has no observed member, or there is no core",
        "Borgatti & Everett 1999; Fisher 1935; Haldane 1956", bent=True),
    "rich_club": Measure(
        "Rich club", "Are the most tied tied among themselves more than their many ties alone would bring about?",
        "network", "a ratio above 1: the most tied keep together", "shares 0 to 1; ratio 0 upwards",
        "nothing was observed among them", "Zhou & Mondragon 2004; Colizza et al. 2006"),
}  # fmt: skip
