"""What the measures of who stands between whom are called, ask and mean."""

from powermap.measures.catalogue.entry import SILENT, Measure

BROKERAGE: dict[str, Measure] = {
    "brokerage_roles": Measure(
        "Parts between others (brokerage roles)",
        "Which part does the actor play between others, and more or less than by chance?",
        "actor", "stands between more pairs (z: more than by chance)", "counts 0 upwards; z any number",
        f"{SILENT}, or it has no group", "Gould & Fernandez 1989", bent=True),
    "group_brokerage": Measure(
        "Parts of a group between others",
        "Which part do the group's members play between others, and more or less than by chance?",
        "group", "members stand between more pairs (z: more than by chance)", "counts 0 upwards; z any number",
        "no such pair is possible", "Gould & Fernandez 1989", bent=True),
    "group_brokerage_by_chance": Measure(
        "Parts of a group, against groups dealt out by lot",
        "Do the group's members broker more than they would if the groups were dealt out by lot?",
        "group", "more than by chance (z)", "z any number; p above 0, to 1", "all shuffles are alike",
        "Gould & Fernandez 1989; Phipson & Smyth 2010"),
    "brokered_pairs": Measure(
        "Who stands between which two groups", "Which group stands between which two?",
        "group", "more pairs of the two groups depend on it", "counts 0 upwards; shares 0 to 1",
        "never: only groups that stand between somebody are listed", "Gould & Fernandez 1989", bent=True),
    "brokerage_exclusivity": Measure(
        "Only one between (exclusivity)", "For how many pairs is the actor the only one who stands between?",
        "actor", "more pairs depend on this actor alone", "counts 0 upwards; share 0 to 1",
        f"{SILENT}; the share also where it stands between nobody", "Hamilton, Hileman & Bodin 2020", bent=True),
    "ev_brokerage": Measure(
        "In between, for each contact (EV brokerage)",
        "How much does the actor stand between others for each contact that it keeps up?",
        "actor", "more between others for each contact", "0 upwards", SILENT, "Everett & Valente 2016", bent=True),
    "bridging": Measure(
        "Bridging", "How much farther apart is everybody if the actor loses one of its contacts?",
        "actor", "more hangs on each of its contacts", "0 to 1",
        "the actor has no observed tie, or there are more than 300 actors", "Valente & Fujimoto 2010", bent=True),
}  # fmt: skip
