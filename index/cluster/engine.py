"""The engine for a shared service: search in an Elasticsearch cluster."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, TypeVar

from index.cluster.connection import addresses_of, cluster_errors, connect
from index.cluster.lock import Lease
from index.cluster.reading import OutdatedError, View
from index.cluster.state import StateStore
from index.cluster.writing import Transaction
from index.contract import Hit, IndexEntry, SearchQuery, SearchResult
from index.fields import FORM
from index.searching import answer, similar_to
from palermo.errors import SearchEngineError
from palermo.settings import Settings

if TYPE_CHECKING:
    from index.vectors import Vector
    from palermo.embedding import Embedder

T = TypeVar("T")

_TRIES = 8
_PAUSE = 0.02


def open_cluster(settings: Settings, embedder: Embedder | None = None) -> ElasticsearchEngine:
    """The engine over the cluster that PALERMO_ELASTICSEARCH_URL names; with a model, it keeps vectors as well.

    Nothing is made there before the first entry is added. `was_rebuilt` is true until the first commit of this FORM
    of the index. SearchEngineError where the cluster cannot be reached or does not let us in.
    """
    return ElasticsearchEngine(settings, embedder=embedder)


class ElasticsearchEngine:
    """A SearchEngine over a cluster, which any number of processes on any number of machines share."""

    def __init__(
        self, settings: Settings, lease: Lease | None = None, embedder: Embedder | None = None
    ) -> None:  # fmt: skip
        self._address = ", ".join(addresses_of(settings))
        self._client = connect(settings)
        self._shards = settings.elasticsearch_shards
        self._seconds = settings.elasticsearch_timeout
        self._lease = lease or Lease()
        self._embedder = embedder
        self._store = StateStore(
            self._client, settings.elasticsearch_index, settings.elasticsearch_replicas,
            settings.elasticsearch_patience, _vectors_name(embedder) if embedder else "",
        )  # fmt: skip
        self._name = f"the search index {self._store.name} at {self._address}"
        self._writing = threading.RLock()
        self._viewing = threading.Lock()
        self._transaction: Transaction | None = None
        self._view: View | None = None
        self._was_there = False
        """Whether this engine has seen the index."""
        with self._errors("cannot be opened"):
            self.was_rebuilt = self._current().is_missing

    @property
    def lacks_vectors(self) -> bool:
        """See the contract. Never: entries with vectors of another model are in another index."""
        return False

    def add(self, entries: Iterable[IndexEntry]) -> int:
        """See the contract."""
        count = 0
        with self._changing() as transaction:
            for entry, vector in self._with_vectors(entries):
                transaction.add(entry, vector)
                count += 1
        return count

    def replace(self, entries: Iterable[IndexEntry]) -> int:
        """See the contract."""
        given = list(entries)
        with self._changing() as transaction:
            return sum(transaction.replace(entry, vector) for entry, vector in self._with_vectors(given))

    def remove_versions(self, versions: Iterable[str]) -> None:
        """See the contract."""
        given = list(versions)
        with self._changing() as transaction:
            transaction.remove(given)

    def start_anew(self) -> None:
        """See the contract."""
        with self._changing() as transaction:
            transaction.start_anew()

    def commit(self) -> None:
        """See the contract."""
        if self._transaction is None:
            return
        with self._changing() as transaction:
            transaction.commit()
            self._transaction = None
        self._forget(self._view)

    def search(self, query: SearchQuery) -> SearchResult:
        """See the contract."""
        return self._answered(lambda view: answer(query, view))

    def similar(self, entry: IndexEntry, *, limit: int = 10, states: tuple[str, ...] = ()) -> tuple[Hit, ...]:
        """See the contract."""
        return self._answered(lambda view: similar_to(entry, view, limit=limit, states=states))

    def held(self) -> frozenset[str]:
        """See the contract."""

        def held(view: View) -> frozenset[str]:
            view.check()
            return view.versions

        return self._answered(held)

    def close(self) -> None:
        """See the contract."""
        with self._writing:
            self._give_up_writing()
        self._forget(self._view)
        self._client.close()

    def _with_vectors(self, entries: Iterable[IndexEntry]) -> Iterable[tuple[IndexEntry, Vector | None]]:
        """The entries, with their vectors where a model is configured."""
        if self._embedder is None:
            return ((entry, None) for entry in entries)
        from index.vectors import with_vectors

        return with_vectors(entries, self._embedder)

    @contextmanager
    def _changing(self) -> Iterator[Transaction]:
        """The batch that is being written, begun where there is none; given up where anything goes wrong."""
        with self._writing, self._errors("cannot be written"):
            if self._transaction is None:
                self._refuse_followed()
                dimensions = self._embedder.dimensions if self._embedder else None
                self._transaction = Transaction(self._store, self._lease, self._shards, dimensions)
            try:
                yield self._transaction
            except BaseException:
                self._give_up_writing()
                raise

    def _give_up_writing(self) -> None:
        transaction, self._transaction = self._transaction, None
        if transaction is not None:
            transaction.undo()

    def _answered(self, ask: Callable[[View], T]) -> T:
        """What is asked of the last commit, whichever process made it."""
        with self._errors("does not answer"):
            for attempt in range(_TRIES):
                time.sleep(_PAUSE * attempt)
                view = self._current()
                try:
                    return ask(view)
                except OutdatedError:
                    self._forget(view)
            raise SearchEngineError(f"{self._name} changes faster than it can be read")

    def _current(self) -> View:
        """The view that was opened last, or a new one; it says itself when it is outdated."""
        with self._viewing:
            if self._view is None:
                view = View(self._store, self._seconds, self._embedder)
                if view.is_missing:
                    self._refuse_followed()
                else:
                    self._was_there = True
                self._view = view
            return self._view

    def _forget(self, view: View | None) -> None:
        with self._viewing:
            if view is self._view:
                self._view = None
        if view is not None:
            view.close()

    def _refuse_followed(self) -> None:
        """Where another index has taken the place of this one, it is not searched or filled again by mistake."""
        others = self._store.others()
        newer = [self._store.form_of(name) for name, state in others.items() if state.index]
        if newer and max(newer) > FORM:
            raise SearchEngineError(
                f"{self._name} was followed by one of a newer Palermo (form {max(newer)}): update this "
                "installation, or give it an index of its own in PALERMO_ELASTICSEARCH_INDEX"
            )
        if self._was_there and FORM in newer and self._store.shown().index is None:
            raise SearchEngineError(
                f"{self._name} was made anew for another embedding model, or for none: whoever shares an index names "
                "the same model in PALERMO_EMBEDDING_MODEL, or gives it an index of its own in "
                "PALERMO_ELASTICSEARCH_INDEX"
            )

    def _errors(self, what: str) -> AbstractContextManager[None]:
        return cluster_errors(f"{self._name} {what}", self._address)


def _vectors_name(embedder: Embedder) -> str:
    # not loaded where there is no model
    from index.vectors import vectors_name

    return vectors_name(embedder)
