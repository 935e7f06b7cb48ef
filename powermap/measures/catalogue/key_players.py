"""What the measures of who holds the network together are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

KEY_PLAYERS: dict[str, Measure] = {
    "components": Measure(
        "Separate parts", "Into how many separate parts does the network fall, and how large are they?",
        "network", "a larger share in the largest part: more joined up", "0 upwards; shares 0 to 1",
        "there are no actors", "Harary, Norman & Cartwright 1965; Wasserman & Faust 1994", bent=True),
    "fragmentation": Measure(
        "Fragmentation", "How far does the network fall apart when some actors leave?",
        "network", "more apart; 'at most' where some did not answer", "0 to 1",
        "fewer than two actors are left", "Borgatti 2006", bent=True),
    "set_reach": Measure(
        "Reach of a set", "How well do these actors together reach everybody?",
        "network", "reaches more in fewer steps; 1 means that all others are tied with the set", "0 to 1",
        "the set is empty", "Borgatti 2006", bent=True),
    "key_players": Measure(
        "Key players", "Which few actors together hold the network together most, or reach it best?",
        "network", "more hangs on the set, or it reaches more", "0 to 1", "too few actors are left",
        "Borgatti 2006", bent=True),
    "loss_if_gone": Measure(
        "Lost if it leaves", "What falls apart if the actor leaves?",
        "actor", "more hangs on the actor; 0 means that nothing falls apart",
        "counts 0 upwards; shares 0 to 1", "for shares: no two others are joined", "Tarjan 1972; Borgatti 2006",
        bent=True),
    "cut_actors": Measure(
        "Actors that all hangs on", "On how many actors does it hang that others are joined at all?",
        "network", "more fragile; where some did not answer there may be fewer, or others", "0 upwards",
        "there is no tie", "Tarjan 1972", bent=True),
    "bridges": Measure(
        "Ties that all hangs on", "Which single ties hold parts of the network together?",
        "network", "more would be cut off without the tie", "1 upwards",
        "never: without such ties the table is empty", "Tarjan 1974", bent=True),
}  # fmt: skip
