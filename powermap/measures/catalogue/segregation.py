"""What the measures of how far groups keep apart are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

SEGREGATION: dict[str, Measure] = {
    "segregation_matrix": Measure(
        "Segregation matrix index", "Is each group tied more densely inside than to the others?",
        "group", "keeps more to itself; 0 means no difference", "-1 to 1",
        "no answer inside or to others was observed, or there are no ties", "Fershtman 1997"),
    "odds_within": Measure(
        "Odds ratio within groups",
        "How much likelier is a tie inside a group than between groups, as a ratio of odds?",
        "network", "more ties within groups; 1 means groups make no difference", "0 upwards",
        "no answer inside a group, or none between groups, was observed", "Moody 2001; Haldane 1956"),
    "freeman_segregation": Measure(
        "Segregation (Freeman)", "How many of the ties between groups that chance would give are missing?",
        "network", "more segregated; 0 as by chance",
        "up to 1; below 0 means more ties between groups than by chance",
        "there is no tie, or there are no two groups", "Freeman 1978; Bojanowski & Corten 2014"),
    "gupta_anderson_may": Measure(
        "Keeping to themselves, each group alike (Q)",
        "How much does each group keep to itself, when small groups weigh as much as large ones?",
        "network", "more to themselves; 0 means groups make no difference", "-1 / (groups - 1) to 1",
        "there are fewer than two groups, or one sends no tie", "Gupta, Anderson & May 1989"),
    "spectral_segregation": Measure(
        "Spectral segregation",
        "How deep inside its own group does the actor sit: are its contacts of its group, and theirs too?",
        "actor", "more among its own", "0 upwards; the mean over a group is 0 to 1",
        "the actor has no group, or no contact that has one", "Echenique & Fryer 2007", bent=True),
    "tie_dissimilarity": Measure(
        "Dissimilarity of ties", "How differently do two groups spread their ties over the groups?",
        "group", "spread more differently", "0 to 1", "one of the two groups has no such tie",
        "Duncan & Duncan 1955"),
}  # fmt: skip
