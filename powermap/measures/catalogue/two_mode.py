"""What the measures of actors and the tables they sit at are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

TWO_MODE: dict[str, Measure] = {
    "project": Measure(
        "Co-attendance", "Who attends the same meetings or boards, and how many of them?",
        "network", "ties: share more meetings", "a network; strength 1 upwards", "the survey has no attendance",
        "Breiger 1974"),
}  # fmt: skip
