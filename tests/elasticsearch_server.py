"""A real Elasticsearch for the tests that need one.

Fixture policy: one server is started for a whole run of the tests, on the first demand, and shared by all its
processes; each test has indices of its own in it, which are deleted after it. The server stops when the last of those
processes ends, however it ends. Where it cannot be had, the tests are skipped and say what is missing.
PALERMO_TEST_SERVER names a server that runs already (`python tools/elasticsearch_server.py --port 9250`), which saves
its start.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from index.cluster.engine import ElasticsearchEngine
from palermo.settings import Settings

TOOL = Path(__file__).resolve().parent.parent / "tools" / "elasticsearch_server.py"
_SECONDS_TO_START = 900
"""The first start of all fetches the server."""
_held: list[Any] = []
"""Files on which this process has a lock as long as it runs."""


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """The address of a server that all tests share; they are skipped where there is none."""
    return shared_server()


def shared_server() -> str:
    """The same, outside fixtures."""
    found = _server()
    if not found.startswith("http"):
        pytest.skip(f"no Elasticsearch for the tests of the shared service: {found}")
    return found


@cache
def _server() -> str:
    """The address of the server of this run of the tests; or why there is none."""
    if running := os.environ.get("PALERMO_TEST_SERVER"):
        return running
    address = Path(os.environ["PALERMO_TEST_RUN"]) / "elasticsearch"
    with address.with_suffix(".lock").open("a") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        user = address.open("a")
        fcntl.flock(user, fcntl.LOCK_SH)  # the server runs as long as anybody holds this
        _held.append(user)
        if not address.read_text():
            _start(address)
        return address.read_text()


def _start(address: Path) -> None:
    """Start a server that writes its address into the file; or write why there is none."""
    with address.with_suffix(".log").open("w") as log:
        # In a session of its own, so that Ctrl-C does not stop it before those who use it.
        server = subprocess.Popen(
            [sys.executable, str(TOOL), "--while-locked", str(address)], stdout=log, stderr=log, start_new_session=True
        )
    deadline = time.monotonic() + _SECONDS_TO_START
    while not address.read_text():
        if server.poll() is not None or time.monotonic() > deadline:
            said = Path(log.name).read_text(encoding="utf-8").strip()
            assert server.returncode == 1, f"Elasticsearch did not start: {said}"
            address.write_text(said)
        time.sleep(0.1)


@pytest.fixture(scope="session")
def cluster_prefix(elasticsearch_url: str) -> Iterator[str]:
    """What the names of the indices of this process begin with."""
    prefix = f"test-{uuid4().hex[:12]}"
    yield prefix
    delete_indices(elasticsearch_url, f"{prefix}-*")


@pytest.fixture
def cluster_settings(elasticsearch_url: str, cluster_prefix: str) -> Iterator[Settings]:
    """Settings for an index with nothing in it, not even made."""
    yield settings_for(elasticsearch_url, elasticsearch_index=cluster_prefix)
    delete_indices(elasticsearch_url, f"{cluster_prefix}-f*")
    with Elasticsearch(elasticsearch_url) as plain:
        client = plain.options(ignore_status=404)
        client.indices.refresh(index=f"{cluster_prefix}-control")
        kept = client.search(index=f"{cluster_prefix}-control", size=1000)
        for hit in kept.get("hits", {}).get("hits", ()):
            client.delete(index=hit["_index"], id=hit["_id"], refresh=True)


@pytest.fixture
def open_in_cluster(cluster_settings: Settings) -> Iterator[Callable[[], ElasticsearchEngine]]:
    """Opens the same index each time it is called, as another process would."""
    engines: list[ElasticsearchEngine] = []

    def open_again() -> ElasticsearchEngine:
        engines.append(ElasticsearchEngine(cluster_settings))
        return engines[-1]

    yield open_again
    for engine in engines:
        engine.close()


def settings_for(url: str, **more: Any) -> Settings:
    """Settings for a server, whatever the environment says; a busy machine is no reason to give up."""
    return Settings(**{"elasticsearch_url": url, "elasticsearch_timeout": 30.0, "elasticsearch_patience": 60.0, **more})


def engine_for_folder(folder: Path) -> ElasticsearchEngine:
    """The engine over the index that stands for this folder, as the embedded engine has one in it."""
    prefix = f"test-{hashlib.blake2b(str(folder).encode(), digest_size=6).hexdigest()}"
    return ElasticsearchEngine(settings_for(shared_server(), elasticsearch_index=prefix))


def delete_indices(url: str, names: str) -> None:
    """Delete all indices with such names; the server refuses to delete by a pattern."""
    with Elasticsearch(url) as client:
        if found := list(client.indices.get(index=names)):
            # in case the test closed them and then failed
            client.indices.put_settings(index=found, settings={"index.blocks.read_only": None})
            client.indices.delete(index=found, ignore_unavailable=True)
