"""The report page: what stands on it, in which order, and that it is safe to send round."""

from __future__ import annotations

import re
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

import powermap
from powermap.output.report import render_report, write_results
from powermap.output.report.picture import forest, outline
from powermap.samples import sample_path
from powermap.survey.model import Issue

ATTACK = "</script></style><img src=x onerror=alert(1)>"


def planted(n: int = 40, excluded: int = 10, *, respondents: list[int] | None = None) -> powermap.Network:
    """Return a network in which nobody names the last *excluded* actors."""
    rng = np.random.default_rng(7)
    graph = nx.DiGraph()
    for i in range(n):
        graph.add_node(i, sector="Lived experience" if i >= n - excluded else "NHS", seat=i < 5)
    graph.add_edges_from((a, b) for a in range(n) for b in range(n - excluded) if a != b and rng.random() < 0.3)
    return powermap.Network.from_graph(graph, respondents=respondents, relation="works with")


@pytest.fixture(scope="module")
def page() -> str:
    return render_report(powermap.analyse(planted(), permutations=999))


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("</head>")[1]).split())


def test_who_answered_comes_before_any_result(page: str) -> None:
    text = text_of(page)
    assert (
        text.index("Who answered") < text.index("40 of 40 members answered") < text.index("What this network shows")
    )


def test_planted_exclusion_is_said_with_its_evidence(page: str) -> None:
    found = text_of(page).split("What this network shows")[1].split("Described, not tested")[0]
    assert "Robust Lived experience: 10 of the 40 members (25%), who receive 0% of the nominations" in found


def test_it_says_what_was_assumed() -> None:
    from dataclasses import replace

    told = text_of(render_report(powermap.analyse(planted(), permutations=99)))
    assumed = replace(planted(), response_assumed=True)
    assert "It was assumed that" not in told
    assert "It was assumed that" in text_of(render_report(powermap.analyse(assumed, permutations=99)))


def test_a_voice_of_two_gets_no_number_of_its_own() -> None:
    text = text_of(render_report(powermap.analyse(planted(30, 2), permutations=99)))
    rows = text.split("Nominations received, by voice")[1].split("What this page does not say")[0]
    for row in re.findall(r"Lived experience (.{12})", rows):
        assert row.startswith("not shown"), rows
    # With one voice of 2 and all others in the other, the other voice's number would give it away.
    assert re.findall(r"Statutory (.{9})", rows) == ["not shown"] * 3


def test_a_share_of_a_handful_of_ties_or_members_is_not_shown() -> None:
    graph = nx.DiGraph()
    graph.add_nodes_from(
        (i, {"sector": "Lived experience" if i < 4 else "NHS", "seat": i < 2 or i == 11}) for i in range(12)
    )
    graph.add_edges_from([(0, 5), *((i, 0) for i in range(5, 11))])
    network = powermap.Network.from_graph(graph)
    text = text_of(render_report(powermap.analyse(network, permutations=99)))
    returned = text.split("Are ties to other voices returned?")[1]
    assert "Lived experience 1 fewer than 5 ties: not shown 6 17%" in returned
    access = text.split("Access to those who sit")[1].split("Are ties to other")[0]
    # Two of its four have a seat, which leaves two.
    assert "Lived experience 4 2" + " fewer than 3 members: not shown" * 4 in access


def test_a_single_tie_is_one_tie() -> None:
    graph = nx.DiGraph([("A", "B")])
    assert "2 organisations, groups and people; 1 tie." in text_of(
        render_report(powermap.analyse(powermap.Network.from_graph(graph), permutations=99))
    )


def test_the_words_promise_what_is_checked_and_no_more(page: str) -> None:
    text = text_of(page)
    assert "or the difference would hold even if every missing answer spoke against it" in text
    assert "p-values adjusted for the 4 comparisons from which something could be claimed" in text
    assert "With answers missing" not in text


