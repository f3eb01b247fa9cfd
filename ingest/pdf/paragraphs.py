"""Paragraphs: lines joined where one sentence runs on, parted where the page shows a new beginning."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from statistics import median

from ingest.pdf.rows import RAISED, Line
from ingest.pdf.text import HYPHEN
from ingest.pdf.units import (
    ends_with_unit_word,
    has_leaders,
    is_bare_unit,
    is_mention,
    opens_item,
    opens_unit,
)

_ENDS_SENTENCE = re.compile(r"[.;:!?؛؟。；：…·।]['\"’”»)\]]*\s*(?:\x0e[^\x0f]*\x0f)?$")
_BROKEN_WORD = re.compile(rf"[^\W\d_][{HYPHEN}‐‑\-−¬]$")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef\u3001-\u301f]")
_FIRST_WORD = re.compile(r"\S+")
_INNER_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑−][^\W\d_]+)*")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; never empty."""

    lines: list[Line]

    @property
    def size(self) -> float:
        """The size of most of its type, in points."""
        return max(self.lines, key=lambda line: len(line.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)

    @property
    def centred(self) -> bool:
        """Whether all of it is centred."""
        return all(line.centred for line in self.lines)


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
    for lines in columns:
        for above, below in itertools.pairwise(lines):
            pairs += 1
            wavering += 0.02 < abs(below.size - above.size) / max(above.size, 0.1) < 0.2
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
        pitches += [
            (below.down - above.down) / above.size
            for above, below in itertools.pairwise(lines)
            if abs(below.size - above.size) < 0.5 and above.size > 0 and above.after < 0.15 * above.width
        ]
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    return Layout(size, median(pitches) if pitches else 1.3, wavering <= 0.3 * pairs)


def paragraphs_of(columns: list[list[Line]], layout: Layout) -> list[Paragraph]:
    """Join the lines of all columns, in reading order, into paragraphs; one may run over columns and pages."""
    found: list[Paragraph] = []
    for lines in columns:
        for position, line in enumerate(lines):
            same_column = position > 0
            if found and not _begins(found[-1], line, layout, same_column):
                found[-1].lines.append(line)
            else:
                found.append(Paragraph([line]))
    return found


def _begins(paragraph: Paragraph, line: Line, layout: Layout, same_column: bool) -> bool:
    """Whether `line` begins a new paragraph after the lines held so far."""
    last = paragraph.lines[-1]
    text = line.text.strip()
    ended = _ends_sentence(last)
    small = text[:1].islower()
    # A sentence that is not over and goes on in small letters may cross a wider gap, not an empty line.
    widest = 2.2 if small and last.text.rstrip()[-1:].isalnum() else 1.35
    size = max(last.size, line.size) if layout.sizes_tell else layout.size
    if same_column and line.down - last.down > widest * layout.pitch * size:
        return True
    if has_leaders(last.text):
        return True
    if not small and len(paragraph.lines) == 1 and is_bare_unit(last.text):
        return True
    if abs(line.size - last.size) > (0.12 if layout.sizes_tell else 0.6) * last.size:
        return True
    if text[:1].isalpha() and _BROKEN_WORD.search(last.text.rstrip()[-2:]):
        return False
    if text.startswith(RAISED) and text[1:2].isdigit():
        return True
    if ends_with_unit_word(last.text) or (not ended and is_mention(text)):
        return False
    short = _would_have_fitted(last, line)
    if line.bold != last.bold and not small and (short or ended or last.centred or line.centred):
        return True
    if (ended or short or last.centred or line.centred) and opens_unit(text) and not is_mention(text):
        return True
    if opens_item(text) and (ended or short or last.text.rstrip().endswith((",", "—", "–", "-"))):
        return True
    if small and not (ended and short):
        return False
    if short and (ended or not small):
        return not (small and not ended)
    return _is_indented(paragraph, line, layout, same_column)


def _ends_sentence(line: Line) -> bool:
    return bool(_ENDS_SENTENCE.search(line.text.rstrip()[-16:]))


def _would_have_fitted(last: Line, line: Line) -> bool:
    """Whether the first word of `line` had room at the end of `last`: then the break was meant."""
    word = _FIRST_WORD.match(line.text.strip())
    room = last.after + (last.before if last.centred else 0.0)
    if word and _HAN.match(word[0]):
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


class Words:
    """The words of a document, to tell a hyphen of the line's end from a hyphen of the word."""

    def __init__(self, columns: list[list[Line]]) -> None:
        self._seen: Counter[str] = Counter()
        for lines in columns:
            for line in lines:
                self._seen.update(_INNER_WORD.findall(line.text.casefold()))

    def join(self, lines: list[str]) -> str:
        """The lines as one text: broken words made whole, no space put between Chinese characters."""
        text = ""
        for line in lines:
            line = line.strip()
            if text and _BROKEN_WORD.search(text[-2:]):
                text = self._whole(text, line)
            elif text and _HAN.match(text[-1]) and _HAN.match(line[:1]):
                text += line
            else:
                text = f"{text} {line}" if text else line
        return text.replace(HYPHEN, "")

    def _whole(self, text: str, line: str) -> str:
        if not line[:1].islower():
            return text.replace(HYPHEN, "-") + line if line[:1].isalnum() else f"{text} {line}"
        head, tail = re.search(r"[^\W\d_]+$", text[:-1]), re.match(r"[^\W\d_]+", line)
        if head and tail:
            parted = f"{head[0]}-{tail[0]}".casefold()
            whole = f"{head[0]}{tail[0]}".casefold()
            if self._seen[parted] > 0 and self._seen[whole] == 0:
                return f"{text[:-1]}-{line}"
        return text[:-1] + line
