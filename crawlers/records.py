"""Records of laws that a database of others lists: kept apart from laws, whole or not at all, a file for each State.

They lie in a hidden folder below the deposits, which no ingest looks into: `.records/unodc-sherloc/irl.json`, and
`meta.json` beside it with whose they are and on what terms.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from crawlers.answers import Answer
from crawlers.deposits import META, write_deposit
from crawlers.failures import CrawlFailure
from crawlers.manifest import Manifest
from crawlers.report import CrawlReport, failure_line
from crawlers.state import now
from crawlers.values import File, Record, Request
from palermo.errors import DataError
from palermo.model.record import LawRecord, RecordOrigin
from palermo.model.state import states

RECORDS = ".records"
"""Below the folder of all deposits."""
_MOST_FAILURES_IN_A_ROW = 5
_DETAILS = ("adopted", "in_force", "articles", "instruments", "documents")


class RecordsFound:
    """The records that one crawl of a source gathers.

    folder: that of all deposits; most_pages: how many records' own pages are asked for in this crawl. Those that an
    earlier crawl read are not asked for again, so a large database is read page by page over several crawls.
    """

    def __init__(self, manifest: Manifest, folder: Path, most_pages: int) -> None:
        self._manifest, self._folder, self._left = manifest, folder, most_pages
        self._before = _known(folder, manifest.id)
        self._found: dict[str, LawRecord] = {}
        self._waiting: deque[str] = deque()
        self._asked = ""
        self._failures_in_a_row = 0
        self._of_no_state = 0

    @property
    def pages_open(self) -> int:
        """How many records' own pages were asked for and did not come yet: one at most."""
        return 1 if self._asked else 0

    def add(self, record: Record, answer: Answer) -> None:
        """Keep a record that a list names, or what its own page adds to it."""
        origin = RecordOrigin(
            address=answer.request.address, fetched_at=answer.fetched_at or now(),
            sha256=hashlib.sha256(answer.body).hexdigest(),
        )  # fmt: skip
        if not record.title:
            self._add_details(record, origin)
            return
        if record.state not in states():
            self._of_no_state += 1
            return
        facts = {name: getattr(record, name) for name in Record.__slots__ if name != "page"}
        found = LawRecord(**facts, listed_in=origin)
        before = self._found.get(record.key) or self._before.get(record.key)
        if before and before.details_from and (before.title, before.provision) == (found.title, found.provision):
            found = found.model_copy(update=_details_of(before) | {"details_from": before.details_from})
        if record.page and not found.details_from and record.key not in self._found:
            self._waiting.append(record.page)
        self._found[record.key] = found

    def is_page(self, asked: Request) -> bool:
        """Whether a request is for the page of one record, not for a list."""
        return asked.address == self._asked

    def next_page(self, answered: Request) -> Request | None:
        """The next record's page to ask for, after a request was answered; they are asked for one after another."""
        if answered.address == self._asked:
            self._asked = ""
        if self._asked or not self._waiting or not self._left or self._failures_in_a_row >= _MOST_FAILURES_IN_A_ROW:
            return None
        self._left -= 1
        self._asked = self._waiting.popleft()
        return Request(self._asked)

    def page_failed(self, asked: Request, failure: CrawlFailure, report: CrawlReport) -> None:
        """A record's own page could not be had or read: what the list says of it is kept."""
        report.failed.append(failure_line(failure, asked.address))
        self._failures_in_a_row += 1

    def write(self, asked_lists: int) -> int:
        """Put the records in the place of those that were there; how many there are. DepositError where that fails."""
        manifest = self._manifest
        by_state: dict[str, list[LawRecord]] = {}
        for record in self._found.values():
            by_state.setdefault(record.state, []).append(record)
        files = [
            File(f"{code.lower()}.json", _as_bytes([_as_json(one) for one in sorted(of, key=_by_title)]), "")
            for code, of in sorted(by_state.items())
        ]
        meta = {
            "kind": "records", "source": manifest.id, "source_version": manifest.version,
            "publisher": manifest.publisher, "licence": manifest.licence, "terms": manifest.terms,
            "written_at": now(), "records": len(self._found), "states": len(by_state),
            "with_details": sum(1 for record in self._found.values() if record.details_from),
            "of_no_state": self._of_no_state, "pages_of_lists": asked_lists,
            "sha256": {file.name: hashlib.sha256(file.content).hexdigest() for file in files},
        }  # fmt: skip
        write_deposit(self._folder, f"{RECORDS}/{manifest.id}", meta, files)
        return len(self._found)

    def _add_details(self, record: Record, origin: RecordOrigin) -> None:
        self._failures_in_a_row = 0
        listed = self._found.get(record.key)
        if listed is not None:
            more = _details_of(record) | {"details_from": origin}
            self._found[record.key] = LawRecord.model_validate({**listed.model_dump(), **more})


def read_records(deposits: Path, source_id: str, state: str | None = None) -> Iterator[LawRecord]:
    """The records that crawls of a source left, of all States or of one; none where it was never crawled.

    DataError names the file that is damaged.
    """
    folder = deposits / RECORDS / source_id
    files = sorted(folder.glob("*.json")) if state is None else [folder / f"{state.lower()}.json"]
    for file in files:
        if file.name == META or not file.is_file():
            continue
        try:
            yield from [LawRecord.model_validate(one) for one in json.loads(file.read_bytes())]
        except (OSError, ValueError, ValidationError) as error:
            raise DataError(f"{file}: the records cannot be read: crawl {source_id} again ({error})") from error


def records_meta(deposits: Path, source_id: str) -> dict[str, Any]:
    """What is known of the records of a source as a whole; empty where there are none."""
    file = deposits / RECORDS / source_id / META
    return dict(json.loads(file.read_bytes())) if file.is_file() else {}


def _known(folder: Path, source_id: str) -> dict[str, LawRecord]:
    """What earlier crawls left; nothing where it is damaged, so that everything is read anew."""
    try:
        return {record.key: record for record in read_records(folder, source_id)}
    except DataError:
        return {}


def _details_of(record: Record | LawRecord) -> dict[str, Any]:
    return {name: value for name in _DETAILS if (value := getattr(record, name))}


def _as_json(record: LawRecord) -> dict[str, Any]:
    return record.model_dump(mode="json", exclude_defaults=True)


def _as_bytes(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def _by_title(record: LawRecord) -> tuple[str, str]:
    return record.title.casefold(), record.key
