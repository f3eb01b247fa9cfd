"""One writer at a time, over all machines: who holds the lock, and whether it is still alive.

A writer on this machine is looked for among its processes. One elsewhere says every few seconds that it lives; should
it be wrongly taken for dead, its commit is refused, so that nothing is mixed.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from uuid import uuid4

from elastic_transport import TransportError
from elasticsearch import ApiError

from index.cluster.state import StateStore, Writer

_WRITING: set[str] = set()
"""The ids of those who write in this process."""


@dataclass(frozen=True, slots=True)
class Lease:
    """How long a lock lasts without a sign of life."""

    beat_every: float = 5.0
    dead_after: float = 60.0
    """Seconds by the clocks of two machines; when they are over, signs of life are waited for as well, since clocks
    may differ."""


class Heart:
    """Holds the lock for a writer: says that it lives, and hears when somebody else has taken the lock over."""

    def __init__(self, store: StateStore, lease: Lease) -> None:
        self.writer = Writer(uuid4().hex, machine(), os.getpid(), time.time())
        self.lost = False
        """Whether somebody else took this writer for dead."""
        self._store = store
        self._lease = lease
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        _WRITING.add(self.writer.id)

    def start(self) -> None:
        """Begin, as soon as the lock is taken."""
        self._thread = threading.Thread(target=self._run, name="palermo-index-writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, after the lock was given back. Twice is once."""
        _WRITING.discard(self.writer.id)
        thread, self._thread = self._thread, None
        if thread:
            self._stopped.set()
            thread.join()
            with suppress(ApiError, TransportError):
                self._store.forget_beats(self.writer.id)

    def _run(self) -> None:
        while not self._stopped.wait(self._lease.beat_every):
            try:
                self._store.beat(self.writer.id)
                self.lost = self._store.holder() != self.writer.id
            except (ApiError, TransportError):
                continue  # while the server cannot be reached, nobody else can take the lock either


def is_alive(writer: Writer, store: StateStore, lease: Lease) -> bool:
    """Whether the writer that holds the lock still writes; may wait for a sign of life."""
    if writer.machine == machine():
        if writer.process == os.getpid():
            return writer.id in _WRITING
        if not _runs(writer.process):
            return False
    beat = store.last_beat(writer.id)
    if abs(time.time() - (beat or writer.since)) <= lease.dead_after:
        return True
    end = time.monotonic() + 2.5 * lease.beat_every
    while time.monotonic() < end:
        time.sleep(lease.beat_every / 2)
        if store.last_beat(writer.id) != beat:
            return True
    return False


@cache
def machine() -> str:
    """This machine; of containers that share its name, each counts its processes on its own and is another one."""
    try:
        processes = os.readlink("/proc/self/ns/pid")
    except OSError:
        processes = ""
    return f"{socket.gethostname()} {processes}".strip()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
