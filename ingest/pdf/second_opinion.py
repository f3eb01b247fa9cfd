"""A second engine, pdfminer.six, where one is not enough.

It compares a page here and there: where two engines disagree, one of them misreads the font. And it reads pages of
which pdfium sees nothing, since fonts that are neither in the file nor on the machine have no shapes for it. It takes
some twenty times as long, so it is not asked about every page.
"""

from __future__ import annotations

import io
import signal
import threading
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from types import FrameType
from typing import Any, TypeVar

from ingest.pdf.characters import letters_only, reads_from_right
from ingest.pdf.directions import in_order_of_reading
from ingest.pdf.segments import Segment
from ingest.pdf.text import PageText

_SECONDS = 5.0
_LARGEST_FILE = 30_000_000
_MOST_CHARACTERS = 20_000
_SPACE, _WIDE_GAP = 0.2, 1.0
"""In sizes of the type: the least space between words, and between columns."""
_Found = TypeVar("_Found")


def agreement(data: bytes, number: int, text: str) -> float | None:
    """The share of the letters and figures of page `number` (from 1) that both engines find, whatever their order.

    None where the second engine cannot tell: it fails, takes too long, or the page is too large for it.
    """
    if len(text) > _MOST_CHARACTERS:
        return None
    found = _guarded(data, lambda: _text_of(data, number))
    if found is None:
        return None
    mine, other = _letters(text), _letters(found)
    most = max(sum(mine.values()), sum(other.values()))
    return sum((mine & other).values()) / most if most else None


def read_again(data: bytes, page: PageText) -> PageText | None:
    """A page as the second engine reads it; None where it sees no words either, or the lines run downwards."""
    characters = _guarded(data, lambda: _characters_of(data, page.number)) or []
    steps = [(after.x0 - before.x0, after.y0 - before.y0) for before, after in pairwise(characters)]
    if sum(abs(across) < 1 and up < 0 for across, up in steps) > 0.5 * len(steps):
        return None
    lines: dict[int, list[Any]] = {}
    for character in characters:
        if character.get_text().strip() and character.upright:
            lines.setdefault(round(character.y0 / 2), []).append(character)
    segments = [segment for line in lines.values() for segment in _segments(line, page)]
    if not segments:
        return None
    raw = "\n".join(segment.text for segment in segments)
    return PageText(page.number, page.width, page.height, segments, raw, True, page.frame)


def _segments(line: list[Any], page: PageText) -> Iterator[Segment]:
    line.sort(key=lambda character: (character.x0 + character.x1) / 2)
    text = "".join(character.get_text() for character in line)
    from_right = reads_from_right(text)
    piece: list[Any] = []
    parts: list[str] = []
    for character in line:
        gap = character.x0 - piece[-1].x1 if piece else 0.0
        if piece and gap > _WIDE_GAP * character.size:
            yield _segment(piece, parts, from_right, page)
            piece, parts = [], []
        elif piece and gap > _SPACE * character.size:
            parts.append(" ")
        piece.append(character)
        parts.append(character.get_text())
    yield _segment(piece, parts, from_right, page)


def _segment(piece: list[Any], parts: list[str], from_right: bool, page: PageText) -> Segment:
    middle, bounds = piece[len(piece) // 2], page.frame.bounds
    words = letters_only(in_order_of_reading(parts, from_right)).strip()
    left, down = piece[0].x0 - bounds.left, bounds.top - middle.y0 - 0.2 * middle.size
    return Segment(words, left, piece[-1].x1 - bounds.left, down, middle.size, "bold" in middle.fontname.casefold())


def _letters(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return Counter(character for character in plain if character.isalnum())


def _guarded(data: bytes, work: Callable[[], _Found]) -> _Found | None:
    """What the second engine finds; None where it fails, takes too long, or the file is too large for it."""
    if len(data) > _LARGEST_FILE:
        return None
    try:
        with _limited(_SECONDS):
            return work()
    except Exception:  # pdfminer raises whatever a damaged file makes it meet
        return None


def _text_of(data: bytes, number: int) -> str:
    """The characters of a page in the order of the file; where they stand is not worked out."""
    from pdfminer.pdfinterp import PDFPageInterpreter

    from ingest.pdf.bare_text import BareText, FontsAsNeeded

    device = BareText(FontsAsNeeded())
    PDFPageInterpreter(device.rsrcmgr, device).process_page(_page(data, number))
    return "".join(device.parts)


def _characters_of(data: bytes, number: int) -> list[Any]:
    """The characters of a page with their places."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager

    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    PDFPageInterpreter(resources, device).process_page(_page(data, number))
    return [c for c in _characters(device.get_result()) if not c.get_text().startswith("(cid:")]


def _page(data: bytes, number: int) -> Any:
    from pdfminer.pdfpage import PDFPage

    return next(PDFPage.get_pages(io.BytesIO(data), pagenos={number - 1}))


def _characters(item: Any) -> Iterator[Any]:
    from pdfminer.layout import LTChar, LTContainer

    if isinstance(item, LTChar):
        yield item
    elif isinstance(item, LTContainer):
        for part in item:
            yield from _characters(part)


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise TimeoutError after so long; only in a main thread, where a signal can be taken."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def too_late(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
