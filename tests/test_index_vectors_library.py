"""A library with an embedding model: switched on, off, and shown to readers."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from deposit_maker import make_deposit, take_in
from tiny_model import make_model
from typer.testing import CliRunner

from cli.main import app
from index.embedded.engine import TantivyEngine
from library import open_library
from library.doctor import examine
from library.searching import as_json, search
from palermo.settings import Settings
from ui.components.results import result_list

BY_WORDS, BY_MEANING = "boat", "vessel"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library that was filled without a model."""
    for name in [name for name in os.environ if name.startswith("PALERMO_E")]:
        monkeypatch.delenv(name)
    take_in(tmp_path / "library", make_deposit(tmp_path / "deposits" / "lantern"))
    return tmp_path / "library"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return make_model(tmp_path / "tiny")


def test_opening_with_a_model_makes_the_vectors(folder: Path, model: Path) -> None:
    settings = Settings(embedding_model=model)
    with open_library(folder) as library:
        assert search(library, BY_MEANING).total == 0
    for _ in range(2):
        with open_library(folder, settings=settings) as library:
            found = search(library, BY_MEANING)
            assert ([hit.provision.number for hit in found.hits], found.model) == (["2"], "tiny")
            assert found.hits[0].near_by == "tiny"
            assert search(library, BY_WORDS).hits[0].near_by == ""
            assert not library.engine.lacks_vectors
            assert library.bring_index_up_to_date() == 0
    with open_library(folder) as library:
        assert search(library, BY_MEANING).total == 0


def test_while_somebody_else_writes_words_go_on(folder: Path, model: Path) -> None:
    writer = TantivyEngine(folder / "index")
    writer.start_anew()
    with open_library(folder, settings=Settings(embedding_model=model)) as library:
        assert library.engine.lacks_vectors
        assert search(library, BY_WORDS).total == 1
        assert search(library, BY_MEANING).total == 0
    writer.close()
    with open_library(folder, settings=Settings(embedding_model=model)) as library:
        assert search(library, BY_MEANING).total == 1


def test_reindexing_and_single_updates_keep_the_vectors(folder: Path, model: Path) -> None:
    with open_library(folder, settings=Settings(embedding_model=model)) as library:
        assert library.reindex() == 3
        (hit,) = search(library, BY_MEANING).hits
        library.update_in_index([hit.provision.id])
        assert [hit.near_by for hit in search(library, BY_MEANING).hits] == ["tiny"]


def test_json_says_so_only_where_a_model_took_part(folder: Path, model: Path) -> None:
    with open_library(folder, settings=Settings(embedding_model=model)) as library:
        near, exact = as_json(search(library, BY_MEANING)), as_json(search(library, BY_WORDS, exact=True))
    assert (near["model"], near["hits"][0]["near_by"]) == ("tiny", "tiny")
    assert "model" not in exact
    assert "near_by" not in exact["hits"][0]


def test_the_command_and_the_page_say_it_in_a_line(folder: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALERMO_EMBEDDING_MODEL", str(model))
    done = CliRunner().invoke(app, ["search", BY_MEANING, "--library", str(folder)])
    assert done.exit_code == 0
    assert done.output.count("near in meaning: model tiny") == 1
    found = CliRunner().invoke(app, ["search", BY_WORDS, "--library", str(folder), "--json"])
    assert json.loads(found.output)["model"] == "tiny"
    assert "near in meaning" not in CliRunner().invoke(app, ["search", BY_WORDS, "--library", str(folder)]).output
    with open_library(folder) as library:
        near = str(result_list(search(library, BY_MEANING).hits, 1))
        assert near.count("Near in meaning: model tiny") == 1
        assert "Near in meaning" not in str(result_list(search(library, BY_WORDS).hits, 1))


def test_the_doctor_names_the_model(folder: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "embedding model" not in {finding.name for finding in examine(folder)}
    monkeypatch.setenv("PALERMO_EMBEDDING_MODEL", str(model))
    found = {finding.name: finding for finding in examine(folder)}
    assert found["embedding model"].detail.startswith("tiny: 8 dimensions")
    monkeypatch.setenv("PALERMO_EMBEDDING_MODEL", str(model / "nowhere"))
    lost = {finding.name: finding for finding in examine(folder)}["embedding model"]
    assert (lost.found, lost.needed) == (False, True)
    assert "names no folder" in lost.detail
