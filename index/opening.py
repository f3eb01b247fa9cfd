"""Where a search engine comes from."""

from __future__ import annotations

from pathlib import Path

from index.contract import SearchEngine
from palermo.settings import Settings


def open_engine(folder: Path, settings: Settings) -> SearchEngine:
    """The cluster that PALERMO_ELASTICSEARCH_URL names; else the embedded engine over the index in `folder`, which
    is made where there is none.

    With PALERMO_EMBEDDING_MODEL, entries are also found by vectors of that model. An index of another form, or a
    damaged one, is not used: `was_rebuilt` then says that everything must be added.
    SearchEngineError where the engine cannot be reached or the folder not read or made; UsageError and
    MissingToolError as `palermo.embedding.load_embedder` has them.
    """
    # engines and models load when they are asked for
    embedder = None
    if settings.embedding_model:
        from palermo.embedding import load_embedder

        embedder = load_embedder(settings.embedding_model, settings.embedding_floor)
    if settings.elasticsearch_url:
        from index.cluster.engine import open_cluster

        return open_cluster(settings, embedder)
    from index.embedded.engine import TantivyEngine

    return TantivyEngine(folder, embedder)
