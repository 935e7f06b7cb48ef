"""Models of ties: exact where an exact answer exists, and refused in words where there is none."""

import sys

import networkx as nx
import numpy as np
import pytest
from networks import TEXAS, TEXAS_SECTORS, golden, typed
from partnerships import labelled

import powermap
from powermap import Network, PowermapError, fit_model, fit_rounds

#: Only where there is no such library for the machine: the extra 'test' installs it.
pytest.importorskip("ergmx")

#: Padgett & Ansell (1993), marriages of Florentine families in the order of the alphabet, and their wealth in
#: thousands of lira, as `flomarriage` in R's ergm.
MARRIAGES = [
    (0, 8), (1, 5), (1, 6), (1, 8), (2, 4), (2, 8), (3, 6), (3, 10), (3, 14), (4, 10), (4, 14), (6, 7), (6, 15),
    (8, 12), (8, 13), (8, 15), (9, 13), (10, 14), (12, 14), (12, 15),
]  # fmt: skip
WEALTH = [10, 36, 55, 44, 20, 32, 8, 42, 103, 48, 49, 3, 27, 10, 146, 48]

#: Sampson (1968), liking among 18 novices at three times, as `samplk1` to `samplk3` in R's ergm.
LIKING = (
    """..1.1........1.... 1.....1......1.... 11..............1. ....11...1........ ...1......1.1.....
    1..1....1......... .1.....1.......1.. 11......1......... ....1..1.......1.. ...1...1.....1....
    ....1..1.....1.... 11...........1.... ....1.1..........1 1.........11..1... 11...........1....
    11....1........... ..1.........1....1 11....1...........""",
    """.1..1..1.......... 1.....1....1..1... 1...............11 ....11....1....... 1..1......1.......
    1..1....1......... 11.............1.. ...1.1...1........ ....1..1...1...... ...11.......1.....
    ...11..........1.. 11...........1.... ....1.1..........1 11.........1..1... 11..1........1....
    .1....1....1...... .11..............1 .1..........1...1.""",
    """..1........1.1.... 1.....1....1...... 1...........1...11 ....11....1....... ...1....1.1.......
    ...11...1......... .1.........1...1.. ...1.1..1......... ....1..1...1...... ...11...1...1.....
    ....1..1.....1.... 11....1........... ....1.1..........1 1..........1..1... .1....1....1......
    .1....1.......1... .11..............1 .11.............1.""",
)


def florentine() -> Network:
    graph = nx.Graph(MARRIAGES)
    graph.add_nodes_from(range(16))
    ordered = nx.Graph()
    ordered.add_nodes_from(range(16))
    ordered.add_edges_from(graph.edges)
    return Network.from_graph(ordered)


def monks(time: int, silent: tuple[int, ...] = ()) -> Network:
    return typed(LIKING[time], sectors=["a"] * 6 + ["b"] * 6 + ["c"] * 6, silent=silent)


def columns(fit, *names: str) -> np.ndarray:
    return fit.table[list(names)].to_numpy(dtype=float)


def test_florentine_marriages_as_published():
    # Printed by R's ergm in statnet's tutorial: edges -1.6094 (0.2449); edges -2.594929 (0.536056) and
    # nodecov.wealth 0.010546 (0.004674). Each marriage counts once.
    alone = fit_model(florentine(), "edges")
    assert columns(alone, "estimate", "se")[0] == pytest.approx([-1.6094, 0.2449], abs=5e-5)
    wealth = fit_model(florentine(), "edges + nodecov('wealth')", attributes={"wealth": WEALTH})
    assert columns(wealth, "estimate", "se") == pytest.approx(
        np.array([[-2.594929, 0.536056], [0.010546, 0.004674]]), abs=1e-6
    )
    assert (alone.answers, alone.missing, alone.method) == (120, 0, "exact")
    assert any("no direction" in note for note in alone.notes)


