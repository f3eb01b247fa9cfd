"""Holdings: which laws are held for each State, in which languages and of which dates."""

from __future__ import annotations

from collections.abc import Sequence

from library.browsing import HeldLaw, StateHoldings, holdings
from library.listed_elsewhere import not_held
from palermo.model.law import Kind
from ui.components import address
from ui.components.elsewhere import listed_elsewhere
from ui.components.frame import begin, crumbs, end
from ui.components.html import Html, element, joined, show
from ui.components.languages import language_name
from ui.components.names import KINDS, KINDS_PLURAL, kind_badge, state_name
from ui.components.notices import NOT_RECORDED, notice
from ui.components.opened import the_library

LEAD = (
    "What is not held cannot be found: read every “not identified” beside this list. A State’s laws may say much more "
    "than the texts held here."
)
LEAD_OF_STATE = "The laws held, each in the version it is read in today."


def show_holdings() -> None:
    """The view at /holdings, for every State or for those that the address names."""
    codes = [code.upper() for code in address.parameters("state")]
    found = holdings(the_library(), codes)
    if codes:
        _of_states(codes, {each.state: each for each in found})
    else:
        _of_all(found)
    end()


def _of_all(found: Sequence[StateHoldings]) -> None:
    begin("What is held", lead=LEAD)
    if not found:
        words = "palermo ingest takes laws in; palermo starter takes in the digests that ship."
        show(notice("The library is empty", element("p", words)))
        return
    head = ["State", "Laws", "Model laws", "Digested laws", "Texts", "Languages of the laws"]
    rows = [_row(each) for each in sorted(found, key=lambda each: state_name(each.state))]
    show(_table([element("th", words, scope="col") for words in head], rows, "What is held for each State"))


def _row(held: StateHoldings) -> Html:
    texts = [law for law in held.laws if law.law.kind is not Kind.DIGEST]  # a digest is English whatever its law is
    languages = sorted({language_name(version.language) for law in texts for version in law.versions})
    counts = [str(len(held.of_kind(kind))) for kind in (Kind.LAW, Kind.MODEL, Kind.DIGEST)]
    return element(
        "tr",
        element("th", address.link(state_name(held.state), "holdings", state=held.state), scope="row"),
        [element("td", count, class_="count") for count in [*counts, str(held.provisions)]],
        element("td", ", ".join(languages) or "no text held"),
    )


def _of_states(codes: Sequence[str], found: dict[str, StateHoldings]) -> None:
    title = ", ".join(state_name(code) for code in codes)
    begin(
        f"{title}: what is held",
        element("span", title),
        LEAD_OF_STATE,
        crumbs(address.link("What is held", "holdings")),
    )
    for code in codes:
        heading = element("h2", state_name(code)) if len(codes) > 1 else None
        if code not in found:
            show(
                heading,
                notice("No law of this State is held", element("p", "Nothing can be identified here.")),
                listed_elsewhere(not_held(the_library(), code), "h2" if heading is None else "h3"),
            )
            continue
        show(
            heading,
            element("p", address.link("Search in these texts", "search", state=code), class_="actions"),
        )
        for kind in Kind:
            laws = found[code].of_kind(kind)
            if laws:
                show(_laws(kind, laws, "h2" if heading is None else "h3"))
        show(listed_elsewhere(not_held(the_library(), code), "h2" if heading is None else "h3"))


def _laws(kind: Kind, laws: Sequence[HeldLaw], level: str) -> Html:
    names = ("Title", "Number", "Year", "Language and version date", "Fetched")
    head = [element("th", name, scope="col") for name in names]
    plural = KINDS_PLURAL[kind]
    about = (
        element("p", "Palermo’s own short abstracts; the text of the law is not held with them.", class_="quiet")
        if kind is Kind.DIGEST else None
    )  # fmt: skip
    return element(
        "section",
        element(level, f"{plural[0].upper()}{plural[1:]}"),
        about,
        _table(head, [_law(held) for held in laws], KINDS[kind]),
    )


def _law(held: HeldLaw) -> Html:
    law = held.law
    native = law.native_title if law.native_title != law.title else None
    title = joined(
        [
            address.link(law.title, "law", id=law.id),
            element("span", native, class_="native", dir="auto") if native else None,
        ]
    )
    dated = [
        element(
            "li", f"{language_name(version.language)}, {version.version_date or 'date not recorded'}",
            element("span", ", could not be read", class_="quiet") if version.is_unread else None,
        )
        for version in held.versions
    ]  # fmt: skip
    fetched = dict.fromkeys(version.sources[0].fetched_at or NOT_RECORDED for version in held.versions)
    return element(
        "tr",
        element("th", title, " ", None if law.kind is Kind.LAW else kind_badge(law.kind), scope="row"),
        element("td", law.identifier or ""),
        element("td", str(law.year or "")),
        element("td", element("ul", dated, class_="plain-list") if dated else "no version is current"),
        element("td", ", ".join(fetched)),
    )


def _table(head: Sequence[Html], rows: Sequence[Html], label: str) -> Html:
    table = element("table", element("thead", element("tr", head)), element("tbody", rows), class_="holdings")
    return element("div", table, class_="wide", role="region", aria_label=label, tabindex=0)
