"""A hostile site: no way to other hosts or private networks, no bombs, no paths, no untrusted certificates."""

from __future__ import annotations

import asyncio
import bz2
import datetime
import gzip
import io
import ssl
import stat
import tarfile
import threading
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from replica_server import HOST, Crawling, Replica, _ReplicaHandler, invented_source, law_page, serve_laws

from crawlers.answers import Answer
from crawlers.archives import tar_members, unpacked, zip_members
from crawlers.failures import TooLarge, TruncatedFile, UnsafeAddress, UnsafeArchive
from crawlers.manifest import ListedLaw, Manifest
from crawlers.safety import PublicResolver, is_public
from crawlers.settings import CrawlSettings, scrapy_settings
from crawlers.values import Fetched, File, Request

LAW = f"https://{HOST}/law/lantern-act"


@pytest.fixture
def crawling(tmp_path: Path) -> Iterator[Crawling]:
    with Replica() as replica:
        yield Crawling(tmp_path, replica)


def failure_of(crawling: Crawling, **more: object) -> str:
    """The name of the failure that a crawl of one law ends in."""
    report = crawling.run(invented_source(["lantern-act"]), **more)  # type: ignore[arg-type]
    assert report.new == []
    assert not (crawling.top / "and" / "lantern-act").exists()
    return report.failed[0]["failure"]


@pytest.mark.parametrize(
    "location",
    [
        "https://evil.example.net/law", "http://127.0.0.1/law", "http://localhost:8080/", "http://169.254.169.254/latest",
        "https://sub.laws.example.org/law", f"https://{HOST}:8443/law", f"https://user:pass@{HOST}/law",
        "https://[::1]/law", "//evil.example.net/law", f"https://{HOST}.evil.example.net/law",
    ],
)  # fmt: skip
def test_redirects_lead_nowhere_else(crawling: Crawling, location: str) -> None:
    crawling.replica.put(LAW, status=302, location=location)
    assert failure_of(crawling) == "UnsafeAddress"
    assert {one.host for one in crawling.replica.log} == {HOST}


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://laws.example.org/law", "data:text/xml,<law/>"])
def test_redirects_to_other_schemes_are_not_followed(crawling: Crawling, location: str) -> None:
    crawling.replica.put(LAW, status=302, location=location)
    assert failure_of(crawling) == "Refused"


def test_redirects_without_an_end(crawling: Crawling) -> None:
    crawling.replica.put(LAW, status=302, location=LAW)
    assert failure_of(crawling) == "Refused"
    assert len(crawling.replica.asked) <= 7


@pytest.mark.parametrize("address", ["http://127.0.0.1/law", "https://evil.example.net/", "file:///etc/passwd"])
def test_functions_cannot_ask_elsewhere(crawling: Crawling, address: str) -> None:
    def listed(law: ListedLaw, manifest: Manifest) -> Request:
        return Request(address)

    report = crawling.run(invented_source(["lantern-act"], functions={"listed": listed}))
    assert [one["failure"] for one in report.failed] == ["UnsafeAddress"]
    assert crawling.replica.log == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "2002:7f00:0001::", "64:ff9b::7f00:1", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


def test_a_name_for_the_loopback_is_refused(crawling: Crawling) -> None:
    """The real handler, with a host of the manifest whose address is private."""
    settings = scrapy_settings(invented_source().manifest, CrawlSettings(), pause=0)
    more = {"DOWNLOAD_HANDLERS": settings["DOWNLOAD_HANDLERS"], "ROBOTSTXT_OBEY": False}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio.BaseEventLoop, "getaddrinfo", to_loopback)
        assert failure_of(crawling, more_settings=more) == "UnsafeAddress"
    assert crawling.replica.log == []


