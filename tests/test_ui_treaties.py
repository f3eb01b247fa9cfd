"""The treaties in the front end: what an article asks, model provisions, glossary; and broken data said in one message."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_corpus import forget_what_was_read, use_corpus, write_corpus
from ui_samples import fill, headings, html, opened, words

from library import open_library
from palermo.treaties.knowledge import knowledge
from palermo.treaties.load import instruments
from palermo.treaties.model_provision import OWN_DRAFTING
from palermo.treaties.requirement import Cluster, ElementKind, Legislation, Level
from ui.components import digests
from ui.components.model_provisions import TRADITIONS
from ui.components.places import place_link, prose
from ui.components.requirements import CLUSTERS, KINDS_OF_ELEMENT, LEGISLATION, LEVELS

STARTER = """\
state: AND
laws:
  - title: Pier Act
    native_title: Loi sur les quais
    language: fr
    official_url: https://gazette.example/pier
    deposit: and/pier-act
    digests:
      - number: 4 bis
        heading: Boats without lanterns
        digest: >-
          Whoever moors a boat at a pier without a lantern that can be seen from the water commits an offence, at night
          as well as by day, and is punished by prison or a fine.
        maximum_penalty: 2 years of prison
        targets: ["pier:2.1.a"]
        touches: ["pier:2.1.b"]
        check: {words: [bateau, lanterne, quai]}
"""


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ui-treaties")
    fill(folder)
    return folder


@pytest.fixture
def library(filled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PALERMO_LIBRARY", str(filled))
    return filled


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The small corpus of an invented instrument with a digest, and an empty library."""
    corpus = write_corpus(tmp_path / "corpus")
    (corpus / "starter" / "and.yaml").write_text(STARTER, encoding="utf-8")
    use_corpus(corpus, monkeypatch)
    digests._by_article.cache_clear()
    open_library(tmp_path / "library").close()
    monkeypatch.setenv("PALERMO_LIBRARY", str(tmp_path / "library"))
    yield corpus
    monkeypatch.undo()
    forget_what_was_read()
    digests._by_article.cache_clear()


def test_every_choice_of_the_data_has_words() -> None:
    assert set(LEVELS) == set(Level)
    assert set(CLUSTERS) == set(Cluster)
    assert set(LEGISLATION) == set(Legislation)
    assert set(KINDS_OF_ELEMENT) == set(ElementKind)


def test_an_article_shows_what_each_paragraph_asks(small: Path) -> None:
    page = words(opened("browse", article="pier:2"))
    for said in (
        "2(1)(a) Lantern on every boat Mandatory A law is normally needed "
        "Review cluster I: criminalization and jurisdiction Make it an offence to moor a boat without a lantern.",
        "An alternative to article 2(1)(b) : a State needs one of them.",
        "Conditions Boats of war may be left out ( article 2(2) ).",
        "Elements Object A lantern is required. Shown by words for: Lantern",
        "Circumstance It applies at night. Optional The law need not name the night.",
        "What a reviewer looks for An offence of mooring without a lantern.",
        "Model provisions: Lantern on boats See also: article 2(2)",
        "Parallels: Convention against Corruption, article 15; FATF Recommendations 3, 30 (2012)",
        "Shown by words for: Bell , Lantern",
        "2(2) Boats of war Optional No law is normally needed Review cluster IV",
        "1 paragraph without a requirement of its own 2(1) Opening words;",
        "Model Pier Law Model law; year not found; The keeper of the piers",
        "have not been seen on a page of its publisher yet",
        "What the article asks (3)", "Model provisions (1)", "Published model laws (1)",
    ):  # fmt: skip
        assert said in page


def test_an_article_shows_its_model_provisions(small: Path) -> None:
    app = opened("browse", article="pier:2")
    page, source = words(app), html(app)
    for said in (
        OWN_DRAFTING, "For any legal tradition",
        "(1) A person commits an offence who moors a boat without a lantern [at night]. (2) The penalty is ____.",
        "Suggested maximum: at least 4 years of deprivation of liberty.",
        "Why it is drafted so Boats that cannot be seen",
        "without a lantern : A lantern is required. ( article 2(1)(a), lantern ) See article 2(2) .",
        "Traps Writing lamp instead.", "What to decide first Whether a bell is enough.",
        "Related offences Mooring without a bell", "In French: Lanterne des bateaux",
    ):  # fmt: skip
        assert said in entities.unescape(page)
    assert '<div class="legal clause" lang="fr" dir="auto">' in source
    assert '<p class="depth-1" dir="auto">(1) A person' in source


