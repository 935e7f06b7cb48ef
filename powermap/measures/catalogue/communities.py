"""What the measures of circles in the network are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

COMMUNITIES: dict[str, Measure] = {
    "community": Measure(
        "Circle (community)", "In which circle, tied more within than to others, is the actor?",
        "actor", "only a number for the circle: larger circles come first", "1 upwards", "there is no tie",
        "Traag, Waltman & van Eck 2019; Newman & Girvan 2004", bent=True),
    "community_match": Measure(
        "Circles and groups", "Do the circles in the network follow the groups?",
        "network", "circles follow groups; 0 means no more than by chance", "up to 1",
        "there is no tie, or fewer than two groups or circles", "Vinh, Epps & Bailey 2010"),
}  # fmt: skip
