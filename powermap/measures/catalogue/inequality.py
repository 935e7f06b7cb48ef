"""What the measures of how unequally a measure is spread are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

INEQUALITY: dict[str, Measure] = {}
