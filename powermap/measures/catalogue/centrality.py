"""What the measures of who is central are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

CENTRALITY: dict[str, Measure] = {}
