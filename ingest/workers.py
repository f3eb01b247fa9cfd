"""A few reader processes that a bad file may break: it costs its own result, never the run.

Each item has a limit of time and of memory; a process that crashes, hangs or asks for too much is replaced.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, BinaryIO, Generic, TypeVar, cast

from ingest.worker_process import DONE, NO_MEMORY, READY, read_message, write_message
from palermo.errors import PalermoError

T = TypeVar("T")
Result = TypeVar("Result")

SECONDS = 120.0
MEMORY_BYTES = 1_500_000_000
_SECONDS_TO_START = 60.0
_LOST = "lost"
_AHEAD = 2
"""Items taken for each worker before the first result is asked for: so results never pile up."""
_WANT_OF_MEMORY = (-signal.SIGKILL, -signal.SIGABRT)
"""What the system does to a process that this program did not end, and what pdfium does where it is refused memory."""
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""The processes share the cores already: threads of numpy's own in each would only wait for one another."""


class Cause(StrEnum):
    """What kind of failure it was."""

    REFUSED = "refused"
    """The item is not as it should be."""
    BUG = "bug"
    TIME = "time"
    MEMORY = "memory"
    CRASHED = "crashed"
    """The process is gone, or gave no answer that can be understood."""
    NOT_STARTED = "not started"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an item has no result. reason: in plain words; details: for a bug of ours, where it happened."""

    reason: str
    details: str = ""
    cause: Cause = Cause.REFUSED

    @property
    def is_limit(self) -> bool:
        """Whether more time or memory could have helped."""
        return self.cause in (Cause.TIME, Cause.MEMORY)


def run_in_workers(
    function: Callable[[T], Result],
    items: Iterable[T],
    workers: int = 2,
    seconds: float = SECONDS,
    memory_bytes: int = MEMORY_BYTES,
) -> Iterator[tuple[T, Result | Failure]]:
    """Each item with what `function` makes of it, or a Failure, in the order of the items.

    function: importable by its name, since each worker imports it once; items: picklable, taken as they are
    needed; workers: processes, 0 to work in this one, without limits; seconds: for one item, by the clock.
    Closing the iterator, or an interrupt, ends the workers. ValueError where `function` cannot be imported.
    """
    if workers <= 0:
        for item in items:
            yield item, _here(function, item)
        return
    if function.__module__ == "__main__" or "<" in function.__qualname__:
        raise ValueError(f"a worker cannot import {function.__qualname__}: give a function of a module")
    slots = _Slots(function, seconds, memory_bytes)
    pool = ThreadPoolExecutor(workers, thread_name_prefix="palermo-worker")
    waiting: deque[tuple[T, Future[Result | Failure]]] = deque()
    try:
        for item in items:
            waiting.append((item, pool.submit(slots.run, item)))
            if len(waiting) >= _AHEAD * workers:
                done, future = waiting.popleft()
                yield done, future.result()
        while waiting:
            done, future = waiting.popleft()
            yield done, future.result()
    finally:
        slots.close()
        pool.shutdown(wait=True, cancel_futures=True)


def _here(function: Callable[[T], Result], item: T) -> Result | Failure:
    try:
        return function(item)
    except MemoryError:
        return Failure("needed more memory than there is", cause=Cause.MEMORY)
    except PalermoError as error:
        return Failure(str(error))
    except Exception as error:
        return Failure(f"{type(error).__name__}: {error}", traceback.format_exc(), Cause.BUG)


class _Slots(Generic[T, Result]):
    """One process for each thread of the pool; a thread starts its own anew when it was lost."""

    def __init__(self, function: Callable[[T], Result], seconds: float, memory_bytes: int) -> None:
        self._function, self._seconds, self._memory = function, seconds, memory_bytes
        self._mine = threading.local()
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False

    def run(self, item: T) -> Result | Failure:
        """Work on one item in this thread's process."""
        worker: _Worker | None = getattr(self._mine, "worker", None)
        if worker is None:
            started = self._start()
            if isinstance(started, Failure):
                return started
            worker = self._mine.worker = started
        answer = worker.ask(item, self._seconds)
        if not worker.alive:
            self._mine.worker = None
            self._forget(worker)
        return cast("Result | Failure", answer)

    def close(self) -> None:
        """End all processes at once, also those that are at work."""
        with self._lock:
            self._closed = True
            workers, self._all = self._all, set()
        for worker in workers:
            worker.end()

    def _start(self) -> _Worker | Failure:
        with self._lock:
            if self._closed:
                return Failure("the run was ended", cause=Cause.NOT_STARTED)
            try:
                worker = _Worker(self._memory)
            except OSError as error:  # no memory for it, or too many processes
                return _not_started(str(error))
            self._all.add(worker)
        refusal = worker.prepare(self._function)
        if refusal is not None:
            self._forget(worker)
        return refusal or worker

    def _forget(self, worker: _Worker) -> None:
        worker.end()
        with self._lock:
            self._all.discard(worker)


