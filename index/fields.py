"""The fields of the index and how an entry fills them; the same for every engine.

Texts come in analysed: single spaces between the tokens, so that an engine only splits at spaces. A change here, in
the folding, the words or the stems needs a higher FORM: queries must meet in the index what they are made of.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import NamedTuple

from index.analysis import spaced_words
from index.contract import IndexEntry
from index.numbers import printed_number_keys
from index.reader import Stored
from index.stemming import stemmed_text
from palermo.model.tag import Grade
from palermo.treaties.reference import TreatyReference

FORM = 3
"""The form of the index that this code writes and reads."""

PARTS = ("heading", "title", "path", "text")
"""The parts of an entry that words are looked for in."""
WORD_FIELDS = tuple(f"{part}_{kind}" for part in PARTS for kind in ("words", "stems"))
"""Tokens with their places: words as written and their stems."""
CONCEPT_FIELDS = ("heading_concepts", "text_concepts")
"""The concepts that speak, as often as they do: ranked like words, but without places."""
EXACT_FIELDS = (
    "version", "entry", "number", "target", "implements", "instrument", "article", "theme", "review", "tagged",
)  # fmt: skip
"""Kept as they are, for selecting; of `version` and `tagged` also all values are asked for."""
COUNTED_FIELDS = ("state", "language", "kind", "status")
"""Kept as they are, for selecting and counting."""
SORTED_FIELDS = ("place", "newest")
"""Kept as they are, one value each, for sorting upwards."""
COUNTED_NUMBERS = ("counted_year", "tags")
"""Numbers, for counting only; exactly one value each."""
AMONG_EQUALS = "among_equals"
"""A number, for sorting entries of the same score; see `_among_equals`."""
YEAR_FIELD = "year"
"""A number, for selecting."""

_BEFORE_ANY_LETTER = "\x01"
_BETWEEN = "\x00"
_YEARS_END = 9999


class Tagged(NamedTuple):
    """All that the tags of an entry say, in one value."""

    targets: tuple[str, ...]
    themes: tuple[str, ...]
    review: str

    @classmethod
    def parse(cls, written: str) -> Tagged:
        """From the field's value."""
        targets, themes, review = written.split(_BEFORE_ANY_LETTER)
        return cls(tuple(targets.split()), tuple(themes.split()), review)

    def __str__(self) -> str:
        return _BEFORE_ANY_LETTER.join((" ".join(self.targets), " ".join(self.themes), self.review))


Value = str | int | bytes | list[str]


def fields_of(entry: IndexEntry) -> dict[str, Value]:
    """The entry's fields by name, without the empty ones; `stored` is what `stored_entry` reads again."""
    language = entry.language
    path = " ".join(entry.path)
    tagged = _tagged(entry.targets, entry.themes, entry.review)
    titles = f"{entry.law_title} {entry.native_title}" if entry.native_title else entry.law_title
    fields: dict[str, Value | None] = {
        "heading_words": spaced_words(f"{entry.number} {entry.heading}"),
        "heading_stems": stemmed_text(entry.heading, language),
        "title_words": _repeated_words(titles),
        "title_stems": _title_stems(entry.law_title, entry.native_title, language),
        "path_words": _repeated_words(path),
        "path_stems": _repeated_stems(path, language),
        "text_words": spaced_words(entry.text),
        "text_stems": stemmed_text(entry.text, language),
        "heading_concepts": " ".join(entry.heading_concepts),
        "text_concepts": " ".join([word for concept, count in entry.text_concepts for word in [concept] * count]),
        "version": entry.version,
        "state": entry.state,
        "language": language,
        "kind": entry.kind,
        "status": entry.status,
        "entry": entry.id,
        "number": list(printed_number_keys(entry.number)),
        "tagged": tagged,
        "theme": list(entry.themes),
        "review": entry.review,
        "place": place_of(entry),
        "newest": _newest(entry),
        "year": entry.year,
        "stored": _stored(entry),
    }
    if entry.targets:
        fields |= _targets(entry.targets)
    kept = {name: value for name, value in fields.items() if value}
    numbers = {"counted_year": entry.year or 0, "tags": number_of(tagged), AMONG_EQUALS: _among_equals(entry)}
    return kept | numbers


