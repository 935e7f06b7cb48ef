"""What the measures of who is near are called, ask and mean."""

from powermap.measures.catalogue.entry import NOBODY_ASKED, SILENT, Measure

CLOSENESS: dict[str, Measure] = {
    "closeness_in": Measure(
        "Easily reached (closeness, in)",
        "In how few steps do the others reach the actor, counting against it those who cannot?",
        "actor", "reached in fewer steps by more", "0 to 1", NOBODY_ASKED,
        "Freeman 1979; Wasserman & Faust 1994"),
    "closeness_out": Measure(
        "Reaches easily (closeness, out)",
        "In how few steps does the actor reach the others, counting against it those whom it cannot?",
        "actor", "reaches more in fewer steps", "0 to 1", SILENT, "Freeman 1979; Wasserman & Faust 1994",
        bent=True),
    "proximity_prestige": Measure(
        "Prestige by nearness (proximity prestige)",
        "How large is the part of the network that reaches the actor, and how near is it?",
        "actor", "reached by more, from nearer", "0 to 1", NOBODY_ASKED, "Lin 1976; Wasserman & Faust 1994"),
}  # fmt: skip
