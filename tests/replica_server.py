"""A replica of official sites: a local server that answers for any host as a test tells it to, the crawl's way to it,
and the pages that the tests of each source have. The manifests keep the real addresses."""

from __future__ import annotations

import email.utils
import gzip
import hashlib
import io
import json
import os
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any, Self
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import yaml
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from crawlers.answers import Answer
from crawlers.downloading import GuardedDownloadHandler
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.report import CrawlReport
from crawlers.running import run_crawls
from crawlers.scope import Scope
from crawlers.source import Source
from crawlers.state import CrawlState, LawState
from crawlers.values import Fetched, Found
from crawlers.values import Request as Asking

ROOT = Path(__file__).resolve().parent.parent
OWN_PAGES = Path(__file__).resolve().parent / "sources"
RECORDED = Path(os.environ.get("PALERMO_RECORDED") or ROOT.parent / "shared" / "recorded")


@dataclass
class Page:
    """What the replica answers at an address.

    validators: whether ETag and Last-Modified are sent, and 304 where they are sent back; location: with a status of
    300 and more, where it leads; seconds: how long it takes; cut_after: how many bytes come before the connection
    breaks off, the whole length having been promised; fails_first: how many times 503 comes first.
    """

    body: bytes = b""
    content_type: str = "application/octet-stream"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    location: str = ""
    validators: bool = True
    seconds: float = 0.0
    cut_after: int | None = None
    fails_first: int = 0
    modified: float = 1_700_000_000.0

    @property
    def etag(self) -> str:
        """Differs when the body does."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


@dataclass(frozen=True)
class Asked:
    """A request as the replica's log has it."""

    host: str
    path: str
    status: int
    conditional: bool
    user_agent: str
    at: float
    method: str = "GET"
    body: bytes = b""
    accept: str = ""


