"""What the measures of each voice's way to decisions are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

PATHS: dict[str, Measure] = {}
