"""How the sources stand: what each has, when it was crawled, and what a maintainer has to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawlers.deposits import DEPOSITS
from crawlers.records import records_meta
from crawlers.source import Source, source, source_ids
from crawlers.state import STATE_FILE, STATE_FOLDER, CrawlRecord, CrawlState, LawState, Status

_CADENCE = {"daily": timedelta(days=1), "weekly": timedelta(weeks=1), "monthly": timedelta(days=31),
            "yearly": timedelta(days=366)}  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """A source with what its crawls left: its laws by id, the last crawl, and the last one that went well."""

    source: Source
    laws: dict[str, LawState] = field(default_factory=dict)
    last: CrawlRecord | None = None
    success: CrawlRecord | None = None
    records: int = 0
    """How many records of laws are kept, of a source of records."""

    @property
    def held(self) -> int:
        """How many of the listed laws were fetched and are not withdrawn."""
        states = (self.laws.get(law.id) for law in self.source.manifest.laws)
        return sum(1 for state in states if state and state.is_fetched and state.status is not Status.WITHDRAWN)

    @property
    def is_below_floor(self) -> bool:
        """Whether fewer laws are held than a sound crawl gives. A source that was never crawled is not."""
        return self.last is not None and self.held < self.source.manifest.counts.listed.floor

    @property
    def is_due(self) -> bool:
        """Whether the last crawl that went well is longer ago than the manifest's cadence."""
        if self.success is None or self.success.finished is None:
            return True
        age = datetime.now(UTC) - datetime.fromisoformat(self.success.finished)
        return age > _CADENCE[self.source.manifest.cadence]

    def with_status(self, status: Status) -> list[LawState]:
        """Its laws that have moved, or are withdrawn."""
        return [law for law in self.laws.values() if law.status is status]

    def summary(self) -> dict[str, Any]:
        """As `palermo sources --json` prints it."""
        manifest, last = self.source.manifest, self.last
        return {
            "source": manifest.id, "state": manifest.state, "subdivision": manifest.subdivision,
            "publisher": manifest.publisher, "languages": list(manifest.languages), "licence": manifest.licence,
            "terms": manifest.terms, "cadence": manifest.cadence, "laws": len(manifest.laws),
            "records": self.records, "starter": sum(law.starter for law in manifest.laws),
            "discovers": self.source.can_discover, "held": self.held,
            "last_crawl": last.started if last else None, "is_due": self.is_due,
        }  # fmt: skip

    def report(self) -> dict[str, Any]:
        """As `palermo sources status --json` prints it."""
        manifest, last, success = self.source.manifest, self.last, self.success
        failures: dict[str, list[dict[str, Any]]] = {}
        for law in self.laws.values():
            if law.failure:
                line = {"law": law.law.id, "reason": law.reason, "since": law.failing_since, "times": law.failures}
                failures.setdefault(law.failure, []).append(line)
        return {
            "source": manifest.id, "held": self.held, "listed": len(manifest.laws),
            "floor": manifest.counts.listed.floor, "is_below_floor": self.is_below_floor,
            "last_crawl": last.started if last else None, "is_complete": bool(last and last.finished),
            "last_success": success.finished if success else None, "failures": dict(sorted(failures.items())),
            "failures_of_source": last.report.get("failures_of_source", []) if last else [],
            "withdrawn": [_gone(law) for law in self.with_status(Status.WITHDRAWN)],
            "moved": [_gone(law) for law in self.with_status(Status.MOVED)],
            "unsure": [law.id for law in manifest.laws if law.unsure], "untried": list(manifest.untried),
        }  # fmt: skip


def standings(library: Path) -> Iterator[Standing]:
    """Every source as the crawls into a library left it; nothing is made where there was none."""
    folder = library / STATE_FOLDER
    if not (folder / STATE_FILE).is_file():
        yield from (Standing(source(each)) for each in source_ids())
        return
    with CrawlState(folder) as state:
        for each in source_ids():
            records = int(records_meta(library / DEPOSITS, each).get("records", 0))
            yield Standing(source(each), state.laws(each), state.last_crawl(each), state.last_success(each), records)


def _gone(law: LawState) -> dict[str, str]:
    return {"law": law.law.id, "since": law.status_since} | ({"to": law.moved_to} if law.moved_to else {})
