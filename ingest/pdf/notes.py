"""Footnotes: the small type at the foot of a column, and the raised marks that point to it."""

from __future__ import annotations

import re

from ingest.pdf.rows import LEVEL, RAISED, Line
from ingest.tidy import superscript

_MARK = re.compile(rf"^(?:{RAISED}([^{LEVEL}]{{1,4}}){LEVEL}|(\*{{1,3}}|†|‡|\d{{1,3}}(?=[\s)])))")
_RAISED = re.compile(f"{RAISED}([^{LEVEL}]*){LEVEL}")


def part_notes(lines: list[Line], body_size: float) -> tuple[list[Line], list[Line]]:
    """The lines of a column, and the lines of the footnotes below them."""
    start = len(lines)
    while start and lines[start - 1].size < 0.93 * body_size:
        start -= 1
    while start < len(lines) and not _MARK.match(lines[start].text):
        start += 1
    if start == 0 and len(lines) > 12:  # a whole column of small type is an annex, not a foot of notes
        return lines, []
    return lines[:start], lines[start:]


def mark_of(text: str) -> str:
    """The mark that a footnote begins with, or nothing."""
    found = _MARK.match(text)
    return (found[1] or found[2]) if found else ""


def settle_raised(text: str, marks: set[str]) -> str:
    """Give raised characters their last form.

    Marks of notes on the page go; at the start of a paragraph a raised number is the paragraph's own; elsewhere
    digits become `133¹`, and letters simply join their word (`1er`).
    """

    def form(found: re.Match[str]) -> str:
        raised = found[1].strip()
        before = text[: found.start()].rstrip()
        if not before:
            return f"{raised} "
        if raised in marks or raised.rstrip(")") in marks:
            return ""
        return superscript(raised)

    return re.sub(r"  +", " ", _RAISED.sub(form, text)).strip()
