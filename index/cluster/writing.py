"""Writing: a batch of entries that nobody finds before its commit, and that leaves nothing behind where it fails."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from elastic_transport import TransportError
from elasticsearch import ApiError, ConflictError, NotFoundError

from index.cluster.bulk import Sender, delete_found, every_value, make_index, refresh, search_all
from index.cluster.connection import RefusedError, patiently
from index.cluster.lock import Heart, Lease, is_alive
from index.cluster.mapping import BATCH_FIELD, Json, document, mappings, settings_of
from index.cluster.state import Replaced, State, StateStore, Writer
from index.contract import IndexEntry
from index.fields import FORM, place_of
from palermo.errors import SearchEngineError

if TYPE_CHECKING:
    from index.vectors import Vector

_SECONDS_TO_WRITE = 60.0
"""For one request; a large part of an index takes longer than a search may."""
_TRIES = 5
_FAILURES = (ApiError, TransportError, RefusedError)


class Transaction:
    """From the first change to `commit` or `undo`. Use it from one thread at a time.

    Making one takes the lock, and finishes or undoes what a writer that died left behind. SearchEngineError where
    another one writes.
    """

    def __init__(self, store: StateStore, lease: Lease, shards: int, dimensions: int | None = None) -> None:
        self._store = store
        self._client = store.client.options(request_timeout=_SECONDS_TO_WRITE)
        self._shards = shards
        self._dimensions = dimensions
        self._new: str | None = None
        """An index that will take the place of the one that is searched."""
        self._begun: set[str] = set()
        self._changed: set[str] = set()
        """Versions of which single entries were replaced."""
        self._places: set[str] = set()
        self._gone: set[str] = set()
        self._heart = Heart(store, lease)
        self._sender = Sender(self._client, store.patience, self._check)
        try:
            self._state = self._locked(lease)
        except BaseException:
            self._end()
            raise
        self._heart.start()
        try:
            self._store.show()  # a writer that died right after its commit may not have come to that
            tidied = self._tidied()
            if tidied != self._state:
                self._state = self._written(tidied)
            if self._state.index:
                self._sender.target = _alias_of(self._state.index)
            else:
                self._start_new_index()
        except BaseException:
            self.undo()
            raise

    def add(self, entry: IndexEntry, vector: Vector | None = None) -> None:
        """Add an entry; with the first one of a version, what was held of it before is to go."""
        if entry.version not in self._begun:
            if entry.version in self._changed:
                self._delete_own({entry.version})
            self._begun.add(entry.version)
        self._sender.put(document(entry, self._batch, vector))

    def replace(self, entry: IndexEntry, vector: Vector | None = None) -> bool:
        """Put an entry in the place of the one that is held there; says whether its version is held."""
        if entry.version not in self._held:
            return False
        self._places.add(place_of(entry))
        self._changed.add(entry.version)
        self._sender.put(document(entry, self._batch, vector))
        return True

    def remove(self, versions: Iterable[str]) -> None:
        """Remove versions, also what was added of them just now."""
        given = set(versions)
        self._delete_own(given & (self._begun | self._changed))
        self._gone |= given
        self._begun -= given
        self._changed -= given

    def start_anew(self) -> None:
        """What is added from now on will be all."""
        if self._new is None or self._begun:
            self._sender.flush()
            self._start_new_index()
        for known in (self._begun, self._changed, self._places, self._gone):
            known.clear()

    def commit(self) -> None:
        """Make all of it visible and lasting at once, and give the lock back."""
        self._sender.flush()
        self._refresh(self._target)
        unused = (name for name in (*self._state.dropped, self._state.index) if name and name != self._target)
        committed = replace(
            self._state, index=self._target, batch=self._batch, replaced=self._replaced(), dropped=tuple(unused)
        )
        self._state = self._written(committed)
        try:
            self._store.show()
            # What is left over no longer counts; should this fail, whoever writes next deletes it.
            with suppress(*_FAILURES):
                if self._new:
                    self._drop_others()
                self._store.write(self._tidied().without_writer())
                self._store.show()
        finally:
            self._end()

    def undo(self) -> None:
        """Give up what was not committed, and the lock; where the server is away, whoever writes next does it."""
        self._sender.close()
        self._store = replace(self._store, patience=0.0)
        with suppress(*_FAILURES):
            state = self._store.read()  # the answer to our commit may have been lost
            if state.writer == self._heart.writer:
                undone = self._batch if state.batch < self._batch else None
                if undone:
                    self._delete_batch()
                dropped = tuple(name for name in state.dropped if name != self._new)
                self._store.write(replace(state.without_writer(undone), dropped=dropped))
        self._end()

    @property
    def _batch(self) -> int:
        return self._state.last

    @property
    def _target(self) -> str:
        target = self._new or self._state.index
        assert target, "a new index is made where there is none"
        return target

    @property
    def _held(self) -> frozenset[str]:
        return frozenset() if self._new else self._held_before

    @cached_property
    def _held_before(self) -> frozenset[str]:
        def search(asked: Json) -> Json:
            return search_all(self._client, self._target, asked, self._store.patience)

        return frozenset(every_value(search, "version", self._state.counts()))

    def _replaced(self) -> Replaced | None:
        """What the batch takes the place of."""
        versions = self._begun | self._gone
        versions = versions & self._held if versions else versions
        if self._new or not (versions or self._places):
            return None
        return Replaced(self._batch, tuple(sorted(versions)), tuple(sorted(self._places)))

    def _locked(self, lease: Lease) -> State:
        """The state with the lock taken; what a dead writer had not committed is undone."""
        self._store.create()
        for _ in range(_TRIES):
            state = self._store.read()
            if state.writer and is_alive(state.writer, self._store, lease):
                raise _busy(self._store, state.writer)
            undone = state.last if state.writer and state.last > state.batch else None
            last = max(state.last, self._last_batch(state.index))
            taken = replace(state.without_writer(undone), writer=self._heart.writer, last=last + 1)
            try:
                self._store.write(taken)
            except ConflictError:
                continue
            if state.writer:
                self._store.forget_beats(state.writer.id)
            return taken
        raise _busy(self._store, state.writer)

    def _written(self, state: State) -> State:
        try:
            return self._store.write(state)
        except ConflictError as problem:
            raise _taken_over() from problem

    def _last_batch(self, index: str | None) -> int:
        """The last that anything in the index belongs to: after a snapshot was restored, later than the state knows."""
        if not index:
            return 0
        try:
            self._refresh(index)
        except NotFoundError:
            return 0
        last = {"last": {"max": {"field": BATCH_FIELD}}}
        found = search_all(self._client, index, {"size": 0, "aggs": last}, self._store.patience)
        return int(found["aggregations"]["last"]["value"] or 0)

    def _tidied(self) -> State:
        """The state when everything that does not count is deleted: entries, and whole indices."""
        state = self._state
        for name in state.dropped:
            patiently(partial(self._delete_index, name), self._store.patience)
        if state.index:
            try:
                self._refresh(state.index)
                delete_found(self._client, state.index, state.leftovers(), self._store.patience)
            except NotFoundError:  # somebody deleted the index
                state = replace(state, index=None)
        return replace(state, replaced=None, dropped=())

    def _start_new_index(self) -> None:
        """Fill an index that nobody looks into before the commit."""
        name = f"{self._store.name}-{self._batch}-{secrets.token_hex(4)}"
        # listed first, so that a writer that dies leaves none behind that nobody knows of
        self._state = self._written(replace(self._state, dropped=(*self._state.dropped, name)))
        make_index(
            self._client, name, self._store.patience, aliases={_alias_of(name): {}},
            mappings=mappings(self._dimensions), settings=settings_of(self._shards, self._store.replicas),
        )  # fmt: skip
        self._new, self._sender.target = name, _alias_of(name)

    def _delete_index(self, name: str) -> None:
        self._client.options(ignore_status=404).indices.delete(index=name)

    def _delete_batch(self) -> None:
        """Delete all that this batch has written."""
        if self._new:
            self._delete_index(self._new)
        elif self._state.index:
            self._refresh(self._state.index)
            query = {"term": {BATCH_FIELD: self._batch}}
            delete_found(self._client, self._state.index, query, self._store.patience)

    def _delete_own(self, versions: set[str]) -> None:
        """Delete what this batch has of these versions."""
        if versions:
            self._sender.flush()
            self._refresh(self._target)
            own = [{"term": {BATCH_FIELD: self._batch}}, {"terms": {"version": sorted(versions)}}]
            delete_found(self._client, self._target, {"bool": {"filter": own}}, self._store.patience)

    def _drop_others(self) -> None:
        """Those of older forms and of other models: whoever still searches them is told."""
        older = {name: state for name, state in self._store.others().items() if self._store.form_of(name) <= FORM}
        for name, state in older.items():
            for index in (state.index, *state.dropped):
                if index:
                    self._delete_index(index)
            self._store.forget(name)

    def _refresh(self, index: str) -> None:
        refresh(self._client, index, self._store.patience)

    def _check(self) -> None:
        if self._heart.lost:
            raise _taken_over()

    def _end(self) -> None:
        self._sender.close()
        self._heart.stop()


def _alias_of(index: str) -> str:
    """What entries are written to: the server makes an index of any name that is written to, but never an alias."""
    return f"{index}-writing"


def _busy(store: StateStore, writer: Writer | None) -> SearchEngineError:
    who = f" ({writer.process} on {writer.machine.split()[0]})" if writer else ""
    return SearchEngineError(
        f"the search index {store.name} is being written by another process{who}: try again when it is done; searching "
        "goes on meanwhile"
    )


def _taken_over() -> SearchEngineError:
    return SearchEngineError(
        "another process took over the writing of the search index, because this one gave no sign of life for long: "
        "what was not committed is lost; run it again"
    )
