"""The front end in a real browser: search, read, compare, share; and nothing leaves this machine.

One server and one browser serve the whole file.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from ui_samples import ARABIC, fill

from ui.components.address import to

playwright = pytest.importorskip(
    "playwright.sync_api",
    reason="playwright is not installed: uv sync installs it with the development tools",
)
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="chromium is missing: on Debian, apt-get install chromium"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A front end that runs, started as a user starts it, from a folder of its own."""
    folder = tmp_path_factory.mktemp("browser-library")
    fill(folder)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "click.py").write_text("raise SystemExit('imported from where the person stands')\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("palermo")), "ui", "--headless", "--port", str(port),
        "--library", str(folder),
    ]  # fmt: skip
    with subprocess.Popen(
        command, cwd=elsewhere, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        here = f"http://127.0.0.1:{port}/"
        try:
            _wait_for(here, server)
            yield here
        finally:
            server.terminate()
            server.communicate(timeout=15)
    with pytest.raises(URLError):
        urlopen(here, timeout=2)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium.new_context(viewport={"width": 1280, "height": 900})  # one for all: it keeps what it loaded
        chromium.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that remembers what it asked for, how often it loaded, and what went wrong in it."""
    opened = browser.new_page()
    opened.set_default_timeout(60_000)
    opened.asked, opened.loads, opened.failures = [], [], []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("websocket", lambda socket: opened.asked.append(socket.url))
    opened.on("load", lambda loaded: opened.loads.append(loaded.url))
    opened.on("pageerror", lambda error: opened.failures.append(str(error)))
    yield opened
    hosts = {urlsplit(url).hostname for url in opened.asked if urlsplit(url).scheme not in ("data", "blob")}
    opened.close()
    assert opened.asked
    assert hosts == {"127.0.0.1"}
    assert not opened.failures


def test_search_read_go_back_and_narrow_down(page: Any, address: str) -> None:
    page.goto(address)
    page.get_by_label("Words").fill("quellwasser")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_text("2 texts found").wait_for()
    page.get_by_role("link", name="1 Nom").click()
    page.get_by_text("La rivière se nomme quellwasser.").wait_for()
    # The list of results holds the same words, and the title changes a moment after the page.
    page.wait_for_function("document.title.includes('River Act')")
    page.locator('.legal[lang="fr"]').wait_for()
    page.go_back()
    page.get_by_text("2 texts found").wait_for()
    page.get_by_label("Language").click()
    page.get_by_role("option", name="French").click()
    page.get_by_text("1 text found").wait_for()
    page.wait_for_url("**/search?q=quellwasser&language=fr")
    assert len(page.loads) == 1, "links are followed within the page"


def test_hostile_words_stay_words(page: Any, address: str) -> None:
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto(address + to("search", q="<script>alert(1)</script> quellwasser OR quellwasser"))
    page.locator("h2.count").wait_for()
    page.goto(address + to("search", q="quellwasser", language="en"))
    page.locator(".result a").first.click()
    page.get_by_text("alert('river')").first.wait_for()
    assert not said
    assert page.locator(".stHtml img").count() == 0


def test_two_states_side_by_side_and_the_address_shared(page: Any, address: str, browser: Any) -> None:
    page.goto(address + "browse?article=untoc:5")
    page.get_by_role("link", name="Compare States on this article").click()
    states = page.get_by_label("2 to 6 States")
    for name in ("Andorra", "Canada"):
        states.click()
        page.keyboard.type(name)
        page.get_by_role("option", name=name).click()
        page.keyboard.press("Escape")  # an open list hides the rest of the page from assistive tools
    page.get_by_role("columnheader", name="Canada").wait_for()
    page.wait_for_url("**states=AND%2CCAN")
    table = page.get_by_role("table").inner_text()
    assert "river smugglers" in table
    assert "Maximum penalty: 5 years" in table
    shared = browser.new_page()
    shared.goto(page.url)
    shared.get_by_role("columnheader", name="Canada").wait_for()
    assert shared.get_by_role("table").inner_text() == table
    shared.close()


def test_an_address_may_name_a_requirement(page: Any, address: str) -> None:
    def comes_to(place: str) -> None:
        page.wait_for_function("place => document.activeElement.id === place", arg=place)
        assert page.evaluate("0 < document.activeElement.getBoundingClientRect().top")
        assert page.evaluate("document.activeElement.getBoundingClientRect().top < window.innerHeight / 2")

    page.goto(address + "browse?article=untoc:5#untoc:5.1.b")
    comes_to("untoc:5.1.b")
    page.get_by_role("link", name="article 5(2)(c), Trafficking").first.click()
    comes_to("tip:5.2.c")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Article 5")
    assert page.url.endswith("browse?article=tip%3A5#tip:5.2.c")
    page.go_back()
    comes_to("untoc:5.1.b")
    page.locator(".turn a").last.click()
    page.get_by_role("heading", name="Article 6").wait_for()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0
    page.goto(address + "browse?article=untoc:5#untoc:5.1.a")
    comes_to("untoc:5.1.a")
    assert page.locator("details[open] li[id='untoc:5.1.a']").count() == 1, "the list that holds it is opened"
    assert len(page.loads) == 2


def test_arabic_runs_from_right_to_left(page: Any, address: str) -> None:
    page.goto(address + to("provision", id=f"{ARABIC}#sec_7"))
    legal = page.locator(".legal p").first
    legal.wait_for()
    assert legal.evaluate("element => getComputedStyle(element).direction") == "rtl"


@pytest.mark.parametrize(
    "view",
    [
        "search?q=offence",
        "compare?article=untoc:5&states=CAN,FRA,JPN",
        "holdings",
        "browse?article=untoc:18",
        "model-provisions?id=criminal-association",
        "glossary?language=ar",
    ],
)
def test_a_narrow_screen_scrolls_no_page_sideways(page: Any, address: str, view: str) -> None:
    page.set_viewport_size({"width": 420, "height": 850})
    page.goto(address + view)
    page.locator(".page-foot").wait_for()
    for element in ("document.documentElement", "document.querySelector('[data-testid=stMain]')"):
        assert page.evaluate(f"{element}.scrollWidth <= window.innerWidth")


def test_the_keyboard_reaches_a_result(page: Any, address: str) -> None:
    page.goto(address + to("search", q="quellwasser", language="fr"))
    page.locator(".result a").first.wait_for()
    page.get_by_label("Words").focus()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.result') !== null"):
            break
    page.keyboard.press("Enter")
    page.get_by_text("La rivière se nomme quellwasser.").wait_for()
    # The heading is replaced while the page moves from the results to the provision.
    page.wait_for_function(
        """() => [...document.querySelectorAll("h1")].some(
            heading => getComputedStyle(heading).fontFamily.startsWith('"Source Serif"'))"""
    )


def _wait_for(here: str, server: subprocess.Popen[str]) -> None:
    for _ in range(150):
        assert server.poll() is None, server.communicate()[0]
        try:
            with urlopen(f"{here}_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the front end did not start within 30 seconds")
