"""The places in the Convention and its Protocols that a question cites: "UNTOC 5(1)(a)", "art. 3 a) TIP Protocol"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from palermo.asking.aliases import AliasKind, aliases
from palermo.asking.citation_words import citation_words
from palermo.asking.numerals import value
from palermo.asking.phrases import Phrase, Phrases
from palermo.tagging.treaty_names import fold, treaty_names
from palermo.treaties.load import exists
from palermo.treaties.reference import instrument_ids

_ARABIC_LETTERS = dict(zip("ابجدهوزحطي", "abcdefghij", strict=True))
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_LONGEST_RANGE = 12
_NUMBER = r"(?:\d{1,2}|[〇一二三四五六七八九十]{1,3})"
_BARE = re.compile(rf"(?<![\w.,/])(?:第\s*)?{_NUMBER}(?![\d/%])(?:条|條)?")
_FIRST = re.compile(rf"({_NUMBER})(?!\d)(?:\s*[条條조])?(?:\.?[º°ª])?")
_LETTER = r"(?:\d{1,2}|[ivx]{1,4}|[a-zابجدهوزحطي])"
_CHINESE_PARTS = re.compile(rf"第?\s*[（(]?({_NUMBER})[）)]?\s*([款項项目])")
_AND = re.compile(r"\s*(?:,|،|、|/|&|(?<!\w)(?:and|or|et|ou|y|e|o|und|oder|и|или|و)(?!\w)|和|及|或)\s*(?:第\s*)?")
_TO = re.compile(r"\s*(?:[-‐‑–]|(?<!\w)(?:to|bis)(?!\w)|至)\s*(?:第\s*)?")
_JOINERS = re.compile(r"[-‐‑–—:;.]")
_TOUCHING = re.compile(r"[\s,،:;()\"'»”》」.‐‑–—-]{0,5}")
_SPACES = re.compile(r"\s+")


class TreatyCitation(NamedTuple):
    """A place in an instrument that a question cites."""

    reference: str
    """Such as `untoc:5.1.a`; the nearest place above, where the instrument has no such paragraph."""
    start: int
    end: int
    """Where the citation stands, with the name of the instrument."""
    rest: str
    """The question without its citations of treaties."""


class _Name(NamedTuple):
    instrument: str
    start: int
    end: int


class _Place(NamedTuple):
    article: int
    paragraph: tuple[str, ...]


class _Places(NamedTuple):
    """Places side by side ("articles 5, 6 and 8"), with the word for an article where there is one."""

    places: tuple[_Place, ...]
    start: int
    end: int
    designated: bool


def treaty_citation(words: str) -> TreatyCitation | None:
    """The first place in an instrument that the words cite, or None."""
    return next(iter(treaty_citations_in(words)), None)


def treaty_citations_in(words: str) -> tuple[TreatyCitation, ...]:
    """Every place in an instrument that the words cite, in their order.

    An article alone cites nothing, nor does an instrument alone; an article that the instrument does not have is
    none. A bare number must follow the name, and count nothing ("UNTOC 5", but not "UNTOC 5 years").
    """
    found = list(_cited(words))
    left = _without(words, [(start, end) for _, start, end in found])
    return tuple(TreatyCitation(reference, start, end, left) for reference, start, end in found)


def _cited(words: str) -> Iterator[tuple[str, int, int]]:
    folded = fold(words)
    names = _names_in(words, folded)
    if not names:
        return
    designated = list(_designated(folded))
    taken = 0
    for name, following in zip_longest(names, names[1:]):
        places = _after(folded, name, designated, following.start if following else len(folded))
        before = _before(folded, name, designated, taken)
        # "article 5 UNTOC article 3 TIP": the second article belongs to the second name.
        if places is None or (before and following and _links(folded[places.end : following.start])):
            places = before
        if places is None:
            continue
        start, end = min(name.start, places.start), max(name.end, places.end)
        taken = end
        for place in places.places:
            reference = _nearest(name.instrument, place)
            if reference is not None:
                yield reference, start, end


# Names


@cache
def _short_names() -> Phrases[str | None]:
    return Phrases(
        Phrase(form, alias.treaty, alias.as_written)
        for alias in aliases()
        if alias.kind is AliasKind.TREATY and alias.treaty in instrument_ids()
        for form in alias.forms
    )


def _names_in(words: str, folded: str) -> list[_Name]:
    """The names of instruments, long and short; a Protocol's beside the Convention's that it supplements is one."""
    found = [
        _Name(instrument, one.start, one.end)
        for one in _short_names().find(words)
        for instrument in one.meanings[:1]
        if instrument
    ]
    lower = words.lower()
    if any(stem in lower for stem in treaty_names().look_for):
        for match in treaty_names().name.finditer(folded):
            found.append(_Name((match.lastgroup or "").partition("_")[0], match.start(), match.end()))
    found.sort(key=lambda name: (name.start, -name.end))
    names: list[_Name] = []
    for name in found:
        if names and name.start < names[-1].end:
            if name.end - name.start > names[-1].end - names[-1].start:
                names[-1] = name
        elif names and (joined := _joined(names[-1], name, folded)):
            names[-1] = joined
        else:
            names.append(name)
    return names


def _joined(first: _Name, second: _Name, folded: str) -> _Name | None:
    if (first.instrument == "untoc") == (second.instrument == "untoc"):
        return None
    between = folded[first.end : second.start]
    if between.strip() and not treaty_names().supplement.search(between):
        return None
    protocol = second.instrument if first.instrument == "untoc" else first.instrument
    return _Name(protocol, first.start, second.end)


# Places


def _designated(folded: str) -> Iterator[_Places]:
    for match in treaty_names().article.finditer(folded):
        group = next(name for name, text in match.groupdict().items() if text is not None)
        places, end = _places_at(folded, match.start(group))
        if places:
            yield _Places(places, match.start(), max(end, match.end()), True)


def _after(folded: str, name: _Name, designated: list[_Places], until: int) -> _Places | None:
    """The places that follow a name: "Palermo Convention, article 6", "UNTOC 5(1)(a)"."""
    for places in designated:
        if name.end <= places.start < until and _links(folded[name.end : places.start]):
            return places
    touching = _TOUCHING.match(folded, name.end)
    bare = _BARE.match(folded, touching.end()) if touching and touching.end() < until else None
    if bare is None:
        return None
    found, end = _places_at(folded, bare.start() + (folded[bare.start()] == "第"))
    if not found or citation_words().quantity.match(folded, end):
        return None
    return _Places(found, bare.start(), end, False)


def _before(folded: str, name: _Name, designated: list[_Places], taken: int) -> _Places | None:
    """The places that stand before a name: "article 3(a) of the Trafficking Protocol"."""
    for places in reversed(designated):
        if taken <= places.start and places.end <= name.start:
            return places if _links(folded[places.end : name.start]) else None
    return None


def _links(between: str) -> bool:
    return treaty_names().link.fullmatch(_JOINERS.sub(" ", between)) is not None


def _places_at(folded: str, at: int) -> tuple[tuple[_Place, ...], int]:
    """The places written from `at` on, and where they end."""
    found: list[_Place] = []
    end = at
    while (first := _FIRST.match(folded, at)) is not None:
        article, paragraph, end = value(first[1]), *_paragraph_at(folded, first.end())
        found.append(_Place(article, paragraph))
        to = _TO.match(folded, end)
        last = _FIRST.match(folded, to.end()) if to and not paragraph else None
        if last is not None and article < value(last[1]) <= article + _LONGEST_RANGE:
            found += [_Place(number, ()) for number in range(article + 1, value(last[1]) + 1)]
            end = last.end()
        joiner = _AND.match(folded, end)
        if joiner is None:
            break
        following = _FIRST.match(folded, joiner.end())
        if following is None or citation_words().quantity.match(folded, following.end()):
            break
        at = joiner.end()
    return tuple(found), end


@cache
def _parts() -> tuple[re.Pattern[str], ...]:
    """How a paragraph below an article is written; the group is its number or letter."""
    word = citation_words().paragraph
    return (
        re.compile(rf"\s?[（(]\s?({_LETTER})\s?[)）]"),
        re.compile(rf"\.({_LETTER})(?!\w)"),
        re.compile(rf"[\s,،]*{word}\.?\s*[（(]?({_LETTER})(?!\w)[)）]?"),
        re.compile(rf"[\s,،]\s?({_LETTER})\)"),
    )


def _paragraph_at(folded: str, at: int) -> tuple[tuple[str, ...], int]:
    parts: list[str] = []
    while True:
        chinese = _CHINESE_PARTS.match(folded, at)
        if chinese is not None:
            parts.append(_chinese_part(value(chinese[1]), chinese[2]))
            at = chinese.end()
            continue
        part = next((match for pattern in _parts() if (match := pattern.match(folded, at))), None)
        if part is None:
            return tuple(parts), at
        parts.append(_part(part[1]))
        at = part.end()


def _part(written: str) -> str:
    return str(value(written)) if written.isdecimal() else _ARABIC_LETTERS.get(written, written)


def _chinese_part(number: int, sign: str) -> str:
    """款 is a paragraph, 项 a letter, 目 a Roman number."""
    if sign == "款":
        return str(number)
    if sign == "目":
        return _ROMAN[number - 1] if 1 <= number <= len(_ROMAN) else str(number)
    return chr(ord("a") + number - 1) if 1 <= number <= 26 else str(number)


def _nearest(instrument: str, place: _Place) -> str | None:
    """The place, or the nearest above it that the instrument has; None where it has no such article."""
    paragraph = place.paragraph
    while True:
        reference = ".".join((f"{instrument}:{place.article}", *paragraph))
        if exists(reference):
            return reference
        if not paragraph:
            return None
        paragraph = paragraph[:-1]


def _without(words: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(set(spans), reverse=True):
        words = f"{words[:start]} {words[end:]}"
    return _SPACES.sub(" ", words).strip(" ,;:-–—")
