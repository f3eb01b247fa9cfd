"""Search: words and filters in, provisions out; the address holds both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from library.browsing import holdings
from library.searching import Answer, search
from palermo.model.law import Kind
from palermo.treaties.load import exists, instruments
from palermo.treaties.reference import TreatyReference, instrument_ids
from ui.components import address, choices
from ui.components.frame import begin, end
from ui.components.html import element, joined, show
from ui.components.languages import language_name
from ui.components.names import KINDS, article_label, place_label, state_name
from ui.components.notices import holdings_notice, notice
from ui.components.opened import the_library
from ui.components.results import PER_PAGE, pages, result_list


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    q: str
    state: tuple[str, ...]
    language: tuple[str, ...]
    kind: tuple[str, ...]
    instrument: str
    article: str
    requirement: str

    def parameters(self) -> dict[str, address.Value]:
        """As the address holds it."""
        return {
            "q": self.q, "state": self.state, "language": self.language, "kind": self.kind,
            "instrument": self.instrument, "article": self.article, "requirement": self.requirement,
        }  # fmt: skip


def show_search() -> None:
    """The view at /search."""
    asked, page = _asked(), address.number("page")
    answer = search(
        the_library(), asked.q, article=asked.article or None, requirement=asked.requirement or None,
        instrument=asked.instrument or None, states=asked.state, languages=asked.language, kinds=asked.kind,
        limit=PER_PAGE, offset=(page - 1) * PER_PAGE,
    )  # fmt: skip
    begin(f"{asked.q} – Search" if asked.q else "Search", element("span", "Search"))
    st.session_state["search-q"] = asked.q
    search_box("search-q", _changed)
    words = "Filters by State, kind, language and article are in the panel that » opens."
    show(element("p", words, class_="narrow-only"))
    with st.sidebar:
        _filters(asked, answer)
    _answer(asked, answer, page)
    end()


def search_box(key: str, sent: Callable[[], None] | None = None) -> bool:
    """The field for words, with what to do when it is sent; whether it was sent just now."""
    with st.form(f"{key}-form", border=False):
        field, button = st.columns([5, 1], vertical_alignment="bottom")
        field.text_input(
            "Words, “phrases”, a number such as article 5, or begin*", key=key, max_chars=2000,
            placeholder="organized criminal group",
        )  # fmt: skip
        return bool(button.form_submit_button("Search", type="primary", width="stretch", on_click=sent))


def _asked() -> Asked:
    return Asked(
        q=address.parameter("q"), state=tuple(code.upper() for code in address.parameters("state")),
        language=tuple(address.parameters("language")), kind=tuple(address.parameters("kind")),
        instrument=address.parameter("instrument"), article=address.parameter("article"),
        requirement=address.parameter("requirement"),
    )  # fmt: skip


def _changed() -> None:
    """A widget was changed: the address follows, from the first page on."""
    held = {name: choices.chosen_in(f"search-{name}") for name in Asked.__dataclass_fields__}
    kept = {name: address.parameter(name) for name, value in held.items() if value is None}
    address.go_to(**{**held, **kept})


def _filters(asked: Asked, answer: Answer) -> None:
    show(element("p", "Narrow down", class_="rail-head"))
    facets = answer.facets
    by_name = sorted(facets.get("state", {}), key=state_name)
    choices.several("State", "search-state", by_name, asked.state, state_name, facets["state"], changed=_changed)
    choices.several(
        "Kind of text", "search-kind", [*KINDS], asked.kind, lambda kind: KINDS[Kind(kind)], facets["kind"],
        changed=_changed,
    )  # fmt: skip
    languages = sorted(facets["language"], key=language_name)
    choices.several(
        "Language", "search-language", languages, asked.language, language_name, facets["language"],
        changed=_changed,
    )  # fmt: skip
    choices.one(
        "Instrument", "search-instrument", instrument_ids(), asked.instrument,
        lambda each: instruments()[each].short_name, facets["instrument"], changed=_changed,
    )  # fmt: skip
    articles = sorted((each for each in facets["article"] if exists(each)), key=_treaty_order)
    if asked.instrument:
        articles = [each for each in articles if each.startswith(f"{asked.instrument}:")]
    choices.one(
        "Article",
        "search-article",
        articles,
        asked.article,
        article_label,
        facets["article"],
        changed=_changed,
    )
    if any(value for name, value in asked.parameters().items() if name != "q"):
        show(element("p", address.link("Remove all filters", "search", q=asked.q)))


def _answer(asked: Asked, answer: Answer, page: int) -> None:
    if not answer.hits:
        _nothing(asked)
        return
    first = (page - 1) * PER_PAGE + 1
    last = first + len(answer.hits) - 1
    counted = f"{answer.total} {'text' if answer.total == 1 else 'texts'} found"
    shown = f", {first} to {last} shown" if answer.total > len(answer.hits) else ""
    if asked.requirement:
        shown += f", tagged to {place_label(asked.requirement)}"
    show(
        element("h2", counted + shown, class_="count"),
        element("p", "No text holds all the words; these hold some of them.", class_="quiet")
        if answer.relaxed else None,
        result_list(answer.hits, first),
        pages(answer.total, page, "search", **asked.parameters()),
    )  # fmt: skip


def _nothing(asked: Asked) -> None:
    hints = [
        "Use fewer words, or the beginning of one with a star: traffick*",
        "Laws are held in the language they were made in: try the word in that language.",
        "No result does not mean that a State has no such law: it may not be held here.",
    ]
    if asked.article or asked.instrument or asked.requirement:
        hints.insert(0, "Few texts are linked to an article yet: leave the article and the instrument open.")
    held = holdings(the_library(), asked.state)
    show(
        element("h2", "Nothing is found in the texts held", class_="count"),
        notice("What can be done", element("ul", [element("li", hint) for hint in hints])),
        element("h2", "Laws held for the States chosen" if asked.state else "What is held"),
        holdings_notice(held, asked.state),
        element("p", address.link("Search again without filters", "search", q=asked.q))
        if asked.q and asked != Asked(asked.q, (), (), (), "", "", "") else joined(None),
    )  # fmt: skip


def _treaty_order(article_id: str) -> tuple[int, int]:
    reference = TreatyReference.parse(article_id)
    return instrument_ids().index(reference.instrument), reference.article
