"""Pages judged: which can be taken as they are, which go to character recognition, and how far each can be trusted."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from ingest.pdf.quality import Origin, PageQuality, Word, page_quality
from ingest.pdf.readable import Fault, fault_of, misread
from ingest.pdf.recognition import Missing, Model, Picture, Recognised, model_for, picture_of, recognise
from ingest.pdf.second_opinion import agreement, read_again
from ingest.pdf.text import PageText

_AT_ONCE = max(1, min(2, os.cpu_count() or 1))
_FEWEST_FOR_A_SAMPLE = 30
_DISAGREE = 0.8
_SUSPICIOUS = 0.005
"""Of a page's characters not explained by their font: above, the second engine is asked."""
_LEAST_TO_COMPARE = 200
_BETTER = 0.8
"""The confidence from which a page's picture, read anew, comes before a text layer with misread words."""


class Judge:
    """Judges the pages of one file, stretch by stretch.

    language, state: as the deposit declares them, may be empty; seconds: how long character recognition may take for
    all pages together.
    """

    def __init__(self, data: bytes, pdf: Any, language: str = "", state: str = "", seconds: float = 80.0) -> None:
        self._data, self._pdf, self._language, self._state = data, pdf, language, state
        self._end = time.monotonic() + seconds
        self._model: Model | Missing | None = None
        self.qualities: list[PageQuality] = []

    def usable(self, pages: list[PageText]) -> list[PageText]:
        """The pages whose words can be used, some of them read anew by another engine or from their pictures."""
        pages = [(page.has_unseen_text and read_again(self._data, page)) or page for page in pages]
        # Of a long file, one page stands for the others before the second engine.
        sample = pages[len(pages) // 2].number if not self.qualities and len(pages) >= _FEWEST_FOR_A_SAMPLE else 0
        misread_before = misread([page for page in pages if page.recognised])
        faults = {
            page.number: self._fault(page, misread_before if page.recognised else None, page.number == sample)
            for page in pages
        }
        wanted = [number for number, (fault, _) in faults.items() if fault and fault.asks_for_recognition]
        recognised = self._recognised(wanted)
        kept = []
        for page in pages:
            fault, agreed = faults[page.number]
            result = recognised.get(page.number)
            if fault and isinstance(result, Recognised) and (fault.lost or result.confidence >= _BETTER):
                kept.append(result.page)
                self._keep(result.page, Origin.RECOGNISED, "", confidence=result.confidence, words=result.words)
            elif fault and fault.lost:
                self.give_up(page.number, f"{fault.reason}, it needs OCR: {result}", page.unexplained)
            else:
                kept.append(page)
                self._keep_text_layer(page, _said(fault, result), agreed)
        return kept

    def _keep_text_layer(self, page: PageText, fault: str, agreed: float | None) -> None:
        page.segments = [segment for segment in page.segments if not segment.garbled]
        if page.segments:
            origin = Origin.RECOGNISED_BEFORE if page.recognised else Origin.TEXT_LAYER
            self._keep(page, origin, fault, agreed=agreed, broken=page.unexplained)

    def give_up(self, page: int, reason: str, broken: float = 0.0) -> None:
        """Note that a page cannot be read."""
        self.qualities.append(page_quality(page, Origin.UNREAD, 0, broken=broken, fault=reason))

    def _keep(
        self, page: PageText, origin: Origin, fault: str, *, agreed: float | None = None, broken: float = 0.0,
        confidence: float | None = None, words: Sequence[Word] = (),
    ) -> None:  # fmt: skip
        letters = sum(len(segment.text) for segment in page.segments)
        self.qualities.append(
            page_quality(page.number, origin, letters, broken=broken, agreement=agreed, confidence=confidence,
                         words=words, fault=fault)
        )  # fmt: skip

    def _fault(self, page: PageText, misread_before: Fault | None, sampled: bool) -> tuple[Fault | None, float | None]:
        fault = fault_of(page, self._language)
        if fault and fault.lost:
            return fault, None
        if misread_before:
            return misread_before, None
        suspicious = fault is not None or page.unexplained > _SUSPICIOUS
        if not (sampled or suspicious) or len(page.raw) < _LEAST_TO_COMPARE or page.has_own_words:
            return fault, None
        agreed = agreement(self._data, page.number, page.raw)
        if agreed is not None and agreed < _DISAGREE:
            return Fault(f"two engines agree on {100 * agreed:.0f} % of the letters only"), agreed
        return fault, agreed

    def _recognised(self, numbers: list[int]) -> dict[int, Recognised | str]:
        """What character recognition makes of each page, or why it was not asked or found nothing."""
        if not numbers:
            return {}
        if self._model is None:
            self._model = model_for(self._language, self._state)
        if isinstance(self._model, Missing):
            return dict.fromkeys(numbers, self._model.advice)
        found: dict[int, Recognised | str] = {}
        model = self._model
        for number, result in _side_by_side(self._pictures(numbers, model), lambda picture: recognise(picture, model)):
            found[number] = result or "character recognition found no words that it is sure of"
        late = "there was no time for character recognition; give more in PALERMO_SECONDS_FOR_A_DEPOSIT"
        return dict.fromkeys(numbers, late) | found

    def _pictures(self, numbers: list[int], model: Model) -> Iterator[Picture]:
        """Pictures of the pages, as long as there is time."""
        for number in numbers:
            if time.monotonic() > self._end:
                return
            page = self._pdf[number - 1]
            try:
                yield picture_of(page, number, model)
            finally:
                page.close()


def _said(fault: Fault | None, result: Recognised | str | None) -> str:
    """What is wrong with a page whose text layer is taken, and why its picture was not read instead."""
    if fault is None:
        return ""
    return f"{fault.reason}: {result}" if isinstance(result, str) else fault.reason


def _side_by_side(
    pictures: Iterator[Picture], work: Callable[[Picture], Recognised | None]
) -> Iterator[tuple[int, Recognised | None]]:
    """The results in order; the program runs on two processors, and few pictures are held at a time."""
    waiting: list[tuple[int, Future[Recognised | None]]] = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for picture in pictures:
            waiting.append((picture.page, pool.submit(work, picture)))
            if len(waiting) > _AT_ONCE:
                number, future = waiting.pop(0)
                yield number, future.result()
        for number, future in waiting:
            yield number, future.result()
