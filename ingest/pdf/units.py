"""What the first and last words of a line say about it: a provision's opening, an item's mark, a broken reference."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.split.grammar import Mark, read_mark
from ingest.split.words import WORD, fold, heading_words

_ITEM = re.compile(
    r"^(?:\x0e[^\x0f]{1,4}\x0f\s*\S|[(\[]\s*\w{1,5}\s*[)\]]|\w{1,3}[).]\s|\d+(?:[.-]\d+)*[A-Za-z]{0,3}[.)]\s?\D|"
    r"\d{1,3}\s?[-–]\s?\D|[•‣▪◦–—-]\s)"
)


def opens_unit(text: str) -> bool:
    """Whether a line begins like the heading of a provision or part: `Article 5`, `§ 5`, `مادة (٥)`, `第五条`."""
    return mark_of_unit(text) is not None


def is_mention(text: str) -> bool:
    """Whether a line begins so, but reads on like a sentence: `Article 5 of the Convention applies`."""
    mark = mark_of_unit(text)
    return mark is not None and mark.mention


def is_bare_unit(text: str) -> bool:
    """Whether a line is such a heading and nothing else: `Article 5`, `( مادة ٥ ) :`."""
    if len(text) > 40:
        return False
    mark = mark_of_unit(text)
    return mark is not None and not mark.rest.strip(' .:)]»"”')


def mark_of_unit(text: str) -> Mark | None:
    """The opening of a provision or part that has a word or sign of its own, not only a number."""
    # Several questions about one line follow each other.
    return _mark(text)


@lru_cache(maxsize=64)
def _mark(text: str) -> Mark | None:
    mark = read_mark(text.lstrip(' ([«"“'), False)
    return mark if mark and mark.group != "bare" else None


def opens_item(text: str) -> bool:
    """Whether a line begins with the mark of an item: `(a)`, `1.`, `IV)`, a bullet or a raised number."""
    return bool(_ITEM.match(text))


def ends_with_unit_word(text: str) -> bool:
    """Whether a line ends on the word before a number (`under section`), so that the next one goes on."""
    if text.count(" ") < 3:
        return False
    tail = text[-24:].rstrip()
    words = WORD.findall(tail)
    if not words:
        return False
    abbreviated = len(words[-1]) <= 4 and tail.endswith(f"{words[-1]}.")
    if not tail.endswith(words[-1]) and not abbreviated:
        return False
    return _stands_before_number(words[-1])


@lru_cache(maxsize=4096)
def _stands_before_number(word: str) -> bool:
    known, last = heading_words(), fold(word)
    return any(
        form in table for form in (last, last.rstrip("s")) for table in (known.units_before, known.divisions_before)
    )


def has_leaders(text: str) -> bool:
    """Whether dots lead to a page number or a blank is to be filled in: a line of a table of contents or a form."""
    return "....." in text or "……" in text or ". . . . . " in text or "________" in text
