"""The frame around every view: title, heading, and the line at the foot."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.components.address import link
from ui.components.html import Html, Part, element, show

_ICON = Path(__file__).parent.parent / "favicon.svg"
VIEWS = {
    "search": "Search", "browse": "Treaties", "model-provisions": "Model provisions", "compare": "Compare",
    "holdings": "Holdings", "glossary": "Glossary", "accuracy": "Accuracy", "about": "About",
}  # fmt: skip
"""The views that a reader chooses from, by address."""


def begin(title: str, heading: Html | None = None, lead: Part = None, above: Html | None = None) -> None:
    """Name the browser's tab and open the page with its one first-level heading.

    heading: instead of the title, where it needs markup; lead: a sentence below it; above: where the page stands.
    """
    st.set_page_config(page_title=f"{title} – Palermo", page_icon=_ICON, layout="wide")
    show(
        element(
            "header", above, element("h1", heading or title, dir="auto"),
            element("p", lead, class_="lead") if lead else None, class_="page-head",
        )
    )  # fmt: skip


def crumbs(*parts: Part) -> Html:
    """Where the page stands, outermost first."""
    items = [element("li", part) for part in parts if part]
    return element("nav", element("ol", items), class_="crumbs", aria_label="Where you are")


def end() -> None:
    """The line at the foot of every page."""
    words = (
        "Palermo shows what is identified in the texts held. It neither ranks nor rates States, and gives no "
        "legal advice."
    )
    views = element("ul", [element("li", link(name, view)) for view, name in VIEWS.items()])
    show(
        element(
            "footer",
            element("nav", views, aria_label="Views of Palermo"),
            element("p", words),
            class_="page-foot",
        )
    )
