"""The first page: where to begin, and what the library holds."""

from __future__ import annotations

import streamlit as st

from library.browsing import holdings
from palermo.model.law import Kind
from palermo.treaties.load import instruments
from ui.components.address import link
from ui.components.frame import begin, end
from ui.components.html import Html, element, show
from ui.components.names import KINDS_PLURAL
from ui.components.opened import the_library
from ui.views.search import search_box, show_search

LEAD = (
    "A legal library for the United Nations Convention against Transnational Organized Crime and its three Protocols: "
    "national laws, model laws and short digests, searchable by words and by article."
)
DOORS = (
    ("How do other States write a clause?", "Search", "search", "Search the words of provisions, in any language."),
    ("What does an article ask?", "Browse the treaties", "browse", "Read each article requirement by requirement."),
    ("How do comparable States do it?", "Compare States", "compare", "Two to six States side by side on one article."),
)  # fmt: skip


def show_home() -> None:
    """The view at /."""
    held = holdings(the_library())
    begin("Laws against organized crime", lead=LEAD)
    if search_box("home-q"):
        st.switch_page(st.Page(show_search, url_path="search"), query_params={"q": st.session_state["home-q"]})
    laws = {kind: sum(len(each.of_kind(kind)) for each in held) for kind in Kind}
    counted = ", ".join(f"{number} {KINDS_PLURAL[kind]}" for kind, number in laws.items() if number)
    texts = sum(each.provisions for each in held)
    show(
        element("div", [_door(*each) for each in DOORS], class_="doors"),
        element(
            "section",
            element("h2", "What is held"),
            element("p", f"{texts} texts from {len(held)} States and organizations: {counted or 'none yet'}. ",
                    link("See what is held for each State", "holdings"), "."),
        ),
        element(
            "section",
            element("h2", "The instruments"),
            element("ul", [
                element("li", link(each.name, "browse", instrument=each.id)) for each in instruments().values()
            ], class_="plain-list"),
        ),
    )  # fmt: skip
    end()


def _door(question: str, words: str, view: str, about: str) -> Html:
    return element(
        "section",
        element("h2", question),
        element("p", about),
        element("p", link(words, view), class_="door-link"),
        class_="door",
    )
