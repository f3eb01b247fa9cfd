"""Search by nearness in meaning: what it adds, what it never changes, and what happens to vectors."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from elasticsearch import Elasticsearch
from index_samples import an_entry, filled, find, highlighted, ids
from numpy.typing import NDArray
from tiny_model import NEAR, make_model

from index import fusion
from index.cluster.engine import open_cluster
from index.contract import IndexEntry, SearchEngine
from index.embedded import vector_store, vectors
from index.embedded.engine import TantivyEngine
from index.embedded.vectors import Segment, Vectors
from palermo.embedding import Embedder, load_embedder
from palermo.errors import SearchEngineError
from palermo.settings import Settings

pytest_plugins = ["index_engines"]

OpenWith = Callable[[Embedder | None], SearchEngine]

FLOOR = 0.5
_AXES = {word: axis for axis, group in enumerate(NEAR) for word in group}


class FakeEmbedder:
    """As the tiny model, but without one: a word is its group, and a text the sum of its words."""

    floor = FLOOR
    dimensions = 8

    def __init__(self, fingerprint: str = "fake1") -> None:
        self.name = f"model-{fingerprint}"
        self.fingerprint = fingerprint
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Embedder."""
        self.embedded += texts
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.casefold().replace(".", " ").split():
                if word in _AXES:
                    row[_AXES[word]] += 1
            row /= np.linalg.norm(row) or 1
        return rows


@pytest.fixture
def model() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def library(opened_with: OpenWith, model: FakeEmbedder) -> SearchEngine:
    return filled(
        opened_with(model),
        an_entry("Whoever steals a boat is fined.", "1"),
        an_entry("Whoever burns a vessel is fined.", "2"),
        an_entry("The lock opens at dawn.", "3"),
        an_entry("A canoe is registered.", "1", state="FRA", language="fr", year=2010),
        an_entry("A levy is due.", "1", state="NAM", kind="model"),
    )


def near(engine: SearchEngine, words: str, **selections: object) -> list[str]:
    return [hit.id for hit in find(engine, words, **selections).hits if hit.is_near]


def test_what_is_near_in_meaning_comes_too_and_says_so(library: SearchEngine, model: FakeEmbedder) -> None:
    result = find(library, "vessel")
    assert ids(result) == ["CAN/en/2", "CAN/en/1", "FRA/fr/1"]
    assert [hit.is_near for hit in result.hits] == [False, True, True]
    assert (result.total, result.model) == (3, model.name)
    assert result.facets["state"] == {"CAN": 2, "FRA": 1}
    assert result.facets["language"] == {"en": 2, "fr": 1}


def test_where_no_word_stands_anywhere_nearness_alone_answers(library: SearchEngine) -> None:
    result = find(library, "ship")
    assert set(ids(result)) == {"CAN/en/1", "CAN/en/2", "FRA/fr/1"}
    assert all(hit.is_near for hit in result.hits)
    assert result.total == 3


def test_a_hit_near_in_meaning_opens_with_its_beginning(opened_with: OpenWith, model: FakeEmbedder) -> None:
    text = "The canoe lies ashore. " + "It may be moved by anybody. " * 20 + "The keeper keeps."
    engine = filled(opened_with(model), an_entry(text, "1"))
    (hit,) = find(engine, "ship keeper").hits
    assert hit.is_near is not bool(highlighted(hit))
    (hit,) = find(engine, "vessel").hits
    assert hit.is_near
    assert hit.snippet.startswith("The canoe lies ashore.")
    assert hit.highlights == ()


def test_below_the_floor_nothing_is_near(library: SearchEngine, model: FakeEmbedder) -> None:
    # cosines: 0.63 of the lock at dawn, 0.45 of each boat
    result = find(library, "vessel tax dawn robber lock")
    assert [hit.id for hit in result.hits if hit.is_near] == ["CAN/en/3"]
    assert result.model == model.name


