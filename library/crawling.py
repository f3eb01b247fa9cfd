"""Crawling into a library: fetch laws from their official sites, take in what is new, and say what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawlers.changes import Change, ChangeKind
from crawlers.deposits import DEPOSITS
from crawlers.differences import differences
from crawlers.report import CrawlReport
from crawlers.scope import Scope
from crawlers.source import Source, source, source_ids
from crawlers.standing import standings
from crawlers.state import STATE_FOLDER, CrawlState, Status
from ingest.pipeline import IngestReport
from library.ingesting import ingest_into
from library.opening import Library
from palermo.errors import MissingToolError, UsageError
from palermo.model.law import Law, Version
from palermo.settings import Settings

Progress = Callable[[int, int, str], None]


@dataclass
class Crawled:
    """What a crawl did: a report a source, and what was taken in afterwards (None where nothing was to be)."""

    reports: list[CrawlReport]
    ingest: IngestReport | None = None

    @property
    def has_failed(self) -> bool:
        """Whether anything was not as it should be."""
        return any(report.has_failed or not report.is_complete for report in self.reports) or bool(
            self.ingest and self.ingest.failed
        )

    @property
    def has_done_something(self) -> bool:
        """Whether any law was fetched or found unchanged."""
        return any(one.fetched or one.unchanged or one.withdrawn or one.records for one in self.reports)

    def as_json(self) -> dict[str, Any]:
        """As `palermo crawl --json` prints it."""
        taken = self.ingest
        return {
            "sources": [report.as_json() for report in self.reports],
            "ingest": taken and {
                "laws": taken.laws, "versions": taken.versions, "provisions": taken.provisions,
                "unchanged": taken.unchanged, "failed": taken.failed, "warnings": taken.warnings,
                "unread": taken.unread,
            },
        }  # fmt: skip


def scope_of(
    *, starter: bool = False, everything: bool = False, words: str = "", laws: Sequence[str] = (),
    limit: int | None = None,
) -> Scope:  # fmt: skip
    """The laws that a crawl is about; UsageError where two of the choices contradict each other."""
    if limit is not None and limit < 1:
        raise UsageError(f"a crawl of {limit} laws fetches nothing: give --limit a number from 1")
    if sum((starter, everything, bool(words.strip()), bool(laws))) > 1:
        raise UsageError("choose one of --starter, --all, --find and --law")
    return Scope(starter, everything, words.strip(), tuple(laws), limit)


def sources_for(source_id: str | None, scope: Scope) -> list[Source]:
    """The sources of a crawl: the one named, or with `--starter` all that list a central act. UsageError else."""
    if source_id is not None:
        return [source(source_id)]
    if not scope.starter:
        raise UsageError(f"name a source ({', '.join(source_ids())}), or fetch the central acts of all with --starter")
    return [each for each in map(source, source_ids()) if any(law.starter for law in each.manifest.laws)]


def fetch(
    sources: Sequence[Source], scope: Scope, out: Path, *, progress: Progress | None = None, **for_tests: Any
) -> Crawled:
    """Fetch laws into the folder `out`, and take nothing in. What is known of them is kept beside them.

    MissingToolError where the extra for crawling is not installed.
    """
    return Crawled(_run(sources, scope, out / f".{STATE_FOLDER}", out, progress, for_tests))


def crawl_into(
    library: Library, sources: Sequence[Source], scope: Scope, *, progress: Progress | None = None,
    settings: Settings | None = None, **for_tests: Any,
) -> Crawled:  # fmt: skip
    """Fetch laws into the library's own folder of deposits; take in, tag and index what is new or changed.

    Deposits that an earlier run fetched and did not come to take in are taken in too.
    """
    top = library.folder / DEPOSITS
    crawled = Crawled(_run(sources, scope, library.folder / STATE_FOLDER, top, progress, for_tests))
    with CrawlState(library.folder / STATE_FOLDER) as state:
        laws = [(each.manifest.id, law) for each in sources for law in state.laws(each.manifest.id).values()]
        waiting = {top / law.deposit: (source_id, law) for source_id, law in laws if law.to_take_in}
        if waiting:
            crawled.ingest = ingest_into(library, list(waiting), settings=settings, progress=progress)
            refused = {failure["path"] for failure in crawled.ingest.failed}
            for place, (source_id, law) in waiting.items():
                if str(place) not in refused:
                    state.put(source_id, law.taken_in())
    return crawled


def changes(library: Library, since: str | None = None) -> list[Change]:
    """What happened to the laws of a library, the oldest first: new, changed, withdrawn and moved ones.

    since: a day such as 2026-01-31, or a moment; UsageError where it is none. Changes of words are found by comparing
    the versions held, by the time at which their source was fetched; what nobody fetched (a deposit of one's own
    without that time) is left out.
    """
    start = _moment(since) if since else ""
    found = [*_changes_of_words(library, start), *_changes_of_place(library, start)]
    return sorted(found, key=lambda change: (change.moment, change.law, change.version))


def _run(
    sources: Sequence[Source], scope: Scope, state_folder: Path, out: Path, progress: Progress | None,
    for_tests: dict[str, Any],
) -> list[CrawlReport]:  # fmt: skip
    try:
        from crawlers.running import run_crawls
    except ModuleNotFoundError as error:
        raise MissingToolError("crawling needs Scrapy: install Palermo with its extra palermo[crawlers]") from error
    with CrawlState(state_folder) as state:
        return run_crawls(sources, scope, state, out, progress=progress, **for_tests)


def _changes_of_words(library: Library, start: str) -> Iterator[Change]:
    catalogue = library.catalogue
    for current in catalogue.current_versions():
        if _fetched(current) < (start or "0"):
            continue
        law = catalogue.law(current.law)
        versions = [one for one in catalogue.versions(law.id) if one.language == current.language and _fetched(one)]
        # Beside a version that could be read, one that could not says nothing of what changed.
        versions = [one for one in versions if not one.is_unread] or versions
        earlier: Version | None = None
        for version in sorted(versions, key=_fetched):
            if _fetched(version) >= start:
                yield _change_of_words(library, law, earlier, version)
            earlier = version


def _change_of_words(library: Library, law: Law, earlier: Version | None, version: Version) -> Change:
    catalogue = library.catalogue
    found = differences(catalogue.provisions(earlier.id), catalogue.provisions(version.id)) if earlier else []
    return Change(
        ChangeKind.CHANGED if earlier else ChangeKind.NEW, _fetched(version), law.id, law.title, law.state,
        law.official_url or "", version.id, earlier.id if earlier else "", tuple(found),
    )  # fmt: skip


def _changes_of_place(library: Library, start: str) -> Iterator[Change]:
    kinds = {Status.WITHDRAWN: ChangeKind.WITHDRAWN, Status.MOVED: ChangeKind.MOVED}
    versions = {version.deposit: version for version in library.catalogue.current_versions()}
    for standing in standings(library.folder):
        for state in standing.laws.values():
            if state.status in kinds and state.status_since >= start:
                version = versions.get(state.deposit)
                yield Change(
                    kinds[state.status], state.status_since, version.law if version else state.law.id,
                    state.law.title, standing.source.manifest.state, state.moved_to, version.id if version else "",
                )  # fmt: skip


def _fetched(version: Version) -> str:
    return max((one.fetched_at or "" for one in version.sources), default="")


def _moment(words: str) -> str:
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise UsageError(f"'{words}' is no day: write it like 2026-01-31") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).isoformat(timespec="seconds")
