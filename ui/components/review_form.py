"""The form in which a person decides on a link of a text."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from library.reviewing import decide
from palermo.errors import PalermoError
from palermo.model.provision import Provision
from palermo.model.review import Decision
from palermo.model.tag import Grade, Tag
from palermo.settings import Settings
from ui.components.html import element, show
from ui.components.names import instrument_label, place_label
from ui.components.notices import notice
from ui.components.opened import the_library

PLACE_ON_PAGE = "decide"
_ELSEWHERE = ""
_NAME = "reviewer"
_SAID = "review-said"
_WIDTH = 680
"""Pixels, as wide as the text that is decided on."""
_CHOICES = {
    "confirm": "Confirm the link as it is",
    "reject": "Reject it: there is no such link",
    Grade.IMPLEMENTS.value: "Regrade or add: the text implements this place",
    Grade.TOUCHES.value: "Regrade or add: the text touches on this place",
}


def review_form(provision: Provision, tags: Sequence[Tag], targets: Sequence[str]) -> None:
    """A closed panel with the form, and above it what became of the last decision.

    targets: the places to choose from; another one can be written.
    """
    show(element("span", id=PLACE_ON_PAGE, tabindex=-1))
    said, what = st.session_state.pop(_SAID, (None, ""))
    if said == provision.id:
        show(notice("Your decision", element("p", what)))
    keys = {name: f"review-{name}-{provision.id}" for name in ("link", "place", "decision", "note", "quote", "name")}
    st.session_state.setdefault(keys["name"], st.session_state.get(_NAME) or Settings().reviewer or "")
    with (
        st.expander("Confirm, reject, regrade or add a link", expanded=said == provision.id, width=_WIDTH),
        st.form(f"review-{provision.id}", border=False),
    ):
        st.selectbox("Link", [*targets, _ELSEWHERE], key=keys["link"], format_func=_named)
        st.text_input("Another place", key=keys["place"], max_chars=60, placeholder="untoc:5.1.a.ii")
        # Nothing is chosen before: a label that was only not changed would be worth little.
        st.radio("Decision", list(_CHOICES), None, key=keys["decision"], format_func=_CHOICES.__getitem__)
        st.text_area("Note: why", key=keys["note"], max_chars=4000, height=80)
        st.text_input("Words that it stands on; the whole text if left empty", key=keys["quote"])
        st.text_input("Your name", key=keys["name"], max_chars=200)
        st.form_submit_button("Keep the decision", type="primary", on_click=_keep, args=(provision.id, tags, keys))


def _named(target: str) -> str:
    return f"{place_label(target)}, {instrument_label(target)}" if target else "Another place, written below"


def _keep(provision_id: str, tags: Sequence[Tag], keys: dict[str, str]) -> None:
    """Keep what the form says; what is wrong with it is said above the form, which stays filled in."""
    given = {name: str(st.session_state.get(key) or "") for name, key in keys.items()}
    target = given["place"].strip() or given["link"]
    if not given["decision"]:
        st.session_state[_SAID] = provision_id, "It was not kept: choose a decision."
        return
    grade = Grade(given["decision"]) if given["decision"] in list(Grade) else None
    if grade is None:
        decision = Decision.CONFIRMED if given["decision"] == "confirm" else Decision.REJECTED
    else:
        decision = Decision.REGRADED if any(tag.target == target for tag in tags) else Decision.ADDED
    try:
        kept = decide(
            the_library(), provision_id, target, decision, grade=grade, note=given["note"], quote=given["quote"],
            reviewer=given["name"],
        )  # fmt: skip
    except PalermoError as error:
        st.session_state[_SAID] = provision_id, f"It was not kept: {error}."
        return
    st.session_state[_NAME] = kept.review.reviewer
    st.session_state[keys["link"]], st.session_state[keys["decision"]] = target, None
    for name in ("place", "note", "quote"):
        st.session_state[keys[name]] = ""
    st.session_state[_SAID] = provision_id, f"{_named(target)}: {decision.value}. It is kept. {kept.warning}".strip()
