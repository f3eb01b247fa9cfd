"""Notes in the margin, put before or behind what they stand beside."""

from __future__ import annotations

import re

from ingest.pdf.columns import Region
from ingest.pdf.joining import Words
from ingest.pdf.rows import Line, LineKind, lines_of
from ingest.pdf.units import is_mention, opens_unit

_NUMBERED = re.compile(r"^[\[(]?\d{1,4}[A-Za-z]{0,3}\s?(?:[.)\]—–]|\s)")
_REFERENCE = re.compile(r"\d{4}|\b(?:No|Act|Cap|s|ss|c|art|§)\b\.?\s*\d", re.IGNORECASE)
_LONGEST_TITLE = 160


def margin_notes(region: Region, page: int) -> list[Line]:
    """The notes of a margin, each as one line at the height where it begins."""
    notes: list[list[Line]] = []
    for line in lines_of(region, page):
        last = notes[-1][-1] if notes else None
        if last and line.down - last.down < 1.6 * max(line.size, last.size):
            notes[-1].append(line)
        else:
            notes.append([line])
    return [_joined(lines) for lines in notes]


def with_margin_notes(lines: list[Line], notes: list[Line]) -> list[Line]:
    """The lines of a page with the notes of its margin among them.

    A note beside the opening of a provision is its title and goes before it; any other goes behind the line that it
    stands beside, for the paragraphs to pass it on.
    """
    found = list(lines)
    for note in notes:
        beside = min(
            range(len(found)),
            key=lambda place: (found[place].kind is not LineKind.TEXT, abs(found[place].down - note.down)),
            default=None,
        )
        if beside is None:
            found.append(note)
            continue
        line = found[beside]
        near = abs(line.down - note.down) < 1.2 * line.size
        if near and _opens(line.text) and len(note.text) <= _LONGEST_TITLE and not _REFERENCE.search(note.text):
            note.kind, note.text = LineKind.TITLE, note.text.rstrip(" .")
            found.insert(beside, note)
        else:
            note.kind = LineKind.NOTE
            found.insert(beside + 1, note)
    return found


def _opens(text: str) -> bool:
    return bool(_NUMBERED.match(text)) or (opens_unit(text) and not is_mention(text))


def _joined(lines: list[Line]) -> Line:
    first = lines[0]
    first.text = Words().join([line.text for line in lines])
    first.left, first.right = min(line.left for line in lines), max(line.right for line in lines)
    first.kind = LineKind.NOTE
    return first
