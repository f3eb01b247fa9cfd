"""One provision in its context: path, neighbours, source, versions."""

from __future__ import annotations

from dataclasses import dataclass

from library.opening import Library
from palermo.analysis.anchoring import AnchoredReview
from palermo.model.law import Law, SourceFile, Version
from palermo.model.provision import Provision
from palermo.model.tag import Tag


@dataclass(frozen=True, slots=True)
class ProvisionPage:
    """What a reader needs to see around one provision. `versions` are all of the law that are held."""

    provision: Provision
    law: Law
    version: Version
    source: SourceFile
    tags: tuple[Tag, ...]
    previous: Provision | None
    following: Provision | None
    versions: tuple[Version, ...]
    is_current: bool
    decisions: tuple[AnchoredReview, ...]
    """What people decided on the provision, in any version of its law, the oldest first."""


def read_provision(library: Library, provision_id: str) -> ProvisionPage:
    """The page of a provision; UnknownIdError where the id names nothing."""
    catalogue = library.catalogue
    provision = catalogue.provision(provision_id)
    version = catalogue.version(provision.version)
    previous, following = catalogue.neighbours(provision_id)
    source = next((s for s in version.sources if s.file == provision.source_file), version.sources[0])
    current = {v.id for v in catalogue.current_versions()}
    return ProvisionPage(
        provision, catalogue.law(version.law), version, source, tuple(catalogue.tags_of([provision_id])[provision_id]),
        previous, following, tuple(catalogue.versions(version.law)), version.id in current,
        tuple(catalogue.decisions_on([provision_id]).get(provision_id, ())),
    )  # fmt: skip


def read_law(library: Library, law_id: str, version_id: str | None = None) -> tuple[Law, Version, list[Provision]]:
    """A law with the provisions of one version, the current one unless another is named; UnknownIdError.

    Where it is read in several languages, one whose words could not be read comes last.
    """
    law = library.catalogue.law(law_id)
    if version_id is None:
        current = [v for v in library.catalogue.current_versions() if v.law == law_id]
        current.sort(key=lambda each: each.is_unread)
        version = current[0] if current else library.catalogue.versions(law_id)[0]
    else:
        version = library.catalogue.version(version_id)
    return law, version, library.catalogue.provisions(version.id)
