"""Footnotes: the small type at the foot of a column, and the raised marks that point to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.pdf.paragraphs import Layout
from ingest.pdf.rows import LEVEL, RAISED, Line, LineKind
from ingest.tidy import superscript

_MARK = re.compile(rf"^(?:{RAISED}([^{LEVEL}]{{1,4}}){LEVEL}|(\*{{1,3}}|†|‡|\d{{1,3}}(?=[\s)])))")
_RAISED = re.compile(f"{RAISED}([^{LEVEL}]*){LEVEL}")
_ENDS = re.compile(r"[.!?;。؛।]['\"’”»)\]]*$")


@dataclass(slots=True)
class Footnote:
    """A footnote with its mark; never empty."""

    mark: str
    page: int
    lines: list[Line]


def part_notes(lines: list[Line], layout: Layout, before: list[Footnote]) -> tuple[list[Line], list[Footnote]]:
    """The lines of a column, and the footnotes below them.

    before: the footnotes held so far; the last one takes small type that goes on from the page before it.
    """
    start = len(lines)
    while start and lines[start - 1].kind is LineKind.TEXT and lines[start - 1].size < 0.93 * layout.size:
        start -= 1
    foot = start
    while foot < len(lines) and not _MARK.match(lines[foot].text):
        foot += 1
    if start == 0 and len(lines) > 12:  # a whole column of small type is an annex, not a foot of notes
        return lines, []
    goes_on = before and before[-1].page == lines[0].page - 1 and not _ENDS.search(before[-1].lines[-1].text)
    if goes_on and 0 < start < foot and lines[start].down - lines[start - 1].down > 1.5 * layout.pitch * layout.size:
        before[-1].lines += lines[start:foot]
        return lines[:start], _footnotes(lines[foot:])
    return lines[:foot], _footnotes(lines[foot:])


def _footnotes(lines: list[Line]) -> list[Footnote]:
    """The footnotes in some lines: a new one begins with each mark."""
    found: list[Footnote] = []
    for line in lines:
        mark = mark_of(line.text)
        if mark or not found:
            found.append(Footnote(mark, line.page, [line]))
        else:
            found[-1].lines.append(line)
    return found


def mark_of(text: str) -> str:
    """The mark that a footnote begins with, or nothing."""
    found = _MARK.match(text)
    return (found[1] or found[2]).strip() if found else ""


def marks_in(text: str) -> list[str]:
    """The raised characters of a line, each of which may be the mark of a footnote."""
    return [raised.strip().rstrip(")") for raised in _RAISED.findall(text)] if RAISED in text else []


def settle_raised(text: str, marks: set[str]) -> str:
    """Give raised characters their last form.

    Marks of notes on the page go; at the start of a paragraph a raised number is the paragraph's own; elsewhere
    digits become `133¹`, and letters simply join their word (`1er`).
    """
    if RAISED not in text:
        return _single_spaced(text)

    def form(found: re.Match[str]) -> str:
        raised = found[1].strip()
        before = text[: found.start()].rstrip()
        if not before:
            return f"{raised} "
        if raised in marks or raised.rstrip(")") in marks:
            return ""
        return superscript(raised)

    return _single_spaced(_RAISED.sub(form, text))


def _single_spaced(text: str) -> str:
    return re.sub(r"  +", " ", text).strip() if "  " in text else text.strip()
