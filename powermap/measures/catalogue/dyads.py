"""What the measures of pairs of actors are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

DYADS: dict[str, Measure] = {}
