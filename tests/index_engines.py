"""Every engine that must keep the contract of search.

Fixture policy: each test fills an index of its own; the sentences are invented, in the manner of laws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.contract import SearchEngine
from index.opening import open_engine

OpenEngine = Callable[[Path], SearchEngine]
ENGINES: dict[str, OpenEngine] = {"tantivy": open_engine}
"""A second engine is added here, and every test of the contract then holds for it."""


@pytest.fixture(params=list(ENGINES))
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], SearchEngine]]:
    """Opens the same index each time it is called, as another process would."""
    engines: list[SearchEngine] = []

    def open_again() -> SearchEngine:
        engines.append(ENGINES[request.param](tmp_path / "index"))
        return engines[-1]

    yield open_again
    for engine in engines:
        engine.close()


@pytest.fixture
def engine(opened: Callable[[], SearchEngine]) -> SearchEngine:
    """An empty index."""
    return opened()
