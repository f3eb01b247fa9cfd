"""The knowledge base: instruments, requirements, concepts, model provisions and model laws, joined and checked.

All of it is data in `corpus/`. It is read whole or not at all: one broken entry makes it invalid, so that nobody
works on half of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources.abc import Traversable
from typing import NamedTuple

from palermo.concepts.concept import Concept
from palermo.concepts.load import concepts
from palermo.errors import DataError, UnknownIdError
from palermo.reference_data import corpus_file, line_of, read_checked
from palermo.treaties import load
from palermo.treaties.load import exists, instruments, themes
from palermo.treaties.model_law import ModelLaw, ModelLawsFile
from palermo.treaties.model_provision import ModelProvision, ModelProvisionsFile
from palermo.treaties.reference import TreatyReference, instrument_ids
from palermo.treaties.requirement import Element, NotARequirement, Requirement, RequirementsFile


@dataclass(frozen=True)
class KnowledgeBase:
    """What the treaties ask, element by element, and what answers to it. Everything is in the treaties' order."""

    requirements: dict[str, Requirement]
    not_requirements: dict[str, NotARequirement]
    """By the reference of the paragraph (or of an article that is not divided)."""
    model_provisions: dict[str, ModelProvision]
    model_laws: dict[str, ModelLaw]
    concepts: dict[str, Concept]

    def of_article(self, article: str) -> tuple[Requirement, ...]:
        """The requirements of an article such as `untoc:5`."""
        return self._by_article.get(article, ())

    def requirement(self, reference: str) -> Requirement:
        """The requirement with this reference; UnknownIdError names what there is in its article."""
        found = self.requirements.get(reference)
        if found is None:
            article = reference.partition("#")[0].partition(".")[0]
            others = ", ".join(one.id for one in self.of_article(article)) or "none in that article"
            raise UnknownIdError(f"'{reference}' is no requirement. There are: {others}")
        return found

    def model_provisions_for(self, requirement: str) -> tuple[ModelProvision, ...]:
        """The model provisions that serve a requirement."""
        return tuple(one for one in self.model_provisions.values() if requirement in one.requirements)

    def model_laws_for(self, article: str) -> tuple[ModelLaw, ...]:
        """The published model laws that serve an article."""
        return tuple(one for one in self.model_laws.values() if article in one.serves)

    @cached_property
    def _by_article(self) -> dict[str, tuple[Requirement, ...]]:
        found: dict[str, tuple[Requirement, ...]] = {}
        for one in self.requirements.values():
            found[one.article] = (*found.get(one.article, ()), one)
        return found


@cache
def theme_of(reference: str) -> str:
    """The id of the theme that a place in the treaties belongs to: its requirement's, else its article's.

    UnknownIdError where there is no such article.
    """
    requirement = knowledge().requirements.get(reference.partition("#")[0])
    return (requirement.theme if requirement else None) or load.article(reference).theme


class _Place(NamedTuple):
    """Where an entry stands: its file, and the way to it in that file."""

    file: Traversable
    path: tuple[int | str, ...]


@cache
def knowledge() -> KnowledgeBase:
    """The knowledge base, read and checked once; DataError names the first file and line that is wrong."""
    known = concepts()
    _check_concepts(known)
    requirements: dict[str, Requirement] = {}
    left_out: dict[str, NotARequirement] = {}
    places: dict[str, _Place] = {}
    for file in _files("treaties", "requirements"):
        _add_requirements(file, known, requirements, left_out, places)
    requirements = {name: requirements[name] for name in _in_order(requirements)}
    _check_links(requirements, places)
    provisions: dict[str, ModelProvision] = {}
    for file in _files("model_provisions"):
        _add_model_provisions(file, requirements, provisions)
    laws = read_checked(ModelLawsFile, corpus_file("model_laws.yaml"))
    _check_model_laws(laws)
    return KnowledgeBase(requirements, left_out, provisions, {law.id: law for law in laws.model_laws}, known)