@pytest.mark.parametrize(
    "selection",
    [
        {"states": ("CAN",)},
        {"languages": ("en",)},
        {"first_year": 2000, "last_year": 2005},
        {"kinds": ("law",), "states": ("CAN", "NAM")},
    ],
)
def test_selections_hold_for_what_is_near(library: SearchEngine, selection: dict[str, object]) -> None:
    result = find(library, "ship", **selection)
    assert set(ids(result)) == {"CAN/en/1", "CAN/en/2"}
    assert result.total == 2


def test_selections_that_were_typed_hold_as_well(library: SearchEngine) -> None:
    assert near(library, "ship state:FRA") == ["FRA/fr/1"]
    assert near(library, "ship year:2010") == ["FRA/fr/1"]
    assert near(library, "ship kind:model") == []


def test_what_is_kept_out_is_never_near(library: SearchEngine) -> None:
    assert set(ids(find(library, "ship -steals"))) == {"CAN/en/2", "FRA/fr/1"}
    assert set(ids(find(library, "vessel -canoe"))) == {"CAN/en/1", "CAN/en/2"}


@pytest.mark.parametrize(
    "words",
    [
        '"vessel"',
        '"burns a vessel"',
        "vessel AND fined",
        "vessel OR levy",
        "vessel NEAR burns",
        "vess*",
        "vesel~",
        "text:vessel",
        "vessel title:rivers",
        "state:CAN",
        "art. 2",
        "2",
        "",
        "-vessel",
        "unknown",
    ],
)
def test_where_something_must_be_there_vectors_take_no_part(
    library: SearchEngine, opened_with: OpenWith, words: str
) -> None:
    result = find(library, words)
    assert result.model == ""
    assert not any(hit.is_near for hit in result.hits)


@pytest.mark.parametrize("selection", [{"exact": True}, {"sort": "date"}, {"sort": "state"}])
def test_exact_words_and_other_orders_are_as_without_a_model(
    library: SearchEngine, selection: dict[str, object]
) -> None:
    result = find(library, "vessel", **selection)
    assert (ids(result), result.model, result.total) == (["CAN/en/2"], "", 1)


def test_without_a_model_nothing_is_near(opened_with: OpenWith) -> None:
    result = find(filled(opened_with(None), an_entry("A boat.", "1"), an_entry("A vessel.", "2")), "vessel")
    assert (ids(result), result.model) == (["CAN/en/2"], "")


def test_pages_have_every_entry_once(
    opened_with: OpenWith, model: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fusion, "WINDOW", 12)
    monkeypatch.setattr(fusion, "NEAREST", 9)
    words = [an_entry("vessel " + "keeper " * (n % 7), str(n)) for n in range(1, 41)]
    others = [an_entry("A boat.", str(n)) for n in range(50, 70)]
    engine = filled(opened_with(model), *words, *others)
    whole = find(engine, "vessel keeper", limit=100)
    assert len(ids(whole)) == len(set(ids(whole))) == whole.total
    for size in (1, 5, 12, 13, 21, 30):
        pages = [find(engine, "vessel keeper", limit=size, offset=start) for start in range(0, 60, size)]
        assert [entry for page in pages for entry in ids(page)] == ids(whole)
        assert {page.total for page in pages} == {whole.total}
    scores = [hit.score for hit in whole.hits]
    assert scores == sorted(scores, reverse=True)
    assert find(engine, "vessel keeper", limit=0).total == whole.total


def test_what_words_find_late_is_not_said_to_be_near_only(
    opened_with: OpenWith, model: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fusion, "WINDOW", 3)
    engine = filled(
        opened_with(model),
        *(an_entry("A keeper of the vessel and of all kinds of levy, tax and duty.", str(n)) for n in range(1, 9)),
        an_entry("The vessel" + " and so on" * 100, "9"),
        an_entry("A boat.", "10"),
    )
    result = find(engine, "vessel", limit=20)
    assert result.total == 10
    assert [hit.id for hit in result.hits if hit.is_near] == ["CAN/en/10"]
    assert len(set(ids(result))) == 10


def test_a_hit_of_both_lists_comes_before_the_first_of_one(library: SearchEngine) -> None:
    filled(library, an_entry("Vessel, vessel, tax, levy, duty.", "1", state="NOR", heading="Vessel"))
    found = find(library, "vessel").hits
    assert found[0].id == "CAN/en/2"
    assert found[0].score > found[1].score


