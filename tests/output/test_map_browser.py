"""The map in a real browser: it draws, filters, searches, selects by keyboard, asks for nothing, runs nothing."""

import networkx as nx
import pytest
from axe_playwright_python.sync_playwright import Axe

from powermap.analysis import analyse
from powermap.network import Network
from powermap.output.map import render_map

pytestmark = pytest.mark.browser

HOSTILE = (
    "</script><img src=x onerror=alert(1)>",
    '"><svg onload="window.ran=1">',
    "' onmouseover='window.ran=1' x='",
    "<!--<script>window.ran=1</script>",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "__proto__",
    "Ünïcode مرحبا 日本語 \u202e drawkcab \u2028 line",
    "&lt;b&gt; & <b>bold</b>",
    "=HYPERLINK(1)",
    "W" * 300,
)

PAINTED = """() => {
  const canvas = document.querySelector('#map canvas');
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const colours = new Set();
  let painted = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i + 3] && (pixels[i] < 250 || pixels[i + 1] < 250 || pixels[i + 2] < 250)) painted++;
    colours.add((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]);
  }
  return { share: painted / (pixels.length / 4), colours: [...colours] };
}"""


def painted(page):
    """Return the share of the map that is not white, and the set of its colours."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    seen = page.evaluate(PAINTED)
    return seen["share"], {f"#{colour:06x}" for colour in seen["colours"]}


def colour_of(page, sector):
    return page.locator(f'#sectors label:has(input[value="{sector}"]) path').get_attribute("fill")


@pytest.fixture(scope="module")
def html(analysed):
    return render_map(analysed())


def test_it_draws_every_sector_in_its_colour(show, html):
    page = show(html)
    share, colours = painted(page)
    assert 0.02 < share < 0.6
    for box in page.locator("#sectors input").all():
        assert colour_of(page, box.get_attribute("value")) in colours


def test_a_sector_that_is_filtered_out_leaves_the_map_and_the_table_and_comes_back(show, html):
    page = show(html)
    colour = colour_of(page, "NHS")
    box = page.locator('#sectors input[value="NHS"]')
    box.focus()
    page.keyboard.press("Space")
    assert colour not in painted(page)[1]
    assert page.locator("#actors tbody tr:visible").count() == 25
    assert "Showing 25 of 30" in page.locator("#filter-says").inner_text()
    page.click("#reset")
    assert colour in painted(page)[1]
    assert page.locator("#actors tbody tr:visible").count() == 30


def test_an_actor_with_two_voices_goes_only_when_both_are_filtered_out(show, html):
    page = show(html)
    peer_led = page.locator('#actors tbody tr:visible td:nth-child(2):text-is("Peer-led organisation")')
    page.uncheck('#voices input[value="Lived experience"]')
    assert page.locator('#actors tbody tr:visible td:nth-child(2):text-is("Lived experience")').count() == 0
    there = peer_led.count()
    assert there > 0
    page.uncheck('#voices input[value="Voluntary sector"]')
    assert peer_led.count() == 0


def test_a_name_is_found_by_its_beginning_in_any_case_and_announced(show, html):
    page = show(html)
    page.fill("#search", "nhs organisation 1")
    page.keyboard.press("Enter")  # both 'organisation 1' and 'organisation 13', '19': the exact one is meant
    assert page.locator("#panel-heading").inner_text() == "NHS organisation 1"
    assert "Selected: NHS organisation 1. Named by" in page.locator("#said").inner_text()
    page.fill("#search", "ORGANISATION 27")
    page.keyboard.press("Enter")
    assert page.locator("#panel-heading").inner_text().endswith("organisation 27")


def test_a_search_that_finds_nothing_or_too_much_says_so(show, html):
    page = show(html)
    page.fill("#search", "no such charity")
    page.keyboard.press("Enter")
    assert "No organisation is called" in page.locator("#panel-body").inner_text()
    page.fill("#search", "organisation")
    page.keyboard.press("Enter")
    assert "30 names contain" in page.locator("#said").inner_text()


def test_the_panel_shows_the_actors_own_ties_both_ways(show, analysed):
    analysis = analysed()
    network, page = analysis.network, show(render_map(analysis))
    for i in (0, 1, 5, 8):
        page.fill("#search", network.names[i])
        page.keyboard.press("Enter")
        lists = page.locator("#panel-body ul")
        given = sorted(network.names[k] for k in range(30) if network.strength[k, i] > 0)
        assert sorted(lists.nth(0).locator("button").all_inner_texts()) == given
        if network.responded[i]:
            named = sorted(network.names[k] for k in range(30) if network.strength[i, k] > 0)
            assert sorted(lists.nth(1).locator("button").all_inner_texts()) == named


def test_a_silent_actor_never_looks_as_if_it_had_no_ties(show, analysed):
    analysis = analysed()
    silent = analysis.network.names[2]
    assert not analysis.network.responded[2]
    page = show(render_map(analysis))
    page.fill("#search", silent)
    page.keyboard.press("Enter")
    assert "did not answer: whom it would name is not known" in page.locator("#panel-body").inner_text()
    assert "not known" in page.locator("#said").inner_text()
    assert "names nobody" not in page.locator("#panel-body").inner_text()


def test_a_count_that_unseen_answers_can_only_add_to_is_at_least(show, analysed):
    analysis = analysed()
    page = show(render_map(analysis))
    silent = analysis.network.names[2]
    page.fill("#search", silent)
    page.keyboard.press("Enter")
    received = int(analysis.network.ties[:, 2].sum())
    page.select_option("#size", "in_degree")
    assert f"at least {received}" in page.locator("#panel dl").inner_text()
    page.select_option("#size", "constraint")
    assert "worked out without its own answers" in page.locator("#panel dl").inner_text()
    page.select_option("#size", "nominations_received")
    assert "at least" not in page.locator("#panel dl").inner_text()


def test_a_count_is_not_at_least_where_everybody_answered(show):
    graph = nx.DiGraph([("A", "B"), ("B", "A"), ("C", "B")])
    page = show(render_map(analyse(Network.from_graph(graph, respondents=["A", "B", "C"]), permutations=9)))
    page.fill("#search", "B")
    for measure in ("in_degree", "coreness"):
        page.select_option("#size", measure)
        assert "at least" not in page.locator("#panel").inner_text()


def test_everything_can_be_done_with_the_keyboard_alone(show, html):
    page = show(html)
    first = page.locator("#actors tbody tr:first-child button")
    first.focus()
    page.keyboard.press("Enter")
    name = first.inner_text()
    assert page.locator("#panel-heading").inner_text() == name
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Escape")
    assert page.locator("#panel-heading").inner_text() == "Choose an organisation"
    page = show(html)
    reached = set()
    page.keyboard.press("Tab")
    for _ in range(40):
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.value || ''"))
        page.keyboard.press("Tab")
    assert {"search", "size", "zoom-in", "zoom-out", "reset", "NHS", "Statutory"} <= reached


def test_a_click_on_an_actor_selects_it_and_one_beside_clears(show, analysed):
    page = show(render_map(analysed()))
    page.fill("#search", "NHS organisation 1")
    page.keyboard.press("Enter")
    before = painted(page)[0]
    page.keyboard.press("Escape")
    assert painted(page)[0] != before
    box = page.locator("#map").bounding_box()
    hit = page.evaluate("""() => {
      const node = JSON.parse(document.getElementById('data').textContent).nodes[0];
      const map = document.getElementById('map'), w = map.clientWidth, h = map.clientHeight;
      const pad = Math.min(56, w / 9), top = Math.min(48, h / 8);
      return [w / 2 + (node.x - 0.5) * (w - 2 * pad), h / 2 + (node.y - 0.5) * (h - 2 * top) - 6];
    }""")
    page.mouse.click(box["x"] + hit[0], box["y"] + hit[1])
    page.wait_for_function("document.getElementById('panel-heading').textContent === 'NHS organisation 1'")
    page.mouse.click(box["x"] + 4, box["y"] + 4)
    page.wait_for_function("document.getElementById('panel-heading').textContent === 'Choose an organisation'")


def test_another_measure_changes_the_sizes_and_says_what_is_not_known(show, html):
    page = show(html)
    share = painted(page)[0]
    page.select_option("#size", "out_degree")
    assert painted(page)[0] != share
    says = page.locator("#size-says").inner_text()
    assert "How many did the actor name?" in says
    assert "Not known or not shown for" in says
    assert page.locator("#actors th.chosen").inner_text().startswith("Names (count)")


def test_the_view_zooms_and_comes_back(show, html):
    page = show(html)
    share = painted(page)[0]
    page.click("#zoom-in")
    page.click("#zoom-in")
    assert painted(page)[0] != share
    page.click("#reset")
    assert painted(page)[0] == pytest.approx(share, abs=1e-3)


def test_hostile_names_appear_as_text_and_run_nothing(show, analysed):
    names = (*HOSTILE, *(f"Charity {i}" for i in range(10)))
    page = show(render_map(analysed(20, names=names, relation="<script>window.ran=1</script>", ties_each=4)))
    table = [text.strip() for text in page.locator("#actors tbody th").all_text_contents()]
    assert sorted(table) == sorted(name.strip() for name in names)
    for name in HOSTILE:
        page.fill("#search", name)
        page.keyboard.press("Enter")
        assert page.locator("#panel-heading").text_content() == name
        page.hover("#panel")
    assert page.evaluate("window.ran") is None
    assert page.locator("img, #panel svg").count() == 0
    assert "<script>window.ran=1</script>" in page.title()


@pytest.mark.parametrize("relation", ["works with", "trusts"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_to_mend(show, analysed, width, relation):
    page = show(render_map(analysed(relation=relation)), width=width)
    for _ in range(2):
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.fill("#search", "NHS organisation 1")
        page.keyboard.press("Enter")
        for summary in page.locator("summary").all():
            summary.click()


@pytest.mark.parametrize("width", [320, 360, 768])
def test_a_phone_shows_the_whole_width(show, analysed, width):
    names = (
        "W" * 300,
        "A charity with a very long name that goes on and on " * 4,
        *(f"Charity {i}" for i in range(18)),
    )
    page = show(render_map(analysed(20, names=names)), width=width, height=640, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.fill("#search", "W" * 300)
    page.keyboard.press("Enter")
    page.locator("summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert painted(page)[0] > 0.005


def test_a_finger_selects_and_can_still_move_the_page(show, html):
    page = show(html, width=360, height=640, has_touch=True, is_mobile=True)
    assert page.evaluate("getComputedStyle(document.querySelector('#map canvas')).touchAction") == "pan-y"
    page.locator("#actors tbody tr:nth-child(4) button").tap()
    assert page.locator("#panel-heading").inner_text() != "Choose an organisation"


def test_it_prints_the_map_the_legend_the_findings_and_the_table(show, html):
    page = show(html)
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    assert b"/Subtype /Image" in pdf  # the map, as it stood on the screen
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for part in (".snapshot", "#sectors", "#findings-heading", "#actors", "#coverage-heading"):
        assert page.locator(part).is_visible()
    for part in ("#search", "#size", "#panel", "#map"):
        assert not page.locator(part).is_visible()


def test_without_javascript_the_findings_and_the_tables_are_there(show, analysed):
    analysis = analysed()
    page = show(render_map(analysis), script=False)
    text = page.locator("body").inner_text()
    assert "needs JavaScript" in text
    for finding in analysis.findings:
        assert finding.text in text
    assert page.locator("#actors tbody tr:visible").count() == 30
    assert not page.locator("#map").is_visible()
    page.locator("summary", has_text="Who named whom").click()
    assert page.locator("table.ties tbody tr:visible").count() == 30


def test_whoever_asked_for_less_motion_gets_none(show, html):
    page = show(html, reduced_motion="reduce")
    for _ in range(4):
        page.click("#zoom-in")
    page.fill("#search", "NHS organisation 19")
    page.keyboard.press("Enter")
    first = page.evaluate("document.querySelector('#map canvas').toDataURL()")
    page.wait_for_timeout(250)
    assert page.evaluate("document.querySelector('#map canvas').toDataURL()") == first


def test_a_thousand_actors_can_be_used(show, analysed):
    page = show(render_map(analysed(1000, ties_each=8)))
    assert painted(page)[0] > 0.05
    page.fill("#search", "NHS organisation 997")
    page.keyboard.press("Enter")
    assert page.locator("#panel-heading").inner_text() == "NHS organisation 997"


@pytest.mark.parametrize("n", [3, 4])
def test_the_smallest_networks_draw(show, analysed, n):
    assert painted(show(render_map(analysed(n, ties_each=1))))[0] > 0
