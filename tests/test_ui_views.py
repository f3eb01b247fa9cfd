"""Every view on a small library: what it says, that its address restores it, and that nothing hostile gets in."""

from __future__ import annotations

import html as entities
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from ui_samples import ACT, ARABIC, CODE, ENGLISH, FRENCH, MODEL, OLD, fill, headings, html, opened, words

from ui.components.opened import the_library

VIEWS: dict[str, tuple[str, dict[str, str | list[str]]]] = {
    "home": ("", {}),
    "search": ("search", {"q": "quellwasser"}),
    "browsing search": ("search", {"state": ["AND", "CAN"], "kind": "law"}),
    "nothing found": ("search", {"q": "zzzqqq", "state": ["CAN", "ITA"]}),
    "provision": ("provision", {"id": f"{ENGLISH}#sec_1"}),
    "law": ("law", {"id": ACT}),
    "treaties": ("browse", {}),
    "article": ("browse", {"article": "untoc:5"}),
    "article that asks nothing": ("browse", {"article": "untoc:1"}),
    "theme": ("browse", {"theme": "confiscation"}),
    "model provisions": ("model-provisions", {}),
    "model provision": ("model-provisions", {"id": "criminal-association"}),
    "glossary": ("glossary", {"language": "ar"}),
    "concept": ("glossary", {"concept": "organized-criminal-group"}),
    "compare": ("compare", {"article": "untoc:5", "states": "AND,CAN,ITA"}),
    "no comparison yet": ("compare", {}),
    "holdings": ("holdings", {}),
    "holdings of a State": ("holdings", {"state": "AND"}),
    "accuracy": ("accuracy", {}),
    "about": ("about", {}),
}
RANKING = re.compile(
    r"\b(rank(ed|ing)? |best|worst|poor|compliant|non-compliant|fails?|deficient|gap)\b", re.IGNORECASE
)

NO_RANKING = ("neither ranks nor rates", "Best efforts", "is best compared with")
"""Said of Palermo, of a level of obligation, and of penalties; never of a State."""


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ui-library")
    fill(folder)
    return folder


