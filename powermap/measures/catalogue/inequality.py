"""What the measures of how unequally a measure is spread are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

NO_SUM = "the values sum to nothing, or one is below 0"

INEQUALITY: dict[str, Measure] = {
    "gini": Measure(
        "Gini", "How unequally is a measure spread over actors?",
        "network", "more unequal; 0 means all have the same", "0 to (n - 1) / n", NO_SUM, "Gini 1912"),
    "theil": Measure(
        "Theil T",
        "How unequally is a measure spread over actors, in a form that parts into within and between groups?",
        "network", "more unequal; 0 means all have the same", "0 to ln(n)", NO_SUM, "Theil 1967"),
    "theil_groups": Measure(
        "Theil T by group", "How much of the inequality is within each group, and how much between groups?",
        "group", "more unequal within; or the group holds more than its share",
        "within: 0 upwards; parts may be below 0",
        NO_SUM, "Theil 1967"),
    "theil_between": Measure(
        "Inequality between groups (Theil)", "What part of the inequality among actors is between the groups?",
        "network", "groups explain more of it", "0 to 1", f"{NO_SUM}, or all have the same", "Theil 1967"),
    "herfindahl": Measure(
        "Concentration (Herfindahl)", "How much of a measure is in how few hands?",
        "network", "in fewer hands", "1/n to 1", NO_SUM, "Hirschman 1945; Herfindahl 1950"),
    "top_share": Measure(
        "Share of the top five", "What share of a measure do the five actors that have most hold?",
        "network", "they hold more", "5 / n to 1", NO_SUM, "Hirschman 1945"),
    "palma_ratio": Measure(
        "Palma ratio", "How many times what the lower four in ten hold does the top one in ten hold?",
        "network", "more unequal at the ends; 1/4 means all have the same", "1/4 upwards",
        f"{NO_SUM}, or the lower four in ten hold nothing", "Palma 2011; Cobham & Sumner 2013"),
}  # fmt: skip
