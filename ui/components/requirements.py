"""Requirements: what an article asks, paragraph by paragraph and element by element."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from palermo.treaties.knowledge import KnowledgeBase
from palermo.treaties.load import themes
from palermo.treaties.requirement import Cluster, Element, ElementKind, Legislation, Level, NotARequirement, Requirement
from ui.components.address import link
from ui.components.html import Html, Part, element, joined
from ui.components.places import paragraph_number, place_link, place_links, prose

LEVELS = {
    Level.MANDATORY: ("Mandatory", "The State must do it."),
    Level.MUST_CONSIDER: ("Must be considered", "The State must look into it, and is then free."),
    Level.BEST_EFFORTS: ("Best efforts", "The State must try, as far as its means and its law allow."),
    Level.OPTIONAL: ("Optional", "The State may do it."),
    Level.SAFEGUARD: ("Safeguard", "A limit or guarantee that stands beside the duties."),
    Level.DEFINITION: ("Definition", "What a term means in the instrument."),
}  # fmt: skip
CLUSTERS = {
    Cluster.CRIMINALIZATION: "criminalization and jurisdiction",
    Cluster.PREVENTION_AND_PROTECTION: "prevention, technical assistance and protection",
    Cluster.LAW_ENFORCEMENT: "law enforcement and the judicial system",
    Cluster.COOPERATION: "international cooperation, mutual legal assistance and confiscation",
}
LEGISLATION = {
    Legislation.NEEDED: "A law is normally needed",
    Legislation.MAY_BE_NEEDED: "A law may be needed",
    Legislation.NOT_NEEDED: "No law is normally needed",
}
KINDS_OF_ELEMENT = {
    ElementKind.CONDUCT: "Conduct", ElementKind.OBJECT: "Object", ElementKind.MENTAL_ELEMENT: "Mental element",
    ElementKind.PURPOSE: "Purpose", ElementKind.CIRCUMSTANCE: "Circumstance", ElementKind.THRESHOLD: "Threshold",
    ElementKind.SANCTION: "Sanction", ElementKind.PERSON: "Person", ElementKind.PROCEDURE: "Procedure",
}  # fmt: skip


def requirement(one: Requirement, base: KnowledgeBase) -> Html:
    """One requirement with everything that is known about it."""
    heading = joined([element("span", paragraph_number(one.id), class_="number"), " ", one.label])
    theme = link(themes()[one.theme].name, "browse", theme=one.theme) if one.theme else None
    provisions = [
        link(provision.title, "model-provisions", id=provision.id) for provision in base.model_provisions_for(one.id)
    ]
    return element(
        "article",
        element("h3", heading),
        element(
            "p", _level_badge(one.level), element("span", LEGISLATION[one.legislation]),
            element("span", f"Review cluster {one.cluster.value}: {CLUSTERS[one.cluster]}"), class_="meta",
        ),
        element("p", prose(one.statement, one.id), class_="statement"),
        _alternatives(one),
        _listed("Conditions", [prose(words, one.id) for words in one.conditions]),
        element("h4", "Elements"),
        element("ul", [_element(one, part, base) for part in one.elements], class_="elements"),
        element("h4", "What a reviewer looks for"),
        element("p", prose(one.look_for, one.id)),
        _fact("Theme", theme),
        _fact("Model provisions", joined(provisions, "; ") if provisions else None),
        _fact("See also", place_links(one.see_also, one.id) if one.see_also else None),
        _fact("Parallels", parallels(one)),
        class_="requirement", id=one.id, tabindex=-1,
    )  # fmt: skip


def contents_of(requirements: Sequence[Requirement]) -> Html:
    """Links to the requirements on the same page."""
    items = [
        element(
            "li",
            place_link(
                one.id,
                words=[element("span", paragraph_number(one.id), class_="number"), " ",
                       element("span", one.label, class_="words")],
            ),
        )
        for one in requirements
    ]  # fmt: skip
    return element("ul", items)


def no_requirements(left_out: Mapping[str, NotARequirement], is_open: bool = False) -> Html | None:
    """The paragraphs that ask nothing citable of their own, each with the reason; None where there are none."""
    if not left_out:
        return None
    is_one = len(left_out) == 1
    count = "1 paragraph without a requirement of its own" if is_one else (
        f"{len(left_out)} paragraphs without requirements of their own"
    )  # fmt: skip
    items = [
        element(
            "li", element("span", paragraph_number(reference), class_="number"), " ", prose(one.why, reference),
            id=reference, tabindex=-1,
        )
        for reference, one in left_out.items()
    ]  # fmt: skip
    return element(
        "details", element("summary", count), element("ul", items, class_="plain-list"), class_="left-out", open=is_open
    )


def levels_explained() -> Html:
    """What each level means, for the reader who asks."""
    rows = [joined([element("dt", name), element("dd", meaning)]) for name, meaning in LEVELS.values()]
    return element(
        "details", element("summary", "What the levels mean"), element("dl", rows, class_="levels"), class_="left-out"
    )


def parallels(one: Requirement) -> str | None:
    """The parallel articles and Recommendations in words; None where none is known."""
    found = []
    if one.uncac:
        found.append(f"Convention against Corruption, {_counted('article', one.uncac)}")
    if one.fatf:
        found.append(f"FATF {_counted('Recommendation', one.fatf)} (2012)")
    return "; ".join(found) or None


def concept_link(name: str, base: KnowledgeBase) -> Html:
    """A link to the page of a concept."""
    return link(base.concepts[name].name, "glossary", concept=name)


def _element(one: Requirement, part: Element, base: KnowledgeBase) -> Html:
    own_level = _level_badge(part.level) if part.level and part.level is not one.level else None
    shown_by: Part = part.no_concept
    if part.concepts:
        shown_by = ["Shown by words for: ", joined([concept_link(name, base) for name in part.concepts], ", ")]
    return element(
        "li",
        element("span", KINDS_OF_ELEMENT[part.kind], class_="kind"),
        element(
            "div",
            element("p", prose(part.test, one.id), " ", own_level),
            element("p", shown_by, class_="quiet"),
        ),
        id=f"{one.id}#{part.id}", tabindex=-1,
    )  # fmt: skip


def _alternatives(one: Requirement) -> Html | None:
    if not one.alternative_to:
        return None
    return element("p", "An alternative to ", place_links(one.alternative_to, one.id), ": a State needs one of them.")


def _level_badge(level: Level) -> Html:
    name, meaning = LEVELS[level]
    return element("span", name, title=meaning, class_="badge badge-level")


def _listed(heading: str, items: Sequence[Part]) -> Html | None:
    if not items:
        return None
    return joined([element("h4", heading), element("ul", [element("li", item) for item in items])])


def _fact(name: str, value: Part) -> Html | None:
    if value is None:
        return None
    return element("p", element("span", f"{name}: ", class_="label"), value, class_="fact")


def _counted(word: str, numbers: Sequence[str]) -> str:
    return f"{word}{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"
