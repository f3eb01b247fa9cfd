"""The vectors of entries as files beside tantivy's index.

A commit writes one segment, a folder with the numbers as they are (`vectors.f16`) and what they belong to
(`entries.json`). It is written under a passing name and renamed before tantivy commits: a crash in between leaves
vectors of entries that the index does not hold, and what vectors find is always looked up there. Segments never
change; a later one takes the place of what earlier ones hold of the same entries and versions.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from index.embedded.vectors import HALF, ROWS_AT_ONCE, Segment, Vectors
from index.vectors import Vector

_PASSING = "writing-"
_NUMBERS, _ENTRIES = "vectors.f16", "entries.json"
_MOST_DEAD = 0.25
"""Of the rows: beyond that they are left out of a new segment that takes the place of all others."""
_MOST_SEGMENTS = 20
"""Each review of a tag makes one."""
_TRIES = 5

_LOG = logging.getLogger(__name__)


class _DamagedError(Exception):
    """A file that is not as it was written; the message names it."""


class VectorStore:
    """The vectors of one model, in a folder. Only the index's one writer may call `writer`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Segment] = {}
        self._warned = ""

    def load(self) -> Vectors:
        """What is there now, whoever wrote it. A damaged file is named in a warning, and nothing is there then."""
        for _ in range(_TRIES):
            names = self._names()
            try:
                self._read = {name: self._read.get(name) or self._segment(name) for name in names}
            except FileNotFoundError as problem:
                if names == self._names():  # else a writer has just put another one in its place
                    return self._damaged(f"{problem.filename} is missing")
            except _DamagedError as problem:
                return self._damaged(str(problem))
            else:
                return Vectors([self._read[name] for name in names])
        return Vectors()

    def writer(self) -> VectorWriter:
        """Begin what the next commit brings; what a writer that died left behind goes, and damaged files."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for passing in self.folder.glob(f"{_PASSING}*"):
            shutil.rmtree(passing)
        held = self.load()
        if held.problem:
            self.drop(self._names())
            held = Vectors()
        return VectorWriter(self, held)

    def drop(self, names: Collection[str]) -> None:
        """Remove segments; who has them open reads on."""
        for name in names:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def next_name(self) -> str:
        """After all that are there; never used twice."""
        last = max((int(name.partition("-")[0]) for name in self._names()), default=0)
        return f"{last + 1:08}-{secrets.token_hex(4)}"

    def _names(self) -> list[str]:
        return sorted(found.name for found in self.folder.glob("[0-9]*-*")) if self.folder.is_dir() else []

    def _segment(self, name: str) -> Segment:
        numbers, entries = self.folder / name / _NUMBERS, self.folder / name / _ENTRIES
        try:
            kept: dict[str, Any] = json.loads(entries.read_text("utf-8"))
            shape = len(kept["ids"]), kept["dimensions"]
            names: list[str] = kept["versions"]
            versions = [names[place] for place in kept["version_of"]]
            if len(versions) != shape[0]:
                raise ValueError("as many versions as entries are needed")
            if numbers.stat().st_size != shape[0] * shape[1] * HALF.itemsize:
                raise _DamagedError(f"{numbers} is not as long as it was written")
            rows: NDArray[np.float16]
            rows = np.memmap(numbers, HALF, "r", shape=shape) if shape[0] else np.zeros(shape, HALF)
            if zlib.crc32(rows.data) != kept["checksum"]:
                raise _DamagedError(f"{numbers} is not as it was written")
            return Segment(name, kept["ids"], versions, frozenset(kept["complete"]), kept["is_all"], rows)
        except (ValueError, KeyError, TypeError, IndexError) as problem:
            raise _DamagedError(f"{entries} cannot be read ({problem})") from problem

    def _damaged(self, problem: str) -> Vectors:
        self._read = {}
        if problem != self._warned:
            self._warned = problem
            _LOG.warning(
                "Vectors are made anew when the library is next written or opened, until then words alone are "
                "searched: %s", problem,
            )  # fmt: skip
        return Vectors(problem=problem)


@dataclass
class VectorWriter:
    """What one commit brings, written as it comes."""

    store: VectorStore
    held: Vectors
    _ids: list[str] = field(default_factory=list)
    _versions: list[str] = field(default_factory=list)
    _complete: set[str] = field(default_factory=set)
    _removed: set[str] = field(default_factory=set)
    _is_all: bool = False
    _checksum: int = 0
    _dimensions: int = 0
    _passing: Path | None = None
    _file: IO[bytes] | None = None
    _obsolete: tuple[str, ...] = ()

    def put(self, entry: str, version: str, vector: Vector) -> None:
        """Keep the vector of an entry."""
        self._ids.append(entry)
        self._versions.append(version)
        self._append(vector)

    def begin(self, version: str) -> None:
        """All entries of the version come now."""
        self._complete.add(version)

    def remove(self, versions: Collection[str]) -> None:
        """Forget what came of these versions."""
        gone = set(versions)
        self._complete -= gone
        self._removed |= gone
        if gone.intersection(self._versions):
            pairs = zip(self._ids, self._versions, strict=True)
            self._ids = ["" if version in gone else entry for entry, version in pairs]

    def start_anew(self) -> None:
        """Only what comes from now on counts."""
        self.remove(set(self._versions))
        self._is_all = True

    def finish(self, held: Collection[str]) -> None:
        """Put the segment in place; the index's own commit must follow. held: the versions in the index before it."""
        live = ((set() if self._is_all else set(held)) - self._removed) | self._complete
        known = Vectors([*([] if self._is_all else self.held.segments), self._segment("")])
        rows = sum(len(segment.ids) for segment in known.segments)
        kept = [
            (segment, [row for row in alive if segment.versions[row] in live]) for segment, alive in known.counting()
        ]
        dead = rows - sum(len(alive) for _, alive in kept)
        if self._is_all or dead > rows * _MOST_DEAD or len(known.segments) > _MOST_SEGMENTS:
            self._obsolete = tuple(segment.name for segment in self.held.segments)
            self._take_over([pair for pair in kept if pair[0].name], known.complete & live)
        if self._ids or self._is_all or self._complete:
            self._place()
        else:
            self.discard()

    def clean(self) -> None:
        """After the index's commit: remove the segments that another one took the place of."""
        self.store.drop(self._obsolete)

    def discard(self) -> None:
        """Leave nothing behind of what was not put in place."""
        if self._file:
            self._file.close()
        if self._passing:
            shutil.rmtree(self._passing, ignore_errors=True)
        self._file = self._passing = None

    def _take_over(self, kept: Sequence[tuple[Segment, list[int]]], complete: Collection[str]) -> None:
        for segment, alive in kept:
            self._ids += [segment.ids[row] for row in alive]
            self._versions += [segment.versions[row] for row in alive]
            for start in range(0, len(alive), ROWS_AT_ONCE):
                self._append(segment.rows[alive[start : start + ROWS_AT_ONCE]])
        self._complete |= set(complete)

    def _append(self, vectors: NDArray[Any]) -> None:
        numbers = np.ascontiguousarray(vectors, HALF).tobytes()
        self._checksum = zlib.crc32(numbers, self._checksum)
        self._dimensions = vectors.shape[-1]
        self._opened().write(numbers)

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            self._passing = self.store.folder / f"{_PASSING}{secrets.token_hex(4)}"
            self._passing.mkdir(parents=True)
            self._file = (self._passing / _NUMBERS).open("wb")
        return self._file

    def _place(self) -> None:
        """All of it on the disk, then the name by which it is found."""
        numbers = self._opened()
        assert self._passing, "it was made with the file"
        names = {version: place for place, version in enumerate(dict.fromkeys(self._versions))}
        kept = {
            "ids": self._ids, "versions": list(names), "version_of": [names[version] for version in self._versions],
            "complete": sorted(self._complete), "is_all": self._is_all, "checksum": self._checksum,
            "dimensions": self._dimensions,
        }  # fmt: skip
        with (self._passing / _ENTRIES).open("w", encoding="utf-8") as entries:
            json.dump(kept, entries)
            _to_disk(entries)
        _to_disk(numbers)
        numbers.close()
        _folder_to_disk(self._passing)
        self._passing.rename(self.store.folder / self.store.next_name())
        _folder_to_disk(self.store.folder)
        self._file = self._passing = None

    def _segment(self, name: str) -> Segment:
        nothing = np.zeros((0, 0), np.float16)
        return Segment(name, self._ids, self._versions, frozenset(self._complete), self._is_all, nothing)


def _to_disk(file: IO[Any]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _folder_to_disk(folder: Path) -> None:
    """So that a rename within it lasts, too; Windows neither needs nor allows it."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
