"""A partnership to draw, and a real browser to look at the page with."""

import os
import shutil

import numpy as np
import pytest

from powermap.analysis import analyse
from powermap.network import assemble
from powermap.vocabulary import voices_of_sector

#: Tried in this order when POWERMAP_CHROMIUM does not say where a browser is.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

SECTORS = (
    "NHS",
    "Local authority",
    "Primary care",
    "Voluntary and community",
    "Lived experience",
    "Peer-led organisation",
)


def partnership(n=30, *, seed=3, relation="works with", names=None, response=0.8, ties_each=5):
    """Return a made-up network: the last actor has no tie, the one before it no sector; actor 2 did not answer."""
    rng = np.random.default_rng(seed)
    names = names or tuple(f"{SECTORS[i % len(SECTORS)]} organisation {i + 1}" for i in range(n))
    strength = np.zeros((n, n))
    for i in range(n - 1):
        others = np.delete(np.arange(n - 1), i)
        chosen = rng.choice(others, min(rng.poisson(ties_each), len(others)), replace=False)
        strength[i, chosen] = rng.integers(1, 6, len(chosen))
    responded = rng.random(n) < response
    responded[[0, 1, n - 1]] = True
    responded[2] = False
    sector = tuple(None if i == n - 2 else SECTORS[i % len(SECTORS)] for i in range(n))
    return assemble(
        tuple(names),
        strength,
        responded=responded,
        seat=np.arange(n) % 7 == 1,
        sector=sector,
        voices=tuple(() if own is None else voices_of_sector(own) for own in sector),
        relation=relation,
        round="1",
    )


@pytest.fixture(scope="session")
def analysed():
    """Make an Analysis of a made-up partnership; the arguments are those of `partnership`."""
    return lambda *args, **chosen: analyse(partnership(*args, **chosen), permutations=99)


def browser_path():
    named = os.environ.get("POWERMAP_CHROMIUM")
    return named or next((path for path in map(shutil.which, BROWSERS) if path), None)


@pytest.fixture(scope="session")
def browser():
    """A real Chromium. Without one the tests are skipped at home, and fail where CI is set."""
    path = browser_path()
    if path is None:
        missing = "No Chromium was found: install one, or name it in POWERMAP_CHROMIUM."
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if root else [])
        yield running
        running.close()


@pytest.fixture
def show(browser, tmp_path):
    """Open a page from the disk, and hold afterwards that it asked for nothing, ran nothing and broke nothing."""
    contexts, wrong = [], []

    def opened(html, *, width=1280, height=900, script=True, **chosen):
        path = tmp_path / f"page{len(contexts)}.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=script, **chosen
        )
        contexts.append(context)
        page = context.new_page()
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda said: wrong.append(f"{said.type}: {said.text}") if said.type == "error" else None)
        page.on("request", lambda asked: _only_local(asked.url, path, wrong))
        page.goto(path.as_uri())
        if script:
            page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def _only_local(url, path, wrong):
    if url.partition("#")[0] != path.as_uri() and not url.startswith(("data:", "blob:")):
        wrong.append(f"request: {url}")
