"""A voter that asks a language model, behind an interface of one call: questions in, votes out.

Palermo knows no model and no service. A program of this computer may answer; what it asks in turn is for whoever wrote
it to decide. It should answer the same each time (temperature 0), or the same law will not give the same tags.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from palermo.errors import DataError, UsageError
from palermo.tagging.law_text import LawText
from palermo.tagging.voters import Pair
from palermo.treaties.knowledge import KnowledgeBase
from palermo.treaties.load import heading

LONGEST_READ = 4_000
"""Characters of a provision that a question holds."""
SECONDS = 600.0
"""How long the program may take for one law."""


@dataclass(frozen=True)
class Question:
    """Whether a provision makes what an article asks for: the offence, the power, the duty or the definition itself."""

    language: str
    headings: tuple[str, ...]
    """Those above the provision, outermost first, and its own."""
    text: str
    article: str
    article_heading: str
    requirements: tuple[str, ...]
    """What the article asks, in our words."""


class LanguageModel(Protocol):
    """Whatever answers questions."""

    def __call__(self, questions: Sequence[Question]) -> Sequence[float]:
        """A vote for each question: from -1, surely not, to 1, surely; 0 where it cannot tell."""


class LanguageModelVoter:
    """Puts every pair in doubt to a language model."""

    name = "language-model/1"

    def __init__(self, model: LanguageModel, base: KnowledgeBase) -> None:
        self._model = model
        self._base = base

    def votes(self, law: LawText, pairs: Sequence[Pair]) -> Sequence[float]:
        """What the model answers; errors are the model's own."""
        return self._model([self._question(law, pair) for pair in pairs])

    def _question(self, law: LawText, pair: Pair) -> Question:
        provision = law.provisions[pair.provision]
        return Question(
            provision.language,
            tuple(words for words in (*provision.path, provision.heading) if words),
            provision.text[:LONGEST_READ],
            pair.article,
            heading(pair.article),
            tuple(one.statement for one in self._base.of_article(pair.article)),
        )


class Program:
    """A program that reads questions as JSON, one a line, and writes a number for each, one a line."""

    def __init__(self, place: Path, seconds: float = SECONDS) -> None:
        self._place = place
        self._seconds = seconds
        if not place.is_file():
            raise UsageError(f"PALERMO_LANGUAGE_MODEL: there is no program at {place}; name its file")

    def __call__(self, questions: Sequence[Question]) -> Sequence[float]:
        """UsageError where the program cannot be run; DataError where it fails or does not answer with numbers."""
        asked = "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in questions)
        try:
            done = subprocess.run(
                [str(self._place.resolve())], input=asked, capture_output=True, encoding="utf-8", timeout=self._seconds,
                check=False,
            )  # fmt: skip
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"PALERMO_LANGUAGE_MODEL: {self._place} cannot be run: {error}") from error
        except subprocess.TimeoutExpired as error:
            raise DataError(f"{self._place}: no answer within {self._seconds:.0f} seconds") from error
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["without a word"])[-1]
            raise DataError(f"{self._place}: ended with status {done.returncode}: {last}")
        try:
            return [float(line) for line in done.stdout.splitlines() if line.strip()]
        except ValueError as error:
            raise DataError(f"{self._place}: a number a line was expected: {error}") from error
