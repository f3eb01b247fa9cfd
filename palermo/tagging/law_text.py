"""What a tagger is given: a law's titles and the words of its provisions, with their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProvisionText:
    """The words of one provision and the headings above it, outermost first."""

    heading: str
    path: tuple[str, ...]
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class LawText:
    """A law in one language: its titles, each with its language, and its provisions in order."""

    titles: tuple[tuple[str, str], ...]
    """Pairs of language and title; the title in English beside the law's own."""
    provisions: Sequence[ProvisionText]
