"""What the measures of whether groups have as much as others are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

PARITY: dict[str, Measure] = {
    "parity_ratio": Measure(
        "Parity ratio", "How much does the average member of a group have, next to the average of the others?",
        "group", "members have more; 1 means parity", "0 upwards",
        "the group or the others have no value, or nothing", "Feldman et al. 2015"),
    "superiority": Measure(
        "Superiority", "How often does a member of a group have more than one of the others?",
        "group", "members have more; 0.5 means parity", "0 to 1; Cliff's delta -1 to 1",
        "the group or the others have no value", "Cliff 1993; Vargha & Delaney 2000"),
    "top_holders": Measure(
        "Share of the top tenth",
        "Who is among the few that have most: is it each group's share, or could chance have done it?",
        "group", "the group has more of the top", "0 to 1", "no actor has a value", "Fisher 1935"),
}  # fmt: skip
