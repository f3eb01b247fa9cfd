"""Compare: two to six States side by side on one article."""

from __future__ import annotations

from library.browsing import holdings
from library.comparing import FEWEST, MOST, Cell, Column, Comparison, compare
from library.searching import search
from palermo.errors import UnknownIdError
from palermo.model.law import Kind
from palermo.model.state import states
from palermo.treaties.load import article as find_article
from palermo.treaties.load import instruments
from palermo.treaties.reference import TreatyReference
from ui.components import address, choices
from ui.components.elsewhere import listed_elsewhere
from ui.components.frame import begin, end
from ui.components.html import Html, element, joined, show
from ui.components.legal_text import language_of, opening_of
from ui.components.names import article_label, designated, kind_badge, place_label, state_name
from ui.components.notices import held_laws, notice
from ui.components.opened import the_library
from ui.components.reading import doubt_line
from ui.components.tags import tag_summary

LEAD = "Two to six States side by side on one article, from the texts held and the links recorded for them."


def show_compare() -> None:
    """The view at /compare?article=...&states=..."""
    article, codes = _asked()
    begin(
        f"Compare: {place_label(article)}" if article else "Compare States",
        element("span", "Compare States"),
        LEAD,
    )
    counts = search(the_library(), article=article, limit=0).facets["state"] if article else {}
    every = [f"{one.id}:{each.number}" for one in instruments().values() for each in one.articles]
    choices.one(
        "Article",
        "compare-article",
        every,
        article,
        article_label,
        changed=_changed,
        none="Choose an article",
    )
    choices.several(
        f"{FEWEST} to {MOST} States, each with the number of texts linked", "compare-states",
        sorted(states(), key=state_name), codes, state_name, counts, changed=_changed, most=MOST,
        placeholder="Choose States",
    )  # fmt: skip
    if not article or len(codes) < FEWEST:
        _invite(article, codes)
    else:
        _side_by_side(compare(the_library(), codes, article))
    end()


def _asked() -> tuple[str, list[str]]:
    """The article and the States that the address names; UnknownIdError where one of them does not exist."""
    article = address.parameter("article")
    if article:
        find_article(article)
        article = TreatyReference.parse(article).article_id
    codes = list(dict.fromkeys(code.upper() for code in address.parameters("states")))
    for code in codes:
        if code not in states():
            raise UnknownIdError(f"'{code}' is the three-letter code of no State: write it like CAN or UGA")
    return article, codes[:MOST]


def _changed() -> None:
    codes = choices.chosen_in("compare-states") or []
    address.go_to(article=choices.chosen_in("compare-article"), states=",".join(codes))


def _invite(article: str, codes: list[str]) -> None:
    missing = "an article and at least two States" if not article else "at least two States"
    show(notice("Nothing to compare yet", element("p", f"Choose {missing} above.")))
    if article:
        show(element("p", address.link("What is linked to this article", "browse", article=article)))


def _side_by_side(comparison: Comparison) -> None:
    article = comparison.article
    about = address.link(article_label(comparison.article_id), "browse", article=comparison.article_id)
    heads = [element("th", column.state.name, scope="col") for column in comparison.columns]
    columns = [element("td", _column(column)) for column in comparison.columns]
    held = [element("td", _held(column)) for column in comparison.columns]
    table = element(
        "table",
        element("thead", element("tr", element("td", class_="corner"), heads)),
        element(
            "tbody",
            element("tr", element("th", "Identified in the texts held", scope="row"), columns),
            element("tr", element("th", "Laws held", scope="row"), held),
        ),
        class_=f"comparison columns-{len(comparison.columns)}",
    )
    show(
        element("h2", about),
        element("p", article.statement, class_="lead"),
        element("div", table, class_="side-by-side", role="region", aria_label="Comparison", tabindex=0),
    )


def _column(column: Column) -> Html:
    if not column.cells:
        listed = listed_elsewhere(column.listed, "h3", most=5)
        return joined([element("p", column.reason, class_="reason"), listed])
    return joined([_cell(cell) for cell in column.cells])


def _held(column: Column) -> Html:
    found = holdings(the_library(), [column.state.iso3])
    if not found:
        return element("p", "No law of this State is held.", class_="quiet")
    return held_laws(found[0].laws)


def _cell(cell: Cell) -> Html:
    provision = cell.provision
    title = joined([element("span", designated(provision), class_="number"), " ", provision.heading])
    own_words = "Palermo’s own words, not the text of the law."
    return element(
        "article",
        element("p", kind_badge(cell.law.kind), element("span", cell.law.title), class_="meta"),
        element(
            "h3",
            address.link(title, "provision", id=provision.id),
            lang=language_of(provision.language),
            dir="auto",
        ),
        element("p", own_words, class_="own-words") if cell.law.kind is Kind.DIGEST else None,
        opening_of(provision.text, provision.language),
        doubt_line(provision),
        [element("p", note, class_="penalty") for note in provision.notes] if cell.law.kind is Kind.DIGEST else None,
        tag_summary(cell.tags),
        class_=f"cell cell-{cell.law.kind.value}",
    )
