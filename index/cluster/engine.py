"""The engine for a shared service: search in an Elasticsearch cluster."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

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

T = TypeVar("T")

_TRIES = 8
_PAUSE = 0.02


def open_cluster(settings: Settings) -> ElasticsearchEngine:
    """The engine over the cluster that PALERMO_ELASTICSEARCH_URL names.

    Nothing is made there before the first entry is added. `was_rebuilt` is true until the first commit of this FORM
    of the index. SearchEngineError where the cluster cannot be reached or does not let us in.
    """
    return ElasticsearchEngine(settings)


class ElasticsearchEngine:
    """A SearchEngine over a cluster, which any number of processes on any number of machines share."""

    def __init__(self, settings: Settings, lease: Lease | None = None) -> None:
        self._address = ", ".join(addresses_of(settings))
        self._client = connect(settings)
        self._shards = settings.elasticsearch_shards
        self._seconds = settings.elasticsearch_timeout
        self._lease = lease or Lease()
        self._store = StateStore(
            self._client, settings.elasticsearch_index, settings.elasticsearch_replicas, settings.elasticsearch_patience
        )
        self._name = f"the search index {self._store.name} at {self._address}"
        self._writing = threading.RLock()
        self._viewing = threading.Lock()
        self._transaction: Transaction | None = None
        self._view: View | None = None
        with self._errors("cannot be opened"):
            self.was_rebuilt = self._current().is_missing

    def add(self, entries: Iterable[IndexEntry]) -> int:
        """See the contract."""
        count = 0
        with self._changing() as transaction:
            for entry in entries:
                transaction.add(entry)
                count += 1
        return count

    def replace(self, entries: Iterable[IndexEntry]) -> int:
        """See the contract."""
        given = list(entries)
        with self._changing() as transaction:
            return sum(transaction.replace(entry) for entry in given)

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

    @contextmanager
    def _changing(self) -> Iterator[Transaction]:
        """The batch that is being written, begun where there is none; given up where anything goes wrong."""
        with self._writing, self._errors("cannot be written"):
            if self._transaction is None:
                self._refuse_newer_forms()
                self._transaction = Transaction(self._store, self._lease, self._shards)
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
                view = View(self._store, self._seconds)
                if view.is_missing:
                    self._refuse_newer_forms()
                self._view = view
            return self._view

    def _forget(self, view: View | None) -> None:
        with self._viewing:
            if view is self._view:
                self._view = None
        if view is not None:
            view.close()

    def _refuse_newer_forms(self) -> None:
        newer = [form for form, state in self._store.other_forms().items() if form > FORM and state.index]
        if newer:
            raise SearchEngineError(
                f"{self._name} was followed by one of a newer Palermo (form {max(newer)}): update this "
                "installation, or give it an index of its own in PALERMO_ELASTICSEARCH_INDEX"
            )

    def _errors(self, what: str) -> AbstractContextManager[None]:
        return cluster_errors(f"{self._name} {what}", self._address)
