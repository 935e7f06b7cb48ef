"""What the measures of trust, influence held and influence deserved are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

_NOBODY = "nobody rated the actor"

TRUST: dict[str, Measure] = {
    "trust_score": Measure(
        "Trust (as others rate it)", "How reliable, true to the shared mission and open do others find the actor?",
        "actor", "trusted more; power and resources are no part of it", "that of the answer scale",
        f"{_NOBODY} on one of the items", "Varda et al. 2008"),
    "value_score": Measure(
        "Value (as others rate it)", "How much influence, involvement and resources do others say it brings?",
        "actor", "brings more; marks small and poor groups down by design", "that of the answer scale",
        f"{_NOBODY} on one of the items", "Varda et al. 2008"),
    "ratings_by_group": Measure(
        "Ratings by group", "How do others rate the members of the group, question by question?",
        "group", "rated higher", "that of the answer scale", "no member was rated", "Varda et al. 2008"),
    "trust_power_gap": Measure(
        "Trust-power gap", "Who is trusted but not powerful, or powerful but not trusted, as others see it?",
        "actor", "trusted more than powerful; below 0 powerful more than trusted",
        "about -4 to 4, in standard deviations",
        "the actor was not rated on trust or influence, or all actors are rated alike",
        "Varda et al. 2008; Mitchell, Agle & Wood 1997"),
    "legitimacy_gap": Measure(
        "Legitimacy gap", "How much more influence should the actor have than it has, say those who answered both?",
        "actor", "others think that it ought to have more influence than it has; below 0 less",
        "minus to plus the length of the answer scale", "nobody answered both questions about the actor",
        "Mitchell, Agle & Wood 1997"),
    "influence_between_groups": Measure(
        "Influence, group by group", "Which groups disagree about who holds power?",
        "group", "spread: the groups differ more about the rated group", "that of the answer scale",
        "nobody in the one group rated anybody in the other", "Kenny & La Voie 1984"),
    "reputed_influence": Measure(
        "Reputed influence", "How much influence do others typically see in the actor, and how far do they differ?",
        "actor", "median: more influential in the eyes of others; iqr: raters differ more",
        "that of the answer scale", _NOBODY, "Schiffer & Hauck 2010"),
    "perceived_influence": Measure(
        "Influence seen by others and by itself",
        "How much influence do others see in the actor, and how much does it see in itself?",
        "actor", "difference: sees more influence in itself than others do", "that of the answer scale",
        f"{_NOBODY}, or it did not rate itself", "Krackhardt 1990; Kenny & La Voie 1984"),
    "rater_agreement": Measure(
        "Agreement of raters (rwg)", "How far do those who rate the actor agree about it?",
        "actor", "raters agree more; 0.7 and more is commonly taken as agreement", "0 to 1",
        "fewer than two rated the actor", "James, Demaree & Wolf 1984"),
    "rater_consistency": Measure(
        "Consistency of raters (ICC)",
        "How much of the difference between ratings is difference between the actors that are rated?",
        "network", "raters tell actors apart alike", "up to 1; 0 or less is no better than chance",
        "fewer than two actors were rated, none by two, or all ratings are the same", "Shrout & Fleiss 1979"),
}  # fmt: skip
