"""A library opened: its catalogue and its search index, kept in step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from catalogue.store import Catalogue
from index.contract import IndexEntry, SearchEngine
from index.opening import open_engine
from palermo.model.law import Law
from palermo.model.provision import Provision
from palermo.model.tag import Tag
from palermo.settings import Settings


class Library:
    """The catalogue (the store of record) and the index (which can always be made again from it).

    Use it as a context manager. The questions that a user asks of it are functions of their own beside this
    file: `library.searching.search(library, ...)`, `library.comparing.compare(library, ...)`.
    """

    def __init__(self, folder: Path, catalogue: Catalogue, engine: SearchEngine) -> None:
        self.folder = folder
        self.catalogue = catalogue
        self.engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back the index and the database."""
        self.engine.close()
        self.catalogue.close()

    def is_empty(self) -> bool:
        """Whether nothing at all is held."""
        return not self.catalogue.current_versions()

    def bring_index_up_to_date(self, changed: Iterable[str] = ()) -> int:
        """Make the index hold exactly the current versions; the number of entries added.

        changed: versions whose contents are others than when they were indexed.
        Cheap where nothing is missing. Called after every change, and when a library is opened to be written,
        so that a run that was killed between catalogue and index leaves nothing unfindable.
        """
        current = {version.id for version in self.catalogue.current_versions()}
        held = self.engine.held()
        missing, gone = sorted(current - (held - set(changed))), sorted(held - current)
        if not missing and not gone:
            return 0
        if gone:
            self.engine.remove_versions(gone)
        added = self.engine.add(self._entries(missing)) if missing else 0
        self.engine.commit()
        return added

    def add_to_index(self, versions: Sequence[str]) -> None:
        """Add versions that were just put; they are found after the engine's next commit."""
        self.engine.add(self._entries(versions))

    def update_in_index(self, provision_ids: Sequence[str]) -> None:
        """Bring the entries of single provisions up to date at once; those of versions that are not in the index
        follow when their versions do."""
        provisions = self.catalogue.provisions_by_ids(provision_ids, skip_unknown=True)
        tags = self.catalogue.tags_of([provision.id for provision in provisions])
        entries = []
        for provision in provisions:
            law = self.catalogue.law(self.catalogue.version(provision.version).law)
            entries.append(_entry(law, provision, tags[provision.id]))
        self.engine.replace(entries)
        self.engine.commit()

    def reindex(self) -> int:
        """Make the index anew from the catalogue; the number of entries. Searches see the old one until the end."""
        return self.bring_index_up_to_date(changed=self.engine.held())

    def _entries(self, versions: Sequence[str]) -> Iterator[IndexEntry]:
        for version_id in versions:
            version = self.catalogue.version(version_id)
            law = self.catalogue.law(version.law)
            provisions = self.catalogue.provisions(version_id)
            tags = self.catalogue.tags_of([provision.id for provision in provisions])
            for provision in provisions:
                yield _entry(law, provision, tags[provision.id])


def _entry(law: Law, provision: Provision, tags: Sequence[Tag]) -> IndexEntry:
    return IndexEntry(
        id=provision.id, version=provision.version, law=law.id, law_title=law.title, state=law.state,
        language=provision.language, kind=law.kind.value, number=provision.number, heading=provision.heading,
        path=provision.path, text=provision.text, year=law.year, order=provision.order,
        targets=tuple(dict.fromkeys((tag.target, tag.grade.value) for tag in tags if tag.counts)),
    )  # fmt: skip


def open_library(folder: Path | None = None, *, create: bool = True, settings: Settings | None = None) -> Library:
    """The library in `folder` (default: the setting PALERMO_LIBRARY), with what the settings name.

    create: make it where there is none; else CatalogueError says how to make one.
    """
    settings = settings or Settings()
    folder = folder or settings.library
    catalogue = Catalogue.open(folder, settings.catalogue_url, create=create)
    try:
        engine = open_engine(folder / "index")
    except BaseException:
        catalogue.close()
        raise
    library = Library(folder, catalogue, engine)
    if engine.was_rebuilt:
        library.bring_index_up_to_date()
    return library
