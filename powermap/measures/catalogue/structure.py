"""What the measures of the network as a whole are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

STRUCTURE: dict[str, Measure] = {}
