"""What the measures of power, interest, legitimacy and urgency are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

POWER_INTEREST: dict[str, Measure] = {}
