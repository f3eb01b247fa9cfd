"""Looking around: what is held for each State and on each article, and what stands around a provision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from library.comparing import Cell
from library.opening import Library
from palermo.model.law import Kind, Law, Version
from palermo.model.provision import Provision
from palermo.model.tag import Grade, Tag


@dataclass(frozen=True, slots=True)
class HeldLaw:
    """A law with the versions that it is read in today, one a language."""

    law: Law
    versions: tuple[Version, ...]

    @property
    def is_unread(self) -> bool:
        """Whether it is held, but nothing of it could be read in any language."""
        return bool(self.versions) and all(version.is_unread for version in self.versions)


@dataclass(frozen=True, slots=True)
class StateHoldings:
    """What is held for one State; `provisions` counts those of the current versions."""

    state: str
    laws: tuple[HeldLaw, ...]
    provisions: int

    def of_kind(self, kind: Kind) -> tuple[HeldLaw, ...]:
        """The laws, model laws or digested laws among them."""
        return tuple(held for held in self.laws if held.law.kind is kind)

    @property
    def unread(self) -> tuple[HeldLaw, ...]:
        """Those of which nothing could be read."""
        return tuple(held for held in self.laws if held.is_unread)


def holdings(library: Library, states: Sequence[str] = ()) -> tuple[StateHoldings, ...]:
    """What is held for each of `states`, by code, where anything is; for every State if none is named."""
    counts = {each.state: each.provisions for each in library.catalogue.holdings()}
    current: dict[str, list[Version]] = {}
    for version in library.catalogue.current_versions():
        current.setdefault(version.law, []).append(version)
    laws: dict[str, list[HeldLaw]] = {}
    for law in library.catalogue.laws():
        if not states or law.state in states:
            laws.setdefault(law.state, []).append(HeldLaw(law, tuple(current.get(law.id, ()))))
    return tuple(
        StateHoldings(code, tuple(sorted(held, key=_by_kind_and_title)), counts.get(code, 0))
        for code, held in sorted(laws.items())
    )


def held_on_article(library: Library, article_id: str) -> dict[str, tuple[Cell, ...]]:
    """The provisions tagged to an article or a place below it, by State; UsageError where it is no reference.

    Within a State those that implement come before those that touch, each in the order of the library.
    """
    tags: dict[str, list[Tag]] = {}
    for tag in library.catalogue.tagged(article_id):
        tags.setdefault(tag.provision, []).append(tag)
    provisions = library.catalogue.provisions_by_ids(list(tags), skip_unknown=True)
    laws: dict[str, Law] = {}
    cells: dict[str, list[Cell]] = {}
    for provision in provisions:
        if provision.version not in laws:
            laws[provision.version] = library.catalogue.law(library.catalogue.version(provision.version).law)
        law = laws[provision.version]
        cells.setdefault(law.state, []).append(Cell(provision, law, tuple(tags[provision.id])))
    for found in cells.values():
        found.sort(key=lambda cell: all(tag.grade is not Grade.IMPLEMENTS for tag in cell.tags))
    return {code: tuple(found) for code, found in cells.items()}


def surroundings(library: Library, provision: Provision, reach: int = 4) -> tuple[Provision, ...]:
    """The provisions up to `reach` places before and after one in its version, itself among them."""
    return tuple(
        each for each in library.catalogue.provisions(provision.version) if abs(each.order - provision.order) <= reach
    )


def in_other_versions(library: Library, provision: Provision) -> dict[str, Provision]:
    """The provisions with the same eId in the law's other versions, by version: other languages, other dates."""
    law = library.catalogue.version(provision.version).law
    others = [version.id for version in library.catalogue.versions(law) if version.id != provision.version]
    found = library.catalogue.provisions_by_ids([f"{version}#{provision.eid}" for version in others], skip_unknown=True)
    return {each.version: each for each in found}


def versions_of(library: Library, law_id: str) -> tuple[tuple[Version, bool], ...]:
    """Every version of a law that is held, with whether the law is read in it today; UnknownIdError."""
    current = {version.id for version in library.catalogue.current_versions()}
    return tuple((version, version.id in current) for version in library.catalogue.versions(law_id))


def _by_kind_and_title(held: HeldLaw) -> tuple[int, str]:
    return list(Kind).index(held.law.kind), held.law.title.casefold()