def test_homophily_is_a_logistic_regression_on_the_answers_seen():
    # R 4.2: glm(tie ~ same sector, binomial) on the 528 answers of the Texas network without rows 3, 9 and 20.
    fit = fit_model(typed(TEXAS, sectors=TEXAS_SECTORS, silent=(2, 8, 19)), "homophily")
    assert columns(fit, "estimate", "se", "z", "p")[1] == pytest.approx(
        [0.163909428, 0.201463075, 0.813595385, 0.415876782], abs=1e-6
    )
    assert fit.table["estimate"][0] == pytest.approx(-0.952366788, abs=1e-6)
    assert fit.log_likelihood == pytest.approx(-317.499659, abs=1e-5)
    assert (fit.answers, fit.missing, fit.actors) == (528, 72, 25)
    # exp(0.1639094 -+ 1.959964 * 0.2014631)
    assert columns(fit, "odds_ratio", "low", "high")[1] == pytest.approx([1.1781, 0.7938, 1.7485], abs=1e-4)


def test_popularity_compares_voices_with_the_largest():
    # R 4.2: glm(tie ~ receiver b + receiver c + same voice, binomial), the same answers; a has 13 members.
    voices = ["a" if s == "County" else "b" if s == "State" else "c" for s in TEXAS_SECTORS]
    fit = fit_model(typed(TEXAS, sectors=voices, silent=(2, 8, 19)), "popularity")
    expected = {
        "ties in general": (-1.154202381, 0.180549181),
        "named: b": (0.353088547, 0.245212333),
        "named: c": (0.242467729, 0.248170907),
        "shares a voice": (0.294841481, 0.211524309),
    }
    for label, values in expected.items():
        row = fit.table.set_index("label").loc[label]
        assert (row["estimate"], row["se"]) == pytest.approx(values, abs=1e-6)
    assert fit.reference == "a"
    # Holm over three: the smallest of 0.1499, 0.3286, 0.1634 times 3, the next times 2 and no less, ...
    assert fit.table["p_holm"].tolist() == pytest.approx(
        [np.nan, 0.449662, 0.449662, 0.449662], abs=1e-5, nan_ok=True
    )


def test_reciprocity_has_a_closed_form():
    # 15 pairs like each other, 26 one way, 112 not at all (counted): with edges and mutual alone the maximum is
    # log(26 / (2 * 112)) and log(4 * 15 * 112 / 26**2), -2.1535 and 2.2967; statnet's tutorial has -2.15 and 2.30.
    fit = fit_model(monks(2), "edges + mutual")
    assert fit.method == "simulated"
    assert fit.settled
    exact = np.log([26 / (2 * 112), 4 * 15 * 112 / 26**2])
    assert np.abs(fit.table["estimate"] - exact).max() < 0.05
    # Its information is that of a multinomial of 153 pairs with probabilities 15, 26 and 112 / 153.
    at = np.array([[2, 1], [1, 0], [0, 0]])
    p = np.array([15, 26, 112]) / 153
    information = 153 * (at.T * p @ at - np.outer(at.T @ p, at.T @ p))
    assert fit.table["se"].to_numpy() == pytest.approx(np.sqrt(np.diag(np.linalg.inv(information))), rel=0.1)
    assert fit.checks["r_hat"].max() < 1.05


def test_reciprocity_with_missing_answers_counts_what_is_known_of_each_pair():
    # Pairs are independent: both answers seen give a pair of one of three kinds, one answer seen a tie or none.
    # The maximum of that likelihood, by a general search.
    from scipy.optimize import minimize

    network = monks(2, silent=(0, 6, 12, 16))
    ties, seen = network.ties, network.observable
    both, one = np.triu(seen & seen.T), seen & ~seen.T
    counts = [int(x.sum()) for x in (both & ties & ties.T, both & (ties ^ ties.T), both & ~ties & ~ties.T,
                                     one & ties, one & ~ties)]  # fmt: skip

    def unlikely(theta: np.ndarray) -> float:
        weights = np.exp([2 * theta[0] + theta[1], theta[0], 0])
        mutual, single, none = weights / (weights @ [1, 2, 1])
        return float(-np.dot(counts, np.log([mutual, single, none, mutual + single, single + none])))

    exact = minimize(unlikely, [-1, 1], method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-9}).x
    fit = fit_model(network, "edges + mutual")
    assert np.abs(fit.table["estimate"] - exact).max() < 0.06
    assert fit.missing == 4 * 17


