"""How the words held were read, and how far they can be trusted: in a sentence, and in JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from library.opening import Library
from palermo.model.law import Version
from palermo.model.provision import Provision
from palermo.model.reading_quality import DOUBTFUL, HowRead, PageReading, ReadingQuality
from palermo.model.tag import Tag

_MOST_WORDS = 6
_MOST_PAGES = 12


@dataclass(frozen=True, slots=True)
class VersionQuality:
    """How a version was read. pages: those of its file that hold anything; none for formats without pages.

    reasons: why none of its words could be read, and what to do; empty where they could.
    """

    score: float | None
    pages: tuple[PageReading, ...]
    reasons: tuple[str, ...] = ()

    @property
    def with_reasons(self) -> tuple[PageReading, ...]:
        """The pages of which there is something to say."""
        return tuple(page for page in self.pages if page.reasons)


def quality_of(library: Library, version: Version) -> VersionQuality:
    """What is kept of how a version was read; UnknownIdError where it is not held."""
    pages = tuple(library.catalogue.pages(version.id))
    return VersionQuality(version.text_score, pages, unread_reasons(library, version))


def unread_reasons(library: Library, version: Version) -> tuple[str, ...]:
    """Why a version's words could not be read, each with what to do; empty where they could."""
    if not version.is_unread:
        return ()
    files = tuple(source.file for source in version.sources)
    remarks = [f"{place}: {said}" for place, said in library.catalogue.remarks(version.id) if place.startswith(files)]
    return tuple(dict.fromkeys(remarks))


def in_words(reading: ReadingQuality) -> str:
    """Such as `read from page 4 by character recognition (tesseract 5.3.0); 3 words doubtful: 2031, 25, 7`."""
    return "; ".join([_how(reading), *_doubts(reading)])


def doubt(provision: Provision) -> str:
    """What a reader should know who relies on a provision's words; empty where there is no doubt about them."""
    reading = provision.reading
    if reading is None or not reading.is_doubtful:
        return ""
    return f"Doubtful text: {in_words(reading)}. Compare it with the page."


def doubtful_evidence(provision: Provision, tag: Tag) -> tuple[str, ...]:
    """The doubtful words of a provision that a tag's evidence holds."""
    if provision.reading is None:
        return ()
    return tuple(word for word in provision.reading.doubts if any(word in one.quote for one in tag.evidence))


def pages_in_words(pages: Sequence[PageReading]) -> str:
    """Such as `30 pages: 27 from the text layer, 2 by character recognition (tesseract 5.3.0), 1 could not be read`."""
    counts = Counter(_OF_PAGES[page.how].format(engine=_named(page.engine)) for page in pages)
    parts = [f"{count} {words}" for words, count in counts.items()]
    return f"{len(pages)} {'page' if len(pages) == 1 else 'pages'}: {', '.join(parts)}"


def pages_named(numbers: Sequence[int]) -> str:
    """Such as `page 4`, `pages 4 and 5`, `pages 4 to 9` or `pages 4, 6 and 9`."""
    if len(numbers) == 1:
        return f"page {numbers[0]}"
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"pages {numbers[0]} to {numbers[-1]}"
    named = [str(number) for number in numbers[:_MOST_PAGES]]
    last = f"{len(numbers) - _MOST_PAGES} more" if len(numbers) > _MOST_PAGES else named.pop()
    return f"pages {', '.join(named)} and {last}"


def as_json(reading: ReadingQuality | None) -> dict[str, Any] | None:
    """As it stands with a provision in every JSON that Palermo prints; None for formats without pages."""
    if reading is None:
        return None
    return {
        "pages": list(reading.pages), "how": reading.how.value, "engine": reading.engine or None,
        "score": reading.score, "doubtful": reading.is_doubtful, "reasons": list(reading.reasons),
        "doubts": list(reading.doubts), "heading_doubts": list(reading.heading_doubts),
        "unread_pages": list(reading.unread),
    }  # fmt: skip


_OF_PAGES = {
    HowRead.BLANK: "blank",
    HowRead.TEXT_LAYER: "from the text layer",
    HowRead.RECOGNISED_BEFORE: "from a text layer that character recognition made",
    HowRead.RECOGNISED: "by character recognition{engine}",
    HowRead.UNREAD: "could not be read",
}


def _named(engine: str) -> str:
    return f" ({engine})" if engine else ""


def _how(reading: ReadingQuality) -> str:
    read = [page for page in reading.pages if page not in reading.unread]
    if not read:
        return f"{pages_named(reading.pages)} could not be read"
    words = f"read from {pages_named(read)}"
    if reading.how is HowRead.RECOGNISED:
        words += f" by character recognition{_named(reading.engine)}"
    elif reading.how is HowRead.RECOGNISED_BEFORE:
        words += ", whose text layer character recognition made"
    return words


def _doubts(reading: ReadingQuality) -> list[str]:
    found = []
    if reading.heading_doubts:
        found.append(f"its own number or heading is doubtful: {', '.join(reading.heading_doubts[:_MOST_WORDS])}")
    if reading.doubts:
        first = ", ".join(reading.doubts[:_MOST_WORDS])
        more = ", …" if len(reading.doubts) > _MOST_WORDS else ""
        unit = "word" if len(reading.doubts) == 1 else "words"
        found.append(f"{len(reading.doubts)} {unit} doubtful: {first}{more}")
    found += reading.reasons
    if reading.score < DOUBTFUL or reading.how is HowRead.RECOGNISED:
        found.append(f"the reading has a score of {reading.score:.2f} of 1")
    if reading.unread and len(reading.unread) < len(reading.pages):
        found.append(f"{pages_named(reading.unread)} could not be read, so words may be missing")
    return found
