"""Catching up: what a library does where its index cannot follow the catalogue at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from palermo.errors import SearchEngineError

_BEHIND = "index-is-behind"


def behind_mark(folder: Path) -> Path:
    """The file in a library's folder whose presence says that the next run has to index everything anew."""
    return folder / _BEHIND


def when_free(work: Callable[[], object], seconds: float) -> None:
    """Do `work`, which writes to the index; again while another process does, for so many seconds.

    SearchEngineError where it goes on writing, or something else fails.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            work()
        except SearchEngineError as error:
            if "LockBusy" not in str(error.__cause__) or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return
