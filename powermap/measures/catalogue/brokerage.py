"""What the measures of who stands between whom are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

BROKERAGE: dict[str, Measure] = {}
