"""What the measure of small worlds is called, asks and means."""

from powermap.measures.catalogue.entry import Measure

SMALL_WORLD: dict[str, Measure] = {
    "small_world": Measure(
        "Small world (sigma)",
        "Do circles close more often than at random, while the others are as few steps away?",
        "network", "closer circles for the distance; 1 is what chance brings, and larger networks have more",
        "0 upwards", "nobody has two contacts, or no circle closes at random",
        "Watts & Strogatz 1998; Humphries & Gurney 2008; Maslov & Sneppen 2002"),
}  # fmt: skip
