"""Model provisions: clauses that Palermo drafted, never without the words that say so."""

from __future__ import annotations

from collections.abc import Sequence

from palermo.treaties.knowledge import KnowledgeBase
from palermo.treaties.model_law import ModelLaw
from palermo.treaties.model_provision import (
    OWN_DRAFTING,
    ModelProvision,
    ServedPart,
    Tradition,
    Translation,
    paragraphs,
)
from ui.components.address import link, outside
from ui.components.html import Html, Part, element
from ui.components.languages import language_name
from ui.components.legal_text import language_of, legal_text
from ui.components.places import place_link, place_links, prose

TRADITIONS = {
    Tradition.ANY: "For any legal tradition",
    Tradition.COMMON_LAW: "In the manner of the common law",
    Tradition.CIVIL_LAW: "In the manner of the civil law",
}


def model_provision(one: ModelProvision, base: KnowledgeBase, article_id: str = "") -> Html:
    """A clause with its commentary, for its own page or for that of an article.

    There its title is a link and its commentary closed.
    """
    level, beside = ("h4", article_id) if article_id else ("h2", one.requirements[0])
    title = element("h3", link(one.title, "model-provisions", id=one.id)) if article_id else None
    commentary = [
        _section(level, "Why it is drafted so", element("p", prose(one.why, beside))),
        _section(level, "What each part serves", element("ul", [_part(part, base, beside) for part in one.parts])),
        _section(level, "Traps", _list(one.traps, beside)),
        _section(level, "What to decide first", _list(one.decide_first, beside)),
        _section(level, "Related offences", _list(one.related_offences, beside)) if one.related_offences else None,
    ]
    return element(
        "article",
        title,
        element(
            "p", element("span", "Palermo’s drafting", class_="badge badge-model"),
            element("span", TRADITIONS[one.tradition]),
            element("span", "Serves ", place_links(one.requirements, article_id, ", ")), class_="meta",
        ),
        element("p", OWN_DRAFTING, class_="own-drafting", role="note"),
        _clause(one.text, "en"),
        _penalty(one, beside),
        element(
            "details", element("summary", "Why it is drafted so, traps, and what to decide first"), commentary,
        ) if article_id else commentary,
        [_translation(language, translation) for language, translation in sorted(one.translations.items())],
        class_="model-provision",
    )  # fmt: skip


def model_laws(laws: Sequence[ModelLaw]) -> Html:
    """Published model laws, with what is known about each."""
    return element("ul", [_law(law) for law in laws], class_="model-laws plain-list")


def _law(law: ModelLaw) -> Html:
    facts = [law.kind.capitalize(), str(law.year) if law.year else "year not found", law.publisher, law.tradition or ""]
    return element(
        "li",
        element("p", element("strong", law.title)),
        element("p", "; ".join(fact for fact in facts if fact), class_="quiet"),
        element("p", outside(law.where, law.where)) if law.where else None,
        element("p", law.where_note, class_="quiet") if law.where_note else None,
        element("p", "Title and year have not been seen on a page of its publisher yet.", class_="quiet")
        if not law.confirmed else None,
    )  # fmt: skip


def _part(part: ServedPart, base: KnowledgeBase, beside: str) -> Html:
    reference, _, name = part.element.partition("#")
    test = next(one.test for one in base.requirements[reference].elements if one.id == name)
    return element(
        "li",
        element("q", " ".join(part.words.split())),
        ": ", prose(test, beside), " (", place_link(part.element, beside), ")",
        element("span", " ", prose(part.note, beside), class_="quiet") if part.note else None,
    )  # fmt: skip


def _penalty(one: ModelProvision, beside: str) -> Html | None:
    if one.penalty is None:
        return None
    words = f"Suggested maximum: at least {one.penalty.maximum_years_at_least} years of deprivation of liberty. "
    return element("p", element("strong", words), prose(one.penalty.note, beside), class_="penalty")


def _translation(language: str, one: Translation) -> Html:
    name = language_name(language)
    return element(
        "details",
        element("summary", f"In {name}: ", element("span", one.title, lang=language_of(language), dir="auto")),
        _clause(one.text, language),
    )


def _clause(text: str, language: str) -> Html:
    return legal_text("\n".join(paragraphs(text)), language, "legal clause")


def _list(items: Sequence[str], beside: str) -> Html:
    return element("ul", [element("li", prose(item, beside)) for item in items])


def _section(level: str, heading: str, *parts: Part) -> Html:
    return element("section", element(level, heading), parts)