async def to_loopback(self: asyncio.BaseEventLoop, host: str, port: int, **_: object) -> list[object]:
    """A name server that says that a public name is our own machine."""
    return [(2, 1, 6, "", ("127.0.0.1", port))]


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    async def both(self: object, host: str, port: int, **_: object) -> list[object]:
        return [(2, 1, 6, "", ("93.184.216.34", port)), (2, 1, 6, "", ("192.168.0.1", port))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", both)
    with pytest.raises(UnsafeAddress, match=r"192\.168\.0\.1"):
        asyncio.run(PublicResolver().resolve(HOST, 443))


def test_an_answer_that_is_too_large(crawling: Crawling) -> None:
    crawling.replica.put(LAW, b"<law>" + b"x" * 3_000_000, "text/xml")
    assert failure_of(crawling, more_settings={"DOWNLOAD_MAXSIZE": 1_000_000}) == "TooLarge"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_an_answer_that_unpacks_to_too_much(crawling: Crawling, encoding: str) -> None:
    plain = b"0" * 20_000_000
    packed = gzip.compress(plain) if encoding == "gzip" else zlib.compress(plain)
    crawling.replica.put(LAW, packed, "text/xml", headers={"Content-Encoding": encoding})
    assert failure_of(crawling, more_settings={"DOWNLOAD_MAXSIZE": 1_000_000}) == "TooLarge"


def test_a_packed_answer_is_unpacked(crawling: Crawling) -> None:
    crawling.replica.put(LAW, gzip.compress(law_page()), "text/xml", headers={"Content-Encoding": "gzip"})
    crawling.run(invented_source(["lantern-act"]))
    assert (crawling.top / "and" / "lantern-act" / "law.xml").read_bytes() == law_page()


def test_a_site_that_drips(crawling: Crawling) -> None:
    crawling.replica.put(LAW, law_page(), "text/xml", seconds=3)
    more = {"DOWNLOAD_TIMEOUT": 0.3, "RETRY_TIMES": 1}
    assert failure_of(crawling, more_settings=more) == "Unreachable"


def zipped(*members: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("law.xml")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../law.xml", "a/../../law.xml", "C:\\law.xml", "..\\law.xml", "\\law.xml"]
)
def test_archives_whose_names_lead_out(name: str) -> None:
    info = zipfile.ZipInfo("x")
    info.filename = name
    with pytest.raises(UnsafeArchive, match="leads out"):
        zip_members(zipped((info, b"<law/>")), "x")
    with pytest.raises(UnsafeArchive, match="leads out"):
        list(tar_members(tarred(name), "x"))


def tarred(name: str, content: bytes = b"<law/>", kind: bytes = tarfile.REGTYPE) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:bz2") as archive:
        info = tarfile.TarInfo(name)
        info.size, info.type = (len(content) if kind == tarfile.REGTYPE else 0), kind
        archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def test_archives_that_are_built_to_do_harm() -> None:
    with pytest.raises(UnsafeArchive, match="link"):
        zip_members(zipped((link(), b"/etc/passwd")), "x")
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
        with pytest.raises(UnsafeArchive, match="link or a device"):
            list(tar_members(tarred("law.xml", kind=kind), "x"))
    with pytest.raises(TooLarge):
        zip_members(zipped(("a.xml", b"0" * 2_000_000), ("b.xml", b"0" * 2_000_000)), "x", largest=3_000_000)
    with pytest.raises(TooLarge):
        list(tar_members(tarred("a.xml", b"0" * 2_000_000), "x", largest=1_000_000))
    with pytest.raises(TooLarge):
        unpacked(bz2.compress(b"0" * 2_000_000), "x", largest=1_000_000)
    with pytest.raises(TooLarge):
        zip_members(zipped(*((f"{n}.xml", b"") for n in range(20_001))), "x")


def test_archives_that_are_damaged() -> None:
    whole = zipped(("law.xml", law_page() * 50))
    with pytest.raises(UnsafeArchive):
        zip_members(whole[:-30], "x")
    with pytest.raises(UnsafeArchive):
        zip_members(whole[:60] + b"\0" * 40 + whole[100:], "x")
    with pytest.raises(UnsafeArchive):
        list(tar_members(tarred("law.xml")[:-20], "x"))
    with pytest.raises(TruncatedFile):
        unpacked(gzip.compress(law_page())[:-20], "x")


def test_archives_as_they_should_be() -> None:
    both = zipped(("a/law.xml", b"<law/>"), ("a/picture.jpg", b"..."))
    assert zip_members(both, "x", (".xml",)) == {"a/law.xml": b"<law/>"}
    assert dict(tar_members(tarred("lov/1.xml"), "x", (".xml",))) == {"lov/1.xml": b"<law/>"}
    assert list(tar_members(tarred("lov/1.html"), "x", (".xml",))) == []
    assert unpacked(gzip.compress(b"law"), "x") == unpacked(bz2.compress(b"law"), "x") == b"law"


def test_names_from_outside_never_become_paths(crawling: Crawling) -> None:
    def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
        return Fetched((File("../../evil.xml", answers[0].body, answers[0].address),))

    here = invented_source(["lantern-act"], functions={"parse": parse})
    serve_laws(crawling.replica, here)
    report = crawling.run(here)
    assert "no name for a file" in report.failed[0]["reason"]
    assert list(crawling.top.rglob("*.xml")) == []


def test_entities_of_xml_are_not_put_in(crawling: Crawling) -> None:
    bomb = '<!DOCTYPE law [<!ENTITY a "x"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    page = f'<?xml version="1.0"?>{bomb}<law date="2020"><title>&b;&f;Lantern</title></law>'
    crawling.replica.put(LAW, page.encode(), "text/xml")
    crawling.run(invented_source(["lantern-act"]))
    assert "root:" not in crawling.meta("lantern-act").get("native_title", "")


def test_certificates_are_checked_and_nothing_is_sent_that_was_not_asked_for() -> None:
    settings = scrapy_settings(invented_source().manifest, CrawlSettings())
    assert settings["DOWNLOAD_VERIFY_CERTIFICATES"] is True
    assert settings["COOKIES_ENABLED"] is False
    assert settings["METAREFRESH_ENABLED"] is False
    assert settings["ROBOTSTXT_OBEY"] is True


def test_an_untrusted_certificate_is_refused(crawling: Crawling, tmp_path: Path) -> None:
    with encrypted_server(tmp_path) as port:

        class ToEncrypted(_ReplicaHandler):
            async def download_request(self, request):  # type: ignore[no-untyped-def]
                return await super(_ReplicaHandler, self).download_request(
                    request.replace(url=f"https://127.0.0.1:{port}/")
                )

        more = {"DOWNLOAD_HANDLERS": {"https": ToEncrypted}, "ROBOTSTXT_OBEY": False, "RETRY_TIMES": 0}
        report = crawling.run(
            invented_source(["lantern-act"]), more_settings={**more, "DOWNLOAD_VERIFY_CERTIFICATES": True}
        )
        assert (report.new, report.failed[0]["failure"]) == ([], "Unreachable")
        assert "certificate" in report.failed[0]["reason"].casefold()
        unchecked = crawling.run(
            invented_source(["lantern-act"]), more_settings={**more, "DOWNLOAD_VERIFY_CERTIFICATES": False}
        )
        assert unchecked.new == ["lantern-act"], "without the check it would have been fetched"


class encrypted_server:  # noqa: N801 (used like a function)
    """A server on the loopback whose certificate nobody vouches for; gives its port."""

    def __init__(self, folder: Path) -> None:
        certificate = self_signed(folder)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Lawful)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def __enter__(self) -> int:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return int(self._server.server_address[1])

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Lawful(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(law_page())

    def log_message(self, *_: object) -> None:
        pass


def self_signed(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file
