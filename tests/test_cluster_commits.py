"""Nothing is found before its commit, everything after it, whatever happens in between: on a real server."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

import pytest
from cluster_child import MOMENTS, change_and_die
from elasticsearch import Elasticsearch
from index_samples import an_entry, filled, find

from index.cluster import engine as engine_module
from index.cluster import lock, state, writing
from index.cluster.engine import ElasticsearchEngine
from index.cluster.lock import Heart, Lease
from index.cluster.state import StateStore
from index.contract import IndexEntry
from index.fields import FORM
from palermo.errors import SearchEngineError
from palermo.settings import Settings

pytest_plugins = ["elasticsearch_server"]

OpenAgain = Callable[[], ElasticsearchEngine]
RAFTS, LAKES = "/akn/can/act/1999/rafts", "/akn/can/act/1998/lakes"
SHORT = Lease(beat_every=0.2, dead_after=1.0)


def texts(engine: ElasticsearchEngine) -> set[str]:
    """Everything that a reader finds."""
    return {f"{hit.id} {hit.snippet}" for hit in find(engine, limit=100).hits}


def documents_in(settings: Settings) -> dict[str, int]:
    """How many documents each index of entries has, found or not."""
    with Elasticsearch(settings.elasticsearch_url or "") as client:
        client.indices.refresh(index=f"{settings.elasticsearch_index}-f*")
        names = client.indices.get(index=f"{settings.elasticsearch_index}-f*")
        return {name: client.count(index=name)["count"] for name in names}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_writer_that_is_killed_leaves_the_old_or_the_new_index_and_no_lock(
    open_in_cluster: OpenAgain, cluster_settings: Settings, moment: str
) -> None:
    before = {"CAN/en/1 A boat", "CAN/en/2 A boat", "CAN/en/3 A boat", "raft A raft", "lake A pike"}
    after = {"CAN/en/1 A canoe", "CAN/en/2 A canoe", "raft A punt"}
    reader = filled(
        open_in_cluster(), *(an_entry("A boat", str(number)) for number in (1, 2, 3)),
        an_entry("A raft", "1", id="raft", law=RAFTS), an_entry("A pike", "1", id="lake", law=LAKES),
    )  # fmt: skip
    assert texts(reader) == before
    child = processes().Process(
        target=change_and_die, args=(moment, cluster_settings.elasticsearch_url, cluster_settings.elasticsearch_index)
    )
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    counts = MOMENTS[moment][2]
    assert texts(reader) in ((before, after) if counts else (before,))
    assert texts(open_in_cluster()) in ((before, after) if counts else (before,))
    expected = after if counts else before
    next_writer = open_in_cluster()
    next_writer.add([an_entry("An otter", "1", id="otter", law="/akn/can/act/2020/otters")])
    assert texts(reader) == texts(open_in_cluster()) == expected
    next_writer.commit()
    expected = expected | {"otter An otter"}
    assert texts(reader) == texts(open_in_cluster()) == expected
    assert list(documents_in(cluster_settings).values()) == [len(expected)]


def processes() -> ForkServerContext:
    """Makes processes that have loaded everything, and none of our threads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(path or os.getcwd() for path in sys.path))
        multiprocessing.set_forkserver_preload(["cluster_child"])
        forkserver.ensure_running()
    return multiprocessing.get_context("forkserver")


def test_of_several_builders_one_builds_and_the_others_are_told(open_in_cluster: OpenAgain) -> None:
    engines = [open_in_cluster() for _ in range(4)]

    def build(number: int) -> str:
        try:
            engines[number].start_anew()
        except SearchEngineError as problem:
            return str(problem)
        filled(engines[number], an_entry("A boat", str(number)))
        return ""

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(build, range(4)))
    built = told.count("")
    assert built >= 1
    assert all("is being written by another process" in each for each in told if each)
    assert find(engines[0]).total == 1


