"""Words that every database and every file can keep: no NUL, no half of a character.

Both come out of JSON escapes (`\\u0000`, `\\ud800`), broken fonts and file names in another encoding. Whatever
comes from outside passes here once: the description of a deposit, JSON as it is parsed, a document's blocks.
"""

from __future__ import annotations

import os
import re
from typing import Any

from ingest.document import Document

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


def storable(words: str) -> str:
    """`words` without NUL, and with the replacement character for half of a character."""
    if words.isascii() and "\0" not in words:
        return words
    return _UNSTORABLE.sub(lambda found: "" if found[0] == "\0" else _REPLACEMENT, words)


def storable_data(data: Any) -> Any:
    """A JSON document with every string in it, keys too, made storable."""
    if isinstance(data, str):
        return storable(data)
    if isinstance(data, list):
        return [storable_data(item) for item in data]
    if isinstance(data, dict):
        return {storable(key): storable_data(value) for key, value in data.items()}
    return data


def storable_document(document: Document) -> None:
    """Make the words of a document's blocks, facts and warnings storable, in place."""
    for block in document.blocks:
        if not _UNSTORABLE.search(f"{block.text}{block.label}{block.number}{block.style}{block.place}"):
            continue
        block.text, block.label, block.number = (
            storable(block.text),
            storable(block.label),
            storable(block.number),
        )
        block.style, block.place = storable(block.style), storable(block.place)
        block.language = storable(block.language)
    document.facts = storable_data(document.facts)
    for warning in document.warnings:
        warning.place, warning.message = storable(warning.place), storable(warning.message)


def shown(path: str | os.PathLike[str]) -> str:
    """A path as it can be printed and kept: bytes that are no UTF-8 as the replacement character."""
    return storable(os.fsencode(path).decode("utf-8", errors="replace"))
