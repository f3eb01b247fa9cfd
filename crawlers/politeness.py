"""Politeness: robots.txt with its crawl delay, and patience with sites that are busy."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request, Response
from scrapy.utils.httpobj import urlparse_cached

from crawlers.failures import Forbidden
from crawlers.safety import NotAsked
from crawlers.settings import ROBOTS_NAME

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser

_LONGEST_WAIT = 300.0
"""Seconds that a request waits when a site asks for patience; if it asks for more, the next crawl tries again."""


class ObeyRobots(RobotsTxtMiddleware):
    """Obeys robots.txt as RFC 9309 says, and notes at each request what allowed it.

    Scrapy's own takes a robots.txt that cannot be had for one that allows everything. The standard says so only of
    those that are not there (status 4xx); where the site fails, nothing may be asked.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._decisions: dict[str, str] = {}

    async def process_request(self, request: Request, spider: Any = None) -> None:
        """NotAsked with Forbidden where robots.txt does not allow the address."""
        host = urlparse_cached(request).netloc
        if request.meta.get("dont_obey_robotstxt"):
            return
        try:
            await super().process_request(request)
        except NotAsked:
            raise
        except IgnoreRequest as error:
            reason = self._decisions.get(host, "the site's robots.txt does not allow it")
            raise NotAsked(Forbidden(request.url, reason.replace("allowed by", "not allowed by"))) from error
        if self._decisions.get(host, "").startswith("unknown"):
            raise NotAsked(Forbidden(request.url, self._decisions[host]))
        request.meta["robots"] = self._decisions.get(host, "")

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            self._decisions[netloc] = f"unknown: the site answers {response.status} for its robots.txt"
            response = response.replace(body=b"User-agent: *\nDisallow: /")
        elif response.status >= 400:
            self._decisions[netloc] = f"allowed by having no robots.txt (status {response.status})"
            response = response.replace(body=b"")
        else:
            self._decisions[netloc] = "allowed by robots.txt"
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, IgnoreRequest):
            self._decisions[netloc] = "allowed: its robots.txt leads away from the site"
        else:
            self._decisions[netloc] = f"unknown: robots.txt cannot be had ({type(exc).__name__}: {exc})"
        super()._robots_error(exc, netloc)


class CrawlDelay:
    """Applies the Crawl-delay of robots.txt, which Scrapy reads and then leaves alone."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self.robots_parsed, signal=signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy for each crawl."""
        return cls(crawler)

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """From now on wait as long as the site asks for, where that is longer than the manifest says."""
        asked = robotparser.crawl_delay(ROBOTS_NAME) or 0.0
        downloader = self._crawler.engine.downloader
        delay = max(asked, downloader._delay)
        downloader._delay = delay
        for slot in downloader.slots.values():
            slot.delay = max(slot.delay, delay)
        throttle = self._crawler.get_extension(AutoThrottle)
        if throttle is not None:  # it makes delays longer and shorter, but never shorter than that
            throttle.mindelay = max(throttle.mindelay, asked)
            throttle.maxdelay = max(throttle.maxdelay, asked)


class PatientRetry(RetryMiddleware):
    """Tries again after a pause that doubles each time, or after the time that the site asks for."""

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        self._pause = settings.getfloat("PALERMO_RETRY_PAUSE")

    async def process_response(  # type: ignore[override]  # Scrapy awaits it, and its own one has nothing to wait for
        self, request: Request, response: Response, spider: Any = None
    ) -> Request | Response:
        """The answer, or the request again where the site is busy and does not ask for too much patience."""
        later = retry_after(response) if response.status in self.retry_http_codes else 0.0
        if later > _LONGEST_WAIT:
            return response
        again = super().process_response(request, response)
        if isinstance(again, Request):
            slot = self.crawler.engine.downloader.slots.get(str(request.meta.get("download_slot")))
            if slot is not None:
                slot.delay *= 2  # the other requests to this host slow down too
            await asyncio.sleep(max(later, self._pause_before(request)))
        return again

    async def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception, spider: Any = None
    ) -> Request | Response | None:
        """The request again where the connection failed; None where trying has come to its end."""
        again = super().process_exception(request, exception)
        if again is not None:
            await asyncio.sleep(self._pause_before(request))
        return again

    def _pause_before(self, request: Request) -> float:
        doubled: float = self._pause * 2 ** int(request.meta.get("retry_times", 0))
        return min(_LONGEST_WAIT, doubled)


def retry_after(response: Response) -> float:
    """The seconds that a site asks to wait (RFC 9110, Retry-After: seconds or a date); 0 where it does not."""
    words = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if words.isdigit():
        return float(words)
    try:
        moment = parsedate_to_datetime(words)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