def test_closure_is_the_maximum_over_all_networks_of_six_actors():
    # All 32,768 networks without direction, each with its number of ties and gwesp(0.5), by Newton's steps.
    pairs = np.array([(i, j) for i in range(6) for j in range(i)]).T
    networks = np.zeros((2**15, 6, 6), dtype=np.int8)
    bits = (np.arange(2**15)[:, None] >> np.arange(15)) & 1
    networks[:, pairs[0], pairs[1]] = networks[:, pairs[1], pairs[0]] = bits
    weight = np.exp(0.5) * (1 - (1 - np.exp(-0.5)) ** (networks @ networks))
    statistics = np.stack([bits.sum(axis=1), (networks * weight).sum(axis=(1, 2)) / 2], axis=1)
    graph = nx.Graph([(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5)])
    own = statistics[(networks == nx.to_numpy_array(graph, nodelist=range(6))).all(axis=(1, 2))][0]
    exact = np.zeros(2)
    for _ in range(100):
        p = np.exp(statistics @ exact)
        p /= p.sum()
        spread = (statistics - p @ statistics).T @ ((statistics - p @ statistics) * p[:, None])
        exact = exact + np.linalg.solve(spread, own - p @ statistics)
    fit = fit_model(Network.from_graph(graph), "closure")
    assert fit.table["label"].tolist() == ["ties in general", "closes a triangle"]
    assert np.abs(fit.table["estimate"] - exact).max() < 0.1
    assert fit.table["se"].to_numpy() == pytest.approx(np.sqrt(np.diag(np.linalg.inv(spread))), rel=0.15)


def test_rounds_are_two_logistic_regressions_of_pairs_seen_in_every_round_so_far():
    # R 4.2: glm(tie now ~ same group) on 431 answers without a tie before, and on 96 with one, over both changes;
    # row 2 is missing at all times, row 5 from the second, row 7 at the third.
    fit = fit_rounds([monks(0, (1,)), monks(1, (4,)), monks(2, (6,))], "homophily")
    assert fit.table["part"].tolist() == ["new ties", "new ties", "kept ties", "kept ties"]
    assert columns(fit, "estimate", "se") == pytest.approx(
        np.array([
            [-2.621904250, 0.226007202], [0.415463018, 0.378928622], [0.816761137, 0.275476551],
            [-0.337188056, 0.447693478],
        ]), abs=1e-6,
    )  # fmt: skip
    assert fit.answers == 431 + 96
    assert "kept ties: same sector" in fit.table["label"].tolist()


def test_closure_over_rounds_leaves_out_who_did_not_answer_before():
    fit = fit_rounds([monks(0, (1,)), monks(1)], "Form(~edges + mutual) + Persist(~edges)")
    assert fit.actors == 17
    assert any("did not answer in an earlier round: 'n1'" in note for note in fit.notes)
    assert fit.table["kind"].tolist() == ["edges", "mutual", "edges"]


def test_who_is_not_in_every_round_is_named():
    first = nx.DiGraph([("A", "B"), ("B", "C"), ("C", "D"), ("D", "A"), ("A", "C"), ("E", "A")])
    second = nx.DiGraph([("A", "B"), ("B", "C"), ("C", "B"), ("D", "B"), ("F", "A")])
    fit = fit_rounds([Network.from_graph(first), Network.from_graph(second)], "edges")
    # Of A to D: 2 of the 5 ties are kept, 2 of the 7 others are new (counted by hand).
    assert fit.table["odds_ratio"].tolist() == pytest.approx([2 / 5, 2 / 3])
    assert fit.notes[0] == "Left out, because they are not in every round: 'E', 'F'."


def test_the_same_seed_gives_the_same_numbers_and_words():
    first, second = (fit_model(monks(2), "edges + mutual", seed=7) for _ in range(2))
    assert first.table.equals(second.table)
    assert first.goodness.equals(second.goodness)
    assert first.summary() == second.summary()


