"""The page that a provision was read from, as a picture of the original file with the words marked."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict

from ingest.page_view import PageView, PageViewTask, page_view_in_child
from ingest.pdf.places import Place
from ingest.pdf.quality import Word
from library.opening import Library
from palermo.errors import UnknownIdError, UsageError
from palermo.model.law import SourceFile
from palermo.model.provision import Provision

LONGEST = 1500
"""Dots of a picture's longer side: small print can be read, and a page has a few hundred kilobytes."""
_MOST_KEPT = 40
_REACH = 8
"""Pages over which a provision's words are looked for."""

_Key = tuple[str, str, str, int]


class _Kept:
    """The views last asked for, in memory: a page is drawn once for all its readers, and few at a time."""

    def __init__(self) -> None:
        self._views: OrderedDict[_Key, PageView] = OrderedDict()
        self._lock = threading.Lock()
        self._children = threading.BoundedSemaphore(2)

    def view(self, key: _Key, task: PageViewTask) -> PageView:
        """The view kept under a key, drawn by a child process where there is none yet."""
        if (held := self._held(key)) is not None:
            return held
        with self._children:
            if (held := self._held(key)) is not None:  # another reader waited for the same page
                return held
            drawn = page_view_in_child(task)
        with self._lock:
            self._views[key] = drawn
            while len(self._views) > _MOST_KEPT:
                self._views.popitem(last=False)
        return drawn

    def _held(self, key: _Key) -> PageView | None:
        with self._lock:
            if key in self._views:
                self._views.move_to_end(key)
            return self._views.get(key)


_kept = _Kept()


def has_page(provision: Provision, source: SourceFile) -> bool:
    """Whether a provision can be shown on a page of the file that it was read from."""
    return source.format == "pdf" and Place.of(provision.source_place) is not None


def view_of(library: Library, provision_id: str, start: int = 0, end: int | None = None) -> PageView:
    """The pages of a provision, its words marked on them; only those from `start` to `end` where they are given.

    Where the same words stand before them, some of their neighbours are marked too.

    The bytes are those that the catalogue keeps under their hash, never a file that an address names. UnknownIdError
    where the provision is not held, UsageError where it has no page or there are no such words, ReadError where the
    page cannot be drawn.
    """
    provision = library.catalogue.provision(provision_id)
    place = Place.of(provision.source_place)
    source = _source(library, provision)
    if place is None or not has_page(provision, source):
        raise UsageError(f"{provision.number or provision.eid} was not read from a page of a PDF")
    end = len(provision.text) if end is None else end
    if not provision.text[start:end].strip():
        raise UsageError("there are no such words in this provision")
    quote = _told_apart(provision, start, end)
    pages = library.catalogue.pages(provision.version, range(place.page, place.page + _REACH))
    words = {page.page: [Word(*word[:6]) for word in page.words] for page in pages if page.words}
    data = library.catalogue.source_bytes(source.sha256)
    task = PageViewTask(data, quote, place, words, LONGEST)
    return _kept.view((source.sha256, provision_id, quote, LONGEST), task)


def _told_apart(provision: Provision, start: int, end: int) -> str:
    """The words from `start` to `end`, with as many of those around them as tell them from the same words before."""
    text = provision.text
    heading = _letters(provision.heading)
    whole = heading + _letters(text)
    words = [found.span() for found in re.finditer(r"\S+", text)]
    while (start, end) != (0, len(text)):
        if whole.find(_letters(text[start:end])) >= len(heading) + len(_letters(text[:start])):
            break
        start = max((first for first, _ in words if first < start), default=0)
        end = min((last for _, last in words if last > end), default=len(text))
    return text[start:end]


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _source(library: Library, provision: Provision) -> SourceFile:
    version = library.catalogue.version(provision.version)
    found = next((source for source in version.sources if source.file == provision.source_file), None)
    if found is None:
        raise UnknownIdError(f"the file {provision.source_file} of {version.id} is not held")
    return found