def _files(*folder: str) -> Iterator[Traversable]:
    found = corpus_file(*folder)
    if not found.is_dir():
        raise DataError(f"{found}: the folder is missing. Restore it.")
    yield from sorted((file for file in found.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)


def _in_order(references: dict[str, Requirement]) -> list[str]:
    order = {str(ref): n for n, ref in enumerate(ref for one in instruments().values() for ref in one.references)}
    return sorted(references, key=lambda reference: order[reference])


def _check_concepts(known: dict[str, Concept]) -> None:
    file = corpus_file("concepts", "concepts.yaml")
    for concept in known.values():
        for reference in (*concept.articles, *([concept.defined_in] if concept.defined_in else [])):
            if not exists(reference):
                raise _wrong(file, (concept.id,), f"'{reference}' is no place in the instruments")


def _add_requirements(
    file: Traversable,
    known: dict[str, Concept],
    requirements: dict[str, Requirement],
    left_out: dict[str, NotARequirement],
    places: dict[str, _Place],
) -> None:
    found = read_checked(RequirementsFile, file)
    if found.instrument not in instrument_ids():
        raise _wrong(file, ("instrument",), f"'{found.instrument}' is not listed in instruments.yaml")
    for number, article in enumerate(found.articles):
        article_id = f"{found.instrument}:{article.article}"
        for index, one in enumerate(article.requirements):
            place = ("articles", number, "requirements", index)
            if not exists(one.id) or one.article != article_id:
                raise _wrong(file, place, f"'{one.id}' is no paragraph of {article_id}")
            if one.id in requirements or one.id in left_out:
                raise _wrong(file, place, f"{one.id} stands there twice")
            if one.theme is not None and one.theme not in themes():
                raise _wrong(file, place, f"the theme '{one.theme}' is not in themes.yaml")
            for at, element in enumerate(one.elements):
                unknown = next((concept for concept in element.concepts if concept not in known), None)
                if unknown is not None:
                    raise _wrong(file, (*place, "elements", at), f"the concept '{unknown}' is not in concepts.yaml")
            requirements[one.id] = one
            places[one.id] = _Place(file, place)
        for index, without in enumerate(article.not_requirements):
            reference = f"{article_id}.{without.paragraph}" if without.paragraph else article_id
            place = ("articles", number, "not_requirements", index)
            if not exists(reference):
                raise _wrong(file, place, f"'{reference}' is no paragraph of {article_id}")
            if reference in requirements or reference in left_out:
                raise _wrong(file, place, f"{reference} stands there twice")
            left_out[reference] = without


def _check_links(requirements: dict[str, Requirement], places: dict[str, _Place]) -> None:
    for one in requirements.values():
        file, place = places[one.id]
        for reference in one.see_also:
            if not exists(reference):
                raise _wrong(file, (*place, "see_also"), f"'{reference}' is no place in the instruments")
        for other in one.alternative_to:
            if other not in requirements:
                raise _wrong(file, (*place, "alternative_to"), f"'{other}' is no requirement")


def _add_model_provisions(
    file: Traversable, requirements: dict[str, Requirement], provisions: dict[str, ModelProvision]
) -> None:
    for index, one in enumerate(read_checked(ModelProvisionsFile, file).provisions):
        place = ("provisions", index)
        if one.id in provisions:
            raise _wrong(file, place, f"the id '{one.id}' is taken by another model provision")
        for reference in one.requirements:
            if reference not in requirements:
                raise _wrong(file, (*place, "requirements"), f"'{reference}' is no requirement")
        for at, part in enumerate(one.parts):
            if element_of(requirements, part.element) is None:
                raise _wrong(file, (*place, "parts", at), f"'{part.element}' is no element")
        provisions[one.id] = one


def element_of(requirements: dict[str, Requirement], reference: str) -> Element | None:
    """The element that a reference such as `untoc:5.1.a.i#conduct` names, or None."""
    parsed = TreatyReference.parse(reference)
    requirement = requirements.get(str(parsed._replace(element=None)))
    return next((one for one in requirement.elements if one.id == parsed.element), None) if requirement else None


def _check_model_laws(laws: ModelLawsFile) -> None:
    file = corpus_file("model_laws.yaml")
    ids = [law.id for law in laws.model_laws]
    for index, law in enumerate(laws.model_laws):
        place = ("model_laws", index)
        if ids.count(law.id) > 1:
            raise _wrong(file, place, f"the id '{law.id}' stands there twice")
        for reference in (*law.serves, *law.serves_in_doubt):
            if not exists(reference):
                raise _wrong(file, place, f"'{reference}' is no place in the instruments")
        for other in law.supersedes:
            if other not in ids:
                raise _wrong(file, place, f"supersedes: there is no model law '{other}'")


def _wrong(file: Traversable, path: tuple[int | str, ...], problem: str) -> DataError:
    return DataError(f"{file}, line {line_of(file, path)}: {problem}. Correct the entry.")
