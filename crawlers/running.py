"""Crawls run: several sources side by side, each on its own terms, until they are done or somebody stops them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings

from crawlers.crawl import Crawl
from crawlers.report import CrawlReport
from crawlers.scope import Scope
from crawlers.settings import CrawlSettings, scrapy_settings
from crawlers.source import Source
from crawlers.spider import LawSpider
from crawlers.state import CrawlState
from palermo.errors import UsageError


def run_crawls(
    sources: Sequence[Source], scope: Scope, state: CrawlState, deposits: Path, *,
    progress: Callable[[int, int, str], None] | None = None, pause: float | None = None,
    more_settings: dict[str, Any] | None = None,
) -> list[CrawlReport]:  # fmt: skip
    """Crawl the sources into a folder of deposits; a report each, in their order.

    progress: called with laws done, laws known of (in all sources) and a name; pause, more_settings: another pause
    between requests, and settings of Scrapy, for tests. Ctrl-C ends the crawl in good order: what was fetched is
    kept, and the next crawl goes on there.
    """
    # Scrapy's own words are for its programmers: what a person has to know stands in the reports.
    logging.getLogger("scrapy").addHandler(logging.NullHandler())
    total = _Total(progress)
    crawls = [Crawl(source, scope, state, deposits, total.of(source.manifest.id)) for source in sources]
    errors = asyncio.run(_run(crawls, _settings(), pause, more_settings or {}))
    reports = [crawl.finish() for crawl in crawls]
    if errors:
        raise errors[0]
    return reports


async def _run(
    crawls: Sequence[Crawl], settings: CrawlSettings, pause: float | None, more: dict[str, Any]
) -> list[BaseException]:
    """Run the crawls, and give the errors that are no failures of a site but ours."""
    runner = AsyncCrawlerRunner({"TWISTED_REACTOR_ENABLED": False})
    gate = asyncio.Semaphore(settings.sources_at_once)
    is_stopped = asyncio.Event()

    async def run_one(crawl: Crawl) -> None:
        async with gate:
            if not is_stopped.is_set():
                chosen = scrapy_settings(crawl.source.manifest, settings, pause=pause) | more
                await runner.crawl(Crawler(LawSpider, Settings(chosen)), crawl=crawl)

    running = [asyncio.create_task(run_one(crawl)) for crawl in crawls]
    try:
        await asyncio.wait(running)
    except asyncio.CancelledError:  # Ctrl-C: the requests under way come to their end, no others are made
        is_stopped.set()
        await runner.stop()
        await asyncio.wait(running)
    return [error for task in running if (error := task.exception())]


def _settings() -> CrawlSettings:
    try:
        return CrawlSettings()
    except ValidationError as error:
        problems = "; ".join(f"PALERMO_{'_'.join(map(str, p['loc'])).upper()}: {p['msg']}" for p in error.errors())
        raise UsageError(problems) from error


class _Total:
    """Adds up the progress of crawls that run side by side."""

    def __init__(self, progress: Callable[[int, int, str], None] | None) -> None:
        self._progress = progress
        self._counts: dict[str, tuple[int, int]] = {}

    def of(self, source: str) -> Callable[[int, int, str], None]:
        """What one crawl calls."""

        def step(done: int, known: int, name: str) -> None:
            self._counts[source] = (done, known)
            if self._progress:
                counts = self._counts.values()
                self._progress(sum(one for one, _ in counts), sum(one for _, one in counts), f"{source}: {name}")

        return step
