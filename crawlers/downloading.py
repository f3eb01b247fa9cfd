"""The download handler: Scrapy's own, with names looked up so that no private network can be reached."""

from __future__ import annotations

import aiohttp
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.crawler import Crawler

from crawlers.safety import PublicResolver


class GuardedDownloadHandler(AiohttpDownloadHandler):
    """Connects to public addresses only (crawlers/safety.py)."""

    lazy = True  # one for http is only made where an address asks for it
    experimental = False  # Scrapy says so of every handler without a reactor; ours is pinned and tested

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        connector = self._session.connector
        if not isinstance(connector, aiohttp.TCPConnector):
            raise TypeError("Scrapy's handler has no TCP connector any more: crawlers/downloading.py has to follow it")
        connector._resolver = PublicResolver()