def test_readers_see_the_old_or_the_new_index_whole_while_it_is_rebuilt(open_in_cluster: OpenAgain) -> None:
    def generation(number: int, law: str) -> list[IndexEntry]:
        return [an_entry(f"Boat of {number}", str(place), law=law, id=f"{law}{place}") for place in range(20)]

    laws = [f"/akn/can/act/2000/{name}" for name in ("rivers", "lakes", "canals")]
    writer, reader = filled(open_in_cluster(), *(e for law in laws for e in generation(0, law))), open_in_cluster()
    stop = threading.Event()

    def rebuild() -> None:
        for number in range(1, 7):
            if number % 2:
                writer.start_anew()
            for law in laws:
                writer.add(generation(number, law))
            writer.commit()
        stop.set()

    thread = threading.Thread(target=rebuild)
    thread.start()
    seen: list[set[str]] = []
    while not stop.is_set():
        result = find(reader, "boat", limit=100)
        assert result.total == 60 == len(result.hits)
        seen.append({hit.snippet for hit in result.hits})
    thread.join()
    assert all(len(generations) == 1 for generations in seen), "no page mixes two states"
    assert find(reader, "boat", limit=1).hits[0].snippet == "Boat of 6"
    assert len({min(generations) for generations in seen}) > 1, "searches went on while the index changed"


def test_an_index_of_an_older_form_serves_until_the_first_commit_of_this_one(
    open_in_cluster: OpenAgain, cluster_settings: Settings
) -> None:
    with of_form(FORM - 1):
        older = filled(open_in_cluster(), an_entry("A boat", "1"))
    (old_index,) = documents_in(cluster_settings)
    assert f"-f{FORM - 1}-" in old_index
    newer = open_in_cluster()
    assert newer.was_rebuilt
    newer.add([an_entry("A canoe", "1")])
    assert texts(newer) == set()
    with of_form(FORM - 1):
        assert texts(older) == {"CAN/en/1 A boat"}
    newer.commit()
    assert texts(newer) == {"CAN/en/1 A canoe"}
    assert not open_in_cluster().was_rebuilt
    assert old_index not in documents_in(cluster_settings)
    with of_form(FORM - 1):
        for use in (lambda: find(older), lambda: older.add([an_entry("A boat", "1")]), open_in_cluster):
            with pytest.raises(SearchEngineError, match="newer Palermo"):
                use()
    assert texts(newer) == {"CAN/en/1 A canoe"}


