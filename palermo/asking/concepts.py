"""Which legal concepts the words of a question name, and the words by which laws speak of a concept."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from palermo.asking.central_terms import CentralTerm, central_terms, knows
from palermo.asking.written_terms import is_plain, written_terms
from palermo.concepts.load import concepts, languages
from palermo.concepts.scripts import words as words_of
from palermo.errors import UnknownIdError

MOST_FOR_A_SPAN = 2
_FIRST_LANGUAGE = "en"


class AskedConcept(NamedTuple):
    """A concept that a question names: the language of the term, and where its words stand in the question."""

    concept: str
    language: str
    start: int
    end: int


class _Found(NamedTuple):
    term: CentralTerm
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


def concepts_in(words: str, languages: Collection[str] | None = None) -> tuple[AskedConcept, ...]:
    """The concepts that the words of a question name, in the order of the question.

    `languages` are those to look in, all that have terms where it is None. Only central terms count, as
    `central_terms.py` says. Where terms overlap the longest counts; a span has one language and at most two concepts.
    """
    found = _without_look_alikes(
        _Found(term, start, end)
        for term, start, end in central_terms().find(words)
        if languages is None or term.language in languages
    )
    if not found:
        return ()
    kept: list[tuple[int, int]] = []
    asked = []
    ranked = _ranked(words, found, languages is None or _FIRST_LANGUAGE in languages)
    for language in ranked:
        of_language = [one for one in found if one.term.language == language]
        for span in _longest(of_language, kept):
            if not _is_an_everyday_word(words[slice(*span)], language, ranked):
                kept.append(span)
                asked += [AskedConcept(concept, language, *span) for concept in _most_central(of_language, span)]
    return tuple(sorted(asked, key=lambda one: (one.start, one.end)))


def _most_central(found: list[_Found], span: tuple[int, int]) -> list[str]:
    """The concepts of a span, the one first whose name or foremost term it is."""
    places: dict[str, int] = {}
    for one in found:
        if one.span == span:
            places[one.term.concept] = min(one.term.place, places.get(one.term.concept, one.term.place))
    return sorted(places, key=lambda concept: (places[concept], concept))[:MOST_FOR_A_SPAN]


def _without_look_alikes(found: Iterable[_Found]) -> list[_Found]:
    everything = list(found)
    against = [one for one in everything if one.term.negative]
    return [
        one
        for one in everything
        if not one.term.negative
        and not any(
            other.term.concept == one.term.concept
            and other.term.language == one.term.language
            and one.start < other.end
            and other.start < one.end
            for other in against
        )
    ]


def _longest(found: list[_Found], kept: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans that overlap no longer one and none of those kept; of two as long, the first."""
    longest: list[tuple[int, int]] = []
    for start, end in sorted({one.span for one in found}, key=lambda span: (span[0] - span[1], span)):
        if not any(start < other_end and other_start < end for other_start, other_end in (*kept, *longest)):
            longest.append((start, end))
    return longest


def _ranked(words: str, found: list[_Found], with_english: bool) -> dict[str, int]:
    """The languages of the terms found with how many words of the question they know, the most likely first.

    It is the one whose terms hold the most words of the question; then the one with the most terms in it; then
    English, which most questions are in and which therefore is among them even where it has no term.
    """
    of: dict[str, list[_Found]] = {_FIRST_LANGUAGE: []} if with_english else {}
    for one in found:
        of.setdefault(one.term.language, []).append(one)
    asked = [word.group() for word in words_of(words)]
    known = {language: sum(knows(language, word) for word in asked) for language in of}
    spans = {language: len(_longest(its, [])) for language, its in of.items()}
    order = sorted(of, key=lambda one: (-known[one], -spans[one], one != _FIRST_LANGUAGE, one))
    return {language: known[language] for language in order}


def _is_an_everyday_word(word: str, language: str, ranked: dict[str, int]) -> bool:
    """Whether a word alone, a term in some other language, is a plain word in the language of the question."""
    best = next(iter(ranked))
    return ranked[language] < ranked[best] and len(words_of(word)) == 1 and knows(best, word)


def terms_for(concept: str, language: str, most: int = 5) -> tuple[str, ...]:
    """The plainest terms of a concept in a language, for people to read: at most `most`, the most central first.

    The stars of the terms files are taken away. A beginning alone becomes the word that the language's terms have most
    often for it ("confiscat*", confiscation); other terms that end in half a word come last, unless it is the first.
    () where the language has no term for the concept; UnknownIdError where there is no such concept.
    """
    if concept not in concepts():
        raise UnknownIdError(f"'{concept}' is no concept. The glossary lists all of them.")
    if language not in languages() or concept not in written_terms(language):
        return ()
    plain = [term for term in written_terms(language)[concept].terms if is_plain(term)]
    read = [_completed(term, language) for term in plain]
    read = read[:1] + sorted(read[1:], key=lambda term: not _is_whole(term, language))
    return tuple(dict.fromkeys(term.replace("*", "") for term in read))[:most]


def _completed(term: str, language: str) -> str:
    stem = term.removesuffix("*")
    if stem == term or not stem.isalpha() or stem.casefold() in _whole_words(language):
        return term
    in_order = _whole_words_in_order(language)
    longer = takewhile(
        lambda word: word.startswith(stem.casefold()), in_order[bisect_left(in_order, stem.casefold()) :]
    )
    return min(longer, key=lambda word: (-_whole_words(language)[word], len(word), word), default=term)


def _is_whole(term: str, language: str) -> bool:
    starred = (piece.strip("*") for piece in term.split() if "*" in piece)
    return all(word.casefold() in _whole_words(language) for word in starred)


@cache
def _whole_words(language: str) -> Counter[str]:
    """The words without a star in the terms of a language, with how often; for English also in the glossary."""
    texts = [term for found in written_terms(language).values() for both in found for term in both]
    if language == _FIRST_LANGUAGE:
        texts += [text for one in concepts().values() for text in (one.name, one.definition)]
    pieces = (piece for text in texts for piece in text.casefold().split() if "*" not in piece)
    return Counter(word for piece in pieces if (word := piece.strip(".,;:()\"'")).isalpha())


@cache
def _whole_words_in_order(language: str) -> list[str]:
    return sorted(_whole_words(language))
