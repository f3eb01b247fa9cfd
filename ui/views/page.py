"""The page that a provision was read from, its words marked, beside the text as it was read."""

from __future__ import annotations

import streamlit as st

from library.page_view import view_of
from library.reading import ProvisionPage, read_provision
from library.text_quality import in_words, pages_named
from palermo.errors import ReadError, UsageError
from palermo.model.tag import Evidence
from ui.components import address
from ui.components.frame import begin, crumbs, end
from ui.components.html import Html, element, joined, show
from ui.components.legal_text import language_of, legal_text
from ui.components.names import citation, place_label, provision_title, shortened, state_name
from ui.components.notices import notice
from ui.components.opened import the_library

_LEAD = "On the page of the original file, as it is held: marked are the words that were read from it."


def show_page() -> None:
    """The view at /page?id=...&start=...&end=..., where the numbers name a part of the provision's text."""
    provision_id = address.parameter("id")
    if not provision_id:
        raise UsageError("the address names no provision: open one and choose “See it on the page”")
    page = read_provision(the_library(), provision_id)
    provision, law = page.provision, page.law
    begin(
        f"{citation(law, provision)}: on the page",
        element("span", provision_title(provision), lang=language_of(provision.language)),
        _LEAD,
        crumbs(address.link(state_name(law.state), "holdings", state=law.state),
               address.link(law.title, "law", id=law.id, version=None if page.is_current else page.version.id),
               address.link(provision_title(provision, 60), "provision", id=provision.id)),
    )  # fmt: skip
    picture, text = st.columns([3, 2], gap="large")
    start, stop = address.number("start", 0), address.number("end", 0) or None
    with picture:
        _pictures(page, start, stop)
    with text:
        show(_beside(page, provision.text[start:stop]))
    end()


def _pictures(page: ProvisionPage, start: int, stop: int | None) -> None:
    file = page.source.file
    try:
        with st.spinner("The page is being drawn …"):
            view = view_of(the_library(), page.provision.id, start, stop)
    except ReadError as error:
        show(notice("The page cannot be shown", element("p", f"{error.reason[:1].upper()}{error.reason[1:]}.")))
        return
    for picture in view.pictures:
        marked = "" if picture.marks else ": the words were not found on it, so nothing is marked"
        st.image(picture.png, caption=f"Page {picture.page} of {file}{marked}", width="stretch", output_format="PNG")
    if view.further:
        show(element("p", f"The text goes on: {pages_named(view.further)}.", class_="quiet"))


def _beside(page: ProvisionPage, quote: str) -> Html:
    provision = page.provision
    reading = provision.reading
    words = in_words(reading) if reading else ""
    return joined(
        [
            element("h2", "As it was read"),
            element("p", f"{words[:1].upper()}{words[1:]}.",
                    class_="read-from read-from-doubtful" if reading and reading.is_doubtful else "read-from")
            if words else None,
            legal_text(quote, provision.language),
            element("p", address.link("Mark the whole provision", "page", id=provision.id))
            if quote != provision.text else None,
            _evidence(page),
            element("p", address.link("Back to the provision", "provision", id=provision.id), class_="actions"),
        ]
    )  # fmt: skip


def _evidence(page: ProvisionPage) -> Html | None:
    """The words that links to the treaties stand on, each with the way to its place on the page."""
    found: dict[tuple[int, int], tuple[Evidence, list[str]]] = {}
    for tag in page.tags:
        for evidence in tag.evidence if tag.counts else ():
            _, targets = found.setdefault((evidence.start, evidence.end), (evidence, []))
            if place_label(tag.target) not in targets:
                targets.append(place_label(tag.target))
    items = [
        element(
            "li",
            address.link(element("span", shortened(evidence.quote, 90), lang=language_of(page.provision.language),
                                 dir="auto"), "page", id=page.provision.id, start=start, end=end),
            element("span", f" {', '.join(targets)}", class_="quiet"),
        )
        for (start, end), (evidence, targets) in sorted(found.items())
        if evidence.quote.strip()
    ]  # fmt: skip
    return element("section", element("h3", "Mark the words a link stands on"), element("ul", items)) if items else None
