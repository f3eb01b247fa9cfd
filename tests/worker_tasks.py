"""What `test_workers` asks its workers to do; apart, so that a worker imports nothing else."""

from __future__ import annotations

import os
import signal
import time

from palermo.errors import ReadError


def work(task: str) -> str:
    """What a test asks a worker to do."""
    verb, _, rest = task.partition(" ")
    if verb == "sleep":
        time.sleep(float(rest))
    elif verb == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif verb == "quit":
        os._exit(3)
    elif verb == "eat":
        return str(len(bytearray(int(rest))))
    elif verb == "refuse":
        raise ReadError("law.pdf", "the file is empty")
    elif verb == "bug":
        raise KeyError(rest)
    elif verb == "print":
        print("x" * 100_000)
    elif verb == "unpicklable":
        return lambda: rest  # type: ignore[return-value]
    elif verb == "pid":
        return str(os.getpid())
    return task
