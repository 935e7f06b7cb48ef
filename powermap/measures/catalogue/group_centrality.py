"""What the measures of how central a group is are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

GROUP_CENTRALITY: dict[str, Measure] = {
    "group_degree": Measure(
        "Degree of the group",
        "What share of all others names somebody of the group, or is named by somebody of it?",
        "group", "more others", "0 to 1", "no such answer was observed", "Everett & Borgatti 1999"),
    "group_closeness": Measure(
        "Closeness of the group",
        "In how few steps do all others get to somebody of the group, and somebody of the group to them?",
        "group", "fewer steps", "0 to 1", "there are no such others, or, outwards, no member answered",
        "Everett & Borgatti 1999; Wasserman & Faust 1994", bent=True),
    "group_betweenness": Measure(
        "Betweenness of the group", "How often do the shortest ways between two others lead through the group?",
        "group", "more often in between", "0 to 1", "there are no two others, or none of them answered",
        "Everett & Borgatti 1999; Brandes & Pich 2007", bent=True),
}  # fmt: skip
