"""MEASURES: what each measure is called, asks and means, as data. The functions of the same names compute them.

Each file of this folder speaks of the functions in `powermap.measures` that stand in the file of the same name.
"""

from powermap.measures.catalogue.alters import ALTERS
from powermap.measures.catalogue.brokerage import BROKERAGE
from powermap.measures.catalogue.centrality import CENTRALITY
from powermap.measures.catalogue.closeness import CLOSENESS
from powermap.measures.catalogue.communities import COMMUNITIES
from powermap.measures.catalogue.core_periphery import CORE_PERIPHERY
from powermap.measures.catalogue.dyads import DYADS
from powermap.measures.catalogue.ego import EGO
from powermap.measures.catalogue.entry import Measure
from powermap.measures.catalogue.flow import FLOW
from powermap.measures.catalogue.group_centrality import GROUP_CENTRALITY
from powermap.measures.catalogue.groups import GROUPS
from powermap.measures.catalogue.inequality import INEQUALITY
from powermap.measures.catalogue.introductions import INTRODUCTIONS
from powermap.measures.catalogue.key_players import KEY_PLAYERS
from powermap.measures.catalogue.krackhardt import KRACKHARDT
from powermap.measures.catalogue.mixing import MIXING
from powermap.measures.catalogue.parity import PARITY
from powermap.measures.catalogue.paths import PATHS
from powermap.measures.catalogue.perception import PERCEPTION
from powermap.measures.catalogue.power_interest import POWER_INTEREST
from powermap.measures.catalogue.reputation import REPUTATION
from powermap.measures.catalogue.response import RESPONSE
from powermap.measures.catalogue.segregation import SEGREGATION
from powermap.measures.catalogue.shown import SHOWN
from powermap.measures.catalogue.small_world import SMALL_WORLD
from powermap.measures.catalogue.standing import STANDING
from powermap.measures.catalogue.structural_holes import STRUCTURAL_HOLES
from powermap.measures.catalogue.structure import STRUCTURE
from powermap.measures.catalogue.trust import TRUST
from powermap.measures.catalogue.two_mode import TWO_MODE

#: The functions of these are in `powermap.measures.<key>`.
BY_ROOM: dict[str, dict[str, Measure]] = {
    "response": RESPONSE,
    "closeness": CLOSENESS,
    "centrality": CENTRALITY,
    "flow": FLOW,
    "ego": EGO,
    "alters": ALTERS,
    "structural_holes": STRUCTURAL_HOLES,
    "brokerage": BROKERAGE,
    "paths": PATHS,
    "standing": STANDING,
    "mixing": MIXING,
    "segregation": SEGREGATION,
    "inequality": INEQUALITY,
    "parity": PARITY,
    "groups": GROUPS,
    "group_centrality": GROUP_CENTRALITY,
    "structure": STRUCTURE,
    "krackhardt": KRACKHARDT,
    "small_world": SMALL_WORLD,
    "core_periphery": CORE_PERIPHERY,
    "communities": COMMUNITIES,
    "key_players": KEY_PLAYERS,
    "introductions": INTRODUCTIONS,
    "trust": TRUST,
    "perception": PERCEPTION,
    "reputation": REPUTATION,
    "dyads": DYADS,
    "two_mode": TWO_MODE,
    "power_interest": POWER_INTEREST,
}

#: Every measure; those that the report and the map show come first.
MEASURES: dict[str, Measure] = SHOWN | {name: entry for room in BY_ROOM.values() for name, entry in room.items()}

__all__ = ["BY_ROOM", "MEASURES", "SHOWN", "Measure"]
