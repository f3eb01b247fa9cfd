"""Model provisions: all of them by instrument and article, or one by its id."""

from __future__ import annotations

from palermo.errors import UnknownIdError
from palermo.treaties.instrument import Instrument
from palermo.treaties.knowledge import KnowledgeBase, knowledge
from palermo.treaties.load import instruments
from palermo.treaties.model_provision import OWN_DRAFTING, ModelProvision, Tradition
from palermo.treaties.reference import TreatyReference
from ui.components import address
from ui.components.frame import begin, crumbs, end
from ui.components.html import Html, element, joined, show
from ui.components.languages import language_name
from ui.components.model_provisions import TRADITIONS, model_provision
from ui.components.places import place_link

LEAD = "Clauses to start from, requirement by requirement, with what to decide before one takes them up."


def show_model_provisions() -> None:
    """The view at /model-provisions, and /model-provisions?id=... for one of them."""
    base = knowledge()
    chosen = address.parameter("id")
    if chosen:
        _one(chosen, base)
    else:
        _all(base)
    end()


def _one(chosen: str, base: KnowledgeBase) -> None:
    one = base.model_provisions.get(chosen)
    if one is None:
        raise UnknownIdError(f"'{chosen}' is no model provision: open one from the list of model provisions")
    article_id = TreatyReference.parse(one.requirements[0]).article_id
    begin(
        one.title,
        above=crumbs(address.link("Model provisions", "model-provisions"), place_link(article_id)),
    )
    show(element("div", model_provision(one, base), class_="single"))


def _all(base: KnowledgeBase) -> None:
    begin("Model provisions", lead=LEAD)
    sections = {one.id: _instrument(one, base) for one in instruments().values()}
    items = [
        element("li", address.link(instruments()[name].short_name, "model-provisions", at=name))
        for name, section in sections.items() if section
    ]  # fmt: skip
    show(
        element("div", element("p", OWN_DRAFTING), class_="banner banner-model", role="note"),
        element("nav", element("ul", items), class_="theme-links", aria_label="Instruments"),
        *sections.values(),
    )


def _instrument(instrument: Instrument, base: KnowledgeBase) -> Html | None:
    by_article: dict[int, list[ModelProvision]] = {}
    for one in base.model_provisions.values():
        chief = TreatyReference.parse(one.requirements[0])
        if chief.instrument == instrument.id:
            by_article.setdefault(chief.article, []).append(one)
    if not by_article:
        return None
    articles = [
        element(
            "section",
            element("h3", _article(instrument, number)),
            element("ul", [element("li", _line(one)) for one in found], class_="held"),
        )
        for number, found in sorted(by_article.items())
    ]
    return element("section", element("h2", instrument.name, id=instrument.id, tabindex=-1), articles)


def _article(instrument: Instrument, number: int) -> Html:
    article = instrument.article(number)
    heading = f": {article.heading}" if article else ""
    return address.link(f"Article {number}{heading}", "browse", article=f"{instrument.id}:{number}")


def _line(one: ModelProvision) -> Html:
    facts = [] if one.tradition is Tradition.ANY else [TRADITIONS[one.tradition].lower()]
    languages = sorted(map(language_name, one.translations))
    facts += [f"also in {' and '.join(languages)}"] if languages else []
    return joined(
        [
            address.link(one.title, "model-provisions", id=one.id),
            element("span", f" {'; '.join(facts)}", class_="quiet") if facts else None,
        ]
    )
