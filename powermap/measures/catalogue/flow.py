"""What the measure of who stands in the way of flows is called, asks and means."""

from powermap.measures.catalogue.entry import SILENT, Measure

FLOW: dict[str, Measure] = {
    "flow_betweenness": Measure(
        "In between, by all ways at once (flow)",
        "How much of what could flow between others, by all ways at once, does not get through without the actor?",
        "actor", "more hangs on the actor", "0 to 1",
        f"{SILENT}, nothing flows between the others, or there are more than 100 actors",
        "Freeman, Borgatti & White 1991", bent=True),
}  # fmt: skip
