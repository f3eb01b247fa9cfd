"""The four instruments as `corpus/treaties/` describes them, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources.abc import Traversable

from palermo.errors import DataError, UnknownIdError
from palermo.reference_data import checked, corpus_file, read_by_id, read_yaml
from palermo.treaties.article import Article, Theme
from palermo.treaties.instrument import Instrument
from palermo.treaties.reference import TreatyReference, instrument_ids


@cache
def instruments() -> dict[str, Instrument]:
    """The instruments by id, the Convention first; DataError names the file and the place that is wrong."""
    return {name: load_instrument(corpus_file("treaties", f"{name}.yaml"), name) for name in instrument_ids()}


@cache
def themes() -> dict[str, Theme]:
    """The closed list of themes by id, in the order of the file."""
    return load_themes(corpus_file("treaties", "themes.yaml"))


def article(reference: str) -> Article:
    """The article that a reference such as `untoc:5` or `untoc:5.1.a` belongs to.

    UnknownIdError where the form is wrong or there is no such article; a paragraph is not looked at.
    """
    parsed = _parsed(reference)
    found = instruments()[parsed.instrument].article(parsed.article)
    if found is None:
        last = len(instruments()[parsed.instrument].articles)
        raise UnknownIdError(f"'{reference}': {parsed.instrument} has articles 1 to {last}")
    return found


def exists(reference: str) -> bool:
    """Whether the instruments have this article or paragraph; what follows a `#` is not looked at."""
    try:
        parsed = TreatyReference.parse(reference)
    except ValueError:
        return False
    return parsed._replace(element=None) in _all_references()


def heading(reference: str) -> str:
    """The heading of the article that a reference belongs to; UnknownIdError as for `article`."""
    return article(reference).heading


def load_instrument(file: Traversable, expected_id: str) -> Instrument:
    """An instrument from its file; DataError names the file and the place that is wrong."""
    instrument = checked(Instrument, read_yaml(file), str(file))
    if instrument.id != expected_id:
        raise DataError(f"{file}: id: '{instrument.id}' should be '{expected_id}', as the file is named")
    for its_article in instrument.articles:
        if its_article.theme not in themes():
            raise DataError(
                f"{file}: article {its_article.number}, theme: '{its_article.theme}' is none of the themes "
                f"in themes.yaml: {', '.join(themes())}"
            )
    return instrument


def load_themes(file: Traversable) -> dict[str, Theme]:
    """The themes from their file; DataError names the file and the place that is wrong."""
    return read_by_id(Theme, file)


@cache
def _all_references() -> frozenset[TreatyReference]:
    return frozenset(reference for one in instruments().values() for reference in one.references)


def _parsed(reference: str) -> TreatyReference:
    try:
        return TreatyReference.parse(reference)
    except ValueError as error:
        raise UnknownIdError(str(error)) from error
