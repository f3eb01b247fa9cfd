"""Entries with their vectors, where a model is configured; the same for every engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.contract import IndexEntry

if TYPE_CHECKING:
    from palermo.embedding import Embedder

EMBEDDED_FORM = 1
"""Of the text that is embedded; a change there needs a higher one, since vectors of both would be mixed."""
_LONGEST = 2_000
"""Characters: what a provision is about stands at its beginning, and models read about 512 tokens."""
_BATCH = 256
"""Texts that are embedded at once."""

Vector = NDArray[np.float32]


def vectors_name(embedder: Embedder) -> str:
    """What the vectors of a model are kept under: another name wherever they cannot be compared."""
    return f"{EMBEDDED_FORM}{embedder.fingerprint}"


def embedded_text(entry: IndexEntry) -> str:
    """What is embedded of an entry."""
    return f"{entry.heading}\n{entry.text[:_LONGEST]}".strip()


def with_vectors(entries: Iterable[IndexEntry], embedder: Embedder) -> Iterator[tuple[IndexEntry, Vector]]:
    """Each entry with its vector, in their order."""
    waiting = iter(entries)
    while batch := list(islice(waiting, _BATCH)):
        yield from zip(batch, embedder.embed([embedded_text(entry) for entry in batch]), strict=True)
