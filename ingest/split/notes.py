"""Notes of amendment that stand as paragraphs among the words of a law."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.document import Block, BlockKind
from ingest.split.words import fold, heading_words

_BEFORE = re.compile(r"[\s(\[{*«<]*(?:\d{1,3}[.)]?\s+)?[\s(\[{*]*")
_LONGEST = 600
_LONGEST_END = 15
"""Letters behind a note's closing bracket that belong to it: a full stop, a sign of a further note."""
_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">", "«": "»"}


def set_notes_apart(blocks: list[Block]) -> None:
    """Make notes of the paragraphs that say when and by what a provision was changed."""
    openings = heading_words().amendment_notes
    for place in range(len(blocks) - 1, -1, -1):
        block = blocks[place]
        if block.kind is not BlockKind.TEXT or not _is_note(block.text[:_LONGEST], openings):
            continue
        end = _end_of_brackets(block.text)
        rest = block.text[end:].strip() if end else ""
        if len(rest) > _LONGEST_END:  # "<Inserted by Act 5> Whoever ..." is a note and words of the law
            note = replace(block, text=block.text[:end].strip(), kind=BlockKind.NOTE)
            block.text = rest
            blocks.insert(place + 1, note)
        elif len(block.text) < _LONGEST:
            block.kind = BlockKind.NOTE


def _end_of_brackets(text: str) -> int:
    """Where the brackets close with which the text opens; 0 where it opens with none, or they never close."""
    closing = _BRACKETS.get(text[:1])
    if closing is None:
        return 0
    depth = 0
    for place, character in enumerate(text):
        depth += (character == text[0]) - (character == closing)
        if not depth:
            return place + 1
    return 0


def _is_note(text: str, openings: tuple[str, ...]) -> bool:
    before = _BEFORE.match(text)
    start = before.end() if before else 0
    return fold(text[start : start + 40]).startswith(openings)
