"""What the measures of core and periphery are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

CORE_PERIPHERY: dict[str, Measure] = {}
