"""The embedded engine: search in a folder of one's own, through tantivy."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import tantivy
from tantivy import DocAddress, Index, IndexWriter, Query, Schema, Searcher

from index.conditions import Anything, Condition, Is, all_of
from index.contract import Hit, IndexEntry, SearchQuery, SearchResult
from index.embedded.conditions import Translator
from index.embedded.schema import build_schema, document
from index.fields import AMONG_EQUALS, COUNTED_FIELDS, COUNTED_NUMBERS, FORM, place_of, stored_entry
from index.reader import Counted, Counts, Found, Order, Page
from index.searching import answer, similar_to
from palermo.errors import SearchEngineError

if TYPE_CHECKING:
    from index.embedded.vector_store import VectorStore, VectorWriter
    from index.embedded.vectors import Vectors
    from index.vectors import Vector
    from palermo.embedding import Embedder

_FOLDER = "tantivy-"
_VECTORS = "vectors-"
WRITER_MEMORY = 100_000_000
WRITER_THREADS = min(2, os.cpu_count() or 1)
"""Python prepares entries for the writer and is the slower of the two: more threads would only make more segments."""


_MOST_VALUES = 60_000
"""More than there are different tags of an entry, and within what tantivy counts."""
_MORE_THAN_SHOWN = 30
"""So many entries are looked at beyond the page, since those of the same score must be known to be sorted."""
_MOST_SORTED = 10_000
"""More entries of the same score come in the order of the index."""
_MORE_THAN_NEAREST = 2
"""So many times the nearest entries that are wanted are looked up first: without selections nearly all will do."""
_MORE_EACH_TIME = 4
"""With selections that few entries meet, a few rounds go through the whole library."""
_SORTED_BY = {Order.PLACE: "place", Order.NEWEST: "newest"}


class _View:
    """What the index held at one commit: a Reader."""

    def __init__(
        self, stamp: tuple[int, int], schema: Schema, searcher: Searcher, vectors: Vectors | None = None,
        embedder: Embedder | None = None,
    ) -> None:  # fmt: skip
        self.stamp = stamp
        self.remembered: dict[Counts, Counted] = {}
        self.embedder = embedder
        self._vectors = vectors
        self._searcher = searcher
        self._translator = Translator(schema, searcher)

    @cached_property
    def languages(self) -> frozenset[str]:
        """See Reader."""
        return self.values("language")

    @cached_property
    def versions(self) -> frozenset[str]:
        """The versions of all entries."""
        return self.values("version")

    @cached_property
    def complete(self) -> frozenset[str]:
        """The versions that can be found in every way: with a model, by their vectors as well."""
        return self.versions if self._vectors is None else self.versions & self._vectors.complete

    def look_up(self, page: Page | None, counts: Sequence[Counts]) -> tuple[list[Found], list[Counted]]:
        """See Reader."""
        return self._page(page) if page else [], [self._count(each) for each in counts]

    def frequencies(self, field: str, tokens: Collection[str]) -> Mapping[str, int]:
        """See Reader."""
        return {token: self._searcher.doc_freq(field, token) for token in tokens}

    def nearest(self, vector: Vector, condition: Condition, limit: int) -> list[Found]:
        """See Reader. The best of all are looked up until enough of them meet the condition."""
        if self._vectors is None or self.embedder is None:
            return []
        cosines, ids = self._vectors.similar(vector, self.embedder.floor)
        found: list[Found] = []
        start, size = 0, limit * _MORE_THAN_NEAREST
        while start < len(ids) and len(found) < limit:
            cosine_of = dict(zip(ids[start : start + size], cosines[start : start + size].tolist(), strict=True))
            there = all_of((condition, Is("entry", tuple(cosine_of))))
            kept = [entry for _, entry in self._page(Page(there, Order.SCORE, 0, len(cosine_of)))]
            scored = [(round(cosine_of[entry.id], 3), entry) for entry in kept]
            found += sorted(scored, key=lambda pair: -pair[0])
            start, size = start + size, size * _MORE_EACH_TIME
        return found[:limit]

    def _page(self, page: Page) -> list[Found]:
        query = self._translator.query(page.condition, scored=page.order is Order.SCORE)
        if page.order is Order.SCORE:
            scored = self._best(query, page.offset, page.offset + page.limit)
        else:
            found = self._searcher.search(
                query, page.limit, count=False, offset=page.offset, order_by_field=_SORTED_BY[page.order],
                order=tantivy.Order.Asc,
            ).hits  # fmt: skip
            scored = [(0.0, address) for _, address in found]
        return [(score, stored_entry(self._searcher.doc(address)["stored"][0])) for score, address in scored]

    def _best(self, query: Query, start: int, end: int) -> list[tuple[float, DocAddress]]:
        """The entries from `start` to `end` by score; the order of equals does not hang on how the index was made."""
        size = end + _MORE_THAN_SHOWN
        hits = self._hits(query, size)
        while len(hits) == size < _MOST_SORTED and hits[-1][0] == hits[end - 1][0]:
            size = min(size * 8, _MOST_SORTED)
            hits = self._hits(query, size)
        if len({score for score, _ in hits}) < len(hits):
            places = self._searcher.fast_field_values(AMONG_EQUALS, [address for _, address in hits])
            order = sorted(range(len(hits)), key=lambda n: (-hits[n][0], places[n]))
            hits = [hits[n] for n in order]
        return hits[start:end]

    def _hits(self, query: Query, size: int) -> list[tuple[float, DocAddress]]:
        # how scores are summed up hangs on the segment: their last digits say nothing
        return [(round(score, 3), address) for score, address in self._searcher.search(query, size, count=False).hits]

    def _count(self, counts: Counts) -> Counted:
        request = {field: {"terms": {"field": field, "size": _MOST_VALUES}} for field in counts.fields}
        if not request:
            return {}
        found = self._searcher.aggregate(self._translator.query(counts.condition, scored=False), request)
        return {
            field: {bucket["key"]: bucket["doc_count"] for bucket in found[field]["buckets"]} for field in counts.fields
        }

    def values(self, field: str) -> frozenset[str]:
        """See Reader."""
        # with the query, entries that were removed since are not counted
        return frozenset(value for value, _ in self._searcher.terms_with_prefix(field, "", Query.all_query()))


class TantivyEngine:
    """A SearchEngine over the index in `folder`, which is made where there is none.

    With an `embedder`, vectors of its model lie beside the index and entries are also found by them.

    A commit is one renamed file, so after a crash the index holds what it held before, and `held` is read from
    the index itself. SearchEngineError where the folder cannot be read or made.
    """

    def __init__(self, folder: Path, embedder: Embedder | None = None) -> None:
        self._folder = folder / f"{_FOLDER}{FORM}"
        self._embedder = embedder
        self._vectors = _vector_store(folder, embedder) if embedder else None
        self._vector_writer: VectorWriter | None = None
        self._schema = build_schema()
        self._lock = threading.RLock()
        self._writer: IndexWriter | None = None
        self._begun: set[str] = set()
        with _engine_errors(f"the search index in {folder} cannot be opened"):
            folder.mkdir(parents=True, exist_ok=True)
            self.was_rebuilt = _drop_other_forms(folder)
            try:
                self._index, self._view = self._open()
            except BaseException as problem:
                if not _comes_from_the_engine(problem):
                    raise
                shutil.rmtree(self._folder)
                self.was_rebuilt = True
                self._index, self._view = self._open()

    @property
    def lacks_vectors(self) -> bool:
        """See the contract."""
        if self._embedder is None:
            return False
        view = self._current()
        return view.complete != view.versions

    def add(self, entries: Iterable[IndexEntry]) -> int:
        """See the contract."""
        count = 0
        with self._lock:
            try:
                for entry, vector in self._with_vectors(entries):
                    with _engine_errors(f"the search index in {self._folder} cannot be written"):
                        self._add(entry, vector)
                    count += 1
            except BaseException:
                self._give_up_writing()
                raise
        return count

    def _add(self, entry: IndexEntry, vector: Vector | None) -> None:
        writer = self._writing()
        if entry.version not in self._begun:
            self._begun.add(entry.version)
            writer.delete_documents_by_term("version", entry.version)
            if self._vector_writer:
                self._vector_writer.begin(entry.version)
        writer.add_document(document(entry, self._schema))
        self._keep(entry, vector)

    def _keep(self, entry: IndexEntry, vector: Vector | None) -> None:
        if self._vector_writer and vector is not None:
            self._vector_writer.put(entry.id, entry.version, vector)

    def _with_vectors(self, entries: Iterable[IndexEntry]) -> Iterable[tuple[IndexEntry, Vector | None]]:
        """The entries, with their vectors where a model is configured."""
        if self._embedder is None:
            return ((entry, None) for entry in entries)
        from index.vectors import with_vectors

        return with_vectors(entries, self._embedder)

    def replace(self, entries: Iterable[IndexEntry]) -> int:
        """See the contract."""
        given = list(entries)
        with self._lock, _engine_errors(f"the search index in {self._folder} cannot be written"):
            writer = self._writing()
            try:
                held = self._current().versions  # looked at when nobody else can write any more
                given = [entry for entry in given if entry.version in held]
                for entry, vector in self._with_vectors(given):
                    writer.delete_documents_by_term("place", place_of(entry))
                    writer.add_document(document(entry, self._schema))
                    self._keep(entry, vector)
            except BaseException:
                self._give_up_writing()
                raise
        return len(given)

    def remove_versions(self, versions: Iterable[str]) -> None:
        """See the contract."""
        with self._lock, _engine_errors(f"the search index in {self._folder} cannot be written"):
            writer = self._writing()
            given = list(versions)
            for version in given:
                self._begun.discard(version)
                writer.delete_documents_by_term("version", version)
            if self._vector_writer:
                self._vector_writer.remove(given)

    def commit(self) -> None:
        """See the contract."""
        with self._lock, _engine_errors(f"the search index in {self._folder} cannot be written"):
            if self._writer is None:
                return
            vectors = self._vector_writer
            try:
                if vectors:  # first: vectors of what the index does not hold are never found
                    vectors.finish(self._current().versions)
                self._writer.commit()
                self._writer.wait_merging_threads()
                if vectors:
                    vectors.clean()
            finally:
                self._writer = self._vector_writer = None  # lets another process write
                self._begun.clear()

    def search(self, query: SearchQuery) -> SearchResult:
        """See the contract."""
        with _engine_errors(f"the search index in {self._folder} does not answer"):
            return answer(query, self._current())

    def similar(self, entry: IndexEntry, *, limit: int = 10, states: tuple[str, ...] = ()) -> tuple[Hit, ...]:
        """See the contract."""
        with _engine_errors(f"the search index in {self._folder} does not answer"):
            return similar_to(entry, self._current(), limit=limit, states=states)

    def start_anew(self) -> None:
        """See the contract."""
        with self._lock, _engine_errors(f"the search index in {self._folder} cannot be written"):
            self._writing().delete_all_documents()
            if self._vector_writer:
                self._vector_writer.start_anew()

    def held(self) -> frozenset[str]:
        """See the contract."""
        with _engine_errors(f"the search index in {self._folder} does not answer"):
            return self._current().complete

    def close(self) -> None:
        """See the contract."""
        with self._lock:
            self._give_up_writing()

    def _current(self) -> _View:
        """The view of the last commit, whichever process made it."""
        if _stamp(self._folder) != self._view.stamp:
            with self._lock:
                self._view = self._viewed(self._index)
        return self._view

    def _writing(self) -> IndexWriter:
        if self._writer is None:
            try:
                self._writer = self._index.writer(WRITER_MEMORY, WRITER_THREADS)
                self._drop_vectors_of_other_models()
                self._vector_writer = self._vectors.writer() if self._vectors else None
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
        vectors, self._vector_writer = self._vector_writer, None
        self._begun.clear()
        if vectors is not None:
            vectors.discard()
        if writer is not None:
            writer.rollback()

    def _drop_vectors_of_other_models(self) -> None:
        """They do not follow what is written from now on."""
        for other in self._folder.parent.glob(f"{_VECTORS}*"):
            if self._vectors is None or other != self._vectors.folder:
                shutil.rmtree(other)

    def _open(self) -> tuple[Index, _View]:
        self._folder.mkdir(exist_ok=True)
        index = Index(self._schema, path=str(self._folder), reuse=True)
        index.config_reader(reload_policy="manual")
        view = self._viewed(index)
        # reads the words, the columns and the stored texts once: a file that was cut off shows here
        view.look_up(
            Page(Anything(), Order.PLACE, 0, 1), [Counts(Anything(), (*COUNTED_FIELDS, *COUNTED_NUMBERS))]
        )  # fmt: skip
        return index, view

    def _viewed(self, index: Index) -> _View:
        stamp = _stamp(self._folder)  # before reading: a commit in between is then read again
        index.reload()
        vectors = self._vectors.load() if self._vectors else None
        return _View(stamp, self._schema, index.searcher(), vectors, self._embedder)


def _vector_store(folder: Path, embedder: Embedder) -> VectorStore:
    # loads nothing where no model is configured
    from index.embedded.vector_store import VectorStore
    from index.vectors import vectors_name

    return VectorStore(folder / f"{_VECTORS}{vectors_name(embedder)}")


def _stamp(folder: Path) -> tuple[int, int]:
    """Another one after each commit, which renames a new file into place."""
    status = (folder / "meta.json").stat()
    return status.st_mtime_ns, status.st_ino


def _drop_other_forms(folder: Path) -> bool:
    """Remove indexes of other schema versions; says whether there were any."""
    others = [f for f in folder.glob(f"{_FOLDER}*") if f.name != f"{_FOLDER}{FORM}"]
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
