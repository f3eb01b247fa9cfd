"""What the opening of one block says: a provision, a division, a schedule, or nothing.

A mark is only what the words could mean. Whether "Section 5" opens a provision or a division, and whether
"Article 7" is a heading or a reference at the start of a line, is decided over the whole document in
`ingest.split.recognise`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.split.numbers import HAN, NUMBER, Number, clean_number, comparable, han_value, roman_value
from ingest.split.words import WORD, fold, heading_words


class Role(StrEnum):
    """What a mark may open."""

    UNIT = "unit"
    DIVISION = "division"
    COMPONENT = "component"


@dataclass(slots=True, frozen=True)
class Mark:
    """The opening of a block.

    group: `article`, `section`, `paragraph sign`, `rule`, `counter`, `bare`, `ordinal`, `named` for units, the
    division's group, or the component's kind; also: the other role that the same word may have (French
    "Section 1" is a division, English "Section 1" a provision), as (role, group);
    label: as printed, with its word; rest: what stands behind; separated: whether punctuation or the line's
    end stands between number and rest.
    """

    role: Role
    group: str
    number: Number
    label: str
    rest: str
    separated: bool
    also: str = ""

    @property
    def mention(self) -> bool:
        """Whether it reads on like a sentence: "Article 5 of the Convention applies"."""
        if self.group == "bare" and self.rest[:1].islower():
            return True
        if self.separated or not self.rest:
            return False
        first = self.rest[0]
        if first.islower() or first in ",;)/":
            return True
        return (
            self.group != "bare"
            and bool(re.match(r"\([^)]{1,5}\)[,;]?\s+[^\W\d_]*[a-zà-ÿа-я]", self.rest))
            and (self.rest[self.rest.index(")") + 1 :].lstrip(" ,;")[:1].islower())
        )


_NUMBER = re.compile(NUMBER)
_LETTER_NUMBER = re.compile(
    r"(?:[IVXLC]+(?:er|re)?|[A-ZΑ-ΩА-Я])(?:[-\s]?[A-Z]|\.\d+(?:/\d+)*)?(?![\w’'])|[א-ת]{1,3}(?:['׳\"״][א-ת]?)?(?!\w)"
)
_INSERTED = re.compile(r"\s(bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies)\b")
_GAP = re.compile(r"[\s.:\u00a0\-–—]*(?:(?:n[ºo°.]{1,2}|number)\s*(?=\d))?[(\[]?\s*", re.IGNORECASE)
# "( المادة الأولى )": the whole label in brackets.
_BRACKETED = re.compile(r"[(\[]\s*([^\W\d_]{3,}\S*\s[^)\]\n]{1,30}?)\s*[)\]]")
_CLOSING = re.compile(r"\s*[)\]]?")
_SEPARATOR = re.compile(
    r"\s*(?:[.:：．·•|]+\s*[-–—―‐‒_]*|[-–—―‐‒_]+|\)|؛|،|।)\s*|\s*$|\s*\n|\s{2,}|\u3000|\s*(?=[（(【])"
)
_COUNTED = re.compile(
    rf"[第제]?\s?(?P<n>[{HAN}]+|\d+)\s?(?P<c>条|條|조|编|編|편|篇|部|章|장|节|節|절|款|관|目)"
    rf"(?P<sub>(?:\s?(?:の|之|의)\s?(?:[{HAN}]+|\d+))*)"
)
_COUNTED_SUB = re.compile(rf"(?:の|之|의)\s?([{HAN}]+|\d+)")
_NO_NUMBER = Number("", ())
_SPACED_START = frozenset("附부别別별")
_HAN_START = frozenset("第제" + HAN)


def read_mark(text: str, heading: bool) -> Mark | None:
    """What the first line of `text` opens, or None.

    `heading`: whether the source marks the block as a heading; a bare number or a division word without
    punctuation counts only there.
    """
    head = text[:200].split("\n", 1)[0].strip()
    if not head:
        return None
    bracketed = _BRACKETED.match(head)
    if bracketed:
        text = head = bracketed[1] + head[bracketed.end() :]
    first = head[0]
    if first in _HAN_START:
        return _counted(head, text)
    if first.isdigit():
        return _number_first(head, text, heading)
    if first.isalpha() or first == "§":
        return _word_first(head, text, heading)
    return None


def _rest(text: str, head: str, end: int) -> tuple[str, bool]:
    """What stands behind `end` of the head, and whether it is set apart."""
    whole = text.lstrip()
    separator = _SEPARATOR.match(whole, end)
    if separator and (separator.end() > end or end >= len(head)):
        return whole[separator.end() :].strip(), True
    separated = bool(separator) and whole[end : end + 1] in "（(【"
    return whole[end:].strip(), separated or end >= len(head)


def _counted(head: str, text: str) -> Mark | None:
    found = _COUNTED.match(head)
    if not found or (head[0] not in "第제" and found["c"] not in "条條조"):
        return None
    if head[0] not in "第제":
        return None
    parts = [found["n"], *_COUNTED_SUB.findall(found["sub"])]
    try:
        printed = "-".join(str(int(p)) if p.isdecimal() else str(han_value(p)) for p in parts)
    except ValueError:
        return None
    words = heading_words()
    group = words.counters[found["c"]]
    rest, separated = _rest(text, head, found.end())
    # A reference reads on with a particle or another counter: 第五条第一項, 第五条の規定, 第五条规定的.
    if (
        re.match(r"[第제のにをはがとや及又若并和、，,及]|规定|規定|の|에|의|를|을|은|는|과|와|부터|에서", rest)
        and not separated
    ):
        separated = False
        if group == "unit":
            return Mark(Role.UNIT, "counter", Number(printed, comparable(printed)), found[0], "," + rest, False)
    role = Role.UNIT if group == "unit" else Role.DIVISION
    number = Number(printed, comparable(printed))
    return Mark(role, "counter" if role is Role.UNIT else group, number, found[0], rest, True)


def _number_first(head: str, text: str, heading: bool) -> Mark | None:
    words = heading_words()
    found = _NUMBER.match(head)
    if not found:
        return None
    number = clean_number(found[0])
    behind = re.compile(r"[.\s]*[-–]?\s*").match(head, found.end())
    place = behind.end() if behind else found.end()
    folded = fold(head)
    word = WORD.match(folded, place)
    if word:
        two = WORD.match(folded, word.end() + 1) if folded[word.end() : word.end() + 1] == " " else None
        for end, name in (
            (two.end() if two else 0, folded[place : two.end()] if two else ""),
            (word.end(), word[0]),
        ):
            # "1. Kapitel" and "5 §", but not "5. Chapter 3 applies": the counting word must close the label.
            if name in words.units_after and not (name == "§" and head[end:].lstrip()[:1].isdigit()):
                rest, separated = _rest(text, head, end)
                return Mark(Role.UNIT, words.units_after[name], number, head[:end], rest, separated or name == "§")
            division = words.divisions_after.get(name) or (heading and words.divisions_before.get(name))
            if division and len(head) < 160:
                rest, separated = _rest(text, head, end)
                if rest[:1].islower() and not separated:
                    continue
                return Mark(Role.DIVISION, division, number, head[:end].rstrip(" ."), rest.lstrip(". "), separated)
    rest, separated = _rest(text, head, found.end())
    punctuated = head[found.end() : found.end() + 1] in (".", "．", "。") or bool(
        re.match(r"\s?[-–—.]|\.", head[found.end() : found.end() + 2])
    )
    if not (heading or punctuated):
        return None
    if number.first > 9999 or head[found.end() : found.end() + 1] in (")", ",", "%", "/"):
        return None
    return Mark(Role.UNIT, "bare", number, head[: found.end()], rest, separated or heading)


def _word_first(head: str, text: str, heading: bool) -> Mark | None:
    words = heading_words()
    opening = WORD.match(head)
    known = opening is not None and (fold(opening[0]) in words.first_words or opening[0].isupper())
    if not known and head[0] not in _SPACED_START:
        return None
    folded = fold(head)
    tokens = []
    place = 0
    for _ in range(3):
        token = WORD.match(folded, place)
        if not token:
            break
        tokens.append((folded[: token.end()], token.end()))
        place = token.end() + 1 if folded[token.end() : token.end() + 1] == " " else len(folded) + 1
    for named in words.named:
        if folded.startswith(named):
            return _named(head, text, folded, len(named))
    if head[0] in _SPACED_START:
        return _spaced_component(head, text)
    for name, end in reversed(tokens):
        component = words.components.get(name)
        if component and (component == "transitional" or folded[end : end + 1] != "'"):
            mark = _component(head, text, component, end)
            if mark:
                return mark
    for name, end in reversed(tokens):
        unit, division = words.units_before.get(name), words.divisions_before.get(name)
        if not unit and not division:
            continue
        number, stop = _number_behind(head, folded, end, letters=bool(division) or unit == "article")
        if not number.printed:
            continue
        rest, separated = _rest(text, head, stop)
        label = head[:stop].strip()
        if unit:
            return Mark(Role.UNIT, unit, number, label, rest, separated, also=division or "")
        if division and len(head) < 190 and not (rest[:1].islower() and not separated):
            return Mark(Role.DIVISION, division, number, label, rest, separated)
        return None
    return _ordinal_first(head, text, folded, tokens)


def _number_behind(head: str, folded: str, end: int, letters: bool) -> tuple[Number, int]:
    """The number after the word, and where it stops; an empty one where none stands there."""
    gap = _GAP.match(head, end)
    start = gap.end() if gap else end
    if start == end and head[end - 1] != "§" and not head[end : end + 1].isdigit():
        return _NO_NUMBER, end
    found = _NUMBER.match(head, start)
    if found:
        closing = _CLOSING.match(head, found.end())
        opened = "(" in head[end:start] or "[" in head[end:start]
        return clean_number(found[0]), closing.end() if closing and opened else found.end()
    ordinals = heading_words().ordinals
    word = WORD.match(folded, start)
    if word:
        two = WORD.match(folded, word.end() + 1) if folded[word.end() : word.end() + 1] == " " else None
        if two and folded[start : two.end()] in ordinals:
            return _ordinal(head[start : two.end()], ordinals[folded[start : two.end()]]), two.end()
        if word[0] in ordinals:
            return _ordinal(head[start : word.end()], ordinals[word[0]]), word.end()
    if letters:
        letter = _LETTER_NUMBER.match(head, start)
        if letter:
            inserted = _INSERTED.match(folded, letter.end())
            if not inserted:
                return Number(letter[0], _letter_key(letter[0])), letter.end()
            key = (*_letter_key(letter[0]), *comparable(inserted[1]))
            return Number(head[start : inserted.end()], key), inserted.end()
    return _NO_NUMBER, end


def _letter_key(printed: str) -> tuple[tuple[int, int | str], ...]:
    """`IV` counts as 4; in `IV.12`, article 12 of book IV, both parts count; any other letter stands for itself."""
    book, _, article = printed.partition(".")
    roman = roman_value(book)
    if roman and article:
        return ((2, f"{roman:03}"), *comparable(article))
    return ((0, roman),) if roman else ((2, printed.casefold()),)


def _ordinal(printed: str, value: int) -> Number:
    return Number(printed.casefold(), ((0, value),))


def _component(head: str, text: str, component: str, end: int) -> Mark | None:
    """A schedule or transitional part: its word, perhaps a number, and little else on the line."""
    number, stop = _number_behind(head, fold(head), end, letters=True)
    rest, separated = _rest(text, head, stop)
    if len(head) > 140 or rest.startswith((",", ";")) or (rest[:1].islower() and not separated):
        return None
    return Mark(Role.COMPONENT, component, number, head[:stop].strip(), rest, separated)


def _spaced_component(head: str, text: str) -> Mark | None:
    """`附　則（平成…）`: East Asian printers set such a word with spaces inside."""
    for word, kind in heading_words().components.items():
        if word[0] == head[0] and " " not in word:
            found = re.match(r"\s*".join(word), head)
            if found:
                rest, separated = _rest(text, head, found.end())
                if len(head) < 80 and (separated or not rest or rest[0] in "（(〔第一二三四五六七八九0123456789"):
                    return Mark(Role.COMPONENT, kind, _NO_NUMBER, re.sub(r"\s", "", found[0]), rest, True)
    return None


def _named(head: str, text: str, folded: str, end: int) -> Mark | None:
    """`Disposición final primera`: the words are its number."""
    gap = re.compile(r"\s+").match(head, end)
    word = WORD.match(folded, gap.end()) if gap else None
    ordinals = heading_words().ordinals
    stop = end
    if word:
        two = WORD.match(folded, word.end() + 1) if folded[word.end() : word.end() + 1] == " " else None
        if word[0] in ordinals:
            stop = word.end()
            if two and two[0] in ordinals:
                stop = two.end()
            latin = _INSERTED.match(folded, stop)
            stop = latin.end() if latin else stop
    digits = _NUMBER.match(head, gap.end()) if gap and stop == end else None
    if digits:
        stop = digits.end()
    rest, separated = _rest(text, head, stop)
    if (rest[:1].islower() or rest.startswith((",", ";"))) and not separated:
        return None
    if stop == end and len(head) > end + 3 and not separated:
        return None
    return Mark(Role.UNIT, "named", Number(head[:stop], ((2, folded[:stop]),)), head[:stop], rest, True)


def _ordinal_first(head: str, text: str, folded: str, tokens: list[tuple[str, int]]) -> Mark | None:
    """`Erster Teil`, `Primero.-`, `IV. Abschnitt`."""
    words = heading_words()
    if not tokens:
        return None
    # "ΔΕΚΑΤΟ ΤΡΙΤΟ ΚΕΦΑΛΑΙΟ" counts in two words, "Erster Teil" in one.
    first, end = next((token for token in tokens[1::-1] if token[0] in words.ordinals), tokens[0])
    value = words.ordinals.get(first)
    printed = head[:end]
    if value is None and printed.isupper():
        value = roman_value(printed)
    if value is None:
        return None
    gap = re.compile(r"[.\s]+").match(head, end)
    word = WORD.match(folded, gap.end()) if gap else None
    if word:
        division = words.divisions_before.get(word[0]) or words.divisions_after.get(word[0])
        rest, separated = _rest(text, head, word.end())
        if division and not (rest[:1].islower() and not separated) and len(head) < 160:
            return Mark(Role.DIVISION, division, _ordinal(printed, value), head[: word.end()], rest, separated)
    if first in words.ordinals and re.match(r"\s?(?:\.\s?[-–—]|\.|[-–—:])", head[end:]):
        rest, _ = _rest(text, head, end)
        if rest[:1].isupper() or not rest:
            return Mark(Role.UNIT, "ordinal", _ordinal(printed, value), printed, rest, True)
    return None
