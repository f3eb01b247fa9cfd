"""A server that goes away and comes back, with TLS and passwords: a real one, which these tests may kill.

Fixture policy: as in `elasticsearch_server.py`, but the server is of this module alone.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from index_samples import an_entry, filled, find

from index.cluster import bulk
from index.cluster.engine import ElasticsearchEngine, open_cluster
from index.contract import IndexEntry
from palermo.errors import SearchEngineError
from palermo.settings import Settings
from tools.elasticsearch_server import USER, ElasticsearchServer, NotAvailableError

Connect = Callable[..., ElasticsearchEngine]


@pytest.fixture(scope="module")
def server(root_dir: Path) -> Iterator[ElasticsearchServer]:
    page = (root_dir / "docs" / "elasticsearch.md").read_text(encoding="utf-8")
    documented = json.loads(re.findall(r"```json\n(.*?)```", page, re.DOTALL)[0])["role_descriptors"]["palermo"]
    (indices,) = documented["indices"]
    roles = {"writer": documented, "reader": {"indices": [{**indices, "privileges": ["read"]}]}}
    try:
        server = ElasticsearchServer(secure=True, roles=roles)
    except NotAvailableError as problem:
        pytest.skip(f"no Elasticsearch for the tests of the shared service: {problem}")
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def connect(server: ElasticsearchServer, request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Opens the test's index; the settings may differ."""
    engines: list[ElasticsearchEngine] = []
    usual = {
        "elasticsearch_url": server.url, "elasticsearch_ca": server.ca, "elasticsearch_user": USER,
        "elasticsearch_password": server.password, "elasticsearch_patience": 90.0, "elasticsearch_timeout": 30.0,
        "elasticsearch_index": f"test-{abs(hash(request.node.name))}",
    }  # fmt: skip

    def open_again(**other: Any) -> ElasticsearchEngine:
        engines.append(open_cluster(Settings(**{**usual, **other})))
        return engines[-1]

    yield open_again
    for engine in engines:
        engine.close()


def boats(count: int, what: str = "boat") -> Iterator[IndexEntry]:
    for number in range(count):
        yield an_entry(f"A {what}", str(number))


def test_a_certificate_of_an_unknown_authority_is_refused(connect: Connect) -> None:
    with pytest.raises(SearchEngineError, match=r"certificate of .* is not trusted .* PALERMO_ELASTICSEARCH_CA"):
        connect(elasticsearch_ca=None)


def test_a_wrong_password_and_a_wrong_key_are_refused(connect: Connect) -> None:
    nobody = {"elasticsearch_user": None, "elasticsearch_password": None}
    for wrong in ({"elasticsearch_password": "wrong"}, {**nobody, "elasticsearch_api_key": "d3Jvbmc6a2V5"}, nobody):
        with pytest.raises(SearchEngineError, match="does not know who we are: check PALERMO_ELASTICSEARCH_USER"):
            connect(**wrong)


def test_the_documented_privileges_are_enough(connect: Connect) -> None:
    reader = connect(elasticsearch_user="reader", elasticsearch_index="palermo")
    writer = connect(elasticsearch_user="writer", elasticsearch_index="palermo")
    assert (reader.was_rebuilt, writer.was_rebuilt) == (True, True)
    with pytest.raises(SearchEngineError, match=r"does not allow it .* docs/elasticsearch.md"):
        filled(reader, *boats(1))
    filled(writer, *boats(3))
    writer.replace([an_entry("A raft", "1")])
    writer.commit()
    writer.start_anew()
    filled(writer, *boats(2, "canoe"))
    writer.remove_versions([an_entry().version])
    writer.close()
    assert find(reader, "canoe").total == 2
    assert reader.held() == {an_entry().version}
    with pytest.raises(SearchEngineError, match=r"does not allow it .* docs/elasticsearch.md"):
        filled(reader, *boats(1))
    assert find(reader, "canoe").total == 2
    with pytest.raises(SearchEngineError, match="does not allow it"):
        connect(elasticsearch_user="writer", elasticsearch_index="elsewhere")


def test_a_server_that_is_killed_and_comes_back(
    server: ElasticsearchServer, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_MOST_DOCUMENTS", 50)
    patient, reader = filled(connect(), *boats(20)), connect()
    hurried = filled(connect(elasticsearch_index="test-hurried", elasticsearch_patience=0.5), *boats(5))
    hurried.add(boats(3, "punt"))
    assert find(reader, "boat").total == 20
    starting = threading.Thread(target=server.start)

    def entries_with_a_crash() -> Iterator[IndexEntry]:
        for number, entry in enumerate(boats(1000, "raft")):
            if number == 500:
                server.kill()
                nothing_answers()
                starting.start()
            yield entry

    def nothing_answers() -> None:
        for use in (lambda: find(reader), reader.held, connect):
            with pytest.raises(SearchEngineError, match="nothing answers at https://localhost"):
                use()
        with pytest.raises(SearchEngineError, match="cannot be written: nothing answers"):
            filled(hurried, *boats(1, "canoe"))

    assert patient.add(entries_with_a_crash()) == 1000, "writing goes on as soon as the server is back"
    starting.join()
    assert find(reader, "boat").total == find(reader).total == find(connect()).total == 20, "as committed"
    patient.commit()
    assert (find(reader, "raft").total, find(reader).total) == (1000, 1000)
    assert find(hurried, "boat").total == find(hurried).total == 5
    assert find(filled(hurried, *boats(2, "canoe"))).total == 2
