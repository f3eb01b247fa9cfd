"""A library opened: its catalogue and its search index, kept in step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from catalogue.store import Catalogue
from index.contract import IndexEntry, Review, SearchEngine
from index.opening import open_engine
from palermo.errors import SearchEngineError
from palermo.model.provision import Provision
from palermo.model.tag import Status, Tag
from palermo.settings import Settings
from palermo.treaties.knowledge import theme_of


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
        current = {version.id for version in self.catalogue.current_versions() if not version.is_unread}
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
        by_version: dict[str, list[Provision]] = {}
        for provision in provisions:
            by_version.setdefault(provision.version, []).append(provision)
        self.engine.replace(
            [entry for version, those in by_version.items() for entry in self._entries_of(version, those)]
        )
        self.engine.commit()

    def entry(self, provision_id: str) -> IndexEntry:
        """A provision as search sees it; UnknownIdError where it is not held."""
        provision = self.catalogue.provision(provision_id)
        return next(self._entries_of(provision.version, [provision]))

    def reindex(self) -> int:
        """Make the index anew from the catalogue; the number of entries. Searches see the old one until the end."""
        current = sorted(version.id for version in self.catalogue.current_versions() if not version.is_unread)
        self.engine.start_anew()
        added = self.engine.add(self._entries(current))
        self.engine.commit()
        return added

    def _entries(self, versions: Sequence[str]) -> Iterator[IndexEntry]:
        for version_id in versions:
            yield from self._entries_of(version_id, self.catalogue.provisions(version_id))

    def _entries_of(self, version_id: str, provisions: Sequence[Provision]) -> Iterator[IndexEntry]:
        """The entries of some provisions of one version."""
        version = self.catalogue.version(version_id)
        law = self.catalogue.law(version.law)
        ids = [provision.id for provision in provisions]
        tags, concepts = self.catalogue.tags_of(ids), self.catalogue.concepts_of(ids)
        for provision in provisions:
            found = concepts.get(provision.id)
            standing = [tag for tag in tags[provision.id] if tag.counts]
            yield IndexEntry(
                id=provision.id, version=version_id, law=law.id, law_title=law.title, state=law.state,
                language=provision.language, kind=law.kind.value, number=provision.number, heading=provision.heading,
                path=provision.path, text=provision.text, year=law.year, order=provision.order,
                targets=tuple(dict.fromkeys((tag.target, tag.grade.value) for tag in standing)),
                native_title=law.native_title or "", status=law.status.value, date=version.version_date or "",
                themes=tuple(dict.fromkeys(theme_of(tag.target) for tag in standing)), review=_review(standing),
                heading_concepts=found.heading if found else (), text_concepts=found.text if found else (),
            )  # fmt: skip


def _review(tags: Sequence[Tag]) -> str:
    """Whether a person has decided on one of the tags; empty where there are none."""
    if not tags:
        return ""
    return Review.MACHINE if all(tag.status is Status.MACHINE for tag in tags) else Review.REVIEWED


def open_library(folder: Path | None = None, *, create: bool = True, settings: Settings | None = None) -> Library:
    """The library in `folder` (default: the setting PALERMO_LIBRARY), with what the settings name.

    create: make it where there is none; else CatalogueError says how to make one.
    """
    settings = settings or Settings()
    folder = folder or settings.library
    catalogue = Catalogue.open(folder, settings.catalogue_url, create=create)
    try:
        engine = open_engine(folder / "index", settings)
    except BaseException:
        catalogue.close()
        raise
    library = Library(folder, catalogue, engine)
    if engine.was_rebuilt:
        library.bring_index_up_to_date()
    elif engine.lacks_vectors:
        with suppress(SearchEngineError):  # somebody else is writing: words find everything meanwhile
            library.bring_index_up_to_date()
    return library