class Replica:
    """The server. `pages` by (host, path with query); use it as a context manager."""

    def __init__(self) -> None:
        self.pages: dict[tuple[str, str], Page] = {}
        self.log: list[Asked] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        """Where it listens on the loopback."""
        return int(self._server.server_address[1])

    def put(self, address: str, body: bytes = b"", content_type: str = "text/html", **more: Any) -> Page:
        """Answer an official address; the page may be changed later."""
        parts = urlsplit(address)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        page = Page(body, content_type, **more)
        self.pages[parts.netloc, path] = page
        return page

    def robots(self, host: str, words: str, **more: Any) -> Page:
        """The robots.txt of a host; without one it answers 404 for it."""
        return self.put(f"https://{host}/robots.txt", words.encode(), "text/plain", **more)

    @property
    def asked(self) -> list[Asked]:
        """The requests for anything but robots.txt."""
        return [one for one in self.log if one.path != "/robots.txt"]

    def forget(self) -> None:
        """Begin the log anew."""
        self.log.clear()

    def settings(self) -> dict[str, Any]:
        """The settings of Scrapy that lead every request to the replica, whatever its host."""
        handler = type("ToReplica", (_ReplicaHandler,), {"port": self.port})
        # Nothing is encrypted on the way to the replica, so there is no certificate to check.
        return {"DOWNLOAD_HANDLERS": {"http": handler, "https": handler}, "DOWNLOAD_VERIFY_CERTIFICATES": False}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _ReplicaHandler(GuardedDownloadHandler):
    """Sends requests to the loopback, with the official host in their `Host` header, and hides that from the crawl."""

    port: int

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)

    async def download_request(self, request: Request) -> Response:
        parts = urlsplit(request.url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        there = request.replace(url=f"http://127.0.0.1:{self.port}{path}")
        there.headers["Host"] = parts.netloc
        response = await super().download_request(there)
        request.meta["download_latency"] = there.meta.get("download_latency")
        return response.replace(url=request.url)


def _handler(replica: Replica) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = self.headers.get("Host", "")
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            page = replica.pages.get((host, self.path), Page(b"nothing here", "text/plain", 404, validators=False))
            status = self._status(page)
            conditional = any(self.headers.get(name) for name in ("If-None-Match", "If-Modified-Since"))
            replica.log.append(
                Asked(host, self.path, status, conditional, self.headers.get("User-Agent", ""), time.monotonic(),
                      self.command, body, self.headers.get("Accept", ""))
            )  # fmt: skip
            time.sleep(page.seconds)
            self._answer(page, status)

        do_POST = do_GET  # noqa: N815 (the name that http.server looks for)

        def _status(self, page: Page) -> int:
            if page.fails_first:
                page.fails_first -= 1
                return 503
            if page.validators and page.status == 200 and self.headers.get("If-None-Match") == page.etag:
                return 304
            return page.status

        def _answer(self, page: Page, status: int) -> None:
            body = b"" if status == 304 else page.body
            self.send_response(status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if page.location and status >= 300:
                self.send_header("Location", page.location)
            if page.validators and status in (200, 304):
                self.send_header("ETag", page.etag)
                self.send_header("Last-Modified", email.utils.formatdate(page.modified, usegmt=True))
            if status != 304:
                self.send_header("Content-Type", page.content_type)
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body if page.cut_after is None else body[: page.cut_after])
                self.wfile.flush()
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            if page.cut_after is not None:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """The log is the replica's own."""

    return Handler


@dataclass(frozen=True)
class SourcePage:
    """A page of a source with the address at which the site serves it."""

    address: str
    body: bytes
    content_type: str


class SourcePages:
    """One section of a source's `expected.yaml`: pages of our own, or recorded ones, and what they give."""

    def __init__(self, source: Source, section: str) -> None:
        self.source, self.section = source, section
        self.folder = OWN_PAGES / source.manifest.stem if section == "own" else RECORDED
        self.expected: dict[str, Any] = expected(source).get(section) or {}

    @property
    def laws(self) -> list[dict[str, Any]]:
        """What is expected of each law."""
        return list(self.expected.get("laws") or [])

    @property
    def lists(self) -> list[dict[str, Any]]:
        """What is expected of each list."""
        return list(self.expected.get("lists") or [])

    def pages(self) -> dict[str, SourcePage]:
        """The pages by address."""
        found = [
            SourcePage(each["address"], self._body(each), each.get("type", "application/octet-stream"))
            for each in self.expected.get("pages") or []
        ]
        return {page.address: page for page in found}

    def law(self, entry: dict[str, Any]) -> ListedLaw:
        """The law that an entry is about: one that the manifest lists, or one made of its key."""
        if "law" in entry:
            listed = self.source.manifest.law(entry["law"])
            assert listed is not None, f"{entry['law']} is no law that {self.source.manifest.id} lists"
            return listed
        return ListedLaw(id="recorded-law", key=str(entry["key"]), title="Recorded law")

    def answer(self, request: Asking, **changed: Any) -> Answer:
        """The page that a request asks for, as the crawl would see it; `changed`: what is different about it."""
        page = self.pages().get(request.address)
        assert page is not None, f"expected.yaml has no page for {request.address}"
        facts = {"body": page.body, "headers": {"content-type": page.content_type}} | changed
        return Answer(request, page.address, encoding=self.source.manifest.encoding, **facts)

    def answers(self, law: ListedLaw, begins_at: str | None = None) -> list[Answer]:
        """All answers that it takes to read a law, asked for as a crawl does; begins_at: the address of the first one,
        for pages that are read although a crawl does not begin with them."""
        answers: list[Answer] = []
        waiting = [Asking(begins_at) if begins_at else self.source.request(law)]
        while waiting:
            answers += [self.answer(request) for request in waiting]
            found = self.source.read(answers, law)
            waiting = [] if isinstance(found, Fetched) else found
        return answers

    def serve(self, replica: Replica) -> None:
        """Put the pages into a replica."""
        for page in self.pages().values():
            replica.put(page.address, page.body, page.content_type)

    def _body(self, entry: dict[str, Any]) -> bytes:
        if "zip" in entry:
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                for member, file in entry["zip"].items():
                    archive.writestr(zipfile.ZipInfo(member), (self.folder / file).read_bytes())
            return packed.getvalue()
        folder = OWN_PAGES / self.source.manifest.stem if entry.get("own") else self.folder
        body: bytes = (folder / entry["file"]).read_bytes()
        if entry["file"].endswith(".gz"):
            body = gzip.decompress(body)
        return body.decode("utf-8").encode(str(entry["encoding"])) if "encoding" in entry else body


def expected(source: Source) -> dict[str, Any]:
    """What `tests/sources/<stem>/expected.yaml` says; empty where it is not there."""
    file = OWN_PAGES / source.manifest.stem / "expected.yaml"
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return found


HOST = "laws.example.org"
"""The site of the invented source."""
ARTICLES = {
    "1": "Every boat shows a lantern at night, and keeps it lit until the morning comes.",
    "2": "Whoever hides a boat for profit is punished with a fine by the judge of the pier.",
    "3": "The oil that was used to light a false lantern is seized and sold for the harbour.",
}


def law_page(title: str = "Lantern Act", date: str = "2020-06-01", articles: dict[str, str] | None = None) -> bytes:
    """A law of the invented site, in XML."""
    parts = "".join(
        f"<article><number>Article {number}</number><text>{words}</text></article>\n"
        for number, words in (articles or ARTICLES).items()
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<law date="{date}"><title>{title}</title>\n{parts}</law>'.encode()


def list_page(names: dict[str, str], following: str = "") -> bytes:
    """A list of the invented site: titles by key, and the address of its next page."""
    items = "".join(f'<item key="{key}">{escape(title)}</item>' for key, title in names.items())
    return f"<list>{items}{f'<next>{following}</next>' if following else ''}</list>".encode()


def parse_law(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The invented site's `parse`."""
    (answer,) = answers
    if answer.xml.tag != "law":
        raise ChangedPage(answer.address, f"a law is expected, not <{answer.xml.tag}>")
    title, date = answer.words("title"), answer.xml.get("date")
    return Fetched((answer.as_file("law.xml"),), native_title=title, version_date=date)


def discover_laws(answer: Answer, manifest: Manifest) -> Iterator[Found | Asking]:
    """The invented site's `discover`."""
    if answer.xml.tag != "list":
        raise ChangedPage(answer.address, f"a list is expected, not <{answer.xml.tag}>")
    for item in answer.xml.iterfind("item"):
        yield Found(item.get("key"), item.text)
    if following := answer.xml.findtext("next"):
        yield Asking(following)


def invented_source(
    laws: Sequence[str] = ("lantern-act", "lake-act", "pier-act"), *, functions: dict[str, Any] | None = None,
    **changes: Any,
) -> Source:  # fmt: skip
    """A source of invented laws, with what a test wants otherwise in its manifest or functions."""
    manifest = Manifest.model_validate({
        "id": "aa-invented", "publisher": "Gazette of the Harbour", "state": "AND", "languages": ["en"],
        "licence": "none", "terms": f"https://{HOST}/terms", "cadence": "daily", "hosts": [HOST], "robots": "none",
        "addresses": {"law": f"https://{HOST}/law/{{key}}", "page": f"https://{HOST}/read/{{key}}"},
        "formats": ["xml"], "counts": {"listed": {"floor": max(1, len(laws) - 1), "ceiling": 99}},
        "laws": [{"id": law, "key": law, "title": law.replace("-", " ").title(), "identifier": law, "year": 2020,
                  "starter": place == 0} for place, law in enumerate(laws)],
        "untried": ["all of it: it is invented"], **changes,
    })  # fmt: skip
    functions = {"parse": parse_law, "discover": discover_laws} | (functions or {})
    return Source(manifest, SimpleNamespace(**functions))


def serve_laws(replica: Replica, here: Source, **more: Any) -> None:
    """Put a page for each listed law of the invented source into a replica."""
    for law in here.manifest.laws:
        replica.put(here.request(law).address, law_page(law.title), "application/xml", **more)


class Crawling:
    """A folder into which the invented source is crawled again and again, with its state and the replica."""

    def __init__(self, folder: Path, replica: Replica) -> None:
        self.top, self.state_folder, self.replica = folder / "deposits", folder / "crawl", replica

    def run(self, here: Source, scope: Scope | None = None, *, more_settings: dict[str, Any] | None = None,
            **more: Any) -> CrawlReport:  # fmt: skip
        """Crawl once; the replica's log begins anew."""
        self.replica.forget()
        settings = self.replica.settings() | {"PALERMO_RETRY_PAUSE": 0.0} | (more_settings or {})
        with CrawlState(self.state_folder) as state:
            found = run_crawls(
                [here], scope or Scope(), state, self.top, **{"pause": 0, **more}, more_settings=settings
            )
        return found[0]

    def laws(self, here: Source) -> dict[str, LawState]:
        """What is known of the laws now."""
        with CrawlState(self.state_folder) as state:
            return state.laws(here.manifest.id)

    def meta(self, law: str) -> dict[str, Any]:
        """What `meta.json` says of a law."""
        found: dict[str, Any] = json.loads((self.top / "and" / law / "meta.json").read_text(encoding="utf-8"))
        return found
