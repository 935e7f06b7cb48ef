"""What the measures of who ties to whom, by group are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

MIXING: dict[str, Measure] = {}