def test_the_words():
    fit = fit_model(typed(TEXAS, sectors=TEXAS_SECTORS, silent=(2, 8, 19)), "homophily")
    text = fit.summary()
    assert "Between two actors of one sector, the odds of a tie are 1.2 times those between two others" in text
    assert "the answers do not decide whether they are higher, lower or the same" in text
    assert "72 answers were not seen and stay missing" in text
    assert "does not say why" in text
    # A few organisations of the 25 were named by nearly all: a model without them does not show that.
    assert "do not look like this one in" in text
    assert "how unequally actors are named" in text
    assert "<table" in fit._repr_html_()
    assert fit.table["p_holm"].isna().tolist() == [True, False]


def test_without_a_sector_or_voice_an_actor_is_left_out_and_named():
    ties = (np.random.default_rng(3).random((12, 12)) < 0.4).astype(float)
    np.fill_diagonal(ties, 0)
    network = labelled(ties, ["a"] * 5 + ["b"] * 4 + ["c", "c+a", ""])
    popularity = fit_model(network, "popularity")
    assert popularity.actors == 10
    assert popularity.notes == (
        "Left out, because they have no voice: 'Member 11'.",
        "Not in the model, because they have fewer than 3 members: 'c'.",
        "Left out, because they have no other voice: 'Member 9'.",
    )
    assert fit_model(network, "homophily").actors == 11
    assert fit_model(network, "edges + nodematch('sector')").actors == 12


def test_a_silent_voice_is_not_compared_in_silence():
    ties = (np.random.default_rng(4).random((12, 12)) < 0.4).astype(float)
    np.fill_diagonal(ties, 0)
    ties[6:] = 0
    fit = fit_model(labelled(ties, ["a"] * 6 + ["b"] * 6, np.arange(12) < 6), "popularity")
    assert fit.table["label"].tolist() == ["ties in general", "named: b"]
    assert any("cannot be told from the rest" in note for note in fit.notes)


def grid(n: int, *ties: tuple[int, int], sectors: str = "") -> Network:
    matrix = np.zeros((n, n))
    for pair in ties:
        matrix[pair] = 1
    return labelled(matrix, list(sectors or "a" * n))


RING = [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)]


@pytest.mark.parametrize(
    ("network", "formula", "message"),
    [
        (grid(2, (0, 1), sectors="ab"), "homophily", "at least 3 actors; there are 2"),
        (labelled(np.zeros((0, 0)), []), "edges", "at least 3 actors; there are 0"),
        (labelled(np.zeros((4, 4)), list("aabb"), np.zeros(4)==1), "homophily", "No answer between these actors"),
        (grid(4, sectors="aabb"), "homophily", "none has a tie"),
        (grid(4, *RING), "homophily", "All actors are of one sector, 'a'"),
        (grid(4, *RING), "popularity", "no two voices to compare"),
        (labelled(np.eye(4)[[1, 2, 3, 0]], [""] * 4), "homophily", "No actor has a sector"),
        (grid(4, *RING, sectors="abcd"), "homophily", "'same sector' is the same for every pair"),
        (grid(6, (0, 1), (1, 2), (3, 4), sectors="aaabbb"), "homophily", "No pair without 'same sector' has a tie"),
        (grid(5, *RING, (4, 0), sectors="aaabb"), "homophily", "2 of the actors are of another sector than 'a'"),
        (grid(5, *RING, (4, 0), sectors="abaac"), "homophily", "2 of the actors are of another sector than 'a'"),
        (grid(5, *RING, (4, 0), sectors="abacd"), "homophily", "Only 2 of the actors share a sector"),
        (grid(6, (0, 1), (3, 1), (4, 5), (0, 4), sectors="aaabbb"), "closure", "in common"),
        (grid(5, *RING), "closure", "in which both name the other"),
        (grid(4, *RING), "edges + nodematch('colour')", "no vertex attribute 'colour'"),
        (grid(4, *RING), "edges + (", "The formula cannot be used"),
        (grid(4, *RING), "edges + nodeicov('sector')", "The formula cannot be used"),
    ],
)  # fmt: skip
def test_what_has_no_answer_is_refused_in_words(network, formula, message):
    with pytest.raises(PowermapError) as error:
        fit_model(network, formula)
    assert message in str(error.value)


