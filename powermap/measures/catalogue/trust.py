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
}  # fmt: skip
