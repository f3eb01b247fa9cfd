"""The front end: which views there are, and the frame around each of them.

Started by `palermo ui`. A view is a function that reads the address, asks the library and shows HTML.
"""

from __future__ import annotations

import streamlit as st

from palermo.errors import DataError, PalermoError
from ui.components.address import link
from ui.components.frame import VIEWS, begin, end
from ui.components.html import element, show, show_frame
from ui.components.notices import notice
from ui.views.about import show_about
from ui.views.accuracy import show_accuracy
from ui.views.browse import show_browse
from ui.views.compare import show_compare
from ui.views.glossary import show_glossary
from ui.views.holdings import show_holdings
from ui.views.home import show_home
from ui.views.law import show_law
from ui.views.model_provisions import show_model_provisions
from ui.views.page import show_page
from ui.views.provision import show_provision
from ui.views.search import show_search

SHOWN = {
    "search": show_search, "browse": show_browse, "model-provisions": show_model_provisions, "compare": show_compare,
    "holdings": show_holdings, "glossary": show_glossary, "accuracy": show_accuracy, "about": show_about,
}  # fmt: skip
REACHED_BY_LINKS = {
    "provision": ("Provision", show_provision), "law": ("Law", show_law), "page": ("Page", show_page),
}  # fmt: skip


def main() -> None:
    """Show the view that the address names; what goes wrong on purpose is said in its place."""
    home = st.Page(show_home, title="Palermo", url_path="home", default=True)
    chosen = [st.Page(SHOWN[path], title=title, url_path=path) for path, title in VIEWS.items()]
    reached = [
        st.Page(view, title=title, url_path=path, visibility="hidden")
        for path, (title, view) in REACHED_BY_LINKS.items()
    ]
    page = st.navigation([home, *chosen, *reached], position="top")
    show_frame()
    try:
        page.run()
    except DataError as error:
        begin("The reference data is not valid")
        words = "“palermo treaties check” says when all files are valid again. Searching goes on meanwhile."
        show(notice(str(error), element("p", words), element("p", link("To the search", "search"))))
        end()
    except PalermoError as error:
        begin("This cannot be shown")
        words = str(error).rstrip(".")
        show(notice(f"{words[:1].upper()}{words[1:]}.", element("p", link("To the search", "search"))))
        end()


main()