def test_where_answers_are_missing_the_chart_and_the_table_show_the_wider_interval() -> None:
    analysis = powermap.analyse(planted(respondents=list(range(36))), permutations=199)
    html = render_report(analysis)
    rows = analysis.representation[analysis.representation["measure"] == "nominations_received"]
    assert (rows["high_shown"] > rows["high"]).any()
    for row in rows.itertuples():
        assert f"{row.low_shown:.2f} to {row.high_shown:.2f}" in html
    text = text_of(html)
    assert "95% interval, missing answers filled in" in text
    assert "With answers missing, only a larger gap would have been claimed." in text


def test_no_single_tie_of_a_personal_question_is_drawn() -> None:
    from dataclasses import replace

    drawn = render_report(powermap.analyse(planted(), permutations=99))
    private = render_report(powermap.analyse(replace(planted(), relation="Who do you trust?"), permutations=99))
    assert drawn.split('class="network"')[1].split("</svg>")[0].count("<line") > 100
    picture = private.split('class="network"')[1].split("</svg>")[0]
    assert "<line" not in picture
    assert "left out on purpose" in private


def test_the_places_of_a_personal_question_do_not_depend_on_the_answers() -> None:
    from dataclasses import replace

    def places(seed: int) -> list[str]:
        graph = nx.gnp_random_graph(20, 0.2, seed=seed, directed=True)
        nx.set_node_attributes(graph, {i: "NHS" if i < 10 else "Housing" for i in graph}, "sector")
        network = replace(powermap.Network.from_graph(graph), relation="trusts")
        html = render_report(powermap.analyse(network, permutations=99))
        return re.findall(r'<text x="([\d.]+)"', html.split('class="network"')[1].split("</svg>")[0])

    assert places(1) == places(2)


def test_what_stood_in_a_cell_is_not_quoted() -> None:
    from dataclasses import replace

    survey = powermap.read_survey(sample_path("texas_search_and_rescue"))
    secret = Issue("error", "not-a-number", "'they never ring back' is not a number", "", "f", "s", "C3")
    survey = replace(survey, issues=(secret,))
    network = survey.network(*survey.choose())
    html = render_report(powermap.analyse(network, permutations=99), survey=survey)
    assert "never ring back" not in html
    assert "1 thing that could not be used was found" in text_of(html)


def test_hostile_names_are_text(browser, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    graph = nx.gnp_random_graph(12, 0.4, seed=1, directed=True)
    for i in graph:
        graph.nodes[i].update(sector=ATTACK if i < 6 else "NHS", seat=i == 0)
    graph = nx.relabel_nodes(graph, {0: ATTACK, 1: "{{ 7 * 7 }}"})
    network = powermap.Network.from_graph(graph, relation=ATTACK)
    path = tmp_path / "report.html"
    powermap.write_report(powermap.analyse(network, permutations=99), path)
    page = browser.new_page()
    wrong: list[str] = []
    page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda asked: wrong.append(asked.url) if asked.url != path.as_uri() else None)
    page.on("console", lambda said: wrong.append(said.text))
    page.goto(path.as_uri())
    assert page.locator("img").count() == 0
    assert ATTACK in page.locator("body").inner_text()
    assert "{{ 7 * 7 }}" in page.locator("svg.network").text_content()
    page.close()
    assert wrong == []


@pytest.mark.parametrize("sample", ["health_inequalities_partnership", "texas_search_and_rescue"])
def test_the_page_fits_a_phone_prints_and_passes_axe(browser, tmp_path: Path, sample: str) -> None:  # type: ignore[no-untyped-def]
    survey = powermap.read_survey(sample_path(sample))
    analysis = powermap.analyse(survey.network(*survey.choose()), permutations=199)
    written = write_results(analysis, tmp_path, survey=survey)
    page = browser.new_page(viewport={"width": 360, "height": 740}, bypass_csp=True)
    page.goto(written[0].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    size = "all => all.map(one => one.getScreenCTM().a * one.getAttribute('font-size'))"
    sizes = page.eval_on_selector_all("svg.chart text", size)
    assert sizes
    assert min(sizes) > 8.5  # pixels: what can still be read on a phone
    broken = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in broken] == []
    link = page.locator("a", has_text="map.html")
    assert (tmp_path / link.get_attribute("href")).exists()
    assert len(page.pdf()) > 10_000
    page.close()


