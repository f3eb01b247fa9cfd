"""The one entry: a document in, its provisions out."""

from __future__ import annotations

from ingest.document import Block, BlockKind, Document
from ingest.split.assemble import Draft, assemble
from ingest.split.notes import set_notes_apart
from ingest.split.recognise import recognise


def split(document: Document) -> list[Draft]:
    """The provisions of `document`, in reading order. What cannot be split is kept whole, with a warning."""
    if not document.blocks:
        return []
    if not document.has_units():
        document.blocks = recognise(document.blocks)
    set_notes_apart(document.blocks)
    drafts = assemble(document)
    numbered = sum(1 for d in drafts if d.number)
    if not numbered:
        document.warn(document.blocks[0].place, "no numbered provisions were found; the text is kept whole")
    elif _words(document.blocks) > 40_000 and numbered < 3:
        document.warn(document.blocks[0].place, f"only {numbered} provisions were found in a long text; check it")
    return drafts


def _words(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks if block.kind is BlockKind.TEXT)
