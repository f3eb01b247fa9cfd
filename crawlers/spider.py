"""The one spider for all sources. It asks, and tells the crawl what came back."""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

import scrapy
from scrapy.exceptions import (
    CloseSpider,
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
)
from scrapy.http import Request as ScrapyRequest
from scrapy.http import Response

from crawlers.answers import Answer
from crawlers.crawl import Crawl
from crawlers.failures import (
    ChangedPage,
    CrawlFailure,
    Refused,
    TooLarge,
    TooManyRequests,
    TruncatedFile,
    Unreachable,
    UnsafeAddress,
)
from crawlers.manifest import ListedLaw
from crawlers.safety import NotAsked
from crawlers.state import Step
from crawlers.values import Fetched, Request
from palermo.errors import DepositError, PalermoError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_FOR_GOOD = frozenset((301, 308))


@dataclass
class Visit:
    """One law on its way through a crawl, or several whose requests are the same so far (an archive of many laws).

    asked: what is being asked for now; answers: those that came before it; waiting: what is asked for after it.
    steps, place: where the law was fetched before, its requests then, and which of them is being asked whether its
    answer is still the same.
    """

    laws: list[ListedLaw]
    asked: Request
    answers: list[Answer] = field(default_factory=list)
    waiting: deque[Request] = field(default_factory=deque)
    checked: int = 0
    steps: list[Step] = field(default_factory=list)
    place: int = 0


@dataclass
class FetchedLaw:
    """The item: a law, and the answers that it was read from."""

    law: ListedLaw
    fetched: Fetched
    answers: list[Answer]