class _Worker:
    """One process, asked from one thread only."""

    def __init__(self, memory_bytes: int) -> None:
        self.alive = True
        self._memory = memory_bytes
        self._late = False
        paths = [path or os.getcwd() for path in sys.path]
        code = f"from ingest.worker_process import serve; serve({os.getpid()}, {memory_bytes})"
        self._process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**_ONE_THREAD, **os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        self._to, self._from = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)

    def prepare(self, function: Callable[..., Any]) -> Failure | None:
        """Let the process import the function: the cost of starting is paid here, once."""
        kind, reason, _ = self._exchange(function, _SECONDS_TO_START)
        return None if kind == READY else _not_started(reason)

    def ask(self, item: Any, seconds: float) -> Any:
        """The result, or a Failure; after some failures the process is no longer alive."""
        kind, value, details = self._exchange(item, seconds)
        if kind == DONE:
            return value
        if kind == NO_MEMORY:
            self.alive = False
            return Failure(f"needed more than {_size(self._memory)} of memory", cause=Cause.MEMORY)
        return Failure(value, details, self._cause(kind, details))

    def end(self) -> None:
        """Kill the process if it still runs, and close its pipes."""
        self._process.kill()
        self._process.wait()
        for stream in (self._to, self._from):
            with contextlib.suppress(OSError):  # unsent bytes for a process that is gone
                stream.close()

    def _exchange(self, message: Any, seconds: float) -> tuple[str, Any, str]:
        clock = threading.Timer(seconds, self._too_late)
        clock.daemon = True
        clock.start()
        try:
            write_message(self._to, message)
            return cast("tuple[str, Any, str]", read_message(self._from))
        except (
            EOFError,
            BrokenPipeError,
            ConnectionError,
            ValueError,
        ):  # ValueError: closed from the outside
            self.alive = False
            return _LOST, self._why_lost(seconds), ""
        except Exception as error:  # an item that cannot be pickled, a result that cannot be unpickled
            return _LOST, f"could not be handed over: {type(error).__name__}: {error}", ""
        finally:
            clock.cancel()

    def _cause(self, kind: str, details: str) -> Cause:
        if kind != _LOST:
            return Cause.BUG if details else Cause.REFUSED
        if self._late:
            return Cause.TIME
        return Cause.MEMORY if not self.alive and self._process.returncode in _WANT_OF_MEMORY else Cause.CRASHED

    def _too_late(self) -> None:
        self._late = True
        self._process.kill()

    def _why_lost(self, seconds: float) -> str:
        status = self._process.wait()
        if self._late:
            return f"took longer than {seconds:g} s"
        if status == -signal.SIGKILL:
            return "the reader process was killed from outside (signal 9), most likely for want of memory"
        if status == -signal.SIGABRT:
            return "the reader process gave up (signal 6), most likely for want of memory"
        if status < 0:
            return f"the reader process ended with signal {-status}"
        return f"the reader process ended with status {status}"


def _not_started(reason: str) -> Failure:
    return Failure(f"the reader process could not start: {reason}", cause=Cause.NOT_STARTED)


def _size(size: int) -> str:
    """Bytes as `1.5 GB` or `300 MB`."""
    return f"{size / 1e9:g} GB" if size >= 1_000_000_000 else f"{size / 1e6:g} MB"
