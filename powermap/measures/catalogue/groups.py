"""What the measures of how each group fares are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

GROUPS: dict[str, Measure] = {}
