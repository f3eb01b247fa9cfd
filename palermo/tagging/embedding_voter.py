"""A voter that compares provisions with what we say of each article, by the vectors of a model of any languages."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from palermo.concepts.scripts import normal, words
from palermo.errors import MissingToolError, UsageError
from palermo.tagging.law_text import LawText, ProvisionText
from palermo.tagging.signals import Matrix
from palermo.tagging.voters import Pair
from palermo.treaties.knowledge import KnowledgeBase
from palermo.treaties.load import heading

Embed: TypeAlias = Callable[[Sequence[str]], Matrix]
"""Texts to vectors, one row a text; the vectors need no length of 1."""

LONGEST_READ = 1_500
"""Characters that are compared: most models read little more."""
_CLEARLY_NEARER = 2.0
"""Standard deviations above the mean of all articles that make a full vote."""


class EmbeddingVoter:
    """Votes for the articles that the provision is nearer to than to the others, and against those farther away.

    The nearest of an article's requirements and model provisions counts. Only nearness among articles is used, since
    cosines of different models, and of languages within one, do not compare.
    """

    name = "embedding-similarity/1"

    def __init__(self, embed: Embed, base: KnowledgeBase) -> None:
        self._embed = embed
        texts: list[str] = []
        self._articles: dict[str, int] = {}
        starts: list[int] = []
        for article in dict.fromkeys(one.article for one in base.requirements.values()):
            self._articles[article] = len(starts)
            starts.append(len(texts))
            texts += _texts_of(article, base)
        self._starts = np.array(starts, dtype=np.intp)
        self._statements = _of_length_one(embed(texts))

    def votes(self, law: LawText, pairs: Sequence[Pair]) -> Sequence[float]:
        """0 for an article of which nothing is said."""
        rows = sorted({pair.provision for pair in pairs})
        if not rows:
            return []
        vectors = _of_length_one(self._embed([_words_of(law.provisions[row]) for row in rows]))
        near = np.maximum.reduceat(vectors @ self._statements.T, self._starts, axis=1)
        spread = np.maximum(near.std(1, keepdims=True), 1e-9)
        support = np.clip((near - near.mean(1, keepdims=True)) / spread / _CLEARLY_NEARER, -1, 1)
        place = {row: n for n, row in enumerate(rows)}
        known = self._articles
        return [
            float(support[place[row], known[article]]) if article in known else 0.0 for row, article in pairs
        ]  # fmt: skip


class WordVectors:
    """The simplest model: a text is the mean of the vectors of its words. Words that it does not know do not count."""

    def __init__(self, vocabulary: Sequence[str], vectors: Matrix) -> None:
        self._row = {normal(word, "und"): n for n, word in enumerate(vocabulary)}
        self._vectors = vectors.astype(np.float32)

    def __call__(self, texts: Sequence[str]) -> Matrix:
        found = np.zeros((len(texts), self._vectors.shape[1]), dtype=np.float32)
        for n, text in enumerate(texts):
            rows = [self._row[word] for match in words(text) if (word := normal(match.group(), "und")) in self._row]
            if rows:
                found[n] = self._vectors[rows].mean(0)
        return found


def load_embedding(place: Path) -> Embed:
    """The model in a file or folder of this computer: `.npz` with `words` and `vectors`, or a folder that `model2vec`
    or `sentence-transformers` wrote. Nothing is downloaded.

    UsageError where there is no model; MissingToolError where it needs a package that is not installed.
    """
    if place.is_file():
        return _word_vectors(place)
    if not place.is_dir():
        raise UsageError(f"PALERMO_EMBEDDING_MODEL: there is no model at {place}; name its folder or .npz file")
    model: Any
    if _is_model2vec(place):
        model = _class_of("model2vec", "StaticModel").from_pretrained(str(place))
        return lambda texts: np.asarray(model.encode(list(texts)), dtype=np.float32)
    model = _class_of("sentence_transformers", "SentenceTransformer")(str(place), local_files_only=True, device="cpu")
    return lambda texts: np.asarray(model.encode(list(texts), show_progress_bar=False), dtype=np.float32)


def _word_vectors(file: Path) -> WordVectors:
    try:
        with np.load(file, allow_pickle=False) as held:
            vocabulary, vectors = [str(word) for word in held["words"]], held["vectors"]
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(f"PALERMO_EMBEDDING_MODEL: {file} has no arrays 'words' and 'vectors': {error}") from error
    if vectors.ndim != 2 or len(vocabulary) != len(vectors) or not np.isfinite(vectors).all():
        raise UsageError(f"PALERMO_EMBEDDING_MODEL: {file}: 'vectors' needs a row of numbers for each of 'words'")
    return WordVectors(vocabulary, vectors)


def _is_model2vec(place: Path) -> bool:
    try:
        described = json.loads((place / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(described, dict) and described.get("model_type") == "model2vec"


def _class_of(package: str, name: str) -> Any:
    try:
        return getattr(importlib.import_module(package), name)
    except ImportError as error:
        installed_as = package.replace("_", "-")
        raise MissingToolError(
            f"PALERMO_EMBEDDING_MODEL: the model needs {installed_as}, which is missing: pip install {installed_as}"
        ) from error


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


def _of_length_one(vectors: Matrix) -> Matrix:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Matrix = vectors / np.maximum(length, 1e-9)
    return result