def test_a_voice_without_a_space_in_its_name_fits_a_phone(browser, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    graph = nx.gnp_random_graph(16, 0.3, seed=1, directed=True)
    nx.set_node_attributes(graph, {k: "Voluntary_" * 9 if k < 8 else "NHS" for k in graph}, "sector")
    path = tmp_path / "report.html"
    powermap.write_report(powermap.analyse(powermap.Network.from_graph(graph), permutations=99), path)
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_no_empty_chart_is_drawn() -> None:
    graph = nx.DiGraph([("A", "B"), ("B", "A")])
    nx.set_node_attributes(graph, "NHS", "sector")
    html = render_report(powermap.analyse(powermap.Network.from_graph(graph), permutations=9))
    assert "Voice by voice" in html
    assert 'class="chart"' not in html


def test_who_did_not_answer_is_drawn_pale() -> None:
    html = render_report(powermap.analyse(planted(respondents=list(range(36))), permutations=99))
    drawn = html.split('class="network"')[1].split("</svg>")[0]
    dashed = re.findall(r'fill="(#\w+)"[^>]*stroke-dasharray', drawn)
    assert dashed == ["#83b9a4"] * 4  # half way from #077348 to white
    assert "Pale, with a dashed outline" in html
    assert "Pale" not in render_report(powermap.analyse(planted(), permutations=99))


def test_the_same_analysis_gives_the_same_page() -> None:
    analysis = powermap.analyse(planted(), permutations=99)
    assert render_report(analysis) == render_report(analysis)


def test_networks_with_nothing_in_them_still_make_a_page() -> None:
    for graph in (nx.DiGraph(), nx.DiGraph([("A", "B")]), nx.empty_graph(5, create_using=nx.DiGraph)):
        html = render_report(powermap.analyse(powermap.Network.from_graph(graph), permutations=99))
        assert "Cannot tell" in html
        assert "nan" not in text_of(html).split()


def test_the_chart_puts_equal_ratios_at_equal_distances() -> None:
    rows = [{"group": str(r), "raw": (r, r, r)} for r in (0.5, 1.0, 2.0)]
    at = [float(row["point"]) for row in forest(rows)["rows"]]
    assert at[1] - at[0] == pytest.approx(at[2] - at[1], abs=0.11)


def test_outlines_close_and_circles_are_round() -> None:
    assert outline("dot", 10, 10, 5) == "M5.0 10.0a5.0 5.0 0 1 0 10.0 0a5.0 5.0 0 1 0 -10.0 0Z"


def test_one_or_two_seat_holders_of_a_personal_question_are_not_quoted() -> None:
    from dataclasses import replace

    def of(seats: int, relation: str) -> str:
        seat = np.arange(40) < seats
        return text_of(
            render_report(powermap.analyse(replace(planted(), relation=relation, seat=seat), permutations=99))
        )

    told = "Access to those who sit where decisions are made"
    assert told in of(2, "works with")
    assert told not in of(2, "Who do you trust?")
    assert "seat-holder" not in of(2, "Who do you trust?")
    assert told in of(5, "Who do you trust?")


def test_all_or_none_of_a_personal_question_is_not_told() -> None:
    from dataclasses import replace

    # Nobody names lived experience, so that none of the ties it sends are returned.
    open_, personal = (
        text_of(render_report(powermap.analyse(replace(planted(), relation=relation), permutations=99)))
        for relation in ("works with", "trusts")
    )
    assert re.search(r"Lived experience \d+ 0% 0", open_)
    assert re.search(r"Lived experience \d+ all or none: not shown 0", personal)
    # None of the five with a seat names one of the ten; the steps would tell so too.
    assert re.search(r"Lived experience 10 0 (\d+) of 10 \d+ of 10 0 of 10 0 of 10 [\d.]+", open_)
    hidden = " all or none: not shown"
    access = re.search(r"Lived experience 10 0( all or none: not shown| \d+ of 10).*?Statutory", personal)
    assert access is not None
    assert access[0].count(hidden) >= 2
    assert not re.search(r"\b0 of 10", access[0])
    assert "0 of 10 are named by one" in open_
    assert "0 of 10 are named" not in personal
