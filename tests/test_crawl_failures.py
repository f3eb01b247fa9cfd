"""The world's failures through a whole crawl: each has its name in the report and in the state, and costs itself only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from replica_server import HOST, Crawling, Replica, invented_source, law_page, serve_laws

from crawlers.answers import Answer
from crawlers.checks import check
from crawlers.failures import CrawlFailure
from crawlers.formats import Format, format_of
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Request

LAKE = f"https://{HOST}/law/lake-act"
WALL = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>"
LOGIN = b"<html><body>Log in<form><input name=u><input type=password></form></body></html>"
PAGE = b"<!DOCTYPE html><html><body><h1>Welcome</h1><p>News of the harbour.</p></body></html>"
PDF = b"%PDF-1.7\n" + b"0" * 100 + b"\n%%EOF\n"


@pytest.fixture
def crawling(tmp_path: Path) -> Iterator[Crawling]:
    with Replica() as replica:
        yield Crawling(tmp_path, replica)


CASES: list[tuple[dict[str, Any], str]] = [
    ({"body": WALL, "status": 403}, "BotWall"),
    ({"body": WALL, "status": 200}, "BotWall"),
    ({"body": WALL, "status": 503}, "BotWall"),
    ({"body": b"<p>wait</p>", "status": 403, "headers": {"cf-mitigated": "challenge"}}, "BotWall"),
    ({"body": law_page(), "headers": {"cf-mitigated": "challenge"}}, "BotWall"),
    ({"body": LOGIN}, "LoginPage"),
    ({"body": b"", "status": 401}, "LoginPage"),
    ({"body": PAGE}, "WrongContentType"),
    ({"body": PDF, "content_type": "application/xml"}, "WrongContentType"),
    ({"body": b""}, "EmptyFile"),
    ({"body": b"\n \n"}, "EmptyFile"),
    ({"body": law_page()[:300]}, "TruncatedFile"),
    ({"body": law_page(), "cut_after": 200}, "TruncatedFile"),
    ({"body": "<law date='2020'><title>Küste</title></law>".encode("latin-1")}, "EncodingLie"),
    ({"body": b"<laws><law/></laws>"}, "ChangedPage"),
    ({"body": b"<law><untitled/></law>"}, "ChangedPage"),
    ({"body": b"<law></lay>"}, "ChangedPage"),
    ({"body": b"no", "status": 404}, "MissingLaw"),
    ({"body": b"no", "status": 410}, "MissingLaw"),
    ({"body": b"no", "status": 451}, "Refused"),
    ({"body": b"no", "status": 403}, "Refused"),
    ({"body": b"no", "status": 500}, "Unreachable"),
    ({"body": b"soon", "status": 202}, "Unreachable"),
    ({"body": b"no", "status": 429, "headers": {"Retry-After": "99999"}}, "Unreachable"),
]


@pytest.mark.parametrize(("page", "failure"), CASES, ids=[f"{failure}-{n}" for n, (_, failure) in enumerate(CASES)])
def test_a_failure_has_its_name_and_costs_itself_only(crawling: Crawling, page: dict[str, Any], failure: str) -> None:
    here = invented_source(["lantern-act", "lake-act"])
    serve_laws(crawling.replica, here)
    crawling.replica.put(LAKE, **{"content_type": "text/html", "validators": False, **page})
    report = crawling.run(here, more_settings={"RETRY_TIMES": 1})
    assert report.new == ["lantern-act"]
    assert [(one["law"], one["failure"]) for one in report.failed] == [("lake-act", failure)]
    assert report.failed[0]["address"] == LAKE
    assert len(report.failed[0]["reason"]) > 10
    state = crawling.laws(here)["lake-act"]
    assert (state.failure, state.failures, state.is_fetched) == (failure, 1, False)


def test_a_site_that_is_not_there(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"])
    crawling.run(here)  # the replica answers 404
    crawling.replica.__exit__(None, None, None)
    report = crawling.run(here, more_settings={"RETRY_TIMES": 1, "ROBOTSTXT_OBEY": False})
    assert [one["failure"] for one in report.failed] == ["Unreachable"]
    crawling.replica.__init__()  # type: ignore[misc]  # a server for the fixture to end
    crawling.replica.__enter__()


def test_failures_are_counted_until_one_look_goes_well(crawling: Crawling) -> None:
    here = invented_source(["lantern-act", "lake-act"])
    serve_laws(crawling.replica, here)
    crawling.run(here)
    crawling.replica.put(LAKE, PAGE, "text/html")
    crawling.run(here)
    since = crawling.laws(here)["lake-act"].failing_since
    crawling.run(here)
    state = crawling.laws(here)["lake-act"]
    assert (state.failure, state.failures, state.failing_since) == ("WrongContentType", 2, since)
    assert crawling.meta("lake-act")["title"] == "Lake Act"
    serve_laws(crawling.replica, here)
    crawling.run(here)
    assert (crawling.laws(here)["lake-act"].failure, crawling.laws(here)["lake-act"].failures) == ("", 0)


def test_a_site_that_refuses_everything_is_left_in_peace(crawling: Crawling) -> None:
    here = invented_source([f"law-{number}" for number in range(20)])
    for law in here.manifest.laws:
        crawling.replica.put(here.request(law).address, WALL, "text/html", status=403)
    report = crawling.run(here)
    assert len(crawling.replica.asked) < 10
    assert not report.is_complete
    assert [one["failure"] for one in report.failures_of_source] == ["GaveUp"]


def test_a_first_crawl_below_the_floor_says_so(crawling: Crawling) -> None:
    here = invented_source(counts={"listed": {"floor": 3, "ceiling": 9}})
    serve_laws(crawling.replica, here)
    crawling.replica.put(LAKE, PAGE, "text/html")
    assert [one["failure"] for one in crawling.run(here).failures_of_source] == ["BelowFloor"]


@pytest.mark.parametrize(
    "error", [KeyError("articles"), AttributeError("x"), IndexError(), ValueError("no date"), TypeError()]
)
def test_what_a_function_stumbles_over_is_a_changed_page(crawling: Crawling, error: Exception) -> None:
    def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
        raise error

    here = invented_source(["lantern-act"], functions={"parse": parse})
    serve_laws(crawling.replica, here)
    report = crawling.run(here)
    assert report.failed[0]["failure"] == "ChangedPage"
    assert type(error).__name__ in report.failed[0]["reason"]


def test_a_mistake_of_ours_ends_no_crawl(crawling: Crawling) -> None:
    def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
        if law.id == "lantern-act":
            raise ZeroDivisionError("nobody foresaw this")
        return Fetched((answers[0].as_file("law.xml"),))

    here = invented_source(["lantern-act", "lake-act"], functions={"parse": parse})
    serve_laws(crawling.replica, here)
    report = crawling.run(here)
    assert report.new == ["lake-act"]
    assert "please report it" in report.failed[0]["reason"]


def test_a_disk_that_refuses(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"])
    serve_laws(crawling.replica, here)
    crawling.top.mkdir(parents=True)
    (crawling.top / "and").write_text("a file where a folder should be")
    report = crawling.run(here)
    assert "cannot be written" in report.failed[0]["reason"]
    (crawling.top / "and").unlink()
    assert crawling.run(here).new == ["lantern-act"]


def test_a_login_in_the_corner_of_a_whole_page_explains_nothing(crawling: Crawling) -> None:
    here = invented_source(["lantern-act"], formats=["html"])
    page = b"<html><body><input type=password>" + b"<p>News of the harbour.</p>" * 3000 + b"</body></html>"
    crawling.replica.put(f"https://{HOST}/law/lantern-act", page, "text/html")
    assert [one["failure"] for one in crawling.run(here).failed] == ["ChangedPage"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"<?xml version='1.0'?>\n<!-- a comment --><law/>", Format.XML), (b"\xef\xbb\xbf<law/>", Format.XML),
        ("<?xml version='1.0' encoding='utf-16'?><law/>".encode("utf-16"), Format.XML),
        (b"\r\n <?xml version='1.0'?><html lang='es'><p>1</p></html>", Format.HTML), (b"<!DOCTYPE HTML><p>", Format.HTML),
        (b"<HTML><BODY>", Format.HTML), (b"<div>Art. 1</div>", Format.HTML), (b' {"a": 1}', Format.JSON),
        (b"[1]", Format.JSON), (PDF, Format.PDF), (b"PK\x03\x04", Format.ZIP), (b"\x1f\x8b\x08", Format.GZIP),
        (b"BZh9", Format.BZIP2), (b"Article 1. Words", Format.TEXT), (b"a;b;c\n1;2;3", Format.TEXT), (b"", Format.UNKNOWN),
        (b"<!DOCTYPE dokumente SYSTEM 'gii.dtd'><dokumente/>", Format.XML), (b"\x89PNG\r\n\x1a\n\0\0", Format.UNKNOWN),
        (b"{\\rtf1\\ansi x}", Format.RTF), (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", Format.WORD),
        (b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", Format.OPEN_DOCUMENT),
    ],
)  # fmt: skip
def test_formats_are_known_by_their_bytes(body: bytes, found: Format) -> None:
    assert format_of(body) is found


@pytest.mark.parametrize(
    ("body", "header", "encoding", "text"),
    [
        ("Küste".encode(), "text/plain; charset=iso-8859-1", None, "Küste"),
        ("Küste".encode("latin-1"), "text/plain; charset=ISO-8859-1", None, "Küste"),
        ("“Küste”".encode("cp1252"), "text/plain; charset=iso-8859-1", None, "“Küste”"),
        ("<html><meta charset=windows-1251>Закон".encode("cp1251"), "text/html", None, "<html><meta charset=windows-1251>Закон"),
        ("Küste".encode("latin-1"), "text/plain", "iso-8859-1", "Küste"),
        ("Küste".encode("utf-16"), "text/plain", None, "Küste"),
        ("<?xml version='1.0'?><html><META content='text/html; charset=utf-16'>Ñ</html>".encode(), "", None,
         "<?xml version='1.0'?><html><META content='text/html; charset=utf-16'>Ñ</html>"),
    ],
)  # fmt: skip
def test_text_is_decoded_without_a_doubt(body: bytes, header: str, encoding: str | None, text: str) -> None:
    assert Answer(Request("x"), "x", body, headers={"content-type": header}, encoding=encoding).text == text


@pytest.mark.parametrize(
    ("body", "formats", "failure"),
    [
        (b"%PDF-1.7 half", (Format.PDF,), "TruncatedFile"), (b"PK\x03\x04 half", (Format.ZIP,), "TruncatedFile"),
        (b'{"articles": [{"number": 1}, {"num', (Format.JSON,), "TruncatedFile"), (b'{"a" 1}', (Format.JSON,), "ChangedPage"),
        (b"<!DOCTYPE html><html><body><p>Article 1", (Format.HTML,), "TruncatedFile"),
        (b"<html><head><script>var a = 1;</script></head><body></body></html>", (Format.HTML,), "EmptyFile"),
        (b"\0\1\2\3", (Format.XML,), "WrongContentType"),
    ],
)  # fmt: skip
def test_other_formats_have_ends_too(body: bytes, formats: tuple[Format, ...], failure: str) -> None:
    with pytest.raises(CrawlFailure) as caught:
        check(Answer(Request("x"), "x", body), formats)
    assert caught.value.name == failure
