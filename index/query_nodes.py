"""The tree that is made of what a reader typed: its nodes, the fields that can be asked for, and the problems."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache

from index.numbers import asked_number_key
from palermo.treaties.reference import instrument_ids

FIELDS: dict[str, tuple[str, ...]] = {
    "state": ("states", "country", "countries", "jurisdiction"),
    "lang": ("language", "languages"),
    "title": ("titles", "law", "act", "statute"),
    "heading": ("headings", "caption"),
    "text": ("body", "fulltext"),
    "number": (
        "num", "no", "nr", "section", "sections", "sect", "sec", "art", "arts", "paragraph", "paragraphs", "para",
        "par", "provision", "clause",
    ),
    "article": ("treatyarticle",),
    "requirement": ("requirements", "req"),
    "instrument": ("instruments", "treaty", "protocol", "convention"),
    "theme": ("themes", "topic", "subject"),
    "kind": ("kinds", "type"),
    "status": ("legalstatus",),
    "year": ("years", "date", "dated"),
    "concept": ("concepts", "idea"),
    "region": ("regions",),
    "review": ("reviews",),
    "legal": ("legalsystem", "legaltradition", "system", "tradition"),
}  # fmt: skip
"""The names before a colon, each with its other spellings; capitals, hyphens and underscores do not count."""

_FIELD_OF = {spelling: name for name, others in FIELDS.items() for spelling in (name, *others)}
_YEARS = re.compile(r"(?P<first>\d{4})?\s*(?:\.{2,3}|…|[-–−])\s*(?P<last>\d{4})?")
_COMPARED_YEAR = re.compile(r"(?P<sign>[<>]=?|[≤≥=]|)(?P<year>\d{4})")


class Form(StrEnum):
    """How the words of a leaf are meant."""

    WORD = "word"
    PHRASE = "phrase"
    BEGINNING = "beginning"
    ALIKE = "alike"
    """The word, or one that differs from it by `distance` letters at most."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Words as typed, without the signs around them; single spaces within.

    start and end are the place of the text in what was typed; they do not count when leaves are compared.
    """

    text: str
    form: Form = Form.WORD
    distance: int = field(default=0, kw_only=True)
    start: int = field(default=0, compare=False, kw_only=True)
    end: int = field(default=0, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Whatever does not have the part."""

    part: Node


@dataclass(frozen=True, slots=True)
class Near:
    """The parts (words, phrases, beginnings) at most `distance` words apart, in any order."""

    parts: tuple[Leaf, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Field:
    """The value in the field of this name, one of FIELDS; whether such a value exists is not checked here."""

    name: str
    value: Leaf
    start: int = field(default=0, compare=False, kw_only=True)
    end: int = field(default=0, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Years:
    """A year from `first` to `last`, both included; None leaves an end open."""

    first: int | None
    last: int | None
    start: int = field(default=0, compare=False, kw_only=True)
    end: int = field(default=0, compare=False, kw_only=True)

    @classmethod
    def parse(cls, text: str, start: int, end: int) -> Years | None:
        """The years of `2000`, `2000..2010`, `2010..` or `>=2010`, typed from start to end; None for other text."""
        span = _YEARS.fullmatch(text)
        if span and (span["first"] or span["last"]):
            first, last = (int(year) if year else None for year in (span["first"], span["last"]))
            return cls(first, last, start=start, end=end)
        compared = _COMPARED_YEAR.fullmatch(text)
        if not compared:
            return None
        year, sign = int(compared["year"]), compared["sign"]
        first = {">": year + 1, "<": None, "<=": None, "≤": None}.get(sign, year)
        last = {"<": year - 1, ">": None, ">=": None, "≥": None}.get(sign, year)
        return cls(first, last, start=start, end=end)


Node = Leaf | Every | Either | Without | Near | Field | Years


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What could not be read as it was typed, where, and how it was read instead; in words for the reader."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed: the parts side by side, none where there is nothing to look for; and what was wrong."""

    parts: tuple[Node, ...]
    problems: tuple[Problem, ...] = ()


def field_named(typed: str) -> str | None:
    """The field, one of FIELDS, that is meant by a name before a colon; None where there is none."""
    return _FIELD_OF.get(re.sub("[-_]", "", typed.casefold()))


@lru_cache(maxsize=1_000)
def unknown_field(name: str) -> str:
    """In words for the reader: there is no field `name` (in small letters), and what could be meant."""
    if name in instrument_ids():
        return f"A place in a treaty is written like {name}:5.1.a, with dots; this was searched as words."
    nearest = {_FIELD_OF[spelling]: f"{spelling}:" for spelling in reversed(get_close_matches(name, _FIELD_OF))}
    if nearest:
        known = f"the nearest is {' or '.join(reversed(nearest.values()))}"
    else:
        known = f"there are {', '.join(f'{field}:' for field in FIELDS)}"
    return f"There is no field {name}: ({known}); it was searched as words."


def with_value(name: str, leaf: Leaf, start: int, end: int, problems: list[Problem]) -> Node | None:
    """The field `name` with this value, typed from start to end; None, and a problem, where the value is of no use."""
    if name == "year":
        years = Years.parse(leaf.text, start, end) if leaf.form in (Form.WORD, Form.PHRASE) else None
        if years is None:
            message = "This is no year; it was left out. Write year:2000, year:2000..2010, year:>=2010 or year:<2000."
            problems.append(Problem(start, end, message))
        elif years.first is not None and years.last is not None and years.first > years.last:
            years = Years(years.last, years.first, start=start, end=end)
            message = f"The years stand the wrong way round; they were read as {years.first}..{years.last}."
            problems.append(Problem(start, end, message))
        return years
    if name == "article" and asked_number_key(leaf.text):
        name = "number"
        message = "An article of a treaty is written article:untoc:5; this was read as the number of a provision."
        problems.append(Problem(start, end, message))
    return Field(name, leaf, start=start, end=end)
