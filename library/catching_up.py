"""Catching up: what a library does where its index cannot follow the catalogue at once, and where what it holds was
taken in before the concepts of provisions were kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from catalogue.contents import VersionConcepts
from catalogue.store import Catalogue
from palermo.errors import SearchEngineError
from palermo.model.provision import Provision
from palermo.tagging.finding_concepts import METHOD, find_concepts
from palermo.tagging.law_text import LawText, ProvisionText

_BEHIND = "index-is-behind"


def behind_mark(folder: Path) -> Path:
    """The file in a library's folder whose presence says that the next run has to index everything anew."""
    return folder / _BEHIND


def when_free(work: Callable[[], object], seconds: float) -> None:
    """Do `work`, which writes to the index; again while another process does, for so many seconds.

    SearchEngineError where it goes on writing, or something else fails.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            work()
        except SearchEngineError as error:
            if "LockBusy" not in str(error.__cause__) or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def concepts_in(provisions: Sequence[Provision]) -> VersionConcepts:
    """The concepts that speak in all the provisions of a version. The law's titles have no part in that."""
    texts = [ProvisionText(one.heading, one.path, one.text, one.language) for one in provisions]
    return VersionConcepts.of(provisions, find_concepts(LawText((), texts)), METHOD)


def find_missing_concepts(
    catalogue: Catalogue, mark: Path, progress: Callable[[int, int, str], None] | None = None
) -> list[str]:
    """Find the concepts of the current versions that have none by today's method; the ids of these versions.

    Such versions were taken in by an earlier release. The text held is read anew, no deposit is needed, and no tag
    changes. mark: the file that says that the index is behind, made before anything is written; the caller takes it
    away when the index has followed. progress: called with done, total and a name.
    """
    lacking = catalogue.current_versions_without_concepts(METHOD)
    if lacking:
        mark.touch()
    for done, version in enumerate(lacking, start=1):
        catalogue.replace_concepts(version.id, concepts_in(catalogue.provisions(version.id)))
        if progress:
            progress(done, len(lacking), f"concepts of {version.id}")
    return [version.id for version in lacking]