@lru_cache(maxsize=50_000)
def number_of(tagged: str) -> int:
    """The number that stands for a value of `tagged` where entries are counted, which with numbers is far faster."""
    return int.from_bytes(hashlib.blake2b(tagged.encode(), digest_size=6).digest(), "big")


def place_of(entry: IndexEntry) -> str:
    """Where the entry stands when everything is browsed; no other one has the same."""
    return _BEFORE_ANY_LETTER.join((entry.state, entry.law, f"{entry.order:08}", entry.id))


def _among_equals(entry: IndexEntry) -> int:
    """States by their letters, the provisions of a law together and in their order.

    63 bits, as much as engines sort by: 15 for the State's three letters, 24 for the law, 24 for the place in it.
    """
    return _law_among_equals(entry.state, entry.law) << 24 | min(entry.order, 0xFFFFFF)


@lru_cache(maxsize=4096)
def _law_among_equals(state: str, law: str) -> int:
    letters = 0
    for letter in f"{state:3}"[:3]:
        letters = letters << 5 | ord(letter) & 31
    return letters << 24 | int.from_bytes(hashlib.blake2b(law.encode(), digest_size=3).digest(), "big")


def stored_entry(kept: bytes) -> Stored:
    """The entry's own words, from the field `stored`."""
    return Stored(*kept.decode("utf-8", "surrogatepass").split(_BETWEEN, 2))


def above(reference: str) -> tuple[str, ...]:
    """The reference and all that hold it: `untoc:5.1.a` is within `untoc:5.1` and `untoc:5`."""
    whole = TreatyReference.parse(reference)
    places = tuple(
        str(TreatyReference(whole.instrument, whole.article, whole.paragraph[:depth]))
        for depth in range(len(whole.paragraph) + 1)
    )
    return (*places, reference) if whole.element else places


def _stored(entry: IndexEntry) -> bytes:
    return _BETWEEN.join((entry.id, entry.language, entry.text)).encode("utf-8", "surrogatepass")


def _newest(entry: IndexEntry) -> str:
    """A later date sorts before an earlier one, and any date before none."""
    date = entry.date or (str(entry.year) if entry.year else "")
    digits = [int(number) for number in date.split("-") if number.isdecimal()]
    year, month, day = (*digits, 0, 0, 0)[:3]
    turned = f"{_YEARS_END - year:04}{12 - month:02}{31 - day:02}"
    return f"{turned}{_BEFORE_ANY_LETTER}{place_of(entry)}"


@lru_cache(maxsize=20_000)
def _targets(targets: tuple[tuple[str, str], ...]) -> dict[str, Value | None]:
    references = [TreatyReference.parse(target) for target, _ in targets]
    return {
        "article": sorted({reference.article_id for reference in references}),
        "instrument": sorted({reference.instrument for reference in references}),
        "target": sorted({place for target, _ in targets for place in above(target)}),
        "implements": sorted(
            {place for target, grade in targets if grade == Grade.IMPLEMENTS for place in above(target)}
        ),
    }


@lru_cache(maxsize=20_000)
def _tagged(targets: tuple[tuple[str, str], ...], themes: tuple[str, ...], review: str) -> str:
    return str(Tagged(tuple(sorted({target for target, _ in targets})), tuple(sorted(themes)), review))


@lru_cache(maxsize=4096)
def _repeated_words(text: str) -> str:
    """Titles and paths, which all provisions of a law share."""
    return spaced_words(text)


@lru_cache(maxsize=4096)
def _repeated_stems(text: str, language: str) -> str:
    return stemmed_text(text, language)


@lru_cache(maxsize=4096)
def _title_stems(title: str, native_title: str, language: str) -> str:
    """The title is English as a rule, whatever language the law is in."""
    in_english = "" if language == "en" else stemmed_text(title, "en")
    own = stemmed_text(native_title or title, language)
    return f"{own} {in_english}".strip()