def test_near_entries_change_with_the_index(library: SearchEngine, opened_with: OpenWith, model: FakeEmbedder) -> None:
    other = opened_with(model)
    assert len(near(library, "ship")) == 3
    other.replace([an_entry("A levy is due on time.", "1")])
    other.commit()
    assert set(near(library, "ship")) == {"CAN/en/2", "FRA/fr/1"}
    other.remove_versions(["/akn/fra/act/2001/rivers@fr"])
    other.commit()
    assert near(library, "ship") == ["CAN/en/2"]
    filled(other, an_entry("A ship.", "7"))
    assert near(library, "canoe") == ["CAN/en/7"]
    other.start_anew()
    filled(other, an_entry("A tax.", "1"))
    assert near(library, "canoe") == []
    assert near(library, "levy") == ["CAN/en/1"]


def test_nothing_is_near_before_the_commit_nor_after_giving_up(
    library: SearchEngine, opened_with: OpenWith, model: FakeEmbedder
) -> None:
    other = opened_with(model)
    other.add([an_entry("A ship.", "1", state="PER")])
    assert "PER/en/1" not in near(library, "canoe")
    other.close()
    assert "PER/en/1" not in near(opened_with(model), "canoe")


def test_another_model_makes_its_own_vectors(opened_with: OpenWith) -> None:
    entries = [an_entry("A boat.", "1"), an_entry("A vessel.", "2")]
    first = opened_with(FakeEmbedder("one"))
    filled(first, *entries)
    second = opened_with(FakeEmbedder("two"))
    assert second.lacks_vectors or second.was_rebuilt
    assert second.held() == frozenset()
    filled(second, *entries)
    assert second.held() == {entries[0].version}
    assert find(second, "ship").model == "model-two"
    assert find(second, "ship").total == 2
    again = opened_with(FakeEmbedder("two"))
    assert (again.lacks_vectors, again.was_rebuilt) == (False, False)


def test_who_writes_without_the_model_ends_its_vectors(opened_with: OpenWith, model: FakeEmbedder) -> None:
    filled(opened_with(model), an_entry("A boat.", "1"))
    filled(opened_with(None), an_entry("A vessel.", "1"))
    again = opened_with(model)
    assert again.held() == frozenset()
    filled(again, an_entry("A vessel.", "1"))
    assert near(again, "ship") == ["CAN/en/1"]


def test_entries_that_say_nothing_to_the_model_are_held_and_never_near(
    opened_with: OpenWith, model: FakeEmbedder
) -> None:
    engine = filled(opened_with(model), an_entry("", "1"), an_entry("Nothing known.", "2"), an_entry("A boat.", "3"))
    assert engine.held() == {an_entry("", "1").version}
    assert near(engine, "ship") == ["CAN/en/3"]
    assert find(engine, "nothing").total == 1


def test_the_heading_and_the_beginning_are_embedded(opened_with: OpenWith, model: FakeEmbedder) -> None:
    engine = filled(
        opened_with(model), an_entry("x. " * 900 + "boat", "1"), an_entry("Whoever.", "2", heading="Boat")
    )  # fmt: skip
    assert near(engine, "ship") == ["CAN/en/2"]
    assert max(map(len, model.embedded)) <= 2_100


def test_more_entries_than_are_embedded_at_once(opened_with: OpenWith, model: FakeEmbedder) -> None:
    engine = filled(
        opened_with(model), *(an_entry(f"A {'boat' if n % 300 == 5 else 'levy'}.", str(n)) for n in range(700))
    )
    assert near(engine, "ship") == ["CAN/en/5", "CAN/en/305", "CAN/en/605"]


def test_a_real_model_finds_near_words(opened_with: OpenWith, tmp_path: Path) -> None:
    model = load_embedder(make_model(tmp_path / "tiny"), FLOOR)
    engine = filled(opened_with(model), an_entry("A boat \ud800 is seized.", "1"), an_entry("A levy is due.", "2"))
    result = find(engine, "vessel")
    assert (ids(result), result.model) == (["CAN/en/1"], "tiny")


# Only in the folder


