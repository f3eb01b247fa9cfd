"""The crawl of one source: which laws to ask for, what came of each, and what that means for the source as a whole.

It knows no network: the spider asks, and tells it what came back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawlers.answers import Answer
from crawlers.deposits import (
    META,
    description_hash,
    facts_of,
    folder_of,
    hash_without_noise,
    provenance_of,
    tidy,
    write_deposit,
)
from crawlers.failures import AboveCeiling, BelowFloor, CrawlFailure, GaveUp, MissingLaw
from crawlers.manifest import ListedLaw
from crawlers.records import RecordsFound
from crawlers.report import CrawlReport, failure_line
from crawlers.scope import Scope
from crawlers.source import Source
from crawlers.state import CrawlState, LawState, Status, Step, now
from crawlers.values import Fetched, Found, Record, Request

SIGN_BELIEVED_FOR = timedelta(days=30)
"""For so long a page of changes that says nothing new stands for the law; then the law itself is looked at."""
MOST_FAILURES_IN_A_ROW = 5
"""After so many laws that could not be had, one after another, the source is left in peace."""
Progress = Callable[[int, int, str], None]


class Crawl:
    """A crawl of one source into a folder of deposits.

    state: what earlier crawls left; deposits: the folder of all deposits; progress: called with laws done, laws known
    of, and a name. UsageError where the scope makes no sense for the source, or another process crawls it.
    """

    def __init__(
        self, source: Source, scope: Scope, state: CrawlState, deposits: Path, progress: Progress | None = None
    ) -> None:
        self.source, self.scope = source, scope
        self.report = CrawlReport(source.manifest.id)
        self._state, self._deposits, self._progress = state, deposits, progress
        self._listed, self._lists = scope.listed(source), scope.lists(source)
        state.hold(source.manifest.id)
        tidy(deposits)
        self._known = state.laws(source.manifest.id)
        self._record = state.begin(source.manifest.id, str(scope))
        self._asked: dict[str, ListedLaw] = {}
        self._open: set[str] = set()
        self._lists_open = 0
        self._is_started = False
        self._discovered: set[str] = set()
        self._signs: dict[str, str] = {}
        self._records = self._records_found()
        self._gone: dict[str, MissingLaw] = {}
        self._failures_in_a_row = 0

    # What to ask for

    def start(self) -> tuple[list[ListedLaw], list[Request]]:
        """The listed laws and the lists to begin with. Laws that an interrupted crawl has done are left out."""
        self._is_started = True
        self._lists_open = len(self._lists)
        return self._taken(self._listed), self._lists

    def found(self, found: Iterable[Found | Record | Request], answer: Answer) -> tuple[list[ListedLaw], list[Request]]:
        """What the answer to a list gave, as laws and further lists to ask for; it is done itself with that. Records
        are kept.

        AboveCeiling where there are more laws than a sound list has.
        """
        laws: list[ListedLaw] = []
        lists: list[Request] = []
        uses_search = bool(self.scope.words) and "find" in self.source.manifest.addresses
        for each in found:
            if isinstance(each, Request):
                lists.append(each)
                continue
            self._discovered.add(each.key)
            self._check_ceiling()
            if isinstance(each, Record):
                if self._records:
                    self._records.add(each, answer)
            elif uses_search or self.scope.has_words(each.title):
                laws.append(self.source.law_of(each))
        lists += self._next_page_of_records(answer.request)
        self._lists_open += len(lists) - 1
        return self._taken(laws), lists

    def list_failed(self, failure: CrawlFailure, asked: Request) -> list[Request]:
        """A list, a page of one, or the page of a record could not be had or read; what to ask for instead."""
        if self._records and self._records.is_page(asked):
            self._records.page_failed(asked, failure, self.report)
        else:
            self.report.failures_of_source.append(failure_line(failure))
        following = self._next_page_of_records(asked)
        self._lists_open += len(following) - 1
        return following

    def known(self, law: ListedLaw) -> LawState | None:
        """What an earlier crawl left of a law, if it may be asked whether that is still so: the manifest says the
        same of it, and the deposit is there."""
        state = self._known.get(law.id)
        if state is None or not state.is_fetched or state.described != description_hash(self.source.manifest, law):
            return None
        return state if (self._deposits / state.deposit / META).is_file() else None

    def sign_request(self, law: ListedLaw) -> Request | None:
        """What to ask for first, to see whether a law may have changed; None where asking for the law itself is as
        cheap, because the site can say that it was not modified."""
        state = self.known(law)
        if state is None or state.status is not Status.HELD or any(step.headers for step in state.steps):
            return None
        return self.source.sign_request(law)

    def is_unchanged_by(self, law: ListedLaw, answer: Answer) -> bool:
        """Whether the page of changes says that a law is as it was; it is done then. What the page says is kept until
        the law itself was looked at."""
        try:
            sign = self.source.sign_of(answer, law)
        except CrawlFailure:
            return False  # it only spares a look at the law
        state = self._known[law.id]
        looked = datetime.fromisoformat(state.looked_at) if state.looked_at else datetime.min.replace(tzinfo=UTC)
        if sign == state.sign and datetime.now(UTC) - looked < SIGN_BELIEVED_FOR:
            self.report.unchanged.append(law.id)
            self._keep(state.well(now()))
            return True
        self._signs[law.id] = sign
        return False

    def is_as_before(self, answer: Answer, step: Step) -> bool:
        """Whether an answer is what it was when the law was fetched."""
        if answer.status == 304:
            return True
        return answer.status == 200 and self.hash_of(answer.body) == step.sha256

    def hash_of(self, *contents: bytes) -> str:
        """A hash of bytes without what the manifest calls noise."""
        return hash_without_noise(contents, self.source.manifest.noise)

    # What came of a law

    def unchanged(self, law: ListedLaw, answers: Sequence[Answer], steps: Sequence[Step]) -> None:
        """A law is as it was. answers: those that said so; steps: its requests, with the latest validators."""
        state = self._known[law.id]
        self.report.unchanged.append(law.id)
        self._keep(replace(self._with_place(state, answers), steps=tuple(steps), **self._looked(law)).well(now()))

    async def fetched(self, law: ListedLaw, fetched: Fetched, answers: Sequence[Answer]) -> None:
        """A law was fetched: write its deposit, unless it is the same after all. DepositError where that fails.

        Other laws are fetched and written while the disk is at work; this one is done when its deposit is safe.
        """
        manifest = self.source.manifest
        state = self._known.get(law.id) or LawState(law)
        substance = self.hash_of(*(file.content for file in fetched.files))
        described = description_hash(manifest, law)
        steps = tuple(self.step_of(answer) for answer in answers)
        moment = now()
        if self.known(law) and substance == state.substance and described == state.described:
            self.report.unchanged.append(law.id)
            self._keep(replace(self._with_place(state, answers), steps=steps, **self._looked(law)).well(moment))
            return
        folder = folder_of(manifest, law)
        meta = facts_of(fetched, law, manifest) | provenance_of(fetched, answers, manifest)
        await asyncio.to_thread(write_deposit, self._deposits, folder, meta, fetched.files)
        (self.report.changed if state.is_fetched else self.report.new).append(law.id)
        state = self._with_place(state, answers)
        self._keep(
            state.well(
                moment, law=law, steps=steps, deposit=folder, described=described, substance=substance,
                first_fetched=state.first_fetched or moment, last_changed=moment, to_take_in=True,
                **self._looked(law),
            )
        )  # fmt: skip

    def failed(self, law: ListedLaw, failure: CrawlFailure) -> None:
        """A law could not be had. What is held of it is kept."""
        state = self._known.get(law.id) or LawState(law)
        if isinstance(failure, MissingLaw) and state.is_fetched:
            self._gone[law.id] = failure  # whether that is believed is decided at the end
            self._done(law.id)
            return
        self.report.failed.append(failure_line(failure, law.id))
        self._keep(state.failed(failure.name, failure.reason, now()))
        self._failures_in_a_row += 1

    @property
    def should_stop(self) -> bool:
        """Whether so much fails that the source is better left in peace."""
        return self._failures_in_a_row >= MOST_FAILURES_IN_A_ROW

    def step_of(self, answer: Answer) -> Step:
        """A request with what its answer is known again by."""
        headers = answer.headers
        return Step(answer.request, self.hash_of(answer.body), headers.get("etag"), headers.get("last-modified"))

    # The end

    def finish(self) -> CrawlReport:
        """Decide what cannot be decided law by law, write the crawl down, and give its report."""
        report = self.report
        report.discovered = len(self._discovered)
        report.is_complete = self._is_started and not self._open and self._lists_open <= 0
        if self.should_stop and self._open:
            self._fail(GaveUp, f"{MOST_FAILURES_IN_A_ROW} laws failed one after another; the others were left out")
        if report.is_complete:
            self._settle_what_is_gone()
            self._check_floors()
        self._write_records()
        self._state.finish(self._record, report.as_json(), is_complete=report.is_complete)
        return report

    def _settle_what_is_gone(self) -> None:
        """Flag the laws that the site says it has not any more, unless they are too many to believe it."""
        manifest = self.source.manifest
        listed = {law.id for law in manifest.laws}
        before = {law for law in listed if law in self._known and self._known[law].status is Status.WITHDRAWN}
        missing = (before | set(self._gone)) & listed
        too_many = len(missing) > len(listed) - manifest.counts.listed.floor
        too_many = too_many or 1 < len(self._asked) == len(self._gone)
        for law_id, failure in self._gone.items():
            state = self._known[law_id]
            if too_many:
                self.report.failed.append(failure_line(failure, law_id))
                self._keep(state.failed(failure.name, failure.reason, now()))
            elif state.status is not Status.WITHDRAWN:
                self.report.withdrawn.append(law_id)
                self._keep(state.well(now(), status=Status.WITHDRAWN, status_since=now()))
            else:
                self.report.unchanged.append(law_id)
                self._keep(state.well(now()))
        if too_many and self._gone:
            self._fail(BelowFloor, f"{len(self._gone)} laws are missing at once; what is held of them is kept")

    def _check_floors(self) -> None:
        counts = self.source.manifest.counts
        if self.scope.is_whole:
            held = [law for law in self.source.manifest.laws if self._is_held(law)]
            if len(held) < counts.listed.floor:
                self._fail(BelowFloor, f"{len(held)} of its laws are held, the floor is {counts.listed.floor}")
        limited = self.scope.limit and not self._records  # of records, the limit is one of pages
        floor = counts.discovered.floor if counts.discovered and not limited else 0
        if (self.scope.everything or self._records) and len(self._discovered) < floor:
            found = f"its lists name {len(self._discovered)} laws, the floor is {floor}"
            self._fail(BelowFloor, f"{found}: a list may be built in another way now")

    def _records_found(self) -> RecordsFound | None:
        manifest = self.source.manifest
        if not manifest.records:
            return None
        most = manifest.limits.pages_of_records
        return RecordsFound(manifest, self._deposits, most if self.scope.limit is None else self.scope.limit)

    def _next_page_of_records(self, answered: Request) -> list[Request]:
        page = self._records.next_page(answered) if self._records else None
        return [page] if page else []

    def _write_records(self) -> None:
        """Write the records down where every list was read and the source is sound; pages of records may be left."""
        if not self._records or not self._is_started or self.report.failures_of_source:
            return
        counts = self.source.manifest.counts.discovered
        is_sound = counts is not None and len(self._discovered) >= counts.floor
        if is_sound and self._lists_open <= self._records.pages_open:
            self.report.records = self._records.write(self.report.requests)

    def _is_held(self, law: ListedLaw) -> bool:
        state = self._known.get(law.id)
        return state is not None and state.is_fetched and state.status is not Status.WITHDRAWN

    def _check_ceiling(self) -> None:
        counts = self.source.manifest.counts.discovered
        if counts and len(self._discovered) > counts.ceiling:
            raise AboveCeiling(
                self.source.manifest.id, f"its lists name more than {counts.ceiling} laws: a list is read wrongly"
            )

    def _fail(self, kind: type[CrawlFailure], reason: str) -> None:
        self.report.failures_of_source.append(failure_line(kind(self.source.manifest.id, reason)))

    def _taken(self, laws: Iterable[ListedLaw]) -> list[ListedLaw]:
        """Those that are new to this crawl, up to its limit."""
        taken = []
        for law in laws:
            if law.id in self._asked or (self.scope.limit is not None and len(self._asked) >= self.scope.limit):
                continue
            self._asked[law.id] = law
            state = self._known.get(law.id)
            if state is None or state.last_checked < self._record.started or state.failure:
                self._open.add(law.id)
                taken.append(law)
        return taken

    def _looked(self, law: ListedLaw) -> dict[str, Any]:
        """That the law itself was looked at, and what its page of changes said before that."""
        return {"looked_at": now(), "sign": self._signs.pop(law.id, "")}

    def _with_place(self, state: LawState, answers: Sequence[Answer]) -> LawState:
        """The state with whether the law has moved, by the first of its answers."""
        if not answers:
            return state
        first = answers[0]
        has_moved = first.permanent and _bare(first.address) != _bare(first.request.address)
        status, moved_to = (Status.MOVED, first.address) if has_moved else (Status.HELD, "")
        if (status, moved_to) == (state.status, state.moved_to):
            return state
        if has_moved:
            self.report.moved.append(state.law.id)
        return replace(state, status=status, moved_to=moved_to, status_since=now())

    def _keep(self, state: LawState) -> None:
        self._known[state.law.id] = state
        self._state.put(self.source.manifest.id, state)
        if not state.failure:
            self._failures_in_a_row = 0
        self._done(state.law.id)

    def _done(self, law_id: str) -> None:
        self._open.discard(law_id)
        if self._progress:
            self._progress(len(self._asked) - len(self._open), len(self._asked), law_id)


def _bare(address: str) -> str:
    """An address without what may differ although it is the same place: http or https, a slash at the end."""
    return address.partition("://")[2].rstrip("/")
