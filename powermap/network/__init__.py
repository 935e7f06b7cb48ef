from powermap.network.making import assemble, completed, from_ties, network_of, with_answers
from powermap.network.model import MOST_ACTORS, Bools, By, Floats, Network, Whole

__all__ = [
    "MOST_ACTORS",
    "Bools",
    "By",
    "Floats",
    "Network",
    "Whole",
    "assemble",
    "completed",
    "from_ties",
    "network_of",
    "with_answers",
]
