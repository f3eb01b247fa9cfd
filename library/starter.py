"""The starter library: the digests that ship in `corpus/starter`, as texts of the kind `digest`."""

from __future__ import annotations

import hashlib
from importlib.resources.abc import Traversable

from catalogue.contents import VersionContents
from library.catching_up import behind_mark, concepts_in, find_missing_concepts
from library.opening import Library
from palermo.model.digest import DigestedLaw
from palermo.model.law import Kind, Law, SourceFile, Version, law_id
from palermo.model.provision import Provision
from palermo.model.state import state
from palermo.model.tag import Evidence, Tag
from palermo.reference_data import corpus_file
from palermo.starter import read_digests

METHOD = "digest/1"
"""The tags of a digest are those that its author gave it."""


def add_starter(library: Library) -> int:
    """Put the digests that ship into the library and its index; the number of digests held. The same again
    changes nothing, except that concepts are found where an earlier release did not keep them."""
    count = 0
    for digests in read_digests():
        file = corpus_file("starter", f"{digests.state.lower()}.yaml")
        for law in digests.laws:
            count += _put(library, digests.state, law, file)
    mark = behind_mark(library.folder)
    was_behind = mark.exists()
    caught_up = find_missing_concepts(library.catalogue, mark)
    library.bring_index_up_to_date(caught_up)
    if caught_up and not was_behind:
        mark.unlink(missing_ok=True)
    return count


def _put(library: Library, state_code: str, digested: DigestedLaw, file: Traversable) -> int:
    law = Law(
        id=law_id(state(state_code).iso2.lower(), "digest", digested.year, digested.identifier, digested.title),
        kind=Kind.DIGEST, state=state_code, title=digested.title, native_title=digested.native_title,
        type=digested.type, year=digested.year, identifier=digested.identifier, publisher=digested.publisher,
        official_url=digested.official_url, licence="Apache-2.0 (Palermo's own words)",
    )  # fmt: skip
    data = file.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    fingerprint = hashlib.sha256(digested.model_dump_json().encode()).hexdigest()
    version_id = f"{law.id}/en@{digested.version_date or ''}~{fingerprint[:8]}"
    version = Version(
        id=version_id, law=law.id, language="en", language_method="declared", language_confidence=1.0,
        version_date=digested.version_date, deposit=f"starter/{digested.deposit.replace('/', '-')}",
        fingerprint=fingerprint,
        sources=(SourceFile(file=f"corpus/starter/{file.name}", sha256=sha256, size=len(data), format="digest",
                            url=digested.official_url),),
    )  # fmt: skip
    provisions, tags = [], []
    for order, digest in enumerate(digested.digests):
        eid = f"digest_{order + 1}"
        penalty = (f"Maximum penalty: {digest.maximum_penalty}",) if digest.maximum_penalty else ()
        provision = Provision(
            id=f"{version_id}#{eid}", version=version_id, order=order, eid=eid, number=digest.number,
            heading=digest.heading, text=digest.digest, notes=penalty, language="en", language_method="declared",
            language_confidence=1.0, source_file=f"corpus/starter/{file.name}", source_place=f"number {digest.number}",
        )  # fmt: skip
        provisions.append(provision)
        evidence = (Evidence(start=0, end=len(digest.digest), quote=digest.digest),)
        tags += [
            Tag(provision=provision.id, target=target, grade=grade, score=1.0, method=METHOD, evidence=evidence)
            for target, grade in digest.graded
        ]
    contents = VersionContents(version, provisions, tags, concepts=concepts_in(provisions))
    library.catalogue.put(law, [contents], {sha256: data})
    return len(provisions)
