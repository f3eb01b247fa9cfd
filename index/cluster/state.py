"""What counts in the index, kept in one document: changing it is what makes a commit happen at once or not at all.

Entries carry the number of the batch they came with. The state says which index is searched and up to which batch;
whatever came later, or was begun and never committed, is not looked at. So entries may be written while others search,
and a commit is a single write, which the server refuses when anybody else has written the document since it was read.
The same document says who writes, which is the lock.
"""

from __future__ import annotations

import threading
import time
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

from elasticsearch import ConflictError, Elasticsearch, NotFoundError

from index.cluster.bulk import make_index, refresh
from index.cluster.connection import patiently, raise_refusal
from index.cluster.mapping import BATCH_FIELD, Json, settings_of
from index.fields import FORM

Stamp = tuple[str | None, int, bool]

_MOST_UNDONE = 100
"""Batches are remembered as undone for fear of a request that was still on its way; not for ever."""
_MOST_VALUES = 60_000
"""In one query; the server takes 65,536."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: an engine in a process on a machine."""

    id: str
    machine: str
    process: int
    since: float
    """Seconds since 1970, by the writer's own clock."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a committed batch took the place of: the entries before it of these versions, and at these places."""

    batch: int
    versions: tuple[str, ...]
    places: tuple[str, ...]

    def query(self) -> Json:
        """The entries that no longer count."""
        gone = [
            {"terms": {name: list(values[start : start + _MOST_VALUES])}}
            for name, values in (("version", self.versions), ("place", self.places))
            for start in range(0, len(values), _MOST_VALUES)
        ]
        before = {"range": {BATCH_FIELD: {"lt": self.batch}}}
        return {"bool": {"filter": [before], "should": gone, "minimum_should_match": 1}}


@dataclass(frozen=True, slots=True)
class State:
    """What the index holds. Before the first commit there is no index to look into."""

    index: str | None = None
    batch: int = 0
    """The last one committed."""
    last: int = 0
    """The last one begun; no number is used twice."""
    undone: tuple[int, ...] = ()
    """Begun and given up."""
    replaced: Replaced | None = None
    """Committed, but still to be deleted."""
    dropped: tuple[str, ...] = ()
    """Indices that nobody looks into: being filled, or left behind. Whoever writes next deletes them."""
    writer: Writer | None = None

    @property
    def stamp(self) -> Stamp:
        """Another one after each commit, and once more when what it replaced is deleted: then `counts` is simpler."""
        return self.index, self.batch, self.replaced is None

    def counts(self) -> Json:
        """The query for the entries that count."""
        not_counting = [{"terms": {BATCH_FIELD: list(self.undone)}}] if self.undone else []
        if self.replaced:
            not_counting.append(self.replaced.query())
        return {"bool": {"filter": [{"range": {BATCH_FIELD: {"lte": self.batch}}}], "must_not": not_counting}}

    def leftovers(self) -> Json:
        """The query for the entries that nobody will ever look at; never for those of the batch being written."""
        between = {"gt": self.batch, "lt": self.last}
        gone: list[Json] = [{"range": {BATCH_FIELD: between}}, {"terms": {BATCH_FIELD: list(self.undone)}}]
        if self.replaced:
            gone.append(self.replaced.query())
        return {"bool": {"should": gone, "minimum_should_match": 1}}

    def without_writer(self, undone: int | None = None) -> State:
        """The lock given back; undone: the batch that came to nothing."""
        given_up = (*self.undone, undone)[-_MOST_UNDONE:] if undone is not None else self.undone
        return replace(self, writer=None, undone=given_up)

    @classmethod
    def parse(cls, kept: dict[str, Any]) -> State:
        """From the document."""
        writer, replaced = kept["writer"], kept["replaced"]
        return cls(
            kept["index"], kept["batch"], kept["last"], tuple(kept["undone"]),
            Replaced(replaced["batch"], tuple(replaced["versions"]), tuple(replaced["places"])) if replaced else None,
            tuple(kept["dropped"]), Writer(**writer) if writer else None,
        )  # fmt: skip


class _Version(NamedTuple):
    """Which writing of the document we know."""

    sequence: int
    term: int


