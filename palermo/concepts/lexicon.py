"""Finding the terms of all concepts of one language in a text, in one pass.

The small language of the terms files: words apart by a space stand beside each other in the text; `*` at the
beginning or the end of a word stands for any letters; ` ... ` for up to six words (fifteen characters in scripts
without spaces). Case and punctuation do not count, nor do accents in languages that often leave them out.

Every word of a text is looked up once in a process: which patterns it fits. From there terms are followed word by word
along a tree, so that the cost grows with the words that begin a term, not with the number of terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import NamedTuple

from palermo.concepts.concept import LanguageTerms
from palermo.concepts.remembered import Remembered
from palermo.concepts.scripts import WITHOUT_SPACES, cut_at_words, folded, foreign_letter, normal, words

_GAP_WORDS = 6
_GAP_CHARACTERS = 15
_FARTHEST_NEIGHBOUR = 4
"""Characters between two words of a term: a space, a hyphen, a comma and a space, a line break and its indent."""
_ELLIPSIS = re.compile(r"\s*(?:\.\.\.|…)\s*")


class Hit(NamedTuple):
    """A term found: which concept, and where in the text."""

    concept: str
    start: int
    end: int


class _Word(NamedTuple):
    """A word of a term: its letters, and whether others may stand before or after them."""

    letters: str
    open_before: bool
    open_after: bool
    gap_before: bool


class _Term(NamedTuple):
    concept: str
    negative: bool
    words: tuple[_Word, ...]


@dataclass(slots=True, eq=False)
class _Node:
    """How terms go on that have the same words so far, by the pattern of the next word."""

    ends: list[_Term] = field(default_factory=list)
    """The terms that have no further word."""
    next: dict[int, _Node] = field(default_factory=dict)
    """Where the next word stands right behind."""
    later: dict[int, _Node] = field(default_factory=dict)
    """Where it stands some words on."""


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What a word of a text may be: the patterns that it fits, and how the terms go on that begin with them."""

    patterns: frozenset[int]
    roots: tuple[_Node, ...] = ()
    after_gaps: frozenset[int] = frozenset()
    """The patterns among them that stand after a gap in some term."""


_NOTHING = _Known(frozenset())


class _Beginning(NamedTuple):
    """What begins with a word that has a certain other one behind it."""

    alone: tuple[_Term, ...]
    two: tuple[_Node, ...]
    """How the terms go on that begin with both words."""
    later: tuple[_Node, ...]
    """The roots of terms with a gap after the first word."""


class TermError(ValueError):
    """A term is not written as the terms files want it; the message says what is wrong."""


