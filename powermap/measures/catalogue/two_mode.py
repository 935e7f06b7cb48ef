"""What the measures of actors and the tables they sit at are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

_NONE = "the survey has no attendance"

TWO_MODE: dict[str, Measure] = {
    "project": Measure(
        "Co-attendance", "Who attends the same meetings or boards, and how many of them?",
        "network", "ties: share more meetings", "a network; strength above 0", _NONE,
        "Breiger 1974; Newman 2001"),
    "seats_by_group": Measure(
        "Seats by group", "Has the group its share of the seats, table by table?",
        "group", "more seats than its share; 1 means in proportion", "0 upwards",
        "nobody with a group sits at the table", "Arnstein 1969; Taagepera & Laakso 1980"),
    "tables_attended": Measure(
        "Tables", "At how many tables does the actor sit?",
        "actor", "sits at more tables", "0 to the number of tables", _NONE, "Borgatti & Everett 1997"),
    "table_sizes": Measure(
        "Size of tables", "How many sit at each table, and of how many groups?",
        "network", "more sit there", "1 to n", _NONE, "Borgatti & Everett 1997"),
    "sits_with": Measure(
        "Who sits with whom", "Which groups sit at the same tables, more or less than chance would have it?",
        "group", "sit together more; 1 means as by chance", "0 upwards",
        "there can be no such pair, or nobody shares a table", "Breiger 1974; Newman 2003"),
}  # fmt: skip
