"""Taking deposits into a library: catalogue first, then the index."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ingest.pipeline import IngestReport, ingest
from ingest.reading import LARGEST_FILE
from library.opening import Library
from palermo.errors import SearchEngineError
from palermo.settings import Settings
from palermo.tagging.explicit_references import explicit_references

_BEHIND = "index-is-behind"
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
    a file is read.
    """
    settings = settings or Settings()
    # Versions that are renewed keep their ids, so the index cannot tell that it holds them as they were: a mark in
    # the library's folder says so until it has caught up, also after a run that was ended in the middle.
    mark = library.folder / _BEHIND
    was_behind = mark.exists()
    if again:
        mark.touch()
    report = ingest(
        paths, library.catalogue, explicit_references, workers=settings.workers,
        seconds=settings.seconds_for_a_deposit, again=again, progress=progress, largest_file=largest_file,
        leave_out=library.folder,
        after_each=None if again or was_behind else _Indexing(library).take,
    )  # fmt: skip
    library.engine.commit()
    try:
        _catch_up(library, was_behind, report.new_versions if again else ())
    except SearchEngineError as error:
        # The laws are safe: the report must not be lost with the index, which the next run brings up to date.
        report.warnings.append({"path": str(library.folder), "message": f"not everything can be found yet: {error}"})
        return report
    mark.unlink(missing_ok=True)
    return report


def _catch_up(library: Library, everything: bool, changed: Sequence[str]) -> None:
    """Bring the index up to date; wait a while for another process that writes to it."""
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            if everything:
                library.reindex()
            else:
                library.bring_index_up_to_date(changed)
        except SearchEngineError as error:
            if "LockBusy" not in str(error.__cause__) or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return
