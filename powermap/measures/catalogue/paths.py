"""What the measures of each voice's way to decisions are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

_NO_WAY = "no member has a way to a seat"

PATHS: dict[str, Measure] = {
    "seat_steps": Measure(
        "Steps to a seat", "How many steps is the actor from those who decide, and they from it?",
        "actor", "steps: further away; harmonic: nearer to more of those who decide",
        "steps 1 upwards, infinite where there is no way; harmonic 0 to 1",
        "the actor has a seat, or no answer between it and those who have one was observed",
        "Lin 1999; Marchiori & Latora 2000", bent=True),
    "voice_paths": Measure(
        "Ways of a voice to a seat",
        "How much of the group gets through to a seat, in how many steps, and does anything come back?",
        "group", "shares: more get through; distances: further away", "shares 0 to 1; distances 1 upwards",
        "nobody has a seat, or no member without one was observed", "Lin 1999; Marchiori & Latora 2000",
        bent=True),
    "passing_groups": Measure(
        "Groups on the way to a seat",
        "Which other groups does the group's word have to pass on its shortest ways to the seats?",
        "group", "more of the ways pass the other group", "0 to 1", _NO_WAY,
        "Freeman 1977; Gould & Fernandez 1989", bent=True),
    "gatekeepers": Measure(
        "Gatekeepers on the way to a seat",
        "Who passes the group's word on to the seats, and what is lost if one of them goes?",
        "group", "more members hang on this one actor", "counts 0 upwards; shares 0 to 1",
        "the share, where every way ends with the actor; a group without a way is not listed",
        "Freeman 1977; Lengauer & Tarjan 1979", bent=True),
    "holds_the_way": Measure(
        "Holds the way to a seat", "How many others reach a seat only through the actor?",
        "actor", "more have no way to a seat if this one goes", "0 to n - 1",
        "the actor has a seat or did not answer, or nobody has a seat", "Lengauer & Tarjan 1979", bent=True),
    "smallest_cut": Measure(
        "Smallest cut", "How few actors have to leave for the group to lose every way to a seat?",
        "group", "safer; 1 means that all hangs on one actor", "0 upwards",
        "a member is one step from a seat (cut only), or there is nobody to part from a seat",
        "Menger 1927; Ford & Fulkerson 1956", bent=True),
}  # fmt: skip
