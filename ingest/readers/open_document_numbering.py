"""The numbers that OpenDocument counts by itself, for list items and headings (ODF 1.3 part 3, 16.30 to 16.34, 19.880).

The library (odfdo) gives the items and their styles, and no numbers: they are counted here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.readers.word_numbering import written

if TYPE_CHECKING:
    from odfdo import Element

_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_FORMS_BY_BEGINNING = {"一": "chineseCounting", "أ, ب, ت": "arabicAlpha", "أ, ب, ج": "arabicAbjad",
                       "А": "russianUpper", "а": "russianLower"}  # fmt: skip
_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    prefix: str
    suffix: str
    start: int
    shown: int
    is_bullet: bool


Levels = dict[int, _Level]
Counters = dict[int, int]


class Numbering:
    """Counts the list items and headings of one document; ask for each once, in order."""

    def __init__(self, roots: list[Element]) -> None:
        self._styles: dict[str, Levels] = {}
        self._outline: Levels = {}
        self._by_style: dict[str, Counters] = {}
        self._by_id: dict[str, Counters] = {}
        self._headings: Counters = {}
        for root in roots:
            for style in root.get_elements("//text:list-style"):
                self._styles[style.get_attribute_string("style:name") or ""] = _levels(style)
            for style in root.get_elements("//text:outline-style"):
                self._outline = _levels(style)

    def counters_of(self, element: Element, style: str) -> Counters:
        """Where a list counts: on from the list that it continues, else anew."""
        continued = element.get_attribute_string("text:continue-list")
        if continued in self._by_id:
            counters = self._by_id[continued]
        elif element.get_attribute_string("text:continue-numbering") == "true":
            counters = self._by_style.get(style, {})
        else:
            counters = {}
        self._by_style[style] = counters
        if own := element.get_attribute_string("xml:id"):
            self._by_id[own] = counters
        return counters

    def item_label(self, item: Element, style: str, at: int, counters: Counters) -> str:
        """The number in front of a list item as printed, or nothing; bullets are `•`. at: its level, from 1."""
        return _label(self._styles.get(style, {}), at, counters, item.get_attribute_integer("text:start-value"))

    def heading_label(self, heading: Element, at: int) -> str:
        """The number in front of a heading that stands in no list."""
        if heading.get_attribute_string("text:is-list-header") == "true":
            return ""
        start = heading.get_attribute_integer("text:start-value")
        if heading.get_attribute_string("text:restart-numbering") == "true" and start is None:
            start = self._outline[at].start if at in self._outline else 1
        return _label(self._outline, at, self._headings, start)


def _levels(style: Element) -> Levels:
    levels: Levels = {}
    for element in style.get_elements("*"):
        at = element.get_attribute_integer("text:level")
        if at is None or not 1 <= at <= _DEEPEST:
            continue
        start = element.get_attribute_integer("text:start-value")
        levels[at] = _Level(
            form=_form(element.get_attribute_string("style:num-format") or ""),
            prefix=element.get_attribute_string("style:num-prefix") or "",
            suffix=element.get_attribute_string("style:num-suffix") or "",
            start=1 if start is None else start,
            shown=min(element.get_attribute_integer("text:display-levels") or 1, at),
            is_bullet=element.tag in ("text:list-level-style-bullet", "text:list-level-style-image"),
        )
    return levels


def _form(number_format: str) -> str:
    if not number_format or number_format in _FORMS:
        return _FORMS.get(number_format, "")
    return next((form for start, form in _FORMS_BY_BEGINNING.items() if number_format.startswith(start)), "decimal")


def _label(levels: Levels, at: int, counters: Counters, start: int | None) -> str:
    level = levels.get(at)
    if level is None:
        return ""
    counters[at] = start if start is not None else counters.get(at, level.start - 1) + 1
    for deeper in [d for d in counters if d > at]:
        del counters[deeper]
    if level.is_bullet:
        return "•"
    if not level.form:
        return ""
    numbers = [
        written(counters.get(above, levels[above].start), levels[above].form)
        for above in range(at - level.shown + 1, at + 1)
        if above in levels and levels[above].form
    ]
    return f"{level.prefix}{'.'.join(numbers)}{level.suffix}".strip()
