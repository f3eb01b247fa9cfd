"""What `test_ingest_killed` runs in processes of their own, to be killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import alembic.command  # noqa: F401 - loaded once, before the process is forked

from catalogue.store import Catalogue
from index.embedded.engine import TantivyEngine
from ingest.language import detect
from library import Library, open_library
from library.ingesting import ingest_into
from palermo.settings import Settings

detect("The detectors load their tables once, before the process is forked.")

MOMENTS: dict[str, tuple[type[Any], str, int]] = {
    "before the first law": (Catalogue, "put", 1),
    "between two laws": (Catalogue, "put", 4),
    "between the bytes and the rows": (Catalogue, "_keep_bytes", 3),
    "between catalogue and index": (Library, "bring_index_up_to_date", 1),
    "while entries are added": (TantivyEngine, "_add", 7),
    "before the index is committed": (TantivyEngine, "commit", 1),
    "after the index was committed": (TantivyEngine, "close", 1),
}
MOMENTS_OF_READING_AGAIN: dict[str, tuple[type[Any], str, int]] = {
    "between two laws": (Catalogue, "renew", 4),
    "between catalogue and index": (Library, "bring_index_up_to_date", 1),
    "before the index is committed": (TantivyEngine, "commit", 1),
}
MOMENTS_OF_CATCHING_UP: dict[str, tuple[type[Any], str, int]] = {
    "while concepts are found": (Catalogue, "replace_concepts", 4),
    "between the concepts and the index": (Library, "bring_index_up_to_date", 1),
    "before the index with the concepts is committed": (TantivyEngine, "commit", 2),
}
"""A method before whose call of that number the process dies."""


def run_ingest(library: str, deposits: str, moment: str = "", again: bool = False, workers: int = 0) -> None:
    """Ingest; die at the moment, where one is named."""
    if moment:
        owner, name, call = (MOMENTS_OF_READING_AGAIN if again else MOMENTS | MOMENTS_OF_CATCHING_UP)[moment]
        if name == "_keep_bytes":
            setattr(owner, name, _dying_after(getattr(owner, name), call))
        else:
            setattr(owner, name, _dying_before(getattr(owner, name), call))
    with open_library(Path(library)) as opened:
        ingest_into(opened, [Path(deposits)], again=again, settings=Settings(workers=workers))


def _dying_before(method: Callable[..., Any], call: int) -> Callable[..., Any]:
    calls = 0

    def counted(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return method(*arguments, **options)

    return counted


def _dying_after(method: Callable[..., Any], call: int) -> Callable[..., Any]:
    calls = 0

    def counted(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        result = method(*arguments, **options)
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return counted
