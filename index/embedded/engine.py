"""The embedded engine: search in a folder of one's own, through tantivy."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import tantivy
from tantivy import DocAddress, Index, IndexWriter, Query, Schema, Searcher

from index.conditions import Anything
from index.contract import Hit, IndexEntry, SearchQuery, SearchResult
from index.embedded.conditions import Translator
from index.embedded.schema import build_schema, document
from index.fields import AMONG_EQUALS, COUNTED_FIELDS, COUNTED_NUMBERS, FORM, place_of, stored_entry
from index.reader import Counted, Counts, Found, Order, Page
from index.searching import answer, similar_to
from palermo.errors import SearchEngineError

_FOLDER = "tantivy-"
WRITER_MEMORY = 100_000_000
WRITER_THREADS = min(2, os.cpu_count() or 1)
"""Python prepares entries for the writer and is the slower of the two: more threads would only make more segments."""


_MOST_VALUES = 60_000
"""More than there are different tags of an entry, and within what tantivy counts."""
_MORE_THAN_SHOWN = 30
"""So many entries are looked at beyond the page, since those of the same score must be known to be sorted."""
_MOST_SORTED = 10_000
"""More entries of the same score come in the order of the index."""
_SORTED_BY = {Order.PLACE: "place", Order.NEWEST: "newest"}


class _View:
    """What the index held at one commit: a Reader."""

    def __init__(self, stamp: tuple[int, int], schema: Schema, searcher: Searcher) -> None:
        self.stamp = stamp
        self.remembered: dict[Counts, Counted] = {}
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

    def look_up(self, page: Page | None, counts: Sequence[Counts]) -> tuple[list[Found], list[Counted]]:
        """See Reader."""
        return self._page(page) if page else [], [self._count(each) for each in counts]

    def frequencies(self, field: str, tokens: Collection[str]) -> Mapping[str, int]:
        """See Reader."""
        return {token: self._searcher.doc_freq(field, token) for token in tokens}

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

    A commit is one renamed file, so after a crash the index holds what it held before, and `held` is read from
    the index itself. SearchEngineError where the folder cannot be read or made.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / f"{_FOLDER}{FORM}"
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
            return answer(query, self._current())

    def similar(self, entry: IndexEntry, *, limit: int = 10, states: tuple[str, ...] = ()) -> tuple[Hit, ...]:
        """See the contract."""
        with _engine_errors(f"the search index in {self._folder} does not answer"):
            return similar_to(entry, self._current(), limit=limit, states=states)

    def start_anew(self) -> None:
        """See the contract."""
        with self._lock, _engine_errors(f"the search index in {self._folder} cannot be written"):
            self._writing().delete_all_documents()

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
                self._view = _view(self._index, self._schema, self._folder)
        return self._view

    def _writing(self) -> IndexWriter:
        if self._writer is None:
            try:
                self._writer = self._index.writer(WRITER_MEMORY, WRITER_THREADS)
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


def _open(folder: Path, schema: Schema) -> tuple[Index, _View]:
    folder.mkdir(exist_ok=True)
    index = Index(schema, path=str(folder), reuse=True)
    index.config_reader(reload_policy="manual")
    view = _view(index, schema, folder)
    # reads the words, the columns and the stored texts once: a file that was cut off shows here
    view.look_up(Page(Anything(), Order.PLACE, 0, 1), [Counts(Anything(), (*COUNTED_FIELDS, *COUNTED_NUMBERS))])
    return index, view


def _view(index: Index, schema: Schema, folder: Path) -> _View:
    stamp = _stamp(folder)  # before reading: a commit in between is then read again
    index.reload()
    return _View(stamp, schema, index.searcher())


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
