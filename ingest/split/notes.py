"""Notes of amendment that stand as paragraphs among the words of a law."""

from __future__ import annotations

import re

from ingest.document import Block, BlockKind
from ingest.split.words import fold, heading_words

_BEFORE = re.compile(r"[\s(\[{*«<]*(?:\d{1,3}[.)]?\s+)?[\s(\[{*]*")
_LONGEST = 600


def set_notes_apart(blocks: list[Block]) -> None:
    """Make notes of the paragraphs that say when and by what a provision was changed."""
    openings = heading_words().amendment_notes
    for block in blocks:
        if block.kind is BlockKind.TEXT and len(block.text) < _LONGEST and _is_note(block.text, openings):
            block.kind = BlockKind.NOTE


def _is_note(text: str, openings: tuple[str, ...]) -> bool:
    before = _BEFORE.match(text)
    start = before.end() if before else 0
    return fold(text[start : start + 40]).startswith(openings)
