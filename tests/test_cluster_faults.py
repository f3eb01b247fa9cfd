"""What goes wrong with a cluster is said in words that help, and leaves the index as it was."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import ApiError, Elasticsearch
from index_samples import an_entry, filled, find, ids

from index.cluster import bulk
from index.cluster.engine import ElasticsearchEngine, open_cluster
from library.doctor import Finding, examine
from palermo.errors import MissingToolError, SearchEngineError
from palermo.settings import Settings

pytest_plugins = ["elasticsearch_server"]

OpenAgain = Callable[[], ElasticsearchEngine]
READ_ONLY = {"index.blocks.read_only": True}
NO_WRITING = {"index.blocks.write": True}
DISK_FULL = {"index.blocks.read_only_allow_delete": True}


@contextmanager
def blocked(settings: Settings, names: str, block: dict[str, bool]) -> Iterator[None]:
    """As an administrator closes indices, or the server itself when the disk is full."""
    with Elasticsearch(settings.elasticsearch_url or "") as client:
        place = f"{settings.elasticsearch_index}-{names}"
        client.indices.put_settings(index=place, settings=block)
        try:
            yield
        finally:
            client.indices.put_settings(index=place, settings=dict.fromkeys(block))


@pytest.mark.parametrize(
    ("names", "block", "message"),
    [
        ("f*", READ_ONLY, "an administrator has closed the index for writing"),
        ("control", NO_WRITING, "an administrator has closed the index for writing"),
        ("f*", DISK_FULL, "disk of .* is nearly full"),
        ("*", DISK_FULL, "disk of .* is nearly full"),
    ],
)
def test_a_closed_index_is_searched_but_not_written(
    open_in_cluster: OpenAgain, cluster_settings: Settings, names: str, block: dict[str, bool], message: str
) -> None:
    engine = filled(open_in_cluster(), an_entry("A boat", "1"))
    with blocked(cluster_settings, names, block):
        with pytest.raises(SearchEngineError, match=message):
            filled(engine, an_entry("A raft", "1"))
        engine.commit()
        assert ids(find(engine, "boat")) == ["CAN/en/1"]
        assert find(open_in_cluster(), "raft").total == 0
    assert find(filled(engine, an_entry("A canoe", "1"))).hits[0].snippet == "A canoe"
    assert find(open_in_cluster()).total == 1


def test_an_index_that_is_closed_before_the_commit_keeps_what_it_held(
    open_in_cluster: OpenAgain, cluster_settings: Settings
) -> None:
    engine = filled(open_in_cluster(), an_entry("A boat", "1"))
    engine.add([an_entry("A raft", "1")])
    with blocked(cluster_settings, "*", DISK_FULL):
        with pytest.raises(SearchEngineError, match="nearly full"):
            engine.commit()
        engine.close()
    assert ids(find(filled(open_in_cluster(), an_entry("A punt", "2", law="/akn/can/act/1999/punts")))) == [
        "CAN/en/2", "CAN/en/1"
    ]  # fmt: skip


def test_a_server_with_too_much_to_do_is_asked_again(
    open_in_cluster: OpenAgain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_MOST_DOCUMENTS", 3)
    send, calls = Elasticsearch.bulk, []

    def busy(client: Elasticsearch, *, operations: list[bytes], **more: Any) -> Any:
        calls.append(len(operations))
        if len(calls) % 3 == 1:  # refuse it all
            raise too_many_requests()
        if len(calls) % 3 == 0 or len(operations) < 4:
            return send(client, operations=operations, **more)
        send(client, operations=operations[:2], **more)  # take the first document and refuse the others
        refused = {"index": {"status": 429, "error": {"type": "es_rejected_execution_exception", "reason": "queue"}}}
        return {"errors": True, "items": [{"index": {"status": 201}}, *[refused] * (len(operations) // 2 - 1)]}

    monkeypatch.setattr(Elasticsearch, "bulk", busy)
    engine = filled(open_in_cluster(), *(an_entry("A boat", str(number)) for number in range(10)))
    assert find(engine, "boat").total == 10
    assert len(calls) > 8


def test_patience_with_a_busy_server_ends(cluster_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: Any, **__: Any) -> Any:
        raise too_many_requests()

    engine = open_cluster(cluster_settings.model_copy(update={"elasticsearch_patience": 0.3}))
    with monkeypatch.context() as patch:
        patch.setattr(Elasticsearch, "bulk", busy)
        with pytest.raises(SearchEngineError, match=r"too much to do .* try again later"):
            filled(engine, an_entry("A boat", "1"))
    assert find(filled(engine, an_entry("A raft", "1"))).total == 1
    engine.close()


def too_many_requests() -> ApiError:
    class Answer:
        status = 429

    body = {"error": {"type": "es_rejected_execution_exception", "reason": "the queue is full"}}
    return ApiError("busy", meta=Answer(), body=body)  # type: ignore[arg-type]


def test_nothing_answers() -> None:
    with pytest.raises(SearchEngineError) as told:
        open_cluster(Settings(elasticsearch_url="http://localhost:1"))
    assert "nothing answers at http://localhost:1: start Elasticsearch" in str(told.value)


@contextmanager
def server_that_says(status: int, answer: dict[str, Any], seconds: float = 0.0) -> Iterator[str]:
    """The address of a server that always gives this answer, without Elasticsearch's name on it."""
    hang = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hang.wait(seconds)
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_HEAD = do_POST  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        hang.set()
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "error", "message"),
    [
        (200, {}, "is not Elasticsearch"),
        (
            400,
            {"type": "media_type_header_exception", "reason": "Invalid media-type value on headers [Accept]"},
            "is older than Elasticsearch 9",
        ),
        (401, {"type": "security_exception", "reason": "unable to authenticate"}, "does not know who we are"),
        (403, {"type": "security_exception", "reason": "action [x] is unauthorized"}, "lists the privileges"),
        (503, {"type": "master_not_discovered_exception", "reason": "none"}, "is not ready"),
        (500, {"type": "odd", "reason": "strange"}, r"refuses it \(odd: strange\)"),
    ],
)
def test_an_answer_of_the_wrong_kind_is_explained(status: int, error: dict[str, str], message: str) -> None:
    with (
        server_that_says(status, {"error": error, "status": status} if error else {}) as url,
        pytest.raises(SearchEngineError, match=message),
    ):
        open_cluster(Settings(elasticsearch_url=url))


