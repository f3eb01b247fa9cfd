"""Glossary: the legal ideas behind the treaties, and the words by which laws speak of them in many languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from palermo.concepts.concept import Concept, ConceptTerms
from palermo.concepts.load import languages, terms
from palermo.errors import UnknownIdError
from palermo.treaties.coverage import TREATY_LANGUAGES
from palermo.treaties.knowledge import KnowledgeBase, knowledge
from ui.components import address
from ui.components.frame import begin, crumbs, end
from ui.components.html import Html, element, joined, show
from ui.components.languages import language_name
from ui.components.places import place_link, place_links
from ui.components.requirements import concept_link

LEAD = "The legal ideas behind the treaties, and the words by which laws speak of them."
HOW_TERMS_ARE_WRITTEN = (
    "These are words to search laws by, collected by Palermo, not authentic terms of the treaties. A star stands for "
    "any ending or beginning of a word, three dots for a few words in between."
)
FIRST_TERMS = 3
"""Terms of a language that the table of defined terms shows."""


def show_glossary() -> None:
    """The view at /glossary?language=..., and /glossary?concept=... for one idea in all languages."""
    base = knowledge()
    concept = address.parameter("concept")
    if concept:
        _one(concept, base)
    else:
        _all(address.parameter("language") or "en", base)
    end()


def _all(language: str, base: KnowledgeBase) -> None:
    if language not in languages():
        raise UnknownIdError(f"there are no terms in '{language}': choose one of {', '.join(languages())}")
    defined = _defined(base)
    listed = _listed(language, base)
    begin("Glossary", lead=LEAD)
    show(
        element("p", HOW_TERMS_ARE_WRITTEN, class_="quiet"),
        element("section", element("h2", "Terms that the treaties define"), defined),
        element(
            "section",
            element("h2", f"All ideas, with terms in {language_name(language)}", id="ideas"),
            _language_links(language),
            listed,
        ),
    )


def _defined(base: KnowledgeBase) -> Html:
    held = {language: _terms_of(language) for language in TREATY_LANGUAGES}
    head = [element("th", words, scope="col") for words in ("Idea", *map(language_name, TREATY_LANGUAGES))]
    rows = [
        element(
            "tr",
            element(
                "th", concept_link(one.id, base), element("span", place_link(one.defined_in), class_="native"),
                scope="row",
            ),
            [_cell(held[language].get(one.id), language) for language in TREATY_LANGUAGES],
        )
        for one in base.concepts.values() if one.defined_in
    ]  # fmt: skip
    return element(
        "div",
        element("table", element("thead", element("tr", head)), element("tbody", rows), class_="glossary"),
        class_="wide", role="region", aria_label="Terms that the treaties define, in six languages", tabindex=0,
    )  # fmt: skip


def _cell(found: ConceptTerms | None, language: str) -> Html:
    words = [element("p", term) for term in found.terms[:FIRST_TERMS]] if found else None
    return element("td", words, lang=language, dir="auto")


def _listed(language: str, base: KnowledgeBase) -> Html:
    held = _terms_of(language)
    rows = []
    for one in sorted(base.concepts.values(), key=lambda one: one.name.casefold()):
        found = held.get(one.id)
        missing = element("dd", f"no terms in {language_name(language)} yet", class_="quiet")
        rows += [
            element("dt", concept_link(one.id, base)), element("dd", one.definition),
            _terms_line(found.terms, language) if found else missing,
        ]  # fmt: skip
    return element("dl", rows, class_="ideas")


def _one(name: str, base: KnowledgeBase) -> None:
    one = base.concepts.get(name)
    if one is None:
        raise UnknownIdError(f"'{name}' is no idea of the glossary: open one from the glossary")
    spoken = {language: found for language in _treaty_languages_first() if (found := _terms_of(language).get(name))}
    begin(one.name, lead=one.definition, above=crumbs(address.link("Glossary", "glossary")))
    show(_facts(one, base), _in_all_languages(spoken))


def _facts(one: Concept, base: KnowledgeBase) -> Html:
    used = [
        f"{requirement.id}#{part.id}"
        for requirement in base.requirements.values() for part in requirement.elements if one.id in part.concepts
    ]  # fmt: skip
    items = [element("li", place_link(reference)) for reference in used]
    return joined(
        [
            element("p", element("span", "Defined in: ", class_="label"), place_link(one.defined_in))
            if one.defined_in else None,
            element("p", element("span", "Characteristic for: ", class_="label"), place_links(one.articles))
            if one.articles else None,
            element("section", element("h2", "Elements that it shows"), element("ul", items)) if items else None,
        ]
    )  # fmt: skip


def _in_all_languages(spoken: Mapping[str, ConceptTerms]) -> Html:
    rows = []
    for language, found in spoken.items():
        rows += [element("dt", language_name(language)), _terms_line(found.terms, language)]
        if found.negative:
            rows += [element("dd", "Look-alikes that do not count:", class_="quiet")]
            rows += [_terms_line(found.negative, language)]
    return element(
        "section",
        element("h2", "Terms by language"),
        element("p", HOW_TERMS_ARE_WRITTEN, class_="quiet"),
        element("dl", rows, class_="ideas"),
    )


def _terms_line(words: Sequence[str], language: str) -> Html:
    each = [element("span", word, class_="term") for word in words]
    return element("dd", joined(each, "; "), lang=language, dir="auto")


def _terms_of(language: str) -> Mapping[str, ConceptTerms]:
    found = terms(language)
    return found.terms if found else {}


def _treaty_languages_first() -> list[str]:
    return sorted(languages(), key=lambda code: (code not in TREATY_LANGUAGES, language_name(code)))


def _language_links(chosen: str) -> Html:
    items = [
        element(
            "li",
            address.link(language_name(code), "glossary", at="ideas", language=code)
            if code != chosen else element("strong", language_name(code), aria_current="page"),
        )
        for code in _treaty_languages_first()
    ]  # fmt: skip
    return element("nav", element("ul", items), class_="theme-links", aria_label="Languages")
