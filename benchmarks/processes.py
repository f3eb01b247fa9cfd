"""Running a command and measuring it from outside: time by the clock, processor time, memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_BETWEEN_LOOKS = 0.1
_PAGE = resource.getpagesize()
_UNIT_OF_LARGEST = 1 if sys.platform == "darwin" else 1024  # getrusage counts in bytes there, else in KiB


@dataclass(frozen=True, slots=True)
class Measured:
    """One finished run.

    seconds: by the clock; processor_seconds: of the command and its children together; largest: bytes of the
    largest single process; together: most bytes that all its processes held at one look, looked at ten times
    a second (Linux; elsewhere the largest single process).
    """

    seconds: float
    processor_seconds: float
    largest: int
    together: int
    output: str


def measure(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Measured:
    """Run a command to its end. RuntimeError with the end of its standard error where it fails."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            env={**os.environ, **(environment or {})},
        )
        with _Watch(process.pid) as watch:
            _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):  # 1: done, but some inputs failed; the caller judges
            errors.seek(0)
            said = errors.read().decode(errors="replace")[-2000:]
            raise RuntimeError(f"{' '.join(command)} ended with status {process.returncode}: {said}")
        output.seek(0)
        largest = used.ru_maxrss * _UNIT_OF_LARGEST
        return Measured(
            seconds, used.ru_utime + used.ru_stime, largest, max(largest, watch.most), output.read().decode()
        )


class _Watch:
    """Looks at the memory of a process and its descendants until it is closed."""

    def __init__(self, pid: int) -> None:
        self.most = 0
        self._pid = pid
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._closed.wait(_BETWEEN_LOOKS):
            self.most = max(self.most, sum(_resident(pid) for pid in _family(self._pid)))


def _family(pid: int) -> list[int]:
    """The process and all below it; those that end meanwhile are left out."""
    found = [pid]
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += _family(int(child))
    except OSError:
        pass
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0
