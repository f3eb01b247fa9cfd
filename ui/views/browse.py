"""The treaties: their articles, and for each what it asks, what answers to it, and what is linked to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from library.browsing import held_on_article
from library.comparing import Cell
from library.searching import search
from palermo.errors import UnknownIdError
from palermo.model.law import Kind
from palermo.treaties.article import Article
from palermo.treaties.instrument import Instrument
from palermo.treaties.knowledge import KnowledgeBase, knowledge
from palermo.treaties.load import article as find_article
from palermo.treaties.load import instruments, themes
from palermo.treaties.reference import TreatyReference
from palermo.treaties.requirement import NotARequirement, Requirement
from ui.components import address
from ui.components.digests import FoundDigest, digest_list, digests_on
from ui.components.frame import begin, crumbs, end
from ui.components.html import Html, Part, element, joined, show
from ui.components.model_provisions import model_laws, model_provision
from ui.components.names import citation, kind_badge, provision_title, state_name
from ui.components.notices import notice
from ui.components.opened import the_library
from ui.components.reading import doubt_line
from ui.components.requirements import contents_of, levels_explained, no_requirements, requirement
from ui.components.tags import GRADES

COUNTED = "Texts linked"
WHOSE_WORDS = "What the article asks is said in Palermo’s own words; the words of the treaty are at its depositary."
MOST_LISTED = 200
"""Provisions of one State that are listed; search finds the rest."""


def show_browse() -> None:
    """The view at /browse, for an article, an instrument, a theme, or all instruments."""
    article, instrument, theme = (address.parameter(name) for name in ("article", "instrument", "theme"))
    if article:
        _article(article)
    elif theme:
        _theme(theme)
    else:
        _instruments(instrument)
    end()


def _instruments(chosen: str) -> None:
    if chosen and chosen not in instruments():
        raise UnknownIdError(f"'{chosen}' is no instrument: choose one of {', '.join(instruments())}")
    shown = [instruments()[chosen]] if chosen else list(instruments().values())
    counts = search(the_library(), limit=0).facets["article"]
    above = crumbs(address.link("Treaties", "browse")) if chosen else None
    begin(shown[0].name if chosen else "The treaties", lead=_LEAD, above=above)
    show(_theme_links())
    for instrument in shown:
        show(_instrument(instrument, counts, is_alone=bool(chosen)))


def _instrument(instrument: Instrument, counts: Mapping[str, int], is_alone: bool) -> Html:
    heading = "Articles" if is_alone else address.link(instrument.name, "browse", instrument=instrument.id)
    facts = (
        f"Adopted {instrument.adopted} by resolution {instrument.resolution}; in force since {instrument.in_force}; "
        f"{len(instrument.articles)} articles."
    )
    official = element("p", address.outside("Official text", instrument.address)) if instrument.address else None
    rows = [_row(instrument.id, each, counts) for each in instrument.articles]
    table = _table(rows, f"Articles of the {instrument.short_name}")
    return element(
        "section", element("h2", heading), element("p", facts, class_="quiet"), official, table,
        class_="instrument",
    )  # fmt: skip


def _theme(theme_id: str) -> None:
    theme = themes().get(theme_id)
    if theme is None:
        raise UnknownIdError(f"'{theme_id}' is no theme: choose one of {', '.join(themes())}")
    counts = search(the_library(), limit=0).facets["article"]
    begin(theme.name, lead=theme.about, above=crumbs(address.link("Treaties", "browse"), "Themes"))
    show(_theme_links())
    for instrument in instruments().values():
        found = [each for each in instrument.articles if each.theme == theme_id]
        if found:
            rows = [_row(instrument.id, each, counts) for each in found]
            show(
                element(
                    "section",
                    element("h2", instrument.name),
                    _table(rows, f"Articles of the {instrument.short_name}"),
                )
            )


def _article(reference: str) -> None:
    article = find_article(reference)
    article_id = TreatyReference.parse(reference).article_id
    instrument = instruments()[TreatyReference.parse(reference).instrument]
    theme = themes()[article.theme]
    parts = _parts(article_id, knowledge())
    begin(
        f"Article {article.number}, {instrument.short_name}",
        element("span", element("span", f"Article {article.number}", class_="number"), " ", article.heading),
        article.statement,
        crumbs(
            address.link("Treaties", "browse"),
            address.link(instrument.name, "browse", instrument=instrument.id),
        ),
    )
    show(
        element("p", WHOSE_WORDS, class_="quiet"),
        element("p", element("span", "Theme: ", class_="label"), address.link(theme.name, "browse", theme=theme.id)),
        element(
            "p", address.link("Compare States on this article", "compare", article=article_id), " · ",
            address.link("Search within this article", "search", article=article_id), class_="actions",
        ),
        element(
            "div",
            _contents(article_id, parts),
            element("div", [part.section for part in parts]),
            class_="article-page",
        ),
        _turn(instrument, article),
    )  # fmt: skip


class _Part(NamedTuple):
    """A section of the page of an article, with its name and the links to what stands in it."""

    id: str
    name: str
    section: Html
    below: Html | None = None


def _parts(article_id: str, base: KnowledgeBase) -> list[_Part]:
    asked = base.of_article(article_id)
    left_out = {
        place: why for place, why in base.not_requirements.items()
        if TreatyReference.parse(place).article_id == article_id
    }  # fmt: skip
    served = {one.id: one for requirement in asked for one in base.model_provisions_for(requirement.id)}
    laws = base.model_laws_for(article_id)
    parts = [_asked(asked, left_out, base)]
    if served:
        clauses = [model_provision(one, base, article_id) for one in served.values()]
        parts.append(_part("model-provisions", "Model provisions", len(served), clauses))
    if laws:
        parts.append(_part("model-laws", "Published model laws", len(laws), model_laws(laws)))
    return [*parts, _held(article_id)]


def _part(part_id: str, name: str, count: int, *inside: Part, below: Html | None = None) -> _Part:
    heading = element("h2", name, id=part_id, tabindex=-1)
    return _Part(part_id, f"{name} ({count})", element("section", heading, inside), below)


def _asked(asked: Sequence[Requirement], left_out: Mapping[str, NotARequirement], base: KnowledgeBase) -> _Part:
    name = "What the article asks"
    if not asked:
        words = "The article asks nothing citable of its own."
        return _part("requirements", name, 0, element("p", words), no_requirements(left_out, is_open=True))
    return _part(
        "requirements", name, len(asked), levels_explained(), [requirement(one, base) for one in asked],
        no_requirements(left_out), below=contents_of(asked),
    )  # fmt: skip


def _contents(article_id: str, parts: Sequence[_Part]) -> Html:
    items = [
        element("li", address.link(part.name, "browse", at=part.id, article=article_id), part.below) for part in parts
    ]
    return element(
        "nav", element("p", "On this page", class_="label"), element("ul", items), class_="on-this-page",
        aria_label="On this page",
    )  # fmt: skip


def _held(article_id: str) -> _Part:
    held, digests = held_on_article(the_library(), article_id), digests_on(article_id)
    codes = sorted({*held, *digests}, key=state_name)
    name = "Provisions and digests by State"
    if not codes:
        nothing = notice(
            "No provision is identified in the texts held",
            element("p", "No text is linked to this article yet. ", address.link("See what is held", "holdings"), "."),
        )
        return _part("states", name, 0, nothing)
    states = [_state(code, article_id, held.get(code, ()), digests.get(code, ())) for code in codes]
    words = "Digests are Palermo’s own words, not the text of a law; each opens with its official address."
    return _part("states", name, len(codes), element("p", words, class_="quiet") if digests else None, states)


def _state(code: str, article_id: str, cells: Sequence[Cell], digests: Sequence[FoundDigest]) -> Html:
    provisions = {
        (cell.law.title, cell.provision.number): cell.provision.id for cell in cells if cell.law.kind is Kind.DIGEST
    }
    shown = [
        each._replace(provision=provisions.pop((each.law.title, each.digest.number), None)) for each in digests
    ]  # fmt: skip
    listed = [
        cell for cell in cells if cell.law.kind is not Kind.DIGEST or cell.provision.id in provisions.values()
    ]  # fmt: skip
    return element(
        "section",
        element("h3", state_name(code)),
        element("ul", [element("li", _cell(cell)) for cell in listed[:MOST_LISTED]], class_="held") if listed else None,
        element("p", address.link("All of them", "search", article=article_id, state=code))
        if len(listed) > MOST_LISTED else None,
        digest_list(shown, article_id) if shown else None,
    )  # fmt: skip


def _cell(cell: Cell) -> Html:
    grades = dict.fromkeys(GRADES[tag.grade] for tag in cell.tags)
    title = element("span", provision_title(cell.provision), dir="auto")
    return joined(
        [
            address.link(title, "provision", id=cell.provision.id), " ", kind_badge(cell.law.kind),
            element("span", f" {citation(cell.law, cell.provision)}; {' and '.join(grades)}", class_="quiet"),
            doubt_line(cell.provision),
        ]
    )  # fmt: skip


def _turn(instrument: Instrument, article: Article) -> Html:
    before, after = instrument.article(article.number - 1), instrument.article(article.number + 1)

    def to(words: str, other: Article) -> Html:
        name = f"article {other.number}, {other.heading}"
        return element("span", words, address.link(name, "browse", article=f"{instrument.id}:{other.number}"))

    return element(
        "nav",
        to("Previous: ", before) if before else element("span"),
        to("Next: ", after) if after else None,
        class_="turn", aria_label="Previous and next article",
    )  # fmt: skip


def _row(instrument_id: str, article: Article, counts: Mapping[str, int]) -> Html:
    article_id = f"{instrument_id}:{article.number}"
    return element(
        "tr",
        element("td", str(article.number), class_="number"),
        element("th", address.link(article.heading, "browse", article=article_id), scope="row"),
        element("td", address.link(themes()[article.theme].name, "browse", theme=article.theme)),
        element("td", str(counts.get(article_id, 0)), class_="count"),
    )


def _table(rows: Sequence[Html], label: str) -> Html:
    head = [element("th", words, scope="col") for words in ("No.", "Article", "Theme", COUNTED)]
    return element(
        "div",
        element("table", element("thead", element("tr", head)), element("tbody", rows), class_="articles"),
        class_="wide", role="region", aria_label=label, tabindex=0,
    )  # fmt: skip


def _theme_links() -> Html:
    items = [element("li", address.link(theme.name, "browse", theme=theme.id)) for theme in themes().values()]
    return element("nav", element("ul", items), class_="theme-links", aria_label="Themes")


_LEAD = (
    "Headings as in the instruments; what each article is about is said in Palermo’s own words. The number counts the "
    "texts held that are linked to the article, over all States."
)