def embedded(folder: Path, model: Embedder | None) -> TantivyEngine:
    return TantivyEngine(folder, model)


def segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("vectors-*/*"))


DIES = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = ["", "tests"]
from index_samples import an_entry
from test_index_vectors import FakeEmbedder
from index.embedded.engine import TantivyEngine

class Dies:
    def __init__(self, writer): self.writer = writer
    def commit(self): os.kill(os.getpid(), signal.SIGKILL)

engine = TantivyEngine(Path(sys.argv[1]), FakeEmbedder())
engine.add([an_entry("A canoe.", "1", state="FRA")])
engine._writer = Dies(engine._writer)
engine.commit()
"""


def test_a_writer_killed_between_vectors_and_index_leaves_the_old_answers(
    tmp_path: Path, model: FakeEmbedder, root_dir: Path
) -> None:
    filled(embedded(tmp_path, model), an_entry("A boat.", "1")).close()
    died = subprocess.run([sys.executable, "-c", DIES, str(tmp_path)], cwd=root_dir, capture_output=True, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert len(segments(tmp_path)) == 2
    again = embedded(tmp_path, model)
    assert near(again, "ship") == ["CAN/en/1"]
    assert again.held() == {an_entry("", "1").version}
    filled(again, an_entry("A canoe.", "1", state="FRA"))
    assert set(near(again, "ship")) == {"CAN/en/1", "FRA/en/1"}


def test_a_crash_while_vectors_are_written_leaves_nothing(tmp_path: Path, model: FakeEmbedder) -> None:
    filled(embedded(tmp_path, model), an_entry("A boat.", "1")).close()
    left = segments(tmp_path)[0].parent / "writing-0badcafe"
    left.mkdir()
    (left / "vectors.f16").write_bytes(b"half")
    engine = embedded(tmp_path, model)
    assert not engine.lacks_vectors
    filled(engine, an_entry("A canoe.", "1", state="FRA"))
    assert not left.exists()


def test_switching_a_model_on_asks_for_what_is_missing(tmp_path: Path, model: FakeEmbedder) -> None:
    filled(embedded(tmp_path, None), an_entry("A boat.", "1"), an_entry("A levy.", "1", state="FRA")).close()
    engine = embedded(tmp_path, model)
    assert (engine.lacks_vectors, engine.was_rebuilt, engine.held()) == (True, False, frozenset())
    assert find(engine, "boat").total == 1
    filled(engine, an_entry("A boat.", "1"))
    assert engine.held() == {an_entry("", "1").version}
    assert engine.lacks_vectors
    filled(engine, an_entry("A levy.", "1", state="FRA"))
    assert not engine.lacks_vectors


def test_vectors_of_another_model_go_when_the_index_is_written(tmp_path: Path) -> None:
    filled(embedded(tmp_path, FakeEmbedder("one")), an_entry("A boat.", "1")).close()
    two = embedded(tmp_path, FakeEmbedder("two"))
    assert [folder.name for folder in tmp_path.glob("vectors-*")] == ["vectors-1one"]
    filled(two, an_entry("A boat.", "1"))
    assert [folder.name for folder in tmp_path.glob("vectors-*")] == ["vectors-1two"]


def test_dead_vectors_are_left_out_and_many_segments_become_one(tmp_path: Path, model: FakeEmbedder) -> None:
    engine = embedded(tmp_path, model)
    laws = [an_entry("A boat.", "1", state=state) for state in ("CAN", "FRA", "NAM", "NOR", "PER")]
    for entry in laws:
        filled(engine, entry)
    assert len(segments(tmp_path)) == 5
    engine.remove_versions([laws[0].version])
    engine.commit()
    assert len(segments(tmp_path)) == 5, "a fifth is not worth the writing"
    engine.remove_versions([laws[1].version])
    engine.commit()
    assert len(segments(tmp_path)) == 1
    assert set(near(engine, "ship")) == {entry.id for entry in laws[2:]}
    assert engine.held() == {entry.version for entry in laws[2:]}
    for _ in range(vector_store._MOST_SEGMENTS + 5):
        engine.replace([laws[2]])
        engine.commit()
    assert len(segments(tmp_path)) <= vector_store._MOST_SEGMENTS
    assert set(near(engine, "ship")) == {entry.id for entry in laws[2:]}
    assert embedded(tmp_path, model).held() == {entry.version for entry in laws[2:]}


def test_an_index_that_was_emptied_has_no_vectors_and_can_be_filled_again(tmp_path: Path, model: FakeEmbedder) -> None:
    engine = filled(embedded(tmp_path, model), an_entry("A boat.", "1"))
    engine.start_anew()
    engine.commit()
    for opened in (engine, embedded(tmp_path, model)):
        assert (opened.held(), find(opened, "ship").total, opened.lacks_vectors) == (frozenset(), 0, False)
    filled(engine, an_entry("A boat.", "1"), an_entry("A canoe.", "1", state="FRA"))
    engine.remove_versions(engine.held())
    engine.commit()
    assert segments(tmp_path) == []
    assert near(embedded(tmp_path, model), "ship") == []


def test_a_reader_goes_on_while_segments_are_joined(tmp_path: Path, model: FakeEmbedder) -> None:
    writer = filled(embedded(tmp_path, model), an_entry("A boat.", "1"))
    reader = embedded(tmp_path, model)
    for _ in range(6):
        filled(writer, an_entry("A canoe.", "1"))
        assert near(reader, "ship") == ["CAN/en/1"]


def a_segment(name: str, *rows: tuple[str, str], complete: Sequence[str] = (), is_all: bool = False) -> Segment:
    numbers = np.eye(8, dtype=np.float16)[: len(rows)]
    return Segment(name, [e for e, _ in rows], [v for _, v in rows], frozenset(complete), is_all, numbers)


def test_later_segments_take_the_place_of_earlier_ones() -> None:
    first = a_segment("1", ("a", "one"), ("b", "one"), ("c", "two"), complete=("one", "two"))
    again = a_segment("2", ("a", "one"), complete=("one",))
    single = a_segment("3", ("c", "two"), ("", "two"))

    def alive(*given: Segment) -> list[list[int]]:
        return [rows.tolist() for rows in Vectors(given).alive]

    assert alive(first) == [[0, 1, 2]]
    assert alive(first, again) == [[2], [0]], "b is no longer in version one"
    assert alive(first, again, single) == [[], [0], [0]]
    assert Vectors([first, a_segment("4", ("z", "six"), complete=("six",), is_all=True)]).complete == {"six"}
    assert alive(a_segment("5", ("a", "one"), ("a", "one"))) == [[1]]


def test_half_precision_becomes_single() -> None:
    every = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    every = every[np.isfinite(every)]
    assert np.array_equal(vectors.as_single(every) * np.float32(2.0**112), every.astype(np.float32))


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-2])


def turn_a_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[3] ^= 0x10
    file.write_bytes(bytes(content))


@pytest.mark.parametrize("damage", [cut_off, turn_a_bit, Path.unlink])
@pytest.mark.parametrize("name", ["vectors.f16", "entries.json"])
def test_a_damaged_file_is_named_words_go_on_and_vectors_are_made_anew(
    tmp_path: Path, model: FakeEmbedder, damage: Callable[[Path], None], name: str, caplog: pytest.LogCaptureFixture
) -> None:
    entries = [an_entry("A boat.", "1"), an_entry("A vessel.", "2")]
    filled(embedded(tmp_path, model), *entries).close()
    file = segments(tmp_path)[0] / name
    damage(file)
    engine = embedded(tmp_path, model)
    assert str(file) in caplog.text
    assert engine.lacks_vectors
    assert ids(find(engine, "vessel")) == ["CAN/en/2"]
    filled(engine, *entries)
    assert engine.held() == {entries[0].version}
    assert ids(find(engine, "vessel")) == ["CAN/en/2", "CAN/en/1"]


def test_vectors_that_somebody_deleted_are_made_anew(tmp_path: Path, model: FakeEmbedder) -> None:
    filled(embedded(tmp_path, model), an_entry("A boat.", "1")).close()
    shutil.rmtree(segments(tmp_path)[0].parent)
    engine = embedded(tmp_path, model)
    assert engine.lacks_vectors
    filled(engine, an_entry("A boat.", "1"))
    assert near(engine, "ship") == ["CAN/en/1"]


def test_selections_that_few_entries_meet_are_searched_to_the_end(tmp_path: Path, model: FakeEmbedder) -> None:
    entries: list[IndexEntry] = [an_entry("A ship.", str(n)) for n in range(900)]
    engine = filled(embedded(tmp_path, model), *entries, an_entry("A ship or a tax.", "1", state="FRA"))
    assert ids(find(engine, "vessel", states=("FRA",))) == ["FRA/en/1"]
    assert len(near(engine, "vessel", limit=200)) == fusion.NEAREST


# Only in the cluster


def mapped_fields(settings: Settings) -> dict[str, set[str]]:
    """The fields of each index of entries."""
    with Elasticsearch(settings.elasticsearch_url or "") as client:
        found = client.indices.get_mapping(index=f"{settings.elasticsearch_index}-f*")
        return {name: set(found[name]["mappings"]["properties"]) for name in found}


def test_an_index_has_vectors_only_with_a_model_and_its_name_says_which(
    cluster_settings: Settings, model: FakeEmbedder
) -> None:
    with closing(open_cluster(cluster_settings)) as plain:
        filled(plain, an_entry("A boat.", "1"))
        ((name, fields),) = mapped_fields(cluster_settings).items()
        assert "vector" not in fields
        assert "-v" not in name.removeprefix(cluster_settings.elasticsearch_index)
    with closing(open_cluster(cluster_settings, model)) as engine:
        filled(engine, an_entry("A boat.", "1"))
        ((name, fields),) = mapped_fields(cluster_settings).items()
        assert "vector" in fields
        assert f"-v1{model.fingerprint}-" in name


def test_the_old_index_serves_until_the_new_models_is_there_and_then_says_so(cluster_settings: Settings) -> None:
    with (
        closing(open_cluster(cluster_settings, FakeEmbedder("one"))) as older,
        closing(open_cluster(cluster_settings, FakeEmbedder("two"))) as newer,
    ):
        filled(older, an_entry("A boat.", "1"))
        newer.add([an_entry("A canoe.", "1")])
        assert near(older, "ship") == ["CAN/en/1"]
        assert find(newer, "ship").total == 0
        newer.commit()
        assert near(newer, "ship") == ["CAN/en/1"]
        for use in (lambda: find(older, "ship"), older.held, lambda: older.add([an_entry("A boat.", "2")])):
            with pytest.raises(SearchEngineError, match="made anew for another embedding model"):
                use()
        assert find(newer, "canoe").total == 1


def test_several_shards_give_the_nearest_of_all(cluster_settings: Settings, model: FakeEmbedder) -> None:
    settings = cluster_settings.model_copy(update={"elasticsearch_shards": 3})
    entries = [an_entry("A boat" + " and a levy" * (n % 2) + ".", str(n)) for n in range(80)]
    with closing(open_cluster(settings, model)) as engine:
        filled(engine, *entries)
        found = near(engine, "ship", limit=100)
        assert len(found) == fusion.NEAREST
        assert {int(each.rpartition("/")[2]) % 2 for each in found[:40]} == {0}


def test_both_engines_say_the_same(cluster_settings: Settings, tmp_path: Path, model: FakeEmbedder) -> None:
    entries = [
        an_entry(f"{first} {second} {first}.", str(n), state=state)
        for n, (first, second, state) in enumerate(product(("boat", "vessel", "tax"), ("dawn", "lock"), ("CAN", "FRA")))
    ]
    with closing(open_cluster(cluster_settings, model)) as cluster, closing(embedded(tmp_path, model)) as folder:
        filled(cluster, *entries)
        filled(folder, *entries)
        for words in ("ship", "vessel", "vessel dawn", "ship night", "levy bridge", "ship -dawn", "ship state:FRA"):
            one, other = find(cluster, words), find(folder, words)
            assert [(hit.id, hit.is_near) for hit in one.hits] == [(hit.id, hit.is_near) for hit in other.hits], words
            assert (one.total, one.facets) == (other.total, other.facets)
