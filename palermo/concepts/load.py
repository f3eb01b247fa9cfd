"""The concepts and their terms as `corpus/concepts/` has them, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources.abc import Traversable

from palermo.concepts.concept import Concept, LanguageTerms
from palermo.concepts.lexicon import Lexicon, TermError, parse_term
from palermo.errors import DataError
from palermo.reference_data import corpus_file, line_of, read_by_id, read_checked


@cache
def concepts() -> dict[str, Concept]:
    """All concepts by id, in the order of the file; DataError names the file and the place that is wrong."""
    return load_concepts(corpus_file("concepts", "concepts.yaml"))


@cache
def languages() -> tuple[str, ...]:
    """The languages that have terms, in alphabetical order."""
    folder = corpus_file("concepts", "terms")
    return tuple(sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml")))


@cache
def terms(language: str) -> LanguageTerms | None:
    """The terms of a language, or None where there are none."""
    if language not in languages():
        return None
    return load_terms(corpus_file("concepts", "terms", f"{language}.yaml"), language, concepts())


@cache
def lexicon(language: str) -> Lexicon | None:
    """The terms of a language ready to be found, or None where there are none."""
    found = terms(language)
    return Lexicon(found) if found else None


def load_concepts(file: Traversable) -> dict[str, Concept]:
    """The concepts in a file; DataError names the file and the place that is wrong."""
    return read_by_id(Concept, file)


def load_terms(file: Traversable, expected_language: str, known: dict[str, Concept]) -> LanguageTerms:
    """The terms in a file; DataError names the file, the concept and the term that is wrong."""
    found = read_checked(LanguageTerms, file)
    if found.language != expected_language:
        raise DataError(f"{file}: language: '{found.language}' should be '{expected_language}', as the file is named.")
    for concept, its_terms in found.terms.items():
        if concept not in known:
            problem = "there is no such concept in concepts.yaml. Correct the id or add the concept."
            raise DataError(f"{_place(file, concept)}: {problem}")
        both = (*its_terms.terms, *its_terms.negative)
        twice = next((term for term in both if both.count(term) > 1), None)
        if twice is not None:
            raise DataError(f"{_place(file, concept)}: '{twice}' stands there twice. Take one away.")
        for term in both:
            try:
                parse_term(term, found.language)
            except TermError as error:
                raise DataError(f"{_place(file, concept)}: {error}. Correct the term.") from error
    return found


def _place(file: Traversable, concept: str) -> str:
    return f"{file}, line {line_of(file, ('terms', concept))}: terms.{concept}"
