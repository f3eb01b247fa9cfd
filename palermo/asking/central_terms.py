"""The terms that stand for a concept in a question, in all languages at once.

The terms files were written to recognise provisions: behind the words that everybody uses for a concept come
weaker and weaker signs of it. In a question, which has no text around it, only the first count:

- a word alone that is among the first three plain terms of its concept; one of ten letters or more, which says as
  much as two, among the first eight; one of one or two letters never,
- words side by side that are among the first sixteen,
- in English also a term whose words are all in the concept's name, and that name itself,
- everything in the files of everyday words, which were written for questions.

Terms with a gap never count, nor do concepts that say how a provision is drafted and not what it is about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from palermo.asking.written_terms import everyday_terms, is_plain, written_terms
from palermo.concepts.load import concepts, languages
from palermo.concepts.scripts import WITHOUT_SPACES, folded, normal, words

FIRST_ALONE = 3
FIRST_LONG = 8
FIRST_TOGETHER = 16
"""Set by "organized crime", the last of the everyday words for its concept; what follows is statute English."""
LONG_WORD = 10
"""Letters from which on a word is as telling as two: `Auslieferungsersuchen`, `cryptocurrency`."""
SHORT_WORD = 2
"""Letters up to which a word alone is no term."""
SIGNS_OF_DRAFTING = frozenset(
    {
        "offence-statement", "definition-statement", "duty-statement", "power-statement", "prohibition-statement",
        "procedure-statement", "commencement", "repeal-or-amendment", "purpose-or-scope", "rule-making",
        "institution-set-up", "fees",
    }
)  # fmt: skip
THE_NAME = -1
"""The place of a concept's own name before its terms."""

_FARTHEST_NEIGHBOUR = 4
"""Characters between two words of a term, as in `lexicon.py`."""
_LONGEST_WORD = 40
_LETTERS = re.compile(r"[^\W\d_]{2,}")


class CentralTerm(NamedTuple):
    """What a term stands for, and its place among the plain terms of its concept, counted from 0."""

    concept: str
    language: str
    place: int
    negative: bool = False
    """A look-alike: where it stands, the concept's terms do not count."""


class _Word(NamedTuple):
    """A word of a term: its letters, and whether others may stand before or after them."""

    letters: str
    open_before: bool
    open_after: bool

    def fits(self, letters: str) -> bool:
        if self.open_before:
            return self.letters in letters if self.open_after else letters.endswith(self.letters)
        return letters.startswith(self.letters) if self.open_after else letters == self.letters


class _Forms(NamedTuple):
    """A word of a question as languages compare it that drop accents, as the others do, and as Serbian does."""

    without_accents: str
    with_accents: str
    in_either_script: str


class _Opening:
    """The terms that begin with the same word. Only those that a question meets are taken apart."""

    def __init__(self) -> None:
        self.waiting: list[tuple[str, CentralTerm]] = []

    @cached_property
    def terms(self) -> list[tuple[tuple[_Word, ...], int, CentralTerm]]:
        """The words behind the first, which of a word's forms they are compared with, and the term."""
        found = []
        for written, term in self.waiting:
            parsed = list(_words(written, term.language))
            if _counts(written, len(parsed), term):
                found.append((tuple(parsed[1:]), form_for(term.language), term))
        return found


@cache
def form_for(language: str) -> int:
    """Which of the `_Forms` of a word the language compares."""
    if normal("é", language) == "e":
        return 0
    return 2 if normal("ж", language) == "ž" else 1


