"""What the measures of who ties to whom, by group are called, ask and mean."""

from powermap.measures.catalogue.entry import NOTHING, Measure

MIXING: dict[str, Measure] = {
    "mixing_matrix": Measure(
        "Mixing matrix", "Who names whom, by group, and is that more or less than chance?",
        "group", "ratio and odds: more ties than chance would give",
        "densities 0 to 1; ratios 0 upwards, 1 as by chance",
        "no answer of the one group about the other was observed", "Moody 2001; Newman 2003; Haldane 1956"),
    "ei_index": Measure(
        "E-I index", "Do ties run between the groups more than within them?",
        "network", "more ties to other groups; read it beside what the sizes of the groups make expected",
        "-1 to 1",
        "there is no tie between actors that have a group", "Krackhardt & Stern 1988"),
    "ei_expected": Measure(
        "E-I index expected", "What would the E-I index be if ties paid no heed to groups?",
        "network", "the sizes of the groups alone make for more ties between them", "-1 to 1", NOTHING,
        "Krackhardt & Stern 1988"),
    "ei_groups": Measure(
        "E-I index of each group", "Do each group's ties run to and from others more than among its members?",
        "group", "turned outwards; read it beside what is expected", "counts 0 upwards; index -1 to 1",
        "the group has no tie",
        "Krackhardt & Stern 1988"),
    "ei_actors": Measure(
        "E-I index of each actor", "Do the actor's ties run to and from other groups more than its own?",
        "actor", "turned outwards; read it beside what is expected", "counts 0 upwards; index -1 to 1",
        "the actor has no group, or no tie to an actor that has one",
        "Krackhardt & Stern 1988; Everett & Borgatti 2012"),
    "homophily": Measure(
        "Homophily (Coleman; inbreeding)", "Does each group name its own members more than chance would have it?",
        "group", "names its own more; 0 as by chance", "-1 to 1; inbreeding may be lower",
        "the group sends no tie, or none or all of its ties could stay inside",
        "Coleman 1958; Currarini, Jackson & Pin 2009"),
    "assortativity": Measure(
        "Assortativity by group",
        "Do ties join actors of the same group, given how many ties each group sends and receives?",
        "network", "more ties within groups; 0 as by chance", "-1 to 1",
        "there are no ties, or all are within one group", "Newman 2003"),
    "assortativity_numeric": Measure(
        "Assortativity on a number", "Do ties join actors that are alike on a number?",
        "network", "those with much name those with much", "-1 to 1",
        "there are fewer than two ties, or all senders or all receivers have the same value", "Newman 2003"),
}  # fmt: skip
