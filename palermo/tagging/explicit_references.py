"""Method `explicit-reference/1`: a provision that names an article of the Convention or a Protocol.

Only an article that is named gives a tag. A law that names an instrument alone says nothing about an article, so
that is a `Mention`. "The Convention", defined elsewhere in a law, is not followed up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from palermo.model.tag import Evidence, Grade, Tag
from palermo.tagging.treaty_names import TreatyNames, fold, treaty_names
from palermo.treaties.load import exists

METHOD = "explicit-reference/1"

_FARTHEST_LINK = 90
"""Characters between an article and the name: "paragraphs 3 and 4 (a), of the", "of the ... done at New York on"."""
_FARTHEST_SUPPLEMENT = 100
"""Characters between a Protocol's name and the Convention's that it supplements."""
_FARTHEST_ARTICLE = 200
"""Characters between the beginning of a list of articles and the name."""
_LONGEST_NAME = 300
_LONGEST_RANGE = 12
_TOO_FAR = re.compile(r"[;。\n]|\.\s")
_ASIDE = re.compile(r"\s*[（(][^()（）]{1,60}[)）]")
_CLOSING = re.compile(r"[\s,،\"»”'》」』]*(?:の|의|,|\()?\s*")
_GOES_ON_ELSEWHERE = re.compile(r"\s*[^\W\d_]{2}")
_CJK_DIGITS = {character: n for n, character in enumerate("〇一二三四五六七八九")}


class Mention(BaseModel):
    """A place where an instrument is named, with the articles named beside it."""

    model_config = ConfigDict(frozen=True)

    instrument: str
    evidence: Evidence
    articles: tuple[int, ...] = ()


def explicit_references(provision_id: str, text: str) -> tuple[Tag, ...]:
    """A tag for each article that the text names, with every place where it does; in order of the articles.

    `text` is what the evidence counts in: a provision's text, or its heading.
    """
    found: dict[str, list[Evidence]] = {}
    for mention in mentions(text):
        for number in mention.articles:
            evidence = found.setdefault(f"{mention.instrument}:{number}", [])
            if mention.evidence not in evidence:
                evidence.append(mention.evidence)
    return tuple(
        Tag(
            provision=provision_id,
            target=target,
            grade=Grade.TOUCHES,
            score=1.0,
            method=METHOD,
            evidence=tuple(evidence),
        )
        for target, evidence in found.items()
    )


def mentions(text: str) -> tuple[Mention, ...]:
    """Every place in the text that names one of the instruments, in the order of the text."""
    names = treaty_names()
    # Most provisions name no treaty: looking for a few rare words is far faster than the patterns.
    lower = text.lower()
    if not any(stem in lower for stem in names.look_for):
        return ()
    folded = fold(text)
    return tuple(_mention(text, folded, names, one) for one in _named(folded, names))


class _Name(NamedTuple):
    instrument: str
    start: int
    end: int
    supplemented: bool = False
    """The words before it say that something supplements it: no article of its own is named then."""


def _named(folded: str, names: TreatyNames) -> Iterator[_Name]:
    """The names in the text; a Protocol's with the Convention's that it supplements is one."""
    waiting: _Name | None = None
    for match in _matches(folded, names):
        before = folded[max(0, match.start() - 40) : match.start()].rpartition("\n")[2]
        supplemented = any(names.link.fullmatch(before, one.end()) for one in names.supplement.finditer(before))
        instrument = (match.lastgroup or "").partition("_")[0]
        name = _Name(instrument, match.start(), match.end(), supplemented)
        if waiting and (joined := _joined(waiting, name, folded, names)):
            waiting = joined
            continue
        if waiting:
            yield waiting
        waiting = name
    if waiting:
        yield waiting


def _matches(folded: str, names: TreatyNames) -> Iterator[re.Match[str]]:
    """Every name, looked for only around the rare words that each of them holds."""
    places = sorted(place.start() for stem in names.look_for for place in re.finditer(re.escape(fold(stem)), folded))
    stretches: list[list[int]] = []
    for place in places:
        if stretches and place - stretches[-1][1] <= 2 * _LONGEST_NAME:
            stretches[-1][1] = place
        else:
            stretches.append([place, place])
    for first, last in stretches:
        yield from names.name.finditer(folded, max(0, first - _LONGEST_NAME), last + _LONGEST_NAME)


def _joined(first: _Name, second: _Name, folded: str, names: TreatyNames) -> _Name | None:
    """Both names as one Protocol's, where one is the Convention's and the words between say "supplementing"."""
    if (first.instrument == "untoc") == (second.instrument == "untoc"):
        return None
    between = folded[first.end : second.start]
    if len(between) > _FARTHEST_SUPPLEMENT or _TOO_FAR.search(between):
        return None
    convention_first = first.instrument == "untoc"
    if not (names.supplement.search(between) or (convention_first and (first.supplemented or not between.strip()))):
        return None
    protocol = second.instrument if convention_first else first.instrument
    return _Name(instrument=protocol, start=first.start, end=second.end)


def _mention(text: str, folded: str, names: TreatyNames, name: _Name) -> Mention:
    start, end = name.start, name.end
    numbers: tuple[int, ...] = ()
    near = max(0, name.start - _FARTHEST_ARTICLE), name.end + _FARTHEST_ARTICLE
    for match in names.article.finditer(folded, *near):
        if name.instrument == "untoc" and name.supplemented:
            break
        if _stands_before(match, name, folded, names) or _stands_after(match, name, folded):
            numbers = tuple(n for n in _numbers(match, names) if exists(f"{name.instrument}:{n}"))
            if numbers:
                start, end = min(start, match.start()), max(end, match.end())
                break
    evidence = Evidence(start=start, end=end, quote=text[start:end])
    return Mention(instrument=name.instrument, evidence=evidence, articles=numbers)


def _stands_before(match: re.Match[str], name: _Name, folded: str, names: TreatyNames) -> bool:
    """Whether it reads "article 18 of the" name; in Chinese, Japanese and Korean the article comes after."""
    if match["before"] is None and match["after"] is None:
        return False
    between = folded[match.end() : name.start]
    if not 0 <= name.start - match.end() <= _FARTHEST_LINK:
        return False
    if name.instrument != "untoc":
        # "article 3 du Protocole additionnel à la Convention ... visant à ..." starts with the Convention.
        between = re.sub(r"(?<!\w)\w*proto[ck]\w*", " ", names.supplement.sub(" ", between))
    return names.link.fullmatch(between) is not None


def _stands_after(match: re.Match[str], name: _Name, folded: str) -> bool:
    """Whether the name goes on with "第十八条" or ", article 18", but not "article 18 of the Extradition Act"."""
    if match.start() < name.end:
        return False
    aside = _ASIDE.match(folded, name.end)
    closed = _CLOSING.match(folded, aside.end() if aside and aside.end() <= match.start() else name.end)
    if closed is None or closed.end() != match.start():
        return False
    # Without a comma the name is the article's genitive: "konventsiooni artikli 18 alusel".
    apart = "," in closed[0] or "(" in closed[0]
    return match["before"] is None or not (apart and _GOES_ON_ELSEWHERE.match(folded, match.end()))


def _numbers(match: re.Match[str], names: TreatyNames) -> Iterator[int]:
    written = next(group for group in match.groupdict().values() if group is not None)
    without_parts = re.sub(r"\(\w{1,4}\)|\.\w+", " ", written)
    for one in names.number.finditer(without_parts):
        first = _value(one[1])
        last = _value(one[2]) if one[2] else first
        yield from range(first, last + 1) if first <= last <= first + _LONGEST_RANGE else (first, last)


def _value(number: str) -> int:
    """18, ١٨ or 十八 as a number; in Chinese numerals up to 99, which is more than any instrument has."""
    if number.isdecimal():
        return int(number)
    tens, ten, units = number.rpartition("十")
    above = (_CJK_DIGITS.get(tens, 1) if tens else 1) * 10 if ten else 0
    return above + (_CJK_DIGITS.get(units[-1], 0) if units else 0)
