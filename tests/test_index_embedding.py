"""Embedding models: which folders are taken, what is said of the others, and that none is loaded unasked."""

from __future__ import annotations

import importlib.util
import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tiny_model import DIMENSIONS, make_model

from index.opening import open_engine
from palermo.embedding import load_embedder, unit_rows
from palermo.errors import DataError, MissingToolError, UsageError
from palermo.settings import Settings

FLOOR = 0.5


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_model(tmp_path / "tiny")


def test_a_text_is_a_row_of_length_one_and_what_says_nothing_zeros(folder: Path) -> None:
    model = load_embedder(folder, FLOOR)
    rows = model.embed(["A vessel and a boat", "", "unknown words", "tax \ud800", "boat " * 5_000])
    assert rows.shape == (5, DIMENSIONS)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1).round(4).tolist() == [1, 0, 0, 1, 1]
    assert (model.name, model.dimensions, model.floor) == ("tiny", DIMENSIONS, FLOOR)
    assert model.embed([]).shape == (0, DIMENSIONS)


def test_near_words_have_near_vectors(folder: Path) -> None:
    boat, vessel, tax = load_embedder(folder, FLOOR).embed(["boat", "vessel", "tax"])
    assert boat @ vessel > 0.9
    assert abs(boat @ tax) < 0.2


def test_rows_that_are_no_numbers_become_zeros() -> None:
    rows = unit_rows(np.array([[3.0, 4.0], [np.nan, 0.0], [np.inf, 0.0]]))
    assert rows.round(4).tolist() == [[0.6000000238418579, 0.800000011920929], [0, 0], [0, 0]]


def test_the_fingerprint_is_that_of_the_files_wherever_they_lie(folder: Path, tmp_path: Path) -> None:
    same = shutil.copytree(folder, tmp_path / "elsewhere" / "renamed")
    (same / "README.md").write_text("other words")
    other = make_model(tmp_path / "other", seed=2)
    fingerprints = [load_embedder(each, FLOOR).fingerprint for each in (folder, same, other)]
    assert fingerprints[0] == fingerprints[1] != fingerprints[2]
    assert all(fingerprint.isalnum() for fingerprint in fingerprints)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"PALERMO_EMBEDDING_MODEL names no folder: .*nowhere"):
        load_embedder(tmp_path / "nowhere", FLOOR)


def test_the_name_of_a_model_on_a_server_is_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("nothing may be asked of a server")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(UsageError, match="Palermo fetches none"):
        load_embedder(Path("somebody/a-model"), FLOOR)


@pytest.mark.parametrize("lacking", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_folder_without_a_model(folder: Path, lacking: str) -> None:
    (folder / lacking).unlink()
    (folder / "modules.json").unlink()
    with pytest.raises(UsageError, match="there is no embedding model in"):
        load_embedder(folder, FLOOR)


def test_a_broken_model_is_named(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"not a model")
    with pytest.raises(DataError, match=r"the embedding model in .*tiny cannot be read"):
        load_embedder(folder, FLOOR).embed(["boat"])
    (folder / "modules.json").write_text("no list")
    with pytest.raises(DataError, match="is no list of modules"):
        load_embedder(folder, FLOOR)


def test_what_runs_a_model_may_be_missing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(MissingToolError, match=r'pip install "palermo\[vectors\]"'):
        load_embedder(folder, FLOOR)
    transformer = [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}]
    (folder / "modules.json").write_text(json.dumps(transformer))
    with pytest.raises(MissingToolError, match="pip install sentence-transformers"):
        load_embedder(folder, FLOOR)


def test_a_folder_of_sentence_transformers_goes_to_that_package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class SentenceTransformer:
        def __init__(self, path: str, local_files_only: bool) -> None:
            assert (Path(path), local_files_only) == (folder, True)

        def encode(self, texts: list[str], **_: object) -> object:
            return np.full((len(texts), 3), 2.0)

        def get_sentence_embedding_dimension(self) -> int:
            return 3

    package = type(sys)("sentence_transformers")
    package.SentenceTransformer = SentenceTransformer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", package)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: package)
    transformer = [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}]
    (folder / "modules.json").write_text(json.dumps(transformer))
    model = load_embedder(folder, FLOOR)
    assert model.dimensions == 3
    assert model.embed(["boat"]).round(3).tolist() == [[np.float32(0.577)] * 3]


LOADED = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from index_samples import an_entry, filled, find
from index.opening import open_engine
from palermo.settings import Settings
engine = filled(open_engine(Path(sys.argv[1]), Settings()), an_entry("A boat.", "1"))
assert find(engine, "boat").total == 1
watched = ("model2vec", "tokenizers", "safetensors", "huggingface_hub", "palermo.embedding", "index.vectors",
           "index.fusion", "index.embedded.vectors",
           "index.embedded.vector_store")
print([name for name in watched if name in sys.modules])
"""


def test_without_a_model_nothing_of_it_is_loaded(tmp_path: Path, root_dir: Path, folder: Path) -> None:
    def loaded(name: str, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", LOADED, str(tmp_path / name)], cwd=root_dir, capture_output=True, text=True,
            env={"PYTHONPATH": str(root_dir), **environment}, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    assert loaded("off") == "[]"
    assert "model2vec" in loaded("on", PALERMO_EMBEDDING_MODEL=str(folder))


def test_the_settings_name_the_model(tmp_path: Path, folder: Path) -> None:
    assert Settings().embedding_model is None
    with pytest.raises(UsageError, match="names no folder"):
        open_engine(tmp_path / "index", Settings(embedding_model=tmp_path / "nowhere"))
    assert not (tmp_path / "index").exists()
    open_engine(tmp_path / "index", Settings(embedding_model=folder)).close()
