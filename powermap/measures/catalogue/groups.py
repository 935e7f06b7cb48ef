"""What the measures of how each group fares are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

GROUPS: dict[str, Measure] = {
    "reciprocation_pairs": Measure(
        "Reciprocation by pair of groups", "Of the ties that one group sends another, how many are returned?",
        "group", "more come back; asymmetry: more is sent than comes", "0 to 1; asymmetry -1 to 1",
        "there is no such tie", "Wasserman & Faust 1994"),
    "attention": Measure(
        "Attention from others", "Do the others name the group more, or less, than the density would give?",
        "group", "named more; 1 means as the density would give", "0 upwards",
        "no answer of others about the group was observed, or there are no ties", "Moody 2001"),
    "innermost_share": Measure(
        "Share of the innermost (coreness)",
        "What share of the innermost, most densely tied actors are of each group, and could chance have done it?",
        "group", "more of the innermost", "shares 0 to 1; log odds any number", "nobody has a tie",
        "Fisher 1935; Seidman 1983; Haldane 1956", bent=True),
    "isolation": Measure(
        "Isolation", "How many members are on their own, or hang on by one contact or one tie?",
        "group", "more on the edge", "shares 0 to 1", "no member answered", "Wasserman & Faust 1994", bent=True),
    "voice_density": Measure(
        "Density within and across",
        "How many of the possible ties are there within each group, and across to others and from them?",
        "group", "more ties", "0 to 1", "no such answer was observed", "Stork & Richards 1992"),
    "exposure": Measure(
        "Exposure", "Of those whom the average member of a group names, what share is of each group?",
        "group", "meets more of them", "0 to 1", "no member names anybody", "Lieberson 1981; Massey & Denton 1988"),
    "voice_overlap": Measure(
        "Overlap of voices", "How many actors have which two voices?",
        "group", "more of the group are of the other too", "shares 0 to 1", "the group has no members",
        "Breiger 1974"),
}  # fmt: skip