@dataclass
class StateStore:
    """Reads and changes the state of one FORM of the index, for one embedding model or none. Threads may share it."""

    client: Elasticsearch
    prefix: str
    replicas: int | None
    patience: float
    """Seconds for which a write is tried again."""
    vectors: str = ""
    """What the vectors are kept under; empty where there are none."""
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _version: _Version | None = None

    @property
    def index(self) -> str:
        """The index that holds the states of all forms."""
        return f"{self.prefix}-control"

    @property
    def name(self) -> str:
        """The document of this FORM and these vectors, and what the names of its indices begin with."""
        return f"{self.prefix}-f{FORM}{f'-v{self.vectors}' if self.vectors else ''}"

    def read(self) -> State:
        """The state as it is now."""
        with self._lock:
            try:
                found = patiently(lambda: self.client.get(index=self.index, id=self.name), self.patience)
            except NotFoundError:
                self._version = None
                return State()
            self._version = _Version(found["_seq_no"], found["_primary_term"])
            return State.parse(found["_source"])

    def write(self, state: State) -> State:
        """Put `state` in the place of the one last read or written, and return it.

        ConflictError where somebody else has written since.
        """
        with self._lock:
            try:
                return patiently(lambda: self._write(state), self.patience)
            except ConflictError:
                if self.read() == state:  # it was written, but the answer was lost
                    return state
                raise

    def show(self) -> None:
        """From now on, searches by `check` find the state last written."""
        refresh(self.client, self.index, self.patience)

    def others(self) -> dict[str, State]:
        """The states of other forms of the index and of other models, by their names, as last shown."""
        try:
            found = self.client.search(index=self.index, size=100)
        except NotFoundError:
            return {}
        kept = {hit["_id"]: hit["_source"] for hit in found["hits"]["hits"]}
        return {name: State.parse(kept[name]) for name in kept if name != self.name and self.form_of(name)}

    def form_of(self, name: str) -> int:
        """The form of the index in the name of a state; 0 where it is no state."""
        form, _, vectors = name.removeprefix(f"{self.prefix}-f").partition("-v")
        return int(form) if form.isdigit() and (not vectors or vectors.isalnum()) else 0

    def forget(self, name: str) -> None:
        """Delete a state."""
        self.client.options(ignore_status=404).delete(index=self.index, id=name)

    def beat(self, writer: str) -> None:
        """Say that the writer with this id lives."""
        self.client.index(index=self.index, id=self._beat_of(writer), document={"beat": time.time()})

    def last_beat(self, writer: str) -> float | None:
        """When the writer said so last, by its own clock."""
        try:
            return float(self.client.get(index=self.index, id=self._beat_of(writer))["_source"]["beat"])
        except NotFoundError:
            return None

    def holder(self) -> str | None:
        """The id of whoever has the lock."""
        writer = self.client.get(index=self.index, id=self.name, source_includes=["writer.id"])["_source"].get("writer")
        return str(writer["id"]) if writer else None

    def forget_beats(self, writer: str) -> None:
        """The writer writes no more."""
        self.client.options(ignore_status=404).delete(index=self.index, id=self._beat_of(writer))

    def check(self) -> Json:
        """The search for the stamp that was last shown, to be sent along with others."""
        return self._search | {"_source": ["index", "batch", "replaced.batch"]}

    def stamp_in(self, answer: Json) -> Stamp:
        """The stamp that the search `check` found."""
        if answer.get("error", {}).get("type") == "index_not_found_exception":
            return State().stamp
        raise_refusal(answer)
        for hit in answer["hits"]["hits"]:
            kept = hit["_source"]
            return kept["index"], kept["batch"], not kept.get("replaced")
        return State().stamp

    def shown(self) -> State:
        """The state that was last shown, which is the one to search by."""
        try:
            hits = self.client.search(index=self.index, **self._search)["hits"]["hits"]
        except NotFoundError:
            return State()
        return State.parse(hits[0]["_source"]) if hits else State()

    def create(self) -> None:
        """Make the index for the states, if there is none."""
        settings = settings_of(1, self.replicas)
        make_index(self.client, self.index, self.patience, mappings={"dynamic": False}, settings=settings)

    @property
    def _search(self) -> Json:
        return {"size": 1, "query": {"ids": {"values": [self.name]}}}

    def _beat_of(self, writer: str) -> str:
        return f"{self.name}-beat-{writer}"

    def _write(self, state: State) -> State:
        expected: dict[str, Any] = {"op_type": "create"}
        if self._version:
            expected = {"if_seq_no": self._version.sequence, "if_primary_term": self._version.term}
        answer = self.client.index(index=self.index, id=self.name, document=asdict(state), **expected)
        self._version = _Version(answer["_seq_no"], answer["_primary_term"])
        return state
