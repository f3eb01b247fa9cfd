"""Which addresses may be asked at all: those of the manifest, and none within a private network."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from typing import TYPE_CHECKING, Self

from aiohttp.abc import AbstractResolver, ResolveResult
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request as ScrapyRequest

from crawlers.failures import CrawlFailure, UnsafeAddress

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_PORTS = {"http": (None, 80), "https": (None, 443)}
_IPV4_IN_IPV6 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: networks that speak IPv6 only reach IPv4 by it


class NotAsked(IgnoreRequest):
    """A request that was not made, and the failure that it counts as."""

    def __init__(self, failure: CrawlFailure) -> None:
        super().__init__(str(failure))
        self.failure = failure


class OnlyNamedHosts:
    """Refuses requests, redirects and robots.txt included, to any other place than the manifest's hosts."""

    def __init__(self, hosts: frozenset[str]) -> None:
        self._hosts = hosts

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy for each crawl."""
        return cls(frozenset(crawler.spider.crawl.source.manifest.hosts))  # type: ignore[union-attr]

    def process_request(self, request: ScrapyRequest) -> None:
        """NotAsked where the address is none that the manifest names."""
        from scrapy.utils.httpobj import urlparse_cached

        parts = urlparse_cached(request)
        problem = ""
        if parts.scheme not in _PORTS:
            problem = f"'{parts.scheme}' is no way that laws are fetched: only http and https are"
        elif parts.hostname not in self._hosts:
            problem = f"the host '{parts.hostname}' is not among those of the manifest"
        elif parts.username or parts.password or parts.port not in _PORTS[parts.scheme]:
            problem = "the address has a port, a name or a password in it"
        if problem:
            raise NotAsked(UnsafeAddress(request.url, problem))


class PublicResolver(AbstractResolver):
    """Looks up the addresses of hosts, and refuses those that lie within a private network.

    The connection goes to the very addresses that were looked at, so a name cannot point elsewhere in between.
    """

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a host. UnsafeAddress where one of them is not public, OSError where there are none."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        results: list[ResolveResult] = []
        for kind, _, protocol, _, address in found:
            if not is_public(str(address[0])):
                raise UnsafeAddress(host, f"it has the address {address[0]}, which lies within a private network")
            results.append(
                ResolveResult(
                    hostname=host, host=str(address[0]), port=int(address[1]), family=kind, proto=protocol,
                    flags=socket.AI_NUMERICHOST,
                )
            )  # fmt: skip
        return results

    async def close(self) -> None:
        """Nothing is kept open."""


def is_public(address: str) -> bool:
    """Whether an IP address is one that anybody on the internet has: not private, loopback, link-local, multicast or
    reserved, nor an IPv6 address that leads to such an IPv4 one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _IPV4_IN_IPV6:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