@pytest.fixture(autouse=True)
def _library(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALERMO_LIBRARY", str(filled))


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_is_sound(name: str) -> None:
    view, parameters = VIEWS[name]
    app = opened(view, **parameters)
    page = html(app)
    levels = headings(app)
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert "<script" not in page
    assert "<img" not in page
    assert not re.search(r'(href|src)="(?!https?://|[a-z-]+[?#]|[a-z-]+"|\.)', page), (
        "only addresses that are known to be safe"
    )
    assert page.count("<a ") == page.count("<a href=") + page.count("<a target="), "every link leads somewhere"
    if name != "about":  # which says that nothing of the kind is done
        said = words(app)
        for harmless in NO_RANKING:
            said = said.replace(harmless, "")
        assert not RANKING.search(said)


def test_every_link_opens() -> None:
    """One of each form (the same parameters of the same view), over all views."""
    forms: dict[tuple[str, tuple[str, ...]], str] = {}
    for view, parameters in VIEWS.values():
        for link in re.findall(r'href="([^"]+)"', html(opened(view, **parameters))):
            parts = urlsplit(entities.unescape(link))
            if not parts.scheme:
                forms.setdefault((parts.path, tuple(parse_qs(parts.query))), parts.query)
    assert {view for view, _ in forms} == {
        "search",
        "browse",
        "model-provisions",
        "compare",
        "holdings",
        "glossary",
        "accuracy",
        "about",
        "provision",
        "law",
    }
    for (view, _), query in forms.items():
        assert "cannot be shown" not in words(opened(view, **parse_qs(query))), (view, query)


def test_search_tells_kinds_apart_and_cites() -> None:
    page = words(opened("search", q="quellwasser"))
    assert "2 texts found" in page
    assert re.search(r"Law (English|French)", page)
    assert re.search(r"Also in (English|French): Andorra, River Act", page)
    digest = words(opened("search", state="CAN", kind="digest"))
    assert "Palermo digest English" in digest
    assert "Canada, Criminal Code, 467.11" in digest


def test_highlights_stand_on_the_words_found() -> None:
    assert "<mark>quellwasser</mark>" in html(opened("search", q="quellwasser"))


def test_filters_show_their_counts_and_write_the_address() -> None:
    app = opened("search", q="quellwasser")
    states = app.sidebar.multiselect(key="search-state")
    assert "Andorra (2)" in states.options
    app = app.sidebar.multiselect(key="search-language").set_value(["fr"]).run()
    assert app.query_params["language"] == "fr"
    assert app.query_params["q"] == "quellwasser"
    assert "1 text found" in words(app)
    app.text_input(key="search-q").set_value("smugglers")
    app = app.button[0].click().run()
    assert app.query_params["q"] == "smugglers"
    assert app.query_params["language"] == "fr"


def test_the_address_fills_the_filters() -> None:
    app = opened("search", q="river", state=["AND", "URY"], kind="law", instrument="untoc", article="untoc:5")
    assert app.sidebar.multiselect(key="search-state").value == ["AND", "URY"]
    assert app.sidebar.multiselect(key="search-kind").value == ["law"]
    assert app.sidebar.selectbox(key="search-instrument").value == "untoc"
    assert app.sidebar.selectbox(key="search-article").value == "untoc:5"
    assert "1 text found" in words(app)


def test_results_come_in_pages() -> None:
    first, second = opened("search", kind="digest"), opened("search", kind="digest", page="2")
    assert "1 to 20 shown" in words(first)
    assert "21 to 40 shown" in words(second)
    assert 'href="search?kind=digest&amp;page=2"' in html(first)
    assert 'href="search?kind=digest"' in html(second)
    assert "Page 1 of" in words(opened("search", kind="digest", page="-4"))


def test_nothing_found_says_what_is_held() -> None:
    page = words(opened("search", q="zzzqqq", state=["CAN", "ITA"]))
    assert "Nothing is found in the texts held" in page
    assert "Criminal Code" in page
    assert "Italy No law of this State is held." in page


def test_a_provision_shows_its_text_notes_and_source() -> None:
    app = opened("provision", id=f"{ENGLISH}#sec_1")
    page, source = words(app), html(app)
    expected = (
        "quellwasser", "Notes, not part of the text Amended in 2020.", "The Invented Gazette", "law.html, line 0",
        "Fetched not recorded", "Version date 2024-01-01", "French, 2024-01-01: this provision",
        "No link to an article",
    )  # fmt: skip
    for said in expected:
        assert said in page
    assert '<div class="legal" lang="en" dir="auto">' in source
    assert '<p class="depth-2" dir="auto">(a)' in source
    assert "Palermo’s own words" not in page


def test_tags_carry_their_evidence() -> None:
    page = words(opened("provision", id=f"{ENGLISH}#sec_2"))
    assert "This text implements article 5(1)(a)(ii) , Organized Crime Convention" in page
    assert "the text names the treaty; found by machine, not reviewed" in page
    assert "Whoever joins " in page


def test_a_digest_is_told_apart_from_the_law() -> None:
    found = re.search(r'href="(provision\?id=[^"]+)"', html(opened("search", q="467.11", kind="digest", state="CAN")))
    assert found
    page = words(opened("provision", **parse_qs(urlsplit(found[1]).query)))
    assert "Palermo’s own words, not the text of the law." in page
    assert "https://laws-lois.justice.gc.ca" in page
    assert "Maximum penalty: 5 years" in page
    assert "Notes, not part" not in page


def test_a_model_law_is_told_apart_from_the_law() -> None:
    assert "in force in no State" in words(opened("provision", id=f"{MODEL}/en@2012#sec_4"))


def test_text_from_right_to_left() -> None:
    source = html(opened("provision", id=f"{ARABIC}#sec_7"))
    assert '<div class="legal" lang="ar" dir="auto">' in source
    assert "https://gazette.example/harbour" in source


def test_an_older_version_says_so() -> None:
    assert "Not the current version" in words(opened("provision", id=f"{OLD}#sec_1"))
    law = words(opened("law", id=ACT, version=OLD))
    assert "Old name of the river" in law
    assert "English, 2019-01-01 (not current)" in law


def test_a_law_lists_its_provisions() -> None:
    page = words(opened("law", id=ACT))
    assert "Loi sur la rivière" in page
    assert "3 provisions" in page
    assert "2 Band of smugglers" in page
    assert "A provision without a heading." in page
    assert "7 الميناء" in words(opened("law", id=CODE))


def test_an_article_lists_provisions_by_state_without_order_of_merit() -> None:
    app = opened("browse", article="untoc:5")
    states = re.findall(r"<h3>([^<]+)</h3>", html(app))
    assert states == sorted(states)
    assert {"Andorra", "Canada"} <= set(states)
    assert "Band of smugglers" in words(app)


def test_an_empty_article_is_said_neutrally() -> None:
    assert "No provision is identified in the texts held" in words(opened("browse", article="untoc:41"))


def test_comparison_shows_columns_and_neutral_reasons() -> None:
    app = opened("compare", article="untoc:5", states="AND,CAN,ITA,URY")
    page = words(app)
    assert re.findall(r'<th scope="col">([^<]+)</th>', html(app)) == ["Andorra", "Canada", "Italy", "Uruguay"]
    assert "Band of smugglers" in page
    assert "Not identified: no law of this State is held." in page
    assert "Not identified in the texts held: no provision is tagged to this article yet." in page
    assert "Harbour Code" in page, "what is held stands beside what is not identified"
    assert app.multiselect(key="compare-states").value == ["AND", "CAN", "ITA", "URY"]


def test_choosing_states_writes_the_address() -> None:
    app = opened("compare", article="tip:5", states="CAN")
    assert "at least two States" in words(app)
    app = app.multiselect(key="compare-states").set_value(["CAN", "FRA"]).run()
    assert app.query_params["states"] == "CAN,FRA"
    assert app.query_params["article"] == "tip:5"
    assert "comparison" in html(app)


@pytest.mark.parametrize(
    ("view", "parameters"),
    [
        ("provision", {"id": "/akn/xx/act/none/en@#sec_1"}), ("provision", {}), ("law", {"id": "/akn/xx/act/none"}),
        ("model-provisions", {"id": "<b>none"}), ("glossary", {"language": "xx"}), ("glossary", {"concept": "<b>"}),
        ("browse", {"article": "untoc:99"}), ("browse", {"article": "<script>"}), ("browse", {"theme": "none"}),
        ("search", {"article": "none"}), ("search", {"kind": "<b>"}),
        ("compare", {"article": "untoc:5", "states": "XXX,CAN"}),
    ],
)  # fmt: skip
def test_an_address_that_names_nothing_is_answered_kindly(view: str, parameters: dict[str, str]) -> None:
    app = opened(view, **parameters)
    assert "This cannot be shown" in words(app)
    assert headings(app) == [1]
    assert "<script" not in html(app)


def test_a_hostile_query_stays_words() -> None:
    app = opened("search", q="<script>alert(1)</script>")
    assert "<script" not in html(app)
    assert app.text_input(key="search-q").value == "<script>alert(1)</script>"


def test_without_a_library_the_page_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALERMO_LIBRARY", str(tmp_path / "none"))
    assert "there is no library in" in words(opened("search")).lower()


def test_one_library_serves_all_sessions_and_no_text_stays_in_them() -> None:
    app = opened("search", q="quellwasser")
    assert the_library() is the_library()
    assert len(repr(app.session_state)) < 1000


def test_french_text_says_that_it_is_french() -> None:
    assert 'lang="fr"' in html(opened("provision", id=f"{FRENCH}#sec_1"))
