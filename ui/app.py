"""The front end: which views there are, and the frame around each of them.

Started by `palermo ui`. A view is a function that reads the address, asks the library and shows HTML.
"""

from __future__ import annotations

import streamlit as st

from palermo.errors import PalermoError
from ui.components.address import link
from ui.components.frame import begin, end
from ui.components.html import element, show, show_frame
from ui.components.notices import notice
from ui.views.about import show_about
from ui.views.browse import show_browse
from ui.views.compare import show_compare
from ui.views.holdings import show_holdings
from ui.views.home import show_home
from ui.views.law import show_law
from ui.views.provision import show_provision
from ui.views.search import show_search

PAGES = (
    (show_home, "Palermo", "home", "visible"),
    (show_search, "Search", "search", "visible"),
    (show_browse, "Treaties", "browse", "visible"),
    (show_compare, "Compare", "compare", "visible"),
    (show_holdings, "Holdings", "holdings", "visible"),
    (show_about, "About", "about", "visible"),
    (show_provision, "Provision", "provision", "hidden"),
    (show_law, "Law", "law", "hidden"),
)  # fmt: skip


def main() -> None:
    """Show the view that the address names; what goes wrong on purpose is said in its place."""
    page = st.navigation(
        [
            st.Page(view, title=title, url_path=path, default=path == "home", visibility=visibility)  # type: ignore[arg-type]
            for view, title, path, visibility in PAGES
        ],
        position="top",
    )
    show_frame()
    try:
        page.run()
    except PalermoError as error:
        begin("This cannot be shown")
        words = str(error).rstrip(".")
        show(notice(f"{words[:1].upper()}{words[1:]}.", element("p", link("To the search", "search"))))
        end()


main()