@contextmanager
def of_form(form: int) -> Iterator[None]:
    """What is done within is done by a Palermo of that form."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (engine_module, state, writing):
            patch.setattr(module, "FORM", form)
        yield


def test_a_writer_elsewhere_that_falls_silent_loses_the_lock_and_cannot_commit_any_more(
    cluster_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        closing(ElasticsearchEngine(cluster_settings, SHORT)) as silent,
        closing(ElasticsearchEngine(cluster_settings, SHORT)) as second,
    ):
        filled(silent, an_entry("A boat", "1"))
        with monkeypatch.context() as patch:
            patch.setattr(lock, "machine", lambda: "elsewhere")
            patch.setattr(Heart, "_run", lambda _: None)
            silent.add([an_entry("A canoe", "1")])
        with pytest.raises(SearchEngineError, match=r"written by another process .* on elsewhere"):
            second.add([an_entry("A raft", "1")])
        time.sleep(SHORT.dead_after * 1.2)
        second.add([an_entry("A raft", "1")])
        with pytest.raises(SearchEngineError, match="another process took over"):
            silent.commit()
        assert texts(second) == {"CAN/en/1 A boat"}
        second.commit()
        assert texts(second) == texts(silent) == {"CAN/en/1 A raft"}
        assert list(documents_in(cluster_settings).values()) == [1]


def test_a_writer_elsewhere_keeps_the_lock_while_it_lives_whatever_its_clock_says(
    cluster_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats = itertools.count()

    def beat_an_hour_ago(store: StateStore, writer: str) -> None:
        beat = time.time() - 3600 + next(beats)
        store.client.index(index=store.index, id=store._beat_of(writer), document={"beat": beat})

    monkeypatch.setattr(StateStore, "beat", beat_an_hour_ago)
    with (
        closing(ElasticsearchEngine(cluster_settings, SHORT)) as writer,
        closing(ElasticsearchEngine(cluster_settings, SHORT)) as second,
    ):
        with monkeypatch.context() as patch:
            patch.setattr(lock, "machine", lambda: "elsewhere")
            writer.add([an_entry("A boat", "1")])
        while next(beats) < 2:
            time.sleep(SHORT.beat_every)
        with pytest.raises(SearchEngineError, match="written by another process"):
            second.add([an_entry("A raft", "1")])
        writer.commit()
        assert texts(second) == {"CAN/en/1 A boat"}


def test_an_index_that_somebody_deleted_is_made_anew(open_in_cluster: OpenAgain, cluster_settings: Settings) -> None:
    first = filled(open_in_cluster(), an_entry("A boat", "1"))
    with Elasticsearch(cluster_settings.elasticsearch_url or "") as client:
        client.indices.delete(index=list(documents_in(cluster_settings)))
    assert find(first).total == 0
    again = open_in_cluster()
    assert again.was_rebuilt
    assert again.held() == frozenset()
    filled(again, an_entry("A raft", "1"))
    assert texts(first) == texts(again) == {"CAN/en/1 A raft"}


def test_an_index_that_is_deleted_while_it_is_written_is_an_error_and_never_made_by_the_server(
    open_in_cluster: OpenAgain, cluster_settings: Settings
) -> None:
    writer = filled(open_in_cluster(), an_entry("A boat", "1"))
    writer.add([an_entry("A raft", "2")])
    with Elasticsearch(cluster_settings.elasticsearch_url or "") as client:
        client.indices.delete(index=list(documents_in(cluster_settings)))
    with pytest.raises(SearchEngineError, match="cannot be written"):
        writer.commit()
    assert documents_in(cluster_settings) == {}
    assert texts(filled(writer, an_entry("A canoe", "3"))) == {"CAN/en/3 A canoe"}


def test_entries_that_a_restored_state_does_not_know_never_show(
    open_in_cluster: OpenAgain, cluster_settings: Settings
) -> None:
    writer = filled(open_in_cluster(), an_entry("A boat", "1"))
    with Elasticsearch(cluster_settings.elasticsearch_url or "") as client:
        control = f"{cluster_settings.elasticsearch_index}-control"
        (kept,) = client.search(index=control)["hits"]["hits"]
        for number in range(3):
            filled(writer, an_entry("A later boat", str(number), law=f"/akn/can/act/2020/later-{number}"))
        client.index(index=control, id=kept["_id"], document=kept["_source"], refresh=True)
    assert texts(open_in_cluster()) == {"CAN/en/1 A boat"}
    filled(open_in_cluster(), an_entry("A raft", "2", law=RAFTS))
    assert texts(open_in_cluster()) == {"CAN/en/1 A boat", "CAN/en/2 A raft"}
    assert list(documents_in(cluster_settings).values()) == [2]


def test_a_batch_changes_its_mind(open_in_cluster: OpenAgain, cluster_settings: Settings) -> None:
    engine = filled(open_in_cluster(), an_entry("A boat", "1"), an_entry("A raft", "1", id="raft", law=RAFTS))
    rivers = an_entry("").version
    engine.replace([an_entry("A punt", "1")])
    engine.add([an_entry("A canoe", "2")])  # the whole version again: the punt goes too
    engine.add([an_entry("A pike", "1", law=LAKES)])
    engine.remove_versions([rivers, f"{LAKES}@en"])
    engine.add([an_entry("A barge", "3")])
    engine.commit()
    assert texts(engine) == {"CAN/en/3 A barge", "raft A raft"}
    engine.add([an_entry("A pike", "1", law=LAKES)])
    engine.start_anew()
    assert engine.replace([an_entry("A punt", "1")]) == 0, "of what will be the index nothing is held yet"
    engine.add([an_entry("A dinghy", "4")])
    engine.start_anew()
    engine.add([an_entry("A yacht", "5")])
    engine.commit()
    assert texts(engine) == {"CAN/en/5 A yacht"}
    engine.start_anew()
    engine.close()
    assert texts(open_in_cluster()) == {"CAN/en/5 A yacht"}
    assert list(documents_in(cluster_settings).values()) == [1]
