"""Search: words and filters in, provisions out; the address holds both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from index.contract import Review, SearchQuery, Sort
from library.helping import help_with
from library.searching import Answer, answer_to
from palermo.model.law import Kind, LegalStatus
from palermo.treaties.load import exists, instruments, themes
from palermo.treaties.reference import TreatyReference, instrument_ids
from ui.components import address, choices
from ui.components.frame import begin, end
from ui.components.html import element, show
from ui.components.languages import language_name
from ui.components.names import KINDS, REVIEWS, STATUSES, article_label, legal_system_name, place_label, state_name
from ui.components.nothing_found import nothing_found
from ui.components.opened import the_library
from ui.components.reading import unread_list
from ui.components.results import PER_PAGE, pages, result_list
from ui.components.suggestions import show_suggestions
from ui.components.understood import understood

SORTS = {Sort.RELEVANCE: "Best first", Sort.DATE: "Newest first", Sort.STATE: "By State and law"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    q: str = ""
    state: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    legal_system: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    instrument: str = ""
    article: str = ""
    requirement: str = ""
    first_year: str = ""
    last_year: str = ""
    review: str = ""
    exact: str = ""
    sort: str = ""

    def parameters(self) -> dict[str, address.Value]:
        """As the address holds it."""
        return asdict(self)

    @property
    def has_filters(self) -> bool:
        """Whether anything but the words, their reading and the order was chosen."""
        return self != Asked(q=self.q, exact=self.exact, sort=self.sort)

    def query(self, page: int) -> SearchQuery:
        """As the search is asked."""
        return SearchQuery(
            words=self.q, states=self.state, regions=self.region, legal_systems=self.legal_system,
            languages=self.language, kinds=self.kind, statuses=self.status, themes=self.theme,
            instrument=self.instrument or None, article=self.article or None, requirement=self.requirement or None,
            first_year=_year(self.first_year), last_year=_year(self.last_year), review=self.review or None,
            exact=bool(self.exact), sort=Sort(self.sort) if self.sort in list(Sort) else Sort.RELEVANCE,
            limit=PER_PAGE, offset=(page - 1) * PER_PAGE,
        )  # fmt: skip


def show_search() -> None:
    """The view at /search."""
    asked, page = _asked(), address.number("page")
    answer = answer_to(the_library(), asked.query(page))
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
    show_suggestions()
    with st.form(f"{key}-form", border=False):
        field, button = st.columns([5, 1], vertical_alignment="bottom")
        field.text_input(
            "Words, “phrases”, a number such as article 5, AND OR NOT, near, begin*, title:…", key=key, max_chars=2000,
            placeholder="organized criminal group",
        )  # fmt: skip
        return bool(button.form_submit_button("Search", type="primary", width="stretch", on_click=sent))


def _asked() -> Asked:
    def several(name: str) -> tuple[str, ...]:
        return tuple(address.parameters(name))

    return Asked(
        q=address.parameter("q"), state=tuple(code.upper() for code in several("state")), region=several("region"),
        legal_system=several("legal_system"), language=several("language"), kind=several("kind"),
        status=several("status"), theme=several("theme"), instrument=address.parameter("instrument"),
        article=address.parameter("article"), requirement=address.parameter("requirement"),
        first_year=address.parameter("first_year"), last_year=address.parameter("last_year"),
        review=address.parameter("review"), exact=address.parameter("exact"), sort=address.parameter("sort"),
    )  # fmt: skip


def _year(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) == 4 else None


def _changed() -> None:
    """A widget was changed: the address follows, from the first page on."""
    held = {name: choices.chosen_in(f"search-{name}") for name in Asked.__dataclass_fields__}
    kept = {name: address.parameter(name) for name, value in held.items() if value is None}
    address.go_to(**{**{name: _written(value) for name, value in held.items()}, **kept})


def _written(value: object) -> address.Value:
    if isinstance(value, bool):
        return "yes" if value else ""
    return value  # type: ignore[return-value]  # widgets hold words or lists of words


def _filters(asked: Asked, answer: Answer) -> None:
    facets = answer.facets
    choices.switch("Exactly as typed", "search-exact", bool(asked.exact), changed=_changed, about=(
        "Leaves out other forms of the words, and other words and languages for the same legal idea."
    ))  # fmt: skip
    choices.one("Order", "search-sort", list(SORTS)[1:], asked.sort, lambda s: SORTS[Sort(s)], changed=_changed,
                none=SORTS[Sort.RELEVANCE])  # fmt: skip
    show(element("p", "Narrow down", class_="rail-head"))

    def several(
        label: str, name: str, options: Sequence[str], chosen: Sequence[str], called: Callable[[str], str]
    ) -> None:
        choices.several(label, f"search-{name}", options, chosen, called, facets[name], changed=_changed)

    def one(label: str, name: str, options: Sequence[str], chosen: str, called: Callable[[str], str]) -> None:
        choices.one(label, f"search-{name}", options, chosen, called, facets[name], changed=_changed)

    several("State", "state", sorted(facets["state"], key=state_name), asked.state, state_name)
    several("Region", "region", sorted(facets["region"]), asked.region, str)
    several("Legal system", "legal_system", sorted(facets["legal_system"]), asked.legal_system, legal_system_name)
    several("Kind of text", "kind", [*KINDS], asked.kind, lambda kind: KINDS[Kind(kind)])
    several("Status", "status", list(facets["status"]), asked.status, lambda status: STATUSES[LegalStatus(status)])
    several("Language", "language", sorted(facets["language"], key=language_name), asked.language, language_name)
    one("Instrument", "instrument", instrument_ids(), asked.instrument, lambda each: instruments()[each].short_name)
    articles = sorted((each for each in facets["article"] if exists(each)), key=_treaty_order)
    if asked.instrument:
        articles = [each for each in articles if each.startswith(f"{asked.instrument}:")]
    one("Article", "article", articles, asked.article, article_label)
    if asked.article:
        below = [each for each in facets["requirement"] if each.startswith(f"{asked.article}.") and exists(each)]
        one("Requirement", "requirement", sorted(below), asked.requirement, place_label)
    several("Theme", "theme", [theme for theme in themes() if theme in facets["theme"]], asked.theme,
            lambda theme: themes()[theme].name if theme in themes() else theme)  # fmt: skip
    years = sorted(year for year in facets["year"] if year)
    earliest, latest = st.columns(2)
    with earliest:
        choices.one("From year", "search-first_year", years, asked.first_year, str, changed=_changed, none="Any")
    with latest:
        choices.one("To year", "search-last_year", years, asked.last_year, str, changed=_changed, none="Any")
    one("Who stands behind the links", "review", list(Review), asked.review, lambda each: REVIEWS[Review(each)])
    if asked.has_filters:
        show(element("p", address.link("Remove all filters", "search", q=asked.q, exact=asked.exact, sort=asked.sort)))


def _answer(asked: Asked, answer: Answer, page: int) -> None:
    show(understood(answer, asked.q, bool(asked.exact)), unread_list(answer.unread))
    if not answer.hits:
        show(nothing_found(help_with(the_library(), asked.query(page)), asked.state, asked.parameters()))
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
        result_list(answer.hits, first, answer.alike),
        pages(answer.total, page, "search", **asked.parameters()),
    )  # fmt: skip


def _treaty_order(article_id: str) -> tuple[int, int]:
    reference = TreatyReference.parse(article_id)
    return instrument_ids().index(reference.instrument), reference.article
