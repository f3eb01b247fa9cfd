"""The way to the cluster: who we are, whom we trust, how long we wait, and what its refusals mean."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from palermo.errors import MissingToolError, SearchEngineError
from palermo.settings import Settings

try:
    from elastic_transport import ConnectionTimeout, TlsError, TransportError
    from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError
except ImportError as problem:
    raise MissingToolError(
        "PALERMO_ELASTICSEARCH_URL names a cluster, but its client is not installed: "
        "install Palermo with its extra: palermo[elasticsearch]"
    ) from problem

T = TypeVar("T")

_PREFIX = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_PASSING = frozenset({429, 502, 503, 504})
"""Too much to do, or a server that is just starting: worth another try."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0


class RefusedError(Exception):
    """One part of a request that was refused while the request as a whole was answered."""

    def __init__(self, status: int, error: Mapping[str, Any]) -> None:
        self.status = status
        self.error = error
        super().__init__(f"{error.get('type')}: {error.get('reason')}")


def raise_refusal(answer: Mapping[str, Any]) -> None:
    """RefusedError where one of the answers to several requests is a refusal, or not the whole answer."""
    if "error" in answer:
        raise RefusedError(answer["status"], answer["error"])
    if answer.get("timed_out"):
        raise RefusedError(504, {"type": "timeout", "reason": "the search took too long"})


def connect(settings: Settings) -> Elasticsearch:
    """A client for the cluster that the settings name; nothing is sent yet. SearchEngineError names what is wrong."""
    addresses = addresses_of(settings)
    if not _PREFIX.fullmatch(settings.elasticsearch_index):
        raise SearchEngineError(
            f"PALERMO_ELASTICSEARCH_INDEX '{settings.elasticsearch_index}' cannot begin the name of an index: use "
            "small letters, digits, hyphens and underscores"
        )
    options: dict[str, Any] = {"request_timeout": settings.elasticsearch_timeout, "retry_on_timeout": False}
    if settings.elasticsearch_api_key:
        options["api_key"] = settings.elasticsearch_api_key.get_secret_value()
    elif settings.elasticsearch_user or settings.elasticsearch_password:
        if not (settings.elasticsearch_user and settings.elasticsearch_password):
            raise SearchEngineError("PALERMO_ELASTICSEARCH_USER and PALERMO_ELASTICSEARCH_PASSWORD go together")
        options["basic_auth"] = (
            settings.elasticsearch_user, settings.elasticsearch_password.get_secret_value()
        )  # fmt: skip
    if settings.elasticsearch_ca:
        if not settings.elasticsearch_ca.is_file():
            raise SearchEngineError(f"PALERMO_ELASTICSEARCH_CA names no file: {settings.elasticsearch_ca}")
        options["ca_certs"] = str(settings.elasticsearch_ca)
    try:
        return Elasticsearch(addresses, **options)
    except (ValueError, OSError) as problem:
        raise SearchEngineError(f"PALERMO_ELASTICSEARCH_URL {', '.join(addresses)}: {problem}") from problem


def addresses_of(settings: Settings) -> list[str]:
    """The addresses of the cluster's servers, one of which is enough."""
    addresses = [address.strip() for address in (settings.elasticsearch_url or "").split(",") if address.strip()]
    for address in addresses:
        if not re.match(r"https?://[^@]+$", address):
            raise SearchEngineError(
                f"PALERMO_ELASTICSEARCH_URL '{_without_secret(address)}' is no address such as https://host:9200; a "
                "user and a password have settings of their own"
            )
    if not addresses:
        raise SearchEngineError("PALERMO_ELASTICSEARCH_URL is not set: name the address of Elasticsearch")
    # without a port the client would refuse, with a message of its own
    return [a if re.search(r":\d+(/|$)", a) else f"{a.rstrip('/')}:9200" for a in addresses]


def _without_secret(address: str) -> str:
    return re.sub(r"//[^/@]*@", "//...@", address)


@contextmanager
def cluster_errors(what: str, address: str) -> Iterator[None]:
    """Whatever the cluster or the way to it refuses goes on as a SearchEngineError that says what to do."""
    try:
        yield
    except (TransportError, ApiError, UnsupportedProductError, RefusedError) as problem:
        raise SearchEngineError(f"{what}: {explained(problem, address)}") from problem


