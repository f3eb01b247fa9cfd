"""From the quality of a PDF's pages to what the catalogue keeps: of each page, and of each provision on them."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

import pypdfium2

from ingest.document import Block
from ingest.pdf import recognition
from ingest.pdf.places import Place
from ingest.pdf.quality import Origin, PageQuality
from ingest.split.assemble import Draft
from palermo.model.reading_quality import HowRead, PageReading, ReadingQuality, RecognisedWord

_PROGRAM = "tesseract"
_UNSURE_OF_A_WORD = 0.6
_FEWEST_LETTERS = 4
"""A doubtful word is looked for together with the one beside it: so many letters of both say that it is this one."""
_AFTER_HEADING = 40
"""Letters of the text by which a number that stands alone before it is known."""
_LINES_OF_A_HEADING = 4
_MODEL = re.compile(r"[a-z]{3}(?:_[a-z]+)*")
_AROUND_WORDS = " .,;:!?()[]{}\"'«»“”‘’„،؛؟。、；：，"
_TAILS = (24, 8)
"""Letters at the end of a provision by which the page is known that it ends on."""


def page_readings(pages: Sequence[PageQuality]) -> list[PageReading]:
    """The pages as the catalogue keeps them, with the program that recognised characters."""
    return [
        PageReading(
            page=page.page, how=HowRead(page.origin.value), score=page.score, reasons=page.reasons,
            letters=page.letters, engine=recognition_program() if page.origin is Origin.RECOGNISED else "",
            words=_words(page),
        )
        for page in pages
    ]  # fmt: skip


def _words(page: PageQuality) -> tuple[RecognisedWord, ...]:
    doubts = set(map(id, page.doubts))
    return tuple(
        RecognisedWord(
            word.text, word.left, word.top, word.right, word.bottom, word.confidence,
            id(word) in doubts or word.confidence < _UNSURE_OF_A_WORD,
        )
        for word in page.words
    )  # fmt: skip


def provision_readings(
    drafts: Sequence[Draft], blocks: Sequence[Block], pages: Sequence[PageReading], data: bytes
) -> list[ReadingQuality | None]:
    """How each provision was read, from the pages that its words stand on; None where it has no place on a page.

    drafts: what was made of the blocks, in their order; data: the PDF.
    """
    letters = _PageLetters(data, pages)
    places = [Place.of(block.place) for block in blocks]
    starts = _starts(drafts, blocks)
    found: list[ReadingQuality | None] = []
    try:
        for index, (draft, start) in enumerate(zip(drafts, starts, strict=True)):
            end = next((later for later in starts[index + 1 :] if later is not None), len(blocks))
            held = _pages_of(draft, places[start:end], places[end:], letters) if start is not None else []
            found.append(_reading(draft, held, letters) if held else None)
        return found
    finally:
        letters.close()


def reading_means(seconds: float, megabytes: int) -> str:
    """What could be used to read a PDF now: where it is another, what stayed unread is worth a second try."""
    held = recognition.installed_models()
    limits = f"{seconds:g} s, {megabytes} MB"
    if held is None:
        return f"no character recognition; {limits}"
    names = sorted(name for name in held if _MODEL.fullmatch(name))
    return f"{recognition_program()} with {' '.join(names)}; {limits}"


@lru_cache(maxsize=1)
def recognition_program() -> str:
    """The program that recognises characters, with its version: `tesseract 5.3.0`."""
    if shutil.which(_PROGRAM) is None:
        return _PROGRAM
    try:
        said = subprocess.run([_PROGRAM, "--version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return _PROGRAM
    words = (said.stdout or said.stderr).split()
    return " ".join(words[:2]) if words[:1] == [_PROGRAM] else _PROGRAM


def _starts(drafts: Sequence[Draft], blocks: Sequence[Block]) -> list[int | None]:
    """The place among the blocks at which each provision begins."""
    found: list[int | None] = []
    start = 0
    for draft in drafts:
        matching = (index for index in range(start, len(blocks)) if blocks[index].place == draft.place)
        index = next(matching, None) if draft.place else None
        found.append(index)
        start = start if index is None else index
    return found


def _pages_of(
    draft: Draft, own: Sequence[Place | None], later: Sequence[Place | None], letters: _PageLetters
) -> list[PageReading]:
    """The pages that a provision's blocks begin on, those between them, and the one that its last words run over to.

    own: the places of its blocks; later: those of all blocks behind them.
    """
    numbers = [place.page for place in own if place]
    if not numbers:
        return []
    first, last = min(numbers), max(numbers)
    following = next((place.page for place in later if place), letters.last + 1)
    if following > last:
        # Of a page between them, on which nothing begins, every word belongs here, or it could not be read.
        last = following if _runs_over(draft, last, following, letters) else following - 1
    return [letters.pages[number] for number in range(first, last + 1) if number in letters.pages]


def _runs_over(draft: Draft, page: int, following: int, letters: _PageLetters) -> bool:
    """Whether the last words of a provision stand on the page on which the next one begins."""
    text = _letters(draft.text)
    for length in _TAILS:
        tail = text[-length:]
        if letters.have(page, tail):
            return False
        if letters.have(following, tail):
            return True
    return False


class _PageLetters:
    """The letters of pages, as they were recognised or as pdfium gives them, looked up when they are asked for."""

    def __init__(self, data: bytes, pages: Sequence[PageReading]) -> None:
        self.pages = {page.page: page for page in pages}
        self.last = max(self.pages, default=0)
        self._data = data
        self._pdf: pypdfium2.PdfDocument | None = None
        self._words: dict[int, list[str]] = {}
        self._latest = (0, "")

    def of_words(self, page: PageReading) -> list[str]:
        """The letters of each word that character recognition read."""
        if page.words and page.page not in self._words:
            self._words[page.page] = [_letters(word.text) for word in page.words]
        return self._words.get(page.page, [])

    def have(self, number: int, letters: str) -> bool:
        """Whether letters stand together on a page, in the order of reading or of the eye."""
        if not letters or number not in self.pages:
            return False
        if self._latest[0] != number:
            self._latest = (number, "".join(self.of_words(self.pages[number])) or _letters(self._layer(number)))
        return letters in self._latest[1] or letters[::-1] in self._latest[1]

    def close(self) -> None:
        """Give the file back."""
        if self._pdf is not None:
            self._pdf.close()

    def _layer(self, number: int) -> str:
        try:
            if self._pdf is None:
                self._pdf = pypdfium2.PdfDocument(self._data)
            page = self._pdf[number - 1]
            try:
                layer = page.get_textpage()
                text: str = layer.get_text_range()
                layer.close()
                return text
            finally:
                page.close()
        except pypdfium2.PdfiumError:
            return ""


def _reading(draft: Draft, held: Sequence[PageReading], letters: _PageLetters) -> ReadingQuality:
    text = _letters(draft.text)
    seen = [page for page in held if page.how is not HowRead.UNREAD]
    order = list(HowRead)
    return ReadingQuality(
        pages=tuple(page.page for page in held),
        how=max((page.how for page in seen or held), key=order.index),
        score=min(page.score for page in seen or held),
        engine=next((page.engine for page in seen if page.engine), ""),
        reasons=tuple(dict.fromkeys(r for page in seen if page.is_doubtful and not page.engine for r in page.reasons)),
        doubts=tuple(word for page in seen for word in _doubts(page, letters.of_words(page), text)),
        heading_doubts=tuple(
            word for page in seen if page.page == held[0].page for word in _heading_doubts(page, letters, draft)
        ),
        unread=tuple(page.page for page in held if page.how is HowRead.UNREAD),
    )


def _heading_doubts(page: PageReading, letters: _PageLetters, draft: Draft) -> Iterator[str]:
    """The doubtful words of a page that are part of a provision's own number or heading, where that is printed."""
    place = Place.of(draft.place)
    heading = _letters(f"{draft.label or draft.number} {draft.heading}")
    opening = heading + _letters(draft.text)[:_AFTER_HEADING]
    if place is None:
        return
    words = letters.of_words(page)
    for index, word in enumerate(page.words):
        height = word.bottom - word.top
        is_near = -height < word.top - place.top < _LINES_OF_A_HEADING * height
        if not (word.is_doubtful and words[index] and is_near):
            continue
        if any(0 <= where < len(heading) for where in _where_known(words, index, opening)):
            yield word.text.strip(_AROUND_WORDS) or word.text


def _where_known(words: Sequence[str], index: int, text: str) -> Iterator[int]:
    """Where in a text a word stands, known by as many words before or behind it as it takes; -1 where it does not."""
    before, behind = index, index + 1
    while before > 0 and sum(map(len, words[before : index + 1])) < _FEWEST_LETTERS:
        before -= 1
    while behind < len(words) and sum(map(len, words[index:behind])) < _FEWEST_LETTERS:
        behind += 1
    for first, last in ((before, index + 1), (index, behind)):
        known = "".join(words[first:last])
        if len(known) >= _FEWEST_LETTERS or known == text:
            found = text.find(known)
            yield found + len("".join(words[first:index])) if found >= 0 else -1


def _doubts(page: PageReading, letters: Sequence[str], text: str) -> Iterator[str]:
    """The doubtful words of a page that stand in a text, known by the word before or behind them."""
    for index, word in enumerate(page.words):
        if not letters[index] or not word.is_doubtful:
            continue
        before = letters[index - 1] + letters[index] if index else ""
        behind = letters[index] + letters[index + 1] if index + 1 < len(letters) else ""
        if any(len(both) >= _FEWEST_LETTERS and both in text for both in (before, behind)):
            yield word.text.strip(_AROUND_WORDS) or word.text


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