def test_an_article_shows_digests_by_state(small: Path) -> None:
    app = opened("browse", article="pier:2")
    page = words(app)
    for said in (
        "Provisions and digests by State (1)", "Andorra 4 bis Boats without lanterns Palermo digest Pier Act",
        "Whoever moors a boat at a pier", "Maximum penalty: 2 years of prison",
        "Pier Act (Loi sur les quais) ; implements article 2(1)(a) , touches on article 2(1)(b)",
    ):  # fmt: skip
        assert said in page
    assert 'href="https://gazette.example/pier"' in html(app)
    assert "No provision is identified in the texts held" in words(opened("browse", article="pier:1"))


def test_a_digest_that_is_held_is_shown_once_and_leads_to_its_page(library: Path) -> None:
    app = opened("browse", article="untoc:5")
    source = html(app)
    state = source[source.index("<h3>Canada</h3>") :].split("<h3>")[1]
    assert state.count("467.11") == 1
    assert "This digest on a page of its own" in state
    assert 'href="provision?id=' in state
    assert "<h3>Andorra</h3>" in source


def test_an_article_that_asks_nothing_says_why(small: Path) -> None:
    app = opened("browse", article="pier:1")
    assert "The article asks nothing citable of its own." in words(app)
    assert "States the purpose of the Convention." in words(app)
    assert '<details class="left-out" open>' in html(app)


def test_every_requirement_and_element_is_a_place_on_its_page(library: Path) -> None:
    source = html(opened("browse", article="untoc:5"))
    ids = re.findall(r' id="([^"]+)"', source)
    assert len(ids) == len(set(ids))
    for one in knowledge().of_article("untoc:5"):
        assert one.id in ids
        assert f'href="browse?article=untoc%3A5#{one.id}"' in source
        assert {f"{one.id}#{part.id}" for part in one.elements} <= set(ids)


def test_links_to_places_lead_to_what_is_there(library: Path) -> None:
    """Those of one long article with many cross-references."""
    base = knowledge()
    source = html(opened("browse", article="untoc:18"))
    found = set(re.findall(r'href="browse\?article=[^"#]+#([^"]+)"', source))
    places = {place for place in map(entities.unescape, found) if ":" in place}
    assert len(places) > 40
    for place in places:
        reference, _, element = place.replace("%23", "#").partition("#")
        if element:
            assert element in [one.id for one in base.requirements[reference].elements]
        else:
            assert reference in {*base.requirements, *base.not_requirements}, reference


def test_no_model_provision_is_shown_without_its_notice(library: Path) -> None:
    for article in ("untoc:5", "untoc:18", "tip:5"):
        source = html(opened("browse", article=article))
        served = {
            one.id for each in knowledge().of_article(article) for one in knowledge().model_provisions_for(each.id)
        }  # fmt: skip
        shown = source.split('<article class="model-provision">')[1:]
        assert len(shown) == len(served) > 0
        notice = entities.escape(OWN_DRAFTING)
        assert all(notice in each for each in shown)
    assert notice in html(opened("model-provisions", id="criminal-association"))
    assert notice in html(opened("model-provisions"))


def test_all_model_provisions_are_listed_under_their_instrument(library: Path) -> None:
    source = html(opened("model-provisions"))
    listed = re.findall(r'href="model-provisions\?id=([^"]+)"', source)
    assert sorted(listed) == sorted(knowledge().model_provisions)
    assert re.findall(r'<h2 id="([^"]+)"', source) == list(instruments())


def test_the_page_of_a_model_provision(library: Path) -> None:
    one = knowledge().model_provisions["criminal-association"]
    app = opened("model-provisions", id=one.id)
    page = words(app)
    assert TRADITIONS[one.tradition] in page
    for heading in ("Why it is drafted so", "What each part serves", "Traps", "What to decide first"):
        assert f"<h2>{heading}</h2>" in html(app)
    assert page.count("Organized Crime Convention") >= len(one.requirements)
    assert set(re.findall(r'legal clause" lang="(\w+)"', html(app))) == {"en", *one.translations}


