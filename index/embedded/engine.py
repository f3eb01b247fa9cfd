"""The embedded engine: search in a folder of one's own, through tantivy."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tantivy import Index, IndexWriter, Order, Query, Schema, Searcher

from index.compile import Compiler, with_selections
from index.contract import Hit, IndexEntry, SearchQuery, SearchResult
from index.facets import count_facets
from index.plan import Plan
from index.planning import plan
from index.schema import SCHEMA_VERSION, build_schema, document, place_of, stored
from index.snippets import Highlighter
from palermo.errors import SearchEngineError

_FOLDER = "tantivy-"
_WRITER_MEMORY = 100_000_000
_WRITER_THREADS = min(2, os.cpu_count() or 1)
"""Python prepares entries for the writer and is the slower of the two: more threads would only make more segments."""


@dataclass(frozen=True)
class _View:
    """What the index held at one commit."""

    stamp: tuple[int, int]
    searcher: Searcher

    @cached_property
    def languages(self) -> frozenset[str]:
        return self._values("language")

    @cached_property
    def versions(self) -> frozenset[str]:
        return self._values("version")

    @cached_property
    def facets(self) -> dict[str, dict[str, int]]:
        """Of all entries: what every visit begins with, and the dearest to count."""
        return count_facets(self.searcher, Query.all_query(), {})

    def _values(self, field: str) -> frozenset[str]:
        # with the query, entries that were removed since are not counted
        return frozenset(value for value, _ in self.searcher.terms_with_prefix(field, "", Query.all_query()))


class TantivyEngine:
    """A SearchEngine over the index in `folder`, which is made where there is none.

    A commit is one renamed file, so after a crash the index holds what it held before, and `held` is read from
    the index itself. SearchEngineError where the folder cannot be read or made.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / f"{_FOLDER}{SCHEMA_VERSION}"
        self._schema = build_schema()
        self._lock = threading.RLock()
        self._writer: IndexWriter | None = None
        self._begun: set[str] = set()
        with _engine_errors(f"the search index in {folder} cannot be opened"):
            folder.mkdir(parents=True, exist_ok=True)
            self.was_rebuilt = _drop_other_forms(folder)
            try:
                self._index, self._view = _open(self._folder, self._schema)
            except BaseException as problem:
                if not _comes_from_the_engine(problem):
                    raise
                shutil.rmtree(self._folder)
                self.was_rebuilt = True
                self._index, self._view = _open(self._folder, self._schema)

    def add(self, entries: Iterable[IndexEntry]) -> int:
        """See the contract."""
        count = 0
        with self._lock:
            try:
                for entry in entries:
                    with _engine_errors(f"the search index in {self._folder} cannot be written"):
                        self._add(entry)
                    count += 1
            except BaseException:
                self._give_up_writing()
                raise
        return count

    def _add(self, entry: IndexEntry) -> None:
        writer = self._writing()
        if entry.version not in self._begun:
            self._begun.add(entry.version)
            writer.delete_documents_by_term("version", entry.version)
        writer.add_document(document(entry, self._schema))

    def replace(self, entries: Iterable[IndexEntry]) -> int:
        """See the contract."""
        given = list(entries)
        with self._lock, _engine_errors(f"the search index in {self._folder} cannot be written"):
            writer = self._writing()
            try:
                held = self._current().versions  # looked at when nobody else can write any more
                given = [entry for entry in given if entry.version in held]
                for entry in given:
                    writer.delete_documents_by_term("place", place_of(entry))
                    writer.add_document(document(entry, self._schema))
            except BaseException:
                self._give_up_writing()
                raise
        return len(given)

    def remove_versions(self, versions: Iterable[str]) -> None:
        """See the contract."""
        with self._lock, _engine_errors(f"the search index in {self._folder} cannot be written"):
            writer = self._writing()
            for version in versions:
                self._begun.discard(version)
                writer.delete_documents_by_term("version", version)

    def commit(self) -> None:
        """See the contract."""
        with self._lock, _engine_errors(f"the search index in {self._folder} cannot be written"):
            if self._writer is None:
                return
            try:
                self._writer.commit()
                self._writer.wait_merging_threads()
            finally:
                self._writer = None  # lets another process write
                self._begun.clear()

    def search(self, query: SearchQuery) -> SearchResult:
        """See the contract."""
        with _engine_errors(f"the search index in {self._folder} does not answer"):
            view = self._current()
            languages = view.languages & frozenset(query.languages) if query.languages else view.languages
            wanted = plan(query.words, languages)
            compiler = Compiler(self._schema, view.searcher)
            selections = compiler.selections(query)
            matching = compiler.matching(wanted, query)
            total, hits = _page(view.searcher, with_selections(matching, selections), wanted, query)
            relaxed = not wanted.demands_all
            if total == 0 and wanted.can_be_relaxed:
                wider = Compiler(self._schema, view.searcher, relaxed=True).matching(wanted, query)
                total, hits = _page(view.searcher, with_selections(wider, selections), wanted, query)
                if total:
                    matching, relaxed = wider, True
            if wanted == Plan() and not selections:
                facets = view.facets
            else:
                facets = count_facets(view.searcher, matching, selections)
            return SearchResult(total, hits, facets, relaxed)

    def held(self) -> frozenset[str]:
        """See the contract."""
        with _engine_errors(f"the search index in {self._folder} does not answer"):
            return self._current().versions

    def close(self) -> None:
        """See the contract."""
        with self._lock:
            self._give_up_writing()

    def _current(self) -> _View:
        """The view of the last commit, whichever process made it."""
        if _stamp(self._folder) != self._view.stamp:
            with self._lock:
                self._view = _view(self._index, self._folder)
        return self._view

    def _writing(self) -> IndexWriter:
        if self._writer is None:
            try:
                self._writer = self._index.writer(_WRITER_MEMORY, _WRITER_THREADS)
            except ValueError as problem:
                if "LockBusy" not in str(problem):
                    raise
                raise SearchEngineError(
                    f"the search index in {self._folder} is being written by another process: try again when it "
                    "is done; searching goes on meanwhile"
                ) from problem
        return self._writer

    def _give_up_writing(self) -> None:
        writer, self._writer = self._writer, None
        self._begun.clear()
        if writer is not None:
            writer.rollback()


