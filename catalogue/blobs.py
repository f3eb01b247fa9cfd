"""Blobs: the raw bytes of source files, each kept once under its hash in the library's folder."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
from pathlib import Path

from palermo.errors import CatalogueError, UnknownIdError

_ABANDONED_AFTER_SECONDS = 86_400
_HASH = re.compile(r"[0-9a-f]{64}")


class Blobs:
    """A folder `ab/abcdef...` of files that never change. A file is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._incoming = folder / "incoming"

    def keep(self, sha256: str, data: bytes) -> None:
        """Keep `data` under its hash, safe on disk when this returns; nothing happens if it is there already.

        CatalogueError where the hash is not that of `data`, or the disk refuses.
        """
        if hashlib.sha256(data).hexdigest() != sha256:
            raise CatalogueError(f"source bytes do not have the hash {sha256}; nothing was stored")
        place = self._place(sha256)
        try:
            if place.is_file() and place.stat().st_size == len(data):
                return
            self._write(place, data)
        except OSError as error:
            raise CatalogueError(f"cannot keep source bytes in {self.folder}: {error}") from error

    def holds(self, sha256: str) -> bool:
        """Whether bytes are kept under this hash."""
        return bool(_HASH.fullmatch(sha256)) and self._place(sha256).is_file()

    def read(self, sha256: str) -> bytes:
        """The bytes under a hash: UnknownIdError if there are none, CatalogueError if they were damaged."""
        if not self.holds(sha256):
            raise UnknownIdError(f"no source bytes with the hash '{sha256}' are held in {self.folder}")
        try:
            data = self._place(sha256).read_bytes()
        except OSError as error:
            raise CatalogueError(f"cannot read source bytes {sha256} in {self.folder}: {error}") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise CatalogueError(f"{self._place(sha256)} was damaged on disk; remove it and ingest its deposit again")
        return data

    def tidy(self) -> None:
        """Remove what killed processes left half written; young files may belong to a process at work."""
        oldest = time.time() - _ABANDONED_AFTER_SECONDS
        for leftover in self._incoming.glob("*"):
            try:
                if leftover.stat().st_mtime < oldest:
                    leftover.unlink()
            except OSError:
                continue  # another process tidies too, or we may only read here

    def _place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def _write(self, place: Path, data: bytes) -> None:
        self._incoming.mkdir(parents=True, exist_ok=True)
        new_shelf = not place.parent.is_dir()
        place.parent.mkdir(exist_ok=True)
        temporary = self._incoming / f"{place.name}.{os.getpid()}.{secrets.token_hex(4)}"
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(place)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(place.parent)  # the rename itself must survive a loss of power
        if new_shelf:
            _sync_folder(self.folder)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder to flush it
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
