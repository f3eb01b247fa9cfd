"""The provision of a national law that a question cites: "Criminal Code 467.11 Canada", "§ 129 StGB"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from palermo.asking.aliases import AliasKind, FoundAlias, aliases_in
from palermo.asking.citation_words import citation_words
from palermo.asking.numerals import HAN, value
from palermo.asking.state_names import FoundState, states_in
from palermo.asking.treaty_citations import treaty_citations_in
from palermo.tagging.treaty_names import fold

_ADDITION = (
    r"(?:un|duo|ter|quater|quin|sex|septen|octo|novo)?"
    r"(?:bis|ter|quater|quinquies|sexies|septies|octies|no[vn]ies|decies|vicies)(?!\w)"
)
_BELOW = r"(?:\s?[(（]\w{1,4}[)）]){0,5}+"
# Nothing is tried twice (++, }+): a pasted page of numbers would take minutes.
_NUMBER = (
    rf"\d{{1,6}}+(?:[.:-]\d{{1,6}}+){{0,4}}+(?:-?[a-z]{{1,2}}(?!\w))?(?:[-. ]?{_ADDITION})?(?:[.-]\d{{1,4}}+){{0,2}}+"
    rf"[¹²³⁰⁴-⁹]{{0,2}}(?:\^\d{{1,2}})?{_BELOW}(?!\w|/\d)"
)
_LETTER_BEFORE = r"(?:[a-z](?:\.\s?|-|(?=\d)))?"
_COUNTED = re.compile(
    rf"第\s?(?P<number>\d+|[{HAN}]+)\s?[条條](?:[之の](?P<sub>\d+|[{HAN}]+))?"
    r"|제\s?(?P<korean>\d+)\s?조(?:의\s?(?P<korean_sub>\d+))?"
)
"""A number between its counters, as in East Asia: 第二百九十四条, 第197条の2, 제114조."""
_YEAR = re.compile(r"(?<![\w./-])(?:1[789]\d\d|20\d\d)(?![\w/]|[.-]\d)")
_UNITED_STATES_CODE = re.compile(
    rf"(?<!\w)(?P<law>\d{{1,2}}\s*u\.?\s?s\.?\s?c\.?(?:\s?a\.)?)\s*(?:§+|s(?:ec(?:tion|s)?)?\.?(?!\w))?\s*(?P<number>{_NUMBER})"
)
"""The number before belongs to the code, whatever it looks like: "18 U.S.C. 1961"."""
_TELLING = re.compile(r"[.:^¹²³-]|\d[a-z]|bis|ter")
"""A number that only a provision has: `467.11`, `416-bis`, `120B`."""
_CLOSE = 30
"""Characters between a bare number and the code that it belongs to: "Criminal Code of the Republic of Kenya 5"."""
_SIGNS = " ,;:()[]\"'«»“”„《》「」-–—/"


class NationalCitation(NamedTuple):
    """A provision of a national law that a question cites."""

    number: str
    """As written, without the word before it: `467.11`, `177 bis`, `5(1)(a)`; 第一百二十条之一 is `120-1`."""
    start: int
    end: int
    """Where the number stands; in East Asian laws with its counters."""
    law: str
    """What the question says of the law: words of its title, or a short form; may be empty where a State is named."""
    states: tuple[str, ...] = ()
    """The State that is named, or those that have a law of this short form."""
    year: int | None = None

    @property
    def state(self) -> str | None:
        """The State, where only one may be meant."""
        return self.states[0] if len(self.states) == 1 else None


class _Numbered(NamedTuple):
    """A number in the question: where it stands, and where with the word before it ("art. 5")."""

    start: int
    end: int
    whole_start: int
    whole_end: int
    in_digits: str | None = None


def national_citation(words: str) -> NationalCitation | None:
    """The provision that the words cite: a number, with a law, a short form of one, or a State; else None.

    A number without "art.", "section" or the like before it must stand beside a code or a short form, or be one that
    only a provision has; it must count nothing ("5 years"), and be no year. What cites a treaty cites no law.
    """
    folded = fold(words)
    for treaty in treaty_citations_in(words):
        folded = _blank(folded, treaty.start, treaty.end)
    laws = [one for one in aliases_in(words) if one.alias.kind is AliasKind.LAW]
    states = [one for one in states_in(words) if not any(law.start <= one.start < law.end for law in laws)]
    number = _number(folded, laws, states)
    if number is None:
        return None
    year = next(
        (one for one in _YEAR.finditer(folded) if not number.whole_start <= one.start() < number.whole_end), None
    )
    taken = [(number.whole_start, number.whole_end), *((one.start, one.end) for one in states)]
    if year is not None:
        taken.append(year.span())
    law = _law(words, taken)
    if not (states or laws or citation_words().law.search(fold(law))):
        return None
    return NationalCitation(
        number=number.in_digits or words[number.start : number.end],
        start=number.start,
        end=number.end,
        law=law,
        states=_states(words, laws),
        year=int(year[0]) if year else None,
    )


def _states(words: str, laws: list[FoundAlias]) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(one.code for one in states_in(words)))
    return named or tuple(dict.fromkeys(one.alias.state for one in laws if one.alias.state))


def _number(folded: str, laws: list[FoundAlias], states: list[FoundState]) -> _Numbered | None:
    """The number that is most likely a provision's: of the United States Code, after "art.", or bare."""
    found = _UNITED_STATES_CODE.search(folded)
    if found is not None:
        return _Numbered(*found.span("number"), found.end("law"), found.end())
    number = next(_designated(folded), None)
    if number is not None:
        return number
    beside = [one.span() for one in citation_words().code.finditer(folded)]
    beside += [(one.start, one.end) for one in laws]
    return next((one for one in _bare(folded) if _is_a_provision(folded, one, beside, bool(states))), None)