def _page(searcher: Searcher, query: Query, wanted: Plan, asked: SearchQuery) -> tuple[int, tuple[Hit, ...]]:
    """The number of matches and the hits that were asked for."""
    count = max(asked.limit, 1)  # the engine refuses to look for none
    if wanted.is_empty:
        found = searcher.search(query, count, order_by_field="place", order=Order.Asc, offset=asked.offset)
        scored = [(0.0, address) for _, address in found.hits]
    else:
        found = searcher.search(query, count, offset=asked.offset)
        scored = list(found.hits)
    highlighter = Highlighter(wanted.sought())
    hits = []
    for score, address in scored[: asked.limit]:
        entry = stored(searcher.doc(address))
        hits.append(Hit(entry.id, score, *highlighter.snippet(entry.text, entry.language)))
    return found.count, tuple(hits)  # type: ignore[attr-defined]  # the stubs leave it out


def _open(folder: Path, schema: Schema) -> tuple[Index, _View]:
    folder.mkdir(exist_ok=True)
    index = Index(schema, path=str(folder), reuse=True)
    index.config_reader(reload_policy="manual")
    view = _view(index, folder)
    # reads the words, the columns and the stored texts once: a file that was cut off shows here
    found = view.searcher.search(Query.all_query(), 1, order_by_field="place")
    for _, address in found.hits:
        stored(view.searcher.doc(address))
    _ = view.facets
    return index, view


def _view(index: Index, folder: Path) -> _View:
    stamp = _stamp(folder)  # before reading: a commit in between is then read again
    index.reload()
    return _View(stamp, index.searcher())


def _stamp(folder: Path) -> tuple[int, int]:
    """Another one after each commit, which renames a new file into place."""
    status = (folder / "meta.json").stat()
    return status.st_mtime_ns, status.st_ino


def _drop_other_forms(folder: Path) -> bool:
    """Remove indexes of other schema versions; says whether there were any."""
    others = [f for f in folder.glob(f"{_FOLDER}*") if f.name != f"{_FOLDER}{SCHEMA_VERSION}"]
    for other in others:
        shutil.rmtree(other)
    return bool(others)


@contextmanager
def _engine_errors(what: str) -> Iterator[None]:
    """Whatever comes out of the engine goes on as a SearchEngineError that says what could not be done."""
    try:
        yield
    except BaseException as problem:
        if not _comes_from_the_engine(problem):
            raise
        raise SearchEngineError(
            f"{what}: {problem}. The index can be made anew from the catalogue: remove the folder and index again"
        ) from problem


def _comes_from_the_engine(problem: BaseException) -> bool:
    """The engine raises ValueError and OSError, and where it fails badly an exception outside Exception."""
    return isinstance(problem, ValueError | OSError) or type(problem).__name__ == "PanicException"
