"""What the measures of trust, influence held and influence deserved are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

TRUST: dict[str, Measure] = {}
