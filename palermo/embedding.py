"""Vectors of texts, from a model that lies on this machine: texts of like meaning have vectors of like direction.

Nothing is ever fetched: a model is a folder that somebody has put there. Models in model2vec's format (MIT licence,
https://github.com/MinishLab/model2vec) need the extra `palermo[vectors]`; those of sentence-transformers need that
package, which Palermo does not bring along.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from palermo.errors import DataError, MissingToolError, UsageError

_STATIC_FILES = (("config.json", "model.safetensors", "tokenizer.json"),
                 ("config_sentence_transformers.json", "0_StaticEmbedding/model.safetensors",
                  "0_StaticEmbedding/tokenizer.json"))  # fmt: skip
"""What a folder in one of model2vec's formats holds."""
_STATIC_MODULES = {"StaticEmbedding", "Normalize"}
_MODULES = "modules.json"
_WEIGHTS = (".safetensors", ".json", ".txt", ".bin", ".model")
"""Endings of the files that decide what a model says; a read-me may change."""
_PIECE = 1 << 20


class Embedder(Protocol):
    """A model that makes vectors."""

    @property
    def name(self) -> str:
        """What readers are told of it."""
        ...

    @property
    def fingerprint(self) -> str:
        """Letters and digits that are others for any other model: vectors of two models cannot be compared."""
        ...

    @property
    def dimensions(self) -> int:
        """The numbers in a vector."""
        ...

    @property
    def floor(self) -> float:
        """The least cosine at which two texts count as near in meaning; it differs from model to model."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of length 1 for each text; zeros where the model knows nothing in it."""
        ...


def load_embedder(folder: Path, floor: float) -> Embedder:
    """The model in `folder`; its weights are read when the first text comes.

    UsageError where there is no such folder, or no model in it; MissingToolError where what runs it is not installed.
    """
    if not folder.is_dir():
        raise UsageError(
            f"PALERMO_EMBEDDING_MODEL names no folder: {folder}. Put a model there yourself (Palermo fetches none), or "
            "unset it to search by words alone"
        )
    if _is_static(folder):
        _demand("model2vec", 'pip install "palermo[vectors]"', folder)
        return _StaticModel(folder, floor)
    if (folder / _MODULES).is_file():
        _demand("sentence_transformers", "pip install sentence-transformers", folder)
        return _SentenceTransformer(folder, floor)
    raise UsageError(
        f"there is no embedding model in {folder}: Palermo reads model2vec's format (config.json, model.safetensors "
        "and tokenizer.json), and folders of sentence-transformers (modules.json); see docs/vectors.md"
    )


class _LocalModel:
    """What models of all formats have in common."""

    def __init__(self, folder: Path, floor: float) -> None:
        self.folder = folder
        self.floor = floor
        self.name = folder.resolve().name

    @cached_property
    def fingerprint(self) -> str:
        """Of the files that decide what the model says, wherever they lie."""
        digest = hashlib.blake2b(digest_size=8)
        for file in sorted(f for f in self.folder.rglob("*") if f.is_file() and f.suffix in _WEIGHTS):
            digest.update(f"{file.relative_to(self.folder).as_posix()}\0{file.stat().st_size}\0".encode())
            for piece in _pieces(file):
                digest.update(piece)
        return digest.hexdigest()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Embedder."""
        # a half of a character, which a broken file left, is nothing that tokenizers take
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        return unit_rows(self._encoded(clean)) if clean else np.zeros((0, self.dimensions), np.float32)

    @property
    def dimensions(self) -> int:
        """See Embedder."""
        raise NotImplementedError

    def _encoded(self, texts: list[str]) -> NDArray[Any]:
        raise NotImplementedError


class _StaticModel(_LocalModel):
    """A vector for each token, and of a text their mean: no network to run, so thousands of texts a second."""

    @cached_property
    def _model(self) -> Any:
        _stay_offline()
        from model2vec import StaticModel

        try:
            return StaticModel.from_pretrained(self.folder)
        except Exception as problem:  # whatever the reader of a file that is no model comes up with
            raise DataError(f"the embedding model in {self.folder} cannot be read: {problem}") from problem

    @cached_property
    def dimensions(self) -> int:
        """See Embedder."""
        return int(self._model.dim)

    def _encoded(self, texts: list[str]) -> NDArray[Any]:
        encoded: NDArray[Any] = self._model.encode(texts, use_multiprocessing=False)
        return encoded


class _SentenceTransformer(_LocalModel):
    """A transformer: better at sentences, and a thousand times the work."""

    @cached_property
    def _model(self) -> Any:
        _stay_offline()
        package = importlib.import_module("sentence_transformers")
        try:
            return package.SentenceTransformer(str(self.folder), local_files_only=True)
        except Exception as problem:
            raise DataError(f"the embedding model in {self.folder} cannot be read: {problem}") from problem

    @cached_property
    def dimensions(self) -> int:
        """See Embedder."""
        return int(self._model.get_sentence_embedding_dimension())

    def _encoded(self, texts: list[str]) -> NDArray[Any]:
        encoded: NDArray[Any] = self._model.encode(texts, show_progress_bar=False, convert_to_numpy=True)
        return encoded


def unit_rows(vectors: NDArray[Any]) -> NDArray[np.float32]:
    """The rows brought to length 1; rows that have none, or are no numbers, become zeros."""
    rows = np.nan_to_num(np.asarray(vectors, np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float32] = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9)
    return unit


def _is_static(folder: Path) -> bool:
    """Whether model2vec reads it; it writes the list of modules of sentence-transformers as well."""
    if not any(all((folder / file).is_file() for file in files) for files in _STATIC_FILES):
        return False
    modules = folder / _MODULES
    if not modules.is_file():
        return True
    try:
        kinds = {str(module["type"]).rpartition(".")[2] for module in json.loads(modules.read_text("utf-8"))}
    except (ValueError, TypeError, KeyError) as problem:
        raise DataError(f"{modules} is no list of modules: {problem}") from problem
    return kinds <= _STATIC_MODULES


def _demand(package: str, remedy: str, folder: Path) -> None:
    if importlib.util.find_spec(package) is None:
        raise MissingToolError(
            f"the embedding model in {folder} needs {package}, which is not installed: {remedy}; or unset "
            "PALERMO_EMBEDDING_MODEL to search by words alone"
        )


def _stay_offline() -> None:
    """Before the import of packages that would otherwise ask a server about a model."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            yield piece