def patiently(call: Callable[[], T], seconds: float) -> T:
    """What `call` returns; tried again, with longer and longer pauses, while the trouble may pass by itself.

    `call` must be such that doing it twice changes nothing.
    """
    end, pause = time.monotonic() + seconds, _FIRST_PAUSE
    while True:
        try:
            return call()
        except (TransportError, ApiError, RefusedError) as problem:
            if not may_pass(problem) or time.monotonic() > end:
                raise
        time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311  # writers should not all come back at once
        pause = min(pause * 2, _LONGEST_PAUSE)


def may_pass(problem: Exception) -> bool:
    """Whether it is worth trying again."""
    status, kind, reason = _refusal(problem)
    if status:
        return status in _PASSING and not _is_full(kind, reason)
    return isinstance(problem, TransportError) and not isinstance(problem, TlsError)


def explained(problem: Exception, address: str) -> str:
    """What happened and what to do about it, in words for whoever runs Palermo."""
    if isinstance(problem, UnsupportedProductError):
        return f"what answers at {address} is not Elasticsearch; Palermo needs Elasticsearch 9 or newer"
    if isinstance(problem, TlsError):
        return (
            f"the certificate of {address} is not trusted ({problem.message}): name the file of the authority that "
            "signed it in PALERMO_ELASTICSEARCH_CA"
        )
    if isinstance(problem, ConnectionTimeout):
        return (
            f"{address} does not answer in time: it is overloaded, or hangs; try again later, or raise "
            "PALERMO_ELASTICSEARCH_TIMEOUT"
        )
    status, kind, reason = _refusal(problem)
    if not status:
        return (
            f"nothing answers at {address}: start Elasticsearch (with the containers: docker compose up --wait "
            f"elasticsearch) or correct PALERMO_ELASTICSEARCH_URL ({problem})"
        )
    if kind == "media_type_header_exception" or "compatible-with" in reason:
        return f"the server at {address} is older than Elasticsearch 9, which Palermo needs"
    if status == 401:
        return (
            f"{address} does not know who we are: check PALERMO_ELASTICSEARCH_USER and PALERMO_ELASTICSEARCH_PASSWORD, "
            "or PALERMO_ELASTICSEARCH_API_KEY, which may have expired"
        )
    if _is_full(kind, reason):
        return (
            f"the disk of {address} is nearly full, and Elasticsearch takes nothing more ({reason}): free space or add "
            "a disk; it then takes entries again by itself"
        )
    if kind == "cluster_block_exception" and status == 403:
        return (
            f"an administrator has closed the index for writing ({reason}): PUT .../_settings with "
            '{"index.blocks.write": null, "index.blocks.read_only": null} opens it again'
        )
    if status == 403:
        return f"{address} does not allow it ({reason}): docs/elasticsearch.md lists the privileges that are needed"
    if status == 429:
        return f"{address} has too much to do ({reason}): try again later"
    if status in _PASSING:
        return f"{address} is not ready ({kind}: {reason}): look at GET /_cluster/health, and try again"
    return f"{address} refuses it ({kind}: {reason})"


def _refusal(problem: Exception) -> tuple[int, str, str]:
    """Status, type and reason of what the server refused; zero where it did not answer at all."""
    if isinstance(problem, RefusedError):
        status, error = problem.status, problem.error
    elif isinstance(problem, ApiError):
        status = problem.status_code
        body = problem.body
        error = body.get("error", {}) if isinstance(body, Mapping) else {}
        if not isinstance(error, Mapping):
            error = {"reason": str(error)}
    else:
        return 0, "", ""
    causes = [error, *error.get("root_cause", ())]
    causes += [shard["reason"] for shard in error.get("failed_shards", ()) if isinstance(shard.get("reason"), Mapping)]
    cause = causes[-1]  # the first says no more than "all shards failed"
    return status, str(cause.get("type", "")), str(cause.get("reason", "") or problem)


def _is_full(kind: str, reason: str) -> bool:
    return kind == "cluster_block_exception" and "read-only-allow-delete" in reason
