"""What the measure of which ranks the answers leave open is called, asks and means."""

from powermap.measures.catalogue.entry import Measure

STANDING: dict[str, Measure] = {
    "rank_intervals": Measure(
        "Best and worst rank", "Between which ranks of standing does the actor lie, whatever the measure?",
        "actor", "lower standing; best and worst far apart: the answers do not settle it",
        "ranks 1 to n; counts 0 to n - 1", "no answer about the actor was observed", "Schoch & Brandes 2016",
        bent=True),
}  # fmt: skip
