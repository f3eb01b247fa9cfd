"""How far each concept speaks for each article: from the concepts' own articles and the requirements' elements."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palermo.tagging.signals import Matrix
from palermo.treaties.knowledge import KnowledgeBase
from palermo.treaties.load import instruments


@dataclass(frozen=True)
class Subjects:
    """The articles that ask something, the concepts, and two ways in which these speak for those."""

    articles: list[str]
    concepts: list[str]
    characteristic: Matrix
    """Articles by concepts: 1 where an idea is characteristic of one article alone, less where of several."""
    elements: Matrix
    """Articles by concepts: how specific an idea of the elements is to the article, 1 for the most specific."""
    general: list[int]
    """The columns of concepts that no article is about: what a provision does, and how it is drafted."""


def subjects(base: KnowledgeBase) -> Subjects:
    """The subjects that the knowledge base describes, in its order."""
    articles = [
        f"{one.id}:{article.number}"
        for one in instruments().values()
        for article in one.articles
        if base.of_article(f"{one.id}:{article.number}")
    ]
    concepts = list(base.concepts)
    column = {concept: n for n, concept in enumerate(concepts)}
    characteristic = np.zeros((len(articles), len(concepts)), dtype=np.float32)
    elements = np.zeros_like(characteristic)
    for row, article in enumerate(articles):
        for concept in base.concepts.values():
            if article in concept.articles:
                characteristic[row, column[concept.id]] = len(concept.articles) ** -0.5
        for requirement in base.of_article(article):
            for element in requirement.elements:
                for place, name in enumerate(element.concepts):
                    at = (row, column[name])
                    elements[at] = max(elements[at], 1 / (1 + place))
    spread = (elements > 0).sum(0)
    elements *= np.log((1 + len(articles)) / (1 + spread)).astype(np.float32)
    elements /= np.maximum(elements.max(1, keepdims=True), np.float32(1e-6))
    general = [column[one.id] for one in base.concepts.values() if not one.articles]
    return Subjects(articles, concepts, characteristic, elements, general)
