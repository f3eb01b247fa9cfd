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


def law_titles(language: str, title: str, native_title: str | None) -> tuple[tuple[str, str], ...]:
    """A law's titles with the languages in which to read them.

    `title` should be English, but a source that knows only the native title gives that: it is read in both.
    """
    pairs = ((language, native_title), ("en", title), (language, title))
    return tuple(dict.fromkeys((code, words) for code, words in pairs if words))
