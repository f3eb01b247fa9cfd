"""A site of invented laws on the loopback, and the way of a crawl to it.

`python -m benchmarks.crawling_site 1000` serves that many until its standard input is closed; it writes its port first.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from urllib.parse import urlsplit

from scrapy.http import Request as ScrapyRequest
from scrapy.http import Response

from crawlers.answers import Answer
from crawlers.downloading import GuardedDownloadHandler
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.source import Source
from crawlers.values import Fetched, Found, Request

HOST = "laws.example.org"
LAWS_ON_A_LIST = 500
_SENTENCES = (
    "The warden keeps a book of every lantern and shows it to the court on request.",
    "Whoever hides a boat for profit is punished with a fine by the judge of the pier.",
    "The oil that was used to light a false lantern is seized and sold for the harbour.",
    "Help is given to the harbours of other coasts as far as their law gives it in return.",
)


def law_page(number: int) -> bytes:
    """A law in XML, the same every time; about 12 KB on average, some much longer, as laws are."""
    chance = random.Random(number)
    articles = chance.choice((5, 10, 20, 40, 120))
    text = "".join(
        f"<article><number>Article {at}</number><text>{' '.join(chance.choices(_SENTENCES, k=3))}</text></article>\n"
        for at in range(1, articles + 1)
    )
    head = f'<law date="2020-06-01"><title>Act {number} on Lanterns</title>'
    return f'<?xml version="1.0"?>\n{head}\n{text}</law>'.encode()


def list_page(start: int, laws: int) -> bytes:
    """A list of some of the laws, with the address of the next one."""
    end = min(start + LAWS_ON_A_LIST, laws)
    items = "".join(f'<item key="{number}">Act {number} on Lanterns</item>' for number in range(start, end))
    return f"<list>{items}{f'<next>https://{HOST}/list/{end}</next>' if end < laws else ''}</list>".encode()


def site() -> Source:
    """The site as a source; as fast as a manifest may allow."""
    manifest = Manifest.model_validate({
        "id": "aa-benchmark", "publisher": "Gazette of the Harbour", "state": "AND", "languages": ["en"],
        "licence": "none", "terms": f"https://{HOST}/terms", "cadence": "daily", "hosts": [HOST], "robots": "none",
        "addresses": {"law": f"https://{HOST}/law/{{key}}"}, "lists": [f"https://{HOST}/list/0"], "formats": ["xml"],
        "limits": {"requests_at_once": 4},
        "counts": {"listed": {"floor": 1, "ceiling": 1}, "discovered": {"floor": 1, "ceiling": 1_000_000}},
        "laws": [{"id": "act-0", "key": "0", "title": "Act 0 on Lanterns"}], "untried": ["all of it: it is invented"],
    })  # fmt: skip
    return Source(manifest, SimpleNamespace(parse=_parse, discover=_discover))


def handler_to(port: int) -> type[GuardedDownloadHandler]:
    """A download handler that sends every request to the loopback, and hides that from the crawl."""

    class ToTheSite(GuardedDownloadHandler):
        async def download_request(self, request: ScrapyRequest) -> Response:
            there = request.replace(url=f"http://127.0.0.1:{port}{urlsplit(request.url).path}")
            response = await super().download_request(there)
            return response.replace(url=request.url)

    return ToTheSite


def _parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    (answer,) = answers
    if answer.xml.tag != "law" or not answer.xml.findall("article"):
        raise ChangedPage(answer.address, "it is no law")
    date = answer.xml.get("date")
    return Fetched((answer.as_file("law.xml"),), native_title=answer.words("title"), version_date=date)


def _discover(answer: Answer, manifest: Manifest) -> Iterator[Found | Request]:
    for item in answer.xml.iterfind("item"):
        yield Found(item.get("key"), item.text)
    if following := answer.xml.findtext("next"):
        yield Request(following)


async def _serve(laws: int) -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            status, body = _answer_to(head.split()[1].decode(), laws)
            about = f"HTTP/1.1 {status} X\r\nContent-Type: application/xml\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(about.encode() + body)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


def _answer_to(path: str, laws: int) -> tuple[int, bytes]:
    kind, _, number = path.strip("/").partition("/")
    match kind:
        case "law":
            return 200, law_page(int(number))
        case "list":
            return 200, list_page(int(number), laws)
    return 404, b"nothing here"


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