def test_a_server_that_hangs_is_not_waited_for_without_end() -> None:
    with (
        server_that_says(200, {}, seconds=5) as url,
        pytest.raises(SearchEngineError, match=r"does not answer in time.* PALERMO_ELASTICSEARCH_TIMEOUT"),
    ):
        open_cluster(Settings(elasticsearch_url=url, elasticsearch_timeout=0.2))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"elasticsearch_url": "localhost:9200"}, "no address such as https://host:9200"),
        ({"elasticsearch_url": "https://ann:letmein@host:9200"}, "settings of their own"),
        ({"elasticsearch_url": " , "}, "not set"),
        ({"elasticsearch_user": "ann"}, "go together"),
        ({"elasticsearch_ca": Path("nowhere.crt")}, "PALERMO_ELASTICSEARCH_CA names no file: nowhere.crt"),
        ({"elasticsearch_index": "Palermo*"}, "cannot begin the name of an index"),
    ],
)
def test_settings_that_cannot_be_meant_are_named(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(SearchEngineError, match=message) as told:
        open_cluster(Settings(**{"elasticsearch_url": "https://localhost:9200", **wrong}))
    assert "letmein" not in str(told.value)


def test_secrets_do_not_show_in_the_settings() -> None:
    settings = Settings(elasticsearch_password="letmein", elasticsearch_api_key="letmein")  # type: ignore[arg-type]
    assert "letmein" not in f"{settings!r} {settings}"


def test_without_its_client_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("index.cluster.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "elasticsearch", None)
    with pytest.raises(MissingToolError, match=r"palermo\[elasticsearch\]"):
        importlib.import_module("index.cluster.engine")


def test_nobody_loads_the_client_who_does_not_ask_for_it() -> None:
    loaded = "import sys, index.opening, index.searching; print([m for m in sys.modules if m.startswith('elastic')])"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_doctor_looks_at_the_cluster(
    open_in_cluster: OpenAgain, cluster_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found() -> Finding:
        return next(finding for finding in examine(tmp_path / "library") if finding.name == "search engine")

    monkeypatch.delenv("PALERMO_ELASTICSEARCH_URL", raising=False)
    assert found().detail.startswith("the embedded one")
    filled(open_in_cluster(), an_entry("A boat", "1"))
    monkeypatch.setenv("PALERMO_ELASTICSEARCH_URL", str(cluster_settings.elasticsearch_url))
    monkeypatch.setenv("PALERMO_ELASTICSEARCH_INDEX", cluster_settings.elasticsearch_index)
    assert found().found
    assert found().detail.endswith(f"index {cluster_settings.elasticsearch_index}: 1 versions of laws")
    monkeypatch.setenv("PALERMO_ELASTICSEARCH_URL", "http://localhost:1")
    assert (found().found, found().needed) == (False, True)
    assert "nothing answers at http://localhost:1" in found().detail
