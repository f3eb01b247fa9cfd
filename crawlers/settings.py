"""How Scrapy is set up for every source: politely, carefully, and without a reactor of its own."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from crawlers.manifest import Manifest

ROBOTS_NAME = "Palermo"
"""The name by which a site's robots.txt may speak to us."""


class CrawlSettings(BaseSettings):
    """What may differ between those who crawl. Read anew each time it is made."""

    model_config = SettingsConfigDict(env_prefix="PALERMO_")

    contact: str | None = Field(default=None, max_length=200, pattern=r"^[\x20-\x7e]*$")
    """An address (mail or web) in the user agent, where a site's keeper can say that something is wrong."""

    sources_at_once: int = Field(default=4, ge=1, le=32)
    """How many sources are crawled side by side; each is asked as slowly as its manifest says all the same."""

    def user_agent(self) -> str:
        """Who asks: `Palermo/0.1.0 (+https://example.org)`."""
        palermo = f"{ROBOTS_NAME}/{version('palermo')}"
        return f"{palermo} (+{self.contact})" if self.contact else palermo


def scrapy_settings(manifest: Manifest, settings: CrawlSettings, *, pause: float | None = None) -> dict[str, Any]:
    """The settings for one source. pause: seconds between requests instead of the manifest's, for tests."""
    limits = manifest.limits
    delay = limits.seconds_between_requests if pause is None else pause
    largest = limits.largest_file_mb * 2**20
    return {
        # One asyncio loop of our own, so that several sources can be crawled side by side and one after another.
        "TWISTED_REACTOR_ENABLED": False,
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "crawlers.downloading.GuardedDownloadHandler")
        | dict.fromkeys(("file", "data", "ftp", "s3")),
        "DOWNLOADER_MIDDLEWARES": {
            "crawlers.safety.OnlyNamedHosts": 40,
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # it drops what it refuses without a word
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "crawlers.politeness.ObeyRobots": 100,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "crawlers.politeness.PatientRetry": 550,
        },
        "EXTENSIONS": {"crawlers.politeness.CrawlDelay": 0},
        "ITEM_PIPELINES": {"crawlers.spider.Depositing": 0},
        # Who we are, and what we obey.
        "USER_AGENT": settings.user_agent(),
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": ROBOTS_NAME,
        "DEFAULT_REQUEST_HEADERS": {"Accept": "*/*", "Accept-Language": ", ".join((*manifest.languages, "*;q=0.5"))},
        "REFERRER_POLICY": "scrapy.spidermiddlewares.referer.NoReferrerPolicy",
        "COOKIES_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "HTTPPROXY_ENABLED": False,  # behind a proxy nobody could say which addresses are private
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        # How fast. The pause is a promise, so nothing is taken off it at random.
        "DOWNLOAD_DELAY": delay,
        "DOWNLOAD_DELAY_JITTER": 0,
        "CONCURRENT_REQUESTS": limits.requests_at_once * len(manifest.hosts),
        "CONCURRENT_REQUESTS_PER_DOMAIN": limits.requests_at_once,
        # Laws of one answer that are written side by side. Scrapy starts so many tasks for each answer.
        "CONCURRENT_ITEMS": 4,
        "AUTOTHROTTLE_ENABLED": pause is None,
        "AUTOTHROTTLE_START_DELAY": delay,
        "AUTOTHROTTLE_MAX_DELAY": 120.0,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(limits.requests_at_once),
        "RETRY_TIMES": 3,
        "RETRY_GIVE_UP_LOG_LEVEL": "INFO",
        "PALERMO_RETRY_PAUSE": 5.0 if pause is None else pause,
        # How much.
        "DOWNLOAD_TIMEOUT": 120,
        "DOWNLOAD_MAXSIZE": largest,
        "DOWNLOAD_WARNSIZE": 0,
        "DEPTH_LIMIT": limits.pages_of_lists + limits.requests_for_a_law,
        "REDIRECT_MAX_TIMES": 5,
        "HTTPERROR_ALLOW_ALL": True,  # every status is a name in a report
        "URLLENGTH_LIMIT": 4000,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "LOG_LEVEL": "WARNING",
        "LOGSTATS_INTERVAL": 0,
        "STATS_DUMP": False,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,  # it reads the spider's source anew in each crawl
    }
