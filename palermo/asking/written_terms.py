"""The terms of the concepts as their files have them, read fast enough to begin a search with all languages.

Two files a language: `terms`, by which provisions are recognised, and `everyday`, which only questions are read with:
what people call a thing that no law calls so ("guns", "phone tapping", "gang").
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources.abc import Traversable
from typing import NamedTuple

from palermo.concepts.load import concepts, terms
from palermo.errors import DataError
from palermo.reference_data import corpus_file

_NO_ENTRY = re.compile(r"^[ \t]*(?:#.*)?\n", re.MULTILINE)
_HEAD = re.compile(r"language: ([a-z]{2,3})\nterms:\n")
_LIST = r"(\[[^\[\]]*\])\n"
_ENTRY = re.compile(rf"  ([a-z-]+):\n    terms: {_LIST}(?:    not: {_LIST})?")


class WrittenTerms(NamedTuple):
    """The terms of a concept, the most central first, and its look-alikes; in the language of `lexicon.py`."""

    terms: tuple[str, ...]
    negative: tuple[str, ...]


@cache
def written_terms(language: str) -> dict[str, WrittenTerms]:
    """The terms of a language by concept; DataError as for `palermo.concepts.load.terms`."""
    # Reading all languages as YAML takes a second, checking them three more. Files in the shape that they all have
    # are read here in a twentieth of that; any other shape, and any mistake, is left to the reader that checks.
    found = read_quickly(corpus_file("concepts", "terms", f"{language}.yaml"), language)
    if found is not None:
        return found
    checked = terms(language)
    return {concept: WrittenTerms(one.terms, one.negative) for concept, one in checked.terms.items()} if checked else {}


@cache
def everyday_terms(language: str) -> dict[str, tuple[str, ...]]:
    """What people call the concepts in questions, beside the terms of laws; empty where a language has no such file.

    DataError where the file has another shape than those of the terms.
    """
    file = corpus_file("concepts", "everyday", f"{language}.yaml")
    if not file.is_file():
        return {}
    found = read_quickly(file, language)
    if found is None:
        raise DataError(f"corpus/concepts/everyday/{language}.yaml: it has not the shape of corpus/concepts/terms")
    return {concept: terms.terms for concept, terms in found.items()}


def read_quickly(file: Traversable, language: str) -> dict[str, WrittenTerms] | None:
    """The terms in a file of the usual shape, unchecked; None where it has another or cannot be read."""
    try:
        text = _NO_ENTRY.sub("", file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None
    head = _HEAD.match(text)
    if head is None or head[1] != language:
        return None
    found: dict[str, WrittenTerms] = {}
    at = head.end()
    while at < len(text):
        entry = _ENTRY.match(text, at)
        if entry is None or entry[1] in found or entry[1] not in concepts():
            return None
        try:
            # A YAML list of strings in double quotes is one in JSON too.
            lists = json.loads(entry[2]), json.loads(entry[3] or "[]")
        except ValueError:
            return None
        found[entry[1]] = WrittenTerms(tuple(lists[0]), tuple(lists[1]))
        at = entry.end()
    return found


def is_plain(term: str) -> bool:
    """Whether the words of a term stand side by side."""
    return "..." not in term and "…" not in term