def test_terms_that_cannot_be_told_apart_are_named():
    size = [float(k) for k in range(25)]
    with pytest.raises(PowermapError, match="cannot be told apart") as error:
        fit_model(
            typed(TEXAS), "edges + nodeicov('size') + nodeicov('staff') + nodeocov('size')",
            attributes={"size": size, "staff": [2 * k + 1 for k in size]},
        )  # fmt: skip
    assert "'nodeicov.size', 'nodeicov.staff'" in str(error.value)
    assert "nodeocov" not in str(error.value)


def test_separation_is_no_estimate():
    # Everybody names actors 0 to 2, and nobody else.
    ties = np.zeros((7, 7))
    ties[:, :3] = 1
    np.fill_diagonal(ties, 0)
    with pytest.raises(PowermapError, match="runs off to infinity"):
        fit_model(labelled(ties, list("aabbabb")), "edges + nodeicov('top')", attributes={"top": [1] * 3 + [0] * 4})


def test_what_never_occurs_is_named():
    # No tie of the six actors is returned, in any term of a formula of your own.
    with pytest.raises(PowermapError, match="all have the same 'mutual'"):
        fit_model(golden(), "edges + mutual")


def test_a_degenerate_model_is_refused():
    # With as many triples as the novices have, counting each alike draws networks with no ties or with all.
    with pytest.raises(PowermapError, match="degenerate"):
        fit_model(monks(2), "edges + ttriple")


def test_attributes_belong_to_the_actors():
    with pytest.raises(PowermapError, match="'size' has 2 values for 6 actors"):
        fit_model(golden(), "edges + nodeicov('size')", attributes={"size": [1, 2]})
    with pytest.raises(PowermapError, match="'size' has no value for '2'"):
        fit_model(golden(), "edges + nodeicov('size')", attributes={"size": [1, None, 1, 2, 3, 4]})
    with pytest.raises(PowermapError, match="'size' is infinite for '2'"):
        fit_model(golden(), "edges + nodeicov('size')", attributes={"size": [1, np.inf, 1, 2, 3, 4]})
    with pytest.raises(PowermapError, match="between 0 and 1"):
        fit_model(golden(), confidence=1)


def test_one_round_is_no_change():
    for given in (golden(), [golden()]):
        with pytest.raises(PowermapError, match="two or more rounds"):
            fit_rounds(given)


def test_ties_to_who_is_not_on_the_list_are_left_out_and_counted():
    from powermap.network.making import from_ties  # a network in which one actor was written in

    names = ("A", "B", "C", "D", "E")
    pairs = np.array([(0, 1), (1, 2), (2, 0), (3, 1), (0, 4), (2, 4)])
    whole = typed(".1..1\n..1..\n1...1\n.1...\n.....")
    network = from_ties(
        names, pairs, np.ones(6), responded=whole.responded, seat=whole.seat, sector=whole.sector,
        voices=whole.voices, relation="works with", round="1", listed=np.array([True] * 4 + [False]),
    )  # fmt: skip
    fit = fit_model(network, "edges")
    # A to D: 4 ties among 12 answers; E answered about the four and named nobody.
    assert fit.answers == 16
    assert fit.table["odds_ratio"][0] == pytest.approx(4 / 12)
    assert "2 ties to actors that were not on the list" in fit.notes[0]


def test_where_the_library_is_not_installed_it_is_said_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "ergmx", None)  # what Python itself does for a module that is barred
    with pytest.raises(PowermapError) as error:
        fit_model(golden())
    assert 'pip install "powermap-network[models]"' in str(error.value)


def test_the_library_is_loaded_when_a_model_is_fitted():
    import subprocess

    code = "import powermap, sys; powermap.fit_model; powermap.permutation_test; print('ergmx' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_they_are_public():
    assert {"fit_model", "fit_rounds"} <= set(powermap.__all__)
