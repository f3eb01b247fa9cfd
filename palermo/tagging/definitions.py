"""Which concepts a provision defines, not only mentions: `"organized criminal group" means` ..., 「団体」とは....

A concept is taken as defined where its term stands in quotation marks, or within a few words of words that define
(the concept `definition-statement`), in a provision that has such words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from palermo.concepts.lexicon import Hit

DEFINITION_STATEMENT = "definition-statement"
_QUOTES = "\"'“”„‟‘’‚«»‹›「」『』《》〈〉"
_OPENED = re.compile(f"[{_QUOTES}]")
_BEFORE, _BEHIND, _NEAR = 25, 14, 30
"""Characters before a term in which a quotation mark may open, behind it in which it may close, and between the term
and the words that define it."""
_SENTENCE_ENDS = re.compile("[.;。；؛]")


def defined_concepts(text: str, hits: Sequence[Hit], heading_defines: bool) -> set[str]:
    """The concepts that `text` defines. hits: the terms found in it; heading_defines: whether the heading says so."""
    statements = [hit for hit in hits if hit.concept == DEFINITION_STATEMENT]
    if not (statements or heading_defines):
        return set()
    return {
        hit.concept
        for hit in hits
        if hit.concept != DEFINITION_STATEMENT and (_is_quoted(text, hit) or _stands_near(text, hit, statements))
    }


def _is_quoted(text: str, hit: Hit) -> bool:
    before, behind = text[max(0, hit.start - _BEFORE) : hit.start], text[hit.end : hit.end + _BEHIND]
    return before.rstrip()[-1:] in tuple(_QUOTES) or bool(_OPENED.search(before) and _OPENED.search(behind))


def _stands_near(text: str, hit: Hit, statements: Sequence[Hit]) -> bool:
    for statement in statements:
        first, last = (hit, statement) if hit.start < statement.start else (statement, hit)
        if 0 <= last.start - first.end <= _NEAR and not _SENTENCE_ENDS.search(text, first.end, last.start):
            return True
    return False
