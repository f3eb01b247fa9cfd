"""Suggestions while typing: a list that the browser itself filters, joined to the search field by a small script."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from library.suggesting import Suggestions
from ui.components.html import Html, element, show
from ui.components.opened import the_library

_MOST = 1_500
"""Some 70 kB, sent once for each page with a search field."""
_SECONDS = 600
"""After which laws that were added since are suggested too."""
ID = "palermo-suggestions"


def show_suggestions() -> None:
    """Put the list on the page."""
    show(_suggestions())
    script = (Path(__file__).parent.parent / "suggestions.js").read_text(encoding="utf-8")
    st.html(f'<script>{script}</script><span class="p-script" aria-hidden="true"></span>', unsafe_allow_javascript=True)


@st.cache_data(show_spinner=False, ttl=_SECONDS)
def _suggestions() -> Html:
    options = [
        element("option", value=one.words, label=f"{one.words} – {one.note}" if one.note else one.words)
        for one in Suggestions(the_library()).first(_MOST)
    ]
    return element("datalist", options, id=ID)
