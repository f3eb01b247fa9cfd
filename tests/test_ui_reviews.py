"""The page of a provision: what it says of tags and decisions, and the form in which a person decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from catalogue_samples import a_law, a_tag, a_version, put
from streamlit.testing.v1 import AppTest
from ui_samples import headings, html, opened, words

from catalogue.contents import VersionContents
from library import open_library
from palermo.tagging.parameters import METHOD

ACT = a_law()
FIRST, SECOND, THIRD = (provision.id for provision in a_version(ACT).provisions[:3])


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A law whose first and third provision have a machine's tag, the third a doubtful one with elements."""
    monkeypatch.setenv("PALERMO_LIBRARY", str(tmp_path))
    monkeypatch.delenv("PALERMO_REVIEWER", raising=False)
    contents = a_version(ACT, provisions=3)
    doubtful = a_tag(contents.provisions[2], "untoc:5.1.a.ii", METHOD).model_copy(
        update={"score": 0.21, "elements_found": ("conduct",), "elements_missing": ("mental-element",)}
    )
    with open_library(tmp_path) as library:
        put(
            library.catalogue, ACT, VersionContents(contents.version, contents.provisions, [contents.tags[0], doubtful])
        )
        library.bring_index_up_to_date()
    return tmp_path


def page_of(provision: str) -> AppTest:
    return opened("provision", id=provision)


def decided(app: AppTest, provision: str, decision: str, name: str = "Ada", **more: str) -> AppTest:
    app.radio(key=f"review-decision-{provision}").set_value(decision)
    for field, value in {"name": name, **more}.items():
        widget = app.text_area if field == "note" else app.text_input
        widget(key=f"review-{field}-{provision}").set_value(value)
    return app.button[0].click().run()


def test_a_tag_says_who_found_it_how_surely_and_by_which_elements() -> None:
    app = page_of(THIRD)
    page = words(app)
    assert "found by machine, to be reviewed; score 0.21: of 100 such links about 21 are right" in page
    assert "Elements found: conduct" in page
    assert "Elements without words for them here: mental element" in page
    assert "Whoever" in page
    assert 'href="browse?article=untoc%3A5#untoc:5.1.a.ii%23conduct"' in html(app)
    assert "method words/1; found by machine, not reviewed; score 0.93" in words(page_of(FIRST))


def test_a_decision_in_the_form_shows_with_who_and_when(library: Path) -> None:
    app = decided(page_of(FIRST), FIRST, "reject", note="only <b>mentions</b> it")
    page = words(app)
    assert "It is kept." in page
    assert "This text was linked to article 5(1)(a)(ii)" in page
    assert "rejected by Ada on" in page
    assert "Decisions article 5(1)(a)(ii), Organized Crime Convention : rejected Ada on" in page
    assert "<b>mentions" not in html(app)
    assert headings(app)[0] == 1
    again = page_of(FIRST)
    assert "rejected by Ada on" in words(again)
    assert "It is kept." not in words(again)
    assert "1 text found" in words(opened("search", article="untoc:5"))


def test_a_place_that_is_not_listed_is_added() -> None:
    app = decided(page_of(SECOND), SECOND, "touches", place="untoc:6.1", quote="band of smugglers")
    page = words(app)
    assert "This text touches on article 6(1)" in page
    assert "it stands on a person’s decision; confirmed by Ada on" in page
    assert "band of smugglers" in html(app).split("<blockquote")[1]
    assert app.text_input(key=f"review-place-{SECOND}").value == ""
    assert "regraded, implements it" in words(decided(app, SECOND, "implements"))


def test_what_cannot_be_kept_is_said_and_the_form_stays_filled() -> None:
    assert "It was not kept: choose a decision." in words(page_of(FIRST).button[0].click().run())
    app = decided(page_of(FIRST), FIRST, "confirm", name=" ", note="a long note")
    assert "It was not kept: a decision needs the name" in words(app)
    assert app.text_area(key=f"review-note-{FIRST}").value == "a long note"
    wrong = decided(page_of(FIRST), FIRST, "reject", place="article 5")
    assert "article 5&#x27; is no article or paragraph" in words(wrong)


def test_the_name_comes_from_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALERMO_REVIEWER", "Bo")
    assert page_of(FIRST).text_input(key=f"review-name-{FIRST}").value == "Bo"


def test_changed_words_ask_for_another_look(library: Path) -> None:
    decided(page_of(FIRST), FIRST, "confirm")
    newer = a_version(ACT, "2021")
    with open_library(library) as found:
        put(found.catalogue, ACT, newer)
        found.bring_index_up_to_date()
    app = page_of(newer.provisions[0].id)
    page = words(app)
    assert "Words changed: look again" in page
    assert "not reviewed; score 0.93" in page, "the tag is not confirmed by it"
    assert "Decided on another version" in page
    page = words(decided(app, newer.provisions[0].id, "confirm"))
    assert "Words changed" not in page
    assert "confirmed by Ada on" in page
