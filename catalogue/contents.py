"""Contents of a version: what is put into the catalogue together, checked before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from palermo.errors import CatalogueError
from palermo.model.concepts_found import ConceptsFound
from palermo.model.law import Version
from palermo.model.provision import Provision
from palermo.model.reading_quality import PageReading
from palermo.model.tag import Status, Tag


@dataclass(frozen=True)
class VersionConcepts:
    """The concepts that speak in the provisions of a version, with the method that found them and its version.

    A provision in which none speaks is left out: the method is there even where nothing was found.
    """

    method: str
    found: Sequence[ConceptsFound] = ()

    @classmethod
    def of(cls, provisions: Sequence[Provision], found: Sequence[ConceptsFound | None], method: str) -> Self:
        """What a method gives for provisions, one after another, with their ids filled in."""
        return cls(
            method,
            [
                concepts.model_copy(update={"provision": provision.id})
                for provision, concepts in zip(provisions, found, strict=True)
                if concepts is not None
            ],
        )


@dataclass(frozen=True)
class VersionContents:
    """A version with its provisions, their machine tags, remarks as (place, message), and their concepts.

    CatalogueError where the parts do not belong together: a provision of another version, a place in the law or a page
    given twice, a tag or concepts on a provision that is not there, a quote that is not in its provision's text.
    """

    version: Version
    provisions: Sequence[Provision] = ()
    tags: Sequence[Tag] = ()
    remarks: Sequence[tuple[str, str]] = ()
    concepts: VersionConcepts | None = None
    """None where nobody has looked for them."""
    pages: Sequence[PageReading] = ()
    """Of the file that the version was read from, where it has pages: each once."""

    def __post_init__(self) -> None:
        texts: dict[str, str] = {}
        places: set[int] = set()
        for provision in self.provisions:
            self._check(provision)
            if provision.id in texts or provision.order in places:
                raise CatalogueError(f"{provision.id}: its id or its place {provision.order} in the law is given twice")
            texts[provision.id] = provision.text
            places.add(provision.order)
        check_tags(self.tags, texts)
        if self.concepts is not None:
            check_concepts(self.concepts, texts)
        if len({page.page for page in self.pages}) < len(self.pages):
            raise CatalogueError(f"{self.version.id}: a page is given twice")

    def _check(self, provision: Provision) -> None:
        if provision.version != self.version.id or not provision.id.startswith(f"{self.version.id}#"):
            raise CatalogueError(f"{provision.id} is no provision of the version {self.version.id}")
        words = "\n".join((provision.number, provision.heading, provision.text, *provision.path, *provision.notes))
        # PostgreSQL refuses NUL, and no database keeps half a surrogate pair: refuse both everywhere.
        if "\0" in words or not _is_unicode(words):
            raise CatalogueError(f"{provision.id} holds a NUL or half a character; clean its text when reading")


def check_tags(tags: Iterable[Tag], texts: Mapping[str, str]) -> None:
    """Refuse tags that would say something untrue of the provisions whose texts are given by id.

    CatalogueError on a tag for a provision that is not among them, a decision by a person (that is a
    review), a quote that does not stand in the text, or the same link by the same method twice.
    """
    seen: set[tuple[str, str, str]] = set()
    for tag in tags:
        link = (tag.provision, tag.target, tag.method)
        named = f"the tag {tag.target} by {tag.method} on {tag.provision}"
        if tag.provision not in texts:
            raise CatalogueError(f"{named}: the version has no such provision")
        if tag.status is not Status.MACHINE:
            raise CatalogueError(f"{named} is {tag.status}: a person's decision is added as a review")
        if not all(evidence.stands_in(texts[tag.provision]) for evidence in tag.evidence):
            raise CatalogueError(f"{named}: a quote does not stand at its place in the text")
        if link in seen:
            raise CatalogueError(f"{named} is given twice")
        seen.add(link)


def check_concepts(concepts: VersionConcepts, held: Collection[str]) -> None:
    """Refuse concepts of provisions whose ids are not among those `held`, or of one twice: CatalogueError."""
    if not concepts.method:
        raise CatalogueError("concepts are kept with the method that found them: name it")
    seen: set[str] = set()
    for found in concepts.found:
        if found.provision not in held:
            raise CatalogueError(f"the concepts of {found.provision}: the version has no such provision")
        if found.provision in seen:
            raise CatalogueError(f"the concepts of {found.provision} are given twice")
        seen.add(found.provision)


def _is_unicode(words: str) -> bool:
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
