"""What is known of each law of a source from earlier crawls: where it was, what it was, and how the last look went.

One small SQLite file for all sources. A row is written whole when a law is done, so a crawl that is ended at any
moment has lost nothing but the law it was at.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from crawlers.manifest import ListedLaw
from crawlers.values import Request
from palermo.errors import CatalogueError, UsageError

STATE_FOLDER = "crawl"
"""Within the folder of a library."""
STATE_FILE = "crawl.sqlite"
_VERSION = 1
_CONTINUED_FOR = timedelta(hours=24)
"""A crawl that was interrupted is continued within a day; later everything is asked again."""
_SCHEMA = """
CREATE TABLE laws (source TEXT, law TEXT, facts TEXT NOT NULL, PRIMARY KEY (source, law)) WITHOUT ROWID;
CREATE TABLE crawls (id INTEGER PRIMARY KEY, source TEXT NOT NULL, scope TEXT NOT NULL, started TEXT NOT NULL,
                     finished TEXT, report TEXT);
CREATE INDEX crawls_source ON crawls (source, id);
"""


class Status(StrEnum):
    """Whether the site still has a law."""

    HELD = "held"
    MOVED = "moved"
    """It has another address now, and was fetched from there."""
    WITHDRAWN = "withdrawn"
    """The site says that there is no such law any more. What was fetched is kept."""


@dataclass(frozen=True)
class Step:
    """One request that a law took, with what tells whether its answer is still the same."""

    request: Request
    sha256: str
    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The headers that make the request a conditional one."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class LawState:
    """A law of a source as the crawls left it. Times are in UTC, ISO 8601."""

    law: ListedLaw
    steps: tuple[Step, ...] = ()
    """All requests that the deposit came from; empty where the law was never fetched."""
    deposit: str = ""
    """The deposit's folder below that of all deposits, such as `gbr/bribery-act-2010`."""
    described: str = ""
    """Hash of what manifest and functions said of the law when it was fetched."""
    substance: str = ""
    """Hash of the deposit's files without what is noise."""
    status: Status = Status.HELD
    status_since: str = ""
    moved_to: str = ""
    first_fetched: str = ""
    last_checked: str = ""
    last_changed: str = ""
    looked_at: str = ""
    """When the law itself was asked for; a look at its sign alone leaves this as it is."""
    sign: str = ""
    """What the site's page of changes said then."""
    failure: str = ""
    """The name of the failure that the last look ended in; empty where it went well."""
    reason: str = ""
    failing_since: str = ""
    failures: int = 0
    """How many looks in a row ended in a failure."""
    to_take_in: bool = False
    """Whether the deposit was written and is not in the catalogue yet."""

    @property
    def is_fetched(self) -> bool:
        """Whether there is a deposit of it."""
        return bool(self.steps)

    def failed(self, failure: str, reason: str, now: str) -> LawState:
        """The state after a look that ended in a failure."""
        since = self.failing_since if self.failure else now
        return replace(self, failure=failure, reason=reason, failing_since=since, failures=self.failures + 1,
                       last_checked=now)  # fmt: skip

    def taken_in(self) -> LawState:
        """The state once the deposit is in the catalogue."""
        return replace(self, to_take_in=False)

    def well(self, now: str, **changes: Any) -> LawState:
        """The state after a look that went well."""
        return replace(self, failure="", reason="", failing_since="", failures=0, last_checked=now, **changes)


@dataclass(frozen=True)
class CrawlRecord:
    """One crawl of a source, as it is written down."""

    id: int
    source: str
    scope: str
    started: str
    finished: str | None = None
    report: dict[str, Any] = field(default_factory=dict)


