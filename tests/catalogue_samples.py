"""Small invented laws to put into a catalogue, and ways to look at all of it."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from catalogue.contents import VersionConcepts, VersionContents
from catalogue.store import Catalogue
from catalogue.tables import metadata
from palermo.model.concepts_found import ConceptsFound
from palermo.model.law import Law, SourceFile, Version
from palermo.model.provision import Provision
from palermo.model.tag import Evidence, Tag


@dataclass(frozen=True)
class Backend:
    """Where one test's library is kept."""

    folder: Path
    url: str | None = None

    def open(self, **options: Any) -> Catalogue:
        return Catalogue.open(self.folder, self.url, **options)


def a_law(name: str = "river-act", state: str = "AND", **facts: Any) -> Law:
    return Law(id=f"/akn/{state[:2].lower()}/act/{name}", state=state, title=f"The {name}", **facts)


def a_version(
    law: Law,
    edition: str = "2020",
    *,
    language: str = "en",
    provisions: int = 5,
    deposit: str | None = None,
    date: str | None = None,
    words: str = "Whoever joins a band of smugglers is punished.",
) -> VersionContents:
    """A version with a tag on every second provision, and concepts in all but the first; `edition` makes its id, its
    bytes and its fingerprint."""
    data = source_data(law, edition)
    sha256 = hashlib.sha256(data).hexdigest()
    version = Version(
        id=f"{law.id}/{language}@{edition}", law=law.id, language=language, language_method="declared",
        language_confidence=1.0, version_date=date, deposit=deposit or f"test/{law.id.split('/')[-1]}",
        fingerprint=sha256, sources=(SourceFile(file="law.txt", sha256=sha256, size=len(data), format="text"),),
    )  # fmt: skip
    parts = [
        Provision(
            id=f"{version.id}#art_{place}", version=version.id, order=place, eid=f"art_{place}",
            number=str(place + 1), heading=f"Heading {place + 1}", path=("Part «Ä»", "Chapter"),
            text=f"{words}\n({place}) {edition}", notes=("a note",), language=language,
            language_method="declared", language_confidence=1.0, source_file="law.txt", source_place="line 1",
        )
        for place in range(provisions)
    ]  # fmt: skip
    tags = [a_tag(part, "untoc:5.1.a.ii") for part in parts[::2]]
    concepts = VersionConcepts("ideas/1", [concepts_in(part) for part in parts[1:]])
    return VersionContents(version, parts, tags, [("line 3", "a line was not understood")], concepts)


def concepts_in(provision: Provision, *heading: str, **text: int) -> ConceptsFound:
    """Concepts in the heading and the text of a provision; by default one in each."""
    counts = tuple(sorted((name.replace("_", "-"), count) for name, count in text.items()))
    return ConceptsFound(
        provision=provision.id, heading=heading or ("smuggling",), text=counts or (("band", 1 + provision.order),)
    )


def a_tag(provision: Provision, target: str, method: str = "words/1", grade: str = "implements") -> Tag:
    quote = provision.text[:7]
    evidence = (Evidence(start=0, end=7, quote=quote),)
    return Tag.model_validate(
        {"provision": provision.id, "target": target, "grade": grade, "score": 0.93, "method": method,
         "evidence": evidence}
    )  # fmt: skip


def source_data(law: Law, edition: str) -> bytes:
    return f"{law.id} {edition}".encode()


def blobs_of(law: Law, *editions: str) -> dict[str, bytes]:
    found = [source_data(law, edition) for edition in editions]
    return {hashlib.sha256(data).hexdigest(): data for data in found}


def put(catalogue: Catalogue, law: Law, contents: VersionContents) -> list[str]:
    return catalogue.put(law, [contents], blobs_of(law, contents.version.id.rsplit("@", 1)[1]))


def dump(catalogue: Catalogue) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in every table but the clock's time, and the bytes of the sources."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with catalogue._database.reading() as connection:
        for table in metadata.sorted_tables:
            columns = [column for column in table.c if column.name != "held_since"]
            rows = connection.execute(select(*columns).order_by(*table.primary_key.columns))
            found[table.name] = [tuple(map(repr, row)) for row in rows]
    sources = sorted({row[3].strip("'") for row in found["source_files"]})
    found["bytes"] = [(sha256, catalogue.source_bytes(sha256)) for sha256 in sources]
    return found


def in_child(work: Callable[..., None], *arguments: Any) -> multiprocessing.process.BaseProcess:
    """A started process of its own that does `work` and ends with status 0 if nothing was raised."""
    child = multiprocessing.get_context("fork").Process(target=work, args=arguments, daemon=True)
    child.start()
    return child


def numbers(tags: Sequence[Tag]) -> list[str]:
    """What the provisions of tags end in, for short expectations."""
    return [tag.provision.split("#art_")[1] for tag in tags]
