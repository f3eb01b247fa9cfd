"""The embedded engine's folder: crashes, damage, other forms, other processes."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from index_samples import an_entry, filled, find, ids

from index.embedded.engine import TantivyEngine
from index.fields import FORM, above
from palermo.errors import SearchEngineError

CURRENT = f"tantivy-{FORM}"
VERSION = "/akn/can/act/2001/rivers@en"


def _killed_while_writing(folder: Path, begun: Event) -> None:
    engine = TantivyEngine(folder)
    engine.add([an_entry("A raft", str(n)) for n in range(200)])
    begun.set()
    signal.pause()


def test_a_writer_that_is_killed_leaves_what_was_committed(tmp_path: Path) -> None:
    filled(TantivyEngine(tmp_path), an_entry("A boat", "1"))
    context = multiprocessing.get_context("spawn")
    begun = context.Event()
    process = context.Process(target=_killed_while_writing, args=(tmp_path, begun))
    process.start()
    assert begun.wait(30)
    with pytest.raises(SearchEngineError, match="another process"):
        TantivyEngine(tmp_path).add([an_entry("A canoe", "1")])
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    engine = TantivyEngine(tmp_path)
    assert not engine.was_rebuilt
    assert engine.held() == {VERSION}
    assert (find(engine, "boat").total, find(engine, "raft").total) == (1, 0)
    assert find(filled(engine, an_entry("A canoe", "1"))).total == 1


@pytest.mark.parametrize(
    ("ending", "damage"),
    [(e, d) for e in (".term", ".store", ".fast", ".idx") for d in ("cut", "emptied", "lost")]
    + [("meta.json", "cut"), ("meta.json", "emptied")],
)
def test_a_damaged_index_is_dropped_and_says_so(tmp_path: Path, ending: str, damage: str) -> None:
    filled(TantivyEngine(tmp_path), *(an_entry("A boat " * 50, str(n)) for n in range(50))).close()
    for file in (tmp_path / CURRENT).iterdir():
        if file.name.endswith(ending):
            kept = {"cut": file.stat().st_size // 2, "emptied": 0}.get(damage)
            file.unlink() if kept is None else os.truncate(file, kept)
    engine = TantivyEngine(tmp_path)
    assert engine.was_rebuilt
    assert engine.held() == frozenset()
    assert find(filled(engine, an_entry("A boat", "1"))).total == 1
    assert not TantivyEngine(tmp_path).was_rebuilt


def test_without_its_list_of_files_an_index_is_a_new_one(tmp_path: Path) -> None:
    filled(TantivyEngine(tmp_path), an_entry("A boat", "1")).close()
    (tmp_path / CURRENT / "meta.json").unlink()
    engine = TantivyEngine(tmp_path)
    assert engine.held() == frozenset()
    assert find(filled(engine, an_entry("A raft", "1"))).total == 1


def test_an_index_of_another_form_is_dropped_and_says_so(tmp_path: Path) -> None:
    filled(TantivyEngine(tmp_path), an_entry("A boat", "1")).close()
    shutil.move(tmp_path / CURRENT, tmp_path / "tantivy-0")
    engine = TantivyEngine(tmp_path)
    assert engine.was_rebuilt
    assert engine.held() == frozenset()
    assert [folder.name for folder in tmp_path.iterdir()] == [CURRENT]


def test_a_new_index_was_not_rebuilt(tmp_path: Path) -> None:
    assert not TantivyEngine(tmp_path / "new" / "index").was_rebuilt


def test_a_folder_that_cannot_be_is_a_search_engine_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(SearchEngineError, match="cannot be opened"):
        TantivyEngine(tmp_path / "file")


def test_an_index_that_vanishes_is_a_search_engine_error(tmp_path: Path) -> None:
    engine = filled(TantivyEngine(tmp_path), an_entry("A boat", "1"))
    shutil.rmtree(tmp_path / CURRENT)
    with pytest.raises(SearchEngineError, match="index again"):
        find(engine, "boat")


def test_a_word_longer_than_the_engine_takes_does_no_harm(tmp_path: Path) -> None:
    engine = filled(TantivyEngine(tmp_path), an_entry("x" * 70_000 + " boat \ud800 \x00 犯" * 3, "1"))
    assert ids(find(engine, "boat")) == ["CAN/en/1"]
    assert find(engine, "x" * 70_000).total in (0, 1)


def test_what_holds_a_reference() -> None:
    assert above("untoc:5.1.a#purpose") == ("untoc:5", "untoc:5.1", "untoc:5.1.a", "untoc:5.1.a#purpose")
    assert above("som:8") == ("som:8",)
