"""What the measures of how raters see others, and how far they agree, are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

_NOBODY = "nobody rated the actor"

PERCEPTION: dict[str, Measure] = {
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
    "rating_variance": Measure(
        "Social relations (who rates, who is rated, the pair)",
        "How much of the difference between ratings lies with who rates, with who is rated, and with the pair?",
        "network", "share: more of the difference lies there", "shares 0 to 1; correlations -1 to 1",
        "fewer than four actors rate each other, or all ratings are the same",
        "Warner, Kenny & Stoto 1979; Kenny & La Voie 1984"),
}  # fmt: skip
