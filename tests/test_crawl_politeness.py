"""Politeness: who asks, what robots.txt allows, how long between two requests, and patience."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path
from time import time

import pytest
from replica_server import HOST, Crawling, Replica, invented_source, law_page, serve_laws
from scrapy.http import Response

from crawlers.politeness import retry_after
from crawlers.settings import CrawlSettings, scrapy_settings
from palermo.errors import UsageError


@pytest.fixture
def crawling(tmp_path: Path) -> Iterator[Crawling]:
    with Replica() as replica:
        yield Crawling(tmp_path, replica)


def test_who_asks(crawling: Crawling, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALERMO_CONTACT", "https://harbour.example/laws")
    here = invented_source(["lantern-act"])
    serve_laws(crawling.replica, here)
    crawling.run(here)
    (agent,) = {one.user_agent for one in crawling.replica.log}
    assert agent.startswith("Palermo/")
    assert agent.endswith("(+https://harbour.example/laws)")


def test_a_contact_that_is_none(crawling: Crawling, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALERMO_CONTACT", "a\nHost: evil.example")
    with pytest.raises(UsageError, match="PALERMO_CONTACT"):
        crawling.run(invented_source())


def test_robots_txt_is_asked_first_and_obeyed(crawling: Crawling) -> None:
    here = invented_source()
    serve_laws(crawling.replica, here)
    crawling.replica.robots(HOST, "User-agent: *\nDisallow: /law/lake\n")
    report = crawling.run(here)
    assert crawling.replica.log[0].path == "/robots.txt"
    assert [(one["law"], one["failure"]) for one in report.failed] == [("lake-act", "Forbidden")]
    assert "/law/lake-act" not in {one.path for one in crawling.replica.log}
    assert sum(one.path == "/robots.txt" for one in crawling.replica.log) == 1
    assert crawling.meta("lantern-act")["crawl"]["requests"][0]["robots"] == "allowed by robots.txt"


def test_robots_txt_may_speak_to_us_by_name(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"])
    serve_laws(crawling.replica, here)
    crawling.replica.robots(HOST, "User-agent: Palermo\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    assert [one["failure"] for one in crawling.run(here).failed] == ["Forbidden"]


def test_no_robots_txt_allows_and_a_failing_one_does_not(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"])
    serve_laws(crawling.replica, here)
    assert crawling.run(here).new == ["lantern-act"]
    assert "no robots.txt (status 404)" in crawling.meta("lantern-act")["crawl"]["requests"][0]["robots"]
    crawling.replica.robots(HOST, "User-agent: *\nAllow: /\n", status=500)
    report = crawling.run(here, more_settings={"RETRY_TIMES": 1})
    assert [one["failure"] for one in report.failed] == ["Forbidden"]
    assert "500" in report.failed[0]["reason"]


@pytest.mark.parametrize("throttled", [False, True])
def test_the_crawl_delay_of_robots_txt_is_kept(crawling: Crawling, throttled: bool) -> None:
    here = invented_source()
    serve_laws(crawling.replica, here)
    crawling.replica.robots(HOST, "User-agent: *\nCrawl-delay: 0.4\n")
    crawling.run(here, more_settings={"AUTOTHROTTLE_ENABLED": throttled, "AUTOTHROTTLE_START_DELAY": 0.0})
    moments = [one.at for one in crawling.replica.log]
    assert len(moments) == 4
    assert all(later - earlier > 0.35 for earlier, later in pairwise(moments[1:]))


def test_the_pause_of_the_manifest_is_kept(crawling: Crawling) -> None:
    here = invented_source(["lantern-act", "lake-act"])
    serve_laws(crawling.replica, here)
    crawling.run(here, pause=0.4)
    moments = [one.at for one in crawling.replica.log]
    assert all(later - earlier > 0.35 for earlier, later in pairwise(moments))


def test_the_settings_follow_the_manifest() -> None:
    manifest = invented_source(
        limits={"seconds_between_requests": 7, "requests_at_once": 2, "largest_file_mb": 5}
    ).manifest
    settings = scrapy_settings(manifest, CrawlSettings())
    assert (settings["DOWNLOAD_DELAY"], settings["DOWNLOAD_DELAY_JITTER"]) == (7, 0)
    assert (settings["AUTOTHROTTLE_ENABLED"], settings["AUTOTHROTTLE_START_DELAY"]) == (True, 7)
    assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] == 2
    assert settings["DOWNLOAD_MAXSIZE"] == 5 * 2**20


def test_a_busy_site_is_asked_again(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"])
    page = crawling.replica.put(f"https://{HOST}/law/lantern-act", law_page(), "text/xml", fails_first=2)
    page.headers["Retry-After"] = "0"
    report = crawling.run(here)
    assert (report.new, [one.status for one in crawling.replica.asked]) == (["lantern-act"], [503, 503, 200])


def test_retry_after_is_waited_for(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"])
    page = crawling.replica.put(f"https://{HOST}/law/lantern-act", law_page(), "text/xml", fails_first=1)
    page.headers["Retry-After"] = "1"
    assert crawling.run(here).new == ["lantern-act"]
    first, second = (one.at for one in crawling.replica.asked)
    assert second - first > 0.9


def test_pauses_between_attempts_double(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"])
    crawling.replica.put(f"https://{HOST}/law/lantern-act", law_page(), "text/xml", fails_first=3)
    crawling.run(here, more_settings={"PALERMO_RETRY_PAUSE": 0.1})
    waits = [later.at - earlier.at for earlier, later in pairwise(crawling.replica.asked)]
    assert waits[0] > 0.09
    assert waits[1] > 0.18
    assert waits[2] > 0.36


@pytest.mark.parametrize(
    ("words", "least", "most"),
    [("120", 120, 120), ("", 0, 0), ("soon", 0, 0), ("-5", 0, 0), ("in a minute", 55, 61),
     ("Sat, 01 Jan 2000 00:00:00 GMT", 0, 0)],
)  # fmt: skip
def test_retry_after_in_seconds_or_as_a_date(words: str, least: float, most: float) -> None:
    words = formatdate(time() + 60, usegmt=True) if words == "in a minute" else words
    assert least <= retry_after(Response("https://x", headers={"Retry-After": words})) <= most