class LawSpider(scrapy.Spider):
    """Fetches the laws of one source."""

    name = "laws"

    def __init__(self, crawl: Crawl, **more: Any) -> None:
        super().__init__(**more)
        self.crawl = crawl
        self._pages_of_lists = 0

    async def start(self) -> AsyncIterator[ScrapyRequest]:
        """Ask for the laws and the lists that the crawl begins with."""
        laws, lists = self.crawl.start()
        for request in self._ask_for_laws(laws):
            yield request
        for each in lists:
            yield self._ask_for_list(each)

    # Laws

    def _ask_for_laws(self, laws: list[ListedLaw]) -> Iterator[ScrapyRequest]:
        """One request for each law, or for several that begin with the same one."""
        together: dict[Request, list[ListedLaw]] = {}
        for law in laws:
            try:
                together.setdefault(self.crawl.source.request(law), []).append(law)
            except PalermoError as error:
                self._failed([law], ChangedPage(law.key, f"nothing can be asked for: {error}"))
        for request, those in together.items():
            visit = Visit(those, request, steps=self._steps_to_confirm(request, those))
            sign = self.crawl.sign_request(those[0]) if len(those) == 1 and visit.steps else None
            yield self._ask_for_sign(sign, visit) if sign else self._ask(visit)

    def _steps_to_confirm(self, request: Request, laws: list[ListedLaw]) -> list[Step]:
        """The steps of the last time, where all these laws were fetched by the same first one."""
        known = [self.crawl.known(law) for law in laws]
        firsts = {state.steps[0] if state and state.steps[0].request == request else None for state in known}
        first = firsts.pop() if len(firsts) == 1 else None
        if first is None:
            return []
        return list(known[0].steps) if len(laws) == 1 and known[0] else [first]

    def _ask(self, visit: Visit) -> ScrapyRequest:
        asked = visit.asked
        headers = dict(asked.headers) | (visit.steps[visit.place].headers if visit.steps else {})
        return ScrapyRequest(
            asked.address, self.received, method="POST" if asked.body is not None else "GET", headers=headers,
            body=asked.body or "", errback=self.not_received, cb_kwargs={"visit": visit}, dont_filter=True,
        )  # fmt: skip

    def _ask_for_sign(self, asked: Request, visit: Visit) -> ScrapyRequest:
        return ScrapyRequest(
            asked.address, self.received_sign, headers=dict(asked.headers), errback=self.sign_not_received,
            cb_kwargs={"asked": asked, "visit": visit}, dont_filter=True,
        )  # fmt: skip

    def received_sign(self, response: Response, asked: Request, visit: Visit) -> Iterator[ScrapyRequest]:
        """A page of changes: the law itself is asked for unless nothing has changed."""
        if not self.crawl.is_unchanged_by(visit.laws[0], self._answer(response, asked)):
            yield self._ask(visit)

    def sign_not_received(self, failure: Any) -> Iterator[ScrapyRequest]:
        """No page of changes came: the law itself is asked for."""
        yield self._ask(failure.request.cb_kwargs["visit"])

    def received(self, response: Response, visit: Visit) -> Iterator[ScrapyRequest | FetchedLaw]:
        """An answer on the way to one law or several."""
        answer = self._answer(response, visit.asked)
        try:
            if visit.steps:
                yield from self._confirm(visit, answer)
            else:
                yield from self._go_on(visit, answer)
        except Exception as error:
            # Nothing that a site serves may end the crawl of the others.
            reason = f"could not be dealt with ({type(error).__name__}: {error}); please report it"
            self._failed(visit.laws, ChangedPage(answer.address, reason))
        if self.crawl.should_stop:
            raise CloseSpider("too many failures")

    def _confirm(self, visit: Visit, answer: Answer) -> Iterator[ScrapyRequest | FetchedLaw]:
        """The answer to whether one of the requests of the last time still gives the same."""
        if self.crawl.is_as_before(answer, visit.steps[visit.place]):
            if answer.status != 304:
                visit.steps[visit.place] = self.crawl.step_of(answer)  # it may have got new validators
            visit.answers.append(answer)
            for law in visit.laws:
                yield from self._confirm_next(law, visit)
        elif visit.place == 0:
            yield from self._go_on(Visit(visit.laws, visit.asked), answer)
        else:
            # A later file is another one now. What came before it is not here, so the law is fetched from the start.
            first = visit.steps[0].request
            yield self._ask(Visit(visit.laws, first))

    def _confirm_next(self, law: ListedLaw, visit: Visit) -> Iterator[ScrapyRequest]:
        steps = visit.steps
        if len(visit.laws) > 1:  # only their first request was the same
            state = self.crawl.known(law)
            steps = [steps[0], *(state.steps[1:] if state else ())]
        place = visit.place + 1
        while place < len(steps) and steps[place].request.unchanging:
            place += 1
        if place == len(steps):
            self.crawl.unchanged(law, visit.answers, steps)
        else:
            yield self._ask(Visit([law], steps[place].request, list(visit.answers), steps=list(steps), place=place))

    def _go_on(self, visit: Visit, answer: Answer) -> Iterator[ScrapyRequest | FetchedLaw]:
        """The answer to a request for something new."""
        visit.answers.append(answer)
        if visit.waiting:
            visit.asked = visit.waiting.popleft()
            yield self._ask(visit)
            return
        together: dict[tuple[Request, ...], list[ListedLaw]] = {}
        for law in visit.laws:
            try:
                found = self._read(law, visit)
            except CrawlFailure as failure:
                self._failed([law], failure)
                continue
            if isinstance(found, Fetched):
                yield FetchedLaw(law, found, list(visit.answers))
            else:
                together.setdefault(tuple(found), []).append(law)
        for requests, laws in together.items():
            answers = list(visit.answers)
            yield self._ask(Visit(laws, requests[0], answers, deque(requests[1:]), checked=len(answers)))

    def _read(self, law: ListedLaw, visit: Visit) -> Fetched | list[Request]:
        """The law, or what is to be asked for next."""
        answers = visit.answers
        found = self.crawl.source.read(answers, law, checked=visit.checked)
        if isinstance(found, Fetched):
            return found
        most = self.crawl.source.manifest.limits.requests_for_a_law
        if not found:
            raise ChangedPage(answers[-1].address, "the source's parse gives neither a law nor what to ask for next")
        if len(answers) + len(found) > most:
            reason = f"the law needs more than the {most} requests that the manifest allows"
            raise TooManyRequests(answers[-1].address, reason)
        return found

    def not_received(self, failure: Any) -> None:
        """No answer came."""
        request = failure.request
        found = failure_of(failure.value, request.url)
        self._failed(request.cb_kwargs["visit"].laws, found)
        if self.crawl.should_stop:
            raise CloseSpider("too many failures")

    def _failed(self, laws: list[ListedLaw], failure: CrawlFailure) -> None:
        for law in laws:
            self.crawl.failed(law, failure)

    # Lists

    def _ask_for_list(self, asked: Request) -> ScrapyRequest:
        return ScrapyRequest(
            asked.address, self.received_list, method="POST" if asked.body is not None else "GET",
            headers=dict(asked.headers), body=asked.body or "", errback=self.list_not_received,
            cb_kwargs={"asked": asked}, dont_filter=True,
        )  # fmt: skip

    def received_list(self, response: Response, asked: Request) -> Iterator[ScrapyRequest]:
        """A page of a list: ask for the laws it names, and for its further pages."""
        answer = self._answer(response, asked)
        self._pages_of_lists += 1
        try:
            laws, lists = self.crawl.found(self.crawl.source.discover(answer), answer)
        except CrawlFailure as failure:
            yield from map(self._ask_for_list, self.crawl.list_failed(failure, asked))
            return
        yield from self._ask_for_laws(laws)
        most = self.crawl.source.manifest.limits.pages_of_lists
        waiting = deque(lists)
        while waiting:
            each = waiting.popleft()
            if self._pages_of_lists + len(lists) > most:
                reason = f"its lists have more than the {most} pages that the manifest allows"
                waiting.extend(self.crawl.list_failed(TooManyRequests(each.address, reason), each))
            else:
                yield self._ask_for_list(each)

    def list_not_received(self, failure: Any) -> Iterator[ScrapyRequest]:
        """No answer came for a page of a list."""
        request = failure.request
        found = failure_of(failure.value, request.url)
        yield from map(self._ask_for_list, self.crawl.list_failed(found, request.cb_kwargs["asked"]))

    def _answer(self, response: Response, asked: Request) -> Answer:
        self.crawl.report.requests += 1
        meta = response.meta
        reasons = meta.get("redirect_reasons", [])
        headers = response.headers.items()
        return Answer(
            request=asked, address=response.url, body=response.body, status=response.status,
            headers={name.decode("latin-1").casefold(): b", ".join(those).decode("latin-1") for name, those in headers},
            redirects=tuple(meta.get("redirect_urls", ())),
            permanent=bool(reasons) and all(one in _FOR_GOOD for one in reasons),
            encoding=self.crawl.source.manifest.encoding, fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
            robots=meta.get("robots", ""),
        )  # fmt: skip


