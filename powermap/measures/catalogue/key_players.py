"""What the measures of who holds the network together are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

KEY_PLAYERS: dict[str, Measure] = {}
