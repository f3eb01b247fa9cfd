"""Taking deposits into a library: catalogue first, then the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ingest.pipeline import IngestReport, ingest
from library.opening import Library
from palermo.model.provision import Provision
from palermo.model.tag import Tag
from palermo.settings import Settings
from palermo.tagging.explicit_references import explicit_references


def tag(provision: Provision) -> Iterable[Tag]:
    """The tags that the library's own methods give a provision."""
    return explicit_references(provision.id, provision.text)


def ingest_into(
    library: Library, paths: Sequence[Path], *, again: bool = False, settings: Settings | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> IngestReport:  # fmt: skip
    """Take in the deposits below `paths`, tag and index them; the report names what failed and why.

    again: read and split even what is unchanged, after better rules.
    """
    settings = settings or Settings()
    report = ingest(
        paths, library.catalogue, tag, workers=settings.workers, seconds=settings.seconds_for_a_deposit, again=again,
        progress=progress,
    )  # fmt: skip
    if again and report.new_versions:
        library.engine.remove_versions(report.new_versions)
        library.engine.commit()
    library.bring_index_up_to_date()
    return report