class CentralTerms:
    """The central terms of all languages, ready to be found in a few words."""

    def __init__(self) -> None:
        self._openings: dict[tuple[_Word, int], _Opening] = {}
        self._unspaced: dict[str, list[tuple[str, CentralTerm]]] = {}
        for language in languages():
            self._add_language(language)
        self._insides = {len(word.letters) for word, _ in self._openings if word.open_before and word.open_after}
        self._openings_of = lru_cache(maxsize=50_000)(self._look_up)

    def find(self, text: str) -> Iterator[tuple[CentralTerm, int, int]]:
        """Every place of every term, of look-alikes too, with its beginning and end."""
        yield from self._in_words(text)
        if not text.isascii():
            yield from self._in_characters(text)

    # Words apart by spaces

    def _add_language(self, language: str) -> None:
        form = form_for(language)
        first: dict[str, _Opening] = {}
        for written, term in _candidates(language):
            if language in WITHOUT_SPACES:
                letters = folded(written.replace("*", ""))
                self._unspaced.setdefault(letters[:2], []).append((letters, term))
                continue
            piece = written.partition(" ")[0]
            opening = first.get(piece)
            if opening is None:
                word = next(_words(piece, language), None)
                if word is None:  # a sign such as § comes first
                    piece, word = written, next(_words(written, language))
                opening = first[piece] = self._openings.setdefault((word, form), _Opening())
            opening.waiting.append((written, term))

    def _in_words(self, text: str) -> Iterator[tuple[CentralTerm, int, int]]:
        places = words(text)
        forms = [_forms(place.group()) for place in places]
        for at, place in enumerate(places):
            for opening in self._openings_of(forms[at]):
                for rest, form, term in opening.terms:
                    last = at + len(rest)
                    if last >= len(places) or (not rest and _is_short(place.group())):
                        continue
                    if all(
                        word.fits(forms[at + n][form])
                        and places[at + n].start() - places[at + n - 1].end() <= _FARTHEST_NEIGHBOUR
                        for n, word in enumerate(rest, 1)
                    ):
                        yield term, place.start(), places[last].end()

    def _look_up(self, forms: _Forms) -> tuple[_Opening, ...]:
        found = {
            key: self._openings[key]
            for form, letters in enumerate(forms)
            for word in self._possible(letters[:_LONGEST_WORD])
            if (key := (word, form)) in self._openings
        }
        return tuple(found.values())

    def _possible(self, letters: str) -> Iterator[_Word]:
        """Every word of a term that these letters might fit."""
        yield _Word(letters, False, False)
        for cut in range(1, len(letters) + 1):
            yield _Word(letters[:cut], False, True)
            yield _Word(letters[-cut:], True, False)
        for size in self._insides:
            for start in range(len(letters) - size + 1):
                yield _Word(letters[start : start + size], True, True)

    # Scripts without spaces

    def _in_characters(self, text: str) -> Iterator[tuple[CentralTerm, int, int]]:
        text = folded(text)
        for at in range(len(text) - 1):
            for letters, term in self._unspaced.get(text[at : at + 2], ()):
                if text.startswith(letters, at):
                    yield term, at, at + len(letters)


def _is_short(word: str) -> bool:
    """Whether a word has so few letters that alone it is no term; a Korean sign holds two or three."""
    return len(word) <= SHORT_WORD and len(unicodedata.normalize("NFD", word)) <= SHORT_WORD


def _candidates(language: str) -> Iterator[tuple[str, CentralTerm]]:
    """The terms that may count, without those that their place alone rules out."""
    for concept, everyday in everyday_terms(language).items():
        yield from ((written, CentralTerm(concept, language, 0)) for written in everyday)
    for concept, its_terms in written_terms(language).items():
        if concept in SIGNS_OF_DRAFTING:
            continue
        if language == "en":
            yield concepts()[concept].name, CentralTerm(concept, language, THE_NAME)
        place = 0
        for written in its_terms.terms:
            if is_plain(written):
                if place < FIRST_TOGETHER or language == "en":
                    yield written, CentralTerm(concept, language, place)
                place += 1
        for written in its_terms.negative:
            if is_plain(written):
                yield written, CentralTerm(concept, language, THE_NAME, True)


def _counts(written: str, how_many_words: int, term: CentralTerm) -> bool:
    alone = FIRST_LONG if len(written) >= LONG_WORD else FIRST_ALONE
    if term.place < (alone if how_many_words == 1 else FIRST_TOGETHER):
        return True
    if term.language != "en":
        return False
    of_name = [word.letters for word in _words(concepts()[term.concept].name, "en")]
    return all(any(word.fits(one) for one in of_name) for word in _words(written, "en"))


def _words(term: str, language: str) -> Iterator[_Word]:
    for piece in term.split():
        letters = piece.strip("*")
        if letters.isalpha():
            yield _Word(normal(letters, language), piece[0] == "*", piece[-1] == "*")
            continue
        inner = [word.group() for word in words(piece)]
        for n, letters in enumerate(inner):
            open_before, open_after = n == 0 and piece[0] == "*", n == len(inner) - 1 and piece[-1] == "*"
            yield _Word(normal(letters, language), open_before, open_after)


@lru_cache(maxsize=50_000)
def _forms(word: str) -> _Forms:
    return _Forms(normal(word, "en"), normal(word, "sv"), normal(word, "sr"))


@cache
def central_terms() -> CentralTerms:
    """The central terms of all languages, read once; DataError as for `palermo.concepts.load.terms`."""
    return CentralTerms()


@cache
def vocabulary(language: str) -> frozenset[str]:
    """The words in the terms of a language, central or not, as they are compared; empty where no spaces part them."""
    if language in WITHOUT_SPACES:
        return frozenset()
    lists = [term for found in written_terms(language).values() for both in found for term in both]
    lists += [term for everyday in everyday_terms(language).values() for term in everyday]
    return frozenset(_LETTERS.findall(normal("\n".join(lists), language)))


def knows(language: str, word: str) -> bool:
    """Whether the word stands in a term of the language."""
    return _forms(word)[form_for(language)] in vocabulary(language)
