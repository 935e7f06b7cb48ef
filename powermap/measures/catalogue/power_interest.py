"""What the measures of power, interest, legitimacy and urgency are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

POWER_INTEREST: dict[str, Measure] = {
    "power_interest_grid": Measure(
        "Power and interest",
        "Where does the actor stand between power and interest, as others or a list see it, and how surely?",
        "actor", "distance: surer of its quadrant; holds_without_any: it does not hang on one rater",
        "distance 0 to 1",
        "fewer than three rated its power or its interest, the list does not score it, or a median parts nobody",
        "Mendelow 1991; Eden & Ackermann 1998"),
    "salience_class": Measure(
        "Salience class",
        "Which of power, legitimacy and urgency do others, or a list, see in the actor, and what is it called?",
        "actor", "attributes: managers attend to it more", "0 to 3",
        "fewer than three rated its power, legitimacy or urgency, the list lacks one, or a median parts nobody",
        "Mitchell, Agle & Wood 1997"),
    "classes_by_group": Measure(
        "Classes by group", "How many members of the group are in each quadrant or class?",
        "group", "more of the group are in the class", "0 to 1", "no member's class is known",
        "Mendelow 1991; Mitchell, Agle & Wood 1997"),
}  # fmt: skip