class CrawlState:
    """The state of all sources, in a folder. Use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        """Open it, or make it. CatalogueError where the file cannot be opened, or is of a newer Palermo."""
        self.file = folder / STATE_FILE
        self._held: dict[str, sqlite3.Connection] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self.file, timeout=30, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            # Safe when Palermo is killed. A loss of power may cost the last laws, which are then fetched again.
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            raise CatalogueError(f"{self.file}: the state of the crawls cannot be opened: {error}") from error

    def _prepare(self) -> None:
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise CatalogueError(f"{self.file} was written by a newer Palermo: update this one")
        if version == 0:
            self._connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")

    def __enter__(self) -> CrawlState:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back, and the sources that were held."""
        for held in self._held.values():
            held.close()
        self._held.clear()
        self._connection.close()

    def hold(self, source: str) -> None:
        """Keep others from crawling a source until this is closed, or the process ends in whatever way.

        UsageError where another crawl holds it.
        """
        if source in self._held:
            return
        # A lock of SQLite's on a file of its own: it works on every system, and never outlives its process.
        lock = sqlite3.connect(self.file.with_name(f"{source}.lock"), timeout=0, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            lock.close()
            raise UsageError(f"{source} is being crawled by another process: wait for its end") from error
        self._held[source] = lock

    def laws(self, source: str) -> dict[str, LawState]:
        """All laws of a source that a crawl has looked at, by id."""
        rows = self._connection.execute("SELECT law, facts FROM laws WHERE source = ? ORDER BY law", (source,))
        return {law: _law_state(json.loads(facts)) for law, facts in rows}

    def put(self, source: str, state: LawState) -> None:
        """Keep what is known of a law now."""
        self._connection.execute(
            "INSERT INTO laws VALUES (?, ?, ?) ON CONFLICT (source, law) DO UPDATE SET facts = excluded.facts",
            (source, state.law.id, json.dumps(_as_json(state), ensure_ascii=False)),
        )

    def sources(self) -> list[str]:
        """The ids of the sources that were ever crawled."""
        return [row[0] for row in self._connection.execute("SELECT DISTINCT source FROM crawls ORDER BY source")]

    def begin(self, source: str, scope: str) -> CrawlRecord:
        """Write down that a crawl begins; the one before where that was interrupted with the same scope."""
        last = self.last_crawl(source)
        if last and last.finished is None and last.scope == scope and _age(last.started) < _CONTINUED_FOR:
            return last
        started = now()
        with closing(self._connection.cursor()) as cursor:
            cursor.execute("INSERT INTO crawls (source, scope, started) VALUES (?, ?, ?)", (source, scope, started))
            return CrawlRecord(int(cursor.lastrowid or 0), source, scope, started)

    def finish(self, crawl: CrawlRecord, report: dict[str, Any], *, is_complete: bool) -> None:
        """Write down how a crawl ended; where it is not complete, the next one goes on with it."""
        self._connection.execute(
            "UPDATE crawls SET finished = ?, report = ? WHERE id = ?",
            (now() if is_complete else None, json.dumps(report, ensure_ascii=False), crawl.id),
        )

    def last_crawl(self, source: str) -> CrawlRecord | None:
        """The latest crawl of a source, finished or not."""
        return next(self._crawls("WHERE source = ? ORDER BY id DESC LIMIT 1", source), None)

    def last_success(self, source: str) -> CrawlRecord | None:
        """The latest crawl of a source that came to its end without a failure of the source itself."""
        found = self._crawls("WHERE source = ? AND finished IS NOT NULL ORDER BY id DESC", source)
        return next((one for one in found if not one.report.get("failures_of_source")), None)

    def _crawls(self, condition: str, source: str) -> Iterator[CrawlRecord]:
        query = f"SELECT id, source, scope, started, finished, report FROM crawls {condition}"  # noqa: S608
        for row in self._connection.execute(query, (source,)):
            id_, source_id, scope, started, finished, report = row
            yield CrawlRecord(id_, source_id, scope, started, finished, json.loads(report or "{}"))


def now() -> str:
    """This moment in UTC, so that texts sort as times do."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _age(moment: str) -> timedelta:
    return datetime.now(UTC) - datetime.fromisoformat(moment)


def _as_json(state: LawState) -> dict[str, Any]:
    facts = asdict(replace(state, law=None, steps=()))  # type: ignore[arg-type]  # both follow in a form of their own
    facts["law"] = state.law.model_dump(mode="json", exclude_defaults=True)
    facts["steps"] = [asdict(step) for step in state.steps]
    return facts


def _law_state(facts: dict[str, Any]) -> LawState:
    # Not validated again: a theme that a law was listed under may have gone since.
    listed = facts.pop("law")
    law = ListedLaw.model_construct(**{**listed, "subjects": tuple(listed.get("subjects", ()))})
    steps = tuple(_step(step) for step in facts.pop("steps"))
    return LawState(**{**facts, "law": law, "steps": steps, "status": Status(facts["status"])})


def _step(facts: dict[str, Any]) -> Step:
    asked = facts.pop("request")
    headers = tuple((name, value) for name, value in asked.pop("headers"))
    return Step(Request(**asked, headers=headers), **facts)