class Lexicon:
    """The terms of one language, ready to be found. Thread-safe once built; a text is never changed."""

    def __init__(self, terms: LanguageTerms) -> None:
        self.language = terms.language
        self._spaced = terms.language not in WITHOUT_SPACES
        parsed = [
            _Term(concept, negative, parse_term(term, terms.language))
            for concept, its_terms in terms.terms.items()
            for negative, group in ((False, its_terms.terms), (True, its_terms.negative))
            for term in group
        ]
        if self._spaced:
            self._index_words(parsed)
        else:
            self._index_characters(parsed)

    def find(self, text: str) -> list[Hit]:
        """Every place where a concept's term stands and no negative term overlaps it, in the order of the text.

        Overlapping places of one concept are joined to the longest.
        """
        found: dict[str, list[tuple[int, int]]] = {}
        against: dict[str, list[tuple[int, int]]] = {}
        for term, start, end in self._in_words(text) if self._spaced else self._in_characters(text):
            (against if term.negative else found).setdefault(term.concept, []).append((start, end))
        hits = []
        for concept, places in found.items():
            if len(places) > 1:
                places.sort(key=lambda place: (place[0], -place[1]))
            its_against = against.get(concept, ())
            last_end = -1
            for start, end in places:
                if start < last_end:
                    continue
                if its_against and any(start < stop and begin < end for begin, stop in its_against):
                    continue
                hits.append(Hit(concept, start, end))
                last_end = end
        hits.sort(key=attrgetter("start", "end", "concept"))
        return hits

    # Words apart by spaces

    def _index_words(self, terms: Sequence[_Term]) -> None:
        patterns: dict[tuple[str, bool, bool], int] = {}
        self._roots: dict[int, _Node] = {}
        self._after_gaps: set[int] = set()
        for term in terms:
            first, *numbers = (patterns.setdefault(word[:3], len(patterns)) for word in term.words)
            node = self._roots.setdefault(first, _Node())
            for number, word in zip(numbers, term.words[1:], strict=True):
                node = (node.later if word.gap_before else node.next).setdefault(number, _Node())
                if word.gap_before:
                    self._after_gaps.add(number)
            node.ends.append(term)
        self._exact: dict[str, int] = {}
        self._beginnings: dict[str, int] = {}
        self._endings: dict[str, int] = {}
        self._insides: dict[str, int] = {}
        for (letters, before, after), number in patterns.items():
            kind = (
                self._insides
                if before and after
                else self._endings
                if before
                else self._beginnings
                if after
                else self._exact
            )
            kind[letters] = number
        self._shortest_inside = min(map(len, self._insides), default=0)
        self._longest_inside = max(map(len, self._insides), default=0)
        self._kinds: dict[frozenset[int], _Known] = {frozenset(): _NOTHING}
        self._known = Remembered(self._look_up)
        self._beginning = Remembered(_beginning)

    def _look_up(self, word: str) -> _Known:
        letters = normal(word, self.language)
        numbers = set()
        if letters in self._exact:
            numbers.add(self._exact[letters])
        for cut in range(1, len(letters) + 1):
            if (number := self._beginnings.get(letters[:cut])) is not None:
                numbers.add(number)
            if (number := self._endings.get(letters[-cut:])) is not None:
                numbers.add(number)
        if self._insides and len(letters) <= 80:
            for size in range(self._shortest_inside, min(self._longest_inside, len(letters)) + 1):
                for start in range(len(letters) - size + 1):
                    if (number := self._insides.get(letters[start : start + size])) is not None:
                        numbers.add(number)
        patterns = frozenset(numbers)
        if patterns not in self._kinds:
            roots = tuple(self._roots[number] for number in sorted(patterns) if number in self._roots)
            self._kinds[patterns] = _Known(patterns, roots, patterns & self._after_gaps)
        return self._kinds[patterns]

    def _in_words(self, text: str) -> Iterator[tuple[_Term, int, int]]:
        parts = cut_at_words(text)
        known = [*map(self._known.__getitem__, parts[1::2]), _NOTHING]
        begun = list(map(self._beginning.__getitem__, pairwise(known)))
        ends = list(accumulate(map(len, parts)))  # a word stands between that of the part before it and its own
        present = frozenset().union(*{word.after_gaps for word in known})
        for at, (alone, two, later) in [(at, found) for at, found in enumerate(begun) if found]:
            start = ends[2 * at]
            for term in alone:
                yield term, start, ends[2 * at + 1]
            reached = [(node, at + 1) for node in two] if len(parts[2 * at + 2]) <= _FARTHEST_NEIGHBOUR else []
            for root in later:
                reached += _later(root, at, known, present)
            while reached:
                node, last = reached.pop()
                for term in node.ends:
                    yield term, start, ends[2 * last + 1]
                if node.next and len(parts[2 * last + 2]) <= _FARTHEST_NEIGHBOUR:
                    behind = known[last + 1].patterns
                    reached += [(node.next[number], last + 1) for number in behind if number in node.next]
                if node.later:
                    reached += _later(node, last, known, present)

    # Scripts without spaces

    def _index_characters(self, terms: Sequence[_Term]) -> None:
        self._by_beginning: dict[str, list[_Term]] = {}
        for term in terms:
            self._by_beginning.setdefault(term.words[0].letters[:2], []).append(term)
        self._single = {beginning for beginning in self._by_beginning if len(beginning) == 1}

    def _in_characters(self, text: str) -> Iterator[tuple[_Term, int, int]]:
        text = folded(text)
        by_beginning = self._by_beginning
        for at in range(len(text)):
            candidates = by_beginning.get(text[at : at + 2], ())
            if text[at] in self._single:
                candidates = (*candidates, *by_beginning[text[at]])
            for term in candidates:
                end = self._reads_on(text, at, term.words)
                if end is not None:
                    yield term, at, end

    @staticmethod
    def _reads_on(text: str, at: int, pieces: tuple[_Word, ...]) -> int | None:
        for piece in pieces:
            if piece.gap_before:
                at = text.find(piece.letters, at, at + _GAP_CHARACTERS + len(piece.letters))
                if at < 0:
                    return None
            elif not text.startswith(piece.letters, at):
                return None
            at += len(piece.letters)
        return at


def _beginning(words_: tuple[_Known, _Known]) -> _Beginning | None:
    """What begins with the first of two words that stand beside each other, if anything does."""
    first, second = words_
    found = _Beginning(
        tuple(term for root in first.roots for term in root.ends),
        tuple(root.next[number] for root in first.roots for number in second.patterns if number in root.next),
        tuple(root for root in first.roots if root.later),
    )
    return found if any(found) else None


def _later(node: _Node, at: int, known: list[_Known], present: frozenset[int]) -> Iterator[tuple[_Node, int]]:
    """How the terms go on after a gap behind the word `at`: with the first word in reach that fits.

    present: what of all that may stand after a gap is anywhere in the text.
    """
    for number in present.intersection(node.later):
        reach = range(at + 1, min(at + 2 + _GAP_WORDS, len(known)))
        following = next((n for n in reach if number in known[n].after_gaps), None)
        if following is not None:
            yield node.later[number], following


@cache
def parse_term(term: str, language: str) -> tuple[_Word, ...]:
    """The words of a term; TermError says what is wrong with it."""
    foreign = foreign_letter(term, language)
    if foreign is not None:
        raise TermError(f"'{term}' has the letter '{foreign}', which is not of the script of '{language}'")
    parts = _ELLIPSIS.split(term.strip())
    if not all(parts):
        raise TermError(f"'{term}': '...' stands between words, not at an end")
    found: list[_Word] = []
    for number, part in enumerate(parts):
        if language in WITHOUT_SPACES:
            letters = folded(part.replace("*", ""))
            if len(letters) < 2 and len(parts) == 1:
                raise TermError(f"'{term}' is too short; use at least two characters")
            found.append(_Word(letters, True, True, number > 0))
            continue
        first = True
        for piece in part.split():
            if "*" in piece.strip("*"):
                raise TermError(f"'{term}': '*' stands at the beginning or the end of a word, not inside '{piece}'")
            inner = [match.group() for match in words(piece)]
            for index, word in enumerate(inner):
                open_before = index == 0 and piece.startswith("*")
                open_after = index == len(inner) - 1 and piece.endswith("*")
                letters = normal(word, language)
                if len(letters) < 2 and open_after:
                    raise TermError(f"'{term}': '{piece}' would match nearly everything; use a longer stem")
                found.append(_Word(letters, open_before, open_after, first and number > 0))
                first = False
    if not found:
        raise TermError(f"'{term}' has no letters")
    return tuple(found)
