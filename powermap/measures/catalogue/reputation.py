"""What the measures of reputation beside ties are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

REPUTATION: dict[str, Measure] = {
    "reputation_gap": Measure(
        "Reputation beside nominations",
        "Who is held to be more, or less, influential than the ties that others report would have it?",
        "actor", "gap: held to be more influential than it is named", "ranks 1 to n",
        "the actor was not rated, or nobody who answered could have named it", "Krackhardt 1990"),
    "reputation_match": Measure(
        "Reputation follows nominations",
        "Are those who are held to be influential also those who are named?",
        "network", "the same actors are held to be influential and are named", "-1 to 1",
        "fewer than three actors have both, or all have as much of one", "Krackhardt 1990; Spearman 1904"),
}  # fmt: skip
