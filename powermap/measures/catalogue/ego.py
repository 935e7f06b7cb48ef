"""What the measures of each actor's own surroundings are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

EGO: dict[str, Measure] = {}
