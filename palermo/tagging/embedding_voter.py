"""A voter that compares provisions with what we say of each article, by the vectors of a model of any languages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from palermo.embedding import Embedder
from palermo.tagging.law_text import LawText, ProvisionText
from palermo.tagging.voters import Pair
from palermo.treaties.knowledge import KnowledgeBase
from palermo.treaties.load import heading

LONGEST_READ = 1_500
"""Characters that are compared: most models read little more."""
_CLEARLY_NEARER = 2.0
"""Standard deviations above the mean of all articles that make a full vote."""


class EmbeddingVoter:
    """Votes for the articles that the provision is nearer to than to the others, and against those farther away.

    The nearest of an article's requirements and model provisions counts. Only nearness among articles is used, since
    cosines of different models, and of languages within one, do not compare.
    """

    def __init__(self, embedder: Embedder, base: KnowledgeBase) -> None:
        self.name = f"embedding-similarity/1 {embedder.name} {embedder.fingerprint}"
        self._embedder = embedder
        texts: list[str] = []
        self._articles: dict[str, int] = {}
        starts: list[int] = []
        for article in dict.fromkeys(one.article for one in base.requirements.values()):
            self._articles[article] = len(starts)
            starts.append(len(texts))
            texts += _texts_of(article, base)
        self._starts = np.array(starts, dtype=np.intp)
        self._statements = embedder.embed(texts)

    def votes(self, law: LawText, pairs: Sequence[Pair]) -> Sequence[float]:
        """0 for an article of which nothing is said."""
        rows = sorted({pair.provision for pair in pairs})
        if not rows:
            return []
        vectors = self._embedder.embed([_words_of(law.provisions[row]) for row in rows])
        near = np.maximum.reduceat(vectors @ self._statements.T, self._starts, axis=1)
        spread = np.maximum(near.std(1, keepdims=True), 1e-9)
        support = np.clip((near - near.mean(1, keepdims=True)) / spread / _CLEARLY_NEARER, -1, 1)
        place = {row: n for n, row in enumerate(rows)}
        known = self._articles
        return [
            float(support[place[row], known[article]]) if article in known else 0.0 for row, article in pairs
        ]  # fmt: skip


def _texts_of(article: str, base: KnowledgeBase) -> list[str]:
    texts = [heading(article)]
    clauses: dict[str, str] = {}
    for requirement in base.of_article(article):
        texts.append(f"{requirement.label}. {requirement.statement}")
        for clause in base.model_provisions_for(requirement.id):
            clauses[clause.id] = f"{clause.title}\n{clause.text}"[:LONGEST_READ]
            for code, translation in clause.translations.items():
                clauses[f"{clause.id} {code}"] = f"{translation.title}\n{translation.text}"[:LONGEST_READ]
    return [*texts, *clauses.values()]


def _words_of(provision: ProvisionText) -> str:
    return f"{provision.heading}\n{provision.text}"[:LONGEST_READ].strip()
