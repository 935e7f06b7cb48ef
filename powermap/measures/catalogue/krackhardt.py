"""What Krackhardt's four measures are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

KRACKHARDT: dict[str, Measure] = {
    "krackhardt_connectedness": Measure(
        "Connectedness (Krackhardt)", "What share of pairs are joined by a path, whatever its direction?",
        "network", "more joined up; 'at least' where some did not answer", "0 to 1",
        "there are fewer than two actors", "Krackhardt 1994", bent=True),
    "krackhardt_hierarchy": Measure(
        "Hierarchy (Krackhardt)", "Where one can reach another, how often is there no way back?",
        "network", "more ranked; who did not answer seems to have no way back, so that one alone can raise it",
        "0 to 1", "there is no tie", "Krackhardt 1994", bent=True),
    "krackhardt_efficiency": Measure(
        "Efficiency (Krackhardt)", "How few ties are there beyond those that hold each part together?",
        "network", "fewer spare ties: cheaper, and more fragile", "0 to 1", "no more ties were possible",
        "Krackhardt 1994"),
    "least_upper_bound": Measure(
        "Least upper bound (Krackhardt)",
        "Do any two that are joined have somebody above both who could settle between them?",
        "network", "more pairs have one; 1 in a tree", "0 to 1", "no three actors are joined",
        "Krackhardt 1994", bent=True),
}  # fmt: skip
