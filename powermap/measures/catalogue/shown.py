"""The measures that the report and the map show."""

from powermap.measures.catalogue.entry import NOBODY_ASKED, NOTHING, SILENT, Measure

#: Actor measures first, in the order of the columns of `actor_measures`.
SHOWN: dict[str, Measure] = {
    "nominations_received": Measure(
        "Nominations received", "What share of those who answered and could have named the actor did name it?",
        "actor",
        "named by more of those who could; unequal response bends it only where members mainly name their own kind",
        "0 to 1", NOBODY_ASKED, "Freeman 1979; Stork & Richards 1992", tested=True, claimed=True),
    "strength_received": Measure(
        "Strength received", "How strong is the average answer about the actor, counting 'did not name' as zero?",
        "actor", "named by more, or more strongly", "0 upwards, in units of the answer scale", NOBODY_ASKED,
        "Barrat et al. 2004", tested=True, claimed=True),
    "in_degree": Measure(
        "Named by (count)", "How many named the actor?",
        "actor", "named by more", "0 to n - 1", NOBODY_ASKED, "Freeman 1979", bent=True),
    "out_degree": Measure(
        "Names (count)", "How many did the actor name?",
        "actor", "names more", "0 to n - 1", SILENT, "Freeman 1979"),
    "in_strength": Measure(
        "Strength received (sum)", "How much strength does the actor receive in all?",
        "actor", "named by more, or more strongly", "0 upwards, in units of the answer scale", NOBODY_ASKED,
        "Barrat et al. 2004", bent=True),
    "out_strength": Measure(
        "Strength given (sum)", "How much strength does the actor give in all?",
        "actor", "names more, or more strongly", "0 upwards, in units of the answer scale", SILENT,
        "Barrat et al. 2004"),
    "harmonic_in": Measure(
        "Easily reached (harmonic closeness, in)", "How few steps are the others away from reaching the actor?",
        "actor", "reached in fewer steps by more", "0 to 1", NOBODY_ASKED,
        "Marchiori & Latora 2000; Rochat 2009", tested=True),
    "harmonic_out": Measure(
        "Reaches easily (harmonic closeness, out)", "How few steps does the actor need to reach the others?",
        "actor", "reaches more in fewer steps", "0 to 1", SILENT, "Marchiori & Latora 2000; Rochat 2009",
        bent=True),
    "betweenness": Measure(
        "In between (betweenness)",
        "How often does the shortest way between two others lead through the actor?",
        "actor", "more often in between (a strong tie is a short one: its length is 1 / strength)", "0 to 1",
        f"{SILENT}, or there are no two others", "Freeman 1977; Brandes 2001; Newman 2001", tested=True,
        claimed=True),
    "pagerank": Measure(
        "Named by the much-named (PageRank)",
        "How much attention ends up with the actor, when attention from the much-named counts for more?",
        "actor", "named by actors that are themselves named", "0 to 1, summing to 1", NOTHING,
        "Brin & Page 1998", tested=True),
    "constraint": Measure(
        "Hemmed in (constraint)", "How much do the actor's contacts all know each other?",
        "actor", "more hemmed in; low means a bridge between contacts that do not know each other",
        "above 0, to about 1.4", "the actor has no observed tie", "Burt 1992", bent=True),
    "coreness": Measure(
        "Depth in the core (coreness)", "How deep in the densely tied middle of the network does the actor sit?",
        "actor", "deeper in the middle", "0 to n - 1", NOTHING, "Seidman 1983",
        bent=True),
    "representation": Measure(
        "Representation", "Does the group hold its share of a measure, more, or less?",
        "group", "holds more; 1 means in proportion, 0.5 half its share", "0 upwards",
        "no member has a defined value, or the measure sums to nothing", "Taagepera & Laakso 1980"),
    "access": Measure(
        "Access to decisions", "How far is the group's way to those who have a seat, and from them?",
        "group", "shares: nearer to decisions; distances: further away", "shares 0 to 1; distances 1 upwards",
        "nobody has a seat, or no member without one was observed", "Lin 1999"),
    "reciprocation": Measure(
        "Reciprocation", "Of the ties that the group has with others, how many are returned?",
        "group", "named back by more of those it names", "0 to 1", "there is no such tie",
        "Wasserman & Faust 1994"),
    "balance": Measure(
        "Balance", "How evenly is a measure spread over the groups, given how many actors each has?",
        "network", "more even; 1 means every group holds its share", "0 to 1",
        "no actor has a group, or the measure sums to nothing", "Loosemore & Hanby 1971; Duncan & Duncan 1955"),
    "reciprocity": Measure(
        "Reciprocity", "What share of all ties is returned?",
        "network", "more ties go both ways", "0 to 1", "there is no tie between two actors that both answered",
        "Wasserman & Faust 1994"),
    "agreement": Measure(
        "Agreement", "Where either side claims a tie and both answered, how often do both claim it?",
        "network", "the two sides report alike", "0 to 1",
        "there is no tie between two actors that both answered", "Stork & Richards 1992; Marsden 1990"),
    "density": Measure(
        "Density", "What share of the ties that could be observed is there?",
        "network", "more ties", "0 to 1", NOTHING, "Stork & Richards 1992"),
    "observable_share": Measure(
        "Share observed", "What share of the answers that could have been given about ties was observed?",
        "network", "more was seen", "0 to 1", "nobody could name anybody", "Huisman 2009; Krause et al. 2020"),
}  # fmt: skip