def test_the_glossary_by_language(small: Path) -> None:
    app = opened("glossary", language="ru")
    page = words(app)
    assert "Idea Arabic Chinese English French Russian Spanish Lantern article 2(1)(a), Pier Convention" in page
    assert "All ideas, with terms in Russian" in page
    assert "Lantern A light that a boat carries. фонар*" in page
    assert "Bell A bell that a boat carries. no terms in Russian yet" in page
    assert re.findall(r'<td lang="(\w+)" dir="auto">', html(app)) == ["ar", "zh", "en", "fr", "ru", "es"]
    assert "All ideas, with terms in English" in words(opened("glossary"))


def test_the_page_of_a_concept(small: Path) -> None:
    page = words(opened("glossary", concept="lantern"))
    for said in (
        "A light that a boat carries.", "Defined in: article 2(1)(a), Pier Convention",
        "Characteristic for: article 2, Pier Convention", "article 2(1)(b), bell, Pier Convention",
        "Russian фонар*", "Chinese 灯笼",
    ):  # fmt: skip
        assert said in page


@pytest.mark.parametrize(
    ("view", "parameters"),
    [
        ("browse", {"article": "pier:2"}), ("model-provisions", {}), ("model-provisions", {"id": "x"}),
        ("glossary", {}), ("glossary", {"concept": "lantern"}),
    ],
)  # fmt: skip
def test_broken_data_is_one_clear_message(small: Path, view: str, parameters: dict[str, str]) -> None:
    file = small / "treaties" / "requirements" / "pier.yaml"
    words_of_file = file.read_text(encoding="utf-8")
    file.write_text(words_of_file.replace("cluster: IV", "cluster: V"), encoding="utf-8")
    app = opened(view, **parameters)
    page = words(app)
    assert headings(app) == [1]
    assert "The reference data is not valid" in page
    assert f"{file}, line " in page
    assert "Correct the entry." in page
    file.write_text(words_of_file, encoding="utf-8")
    assert "The reference data is not valid" not in words(opened(view, **parameters)), "mended without a new start"


def test_broken_terms_are_one_clear_message(small: Path) -> None:
    file = small / "concepts" / "terms" / "fr.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("lanterne*", "фонар*"), encoding="utf-8")
    app = opened("glossary", language="fr")
    assert headings(app) == [1]
    assert f"{file}, line 3: terms.lantern" in words(app)
    assert "Lantern on every boat" in words(opened("browse", article="pier:2")), "terms are not needed there"


def test_hostile_words_in_the_data_stay_words(small: Path) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    for name, old in (
        ("treaties/requirements/pier.yaml", "Bell on every boat"),
        ("model_provisions/pier.yaml", "Whether a bell is enough."),
        ("concepts/concepts.yaml", "A bell that a boat carries."),
    ):
        file = small / name
        file.write_text(file.read_text(encoding="utf-8").replace(old, hostile), encoding="utf-8")
    for view, parameters in (
        ("browse", {"article": "pier:2"}),
        ("model-provisions", {"id": "lantern-on-boats"}),
        ("glossary", {}),
    ):
        page = html(opened(view, **parameters))
        assert "<img" not in page
        assert "&lt;img src=x" in page


def test_prose_links_the_places_it_names_and_no_others() -> None:
    made = prose("See untoc:2.b, and `a > b` (untoc:99.1; note: 5).", "untoc:5")
    assert made == (
        'See <a href="browse?article=untoc%3A2#untoc:2.b">article 2(b)</a>, and <q>a &gt; b</q> (untoc:99.1; note: 5).'
    )
    assert prose("untoc:5.") == '<a href="browse?article=untoc%3A5">article 5, Organized Crime Convention</a>.'
    assert prose("<b>") == "&lt;b&gt;"
    assert prose("") == ""


def test_a_place_is_named_with_its_instrument_where_it_is_another() -> None:
    assert ">article 3(a)<" in place_link("tip:3.a", "tip:5")
    assert ">article 3(a), Trafficking in Persons Protocol<" in place_link("tip:3.a", "untoc:5")
    assert 'href="browse?article=untoc%3A5#untoc:5.1.a.i%23conduct"' in place_link("untoc:5.1.a.i#conduct")
