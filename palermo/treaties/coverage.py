"""What the knowledge base covers: every paragraph, every duty that needs a law, every language."""

from __future__ import annotations

from dataclasses import dataclass, field

from palermo.concepts.load import languages, terms
from palermo.treaties.knowledge import KnowledgeBase
from palermo.treaties.load import instruments
from palermo.treaties.requirement import Legislation, Level

TREATY_LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
"""The six languages in which the instruments are equally authentic."""


@dataclass
class InstrumentCoverage:
    """How one instrument is broken down."""

    instrument: str
    articles: int
    paragraphs: int
    requirements: int = 0
    not_requirements: int = 0
    elements: int = 0
    levels: dict[str, int] = field(default_factory=dict)
    mandatory_needing_law: int = 0
    with_model_provision: int = 0


@dataclass
class Coverage:
    """The counts and the gaps; complete where `gaps` is empty."""

    instruments: list[InstrumentCoverage]
    concepts: int
    terms: dict[str, int]
    """Concepts with terms, by language."""
    model_provisions: int
    model_laws: int
    gaps: list[str]
    """Each a sentence: what is missing, and where."""


def coverage(base: KnowledgeBase) -> Coverage:
    """Count what there is and name what is missing. DataError where a language's terms are not valid."""
    gaps: list[str] = []
    counted = []
    served = {reference for one in base.model_provisions.values() for reference in one.requirements}
    for one in instruments().values():
        counts = InstrumentCoverage(one.id, len(one.articles), sum(len(a.paragraphs) for a in one.articles))
        for article in one.articles:
            own = f"{one.id}:{article.number}"
            for reference in [f"{own}.{paragraph}" for paragraph in article.paragraphs] or [own]:
                if reference in base.not_requirements:
                    counts.not_requirements += 1
                elif reference not in base.requirements and own not in base.requirements:
                    gaps.append(f"{reference} is neither a requirement nor said to be none")
            for requirement in base.of_article(own):
                counts.requirements += 1
                counts.elements += len(requirement.elements)
                counts.levels[requirement.level.value] = counts.levels.get(requirement.level.value, 0) + 1
                if requirement.level is Level.MANDATORY and requirement.legislation is Legislation.NEEDED:
                    counts.mandatory_needing_law += 1
                    counts.with_model_provision += requirement.id in served
                    if requirement.id not in served:
                        gaps.append(f"{requirement.id} is mandatory and needs a law, but has no model provision")
        counted.append(counts)
    spoken: dict[str, int] = {}
    for language in languages():
        held = terms(language)
        spoken[language] = len(held.terms) if held else 0
    defined = [concept.id for concept in base.concepts.values() if concept.defined_in]
    for language in TREATY_LANGUAGES:
        held = terms(language)
        missing = [concept for concept in defined if held is None or concept not in held.terms]
        if missing:
            gaps.append(f"the glossary of defined terms has nothing in '{language}' for {', '.join(missing)}")
    return Coverage(counted, len(base.concepts), spoken, len(base.model_provisions), len(base.model_laws), gaps)
