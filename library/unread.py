"""Laws that are held without a word of theirs: named where nothing else of them could be found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from index.analysis import spaced_words
from library.opening import Library
from library.text_quality import unread_reasons
from palermo.model.law import Law, Version

_SYNTAX = re.compile(r"\b(?:AND|OR|NOT|NEAR)\b|\b\w+:")
"""What of a question is no word of a title: operators, and names of fields."""


@dataclass(frozen=True, slots=True)
class UnreadLaw:
    """A law with the version of it that could not be read, and why."""

    law: Law
    version: Version
    reasons: tuple[str, ...]


def unread_laws(library: Library, states: Sequence[str] = ()) -> tuple[UnreadLaw, ...]:
    """The laws of these States, or of all, that are held in a version that could not be read, by id and language."""
    return tuple(_unread(library, states))


def unread_by_title(library: Library, words: str, states: Sequence[str] = ()) -> tuple[UnreadLaw, ...]:
    """Those of them whose title, native title or number holds every one of the words; none without words."""
    asked = set(spaced_words(_SYNTAX.sub(" ", words)).split())
    return tuple(each for each in _unread(library, states) if asked and asked <= _title_words(each.law))


def as_json(unread: UnreadLaw) -> dict[str, Any]:
    """As it stands in the JSON of a search."""
    return {
        "law": unread.law.id, "law_title": unread.law.title, "state": unread.law.state,
        "language": unread.version.language, "kind": unread.law.kind.value, "reason": "; ".join(unread.reasons),
    }  # fmt: skip


def _unread(library: Library, states: Sequence[str]) -> Iterator[UnreadLaw]:
    for version in library.catalogue.unread_versions():
        law = library.catalogue.law(version.law)
        if not states or law.state in states:
            yield UnreadLaw(law, version, unread_reasons(library, version))


def _title_words(law: Law) -> set[str]:
    return set(spaced_words(" ".join(filter(None, (law.title, law.native_title, law.identifier)))).split())