@cache
def _designated_patterns() -> tuple[re.Pattern[str], ...]:
    words = citation_words()
    before = rf"(?:{words.designation}|§+)\.?\s*(?:n[o°º]\.?\s*|№\s*)?"
    return (
        re.compile(rf"§+\s*(?P<number>{_NUMBER}\s[a-z])(?=\s)"),
        re.compile(rf"{before}(?P<number>{_LETTER_BEFORE}{_NUMBER})"),
        re.compile(rf"(?<![\w.])(?P<number>{_NUMBER}(?:\s[a-z](?=\s*§))?)\.?\s*(?:{words.designation_after}|§)"),
    )


def _designated(folded: str) -> Iterator[_Numbered]:
    for match in _COUNTED.finditer(folded):
        parts = [str(value(part)) for part in match.groups() if part is not None]
        yield _Numbered(*match.span(), *match.span(), "-".join(parts))
    for pattern in _designated_patterns():
        for match in pattern.finditer(folded):
            if not citation_words().quantity.match(folded, match.end("number")):
                yield _Numbered(*match.span("number"), *match.span())


_BARE = re.compile(rf"(?<![\w.,/$€£-])(?:[lrd]\.?\s?(?=\d+-\d))?{_NUMBER}")


def _bare(folded: str) -> Iterator[_Numbered]:
    for match in _BARE.finditer(folded):
        if not _YEAR.fullmatch(match[0]) and not citation_words().quantity.match(folded, match.end()):
            yield _Numbered(*match.span(), *match.span())


def _is_a_provision(folded: str, number: _Numbered, codes: list[tuple[int, int]], with_state: bool) -> bool:
    """Whether a bare number is a provision's, by its own form or by the code that stands beside it."""
    if _TELLING.search(folded[number.start : number.end]):
        return with_state or bool(codes)
    return any(
        0 <= number.start - end <= _CLOSE or 0 <= start - number.end <= 1 for start, end in codes
    ) and not _is_a_number_of_the_law(folded, number)


def _is_a_number_of_the_law(folded: str, number: _Numbered) -> bool:
    return re.search(r"(?<!\w)(?:no|nr|n|num|№)[.°º]*\s*$", folded[: number.start]) is not None


def _law(words: str, taken: list[tuple[int, int]]) -> str:
    """The words left, without what joins them to the rest at their beginning and end."""
    for start, end in taken:
        words = _blank(words, start, end)
    left = words.split()
    while left and _joins(left[0]):
        left.pop(0)
    while left and _joins(left[-1]):
        left.pop()
    return " ".join(left).strip(_SIGNS)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _joins(word: str) -> bool:
    plain = fold(word.strip(_SIGNS + "."))
    return not plain or citation_words().link.fullmatch(plain) is not None
