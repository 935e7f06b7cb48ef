"""What the measures of how much an actor's contacts overlap are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

STRUCTURAL_HOLES: dict[str, Measure] = {
    "effective_size": Measure(
        "Different contacts (effective size)",
        "How many of the actor's contacts bring it something that the others do not?",
        "actor", "more contacts that do not know each other", "1 to the number of contacts",
        "the actor has no observed tie", "Burt 1992; Borgatti 1997", bent=True),
    "efficiency": Measure(
        "Share of different contacts (efficiency)",
        "What share of the actor's contacts brings it something that the others do not?",
        "actor", "fewer contacts that overlap", "above 0, to 1", "the actor has no observed tie", "Burt 1992",
        bent=True),
    "hierarchy": Measure(
        "Hemmed in by one (hierarchy)", "Is what hems the actor in the doing of one contact, or of all alike?",
        "actor", "one contact makes most of the constraint", "0 to 1", "the actor has fewer than two contacts",
        "Burt 1992", bent=True),
}  # fmt: skip
