"""Paragraphs: lines joined where one sentence runs on, parted where the page shows a new beginning."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from statistics import median

from ingest.pdf.joining import BROKEN_WORD, WITHOUT_SPACES
from ingest.pdf.rows import RAISED, Line, LineKind
from ingest.pdf.units import (
    ends_with_unit_word,
    has_leaders,
    is_bare_unit,
    is_mention,
    opens_item,
    opens_unit,
)

_ENDS_SENTENCE = re.compile(r"[.;:!?؛؟۔。；：…·।॥።፤။៕]['\"’”»)\]]*\s*(?:\x0e[^\x0f]*\x0f)?$")
_FIRST_WORD = re.compile(r"\S+")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; never empty."""

    lines: list[Line]

    @property
    def size(self) -> float:
        """The size of most of its type, in points."""
        if len(self.lines) == 1:
            return self.lines[0].size
        return max(self.lines, key=lambda line: len(line.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)

    @property
    def centred(self) -> bool:
        """Whether all of it is centred."""
        return all(line.centred for line in self.lines)

    @property
    def kind(self) -> LineKind:
        """What its lines are."""
        return self.lines[0].kind


@dataclass(slots=True)
class Layout:
    """What is usual in a document: `size` of the type, `pitch` from one baseline to the next in sizes.

    sizes_tell: whether the size says anything; in a text layer made by OCR it changes with every line.
    """

    size: float
    pitch: float
    sizes_tell: bool = True


def layout_of(columns: list[list[Line]]) -> Layout:
    """Measure the document's running text."""
    sizes: Counter[float] = Counter()
    pitches = []
    pairs = wavering = 0
    for column in columns:
        lines = [line for line in column if line.kind is LineKind.TEXT]
        for above, below in itertools.pairwise(lines):
            pairs += 1
            step = abs(below.size - above.size)
            wavering += step > 0 and 0.02 < step / max(above.size, 0.1) < 0.2
            if step < 0.5 and above.size > 0 and above.after < 0.15 * above.width:
                pitches.append((below.down - above.down) / above.size)
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    return Layout(size, median(pitches) if pitches else 1.3, wavering <= 0.3 * pairs)


def are_ragged(columns: list[list[Line]]) -> bool:
    """Whether lines that are followed by more of their column end in different places, as where words stay whole."""
    full = ragged = 0
    for lines in columns:
        for line, below in itertools.pairwise(lines):
            if below.before < 0.5 * below.size and line.after < 4 * line.size:
                full += line.after < 0.9 * line.size
                ragged += line.after >= 0.9 * line.size
    return ragged > 0.3 * (full + ragged)


def paragraphs_of(columns: list[list[Line]], layout: Layout, before: Paragraph | None = None) -> list[Paragraph]:
    """Join the lines of all columns, in reading order, into paragraphs; one may run over columns and pages.

    before: a paragraph that was read before and may go on; then it comes first. Notes in the margin do not interrupt
    the paragraph that they stand beside: they come behind it.
    """
    found = [before] if before else []
    open_one = before
    aside: list[Paragraph] = []
    for lines in columns:
        position = 0
        for line in lines:
            if line.kind is LineKind.NOTE:
                aside.append(Paragraph([line]))
                continue
            joins = open_one is not None and line.kind is LineKind.TEXT
            if joins and open_one and not _begins(open_one, line, layout, position > 0):
                open_one.lines.append(line)
            else:
                found += aside
                aside = []
                found.append(Paragraph([line]))
                open_one = found[-1] if line.kind is LineKind.TEXT else None
            position += 1
    return found + aside


def _begins(paragraph: Paragraph, line: Line, layout: Layout, same_column: bool) -> bool:
    """Whether `line` begins a new paragraph after the lines held so far."""
    last = paragraph.lines[-1]
    text, above = line.text.strip(), last.text.rstrip()
    end = above[-1:]
    ended = _ends_sentence(last)
    small = text[:1].islower()
    # A sentence that is not over and goes on in small letters may cross a wider gap, not an empty line.
    widest = 2.2 if small and end.isalnum() else 1.35
    size = max(last.size, line.size) if layout.sizes_tell else layout.size
    if same_column and line.down - last.down > widest * layout.pitch * size:
        return True
    if has_leaders(last.text):
        return True
    apart = line.down - last.down > 1.15 * layout.pitch * layout.size and RAISED not in line.text
    if same_column and apart and ended and not small and abs(line.size - last.size) < 0.05 * size:
        return True
    if not small and len(paragraph.lines) == 1 and is_bare_unit(last.text):
        return True
    if abs(line.size - last.size) > (0.12 if layout.sizes_tell else 0.6) * last.size:
        return True
    if not end.isalnum() and text[:1].isalpha() and BROKEN_WORD.search(above[-2:]):
        return False
    if text.startswith(RAISED) and text[1:2].isdigit():
        return True
    if small and not ended and end not in ",—–-" and not (last.centred or line.centred):
        return False
    if ends_with_unit_word(last.text) or (not ended and is_mention(text)):
        return False
    short = _would_have_fitted(last, line)
    if line.bold != last.bold and not small and (short or ended or last.centred or line.centred):
        return True
    if (ended or short or last.centred or line.centred) and opens_unit(text) and not is_mention(text):
        return True
    if opens_item(text) and (ended or short or above.endswith((",", "—", "–", "-"))):
        return True
    if small and not (ended and short):
        return False
    if short and (ended or not small):
        return not (small and not ended)
    return _is_indented(paragraph, line, layout, same_column)


def _ends_sentence(line: Line) -> bool:
    text = line.text.rstrip()
    return not text[-1:].isalnum() and bool(_ENDS_SENTENCE.search(text[-16:]))


def _would_have_fitted(last: Line, line: Line) -> bool:
    """Whether the first word of `line` had room at the end of `last`: then the break was meant."""
    word = _FIRST_WORD.match(line.text.strip())
    room = last.after + (last.before if last.centred else 0.0)
    if word and WITHOUT_SPACES.match(word[0]):
        return room > 2.5 * last.size
    needed = 0.55 * last.size * (len(word[0]) if word else 1) + 0.8 * last.size
    return room > max(needed, 0.06 * last.width)


def _is_indented(paragraph: Paragraph, line: Line, layout: Layout, same_column: bool) -> bool:
    """Whether `line` starts further in than the text above, as the first line of a paragraph does."""
    step = 0.8 * layout.size
    first, last = paragraph.lines[0], paragraph.lines[-1]
    if line.centred != last.centred and line.after > 2 * step:
        return True
    if not same_column:
        return line.before > step and _ends_sentence(last)
    if len(paragraph.lines) == 1 and opens_item(first.text.strip()):
        return False  # the text of an item hangs further in than its mark
    if line.before > last.before + step:
        return True
    # Back out of an indented item: only where the sentence above is over.
    hanging = len(paragraph.lines) > 1 and line.before < min(x.before for x in paragraph.lines) - step
    return hanging and _ends_sentence(last)
