"""Where a search engine comes from."""

from __future__ import annotations

from pathlib import Path

from index.contract import SearchEngine


def open_engine(folder: Path) -> SearchEngine:
    """The embedded engine over the index in `folder`, which is made where there is none.

    An index of another schema version, or a damaged one, is dropped: `was_rebuilt` then says so. SearchEngineError
    where the folder cannot be read or made.
    """
    from index.tantivy_engine import TantivyEngine  # the engine loads when it is asked for

    return TantivyEngine(folder)
