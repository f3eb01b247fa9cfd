"""Taking deposits into a library: catalogue first, then the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ingest.pipeline import IngestReport, ingest
from ingest.reading import LARGEST_FILE
from library.catching_up import behind_mark, find_missing_concepts, when_free
from library.opening import Library
from palermo.errors import CatalogueError, SearchEngineError
from palermo.settings import Settings
from palermo.tagging.tagger import tag_law

_WAIT_SECONDS = 60.0


class _Indexing:
    """Adds what is taken in to the index while other deposits are still being read.

    Nothing is committed before the end: what a run that is killed leaves out, the next look at the index adds. So
    does the end of this run where another process is writing to the index.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._done = 0
        self._is_shut_out = False

    def take(self, report: IngestReport) -> None:
        """Add the versions that are new since the last call."""
        new, self._done = report.new_versions[self._done :], len(report.new_versions)
        if new and not self._is_shut_out:
            try:
                self._library.add_to_index(new)
            except SearchEngineError:
                self._is_shut_out = True


def ingest_into(
    library: Library, paths: Sequence[Path], *, again: bool = False, settings: Settings | None = None,
    progress: Callable[[int, int, str], None] | None = None, largest_file: int = LARGEST_FILE,
) -> IngestReport:  # fmt: skip
    """Take in the deposits below `paths`, tag and index them; the report names what failed and why.

    again: read and split even what is unchanged, after better rules; largest_file: the size in bytes up to which
    a file is read. Concepts that an earlier release did not keep are found in all that is held.
    """
    settings = settings or Settings()
    # Versions that are renewed keep their ids, so the index cannot tell that it holds them as they were: a mark in
    # the library's folder says so until it has caught up, also after a run that was ended in the middle.
    mark = behind_mark(library.folder)
    was_behind = mark.exists()
    report = ingest(
        paths, library.catalogue, tag_law, workers=settings.workers, seconds=settings.seconds_for_a_deposit,
        memory_bytes=settings.megabytes_for_a_deposit * 1_000_000, again=again, progress=progress,
        largest_file=largest_file, leave_out=library.folder,
        after_each=None if again or was_behind else _Indexing(library).take, before_renewing=mark.touch,
    )  # fmt: skip
    library.engine.commit()
    changed = [*report.renewed_versions, *(report.new_versions if again else [])]
    try:
        caught_up = find_missing_concepts(library.catalogue, mark, progress)
        changed += caught_up
        when_free(library.reindex if was_behind else lambda: library.bring_index_up_to_date(changed), _WAIT_SECONDS)
    except (CatalogueError, SearchEngineError) as error:
        # The laws are safe: the report must not be lost with the rest, which the next run brings up to date.
        report.warnings.append({"path": str(library.folder), "message": f"not everything can be found yet: {error}"})
        return report
    # A mark that was set meanwhile, for a review, is for the next run.
    if report.renewed_versions or was_behind or caught_up:
        mark.unlink(missing_ok=True)
    return report
