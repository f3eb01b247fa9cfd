"""Notices: what a reader must not overlook, in neutral words."""

from __future__ import annotations

from collections.abc import Sequence

from library.browsing import HeldLaw, StateHoldings
from palermo.model.law import Kind, Law, Version
from ui.components.address import link, outside
from ui.components.html import Html, Part, element, joined
from ui.components.languages import language_name
from ui.components.names import kind_badge, state_name

NOT_RECORDED = "not recorded"


def notice(heading: str, *parts: Part) -> Html:
    """A framed remark that needs the reader's attention."""
    return element("div", element("p", element("strong", heading)), parts, class_="notice", role="status")


def digest_banner(law: Law, penalties: Sequence[str]) -> Html:
    """Says that a digest is no legal text, and where the legal text stands."""
    where: Part = "The official text is published at "
    official = (
        element("p", where, outside(law.official_url, law.official_url), ".")
        if law.official_url
        else element("p", "The official address of the text is not recorded.")
    )
    return element(
        "div",
        element("p", element("strong", "Palermo’s own words, not the text of the law.")),
        element("p", "A short abstract of one provision, for finding and comparing. Cite the law itself."),
        official,
        [element("p", element("strong", penalty)) for penalty in penalties],
        class_="banner banner-digest", role="note",
    )  # fmt: skip


def model_banner() -> Html:
    """Says that a model law is in force nowhere."""
    words = "A model law: published guidance, in force in no State."
    return element("div", element("p", element("strong", words)), class_="banner banner-model", role="note")


def held_laws(laws: Sequence[HeldLaw]) -> Html:
    """A list of laws with their languages and dates."""
    return element("ul", [element("li", _held(each)) for each in laws], class_="held")


def holdings_notice(found: Sequence[StateHoldings], asked: Sequence[str]) -> Html:
    """Which laws are held for the States that were asked for; only how many, where none was named."""
    if not asked:
        laws, unread = sum(len(each.laws) for each in found), sum(len(each.unread) for each in found)
        return element(
            "p", f"The library holds {laws} laws, model laws and digested laws of {len(found)} States. ",
            f"{unread} of them could not be read. " if unread else None,
            link("See which laws are held", "holdings"), ".",
        )  # fmt: skip
    by_state = {each.state: each for each in found}
    return joined(
        [
            element(
                "section",
                element("h3", state_name(code)),
                held_laws(by_state[code].laws)
                if code in by_state
                else element("p", "No law of this State is held.", class_="quiet"),
            )
            for code in asked
        ]
    )


def versions_line(versions: Sequence[Version]) -> str:
    """Such as `English, as of 2025-07-24; French, date not recorded`."""
    if not versions:
        return "no version is current"
    return "; ".join(
        f"{language_name(v.language)}, "
        + (f"as of {v.version_date}" if v.version_date else "date not recorded")
        + (", could not be read" if v.is_unread else "")
        for v in versions
    )


def _held(held: HeldLaw) -> Html:
    badge = None if held.law.kind is Kind.LAW else joined([" ", kind_badge(held.law.kind)])
    return joined(
        [
            link(held.law.title, "law", id=held.law.id), badge,
            element("span", f" {versions_line(held.versions)}", class_="quiet"),
        ]
    )  # fmt: skip
