"""What the measures of who an actor's contacts are are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

ALTERS: dict[str, Measure] = {
    "alter_exposure": Measure(
        "Groups among contacts (exposure, isolation)",
        "What share of the actor's contacts belongs to each group, and to a group of its own?",
        "actor", "more of its contacts are of that group", "0 to 1", "the actor has no contact with a group",
        "Lieberson 1981; Massey & Denton 1988", bent=True),
    "alter_diversity": Measure(
        "Mix of contacts (Blau, IQV, entropy, Yule's Q)",
        "How mixed are the actor's contacts, and does it keep to its own group?",
        "actor", "more mixed; Yule's Q: keeps more to its own group",
        "0 to 1; entropy: 0 upwards; Yule's Q: -1 to 1",
        "the actor has no contact with a group",
        "Blau 1977; Agresti & Agresti 1978; Teachman 1980; Yule 1912", bent=True),
}  # fmt: skip