class Depositing:
    """The item pipeline: each law that was fetched becomes a deposit."""

    def __init__(self, crawl: Crawl) -> None:
        self._crawl = crawl

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy for each crawl."""
        return cls(crawler.spider.crawl)  # type: ignore[union-attr]

    async def process_item(self, item: FetchedLaw) -> FetchedLaw:
        """Write the deposit; where the disk refuses, the law has failed."""
        try:
            await self._crawl.fetched(item.law, item.fetched, item.answers)
        except DepositError as error:
            self._crawl.failed(item.law, CrawlFailure(error.place, error.reason))
        return item


def failure_of(error: BaseException, address: str) -> CrawlFailure:
    """The named failure that an error of the download is."""
    words = " ".join(str(error).split())[:300]
    match error:
        case CrawlFailure():
            return error
        case NotAsked():
            return error.failure
        case ResponseDataLossError():
            return TruncatedFile(address, "the site broke off before the end of the answer")
        case DownloadCancelledError():
            return TooLarge(address, "the answer is larger than the manifest allows")
        case DownloadTimeoutError():
            return Unreachable(address, "the site did not answer in time")
        case IgnoreRequest() if "DOWNLOAD_MAXSIZE" in words:
            return TooLarge(address, "the answer unpacks to more than the manifest allows")
        case IgnoreRequest():
            return Refused(address, words or "it was not asked for")
        case NotSupported():
            return UnsafeAddress(address, "only http and https are fetched")
        case OSError() | EOFError() | zlib.error():
            return TruncatedFile(address, f"the packed answer is damaged: {words}")
        case _:
            return Unreachable(address, f"no answer: {words or type(error).__name__}")
