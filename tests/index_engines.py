"""Every engine that must keep the contract of search.

Fixture policy: each test fills an index of its own; the sentences are invented, in the manner of laws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.contract import SearchEngine
from index.embedded.engine import TantivyEngine
from palermo.embedding import Embedder

pytest_plugins = ["elasticsearch_server"]

OpenEngine = Callable[[Path], SearchEngine]


def _engine_in_cluster(folder: Path) -> SearchEngine:
    from elasticsearch_server import engine_for_folder  # pytest wants to load its plug-in itself

    return engine_for_folder(folder)


ENGINES: dict[str, OpenEngine] = {"tantivy": TantivyEngine, "elasticsearch": _engine_in_cluster}
"""Every test of the contract holds for each of them. Given a folder, they open the index in it, or that stands for it."""


@pytest.fixture
def open_in_folder(tmp_path: Path) -> Iterator[Callable[[], SearchEngine]]:
    """Opens the same index each time it is called, as another process would."""
    engines: list[SearchEngine] = []

    def open_again() -> SearchEngine:
        engines.append(TantivyEngine(tmp_path / "index"))
        return engines[-1]

    yield open_again
    for engine in engines:
        engine.close()


@pytest.fixture(params=list(ENGINES))
def opened(request: pytest.FixtureRequest) -> Callable[[], SearchEngine]:
    """Opens the same index each time it is called, as another process would."""
    fixture = "open_in_folder" if request.param == "tantivy" else "open_in_cluster"
    found: Callable[[], SearchEngine] = request.getfixturevalue(fixture)
    return found


@pytest.fixture(params=list(ENGINES))
def opened_with(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[Embedder | None], SearchEngine]]:
    """Opens the same index each time it is called, for an embedding model or none."""
    engines: list[SearchEngine] = []
    settings = request.getfixturevalue("cluster_settings") if request.param == "elasticsearch" else None

    def open_with(embedder: Embedder | None) -> SearchEngine:
        if settings is None:
            engines.append(TantivyEngine(tmp_path / "index", embedder))
        else:
            from index.cluster.engine import open_cluster

            engines.append(open_cluster(settings, embedder))
        return engines[-1]

    yield open_with
    for engine in engines:
        engine.close()


@pytest.fixture
def engine(opened: Callable[[], SearchEngine]) -> SearchEngine:
    """An empty index."""
    return opened()
